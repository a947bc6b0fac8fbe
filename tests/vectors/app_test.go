package vectors

import (
	"encoding/hex"
	"encoding/json"
	"maps"
	"math/big"
	"slices"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/tests/chaintest"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

// TestSettlementInApp plays the same deals through the application: messages
// in, bank balances out. After every step each account's balance is what the
// original's events make of it, and what all have locked is what the modules
// hold.
func TestSettlementInApp(t *testing.T) {
	t.Parallel()
	for _, f := range files(t, "poco-settlement/") {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			var s settlementFile
			decode(t, f.raw, &s)
			each(t, s.Vectors, func(v *settlementVector) string { return v.ID }, s.playInApp)
		})
	}
}

// chained is a world whose tasks and money are a chain's. Its ledger is what
// the recorded events make of the accounts.
type chained struct {
	*world
	vector *settlementVector
	chain  *chaintest.Chain
	result *abci.ExecTxResult // of the last transaction
}

func (f *settlementFile) playInApp(t *testing.T, v *settlementVector) {
	t.Helper()
	w := &chained{world: newWorld(t, &f.header, v.terms(t)), vector: v}
	w.trust = w.terms.trust
	for name, a := range v.AccountsInitial {
		w.install(t, name, a)
	}
	w.install(t, kitty, v.KittyBefore)
	w.chain = chaintest.New(t, w.people(), w.genesis)
	w.register()
	w.compare()
	for i := range v.Steps {
		w.play(i, &v.Steps[i])
	}
	require.Equal(t, v.AccountsBeforeSettlement, w.settlement.accounts(), "accounts before the last settlement")
	require.Equal(t, v.Expected, w.end(), "at the end")
	require.Equal(t, v.Deal, w.dealt(), "deal")
	w.chain.Check()
}

// people are all who have or do something; the first is nobody's role.
func (w *chained) people() []string {
	all := map[string]bool{}
	for name := range w.vector.AccountsInitial {
		all[name] = true
	}
	for _, s := range w.vector.Steps {
		all[s.By] = true
	}
	for _, role := range []string{w.terms.appOwner, w.terms.dataOwner, w.terms.poolOwner, w.terms.requester} {
		all[role] = true
	}
	delete(all, escrow)
	delete(all, "anyone")
	return append([]string{"anyone"}, slices.Sorted(maps.Keys(all))...)
}

// genesis installs accounts, kitty, scores and the original's settings.
func (w *chained) genesis(g *chaintest.Genesis) {
	for _, name := range w.people() {
		g.Balances[chaintest.NewAccount(name).Address] = uint64(w.free[name])
	}
	g.Balances[authtypes.NewModuleAddress(pocotypes.KittyName).String()] = uint64(w.locked[kitty])
	g.Poco.KittyNrlc = uint64(w.locked[kitty])
	for name, score := range w.vector.ScoresBefore {
		a := chaintest.NewAccount(name).Address
		g.Poco.Workers = append(g.Poco.Workers, pocotypes.Worker{
			Address: a, Operator: a, Status: pocotypes.WorkerStatus_WORKER_STATUS_LEFT,
			Reputation: pocotypes.Reputation{Score: number(w.t, score).Uint64()},
		})
	}
	p := w.params
	to := &g.Poco.Params
	to.ClassicContributionRatio, to.ClassicRevealRatio = p.ClassicContributionRatio, p.ClassicRevealRatio
	to.ClassicFinalRatio, to.MaxContributors = p.ClassicFinalRatio, 256
	to.ClassicAutomatic, to.ClassicPunishFailed = p.ClassicAutomatic, p.ClassicPunishFailed
	to.KittyPaysFreeTasks, to.KittyRatioPercent, to.KittyMinNrlc = true, p.KittyRatioPercent, uint64(p.KittyMin)
	g.Market.Params.PoolStakeRatioPercent = number(w.t, w.Constants["workerpool_stake_ratio"]).Uint64()
	g.Market.Categories = nil
	for i, clock := range w.CategoriesWorkClockTimeRef {
		g.Market.Categories = append(g.Market.Categories, markettypes.Category{
			Id: uint64(i), Name: "category", WorkClockSeconds: number(w.t, clock).Uint64(),
		})
	}
}

// register registers the assets.
func (w *chained) register() {
	location, checksum := "https://example.org/x", digest("checksum").String()
	address := func(name string) string { return chaintest.NewAccount(name).Address }
	for _, r := range []struct {
		owner string
		msg   sdk.Msg
		id    *ident.Address
	}{
		{w.terms.appOwner, &markettypes.MsgRegisterApp{
			Owner: address(w.terms.appOwner), Name: "app", Runtime: markettypes.Runtime_RUNTIME_WASM,
			Location: location, Checksum: checksum,
		}, &w.terms.appID},
		{w.terms.dataOwner, &markettypes.MsgRegisterDataset{
			Owner: address(w.terms.dataOwner), Name: "dataset", Location: location, Checksum: checksum,
		}, &w.terms.dataID},
		{w.terms.poolOwner, &markettypes.MsgRegisterWorkerpool{
			Owner: address(w.terms.poolOwner), Description: "pool", WorkerStakeRatioPercent: w.terms.stakeRatio,
			SchedulerRewardRatioPercent: w.terms.rewardRatio, Membership: markettypes.Membership_MEMBERSHIP_OPEN,
			Scheduling: markettypes.Scheduling_SCHEDULING_OWNER,
		}, &w.terms.poolID},
	} {
		require.True(w.t, w.send(r.owner, r.msg), "%T", r.msg)
	}
	all, err := w.chain.App.Market.ExportGenesis(w.chain.Ctx())
	require.NoError(w.t, err)
	for text, id := range map[string]*ident.Address{
		all.Apps[0].Id: &w.terms.appID, all.Datasets[0].Id: &w.terms.dataID, all.Workerpools[0].Id: &w.terms.poolID,
	} {
		*id, err = ident.ParseAddress(text)
		require.NoError(w.t, err)
	}
}

// send puts a message into a block of its own, without a fee so that balances
// are the original's, and reports whether it was taken.
func (w *chained) send(by string, m sdk.Msg) bool {
	from := w.chain.Account(by)
	var raw []byte
	if pocotypes.IsWorkerMessage(m) {
		raw = w.chain.Tx(from, m)
	} else {
		raw = w.chain.Feeless(from, m)
	}
	w.result = w.chain.Finalize(raw).TxResults[0]
	return w.result.Code == 0
}

// play sends a step's message at its time and compares.
func (w *chained) play(i int, s *step) {
	w.t.Helper()
	person(w.t, s.By)
	w.chain.Time = time.Unix(w.StartTime+s.At, 0).UTC()
	money, task := w.clone(), w.still(s.Task)
	if s.ScoreBefore != "" {
		require.Equal(w.t, s.ScoreBefore, w.scoreOf(s.By), "score of %s before step %d", s.By, i)
	}
	ok := w.do(s)
	require.Equal(w.t, s.OK, ok, "step %d, %s by %s at %d (%s): %v", i, s.Op, s.By, s.At, s.Why, w.result)
	w.load()
	if ok {
		w.replay(s.Events)
	} else {
		require.JSONEq(w.t, task, w.still(s.Task), "a refused step changes the task")
	}
	w.compare()
	if _, settles := ends[s.Op]; ok && settles {
		w.settlement = money
	}
	w.checkStep(i, s)
}

// still is all of a task but when the chain looks at it next, which time changes.
func (w *chained) still(task uint64) string {
	t := w.tasks[task]
	t.PhaseDeadlineUnix = 0
	raw, err := json.Marshal(t)
	require.NoError(w.t, err)
	return string(raw)
}

// ends are the operations that end a task.
var ends = map[string]bool{
	"finalize": true, "claim": true, "initializeAndClaim": true, "contributeAndFinalize": true,
}

// checkStep compares what is to be seen of the task.
func (w *chained) checkStep(i int, s *step) {
	want, got := s.observed, observed{OK: s.OK, Error: s.Error, TaskStatus: w.status(s)}
	want.Events = nil
	if s.OK && s.Op == "contribute" {
		w.observe(s, &got)
	}
	require.Equal(w.t, want, got, "step %d, %s by %s at %d (%s)", i, s.Op, s.By, s.At, s.Why)
}

// do sends a step's message. To initialise a task there is none: the chain
// opens all tasks of a deal in the block of its match.
func (w *chained) do(s *step) bool {
	switch s.Op {
	case "matchOrders", "sponsorMatchOrders":
		return w.match(s)
	case "initialize":
		_, open := w.tasks[s.Task]
		return open
	case "changePolicy":
		require.Len(w.t, s.Params, 2)
		return w.send(s.By, &markettypes.MsgUpdateWorkerpoolPolicy{
			Owner: chaintest.NewAccount(s.By).Address, Id: w.terms.poolID.String(),
			WorkerStakeRatioPercent:     number(w.t, s.Params[0]).Uint64(),
			SchedulerRewardRatioPercent: number(w.t, s.Params[1]).Uint64(),
		})
	}
	return w.send(s.By, w.message(s))
}

// match sends four signed orders and remembers the deal.
func (w *chained) match(s *step) bool {
	params, err := w.chain.App.Market.Params.Get(w.chain.Ctx())
	require.NoError(w.t, err)
	domain, err := params.Domain()
	require.NoError(w.t, err)
	o := w.terms.orders(w.t, w.terms.trust, domain)
	var dataset *markettypes.SignedDatasetOrder
	if o.Dataset != nil {
		dataset = markettypes.NewSignedOrder(o.Dataset).Dataset
	}
	app, pool := *markettypes.NewSignedOrder(o.App).App, *markettypes.NewSignedOrder(o.Workerpool).Workerpool
	request, by := *markettypes.NewSignedOrder(o.Request).Request, chaintest.NewAccount(s.By).Address
	var m sdk.Msg = &markettypes.MsgMatchOrders{
		Sender: by, Apporder: app, Datasetorder: dataset, Workerpoolorder: pool, Requestorder: request,
	}
	if s.Op == "sponsorMatchOrders" {
		m = &markettypes.MsgSponsorMatchOrders{
			Sponsor: by, Apporder: app, Datasetorder: dataset, Workerpoolorder: pool, Requestorder: request,
		}
	}
	if !w.send(s.By, m) {
		return false
	}
	id := market.DealID(o.Request.Hash(domain), 0)
	d, err := w.chain.App.Market.Deal(w.chain.Ctx(), id)
	require.NoError(w.t, err)
	w.deal = &d
	return true
}

// message returns the message of a step on a task.
func (w *chained) message(s *step) sdk.Msg {
	by, task := chaintest.NewAccount(s.By).Address, w.tasks[s.Task].ID.String()
	hexed := func(b []byte) string {
		if len(b) == 0 {
			return ""
		}
		return "0x" + hex.EncodeToString(b)
	}
	answer := pocotypes.Reveal{TaskId: task, Digest: digest(s.Result).String(), Cause: pocotypes.Cause_CAUSE_OK}
	switch s.Op {
	case "reveal":
		return &pocotypes.MsgReveal{Worker: by, Reveals: []pocotypes.Reveal{answer}}
	case "contribute", "contributeAndFinalize":
		worker, hash, seal := w.hashes(s)
		v := w.voucher(s, worker, hash, seal)
		challenge := ""
		if !v.Challenge.IsZero() {
			challenge = v.Challenge.String()
		}
		if s.Op == "contribute" {
			return &pocotypes.MsgContribute{Worker: by, Contributions: []pocotypes.Contribution{{
				TaskId: task, ResultHash: hash.String(), ResultSeal: seal.String(), EnclaveChallenge: challenge,
				EnclaveSign: hexed(v.Enclave), Authorization: hexed(v.Authorization),
			}}}
		}
		answer.Callback = callbackData(s)
		return &pocotypes.MsgContributeAndFinalize{
			Worker: by, Answer: answer, EnclaveChallenge: challenge,
			EnclaveSign: hexed(v.Enclave), Authorization: hexed(v.Authorization),
		}
	}
	advance, known := map[string]pocotypes.Advance{
		"finalize": pocotypes.Advance_ADVANCE_FINALIZE, "reopen": pocotypes.Advance_ADVANCE_REOPEN,
		"claim": pocotypes.Advance_ADVANCE_CLAIM, "initializeAndClaim": pocotypes.Advance_ADVANCE_CLAIM,
	}[s.Op]
	require.True(w.t, known, "unknown operation %q", s.Op)
	return &pocotypes.MsgAdvanceTask{Sender: by, TaskId: task, Advance: advance, Callback: callbackData(s)}
}

// load reads the deal's tasks from the chain.
func (w *chained) load() {
	if w.deal == nil {
		return
	}
	for i := w.deal.First; i < w.deal.First+w.deal.Size; i++ {
		id := market.TaskID(w.deal.ID, i)
		wire, err := w.chain.App.Poco.Tasks.Get(w.chain.Ctx(), id[:])
		require.NoError(w.t, err, "task %d", i)
		task, err := wire.Core()
		require.NoError(w.t, err)
		if earlier, open := w.tasks[i]; open && task.Final() && !earlier.Final() {
			w.before[i] = earlier
		}
		w.tasks[i] = task
	}
}

// replay moves what the recorded events say.
func (w *chained) replay(events [][]string) {
	for _, e := range events {
		move, money := map[string]func(string, rlc.Amount) error{
			"Lock": w.lock, "Unlock": w.unlock, "Seize": w.seize, "Reward": w.reward,
		}[e[0]]
		if money {
			require.Len(w.t, e, 3)
			require.NoError(w.t, move(e[1], amount(w.t, e[2])))
		}
	}
}

// compare compares the bank with the ledger.
func (w *chained) compare() {
	w.t.Helper()
	want, got := map[string]uint64{}, map[string]uint64{}
	for name := range w.vector.AccountsInitial {
		if name != escrow {
			want[name], got[name] = uint64(w.free[name]), w.chain.Balance(signerOf(name).id)
		}
	}
	for name, locked := range w.locked {
		if name != kitty {
			want["locked"] += uint64(locked)
		}
	}
	got["locked"] = w.module(markettypes.ModuleName) + w.module(pocotypes.ModuleName)
	want[kitty], got[kitty] = uint64(w.locked[kitty]), w.module(pocotypes.KittyName)
	require.Equal(w.t, want, got, "balances")
}

func (w *chained) module(name string) uint64 {
	return w.chain.Balance(ident.Address(authtypes.NewModuleAddress(name)))
}

func (w *chained) scoreOf(name string) string {
	id := signerOf(name).id
	worker, err := w.chain.App.Poco.Workers.Get(w.chain.Ctx(), id[:])
	if err != nil {
		return "0"
	}
	return new(big.Int).SetUint64(worker.Reputation.Score).String()
}

// end is what is to be seen at the end, of the chain.
func (w *chained) end() settlementOutcome {
	text := func(n uint64) string { return new(big.Int).SetUint64(n).String() }
	locked := w.module(markettypes.ModuleName) + w.module(pocotypes.ModuleName)
	out := w.outcome(w.vector)
	out.Kitty = account{"0", text(w.module(pocotypes.KittyName))}
	for name := range out.Accounts {
		if name != escrow {
			out.Accounts[name] = account{text(w.chain.Balance(signerOf(name).id)), "0"}
		}
	}
	out.Accounts[escrow] = account{text(locked + w.module(pocotypes.KittyName)), "0"}
	require.Zero(w.t, locked, "the modules hold something when all is settled")
	for _, name := range w.people() {
		if _, shown := w.vector.ScoresBefore[name]; shown || w.scoreOf(name) != "0" {
			out.ScoresAfter[name] = w.scoreOf(name)
		}
	}
	return out
}
