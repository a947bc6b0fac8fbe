package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/x/market/types"
)

// openDeal moves the escrow from the orders to the deal, returns the difference
// to the ceiling, and takes the volume off the orders. Rule MKT-R18.
func (k Keeper) openDeal(ctx context.Context, d market.Deal, f *market.Fill) error {
	consumed, err := k.consumed(ctx, f.Request.ID)
	if err != nil {
		return err
	}
	d.First = consumed // an earlier fill of this request may have been void
	d.ID = market.DealID(f.Request.ID, consumed)
	each, err := d.TaskPrice()
	if err != nil {
		return err
	}
	ceiling, err := f.Request.Ceiling()
	if err != nil {
		return err
	}
	surplus, err := rlc.Sub(ceiling, each)
	if err != nil {
		return err
	}
	refund, err := rlc.Mul(surplus, d.Size)
	if err != nil {
		return err
	}
	if err := k.consumeAll(ctx, f, ceiling, d.PoolStake); err != nil {
		return err
	}
	if err := k.give(ctx, d.Sponsor, refund); err != nil {
		return err
	}
	return k.storeDeal(ctx, d, f, refund, k.queueDeal)
}

// storeDeal stores a deal whose escrow is there, and lets queue note that its
// tasks are to be opened. Rule MKT-R18.
func (k Keeper) storeDeal(ctx context.Context, d market.Deal, f *market.Fill, refund rlc.Amount,
	queue func(ctx context.Context, id ident.Hash) error,
) error {
	each, err := d.TaskPrice()
	if err != nil {
		return err
	}
	perTask, err := rlc.Add(each, d.PoolStake)
	if err != nil {
		return err
	}
	escrow, err := rlc.Mul(perTask, d.Size)
	if err != nil {
		return err
	}
	wire := types.NewDeal(d, f, escrow)
	if err := k.insertDeal(ctx, d, wire); err != nil {
		return err
	}
	if err := queue(ctx, d.ID); err != nil {
		return err
	}
	return typed(ctx, &types.EventDealCreated{
		Id: wire.Id, RequestId: wire.RequestId, AppOrderId: wire.App.OrderId, DatasetOrderId: wire.Dataset.OrderId,
		WorkerpoolOrderId: wire.Workerpool.OrderId, Requester: wire.Requester, Workerpool: wire.Workerpool.Id,
		App: wire.App.Id, First: d.First, Size_: d.Size, PriceNrlc: uint64(each), RefundedNrlc: uint64(refund),
	})
}

func (k Keeper) consumed(ctx context.Context, request ident.Hash) (uint64, error) {
	o, err := k.Orders.Get(ctx, request[:])
	if err != nil {
		return 0, err
	}
	return o.Request.Volume - o.Remaining, nil
}

func (k Keeper) insertDeal(ctx context.Context, d market.Deal, wire types.Deal) error {
	if err := k.Deals.Set(ctx, d.ID[:], wire); err != nil {
		return err
	}
	if err := k.ByRequester.Set(ctx, join(d.Requester[:], d.ID[:])); err != nil {
		return err
	}
	if d.Sponsor != d.Requester {
		if err := k.BySponsor.Set(ctx, join(d.Sponsor[:], d.ID[:])); err != nil {
			return err
		}
	}
	for _, part := range []market.Part{d.App, d.Dataset} {
		if err := k.countUse(ctx, part.Pointer); err != nil {
			return err
		}
	}
	return k.ByRequest.Set(ctx, join(d.RequestID[:], u64(d.First), d.ID[:]))
}

// queueDeal puts a deal at the end of the line of those whose tasks are to be opened.
func (k Keeper) queueDeal(ctx context.Context, id ident.Hash) error {
	next, err := k.NewDealNext.Get(ctx)
	if err != nil && !isNotFound(err) {
		return err
	}
	if err := k.NewDeals.Set(ctx, next, id[:]); err != nil {
		return err
	}
	return k.NewDealNext.Set(ctx, next+1)
}

// queueMatched puts the deals that messages of this block made in line, in the
// order of their ids, so that the order of transactions does not matter. Their
// number is bounded by the block's gas, which paid for them.
func (k Keeper) queueMatched(ctx context.Context) error {
	keys, err := firstKeys(ctx, k.Matched, new(collections.Range[[]byte]), int(^uint(0)>>1))
	if err != nil {
		return err
	}
	for _, id := range keys {
		if err := k.queueDeal(ctx, ident.Hash(id)); err != nil {
			return err
		}
		if err := k.Matched.Remove(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// consumeAll takes a fill's volume off its orders with the escrow that goes to
// the deal or back.
func (k Keeper) consumeAll(ctx context.Context, f *market.Fill, ceiling, poolStake rlc.Amount) error {
	if err := k.consume(ctx, f.App.ID, f.Tasks, 0); err != nil {
		return err
	}
	if !f.Request.Dataset.IsZero() {
		if err := k.consume(ctx, f.Dataset.ID, f.Tasks, 0); err != nil {
			return err
		}
	}
	if err := k.consume(ctx, f.Workerpool.ID, f.Tasks, poolStake); err != nil {
		return err
	}
	return k.consume(ctx, f.Request.ID, f.Tasks, ceiling)
}

// consume takes n tasks off an order, with each one's escrow, and closes it if
// nothing is left. A signed order has served them. Rules MKT-R11, MKT-R26.
func (k Keeper) consume(ctx context.Context, id ident.Hash, n uint64, each rlc.Amount) error {
	o, err := k.Orders.Get(ctx, id[:])
	if err != nil {
		return err
	}
	if o.Remaining < n {
		return types.ErrInvariant.Wrapf("order %s has %d tasks left, a fill takes %d", id, o.Remaining, n)
	}
	escrow, err := rlc.Mul(each, n)
	if err != nil {
		return err
	}
	left, err := rlc.Sub(rlc.Amount(o.EscrowNrlc), escrow)
	if err != nil {
		return err
	}
	if o.Signed != nil {
		if err := k.addConsumed(ctx, id, n); err != nil {
			return err
		}
	}
	o.Remaining, o.EscrowNrlc = o.Remaining-n, uint64(left)
	if o.Remaining > 0 {
		return k.Orders.Set(ctx, id[:], o)
	}
	_, err = k.closeOrder(ctx, o, types.OrderStatus_ORDER_STATUS_FILLED)
	return err
}
