package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/tests/chaintest"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	"github.com/iexecd/iexecd/x/poco/types"
)

// These are cases of the original's test files, from signed orders to balances;
// docs/poco-parity.md names them.

// TestFullChain plays the original's first five full chains: every balance but
// for fees, every score. What the original's scheduler sends, the chain does.
func TestFullChain(t *testing.T) {
	for _, c := range []struct {
		name    string
		terms   terms
		workers []string
	}{
		{
			"sponsored, callback, bag, 2 workers",
			terms{sponsored: true, callback: true, volume: 3, trust: 3},
			[]string{"w1", "w2"},
		},
		{"callback, bag, 2 workers", terms{callback: true, volume: 3, trust: 3}, []string{"w1", "w2"}},
		{
			"sponsored, callback, bag, TEE",
			terms{sponsored: true, callback: true, tee: true, volume: 3, trust: 1},
			[]string{"w1"},
		},
		{"callback, bag, TEE", terms{callback: true, tee: true, volume: 3, trust: 1}, []string{"w1"}},
		{"one TEE task", terms{tee: true, volume: 1, trust: 1}, []string{"w1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newParity(t)
			v := vouch{by: w.pam}
			if c.terms.tee {
				v.enclave, v.sealed = w.sue, w.sue
			}
			tasks := int64(c.terms.volume)
			share := int64(parityPool) * 99 / 100 / int64(len(c.workers))
			want := map[string]int64{
				"ann": parityApp * tasks, "dan": parityData * tasks,
				"pam": (parityPool - share*int64(len(c.workers))) * tasks,
			}
			payer := "carol"
			if c.terms.sponsored {
				payer = "sue"
			}
			want[payer] = -(parityApp + parityData + parityPool) * tasks
			for _, name := range c.workers {
				want[name] = share * tasks
			}
			got := w.gains(func() {
				for _, task := range w.buy(c.terms) {
					before := w.Balance(w.Account("w1").ID)
					for _, name := range c.workers {
						w.Run(w.Account(name), w.contribution(w.Account(name), task, "A", v))
					}
					require.Equal(t, before-parityPool*30/100, w.Balance(w.Account("w1").ID), "its stake")
					for _, name := range c.workers {
						require.Nil(t, w.task(task).Result, "no result before the end")
						w.Run(w.Account(name), &types.MsgReveal{
							Worker:  w.Account(name).Address,
							Reveals: []types.Reveal{parityReveal(task, "A", c.terms.callback)},
						})
					}
					after := w.task(task)
					require.Equal(t, types.TaskState_TASK_STATE_COMPLETED, after.State)
					require.Equal(t, parityResult("A").String(), after.Result.Digest)
					require.Equal(t, c.terms.callback, string(after.Result.Callback) == "A")
				}
			})
			if c.terms.sponsored {
				got[payer] += 200_000 // the fee of its match
			}
			require.Equal(t, want, got)
			for _, name := range c.workers {
				require.Equal(t, uint64(tasks)*uint64(len(c.workers)-1), w.score(name))
			}
			w.ExportImport()
		})
	}
}

// TestVouchers checks whose signatures a contribution must show, in one step
// and in two, with a TEE broker and without.
func TestVouchers(t *testing.T) {
	for _, c := range []struct {
		name        string
		tee, broker bool
		shows       func(w *parity) vouch
		tells       string // "" is accepted
	}{
		{"standard", false, false, func(w *parity) vouch { return vouch{by: w.pam} }, ""},
		{"standard with broker", false, true, func(w *parity) vouch { return vouch{by: w.pam} }, ""},
		{"nobody authorises", false, false, func(*parity) vouch { return vouch{} }, "authorization"},
		{"stranger authorises", false, false, func(w *parity) vouch { return vouch{by: w.any} }, "authorization"},
		{"broker without enclave", false, true, func(w *parity) vouch { return vouch{by: w.broker} }, "authorization"},
		{"no enclave for TEE", true, false, func(w *parity) vouch { return vouch{by: w.pam} }, "enclave_challenge"},
		{"TEE", true, false, func(w *parity) vouch { return vouch{w.sue, w.sue, w.pam} }, ""},
		{"TEE with broker", true, true, func(w *parity) vouch { return vouch{w.sue, w.sue, w.broker} }, ""},
		{
			"pool owner for broker", true, true, func(w *parity) vouch { return vouch{w.sue, w.sue, w.pam} },
			"authorization",
		},
		{
			"enclave without signature", true, false, func(w *parity) vouch { return vouch{w.sue, nil, w.pam} },
			"enclave_sign",
		},
		{
			"another enclave's signature", true, false, func(w *parity) vouch { return vouch{w.sue, w.any, w.pam} },
			"enclave_sign",
		},
		{
			"enclave that nobody asks for", false, false, func(w *parity) vouch { return vouch{w.sue, w.any, w.pam} },
			"enclave_sign",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newParity(t, func(g *chaintest.Genesis) {
				if c.broker {
					g.Poco.Params.TeeBroker = chaintest.NewAccount("broker").Address
				}
			})
			tasks, worker := w.buy(terms{tee: c.tee, callback: true, volume: 2, trust: 1}), w.Account("w1")
			two := w.contribution(worker, tasks[0], "A", c.shows(w))
			one := w.oneStep(worker, tasks[1], "A", true, c.shows(w))
			if c.tells != "" {
				w.refused(worker, two, types.ErrNotVouched, c.tells)
				w.refused(worker, one, types.ErrNotVouched, c.tells)
				return
			}
			w.Run(worker, two)
			require.Equal(t, types.TaskState_TASK_STATE_REVEALING, w.task(tasks[0]).State)
			got := w.gains(func() { w.Run(worker, one) })
			require.Equal(t, types.TaskState_TASK_STATE_COMPLETED, w.task(tasks[1]).State)
			require.Equal(t, []byte("A"), w.task(tasks[1]).Result.Callback)
			require.Equal(t, map[string]int64{
				"ann": parityApp, "dan": parityData, "w1": parityPool * 99 / 100, "pam": parityPool * (1 + 30) / 100,
			}, got)
			require.Zero(t, w.score("w1"))
			w.refused(worker, one, types.ErrNotDue, "task is completed")
		})
	}
}

// TestNobodyClaims lets a bag fail: all tasks are refunded in the block of the
// final deadline, by nobody's message, and the stakes of the pool feed the kitty.
func TestNobodyClaims(t *testing.T) {
	w := newParity(t)
	tasks := w.buy(terms{volume: 3, trust: 4})
	v := vouch{by: w.pam}
	w.Run(w.Account("w1"), w.contribution(w.Account("w1"), tasks[0], "A", v))
	w.Run(w.Account("w2"), w.contribution(w.Account("w2"), tasks[0], "B", v))
	final := time.Unix(tasks[0].FinalDeadlineUnix, 0)
	got := w.gains(func() {
		w.Skip(final.Sub(w.Time))
		for _, task := range tasks {
			after := w.task(task)
			require.Equal(t, types.TaskState_TASK_STATE_FAILED, after.State)
			require.Equal(t, uint64(parityApp+parityData+parityPool), after.RefundedNrlc)
		}
	})
	require.Equal(t, map[string]int64{
		"carol": 3 * (parityApp + parityData + parityPool), "w1": parityPool * 30 / 100, "w2": parityPool * 30 / 100,
	}, got)
	kitty, err := w.query().Kitty(w.Ctx(), &types.QueryKittyRequest{})
	require.NoError(t, err)
	require.Equal(t, uint64(3*parityPool*30/100), kitty.AmountNrlc)
	require.Zero(t, w.score("w1")+w.score("w2"))
	w.ExportImport()
}

// TestOriginalSettings plays with the original's settings: nothing happens by itself, the
// pool's owner finalises and reopens, anybody claims, each only when it is due.
func TestOriginalSettings(t *testing.T) {
	w := newParity(t, func(g *chaintest.Genesis) {
		g.Poco.Params.ClassicAutomatic, g.Poco.Params.ClassicPunishFailed = false, false
	})
	tasks := w.buy(terms{volume: 2, trust: 1})
	advance := func(by *chaintest.Account, task types.Task, a types.Advance) *types.MsgAdvanceTask {
		return &types.MsgAdvanceTask{Sender: by.Address, TaskId: task.Id, Advance: a}
	}
	const finalize, reopen = types.Advance_ADVANCE_FINALIZE, types.Advance_ADVANCE_REOPEN
	const claim = types.Advance_ADVANCE_CLAIM
	w1, v := w.Account("w1"), vouch{by: w.pam}
	for _, task := range tasks {
		w.Run(w1, w.contribution(w1, task, "A", v))
	}
	w.refused(w.pam, advance(w.pam, tasks[0], finalize), types.ErrNotDue, "revealed")
	w.Run(w1, &types.MsgReveal{Worker: w1.Address, Reveals: []types.Reveal{parityReveal(tasks[0], "A", false)}})
	require.Equal(t, types.TaskState_TASK_STATE_REVEALING, w.task(tasks[0]).State, "not by itself")
	w.refused(w.any, advance(w.any, tasks[0], finalize), types.ErrNotVouched, "belonged to")
	w.refused(w.any, advance(w.any, tasks[0], claim), types.ErrNotDue, "final deadline")
	w.Run(w.pam, advance(w.pam, tasks[0], finalize))
	require.Equal(t, types.TaskState_TASK_STATE_COMPLETED, w.task(tasks[0]).State)
	w.refused(w.any, advance(w.any, tasks[0], claim), types.ErrNotDue, "ended")

	w.refused(w.pam, advance(w.pam, tasks[1], reopen), types.ErrNotDue, "reveals end")
	w.Skip(601 * time.Second)
	require.Equal(t, types.TaskState_TASK_STATE_REVEALING, w.task(tasks[1]).State, "not by itself")
	w.refused(w.any, advance(w.any, tasks[1], reopen), types.ErrNotVouched, "belonged to")
	w.Run(w.pam, advance(w.pam, tasks[1], reopen))
	require.Equal(t, types.TaskState_TASK_STATE_COMMITTING, w.task(tasks[1]).State)
	w.refused(w1, w.contribution(w1, tasks[1], "A", v), types.ErrAlready, "")
	w.Skip(time.Unix(tasks[1].FinalDeadlineUnix+9, 0).Sub(w.Time))
	require.Equal(t, types.TaskState_TASK_STATE_COMMITTING, w.task(tasks[1]).State, "not by itself")
	got := w.gains(func() { w.Run(w.any, advance(w.any, tasks[1], claim)) })
	require.Equal(t, map[string]int64{
		"carol": parityApp + parityData + parityPool, "w1": parityPool * 30 / 100,
	}, got, "the original punishes nobody for a failed task")
	w.ExportImport()
}

// TestPolicyAfterMatch changes the pool's ratios, and sells the pool, between
// match and end: the deal keeps what it was made with.
func TestPolicyAfterMatch(t *testing.T) {
	w := newParity(t)
	task := w.buy(terms{plain: true, volume: 1, trust: 1})[0]
	w.Run(w.pam, &markettypes.MsgUpdateWorkerpoolPolicy{
		Owner: w.pam.Address, Id: w.pool, WorkerStakeRatioPercent: 200, SchedulerRewardRatioPercent: 50,
	}, &markettypes.MsgTransferResource{Owner: w.pam.Address, Id: w.pool, NewOwner: w.sue.Address})
	w1 := w.Account("w1")
	w.refused(w1, w.contribution(w1, task, "A", vouch{by: w.sue}), types.ErrNotVouched, "authorization")
	got := w.gains(func() {
		before := w.Balance(w1.ID)
		w.Run(w1, w.contribution(w1, task, "A", vouch{by: w.pam}))
		require.Equal(t, before-parityPool*30/100, w.Balance(w1.ID))
		w.Run(w1, &types.MsgReveal{Worker: w1.Address, Reveals: []types.Reveal{parityReveal(task, "A", false)}})
	})
	require.Equal(t, map[string]int64{
		"ann": parityApp, "w1": parityPool * 99 / 100, "pam": parityPool * (1 + 30) / 100,
	}, got)
	require.Nil(t, w.task(task).Result.Callback)
}

// TestStakeNotThere refuses a worker that cannot pay its stake.
func TestStakeNotThere(t *testing.T) {
	w := newParity(t, func(g *chaintest.Genesis) {
		g.Balances[chaintest.NewAccount("w2").Address] = parityPool*30/100 - 1
	})
	task, w1, w2 := w.buy(terms{volume: 1, trust: 9})[0], w.Account("w1"), w.Account("w2")
	w.refused(w2, w.contribution(w2, task, "A", vouch{by: w.pam}), types.ErrFunds, "stake")
	require.Empty(t, w.task(task).Members)
	w.Run(w1, w.contribution(w1, task, "A", vouch{by: w.pam}))
	w.refused(w1, w.contribution(w1, task, "A", vouch{by: w.pam}), types.ErrAlready, "")
	require.Len(t, w.task(task).Members, 1)
}

// TestRatiosShown asks for the original's constants, and for the broker.
func TestRatiosShown(t *testing.T) {
	w := newParity(t, func(g *chaintest.Genesis) { g.Poco.Params.TeeBroker = chaintest.NewAccount("broker").Address })
	res, err := w.query().Params(w.Ctx(), &types.QueryParamsRequest{})
	require.NoError(t, err)
	p := res.Params
	require.Equal(t, []uint32{7, 2, 10, 10}, []uint32{
		p.ClassicContributionRatio, p.ClassicRevealRatio, p.ClassicFinalRatio, p.KittyRatioPercent,
	})
	require.Equal(t, uint64(1_000_000_000), p.KittyMinNrlc)
	require.Equal(t, w.broker.Address, p.TeeBroker)
	task := w.buy(terms{volume: 1, trust: 2})[0]
	require.Equal(t, w.Time.Unix()+7*300, task.Classic.ContributionDeadlineUnix)
	require.Equal(t, w.Time.Unix()+10*300, task.FinalDeadlineUnix)
	w1 := w.Account("w1")
	w.Run(w1, w.contribution(w1, task, "A", vouch{by: w.pam}))
	require.Equal(t, w.Time.Unix()+2*300, w.task(task).Classic.RevealDeadlineUnix)
	m := w.task(task).Members[0]
	require.Equal(t, []string{w1.Address, poco.ResultHash(w.id(task), parityResult("A")).String(), "0"},
		[]string{m.Worker, m.ResultHash, m.Score})
	require.Equal(t, uint64(1), m.Weight)
}
