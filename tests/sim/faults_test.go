package sim

import "math/rand/v2"

// kind is how a worker behaves; apart from it, every worker's machine and
// network suffer the same faults.
type kind int

const (
	honest   kind = iota
	liar          // answers wrongly, sometimes
	sleeper       // never computes
	withheld      // never sends its reveals
	lazy          // confirms whatever it audits
	accuser       // calls whatever it audits wrong
)

const kinds = 6

// faults are a seed's, in percent of the occasions.
type faults struct {
	kinds       [workerCount]kind
	collude     bool // liars tell the same lie
	crash       int  // the process dies between two actions
	lost        int  // a message does not reach the chain
	late        int  // a message takes some blocks
	lostOutcome int  // the worker is not told what became of its message
	blind       int  // the worker does not see a block
	localError  int  // a fetch or a run fails on the machine
}

func drawFaults(rng *rand.Rand) faults {
	f := faults{
		crash: rng.IntN(6), lost: rng.IntN(30), late: rng.IntN(40), lostOutcome: rng.IntN(30), blind: rng.IntN(30),
		localError: rng.IntN(15), collude: rng.IntN(4) == 0,
	}
	for range 1 + rng.IntN(3) {
		f.kinds[rng.IntN(workerCount)] = kind(1 + rng.IntN(kinds-1))
	}
	if f.collude {
		for range 2 {
			f.kinds[rng.IntN(workerCount)] = liar
		}
	}
	return f
}
