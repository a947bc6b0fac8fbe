package keeper_test

import (
	"fmt"
	"strconv"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/tests/chaintest"
	"github.com/iexecd/iexecd/x/poco/types"
)

// dozen are enough workers for a committee, an auditor and a backup committee.
var dozen = func() (names []string) {
	for i := range 12 {
		names = append(names, fmt.Sprintf("w%d", i))
	}
	return names
}()

// holdBack is how long worlds of audits hold back, in blocks.
const holdBack = 40

// auditWorld returns a world of a dozen workers with records of k audits passed,
// where all results are audited but those of the proven.
func auditWorld(tb testing.TB, k uint64, slots uint32, change ...func(*types.Params)) *world {
	tb.Helper()
	return worldOf(tb, dozen, k, slots, params(func(p *types.Params) {
		p.HoldBackBlocks, p.AuditRateRisingPpb, p.AuditRateFreshPpb = holdBack, poco.PPB, poco.PPB
		for _, f := range change {
			f(p)
		}
	}))
}

// all gives all workers the same bot.
func (w *world) all(b bot) {
	for _, n := range w.names {
		w.bots[n] = b
	}
}

// order buys n tasks and returns the new ones, drawn for.
func (w *world) order(n uint64) (fresh []types.Task) {
	w.t.Helper()
	old := map[string]bool{}
	for _, task := range w.Tasks() {
		old[task.Id] = true
	}
	for _, task := range w.buy(n) {
		if !old[task.Id] {
			fresh = append(fresh, task)
		}
	}
	require.Len(w.t, fresh, int(n))
	return fresh
}

// until makes turns until a task is in a phase.
func (w *world) until(id string, phase types.AuditPhase) types.Task {
	w.t.Helper()
	for range 60 {
		if task := w.Task(id); task.Audit.Phase == phase {
			return task
		}
		w.turn()
	}
	w.t.Fatalf("task %s is not %s: %v", id, phase, w.Task(id))
	return types.Task{}
}

// chosen buys tasks one by one until the beacon has chosen one to be audited, or
// not; look sees each before it decides.
func (w *world) chosen(yes bool, look func(types.Task)) types.Task {
	w.t.Helper()
	for range 60 {
		task := w.order(1)[0]
		look(w.until(task.Id, types.AuditPhase_AUDIT_PHASE_LOTTERY))
		w.turn()
		if task = w.Task(task.Id); task.Audit.Drawn == yes {
			return task
		}
		w.play()
	}
	w.t.Fatal("the beacon never decides so")
	return types.Task{}
}

// ripen makes turns until nothing is held back any more.
func (w *world) ripen() {
	w.t.Helper()
	for range 20 * holdBack {
		w.play()
		held := false
		for _, task := range w.Tasks() {
			held = held || task.Audit.Phase == types.AuditPhase_AUDIT_PHASE_HELD
		}
		if !held {
			return
		}
		w.turn()
	}
	w.t.Fatal("what is held back never matures")
}

// explained is what WhyTask says.
func (w *world) explained(id string) string {
	w.t.Helper()
	res := w.why(id)
	return res.Why + " | " + res.Next
}

func (w *world) stats() *types.QueryAuditsResponse {
	w.t.Helper()
	res, err := w.query().Audits(w.Ctx(), &types.QueryAuditsRequest{})
	require.NoError(w.t, err)
	return res
}

// maturing returns what a worker has held back.
func (w *world) maturing(name string) *types.QueryMaturingResponse {
	w.t.Helper()
	res, err := w.query().Maturing(w.Ctx(), &types.QueryMaturingRequest{Worker: w.worker(name).Address})
	require.NoError(w.t, err)
	return res
}

const (
	auditFee   = chaintest.PoolPrice / 10
	poolShare  = (chaintest.PoolPrice - auditFee) / 100
	memberEach = (chaintest.PoolPrice - auditFee - poolShare) / 2
)

func (w *world) nextMatures(name string) int64 {
	w.t.Helper()
	res, err := w.query().Worker(w.Ctx(), &types.QueryWorkerRequest{Address: w.worker(name).Address})
	require.NoError(w.t, err)
	return res.NextMaturesHeight
}

// checkAssigned checks what the only auditor of a task is told to do.
func (w *world) checkAssigned(auditor *chaintest.Account, task types.Task, stage types.TaskState) {
	w.t.Helper()
	res, err := w.query().Assignments(w.Ctx(), &types.QueryAssignmentsRequest{Address: auditor.Address})
	require.NoError(w.t, err)
	require.Len(w.t, res.Assignments, 1)
	got := res.Assignments[0]
	require.True(w.t, got.Audit)
	require.Equal(w.t, stage, got.TaskState)
	require.Equal(w.t, task.Audit.Auditors[0].State, got.MemberState)
	require.Equal(w.t, task.PhaseDeadlineUnix, got.PhaseDeadlineUnix)
}

// checkFree: the auditor's commit is free now, a member's, whose part is over, and
// everybody else's are not. Rule POCO-R20.
func (w *world) checkFree(task types.Task, auditor, member *chaintest.Account) {
	w.t.Helper()
	commit := func(a *chaintest.Account) error {
		return w.keeper().CheckDue(w.Ctx(), chaintest.CommitMsg(a, task.Id, w.answer(a.Name)))
	}
	require.NoError(w.t, commit(auditor))
	require.ErrorIs(w.t, commit(member), types.ErrNotMember)
	require.ErrorIs(w.t, commit(w.Account("stranger")), types.ErrNotMember)
	early := w.keeper().CheckDue(w.Ctx(), chaintest.RevealMsg(auditor, task.Id, w.answer(auditor.Name)))
	require.ErrorIs(w.t, early, types.ErrNotDue)
	require.NotZero(w.t, w.CheckTx(w.Tx(member, chaintest.CommitMsg(member, task.Id, w.answer(member.Name)))).Code)
	require.Zero(w.t, w.CheckTx(w.Tx(auditor, chaintest.CommitMsg(auditor, task.Id, w.answer(auditor.Name)))).Code)
	require.NotZero(w.t, w.Try(member, chaintest.CommitMsg(member, task.Id, w.answer(member.Name))).Code)
}

// recall lets a worker have been caught elsewhere.
func (w *world) recall(name string) {
	w.t.Helper()
	id := w.Account(name).ID
	require.NoError(w.t, w.keeper().Recalls.Set(w.Ctx(), id[:], []byte{}))
}

func (w *world) checkPaidAtOnce(task types.Task, price uint64) {
	w.t.Helper()
	require.Equal(w.t, types.TaskState_TASK_STATE_COMPLETED, task.State)
	require.Zero(w.t, task.Audit.Phase)
	require.Zero(w.t, w.stats().HeldNrlc)
	require.Zero(w.t, w.stats().FundNrlc)
	paid := uint64(0)
	for _, m := range task.Members {
		paid += w.worker(w.name(m.Worker)).Reputation.EarnedNrlc
	}
	require.Equal(w.t, price/100*99, paid)
}

// checkEvents recomputes the records from the events. Rule POCO-R23.
func (w *world) checkEvents() {
	w.t.Helper()
	type sums struct{ earned, slashed, audits uint64 }
	got := map[string]*sums{}
	of := func(e map[string]string) *sums {
		s := got[e["worker"]]
		if s == nil {
			s = &sums{audits: 20}
			got[e["worker"]] = s
		}
		return s
	}
	stakes := map[string]uint64{}
	for _, task := range w.Tasks() {
		for _, m := range task.Members {
			stakes[task.Id+m.Worker] = m.StakeNrlc
		}
	}
	for i := range w.events {
		one := &abci.ResponseFinalizeBlock{Events: w.events[i : i+1]}
		for _, e := range chaintest.Events(one, &types.EventMemberPaid{}) {
			of(e).earned += number(w.t, e["amount_nrlc"])
		}
		for _, e := range chaintest.Events(one, &types.EventMemberPassed{}) {
			of(e).audits = number(w.t, e["audits_passed"])
		}
		for _, e := range chaintest.Events(one, &types.EventMemberSettled{}) {
			s := of(e)
			s.audits = number(w.t, e["audits_passed"])
			s.slashed += number(w.t, e["slashed_nrlc"])
			if v := e["verdict"]; v == "MEMBER_STATE_VINDICATED" || v == "MEMBER_STATE_RELEASED" {
				s.slashed -= min(number(w.t, e["reward_nrlc"]), stakes[e["task_id"]+e["worker"]])
			}
		}
	}
	for worker, s := range got {
		r := w.worker(w.name(worker)).Reputation
		require.Equal(w.t, sums{r.EarnedNrlc, r.SlashedNrlc, r.AuditsPassed}, *s, w.name(worker))
	}
}

func number(tb testing.TB, text string) uint64 {
	tb.Helper()
	n, err := strconv.ParseUint(text, 10, 64)
	require.NoError(tb, err)
	return n
}

// changeWorkerOf changes a worker's record.
func (w *world) changeWorkerOf(name string, change func(*types.Worker)) {
	w.t.Helper()
	id, x := w.Account(name).ID, w.worker(name)
	change(&x)
	require.NoError(w.t, w.keeper().Workers.Set(w.Ctx(), id[:], x))
}
