package world

import (
	"encoding/binary"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
)

// messages lets the members commit who were drawn in this block, and those reveal
// whose reveal phase opened in the last one.
func (w *World) messages() error {
	acting := w.acting
	w.acting = nil
	for _, t := range acting {
		var err error
		if t.Stage() == poco.StateCommitting {
			err = w.commits(t)
		} else {
			err = w.reveals(t)
		}
		if err != nil {
			return err
		}
		w.touched = append(w.touched, t)
	}
	return nil
}

func (w *World) commits(t *task) error {
	w.conspire(t)
	for _, m := range poco.Seats(t.Task) {
		if m.State != poco.MemberDrawn {
			continue
		}
		n := w.worker(m.Worker)
		if w.misses(n) {
			continue
		}
		digest := w.compute(n, t)
		n.account.seats++
		w.count.execution(t, m)
		in := poco.Commit{
			At: w.now, Worker: m.Worker, Commitment: poco.Commitment(m.Worker, t.ID, digest, salt),
		}
		t.answers = append(t.answers, answer{m.Worker, digest})
		if err := w.step(t, in); err != nil {
			return err
		}
	}
	return nil
}

func (w *World) reveals(t *task) error {
	for _, m := range poco.Seats(t.Task) {
		if m.State != poco.MemberCommitted || w.withholds(w.worker(m.Worker), t) {
			continue
		}
		in := poco.Reveal{
			At: w.now, Worker: m.Worker, Salt: salt,
			Answer: poco.Answer{Cause: poco.CauseOK, Digest: t.answerOf(m.Worker)},
		}
		if err := w.step(t, in); err != nil {
			return err
		}
	}
	t.answers = nil
	return nil
}

// answer is what a worker has committed to.
type answer struct {
	worker ident.Address
	digest ident.Hash
}

func (t *task) answerOf(worker ident.Address) ident.Hash {
	for _, a := range t.answers {
		if a.worker == worker {
			return a.digest
		}
	}
	return ident.Hash{}
}

// compute returns a worker's answer.
func (w *World) compute(n *worker, t *task) ident.Hash {
	auditing := t.State == poco.StateAuditing
	if n.faulty {
		if d, ok := w.collude(t, auditing); ok {
			return d
		}
	}
	n.account.ran++
	if !n.faulty && w.config.HonestError > 0 && w.rng.Float64() < w.config.HonestError {
		return w.mistake()
	}
	return rightDigest
}

// mistake returns a wrong answer that nobody else gives.
func (w *World) mistake() ident.Hash {
	w.mistakes++
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], w.mistakes)
	return ident.Keccak256([]byte("mistake"), b[:])
}

// collude returns what a worker of the adversary answers, or false if it computes.
func (w *World) collude(t *task, auditing bool) (ident.Hash, bool) {
	switch {
	case auditing && t.Audit.Disputed && w.adversary.discreet:
		return ident.Hash{}, false
	case t.lie, t.accuse && auditing:
		return lieDigest, true
	case w.adversary.copies && auditing:
		return t.Result.Digest, true
	case w.adversary.guesses && !auditing && w.rng.Float64() < w.config.LieRate:
		return lieDigest, true
	}
	return ident.Hash{}, false
}

func (w *World) misses(n *worker) bool {
	if n.faulty {
		return w.adversary.misses > 0 && w.rng.Float64() < w.adversary.misses
	}
	return w.config.HonestMiss > 0 && w.rng.Float64() < w.config.HonestMiss
}

func (w *World) withholds(n *worker, _ *task) bool {
	return n.faulty && w.adversary.withholds > 0 && w.rng.Float64() < w.adversary.withholds
}
