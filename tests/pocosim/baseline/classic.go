package baseline

import (
	"fmt"
	"math/big"

	"github.com/iexecd/iexecd/core/poco"
)

// Classic is classic PoCo at trust T, with the arithmetic of core/poco.
type Classic struct {
	T      uint64
	scores []uint64
}

// NewClassic returns the scheme with no record of any worker.
func NewClassic(trust uint64, workers int) *Classic {
	return &Classic{T: trust, scores: make([]uint64, workers)}
}

// Name tells the scheme with its number.
func (s *Classic) Name() string { return fmt.Sprintf("classic-trust-%d", s.T) }

// Trusted reports whether a worker alone reaches consensus.
func (s *Classic) Trusted(w int) bool {
	weight := poco.Weight(new(big.Int).SetUint64(s.scores[w]))
	ok, err := poco.Consensus(weight, new(big.Int).Add(weight, big.NewInt(1)), new(big.Int).SetUint64(s.T))
	return err == nil && ok
}

// Task takes contributions, one at a time, until one group reaches consensus.
func (s *Classic) Task(p *population) (Answer, bool) {
	trust := new(big.Int).SetUint64(s.T)
	groups, total := map[Answer]*big.Int{}, big.NewInt(1)
	var answers []Answer
	for next := p.draw(1); len(next) > 0; next = p.draw(1) {
		w := next[0]
		a := p.answer(w)
		answers = append(answers, a)
		before := groups[a]
		if before == nil {
			before = new(big.Int)
		}
		after := poco.Weight(new(big.Int).SetUint64(s.scores[w]))
		if before.Sign() > 0 {
			after.Mul(after, before)
		}
		groups[a] = after
		total.Add(total, new(big.Int).Sub(after, before))
		ok, err := poco.Consensus(after, total, trust)
		if err != nil {
			return 0, false
		}
		if ok {
			s.judge(p.drawn, answers, a)
			return a, true
		}
	}
	return 0, false
}

func (s *Classic) judge(workers []int, answers []Answer, right Answer) {
	for i, w := range workers {
		verdict := poco.MemberAccepted
		if answers[i] != right {
			verdict = poco.MemberRejected
		}
		s.scores[w] = poco.ScoreAfter(s.scores[w], verdict, len(answers))
	}
}
