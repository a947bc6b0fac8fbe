package keeper_test

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/signed"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
	"github.com/iexecd/iexecd/tests/chaintest"
	"github.com/iexecd/iexecd/x/market/types"
)

// four are signed orders of a world that match: app 3, pool 99 (stake 29), and
// ceilings 5 and 100, trust 4 of 5.
type four struct {
	w                                *world
	app                              *signed.AppOrder
	dataset                          *signed.DatasetOrder
	workerpool                       *signed.WorkerpoolOrder
	request                          *signed.RequestOrder
	byApp, byData, byPool, byRequest *chaintest.Account
}

func num(n uint64) *big.Int { return new(big.Int).SetUint64(n) }

func (w *world) address(text string) ident.Address {
	w.t.Helper()
	a, err := ident.ParseAddress(text)
	require.NoError(w.t, err)
	return a
}

func (w *world) saltHash() ident.Hash {
	w.t.Helper()
	h, err := ident.ParseHash(w.salt())
	require.NoError(w.t, err)
	return h
}

// four returns orders of so many tasks each, not signed yet.
func (w *world) four(volume uint64) *four {
	return &four{
		w: w,
		app: &signed.AppOrder{
			App: w.address(w.app), AppPrice: num(3), Volume: num(volume), Salt: w.saltHash(),
		},
		dataset: signed.NoDataset(),
		workerpool: &signed.WorkerpoolOrder{
			Workerpool: w.address(w.poolA), WorkerpoolPrice: num(99), Volume: num(volume), Category: num(0),
			Trust: num(5), Salt: w.saltHash(),
		},
		request: &signed.RequestOrder{
			App: w.address(w.app), AppMaxPrice: num(5), DatasetMaxPrice: num(0), WorkerpoolMaxPrice: num(100),
			Requester: w.carol.ID, Volume: num(volume), Category: num(0), Trust: num(4), Salt: w.saltHash(),
		},
		byApp: w.seller, byData: w.seller, byPool: w.alpha, byRequest: w.carol,
	}
}

// withDataset adds a dataset at price 4, ceiling 6.
func (f *four) withDataset(volume uint64) *four {
	f.dataset = &signed.DatasetOrder{
		Dataset: f.w.address(f.w.dataset), DatasetPrice: num(4), Volume: num(volume), Salt: f.w.saltHash(),
	}
	f.request.Dataset, f.request.DatasetMaxPrice = f.dataset.Dataset, num(6)
	return f
}

func (w *world) domain() signed.Domain {
	w.t.Helper()
	p, err := w.keeper().Params.Get(w.Ctx())
	require.NoError(w.t, err)
	d, err := p.Domain()
	require.NoError(w.t, err)
	return d
}

func signWith(tb testing.TB, by *chaintest.Account, digest ident.Hash) []byte {
	tb.Helper()
	sig, err := ethsecp256k1.SignDigest(by.Key.Key, digest)
	require.NoError(tb, err)
	return sig[:]
}

// sign signs all that the four's signers sell and want.
func (f *four) sign() *four {
	f.w.t.Helper()
	d := f.w.domain()
	f.app.Sign = signWith(f.w.t, f.byApp, f.app.Hash(d))
	if !f.request.Dataset.IsZero() {
		f.dataset.Sign = signWith(f.w.t, f.byData, f.dataset.Hash(d))
	}
	f.workerpool.Sign = signWith(f.w.t, f.byPool, f.workerpool.Hash(d))
	f.request.Sign = signWith(f.w.t, f.byRequest, f.request.Hash(d))
	return f
}

func (f *four) wire() (a types.SignedAppOrder, d *types.SignedDatasetOrder, w types.SignedWorkerpoolOrder,
	r types.SignedRequestOrder,
) {
	if !f.dataset.Dataset.IsZero() {
		d = types.NewSignedOrder(f.dataset).Dataset
	}
	return *types.NewSignedOrder(f.app).App, d, *types.NewSignedOrder(f.workerpool).Workerpool,
		*types.NewSignedOrder(f.request).Request
}

func (f *four) match(sender *chaintest.Account) *types.MsgMatchOrders {
	a, d, w, r := f.wire()
	return &types.MsgMatchOrders{
		Sender: sender.Address, Apporder: a, Datasetorder: d, Workerpoolorder: w, Requestorder: r,
	}
}

func (f *four) sponsored(by *chaintest.Account) *types.MsgSponsorMatchOrders {
	a, d, w, r := f.wire()
	return &types.MsgSponsorMatchOrders{
		Sponsor: by.Address, Apporder: a, Datasetorder: d, Workerpoolorder: w, Requestorder: r,
	}
}

// check asks what would come of the four.
func (f *four) check(sponsor string) *types.QueryCheckMatchResponse {
	f.w.t.Helper()
	a, d, w, r := f.wire()
	res, err := f.w.query().CheckMatch(f.w.Ctx(), &types.QueryCheckMatchRequest{
		Apporder: a, Datasetorder: d, Workerpoolorder: w, Requestorder: r, Sponsor: sponsor,
	})
	require.NoError(f.w.t, err)
	return res
}

// matched sends a match and returns its deal.
func (w *world) matched(from *chaintest.Account, m sdk.Msg) types.Deal {
	w.t.Helper()
	res := w.Run(from, m)
	created := chaintest.Events(res, &types.EventDealCreated{})
	require.Len(w.t, created, 1)
	require.Equal(w.t, created[0]["id"], chaintest.Events(res, &types.EventOrdersMatched{})[0]["deal_id"])
	w.Check()
	return w.deal(created[0]["id"])
}

// probe makes a match in a copy of the state, before anything is done with its
// tasks, and returns who has how much more, and the deal.
func (w *world) probe(m sdk.Msg) (map[string]int64, types.Deal) {
	w.t.Helper()
	ctx, _ := w.Ctx().CacheContext()
	before := purse(w, ctx)
	var id string
	switch m := m.(type) {
	case *types.MsgMatchOrders:
		res, err := w.msgs().MatchOrders(ctx, m)
		require.NoError(w.t, err)
		id = res.DealId
	case *types.MsgSponsorMatchOrders:
		res, err := w.msgs().SponsorMatchOrders(ctx, m)
		require.NoError(w.t, err)
		id = res.DealId
	}
	require.NoError(w.t, w.keeper().CheckInvariants(ctx))
	res, err := w.query().Deal(ctx, &types.QueryDealRequest{Id: id})
	require.NoError(w.t, err)
	return gained(before, purse(w, ctx)), res.Deal
}

func (w *world) deal(id string) types.Deal {
	w.t.Helper()
	res, err := w.query().Deal(w.Ctx(), &types.QueryDealRequest{Id: id})
	require.NoError(w.t, err)
	return res.Deal
}

// served returns how many tasks the chain counts for a signed order.
func (w *world) served(o signed.Order) string {
	w.t.Helper()
	res, err := w.query().SignedState(w.Ctx(), &types.QuerySignedStateRequest{Hash: w.hash(o)})
	require.NoError(w.t, err)
	return res.State.Consumed
}

func (w *world) hash(o signed.Order) string { return o.Hash(w.domain()).String() }

// manage returns a message that presigns or closes an order.
func manage(sender *chaintest.Account, op types.OrderOperation, o signed.Order, sign string) *types.MsgManageOrder {
	return &types.MsgManageOrder{Sender: sender.Address, Operation: op, Order: types.NewSignedOrder(o), Sign: sign}
}

// placeSigned returns a message that rests a signed order in the book.
func placeSigned(sender *chaintest.Account, o signed.Order, expiry int64) sdk.Msg {
	wire := types.NewSignedOrder(o)
	switch o.Kind() {
	case market.KindApp:
		return &types.MsgPlaceSignedAppOrder{Sender: sender.Address, Order: *wire.App, ExpiryUnix: expiry}
	case market.KindDataset:
		return &types.MsgPlaceSignedDatasetOrder{Sender: sender.Address, Order: *wire.Dataset, ExpiryUnix: expiry}
	case market.KindWorkerpool:
		return &types.MsgPlaceSignedWorkerpoolOrder{
			Sender: sender.Address, Order: *wire.Workerpool, ExpiryUnix: expiry,
		}
	case market.KindRequest, market.KindUnspecified:
	}
	return &types.MsgPlaceSignedRequestOrder{Sender: sender.Address, Order: *wire.Request, ExpiryUnix: expiry}
}
