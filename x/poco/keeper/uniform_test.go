package keeper

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/beacon"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/crypto/vrf"
)

// TestDrawsAreUniform draws a million members from pools of a hundred workers:
// 500 beacons in a chain, each made of the proofs of four validators, and for
// each 1,000 tasks with two members. Neither who is drawn first, nor who second,
// nor whether the first is of the pool's lower half with the second, shows more
// than chance: χ² stays below the value that chance passes once in a hundred
// times. Rule POCO-R4.
func TestDrawsAreUniform(t *testing.T) {
	const (
		beacons, tasks, workers = 500, 1_000, 100
		critical99, critical3   = 134.642, 11.345 // χ² of 99 and of 3 degrees of freedom at p = 0.01
	)
	var keys []vrf.PrivateKey
	for i := range 4 {
		seed := ident.Keccak256([]byte("uniform"), []byte{byte(i)})
		key, err := vrf.FromSeed(seed[:])
		require.NoError(t, err)
		keys = append(keys, key)
	}
	var first, second [workers]int
	var halves [4]int
	value, total := beacon.Genesis("test", 0), 0
	for height := range uint64(beacons) {
		alpha := beacon.Alpha("test", height, value)
		var all []beacon.Contribution
		for i, key := range keys {
			out, ok := vrf.Verify(key.Public(), alpha, key.Prove(alpha))
			require.True(t, ok)
			all = append(all, beacon.Contribution{Validator: ident.Address{byte(i)}, Power: 1, Output: out})
		}
		var ok bool
		value, ok = beacon.Next(height, value, all, 4)
		require.True(t, ok)
		for i := range uint64(tasks) {
			var id ident.Hash
			binary.BigEndian.PutUint64(id[24:], i)
			order := poco.NewShuffle(workers, value, id, 1)
			a, b := order.Next(), order.Next()
			first[a]++
			second[b]++
			halves[2*(a/(workers/2))+b/(workers/2)]++
			total += 2
		}
	}
	require.Equal(t, 1_000_000, total)
	draws := float64(total / 2)
	equal := func(int) float64 { return draws / workers }
	// Without replacement the second is of the first's half with 49 of 99.
	pairs := func(i int) float64 {
		if i == 0 || i == 3 {
			return draws * 49 / 198
		}
		return draws * 50 / 198
	}
	one, two, both := chiSquare(first[:], equal), chiSquare(second[:], equal), chiSquare(halves[:], pairs)
	t.Logf("%d draws: χ² of the first %.1f, of the second %.1f (below %.1f), of halves %.2f (below %.2f)",
		total, one, two, critical99, both, critical3)
	require.Less(t, one, critical99)
	require.Less(t, two, critical99)
	require.Less(t, both, critical3)
	first[0] += 600 // and it would show a worker that is drawn 12 % too often
	require.Greater(t, chiSquare(first[:], equal), critical99)
}

func chiSquare(counts []int, want func(int) float64) float64 {
	sum := 0.0
	for i, n := range counts {
		d := float64(n) - want(i)
		sum += d * d / want(i)
	}
	return sum
}
