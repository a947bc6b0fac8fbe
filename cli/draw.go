package cli

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	"github.com/iexecd/iexecd/x/poco/types"
)

// detailedTasks is up to how many tasks are drawn step by step; of more, only
// what is remarkable and every tenth of the way.
const detailedTasks = 4

// drawer draws events as steps. Workers are named A, B, C in the order drawn.
type drawer struct {
	steps   *steps
	total   uint64
	ended   uint64
	reached map[string]uint32 // by task, of the last end
	drawn   map[string]bool   // tasks whose drawing was shown
}

func newDrawer(s *steps) *drawer {
	return &drawer{steps: s, reached: map[string]uint32{}, drawn: map[string]bool{}}
}

// events draws what happened; equal things of one task are put into one line.
func (d *drawer) events(events []event) {
	for len(events) > 0 {
		n := 1
		for n < len(events) && joinable(events[0], events[n]) {
			n++
		}
		d.group(events[:n])
		events = events[n:]
	}
}

func joinable(a, b event) bool {
	switch a.Type {
	case eventTaskDrawn, eventTaskCommitted, eventTaskContributed, eventTaskRevealed, eventTaskCreated,
		eventWorkerAccepted:
		same := a.Round == b.Round || a.Type == eventTaskRevealed
		return a.Type == b.Type && same && (a.Task == b.Task || a.Type == eventTaskCreated)
	}
	return false
}

func (d *drawer) group(group []event) {
	e := group[0]
	switch e.Type {
	case eventOrderPlaced:
		d.steps.ok("order", short(e.Order), fmt.Sprintf("block %d", e.Height))
	case eventOrderUnmatched:
		d.steps.note("   no offer fits yet: " + e.Why)
	case eventDealCreated:
		d.total += e.Size
		d.steps.ok("deal", short(e.Deal), amount(e.PriceNRLC)+perTask(e.Size))
	case eventTaskCreated:
		d.created(group)
	case eventWorkerRejected:
		d.steps.note(fmt.Sprintf("   worker %s %s%s lost %s stake (different result)",
			letter(e.seat), shortAddress(e.Worker), d.where(e), amount(e.SlashedNRLC)))
	case eventWorkerWithheld:
		d.steps.note(fmt.Sprintf("   worker %s %s%s lost %s stake (committed, then did not show its result)",
			letter(e.seat), shortAddress(e.Worker), d.where(e), amount(e.SlashedNRLC)))
	case eventWorkerMissed:
		d.steps.note(fmt.Sprintf("   worker %s %s%s did not answer in time and is replaced",
			letter(e.seat), shortAddress(e.Worker), d.where(e)))
	case eventTaskFailed:
		d.ended++
		d.steps.bad("task", short(e.Task)+" failed", reasonText(e.Reason),
			amount(e.RefundedNRLC)+" refunded")
	case eventTaskCompleted:
		d.completed(e)
	case eventTaskContributed, eventTaskConsensus, eventTaskReopened:
		d.drawClassic(group)
	case eventResultHeld, eventResultAudited, eventResultDisputed, eventResultConfirmed, eventResultMatured,
		eventResultCorrected, eventResultRetracted:
		d.drawAudit(e)
	default:
		d.progress(group)
	}
}

// created draws the ids of new tasks if they are few.
func (d *drawer) created(group []event) {
	for _, e := range group {
		if d.detailed() {
			d.steps.ok("task", short(e.Task), fmt.Sprintf("index %d", *e.Index))
		}
	}
	if !d.detailed() {
		d.steps.ok("tasks", count(uint64(len(group)), "task"),
			fmt.Sprintf("index %d to %d", *group[0].Index, *group[len(group)-1].Index))
	}
}

// progress draws the steps of a task on its way.
func (d *drawer) progress(group []event) {
	if !d.detailed() {
		return
	}
	e := group[0]
	switch e.Type {
	case eventTaskDrawn:
		text := fmt.Sprintf("%s: %s", count(uint64(len(group)), "worker"), letters(group))
		if e.Round > 1 {
			text = fmt.Sprintf("%s: %s", count(uint64(len(group)), "more worker"), letters(group))
		}
		d.steps.ok("drawn", text, d.where(e))
	case eventTaskCommitted:
		d.steps.ok("commit", letters(group), d.where(e))
	case eventTaskRevealed:
		d.steps.ok("reveal", answers(group), d.where(e))
	case eventTaskRound:
		d.steps.note(fmt.Sprintf("   round %d%s: %s, %s sure, needed %s: more workers are asked",
			e.Round, d.where(e), differentAnswers(e.Groups), sure(e.ReachedPPB), percent(e.NeededPPB)))
	}
}

func (d *drawer) completed(e event) {
	d.ended++
	label, text := "agreed", fmt.Sprintf("%s sure, needed %s", sure(e.ReachedPPB), percent(e.NeededPPB))
	if e.Trust > 0 {
		label, text = "accepted", fmt.Sprintf("with trust %d", e.Trust)
	}
	if e.Cause != causeName(types.Cause_CAUSE_OK) {
		text += ", on a failed app"
	}
	switch {
	case d.detailed():
		d.steps.ok(label, text, short(e.Digest), d.where(e))
	case d.ended == d.total || d.ended*10/d.total > (d.ended-1)*10/d.total:
		d.steps.ok("done", fmt.Sprintf("%d of %s", d.ended, count(d.total, "task")))
	}
}

func (d *drawer) detailed() bool { return d.total <= detailedTasks }

// where tells which task an event is about if there are several.
func (d *drawer) where(e event) string {
	if d.total <= 1 || e.Index == nil {
		return ""
	}
	return fmt.Sprintf(" (task %d)", *e.Index)
}

// waiting says what the tasks wait for.
func (d *drawer) waiting(deals []markettypes.Deal, tasks map[string]*types.Task) {
	if d.total > 1 {
		d.steps.wait(fmt.Sprintf("%d of %s done", d.ended, count(d.total, "task")))
		return
	}
	id, err := ident.ParseHash(deals[0].Id)
	if err != nil {
		return
	}
	if t := tasks[market.TaskID(id, deals[0].First).String()]; t != nil {
		d.steps.wait(waitText(t))
		return
	}
	d.steps.wait("the task is opened in one of the next blocks")
}

var waitTexts = map[types.TaskState]string{
	types.TaskState_TASK_STATE_WAITING:   "waiting for workers to be drawn",
	types.TaskState_TASK_STATE_REVEALING: "waiting for the workers to show their results",
}

// waitText says what a task waits for.
func waitText(t *types.Task) string {
	if text := classicWait(t); isClassic(t) && text != "" {
		return text
	}
	if ended(t) {
		return fmt.Sprintf("waiting for block %d, when the result is final", t.Audit.MaturesHeight)
	}
	n, of := 0, 0
	for _, m := range t.Members {
		if m.Round != t.Round {
			continue
		}
		of++
		if m.State != types.MemberState_MEMBER_STATE_DRAWN {
			n++
		}
	}
	if t.State == types.TaskState_TASK_STATE_COMMITTING {
		return fmt.Sprintf("computing, %d of %d committed", n, of)
	}
	if text, ok := waitTexts[t.State]; ok {
		return text
	}
	return "waiting"
}

func letters(group []event) string {
	names := make([]string, len(group))
	for i, e := range group {
		names[i] = letter(e.seat)
	}
	return strings.Join(names, ", ")
}

// answers names the workers with the first digits of what they answered.
func answers(group []event) string {
	names := make([]string, len(group))
	for i, e := range group {
		names[i] = letter(e.seat) + " " + e.Digest[:min(len(e.Digest), 6)]
	}
	return strings.Join(names, ", ")
}

func differentAnswers(n int) string {
	if n == 1 {
		return "one answer"
	}
	return fmt.Sprintf("%d different answers", n)
}

func perTask(size uint64) string {
	if size == 1 {
		return ""
	}
	return " × " + count(size, "task")
}

// reasonText explains why a task ended without a result.
func reasonText(reason string) string {
	switch reason {
	case "no workers":
		return "no free worker in time"
	case "no answer":
		return "no worker answered in time"
	case "disagreement":
		return "the workers never agreed"
	case "not revealed":
		return "no worker revealed the consensus in time"
	case "retracted":
		return "an audit left the result in doubt"
	case "no callback":
		return "no worker showed the callback data that a contract waits for"
	}
	return reason
}

// clean makes a text from elsewhere safe to print: control characters, with
// which it could move the cursor or change colours, become spaces.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, s)
}
