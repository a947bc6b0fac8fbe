package bridgechain

import (
	"math/big"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/iexecd/iexecd/bridge/ethlab"
	"github.com/iexecd/iexecd/contracts"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/x/rlcbridge/types"
)

// deposit has users on Ethereum deposit, in the next block: little, much, more than
// may come at once, too little; for those who can have it, and for those who cannot.
func (m *machine) deposit(t *rapid.T) {
	users := []*ethlab.Account{m.lab.User, m.lab.Attacker, m.lab.Deployer}
	to := append([]ident.Address{m.Account("alice").ID, m.Account("bob").ID}, newcomers...)
	for range rapid.IntRange(1, 4).Draw(t, "deposits") {
		recipients := to
		if rapid.IntRange(0, 4).Draw(t, "blocked") == 0 {
			recipients = modules
		}
		amount := rapid.OneOf(
			rapid.Uint64Range(one-1, one+1), rapid.Uint64Range(one, 10*one), rapid.Uint64Range(30*one-1, 120*one),
		).Draw(t, "amount")
		from := rapid.SampledFrom(users).Draw(t, "from")
		recipient := rapid.SampledFrom(recipients).Draw(t, "to")
		require.NoError(m.T, m.lab.QueueDeposit(m.T.Context(), from, recipient, rlc.Amount(amount)))
	}
}

func (m *machine) mine(t *rapid.T) { m.lab.Mine(rapid.IntRange(1, 3).Draw(t, "blocks")) }

func (m *machine) finalize(*rapid.T) {
	require.NoError(m.T, m.lab.Finalize(m.T.Context()))
	m.look()
}

// now returns Ethereum's time.
func (w *world) now() uint64 {
	head, err := w.lab.Head(w.T.Context())
	require.NoError(w.T, err)
	return head.Time
}

// pass makes what waits part of a block, and one that is so many seconds later.
func (w *world) pass(seconds uint64) {
	w.lab.Mine(1)
	require.NoError(w.T, w.lab.Pass(w.T.Context(), seconds))
}

// catchUp lets the side that is behind have the time of the other.
func (w *world) catchUp() {
	here, there := uint64(w.Time.Unix()), w.now()
	switch {
	case here > there+1:
		w.pass(here - there - 1)
	case there > here:
		w.Skip(time.Duration(there-here) * time.Second)
	}
}

func (m *machine) sameTime(*rapid.T) { m.catchUp() }

func (m *machine) ethereumTime(t *rapid.T) {
	seconds := rapid.OneOf(rapid.Uint64Range(1, 600), rapid.Uint64Range(600, 9_000)).Draw(t, "seconds")
	if left := m.twin.pause.UntilUnix - min(m.twin.pause.UntilUnix, m.now()); left > 0 && seconds > 4_000 {
		seconds = left + 1
	}
	m.pass(seconds)
}

// donate gives the vault RLC without a deposit.
func (m *machine) donate(t *rapid.T) {
	amount := rlc.Amount(rapid.Uint64Range(1, one).Draw(t, "amount"))
	require.NoError(m.T, m.gift(amount))
	m.twin.gave(m.lab.User.Address, amount)
}

// gift sends RLC to the vault, in a block.
func (w *world) gift(amount rlc.Amount) error {
	data := contracts.NewRLC().PackTransfer(w.lab.Vault, new(big.Int).SetUint64(uint64(amount)))
	_, err := w.lab.Send(w.T.Context(), w.lab.User, w.lab.Token, data)
	return err
}

// vaultPause has the vault's guardian pause it for a week, now and then.
func (m *machine) vaultPause(t *rapid.T) {
	if rapid.IntRange(0, 4).Draw(t, "now") != 0 {
		t.Skip("not now")
	}
	data := contracts.NewRLCVault().PackPause(rapid.Uint8Range(1, 3).Draw(t, "flags"))
	const gas = 200_000
	_, err := m.lab.Queue(m.T.Context(), m.lab.Guardian, &m.lab.Vault, data, gas)
	require.NoError(m.T, err)
}

// relayed has the relay bring what it finds; it may wait for a block.
func (m *machine) relayed(t *rapid.T) {
	m.bring()
	if rapid.Bool().Draw(t, "mine") {
		m.lab.Mine(1)
	}
}

// slots returns all that was ever signed, in order.
func (m *machine) slots() (out []slot) {
	books := m.books()
	for kind, last := range map[bridge.MessageKind]uint64{
		bridge.MessageValset: books.LastValset, bridge.MessageBatch: books.LastBatch,
		bridge.MessageConfig: books.LastConfig,
	} {
		for nonce := range last {
			if at := (slot{kind, nonce + 1}); m.said[at] != nil {
				out = append(out, at)
			}
		}
	}
	sortSlots(out)
	return out
}

// attacked brings what was ever signed to the vault, in any order, again and again:
// what is open, what was paid, what came back, sets that are old.
func (m *machine) attacked(t *rapid.T) {
	all := m.slots()
	if len(all) == 0 {
		t.Skip("nothing was signed")
	}
	for range rapid.IntRange(1, 4).Draw(t, "attacks") {
		at := rapid.SampledFrom(all).Draw(t, "message")
		for range rapid.IntRange(1, 2).Draw(t, "times") {
			m.attack(at)
		}
	}
	if rapid.Bool().Draw(t, "mine") {
		m.lab.Mine(1)
	}
}

// deadline brings an open batch to the vault in a block at its timeout, or some
// seconds before or after; the chain here knows all that is final before, or by then.
func (m *machine) deadline(t *rapid.T) {
	var open []types.Batch
	for _, b := range m.export().Batches {
		at := slot{bridge.MessageBatch, b.Nonce}
		if b.Status == types.BatchStatus_BATCH_STATUS_OPEN && m.said[at] != nil && b.TimeoutUnix > m.now()+40 {
			open = append(open, b)
		}
	}
	if len(open) == 0 {
		t.Skip("nothing is open")
	}
	b := rapid.SampledFrom(open).Draw(t, "batch")
	offset := rapid.Uint64Range(0, 4).Draw(t, "after three seconds before")
	before := rapid.Bool().Draw(t, "final before")
	m.untilFinal(before, b.TimeoutUnix+offset-3)
	m.twin.check()
	if before { // all that is known is that it was not paid up to now
		m.observeAll()
		m.twin.check()
	}
	m.attack(slot{bridge.MessageBatch, b.Nonce})
	m.lab.Mine(1)
	if !before {
		m.observeAll()
	}
}

// untilFinal makes an empty block at a time, which is final, or before one that is.
func (m *machine) untilFinal(itself bool, unix uint64) {
	const epoch = 32 // blocks, of which the last is final
	m.lab.Mine(1)
	head, err := m.lab.Head(m.T.Context())
	require.NoError(m.T, err)
	last := head.Number.Uint64() + 1
	if !itself {
		last++
	}
	m.lab.Mine(int((epoch - last%epoch) % epoch))
	if now := m.now(); now < unix {
		require.NoError(m.T, m.lab.Pass(m.T.Context(), unix-now))
	}
}

func (m *machine) works(*rapid.T) {
	m.catchUp()
	m.round()
}
