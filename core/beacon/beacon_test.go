package beacon

import (
	"encoding/binary"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/iexecd/iexecd/core/ident"
)

// contributions returns n of them, each with power 1, whose outputs a seed decides.
func contributions(n int, seed uint64) []Contribution {
	all := make([]Contribution, n)
	for i := range all {
		a, b := ident.Keccak256(u64(seed), u64(uint64(i))), ident.Keccak256(u64(seed), u64(uint64(i)), []byte{1})
		all[i] = Contribution{Power: 1}
		copy(all[i].Output[:32], a[:])
		copy(all[i].Output[32:], b[:])
		binary.BigEndian.PutUint64(all[i].Validator[12:], uint64(i))
	}
	return all
}

// TestNextAgainstSorting: the value is that of a slow twin that sorts, whatever
// the order in which contributions come. Rule BCN-R7.
func TestNextAgainstSorting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := contributions(rapid.IntRange(1, 12).Draw(t, "n"), rapid.Uint64().Draw(t, "seed"))
		if len(all) > 1 && rapid.Bool().Draw(t, "equal") {
			all[1].Output = all[0].Output
		}
		previous, height := ident.Hash{1}, uint64(7)
		sorted := slices.Clone(all)
		slices.SortFunc(sorted, func(a, b Contribution) int {
			if n := slices.Compare(a.Output[:], b.Output[:]); n != 0 {
				return n
			}
			return slices.Compare(a.Validator[:], b.Validator[:])
		})
		want := [][]byte{[]byte("iexec/beacon/next/v1"), u64(height), previous[:], sorted[0].Output[:]}
		if len(sorted) > 1 {
			want = append(want, sorted[1].Output[:])
		}
		shuffled := rapid.Permutation(all).Draw(t, "order")
		got, ok := Next(height, previous, shuffled, uint64(len(all)))
		if !ok || got != ident.Keccak256(want...) {
			t.Fatalf("got %s %v", got, ok)
		}
	})
}

// TestEnough: more than a third is enough, a third is not. Rule BCN-R8.
func TestEnough(t *testing.T) {
	for _, c := range []struct {
		power, total uint64
		want         bool
	}{
		{2, 3, true},
		{1, 3, false},
		{33, 100, false},
		{34, 100, true},
		{0, 0, false},
		{2, 4, true},
		{1, 4, false},
		{math.MaxUint64, math.MaxUint64, true},
		{math.MaxUint64 / 3, math.MaxUint64, false},
		{math.MaxUint64/3 + 1, math.MaxUint64, true},
	} {
		if Enough(c.power, c.total) != c.want {
			t.Errorf("%d of %d: want %v", c.power, c.total, c.want)
		}
	}
	all := contributions(3, 1)
	if _, ok := Next(1, ident.Hash{}, all, 9); ok {
		t.Error("three of nine made a beacon")
	}
	if _, ok := Next(1, ident.Hash{}, nil, 0); ok {
		t.Error("nobody made a beacon")
	}
	all[0].Power, all[1].Power = math.MaxUint64, 2
	if _, ok := Next(1, ident.Hash{}, all, 5); ok {
		t.Error("powers that overflow made a beacon")
	}
}

// TestEverythingCounts: another chain, height, beacon, state, or time is another value.
func TestEverythingCounts(t *testing.T) {
	all := contributions(4, 1)
	at := func(height uint64, previous ident.Hash) ident.Hash {
		h, _ := Next(height, previous, all, 4)
		return h
	}
	values := []ident.Hash{
		at(1, ident.Hash{}), at(2, ident.Hash{}), at(1, ident.Hash{1}), Fallback(ident.Hash{}, 1),
		Fallback(ident.Hash{1}, 1),
		Fallback(ident.Hash{}, 2), Genesis("a", 1), Genesis("a", 2), Genesis("b", 1), Tie(ident.Hash{}, 1, nil, 1),
		Tie(ident.Hash{}, 2, nil, 1), Tie(ident.Hash{}, 1, []byte{1}, 1), Tie(ident.Hash{}, 1, nil, 2),
		ident.Keccak256(Alpha("a", 1, ident.Hash{})), ident.Keccak256(Alpha("b", 1, ident.Hash{})),
		ident.Keccak256(Alpha("a", 2, ident.Hash{})), ident.Keccak256(Alpha("a", 1, ident.Hash{1})),
		ident.Keccak256(Possession("a", ident.Address{})), ident.Keccak256(Possession("a", ident.Address{1})),
	}
	for i, v := range values {
		if slices.Contains(values[:i], v) {
			t.Errorf("value %d is there twice", i)
		}
	}
}

// TestProposerChoices enumerates what a proposer may leave out, with 4 and with
// 100 validators of equal power, and counts the values that it can choose from:
// no more than the bound of ADR 0010. For 100, where 2^33 sets are too many, it
// takes the sets that matter, and then 20,000 others at random. Rule BCN-R9.
func TestProposerChoices(t *testing.T) {
	for _, c := range []struct{ n, droppable int }{{4, 1}, {7, 2}, {10, 3}, {16, 5}} {
		seen := map[ident.Hash]bool{}
		all := contributions(c.n, uint64(c.n))
		sets := 0
		for set := range uint64(1) << c.n {
			if bits.OnesCount64(set) <= c.droppable {
				sets++
				seen[without(t, all, func(i int) bool { return set>>i&1 == 1 })] = true
			}
		}
		if want := Choices(uint64(c.droppable)); uint64(len(seen)) != want {
			t.Errorf("%d validators: %d values, want exactly %d", c.n, len(seen), want)
		}
		t.Logf("%3d validators, %2d may be left out: %d values of %d sets", c.n, c.droppable, len(seen), sets)
	}

	const n, d = 100, 33
	all := contributions(n, 100)
	order := make([]int, n) // by output: the sets that matter leave out the lowest
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return slices.Compare(all[i].Output[:], all[j].Output[:]) })
	seen := map[ident.Hash]bool{}
	for i := range d + 1 { // leave out all below the i-th, and those between it and the j-th
		for j := i + 1; j <= d+1; j++ {
			seen[without(t, all, func(k int) bool {
				at := slices.Index(order, k)
				return at < j && at != i
			})] = true
		}
	}
	if len(seen) != 595 {
		t.Errorf("%d values of the sets that matter, want 595", len(seen))
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		drop := map[int]bool{}
		for _, i := range random.Perm(n)[:random.IntN(d+1)] {
			drop[i] = true
		}
		seen[without(t, all, func(i int) bool { return drop[i] })] = true
	}
	if len(seen) != 595 {
		t.Errorf("%d values, want no more than 595", len(seen))
	}
	t.Logf("%d validators, %d may be left out: %d values", n, d, len(seen))
}

// without returns the value that the contributions make without those that drop names.
func without(t *testing.T, all []Contribution, drop func(int) bool) ident.Hash {
	t.Helper()
	var kept []Contribution
	for i, c := range all {
		if !drop(i) {
			kept = append(kept, c)
		}
	}
	h, ok := Next(1, ident.Hash{}, kept, uint64(len(all)))
	if !ok {
		t.Fatalf("%d of %d are not enough", len(kept), len(all))
	}
	return h
}

// TestWithholdingMinority measures what a minority gains that sees all honest
// outputs, knows its own, and withholds what it likes, to make a value that is
// good for it; a value is good with chance p. One that holds a share v of the
// validators cannot have more than the choices of leaving out its own, and does
// not have even those when its own are not among the lowest. Rule BCN-R9.
func TestWithholdingMinority(t *testing.T) {
	const rounds = 4_000
	for _, c := range []struct {
		n, held int
		p       float64
		most    float64 // mean number of values to choose from
	}{
		{4, 1, 0.1, 2},
		{100, 10, 0.1, 1.4},
		{100, 33, 0.1, 2.6},
	} {
		var choices, good, foreseen int
		for round := range rounds {
			all := contributions(c.n, uint64(round)<<8|uint64(c.n))
			values := withheld(all, c.held)
			choices += len(values)
			if slices.ContainsFunc(values, func(h ident.Hash) bool { return isGood(h, c.p) }) {
				good++
			}
			if foresees(all, c.held) {
				foreseen++
			}
		}
		mean, chance := float64(choices)/rounds, float64(good)/rounds
		v := float64(c.held) / float64(c.n)
		t.Logf("%d of %d withhold: %.3f values on average; a value of chance %.2f comes with %.3f; "+
			"both lowest are theirs in %.4f (v² = %.4f)", c.held, c.n, mean, c.p, chance, float64(foreseen)/rounds, v*v)
		if mean > c.most {
			t.Errorf("%d of %d: %.3f values on average, want at most %.2f", c.held, c.n, mean, c.most)
		}
		if bound := 1 - math.Pow(1-c.p, mean) + 0.03; chance > bound {
			t.Errorf("%d of %d: chance %.3f, want at most %.3f", c.held, c.n, chance, bound)
		}
		pairs := v * (float64(c.held) - 1) / (float64(c.n) - 1) // exactly, without replacement
		if got := float64(foreseen) / rounds; math.Abs(got-pairs) > 0.03 {
			t.Errorf("%d of %d foresee in %.4f, want about %.4f", c.held, c.n, got, pairs)
		}
	}
}

// withheld returns the values that the first held validators can make by
// withholding; only the lowest of theirs below the second honest one matter.
func withheld(all []Contribution, held int) []ident.Hash {
	honest := slices.Clone(all[held:])
	mine := slices.DeleteFunc(slices.Clone(all[:held]), func(c Contribution) bool {
		lower := 0
		for _, h := range honest {
			if below(h, c) {
				lower++
			}
		}
		return lower > 1
	})
	slices.SortFunc(mine, func(a, b Contribution) int { return slices.Compare(a.Output[:], b.Output[:]) })
	seen := map[ident.Hash]bool{}
	var values []ident.Hash
	add := func(own ...Contribution) {
		h, _ := Next(1, ident.Hash{}, append(own, honest...), uint64(len(honest)))
		if !seen[h] {
			seen[h] = true
			values = append(values, h)
		}
	}
	add()
	for i := range mine {
		add(mine[i])
		for j := range i {
			add(mine[i], mine[j])
		}
	}
	return values
}

// foresees reports whether both lowest outputs are of the first held validators.
func foresees(all []Contribution, held int) bool {
	order := slices.Clone(all)
	slices.SortFunc(order, func(a, b Contribution) int { return slices.Compare(a.Output[:], b.Output[:]) })
	last := func(c Contribution) uint64 { return binary.BigEndian.Uint64(c.Validator[12:]) }
	return last(order[0]) < uint64(held) && last(order[1]) < uint64(held)
}

func isGood(h ident.Hash, p float64) bool {
	return float64(binary.BigEndian.Uint64(h[:8]))/math.MaxUint64 < p
}
