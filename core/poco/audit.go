package poco

import (
	"encoding/binary"
	"fmt"
	"math/bits"
	"slices"
	"sort"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

// AuditPhase is where an accepted result stands until its earnings are paid. The
// numbers are those of the wire.
type AuditPhase uint8

// The phases. Each result passes Lottery and Held; the others only if it is run
// again.
const (
	AuditNone       AuditPhase = iota // not accepted yet; or paid at once
	AuditLottery                      // the next beacon decides whether it is run again
	AuditHeld                         // its earnings are held back
	AuditWaiting                      // to be run again: not enough workers yet
	AuditCommitting                   // auditors compute and commit
	AuditRevealing                    // those who committed reveal
	AuditMatured                      // paid; never changes again
	AuditCorrected                    // another result is right; never changes again
	AuditRetracted                    // no result is credible; never changes again
)

func (p AuditPhase) final() bool { return p == AuditNone || p >= AuditMatured }

// String returns the phase in a word.
func (p AuditPhase) String() string {
	names := []string{
		"none", "lottery", "held", "waiting", "committing", "revealing", "matured", "corrected", "retracted",
	}
	if int(p) >= len(names) {
		return fmt.Sprintf("phase %d", uint8(p))
	}
	return names[p]
}

// Audit is what happens to an accepted result until its earnings are paid: it may
// be run again, more than once, by workers who had no seat in the task.
type Audit struct {
	Phase         AuditPhase
	Risk          Risk            // of the accepted members, when they were drawn
	Drawn         bool            // the beacon chose it
	Recalled      bool            // the last audit is because a member was caught elsewhere
	Disputed      bool            // an auditor disagreed: backup members decide
	Passed        bool            // the last audit confirmed the result
	StakesFree    bool            // the accepted members' stakes are not locked any more
	Faulty        []ident.Address // caught elsewhere: their rewards here pay for running it again
	Auditors      []Member        // of all audits, in the order drawn
	Current       int             // where those of the present audit begin
	Wanted        int             // seats that the present draw asks for
	Answers       []Answer        // the different answers that they revealed
	Fee           rlc.Amount      // went to the audit fund
	Pay           rlc.Amount      // what an auditor earns
	DeadlineUnix  int64           // when the present audit ends at the latest
	MaturesHeight int64           // when the earnings are paid, if no audit is under way
	Corrected     *Answer         // the right result, if it is another one
}

// Risk is how well those are known who gave an accepted result. The numbers are
// those of the wire.
type Risk uint8

// The risk classes.
const (
	RiskUnspecified Risk = iota
	RiskProven           // each accepted member alone reaches the bound
	RiskRising           // some member does not
	RiskFresh            // some member has passed no audit
)

// String returns the class in a word.
func (r Risk) String() string {
	names := []string{"unspecified", "proven", "rising", "fresh"}
	if int(r) >= len(names) {
		return fmt.Sprintf("risk %d", uint8(r))
	}
	return names[r]
}

// Decide lets a beacon decide whether an accepted result is run again. The beacon
// must not have been known when the result was accepted.
type Decide struct {
	At     Clock
	Beacon ident.Hash
}

// Recall runs a result again whose earnings are held back, because a worker who
// has a part in it was caught elsewhere.
type Recall struct {
	At     Clock
	Worker ident.Address
}

func (i Decide) at() Clock { return i.At }
func (i Recall) at() Clock { return i.At }

// Unlocked tells that the accepted members' stakes are free again.
type Unlocked struct{ Members []Member }

// Audited tells how an audit ended. Auditors are all of it that were not freed
// before, with verdict, Reward (held back until the task matures) and Slashed:
// free their slots and stakes. Unlocked are the accepted members whose stakes were
// locked until now: free them, but for Slashed. Passed are those who passed a
// drawn audit; Overturned those who had a part in a wrong result, auditors of
// earlier audits included; Vindicated were outvoted and get Reward from the pot
// at once, which includes their stake. Refund goes to the buyer. ToFund goes to
// the audit fund, or FromFund comes from it: one of them is 0.
type Audited struct {
	Auditors, Unlocked, Passed, Overturned, Vindicated []Member
	Refund, ToFund, FromFund                           rlc.Amount
}

// Matured tells that held back earnings are paid: each member's Reward, and the
// pool's.
type Matured struct {
	Members    []Member
	PoolReward rlc.Amount
}

// RiskOf returns the risk class of the members in state accepted.
func RiskOf(t Task, p Params) Risk {
	risk, fresh := RiskProven, Credibility(0, p.FaultFractionPPB)
	for _, m := range t.Members {
		switch {
		case m.State != MemberAccepted:
		case m.CredibilityPPB <= fresh:
			return RiskFresh
		case m.CredibilityPPB < t.NeededPPB:
			risk = RiskRising
		}
	}
	return risk
}

// AuditRate returns the probability in ppb with which results of a risk class
// are run again.
func AuditRate(r Risk, p Params) uint32 {
	switch r {
	case RiskFresh:
		return p.AuditRateFreshPPB
	case RiskRising:
		return p.AuditRateRisingPPB
	case RiskProven, RiskUnspecified:
	}
	return p.AuditRatePPB
}

// auditDomain separates this use of the beacon from every other.
const auditDomain = "iexec/audit/v1"

// Audits reports whether a beacon chooses a task at a rate in ppb: whether the
// first 8 bytes of keccak("iexec/audit/v1" ‖ beacon ‖ task), as a fraction of
// 2^64, are below it.
func Audits(beacon, task ident.Hash, ratePPB uint32) bool {
	h := ident.Keccak256([]byte(auditDomain), beacon[:], task[:])
	whole, _ := bits.Mul64(binary.BigEndian.Uint64(h[:8]), PPB)
	return whole < uint64(ratePPB)
}

// SeatsLeft returns how many more members a task, or its audits, may have.
func SeatsLeft(t Task, p Params) int {
	taken, most := seatLimits(t, p)
	return max(most-taken, 0)
}

// seatLimits returns how many seats a task, or its audits, have and may have.
func seatLimits(t Task, p Params) (taken, most int) {
	switch {
	case t.State == StateAuditing:
		return len(t.Audit.Auditors), int(p.MaxAuditors)
	case t.Classic != nil:
		return len(t.Members), int(p.MaxContributors)
	}
	return len(t.Members), int(p.MaxMembers)
}

// HasSeat reports whether a worker, or another one of its operator, has or had a
// seat in a task or its audits.
func HasSeat(t Task, worker, operator ident.Address) bool {
	same := func(m Member) bool { return m.Worker == worker || m.Operator == operator }
	return slices.ContainsFunc(t.Members, same) || slices.ContainsFunc(t.Audit.Auditors, same)
}

// Seats returns the members of the present stage: the committee, or the members
// of the present audit.
func Seats(t Task) []Member {
	if t.State == StateAuditing {
		return t.Audit.Auditors[t.Audit.Current:]
	}
	return t.Members
}

// Held returns the members whose earnings in a task are held back, be it nothing:
// the accepted of the committee and of ended audits.
func Held(t Task) []Member {
	if t.Audit.Phase.final() {
		return nil
	}
	var held []Member
	for _, list := range [][]Member{t.Members, t.Audit.Auditors} {
		for _, m := range list {
			if m.State == MemberAccepted {
				held = append(held, m)
			}
		}
	}
	return held
}

// HoldsStakes returns the members whose stake in a task is locked: all seats of
// the present stage that were not freed, and the accepted until their stakes are.
func HoldsStakes(t Task) []Member {
	missed := func(m Member) bool { return m.State == MemberMissed }
	if !t.State.Ended() {
		return slices.DeleteFunc(slices.Clone(t.Members), missed)
	}
	var locked []Member
	if t.State == StateAuditing {
		locked = slices.DeleteFunc(slices.Clone(Seats(t)), missed)
	}
	if !t.Audit.Phase.final() && !t.Audit.StakesFree {
		for _, m := range t.Members {
			if m.State == MemberAccepted {
				locked = append(locked, m)
			}
		}
	}
	return locked
}

// decide starts an audit if the beacon chooses the task, or frees the stakes.
func (s *stepper) decide(in Decide) error {
	a := &s.task.Audit
	if a.Phase != AuditLottery {
		return fmt.Errorf("%w: the audit is %s, expected %s", ErrNotDue, a.Phase, AuditLottery)
	}
	if Audits(in.Beacon, s.task.ID, AuditRate(a.Risk, s.params)) {
		a.Drawn = true
		return s.startAudit(false)
	}
	a.Phase, a.StakesFree = AuditHeld, true
	s.effects = append(s.effects, Unlocked{Members: s.in(MemberAccepted)})
	return nil
}

// recall starts an audit because of a worker who was caught elsewhere, unless the
// others who gave the result are believed without it. If an audit is under way it
// does for both. Without a seat left it was run again often enough.
func (s *stepper) recall(in Recall) error {
	a := &s.task.Audit
	if a.Phase.final() {
		return fmt.Errorf("%w: the audit is %s", ErrNotDue, a.Phase)
	}
	if slices.Contains(a.Faulty, in.Worker) {
		return nil
	}
	if s.task.State == StateAuditing {
		a.Faulty = append(a.Faulty, in.Worker)
		return nil
	}
	if int(s.params.MaxAuditors) <= len(a.Auditors) {
		return nil
	}
	a.Faulty = append(a.Faulty, in.Worker)
	if believed(s.task, nil) {
		return nil
	}
	return s.startAudit(true)
}

// believed reports whether the accepted result reaches the task's bound without
// the answers of the faulty, but with those of the present audit, and of more
// members if they agree with it.
func believed(t Task, more []Member) bool {
	rest := Task{Members: slices.DeleteFunc(slices.Clone(t.Members), func(m Member) bool {
		return m.State == MemberAccepted && slices.Contains(t.Audit.Faulty, m.Worker)
	})}
	if t.State == StateAuditing {
		rest.Members = append(rest.Members, Seats(t)...)
	}
	for _, m := range more {
		m.State, m.Digest = MemberAccepted, t.Result.Digest
		rest.Members = append(rest.Members, m)
	}
	groups := Groups(rest)
	return len(groups) > 0 && groups[0].Digest == t.Result.Digest && groups[0].CredibilityPPB >= t.NeededPPB
}

func (s *stepper) startAudit(recalled bool) error {
	a := &s.task.Audit
	s.task.State = StateAuditing
	a.Recalled = recalled
	a.Disputed, a.Passed, a.Current = false, false, len(a.Auditors)
	a.DeadlineUnix = s.now.Unix + window(s.task.WorkClockSeconds, s.params.FinalRatioPercent)
	return s.again()
}

// wanted returns how many seats the present audit asks for at least: the auditors;
// or, once they disagree, as many backup members as would decide if they all agreed with
// the answer that leads.
func wanted(t Task, p Params) int {
	if !t.Audit.Disputed {
		return int(max(p.Auditors, 1))
	}
	groups := backupGroups(t, p)
	if len(groups) == 0 {
		groups = []Group{{}}
	}
	vote := Credibility(0, p.FaultFractionPPB)
	best, given := groups[0].Digest, groups[0].Credibilities
	most := max(SeatsLeft(t, p), 1)
	return 1 + sort.Search(most-1, func(more int) bool { // more votes never make it less credible
		groups[0].Credibilities = append(slices.Clone(given), slices.Repeat([]uint32{vote}, more+1)...)
		return slices.ContainsFunc(GroupCredibilities(groups), func(g Group) bool {
			return g.Digest == best && g.CredibilityPPB >= strictPPB(t, p)
		})
	})
}

// backupFloorPPB is the least credibility with which a backup committee decides,
// however loose a task's bound: three votes more for one side than for the other.
// A stake must not hang on one vote.
const backupFloorPPB = 980_000_000

// lenientPPB is the credibility at which a backup committee decides at its
// deadline: the task's own bound, and at least the floor.
func lenientPPB(t Task) uint32 { return max(t.NeededPPB, backupFloorPPB) }

// strictPPB is the credibility at which a backup committee decides before its
// deadline: as much surer than lenientPPB as BackupDivisor says.
func strictPPB(t Task, p Params) uint32 {
	return PPB - max((PPB-lenientPPB(t))/max(p.BackupDivisor, 1), 1)
}

// backupGroups groups the backup members' answers. Each counts as a fresh
// worker's: no record helps in a dispute, neither the accused's nor the accuser's.
func backupGroups(t Task, p Params) []Group {
	votes := Task{}
	for _, m := range Seats(t) {
		if m.Backup {
			m.CredibilityPPB = Credibility(0, p.FaultFractionPPB)
			votes.Members = append(votes.Members, m)
		}
	}
	return Groups(votes)
}
