package eth

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/bridge/ethlab"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

// testLimits are those of most tests.
var testLimits = Limits{CallTime: 5 * time.Second, AnswerBytes: 4 << 20}

// world is a lab with three final deposits and a proxy before it.
type world struct {
	*ethlab.Lab

	proxy *ethlab.Proxy
}

var shared = sync.OnceValues(func() (*ethlab.Lab, error) {
	ctx := context.Background() // it outlives each test
	lab, err := ethlab.Start(ctx, ethlab.Config{})
	if err != nil {
		return nil, err
	}
	for i := range byte(3) {
		if err := lab.Deposit(ctx, lab.User, ident.Address{i + 1}, rlc.Amount(i+1)*rlc.RLC); err != nil {
			return nil, err
		}
	}
	return lab, lab.Finalize(ctx)
})

// newWorld returns the lab of all tests that change nothing in it, with a proxy of their own.
func newWorld(t *testing.T) world {
	t.Helper()
	lab, err := shared()
	require.NoError(t, err)
	return world{lab, newProxy(t, lab.URL())}
}

func newProxy(t *testing.T, url string) *ethlab.Proxy {
	t.Helper()
	proxy, err := ethlab.NewProxy(t.Context(), url)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, proxy.Close()) })
	return proxy
}

func (w world) reader(t *testing.T, l Limits) *Reader {
	t.Helper()
	r, err := NewReader(t.Context(), w.proxy.URL(), w.Domain, l)
	require.NoError(t, err)
	t.Cleanup(r.Close)
	return r
}

func (w world) scan() Scan { return NewScan(w.DeployBlock, bridge.Point{Hash: w.Domain.FirstHash()}) }

// read reads all there is, as far as it goes.
func (w world) read(t *testing.T, r *Reader) (Book, Scan, error) {
	t.Helper()
	s := w.scan()
	at, err := r.Finalized(t.Context())
	if err != nil {
		return Book{}, s, err
	}
	book, err := r.Book(t.Context(), at)
	if err != nil {
		return Book{}, s, err
	}
	return book, s, r.Extend(t.Context(), &s, at.Number)
}

func TestHonest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.reader(t, DefaultLimits())
	require.NoError(t, r.CheckChain(t.Context()))
	book, s, err := w.read(t, r)
	require.NoError(t, err)
	limits := ethlab.DefaultLimits()
	require.Equal(t, Book{
		Point: s.Point, Locked: 6 * rlc.RLC, InCap: rlc.Amount(limits.InCap), MinDeposit: rlc.Amount(limits.MinDeposit),
	}, book)
	require.Len(t, s.Events, 3)
	require.Len(t, s.Hashes, 3)
	for i, e := range s.Events {
		require.Equal(t, bridge.Event{Nonce: uint64(i) + 1, Body: bridge.Deposit{
			From: w.User.Ident(), Recipient: ident.Address{byte(i) + 1}, Amount: rlc.Amount(i+1) * rlc.RLC,
			LockedAfter: rlc.Amount((i+1)*(i+2)/2) * rlc.RLC,
		}}, e)
	}
	final, err := r.Finalized(t.Context())
	require.NoError(t, err)
	same, err := r.BlockAt(t.Context(), final.Number)
	require.NoError(t, err)
	require.Equal(t, final, same)
	_, err = r.BlockAt(t.Context(), 1<<40)
	require.ErrorIs(t, err, ErrNoBlock)
}

// TestScanFromTheMiddle checks that a scan can begin after an event, in the very
// block that has it.
func TestScanFromTheMiddle(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.reader(t, testLimits)
	_, all, err := w.read(t, r)
	require.NoError(t, err)
	for n := range 3 {
		s := NewScan(w.DeployBlock+uint64(n)+1, bridge.Point{Nonce: uint64(n) + 1, Hash: all.Hashes[n]})
		require.NoError(t, r.Extend(t.Context(), &s, all.NextBlock-1))
		require.Equal(t, all.Point, s.Point)
		require.Len(t, s.Events, 2-n)
	}
}

func TestWrongChain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.proxy.Tell("eth_chainId", ethlab.Rewrite(func(ethlab.Request, any) any { return "0x1" }))
	err := w.reader(t, testLimits).CheckChain(t.Context())
	require.ErrorIs(t, err, ErrWrongChain)
	require.ErrorContains(t, err, "chain id 1, expected 1337")
}

// TestBounded holds every call against endpoints that are broken or want too much,
// and checks that no error tells the URL.
func TestBounded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	at, err := w.reader(t, testLimits).Finalized(t.Context())
	require.NoError(t, err)
	calls := map[string]func(r *Reader) error{
		"chain": func(r *Reader) error { return r.CheckChain(t.Context()) },
		"block": func(r *Reader) error { _, err := r.Finalized(t.Context()); return err },
		"proof": func(r *Reader) error { _, err := r.Book(t.Context(), at); return err },
		"logs": func(r *Reader) error {
			s := w.scan()
			return r.Extend(t.Context(), &s, w.DeployBlock)
		},
	}
	for _, c := range []struct {
		name string
		lie  ethlab.Lie
		want string
		time time.Duration
	}{
		{"hangs", ethlab.Hang(), "context deadline exceeded", 200 * time.Millisecond},
		{"429", ethlab.Say(http.StatusTooManyRequests, "slow down"), "429", time.Minute},
		{"503", ethlab.Say(http.StatusServiceUnavailable, strings.Repeat("x", 1<<20)), "503", time.Minute},
		{"html", ethlab.Say(http.StatusOK, "<html>please log in</html>"), "invalid character", time.Minute},
		{"nothing", ethlab.Say(http.StatusOK, ""), "EOF", time.Minute},
		{"no result", ethlab.Say(http.StatusOK, `{"jsonrpc":"2.0","id":1}`), "no result", time.Minute},
		{"deep", ethlab.Say(http.StatusOK, `{"result":`+strings.Repeat("[", 100_000)), "max depth", time.Minute},
		{"half", ethlab.Truncate(), "EOF", time.Minute},
		{"30 MB", ethlab.Oversize(30 << 20), "too large", time.Minute},
		{"30 MB with 500", ethlab.Say(http.StatusInternalServerError, strings.Repeat("x", 30<<20)), "500", time.Minute},
		{"error", ethlab.Fail(-32005, strings.Repeat("limit", 1000)), "-32005", time.Minute},
	} {
		proxy := newProxy(t, w.URL())
		proxy.Tell(ethlab.AnyMethod, c.lie)
		r := world{w.Lab, proxy}.reader(t, Limits{CallTime: c.time, AnswerBytes: 4 << 20})
		for name, call := range calls {
			err := call(r)
			require.ErrorContains(t, err, c.want, "%s: %s", c.name, name)
			require.NotContains(t, err.Error(), "127.0.0.1", "%s: %s", c.name, name)
			require.Less(t, len(err.Error()), 600, "%s: %s", c.name, name)
		}
	}
}

// TestRedirect checks that an endpoint cannot send the reader to another host.
func TestRedirect(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	from := httptest.NewServer(http.RedirectHandler(w.URL(), http.StatusTemporaryRedirect))
	defer from.Close()
	r, err := NewReader(t.Context(), from.URL, w.Domain, testLimits)
	require.NoError(t, err)
	defer r.Close()
	require.ErrorIs(t, r.CheckChain(t.Context()), errRedirect)
}

func TestDialRefuses(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"", "ws://a", "file:///a", "http://", "http://a b/secret\x7f", "/tmp/geth.ipc"} {
		_, err := Dial(t.Context(), url, DefaultLimits())
		require.ErrorIs(t, err, ErrURL, url)
		require.NotContains(t, err.Error(), "secret")
	}
	_, err := Dial(t.Context(), "http://a", Limits{})
	require.ErrorIs(t, err, ErrURL)
}

// TestURLIsNotTold checks that an endpoint that is not there does not put the key in
// its URL into errors.
func TestURLIsNotTold(t *testing.T) {
	t.Parallel()
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	r, err := NewReader(t.Context(), gone.URL+"/v3/apikey", newWorld(t).Domain, testLimits)
	require.NoError(t, err)
	defer r.Close()
	err = r.CheckChain(t.Context())
	require.ErrorContains(t, err, "refused")
	require.NotContains(t, err.Error(), "apikey")
}

// object returns a change of some fields of a result that is an object.
func object(fields map[string]any) ethlab.Lie {
	return ethlab.Rewrite(func(_ ethlab.Request, result any) any {
		maps.Copy(result.(map[string]any), fields)
		return result
	})
}

func TestLyingBlock(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.reader(t, testLimits)
	other := hexutil.Encode(make([]byte, 32))
	for name, lie := range map[string]ethlab.Lie{
		"another number":     object(map[string]any{"number": "0x1"}),
		"another time":       object(map[string]any{"timestamp": "0x1"}),
		"another state root": object(map[string]any{"stateRoot": other}),
		"another hash":       object(map[string]any{"hash": other}),
		"a wild number":      object(map[string]any{"number": "0x1" + strings.Repeat("0", 20)}),
		"no state root":      object(map[string]any{"stateRoot": nil}),
		"a text":             ethlab.Rewrite(func(ethlab.Request, any) any { return "block" }),
		"a list":             ethlab.Rewrite(func(ethlab.Request, any) any { return []any{} }),
	} {
		w.proxy.Tell("eth_getBlockByNumber", lie)
		_, err := r.Finalized(t.Context())
		require.ErrorIs(t, err, ErrLie, name)
	}
	w.proxy.Tell("eth_getBlockByNumber", ethlab.Rewrite(func(ethlab.Request, any) any { return nil }))
	_, err := r.Finalized(t.Context())
	require.ErrorIs(t, err, ErrNoBlock)
	w.proxy.Tell("eth_getBlockByNumber", nil)
	final, err := r.Finalized(t.Context())
	require.NoError(t, err)
	raw, err := json.Marshal(blockJSON(t, w, final.Number-1))
	require.NoError(t, err)
	w.proxy.Tell("eth_getBlockByNumber", ethlab.Say(http.StatusOK, `{"jsonrpc":"2.0","id":1,"result":`+string(raw)+`}`))
	_, err = r.BlockAt(t.Context(), final.Number)
	require.ErrorIs(t, err, ErrLie, "an honest block that was not asked for")
}

func blockJSON(t *testing.T, w world, number uint64) (out map[string]any) {
	t.Helper()
	require.NoError(t, w.Client().Client().CallContext(t.Context(), &out, "eth_getBlockByNumber",
		hexutil.EncodeUint64(number), false))
	return out
}

// proofOf returns what the lab says eth_getProof is.
func proofOf(t *testing.T, w world, of common.Address, at Block, slots ...common.Hash) (out map[string]any) {
	t.Helper()
	require.NoError(t, w.Client().Client().CallContext(t.Context(), &out, "eth_getProof", of, slots,
		hexutil.EncodeUint64(at.Number)))
	return out
}

func TestLyingProof(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.reader(t, testLimits)
	at, err := r.Finalized(t.Context())
	require.NoError(t, err)
	honest, err := r.Book(t.Context(), at)
	require.NoError(t, err)
	slots := []common.Hash{{}, {31: 1}}
	token := proofOf(t, w, w.Token, at, slots...)
	own := proofOf(t, w, w.Vault, at, slots...)
	absent := own // the nodes that prove the vault may prove the absence of what is beside it
	for i := byte(1); reflect.DeepEqual(absent["accountProof"], own["accountProof"]); i++ {
		absent = proofOf(t, w, common.Address{i}, at, slots...)
	}
	others := proofOf(t, w, w.Vault, at, common.Hash{31: 2}, common.Hash{31: 3})
	empty := proofOf(t, w, w.Vault, at, common.Hash{31: 200}, common.Hash{31: 201})
	list := func(result any, key string) []any { return result.(map[string]any)[key].([]any) }
	storage := func(result any, i int) map[string]any { return list(result, "storageProof")[i].(map[string]any) }
	for name, change := range map[string]func(m map[string]any){
		"another account": func(m map[string]any) { m["accountProof"] = token["accountProof"] },
		"all of another": func(m map[string]any) {
			m["accountProof"], m["storageProof"] = token["accountProof"], token["storageProof"]
		},
		"another's storage": func(m map[string]any) { m["storageProof"] = token["storageProof"] },
		"no account":        func(m map[string]any) { m["accountProof"] = absent["accountProof"] },
		"other slots":       func(m map[string]any) { m["storageProof"] = others["storageProof"] },
		"empty slots":       func(m map[string]any) { m["storageProof"] = empty["storageProof"] },
		"slots swapped":     func(m map[string]any) { s := list(m, "storageProof"); s[0], s[1] = s[1], s[0] },
		"one slot twice":    func(m map[string]any) { s := list(m, "storageProof"); s[1] = s[0] },
		"one slot":          func(m map[string]any) { m["storageProof"] = list(m, "storageProof")[:1] },
		"three slots": func(m map[string]any) {
			m["storageProof"] = append(list(m, "storageProof"), storage(m, 0))
		},
		"no slots":            func(m map[string]any) { m["storageProof"] = nil },
		"no nodes":            func(m map[string]any) { m["accountProof"] = []any{} },
		"the first node only": func(m map[string]any) { m["accountProof"] = list(m, "accountProof")[:1] },
		"without the first":   func(m map[string]any) { m["accountProof"] = list(m, "accountProof")[1:] },
		"a node more":         func(m map[string]any) { m["accountProof"] = append(list(m, "accountProof"), "0x01") },
		"a node twice": func(m map[string]any) {
			m["accountProof"] = append(list(m, "accountProof"), list(m, "accountProof")[0])
		},
		"a node of another": func(m map[string]any) {
			m["accountProof"] = append(list(m, "accountProof"), list(token, "accountProof")[1])
		},
		"slot cut":    func(m map[string]any) { s := storage(m, 0); s["proof"] = s["proof"].([]any)[:1] },
		"slot longer": func(m map[string]any) { s := storage(m, 1); s["proof"] = append(s["proof"].([]any), "0xc0") },
		"a hundred thousand nodes": func(m map[string]any) {
			m["accountProof"] = append(list(m, "accountProof"), slices.Repeat([]any{"0x01"}, 100_000)...)
		},
		"a node changed": func(m map[string]any) {
			a := list(m, "accountProof")
			last := a[len(a)-1].(string)
			a[len(a)-1] = last[:len(last)-2] + strconv.Itoa(10+int(last[len(last)-1])%10)
		},
	} {
		w.proxy.Tell("eth_getProof", ethlab.Rewrite(func(_ ethlab.Request, result any) any {
			change(result.(map[string]any))
			return result
		}))
		_, err := r.Book(t.Context(), at)
		require.ErrorIs(t, err, ErrLie, name)
	}
	w.proxy.Tell("eth_getProof", ethlab.Rewrite(func(_ ethlab.Request, result any) any {
		m := result.(map[string]any)
		m["balance"], m["storageHash"], m["nonce"] = "0xff", hexutil.Encode(make([]byte, 32)), "0x7"
		storage(m, 0)["value"], storage(m, 1)["value"] = "0x1", "0x2"
		return m
	}))
	got, err := r.Book(t.Context(), at)
	require.NoError(t, err, "claims beside the proof are not read")
	require.Equal(t, honest, got)
	w.proxy.Tell("eth_getProof", nil)
	older, err := r.BlockAt(t.Context(), w.DeployBlock+1)
	require.NoError(t, err)
	before, err := r.Book(t.Context(), older)
	require.NoError(t, err)
	require.EqualValues(t, 1, before.Point.Nonce)
	at.StateRoot = older.StateRoot
	_, err = r.Book(t.Context(), at)
	require.ErrorIs(t, err, ErrLie, "a proof of another block")
}
