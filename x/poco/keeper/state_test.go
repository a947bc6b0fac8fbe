package keeper_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/x/poco/types"
)

// TestGenesisRoundTrip: the state in the middle of everything is the same after
// export and import, and goes on the same way.
func TestGenesisRoundTrip(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1)
	w.bots["w0"] = bot{lies: "wrong"}
	w.bots["w1"] = bot{sleeps: true}
	w.buy(3)
	w.buy(5)
	for range 12 {
		w.turn()
		w.ExportImport()
	}
	w.play()
}

// TestInvariantsNotice: each broken invariant is found and named. Invariants
// POCO-I1, POCO-I2, POCO-I3, POCO-I4, POCO-I5, POCO-I6, POCO-I7, POCO-I8, POCO-I9, POCO-I10.
func TestInvariantsNotice(t *testing.T) {
	t.Parallel()
	for name, breakIt := range map[string]func(*world){
		"POCO-I1": func(w *world) { w.changeWorker(func(x *types.Worker) { x.BondNrlc++ }) },
		"POCO-I2": func(w *world) { w.changeWorker(func(x *types.Worker) { x.Busy++ }) },
		"POCO-I3": func(w *world) { w.changeWorker(func(x *types.Worker) { x.LockedNrlc++ }) },
		"POCO-I4": func(w *world) {
			w.changeTask(func(x *types.Task) {
				id := hash(w, x.Id)
				require.NoError(w.t, w.keeper().DueAt.Remove(w.Ctx(), id[:]))
			})
		},
		"POCO-I5": func(w *world) { w.changeTask(func(x *types.Task) { x.Members[0].RewardNrlc = 1 }) },
		"POCO-I6": func(w *world) { w.changeTask(func(x *types.Task) { x.FinalDeadlineUnix = x.OpenedUnix - 1 }) },
		"POCO-I7": func(w *world) {
			id := w.Account("w0").ID
			require.NoError(w.t, w.keeper().SeatOf.Set(w.Ctx(), append(id[:], 0), 77))
		},
		"POCO-I9": func(w *world) {
			pool, err := ident.ParseAddress(w.Pool)
			require.NoError(w.t, err)
			require.NoError(w.t, w.keeper().WaitCount.Set(w.Ctx(), append(pool[:], 0), 7))
		},
		"POCO-I10": func(w *world) {
			w.changeTask(func(x *types.Task) {
				id := hash(w, x.Id)
				require.NoError(w.t, w.keeper().Draws.Set(w.Ctx(), 1_000, id[:]))
			})
		},
		"POCO-I7 free slots": func(w *world) {
			pool, err := ident.ParseAddress(w.Pool)
			require.NoError(w.t, err)
			require.NoError(w.t, w.keeper().FreeSlots.Set(w.Ctx(), append(pool[:], 1), 7))
		},
		"POCO-I7 slots": func(w *world) {
			pool, err := ident.ParseAddress(w.Pool)
			require.NoError(w.t, err)
			require.NoError(w.t, w.keeper().SlotCount.Set(w.Ctx(), pool[:], 7))
		},
		"POCO-I2 audits": func(w *world) { w.changeWorker(func(x *types.Worker) { x.Auditing++ }) },
		"POCO-I8":        func(w *world) { w.changeWorker(func(x *types.Worker) { x.Reputation.Score++ }) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, 2)
			w.buy(5)
			w.play()
			w.buy(7)
			w.Check()
			breakIt(w)
			err := w.Chain.App.CheckInvariants(w.Ctx())
			require.ErrorIs(t, err, types.ErrInvariant)
			require.ErrorContains(t, err, strings.Fields(name)[0]+":")
		})
	}
}

func hash(w *world, text string) ident.Hash {
	w.t.Helper()
	id, err := ident.ParseHash(text)
	require.NoError(w.t, err)
	return id
}

// changeWorker changes the first worker.
func (w *world) changeWorker(change func(*types.Worker)) {
	w.t.Helper()
	id, x := w.Account("w0").ID, w.worker("w0")
	change(&x)
	require.NoError(w.t, w.keeper().Workers.Set(w.Ctx(), id[:], x))
}

// changeTask changes the task that is open.
func (w *world) changeTask(change func(*types.Task)) {
	w.t.Helper()
	for _, x := range w.Tasks() {
		if x.State == types.TaskState_TASK_STATE_COMMITTING {
			id := hash(w, x.Id)
			change(&x)
			require.NoError(w.t, w.keeper().Tasks.Set(w.Ctx(), id[:], x))
			return
		}
	}
	w.t.Fatal("no task is open")
}
