package keeper_test

import (
	"strconv"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/tests/chaintest"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	pocokeeper "github.com/iexecd/iexecd/x/poco/keeper"
	"github.com/iexecd/iexecd/x/poco/types"
)

// bot is how a worker of a test behaves; the zero bot is honest.
type bot struct {
	lies      string // what it answers instead of "right"
	audits    string // what it answers in audits, if that is another thing; or asleep, or mute
	sleeps    bool   // never commits
	withholds bool   // never reveals
}

// What a bot may do in audits instead of answering: never commit, or never reveal.
const asleep, mute = "asleep", "mute"

// world is a chain with five workers (records of 20 audits passed) and their bots.
type world struct {
	*chaintest.World
	t      testing.TB
	names  []string // of the workers
	bots   map[string]bot
	bought int          // requests placed
	events []abci.Event // of all turns, and their transactions
	own    string       // the pool whose owner schedules, once there is one
	tee    bool         // requests ask for an enclave
}

var workers = []string{"w0", "w1", "w2", "w3", "w4"}

// newWorld returns a world whose workers have the given slots.
func newWorld(tb testing.TB, slots uint32, change ...func(*chaintest.Genesis)) *world {
	tb.Helper()
	return worldOf(tb, workers, 20, slots, change...)
}

// worldOf returns a world with the named workers and records of k audits passed.
func worldOf(tb testing.TB, workers []string, k uint64, slots uint32, change ...func(*chaintest.Genesis)) *world {
	tb.Helper()
	names := append([]string{"owner", "requester", "stranger"}, workers...)
	change = append([]func(*chaintest.Genesis){chaintest.Records(k, workers...)}, change...)
	c := chaintest.New(tb, names, change...)
	accounts := make([]*chaintest.Account, len(workers))
	for i, n := range workers {
		accounts[i] = c.Account(n)
	}
	w := &world{World: chaintest.NewWorld(c, accounts, slots), t: tb, names: workers, bots: map[string]bot{}}
	w.Check()
	return w
}

func params(change func(*types.Params)) func(*chaintest.Genesis) {
	return func(g *chaintest.Genesis) { change(&g.Poco.Params) }
}

func (w *world) keeper() pocokeeper.Keeper { return w.Chain.App.Poco }

func (w *world) query() types.QueryServer { return pocokeeper.NewQueryServer(w.keeper()) }

// buy places a request for n tasks at an error of at most 0.1 % and returns the
// tasks that are there after the block in which they are drawn for.
func (w *world) buy(n uint64) []types.Task {
	w.t.Helper()
	w.bought++
	w.Buy(w.Request(n, 1_000_000, strconv.Itoa(w.bought)))
	return w.Tasks()
}

func (w *world) worker(name string) types.Worker {
	w.t.Helper()
	id := w.Account(name).ID
	got, err := w.keeper().Workers.Get(w.Ctx(), id[:])
	require.NoError(w.t, err)
	return got
}

func (w *world) name(address string) string {
	for _, n := range w.names {
		if w.Account(n).Address == address {
			return n
		}
	}
	w.t.Fatalf("no worker has the address %s", address)
	return ""
}

// answer is what a worker's bot answers to a task, with its salt.
func (w *world) answer(name string) chaintest.Answer { return w.answerIn(name, false) }

// answerIn is answer, in an audit or not.
func (w *world) answerIn(name string, audit bool) chaintest.Answer {
	text := "right"
	if lie := w.bots[name].lies; lie != "" {
		text = lie
	}
	if lie := w.bots[name].audits; audit && lie != "" {
		text = lie
	}
	return chaintest.Answer{Digest: ident.Keccak256([]byte(text)), Salt: ident.Keccak256([]byte("salt " + name))}
}

// stage returns where a task, or its present audit, stands, and its members.
func stage(t types.Task) (types.TaskState, []types.Member) {
	if t.State != types.TaskState_TASK_STATE_AUDITING {
		return t.State, t.Members
	}
	seats := t.Audit.Auditors[t.Audit.Current:]
	switch t.Audit.Phase {
	case types.AuditPhase_AUDIT_PHASE_COMMITTING:
		return types.TaskState_TASK_STATE_COMMITTING, seats
	case types.AuditPhase_AUDIT_PHASE_REVEALING:
		return types.TaskState_TASK_STATE_REVEALING, seats
	case types.AuditPhase_AUDIT_PHASE_UNSPECIFIED, types.AuditPhase_AUDIT_PHASE_LOTTERY,
		types.AuditPhase_AUDIT_PHASE_HELD, types.AuditPhase_AUDIT_PHASE_WAITING,
		types.AuditPhase_AUDIT_PHASE_MATURED, types.AuditPhase_AUDIT_PHASE_CORRECTED,
		types.AuditPhase_AUDIT_PHASE_RETRACTED:
	}
	return types.TaskState_TASK_STATE_WAITING, seats
}

// due reports whether a member has something to say.
func due(t types.Task, m types.Member) bool {
	state, _ := stage(t)
	if state == types.TaskState_TASK_STATE_COMMITTING {
		return m.State == types.MemberState_MEMBER_STATE_DRAWN
	}
	outvoted := t.Classic != nil && m.ResultHash != t.Classic.Consensus
	return state == types.TaskState_TASK_STATE_REVEALING && m.State == types.MemberState_MEMBER_STATE_COMMITTED &&
		!outvoted
}

// messages are what the bots have to send now, one batch per worker and kind.
func (w *world) messages() map[string][]sdk.Msg {
	commits, reveals := map[string]*types.MsgCommit{}, map[string]*types.MsgReveal{}
	contributes := map[string]*types.MsgContribute{}
	for _, t := range w.Tasks() {
		_, seats := stage(t)
		audit := t.State == types.TaskState_TASK_STATE_AUDITING
		for _, m := range seats {
			if !due(t, m) || w.Time.Add(time.Second).Unix() >= t.PhaseDeadlineUnix {
				continue
			}
			name := w.name(m.Worker)
			a, b := w.Account(name), w.bots[name]
			if audit && (b.audits == asleep ||
				b.audits == mute && m.State == types.MemberState_MEMBER_STATE_COMMITTED) {
				continue
			}
			switch commits, contributes := batch(commits, name, types.MsgCommit{Worker: a.Address}),
				batch(contributes, name, types.MsgContribute{Worker: a.Address}); {
			case m.State == types.MemberState_MEMBER_STATE_DRAWN && b.sleeps:
			case m.State == types.MemberState_MEMBER_STATE_DRAWN && t.Trust > 0:
				contributes.Contributions = append(contributes.Contributions, contribution(a, t.Id, w.answer(name)))
			case m.State == types.MemberState_MEMBER_STATE_DRAWN:
				commit := chaintest.CommitMsg(a, t.Id, w.answerIn(name, audit))
				commits.Commits = append(commits.Commits, commit.Commits...)
			case !b.withholds:
				reveals := batch(reveals, name, types.MsgReveal{Worker: a.Address})
				reveal := chaintest.RevealMsg(a, t.Id, w.answerIn(name, audit))
				reveals.Reveals = append(reveals.Reveals, reveal.Reveals...)
			}
		}
	}
	out := map[string][]sdk.Msg{}
	for _, n := range w.names {
		if m := commits[n]; m != nil && len(m.Commits) > 0 {
			out[n] = append(out[n], m)
		}
		if m := contributes[n]; m != nil && len(m.Contributions) > 0 {
			out[n] = append(out[n], m)
		}
		if m := reveals[n]; m != nil {
			out[n] = append(out[n], m)
		}
	}
	return out
}

// batch returns a worker's message of a kind, a new one at first.
func batch[M any](of map[string]*M, name string, first M) *M {
	if of[name] == nil {
		of[name] = &first
	}
	return of[name]
}

// turn makes one block with everything that the bots have to say.
func (w *world) turn() {
	w.t.Helper()
	var txs [][]byte
	msgs := w.messages()
	for _, n := range w.names {
		if len(msgs[n]) > 0 {
			txs = append(txs, w.Tx(w.Account(n), msgs[n]...))
		}
	}
	w.make(txs...)
}

// make makes one block and keeps its events.
func (w *world) make(txs ...[]byte) {
	w.t.Helper()
	w.Time = w.Time.Add(time.Second)
	res := w.Finalize(txs...)
	w.events = append(w.events, res.Events...)
	for _, r := range res.TxResults {
		require.Zero(w.t, r.Code, r.Log)
		w.events = append(w.events, r.Events...)
	}
	w.Check()
}

// play makes blocks, one second each while somebody has something to say or a
// draw is due and else a minute, until all tasks have ended.
func (w *world) play() {
	w.t.Helper()
	for range 500 {
		if w.open() == 0 {
			return
		}
		if len(w.messages()) == 0 && !w.DrawDue() {
			w.Time = w.Time.Add(59 * time.Second)
		}
		w.turn()
	}
	w.t.Fatalf("%d tasks have not ended: %v", w.open(), w.Tasks())
}

// deadPool offers a second pool that has no workers, and returns it.
func (w *world) deadPool() string {
	w.t.Helper()
	w.Run(w.Owner, &markettypes.MsgRegisterWorkerpool{
		Owner: w.Owner.Address, Description: "dead", SchedulerRewardRatioPercent: 1,
		Membership: markettypes.Membership_MEMBERSHIP_OPEN, Scheduling: markettypes.Scheduling_SCHEDULING_CHAIN,
	})
	g, err := w.Chain.App.Market.ExportGenesis(w.Ctx())
	require.NoError(w.t, err)
	for _, p := range g.Workerpools {
		if p.Id == w.Pool {
			continue
		}
		w.Run(w.Owner, &markettypes.MsgPlaceWorkerpoolOrder{
			Owner: w.Owner.Address, Order: markettypes.WorkerpoolOrder{
				Workerpool: p.Id, PriceNrlc: chaintest.PoolPrice, Volume: 100, MinErrorPpb: 1,
			},
		})
		return p.Id
	}
	w.t.Fatal("the second pool is not there")
	return ""
}

func (w *world) open() int {
	n := 0
	for _, t := range w.Tasks() {
		ended := t.State == types.TaskState_TASK_STATE_COMPLETED || t.State == types.TaskState_TASK_STATE_FAILED
		if !ended || t.Audit.Phase == types.AuditPhase_AUDIT_PHASE_LOTTERY {
			n++
		}
	}
	openings, err := w.keeper().ExportGenesis(w.Ctx())
	require.NoError(w.t, err)
	return n + len(openings.Openings) + len(openings.Paused)
}

// failure returns a worker's commit and reveal of an app's own failure.
func failure(a *chaintest.Account, task types.Task, tail string) (*types.MsgCommit, *types.MsgReveal) {
	answer := chaintest.Answer{Digest: poco.FailureDigest(poco.CauseExit, 3, tail), Salt: ident.Hash{5}}
	reveal := chaintest.RevealMsg(a, task.Id, answer)
	reveal.Reveals[0].Cause, reveal.Reveals[0].ExitCode, reveal.Reveals[0].Tail = types.Cause_CAUSE_EXIT, 3, tail
	return chaintest.CommitMsg(a, task.Id, answer), reveal
}
