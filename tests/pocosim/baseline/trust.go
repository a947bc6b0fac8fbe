package baseline

import (
	"math/big"
	"math/rand/v2"

	"github.com/iexecd/iexecd/core/poco"
)

// Rule is how a worker's score moves and what error it stands for, in one of the
// two figures of iExec's trust paper (PoCo series, 2018).
type Rule struct {
	Name string
	// Next returns the score after a right or wrong contribution.
	Next func(score uint64, right bool) uint64
	// Error returns the probability that the next contribution is wrong.
	Error func(score uint64) float64
}

// ResetOnError is figure 1: the score counts contributions since the last error,
// and the estimated error is Sarmenta's with f = 0.2, f/((1-f)·n·e), at most f.
func ResetOnError() Rule {
	return Rule{
		Name: "reset on error, f = 0.2",
		Next: func(score uint64, right bool) uint64 {
			if right {
				return score + 1
			}
			return 0
		},
		Error: func(score uint64) float64 {
			return 1 - float64(poco.Credibility(score, poco.PPB/5))/poco.PPB
		},
	}
}

// LosesThird is figure 2, k = 3, the rule that PoCo's contracts have: an error
// costs a k-th of the score, and a score stands for the error 1/max(⌊score/k⌋, 3),
// which is 1/(w+1) with w the weight of a contribution.
func LosesThird() Rule {
	return Rule{
		Name: "an error costs 1/k, k = 3",
		Next: func(score uint64, right bool) uint64 {
			if right {
				return poco.ScoreAfter(score, poco.MemberAccepted, 2)
			}
			return poco.ScoreAfter(score, poco.MemberRejected, 2)
		},
		Error: func(score uint64) float64 {
			w := poco.Weight(new(big.Int).SetUint64(score))
			return 1 / float64(w.Uint64()+1)
		},
	}
}

// History is the score and estimated error of a worker after each contribution.
type History struct {
	Reliability float64
	Score       []uint64
	Error       []float64
}

// Follow returns the history of a worker of a given reliability.
func (r Rule) Follow(seed uint64, reliability float64, contributions int) History {
	rng := rand.New(rand.NewPCG(seed, 3)) //nolint:gosec // a simulation is repeatable
	h := History{Reliability: reliability, Score: make([]uint64, 0, contributions)}
	score := uint64(0)
	for range contributions {
		score = r.Next(score, rng.Float64() < reliability)
		h.Score = append(h.Score, score)
		h.Error = append(h.Error, r.Error(score))
	}
	return h
}
