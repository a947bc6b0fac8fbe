package chaintest

import (
	"encoding/json"
	"strings"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/gogoproto/proto"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

// World is a chain with a pool, an app on offer, and workers.
type World struct {
	*Chain
	Owner     *Account // of app and pool
	Requester *Account
	Workers   []*Account
	Pool, App string
}

// PoolPrice and AppPrice are per task.
const (
	PoolPrice = 1_000_000_000
	AppPrice  = 100_000_000
)

// NewWorld returns a world with n workers whose records hold k passed audits.
// The pool's workers have the given slots and a bond for as many tasks.
func NewWorld(c *Chain, workers []*Account, slots uint32) *World {
	w := &World{Chain: c, Owner: c.Account("owner"), Requester: c.Account("requester"), Workers: workers}
	w.Run(w.Owner, &markettypes.MsgRegisterWorkerpool{
		Owner: w.Owner.Address, Description: "pool", WorkerStakeRatioPercent: 30, SchedulerRewardRatioPercent: 1,
		Membership: markettypes.Membership_MEMBERSHIP_OPEN, Scheduling: markettypes.Scheduling_SCHEDULING_CHAIN,
	}, &markettypes.MsgRegisterApp{
		Owner: w.Owner.Address, Name: "app", Runtime: markettypes.Runtime_RUNTIME_WASM,
		Location: "https://example.org/app.wasm",
		Checksum: ident.Keccak256([]byte("app")).String(),
	})
	pools, err := c.App.Market.ExportGenesis(c.Ctx())
	require.NoError(c.T, err)
	w.Pool, w.App = pools.Workerpools[0].Id, pools.Apps[0].Id
	var txs [][]byte
	for _, a := range workers {
		txs = append(txs, w.Tx(a, w.Registration(a, slots)))
	}
	for _, r := range w.Block(txs...) {
		require.Zero(c.T, r.Code, r.Log)
	}
	w.Run(w.Owner, &markettypes.MsgPlaceAppOrder{
		Owner: w.Owner.Address, Order: markettypes.AppOrder{App: w.App, PriceNrlc: AppPrice, Volume: 1_000_000},
	}, &markettypes.MsgPlaceWorkerpoolOrder{
		Owner: w.Owner.Address, Order: markettypes.WorkerpoolOrder{
			Workerpool: w.Pool, PriceNrlc: PoolPrice, Volume: 100_000, MinErrorPpb: 1,
		},
	})
	return w
}

// Registration returns an account's registration as a worker of the pool, with a
// bond for as many tasks as slots.
func (w *World) Registration(a *Account, slots uint32) *pocotypes.MsgRegisterWorker {
	return &pocotypes.MsgRegisterWorker{
		Worker: a.Address, Workerpool: w.Pool, Slots: slots, MaxCategory: 4,
		BondNrlc: uint64(slots) * 19 * PoolPrice, Url: "http://" + a.Name,
	}
}

// Records gives the named accounts a record of k passed audits: a genesis change.
func Records(k uint64, names ...string) func(*Genesis) {
	return func(g *Genesis) {
		for _, n := range names {
			g.Poco.Workers = append(g.Poco.Workers, pocotypes.Worker{
				Address: NewAccount(n).Address, Operator: NewAccount(n).Address,
				Status: pocotypes.WorkerStatus_WORKER_STATUS_LEFT, Reputation: pocotypes.Reputation{AuditsPassed: k},
			})
		}
	}
}

// Request returns a request message for n tasks at the given bound.
func (w *World) Request(n uint64, maxErrorPPB uint32, salt string) *markettypes.MsgPlaceRequestOrder {
	return &markettypes.MsgPlaceRequestOrder{
		Requester: w.Requester.Address, Order: markettypes.RequestOrder{
			App: w.App, AppMaxPriceNrlc: AppPrice, WorkerpoolMaxPriceNrlc: 2 * PoolPrice, Volume: n,
			Policy: markettypes.Policy{MaxErrorPpb: maxErrorPPB}, Salt: ident.Keccak256([]byte(salt)).String(),
		},
	}
}

// DrawDue reports whether the next block begins with draws.
func (w *World) DrawDue() bool {
	w.T.Helper()
	due, err := w.Chain.App.Poco.DrawDue(w.Ctx())
	require.NoError(w.T, err)
	return due
}

// Buy sends a request in a block of its own, and makes the next one, which
// draws the committees of its tasks.
func (w *World) Buy(m *markettypes.MsgPlaceRequestOrder) {
	w.T.Helper()
	w.Run(w.Requester, m)
	w.Block()
}

// Tasks returns all tasks of the chain.
func (w *World) Tasks() []pocotypes.Task {
	g, err := w.Chain.App.Poco.ExportGenesis(w.Ctx())
	require.NoError(w.T, err)
	return g.Tasks
}

// Task returns a task by id.
func (w *World) Task(id string) pocotypes.Task {
	h, err := ident.ParseHash(id)
	require.NoError(w.T, err)
	t, err := w.Chain.App.Poco.Tasks.Get(w.Ctx(), h[:])
	require.NoError(w.T, err)
	return t
}

// Answer is what a worker of a test answers.
type Answer struct{ Digest, Salt ident.Hash }

// CommitMsg returns a worker's commit of an answer to a task.
func CommitMsg(a *Account, task string, answer Answer) *pocotypes.MsgCommit {
	id, _ := ident.ParseHash(task)
	return &pocotypes.MsgCommit{Worker: a.Address, Commits: []pocotypes.Commit{{
		TaskId: task, Commitment: poco.Commitment(a.ID, id, answer.Digest, answer.Salt).String(),
	}}}
}

// RevealMsg returns a worker's reveal of an answer to a task.
func RevealMsg(a *Account, task string, answer Answer) *pocotypes.MsgReveal {
	return &pocotypes.MsgReveal{Worker: a.Address, Reveals: []pocotypes.Reveal{{
		TaskId: task, Digest: answer.Digest.String(), Salt: answer.Salt.String(), Cause: pocotypes.Cause_CAUSE_OK,
	}}}
}

// Events returns the attributes of all events of a type, unquoted.
func Events(res interface{ GetEvents() []abci.Event }, msg proto.Message) []map[string]string {
	var out []map[string]string
	for _, e := range res.GetEvents() {
		if e.Type != proto.MessageName(msg) {
			continue
		}
		m := map[string]string{}
		for _, a := range e.Attributes {
			var text string
			if json.Unmarshal([]byte(a.Value), &text) != nil {
				text = strings.Trim(a.Value, `"`)
			}
			m[a.Key] = text
		}
		out = append(out, m)
	}
	return out
}
