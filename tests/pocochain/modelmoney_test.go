package pocochain

import (
	"math/big"
	"slices"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/core/rlc"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

const (
	active = pocotypes.WorkerStatus_WORKER_STATUS_ACTIVE
	jailed = pocotypes.WorkerStatus_WORKER_STATUS_JAILED
	left   = pocotypes.WorkerStatus_WORKER_STATUS_LEFT
)

// apply does what a step of a task asks for.
func (m *model) apply(t *task, e poco.Effect) error {
	switch e := e.(type) {
	case poco.Draw:
		m.queue(t)
	case poco.Freed:
		w := m.worker(e.Member.Worker)
		m.release(t, w, e.Member, true)
		w.record.Missed++
		m.strike(w)
		m.place(w)
	case poco.Ended:
		return m.ended(t, e)
	case poco.Unlocked:
		for _, x := range e.Members {
			m.unlock(m.worker(x.Worker), x)
		}
	case poco.Audited:
		m.audited(t, e)
	case poco.Matured:
		for _, x := range e.Members {
			m.worker(x.Worker).earn(x.Reward)
		}
		m.stats.Matured++
		return m.payOwner(t, e.PoolReward)
	}
	return nil
}

func (w *member) earn(a rlc.Amount) {
	w.account += a
	w.record.EarnedNrlc += uint64(a)
}

// release gives a slot back, and the stake unless it stays locked.
func (m *model) release(t *task, w *member, x poco.Member, stake bool) {
	roster := committees
	if slices.ContainsFunc(t.Audit.Auditors, func(a poco.Member) bool { return a.Worker == x.Worker }) {
		roster = audits
	}
	w.busy[roster]--
	m.freed = append(m.freed, roster)
	if stake {
		w.locked -= x.Stake
		w.bond -= x.Slashed
	}
}

func (m *model) unlock(w *member, x poco.Member) {
	w.locked -= x.Stake
	w.bond -= x.Slashed
	w.record.SlashedNrlc += uint64(x.Slashed)
}

func (m *model) strike(w *member) {
	if w.status == jailed {
		return
	}
	if w.strikes++; w.strikes >= m.params.StrikesToJail {
		m.jail(w)
	}
}

func (m *model) jail(w *member) {
	if w.status == jailed {
		return
	}
	term := m.params.JailSeconds
	for range w.jailings {
		term = min(2*term, m.params.MaxJailSeconds)
	}
	if w.status != left {
		w.status = jailed
	}
	w.strikes = 0
	w.jailings++
	w.jailedUntil = m.now.Unix + int64(term)
}

// fault is a wrong answer.
func (m *model) fault(w *member) {
	m.jail(w)
	w.recalled, w.cursor = true, nil
}

func (m *model) ended(t *task, e poco.Ended) error {
	held := !t.Final()
	for _, x := range e.Members {
		w := m.worker(x.Worker)
		m.release(t, w, x, !held || x.State != poco.MemberAccepted)
		w.record.SlashedNrlc += uint64(x.Slashed)
		m.judge(w, x, e.Answers)
		m.place(w)
		if x.RevealedHeight > 0 {
			m.stats.Executions++
		}
	}
	if t.State == poco.StateFailed {
		m.kitty += e.Forfeited + t.deal.PoolStake
		t.Refunded = t.deal.App.Price + t.deal.Dataset.Price + t.deal.Workerpool.Price
		m.buyer += t.Refunded
		return nil
	}
	m.fund += e.AuditFee
	m.queue(t)
	m.stats.Accepted++
	m.stats.FeesNrlc += uint64(e.AuditFee)
	m.stats.PromisedErrorPpbSum += uint64(t.deal.Policy.MaxErrorPPB)
	m.stats.StatedErrorPpbSum += uint64(poco.PPB - t.ReachedPPB)
	return nil
}

// judge writes a verdict into a worker's record.
func (m *model) judge(w *member, x poco.Member, answers int) {
	w.record.Score = poco.ScoreAfter(w.record.Score, x.State, answers)
	switch x.State { //nolint:exhaustive // the others leave it
	case poco.MemberAccepted:
		w.record.Accepted++
		w.strikes = 0
	case poco.MemberRejected:
		w.record.Rejected++
		w.record.AuditsPassed = 0
		m.fault(w)
	case poco.MemberWithheld:
		w.record.Withheld++
		w.record.AuditsPassed = 0
		m.strike(w)
	default:
	}
}

func (m *model) payOwner(t *task, reward rlc.Amount) error {
	kitty, err := poco.KittyPay(m.kitty, t.Price, m.core)
	m.kitty -= kitty
	m.owner += reward + kitty
	return err
}

func (m *model) audited(t *task, e poco.Audited) {
	m.fund -= e.FromFund
	for _, x := range e.Unlocked {
		m.unlock(m.worker(x.Worker), x)
	}
	for _, x := range e.Auditors {
		w := m.worker(x.Worker)
		m.release(t, w, x, true)
		w.record.SlashedNrlc += uint64(x.Slashed)
		m.judge(w, x, 1)
		if x.State == poco.MemberRejected {
			w.record.AuditsFailed++
		}
		m.place(w)
		if x.State == poco.MemberAccepted && t.Final() {
			w.earn(x.Reward)
		}
		if x.RevealedHeight > 0 {
			m.stats.Executions++
		}
	}
	for _, x := range e.Passed {
		m.worker(x.Worker).record.AuditsPassed++
	}
	for _, x := range e.Overturned {
		w := m.worker(x.Worker)
		w.record.AuditsFailed++
		w.record.AuditsPassed = 0
		w.record.Score = poco.ScoreAfter(w.record.Score, x.State, 1)
		m.fault(w)
		m.place(w)
	}
	for _, x := range e.Vindicated {
		w := m.worker(x.Worker)
		stake := min(x.Reward, x.Stake)
		w.record.SlashedNrlc -= uint64(stake)
		w.account += stake
		w.earn(x.Reward - stake)
	}
	m.buyer += e.Refund
	m.fund += e.ToFund
	m.countAudit(t, e)
}

func (m *model) countAudit(t *task, e poco.Audited) {
	m.stats.SlashedNrlc += uint64(e.ToFund)
	m.stats.PaidNrlc += uint64(e.FromFund)
	fell := t.Audit.Phase == poco.AuditCorrected || t.Audit.Phase == poco.AuditRetracted
	if t.Audit.Recalled {
		m.stats.Recalled++
	} else {
		m.stats.Audited++
		if fell {
			m.stats.Caught++
		}
	}
	switch t.Audit.Phase { //nolint:exhaustive // the others count nothing
	case poco.AuditCorrected:
		m.stats.Corrected++
	case poco.AuditRetracted:
		m.stats.Retracted++
	default:
	}
}

// hold keeps what workers have held back in a task.
func (m *model) hold(t *task, before poco.Task) {
	key := part{t.Audit.MaturesHeight, t.ID}
	was, is := poco.Held(before), poco.Held(t.Task)
	has := func(list []poco.Member, x poco.Member) bool {
		return slices.ContainsFunc(list, func(o poco.Member) bool { return o.Worker == x.Worker })
	}
	for _, x := range was {
		w := m.worker(x.Worker)
		w.maturing -= x.Reward
		if i, found := slices.BinarySearchFunc(w.held, key, part.compare); found && !has(is, x) {
			w.held = slices.Delete(w.held, i, i+1)
		}
	}
	for _, x := range is {
		w := m.worker(x.Worker)
		w.maturing += x.Reward
		if i, found := slices.BinarySearchFunc(w.held, key, part.compare); !found {
			w.held = slices.Insert(w.held, i, key)
			if w.cursor != nil && w.cursor.compare(key) >= 0 {
				w.cursor = &part{key.height, previous(key.task)} // if it is being recalled, this is too
			}
		}
	}
}

// previous returns the hash before one.
func previous(h ident.Hash) ident.Hash {
	n := new(big.Int).SetBytes(h[:])
	n.Sub(n, big.NewInt(1)).FillBytes(h[:])
	return h
}

// everything is a cursor after all parts.
var everything = part{height: 1 << 62}

// recall runs again what caught workers have held back, the first by address.
func (m *model) recall() error {
	budget := int(m.params.MaxRecallsPerBlock)
	var caught []*member
	for _, w := range m.workers {
		if w.recalled {
			caught = append(caught, w)
		}
	}
	slices.SortFunc(caught, func(a, b *member) int { return slices.Compare(a.id[:], b.id[:]) })
	if m.served != nil { // the others first
		i := slices.IndexFunc(caught, func(w *member) bool { return slices.Compare(w.id[:], m.served.id[:]) > 0 })
		caught = append(slices.Clone(caught[max(i, 0):]), caught[:max(i, 0)]...)
	}
	for _, w := range caught[:min(len(caught), 10*budget)] {
		if budget == 0 {
			return nil
		}
		m.served = w
		room := min(budget, m.recallRoom())
		if w.status == left {
			room = budget
		}
		from := w.cursor
		before := func(p part) bool { return from != nil && p.compare(*from) <= 0 }
		parts := slices.DeleteFunc(slices.Clone(w.held), before)
		more := len(parts) > room
		parts = parts[:min(len(parts), room)]
		budget -= len(parts)
		for _, p := range parts {
			if err := m.fold(m.tasks[p.task], poco.Recall{At: m.now, Worker: w.id}); err != nil {
				return err
			}
		}
		switch {
		case more && room == 0:
		case more:
			w.cursor = &parts[room-1]
		case w.busy == [rosters]uint32{}:
			w.recalled, w.cursor = false, nil
		default:
			w.cursor = &everything
		}
	}
	return nil
}

// recallRoom returns for how many audits there is room while half of all slots for
// them stay free.
func (m *model) recallRoom() int {
	room := 0
	for _, w := range m.workers {
		if w.status == active {
			room += int(w.slots)
		}
	}
	room = m.freeSlots(audits) - room/2
	for _, t := range m.live {
		if t.Stage() == poco.StateWaiting && t.roster() == audits {
			room--
		}
	}
	return max(room, 0)
}

// mature pays what is due by height, or runs it again if a worker was caught.
func (m *model) mature() error {
	due := func(t *task) bool { return t.Audit.Phase == poco.AuditHeld && t.Audit.MaturesHeight <= m.now.Height }
	byHeight := func(a, b *task) int { return int(a.Audit.MaturesHeight - b.Audit.MaturesHeight) }
	for _, t := range m.first(int(m.params.MaxDuePerBlock), due, byHeight) {
		for _, x := range poco.Held(t.Task) {
			if !m.worker(x.Worker).recalled || slices.Contains(t.Audit.Faulty, x.Worker) {
				continue
			}
			if err := m.fold(t, poco.Recall{At: m.now, Worker: x.Worker}); err != nil {
				return err
			}
			if t.State == poco.StateAuditing {
				break
			}
		}
		if t.State == poco.StateAuditing {
			continue
		}
		if err := m.tick(t); err != nil {
			return err
		}
	}
	return nil
}

// open opens tasks of the deals in line, one round.
func (m *model) open() error {
	budget, room := int(m.params.MaxOpeningsPerBlock), -1
	for _, d := range slices.Clone(m.line[:min(len(m.line), budget)]) {
		for full := false; d.next < d.First+d.Size && budget > 0 && !full; budget-- {
			t := &task{Task: poco.Open(d.Deal, d.next, m.now, m.core), deal: d, due: -1}
			m.tasks[t.ID], m.live[t.ID] = t, t
			if err := m.tick(t); err != nil {
				return err
			}
			d.next++
			if t.State != poco.StateWaiting {
				continue
			}
			if room < 0 {
				room = m.freeSlots(committees)
			}
			full = room <= 1
			room = max(room, 1) - 1
		}
		if d.next == d.First+d.Size {
			d.unline(m)
		}
		if budget == 0 {
			return nil
		}
	}
	return nil
}

func (m *model) freeSlots(roster int) int {
	n := 0
	for _, w := range m.places[roster] {
		n += w.free(roster)
	}
	return n
}

func (d *deal) unline(m *model) {
	m.line = slices.DeleteFunc(m.line, func(o *deal) bool { return o == d })
}

// pause takes a deal out of the line whose last opened task found nobody.
func (d *deal) pause(m *model, index uint64) {
	if slices.Contains(m.line, d) && d.next == index+1 {
		d.unline(m)
		d.paused = true
	}
}

func (d *deal) unpause(m *model, index uint64) {
	if d.paused && d.next == index+1 {
		d.paused = false
		m.line = append(m.line, d)
	}
}

// move does what an operator does about a worker.
func (m *model) move(i int, x move, bond rlc.Amount) {
	w := m.workers[i]
	switch x {
	case stay:
		return
	case drain:
		w.status = pocotypes.WorkerStatus_WORKER_STATUS_DRAINING
	case resume, unjail:
		w.status = active
	case leave:
		w.account += w.bond
		w.status, w.bond = left, 0
	case register:
		w.account -= bond
		w.status, w.bond, w.operator = active, w.bond+bond, m.workers[m.script.operator(i)].id
	}
	m.place(w)
	for r := range m.places {
		m.wake(r, min(w.free(r), 16))
	}
}

// standing is what an operator sees of a worker.
func (m *model) standing(i int) standing {
	w := m.workers[i]
	return standing{
		status: w.status, idle: w.busy == [rosters]uint32{} && w.locked == 0, jailedUntil: w.jailedUntil,
		recalled: w.recalled,
	}
}

// enter adds a worker that comes with a record.
func (m *model) enter(id ident.Address, slots uint32, bond, account rlc.Amount, record pocotypes.Reputation) {
	w := &member{
		index: len(m.workers), id: id, operator: id, status: active, slots: slots, bond: bond, account: account,
		record: record, place: [rosters]int{-1, -1},
	}
	m.index[id] = w.index
	m.workers = append(m.workers, w)
	m.place(w)
}
