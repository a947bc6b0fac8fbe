package poco

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/rlc"
)

// Classic is what a task has under classic PoCo (trust > 0) and not under
// bounded PoCo. Nobody writes to its numbers: they are replaced.
type Classic struct {
	Trust                    *big.Int       // T >= 1: the claimed confidence is 1 - 1/T
	TotalWeight              *big.Int       // 1 and the weights of all groups
	Groups                   []ClassicGroup // in the order of their first contribution
	Consensus                ident.Hash     // the result hash that reached consensus, zero before
	Winners                  uint32         // how many contributed it
	Revealed                 uint32         // how many of them have revealed
	ContributionDeadlineUnix int64
	RevealDeadlineUnix       int64 // 0 before consensus
	OwnerScheduled           bool  // the pool's owner chooses the members, and stakes come from their accounts
	CallbackDue              bool  // a contract is called with the result: it needs callback data
	WorkerStake              rlc.Amount
}

// ClassicGroup is a group of equal contributions.
type ClassicGroup struct {
	ResultHash ident.Hash
	Weight     *big.Int // product of its members' weights, 0 once reopened
}

func (c *Classic) clone() *Classic {
	out := *c
	out.Groups = slices.Clone(c.Groups)
	return &out
}

// group returns the index of a result hash's group, -1 if nobody contributed it.
func (c *Classic) group(hash ident.Hash) int {
	return slices.IndexFunc(c.Groups, func(g ClassicGroup) bool { return g.ResultHash == hash })
}

// one is 1, two to the 256 is the first number that the original cannot hold;
// nobody writes to them.
var (
	one         = big.NewInt(1)
	twoToThe256 = new(big.Int).Lsh(one, 256)
)

// Weight returns max(⌊score/3⌋, 3) - 1, with which a contribution counts. At
// least 2; nil is score 0. Source: PoCo 6.2, contribute.
func Weight(score *big.Int) *big.Int {
	if score == nil {
		score = new(big.Int)
	}
	w := new(big.Int).Quo(score, big.NewInt(3))
	if w.Cmp(big.NewInt(3)) < 0 {
		w.SetInt64(3)
	}
	return w.Sub(w, one)
}

// LogWeight returns ⌊log2(weight)⌋ of a score's weight, by which rewards are
// shared. At least 1. Source: PoCo 6.2, contribute.
func LogWeight(score *big.Int) uint64 {
	return uint64(Weight(score).BitLen() - 1) //nolint:gosec // a weight is at least 2
}

// Consensus reports whether group·trust > total·(trust-1): the original's rule.
// ErrOverflow if a product does not fit 256 bits, where the original fails too.
func Consensus(group, total, trust *big.Int) (bool, error) {
	left := new(big.Int).Mul(group, trust)
	right := new(big.Int).Mul(total, new(big.Int).Sub(trust, one))
	if left.Cmp(twoToThe256) >= 0 || right.Cmp(twoToThe256) >= 0 {
		return false, fmt.Errorf("%w: weight %d of %d with trust %d", ErrOverflow, group, total, trust)
	}
	return left.Cmp(right) > 0, nil
}

// grow returns a group's weight, and the total, after one more contribution of
// weight w: the group's becomes max(group, 1)·w.
func grow(group, total, w *big.Int) (newGroup, newTotal *big.Int) {
	newGroup = new(big.Int).Set(w)
	if group.Sign() > 0 {
		newGroup.Mul(group, w)
	}
	newTotal = new(big.Int).Sub(newGroup, group)
	return newGroup, newTotal.Add(newTotal, total)
}

// openClassic gives a new task what classic PoCo keeps. Where the owner
// schedules it takes contributions at once.
func openClassic(t *Task, d market.Deal, p Params) {
	ratio := func(n uint32) int64 { return int64(n) * int64(d.WorkClockSeconds) } //nolint:gosec // range-checked
	t.NeededPPB = 0
	t.FinalDeadlineUnix = d.StartUnix + ratio(p.ClassicFinalRatio)
	t.Classic = &Classic{
		Trust: new(big.Int).SetUint64(d.Policy.Trust), TotalWeight: big.NewInt(1),
		ContributionDeadlineUnix: d.StartUnix + ratio(p.ClassicContributionRatio),
		OwnerScheduled:           d.OwnerScheduled, CallbackDue: !d.Callback.IsZero(), WorkerStake: d.WorkerStake,
	}
	if d.OwnerScheduled {
		t.State, t.Round, t.PhaseDeadlineUnix = StateCommitting, 1, t.Classic.ContributionDeadlineUnix
	}
}

// classic folds an input into a classic task.
func (s *stepper) classic(in Input) error {
	switch in := in.(type) {
	case Seat:
		return s.seatClassic(in)
	case Contribute:
		return s.contribute(in, s.task.Classic.WorkerStake)
	case Reveal:
		return s.prove(in)
	case ContributeAndFinalize:
		return s.contributeAndFinalize(in)
	case Finalize:
		return s.finalize(in)
	case Reopen:
		return s.reopen()
	case Claim:
		return s.claim()
	case Tick:
		return s.tickClassic()
	}
	return fmt.Errorf("%w: %T is not for classic tasks", ErrNotDue, in)
}

// contributor returns the index of the seat that a contribution by worker takes
// now, len(t.Members) for a new one. The checks are the original's, in its order.
func contributor(t Task, worker ident.Address, at Clock, p Params) (int, error) {
	c := t.Classic
	i := slices.IndexFunc(t.Members, func(m Member) bool { return m.Worker == worker })
	switch {
	case c == nil:
		return 0, fmt.Errorf("%w: the task is bounded: commit to it", ErrNotDue)
	case t.State != StateCommitting:
		return 0, fmt.Errorf("%w: task is %s, expected %s", ErrNotDue, t.State, StateCommitting)
	case at.Unix >= c.ContributionDeadlineUnix:
		return 0, fmt.Errorf("%w: at %d, contributions end at %d", ErrTooLate, at.Unix, c.ContributionDeadlineUnix)
	case i >= 0 && t.Members[i].State != MemberDrawn:
		return 0, fmt.Errorf("%w: member is %s, expected %s", ErrAlready, t.Members[i].State, MemberDrawn)
	case i >= 0 && !c.OwnerScheduled && at.Unix >= t.PhaseDeadlineUnix:
		return 0, fmt.Errorf("%w: at %d, deadline %d", ErrTooLate, at.Unix, t.PhaseDeadlineUnix)
	case i >= 0:
		return i, nil
	case !c.OwnerScheduled:
		return 0, fmt.Errorf("%w: %s, task %s", ErrNotMember, worker, t.ID)
	case SeatsLeft(t, p) == 0:
		return 0, fmt.Errorf("%w: %d contributed, at most %d", ErrTooMany, len(t.Members), p.MaxContributors)
	}
	return len(t.Members), nil
}

// CheckContribute tells why a contribution by worker would be refused now, or nil.
func CheckContribute(t Task, worker ident.Address, at Clock, p Params) error {
	_, err := contributor(t, worker, at, p)
	return err
}

// contribute counts a contribution and opens the reveal with consensus. A seat
// of the chain's keeps the stake that it has, a new one locks stake.
func (s *stepper) contribute(in Contribute, stake rlc.Amount) error {
	i, err := contributor(s.task, in.Worker, s.now, s.params)
	if err != nil {
		return err
	}
	if in.ResultHash.IsZero() || in.ResultSeal.IsZero() {
		return fmt.Errorf("%w: result hash or seal is empty", ErrBadCommitment)
	}
	c := s.task.Classic
	g := c.group(in.ResultHash)
	if g < 0 {
		g = len(c.Groups)
		c.Groups = append(c.Groups, ClassicGroup{ResultHash: in.ResultHash, Weight: new(big.Int)})
	}
	group, total := grow(c.Groups[g].Weight, c.TotalWeight, Weight(in.Score))
	if total.Cmp(twoToThe256) >= 0 {
		return fmt.Errorf("%w: total weight %d", ErrOverflow, total)
	}
	reached, err := Consensus(group, total, c.Trust)
	if err != nil {
		return err
	}
	c.Groups[g].Weight, c.TotalWeight = group, total
	if i == len(s.task.Members) { // nobody has seated it: round 0
		s.task.Members = append(s.task.Members, Member{Worker: in.Worker, Operator: in.Worker})
	}
	m := &s.task.Members[i]
	m.State, m.Commitment, m.ResultHash, m.Challenge = MemberCommitted, in.ResultSeal, in.ResultHash, in.Challenge
	m.Score, m.Weight, m.CommittedHeight = in.Score, LogWeight(in.Score), s.now.Height
	if c.OwnerScheduled {
		m.Stake = stake
	}
	if reached {
		s.consent(in.ResultHash)
	}
	return nil
}

// consent opens the reveal of a result hash.
func (s *stepper) consent(hash ident.Hash) {
	c := s.task.Classic
	c.Consensus, c.Winners, c.Revealed = hash, 0, 0
	for _, m := range s.task.Members {
		if m.State == MemberCommitted && m.ResultHash == hash {
			c.Winners++
		}
	}
	clock := int64(s.task.WorkClockSeconds) //nolint:gosec // categories are range-checked
	c.RevealDeadlineUnix = s.now.Unix + int64(s.params.ClassicRevealRatio)*clock
	s.task.State, s.task.PhaseDeadlineUnix = StateRevealing, c.RevealDeadlineUnix
}

// prover returns the index of the worker's seat if it may reveal now.
func prover(t Task, worker ident.Address, at Clock) (int, error) {
	c := t.Classic
	i := slices.IndexFunc(t.Members, func(m Member) bool { return m.Worker == worker })
	switch {
	case i < 0:
		return 0, fmt.Errorf("%w: %s, task %s", ErrNotMember, worker, t.ID)
	case t.State != StateRevealing:
		return 0, fmt.Errorf("%w: task is %s, expected %s", ErrNotDue, t.State, StateRevealing)
	case at.Unix >= c.RevealDeadlineUnix:
		return 0, fmt.Errorf("%w: at %d, reveals end at %d", ErrTooLate, at.Unix, c.RevealDeadlineUnix)
	case t.Members[i].State > MemberCommitted:
		return 0, fmt.Errorf("%w: member is %s, expected %s", ErrAlready, t.Members[i].State, MemberCommitted)
	case t.Members[i].State != MemberCommitted:
		return 0, fmt.Errorf("%w: %s did not contribute", ErrNotDue, worker)
	case t.Members[i].ResultHash != c.Consensus:
		return 0, fmt.Errorf("%w: %s, consensus is on %s", ErrOutvoted, t.Members[i].ResultHash, c.Consensus)
	}
	return i, nil
}

// prove takes a winner's answer.
func (s *stepper) prove(in Reveal) error {
	i, err := prover(s.task, in.Worker, s.now)
	if err != nil {
		return err
	}
	m := &s.task.Members[i]
	digest := in.Answer.Digest
	if ResultHash(s.task.ID, digest) != m.ResultHash {
		return fmt.Errorf("%w: digest %s does not have the result hash %s", ErrBadCommitment, digest, m.ResultHash)
	}
	if ResultSeal(in.Worker, s.task.ID, digest) != m.Commitment {
		return fmt.Errorf("%w: digest %s does not have the result seal %s", ErrBadCommitment, digest, m.Commitment)
	}
	if err := checkAnswer(in.Answer, s.params); err != nil {
		return err
	}
	m.State, m.Digest, m.Location, m.RevealedHeight = MemberRevealed, digest, in.Location, s.now.Height
	m.Cause, m.ExitCode = in.Answer.Cause, in.Answer.ExitCode
	s.task.Classic.Revealed++
	s.keep(in.Answer)
	return nil
}

// contributeAndFinalize answers a task of trust 1 that nobody has contributed
// to. It locks no stake.
func (s *stepper) contributeAndFinalize(in ContributeAndFinalize) error {
	if err := CheckContributeAndFinalize(s.task, in.Worker, s.now, s.params); err != nil {
		return err
	}
	digest := in.Answer.Digest
	err := s.contribute(Contribute{
		At: in.At, Worker: in.Worker, Score: in.Score, Challenge: in.Challenge,
		ResultHash: ResultHash(s.task.ID, digest), ResultSeal: ResultSeal(in.Worker, s.task.ID, digest),
	}, 0)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(s.task.Members, func(m Member) bool { return m.Worker == in.Worker })
	s.task.Members[i].Weight = 0 // it shares with nobody
	reveal := Reveal{At: in.At, Worker: in.Worker, Location: in.Location, Answer: in.Answer}
	if err := s.prove(reveal); err != nil {
		return err
	}
	return s.finalize(Finalize{At: in.At})
}

// CheckContributeAndFinalize tells why the one-step answer of a worker would be
// refused now, whatever it is, or nil.
func CheckContributeAndFinalize(t Task, worker ident.Address, at Clock, p Params) error {
	if err := CheckContribute(t, worker, at, p); err != nil {
		return err
	}
	if i := slices.IndexFunc(t.Members, contributed); i >= 0 {
		return fmt.Errorf("%w: %s has contributed: contribute too", ErrNotDue, t.Members[i].Worker)
	}
	if t.Classic.Trust.Cmp(one) != 0 {
		return fmt.Errorf("%w: trust is %d, in one step at most 1: contribute", ErrNotDue, t.Classic.Trust)
	}
	return nil
}

// contributed reports whether a member has contributed, whatever became of it.
func contributed(m Member) bool { return !m.ResultHash.IsZero() }
