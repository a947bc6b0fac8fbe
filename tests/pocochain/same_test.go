package pocochain

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// play makes blocks until all tasks are final, and compares chain and model now
// and then, and all tasks at the end.
func play(t *testing.T, s script, every int) *pair {
	t.Helper()
	p := newPair(t, s)
	require.Empty(t, p.compare(true))
	for i := 1; p.bought < s.tasks || len(p.model.live) > 0 || len(p.model.tasks) < int(s.tasks); i++ {
		require.Less(t, i, 3_000, "blocks: %d tasks are not final", len(p.model.live))
		p.block()
		if i%every == 0 {
			require.Empty(t, p.compare(true), "height %d", p.Height)
			p.Check()
		}
	}
	require.Empty(t, p.compare(true), "at the end, height %d", p.Height)
	p.Check()
	return p
}

// TestChainIsModel: the same script gives the same committees, acceptances,
// payouts and records on the chain and in the model.
func TestChainIsModel(t *testing.T) {
	p := play(t, script{seed: 1, tasks: 1_000, perBlock: 80, workers: 40}, 10)
	s := p.model.stats
	t.Logf("height %d: %+v", p.Height, s)
}

// TestChainIsModelLong is TestChainIsModel with 10,000 tasks.
func TestChainIsModelLong(t *testing.T) {
	p := play(t, script{seed: 2, tasks: 10_000, perBlock: 400, workers: 100}, 100)
	t.Logf("height %d: %+v", p.Height, p.model.stats)
}
