package keeper_test

import (
	"encoding/hex"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
	"github.com/iexecd/iexecd/tests/chaintest"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	"github.com/iexecd/iexecd/x/poco/types"
)

// What a classic task of the tests costs, and what a contribution to it locks.
const (
	price       = uint64(chaintest.PoolPrice)
	workerStake = price * 30 / 100
	poolStake   = price * 30 / 100
	fee         = uint64(200_000) // of a paid transaction
)

// newClassic returns a world whose pool serves classic tasks too.
func newClassic(tb testing.TB, change ...func(*chaintest.Genesis)) *world {
	tb.Helper()
	w := newWorld(tb, 2, change...)
	w.offer(w.Pool)
	return w
}

// offer places an order of a pool for classic tasks.
func (w *world) offer(pool string) {
	w.t.Helper()
	w.Run(w.Owner, &markettypes.MsgPlaceWorkerpoolOrder{
		Owner: w.Owner.Address, Order: markettypes.WorkerpoolOrder{
			Workerpool: pool, PriceNrlc: price, Volume: 100_000, Trust: 1 << 60, Tag: tag(w.tee),
		},
	})
}

func tag(tee bool) string {
	if tee {
		return ident.Hash{31: 0b011}.String()
	}
	return ""
}

// ownPool registers a pool whose owner schedules, with an offer, and sells from it from now on.
func (w *world) ownPool() {
	w.t.Helper()
	w.Run(w.Owner, &markettypes.MsgRegisterWorkerpool{
		Owner: w.Owner.Address, Description: "own", WorkerStakeRatioPercent: 30, SchedulerRewardRatioPercent: 1,
		Membership: markettypes.Membership_MEMBERSHIP_OPEN, Scheduling: markettypes.Scheduling_SCHEDULING_OWNER,
	})
	g, err := w.Chain.App.Market.ExportGenesis(w.Ctx())
	require.NoError(w.t, err)
	for _, p := range g.Workerpools {
		if p.Scheduling == markettypes.Scheduling_SCHEDULING_OWNER {
			w.own = p.Id
		}
	}
	w.offer(w.own)
}

// ask places a request for n classic tasks, and returns the newest deal's tasks.
func (w *world) ask(n, trust uint64, change ...func(*markettypes.RequestOrder)) []types.Task {
	w.t.Helper()
	w.bought++
	m := w.Request(n, 0, strconv.Itoa(w.bought))
	m.Order.Policy.Trust, m.Order.Workerpool, m.Order.Tag = trust, w.Pool, tag(w.tee)
	if w.own != "" {
		m.Order.Workerpool = w.own
	}
	for _, f := range change {
		f(&m.Order)
	}
	had := map[string]bool{}
	for _, t := range w.Tasks() {
		had[t.DealId] = true
	}
	w.Buy(m)
	w.Check()
	var tasks []types.Task
	for _, t := range w.Tasks() {
		if !had[t.DealId] {
			tasks = append(tasks, t)
		}
	}
	require.NotEmpty(w.t, tasks, "the request was not matched")
	return tasks
}

// contribution is a worker's to a task.
func contribution(a *chaintest.Account, task string, answer chaintest.Answer) types.Contribution {
	id, _ := ident.ParseHash(task)
	return types.Contribution{
		TaskId: task, ResultHash: poco.ResultHash(id, answer.Digest).String(),
		ResultSeal: poco.ResultSeal(a.ID, id, answer.Digest).String(),
	}
}

// gives is a worker's message with the contribution of an answer to a task.
func gives(a *chaintest.Account, task, text string) *types.MsgContribute {
	return contribute(a, contribution(a, task, said(text)))
}

// gives is the same with the authorisation of the pool's owner.
func (w *world) gives(name, task, text string) *types.MsgContribute {
	w.t.Helper()
	return contribute(w.Account(name), w.allowed(name, task, text))
}

func contribute(a *chaintest.Account, items ...types.Contribution) *types.MsgContribute {
	return &types.MsgContribute{Worker: a.Address, Contributions: items}
}

// said is an answer of a text.
func said(text string) chaintest.Answer {
	return chaintest.Answer{Digest: ident.Keccak256([]byte(text))}
}

// shows is a classic reveal of an answer.
func shows(a *chaintest.Account, task string, answer chaintest.Answer) *types.MsgReveal {
	m := chaintest.RevealMsg(a, task, answer)
	m.Reveals[0].Salt = ""
	return m
}

// kittyAddress is where the kitty is.
func kittyAddress() string {
	return account.Bech32(ident.Address(authtypes.NewModuleAddress(types.KittyName)))
}

// sign returns a key's signature of a digest as wallets write it.
func (w *world) sign(by *chaintest.Account, digest ident.Hash) string {
	w.t.Helper()
	sig, err := ethsecp256k1.SignDigest(by.Key.Key, digest)
	require.NoError(w.t, err)
	return "0x" + hex.EncodeToString(sig[:])
}

// allowed is a contribution with the authorisation of its pool's owner.
func (w *world) allowed(name, task, text string) types.Contribution {
	w.t.Helper()
	a := w.Account(name)
	c := contribution(a, task, said(text))
	c.Authorization = w.sign(w.Owner, poco.AuthorizationHash(a.ID, hash(w, task), ident.Address{}))
	return c
}

// consensus asks for a task's arithmetic.
func (w *world) consensus(task string) *types.QueryConsensusResponse {
	w.t.Helper()
	res, err := w.query().Consensus(w.Ctx(), &types.QueryConsensusRequest{Id: task})
	require.NoError(w.t, err)
	return res
}

// why asks why a task waits or how it ended.
func (w *world) why(task string) *types.QueryWhyTaskResponse {
	w.t.Helper()
	res, err := w.query().WhyTask(w.Ctx(), &types.QueryWhyTaskRequest{Id: task})
	require.NoError(w.t, err)
	return res
}

// record is the worker record of any account.
func (w *world) record(name string) types.Worker {
	w.t.Helper()
	id := w.Account(name).ID
	got, err := w.keeper().Workers.Get(w.Ctx(), id[:])
	require.NoError(w.t, err)
	return got
}

// balances are what accounts have.
func (w *world) balances(names ...string) map[string]uint64 {
	out := map[string]uint64{}
	for _, n := range names {
		out[n] = w.Balance(w.Account(n).ID)
	}
	return out
}
