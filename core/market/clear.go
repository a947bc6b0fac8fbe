package market

import (
	"cmp"
	"errors"
	"slices"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

// Lane is what a pool order answers to every check but price, volume and
// expiry: two orders of one lane differ in nothing else, so if the cheapest
// does not fit a request for another reason, none of them does.
type Lane struct {
	Category        uint64
	Workerpool      ident.Address
	Tag             Tag
	Trust           uint64
	MinErrorPPB     uint32
	AppRestrict     ident.Address
	DatasetRestrict ident.Address
	Requester       ident.Address
}

// Lane returns the lane of a pool order.
func (o *WorkerpoolOrder) Lane() Lane {
	return Lane{
		Category: o.Category, Workerpool: o.Workerpool, Tag: o.Tag, Trust: o.Trust, MinErrorPPB: o.MinErrorPPB,
		AppRestrict: o.AppRestrict, DatasetRestrict: o.DatasetRestrict, Requester: o.RequesterRestrict,
	}
}

// Key returns the hash that stands for the lane in an index.
func (l Lane) Key() ident.Hash {
	return ident.Keccak256(ident.Uint256(l.Category), l.Workerpool[:], l.Tag[:], ident.Uint256(l.Trust),
		ident.Uint256(uint64(l.MinErrorPPB)), l.AppRestrict[:], l.DatasetRestrict[:], l.Requester[:])
}

// Source is where clearing reads resting offers from, in order of priority:
// price low first, then height, then tie. It never sees the clearing's own
// fills; the clearing remembers those.
type Source interface {
	// LaneHeads returns the first offer of each lane of a category, so many at most, in order of priority,
	// those that come after the given one (nil = from the first).
	LaneHeads(category uint64, after *WorkerpoolOrder, most int) ([]*WorkerpoolOrder, error)
	// NextInLane returns the offer after o in o's lane, or nil.
	NextInLane(o *WorkerpoolOrder) (*WorkerpoolOrder, error)
	// AppOrders returns the offers of an app after the given one (nil = from the first), so many at most.
	AppOrders(app ident.Address, after *AppOrder, most int) ([]*AppOrder, error)
	// DatasetOrders returns the offers of a dataset after the given one (nil = from the first), so many at most.
	DatasetOrders(dataset ident.Address, after *DatasetOrder, most int) ([]*DatasetOrder, error)
}

// Bounds limit the work of one clearing.
type Bounds struct {
	Matches int // fills
	Lanes   int // lanes looked at for one request with one app order and one dataset order
	Assets  int // app orders, and dataset orders, looked at for one request
	// Checks are the combinations of orders looked at in all, and the offers found dead on the way. What one
	// request needs, Lanes * Assets * Assets at most, must fit, or that request is never done.
	Checks int
}

// Fill is one match with its volume. The orders are as they were before it.
type Fill struct {
	Match
	Tasks uint64 // > 0
	First uint64 // index of its first task: what the request had consumed before
}

// Outcome is what a clearing did.
type Outcome struct {
	Fills  []Fill
	Parked []*RequestOrder // tried and not filled up: they wait until a new offer wakes them
	Left   []*RequestOrder // not tried, or not to the end, for lack of room: they go on in the next block
}

// CompareRequests orders requests by priority: pool ceiling high first, then
// height, then tie, then id.
func CompareRequests(a, b *RequestOrder) int {
	if c := cmp.Compare(b.WorkerpoolMaxPrice, a.WorkerpoolMaxPrice); c != 0 {
		return c
	}
	return compareTerms(&a.Terms, &b.Terms)
}

// CompareOffers orders offers by priority: price low first, then height, then tie, then id.
func CompareOffers(priceA, priceB rlc.Amount, a, b *Terms) int {
	if c := cmp.Compare(priceA, priceB); c != 0 {
		return c
	}
	return compareTerms(a, b)
}

func compareTerms(a, b *Terms) int {
	if c := cmp.Compare(a.Height, b.Height); c != 0 {
		return c
	}
	if c := slices.Compare(a.Tie[:], b.Tie[:]); c != 0 {
		return c
	}
	return slices.Compare(a.ID[:], b.ID[:])
}

// Clear matches requests against resting offers. Requests are served in order
// of priority; each gets the cheapest app order, then the cheapest dataset
// order, then the cheapest pool order with which it is compatible, again and
// again until it is full or nothing fits. The price is the ask. The outcome
// depends on the set of requests and offers only, not on their order. Orders
// are not changed; Remaining in a Fill is what was left at that moment.
func Clear(src Source, requests []*RequestOrder, ctx Context, bounds Bounds) (Outcome, error) {
	c := newClearing(src, ctx, bounds)
	sorted := slices.Clone(requests)
	slices.SortFunc(sorted, CompareRequests)
	for i, r := range sorted {
		if c.spent() {
			c.out.Left = append(c.out.Left, sorted[i:]...)
			break
		}
		if err := c.serve(r); err != nil {
			return Outcome{}, err
		}
	}
	return c.out, nil
}

func newClearing(src Source, ctx Context, bounds Bounds) *clearing {
	return &clearing{
		src: src, ctx: ctx, bounds: bounds,
		lanes:    map[uint64]*lanes{},
		apps:     map[ident.Address]*asset[AppOrder]{},
		datasets: map[ident.Address]*asset[DatasetOrder]{},
	}
}

type clearing struct {
	src      Source
	ctx      Context
	bounds   Bounds
	lanes    map[uint64]*lanes // by category
	apps     map[ident.Address]*asset[AppOrder]
	datasets map[ident.Address]*asset[DatasetOrder]
	checks   int // of Bounds.Checks
	out      Outcome
}

// spent reports whether a bound of the whole clearing is reached.
func (c *clearing) spent() bool {
	return len(c.out.Fills) >= c.bounds.Matches || c.checks >= c.bounds.Checks
}

// serve fills one request as far as it goes.
func (c *clearing) serve(order *RequestOrder) error {
	r := *order
	for r.Remaining > 0 && !c.spent() {
		m, lane, err := c.find(&r)
		switch {
		case err != nil:
			return err
		case lane >= 0:
			if err := c.fill(m, &r, lane); err != nil {
				return err
			}
		case !c.spent():
			c.out.Parked = append(c.out.Parked, order)
			return nil
		}
	}
	if r.Remaining > 0 {
		c.out.Left = append(c.out.Left, order)
	}
	return nil
}

// find returns the best match for a request and the place of its pool order, or
// -1: nothing fits, or the bound on checks was reached.
func (c *clearing) find(r *RequestOrder) (Match, int, error) {
	pools := c.lanesOf(r.Category)
	apps, err := c.appOrders(r.App)
	if err != nil {
		return Match{}, -1, err
	}
	datasets, err := c.datasetOrders(r.Dataset)
	if err != nil {
		return Match{}, -1, err
	}
	m := Match{Request: r, Workerpool: &noWorkerpool}
	for _, m.App = range apps {
		for _, m.Dataset = range datasets {
			c.checks++
			if !passes(&m, &c.ctx, needsApp|needsDataset) {
				continue
			}
			i, err := c.cheapestPool(&m, pools)
			if err != nil || i >= 0 {
				return m, i, err
			}
			m.Workerpool = &noWorkerpool
		}
	}
	return Match{}, -1, nil
}

// cheapestPool sets the match's pool order to the first compatible one and
// returns its place, or -1. App and dataset order fit the request by themselves.
func (c *clearing) cheapestPool(m *Match, pools *lanes) (int, error) {
	dead := pools.deadTo(m)
	for i := 0; i < c.bounds.Lanes && c.checks < c.bounds.Checks; i++ {
		o, err := c.lane(pools, i)
		if err != nil || o.WorkerpoolOrder == nil || o.Price > m.Request.WorkerpoolMaxPrice {
			return -1, err
		}
		if i%skipsPerCheck == 0 {
			c.checks++
		}
		if dead.has(o.lane) || !c.ctx.Allowed(o.RequesterRestrict, m.Request.Owner) {
			continue
		}
		c.checks++
		m.Workerpool = o.WorkerpoolOrder
		switch err := Compatible(m, &c.ctx); {
		case err == nil:
			return i, nil
		case !errors.Is(err, ErrExpired): // which depends on the request
			dead.add(o.lane)
		}
	}
	return -1, nil
}

// skipsPerCheck is how many lanes are skipped in the time of one check.
const skipsPerCheck = 16

// fill records a fill and takes its volume off the clearing's own copies.
func (c *clearing) fill(m Match, r *RequestOrder, lane int) error {
	n := m.Volume()
	before := &struct { // one allocation instead of three
		app     AppOrder
		pool    WorkerpoolOrder
		request RequestOrder
	}{*m.App, *m.Workerpool, *r}
	dataset := m.Dataset
	if !r.Dataset.IsZero() {
		d := *m.Dataset
		dataset = &d
	}
	c.out.Fills = append(c.out.Fills, Fill{
		Match: Match{App: &before.app, Dataset: dataset, Workerpool: &before.pool, Request: &before.request},
		Tasks: n, First: r.Volume - r.Remaining,
	})
	r.Remaining -= n
	m.App.Remaining -= n
	if !r.Dataset.IsZero() {
		m.Dataset.Remaining -= n
	}
	m.Workerpool.Remaining -= n
	if m.Workerpool.Remaining == 0 {
		return c.advance(r.Category, lane)
	}
	return nil
}

// asset is the window on an app's or dataset's offers that clearing looks at.
type asset[T any] struct {
	orders []*T
	last   *T // the last one read, nil if there are no more
}

func (c *clearing) appOrders(app ident.Address) ([]*AppOrder, error) {
	a, ok := c.apps[app]
	if !ok {
		a = &asset[AppOrder]{}
		c.apps[app] = a
	}
	used := func(o *AppOrder) bool { return o.Remaining == 0 || !o.live(c.ctx.NowUnix) }
	return refill(a, !ok, c.bounds.Assets, used, func(after *AppOrder, n int) ([]*AppOrder, error) {
		return c.src.AppOrders(app, after, n)
	})
}

// noDataset stands for the dataset order of requests that name none, and
// noWorkerpool for the pool order not looked for yet. Nobody writes to them.
var (
	noDataset    = []*DatasetOrder{{}}
	noWorkerpool WorkerpoolOrder
)

func (c *clearing) datasetOrders(dataset ident.Address) ([]*DatasetOrder, error) {
	if dataset.IsZero() {
		return noDataset, nil
	}
	a, ok := c.datasets[dataset]
	if !ok {
		a = &asset[DatasetOrder]{}
		c.datasets[dataset] = a
	}
	used := func(o *DatasetOrder) bool { return o.Remaining == 0 || !o.live(c.ctx.NowUnix) }
	return refill(a, !ok, c.bounds.Assets, used, func(after *DatasetOrder, n int) ([]*DatasetOrder, error) {
		return c.src.DatasetOrders(dataset, after, n)
	})
}

// refill drops used-up offers from the window and reads on until it is full
// again or there are no more. The window holds copies.
func refill[T any](a *asset[T], first bool, size int, used func(*T) bool,
	read func(after *T, n int) ([]*T, error),
) ([]*T, error) {
	a.orders = slices.DeleteFunc(a.orders, used)
	for len(a.orders) < size && (first || a.last != nil) {
		first = false
		page, err := read(a.last, size-len(a.orders))
		if err != nil {
			return nil, err
		}
		if len(page) == 0 {
			a.last = nil
			break
		}
		a.last = page[len(page)-1]
		for _, o := range page {
			if !used(o) {
				o2 := *o
				a.orders = append(a.orders, &o2)
			}
		}
	}
	return a.orders, nil
}
