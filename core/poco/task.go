// Package poco decides whether a result is right, who is paid and who is
// punished: Proof of Contribution as a pure state machine. A task changes only
// by Step; what must happen outside of it comes out as effects. The package
// draws no worker, moves no money and reads no clock.
package poco

import (
	"errors"
	"fmt"
	"math/big"

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
	StateAuditing          // a result was accepted, and is run again
	StateCompleted         // a result was accepted; its Audit tells whether it is paid yet
	StateFailed            // the buyer was refunded
)

// Ended reports whether the buyer has a result or its money back. A result whose
// earnings are held back may still be corrected or retracted: see Task.Final.
func (s State) Ended() bool { return s >= StateAuditing }

// String returns the state in a word.
func (s State) String() string {
	names := []string{"unspecified", "waiting", "committing", "revealing", "auditing", "completed", "failed"}
	if int(s) >= len(names) {
		return fmt.Sprintf("state %d", uint8(s))
	}
	return names[s]
}

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
	MemberOverturned              // its accepted answer was found wrong: its reward is clawed back
	MemberVindicated              // it was outvoted, and found right later: stake returned, paid
)

// String returns the state in a word.
func (s MemberState) String() string {
	names := []string{
		"unspecified", "drawn", "committed", "revealed", "missed", "withheld", "accepted", "rejected", "released",
		"overturned", "vindicated",
	}
	if int(s) >= len(names) {
		return fmt.Sprintf("state %d", uint8(s))
	}
	return names[s]
}

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
	CauseTimeout
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
	ReasonNotRevealed
	ReasonNoCallback
	ReasonCorrected // an audit found another result, which is right
	ReasonRetracted // an audit found doubt, and no other result
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

	// Of audits; while HoldBackBlocks is 0 there are none, and a result is paid at once.
	HoldBackBlocks     uint64
	Auditors           uint32 // drawn first for an audit
	AuditRateRisingPPB uint32 // the rates of the other risk classes; see RiskOf
	AuditRateFreshPPB  uint32
	AuditFeePPB        uint32 // of the pool's price
	MaxAuditors        uint32 // seats of all audits of a task
	BackupDivisor      uint32 // a backup committee decides with max_error / this
	SafetyDivisor      uint32 // a result is accepted with max_error / this
	CountProvenOnly    bool   // a record counts only once it alone reaches the bound; see Counted

	KittyRatioPercent  uint32
	KittyMin           rlc.Amount
	KittyPaysFreeTasks bool

	// Of classic tasks; the ratios times the work clock.
	ClassicContributionRatio uint32
	ClassicRevealRatio       uint32
	ClassicFinalRatio        uint32
	MaxContributors          uint32
	ClassicAutomatic         bool // Tick finalises, reopens and claims
	ClassicPunishFailed      bool // who was outvoted or did not reveal loses its stake even if the task fails
}

// Member is one seat in a task's committee.
type Member struct {
	Worker, Operator ident.Address
	Round            uint32 // drawn or seated in, from 1; 0 = it contributed without a seat
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
	Backup           bool // drawn because an audit disagreed

	// Of classic tasks; their Commitment is the result seal.
	ResultHash ident.Hash
	Challenge  ident.Address // the enclave's key, zero = none
	Score      *big.Int      // when drawn, then when it contributed
	Weight     uint64        // log2 of its weight, rounded down: its part in the reward; 0 in one step
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
	PoolReward        rlc.Amount // the pool's share of the pool's price, once accepted
	Audit             Audit
	Classic           *Classic // set exactly if Trust is
}

// Final reports whether a task never changes again.
func (t Task) Final() bool {
	return t.State == StateFailed || t.State == StateCompleted && t.Audit.Phase.final()
}

// Stage is where a task stands as its seats see it: while it is audited, where
// the audit stands: StateWaiting, StateCommitting or StateRevealing.
func (t Task) Stage() State {
	if t.State != StateAuditing {
		return t.State
	}
	switch t.Audit.Phase {
	case AuditCommitting:
		return StateCommitting
	case AuditRevealing:
		return StateRevealing
	case AuditNone, AuditLottery, AuditHeld, AuditWaiting, AuditMatured, AuditCorrected, AuditRetracted:
	}
	return StateWaiting
}

// Clock is a block's time and height.
type Clock struct {
	Unix   int64
	Height int64
}

// Input is what Step folds into a task: Seat, Commit, Reveal, Tick, Decide or
// Recall; and for classic tasks Contribute, Finalize, Reopen, Claim or ContributeAndFinalize.
type Input interface{ at() Clock }

// Seat gives a waiting task its newly drawn members; they must be Enough, but
// for an audit, which takes whom it can have. Where the pool's owner schedules,
// it seats those whom the owner has chosen.
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
type Tick struct {
	At   Clock
	Fund rlc.Amount // what the audit fund holds
}

// Contribute is a contribution to a classic task.
type Contribute struct {
	At                     Clock
	Worker                 ident.Address
	Score                  *big.Int // the worker's now, >= 0
	ResultHash, ResultSeal ident.Hash
	Challenge              ident.Address // the enclave's key, zero = none
}

// ContributeAndFinalize answers a classic task of trust 1 in one step.
type ContributeAndFinalize struct {
	At        Clock
	Worker    ident.Address
	Score     *big.Int
	Challenge ident.Address
	Location  string
	Answer    Answer // without Locations
}

// Finalize accepts what was revealed of a classic task.
type Finalize struct {
	At       Clock
	Callback []byte // empty takes what was revealed
}

// Reopen gives up a consensus that nobody revealed.
type Reopen struct{ At Clock }

// Claim ends a classic task at or after its final deadline.
type Claim struct{ At Clock }

func (i Contribute) at() Clock            { return i.At }
func (i ContributeAndFinalize) at() Clock { return i.At }
func (i Finalize) at() Clock              { return i.At }
func (i Reopen) at() Clock                { return i.At }
func (i Claim) at() Clock                 { return i.At }

func (i Seat) at() Clock   { return i.At }
func (i Commit) at() Clock { return i.At }
func (i Reveal) at() Clock { return i.At }
func (i Tick) at() Clock   { return i.At }

// Effect is what must happen outside of the task: Draw, Freed, Ended, Unlocked,
// Audited or Matured.
type Effect interface{ effect() }

// Draw asks for more members: draw until Enough, then Step with Seat. If there
// are too few, do nothing: the task waits and its PhaseDeadlineUnix is the next
// try; an audit takes those that there are.
type Draw struct{}

// Freed tells that a member missed its commit: give back its slot and stake and
// strike it.
type Freed struct{ Member Member }

// Ended tells that a result was accepted, or that the task failed: every seat
// that was not freed before is in Members with its verdict, Reward and Slashed;
// PoolReward is the pool's share of a completed task; Forfeited are the slashed
// stakes of a failed one, which go to the kitty. If the task is not final, then
// rewards and PoolReward are held back, AuditFee goes to the audit fund, and the
// stakes of the accepted stay locked.
type Ended struct {
	Members    []Member
	Answers    int // how many members gave an answer that a verdict was possible on
	PoolReward rlc.Amount
	AuditFee   rlc.Amount
	Forfeited  rlc.Amount
}

func (Draw) effect()     {}
func (Freed) effect()    {}
func (Ended) effect()    {}
func (Unlocked) effect() {}
func (Audited) effect()  {}
func (Matured) effect()  {}

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
	ErrOutvoted      = errors.New("the contribution is not the one that reached consensus")
	ErrOverflow      = errors.New("panic:0x11: a weight does not fit 256 bits")
	ErrSeated        = errors.New("has a seat in this task already")
	ErrMoney         = errors.New("broken invariant: credits and debits of a settlement differ")
)
