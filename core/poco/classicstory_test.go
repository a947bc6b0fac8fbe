package poco

import (
	"fmt"
	"math/big"
	"strings"
)

// classicLine executes a line that only classic tasks know:
//
//	contribute ann:20 right     a contribution with score 20 (else 0)
//	one-step ann right          contributeAndFinalize
//	finalize [DATA]             with callback data
//	reopen, claim, missing
func (s *story) classicLine(w []string) []string {
	s.t.Helper()
	switch w[0] {
	case "contribute":
		name, score := s.scored(w[1])
		hash := ResultHash(s.task.ID, s.answer(w[2:]).Digest)
		s.words[hash] = s.word(s.answer(w[2:]).Digest)
		return s.step(Contribute{
			At: s.now, Worker: s.worker(name), Score: score, ResultHash: hash,
			ResultSeal: ResultSeal(s.worker(name), s.task.ID, s.answer(w[2:]).Digest),
		})
	case "one-step":
		name, score := s.scored(w[1])
		return s.step(ContributeAndFinalize{
			At: s.now, Worker: s.worker(name), Score: score, Location: "http://" + name, Answer: s.answer(w[2:]),
		})
	case "finalize":
		return s.step(Finalize{At: s.now, Callback: []byte(strings.Join(w[1:], " "))})
	case "reopen":
		return s.step(Reopen{At: s.now})
	case "claim":
		return s.step(Claim{At: s.now})
	case "missing":
		c := s.task.Classic
		out := []string{fmt.Sprintf("new: %s", c.Missing(new(big.Int)))}
		for _, g := range c.Groups {
			out = append(out, fmt.Sprintf("%s: %s", s.word(g.ResultHash), c.Missing(g.Weight)))
		}
		return out
	}
	s.t.Fatalf("unknown command %q", w[0])
	return nil
}

// scored reads "ann:20".
func (s *story) scored(w string) (string, *big.Int) {
	s.t.Helper()
	name, score, found := strings.Cut(w, ":")
	if !found {
		return name, new(big.Int)
	}
	return name, big.NewInt(s.number(score))
}

// classicState is what a classic task shows beside its phase.
func (s *story) classicState(c *Classic) string {
	out := fmt.Sprintf(", trust %s, weight %s", c.Trust, c.TotalWeight)
	for _, g := range c.Groups {
		out += fmt.Sprintf(" %s %s", s.word(g.ResultHash), g.Weight)
	}
	if !c.Consensus.IsZero() {
		out += fmt.Sprintf(", %d of %d revealed", c.Revealed, c.Winners)
	}
	return out
}
