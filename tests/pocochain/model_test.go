package pocochain

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/core/rlc"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

// model is what x/poco does for bounded tasks of one pool, over maps and slices.
type model struct {
	script  script
	agenda  *agenda
	params  pocotypes.Params
	core    poco.Params
	now     poco.Clock
	workers []*member
	index   map[ident.Address]int
	places  [rosters][]*member // who can be drawn, in their places
	tasks   map[ident.Hash]*task
	live    map[ident.Hash]*task // not final
	deals   map[ident.Hash]*deal
	matched []*deal // whose tasks nobody opened yet
	line    []*deal
	draws   []*task
	served  *member // the caught worker that was last served
	freed   []int   // rosters, once per seat that ended in this block

	kitty, fund, owner, buyer rlc.Amount // what they hold, or got
	stats                     pocotypes.AuditStats
}

// member is a worker.
type member struct {
	index        int
	id, operator ident.Address
	status       pocotypes.WorkerStatus
	slots        uint32
	busy         [rosters]uint32 // open seats
	bond, locked rlc.Amount
	maturing     rlc.Amount
	place        [rosters]int // -1 = none
	strikes      uint32
	jailings     uint32
	jailedUntil  int64
	record       pocotypes.Reputation
	account      rlc.Amount // what it has beside its bond
	held         []part     // results in which it has something held back
	recalled     bool
	cursor       *part // the last one that was recalled
}

// part is a result in which a worker has something held back.
type part struct {
	height int64
	task   ident.Hash
}

func (p part) compare(o part) int {
	return cmp.Or(cmp.Compare(p.height, o.height), bytes.Compare(p.task[:], o.task[:]))
}

type task struct {
	poco.Task
	deal *deal
	due  int64 // when it is looked at, -1 = never
}

type deal struct {
	market.Deal
	next   uint64
	paused bool
}

func newModel(s script, p pocotypes.Params) *model {
	return &model{
		script: s, agenda: newAgenda(s), params: p, core: p.Core(), index: map[ident.Address]int{},
		tasks: map[ident.Hash]*task{}, live: map[ident.Hash]*task{}, deals: map[ident.Hash]*deal{},
	}
}

func (m *model) worker(id ident.Address) *member { return m.workers[m.index[id]] }

// The rosters: who can be drawn for committees, and who for audits.
const (
	committees = iota
	audits
	rosters
)

func (t *task) roster() int {
	if t.State == poco.StateAuditing {
		return audits
	}
	return committees
}

// free is how many seats of a roster more a worker can get.
func (w *member) free(roster int) int {
	if w.status != pocotypes.WorkerStatus_WORKER_STATUS_ACTIVE {
		return 0
	}
	return int(w.slots - w.busy[roster])
}

// place gives a worker its places on the rosters, or takes them away: the last one
// moves into a freed place.
func (m *model) place(w *member) {
	for r := range m.places {
		list := m.places[r]
		switch can := w.free(r) > 0; {
		case can && w.place[r] < 0:
			w.place[r] = len(list)
			m.places[r] = append(list, w)
		case !can && w.place[r] >= 0:
			last := list[len(list)-1]
			list[w.place[r]], last.place[r] = last, w.place[r]
			m.places[r] = list[:len(list)-1]
			w.place[r] = -1
		}
	}
}

// begin draws with a block's beacon for the tasks that asked before.
func (m *model) begin(beacon ident.Hash) error {
	probes := m.params.MaxProbesPerBlock
	queue := slices.Clone(m.draws[:min(len(m.draws), int(probes))])
	for _, t := range queue {
		if probes == 0 {
			return nil
		}
		before := probes
		reached, err := m.drawFor(t, beacon, &probes)
		if probes == before {
			probes--
		}
		if err != nil || !reached {
			return err
		}
	}
	return nil
}

func (m *model) drawFor(t *task, beacon ident.Hash, probes *uint32) (bool, error) {
	if t.Audit.Phase == poco.AuditLottery {
		m.unqueue(t)
		return true, m.fold(t, poco.Decide{At: m.now, Beacon: beacon})
	}
	drawn, reached, err := m.draw(t, beacon, probes)
	if err != nil || !reached {
		return reached, err
	}
	if len(drawn) == 0 {
		m.unqueue(t)
		if t.State == poco.StateWaiting && len(t.Members) == 0 {
			t.deal.pause(m, t.Index)
		}
		return true, nil
	}
	before := t.Task
	seated, _, err := poco.Step(t.Task, poco.Seat{At: m.now, Members: drawn}, 0, m.core)
	if err != nil {
		m.unqueue(t)
		return true, nil //nolint:nilerr // it is too late for a round
	}
	t.Task = seated
	for _, d := range drawn {
		w := m.worker(d.Worker)
		w.busy[t.roster()]++
		w.locked += d.Stake
		m.place(w)
		i := slices.IndexFunc(poco.Seats(seated), func(s poco.Member) bool { return s.Worker == d.Worker })
		m.agenda.seated(m.now.Height, seated, poco.Seats(seated)[i], w.index)
	}
	m.keep(t, before)
	return true, nil
}

// draw looks at workers in the order that the beacon gives until they are enough.
func (m *model) draw(t *task, beacon ident.Hash, probes *uint32) ([]poco.Member, bool, error) {
	stake, err := poco.StakeFor(t.Price, m.params.AuditRatePpb)
	if err != nil {
		return nil, true, err
	}
	list := m.places[t.roster()]
	order := poco.NewShuffle(uint64(len(list)), beacon, t.ID, uint64(t.Round))
	room := poco.SeatsLeft(t.Task, m.core)
	var drawn []poco.Member
	for range min(len(list), int(m.params.MaxProbesPerDraw)) {
		if len(drawn) >= room {
			break
		}
		if *probes == 0 {
			return nil, false, nil
		}
		*probes--
		w := list[order.Next()]
		taken := slices.ContainsFunc(drawn, func(d poco.Member) bool { return d.Operator == w.operator })
		if w.bond-w.locked < stake || taken || poco.HasSeat(t.Task, w.id, w.operator) {
			continue
		}
		drawn = append(drawn, poco.Member{
			Worker: w.id, Operator: w.operator, Stake: stake,
			CredibilityPPB: poco.Credibility(w.record.AuditsPassed, m.params.FaultFractionPpb),
		})
		if poco.Enough(t.Task, drawn) {
			return drawn, true, nil
		}
	}
	if t.State == poco.StateAuditing {
		return drawn, true, nil
	}
	return nil, true, nil
}

func (m *model) queue(t *task) {
	if !slices.Contains(m.draws, t) {
		m.draws = append(m.draws, t)
	}
}

func (m *model) unqueue(t *task) {
	m.draws = slices.DeleteFunc(m.draws, func(o *task) bool { return o == t })
}

// fold folds an input into a task and does what follows.
func (m *model) fold(t *task, in poco.Input) error {
	before := t.Task
	next, effects, err := poco.Step(before, in, t.deal.SchedulerRewardRatio, m.core)
	if err != nil {
		return fmt.Errorf("height %d, task %s, %T: %w", m.now.Height, t.ID, in, err)
	}
	t.Task = next
	for _, e := range effects {
		if err := m.apply(t, e); err != nil {
			return err
		}
	}
	m.hold(t, before)
	revealing := poco.StateRevealing
	if before.Stage() != revealing && next.Stage() == revealing {
		m.agenda.opened(m.now.Height, next, m.index)
	}
	_, tick := in.(poco.Tick)
	if tick || next.State != before.State || next.Audit.Phase != before.Audit.Phase ||
		next.PhaseDeadlineUnix != before.PhaseDeadlineUnix {
		m.keep(t, before)
	}
	return nil
}

// keep gives a changed task its places in the queues.
func (m *model) keep(t *task, before poco.Task) {
	waited := before.State == poco.StateWaiting && len(before.Members) == 0
	waits := t.State == poco.StateWaiting && len(t.Members) == 0
	if waited && !waits {
		t.deal.unpause(m, t.Index)
	}
	stage := t.Stage()
	if stage != poco.StateWaiting && t.Audit.Phase != poco.AuditLottery {
		m.unqueue(t)
	}
	if t.Final() {
		delete(m.live, t.ID)
	}
	t.due = -1
	if stage == poco.StateWaiting || stage == poco.StateCommitting || stage == poco.StateRevealing {
		final := t.FinalDeadlineUnix
		if t.State == poco.StateAuditing {
			final = t.Audit.DeadlineUnix
		}
		if t.due = t.PhaseDeadlineUnix; m.now.Unix < final {
			t.due = min(t.due, final)
		}
	}
}

// turn does what a worker does once.
func (m *model) turn(x turn) error {
	t, w := m.tasks[x.task], m.workers[x.worker]
	var in poco.Input = poco.Commit{
		At: m.now, Worker: w.id, Commitment: poco.Commitment(w.id, x.task, x.answer.Digest, x.salt),
	}
	if x.reveal {
		in = poco.Reveal{At: m.now, Worker: w.id, Salt: x.salt, Location: location(x.worker), Answer: x.answer}
	}
	if err := m.fold(t, in); err != nil {
		return err
	}
	w.record.LastSeenHeight = m.now.Height
	if poco.PhaseComplete(t.Task) {
		t.due = m.now.Unix
	}
	return nil
}

// end does what the end of a block does.
func (m *model) end() error {
	n := min(len(m.matched), int(m.params.MaxOpeningsPerBlock))
	m.line = append(m.line, m.matched[:n]...)
	m.matched = m.matched[n:]
	for _, stage := range []func() error{m.handleDue, m.recall, m.mature, m.open} {
		if err := stage(); err != nil {
			return err
		}
	}
	m.freed = nil
	return nil
}

// first returns the first n live tasks that are wanted, in an order.
func (m *model) first(n int, wanted func(*task) bool, order func(a, b *task) int) []*task {
	var list []*task
	for _, t := range m.live {
		if wanted(t) {
			list = append(list, t)
		}
	}
	slices.SortFunc(list, func(a, b *task) int { return cmp.Or(order(a, b), bytes.Compare(a.ID[:], b.ID[:])) })
	return list[:min(n, len(list))]
}

func byDue(a, b *task) int { return cmp.Compare(a.due, b.due) }

func (m *model) handleDue() error {
	left := int(m.params.MaxDuePerBlock)
	for left > 0 {
		list := m.first(left, func(t *task) bool { return t.due >= 0 && t.due <= m.now.Unix }, byDue)
		if len(list) == 0 {
			return nil
		}
		left -= len(list)
		for _, t := range list {
			if err := m.tick(t); err != nil {
				return err
			}
		}
		m.wakeFreed()
	}
	return nil
}

func (m *model) tick(t *task) error { return m.fold(t, poco.Tick{At: m.now, Fund: m.fund}) }

// wakeFreed wakes a task for each seat that ended, the first roster to free one
// first.
func (m *model) wakeFreed() {
	freed := m.freed
	m.freed = nil
	for i, r := range freed {
		if slices.Index(freed, r) < i {
			continue
		}
		n := len(slices.DeleteFunc(slices.Clone(freed), func(o int) bool { return o != r }))
		m.wake(r, n)
	}
}

// wake makes n tasks that wait for a roster due now, those first whose next try is
// nearest.
func (m *model) wake(roster, n int) {
	later := func(t *task) bool {
		return t.Stage() == poco.StateWaiting && t.roster() == roster && t.due > m.now.Unix
	}
	for _, t := range m.first(n, later, byDue) {
		t.due = m.now.Unix
	}
}
