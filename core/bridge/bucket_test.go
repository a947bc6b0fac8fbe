package bridge

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/iexecd/iexecd/core/rlc"
)

// TestBucketInAnyWindow: however amounts are tried, between any two of them no
// more passes than the capacity and what leaks in between; and what is refused
// had no room.
func TestBucketInAnyWindow(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		top := rapid.SampledFrom([]uint64{5, 1000, 1<<64 - 1}).Draw(t, "top")
		draw := func(name string) rlc.Amount { return rlc.Amount(rapid.Uint64Range(0, top).Draw(t, name)) }
		l := BucketLimits{Cap: draw("cap"), RatePerSecond: draw("rate")}
		type passed struct{ at, amount uint64 }
		var all []passed
		var b Bucket
		now := rapid.Uint64Range(0, 1<<40).Draw(t, "start")
		for range rapid.IntRange(1, 20).Draw(t, "tries") {
			now += rapid.Uint64Range(0, 3).Draw(t, "wait")
			amount := draw("amount")
			room := b.Room(now, l)
			after, err := b.Take(amount, now, l)
			if amount > room {
				require.ErrorIs(t, err, ErrBucket)
				require.Equal(t, b, after)
				continue
			}
			require.NoError(t, err)
			require.Equal(t, room-amount, after.Room(now, l))
			b = after
			all = append(all, passed{now, uint64(amount)})
		}
		for i := range all {
			sum := new(big.Int)
			for _, p := range all[i:] {
				sum.Add(sum, new(big.Int).SetUint64(p.amount))
				bound := new(big.Int).SetUint64(p.at - all[i].at)
				bound.Mul(bound, new(big.Int).SetUint64(uint64(l.RatePerSecond)))
				bound.Add(bound, new(big.Int).SetUint64(uint64(l.Cap)))
				require.LessOrEqual(t, sum.Cmp(bound), 0, "%v passed of %v", sum, bound)
			}
		}
	})
}

// drawSmallBucket draws a bucket as of second 100, which may be over its capacity.
func drawSmallBucket(t *rapid.T) (BucketLimits, Bucket) {
	draw := func(most uint64, name string) rlc.Amount { return rlc.Amount(rapid.Uint64Range(0, most).Draw(t, name)) }
	return BucketLimits{draw(50, "cap"), draw(9, "rate")}, Bucket{draw(60, "level"), 100}
}

// TestBucketSecondBySecond holds leaking over a span against leaking each second.
func TestBucketSecondBySecond(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		l, b := drawSmallBucket(t)
		seconds := rapid.Uint64Range(0, 30).Draw(t, "seconds")
		slow := b
		for s := range seconds {
			slow.Level -= min(slow.Level, l.RatePerSecond)
			slow.LastUnix = 100 + s + 1
		}
		require.Equal(t, slow, b.At(100+seconds, l))
	})
}

// TestBucketWait: after the wait there is room, a second before there is not.
func TestBucketWait(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		l, b := drawSmallBucket(t)
		amount := rlc.Amount(rapid.Uint64Range(0, 60).Draw(t, "amount"))
		now := rapid.Uint64Range(90, 110).Draw(t, "now")
		wait, err := b.WaitSecondsCeil(amount, now, l)
		if err != nil {
			require.ErrorIs(t, err, ErrBucket)
			require.Less(t, b.Room(now+1000, l), amount)
			return
		}
		require.GreaterOrEqual(t, b.Room(now+wait, l), amount)
		if wait > 0 {
			require.Less(t, b.Room(now+wait-1, l), amount)
		}
	})
}

// TestBucket shows the edges.
func TestBucket(t *testing.T) {
	t.Parallel()
	l := BucketLimits{Cap: 10, RatePerSecond: 2}
	b, err := Bucket{}.Take(10, 1000, l)
	require.NoError(t, err)
	require.Equal(t, Bucket{10, 1000}, b)
	_, err = b.Take(1, 1000, l)
	require.ErrorContains(t, err, "1 nRLC, there is room for 0 of 10")
	require.Equal(t, b, b.At(999, l), "time that goes back changes nothing")
	require.Equal(t, Bucket{8, 1001}, b.At(1001, l))
	require.Equal(t, Bucket{0, 1<<64 - 1}, b.At(1<<64-1, BucketLimits{10, 1<<64 - 1}))
	require.Equal(t, rlc.Amount(0), b.Room(1000, BucketLimits{5, 1}), "a lower capacity than what is in it")
	_, err = b.WaitSecondsCeil(11, 1000, l)
	require.ErrorContains(t, err, "a bucket of 10 that leaks 2 a second never has room")
	rate, err := RatePerSecondFloor(100_000*rlc.RLC, 86_400)
	require.NoError(t, err)
	require.Equal(t, rlc.Amount(1_157_407_407), rate)
	require.Equal(t, rate, DefaultBatchPolicy().Bucket.RatePerSecond)
	_, err = RatePerSecondFloor(1, 0)
	require.ErrorIs(t, err, rlc.ErrDivideByZero)
}
