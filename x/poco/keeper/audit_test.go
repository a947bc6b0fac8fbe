package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/tests/chaintest"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	"github.com/iexecd/iexecd/x/poco/types"
)

// TestBusyWorkersAudit: who has all slots full on committees can be drawn for an
// audit all the same, up to as many as it has slots. Rule POCO-R39.
func TestBusyWorkersAudit(t *testing.T) {
	t.Parallel()
	w := auditWorld(t, 20, 1)
	for _, n := range w.names {
		a := w.Account(n)
		w.Run(a, &types.MsgUpdateWorker{
			Worker: a.Address, Slots: 1, MaxCategory: 4, AddBondNrlc: 38 * chaintest.PoolPrice, // beside a task's
		})
	}
	task := w.order(1)[0]
	w.until(task.Id, types.AuditPhase_AUDIT_PHASE_LOTTERY)
	w.order(6)
	task = w.Task(task.Id)
	for i := 0; task.Audit.Phase != types.AuditPhase_AUDIT_PHASE_COMMITTING; i++ {
		require.Less(t, i, 5, task.Audit.Phase)
		w.Block()
		task = w.Task(task.Id)
	}
	for _, n := range w.names {
		x := w.worker(n)
		require.Equal(t, uint32(1), x.Busy, n)
		require.Equal(t, task.Audit.Auditors[0].Worker == x.Address, x.Auditing == 1, n)
	}
	auditor := w.Account(w.name(task.Audit.Auditors[0].Worker))
	for _, msg := range []sdk.Msg{
		&types.MsgUpdateWorker{Worker: auditor.Address, Slots: 0, MaxCategory: 4},
		&types.MsgLeavePool{Worker: auditor.Address},
	} {
		require.NotZero(t, w.Try(auditor, msg).Code)
	}
	w.ExportImport()
	w.ripen()
	for _, task := range w.Tasks() {
		require.Equal(t, types.AuditPhase_AUDIT_PHASE_MATURED, task.Audit.Phase)
	}
	for _, n := range w.names {
		require.Zero(t, w.worker(n).Busy+w.worker(n).Auditing, n)
	}
}

// TestNotChosen: the fee goes to the audit fund, stakes stay locked until the
// beacon says no, and earnings are paid at their height, also to a worker that has
// left. Rules POCO-R37, POCO-R38, POCO-R45.
func TestNotChosen(t *testing.T) {
	t.Parallel()
	w := auditWorld(t, 100, 1)
	var name string
	task := w.chosen(false, func(task types.Task) {
		require.Len(t, task.Members, 1, "100 audits are enough for one alone")
		require.Equal(t, types.TaskState_TASK_STATE_COMPLETED, task.State)
		require.Equal(t, types.Risk_RISK_PROVEN, task.Audit.Risk)
		require.Equal(t, w.Height+holdBack, task.Audit.MaturesHeight)
		require.Contains(t, w.explained(task.Id), "the next beacon decides")
		name = w.name(task.Members[0].Worker)
		require.Zero(t, w.worker(name).Busy, "the slot is free")
		require.Equal(t, uint64(19*chaintest.PoolPrice), w.worker(name).LockedNrlc, "the stake is not")
		w.ExportImport()
	})
	reward := uint64(2 * memberEach)
	require.Equal(t, w.stats().Stats.Accepted*auditFee, w.stats().Stats.FeesNrlc)
	require.Contains(t, w.explained(task.Id), "earnings are held back for 39 blocks more")
	require.Zero(t, w.worker(name).LockedNrlc)
	mine := w.maturing(name)
	require.Equal(t, w.worker(name).MaturingNrlc, mine.TotalNrlc)
	last := mine.Maturing[len(mine.Maturing)-1]
	require.Equal(t, types.Maturing{TaskId: task.Id, MaturesHeight: task.Audit.MaturesHeight, AmountNrlc: reward}, last)
	w.Run(w.Account(name), &types.MsgLeavePool{Worker: w.Account(name).Address})
	for w.Height < task.Audit.MaturesHeight-1 {
		w.turn()
	}
	had, earned, pool := w.Balance(w.Account(name).ID), w.worker(name).Reputation.EarnedNrlc, w.Balance(w.Owner.ID)
	held := w.stats().HeldNrlc
	require.Equal(t, reward+poolShare, held, "the others were before it")
	require.Equal(t, w.Height+1, w.nextMatures(name))
	w.turn()
	require.Equal(t, had+reward, w.Balance(w.Account(name).ID))
	require.Equal(t, earned+reward, w.worker(name).Reputation.EarnedNrlc)
	require.Equal(t, pool+poolShare, w.Balance(w.Owner.ID))
	require.Zero(t, w.stats().HeldNrlc)
	task = w.Task(task.Id)
	require.Equal(t, types.AuditPhase_AUDIT_PHASE_MATURED, task.Audit.Phase)
	require.Equal(t, w.Height, task.EndedHeight)
	require.Contains(t, w.explained(task.Id), "; paid")
	require.Zero(t, w.nextMatures(name))
}

// TestPassed: an auditor from outside confirms the result: the members pass, and the
// auditor is paid by the fund when the task matures. Rules POCO-R38, POCO-R39,
// POCO-R40, POCO-R45.
func TestPassed(t *testing.T) {
	t.Parallel()
	w := auditWorld(t, 20, 1)
	task := w.order(1)[0]
	task = w.until(task.Id, types.AuditPhase_AUDIT_PHASE_WAITING)
	require.True(t, task.Audit.Drawn)
	require.Equal(t, types.Risk_RISK_RISING, task.Audit.Risk)
	require.Contains(t, w.explained(task.Id), "run again because the beacon chose it (0 auditors so far)")
	member := w.Account(w.name(task.Members[0].Worker))
	refused := w.Try(member, &types.MsgLeavePool{Worker: member.Address})
	require.Equal(t, types.ErrBusy.ABCICode(), refused.Code, refused.Log)
	require.Contains(t, refused.Log, "an audit may look at")

	task = w.Task(task.Id)
	require.Equal(t, types.AuditPhase_AUDIT_PHASE_COMMITTING, task.Audit.Phase)
	require.Len(t, task.Audit.Auditors, 1)
	auditor := w.Account(w.name(task.Audit.Auditors[0].Worker))
	for _, m := range task.Members {
		require.NotEqual(t, m.Worker, auditor.Address)
	}
	w.checkAssigned(auditor, task, types.TaskState_TASK_STATE_COMMITTING)
	w.checkFree(task, auditor, member)
	w.turn()
	w.checkAssigned(auditor, w.Task(task.Id), types.TaskState_TASK_STATE_REVEALING)
	fund, before := w.stats().FundNrlc, w.Balance(auditor.ID)
	require.Equal(t, uint64(auditFee), fund)
	w.turn()
	task = w.Task(task.Id)
	require.Equal(t, types.AuditPhase_AUDIT_PHASE_HELD, task.Audit.Phase)
	require.Contains(t, w.explained(task.Id), "an audit confirmed it")
	for _, m := range task.Members {
		r := w.worker(w.name(m.Worker))
		require.Equal(t, uint64(21), r.Reputation.AuditsPassed)
		require.Zero(t, r.LockedNrlc)
		require.Equal(t, uint64(memberEach), r.MaturingNrlc)
	}
	r := w.worker(auditor.Name)
	require.Equal(t, uint64(20), r.Reputation.AuditsPassed, "confirming adds nothing")
	require.Equal(t, uint64(1), r.Reputation.Accepted)
	require.Equal(t, uint64(auditFee), r.MaturingNrlc, "its pay would be more: the fund has no more")
	require.Zero(t, w.stats().FundNrlc)
	require.Equal(t, before, w.Balance(auditor.ID))
	require.Equal(t, uint64(chaintest.PoolPrice), w.stats().HeldNrlc)
	w.ripen()
	require.Equal(t, before+auditFee, w.Balance(auditor.ID))
	require.Equal(t, uint64(auditFee), w.worker(auditor.Name).Reputation.EarnedNrlc)
	require.Equal(t, types.AuditStats{
		Accepted: 1, Audited: 1, Matured: 1, Executions: 3, PromisedErrorPpbSum: 1_000_000, StatedErrorPpbSum: 21_342,
		FeesNrlc: auditFee, PaidNrlc: auditFee,
	}, w.stats().Stats)
}

// TestOverturned: a proven worker lies alone. The buyer has its money back and the
// right result beside the first, the liar loses stake, reward, record and freedom.
// Rules POCO-R41, POCO-R42.
func TestOverturned(t *testing.T) {
	t.Parallel()
	w := auditWorld(t, 100, 2, func(p *types.Params) { p.AuditRatePpb = poco.PPB / 2 })
	w.all(bot{lies: "wrong", audits: "right"})
	task := w.order(1)[0]
	liar := w.name(task.Members[0].Worker)
	w.until(task.Id, types.AuditPhase_AUDIT_PHASE_LOTTERY)
	bond, money, buyer := w.worker(liar).BondNrlc, w.Balance(w.Account(liar).ID), w.Balance(w.Requester.ID)
	if w.turn(); !w.Task(task.Id).Audit.Drawn {
		w.recall(liar) // the beacon did not choose it: let it be caught elsewhere
	}
	for n := 0; n < 9 && !w.Task(task.Id).Audit.Disputed; n++ {
		w.turn()
	}
	require.Contains(t, w.explained(task.Id), "they disagree, a backup committee decides")
	w.play()
	task = w.Task(task.Id)
	require.Equal(t, types.AuditPhase_AUDIT_PHASE_CORRECTED, task.Audit.Phase)
	require.Equal(t, types.TaskState_TASK_STATE_COMPLETED, task.State)
	require.Equal(t, types.EndReason_END_REASON_CORRECTED, task.Reason)
	right, wrong := ident.Keccak256([]byte("right")).String(), ident.Keccak256([]byte("wrong")).String()
	require.Equal(t, wrong, task.Result.Digest)
	require.Equal(t, right, task.Audit.Corrected.Digest)
	require.Len(t, task.Audit.Corrected.Locations, 8)
	require.Len(t, task.Audit.Auditors, 8, "one auditor and seven who decide")
	require.Contains(t, w.explained(task.Id), "an audit found "+right+" to be right, and 1 RLC were refunded")
	require.Equal(t, buyer+chaintest.PoolPrice, w.Balance(w.Requester.ID))

	r := w.worker(liar)
	require.Equal(t, money, w.Balance(w.Account(liar).ID))
	require.Zero(t, r.MaturingNrlc)
	require.Zero(t, r.Reputation.EarnedNrlc)
	require.Zero(t, r.Reputation.AuditsPassed)
	require.Equal(t, uint64(1), r.Reputation.AuditsFailed)
	require.Equal(t, types.WorkerStatus_WORKER_STATUS_JAILED, r.Status)
	require.Zero(t, r.LockedNrlc)
	if task.Audit.Drawn {
		require.Equal(t, bond-chaintest.PoolPrice, r.BondNrlc, "q is a half: the stake is the price")
	}
	w.ripen()
	w.ExportImport()
}

// TestColluders: a committee that agreed on a lie is overturned whole, and whom it
// had outvoted has its stake back with its pay. Rules POCO-R41, POCO-R42, POCO-R23.
func TestColluders(t *testing.T) {
	t.Parallel()
	w := auditWorld(t, 20, 2)
	w.all(bot{lies: "wrong", audits: "right"})
	task := w.order(1)[0]
	honest := w.name(task.Members[0].Worker)
	w.bots[honest] = bot{}
	bond, money := w.worker(honest).BondNrlc, w.Balance(w.Account(honest).ID)
	w.until(task.Id, types.AuditPhase_AUDIT_PHASE_LOTTERY)
	const stake = 19 * chaintest.PoolPrice
	require.Equal(t, bond-stake, w.worker(honest).BondNrlc)
	require.Equal(t, types.WorkerStatus_WORKER_STATUS_JAILED, w.worker(honest).Status)
	w.play()
	task = w.Task(task.Id)
	require.Equal(t, types.AuditPhase_AUDIT_PHASE_CORRECTED, task.Audit.Phase)
	require.Len(t, task.Members, 4)
	for _, m := range task.Members[1:] {
		require.Equal(t, types.MemberState_MEMBER_STATE_OVERTURNED, m.State)
		require.Equal(t, uint64(stake), m.SlashedNrlc)
		require.Equal(t, uint64(stake), w.worker(w.name(m.Worker)).BondNrlc)
	}
	m := task.Members[0]
	require.Equal(t, types.MemberState_MEMBER_STATE_VINDICATED, m.State)
	pay := uint64(2 * memberEach / 3)
	require.Equal(t, stake+pay, m.RewardNrlc)
	require.Equal(t, money+stake+pay, w.Balance(w.Account(honest).ID), "to its account, not its bond")
	r := w.worker(honest).Reputation
	require.Zero(t, r.SlashedNrlc)
	require.Equal(t, pay, r.EarnedNrlc)
	entries, err := w.query().ReputationHistory(w.Ctx(), &types.QueryReputationHistoryRequest{
		Address: w.Account(honest).Address,
	})
	require.NoError(t, err)
	require.Equal(t, types.MemberState_MEMBER_STATE_VINDICATED, entries.Entries[0].Verdict)
	for _, a := range task.Audit.Auditors {
		require.Equal(t, pay, a.RewardNrlc)
		require.Equal(t, pay, w.worker(w.name(a.Worker)).Reputation.EarnedNrlc, "paid at once: nothing matures")
	}
	s := w.stats()
	require.Equal(t, uint64(1), s.Stats.Caught)
	require.Equal(t, uint64(1), s.Stats.Corrected)
	require.Equal(t, uint64(4+8), s.Stats.Executions)
	require.Equal(t, uint64(4*stake)-stake-9*pay, s.FundNrlc, "three stakes, the price, less what was paid of it")
	w.checkEvents()
}

// TestAccusedFalsely: an auditor that lies stands alone against a backup committee,
// and loses; the members pass. Rules POCO-R40, POCO-R41.
func TestAccusedFalsely(t *testing.T) {
	t.Parallel()
	w := auditWorld(t, 20, 2)
	task := w.until(w.order(1)[0].Id, types.AuditPhase_AUDIT_PHASE_COMMITTING)
	accuser := w.name(task.Audit.Auditors[0].Worker)
	w.bots[accuser] = bot{lies: "wrong"}
	w.play()
	task = w.Task(task.Id)
	require.Equal(t, types.AuditPhase_AUDIT_PHASE_HELD, task.Audit.Phase)
	require.True(t, task.Audit.Passed)
	r := w.worker(accuser)
	require.Equal(t, uint64(19*chaintest.PoolPrice), r.BondNrlc)
	require.Equal(t, types.WorkerStatus_WORKER_STATUS_JAILED, r.Status)
	require.Equal(t, uint64(1), r.Reputation.AuditsFailed)
	require.Zero(t, r.Reputation.AuditsPassed)
	for _, m := range task.Members {
		require.Equal(t, uint64(21), w.worker(w.name(m.Worker)).Reputation.AuditsPassed)
	}
	for _, m := range task.Audit.Auditors[1:] {
		require.True(t, m.Backup)
		require.Equal(t, uint64(memberEach), m.RewardNrlc)
	}
	w.ripen()
	w.checkEvents()
}

// TestRetracted: nobody can tell what is right: the buyer has its money back, and
// nobody is punished. Rule POCO-R44.
func TestRetracted(t *testing.T) {
	t.Parallel()
	w := auditWorld(t, 20, 2)
	for _, n := range w.names {
		w.bots[n] = bot{audits: "right, says " + n}
	}
	task := w.order(1)[0]
	outvoted := w.name(task.Members[0].Worker)
	w.bots[outvoted] = bot{lies: "wrong"}
	buyer, money := w.Balance(w.Requester.ID), w.Balance(w.Account(outvoted).ID)
	w.play()
	task = w.Task(task.Id)
	require.Equal(t, types.AuditPhase_AUDIT_PHASE_RETRACTED, task.Audit.Phase)
	require.Equal(t, types.TaskState_TASK_STATE_FAILED, task.State)
	require.Equal(t, types.EndReason_END_REASON_RETRACTED, task.Reason)
	require.Equal(t, uint64(chaintest.PoolPrice), task.RefundedNrlc)
	require.Equal(t, buyer+chaintest.PoolPrice, w.Balance(w.Requester.ID))
	require.Equal(t, money+19*chaintest.PoolPrice, w.Balance(w.Account(outvoted).ID), "its stake")
	for _, m := range task.Members {
		require.Equal(t, types.MemberState_MEMBER_STATE_RELEASED, m.State)
		require.Zero(t, m.SlashedNrlc)
		r := w.worker(w.name(m.Worker))
		require.Zero(t, r.LockedNrlc)
		require.Zero(t, r.MaturingNrlc)
		require.Zero(t, r.Reputation.SlashedNrlc)
	}
	require.Contains(t, w.explained(task.Id), "an audit left the accepted result in doubt, and it was retracted; "+
		"1 RLC were refunded")
	require.Equal(t, uint64(1), w.stats().Stats.Retracted)
	w.ExportImport()
	w.checkEvents()
}

// TestAbsentAuditors: who does not commit is struck and replaced, who does not
// reveal loses its stake to the fund, and if there is nobody left, the result
// stays, and nobody passes. Rules POCO-R9, POCO-R39, POCO-R40.
func TestAbsentAuditors(t *testing.T) {
	t.Parallel()
	w := auditWorld(t, 20, 2, func(p *types.Params) { p.StrikesToJail = 1 })
	task := w.until(w.order(1)[0].Id, types.AuditPhase_AUDIT_PHASE_COMMITTING)
	late := w.name(task.Audit.Auditors[0].Worker)
	w.bots[late] = bot{audits: asleep}
	for len(w.Task(task.Id).Audit.Auditors) == 1 {
		w.Time = w.Time.Add(holdBack * 1e9)
		w.turn()
	}
	require.Equal(t, types.WorkerStatus_WORKER_STATUS_JAILED, w.worker(late).Status)
	require.Equal(t, uint64(1), w.worker(late).Reputation.Missed)
	silent := w.name(w.Task(task.Id).Audit.Auditors[1].Worker)
	w.bots[silent] = bot{audits: mute}
	w.play()
	task = w.Task(task.Id)
	require.True(t, task.Audit.Passed)
	require.Len(t, task.Audit.Auditors, 3)
	require.Equal(t, uint64(19*chaintest.PoolPrice), w.worker(silent).BondNrlc)
	require.Zero(t, w.worker(silent).Reputation.AuditsPassed)
	require.Equal(t, uint64(auditFee+19*chaintest.PoolPrice-memberEach), w.stats().FundNrlc)

	w.all(bot{audits: asleep})
	task = w.order(1)[0]
	w.play()
	task = w.Task(task.Id)
	require.Equal(t, types.AuditPhase_AUDIT_PHASE_MATURED, task.Audit.Phase, "its height passed while nobody came")
	require.False(t, task.Audit.Passed)
	require.Greater(t, len(task.Audit.Auditors), 3)
	for _, m := range task.Members {
		require.Zero(t, w.worker(w.name(m.Worker)).LockedNrlc)
	}
	w.ripen()
	w.checkEvents()
}

// TestEmptyFund: without money in the fund an auditor works for nothing, and the
// chain goes on. So it does with tasks that cost nothing. Rules POCO-R37, POCO-R40.
func TestEmptyFund(t *testing.T) {
	t.Parallel()
	w := auditWorld(t, 20, 2, func(p *types.Params) { p.AuditFeePpb = 0 })
	task := w.until(w.order(1)[0].Id, types.AuditPhase_AUDIT_PHASE_HELD)
	require.Zero(t, task.Audit.Auditors[0].RewardNrlc)
	require.Equal(t, types.MemberState_MEMBER_STATE_ACCEPTED, task.Audit.Auditors[0].State)

	w.Run(w.Owner, &markettypes.MsgPlaceWorkerpoolOrder{
		Owner: w.Owner.Address, Order: markettypes.WorkerpoolOrder{Workerpool: w.Pool, Volume: 9, MinErrorPpb: 1},
	})
	w.all(bot{lies: "wrong", audits: "right"})
	free := w.order(1)[0]
	require.Zero(t, free.PriceNrlc)
	w.play()
	free = w.Task(free.Id)
	require.Equal(t, types.AuditPhase_AUDIT_PHASE_CORRECTED, free.Audit.Phase)
	require.Zero(t, free.RefundedNrlc)
	require.Zero(t, w.worker(w.name(free.Members[0].Worker)).Reputation.AuditsPassed)
	w.ripen()
	require.Zero(t, w.stats().FundNrlc)
	w.checkEvents()
}

// TestNoHoldBack: with hold_back_blocks = 0 nothing is audited and all is paid at
// once, and so it is with classic tasks always. Rule POCO-R37.
func TestNoHoldBack(t *testing.T) {
	t.Parallel()
	w := auditWorld(t, 20, 2, func(p *types.Params) { p.HoldBackBlocks = 0 })
	task := w.order(1)[0]
	w.play()
	w.checkPaidAtOnce(w.Task(task.Id), chaintest.PoolPrice)

	w = auditWorld(t, 20, 2)
	w.offer(w.Pool)
	task = w.ask(1, 4)[0]
	w.play()
	w.checkPaidAtOnce(w.Task(task.Id), price)
}
