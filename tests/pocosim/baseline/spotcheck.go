package baseline

import (
	"math"
	"math/rand/v2"
)

// SpotCheckError returns the share of wrong results after each worker had n
// turns, if a share f of workers errs with probability s, each turn is a check
// with probability q, and who is caught is out with all its results:
// s·f(1-qs)^n / ((1-f) + f(1-qs)^n). Source: Sarmenta (2002).
func SpotCheckError(f, s, q float64, n int) float64 {
	survive := math.Pow(1-q*s, float64(n))
	return s * f * survive / ((1 - f) + f*survive)
}

// SpotCheckSpread returns the standard deviation of the share that a run with
// the given number of workers shows: survivors are binomial, their results too.
func SpotCheckSpread(f, s, q float64, n, workers int) float64 {
	p := math.Pow(1-q*s, float64(n))
	saboteurs, honest := f*float64(workers), (1-f)*float64(workers)
	alive := saboteurs * p
	slope := s * honest / ((honest + alive) * (honest + alive))
	results := (honest + alive) * float64(n)
	rate := SpotCheckError(f, s, q, n)
	return math.Sqrt(slope*slope*saboteurs*p*(1-p) + rate*(1-s)/results)
}

// SpotCheck gives each worker n turns and returns how many results are left of
// those who were never caught, and how many of them are wrong. A turn is a result
// and perhaps a check, a known problem that is none.
func SpotCheck(seed uint64, workers int, f, s, q float64, n int) (results, wrong int) {
	rng := rand.New(rand.NewPCG(seed, 2)) //nolint:gosec // a simulation is repeatable
	saboteurs := int(f*float64(workers) + 0.5)
	for w := range workers {
		bad, caught := 0, false
		for range n {
			if w >= saboteurs {
				break
			}
			if rng.Float64() < s {
				bad++
			}
			caught = caught || rng.Float64() < q*s
		}
		if !caught {
			results += n
			wrong += bad
		}
	}
	return results, wrong
}
