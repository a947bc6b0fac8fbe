package market

import (
	"slices"

	"github.com/iexecd/iexecd/core/ident"
)

// lanes are the first live offers of a category's lanes, as far as they were
// needed. They are read in pages: a lane's first live offer never comes before
// its first offer, so the heads up to the last one read are certain.
type lanes struct {
	category uint64
	heads    []head           // by priority
	last     *WorkerpoolOrder // the last head read
	all      bool             // there are no more to read
	read     int              // how many lanes were read
	dead     map[demand]*bits // the lanes that cannot serve a demand
}

// head is a copy of a lane's first live offer, with the lane's number.
type head struct {
	*WorkerpoolOrder
	lane int
}

func compareHeads(a, b head) int { return comparePools(a.WorkerpoolOrder, b.WorkerpoolOrder) }

func comparePools(a, b *WorkerpoolOrder) int {
	return CompareOffers(a.Price, b.Price, &a.Terms, &b.Terms)
}

// lanePage is how many heads are read at a time.
const lanePage = 32

// demand is all of a match that decides whether a lane fits, but for the pool's
// price and for whom the pool serves.
type demand struct {
	app, dataset ident.Hash // the orders
	workerpool   ident.Address
	policy       Policy
	tag          Tag
}

// deadTo returns the lanes known not to fit the match, to be read and added to.
func (l *lanes) deadTo(m *Match) *bits {
	d := demand{m.App.ID, m.Dataset.ID, m.Request.Workerpool, m.Request.Policy, m.Request.Tag}
	b, ok := l.dead[d]
	if !ok {
		b = &bits{}
		l.dead[d] = b
	}
	return b
}

// bits is a set of small numbers.
type bits []uint64

func (b *bits) has(n int) bool { return n/64 < len(*b) && (*b)[n/64]&(1<<(n%64)) != 0 }

func (b *bits) add(n int) {
	for n/64 >= len(*b) {
		*b = append(*b, 0)
	}
	(*b)[n/64] |= 1 << (n % 64)
}

func (c *clearing) lanesOf(category uint64) *lanes {
	l, ok := c.lanes[category]
	if !ok {
		l = &lanes{category: category, dead: map[demand]*bits{}}
		c.lanes[category] = l
	}
	return l
}

// lane returns the i-th best head, whose order is nil if there are not so many.
func (c *clearing) lane(l *lanes, i int) (head, error) {
	for !l.all && (i >= len(l.heads) || comparePools(l.heads[i].WorkerpoolOrder, l.last) > 0) {
		page, err := c.src.LaneHeads(l.category, l.last, lanePage)
		if err != nil {
			return head{}, err
		}
		for _, o := range page {
			l.last = o
			if err := c.offer(l, o, l.read); err != nil {
				return head{}, err
			}
			l.read++
		}
		l.all = len(page) < lanePage
	}
	if i >= len(l.heads) {
		return head{}, nil
	}
	return l.heads[i], nil
}

// offer puts the first live order from o on in its lane among the heads.
func (c *clearing) offer(l *lanes, o *WorkerpoolOrder, lane int) error {
	for o != nil && (o.Remaining == 0 || !o.live(c.ctx.NowUnix)) {
		if c.checks++; c.checks >= c.bounds.Checks {
			return nil // the request at hand is not done then, and goes on in the next block
		}
		var err error
		if o, err = c.src.NextInLane(o); err != nil {
			return err
		}
	}
	if o != nil {
		o2 := *o
		h := head{&o2, lane}
		at, _ := slices.BinarySearchFunc(l.heads, h, compareHeads)
		l.heads = slices.Insert(l.heads, at, h)
	}
	return nil
}

// advance replaces the used-up head at place i by the next order of its lane.
func (c *clearing) advance(category uint64, i int) error {
	l := c.lanes[category]
	used := l.heads[i]
	next, err := c.src.NextInLane(used.WorkerpoolOrder)
	if err != nil {
		return err
	}
	l.heads = slices.Delete(l.heads, i, i+1)
	return c.offer(l, next, used.lane)
}
