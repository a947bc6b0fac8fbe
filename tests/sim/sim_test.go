// Package sim plays whole lives of the chain from a seed: the real application,
// the real agents, and everything between them that can go wrong. A failure
// prints the command that plays its seed again.
package sim

import (
	"bytes"
	"flag"
	"fmt"
	"testing"
)

var (
	firstSeed = flag.Uint64("sim.seed", 1, "the first seed")
	seeds     = flag.Int("sim.seeds", 50, "how many seeds to play")
)

// TestSim plays each seed twice and compares the hashes of the last states. The
// first time it checks after every block the invariants of both modules, the
// supply, and that no task is open past its final deadline; at the end, that
// export and import give the same state, that everything ended, that no honest
// worker lost anything, and that who lied alone was not believed. Over all seeds,
// everything happened that it is there to try.
func TestSim(t *testing.T) {
	all := newHappened()
	t.Cleanup(func() { all.report(t, *seeds) }) // after all parallel seeds
	for i := range *seeds {
		seed := *firstSeed + uint64(i)
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			t.Cleanup(func() {
				if t.Failed() {
					t.Logf("play it again with: make sim SEED=%d SEEDS=1", seed)
				}
			})
			first := newWorld(t, seed, all, true).run()
			second := newWorld(t, seed, all, false).run()
			if !bytes.Equal(first, second) {
				t.Errorf("the same seed gave the states %x and %x", first, second)
			}
		})
	}
}
