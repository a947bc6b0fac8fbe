package bridgenet

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/app"
)

// blockTimes measures blocks without any fault.
func (w *world) blockTimes(t *testing.T) {
	t.Helper()
	const blocks = 30
	from := w.Nodes[0].Height()
	w.Pass(t, blocks)
	w.honest = w.Nodes[0].MedianInterval(from, from+blocks)
	t.Logf("%s between blocks", w.honest)
	require.Positive(t, w.honest)
}

// steady checks that blocks since a height, all with a fault that is over now, came as
// fast as without: in the median no more than twice as slow, as a shared machine may
// be, and what the votes and the proposals of two blocks may wait. A round that fails
// takes a second. Blocks without a fault are measured again if the machine seems to
// have become slower.
func (w *world) steady(t *testing.T, from int64) {
	t.Helper()
	got, most := w.Nodes[0].MedianInterval(from, w.Nodes[0].Height()), func() time.Duration {
		return w.honest*2 + 4*app.BridgePatience
	}
	if before := w.honest; got > most() {
		w.blockTimes(t)
		w.honest = max(w.honest, before)
	}
	t.Logf("%s between blocks, %s without faults", got.Round(time.Millisecond), w.honest.Round(time.Millisecond))
	require.LessOrEqual(t, got, most())
}
