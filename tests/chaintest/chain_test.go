package chaintest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/tests/chaintest"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

var names = []string{"owner", "requester", "w0", "w1", "w2", "w3", "w4"}

// TestMainJob buys one task, with one liar among five workers.
func TestMainJob(t *testing.T) {
	c := chaintest.New(t, names, chaintest.Records(20, "w0", "w1", "w2", "w3", "w4"))
	var workers []*chaintest.Account
	for _, n := range names[2:] {
		workers = append(workers, c.Account(n))
	}
	w := chaintest.NewWorld(c, workers, 2)
	supply := w.Supply()
	w.Buy(w.Request(1, 1_000_000, "a"))
	w.Check()
	tasks := w.Tasks()
	require.Len(t, tasks, 1)
	id := tasks[0].Id
	liar := tasks[0].Members[0].Worker
	for range 10 {
		task := w.Task(id)
		if task.State == pocotypes.TaskState_TASK_STATE_COMPLETED {
			break
		}
		var txs [][]byte
		for _, m := range task.Members {
			a := byAddress(workers, m.Worker)
			answer := chaintest.Answer{Digest: ident.Keccak256([]byte("right")), Salt: ident.Keccak256(a.ID[:])}
			if m.Worker == liar {
				answer.Digest = ident.Keccak256([]byte("wrong"))
			}
			switch {
			case m.State == pocotypes.MemberState_MEMBER_STATE_DRAWN:
				txs = append(txs, w.Tx(a, chaintest.CommitMsg(a, id, answer)))
			case m.State == pocotypes.MemberState_MEMBER_STATE_COMMITTED &&
				task.State == pocotypes.TaskState_TASK_STATE_REVEALING:
				txs = append(txs, w.Tx(a, chaintest.RevealMsg(a, id, answer)))
			}
		}
		for _, raw := range txs {
			res := w.CheckTx(raw)
			require.Zero(t, res.Code, res.Log)
		}
		for _, r := range w.Block(txs...) {
			require.Zero(t, r.Code, r.Log)
		}
		w.Check()
	}
	task := w.Task(id)
	require.Equal(t, pocotypes.TaskState_TASK_STATE_COMPLETED, task.State)
	require.Equal(t, ident.Keccak256([]byte("right")).String(), task.Result.Digest)
	for _, m := range task.Members {
		if m.Worker == liar {
			require.Equal(t, pocotypes.MemberState_MEMBER_STATE_REJECTED, m.State)
			require.Equal(t, uint64(19*chaintest.PoolPrice), m.SlashedNrlc)
		} else {
			require.Equal(t, pocotypes.MemberState_MEMBER_STATE_ACCEPTED, m.State)
		}
	}
	require.Equal(t, supply, w.Supply())
	w.ExportImport()
}

func byAddress(accounts []*chaintest.Account, address string) *chaintest.Account {
	for _, a := range accounts {
		if a.Address == address {
			return a
		}
	}
	return nil
}
