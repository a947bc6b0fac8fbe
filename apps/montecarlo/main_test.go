package main

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// blackScholes is the exact price, another way to the same number.
func blackScholes(o option) float64 {
	n := func(x float64) float64 { return 0.5 * math.Erfc(-x/math.Sqrt2) }
	d1 := (math.Log(o.Spot/o.Strike) + (o.Rate+o.Volatility*o.Volatility/2)*o.Years) / (o.Volatility * math.Sqrt(o.Years))
	d2 := d1 - o.Volatility*math.Sqrt(o.Years)
	return o.Spot*n(d1) - o.Strike*math.Exp(-o.Rate*o.Years)*n(d2)
}

func TestAgainstBlackScholes(t *testing.T) {
	for _, o := range []option{
		{100, 100, 0.05, 0.2, 1, 100_000}, {100, 120, 0.01, 0.4, 0.5, 100_000}, {50, 40, 0, 0.1, 2, 100_000},
	} {
		for seed := range uint64(5) {
			p := simulate(o, seed)
			require.InDelta(t, blackScholes(o), p.Price, 4*p.StdError, "%+v seed %d", o, seed)
			require.Equal(t, p, simulate(o, seed))
		}
		require.NotEqual(t, simulate(o, 0).Price, simulate(o, 1).Price)
	}
}

func TestParse(t *testing.T) {
	o, err := parse([]string{"90", "95", "0.01", "0.3", "2", "1000"})
	require.NoError(t, err)
	require.Equal(t, option{90, 95, 0.01, 0.3, 2, 1000}, o)
	for _, args := range [][]string{{"x"}, {"NaN"}, {"-1"}, {"1", "2", "3", "4", "5", "1"}, {"1", "2", "3", "4", "5", "6", "7"}} {
		_, err := parse(args)
		require.Error(t, err, args)
	}
}
