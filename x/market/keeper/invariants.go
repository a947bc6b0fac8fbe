package keeper

import (
	"bytes"
	"context"

	"cosmossdk.io/collections"

	"github.com/iexecd/iexecd/x/market/types"
)

// CheckInvariants returns the first broken invariant, or nil. It reads the
// whole state: for tests, the simulator and operators, not for a block.
func (k Keeper) CheckInvariants(ctx context.Context) error {
	var n counts
	held, resting, err := k.checkOrders(ctx, &n)
	if err != nil {
		return err
	}
	if err := k.checkIndexes(ctx, n); err != nil {
		return err
	}
	if err := k.checkGroups(ctx); err != nil {
		return err
	}
	if err := k.checkListings(ctx); err != nil {
		return err
	}
	deals, err := k.checkDeals(ctx)
	if err != nil {
		return err
	}
	if have := uint64(k.escrow(ctx)); have != held+deals { // MKT-I1
		return types.ErrInvariant.Wrapf("MKT-I1: the module holds %d nrlc, orders %d and deals %d", have, held, deals)
	}
	err = k.Resting.Walk(ctx, nil, func(owner []byte, n uint64) (bool, error) { // MKT-I4
		if resting[string(owner)] != n {
			return true, types.ErrInvariant.Wrapf("MKT-I4: %x has %d resting orders, counted %d", owner,
				resting[string(owner)], n)
		}
		delete(resting, string(owner))
		return false, nil
	})
	if err == nil && len(resting) > 0 {
		err = types.ErrInvariant.Wrapf("MKT-I4: %d accounts have resting orders and no count", len(resting))
	}
	return err
}

// counts are how many resting orders the indexes must hold.
type counts struct{ placed, apps, datasets, pools, requests, datasetRequests, expiring int }

func (n *counts) add(c *types.Checked, placed bool) {
	if c.Terms().ExpiryUnix != 0 {
		n.expiring++
	}
	switch {
	case placed:
		n.placed++
	case c.App != nil:
		n.apps++
	case c.Dataset != nil:
		n.datasets++
	case c.Workerpool != nil:
		n.pools++
	default:
		n.requests++
		if !c.Request.Dataset.IsZero() {
			n.datasetRequests++
		}
	}
}

// checkIndexes checks that the indexes hold nothing but the resting orders, of
// which checkIndexed found each, and that every lane's head is its first offer.
func (k Keeper) checkIndexes(ctx context.Context, n counts) error {
	active, err := k.Active.Iterate(ctx, nil)
	if err != nil {
		return err
	}
	keys, err := active.Keys()
	if err != nil {
		return err
	}
	waiting := map[byte]int{}
	for _, key := range keys {
		o, err := k.Orders.Get(ctx, idOf(key))
		if err != nil {
			return types.ErrInvariant.Wrapf("MKT-I5: order %x is in line, but not there", idOf(key))
		}
		waiting[byCategory]++
		waiting[byApp]++
		if o.Request.Dataset != "" {
			waiting[byDataset]++
		}
	}
	err = walk(ctx, k.Parked, nil, func(key []byte) (bool, error) { waiting[key[0]]++; return false, nil })
	if err != nil {
		return err
	}
	for _, x := range []struct {
		name      string
		set       collections.KeySet[[]byte]
		has, want int
	}{
		{"placed", k.Placed, -1, n.placed},
		{"app offers", k.AppOffers, -1, n.apps},
		{"dataset offers", k.DataOffers, -1, n.datasets},
		{"pool offers", k.Lanes, -1, n.pools},
		{"expiries", k.Expiries, -1, n.expiring},
		{"requests by category", k.Parked, waiting[byCategory], n.requests},
		{"requests by app", k.Parked, waiting[byApp], n.requests},
		{"requests by dataset", k.Parked, waiting[byDataset], n.datasetRequests},
	} {
		if x.has < 0 {
			x.has = 0
			if err := walk(ctx, x.set, nil, func([]byte) (bool, error) { x.has++; return false, nil }); err != nil {
				return err
			}
		}
		if x.has != x.want {
			return types.ErrInvariant.Wrapf("MKT-I5: the index of %s has %d entries, expected %d", x.name, x.has,
				x.want)
		}
	}
	return k.checkHeads(ctx)
}

// checkHeads checks that the heads are the first offers of all lanes.
func (k Keeper) checkHeads(ctx context.Context) error {
	const laneBytes = 32
	var lane []byte
	lanes, heads := 0, 0
	err := walk(ctx, k.Lanes, nil, func(key []byte) (bool, error) {
		if bytes.Equal(lane, key[:laneBytes]) {
			return false, nil
		}
		lane = bytes.Clone(key[:laneBytes])
		lanes++
		o, err := k.Orders.Get(ctx, idOf(key))
		if err != nil {
			return true, err
		}
		has, err := k.LaneHeads.Has(ctx, join(u64(o.Workerpool.Category), key[laneBytes:]))
		if err == nil && !has {
			err = types.ErrInvariant.Wrapf("MKT-I5: order %s is the first of its lane, but no head", o.Id)
		}
		return err != nil, err
	})
	if err != nil {
		return err
	}
	if err := walk(ctx, k.LaneHeads, nil, func([]byte) (bool, error) { heads++; return false, nil }); err != nil {
		return err
	}
	if lanes != heads {
		return types.ErrInvariant.Wrapf("MKT-I5: %d lanes have %d heads", lanes, heads)
	}
	return nil
}

func (k Keeper) checkOrders(ctx context.Context, n *counts) (uint64, map[string]uint64, error) {
	var held uint64
	resting := map[string]uint64{}
	err := k.Orders.Walk(ctx, nil, func(_ []byte, o types.Order) (bool, error) {
		c, err := o.Core()
		if err != nil {
			return true, err
		}
		if o.Remaining > c.Terms().Volume { // MKT-I2
			return true, types.ErrInvariant.Wrapf("MKT-I2: order %s has %d of %d left", o.Id, o.Remaining,
				c.Terms().Volume)
		}
		held += o.EscrowNrlc
		if o.Status != types.OrderStatus_ORDER_STATUS_RESTING {
			if o.EscrowNrlc != 0 {
				return true, types.ErrInvariant.Wrapf("MKT-I3: closed order %s holds %d nrlc", o.Id, o.EscrowNrlc)
			}
			return false, nil
		}
		owner := c.Owner()
		resting[string(owner[:])]++
		if err := checkEscrow(&c, o); err != nil {
			return true, err
		}
		if err := k.checkServed(ctx, &c, o); err != nil {
			return true, err
		}
		placed, err := k.checkIndexed(ctx, &c)
		n.add(&c, placed)
		return err != nil, err
	})
	return held, resting, err
}

// checkEscrow checks that a resting order holds what its tasks left may cost:
// the ceiling of a request, an equal stake for each task of a pool order.
func checkEscrow(c *types.Checked, o types.Order) error {
	if c.Workerpool != nil && o.EscrowNrlc%max(o.Remaining, 1) == 0 {
		return nil
	}
	want, _, err := escrowOf(c, o.Remaining, types.DefaultParams())
	if err != nil || uint64(want) != o.EscrowNrlc {
		return types.ErrInvariant.Wrapf("MKT-I3: order %s holds %d nrlc, expected %d", o.Id, o.EscrowNrlc, want)
	}
	return nil
}

// checkServed checks that a signed order which rests has all tasks left that it
// did not serve, in the book or in direct matches.
func (k Keeper) checkServed(ctx context.Context, c *types.Checked, o types.Order) error {
	if o.Signed == nil {
		return nil
	}
	state, err := k.signedState(ctx, c.ID())
	if err != nil {
		return err
	}
	served, err := state.Tasks()
	if err != nil {
		return err
	}
	if want := c.Terms().Volume - o.Remaining; !served.IsUint64() || served.Uint64() != want { // MKT-I8
		return types.ErrInvariant.Wrapf("MKT-I8: order %s served %d tasks of %d, but %d are left", o.Id, served,
			c.Terms().Volume, o.Remaining)
	}
	return nil
}

// checkGroups checks that each group has as many members as it says.
func (k Keeper) checkGroups(ctx context.Context) error {
	members := map[string]uint64{}
	err := walk(ctx, k.Members, nil, func(key []byte) (bool, error) { members[string(key[:20])]++; return false, nil })
	if err != nil {
		return err
	}
	err = k.Groups.Walk(ctx, nil, func(id []byte, g types.Group) (bool, error) {
		if members[string(id)] != g.Members { // MKT-I7
			return true, types.ErrInvariant.Wrapf("MKT-I7: group %s has %d members, counted %d", g.Id, g.Members,
				members[string(id)])
		}
		delete(members, string(id))
		return false, nil
	})
	if err == nil && len(members) > 0 {
		err = types.ErrInvariant.Wrapf("MKT-I7: %d groups have members, but are not there", len(members))
	}
	return err
}

// checkIndexed checks that a resting order is where clearing finds it, and
// reports whether it is new and waits for its rank.
func (k Keeper) checkIndexed(ctx context.Context, c *types.Checked) (bool, error) {
	id := c.ID()
	found, err := k.Placed.Has(ctx, id[:])
	if err != nil || found {
		return found, err
	}
	if c.Request == nil {
		set, key := k.offerKey(c)
		found, err = set.Has(ctx, key)
	} else if found, err = k.Active.Has(ctx, requestRank(c.Request)); err == nil && !found {
		found = true
		for _, key := range parkedKeys(c.Request) {
			has, err := k.Parked.Has(ctx, key)
			if err != nil {
				return false, err
			}
			found = found && has
		}
	}
	if err == nil && !found { // MKT-I5
		err = types.ErrInvariant.Wrapf("MKT-I5: resting order %s is in no index", id)
	}
	return false, err
}

func (k Keeper) checkDeals(ctx context.Context) (uint64, error) {
	var held uint64
	err := k.Deals.Walk(ctx, nil, func(_ []byte, wire types.Deal) (bool, error) {
		d, err := wire.Core()
		if err != nil {
			return true, err
		}
		price, err := d.TaskPrice()
		if err != nil {
			return true, err
		}
		open := d.Size - wire.Completed - wire.Failed
		if want := uint64(price+d.PoolStake) * open; want != wire.EscrowNrlc { // MKT-I6
			return true, types.ErrInvariant.Wrapf("MKT-I6: deal %s holds %d nrlc for %d open tasks, expected %d",
				wire.Id, wire.EscrowNrlc, open, want)
		}
		held += wire.EscrowNrlc
		return false, nil
	})
	return held, err
}
