package sim

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/tests/chaintest"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	pocokeeper "github.com/iexecd/iexecd/x/poco/keeper"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

const (
	workerCount = 8
	busyBlocks  = 60  // blocks in which requests come
	calmBlocks  = 600 // blocks after them in which everything must end
)

// world is a chain with its workers, driven by one seeded source of chance.
type world struct {
	*chaintest.World
	t       testing.TB
	rng     *rand.Rand
	workers []*worker
	faults  faults
	supply  uint64
	params  pocotypes.Params
	checks  bool // everything is checked after every block, and counted
	busy    bool // requests still come, and faults happen
	bought  int
	opened  int // tasks bought

	happened *happened
}

// newWorld returns the world of a seed.
func newWorld(tb testing.TB, seed uint64, all *happened, checks bool) *world {
	tb.Helper()
	rng := rand.New(rand.NewPCG(seed, 0x1e8ec))
	names := []string{"owner", "requester", "stranger"}
	var workers, known []string
	for i := range workerCount {
		workers = append(workers, fmt.Sprintf("w%d", i))
		if i%4 != 3 { // every fourth worker is new
			known = append(known, workers[i])
		}
	}
	f := drawFaults(rng)
	var params pocotypes.Params
	c := chaintest.New(tb, append(names, workers...), chaintest.Records(20, known...), func(g *chaintest.Genesis) {
		g.Poco.Params.MaxDuePerBlock = 200
		g.Poco.Params.MaxOpeningsPerBlock = uint32(1 + rng.IntN(20))
		g.Poco.Params.StrikesToJail = uint32(1 + rng.IntN(4))
		auditOften(&g.Poco.Params, rng)
		params = g.Poco.Params
	})
	var accounts []*chaintest.Account
	for _, n := range workers {
		accounts = append(accounts, c.Account(n))
	}
	w := &world{
		World: chaintest.NewWorld(c, accounts,
			uint32(1+rng.IntN(3))), t: tb, rng: rng, faults: f, busy: true, checks: checks,
		happened: all, params: params,
	}
	w.Run(w.Owner, &markettypes.MsgPlaceWorkerpoolOrder{
		Owner: w.Owner.Address, Order: markettypes.WorkerpoolOrder{
			Workerpool: w.Pool, PriceNrlc: chaintest.PoolPrice, Volume: 10_000, Trust: 8,
		},
	})
	for i, a := range accounts {
		w.workers = append(w.workers, newWorker(w, a, f.kinds[i]))
	}
	w.supply = w.Supply()
	return w
}

// auditOften sets rates and times at which everything happens in a short run.
func auditOften(p *pocotypes.Params, rng *rand.Rand) {
	p.HoldBackBlocks = uint64(20 + rng.IntN(41))
	p.AuditRatePpb = []uint32{50_000_000, 300_000_000, 600_000_000}[rng.IntN(3)]
	p.AuditRateRisingPpb, p.AuditRateFreshPpb = 600_000_000, 900_000_000
	p.Auditors = uint32(1 + rng.IntN(2))
	p.MaxAuditors = uint32(3 + rng.IntN(6))
	p.MaxRecallsPerBlock = uint32(1 + rng.IntN(4))
}

// run plays the whole seed and returns the hash of the last state.
func (w *world) run() []byte {
	w.t.Helper()
	for range busyBlocks {
		w.block(1 + w.rng.IntN(30))
		if w.chance(2) {
			w.goesOn()
		}
	}
	w.busy = false
	for i := 0; i < calmBlocks && w.unfinished() > 0; i++ {
		w.block(1 + w.rng.IntN(60))
	}
	if n := w.unfinished(); n > 0 {
		w.t.Fatalf("%d tasks have not ended", n)
	}
	if w.checks {
		w.checkEnd()
		w.tally()
	}
	return w.AppHash()
}

// unfinished counts tasks bought that are not final on chain.
func (w *world) unfinished() int {
	n := w.opened
	for _, t := range w.Tasks() {
		if ended(t) {
			n--
		}
	}
	return n
}

// block lets seconds pass, lets everybody act, makes a block, and checks it.
func (w *world) block(seconds int) {
	w.t.Helper()
	w.Time = w.Time.Add(time.Duration(seconds) * time.Second)
	var txs [][]byte
	var mails []*mail
	for _, x := range w.workers {
		x.work()
		for _, m := range x.outgoing() {
			raw := w.Tx(x.account, m.msg)
			if res := w.CheckTx(raw); res.Code != 0 {
				x.deliver(sentEvent(m, 0, nil, res.Log))
				continue
			}
			txs, mails = append(txs, raw), append(mails, m)
		}
	}
	w.rng.Shuffle(len(txs), func(i, j int) {
		txs[i], txs[j] = txs[j], txs[i]
		mails[i], mails[j] = mails[j], mails[i]
	})
	w.spam()
	paid := w.paid()
	res := w.Finalize(append(txs, paid...)...)
	w.watch(res)
	for i, r := range res.TxResults {
		if i < len(mails) {
			w.outcome(mails[i], r)
		} else if r.Code != 0 {
			w.t.Fatalf("height %d: a message of a user failed: %s", w.Height, r.Log)
		}
	}
	if w.checks {
		w.check()
	}
	for _, x := range w.workers {
		x.see()
	}
}

// paid are the messages of requesters and operators of this block.
func (w *world) paid() [][]byte {
	var txs [][]byte
	if w.busy && w.rng.IntN(3) == 0 {
		bounds := []uint32{300_000_000, 10_000_000, 1_000_000, 100_000}
		n := uint64(1 + w.rng.IntN(4))
		m := w.Request(n, bounds[w.rng.IntN(len(bounds))], fmt.Sprint(w.bought))
		if w.rng.IntN(3) == 0 { // classic PoCo, side by side
			m.Order.Policy = markettypes.Policy{Trust: []uint64{1, 2, 4, 8}[w.rng.IntN(4)]}
		}
		w.bought++
		w.opened += int(n)
		txs = append(txs, w.Tx(w.Requester, m))
	}
	for _, x := range w.workers {
		if m := x.registry(); m != nil {
			txs = append(txs, w.Tx(x.account, m))
		}
	}
	return txs
}

// spam offers what is not due: it must not even reach a block. Rule POCO-R20.
func (w *world) spam() {
	stranger := w.Account("stranger")
	tasks := w.Tasks()
	if len(tasks) == 0 || w.rng.IntN(4) > 0 {
		return
	}
	t := tasks[w.rng.IntN(len(tasks))]
	raw := w.Tx(stranger, chaintest.CommitMsg(stranger, t.Id, chaintest.Answer{Digest: ident.Hash{1}}))
	if res := w.CheckTx(raw); res.Code == 0 {
		w.t.Fatalf("height %d: a stranger's commit to task %s passed CheckTx", w.Height, t.Id)
	}
}

// outcome tells a worker what became of its message, if that is not lost.
func (w *world) outcome(m *mail, r *abci.ExecTxResult) {
	w.t.Helper()
	if w.busy && w.chance(w.faults.lostOutcome) {
		return
	}
	if r.Code != 0 {
		m.from.deliver(sentEvent(m, 0, nil, r.Log))
		return
	}
	outcomes, err := outcomesOf(r)
	if err != nil {
		w.t.Fatal(err)
	}
	m.from.deliver(sentEvent(m, w.Height, outcomes, ""))
}

func outcomesOf(r *abci.ExecTxResult) ([]pocotypes.ItemOutcome, error) {
	var data sdk.TxMsgData
	if err := data.Unmarshal(r.Data); err != nil {
		return nil, err
	}
	if len(data.MsgResponses) != 1 {
		return nil, fmt.Errorf("%d answers to one message", len(data.MsgResponses))
	}
	// Both answers are the same on the wire.
	var res pocotypes.MsgCommitResponse
	return res.Outcomes, errors.Join(res.Unmarshal(data.MsgResponses[0].Value))
}

// check holds after every block: all invariants of both modules, the supply,
// and that no task is open past its final deadline. Invariant POCO-I6, rule POCO-R19.
func (w *world) check() {
	w.t.Helper()
	if err := w.Chain.App.CheckInvariants(w.Ctx()); err != nil {
		w.t.Fatalf("height %d: %s", w.Height, err)
	}
	if s := w.Supply(); s != w.supply {
		w.t.Fatalf("height %d: the supply is %d, it was %d", w.Height, s, w.supply)
	}
	for _, t := range w.Tasks() {
		if !poco.State(t.State).Ended() && t.FinalDeadlineUnix <= w.Time.Unix() {
			w.t.Fatalf("height %d: task %s is %s at %d, its final deadline was %d", w.Height, t.Id, t.State,
				w.Time.Unix(),
				t.FinalDeadlineUnix)
		}
	}
}

// checkEnd holds when everything has ended: no seat, no stake and no escrow of
// a request is left; who was honest lost nothing; who lied gained nothing.
func (w *world) checkEnd() {
	w.t.Helper()
	completed := 0
	for _, t := range w.Tasks() {
		if t.State == pocotypes.TaskState_TASK_STATE_COMPLETED {
			completed++
			w.checkResult(t)
		}
		w.checkHonest(t)
	}
	if completed == 0 {
		w.t.Error("no task was completed: this seed tests nothing")
	}
	for _, x := range w.workers {
		got := x.record()
		if got.Busy != 0 || got.LockedNrlc != 0 {
			w.t.Errorf("%s has %d open seats and %d nrlc at stake", x.account.Name, got.Busy, got.LockedNrlc)
		}
		if got.MaturingNrlc != 0 {
			w.t.Errorf("%s has %d nrlc held back", x.account.Name, got.MaturingNrlc)
		}
	}
	w.ExportImport()
}

// checkResult: who lies alone is believed only if one voice like its own was
// enough for the buyer. Rules POCO-R10, POCO-R25, POCO-R41.
func (w *world) checkResult(t pocotypes.Task) {
	w.t.Helper()
	id, err := ident.ParseHash(t.Id)
	if err != nil {
		w.t.Fatal(err)
	}
	right := rightAnswer(id).Digest.String()
	if w.faults.collude {
		return
	}
	alone := poco.Credibility(0, w.params.FaultFractionPpb) >= t.NeededPpb // as all votes of a dispute
	if c := t.Audit.Corrected; c != nil && c.Digest != right && !alone {
		w.t.Errorf("task %s was corrected to the lie %s, needed %d ppb", t.Id, c.Digest, t.NeededPpb)
	}
	if t.Result.Digest == right {
		return
	}
	for _, m := range t.Members {
		enough := m.CredibilityPpb >= t.NeededPpb
		if t.Trust > 0 { // alone it needs a weight of at least the trust; Weight is its logarithm, rounded down
			enough = 1<<(m.Weight+1) > t.Trust
		}
		if m.Digest == t.Result.Digest && enough {
			return
		}
	}
	w.t.Errorf("task %s was accepted with the lie %s at %d ppb, needed %d", t.Id, t.Result.Digest, t.ReachedPpb,
		t.NeededPpb)
}

func (w *world) chance(percent int) bool { return w.rng.IntN(100) < percent }

func (w *world) query() pocotypes.QueryServer { return pocokeeper.NewQueryServer(w.Chain.App.Poco) }
