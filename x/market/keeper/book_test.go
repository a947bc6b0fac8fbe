package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/signed"
	"github.com/iexecd/iexecd/tests/chaintest"
	"github.com/iexecd/iexecd/x/market/types"
)

// TestPlaceSigned checks MKT-R25: anybody rests signed orders, their owners
// escrow, the book fills them, and what it fills counts as served. MKT-R26.
func TestPlaceSigned(t *testing.T) {
	w := newWorld(t)
	f := w.four(5).withDataset(5)
	f.request.Volume = num(3)
	f.sign()
	dave, alpha, carol := w.Balance(w.dave.ID), w.Balance(w.alpha.ID), w.Balance(w.carol.ID)
	for _, o := range []signed.Order{f.app, f.dataset, f.workerpool} {
		require.Equal(t, w.hash(o), w.place(w.dave, placeSigned(w.dave, o, 0)))
	}
	require.Equal(t, alpha-5*29, w.Balance(w.alpha.ID))
	require.Equal(t, w.alpha.Address, w.order(w.hash(f.workerpool)).Owner)
	wire := types.NewSignedOrder(f.workerpool)
	require.Equal(t, &wire, w.order(w.hash(f.workerpool)).Signed)
	w.Check()

	res := w.Run(w.dave, placeSigned(w.dave, f.request, w.Time.Unix()+1_000))
	require.Equal(t, "333", chaintest.Events(res, &types.EventOrderPlaced{})[0]["escrow_nrlc"])
	require.Equal(t, dave-4*fee, w.Balance(w.dave.ID))
	require.LessOrEqual(t, w.Balance(w.carol.ID), carol)
	w.Check()
	deals := w.deals(w.hash(f.request))
	require.Len(t, deals, 1)
	require.Equal(t, market.DealID(f.request.Hash(w.domain()), 0).String(), deals[0].Id)
	require.Equal(t, []uint64{3, 4}, []uint64{deals[0].Size_, deals[0].Policy.Trust})
	for _, o := range []signed.Order{f.app, f.dataset, f.workerpool, f.request} {
		require.Equal(t, "3", w.served(o))
	}
	require.Equal(t, uint64(2), w.order(w.hash(f.workerpool)).Remaining)
	require.Equal(t, types.OrderStatus_ORDER_STATUS_FILLED, w.order(w.hash(f.request)).Status)
	w.refused(w.dave, placeSigned(w.dave, f.request, 0), types.ErrClosed, "0x60")
	w.refused(w.dave, placeSigned(w.dave, f.app, 0), types.ErrExists, "2 tasks left")
	w.ExportImport()
}

// TestPlaceSignedRefusals checks MKT-R25: whose signature it must be, what must
// be there, and which numbers fit the book.
func TestPlaceSignedRefusals(t *testing.T) {
	w := newWorld(t)
	for name, c := range map[string]struct {
		change func(f *four) signed.Order
		want   interface{ ABCICode() uint32 }
		tells  string
	}{
		"app by another": {func(f *four) signed.Order { f.byApp = w.dave; return f.app }, types.ErrSignature, "0x21"},
		"data by another": {
			func(f *four) signed.Order { f.byData = w.dave; return f.dataset }, types.ErrSignature, "0x31",
		},
		"pool by another": {
			func(f *four) signed.Order { f.byPool = w.dave; return f.workerpool }, types.ErrSignature, "0x41",
		},
		"request by another": {
			func(f *four) signed.Order { f.byRequest = w.dave; return f.request }, types.ErrSignature, "0x50",
		},
		"no app": {func(f *four) signed.Order { f.app.App = w.dave.ID; return f.app }, types.ErrNotFound, "0x20"},
		"no pool": {func(f *four) signed.Order {
			f.workerpool.Workerpool = w.dave.ID
			return f.workerpool
		}, types.ErrNotFound, "0x40"},
		"request for no app": {
			func(f *four) signed.Order { f.request.App = w.dave.ID; return f.request }, types.ErrNotFound, "no app",
		},
		"no volume": {func(f *four) signed.Order { f.app.Volume = num(0); return f.app }, types.ErrClosed, "0x60"},
		"volume": {
			func(f *four) signed.Order { f.app.Volume = num(1e9 + 1); return f.app }, types.ErrBadField,
			"volume is 1000000001, expected 1 to 1000000000",
		},
		"category": {
			func(f *four) signed.Order { f.workerpool.Category = num(9); return f.workerpool }, types.ErrBadField,
			"category 9",
		},
		"sponsor": {func(f *four) signed.Order {
			f.request.Params = `{"iexec_allowed_sponsor":7}`
			return f.request
		}, types.ErrBadField, "iexec_allowed_sponsor"},
		"funds": {
			func(f *four) signed.Order { f.request.AppMaxPrice = num(1e16); return f.request }, types.ErrFunds,
			"ceiling",
		},
	} {
		t.Run(name, func(t *testing.T) {
			w.t = t
			f := w.four(1).withDataset(1)
			o := c.change(f)
			f.sign()
			w.refused(w.dave, placeSigned(w.dave, o, 0), c.want, c.tells)
		})
	}
	f := w.four(1).sign()
	w.refused(w.dave, placeSigned(w.dave, f.app, w.Time.Unix()), types.ErrBadField, "expiry_unix")
	f.workerpool.Trust, f.request.Trust = num(0), num(0) // as the original's, no replication
	f.sign()
	w.place(w.dave, placeSigned(w.dave, f.app, 0))
	w.place(w.dave, placeSigned(w.dave, f.workerpool, 0))
	w.place(w.dave, placeSigned(w.dave, f.request, 0))
	require.Equal(t, uint64(1), w.deals(w.hash(f.request))[0].Policy.Trust)
	w.ExportImport()
}

// TestSignedOrderComesBack checks MKT-R25 and MKT-R11: what its owner cancels,
// or lets expire, rests again when anybody places it, until it is closed.
func TestSignedOrderComesBack(t *testing.T) {
	w := newWorld(t)
	f := w.four(4).sign()
	id := w.hash(f.workerpool)
	alpha := w.Balance(w.alpha.ID)
	cancel := &types.MsgCancelOrder{Owner: w.alpha.Address, Id: id}
	w.place(w.dave, placeSigned(w.dave, f.workerpool, 0))
	w.refused(w.dave, &types.MsgCancelOrder{Owner: w.dave.Address, Id: id}, types.ErrNotOwner)
	w.Run(w.alpha, cancel)
	require.Equal(t, alpha-fee, w.Balance(w.alpha.ID))
	w.place(w.dave, placeSigned(w.dave, f.workerpool, w.Time.Unix()+10))
	w.Skip(time.Minute)
	require.Equal(t, types.OrderStatus_ORDER_STATUS_EXPIRED, w.order(id).Status)
	require.Equal(t, alpha-fee, w.Balance(w.alpha.ID))
	w.Check()

	// Cancelled and placed again in one block; then its pool is sold while it rests.
	w.place(w.dave, placeSigned(w.dave, f.workerpool, 0))
	for _, r := range w.Block(w.Tx(w.alpha, cancel), w.Tx(w.dave, placeSigned(w.dave, f.workerpool, 0))) {
		require.Zero(t, r.Code, r.Log)
	}
	w.Check()
	w.Run(w.alpha, &types.MsgTransferResource{Owner: w.alpha.Address, Id: w.poolA, NewOwner: w.beta.Address})
	f.byPool = w.beta
	f.sign()
	w.place(w.dave, placeSigned(w.dave, f.workerpool, 0))
	require.Equal(t, alpha-3*fee, w.Balance(w.alpha.ID))
	require.Equal(t, w.beta.Address, w.order(id).Owner)
	w.Check()
	w.ExportImport()

	// Its owner closes it for ever: it leaves the book, with its stake.
	res := w.Run(w.beta, manage(w.beta, types.OrderOperation_ORDER_OPERATION_CLOSE, f.workerpool, ""))
	require.Equal(t, "116", chaintest.Events(res, &types.EventOrderClosed{})[0]["returned_nrlc"])
	w.refused(w.dave, placeSigned(w.dave, f.workerpool, 0), types.ErrClosed, "0x60")
	w.Check()
}

// TestBookAndDirect checks MKT-R26: an order that is matched directly has as
// many tasks less in the book, and their escrow pays the match.
func TestBookAndDirect(t *testing.T) {
	w := newWorld(t)
	f := w.four(5)
	f.app.Volume = num(3)
	f.sign()
	w.place(w.dave, placeSigned(w.dave, f.workerpool, 0))
	w.place(w.dave, placeSigned(w.dave, f.request, 0))
	w.Check()
	require.Equal(t, uint64(5*105), w.order(w.hash(f.request)).EscrowNrlc)

	// Neither the requester nor the pool's owner has anything beside it.
	w.spend(w.carol, 0)
	w.spend(w.alpha, 0)
	require.Zero(t, w.Balance(w.carol.ID)+w.Balance(w.alpha.ID))
	require.True(t, f.check("").Matches)
	money, d := w.probe(f.match(w.dave))
	require.Equal(t, map[string]int64{"carol": 3 * (105 - 102), types.ModuleName: -3 * (105 - 102)}, money)
	require.Equal(t, uint64(3), d.Size_)
	w.matched(w.dave, f.match(w.dave))
	request := w.order(w.hash(f.request))
	require.Equal(t, []uint64{2, 2 * 105}, []uint64{request.Remaining, request.EscrowNrlc})
	require.Equal(t, []string{"3", "3", "3"}, []string{w.served(f.app), w.served(f.workerpool), w.served(f.request)})

	// The book serves the rest, numbered on; then nothing of them is left.
	other := w.appOrder(1, 9)
	w.place(w.seller, other)
	deals := w.deals(w.hash(f.request))
	require.Len(t, deals, 2)
	require.Equal(t, []uint64{3, 2}, []uint64{deals[1].First, deals[1].Size_})
	require.Equal(t, market.DealID(f.request.Hash(w.domain()), 3).String(), deals[1].Id)
	require.Equal(t, types.OrderStatus_ORDER_STATUS_FILLED, w.order(w.hash(f.workerpool)).Status)
	w.Check()

	// A whole resting request that somebody sponsors goes back to its requester.
	g := w.four(2)
	g.request.Requester, g.byRequest = w.dave.ID, w.dave
	g.workerpool.Workerpool, g.byPool = w.address(w.poolB), w.beta
	g.sign()
	w.place(w.seller, placeSigned(w.seller, g.request, 0))
	money, _ = w.probe(g.sponsored(w.beta))
	require.Equal(t, map[string]int64{
		"dave": 2 * 105, "beta": -2 * (102 + 29), types.ModuleName: 2 * (102 + 29 - 105),
	}, money)
	w.matched(w.beta, g.sponsored(w.beta))
	require.Equal(t, types.OrderStatus_ORDER_STATUS_FILLED, w.order(w.hash(g.request)).Status)
	w.ExportImport()
}

// TestClassicOrders checks MKT-R30: bounds and trust in one book, and what a
// pool whose owner schedules it may offer. MKT-R7.
func TestClassicOrders(t *testing.T) {
	w := newWorld(t)
	m := w.registerPool(w.beta, "by its owner")
	m.Scheduling = types.Scheduling_SCHEDULING_OWNER
	own := chaintest.Events(w.Run(w.beta, m), &types.EventResourceRegistered{})[0]["id"]
	info, err := w.keeper().Workerpool(w.Ctx(), w.address(own))
	require.NoError(t, err)
	require.False(t, info.ChainScheduled)
	offer := w.poolOrder(w.beta, 50, 9)
	offer.Order.Workerpool, offer.Order.Trust = own, 5
	w.refused(w.beta, offer, types.ErrUnsupported, "min_error_ppb is 1000", own, "SCHEDULING_CHAIN")
	offer.Order.MinErrorPpb = 0
	w.place(w.seller, w.appOrder(0, 9))
	w.place(w.beta, offer)

	classic := w.request(w.carol, 0, 60, 2)
	classic.Order.Policy = types.Policy{Trust: 6}
	strict := w.place(w.carol, classic)
	require.Empty(t, w.deals(strict), "the pool offers 5")
	classic = w.request(w.carol, 0, 60, 2)
	classic.Order.Policy = types.Policy{Trust: 5}
	quote, err := w.query().Quote(w.Ctx(), &types.QueryQuoteRequest{Requester: w.carol.Address, Order: classic.Order})
	require.NoError(t, err)
	require.Equal(t, []uint64{2, 100}, []uint64{quote.Fillable, quote.TotalNrlc})
	deals := w.deals(w.place(w.carol, classic))
	require.Len(t, deals, 1)
	require.Equal(t, types.Policy{Trust: 5}, deals[0].Policy)
	require.Equal(t, uint64(15), deals[0].WorkerStakeNrlc)
	require.Empty(t, w.deals(w.place(w.carol, w.request(w.carol, 0, 60, 2))), "the pool offers no bound")

	both := w.poolOrder(w.alpha, 55, 9)
	both.Order.Trust = 6
	w.place(w.alpha, both)
	require.Len(t, w.deals(strict), 1)
	w.Check()
	w.ExportImport()
}

// TestGroups checks MKT-R28: who keeps a group, how it changes, and that a
// restriction may name it, in the book and in a signed order.
func TestGroups(t *testing.T) {
	w := newWorld(t, params(func(p *types.Params) { p.MaxGroupChanges = 3 }))
	res := w.Run(w.seller, &types.MsgCreateGroup{
		Owner: w.seller.Address, Description: "buyers",
		Members: []string{w.dave.Address, w.dave.ID.String(), w.poolB},
	})
	event := chaintest.Events(res, &types.EventGroupUpdated{})[0]
	group := event["id"]
	require.Equal(t, []string{"2", "2"}, []string{event["members"], event["added"]})
	update := func(by *chaintest.Account, add, remove []string) *types.MsgUpdateGroup {
		return &types.MsgUpdateGroup{Owner: by.Address, Id: group, Add: add, Remove: remove}
	}
	w.refused(w.dave, update(w.dave, []string{w.carol.Address}, nil), types.ErrNotOwner, "group "+group)
	w.refused(w.seller, update(w.seller, []string{"x"}, nil), types.ErrBadField, "add")
	w.refused(w.seller, update(w.seller, nil, []string{""}), types.ErrBadField, "remove")
	w.refused(w.seller, update(w.seller, []string{w.app, w.dataset}, []string{w.poolA, w.poolB}), types.ErrBadField,
		"4 members", "at most 3")
	w.refused(w.seller, &types.MsgCreateGroup{Owner: w.seller.Address, Description: "buyers"}, types.ErrExists, group)
	w.refused(w.seller, &types.MsgCreateGroup{Owner: w.seller.Address}, types.ErrBadField, "description")
	bad := update(w.seller, nil, nil)
	bad.Id = w.app
	w.refused(w.seller, bad, types.ErrNotFound, w.app)

	// In the book: an app order for the group, a pool order for members only.
	app := w.appOrder(0, 9)
	app.Order.RequesterRestrict = group
	w.place(w.seller, app)
	w.place(w.alpha, w.poolOrder(w.alpha, 50, 9))
	id := w.place(w.carol, w.request(w.carol, 0, 50, 1))
	require.Empty(t, w.deals(id))
	why, err := w.query().WhyNoMatch(w.Ctx(), &types.QueryWhyNoMatchRequest{Id: id})
	require.NoError(t, err)
	require.Contains(t, why.Why.Binding, "0x15")
	require.Len(t, w.deals(w.place(w.dave, w.request(w.dave, 0, 50, 1))), 1)
	f := w.four(2)
	f.app.RequesterRestrict, f.request.Workerpool = w.address(group), w.address(group)
	f.sign()
	w.refused(w.dave, f.match(w.dave), types.ErrNoMatch, "0x12")
	w.Run(w.seller, update(w.seller, []string{w.poolA}, []string{w.poolB}))
	w.refused(w.dave, f.match(w.dave), types.ErrNoMatch, "0x15")

	// A member more, and the request that waits is tried again. MKT-R29.
	w.Run(w.seller, update(w.seller, []string{w.carol.Address}, nil))
	require.Len(t, w.deals(id), 1)
	w.matched(w.dave, f.match(w.dave))
	w.Run(w.seller, &types.MsgTransferResource{Owner: w.seller.Address, Id: group, NewOwner: w.dave.Address})
	w.refused(w.seller, update(w.seller, nil, []string{w.poolA}), types.ErrNotOwner, w.dave.Address)
	members, err := w.query().GroupMembers(w.Ctx(), &types.QueryGroupMembersRequest{Id: group})
	require.NoError(t, err)
	require.ElementsMatch(t, []string{w.dave.ID.String(), w.carol.ID.String(), w.poolA}, members.Members)
	one, err := w.query().Group(w.Ctx(), &types.QueryGroupRequest{Id: group})
	require.NoError(t, err)
	require.Equal(t, []any{uint64(3), w.dave.Address}, []any{one.Group.Members, one.Group.Owner})
	all, err := w.query().Groups(w.Ctx(), &types.QueryGroupsRequest{})
	require.NoError(t, err)
	require.Equal(t, []types.Group{one.Group}, all.Groups)
	w.Check()
	w.ExportImport()
}

// TestRegroupIsBounded checks MKT-R29: so many parked requests a block, each
// within two passes, however often groups grow meanwhile, through an export too.
func TestRegroupIsBounded(t *testing.T) {
	w := newWorld(t, params(func(p *types.Params) { p.MaxRequestsPerBlock = 4 }))
	group := types.GroupID(w.seller.ID, "buyers").String()
	app := w.appOrder(0, 99)
	app.Order.RequesterRestrict = group
	w.place(w.seller, app)
	w.place(w.alpha, w.poolOrder(w.alpha, 50, 99))
	var msgs []sdk.Msg
	for range 7 {
		msgs = append(msgs, w.request(w.carol, 0, 50, 1))
	}
	w.Run(w.carol, msgs...)
	w.Block()
	w.Block()
	require.Empty(t, w.export().ActiveRequests)
	made := func() int { return len(w.export().Deals) }
	w.Run(w.seller, &types.MsgCreateGroup{
		Owner: w.seller.Address, Description: "buyers", Members: []string{w.carol.Address},
	})
	require.Equal(t, 2, made(), "half of the requests of a block")
	require.Len(t, w.export().ActiveRequests, 5, "an export keeps those that still wait for it")
	w.Check()
	next := w.ExportImport()
	next.Block()
	next.Block()
	exported, err := next.App.Market.ExportGenesis(next.Ctx())
	require.NoError(t, err)
	require.Len(t, exported.Deals, 7)
	for i := range 3 {
		w.Run(w.seller, &types.MsgUpdateGroup{
			Owner: w.seller.Address, Id: group, Add: []string{ident.Address{byte(i + 1)}.String()},
		})
		w.Check()
	}
	require.Equal(t, 7, made())
	for range 3 {
		w.Block()
	}
	has, err := w.keeper().Regroup.Has(w.Ctx())
	require.NoError(t, err)
	require.False(t, has, "the pass ends")
	w.ExportImport()
}
