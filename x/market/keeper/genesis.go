package keeper

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"cosmossdk.io/collections"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/x/market/types"
)

// InitGenesis stores a whole state.
func (k Keeper) InitGenesis(ctx context.Context, g types.GenesisState) error {
	if err := k.Params.Set(ctx, g.Params); err != nil {
		return err
	}
	for _, c := range g.Categories {
		if err := k.Categories.Set(ctx, c.Id, c); err != nil {
			return err
		}
	}
	if err := k.initRegistries(ctx, g); err != nil {
		return err
	}
	if err := k.initSigned(ctx, g); err != nil {
		return err
	}
	if err := k.initListings(ctx, g); err != nil {
		return err
	}
	active := map[string]bool{}
	for _, id := range g.ActiveRequests {
		active[id] = true
	}
	for _, o := range g.Orders {
		if err := k.initOrder(ctx, o, active[o.Id]); err != nil {
			return fmt.Errorf("order %s: %w", o.Id, err)
		}
	}
	if err := k.initWakes(ctx, g.PendingWakes); err != nil {
		return err
	}
	return k.initDeals(ctx, g)
}

func (k Keeper) initRegistries(ctx context.Context, g types.GenesisState) error {
	var errs []error
	for _, a := range g.Apps {
		errs = append(errs, k.setApp(ctx, a))
	}
	for _, d := range g.Datasets {
		id, err := ident.ParseAddress(d.Id)
		errs = append(errs, err, k.Datasets.Set(ctx, id[:], d))
	}
	for _, p := range g.Workerpools {
		id, err := ident.ParseAddress(p.Id)
		errs = append(errs, err, k.Workerpools.Set(ctx, id[:], p))
	}
	for _, m := range g.Allowed {
		pool, err := ident.ParseAddress(m.Workerpool)
		worker, err2 := account.Parse(m.Worker)
		errs = append(errs, err, err2, k.Allowed.Set(ctx, join(pool[:], worker[:])))
	}
	return errors.Join(errs...)
}

// initOrder stores an order with its indexes.
func (k Keeper) initOrder(ctx context.Context, o types.Order, active bool) error {
	c, err := o.Core()
	if err != nil {
		return err
	}
	id, owner := c.ID(), c.Owner()
	if o.Status != types.OrderStatus_ORDER_STATUS_RESTING {
		if err := k.Orders.Set(ctx, id[:], o); err != nil {
			return err
		}
		return k.ByOwner.Set(ctx, join(owner[:], id[:]))
	}
	if err := k.insert(ctx, id, owner, o, c.Terms().ExpiryUnix); err != nil {
		return err
	}
	if o.Tie == "" {
		return nil // placed in the genesis itself: ranked at the end of the first block
	}
	if err := k.Placed.Remove(ctx, id[:]); err != nil {
		return err
	}
	switch {
	case c.Request == nil:
		return k.addOffer(ctx, &c)
	case active:
		return k.Active.Set(ctx, requestRank(c.Request))
	}
	return k.park(ctx, c.Request)
}

// initSigned stores groups and what is known of signed orders.
func (k Keeper) initSigned(ctx context.Context, g types.GenesisState) error {
	var errs []error
	for _, x := range g.Groups {
		id, err := ident.ParseAddress(x.Id)
		errs = append(errs, err, k.Groups.Set(ctx, id[:], x))
	}
	for _, m := range g.GroupMembers {
		group, err := ident.ParseAddress(m.Group)
		member, err2 := ident.ParseAddress(m.Member)
		errs = append(errs, err, err2, k.Members.Set(ctx, join(group[:], member[:])))
	}
	for _, s := range g.Signed {
		hash, err := ident.ParseHash(s.Hash)
		errs = append(errs, err, k.Signed.Set(ctx, hash[:], s))
	}
	return errors.Join(errs...)
}

// inLine returns the ranks of the requests to be tried, with those that still
// wait for being woken because a group grew: an import has no line of its own for them.
func (k Keeper) inLine(ctx context.Context) ([][]byte, error) {
	active, err := firstKeys(ctx, k.Active, nil, int(^uint(0)>>1))
	if err != nil {
		return nil, err
	}
	from, more, err := k.regrouping(ctx)
	if err != nil || from == nil {
		return active, err
	}
	if more {
		from = []byte{byCategory}
	}
	parked, err := firstKeys(ctx, k.Parked, after([]byte{byCategory}, from), int(^uint(0)>>1))
	if err != nil {
		return nil, err
	}
	for _, key := range parked {
		active = append(active, key[len(key)-rankBytes:])
	}
	slices.SortFunc(active, bytes.Compare)
	return active, nil
}

func (k Keeper) initWakes(ctx context.Context, wakes []types.PendingWake) error {
	for _, w := range wakes {
		id, err := ident.ParseHash(w.OrderId)
		if err != nil {
			return err
		}
		o, err := k.Orders.Get(ctx, id[:])
		if err != nil {
			return fmt.Errorf("pending wake of order %s: %w", w.OrderId, err)
		}
		c, err := o.Core()
		if err != nil {
			return err
		}
		if c.Request != nil {
			return fmt.Errorf("pending wake of order %s, which is a request", w.OrderId)
		}
		_, key := k.offerKey(&c)
		if w.Cursor == nil {
			w.Cursor = []byte{}
		}
		if err := k.Wakes.Set(ctx, key[len(key)-rankBytes:], w.Cursor); err != nil {
			return err
		}
	}
	return nil
}

func (k Keeper) initDeals(ctx context.Context, g types.GenesisState) error {
	for _, d := range g.Deals {
		c, err := d.Core()
		if err != nil {
			return fmt.Errorf("deal %s: %w", d.Id, err)
		}
		if err := k.insertDeal(ctx, c, d); err != nil {
			return err
		}
	}
	for i, id := range g.NewDeals {
		h, err := ident.ParseHash(id)
		if err != nil {
			return err
		}
		if err := k.NewDeals.Set(ctx, uint64(i), h[:]); err != nil {
			return err
		}
	}
	return k.NewDealNext.Set(ctx, uint64(len(g.NewDeals)))
}

// ExportGenesis returns the whole state.
func (k Keeper) ExportGenesis(ctx context.Context) (*types.GenesisState, error) {
	var g types.GenesisState
	var err error
	if g.Params, err = k.Params.Get(ctx); err != nil {
		return nil, err
	}
	if g.Categories, err = values(ctx, k.Categories); err != nil {
		return nil, err
	}
	if g.Apps, err = values(ctx, k.Apps); err != nil {
		return nil, err
	}
	if g.Datasets, err = values(ctx, k.Datasets); err != nil {
		return nil, err
	}
	if g.Workerpools, err = values(ctx, k.Workerpools); err != nil {
		return nil, err
	}
	if g.Orders, err = values(ctx, k.Orders); err != nil {
		return nil, err
	}
	if g.Deals, err = values(ctx, k.Deals); err != nil {
		return nil, err
	}
	if g.Groups, err = values(ctx, k.Groups); err != nil {
		return nil, err
	}
	if g.Signed, err = values(ctx, k.Signed); err != nil {
		return nil, err
	}
	if g.Listings, err = values(ctx, k.Listings); err != nil {
		return nil, err
	}
	if g.ResultKeys, err = k.exportResultKeys(ctx); err != nil {
		return nil, err
	}
	return &g, k.exportQueues(ctx, &g)
}

func (k Keeper) exportQueues(ctx context.Context, g *types.GenesisState) error {
	err := k.Allowed.Walk(ctx, nil, func(key []byte) (bool, error) {
		g.Allowed = append(g.Allowed, types.PoolMember{
			Workerpool: ident.Address(key[:20]).String(), Worker: account.Bech32(ident.Address(key[20:])),
		})
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.Members.Walk(ctx, nil, func(key []byte) (bool, error) {
		g.GroupMembers = append(g.GroupMembers, types.GroupMember{
			Group: ident.Address(key[:20]).String(), Member: ident.Address(key[20:]).String(),
		})
		return false, nil
	})
	if err != nil {
		return err
	}
	active, err := k.inLine(ctx)
	if err != nil {
		return err
	}
	for _, key := range active {
		g.ActiveRequests = append(g.ActiveRequests, ident.Hash(idOf(key)).String())
	}
	err = k.Wakes.Walk(ctx, nil, func(key, cursor []byte) (bool, error) {
		g.PendingWakes = append(g.PendingWakes,
			types.PendingWake{OrderId: ident.Hash(idOf(key)).String(), Cursor: cursor})
		return false, nil
	})
	if err != nil {
		return err
	}
	return k.NewDeals.Walk(ctx, nil, func(_ uint64, id []byte) (bool, error) {
		g.NewDeals = append(g.NewDeals, ident.Hash(id).String())
		return false, nil
	})
}

func values[K, V any](ctx context.Context, m collections.Map[K, V]) ([]V, error) {
	it, err := m.Iterate(ctx, nil)
	if err != nil {
		return nil, err
	}
	return it.Values()
}
