package poco

import (
	"errors"
	"math"
	"math/big"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/rlc"
)

// TestClassicWeights checks the table of weights of the original's rules.
func TestClassicWeights(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ from, to, weight, log int64 }{
		{0, 11, 2, 1}, {12, 14, 3, 1}, {15, 17, 4, 2}, {27, 29, 8, 3}, {51, 53, 16, 4}, {99, 101, 32, 5},
	} {
		for score := c.from; score <= c.to; score++ {
			require.Equal(t, c.weight, Weight(big.NewInt(score)).Int64(), "score %d", score)
			require.Equal(t, uint64(c.log), LogWeight(big.NewInt(score)), "score %d", score)
		}
	}
	require.Equal(t, "2", Weight(nil).String(), "who has no score has 0")
	widest := new(big.Int).Sub(twoToThe256, one)
	require.Equal(t, uint64(254), LogWeight(widest))
}

// TestClassicFreshWorkers checks the table of how many fresh workers who agree
// a trust needs.
func TestClassicFreshWorkers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ from, to, workers int64 }{
		{1, 2, 1}, {3, 4, 2}, {5, 8, 3}, {9, 16, 4}, {17, 32, 5},
	} {
		for trust := c.from; trust <= c.to; trust++ {
			task := openedClassic(big.NewInt(trust))
			n := int64(0)
			for ; task.State == StateCommitting; n++ {
				var err error
				task, _, err = Step(task, contributionOf(task, byte(n), 0, 1), 1, classicParams())
				require.NoError(t, err)
			}
			require.Equal(t, c.workers, n, "trust %d", trust)
		}
	}
}

// classicParams are the original's settings with room for everybody.
func classicParams() Params {
	p := testParams()
	p.ClassicAutomatic, p.ClassicPunishFailed, p.KittyPaysFreeTasks = false, false, true
	p.MaxContributors = math.MaxUint32 >> 1
	return p
}

// openedClassic is a new task of any trust of a pool whose owner schedules.
func openedClassic(trust *big.Int) Task {
	d := market.Deal{ID: ident.Hash{1}, WorkClockSeconds: 100, OwnerScheduled: true, WorkerStake: 30}
	d.Policy.Trust, d.Workerpool.Price = 1, 100
	t := Open(d, 0, Clock{}, classicParams())
	t.Classic.Trust = trust
	return t
}

func contributionOf(t Task, worker byte, score uint64, answer byte) Contribute {
	a, digest := ident.Address{1, worker}, ident.Hash{answer}
	return Contribute{
		At: Clock{Unix: 1, Height: 1}, Worker: a, Score: new(big.Int).SetUint64(score),
		ResultHash: ResultHash(t.ID, digest), ResultSeal: ResultSeal(a, t.ID, digest),
	}
}

// TestClassicKitty checks the original's recorded payments: also a free task draws from the kitty.
func TestClassicKitty(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ kitty, want rlc.Amount }{
		{10_000_000_010, 1_000_000_001},
		{1_000_000_000, 1_000_000_000},
		{999_999_999, 999_999_999},
		{9_999_999_999, 1_000_000_000},
		{1, 1},
		{0, 0},
	} {
		got, err := KittyPay(c.kitty, 0, classicParams())
		require.NoError(t, err)
		require.Equal(t, c.want, got, "%+v", c)
	}
}

// ballot is a contribution in short.
type ballot struct {
	score  *big.Int
	answer byte
}

// tally is the slow twin of the consensus: from the list of all contributions
// it computes every product anew. ok is false where 256 bits are too few.
func tally(ballots []ballot, trust *big.Int) (groups map[byte]*big.Int, total *big.Int, reached, ok bool) {
	groups, total = map[byte]*big.Int{}, big.NewInt(1)
	for _, b := range ballots {
		third := new(big.Int).Quo(b.score, big.NewInt(3))
		if third.Cmp(big.NewInt(3)) < 0 {
			third = big.NewInt(3)
		}
		if groups[b.answer] == nil {
			groups[b.answer] = big.NewInt(1)
		}
		groups[b.answer].Mul(groups[b.answer], third.Sub(third, big.NewInt(1)))
	}
	for _, g := range groups {
		total.Add(total, g)
	}
	last := groups[ballots[len(ballots)-1].answer]
	// group > (1 + the other groups)·(trust - 1), which is the original's rule with the group moved to the left.
	others := new(big.Int).Sub(total, last)
	less := new(big.Int).Sub(trust, big.NewInt(1))
	reached = last.Cmp(others.Mul(others, less)) > 0
	widest := max(total.BitLen(), new(big.Int).Mul(last, trust).BitLen(), new(big.Int).Mul(total, less).BitLen())
	return groups, total, reached, widest <= 256
}

// vote plays ballots until consensus, each against the twin.
func vote(t require.TestingT, ballots []ballot, trust *big.Int) Task {
	task := openedClassic(trust)
	var counted []ballot
	for i, b := range ballots {
		in := contributionOf(task, byte(i), 0, b.answer)
		in.Score = b.score
		after, effects, err := Step(task, in, 1, classicParams())
		groups, total, reached, ok := tally(append(slices.Clip(counted), b), trust)
		require.Equal(t, ok, err == nil, "%v", err)
		require.Empty(t, effects)
		if !ok {
			require.ErrorIs(t, err, ErrOverflow)
			require.Equal(t, task, after)
			continue
		}
		counted, task = append(counted, b), after
		require.Equal(t, total.String(), task.Classic.TotalWeight.String())
		require.Len(t, task.Classic.Groups, len(groups))
		for answer, want := range groups {
			i := task.Classic.group(ResultHash(task.ID, ident.Hash{answer}))
			require.Equal(t, want.String(), task.Classic.Groups[i].Weight.String())
		}
		require.Equal(t, reached, task.State == StateRevealing)
		if reached {
			return task
		}
	}
	return task
}

// FuzzConsensus compares Step with the twin: the first byte chooses the trust,
// then two are a contribution, with its answer in the low bits of the second.
func FuzzConsensus(f *testing.F) {
	f.Add([]byte{3, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0})
	f.Add([]byte{200, 255, 255, 255, 254, 250, 253, 240, 252})
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) < 3 {
			return
		}
		trust := big.NewInt(1 + int64(data[0]))
		if data[0] >= 128 { // up to 2^254
			trust.Lsh(one, uint(data[0]-128)*2)
		}
		var ballots []ballot
		for data = data[1:]; len(data) > 1 && len(ballots) < 64; data = data[2:] {
			score := big.NewInt(int64(data[0]))
			if data[1] >= 128 { // up to 2^255
				score.Lsh(one, uint(data[0]))
			}
			ballots = append(ballots, ballot{score, data[1] % 4})
		}
		vote(t, ballots, trust)
	})
}

// TestConsensusAgainstTwin plays random contributions against the twin.
func TestConsensusAgainstTwin(t *testing.T) {
	t.Parallel()
	reached := 0
	rapid.Check(t, func(t *rapid.T) {
		trust := new(big.Int).SetUint64(rapid.Uint64Range(1, 1<<rapid.IntRange(0, 63).Draw(t, "bits")).Draw(t, "trust"))
		var ballots []ballot
		for range rapid.IntRange(1, 12).Draw(t, "contributions") {
			score := rapid.Uint64Range(0, 200).Draw(t, "score")
			ballots = append(ballots, ballot{new(big.Int).SetUint64(score), rapid.Byte().Draw(t, "answer") % 3})
		}
		if vote(t, ballots, trust).State == StateRevealing {
			reached++
		}
	})
	require.Positive(t, reached, "consensus was never reached: the test tests nothing")
}

// TestOrderOfContributionsDoesNotMatter: without consensus the groups are the
// same in whatever order the contributions come.
func TestOrderOfContributionsDoesNotMatter(t *testing.T) {
	t.Parallel()
	never := new(big.Int).Lsh(one, 120)
	rapid.Check(t, func(t *rapid.T) {
		var ballots []ballot
		for range rapid.IntRange(1, 9).Draw(t, "contributions") {
			score := rapid.Int64Range(0, 1000).Draw(t, "score")
			ballots = append(ballots, ballot{big.NewInt(score), rapid.Byte().Draw(t, "answer") % 3})
		}
		a, b := vote(t, ballots, never), vote(t, rapid.Permutation(ballots).Draw(t, "order"), never)
		require.Equal(t, a.Classic.TotalWeight.String(), b.Classic.TotalWeight.String())
		for _, g := range a.Classic.Groups {
			require.Equal(t, g.Weight.String(), b.Classic.Groups[b.Classic.group(g.ResultHash)].Weight.String())
		}
	})
}

// TestConsensusIsMonotonic: one more equal answer never takes a group further
// from consensus, one more of another never nearer, nor does more trust.
func TestConsensusIsMonotonic(t *testing.T) {
	t.Parallel()
	number := func(t *rapid.T, name string, least uint64) *big.Int {
		return new(big.Int).SetUint64(rapid.Uint64Range(least, 1<<40).Draw(t, name))
	}
	reach := func(t *rapid.T, group, total, trust *big.Int) bool {
		reached, err := Consensus(group, total, trust)
		require.NoError(t, err)
		return reached
	}
	rapid.Check(t, func(t *rapid.T) {
		group, w, trust := number(t, "group", 1), number(t, "weight", 2), number(t, "trust", 1)
		total := number(t, "others", 0)
		total.Add(total, group).Add(total, one)
		more, moreTotal := grow(group, total, w)
		if reach(t, group, total, trust) {
			require.True(t, reach(t, more, moreTotal, trust))
		} else {
			require.False(t, reach(t, group, new(big.Int).Add(total, w), trust))
			require.False(t, reach(t, group, total, new(big.Int).Add(trust, one)))
		}
	})
}

// TestMissing compares with trying one after the other.
func TestMissing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		group := big.NewInt(rapid.Int64Range(0, 50).Draw(t, "group"))
		total := big.NewInt(1 + group.Int64() + rapid.Int64Range(0, 20).Draw(t, "others"))
		c := &Classic{Trust: big.NewInt(rapid.Int64Range(1, 40).Draw(t, "trust")), TotalWeight: total}
		want := int64(0)
		if reached, err := Consensus(group, total, c.Trust); err != nil || !reached || group.Sign() == 0 {
			for want = 1; ; want++ {
				more, moreTotal := grow(group, total, big.NewInt(want))
				if reached, err := Consensus(more, moreTotal, c.Trust); err == nil && reached {
					break
				}
			}
		}
		require.Equal(t, want, c.Missing(group).Int64(), "group %s of %s, trust %s", group, total, c.Trust)
	})
}

// splitTwin is the slow twin of settle: rationals, rounded down at the end.
func splitTwin(members []Member, price rlc.Amount, ratio uint64) (rewards []*big.Int, pool *big.Int) {
	total, shares := new(big.Int).SetUint64(uint64(price)), int64(0)
	for _, m := range members {
		if m.State == MemberAccepted {
			shares += int64(max(m.Weight, 1))
		}
		if m.State == MemberRejected || m.State == MemberWithheld {
			total.Add(total, new(big.Int).SetUint64(uint64(m.Stake)))
		}
	}
	floor := func(r *big.Rat) *big.Int { return new(big.Int).Quo(r.Num(), r.Denom()) }
	part := new(big.Rat).SetFrac64(100-int64(ratio), 100)
	workers := floor(part.Mul(part, new(big.Rat).SetInt(total)))
	pool = total
	for _, m := range members {
		x := new(big.Int)
		if m.State == MemberAccepted {
			share := new(big.Rat).SetFrac64(int64(max(m.Weight, 1)), shares)
			x = floor(share.Mul(share, new(big.Rat).SetInt(workers)))
		}
		rewards, pool = append(rewards, x), new(big.Int).Sub(pool, x)
	}
	return rewards, pool
}

// FuzzSettleClassic: of price and lost stakes nothing is lost and nothing is
// made, and each gets what the twin says. Four bytes are a member.
func FuzzSettleClassic(f *testing.F) {
	f.Add(uint64(1000), byte(1), []byte{0, 1, 0, 30, 1, 1, 0, 30, 0, 2, 0, 30})
	f.Add(uint64(math.MaxUint64), byte(0), []byte{0, 255, 255, 255, 1, 0, 255, 255})
	f.Add(uint64(0), byte(100), []byte{0, 0, 0, 0, 2, 0, 0, 1})
	f.Fuzz(func(t *testing.T, price uint64, ratio byte, data []byte) {
		verdicts := []MemberState{MemberAccepted, MemberRejected, MemberWithheld, MemberMissed, MemberReleased}
		var members []Member
		total, accepted := new(big.Int).SetUint64(price), false
		for ; len(data) >= 4 && len(members) < 300; data = data[4:] {
			m := Member{
				State: verdicts[int(data[0])%len(verdicts)], Weight: uint64(data[1]),
				Stake: rlc.Amount(data[2])<<(data[3]%64) | rlc.Amount(data[3]),
			}
			accepted = accepted || m.State == MemberAccepted
			if m.State == MemberRejected || m.State == MemberWithheld {
				total.Add(total, new(big.Int).SetUint64(uint64(m.Stake)))
			}
			members = append(members, m)
		}
		percent := uint64(ratio) % 101
		pool, err := settle(members, rlc.Amount(price), percent, byWeight)
		if !accepted || !total.IsUint64() {
			require.True(t, errors.Is(err, ErrMoney) || errors.Is(err, rlc.ErrOverflow), "%v", err)
			return
		}
		require.NoError(t, err)
		rewards, want := splitTwin(members, rlc.Amount(price), percent)
		require.Equal(t, want.String(), new(big.Int).SetUint64(uint64(pool)).String())
		out := new(big.Int).SetUint64(uint64(pool))
		for i, m := range members {
			require.Equal(t, rewards[i].Uint64(), uint64(m.Reward), "member %d", i)
			lost := rlc.Amount(0)
			if m.State == MemberRejected || m.State == MemberWithheld {
				lost = m.Stake
			}
			require.Equal(t, lost, m.Slashed, "member %d", i)
			out.Add(out, new(big.Int).SetUint64(uint64(m.Reward)))
		}
		require.Equal(t, total.String(), out.String(), "credits equal debits")
	})
}
