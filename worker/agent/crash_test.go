package agent

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
)

// world is a chain, a network and a machine around one agent: messages and
// outcomes are delayed, lost, repeated and reordered, and the process dies
// between any two actions.
type world struct {
	t       *rapid.T
	config  Config
	agent   *Agent
	journal [][]byte
	height  int64
	unix    int64
	tasks   map[ident.Hash]*seat
	mail    []Action // messages on their way to the chain
	work    []Action // fetches and runs under way; they die with the process
	told    []Event  // outcomes on their way to the agent
	sent    map[ident.Hash]ident.Hash
	salts   uint64
	fair    bool // nothing is lost any more and nobody dies
	drained bool
}

// seat is the worker's seat of one task on the chain.
type seat struct {
	at       Assignment
	end      int64 // of contributions, if classic
	over     bool
	revealed bool
	slashed  bool // committed, but not revealed in time
	outvoted bool // for good: the others revealed
}

func newWorld(t *rapid.T) *world {
	w := &world{
		t: t, config: Config{Worker: ident.Address{7}, Slots: 3, MaxBatch: 2, ResendSeconds: 4},
		tasks: map[ident.Hash]*seat{}, sent: map[ident.Hash]ident.Hash{}, unix: 1000, height: 1,
	}
	w.restart()
	return w
}

func (w *world) restart() {
	var records []Record
	for _, bz := range w.journal {
		r, err := DecodeRecord(bz)
		if err != nil {
			w.t.Fatalf("journal: %v", err)
		}
		records = append(records, r)
	}
	w.agent, w.work, w.told = New(w.config, records), nil, nil
}

// step gives the agent an event and executes its actions; when not fair the
// process may die after any of them.
func (w *world) step(e Event) {
	actions := w.agent.Step(e)
	alive := len(actions)
	if !w.fair && alive > 0 && rapid.IntRange(0, 9).Draw(w.t, "dies") == 0 {
		alive = rapid.IntRange(0, len(actions)).Draw(w.t, "executed")
		defer w.restart()
	}
	for _, a := range actions[:alive] {
		w.execute(a)
	}
}

func (w *world) execute(a Action) {
	switch a := a.(type) {
	case Persist:
		bz, err := a.Record.Encode()
		if err != nil {
			w.t.Fatal(err)
		}
		w.journal = append(w.journal, bz)
	case Fetch, Run:
		w.work = append(w.work, a)
	case SendCommits:
		for _, c := range a.Commits {
			w.note(c.Task, c.Commitment)
		}
		w.mail = append(w.mail, a)
	case SendContributions:
		for _, c := range a.Contributions {
			w.note(c.Task, c.ResultHash)
		}
		w.mail = append(w.mail, a)
	case SendWhole:
		w.note(a.Answer.Task, poco.ResultHash(a.Answer.Task, a.Answer.Answer.Digest))
		w.mail = append(w.mail, a)
	case SendReveals:
		w.mail = append(w.mail, a)
	case Tell:
		if a.News == NewsAlarm {
			w.t.Fatalf("task %s: alarm: %s", label(a.Task), a.Why)
		}
	case Drained:
		w.drained = true
	case Stop, Cleanup:
	}
}

// note checks that what was sent for a task is always the same.
func (w *world) note(task, sent ident.Hash) {
	if old, known := w.sent[task]; known && old != sent {
		w.t.Fatalf("task %s: two different commitments were sent", label(task))
	}
	w.sent[task] = sent
}

// open adds a task with a seat for the worker.
func (w *world) open(workClock int64, trust uint64) {
	id := name(fmt.Sprintf("t%d", len(w.tasks)))
	w.tasks[id] = &seat{at: Assignment{
		Task: id, State: poco.StateCommitting, Member: poco.MemberDrawn, DeadlineUnix: w.unix + workClock, Trust: trust,
	}, end: w.unix + workClock}
}

// block lets time pass: deadlines close, reveals open, tasks end.
func (w *world) block(seconds int64) {
	w.height, w.unix = w.height+1, w.unix+seconds
	for _, id := range w.ids() {
		s := w.tasks[id]
		switch {
		case s.over:
		case s.at.Trust > 0:
			w.blockClassic(id, s)
		case s.at.Member == poco.MemberRevealed:
			s.over = w.fair || rapid.Bool().Draw(w.t, "ends")
		case w.unix >= s.at.DeadlineUnix:
			s.slashed = s.at.Member == poco.MemberCommitted && s.at.State == poco.StateRevealing
			if s.at.Member == poco.MemberCommitted && s.at.State == poco.StateCommitting {
				s.at.State, s.at.DeadlineUnix = poco.StateRevealing, w.unix+60
				continue
			}
			s.over = true
		case s.at.Member == poco.MemberCommitted && s.at.State == poco.StateCommitting &&
			(w.fair || rapid.Bool().Draw(w.t, "all committed")):
			s.at.State, s.at.DeadlineUnix = poco.StateRevealing, w.unix+60
		}
	}
}

// blockClassic lets time pass for a classic task, in which others contribute too.
func (w *world) blockClassic(id ident.Hash, s *seat) {
	at := &s.at
	revealing, drawn := at.State == poco.StateRevealing, at.Member == poco.MemberDrawn
	own := !at.Consensus.IsZero() && at.Consensus == at.ResultHash
	switch {
	case at.Member == poco.MemberRevealed:
		s.over = w.fair || rapid.Bool().Draw(w.t, "ends")
	case revealing && w.unix < at.DeadlineUnix:
	case revealing && own:
		s.slashed, s.over = true, true
	case revealing && !w.fair && rapid.Bool().Draw(w.t, "others do not reveal"):
		at.State, at.DeadlineUnix, at.Consensus = poco.StateCommitting, s.end, ident.Hash{}
	case revealing:
		s.outvoted, s.over = !drawn, true
	case w.unix >= at.DeadlineUnix:
		s.over = true
	case !w.fair && rapid.IntRange(0, 9).Draw(w.t, "others agree") == 0:
		at.State, at.DeadlineUnix, at.Consensus = poco.StateRevealing, w.unix+60, poco.ResultHash(id, name("other"))
	case !drawn && (w.fair || rapid.Bool().Draw(w.t, "consensus")):
		at.State, at.DeadlineUnix, at.Consensus = poco.StateRevealing, w.unix+60, at.ResultHash
	}
}

func (w *world) snapshot() Block {
	b := Block{Height: w.height, Unix: w.unix}
	for _, id := range w.ids() {
		if s := w.tasks[id]; !s.over {
			b.Assignments = append(b.Assignments, s.at)
		}
	}
	return b
}

func (w *world) ids() []ident.Hash {
	return slices.SortedFunc(maps.Keys(w.tasks), func(x, y ident.Hash) int { return slices.Compare(x[:], y[:]) })
}

// due is the chain's rule for messages.
func (w *world) due(s *seat, state poco.State, member poco.MemberState) bool {
	return !s.over && s.at.State == state && s.at.Member == member && w.unix < s.at.DeadlineUnix
}

// deliver lets the chain take a message and returns its outcome.
func (w *world) deliver(a Action) Event {
	refused := map[ident.Hash]string{}
	switch a := a.(type) {
	case SendCommits:
		for _, c := range a.Commits {
			s := w.tasks[c.Task]
			if !w.due(s, poco.StateCommitting, poco.MemberDrawn) {
				refused[c.Task] = "not due"
				continue
			}
			s.at.Member, s.at.Commitment = poco.MemberCommitted, c.Commitment
		}
		return Sent{ID: a.ID, Height: w.height + 1, Refused: refused}
	case SendContributions:
		for _, c := range a.Contributions {
			s := w.tasks[c.Task]
			if !w.due(s, poco.StateCommitting, poco.MemberDrawn) || s.at.Trust == 0 {
				refused[c.Task] = "not due"
				continue
			}
			s.at.Member, s.at.ResultHash = poco.MemberCommitted, c.ResultHash
		}
		return Sent{ID: a.ID, Height: w.height + 1, Refused: refused}
	case SendWhole:
		s := w.tasks[a.Answer.Task]
		if !w.due(s, poco.StateCommitting, poco.MemberDrawn) || s.at.Trust != 1 ||
			rapid.Bool().Draw(w.t, "somebody has contributed") {
			return Sent{ID: a.ID, Err: "not due"}
		}
		s.over, s.revealed = true, true
		return Sent{ID: a.ID, Height: w.height + 1}
	case SendReveals:
		for _, r := range a.Reveals {
			s := w.tasks[r.Task]
			if !w.due(s, poco.StateRevealing, poco.MemberCommitted) || s.at.Consensus != s.at.ResultHash {
				refused[r.Task] = "not due"
				continue
			}
			if s.at.Trust > 0 {
				if poco.ResultHash(r.Task, r.Answer.Digest) != s.at.ResultHash || !r.Salt.IsZero() {
					w.t.Fatalf("task %s: the reveal is not what was contributed", label(r.Task))
				}
				s.at.Member, s.revealed = poco.MemberRevealed, true
				continue
			}
			if poco.Commitment(w.config.Worker, r.Task, r.Answer.Digest, r.Salt) != s.at.Commitment {
				w.t.Fatalf("task %s: the reveal does not open the commitment", label(r.Task))
			}
			s.at.Member, s.revealed = poco.MemberRevealed, true
		}
		return Sent{ID: a.ID, Height: w.height + 1, Refused: refused}
	}
	w.t.Fatalf("not a message: %T", a)
	return nil
}

// finish ends a fetch or run. Apps here are not even deterministic: another run
// gives another answer, so a second commitment would be a different one.
func (w *world) finish(a Action) Event {
	w.salts++
	salt := ident.Keccak256(ident.Uint256(w.salts))
	fails := !w.fair && rapid.IntRange(0, 4).Draw(w.t, "fails") == 0
	switch a := a.(type) {
	case Fetch:
		e := Fetched{Task: a.Task, Attempt: a.Attempt, Salt: salt}
		if fails {
			e.Err = "unreachable"
		}
		return e
	case Run:
		answer := poco.Answer{Digest: ident.Keccak256(salt[:]), Cause: poco.CauseOK}
		e := Ran{Task: a.Task, Attempt: a.Attempt, Salt: salt, Answer: answer}
		if fails {
			e.Err = "killed"
		}
		return e
	}
	w.t.Fatalf("no work: %T", a)
	return nil
}

func take[T any](t *rapid.T, list *[]T, what string) (T, bool) {
	var none T
	if len(*list) == 0 {
		return none, false
	}
	i := rapid.IntRange(0, len(*list)-1).Draw(t, what)
	item := (*list)[i]
	*list = slices.Delete(*list, i, i+1)
	return item, true
}

// chaos does one random thing.
func (w *world) chaos() {
	switch rapid.IntRange(0, 8).Draw(w.t, "thing") {
	case 0:
		if len(w.tasks) < 8 {
			w.open(rapid.Int64Range(5, 60).Draw(w.t, "clock"), rapid.SampledFrom(trusts).Draw(w.t, "trust"))
		}
	case 1:
		w.block(rapid.Int64Range(1, 3).Draw(w.t, "seconds"))
	case 2, 3:
		w.step(w.snapshot())
	case 4:
		if a, ok := take(w.t, &w.work, "work"); ok {
			w.told = append(w.told, w.finish(a))
		}
	case 5, 6:
		if e, ok := take(w.t, &w.told, "outcome"); ok {
			if rapid.IntRange(0, 3).Draw(w.t, "repeat") == 0 {
				w.told = append(w.told, e)
			}
			w.step(e)
		}
	case 7:
		if a, ok := take(w.t, &w.mail, "message"); ok && rapid.IntRange(0, 3).Draw(w.t, "lost") > 0 {
			w.told = append(w.told, w.deliver(a))
		}
	case 8:
		if rapid.IntRange(0, 3).Draw(w.t, "kill") == 0 {
			w.restart()
		}
	}
}

// calm does everything that is waiting, in order, and one block.
func (w *world) calm() {
	w.block(1)
	w.step(w.snapshot())
	for len(w.work)+len(w.told)+len(w.mail) > 0 {
		for _, a := range w.drainWork() {
			w.step(w.finish(a))
		}
		mail := w.mail
		w.mail = nil
		for _, a := range mail {
			w.told = append(w.told, w.deliver(a))
		}
		told := w.told
		w.told = nil
		for _, e := range told {
			w.step(e)
		}
	}
}

func (w *world) drainWork() []Action {
	work := w.work
	w.work = nil
	return work
}

// trusts are what the tasks ask for, mostly nothing.
var trusts = []uint64{0, 0, 1, 5}

// consented tells whether the seat's commitment was asked for: of a classic task
// whose contributions ended without consensus it never is.
func consented(s *seat) bool { return s.at.Trust == 0 || s.at.Consensus == s.at.ResultHash }

// TestCrashAnywhere: whatever is lost, repeated or killed, no two different
// commitments of a task are ever sent, what is committed is revealed once things
// work again, and everything ends.
func TestCrashAnywhere(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		for range rapid.IntRange(0, 120).Draw(t, "steps") {
			w.chaos()
		}
		slashedInChaos := map[ident.Hash]bool{}
		for id, s := range w.tasks {
			late := s.at.State == poco.StateRevealing && s.at.DeadlineUnix-w.unix < 20
			slashedInChaos[id] = s.slashed || s.at.Member == poco.MemberCommitted && late
		}
		w.fair = true
		w.restart()
		for range 300 {
			w.calm()
		}
		for id, s := range w.tasks {
			if !s.over {
				t.Fatalf("task %s did not end", label(id))
			}
			if s.at.Member == poco.MemberCommitted && !slashedInChaos[id] && !s.outvoted && consented(s) {
				t.Fatalf("task %s was committed and not revealed", label(id))
			}
		}
		if n := w.agent.Holding(); n != 0 {
			t.Fatalf("the agent still holds %d tasks", n)
		}
		w.step(Drain{})
		w.calm()
		if !w.drained {
			t.Fatal("the agent does not drain")
		}
		w.restart()
		if n := w.agent.Holding(); n != 0 {
			t.Fatalf("the journal still holds %d tasks", n)
		}
	})
}

// TestCrashAtEveryBoundary runs one whole life once for every action in it, and
// kills the process right before that action.
func TestCrashAtEveryBoundary(t *testing.T) {
	t.Parallel()
	for kill := range 200 {
		done := false
		rapid.Check(t, func(rt *rapid.T) { done = runKilled(rt, kill) })
		if done {
			if kill < 10 {
				t.Fatalf("a life has only %d actions", kill)
			}
			return
		}
	}
	t.Fatal("a life of more than 200 actions")
}

// runKilled returns true if the life ended before the kill-th action.
func runKilled(t *rapid.T, kill int) bool {
	w := newWorld(t)
	w.fair = true
	for _, trust := range []uint64{0, 0, 1, 5} {
		w.open(100, trust)
	}
	executed := 0
	killed := false
	step := func(e Event) {
		for _, a := range w.agent.Step(e) {
			if executed == kill && !killed {
				killed = true
				w.restart()
				return
			}
			executed++
			w.execute(a)
		}
	}
	for range 40 {
		w.block(1)
		step(w.snapshot())
		for len(w.work)+len(w.mail)+len(w.told) > 0 {
			for _, a := range w.drainWork() {
				step(w.finish(a))
			}
			for _, a := range w.mail {
				w.told = append(w.told, w.deliver(a))
			}
			w.mail = nil
			told := w.told
			w.told = nil
			for _, e := range told {
				step(e)
			}
		}
	}
	for id, s := range w.tasks {
		if !s.over || !s.revealed {
			t.Fatalf("killed before action %d: task %s over=%v revealed=%v", kill, label(id), s.over, s.revealed)
		}
	}
	if w.agent.Holding() != 0 {
		t.Fatalf("killed before action %d: the agent still holds %d tasks", kill, w.agent.Holding())
	}
	return !killed
}
