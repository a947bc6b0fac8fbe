package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/tests/chaintest"
	"github.com/iexecd/iexecd/x/rlcbridge/types"
)

func (w *world) valset(nonce uint64) types.Valset {
	v, err := w.keeper().Valsets.Get(w.Ctx(), nonce)
	require.NoError(w.t, err)
	return v
}

// TestValsets: a new set is made when power changes hands, when a key changes and
// after a time, and brought to the vault. Rules BRG-R13, BRG-R14, BRG-R15.
func TestValsets(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	require.Equal(t, uint64(1), w.books().LastValset)
	alice := w.bond("alice", 1, false)
	w.blocks(5)
	require.Equal(t, uint64(1), w.books().LastValset, "without a key it is not in the set")
	first := w.register(alice, "alice's first", 0)
	w.Block()
	require.Equal(t, uint64(2), w.books().LastValset, "half of the power is urgent")
	require.Len(t, w.valset(2).Members, 2)
	require.False(t, w.update(), "the vault's set has not signed")
	w.signAll()
	w.ExportImport()
	require.True(t, w.update())
	w.observe()
	require.Equal(t, uint64(2), w.books().EthValset)
	w.Block()
	_, err := w.keeper().Valsets.Get(w.Ctx(), 1)
	require.Error(t, err, "forgotten")
	has, err := w.keeper().Digests.Has(w.Ctx(), append([]byte{1}, 0, 0, 0, 0, 0, 0, 0, 1))
	require.NoError(t, err)
	require.True(t, has, "its digest is kept for ever")

	second := w.register(alice, "alice's second", 1)
	w.blocks(4)
	require.Equal(t, uint64(3), w.books().LastValset, "a key changed")
	members, err := w.valset(3).Core()
	require.NoError(t, err)
	_, there := members.Find(second.ID)
	require.True(t, there)
	_, there = members.Find(first.ID)
	require.False(t, there)
	w.signAll() // the old key signs as well: the vault trusts it still
	require.True(t, w.update())
	w.observe()
	w.blocks(5)
	require.Equal(t, uint64(3), w.books().LastValset)
	w.Skip(3 * 24 * time.Hour)
	require.Equal(t, uint64(4), w.books().LastValset, "after three days in any case")
	w.Check()
	w.ExportImport()
}

// TestFirstSetNeedsKeys: none is made before most of the power has a key. Rule BRG-R13.
func TestFirstSetNeedsKeys(t *testing.T) {
	t.Parallel()
	w := newBridge(t, func(p *types.Params) { p.ValsetCheckBlocks = 8 })
	require.Zero(t, w.books().LastValset)
	alice := w.bond("alice", 1, false)
	w.blocks(10)
	require.Zero(t, w.books().LastValset, "half of the power has none")
	w.register(alice, "alice's", 0)
	w.blocks(10)
	require.Equal(t, uint64(1), w.books().LastValset)
	require.Len(t, w.valset(1).Members, 2)
}

// TestDepartedSignersComplete: a set is signed by keys that the vault trusts, also
// if they left the newest set. Rule BRG-R14.
func TestDepartedSignersComplete(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.bond("alice", 9, true)
	w.Block()
	w.signAll()
	require.True(t, w.update())
	w.observe()
	old := w.keys[1]
	w.keys = w.keys[:1]
	w.register(alice, "alice's second", 1)
	w.blocks(4)
	require.Equal(t, uint64(3), w.books().LastValset)
	w.signAll()
	require.False(t, w.update(), "the vault knows a tenth of the signers")
	todo, err := w.keeper().ToSign(w.Ctx(), old.ID, 4)
	require.NoError(t, err)
	require.Len(t, todo, 1)
	bob := w.Account("bob")
	w.Run(bob, &types.MsgSubmitSignatures{Sender: bob.Address, Signatures: []types.SubmittedSignature{{
		Kind: types.SignedKind_SIGNED_KIND_VALSET, Nonce: 3, Signature: types.Hex(sign(t, old, todo[0].Digest)),
	}}})
	require.True(t, w.update())
	w.observe()
	require.Equal(t, uint64(3), w.books().EthValset)
	w.Check()
}

// TestRegister: a key is its holder's, and nobody's afterwards. Rule BRG-R13.
func TestRegister(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob := w.bond("alice", 1, true), w.bond("bob", 1, false)
	guardian, key := w.Account("guardian"), chaintest.NewAccount("a key")
	other := *w.registration(bob, key, 0)
	other.Proof = types.Hex(sign(t, key, bridge.Domain{ChainID: 1, Vault: vaultAt, HomeChain: chaintest.ChainID}.Digest(
		bridge.Bind{Operator: other.Operator})))
	stolen := *w.registration(bob, key, 0)
	stolen.Proof = types.Hex(sign(t, ethAlice, domain.Digest(bridge.Bind{Operator: stolen.Operator})))
	for name, m := range map[string]*types.MsgRegisterBridgeKey{
		"of no validator":     w.registration(guardian, key, 0),
		"proof for a next":    w.registration(bob, key, 1),
		"another chain":       &other,
		"another's proof":     &stolen,
		"another's key":       w.registration(bob, w.keys[1], 0),
		"the genesis's key":   w.registration(bob, w.keys[0], 0),
		"its own key again":   w.registration(alice, w.keys[1], 1),
		"no operator":         {Operator: "x", Address: key.ID.String(), Proof: other.Proof},
		"no address":          {Operator: other.Operator, Address: "0x", Proof: other.Proof},
		"no proof":            {Operator: other.Operator, Address: key.ID.String(), Proof: "0x"},
		"not an ASCII prefix": {Operator: "é", Address: "é", Proof: "é"},
	} {
		cached, _ := w.Ctx().CacheContext()
		_, err := w.server().RegisterBridgeKey(cached, m)
		require.Error(t, err, name)
	}
	w.Run(alice, w.registration(alice, key, 1))
	cached, _ := w.Ctx().CacheContext()
	_, err := w.server().RegisterBridgeKey(cached, w.registration(bob, w.keys[1], 0))
	require.ErrorIs(t, err, types.ErrAlready, "a key that was another's once")
	use, err := w.keeper().KeyUses.Get(w.Ctx(), w.keys[1].ID[:])
	require.NoError(t, err)
	require.Equal(t, uint64(w.Height), use.UntilHeight)
	w.Check()
	w.ExportImport()
}
