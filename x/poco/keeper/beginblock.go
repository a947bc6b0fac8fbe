package keeper

import (
	"context"
	"errors"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
)

// BeginBlock draws for the tasks that asked for members in blocks before, in the
// order of asking, with this block's beacon. It comes before all transactions:
// what is drawn from is what the block before left, so whoever makes this block
// and knows its beacon cannot change it any more. Rule POCO-R36. A draw that
// fails is put off alone; a broken money invariant stops the chain.
func (k Keeper) BeginBlock(ctx context.Context) error {
	p, err := k.Params.Get(ctx)
	if err != nil {
		return err
	}
	beacon, err := k.beacon(ctx)
	if err != nil {
		return err
	}
	b := &block{params: p, core: p.Core(), beacon: beacon, probes: p.MaxProbesPerBlock}
	var queue []ident.Hash
	err = k.Draws.Walk(ctx, nil, func(_ uint64, id []byte) (bool, error) {
		queue = append(queue, ident.Hash(id))
		return len(queue) >= int(b.probes), nil // each draw takes at least one
	})
	if err != nil {
		return err
	}
	for _, id := range queue {
		reached, err := k.drawAlone(ctx, id, b)
		if err != nil || !reached {
			return err
		}
	}
	return nil
}

// DrawDue reports whether the next block begins with draws: whether it needs a
// beacon of its own.
func (k Keeper) DrawDue(ctx context.Context) (bool, error) {
	due := false
	err := k.Draws.Walk(ctx, nil, func(uint64, []byte) (bool, error) {
		due = true
		return true, nil
	})
	return due, err
}

// drawAlone draws for a task in a cache context of its own, and reports whether
// the block's budget reached so far. A draw takes at least one off the budget.
func (k Keeper) drawAlone(ctx context.Context, id ident.Hash, b *block) (bool, error) {
	if b.probes == 0 {
		return false, nil
	}
	reached, budget := true, b.probes
	refused, err := alone(ctx, b, func(ctx context.Context) error {
		var err error
		reached, err = k.drawFor(ctx, id, b)
		return err
	})
	if b.probes == budget {
		b.probes--
	}
	if err != nil || refused == nil {
		return reached, err
	}
	if err := k.unqueueDraw(ctx, id); err != nil {
		return true, err
	}
	return true, k.postpone(ctx, id, clock(ctx).Unix, refused)
}

// drawFor draws for a task and seats whom it found. If they are too few, or a
// round does not fit any more, the task leaves the queue and waits for its next
// try. It reports whether the block's budget reached.
func (k Keeper) drawFor(ctx context.Context, id ident.Hash, b *block) (bool, error) {
	t, d, err := k.taskOfDeal(ctx, id)
	if err != nil {
		return true, err
	}
	if t.Audit.Phase == poco.AuditLottery {
		return true, k.decide(ctx, t, d, b)
	}
	members, reached, err := k.draw(ctx, t, d, b)
	if err != nil || !reached {
		return reached, err
	}
	if len(members) == 0 {
		if err := k.unqueueDraw(ctx, id); err != nil || !firstWait(t) {
			return true, err
		}
		return true, k.pause(ctx, t)
	}
	seated, err := k.seatMembers(ctx, t, members, b)
	if errors.Is(err, poco.ErrTooLate) {
		return true, k.unqueueDraw(ctx, id) // it is due by now, and ends
	}
	if err != nil {
		return true, err
	}
	return true, k.store(ctx, t, seated)
}

// queueDraw asks for a draw at the beginning of the next block. Who has asked
// already keeps its place.
func (k Keeper) queueDraw(ctx context.Context, id ident.Hash) error {
	queued, err := k.DrawOf.Has(ctx, id[:])
	if err != nil || queued {
		return err
	}
	next, err := orZero(k.DrawNext.Get(ctx))
	if err != nil {
		return err
	}
	if err := k.Draws.Set(ctx, next, id[:]); err != nil {
		return err
	}
	if err := k.DrawOf.Set(ctx, id[:], next); err != nil {
		return err
	}
	return k.DrawNext.Set(ctx, next+1)
}

// unqueueDraw takes a task out of the draw queue, if it is there.
func (k Keeper) unqueueDraw(ctx context.Context, id ident.Hash) error {
	sequence, err := k.DrawOf.Get(ctx, id[:])
	if isNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := k.Draws.Remove(ctx, sequence); err != nil {
		return err
	}
	return k.DrawOf.Remove(ctx, id[:])
}
