package poco

import (
	"fmt"
	"slices"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

// hold holds back what the accepted members earn, while params say so, and
// returns the audit fee: ⌊price·AuditFeePPB/PPB⌋.
func (s *stepper) hold() (rlc.Amount, error) {
	if s.params.HoldBackBlocks == 0 {
		return 0, nil
	}
	fee, err := rlc.MulDivFloor(s.task.Price, uint64(min(s.params.AuditFeePPB, PPB)), PPB)
	if err != nil {
		return 0, err
	}
	forWorkers, err := rlc.MulDivFloor(s.task.Price-fee, 100-min(s.ratio, 100), 100)
	if err != nil {
		return 0, err
	}
	a := &s.task.Audit
	a.Phase, a.Risk, a.Fee = AuditLottery, RiskOf(s.task, s.params), fee
	a.Pay = forWorkers / rlc.Amount(s.count(MemberAccepted))        //nolint:gosec // at least one is accepted
	a.MaturesHeight = s.now.Height + int64(s.params.HoldBackBlocks) //nolint:gosec // a param, range-checked
	return fee, nil
}

// judgeAudit ends an audit when all auditors agree with the accepted result, and
// make up for members that were caught elsewhere, or when backup members have
// decided; else it asks for more of them.
func (s *stepper) judgeAudit() error {
	a := &s.task.Audit
	if !a.Disputed {
		answers, agree := s.answers()
		switch {
		case answers > agree:
			a.Disputed = true
		case answers > 0 && (len(a.Faulty) == 0 || believed(s.task, nil)):
			return s.closeAudit(&s.task.Result.Digest)
		}
		return s.again()
	}
	if groups := backupGroups(s.task, s.params); len(groups) > 0 &&
		groups[0].CredibilityPPB >= strictPPB(s.task, s.params) {
		return s.closeAudit(&groups[0].Digest)
	}
	return s.again()
}

// answers returns how many of the present audit answered, and how many of them
// with the accepted result.
func (s *stepper) answers() (all, agree int) {
	for _, m := range s.current() {
		if m.State != MemberRevealed {
			continue
		}
		all++
		if m.Digest == s.task.Result.Digest {
			agree++
		}
	}
	return all, agree
}

// stopAudit ends an audit for which there is no room or time any more. Backup
// members decide if they reach the task's own bound, or 98 % if that is looser. A
// result that is in doubt is retracted, be it only because a member was caught
// elsewhere and nobody ran it again; any other stays.
func (s *stepper) stopAudit() error {
	a := &s.task.Audit
	if a.Disputed {
		if groups := backupGroups(s.task, s.params); len(groups) > 0 &&
			groups[0].CredibilityPPB >= lenientPPB(s.task) {
			return s.closeAudit(&groups[0].Digest)
		}
		return s.closeAudit(nil)
	}
	answers, _ := s.answers() // all of them agree
	if answers == 0 && len(a.Faulty) > 0 {
		return s.closeAudit(nil)
	}
	return s.passAudit(answers > 0)
}

// closeAudit gives the verdicts of an audit that found right to be right, nil if
// nothing is credible.
func (s *stepper) closeAudit(right *ident.Hash) error {
	switch {
	case right == nil:
		return s.retract()
	case *right == s.task.Result.Digest:
		return s.passAudit(true)
	}
	return s.correct(*right)
}

// settlement is what an audit has to share out: what is in the pot, then what it
// may take from the audit fund.
type settlement struct {
	pot, fund, fromFund rlc.Amount
}

// settlement returns an empty pot and what this audit may take from the fund, so
// that nobody gains by emptying it: of a drawn audit as much as the fees of as many
// tasks as one is drawn of, ⌊Fee·PPB/rate⌋; else what the task itself paid in.
func (s *stepper) settlement(retracted bool) *settlement {
	a := &s.task.Audit
	most := a.Fee
	if rate := AuditRate(a.Risk, s.params); !a.Recalled && !retracted && rate > 0 {
		if drawn, err := rlc.MulDivFloor(a.Fee, PPB, uint64(rate)); err == nil {
			most = drawn
		}
	}
	return &settlement{fund: min(s.fund, most)}
}

// put adds to the pot.
func (x *settlement) put(a rlc.Amount) (err error) {
	x.pot, err = rlc.Add(x.pot, a)
	return err
}

// take takes up to a, first from the pot, then from the fund.
func (x *settlement) take(a rlc.Amount) rlc.Amount {
	pot := min(a, x.pot)
	fund := min(a-pot, x.fund)
	x.pot, x.fund, x.fromFund = x.pot-pot, x.fund-fund, x.fromFund+fund
	return pot + fund
}

// verdicts judges the members of the present audit by the right answer, nil if
// none is known: then nobody is judged, and who revealed is paid later all the
// same. The stakes of those who lose go into the pot.
func (s *stepper) verdicts(x *settlement, right *ident.Hash) error {
	seats := s.current()
	for i, m := range seats {
		switch {
		case m.State == MemberRevealed && (right == nil || m.Digest == *right):
			seats[i].State = MemberAccepted
		case m.State == MemberRevealed:
			seats[i].State = MemberRejected
		case m.State == MemberDrawn || m.State == MemberCommitted:
			seats[i].State = MemberReleased
		}
		if state := seats[i].State; state == MemberRejected || state == MemberWithheld {
			seats[i].Slashed = m.Stake
			if err := x.put(m.Stake); err != nil {
				return err
			}
		}
	}
	return nil
}

// payAuditors pays those of the present audit whose answer counted, all the same:
// Audit.Pay, or their floored share of what there is if that is less.
func (s *stepper) payAuditors(x *settlement) {
	seats := s.current()
	var paid rlc.Amount
	for _, m := range seats {
		if m.State == MemberAccepted {
			paid++
		}
	}
	if paid == 0 {
		return
	}
	each := min(s.task.Audit.Pay, x.pot/paid+x.fund/paid)
	for i, m := range seats {
		if m.State == MemberAccepted {
			seats[i].Reward = x.take(each)
		}
	}
}

// passAudit ends an audit that leaves the result as it is; confirmed tells whether
// somebody ran it again. The rewards of those who were caught elsewhere pay for it.
func (s *stepper) passAudit(confirmed bool) error {
	a := &s.task.Audit
	x := s.settlement(false)
	if err := s.verdicts(x, &s.task.Result.Digest); err != nil {
		return err
	}
	if err := s.forfeit(x); err != nil {
		return err
	}
	s.payAuditors(x)
	e := Audited{Auditors: s.closed(), ToFund: x.pot, FromFund: x.fromFund}
	if confirmed && !a.Recalled {
		for _, m := range s.in(MemberAccepted) {
			if !slices.Contains(a.Faulty, m.Worker) {
				e.Passed = append(e.Passed, m)
			}
		}
	}
	if !a.StakesFree {
		e.Unlocked = s.in(MemberAccepted)
	}
	a.Passed, a.StakesFree, a.Phase = confirmed, true, AuditHeld
	s.task.State = StateCompleted
	s.closeSeats(e)
	return nil
}

// forfeit takes the held back rewards of those who were caught elsewhere into the pot.
func (s *stepper) forfeit(x *settlement) error {
	a := &s.task.Audit
	for _, list := range [][]Member{s.task.Members, a.Auditors[:a.Current]} {
		for i, m := range list {
			if m.State != MemberAccepted || !slices.Contains(a.Faulty, m.Worker) {
				continue
			}
			list[i].Reward = 0
			if err := x.put(m.Reward); err != nil {
				return err
			}
		}
	}
	return nil
}

// correct replaces the result: who gave the wrong one loses, the buyer has the
// pool's price back, who was outvoted is paid now.
func (s *stepper) correct(right ident.Hash) error {
	a := &s.task.Audit
	x := s.settlement(false)
	if err := s.verdicts(x, &right); err != nil {
		return err
	}
	e := Audited{}
	if !a.StakesFree {
		for i, m := range s.task.Members {
			if m.State != MemberAccepted {
				continue
			}
			s.task.Members[i].Slashed = m.Stake
			if err := x.put(m.Stake); err != nil {
				return err
			}
		}
	}
	if err := s.claw(x, &e, MemberOverturned); err != nil {
		return err
	}
	e.Refund = x.take(s.task.Price)
	for i, m := range s.task.Members {
		if m.State != MemberRejected || m.Digest != right {
			continue
		}
		owed, err := rlc.Add(m.Stake, a.Pay)
		if err != nil {
			return err
		}
		s.task.Members[i].State, s.task.Members[i].Slashed = MemberVindicated, 0
		s.task.Members[i].Reward = x.take(owed)
		e.Vindicated = append(e.Vindicated, s.task.Members[i])
	}
	s.payAuditors(x)
	a.Corrected = s.correctedAnswer(right)
	s.task.State, s.task.Reason, a.Phase = StateCompleted, ReasonCorrected, AuditCorrected
	return s.finishAudit(x, e)
}

// correctedAnswer returns the answer with a digest as the auditors revealed it.
func (s *stepper) correctedAnswer(right ident.Hash) *Answer {
	a := &s.task.Audit
	answer := a.Answers[slices.IndexFunc(a.Answers, func(x Answer) bool { return x.Digest == right })]
	for _, m := range s.current() {
		if m.State == MemberAccepted {
			answer.Locations = append(slices.Clone(answer.Locations), m.Location)
		}
	}
	return &answer
}

// retract gives the buyer the pool's price back for a result that is in doubt.
// Nobody is judged: stakes go back, and who ran it again shares what is left.
func (s *stepper) retract() error {
	a := &s.task.Audit
	x := s.settlement(true)
	if err := s.verdicts(x, nil); err != nil {
		return err
	}
	e := Audited{}
	if err := s.claw(x, &e, MemberReleased); err != nil {
		return err
	}
	for i, m := range s.task.Members {
		if m.State != MemberRejected {
			continue
		}
		s.task.Members[i].State, s.task.Members[i].Slashed = MemberReleased, 0
		s.task.Members[i].Reward = x.take(m.Stake)
		e.Vindicated = append(e.Vindicated, s.task.Members[i])
	}
	e.Refund = x.take(s.task.Price)
	s.payAuditors(x)
	s.task.State, s.task.Reason, a.Phase = StateFailed, ReasonRetracted, AuditRetracted
	return s.finishAudit(x, e)
}

// claw takes all that is held back into the pot and gives those who have it a new
// state: overturned, or released if nobody is judged.
func (s *stepper) claw(x *settlement, e *Audited, state MemberState) error {
	a := &s.task.Audit
	pot := s.task.PoolReward
	s.task.PoolReward = 0
	if err := x.put(pot); err != nil {
		return err
	}
	committee := len(s.task.Members)
	for i := range committee + a.Current {
		list, j := s.task.Members, i
		if i >= committee {
			list, j = a.Auditors, i-committee
		}
		m := &list[j]
		if m.State != MemberAccepted {
			continue
		}
		if err := x.put(m.Reward); err != nil {
			return err
		}
		m.Reward, m.State = 0, state
		if i < committee && !a.StakesFree {
			e.Unlocked = append(e.Unlocked, *m)
		}
		if state == MemberOverturned {
			e.Overturned = append(e.Overturned, *m)
		}
	}
	return nil
}

// finishAudit ends a task whose result fell. What auditors earned is paid at once.
func (s *stepper) finishAudit(x *settlement, e Audited) error {
	s.task.Audit.StakesFree = true
	e.Auditors, e.ToFund, e.FromFund = s.closed(), x.pot, x.fromFund
	var err error
	if s.task.Refunded, err = rlc.Add(s.task.Refunded, e.Refund); err != nil {
		return err
	}
	s.task.EndedHeight = s.now.Height
	s.closeSeats(e)
	return nil
}

// current returns the members of the present audit.
func (s *stepper) current() []Member { return s.task.Audit.Auditors[s.task.Audit.Current:] }

// closed returns the members of the present audit that were not freed.
func (s *stepper) closed() []Member {
	return slices.DeleteFunc(slices.Clone(s.current()), func(m Member) bool { return m.State == MemberMissed })
}

func (s *stepper) closeSeats(e Audited) {
	a := &s.task.Audit
	a.Current, a.Wanted, a.Answers = len(a.Auditors), 0, nil
	s.task.PhaseDeadlineUnix = 0
	s.effects = append(s.effects, e)
}

// mature pays what is held back, at its height.
func (s *stepper) mature() error {
	a := &s.task.Audit
	if s.now.Height < a.MaturesHeight {
		return nil
	}
	e := Matured{PoolReward: s.task.PoolReward}
	for _, list := range [][]Member{s.task.Members, a.Auditors} {
		for _, m := range list {
			if m.State == MemberAccepted && m.Reward > 0 {
				e.Members = append(e.Members, m)
			}
		}
	}
	a.Phase = AuditMatured
	s.task.EndedHeight = s.now.Height
	s.effects = append(s.effects, e)
	return nil
}

// checkAudited checks that an audit's credits equal its debits: what the pot had,
// and the fund gave, is what was paid and what the fund got.
func checkAudited(before, after Task, e Audited) error {
	var in, out rlc.Amount
	var err error
	add := func(to *rlc.Amount, a rlc.Amount) {
		if err == nil {
			*to, err = rlc.Add(*to, a)
		}
	}
	sum := func(to *rlc.Amount, t Task) {
		add(to, t.PoolReward)
		for _, list := range [][]Member{t.Members, t.Audit.Auditors} {
			for _, m := range list {
				if m.State == MemberAccepted {
					add(to, m.Reward)
				}
			}
		}
	}
	sum(&in, before)
	sum(&out, after)
	add(&in, e.FromFund)
	add(&out, e.ToFund)
	add(&out, e.Refund)
	for _, list := range [][]Member{e.Auditors, e.Unlocked} {
		for _, m := range list {
			add(&in, m.Slashed)
		}
	}
	for _, m := range e.Vindicated {
		add(&out, m.Reward)
	}
	if err == nil && in != out {
		return fmt.Errorf("%w: an audit of task %s has %d and pays %d", ErrMoney, after.ID, in, out)
	}
	return err
}
