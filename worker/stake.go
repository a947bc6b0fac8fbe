package worker

import (
	"context"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/iexecd/iexecd/core/rlc"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

// AccountStake returns what one task of a pool can lock of a worker's account:
// where the pool's owner schedules, the stake on the dearest task that it offers
// in the book now. ownerScheduled is false where the chain draws; there, stakes
// come from the bond. Errors are those of the chain's client.
func AccountStake(ctx context.Context, m markettypes.QueryClient, pool string,
) (stake rlc.Amount, ownerScheduled bool, err error) {
	p, err := m.Workerpool(ctx, &markettypes.QueryWorkerpoolRequest{Id: pool})
	if err != nil || p.Workerpool.Scheduling != markettypes.Scheduling_SCHEDULING_OWNER {
		return 0, false, err
	}
	r, err := m.Orders(ctx, &markettypes.QueryOrdersRequest{
		Owner: p.Workerpool.Owner, Kind: markettypes.OrderKind_ORDER_KIND_WORKERPOOL, RestingOnly: true,
		Pagination: &query.PageRequest{Limit: 200},
	})
	if err != nil {
		return 0, true, err
	}
	for _, o := range r.Orders {
		if o.Workerpool == nil || o.Workerpool.Workerpool != pool {
			continue
		}
		one, err := rlc.MulDivFloor(rlc.Amount(o.Workerpool.PriceNrlc), p.Workerpool.WorkerStakeRatioPercent, 100)
		if err != nil {
			return 0, true, err
		}
		stake = max(stake, one)
	}
	return stake, true, nil
}

// tellStake warns who works in a pool whose owner schedules, with an account
// that does not have the stakes of as many tasks as it has slots.
func (w *Worker) tellStake(ctx context.Context) {
	err := w.compareStake(ctx)
	if err != nil && ctx.Err() == nil {
		w.deps.Logger.Warn("cannot compare the account with the pool's stakes", "err", err)
	}
}

func (w *Worker) compareStake(ctx context.Context) error {
	r, err := w.deps.Chain.Poco().Worker(ctx, &pocotypes.QueryWorkerRequest{Address: w.address})
	if err != nil {
		return err
	}
	stake, ownerScheduled, err := AccountStake(ctx, w.deps.Chain.Market(), r.Worker.Workerpool)
	if err != nil || !ownerScheduled {
		return err
	}
	have, err := w.deps.Chain.Balance(ctx, w.id)
	if err != nil {
		return err
	}
	slots := w.settings().Slots
	need, err := rlc.Mul(stake, uint64(slots))
	if err != nil {
		return err
	}
	if rlc.Amount(have) < need {
		w.news.warn("stake", "stakes come from the account here: it has %s and needs up to %s (slots: %d); "+
			"send it some RLC", rlc.Amount(have), need, slots)
		return nil
	}
	w.news.step("stake", "from the account, which has %s and needs up to %s (slots: %d)", rlc.Amount(have), need,
		slots)
	return nil
}
