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
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/x/poco/types"
)

// block is one block's end: what it may still do, and where workers became free.
type block struct {
	params types.Params
	core   poco.Params
	beacon ident.Hash
	probes uint32          // workers that draws may still look at
	due    int             // due tasks that may still be handled
	freed  []ident.Address // pools, once per seat that ended
}

// EndBlock takes over new deals, does what is due, and opens tasks. Rules
// POCO-R1 to POCO-R3. A task that fails to be handled is postponed alone; a
// broken money invariant stops the chain.
func (k Keeper) EndBlock(ctx context.Context) error {
	p, err := k.Params.Get(ctx)
	if err != nil {
		return err
	}
	b := &block{
		params: p, core: p.Core(), beacon: Beacon(ctx), probes: p.MaxProbesPerBlock, due: int(p.MaxDuePerBlock),
	}
	if err := k.takeDeals(ctx, p); err != nil {
		return fmt.Errorf("take new deals: %w", err)
	}
	if err := k.handleDue(ctx, b); err != nil {
		return fmt.Errorf("due items: %w", err)
	}
	if err := k.openTasks(ctx, b); err != nil {
		return fmt.Errorf("open tasks: %w", err)
	}
	return nil
}

// alone does something in a cache context of its own, so that it is done whole
// or not at all. It returns why it was not done, and apart from that an error
// only if the chain must stop.
func alone(ctx context.Context, b *block, do func(context.Context) error) (refused, fatal error) {
	cached, write := sdk.UnwrapSDKContext(ctx).CacheContext()
	freed := len(b.freed)
	err := do(cached)
	switch {
	case errors.Is(err, types.ErrInvariant) || errors.Is(err, poco.ErrMoney):
		return nil, err
	case err != nil:
		b.freed = b.freed[:freed]
		return err, nil
	}
	write()
	return nil, nil
}

func (k Keeper) takeDeals(ctx context.Context, p types.Params) error {
	deals, err := k.market.TakeNewDeals(ctx, int(p.MaxOpeningsPerBlock))
	if err != nil {
		return err
	}
	for _, d := range deals {
		if err := k.line(ctx, types.Opening{DealId: d.ID.String(), Next: d.First}); err != nil {
			return err
		}
	}
	return nil
}

// line puts a deal at the end of the line of deals with tasks to open.
func (k Keeper) line(ctx context.Context, o types.Opening) error {
	next, err := orZero(k.OpeningNext.Get(ctx))
	if err != nil {
		return err
	}
	o.Sequence = next
	if err := k.Openings.Set(ctx, next, o); err != nil {
		return err
	}
	return k.OpeningNext.Set(ctx, next+1)
}

// openTasks opens tasks of the deals in line, at most max_openings_per_block in
// all. A deal whose last opened task waits for its first members leaves the
// line until that task has them or ended: a large deal costs one record, and a
// pool without workers holds up nobody else. Rule POCO-R1.
func (k Keeper) openTasks(ctx context.Context, b *block) error {
	left := int(b.params.MaxOpeningsPerBlock)
	var line []types.Opening
	err := k.Openings.Walk(ctx, nil, func(_ uint64, o types.Opening) (bool, error) {
		line = append(line, o)
		return len(line) >= left, nil
	})
	if err != nil {
		return err
	}
	for _, o := range line {
		if left <= 0 {
			return nil
		}
		opened := 0
		refused, err := alone(ctx, b, func(ctx context.Context) error {
			var err error
			opened, err = k.openDeal(ctx, o, left, b)
			return err
		})
		if err != nil {
			return err
		}
		if refused != nil {
			opened = 1
			if err := k.putOff(ctx, o, refused); err != nil {
				return err
			}
		}
		left -= opened
	}
	return nil
}

// putOff moves a deal whose next task cannot be opened to the end of the line.
func (k Keeper) putOff(ctx context.Context, o types.Opening, why error) error {
	if err := k.Openings.Remove(ctx, o.Sequence); err != nil {
		return err
	}
	if err := k.line(ctx, o); err != nil {
		return err
	}
	deal, err := ident.ParseHash(o.DealId)
	if err != nil {
		return err
	}
	return postponed(ctx, market.TaskID(deal, o.Next), why)
}

// openDeal opens up to n tasks of a deal and returns how many.
func (k Keeper) openDeal(ctx context.Context, o types.Opening, n int, b *block) (int, error) {
	id, err := ident.ParseHash(o.DealId)
	if err != nil {
		return 0, err
	}
	d, err := k.market.Deal(ctx, id)
	if err != nil {
		return 0, err
	}
	opened, waits, end := 0, false, d.First+d.Size
	for ; o.Next < end && opened < n && !waits; opened++ {
		if waits, err = k.openTask(ctx, d, o.Next, b); err != nil {
			return opened, err
		}
		o.Next++
	}
	switch {
	case o.Next < end && !waits:
		return opened, k.Openings.Set(ctx, o.Sequence, o)
	case o.Next < end:
		if err := k.Paused.Set(ctx, id[:], types.Opening{DealId: o.DealId, Next: o.Next}); err != nil {
			return opened, err
		}
	}
	return opened, k.Openings.Remove(ctx, o.Sequence)
}

// resume puts a paused deal back in line.
func (k Keeper) resume(ctx context.Context, deal ident.Hash) error {
	o, err := k.Paused.Get(ctx, deal[:])
	if isNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := k.Paused.Remove(ctx, deal[:]); err != nil {
		return err
	}
	return k.line(ctx, o)
}

// openTask stores a new task, draws its committee if it can, and reports
// whether it waits for its first members.
func (k Keeper) openTask(ctx context.Context, d market.Deal, index uint64, b *block) (bool, error) {
	t := poco.Open(d, index, clock(ctx), b.core)
	if err := k.ByDeal.Set(ctx, join(d.ID[:], u64(index), t.ID[:])); err != nil {
		return false, err
	}
	if err := typed(ctx, &types.EventTaskOpened{
		TaskId: t.ID.String(), DealId: d.ID.String(), Index: index, Workerpool: t.Workerpool.String(),
		Requester: account.Bech32(t.Requester), FinalDeadlineUnix: t.FinalDeadlineUnix,
	}); err != nil {
		return false, err
	}
	t, err := k.advance(ctx, t, d, b)
	return firstWait(t), err
}

// firstWait reports whether a task waits for its first members.
func firstWait(t poco.Task) bool { return t.State == poco.StateWaiting && len(t.Members) == 0 }

// handleDue does what is due by now, the oldest first, at most max_due_per_block,
// and then what became due by it: tasks that wait for the workers it freed.
func (k Keeper) handleDue(ctx context.Context, b *block) error {
	now := clock(ctx).Unix
	end := u64(uint64(now + 1)) //nolint:gosec // block times are positive
	for b.due > 0 {
		var keys [][]byte
		err := k.Due.Walk(ctx, new(collections.Range[[]byte]).EndExclusive(end), func(key []byte) (bool, error) {
			keys = append(keys, key)
			return len(keys) >= b.due, nil
		})
		if err != nil {
			return err
		}
		if len(keys) == 0 {
			return nil
		}
		b.due -= len(keys)
		for _, key := range keys {
			id := ident.Hash(key[8:])
			refused, err := alone(ctx, b, func(ctx context.Context) error { return k.handleTask(ctx, id, b) })
			if err != nil {
				return err
			}
			if refused == nil {
				continue
			}
			if err := k.postpone(ctx, id, now, refused); err != nil {
				return err
			}
		}
		if err := k.wakeFreed(ctx, b); err != nil {
			return err
		}
	}
	return nil
}

// wakeFreed wakes a waiting task for each seat that ended.
func (k Keeper) wakeFreed(ctx context.Context, b *block) error {
	counts := map[ident.Address]int{}
	var pools []ident.Address
	for _, pool := range b.freed {
		if counts[pool]++; counts[pool] == 1 {
			pools = append(pools, pool)
		}
	}
	b.freed = nil
	for _, pool := range pools {
		if err := k.wake(ctx, pool, counts[pool]); err != nil {
			return err
		}
	}
	return nil
}

// wake makes up to n tasks that wait for workers of a pool due now, those first
// whose next try is nearest. Rule POCO-R24.
func (k Keeper) wake(ctx context.Context, pool ident.Address, n int) error {
	count, err := orZero(k.WaitCount.Get(ctx, pool[:]))
	if err != nil || count == 0 {
		return err
	}
	now := clock(ctx).Unix
	var keys [][]byte
	later := new(collections.Range[[]byte]).
		StartInclusive(join(pool[:], u64(uint64(now+1)))).EndExclusive(prefixEnd(pool[:])) //nolint:gosec // a block time
	err = k.Waiting.Walk(ctx, later, func(key []byte) (bool, error) {
		keys = append(keys, key)
		return len(keys) >= n, nil
	})
	if err != nil {
		return err
	}
	for _, key := range keys {
		id := ident.Hash(key[len(pool)+8:])
		if err := k.moveWaiting(ctx, pool, id, now); err != nil {
			return err
		}
		if err := k.setDue(ctx, id, now); err != nil {
			return err
		}
	}
	return nil
}

// moveWaiting gives a waiting task's place the time of its next try.
func (k Keeper) moveWaiting(ctx context.Context, pool ident.Address, id ident.Hash, unix int64) error {
	old, err := k.DueAt.Get(ctx, id[:])
	if err != nil {
		return err
	}
	if err := k.Waiting.Remove(ctx, join(pool[:], u64(old), id[:])); err != nil {
		return err
	}
	return k.Waiting.Set(ctx, join(pool[:], u64(uint64(unix)), id[:])) //nolint:gosec // block times are positive
}

// postponeSeconds is how long a task that could not be handled waits.
const postponeSeconds = 60

func (k Keeper) postpone(ctx context.Context, id ident.Hash, now int64, why error) error {
	wire, err := k.Tasks.Get(ctx, id[:])
	if err != nil {
		return err
	}
	if wire.State == types.TaskState_TASK_STATE_WAITING {
		pool, err := ident.ParseAddress(wire.Workerpool)
		if err != nil {
			return err
		}
		if err := k.moveWaiting(ctx, pool, id, now+postponeSeconds); err != nil {
			return err
		}
	}
	if err := k.setDue(ctx, id, now+postponeSeconds); err != nil {
		return err
	}
	return postponed(ctx, id, why)
}

// postponed tells that a task could not be handled.
func postponed(ctx context.Context, id ident.Hash, why error) error {
	text := why.Error()
	return typed(ctx, &types.EventItemPostponed{TaskId: id.String(), Error: text[:min(len(text), 500)]})
}

func (k Keeper) handleTask(ctx context.Context, id ident.Hash, b *block) error {
	wire, err := k.Tasks.Get(ctx, id[:])
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
	_, err = k.advance(ctx, t, d, b)
	return err
}

// advance lets time pass for a task: it ticks, draws if asked to, settles if it
// ended, and stores the task with its next due time. A task that must start
// another round right away draws in the same block.
func (k Keeper) advance(ctx context.Context, t poco.Task, d market.Deal, b *block) (poco.Task, error) {
	before := t
	t, effects, err := poco.Step(t, poco.Tick{At: clock(ctx)}, d.SchedulerRewardRatio, b.core)
	if err != nil {
		return before, err
	}
	for _, e := range effects {
		switch e := e.(type) {
		case poco.Draw:
			t, err = k.seatDrawn(ctx, t, d, b)
		case poco.Freed:
			err = k.missed(ctx, t, e.Member, b)
		case poco.Ended:
			t, err = k.settle(ctx, t, d, e, b)
		}
		if err != nil {
			return before, err
		}
	}
	if err := k.tell(ctx, before, t); err != nil {
		return before, err
	}
	return t, k.store(ctx, before, t)
}

// seatDrawn draws members and seats them; without enough of them the task waits.
func (k Keeper) seatDrawn(ctx context.Context, t poco.Task, d market.Deal, b *block) (poco.Task, error) {
	members, err := k.draw(ctx, t, d, b)
	if err != nil || len(members) == 0 {
		return t, err
	}
	t, _, err = poco.Step(t, poco.Seat{At: clock(ctx), Members: members}, d.SchedulerRewardRatio, b.core)
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
		if err := k.resume(ctx, t.DealID); err != nil {
			return err
		}
	}
	if t.State.Final() {
		return k.clearDue(ctx, t.ID)
	}
	return k.setDue(ctx, t.ID, t.PhaseDeadlineUnix)
}

// storeWaiting keeps the index of waiting tasks; its times are those of DueAt.
func (k Keeper) storeWaiting(ctx context.Context, before, t poco.Task) error {
	old, err := k.DueAt.Get(ctx, t.ID[:])
	stored := err == nil
	if err != nil && !isNotFound(err) {
		return err
	}
	was, is := stored && before.State == poco.StateWaiting, t.State == poco.StateWaiting
	if was {
		if err := k.Waiting.Remove(ctx, join(t.Workerpool[:], u64(old), t.ID[:])); err != nil {
			return err
		}
	}
	if is {
		at := u64(uint64(t.PhaseDeadlineUnix)) //nolint:gosec // block times are positive
		if err := k.Waiting.Set(ctx, join(t.Workerpool[:], at, t.ID[:])); err != nil {
			return err
		}
	}
	if was == is {
		return nil
	}
	count, err := orZero(k.WaitCount.Get(ctx, t.Workerpool[:]))
	if err != nil {
		return err
	}
	if is {
		return k.WaitCount.Set(ctx, t.Workerpool[:], count+1)
	}
	return k.WaitCount.Set(ctx, t.Workerpool[:], count-1)
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
