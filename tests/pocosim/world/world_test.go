package world

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/poco"
)

// small is a world in which a hold-back window passes often.
func small(adversary string, fault float64) Config {
	c := Default()
	c.Adversary, c.Fault = adversary, fault
	c.Tasks, c.Window, c.Warm = 5_000, 20, 250
	return c
}

func run(t *testing.T, c Config) Report {
	t.Helper()
	r, err := Run(c)
	require.NoError(t, err)
	return r
}

// TestEveryTaskEnds: whatever the adversary does, each task ends once, all money
// is accounted for, and nothing stays held back. Run fails if the money differs.
func TestEveryTaskEnds(t *testing.T) {
	t.Parallel()
	for _, name := range Adversaries() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := small(name, 0.3)
			c.HonestError, c.HonestMiss, c.Churn = 1e-3, 1e-2, 0.1
			if name == "none" {
				c.Fault = 0
			}
			n := run(t, c).Count
			require.Equal(t, c.Tasks, n.Tasks)
			require.Equal(t, n.Tasks, n.Accepted+n.Failed)
			require.Equal(t, n.Accepted, n.Stood+n.Corrected+n.WrongCorrected+n.Retracted)
			require.Equal(t, n.Accepted, n.Risk[1]+n.Risk[2]+n.Risk[3])
			require.LessOrEqual(t, n.WrongMatured, n.Stood+n.WrongCorrected)
			require.Positive(t, n.Missed)
		})
	}
}

// TestDeterministic: the same seed is the same report to the byte, another is not.
func TestDeterministic(t *testing.T) {
	t.Parallel()
	text := func(seed uint64) string {
		c := small("sybil", 0.2)
		c.Tasks, c.Seed = 2_500, seed
		b, err := json.Marshal(run(t, c))
		require.NoError(t, err)
		return string(b)
	}
	first, again := text(1), text(1)
	require.Equal(t, first, again)
	require.NotEqual(t, first, text(2))
}

// TestHonest: without faults and mistakes nothing is wrong, nobody is punished,
// and a known worker's result costs one run and sometimes an audit.
func TestHonest(t *testing.T) {
	t.Parallel()
	c := small("none", 0)
	c.Tasks, c.HonestError, c.Churn, c.HonestMiss = 20_000, 0, 0, 0
	r := run(t, c)
	n := r.Count
	require.Equal(t, n.Tasks, n.Stood)
	require.Zero(t, n.WrongAccepted+n.Rejected+n.Overturned+n.Recalled+n.BackupRuns+n.Missed)
	require.Equal(t, n.Tasks, n.Risk[poco.RiskProven])
	q := c.auditRate()
	z := (float64(n.AuditsDrawn) - q*float64(n.Tasks)) / math.Sqrt(q*(1-q)*float64(n.Tasks))
	t.Logf("%d audits of %d, z = %.2f", n.AuditsDrawn, n.Tasks, z)
	require.Less(t, math.Abs(z), 4.0)
	require.Equal(t, n.Tasks, n.MemberRuns)
	require.Equal(t, n.AuditsDrawn, n.AuditorRuns)
	require.Less(t, r.LateRunsPerTask, 1.10)
}

// TestRecords: workers nobody knows work in larger committees until audits make
// them known.
func TestRecords(t *testing.T) {
	t.Parallel()
	c := small("none", 0)
	c.Warm, c.Churn = 0, 0
	c.Core.AuditRateRisingPPB, c.Core.AuditRateFreshPPB = poco.PPB, poco.PPB
	w, err := newWorld(c)
	require.NoError(t, err)
	for w.opened < c.Tasks {
		require.NoError(t, w.block())
	}
	require.Positive(t, w.count.Risk[poco.RiskFresh])
	require.Greater(t, w.count.MemberRuns, 2*w.count.Tasks/2)
	for _, n := range w.workers {
		require.Positive(t, n.audits)
		require.Equal(t, poco.Counted(n.audits, poco.Needed(c.MaxErrorPPB, c.Core), c.Core), n.credibility)
	}
}

// TestAdversaries: each does what its name says.
func TestAdversaries(t *testing.T) {
	t.Parallel()
	fresh := small("sleeper", 0.3)
	fresh.Tasks, fresh.Warm = 2_000, 0
	require.Zero(t, run(t, fresh).Count.LiesAccepted, "a sleeper without a record does not lie")

	always := run(t, small("always", 0.2))
	require.Positive(t, always.Count.Caught)
	require.Less(t, always.FaultyProfit, always.HonestProfit)

	griefer := run(t, small("griefer", 0.2)).Count
	require.Positive(t, griefer.Missed)
	require.Positive(t, griefer.Withheld)
	require.Zero(t, griefer.LiesAccepted)

	sybil := run(t, small("sybil", 0.2))
	require.Greater(t, sybil.Identities, sybil.Config.Workers+50)

	auditors := run(t, small("auditors", 0.2)).Count
	require.Greater(t, auditors.BackupRuns, 100, "false accusations need backup members")

	lazy := small("lazy", 0.2)
	lazy.LieRate = 0.05
	require.Positive(t, run(t, lazy).Count.LiesAccepted)

	require.Positive(t, run(t, small("opportunist", 0.3)).Count.LiesAccepted)
	require.Positive(t, run(t, small("capture", 0.3)).Count.LiesAccepted)
}

// TestHeldOff: with a window of 400 tasks, buyers are left with few of the wrong
// results that they got, whoever lies; and lying costs more than it saves.
func TestHeldOff(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"always", "sleeper", "capture", "opportunist", "sybil", "auditors"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := Default()
			c.Adversary, c.Fault, c.Tasks, c.Window, c.Warm = name, 0.2, 30_000, 400, 250
			r := run(t, c)
			t.Logf("%d wrong, %d matured of %d; %.3f runs; a lie saves %.2f and loses %.2f", r.Count.WrongAccepted,
				r.Count.WrongMatured, r.Count.Accepted, r.RunsPerTask, r.LieGain, r.LieLoss)
			require.LessOrEqual(t, r.WrongMaturedShare, 1e-3)
			if r.Count.LiesAccepted > 0 {
				require.Greater(t, r.LieLoss, r.LieGain)
			}
		})
	}
}

// checkRosters checks that exactly those can be drawn who have a free slot, and
// the counts that recalls go by.
func checkRosters(t *testing.T, w *World) {
	t.Helper()
	active := 0
	for r := range w.drawable {
		drawable := 0
		for _, n := range w.workers {
			require.LessOrEqual(t, n.busy[r], w.config.Slots)
			can := !n.gone && n.jailedUntil == 0 && n.busy[r] < w.config.Slots
			require.Equal(t, can, n.place[r] >= 0)
			if can {
				drawable++
				require.Same(t, n, w.drawable[r][n.place[r]])
			}
			if r == committees && n.active() {
				active++
			}
		}
		require.Len(t, w.drawable[r], drawable)
	}
	require.Equal(t, active, w.active)
}

// TestDraws: committees are those that the beacon sequence decides, nobody is
// seated beyond its slots, and the drawable are exactly those who can be drawn.
func TestDraws(t *testing.T) {
	t.Parallel()
	c := small("none", 0)
	c.HonestMiss, c.Churn = 0, 1
	c.Beacon = func(height int64) ident.Hash { return ident.Keccak256([]byte{byte(height)}) }
	w, err := newWorld(c)
	require.NoError(t, err)
	require.NoError(t, w.block()) // opens the first tasks
	id := market.TaskID(w.deal, 0)
	first := poco.NewShuffle(uint64(c.Workers), c.Beacon(w.now.Height+1), id, 0).Next()
	require.NoError(t, w.block()) // draws for them
	seated := w.acting[0]         // has committed, and reveals next
	require.Equal(t, id, seated.ID)
	require.Equal(t, w.workers[first].id, seated.Members[0].Worker)
	w.config.HonestMiss = 0.2
	audited := 0
	w.config.Watch = func(_ poco.Clock, _ poco.Task, effects []poco.Effect) {
		for _, e := range effects {
			if _, ok := e.(poco.Audited); ok {
				audited++
			}
		}
	}
	for range 200 {
		require.NoError(t, w.block())
		checkRosters(t, w)
	}
	require.Positive(t, audited)
	require.Equal(t, w.count.Audits, audited)
}

// TestRefused: what makes no sense is refused with the number that is wrong.
func TestRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		change func(*Config)
		says   string
	}{
		{func(c *Config) { c.Adversary = "alway" }, `adversary is "alway"`},
		{func(c *Config) { c.Fault = 0.6 }, "fault is 0.6, expected 0 to 0.49"},
		{func(c *Config) { c.Tasks = 0 }, "tasks is 0, expected 1"},
		{func(c *Config) { c.Window = math.NaN() }, "window is NaN"},
	} {
		bad := Default()
		c.change(&bad)
		_, err := Run(bad)
		require.ErrorContains(t, err, c.says)
	}
}

// TestWorstLieRate: the rarer audits are and the longer the window, the rarer the
// worst sleeper lies.
func TestWorstLieRate(t *testing.T) {
	t.Parallel()
	c := Default()
	base := c.WorstLieRate()
	require.Positive(t, base)
	c.Window *= 4
	require.Less(t, c.WorstLieRate(), base)
	require.Equal(t, c.Core.SafetyDivisor*92, uint32(c.soloAudits()))
}

// BenchmarkRun tells what a task costs.
func BenchmarkRun(b *testing.B) {
	c := Default()
	c.Tasks, c.Warm, c.Window, c.Fault = b.N, 250, 1_000, 0
	if _, err := Run(c); err != nil {
		b.Fatal(err)
	}
}
