package keeper_test

import (
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/tests/chaintest"
	"github.com/iexecd/iexecd/x/rlcbridge/keeper"
	"github.com/iexecd/iexecd/x/rlcbridge/types"
)

// TestWithdrawalLife: escrowed, batched, signed after the delay, paid, burned.
// Rules BRG-R6, BRG-R8, BRG-R10, BRG-R11.
func TestWithdrawalLife(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	supply, had := w.Supply(), w.Balance(w.Account("alice").ID)
	nonce := w.batched(7 * one)
	const txFee = 200_000
	require.Equal(t, had-7*one-fee-txFee, w.Balance(w.Account("alice").ID))
	require.Equal(t, 7*one+fee, w.holds(types.ModuleName))
	b := w.batch(nonce)
	require.Equal(t, uint64(w.Height)+2, b.SignFromHeight)
	require.Empty(t, w.votes(), "not before its delay")
	w.signAll()
	require.False(t, w.execute(nonce), "unsigned")
	w.ExportImport()
	w.blocks(2)
	require.Len(t, w.votes(), 1)
	w.signAll()
	require.Empty(t, w.votes(), "once")
	w.ExportImport()
	require.True(t, w.execute(nonce))
	require.Equal(t, supply, w.Supply(), "until it is seen here")
	w.observe()
	w.Check()
	require.Equal(t, supply-7*one-fee, w.Supply())
	require.Zero(t, w.holds(types.ModuleName))
	require.Equal(t, types.BatchStatus_BATCH_STATUS_EXECUTED, w.batch(nonce).Status)
	require.Equal(t, types.WithdrawalStatus_WITHDRAWAL_STATUS_EXECUTED, w.withdrawal(1).Status)
	w.vault.now += 10 * 86_400
	w.observe()
	w.Block()
	require.Equal(t, types.BatchStatus_BATCH_STATUS_EXECUTED, w.batch(nonce).Status, "no refund of what was paid")
	require.False(t, w.paused(bridge.PauseWithdrawals))
	w.ExportImport()
}

// TestWithdrawRefused: what may not leave stays where it is. Rule BRG-R6.
func TestWithdrawRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.Account("alice")
	good := types.MsgWithdraw{Sender: alice.Address, To: ethAlice.ID.String(), AmountNrlc: one, FeeNrlc: fee}
	for name, change := range map[string]func(*types.MsgWithdraw){
		"too little":         func(m *types.MsgWithdraw) { m.AmountNrlc = one - 1 },
		"nothing":            func(m *types.MsgWithdraw) { m.AmountNrlc = 0 },
		"too small a fee":    func(m *types.MsgWithdraw) { m.FeeNrlc = fee - 1 },
		"no fee":             func(m *types.MsgWithdraw) { m.FeeNrlc = 0 },
		"overflow":           func(m *types.MsgWithdraw) { m.AmountNrlc = 1<<64 - 1 },
		"more than can go":   func(m *types.MsgWithdraw) { m.AmountNrlc = 100_000*one + 1 },
		"more than there is": func(m *types.MsgWithdraw) { m.Sender = chaintest.NewAccount("poor").Address },
		"to the vault":       func(m *types.MsgWithdraw) { m.To = vaultAt.String() },
		"to the token":       func(m *types.MsgWithdraw) { m.To = tokenAt.String() },
		"to nobody":          func(m *types.MsgWithdraw) { m.To = ident.Address{}.String() },
		"to a precompile":    func(m *types.MsgWithdraw) { m.To = ident.Address{18: 0xff, 19: 0xff}.String() },
		"to no address":      func(m *types.MsgWithdraw) { m.To = "0x12" },
		"by nobody":          func(m *types.MsgWithdraw) { m.Sender = "" },
	} {
		m := good
		change(&m)
		cached, _ := w.Ctx().CacheContext()
		_, err := w.server().Withdraw(cached, &m)
		require.Error(t, err, name)
		require.Equal(t, types.Books{LastValset: 1, EthValset: 1}, w.books(), name)
	}
	w.Run(alice, &good)
	w.Check()
}

// TestNothingLeavesBeforeTheFirstSet: the vault would pay nobody. Rule BRG-R6.
func TestNothingLeavesBeforeTheFirstSet(t *testing.T) {
	t.Parallel()
	w := newBridge(t)
	alice := w.Account("alice")
	m := &types.MsgWithdraw{Sender: alice.Address, To: ethAlice.ID.String(), AmountNrlc: one, FeeNrlc: fee}
	_, err := w.server().Withdraw(w.Ctx(), m)
	require.ErrorIs(t, err, types.ErrNotReady)
	w.vault.deposit(ethAlice.ID, ident.Address{}, 5*one) // goes back, later
	w.observe()
	w.blocks(5)
	require.Equal(t, queued, w.withdrawal(1).Status)
	w.update()
	w.observe()
	w.blocks(3)
	require.Equal(t, uint64(1), w.withdrawal(1).BatchNonce)
	w.Run(alice, m)
	w.Check()
}

// pool returns what the community pool has, in nrlc.
func (w *world) pool() uint64 {
	fees, err := w.App.Distribution.FeePool.Get(w.Ctx())
	require.NoError(w.t, err)
	return fees.CommunityPool.AmountOf(account.Denom).TruncateInt().Uint64()
}

// TestCancel: what waits can be taken back by its sender, once. The least fee is kept.
// Rule BRG-R7.
func TestCancel(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(p *types.Params) { p.BatchEveryBlocks = 1_000 })
	alice, bob := w.Account("alice"), w.Account("bob")
	had := w.Balance(alice.ID)
	id := w.withdraw("alice", 5*one)
	w.vault.deposit(ethAlice.ID, ident.Address{}, 5*one)
	w.observe()
	require.NotZero(t, w.Try(bob, &types.MsgCancelWithdraw{Sender: bob.Address, Id: id}).Code, "another's")
	require.NotZero(t, w.Try(bob, &types.MsgCancelWithdraw{Sender: bob.Address, Id: id + 1}).Code, "nobody's")
	require.NotZero(t, w.Try(bob, &types.MsgCancelWithdraw{Sender: bob.Address, Id: 99}).Code)
	w.Run(alice, &types.MsgCancelWithdraw{Sender: alice.Address, Id: id})
	const txFees = 400_000
	require.Equal(t, had-txFees-fee, w.Balance(alice.ID))
	require.NotZero(t, w.Try(alice, &types.MsgCancelWithdraw{Sender: alice.Address, Id: id}).Code, "twice")
	w.Check()
	w.ExportImport()
}

// TestCancelKeeps: of a fee what is the least one at the time, never more than it is, and
// it goes to the community pool. Rule BRG-R7.
func TestCancelKeeps(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct{ paid, least, kept uint64 }{
		"the least fee":                 {paid: fee, least: fee, kept: fee},
		"a higher fee":                  {paid: 3 * fee, least: fee, kept: fee},
		"a least fee raised in between": {paid: fee, least: 2 * fee, kept: fee},
		"no least fee any more":         {paid: fee, least: 0, kept: 0},
	} {
		w := newWorld(t, func(p *types.Params) { p.BatchEveryBlocks = 1_000 })
		alice := w.Account("alice")
		w.Run(alice, &types.MsgWithdraw{
			Sender: alice.Address, To: ethAlice.ID.String(), AmountNrlc: 5 * one, FeeNrlc: x.paid,
		})
		p, err := w.keeper().Params.Get(w.Ctx())
		require.NoError(t, err)
		p.MinFeeNrlc = x.least
		_, err = w.server().UpdateParams(w.Ctx(), &types.MsgUpdateParams{Authority: authority, Params: p})
		require.NoError(t, err)
		had, pool, supply := w.Balance(alice.ID), w.pool(), w.Supply()
		ctx := w.Ctx().WithEventManager(sdk.NewEventManager())
		_, err = w.server().CancelWithdraw(ctx, &types.MsgCancelWithdraw{Sender: alice.Address, Id: 1})
		require.NoError(t, err, name)
		back := 5*one + x.paid - x.kept
		require.Equal(t, had+back, w.Balance(alice.ID), name)
		require.Equal(t, pool+x.kept, w.pool(), name)
		require.Equal(t, supply, w.Supply(), name)
		require.Zero(t, w.holds(types.ModuleName), name)
		events := ctx.EventManager().Events()
		told, err := sdk.ParseTypedEvent(abci.Event(events[len(events)-1]))
		require.NoError(t, err)
		require.Equal(t, &types.EventWithdrawalReturned{
			Id: 1, Status: types.WithdrawalStatus_WITHDRAWAL_STATUS_CANCELLED, TotalNrlc: back,
		}, told, name)
		w.Check()
		w.Block()
		w.ExportImport()
	}
}

// TestCancelCuts: a gap in the ids ends a batch, and each has cost the least fee. Rules
// BRG-R7, BRG-R8.
func TestCancelCuts(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(p *types.Params) { p.BatchEveryBlocks = 10 })
	alice, bob := w.Account("alice"), w.Account("bob")
	pool, had := w.pool(), w.Balance(bob.ID)
	const gaps = 2
	ctx := w.Ctx()
	for i := range 2*gaps + 1 {
		from := []string{alice.Address, bob.Address}[i%2]
		_, err := w.server().Withdraw(ctx, &types.MsgWithdraw{
			Sender: from, To: ethAlice.ID.String(), AmountNrlc: one, FeeNrlc: fee,
		})
		require.NoError(t, err)
	}
	for id := range uint64(gaps) {
		_, err := w.server().CancelWithdraw(ctx, &types.MsgCancelWithdraw{Sender: bob.Address, Id: 2 * (id + 1)})
		require.NoError(t, err)
	}
	require.Equal(t, had-gaps*fee, w.Balance(bob.ID))
	require.Equal(t, pool+gaps*fee, w.pool())
	w.blocks(30)
	require.Equal(t, uint64(3), w.books().LastBatch)
	for nonce := uint64(1); nonce <= w.books().LastBatch; nonce++ {
		require.Equal(t, uint64(1), w.batch(nonce).Count)
	}
	w.Check()
}

// TestCancelTooLate: what is in a batch is paid or comes back by itself. Rule BRG-R7.
func TestCancelTooLate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.batched(5 * one)
	_, err := w.server().CancelWithdraw(w.Ctx(), &types.MsgCancelWithdraw{Sender: w.Account("alice").Address, Id: 1})
	require.ErrorIs(t, err, types.ErrStatus)
}

// TestTimeout: a batch whose timeout is proven to be over unpaid comes back, at
// no second before. What came from no account here is stranded. Rule BRG-R12.
func TestTimeout(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.vault.deposit(ethAlice.ID, ident.Address{}, 5*one)
	w.observe()
	nonce := w.batched(7 * one)
	b := w.batch(nonce)
	require.Equal(t, uint64(2), b.Count)
	had := w.Balance(w.Account("alice").ID)
	w.blocks(3)
	w.signAll()
	w.vault.now = b.TimeoutUnix
	w.observe()
	w.Block()
	require.Equal(t, types.BatchStatus_BATCH_STATUS_OPEN, w.batch(nonce).Status)
	w.ExportImport()
	w.vault.now++
	w.observe()
	w.Block()
	w.Check()
	require.Equal(t, types.BatchStatus_BATCH_STATUS_EXPIRED, w.batch(nonce).Status)
	require.Equal(t, had+7*one+fee, w.Balance(w.Account("alice").ID))
	require.Equal(t, 5*one, w.holds(types.StrandedName))
	require.False(t, w.execute(nonce))
	s, err := w.keeper().Stranded.Get(w.Ctx(), 1)
	require.NoError(t, err)
	require.Equal(t, ethAlice.ID.String(), s.Owner)
	require.Equal(t, uint64(2), s.DepositNonce)
	w.ExportImport()
}

// TestExecutedButNotSeen: time is proven only with everything that happened by
// then, so a batch that was paid in time never comes back. Rule BRG-R12.
func TestExecutedButNotSeen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	nonce := w.batched(7 * one)
	w.blocks(3)
	w.signAll()
	w.vault.deposit(ethAlice.ID, w.Account("bob").ID, one)
	require.True(t, w.execute(nonce))
	w.vault.now += 10 * 86_400
	w.observeSome(1)
	w.blocks(2)
	require.Equal(t, types.BatchStatus_BATCH_STATUS_OPEN, w.batch(nonce).Status)
	w.observe()
	w.Block()
	require.Equal(t, types.BatchStatus_BATCH_STATUS_EXECUTED, w.batch(nonce).Status)
	w.Check()
}

// TestPaidAfterItExpired is a vault that lies: the bridge stops. Rule BRG-R2.
func TestPaidAfterItExpired(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	nonce := w.batched(7 * one)
	w.vault.now += 10 * 86_400
	w.observe()
	w.Block()
	w.withdraw("bob", 20*one) // there is enough in escrow to burn
	total := rlc.Amount(w.batch(nonce).TotalNrlc)
	w.vault.locked -= total
	w.vault.happens(bridge.BatchExecuted{BatchNonce: nonce, Total: total, LockedAfter: w.vault.locked})
	w.observe()
	require.Equal(t, types.WithdrawalStatus_WITHDRAWAL_STATUS_REFUNDED, w.withdrawal(1).Status)
	require.Equal(t, 20*one+fee, w.holds(types.ModuleName), "nothing is burned of another's")
	require.True(t, w.paused(bridge.PauseWithdrawals))
	require.Error(t, w.App.CheckInvariants(w.Ctx()))
	_, err := w.server().Unpause(w.Ctx(), &types.MsgUnpause{Authority: authority, Flags: 3})
	require.ErrorIs(t, err, types.ErrBooks)
	w.blocks(3)
}

// TestBatches: in the order of the line, up to a number, large ones alone and
// signed late, no more at once than the limit, no more open than may be. Rules BRG-R8, BRG-R9.
func TestBatches(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(p *types.Params) {
		p.MaxBatchItems, p.MaxOpenBatches, p.LargeWithdrawNrlc, p.OutCapNrlc = 2, 4, 10*one, 50*one
		p.BatchEveryBlocks = 5
	})
	amounts := []uint64{one, 2 * one, 3 * one, 11 * one, 4 * one, 30 * one, 5 * one, 6 * one, 7 * one}
	var txs [][]byte
	for _, n := range amounts {
		txs = append(txs, w.Tx(w.Account("alice"), &types.MsgWithdraw{
			Sender: w.Account("alice").Address, To: ethAlice.ID.String(), AmountNrlc: n, FeeNrlc: fee,
		}))
	}
	w.Block(txs...)
	w.blocks(60)
	var counts []uint64
	for nonce := uint64(1); nonce <= w.books().LastBatch; nonce++ {
		b := w.batch(nonce)
		counts = append(counts, b.Count)
		large := nonce == 3
		require.Equal(t, large, b.SignFromUnix > uint64(w.Time.Unix()), "batch %d", nonce)
	}
	require.Equal(t, []uint64{2, 1, 1, 1}, counts, "four are open")
	require.Equal(t, uint64(4), w.books().Queued)
	w.Check()
	w.vault.now += 10 * 86_400
	w.observe()
	w.blocks(40)
	require.Equal(t, uint64(4), w.books().LastBatch, "the 30 RLC have no room in the limit")
	w.Check()
}

// TestNeverFits: what the limit can never let pass comes back. Rule BRG-R9.
func TestNeverFits(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(p *types.Params) { p.BatchEveryBlocks = 10 })
	w.withdraw("alice", 100*one)
	w.withdraw("bob", 2*one)
	p, err := w.keeper().Params.Get(w.Ctx())
	require.NoError(t, err)
	p.OutCapNrlc = 50 * one
	_, err = w.server().UpdateParams(w.Ctx(), &types.MsgUpdateParams{Authority: authority, Params: p})
	require.NoError(t, err)
	had := w.Balance(w.Account("alice").ID)
	w.blocks(12)
	require.Equal(t, types.WithdrawalStatus_WITHDRAWAL_STATUS_REFUNDED, w.withdrawal(1).Status)
	require.Equal(t, had+100*one+fee, w.Balance(w.Account("alice").ID), "whole")
	require.Equal(t, uint64(1), w.withdrawal(2).BatchNonce)
	w.Check()
}

// TestSignatures: only keys that the vault may ask for, over what is stored, when
// it may be signed, once. Rule BRG-R10.
func TestSignatures(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	nonce := w.batched(5 * one)
	b, err := w.batch(nonce).Core()
	require.NoError(t, err)
	digest := domain.Digest(b)
	alice, key := w.Account("alice"), w.keys[0]
	submit := func(s ...types.SubmittedSignature) *types.MsgSubmitSignatures {
		return &types.MsgSubmitSignatures{Sender: alice.Address, Signatures: s}
	}
	good := types.SubmittedSignature{
		Kind: types.SignedKind_SIGNED_KIND_BATCH, Nonce: nonce, Signature: types.Hex(sign(t, key, digest)),
	}
	require.NotZero(t, w.Try(alice, submit(good)).Code, "too early")
	w.blocks(2)
	overAnother := types.Hex(sign(t, key, ident.Hash{1}))
	for name, change := range map[string]func(*types.SubmittedSignature){
		"by a stranger":      func(s *types.SubmittedSignature) { s.Signature = types.Hex(sign(t, ethAlice, digest)) },
		"over another":       func(s *types.SubmittedSignature) { s.Signature = overAnother },
		"of another batch":   func(s *types.SubmittedSignature) { s.Nonce++ },
		"of another kind":    func(s *types.SubmittedSignature) { s.Kind = types.SignedKind_SIGNED_KIND_VALSET },
		"of no kind":         func(s *types.SubmittedSignature) { s.Kind = 3 },
		"of a negative kind": func(s *types.SubmittedSignature) { s.Kind = -1 },
		"no signature":       func(s *types.SubmittedSignature) { s.Signature = "0x00" },
	} {
		s := good
		change(&s)
		require.NotZero(t, w.Try(alice, submit(s)).Code, name)
	}
	require.NotZero(t, w.Try(alice, submit()).Code, "none")
	require.NotZero(t, w.Try(alice, submit(make([]types.SubmittedSignature, 33)...)).Code, "too many")
	require.False(t, w.execute(nonce))

	wrong := good // BRG-R24: free is what is needed, and nothing else
	wrong.Signature = overAnother
	soon := w.Time.Add(time.Minute)
	free := func(s ...types.SubmittedSignature) *abci.ResponseCheckTx {
		return w.CheckTx(w.Unordered(alice, soon, submit(s...)))
	}
	require.Contains(t, w.CheckTx(w.Free(alice, submit(good))).Log, "the fee is nothing")
	require.NotZero(t, free(wrong).Code)
	require.Contains(t, free(good, good).Log, "it is here already")
	require.NotZero(t, free().Code)
	res := free(good)
	require.Zero(t, res.Code, res.Log)
	w.Run(alice, submit(good))
	require.Contains(t, free(good).Log, "it is here already")
	require.NotZero(t, w.Try(alice, submit(good)).Code, "twice")
	require.True(t, w.execute(nonce))
	w.observe()
	require.NotZero(t, w.Try(alice, submit(good)).Code, "of a batch that is closed")
	w.Check()
}

// TestVotesThatHelpNobody are passed over, and what is with them counts. Rule BRG-R10.
func TestVotesThatHelpNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	nonce := w.batched(5 * one)
	w.blocks(2)
	good := w.votes()
	require.Len(t, good, 1)
	bad := good[0]
	bad.Raw[0] ^= 1
	odd := bridge.VoteSignature{Kind: bridge.MessageMigrate, Nonce: 1, Raw: good[0].Raw}
	_, at, err := w.keeper().Head(w.Ctx())
	require.NoError(t, err)
	require.NoError(t, w.keeper().Observe(w.Ctx(), keeper.Observation{
		Point: at, Signatures: []bridge.VoteSignature{bad, odd, {}, good[0], good[0]},
	}))
	require.True(t, w.execute(nonce))
}
