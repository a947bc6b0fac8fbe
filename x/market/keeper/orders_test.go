package keeper_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/iexecd/iexecd/tests/chaintest"
	"github.com/iexecd/iexecd/x/market/types"
)

// TestPlaceRefusals checks MKT-R7 and MKT-R8: what a well-formed order is, and who may place it.
func TestPlaceRefusals(t *testing.T) {
	w := newWorld(t)
	request := func(change func(*types.RequestOrder)) sdk.Msg {
		m := w.request(w.carol, 1, 1, 1)
		change(&m.Order)
		return m
	}
	pool := func(change func(*types.WorkerpoolOrder)) sdk.Msg {
		m := w.poolOrder(w.alpha, 1, 1)
		m.Owner = w.carol.Address // refused for its fields before it is refused for this
		change(&m.Order)
		return m
	}
	app := func(change func(*types.AppOrder)) sdk.Msg {
		m := w.appOrder(1, 1)
		m.Owner = w.carol.Address
		change(&m.Order)
		return m
	}
	dataset := func(change func(*types.DatasetOrder)) sdk.Msg {
		m := &types.MsgPlaceDatasetOrder{
			Owner: w.carol.Address,
			Order: types.DatasetOrder{Dataset: w.dataset, Volume: 1},
		}
		change(&m.Order)
		return m
	}
	now := w.Time.Unix()
	for _, c := range []struct {
		name  string
		m     sdk.Msg
		want  interface{ ABCICode() uint32 }
		tells string
	}{
		{"no volume", request(func(o *types.RequestOrder) { o.Volume = 0 }), types.ErrBadField, "volume is 0"},
		{"volume", request(func(o *types.RequestOrder) { o.Volume = 1e9 + 1 }), types.ErrBadField, "1 to 1000000000"},
		{"expired", request(func(o *types.RequestOrder) { o.ExpiryUnix = now }), types.ErrBadField, "must be later"},
		{
			"negative expiry", request(func(o *types.RequestOrder) { o.ExpiryUnix = -1 }), types.ErrBadField,
			"expiry_unix",
		},
		{
			"long salt", request(func(o *types.RequestOrder) { o.Salt = strings.Repeat("0", 100_000) }),
			types.ErrBadField, "salt",
		},
		{"tag", request(func(o *types.RequestOrder) { o.Tag = "tee" }), types.ErrBadField, "tag"},
		{"no app", request(func(o *types.RequestOrder) { o.App = "" }), types.ErrBadField, "app is missing"},
		{"bad app", request(func(o *types.RequestOrder) { o.App = "0x12" }), types.ErrBadField, "app"},
		{"unknown app", request(func(o *types.RequestOrder) { o.App = w.poolA }), types.ErrNotFound, w.poolA},
		{"unknown dataset", request(func(o *types.RequestOrder) { o.Dataset = w.poolA }), types.ErrNotFound, w.poolA},
		{"category", request(func(o *types.RequestOrder) { o.Category = 5 }), types.ErrBadField, "there are 5"},
		{
			"no policy", request(func(o *types.RequestOrder) { o.Policy = types.Policy{} }), types.ErrBadField,
			"max_error_ppb is 0",
		},
		{
			"certain", request(func(o *types.RequestOrder) { o.Policy.MaxErrorPpb = 1e9 }), types.ErrBadField,
			"999999999",
		},
		{
			"two policies", request(func(o *types.RequestOrder) { o.Policy.Trust = 2 }), types.ErrBadField,
			"policy.max_error_ppb is 1000000 and policy.trust is 2",
		},
		{
			"params", request(func(o *types.RequestOrder) { o.Params = strings.Repeat("x", 4_097) }),
			types.ErrBadField, "4097",
		},
		{
			"overflow", request(func(o *types.RequestOrder) { o.AppMaxPriceNrlc = math.MaxUint64 }), types.ErrBadField,
			"overflow",
		},
		{"overflow by volume", request(func(o *types.RequestOrder) {
			o.AppMaxPriceNrlc, o.Volume = math.MaxUint64/2, 3
		}), types.ErrBadField, "overflow"},
		{"beneficiary", request(func(o *types.RequestOrder) { o.Beneficiary = "x" }), types.ErrBadField, "beneficiary"},
		{"another's pool", pool(func(*types.WorkerpoolOrder) {}), types.ErrNotOwner, w.alpha.Address},
		{
			"an app as a pool", pool(func(o *types.WorkerpoolOrder) { o.Workerpool = w.app }), types.ErrBadField,
			"is a app",
		},
		{
			"no such pool", pool(func(o *types.WorkerpoolOrder) { o.Workerpool = w.carol.ID.String() }),
			types.ErrNotFound, "",
		},
		{"pool's category", pool(func(o *types.WorkerpoolOrder) { o.Category = 9 }), types.ErrBadField, "category 9"},
		{
			"no bound and no trust", pool(func(o *types.WorkerpoolOrder) { o.MinErrorPpb = 0 }), types.ErrBadField,
			"min_error_ppb is 0 and trust is 0",
		},
		{
			"pool certain of errors", pool(func(o *types.WorkerpoolOrder) { o.MinErrorPpb, o.Trust = 1e9, 5 }),
			types.ErrBadField, "min_error_ppb is 1000000000",
		},
		{
			"pool's restriction", pool(func(o *types.WorkerpoolOrder) { o.AppRestrict = "x" }), types.ErrBadField,
			"app_restrict",
		},
		{"another's app", app(func(*types.AppOrder) {}), types.ErrNotOwner, w.seller.Address},
		{"app's volume", app(func(o *types.AppOrder) { o.Volume = 0 }), types.ErrBadField, "volume"},
		{"a dataset as an app", app(func(o *types.AppOrder) { o.App = w.dataset }), types.ErrBadField, "dataset"},
		{"another's dataset", dataset(func(*types.DatasetOrder) {}), types.ErrNotOwner, w.seller.Address},
		{"dataset's tag", dataset(func(o *types.DatasetOrder) { o.Tag = "0x1" }), types.ErrBadField, "tag"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w.t = t
			w.refused(w.carol, c.m, c.want, c.tells)
		})
	}
}

// TestPlaceTwice checks the end of MKT-R7: an equal order needs another salt.
func TestPlaceTwice(t *testing.T) {
	w := newWorld(t)
	m := w.request(w.carol, 1, 1, 1)
	id := w.place(w.carol, m)
	w.refused(w.carol, m, types.ErrExists, id, "salt")
	w.Run(w.carol, &types.MsgCancelOrder{Owner: w.carol.Address, Id: id})
	w.refused(w.carol, m, types.ErrExists, id) // a closed order keeps its id
	m.Order.Salt = w.salt()
	require.NotEqual(t, id, w.place(w.carol, m))
}

// TestOrdersPerAccount checks MKT-R9, and that what is closed makes room.
func TestOrdersPerAccount(t *testing.T) {
	w := newWorld(t, params(func(p *types.Params) { p.MaxOrdersPerAccount = 2 }))
	first := w.place(w.carol, w.request(w.carol, 1, 1, 1))
	w.place(w.carol, w.request(w.carol, 1, 1, 1))
	w.refused(w.carol, w.request(w.carol, 1, 1, 1), types.ErrTooMany, "2, at most 2")
	w.place(w.dave, w.request(w.dave, 1, 1, 1))
	w.Run(w.carol, &types.MsgCancelOrder{Owner: w.carol.Address, Id: first})
	w.place(w.carol, w.request(w.carol, 1, 1, 1))
}

// TestEscrow checks MKT-R10: a request locks its ceiling, a pool order its
// stake rounded down per task, and who has too little is told how much.
func TestEscrow(t *testing.T) {
	w := newWorld(t)
	before := w.Balance(w.carol.ID)
	id := w.place(w.carol, w.request(w.carol, 10, 90, 7))
	require.Equal(t, uint64(700), w.order(id).EscrowNrlc)
	require.Equal(t, before-700-fee, w.Balance(w.carol.ID))

	before = w.Balance(w.alpha.ID)
	id = w.place(w.alpha, w.poolOrder(w.alpha, 99, 7)) // floor(99 * 30 / 100) = 29
	require.Equal(t, uint64(29*7), w.order(id).EscrowNrlc)
	require.Equal(t, before-29*7-fee, w.Balance(w.alpha.ID))
	before = w.Balance(w.seller.ID)
	id = w.place(w.seller, w.appOrder(1_000, 7))
	require.Zero(t, w.order(id).EscrowNrlc)
	require.Equal(t, before-fee, w.Balance(w.seller.ID))

	w.refused(w.dave, w.request(w.dave, 0, chaintest.Balance, 2), types.ErrFunds,
		"has 999999.9998 RLC available", "needs 2000000 RLC", "1000000.0002 RLC more")
	w.refused(w.alpha, w.poolOrder(w.alpha, chaintest.Balance, 4), types.ErrFunds, "pool's stake")
	w.Check()
}

// TestCancel checks MKT-R11: the owner gets everything unspent back.
func TestCancel(t *testing.T) {
	w := newWorld(t)
	w.place(w.seller, w.appOrder(10, 3))
	w.place(w.alpha, w.poolOrder(w.alpha, 50, 3))
	before := w.Balance(w.carol.ID)
	id := w.place(w.carol, w.request(w.carol, 10, 90, 7))
	require.Len(t, w.deals(id), 1)
	require.Equal(t, uint64(4*100), w.order(id).EscrowNrlc)
	cancel := func(by *chaintest.Account, order string) *types.MsgCancelOrder {
		return &types.MsgCancelOrder{Owner: by.Address, Id: order}
	}
	w.refused(w.dave, cancel(w.dave, id), types.ErrNotOwner, w.carol.Address)
	w.refused(w.carol, cancel(w.carol, checksum("x")), types.ErrNotFound)
	w.refused(w.carol, cancel(w.carol, "x"), types.ErrBadField)
	res := w.Run(w.carol, cancel(w.carol, id))
	require.Equal(t, "400", chaintest.Events(res, &types.EventOrderClosed{})[0]["returned_nrlc"])
	require.Equal(t, types.OrderStatus_ORDER_STATUS_CANCELLED, w.order(id).Status)
	require.Equal(t, uint64(4), w.order(id).Remaining)
	require.Equal(t, before-4*fee-3*60, w.Balance(w.carol.ID)) // the two refused messages paid too
	w.refused(w.carol, cancel(w.carol, id), types.ErrClosed, "CANCELLED")

	// In the block of its placement, and by itself in its transaction.
	m := w.request(w.dave, 1, 1, 1)
	before = w.Balance(w.dave.ID)
	place := w.Tx(w.dave, m)
	probe, _ := w.Ctx().CacheContext()
	placed, err := w.msgs().PlaceRequestOrder(probe, m)
	require.NoError(t, err)
	for _, r := range w.Block(place, w.Tx(w.dave, cancel(w.dave, placed.Id))) {
		require.Zero(t, r.Code, r.Log)
	}
	require.Equal(t, before-2*fee, w.Balance(w.dave.ID))
	w.Check()
}

// TestExpiry checks MKT-R12: an order is dead from its second on, its escrow
// comes back by itself, and no more are closed in a block than allowed.
func TestExpiry(t *testing.T) {
	w := newWorld(t, params(func(p *types.Params) { p.MaxExpiriesPerBlock = 2 }))
	w.place(w.seller, w.appOrder(0, 100))
	before := w.Balance(w.alpha.ID)
	var ids []string
	at := w.Time.Add(10 * time.Second).Unix()
	for range 3 {
		m := w.poolOrder(w.alpha, 10, 5)
		m.Order.ExpiryUnix = at
		ids = append(ids, w.place(w.alpha, m))
	}
	for w.Time.Unix() < at-2 {
		w.Block()
	}
	inTime := w.place(w.carol, w.request(w.carol, 0, 10, 1)) // the block of second at-1
	require.Len(t, w.deals(inTime), 1)
	late := w.place(w.carol, w.request(w.carol, 0, 10, 1)) // the block of second at
	require.Empty(t, w.deals(late))
	count := func() (n int) {
		for _, id := range ids {
			if w.order(id).Status == types.OrderStatus_ORDER_STATUS_EXPIRED {
				n++
			}
		}
		return n
	}
	require.Equal(t, 2, count())
	w.Check()
	w.Block()
	require.Equal(t, 3, count())
	require.Equal(t, before-3*fee-3, w.Balance(w.alpha.ID)) // the deal still holds one stake
	w.Check()
	w.ExportImport()
}
