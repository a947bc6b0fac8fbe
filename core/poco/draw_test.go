package poco

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/iexecd/iexecd/core/ident"
)

// TestShuffleYieldsEachOnce: each position is looked at once. Rule POCO-R4.
func TestShuffleYieldsEachOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Uint64Range(1, 200).Draw(t, "n")
		beacon := ident.Hash{rapid.Byte().Draw(t, "beacon")}
		s := NewShuffle(n, beacon, ident.Hash{}, rapid.Uint64().Draw(t, "round"))
		seen := make([]bool, n)
		for range n {
			i := s.Next()
			require.False(t, seen[i])
			seen[i] = true
		}
	})
}

// TestShuffleIsFair: over many tasks each position comes first about equally
// often, and another beacon, task or round is another draw. Rule POCO-R4.
func TestShuffleIsFair(t *testing.T) {
	t.Parallel()
	const n, rounds = 10, 20_000
	var first, second [n]int
	for i := range rounds {
		s := NewShuffle(n, ident.Hash{1}, ident.Keccak256(bytes8(uint64(i))), 0)
		first[s.Next()]++
		second[s.Next()]++
	}
	for i := range n { // 2,000 expected, standard deviation 42: 7 of them
		require.InDelta(t, rounds/n, first[i], 300)
		require.InDelta(t, rounds/n, second[i], 300)
	}
	order := func(beacon, task ident.Hash, round uint64) (out [n]uint64) {
		s := NewShuffle(n, beacon, task, round)
		for i := range out {
			out[i] = s.Next()
		}
		return out
	}
	base := order(ident.Hash{1}, ident.Hash{2}, 3)
	require.Equal(t, base, order(ident.Hash{1}, ident.Hash{2}, 3))
	require.NotEqual(t, base, order(ident.Hash{9}, ident.Hash{2}, 3))
	require.NotEqual(t, base, order(ident.Hash{1}, ident.Hash{9}, 3))
	require.NotEqual(t, base, order(ident.Hash{1}, ident.Hash{2}, 9))
}
