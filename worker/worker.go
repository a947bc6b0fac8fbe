package worker

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/worker/agent"
	"github.com/iexecd/iexecd/worker/chain"
	"github.com/iexecd/iexecd/worker/journal"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

// ErrNotDrained means that draining took longer than allowed.
var ErrNotDrained = errors.New("not drained in time")

// compactAt is the size in bytes at which the journal is written anew.
const compactAt = 1 << 20

// Worker is a running worker. Make it with New.
type Worker struct {
	config   Config
	deps     Deps
	id       ident.Address // of the worker, whose key may be another's: see chain.HotKey
	address  string        // the same, bech32
	listener net.Listener
	metrics  *metrics
	status   *statusBoard
	news     *newsroom

	agent   *agent.Agent
	journal *journal.Journal
	records []agent.Record // what the journal must keep

	events  chan agent.Event
	drain   chan struct{}
	expired chan struct{} // closed when draining took too long
	once    sync.Once
	work    sync.WaitGroup
	cancels map[uint64]context.CancelFunc // of fetches and runs, by attempt
	specs   map[ident.Hash]Spec
	held    *heldResults
	turns   *turns

	inForce   atomic.Pointer[Settings]
	reloading sync.Mutex // one reload at a time
}

// New returns a worker that listens already but does nothing until Run.
func New(c Config, d Deps) (*Worker, error) {
	c, err := c.checked()
	if err != nil {
		return nil, err
	}
	if d.Chain == nil || d.Key == nil || d.Computer == nil {
		return nil, errors.New("a worker needs a chain client, a key and a computer")
	}
	listener, err := listen(c.Listen)
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s: %w", c.Listen, err)
	}
	if c.URL == "" {
		c.URL = "http://" + listener.Addr().String()
	}
	w := assemble(c, d)
	w.listener = listener
	return w, nil
}

// assemble returns a worker without a server.
func assemble(c Config, d Deps) *Worker {
	if d.Logger == nil {
		d.Logger = slog.New(slog.DiscardHandler)
	}
	if d.Out == nil {
		d.Out = io.Discard
	}
	w := &Worker{
		config: c, deps: d, id: chain.Acts(d.Key), metrics: newMetrics(),
		events: make(chan agent.Event), drain: make(chan struct{}), expired: make(chan struct{}),
		cancels: map[uint64]context.CancelFunc{}, specs: map[ident.Hash]Spec{},
	}
	w.address = account.Bech32(w.id)
	w.inForce.Store(&Settings{Slots: c.Slots, Category: c.Category, Tag: c.Tag, Policy: c.Policy})
	w.status = newStatusBoard(w.address, c)
	w.news = &newsroom{worker: w, seen: map[ident.Hash]*story{}}
	w.held, w.turns = newHeldResults(d.Computer), newTurns()
	if m, ok := d.Computer.(Measured); ok {
		w.metrics.registry.MustRegister(m.Collectors()...)
	}
	return w
}

// listen returns a TCP listener; it never waits.
func listen(address string) (net.Listener, error) {
	a, err := net.ResolveTCPAddr("tcp", address)
	if err != nil {
		return nil, err
	}
	return net.ListenTCP("tcp", a)
}

// URL returns where the worker's HTTP server is reached.
func (w *Worker) URL() string { return w.config.URL }

// Address returns the worker's account, bech32.
func (w *Worker) Address() string { return w.address }

// Drain asks the worker to take no new tasks, to finish the open ones, and to end.
// It returns at once; Run returns when it is done.
func (w *Worker) Drain() { w.once.Do(func() { close(w.drain) }) }

// Run works until ctx ends (nil), the worker is drained (nil), or something makes
// working unsafe, as a journal that can not be written. What was open goes on
// when a worker with the same home is run again.
func (w *Worker) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer w.work.Wait()
	defer cancel()
	stop := w.serve(context.WithoutCancel(ctx))
	defer stop()
	chainID, params, err := w.join(ctx)
	if err != nil {
		return ended(ctx, err)
	}
	if err := w.open(chainID, int(params.MaxBatch)); err != nil {
		return err
	}
	defer func() { _ = w.journal.Close() }()
	w.work.Go(func() { w.watch(ctx) })
	w.work.Go(func() { w.tend(ctx) })
	w.work.Go(func() { w.examine(ctx) })
	w.work.Go(func() { w.awaitDrain(ctx) })
	w.status.online(chainID)
	return ended(ctx, w.loop(ctx))
}

// ended turns the end of ctx into a good end.
func ended(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil //nolint:nilerr // being stopped is no failure
	}
	return err
}

// open reads the journal of this chain and makes the agent from it.
func (w *Worker) open(chainID string, maxBatch int) error {
	dir := filepath.Join(w.config.Home, filepath.Base(chainID))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if err := w.forgetProblem(); err != nil {
		return err
	}
	j, raw, err := journal.Open(filepath.Join(dir, "journal"))
	if err != nil {
		return err
	}
	w.journal = j
	for _, bz := range raw {
		r, err := agent.DecodeRecord(bz)
		if err != nil {
			return errors.Join(fmt.Errorf("%s: %w", dir, err), j.Close())
		}
		w.records = append(w.records, r)
	}
	w.records = agent.Open(w.records)
	w.agent = agent.New(agent.Config{
		Worker: w.id, Slots: int(w.settings().Slots), MaxBatch: maxBatch,
		ResendSeconds: int64(w.config.ResendAfter / time.Second),
	}, w.records)
	w.deps.Logger.Info("journal opened", "open_tasks", len(w.records), "bytes", j.Size())
	return nil
}

// persist is durable when it returns nil.
func (w *Worker) persist(r agent.Record) error {
	bz, err := r.Encode()
	if err != nil {
		return err
	}
	if err := w.journal.Append(bz); err != nil {
		return err
	}
	w.records = agent.Open(append(w.records, r))
	if w.journal.Size() < compactAt {
		return nil
	}
	var keep [][]byte
	for _, r := range w.records {
		bz, err := r.Encode()
		if err != nil {
			return err
		}
		keep = append(keep, bz)
	}
	return w.journal.Compact(keep)
}

// watch tells the agent of every block.
func (w *Worker) watch(ctx context.Context) {
	for head := range w.deps.Chain.Follow(ctx, w.config.PollEvery) {
		r, err := w.deps.Chain.Poco().Assignments(ctx, &pocotypes.QueryAssignmentsRequest{Address: w.address})
		if err != nil {
			w.deps.Logger.Warn("cannot read the assignments", "height", head.Height, "err", err)
			continue
		}
		block, err := blockOf(r)
		if err != nil {
			w.deps.Logger.Error("cannot understand the assignments", "height", head.Height, "err", err)
			continue
		}
		w.metrics.block(block)
		w.tell(ctx, block)
	}
}

// tell gives the loop an event, unless the worker ends.
func (w *Worker) tell(ctx context.Context, e agent.Event) {
	select {
	case w.events <- e:
	case <-ctx.Done():
	}
}

// loop steps the agent: one event at a time, all of its actions in order.
func (w *Worker) loop(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-w.expired:
			return fmt.Errorf("%w: after %s, %d tasks are open; start the worker again to finish them",
				ErrNotDrained, w.config.DrainTimeout, w.agent.Holding())
		case e := <-w.events:
			e = w.arrived(e)
			for _, action := range w.agent.Step(e) {
				done, err := w.execute(ctx, action)
				if done || err != nil {
					return err
				}
			}
			w.metrics.agent(w.agent.Busy(), w.agent.Holding(), w.journal.Size())
			w.metrics.machine.promised(w.runningLimits(), w.agent.Queued(), w.settings().Slots)
			w.status.step(w.agent.Height(), w.agent.Busy(), w.agent.Holding())
		}
	}
}

// execute does one action; done means that the worker is drained.
func (w *Worker) execute(ctx context.Context, action agent.Action) (done bool, err error) {
	switch a := action.(type) {
	case agent.Persist:
		if err := w.persist(a.Record); err != nil {
			return false, fmt.Errorf("stopped before a stake is in danger: %w", err)
		}
	case agent.Fetch:
		w.begin(ctx, a.Task, a.Attempt, func(ctx context.Context) agent.Event { return w.fetch(ctx, a) })
	case agent.Run:
		spec := w.specs[a.Task]
		w.begin(ctx, a.Task, a.Attempt, func(ctx context.Context) agent.Event { return w.compute(ctx, spec, a) })
	case agent.Stop:
		if cancel := w.cancels[a.Attempt]; cancel != nil {
			cancel()
			delete(w.cancels, a.Attempt)
		}
	case agent.Cleanup:
		delete(w.specs, a.Task)
		w.forget(a.Task)
	case agent.SendCommits:
		w.work.Go(func() { w.tell(ctx, w.sendCommits(ctx, a)) })
	case agent.SendContributions:
		w.work.Go(func() { w.tell(ctx, w.sendContributions(ctx, a)) })
	case agent.SendWhole:
		w.work.Go(func() { w.tell(ctx, w.sendWhole(ctx, a)) })
	case agent.SendReveals:
		w.work.Go(func() { w.tell(ctx, w.sendReveals(ctx, a)) })
	case agent.Tell:
		w.news.tell(ctx, a)
	case agent.Drained:
		return true, nil
	}
	return false, nil
}

// arrived frees what an outcome no longer needs, and keeps the spec that a fetch
// found, if its outcome is still waited for.
func (w *Worker) arrived(e agent.Event) agent.Event {
	switch got := e.(type) {
	case fetchedSpec:
		f := got.Fetched
		if w.cancels[f.Attempt] != nil {
			w.specs[f.Task] = got.spec
		}
		return f
	case agent.Ran:
		delete(w.cancels, got.Attempt)
	}
	return e
}

// fetchedSpec carries the spec that a fetch found to the loop, which owns specs.
type fetchedSpec struct {
	agent.Fetched
	spec Spec
}

// begin does work beside the loop; its outcome becomes an event.
func (w *Worker) begin(ctx context.Context, task ident.Hash, attempt uint64, do func(context.Context) agent.Event) {
	if cancel := w.cancels[attempt]; cancel != nil {
		cancel() // of the fetch that this run follows
	}
	inner, cancel := context.WithCancel(ctx)
	w.cancels[attempt] = cancel
	wait, done := w.turns.next(task)
	w.work.Go(func() {
		defer cancel()
		wait()
		e := do(inner)
		done()
		w.tell(ctx, e)
	})
}

// forget removes a task's files beside the loop, which has reveals to send, once what
// was stopped of it has ended.
func (w *Worker) forget(task ident.Hash) {
	wait, done := w.turns.next(task)
	w.work.Go(func() {
		wait()
		defer done()
		if err := w.deps.Computer.Forget(task); err != nil {
			w.deps.Logger.Warn("cannot remove the files of a task", "task", task, "err", err)
		}
	})
}

func (w *Worker) fetch(ctx context.Context, a agent.Fetch) agent.Event {
	start := time.Now()
	e := agent.Fetched{Task: a.Task, Attempt: a.Attempt, Salt: salt()}
	spec, bad, err := specOf(ctx, w.deps.Chain, a.Task, a.Deal, a.Index)
	if err == nil {
		e.Declined = w.settings().Policy.Declines(spec.Offer)
	}
	if bad == nil && err == nil && e.Declined == "" {
		bad, err = w.deps.Computer.Fetch(ctx, spec)
	}
	if bad != nil {
		w.metrics.machine.result(bad.Cause)
	}
	if e.Bad = bad; err != nil {
		e.Err = err.Error()
	}
	w.metrics.stage("fetch", time.Since(start), err == nil)
	return fetchedSpec{Fetched: e, spec: spec}
}

func (w *Worker) compute(ctx context.Context, s Spec, a agent.Run) agent.Event {
	start := time.Now()
	e := agent.Ran{Task: a.Task, Attempt: a.Attempt, Salt: salt()}
	var err error
	if e.Answer, err = w.deps.Computer.Compute(ctx, s); err != nil {
		e.Err = err.Error()
	} else {
		w.metrics.machine.result(e.Answer.Cause)
	}
	w.metrics.stage("run", time.Since(start), err == nil)
	return e
}

// salt returns 32 fresh random bytes.
func salt() ident.Hash {
	var h ident.Hash
	_, _ = rand.Read(h[:]) // never fails: the runtime ends the program instead
	return h
}

// blockOf turns the chain's answer into the agent's event.
func blockOf(r *pocotypes.QueryAssignmentsResponse) (agent.Block, error) {
	b := agent.Block{Height: r.Height, Unix: r.BlockTimeUnix}
	for _, a := range r.Assignments {
		at := agent.Assignment{
			Index: a.Index, DeadlineUnix: a.PhaseDeadlineUnix, Trust: a.Trust, Audit: a.Audit,
			State: poco.State(a.TaskState), Member: poco.MemberState(a.MemberState), //nolint:gosec // same numbers
		}
		var errs [5]error
		at.Task, errs[0] = ident.ParseHash(a.TaskId)
		at.Deal, errs[1] = ident.ParseHash(a.DealId)
		at.Commitment, errs[2] = ident.ParseHash(a.Commitment)
		at.ResultHash, errs[3] = ident.ParseHash(a.ResultHash)
		at.Consensus, errs[4] = ident.ParseHash(a.Consensus)
		if err := errors.Join(errs[:]...); err != nil {
			return b, err
		}
		b.Assignments = append(b.Assignments, at)
	}
	return b, nil
}

// waitFor tries again and again, with growing pauses, until it works or ctx ends;
// only errors of a node that does not answer are tried again.
func waitFor(ctx context.Context, log *slog.Logger, do func() error) error {
	pause := time.Second
	for {
		err := do()
		if err == nil || ctx.Err() != nil || !errors.Is(err, chain.ErrUnreachable) {
			return err
		}
		log.Warn("no node answers, trying again", "in", pause, "err", err)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
		pause = min(2*pause, 15*time.Second)
	}
}
