package cli

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/poco"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	"github.com/iexecd/iexecd/x/poco/types"
)

// choice is who is to be seated on a task.
type choice struct {
	workers []*types.Worker // least busy first
	short   bool            // they are not enough: nobody else may be seated now
}

// rules are what choosing depends on beside the task.
type rules struct {
	most int                        // seats of a task
	late func(types.Member) bool    // the seat is not waited for any more
	can  func(w *types.Worker) bool // asked last: the worker has the stake
}

// choose returns the workers that a task lacks: as many as reach consensus if
// they and all who were seated in time agree with the heaviest group. Nobody is
// chosen twice, and nobody of an operator that has a seat. The busy of who is
// chosen grows.
func choose(t *types.Task, d *markettypes.Deal, pool []*types.Worker, r rules) choice {
	heaviest := new(big.Int)
	for _, g := range t.Classic.Groups {
		if w := number(g.Weight); w.Cmp(heaviest) > 0 {
			heaviest = w
		}
	}
	missing := classicOf(t).Missing(heaviest)
	factor, expected := big.NewInt(1), 0
	expect := func(score *big.Int) {
		factor.Mul(factor, poco.Weight(score))
		expected++
	}
	taken := map[string]bool{}
	for _, m := range t.Members {
		taken[m.Worker], taken[m.Operator] = true, true
		if m.State == types.MemberState_MEMBER_STATE_DRAWN && !r.late(m) {
			expect(number(m.Score))
		}
	}
	enough := func() bool { return expected > 0 && factor.Cmp(missing) >= 0 }
	var c choice
	room := r.most - len(t.Members)
	byBusy := slices.Clone(pool)
	slices.SortStableFunc(byBusy, func(a, b *types.Worker) int { return cmp.Compare(a.Busy, b.Busy) })
	for _, w := range byBusy {
		if enough() || len(c.workers) >= room {
			break
		}
		if taken[w.Address] || taken[w.Operator] || !able(w, d) || !r.can(w) {
			continue
		}
		taken[w.Address], taken[w.Operator] = true, true
		w.Busy++
		c.workers = append(c.workers, w)
		expect(new(big.Int).SetUint64(w.Reputation.Score))
	}
	c.short = !enough()
	return c
}

// able tells whether a worker may be seated on a deal's tasks now.
func able(w *types.Worker, d *markettypes.Deal) bool {
	have, err := ident.ParseHash(w.Tag)
	need, bad := ident.ParseHash(d.Tag)
	return err == nil && bad == nil && w.Status == types.WorkerStatus_WORKER_STATUS_ACTIVE && w.Busy < w.Slots &&
		w.MaxCategory >= d.Category && market.Tag(need).Within(market.Tag(have))
}

// advanceOf returns what a pool's owner does for a task by hand where the chain does
// not do it by itself, unspecified for nothing.
func advanceOf(t *types.Task, unix int64) types.Advance {
	c := t.Classic
	switch {
	case unix >= t.FinalDeadlineUnix:
		return types.Advance_ADVANCE_CLAIM
	case t.State != types.TaskState_TASK_STATE_REVEALING:
	case c.Revealed > 0 && (c.Revealed == c.Winners || unix >= c.RevealDeadlineUnix):
		return types.Advance_ADVANCE_FINALIZE
	case unix >= c.RevealDeadlineUnix:
		return types.Advance_ADVANCE_REOPEN
	}
	return types.Advance_ADVANCE_UNSPECIFIED
}
