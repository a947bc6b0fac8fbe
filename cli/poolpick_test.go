package cli

import (
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	sdk "github.com/cosmos/cosmos-sdk/types"

	markettypes "github.com/iexecd/iexecd/x/market/types"
	"github.com/iexecd/iexecd/x/poco/types"
)

// hand returns a worker with two slots.
func hand(name string, busy uint32, score uint64) *types.Worker {
	return &types.Worker{
		Address: name, Operator: name, Status: types.WorkerStatus_WORKER_STATUS_ACTIVE, Slots: 2, Busy: busy,
		MaxCategory: 1, Reputation: types.Reputation{Score: score},
	}
}

func patient(types.Member) bool { return false }

func anybody(*types.Worker) bool { return true }

func names(c choice) []string {
	out := []string{}
	for _, w := range c.workers {
		out = append(out, w.Address)
	}
	return out
}

// As many are chosen as reach consensus if they agree, the least busy first.
func TestChoose(t *testing.T) {
	deal := &markettypes.Deal{}
	pool := func() []*types.Worker {
		return []*types.Worker{hand("a", 1, 0), hand("b", 0, 0), hand("c", 2, 0), hand("d", 1, 0), hand("e", 0, 0)}
	}
	open := func(total string, weights [3]string, members ...types.Member) *types.Task {
		task := classicTask(committing, 1, total, weights, "", members...)
		return &task
	}
	all := rules{most: 16, late: patient, can: anybody}
	waits := types.Member{Worker: "b", Operator: "b", State: drawn, Score: "0"}
	gave := func(name string) types.Member {
		return types.Member{Worker: name, Operator: name, State: committed, Score: "0", ResultHash: "0x"}
	}
	for name, c := range map[string]struct {
		task  *types.Task
		pool  func([]*types.Worker)
		rules rules
		want  []string
		short bool
	}{
		"trust 5 takes three of weight 2": {open("1", [3]string{}), nil, all, []string{"b", "e", "a"}, false},
		"one is expected":                 {open("1", [3]string{}, waits), nil, all, []string{"e", "a"}, false},
		"one that is late is not": {
			open("1", [3]string{}, waits), nil,
			rules{16, func(types.Member) bool { return true }, anybody},
			[]string{"e", "a", "d"},
			false,
		},
		"they disagree, two more": {
			open("7", [3]string{"4", "2", ""}, gave("b"), gave("e"), gave("a")),
			func(p []*types.Worker) { p[2].Busy = 0 }, all,
			[]string{"c", "d"},
			false,
		},
		"all that can, and too few": {
			open("1", [3]string{}), nil,
			rules{16, patient, func(w *types.Worker) bool { return w.Address == "d" }},
			[]string{"d"},
			true,
		},
		"no room": {open("1", [3]string{}, gave("x")), nil, rules{2, patient, anybody}, []string{"b"}, true},
		"one of an operator": {
			open("1", [3]string{}), func(p []*types.Worker) { p[1].Operator, p[4].Operator = "a", "a" }, all,
			[]string{"b", "d"},
			true,
		},
		"a good score weighs more": {
			open("1", [3]string{}), func(p []*types.Worker) { p[1].Reputation.Score = 60 }, all, []string{"b"}, false,
		},
		"a jailed one, a small one": {
			open("1", [3]string{}), func(p []*types.Worker) {
				p[1].Status = types.WorkerStatus_WORKER_STATUS_JAILED
				p[4].MaxCategory = 0
				deal.Category = 0
			}, all, []string{"e", "a", "d"}, false,
		},
	} {
		workers := pool()
		if c.pool != nil {
			c.pool(workers)
		}
		got := choose(c.task, deal, workers, c.rules)
		require.Equal(t, c.want, names(got), name)
		require.Equal(t, c.short, got.short, name)
	}
	trusted := open("1", [3]string{})
	trusted.Trust = 1
	require.Len(t, choose(trusted, deal, pool(), all).workers, 1)
	large := &markettypes.Deal{Category: 2}
	require.Empty(t, choose(trusted, large, pool(), all).workers, "no worker takes the category")
	tag := "0x0000000000000000000000000000000000000000000000000000000000000001"
	require.Empty(t, choose(trusted, &markettypes.Deal{Tag: tag}, pool(), all).workers, "no worker has the tag")
}

// Whoever is chosen: nobody twice, no operator twice, never beyond slots or seats.
func TestChooseKeepsTheRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var pool []*types.Worker
		for i := range rapid.IntRange(0, 8).Draw(t, "workers") {
			w := hand(letter(i), rapid.Uint32Range(0, 3).Draw(t, "busy"), rapid.Uint64Range(0, 50).Draw(t, "score"))
			w.Operator = letter(rapid.IntRange(0, 8).Draw(t, "operator"))
			pool = append(pool, w)
		}
		task := classicTask(committing, 1, "1", [3]string{}, "")
		task.Trust = rapid.Uint64Range(1, 1000).Draw(t, "trust")
		most := rapid.IntRange(0, 6).Draw(t, "most")
		c := choose(&task, &markettypes.Deal{}, pool, rules{most: most, late: patient, can: anybody})
		seen := map[string]bool{}
		for _, w := range c.workers {
			if w.Busy > w.Slots || seen[w.Operator] {
				t.Fatalf("%s is chosen against the rules", w.Address)
			}
			seen[w.Operator] = true
		}
		if len(c.workers) > most || !c.short && len(c.workers) == 0 {
			t.Fatalf("%d chosen of %d", len(c.workers), most)
		}
	})
}

// Where the chain does not do it by itself, the scheduler finalises, reopens and claims.
func TestAdvanceOf(t *testing.T) {
	seat := classicMember("a", 1, committed, "0", answerGood)
	task := classicTask(revealing, 1, "9", [3]string{"8"}, answerGood, seat)
	task.Classic.RevealDeadlineUnix, task.FinalDeadlineUnix = 100, 200
	require.Equal(t, types.Advance_ADVANCE_UNSPECIFIED, advanceOf(&task, 99))
	require.Equal(t, types.Advance_ADVANCE_REOPEN, advanceOf(&task, 100))
	task.Classic.Revealed = 1
	require.Equal(t, types.Advance_ADVANCE_FINALIZE, advanceOf(&task, 99), "all have revealed")
	task.Classic.Winners = 2
	require.Equal(t, types.Advance_ADVANCE_UNSPECIFIED, advanceOf(&task, 99))
	require.Equal(t, types.Advance_ADVANCE_FINALIZE, advanceOf(&task, 100))
	require.Equal(t, types.Advance_ADVANCE_CLAIM, advanceOf(&task, 200))
}

// The event of a new task is understood as a block tells it.
func TestTaskOpened(t *testing.T) {
	told, err := sdk.TypedEventToEvent(&types.EventTaskOpened{
		TaskId: "0x12", DealId: "0x34", Workerpool: "0x56", Index: 7,
	})
	require.NoError(t, err)
	e := abci.Event(told)
	e.Attributes = append(e.Attributes, abci.EventAttribute{Key: "mode", Value: "EndBlock"})
	opened, ok := taskOpened(e)
	require.True(t, ok)
	require.Equal(t, "0x12 0x34 0x56", opened.TaskId+" "+opened.DealId+" "+opened.Workerpool)
	other, err := sdk.TypedEventToEvent(&types.EventTaskFailed{TaskId: "0x12"})
	require.NoError(t, err)
	for _, e := range []abci.Event{{Type: "transfer"}, abci.Event(other)} {
		_, ok = taskOpened(e)
		require.False(t, ok)
	}
}
