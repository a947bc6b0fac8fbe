package keeper

import (
	"context"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/signed"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/x/market/types"
)

// PlaceSignedAppOrder implements types.MsgServer. Rule MKT-R25.
func (s msgServer) PlaceSignedAppOrder(
	ctx context.Context, m *types.MsgPlaceSignedAppOrder,
) (*types.MsgPlaceSignedAppOrderResponse, error) {
	o, err := m.Order.Core()
	if err != nil {
		return nil, err
	}
	id, err := s.placeSigned(ctx, m.Sender, o, m.ExpiryUnix)
	return &types.MsgPlaceSignedAppOrderResponse{Id: id}, err
}

// PlaceSignedDatasetOrder implements types.MsgServer. Rule MKT-R25.
func (s msgServer) PlaceSignedDatasetOrder(
	ctx context.Context, m *types.MsgPlaceSignedDatasetOrder,
) (*types.MsgPlaceSignedDatasetOrderResponse, error) {
	o, err := m.Order.Core()
	if err != nil {
		return nil, err
	}
	id, err := s.placeSigned(ctx, m.Sender, o, m.ExpiryUnix)
	return &types.MsgPlaceSignedDatasetOrderResponse{Id: id}, err
}

// PlaceSignedWorkerpoolOrder implements types.MsgServer. Rule MKT-R25.
func (s msgServer) PlaceSignedWorkerpoolOrder(
	ctx context.Context, m *types.MsgPlaceSignedWorkerpoolOrder,
) (*types.MsgPlaceSignedWorkerpoolOrderResponse, error) {
	o, err := m.Order.Core()
	if err != nil {
		return nil, err
	}
	id, err := s.placeSigned(ctx, m.Sender, o, m.ExpiryUnix)
	return &types.MsgPlaceSignedWorkerpoolOrderResponse{Id: id}, err
}

// PlaceSignedRequestOrder implements types.MsgServer. Rule MKT-R25.
func (s msgServer) PlaceSignedRequestOrder(
	ctx context.Context, m *types.MsgPlaceSignedRequestOrder,
) (*types.MsgPlaceSignedRequestOrderResponse, error) {
	o, err := m.Order.Core()
	if err != nil {
		return nil, err
	}
	id, err := s.placeSigned(ctx, m.Sender, o, m.ExpiryUnix)
	return &types.MsgPlaceSignedRequestOrderResponse{Id: id}, err
}

// placeSigned rests a signed order in the book for who signed it, and returns
// its id, the EIP-712 hash.
func (k Keeper) placeSigned(ctx context.Context, sender string, o signed.Order, expiry int64) (string, error) {
	if _, err := account.Parse(sender); err != nil {
		return "", types.ErrBadField.Wrapf("sender: %s", err)
	}
	c, err := k.signedContext(ctx)
	if err != nil {
		return "", err
	}
	hash, owner, err := c.Authorised(o)
	if err != nil {
		return "", refusal(err)
	}
	left, err := signed.Remaining(o, c.Domain, c.State)
	if err != nil {
		return "", refusal(err)
	}
	if left.Sign() == 0 {
		return "", types.ErrClosed.Wrapf("%s: %s has served its %d tasks, or was closed; sign another",
			market.ErrConsumed, hash, signed.Volume(o))
	}
	wire, err := types.NewBookOrder(o, hash, owner, left, expiry)
	if err != nil {
		return "", err
	}
	return k.rest(ctx, hash, owner, wire)
}

// makeRoom checks that an order is not in the book. A closed one of the same
// hash makes room for a signed order; so does a resting one of a former owner.
func (k Keeper) makeRoom(ctx context.Context, id ident.Hash, owner ident.Address, isSigned bool) error {
	old, err := k.Orders.Get(ctx, id[:])
	if isNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	resting := old.Status == types.OrderStatus_ORDER_STATUS_RESTING
	sold := old.Owner != account.Bech32(owner)
	switch {
	case !isSigned:
		return types.ErrExists.Wrapf("order %s was placed before: change its salt to place an equal one", id)
	case resting && !sold:
		return types.ErrExists.Wrapf("order %s rests in the book, with %d tasks left", id, old.Remaining)
	case resting:
		if _, err := k.closeOrder(ctx, old, types.OrderStatus_ORDER_STATUS_CANCELLED); err != nil {
			return err
		}
	}
	if !sold {
		return nil
	}
	former, err := account.Parse(old.Owner)
	if err != nil {
		return err
	}
	return k.ByOwner.Remove(ctx, join(former[:], id[:]))
}
