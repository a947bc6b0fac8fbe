package poco

import (
	"maps"
	"math/big"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/rlc"
)

// These are the cases of the original's test files that its recorded answers
// (vectors/poco) do not have, with the original's settings of the params unless
// a test says otherwise; docs/poco-parity.md names them.

const (
	parityStart = 1_000_000 // of the deal
	parityClock = 300       // category XS
	parityPrice = 1_000_000_000
)

// parityTask plays one task of an owner's pool: workers by number, results by letter.
type parityTask struct {
	*testing.T
	task   Task
	params Params
	ratio  uint64
	stake  rlc.Amount
	scores map[int]uint64
	ended  *Ended
}

func parityParams() Params {
	p := testParams()
	p.ClassicContributionRatio, p.ClassicRevealRatio, p.ClassicFinalRatio = 7, 2, 10
	p.MaxContributors, p.ClassicAutomatic, p.ClassicPunishFailed = 64, false, false
	return p
}

func newParityTask(t *testing.T, trust uint64, change ...func(*market.Deal, *Params)) *parityTask {
	t.Helper()
	p := &parityTask{
		T: t, params: parityParams(), ratio: 1, stake: parityPrice * 30 / 100, scores: map[int]uint64{},
	}
	d := market.Deal{
		ID: ident.Hash{9}, StartUnix: parityStart, WorkClockSeconds: parityClock,
		Policy: market.Policy{Trust: trust}, WorkerStake: p.stake, OwnerScheduled: true,
	}
	d.Workerpool.Price = parityPrice
	for _, c := range change {
		c(&d, &p.params)
	}
	p.task = Open(d, 0, at(0), p.params)
	return p
}

// at is a clock so many seconds after the match.
func at(seconds int64) Clock { return Clock{Unix: parityStart + seconds, Height: 1 + seconds} }

func parityWorker(n int) ident.Address { return ident.Address{19: byte(n)} }

func parityDigest(result string) ident.Hash { return CallbackDigest([]byte(result)) }

// do takes an input, or expects its refusal; a refusal changes nothing.
func (p *parityTask) do(in Input, want error) {
	p.Helper()
	before := p.task
	after, effects, err := Step(p.task, in, p.ratio, p.params)
	require.ErrorIs(p, err, want)
	if err != nil {
		require.Equal(p, before, after)
		return
	}
	p.task = after
	for _, e := range effects {
		if e, ok := e.(Ended); ok {
			p.ended = &e
		}
	}
}

func (p *parityTask) contribute(seconds int64, worker int, result string, want error) {
	p.Helper()
	p.do(Contribute{
		At: at(seconds), Worker: parityWorker(worker), Score: new(big.Int).SetUint64(p.scores[worker]),
		ResultHash: ResultHash(p.task.ID, parityDigest(result)),
		ResultSeal: ResultSeal(parityWorker(worker), p.task.ID, parityDigest(result)),
	}, want)
}

func (p *parityTask) reveal(seconds int64, worker int, result string, want error) {
	p.Helper()
	answer := Answer{Cause: CauseOK, Digest: parityDigest(result)}
	p.do(Reveal{At: at(seconds), Worker: parityWorker(worker), Answer: answer}, want)
}

func (p *parityTask) oneStep(seconds int64, worker int, callback string, digest ident.Hash, want error) {
	p.Helper()
	p.do(ContributeAndFinalize{
		At: at(seconds), Worker: parityWorker(worker), Score: new(big.Int),
		Answer: Answer{Cause: CauseOK, Digest: digest, Callback: []byte(callback)},
	}, want)
}

// member returns the seat of a worker after the end.
func (p *parityTask) member(worker int) Member {
	p.Helper()
	i := slices.IndexFunc(p.ended.Members, func(m Member) bool { return m.Worker == parityWorker(worker) })
	require.GreaterOrEqual(p, i, 0)
	return p.ended.Members[i]
}

// score returns a worker's score after the end.
func (p *parityTask) score(worker int) uint64 {
	p.Helper()
	return ScoreAfter(p.scores[worker], p.member(worker).State, p.ended.Answers)
}

// TestEqualWorkers has 2 to 5 fresh workers agree under trust n²-1: only the
// last makes consensus; all share alike and gain a point. Price 1 RLC.
func TestEqualWorkers(t *testing.T) {
	for n := 2; n <= 5; n++ {
		p := newParityTask(t, uint64(n*n-1))
		for w := 1; w <= n; w++ {
			require.Equal(t, StateCommitting, p.task.State, "%d of %d", w, n)
			p.contribute(int64(w), w, "A", nil)
		}
		require.Equal(t, StateRevealing, p.task.State)
		require.Equal(t, uint32(n), p.task.Classic.Winners)
		for w := 1; w <= n; w++ {
			p.do(Finalize{At: at(50)}, ErrNotDue)
			p.reveal(50, w, "A", nil)
		}
		p.do(Finalize{At: at(60)}, nil)
		share := rlc.Amount(parityPrice * 99 / 100 / n)
		for w := 1; w <= n; w++ {
			require.Equal(t, share, p.member(w).Reward)
			require.Equal(t, uint64(1), p.score(w))
		}
		require.Equal(t, parityPrice-rlc.Amount(n)*share, p.ended.PoolReward)
	}
}

// TestOneBadWorker has five workers, the first of them wrong, under trust 4:
// it takes all four others, who share the price and the loser's stake.
func TestOneBadWorker(t *testing.T) {
	p := newParityTask(t, 4)
	p.contribute(1, 1, "bad", nil)
	for w := 2; w <= 5; w++ {
		require.Equal(t, StateCommitting, p.task.State)
		p.contribute(int64(w), w, "good", nil)
	}
	p.reveal(50, 1, "bad", ErrOutvoted)
	for w := 2; w <= 5; w++ {
		p.reveal(50, w, "good", nil)
	}
	p.do(Finalize{At: at(60)}, nil)
	total := parityPrice + p.stake
	for w := 2; w <= 5; w++ {
		require.Equal(t, total*99/100/4, p.member(w).Reward)
		require.Zero(t, p.member(w).Slashed)
		require.Equal(t, uint64(1), p.score(w))
	}
	require.Equal(t, p.stake, p.member(1).Slashed)
	require.Equal(t, uint64(0), p.score(1))
	require.Equal(t, total-total*99/100/4*4, p.ended.PoolReward)
}

// TestBagWithErrors plays the three tasks of a bag under trust 4: scores go
// from task to task, and a loser falls from 1 to 0.
func TestBagWithErrors(t *testing.T) {
	scores := map[int]uint64{}
	play := func(bad int, workers ...int) {
		p := newParityTask(t, 4)
		p.scores = scores
		for i, w := range workers {
			result := "good"
			if w == bad {
				result = "bad"
			}
			p.contribute(int64(i), w, result, nil)
		}
		for _, w := range workers {
			if w != bad {
				p.reveal(50, w, "good", nil)
			}
		}
		p.do(Finalize{At: at(60)}, nil)
		next := map[int]uint64{}
		for _, w := range workers {
			next[w] = p.score(w)
		}
		maps.Copy(scores, next)
	}
	play(0, 1, 2)
	play(0, 2, 3)
	require.Equal(t, map[int]uint64{1: 1, 2: 2, 3: 1}, scores)
	play(3, 1, 3, 2, 4, 5)
	require.Equal(t, map[int]uint64{1: 2, 2: 3, 3: 0, 4: 1, 5: 1}, scores)
}

// TestReopened has two workers reach consensus and never reveal: they are out,
// two others finish the task, and the stakes of the first two are shared.
func TestReopened(t *testing.T) {
	p := newParityTask(t, 4)
	p.do(Reopen{At: at(0)}, ErrNotDue) // before consensus
	p.contribute(10, 1, "A", nil)
	p.contribute(20, 2, "A", nil)
	p.do(Reopen{At: at(619)}, ErrNotDue)
	p.do(Reopen{At: at(620)}, nil)
	require.Equal(t, StateCommitting, p.task.State)
	require.Zero(t, p.task.Classic.Consensus)
	require.Equal(t, int64(1), p.task.Classic.TotalWeight.Int64())
	require.Equal(t, at(2_100).Unix, p.task.Classic.ContributionDeadlineUnix, "not extended")
	p.contribute(630, 1, "A", ErrAlready)
	p.contribute(630, 2, "A", ErrAlready)
	p.contribute(640, 3, "A", nil)
	p.contribute(650, 4, "A", nil)
	p.reveal(660, 1, "A", ErrAlready)
	p.reveal(660, 3, "A", nil)
	p.do(Reopen{At: at(1_250)}, ErrNotDue) // somebody revealed
	p.reveal(670, 4, "A", nil)
	p.do(Finalize{At: at(680)}, nil)
	p.do(Reopen{At: at(1_250)}, ErrNotDue) // after the end
	total := parityPrice + 2*p.stake
	for w, want := range map[int]uint64{1: 0, 2: 0, 3: 1, 4: 1} {
		require.Equal(t, want, p.score(w))
		if want == 1 {
			require.Equal(t, total*99/100/2, p.member(w).Reward)
		} else {
			require.Equal(t, p.stake, p.member(w).Slashed)
		}
	}
}

// TestReopenedTwice gives up two consensuses; what was given up counts no more.
func TestReopenedTwice(t *testing.T) {
	p := newParityTask(t, 2)
	p.contribute(0, 1, "A", nil)
	p.do(Reopen{At: at(600)}, nil)
	p.contribute(601, 2, "B", nil)
	p.do(Reopen{At: at(1_201)}, nil)
	require.Equal(t, int64(1), p.task.Classic.TotalWeight.Int64())
	p.contribute(1_202, 3, "A", nil) // the first result again
	require.Equal(t, uint32(1), p.task.Classic.Winners)
	p.reveal(1_203, 3, "A", nil)
	p.do(Finalize{At: at(1_204)}, nil)
	require.Equal(t, p.stake, p.member(1).Slashed)
	require.Equal(t, p.stake, p.member(2).Slashed)
	require.Equal(t, MemberAccepted, p.member(3).State)
}

// TestReopenTooLate checks that no task is reopened at its final deadline.
func TestReopenTooLate(t *testing.T) {
	p := newParityTask(t, 1)
	p.contribute(2_099, 1, "A", nil)
	p.do(Reopen{At: at(3_000)}, ErrTooLate)
	p.do(Reopen{At: at(2_999)}, nil)
	p.contribute(2_999, 2, "A", ErrTooLate)
}

// TestRevealRefusals checks who may reveal what.
func TestRevealRefusals(t *testing.T) {
	p := newParityTask(t, 4)
	p.contribute(1, 1, "A", nil)
	p.reveal(2, 1, "A", ErrNotDue) // no consensus yet
	copied := Contribute{          // hash and seal of another: it cannot open the seal
		At: at(3), Worker: parityWorker(2), Score: new(big.Int),
		ResultHash: ResultHash(p.task.ID, parityDigest("A")),
		ResultSeal: ResultSeal(parityWorker(1), p.task.ID, parityDigest("A")),
	}
	p.do(copied, nil)
	require.Equal(t, StateRevealing, p.task.State)
	p.reveal(4, 3, "A", ErrNotMember)
	p.reveal(4, 1, "B", ErrBadCommitment)
	p.reveal(4, 2, "A", ErrBadCommitment)
	p.contribute(4, 3, "A", ErrNotDue)
	p.reveal(603, 1, "A", ErrTooLate)
	p.reveal(602, 1, "A", nil)
	p.do(Finalize{At: at(603)}, nil)
	require.Equal(t, MemberWithheld, p.member(2).State)
	require.Equal(t, p.stake, p.member(2).Slashed)
	p.contribute(604, 3, "A", ErrNotDue)
}

// TestFinalizeRefusals checks when a task can be finalised, and with which data.
func TestFinalizeRefusals(t *testing.T) {
	p := newParityTask(t, 1)
	p.do(Finalize{At: at(0)}, ErrNotDue)
	p.contribute(1, 1, "A", nil)
	p.do(Finalize{At: at(601)}, ErrNotDue) // nobody revealed
	p.reveal(2, 1, "A", nil)
	p.do(Finalize{At: at(3), Callback: []byte("B")}, ErrBadAnswer) // no data expected, and not the result's
	p.do(Finalize{At: at(3_000)}, ErrTooLate)
	p.do(Finalize{At: at(2_999), Callback: []byte("A")}, nil)
	require.Equal(t, []byte("A"), p.task.Result.Callback)

	p = newParityTask(t, 1, func(d *market.Deal, _ *Params) { d.Callback = parityWorker(99) })
	p.contribute(1, 1, "A", nil)
	p.reveal(2, 1, "A", nil)
	p.do(Finalize{At: at(3)}, ErrBadAnswer) // data expected
	p.do(Finalize{At: at(3), Callback: []byte("B")}, ErrBadAnswer)
	p.do(Finalize{At: at(3), Callback: []byte("A")}, nil)
	require.Equal(t, []byte("A"), p.task.Result.Callback)
}

// TestOneStepRefusals checks when a task can be answered in one step.
func TestOneStepRefusals(t *testing.T) {
	callback := func(d *market.Deal, _ *Params) { d.Callback = parityWorker(99) }
	p := newParityTask(t, 1, callback)
	p.oneStep(2_100, 1, "A", parityDigest("A"), ErrTooLate)
	p.oneStep(1, 1, "B", parityDigest("A"), ErrBadAnswer)
	p.oneStep(1, 1, "", parityDigest("A"), ErrBadAnswer)
	p.oneStep(2_099, 1, "A", parityDigest("A"), nil)
	require.Equal(t, StateCompleted, p.task.State)
	require.Equal(t, rlc.Amount(parityPrice*99/100), p.member(1).Reward)
	require.Zero(t, p.member(1).Stake)
	require.Equal(t, uint64(0), p.score(1), "alone it gains no point")
	p.oneStep(2_099, 2, "A", parityDigest("A"), ErrNotDue) // not open any more

	p = newParityTask(t, 2, callback)
	p.oneStep(1, 1, "A", parityDigest("A"), ErrNotDue) // trust above 1

	p = newParityTask(t, 1)
	p.contribute(1, 1, "A", nil)
	p.do(Reopen{At: at(601)}, nil)
	p.oneStep(602, 2, "", parityDigest("A"), ErrNotDue) // somebody contributed before
}

// TestOpenedLate opens a task after its final deadline: contributions are late,
// and it is failed at once, by hand or by the chain.
func TestOpenedLate(t *testing.T) {
	for _, automatic := range []bool{false, true} {
		p := newParityTask(t, 1, func(d *market.Deal, p *Params) {
			d.StartUnix -= 3_000
			p.ClassicAutomatic = automatic
		})
		p.contribute(0, 1, "A", ErrTooLate)
		if automatic {
			p.do(Tick{At: at(0)}, nil)
		} else {
			p.do(Tick{At: at(0)}, nil)
			require.Nil(t, p.ended, "by hand it must be claimed")
			p.do(Claim{At: at(0)}, nil)
		}
		require.Equal(t, StateFailed, p.task.State)
		require.Empty(t, p.ended.Members)
	}
}

// TestAutomatic lets the chain do what the original waits for somebody to do:
// finalise, finalise what part was revealed, reopen and claim. Nobody sends a
// message but the workers.
func TestAutomatic(t *testing.T) {
	automatic := func(_ *market.Deal, p *Params) { p.ClassicAutomatic = true }
	p := newParityTask(t, 4, automatic)
	p.contribute(1, 1, "A", nil)
	p.contribute(2, 2, "A", nil)
	p.reveal(3, 1, "A", nil)
	require.False(t, PhaseComplete(p.task))
	p.reveal(3, 2, "A", nil)
	require.True(t, PhaseComplete(p.task))
	p.do(Tick{At: at(3)}, nil)
	require.Equal(t, StateCompleted, p.task.State)

	p = newParityTask(t, 4, automatic)
	p.contribute(1, 1, "A", nil)
	p.contribute(2, 2, "A", nil)
	p.reveal(3, 1, "A", nil)
	p.do(Tick{At: at(601)}, nil)
	require.Equal(t, StateRevealing, p.task.State)
	p.do(Tick{At: at(602)}, nil)
	require.Equal(t, StateCompleted, p.task.State)
	require.Equal(t, p.stake, p.member(2).Slashed, "a winner that did not reveal")

	p = newParityTask(t, 1, automatic)
	p.contribute(1, 1, "A", nil)
	p.do(Tick{At: at(601)}, nil)
	require.Equal(t, StateCommitting, p.task.State, "reopened")
	p.do(Claim{At: at(2_999)}, ErrNotDue)
	p.do(Tick{At: at(2_100)}, nil)
	require.Equal(t, StateFailed, p.task.State, "nobody else came")
	require.Equal(t, ReasonNotRevealed, p.task.Reason)
}

// TestClassicKeepsMoney plays random tasks: what the pool, the workers and the
// kitty get is the price and the stakes lost, to the last nRLC.
func TestClassicKeepsMoney(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		p := newParityTask(t, rapid.Uint64Range(0, 40).Draw(r, "trust"), func(d *market.Deal, p *Params) {
			d.Policy.Trust = max(d.Policy.Trust, 1)
			d.WorkerStake = rlc.Amount(rapid.Uint64Range(0, 2*parityPrice).Draw(r, "stake"))
			d.Workerpool.Price = rlc.Amount(rapid.Uint64Range(0, 2*parityPrice).Draw(r, "price"))
			p.ClassicAutomatic, p.ClassicPunishFailed = true, rapid.Bool().Draw(r, "punish")
		})
		p.ratio = rapid.Uint64Range(0, 100).Draw(r, "ratio")
		now, results := int64(0), []string{"A", "A", "A", "B", "C"}
		given := map[int]string{}
		for range rapid.IntRange(0, 40).Draw(r, "moves") {
			w := rapid.IntRange(1, 9).Draw(r, "worker")
			now += rapid.Int64Range(0, 200).Draw(r, "seconds")
			p.scores[w] = rapid.Uint64Range(0, 200).Draw(r, "score")
			before := p.task
			in := Input(Tick{At: at(now)})
			switch rapid.IntRange(0, 3).Draw(r, "move") {
			case 0:
				result := rapid.SampledFrom(results).Draw(r, "result")
				if CheckContribute(p.task, parityWorker(w), at(now), p.params) == nil {
					given[w] = result
				}
				in = Contribute{
					At: at(now), Worker: parityWorker(w), Score: new(big.Int).SetUint64(p.scores[w]),
					ResultHash: ResultHash(p.task.ID, parityDigest(result)),
					ResultSeal: ResultSeal(parityWorker(w), p.task.ID, parityDigest(result)),
				}
			case 1, 2:
				in = Reveal{At: at(now), Worker: parityWorker(w), Answer: Answer{
					Cause: CauseOK, Digest: parityDigest(given[w]),
				}}
			}
			after, effects, err := Step(p.task, in, p.ratio, p.params)
			if err != nil {
				require.Equal(r, before, after)
				continue
			}
			p.task = after
			if p.task.Final() {
				checkParityMoney(r, p.task, effects)
				return
			}
		}
		after, effects, err := Step(p.task, Tick{At: at(max(now, 3_000))}, p.ratio, p.params)
		require.NoError(r, err)
		checkParityMoney(r, after, effects)
	})
}

func checkParityMoney(t require.TestingT, task Task, effects []Effect) {
	require.True(t, task.Final())
	end, ok := effects[len(effects)-1].(Ended)
	require.True(t, ok)
	in, out := rlc.Amount(0), end.PoolReward+end.Forfeited
	if task.State == StateCompleted {
		in = task.Price
	}
	for _, m := range end.Members {
		in, out = in+m.Slashed, out+m.Reward
		require.LessOrEqual(t, m.Slashed, m.Stake)
		require.True(t, m.State == MemberAccepted || m.Reward == 0)
	}
	require.Equal(t, in, out, "credits equal debits")
}
