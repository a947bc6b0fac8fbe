package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/x/poco/types"
)

// wakeFreed wakes a waiting task for each seat that ended.
func (k Keeper) wakeFreed(ctx context.Context, b *block) error {
	counts := map[roster]int{}
	var rosters []roster
	for _, r := range b.freed {
		if counts[r]++; counts[r] == 1 {
			rosters = append(rosters, r)
		}
	}
	b.freed = nil
	for _, r := range rosters {
		if err := k.wake(ctx, r, counts[r]); err != nil {
			return err
		}
	}
	return nil
}

// wake makes up to n tasks that wait for workers of a roster due now, those first
// whose next try is nearest. Rule POCO-R24.
func (k Keeper) wake(ctx context.Context, r roster, n int) error {
	count, err := orZero(k.WaitCount.Get(ctx, r.key()))
	if err != nil || count == 0 || n == 0 {
		return err
	}
	now := clock(ctx).Unix
	var keys [][]byte
	from := join(r.key(), u64(uint64(now+1))) //nolint:gosec // block times are positive
	later := new(collections.Range[[]byte]).StartInclusive(from).EndExclusive(prefixEnd(r.key()))
	err = k.Waiting.Walk(ctx, later, func(key []byte) (bool, error) {
		keys = append(keys, key)
		return len(keys) >= n, nil
	})
	if err != nil {
		return err
	}
	for _, key := range keys {
		id := ident.Hash(key[rosterBytes+8:])
		if err := k.moveWaiting(ctx, r, id, now); err != nil {
			return err
		}
		if err := k.setDue(ctx, id, now); err != nil {
			return err
		}
	}
	return nil
}

// moveWaiting gives a waiting task's place the time of its next try.
func (k Keeper) moveWaiting(ctx context.Context, r roster, id ident.Hash, unix int64) error {
	old, err := k.DueAt.Get(ctx, id[:])
	if err != nil {
		return err
	}
	if err := k.Waiting.Remove(ctx, join(r.key(), u64(old), id[:])); err != nil {
		return err
	}
	return k.Waiting.Set(ctx, join(r.key(), u64(uint64(unix)), id[:])) //nolint:gosec // block times are positive
}

// store writes a task with its due time and its place among the waiting, and
// puts its deal back in line if it was held up by it.
func (k Keeper) store(ctx context.Context, before, t poco.Task) error {
	if err := k.Tasks.Set(ctx, t.ID[:], types.NewTask(t)); err != nil {
		return err
	}
	if err := k.storeWaiting(ctx, before, t); err != nil {
		return err
	}
	if firstWait(before) && !firstWait(t) {
		if err := k.resume(ctx, t.DealID, t.Index); err != nil {
			return err
		}
	}
	if !drawsFor(t) {
		if err := k.unqueueDraw(ctx, t.ID); err != nil {
			return err
		}
	}
	if !running(t) {
		return k.clearDue(ctx, t.ID)
	}
	return k.setDue(ctx, t.ID, dueUnix(t, clock(ctx).Unix))
}

// drawsFor reports whether a task may be in the draw queue: it waits for members,
// or for the beacon that decides whether it is audited.
func drawsFor(t poco.Task) bool {
	return t.Stage() == poco.StateWaiting || t.Audit.Phase == poco.AuditLottery
}

// dueUnix is when a task is looked at next: when its phase closes, or at its
// final deadline if that is earlier.
func dueUnix(t poco.Task, now int64) int64 {
	final := t.FinalDeadlineUnix
	if t.State == poco.StateAuditing {
		final = t.Audit.DeadlineUnix
	}
	if now >= final {
		return t.PhaseDeadlineUnix
	}
	return min(t.PhaseDeadlineUnix, final)
}

// running reports whether time does something to a task: whether it waits, or a
// phase of it, or of its audit, is open.
func running(t poco.Task) bool {
	stage := t.Stage()
	return stage == poco.StateWaiting || stage == poco.StateCommitting || stage == poco.StateRevealing
}

// storeWaiting keeps the index of waiting tasks; its times are those of DueAt.
func (k Keeper) storeWaiting(ctx context.Context, before, t poco.Task) error {
	old, err := k.DueAt.Get(ctx, t.ID[:])
	stored := err == nil
	if err != nil && !isNotFound(err) {
		return err
	}
	was, is := stored && before.Stage() == poco.StateWaiting, t.Stage() == poco.StateWaiting
	if was {
		r := rosterOf(before)
		if err := k.Waiting.Remove(ctx, join(r.key(), u64(old), t.ID[:])); err != nil {
			return err
		}
		if err := add(ctx, k.WaitCount, r.key(), ^uint64(0)); err != nil {
			return err
		}
	}
	if !is {
		return nil
	}
	r, at := rosterOf(t), u64(uint64(t.PhaseDeadlineUnix)) //nolint:gosec // block times are positive
	if err := k.Waiting.Set(ctx, join(r.key(), at, t.ID[:])); err != nil {
		return err
	}
	return add(ctx, k.WaitCount, r.key(), 1)
}

func (k Keeper) setDue(ctx context.Context, id ident.Hash, unix int64) error {
	at := uint64(max(unix, 0))
	old, err := k.DueAt.Get(ctx, id[:])
	switch {
	case err == nil && old == at:
		return nil
	case err == nil:
		if err := k.Due.Remove(ctx, join(u64(old), id[:])); err != nil {
			return err
		}
	case !isNotFound(err):
		return err
	}
	if err := k.Due.Set(ctx, join(u64(at), id[:])); err != nil {
		return err
	}
	return k.DueAt.Set(ctx, id[:], at)
}

func (k Keeper) clearDue(ctx context.Context, id ident.Hash) error {
	old, err := k.DueAt.Get(ctx, id[:])
	if isNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := k.Due.Remove(ctx, join(u64(old), id[:])); err != nil {
		return err
	}
	return k.DueAt.Remove(ctx, id[:])
}
