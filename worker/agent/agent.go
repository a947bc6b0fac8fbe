// Package agent is the worker's mind as a pure function: Step takes an event and
// returns what to do about it, in order. It reads no clock, does no IO and draws
// no random number: time comes with blocks, salts with outcomes. What the agent
// must not forget it asks to Persist; a new Agent made from these records goes on
// where the old one stopped, wherever that was.
//
// The manual, for who executes the actions:
//  1. Make the agent with New from all records of the journal, oldest first.
//  2. Give it every event, one at a time, and execute the returned actions in
//     their order before the next event.
//  3. Persist must be durable before the next action is executed. If it fails,
//     stop: a commit or contribution whose answer is not durable costs the stake.
//  4. Fetch, Run and everything sent are begun, not waited for: their
//     outcome is an event later. An outcome that never comes is asked for again.
//  5. Every outcome may be told twice, late, or not at all.
package agent

import (
	"bytes"
	"maps"
	"slices"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
)

// Config is what an agent must know of itself.
type Config struct {
	Worker        ident.Address // whose commitments they are
	Slots         int           // tasks that run at once, at least 1
	MaxBatch      int           // items in one message, at least 1
	ResendSeconds int64         // chain time after which a message without an outcome is sent again
}

// The bounds of what the agent does between two blocks and after failures.
const (
	sendsPerBlock    = 4  // messages sent between two blocks; the rest is batched at the next block
	maxRetrySeconds  = 30 // longest pause before a failed fetch or run is tried again
	maxResendSeconds = 5  // longest pause before a refused message is sent again
)

// stage is how far the agent itself is with a task; how far the task is, the
// chain says.
type stage uint8

const (
	stageQueued stage = iota // to be fetched, when there is a slot and retryUnix is over
	stageFetching
	stageRunning
	stageComputed  // answer and salt are durable
	stageAbandoned // too late, or nothing can be done any more
)

// task is one assignment as the agent sees it.
type task struct {
	at         Assignment
	onChain    bool // in the last snapshot
	stage      stage
	attempt    uint64 // of the fetch or run under way: other outcomes are stale
	failures   int    // of fetches and runs in a row
	retryUnix  int64
	answer     poco.Answer
	salt       ident.Hash
	flight     uint64 // message under way, 0 = none
	flightUnix int64  // chain time at which it was sent
	included   int64  // height at which the message under way was included, 0 = not known
	refusals   int    // of messages in a row
	resendUnix int64
	inSteps    bool             // the chain refused to take the answer in one message
	consensus  ident.Hash       // the last consensus on another answer that was told
	told       poco.MemberState // last seat state told
	alarmed    bool
}

func (t *task) busy() bool { return t.stage == stageFetching || t.stage == stageRunning }

// Agent is a worker's mind. Make it with New; it is not safe for concurrent use.
type Agent struct {
	config   Config
	tasks    map[ident.Hash]*task
	unix     int64 // of the last block
	height   int64
	sends    int // since the last block
	sequence uint64
	draining bool
	drained  bool
	actions  []Action
}

// New returns an agent that goes on from the records of a journal, oldest first.
func New(c Config, records []Record) *Agent {
	c.Slots, c.MaxBatch = max(c.Slots, 1), max(c.MaxBatch, 1)
	c.ResendSeconds = max(c.ResendSeconds, 1)
	a := &Agent{config: c, tasks: map[ident.Hash]*task{}}
	for _, r := range Open(records) {
		t := &task{at: Assignment{Task: r.Task}}
		if r.Kind == KindComputed {
			t.stage, t.answer, t.salt = stageComputed, r.Answer, r.Salt
		}
		a.tasks[r.Task] = t
	}
	return a
}

// Step folds an event into the agent and returns what to do now, in order.
func (a *Agent) Step(e Event) []Action {
	a.actions = nil
	switch e := e.(type) {
	case Block:
		a.block(e)
	case Fetched:
		a.fetched(e)
	case Ran:
		a.ran(e)
	case Sent:
		a.sent(e)
	case Resize:
		a.config.Slots = max(e.Slots, 1)
	case Drain:
		a.draining = true
		return a.actions
	}
	a.begin()
	a.send()
	a.endDrain()
	return a.actions
}

// Busy returns how many tasks are being fetched or run.
func (a *Agent) Busy() int {
	n := 0
	for _, t := range a.tasks {
		if t.busy() {
			n++
		}
	}
	return n
}

// Running returns the tasks that are being run.
func (a *Agent) Running() []ident.Hash {
	var all []ident.Hash
	for id, t := range a.tasks {
		if t.stage == stageRunning {
			all = append(all, id)
		}
	}
	return all
}

// Queued returns how many tasks wait for a slot, or to be tried again.
func (a *Agent) Queued() int {
	n := 0
	for _, t := range a.tasks {
		if t.onChain && t.stage == stageQueued && t.at.Member == poco.MemberDrawn {
			n++
		}
	}
	return n
}

// Holding returns how many tasks are not closed yet.
func (a *Agent) Holding() int { return len(a.tasks) }

// Height returns the last block seen, 0 before the first.
func (a *Agent) Height() int64 { return a.height }

func (a *Agent) do(action Action) { a.actions = append(a.actions, action) }

func (a *Agent) tell(id ident.Hash, news News, why string) {
	a.do(Tell{Task: id, News: news, Why: why})
}

// block takes the chain's truth. A block older than the last one comes from a
// node that lags: it is ignored.
func (a *Agent) block(b Block) {
	if b.Height < a.height {
		return
	}
	if b.Height > a.height {
		a.sends = 0
	}
	a.height, a.unix = b.Height, max(b.Unix, a.unix)
	for _, t := range a.tasks {
		t.onChain = false
	}
	for _, at := range b.Assignments {
		if seated(at.Member) {
			a.assigned(at)
		}
	}
	for _, id := range a.sorted() {
		t := a.tasks[id]
		if !t.onChain {
			a.close(id, t)
			continue
		}
		a.expire(id, t)
	}
}

// seated tells whether a member in this state still has something to do or to wait for.
func seated(m poco.MemberState) bool {
	return m == poco.MemberDrawn || m == poco.MemberCommitted || m == poco.MemberRevealed
}

func (a *Agent) assigned(at Assignment) {
	t := a.tasks[at.Task]
	if t == nil {
		t = &task{}
		a.tasks[at.Task] = t
		a.do(Persist{Record{Kind: KindStarted, Task: at.Task}})
	}
	changed := t.at.Member != at.Member || t.at.State != at.State || t.at.Consensus != at.Consensus
	t.at, t.onChain = at, true
	if changed {
		// What was under way has arrived, or has no purpose any more.
		t.flight, t.included, t.refusals, t.resendUnix = 0, 0, 0, 0
	}
	if t.told != at.Member {
		t.told = at.Member
		news := seatNews[at.Member]
		switch {
		case news == NewsCommitted && at.classic():
			news = NewsContributed
		case news == NewsDrawn && at.Audit:
			news = NewsAudit
		}
		a.tell(at.Task, news, "")
	}
	a.outvoted(at.Task, t)
}

// seatNews is what to tell of a seat's new state.
var seatNews = map[poco.MemberState]News{
	poco.MemberDrawn: NewsDrawn, poco.MemberCommitted: NewsCommitted, poco.MemberRevealed: NewsRevealed,
}

// close forgets a task that the chain has done with.
func (a *Agent) close(id ident.Hash, t *task) {
	if t.busy() {
		a.do(Stop{Task: id, Attempt: t.attempt})
	}
	a.do(Cleanup{Task: id})
	a.do(Persist{Record{Kind: KindClosed, Task: id}})
	a.tell(id, NewsClosed, "")
	delete(a.tasks, id)
}

// expire gives up what is too late, notices what can not be mended, and lets
// messages without an outcome be sent again.
func (a *Agent) expire(id ident.Hash, t *task) {
	if t.flight != 0 && a.overdue(t) {
		t.flight, t.included = 0, 0
	}
	switch {
	case t.stage == stageAbandoned:
	case t.at.Member == poco.MemberDrawn && t.at.classic() && t.at.State != poco.StateCommitting:
		// Others have reached consensus: it matters again if they do not reveal.
	case t.at.Member == poco.MemberDrawn && t.stage != stageComputed && a.unix >= t.at.DeadlineUnix:
		a.abandon(id, t, "the commit deadline passed")
	case t.at.Member == poco.MemberRevealed:
	case t.at.Member == poco.MemberCommitted && t.stage != stageComputed:
		a.tell(id, NewsAlarm, "the journal does not know the answer committed to: it can not be revealed")
		a.abandon(id, t, "nothing can be done")
	case t.at.Member == poco.MemberCommitted && !t.alarmed && !a.held(id, t):
		t.alarmed = true
		a.tell(id, NewsAlarm, "the commitment on chain is not that of the journal's answer: it can not be revealed")
	}
}

func (a *Agent) overdue(t *task) bool {
	if t.included != 0 {
		return a.height >= t.included
	}
	return a.unix-t.flightUnix >= a.config.ResendSeconds
}

func (a *Agent) abandon(id ident.Hash, t *task, why string) {
	if t.busy() {
		a.do(Stop{Task: id, Attempt: t.attempt})
	}
	t.stage = stageAbandoned
	a.tell(id, NewsAbandoned, why)
}

func (a *Agent) commitment(id ident.Hash, t *task) ident.Hash {
	return poco.Commitment(a.config.Worker, id, t.answer.Digest, t.salt)
}

// current returns the task of an outcome, nil if the outcome is stale.
func (a *Agent) current(id ident.Hash, attempt uint64, s stage) *task {
	t := a.tasks[id]
	if t == nil || t.stage != s || t.attempt != attempt {
		return nil
	}
	return t
}

func (a *Agent) fetched(e Fetched) {
	t := a.current(e.Task, e.Attempt, stageFetching)
	switch {
	case t == nil:
	case e.Declined != "":
		t.stage = stageAbandoned
		a.tell(e.Task, NewsDeclined, e.Declined)
	case e.Err != "":
		a.retry(e.Task, t, e.Err)
	case e.Bad != nil:
		a.computed(e.Task, t, *e.Bad, e.Salt)
	default:
		t.stage = stageRunning
		a.do(Run{Task: e.Task, Attempt: t.attempt})
	}
}

func (a *Agent) ran(e Ran) {
	t := a.current(e.Task, e.Attempt, stageRunning)
	switch {
	case t == nil:
	case e.Err != "":
		a.retry(e.Task, t, e.Err)
	default:
		a.computed(e.Task, t, e.Answer, e.Salt)
	}
}

func (a *Agent) retry(id ident.Hash, t *task, why string) {
	t.stage, t.retryUnix = stageQueued, a.unix+backoff(t.failures, maxRetrySeconds)
	t.failures++
	a.tell(id, NewsRetry, why)
}

// backoff returns 1, 2, 4, … seconds, at most limit.
func backoff(failures int, limit int64) int64 { return min(int64(1)<<min(failures, 10), limit) }

func (a *Agent) computed(id ident.Hash, t *task, answer poco.Answer, salt ident.Hash) {
	t.stage, t.answer, t.salt = stageComputed, answer, salt
	a.do(Persist{Record{Kind: KindComputed, Task: id, Answer: answer, Salt: salt}})
	a.tell(id, NewsComputed, "")
}

func (a *Agent) sent(e Sent) {
	for _, id := range a.sorted() {
		t := a.tasks[id]
		if t.flight != e.ID {
			continue
		}
		if e.Err == "" && e.Refused[id] == "" {
			t.included = max(e.Height, 1) // wait for a snapshot of that block
			continue
		}
		t.flight, t.resendUnix = 0, a.unix+backoff(t.refusals, maxResendSeconds)
		t.refusals++
		t.inSteps = true
		why := e.Refused[id]
		if why == "" {
			why = e.Err
		}
		a.tell(id, NewsRefused, why)
	}
}

// begin starts what waits for a slot, most urgent first.
func (a *Agent) begin() {
	var ready []*task
	for _, t := range a.tasks {
		if t.onChain && t.stage == stageQueued && t.at.Member == poco.MemberDrawn &&
			t.at.State == poco.StateCommitting && a.unix >= t.retryUnix && a.unix < t.at.DeadlineUnix {
			ready = append(ready, t)
		}
	}
	slices.SortFunc(ready, moreUrgent)
	for _, t := range ready[:min(len(ready), max(a.config.Slots-a.Busy(), 0))] {
		a.sequence++
		t.stage, t.attempt = stageFetching, a.sequence
		a.do(Fetch{Task: t.at.Task, Deal: t.at.Deal, Index: t.at.Index, Attempt: t.attempt})
	}
}

func moreUrgent(x, y *task) int {
	if x.at.DeadlineUnix != y.at.DeadlineUnix {
		return int(min(max(x.at.DeadlineUnix-y.at.DeadlineUnix, -1), 1))
	}
	return bytes.Compare(x.at.Task[:], y.at.Task[:])
}

// send sends reveals first: a missed reveal costs the stake, a missed commit a strike.
func (a *Agent) send() {
	for _, batch := range a.batches(a.due(poco.StateRevealing, poco.MemberCommitted)) {
		if a.sends >= sendsPerBlock {
			return
		}
		out := SendReveals{ID: a.fly(batch)}
		for _, t := range batch {
			out.Reveals = append(out.Reveals, t.reveal())
		}
		a.do(out)
	}
	var bounded, classic []*task
	for _, t := range a.due(poco.StateCommitting, poco.MemberDrawn) {
		if t.at.classic() {
			classic = append(classic, t)
			continue
		}
		bounded = append(bounded, t)
	}
	for _, batch := range a.batches(bounded) {
		if a.sends >= sendsPerBlock {
			return
		}
		out := SendCommits{ID: a.fly(batch)}
		for _, t := range batch {
			out.Commits = append(out.Commits, Commit{Task: t.at.Task, Commitment: a.commitment(t.at.Task, t)})
		}
		a.do(out)
	}
	a.sendClassic(classic)
}

// batches cuts tasks into messages. The chain refuses a message as a whole if one
// of its items is not due, so what was refused goes in smaller and smaller ones,
// and never with what was not.
func (a *Agent) batches(due []*task) [][]*task {
	var out [][]*task
	slices.SortStableFunc(due, func(x, y *task) int { return x.refusals - y.refusals })
	for _, t := range due {
		last := len(out) - 1
		room := max(a.config.MaxBatch>>min(t.refusals, 16), 1)
		if last >= 0 && out[last][0].refusals == t.refusals && len(out[last]) < room {
			out[last] = append(out[last], t)
			continue
		}
		out = append(out, []*task{t})
	}
	return out
}

// due returns the computed tasks in these states for which no message is under
// way, most urgent first.
func (a *Agent) due(s poco.State, m poco.MemberState) []*task {
	var due []*task
	for _, t := range a.tasks {
		if t.onChain && t.stage == stageComputed && !t.alarmed && t.flight == 0 && a.unix >= t.resendUnix &&
			t.at.State == s && t.at.Member == m && a.unix < t.at.DeadlineUnix && t.consensus.IsZero() {
			due = append(due, t)
		}
	}
	slices.SortFunc(due, moreUrgent)
	return due
}

// fly marks a batch as under way and returns the message's number.
func (a *Agent) fly(batch []*task) uint64 {
	a.sends++
	a.sequence++
	for _, t := range batch {
		t.flight, t.flightUnix, t.included = a.sequence, a.unix, 0
	}
	return a.sequence
}

// endDrain tells, once, that a draining agent has nothing left.
func (a *Agent) endDrain() {
	if a.draining && !a.drained && a.height > 0 && len(a.tasks) == 0 {
		a.drained = true
		a.do(Drained{})
	}
}

func (a *Agent) sorted() []ident.Hash {
	return slices.SortedFunc(maps.Keys(a.tasks), func(x, y ident.Hash) int { return bytes.Compare(x[:], y[:]) })
}
