package world

import (
	"maps"
	"slices"

	"github.com/iexecd/iexecd/core/poco"
)

// adversary is how a coalition behaves. It knows all that is public and what its
// own workers do. Its workers give the same wrong answer in a task, or all compute.
type adversary struct {
	about string
	// lies decides at a task's first committee, of which the coalition has own.
	lies       func(w *World, t *task, own []*worker) bool
	accuses    bool    // its auditors call right results wrong
	discreet   bool    // its backup members tell the truth: they would not win, and be caught too
	copies     bool    // its auditors answer what was accepted
	guesses    bool    // its members answer without computing, now and then, each for itself
	misses     float64 // share of seats in which its workers do not commit
	withholds  float64 // share of commitments that they do not reveal
	whenCaught func(w *World, n *worker)
	whenHeld   func(w *World, t *task) // a lie was accepted, and not found by an audit of it
}

// adversaries are all that there are, by name.
var adversaries = map[string]adversary{
	"none": {
		about: "everybody is honest",
	},
	"always": {
		about: "always lies",
		lies:  func(*World, *task, []*worker) bool { return true },
	},
	"sleeper": {
		about: "works until each of its members alone reaches the bound, then always lies, caught or not",
		lies:  func(w *World, t *task, own []*worker) bool { return w.anyAwake(t, own) },
	},
	"sparse": {
		discreet: true,
		about:    "a sleeper that lies only at the rate that does most harm",
		lies: func(w *World, t *task, own []*worker) bool {
			return w.anyAwake(t, own) && captured(t, own) && w.rng.Float64() < w.config.LieRate
		},
	},
	"capture": {
		about: "lies exactly when the whole committee is its own",
		lies:  func(_ *World, t *task, own []*worker) bool { return captured(t, own) },
	},
	"opportunist": {
		discreet: true,
		about: "lies when the whole committee is its own, the audit rate is the lowest, it has less held back " +
			"than usual and few lies among it",
		lies: opportunity,
	},
	"sybil": {
		about: "lies when the whole committee is its own, and comes back as a new worker whenever it is caught",
		lies:  func(_ *World, t *task, own []*worker) bool { return captured(t, own) },
		whenCaught: func(w *World, n *worker) {
			w.leave(n)
		},
	},
	"whitewash": {
		discreet: true,
		about:    "as sybil, and also comes back as a new worker as soon as a lie was accepted and not audited",
		lies:     func(_ *World, t *task, own []*worker) bool { return captured(t, own) },
		whenCaught: func(w *World, n *worker) {
			w.leave(n)
		},
		whenHeld: func(w *World, t *task) {
			for _, m := range t.Members {
				if n := w.worker(m.Worker); n.faulty && m.State == poco.MemberAccepted {
					w.leave(n)
				}
			}
		},
	},
	"lazy": {
		about:  "as auditor copies the accepted answer, as member guesses now and then",
		copies: true, guesses: true,
	},
	"griefer": {
		about:  "every third time does not commit, else every third time does not reveal",
		misses: 1.0 / 3, withholds: 1.0 / 3,
	},
	"auditors": {
		discreet: true,
		about:    "as sparse, and its auditors call all right results wrong",
		lies: func(w *World, t *task, own []*worker) bool {
			return w.anyAwake(t, own) && captured(t, own) && w.rng.Float64() < w.config.LieRate
		},
		accuses: true,
	},
}

// Adversaries returns the names of all adversaries, sorted.
func Adversaries() []string { return slices.Sorted(maps.Keys(adversaries)) }

// About tells in a sentence what an adversary does.
func About(name string) string { return adversaries[name].about }

// conspire lets the coalition decide what to do in a task.
func (w *World) conspire(t *task) {
	if t.State == poco.StateAuditing {
		t.accuse = w.adversary.accuses && !t.wrong
		return
	}
	if t.decided {
		return
	}
	var own []*worker
	for _, m := range t.Members {
		if n := w.worker(m.Worker); n.faulty {
			own = append(own, n)
		}
	}
	if len(own) == 0 {
		return
	}
	t.decided = true
	t.lie = w.adversary.lies != nil && w.adversary.lies(w, t, own)
}

// captured reports whether a whole committee is the coalition's.
func captured(t *task, own []*worker) bool { return len(own) == len(t.Members) }

// anyAwake reports whether a member of the coalition alone reaches the bound.
func (w *World) anyAwake(t *task, own []*worker) bool {
	return slices.ContainsFunc(own, func(n *worker) bool { return n.credibility >= t.NeededPPB })
}

// opportunity looks at what is public: risk class, what is held back; and at how
// many lies of its own could still be found.
func opportunity(w *World, t *task, own []*worker) bool {
	if !captured(t, own) {
		return false
	}
	most := max(w.config.WorstLieRate()*w.config.Window, 1)
	for _, n := range own {
		if n.credibility < t.NeededPPB || float64(n.lies) >= most || float64(len(n.held)) > n.usual {
			return false
		}
	}
	return true
}
