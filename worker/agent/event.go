package agent

import (
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
)

// Assignment is an open task of the worker as the chain has it.
type Assignment struct {
	Task, Deal   ident.Hash
	Index        uint64 // in the request
	State        poco.State
	Member       poco.MemberState
	DeadlineUnix int64      // when the present phase closes
	Commitment   ident.Hash // the worker's, once committed
	Trust        uint64     // of classic PoCo, 0 = bounded
	ResultHash   ident.Hash // what this worker contributed to a classic task
	Consensus    ident.Hash // what a classic task reached consensus on, zero before
	Audit        bool       // it runs an accepted result again; State is then the audit's
}

// Event is what Step folds in: Block, Fetched, Ran, Sent, Resize or Drain.
type Event interface{ event() }

// Block is the chain after a block: its time and all open tasks of the worker.
type Block struct {
	Height      int64
	Unix        int64
	Assignments []Assignment
}

// Fetched is the outcome of a Fetch: everything is there, or the inputs can never
// be right (Bad, with a fresh Salt), or it failed here and now (Err), or the task is
// not to be computed here (Declined).
type Fetched struct {
	Task    ident.Hash
	Attempt uint64
	Bad     *poco.Answer
	Salt    ident.Hash
	Err     string

	Declined string
}

// Ran is the outcome of a Run: an answer with a fresh salt, or a local failure
// (Err) that says nothing about the app.
type Ran struct {
	Task    ident.Hash
	Attempt uint64
	Answer  poco.Answer
	Salt    ident.Hash
	Err     string
}

// Sent is the outcome of a message: included at Height, some items perhaps
// Refused; or Err if it is not in a block and never will be.
type Sent struct {
	ID      uint64
	Height  int64
	Refused map[ident.Hash]string
	Err     string
}

// Resize changes how many tasks run at once; what runs goes on.
type Resize struct{ Slots int }

// Drain asks to end when nothing is open; tasks that still come are done.
type Drain struct{}

func (Block) event()   {}
func (Fetched) event() {}
func (Ran) event()     {}
func (Sent) event()    {}
func (Resize) event()  {}
func (Drain) event()   {}

// Action is what the shell does: Persist, Fetch, Run, Stop, Cleanup, SendCommits,
// SendContributions, SendWhole, SendReveals, Tell or Drained.
type Action interface{ action() }

// Persist writes a record to the journal, durably, before the next action.
type Persist struct{ Record Record }

// Fetch gets the app and the inputs of a task.
type Fetch struct {
	Task, Deal ident.Hash
	Index      uint64
	Attempt    uint64
}

// Run runs a task whose app and inputs are there.
type Run struct {
	Task    ident.Hash
	Attempt uint64
}

// Stop ends a fetch or run whose outcome nobody waits for any more.
type Stop struct {
	Task    ident.Hash
	Attempt uint64
}

// Cleanup removes the working files of a task; its result stays served, and kept
// until its hold-back ends.
type Cleanup struct{ Task ident.Hash }

// Commit is one task's commitment.
type Commit struct{ Task, Commitment ident.Hash }

// SendCommits sends commitments in one free message.
type SendCommits struct {
	ID      uint64
	Commits []Commit
}

// Reveal is one task's answer; the salt of a classic one is zero.
type Reveal struct {
	Task, Salt ident.Hash
	Answer     poco.Answer
}

// SendReveals sends answers in one free message.
type SendReveals struct {
	ID      uint64
	Reveals []Reveal
}

// Tell is something for people to know.
type Tell struct {
	Task ident.Hash
	News News
	Why  string
}

// Drained tells that a draining worker has nothing left to do.
type Drained struct{}

func (Persist) action()     {}
func (Fetch) action()       {}
func (Run) action()         {}
func (Stop) action()        {}
func (Cleanup) action()     {}
func (SendCommits) action() {}
func (SendReveals) action() {}
func (Tell) action()        {}
func (Drained) action()     {}

// News is what happened to a task.
type News string

// The news.
const (
	NewsDrawn       News = "drawn"       // assigned to this worker
	NewsAudit       News = "audit"       // assigned to this worker, to run an accepted result again
	NewsRetry       News = "retry"       // a fetch or run failed here and is tried again
	NewsComputed    News = "computed"    // the answer is known and durable
	NewsCommitted   News = "committed"   // the commitment is on chain
	NewsContributed News = "contributed" // the contribution to a classic task is on chain
	NewsOutvoted    News = "outvoted"    // a classic task has consensus on another answer
	NewsRevealed    News = "revealed"    // the answer is on chain
	NewsRefused     News = "refused"     // a message was not taken and is sent again
	NewsAbandoned   News = "abandoned"   // nothing more is done for it
	NewsDeclined    News = "declined"    // the policy does not take it: its seat is missed
	NewsClosed      News = "closed"      // the chain has done with it
	NewsAlarm       News = "alarm"       // stake is in danger
)
