package cli

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	markettypes "github.com/iexecd/iexecd/x/market/types"
	"github.com/iexecd/iexecd/x/poco/types"
)

const (
	drawn     = types.MemberState_MEMBER_STATE_DRAWN
	committed = types.MemberState_MEMBER_STATE_COMMITTED
	revealed  = types.MemberState_MEMBER_STATE_REVEALED
	missed    = types.MemberState_MEMBER_STATE_MISSED
	withheld  = types.MemberState_MEMBER_STATE_WITHHELD
	accepted  = types.MemberState_MEMBER_STATE_ACCEPTED
	rejected  = types.MemberState_MEMBER_STATE_REJECTED

	committing = types.TaskState_TASK_STATE_COMMITTING
	revealing  = types.TaskState_TASK_STATE_REVEALING
	completed  = types.TaskState_TASK_STATE_COMPLETED
	failed     = types.TaskState_TASK_STATE_FAILED

	resting = markettypes.OrderStatus_ORDER_STATUS_RESTING
	filled  = markettypes.OrderStatus_ORDER_STATUS_FILLED
	expired = markettypes.OrderStatus_ORDER_STATUS_EXPIRED
)

// liarFilm is a task whose first committee of two disagrees: one lies, two more
// are asked, the liar loses its stake.
func liarFilm() *film {
	deal := testDeal(1)
	show := func(t types.Task) look {
		tasks := map[string][]types.Task{deal.Id: {t}}
		return look{order: filled, deals: []markettypes.Deal{deal}, tasks: tasks}
	}
	round1 := testTask(0, revealing, 1, member("a", 1, revealed, answerGood), member("b", 1, committed, ""))
	round2 := testTask(0, committing, 2, member("a", 1, revealed, answerGood), member("b", 1, revealed, answerBad),
		member("c", 2, drawn, ""), member("d", 2, drawn, ""))
	round2.ReachedPpb = 498_000_000
	end := testTask(0, completed, 2, member("a", 1, accepted, answerGood), member("b", 1, rejected, answerBad),
		member("c", 2, accepted, answerGood), member("d", 2, accepted, answerGood))
	end.ReachedPpb, end.EndedHeight = 999_994_412, 19
	end.Result = &types.Result{Digest: answerGood, Cause: types.Cause_CAUSE_OK}
	return &film{looks: []look{
		{order: resting},
		{order: filled, deals: []markettypes.Deal{deal}},
		show(testTask(0, committing, 1, member("a", 1, drawn, ""), member("b", 1, drawn, ""))),
		show(testTask(0, committing, 1, member("a", 1, committed, ""), member("b", 1, drawn, ""))),
		show(round1), show(round2), show(end),
	}}
}

func follow(t *testing.T, format string, f *film) (stdout, stderr string, err error) {
	t.Helper()
	s, out, errs := testSession(format)
	fw := newFollower(s, f)
	fw.pause = time.Microsecond
	placed := event{Type: eventOrderPlaced, Order: hash("order").String(), Height: 12, Tx: "AB12"}
	require.NoError(t, fw.emit([]event{placed}))
	err = fw.untilDone(t.Context(), hash("order").String())
	return out.String(), errs.String(), err
}

// What people and programs see of a task with a liar in it.
func TestFollowLiar(t *testing.T) {
	stdout, stderr, err := follow(t, formatText, liarFilm())
	require.NoError(t, err)
	require.Empty(t, stdout, "progress never goes to stdout")
	golden(t, "liar.txt", stderr)

	stdout, stderr, err = follow(t, formatJSONL, liarFilm())
	require.NoError(t, err)
	require.Empty(t, stderr)
	golden(t, "liar.jsonl", stdout)
	for line := range strings.Lines(stdout) {
		require.True(t, json.Valid([]byte(line)))
	}
}

// The same events come out however often one looks.
func TestFollowLooksDoNotMatter(t *testing.T) {
	all, _, err := follow(t, formatJSONL, liarFilm())
	require.NoError(t, err)
	skipped := liarFilm()
	skipped.looks = []look{skipped.looks[0], skipped.looks[len(skipped.looks)-1]}
	few, _, err := follow(t, formatJSONL, skipped)
	require.NoError(t, err)
	require.ElementsMatch(t, eventKeys(t, all), eventKeys(t, few))
}

// eventKeys returns type, task and worker of each event.
func eventKeys(t *testing.T, lines string) []string {
	t.Helper()
	var keys []string
	for line := range strings.Lines(lines) {
		var e event
		require.NoError(t, json.Unmarshal([]byte(line), &e))
		keys = append(keys, e.Type+" "+e.Task+" "+e.Worker)
	}
	return keys
}

// A bag of tasks is drawn in few lines, failures and lost stakes always.
func TestFollowBag(t *testing.T) {
	deal := testDeal(20)
	var tasks []types.Task
	for i := range uint64(20) {
		end := testTask(i, completed, 1, member("a", 1, accepted, answerGood), member("b", 1, accepted, answerGood))
		end.ReachedPpb, end.Result = 999_900_000, &types.Result{Digest: answerGood, Cause: types.Cause_CAUSE_OK}
		switch i {
		case 7:
			end = testTask(i, failed, 1, member("a", 1, missed, ""))
			end.Reason, end.RefundedNrlc = types.EndReason_END_REASON_NO_ANSWER, 120_000_000
		case 9:
			end.Members = append(end.Members, member("c", 1, withheld, ""))
		}
		tasks = append(tasks, end)
	}
	end := look{order: filled, deals: []markettypes.Deal{deal}, tasks: map[string][]types.Task{deal.Id: tasks}}
	f := &film{looks: []look{end}}
	_, stderr, err := follow(t, formatText, f)
	require.NoError(t, err)
	golden(t, "bag.txt", stderr)
}

// An order that leaves the book unmatched is exit code 6; while it waits it says why.
func TestFollowUnmatched(t *testing.T) {
	f := &film{}
	for range looksPerWhy {
		f.looks = append(f.looks, look{order: resting})
	}
	f.looks = append(f.looks, look{order: expired})
	_, stderr, err := follow(t, formatText, f)
	var e *Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, ExitNoMatch, e.Exit)
	require.Contains(t, stderr, "0x31 pool price is above the ceiling")
}

// Ctrl-C is exit code 130, --timeout 124; both name the command that goes on.
func TestDetached(t *testing.T) {
	interrupted, cancel := context.WithCancel(t.Context())
	cancel()
	late, stop := context.WithTimeout(t.Context(), 0)
	defer stop()
	for ctx, exit := range map[context.Context]int{interrupted: ExitInterrupted, late: ExitTimeout} {
		s, _, _ := testSession(formatText)
		err := detached(ctx, newFollower(s, liarFilm()).untilDone(ctx, "0x"), "iexecd task watch 0x12")
		var e *Error
		require.ErrorAs(t, err, &e)
		require.Equal(t, exit, e.Exit)
		require.Equal(t, []string{"iexecd task watch 0x12"}, e.Next)
	}
}

// task show tells who was rejected, what it lost, and the arithmetic.
func TestShowTask(t *testing.T) {
	f := liarFilm()
	last := f.looks[len(f.looks)-1]
	task := last.tasks[last.deals[0].Id][0]
	var b strings.Builder
	require.NoError(t, printTask(&b, &task, &last.deals[0], noon))
	golden(t, "task-show.txt", b.String())
}
