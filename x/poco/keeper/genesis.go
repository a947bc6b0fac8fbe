package keeper

import (
	"context"
	"encoding/binary"
	"fmt"

	"cosmossdk.io/collections"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/x/poco/types"
)

// InitGenesis stores a whole state. Workers without a listed seat that may be
// drawn get one, so that a hand-written genesis need not list seats.
func (k Keeper) InitGenesis(ctx context.Context, g types.GenesisState) error {
	if err := k.Params.Set(ctx, g.Params); err != nil {
		return err
	}
	for _, s := range g.Seats {
		if err := k.initSeat(ctx, s); err != nil {
			return err
		}
	}
	for _, w := range g.Workers {
		if err := k.initWorker(ctx, w); err != nil {
			return fmt.Errorf("worker %s: %w", w.Address, err)
		}
	}
	for _, s := range g.Pools {
		if err := k.initPool(ctx, s); err != nil {
			return err
		}
	}
	for _, t := range g.Tasks {
		if err := k.initTask(ctx, t); err != nil {
			return fmt.Errorf("task %s: %w", t.Id, err)
		}
	}
	for _, r := range g.Recalls {
		if err := k.initRecall(ctx, r); err != nil {
			return fmt.Errorf("recalled worker %s: %w", r, err)
		}
	}
	if err := k.AuditStats.Set(ctx, g.AuditStats); err != nil {
		return err
	}
	if err := k.initQueues(ctx, g); err != nil {
		return err
	}
	return k.checkGenesis(ctx)
}

func (k Keeper) initRecall(ctx context.Context, worker string) error {
	id, err := account.Parse(worker)
	if err != nil {
		return err
	}
	if _, err := k.Workers.Get(ctx, id[:]); err != nil {
		return err
	}
	return k.Recalls.Set(ctx, id[:], []byte{})
}

// checkGenesis refuses what would stop the chain, or a task, later: positions of
// workers that cannot be drawn, and lotteries that are in no queue.
func (k Keeper) checkGenesis(ctx context.Context) error {
	err := k.SeatOf.Walk(ctx, nil, func(key []byte, _ uint64) (bool, error) {
		id, audits := ident.Address(key[:20]), key[20] != 0
		w, err := orZero(k.Workers.Get(ctx, id[:]))
		if err == nil && free(w, audits) == 0 {
			err = fmt.Errorf("worker %s has a seat (for audits: %t), but no free slot in a pool",
				account.Bech32(id), audits)
		}
		return err != nil, err
	})
	if err != nil {
		return err
	}
	return k.Tasks.Walk(ctx, nil, func(id []byte, t types.Task) (bool, error) {
		if t.Audit.Phase != types.AuditPhase_AUDIT_PHASE_LOTTERY {
			return false, nil
		}
		queued, err := k.DrawOf.Has(ctx, id)
		if err == nil && !queued {
			err = fmt.Errorf("task %s waits for its lottery, but is not among the draws", t.Id)
		}
		return err != nil, err
	})
}

func (k Keeper) initPool(ctx context.Context, s types.PoolStats) error {
	id, err := ident.ParseAddress(s.Workerpool)
	if err != nil {
		return err
	}
	return k.Pools.Set(ctx, id[:], s)
}

func (k Keeper) initSeat(ctx context.Context, s types.PoolSeat) error {
	pool, err := ident.ParseAddress(s.Workerpool)
	if err != nil {
		return err
	}
	worker, err := account.Parse(s.Worker)
	if err != nil {
		return err
	}
	r := roster{pool: pool, audits: s.Audits}
	count, err := orZero(k.SeatCount.Get(ctx, r.key()))
	if err != nil {
		return err
	}
	if s.Position != count {
		return fmt.Errorf("seat %d of pool %s comes after %d seats: they count from 0 in order", s.Position,
			s.Workerpool, count)
	}
	if err := k.place(ctx, r, count, worker[:]); err != nil {
		return err
	}
	return k.SeatCount.Set(ctx, r.key(), count+1)
}

func (k Keeper) initWorker(ctx context.Context, w types.Worker) error {
	id, err := account.Parse(w.Address)
	if err != nil {
		return err
	}
	if w.Workerpool == "" {
		return k.Workers.Set(ctx, id[:], w)
	}
	pool, err := ident.ParseAddress(w.Workerpool)
	if err != nil {
		return err
	}
	if err := k.ByPool.Set(ctx, join(pool[:], id[:])); err != nil {
		return err
	}
	return k.setWorker(ctx, id, w)
}

func (k Keeper) initTask(ctx context.Context, wire types.Task) error {
	t, err := wire.Core()
	if err != nil {
		return err
	}
	if err := k.Tasks.Set(ctx, t.ID[:], wire); err != nil {
		return err
	}
	if err := k.ByDeal.Set(ctx, join(t.DealID[:], u64(t.Index), t.ID[:])); err != nil {
		return err
	}
	for _, m := range poco.Seats(t) {
		if open(t, m) {
			if err := k.Assigned.Set(ctx, join(m.Worker[:], t.ID[:])); err != nil {
				return err
			}
		}
	}
	return k.initLedger(ctx, t)
}

// initLedger restores the indices of what is held back; the workers' sums are in
// their records.
func (k Keeper) initLedger(ctx context.Context, t poco.Task) error {
	key := join(u64(uint64(t.Audit.MaturesHeight)), t.ID[:]) //nolint:gosec // not negative
	if t.Audit.Phase == poco.AuditHeld {
		if err := k.Maturing.Set(ctx, key); err != nil {
			return err
		}
	}
	for _, m := range poco.Held(t) {
		if err := k.HeldBy.Set(ctx, join(m.Worker[:], key)); err != nil {
			return err
		}
	}
	total, err := orZero(k.HeldTotal.Get(ctx))
	if err != nil {
		return err
	}
	return k.HeldTotal.Set(ctx, total+heldSum(t))
}

// open reports whether one of a task's Seats still holds its slot.
func open(t poco.Task, m poco.Member) bool { return running(t) && m.State != poco.MemberMissed }

func (k Keeper) initQueues(ctx context.Context, g types.GenesisState) error {
	for _, d := range g.Due {
		id, err := ident.ParseHash(d.TaskId)
		if err != nil {
			return err
		}
		if err := k.initDue(ctx, id, d.DueUnix); err != nil {
			return fmt.Errorf("due task %s: %w", d.TaskId, err)
		}
	}
	if err := k.initOpenings(ctx, g); err != nil {
		return err
	}
	for _, d := range g.Draws {
		id, err := ident.ParseHash(d)
		if err != nil {
			return err
		}
		if err := k.queueDraw(ctx, id); err != nil {
			return err
		}
	}
	for _, h := range g.History {
		if err := k.initHistory(ctx, h); err != nil {
			return err
		}
	}
	return nil
}

func (k Keeper) initHistory(ctx context.Context, h types.WorkerHistory) error {
	id, err := account.Parse(h.Worker)
	if err != nil {
		return err
	}
	for i, e := range h.Entries {
		number := h.Next - uint64(len(h.Entries)) + uint64(i)
		if err := k.History.Set(ctx, join(id[:], u64(number)), e); err != nil {
			return err
		}
	}
	return k.HistoryNext.Set(ctx, id[:], h.Next)
}

func (k Keeper) initDue(ctx context.Context, id ident.Hash, unix int64) error {
	t, err := k.task(ctx, id)
	if err != nil {
		return err
	}
	if err := k.setDue(ctx, id, unix); err != nil || t.Stage() != poco.StateWaiting {
		return err
	}
	r := rosterOf(t)
	if err := k.Waiting.Set(ctx, join(r.key(), u64(uint64(unix)), id[:])); err != nil { //nolint:gosec // a block time
		return err
	}
	return add(ctx, k.WaitCount, r.key(), 1)
}

// initOpenings puts deals in line, and those that open no more aside.
func (k Keeper) initOpenings(ctx context.Context, g types.GenesisState) error {
	for _, o := range g.Openings {
		if err := k.line(ctx, o); err != nil {
			return err
		}
	}
	for _, o := range g.Paused {
		id, err := ident.ParseHash(o.DealId)
		if err != nil {
			return err
		}
		if err := k.Paused.Set(ctx, id[:], o); err != nil {
			return err
		}
	}
	return nil
}

// ExportGenesis returns the whole state.
func (k Keeper) ExportGenesis(ctx context.Context) (*types.GenesisState, error) {
	g := types.GenesisState{KittyNrlc: uint64(k.Kitty(ctx)), AuditFundNrlc: uint64(k.AuditFund(ctx))}
	var err error
	if g.AuditStats, err = orZero(k.AuditStats.Get(ctx)); err != nil {
		return nil, err
	}
	if g.Params, err = k.Params.Get(ctx); err != nil {
		return nil, err
	}
	if g.Workers, err = values(ctx, k.Workers); err != nil {
		return nil, err
	}
	if g.Tasks, err = values(ctx, k.Tasks); err != nil {
		return nil, err
	}
	if g.Pools, err = values(ctx, k.Pools); err != nil {
		return nil, err
	}
	if g.Openings, err = values(ctx, k.Openings); err != nil {
		return nil, err
	}
	for i := range g.Openings {
		g.Openings[i].Sequence = uint64(i)
	}
	if g.Paused, err = values(ctx, k.Paused); err != nil {
		return nil, err
	}
	return &g, k.exportQueues(ctx, &g)
}

func (k Keeper) exportQueues(ctx context.Context, g *types.GenesisState) error {
	err := k.Due.Walk(ctx, nil, func(key []byte) (bool, error) {
		unix := int64(binary.BigEndian.Uint64(key)) //nolint:gosec // a block time
		g.Due = append(g.Due, types.DueItem{DueUnix: unix, TaskId: ident.Hash(key[8:]).String()})
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.Draws.Walk(ctx, nil, func(_ uint64, id []byte) (bool, error) {
		g.Draws = append(g.Draws, ident.Hash(id).String())
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.Recalls.Walk(ctx, nil, func(worker, _ []byte) (bool, error) {
		g.Recalls = append(g.Recalls, account.Bech32(ident.Address(worker)))
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.Seats.Walk(ctx, nil, func(key, worker []byte) (bool, error) {
		g.Seats = append(g.Seats, types.PoolSeat{
			Workerpool: ident.Address(key[:20]).String(), Position: binary.BigEndian.Uint64(key[rosterBytes:]),
			Worker: account.Bech32(ident.Address(worker)), Audits: key[20] != 0,
		})
		return false, nil
	})
	if err != nil {
		return err
	}
	return k.HistoryNext.Walk(ctx, nil, func(worker []byte, next uint64) (bool, error) {
		h := types.WorkerHistory{Worker: account.Bech32(ident.Address(worker)), Next: next}
		err := k.History.Walk(ctx, under(worker), func(_ []byte, e types.HistoryEntry) (bool, error) {
			h.Entries = append(h.Entries, e)
			return false, nil
		})
		g.History = append(g.History, h)
		return false, err
	})
}

func values[K, V any](ctx context.Context, m collections.Map[K, V]) ([]V, error) {
	it, err := m.Iterate(ctx, nil)
	if err != nil {
		return nil, err
	}
	return it.Values()
}
