package market

import (
	"cmp"
	"slices"
	"sort"

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
	// LaneHeads returns the first offer of each lane of a category, at most max, in order of priority.
	LaneHeads(category uint64, max int) ([]*WorkerpoolOrder, error)
	// NextInLane returns the offer after o in o's lane, or nil.
	NextInLane(o *WorkerpoolOrder) (*WorkerpoolOrder, error)
	// AppOrders returns the offers of an app after the given one (nil = from the first), at most max.
	AppOrders(app ident.Address, after *AppOrder, max int) ([]*AppOrder, error)
	// DatasetOrders returns the offers of a dataset after the given one (nil = from the first), at most max.
	DatasetOrders(dataset ident.Address, after *DatasetOrder, max int) ([]*DatasetOrder, error)
}

// Bounds limit the work of one clearing.
type Bounds struct {
	Matches int // fills
	Lanes   int // lanes looked at for one request, and loaded for one category
	Assets  int // app orders, and dataset orders, looked at for one request
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
	Left   []*RequestOrder // not tried, or not to the end, for lack of room: first in the next block
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
	c := &clearing{
		src: src, ctx: ctx, bounds: bounds,
		lanes:    map[uint64][]*WorkerpoolOrder{},
		apps:     map[ident.Address]*asset[AppOrder]{},
		datasets: map[ident.Address]*asset[DatasetOrder]{},
	}
	sorted := slices.Clone(requests)
	slices.SortFunc(sorted, CompareRequests)
	for i, r := range sorted {
		if len(c.out.Fills) >= bounds.Matches {
			c.out.Left = append(c.out.Left, sorted[i:]...)
			break
		}
		if err := c.serve(r); err != nil {
			return Outcome{}, err
		}
	}
	return c.out, nil
}

type clearing struct {
	src      Source
	ctx      Context
	bounds   Bounds
	lanes    map[uint64][]*WorkerpoolOrder // heads by priority
	apps     map[ident.Address]*asset[AppOrder]
	datasets map[ident.Address]*asset[DatasetOrder]
	out      Outcome
}

// serve fills one request as far as it goes.
func (c *clearing) serve(order *RequestOrder) error {
	r := *order
	for r.Remaining > 0 {
		if len(c.out.Fills) >= c.bounds.Matches {
			c.out.Left = append(c.out.Left, order)
			return nil
		}
		m, lane, err := c.find(&r)
		if err != nil {
			return err
		}
		if m == nil {
			c.out.Parked = append(c.out.Parked, order)
			return nil
		}
		if err := c.fill(*m, &r, lane); err != nil {
			return err
		}
	}
	return nil
}

// find returns the best match for a request and the place of its pool order, or nil.
func (c *clearing) find(r *RequestOrder) (*Match, int, error) {
	lanes, err := c.lanesOf(r.Category)
	if err != nil || len(lanes) == 0 {
		return nil, 0, err
	}
	apps, err := c.appOrders(r.App)
	if err != nil {
		return nil, 0, err
	}
	datasets, err := c.datasetOrders(r.Dataset)
	if err != nil {
		return nil, 0, err
	}
	m := Match{Request: r}
	for _, m.App = range apps {
		for _, m.Dataset = range datasets {
			if i := c.cheapestPool(&m, lanes); i >= 0 {
				return &m, i, nil
			}
		}
	}
	return nil, 0, nil
}

// cheapestPool sets the match's pool order to the first compatible one and
// returns its place, or -1.
func (c *clearing) cheapestPool(m *Match, lanes []*WorkerpoolOrder) int {
	for i, o := range lanes[:min(len(lanes), c.bounds.Lanes)] {
		if o.Price > m.Request.WorkerpoolMaxPrice {
			return -1
		}
		m.Workerpool = o
		if Compatible(m, &c.ctx) == nil {
			return i
		}
	}
	return -1
}

// fill records a fill and takes its volume off the clearing's own copies.
func (c *clearing) fill(m Match, r *RequestOrder, lane int) error {
	n := m.Volume()
	before := *r
	app, dataset, pool := *m.App, *m.Dataset, *m.Workerpool
	c.out.Fills = append(c.out.Fills, Fill{
		Match: Match{App: &app, Dataset: &dataset, Workerpool: &pool, Request: &before},
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

// lanesOf returns the heads of a category's lanes, live ones only.
func (c *clearing) lanesOf(category uint64) ([]*WorkerpoolOrder, error) {
	if lanes, ok := c.lanes[category]; ok {
		return lanes, nil
	}
	heads, err := c.src.LaneHeads(category, c.bounds.Lanes)
	if err != nil {
		return nil, err
	}
	lanes := make([]*WorkerpoolOrder, 0, len(heads))
	for _, h := range heads {
		o, err := c.firstLive(h)
		if err != nil {
			return nil, err
		}
		if o != nil {
			lanes = append(lanes, o)
		}
	}
	slices.SortFunc(lanes, comparePools)
	c.lanes[category] = lanes
	return lanes, nil
}

func comparePools(a, b *WorkerpoolOrder) int {
	return CompareOffers(a.Price, b.Price, &a.Terms, &b.Terms)
}

// firstLive returns a copy of o or of the first order after it in its lane that
// can still be filled, or nil.
func (c *clearing) firstLive(o *WorkerpoolOrder) (*WorkerpoolOrder, error) {
	for o != nil && (o.Remaining == 0 || !o.live(c.ctx.NowUnix)) {
		var err error
		if o, err = c.src.NextInLane(o); err != nil {
			return nil, err
		}
	}
	if o == nil {
		return nil, nil //nolint:nilnil // no order is an answer here, not a failure
	}
	o2 := *o
	return &o2, nil
}

// advance replaces the used-up head at place i by the next order of its lane.
func (c *clearing) advance(category uint64, i int) error {
	lanes := c.lanes[category]
	next, err := c.src.NextInLane(lanes[i])
	if err != nil {
		return err
	}
	if next, err = c.firstLive(next); err != nil {
		return err
	}
	if i == 0 {
		lanes = lanes[1:]
	} else {
		lanes = slices.Delete(lanes, i, i+1)
	}
	if next != nil {
		at := sort.Search(len(lanes), func(k int) bool { return comparePools(lanes[k], next) > 0 })
		lanes = slices.Insert(lanes, at, next)
	}
	c.lanes[category] = lanes
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

// noDataset stands for the dataset order of requests that name none.
var noDataset = []*DatasetOrder{{}}

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
