package cli

import (
	"cmp"

	"github.com/iexecd/iexecd/x/poco/types"
)

// outcome is how one task ended and where its result is.
type outcome struct {
	Task         string   `json:"task"`
	Index        uint64   `json:"index"`
	State        string   `json:"state"`
	Digest       string   `json:"digest,omitempty"`
	ReachedPPB   uint32   `json:"reached_ppb,omitempty"`
	NeededPPB    uint32   `json:"needed_ppb,omitempty"`
	Cause        string   `json:"cause,omitempty"`
	ExitCode     uint32   `json:"exit_code,omitempty"`
	Tail         string   `json:"tail,omitempty"`
	Reason       string   `json:"reason,omitempty"`
	RefundedNRLC uint64   `json:"refunded_nrlc,omitempty"`
	Location     string   `json:"location,omitempty"`
	Dir          string   `json:"dir,omitempty"`
	Files        []string `json:"files,omitempty"`
	Bytes        int64    `json:"bytes,omitempty"`
	Trust        uint64   `json:"trust,omitempty"`
	Audit        string   `json:"audit,omitempty"` // phase of the hold-back
	Matures      int64    `json:"matures_height,omitempty"`
	FirstDigest  string   `json:"first_digest,omitempty"` // what was accepted first, if another is right

	err *Error // why there is no result, or no good one
}

func newOutcome(t *types.Task) *outcome {
	o := &outcome{
		Task: t.Id, Index: t.Index, State: enum(t.State.String(), "TASK_STATE_"),
		ReachedPPB: t.ReachedPpb, NeededPPB: t.NeededPpb, Trust: t.Trust, err: endError(t),
	}
	if r := resultOf(t); r != nil {
		o.Digest, o.Cause, o.ExitCode, o.Tail = r.Digest, causeName(r.Cause), r.ExitCode, r.Tail
	}
	if t.State == types.TaskState_TASK_STATE_FAILED || t.Audit.Corrected != nil {
		o.Reason, o.RefundedNRLC = reasonName(t.Reason), t.RefundedNrlc
	}
	if t.Audit.Phase != types.AuditPhase_AUDIT_PHASE_UNSPECIFIED {
		o.Audit, o.Matures = phaseName(t.Audit.Phase), t.Audit.MaturesHeight
	}
	if t.Audit.Corrected != nil && t.Result != nil {
		o.FirstDigest = t.Result.Digest
	}
	return o
}

// worstOutcome returns the gravest error of all tasks; nil if all are well.
func worstOutcome(all []*outcome) *Error {
	var worst *Error
	for _, o := range all {
		worst = worse(worst, o.err)
	}
	return worst
}

// gravity orders exit codes of ended tasks: a wrong digest first, then what
// cannot be fetched, then refunds, then failed apps.
var gravity = map[int]int{ExitDigest: 5, ExitUnexpected: 4, ExitNotFound: 3, ExitDeadline: 2, ExitTaskFailed: 1}

// worse returns the graver of two errors, the first if they are equal.
func worse(a, b *Error) *Error {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	case cmp.Less(gravity[a.Exit], gravity[b.Exit]):
		return b
	}
	return a
}
