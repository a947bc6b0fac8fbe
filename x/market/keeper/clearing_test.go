package keeper_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/tests/chaintest"
	"github.com/iexecd/iexecd/x/market/types"
)

// crossing returns one transaction of each account that together make a market
// in which who comes first matters.
func (w *world) crossing() [][]byte {
	return [][]byte{
		w.Tx(w.seller, w.appOrder(2, 3), w.appOrder(2, 3), w.appOrder(1, 1)),
		w.Tx(w.alpha, w.poolOrder(w.alpha, 50, 2), w.poolOrder(w.alpha, 40, 1)),
		w.Tx(w.beta, w.poolOrder(w.beta, 50, 2), w.poolOrder(w.beta, 60, 2)),
		w.Tx(w.carol, w.request(w.carol, 2, 60, 2), w.request(w.carol, 2, 70, 2)),
		w.Tx(w.dave, w.request(w.dave, 2, 60, 2), w.request(w.dave, 1, 70, 2)),
	}
}

// TestOrderOfTransactionsDoesNotMatter plays the same block in several orders of
// its five transactions: the whole state is the same. (The hash is not: the
// shape of the state's tree depends on the order of its writes.) MKT-R15.
func TestOrderOfTransactionsDoesNotMatter(t *testing.T) {
	state := ""
	for _, order := range permutations(5) {
		w := newWorld(t)
		w.place(w.dave, w.request(w.dave, 0, 1, 1)) // the market's account is there, and has its number
		txs := w.crossing()
		block := make([][]byte, len(order))
		for i, j := range order {
			block[i] = txs[j]
		}
		for _, r := range w.Block(block...) {
			require.Zero(t, r.Code, r.Log)
		}
		exported, err := w.App.Export(nil)
		require.NoError(t, err)
		if state == "" {
			w.Check()
			state = string(exported.AppState)
			require.Greater(t, len(w.export().Deals), 3)
		}
		require.JSONEq(t, state, string(exported.AppState), "order %v", order)
	}
}

// permutations returns orders of n things: all that begin with each of them,
// and the reversal, few enough for a real chain each.
func permutations(n int) [][]int {
	var out [][]int
	r := rand.New(rand.NewPCG(1, 1))
	for first := range n {
		rest := r.Perm(n)
		order := []int{first}
		for _, i := range rest {
			if i != first {
				order = append(order, i)
			}
		}
		out = append(out, order)
	}
	return append(out, []int{4, 3, 2, 1, 0}, []int{0, 1, 2, 3, 4})
}

// TestPriceIsTheAsk checks MKT-R14 on the chain.
func TestPriceIsTheAsk(t *testing.T) {
	w := newWorld(t)
	w.place(w.seller, w.appOrder(3, 10))
	w.place(w.beta, w.poolOrder(w.beta, 50, 1))
	w.place(w.alpha, w.poolOrder(w.alpha, 40, 1))
	id := w.place(w.carol, w.request(w.carol, 10, 100, 3))
	deals := w.deals(id)
	require.Len(t, deals, 2)
	require.Equal(t, []uint64{40, 50}, []uint64{deals[0].Workerpool.PriceNrlc, deals[1].Workerpool.PriceNrlc})
	require.Equal(t, []uint64{0, 1}, []uint64{deals[0].First, deals[1].First})
	require.Equal(t, uint64(3), deals[0].App.PriceNrlc)
}

// TestParkedRequests checks MKT-R17: a request that found nothing waits, and is
// woken only by an offer that could serve it.
func TestParkedRequests(t *testing.T) {
	w := newWorld(t)
	id := w.place(w.carol, w.request(w.carol, 5, 50, 1))
	w.Check()
	active := func() int { return len(w.export().ActiveRequests) }
	require.Zero(t, active())

	// None of these could serve it: probe who is in line before clearing takes it out again.
	for _, m := range []*types.MsgPlaceWorkerpoolOrder{
		w.poolOrder(w.alpha, 51, 1), w.poolOrder(w.alpha, 50, 1),
		w.poolOrder(w.alpha, 50, 1),
	} {
		if m.Order.PriceNrlc == 50 {
			m.Order.RequesterRestrict = w.dave.Address
		}
		w.place(w.alpha, m)
		require.Zero(t, active())
		require.Empty(t, w.deals(id))
	}
	w.place(w.alpha, w.poolOrder(w.alpha, 50, 1))
	require.Empty(t, w.deals(id), "no app order rests")
	w.place(w.seller, w.appOrder(6, 1))
	require.Empty(t, w.deals(id), "the app costs too much")
	w.place(w.seller, w.appOrder(5, 1))
	require.Len(t, w.deals(id), 1)
	w.Check()
}

// TestBoundsPerBlock checks MKT-R16: what a block has no room for goes on in
// the next, in the order of priority.
func TestBoundsPerBlock(t *testing.T) {
	w := newWorld(t, params(func(p *types.Params) { p.MaxMatchesPerBlock, p.MaxRequestsPerBlock = 2, 2 }))
	w.place(w.seller, w.appOrder(0, 100))
	var msgs []sdk.Msg
	for i := range 7 {
		msgs = append(msgs, w.request(w.carol, 0, uint64(50+i), 1))
	}
	w.Run(w.carol, msgs...)
	for range 4 {
		w.Block() // all are tried, two a block, and wait
	}
	require.Empty(t, w.export().ActiveRequests)
	w.place(w.alpha, w.poolOrder(w.alpha, 50, 100))
	var ceilings []uint64
	seen := map[string]bool{}
	for block := range 6 {
		w.Check()
		w.ExportImport()
		for _, d := range w.export().Deals {
			if !seen[d.Id] {
				seen[d.Id] = true
				ceilings = append(ceilings, w.order(d.RequestId).Request.WorkerpoolMaxPriceNrlc)
			}
		}
		require.LessOrEqual(t, len(seen), 2*(block+1))
		w.Block()
	}
	require.Len(t, ceilings, 7)
	for i := 0; i+2 < len(ceilings); i += 2 {
		require.Greater(t, min(ceilings[i], ceilings[i+1]), ceilings[i+2], "%v", ceilings)
	}
	require.Empty(t, w.export().PendingWakes)
}

// TestChainEqualsOneClearing plays random blocks. After each, the deals are
// those of one clearing in memory over all resting orders: nothing that the
// chain parks and wakes by halves is ever missed. MKT-R13, MKT-R15, MKT-I5.
func TestChainEqualsOneClearing(t *testing.T) {
	deals := 0
	for seed := range uint64(3) {
		w := newWorld(t)
		r := rand.New(rand.NewPCG(seed, 9))
		before := w.export()
		for range 25 {
			var txs [][]byte
			for _, a := range []*chaintest.Account{w.seller, w.alpha, w.beta, w.carol, w.dave} {
				if msgs := w.random(r, a, before); len(msgs) > 0 {
					txs = append(txs, w.Tx(a, msgs...))
				}
			}
			for _, res := range w.Block(txs...) {
				require.Zero(t, res.Code, res.Log)
			}
			w.Check()
			after := w.export()
			want := w.twin(before, after)
			require.Equal(t, want, dealLines(after.Deals, before.Deals), "seed %d, height %d", seed, w.Height)
			deals += len(want)
			before = after
		}
		w.ExportImport()
	}
	require.Greater(t, deals, 50)
}

// random returns what an account does in a block.
func (w *world) random(r *rand.Rand, a *chaintest.Account, g *types.GenesisState) (msgs []sdk.Msg) {
	expiry := int64(0)
	if r.IntN(3) == 0 {
		expiry = w.Time.Unix() + 1 + 1 + r.Int64N(10)
	}
	if r.IntN(5) == 0 {
		for _, o := range g.Orders {
			if o.Owner == a.Address && o.Status == types.OrderStatus_ORDER_STATUS_RESTING && r.IntN(2) == 0 {
				c, err := o.Core()
				require.NoError(w.t, err)
				if e := c.Terms().ExpiryUnix; e == 0 || e > w.Time.Unix()+1 {
					return []sdk.Msg{&types.MsgCancelOrder{Owner: a.Address, Id: o.Id}}
				}
			}
		}
	}
	for range r.IntN(3) {
		switch a {
		case w.seller:
			if r.IntN(3) == 0 {
				m := w.appOrder(r.Uint64N(5), 1+r.Uint64N(6))
				m.Order.ExpiryUnix = expiry
				if r.IntN(3) == 0 {
					m.Order.WorkerpoolRestrict = w.poolA
				}
				msgs = append(msgs, m)
			} else if r.IntN(2) == 0 {
				msgs = append(msgs, &types.MsgPlaceDatasetOrder{Owner: a.Address, Order: types.DatasetOrder{
					Dataset: w.dataset, PriceNrlc: r.Uint64N(5), Volume: 1 + r.Uint64N(3), ExpiryUnix: expiry,
					Salt: w.salt(),
				}})
			}
		case w.alpha, w.beta:
			m := w.poolOrder(a, 10+r.Uint64N(10), 1+r.Uint64N(3))
			m.Order.ExpiryUnix = expiry
			m.Order.MinErrorPpb = []uint32{1_000, 1_000_000}[r.IntN(2)]
			if r.IntN(4) == 0 {
				m.Order.RequesterRestrict = w.dave.Address
			}
			msgs = append(msgs, m)
		default:
			m := w.request(a, 1+r.Uint64N(5), 10+r.Uint64N(10), 1+r.Uint64N(4))
			m.Order.ExpiryUnix = expiry
			m.Order.Policy.MaxErrorPpb = []uint32{1_000, 1_000_000}[r.IntN(2)]
			if r.IntN(3) == 0 {
				m.Order.Dataset, m.Order.DatasetMaxPriceNrlc = w.dataset, r.Uint64N(6)
			}
			msgs = append(msgs, m)
		}
	}
	return msgs
}

// twin returns the deals of one clearing over all orders that could be matched
// in the last block, with what they had left before it.
func (w *world) twin(before, after *types.GenesisState) map[string]string {
	left := map[string]types.Order{}
	for _, o := range before.Orders {
		left[o.Id] = o
	}
	book := market.NewBook()
	var requests []*market.RequestOrder
	for _, o := range after.Orders {
		old, was := left[o.Id]
		closed := o.Status == types.OrderStatus_ORDER_STATUS_CANCELLED ||
			o.Status == types.OrderStatus_ORDER_STATUS_EXPIRED
		if closed || was && old.Status != types.OrderStatus_ORDER_STATUS_RESTING {
			continue
		}
		c, err := o.Core()
		require.NoError(w.t, err)
		c.Terms().Remaining = c.Terms().Volume
		if was {
			c.Terms().Remaining = old.Remaining
		}
		switch {
		case c.App != nil:
			book.AddApp(c.App)
		case c.Dataset != nil:
			book.AddDataset(c.Dataset)
		case c.Workerpool != nil:
			book.AddWorkerpool(c.Workerpool)
		default:
			requests = append(requests, c.Request)
		}
	}
	ctx := market.Context{NowUnix: w.Time.Unix(), Categories: 5}
	bounds := market.Bounds{Matches: 1 << 30, Lanes: 1 << 30, Assets: 1 << 10, Checks: 1 << 40}
	out, err := market.Clear(book, requests, ctx, bounds)
	require.NoError(w.t, err)
	lines := map[string]string{}
	for _, f := range out.Fills {
		dataset := ""
		if !f.Request.Dataset.IsZero() {
			dataset = f.Dataset.ID.String()
		}
		lines[market.DealID(f.Request.ID, f.First).String()] = dealLine(f.Request.ID.String(), f.App.ID.String(),
			dataset,
			f.Workerpool.ID.String(), f.First, f.Tasks)
	}
	return lines
}

func dealLine(request, app, dataset, pool string, first, size uint64) string {
	return fmt.Sprintf("%.10s: app %.10s, dataset %.10s, pool %.10s, %d from %d", request, app, dataset, pool, size,
		first)
}

func dealLines(all, old []types.Deal) map[string]string {
	lines := map[string]string{}
	for _, d := range all {
		lines[d.Id] = dealLine(d.RequestId, d.App.OrderId, d.Dataset.OrderId, d.Workerpool.OrderId, d.First, d.Size_)
	}
	for _, d := range old {
		delete(lines, d.Id)
	}
	return lines
}

// TestTieDependsOnTheBeacon checks that nobody can know the rank of an order
// when it is placed: the tie is not a function of the order alone.
func TestTieDependsOnTheBeacon(t *testing.T) {
	w := newWorld(t)
	id := w.place(w.carol, w.request(w.carol, 1, 1, 1))
	h, err := ident.ParseHash(id)
	require.NoError(t, err)
	tie := w.order(id).Tie
	require.NotEqual(t, ident.Keccak256(h[:]).String(), tie)
	w2 := newWorld(t)
	w2.Block() // the same order one block later
	require.Equal(t, id, w2.place(w2.carol, w2.request(w2.carol, 1, 1, 1)))
	require.NotEqual(t, tie, w2.order(id).Tie)
}
