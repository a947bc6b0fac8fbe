package market

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/iexecd/iexecd/core/rlc"
)

// TestWhyNotAgreesWithClear checks that nothing keeps a request exactly if it
// is filled, and that at the price it names, and not below, it is. MKT-R17.
func TestWhyNotAgreesWithClear(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 3))
		for range 10 {
			o := draw(r)
			for _, q := range o.requests {
				if !q.live(clearingContext.NowUnix) {
					continue
				}
				w, err := WhyNot(o.book(), q, clearingContext, unbounded)
				require.NoError(t, err)
				fills := func(price rlc.Amount) int {
					at := *q
					at.WorkerpoolMaxPrice = price
					out, err := Clear(o.book(), []*RequestOrder{&at}, clearingContext, unbounded)
					require.NoError(t, err)
					return len(out.Fills)
				}
				require.Equal(t, fills(q.WorkerpoolMaxPrice) > 0, w.Matched)
				require.Equal(t, w.Matched, w.Binding == nil)
				var failed uint64
				for i, f := range w.Failures {
					failed += f.Offers
					require.True(t, i == 0 || w.Failures[i-1].Offers >= f.Offers)
				}
				require.LessOrEqual(t, failed, w.Offers)
				if w.Matched {
					continue
				}
				require.Equal(t, failed, w.Offers)
				if w.MatchesAt == 0 {
					require.Zero(t, fills(1_000))
				} else {
					require.Positive(t, fills(w.MatchesAt))
					require.Zero(t, fills(w.MatchesAt-1))
				}
			}
		}
	})
}

// TestQuoteIsClear checks that a quote fills what clearing the request alone
// does, and that what is left would not match.
func TestQuoteIsClear(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := draw(rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 4)))
		for _, q := range o.requests {
			out, err := Clear(o.book(), []*RequestOrder{q}, clearingContext, unbounded)
			require.NoError(t, err)
			fills, why, err := Quote(o.book(), q, clearingContext, unbounded)
			require.NoError(t, err)
			require.Equal(t, lines(out.Fills), lines(fills))
			require.False(t, why.Matched)
			require.Equal(t, len(out.Parked) > 0, why.Binding != nil)
		}
	})
}

func TestWhyNotNobodyOffers(t *testing.T) {
	m := fitting()
	for _, c := range []struct {
		name   string
		o      orders
		change func(r *RequestOrder)
		want   error
	}{
		{"nothing at all", orders{}, nil, ErrNoAppOrder},
		{"no dataset", orders{apps: []*AppOrder{m.App}}, nil, ErrNoDatasetOrder},
		{"no pool", orders{apps: []*AppOrder{m.App}, datasets: []*DatasetOrder{m.Dataset}}, nil, ErrNoWorkerpoolOrder},
		{
			"unknown category",
			orders{
				[]*AppOrder{m.App},
				[]*DatasetOrder{m.Dataset},
				[]*WorkerpoolOrder{m.Workerpool},
				nil,
			},
			func(r *RequestOrder) { r.Category = 5 }, ErrUnknownCategory,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := *m.Request
			if c.change != nil {
				c.change(&r)
			}
			w, err := WhyNot(c.o.book(), &r, *fittingContext(), unbounded)
			require.NoError(t, err)
			require.Equal(t, Why{Binding: c.want}, w)
		})
	}
}

// TestWhyNotIsBounded checks that an explanation says when it did not look at everything.
func TestWhyNotIsBounded(t *testing.T) {
	m := fitting()
	o := orders{apps: []*AppOrder{m.App}, datasets: []*DatasetOrder{m.Dataset}}
	for i := range 3 {
		p := *m.Workerpool
		p.ID[0], p.Workerpool[0], p.Price = byte(i), byte(i), 100
		o.pools = append(o.pools, &p)
	}
	bounds := unbounded
	bounds.Lanes = 2
	w, err := WhyNot(o.book(), m.Request, *fittingContext(), bounds)
	require.NoError(t, err)
	require.Equal(t, Why{
		Binding: ErrWorkerpoolPrice, MatchesAt: 100, Offers: 2, Truncated: true,
		Failures: []Failure{{ErrWorkerpoolPrice, 2}},
	}, w)
	bounds.Lanes = 3
	w, err = WhyNot(o.book(), m.Request, *fittingContext(), bounds)
	require.NoError(t, err)
	require.False(t, w.Truncated)
}
