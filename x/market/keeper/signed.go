package keeper

import (
	"context"
	"math/big"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/signed"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
	"github.com/iexecd/iexecd/x/market/types"
)

// signedState returns what is known of a signed order; one that was never seen
// has served nothing.
func (k Keeper) signedState(ctx context.Context, hash ident.Hash) (types.SignedState, error) {
	s, err := k.Signed.Get(ctx, hash[:])
	if isNotFound(err) {
		return types.SignedState{Hash: hash.String(), Consumed: "0"}, nil
	}
	return s, err
}

// addConsumed notes that a signed order served n more tasks. Rule MKT-R23.
func (k Keeper) addConsumed(ctx context.Context, hash ident.Hash, n uint64) error {
	s, err := k.signedState(ctx, hash)
	if err != nil {
		return err
	}
	tasks, err := s.Tasks()
	if err != nil {
		return err
	}
	s.Consumed = tasks.Add(tasks, new(big.Int).SetUint64(n)).String()
	return k.Signed.Set(ctx, hash[:], s)
}

// recoverGas is the price of finding the signer of a digest, as the SDK's for
// the signature of a transaction.
const recoverGas = 1_000

// signedContext returns what core/signed needs of the chain.
func (k Keeper) signedContext(ctx context.Context) (signed.Context, error) {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return signed.Context{}, err
	}
	domain, err := params.Domain()
	if err != nil {
		return signed.Context{}, err
	}
	categories, err := k.categories(ctx)
	if err != nil {
		return signed.Context{}, err
	}
	return signed.Context{
		NowUnix: nowUnix(ctx), Categories: categories,
		ClockSeconds: func(category uint64) (uint64, error) {
			c, err := k.Categories.Get(ctx, category)
			return c.WorkClockSeconds, err
		},
		Member: k.memberOf(ctx),
		Recover: func(digest ident.Hash, r, s [32]byte, v byte) (ident.Address, bool) {
			sdk.UnwrapSDKContext(ctx).GasMeter().ConsumeGas(recoverGas, "signature of an order")
			return ethsecp256k1.Recover(digest, r, s, v)
		},
		Domain: domain, State: &signedReader{k: k, ctx: ctx}, PoolStakePercent: params.PoolStakeRatioPercent,
	}, nil
}

// signedReader reads the chain for core/signed.
type signedReader struct {
	k   Keeper
	ctx context.Context //nolint:containedctx // lives for one call of core/signed, whose interface is core's
	// freed returns what a match returns of an account's resting orders before it takes anything; nil if nothing.
	freed func(who ident.Address) (*big.Int, error)
}

var _ signed.State = (*signedReader)(nil)

// Asset implements signed.State.
func (s *signedReader) Asset(kind market.Kind, id ident.Address) (ident.Address, bool, error) {
	r, err := s.k.resource(s.ctx, id)
	if types.ErrNotFound.Is(err) {
		return ident.Address{}, false, nil
	}
	if err != nil {
		return ident.Address{}, false, err
	}
	if r.kind != types.KindOf(kind) {
		return ident.Address{}, false, nil
	}
	owner, err := account.Parse(r.owner)
	return owner, true, err
}

// Consumed implements signed.State.
func (s *signedReader) Consumed(order ident.Hash) (*big.Int, error) {
	state, err := s.k.signedState(s.ctx, order)
	if err != nil {
		return nil, err
	}
	return state.Tasks()
}

// Presigner implements signed.State.
func (s *signedReader) Presigner(order ident.Hash) (ident.Address, error) {
	state, err := s.k.signedState(s.ctx, order)
	if err != nil || state.Presigner == "" {
		return ident.Address{}, err
	}
	return account.Parse(state.Presigner)
}

// Balance implements signed.State.
func (s *signedReader) Balance(who ident.Address) (*big.Int, error) {
	have := new(big.Int).SetUint64(uint64(s.k.spendable(s.ctx, who)))
	if s.freed == nil {
		return have, nil
	}
	more, err := s.freed(who)
	if err != nil {
		return nil, err
	}
	return have.Add(have, more), nil
}

// Pool implements signed.State.
func (s *signedReader) Pool(id ident.Address) (market.PoolInfo, error) {
	return s.k.Workerpool(s.ctx, id)
}

// restingSigned returns the order that rests in the book under a hash, and whether
// there is one.
func (k Keeper) restingSigned(ctx context.Context, hash ident.Hash) (types.Order, bool, error) {
	o, err := k.Orders.Get(ctx, hash[:])
	if isNotFound(err) {
		return o, false, nil
	}
	return o, o.Status == types.OrderStatus_ORDER_STATUS_RESTING, err
}

// ManageOrder implements types.MsgServer. Rule MKT-R24.
func (s msgServer) ManageOrder(ctx context.Context, m *types.MsgManageOrder) (*types.MsgManageOrderResponse, error) {
	sender, err := account.Parse(m.Sender)
	if err != nil {
		return nil, types.ErrBadField.Wrapf("sender: %s", err)
	}
	op, err := m.Operation.Core()
	if err != nil {
		return nil, err
	}
	order, err := m.Order.WithSign(m.Sign)
	if err != nil {
		return nil, err
	}
	c, err := s.signedContext(ctx)
	if err != nil {
		return nil, err
	}
	owner, err := c.Operator(order, op, sender)
	if err != nil {
		return nil, refusal(err)
	}
	hash := order.Hash(c.Domain)
	if op == signed.OperationSign {
		err = s.presign(ctx, hash, order.Kind(), owner)
	} else {
		err = s.closeSigned(ctx, hash, order, owner)
	}
	return &types.MsgManageOrderResponse{Hash: hash.String()}, err
}

// presign lets an order do without a signature as long as owner owns its asset.
func (k Keeper) presign(ctx context.Context, hash ident.Hash, kind market.Kind, owner ident.Address) error {
	state, err := k.signedState(ctx, hash)
	if err != nil {
		return err
	}
	state.Presigner = account.Bech32(owner)
	if err := k.Signed.Set(ctx, hash[:], state); err != nil {
		return err
	}
	return typed(ctx, &types.EventOrderPresigned{Hash: state.Hash, Kind: types.KindOf(kind), Owner: state.Presigner})
}

// closeSigned uses up an order's volume, and takes it off the book.
func (k Keeper) closeSigned(ctx context.Context, hash ident.Hash, o signed.Order, owner ident.Address) error {
	state, err := k.signedState(ctx, hash)
	if err != nil {
		return err
	}
	state.Consumed = signed.Volume(o).String()
	if err := k.Signed.Set(ctx, hash[:], state); err != nil {
		return err
	}
	resting, found, err := k.restingSigned(ctx, hash)
	if err != nil {
		return err
	}
	if found {
		if _, err := k.closeOrder(ctx, resting, types.OrderStatus_ORDER_STATUS_CANCELLED); err != nil {
			return err
		}
	}
	return typed(ctx, &types.EventSignedOrderClosed{
		Hash: state.Hash, Kind: types.KindOf(o.Kind()), Owner: account.Bech32(owner),
	})
}
