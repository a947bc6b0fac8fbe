package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/tests/chaintest"
	"github.com/iexecd/iexecd/x/rlcbridge/types"
)

// missed returns how many messages in a row an account's key did not sign.
func (w *world) missed(name string) uint64 {
	id := w.Account(name).ID
	key, err := w.keeper().Keys.Get(w.Ctx(), id[:])
	require.NoError(w.t, err)
	return key.Missed
}

// TestMissed: a key that does not sign what others do is counted, until it signs;
// nobody is for what nobody signed. Rule BRG-R27.
func TestMissed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.bond("alice", 9, true)
	w.Block()
	w.signAll()
	require.True(t, w.update())
	w.observe()
	w.bond("bob", 1, true) // a tenth: a set is due, but not at once
	w.blocks(4)
	require.Equal(t, uint64(3), w.books().LastValset)
	all := w.keys
	w.keys = []*chaintest.Account{all[0], all[1]}
	w.signAll()
	require.True(t, w.update())
	w.observe()
	require.Zero(t, w.missed("alice"))
	require.Zero(t, w.missed("bob"), "it was no member of the set that had to sign")

	paid := func(signs ...*chaintest.Account) {
		w.keys = signs
		nonce := w.batched(2 * one)
		w.blocks(2)
		w.signAll()
		require.True(t, w.execute(nonce))
		w.observe()
		w.Block()
	}
	paid(all[0], all[1])
	require.Equal(t, uint64(1), w.missed("bob"))
	w.configure(asked())
	w.signAll()
	require.True(t, w.apply(1))
	w.observe()
	require.Equal(t, uint64(2), w.missed("bob"))
	w.Block()
	w.ExportImport()
	paid(all...)
	require.Zero(t, w.missed("bob"), "in a row")
	require.Zero(t, w.missed("alice"))

	over := func(signs ...*chaintest.Account) {
		w.keys = signs
		nonce := w.batched(2 * one)
		w.blocks(2)
		w.signAll()
		w.Skip(3 * 24 * time.Hour)
		w.vault.now = uint64(w.Time.Unix())
		w.observe()
		w.Block()
		require.Equal(t, types.BatchStatus_BATCH_STATUS_EXPIRED, w.batch(nonce).Status)
	}
	over()
	require.Zero(t, w.missed("alice"), "nobody signed")
	over(all[2])
	require.Equal(t, uint64(1), w.missed("alice"))
	require.Zero(t, w.missed("bob"))
	w.register(w.Account("alice"), "alice's next key", 1)
	require.Zero(t, w.missed("alice"), "another key")
	over(all[2])
	require.Zero(t, w.missed("alice"), "its key before was asked")
	w.Check()
}
