package keeper_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/tests/chaintest"
	"github.com/iexecd/iexecd/x/poco/types"
)

// request places a request for n tasks, whose draws are then due.
func (w *world) request(n uint64) {
	w.t.Helper()
	w.bought++
	w.Run(w.Requester, w.Request(n, 1_000_000, strconv.Itoa(w.bought)))
	w.Check()
}

// seats are the names of the members of all tasks, in order.
func (w *world) seats() (names []string) {
	for _, task := range w.Tasks() {
		for _, m := range task.Members {
			names = append(names, w.name(m.Worker))
		}
	}
	return names
}

// TestDrawnFromTheBlockBefore: members are drawn at the beginning of the block
// after the match, over the state that the block of the match left: nothing that
// the later block contains changes who is drawn. Rule POCO-R36.
func TestDrawnFromTheBlockBefore(t *testing.T) {
	t.Parallel()
	play := func(during, after func(*world) [][]byte) *world {
		w := newWorld(t, 2)
		w.bought++
		none := func(*world) [][]byte { return nil }
		for i, txs := range []func(*world) [][]byte{during, after} {
			if txs == nil {
				txs = none
			}
			all := txs(w)
			if i == 0 {
				all = append(all, w.Tx(w.Requester, w.Request(3, 1_000_000, "0")))
			}
			for _, r := range w.Block(all...) {
				require.Zero(t, r.Code, r.Log)
			}
			w.Check()
			require.Equal(t, i == 0, w.DrawDue())
			require.Equal(t, i == 0, len(w.seats()) == 0)
		}
		return w
	}
	leave := func(w *world) (txs [][]byte) {
		for _, n := range workers[:3] {
			a := w.Account(n)
			txs = append(txs, w.Tx(a, &types.MsgDrainWorker{Worker: a.Address}))
		}
		return txs
	}
	base := play(nil, nil)
	require.Len(t, base.seats(), 6)
	require.Equal(t, base.seats(), play(nil, leave).seats(),
		"who leaves in the block of the draw is drawn all the same")
	for _, n := range play(leave, nil).seats() {
		require.Contains(t, workers[3:], n, "who left in the block before is not")
	}
}

// TestQueuedOnce: a task has one place in the queue, and leaves it when it was
// drawn for, whether with success or not. Rules POCO-R24, POCO-R36.
func TestQueuedOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1, params(func(p *types.Params) { p.MaxProbesPerDraw, p.MaxProbesPerBlock = 1, 1 }))
	w.request(4)
	queue := func() []string {
		g, err := w.keeper().ExportGenesis(w.Ctx())
		require.NoError(t, err)
		return g.Draws
	}
	first := queue()
	require.Len(t, first, 4)
	w.ExportImport()
	w.Block() // one worker was looked at: too few for the first task
	require.Equal(t, first[1:], queue())
	for range 10 { // the tasks' next tries come while they are queued
		w.Skip(5 * time.Second)
		w.Check()
		seen := map[string]bool{}
		for _, id := range queue() {
			require.False(t, seen[id])
			seen[id] = true
		}
	}
	require.Empty(t, w.seats())
}

// TestDrawnTooLate: if the block of the draw comes when no round fits any more,
// nobody is seated, and the task ends in that block. Rules POCO-R19, POCO-R36.
func TestDrawnTooLate(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	before := w.Balance(w.Requester.ID)
	w.request(2)
	w.Skip(2_400 * time.Second) // final after 3,000, a round takes 900
	require.False(t, w.DrawDue())
	for _, task := range w.Tasks() {
		require.Equal(t, types.EndReason_END_REASON_NO_WORKERS, task.Reason)
		require.Empty(t, task.Members)
	}
	require.Equal(t, before-200_000, w.Balance(w.Requester.ID), "but for the fee")
	w.Check()
}

// TestABadDrawFailsAlone: a task that cannot be drawn for leaves the queue with
// an event, and the others are drawn. Rules POCO-R2, POCO-R36.
func TestABadDrawFailsAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	w.request(2)
	bad := w.Tasks()[0]
	id := hash(w, bad.Id)
	bad.DealId = ident.Hash{1}.String() // no such deal
	require.NoError(t, w.keeper().Tasks.Set(w.Ctx(), id[:], bad))
	w.Time = w.Time.Add(time.Second)
	res := w.Finalize()
	postponed := chaintest.Events(res, &types.EventItemPostponed{})
	require.Len(t, postponed, 1)
	require.Equal(t, bad.Id, postponed[0]["task_id"])
	require.Contains(t, postponed[0]["error"], "no deal has the id")
	require.Len(t, w.seats(), 2)
	require.False(t, w.DrawDue())
	w.Check()
}

// TestALargeDealOpensFast: while there are workers, a deal opens as many tasks in
// every block as allowed, though each is drawn for one block later. Rule POCO-R1.
func TestALargeDealOpensFast(t *testing.T) {
	t.Parallel()
	const perBlock = 40
	w := newWorld(t, 200, params(func(p *types.Params) { p.MaxOpeningsPerBlock = perBlock }))
	w.request(10_000)
	for i := 1; i <= 4; i++ {
		require.Len(t, w.Tasks(), i*perBlock)
		require.Len(t, w.seats(), (i-1)*perBlock*2)
		w.Block()
	}
	w.Check()
}

// TestADeadPoolCostsOneRecord: a deal of a pool without workers opens one task,
// and goes on when a worker has come. Rule POCO-R1.
func TestADeadPoolCostsOneRecord(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	for _, n := range workers {
		a := w.Account(n)
		w.Run(a, &types.MsgDrainWorker{Worker: a.Address})
	}
	w.request(1_000)
	for range 10 {
		w.Skip(5 * time.Second)
	}
	require.Len(t, w.Tasks(), 1)
	w.Check()
	for _, n := range workers {
		a := w.Account(n)
		w.Run(a, &types.MsgDrainWorker{Worker: a.Address, Resume: true})
	}
	w.Block()
	w.Block()
	require.Greater(t, len(w.Tasks()), 3)
	require.GreaterOrEqual(t, len(w.seats()), 8)
	w.Check()
}
