package world

import (
	"errors"
	"fmt"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/core/rlc"
)

// task is a task of the core with what only the simulation knows.
type task struct {
	poco.Task
	due     int64    // the height at which it is looked at, 0 = none
	seated  int64    // the height of the last draw
	decided bool     // the coalition knows what to do in it
	lie     bool     // it gives its wrong answer
	accuse  bool     // its auditors say so of a right one
	wrong   bool     // the accepted result is wrong
	answers []answer // of this round, until they are revealed
	late    bool     // opened after the warm-up
}

// The answers. A mistake's digest is like no other.
var (
	rightDigest = ident.Keccak256([]byte("right"))
	lieDigest   = ident.Keccak256([]byte("lie"))
)

// salt makes commitments openable; nothing here guesses one.
var salt = ident.Hash{1}

// open opens the tasks of a block.
func (w *World) openSome() error {
	for range w.config.PerBlock {
		if w.opened == w.config.Tasks {
			return nil
		}
		d := market.Deal{ID: w.deal, StartUnix: w.now.Unix, WorkClockSeconds: workClock}
		d.Policy.MaxErrorPPB = w.config.MaxErrorPPB
		d.Workerpool.Price = w.config.Price
		t := &task{Task: poco.Open(d, uint64(w.opened), w.now, w.config.Core)} //nolint:gosec // counts up
		t.late = 4*w.opened >= w.config.Tasks
		w.opened++
		w.open++
		w.count.Tasks++
		if t.late {
			w.count.LateTasks++
		}
		w.money.Buyers -= int64(w.config.Price) //nolint:gosec // a price
		w.money.Escrow += int64(w.config.Price) //nolint:gosec // a price
		if err := w.step(t, poco.Tick{At: w.now}); err != nil {
			return err
		}
	}
	return nil
}

// step folds an input into a task, does what must happen outside of it, and puts
// it where it is looked at next.
func (w *World) step(t *task, in poco.Input) error {
	next, effects, err := poco.Step(t.Task, in, 0, w.config.Core)
	if err != nil {
		return fmt.Errorf("task %d at height %d: %w", t.Index, w.now.Height, err)
	}
	w.auditsWaiting += waits(&next) - waits(&t.Task)
	t.Task = next
	if w.config.Watch != nil {
		w.config.Watch(w.now, next, effects)
	}
	for _, e := range effects {
		if err := w.apply(t, e); err != nil {
			return err
		}
	}
	return nil
}

// waits returns 1 if a task waits for auditors, else 0.
func waits(t *poco.Task) int {
	if t.State == poco.StateAuditing && t.Stage() == poco.StateWaiting {
		return 1
	}
	return 0
}

// tick closes a phase that is complete or overdue.
func (w *World) tick(t *task) error {
	if err := w.step(t, poco.Tick{At: w.now, Fund: rlc.Amount(max(w.money.Fund, 0))}); err != nil {
		return err
	}
	w.schedule(t)
	return nil
}

// schedule puts a task where it is looked at next: at its deadline, or when what
// it holds back is paid.
func (w *World) schedule(t *task) {
	switch {
	case t.Final():
		return
	case t.State == poco.StateCompleted && t.Audit.Phase == poco.AuditHeld:
		t.due = max(t.Audit.MaturesHeight, w.now.Height+1)
	case t.PhaseDeadlineUnix > 0:
		t.due = max(w.heightAt(t.PhaseDeadlineUnix), w.now.Height+1)
	default:
		return
	}
	w.dues[t.due] = append(w.dues[t.due], t)
}

// heightAt returns the first height whose block is not before a time.
func (w *World) heightAt(unix int64) int64 {
	return w.now.Height + (unix-w.now.Unix+blockSeconds-1)/blockSeconds
}

// draw gives a task its members, or leaves it waiting.
func (w *World) draw(t *task) error {
	if t.Stage() != poco.StateWaiting {
		return nil
	}
	stake, err := poco.StakeFor(t.Price, w.config.Core.AuditRatePPB)
	if err != nil {
		return err
	}
	round := uint64(t.Round)
	roster := rosterOf(t)
	list := w.drawable[roster]
	order := poco.NewShuffle(uint64(len(list)), w.beacon, t.ID, round)
	room := poco.SeatsLeft(t.Task, w.config.Core)
	var drawn []poco.Member
	enough := false
	for range min(len(list), maxProbes) {
		if len(drawn) >= room || enough {
			break
		}
		n := list[order.Next()]
		if poco.HasSeat(t.Task, n.id, n.id) {
			continue
		}
		drawn = append(drawn, poco.Member{
			Worker: n.id, Operator: n.id, Stake: stake, CredibilityPPB: n.credibility,
		})
		enough = poco.Enough(t.Task, drawn)
	}
	if len(drawn) == 0 || !enough && t.State != poco.StateAuditing {
		return nil
	}
	err = w.step(t, poco.Seat{At: w.now, Members: drawn})
	if errors.Is(err, poco.ErrTooLate) {
		return nil
	}
	if err != nil {
		return err
	}
	t.seated = w.now.Height
	for _, m := range drawn {
		n := w.worker(m.Worker)
		n.busy[roster]++
		n.locked += m.Stake
		w.place(n)
	}
	w.acting = append(w.acting, t)
	return nil
}

const maxProbes = 256
