package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/x/rlcbridge/types"
)

func deposited(nonce uint64, d bridge.Deposit, r bridge.Route) *types.EventDeposited {
	return &types.EventDeposited{
		Nonce: nonce, From: d.From.String(), Recipient: account.Bech32(d.Recipient), AmountNrlc: uint64(d.Amount),
		Route: r.String(),
	}
}

// deposit mints a deposit and sends it where it goes. Rules BRG-R3, BRG-R4.
func (k Keeper) deposit(ctx context.Context, nonce uint64, d bridge.Deposit) error {
	p, v, err := k.load(ctx)
	if err != nil {
		return err
	}
	bucket, err := orZero(k.BucketIn.Get(ctx))
	if err != nil {
		return err
	}
	paused, err := k.paused(ctx, bridge.PauseDeposits)
	if err != nil {
		return err
	}
	policy, blocked := p.Deposits(v), k.bank.BlockedAddr(d.Recipient[:])
	if paused {
		policy.LargeAmount, policy.Bucket = 0, bridge.BucketLimits{} // nothing is credited at once
		policy.Refund.MaxTotal = 0                                   // nor sent back: it is stranded
	}
	routed, after := policy.Route(d, blocked, bucket.Core(), moment(ctx).Unix)
	if err := k.BucketIn.Set(ctx, types.NewBucket(after)); err != nil {
		return err
	}
	if err := k.bank.MintCoins(ctx, types.ModuleName, coins(d.Amount)); err != nil {
		return err
	}
	if err := k.route(ctx, nonce, d, routed); err != nil {
		return err
	}
	return typed(ctx, deposited(nonce, d, routed.Route))
}

// route sends what was minted where it goes.
func (k Keeper) route(ctx context.Context, nonce uint64, d bridge.Deposit, r bridge.Routed) error {
	switch r.Route {
	case bridge.RouteCredit:
		return k.bank.SendCoinsFromModuleToAccount(ctx, types.ModuleName, d.Recipient[:], coins(d.Amount))
	case bridge.RouteDelay:
		return k.delay(ctx, types.Delayed{
			Nonce: nonce, From: d.From.String(), Recipient: account.Bech32(d.Recipient), AmountNrlc: uint64(d.Amount),
			ReleaseUnix: r.FromUnix,
		})
	case bridge.RouteRefund:
		_, err := k.queue(ctx, types.Withdrawal{
			To: r.Refund.To.String(), AmountNrlc: uint64(r.Refund.Amount), FeeNrlc: uint64(r.Refund.Fee),
			DepositNonce: nonce,
		})
		return err
	case bridge.RouteStrand: // as whatever else there may be
	}
	return k.strand(ctx, types.ModuleName, types.Stranded{
		Owner: d.From.String(), AmountNrlc: uint64(d.Amount), DepositNonce: nonce,
		Reason: "its recipient cannot receive, and it cannot be sent back",
	})
}

// delay holds a deposit back.
func (k Keeper) delay(ctx context.Context, d types.Delayed) error {
	sum := rlc.Amount(d.AmountNrlc)
	if err := k.bank.SendCoinsFromModuleToModule(ctx, types.ModuleName, types.DelayedName, coins(sum)); err != nil {
		return err
	}
	err := k.changeBooks(ctx, func(b *types.Books) error { return move(&b.DelayedNrlc, sum, 0) })
	if err != nil {
		return err
	}
	if err := k.Releases.Set(ctx, release(d)); err != nil {
		return err
	}
	return k.Delayed.Set(ctx, d.Nonce, d)
}

// release is a delayed deposit's key in Releases.
func release(d types.Delayed) []byte { return join(u64(d.ReleaseUnix), u64(d.Nonce)) }

// forget takes a delayed deposit out of all records.
func (k Keeper) forget(ctx context.Context, d types.Delayed) error {
	if err := k.Delayed.Remove(ctx, d.Nonce); err != nil {
		return err
	}
	if err := k.Releases.Remove(ctx, release(d)); err != nil {
		return err
	}
	return k.changeBooks(ctx, func(b *types.Books) error { return move(&b.DelayedNrlc, 0, rlc.Amount(d.AmountNrlc)) })
}

// releaseDue credits deposits whose delay is over, at most max_due_per_block, the
// oldest first. Rule BRG-R5.
func (k Keeper) releaseDue(ctx context.Context, p types.Params) error {
	paused, err := k.paused(ctx, bridge.PauseDeposits)
	if err != nil || paused {
		return err
	}
	var due []uint64
	end := u64(moment(ctx).Unix + 1)
	err = k.Releases.Walk(ctx, new(collections.Range[[]byte]).EndExclusive(end), func(key []byte) (bool, error) {
		due = append(due, nonceOf(key))
		return uint64(len(due)) >= p.MaxDuePerBlock, nil
	})
	if err != nil {
		return err
	}
	for _, nonce := range due {
		d, err := k.Delayed.Get(ctx, nonce)
		if err != nil {
			return err
		}
		if err := k.releaseOne(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

// releaseOne credits a delayed deposit, or strands it if it cannot.
func (k Keeper) releaseOne(ctx context.Context, d types.Delayed) error {
	to, err := account.Parse(d.Recipient)
	if err != nil {
		return err
	}
	refused := alone(ctx, func(ctx context.Context) error { return k.creditDelayed(ctx, d, to) })
	if refused == nil {
		return nil
	}
	if err := k.forget(ctx, d); err != nil {
		return err
	}
	return k.strand(ctx, types.DelayedName, types.Stranded{
		Owner: d.From, AmountNrlc: d.AmountNrlc, DepositNonce: d.Nonce, Reason: types.Clip(refused.Error()),
	})
}

func (k Keeper) creditDelayed(ctx context.Context, d types.Delayed, to ident.Address) error {
	if err := k.forget(ctx, d); err != nil {
		return err
	}
	sum := coins(rlc.Amount(d.AmountNrlc))
	if err := k.bank.SendCoinsFromModuleToAccount(ctx, types.DelayedName, to[:], sum); err != nil {
		return err
	}
	return typed(ctx, &types.EventDelayedReleased{
		Nonce: d.Nonce, Recipient: account.Bech32(to), AmountNrlc: d.AmountNrlc,
	})
}

// strand moves money that nobody can have to where its owner on Ethereum can
// claim it; the id is given here.
func (k Keeper) strand(ctx context.Context, from string, s types.Stranded) error {
	sum := rlc.Amount(s.AmountNrlc)
	if err := k.bank.SendCoinsFromModuleToModule(ctx, from, types.StrandedName, coins(sum)); err != nil {
		return err
	}
	err := k.changeBooks(ctx, func(b *types.Books) error {
		b.LastStranded++
		s.Id = b.LastStranded
		return move(&b.StrandedNrlc, sum, 0)
	})
	if err != nil {
		return err
	}
	if err := k.Stranded.Set(ctx, s.Id, s); err != nil {
		return err
	}
	return typed(ctx, &types.EventStranded{Id: s.Id, Owner: s.Owner, AmountNrlc: s.AmountNrlc, Reason: s.Reason})
}
