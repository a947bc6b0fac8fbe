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

// life runs all tasks of a request and returns what each part cost.
type life struct{ open, commits, reveals spent }

func runLife(tb testing.TB, size int) life {
	tb.Helper()
	w := newWorld(tb)
	var l life
	order := w.Tx(w.Requester, w.Request(tasks, bound, "bench"))
	l.open.measure(tb, w.Chain, tasks, [][]byte{order})
	for opened := 0; opened < tasks; {
		l.open.measure(tb, w.Chain, 0, nil)
		opened = len(w.Tasks())
	}
	answer := func(a *chaintest.Account) chaintest.Answer {
		return chaintest.Answer{Digest: ident.Keccak256([]byte("right")), Salt: ident.Keccak256(a.ID[:])}
	}
	assigned := map[string][]string{}
	n := 0
	for _, t := range w.Tasks() {
		for _, m := range t.Members {
			assigned[m.Worker] = append(assigned[m.Worker], t.Id)
			n++
		}
	}
	commits := chunked(w, size, assigned, func(a *chaintest.Account, ids []string) sdk.Msg {
		m := &pocotypes.MsgCommit{Worker: a.Address}
		for _, id := range ids {
			m.Commits = append(m.Commits, chaintest.CommitMsg(a, id, answer(a)).Commits...)
		}
		return m
	})
	l.commits.measure(tb, w.Chain, n, commits)
	reveals := chunked(w, size, assigned, func(a *chaintest.Account, ids []string) sdk.Msg {
		m := &pocotypes.MsgReveal{Worker: a.Address}
		for _, id := range ids {
			m.Reveals = append(m.Reveals, chaintest.RevealMsg(a, id, answer(a)).Reveals...)
		}
		return m
	})
	l.reveals.measure(tb, w.Chain, n, reveals)
	for _, t := range w.Tasks() {
		require.Equal(tb, pocotypes.TaskState_TASK_STATE_COMPLETED, t.State)
		require.Len(tb, t.Members, 3)
	}
	w.Check()
	return l
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
// and what a contribution costs beside a bank send.
func BenchmarkLifecycle(b *testing.B) {
	for range b.N {
		send := runSends(b)
		report("\n%-34s %8.0f /s   %6.0f µs CPU each\n", "bank sends", rate(send), micros(send))
		for _, size := range []int{batch, 1} {
			l := runLife(b, size)
			total := spent{n: tasks}
			for _, part := range []spent{l.open, l.commits, l.reveals} {
				total.cpu += part.cpu
				total.wall += part.wall
			}
			report("\nbatches of %d\n", size)
			report("%-34s %8.0f /s   %6.0f µs CPU each\n", "tasks, whole life", rate(total), micros(total))
			row("opening and drawing, per task", l.open, send)
			row("commit, phase change included", l.commits, send)
			row("reveal, settlement included", l.reveals, send)
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
