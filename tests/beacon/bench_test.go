package beacon

import (
	"fmt"
	"testing"
	"time"
)

// BenchmarkBeacon prints what a block with votes costs a validator beside an
// empty one: in ProcessProposal the signatures, in FinalizeBlock the proofs.
func BenchmarkBeacon(b *testing.B) {
	for _, n := range []int{4, 100} {
		b.Run(fmt.Sprintf("validators=%d", n), func(b *testing.B) {
			w := newWorld(b, n)
			w.block(w.votes())
			var process, finalize, empty time.Duration
			bytes := 0
			for b.Loop() {
				b.StopTimer()
				w.due = nil
				proposal := w.prepare(w.votes())
				bytes = len(proposal[0])
				b.StartTimer()
				began := time.Now()
				if !w.accepts(proposal...) {
					b.Fatal("rejected")
				}
				process += time.Since(began)
				began = time.Now()
				w.finalize(proposal...)
				finalize += time.Since(began)
				b.StopTimer()
				w.due = map[int64]bool{}
				began = time.Now()
				if !w.accepts() {
					b.Fatal("rejected")
				}
				w.finalize()
				empty += time.Since(began)
				b.StartTimer()
			}
			ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 / float64(b.N) }
			b.ReportMetric(ms(process), "ms/process")
			b.ReportMetric(ms(finalize), "ms/finalize")
			b.ReportMetric(ms(empty), "ms/empty-block")
			b.ReportMetric(float64(bytes), "bytes/block")
		})
	}
}
