package worker

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
	"github.com/iexecd/iexecd/worker/chain"
	"github.com/iexecd/iexecd/worker/journal"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

// fakeComputer answers every task with its id's hash, when let.
type fakeComputer struct {
	mu      sync.Mutex
	block   chan struct{} // runs wait for it, if set
	runs    int
	specs   []Spec
	forgot  []ident.Hash
	failing int // so many fetches fail
	probe   error
	nonce   byte          // another run gives another answer
	keeps   chan struct{} // forgetting waits for it, if it is not nil
}

func (f *fakeComputer) Probe(context.Context) error { return f.probe }

func (f *fakeComputer) Fetch(_ context.Context, s Spec) (*poco.Answer, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.specs = append(f.specs, s)
	if f.failing > 0 {
		f.failing--
		return nil, io.ErrUnexpectedEOF
	}
	return nil, nil
}

func (f *fakeComputer) Compute(ctx context.Context, s Spec) (poco.Answer, error) {
	f.mu.Lock()
	f.runs++
	f.nonce++
	wait, nonce := f.block, f.nonce
	f.mu.Unlock()
	if wait != nil {
		select {
		case <-wait:
		case <-ctx.Done():
			return poco.Answer{}, ctx.Err()
		}
	}
	return poco.Answer{Cause: poco.CauseOK, Digest: ident.Keccak256(s.Task.ID[:], []byte{nonce})}, nil
}

func (f *fakeComputer) ran() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.runs
}

func (f *fakeComputer) Forget(task ident.Hash) error {
	if f.keeps != nil {
		<-f.keeps
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.forgot = append(f.forgot, task)
	return nil
}

func (f *fakeComputer) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	_, _ = w.Write([]byte("result bytes"))
}

// lines is an output that a test can read while the worker writes.
type lines struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// bench is a worker on a fake chain.
type bench struct {
	t        *testing.T
	chain    *fakeChain
	client   *chain.Client
	key      chain.Key
	home     string
	computer *fakeComputer
	out      *lines
	change   func(*Config)
}

func newBench(t *testing.T) *bench {
	t.Helper()
	f, address := startChain(t)
	client, err := chain.Dial(chain.Config{Endpoints: []chain.Endpoint{{GRPC: address}}})
	require.NoError(t, err)
	t.Cleanup(func() { _ = client.Close() })
	priv, err := ethsecp256k1.GenPrivKey()
	require.NoError(t, err)
	key, err := chain.RawKey(priv)
	require.NoError(t, err)
	return &bench{
		t: t, chain: f, client: client, key: key, home: t.TempDir(), computer: &fakeComputer{}, out: &lines{},
		change: func(*Config) {},
	}
}

func (b *bench) worker() *Worker {
	b.t.Helper()
	c := Config{Home: b.home, Bond: 10 * rlc.RLC, Slots: 2, PollEvery: 5 * time.Millisecond, URL: "http://127.0.0.1:9"}
	b.change(&c)
	w, err := New(c, Deps{Chain: b.client, Key: b.key, Computer: b.computer, Out: b.out})
	require.NoError(b.t, err)
	return w
}

// start runs a worker until the returned function is called, which kills it and
// returns what Run returned.
func (b *bench) start() (*Worker, func() error) {
	b.t.Helper()
	w := b.worker()
	ctx, cancel := context.WithCancel(b.t.Context())
	done := make(chan error, 1)
	go func() { done <- w.Run(ctx) }()
	var once sync.Once
	var err error
	stop := func() error {
		once.Do(func() { cancel(); err = <-done })
		return err
	}
	b.t.Cleanup(func() { _ = stop() })
	return w, stop
}

func (b *bench) until(what string, cond func() bool) {
	b.t.Helper()
	require.Eventually(b.t, cond, 20*time.Second, 2*time.Millisecond, what)
}

func (b *bench) untilState(id string, want pocotypes.MemberState) {
	b.t.Helper()
	b.until(want.String(), func() bool { return b.chain.member(id) == want })
}

func (b *bench) messages(kind string) int {
	b.chain.mu.Lock()
	defer b.chain.mu.Unlock()
	n := 0
	for _, m := range b.chain.sent {
		if strings.HasSuffix(strings.TrimPrefix(typeName(m), "*types."), kind) {
			n++
		}
	}
	return n
}

// TestWholeLife: register, compute, commit, reveal, forget; and what people see.
func TestWholeLife(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.computer.failing = 1
	w, stop := b.start()
	b.until("registered", func() bool { return b.messages("MsgRegisterWorker") == 1 })
	require.Equal(t, poolID, b.chain.worker.Workerpool)
	require.Equal(t, uint64(10*rlc.RLC), b.chain.worker.BondNrlc)
	id := b.chain.open(100)
	b.untilState(id, pocotypes.MemberState_MEMBER_STATE_ACCEPTED)
	b.until("accepted line", func() bool { return strings.Contains(b.out.String(), "accepted     +0.0926 RLC") })
	require.Contains(t, b.out.String(), "vanitygen    computed")
	require.Contains(t, b.out.String(), "committed   waiting for others")
	require.Contains(t, b.out.String(), w.Address())
	b.until("forgotten", func() bool {
		b.computer.mu.Lock()
		defer b.computer.mu.Unlock()
		return len(b.computer.forgot) == 1
	})
	b.computer.mu.Lock()
	require.Len(t, b.computer.specs, 2, "a failed fetch is tried again")
	require.Equal(t, []string{"aa"}, b.computer.specs[0].Args)
	require.Equal(t, uint64(3), b.computer.specs[0].Task.Size)
	require.Equal(t, Limits{Fuel: 5, MemoryBytes: testMemory, WorkClockSeconds: 60}, b.computer.specs[0].Limits)
	b.computer.mu.Unlock()
	require.NoError(t, stop())
}

// TestKilledInEachPhase: the worker is ended before its commit, after it, and
// while it reveals, and another one with the same home finishes the task with the
// same answer.
func TestKilledInEachPhase(t *testing.T) {
	t.Parallel()
	t.Run("while running", func(t *testing.T) {
		t.Parallel()
		b := newBench(t)
		b.computer.block = make(chan struct{})
		_, kill := b.start()
		b.until("registered", func() bool { return b.messages("MsgRegisterWorker") == 1 })
		id := b.chain.open(5000)
		b.until("running", func() bool { return b.computer.ran() == 1 })
		require.NoError(t, kill())
		close(b.computer.block)
		b.start()
		b.untilState(id, pocotypes.MemberState_MEMBER_STATE_ACCEPTED)
		require.Equal(t, 2, b.computer.runs)
		require.Equal(t, 1, b.messages("MsgRegisterWorker"))
	})
	t.Run("after commit", func(t *testing.T) {
		t.Parallel()
		b := newBench(t)
		b.chain.hold = true
		_, kill := b.start()
		b.until("registered", func() bool { return b.messages("MsgRegisterWorker") == 1 })
		id := b.chain.open(5000)
		b.untilState(id, pocotypes.MemberState_MEMBER_STATE_COMMITTED)
		require.NoError(t, kill())
		b.chain.set(func() { b.chain.hold = false })
		b.start()
		b.untilState(id, pocotypes.MemberState_MEMBER_STATE_ACCEPTED)
		require.Equal(t, 1, b.computer.runs, "the answer comes from the journal")
		require.Len(t, b.chain.commitments[id], 1)
	})
	t.Run("commit lost", func(t *testing.T) {
		t.Parallel()
		b := newBench(t)
		b.chain.hold = true
		_, kill := b.start()
		b.until("registered", func() bool { return b.messages("MsgRegisterWorker") == 1 })
		id := b.chain.open(5000)
		b.untilState(id, pocotypes.MemberState_MEMBER_STATE_COMMITTED)
		require.NoError(t, kill())
		b.chain.set(func() { // as if the transaction had never arrived
			b.chain.seats[id].MemberState, b.chain.seats[id].Commitment = pocotypes.MemberState_MEMBER_STATE_DRAWN, ""
			b.chain.hold = false
		})
		b.start()
		b.untilState(id, pocotypes.MemberState_MEMBER_STATE_ACCEPTED)
		require.Equal(t, 1, b.computer.runs)
		require.Len(t, b.chain.commitments[id], 1, "never two different commitments of a task")
	})
}

func TestDrain(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.computer.block = make(chan struct{})
	w := b.worker()
	done := make(chan error, 1)
	go func() { done <- w.Run(t.Context()) }()
	b.until("registered", func() bool { return b.messages("MsgRegisterWorker") == 1 })
	id := b.chain.open(100_000)
	b.until("running", func() bool { return b.computer.ran() == 1 })
	w.Drain()
	w.Drain() // asking twice is no harm
	b.until("the chain knows", func() bool { return b.messages("MsgDrainWorker") == 1 })
	require.Empty(t, done, "an open task is finished first")
	close(b.computer.block)
	require.NoError(t, <-done)
	require.Equal(t, pocotypes.MemberState_MEMBER_STATE_ACCEPTED, b.chain.member(id))
	// Started again it takes tasks again.
	b.start()
	b.until("resumed", func() bool { return b.messages("MsgDrainWorker") == 2 })
}

func TestDrainTimeout(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.computer.block = make(chan struct{})
	b.change = func(c *Config) { c.DrainTimeout = 300 * time.Millisecond }
	w := b.worker()
	done := make(chan error, 1)
	go func() { done <- w.Run(t.Context()) }()
	b.until("registered", func() bool { return b.messages("MsgRegisterWorker") == 1 })
	b.chain.open(100_000)
	b.until("running", func() bool { return b.computer.ran() == 1 })
	w.Drain()
	err := <-done
	require.ErrorIs(t, err, ErrNotDrained)
	require.ErrorContains(t, err, "1 tasks are open")
}

func TestRegistration(t *testing.T) {
	t.Parallel()
	registered := func(f *fakeChain) *pocotypes.Worker {
		f.worker = &pocotypes.Worker{
			Workerpool: poolID, Slots: 2, Url: "http://127.0.0.1:9",
			Status: pocotypes.WorkerStatus_WORKER_STATUS_ACTIVE,
		}
		return f.worker
	}
	run := func(t *testing.T, prepare func(*bench)) error {
		t.Helper()
		b := newBench(t)
		b.chain.mu.Lock()
		prepare(b)
		b.chain.mu.Unlock()
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		return b.worker().Run(ctx)
	}
	t.Run("not enough", func(t *testing.T) {
		t.Parallel()
		err := run(t, func(b *bench) { b.chain.balance = 9e9 })
		require.ErrorIs(t, err, ErrFunds)
		require.ErrorContains(t, err, "has 9 RLC, the bond is 10 RLC")
	})
	t.Run("no pool", func(t *testing.T) {
		t.Parallel()
		err := run(t, func(b *bench) { b.chain.pools = append(b.chain.pools, b.chain.pools[0]) })
		require.ErrorIs(t, err, ErrNoPool)
	})
	t.Run("other pool", func(t *testing.T) {
		t.Parallel()
		err := run(t, func(b *bench) {
			registered(b.chain)
			b.change = func(c *Config) { c.Workerpool = ident.Address{9} }
		})
		require.ErrorIs(t, err, ErrOtherPool)
	})
	t.Run("broken sandbox", func(t *testing.T) {
		t.Parallel()
		err := run(t, func(b *bench) { b.computer.probe = io.ErrNoProgress })
		require.ErrorIs(t, err, io.ErrNoProgress)
	})
	t.Run("changed", func(t *testing.T) {
		t.Parallel()
		b := newBench(t)
		registered(b.chain).Slots = 7
		b.start()
		b.until("updated", func() bool { return b.messages("MsgUpdateWorker") == 1 })
		require.Equal(t, uint32(2), b.chain.worker.Slots)
	})
	t.Run("jailed", func(t *testing.T) {
		t.Parallel()
		b := newBench(t)
		registered(b.chain).Status = pocotypes.WorkerStatus_WORKER_STATUS_JAILED
		b.start()
		b.until("unjailed", func() bool { return b.messages("MsgUnjailWorker") == 1 })
		require.Zero(t, b.messages("MsgUpdateWorker"))
	})
}

func get(t *testing.T, w *Worker, path string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+w.listener.Addr().String()+path, nil)
	require.NoError(t, err)
	r, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer func() { _ = r.Body.Close() }()
	bz, err := io.ReadAll(r.Body)
	require.NoError(t, err)
	return r.StatusCode, string(bz)
}

func TestHTTP(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w, stop := b.start()
	b.until("ready", func() bool { code, _ := get(t, w, "/readyz"); return code == http.StatusOK })
	code, body := get(t, w, "/healthz")
	require.Equal(t, http.StatusOK, code)
	require.Equal(t, "ok\n", body)
	b.until("idle reason", func() bool { _, body = get(t, w, "/status"); return strings.Contains(body, "nobody asks") })
	require.Contains(t, body, w.Address())
	_, body = get(t, w, "/metrics")
	require.Contains(t, body, "iexec_worker_block_height")
	_, body = get(t, w, "/sha256/abc")
	require.Equal(t, "result bytes", body)
	require.NoError(t, stop())
}

// TestCallbackBound: a change of the chain's parameters is heard without a restart.
func TestCallbackBound(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.start()
	b.until("registered", func() bool { return b.messages("MsgRegisterWorker") == 1 })
	for i, bound := range []uint32{100, 7} {
		b.chain.mu.Lock()
		b.chain.maxCallback = bound
		b.chain.mu.Unlock()
		b.untilState(b.chain.open(5000), pocotypes.MemberState_MEMBER_STATE_ACCEPTED)
		b.computer.mu.Lock()
		limits := b.computer.specs[i].Limits
		b.computer.mu.Unlock()
		require.Equal(t, int(bound), limits.CallbackBytes)
	}
}

func TestNotReady(t *testing.T) {
	t.Parallel()
	board := newStatusBoard("me", Config{})
	now := time.Now()
	require.Equal(t, "not registered yet", board.notReady(now))
	board.online("c")
	require.Contains(t, board.notReady(now), "no block seen")
	board.step(1, 0, 0)
	require.Empty(t, board.notReady(now))
	require.Contains(t, board.notReady(now.Add(2*time.Minute)), "no block seen for")
	board.drain()
	require.Equal(t, "draining", board.notReady(now))
}

// TestUnsafeJournal: without its journal a worker does not work.
func TestUnsafeJournal(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	dir := filepath.Join(b.home, "fake-1")
	require.NoError(t, os.MkdirAll(dir, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "journal"), []byte("something else"), 0o600))
	require.ErrorIs(t, b.worker().Run(t.Context()), journal.ErrCorrupt)

	require.NoError(t, os.Remove(filepath.Join(dir, "journal")))
	w, stop := b.start()
	b.until("ready", func() bool { code, _ := get(t, w, "/readyz"); return code == http.StatusOK })
	require.ErrorIs(t, b.worker().Run(t.Context()), journal.ErrLocked)
	require.NoError(t, stop())
}

// TestBadParams: what no worker can follow is a result, without fetching anything.
func TestBadParams(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.chain.params = `{"iexec_input_files":["http://x/a"]}`
	b.start()
	b.until("registered", func() bool { return b.messages("MsgRegisterWorker") == 1 })
	id := b.chain.open(5000)
	b.untilState(id, pocotypes.MemberState_MEMBER_STATE_ACCEPTED)
	require.Zero(t, b.computer.runs)
	b.chain.mu.Lock()
	defer b.chain.mu.Unlock()
	reveal, ok := b.chain.sent[len(b.chain.sent)-1].(*pocotypes.MsgReveal)
	require.True(t, ok)
	require.Equal(t, pocotypes.Cause_CAUSE_BAD_INPUT, reveal.Reveals[0].Cause)
	require.Contains(t, reveal.Reveals[0].Tail, "no #sha256=")
}

func TestConfig(t *testing.T) {
	t.Parallel()
	_, err := New(Config{}, Deps{})
	require.ErrorContains(t, err, "no home")
	_, err = New(Config{Home: "x", URL: "ftp://x"}, Deps{})
	require.ErrorContains(t, err, "url")
	_, err = New(Config{Home: "x"}, Deps{})
	require.ErrorContains(t, err, "needs a chain client")
}
