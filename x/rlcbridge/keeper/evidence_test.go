package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/tests/chaintest"
	"github.com/iexecd/iexecd/x/rlcbridge/types"
)

// shows returns evidence with a signature over the message in it, in a domain.
func shows(t *testing.T, d bridge.Domain, key *chaintest.Account, m types.MsgSubmitEvidence) *types.MsgSubmitEvidence {
	t.Helper()
	shown, err := m.Shown()
	require.NoError(t, err)
	m.Signature = types.Hex(sign(t, key, d.Digest(shown.Message)))
	return &m
}

// TestEvidence: a forgery of each kind costs 5 %, once; what this chain made, or
// no validator signed, costs nothing. Rule BRG-R23.
func TestEvidence(t *testing.T) {
	t.Parallel()
	none, some := ident.Address{}.String(), ident.Hash{1}.String()
	for name, evidence := range map[string]types.MsgSubmitEvidence{
		"batch":   {Batch: &types.SignedBatch{Nonce: 1, ItemsHash: some}},
		"future":  {Batch: &types.SignedBatch{Nonce: 1 << 60, ItemsHash: some}},
		"valset":  {Valset: &types.SignedValset{Nonce: 1, MembersHash: some}},
		"config":  {Config: &types.SignedConfig{Nonce: 1, Guardian: none, SweepTo: none}},
		"migrate": {Migrate: &types.SignedMigrate{Nonce: 1, NewVault: vaultAt.String()}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			alice := w.bond("alice", 200, true)
			old := w.keys[1]
			w.register(alice, "alice's second", 1)
			w.batched(one)
			bob, operator := w.Account("bob"), alice.ID
			evidence.Sender = bob.Address
			b, err := w.batch(1).Core()
			require.NoError(t, err)
			honest := types.MsgSubmitEvidence{Sender: bob.Address, Batch: &types.SignedBatch{
				Nonce: 1, FirstId: b.FirstID, TimeoutUnix: b.TimeoutUnix, FeeNrlc: uint64(b.Fee), ItemGas: b.ItemGas,
				ItemsHash: b.ItemsHash.String(),
			}}
			two := evidence
			two.Batch, two.Valset = &types.SignedBatch{ItemsHash: some}, &types.SignedValset{MembersHash: some}
			two.Signature = types.Hex(sign(t, old, ident.Hash{}))
			elsewhere := domain
			elsewhere.ChainID++
			for why, m := range map[string]*types.MsgSubmitEvidence{
				"honest":       shows(t, domain, old, honest),
				"a stranger's": shows(t, domain, ethAlice, evidence),
				"elsewhere":    shows(t, elsewhere, old, evidence),
				"two":          &two,
				"none":         {Sender: bob.Address, Signature: two.Signature},
				"unsigned":     {Sender: bob.Address, Batch: evidence.Batch, Valset: evidence.Valset},
			} {
				require.NotZero(t, w.Try(bob, m).Code, why)
			}
			v, err := w.App.Staking.GetValidator(w.Ctx(), operator[:])
			require.NoError(t, err)
			require.False(t, v.Jailed)
			had, supply := w.Balance(bob.ID), w.Supply()
			w.Run(bob, shows(t, domain, old, evidence))
			after, err := w.App.Staking.GetValidator(w.Ctx(), operator[:])
			require.NoError(t, err)
			require.Equal(t, int64(10_000_000), v.Tokens.Sub(after.Tokens).Int64())
			require.True(t, after.Jailed)
			const txFee = 200_000
			require.Equal(t, had-txFee+1_000_000, w.Balance(bob.ID))
			require.Equal(t, supply, w.Supply(), "what is slashed is not burned")
			require.NotZero(t, w.Try(bob, shows(t, domain, w.keys[2], evidence)).Code, "once")
			w.Check()
		})
	}
}
