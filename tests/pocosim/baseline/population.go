// Package baseline runs the ways to verify results that bounded PoCo is measured
// against: one answer, m-first voting, spot-checking with blacklisting, BOINC's
// adaptive replication and classic PoCo; and holds the formulas of Sarmenta,
// Sabotage-tolerance mechanisms for volunteer computing systems (FGCS 18, 2002),
// that tell what the first of them must show.
package baseline

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// Answer is what a worker returns: Right, Lie, or a mistake, which is like no
// other answer.
type Answer int32

// The answers that are not mistakes. All colluders give the same wrong answer.
const (
	Right Answer = 0
	Lie   Answer = -1
)

// Config is a population and what it is asked to do.
type Config struct {
	Seed        uint64
	Tasks       int
	Workers     int
	Fault       float64 // share of workers that collude
	HonestError float64 // probability that an honest worker errs
	Adversary   string  // always, sleeper or capture
}

// Outcome is what came of it.
type Outcome struct {
	Scheme     string  `json:"scheme"`
	Adversary  string  `json:"adversary"`
	Fault      float64 `json:"fault"`
	Tasks      int     `json:"tasks"`
	Accepted   int     `json:"accepted"`
	Wrong      int     `json:"wrong"`
	Executions int     `json:"executions"`
}

// ErrorRate is the share of wrong results among those accepted.
func (o Outcome) ErrorRate() float64 { return ratio(o.Wrong, o.Accepted) }

// ExecutionsPerTask is how often a task was run on average.
func (o Outcome) ExecutionsPerTask() float64 { return ratio(o.Executions, o.Tasks) }

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// Scheme decides which answer to a task is accepted.
type Scheme interface {
	// Name tells the scheme with its number.
	Name() string
	// Task runs a task and returns the accepted answer, or false if there is none.
	Task(p *population) (Answer, bool)
	// Trusted reports whether a worker has the record that the scheme rewards.
	Trusted(worker int) bool
}

// Run runs the tasks of a config one after the other.
func Run(s Scheme, c Config) (Outcome, error) {
	if c.Adversary != "always" && c.Adversary != "sleeper" && c.Adversary != "capture" {
		return Outcome{}, fmt.Errorf("adversary is %q, expected always, sleeper or capture", c.Adversary)
	}
	p := newPopulation(s, c)
	o := Outcome{Scheme: s.Name(), Adversary: c.Adversary, Fault: c.Fault, Tasks: c.Tasks}
	for range c.Tasks {
		p.begin()
		if a, ok := s.Task(p); ok {
			o.Accepted++
			if a != Right {
				o.Wrong++
			}
		}
	}
	o.Executions = p.executions
	return o, nil
}

// population is the workers, and the present task.
type population struct {
	config     Config
	scheme     Scheme
	rng        *rand.Rand
	faulty     []bool
	drawn      []int // in the present task
	lying      bool  // the coalition has decided to lie in this task
	executions int
	mistakes   Answer
}

func newPopulation(s Scheme, c Config) *population {
	rng := rand.New(rand.NewPCG(c.Seed, 1)) //nolint:gosec // a simulation is repeatable
	p := &population{config: c, scheme: s, rng: rng, faulty: make([]bool, c.Workers)}
	n := int(c.Fault*float64(c.Workers) + 0.5)
	for _, i := range p.rng.Perm(c.Workers)[:n] {
		p.faulty[i] = true
	}
	return p
}

func (p *population) begin() { p.drawn, p.lying = p.drawn[:0], false }

// draw returns n workers who have no part in the present task yet, and lets the
// coalition decide when it sees the first of them.
func (p *population) draw(n int) []int {
	first := len(p.drawn)
	for len(p.drawn) < first+n && len(p.drawn) < len(p.faulty) {
		w := p.rng.IntN(len(p.faulty))
		if !slices.Contains(p.drawn, w) {
			p.drawn = append(p.drawn, w)
		}
	}
	if first == 0 {
		p.lying = p.decide(p.drawn)
	}
	return p.drawn[first:]
}

// decide is the adversary: always lies; the sleeper lies once one of its workers
// has a record; capture does, but only where all who were drawn first are its own.
func (p *population) decide(drawn []int) bool {
	awake, own := false, 0
	for _, w := range drawn {
		if p.faulty[w] {
			own++
			awake = awake || p.scheme.Trusted(w)
		}
	}
	switch p.config.Adversary {
	case "sleeper":
		return awake
	case "capture":
		return own == len(drawn) && awake
	}
	return own > 0
}

// answer lets a worker run the present task.
func (p *population) answer(w int) Answer {
	p.executions++
	if p.faulty[w] {
		if p.lying {
			return Lie
		}
		return Right
	}
	if p.config.HonestError > 0 && p.rng.Float64() < p.config.HonestError {
		p.mistakes++
		return p.mistakes
	}
	return Right
}
