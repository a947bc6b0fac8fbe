package types_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/x/rlcbridge/types"
)

// bootstrap returns what a chain of two founders begins with.
func bootstrap(t *testing.T) types.Bootstrap {
	t.Helper()
	operator := func(id ident.Address) string {
		s, err := types.Operator(id)
		require.NoError(t, err)
		return s
	}
	return types.Bootstrap{
		Params: types.DefaultParams(), MadeUnix: 1_000,
		Vault: types.VaultID{
			Domain: bridge.Domain{ChainID: 1, Vault: ident.Address{1}, HomeChain: "iexec-1"}, Token: ident.Address{2},
		},
		Observed: types.Observed{
			Nonce: 2, Hash: ident.Hash{3}.String(), EthBlock: 9, EthTimeUnix: 1_108, LockedNrlc: 5,
		},
		Members: bridge.Members{{Address: ident.Address{4}, Power: 60}, {Address: ident.Address{5}, Power: 40}},
		Founders: []types.Founder{
			{Operator: operator(ident.Address{6}), Key: ident.Address{4}},
			{Operator: operator(ident.Address{7}), Key: ident.Address{5}},
		},
	}
}

// TestBootstrap: the state names the vault, what was seen of it, the founders' keys
// and the set that the vault was made with. Rules BRG-R13, BRG-R19.
func TestBootstrap(t *testing.T) {
	t.Parallel()
	b := bootstrap(t)
	g, err := b.Genesis()
	require.NoError(t, err)
	id, err := g.Vault.Core()
	require.NoError(t, err)
	require.Equal(t, b.Vault, id)
	require.Equal(t, b.Observed, g.Observed)
	require.Zero(t, g.Books)
	require.Len(t, g.Keys, 2)
	require.Len(t, g.KeyUses, 2)
	require.EqualValues(t, 1, g.Keys[0].Registered)
	require.Len(t, g.Valsets, 1)
	require.Zero(t, g.Valsets[0].Nonce)
	members, err := g.Valsets[0].Core()
	require.NoError(t, err)
	require.Equal(t, b.Members, members)
	set, err := b.Members.Valset(0, 0)
	require.NoError(t, err)
	require.Equal(t, b.Vault.Domain.Digest(set).String(), g.Valsets[0].Digest)
	first := types.Digest{Kind: types.SignedKind_SIGNED_KIND_VALSET, Digest: g.Valsets[0].Digest}
	require.Equal(t, []types.Digest{first}, g.Digests)
}

// TestBootstrapRefuses: what is no beginning is refused. Rule BRG-R19.
func TestBootstrapRefuses(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]func(*types.Bootstrap){
		"no validator set":   func(b *types.Bootstrap) { b.Members = nil },
		"strictly ascending": func(b *types.Bootstrap) { b.Members[1] = b.Members[0] },
		"has power 0":        func(b *types.Bootstrap) { b.Members[0].Power = 0 },
		"is there twice":     func(b *types.Bootstrap) { b.Founders[1].Key = b.Founders[0].Key },
		"there twice, or":    func(b *types.Bootstrap) { b.Founders[1].Operator = b.Founders[0].Operator },
		"operator of 1":      func(b *types.Bootstrap) { b.Founders[0].Operator = "x" },
		"expected two contr": func(b *types.Bootstrap) { b.Vault.Token = b.Vault.Domain.Vault },
		"without a hash":     func(b *types.Bootstrap) { b.Observed.Hash = "" },
		"locked, there are":  func(b *types.Bootstrap) { b.Observed.LockedNrlc = 1 << 60 },
	} {
		b := bootstrap(t)
		change(&b)
		_, err := b.Genesis()
		require.ErrorContains(t, err, want)
	}
}
