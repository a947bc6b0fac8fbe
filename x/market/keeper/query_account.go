package keeper

import (
	"context"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/x/market/types"
)

// Account implements types.QueryServer.
func (q queryServer) Account(ctx context.Context, r *types.QueryAccountRequest) (*types.QueryAccountResponse, error) {
	a, err := account.Parse(r.Address)
	if err != nil {
		return nil, bad("address", err)
	}
	res := &types.QueryAccountResponse{
		Address: account.Bech32(a), EthAddress: account.Checksummed(a), AvailableNrlc: uint64(q.spendable(ctx, a)),
	}
	if err := q.addOrders(ctx, a, res); err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	if err := q.addDeals(ctx, a, res); err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	return res, nil
}

// addOrders adds what the account's orders hold; maxScan of them are looked at.
func (q queryServer) addOrders(ctx context.Context, a ident.Address, res *types.QueryAccountResponse) error {
	keys, err := firstKeys(ctx, q.ByOwner, under(a[:]), maxScan)
	if err != nil {
		return err
	}
	for _, key := range keys {
		o, err := q.Keeper.Orders.Get(ctx, idOf(key))
		if err != nil {
			return err
		}
		if o.EscrowNrlc == 0 {
			continue
		}
		c, err := o.Core()
		if err != nil {
			return err
		}
		res.LockedInOrdersNrlc += o.EscrowNrlc
		res.Locks = append(res.Locks, types.Lock{
			What: "order", Id: o.Id, AmountNrlc: o.EscrowNrlc, UntilUnix: c.Terms().ExpiryUnix,
		})
	}
	return nil
}

// addDeals adds what the deals that the account pays hold for it, without the
// pools' stakes; maxScan of its requests' and of those it sponsors are looked at.
func (q queryServer) addDeals(ctx context.Context, a ident.Address, res *types.QueryAccountResponse) error {
	keys, err := firstKeys(ctx, q.ByRequester, under(a[:]), maxScan)
	if err != nil {
		return err
	}
	sponsored, err := firstKeys(ctx, q.BySponsor, under(a[:]), maxScan)
	if err != nil {
		return err
	}
	for _, key := range append(keys, sponsored...) {
		d, err := q.Keeper.Deals.Get(ctx, idOf(key))
		if err != nil {
			return err
		}
		open := d.Size_ - d.Completed - d.Failed
		mine := d.EscrowNrlc - min(d.EscrowNrlc, d.PoolStakeNrlc*open)
		if mine == 0 || d.Sponsor != res.Address {
			continue
		}
		res.LockedInDealsNrlc += mine
		res.Locks = append(res.Locks, types.Lock{
			What: "deal", Id: d.Id, AmountNrlc: mine,
			UntilUnix: d.StartUnix + finalRatio*int64(d.WorkClockSeconds), //nolint:gosec // at most a year
		})
	}
	return nil
}

// finalRatio times the work clock is the original's time to a refund; x/poco's
// param final_ratio_percent decides.
const finalRatio = 10
