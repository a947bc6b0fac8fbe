package poco

import (
	"encoding/binary"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

func auditParams() Params {
	p := testParams()
	p.HoldBackBlocks, p.Auditors, p.MaxAuditors = 100, 1, 40
	p.AuditRatePPB, p.AuditRateRisingPPB, p.AuditRateFreshPPB = 50_000_000, 150_000_000, 300_000_000
	p.AuditFeePPB, p.BackupDivisor, p.SafetyDivisor = 100_000_000, 10, 1
	return p
}

// audited drives one accepted task through its audits and keeps the books.
type audited struct {
	t      require.TestingT
	task   Task
	params Params
	now    Clock
	next   byte
	fund   rlc.Amount
	pot    rlc.Amount // held back in the task, by the books
	closed []Audited
	paid   *Matured
}

// newAudited returns a task of a price that accepted the answer 1 of members with
// these credibilities; those in liars revealed 9 and were outvoted.
func newAudited(t require.TestingT, price rlc.Amount, credibilities []uint32, liars int) *audited {
	w := &audited{t: t, params: auditParams(), now: Clock{Unix: 1_000, Height: 10}, fund: 1 << 40}
	w.task = Task{
		ID: ident.Hash{7}, State: StateWaiting, NeededPPB: 999_000_000, Price: price, WorkClockSeconds: 60,
		Opened: w.now, FinalDeadlineUnix: w.now.Unix + 6_000,
	}
	var members []Member
	for i, c := range credibilities {
		m := w.member(price)
		if i >= len(credibilities)-liars {
			m.CredibilityPPB = c
		}
		m.CredibilityPPB = c
		members = append(members, m)
	}
	w.step(Seat{At: w.now, Members: members})
	w.answer(func(i int) byte {
		if i >= len(credibilities)-liars {
			return 9
		}
		return 1
	})
	require.Equal(t, StateCompleted, w.task.State)
	require.Equal(t, AuditLottery, w.task.Audit.Phase)
	return w
}

func (w *audited) member(price rlc.Amount) Member {
	w.next++
	stake, err := StakeFor(price, w.params.AuditRatePPB)
	require.NoError(w.t, err)
	return Member{
		Worker: ident.Address{w.next}, Operator: ident.Address{w.next}, Stake: stake, CredibilityPPB: 999_500_000,
	}
}

// answer lets all seats of the present stage commit and reveal what digest says.
func (w *audited) answer(digest func(i int) byte) {
	seats := Seats(w.task)
	for i, m := range seats {
		if m.State == MemberDrawn {
			w.step(Commit{At: w.now, Worker: m.Worker, Commitment: w.commitment(m.Worker, digest(i))})
		}
	}
	w.tick()
	for i, m := range seats {
		if m.State == MemberDrawn {
			w.step(Reveal{At: w.now, Worker: m.Worker, Answer: Answer{Digest: ident.Hash{digest(i)}, Cause: CauseOK}})
		}
	}
	w.tick()
}

func (w *audited) commitment(worker ident.Address, digest byte) ident.Hash {
	return Commitment(worker, w.task.ID, ident.Hash{digest}, ident.Hash{})
}

func (w *audited) tick() { w.step(Tick{At: w.now, Fund: w.fund}) }

// seatAudit seats as many auditors as are wanted.
func (w *audited) seatAudit() {
	var drawn []Member
	for !Enough(w.task, drawn) {
		drawn = append(drawn, w.member(w.task.Price))
	}
	w.step(Seat{At: w.now, Members: drawn})
}

func (w *audited) step(in Input) []Effect {
	var effects []Effect
	var err error
	w.task, effects, err = Step(w.task, in, 1, w.params)
	require.NoError(w.t, err)
	for _, e := range effects {
		w.book(e)
	}
	return effects
}

func (w *audited) book(e Effect) {
	switch e := e.(type) {
	case Ended:
		w.pot = w.task.Price - e.AuditFee
		w.fund += e.AuditFee
		for _, m := range e.Members {
			w.pot += m.Slashed
		}
	case Audited:
		w.closed = append(w.closed, e)
		w.fund = w.fund + e.ToFund - e.FromFund
		w.pot = w.pot + e.FromFund - e.ToFund - e.Refund
		for _, m := range append(append([]Member{}, e.Auditors...), e.Unlocked...) {
			w.pot += m.Slashed
		}
		for _, m := range e.Vindicated {
			w.pot -= m.Reward
		}
		if w.task.Final() {
			for _, m := range e.Auditors {
				w.pot -= m.Reward
			}
			require.Zero(w.t, w.pot, "money left in a task whose result fell")
		}
	case Matured:
		w.paid = &e
		w.pot -= e.PoolReward
		for _, m := range e.Members {
			w.pot -= m.Reward
		}
		require.Zero(w.t, w.pot, "money left in a matured task")
	}
}

// beacon returns a beacon that chooses the task, or not.
func (w *audited) beacon(chosen bool) ident.Hash {
	for n := uint64(0); ; n++ {
		var b ident.Hash
		binary.BigEndian.PutUint64(b[:], n)
		if Audits(b, w.task.ID, AuditRate(w.task.Audit.Risk, w.params)) == chosen {
			return b
		}
	}
}

func (w *audited) decide(chosen bool) { w.step(Decide{At: w.now, Beacon: w.beacon(chosen)}) }

// TestAuditNotDrawn: the stakes are free after the lottery, and the earnings are
// paid at their height, not before.
func TestAuditNotDrawn(t *testing.T) {
	t.Parallel()
	w := newAudited(t, 1_000, []uint32{999_500_000}, 0)
	require.Equal(t, RiskProven, w.task.Audit.Risk)
	w.decide(false)
	require.Equal(t, AuditHeld, w.task.Audit.Phase)
	w.now.Height = w.task.Audit.MaturesHeight - 1
	w.tick()
	require.Nil(t, w.paid)
	require.Equal(t, rlc.Amount(891), Held(w.task)[0].Reward) // 1,000 - 10 % fee - 1 % pool
	w.now.Height++
	w.tick()
	require.Equal(t, rlc.Amount(9), w.paid.PoolReward)
	require.True(t, w.task.Final())
	_, _, err := Step(w.task, Tick{At: w.now}, 1, w.params)
	require.ErrorIs(t, err, ErrNotDue)
}

// TestAuditPassed: an auditor who agrees is paid by the fund and the members pass.
func TestAuditPassed(t *testing.T) {
	t.Parallel()
	w := newAudited(t, 1_000, []uint32{999_500_000}, 0)
	w.decide(true)
	require.Equal(t, StateAuditing, w.task.State)
	require.Equal(t, StateWaiting, w.task.Stage())
	fund := w.fund
	w.seatAudit()
	require.Len(t, Seats(w.task), 1)
	w.answer(func(int) byte { return 1 })
	require.Equal(t, AuditHeld, w.task.Audit.Phase)
	require.True(t, w.task.Audit.Passed)
	require.Len(t, w.closed[0].Passed, 1)
	require.Equal(t, rlc.Amount(891), w.closed[0].FromFund)
	require.Equal(t, fund-891, w.fund)
	w.now.Height = w.task.Audit.MaturesHeight
	w.tick()
	require.Len(t, w.paid.Members, 2)
}

// TestAuditOverturned: a lie is found, the buyer gets its price back and the right
// result, the liar loses stake and reward, and who was outvoted gets its stake back.
func TestAuditOverturned(t *testing.T) {
	t.Parallel()
	w := newAudited(t, 1_000, []uint32{999_999_000, 999_999_000, 800_000_000}, 1)
	require.Equal(t, MemberRejected, w.task.Members[2].State)
	w.decide(true)
	w.seatAudit()
	w.answer(func(int) byte { return 9 }) // what the outvoted member said
	require.True(t, w.task.Audit.Disputed)
	require.Equal(t, 7, w.task.Audit.Wanted, "votes of fresh workers: 4^7 > 9,999")
	w.seatAudit()
	w.answer(func(int) byte { return 9 })
	require.Equal(t, AuditCorrected, w.task.Audit.Phase)
	require.Equal(t, ReasonCorrected, w.task.Reason)
	require.Equal(t, ident.Hash{1}, w.task.Result.Digest, "the first result stays beside the corrected one")
	require.Equal(t, ident.Hash{9}, w.task.Audit.Corrected.Digest)
	require.Equal(t, rlc.Amount(1_000), w.task.Refunded)
	e := w.closed[0]
	require.Len(t, e.Overturned, 2)
	require.Len(t, e.Unlocked, 2)
	require.Equal(t, rlc.Amount(19_000), e.Unlocked[0].Slashed)
	require.Equal(t, MemberVindicated, w.task.Members[2].State)
	require.Equal(t, rlc.Amount(19_000)+w.task.Audit.Pay, e.Vindicated[0].Reward)
	require.Len(t, e.Auditors, 8)
}

// TestAuditAccusedFalsely: the backup finds for the result, and the accuser loses.
func TestAuditAccusedFalsely(t *testing.T) {
	t.Parallel()
	w := newAudited(t, 1_000, []uint32{999_500_000}, 0)
	w.decide(true)
	w.seatAudit()
	w.answer(func(int) byte { return 9 })
	w.seatAudit()
	w.answer(func(int) byte { return 1 })
	require.Equal(t, AuditHeld, w.task.Audit.Phase)
	require.Equal(t, MemberRejected, w.task.Audit.Auditors[0].State)
	require.Equal(t, rlc.Amount(19_000), w.task.Audit.Auditors[0].Slashed)
	require.Equal(t, rlc.Amount(19_000-7*891), w.closed[0].ToFund)
}

// TestRetracted: a dispute that nobody can decide gives the buyer its money back
// and punishes nobody.
func TestRetracted(t *testing.T) {
	t.Parallel()
	w := newAudited(t, 1_000, []uint32{999_999_000, 999_999_000, 800_000_000}, 1)
	w.decide(true)
	w.seatAudit()
	w.answer(func(int) byte { return 9 })
	w.seatAudit()
	w.answer(func(i int) byte { return byte(1 + i%2) })
	w.now.Unix = w.task.Audit.DeadlineUnix
	w.tick()
	require.Equal(t, StateFailed, w.task.State)
	require.Equal(t, ReasonRetracted, w.task.Reason)
	require.Equal(t, rlc.Amount(1_000), w.task.Refunded)
	for _, m := range w.closed[0].Unlocked {
		require.Zero(t, m.Slashed)
	}
	require.Equal(t, rlc.Amount(19_000), w.closed[0].Vindicated[0].Reward, "its stake")
}

// TestAuditNobodyThere: a result that nobody had time to audit stays; one that was
// recalled does not.
func TestAuditNobodyThere(t *testing.T) {
	t.Parallel()
	w := newAudited(t, 1_000, []uint32{999_500_000}, 0)
	w.decide(true)
	w.now.Unix = w.task.Audit.DeadlineUnix
	w.tick()
	require.Equal(t, AuditHeld, w.task.Audit.Phase)
	require.False(t, w.task.Audit.Passed)
	require.Empty(t, w.closed[0].Passed)
	w.step(Recall{At: w.now, Worker: w.task.Members[0].Worker})
	w.now.Unix = w.task.Audit.DeadlineUnix
	w.tick()
	require.Equal(t, AuditRetracted, w.task.Audit.Phase)
}

// TestAuditRates: the share of tasks that a beacon chooses is the rate of the class.
func TestAuditRates(t *testing.T) {
	t.Parallel()
	p := auditParams()
	for risk, rate := range map[Risk]float64{RiskProven: 0.05, RiskRising: 0.15, RiskFresh: 0.30} {
		chosen, n := 0, 40_000
		for i := range n {
			var task ident.Hash
			binary.BigEndian.PutUint64(task[:], uint64(i))
			if Audits(ident.Hash{1}, task, AuditRate(risk, p)) {
				chosen++
			}
		}
		require.InDelta(t, rate, float64(chosen)/float64(n), 0.012, risk)
	}
}

// TestAuditsAnyhow: whatever anybody answers and however often results are
// recalled, money is conserved and the task becomes final.
func TestAuditsAnyhow(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		seed := rapid.Uint64().Draw(rt, "seed")
		rng := rand.New(rand.NewPCG(seed, 1))
		w := newAudited(rt, rlc.Amount(rapid.Uint64Range(0, 1<<40).Draw(rt, "price")),
			[]uint32{999_999_000, 999_999_000, 800_000_000}, rapid.IntRange(0, 1).Draw(rt, "liars"))
		w.fund = rlc.Amount(rapid.Uint64Range(0, 1<<41).Draw(rt, "fund"))
		for n := 0; !w.task.Final(); n++ {
			require.Less(rt, n, 2_000)
			w.act(rng)
		}
	})
}

func (w *audited) act(rng *rand.Rand) {
	switch {
	case w.task.Audit.Phase == AuditLottery:
		w.decide(rng.IntN(2) == 0)
	case rng.IntN(6) == 0:
		w.now = Clock{Unix: w.now.Unix + rng.Int64N(200), Height: w.now.Height + rng.Int64N(30)}
		w.tick()
	case rng.IntN(8) == 0:
		all := append(append([]Member{}, w.task.Members...), w.task.Audit.Auditors...)
		w.step(Recall{At: w.now, Worker: all[rng.IntN(len(all))].Worker})
	case w.task.Stage() == StateWaiting && SeatsLeft(w.task, w.params) > 0:
		task, _, err := Step(w.task, Seat{At: w.now, Members: []Member{w.member(w.task.Price)}}, 1, w.params)
		if err == nil {
			w.task = task
			return
		}
		w.now.Unix = w.task.Audit.DeadlineUnix
	case w.task.Stage() == StateCommitting:
		for _, m := range Seats(w.task) {
			if m.State == MemberDrawn && rng.IntN(5) > 0 && w.now.Unix < w.task.PhaseDeadlineUnix {
				w.step(Commit{At: w.now, Worker: m.Worker, Commitment: w.commitment(m.Worker, w.lies(m, rng))})
			}
		}
		w.now.Unix++
		w.tick()
	case w.task.Stage() == StateRevealing:
		for _, m := range Seats(w.task) {
			for d := range byte(3) {
				if m.State == MemberCommitted && m.Commitment == w.commitment(m.Worker, d) && rng.IntN(8) > 0 &&
					w.now.Unix < w.task.PhaseDeadlineUnix {
					w.step(Reveal{At: w.now, Worker: m.Worker, Answer: Answer{Digest: ident.Hash{d}, Cause: CauseOK}})
				}
			}
		}
		w.now.Unix++
		w.tick()
	default:
		w.now.Height += 20
		w.tick()
	}
}

// lies returns 1, the first result's digest, more often than not.
func (w *audited) lies(_ Member, rng *rand.Rand) byte { return byte(max(rng.IntN(6)-3, 0)+1) % 3 }

// TestBackupDecides: backup members decide exactly if Bayes' rule, with each of them
// right with 4 in 5, says so; and they ask for as many more as it takes. The twin
// counts votes and multiplies fractions. Rule POCO-R41.
func TestBackupDecides(t *testing.T) {
	t.Parallel()
	p := auditParams()
	rapid.Check(t, func(rt *rapid.T) {
		votes := rapid.SliceOfN(rapid.IntRange(0, 12), 1, 4).Draw(rt, "votes")
		task := Task{State: StateAuditing, NeededPPB: 999_000_000, Audit: Audit{Disputed: true}}
		task.Audit.Auditors = append(task.Audit.Auditors, Member{State: MemberRevealed, Digest: ident.Hash{99}})
		for d, n := range votes {
			for range n {
				task.Audit.Auditors = append(task.Audit.Auditors, Member{
					State: MemberRevealed, Digest: ident.Hash{byte(d)}, Backup: true, CredibilityPPB: 999_999_999,
				})
			}
		}
		lead := slices.Max(votes)
		groups := backupGroups(task, p)
		decided := len(groups) > 0 && groups[0].CredibilityPPB >= strictPPB(task, p)
		require.Equal(rt, sure(votes, lead), decided, "votes %v", votes)
		if decided {
			return
		}
		n, i := 0, slices.Index(votes, lead)
		for more := slices.Clone(votes); !sure(more, more[i]); n++ {
			more[i]++
		}
		require.Equal(rt, wanted(task, p), min(n, max(SeatsLeft(task, p), 1)), "votes %v", votes)
	})
	for a := range 15 {
		for b := range a + 1 {
			require.Equal(t, a-b >= 7, sure([]int{a, b}, a), "%d against %d", a, b)
		}
	}
}

// sure reports whether the answer with lead votes is right with 9,999 in 10,000.
func sure(votes []int, lead int) bool {
	power := func(base *big.Rat, n int) *big.Rat {
		out := big.NewRat(1, 1)
		for range n {
			out.Mul(out, base)
		}
		return out
	}
	all := 0
	for _, n := range votes {
		all += n
	}
	likely := func(n int) *big.Rat {
		return new(big.Rat).Mul(power(big.NewRat(4, 5), n), power(big.NewRat(1, 5), all-n))
	}
	total := likely(0) // none of them is right
	for _, n := range votes {
		if n > 0 {
			total.Add(total, likely(n))
		}
	}
	return lead > 0 && new(big.Rat).Quo(likely(lead), total).Cmp(big.NewRat(9_999, 10_000)) >= 0
}

// TestBackupFloor: however loose a task's bound, one vote of a backup committee
// decides nothing: three more for one side do at its deadline, five before it. Rule POCO-R41.
func TestBackupFloor(t *testing.T) {
	t.Parallel()
	p := auditParams()
	loose := Task{NeededPPB: 700_000_000, State: StateAuditing, Audit: Audit{Disputed: true}}
	require.Equal(t, 5, wanted(loose, p)) // 4^5 > 499
	votes := Group{Credibilities: []uint32{800_000_000, 800_000_000}}
	require.Less(t, GroupCredibilities([]Group{votes})[0].CredibilityPPB, lenientPPB(loose))
	votes.Credibilities = append(votes.Credibilities, 800_000_000)
	require.GreaterOrEqual(t, GroupCredibilities([]Group{votes})[0].CredibilityPPB, lenientPPB(loose))
}
