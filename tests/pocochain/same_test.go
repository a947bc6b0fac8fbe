package pocochain

import (
	"flag"
	"testing"

	"github.com/stretchr/testify/require"
)

var (
	seed  = flag.Uint64("pocochain.seed", 1, "the seed of the script")
	tasks = flag.Uint64("pocochain.tasks", 1_000, "how many tasks are bought")
)

// TestChainIsModel: the same script gives the same committees, acceptances,
// payouts and records on the chain and in the model, member by member and task by
// task. POCO-R4, POCO-R36, POCO-R42, POCO-R43, POCO-R45.
func TestChainIsModel(t *testing.T) {
	n := *tasks
	s := script{seed: *seed, tasks: n, perBlock: max(n/25, 80), workers: int(40 + n/200)}
	p := newPair(t, s)
	require.Empty(t, p.compare())
	every := int(max(n/100, 10))
	for i := 1; p.bought < n || len(p.model.live) > 0 || len(p.model.tasks) < int(n); i++ {
		require.Less(t, i, 3_000, "blocks: %d tasks are not final", len(p.model.live))
		p.block()
		if i%every == 0 {
			require.Empty(t, p.compare(), "height %d", p.Height)
			p.Check()
		}
	}
	require.Empty(t, p.compare(), "at the end, height %d", p.Height)
	p.Check()
	p.checkHappened()
}

// checkHappened checks that what is to be compared has happened.
func (p *pair) checkHappened() {
	p.t.Helper()
	x := p.model.stats
	p.t.Logf("height %d: %+v", p.Height, x)
	for what, n := range map[string]uint64{
		"audits": x.Audited, "lies caught": x.Caught, "recalls": x.Recalled, "corrections": x.Corrected,
		"maturities": x.Matured, "payments of the fund": x.PaidNrlc,
	} {
		require.NotZero(p.t, n, "no %s: this seed compares too little", what)
	}
	var jailings, missed, withheld uint64
	for _, w := range p.model.workers {
		jailings += uint64(w.jailings)
		missed += w.record.Missed
		withheld += w.record.Withheld
	}
	require.NotZero(p.t, jailings*missed*withheld, "jailings %d, misses %d, reveals withheld %d", jailings, missed,
		withheld)
}
