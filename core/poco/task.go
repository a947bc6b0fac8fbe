// Package poco decides whether a result is right, who is paid and who is
// punished: Proof of Contribution as a pure state machine. A task changes only
// by Step; what must happen outside of it comes out as effects. The package
// draws no worker, moves no money and reads no clock.
package poco

import (
	"errors"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

// State is where a task stands. The numbers are those of the wire.
type State uint8

// The states of a task.
const (
	StateUnspecified State = iota
	StateWaiting           // not enough free workers were found yet
	StateCommitting        // the committee computes and commits
	StateRevealing         // those who committed reveal
	StateAuditing          // an accepted result is run again; nothing enters it yet
	StateCompleted         // a result was accepted and paid
	StateFailed            // the buyer was refunded
)

// Final reports whether a task in this state never changes again.
func (s State) Final() bool { return s == StateCompleted || s == StateFailed }

// MemberState is where a committee member stands. The numbers are those of the wire.
type MemberState uint8

// The states of a member.
const (
	MemberUnspecified MemberState = iota
	MemberDrawn                   // assigned, has not committed
	MemberCommitted               // its commitment is known
	MemberRevealed                // its answer is known
	MemberMissed                  // did not commit in time: struck, stake returned
	MemberWithheld                // committed and did not reveal: stake lost
	MemberAccepted                // its answer was accepted: paid
	MemberRejected                // its answer was not the accepted one: stake lost
	MemberReleased                // the task ended without a verdict on it: stake returned
)

// Cause is how an app ended. The numbers are those of the wire. Every cause but
// CauseOK is a failed app, which is a result like any other.
type Cause uint8

// The causes.
const (
	CauseUnspecified Cause = iota
	CauseOK
	CauseExit
	CauseOutOfFuel
	CauseOutOfMemory
	CauseOutputTooLarge
	CauseTrap
	CauseBadApp
	CauseBadOutput
	CauseBadInput
)

// EndReason is why a task ended. The numbers are those of the wire.
type EndReason uint8

// The reasons.
const (
	ReasonUnspecified EndReason = iota
	ReasonAccepted
	ReasonNoWorkers
	ReasonNoAnswer
	ReasonDisagreement
	ReasonUnsupported
)

// PPB is one whole in parts per billion, the unit of all probabilities here.
const PPB = 1_000_000_000

// MaxTailBytes bounds the last lines of a failed app that go on chain.
const MaxTailBytes = 1024

// Params are the numbers that governance sets; see the README of x/poco.
type Params struct {
	FaultFractionPPB    uint32
	AuditRatePPB        uint32
	CommitRatioPercent  uint32
	RevealRatioPercent  uint32
	FinalRatioPercent   uint32
	MaxMembers          uint32
	MaxCallbackBytes    uint32
	WaitingRetrySeconds uint64
	KittyRatioPercent   uint32
	KittyMin            rlc.Amount
}

// Member is one seat in a task's committee.
type Member struct {
	Worker, Operator ident.Address
	Round            uint32 // drawn in, from 1
	CredibilityPPB   uint32 // when drawn
	Stake            rlc.Amount
	State            MemberState
	Commitment       ident.Hash
	Digest           ident.Hash
	Location         string
	CommittedHeight  int64
	RevealedHeight   int64
	Reward           rlc.Amount
	Slashed          rlc.Amount
	Cause            Cause
	ExitCode         uint32
}

// Answer is a revealed answer with what the chain keeps of it.
type Answer struct {
	Digest    ident.Hash
	Cause     Cause
	ExitCode  uint32
	Tail      string   // last lines of a failed app, <= MaxTailBytes
	Callback  []byte   // if the app named some: Digest is its keccak
	Locations []string // where the accepted members serve it
}

// Audit is the place of the re-run of an accepted result.
type Audit struct {
	Drawn, Passed bool
	Auditors      []Member
	MaturesHeight int64
}

// Task is one computation with everything that happened to it.
type Task struct {
	ID, DealID        ident.Hash
	Index             uint64
	Workerpool        ident.Address
	Requester         ident.Address
	State             State
	NeededPPB         uint32 // credibility that a result must reach
	ReachedPPB        uint32 // the best group's so far
	Trust             uint64 // classic PoCo's T, 0 = bounded
	Round             uint32
	Members           []Member // in the order drawn
	Answers           []Answer // the different answers revealed so far, in order
	Opened            Clock
	WorkClockSeconds  uint64
	PhaseDeadlineUnix int64 // when the present phase closes
	FinalDeadlineUnix int64 // when it fails and refunds at the latest
	Price             rlc.Amount
	Result            *Answer // once accepted
	Reason            EndReason
	EndedHeight       int64
	Refunded          rlc.Amount
	Audit             Audit
}

// Clock is a block's time and height.
type Clock struct {
	Unix   int64
	Height int64
}

// Input is what Step folds into a task: Seat, Commit, Reveal or Tick.
type Input interface{ at() Clock }

// Seat gives a waiting task its newly drawn members; they must be Enough.
type Seat struct {
	At      Clock
	Members []Member
}

// Commit is a member's commitment.
type Commit struct {
	At         Clock
	Worker     ident.Address
	Commitment ident.Hash
}

// Reveal is a member's answer.
type Reveal struct {
	At       Clock
	Worker   ident.Address
	Salt     ident.Hash
	Location string
	Answer   Answer // without Locations
}

// Tick lets time pass: it closes what is complete or overdue.
type Tick struct{ At Clock }

func (i Seat) at() Clock   { return i.At }
func (i Commit) at() Clock { return i.At }
func (i Reveal) at() Clock { return i.At }
func (i Tick) at() Clock   { return i.At }

// Effect is what must happen outside of the task: Draw, Freed or Ended.
type Effect interface{ effect() }

// Draw asks for more members: draw until Enough, then Step with Seat. If there
// are too few, do nothing: the task waits and its PhaseDeadlineUnix is the next try.
type Draw struct{}

// Freed tells that a member missed its commit: give back its slot and stake and
// strike it.
type Freed struct{ Member Member }

// Ended tells that the task is final: every seat that was not freed before is
// in Members with its verdict, Reward and Slashed; PoolReward is the pool's
// share of a completed task; Forfeited are the slashed stakes of a failed one,
// which go to the kitty.
type Ended struct {
	Members    []Member
	PoolReward rlc.Amount
	Forfeited  rlc.Amount
}

func (Draw) effect()  {}
func (Freed) effect() {}
func (Ended) effect() {}

// The reasons for refusing an input.
var (
	ErrNotMember     = errors.New("not a member of this task's committee")
	ErrNotDue        = errors.New("not due in this state")
	ErrTooLate       = errors.New("deadline passed")
	ErrAlready       = errors.New("done already")
	ErrBadCommitment = errors.New("the reveal does not open the commitment")
	ErrBadAnswer     = errors.New("the answer contradicts itself")
	ErrTooFew        = errors.New("the members drawn cannot reach the asked credibility")
	ErrTooMany       = errors.New("the task has no room for the members drawn")
	ErrSeated        = errors.New("has a seat in this task already")
	ErrMoney         = errors.New("broken invariant: credits and debits of a settlement differ")
)
