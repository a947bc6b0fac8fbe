package keeper_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/tests/chaintest"
	"github.com/iexecd/iexecd/x/poco/types"
)

// TestAgreement: two agree, are paid in the block of the last reveal, and the
// price is shared to the last nRLC. Rules POCO-R3, POCO-R5, POCO-R11, POCO-R12.
func TestAgreement(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	before := map[string]uint64{}
	for _, n := range append([]string{"owner"}, workers...) {
		before[n] = w.Balance(w.Account(n).ID)
	}
	task := w.buy(1)[0]
	require.Equal(t, types.TaskState_TASK_STATE_COMMITTING, task.State, "drawn in the block after the match")
	require.Len(t, task.Members, 2)
	for _, m := range task.Members {
		worker := w.worker(w.name(m.Worker))
		require.Equal(t, uint64(19*chaintest.PoolPrice), m.StakeNrlc)
		require.Equal(t, m.StakeNrlc, worker.LockedNrlc)
		require.Equal(t, uint32(1), worker.Busy)
	}
	w.turn()
	state := w.Task(task.Id).State
	require.Equal(t, types.TaskState_TASK_STATE_REVEALING, state, "revealing in the block of the last commit")
	w.turn()
	task = w.Task(task.Id)
	require.Equal(t, types.TaskState_TASK_STATE_COMPLETED, task.State, "paid in the block of the last reveal")
	require.Equal(t, w.Height, task.EndedHeight)
	require.Len(t, task.Result.Locations, 2)
	require.Equal(t, uint32(999_978_658), task.ReachedPpb)
	for _, m := range task.Members {
		n := w.name(m.Worker)
		require.Equal(t, types.MemberState_MEMBER_STATE_ACCEPTED, m.State)
		require.Equal(t, uint64(495_000_000), w.Balance(w.Account(n).ID)-before[n])
		worker := w.worker(n)
		require.Zero(t, worker.Busy)
		require.Zero(t, worker.LockedNrlc)
		require.Equal(t, uint64(1), worker.Reputation.Score)
		require.Equal(t, uint64(1), worker.Reputation.Accepted)
		require.Equal(t, uint64(20), worker.Reputation.AuditsPassed)
		require.Equal(t, w.Height, worker.Reputation.LastSeenHeight)
	}
	got := w.Balance(w.Owner.ID) - before["owner"]
	require.Equal(t, uint64(100_000_000+10_000_000+300_000_000), got, "app, share of the pool's price, stake")
}

// TestOneLiar: whoever of the committee lies is outvoted, loses its stake to
// the others, and its record. Rules POCO-R4, POCO-R10, POCO-R11, POCO-R12.
func TestOneLiar(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	task := w.buy(1)[0]
	liar := w.name(task.Members[0].Worker)
	w.bots[liar] = bot{lies: "wrong"}
	w.play()
	task = w.Task(task.Id)
	require.Equal(t, types.TaskState_TASK_STATE_COMPLETED, task.State)
	require.Equal(t, uint32(2), task.Round)
	require.Len(t, task.Members, 4)
	operators := map[string]bool{}
	for _, m := range task.Members {
		require.False(t, operators[m.Operator], "one seat per operator")
		operators[m.Operator] = true
		if w.name(m.Worker) == liar {
			require.Equal(t, types.MemberState_MEMBER_STATE_REJECTED, m.State)
			require.Equal(t, uint64(19*chaintest.PoolPrice), m.SlashedNrlc)
			continue
		}
		require.Equal(t, uint64(6_600_000_000), m.RewardNrlc, "20 RLC, 99 %%, three winners")
	}
	r := w.worker(liar)
	require.Equal(t, uint64(19*chaintest.PoolPrice), r.BondNrlc, "of two stakes one is left")
	require.Zero(t, r.Reputation.AuditsPassed)
	require.Equal(t, uint64(1), r.Reputation.Rejected)
	res, err := w.query().Worker(w.Ctx(), &types.QueryWorkerRequest{Address: r.Address})
	require.NoError(t, err)
	require.Equal(t, uint32(800_000_000), res.CredibilityPpb)
	w.ExportImport()
}

// TestFailuresRefund: each way to fail gives the requester everything back and
// a reason, with no transaction by anyone. Rules POCO-R9, POCO-R19, POCO-R22.
func TestFailuresRefund(t *testing.T) {
	t.Parallel()
	all := func(b bot) map[string]bot {
		out := map[string]bot{}
		for _, n := range workers {
			out[n] = b
		}
		return out
	}
	lies := map[string]bot{}
	for _, n := range workers {
		lies[n] = bot{lies: "lie of " + n}
	}
	for name, c := range map[string]struct {
		bots    map[string]bot
		reason  types.EndReason
		verdict types.MemberState
		bond    uint64 // of a member, afterwards, in stakes
	}{
		"all sleep": {
			all(bot{sleeps: true}), types.EndReason_END_REASON_NO_ANSWER, types.MemberState_MEMBER_STATE_MISSED, 2,
		},
		"all withhold": {
			all(bot{withholds: true}), types.EndReason_END_REASON_NO_ANSWER, types.MemberState_MEMBER_STATE_WITHHELD, 1,
		},
		"nobody agrees": {
			lies, types.EndReason_END_REASON_DISAGREEMENT, types.MemberState_MEMBER_STATE_RELEASED, 2,
		},
		"four of five sleep": {
			nil, types.EndReason_END_REASON_NO_WORKERS, types.MemberState_MEMBER_STATE_MISSED, 2,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, 2)
			w.bots = c.bots
			before := w.Balance(w.Requester.ID)
			task := w.buy(1)[0]
			paid := before - w.Balance(w.Requester.ID) - 200_000 // the fee
			require.Equal(t, uint64(chaintest.PoolPrice+chaintest.AppPrice), paid)
			if c.bots == nil {
				w.bots = all(bot{sleeps: true})
				w.bots[w.name(task.Members[0].Worker)] = bot{}
			}
			w.play()
			task = w.Task(task.Id)
			require.Equal(t, types.TaskState_TASK_STATE_FAILED, task.State)
			require.Equal(t, c.reason, task.Reason)
			require.Equal(t, before-200_000, w.Balance(w.Requester.ID))
			require.Equal(t, paid, task.RefundedNrlc)
			require.LessOrEqual(t, w.Time.Unix(), task.FinalDeadlineUnix+60)
			forfeited := uint64(300_000_000) // the pool's stake
			for _, m := range task.Members {
				if w.bots[w.name(m.Worker)] == (bot{}) {
					require.Equal(t, types.MemberState_MEMBER_STATE_RELEASED, m.State)
					continue
				}
				require.Equal(t, c.verdict, m.State)
				require.Equal(t, c.bond*19*chaintest.PoolPrice, w.worker(w.name(m.Worker)).BondNrlc)
				forfeited += m.SlashedNrlc
			}
			require.Equal(t, forfeited, uint64(w.keeper().Kitty(w.Ctx())))
			why, err := w.query().WhyTask(w.Ctx(), &types.QueryWhyTaskRequest{Id: task.Id})
			require.NoError(t, err)
			require.Contains(t, why.Why, "failed: ")
			w.ExportImport()
		})
	}
}

// TestKittyPays: what failed tasks forfeit goes to the pool of the next ones
// that succeed. Rule POCO-R21.
func TestKittyPays(t *testing.T) {
	t.Parallel()
	kitty := account.Bech32(ident.Address(authtypes.NewModuleAddress(types.KittyName)))
	w := newWorld(t, 2, func(g *chaintest.Genesis) { g.Balances[kitty] = 20_000_000_000 })
	w.buy(1)
	before := w.Balance(w.Owner.ID)
	w.play()
	require.Equal(t, uint64(18_000_000_000), uint64(w.keeper().Kitty(w.Ctx())))
	got := w.Balance(w.Owner.ID) - before
	require.Equal(t, uint64(2_000_000_000+110_000_000+300_000_000), got, "kitty, its share, app; and the stake back")
	pool, err := w.query().Pool(w.Ctx(), &types.QueryPoolRequest{Id: w.Pool})
	require.NoError(t, err)
	require.Equal(t, uint64(2_010_000_000), pool.Pool.EarnedNrlc)
	require.Equal(t, uint64(1), pool.Pool.Completed)
}

// TestFailedAppIsAResult: an agreed failure completes the task and tells the
// requester why. Rule POCO-R8.
func TestFailedAppIsAResult(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	task := w.buy(1)[0]
	var reveals [][]byte
	for _, m := range task.Members {
		a := w.Account(w.name(m.Worker))
		commit, reveal := failure(a, task, "no such file")
		w.Run(a, commit)
		reveals = append(reveals, w.Tx(a, reveal))
	}
	for _, r := range w.Block(reveals...) {
		require.Zero(t, r.Code, r.Log)
	}
	task = w.Task(task.Id)
	require.Equal(t, types.TaskState_TASK_STATE_COMPLETED, task.State)
	require.Equal(t, types.Cause_CAUSE_EXIT, task.Result.Cause)
	require.Equal(t, uint32(3), task.Result.ExitCode)
	require.Equal(t, "no such file", task.Result.Tail)
}

// TestALargeDealCostsOneRecord: tasks are opened as workers are found for them,
// and all of them end. Rule POCO-R1.
func TestALargeDealCostsOneRecord(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	tasks := w.buy(1_000)
	waiting := 0
	for _, task := range tasks {
		if task.State == types.TaskState_TASK_STATE_WAITING {
			waiting++
		}
	}
	require.Len(t, tasks, 10, "as many as there are free slots")
	require.Contains(t, []int{5, 6}, waiting, "five run on the ten slots (four if both free slots are one worker's)")
	g, err := w.keeper().ExportGenesis(w.Ctx())
	require.NoError(t, err)
	require.Empty(t, g.Openings)
	require.Len(t, g.Paused, 1, "the last one found nobody")
	w.ExportImport()
	for range 20 {
		w.turn()
	}
	require.Greater(t, len(w.Tasks()), 20)
}

// TestBagOfTasks: fifty tasks on five workers with two slots each. Rule POCO-R1.
func TestBagOfTasks(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	start := w.Height
	w.buy(50)
	w.play()
	tasks := w.Tasks()
	require.Len(t, tasks, 50)
	index := map[uint64]bool{}
	for _, task := range tasks {
		require.Equal(t, types.TaskState_TASK_STATE_COMPLETED, task.State)
		index[task.Index] = true
	}
	require.Len(t, index, 50)
	t.Logf("50 tasks on 10 slots in %d blocks", w.Height-start)
	require.Less(t, w.Height-start, int64(60))
}

// TestADeadPoolHoldsUpNobody: deals of a pool without workers leave the line,
// and are refunded by themselves. Rule POCO-R1.
func TestADeadPoolHoldsUpNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2, params(func(p *types.Params) { p.MaxOpeningsPerBlock = 2 }))
	dead := w.deadPool()
	for range 5 {
		w.bought++
		m := w.Request(10, 1_000_000, strconv.Itoa(w.bought))
		m.Order.Workerpool = dead
		w.Run(w.Requester, m)
		w.Check()
	}
	require.Len(t, w.Tasks(), 5, "one task of each deal waits")
	live := w.buy(1)
	n := 0
	for _, task := range live {
		if task.State == types.TaskState_TASK_STATE_COMMITTING {
			n++
		}
	}
	require.Equal(t, 1, n, "the other pool's task is drawn in the block after its match")
	w.ExportImport()
	w.play()
	tasks := w.Tasks()
	require.Len(t, tasks, 51)
	for _, task := range tasks {
		if task.Workerpool == dead {
			require.Equal(t, types.EndReason_END_REASON_NO_WORKERS, task.Reason)
		}
	}
}

// TestFreedWorkersGoOn: a task that waits is drawn in the block after the one in
// which workers become free, or come, whatever its next try is. Rule POCO-R24.
func TestFreedWorkersGoOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1, params(func(p *types.Params) { p.WaitingRetrySeconds = 3_600 }))
	w.buy(9)
	start := w.Height
	w.play()
	require.Equal(t, int64(10+4), w.Height-start, "two at a time, two blocks each, and one to draw the next")

	dead := w.deadPool()
	w.bought++
	m := w.Request(1, 70_000_000, strconv.Itoa(w.bought)) // two who have no record there
	m.Order.Workerpool = dead
	w.Buy(m)
	for i, n := range workers[:2] {
		a := w.Account(n)
		w.Run(a, &types.MsgLeavePool{Worker: a.Address})
		r := w.registration(n)
		r.Workerpool, r.BondNrlc = dead, 19*chaintest.PoolPrice
		require.Equal(t, 1, w.open())
		w.Run(a, r)
		w.Block()
		w.Check()
		for _, task := range w.Tasks() {
			if task.Workerpool == dead {
				require.Len(t, task.Members, 2*i, "drawn when the second has come")
			}
		}
	}
}

// TestProbesAreBounded: draws of a block look at no more workers than allowed;
// the others stay in the queue for the next blocks. Rules POCO-R4, POCO-R36.
func TestProbesAreBounded(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 4, params(func(p *types.Params) { p.MaxProbesPerDraw, p.MaxProbesPerBlock = 5, 5 }))
	drawn := func() int {
		n := 0
		for _, task := range w.Tasks() {
			if len(task.Members) > 0 {
				n++
			}
		}
		return n
	}
	w.buy(6)
	require.Equal(t, 2, drawn(), "five probes: two committees of two")
	w.Block()
	require.Equal(t, 4, drawn())
	w.Check()
	w.ExportImport()
	w.Block()
	require.Equal(t, 6, drawn())
	require.False(t, w.DrawDue())
	w.play()
}

// TestDueIsBounded: no more than the bound is handled in a block, the oldest
// first, and the rest in the next ones. Rule POCO-R2.
func TestDueIsBounded(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 4, params(func(p *types.Params) { p.MaxDuePerBlock = 3 }))
	for _, n := range workers {
		w.bots[n] = bot{sleeps: true}
	}
	require.Len(t, w.buy(8), 8)
	w.Skip(700 * time.Second) // past the commit deadline of all eight
	missed := func() int {
		n := 0
		for _, task := range w.Tasks() {
			if task.Members[0].State == types.MemberState_MEMBER_STATE_MISSED {
				n++
			}
		}
		return n
	}
	require.Equal(t, 3, missed())
	w.Block()
	require.Equal(t, 6, missed())
	w.Check()
	w.Block()
	require.Equal(t, 8, missed())
}

// TestABadTaskFailsAlone: a task that cannot be handled is put off with an
// event, and the others go on. Rule POCO-R2.
func TestABadTaskFailsAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	tasks := w.buy(2)
	bad := tasks[0]
	id, err := ident.ParseHash(bad.Id)
	require.NoError(t, err)
	bad.DealId = ident.Hash{1}.String() // no such deal
	require.NoError(t, w.keeper().Tasks.Set(w.Ctx(), id[:], bad))
	msgs := w.messages()
	for round := range 2 {
		if round == 1 {
			msgs = w.messages()
		}
		var txs [][]byte
		for _, n := range workers {
			if len(msgs[n]) > 0 {
				txs = append(txs, w.Tx(w.Account(n), msgs[n]...))
			}
		}
		w.Time = w.Time.Add(time.Second)
		res := w.Finalize(txs...)
		if round == 0 {
			postponed := chaintest.Events(res, &types.EventItemPostponed{})
			require.Len(t, postponed, 1)
			require.Equal(t, bad.Id, postponed[0]["task_id"])
			require.Contains(t, postponed[0]["error"], "no deal has the id")
		}
	}
	require.Equal(t, types.TaskState_TASK_STATE_COMPLETED, w.Task(tasks[1].Id).State)
	require.Equal(t, types.TaskState_TASK_STATE_COMMITTING, w.Task(bad.Id).State)
}
