package watch

import (
	"strconv"

	"github.com/prometheus/client_golang/prometheus"
)

// metrics are one watcher's. Endpoints are told apart by their place in the
// configuration: their URLs have keys in them.
type metrics struct {
	polls       *prometheus.CounterVec
	failures    *prometheus.CounterVec
	view        prometheus.Gauge
	alarm       prometheus.Gauge
	block       prometheus.Gauge
	blockTime   prometheus.Gauge
	events      prometheus.Gauge
	held        prometheus.Gauge
	lockedNRLC  prometheus.Gauge
	pollSeconds prometheus.Histogram
}

func newMetrics(registry prometheus.Registerer) (*metrics, error) {
	const namespace = "iexec_bridge"
	m := &metrics{}
	var all []prometheus.Collector
	gauge := func(to *prometheus.Gauge, name, help string) {
		*to = prometheus.NewGauge(prometheus.GaugeOpts{Namespace: namespace, Name: name, Help: help})
		all = append(all, *to)
	}
	counter := func(to **prometheus.CounterVec, name, help, label string) {
		*to = prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help},
			[]string{label})
		all = append(all, *to)
	}
	counter(&m.polls, "polls_total", "Looks at Ethereum, by outcome.", "outcome")
	counter(&m.failures, "endpoint_failures_total", "Looks that failed at an endpoint, by its place.", "endpoint")
	gauge(&m.view, "view", "1 if there is a view of the vault.")
	gauge(&m.alarm, "alarm", "1 if a block that was final is no longer in the chain.")
	gauge(&m.block, "finalized_block", "Number of the finalized block of the last view.")
	gauge(&m.blockTime, "finalized_block_time_unix", "Its time.")
	gauge(&m.events, "event_nonce", "Number of the vault's events at that block.")
	gauge(&m.held, "events_held", "Events that the chain here does not know yet, or was not said to.")
	gauge(&m.lockedNRLC, "locked_nrlc", "RLC locked in the vault at that block.")
	m.pollSeconds = prometheus.NewHistogram(prometheus.HistogramOpts{
		Namespace: namespace, Name: "poll_seconds", Help: "Duration of looks at Ethereum.",
		Buckets: prometheus.ExponentialBuckets(0.01, 3, 9),
	})
	all = append(all, m.pollSeconds)
	for _, c := range all {
		if err := registry.Register(c); err != nil {
			return nil, err
		}
	}
	return m, nil
}

func (m *metrics) failed(endpoint int) { m.failures.WithLabelValues(strconv.Itoa(endpoint)).Inc() }

func (m *metrics) snapshot(s *Snapshot) {
	set := func(g prometheus.Gauge, on bool) {
		g.Set(0)
		if on {
			g.Set(1)
		}
	}
	set(m.view, s.Err == nil)
	set(m.alarm, s.Alarm)
	m.polls.WithLabelValues(outcome(s)).Inc()
	if s.Err != nil {
		return
	}
	m.block.Set(float64(s.Block.Number))
	m.blockTime.Set(float64(s.Block.Unix))
	m.events.Set(float64(s.Book.Point.Nonce))
	m.held.Set(float64(len(s.events)))
	m.lockedNRLC.Set(float64(s.Book.Locked))
}
