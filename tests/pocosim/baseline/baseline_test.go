package baseline

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

const seed = 20

// near asserts that a share seen in n trials is that which was expected, within
// four standard deviations.
func near(t *testing.T, expected, seen float64, n int, what string, args ...any) {
	t.Helper()
	sd := math.Sqrt(expected * (1 - expected) / float64(n))
	z := (seen - expected) / sd
	t.Logf(what+": expected %.6f, seen %.6f, z = %.2f", append(args, expected, seen, z)...)
	require.Less(t, math.Abs(z), 4.0)
}

// TestMFirst holds voting against Sarmenta's formula.
func TestMFirst(t *testing.T) {
	t.Parallel()
	for _, phi := range []float64{0.05, 0.1, 0.2, 0.3} {
		for m := 1; m <= 4; m++ {
			o, err := Run(MFirst{M: m}, Config{
				Seed: seed, Tasks: 200_000, Workers: 100_000, Fault: phi, Adversary: "always",
			})
			require.NoError(t, err)
			require.Equal(t, o.Tasks, o.Accepted)
			near(t, MFirstError(m, phi), o.ErrorRate(), o.Tasks, "%d-first, φ = %.2f", m, phi)
		}
	}
}

// TestSpotCheck holds spot-checking with blacklisting against Sarmenta's formula.
func TestSpotCheck(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		f, s, q float64
		n       int
	}{{0.2, 1, 0.05, 20}, {0.2, 0.1, 0.1, 100}, {0.1, 0.5, 0.1, 50}, {0.3, 0.05, 0.2, 200}} {
		const workers = 100_000
		results, wrong := SpotCheck(seed, workers, c.f, c.s, c.q, c.n)
		expected, seen := SpotCheckError(c.f, c.s, c.q, c.n), float64(wrong)/float64(results)
		z := (seen - expected) / SpotCheckSpread(c.f, c.s, c.q, c.n, workers)
		t.Logf("%+v: expected %.6f, seen %.6f, z = %.2f", c, expected, seen, z)
		require.Less(t, math.Abs(z), 4.0)
	}
}

// TestHonest: without faults nothing is wrong, and records save work.
func TestHonest(t *testing.T) {
	t.Parallel()
	const workers = 100
	for _, s := range []Scheme{MFirst{M: 1}, MFirst{M: 2}, NewBoinc(workers), NewClassic(5, workers)} {
		o, err := Run(s, Config{Seed: seed, Tasks: 20_000, Workers: workers, Adversary: "always"})
		require.NoError(t, err)
		require.Equal(t, o.Tasks, o.Accepted, s.Name())
		require.Zero(t, o.Wrong, s.Name())
	}
	b, err := Run(NewBoinc(workers), Config{Seed: seed, Tasks: 200_000, Workers: workers, Adversary: "always"})
	require.NoError(t, err)
	require.Less(t, b.ExecutionsPerTask(), 1.05)
}

// TestPatience: records without checks are what a sleeper waits for.
func TestPatience(t *testing.T) {
	t.Parallel()
	const workers = 100
	for _, c := range []struct {
		scheme Scheme
		least  float64
	}{{NewBoinc(workers), 0.003}, {NewClassic(5, workers), 0.03}} {
		o, err := Run(c.scheme, Config{Seed: seed, Tasks: 200_000, Workers: workers, Fault: 0.2, Adversary: "sleeper"})
		require.NoError(t, err)
		t.Logf("%s: %.4f wrong, %.3f executions", o.Scheme, o.ErrorRate(), o.ExecutionsPerTask())
		require.Greater(t, o.ErrorRate(), c.least)
	}
}

// TestUnknownAdversary: a misspelt adversary is refused.
func TestUnknownAdversary(t *testing.T) {
	t.Parallel()
	_, err := Run(MFirst{M: 1}, Config{Adversary: "alway"})
	require.ErrorContains(t, err, `"alway"`)
}

// TestTrustFigures: over 50,000 contributions a worker that errs with probability
// p has on average (1-p)/p contributions since its last error; with k = 3 its
// score settles near 3·(1-p)/p, where gains and losses are equal.
func TestTrustFigures(t *testing.T) {
	t.Parallel()
	const contributions = 50_000
	for _, p := range []float64{0.1, 0.01, 0.001} {
		reset := ResetOnError().Follow(seed, 1-p, contributions)
		expected := (1 - p) / p
		// The mean of a sum over runs: each run of length L adds about L²/2.
		sd := expected * math.Sqrt(5*expected/contributions)
		z := (mean(reset.Score) - expected) / sd
		t.Logf("reset, p = %g: expected %.1f, seen %.1f, z = %.2f", p, expected, mean(reset.Score), z)
		require.Less(t, math.Abs(z), 4.0)
		third := LosesThird().Follow(seed, 1-p, contributions)
		late := third.Score[contributions/5:]
		t.Logf("k = 3, p = %g: expected %.1f, seen %.1f", p, 3*expected, mean(late))
		require.InEpsilon(t, 3*expected, mean(late), 0.35)
		require.InEpsilon(t, p, median(third.Error[contributions/5:]), 0.5)
	}
	perfect := LosesThird().Follow(seed, 1, 30)
	require.Equal(t, uint64(30), perfect.Score[29])
	require.InDelta(t, 0.1, perfect.Error[29], 1e-12)
}

func mean(list []uint64) float64 {
	sum := 0.0
	for _, x := range list {
		sum += float64(x)
	}
	return sum / float64(len(list))
}

func median(list []float64) float64 { return slices.Sorted(slices.Values(list))[len(list)/2] }
