package market

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

// orders are a whole market.
type orders struct {
	apps     []*AppOrder
	datasets []*DatasetOrder
	pools    []*WorkerpoolOrder
	requests []*RequestOrder
}

// unbounded are bounds that a small book never reaches.
var unbounded = Bounds{Matches: math.MaxInt, Lanes: math.MaxInt, Assets: 1_000, Checks: math.MaxInt}

// book returns the offers as clearing reads them.
func (o *orders) book() *Book {
	b := NewBook()
	for _, a := range o.apps {
		b.AddApp(a)
	}
	for _, d := range o.datasets {
		b.AddDataset(d)
	}
	for _, p := range o.pools {
		b.AddWorkerpool(p)
	}
	return b
}

// shuffled returns the same orders, put in by another order.
func (o *orders) shuffled(r *rand.Rand) *orders {
	s := &orders{slices.Clone(o.apps), slices.Clone(o.datasets), slices.Clone(o.pools), slices.Clone(o.requests)}
	r.Shuffle(len(s.apps), func(i, j int) { s.apps[i], s.apps[j] = s.apps[j], s.apps[i] })
	r.Shuffle(len(s.datasets), func(i, j int) { s.datasets[i], s.datasets[j] = s.datasets[j], s.datasets[i] })
	r.Shuffle(len(s.pools), func(i, j int) { s.pools[i], s.pools[j] = s.pools[j], s.pools[i] })
	r.Shuffle(len(s.requests), func(i, j int) { s.requests[i], s.requests[j] = s.requests[j], s.requests[i] })
	return s
}

// line is one fill as text, so that a difference can be read.
func line(request, app, dataset, pool ident.Hash, tasks, first uint64) string {
	return fmt.Sprintf("%.10s: app %.10s, dataset %.10s, pool %.10s, %d tasks from %d", request, app, dataset, pool,
		tasks, first)
}

func lines(fills []Fill) []string {
	var out []string
	for _, f := range fills {
		out = append(out, line(f.Request.ID, f.App.ID, f.Dataset.ID, f.Workerpool.ID, f.Tasks, f.First))
	}
	return out
}

// twin is Clear without a book, a lane, a bound or a thought: for the best
// request try every app, dataset and pool order in order of priority, again and
// again. It also returns the requests that are not full.
func twin(o *orders, ctx Context) (fills []string, resting []ident.Hash) {
	left := map[ident.Hash]uint64{}
	for _, x := range o.apps {
		left[x.ID] = x.Remaining
	}
	for _, x := range o.datasets {
		left[x.ID] = x.Remaining
	}
	for _, x := range o.pools {
		left[x.ID] = x.Remaining
	}
	s := o.shuffled(rand.New(rand.NewPCG(1, 2)))
	slices.SortFunc(s.apps, compareApps)
	slices.SortFunc(s.datasets, compareDatasets)
	slices.SortFunc(s.pools, comparePools)
	slices.SortFunc(s.requests, CompareRequests)
	for _, r := range s.requests {
		need := r.Remaining
		for need > 0 {
			m, ok := best(s, r, left, ctx)
			if !ok {
				resting = append(resting, r.ID)
				break
			}
			n := min(need, left[m.App.ID], left[m.Workerpool.ID])
			if !r.Dataset.IsZero() {
				n = min(n, left[m.Dataset.ID])
				left[m.Dataset.ID] -= n
			}
			fills = append(fills, line(r.ID, m.App.ID, m.Dataset.ID, m.Workerpool.ID, n, r.Volume-need))
			left[m.App.ID] -= n
			left[m.Workerpool.ID] -= n
			need -= n
		}
	}
	return fills, resting
}

func best(s *orders, r *RequestOrder, left map[ident.Hash]uint64, ctx Context) (Match, bool) {
	datasets := s.datasets
	if r.Dataset.IsZero() {
		datasets = []*DatasetOrder{{}}
	}
	for _, a := range s.apps {
		for _, d := range datasets {
			for _, p := range s.pools {
				if left[a.ID] == 0 || left[p.ID] == 0 || !r.Dataset.IsZero() && left[d.ID] == 0 {
					continue
				}
				m := Match{App: a, Dataset: d, Workerpool: p, Request: r}
				if Compatible(&m, &ctx) == nil {
					return m, true
				}
			}
		}
	}
	return Match{}, false
}

// draw makes a random small market whose orders often fit and often do not.
func draw(r *rand.Rand) *orders {
	some := func(names ...string) ident.Address { return named(names[r.IntN(len(names))]) }
	restrict := func(names ...string) ident.Address {
		if r.IntN(4) > 0 {
			return ident.Address{}
		}
		return some(names...)
	}
	number := 0
	terms := func(owner string) Terms {
		number++
		id := ident.Keccak256(ident.Uint256(r.Uint64()), ident.Uint256(uint64(number)))
		volume := 1 + r.Uint64N(6)
		t := Terms{
			ID: id, Owner: named(owner), Volume: volume, Remaining: volume - r.Uint64N(volume)/2, Height: r.Int64N(3),
			Tie: ident.Hash{byte(r.IntN(3))}, // equal now and then, so that the id decides
		}
		if r.IntN(5) == 0 {
			t.ExpiryUnix = 90 + r.Int64N(20) // now is 100
		}
		if r.IntN(4) == 0 {
			t.Tag = tagOf([]int{TagBitTEE, TagBitScone, TagBitGPU}[r.IntN(3)])
		}
		return t
	}
	price := func() rlc.Amount { return rlc.Amount(r.Uint64N(8)) }
	o := &orders{}
	for range r.IntN(8) {
		o.apps = append(o.apps, &AppOrder{
			Terms: terms("seller"), App: some("a1", "a2"), Price: price(), DatasetRestrict: restrict("d1"),
			WorkerpoolRestrict: restrict("p1", "p2"), RequesterRestrict: restrict("r1"),
		})
	}
	for range r.IntN(6) {
		o.datasets = append(o.datasets, &DatasetOrder{
			Terms: terms("seller"), Dataset: some("d1", "d2"), Price: price(), AppRestrict: restrict("a1"),
			WorkerpoolRestrict: restrict("p1"), RequesterRestrict: restrict("r1"),
		})
	}
	for range r.IntN(60) {
		p := &WorkerpoolOrder{
			Terms: terms("seller"), Workerpool: some("p1", "p2", "p3"), Price: price(), Category: r.Uint64N(2),
			MinErrorPPB: []uint32{
				0, 1_000,
				1_000_000,
			}[r.IntN(3)], AppRestrict: restrict("a1"), DatasetRestrict: restrict("d1"),
			RequesterRestrict: restrict("r1", "r2"),
		}
		if p.MinErrorPPB == 0 {
			p.Trust = r.Uint64N(4)
		}
		if r.IntN(2) == 0 {
			p.Tag = tagOf(TagBitTEE, TagBitScone, TagBitGPU)
		}
		o.pools = append(o.pools, p)
	}
	for range r.IntN(12) {
		q := &RequestOrder{
			Terms: terms([]string{"r1", "r2"}[r.IntN(2)]), App: some("a1", "a2"), AppMaxPrice: price() + 2,
			DatasetMaxPrice: price() + 2, Workerpool: restrict("p1",
				"p2"), WorkerpoolMaxPrice: price(), Category: r.Uint64N(2),
			Policy: Policy{MaxErrorPPB: 1_000_000},
		}
		switch r.IntN(4) {
		case 0:
			q.Policy = Policy{Trust: 1 + r.Uint64N(3)}
		case 1:
			q.Policy.MaxErrorPPB = 1_000
		}
		if r.IntN(3) == 0 {
			q.Dataset = some("d1", "d2")
		}
		o.requests = append(o.requests, q)
	}
	return o
}

var clearingContext = Context{NowUnix: 100, Categories: 2}

// TestClearEqualsItsTwin checks 2,000 random markets, each put in by several
// orders, against the twin: the same fills by the same order, the same requests
// left to wait. MKT-R14, MKT-R15.
func TestClearEqualsItsTwin(t *testing.T) {
	books, fills := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		for i := range uint64(20) {
			r := rand.New(rand.NewPCG(seed, i))
			o := draw(r)
			want, resting := twin(o, clearingContext)
			for range 3 {
				s := o.shuffled(r)
				out, err := Clear(s.book(), s.requests, clearingContext, unbounded)
				require.NoError(t, err)
				require.Equal(t, want, lines(out.Fills))
				var parked []ident.Hash
				for _, q := range out.Parked {
					parked = append(parked, q.ID)
				}
				require.Equal(t, resting, parked)
				require.Empty(t, out.Left)
				soundFills(t, o, out.Fills)
			}
			books++
			fills += len(want)
		}
	})
	t.Logf("%d books, %d fills", books, fills)
	require.GreaterOrEqual(t, books, 1_000)
	require.Greater(t, fills, books/2)
}

// soundFills checks what must hold of every fill, whatever the rule of
// clearing: compatible, within volume, before expiry, at most the ceilings.
func soundFills(t require.TestingT, o *orders, fills []Fill) {
	used := map[ident.Hash]uint64{}
	for _, f := range fills {
		require.NoError(t, Compatible(&f.Match, &clearingContext))
		require.Positive(t, f.Tasks)
		require.LessOrEqual(t, f.Tasks, f.Volume())
		require.LessOrEqual(t, f.App.Price, f.Request.AppMaxPrice)
		require.LessOrEqual(t, f.Workerpool.Price, f.Request.WorkerpoolMaxPrice)
		for _, id := range []ident.Hash{f.App.ID, f.Dataset.ID, f.Workerpool.ID, f.Request.ID} {
			used[id] += f.Tasks
		}
	}
	for _, x := range o.apps {
		require.LessOrEqual(t, used[x.ID], x.Remaining)
	}
	for _, x := range o.datasets {
		require.LessOrEqual(t, used[x.ID], x.Remaining)
	}
	for _, x := range o.pools {
		require.LessOrEqual(t, used[x.ID], x.Remaining)
	}
	for _, x := range o.requests {
		require.LessOrEqual(t, used[x.ID], x.Remaining)
	}
}

// take takes fills off the orders and drops what is used up.
func (o *orders) take(fills []Fill) {
	for _, f := range fills {
		for _, x := range o.apps {
			if x.ID == f.App.ID {
				x.Remaining -= f.Tasks
			}
		}
		for _, x := range o.datasets {
			if x.ID == f.Dataset.ID {
				x.Remaining -= f.Tasks
			}
		}
		for _, x := range o.pools {
			if x.ID == f.Workerpool.ID {
				x.Remaining -= f.Tasks
			}
		}
		for _, x := range o.requests {
			if x.ID == f.Request.ID {
				x.Remaining -= f.Tasks
			}
		}
	}
	o.apps = slices.DeleteFunc(o.apps, func(x *AppOrder) bool { return x.Remaining == 0 })
	o.datasets = slices.DeleteFunc(o.datasets, func(x *DatasetOrder) bool { return x.Remaining == 0 })
	o.pools = slices.DeleteFunc(o.pools, func(x *WorkerpoolOrder) bool { return x.Remaining == 0 })
	o.requests = slices.DeleteFunc(o.requests, func(x *RequestOrder) bool { return x.Remaining == 0 })
}

// TestBoundedClearingGoesOn checks that a clearing cut short by its bounds, and
// gone on with what is left, fills what one clearing without bounds does. MKT-R16.
func TestBoundedClearingGoesOn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		bounds := unbounded
		if rapid.Bool().Draw(t, "by matches") {
			bounds.Matches = 1 + r.IntN(3)
		} else {
			bounds.Checks = 1_000 + r.IntN(200) // one request of these books needs fewer
		}
		o := draw(r)
		want, _ := twin(o, clearingContext)
		var got []string
		queue := slices.Clone(o.requests)
		for block := 0; len(queue) > 0; block++ {
			require.Less(t, block, 1_000, "it never ends")
			out, err := Clear(o.book(), queue, clearingContext, bounds)
			require.NoError(t, err)
			require.LessOrEqual(t, len(out.Fills), bounds.Matches)
			got = append(got, lines(out.Fills)...)
			require.Less(t, len(out.Left), len(queue)+len(out.Fills))
			o.take(out.Fills)
			queue = out.Left
		}
		require.Equal(t, want, got)
	})
}

// TestManyLanes checks that more lanes than one page holds are all found, and
// that the bound on lanes holds.
func TestManyLanes(t *testing.T) {
	o := &orders{apps: []*AppOrder{{
		Terms: Terms{ID: named32("a"), Volume: 1_000, Remaining: 1_000},
		App:   named("app"),
	}}}
	const lanes = 5 * lanePage
	for i := range lanes {
		p := &WorkerpoolOrder{
			Terms:      Terms{ID: named32(fmt.Sprint("p", i)), Volume: 1, Remaining: 1},
			Workerpool: named(fmt.Sprint("pool", i)), Price: rlc.Amount(i + 1), MinErrorPPB: 1,
		}
		if i < lanes-1 {
			p.RequesterRestrict = named("somebody else")
		}
		o.pools = append(o.pools, p)
	}
	o.requests = []*RequestOrder{{
		Terms: Terms{ID: named32("r"), Volume: 1, Remaining: 1}, App: named("app"), WorkerpoolMaxPrice: 1_000,
		Policy: Policy{MaxErrorPPB: 1},
	}}
	bounds := unbounded
	bounds.Lanes = lanes
	out, err := Clear(o.book(), o.requests, clearingContext, bounds)
	require.NoError(t, err)
	require.Len(t, out.Fills, 1)
	require.Equal(t, rlc.Amount(lanes), out.Fills[0].Workerpool.Price)
	bounds.Lanes--
	out, err = Clear(o.book(), o.requests, clearingContext, bounds)
	require.NoError(t, err)
	require.Empty(t, out.Fills)
	require.Len(t, out.Parked, 1)
}

// TestOrdersAreNotChanged checks that a clearing writes to none of its orders.
func TestOrdersAreNotChanged(t *testing.T) {
	o := draw(rand.New(rand.NewPCG(7, 7)))
	before := fmt.Sprintf("%+v", deref(o))
	_, err := Clear(o.book(), o.requests, clearingContext, unbounded)
	require.NoError(t, err)
	require.Equal(t, before, fmt.Sprintf("%+v", deref(o)))
}

func deref(o *orders) (out []any) {
	for _, x := range o.apps {
		out = append(out, *x)
	}
	for _, x := range o.datasets {
		out = append(out, *x)
	}
	for _, x := range o.pools {
		out = append(out, *x)
	}
	for _, x := range o.requests {
		out = append(out, *x)
	}
	return out
}

// FuzzClear lets the fuzzer choose the market.
func FuzzClear(f *testing.F) {
	f.Add(uint64(1), uint64(2))
	f.Fuzz(func(t *testing.T, a, b uint64) {
		r := rand.New(rand.NewPCG(a, b))
		o := draw(r)
		want, _ := twin(o, clearingContext)
		s := o.shuffled(r)
		out, err := Clear(s.book(), s.requests, clearingContext, unbounded)
		require.NoError(t, err)
		require.Equal(t, want, lines(out.Fills))
		soundFills(t, o, out.Fills)
	})
}
