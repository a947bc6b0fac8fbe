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

// load returns params and vault; ErrOff if there is no vault.
func (k Keeper) load(ctx context.Context) (types.Params, types.VaultID, error) {
	v, err := k.vault(ctx)
	if err != nil {
		return types.Params{}, v, err
	}
	p, err := k.Params.Get(ctx)
	return p, v, err
}

// queue puts a withdrawal in line whose money is in escrow already, and returns
// its id.
func (k Keeper) queue(ctx context.Context, w types.Withdrawal) (uint64, error) {
	total, err := w.Total()
	if err != nil {
		return 0, err
	}
	err = k.changeBooks(ctx, func(b *types.Books) error {
		b.LastWithdrawal++
		b.Queued++
		w.Id = b.LastWithdrawal
		return move(&b.EscrowNrlc, total, 0)
	})
	if err != nil {
		return 0, err
	}
	w.Status = types.WithdrawalStatus_WITHDRAWAL_STATUS_QUEUED
	if err := k.Queue.Set(ctx, w.Id); err != nil {
		return 0, err
	}
	if err := k.setWithdrawal(ctx, w); err != nil {
		return 0, err
	}
	return w.Id, typed(ctx, &types.EventWithdrawalQueued{
		Id: w.Id, Sender: w.Sender, To: w.To, AmountNrlc: w.AmountNrlc, FeeNrlc: w.FeeNrlc,
	})
}

// setWithdrawal stores a withdrawal where it is found by its id and its sender.
func (k Keeper) setWithdrawal(ctx context.Context, w types.Withdrawal) error {
	if w.Sender != "" {
		sender, err := account.Parse(w.Sender)
		if err != nil {
			return err
		}
		if err := k.BySender.Set(ctx, join(sender[:], u64(w.Id))); err != nil {
			return err
		}
	}
	return k.Withdrawals.Set(ctx, w.Id, w)
}

// unqueue takes a withdrawal out of the line.
func (k Keeper) unqueue(ctx context.Context, id uint64) error {
	if err := k.Queue.Remove(ctx, id); err != nil {
		return err
	}
	return k.changeBooks(ctx, func(b *types.Books) error {
		b.Queued -= min(b.Queued, 1)
		return nil
	})
}

// kept returns what of a withdrawal's fee stays here when its sender takes it back.
func (k Keeper) kept(ctx context.Context, w types.Withdrawal) (rlc.Amount, error) {
	p, v, err := k.load(ctx)
	if err != nil {
		return 0, err
	}
	core, err := w.Core()
	return p.Rules(v).Kept(core), err
}

// giveBack ends a withdrawal and pays amount and fee back: to its sender, or, if
// there is none or it cannot receive, to nobody until the one on Ethereum claims it.
// What is kept of the fee goes to the community pool.
func (k Keeper) giveBack(
	ctx context.Context, w types.Withdrawal, status types.WithdrawalStatus, kept rlc.Amount,
) error {
	total, err := w.Total()
	if err != nil {
		return err
	}
	back, err := rlc.Sub(total, kept)
	if err != nil {
		return err
	}
	w.Status = status
	if err := k.Withdrawals.Set(ctx, w.Id, w); err != nil {
		return err
	}
	err = k.changeBooks(ctx, func(b *types.Books) error { return move(&b.EscrowNrlc, 0, total) })
	if err != nil {
		return err
	}
	if kept > 0 {
		escrow := authtypes.NewModuleAddress(types.ModuleName)
		if err := k.court.Pool.FundCommunityPool(ctx, coins(kept), escrow); err != nil {
			return err
		}
	}
	refused := types.ErrNotFound.Wrap("it came from no account here")
	if w.Sender != "" {
		sent := alone(ctx, func(ctx context.Context) error {
			to, err := account.Parse(w.Sender)
			if err != nil {
				return err
			}
			return k.bank.SendCoinsFromModuleToAccount(ctx, types.ModuleName, to[:], coins(back))
		})
		refused = sent
	}
	if refused != nil {
		err = k.strand(ctx, types.ModuleName, types.Stranded{
			Owner: w.To, AmountNrlc: uint64(back), DepositNonce: w.DepositNonce, WithdrawalId: w.Id,
			Reason: types.Clip(refused.Error()),
		})
		if err != nil {
			return err
		}
	}
	return typed(ctx, &types.EventWithdrawalReturned{Id: w.Id, Status: status, TotalNrlc: uint64(back)})
}

// makeBatch makes a batch of the first that wait, if one is due. Rules BRG-R8, BRG-R9.
func (k Keeper) makeBatch(ctx context.Context, p types.Params, v types.VaultID) error {
	now, policy := moment(ctx), p.Batches()
	books, err := orZero(k.Books.Get(ctx))
	if err != nil || books.Queued == 0 || books.EthValset == 0 {
		return err
	}
	stopped, err := k.leavingStopped(ctx, now.Unix)
	if err != nil || stopped {
		return err
	}
	open, err := k.openBatches(ctx)
	if err != nil || !policy.Due(books.Queued, uint64(len(open)), now.Height) {
		return err
	}
	waiting, err := k.waiting(ctx, policy)
	if err != nil || len(waiting) == 0 {
		return err
	}
	bucket, err := orZero(k.BucketOut.Get(ctx))
	if err != nil {
		return err
	}
	planned, after, err := policy.Next(books.LastBatch+1, waiting, bucket.Core(), now)
	if err != nil || len(planned.Items) == 0 {
		return err
	}
	if err := k.BucketOut.Set(ctx, types.NewBucket(after)); err != nil {
		return err
	}
	return k.openBatch(ctx, v, planned, waiting[:len(planned.Items)])
}

// leavingStopped reports whether withdrawals are paused, here or at the vault.
func (k Keeper) leavingStopped(ctx context.Context, nowUnix uint64) (bool, error) {
	o, err := k.Observed.Get(ctx)
	if err != nil {
		return false, err
	}
	if o.VaultPauseFlags&uint32(bridge.PauseWithdrawals) != 0 && nowUnix <= o.VaultPauseUntilUnix {
		return true, nil
	}
	return k.paused(ctx, bridge.PauseWithdrawals)
}

// waiting returns the first that wait, as many as a batch may hold. Those before
// them that can never leave are given back.
func (k Keeper) waiting(ctx context.Context, policy bridge.BatchPolicy) ([]bridge.Withdrawal, error) {
	var ids []uint64
	err := k.Queue.Walk(ctx, nil, func(id uint64) (bool, error) {
		ids = append(ids, id)
		return len(ids) >= bridge.MaxItems, nil
	})
	if err != nil {
		return nil, err
	}
	var out []bridge.Withdrawal
	for _, id := range ids {
		wire, err := k.Withdrawals.Get(ctx, id)
		if err != nil {
			return nil, err
		}
		w, err := wire.Core()
		if err != nil {
			return nil, err
		}
		switch {
		case !policy.NeverFits(w):
			out = append(out, w)
		case len(out) > 0:
			return out, nil
		default:
			if err := k.unqueue(ctx, id); err != nil {
				return nil, err
			}
			if err := k.giveBack(ctx, wire, types.WithdrawalStatus_WITHDRAWAL_STATUS_REFUNDED, 0); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// openBatch stores a batch that was planned, with what is to be signed.
func (k Keeper) openBatch(
	ctx context.Context, v types.VaultID, p bridge.Planned, items []bridge.Withdrawal,
) error {
	nonce, digest := p.Batch.Nonce, v.Domain.Digest(p.Batch)
	b := types.NewBatch(p, moment(ctx).Height, digest)
	if err := k.Batches.Set(ctx, nonce, b); err != nil {
		return err
	}
	if err := k.Open.Set(ctx, nonce); err != nil {
		return err
	}
	if err := k.setDigest(ctx, bridge.MessageBatch, nonce, digest); err != nil {
		return err
	}
	err := k.changeBooks(ctx, func(b *types.Books) error { b.LastBatch = nonce; return nil })
	if err != nil {
		return err
	}
	for _, item := range items {
		w, err := k.Withdrawals.Get(ctx, item.ID)
		if err != nil {
			return err
		}
		w.Status, w.BatchNonce = types.WithdrawalStatus_WITHDRAWAL_STATUS_BATCHED, nonce
		if err := k.Withdrawals.Set(ctx, w.Id, w); err != nil {
			return err
		}
		if err := k.unqueue(ctx, w.Id); err != nil {
			return err
		}
	}
	return typed(ctx, &types.EventBatchMade{
		Nonce: nonce, FirstId: b.FirstId, Count: b.Count, TotalNrlc: b.TotalNrlc, SignFromHeight: b.SignFromHeight,
		SignFromUnix: b.SignFromUnix, TimeoutUnix: b.TimeoutUnix,
	})
}

// openBatches returns the nonces of batches that are neither executed nor expired.
func (k Keeper) openBatches(ctx context.Context) ([]uint64, error) {
	it, err := k.Open.Iterate(ctx, nil)
	if err != nil {
		return nil, err
	}
	return it.Keys()
}

// items returns the withdrawals of a batch.
func (k Keeper) items(ctx context.Context, b types.Batch) ([]types.Withdrawal, error) {
	var out []types.Withdrawal
	for id := b.FirstId; id < b.FirstId+b.Count; id++ {
		w, err := k.Withdrawals.Get(ctx, id)
		if err != nil {
			return nil, err
		}
		out = append(out, w)
	}
	return out, nil
}

// executed burns what the vault paid. Rule BRG-R11.
func (k Keeper) executed(ctx context.Context, e bridge.BatchExecuted) error {
	b, err := orZero(k.Batches.Get(ctx, e.BatchNonce))
	if err != nil {
		return err
	}
	if b.Status != types.BatchStatus_BATCH_STATUS_OPEN || rlc.Amount(b.TotalNrlc) != e.Total {
		return types.ErrBooks.Wrapf("the vault paid batch %d of %d nrlc, here it has %d and status %s", e.BatchNonce,
			e.Total, b.TotalNrlc, b.Status)
	}
	if err := k.closeBatch(ctx, b, types.BatchStatus_BATCH_STATUS_EXECUTED); err != nil {
		return err
	}
	items, err := k.items(ctx, b)
	if err != nil {
		return err
	}
	for _, w := range items {
		w.Status = types.WithdrawalStatus_WITHDRAWAL_STATUS_EXECUTED
		if err := k.Withdrawals.Set(ctx, w.Id, w); err != nil {
			return err
		}
	}
	err = k.changeBooks(ctx, func(b *types.Books) error { return move(&b.EscrowNrlc, 0, e.Total) })
	if err != nil {
		return err
	}
	if err := k.bank.BurnCoins(ctx, types.ModuleName, coins(e.Total)); err != nil {
		return err
	}
	return typed(ctx, &types.EventBatchExecuted{Nonce: b.Nonce, TotalNrlc: b.TotalNrlc})
}

// closeBatch ends a batch; its signatures are of no use any more.
func (k Keeper) closeBatch(ctx context.Context, b types.Batch, status types.BatchStatus) error {
	if err := k.countMissed(ctx, bridge.MessageBatch, b.Nonce); err != nil {
		return err
	}
	b.Status = status
	if err := k.Batches.Set(ctx, b.Nonce, b); err != nil {
		return err
	}
	if err := k.Open.Remove(ctx, b.Nonce); err != nil {
		return err
	}
	return k.Signatures.Clear(ctx, under(signedKey(bridge.MessageBatch, b.Nonce)))
}

// expire gives back what is in batches that can never be executed any more. Rule BRG-R12.
func (k Keeper) expire(ctx context.Context) error {
	o, err := k.Observed.Get(ctx)
	if err != nil {
		return err
	}
	dead, err := k.expired(ctx, o.EthTimeUnix)
	if err != nil {
		return err
	}
	for _, b := range dead {
		if err := k.expireOne(ctx, b); err != nil {
			return err
		}
	}
	return nil
}

// expired returns the open batches that are dead at a proven time of Ethereum; none
// while withdrawals are paused.
func (k Keeper) expired(ctx context.Context, ethTimeUnix uint64) ([]types.Batch, error) {
	paused, err := k.paused(ctx, bridge.PauseWithdrawals)
	if err != nil || paused {
		return nil, err
	}
	open, err := k.openBatches(ctx)
	if err != nil {
		return nil, err
	}
	var dead []types.Batch
	for _, nonce := range open {
		b, err := k.Batches.Get(ctx, nonce)
		if err != nil {
			return nil, err
		}
		core, err := b.Core()
		if err != nil {
			return nil, err
		}
		if bridge.Expired(core, ethTimeUnix) {
			dead = append(dead, b)
		}
	}
	return dead, nil
}

func (k Keeper) expireOne(ctx context.Context, b types.Batch) error {
	if err := k.closeBatch(ctx, b, types.BatchStatus_BATCH_STATUS_EXPIRED); err != nil {
		return err
	}
	items, err := k.items(ctx, b)
	if err != nil {
		return err
	}
	for _, w := range items {
		if err := k.giveBack(ctx, w, types.WithdrawalStatus_WITHDRAWAL_STATUS_REFUNDED, 0); err != nil {
			return err
		}
	}
	return typed(ctx, &types.EventBatchExpired{Nonce: b.Nonce, TotalNrlc: b.TotalNrlc})
}

// withdrawal checks a message, and returns the withdrawal that it asks for.
func (k Keeper) withdrawal(ctx context.Context, m *types.MsgWithdraw) (types.Withdrawal, ident.Address, error) {
	w := types.Withdrawal{Sender: m.Sender, AmountNrlc: m.AmountNrlc, FeeNrlc: m.FeeNrlc}
	sender, err := account.Parse(m.Sender)
	if err != nil {
		return w, sender, types.ErrBadField.Wrapf("sender: %s", err)
	}
	to, err := ident.ParseAddress(m.To)
	if err != nil {
		return w, sender, types.ErrBadField.Wrapf("to: %s", err)
	}
	w.Sender, w.To = account.Bech32(sender), to.String()
	p, v, err := k.load(ctx)
	if err != nil {
		return w, sender, err
	}
	if err := k.unlessPaused(ctx, bridge.PauseWithdrawals); err != nil {
		return w, sender, err
	}
	books, err := orZero(k.Books.Get(ctx))
	if err != nil {
		return w, sender, err
	}
	if books.EthValset == 0 {
		return w, sender, types.ErrNotReady.Wrapf("the vault has none of this chain's %d validator sets yet: it pays "+
			"nobody before; wait until one is brought to it", books.LastValset)
	}
	core, err := w.Core()
	if err != nil {
		return w, sender, err
	}
	return w, sender, types.Coded(p.Rules(v).Check(core))
}
