package keeper

import (
	"context"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/x/market/types"
)

// KittyModule and WorkersModule are where a task's money goes that is not the
// market's affair: forfeited pool stakes, and the pool's price to be shared.
const (
	KittyModule   = "kitty"
	WorkersModule = "poco"
)

// TakeNewDeals returns up to n deals, oldest first, whose tasks nobody has
// opened yet, and forgets that they are new.
func (k Keeper) TakeNewDeals(ctx context.Context, n int) ([]market.Deal, error) {
	var numbers []uint64
	var deals []market.Deal
	err := k.NewDeals.Walk(ctx, nil, func(number uint64, id []byte) (bool, error) {
		if len(numbers) >= n {
			return true, nil
		}
		d, err := k.Deal(ctx, ident.Hash(id))
		if err != nil {
			return true, err
		}
		numbers, deals = append(numbers, number), append(deals, d)
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	for _, number := range numbers {
		if err := k.NewDeals.Remove(ctx, number); err != nil {
			return nil, err
		}
	}
	return deals, nil
}

// Deal returns a deal, or ErrNotFound.
func (k Keeper) Deal(ctx context.Context, id ident.Hash) (market.Deal, error) {
	d, err := k.deal(ctx, id)
	if err != nil {
		return market.Deal{}, err
	}
	return d.Core()
}

func (k Keeper) deal(ctx context.Context, id ident.Hash) (types.Deal, error) {
	d, err := k.Deals.Get(ctx, id[:])
	if isNotFound(err) {
		return d, types.ErrNotFound.Wrapf("no deal has the id %s", id)
	}
	return d, err
}

// SettleTask pays a completed task of a deal: the app's and the dataset's
// owner their prices, the pool's owner its stake back, and the pool's price to
// the workers' module, which shares it. Rule MKT-R19.
func (k Keeper) SettleTask(ctx context.Context, id ident.Hash, index uint64) error {
	wire, d, err := k.openTask(ctx, id, index)
	if err != nil {
		return err
	}
	for _, pay := range []struct {
		to     ident.Address
		amount rlc.Amount
	}{{d.App.Owner, d.App.Price}, {d.Dataset.Owner, d.Dataset.Price}, {d.Workerpool.Owner, d.PoolStake}} {
		if err := k.give(ctx, pay.to, pay.amount); err != nil {
			return err
		}
	}
	if err := k.move(ctx, WorkersModule, d.Workerpool.Price); err != nil {
		return err
	}
	wire.Completed++
	return k.taskEnded(ctx, wire, d)
}

// RefundTask gives a failed task's price back to its sponsor and returns how
// much. The pool's stake goes to the kitty if the pool is at fault, else back
// to its owner. Rule MKT-R20.
func (k Keeper) RefundTask(ctx context.Context, id ident.Hash, index uint64, poolAtFault bool) (rlc.Amount, error) {
	wire, d, err := k.openTask(ctx, id, index)
	if err != nil {
		return 0, err
	}
	price, err := d.TaskPrice()
	if err != nil {
		return 0, err
	}
	if err := k.give(ctx, d.Sponsor, price); err != nil {
		return 0, err
	}
	if poolAtFault {
		err = k.move(ctx, KittyModule, d.PoolStake)
	} else {
		err = k.give(ctx, d.Workerpool.Owner, d.PoolStake)
	}
	if err != nil {
		return 0, err
	}
	wire.Failed++
	if err := k.taskEnded(ctx, wire, d); err != nil {
		return 0, err
	}
	return price, typed(ctx, &types.EventTaskRefunded{
		DealId: wire.Id, TaskId: market.TaskID(d.ID, index).String(), Sponsor: wire.Sponsor, AmountNrlc: uint64(price),
	})
}

// openTask returns the deal if it has the task and is not settled.
func (k Keeper) openTask(ctx context.Context, id ident.Hash, index uint64) (types.Deal, market.Deal, error) {
	wire, err := k.deal(ctx, id)
	if err != nil {
		return wire, market.Deal{}, err
	}
	d, err := wire.Core()
	if err != nil {
		return wire, d, err
	}
	if index < d.First || index-d.First >= d.Size {
		return wire, d, types.ErrNotFound.Wrapf("deal %s has tasks %d to %d, not %d", id, d.First, d.First+d.Size-1,
			index)
	}
	if wire.Status != types.DealStatus_DEAL_STATUS_OPEN {
		return wire, d, types.ErrInvariant.Wrapf("deal %s is closed, task %d ends again", id, index)
	}
	return wire, d, nil
}

// taskEnded takes a task's money off the deal's escrow and closes the deal
// with its last task.
func (k Keeper) taskEnded(ctx context.Context, wire types.Deal, d market.Deal) error {
	price, err := d.TaskPrice()
	if err != nil {
		return err
	}
	each, err := rlc.Add(price, d.PoolStake)
	if err != nil {
		return err
	}
	left, err := rlc.Sub(rlc.Amount(wire.EscrowNrlc), each)
	if err != nil {
		return types.ErrInvariant.Wrapf("deal %s: %s", wire.Id, err)
	}
	wire.EscrowNrlc = uint64(left)
	if wire.Completed+wire.Failed == d.Size {
		wire.Status = types.DealStatus_DEAL_STATUS_CLOSED
	}
	if err := k.Deals.Set(ctx, d.ID[:], wire); err != nil {
		return err
	}
	if wire.Status != types.DealStatus_DEAL_STATUS_CLOSED {
		return nil
	}
	return typed(ctx, &types.EventDealClosed{Id: wire.Id, Completed: wire.Completed, Failed: wire.Failed})
}

func (k Keeper) move(ctx context.Context, module string, amount rlc.Amount) error {
	if amount == 0 {
		return nil
	}
	return k.bank.SendCoinsFromModuleToModule(ctx, types.ModuleName, module, coins(amount))
}
