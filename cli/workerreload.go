package cli

import (
	"context"
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/iexecd/iexecd/worker"
	"github.com/iexecd/iexecd/worker/conf"
)

// lookAtFile is how often a changed file is looked for.
const lookAtFile = 2 * time.Second

// reloads applies the configuration again on SIGHUP and when the file changes,
// until the returned function is called.
func (s *session) reloads(ctx context.Context, now conf.Config, w *worker.Worker, box *worker.Sandbox) func() {
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGHUP)
	ctx, cancel := context.WithCancel(ctx)
	var done sync.WaitGroup
	done.Go(func() {
		tick := time.NewTicker(lookAtFile)
		defer tick.Stop()
		_, file, _ := workerFile(s.cmd)
		seen := stamp(file)
		for {
			select {
			case <-ctx.Done():
				return
			case <-asked:
			case <-tick.C:
				if stamp(file) == seen {
					continue
				}
			}
			seen = stamp(file)
			now = s.reload(ctx, now, w, box)
		}
	})
	return func() {
		signal.Stop(asked)
		cancel()
		done.Wait()
	}
}

// fileStamp changes when a file does.
type fileStamp struct {
	size int64
	unix int64 // nanoseconds
}

func stamp(file string) fileStamp {
	info, err := os.Stat(file)
	if err != nil {
		return fileStamp{}
	}
	return fileStamp{size: info.Size(), unix: info.ModTime().UnixNano()}
}

// reload applies what the sources say now, and returns what is in force after it:
// what cannot be used, or needs a restart, is told and changes nothing.
func (s *session) reload(ctx context.Context, now conf.Config, w *worker.Worker, box *worker.Sandbox) conf.Config {
	next, problems, err := s.resolve()
	switch {
	case err != nil:
		s.steps.bad("reload", clean(err.Error()))
		return now
	case len(problems) > 0:
		s.steps.bad("reload", asError(wrongConf(problems)).Error(), "(the old one goes on)")
		return now
	}
	if names := next.NeedsRestart(now); len(names) > 0 {
		s.steps.bad("reload", strings.Join(names, ", ")+": changes with a restart only", "(the old goes on)")
	}
	if err := w.Reload(ctx, next.Settings()); err != nil {
		s.steps.bad("reload", clean(err.Error()), "(the old one goes on)")
		return now
	}
	if err := box.Resize(next.StoreBytes); err != nil {
		s.steps.bad("reload", "store_bytes: "+clean(err.Error()))
		return now
	}
	return now.With(next)
}
