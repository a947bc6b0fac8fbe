// Package bench measures the chain in process: what a task's life costs, beside
// bank sends in the same run.
package bench

import (
	"fmt"
	"os"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/tests/chaintest"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

const (
	workers = 12
	tasks   = 1_000
	sends   = 3_000
	batch   = 100
	// bound needs three of the workers, whose records are of 20 audits.
	bound  = 1_000
	audits = 20
)

// spent is CPU and wall time of some blocks.
type spent struct {
	cpu, wall time.Duration
	n         int
}

func (s *spent) each() time.Duration { return s.cpu / time.Duration(max(s.n, 1)) }

func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// measure adds a block of transactions, all of which must succeed.
func (s *spent) measure(tb testing.TB, c *chaintest.Chain, n int, txs [][]byte) {
	tb.Helper()
	began, used := time.Now(), cpu()
	results := c.Block(txs...)
	s.cpu += cpu() - used
	s.wall += time.Since(began)
	s.n += n
	for _, r := range results {
		require.Zero(tb, r.Code, r.Log)
	}
}

func newWorld(tb testing.TB) *chaintest.World {
	tb.Helper()
	names := []string{"owner", "requester"}
	for i := range workers {
		names = append(names, fmt.Sprintf("w%02d", i))
	}
	c := chaintest.New(tb, names, chaintest.Records(audits, names[2:]...))
	list := make([]*chaintest.Account, workers)
	for i := range list {
		list[i] = c.Account(names[2+i])
	}
	return chaintest.NewWorld(c, list, tasks)
}

// life is what each part of running all tasks of a request cost. Commits and
// reveals are the workers' messages alone: blocks in which no task goes on
// because of them. What the last message of a task brings about is beside them.
type life struct{ open, commits, closing, reveals, settling spent }

// all returns the cost of a whole life.
func (l life) all() spent {
	total := spent{n: tasks}
	for _, part := range []spent{l.open, l.commits, l.closing, l.reveals, l.settling} {
		total.cpu += part.cpu
		total.wall += part.wall
	}
	return total
}

// without returns s less what its messages cost, for the tasks that went on.
func (s *spent) without(messages *spent) spent {
	n := time.Duration(messages.n)
	return spent{
		cpu: s.cpu - messages.cpu*time.Duration(s.n)/n, wall: s.wall - messages.wall*time.Duration(s.n)/n, n: tasks,
	}
}

func runLife(tb testing.TB, size int) life {
	tb.Helper()
	w := newWorld(tb)
	var l life
	order := w.Tx(w.Requester, w.Request(tasks, bound, "bench"))
	l.open.measure(tb, w.Chain, tasks, [][]byte{order})
	for opened := 0; opened < tasks || w.DrawDue(); {
		l.open.measure(tb, w.Chain, 0, nil)
		opened = len(w.Tasks())
	}
	// The last member of each task is the one with whose message the task goes on.
	first, last := map[string][]string{}, map[string][]string{}
	for _, t := range w.Tasks() {
		require.Len(tb, t.Members, 3)
		for i, m := range t.Members {
			if i < 2 {
				first[m.Worker] = append(first[m.Worker], t.Id)
			} else {
				last[m.Worker] = append(last[m.Worker], t.Id)
			}
		}
	}
	var all spent
	l.commits.measure(tb, w.Chain, 2*tasks, chunked(w, size, first, commit))
	all.measure(tb, w.Chain, tasks, chunked(w, size, last, commit))
	l.closing = all.without(&l.commits)
	require.Equal(tb, pocotypes.TaskState_TASK_STATE_REVEALING, w.Tasks()[0].State)
	all = spent{}
	l.reveals.measure(tb, w.Chain, 2*tasks, chunked(w, size, first, reveal))
	all.measure(tb, w.Chain, tasks, chunked(w, size, last, reveal))
	l.settling = all.without(&l.reveals)
	for _, t := range w.Tasks() {
		require.Equal(tb, pocotypes.TaskState_TASK_STATE_COMPLETED, t.State)
	}
	w.Check()
	return l
}

func answer(a *chaintest.Account) chaintest.Answer {
	return chaintest.Answer{Digest: ident.Keccak256([]byte("right")), Salt: ident.Keccak256(a.ID[:])}
}

func commit(a *chaintest.Account, ids []string) sdk.Msg {
	m := &pocotypes.MsgCommit{Worker: a.Address}
	for _, id := range ids {
		m.Commits = append(m.Commits, chaintest.CommitMsg(a, id, answer(a)).Commits...)
	}
	return m
}

func reveal(a *chaintest.Account, ids []string) sdk.Msg {
	m := &pocotypes.MsgReveal{Worker: a.Address}
	for _, id := range ids {
		m.Reveals = append(m.Reveals, chaintest.RevealMsg(a, id, answer(a)).Reveals...)
	}
	return m
}

// chunked returns a transaction for every so many tasks of each worker.
func chunked(w *chaintest.World, size int, assigned map[string][]string,
	msg func(a *chaintest.Account, ids []string) sdk.Msg,
) [][]byte {
	var txs [][]byte
	for _, a := range w.Workers {
		for ids := range slices.Chunk(assigned[a.Address], size) {
			txs = append(txs, w.Tx(a, msg(a, ids)))
		}
	}
	return txs
}

func runSends(tb testing.TB) spent {
	tb.Helper()
	w := newWorld(tb)
	var s spent
	for range 2 { // the first block warms caches up
		s = spent{}
		var txs [][]byte
		for i := range sends {
			from, to := w.Workers[i%workers], w.Workers[(i+1)%workers]
			txs = append(txs, w.Tx(from, banktypes.NewMsgSend(from.ID[:], to.ID[:],
				sdk.NewCoins(sdk.NewInt64Coin(account.Denom, 1)))))
		}
		s.measure(tb, w.Chain, sends, txs)
	}
	return s
}

// BenchmarkLifecycle prints tasks per second through FinalizeBlock and Commit,
// and what a worker's message costs beside a bank send. Goals: at most 0.25 of
// a bank send for each task of a batch, at most 1.3 alone.
func BenchmarkLifecycle(b *testing.B) {
	for range b.N {
		send := runSends(b)
		report("\n%-34s %8.0f /s   %6.0f µs CPU each\n", "bank sends", rate(send), micros(send))
		for _, size := range []int{batch, 1} {
			l := runLife(b, size)
			report("\nbatches of %d\n", size)
			report("%-34s %8.0f /s   %6.0f µs CPU each\n", "tasks, whole life", rate(l.all()), micros(l.all()))
			row("opening and drawing, per task", l.open, send)
			row("a worker's commit", l.commits, send)
			row("going on to reveals, per task", l.closing, send)
			row("a worker's reveal", l.reveals, send)
			row("settlement, per task", l.settling, send)
		}
	}
}

// report writes a line of the report.
func report(format string, args ...any) {
	if _, err := fmt.Fprintf(os.Stdout, format, args...); err != nil {
		panic(err)
	}
}

func row(what string, s, send spent) {
	report("%-34s %8s      %6.0f µs CPU each   %.2f of a bank send\n", what, "", micros(s),
		float64(s.each())/float64(send.each()))
}

func rate(s spent) float64 { return float64(s.n) / s.wall.Seconds() }

func micros(s spent) float64 { return float64(s.each().Nanoseconds()) / 1000 }
