package cli

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/x/poco/types"
)

// heldTask is an accepted task whose earnings are held back.
func heldTask(phase types.AuditPhase) types.Task {
	t := testTask(0, completed, 1, member("a", 1, accepted, answerBad), member("b", 1, accepted, answerBad))
	t.Result = &types.Result{Digest: answerBad, Cause: types.Cause_CAUSE_OK, Locations: []string{"http://a"}}
	t.ReachedPpb, t.EndedHeight = 999_990_000, 19
	t.Audit = types.Audit{Phase: phase, Risk: types.Risk_RISK_RISING, MaturesHeight: 120}
	return t
}

func correctedTask() types.Task {
	t := heldTask(types.AuditPhase_AUDIT_PHASE_CORRECTED)
	for i := range t.Members {
		t.Members[i].State, t.Members[i].RewardNrlc = types.MemberState_MEMBER_STATE_OVERTURNED, 0
	}
	backup := member("d", 3, accepted, answerGood)
	backup.Backup = true
	t.Audit.Auditors = []types.Member{member("c", 2, accepted, answerGood), backup}
	t.Audit.Disputed, t.Audit.Drawn = true, true
	t.Audit.Corrected = &types.Result{Digest: answerGood, Cause: types.Cause_CAUSE_OK, Locations: []string{"http://c"}}
	t.Reason, t.RefundedNrlc, t.EndedHeight = types.EndReason_END_REASON_CORRECTED, 100_000_000, 31
	return t
}

// TestAuditEvents: a follower is told of an audit step by step, each step once.
func TestAuditEvents(t *testing.T) {
	t.Parallel()
	before := testTask(0, revealing, 1, member("a", 1, committed, ""), member("b", 1, committed, ""))
	lottery := heldTask(types.AuditPhase_AUDIT_PHASE_LOTTERY)
	auditing := heldTask(types.AuditPhase_AUDIT_PHASE_COMMITTING)
	auditing.State = types.TaskState_TASK_STATE_AUDITING
	auditing.Audit.Auditors = []types.Member{member("c", 2, drawn, "")}
	disputed := auditing
	disputed.Audit.Disputed = true
	end := correctedTask()
	var seen []string
	last := &before
	for _, now := range []*types.Task{&lottery, &auditing, &disputed, &end, &end} {
		for _, e := range taskEvents(last, now) {
			if e.Worker == "" {
				seen = append(seen, e.Type)
			}
		}
		last = now
	}
	require.Equal(t, []string{
		eventTaskCompleted, eventResultHeld, eventResultAudited, eventResultDisputed, eventResultCorrected,
	}, seen)
	confirmed := heldTask(types.AuditPhase_AUDIT_PHASE_MATURED)
	confirmed.Audit.Passed = true
	seen = nil
	for _, e := range taskEvents(&auditing, &confirmed) {
		seen = append(seen, e.Type)
	}
	require.Equal(t, []string{eventResultConfirmed, eventResultMatured}, seen)
}

// TestFollowCorrected: who follows is told that the result was wrong, and of the refund.
func TestFollowCorrected(t *testing.T) {
	t.Parallel()
	s, _, stderr := testSession(formatText)
	f := newFollower(s, nil)
	f.draw.total = 1
	end := correctedTask()
	require.NoError(t, f.seen(&end))
	require.Contains(t, stderr.String(), "corrected")
	require.Contains(t, stderr.String(), "right is "+short(answerGood)+"  0.1 RLC refunded")
	retracted := heldTask(types.AuditPhase_AUDIT_PHASE_RETRACTED)
	retracted.State, retracted.Reason = failed, types.EndReason_END_REASON_RETRACTED
	require.NoError(t, f.seen(&retracted))
	require.Contains(t, stderr.String(), "is in doubt")
	require.Equal(t, ExitTaskFailed, endError(&retracted).Exit)
	first := asAccepted(&retracted)
	require.Nil(t, endError(first), "--first gives what was accepted")
}

// TestResultOf: the corrected result is the one that is fetched; --first gives the other.
func TestResultOf(t *testing.T) {
	t.Parallel()
	end := correctedTask()
	require.Equal(t, answerGood, resultOf(&end).Digest)
	require.Equal(t, answerBad, resultOf(asAccepted(&end)).Digest)
	o := newOutcome(&end)
	require.Equal(t, answerGood, o.Digest)
	require.Equal(t, answerBad, o.FirstDigest)
	require.Equal(t, uint64(100_000_000), o.RefundedNRLC)
	require.Equal(t, "corrected", o.Audit)
}

// TestPrintAudit: a task is shown with its risk, its audit, when it matures, both
// results, and who audited.
func TestPrintAudit(t *testing.T) {
	t.Parallel()
	deal := testDeal(1)
	show := func(task types.Task) string {
		var out bytes.Buffer
		require.NoError(t, printTask(&out, &task, &deal, noon))
		return out.String()
	}
	held := show(heldTask(types.AuditPhase_AUDIT_PHASE_HELD))
	for _, want := range []string{
		"rising: some accepted member", "not chosen", "block 120", "earned 0.033 RLC, held back",
	} {
		require.Contains(t, held, want)
	}
	end := show(correctedTask())
	for _, want := range []string{
		answerGood, answerBad, "another result was found right", "http://c", "0.1 RLC to", "overturned",
		"audit ", "backup ",
	} {
		require.Contains(t, end, want)
	}
	require.NotContains(t, end, "matures")
}
