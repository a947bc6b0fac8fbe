package keeper

import (
	"context"
	"errors"
	"math/big"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/core/signed"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/x/market/types"
)

// MatchOrders implements types.MsgServer. Rules MKT-R21 to MKT-R23, MKT-R26.
func (s msgServer) MatchOrders(ctx context.Context, m *types.MsgMatchOrders) (*types.MsgMatchOrdersResponse, error) {
	if _, err := account.Parse(m.Sender); err != nil {
		return nil, types.ErrBadField.Wrapf("sender: %s", err)
	}
	orders, err := types.SignedOrders(&m.Apporder, m.Datasetorder, &m.Workerpoolorder, &m.Requestorder)
	if err != nil {
		return nil, err
	}
	made, price, err := s.matchSigned(ctx, orders, ident.Address{})
	if err != nil {
		return nil, err
	}
	return &types.MsgMatchOrdersResponse{
		DealId: made.Deal.ID.String(), Tasks: made.Deal.Size, PriceNrlc: uint64(price),
	}, nil
}

// SponsorMatchOrders implements types.MsgServer. Rules MKT-R21 to MKT-R23, MKT-R26.
func (s msgServer) SponsorMatchOrders(
	ctx context.Context, m *types.MsgSponsorMatchOrders,
) (*types.MsgSponsorMatchOrdersResponse, error) {
	sponsor, err := account.Parse(m.Sponsor)
	if err != nil {
		return nil, types.ErrBadField.Wrapf("sponsor: %s", err)
	}
	orders, err := types.SignedOrders(&m.Apporder, m.Datasetorder, &m.Workerpoolorder, &m.Requestorder)
	if err != nil {
		return nil, err
	}
	made, price, err := s.matchSigned(ctx, orders, sponsor)
	if err != nil {
		return nil, err
	}
	return &types.MsgSponsorMatchOrdersResponse{
		DealId: made.Deal.ID.String(), Tasks: made.Deal.Size, PriceNrlc: uint64(price),
	}, nil
}

// matchSigned makes a deal of four signed orders, which the sponsor pays (zero
// = the requester), and returns it with the price of a task.
func (k Keeper) matchSigned(ctx context.Context, o signed.Orders, sponsor ident.Address) (*signed.Matched, rlc.Amount,
	error,
) {
	c, err := k.signedContext(ctx)
	if err != nil {
		return nil, 0, err
	}
	c.Sponsor = sponsor
	reader := &signedReader{k: k, ctx: ctx}
	reader.freed = func(who ident.Address) (*big.Int, error) { return k.freed(ctx, o, c.Domain, reader, who) }
	c.State = reader
	made, err := signed.Match(o, c)
	if err != nil {
		return nil, 0, refusal(err)
	}
	if err := k.checkBounds(ctx, made); err != nil {
		return nil, 0, err
	}
	price, err := k.openMatched(ctx, made)
	return made, price, err
}

// checkBounds refuses a deal that the original would make and this chain's
// params do not allow.
func (k Keeper) checkBounds(ctx context.Context, made *signed.Matched) error {
	p, err := k.Params.Get(ctx)
	if err != nil {
		return err
	}
	switch {
	case made.Deal.Size > p.MaxVolume:
		return types.ErrTooWide.Wrapf("too-wide: the deal would have %d tasks, at most %d: sign a request for fewer",
			made.Deal.Size, p.MaxVolume)
	case len(made.Deal.Params) > int(p.MaxParamsBytes):
		return types.ErrTooWide.Wrapf("too-wide: the request's params has %d bytes, at most %d", len(made.Deal.Params),
			p.MaxParamsBytes)
	}
	return k.checkRuntime(ctx, made.Deal.App.Pointer, made.Deal.Tag)
}

// openMatched takes the volume off the orders, with what they hold for it if
// they rest in the book, escrows the deal's money and stores it.
func (k Keeper) openMatched(ctx context.Context, made *signed.Matched) (rlc.Amount, error) {
	d := made.Deal
	for _, hash := range made.OrderHashes() {
		if err := k.serveSigned(ctx, hash, d.Size); err != nil {
			return 0, err
		}
	}
	price, err := d.TaskPrice()
	if err != nil {
		return 0, err
	}
	if err := k.takeEach(ctx, d.Sponsor, price, d.Size, "the price of the deal's tasks"); err != nil {
		return 0, err
	}
	if err := k.takeEach(ctx, d.Workerpool.Owner, d.PoolStake, d.Size, "the pool's stake for the deal"); err != nil {
		return 0, err
	}
	matched := func(ctx context.Context, id ident.Hash) error { return k.Matched.Set(ctx, id[:]) }
	if err := k.storeDeal(ctx, *d, made.Fill, 0, matched); err != nil {
		return 0, err
	}
	event := &types.EventOrdersMatched{
		DealId: d.ID.String(), AppHash: made.AppOrder.String(), WorkerpoolHash: made.WorkerpoolOrder.String(),
		RequestHash: made.RequestOrder.String(), Tasks: d.Size, Sponsor: account.Bech32(d.Sponsor),
	}
	if !made.DatasetOrder.IsZero() {
		event.DatasetHash = made.DatasetOrder.String()
	}
	return price, typed(ctx, event)
}

func (k Keeper) takeEach(ctx context.Context, from ident.Address, each rlc.Amount, n uint64, what string) error {
	total, err := rlc.Mul(each, n)
	if err != nil {
		return err
	}
	return k.take(ctx, from, total, what)
}

// serveSigned notes that a signed order serves n tasks. If it rests in the book,
// it has as many less there, and what it holds for them is back first.
func (k Keeper) serveSigned(ctx context.Context, hash ident.Hash, n uint64) error {
	o, found, err := k.restingSigned(ctx, hash)
	if err != nil {
		return err
	}
	if !found {
		return k.addConsumed(ctx, hash, n)
	}
	owner, err := account.Parse(o.Owner)
	if err != nil {
		return err
	}
	each := escrowEach(o)
	if err := k.consume(ctx, hash, n, each); err != nil {
		return err
	}
	back, err := rlc.Mul(each, n)
	if err != nil {
		return err
	}
	return k.give(ctx, owner, back)
}

// freed returns what the resting pool order and request of a match hold of an
// account for the tasks that the match would take off them.
func (k Keeper) freed(ctx context.Context, o signed.Orders, d signed.Domain, s signed.State, who ident.Address) (
	*big.Int, error,
) {
	volume, err := signed.DealVolume(o, d, s)
	if err != nil {
		return nil, err
	}
	sum := new(big.Int)
	for _, order := range []signed.Order{o.Workerpool, o.Request} {
		resting, found, err := k.restingSigned(ctx, order.Hash(d))
		if err != nil {
			return nil, err
		}
		if found && resting.Owner == account.Bech32(who) {
			each := new(big.Int).SetUint64(uint64(escrowEach(resting)))
			sum.Add(sum, each.Mul(each, volume))
		}
	}
	return sum, nil
}

// refusals are the module's errors for those of core/signed, the first that fits.
var refusals = []struct {
	core error
	wrap interface{ Wrap(string) error }
}{
	{signed.ErrMalformed, types.ErrBadField},
	{signed.ErrOperator, types.ErrSignature},
	{signed.ErrAppUnregistered, types.ErrNotFound},
	{signed.ErrDatasetUnregistered, types.ErrNotFound},
	{signed.ErrWorkerpoolUnregistered, types.ErrNotFound},
	{signed.ErrSignatureFormat, types.ErrSignature},
	{signed.ErrSignature, types.ErrSignature},
	{signed.ErrBalance, types.ErrFunds},
	{signed.ErrTooWide, types.ErrTooWide},
	{signed.ErrSponsor, types.ErrNoMatch},
	{signed.ErrPanic, types.ErrNoMatch},
}

// refusal returns the module's error for a refusal of core, whose text it
// keeps; another error is returned as it is.
func refusal(err error) error {
	for _, r := range refusals {
		if errors.Is(err, r.core) {
			return r.wrap.Wrap(err.Error())
		}
	}
	if market.IsRefusal(err) {
		return types.ErrNoMatch.Wrap(err.Error())
	}
	return err
}
