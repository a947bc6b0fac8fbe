package poco

import (
	"errors"
	"fmt"
	"math/big"
	"slices"

	"github.com/iexecd/iexecd/core/ident"
)

// finalize accepts the consensus once all winners have revealed, or at the
// reveal deadline if one has.
func (s *stepper) finalize(in Finalize) error {
	c := s.task.Classic
	switch {
	case s.task.State != StateRevealing:
		return fmt.Errorf("%w: task is %s, expected %s", ErrNotDue, s.task.State, StateRevealing)
	case s.now.Unix >= s.task.FinalDeadlineUnix:
		return fmt.Errorf("%w: at %d, the task ended at %d", ErrTooLate, s.now.Unix, s.task.FinalDeadlineUnix)
	case c.Revealed == 0, c.Revealed < c.Winners && s.now.Unix < c.RevealDeadlineUnix:
		return fmt.Errorf("%w: %d of %d have revealed, until %d", ErrNotDue, c.Revealed, c.Winners,
			c.RevealDeadlineUnix)
	}
	result := s.task.Answers[0] // the winners' answers are equal
	if len(in.Callback) > 0 {
		if len(in.Callback) > int(s.params.MaxCallbackBytes) {
			return fmt.Errorf("%w: callback of %d bytes, at most %d", ErrBadAnswer, len(in.Callback),
				s.params.MaxCallbackBytes)
		}
		if got := CallbackDigest(in.Callback); got != result.Digest {
			return fmt.Errorf("%w: the callback data have digest %s, revealed is %s", ErrBadAnswer, got, result.Digest)
		}
		result.Callback = in.Callback
	}
	if c.CallbackDue && result.Cause == CauseOK && CallbackDigest(result.Callback) != result.Digest {
		return fmt.Errorf("%w: a contract waits for callback data with digest %s", ErrBadAnswer, result.Digest)
	}
	return s.completeClassic(result)
}

func (s *stepper) completeClassic(result Answer) error {
	for i, m := range s.task.Members {
		state := &s.task.Members[i].State
		switch {
		case m.State == MemberRevealed:
			*state = MemberAccepted
			result.Locations = append(slices.Clone(result.Locations), m.Location)
		case m.State == MemberCommitted && m.ResultHash == s.task.Classic.Consensus:
			*state = MemberWithheld
		case m.State == MemberCommitted:
			*state = MemberRejected
		case m.State == MemberDrawn:
			*state = MemberReleased
		}
	}
	pool, err := settle(s.task.Members, s.task.Price, s.ratio, byWeight)
	if err != nil {
		return err
	}
	s.task.State, s.task.Reason, s.task.Result = StateCompleted, ReasonAccepted, &result
	s.end(Ended{PoolReward: pool, Answers: s.contributions()})
	return nil
}

func (s *stepper) contributions() int {
	n := 0
	for _, m := range s.task.Members {
		if contributed(m) {
			n++
		}
	}
	return n
}

// reopen gives up a consensus that nobody revealed: its winners cannot
// contribute again, and contributions go on without them.
func (s *stepper) reopen() error {
	c := s.task.Classic
	switch {
	case s.task.State != StateRevealing:
		return fmt.Errorf("%w: task is %s, expected %s", ErrNotDue, s.task.State, StateRevealing)
	case s.now.Unix >= s.task.FinalDeadlineUnix:
		return fmt.Errorf("%w: at %d, the task ended at %d", ErrTooLate, s.now.Unix, s.task.FinalDeadlineUnix)
	case s.now.Unix < c.RevealDeadlineUnix:
		return fmt.Errorf("%w: at %d, reveals end at %d", ErrNotDue, s.now.Unix, c.RevealDeadlineUnix)
	case c.Revealed > 0:
		return fmt.Errorf("%w: %d of %d have revealed: finalise it", ErrNotDue, c.Revealed, c.Winners)
	}
	s.withhold()
	g := c.group(c.Consensus)
	c.TotalWeight = new(big.Int).Sub(c.TotalWeight, c.Groups[g].Weight)
	c.Groups[g].Weight = new(big.Int)
	c.Consensus, c.Winners, c.RevealDeadlineUnix = ident.Hash{}, 0, 0
	s.task.State, s.task.PhaseDeadlineUnix = StateCommitting, c.ContributionDeadlineUnix
	switch {
	case c.OwnerScheduled:
	case s.seatFits(): // who was drawn and cut off by the consensus gets its time again
		s.task.PhaseDeadlineUnix = s.now.Unix + window(s.task.WorkClockSeconds, s.params.CommitRatioPercent)
	default: // or is let go, if there is not enough
		s.mark(MemberDrawn, MemberReleased)
	}
	return nil
}

// withhold marks who contributed the consensus and did not reveal it.
func (s *stepper) withhold() {
	for i, m := range s.task.Members {
		if m.State == MemberCommitted && m.ResultHash == s.task.Classic.Consensus {
			s.task.Members[i].State = MemberWithheld
		}
	}
}

// claim ends the task without a result at its final deadline.
func (s *stepper) claim() error {
	if s.now.Unix < s.task.FinalDeadlineUnix {
		return fmt.Errorf("%w: at %d, the final deadline is %d", ErrNotDue, s.now.Unix, s.task.FinalDeadlineUnix)
	}
	return s.failClassic()
}

// failClassic ends the task without a result. Where the params punish, who did
// not reveal in time loses its stake, and who was outvoted by somebody who did.
// The original gives everybody the stake back.
func (s *stepper) failClassic() error {
	c := s.task.Classic
	reason := s.classicReason()
	if !s.params.ClassicPunishFailed {
		s.mark(MemberWithheld, MemberReleased)
		return s.fail(reason)
	}
	if s.task.State == StateRevealing && s.now.Unix >= c.RevealDeadlineUnix {
		s.withhold()
	}
	if c.Revealed > 0 {
		s.mark(MemberCommitted, MemberRejected)
		for i, m := range s.task.Members { // those whose time to reveal is not over
			if m.State == MemberRejected && m.ResultHash == c.Consensus {
				s.task.Members[i].State = MemberCommitted
			}
		}
	}
	return s.fail(reason)
}

func (s *stepper) classicReason() EndReason {
	c := s.task.Classic
	groups := 0
	for _, g := range c.Groups {
		if g.Weight.Sign() > 0 {
			groups++
		}
	}
	switch {
	case c.Revealed > 0 && c.CallbackDue:
		return ReasonNoCallback
	case !c.Consensus.IsZero(), groups == 0 && len(c.Groups) > 0:
		return ReasonNotRevealed
	case groups > 1:
		return ReasonDisagreement
	case len(s.task.Members) == 0 && !c.OwnerScheduled, groups == 1:
		return ReasonNoWorkers
	}
	return ReasonNoAnswer
}

// seatClassic starts a round with the members that the chain has drawn, or adds
// those whom the pool's owner has chosen.
func (s *stepper) seatClassic(in Seat) error {
	c, want := s.task.Classic, StateWaiting
	if c.OwnerScheduled {
		want = StateCommitting
	}
	if s.task.State != want {
		return fmt.Errorf("%w: task is %s, expected %s", ErrNotDue, s.task.State, want)
	}
	if err := s.checkSeats(in.Members); err != nil {
		return err
	}
	if !c.OwnerScheduled && !Enough(s.task, in.Members) {
		return fmt.Errorf("%w: %d drawn, trust %d", ErrTooFew, len(in.Members), c.Trust)
	}
	if s.now.Unix >= c.ContributionDeadlineUnix || !c.OwnerScheduled && !s.seatFits() {
		return fmt.Errorf("%w: at %d, contributions end at %d", ErrTooLate, s.now.Unix, c.ContributionDeadlineUnix)
	}
	if !c.OwnerScheduled {
		s.task.Round++
	}
	for _, m := range in.Members {
		m.Round, m.State = s.task.Round, MemberDrawn
		s.task.Members = append(s.task.Members, m)
	}
	if c.OwnerScheduled {
		return nil
	}
	s.task.State = StateCommitting
	s.task.PhaseDeadlineUnix = s.now.Unix + window(s.task.WorkClockSeconds, s.params.CommitRatioPercent)
	return nil
}

// seatFits reports whether who is drawn now has a whole commit window before
// contributions end, so that nobody is punished for lack of time.
func (s *stepper) seatFits() bool { return s.now.Unix <= s.lastDraw() }

// lastDraw returns the last moment at which a seat fits.
func (s *stepper) lastDraw() int64 {
	return s.task.Classic.ContributionDeadlineUnix - window(s.task.WorkClockSeconds, s.params.CommitRatioPercent)
}

// enoughClassic reports whether the drawn, if all contributed what the heaviest
// group did, would bring it to consensus. Numbers of any size.
func enoughClassic(c *Classic, drawn []Member) bool {
	group := new(big.Int)
	for _, g := range c.Groups {
		if g.Weight.Cmp(group) > 0 {
			group = g.Weight
		}
	}
	total := c.TotalWeight
	for _, m := range drawn {
		group, total = grow(group, total, Weight(m.Score))
	}
	left := new(big.Int).Mul(group, c.Trust)
	return left.Cmp(new(big.Int).Mul(total, new(big.Int).Sub(c.Trust, one))) > 0
}

// claimedBySeconds is how often a task is looked at that somebody must claim by
// hand.
const claimedBySeconds = 24 * 3600

// tickClassic lets time pass: what is complete or overdue is finalised,
// reopened or claimed, if the params let the chain do so.
func (s *stepper) tickClassic() error {
	over := s.now.Unix >= s.task.FinalDeadlineUnix
	switch {
	case over && s.params.ClassicAutomatic:
		return s.claim()
	case over:
		s.task.PhaseDeadlineUnix = s.now.Unix + claimedBySeconds
		return nil
	case s.task.State == StateWaiting:
		return s.waitClassic()
	case s.task.State == StateCommitting:
		return s.tickContributions()
	case s.task.State == StateRevealing:
		return s.tickReveals()
	}
	return fmt.Errorf("%w: task is %s", ErrNotDue, s.task.State)
}

// waitClassic asks for members while there is room and time for them.
func (s *stepper) waitClassic() error {
	if !s.seatFits() || SeatsLeft(s.task, s.params) == 0 {
		return s.hopeless()
	}
	wait := int64(max(s.params.WaitingRetrySeconds, 1)) //nolint:gosec // a param, range-checked
	retry := s.now.Unix + max(wait, (s.now.Unix-s.task.Opened.Unix)/8)
	s.task.PhaseDeadlineUnix = min(retry, s.lastDraw()+1)
	s.effects = append(s.effects, Draw{})
	return nil
}

// hopeless ends a task that no contribution can save. By hand it is claimed.
func (s *stepper) hopeless() error {
	if s.params.ClassicAutomatic {
		return s.failClassic()
	}
	s.task.State, s.task.PhaseDeadlineUnix = StateCommitting, s.task.FinalDeadlineUnix
	return nil
}

func (s *stepper) tickContributions() error {
	c := s.task.Classic
	switch {
	case s.now.Unix >= c.ContributionDeadlineUnix:
		if !c.OwnerScheduled {
			s.free()
		}
		return s.hopeless()
	case c.OwnerScheduled:
		s.task.PhaseDeadlineUnix = c.ContributionDeadlineUnix
		return nil
	case s.any(MemberDrawn) && s.now.Unix < s.task.PhaseDeadlineUnix:
		return nil
	}
	s.free()
	s.task.State = StateWaiting
	return s.waitClassic()
}

func (s *stepper) tickReveals() error {
	c := s.task.Classic
	switch {
	case !s.params.ClassicAutomatic:
		s.task.PhaseDeadlineUnix = s.task.FinalDeadlineUnix
		return nil
	case c.Revealed < c.Winners && s.now.Unix < c.RevealDeadlineUnix:
		return nil
	case c.Revealed == 0:
		if err := s.reopen(); err != nil {
			return err
		}
		return s.tickContributions()
	}
	if err := s.finalize(Finalize{At: s.now}); !errors.Is(err, ErrBadAnswer) {
		return err
	}
	if c.OwnerScheduled { // the owner may have the callback data, and finalise with them by hand
		s.task.PhaseDeadlineUnix = s.task.FinalDeadlineUnix
		return nil
	}
	return s.failClassic() // all that can be revealed is, and nobody has shown callback data
}

// Missing returns by how much the heaviest group's weight must be multiplied,
// rounded up, to reach consensus if nobody else contributes otherwise; 0 if it
// has. It is the least n >= 1 with group·n·trust > (total - group + group·n)·(trust-1).
func (c *Classic) Missing(group *big.Int) *big.Int {
	// group·n > (total - group)·(trust - 1), and a group that nobody is in yet counts as 1.
	base := new(big.Int).Set(group)
	if base.Sign() == 0 {
		base.SetInt64(1)
	}
	others := new(big.Int).Sub(c.TotalWeight, group)
	need := others.Mul(others, new(big.Int).Sub(c.Trust, one))
	if group.Sign() > 0 && group.Cmp(need) > 0 {
		return new(big.Int)
	}
	n := need.Quo(need, base)
	return n.Add(n, one)
}
