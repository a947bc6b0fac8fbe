package keeper

import (
	"context"
	"slices"

	"cosmossdk.io/collections"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/x/poco/types"
)

// CheckInvariants returns the first broken invariant, or nil. It reads the
// whole state: for tests, the simulator and operators, not for a block.
func (k Keeper) CheckInvariants(ctx context.Context) error {
	held, staked, err := k.checkTasks(ctx)
	if err != nil {
		return err
	}
	var bonds uint64
	slots := newSlotCounts()
	err = k.Workers.Walk(ctx, nil, func(key []byte, w types.Worker) (bool, error) {
		bonds += w.BondNrlc
		slots.add(w)
		id := ident.Address(key)
		return false, k.checkWorker(ctx, id, w, held[id])
	})
	if err != nil {
		return err
	}
	total, err := orZero(k.HeldTotal.Get(ctx))
	if err != nil {
		return err
	}
	if have := uint64(k.moduleBalance(ctx, types.ModuleName)); have != bonds+staked+total { // POCO-I1
		return types.ErrInvariant.Wrapf("POCO-I1: the module holds %d nrlc, bonds are %d, stakes of accounts %d, held "+
			"back is %d", have, bonds, staked, total)
	}
	if err := k.checkLedger(ctx); err != nil {
		return err
	}
	if err := k.checkSeats(ctx, slots); err != nil {
		return err
	}
	return k.checkQueues(ctx)
}

// holding is what a worker's open seats hold: slots, and of its bond.
type holding struct {
	seats, audits uint32
	stake         uint64
}

// checkTasks checks each task, and returns what seats hold, and the sum of the
// stakes that came from accounts.
func (k Keeper) checkTasks(ctx context.Context) (map[ident.Address]holding, uint64, error) {
	held, staked := map[ident.Address]holding{}, uint64(0)
	p, err := k.Params.Get(ctx)
	if err != nil {
		return nil, 0, err
	}
	err = k.Tasks.Walk(ctx, nil, func(key []byte, wire types.Task) (bool, error) {
		t, err := wire.Core()
		if err != nil {
			return true, err
		}
		for _, m := range poco.Seats(t) {
			if open(t, m) {
				staked += hold(held, t, m)
			}
		}
		if t.Classic == nil {
			for _, m := range poco.HoldsStakes(t) {
				h := held[m.Worker]
				h.stake += uint64(m.Stake)
				held[m.Worker] = h
			}
		}
		if err := k.checkMembers(ctx, t, p); err != nil {
			return true, err
		}
		if err := k.checkQueued(ctx, key, t); err != nil {
			return true, err
		}
		if err := checkDeadlines(t, wire, p, clock(ctx).Unix); err != nil {
			return true, err
		}
		return false, nil
	})
	return held, staked, err
}

// checkDeadlines checks that neither a task nor its audit is open long after its
// deadline (POCO-I6).
func checkDeadlines(t poco.Task, wire types.Task, p types.Params, now int64) error {
	span := t.FinalDeadlineUnix - t.Opened.Unix
	byHand := t.Classic != nil && !p.ClassicAutomatic
	if !t.State.Ended() && !byHand && now > t.FinalDeadlineUnix+max(span, 0) {
		return types.ErrInvariant.Wrapf("POCO-I6: task %s is in state %s at %d, two deadlines after %d",
			wire.Id, wire.State, now, t.FinalDeadlineUnix)
	}
	if limit := 2*t.Audit.DeadlineUnix - t.FinalDeadlineUnix; t.State == poco.StateAuditing && now > max(limit, 0) {
		return types.ErrInvariant.Wrapf("POCO-I6: the audit of task %s is open at %d, long after %d", wire.Id, now,
			t.Audit.DeadlineUnix)
	}
	return nil
}

// hold adds the slot that an open seat holds, and of a classic task the stake, and
// returns its stake if it came from the worker's account.
func hold(held map[ident.Address]holding, t poco.Task, m poco.Member) uint64 {
	h := held[m.Worker]
	switch {
	case !seated(m):
	case isAuditor(t, m):
		h.audits++
	default:
		h.seats++
	}
	if fromAccount(t) {
		held[m.Worker] = h
		return uint64(m.Stake)
	}
	if t.Classic != nil {
		h.stake += uint64(m.Stake)
	}
	held[m.Worker] = h
	return 0
}

// checkMembers checks that only the accepted are paid (POCO-I5), that seats and
// contributions are no more than allowed, and that open ones are assigned.
func (k Keeper) checkMembers(ctx context.Context, t poco.Task, p types.Params) error {
	for _, m := range slices.Concat(t.Members, t.Audit.Auditors) {
		who := account.Bech32(m.Worker)
		// an audit gives stakes back
		back := (m.State == poco.MemberVindicated || m.State == poco.MemberReleased) &&
			t.Audit.Phase >= poco.AuditCorrected
		if m.Reward > 0 && m.State != poco.MemberAccepted && !back { // POCO-I5
			return types.ErrInvariant.Wrapf("POCO-I5: task %s paid %s, whose answer was not accepted", t.ID, who)
		}
		assigned, err := k.Assigned.Has(ctx, join(m.Worker[:], t.ID[:]))
		if err != nil {
			return err
		}
		seat := find(poco.Seats(t), m.Worker)
		if is := seat != nil && open(t, *seat); assigned != is { // POCO-I2
			return types.ErrInvariant.Wrapf("POCO-I2: %s is assigned to task %s: %t, its seat is open: %t", who, t.ID,
				assigned, is)
		}
	}
	if n := max(p.MaxMembers, p.MaxContributors); len(t.Members) > int(n) {
		return types.ErrInvariant.Wrapf("task %s has %d members, at most %d", t.ID, len(t.Members), n)
	}
	return nil
}

func (k Keeper) checkWorker(ctx context.Context, id ident.Address, w types.Worker, h holding) error {
	if w.Busy != h.seats || w.Auditing != h.audits || max(w.Busy, w.Auditing) > w.Slots { // POCO-I2
		return types.ErrInvariant.Wrapf("POCO-I2: worker %s has %d open seats and %d in audits, counted %d and %d, %d "+
			"slots", w.Address, h.seats, h.audits, w.Busy, w.Auditing, w.Slots)
	}
	if w.LockedNrlc != h.stake || w.LockedNrlc > w.BondNrlc { // POCO-I3
		return types.ErrInvariant.Wrapf("POCO-I3: worker %s has %d nrlc at stake, %d counted, bond %d", w.Address,
			h.stake,
			w.LockedNrlc, w.BondNrlc)
	}
	for _, audits := range []bool{false, true} {
		has, err := k.SeatOf.Has(ctx, seatOf(id, audits))
		if err != nil {
			return err
		}
		if can := free(w, audits) > 0; can != has { // POCO-I7
			return types.ErrInvariant.Wrapf("POCO-I7: worker %s can be drawn (for an audit: %t): %t, is on the "+
				"roster: %t", w.Address, audits, can, has)
		}
	}
	return k.checkReputation(ctx, id, w)
}

// checkQueued checks that a task has its places in the queues, and no others.
func (k Keeper) checkQueued(ctx context.Context, id []byte, t poco.Task) error {
	at, err := k.DueAt.Get(ctx, id)
	if err != nil && !isNotFound(err) {
		return err
	}
	due := err == nil
	if due != running(t) { // POCO-I4
		return types.ErrInvariant.Wrapf("POCO-I4: task %s is in state %d, due: %t", t.ID, t.State, due)
	}
	if due {
		queued, err := k.Due.Has(ctx, join(u64(at), id))
		if err != nil || !queued {
			return types.ErrInvariant.Wrapf("POCO-I4: task %s is due at %d, but not in the queue (%v)", t.ID, at, err)
		}
	}
	if t.Stage() != poco.StateWaiting {
		return nil
	}
	waits, err := k.Waiting.Has(ctx, join(rosterOf(t).key(), u64(at), id))
	if err != nil || !waits { // POCO-I9
		return types.ErrInvariant.Wrapf("POCO-I9: task %s waits until %d, but is not among the waiting (%v)", t.ID, at,
			err)
	}
	return nil
}

// checkQueues counts what is queued, and checks that each deal is in line or
// paused as its last opened task says.
func (k Keeper) checkQueues(ctx context.Context) error {
	counts, err := k.countTasks(ctx)
	if err != nil {
		return err
	}
	var due, waiting, counted uint64
	err = k.Due.Walk(ctx, nil, func([]byte) (bool, error) { due++; return false, nil })
	if err != nil {
		return err
	}
	err = k.Waiting.Walk(ctx, nil, func([]byte) (bool, error) { waiting++; return false, nil })
	if err != nil {
		return err
	}
	err = k.WaitCount.Walk(ctx, nil, func(_ []byte, n uint64) (bool, error) { counted += n; return false, nil })
	if err != nil {
		return err
	}
	if due != counts.open { // POCO-I4
		return types.ErrInvariant.Wrapf("POCO-I4: %d tasks are open, %d are due", counts.open, due)
	}
	if waiting != counts.waiting || counted != waiting { // POCO-I9
		return types.ErrInvariant.Wrapf("POCO-I9: %d tasks wait, %d are among the waiting, %d counted", counts.waiting,
			waiting, counted)
	}
	if err := k.checkDraws(ctx); err != nil {
		return err
	}
	return k.checkPaused(ctx)
}

// checkDraws: who is in the draw queue waits, and is there once. POCO-I10.
func (k Keeper) checkDraws(ctx context.Context) error {
	var queued, numbered uint64
	err := k.Draws.Walk(ctx, nil, func(sequence uint64, id []byte) (bool, error) {
		queued++
		t, err := k.task(ctx, ident.Hash(id))
		if err != nil {
			return true, err
		}
		number, err := k.DrawOf.Get(ctx, id)
		if err != nil || number != sequence || !drawsFor(t) {
			return true, types.ErrInvariant.Wrapf("POCO-I10: task %s is %s, its audit %s, and number %d of the draw "+
				"queue, it thinks %d (%v)", t.ID, t.State, t.Audit.Phase, sequence, number, err)
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.DrawOf.Walk(ctx, nil, func([]byte, uint64) (bool, error) { numbered++; return false, nil })
	if err != nil || numbered != queued {
		return types.ErrInvariant.Wrapf("POCO-I10: %d tasks are in the draw queue, %d think so (%v)", queued,
			numbered, err)
	}
	return nil
}

type taskCounts struct{ open, waiting uint64 }

func (k Keeper) countTasks(ctx context.Context) (taskCounts, error) {
	var c taskCounts
	err := k.Tasks.Walk(ctx, nil, func(_ []byte, wire types.Task) (bool, error) {
		t, err := wire.Core()
		if running(t) {
			c.open++
		}
		if t.Stage() == poco.StateWaiting {
			c.waiting++
		}
		return false, err
	})
	return c, err
}

// checkPaused: the last opened task of a paused deal waits for its first
// members, and no deal is both paused and in line. POCO-I9.
func (k Keeper) checkPaused(ctx context.Context) error {
	err := k.Paused.Walk(ctx, nil, func(deal []byte, o types.Opening) (bool, error) {
		id := market.TaskID(ident.Hash(deal), o.Next-1)
		t, err := k.Tasks.Get(ctx, id[:])
		if err != nil || t.State != types.TaskState_TASK_STATE_WAITING || len(t.Members) > 0 {
			return true, types.ErrInvariant.Wrapf("POCO-I9: deal %s is paused, its last task %s is %s with %d "+
				"members (%v)",
				o.DealId, id, t.State, len(t.Members), err)
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	var inLine, numbered int
	err = k.Openings.Walk(ctx, nil, func(sequence uint64, o types.Opening) (bool, error) {
		inLine++
		deal, err := ident.ParseHash(o.DealId)
		if err != nil {
			return true, err
		}
		paused, err := k.Paused.Has(ctx, deal[:])
		if err != nil {
			return true, err
		}
		if number, err := k.OpeningOf.Get(ctx, deal[:]); err != nil || number != sequence || paused {
			return true, types.ErrInvariant.Wrapf("POCO-I9: deal %s is number %d in line, it thinks %d (%v), "+
				"paused: %t",
				o.DealId, sequence, number, err, paused)
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.OpeningOf.Walk(ctx, nil, func([]byte, uint64) (bool, error) { numbered++; return false, nil })
	if err != nil || numbered != inLine {
		return types.ErrInvariant.Wrapf("POCO-I9: %d deals are in line, %d think so (%v)", inLine, numbered, err)
	}
	return nil
}

// checkReputation replays the kept verdicts: each follows from the one before,
// and the last is the record. POCO-I8.
func (k Keeper) checkReputation(ctx context.Context, id ident.Address, w types.Worker) error {
	var last *types.HistoryEntry
	counts := map[types.MemberState]uint64{}
	err := k.History.Walk(ctx, under(id[:]), func(_ []byte, e types.HistoryEntry) (bool, error) {
		if last != nil {
			verdict := poco.MemberState(e.Verdict) //nolint:gosec // same numbers
			alone, among := poco.ScoreAfter(last.Score, verdict, 1), poco.ScoreAfter(last.Score, verdict, 2)
			if e.Score != alone && e.Score != among {
				return true, types.ErrInvariant.Wrapf("POCO-I8: worker %s had score %d, after %s it has %d", w.Address,
					last.Score, e.Verdict, e.Score)
			}
		}
		last = &e
		counts[e.Verdict]++
		return false, nil
	})
	if err != nil || last == nil {
		return err
	}
	r := w.Reputation
	if last.Score != r.Score || counts[types.MemberState_MEMBER_STATE_ACCEPTED] > r.Accepted ||
		counts[types.MemberState_MEMBER_STATE_REJECTED] > r.Rejected ||
		counts[types.MemberState_MEMBER_STATE_MISSED] > r.Missed ||
		counts[types.MemberState_MEMBER_STATE_WITHHELD] > r.Withheld {
		return types.ErrInvariant.Wrapf("POCO-I8: worker %s has score %d, its last verdict says %d; verdicts %v",
			w.Address,
			r.Score, last.Score, counts)
	}
	return nil
}

// slotCounts are the sums over a pool's workers that the keeper keeps, in hex of
// their keys.
type slotCounts struct{ free, all map[string]uint64 }

func newSlotCounts() slotCounts { return slotCounts{map[string]uint64{}, map[string]uint64{}} }

func (c slotCounts) add(w types.Worker) {
	pool, err := ident.ParseAddress(w.Workerpool)
	if err != nil {
		return // in no pool
	}
	c.all[string(pool[:])] += slots(w)
	for _, audits := range []bool{false, true} {
		c.free[string(roster{pool, audits}.key())] += free(w, audits)
	}
}

// checkSeats checks the rosters' positions, and how many slots there are. POCO-I7.
func (k Keeper) checkSeats(ctx context.Context, c slotCounts) error {
	if err := checkSlots(ctx, k.FreeSlots, c.free); err != nil {
		return err
	}
	if err := checkSlots(ctx, k.SlotCount, c.all); err != nil {
		return err
	}
	return k.Seats.Walk(ctx, nil, func(key, worker []byte) (bool, error) {
		position, err := k.SeatOf.Get(ctx, join(worker, key[20:rosterBytes]))
		if err != nil {
			return true, err
		}
		if want := join(key[:rosterBytes], u64(position)); string(want) != string(key) { // POCO-I7
			return true, types.ErrInvariant.Wrapf("POCO-I7: worker %x has the seat %x, it thinks %x", worker, key, want)
		}
		return false, nil
	})
}

// checkSlots checks kept sums against counted ones.
func checkSlots(ctx context.Context, kept collections.Map[[]byte, uint64], counted map[string]uint64) error {
	err := kept.Walk(ctx, nil, func(key []byte, n uint64) (bool, error) {
		if want := counted[string(key)]; n != want { // POCO-I7
			return true, types.ErrInvariant.Wrapf("POCO-I7: pool %x has %d slots in %s, %d counted", key, n,
				kept.GetName(), want)
		}
		delete(counted, string(key))
		return false, nil
	})
	if err != nil {
		return err
	}
	for key, n := range counted { //det:ok any of them is an error
		if n > 0 {
			return types.ErrInvariant.Wrapf("POCO-I7: pool %x has %d slots, none in %s", key, n, kept.GetName())
		}
	}
	return nil
}
