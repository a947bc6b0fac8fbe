package pocochain

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/tests/chaintest"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

// fee is what a paid transaction of a test costs.
const fee = 200_000

// slots of each worker.
const slots = 40

// pair is a chain and its model.
type pair struct {
	*chaintest.World
	t      testing.TB
	script script
	agenda *agenda // the chain's; the model has its own
	model  *model
	index  map[ident.Address]int
	bought uint64
	first  int64 // height of the first block of the script
}

func location(worker int) string { return "http://" + name(worker) }

func name(worker int) string { return fmt.Sprintf("w%03d", worker) }

// newPair returns a chain and a model in the same state.
func newPair(tb testing.TB, s script) *pair {
	tb.Helper()
	names := []string{"owner", "requester"}
	var known []string
	for i := range s.workers {
		names = append(names, name(i))
		if i%3 > 0 {
			known = append(known, name(i))
		}
	}
	var params pocotypes.Params
	c := chaintest.New(tb, names, chaintest.Records(60, known...), func(g *chaintest.Genesis) {
		setParams(&g.Poco.Params)
		params = g.Poco.Params
	})
	var accounts []*chaintest.Account
	for i := range s.workers {
		accounts = append(accounts, c.Account(name(i)))
	}
	p := &pair{
		World: chaintest.NewWorld(c, accounts, slots), t: tb, script: s, agenda: newAgenda(s),
		model: newModel(s, params), index: map[ident.Address]int{},
	}
	for i, a := range accounts {
		p.index[a.ID] = i
		w := p.wire(i)
		p.model.enter(a.ID, w.Slots, rlc.Amount(w.BondNrlc), rlc.Amount(c.Balance(a.ID)), w.Reputation)
	}
	p.first = p.Height + 1
	return p
}

// setParams sets bounds that are reached, and rates at which everything happens.
func setParams(p *pocotypes.Params) {
	p.HoldBackBlocks = 25
	p.AuditRatePpb, p.AuditRateRisingPpb, p.AuditRateFreshPpb = 100_000_000, 200_000_000, 350_000_000
	p.MaxOpeningsPerBlock, p.MaxDuePerBlock, p.MaxProbesPerBlock, p.MaxRecallsPerBlock = 200, 600, 1_500, 12
	p.MaxAuditors, p.MaxMembers = 12, 10
	p.JailSeconds, p.MaxJailSeconds, p.HistoryLength = 60, 600, 20
}

// wire returns a worker's record on chain.
func (p *pair) wire(i int) pocotypes.Worker {
	w, err := p.Chain.App.Poco.Workers.Get(p.Ctx(), p.Workers[i].ID[:])
	require.NoError(p.t, err)
	return w
}

func (p *pair) standing(i int) standing {
	w := p.wire(i)
	recalled, err := p.Chain.App.Poco.Recalls.Has(p.Ctx(), p.Workers[i].ID[:])
	require.NoError(p.t, err)
	return standing{
		status: w.Status, idle: w.Busy+w.Auditing == 0 && w.LockedNrlc == 0, jailedUntil: w.JailedUntilUnix,
		recalled: recalled,
	}
}

// block makes the same block on both.
func (p *pair) block() {
	p.t.Helper()
	height := p.Height + 1
	p.Time = p.Time.Add(time.Duration(p.script.seconds(height)) * time.Second)
	moves := make([]move, len(p.Workers))
	var txs [][]byte
	for i := range p.Workers {
		x := p.script.move(i, height, p.first, p.Time.Unix(), p.standing(i))
		require.Equal(p.t, x, p.script.move(i, height, p.first, p.Time.Unix(), p.model.standing(i)))
		if moves[i] = x; x != stay {
			txs = append(txs, p.Tx(p.Workers[i], p.message(i, x)))
		}
	}
	if p.bought < p.script.tasks {
		n, bound := p.script.request(height, p.bought)
		p.bought += n
		txs = append(txs, p.Tx(p.Requester, p.Request(n, bound, fmt.Sprint(p.bought))))
	}
	turns := p.agenda.take(height)
	res := p.Finalize(append(txs, p.messages(turns)...)...)
	p.accepted(res, turns)
	p.look(res)
	require.NoError(p.t, p.follow(height, moves, res))
}

// message is what an operator sends.
func (p *pair) message(i int, x move) sdk.Msg {
	a := p.Workers[i]
	switch x {
	case drain, resume:
		return &pocotypes.MsgDrainWorker{Worker: a.Address, Resume: x == resume}
	case leave:
		return &pocotypes.MsgLeavePool{Worker: a.Address}
	case unjail:
		return &pocotypes.MsgUnjailWorker{Worker: a.Address}
	case register:
		m := p.Registration(a, slots)
		m.Operator = p.Workers[p.script.operator(i)].Address
		return m
	case stay:
	}
	return nil
}

// messages puts the turns of each worker into batches.
func (p *pair) messages(turns []turn) [][]byte {
	var txs [][]byte
	for len(turns) > 0 {
		n := 0
		for n < len(turns) && n < 100 && turns[n].worker == turns[0].worker && turns[n].reveal == turns[0].reveal {
			n++
		}
		a := p.Workers[turns[0].worker]
		var msg sdk.Msg
		if turns[0].reveal {
			m := &pocotypes.MsgReveal{Worker: a.Address}
			for _, x := range turns[:n] {
				m.Reveals = append(m.Reveals, shown(x))
			}
			msg = m
		} else {
			m := &pocotypes.MsgCommit{Worker: a.Address}
			for _, x := range turns[:n] {
				m.Commits = append(m.Commits, pocotypes.Commit{
					TaskId:     x.task.String(),
					Commitment: poco.Commitment(a.ID, x.task, x.answer.Digest, x.salt).String(),
				})
			}
			msg = m
		}
		txs, turns = append(txs, p.Tx(a, msg)), turns[n:]
	}
	return txs
}

func shown(x turn) pocotypes.Reveal {
	return pocotypes.Reveal{
		TaskId: x.task.String(), Digest: x.answer.Digest.String(), Salt: x.salt.String(),
		Cause: pocotypes.Cause(x.answer.Cause), ExitCode: x.answer.ExitCode, Tail: x.answer.Tail,
		Callback: x.answer.Callback,
	}
}

// accepted checks that the chain took every item and put nothing off.
func (p *pair) accepted(res *abci.ResponseFinalizeBlock, turns []turn) {
	p.t.Helper()
	taken := 0
	for _, r := range res.TxResults {
		require.Zero(p.t, r.Code, "height %d: %s", p.Height, r.Log)
		taken += len(chaintest.Events(r, &pocotypes.EventContributionCommitted{}))
		taken += len(chaintest.Events(r, &pocotypes.EventContributionRevealed{}))
	}
	require.Equal(p.t, len(turns), taken, "height %d: commits and reveals taken", p.Height)
	require.Empty(p.t, chaintest.Events(res, &pocotypes.EventItemPostponed{}), "height %d", p.Height)
}

// look plans what the block's events ask workers to do.
func (p *pair) look(res *abci.ResponseFinalizeBlock) {
	p.t.Helper()
	for _, e := range chaintest.Events(res, &pocotypes.EventMemberDrawn{}) {
		t, id := p.task(e["task_id"]), p.id(e["worker"])
		m := find(poco.Seats(t), id)
		require.NotNil(p.t, m, "height %d: %s was drawn for task %s and has no seat", p.Height, id, t.ID)
		p.agenda.seated(p.Height, t, *m, p.index[id])
	}
	for _, e := range chaintest.Events(res, &pocotypes.EventRevealOpened{}) {
		p.agenda.opened(p.Height, p.task(e["task_id"]), p.index)
	}
}

func find(members []poco.Member, id ident.Address) *poco.Member {
	for i := range members {
		if members[i].Worker == id {
			return &members[i]
		}
	}
	return nil
}

func (p *pair) id(address string) ident.Address {
	id, err := account.Parse(address)
	require.NoError(p.t, err)
	return id
}

func (p *pair) task(id string) poco.Task {
	t := p.Task(id)
	c, err := t.Core()
	require.NoError(p.t, err)
	return c
}

// follow makes the block on the model.
func (p *pair) follow(height int64, moves []move, res *abci.ResponseFinalizeBlock) error {
	m := p.model
	m.now = poco.Clock{Unix: p.Time.Unix(), Height: height}
	if err := m.begin(p.Beacon()); err != nil {
		return err
	}
	for i, x := range moves {
		bond := rlc.Amount(p.Registration(p.Workers[i], slots).BondNrlc)
		if m.move(i, x, bond); x != stay {
			m.workers[i].account -= fee
		}
	}
	for _, x := range m.agenda.take(height) {
		if err := m.turn(x); err != nil {
			return err
		}
	}
	for _, e := range chaintest.Events(res, &markettypes.EventDealCreated{}) {
		id, err := ident.ParseHash(e["id"])
		if err != nil {
			return err
		}
		d, err := p.Chain.App.Market.Deal(p.Ctx(), id)
		if err != nil {
			return err
		}
		m.matched = append(m.matched, &deal{Deal: d, next: d.First})
	}
	return m.end()
}

// compare returns the first difference between chain and model, empty if there is none.
func (p *pair) compare() string {
	m := p.model
	for i, w := range m.workers {
		c := p.wire(i)
		if d := diff(name(i), reflect.ValueOf(standingOf(c, p.Balance(p.Workers[i].ID))),
			reflect.ValueOf(w.standing())); d != "" {
			return d
		}
	}
	k := p.Chain.App.Poco
	g, err := k.ExportGenesis(p.Ctx())
	require.NoError(p.t, err)
	chain := sums{rlc.Amount(g.KittyNrlc), rlc.Amount(g.AuditFundNrlc), rlc.Amount(g.Pools[0].EarnedNrlc), g.AuditStats}
	if d := diff("sums", reflect.ValueOf(chain), reflect.ValueOf(sums{m.kitty, m.fund, m.owner, m.stats})); d != "" {
		return d
	}
	if len(g.Tasks) != len(m.tasks) {
		return fmt.Sprintf("%d tasks on chain, %d in the model", len(g.Tasks), len(m.tasks))
	}
	for i := range g.Tasks {
		t, err := g.Tasks[i].Core()
		require.NoError(p.t, err)
		if m.tasks[t.ID] == nil {
			return "no task " + t.ID.String()
		}
		if d := diff("task "+t.ID.String(), reflect.ValueOf(t), reflect.ValueOf(m.tasks[t.ID].Task)); d != "" {
			return d
		}
	}
	return ""
}

type sums struct {
	Kitty, Fund, Pool rlc.Amount
	Stats             pocotypes.AuditStats
}

// account of a worker, as both sides keep it.
type state struct {
	Status                          pocotypes.WorkerStatus
	Slots, Busy, Auditing           uint32
	Strikes, Jailings               uint32
	Bond, Locked, Maturing, Account uint64
	JailedUntil                     int64
	Record                          pocotypes.Reputation
}

func standingOf(w pocotypes.Worker, balance uint64) state {
	return state{
		w.Status, w.Slots, w.Busy, w.Auditing, w.Strikes, w.Jailings, w.BondNrlc, w.LockedNrlc, w.MaturingNrlc, balance,
		w.JailedUntilUnix, w.Reputation,
	}
}

func (w *member) standing() state {
	return state{
		w.status, w.slots, w.busy[committees], w.busy[audits], w.strikes, w.jailings, uint64(w.bond),
		uint64(w.locked), uint64(w.maturing), uint64(w.account), w.jailedUntil, w.record,
	}
}

// diff returns the first field in which two values differ, with both.
func diff(path string, a, b reflect.Value) string {
	switch a.Kind() { //nolint:exhaustive // all other kinds are compared as they are
	case reflect.Struct:
		for i := range a.NumField() {
			if d := diff(path+"."+a.Type().Field(i).Name, a.Field(i), b.Field(i)); d != "" {
				return d
			}
		}
		return ""
	case reflect.Slice:
		if a.Len() != b.Len() {
			return fmt.Sprintf("%s: %d on chain, %d in the model: %v, %v", path, a.Len(), b.Len(), a, b)
		}
		for i := range a.Len() {
			if d := diff(fmt.Sprintf("%s[%d]", path, i), a.Index(i), b.Index(i)); d != "" {
				return d
			}
		}
		return ""
	case reflect.Pointer:
		if a.IsNil() || b.IsNil() {
			if a.IsNil() != b.IsNil() {
				return fmt.Sprintf("%s: %v on chain, %v in the model", path, a, b)
			}
			return ""
		}
		return diff(path, a.Elem(), b.Elem())
	}
	if !a.Equal(b) {
		return fmt.Sprintf("%s: %v on chain, %v in the model", path, a, b)
	}
	return ""
}
