package bridgenet

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/app"
	"github.com/iexecd/iexecd/bridge/eth"
	"github.com/iexecd/iexecd/bridge/ethlab"
	"github.com/iexecd/iexecd/bridge/sign"
	"github.com/iexecd/iexecd/bridge/watch"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/sidecar"
	bridgekeeper "github.com/iexecd/iexecd/x/rlcbridge/keeper"
)

var errNobody = errors.New("the sidecar is not there")

// seat is where a node finds its sidecar, which comes and goes while the node runs.
type seat struct {
	world *world
	proxy *ethlab.Proxy
	key   *ethlab.Account
	tb    testing.TB // of the world
	dir   string

	mu     sync.RWMutex
	eyes   app.BridgeEyes // nil if there is none
	silent bool           // it tells its proposer of no events

	local *sidecar.Local // that runs, behind eyes
	stop  func()
}

func newSeat(t *testing.T, w *world, _ int, key *ethlab.Account) *seat {
	t.Helper()
	s := &seat{world: w, key: key, tb: t, dir: t.TempDir()}
	s.proxy = newProxy(t, w.lab)
	t.Cleanup(s.close)
	return s
}

func newProxy(t *testing.T, lab *ethlab.Lab) *ethlab.Proxy {
	t.Helper()
	p, err := ethlab.NewProxy(context.WithoutCancel(t.Context()), lab.URL())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, p.Close()) })
	return p
}

// open starts the sidecar, with the files that it had.
func (s *seat) open(tb testing.TB, endpoints ...string) {
	tb.Helper()
	s.close()
	watcher, err := watch.New(tb.Context(), watch.Config{
		Domain: s.world.lab.Domain, Endpoints: endpoints,
		Limits: eth.Limits{CallTime: time.Second, AnswerBytes: 4 << 20},
		Start:  s.world.start, StartBlock: s.world.block, Store: filepath.Join(s.dir, "finalized"),
		PollTime: 3 * time.Second, Registry: prometheus.NewRegistry(),
	})
	require.NoError(tb, err)
	key, err := sign.NewKey(s.key.PrivateKey())
	require.NoError(tb, err)
	const most = 1_000_000 * rlc.RLC
	signer, err := sign.Open(sign.Config{
		Domain: s.world.lab.Domain, Key: key, Store: filepath.Join(s.dir, "signed"),
		Limits: sign.Limits{
			BatchTotal: most, OutCap: 2 * most, Bucket: bridge.BucketLimits{Cap: most, RatePerSecond: rlc.RLC},
		},
	})
	require.NoError(tb, err)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		const period = 50 * time.Millisecond
		watcher.Run(ctx, period)
	}()
	s.local = &sidecar.Local{Watcher: watcher, Signer: signer}
	s.stop = func() { cancel(); <-done }
	s.sit(s.local)
}

// sit puts something in the place of the sidecar; nil for nothing.
func (s *seat) sit(eyes app.BridgeEyes) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.eyes = eyes
}

// back puts the sidecar that runs into its place.
func (s *seat) back() { s.sit(s.local) }

// close kills the sidecar.
func (s *seat) close() {
	s.sit(nil)
	if s.local == nil {
		return
	}
	s.stop()
	if err := s.local.Close(); err != nil {
		panic(err) // files of its own, in a folder of its own
	}
	s.local = nil
}

// forget makes the sidecar forget which blocks were final.
func (s *seat) forget() {
	s.close()
	s.dir = s.tb.TempDir()
}

// hush stops the node from proposing events, and nothing else; or lets it again.
func (s *seat) hush(silent bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.silent = silent
}

func (s *seat) who() (app.BridgeEyes, bool, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.eyes == nil {
		return nil, false, errNobody
	}
	return s.eyes, s.silent, nil
}

// EventsAfter implements app.BridgeEyes.
func (s *seat) EventsAfter(ctx context.Context, last bridge.Point) ([]bridge.Event, error) {
	eyes, silent, err := s.who()
	if err != nil || silent {
		return nil, errNobody
	}
	return eyes.EventsAfter(ctx, last)
}

// Vote implements app.BridgeEyes.
func (s *seat) Vote(ctx context.Context, last bridge.Point, nowUnix uint64) (bridge.Vote, error) {
	eyes, _, err := s.who()
	if err != nil {
		return bridge.Vote{}, err
	}
	return eyes.Vote(ctx, last, nowUnix)
}

// Address implements app.BridgeEyes.
func (s *seat) Address(ctx context.Context) (ident.Address, error) {
	eyes, _, err := s.who()
	if err != nil {
		return ident.Address{}, err
	}
	return eyes.Address(ctx)
}

// Sign implements app.BridgeEyes.
func (s *seat) Sign(ctx context.Context, r bridgekeeper.SignRequest) (bridge.VoteSignature, error) {
	eyes, _, err := s.who()
	if err != nil {
		return bridge.VoteSignature{}, err
	}
	return eyes.Sign(ctx, r)
}

// hung is a sidecar that never answers.
type hung struct{}

// EventsAfter implements app.BridgeEyes.
func (hung) EventsAfter(ctx context.Context, _ bridge.Point) ([]bridge.Event, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

// Vote implements app.BridgeEyes.
func (hung) Vote(ctx context.Context, _ bridge.Point, _ uint64) (bridge.Vote, error) {
	<-ctx.Done()
	return bridge.Vote{}, ctx.Err()
}

// Address implements app.BridgeEyes.
func (hung) Address(ctx context.Context) (ident.Address, error) {
	<-ctx.Done()
	return ident.Address{}, ctx.Err()
}

// Sign implements app.BridgeEyes.
func (hung) Sign(ctx context.Context, _ bridgekeeper.SignRequest) (bridge.VoteSignature, error) {
	<-ctx.Done()
	return bridge.VoteSignature{}, ctx.Err()
}
