package eth

import (
	"context"
	"encoding/json"
	"maps"
	"math/big"
	"net/http"
	"sync"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/bridge/ethlab"
	"github.com/iexecd/iexecd/core/bridge"
)

// TestLyingLogs checks that logs that were not asked for are noticed at once, and
// others when they do not link up to the hash in the vault's storage.
func TestLyingLogs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.reader(t, testLimits)
	log := func(logs []any, i int) map[string]any { return logs[i].(map[string]any) }
	for _, c := range []struct {
		name    string
		atOnce  bool
		changed func(logs []any) []any
	}{
		{"the first hidden", true, func(l []any) []any { return l[1:] }},
		{"the middle hidden", true, func(l []any) []any { return append(l[:1:1], l[2]) }},
		{"the last hidden", false, func(l []any) []any { return l[:2] }},
		{"all hidden", false, func([]any) []any { return nil }},
		{"one twice", true, func(l []any) []any { return append(l, l[2]) }},
		{"out of order", true, func(l []any) []any { return []any{l[1], l[0], l[2]} }},
		{"an amount changed", false, func(l []any) []any {
			data := hexutil.MustDecode(log(l, 1)["data"].(string))
			data[31]++
			log(l, 1)["data"] = hexutil.Encode(data)
			return l
		}},
		{"a recipient changed", false, func(l []any) []any {
			log(l, 0)["topics"].([]any)[3] = common.Hash{31: 9}.Hex()
			return l
		}},
		{"one more", false, func(l []any) []any {
			more := maps.Clone(log(l, 2))
			topics := append([]any(nil), more["topics"].([]any)...)
			topics[1] = common.BigToHash(big.NewInt(4)).Hex()
			more["topics"] = topics
			return append(l, more)
		}},
		{"of another contract", true, func(l []any) []any { log(l, 0)["address"] = w.Token.Hex(); return l }},
		{"removed", true, func(l []any) []any { log(l, 0)["removed"] = true; return l }},
		{"of a later block", true, func(l []any) []any { log(l, 0)["blockNumber"] = "0xffff"; return l }},
		{"of an earlier block", true, func(l []any) []any { log(l, 0)["blockNumber"] = "0x0"; return l }},
		{"no topics", true, func(l []any) []any { log(l, 0)["topics"] = []any{}; return l }},
		{"one topic", true, func(l []any) []any { log(l, 0)["topics"] = log(l, 0)["topics"].([]any)[:1]; return l }},
		{"an unknown topic", true, func(l []any) []any {
			log(l, 0)["topics"].([]any)[0] = common.Hash{1}.Hex()
			return l
		}},
		{"no data", false, func(l []any) []any { log(l, 0)["data"] = "0x"; return l }},
		{"short data", true, func(l []any) []any { log(l, 0)["data"] = "0x01"; return l }},
		{"dirty data", true, func(l []any) []any {
			data := hexutil.MustDecode(log(l, 1)["data"].(string))
			data[0] = 1
			log(l, 1)["data"] = hexutil.Encode(data)
			return l
		}},
	} {
		w.proxy.Tell("eth_getLogs", ethlab.Rewrite(func(_ ethlab.Request, result any) any {
			return append([]any{}, c.changed(result.([]any))...)
		}))
		book, s, err := w.read(t, r)
		if c.atOnce {
			require.ErrorIs(t, err, ErrLie, c.name)
			require.Equal(t, w.scan().Point, s.Point, "%s: nothing of the window is kept", c.name)
			continue
		}
		require.NoError(t, err, c.name)
		require.NotEqual(t, book.Point, s.Point, c.name)
	}
}

// TestWindows checks that an endpoint which gives the logs of few blocks at a time is
// read all the same, from all blocks, each once; and that one which gives none is
// not asked forever.
func TestWindows(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.reader(t, testLimits)
	type filter struct{ FromBlock, ToBlock hexutil.Uint64 }
	var mu sync.Mutex
	var served []filter
	w.proxy.Tell("eth_getLogs", func(ctx context.Context, req ethlab.Request, honest func() (ethlab.Answer, error)) (
		ethlab.Answer, error,
	) {
		var f filter
		require.NoError(t, json.Unmarshal(req.Params[0], &f))
		if f.ToBlock-f.FromBlock >= 5 {
			return ethlab.Fail(-32005, "query returned more than 10000 results")(ctx, req, honest)
		}
		mu.Lock()
		defer mu.Unlock()
		served = append(served, f)
		return honest()
	})
	book, s, err := w.read(t, r)
	require.NoError(t, err)
	require.Equal(t, book.Point, s.Point)
	next := hexutil.Uint64(w.DeployBlock)
	for _, f := range served {
		require.Equal(t, next, f.FromBlock)
		next = f.ToBlock + 1
	}
	require.EqualValues(t, s.NextBlock, next)

	before := w.proxy.Calls("eth_getLogs")
	w.proxy.Tell("eth_getLogs", ethlab.Fail(-32005, "no"))
	_, s, err = w.read(t, r)
	require.ErrorContains(t, err, "no")
	require.Equal(t, w.DeployBlock, s.NextBlock)
	require.LessOrEqual(t, w.proxy.Calls("eth_getLogs")-before, 12, "the window halves")
}

// TestWindowAtMost checks the widest window, against an endpoint with many blocks and no logs.
func TestWindowAtMost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.reader(t, testLimits)
	var widest hexutil.Uint64
	var mu sync.Mutex
	w.proxy.Tell("eth_getLogs", func(_ context.Context, req ethlab.Request, _ func() (ethlab.Answer, error)) (
		ethlab.Answer, error,
	) {
		var f struct{ FromBlock, ToBlock hexutil.Uint64 }
		require.NoError(t, json.Unmarshal(req.Params[0], &f))
		mu.Lock()
		defer mu.Unlock()
		widest = max(widest, f.ToBlock-f.FromBlock+1)
		return ethlab.Answer{Status: http.StatusOK, Body: []byte(`{"jsonrpc":"2.0","id":1,"result":[]}`)}, nil
	})
	s := NewScan(0, bridge.Point{})
	require.NoError(t, r.Extend(t.Context(), &s, 99_999))
	require.EqualValues(t, MaxWindow, widest)
	require.EqualValues(t, 100_000, s.NextBlock)
	require.Equal(t, 50, w.proxy.Calls("eth_getLogs"))
}

// TestLookalike checks that logs of other contracts are neither asked for nor
// taken: the token's own logs of the same transactions are not among the events.
func TestLookalike(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	logs, err := w.Client().FilterLogs(t.Context(), filterOf(w))
	require.NoError(t, err)
	require.Greater(t, len(logs), 3, "vault and token have logs")
	events, err := Events(logs)
	require.NoError(t, err)
	require.Len(t, events, 3)
	bad := logs[:0:0]
	for _, l := range logs {
		if l.Address == w.Vault {
			l.Data = l.Data[:1]
			bad = append(bad, l)
		}
	}
	_, err = Events(bad)
	require.Error(t, err)
}
