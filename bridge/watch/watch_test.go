package watch

import (
	"context"
	"encoding/json"
	"math/big"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/rpc"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/bridge/eth"
	"github.com/iexecd/iexecd/bridge/ethlab"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

func TestView(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	require.ErrorIs(t, w.watcher.Snapshot().Err, ErrNoView, "nothing was looked at")
	require.Zero(t, w.watcher.Snapshot().Vote(w.config.Start, 0))
	w.deposit(3)
	s := w.view(3)
	events, err := s.EventsAfter(w.config.Start)
	require.NoError(t, err)
	require.Len(t, events, 3)
	want, err := bridge.See(w.config.Start, events, s.Block.Number, s.Block.Unix)
	require.NoError(t, err)
	want.Flags |= bridge.FlagProof
	got := s.Vote(w.config.Start, s.Block.Unix+OldSeconds)
	require.Equal(t, want, got)
	require.Equal(t, s.Book.Point, got.Point)
	want.Flags |= bridge.FlagOld
	require.Equal(t, want, s.Vote(w.config.Start, s.Block.Unix+OldSeconds+1))
	_, err = bridge.EncodeVote(want)
	require.NoError(t, err)

	one := bridge.Point{Nonce: 1, Hash: bridge.Link(w.config.Start.Hash, events[0])}
	rest, err := s.EventsAfter(one)
	require.NoError(t, err)
	require.Equal(t, events[1:], rest)
	none, err := s.EventsAfter(s.Book.Point)
	require.NoError(t, err)
	require.Empty(t, none)
	require.Equal(t, s.Book.Point, s.Vote(s.Book.Point, 0).Point)

	_, err = s.EventsAfter(bridge.Point{Nonce: 4})
	require.ErrorIs(t, err, ErrNoView, "the chain here is ahead")
	require.Zero(t, s.Vote(bridge.Point{Nonce: 4}, 0))
	for nonce := range uint64(4) {
		wrong := bridge.Point{Nonce: nonce, Hash: ident.Hash{1}}
		_, err = s.EventsAfter(wrong)
		require.ErrorIs(t, err, ErrContradiction)
		require.Equal(t, bridge.Vote{Flags: bridge.FlagAlarm}, s.Vote(wrong, 0))
	}

	w.watcher.Trim(2)
	w.watcher.Trim(1)
	trimmed := w.view(3)
	_, err = trimmed.EventsAfter(one)
	require.ErrorIs(t, err, ErrNoView, "it was trimmed")
	rest, err = trimmed.EventsAfter(bridge.Point{Nonce: 2, Hash: s.hashes[1]})
	require.NoError(t, err)
	require.Equal(t, events[2:], rest)
	require.Len(t, s.events, 3, "a snapshot never changes")
	w.watcher.Trim(1 << 40)
	require.Empty(t, w.view(3).events)
	w.deposit(2)
	require.Empty(t, w.view(5).events, "they are trimmed already")
	require.EqualValues(t, 1, w.metric("view"))
	require.EqualValues(t, 5, w.metric("event_nonce"))
	require.Equal(t, int64(5*rlc.RLC), w.metric("locked_nrlc"))
	require.Zero(t, w.metric("endpoint_failures_total"))
}

// TestStart checks that a watcher can begin where the chain here is.
func TestStart(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1)
	w.deposit(5)
	s := w.view(5)
	w.config.Start = bridge.Point{Nonce: 3, Hash: s.hashes[2]}
	w.restart()
	require.Equal(t, s.events[3:], w.view(5).events)
	w.config.Start.Hash[0]++
	w.restart()
	w.noView(eth.ErrLie)
}

// TestAllMustAgree checks that one endpoint of three that fails, in any way, leaves
// no view, whichever it is; and that there is one when it is back.
func TestAllMustAgree(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3)
	w.deposit(2)
	w.config.Limits.CallTime = 300 * time.Millisecond
	w.config.PollTime = 5 * time.Second
	w.restart()
	for bad, proxy := range w.proxies {
		for name, lie := range map[string]ethlab.Lie{
			"hangs": ethlab.Hang(),
			"429":   ethlab.Say(http.StatusTooManyRequests, ""),
			"500":   ethlab.Say(http.StatusInternalServerError, ""),
			"html":  ethlab.Say(http.StatusOK, "<html>"),
			"half":  ethlab.Truncate(),
			"30 MB": ethlab.Oversize(30 << 20),
			"error": ethlab.Fail(-1, "header not found"),
		} {
			methods := []string{"eth_chainId", "eth_getBlockByNumber", ethlab.AnyMethod}
			if name == "429" {
				methods = append(methods, "eth_getProof")
			}
			for _, method := range methods {
				w.watcher.block = eth.Block{} // so that all is read again
				proxy.Tell(method, lie)
				began := time.Now()
				require.Error(t, w.poll(), "%d %s %s", bad, name, method)
				require.Less(t, time.Since(began), 5*time.Second)
				require.ErrorIs(t, w.watcher.Snapshot().Err, ErrNoView)
				require.False(t, w.watcher.Snapshot().Alarm)
				require.Zero(t, w.watcher.Snapshot().Vote(w.config.Start, 0))
				proxy.Honest()
			}
		}
	}
	w.view(2)
	require.Positive(t, w.metric("endpoint_failures_total"))
}

// TestDisagree checks endpoints of two Ethereums that differ in one deposit only.
func TestDisagree(t *testing.T) {
	t.Parallel()
	w, other := newWorld(t, 1), newWorld(t, 1)
	require.Equal(t, w.Domain, other.Domain)
	w.deposit(1)
	other.deposit(2)
	w.config.Endpoints = append(w.config.Endpoints, other.config.Endpoints...)
	w.restart()
	s := w.noView(ErrDisagree)
	require.False(t, s.Alarm)
	require.Zero(t, w.watcher.points.all, "what is not agreed on is not remembered")
}

// TestWrongChain checks an endpoint with another chain id, beside a good one.
func TestWrongChain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	w.deposit(1)
	w.proxies[1].Tell("eth_chainId", ethlab.Rewrite(func(ethlab.Request, any) any { return "0x1" }))
	w.noView(eth.ErrWrongChain)
	w.proxies[1].Honest()
	w.view(1)
	w.proxies[1].Tell("eth_chainId", ethlab.Rewrite(func(ethlab.Request, any) any { return "0x1" }))
	w.noView(eth.ErrWrongChain)
}

// TestOtherVault checks that a vault that is not there, or another, gives no view.
func TestOtherVault(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1)
	w.deposit(1)
	for _, vault := range []ident.Address{{1}, ident.Address(w.Token)} {
		w.config.Domain.Vault = vault
		w.config.Start.Hash = w.config.Domain.FirstHash()
		w.config.Store = filepath.Join(t.TempDir(), "finalized")
		w.restart()
		w.noView(eth.ErrLie)
	}
	w.config.Domain = bridge.Domain{ChainID: w.ChainID, Vault: ident.Address(w.Vault), HomeChain: "iexec-2"}
	w.config.Start.Hash = w.config.Domain.FirstHash()
	w.config.Store = filepath.Join(t.TempDir(), "finalized")
	w.restart()
	w.noView(eth.ErrLie)
}

// TestRegression rewinds Ethereum below a finalized block: no view and an alarm, also
// after a restart, and not before the other chain is final there.
func TestRegression(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	base, err := w.Head(t.Context())
	require.NoError(t, err)
	w.deposit(2)
	before := w.view(2)
	require.NoError(t, w.Rewind(t.Context(), base.Number.Uint64()))
	w.Mine(1)
	require.Error(t, w.poll(), "nothing is final there, or an older block")
	require.False(t, w.watcher.Snapshot().Alarm)
	require.ErrorIs(t, w.watcher.Snapshot().Err, ErrNoView)

	w.deposit(1)
	final, err := w.Client().HeaderByNumber(t.Context(), big.NewInt(int64(rpc.FinalizedBlockNumber)))
	require.NoError(t, err)
	require.Equal(t, before.Block.Number, final.Number.Uint64())
	require.True(t, w.noView(ErrRegression).Alarm, "another block is final in its place")
	w.Mine(64)
	s := w.noView(ErrRegression)
	require.True(t, s.Alarm)
	require.Equal(t, bridge.Vote{Flags: bridge.FlagAlarm}, s.Vote(w.config.Start, 0))
	require.EqualValues(t, 1, w.metric("alarm"))
	require.Zero(t, w.metric("view"))
	w.restart()
	require.True(t, w.noView(ErrRegression).Alarm, "it is remembered")
	require.True(t, w.noView(ErrRegression).Alarm)
}

// TestOneRegresses checks that one endpoint on another chain than before is a
// disagreement, not an alarm: a third of liars must not pause the bridge.
func TestOneRegresses(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	base, err := w.Head(t.Context())
	require.NoError(t, err)
	w.deposit(1)
	old := w.view(1)
	w.proxies[1].Tell("eth_getBlockByNumber", frozen(t, w, old.Block.Number))
	require.NoError(t, w.Rewind(t.Context(), base.Number.Uint64()))
	w.deposit(1)
	w.Mine(64)
	require.False(t, w.noView(ErrDisagree).Alarm)
	w.proxies[1].Honest()
	require.True(t, w.noView(ErrRegression).Alarm)
}

// frozen answers every question about blocks with one of now.
func frozen(t *testing.T, w *world, number uint64) ethlab.Lie {
	t.Helper()
	var raw json.RawMessage
	require.NoError(t, w.Client().Client().CallContext(t.Context(), &raw, "eth_getBlockByNumber",
		hexutil.EncodeUint64(number), false))
	body, err := json.Marshal(ethlab.Reply{Version: "2.0", ID: json.RawMessage("1"), Result: raw})
	require.NoError(t, err)
	return ethlab.Say(http.StatusOK, string(body))
}

// TestFinalityStalls checks that nothing but finalized blocks is asked for, that a
// view gets old when they stop, needs no proof of old state meanwhile, and goes on.
func TestFinalityStalls(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	w.deposit(1)
	old := w.view(1)
	proofs := w.proxies[0].Calls("eth_getProof")
	for _, p := range w.proxies {
		p.Tell("eth_getBlockByNumber", frozen(t, w, old.Block.Number))
		p.Tell("eth_getProof", ethlab.Fail(-32000, "missing trie node"))
	}
	w.deposit(3)
	w.Mine(200)
	for range 3 {
		s := w.view(1)
		require.Equal(t, old.Block, s.Block)
		require.NotZero(t, s.Vote(w.config.Start, s.Block.Unix+7200).Flags&bridge.FlagOld)
		require.Equal(t, old.Block.Unix, s.Vote(w.config.Start, 0).EthTimeUnix, "its time does not move")
	}
	require.Equal(t, proofs, w.proxies[0].Calls("eth_getProof"))
	for _, p := range w.proxies {
		p.Honest()
		p.Tell(ethlab.AnyMethod, func(_ context.Context, req ethlab.Request, honest func() (ethlab.Answer, error)) (
			ethlab.Answer, error,
		) {
			for _, param := range req.Params {
				for _, tag := range []string{"latest", "safe", "pending", "earliest"} {
					if strings.Contains(string(param), tag) {
						return ethlab.Answer{Status: http.StatusTeapot}, nil
					}
				}
			}
			return honest()
		})
	}
	require.Greater(t, w.view(4).Block.Number, old.Block.Number)
}

// TestOneIsSlow checks that the view is at the lowest of the finalized blocks that
// endpoints have.
func TestOneIsSlow(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	w.deposit(1)
	old := w.view(1)
	w.deposit(1)
	slow := frozen(t, w, old.Block.Number)
	w.proxies[1].Tell("eth_getBlockByNumber", func(ctx context.Context, req ethlab.Request,
		honest func() (ethlab.Answer, error),
	) (ethlab.Answer, error) {
		if string(req.Params[0]) == `"finalized"` {
			return slow(ctx, req, honest)
		}
		return honest()
	})
	require.Equal(t, old.Block, w.view(1).Block)
	w.proxies[1].Honest()
	fresh := w.view(2)
	w.proxies[1].Tell("eth_getBlockByNumber", slow)
	require.False(t, w.noView(ErrBehind).Alarm, "it had a later one before")
	w.proxies[1].Honest()
	require.Equal(t, fresh.Block, w.view(2).Block)
}

// TestLyingLogs checks that events that are hidden, changed or added leave no view,
// at once and later, and that the truth afterwards gives one.
func TestLyingLogs(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	w.deposit(3)
	change := func(change func([]any) []any) ethlab.Lie {
		return ethlab.Rewrite(func(_ ethlab.Request, result any) any { return change(result.([]any)) })
	}
	lies := map[string]ethlab.Lie{
		"hidden first": change(func(l []any) []any { return l[min(1, len(l)):] }),
		"hidden last":  change(func(l []any) []any { return l[:max(0, len(l)-1)] }),
		"altered": change(func(l []any) []any {
			for _, log := range l {
				m := log.(map[string]any)
				m["data"] = strings.Replace(m["data"].(string), "0x00", "0x00", 1)[:66] + strings.Repeat("0", 63) + "1"
			}
			return l
		}),
		"twice": change(func(l []any) []any { return append(l, l...) }),
	}
	for name, lie := range lies {
		w.proxies[0].Tell("eth_getLogs", lie)
		require.ErrorIs(t, w.poll(), eth.ErrLie, name)
		require.ErrorIs(t, w.poll(), eth.ErrLie, name)
		w.noView(eth.ErrLie)
	}
	require.Empty(t, w.watcher.points.all)
	w.proxies[0].Honest()
	w.view(3)
	w.deposit(2)
	for name, lie := range lies {
		w.proxies[0].Tell("eth_getLogs", lie)
		require.ErrorIs(t, w.poll(), eth.ErrLie, name)
	}
	w.proxies[0].Honest()
	require.Len(t, w.view(5).events, 5)
}

// TestCatchUp reads 1,000 deposits, and lets a chain take them in 64 at a time.
func TestCatchUp(t *testing.T) {
	t.Parallel()
	const deposits = 1_000
	w := newWorld(t, 2)
	w.deposit(deposits)
	s := w.view(deposits)
	last, rounds := w.config.Start, 0
	for last != s.Book.Point {
		events, err := s.EventsAfter(last)
		require.NoError(t, err)
		v := s.Vote(last, s.Block.Unix)
		n := min(len(events), bridge.MaxEvents)
		require.Equal(t, last.Nonce+uint64(n), v.Point.Nonce)
		require.Equal(t, len(events) <= bridge.MaxEvents, v.EthTimeUnix != 0)
		tallied, err := bridge.Tally(last, events[:n], []bridge.View{{Point: v.Point, Power: 1}}, 1)
		require.NoError(t, err)
		last = tallied.Point
		rounds++
	}
	require.Equal(t, (deposits+bridge.MaxEvents-1)/bridge.MaxEvents, rounds)
	w.watcher.Trim(deposits)
	require.Empty(t, w.view(deposits).events)
}

// TestLongHistory checks that what was found before the time was over is not looked
// for again.
func TestLongHistory(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1)
	w.deposit(5)
	w.config.PollTime = 2 * time.Second
	w.restart()
	type filter struct{ FromBlock, ToBlock hexutil.Uint64 }
	var mu sync.Mutex
	var served []filter
	quota := 0
	w.proxies[0].Tell("eth_getLogs", func(ctx context.Context, req ethlab.Request,
		honest func() (ethlab.Answer, error),
	) (ethlab.Answer, error) {
		var f filter
		if err := json.Unmarshal(req.Params[0], &f); err != nil {
			return ethlab.Answer{}, err
		}
		if f.ToBlock-f.FromBlock >= 4 {
			return ethlab.Fail(-32005, "too many blocks")(ctx, req, honest)
		}
		mu.Lock()
		quota--
		hang := quota < 0
		if !hang {
			served = append(served, f)
		}
		mu.Unlock()
		if hang {
			return ethlab.Hang()(ctx, req, honest)
		}
		return honest()
	})
	polls := 1
	for ; ; polls++ {
		mu.Lock()
		quota = 5
		mu.Unlock()
		if w.poll() == nil {
			break
		}
		require.ErrorIs(t, w.watcher.Snapshot().Err, context.DeadlineExceeded)
		require.Less(t, polls, 20)
	}
	require.Greater(t, polls, 1)
	require.EqualValues(t, 5, w.watcher.Snapshot().Book.Point.Nonce)
	next := hexutil.Uint64(w.config.StartBlock)
	for _, f := range served {
		require.Equal(t, next, f.FromBlock)
		next = f.ToBlock + 1
	}
}

// TestSnapshotNeverWaits reads the snapshot while a look hangs.
func TestSnapshotNeverWaits(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1)
	w.deposit(1)
	before := w.view(1)
	asked := w.proxies[0].Calls("eth_chainId")
	w.proxies[0].Tell("eth_chainId", ethlab.Hang())
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- w.watcher.Poll(ctx) }()
	require.Eventually(t, func() bool { return w.proxies[0].Calls("eth_chainId") > asked }, time.Minute,
		time.Millisecond)
	began := time.Now()
	require.Same(t, before, w.watcher.Snapshot())
	w.watcher.Trim(1)
	require.Less(t, time.Since(began), 50*time.Millisecond)
	cancel()
	require.ErrorIs(t, <-done, context.Canceled)
	require.ErrorIs(t, w.watcher.Snapshot().Err, ErrNoView)
}

// TestRun checks that Run gets a view, loses it when the endpoint does not answer,
// and gets it back.
func TestRun(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1)
	w.deposit(1)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { w.watcher.Run(ctx, 5*time.Millisecond); close(done) }()
	until := func(view bool) {
		t.Helper()
		require.Eventually(t, func() bool { return (w.watcher.Snapshot().Err == nil) == view }, time.Minute,
			time.Millisecond)
	}
	until(true)
	w.proxies[0].Tell(ethlab.AnyMethod, ethlab.Say(http.StatusBadGateway, ""))
	until(false)
	w.proxies[0].Honest()
	until(true)
	cancel()
	<-done
}
