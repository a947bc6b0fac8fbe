package keeper

import (
	"context"
	"errors"
	"fmt"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/x/poco/types"
)

// EndBlock takes over new deals, opens their tasks, and does what is due. Rules
// POCO-R1 to POCO-R3. A task that fails to be handled is postponed alone; a
// broken money invariant stops the chain.
func (k Keeper) EndBlock(ctx context.Context) error {
	p, err := k.Params.Get(ctx)
	if err != nil {
		return err
	}
	if err := k.takeDeals(ctx, p); err != nil {
		return fmt.Errorf("take new deals: %w", err)
	}
	if err := k.handleDue(ctx, p); err != nil {
		return fmt.Errorf("due items: %w", err)
	}
	if err := k.openTasks(ctx, p); err != nil {
		return fmt.Errorf("open tasks: %w", err)
	}
	return nil
}

func (k Keeper) takeDeals(ctx context.Context, p types.Params) error {
	deals, err := k.market.TakeNewDeals(ctx, int(p.MaxOpeningsPerBlock))
	if err != nil || len(deals) == 0 {
		return err
	}
	next, err := orZero(k.OpeningNext.Get(ctx))
	if err != nil {
		return err
	}
	for _, d := range deals {
		o := types.Opening{Sequence: next, DealId: d.ID.String(), Next: d.First}
		if err := k.Openings.Set(ctx, next, o); err != nil {
			return err
		}
		next++
	}
	return k.OpeningNext.Set(ctx, next)
}

// openTasks opens tasks of the deals in line, the oldest deal first, at most
// max_openings_per_block in all. A deal whose last opened task finds no workers
// opens no more until that one does, so that a large deal costs one record.
func (k Keeper) openTasks(ctx context.Context, p types.Params) error {
	var line []types.Opening
	err := k.Openings.Walk(ctx, nil, func(_ uint64, o types.Opening) (bool, error) {
		line = append(line, o)
		return len(line) >= int(p.MaxOpeningsPerBlock), nil
	})
	if err != nil {
		return err
	}
	left := int(p.MaxOpeningsPerBlock)
	for _, o := range line {
		if left <= 0 {
			return nil
		}
		opened, err := k.openDeal(ctx, o, left, p)
		if err != nil {
			return err
		}
		left -= max(opened, 1)
	}
	return nil
}

// openDeal opens up to n tasks of a deal and returns how many.
func (k Keeper) openDeal(ctx context.Context, o types.Opening, n int, p types.Params) (int, error) {
	id, err := ident.ParseHash(o.DealId)
	if err != nil {
		return 0, err
	}
	d, err := k.market.Deal(ctx, id)
	if err != nil {
		return 0, err
	}
	end := d.First + d.Size
	opened := 0
	waiting, err := k.lastWaits(ctx, d, o.Next)
	if err != nil {
		return 0, err
	}
	for ; o.Next < end && opened < n && !waiting; opened++ {
		if waiting, err = k.tryOpen(ctx, d, o.Next, p); err != nil {
			return opened, err
		}
		if waiting && !k.opened(ctx, d, o.Next) {
			break
		}
		o.Next++
	}
	if o.Next == end {
		return opened, k.Openings.Remove(ctx, o.Sequence)
	}
	if opened == 0 {
		return 0, nil
	}
	return opened, k.Openings.Set(ctx, o.Sequence, o)
}

// lastWaits reports whether the task opened last still waits for its first members.
func (k Keeper) lastWaits(ctx context.Context, d market.Deal, next uint64) (bool, error) {
	if next == d.First {
		return false, nil
	}
	id := market.TaskID(d.ID, next-1)
	t, err := k.Tasks.Get(ctx, id[:])
	return t.State == types.TaskState_TASK_STATE_WAITING && len(t.Members) == 0, err
}

// tryOpen opens a task in a context of its own. One that cannot be opened is
// tried again in the next block.
func (k Keeper) tryOpen(ctx context.Context, d market.Deal, index uint64, p types.Params) (bool, error) {
	cached, write := sdk.UnwrapSDKContext(ctx).CacheContext()
	waiting, err := k.openTask(cached, d, index, p)
	if err == nil {
		write()
		return waiting, nil
	}
	if errors.Is(err, types.ErrInvariant) || errors.Is(err, poco.ErrMoney) {
		return true, err
	}
	text := err.Error()
	return true, typed(ctx, &types.EventItemPostponed{
		TaskId: market.TaskID(d.ID, index).String(), Error: text[:min(len(text), 500)],
	})
}

func (k Keeper) opened(ctx context.Context, d market.Deal, index uint64) bool {
	id := market.TaskID(d.ID, index)
	has, err := k.Tasks.Has(ctx, id[:])
	return has && err == nil
}

// openTask stores a new task, draws its committee if it can, and reports
// whether it waits.
func (k Keeper) openTask(ctx context.Context, d market.Deal, index uint64, p types.Params) (bool, error) {
	t := poco.Open(d, index, clock(ctx), p.Core())
	wire := types.NewTask(t)
	if err := k.ByDeal.Set(ctx, join(d.ID[:], u64(index), t.ID[:])); err != nil {
		return false, err
	}
	if err := typed(ctx, &types.EventTaskOpened{
		TaskId: wire.Id, DealId: wire.DealId, Index: index, Workerpool: wire.Workerpool, Requester: wire.Requester,
		FinalDeadlineUnix: wire.FinalDeadlineUnix,
	}); err != nil {
		return false, err
	}
	t, err := k.advance(ctx, t, d, p)
	return t.State == poco.StateWaiting, err
}

// handleDue does what is due by now, the oldest first, at most max_due_per_block.
func (k Keeper) handleDue(ctx context.Context, p types.Params) error {
	now := clock(ctx).Unix
	end := u64(uint64(now + 1)) //nolint:gosec // block times are positive
	var keys [][]byte
	err := k.Due.Walk(ctx, new(collections.Range[[]byte]).EndExclusive(end), func(key []byte) (bool, error) {
		keys = append(keys, key)
		return len(keys) >= int(p.MaxDuePerBlock), nil
	})
	if err != nil {
		return err
	}
	for _, key := range keys {
		id := key[8:]
		cached, write := sdk.UnwrapSDKContext(ctx).CacheContext()
		err := k.handleTask(cached, id, p)
		if errors.Is(err, types.ErrInvariant) || errors.Is(err, poco.ErrMoney) {
			return err
		}
		if err == nil {
			write()
			continue
		}
		if err := k.postpone(ctx, id, now, err); err != nil {
			return err
		}
	}
	return nil
}

// postponeSeconds is how long a task that could not be handled waits.
const postponeSeconds = 60

func (k Keeper) postpone(ctx context.Context, id []byte, now int64, why error) error {
	if err := k.setDue(ctx, ident.Hash(id), now+postponeSeconds); err != nil {
		return err
	}
	text := why.Error()
	return typed(ctx, &types.EventItemPostponed{TaskId: ident.Hash(id).String(), Error: text[:min(len(text), 500)]})
}

func (k Keeper) handleTask(ctx context.Context, id []byte, p types.Params) error {
	wire, err := k.Tasks.Get(ctx, id)
	if err != nil {
		return err
	}
	t, err := wire.Core()
	if err != nil {
		return err
	}
	d, err := k.market.Deal(ctx, t.DealID)
	if err != nil {
		return err
	}
	_, err = k.advance(ctx, t, d, p)
	return err
}

// advance lets time pass for a task: it ticks, draws if asked to, settles if it
// ended, and stores the task with its next due time. A task that must start
// another round right away draws in the same block.
func (k Keeper) advance(ctx context.Context, t poco.Task, d market.Deal, p types.Params) (poco.Task, error) {
	before := t
	t, effects, err := poco.Step(t, poco.Tick{At: clock(ctx)}, d.SchedulerRewardRatio, p.Core())
	if err != nil {
		return before, err
	}
	for _, e := range effects {
		switch e := e.(type) {
		case poco.Draw:
			t, err = k.seatDrawn(ctx, t, d, p)
		case poco.Freed:
			err = k.missed(ctx, t, e.Member, p)
		case poco.Ended:
			t, err = k.settle(ctx, t, d, e, p)
		}
		if err != nil {
			return before, err
		}
	}
	if err := k.tell(ctx, before, t); err != nil {
		return before, err
	}
	return t, k.store(ctx, t)
}

// seatDrawn draws members and seats them; without enough of them the task waits.
func (k Keeper) seatDrawn(ctx context.Context, t poco.Task, d market.Deal, p types.Params) (poco.Task, error) {
	members, err := k.draw(ctx, t, d, p)
	if err != nil || len(members) == 0 {
		return t, err
	}
	t, _, err = poco.Step(t, poco.Seat{At: clock(ctx), Members: members}, d.SchedulerRewardRatio, p.Core())
	if err != nil {
		return t, err
	}
	for _, m := range members {
		if err := k.assign(ctx, t, m); err != nil {
			return t, err
		}
	}
	return t, nil
}

// store writes a task with its due time.
func (k Keeper) store(ctx context.Context, t poco.Task) error {
	if err := k.Tasks.Set(ctx, t.ID[:], types.NewTask(t)); err != nil {
		return err
	}
	if t.State.Final() {
		return k.clearDue(ctx, t.ID)
	}
	return k.setDue(ctx, t.ID, t.PhaseDeadlineUnix)
}

func (k Keeper) setDue(ctx context.Context, id ident.Hash, unix int64) error {
	at := uint64(max(unix, 0)) //nolint:gosec // not negative
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

// tell emits what changed in a task's phases.
func (k Keeper) tell(ctx context.Context, before, t poco.Task) error {
	id := t.ID.String()
	if t.State == poco.StateRevealing && before.State == poco.StateCommitting {
		return typed(ctx, &types.EventRevealOpened{
			TaskId: id, Round: t.Round, RevealDeadlineUnix: t.PhaseDeadlineUnix,
		})
	}
	if before.State != poco.StateRevealing || t.State == poco.StateRevealing {
		return nil
	}
	return typed(ctx, &types.EventRoundClosed{
		TaskId: id, Round: before.Round, ReachedPpb: t.ReachedPPB, NeededPpb: t.NeededPPB,
		Groups: uint32(len(poco.Groups(t))), //nolint:gosec // at most max_members
	})
}
