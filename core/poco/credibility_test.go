package poco

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/iexecd/iexecd/core/ident"
)

// TestCredibilityTable checks known values, computed by hand from Sarmenta's
// formula: 1-f, then 1 - f/((1-f)·k·e).
func TestCredibilityTable(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		k     uint64
		fault uint32
		want  uint32
	}{
		{0, 200_000_000, 800_000_000},
		{1, 200_000_000, 908_030_139},
		{2, 200_000_000, 954_015_069},
		{20, 200_000_000, 995_401_506},
		{1000, 200_000_000, 999_908_030},
		{0, 500_000_000, 500_000_000},
		{1, 500_000_000, 632_120_558},
		{1, 900_000_000, 100_000_000}, // the formula is negative there: never below 1-f
		{0, 0, PPB - 1},
		{5, 0, PPB - 1},
		{1 << 63, 200_000_000, PPB - 1},
		{7, PPB, 0},
		{7, PPB + 1, 0},
	} {
		require.Equal(t, c.want, Credibility(c.k, c.fault), "k=%d f=%d", c.k, c.fault)
	}
}

// TestCredibilityTwin compares with the formula in rationals, e to 30 digits.
func TestCredibilityTwin(t *testing.T) {
	t.Parallel()
	e, ok := new(big.Rat).SetString("2.718281828459045235360287471353")
	require.True(t, ok)
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.Uint64Range(1, 1_000_000).Draw(t, "k")
		f := rapid.Uint32Range(1, PPB-1).Draw(t, "f")
		fault := big.NewRat(int64(f), PPB)
		den := new(big.Rat).Sub(big.NewRat(1, 1), fault)
		den.Mul(den, new(big.Rat).SetFrac(new(big.Int).SetUint64(k), big.NewInt(1))).Mul(den, e)
		exact := new(big.Rat).Sub(big.NewRat(1, 1), fault.Quo(fault, den))
		if floor := big.NewRat(int64(PPB-f), PPB); exact.Cmp(floor) < 0 {
			exact = floor
		}
		got := big.NewRat(int64(Credibility(k, f)), PPB)
		diff := new(big.Rat).Sub(exact, got)
		text := "exact " + exact.FloatString(12) + ", got " + got.FloatString(12)
		require.GreaterOrEqual(t, diff.Sign(), 0, "rounded down: %s", text)
		require.Negative(t, diff.Cmp(big.NewRat(3, PPB)), text)
	})
}

// TestCredibilityGrows: with every audit passed a worker is believed no less.
func TestCredibilityGrows(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.Uint64Range(0, 10_000).Draw(t, "k")
		f := rapid.Uint32Range(0, PPB-1).Draw(t, "f")
		require.LessOrEqual(t, Credibility(k, f), Credibility(k+1, f))
		require.GreaterOrEqual(t, Credibility(k, f), min(PPB-f, PPB-1))
	})
}

// slowGroup is the obvious twin of GroupCredibilities: enumerate which of the
// workers are good. Good workers agree, so at most one group is good, all of
// its members; a group's credibility is the probability of that world among
// all worlds in which good workers agree.
func slowGroup(groups [][]uint32, which int) *big.Rat {
	one := big.NewRat(1, 1)
	world := func(good int) *big.Rat {
		p := big.NewRat(1, 1)
		for i, g := range groups {
			for _, c := range g {
				q := big.NewRat(int64(c), PPB)
				if i != good {
					q.Sub(one, q)
				}
				p.Mul(p, q)
			}
		}
		return p
	}
	total := world(-1)
	for i := range groups {
		total.Add(total, world(i))
	}
	if total.Sign() == 0 {
		return total
	}
	return new(big.Rat).Quo(world(which), total)
}

func drawGroups(t *rapid.T) ([]Group, [][]uint32) {
	lists := rapid.SliceOfN(rapid.SliceOfN(rapid.Uint32Range(0, PPB), 1, 5), 1, 5).Draw(t, "groups")
	groups := make([]Group, len(lists))
	for i, l := range lists {
		groups[i] = Group{Digest: ident.Hash{byte(i + 1)}, Credibilities: l}
	}
	return groups, lists
}

// TestGroupTwin compares with the enumeration of worlds, in rationals.
func TestGroupTwin(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		groups, lists := drawGroups(t)
		sum := uint64(0)
		for _, g := range GroupCredibilities(groups) {
			exact := slowGroup(lists, int(g.Digest[0])-1)
			exact.Mul(exact, big.NewRat(PPB, 1))
			floor := new(big.Int).Quo(exact.Num(), exact.Denom())
			require.Equal(t, floor.Uint64(), uint64(g.CredibilityPPB))
			sum += uint64(g.CredibilityPPB)
		}
		require.LessOrEqual(t, sum, uint64(PPB), "probabilities of different answers add up to at most one")
	})
}

// TestGroupOrder: the most credible group comes first, and the order of the
// input does not matter.
func TestGroupOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		groups, _ := drawGroups(t)
		want := GroupCredibilities(groups)
		for i := 1; i < len(want); i++ {
			require.GreaterOrEqual(t, want[i-1].CredibilityPPB, want[i].CredibilityPPB)
		}
		require.Equal(t, want, GroupCredibilities(rapid.Permutation(groups).Draw(t, "order")))
	})
}

// TestGroupMonotonic: one more who agrees, and is more often right than wrong,
// makes an answer no less credible; one who contradicts, no more.
func TestGroupMonotonic(t *testing.T) {
	t.Parallel()
	of := func(groups []Group, d ident.Hash) uint32 {
		for _, g := range GroupCredibilities(groups) {
			if g.Digest == d {
				return g.CredibilityPPB
			}
		}
		return 0
	}
	rapid.Check(t, func(t *rapid.T) {
		groups, _ := drawGroups(t)
		c := rapid.Uint32Range(PPB/2, PPB-1).Draw(t, "more")
		first := groups[0].Digest
		before := of(groups, first)
		agree := append([]Group{}, groups...)
		agree[0].Credibilities = append(append([]uint32{}, groups[0].Credibilities...), c)
		require.GreaterOrEqual(t, of(agree, first), before)
		other := append(append([]Group{}, groups...), Group{Digest: ident.Hash{99}, Credibilities: []uint32{c}})
		require.LessOrEqual(t, of(other, first), before)
	})
}

// TestCommitteeSizes pins how many equal workers must agree for which bound
// (f = 0.2), alone and against one liar. Rule POCO-R4.
func TestCommitteeSizes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		audits               uint64
		maxErrorPPB          uint32
		alone, againstOneLie int
	}{
		{20, 1_000_000, 2, 3},
		{20, 5_000_000, 1, 2}, // 1-0.9954 < 0.5 %
		{0, 200_000_000, 1, 3},
		{0, 1_000_000, 5, 7},
		{0, 10_000_000, 4, 5},
		{1, 1_000_000, 4, 5},
		{1000, 1_000, 2, 3},
	} {
		t.Run(fmt.Sprintf("k=%d error=%d", c.audits, c.maxErrorPPB), func(t *testing.T) {
			t.Parallel()
			cred := Credibility(c.audits, PPB/5)
			require.Equal(t, c.alone, smallest(Task{NeededPPB: PPB - c.maxErrorPPB}, cred))
			split := Task{NeededPPB: PPB - c.maxErrorPPB, Members: []Member{
				{State: MemberRevealed, Digest: ident.Hash{1}, CredibilityPPB: cred},
				{State: MemberRevealed, Digest: ident.Hash{2}, CredibilityPPB: cred},
			}}
			require.Equal(t, c.againstOneLie, 1+smallest(split, cred))
		})
	}
}

// smallest returns how many workers of one credibility are enough.
func smallest(task Task, credibility uint32) int {
	var drawn []Member
	for !Enough(task, drawn) {
		drawn = append(drawn, Member{CredibilityPPB: credibility})
	}
	return len(drawn)
}

// TestEnoughIsWhatAgreementReaches: members are enough exactly if the task's
// best group with all of them added reaches the bound. Rule POCO-R4.
func TestEnoughIsWhatAgreementReaches(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		task := Task{NeededPPB: rapid.Uint32Range(PPB/2, PPB-1).Draw(t, "needed")}
		cred := rapid.Uint32Range(PPB/2, PPB-1)
		for range rapid.IntRange(0, 6).Draw(t, "members") {
			task.Members = append(task.Members, Member{
				State:  rapid.SampledFrom([]MemberState{MemberRevealed, MemberMissed, MemberWithheld}).Draw(t, "state"),
				Digest: ident.Hash{rapid.Byte().Draw(t, "digest") % 3}, CredibilityPPB: cred.Draw(t, "credibility"),
			})
		}
		var drawn []Member
		for range rapid.IntRange(1, 5).Draw(t, "drawn") {
			drawn = append(drawn, Member{CredibilityPPB: cred.Draw(t, "credibility")})
		}
		after := task
		best := ident.Hash{77}
		if groups := Groups(task); len(groups) > 0 {
			best = groups[0].Digest
		}
		after.Members = append([]Member{}, task.Members...)
		for _, m := range drawn {
			m.State, m.Digest = MemberRevealed, best
			after.Members = append(after.Members, m)
		}
		reached := uint32(0)
		for _, g := range Groups(after) {
			if g.Digest == best {
				reached = g.CredibilityPPB
			}
		}
		require.Equal(t, reached >= task.NeededPPB, Enough(task, drawn))
	})
	require.False(t, Enough(Task{}, nil), "nobody is never enough")
}

// TestCounted: a record counts for nothing until it alone reaches the bound. Rule POCO-R4.
func TestCounted(t *testing.T) {
	t.Parallel()
	p := Params{FaultFractionPPB: 200_000_000, CountProvenOnly: true}
	require.Equal(t, uint32(800_000_000), Counted(0, 999_000_000, p))
	require.Equal(t, uint32(800_000_000), Counted(91, 999_000_000, p))
	require.Equal(t, Credibility(92, 200_000_000), Counted(92, 999_000_000, p))
	require.GreaterOrEqual(t, Counted(92, 999_000_000, p), uint32(999_000_000))
	p.CountProvenOnly = false
	require.Equal(t, Credibility(20, 200_000_000), Counted(20, 999_000_000, p))
}
