package keeper

import (
	"context"

	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/x/rlcbridge/types"
)

// held returns what an account of the module holds.
func (k Keeper) held(ctx context.Context, module string) uint64 {
	return k.bank.GetBalance(ctx, authtypes.NewModuleAddress(module), account.Denom).Amount.Uint64()
}

// checkBooks holds the books against the bank and the vault, in a few reads.
// Invariants BRG-I1, BRG-I2.
func (k Keeper) checkBooks(ctx context.Context) error {
	o, err := k.Observed.Get(ctx)
	if err != nil {
		return err
	}
	b, err := orZero(k.Books.Get(ctx))
	if err != nil {
		return err
	}
	supply := k.bank.GetSupply(ctx, account.Denom).Amount
	if !supply.IsUint64() || supply.Uint64() != o.LockedNrlc || o.LockedNrlc > uint64(bridge.AllRLC) {
		return types.ErrBooks.Wrapf("BRG-I1: the supply is %s nrlc, the vault holds %d, at most %d", supply,
			o.LockedNrlc, uint64(bridge.AllRLC))
	}
	for _, x := range []struct {
		account string
		books   uint64
	}{
		{types.ModuleName, b.EscrowNrlc},
		{types.DelayedName, b.DelayedNrlc},
		{types.StrandedName, b.StrandedNrlc},
	} {
		if holds := k.held(ctx, x.account); holds != x.books {
			return types.ErrBooks.Wrapf("BRG-I2: account %s holds %d nrlc, the books say %d", x.account, holds, x.books)
		}
	}
	return nil
}

// CheckInvariants returns the first broken invariant, or nil: those of every
// block, and the books against every record. It walks the whole state. Without a
// vault there are none.
func (k Keeper) CheckInvariants(ctx context.Context) error {
	on, err := k.On(ctx)
	if err != nil || !on {
		return err
	}
	for _, check := range []func(context.Context) error{
		k.checkBooks, k.checkWithdrawals, k.checkBatches, k.checkWaiting, k.checkKeys, k.checkSigned,
	} {
		if err := check(ctx); err != nil {
			return err
		}
	}
	return nil
}

// checkWithdrawals: BRG-I3, escrow and queue are those of open withdrawals.
func (k Keeper) checkWithdrawals(ctx context.Context) error {
	b, err := orZero(k.Books.Get(ctx))
	if err != nil {
		return err
	}
	var escrow rlc.Amount
	var queued uint64
	err = k.Withdrawals.Walk(ctx, nil, func(id uint64, w types.Withdrawal) (bool, error) {
		total, err := w.Total()
		if err != nil {
			return true, err
		}
		waits := w.Status == types.WithdrawalStatus_WITHDRAWAL_STATUS_QUEUED
		if waits || w.Status == types.WithdrawalStatus_WITHDRAWAL_STATUS_BATCHED {
			escrow += total
		}
		if waits {
			queued++
		}
		in, err := k.Queue.Has(ctx, id)
		if err == nil && in != waits {
			err = types.ErrBooks.Wrapf("BRG-I3: withdrawal %d is %s, in the queue: %t", id, w.Status, in)
		}
		return err != nil, err
	})
	if err != nil {
		return err
	}
	if uint64(escrow) != b.EscrowNrlc || queued != b.Queued {
		return types.ErrBooks.Wrapf("BRG-I3: open withdrawals hold %d nrlc, %d wait; the books say %d and %d", escrow,
			queued, b.EscrowNrlc, b.Queued)
	}
	return nil
}

// checkBatches: BRG-I4, a batch is its withdrawals, and signed as it is stored.
func (k Keeper) checkBatches(ctx context.Context) error {
	v, err := k.vault(ctx)
	if err != nil {
		return err
	}
	want := map[types.BatchStatus]types.WithdrawalStatus{
		types.BatchStatus_BATCH_STATUS_OPEN:     types.WithdrawalStatus_WITHDRAWAL_STATUS_BATCHED,
		types.BatchStatus_BATCH_STATUS_EXECUTED: types.WithdrawalStatus_WITHDRAWAL_STATUS_EXECUTED,
		types.BatchStatus_BATCH_STATUS_EXPIRED:  types.WithdrawalStatus_WITHDRAWAL_STATUS_REFUNDED,
	}
	return k.Batches.Walk(ctx, nil, func(nonce uint64, b types.Batch) (bool, error) {
		withdrawals, err := k.items(ctx, b)
		if err != nil {
			return true, err
		}
		var items bridge.Items
		var total rlc.Amount
		for _, w := range withdrawals {
			if w.BatchNonce != nonce || w.Status != want[b.Status] {
				return true, types.ErrBooks.Wrapf("BRG-I4: withdrawal %d is %s in batch %d, expected %s in %d", w.Id,
					w.Status, w.BatchNonce, want[b.Status], nonce)
			}
			to, err := ident.ParseAddress(w.To)
			if err != nil {
				return true, err
			}
			items = append(items, bridge.Item{To: to, Amount: rlc.Amount(w.AmountNrlc)})
			total += rlc.Amount(w.AmountNrlc) + rlc.Amount(w.FeeNrlc)
		}
		open, err := k.Open.Has(ctx, nonce)
		if err != nil {
			return true, err
		}
		core, err := b.Core()
		if err != nil {
			return true, err
		}
		same := items.Hash() == core.ItemsHash && uint64(total) == b.TotalNrlc &&
			v.Domain.Digest(core).String() == b.Digest && open == (b.Status == types.BatchStatus_BATCH_STATUS_OPEN)
		if !same {
			return true, types.ErrBooks.Wrapf("BRG-I4: batch %d of %d nrlc has items of %d, digest %s, open: %t", nonce,
				b.TotalNrlc, total, b.Digest, open)
		}
		return false, nil
	})
}

// checkWaiting: BRG-I5, delayed and stranded money is that of its records.
func (k Keeper) checkWaiting(ctx context.Context) error {
	b, err := orZero(k.Books.Get(ctx))
	if err != nil {
		return err
	}
	var delayed, stranded uint64
	err = k.Delayed.Walk(ctx, nil, func(nonce uint64, d types.Delayed) (bool, error) {
		delayed += d.AmountNrlc
		due, err := k.Releases.Has(ctx, release(d))
		if err == nil && due == d.Vetoed {
			err = types.ErrBooks.Wrapf("BRG-I5: deposit %d is to be released: %t, vetoed: %t", nonce, due, d.Vetoed)
		}
		return err != nil, err
	})
	if err != nil {
		return err
	}
	err = k.Stranded.Walk(ctx, nil, func(_ uint64, s types.Stranded) (bool, error) {
		stranded += s.AmountNrlc
		return false, nil
	})
	if err != nil {
		return err
	}
	if delayed != b.DelayedNrlc || stranded != b.StrandedNrlc {
		return types.ErrBooks.Wrapf("BRG-I5: %d nrlc wait and %d are stranded, the books say %d and %d", delayed,
			stranded, b.DelayedNrlc, b.StrandedNrlc)
	}
	return nil
}

// checkKeys: BRG-I6, a key in use is its operator's.
func (k Keeper) checkKeys(ctx context.Context) error {
	return k.Keys.Walk(ctx, nil, func(_ []byte, key types.BridgeKey) (bool, error) {
		address, err := ident.ParseAddress(key.Address)
		if err != nil {
			return true, err
		}
		use, err := orZero(k.KeyUses.Get(ctx, address[:]))
		if err == nil && (use.Operator != key.Operator || use.UntilHeight != 0) {
			err = types.ErrBooks.Wrapf("BRG-I6: key %s of %s is used by %q until %d", key.Address, key.Operator,
				use.Operator, use.UntilHeight)
		}
		return err != nil, err
	})
}

// checkSigned: BRG-I7, every message that is kept has its digest.
func (k Keeper) checkSigned(ctx context.Context) error {
	check := func(kind bridge.MessageKind, nonce uint64, digest string) (bool, error) {
		raw, err := orZero(k.Digests.Get(ctx, signedKey(kind, nonce)))
		if err == nil && (len(raw) != len(ident.Hash{}) || ident.Hash(raw).String() != digest) {
			err = types.ErrBooks.Wrapf("BRG-I7: message %d of kind %d has digest %s, kept is %x", nonce, kind,
				digest, raw)
		}
		return err != nil, err
	}
	err := k.Valsets.Walk(ctx, nil, func(nonce uint64, v types.Valset) (bool, error) {
		return check(bridge.MessageValset, nonce, v.Digest)
	})
	if err != nil {
		return err
	}
	v, err := k.vault(ctx)
	if err != nil {
		return err
	}
	err = k.Configs.Walk(ctx, nil, func(nonce uint64, c types.VaultConfig) (bool, error) {
		core, err := c.Config.Core()
		if err != nil {
			return true, err
		}
		if digest := v.Domain.Digest(core).String(); core.Nonce != nonce || digest != c.Digest {
			return true, types.ErrBooks.Wrapf("BRG-I7: config %d is kept as %d with digest %s, expected %s", core.Nonce,
				nonce, c.Digest, digest)
		}
		return check(bridge.MessageConfig, nonce, c.Digest)
	})
	if err != nil {
		return err
	}
	return k.Batches.Walk(ctx, nil, func(nonce uint64, b types.Batch) (bool, error) {
		return check(bridge.MessageBatch, nonce, b.Digest)
	})
}
