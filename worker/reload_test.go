package worker

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
	"github.com/iexecd/iexecd/worker/chain"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

// TestReload: settings change while tasks run; what the chain refuses changes nothing.
func TestReload(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.computer.block = make(chan struct{})
	w, _ := b.start()
	b.until("registered", func() bool { return b.messages("MsgRegisterWorker") == 1 })
	ids := []string{b.chain.open(5000), b.chain.open(5000), b.chain.open(5000)}
	b.until("both slots taken", func() bool { return b.computer.ran() == 2 })

	err := w.Reload(t.Context(), Settings{Slots: refusedSlots})
	require.ErrorContains(t, err, "7 tasks are open")
	require.Equal(t, uint32(2), w.settings().Slots, "the old go on")

	more := Settings{Slots: 3, Category: 2, Policy: Policy{MinPrice: map[uint64]rlc.Amount{0: rlc.RLC}}}
	require.NoError(t, w.Reload(t.Context(), more))
	b.chain.set(func() {
		require.Equal(t, uint32(3), b.chain.worker.Slots)
		require.Equal(t, uint64(2), b.chain.worker.MaxCategory)
	})
	b.until("declined with the new policy", func() bool {
		var n uint64
		w.status.change(func(s *Status) { n = s.Declined })
		return n == 1
	})
	close(b.computer.block)
	b.until("what ran before ends well", func() bool {
		n := 0
		for _, id := range ids {
			if b.chain.member(id) == pocotypes.MemberState_MEMBER_STATE_ACCEPTED {
				n++
			}
		}
		return n == 2
	})
	require.NoError(t, w.Reload(t.Context(), more))
	require.Equal(t, 2, b.messages("MsgUpdateWorker"), "what is registered already is not sent")
}

// hotBench is a worker whose own key is not on the machine.
func hotBench(t *testing.T) *bench {
	t.Helper()
	b := newBench(t)
	priv, err := ethsecp256k1.GenPrivKey()
	require.NoError(t, err)
	cold, err := chain.RawKey(priv)
	require.NoError(t, err)
	hot := b.key
	b.key = cold
	c := Config{Bond: 10 * rlc.RLC, Slots: 2, URL: "http://127.0.0.1:9", Home: b.home}
	require.NoError(t, Register(t.Context(), c, Deps{Chain: b.client, Key: b.key, Out: b.out}))
	b.key = chain.HotKey(hot, cold.Address())
	return b
}

// TestHotKey: a worker commits and reveals with a key that is not its own, and what
// that key may not do is said. Rule POCO-R46.
func TestHotKey(t *testing.T) {
	t.Parallel()
	b := hotBench(t)
	w, stop := b.start()
	require.Equal(t, account.Bech32(chain.Acts(b.key)), w.Address())
	b.untilState(b.chain.open(500), pocotypes.MemberState_MEMBER_STATE_ACCEPTED)
	require.Equal(t, 1, b.messages("MsgCommit"))
	require.Equal(t, 1, b.messages("MsgReveal"))
	b.chain.set(func() {
		require.Len(t, b.chain.carriers, 2)
		require.Equal(t, account.Bech32(b.key.Address()), b.chain.carriers[0], "signed by the hot key")
		require.Equal(t, w.Address(), b.chain.sent[1].(*pocotypes.MsgCommit).Worker, "for the worker")
	})
	err := w.Reload(t.Context(), Settings{Slots: 9})
	require.ErrorIs(t, err, ErrCold)
	require.ErrorContains(t, err, "asked for slots 9")
	require.NoError(t, stop())
	require.Zero(t, b.messages("MsgUpdateWorker"))
}

// TestHotKeyCannotRegister: a worker in no pool is not brought into one.
func TestHotKeyCannotRegister(t *testing.T) {
	t.Parallel()
	b := hotBench(t)
	b.chain.set(func() { b.chain.worker = nil })
	require.ErrorIs(t, b.worker().Run(t.Context()), ErrCold)
	require.Equal(t, 1, b.messages("MsgRegisterWorker"), "the one of before")
}
