package keeper

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"

	"cosmossdk.io/collections"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/x/market/types"
)

// EndBlock expires what is overdue, ranks the block's new orders, wakes
// requests that a new offer or a group that grew may serve, and clears. Rules
// MKT-R12 to MKT-R17, MKT-R29.
func (k Keeper) EndBlock(ctx context.Context) error {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return err
	}
	if err := k.expire(ctx, int(params.MaxExpiriesPerBlock)); err != nil {
		return fmt.Errorf("expire: %w", err)
	}
	if err := k.rankPlaced(ctx); err != nil {
		return fmt.Errorf("rank new orders: %w", err)
	}
	if err := k.wake(ctx, int(params.MaxRequestsPerBlock)); err != nil {
		return fmt.Errorf("wake requests: %w", err)
	}
	if err := k.regroup(ctx, max(1, int(params.MaxRequestsPerBlock)/2)); err != nil {
		return fmt.Errorf("wake requests after a group grew: %w", err)
	}
	if err := k.queueMatched(ctx); err != nil {
		return fmt.Errorf("queue deals: %w", err)
	}
	if err := k.clear(ctx, params); err != nil {
		return fmt.Errorf("clear: %w", err)
	}
	return nil
}

// expire closes overdue orders, the oldest first, at most n.
func (k Keeper) expire(ctx context.Context, n int) error {
	end := join(u64(uint64(nowUnix(ctx) + 1))) //nolint:gosec // block times are positive
	keys, err := firstKeys(ctx, k.Expiries, new(collections.Range[[]byte]).EndExclusive(end), n)
	if err != nil {
		return err
	}
	for _, key := range keys {
		o, err := k.Orders.Get(ctx, idOf(key))
		if err != nil {
			return err
		}
		if _, err := k.closeOrder(ctx, o, types.OrderStatus_ORDER_STATUS_EXPIRED); err != nil {
			return err
		}
	}
	return nil
}

// rankPlaced gives the orders placed in this block their tie-break and makes
// them visible. It is bounded by the block's gas, which paid for them.
func (k Keeper) rankPlaced(ctx context.Context) error {
	keys, err := firstKeys(ctx, k.Placed, new(collections.Range[[]byte]), int(^uint(0)>>1))
	if err != nil || len(keys) == 0 {
		return err
	}
	beacon := k.beacon(ctx)
	for _, id := range keys {
		o, err := k.Orders.Get(ctx, id)
		if err != nil {
			return err
		}
		o.Tie = ident.Keccak256(beacon[:], id).String()
		if err := k.Orders.Set(ctx, id, o); err != nil {
			return err
		}
		if err := k.Placed.Remove(ctx, id); err != nil {
			return err
		}
		c, err := o.Core()
		if err != nil {
			return err
		}
		if c.Request != nil {
			err = k.Active.Set(ctx, requestRank(c.Request))
		} else {
			err = k.offer(ctx, &c)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// offer shows a new offer to clearing and lets it wake requests.
func (k Keeper) offer(ctx context.Context, c *types.Checked) error {
	if err := k.addOffer(ctx, c); err != nil {
		return err
	}
	_, key := k.offerKey(c)
	return k.Wakes.Set(ctx, key[len(key)-rankBytes:], []byte{})
}

// wake lets new offers put parked requests in line again; it looks at n at most
// in all. An offer that is not done goes on in the next block where it stopped.
func (k Keeper) wake(ctx context.Context, n int) error {
	mctx, err := k.matchContext(ctx)
	if err != nil {
		return err
	}
	for n > 0 {
		var key, cursor []byte
		err := k.Wakes.Walk(ctx, nil, func(k, v []byte) (bool, error) {
			key, cursor = bytes.Clone(k), bytes.Clone(v)
			return true, nil
		})
		if err != nil || key == nil {
			return err
		}
		o, err := k.Orders.Get(ctx, idOf(key))
		if err != nil {
			return err
		}
		c, err := o.Core()
		if err != nil {
			return err
		}
		looked, last, err := k.wakeBy(ctx, &mctx, &c, cursor, n)
		if err != nil {
			return err
		}
		n -= max(looked, 1)
		if last == nil {
			err = k.Wakes.Remove(ctx, key)
		} else {
			err = k.Wakes.Set(ctx, key, last)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// wakeBy looks at up to n parked requests in order of priority, activates those
// that the offer could serve, and returns how many it looked at and where to go
// on (nil = done).
func (k Keeper) wakeBy(ctx context.Context, mctx *market.Context, c *types.Checked, cursor []byte, n int) (int, []byte,
	error,
) {
	prefix, floor := wakePrefix(c)
	if len(cursor) == 0 {
		cursor = nil
	}
	keys, err := firstKeys(ctx, k.Parked, after(prefix, cursor), n)
	if err != nil {
		return 0, nil, err
	}
	for i, key := range keys {
		ceiling := rlc.Amount(^binary.BigEndian.Uint64(key[len(prefix):]))
		if ceiling < floor {
			return i + 1, nil, nil // all that follow pay less than the offer asks
		}
		o, err := k.Orders.Get(ctx, idOf(key))
		if err != nil {
			return 0, nil, err
		}
		r, err := o.CoreRequest()
		if err != nil {
			return 0, nil, err
		}
		offer := market.Match{App: c.App, Dataset: c.Dataset, Workerpool: c.Workerpool, Request: r}
		if !market.CouldServe(offer, mctx) {
			continue
		}
		if err := k.activate(ctx, r); err != nil {
			return 0, nil, err
		}
	}
	if len(keys) < n {
		return len(keys), nil, nil
	}
	return len(keys), keys[len(keys)-1], nil
}

// wakePrefix returns where the requests wait that an offer may serve, and the
// lowest ceiling for the pool that makes sense.
func wakePrefix(c *types.Checked) ([]byte, rlc.Amount) {
	switch {
	case c.App != nil:
		return join([]byte{byApp}, c.App.App[:]), 0
	case c.Dataset != nil:
		return join([]byte{byDataset}, c.Dataset.Dataset[:]), 0
	}
	return join([]byte{byCategory}, u64(c.Workerpool.Category)), c.Workerpool.Price
}

// clear tries the requests that are in line and applies what core decides.
func (k Keeper) clear(ctx context.Context, p types.Params) error {
	keys, err := firstKeys(ctx, k.Active, new(collections.Range[[]byte]), int(p.MaxRequestsPerBlock))
	if err != nil || len(keys) == 0 {
		return err
	}
	src := source{k, ctx}
	requests, err := load(src, keys, (*types.Order).CoreRequest)
	if err != nil {
		return err
	}
	mctx, err := k.matchContext(ctx)
	if err != nil {
		return err
	}
	out, err := market.Clear(src, requests, mctx, bounds(p))
	if err != nil {
		return err
	}
	for _, r := range out.Parked {
		if err := k.park(ctx, r); err != nil {
			return err
		}
	}
	for i := range out.Fills {
		if err := k.applyFill(ctx, &out.Fills[i]); err != nil {
			return err
		}
	}
	return nil
}

func bounds(p types.Params) market.Bounds {
	lanes := int(p.MaxLanesPerRequest)
	return market.Bounds{
		Matches: int(p.MaxMatchesPerBlock), Lanes: lanes, Assets: maxAssets,
		Checks: max(maxChecks, (lanes+1)*maxAssets*maxAssets+1),
	}
}

// maxAssets bounds the app orders, and the dataset orders, tried for a request.
const maxAssets = 16

// maxChecks bounds the combinations of orders that one block looks at, unless
// a single request may need more.
const maxChecks = 500_000

func (k Keeper) matchContext(ctx context.Context) (market.Context, error) {
	n, err := k.categories(ctx)
	return market.Context{NowUnix: nowUnix(ctx), Categories: n, Member: k.memberOf(ctx)}, err
}

// applyFill opens the deal of a fill. A seller that no longer owns what it
// sells is found out here: its order is closed and the request tried again.
func (k Keeper) applyFill(ctx context.Context, f *market.Fill) error {
	for _, seller := range []struct {
		asset ident.Address
		terms *market.Terms
	}{{f.App.App, &f.App.Terms}, {f.Dataset.Dataset, &f.Dataset.Terms}, {
		f.Workerpool.Workerpool,
		&f.Workerpool.Terms,
	}} {
		if seller.asset.IsZero() {
			continue
		}
		stale, err := k.stale(ctx, seller.asset, seller.terms)
		if err != nil {
			return err
		}
		if stale {
			return k.retry(ctx, f)
		}
	}
	pool, err := k.Workerpool(ctx, f.Workerpool.Workerpool)
	if err != nil {
		return err
	}
	category, err := k.Categories.Get(ctx, f.Request.Category)
	if err != nil {
		return err
	}
	sellers := market.Sellers{App: f.App.Owner, Dataset: f.Dataset.Owner, Workerpool: f.Workerpool.Owner}
	stake, err := k.poolStake(ctx, f.Workerpool.ID)
	if err != nil {
		return err
	}
	d, err := market.NewDeal(f, sellers, pool, category.WorkClockSeconds, stake, nowUnix(ctx))
	if err != nil {
		return err
	}
	return k.openDeal(ctx, d, f)
}

// poolStake returns what a pool order escrowed per task. It was fixed when the
// order was placed, so that a new param does not touch resting orders.
func (k Keeper) poolStake(ctx context.Context, id ident.Hash) (rlc.Amount, error) {
	o, err := k.Orders.Get(ctx, id[:])
	if err != nil {
		return 0, err
	}
	return escrowEach(o), nil
}

// escrowEach returns what an order holds for each of its tasks left.
func escrowEach(o types.Order) rlc.Amount { return rlc.Amount(o.EscrowNrlc / max(o.Remaining, 1)) }

// stale closes an order whose owner sold the asset, and reports whether the
// order is closed (now, or by an earlier fill of this clearing).
func (k Keeper) stale(ctx context.Context, asset ident.Address, t *market.Terms) (bool, error) {
	o, err := k.Orders.Get(ctx, t.ID[:])
	if err != nil {
		return false, err
	}
	if o.Status != types.OrderStatus_ORDER_STATUS_RESTING {
		return true, nil
	}
	r, err := k.resource(ctx, asset)
	if err != nil {
		return false, err
	}
	if r.owner == account.Bech32(t.Owner) {
		return false, nil
	}
	_, err = k.closeOrder(ctx, o, types.OrderStatus_ORDER_STATUS_CANCELLED)
	return true, err
}

// retry puts the request of a void fill in line for the next block.
func (k Keeper) retry(ctx context.Context, f *market.Fill) error {
	o, err := k.Orders.Get(ctx, f.Request.ID[:])
	if err != nil || o.Status != types.OrderStatus_ORDER_STATUS_RESTING {
		return err
	}
	return k.activate(ctx, f.Request)
}
