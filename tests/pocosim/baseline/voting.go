package baseline

import (
	"fmt"
	"math"
)

// MFirst accepts the first answer that m workers gave; with m = 1 it accepts any.
type MFirst struct{ M int }

// Name tells the scheme with its number.
func (s MFirst) Name() string {
	if s.M == 1 {
		return "accept-one"
	}
	return fmt.Sprintf("%d-first", s.M)
}

// Task draws m workers, then one more at a time.
func (s MFirst) Task(p *population) (Answer, bool) {
	votes := map[Answer]int{}
	next := p.draw(s.M)
	for len(next) > 0 {
		for _, w := range next {
			a := p.answer(w)
			if votes[a]++; votes[a] == s.M {
				return a, true
			}
		}
		next = p.draw(1)
	}
	return 0, false
}

// Trusted is always true: voting keeps no record.
func (MFirst) Trusted(int) bool { return true }

// MFirstError returns the probability that m-first voting accepts a wrong result
// when each answer is wrong with probability phi and wrong answers are equal:
// Σ_{j=m}^{2m-1} C(2m-1,j) φ^j (1-φ)^(2m-1-j). Source: Sarmenta (2002).
func MFirstError(m int, phi float64) float64 {
	sum := 0.0
	for j := m; j < 2*m; j++ {
		sum += binomial(2*m-1, j) * math.Pow(phi, float64(j)) * math.Pow(1-phi, float64(2*m-1-j))
	}
	return sum
}

func binomial(n, k int) float64 {
	c := 1.0
	for i := range k {
		c = c * float64(n-i) / float64(i+1)
	}
	return c
}
