package main

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// blackScholes is the exact price, another way to the same number.
func blackScholes(o option) float64 {
	n := func(x float64) float64 { return 0.5 * math.Erfc(-x/math.Sqrt2) }
	scale := o.volatility * math.Sqrt(o.years)
	d1 := (math.Log(o.spot/o.strike)+o.rate*o.years)/scale + scale/2
	d2 := d1 - scale
	return o.spot*n(d1) - o.strike*math.Exp(-o.rate*o.years)*n(d2)
}

func TestAgainstBlackScholes(t *testing.T) {
	for _, o := range []option{
		{100, 100, 0.05, 0.2, 1, 100_000},
		{100, 120, 0.01, 0.4, 0.5, 100_000},
		{50, 40, 0, 0.1, 2, 100_000},
		{100, 100, -0.02, 0.3, 1, 100_000},
	} {
		for seed := range uint64(5) {
			p := simulate(o, seed)
			require.InDelta(t, blackScholes(o), p.mean, 4*p.stdError, "%+v seed %d", o, seed)
			require.Equal(t, p, simulate(o, seed))
		}
	}
}

// TestBagAverages: the tasks of a bag are independent, so the mean of 50 is
// about 7 times as exact as one. Tasks that share paths fail both checks.
func TestBagAverages(t *testing.T) {
	const tasks = 50
	o := option{100, 100, 0.05, 0.2, 1, 10_000}
	exact := blackScholes(o)
	var sum, squares, stdError float64
	for seed := range uint64(tasks) {
		p := simulate(o, seed)
		sum += p.mean
		squares += (p.mean - exact) * (p.mean - exact)
		stdError = p.stdError
	}
	require.InDelta(t, exact, sum/tasks, 4*stdError/math.Sqrt(tasks))
	// The chi-square of 50 independent tasks is within 50 ± 4·10.
	require.InDelta(t, tasks, squares/(stdError*stdError), 4*math.Sqrt(2*tasks))
}

// TestNeighboursShareNoNumber: seeds 0 to 49 draw different numbers.
func TestNeighboursShareNoNumber(t *testing.T) {
	seen := map[uint64]uint64{}
	for seed := range uint64(50) {
		r := newRNG(seed)
		for range 2000 {
			n := r.next()
			other, ok := seen[n]
			require.False(t, ok, "seeds %d and %d", other, seed)
			seen[n] = seed
		}
	}
}

func TestUniformIsInside(t *testing.T) {
	for _, bits := range []uint64{0, math.MaxUint64} {
		u := (float64(bits>>12) + 0.5) / (1 << 52)
		require.Greater(t, u, 0.0)
		require.Less(t, u, 1.0)
	}
}

func TestParse(t *testing.T) {
	o, err := parse([]string{"90", "95", "-0.01", "0.3", "2", "1000"})
	require.NoError(t, err)
	require.Equal(t, option{90, 95, -0.01, 0.3, 2, 1000}, o)
	o, err = parse(nil)
	require.NoError(t, err)
	require.Equal(t, option{100, 100, 0.05, 0.2, 1, 200_000}, o)
	for _, args := range [][]string{
		{"x"},
		{"NaN"},
		{"Inf"},
		{"-1"},
		{"0"},
		{"1", "2", "1.1"},
		{"1", "2", "0", "6"},
		{"1", "2", "0", "1", "101"},
		{"1", "2", "0", "1", "1", "1"},
		{"1", "2", "0", "1", "1", "50000001"},
		{"1", "2", "0", "1", "5", "6", "7"},
	} {
		_, err := parse(args)
		require.ErrorContains(t, err, "expected", args)
	}
}

// TestResultIsAlwaysJSON: no arguments that are accepted give NaN or infinity.
func TestResultIsAlwaysJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := option{
			spot:       rapid.Float64Range(1e-6, 1e9).Draw(t, "spot"),
			strike:     rapid.Float64Range(1e-6, 1e9).Draw(t, "strike"),
			rate:       rapid.Float64Range(-1, 1).Draw(t, "rate"),
			volatility: rapid.Float64Range(0, 5).Draw(t, "volatility"),
			years:      rapid.Float64Range(0, 100).Draw(t, "years"),
			paths:      rapid.IntRange(minPaths, 100).Draw(t, "paths"),
		}
		var read map[string]float64
		require.NoError(t, json.Unmarshal([]byte(simulate(o, rapid.Uint64().Draw(t, "seed")).json()), &read))
		require.Len(t, read, 9)
	})
}

func TestRun(t *testing.T) {
	out := t.TempDir()
	t.Setenv("IEXEC_OUT", out)
	t.Setenv("IEXEC_BOT_TASK_INDEX", "3")
	require.NoError(t, run([]string{"100", "100", "0.05", "0.2", "1", "1000"}))
	text, err := os.ReadFile(filepath.Join(out, "price.json"))
	require.NoError(t, err)
	require.Equal(t, simulate(option{100, 100, 0.05, 0.2, 1, 1000}, 3).json(), string(text))
	require.Error(t, run([]string{"x"}))
}
