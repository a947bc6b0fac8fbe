package keeper_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/tests/chaintest"
	"github.com/iexecd/iexecd/x/poco/types"
)

// TestRecall: who is caught has all that it has held back run again, part after
// part, and at its own cost; nothing of it is paid meanwhile. Rule POCO-R43.
func TestRecall(t *testing.T) {
	t.Parallel()
	for _, slice := range []uint32{1, 500} {
		t.Run(fmt.Sprint(slice), func(t *testing.T) {
			t.Parallel()
			w := auditWorld(t, 20, 4, func(p *types.Params) {
				p.MaxRecallsPerBlock = slice
				p.AuditRateRisingPpb = p.AuditRatePpb
			})
			w.order(12)
			w.play()
			culprit := w.name(w.Tasks()[0].Members[0].Worker)
			parts := len(w.maturing(culprit).Maturing)
			require.Greater(t, parts, 1)
			for w.Height < w.nextMatures(culprit)-2 {
				w.turn()
			}
			w.recall(culprit)
			require.NotZero(t, w.worker(culprit).MaturingNrlc)
			w.turn()
			n := 0
			for _, task := range w.Tasks() {
				if task.Audit.Recalled {
					n++
					require.Contains(t, w.explained(task.Id), "because a member was caught elsewhere")
				}
			}
			require.Equal(t, min(int(slice), parts), n)
			for i := range 60 {
				if i%6 == 0 {
					w.ExportImport()
				}
				w.turn()
				require.Zero(t, w.worker(culprit).Reputation.EarnedNrlc)
			}
			require.Zero(t, w.worker(culprit).MaturingNrlc)
			require.Equal(t, uint64(parts), w.stats().Stats.Recalled)
			for _, task := range w.Tasks() {
				require.Equal(t, types.AuditPhase_AUDIT_PHASE_MATURED, task.Audit.Phase)
				for _, m := range task.Members {
					if w.name(m.Worker) == culprit {
						require.True(t, task.Audit.Recalled)
						require.Equal(t, []string{m.Worker}, task.Audit.Faulty)
						require.Zero(t, m.RewardNrlc)
					}
				}
			}
			left, err := w.keeper().ExportGenesis(w.Ctx())
			require.NoError(t, err)
			require.Empty(t, left.Recalls)
			w.checkEvents()
		})
	}
}

// TestRecallsLeaveRoom: recalls take no more than half of a pool's slots for
// audits. Rule POCO-R43.
func TestRecallsLeaveRoom(t *testing.T) {
	t.Parallel()
	w := worldOf(t, dozen[:6], 20, 1, params(func(p *types.Params) { p.HoldBackBlocks = 1_000 }))
	w.buy(24)
	w.play()
	culprit := w.name(w.Tasks()[0].Members[0].Worker)
	parts := len(w.maturing(culprit).Maturing)
	require.Greater(t, parts, 3)
	stakes := func(rate uint32) {
		p, err := w.keeper().Params.Get(w.Ctx())
		require.NoError(t, err)
		p.AuditRatePpb = rate
		require.NoError(t, w.keeper().Params.Set(w.Ctx(), p))
	}
	usual := types.DefaultParams().AuditRatePpb
	stakes(1_000_000) // no bond covers a seat's stake, so those that wait count
	w.recall(culprit)
	for range 3 {
		w.turn()
	}
	stakes(usual)
	for done := uint64(0); done < uint64(parts); {
		open := 0
		for _, task := range w.Tasks() {
			if task.State == types.TaskState_TASK_STATE_AUDITING {
				open++
			}
		}
		require.LessOrEqual(t, open, 3)
		was := done
		done = w.stats().Stats.Recalled
		require.True(t, open > 0 || done > was, "it goes on until all are run again")
		w.turn()
	}
	require.Zero(t, w.worker(culprit).MaturingNrlc)
}

// TestRecallEndsWithoutRoom: who is caught and has nothing held back is not recalled
// for ever in a pool that has no slots, and does not keep others from being recalled.
// Rule POCO-R43.
func TestRecallEndsWithoutRoom(t *testing.T) {
	t.Parallel()
	w := auditWorld(t, 20, 4, func(p *types.Params) { p.MaxRecallsPerBlock = 1 })
	for _, n := range w.names {
		a := w.Account(n)
		w.Run(a, &types.MsgDrainWorker{Worker: a.Address})
		w.recall(n)
	}
	left := len(w.names)
	for range 3 {
		w.Block()
		g, err := w.keeper().ExportGenesis(w.Ctx())
		require.NoError(t, err)
		require.Less(t, len(g.Recalls), left)
		if left = len(g.Recalls); left == 0 {
			return
		}
	}
	t.Fatalf("%d are still recalled", left)
}

// TestRecallsInTurn: no caught worker is kept from being recalled by others, however
// much these hold back. Rule POCO-R43.
func TestRecallsInTurn(t *testing.T) {
	t.Parallel()
	w := auditWorld(t, 20, 8, func(p *types.Params) {
		p.MaxRecallsPerBlock = 1
		p.HoldBackBlocks, p.AuditRateRisingPpb = 1_000, p.AuditRatePpb
	})
	w.buy(48)
	w.play()
	for _, n := range w.names {
		w.recall(n)
	}
	seen := map[string]bool{}
	for range len(w.names) {
		w.Block()
		for _, task := range w.Tasks() {
			for _, worker := range task.Audit.Faulty {
				seen[worker] = true
			}
		}
	}
	require.Len(t, seen, len(w.names))
}

// TestCaughtWithOpenSeats: a worker caught in one task lied in another whose result
// is accepted later: that one is recalled too, and until then the worker stays in
// jail. Rule POCO-R43.
func TestCaughtWithOpenSeats(t *testing.T) {
	t.Parallel()
	w := auditWorld(t, 100, 2, func(p *types.Params) { p.JailSeconds = 1 })
	task := w.order(1)[0]
	culprit := w.name(task.Members[0].Worker)
	w.all(bot{lies: "wrong", audits: "right"})
	a := w.Account(culprit)
	w.Run(a, &types.MsgDrainWorker{Worker: a.Address})
	w.changeWorkerOf(culprit, func(x *types.Worker) {
		x.Status, x.JailedUntilUnix = types.WorkerStatus_WORKER_STATUS_JAILED, w.Time.Unix()+1
	})
	w.recall(culprit)
	w.turn()
	refused := w.Try(a, &types.MsgUnjailWorker{Worker: a.Address})
	require.Equal(t, types.ErrStatus.ABCICode(), refused.Code, refused.Log)
	require.Contains(t, refused.Log, "wait until its 1 open tasks have ended")
	w.play()
	task = w.Task(task.Id)
	require.True(t, task.Audit.Recalled || task.Audit.Drawn)
	require.Equal(t, types.AuditPhase_AUDIT_PHASE_CORRECTED, task.Audit.Phase)
	w.turn()
	w.Run(a, &types.MsgUnjailWorker{Worker: a.Address})
}

// TestLiarsThatLeft: a worker that left before it was found out cannot come back at
// once. Rules POCO-R42, POCO-R43.
func TestLiarsThatLeft(t *testing.T) {
	t.Parallel()
	w := auditWorld(t, 100, 1)
	w.all(bot{lies: "wrong", audits: "right"})
	task := w.chosen(false, func(types.Task) {})
	liar := w.name(task.Members[0].Worker)
	a := w.Account(liar)
	w.Run(a, &types.MsgLeavePool{Worker: a.Address})
	bond := w.Balance(a.ID)
	w.recall(liar)
	w.turn()
	w.play()
	require.Equal(t, types.AuditPhase_AUDIT_PHASE_CORRECTED, w.Task(task.Id).Audit.Phase)
	require.Equal(t, types.MemberState_MEMBER_STATE_OVERTURNED, w.Task(task.Id).Members[0].State)
	require.Equal(t, bond, w.Balance(a.ID))
	require.Equal(t, types.WorkerStatus_WORKER_STATUS_LEFT, w.worker(liar).Status)
	require.Zero(t, w.worker(liar).Reputation.AuditsPassed)
	back := w.Try(a, &types.MsgRegisterWorker{
		Worker: a.Address, Workerpool: w.Pool, Slots: 1, MaxCategory: 4, BondNrlc: 19 * chaintest.PoolPrice,
	})
	require.Equal(t, types.ErrStatus.ABCICode(), back.Code, back.Log)
	require.Contains(t, back.Log, "is jailed until")
}

// TestFewerThanWanted: a dispute in a pool that has fewer workers left than would
// decide seats those that there are; at the deadline the task's own bound is
// enough. Rules POCO-R39, POCO-R41.
func TestFewerThanWanted(t *testing.T) {
	t.Parallel()
	for name, limit := range map[string]func(*types.Params){
		"few workers": func(p *types.Params) { p.MaxAuditors = 64 },
		"few seats":   func(p *types.Params) { p.MaxAuditors = 7 },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := worldOf(t, dozen[:9], 20, 2, params(func(p *types.Params) {
				p.HoldBackBlocks, p.AuditRateRisingPpb, p.AuditRateFreshPpb = holdBack, poco.PPB, poco.PPB
				limit(p)
			}))
			w.all(bot{lies: "wrong", audits: "right"})
			task := w.order(1)[0]
			w.play()
			task = w.Task(task.Id)
			require.Len(t, task.Audit.Auditors, 7)
			require.Equal(t, types.AuditPhase_AUDIT_PHASE_CORRECTED, task.Audit.Phase, "4^6 reach 99.9 %, not 99.99 %")
		})
	}
}

// TestAuditsAnyhow: whatever workers do, the state is the same after export and
// import in every phase, invariants hold, records follow from the events, and in the
// end nothing is held back. Rules POCO-R23, POCO-R37, POCO-R43. Invariants POCO-I11, POCO-I12.
func TestAuditsAnyhow(t *testing.T) {
	t.Parallel()
	w := auditWorld(t, 20, 3, func(p *types.Params) { p.AuditRateRisingPpb, p.HoldBackBlocks = poco.PPB/2, 12 })
	w.bots["w0"], w.bots["w1"] = bot{lies: "wrong"}, bot{lies: "wrong", audits: "right"}
	w.bots["w2"], w.bots["w3"] = bot{audits: asleep}, bot{audits: mute}
	phases, seen := map[types.AuditPhase]bool{}, map[string]bool{}
	for range 6 {
		w.bought++
		w.make(w.Tx(w.Requester, w.Request(6, 1_000_000, fmt.Sprint(w.bought))))
		for range 8 {
			w.turn()
			g, err := w.keeper().ExportGenesis(w.Ctx())
			require.NoError(t, err)
			require.NoError(t, g.Validate())
			now := map[types.AuditPhase]bool{}
			for _, task := range g.Tasks {
				phases[task.Audit.Phase], now[task.Audit.Phase] = true, true
			}
			if mix := fmt.Sprint(now, len(g.Recalls)); !seen[mix] {
				seen[mix] = true
				w.ExportImport()
			}
		}
	}
	w.ripen()
	require.Zero(t, w.stats().HeldNrlc)
	require.GreaterOrEqual(t, len(phases), 7)
	for _, task := range w.Tasks() {
		require.Contains(t, []types.AuditPhase{
			types.AuditPhase_AUDIT_PHASE_UNSPECIFIED, types.AuditPhase_AUDIT_PHASE_MATURED,
			types.AuditPhase_AUDIT_PHASE_CORRECTED, types.AuditPhase_AUDIT_PHASE_RETRACTED,
		}, task.Audit.Phase)
	}
	w.checkEvents()
}

// TestLedgerInvariantsNotice: each broken invariant of what is held back is found
// and named. Invariants POCO-I3, POCO-I11, POCO-I12.
func TestLedgerInvariantsNotice(t *testing.T) {
	t.Parallel()
	for name, breakIt := range map[string]func(*world, string, types.Task){
		"POCO-I3": func(w *world, member string, _ types.Task) {
			w.changeWorkerOf(member, func(x *types.Worker) { x.LockedNrlc = 0 })
		},
		"POCO-I5": func(w *world, _ string, task types.Task) {
			id := hash(w, task.Id)
			task.Members[0].State = types.MemberState_MEMBER_STATE_RELEASED
			require.NoError(w.t, w.keeper().Tasks.Set(w.Ctx(), id[:], task))
		},
		"POCO-I11": func(w *world, member string, _ types.Task) {
			w.changeWorkerOf(member, func(x *types.Worker) { x.MaturingNrlc-- })
		},
		"POCO-I12 queue": func(w *world, _ string, task types.Task) {
			id := hash(w, task.Id)
			require.NoError(w.t, w.keeper().DrawOf.Remove(w.Ctx(), id[:]))
		},
		"POCO-I12 part": func(w *world, member string, _ types.Task) {
			require.NoError(w.t, w.keeper().HeldBy.Set(w.Ctx(), w.Account(member).ID[:]))
		},
		"POCO-I12 maturing": func(w *world, _ string, task types.Task) {
			require.NoError(w.t, w.keeper().Maturing.Set(w.Ctx(), []byte(task.Id)))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := auditWorld(t, 20, 1)
			task := w.until(w.order(1)[0].Id, types.AuditPhase_AUDIT_PHASE_LOTTERY)
			breakIt(w, w.name(task.Members[0].Worker), task)
			err := w.Chain.App.CheckInvariants(w.Ctx())
			require.ErrorIs(t, err, types.ErrInvariant)
			require.ErrorContains(t, err, strings.Fields(name)[0]+":")
		})
	}
}

// TestMaturingPages: what a worker has held back comes in pages of any size, and a
// page of another worker's is refused.
func TestMaturingPages(t *testing.T) {
	t.Parallel()
	w := auditWorld(t, 20, 4, func(p *types.Params) { p.AuditRateRisingPpb = p.AuditRatePpb })
	w.order(12)
	w.play()
	name := w.name(w.Tasks()[0].Members[0].Worker)
	whole := w.maturing(name).Maturing
	require.Greater(t, len(whole), 1)
	ask := func(name string, key []byte) (*types.QueryMaturingResponse, error) {
		return w.query().Maturing(w.Ctx(), &types.QueryMaturingRequest{
			Worker: w.Account(name).Address, Pagination: &query.PageRequest{Key: key, Limit: 1},
		})
	}
	var got []types.Maturing
	var sum uint64
	for next := []byte(nil); len(got) == 0 || next != nil; {
		res, err := ask(name, next)
		require.NoError(t, err)
		require.Len(t, res.Maturing, 1)
		got, next, sum = append(got, res.Maturing...), res.Pagination.NextKey, sum+res.Maturing[0].AmountNrlc
	}
	require.Equal(t, whole, got)
	require.Equal(t, w.worker(name).MaturingNrlc, sum)
	for _, other := range w.names {
		if other == name {
			continue
		}
		res, err := ask(name, nil)
		require.NoError(t, err)
		_, err = ask(other, res.Pagination.NextKey)
		require.Equal(t, codes.InvalidArgument, status.Code(err))
	}
	_, err := ask("stranger", nil)
	require.Equal(t, codes.NotFound, status.Code(err))
}
