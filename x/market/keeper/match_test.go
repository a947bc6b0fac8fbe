package keeper_test

import (
	"encoding/hex"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"pgregory.net/rapid"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/signed"
	"github.com/iexecd/iexecd/tests/chaintest"
	"github.com/iexecd/iexecd/x/market/types"
)

// TestMatch checks MKT-R21 and MKT-R23: four orders that anybody sends make a
// deal, which the requester pays and the pool's owner backs.
func TestMatch(t *testing.T) {
	w := newWorld(t)
	f := w.four(5).withDataset(2).sign()
	checked := f.check("")
	require.True(t, checked.Matches, checked.Error)
	money, d := w.probe(f.match(w.dave))
	require.Equal(t, map[string]int64{"carol": -2 * 106, "alpha": -2 * 29, types.ModuleName: 2 * 135}, money)
	require.Equal(t, uint64(2*(3+4+99+29)), d.EscrowNrlc)
	require.Equal(t, d.Id, w.matched(w.dave, f.match(w.dave)).Id)
	request := f.request.Hash(w.domain())
	require.Equal(t, []string{
		market.DealID(request, 0).String(), request.String(), w.carol.Address, w.carol.Address, w.hash(f.dataset),
	}, []string{d.Id, d.RequestId, d.Requester, d.Sponsor, d.Dataset.OrderId})
	require.Equal(t, []uint64{0, 2, 4, 29, 29, 1}, []uint64{
		d.First, d.Size_, d.Policy.Trust, d.WorkerStakeNrlc, d.PoolStakeNrlc, d.SchedulerRewardRatioPercent,
	})
	require.Equal(t, &types.QueryCheckMatchResponse{
		Matches: true, DealId: d.Id, Tasks: 2, PriceNrlc: 106, SponsorPaysNrlc: 212, PoolStakeNrlc: 58,
		Hashes: []string{w.hash(f.app), w.hash(f.dataset), w.hash(f.workerpool), w.hash(f.request)},
	}, checked)
	for _, o := range []signed.Order{f.app, f.dataset, f.workerpool, f.request} {
		require.Equal(t, "2", w.served(o))
	}
	w.refused(w.dave, f.match(w.dave), types.ErrNoMatch, "0x60")
	require.Len(t, w.deals(request.String()), 1)
	w.ExportImport()
}

// TestPartialConsumption checks MKT-R23 and MKT-R18: one request over two pool
// orders has two deals, whose tasks are numbered on.
func TestPartialConsumption(t *testing.T) {
	w := newWorld(t)
	f := w.four(3)
	f.workerpool.Volume = num(2)
	first := w.matched(w.dave, f.sign().match(w.dave))
	f.workerpool.Workerpool, f.byPool, f.workerpool.Volume = w.address(w.poolB), w.beta, num(10)
	second := w.matched(w.dave, f.sign().match(w.dave))
	request := f.request.Hash(w.domain())
	require.Equal(t, []string{market.DealID(request, 0).String(), market.DealID(request, 2).String()},
		[]string{first.Id, second.Id})
	require.Equal(t, []uint64{0, 2, 2, 1}, []uint64{first.First, first.Size_, second.First, second.Size_})
	require.Equal(t, []string{"3", "1"}, []string{w.served(f.request), w.served(f.workerpool)})
}

// TestSponsor checks MKT-R22: who sponsors pays and is refunded, and a request
// may name who alone may.
func TestSponsor(t *testing.T) {
	w := newWorld(t)
	f := w.four(2).sign()
	money, d := w.probe(f.sponsored(w.dave))
	require.Equal(t, map[string]int64{"dave": -2 * 102, "alpha": -2 * 29, types.ModuleName: 2 * 131}, money)
	require.Equal(t, []string{w.dave.Address, w.carol.Address}, []string{d.Sponsor, d.Requester})
	ctx, _ := w.Ctx().CacheContext()
	_, err := w.msgs().SponsorMatchOrders(ctx, f.sponsored(w.dave))
	require.NoError(t, err)
	locked := func(a *chaintest.Account) uint64 {
		res, err := w.query().Account(ctx, &types.QueryAccountRequest{Address: a.Address})
		require.NoError(t, err)
		return res.LockedInDealsNrlc
	}
	require.Equal(t, []uint64{0, 204}, []uint64{locked(w.carol), locked(w.dave)})
	id, err := ident.ParseHash(d.Id)
	require.NoError(t, err)
	before := purse(w, ctx)
	_, err = w.keeper().RefundTask(ctx, id, 0, false)
	require.NoError(t, err)
	require.Equal(t, int64(102), gained(before, purse(w, ctx))["dave"])
	w.matched(w.dave, f.sponsored(w.dave))

	only := w.four(1)
	only.request.Params = `{"iexec_allowed_sponsor":"` + w.beta.ID.String() + `"}`
	only.sign()
	w.refused(w.dave, only.sponsored(w.dave), types.ErrNoMatch, "sponsor", w.beta.ID.String(), w.dave.ID.String())
	require.Contains(t, only.check(w.dave.Address).Error, "sponsor")
	require.True(t, only.check(w.beta.Address).Matches)
	w.matched(w.beta, only.sponsored(w.beta))
	w.ExportImport()
}

// TestMatchRefusals checks MKT-R21: each of the original's refusals through a
// message, with its code, and that CheckMatch says the same.
func TestMatchRefusals(t *testing.T) {
	w := newWorld(t)
	stranger := w.Account("stranger").ID
	bit := func(b int) (tag market.Tag) { tag[31-b/8] = 1 << (b % 8); return tag }
	for _, c := range []struct {
		code   string
		want   interface{ ABCICode() uint32 }
		change func(f *four)
	}{
		{"0x00", types.ErrNoMatch, func(f *four) { f.request.Category = num(1) }},
		{"0x01", types.ErrNoMatch, func(f *four) { f.request.Category, f.workerpool.Category = num(5), num(5) }},
		{"0x02", types.ErrNoMatch, func(f *four) { f.request.Trust = num(6) }},
		{"0x03", types.ErrNoMatch, func(f *four) { f.app.AppPrice = num(6) }},
		{"0x04", types.ErrNoMatch, func(f *four) { f.dataset.DatasetPrice = num(7) }},
		{"0x05", types.ErrNoMatch, func(f *four) { f.workerpool.WorkerpoolPrice = num(101) }},
		{"0x06", types.ErrNoMatch, func(f *four) { f.dataset.Tag = bit(market.TagBitGPU) }},
		{"0x07", types.ErrNoMatch, func(f *four) {
			f.request.Tag, f.workerpool.Tag = bit(market.TagBitTEE), bit(market.TagBitTEE)
		}},
		{"0x10", types.ErrNoMatch, func(f *four) { f.request.App = stranger }},
		{"0x11", types.ErrNoMatch, func(f *four) { f.request.Dataset = stranger }},
		{"0x12", types.ErrNoMatch, func(f *four) { f.request.Workerpool = stranger }},
		{"0x13", types.ErrNoMatch, func(f *four) { f.app.DatasetRestrict = stranger }},
		{"0x14", types.ErrNoMatch, func(f *four) { f.app.WorkerpoolRestrict = stranger }},
		{"0x15", types.ErrNoMatch, func(f *four) { f.app.RequesterRestrict = stranger }},
		{"0x16", types.ErrNoMatch, func(f *four) { f.dataset.AppRestrict = stranger }},
		{"0x17", types.ErrNoMatch, func(f *four) { f.dataset.WorkerpoolRestrict = stranger }},
		{"0x18", types.ErrNoMatch, func(f *four) { f.dataset.RequesterRestrict = stranger }},
		{"0x19", types.ErrNoMatch, func(f *four) { f.workerpool.AppRestrict = stranger }},
		{"0x1a", types.ErrNoMatch, func(f *four) { f.workerpool.DatasetRestrict = stranger }},
		{"0x1b", types.ErrNoMatch, func(f *four) { f.workerpool.RequesterRestrict = stranger }},
		{"0x20", types.ErrNotFound, func(f *four) {
			f.app.App, f.request.App = w.address(w.poolA), w.address(w.poolA)
		}},
		{"0x21", types.ErrSignature, func(f *four) { f.byApp = w.dave }},
		{"0x30", types.ErrNotFound, func(f *four) { f.dataset.Dataset, f.request.Dataset = stranger, stranger }},
		{"0x31", types.ErrSignature, func(f *four) { f.byData = w.dave }},
		{"0x40", types.ErrNotFound, func(f *four) { f.workerpool.Workerpool = stranger }},
		{"0x41", types.ErrSignature, func(f *four) { f.byPool = w.beta }},
		{"0x50", types.ErrSignature, func(f *four) { f.byRequest = w.dave }},
		{"0x60", types.ErrNoMatch, func(f *four) { f.app.Volume = num(0) }},
		{"the sponsor", types.ErrFunds, func(f *four) { f.app.AppPrice, f.request.AppMaxPrice = num(1e16), num(1e16) }},
		{"the pool's owner", types.ErrFunds, func(f *four) {
			f.request.Requester, f.byRequest = w.dave.ID, w.dave
			f.workerpool.WorkerpoolPrice, f.request.WorkerpoolMaxPrice = num(9e14), num(9e14)
		}},
		{"panic:0x11", types.ErrNoMatch, func(f *four) {
			most := new(big.Int).Lsh(big.NewInt(1), 255)
			f.app.AppPrice, f.request.AppMaxPrice = most, most
			f.app.Volume, f.dataset.Volume, f.workerpool.Volume, f.request.Volume = num(4), num(4), num(4), num(4)
		}},
		{"params has 4097 bytes, at most 4096", types.ErrTooWide, func(f *four) {
			f.request.Params = strings.Repeat("x", 4097)
		}},
	} {
		t.Run(c.code, func(t *testing.T) {
			w.t = t
			if c.code == "the pool's owner" {
				w.spend(w.alpha, 1e14)
			}
			f := w.four(1).withDataset(1)
			c.change(f)
			f.sign()
			w.refused(w.dave, f.match(w.dave), c.want, c.code)
			checked := f.check("")
			require.False(t, checked.Matches)
			require.Contains(t, checked.Error, c.code)
			require.Contains(t, checked.Hashes, w.hash(f.request))
		})
	}
}

// spend locks what an account has, all but left, in an order that nobody fills.
func (w *world) spend(a *chaintest.Account, left uint64) {
	w.t.Helper()
	w.place(a, w.request(a, w.Balance(a.ID)-fee-left, 0, 1))
	require.Equal(w.t, left, w.Balance(a.ID))
}

// TestCheckMatchIsTheMatch checks that CheckMatch says what a match then does,
// over random orders of which some rest in the book. MKT-R21.
func TestCheckMatchIsTheMatch(t *testing.T) {
	w := newWorld(t)
	made := 0
	rapid.Check(t, func(rt *rapid.T) {
		amount := func(name string, most uint64) *big.Int { return num(rapid.Uint64Range(0, most).Draw(rt, name)) }
		f := w.four(1)
		f.app.AppPrice, f.app.Volume = amount("price", 6), amount("app volume", 5)
		f.workerpool.WorkerpoolPrice, f.workerpool.Volume = amount("pool price", 110), amount("pool volume", 5)
		f.workerpool.Trust, f.request.Trust = amount("pool trust", 9), amount("trust", 7)
		f.request.Volume = amount("volume", 5)
		if rapid.IntRange(0, 9).Draw(rt, "forged") == 0 {
			f.byPool = w.beta
		}
		f.sign()
		ctx, _ := w.Ctx().CacheContext()
		if rapid.Bool().Draw(rt, "rests") {
			wire := types.NewSignedOrder(f.workerpool)
			_, _ = w.msgs().PlaceSignedWorkerpoolOrder(ctx, &types.MsgPlaceSignedWorkerpoolOrder{
				Sender: w.dave.Address, Order: *wire.Workerpool,
			})
		}
		m := f.match(w.dave)
		said, err := w.query().CheckMatch(ctx, &types.QueryCheckMatchRequest{
			Apporder: m.Apporder, Workerpoolorder: m.Workerpoolorder, Requestorder: m.Requestorder,
		})
		require.NoError(rt, err)
		before := purse(w, ctx)
		res, err := w.msgs().MatchOrders(ctx, m)
		if !said.Matches {
			require.EqualError(rt, err, said.Error)
			return
		}
		require.NoError(rt, err)
		made++
		require.Equal(rt, []any{res.DealId, res.Tasks, res.PriceNrlc}, []any{said.DealId, said.Tasks, said.PriceNrlc})
		require.Equal(rt, said.SponsorPaysNrlc, before["carol"]-purse(w, ctx)["carol"])
		require.Equal(rt, said.SponsorPaysNrlc, said.Tasks*said.PriceNrlc)
		require.NoError(rt, w.keeper().CheckInvariants(ctx))
	})
	require.Positive(t, made)
}

// TestMatchesInAnyOrder checks MKT-R15 for direct matches: a block's deals are
// handed on in the same order, however its transactions are ordered.
func TestMatchesInAnyOrder(t *testing.T) {
	var states []string
	for _, swapped := range []bool{false, true} {
		w := newWorld(t)
		w.matched(w.dave, w.four(1).sign().match(w.dave)) // the market's account is there, and has its number
		a, b := w.four(1).sign(), w.four(1).sign()
		txs := [][]byte{w.Tx(w.dave, a.match(w.dave)), w.Tx(w.beta, b.match(w.beta))}
		if swapped {
			txs[0], txs[1] = txs[1], txs[0]
		}
		for _, r := range w.Block(txs...) {
			require.Zero(t, r.Code, r.Log)
		}
		exported, err := w.App.Export(nil)
		require.NoError(t, err)
		states = append(states, string(exported.AppState))
	}
	require.JSONEq(t, states[0], states[1])
}

// TestManyTasks checks that a deal has at most max_volume tasks, and numbers
// beyond 64 bits in orders are no hindrance by themselves. MKT-R21.
func TestManyTasks(t *testing.T) {
	w := newWorld(t)
	f := w.four(1_000_000_001)
	f.app.AppPrice, f.workerpool.WorkerpoolPrice = num(0), num(0)
	w.refused(w.dave, f.sign().match(w.dave), types.ErrTooWide, "1000000001 tasks, at most 1000000000")
	huge := new(big.Int).Lsh(big.NewInt(1), 200)
	f = w.four(2)
	f.app.Volume, f.request.AppMaxPrice, f.workerpool.Volume = huge, huge, huge
	d := w.matched(w.dave, f.sign().match(w.dave))
	require.Equal(t, uint64(2), d.Size_)
	w.refused(w.dave, placeSigned(w.dave, f.app, 0), types.ErrTooWide, huge.String()[:5], "18446744073709551615")
	w.Run(w.seller, manage(w.seller, types.OrderOperation_ORDER_OPERATION_CLOSE, f.app, ""))
	require.Equal(t, huge.String(), w.served(f.app))
	w.Check()
	w.ExportImport()
}

// TestSignatures checks MKT-R21: signatures of 65 and 64 bytes are read, those
// with a twin, of another length, or for another domain are not.
func TestSignatures(t *testing.T) {
	w := newWorld(t)
	f := w.four(1).sign()
	good := f.request.Sign
	compact := append([]byte{}, good[:64]...)
	compact[32] |= (good[64] - 27) << 7
	n, _ := new(big.Int).SetString("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16)
	high := append([]byte{}, good[:32]...)
	high = append(high, new(big.Int).Sub(n, new(big.Int).SetBytes(good[32:64])).FillBytes(make([]byte, 32))...)
	high = append(high, 55-good[64])
	other := w.domain()
	other.ChainID = num(1)
	elsewhere := w.domain()
	elsewhere.VerifyingContract = w.carol.ID
	for name, c := range map[string]struct {
		sign  []byte
		tells string
	}{
		"high s":           {high, "0x50"},
		"another chain":    {signWith(t, w.carol, f.request.Hash(other)), "0x50"},
		"another contract": {signWith(t, w.carol, f.request.Hash(elsewhere)), "0x50"},
		"empty":            {nil, "invalid-signature-format"},
		"63 bytes":         {good[:63], "invalid-signature-format"},
	} {
		f.request.Sign = c.sign
		w.refused(w.dave, f.match(w.dave), types.ErrSignature, c.tells)
		w.refused(w.dave, placeSigned(w.dave, f.request, 0), types.ErrSignature, c.tells)
		require.False(t, f.check("").Matches, name)
	}
	f.request.Sign = compact
	w.matched(w.dave, f.match(w.dave))
}

// TestBadSignedFields checks that what cannot be read is named, by messages and
// queries alike.
func TestBadSignedFields(t *testing.T) {
	w := newWorld(t)
	f := w.four(1).sign()
	for name, change := range map[string]func(m *types.MsgMatchOrders){
		"appprice":     func(m *types.MsgMatchOrders) { m.Apporder.Appprice = "0x3" },
		"volume":       func(m *types.MsgMatchOrders) { m.Workerpoolorder.Volume = "01" },
		"trust":        func(m *types.MsgMatchOrders) { m.Requestorder.Trust = strings.Repeat("9", 78) },
		"tag":          func(m *types.MsgMatchOrders) { m.Requestorder.Tag = "tee" },
		"salt":         func(m *types.MsgMatchOrders) { m.Requestorder.Salt = "" },
		"sign":         func(m *types.MsgMatchOrders) { m.Apporder.Sign = "zz" },
		"datasetprice": func(m *types.MsgMatchOrders) { m.Datasetorder = &types.SignedDatasetOrder{} },
		"sender":       func(m *types.MsgMatchOrders) { m.Sender = w.carol.Address[:20] },
	} {
		m := f.match(w.dave)
		change(m)
		if name == "sender" {
			_, err := w.msgs().MatchOrders(w.Ctx(), m)
			require.ErrorIs(t, err, types.ErrBadField)
			continue
		}
		w.refused(w.dave, m, types.ErrBadField, name)
		_, err := w.query().CheckMatch(w.Ctx(), &types.QueryCheckMatchRequest{
			Apporder: m.Apporder, Datasetorder: m.Datasetorder, Workerpoolorder: m.Workerpoolorder,
			Requestorder: m.Requestorder,
		})
		require.Equal(t, codes.InvalidArgument, status.Code(err), name)
		require.ErrorContains(t, err, name)
	}
	w.refused(w.carol, &types.MsgManageOrder{
		Sender: w.carol.Address, Operation: types.OrderOperation_ORDER_OPERATION_SIGN,
	}, types.ErrBadField, "0 of app, dataset")
	w.refused(w.carol, manage(w.carol, 0, f.request, ""), types.ErrBadField, "operation")
}

// TestTransferKillsSignatures checks MKT-R21 and MKT-R24: a signature, and a
// presignature, is good as long as its signer owns the asset, and again then.
func TestTransferKillsSignatures(t *testing.T) {
	w := newWorld(t)
	f := w.four(9).sign()
	f.workerpool.Sign = nil
	w.Run(w.alpha, manage(w.alpha, types.OrderOperation_ORDER_OPERATION_SIGN, f.workerpool, ""))
	require.True(t, f.check("").Matches)
	give := func(from, to *chaintest.Account, id string) sdk.Msg {
		return &types.MsgTransferResource{Owner: from.Address, Id: id, NewOwner: to.Address}
	}
	w.Run(w.seller, give(w.seller, w.dave, w.app))
	w.refused(w.dave, f.match(w.dave), types.ErrSignature, "0x21", w.dave.ID.String())
	w.Run(w.dave, give(w.dave, w.seller, w.app))
	w.Run(w.alpha, give(w.alpha, w.dave, w.poolA))
	w.refused(w.dave, f.match(w.dave), types.ErrSignature, "invalid-signature-format")
	f.byPool = w.dave
	w.matched(w.dave, f.sign().match(w.dave)) // the new owner signs the same order
	require.Equal(t, "9", w.served(f.workerpool))
}

// TestManage checks MKT-R24: who may presign and close, in person or by
// signature.
func TestManage(t *testing.T) {
	const sign, closing = types.OrderOperation_ORDER_OPERATION_SIGN, types.OrderOperation_ORDER_OPERATION_CLOSE
	w := newWorld(t)
	f := w.four(4).withDataset(4).sign()
	signOf := func(by *chaintest.Account, o signed.Order, op signed.Operation) string {
		return "0x" + hex.EncodeToString(signWith(t, by, o.OperationHash(w.domain(), op)))
	}
	orders := map[signed.Order]*chaintest.Account{
		f.app: w.seller, f.dataset: w.seller, f.workerpool: w.alpha, f.request: w.carol,
	}
	for o, owner := range orders {
		signed.SetSignature(o, nil)
		w.refused(w.dave, manage(w.dave, sign, o, ""), types.ErrSignature, "invalid-sender-or-signature")
		w.refused(w.dave, manage(w.dave, sign, o, signOf(w.dave, o, 0)), types.ErrSignature,
			"invalid-sender-or-signature", w.dave.ID.String(), owner.ID.String())
		w.refused(w.dave, manage(w.dave, sign, o, signOf(owner, o, signed.OperationClose)), types.ErrSignature)
		res := w.Run(w.dave, manage(w.dave, sign, o, signOf(owner, o, signed.OperationSign)))
		event := chaintest.Events(res, &types.EventOrderPresigned{})[0]
		require.Equal(t, []string{w.hash(o), owner.Address}, []string{event["hash"], event["owner"]})
	}
	f.workerpool.Volume = num(1)
	w.Run(w.alpha, manage(w.alpha, sign, f.workerpool, ""))
	w.matched(w.dave, f.match(w.dave))
	w.ExportImport()
	f.workerpool.Volume = num(4)
	require.True(t, f.check("").Matches)
	res := w.Run(w.dave, manage(w.dave, closing, f.request, signOf(w.carol, f.request, signed.OperationClose)))
	require.Equal(t, w.hash(f.request), chaintest.Events(res, &types.EventSignedOrderClosed{})[0]["hash"])
	require.Equal(t, "4", w.served(f.request))
	w.refused(w.dave, f.match(w.dave), types.ErrNoMatch, "0x60")
	f.app.App = w.dave.ID
	w.refused(w.dave, manage(w.dave, sign, f.app, ""), types.ErrNotFound, "0x20")
}

// TestDatasetCompatibility checks MKT-R27: the query tells the original's reasons.
func TestDatasetCompatibility(t *testing.T) {
	w := newWorld(t)
	d := w.matched(w.dave, w.four(1).sign().match(w.dave))
	o := w.four(1).withDataset(5).sign().dataset
	ask := func(deal string) (*types.QueryDatasetCompatibilityResponse, error) {
		return w.query().DatasetCompatibility(w.Ctx(), &types.QueryDatasetCompatibilityRequest{
			DealId: deal, Datasetorder: *types.NewSignedOrder(o).Dataset,
		})
	}
	says := func(deal, text string) {
		t.Helper()
		res, err := ask(deal)
		require.NoError(t, err)
		require.False(t, res.Compatible)
		require.Contains(t, res.Error, "IncompatibleDatasetOrder: "+text)
	}
	res, err := ask(d.Id)
	require.NoError(t, err)
	require.True(t, res.Compatible, res.Error)
	says(checksum("x"), "Deal not found")
	_, err = ask("0x")
	require.Equal(t, codes.InvalidArgument, status.Code(err))
	good := o.Sign
	o.Sign = nil
	says(d.Id, "Invalid dataset order signature")
	o.Sign = good
	o.RequesterRestrict = w.dave.ID
	o.Sign = signWith(t, w.seller, o.Hash(w.domain()))
	says(d.Id, "Requester restriction not satisfied")
	w.Run(w.seller, manage(w.seller, types.OrderOperation_ORDER_OPERATION_CLOSE, o, ""))
	says(d.Id, "Dataset order is revoked or fully consumed")
	d = w.matched(w.dave, w.four(1).withDataset(1).sign().match(w.dave))
	o = w.four(1).withDataset(5).sign().dataset
	says(d.Id, "Deal already has a dataset")
}
