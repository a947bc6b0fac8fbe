package market

import (
	"cmp"
	"slices"

	"github.com/iexecd/iexecd/core/rlc"
)

// Failure counts the offers that fail one check first.
type Failure struct {
	Check  error
	Offers uint64
}

// Why explains why a request is not matched.
type Why struct {
	Matched   bool       // nothing keeps it: some offers fit
	Binding   error      // the check that keeps the best candidate away; nil if Matched
	MatchesAt rlc.Amount // the lowest pool price at which it would match; 0 = at no price
	Failures  []Failure  // most first, ties in the order of checking
	Offers    uint64     // combinations of offers looked at: app, dataset, and the first offer of each lane
	Truncated bool       // there were more than the bounds allow
}

// WhyNot runs the real matcher's checks for one request against the offers and
// counts what fails first in each combination. The best candidate is the one that passes the most checks,
// the cheapest of those.
func WhyNot(src Source, r *RequestOrder, ctx Context, bounds Bounds) (Why, error) {
	return newClearing(src, ctx, bounds).why(r)
}

// Quote clears one request alone, and explains what keeps the rest of it from
// being matched too; the explanation is zero if nothing is left.
func Quote(src Source, r *RequestOrder, ctx Context, bounds Bounds) ([]Fill, Why, error) {
	c := newClearing(src, ctx, bounds)
	if err := c.serve(r); err != nil {
		return nil, Why{}, err
	}
	left := *r
	for i := range c.out.Fills {
		left.Remaining -= c.out.Fills[i].Tasks
	}
	if left.Remaining == 0 {
		return c.out.Fills, Why{}, nil
	}
	why, err := c.why(&left)
	return c.out.Fills, why, err
}

func (c *clearing) why(r *RequestOrder) (Why, error) {
	pools := c.lanesOf(r.Category)
	_, err := c.lane(pools, c.bounds.Lanes-1)
	if err != nil {
		return Why{}, err
	}
	heads := pools.heads[:min(len(pools.heads), c.bounds.Lanes)]
	apps, err := c.appOrders(r.App)
	if err != nil {
		return Why{}, err
	}
	datasets, err := c.datasetOrders(r.Dataset)
	if err != nil {
		return Why{}, err
	}
	switch {
	case r.Category >= c.ctx.Categories:
		return Why{Binding: ErrUnknownCategory}, nil
	case len(apps) == 0:
		return Why{Binding: ErrNoAppOrder}, nil
	case len(datasets) == 0:
		return Why{Binding: ErrNoDatasetOrder}, nil
	case len(heads) == 0:
		return Why{Binding: ErrNoWorkerpoolOrder}, nil
	}
	w := explain(c, r, apps, datasets, heads)
	w.Truncated = len(pools.heads) > len(heads) || !pools.all || len(apps) >= c.bounds.Assets ||
		!r.Dataset.IsZero() && len(datasets) >= c.bounds.Assets
	return w, nil
}

func explain(c *clearing, r *RequestOrder, apps []*AppOrder, datasets []*DatasetOrder, pools []head) Why {
	var w Why
	counts := make([]uint64, len(checks)+1)
	best := -1
	m := Match{Request: r}
	for _, m.App = range apps {
		for _, m.Dataset = range datasets {
			for _, h := range pools {
				m.Workerpool = h.WorkerpoolOrder
				w.Offers++
				i := failing(&m, &c.ctx, nil)
				counts[i]++
				best = max(best, i)
				fits := failing(&m, &c.ctx, ErrWorkerpoolPrice) == len(checks)
				if fits && (w.MatchesAt == 0 || m.Workerpool.Price < w.MatchesAt) {
					w.MatchesAt = m.Workerpool.Price
				}
			}
		}
	}
	w.Matched = counts[len(checks)] > 0
	if !w.Matched {
		w.Binding = checks[best].err
	}
	for i, n := range counts[:len(checks)] {
		if n > 0 {
			w.Failures = append(w.Failures, Failure{Check: checks[i].err, Offers: n})
		}
	}
	slices.SortStableFunc(w.Failures, func(a, b Failure) int { return cmp.Compare(b.Offers, a.Offers) })
	return w
}
