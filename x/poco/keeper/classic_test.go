package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/tests/chaintest"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	"github.com/iexecd/iexecd/x/poco/types"
)

// TestClassicAgreement: the chain draws as many as could reach the trust, they
// contribute, reveal, and are paid in the block of the last reveal, to the last
// nRLC. Rules POCO-R25, POCO-R26, POCO-R27, POCO-R30, POCO-R31.
func TestClassicAgreement(t *testing.T) {
	t.Parallel()
	w := newClassic(t)
	before := w.balances(append([]string{"owner", "requester"}, workers...)...)
	task := w.ask(1, 4)[0]
	require.Equal(t, types.TaskState_TASK_STATE_COMMITTING, task.State, "drawn in the block after the match")
	require.Len(t, task.Members, 2, "two of weight 2 reach trust 4")
	drawn, matched := w.Time.Unix(), w.Time.Unix()-1
	require.Equal(t, matched+10*300, task.FinalDeadlineUnix)
	require.Equal(t, matched+7*300, task.Classic.ContributionDeadlineUnix)
	require.Equal(t, drawn+2*300, task.PhaseDeadlineUnix)
	for _, m := range task.Members {
		require.Equal(t, workerStake, m.StakeNrlc)
		require.Equal(t, workerStake, w.worker(w.name(m.Worker)).LockedNrlc)
		require.Equal(t, uint32(1), w.worker(w.name(m.Worker)).Busy)
	}
	first, second := w.name(task.Members[0].Worker), w.name(task.Members[1].Worker)
	w.Run(w.Account(first), gives(w.Account(first), task.Id, "right"))
	w.Check()
	got := w.consensus(task.Id)
	group := got.Groups[0]
	require.Equal(t, []string{"3", "2", "2"}, []string{got.TotalWeight, group.Weight, group.MissingWeight})
	require.Contains(t, w.why(task.Id).Why, "1 have contributed, 1 are expected to; trust 4 (confidence 75 %) is not "+
		"reached: the heaviest of 1 answers weighs 2 of 3 and lacks a factor of 2")
	w.Time = w.Time.Add(9 * time.Second)
	res := w.Run(w.Account(second), gives(w.Account(second), task.Id, "right"))
	reached := chaintest.Events(res, &types.EventConsensusReached{})
	require.Len(t, reached, 1, "consensus in the message itself")
	require.Equal(t, "2", reached[0]["winners"])
	told := chaintest.Events(res, &types.EventContributed{})
	weights := []string{told[0]["group_weight"], told[0]["total_weight"], told[0]["weight"]}
	require.Equal(t, []string{"4", "5", "1"}, weights)
	w.Check()
	task = w.Task(task.Id)
	require.Equal(t, types.TaskState_TASK_STATE_REVEALING, task.State)
	require.Equal(t, w.Time.Unix()+2*300, task.PhaseDeadlineUnix)
	require.Contains(t, w.why(task.Id).Why, "0 of the 2 who contributed it have revealed")
	w.turn()
	task = w.Task(task.Id)
	require.Equal(t, types.TaskState_TASK_STATE_COMPLETED, task.State)
	require.Equal(t, w.Height, task.EndedHeight)
	require.Len(t, task.Result.Locations, 2)
	for _, n := range []string{first, second} {
		require.Equal(t, price*99/100/2, w.Balance(w.Account(n).ID)-before[n])
		got := w.worker(n)
		require.Zero(t, got.Busy+uint32(got.LockedNrlc))
		require.Equal(t, uint64(1), got.Reputation.Score)
		require.Equal(t, uint64(2*19*chaintest.PoolPrice), got.BondNrlc)
	}
	require.Equal(t, chaintest.AppPrice+price/100+poolStake, w.Balance(w.Owner.ID)-before["owner"])
	require.Equal(t, chaintest.AppPrice+price+fee, before["requester"]-w.Balance(w.Requester.ID))
	why := w.why(task.Id)
	require.Contains(t, why.Why, "accepted: 2 revealed the consensus at trust 4 (confidence 75 %)")
	require.Zero(t, why.RefundByUnix)
	require.Equal(t, "0", w.consensus(task.Id).Groups[0].MissingWeight)
	w.ExportImport()
}

// TestClassicDisagreement: whoever lies is outvoted by as many more as it takes,
// and loses its stake to them. Rules POCO-R25, POCO-R31.
func TestClassicDisagreement(t *testing.T) {
	t.Parallel()
	w := newClassic(t)
	task := w.ask(1, 4)[0]
	liar := w.name(task.Members[0].Worker)
	w.bots[liar] = bot{lies: "wrong"}
	w.play()
	task = w.Task(task.Id)
	require.Equal(t, types.TaskState_TASK_STATE_COMPLETED, task.State)
	require.Len(t, task.Members, 5, "2·2·2·2·4 > (1+2+16)·3, and with one less it is not")
	for _, m := range task.Members {
		if w.name(m.Worker) == liar {
			require.Equal(t, types.MemberState_MEMBER_STATE_REJECTED, m.State)
			require.Equal(t, workerStake, m.SlashedNrlc)
			continue
		}
		require.Equal(t, (price+workerStake)*99/100/4, m.RewardNrlc)
	}
	r := w.worker(liar)
	require.Equal(t, 2*19*price-workerStake, r.BondNrlc)
	require.Zero(t, r.Reputation.AuditsPassed)
	got := w.consensus(task.Id)
	require.Equal(t, "19", got.TotalWeight)
	require.Equal(t, "26", weightOf(got, liar, w).MissingWeight, "2·n·4 > (17+2·n)·3 from n = 26 on")
	w.ExportImport()
}

// weightOf returns the group that a worker is in.
func weightOf(res *types.QueryConsensusResponse, name string, w *world) types.AnswerGroup {
	for _, g := range res.Groups {
		for _, worker := range g.Workers {
			if worker == w.Account(name).Address {
				return g
			}
		}
	}
	w.t.Fatalf("%s is in no group", name)
	return types.AnswerGroup{}
}

// TestClassicScoresCount: who has a score weighs more, is paid by the logarithm
// of its weight, and fewer are drawn. Rules POCO-R25, POCO-R31.
func TestClassicScoresCount(t *testing.T) {
	t.Parallel()
	w := newClassic(t, func(g *chaintest.Genesis) {
		for i := range g.Poco.Workers {
			g.Poco.Workers[i].Reputation.Score = 51 // weight 16
		}
	})
	task := w.ask(1, 10)[0]
	require.Len(t, task.Members, 1)
	name := w.name(task.Members[0].Worker)
	w.play()
	task = w.Task(task.Id)
	require.Equal(t, types.TaskState_TASK_STATE_COMPLETED, task.State)
	require.Equal(t, "51", task.Members[0].Score)
	require.Equal(t, uint64(4), task.Members[0].Weight)
	require.Equal(t, uint64(51), w.worker(name).Reputation.Score, "alone it proves nothing")
}

// TestClassicMissed: who does not contribute in time is struck and replaced.
// Rules POCO-R9, POCO-R13, POCO-R33.
func TestClassicMissed(t *testing.T) {
	t.Parallel()
	w := newClassic(t)
	task := w.ask(1, 4)[0]
	sleeper := w.name(task.Members[0].Worker)
	w.bots[sleeper] = bot{sleeps: true}
	w.turn()
	w.Time = time.Unix(task.PhaseDeadlineUnix-1, 0).UTC()
	w.Block()
	w.Block()
	task = w.Task(task.Id)
	require.Equal(t, uint32(2), task.Round)
	require.Len(t, task.Members, 3, "one more in the block after the one that reaches the deadline")
	require.Equal(t, types.MemberState_MEMBER_STATE_MISSED, task.Members[0].State)
	require.Equal(t, uint32(1), w.worker(sleeper).Strikes)
	require.Zero(t, w.worker(sleeper).LockedNrlc)
	w.play()
	require.Equal(t, types.TaskState_TASK_STATE_COMPLETED, w.Task(task.Id).State)
}

// TestClassicReopened: a consensus that nobody reveals is given up, and others
// contribute; who withheld loses its stake. Rules POCO-R27, POCO-R33, POCO-R34.
func TestClassicReopened(t *testing.T) {
	t.Parallel()
	w := newClassic(t)
	task := w.ask(1, 4)[0]
	for _, m := range task.Members {
		w.bots[w.name(m.Worker)] = bot{withholds: true}
	}
	w.turn()
	task = w.Task(task.Id)
	require.Equal(t, types.TaskState_TASK_STATE_REVEALING, task.State)
	w.Time = time.Unix(task.PhaseDeadlineUnix, 0).UTC()
	res := w.Finalize()
	require.Len(t, chaintest.Events(res, &types.EventTaskReopened{}), 1)
	w.Check()
	w.Block()
	task = w.Task(task.Id)
	require.Equal(t, types.TaskState_TASK_STATE_COMMITTING, task.State, "others were drawn in the next block")
	require.Len(t, task.Members, 4)
	got := w.consensus(task.Id)
	require.Equal(t, []string{"1", "0"}, []string{got.TotalWeight, got.Groups[0].Weight})
	w.ExportImport()
	w.play()
	task = w.Task(task.Id)
	require.Equal(t, types.TaskState_TASK_STATE_COMPLETED, task.State)
	for i, m := range task.Members {
		if i < 2 {
			require.Equal(t, types.MemberState_MEMBER_STATE_WITHHELD, m.State)
			require.Equal(t, workerStake, m.SlashedNrlc)
			require.Equal(t, uint32(1), w.worker(w.name(m.Worker)).Strikes)
			continue
		}
		require.Equal(t, (price+2*workerStake)*99/100/2, m.RewardNrlc)
	}
}

// TestClassicFailuresRefund: each way to fail refunds by itself, at the block
// that reaches the deadline, with a reason; the pool's stake and those of the
// punished go to the kitty. Rules POCO-R22, POCO-R31, POCO-R33, POCO-R35.
func TestClassicFailuresRefund(t *testing.T) {
	t.Parallel()
	all := func(b bot) func(*world) {
		return func(w *world) {
			for _, n := range workers {
				w.bots[n] = b
			}
		}
	}
	for name, c := range map[string]struct {
		trust   uint64
		prepare func(*world)
		reason  types.EndReason
		slashed uint64
		text    string
	}{
		"all sleep": {4, all(bot{sleeps: true}), types.EndReason_END_REASON_NO_ANSWER, 0, "nobody contributed in time"},
		"all withhold": {
			4, all(bot{withholds: true}), types.EndReason_END_REASON_NOT_REVEALED, 4 * workerStake, "nobody revealed",
		},
		"all differ": {4, func(w *world) {
			for _, n := range workers {
				w.bots[n] = bot{lies: "lie of " + n}
			}
		}, types.EndReason_END_REASON_DISAGREEMENT, 0, "trust 4 was not reached"},
		"too few": {1 << 40, all(bot{}), types.EndReason_END_REASON_NO_WORKERS, 0, "too few for trust 1099511627776"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newClassic(t)
			c.prepare(w)
			before := w.Balance(w.Requester.ID)
			task := w.ask(1, c.trust)[0]
			w.play()
			task = w.Task(task.Id)
			require.Equal(t, types.TaskState_TASK_STATE_FAILED, task.State)
			require.Equal(t, c.reason, task.Reason, task.Reason.String())
			require.Equal(t, before-fee, w.Balance(w.Requester.ID))
			require.Equal(t, poolStake+c.slashed, uint64(w.keeper().Kitty(w.Ctx())))
			require.Contains(t, w.why(task.Id).Why, c.text)
			require.LessOrEqual(t, w.Time.Unix(), task.Classic.ContributionDeadlineUnix+60, "while there is hope")
			w.ExportImport()
		})
	}
}

// TestCallbackIsDue: a task whose result goes to a contract completes only with
// callback data that have the digest. Rules POCO-R27, POCO-R35.
func TestCallbackIsDue(t *testing.T) {
	t.Parallel()
	w := newClassic(t)
	data := []byte("callback")
	for _, show := range []bool{true, false} {
		task := w.ask(1, 4, func(o *markettypes.RequestOrder) { o.Callback = ident.Address{7}.String() })[0]
		answer := chaintest.Answer{Digest: ident.Keccak256(data)}
		for _, m := range task.Members {
			a := w.Account(w.name(m.Worker))
			w.Run(a, contribute(a, contribution(a, task.Id, answer)))
		}
		for i, m := range task.Members {
			a := w.Account(w.name(m.Worker))
			reveal := shows(a, task.Id, answer)
			if show && i == 1 {
				reveal.Reveals[0].Callback = data
			}
			w.Run(a, reveal)
			w.Check()
		}
		task = w.Task(task.Id)
		if !show {
			require.Equal(t, types.EndReason_END_REASON_NO_CALLBACK, task.Reason)
			continue
		}
		require.Equal(t, types.TaskState_TASK_STATE_COMPLETED, task.State)
		require.Equal(t, data, task.Result.Callback)
	}
}

// TestClassicTakesTurnsWithBounded: both policies run side by side in one pool,
// from the same state the same way. Rules POCO-R1, POCO-R25.
func TestClassicTakesTurnsWithBounded(t *testing.T) {
	t.Parallel()
	run := func() (*world, []byte) {
		w := newClassic(t)
		w.bots["w0"] = bot{lies: "wrong"}
		w.bots["w1"] = bot{withholds: true}
		w.ask(5, 3)
		w.buy(5)
		w.ask(4, 2)
		for range 6 {
			w.turn()
			w.ExportImport()
		}
		w.play()
		return w, w.AppHash()
	}
	w, first := run()
	done := 0
	for _, task := range w.Tasks() {
		if task.State == types.TaskState_TASK_STATE_COMPLETED {
			done++
		}
	}
	require.Len(t, w.Tasks(), 14)
	require.Greater(t, done, 7)
	_, second := run()
	require.Equal(t, first, second)
}
