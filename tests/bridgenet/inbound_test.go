package bridgenet

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/server"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"

	"github.com/iexecd/iexecd/app"
	"github.com/iexecd/iexecd/bridge/eth"
	"github.com/iexecd/iexecd/bridge/ethlab"
	"github.com/iexecd/iexecd/bridge/watch"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

// few is how many blocks a test lets pass to see that nothing happens in them: each
// validator proposes two.
const few = 2 * validators

// TestInbound: deposits are minted once and to the nRLC, whatever one validator's
// endpoint says; whatever those of two or of all say, nothing wrong is, and blocks go on.
func TestInbound(t *testing.T) {
	w := newWorld(t, options{})
	w.anotherEthereum(t)
	t.Run("a deposit is minted once", func(t *testing.T) {
		w.deposit(t, 1)
		w.finalize(t)
		w.minted(t)
		w.idle(t, few)
		w.credited(t)
	})
	t.Run("no endpoint lies", w.blockTimes)
	for _, c := range lies() {
		t.Run("one endpoint: "+c.name, func(t *testing.T) { w.oneLies(t, c) })
	}
	for _, c := range lies() {
		if c.everywhere {
			t.Run("all endpoints: "+c.name, func(t *testing.T) { w.allLie(t, c) })
		}
	}
	t.Run("two of four are behind", w.twoBehind)
	t.Run("one of two endpoints of each validator fails", w.failover)
	t.Run("finality stalls", w.finalityStalls)
	t.Run("a reorganisation before finality", w.reorgBeforeFinality)
	t.Run("sidecars are killed and come back", w.killed)
	t.Run("sidecars hang", w.hang)
	t.Run("200 deposits in a block, and a validator restarts among them", w.many)
	t.Run("a reorganisation below finality after the mint", w.reorgAfterMint)
	t.Run("a node without Ethereum syncs from genesis", w.sync)
}

// lie is what an endpoint may do.
type lie struct {
	name       string
	method     string
	lie        ethlab.Lie
	want       error // with which the watcher notices, nil for any
	everywhere bool  // tried with all endpoints as well
}

func lies() []lie {
	return []lie{
		{"an inflated deposit", "eth_getLogs", logs(inflate), eth.ErrLie, true},
		{"a deposit more", "eth_getLogs", logs(more), eth.ErrLie, true},
		{"a hidden deposit", "eth_getLogs", logs(hide), eth.ErrLie, true},
		{"a forged storage proof", "eth_getProof", ethlab.Rewrite(forgeProof), eth.ErrLie, true},
		{
			"another chain", "eth_chainId", ethlab.Rewrite(func(ethlab.Request, any) any { return "0x1" }),
			eth.ErrWrongChain, false,
		},
		{"500", ethlab.AnyMethod, ethlab.Say(http.StatusInternalServerError, "no"), nil, false},
		{"429", "eth_getLogs", ethlab.Say(http.StatusTooManyRequests, "slow down"), nil, false},
		// How it is refused, tests of bridge/eth say: a slow machine may give up before.
		{"30 MB", "eth_getLogs", ethlab.Oversize(30 << 20), nil, false},
		{"HTML", ethlab.AnyMethod, ethlab.Say(http.StatusOK, "<html>log in</html>"), nil, false},
		{"half an answer", "eth_getProof", ethlab.Truncate(), nil, false},
		{"no answer", ethlab.AnyMethod, ethlab.Hang(), nil, false},
	}
}

// logs changes the logs of an answer that has some.
func logs(change func([]any) []any) ethlab.Lie {
	return ethlab.Rewrite(func(_ ethlab.Request, result any) any {
		all, ok := result.([]any)
		if !ok || len(all) == 0 {
			return result
		}
		return change(all)
	})
}

// last returns the last of some logs, its data and topics.
func last(all []any) (log map[string]any, data hexutil.Bytes, topics []any) {
	log, _ = all[len(all)-1].(map[string]any)
	raw, _ := log["data"].(string)
	topics, _ = log["topics"].([]any)
	return log, hexutil.MustDecode(raw), topics
}

// inflate adds to what the last deposit brought, and to what is locked after it.
func inflate(all []any) []any {
	log, data, _ := last(all)
	const word = 32
	for end := word; end <= len(data); end += word {
		data[end-4]++ // 16,777,216 nRLC
	}
	log["data"] = hexutil.Encode(data)
	return all
}

// more adds the last deposit again, as the next event.
func more(all []any) []any {
	log, _, topics := last(all)
	again := maps.Clone(log)
	topics = slices.Clone(topics)
	text, _ := topics[1].(string)
	nonce := hexutil.MustDecode(text)
	nonce[len(nonce)-1]++
	topics[1] = hexutil.Encode(nonce)
	again["topics"] = topics
	return append(all, again)
}

func hide(all []any) []any { return all[:len(all)-1] }

// forgeProof changes the node that holds the last storage slot.
func forgeProof(_ ethlab.Request, result any) any {
	m, _ := result.(map[string]any)
	slots, _ := m["storageProof"].([]any)
	slot, _ := slots[len(slots)-1].(map[string]any)
	nodes, _ := slot["proof"].([]any)
	text, _ := nodes[len(nodes)-1].(string)
	node := hexutil.MustDecode(text)
	node[len(node)-1] ^= 1
	nodes[len(nodes)-1] = hexutil.Encode(node)
	return result
}

// oneLies: a deposit is minted as it was, and the liar's watcher has no view but
// noticed the lie. When the lie ends it sees again.
func (w *world) oneLies(t *testing.T, c lie) {
	t.Helper()
	from := w.Nodes[0].Height()
	liar := w.seats[byzantine]
	liar.proxy.Tell(c.method, c.lie)
	defer liar.proxy.Honest()
	w.deposit(t, 2)
	w.finalize(t)
	w.minted(t)
	w.noticed(t, liar, c.want)
	liar.proxy.Honest()
	w.sees(t, liar)
	w.steady(t, from)
}

// allLie: nothing is minted while all endpoints lie, and blocks go on; then all is.
func (w *world) allLie(t *testing.T, c lie) {
	t.Helper()
	for _, s := range w.seats {
		s.proxy.Tell(c.method, c.lie)
		defer s.proxy.Honest()
	}
	w.deposit(t, 2)
	w.finalize(t)
	for _, s := range w.seats {
		w.noticed(t, s, c.want)
	}
	w.idle(t, few)
	for _, s := range w.seats {
		s.proxy.Honest()
	}
	w.minted(t)
}

// noticed waits until a watcher has no view, for a reason.
func (w *world) noticed(t *testing.T, s *seat, why error) {
	t.Helper()
	w.Wait(t, "the lie is noticed", func() bool {
		err := s.local.Watcher.Snapshot().Err
		return err != nil && (why == nil || errors.Is(err, why))
	})
	require.False(t, s.local.Watcher.Snapshot().Alarm)
}

// sees waits until a watcher has all honest events.
func (w *world) sees(t *testing.T, s *seat) {
	t.Helper()
	w.Wait(t, "the watcher sees all", func() bool {
		shot := s.local.Watcher.Snapshot()
		return shot.Err == nil && shot.Book.Point.Nonce == w.events
	})
}

// anotherEthereum: two validators of four, and then one, are shown another chain of
// the same id, with the same vault and the same beginning, on which an attacker
// deposited: all that can be proven is proven there.
func (w *world) anotherEthereum(t *testing.T) {
	t.Helper()
	other := newLab(t, w.lab.Validators)
	require.Equal(t, w.lab.Domain, other.Domain)
	_, ctx := w.node(t)
	o, err := w.Nodes[0].App.Bridge.Observed.Get(ctx)
	require.NoError(t, err)
	thief := ident.Address{0xee}
	require.NoError(t, other.Deposit(t.Context(), other.User, ident.Address{1}, rlc.Amount(o.LockedNrlc)))
	require.NoError(t, other.Deposit(t.Context(), other.User, thief, 1000*rlc.RLC))
	other.Mine(64)
	poisoned := w.seats[2:]
	for _, s := range poisoned {
		s.forget() // with what it remembers it would be alarmed
		s.open(t, other.URL())
		w.Wait(t, "it sees the other chain", func() bool { return s.local.Watcher.Snapshot().Book.Point.Nonce == 2 })
	}
	t.Run("two of four see another Ethereum", func(t *testing.T) {
		w.deposit(t, 1)
		w.finalize(t)
		w.sees(t, w.seats[0])
		w.sees(t, w.seats[1])
		w.idle(t, few)
		require.Zero(t, w.balance(t, thief))
	})
	t.Run("one of four sees another Ethereum", func(t *testing.T) {
		poisoned[0].forget()
		poisoned[0].open(t, poisoned[0].proxy.URL())
		w.minted(t)
		w.Pass(t, few) // its alarm alone pauses nothing
		w.credited(t)
		require.Zero(t, w.balance(t, thief))
	})
	poisoned[1].forget()
	poisoned[1].open(t, poisoned[1].proxy.URL())
	w.sees(t, poisoned[1])
}

// final answers with an older block when it is asked for the finalized one.
func final(raw json.RawMessage) ethlab.Lie {
	return func(_ context.Context, req ethlab.Request, honest func() (ethlab.Answer, error)) (ethlab.Answer, error) {
		if len(req.Params) == 0 || string(req.Params[0]) != `"finalized"` {
			return honest()
		}
		body, err := json.Marshal(ethlab.Reply{Version: "2.0", ID: req.ID, Result: raw})
		return ethlab.Answer{Status: http.StatusOK, Body: body}, err
	}
}

// freeze makes endpoints say that the last finalized block of now is it for ever.
func (w *world) freeze(t *testing.T, seats ...*seat) {
	t.Helper()
	var raw json.RawMessage
	rpc := w.lab.Client().Client()
	require.NoError(t, rpc.CallContext(t.Context(), &raw, "eth_getBlockByNumber", "finalized", false))
	for _, s := range seats {
		s.proxy.Tell("eth_getBlockByNumber", final(raw))
	}
}

// twoBehind: two that are shown an old Ethereum are no liars, and too many to go on.
func (w *world) twoBehind(t *testing.T) {
	w.freeze(t, w.seats[0], w.seats[1])
	w.deposit(t, 1)
	w.finalize(t)
	w.sees(t, w.seats[2])
	w.sees(t, w.seats[3])
	w.idle(t, few)
	w.seats[0].proxy.Honest()
	w.minted(t)
	w.seats[1].proxy.Honest()
	w.sees(t, w.seats[1])
}

// failover: each validator has two endpoints, of which one fails: nobody believes
// the other alone.
func (w *world) failover(t *testing.T) {
	var second []*ethlab.Proxy
	for _, s := range w.seats {
		p := newProxy(t, w.lab)
		second = append(second, p)
		s.open(t, s.proxy.URL(), p.URL())
		w.sees(t, s)
	}
	for i, s := range w.seats {
		if i%2 == 0 {
			s.proxy.Tell(ethlab.AnyMethod, ethlab.Hang())
			second[i].Tell("eth_getLogs", logs(inflate))
		} else {
			second[i].Tell(ethlab.AnyMethod, ethlab.Say(http.StatusServiceUnavailable, ""))
		}
	}
	w.deposit(t, 1)
	w.finalize(t)
	for _, s := range w.seats {
		w.noticed(t, s, watch.ErrNoView)
	}
	w.idle(t, few)
	for i, s := range w.seats {
		s.proxy.Honest()
		second[i].Honest()
	}
	w.minted(t)
	for _, s := range w.seats {
		s.open(t, s.proxy.URL())
		w.sees(t, s)
	}
}

// finalityStalls: blocks of Ethereum that are not final are nothing.
func (w *world) finalityStalls(t *testing.T) {
	w.freeze(t, w.seats...)
	w.deposit(t, 3)
	w.lab.Mine(200)
	w.idle(t, few)
	for _, s := range w.seats {
		require.NoError(t, s.local.Watcher.Snapshot().Err, "an old view is one")
		s.proxy.Honest()
	}
	w.minted(t)
}

// reorgBeforeFinality: a deposit that the last block had, and no final one ever.
func (w *world) reorgBeforeFinality(t *testing.T) {
	w.finalize(t)
	head, err := w.lab.Head(t.Context())
	require.NoError(t, err)
	thief := ident.Address{0xef}
	require.NoError(t, w.lab.Deposit(t.Context(), w.lab.User, thief, 5*rlc.RLC))
	w.idle(t, few)
	require.NoError(t, w.lab.Rewind(t.Context(), head.Number.Uint64()))
	w.lab.Mine(1)
	w.deposit(t, 1)
	w.finalize(t)
	w.minted(t)
	require.Zero(t, w.balance(t, thief))
}

// killed: without two sidecars the bridge waits, with three it works; nodes need no
// restart for any of it.
func (w *world) killed(t *testing.T) {
	from := w.Nodes[0].Height()
	w.seats[0].close()
	w.deposit(t, 1)
	w.finalize(t)
	w.minted(t)
	w.seats[1].close()
	w.deposit(t, 1)
	w.finalize(t)
	w.idle(t, few)
	w.seats[0].open(t, w.seats[0].proxy.URL())
	w.minted(t)
	w.seats[1].open(t, w.seats[1].proxy.URL())
	w.sees(t, w.seats[1])
	for _, s := range w.seats {
		s.close()
	}
	w.deposit(t, 1)
	w.finalize(t)
	w.idle(t, few) // votes are empty
	for _, s := range w.seats {
		s.open(t, s.proxy.URL())
	}
	w.minted(t)
	w.steady(t, from)
}

// hang: sidecars that never answer cost a vote no more than the patience with them.
func (w *world) hang(t *testing.T) {
	const slack = 10 * time.Millisecond // of the machine, in the median
	for n, seats := range map[string][]*seat{"one": w.seats[:1], "all": w.seats} {
		for _, o := range w.Nodes {
			o.VoteTimes()
		}
		for _, s := range seats {
			s.sit(hung{})
		}
		from := w.Nodes[0].Height()
		w.deposit(t, 1)
		w.finalize(t)
		if n == "one" {
			w.minted(t)
		}
		w.idle(t, 2*few)
		for i := range seats {
			times := w.Nodes[i].VoteTimes()
			slices.Sort(times)
			median := times[len(times)/2]
			t.Logf("%s: node %d: %d votes, median %s, slowest %s", n, i, len(times), median, times[len(times)-1])
			require.LessOrEqual(t, median, app.BridgePatience+slack)
			require.Less(t, times[len(times)-1], time.Second)
		}
		for _, s := range seats {
			s.back()
		}
		w.steady(t, from)
		w.minted(t)
	}
}

// many: more deposits than a block takes in, while a validator restarts with what it
// had on disk.
func (w *world) many(t *testing.T) {
	const deposits, perBlock = 200, 64
	from := w.Nodes[0].Height()
	before := w.observed(t)
	w.deposit(t, deposits)
	w.finalize(t)
	w.Wait(t, "some are taken in", func() bool { return w.observed(t) > before })
	w.Nodes[2].Stop()
	w.deposit(t, deposits)
	w.finalize(t)
	w.minted(t)
	w.Nodes[2].Start()
	to := w.Nodes[0].Height()
	w.Nodes[2].At(t, to)
	injections := 0
	for _, b := range w.Nodes[0].Blocks(from, to) {
		if len(b.Txs) > 0 {
			injections++
		}
	}
	t.Logf("%d deposits in %d blocks", 2*deposits, injections)
	require.GreaterOrEqual(t, injections, 2*((deposits+perBlock-1)/perBlock)-1)
	w.idle(t, few)
}

// reorgAfterMint: Ethereum loses a block that was final, with a deposit that was
// minted: both directions are paused, nothing is burnt, blocks go on.
func (w *world) reorgAfterMint(t *testing.T) {
	head, err := w.lab.Head(t.Context())
	require.NoError(t, err)
	w.deposit(t, 1)
	w.finalize(t)
	w.minted(t)
	require.NoError(t, w.lab.Rewind(t.Context(), head.Number.Uint64()-finalAfter/2))
	require.NoError(t, w.lab.Deposit(t.Context(), w.lab.User, ident.Address{0xed}, 7*rlc.RLC))
	w.lab.Mine(4 * finalAfter)
	w.Wait(t, "the bridge is paused", func() bool { n, _ := w.paused(t); return n == 2 })
	_, why := w.paused(t)
	require.Contains(t, why, "an Ethereum that contradicts this chain")
	w.idle(t, few)
	require.Zero(t, w.balance(t, ident.Address{0xed}))
	for to, amount := range w.due {
		require.Equal(t, amount, w.balance(t, to), "nothing is burnt")
	}
}

// sync: a node that never saw an Ethereum, and runs blocks in parallel and not ahead
// of time, has the state that the validators have, at every height.
func (w *world) sync(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	target := w.Nodes[0].Height()
	joined := w.Join(map[string]any{
		server.FlagBlockExecutor: serverconfig.BlockExecutorBlockSTM, "optimistic-execution": false,
	})
	joined.At(t, target)
	all, theirs := joined.Blocks(1, target), w.Nodes[0].Blocks(1, target)
	require.Len(t, all, int(target))
	for i := range all {
		require.Equal(t, theirs[i].AppHash, all[i].AppHash, "height %d", i+1)
	}
	t.Logf("%d blocks", target)
}
