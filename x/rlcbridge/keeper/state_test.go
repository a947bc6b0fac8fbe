package keeper_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/tests/chaintest"
	"github.com/iexecd/iexecd/x/rlcbridge/keeper"
	"github.com/iexecd/iexecd/x/rlcbridge/types"
)

// TestOff: without a vault there is no bridge, and money stays what it is. Rule BRG-R19.
func TestOff(t *testing.T) {
	t.Parallel()
	c := chaintest.New(t, []string{"alice"})
	alice, supply := c.Account("alice"), c.Supply()
	res := c.Try(alice, &types.MsgWithdraw{
		Sender: alice.Address, To: ethAlice.ID.String(), AmountNrlc: one, FeeNrlc: fee,
	})
	require.Equal(t, types.ErrOff.ABCICode(), res.Code, res.Log)
	require.ErrorIs(t, c.App.Bridge.Observe(c.Ctx(), keeper.Observation{}), types.ErrOff)
	c.Block()
	require.Equal(t, supply, c.Supply())
	c.Check()
	c.ExportImport()
	q, err := keeper.NewQueryServer(c.App.Bridge).Status(c.Ctx(), &types.QueryStatusRequest{})
	require.NoError(t, err)
	require.Nil(t, q.Vault)
}

// inTheMiddle is a world with something of everything.
func inTheMiddle(tb testing.TB) *world {
	tb.Helper()
	w := newWorld(tb, func(p *types.Params) { p.LargeDepositNrlc, p.BatchEveryBlocks = 100*one, 4 })
	w.batched(3 * one)
	w.withdraw("bob", 4*one)
	w.vault.deposit(ethAlice.ID, w.Account("bob").ID, 200*one)
	w.vault.deposit(ethAlice.ID, vaultless, one)
	w.vault.deposit(ethAlice.ID, vaultless, 9*one)
	w.configure(asked())
	w.signAll()
	require.True(w.t, w.apply(1))
	w.observe()
	w.configure(asked())
	w.Block()
	w.signAll()
	return w
}

// TestExportInTheMiddle: an open batch is signed and paid by the same vault after
// export and import. Rule BRG-R19.
func TestExportInTheMiddle(t *testing.T) {
	t.Parallel()
	w := inTheMiddle(t)
	w.Block()
	digest := w.batch(1).Digest
	w.Chain = w.ExportImport()
	w.blocks(3)
	w.signAll()
	require.Equal(t, digest, w.batch(1).Digest)
	require.True(t, w.apply(2))
	require.True(t, w.execute(1))
	w.vault.deposit(ethAlice.ID, w.Account("bob").ID, one)
	w.observe()
	w.Check()
	require.Equal(t, types.BatchStatus_BATCH_STATUS_EXECUTED, w.batch(1).Status)
	w.ExportImport()
}

// TestInvariantsNotice: each broken invariant is found and named. BRG-I1, BRG-I2,
// BRG-I3, BRG-I4, BRG-I5, BRG-I6, BRG-I7.
func TestInvariantsNotice(t *testing.T) {
	t.Parallel()
	for name, breakIt := range map[string]func(w *world) error{
		"BRG-I1": func(w *world) error {
			o := w.observed()
			o.LockedNrlc++
			return w.keeper().Observed.Set(w.Ctx(), o)
		},
		"BRG-I2 escrow": func(w *world) error {
			b := w.books()
			b.EscrowNrlc++
			return w.keeper().Books.Set(w.Ctx(), b)
		},
		"BRG-I2 delayed": func(w *world) error {
			b := w.books()
			b.DelayedNrlc--
			return w.keeper().Books.Set(w.Ctx(), b)
		},
		"BRG-I2 stranded": func(w *world) error {
			b := w.books()
			b.StrandedNrlc--
			return w.keeper().Books.Set(w.Ctx(), b)
		},
		"BRG-I3": func(w *world) error {
			x := w.withdrawal(2)
			x.AmountNrlc++
			return w.keeper().Withdrawals.Set(w.Ctx(), 2, x)
		},
		"BRG-I3 queue": func(w *world) error { return w.keeper().Queue.Remove(w.Ctx(), 2) },
		"BRG-I4":       func(w *world) error { return w.keeper().Open.Remove(w.Ctx(), 1) },
		"BRG-I4 items": func(w *world) error {
			x := w.withdrawal(1)
			x.To = vaultAt.String()
			return w.keeper().Withdrawals.Set(w.Ctx(), 1, x)
		},
		"BRG-I5": func(w *world) error {
			d, err := w.keeper().Delayed.Get(w.Ctx(), 2)
			require.NoError(w.t, err)
			d.AmountNrlc++
			return w.keeper().Delayed.Set(w.Ctx(), 2, d)
		},
		"BRG-I5 releases": func(w *world) error { return w.keeper().Releases.Clear(w.Ctx(), nil) },
		"BRG-I5 stranded": func(w *world) error { return w.keeper().Stranded.Remove(w.Ctx(), 1) },
		"BRG-I6":          func(w *world) error { return w.keeper().KeyUses.Clear(w.Ctx(), nil) },
		"BRG-I7":          func(w *world) error { return w.keeper().Digests.Clear(w.Ctx(), nil) },
		"BRG-I7 config": func(w *world) error {
			c, err := w.keeper().Configs.Get(w.Ctx(), 2)
			require.NoError(w.t, err)
			c.Config.OutRateNrlc++
			return w.keeper().Configs.Set(w.Ctx(), 2, c)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := inTheMiddle(t)
			w.Check()
			require.NoError(t, breakIt(w))
			err := w.App.CheckInvariants(w.Ctx())
			require.ErrorIs(t, err, types.ErrBooks)
			require.ErrorContains(t, err, strings.Fields(name)[0]+":")
		})
	}
}

// TestBrokenBooksPause: the chain goes on, the bridge does not, until they are
// right again and governance says so. Rule BRG-R18.
func TestBrokenBooksPause(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.observed()
	o.LockedNrlc++
	require.NoError(t, w.keeper().Observed.Set(w.Ctx(), o))
	w.Block()
	require.True(t, w.paused(bridge.PauseDeposits))
	require.True(t, w.paused(bridge.PauseWithdrawals))
	w.Block()
	m := &types.MsgUnpause{Authority: authority, Flags: 3}
	_, err := w.server().Unpause(w.Ctx(), m)
	require.ErrorIs(t, err, types.ErrBooks)
	require.ErrorContains(t, err, "BRG-I1")
	o.LockedNrlc--
	require.NoError(t, w.keeper().Observed.Set(w.Ctx(), o))
	_, err = w.server().Unpause(w.Ctx(), m)
	require.NoError(t, err)
	w.Block()
	require.False(t, w.paused(bridge.PauseDeposits))
	require.False(t, w.paused(bridge.PauseWithdrawals))
}

// TestOnlyTheBridgeMints. Rule BRG-R22.
func TestOnlyTheBridgeMints(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	supply := w.App.Bank.GetSupply(w.Ctx(), "nrlc")
	require.Error(t, w.App.Bank.MintCoins(w.Ctx(), types.ModuleName, sdk.NewCoins(sdk.NewInt64Coin("nrlc", 1))))
	require.Equal(t, supply, w.App.Bank.GetSupply(w.Ctx(), "nrlc"))
}

// TestParams: only governance, and only what is in range. Rule BRG-R21.
func TestParams(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := types.DefaultParams()
	m := &types.MsgUpdateParams{Authority: w.Account("guardian").Address, Params: p}
	_, err := w.server().UpdateParams(w.Ctx(), m)
	require.ErrorIs(t, err, types.ErrUnauthorized)
	p.MinRegisteredPercent = 66
	_, err = w.server().UpdateParams(w.Ctx(), &types.MsgUpdateParams{Authority: authority, Params: p})
	require.ErrorIs(t, err, types.ErrBadField)
}

// TestQueries: every query answers, and says what is not there.
func TestQueries(t *testing.T) {
	t.Parallel()
	w := inTheMiddle(t)
	q, ctx := keeper.NewQueryServer(w.keeper()), w.Ctx()
	is := func(want codes.Code, err error) {
		t.Helper()
		require.Equal(t, want, status.Code(err), "%v", err)
	}
	_, err := q.Params(ctx, nil)
	is(codes.OK, err)
	s, err := q.Status(ctx, nil)
	is(codes.OK, err)
	require.Equal(t, s.SupplyNrlc, s.Observed.LockedNrlc)
	_, err = q.Withdrawal(ctx, &types.QueryWithdrawalRequest{Id: 1})
	is(codes.OK, err)
	_, err = q.Withdrawal(ctx, nil)
	is(codes.NotFound, err)
	all, err := q.Withdrawals(ctx, nil)
	is(codes.OK, err)
	require.Len(t, all.Withdrawals, 3)
	bobs, err := q.Withdrawals(ctx, &types.QueryWithdrawalsRequest{Sender: w.Account("bob").Address})
	is(codes.OK, err)
	require.Len(t, bobs.Withdrawals, 1)
	require.Equal(t, uint64(2), bobs.Withdrawals[0].Id)
	_, err = q.Withdrawals(ctx, &types.QueryWithdrawalsRequest{Sender: "x"})
	is(codes.InvalidArgument, err)
	_, err = q.Batches(ctx, &types.QueryBatchesRequest{Pagination: &query.PageRequest{Offset: 1}})
	is(codes.InvalidArgument, err)
	batches, err := q.Batches(ctx, nil)
	is(codes.OK, err)
	require.NotEmpty(t, batches.Batches)
	_, err = q.Batch(ctx, &types.QueryBatchRequest{Nonce: 99})
	is(codes.NotFound, err)
	_, err = q.Valset(ctx, &types.QueryValsetRequest{Nonce: 99})
	is(codes.NotFound, err)
	sets, err := q.Valsets(ctx, nil)
	is(codes.OK, err)
	require.Len(t, sets.Valsets, 1)
	config, err := q.Config(ctx, &types.QueryConfigRequest{Nonce: 2})
	is(codes.OK, err)
	require.Len(t, config.Signatures, 1)
	_, err = q.Config(ctx, nil)
	is(codes.NotFound, err)
	configs, err := q.Configs(ctx, nil)
	is(codes.OK, err)
	require.Len(t, configs.Configs, 2)
	_, err = q.Key(ctx, &types.QueryKeyRequest{Operator: operatorText(t, chaintest.Operator())})
	is(codes.OK, err)
	_, err = q.Key(ctx, &types.QueryKeyRequest{Operator: operatorText(t, w.Account("bob").ID)})
	is(codes.NotFound, err)
	_, err = q.Key(ctx, nil)
	is(codes.InvalidArgument, err)
	keys, err := q.Keys(ctx, nil)
	is(codes.OK, err)
	require.Len(t, keys.Keys, 1)
	delayed, err := q.Delayed(ctx, nil)
	is(codes.OK, err)
	require.Len(t, delayed.Delayed, 1)
	stranded, err := q.Stranded(ctx, nil)
	is(codes.OK, err)
	require.Len(t, stranded.Stranded, 1)
}

// TestBadGenesis: each is refused, with a word on why. Rule BRG-R19.
func TestBadGenesis(t *testing.T) {
	t.Parallel()
	w := inTheMiddle(t)
	for name, change := range map[string]func(*types.GenesisState){
		"no vault":            func(g *types.GenesisState) { g.Vault = nil },
		"vault is no address": func(g *types.GenesisState) { g.Vault.Address = "x" },
		"vault is token":      func(g *types.GenesisState) { g.Vault.Address = g.Vault.Token },
		"no chain":            func(g *types.GenesisState) { g.Vault.ChainId = 0 },
		"params":              func(g *types.GenesisState) { g.Params.ItemGas = 0 },
		"a guardian":          func(g *types.GenesisState) { g.Params.Guardian = "x" },
		"hash":                func(g *types.GenesisState) { g.Observed.Hash = "x" },
		"no hash":             func(g *types.GenesisState) { g.Observed.Hash = "" },
		"too much":            func(g *types.GenesisState) { g.Observed.LockedNrlc = 1 << 60 },
		"another sum":         func(g *types.GenesisState) { g.Observed.LockedNrlc-- },
		"keys twice":          func(g *types.GenesisState) { g.Keys = append(g.Keys, g.Keys...) },
		"uses twice":          func(g *types.GenesisState) { g.KeyUses = append(g.KeyUses, g.KeyUses...) },
		"no use":              func(g *types.GenesisState) { g.KeyUses = nil },
		"sets":                func(g *types.GenesisState) { g.Books.EthValset = 7 },
		"no members":          func(g *types.GenesisState) { g.Valsets[0].Members = nil },
		"configs":             func(g *types.GenesisState) { g.Books.EthConfig = 7 },
		"configs end":         func(g *types.GenesisState) { g.Books.LastConfig = 7 },
		"config twice":        func(g *types.GenesisState) { g.Configs = append(g.Configs[:1], g.Configs...) },
		"a config's guardian": func(g *types.GenesisState) { g.Configs[0].Config.Guardian = "x" },
		"a config's digest":   func(g *types.GenesisState) { g.Configs[1].Digest = g.Configs[0].Digest },
		"withdrawals":         func(g *types.GenesisState) { g.Books.LastWithdrawal = 0 },
		"a recipient":         func(g *types.GenesisState) { g.Withdrawals[0].To = "x" },
		"batches":             func(g *types.GenesisState) { g.Books.LastBatch = 0 },
		"a batch":             func(g *types.GenesisState) { g.Batches[0].ItemsHash = "x" },
		"no withdrawals":      func(g *types.GenesisState) { g.Withdrawals = nil },
		"a digest":            func(g *types.GenesisState) { g.Digests[0].Digest = "x" },
		"no digests":          func(g *types.GenesisState) { g.Digests = nil },
		"stranded":            func(g *types.GenesisState) { g.Books.LastStranded = 0 },
		"delayed twice":       func(g *types.GenesisState) { g.Delayed = append(g.Delayed, g.Delayed...) },
		"nothing delayed":     func(g *types.GenesisState) { g.Delayed = nil },
		"a pause":             func(g *types.GenesisState) { g.Pauses = []types.Pause{{Flag: 3}} },
	} {
		g, err := w.keeper().ExportGenesis(w.Ctx())
		require.NoError(t, err)
		change(g)
		cached, _ := w.Ctx().CacheContext()
		for _, empty := range []func() error{
			func() error { return w.keeper().Withdrawals.Clear(cached, nil) },
			func() error { return w.keeper().Digests.Clear(cached, nil) },
			func() error { return w.keeper().Delayed.Clear(cached, nil) },
			func() error { return w.keeper().Releases.Clear(cached, nil) },
		} {
			require.NoError(t, empty())
		}
		require.Error(t, w.keeper().InitGenesis(cached, *g), name)
	}
}
