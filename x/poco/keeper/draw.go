package keeper

import (
	"context"
	"math/big"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/x/poco/types"
)

// draw returns members for a task, drawn one by one from the pool's
// workers with a free slot until they are Enough, or nil if there are too few; and whether the
// block's budget reached; an audit takes those that there are. It looks at no more
// than max_probes_per_draw workers, each at most once, in an order that
// keccak(beacon ‖ task ‖ round ‖ n) decides, and takes each of them off the budget.
// Rules POCO-R4, POCO-R5, POCO-R25, POCO-R39.
func (k Keeper) draw(ctx context.Context, t poco.Task, d market.Deal, b *block) ([]poco.Member, bool, error) {
	r := rosterOf(t)
	count, err := orZero(k.SeatCount.Get(ctx, r.key()))
	if err != nil || count == 0 {
		return nil, true, err
	}
	stake, err := stakeOf(t, b.params)
	if err != nil {
		return nil, true, err
	}
	order := poco.NewShuffle(count, b.beacon, t.ID, uint64(t.Round))
	audit, room := t.State == poco.StateAuditing, poco.SeatsLeft(t, b.core)
	var drawn []poco.Member
	for range min(count, uint64(b.params.MaxProbesPerDraw)) {
		if len(drawn) >= room {
			break
		}
		if b.probes == 0 {
			return nil, false, nil
		}
		b.probes--
		w, err := k.onSeat(ctx, r, order.Next())
		if err != nil {
			return nil, true, err
		}
		m, ok, err := candidate(w, d, stake, t.NeededPPB, b.core)
		if err != nil {
			return nil, true, err
		}
		if !ok || poco.HasSeat(t, m.Worker, m.Operator) || taken(drawn, m) {
			continue
		}
		if t.Classic != nil {
			m.Score = score(w)
		}
		drawn = append(drawn, m)
		if poco.Enough(t, drawn) {
			return drawn, true, nil
		}
	}
	if audit {
		return drawn, true, nil
	}
	return nil, true, nil
}

// onSeat returns the worker at a position of a roster.
func (k Keeper) onSeat(ctx context.Context, r roster, position uint64) (types.Worker, error) {
	id, err := k.Seats.Get(ctx, join(r.key(), u64(position)))
	if err != nil {
		return types.Worker{}, err
	}
	return k.Workers.Get(ctx, id)
}

// stakeOf returns what a seat of a task locks of a bond.
func stakeOf(t poco.Task, p types.Params) (rlc.Amount, error) {
	if t.Classic != nil {
		return t.Classic.WorkerStake, nil
	}
	return poco.StakeFor(t.Price, p.AuditRatePpb)
}

// score returns a worker's classic score now.
func score(w types.Worker) *big.Int { return new(big.Int).SetUint64(w.Reputation.Score) }

// candidate returns the member that a worker with a free slot would be, and
// whether it can be one: able, and with enough free bond.
func candidate(w types.Worker, d market.Deal, stake rlc.Amount, neededPPB uint32, p poco.Params) (poco.Member, bool,
	error,
) {
	id, err := account.Parse(w.Address)
	if err != nil {
		return poco.Member{}, false, err
	}
	operator, err := account.Parse(w.Operator)
	if err != nil {
		return poco.Member{}, false, err
	}
	tag, err := ident.ParseHash(w.Tag)
	if err != nil {
		return poco.Member{}, false, err
	}
	able := w.Status == types.WorkerStatus_WORKER_STATUS_ACTIVE && w.MaxCategory >= d.Category &&
		w.BondNrlc-w.LockedNrlc >= uint64(stake) && covers(tag, d.Tag)
	return poco.Member{
		Worker: id, Operator: operator, Stake: stake,
		CredibilityPPB: poco.Counted(w.Reputation.AuditsPassed, neededPPB, p),
	}, able, nil
}

func covers(have ident.Hash, need market.Tag) bool {
	for i := range need {
		if need[i]&^have[i] != 0 {
			return false
		}
	}
	return true
}

// taken reports whether a member or its operator has a seat already.
func taken(members []poco.Member, m poco.Member) bool {
	for _, o := range members {
		if o.Worker == m.Worker || o.Operator == m.Operator {
			return true
		}
	}
	return false
}
