package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/tests/chaintest"
	"github.com/iexecd/iexecd/x/rlcbridge/types"
)

// The members that the vault of newBootstrapped was made with; none of them is a
// bridge key of the chain.
var foundersOnEth = []*chaintest.Account{
	chaintest.NewAccount("founder a"), chaintest.NewAccount("founder b"),
}

// newBootstrapped returns a chain that began with what a vault held after three
// events, and which was made with some members.
func newBootstrapped(t *testing.T, all ...bridge.Member) *world {
	t.Helper()
	key := chaintest.NewAccount("bridge key 0")
	members, err := bridge.SortMembers(all)
	require.NoError(t, err)
	at := bridge.Point{Nonce: 3, Hash: ident.Keccak256([]byte("three deposits"))}
	made := uint64(chaintest.Start.Unix()) - 1_000
	w := &world{t: t, keys: []*chaintest.Account{key}}
	w.Chain = chaintest.New(t, []string{"alice"}, func(g *chaintest.Genesis) {
		p := types.DefaultParams()
		p.BatchEveryBlocks, p.SignDelayBlocks, p.ValsetCheckBlocks, p.ValsetMinBlocks = 2, 2, 4, 8
		state, err := types.Bootstrap{
			Params: p, Members: members, MadeUnix: made, Vault: types.VaultID{Domain: domain, Token: tokenAt},
			Observed: types.Observed{Nonce: at.Nonce, Hash: at.Hash.String(), EthBlock: 70, EthTimeUnix: made + 500},
			Founders: []types.Founder{{Operator: operatorText(t, chaintest.Operator()), Key: key.ID}},
		}.Genesis()
		require.NoError(t, err)
		*g.Bridge = *state // the chain of tests adds what is locked
	})
	w.vault = &vault{
		at: at, now: uint64(w.Time.Unix()), members: members, executed: map[uint64]bool{}, paid: map[uint64]int{},
	}
	w.Check()
	return w
}

// TestBootstrap: a chain that begins with a vault makes its first set at the first
// check, the members that the vault was made with sign it, and money leaves only
// after it is in force. Rules BRG-R6, BRG-R13, BRG-R19.
func TestBootstrap(t *testing.T) {
	t.Parallel()
	w := newBootstrapped(t, bridge.Member{Address: foundersOnEth[0].ID, Power: 3},
		bridge.Member{Address: foundersOnEth[1].ID, Power: 1})
	require.Equal(t, w.Supply(), w.observed().LockedNrlc)
	require.Zero(t, w.books().LastValset)
	require.Len(t, w.valset(0).Members, 2)
	alice := w.Account("alice")
	withdraw := &types.MsgWithdraw{Sender: alice.Address, To: ethAlice.ID.String(), AmountNrlc: one, FeeNrlc: fee}
	res := w.Try(alice, withdraw)
	require.Equal(t, types.ErrNotReady.ABCICode(), res.Code, res.Log)

	for w.Height < 4 {
		require.Zero(t, w.books().LastValset, "height %d", w.Height)
		w.Block()
	}
	require.Equal(t, uint64(1), w.books().LastValset)
	require.Equal(t, []types.Member{{Address: w.keys[0].ID.String(), Power: 1}}, w.valset(1).Members)
	w.signAll()
	require.False(t, w.update(), "its own key is none of those that the vault knows")
	w.keys = append(w.keys, foundersOnEth[1])
	w.signAll()
	require.False(t, w.update(), "a quarter of the power that the vault knows")
	w.Chain = w.ExportImport()
	w.Block()
	require.Len(t, w.valset(0).Members, 2)
	w.keys = append(w.keys, foundersOnEth[0])
	w.signAll()
	require.True(t, w.update())
	w.observe()
	require.Equal(t, uint64(1), w.books().EthValset)
	w.Run(alice, withdraw)
	w.blocks(8)
	require.Equal(t, uint64(1), w.books().LastValset, "one first set")
	_, err := w.keeper().Valsets.Get(w.Ctx(), 0)
	require.Error(t, err, "forgotten")
	has, err := w.keeper().Digests.Has(w.Ctx(), append([]byte{1}, make([]byte, 8)...))
	require.NoError(t, err)
	require.True(t, has, "its digest is kept for ever: signing it is no forgery")
	w.Check()
	w.ExportImport()
}

// TestBootstrapSameMembers: the first set is made also if it is the one that the
// vault was made with, because money leaves only after it. Rule BRG-R13.
func TestBootstrapSameMembers(t *testing.T) {
	t.Parallel()
	w := newBootstrapped(t, bridge.Member{Address: chaintest.NewAccount("bridge key 0").ID, Power: 1})
	for w.Height < 4 {
		w.Block()
	}
	require.Equal(t, uint64(1), w.books().LastValset)
	require.Equal(t, w.valset(0).Members, w.valset(1).Members)
	w.signAll()
	require.True(t, w.update())
	w.observe()
	require.Equal(t, uint64(1), w.books().EthValset)
	w.blocks(8)
	require.Equal(t, uint64(1), w.books().LastValset, "one first set")
	w.Check()
}
