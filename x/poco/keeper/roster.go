package keeper

import (
	"context"
	"slices"

	"cosmossdk.io/collections"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/x/poco/types"
)

// roster is a list of the workers of a pool that can be drawn: for committees, or
// for audits. A worker has slots for both, each as many as it says, so that who
// runs a result again does not depend on who has no other work: a cheat, who
// computes nothing, is free more often. Rule POCO-R39.
type roster struct {
	pool   ident.Address
	audits bool
}

// rosterBytes is the length of a roster's key.
const rosterBytes = 21

// key is pool ‖ 1 if it is for audits, else 0.
func (r roster) key() []byte { return append(r.pool[:], forAudits(r.audits)) }

// seatOf is the key of a worker's position: worker ‖ 1 for audits, else 0.
func seatOf(worker ident.Address, audits bool) []byte { return append(worker[:], forAudits(audits)) }

func forAudits(audits bool) byte {
	if audits {
		return 1
	}
	return 0
}

// rosterOf returns the roster that a task's present stage draws from.
func rosterOf(t poco.Task) roster {
	return roster{pool: t.Workerpool, audits: t.State == poco.StateAuditing}
}

// isAuditor reports whether a member has, or had, its seat in an audit.
func isAuditor(t poco.Task, m poco.Member) bool {
	return slices.ContainsFunc(t.Audit.Auditors, func(a poco.Member) bool { return a.Worker == m.Worker })
}

// seats returns the count of a worker's open seats on committees, or in audits.
func seats(w *types.Worker, audits bool) *uint32 {
	if audits {
		return &w.Auditing
	}
	return &w.Busy
}

// slots is how many tasks, and as many audits, a worker takes at once.
func slots(w types.Worker) uint64 {
	if w.Status != types.WorkerStatus_WORKER_STATUS_ACTIVE || w.Workerpool == "" {
		return 0
	}
	return uint64(w.Slots)
}

// free is how many tasks, or audits, more a worker can be drawn for.
func free(w types.Worker, audits bool) uint64 {
	all, taken := slots(w), uint64(*seats(&w, audits))
	return max(all, taken) - taken
}

// setWorker writes a worker and keeps its places on its pool's rosters, and the
// counts of its slots, right.
func (k Keeper) setWorker(ctx context.Context, id ident.Address, w types.Worker) error {
	old, err := orZero(k.Workers.Get(ctx, id[:]))
	if err != nil {
		return err
	}
	if err := k.Workers.Set(ctx, id[:], w); err != nil || w.Workerpool == "" {
		return err
	}
	pool, err := ident.ParseAddress(w.Workerpool)
	if err != nil {
		return err
	}
	if err := add(ctx, k.SlotCount, pool[:], slots(w)-slots(old)); err != nil {
		return err
	}
	for _, audits := range []bool{false, true} {
		r, was, is := roster{pool, audits}, free(old, audits), free(w, audits)
		if err := add(ctx, k.FreeSlots, r.key(), is-was); err != nil {
			return err
		}
		if (was > 0) == (is > 0) {
			continue
		}
		if err := k.seat(ctx, r, id, is > 0); err != nil {
			return err
		}
	}
	return nil
}

// add adds a number, which may wrap around, to one that is kept.
func add(ctx context.Context, to collections.Map[[]byte, uint64], key []byte, more uint64) error {
	if more == 0 {
		return nil
	}
	n, err := orZero(to.Get(ctx, key))
	if err != nil {
		return err
	}
	return to.Set(ctx, key, n+more)
}

// seat gives a worker a position on a roster, or takes it away. The last worker
// moves into a freed one. A genesis may have given it already.
func (k Keeper) seat(ctx context.Context, r roster, id ident.Address, can bool) error {
	position, err := k.SeatOf.Get(ctx, seatOf(id, r.audits))
	has := err == nil
	if err != nil && !isNotFound(err) {
		return err
	}
	if has == can {
		return nil
	}
	count, err := orZero(k.SeatCount.Get(ctx, r.key()))
	if err != nil {
		return err
	}
	if can {
		if err := k.place(ctx, r, count, id[:]); err != nil {
			return err
		}
		return k.SeatCount.Set(ctx, r.key(), count+1)
	}
	last, err := k.Seats.Get(ctx, join(r.key(), u64(count-1)))
	if err != nil {
		return err
	}
	if err := k.place(ctx, r, position, last); err != nil {
		return err
	}
	if err := k.Seats.Remove(ctx, join(r.key(), u64(count-1))); err != nil {
		return err
	}
	if err := k.SeatOf.Remove(ctx, seatOf(id, r.audits)); err != nil {
		return err
	}
	return k.SeatCount.Set(ctx, r.key(), count-1)
}

func (k Keeper) place(ctx context.Context, r roster, position uint64, worker []byte) error {
	if err := k.Seats.Set(ctx, join(r.key(), u64(position)), worker); err != nil {
		return err
	}
	return k.SeatOf.Set(ctx, seatOf(ident.Address(worker), r.audits), position)
}
