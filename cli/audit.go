package cli

import (
	"fmt"

	"github.com/iexecd/iexecd/x/poco/types"
)

// phaseName returns a phase of an audit in a word.
func phaseName(p types.AuditPhase) string { return enum(p.String(), "AUDIT_PHASE_") }

// audited tells whether the accepted result of t has been, or is being, run again.
func audited(t *types.Task) bool {
	return len(t.Audit.Auditors) > 0 || t.State == types.TaskState_TASK_STATE_AUDITING
}

// final tells whether nothing happens to t any more: it was refunded, or its
// earnings are paid, corrected or retracted.
func final(t *types.Task) bool {
	switch t.Audit.Phase {
	case types.AuditPhase_AUDIT_PHASE_LOTTERY, types.AuditPhase_AUDIT_PHASE_HELD,
		types.AuditPhase_AUDIT_PHASE_WAITING, types.AuditPhase_AUDIT_PHASE_COMMITTING,
		types.AuditPhase_AUDIT_PHASE_REVEALING:
		return false
	case types.AuditPhase_AUDIT_PHASE_UNSPECIFIED, types.AuditPhase_AUDIT_PHASE_MATURED,
		types.AuditPhase_AUDIT_PHASE_CORRECTED, types.AuditPhase_AUDIT_PHASE_RETRACTED:
	}
	return ended(t)
}

// resultOf returns the result that holds: the corrected one if there is one, else
// the one that was accepted, also if it was retracted; nil if there is none.
func resultOf(t *types.Task) *types.Result {
	if t.Audit.Corrected != nil {
		return t.Audit.Corrected
	}
	return t.Result
}

// riskTexts say what a risk class means.
var riskTexts = map[types.Risk]string{
	types.Risk_RISK_PROVEN: "proven: each accepted member alone reaches the bound",
	types.Risk_RISK_RISING: "rising: some accepted member alone does not reach the bound",
	types.Risk_RISK_FRESH:  "fresh: some accepted member has passed no audit",
}

// auditRows tells where the accepted result of a task stands; none if it was paid
// at once.
func auditRows(t *types.Task) [][]string {
	a := t.Audit
	if a.Phase == types.AuditPhase_AUDIT_PHASE_UNSPECIFIED {
		return nil
	}
	rows := [][]string{{"risk", riskTexts[a.Risk]}, {"audit", auditText(t)}}
	if !final(t) {
		rows = append(rows, []string{"matures", fmt.Sprintf("block %d, when earnings are paid", a.MaturesHeight)})
	}
	if c := a.Corrected; c != nil {
		rows = append(rows, []string{"right", c.Digest})
		for _, l := range c.Locations {
			rows = append(rows, []string{"", clean(l)})
		}
	}
	return rows
}

// auditText says in a sentence what became of an accepted result.
func auditText(t *types.Task) string {
	a := t.Audit
	switch a.Phase {
	case types.AuditPhase_AUDIT_PHASE_LOTTERY:
		return "the next beacon decides"
	case types.AuditPhase_AUDIT_PHASE_WAITING, types.AuditPhase_AUDIT_PHASE_COMMITTING,
		types.AuditPhase_AUDIT_PHASE_REVEALING:
		text := "run again now, as the beacon chose: "
		if a.Recalled {
			text = "run again now, as a member was caught elsewhere: "
		}
		if a.Disputed {
			return text + "auditors disagree, a backup committee decides"
		}
		return text + phaseName(a.Phase)
	case types.AuditPhase_AUDIT_PHASE_HELD, types.AuditPhase_AUDIT_PHASE_MATURED:
		switch {
		case a.Passed:
			return "confirmed by " + count(countAccepted(a.Auditors), "auditor")
		case a.Drawn || a.Recalled:
			return "nobody could run it again in time"
		}
		return "not chosen"
	case types.AuditPhase_AUDIT_PHASE_CORRECTED:
		return "another result was found right"
	case types.AuditPhase_AUDIT_PHASE_RETRACTED:
		return "no result was credible"
	case types.AuditPhase_AUDIT_PHASE_UNSPECIFIED:
	}
	return ""
}

// auditWord is where an accepted result stands, in a word for a list.
func auditWord(t *types.Task) string {
	switch t.Audit.Phase {
	case types.AuditPhase_AUDIT_PHASE_LOTTERY, types.AuditPhase_AUDIT_PHASE_HELD:
		return fmt.Sprintf("held to block %d", t.Audit.MaturesHeight)
	case types.AuditPhase_AUDIT_PHASE_MATURED:
		return "paid"
	case types.AuditPhase_AUDIT_PHASE_WAITING, types.AuditPhase_AUDIT_PHASE_COMMITTING,
		types.AuditPhase_AUDIT_PHASE_REVEALING:
		return "run again"
	case types.AuditPhase_AUDIT_PHASE_UNSPECIFIED, types.AuditPhase_AUDIT_PHASE_CORRECTED,
		types.AuditPhase_AUDIT_PHASE_RETRACTED:
	}
	return phaseName(t.Audit.Phase)
}

// countAccepted counts the members whose answer was accepted.
func countAccepted(members []types.Member) uint64 {
	n := uint64(0)
	for _, m := range members {
		if m.State == types.MemberState_MEMBER_STATE_ACCEPTED {
			n++
		}
	}
	return n
}

// auditEvents adds what happened to an accepted result between two looks.
func auditEvents(before, now *types.Task, add func(event)) {
	was, is := before.Audit, now.Audit
	none := types.AuditPhase_AUDIT_PHASE_UNSPECIFIED
	if is.Phase == none {
		return
	}
	if was.Phase == none {
		add(event{
			Type: eventResultHeld, Risk: enum(is.Risk.String(), "RISK_"), MaturesHeight: is.MaturesHeight,
		})
	}
	if audited(now) && !audited(before) {
		e := event{Type: eventResultAudited}
		if is.Recalled {
			e.Reason = "recalled"
		}
		add(e)
	}
	if is.Disputed && !was.Disputed {
		add(event{Type: eventResultDisputed})
	}
	if is.Passed && !was.Passed {
		add(event{Type: eventResultConfirmed, Digest: now.Result.GetDigest()})
	}
	if is.Phase == was.Phase {
		return
	}
	switch is.Phase {
	case types.AuditPhase_AUDIT_PHASE_MATURED:
		add(event{Type: eventResultMatured, Height: now.EndedHeight})
	case types.AuditPhase_AUDIT_PHASE_CORRECTED:
		add(event{
			Type: eventResultCorrected, Height: now.EndedHeight, Digest: resultOf(now).Digest,
			RefundedNRLC: now.RefundedNrlc,
		})
	case types.AuditPhase_AUDIT_PHASE_RETRACTED:
		add(event{Type: eventResultRetracted, Height: now.EndedHeight, RefundedNRLC: now.RefundedNrlc})
	case types.AuditPhase_AUDIT_PHASE_UNSPECIFIED, types.AuditPhase_AUDIT_PHASE_LOTTERY,
		types.AuditPhase_AUDIT_PHASE_HELD, types.AuditPhase_AUDIT_PHASE_WAITING,
		types.AuditPhase_AUDIT_PHASE_COMMITTING, types.AuditPhase_AUDIT_PHASE_REVEALING:
	}
}

// drawAudit draws what happens to an accepted result.
func (d *drawer) drawAudit(e event) {
	switch e.Type {
	case eventResultHeld:
		if d.detailed() {
			d.steps.note(fmt.Sprintf("   earnings are held back until block %d%s: an audit may still correct the "+
				"result",
				e.MaturesHeight, d.where(e)))
		}
	case eventResultAudited:
		if d.detailed() {
			d.steps.ok("audit", "run again by others", d.where(e))
		}
	case eventResultDisputed:
		d.steps.note(fmt.Sprintf("   an auditor disagrees%s: a backup committee decides", d.where(e)))
	case eventResultConfirmed:
		if d.detailed() {
			d.steps.ok("confirmed", short(e.Digest), d.where(e))
		}
	case eventResultMatured:
		if d.detailed() {
			d.steps.ok("final", "earnings paid", fmt.Sprintf("block %d", e.Height), d.where(e))
		}
	case eventResultCorrected:
		d.steps.bad("corrected", "right is "+short(e.Digest), amount(e.RefundedNRLC)+" refunded", short(e.Task))
	case eventResultRetracted:
		d.steps.bad("retracted", short(e.Task)+" is in doubt", amount(e.RefundedNRLC)+" refunded")
	}
}
