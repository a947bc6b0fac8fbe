package market

import (
	"fmt"
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

// benchBook returns a book with n resting pool orders in 200 lanes, and an app.
// A lane's orders are of rising price; every third lane serves somebody else.
func benchBook(n int) *Book {
	b := NewBook()
	const lanes = 200
	for i := range n {
		p := &WorkerpoolOrder{
			Terms:      Terms{ID: ident.Keccak256(ident.Uint256(uint64(i))), Volume: 1, Remaining: 1, Height: int64(i)},
			Workerpool: named(fmt.Sprint("pool", i%lanes)), Price: rlc.Amount(1_000 + i), MinErrorPPB: 1_000,
		}
		if i%lanes%3 == 0 {
			p.RequesterRestrict = named("somebody else")
		}
		b.AddWorkerpool(p)
	}
	b.AddApp(&AppOrder{
		Terms: Terms{ID: named32("a"), Volume: 1 << 40, Remaining: 1 << 40}, App: named("app"),
		Price: 7,
	})
	return b
}

// benchRequests returns n requests of one task each that cross the whole book.
func benchRequests(n int) []*RequestOrder {
	out := make([]*RequestOrder, n)
	for i := range out {
		out[i] = &RequestOrder{
			Terms: Terms{
				ID: ident.Keccak256([]byte("request"), ident.Uint256(uint64(i))), Volume: 1, Remaining: 1,
				Height: int64(i),
			},
			App: named("app"), AppMaxPrice: 10, WorkerpoolMaxPrice: rlc.Amount(10_000_000 + i*7919%n),
			Policy: Policy{MaxErrorPPB: 1_000_000},
		}
	}
	return out
}

// processorTime returns what this process used so far, the collector included.
func processorTime(tb testing.TB) time.Duration {
	tb.Helper()
	var u syscall.Rusage
	require.NoError(tb, syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// clearingTime returns the processor time of one clearing, as the mean of so
// many that the clock's steps (10 ms on some systems) do not matter, and how
// many fills it has.
func clearingTime(tb testing.TB, book *Book, requests []*RequestOrder) (time.Duration, int) {
	tb.Helper()
	runtime.GC()
	start := processorTime(tb)
	for n := 1; ; n++ {
		out, err := Clear(book, requests, Context{NowUnix: 1, Categories: 1}, unbounded)
		require.NoError(tb, err)
		if took := processorTime(tb) - start; took >= 250*time.Millisecond {
			return took / time.Duration(n), len(out.Fills)
		}
	}
}

// BenchmarkClear prints the processor time per matched order for books of 1 k
// to 1 M resting orders, and for 10 k requests that cross 10 k offers. The cost
// per order must not grow with the book.
func BenchmarkClear(b *testing.B) {
	perOrder := map[int]float64{}
	sizes := []int{1_000, 10_000, 100_000, 1_000_000}
	requests := benchRequests(300)
	for _, n := range sizes {
		book := benchBook(n)
		b.Run(fmt.Sprintf("resting=%d", n), func(b *testing.B) {
			least := time.Hour
			for b.Loop() {
				took, fills := clearingTime(b, book, requests)
				require.Equal(b, len(requests), fills)
				least = min(least, took)
			}
			perOrder[n] = float64(least.Nanoseconds()) / float64(len(requests))
			b.ReportMetric(perOrder[n], "cpu-ns/matched-order")
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(perOrder[n]/perOrder[sizes[0]], "times-1k")
		})
	}
	b.Run("crossing=10000x10000", func(b *testing.B) {
		crossing, requests, least := benchBook(15_100), benchRequests(10_000), time.Hour // a third serves others
		for b.Loop() {
			took, fills := clearingTime(b, crossing, requests)
			require.Equal(b, len(requests), fills)
			least = min(least, took)
		}
		b.ReportMetric(float64(least.Microseconds())/1_000, "cpu-ms")
		b.ReportMetric(0, "ns/op")
	})
}

// TestClearingCostDoesNotGrow holds the goals with room for a busy machine: a
// matched order in a book of 200,000 costs at most four times as much as in one
// of 1,000, and 10,000 crossing orders clear in 50 ms of processor time.
func TestClearingCostDoesNotGrow(t *testing.T) {
	requests := benchRequests(300)
	small, _ := clearingTime(t, benchBook(1_000), requests)
	large, fills := clearingTime(t, benchBook(200_000), requests)
	require.Equal(t, len(requests), fills)
	require.Less(t, large, 4*small+time.Millisecond)
	crossing, fills := clearingTime(t, benchBook(15_100), benchRequests(10_000))
	require.Equal(t, 10_000, fills)
	t.Logf("10,000 orders cross in %s", crossing)
	limit := 50 * time.Millisecond
	require.Less(t, crossing, 3*limit, "far beyond the goal of %s", limit)
}
