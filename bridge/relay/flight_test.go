package relay

import (
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/bridge/ethlab"
	"github.com/iexecd/iexecd/core/rlc"
)

// cheap makes the endpoint say that gas costs next to nothing: what is sent then
// waits for ever.
func (w *world) cheap() {
	w.proxy.Tell("eth_maxPriorityFeePerGas", ethlab.Rewrite(func(ethlab.Request, any) any { return "0x1" }))
	w.proxy.Tell("eth_getBlockByNumber", ethlab.Rewrite(func(_ ethlab.Request, result any) any {
		head, _ := result.(map[string]any)
		head["baseFeePerGas"] = hexutil.EncodeUint64(7)
		return head
	}))
}

// pending returns a transaction that waits.
func (w *world) pending(s Sent) *types.Transaction {
	w.t.Helper()
	tx, waits, err := w.Client().TransactionByHash(w.t.Context(), s.Tx)
	require.NoError(w.t, err)
	require.True(w.t, waits)
	return tx
}

// one runs a step that must succeed and send one transaction.
func (w *world) one() Sent {
	w.t.Helper()
	sent, err := w.relay.Step(w.t.Context())
	require.NoError(w.t, err)
	require.Len(w.t, sent, 1)
	return sent[0]
}

// none runs a step that must succeed and send nothing.
func (w *world) none() {
	w.t.Helper()
	sent, err := w.relay.Step(w.t.Context())
	require.NoError(w.t, err)
	require.Empty(w.t, sent)
}

// TestReplace checks that a transaction that waits for ten blocks is sent again with
// the same nonce at a price an eighth higher, or that of the day, and lands once.
func TestReplace(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.valset(2, w.Validators, w.Validators, 0, 1, 2)
	w.cheap()
	first := w.one()
	before := w.pending(first)
	require.Equal(t, []int64{1, 15}, []int64{before.GasTipCap().Int64(), before.GasFeeCap().Int64()})
	w.Mine(DefaultReplaceBlocks - 1)
	w.none()
	w.Mine(1)
	second := w.one()
	require.Equal(t, first.Tx, second.Replaces)
	after := w.pending(second)
	require.Equal(t, []int64{2, 17}, []int64{after.GasTipCap().Int64(), after.GasFeeCap().Int64()}, "rounded up")
	require.Equal(t, before.Nonce(), after.Nonce())
	require.Equal(t, before.Data(), after.Data())
	_, _, err := w.Client().TransactionByHash(t.Context(), first.Tx)
	require.Error(t, err, "its place is taken")
	w.none()
	require.Empty(t, w.relay.Outcomes())
	w.proxy.Honest()
	w.Mine(DefaultReplaceBlocks)
	third := w.one()
	require.Equal(t, second.Tx, third.Replaces)
	w.Mine(1)
	w.none()
	landed := Outcome{Sent: Sent{Kind: third.Kind, Nonce: 2, Tx: third.Tx}, Landed: true}
	require.Equal(t, []Outcome{landed}, w.relay.Outcomes())
	require.Empty(t, w.relay.Outcomes(), "once")
	nonce, err := w.Client().NonceAt(t.Context(), w.Relayer.Address, nil)
	require.NoError(t, err)
	require.EqualValues(t, 1, nonce, "one transaction in all")
}

// TestReplaceNeverAboveTheMost checks that nobody pays more than the operator wants,
// and that what waits is still taken when it lands at the old price.
func TestReplaceNeverAboveTheMost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.valset(2, w.Validators, w.Validators, 0, 1, 2)
	w.cheap()
	w.one()
	w.relay.config.MaxPrice = big.NewInt(16)
	w.Mine(DefaultReplaceBlocks)
	sent, err := w.relay.Step(t.Context())
	require.ErrorIs(t, err, ErrTooDear)
	require.ErrorContains(t, err, "17 wei, the most is 16")
	require.Empty(t, sent)
	require.Len(t, w.relay.flights, 1, "the old one may still be mined")
}

// TestReplaceWhatIsInTheWay checks that a transaction of an errand that is no longer
// wanted gets out of the way of those behind it.
func TestReplaceWhatIsInTheWay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.valset(2, w.Validators, w.Validators, 0, 1, 2)
	w.step(valsetErrand(2))
	w.batch(1, rlc.RLC, w.Validators, 0, 1, 2)
	w.cheap()
	stuck := w.one()
	w.batches = nil
	w.proxy.Honest()
	w.batch(2, rlc.RLC, w.Validators, 0, 1, 2)
	w.Mine(DefaultReplaceBlocks / 2)
	w.one()
	w.Mine(DefaultReplaceBlocks / 2)
	require.Equal(t, stuck.Tx, w.one().Replaces, "the other one waits for less than ten blocks of its own")
	w.Mine(1)
	w.none()
	require.Equal(t, 2*rlc.RLC, w.balance(w.feeTo))
}

// TestFailedIsAnOutcome checks that a transaction that failed is told of, and sent again.
func TestFailedIsAnOutcome(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.valset(2, w.Validators, w.Validators, 0, 1, 2)
	w.proxy.Tell("eth_estimateGas", ethlab.Rewrite(func(ethlab.Request, any) any { return "0xc350" })) // 50,000
	first := w.one()
	w.Mine(1)
	w.proxy.Honest()
	w.step(valsetErrand(2))
	w.none()
	over := w.relay.Outcomes()
	require.Len(t, over, 2)
	require.Equal(t, Outcome{Sent: first}, over[0])
	require.True(t, over[1].Landed)
}
