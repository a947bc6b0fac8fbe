package eth

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/bridge/ethlab"
	"github.com/iexecd/iexecd/contracts"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

// newLab returns a lab of a test's own, for what changes its vault, with a proxy.
func newLab(t *testing.T) world {
	t.Helper()
	lab, err := ethlab.Start(t.Context(), ethlab.Config{ChainConfig: ethlab.ChainConfig{FinalAfter: 2}})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, lab.Close()) })
	return world{lab, newProxy(t, lab.URL())}
}

func (w world) deposit(t *testing.T, to byte, amount rlc.Amount) {
	t.Helper()
	require.NoError(t, w.Deposit(t.Context(), w.User, ident.Address{to}, amount))
}

// ledger makes everything final and reads the ledger.
func (w world) ledger(t *testing.T, fromBlock uint64) (Ledger, error) {
	t.Helper()
	require.NoError(t, w.Finalize(t.Context()))
	r := w.reader(t, testLimits)
	at, err := r.Finalized(t.Context())
	require.NoError(t, err)
	return r.Ledger(t.Context(), fromBlock, at)
}

// TestLedger checks the sums per recipient, at the last block and at one before,
// over more blocks than logs are asked for at once.
func TestLedger(t *testing.T) {
	t.Parallel()
	w := newLab(t)
	empty, err := w.ledger(t, w.DeployBlock)
	require.NoError(t, err)
	require.Empty(t, empty.Balances)
	require.Equal(t, bridge.Point{Hash: w.Domain.FirstHash()}, empty.Book.Point)

	w.deposit(t, 9, 3*rlc.RLC)
	w.deposit(t, 1, 5*rlc.RLC)
	w.deposit(t, 9, 4*rlc.RLC)
	w.Mine(MaxWindow)
	head, err := w.Head(t.Context())
	require.NoError(t, err)
	w.deposit(t, 5, 6*rlc.RLC)
	w.deposit(t, 1, 1*rlc.RLC)
	got, err := w.ledger(t, w.DeployBlock)
	require.NoError(t, err)
	require.Equal(t, []Balance{
		{ident.Address{1}, 6 * rlc.RLC}, {ident.Address{5}, 6 * rlc.RLC}, {ident.Address{9}, 7 * rlc.RLC},
	}, got.Balances)
	require.Equal(t, 19*rlc.RLC, got.Book.Locked)
	require.EqualValues(t, 5, got.Book.Point.Nonce)
	require.Equal(t, 7*rlc.RLC, got.Of(ident.Address{9}))
	require.Zero(t, got.Of(ident.Address{2}))
	require.Greater(t, w.proxy.Calls("eth_getLogs"), 2)

	r := w.reader(t, testLimits)
	older, err := r.BlockAt(t.Context(), head.Number.Uint64())
	require.NoError(t, err)
	before, err := r.Ledger(t.Context(), 0, older)
	require.NoError(t, err)
	require.Equal(t, []Balance{{ident.Address{1}, 5 * rlc.RLC}, {ident.Address{9}, 7 * rlc.RLC}}, before.Balances)
	require.Equal(t, older, before.Block)
}

// TestLedgerLies checks that a ledger that is not the whole is noticed.
func TestLedgerLies(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.reader(t, testLimits)
	at, err := r.Finalized(t.Context())
	require.NoError(t, err)
	for name, from := range map[string]uint64{
		"after the first deposit": w.DeployBlock + 2, "after all": w.DeployBlock + 4, "after the block": at.Number + 1,
	} {
		_, err := r.Ledger(t.Context(), from, at)
		require.ErrorIs(t, err, ErrLie, name)
	}
	for i, name := range []string{"the first hidden", "the middle hidden", "the last hidden"} {
		w.proxy.Tell("eth_getLogs", ethlab.Rewrite(func(_ ethlab.Request, result any) any {
			logs := result.([]any)
			if len(logs) == 0 {
				return logs
			}
			return append(logs[:i:i], logs[i+1:]...)
		}))
		_, err := r.Ledger(t.Context(), w.DeployBlock, at)
		require.ErrorIs(t, err, ErrLie, name)
	}
	w.proxy.Honest()
	w.proxy.Tell("eth_chainId", ethlab.Rewrite(func(ethlab.Request, any) any { return "0x1" }))
	_, err = r.Ledger(t.Context(), w.DeployBlock, at)
	require.ErrorIs(t, err, ErrWrongChain)
}

// TestLedgerPaused checks that a vault is no beginning while it is paused, and is
// one afterwards.
func TestLedgerPaused(t *testing.T) {
	t.Parallel()
	w := newLab(t)
	w.deposit(t, 1, rlc.RLC)
	api := contracts.NewRLCVault()
	_, err := w.Send(t.Context(), w.Guardian, w.Vault, api.PackPause(bridge.PauseDeposits))
	require.NoError(t, err)
	_, err = w.ledger(t, w.DeployBlock)
	require.ErrorIs(t, err, ErrHistory)
	require.ErrorContains(t, err, "paused until second")
	const week = 7 * 24 * 3600
	require.NoError(t, w.Pass(t.Context(), week+1))
	w.deposit(t, 2, rlc.RLC)
	got, err := w.ledger(t, w.DeployBlock)
	require.NoError(t, err)
	require.Equal(t, 2*rlc.RLC, got.Book.Locked)
	require.EqualValues(t, 3, got.Book.Point.Nonce)
}

// TestLedgerHistory checks that a vault that a chain used already is refused, with
// a new set and after a batch.
func TestLedgerHistory(t *testing.T) {
	t.Parallel()
	w := newLab(t)
	w.deposit(t, 1, 10*rlc.RLC)
	const height = 10
	set, err := w.Validators.Members.Valset(2, height)
	require.NoError(t, err)
	members, everybody, sigs := w.signed(t, w.Domain.Digest(set))
	api := contracts.NewRLCVault()
	_, err = w.Send(t.Context(), w.Relayer, w.Vault,
		api.PackUpdateValset(2, height, members, members, everybody, sigs))
	require.NoError(t, err)
	_, err = w.ledger(t, w.DeployBlock)
	require.ErrorIs(t, err, ErrHistory)
	require.ErrorContains(t, err, "event 2 is a bridge.ValsetUpdated")

	require.NoError(t, w.Pass(t.Context(), ethlab.DefaultActivationDelay))
	head, err := w.Head(t.Context())
	require.NoError(t, err)
	items := bridge.Items{{To: ident.Address{19: 9, 0: 1}, Amount: rlc.RLC}}
	b := bridge.Batch{
		Nonce: 1, FirstID: 1, TimeoutUnix: head.Time + 3600, ItemGas: 200_000, ItemsHash: items.Hash(),
	}
	members, everybody, sigs = w.signed(t, w.Domain.Digest(b))
	_, err = w.Send(t.Context(), w.Relayer, w.Vault, api.PackSubmitBatch(contracts.Hdr{
		Nonce: b.Nonce, FirstId: b.FirstID, Timeout: b.TimeoutUnix, ItemGas: b.ItemGas,
	}, items.Pack(), members, everybody, sigs, w.Relayer.Address))
	require.NoError(t, err)
	_, err = w.ledger(t, w.DeployBlock)
	require.ErrorIs(t, err, ErrHistory)
}

// signed returns what the vault wants to see with a digest that everybody signed.
func (w world) signed(t *testing.T, digest ident.Hash) (members []byte, bitmap *big.Int, sigs []byte) {
	t.Helper()
	bitmap = new(big.Int)
	for i, key := range w.Validators.Keys {
		s, err := key.Sign(digest)
		require.NoError(t, err)
		bitmap.SetBit(bitmap, i, 1)
		sigs = append(sigs, s[:]...)
	}
	return w.Validators.Members.Pack(), bitmap, sigs
}

// TestEnter checks each kind of event alone.
func TestEnter(t *testing.T) {
	t.Parallel()
	const now = 1_000
	most := rlc.Amount(math.MaxUint64)
	for _, c := range []struct {
		body bridge.Body
		want rlc.Amount // the new total, if it is one
		err  error
	}{
		{bridge.Deposit{Recipient: ident.Address{1}, Amount: 5}, 12, nil},
		{bridge.Deposit{Recipient: ident.Address{2}, Amount: 5}, 12, nil},
		{bridge.Deposit{Recipient: ident.Address{1}, Amount: most}, 0, rlc.ErrOverflow},
		{bridge.Deposit{Recipient: ident.Address{2}, Amount: most}, 0, rlc.ErrOverflow},
		{bridge.PauseChanged{}, 7, nil},
		{bridge.PauseChanged{Flags: bridge.PauseDeposits, UntilUnix: now - 1}, 7, nil},
		{bridge.PauseChanged{Flags: bridge.PauseDeposits, UntilUnix: now}, 0, ErrHistory},
		{bridge.PauseChanged{Flags: bridge.PauseWithdrawals, UntilUnix: now + 1}, 0, ErrHistory},
		{bridge.BatchExecuted{BatchNonce: 1}, 0, ErrHistory},
		{bridge.ValsetUpdated{ValsetNonce: 1}, 0, ErrHistory},
		{bridge.ConfigApplied{ConfigNonce: 1}, 0, ErrHistory},
		{bridge.Migrated{Amount: 7}, 0, ErrHistory},
	} {
		sums := map[ident.Address]rlc.Amount{{1}: 7}
		total, err := enter(sums, 7, bridge.Event{Nonce: 2, Body: c.body}, now)
		require.ErrorIs(t, err, c.err, "%#v", c.body)
		if c.err == nil {
			require.Equal(t, c.want, total, "%#v", c.body)
			require.Equal(t, c.want, sums[ident.Address{1}]+sums[ident.Address{2}], "%#v", c.body)
		}
	}
}
