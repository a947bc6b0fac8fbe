package poco

import (
	"fmt"
	"slices"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/rlc"
)

// Open returns the new task of a deal, waiting for its committee; Step it with
// Tick to get the first Draw.
func Open(d market.Deal, index uint64, at Clock, p Params) Task {
	t := Task{
		ID: market.TaskID(d.ID, index), DealID: d.ID, Index: index,
		Workerpool: d.Workerpool.Pointer, Requester: d.Requester,
		State: StateWaiting, NeededPPB: Needed(d.Policy.MaxErrorPPB, p), Trust: d.Policy.Trust,
		Opened: at, WorkClockSeconds: d.WorkClockSeconds, Price: d.Workerpool.Price,
		PhaseDeadlineUnix: at.Unix,
		FinalDeadlineUnix: d.StartUnix + window(d.WorkClockSeconds, p.FinalRatioPercent),
	}
	if t.Trust > 0 {
		openClassic(&t, d, p)
	}
	return t
}

// Needed returns the credibility that a committee must reach for a task with this
// max_error: 1 - max_error/SafetyDivisor, at most PPB-1. The divisor makes up for
// workers who earn a record by good work in order to lie later, which the formula
// of credibility does not know.
func Needed(maxErrorPPB uint32, p Params) uint32 {
	return PPB - max(maxErrorPPB/max(p.SafetyDivisor, 1), 1)
}

// window returns percent of the work clock in seconds, at least one second.
func window(workClockSeconds uint64, percent uint32) int64 {
	return max(int64(workClockSeconds)*int64(percent)/100, 1) //nolint:gosec // params and categories are range-checked
}

// Step folds an input into a task and returns the task after it with what must
// happen outside. On an error the task is unchanged. The input's clock must
// never go back. poolRatioPercent is the deal's scheduler share, used when the
// task ends.
func Step(t Task, in Input, poolRatioPercent uint64, p Params) (Task, []Effect, error) {
	if t.Final() {
		return t, nil, fmt.Errorf("%w: the task has ended", ErrNotDue)
	}
	if t.State.Ended() && t.Result == nil {
		return t, nil, fmt.Errorf("%w: task is %s and has no result", ErrNotDue, t.State)
	}
	s := &stepper{task: t, now: in.at(), params: p, ratio: poolRatioPercent}
	s.task.Members = slices.Clone(t.Members)
	s.task.Answers = slices.Clone(t.Answers)
	s.task.Audit.Auditors = slices.Clone(t.Audit.Auditors)
	s.task.Audit.Answers = slices.Clone(t.Audit.Answers)
	s.task.Audit.Faulty = slices.Clone(t.Audit.Faulty)
	if t.Classic != nil {
		s.task.Classic = t.Classic.clone()
		if err := s.classic(in); err != nil {
			return t, nil, err
		}
		return s.task, s.effects, nil
	}
	var err error
	switch in := in.(type) {
	case Seat:
		err = s.seat(in)
	case Commit:
		err = s.commit(in)
	case Reveal:
		err = s.reveal(in)
	case Tick:
		s.fund = in.Fund
		err = s.tick()
	case Decide:
		err = s.decide(in)
	case Recall:
		err = s.recall(in)
	default:
		err = fmt.Errorf("%w: unknown input %T", ErrNotDue, in)
	}
	if err == nil {
		err = s.check(t)
	}
	if err != nil {
		return t, nil, err
	}
	return s.task, s.effects, nil
}

// check checks the money of what happened.
func (s *stepper) check(before Task) error {
	for _, e := range s.effects {
		if e, ok := e.(Audited); ok {
			return checkAudited(before, s.task, e)
		}
	}
	return nil
}

// CheckCommit tells why a commit by worker would be refused now, or nil.
func CheckCommit(t Task, worker ident.Address, at Clock) error {
	_, err := dueMember(t, worker, at, StateCommitting, MemberDrawn)
	return err
}

// CheckReveal tells why a reveal by worker would be refused now, or nil.
func CheckReveal(t Task, worker ident.Address, at Clock) error {
	if t.Classic != nil {
		_, err := prover(t, worker, at)
		return err
	}
	_, err := dueMember(t, worker, at, StateRevealing, MemberCommitted)
	return err
}

// PhaseComplete reports whether nobody is waited for in the present phase, so
// that a Tick closes it before its deadline.
func PhaseComplete(t Task) bool {
	waited := MemberUnspecified
	switch t.Stage() {
	case StateCommitting:
		if t.Classic != nil && t.Classic.OwnerScheduled {
			return false
		}
		waited = MemberDrawn
	case StateRevealing:
		if t.Classic != nil {
			return t.Classic.Revealed == t.Classic.Winners
		}
		waited = MemberCommitted
	case StateUnspecified, StateWaiting, StateAuditing, StateCompleted, StateFailed:
		return false
	}
	return !slices.ContainsFunc(Seats(t), func(m Member) bool { return m.State == waited })
}

// dueMember returns the index of the worker's seat among the Seats if it may act now.
func dueMember(t Task, worker ident.Address, at Clock, state State, member MemberState) (int, error) {
	seats := Seats(t)
	i := slices.IndexFunc(seats, func(m Member) bool { return m.Worker == worker })
	switch {
	case i < 0 && HasSeat(t, worker, worker):
		return 0, fmt.Errorf("%w: its part in task %s is over", ErrAlready, t.ID)
	case i < 0:
		return 0, fmt.Errorf("%w: %s, task %s", ErrNotMember, worker, t.ID)
	case seats[i].State > member:
		return 0, fmt.Errorf("%w: member is %s, expected %s", ErrAlready, seats[i].State, member)
	case t.Stage() != state || seats[i].State != member:
		return 0, fmt.Errorf("%w: task is %s, expected %s", ErrNotDue, t.Stage(), state)
	case at.Unix >= t.PhaseDeadlineUnix:
		return 0, fmt.Errorf("%w: at %d, deadline %d", ErrTooLate, at.Unix, t.PhaseDeadlineUnix)
	}
	return i, nil
}

type stepper struct {
	task    Task
	now     Clock
	params  Params
	ratio   uint64
	fund    rlc.Amount // what the audit fund holds
	effects []Effect
}

// seat starts a round with the drawn members.
func (s *stepper) seat(in Seat) error {
	if s.task.Stage() != StateWaiting {
		return fmt.Errorf("%w: task is %s, expected %s", ErrNotDue, s.task.Stage(), StateWaiting)
	}
	if err := s.checkSeats(in.Members); err != nil {
		return err
	}
	audit := s.task.State == StateAuditing
	if len(in.Members) == 0 || !audit && !Enough(s.task, in.Members) {
		return fmt.Errorf("%w: %d drawn, needed %d ppb", ErrTooFew, len(in.Members), s.task.NeededPPB)
	}
	if !s.roundFits() {
		return fmt.Errorf("%w: no time for another round", ErrTooLate)
	}
	s.task.Round++
	for _, m := range in.Members {
		m.Round, m.State = s.task.Round, MemberDrawn
		if audit {
			m.Backup = s.task.Audit.Disputed
			s.task.Audit.Auditors = append(s.task.Audit.Auditors, m)
			continue
		}
		s.task.Members = append(s.task.Members, m)
	}
	s.enter(StateCommitting)
	s.task.PhaseDeadlineUnix = s.now.Unix + window(s.task.WorkClockSeconds, s.params.CommitRatioPercent)
	return nil
}

// enter enters a stage: waiting, committing or revealing, of the committee or of
// the present audit.
func (s *stepper) enter(stage State) {
	if s.task.State != StateAuditing {
		s.task.State = stage
		return
	}
	switch stage {
	case StateCommitting:
		s.task.Audit.Phase = AuditCommitting
	case StateRevealing:
		s.task.Audit.Phase = AuditRevealing
	case StateUnspecified, StateWaiting, StateAuditing, StateCompleted, StateFailed:
		s.task.Audit.Phase = AuditWaiting
	}
}

// deadline is when the task, or its present audit, ends at the latest.
func (s *stepper) deadline() int64 {
	if s.task.State == StateAuditing {
		return s.task.Audit.DeadlineUnix
	}
	return s.task.FinalDeadlineUnix
}

// began is when the task was opened, or its present audit began.
func (s *stepper) began() int64 {
	if s.task.State == StateAuditing {
		return s.task.Audit.DeadlineUnix - window(s.task.WorkClockSeconds, s.params.FinalRatioPercent)
	}
	return s.task.Opened.Unix
}

// checkSeats checks that there is room, and one seat per worker, and where the
// chain draws, per operator.
func (s *stepper) checkSeats(drawn []Member) error {
	if taken, most := seatLimits(s.task, s.params); taken+len(drawn) > most {
		return fmt.Errorf("%w: %d seats, at most %d", ErrTooMany, taken+len(drawn), most)
	}
	seated := slices.Concat(s.task.Members, s.task.Audit.Auditors)
	chosen := s.task.Classic != nil && s.task.Classic.OwnerScheduled
	for _, d := range drawn {
		same := func(m Member) bool { return m.Worker == d.Worker || !chosen && m.Operator == d.Operator }
		if slices.ContainsFunc(seated, same) {
			return fmt.Errorf("%w: worker %s, operator %s", ErrSeated, d.Worker, d.Operator)
		}
		seated = append(seated, d)
	}
	return nil
}

func (s *stepper) commit(in Commit) error {
	i, err := dueMember(s.task, in.Worker, s.now, StateCommitting, MemberDrawn)
	if err != nil {
		return err
	}
	if in.Commitment.IsZero() {
		return fmt.Errorf("%w: the commitment is empty", ErrBadCommitment)
	}
	m := &Seats(s.task)[i]
	m.State, m.Commitment, m.CommittedHeight = MemberCommitted, in.Commitment, s.now.Height
	return nil
}

func (s *stepper) reveal(in Reveal) error {
	i, err := dueMember(s.task, in.Worker, s.now, StateRevealing, MemberCommitted)
	if err != nil {
		return err
	}
	m := &Seats(s.task)[i]
	if Commitment(in.Worker, s.task.ID, in.Answer.Digest, in.Salt) != m.Commitment {
		return fmt.Errorf("%w: commitment %s", ErrBadCommitment, m.Commitment)
	}
	if err := checkAnswer(in.Answer, s.params); err != nil {
		return err
	}
	m.State, m.Digest, m.Location, m.RevealedHeight = MemberRevealed, in.Answer.Digest, in.Location, s.now.Height
	m.Cause, m.ExitCode = in.Answer.Cause, in.Answer.ExitCode
	s.keep(in.Answer)
	return nil
}

// tick closes the present phase if it is complete or overdue.
func (s *stepper) tick() error {
	switch s.task.Stage() {
	case StateWaiting:
		return s.wait()
	case StateCommitting:
		if s.any(MemberDrawn) && s.now.Unix < s.task.PhaseDeadlineUnix {
			return nil
		}
		s.free()
		if !s.any(MemberCommitted) {
			return s.again()
		}
		return s.openReveal()
	case StateRevealing:
		if s.any(MemberCommitted) && s.now.Unix < s.task.PhaseDeadlineUnix {
			return nil
		}
		s.mark(MemberCommitted, MemberWithheld)
		return s.judge()
	case StateCompleted:
		if s.task.Audit.Phase == AuditHeld {
			return s.mature()
		}
		return nil
	case StateUnspecified, StateAuditing, StateFailed:
	}
	return fmt.Errorf("%w: task is %s", ErrNotDue, s.task.State)
}

// openReveal gives the members who committed their reveal window. If it was
// opened late, it is cut at the final deadline; if less than half of it would
// be left, the task ends, and nobody is punished for lack of time.
func (s *stepper) openReveal() error {
	full := window(s.task.WorkClockSeconds, s.params.RevealRatioPercent)
	left := min(full, s.deadline()-s.now.Unix)
	if left <= 0 || 2*left < full {
		return s.stop()
	}
	s.enter(StateRevealing)
	s.task.PhaseDeadlineUnix = s.now.Unix + left
	return nil
}

// free frees the members who did not commit in time.
func (s *stepper) free() {
	seats := Seats(s.task)
	for i, m := range seats {
		if m.State == MemberDrawn {
			seats[i].State = MemberMissed
			s.effects = append(s.effects, Freed{Member: seats[i]})
		}
	}
}

// judge accepts the best answer if it is credible enough, else goes on.
func (s *stepper) judge() error {
	if s.task.State == StateAuditing {
		return s.judgeAudit()
	}
	groups := Groups(s.task)
	if len(groups) > 0 {
		s.task.ReachedPPB = groups[0].CredibilityPPB
		if s.task.ReachedPPB >= s.task.NeededPPB {
			return s.complete(groups[0].Digest)
		}
	}
	return s.again()
}

// again asks for more members, or fails if there is no room or time for them.
func (s *stepper) again() error {
	s.enter(StateWaiting)
	return s.wait()
}

func (s *stepper) wait() error {
	if !s.roundFits() || SeatsLeft(s.task, s.params) == 0 {
		return s.stop()
	}
	if s.task.State == StateAuditing {
		s.task.Audit.Wanted = wanted(s.task, s.params)
	}
	s.task.PhaseDeadlineUnix = s.nextTry()
	s.effects = append(s.effects, Draw{})
	return nil
}

// stop ends the task, or its present audit, for lack of room or time.
func (s *stepper) stop() error {
	if s.task.State == StateAuditing {
		return s.stopAudit()
	}
	return s.fail(s.reason())
}

// nextTry is when a task that finds no workers tries again by itself: after the
// retry time or an eighth of its age, whichever is longer, so that tasks nobody
// can serve cost ever less, but not later than the last moment at which a round fits.
func (s *stepper) nextTry() int64 {
	wait := int64(max(s.params.WaitingRetrySeconds, 1)) //nolint:gosec // a param, range-checked
	retry := s.now.Unix + max(wait, (s.now.Unix-s.began())/8)
	return max(min(retry, s.deadline()-s.roundSeconds()+1), s.now.Unix+1)
}

func (s *stepper) roundSeconds() int64 {
	return window(s.task.WorkClockSeconds, s.params.CommitRatioPercent) +
		window(s.task.WorkClockSeconds, s.params.RevealRatioPercent)
}

// roundFits reports whether a whole round ends by the final deadline, so that
// no phase is ever cut short and nobody is punished for lack of time.
func (s *stepper) roundFits() bool {
	return s.now.Unix+s.roundSeconds() <= s.deadline()
}

func (s *stepper) reason() EndReason {
	switch {
	case len(s.task.Answers) > 0 && len(Groups(s.task)) > 1:
		return ReasonDisagreement
	case len(s.task.Members) == 0 || len(s.task.Answers) > 0:
		return ReasonNoWorkers
	}
	return ReasonNoAnswer
}

func (s *stepper) complete(digest ident.Hash) error {
	i := slices.IndexFunc(s.task.Answers, func(a Answer) bool { return a.Digest == digest })
	result := s.task.Answers[i]
	for i, m := range s.task.Members {
		if m.State != MemberRevealed {
			continue
		}
		s.task.Members[i].State = MemberRejected
		if m.Digest == digest {
			s.task.Members[i].State = MemberAccepted
			result.Locations = append(slices.Clone(result.Locations), m.Location)
		}
	}
	fee, err := s.hold()
	if err != nil {
		return err
	}
	pool, err := settle(s.task.Members, s.task.Price-fee, s.ratio, equally)
	if err != nil {
		return err
	}
	s.task.State, s.task.Reason, s.task.Result = StateCompleted, ReasonAccepted, &result
	s.task.PoolReward = pool
	s.end(Ended{PoolReward: pool, AuditFee: fee, Answers: s.count(MemberAccepted) + s.count(MemberRejected)})
	return nil
}

func (s *stepper) fail(reason EndReason) error {
	answers := s.count(MemberRevealed)
	s.mark(MemberRevealed, MemberReleased)
	s.mark(MemberCommitted, MemberReleased)
	s.mark(MemberDrawn, MemberReleased)
	var forfeited rlc.Amount
	for i, m := range s.task.Members {
		if m.State != MemberWithheld && m.State != MemberRejected {
			continue
		}
		s.task.Members[i].Slashed = m.Stake
		var err error
		if forfeited, err = rlc.Add(forfeited, m.Stake); err != nil {
			return err
		}
	}
	s.task.State, s.task.Reason = StateFailed, reason
	s.end(Ended{Forfeited: forfeited, Answers: answers})
	return nil
}

// end finishes the task: all seats that were not freed before get their verdict.
func (s *stepper) end(e Ended) {
	for _, m := range s.task.Members {
		if m.State != MemberMissed {
			e.Members = append(e.Members, m)
		}
	}
	s.task.EndedHeight = s.now.Height
	s.task.PhaseDeadlineUnix = 0
	s.task.Answers = nil
	s.effects = append(s.effects, e)
}

func (s *stepper) any(state MemberState) bool {
	return slices.ContainsFunc(Seats(s.task), func(m Member) bool { return m.State == state })
}

// in returns the committee's members in a state.
func (s *stepper) in(state MemberState) []Member {
	return slices.DeleteFunc(slices.Clone(s.task.Members), func(m Member) bool { return m.State != state })
}

func (s *stepper) count(state MemberState) int {
	n := 0
	for _, m := range Seats(s.task) {
		if m.State == state {
			n++
		}
	}
	return n
}

func (s *stepper) mark(from, to MemberState) {
	seats := Seats(s.task)
	for i, m := range seats {
		if m.State == from {
			seats[i].State = to
		}
	}
}
