package worker

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"
)

// described returns the names and kinds of all metrics that a worker has.
func described(t *testing.T) map[string]bool {
	t.Helper()
	m := newMetrics()
	s, err := NewSandbox(t.Context(), t.TempDir(), Drivers{}, 1)
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	m.registry.MustRegister(s.Collectors()...)
	descs := make(chan *prometheus.Desc, 200)
	m.registry.Describe(descs)
	close(descs)
	names := map[string]bool{}
	for d := range descs {
		names[regexp.MustCompile(`fqName: "([^"]+)"`).FindStringSubmatch(d.String())[1]] = true
	}
	return names
}

var metricName = regexp.MustCompile(`iexec_worker_[a-z_]+`)

// TestBoard: each query of the Grafana board asks for metrics that there are, and
// each metric is on the board and in the guide.
func TestBoard(t *testing.T) {
	t.Parallel()
	names := described(t)
	require.Greater(t, len(names), 30)
	bz, err := os.ReadFile("../docs/grafana/worker.json")
	require.NoError(t, err)
	var board struct {
		Panels []struct {
			Type, Title string
			Targets     []struct{ Expr string }
		}
		Templating struct{ List []struct{ Query any } }
	}
	require.NoError(t, json.Unmarshal(bz, &board))
	shown := map[string]bool{}
	for _, p := range board.Panels {
		require.Equal(t, p.Type == "row", len(p.Targets) == 0, p.Title)
		for _, target := range p.Targets {
			found := metricName.FindAllString(target.Expr, -1)
			require.NotEmpty(t, found, "%s: %s", p.Title, target.Expr)
			for _, name := range found {
				name = strings.TrimSuffix(name, "_bucket")
				require.True(t, names[name], "%s asks for %s", p.Title, name)
				shown[name] = true
			}
			require.Equal(t, strings.Count(target.Expr, "("), strings.Count(target.Expr, ")"), target.Expr)
		}
	}
	for _, v := range board.Templating.List {
		for _, name := range metricName.FindAllString(v.Query.(string), -1) {
			require.True(t, names[name], name)
		}
	}
	guide, err := os.ReadFile("../docs/worker.md")
	require.NoError(t, err)
	for name := range names {
		require.True(t, shown[name], "%s is on no panel", name)
		require.Contains(t, string(guide), "`"+name+"`", "the guide")
	}
	for _, name := range metricName.FindAllString(string(guide), -1) {
		require.True(t, names[strings.TrimSuffix(name, "_bucket")], "the guide tells of %s", name)
	}
}

// TestMachineMetrics: what is promised of the machine, and whether it can work.
func TestMachineMetrics(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.computer.block = make(chan struct{})
	w, _ := b.start()
	b.until("registered", func() bool { return b.messages("MsgRegisterWorker") == 1 })
	for range 3 {
		b.chain.open(5000)
	}
	value := func(name string) float64 {
		families, err := w.metrics.registry.Gather()
		require.NoError(t, err)
		for _, f := range families {
			if f.GetName() == "iexec_worker_"+name {
				return f.GetMetric()[0].GetGauge().GetValue() + f.GetMetric()[0].GetCounter().GetValue()
			}
		}
		return -1
	}
	b.until("two run and one waits", func() bool { return value("tasks_running") == 2 && value("tasks_queued") == 1 })
	b.until("promised", func() bool { return value("committed_memory_bytes") == 2*testMemory })
	require.InDelta(t, 2, value("slots"), 0)
	b.until("balance", func() bool { return value("balance_nrlc") == 100e9 })
	require.Positive(t, value("disk_free_bytes"))
	close(b.computer.block)
	b.until("results", func() bool { return value("results_total") == 3 })
	b.until("nothing is promised", func() bool { return value("committed_memory_bytes") == 0 })
}

// TestSick: a machine that cannot work is not ready, and says why.
func TestSick(t *testing.T) {
	t.Parallel()
	board := newStatusBoard("me", Config{})
	board.online("chain")
	now := board.s.SeenUnix
	board.step(1, 0, 0)
	require.NotEqual(t, now, board.s.SeenUnix)
	at := time.Unix(board.s.SeenUnix, 0)
	require.Empty(t, board.notReady(at))
	board.sick("the runtime of containers does not work: no socket")
	require.Equal(t, "the runtime of containers does not work: no socket", board.notReady(at))
	board.sick("")
	require.Empty(t, board.notReady(at))
}
