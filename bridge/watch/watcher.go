package watch

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/iexecd/iexecd/bridge/eth"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
)

var (
	// ErrDisagree means that endpoints contradict each other.
	ErrDisagree = errors.New("the endpoints disagree")
	// ErrBehind means that what the endpoints call final is older than what they called so before.
	ErrBehind = errors.New("the endpoints are behind")
	// ErrRegression means that a block that was final is not in the chain any more.
	ErrRegression = errors.New("a finalized block is gone")
	// ErrStarting means that nothing was looked at yet.
	ErrStarting = fmt.Errorf("%w: it was not looked at yet", ErrNoView)
)

// Config is what a watcher needs.
type Config struct {
	Domain bridge.Domain
	// Endpoints are URLs, of nodes of different software and operators if there are several.
	Endpoints []string
	Limits    eth.Limits
	// Start is where the chain here is: events up to it are not looked for, and those
	// after it are in no block before StartBlock. For a new vault that is its first
	// hash, and the block that deployed it.
	Start      bridge.Point
	StartBlock uint64
	// Store is the file with the finalized blocks.
	Store string
	// PollTime bounds one look at Ethereum. What it found of a long history is kept.
	PollTime time.Duration
	Registry prometheus.Registerer
}

// Watcher watches one vault. Snapshot, Vote and Trim may be called at any time from
// any goroutine; Poll and Run from one.
type Watcher struct {
	config  Config
	readers []*eth.Reader
	points  *points
	metrics *metrics
	now     func() time.Time

	snapshot atomic.Pointer[Snapshot]
	trimmed  atomic.Uint64

	// The part of the history that was proven, up to the block before next, and
	// what was found beyond but is not proven yet.
	proven history
	next   uint64
	ahead  *eth.Scan
	block  eth.Block // of the last view
	book   eth.Book
}

// New returns a watcher that has not looked yet. Close ends it.
func New(ctx context.Context, c Config) (*Watcher, error) {
	if len(c.Endpoints) == 0 || c.PollTime <= 0 {
		return nil, fmt.Errorf("%d endpoints and %s for each look, expected one at least, and some time",
			len(c.Endpoints), c.PollTime)
	}
	m, err := newMetrics(c.Registry)
	if err != nil {
		return nil, fmt.Errorf("metrics: %w", err)
	}
	w := &Watcher{
		config: c, metrics: m, now: time.Now, proven: history{start: c.Start}, next: c.StartBlock,
	}
	w.snapshot.Store(&Snapshot{Err: ErrStarting})
	for i, u := range c.Endpoints {
		r, err := eth.NewReader(ctx, u, c.Domain, c.Limits)
		if err != nil {
			w.closeReaders()
			return nil, fmt.Errorf("endpoint %d: %w", i, err)
		}
		w.readers = append(w.readers, r)
	}
	if w.points, err = openPoints(c.Store, c.Domain.Separator()); err != nil {
		w.closeReaders()
		return nil, err
	}
	return w, nil
}

func (w *Watcher) closeReaders() {
	for _, r := range w.readers {
		r.Close()
	}
}

// Close ends the watcher; Run must have returned.
func (w *Watcher) Close() error {
	w.closeReaders()
	return w.points.close()
}

// Snapshot returns what was seen last, at once.
func (w *Watcher) Snapshot() *Snapshot { return w.snapshot.Load() }

// Trim says that the chain here has all events up to one for good: they are
// forgotten at the next look.
func (w *Watcher) Trim(nonce uint64) {
	for {
		old := w.trimmed.Load()
		if nonce <= old || w.trimmed.CompareAndSwap(old, nonce) {
			return
		}
	}
}

// Run looks at Ethereum each period until the context ends, more rarely while it fails.
func (w *Watcher) Run(ctx context.Context, period time.Duration) {
	const most = 8 // periods
	wait := period
	for {
		if err := w.Poll(ctx); err != nil {
			wait = min(2*wait, most*period)
		} else {
			wait = period
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
		}
	}
}

// Poll looks at Ethereum once and returns why there is no view now, nil if there is one.
func (w *Watcher) Poll(ctx context.Context) error {
	began := w.now()
	ctx, cancel := context.WithTimeout(ctx, w.config.PollTime)
	defer cancel()
	err := w.look(ctx)
	s := &Snapshot{Err: err, Alarm: errors.Is(err, ErrRegression)}
	if err != nil && !errors.Is(err, ErrNoView) {
		s.Err = fmt.Errorf("%w: %w", ErrNoView, err)
	}
	w.proven = w.proven.trim(w.trimmed.Load())
	if err == nil {
		s.Block, s.Book, s.history = w.block, w.book, w.proven
	}
	w.snapshot.Store(s)
	w.metrics.snapshot(s)
	w.metrics.pollSeconds.Observe(w.now().Sub(began).Seconds())
	return s.Err
}

// outcome is the label of a snapshot in the metrics.
func outcome(s *Snapshot) string {
	for _, known := range []struct {
		err  error
		name string
	}{
		{nil, "view"},
		{ErrRegression, "regression"},
		{ErrDisagree, "disagreement"},
		{ErrBehind, "behind"},
		{eth.ErrWrongChain, "wrong_chain"},
		{eth.ErrLie, "lie"},
		{context.DeadlineExceeded, "timeout"},
	} {
		if errors.Is(s.Err, known.err) {
			return known.name
		}
	}
	return "failure"
}

func (w *Watcher) look(ctx context.Context) error {
	at, err := w.agreedBlock(ctx)
	if err != nil {
		return err
	}
	if err := w.checkFinality(ctx, at); err != nil {
		return err
	}
	if at.Hash == w.block.Hash { // a view of this very block is there already
		return nil
	}
	book, err := agree(w, "vault", func(r *eth.Reader) (eth.Book, error) { return r.Book(ctx, at) })
	if err != nil {
		return err
	}
	if err := w.extend(ctx, at, book); err != nil {
		return err
	}
	if last, ok := w.points.last(); !ok || at.Number > last.number {
		if err := w.points.add(point{at.Number, at.Hash}); err != nil {
			return err
		}
	}
	w.block, w.book = at, book
	return nil
}

// agreedBlock returns the highest block that all endpoints call final.
func (w *Watcher) agreedBlock(ctx context.Context) (eth.Block, error) {
	final, err := each(w, func(r *eth.Reader) (eth.Block, error) {
		if err := r.CheckChain(ctx); err != nil {
			return eth.Block{}, err
		}
		return r.Finalized(ctx)
	})
	if err != nil {
		return eth.Block{}, err
	}
	lowest := final[0].Number
	for _, b := range final {
		lowest = min(lowest, b.Number)
	}
	return agree(w, "block", func(r *eth.Reader) (eth.Block, error) { return r.BlockAt(ctx, lowest) })
}

// checkFinality holds the block against those that were final before.
func (w *Watcher) checkFinality(ctx context.Context, at eth.Block) error {
	if hash, ok := w.points.at(at.Number); ok && hash != at.Hash {
		return regression(at.Number, hash, at.Hash)
	}
	last, ok := w.points.last()
	switch {
	case !ok || at.Number == last.number:
		return nil
	case at.Number < last.number:
		return fmt.Errorf("%w: block %d is final, it was %d before: wait", ErrBehind, at.Number, last.number)
	}
	b, err := agree(w, "block", func(r *eth.Reader) (eth.Block, error) { return r.BlockAt(ctx, last.number) })
	if err != nil {
		return err
	}
	if b.Hash != last.hash {
		return regression(last.number, last.hash, b.Hash)
	}
	return nil
}

func regression(number uint64, was, is ident.Hash) error {
	return fmt.Errorf("%w: block %d was %s and is %s: stop the bridge and find out why", ErrRegression, number, was, is)
}

// extend reads the events up to a block, and proves them by the book there.
func (w *Watcher) extend(ctx context.Context, at eth.Block, book eth.Book) error {
	if w.ahead == nil {
		scan := eth.NewScan(w.next, w.proven.end())
		w.ahead = &scan
	}
	if room := eth.MaxScanEvents; len(w.proven.events)+len(w.ahead.Events) > room {
		return fmt.Errorf("%w: %d events: let the chain here catch up", eth.ErrTooManyEvents, room)
	}
	err := w.readers[0].Extend(ctx, w.ahead, at.Number)
	if err == nil && w.ahead.Point != book.Point {
		err = fmt.Errorf("%w: its logs lead to event %d with hash %s, its storage has event %d with hash %s: an event"+
			" is missing, added or changed", eth.ErrLie, w.ahead.Point.Nonce, w.ahead.Point.Hash, book.Point.Nonce,
			book.Point.Hash)
	}
	if err != nil {
		w.metrics.failed(0)
		if errors.Is(err, eth.ErrLie) {
			w.ahead = nil
		}
		return fmt.Errorf("endpoint 0: %w", err)
	}
	w.proven = history{
		start:  w.proven.start,
		events: append(w.proven.events, w.ahead.Events...), hashes: append(w.proven.hashes, w.ahead.Hashes...),
	}
	w.next, w.ahead = w.ahead.NextBlock, nil
	return nil
}

// end returns the point that a history leads to.
func (h history) end() bridge.Point {
	if n := len(h.hashes); n > 0 {
		return bridge.Point{Nonce: h.start.Nonce + uint64(n), Hash: h.hashes[n-1]}
	}
	return h.start
}

// each asks all endpoints at once, and returns all answers or an error.
func each[T any](w *Watcher, ask func(*eth.Reader) (T, error)) ([]T, error) {
	answers, failures := make([]T, len(w.readers)), make([]error, len(w.readers))
	var all sync.WaitGroup
	for i, r := range w.readers {
		all.Go(func() {
			if answers[i], failures[i] = ask(r); failures[i] != nil {
				w.metrics.failed(i)
				failures[i] = fmt.Errorf("endpoint %d: %w", i, failures[i])
			}
		})
	}
	all.Wait()
	return answers, errors.Join(failures...)
}

// agree asks all endpoints at once, and returns what they all say; ErrDisagree if
// they do not.
func agree[T comparable](w *Watcher, what string, ask func(*eth.Reader) (T, error)) (T, error) {
	var none T
	answers, err := each(w, ask)
	if err != nil {
		return none, err
	}
	for i, a := range answers {
		if a != answers[0] {
			return none, fmt.Errorf("%w on the %s: endpoint 0 says %+v, endpoint %d says %+v: check both", ErrDisagree,
				what, answers[0], i, a)
		}
	}
	return answers[0], nil
}
