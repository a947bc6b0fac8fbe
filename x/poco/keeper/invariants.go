package keeper

import (
	"context"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/x/poco/types"
)

// CheckInvariants returns the first broken invariant, or nil. It reads the
// whole state: for tests, the simulator and operators, not for a block.
func (k Keeper) CheckInvariants(ctx context.Context) error {
	held, err := k.checkTasks(ctx)
	if err != nil {
		return err
	}
	var bonds uint64
	err = k.Workers.Walk(ctx, nil, func(key []byte, w types.Worker) (bool, error) {
		bonds += w.BondNrlc
		id := ident.Address(key)
		return false, k.checkWorker(ctx, id, w, held[id])
	})
	if err != nil {
		return err
	}
	if have := uint64(k.moduleBalance(ctx, types.ModuleName)); have != bonds { // POCO-I1
		return types.ErrInvariant.Wrapf("POCO-I1: the module holds %d nrlc, bonds are %d", have, bonds)
	}
	return k.checkSeats(ctx)
}

// holding is what a worker's open seats hold.
type holding struct {
	seats uint32
	stake uint64
}

func (k Keeper) checkTasks(ctx context.Context) (map[ident.Address]holding, error) {
	held := map[ident.Address]holding{}
	now := clock(ctx).Unix
	p, err := k.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	return held, k.Tasks.Walk(ctx, nil, func(key []byte, wire types.Task) (bool, error) {
		t, err := wire.Core()
		if err != nil {
			return true, err
		}
		for _, m := range t.Members {
			if open(t, m) {
				h := held[m.Worker]
				held[m.Worker] = holding{h.seats + 1, h.stake + uint64(m.Stake)}
			}
			if m.Reward > 0 && m.State != poco.MemberAccepted { // POCO-I5
				return true, types.ErrInvariant.Wrapf("POCO-I5: task %s paid %s, whose answer was not accepted", wire.Id,
					account.Bech32(m.Worker))
			}
		}
		due, err := k.DueAt.Has(ctx, key)
		if err != nil {
			return true, err
		}
		if due == t.State.Final() { // POCO-I4
			return true, types.ErrInvariant.Wrapf("POCO-I4: task %s is in state %s, due: %t", wire.Id, wire.State, due)
		}
		span := t.FinalDeadlineUnix - t.Opened.Unix
		if !t.State.Final() && now > t.FinalDeadlineUnix+max(span, 0) { // POCO-I6
			return true, types.ErrInvariant.Wrapf("POCO-I6: task %s is in state %s at %d, two deadlines after %d", wire.Id,
				wire.State, now, t.FinalDeadlineUnix)
		}
		if len(t.Members) > int(p.MaxMembers) {
			return true, types.ErrInvariant.Wrapf("task %s has %d members, at most %d", wire.Id, len(t.Members), p.MaxMembers)
		}
		return false, nil
	})
}

func (k Keeper) checkWorker(ctx context.Context, id ident.Address, w types.Worker, h holding) error {
	if w.Busy != h.seats || w.Busy > w.Slots { // POCO-I2
		return types.ErrInvariant.Wrapf("POCO-I2: worker %s has %d open seats, %d counted, %d slots", w.Address, h.seats, w.Busy,
			w.Slots)
	}
	if w.LockedNrlc != h.stake || w.LockedNrlc > w.BondNrlc { // POCO-I3
		return types.ErrInvariant.Wrapf("POCO-I3: worker %s has %d nrlc at stake, %d counted, bond %d", w.Address, h.stake,
			w.LockedNrlc, w.BondNrlc)
	}
	_, err := k.SeatOf.Get(ctx, id[:])
	if err != nil && !isNotFound(err) {
		return err
	}
	drawable := w.Status == types.WorkerStatus_WORKER_STATUS_ACTIVE && w.Busy < w.Slots && w.Workerpool != ""
	if drawable != (err == nil) { // POCO-I7
		return types.ErrInvariant.Wrapf("POCO-I7: worker %s is drawable: %t, has a seat: %t", w.Address, drawable, err == nil)
	}
	return k.checkReputation(ctx, id, w)
}

// checkReputation replays the kept verdicts if none was dropped. POCO-I8.
func (k Keeper) checkReputation(ctx context.Context, id ident.Address, w types.Worker) error {
	var last *types.HistoryEntry
	counts := map[types.MemberState]uint64{}
	var n uint64
	err := k.History.Walk(ctx, under(id[:]), func(_ []byte, e types.HistoryEntry) (bool, error) {
		last = &e
		counts[e.Verdict]++
		n++
		return false, nil
	})
	if err != nil || last == nil {
		return err
	}
	next, err := k.HistoryNext.Get(ctx, id[:])
	if err != nil {
		return err
	}
	r := w.Reputation
	if last.Score != r.Score || next == n && (counts[types.MemberState_MEMBER_STATE_ACCEPTED] > r.Accepted ||
		counts[types.MemberState_MEMBER_STATE_REJECTED] > r.Rejected) {
		return types.ErrInvariant.Wrapf("POCO-I8: worker %s has score %d, its last verdict says %d", w.Address, r.Score, last.Score)
	}
	return nil
}

func (k Keeper) checkSeats(ctx context.Context) error {
	return k.Seats.Walk(ctx, nil, func(key, worker []byte) (bool, error) {
		position, err := k.SeatOf.Get(ctx, worker)
		if err != nil {
			return true, err
		}
		if want := join(key[:20], u64(position)); string(want) != string(key) { // POCO-I7
			return true, types.ErrInvariant.Wrapf("POCO-I7: worker %x has the seat %x, it thinks %x", worker, key, want)
		}
		return false, nil
	})
}
