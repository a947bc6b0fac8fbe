package dev

import (
	"context"
	"slices"
	"sync"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/worker/chain"
	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/x/poco/types"
)

// boldOneIn is how seldom the coalition lies without having all seats of a task.
const boldOneIn = 50

// coalition is who runs the byzantine workers. They know each other, and of a
// task the seats that the chain shows. They answer the same wrong thing when all
// seats are theirs, so that nobody contradicts; now and then, once in boldOneIn
// tasks, also when not; and they stand by each other's lies as later members,
// auditors and backups. Else they work well, and earn a record.
type coalition struct {
	chain   *chain.Client
	workers []string // bech32

	mu   sync.Mutex
	lies map[ident.Hash]bool // decided once for each task
}

func newCoalition(c *chain.Client, members []Account) *coalition {
	g := &coalition{chain: c, lies: map[ident.Hash]bool{}}
	for _, m := range members {
		g.workers = append(g.workers, m.Bech32())
	}
	return g
}

// liesIn decides whether the coalition lies in a task. If it cannot see the task,
// it does not dare.
func (g *coalition) liesIn(ctx context.Context, task ident.Hash) bool {
	g.mu.Lock()
	lies, decided := g.lies[task]
	g.mu.Unlock()
	if decided {
		return lies
	}
	r, err := g.chain.Poco().Task(ctx, &types.QueryTaskRequest{Id: task.String()})
	if err != nil {
		return false
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if lies, decided = g.lies[task]; !decided {
		lies = dares(&r.Task, g.workers, ident.Keccak256([]byte("iexec/dev/coalition"), task[:]))
		g.lies[task] = lies
	}
	return lies
}

// dares tells whether a coalition that had no part in a task before lies in it,
// with what chance says.
func dares(t *types.Task, workers []string, chance ident.Hash) bool {
	if t.State != types.TaskState_TASK_STATE_COMMITTING {
		return false // an audit of what honest workers found
	}
	if chance[0] < 256/boldOneIn {
		return true
	}
	return !slices.ContainsFunc(t.Members, func(m types.Member) bool { return !slices.Contains(workers, m.Worker) })
}

// member is one byzantine worker's driver.
type member struct {
	driver.Driver
	of *coalition
}

// Run implements driver.Driver.
func (m member) Run(ctx context.Context, s driver.Spec) (driver.Outcome, error) {
	if m.of.liesIn(ctx, s.TaskID) {
		return driver.Liar{Driver: m.Driver, Name: "the coalition"}.Run(ctx, s)
	}
	return m.Driver.Run(ctx, s)
}
