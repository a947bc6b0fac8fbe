package keeper

import (
	"bytes"
	"context"
	"encoding/binary"
	"slices"

	"cosmossdk.io/collections"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/x/poco/types"
)

// The ledger of what is held back is the tasks themselves: Maturing says when
// their earnings are paid, HeldBy who has a part in them, and each worker's
// maturing_nrlc and HeldTotal are sums, kept by difference whenever a task changes.

// ledger brings the indices and sums in line with what a task became.
func (k Keeper) ledger(ctx context.Context, before, t poco.Task) error {
	if before.Audit.Phase == t.Audit.Phase && t.Audit.Phase == poco.AuditNone {
		return nil
	}
	key := join(u64(uint64(t.Audit.MaturesHeight)), t.ID[:]) //nolint:gosec // not negative
	waited, waits := before.Audit.Phase == poco.AuditHeld, t.Audit.Phase == poco.AuditHeld
	if err := k.index(ctx, k.Maturing, key, waited, waits); err != nil {
		return err
	}
	was, is := poco.Held(before), poco.Held(t)
	for _, m := range was {
		if now := find(is, m.Worker); now == nil || now.Reward != m.Reward {
			if err := k.holds(ctx, m.Worker, key, &m, now); err != nil {
				return err
			}
		}
	}
	for _, m := range is {
		if find(was, m.Worker) == nil {
			if err := k.holds(ctx, m.Worker, key, nil, &m); err != nil {
				return err
			}
		}
	}
	old, now := heldSum(before), heldSum(t)
	if old == now {
		return nil
	}
	total, err := orZero(k.HeldTotal.Get(ctx))
	if err != nil {
		return err
	}
	if total < old {
		return types.ErrInvariant.Wrapf("task %s holds back %d nrlc, all together %d", t.ID, old, total)
	}
	return k.HeldTotal.Set(ctx, total-old+now)
}

func find(members []poco.Member, worker ident.Address) *poco.Member {
	for i := range members {
		if members[i].Worker == worker {
			return &members[i]
		}
	}
	return nil
}

// heldSum returns what is held back in a task.
func heldSum(t poco.Task) uint64 {
	held := poco.Held(t)
	if len(held) == 0 {
		return 0
	}
	sum := uint64(t.PoolReward)
	for _, m := range held {
		sum += uint64(m.Reward)
	}
	return sum
}

// holds changes what a worker has held back in a task, from was to is, nil for
// nothing. If the worker is being recalled, what is new is recalled too.
func (k Keeper) holds(ctx context.Context, worker ident.Address, key []byte, was, is *poco.Member) error {
	if err := k.index(ctx, k.HeldBy, join(worker[:], key), was != nil, is != nil); err != nil {
		return err
	}
	if was == nil {
		if err := k.recallFrom(ctx, worker, join(worker[:], key)); err != nil {
			return err
		}
	}
	return k.changeWorker(ctx, worker, func(w *types.Worker) error {
		if was != nil {
			if w.MaturingNrlc < uint64(was.Reward) {
				return types.ErrInvariant.Wrapf("worker %s has %d nrlc held back, %d of it in one task", w.Address,
					w.MaturingNrlc, was.Reward)
			}
			w.MaturingNrlc -= uint64(was.Reward)
		}
		if is != nil {
			w.MaturingNrlc += uint64(is.Reward)
		}
		return nil
	})
}

// recallFrom moves a caught worker's cursor back before a key of HeldBy, if it is
// beyond it.
func (k Keeper) recallFrom(ctx context.Context, worker ident.Address, key []byte) error {
	cursor, err := k.Recalls.Get(ctx, worker[:])
	if isNotFound(err) || err == nil && bytes.Compare(cursor, key) < 0 {
		return nil
	}
	if err != nil {
		return err
	}
	return k.Recalls.Set(ctx, worker[:], before(key))
}

// before returns the key before one of the same length that is not all zeros.
func before(key []byte) []byte {
	key = bytes.Clone(key)
	for i := len(key) - 1; i >= 0; i-- {
		if key[i]--; key[i] != 0xff {
			break
		}
	}
	return key
}

// index adds a key to a set, or removes it, if what is differs from what was.
func (Keeper) index(ctx context.Context, set collections.KeySet[[]byte], key []byte, was, is bool) error {
	switch {
	case is && !was:
		return set.Set(ctx, key)
	case was && !is:
		return set.Remove(ctx, key)
	}
	return nil
}

// nextMatures returns the height at which a worker's next earnings are paid, 0 if
// it has none held back.
func (k Keeper) nextMatures(ctx context.Context, worker ident.Address) (int64, error) {
	next := int64(0)
	err := k.HeldBy.Walk(ctx, under(worker[:]), func(key []byte) (bool, error) {
		next = int64(binary.BigEndian.Uint64(key[len(worker):])) //nolint:gosec // a height
		return true, nil
	})
	return next, err
}

// matureTasks pays what is due by height, at most max_due_per_block tasks. A
// result of a worker that was caught is run again instead. Rules POCO-R43, POCO-R45.
func (k Keeper) matureTasks(ctx context.Context, b *block) error {
	height := clock(ctx).Height
	var ids []ident.Hash
	end := u64(uint64(height + 1)) //nolint:gosec // a height
	err := k.Maturing.Walk(ctx, new(collections.Range[[]byte]).EndExclusive(end), func(key []byte) (bool, error) {
		ids = append(ids, ident.Hash(key[8:]))
		return len(ids) >= int(b.params.MaxDuePerBlock), nil
	})
	if err != nil {
		return err
	}
	for _, id := range ids {
		refused, err := alone(ctx, b, func(ctx context.Context) error { return k.matureTask(ctx, id, b) })
		if err != nil {
			return err
		}
		if refused != nil {
			if err := postponed(ctx, id, refused); err != nil {
				return err
			}
		}
	}
	return nil
}

func (k Keeper) matureTask(ctx context.Context, id ident.Hash, b *block) error {
	t, d, err := k.taskOfDeal(ctx, id)
	if err != nil {
		return err
	}
	for _, m := range poco.Held(t) {
		caught, err := k.Recalls.Has(ctx, m.Worker[:])
		if err != nil {
			return err
		}
		if !caught || faulty(t, m.Worker) {
			continue
		}
		if t, err = k.fold(ctx, t, poco.Recall{At: clock(ctx), Worker: m.Worker}, d, b); err != nil {
			return err
		}
		if t.State == poco.StateAuditing {
			return nil
		}
	}
	_, err = k.advance(ctx, t, d, b)
	return err
}

func faulty(t poco.Task, worker ident.Address) bool {
	return slices.Contains(t.Audit.Faulty, worker)
}

// fault jails a worker that gave a wrong answer, and puts all that it has held
// back to be run again. Rules POCO-R42, POCO-R43.
func (k Keeper) fault(ctx context.Context, t poco.Task, id ident.Address, w *types.Worker, p types.Params) error {
	if err := k.jail(ctx, w, p); err != nil {
		return err
	}
	if p.HoldBackBlocks == 0 {
		return nil
	}
	if err := k.Recalls.Set(ctx, id[:], []byte{}); err != nil {
		return err
	}
	return typed(ctx, &types.EventWorkerRecalled{Worker: account.Bech32(id), TaskId: t.ID.String()})
}

// recall puts results of caught workers to be run again, at most
// max_recalls_per_block in all, the workers in turn. A worker is recalled until its
// open seats have ended: it may have lied there too. Rule POCO-R43.
func (k Keeper) recall(ctx context.Context, b *block) error {
	left := int(b.params.MaxRecallsPerBlock)
	list, err := k.caughtInTurn(ctx, 10*left) // some only wait for their seats to end
	if err != nil || len(list) == 0 {
		return err
	}
	for _, c := range list {
		if left == 0 {
			break
		}
		used, err := k.recallWorker(ctx, c, left, b)
		if err != nil {
			return err
		}
		left -= used
		if err := k.RecallTurn.Set(ctx, c.worker); err != nil {
			return err
		}
	}
	return nil
}

// caught is a caught worker and the last key of HeldBy that was recalled.
type caught struct{ worker, cursor []byte }

// caughtInTurn returns up to n caught workers in the order of their addresses,
// beginning after the one that was last served.
func (k Keeper) caughtInTurn(ctx context.Context, n int) ([]caught, error) {
	turn, err := k.RecallTurn.Get(ctx)
	if err != nil && !isNotFound(err) {
		return nil, err
	}
	var list []caught
	take := func(worker, cursor []byte) (bool, error) {
		list = append(list, caught{worker, cursor})
		return len(list) >= n, nil
	}
	after := new(collections.Range[[]byte])
	if len(turn) > 0 {
		after = after.StartExclusive(turn)
	}
	if err := k.Recalls.Walk(ctx, after, take); err != nil || len(list) >= n || len(turn) == 0 {
		return list, err
	}
	return list, k.Recalls.Walk(ctx, new(collections.Range[[]byte]).EndInclusive(turn), take)
}

// recallWorker puts up to most results of one caught worker to be run again, and
// returns how many.
func (k Keeper) recallWorker(ctx context.Context, c caught, most int, b *block) (int, error) {
	room, err := k.recallRoom(ctx, c.worker, most)
	if err != nil {
		return 0, err
	}
	keys, err := k.heldAfter(ctx, c.worker, c.cursor, room+1)
	if err != nil {
		return 0, err
	}
	next := allVisited(c.worker)
	if len(keys) > room {
		keys, next = keys[:room], c.cursor
		if room > 0 {
			next = keys[room-1]
		}
	}
	for _, key := range keys {
		if err := k.recallTask(ctx, ident.Address(c.worker), ident.Hash(key[len(c.worker)+8:]), b); err != nil {
			return 0, err
		}
	}
	return len(keys), k.recalled(ctx, c.worker, c.cursor, next)
}

// recallRoom returns how many results of a caught worker may be put to be run
// again now, at most most: so many that at least half of its pool's slots for
// audits stay free, so that who is drawn does not depend on who is done first. One
// that has left is held up by nothing. Rule POCO-R43.
func (k Keeper) recallRoom(ctx context.Context, worker []byte, most int) (int, error) {
	w, err := k.Workers.Get(ctx, worker)
	if err != nil || w.Workerpool == "" {
		return most, err
	}
	pool, err := ident.ParseAddress(w.Workerpool)
	if err != nil {
		return 0, err
	}
	r := roster{pool: pool, audits: true}
	slots, err := orZero(k.SlotCount.Get(ctx, pool[:]))
	if err != nil {
		return 0, err
	}
	free, err := orZero(k.FreeSlots.Get(ctx, r.key()))
	if err != nil {
		return 0, err
	}
	waiting, err := orZero(k.WaitCount.Get(ctx, r.key()))
	if err != nil {
		return 0, err
	}
	taken := slots/2 + waiting
	return int(min(max(free, taken)-taken, uint64(most))), nil //nolint:gosec // at most most, which is a param
}

// allVisited is a cursor after all keys of HeldBy of a worker.
func allVisited(worker []byte) []byte { return join(worker, bytes.Repeat([]byte{0xff}, 40)) }

// recalled moves a caught worker's cursor, or ends its recall when all that it has
// held back was visited and no seat of it is open.
func (k Keeper) recalled(ctx context.Context, worker, cursor, next []byte) error {
	w, err := k.Workers.Get(ctx, worker)
	if err != nil {
		return err
	}
	switch {
	case w.Busy+w.Auditing == 0 && bytes.Equal(next, allVisited(worker)):
		return k.Recalls.Remove(ctx, worker)
	case bytes.Equal(next, cursor):
		return nil
	}
	return k.Recalls.Set(ctx, worker, next)
}

// heldAfter returns up to n keys of HeldBy of a worker after a cursor.
func (k Keeper) heldAfter(ctx context.Context, worker, cursor []byte, n int) ([][]byte, error) {
	var keys [][]byte
	r := new(collections.Range[[]byte]).EndExclusive(prefixEnd(worker))
	if len(cursor) > 0 {
		r = r.StartExclusive(cursor)
	} else {
		r = r.StartInclusive(worker)
	}
	err := k.HeldBy.Walk(ctx, r, func(key []byte) (bool, error) {
		keys = append(keys, key)
		return len(keys) >= n, nil
	})
	return keys, err
}

func (k Keeper) recallTask(ctx context.Context, worker ident.Address, id ident.Hash, b *block) error {
	refused, err := alone(ctx, b, func(ctx context.Context) error {
		t, d, err := k.taskOfDeal(ctx, id)
		if err != nil {
			return err
		}
		_, err = k.fold(ctx, t, poco.Recall{At: clock(ctx), Worker: worker}, d, b)
		return err
	})
	if err != nil || refused == nil {
		return err
	}
	return postponed(ctx, id, refused)
}
