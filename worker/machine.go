package worker

import (
	"context"
	"fmt"
	"runtime"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker/driver"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

const (
	probeEvery = time.Minute
	leastDisk  = 1 << 30 // free bytes below which the worker is not ready
)

// Measured is a Computer, or a driver, with metrics of its own.
type Measured interface {
	Collectors() []prometheus.Collector
}

// Runtimes is a Computer that tells which runtimes work, by name: nil = it works.
type Runtimes interface {
	Runtimes(ctx context.Context) map[string]error
}

// machine are the metrics of the machine and of what is promised of it.
type machine struct {
	results        *prometheus.CounterVec
	messageSeconds *prometheus.HistogramVec
	driverUp       *prometheus.GaugeVec
	queued         prometheus.Gauge
	slots          prometheus.Gauge
	memory         prometheus.Gauge
	cpu            prometheus.Gauge
	output         prometheus.Gauge
	cpus           prometheus.Gauge
	diskFree       prometheus.Gauge
	diskTotal      prometheus.Gauge
	balance        prometheus.Gauge
	missed         prometheus.Gauge
	withheld       prometheus.Gauge
	rejected       prometheus.Gauge
	accepted       prometheus.Gauge
	nodeSyncing    prometheus.Gauge
}

func newMachine(r prometheus.Registerer) *machine {
	gauge := func(name, help string) prometheus.Gauge {
		g := prometheus.NewGauge(prometheus.GaugeOpts{Namespace: "iexec_worker", Name: name, Help: help})
		r.MustRegister(g)
		return g
	}
	m := &machine{
		queued:      gauge("tasks_queued", "Tasks that wait for a slot."),
		slots:       gauge("slots", "Tasks that may run at once."),
		memory:      gauge("committed_memory_bytes", "Memory that running tasks may use, by their categories."),
		cpu:         gauge("committed_cpu_millis", "CPU that running containers may use, 1000 = one core."),
		output:      gauge("committed_output_bytes", "Disk that running tasks may fill with results."),
		cpus:        gauge("machine_cpus", "Cores of the machine."),
		diskFree:    gauge("disk_free_bytes", "Free on the disk of the worker's folder."),
		diskTotal:   gauge("disk_total_bytes", "Size of the disk of the worker's folder."),
		balance:     gauge("balance_nrlc", "Spendable money of the worker's account."),
		missed:      gauge("missed_seats", "Seats without an answer in time, ever."),
		withheld:    gauge("withheld_reveals", "Answers committed to and not revealed in time, ever."),
		rejected:    gauge("rejected_answers", "Answers that were not accepted, ever."),
		accepted:    gauge("accepted_answers", "Answers that were accepted, ever."),
		nodeSyncing: gauge("node_syncing", "1 while the node in use is catching up."),
		results: prometheus.NewCounterVec(prometheus.CounterOpts{
			Namespace: "iexec_worker", Name: "results_total", Help: "Answers computed here, by cause.",
		}, []string{"cause"}),
		messageSeconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Namespace: "iexec_worker", Name: "message_seconds", Help: "From sending a message to its block.",
			Buckets: prometheus.ExponentialBuckets(0.25, 2, 9),
		}, []string{"kind"}),
		driverUp: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Namespace: "iexec_worker", Name: "driver_up", Help: "1 if the runtime worked when it was last tried.",
		}, []string{"runtime"}),
	}
	r.MustRegister(m.results, m.messageSeconds, m.driverUp)
	m.cpus.Set(float64(runtime.NumCPU()))
	return m
}

func (m *machine) result(cause poco.Cause) {
	m.results.WithLabelValues(pocotypes.Cause(cause).String()).Inc()
}

// promised sums up what running tasks may use.
func (m *machine) promised(running []Limits, queued int, slots uint32) {
	var memory, cpu, output float64
	for _, l := range running {
		memory, cpu, output = memory+float64(l.MemoryBytes), cpu+float64(l.CPUMillis), output+float64(l.OutputBytes)
	}
	m.memory.Set(memory)
	m.cpu.Set(cpu)
	m.output.Set(output)
	m.queued.Set(float64(queued))
	m.slots.Set(float64(slots))
}

func (m *machine) record(r *pocotypes.QueryWorkerResponse) {
	m.missed.Set(float64(r.Worker.Reputation.Missed))
	m.withheld.Set(float64(r.Worker.Reputation.Withheld))
	m.rejected.Set(float64(r.Worker.Reputation.Rejected))
	m.accepted.Set(float64(r.Worker.Reputation.Accepted))
}

// runningLimits returns the limits of what runs; only the loop may call it.
func (w *Worker) runningLimits() []Limits {
	var all []Limits
	for _, task := range w.agent.Running() {
		if spec, ok := w.specs[task]; ok {
			all = append(all, spec.Limits)
		}
	}
	return all
}

// examine looks at the machine from time to time: for metrics, and for whether the
// worker is ready.
func (w *Worker) examine(ctx context.Context) {
	for {
		w.status.sick(w.ailment(ctx))
		timer := time.NewTimer(probeEvery)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
		}
	}
}

// ailment tells why the machine can not work, "" if it can.
func (w *Worker) ailment(ctx context.Context) string {
	m := w.metrics.machine
	why := ""
	if r, ok := w.deps.Computer.(Runtimes); ok {
		for name, err := range r.Runtimes(ctx) {
			m.driverUp.WithLabelValues(name).Set(oneIf(err == nil))
			if err != nil && ctx.Err() == nil {
				why = fmt.Sprintf("the runtime of %s does not work: %s", name, err)
			}
		}
	}
	if syncing, err := w.deps.Chain.Syncing(ctx); err == nil {
		m.nodeSyncing.Set(oneIf(syncing))
		if syncing {
			why = "the node is catching up"
		}
	}
	if balance, err := w.deps.Chain.Balance(ctx, w.id); err == nil {
		m.balance.Set(float64(balance))
	}
	var st syscall.Statfs_t
	if err := syscall.Statfs(w.config.Home, &st); err == nil {
		free := float64(st.Bavail) * float64(st.Bsize)
		m.diskFree.Set(free)
		m.diskTotal.Set(float64(st.Blocks) * float64(st.Bsize))
		if free < leastDisk {
			why = fmt.Sprintf("%.0f bytes of disk are free, expected %d", free, leastDisk)
		}
	}
	return why
}

func oneIf(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

// cacheCounts counts where apps and inputs came from.
type cacheCounts struct{ hits, misses atomic.Uint64 }

// Collectors implements Measured: the store's, and those of drivers that have some.
func (s *Sandbox) Collectors() []prometheus.Collector {
	counter := func(name, help string, of func() uint64) prometheus.Collector {
		return prometheus.NewCounterFunc(prometheus.CounterOpts{
			Namespace: "iexec_worker", Name: name, Help: help,
		}, func() float64 { return float64(of()) })
	}
	all := []prometheus.Collector{
		counter("cache_hits_total", "Apps and inputs that were here already.", s.cache.hits.Load),
		counter("cache_misses_total", "Apps and inputs that were asked of their URLs.", s.cache.misses.Load),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Namespace: "iexec_worker", Name: "store_bytes", Help: "Apps, inputs and results in the store.",
		}, func() float64 { return float64(s.store.Bytes()) }),
	}
	for _, d := range []driver.Driver{s.drivers.Wasm, s.drivers.Containers} {
		if m, ok := d.(Measured); ok {
			all = append(all, m.Collectors()...)
		}
	}
	return all
}

// Runtimes implements Runtimes.
func (s *Sandbox) Runtimes(ctx context.Context) map[string]error {
	up := map[string]error{}
	for name, d := range map[string]driver.Driver{"wasm": s.drivers.Wasm, "containers": s.drivers.Containers} {
		if d != nil {
			up[name] = d.Probe(ctx)
		}
	}
	return up
}
