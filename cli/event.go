package cli

import (
	"fmt"
	"slices"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	"github.com/iexecd/iexecd/x/poco/types"
)

// The types of events, stable: -o jsonl prints one object for each event.
const (
	eventOrderPlaced   = "order.placed"
	eventDealCreated   = "deal.created"
	eventTaskCreated   = "task.created"
	eventTaskDrawn     = "task.drawn"
	eventTaskCommitted = "task.committed"
	eventTaskRevealed  = "task.revealed"

	eventTaskContributed = "task.contributed" // classic tasks only, as the next two
	eventTaskConsensus   = "task.consensus"
	eventTaskReopened    = "task.reopened"

	eventTaskRound      = "task.round"
	eventTaskCompleted  = "task.completed"
	eventTaskFailed     = "task.failed"
	eventWorkerMissed   = "worker.missed"
	eventWorkerWithheld = "worker.withheld"
	eventWorkerRejected = "worker.rejected"
	eventWorkerAccepted = "worker.accepted"
	eventResultVerified = "result.verified"

	// Of an accepted result, until its earnings are paid.
	eventResultHeld      = "result.held"
	eventResultAudited   = "result.audited" // run again by others
	eventResultDisputed  = "result.disputed"
	eventResultConfirmed = "result.confirmed"
	eventResultCorrected = "result.corrected"
	eventResultRetracted = "result.retracted"
	eventResultMatured   = "result.matured"

	eventOrderUnmatched = "order.waiting"
	eventTaskOutput     = "task.output" // of the app, as one worker tells it
)

// event is one thing that happened to an order, deal or task.
type event struct {
	Time           string  `json:"time"` // RFC 3339, when it was seen
	Height         int64   `json:"height,omitempty"`
	Type           string  `json:"type"`
	Order          string  `json:"order,omitempty"`
	Tx             string  `json:"tx,omitempty"`
	Deal           string  `json:"deal,omitempty"`
	Task           string  `json:"task,omitempty"`
	Index          *uint64 `json:"index,omitempty"`
	Size           uint64  `json:"size,omitempty"`
	Worker         string  `json:"worker,omitempty"`
	Round          uint32  `json:"round,omitempty"`
	Digest         string  `json:"digest,omitempty"`
	Groups         int     `json:"groups,omitempty"`
	CredibilityPPB uint32  `json:"credibility_ppb,omitempty"`
	ReachedPPB     uint32  `json:"reached_ppb,omitempty"`
	NeededPPB      uint32  `json:"needed_ppb,omitempty"`
	Cause          string  `json:"cause,omitempty"`
	ExitCode       uint32  `json:"exit_code,omitempty"`
	Tail           string  `json:"tail,omitempty"`
	Reason         string  `json:"reason,omitempty"`
	PriceNRLC      uint64  `json:"price_nrlc,omitempty"`
	StakeNRLC      uint64  `json:"stake_nrlc,omitempty"`
	SlashedNRLC    uint64  `json:"slashed_nrlc,omitempty"`
	RewardNRLC     uint64  `json:"reward_nrlc,omitempty"`
	RefundedNRLC   uint64  `json:"refunded_nrlc,omitempty"`
	Location       string  `json:"location,omitempty"`
	Dir            string  `json:"dir,omitempty"`
	Files          int     `json:"files,omitempty"`
	Bytes          int64   `json:"bytes,omitempty"`
	Why            string  `json:"why,omitempty"`
	Trust          uint64  `json:"trust,omitempty"`
	ResultHash     string  `json:"result_hash,omitempty"`
	Weight         string  `json:"weight,omitempty"` // a decimal number, as the next two
	GroupWeight    string  `json:"group_weight,omitempty"`
	TotalWeight    string  `json:"total_weight,omitempty"`
	Winners        uint32  `json:"winners,omitempty"`
	Risk           string  `json:"risk,omitempty"`
	MaturesHeight  int64   `json:"matures_height,omitempty"`
	Stream         string  `json:"stream,omitempty"`
	Offset         *int    `json:"offset,omitempty"` // in bytes of the stream
	Text           string  `json:"text,omitempty"`

	seat int // place of the worker in the committee, from 0
}

// dealEvents returns the match of a deal and the creation of its tasks, whose
// ids follow from the deal's.
func dealEvents(d *markettypes.Deal) []event {
	price := d.App.PriceNrlc + d.Dataset.PriceNrlc + d.Workerpool.PriceNrlc
	events := []event{{
		Type: eventDealCreated, Deal: d.Id, Order: d.RequestId, Size: d.Size_, PriceNRLC: price,
		NeededPPB: ppb - d.Policy.MaxErrorPpb, Trust: d.Policy.Trust,
	}}
	if d.Policy.Trust > 0 {
		events[0].NeededPPB = 0
	}
	deal, err := ident.ParseHash(d.Id)
	if err != nil {
		return events
	}
	for i := range d.Size_ {
		index := d.First + i
		events = append(events, event{
			Type: eventTaskCreated, Deal: d.Id, Task: taskID(deal, index), Index: &index,
		})
	}
	return events
}

// taskEvents returns what happened to a task between two looks at it, in the
// order in which the protocol does things; before is nil at the first look.
func taskEvents(before, now *types.Task) []event {
	if before == nil {
		before = &types.Task{}
	}
	var events []event
	add := func(e event) {
		index := now.Index
		e.Task, e.Deal, e.Index = now.Id, now.DealId, &index
		events = append(events, e)
	}
	if isClassic(now) {
		classicEvents(before, now, add)
	} else {
		boundedEvents(before, now, add)
	}
	addEnd(before, now, add)
	auditEvents(before, now, add)
	return events
}

// boundedEvents returns what happened to a bounded task, round by round.
func boundedEvents(before, now *types.Task, add func(event)) {
	for round := uint32(1); round <= max(now.Round, 1); round++ {
		if closed := round - 1; closed >= 1 && closed >= before.Round {
			add(event{
				Type: eventTaskRound, Round: closed, ReachedPPB: now.ReachedPpb, NeededPPB: now.NeededPpb,
				Groups: groupsUpTo(now.Members, closed),
			})
		}
		memberEvents(before, now, round, boundedSteps, add)
	}
}

// boundedSteps are what members of a bounded task do, in order.
var boundedSteps = []string{
	eventTaskDrawn, eventTaskCommitted, eventWorkerMissed, eventTaskRevealed, eventWorkerWithheld,
}

// memberEvents adds what the members of a round did between two looks.
func memberEvents(before, now *types.Task, round uint32, names []string, add func(event)) {
	was := func(i int) types.Member {
		if i < len(before.Members) {
			return before.Members[i]
		}
		return types.Member{}
	}
	for _, name := range names {
		step := memberSteps[name]
		for i, m := range now.Members {
			if m.Round == round && step.done(m) && !step.done(was(i)) {
				e := step.event(m)
				e.Type, e.Worker, e.Round, e.seat = name, m.Worker, m.Round, i
				add(e)
			}
		}
	}
}

// memberStep is something that a member does once.
type memberStep struct {
	done  func(types.Member) bool
	event func(types.Member) event
}

var memberSteps = map[string]memberStep{
	eventTaskDrawn: {
		func(m types.Member) bool { return m.State != types.MemberState_MEMBER_STATE_UNSPECIFIED },
		func(m types.Member) event { return event{CredibilityPPB: m.CredibilityPpb, StakeNRLC: m.StakeNrlc} },
	},
	eventTaskCommitted: {
		func(m types.Member) bool { return m.CommittedHeight > 0 },
		func(m types.Member) event { return event{Height: m.CommittedHeight} },
	},
	eventTaskContributed: {
		func(m types.Member) bool { return m.ResultHash != "" },
		func(m types.Member) event {
			return event{Height: m.CommittedHeight, ResultHash: m.ResultHash, Weight: weightOf(m).String()}
		},
	},
	eventWorkerMissed: {
		func(m types.Member) bool { return m.State == types.MemberState_MEMBER_STATE_MISSED },
		func(types.Member) event { return event{} },
	},
	eventTaskRevealed: {
		func(m types.Member) bool { return m.RevealedHeight > 0 },
		func(m types.Member) event {
			return event{Height: m.RevealedHeight, Digest: m.Digest, Cause: causeName(m.Cause), ExitCode: m.ExitCode}
		},
	},
	eventWorkerWithheld: {
		func(m types.Member) bool { return m.State == types.MemberState_MEMBER_STATE_WITHHELD },
		func(m types.Member) event { return event{SlashedNRLC: m.SlashedNrlc} },
	},
}

// addEnd adds how a task ended and what that meant for its members.
func addEnd(before, now *types.Task, add func(event)) {
	if !ended(now) || ended(before) {
		return
	}
	if now.Result != nil || now.State == types.TaskState_TASK_STATE_COMPLETED {
		e := event{
			Type: eventTaskCompleted, Height: now.EndedHeight,
			ReachedPPB: now.ReachedPpb, NeededPPB: now.NeededPpb, Groups: groupsUpTo(now.Members, now.Round),
			Trust: now.Trust,
		}
		if r := now.Result; r != nil {
			e.Digest, e.Cause, e.ExitCode, e.Tail = r.Digest, causeName(r.Cause), r.ExitCode, r.Tail
		}
		add(e)
	} else {
		add(event{
			Type: eventTaskFailed, Height: now.EndedHeight, Reason: reasonName(now.Reason),
			ReachedPPB: now.ReachedPpb, NeededPPB: now.NeededPpb, RefundedNRLC: now.RefundedNrlc, Trust: now.Trust,
		})
	}
	for i, m := range now.Members {
		if m.State == types.MemberState_MEMBER_STATE_REJECTED {
			add(event{
				Type: eventWorkerRejected, Worker: m.Worker, seat: i, Digest: m.Digest, SlashedNRLC: m.SlashedNrlc,
				ResultHash: m.ResultHash,
			})
		}
		if m.State == types.MemberState_MEMBER_STATE_ACCEPTED {
			add(event{Type: eventWorkerAccepted, Worker: m.Worker, seat: i, RewardNRLC: m.RewardNrlc})
		}
	}
}

// ended tells whether t has a result or was refunded; a result may still be
// corrected or retracted until it is final.
func ended(t *types.Task) bool {
	switch t.State {
	case types.TaskState_TASK_STATE_COMPLETED, types.TaskState_TASK_STATE_FAILED,
		types.TaskState_TASK_STATE_AUDITING:
		return true
	case types.TaskState_TASK_STATE_UNSPECIFIED, types.TaskState_TASK_STATE_WAITING,
		types.TaskState_TASK_STATE_COMMITTING, types.TaskState_TASK_STATE_REVEALING:
	}
	return false
}

// groupsUpTo counts the different answers revealed by members of rounds 1..round.
func groupsUpTo(members []types.Member, round uint32) int {
	var seen []string
	for _, m := range members {
		if m.Digest != "" && m.Round <= round && !slices.Contains(seen, m.Digest) {
			seen = append(seen, m.Digest)
		}
	}
	return len(seen)
}

func taskID(deal ident.Hash, index uint64) string { return market.TaskID(deal, index).String() }

func causeName(c types.Cause) string {
	if c == types.Cause_CAUSE_UNSPECIFIED {
		return ""
	}
	return enum(c.String(), "CAUSE_")
}

func reasonName(r types.EndReason) string { return enum(r.String(), "END_REASON_") }

// letter names the i-th member of a committee for people: A, B, … Z, A2, ….
func letter(i int) string {
	l := string(rune('A' + i%26))
	if i < 26 {
		return l
	}
	return fmt.Sprintf("%s%d", l, i/26+1)
}
