package watch

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/bridge/eth"
	"github.com/iexecd/iexecd/bridge/ethlab"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

// world is a lab with proxies before it and a watcher of all of them.
type world struct {
	*ethlab.Lab

	t       *testing.T
	config  Config
	metrics *prometheus.Registry
	proxies []*ethlab.Proxy
	watcher *Watcher
}

func newWorld(t *testing.T, endpoints int) *world {
	t.Helper()
	lab, err := ethlab.Start(t.Context(), ethlab.Config{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, lab.Close()) })
	w := &world{Lab: lab, t: t, config: Config{
		Domain: lab.Domain, Limits: eth.Limits{CallTime: 20 * time.Second, AnswerBytes: 4 << 20},
		Start: bridge.Point{Hash: lab.Domain.FirstHash()}, StartBlock: lab.DeployBlock,
		Store: filepath.Join(t.TempDir(), "finalized"), PollTime: time.Minute,
	}}
	for range endpoints {
		proxy, err := ethlab.NewProxy(t.Context(), lab.URL())
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, proxy.Close()) })
		w.proxies = append(w.proxies, proxy)
		w.config.Endpoints = append(w.config.Endpoints, proxy.URL())
	}
	w.open()
	t.Cleanup(func() { require.NoError(t, w.watcher.Close()) })
	return w
}

// open starts the watcher that w.config describes, in a registry of its own.
func (w *world) open() {
	w.t.Helper()
	w.metrics = prometheus.NewRegistry()
	w.config.Registry = w.metrics
	var err error
	w.watcher, err = New(w.t.Context(), w.config)
	require.NoError(w.t, err)
}

// restart ends the watcher and starts it again as the config is now.
func (w *world) restart() {
	w.t.Helper()
	require.NoError(w.t, w.watcher.Close())
	w.open()
}

// deposit makes final deposits of 1 RLC each.
func (w *world) deposit(n int) {
	w.t.Helper()
	for i := range n {
		require.NoError(w.t, w.QueueDeposit(w.t.Context(), w.User, ident.Address{byte(i%250) + 1}, rlc.RLC))
		if i%250 == 249 {
			w.Mine(1)
		}
	}
	w.Mine(1)
	require.NoError(w.t, w.Finalize(w.t.Context()))
}

func (w *world) poll() error { return w.watcher.Poll(w.t.Context()) }

// view polls and returns the snapshot, which must have a view of so many events.
func (w *world) view(events uint64) *Snapshot {
	w.t.Helper()
	require.NoError(w.t, w.poll())
	s := w.watcher.Snapshot()
	require.NoError(w.t, s.Err)
	require.False(w.t, s.Alarm)
	require.Equal(w.t, events, s.Book.Point.Nonce)
	return s
}

// noView polls and checks that there is no view, for a reason.
func (w *world) noView(why error) *Snapshot {
	w.t.Helper()
	require.ErrorIs(w.t, w.poll(), why)
	s := w.watcher.Snapshot()
	require.ErrorIs(w.t, s.Err, ErrNoView)
	_, err := s.EventsAfter(w.config.Start)
	require.ErrorIs(w.t, err, ErrNoView)
	require.Zero(w.t, s.Vote(w.config.Start, 0).Flags&bridge.FlagView)
	return s
}

// metric returns the sum of a metric over its labels.
func (w *world) metric(name string) int64 {
	w.t.Helper()
	sum := 0.0
	families, err := w.metrics.Gather()
	require.NoError(w.t, err)
	for _, f := range families {
		if f.GetName() != "iexec_bridge_"+name {
			continue
		}
		for _, m := range f.GetMetric() {
			sum += m.GetGauge().GetValue() + m.GetCounter().GetValue()
		}
	}
	return int64(sum)
}
