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

// block is what a block may still do, and where workers became free in it.
type block struct {
	params types.Params
	core   poco.Params
	due    int                      // due tasks that may still be handled
	freed  []roster                 // once per seat that ended
	room   map[ident.Address]uint64 // pool → tasks that its free slots leave room for; asked when first needed

	// Of its beginning.
	beacon ident.Hash
	probes uint32 // workers that draws may still look at
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
		params: p, core: p.Core(), due: int(p.MaxDuePerBlock), room: map[ident.Address]uint64{},
	}
	if err := k.takeDeals(ctx, p); err != nil {
		return fmt.Errorf("take new deals: %w", err)
	}
	if err := k.handleDue(ctx, b); err != nil {
		return fmt.Errorf("due items: %w", err)
	}
	if err := k.recall(ctx, b); err != nil {
		return fmt.Errorf("recalls: %w", err)
	}
	if err := k.matureTasks(ctx, b); err != nil {
		return fmt.Errorf("maturing results: %w", err)
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
	err := do(cached) //nolint:contextcheck // the same context, with a store of its own
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

// postponeSeconds is how long a task that could not be handled waits.
const postponeSeconds = 60

func (k Keeper) postpone(ctx context.Context, id ident.Hash, now int64, why error) error {
	t, err := k.task(ctx, id)
	if err != nil {
		return err
	}
	if t.Audit.Phase == poco.AuditLottery {
		if err := k.queueDraw(ctx, id); err != nil { // it is in no other queue
			return err
		}
		return postponed(ctx, id, why)
	}
	if t.Stage() == poco.StateWaiting {
		if err := k.moveWaiting(ctx, rosterOf(t), id, now+postponeSeconds); err != nil {
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

// advance lets time pass for a task.
func (k Keeper) advance(ctx context.Context, t poco.Task, d market.Deal, b *block) (poco.Task, error) {
	return k.fold(ctx, t, poco.Tick{At: clock(ctx), Fund: k.AuditFund(ctx)}, d, b)
}

// fold folds an input into a task, does what follows from it, and stores the
// task with its next due time: it asks for a draw at the beginning of the next
// block, and settles what ended.
func (k Keeper) fold(ctx context.Context, before poco.Task, in poco.Input, d market.Deal, b *block) (poco.Task, error) {
	t, effects, err := poco.Step(before, in, d.SchedulerRewardRatio, b.core)
	if err != nil {
		return before, err
	}
	for _, e := range effects {
		switch e := e.(type) {
		case poco.Draw:
			err = k.queueDraw(ctx, t.ID)
		case poco.Freed:
			err = k.missed(ctx, t, e.Member, b)
		case poco.Ended:
			t, err = k.settle(ctx, t, d, e, b)
		case poco.Unlocked:
			err = k.unlock(ctx, e.Members)
		case poco.Audited:
			err = k.audited(ctx, t, d, e, b)
		case poco.Matured:
			err = k.matured(ctx, t, d, e, b)
		}
		if err != nil {
			return before, err
		}
	}
	if err := k.ledger(ctx, before, t); err != nil {
		return before, err
	}
	if err := k.tell(ctx, before, t); err != nil {
		return before, err
	}
	same := t.State == before.State && t.Audit.Phase == before.Audit.Phase &&
		t.PhaseDeadlineUnix == before.PhaseDeadlineUnix
	if _, tick := in.(poco.Tick); !tick && same {
		return t, k.Tasks.Set(ctx, t.ID[:], types.NewTask(t)) // when it is due has not changed
	}
	return t, k.store(ctx, before, t)
}

// seatMembers gives members their seats in a task.
func (k Keeper) seatMembers(ctx context.Context, t poco.Task, members []poco.Member, b *block) (poco.Task, error) {
	t, _, err := poco.Step(t, poco.Seat{At: clock(ctx), Members: members}, 0, b.core) // nothing ends by it
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

// tell emits what changed in a task's phases.
func (k Keeper) tell(ctx context.Context, before, t poco.Task) error {
	id := t.ID.String()
	switch {
	case t.Classic != nil:
		return tellClassic(ctx, before, t)
	case before.State.Ended():
		return tellAudit(ctx, before, t)
	case t.State == poco.StateRevealing && before.State == poco.StateCommitting:
		return typed(ctx, &types.EventRevealOpened{
			TaskId: id, Round: t.Round, RevealDeadlineUnix: t.PhaseDeadlineUnix,
		})
	case before.State != poco.StateRevealing || t.State == poco.StateRevealing:
		return nil
	}
	return typed(ctx, &types.EventRoundClosed{
		TaskId: id, Round: before.Round, ReachedPpb: t.ReachedPPB, NeededPpb: t.NeededPPB,
		Groups: uint32(len(poco.Groups(t))), //nolint:gosec // at most max_members
	})
}

// tellClassic emits what became of a classic task's consensus.
func tellClassic(ctx context.Context, before, t poco.Task) error {
	was, is := before.Classic.Consensus, t.Classic.Consensus
	switch {
	case was.IsZero() && !is.IsZero():
		return typed(ctx, &types.EventConsensusReached{
			TaskId: t.ID.String(), ResultHash: is.String(), Winners: t.Classic.Winners,
			RevealDeadlineUnix: t.Classic.RevealDeadlineUnix,
		})
	case !was.IsZero() && is.IsZero() && !t.Final():
		return typed(ctx, &types.EventTaskReopened{TaskId: t.ID.String(), ResultHash: was.String()})
	}
	return nil
}
