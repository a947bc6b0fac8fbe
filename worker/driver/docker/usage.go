package docker

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/client"

	"github.com/iexecd/iexecd/worker/driver"
)

// usage is what a container used, as far as the daemon told; a short one is over
// before it tells anything.
type usage struct {
	mu     sync.Mutex
	cpu    time.Duration
	memory uint64
}

// of returns the usage of a container that ended.
func (u *usage) of(began time.Time, state *container.State) driver.Usage {
	u.mu.Lock()
	defer u.mu.Unlock()
	out := driver.Usage{CPU: u.cpu, PeakMemoryBytes: u.memory}
	if ended, err := time.Parse(time.RFC3339Nano, state.FinishedAt); err == nil && ended.After(began) {
		out.Wall = ended.Sub(began)
	}
	return out
}

func (u *usage) sample(s container.StatsResponse) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.cpu = max(u.cpu, time.Duration(s.CPUStats.CPUUsage.TotalUsage)) //nolint:gosec // nanoseconds
	u.memory = max(u.memory, s.MemoryStats.Usage, s.MemoryStats.MaxUsage)
}

// watchUsage samples what the container uses until it ends. That it cannot is no
// failure: nothing depends on it.
func (r *run) watchUsage(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	r.closers = append(r.closers, cancel)
	r.streams.Go(func() {
		stats, err := r.driver.daemon.ContainerStats(ctx, r.name, client.ContainerStatsOptions{Stream: true})
		if err != nil {
			return
		}
		defer func() { _ = stats.Body.Close() }()
		from := json.NewDecoder(stats.Body)
		for {
			var s container.StatsResponse
			if from.Decode(&s) != nil {
				return
			}
			r.usage.sample(s)
		}
	})
}
