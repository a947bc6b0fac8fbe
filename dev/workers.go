package dev

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"github.com/iexecd/iexecd/worker"
	"github.com/iexecd/iexecd/worker/chain"
	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/driver/wasm"
	"github.com/iexecd/iexecd/worker/secret"
	"github.com/iexecd/iexecd/worker/storage"
)

// The settings of a dev chain's workers.
const (
	workerStoreBytes = 2 << 30
	readyWithin      = 30 * time.Second
)

// workers are the workers of a network, each with its own key, home and server.
type workers struct {
	client    *chain.Client
	sandboxes []*worker.Sandbox
	coalition *coalition
	stop      context.CancelFunc
	running   sync.WaitGroup
	failed    chan struct{} // closed when the first of them stopped by itself

	mu   sync.Mutex
	errs []error
}

// workerURL is where worker i serves its results.
func workerURL(p Ports, i int) string { return "http://" + address(p.Worker+i) }

// startWorkers starts all workers, the honest ones first, then the byzantine, the
// faulty ones last, and returns when they are ready.
func startWorkers(ctx context.Context, n *Net) (*workers, error) {
	client, err := chain.Dial(chain.Config{
		Endpoints: []chain.Endpoint{{GRPC: n.GRPC(), RPC: "http://" + n.RPC()}},
	})
	if err != nil {
		return nil, err
	}
	working, stop := context.WithCancel(context.WithoutCancel(ctx))
	w := &workers{client: client, stop: stop, failed: make(chan struct{})}
	honest := len(n.cast.workers) - n.Options.Faulty - n.Options.Byzantine
	w.coalition = newCoalition(client, n.cast.workers[honest:][:n.Options.Byzantine])
	for i := range n.cast.workers {
		if err := w.start(working, n, i); err != nil {
			return nil, errors.Join(fmt.Errorf("worker %d: %w", i, err), w.close())
		}
	}
	for i := range n.cast.workers {
		if err := w.awaitReady(ctx, n, i); err != nil {
			return nil, errors.Join(err, w.close())
		}
	}
	return w, nil
}

func (w *workers) start(ctx context.Context, n *Net, i int) error {
	cache := filepath.Join(n.root, "wasm-cache")
	if err := os.MkdirAll(cache, 0o700); err != nil {
		return err
	}
	var runs driver.Driver
	runs, err := wasm.New(wasm.Options{Executable: n.Options.Executable, CacheDir: cache})
	if err != nil {
		return err
	}
	me := n.cast.workers[i]
	runsAs := func(d driver.Driver) driver.Driver { return d }
	switch fromEnd := len(n.cast.workers) - i; {
	case fromEnd <= n.Options.Faulty:
		runsAs = func(d driver.Driver) driver.Driver { return driver.Liar{Driver: d, Name: me.Name} }
	case fromEnd <= n.Options.Faulty+n.Options.Byzantine:
		runsAs = func(d driver.Driver) driver.Driver { return member{Driver: d, of: w.coalition} }
	}
	home := filepath.Join(n.root, "workers", strconv.Itoa(i))
	drivers := worker.Drivers{Wasm: runsAs(runs)}
	if n.Options.Docker != "" {
		docker, err := newContainers(n.Options.Docker, me.Bech32(), home)
		if err != nil {
			return err
		}
		drivers.Containers = container{Container: docker, runs: runsAs(docker)}
	}
	sandbox, err := worker.NewSandbox(ctx, home, drivers, workerStoreBytes)
	if err != nil {
		return err
	}
	w.sandboxes = append(w.sandboxes, sandbox)
	key, err := chain.RawKey(me.Key)
	if err != nil {
		return err
	}
	sandbox.SetData(worker.Data{Private: storage.Anywhere, Secrets: secret.Owners{Key: key}})
	run, err := worker.New(worker.Config{
		Home: home, Listen: address(n.Ports.Worker + i), URL: workerURL(n.Ports, i), Slots: workerSlots,
		Category: maxCategory, Bond: bondRLC, Tag: n.Options.tag(),
	}, worker.Deps{Chain: w.client, Key: key, Computer: sandbox, Logger: n.workerLogger(me.Name)})
	if err != nil {
		return err
	}
	w.running.Go(func() {
		if err := run.Run(ctx); err != nil {
			w.fail(fmt.Errorf("%s: %w", me.Name, err))
		}
	})
	return nil
}

// workerLogger is quiet unless the network's log is wanted.
func (n *Net) workerLogger(name string) *slog.Logger {
	if n.Options.WorkerLog == nil {
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(slog.NewTextHandler(n.Options.WorkerLog, nil)).With("worker", name)
}

func (w *workers) fail(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.errs) == 0 {
		close(w.failed)
	}
	w.errs = append(w.errs, err)
}

// awaitReady waits until a worker says that it takes tasks.
func (w *workers) awaitReady(ctx context.Context, n *Net, i int) error {
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, workerURL(n.Ports, i)+"/readyz", nil)
		if err != nil {
			return err
		}
		if response, err := http.DefaultClient.Do(request); err == nil {
			_ = response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-w.failed:
			return errors.New("a worker stopped while it started")
		case <-ctx.Done():
			return fmt.Errorf("worker %d is not ready after %s", i, readyWithin)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// close stops all workers; what they have open goes on when they start again in
// the same home. It returns why the first of them failed, if one did.
func (w *workers) close() error {
	w.stop()
	w.running.Wait()
	errs := w.errs
	for _, s := range w.sandboxes {
		errs = append(errs, s.Close())
	}
	return errors.Join(append(errs, w.client.Close())...)
}
