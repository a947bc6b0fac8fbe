package sim

import (
	"encoding/binary"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/tests/chaintest"
	"github.com/iexecd/iexecd/worker/agent"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

// worker is a machine with the real agent on it. Only its journal survives a crash.
type worker struct {
	w       *world
	account *chaintest.Account
	kind    kind
	agent   *agent.Agent
	journal [][]byte
	jobs    []job   // fetches and runs under way
	mails   []*mail // messages on their way to the chain
	dead    bool    // it crashed in the middle of its actions
}

// job is a fetch or a run that ends at a time.
type job struct {
	action agent.Action
	unix   int64
}

// mail is a message on its way.
type mail struct {
	from   *worker
	id     uint64
	msg    sdk.Msg
	height int64 // of the block that may take it
}

func newWorker(w *world, a *chaintest.Account, k kind) *worker {
	x := &worker{w: w, account: a, kind: k}
	x.restart()
	return x
}

func (x *worker) restart() {
	var records []agent.Record
	for _, bz := range x.journal {
		r, err := agent.DecodeRecord(bz)
		if err != nil {
			x.w.t.Fatal(err)
		}
		records = append(records, r)
	}
	slots := 4
	x.agent = agent.New(agent.Config{Worker: x.account.ID, Slots: slots, MaxBatch: 5, ResendSeconds: 20}, records)
	x.jobs, x.dead = nil, false
}

// deliver gives the agent an event and does what it says, unless it crashes.
func (x *worker) deliver(e agent.Event) {
	for _, a := range x.agent.Step(e) {
		if x.w.busy && x.w.chance(x.w.faults.crash) {
			x.dead = true
		}
		if x.dead {
			x.restart()
			return
		}
		x.do(a)
	}
}

func (x *worker) do(a agent.Action) {
	now := x.w.Time.Unix()
	switch a := a.(type) {
	case agent.Persist:
		bz, err := a.Record.Encode()
		if err != nil {
			x.w.t.Fatal(err)
		}
		x.journal = append(x.journal, bz)
	case agent.Fetch:
		x.jobs = append(x.jobs, job{a, now + int64(x.w.rng.IntN(10))})
	case agent.Run:
		if x.kind != sleeper {
			x.jobs = append(x.jobs, job{a, now + int64(x.w.rng.IntN(90))})
		}
	case agent.SendCommits:
		m := &pocotypes.MsgCommit{Worker: x.account.Address}
		for _, c := range a.Commits {
			m.Commits = append(m.Commits, pocotypes.Commit{TaskId: c.Task.String(), Commitment: c.Commitment.String()})
		}
		x.post(a.ID, m)
	case agent.SendContributions:
		m := &pocotypes.MsgContribute{Worker: x.account.Address}
		for _, c := range a.Contributions {
			m.Contributions = append(m.Contributions, pocotypes.Contribution{
				TaskId: c.Task.String(), ResultHash: c.ResultHash.String(), ResultSeal: c.ResultSeal.String(),
			})
		}
		x.post(a.ID, m)
	case agent.SendWhole:
		x.post(a.ID, &pocotypes.MsgContributeAndFinalize{Worker: x.account.Address, Answer: shown(a.Answer)})
	case agent.SendReveals:
		m := &pocotypes.MsgReveal{Worker: x.account.Address}
		for _, r := range a.Reveals {
			m.Reveals = append(m.Reveals, shown(r))
		}
		if x.kind != withheld {
			x.post(a.ID, m)
		}
	case agent.Tell:
		if a.News == agent.NewsAlarm {
			x.w.t.Errorf("height %d: %s: %s", x.w.Height, x.account.Name, a.Why)
		}
	case agent.Stop, agent.Cleanup, agent.Drained:
	}
}

// shown is a reveal on the wire.
func shown(r agent.Reveal) pocotypes.Reveal {
	return pocotypes.Reveal{
		TaskId: r.Task.String(), Digest: r.Answer.Digest.String(), Salt: r.Salt.String(),
		Cause: pocotypes.Cause(r.Answer.Cause), ExitCode: r.Answer.ExitCode, Tail: r.Answer.Tail,
		Callback: r.Answer.Callback,
	}
}

// post sends a message, which may be lost or late.
func (x *worker) post(id uint64, m sdk.Msg) {
	f := x.w.faults
	if x.w.busy && x.w.chance(f.lost) {
		return
	}
	at := x.w.Height + 1
	if x.w.busy && x.w.chance(f.late) {
		at += int64(1 + x.w.rng.IntN(3))
	}
	x.mails = append(x.mails, &mail{from: x, id: id, msg: m, height: at})
}

// outgoing returns the messages that reach the next block.
func (x *worker) outgoing() []*mail {
	var now, later []*mail
	for _, m := range x.mails {
		if m.height <= x.w.Height+1 {
			now = append(now, m)
		} else {
			later = append(later, m)
		}
	}
	x.mails = later
	return now
}

// work ends the fetches and runs whose time has come.
func (x *worker) work() {
	var done, left []job
	for _, j := range x.jobs {
		if j.unix <= x.w.Time.Unix() {
			done = append(done, j)
		} else {
			left = append(left, j)
		}
	}
	x.jobs = left
	for _, j := range done {
		failed := ""
		if x.w.busy && x.w.chance(x.w.faults.localError) {
			failed = "the disk is full"
		}
		switch a := j.action.(type) {
		case agent.Fetch:
			x.deliver(agent.Fetched{Task: a.Task, Attempt: a.Attempt, Err: failed})
		case agent.Run:
			x.deliver(agent.Ran{
				Task: a.Task, Attempt: a.Attempt, Answer: x.answer(a.Task), Salt: x.salt(),
				Err: failed,
			})
		}
	}
}

// see shows the agent the last block, if it sees it.
func (x *worker) see() {
	if x.w.busy && x.w.chance(x.w.faults.blind) {
		return
	}
	res, err := x.w.query().Assignments(x.w.Ctx(), &pocotypes.QueryAssignmentsRequest{Address: x.account.Address})
	if err != nil {
		x.w.t.Fatal(err)
	}
	b := agent.Block{Height: res.Height, Unix: res.BlockTimeUnix}
	for _, a := range res.Assignments {
		at := agent.Assignment{
			Index: a.Index, State: poco.State(a.TaskState), Member: poco.MemberState(a.MemberState),
			DeadlineUnix: a.PhaseDeadlineUnix, Trust: a.Trust,
		}
		at.Task, _ = ident.ParseHash(a.TaskId)
		at.Deal, _ = ident.ParseHash(a.DealId)
		at.Commitment, _ = ident.ParseHash(a.Commitment)
		at.ResultHash, _ = ident.ParseHash(a.ResultHash)
		at.Consensus, _ = ident.ParseHash(a.Consensus)
		b.Assignments = append(b.Assignments, at)
	}
	x.deliver(b)
}

// registry is what the operator does about its worker's registration now.
func (x *worker) registry() sdk.Msg {
	got := x.record()
	idle := got.Busy == 0 && got.LockedNrlc == 0
	back := x.w.Time.Unix() >= got.JailedUntilUnix && !x.recalled()
	switch got.Status {
	case pocotypes.WorkerStatus_WORKER_STATUS_JAILED:
		if idle && x.w.busy && x.w.chance(2) {
			return x.departs()
		}
		if back {
			x.counts("unjailings")
			return &pocotypes.MsgUnjailWorker{Worker: x.account.Address}
		}
	case pocotypes.WorkerStatus_WORKER_STATUS_DRAINING:
		if idle && x.w.busy && x.w.chance(30) {
			return x.departs()
		}
		if x.w.chance(20) {
			return &pocotypes.MsgDrainWorker{Worker: x.account.Address, Resume: true}
		}
	case pocotypes.WorkerStatus_WORKER_STATUS_LEFT:
		if back && x.w.chance(30) {
			x.counts("returns")
			return x.w.Registration(x.account, got.Slots)
		}
	case pocotypes.WorkerStatus_WORKER_STATUS_ACTIVE:
		if x.w.busy && x.w.chance(2) {
			return &pocotypes.MsgDrainWorker{Worker: x.account.Address}
		}
	case pocotypes.WorkerStatus_WORKER_STATUS_UNSPECIFIED:
	}
	return nil
}

// recalled reports whether results of the worker are being recalled.
func (x *worker) recalled() bool {
	is, err := x.w.Chain.App.Poco.Recalls.Has(x.w.Ctx(), x.account.ID[:])
	if err != nil {
		x.w.t.Fatal(err)
	}
	return is
}

func (x *worker) departs() sdk.Msg {
	x.counts("departures")
	return &pocotypes.MsgLeavePool{Worker: x.account.Address}
}

func (x *worker) counts(what string) {
	if x.w.checks {
		x.w.happened.add(what, 1)
	}
}

func (x *worker) record() pocotypes.Worker {
	got, err := x.w.Chain.App.Poco.Workers.Get(x.w.Ctx(), x.account.ID[:])
	if err != nil {
		x.w.t.Fatal(err)
	}
	return got
}

func (x *worker) salt() ident.Hash {
	var seed [8]byte
	binary.BigEndian.PutUint64(seed[:], x.w.rng.Uint64())
	return ident.Keccak256(seed[:])
}

// answer is the right one, or what a liar says.
func (x *worker) answer(id ident.Hash) poco.Answer {
	t := x.w.Task(id.String())
	audits := t.State == pocotypes.TaskState_TASK_STATE_AUDITING
	switch {
	case x.kind == liar && !x.w.chance(30), x.kind == accuser && audits:
		return x.lie(id)
	case x.kind == lazy && audits:
		r := t.Result
		digest, err := ident.ParseHash(r.Digest)
		if err != nil {
			x.w.t.Fatal(err)
		}
		return poco.Answer{
			Digest: digest, Cause: poco.Cause(r.Cause), ExitCode: r.ExitCode, Tail: r.Tail, Callback: r.Callback,
		}
	}
	return rightAnswer(id)
}

// lie is like no other, but that of another one of the coalition.
func (x *worker) lie(id ident.Hash) poco.Answer {
	by := x.account.ID[:]
	if x.w.faults.collude {
		by = nil
	}
	return poco.Answer{Cause: poco.CauseOK, Digest: ident.Keccak256([]byte("lie"), by, id[:])}
}

// rightAnswer is a result, callback data or a failure, as the task's id says.
func rightAnswer(task ident.Hash) poco.Answer {
	switch task[31] % 3 {
	case 0:
		data := []byte("callback of " + task.String())
		return poco.Answer{Cause: poco.CauseOK, Callback: data, Digest: poco.CallbackDigest(data)}
	case 1:
		a := poco.Answer{Cause: poco.CauseExit, ExitCode: 3, Tail: "out of ink"}
		a.Digest = poco.FailureDigest(a.Cause, a.ExitCode, a.Tail)
		return a
	}
	return poco.Answer{Cause: poco.CauseOK, Digest: ident.Keccak256([]byte("right"), task[:])}
}

// sentEvent is the outcome of a message as the agent hears it.
func sentEvent(m *mail, height int64, outcomes []pocotypes.ItemOutcome, failure string) agent.Sent {
	e := agent.Sent{ID: m.id, Height: height, Err: failure}
	for _, o := range outcomes {
		if o.Error == "" {
			continue
		}
		if e.Refused == nil {
			e.Refused = map[ident.Hash]string{}
		}
		id, _ := ident.ParseHash(o.TaskId)
		e.Refused[id] = o.Error
	}
	return e
}
