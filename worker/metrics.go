package worker

import (
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/iexecd/iexecd/worker/agent"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

// metrics are one worker's, in a registry of their own: several workers may run
// in one process.
type metrics struct {
	registry *prometheus.Registry
	machine  *machine

	newsTotal    *prometheus.CounterVec
	verdicts     *prometheus.CounterVec
	messages     *prometheus.CounterVec
	stageSeconds *prometheus.HistogramVec
	stageFailed  *prometheus.CounterVec
	running      prometheus.Gauge
	holding      prometheus.Gauge
	journalBytes prometheus.Gauge
	height       prometheus.Gauge
	blockTime    prometheus.Gauge
	clockSkew    prometheus.Gauge
	bond         prometheus.Gauge
	locked       prometheus.Gauge
	earned       prometheus.Gauge
	slashed      prometheus.Gauge
	maturing     prometheus.Gauge
	nextMatures  prometheus.Gauge
	jailedUntil  prometheus.Gauge
	credibility  prometheus.Gauge
}

func newMetrics() *metrics {
	m := &metrics{registry: prometheus.NewRegistry()}
	m.machine = newMachine(m.registry)
	gauge := func(name, help string) prometheus.Gauge {
		g := prometheus.NewGauge(prometheus.GaugeOpts{Namespace: "iexec_worker", Name: name, Help: help})
		m.registry.MustRegister(g)
		return g
	}
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		c := prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "iexec_worker", Name: name, Help: help}, labels)
		m.registry.MustRegister(c)
		return c
	}
	m.newsTotal = counter("task_news_total", "What happened to tasks, by kind.", "news")
	m.verdicts = counter("verdicts_total", "How seats ended, by verdict.", "verdict")
	m.messages = counter("messages_total", "Commit and reveal messages, by outcome.", "kind", "outcome")
	m.stageFailed = counter("stage_failures_total", "Local failures of fetches and runs.", "stage")
	m.stageSeconds = prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Namespace: "iexec_worker", Name: "stage_seconds", Help: "Duration of fetches and runs.",
		Buckets: prometheus.ExponentialBuckets(0.05, 3, 10),
	}, []string{"stage"})
	m.registry.MustRegister(m.stageSeconds)
	m.running = gauge("tasks_running", "Tasks being fetched or run.")
	m.holding = gauge("tasks_open", "Tasks that are not closed yet.")
	m.journalBytes = gauge("journal_bytes", "Size of the journal.")
	m.height = gauge("block_height", "Last block seen.")
	m.blockTime = gauge("block_time_unix", "Time of the last block seen.")
	m.clockSkew = gauge("clock_skew_seconds", "Local time minus the last block's time when it was seen.")
	m.bond = gauge("bond_nrlc", "Bond, locked part included.")
	m.locked = gauge("locked_nrlc", "Bond at stake in open tasks.")
	m.earned = gauge("earned_nrlc", "All that was ever paid to it; what is held back comes on top.")
	m.slashed = gauge("slashed_nrlc", "All that was ever lost.")
	m.maturing = gauge("maturing_nrlc", "Earned and still held back.")
	m.nextMatures = gauge("next_matures_height", "Block at which the next of it is paid, 0 if nothing is held back.")
	m.jailedUntil = gauge("jailed_until_unix", "End of the present jail term, 0 if it is not in jail.")
	m.credibility = gauge("credibility_ppb", "Credibility now, parts per billion.")
	return m
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

func (m *metrics) block(b agent.Block) {
	m.height.Set(float64(b.Height))
	m.blockTime.Set(float64(b.Unix))
	m.clockSkew.Set(time.Since(time.Unix(b.Unix, 0)).Seconds())
}

func (m *metrics) agent(running, holding int, journalBytes int64) {
	m.running.Set(float64(running))
	m.holding.Set(float64(holding))
	m.journalBytes.Set(float64(journalBytes))
}

func (m *metrics) stage(stage string, took time.Duration, ok bool) {
	m.stageSeconds.WithLabelValues(stage).Observe(took.Seconds())
	if !ok {
		m.stageFailed.WithLabelValues(stage).Inc()
	}
}

func (m *metrics) sent(kind string, refused bool, err error) {
	outcome := "included"
	switch {
	case refused:
		outcome = "refused"
	case err != nil:
		outcome = "lost"
	}
	m.messages.WithLabelValues(kind, outcome).Inc()
}

func (m *metrics) news(n agent.News) { m.newsTotal.WithLabelValues(string(n)).Inc() }

func (m *metrics) verdict(member pocotypes.Member) {
	m.verdicts.WithLabelValues(member.State.String()).Inc()
}

func (m *metrics) record(r *pocotypes.QueryWorkerResponse) {
	m.machine.record(r)
	m.bond.Set(float64(r.Worker.BondNrlc))
	m.locked.Set(float64(r.Worker.LockedNrlc))
	m.earned.Set(float64(r.Worker.Reputation.EarnedNrlc))
	m.slashed.Set(float64(r.Worker.Reputation.SlashedNrlc))
	m.maturing.Set(float64(r.Worker.MaturingNrlc))
	m.nextMatures.Set(float64(r.NextMaturesHeight))
	m.jailedUntil.Set(float64(jailedUntil(r)))
	m.credibility.Set(float64(r.CredibilityPpb))
}
