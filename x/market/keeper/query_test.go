package keeper_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/iexecd/iexecd/tests/chaintest"
	"github.com/iexecd/iexecd/x/market/types"
)

// TestQueryErrors checks that what is not there is NotFound and what cannot be
// read is InvalidArgument, never anything else.
func TestQueryErrors(t *testing.T) {
	w := newWorld(t)
	second := w.registerApp("wordcount")
	second.Owner = w.carol.Address
	w.Run(w.carol, second)
	q := w.query()
	request := w.place(w.carol, w.request(w.carol, 1, 1, 1))
	app := w.place(w.seller, w.appOrder(1, 1))
	closed := w.place(w.carol, w.request(w.carol, 1, 1, 1))
	w.Run(w.carol, &types.MsgCancelOrder{Owner: w.carol.Address, Id: closed})
	ctx := w.Ctx()
	order := w.request(w.carol, 1, 1, 1).Order
	quote := func(change func(o *types.RequestOrder)) error {
		o := order
		change(&o)
		_, err := q.Quote(ctx, &types.QueryQuoteRequest{Order: o})
		return err
	}
	get := map[string]func(id string) error{
		"app": func(id string) error { _, err := q.App(ctx, &types.QueryAppRequest{Id: id}); return err },
		"dataset": func(id string) error {
			_,
				err := q.Dataset(ctx, &types.QueryDatasetRequest{Id: id})
			return err
		},
		"workerpool": func(id string) error {
			_,
				err := q.Workerpool(ctx, &types.QueryWorkerpoolRequest{Id: id})
			return err
		},
		"order": func(id string) error { _, err := q.Order(ctx, &types.QueryOrderRequest{Id: id}); return err },
		"deal":  func(id string) error { _, err := q.Deal(ctx, &types.QueryDealRequest{Id: id}); return err },
		"why": func(id string) error {
			_,
				err := q.WhyNoMatch(ctx, &types.QueryWhyNoMatchRequest{Id: id})
			return err
		},
	}
	for what, ask := range get {
		unknown := checksum("unknown")
		if what == "app" || what == "dataset" || what == "workerpool" {
			unknown = unknown[:42]
		}
		require.Equal(t, codes.NotFound, status.Code(ask(unknown)), what)
		for _, id := range []string{"", "0x", unknown + "00", "0x" + strings.Repeat("z", len(unknown)-2), "\x00"} {
			require.Equal(t, codes.InvalidArgument, status.Code(ask(id)), "%s %q", what, id)
		}
	}
	for name, c := range map[string]struct {
		err  error
		want codes.Code
	}{
		"app by a name of nobody": {get["app"]("nobody"), codes.NotFound},
		"app by a name of two":    {get["app"]("wordcount"), codes.InvalidArgument},
		"why of an offer":         {get["why"](app), codes.InvalidArgument},
		"why of a request":        {get["why"](request), codes.OK},
		"why of a closed request": {get["why"](closed), codes.FailedPrecondition},
		"quote":                   {quote(func(*types.RequestOrder) {}), codes.OK},
		"quote without an app":    {quote(func(o *types.RequestOrder) { o.App = "" }), codes.InvalidArgument},
		"quote of an unknown app": {quote(func(o *types.RequestOrder) { o.App = w.poolA }), codes.NotFound},
		"quote without a volume":  {quote(func(o *types.RequestOrder) { o.Volume = 0 }), codes.InvalidArgument},
		"quote in category 9":     {quote(func(o *types.RequestOrder) { o.Category = 9 }), codes.InvalidArgument},
		"quote without a policy": {
			quote(func(o *types.RequestOrder) { o.Policy = types.Policy{} }),
			codes.InvalidArgument,
		},
		"quote for a bad restricted": {
			quote(func(o *types.RequestOrder) { o.Workerpool = "x" }),
			codes.InvalidArgument,
		},
	} {
		require.Equal(t, c.want, status.Code(c.err), "%s: %v", name, c.err)
	}
	_, err := q.Account(ctx, &types.QueryAccountRequest{Address: "x"})
	require.Equal(t, codes.InvalidArgument, status.Code(err))
	_, err = q.Orders(ctx, &types.QueryOrdersRequest{Owner: "x"})
	require.Equal(t, codes.InvalidArgument, status.Code(err))
	_, err = q.Orders(ctx, &types.QueryOrdersRequest{Pagination: &query.PageRequest{Offset: 1}})
	require.Equal(t, codes.InvalidArgument, status.Code(err))
	_, err = q.Deals(ctx, &types.QueryDealsRequest{Requester: w.carol.Address, RequestId: request})
	require.Equal(t, codes.InvalidArgument, status.Code(err))
	_, err = q.Deals(ctx, &types.QueryDealsRequest{
		Requester:  w.carol.Address,
		Pagination: &query.PageRequest{Key: []byte("x")},
	})
	require.Equal(t, codes.InvalidArgument, status.Code(err))
}

// TestLists pages through each list by keys, and finds everything once.
func TestLists(t *testing.T) {
	w := newWorld(t)
	for range 5 {
		w.place(w.carol, w.request(w.carol, 1, 1, 1))
		w.place(w.seller, w.appOrder(9, 1))
	}
	w.place(w.alpha, w.poolOrder(w.alpha, 1, 9))
	w.place(w.seller, w.appOrder(1, 9))
	q, ctx := w.query(), w.Ctx()
	all := func(filter types.QueryOrdersRequest) (n int) {
		filter.Pagination = &query.PageRequest{Limit: 2}
		for range 20 {
			res, err := q.Orders(ctx, &filter)
			require.NoError(t, err)
			n += len(res.Orders)
			if len(res.Pagination.NextKey) == 0 {
				return n
			}
			filter.Pagination = &query.PageRequest{Limit: 2, Key: res.Pagination.NextKey}
		}
		require.Fail(t, "the list never ends")
		return n
	}
	require.Equal(t, 12, all(types.QueryOrdersRequest{}))
	require.Equal(t, 5, all(types.QueryOrdersRequest{Owner: w.carol.ID.String()}))
	require.Equal(t, 6, all(types.QueryOrdersRequest{Kind: types.OrderKind_ORDER_KIND_APP}))
	require.Zero(t, all(types.QueryOrdersRequest{Owner: w.carol.Address, RestingOnly: true}))
	require.Equal(t, 7, all(types.QueryOrdersRequest{RestingOnly: true}))
	deals := map[string]bool{}
	var key []byte
	for range 5 {
		res, err := q.Deals(ctx, &types.QueryDealsRequest{
			Requester: w.carol.Address, Pagination: &query.PageRequest{Limit: 1, Key: key},
		})
		require.NoError(t, err)
		require.Len(t, res.Deals, 1)
		deals[res.Deals[0].Id], key = true, res.Pagination.NextKey
	}
	require.Len(t, deals, 5)
	apps, err := q.Apps(ctx, &types.QueryAppsRequest{Name: "wordcount"})
	require.NoError(t, err)
	require.Len(t, apps.Apps, 1)
	pools, err := q.Workerpools(ctx, &types.QueryWorkerpoolsRequest{Pagination: &query.PageRequest{Limit: 1 << 40}})
	require.NoError(t, err)
	require.Len(t, pools.Workerpools, 2)
	app, err := q.App(ctx, &types.QueryAppRequest{Id: "wordcount"})
	require.NoError(t, err)
	require.Equal(t, w.app, app.App.Id)
	require.True(t, app.Offered)
	require.Equal(t, uint64(1), app.PriceNrlc)
}

// TestQuote checks that a quote is what placing the request then gives. MKT-R17.
func TestQuote(t *testing.T) {
	w := newWorld(t)
	w.place(w.seller, w.appOrder(3, 10))
	w.place(w.alpha, w.poolOrder(w.alpha, 40, 2))
	w.place(w.beta, w.poolOrder(w.beta, 60, 5))
	m := w.request(w.carol, 3, 50, 3)
	q, err := w.query().Quote(w.Ctx(), &types.QueryQuoteRequest{Requester: w.carol.ID.String(), Order: m.Order})
	require.NoError(t, err)
	require.Equal(t, []uint64{2, 86, 3_000}, []uint64{q.Fillable, q.TotalNrlc, q.RefundBySeconds})
	require.Contains(t, q.Why.Binding, "0x05")
	require.Equal(t, uint64(60), q.Why.MatchesAtPriceNrlc)
	open := m.Order
	open.AppMaxPriceNrlc, open.WorkerpoolMaxPriceNrlc, open.App = 0, 0, "wordcount"
	dear, err := w.query().Quote(w.Ctx(), &types.QueryQuoteRequest{Order: open, AnyPrice: true})
	require.NoError(t, err)
	require.Equal(t, []uint64{3, 86 + 63}, []uint64{dear.Fillable, dear.TotalNrlc})
	require.Nil(t, dear.Why)

	id := w.place(w.carol, m)
	deals := w.deals(id)
	require.Len(t, deals, 1)
	require.Equal(t, q.Fills[0].WorkerpoolOrderId, deals[0].Workerpool.OrderId)
	require.Equal(t, q.Fills[0].Tasks, deals[0].Size_)
	why, err := w.query().WhyNoMatch(w.Ctx(), &types.QueryWhyNoMatchRequest{Id: id})
	require.NoError(t, err)
	require.False(t, why.Matched)
	require.Equal(t, uint64(60), why.Why.MatchesAtPriceNrlc)
}

// TestAccount checks that an account sees all its locked money, and until when.
func TestAccount(t *testing.T) {
	w, d := dealWorld(t)
	m := w.request(w.carol, 5, 10, 2)
	m.Order.ExpiryUnix = w.Time.Unix() + 1_000
	id := w.place(w.carol, m)
	for _, spelling := range []string{w.carol.Address, w.carol.ID.String()} {
		a, err := w.query().Account(w.Ctx(), &types.QueryAccountRequest{Address: spelling})
		require.NoError(t, err)
		require.Equal(t, w.carol.Address, a.Address)
		require.Equal(t, strings.ToLower(a.EthAddress), w.carol.ID.String())
		require.Equal(t, uint64(chaintest.Balance-2*fee-318-30), a.AvailableNrlc)
		require.Equal(t, []uint64{30, 318}, []uint64{a.LockedInOrdersNrlc, a.LockedInDealsNrlc})
		require.Equal(t, []types.Lock{
			{What: "order", Id: id, AmountNrlc: 30, UntilUnix: m.Order.ExpiryUnix},
			{What: "deal", Id: d.Id, AmountNrlc: 318, UntilUnix: d.StartUnix + 3_000},
		}, a.Locks)
	}
}
