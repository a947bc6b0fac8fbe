package worker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker/archive"
	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/journal"
	"github.com/iexecd/iexecd/worker/livelog"
	"github.com/iexecd/iexecd/worker/result"
	"github.com/iexecd/iexecd/worker/secret"
	"github.com/iexecd/iexecd/worker/storage"
)

// The bounds of what a task brings. They are the same for every worker.
const (
	MaxAppBytes   = 64 << 20
	MaxInputBytes = 1 << 30
)

// wrongBytesTries is how often a URL must give bytes other than those named, with
// the agent's growing pauses between, before the worker says so on chain. A server
// that gives each worker something else must not be able to split honest workers
// with one bad answer.
const wrongBytesTries = 4

// discardWithin is how long ending what a task left may take.
const discardWithin = 20 * time.Second

// Sandbox is the Computer that really computes: a driver for apps, and a store
// that holds apps, inputs and results and serves them by their sha256.
type Sandbox struct {
	drivers Drivers
	store   *storage.Store
	fetcher *storage.Fetcher
	serve   http.Handler
	secrets secret.Source // nil = none
	work    string        // a folder for each open task
	lock    io.Closer

	logs openLogs

	mu    sync.Mutex
	taken map[ident.Hash]bool // tasks whose containers are from before a restart
	wrong map[ident.Hash]int  // how often a task's URLs gave wrong bytes
	cache cacheCounts
	held  []ident.Hash // tasks that are done here and whose results are kept, oldest first
}

var (
	_ Computer     = (*Sandbox)(nil)
	_ Keeper       = (*Sandbox)(nil)
	_ http.Handler = (*Sandbox)(nil)

	_ livelog.Keeper = (*Sandbox)(nil)
)

// NewSandbox returns a sandbox below home whose store has at most storeBytes. A
// home is one sandbox's at a time: journal.ErrLocked otherwise. Containers of a
// sandbox that was there before go on, if their tasks do. Close it.
func NewSandbox(ctx context.Context, home string, d Drivers, storeBytes uint64) (*Sandbox, error) {
	if err := os.MkdirAll(home, 0o700); err != nil {
		return nil, err
	}
	lock, err := journal.Lock(filepath.Join(home, "lock"))
	if err != nil {
		return nil, err
	}
	s := &Sandbox{drivers: d, work: filepath.Join(home, "work"), lock: lock, wrong: map[ident.Hash]int{}}
	if s.taken, err = d.recover(ctx, s.work); err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	if s.store, err = storage.Open(filepath.Join(home, "store"), storeBytes); err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	s.held = s.Kept()
	s.fetcher = &storage.Fetcher{Store: s.store, Attempts: 1} // the agent tries again
	s.SetData(Data{})
	s.serve = s.store.Handler(storage.HandlerOptions{})
	return s, nil
}

// Close ends the use of home.
func (s *Sandbox) Close() error { return errors.Join(s.store.Close(), s.lock.Close()) }

// ServeHTTP implements http.Handler: results and inputs by their sha256.
func (s *Sandbox) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.serve.ServeHTTP(w, r) }

// Probe implements Computer.
func (s *Sandbox) Probe(ctx context.Context) error { return s.drivers.Probe(ctx) }

func (s *Sandbox) folder(task ident.Hash) string { return filepath.Join(s.work, task.String()) }

// Fetch implements Computer. The task's folder has the app and its inputs after it.
// A container from before a restart has them already. Any other that is still there,
// of a try that failed, is ended first: its inputs are not taken from below it.
func (s *Sandbox) Fetch(ctx context.Context, spec Spec) (*poco.Answer, error) {
	if s.isTaken(spec.Task.ID) {
		return nil, nil
	}
	if spec.OCI {
		if err := s.drivers.discard(ctx, spec.Task.ID); err != nil {
			return nil, err
		}
	}
	dir := s.folder(spec.Task.ID)
	if err := os.RemoveAll(dir); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Join(dir, "in"), 0o700); err != nil {
		return nil, err
	}
	budget := archive.Budget{Bytes: MaxUnpackedBytes, Files: MaxUnpackedFiles}
	for _, n := range s.needs(spec) {
		if err := s.get(ctx, spec, n, &budget); err != nil {
			return s.judge(spec.Task.ID, n, err)
		}
	}
	if !spec.OCI {
		return nil, nil
	}
	err := s.drivers.prepare(ctx, spec)
	if errors.Is(err, driver.ErrBadApp) {
		return s.judge(spec.Task.ID, needed{what: "the app", cause: poco.CauseBadApp}, err)
	}
	return nil, err
}

// isTaken reports whether a task has a container from before a restart.
func (s *Sandbox) isTaken(task ident.Hash) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.taken[task]
}

// record is what GET /tasks/{task id} tells of a run on this worker.
type record struct {
	Task     string `json:"task"`
	App      string `json:"app"`
	Digest   string `json:"digest"` // 0x and 64 digits, as on chain
	Cause    uint8  `json:"cause"`
	ExitCode uint32 `json:"exit_code"`
	FuelUsed uint64 `json:"fuel_used"`
	Manifest string `json:"manifest,omitempty"` // sha256 of the blob that lists the result's files
	Sealed   string `json:"sealed,omitempty"`   // sha256 of the result and what the app said, encrypted; then only that
}

// Compute implements Computer.
func (s *Sandbox) Compute(ctx context.Context, spec Spec) (poco.Answer, error) {
	dir := s.folder(spec.Task.ID)
	if !s.isTaken(spec.Task.ID) {
		if err := os.RemoveAll(filepath.Join(dir, "out")); err != nil {
			return poco.Answer{}, err
		}
	}
	log := s.logs.begin(spec)
	defer s.logs.drop(spec.Task.ID) // what is kept is read from the store
	outcome, r, err := s.drivers.Trial(ctx, dir, spec, log.Write)
	s.mu.Lock()
	delete(s.taken, spec.Task.ID) // what comes now is new
	s.mu.Unlock()
	if err != nil {
		return poco.Answer{}, err
	}
	log.End(outcome.Stdout, outcome.Stderr)
	return r.Answer, s.roomFor(func() error { return s.keep(spec, outcome, r) })
}

// keep stores a result and pins it until Release.
func (s *Sandbox) keep(spec Spec, o driver.Outcome, r result.Result) error {
	note := record{
		Task: spec.Task.ID.String(), App: spec.AppName, Digest: r.Answer.Digest.String(),
		Cause: uint8(r.Answer.Cause), ExitCode: r.Answer.ExitCode, FuelUsed: o.FuelUsed,
	}
	var digests []string
	var errs []error
	put := func(bz []byte) string {
		digest, err := s.store.PutBytes(bz)
		digests, errs = append(digests, digest), append(errs, err)
		return digest
	}
	if spec.ResultKey != "" {
		digest, err := s.seal(spec, o, r)
		digests, errs, note.Sealed = append(digests, digest), append(errs, err), digest
		r = result.Result{} // nothing of it is stored in clear
	} else {
		digest, err := s.keepLog(spec, o)
		digests, errs = append(digests, digest), append(errs, err)
	}
	for _, f := range r.Files {
		digest, err := s.store.PutFile(f.Source())
		digests, errs = append(digests, digest), append(errs, err)
	}
	if r.Manifest != nil {
		note.Manifest = put(r.Manifest)
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	err := s.store.Pin(spec.Task.ID.String(), digests...)
	if errors.Is(err, storage.ErrNotFound) {
		return fmt.Errorf("%w: the first files of a result had to make room for its last ones", storage.ErrFull)
	}
	if err != nil {
		return err
	}
	return s.store.PutTask(spec.Task.ID, note)
}

// Forget implements Computer.
func (s *Sandbox) Forget(task ident.Hash) error {
	s.mu.Lock()
	delete(s.wrong, task)
	if s.store.Pinned(task.String()) && !slices.Contains(s.held, task) {
		s.held = append(s.held, task)
	}
	delete(s.taken, task)
	s.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), discardWithin)
	defer cancel()
	return errors.Join(s.drivers.discard(ctx, task), os.RemoveAll(s.folder(task)))
}

// Kept implements Keeper.
func (s *Sandbox) Kept() []ident.Hash {
	var tasks []ident.Hash
	for _, name := range s.store.Pins() {
		if task, err := ident.ParseHash(name); err == nil {
			tasks = append(tasks, task)
		}
	}
	return tasks
}

// Release implements Keeper. The result stays in the store until it is the
// longest unused and its room is needed.
func (s *Sandbox) Release(task ident.Hash) error {
	s.mu.Lock()
	s.held = slices.DeleteFunc(s.held, func(held ident.Hash) bool { return held == task })
	s.mu.Unlock()
	return s.store.Unpin(task.String())
}

// roomFor does something that needs room. When the store is full, open tasks come
// first: the results of tasks that are done here go before their hold-back ends,
// the oldest first. The other members serve them as well.
func (s *Sandbox) roomFor(do func() error) error {
	for {
		err := do()
		if !errors.Is(err, storage.ErrFull) {
			return err
		}
		s.mu.Lock()
		if len(s.held) == 0 {
			s.mu.Unlock()
			return err
		}
		oldest := s.held[0]
		s.mu.Unlock()
		if gone := s.Release(oldest); gone != nil {
			return errors.Join(err, gone)
		}
	}
}
