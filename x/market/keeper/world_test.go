package keeper_test

import (
	"strconv"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/tests/chaintest"
	"github.com/iexecd/iexecd/x/market/keeper"
	"github.com/iexecd/iexecd/x/market/types"
)

// world is a chain with an app, a dataset and two pools, and nobody's orders.
type world struct {
	*chaintest.Chain
	t                          testing.TB
	seller, alpha, beta        *chaintest.Account // own app and dataset, a pool, a pool
	carol, dave                *chaintest.Account // buy
	app, dataset, poolA, poolB string
	salts                      int
}

var names = []string{"seller", "alpha", "beta", "carol", "dave", "stranger"}

func newWorld(tb testing.TB, change ...func(*chaintest.Genesis)) *world {
	tb.Helper()
	c := chaintest.New(tb, names, change...)
	w := &world{
		Chain: c, t: tb, seller: c.Account("seller"), alpha: c.Account("alpha"), beta: c.Account("beta"),
		carol: c.Account("carol"), dave: c.Account("dave"),
	}
	for _, r := range c.Block(
		c.Tx(w.seller, w.registerApp("wordcount"), &types.MsgRegisterDataset{
			Owner: w.seller.Address, Name: "prices", Location: "https://example.org/prices",
			Checksum: checksum("prices"),
		}),
		c.Tx(w.alpha, w.registerPool(w.alpha, "alpha")), c.Tx(w.beta, w.registerPool(w.beta, "beta")),
	) {
		require.Zero(tb, r.Code, r.Log)
	}
	g := w.export()
	w.app, w.dataset = g.Apps[0].Id, g.Datasets[0].Id
	for _, p := range g.Workerpools {
		if p.Owner == w.alpha.Address {
			w.poolA = p.Id
		} else {
			w.poolB = p.Id
		}
	}
	return w
}

func params(change func(*types.Params)) func(*chaintest.Genesis) {
	return func(g *chaintest.Genesis) { change(&g.Market.Params) }
}

func checksum(text string) string { return ident.Keccak256([]byte(text)).String() }

func (w *world) registerApp(name string) *types.MsgRegisterApp {
	return &types.MsgRegisterApp{
		Owner: w.seller.Address, Name: name, Runtime: types.Runtime_RUNTIME_WASM,
		Location: "https://example.org/" + name,
		Checksum: checksum(name),
	}
}

func (w *world) registerPool(owner *chaintest.Account, description string) *types.MsgRegisterWorkerpool {
	return &types.MsgRegisterWorkerpool{
		Owner: owner.Address, Description: description, WorkerStakeRatioPercent: 30, SchedulerRewardRatioPercent: 1,
		Membership: types.Membership_MEMBERSHIP_OPEN, Scheduling: types.Scheduling_SCHEDULING_CHAIN,
	}
}

func (w *world) salt() string {
	w.salts++
	return checksum("salt " + strconv.Itoa(w.salts))
}

func (w *world) appOrder(price, volume uint64) *types.MsgPlaceAppOrder {
	return &types.MsgPlaceAppOrder{Owner: w.seller.Address, Order: types.AppOrder{
		App: w.app, PriceNrlc: price, Volume: volume, Salt: w.salt(),
	}}
}

func (w *world) poolOrder(owner *chaintest.Account, price, volume uint64) *types.MsgPlaceWorkerpoolOrder {
	pool := w.poolA
	if owner == w.beta {
		pool = w.poolB
	}
	return &types.MsgPlaceWorkerpoolOrder{Owner: owner.Address, Order: types.WorkerpoolOrder{
		Workerpool: pool, PriceNrlc: price, Volume: volume, MinErrorPpb: 1_000, Salt: w.salt(),
	}}
}

func (w *world) request(by *chaintest.Account, appMax, poolMax, volume uint64) *types.MsgPlaceRequestOrder {
	return &types.MsgPlaceRequestOrder{Requester: by.Address, Order: types.RequestOrder{
		App: w.app, AppMaxPriceNrlc: appMax, WorkerpoolMaxPriceNrlc: poolMax, Volume: volume,
		Policy: types.Policy{MaxErrorPpb: 1_000_000}, Salt: w.salt(),
	}}
}

func (w *world) keeper() keeper.Keeper { return w.App.Market }

func (w *world) query() types.QueryServer { return keeper.NewQueryServer(w.keeper()) }

// export returns the market's whole state.
func (w *world) export() *types.GenesisState {
	w.t.Helper()
	g, err := w.keeper().ExportGenesis(w.Ctx())
	require.NoError(w.t, err)
	return g
}

// place runs a placement and returns the order's id.
func (w *world) place(from *chaintest.Account, m sdk.Msg) string {
	w.t.Helper()
	res := w.Run(from, m)
	placed := chaintest.Events(res, &types.EventOrderPlaced{})
	require.Len(w.t, placed, 1)
	return placed[0]["id"]
}

func (w *world) order(id string) types.Order {
	w.t.Helper()
	res, err := w.query().Order(w.Ctx(), &types.QueryOrderRequest{Id: id})
	require.NoError(w.t, err)
	return res.Order
}

// deals returns the deals of a request, in the order of their first tasks.
func (w *world) deals(request string) []types.Deal {
	w.t.Helper()
	res, err := w.query().Deals(w.Ctx(), &types.QueryDealsRequest{RequestId: request})
	require.NoError(w.t, err)
	return res.Deals
}

// refused sends messages that must fail with an error of the module, whose
// text must tell all the given things.
func (w *world) refused(from *chaintest.Account, m sdk.Msg, want interface{ ABCICode() uint32 }, tells ...string) {
	w.t.Helper()
	before := w.export()
	res := w.Try(from, m)
	refusal(w.t, res, want, tells...)
	require.Equal(w.t, before, w.export(), "a refused message changed the state")
	w.Check()
}

func refusal(tb testing.TB, res *abci.ExecTxResult, want interface{ ABCICode() uint32 }, tells ...string) {
	tb.Helper()
	require.Equal(tb, types.ModuleName, res.Codespace, res.Log)
	require.Equal(tb, want.ABCICode(), res.Code, res.Log)
	for _, text := range tells {
		require.Contains(tb, res.Log, text)
	}
}

// fee is what every transaction of a test that is not free costs.
const fee = 200_000

func (w *world) msgs() types.MsgServer { return keeper.NewMsgServer(w.keeper()) }
