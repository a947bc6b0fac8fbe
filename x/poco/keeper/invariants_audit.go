package keeper

import (
	"context"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/x/poco/types"
)

// ledgerSums are what tasks hold back, counted anew.
type ledgerSums struct {
	worker  map[ident.Address]uint64
	entries uint64 // of HeldBy
	held    uint64 // tasks in phase held
	total   uint64
}

// checkLedger checks what is held back against the tasks: the sums of workers and
// of all (POCO-I11), and the indices (POCO-I12).
func (k Keeper) checkLedger(ctx context.Context) error {
	sums := ledgerSums{worker: map[ident.Address]uint64{}}
	err := k.Tasks.Walk(ctx, nil, func(_ []byte, wire types.Task) (bool, error) {
		t, err := wire.Core()
		if err != nil {
			return true, err
		}
		return false, k.checkHeld(ctx, t, &sums)
	})
	if err != nil {
		return err
	}
	total, err := orZero(k.HeldTotal.Get(ctx))
	if err != nil || total != sums.total {
		return types.ErrInvariant.Wrapf("POCO-I11: %d nrlc are held back in tasks, %d counted (%v)", sums.total,
			total, err)
	}
	err = k.Workers.Walk(ctx, nil, func(key []byte, w types.Worker) (bool, error) {
		if want := sums.worker[ident.Address(key)]; w.MaturingNrlc != want {
			return true, types.ErrInvariant.Wrapf("POCO-I11: worker %s has %d nrlc held back in tasks, %d counted",
				w.Address, want, w.MaturingNrlc)
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	var entries, maturing uint64
	if err := k.HeldBy.Walk(ctx, nil, func([]byte) (bool, error) { entries++; return false, nil }); err != nil {
		return err
	}
	if err := k.Maturing.Walk(ctx, nil, func([]byte) (bool, error) { maturing++; return false, nil }); err != nil {
		return err
	}
	if entries != sums.entries || maturing != sums.held {
		return types.ErrInvariant.Wrapf("POCO-I12: %d parts in held back results, %d indexed; %d results to "+
			"mature, %d indexed", sums.entries, entries, sums.held, maturing)
	}
	return nil
}

func (k Keeper) checkHeld(ctx context.Context, t poco.Task, sums *ledgerSums) error {
	sums.total += heldSum(t)
	key := join(u64(uint64(t.Audit.MaturesHeight)), t.ID[:]) //nolint:gosec // not negative
	if t.Audit.Phase == poco.AuditHeld {
		sums.held++
		if has, err := k.Maturing.Has(ctx, key); err != nil || !has {
			return types.ErrInvariant.Wrapf("POCO-I12: task %s is held back and does not mature (%v)", t.ID, err)
		}
	}
	if t.Audit.Phase == poco.AuditLottery {
		if has, err := k.DrawOf.Has(ctx, t.ID[:]); err != nil || !has {
			return types.ErrInvariant.Wrapf("POCO-I12: task %s waits for a beacon and is not in the draw queue (%v)",
				t.ID, err)
		}
	}
	for _, m := range poco.Held(t) {
		sums.worker[m.Worker] += uint64(m.Reward)
		sums.entries++
		if has, err := k.HeldBy.Has(ctx, join(m.Worker[:], key)); err != nil || !has {
			return types.ErrInvariant.Wrapf("POCO-I12: %s has a part in task %s and is not indexed (%v)", m.Worker,
				t.ID, err)
		}
	}
	return nil
}
