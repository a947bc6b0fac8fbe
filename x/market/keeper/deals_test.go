package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/tests/chaintest"
	"github.com/iexecd/iexecd/x/market/keeper"
	"github.com/iexecd/iexecd/x/market/types"
)

// dealWorld is a world with a deal of three tasks with a dataset: app 3,
// dataset 4, pool 99 (stake 29), ceilings 5, 6 and 100.
func dealWorld(t *testing.T) (*world, types.Deal) {
	t.Helper()
	w := newWorld(t)
	w.place(w.seller, w.appOrder(3, 10))
	w.Run(w.seller, &types.MsgPlaceDatasetOrder{Owner: w.seller.Address, Order: types.DatasetOrder{
		Dataset: w.dataset, PriceNrlc: 4, Volume: 10,
	}})
	w.place(w.alpha, w.poolOrder(w.alpha, 99, 3))
	m := w.request(w.carol, 5, 100, 3)
	m.Order.Dataset, m.Order.DatasetMaxPriceNrlc = w.dataset, 6
	deals := w.deals(w.place(w.carol, m))
	require.Len(t, deals, 1)
	return w, deals[0]
}

// TestDealOpens checks MKT-R18: the difference to the ceiling is back at once,
// and the deal holds price and stake of its tasks.
func TestDealOpens(t *testing.T) {
	w, d := dealWorld(t)
	require.Equal(t, uint64(3), d.Size_)
	require.Equal(t, uint64(3*(3+4+99+29)), d.EscrowNrlc)
	require.Equal(t, uint64(chaintest.Balance-fee-3*106), w.Balance(w.carol.ID))
	require.Equal(t, uint64(chaintest.Balance-2*fee-3*29), w.Balance(w.alpha.ID)) // registered, and placed
	require.Equal(t, uint64(29), d.WorkerStakeNrlc)                               // floor(99 * 30 / 100)
	require.Equal(t, uint64(29), d.PoolStakeNrlc)
	request, err := ident.ParseHash(d.RequestId)
	require.NoError(t, err)
	require.Equal(t, market.DealID(request, 0).String(), d.Id)
	require.Equal(t, uint64(300), d.WorkClockSeconds)
	require.Equal(t, w.carol.Address, d.Sponsor)
	require.Equal(t, types.OrderStatus_ORDER_STATUS_FILLED, w.order(d.RequestId).Status)
	require.Equal(t, types.OrderStatus_ORDER_STATUS_FILLED, w.order(d.Workerpool.OrderId).Status)
	require.Equal(t, uint64(7), w.order(d.App.OrderId).Remaining)
	w.Check()
}

// purse reads balances in a context.
func purse(w *world, ctx sdk.Context) map[string]uint64 {
	out := map[string]uint64{}
	for _, n := range names {
		id := w.Account(n).ID
		out[n] = w.App.Bank.GetBalance(ctx, id[:], account.Denom).Amount.Uint64()
	}
	for _, m := range []string{types.ModuleName, keeper.KittyModule, keeper.WorkersModule} {
		out[m] = w.App.Bank.GetBalance(ctx, authtypes.NewModuleAddress(m), account.Denom).Amount.Uint64()
	}
	return out
}

// gained returns what changed, without what did not.
func gained(before, after map[string]uint64) map[string]int64 {
	out := map[string]int64{}
	for k, v := range after {
		if d := int64(v) - int64(before[k]); d != 0 {
			out[k] = d
		}
	}
	return out
}

// TestTasksEnd checks MKT-R19 and MKT-R20 to the last nRLC, and that a deal
// closes with its last task, once.
func TestTasksEnd(t *testing.T) {
	w, d := dealWorld(t)
	id, err := ident.ParseHash(d.Id)
	require.NoError(t, err)
	ctx, _ := w.Ctx().CacheContext()
	k := w.keeper()
	check := func() {
		t.Helper()
		require.NoError(t, k.CheckInvariants(ctx))
	}

	before := purse(w, ctx)
	require.NoError(t, k.SettleTask(ctx, id, 0))
	require.Equal(t, map[string]int64{"seller": 7, "alpha": 29, keeper.WorkersModule: 99, types.ModuleName: -135},
		gained(before, purse(w, ctx)))
	check()

	before = purse(w, ctx)
	refunded, err := k.RefundTask(ctx, id, 1, true)
	require.NoError(t, err)
	require.EqualValues(t, 106, refunded)
	require.Equal(t, map[string]int64{"carol": 106, keeper.KittyModule: 29, types.ModuleName: -135},
		gained(before, purse(w, ctx)))
	check()

	before = purse(w, ctx)
	_, err = k.RefundTask(ctx, id, 2, false)
	require.NoError(t, err)
	require.Equal(t, map[string]int64{"carol": 106, "alpha": 29, types.ModuleName: -135}, gained(before, purse(w, ctx)))
	check()

	res, err := w.query().Deal(ctx, &types.QueryDealRequest{Id: d.Id})
	require.NoError(t, err)
	require.Equal(t, types.DealStatus_DEAL_STATUS_CLOSED, res.Deal.Status)
	require.Equal(t, []uint64{1, 2, 0}, []uint64{res.Deal.Completed, res.Deal.Failed, res.Deal.EscrowNrlc})

	require.ErrorIs(t, k.SettleTask(ctx, id, 2), types.ErrInvariant)
	require.ErrorIs(t, k.SettleTask(ctx, id, 3), types.ErrNotFound)
	_, err = k.RefundTask(ctx, ident.Hash{1}, 0, true)
	require.ErrorIs(t, err, types.ErrNotFound)
}

// TestTakeNewDeals checks that each deal is handed over once, the oldest first.
func TestTakeNewDeals(t *testing.T) {
	w := newWorld(t)
	g := w.export()
	require.Empty(t, g.NewDeals, "poco takes them in the block they are made in")
	w.place(w.seller, w.appOrder(0, 10))
	w.place(w.alpha, w.poolOrder(w.alpha, 5, 10))
	ctx, _ := w.Ctx().CacheContext()
	server := w.msgs()
	for range 3 {
		_, err := server.PlaceRequestOrder(ctx, w.request(w.carol, 0, 5, 1))
		require.NoError(t, err)
		require.NoError(t, w.keeper().EndBlock(ctx))
	}
	exported, err := w.keeper().ExportGenesis(ctx)
	require.NoError(t, err)
	require.Len(t, exported.NewDeals, 3)
	var got []string
	for _, n := range []int{2, 0, 5, 5} {
		deals, err := w.keeper().TakeNewDeals(ctx, n)
		require.NoError(t, err)
		for _, d := range deals {
			got = append(got, d.ID.String())
		}
	}
	require.Equal(t, exported.NewDeals, got)
}
