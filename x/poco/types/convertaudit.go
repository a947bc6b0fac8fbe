package types

import (
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
)

func (a *Audit) core(r *reader) poco.Audit {
	out := poco.Audit{
		Phase: poco.AuditPhase(clamp(int32(a.Phase))), Risk: poco.Risk(clamp(int32(a.Risk))),
		Drawn: a.Drawn, Recalled: a.Recalled, Disputed: a.Disputed, Passed: a.Passed, StakesFree: a.StakesFree,
		Current: int(a.Current), Wanted: int(a.Wanted), Fee: rlc.Amount(a.FeeNrlc), Pay: rlc.Amount(a.PayNrlc),
		DeadlineUnix: a.DeadlineUnix, MaturesHeight: a.MaturesHeight,
	}
	if out.Current > len(a.Auditors) && r.err == nil {
		r.err = ErrBadField.Wrapf("the present audit begins at auditor %d of %d", out.Current, len(a.Auditors))
	}
	for i := range a.Auditors {
		out.Auditors = append(out.Auditors, a.Auditors[i].core(r))
	}
	for i := range a.Answers {
		out.Answers = append(out.Answers, a.Answers[i].core(r))
	}
	for _, w := range a.Faulty {
		out.Faulty = append(out.Faulty, r.account("faulty", w))
	}
	if a.Corrected != nil {
		right := a.Corrected.core(r)
		out.Corrected = &right
	}
	return out
}

func newAudit(c poco.Audit) Audit {
	a := Audit{
		Phase: AuditPhase(c.Phase), Risk: Risk(c.Risk),
		Drawn: c.Drawn, Recalled: c.Recalled, Disputed: c.Disputed, Passed: c.Passed, StakesFree: c.StakesFree,
		Current: uint32(c.Current), Wanted: uint32(c.Wanted), //nolint:gosec // at most max_auditors
		FeeNrlc: uint64(c.Fee), PayNrlc: uint64(c.Pay),
		DeadlineUnix: c.DeadlineUnix, MaturesHeight: c.MaturesHeight,
	}
	for _, m := range c.Auditors {
		a.Auditors = append(a.Auditors, newMember(m))
	}
	for _, x := range c.Answers {
		a.Answers = append(a.Answers, newResult(x))
	}
	for _, w := range c.Faulty {
		a.Faulty = append(a.Faulty, account.Bech32(w))
	}
	if c.Corrected != nil {
		right := newResult(*c.Corrected)
		a.Corrected = &right
	}
	return a
}
