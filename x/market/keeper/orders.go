package keeper

import (
	"context"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/x/market/types"
)

// PlaceAppOrder implements types.MsgServer. Rules MKT-R7 to MKT-R10.
func (s msgServer) PlaceAppOrder(ctx context.Context, m *types.MsgPlaceAppOrder) (*types.MsgPlaceAppOrderResponse,
	error,
) {
	terms, err := m.Order.Marshal()
	if err != nil {
		return nil, err
	}
	o := types.Order{Kind: types.OrderKind_ORDER_KIND_APP, Owner: m.Owner, Remaining: m.Order.Volume, App: &m.Order}
	id, err := s.place(ctx, o, terms)
	return &types.MsgPlaceAppOrderResponse{Id: id}, err
}

// PlaceDatasetOrder implements types.MsgServer. Rules MKT-R7 to MKT-R10.
func (s msgServer) PlaceDatasetOrder(
	ctx context.Context, m *types.MsgPlaceDatasetOrder,
) (*types.MsgPlaceDatasetOrderResponse, error) {
	terms, err := m.Order.Marshal()
	if err != nil {
		return nil, err
	}
	o := types.Order{
		Kind: types.OrderKind_ORDER_KIND_DATASET, Owner: m.Owner, Remaining: m.Order.Volume, Dataset: &m.Order,
	}
	id, err := s.place(ctx, o, terms)
	return &types.MsgPlaceDatasetOrderResponse{Id: id}, err
}

// PlaceWorkerpoolOrder implements types.MsgServer. Rules MKT-R7 to MKT-R10.
func (s msgServer) PlaceWorkerpoolOrder(
	ctx context.Context, m *types.MsgPlaceWorkerpoolOrder,
) (*types.MsgPlaceWorkerpoolOrderResponse, error) {
	terms, err := m.Order.Marshal()
	if err != nil {
		return nil, err
	}
	o := types.Order{
		Kind: types.OrderKind_ORDER_KIND_WORKERPOOL, Owner: m.Owner, Remaining: m.Order.Volume, Workerpool: &m.Order,
	}
	id, err := s.place(ctx, o, terms)
	return &types.MsgPlaceWorkerpoolOrderResponse{Id: id}, err
}

// PlaceRequestOrder implements types.MsgServer. Rules MKT-R7 to MKT-R10.
func (s msgServer) PlaceRequestOrder(
	ctx context.Context, m *types.MsgPlaceRequestOrder,
) (*types.MsgPlaceRequestOrderResponse, error) {
	terms, err := m.Order.Marshal()
	if err != nil {
		return nil, err
	}
	o := types.Order{
		Kind: types.OrderKind_ORDER_KIND_REQUEST, Owner: m.Requester, Remaining: m.Order.Volume, Request: &m.Order,
	}
	id, err := s.place(ctx, o, terms)
	return &types.MsgPlaceRequestOrderResponse{Id: id}, err
}

// place checks an order, escrows what it may cost, and rests it until the
// block's clearing. It returns the order's id.
func (k Keeper) place(ctx context.Context, o types.Order, terms []byte) (string, error) {
	owner, err := account.Parse(o.Owner)
	if err != nil {
		return "", types.ErrBadField.Wrapf("owner: %s", err)
	}
	return k.rest(ctx, types.OrderID(o.Kind, owner, terms), owner, o)
}

// rest puts an order of owner into the book under its id, and returns the id.
func (k Keeper) rest(ctx context.Context, id ident.Hash, owner ident.Address, o types.Order) (string, error) {
	o.Id, o.Owner = id.String(), account.Bech32(owner)
	o.Height, o.Status = height(ctx), types.OrderStatus_ORDER_STATUS_RESTING
	params, err := k.Params.Get(ctx)
	if err != nil {
		return "", err
	}
	c, err := o.Check(params, nowUnix(ctx))
	if err != nil {
		return "", err
	}
	if err := k.makeRoom(ctx, id, owner, o.Signed != nil); err != nil {
		return "", err
	}
	if err := k.checkPlace(ctx, &c, owner, params); err != nil {
		return "", err
	}
	escrow, what, err := escrowOf(&c, o.Remaining, params)
	if err != nil {
		return "", types.ErrBadField.Wrapf("the order's total: %s", err)
	}
	if err := k.take(ctx, owner, escrow, what); err != nil {
		return "", err
	}
	o.EscrowNrlc = uint64(escrow)
	if err := k.insert(ctx, id, owner, o, c.Terms().ExpiryUnix); err != nil {
		return "", err
	}
	return o.Id, typed(ctx, &types.EventOrderPlaced{
		Id: o.Id, Kind: o.Kind, Owner: o.Owner, Volume: o.Remaining, EscrowNrlc: o.EscrowNrlc,
	})
}

// checkPlace checks what needs the state: that an order's owner may place it,
// what it names exists, and the owner has room for it.
func (k Keeper) checkPlace(ctx context.Context, c *types.Checked, owner ident.Address, p types.Params) error {
	n, err := k.resting(ctx, owner)
	if err != nil {
		return err
	}
	if n >= uint64(p.MaxOrdersPerAccount) {
		return types.ErrTooMany.Wrapf("%s has %d, at most %d: cancel one first", account.Bech32(owner), n,
			p.MaxOrdersPerAccount)
	}
	switch {
	case c.App != nil:
		if err := k.checkAsset(ctx, c.App.App, types.OrderKind_ORDER_KIND_APP, owner); err != nil {
			return err
		}
		return k.checkRuntime(ctx, c.App.App, c.App.Tag)
	case c.Dataset != nil:
		return k.checkAsset(ctx, c.Dataset.Dataset, types.OrderKind_ORDER_KIND_DATASET, owner)
	case c.Workerpool != nil:
		return k.checkPoolOrder(ctx, c.Workerpool, owner)
	}
	if err := k.checkCategory(ctx, c.Request.Category); err != nil {
		return err
	}
	if _, err := k.Apps.Get(ctx, c.Request.App[:]); err != nil {
		return types.ErrNotFound.Wrapf("no app has the id %s", c.Request.App)
	}
	if c.Request.Dataset.IsZero() {
		return nil
	}
	if _, err := k.Datasets.Get(ctx, c.Request.Dataset[:]); err != nil {
		return types.ErrNotFound.Wrapf("no dataset has the id %s", c.Request.Dataset)
	}
	return nil
}

// checkRuntime checks that what demands a tag of its workers demands that they can
// run the app. Rule MKT-R31.
func (k Keeper) checkRuntime(ctx context.Context, id ident.Address, tag market.Tag) error {
	app, err := k.Apps.Get(ctx, id[:])
	if err != nil {
		return err
	}
	if app.Runtime == types.Runtime_RUNTIME_OCI && !tag.Has(market.TagBitContainers) {
		return types.ErrNoMatch.Wrapf("runtime: app %s is a container image, and the tag %s does not ask for workers "+
			"that run those: set bit %d of the app order's tag (add 0x10000)", id, ident.Hash(tag),
			market.TagBitContainers)
	}
	return nil
}

// checkPoolOrder checks a pool order's category and owner, and that a pool whose
// owner schedules it promises no bound: only the chain's draw keeps one. Rule MKT-R30.
func (k Keeper) checkPoolOrder(ctx context.Context, o *market.WorkerpoolOrder, owner ident.Address) error {
	if err := k.checkCategory(ctx, o.Category); err != nil {
		return err
	}
	if err := k.checkAsset(ctx, o.Workerpool, types.OrderKind_ORDER_KIND_WORKERPOOL, owner); err != nil {
		return err
	}
	pool, err := k.Workerpool(ctx, o.Workerpool)
	if err != nil {
		return err
	}
	if o.MinErrorPPB != 0 && !pool.ChainScheduled {
		return types.ErrUnsupported.Wrapf("min_error_ppb is %d, but the owner of pool %s draws its workers: "+
			"offer trust, with min_error_ppb 0, or use a pool with SCHEDULING_CHAIN", o.MinErrorPPB, o.Workerpool)
	}
	return nil
}

func (k Keeper) checkAsset(ctx context.Context, id ident.Address, kind types.OrderKind, owner ident.Address) error {
	r, err := k.resource(ctx, id)
	if err != nil {
		return err
	}
	if r.kind != kind {
		return types.ErrBadField.Wrapf("%s is a %s, expected a %s", id, r.word(), kind.Plain())
	}
	_, err = k.owned(r, account.Bech32(owner))
	return err
}

func (k Keeper) checkCategory(ctx context.Context, id uint64) error {
	n, err := k.categories(ctx)
	if err != nil {
		return err
	}
	if id >= n {
		return types.ErrBadField.Wrapf("category %d does not exist: there are %d, from 0", id, n)
	}
	return nil
}

func (k Keeper) resting(ctx context.Context, owner ident.Address) (uint64, error) {
	n, err := k.Resting.Get(ctx, owner[:])
	if isNotFound(err) {
		return 0, nil
	}
	return n, err
}

func (k Keeper) setResting(ctx context.Context, owner ident.Address, n uint64) error {
	if n == 0 {
		return k.Resting.Remove(ctx, owner[:])
	}
	return k.Resting.Set(ctx, owner[:], n)
}

// escrowOf returns what an order for n tasks locks, and for what.
func escrowOf(c *types.Checked, n uint64, p types.Params) (rlc.Amount, string, error) {
	switch {
	case c.Request != nil:
		each, err := c.Request.Ceiling()
		if err != nil {
			return 0, "", err
		}
		total, err := rlc.Mul(each, n)
		return total, "the request's ceiling for all its tasks", err
	case c.Workerpool != nil:
		each, err := rlc.MulDivFloor(c.Workerpool.Price, p.PoolStakeRatioPercent, 100)
		if err != nil {
			return 0, "", err
		}
		total, err := rlc.Mul(each, n)
		return total, "the pool's stake for all its tasks", err
	}
	return 0, "", nil
}

// insert stores a new order with the indexes that do not depend on its tie.
func (k Keeper) insert(ctx context.Context, id ident.Hash, owner ident.Address, o types.Order, expiry int64) error {
	n, err := k.resting(ctx, owner)
	if err != nil {
		return err
	}
	if err := k.setResting(ctx, owner, n+1); err != nil {
		return err
	}
	if err := k.Orders.Set(ctx, id[:], o); err != nil {
		return err
	}
	if err := k.ByOwner.Set(ctx, join(owner[:], id[:])); err != nil {
		return err
	}
	if expiry != 0 {
		if err := k.Expiries.Set(ctx, join(u64(uint64(expiry)), id[:])); err != nil { //nolint:gosec // later than now
			return err
		}
	}
	return k.Placed.Set(ctx, id[:])
}

// CancelOrder implements types.MsgServer. Rule MKT-R11.
func (s msgServer) CancelOrder(ctx context.Context, m *types.MsgCancelOrder) (*types.MsgCancelOrderResponse, error) {
	id, err := ident.ParseHash(m.Id)
	if err != nil {
		return nil, types.ErrBadField.Wrapf("id: %s", err)
	}
	owner, err := account.Parse(m.Owner)
	if err != nil {
		return nil, types.ErrBadField.Wrapf("owner: %s", err)
	}
	o, err := s.Orders.Get(ctx, id[:])
	if isNotFound(err) {
		return nil, types.ErrNotFound.Wrapf("no order has the id %s", id)
	}
	if err != nil {
		return nil, err
	}
	if o.Owner != account.Bech32(owner) {
		return nil, types.ErrNotOwner.Wrapf("order %s belongs to %s, not to %s", id, o.Owner, account.Bech32(owner))
	}
	if o.Status != types.OrderStatus_ORDER_STATUS_RESTING {
		return nil, types.ErrClosed.Wrapf("order %s: %s", id, o.Status)
	}
	returned, err := s.closeOrder(ctx, o, types.OrderStatus_ORDER_STATUS_CANCELLED)
	return &types.MsgCancelOrderResponse{ReturnedNrlc: uint64(returned)}, err
}

// closeOrder takes a resting order out of the book and returns what it still
// holds to its owner.
func (k Keeper) closeOrder(ctx context.Context, o types.Order, status types.OrderStatus) (rlc.Amount, error) {
	c, err := o.Core()
	if err != nil {
		return 0, err
	}
	id, owner := c.ID(), c.Owner()
	if err := k.unindex(ctx, &c, id); err != nil {
		return 0, err
	}
	n, err := k.resting(ctx, owner)
	if err != nil {
		return 0, err
	}
	if err := k.setResting(ctx, owner, n-1); err != nil {
		return 0, err
	}
	returned := rlc.Amount(o.EscrowNrlc)
	if err := k.give(ctx, owner, returned); err != nil {
		return 0, err
	}
	o.Status, o.EscrowNrlc = status, 0
	if err := k.Orders.Set(ctx, id[:], o); err != nil {
		return 0, err
	}
	return returned, typed(ctx, &types.EventOrderClosed{Id: o.Id, Status: status, ReturnedNrlc: uint64(returned)})
}

// unindex removes an order from every index that clearing or expiry reads.
func (k Keeper) unindex(ctx context.Context, c *types.Checked, id ident.Hash) error {
	if expiry := c.Terms().ExpiryUnix; expiry != 0 {
		if err := k.Expiries.Remove(ctx, join(u64(uint64(expiry)), id[:])); err != nil { //nolint:gosec // not negative
			return err
		}
	}
	placed, err := k.Placed.Has(ctx, id[:])
	if err != nil {
		return err
	}
	if placed {
		return k.Placed.Remove(ctx, id[:])
	}
	if c.Request == nil {
		_, key := k.offerKey(c)
		if err := k.Wakes.Remove(ctx, key[len(key)-rankBytes:]); err != nil {
			return err
		}
		return k.removeOffer(ctx, c)
	}
	if err := k.Active.Remove(ctx, requestRank(c.Request)); err != nil {
		return err
	}
	return k.unpark(ctx, c.Request)
}
