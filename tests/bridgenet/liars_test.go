package bridgenet

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

// TestMoreThanAThirdLie: half of the power is shown another history of the vault than
// the chain took in. It raises the alarm, so both directions are paused; nothing of
// the lie is minted, nothing is burnt, and blocks go on as before. Rule BRG-R16.
func TestMoreThanAThirdLie(t *testing.T) {
	w := newWorld(t, options{})
	t.Run("no endpoint lies", w.blockTimes)
	w.deposit(t, 2)
	w.finalize(t)
	w.minted(t)
	other, thief := newLab(t, w.lab.Validators), ident.Address{0xee}
	require.NoError(t, other.Deposit(t.Context(), other.User, ident.Address{1}, w.money)) // the beginning is the same
	for range w.events - 1 {
		require.NoError(t, other.Deposit(t.Context(), other.User, thief, 1000*rlc.RLC))
	}
	require.NoError(t, other.Finalize(t.Context()))
	from := w.Nodes[0].Height()
	shown := func(i int) {
		w.seats[i].forget() // with what it remembers it would have no view
		w.seats[i].open(t, other.URL())
	}
	shown(2)
	w.Wait(t, "it sees the other history", func() bool {
		s := w.seats[2].local.Watcher.Snapshot()
		return s.Err == nil && s.Book.Point.Nonce == w.events
	})
	w.idle(t, few)
	w.credited(t) // and nothing is paused: a quarter is alarmed
	shown(3)
	w.Wait(t, "the bridge is paused", func() bool { n, _ := w.paused(t); return n == 2 })
	w.idle(t, few)
	for _, s := range w.seats[2:] {
		s.forget()
		s.open(t, s.proxy.URL())
	}
	w.steady(t, from)
	require.Zero(t, w.balance(t, thief))
	for to, amount := range w.due {
		require.Equal(t, amount, w.balance(t, to))
	}
}
