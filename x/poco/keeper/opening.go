package keeper

import (
	"context"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/x/poco/types"
)

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
	deal, err := ident.ParseHash(o.DealId)
	if err != nil {
		return err
	}
	o.Sequence = next
	if err := k.Openings.Set(ctx, next, o); err != nil {
		return err
	}
	if err := k.OpeningOf.Set(ctx, deal[:], next); err != nil {
		return err
	}
	return k.OpeningNext.Set(ctx, next+1)
}

// unline takes a deal out of the line.
func (k Keeper) unline(ctx context.Context, deal ident.Hash, o types.Opening) error {
	if err := k.Openings.Remove(ctx, o.Sequence); err != nil {
		return err
	}
	return k.OpeningOf.Remove(ctx, deal[:])
}

// openTasks opens tasks of the deals in line, at most max_openings_per_block in
// all, and for each pool at most as many as it has free slots, but one of each
// deal: a large deal costs one record until there are workers for it. Rule POCO-R1.
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
	opened, end := 0, d.First+d.Size
	for full := false; o.Next < end && opened < n && !full; opened++ {
		waits, err := k.openTask(ctx, d, o.Next, b)
		if err != nil {
			return opened, err
		}
		o.Next++
		if !waits {
			continue
		}
		if full, err = k.fills(ctx, d.Workerpool.Pointer, b); err != nil {
			return opened, err
		}
	}
	if o.Next < end {
		return opened, k.Openings.Set(ctx, o.Sequence, o)
	}
	return opened, k.unline(ctx, id, o)
}

// fills takes the room for one task off what a pool's free slots leave in this
// block, and reports whether none is left.
func (k Keeper) fills(ctx context.Context, pool ident.Address, b *block) (bool, error) {
	room, asked := b.room[pool]
	if !asked {
		var err error
		if room, err = orZero(k.FreeSlots.Get(ctx, roster{pool: pool}.key())); err != nil {
			return true, err
		}
	}
	b.room[pool] = max(room, 1) - 1
	return room <= 1, nil
}

// pause takes a deal out of the line if its last opened task, which found no
// first members, is t: a pool without workers holds up nobody else.
func (k Keeper) pause(ctx context.Context, t poco.Task) error {
	sequence, err := k.OpeningOf.Get(ctx, t.DealID[:])
	if isNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	o, err := k.Openings.Get(ctx, sequence)
	if err != nil || o.Next != t.Index+1 {
		return err
	}
	if err := k.unline(ctx, t.DealID, o); err != nil {
		return err
	}
	return k.Paused.Set(ctx, t.DealID[:], types.Opening{DealId: o.DealId, Next: o.Next})
}

// resume puts a paused deal back in line, if the task of the given index was its
// last opened one.
func (k Keeper) resume(ctx context.Context, deal ident.Hash, index uint64) error {
	o, err := k.Paused.Get(ctx, deal[:])
	if isNotFound(err) || err == nil && o.Next != index+1 {
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

// openTask stores a new task, asks for the draw of its committee, and reports
// whether it waits for it.
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
