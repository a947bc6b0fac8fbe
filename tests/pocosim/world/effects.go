package world

import (
	"slices"

	"github.com/iexecd/iexecd/core/poco"
)

// apply does what a step of a task asks for outside of it.
func (w *World) apply(t *task, e poco.Effect) error {
	switch e := e.(type) {
	case poco.Draw:
		w.queue = append(w.queue, t)
	case poco.Freed:
		w.count.Missed++
		w.release(t, e.Member, true)
		w.strike(w.worker(e.Member.Worker))
	case poco.Ended:
		return w.ended(t, e)
	case poco.Unlocked:
		for _, m := range e.Members {
			w.unlock(m)
		}
	case poco.Audited:
		w.audited(t, e)
	case poco.Matured:
		w.matured(t, e)
	}
	return nil
}

// release gives a seat's slot back, and its stake but for what is slashed.
func (w *World) release(t *task, m poco.Member, stake bool) {
	n, roster := w.worker(m.Worker), committees
	if slices.ContainsFunc(t.Audit.Auditors, func(a poco.Member) bool { return a.Worker == m.Worker }) {
		roster = audits
	}
	n.busy[roster]--
	if stake {
		w.unlock(m)
	}
	w.place(n)
}

// unlock gives a stake back but for what is slashed.
func (w *World) unlock(m poco.Member) {
	n := w.worker(m.Worker)
	n.locked -= m.Stake
	n.account.slashed += m.Slashed
	w.money.take(&n.account.net, m.Slashed)
}

// ended settles an accepted or failed task.
func (w *World) ended(t *task, e poco.Ended) error {
	w.open--
	held := !t.Final()
	for _, m := range e.Members {
		n := w.worker(m.Worker)
		w.release(t, m, !held || m.State != poco.MemberAccepted)
		switch m.State {
		case poco.MemberAccepted:
			n.strikes = 0
			if held {
				n.hold(t)
			}
		case poco.MemberRejected:
			w.count.Rejected++
			w.caught(n, w.config.Jail.Rejected)
		case poco.MemberWithheld:
			w.count.Withheld++
			w.record(n, 0)
			w.strike(n)
		case poco.MemberUnspecified, poco.MemberDrawn, poco.MemberCommitted, poco.MemberRevealed,
			poco.MemberMissed, poco.MemberReleased, poco.MemberOverturned, poco.MemberVindicated:
		}
	}
	w.money.take(&w.money.Escrow, t.Price)
	if t.State == poco.StateFailed {
		w.count.Failed++
		w.money.settle(&w.money.Buyers, t.Price)
		w.money.settle(&w.money.Kitty, e.Forfeited)
		return nil
	}
	w.money.settle(&w.money.Fund, e.AuditFee)
	w.accepted(t, e)
	if !held {
		w.payMembers(e.Members)
		w.money.settle(&w.money.Pool, e.PoolReward)
		w.final(t)
		return nil
	}
	w.queue = append(w.queue, t)
	for _, m := range e.Members {
		if n := w.worker(m.Worker); m.State == poco.MemberAccepted && n.caught >= t.seated {
			w.again = append(w.again, recall{t, n}) // caught while it sat in this task
		}
	}
	return nil
}

// accepted counts a result that the buyer gets.
func (w *World) accepted(t *task, e poco.Ended) {
	w.pending++
	t.wrong = t.Result.Digest != rightDigest
	w.count.Accepted++
	w.count.stated(t.ReachedPPB, !t.wrong)
	w.count.Risk[t.Audit.Risk]++
	if !t.wrong {
		return
	}
	w.count.WrongAccepted++
	if t.Result.Digest != lieDigest {
		w.count.Mistakes++
		return
	}
	w.count.LiesAccepted++
	for _, m := range e.Members {
		n := w.worker(m.Worker)
		if m.State != poco.MemberAccepted || !n.faulty {
			continue
		}
		n.lies++
		if n.firstLie == 0 {
			n.firstLie = w.now.Height
		}
	}
}

// audited settles the end of an audit.
func (w *World) audited(t *task, e poco.Audited) {
	w.count.Audits++
	for _, m := range e.Auditors {
		n := w.worker(m.Worker)
		w.release(t, m, true)
		switch m.State {
		case poco.MemberAccepted:
			n.strikes = 0
			n.hold(t)
		case poco.MemberRejected:
			w.count.Rejected++
			w.caught(n, w.config.Jail.Rejected)
		case poco.MemberWithheld:
			w.count.Withheld++
			w.record(n, 0)
			w.strike(n)
		case poco.MemberUnspecified, poco.MemberDrawn, poco.MemberCommitted, poco.MemberRevealed,
			poco.MemberMissed, poco.MemberReleased, poco.MemberOverturned, poco.MemberVindicated:
		}
	}
	for _, m := range e.Unlocked {
		w.unlock(m)
	}
	for _, m := range e.Passed {
		if n := w.worker(m.Worker); n.caught < t.seated {
			w.record(n, n.audits+1)
		}
	}
	for _, m := range e.Overturned {
		w.overturned(t, w.worker(m.Worker))
	}
	for _, m := range e.Vindicated {
		w.money.settle(&w.worker(m.Worker).account.net, m.Reward)
	}
	w.money.settle(&w.money.Buyers, e.Refund)
	w.money.settle(&w.money.Fund, e.ToFund)
	w.money.take(&w.money.Fund, e.FromFund)
	if t.Final() {
		w.payMembers(t.Audit.Auditors)
		w.final(t)
		return
	}
	w.escaped(t)
}

// overturned counts a worker whose accepted answer was found wrong.
func (w *World) overturned(t *task, n *worker) {
	w.count.Overturned++
	if n.faulty && n.firstLie > 0 {
		w.count.Caught++
		w.count.CatchBlocks += w.now.Height - n.firstLie
		n.firstLie = 0
	}
	if t.wrong && n.lies > 0 {
		n.lies--
	}
	w.caught(n, true)
}

// matured pays what was held back.
func (w *World) matured(t *task, e poco.Matured) {
	for _, m := range e.Members {
		n := w.worker(m.Worker)
		w.money.settle(&n.account.net, m.Reward)
		if n.faulty && t.Result.Digest == lieDigest {
			w.count.LieRewards += int64(m.Reward) //nolint:gosec // a reward
		}
		if n.lies > 0 && t.wrong {
			n.lies--
		}
	}
	w.money.settle(&w.money.Pool, e.PoolReward)
	w.final(t)
}

// payMembers pays the accepted of a task that is paid at once.
func (w *World) payMembers(members []poco.Member) {
	for _, m := range members {
		if m.State == poco.MemberAccepted {
			w.money.settle(&w.worker(m.Worker).account.net, m.Reward)
		}
	}
}

// final counts what a buyer has in the end.
func (w *World) final(t *task) {
	w.pending--
	switch {
	case t.State == poco.StateFailed:
		w.count.Retracted++
		if t.wrong {
			w.count.WrongRetracted++
		}
	case t.Audit.Corrected != nil && t.Audit.Corrected.Digest == rightDigest:
		w.count.Corrected++
	case t.Audit.Corrected != nil:
		w.count.WrongCorrected++
		w.count.WrongMatured++
	default:
		w.count.Stood++
		if !t.wrong {
			return
		}
		w.count.WrongMatured++
		if t.Result.Digest == lieDigest {
			w.count.LiesMatured++
		}
	}
}

// caught sets the record of a worker back, has all that it holds back run again,
// and puts it in jail or not.
func (w *World) caught(n *worker, jail bool) {
	w.record(n, 0)
	n.caught = w.now.Height
	if !n.recall {
		n.recall, n.recalled = true, 0
		w.recalls = append(w.recalls, n)
	}
	if jail {
		w.jail(n)
	}
}

// recall is a result that is run again because of a worker.
type recall struct {
	task   *task
	worker *worker
}

// recallSome runs again what caught workers hold back, as many as a block allows.
func (w *World) recallSome() error {
	if len(w.again)+len(w.recalls) == 0 {
		return nil
	}
	budget := min(w.config.RecallLimit, w.recallRoom())
	for len(w.again) > 0 && budget > 0 {
		r := w.again[0]
		w.again = w.again[1:]
		budget--
		if err := w.recallOne(r); err != nil {
			return err
		}
	}
	for len(w.recalls) > 0 && budget > 0 {
		n := w.recalls[0]
		if err := w.recallHeld(n, &budget); err != nil || n.recalled < len(n.held) {
			return err
		}
		n.recall, n.held = false, nil
		w.recalls = w.recalls[1:]
		if w.adversary.whenCaught != nil && n.faulty {
			w.adversary.whenCaught(w, n)
		}
	}
	return nil
}

// recallHeld runs again what one caught worker holds back.
func (w *World) recallHeld(n *worker, budget *int) error {
	for ; n.recalled < len(n.held) && *budget > 0; n.recalled++ {
		if n.held[n.recalled].Final() {
			continue
		}
		*budget--
		if err := w.recallOne(recall{n.held[n.recalled], n}); err != nil {
			return err
		}
	}
	return nil
}

// recallRoom returns for how many audits there is room while at least half of all
// slots for audits stay free.
func (w *World) recallRoom() int {
	free, all := 0, w.active*int(w.config.Slots)
	for _, n := range w.drawable[audits] {
		free += int(w.config.Slots - n.busy[audits])
	}
	return max(free-all/2-w.auditsWaiting, 0)
}

func (w *World) recallOne(r recall) error {
	holds := func(m poco.Member) bool { return m.Worker == r.worker.id }
	if !slices.ContainsFunc(poco.Held(r.task.Task), holds) {
		return nil
	}
	w.count.Recalled++
	return w.step(r.task, poco.Recall{At: w.now, Worker: r.worker.id})
}
