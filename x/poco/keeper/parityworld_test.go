package keeper_test

import (
	"encoding/hex"
	"math/big"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/core/signed"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
	"github.com/iexecd/iexecd/tests/chaintest"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	pocokeeper "github.com/iexecd/iexecd/x/poco/keeper"
	"github.com/iexecd/iexecd/x/poco/types"
)

// The original's full chain has these prices, in nRLC per task.
const (
	parityApp  = 1_000
	parityData = 1_000_000
	parityPool = 1_000_000_000
)

// parity is a chain with an app, a dataset and a pool whose owner schedules it.
type parity struct {
	*chaintest.Chain
	t                              testing.TB
	ann, dan, pam, carol, sue, any *chaintest.Account // own app, dataset, pool; request; sponsor; anybody
	broker                         *chaintest.Account
	app, dataset, pool             string
	salts                          byte
}

var parityNames = []string{
	"ann", "dan", "pam", "carol", "sue", "anybody", "broker", "w1", "w2", "w3", "w4", "w5",
}

func newParity(tb testing.TB, change ...func(*chaintest.Genesis)) *parity {
	tb.Helper()
	c := chaintest.New(tb, parityNames, change...)
	w := &parity{
		Chain: c, t: tb, ann: c.Account("ann"), dan: c.Account("dan"), pam: c.Account("pam"),
		carol: c.Account("carol"), sue: c.Account("sue"), any: c.Account("anybody"), broker: c.Account("broker"),
	}
	sum := ident.Hash{1}.String()
	id := func(by *chaintest.Account, m sdk.Msg) string {
		return chaintest.Events(w.Run(by, m), &markettypes.EventResourceRegistered{})[0]["id"]
	}
	w.app = id(w.ann, &markettypes.MsgRegisterApp{
		Owner: w.ann.Address, Name: "app", Runtime: markettypes.Runtime_RUNTIME_WASM, Location: "app", Checksum: sum,
	})
	w.dataset = id(w.dan, &markettypes.MsgRegisterDataset{
		Owner: w.dan.Address, Name: "dataset", Location: "dataset", Checksum: sum,
	})
	w.pool = id(w.pam, &markettypes.MsgRegisterWorkerpool{
		Owner: w.pam.Address, Description: "pool", WorkerStakeRatioPercent: 30, SchedulerRewardRatioPercent: 1,
		Membership: markettypes.Membership_MEMBERSHIP_OPEN, Scheduling: markettypes.Scheduling_SCHEDULING_OWNER,
	})
	return w
}

// terms are what a case asks for.
type terms struct {
	sponsored, plain, tee, callback bool // plain: no dataset
	volume, trust                   uint64
}

// buy makes a deal of four signed orders, which anybody or the sponsor carries, and returns its tasks.
func (w *parity) buy(c terms) []types.Task {
	w.t.Helper()
	res, err := w.App.Market.Params.Get(w.Ctx())
	require.NoError(w.t, err)
	domain, err := res.Domain()
	require.NoError(w.t, err)
	address := func(s string) ident.Address {
		a, err := ident.ParseAddress(s)
		require.NoError(w.t, err)
		return a
	}
	n := func(n uint64) *big.Int { return new(big.Int).SetUint64(n) }
	w.salts++
	salt, tag := ident.Hash{w.salts}, market.Tag{}
	if c.tee {
		tag[31] = 1
	}
	app := &signed.AppOrder{App: address(w.app), AppPrice: n(parityApp), Volume: n(99), Tag: tag, Salt: salt}
	pool := &signed.WorkerpoolOrder{
		Workerpool: address(w.pool), WorkerpoolPrice: n(parityPool), Volume: n(99), Tag: tag, Category: n(0),
		Trust: n(100), Salt: salt,
	}
	request := &signed.RequestOrder{
		App: app.App, AppMaxPrice: n(parityApp), Dataset: address(w.dataset), DatasetMaxPrice: n(parityData),
		WorkerpoolMaxPrice: n(parityPool), Requester: w.carol.ID, Volume: n(c.volume), Tag: tag, Category: n(0),
		Trust: n(c.trust), Salt: salt,
	}
	dataset := &signed.DatasetOrder{
		Dataset: request.Dataset, DatasetPrice: n(parityData), Volume: n(99), Tag: tag, Salt: salt,
	}
	if c.callback {
		request.Beneficiary, request.Callback = w.dan.ID, w.any.ID
	}
	if c.plain {
		request.Dataset, dataset = ident.Address{}, nil
	}
	for _, s := range []struct {
		order signed.Order
		by    *chaintest.Account
	}{{app, w.ann}, {pool, w.pam}, {request, w.carol}} {
		signed.SetSignature(s.order, w.signature(s.by, s.order.Hash(domain)))
	}
	m := markettypes.MsgMatchOrders{
		Sender: w.any.Address, Apporder: *markettypes.NewSignedOrder(app).App,
		Workerpoolorder: *markettypes.NewSignedOrder(pool).Workerpool,
		Requestorder:    *markettypes.NewSignedOrder(request).Request,
	}
	if dataset != nil {
		signed.SetSignature(dataset, w.signature(w.dan, dataset.Hash(domain)))
		m.Datasetorder = markettypes.NewSignedOrder(dataset).Dataset
	}
	var tx *abci.ExecTxResult
	if c.sponsored {
		tx = w.Run(w.sue, &markettypes.MsgSponsorMatchOrders{
			Sponsor: w.sue.Address, Apporder: m.Apporder, Datasetorder: m.Datasetorder,
			Workerpoolorder: m.Workerpoolorder, Requestorder: m.Requestorder,
		})
	} else {
		tx = w.Run(w.any, &m)
	}
	deal := chaintest.Events(tx, &markettypes.EventDealCreated{})[0]["id"]
	tasks, err := w.query().Tasks(w.Ctx(), &types.QueryTasksRequest{DealId: deal})
	require.NoError(w.t, err)
	require.Len(w.t, tasks.Tasks, int(c.volume), "opened in the block of the match")
	return tasks.Tasks
}

func (w *parity) query() types.QueryServer { return pocokeeper.NewQueryServer(w.App.Poco) }

func (w *parity) signature(by *chaintest.Account, digest ident.Hash) []byte {
	w.t.Helper()
	sig, err := ethsecp256k1.SignDigest(by.Key.Key, digest)
	require.NoError(w.t, err)
	return sig[:]
}

func parityResult(result string) ident.Hash { return poco.CallbackDigest([]byte(result)) }

// vouch are what a worker shows beside its answer; nil is none.
type vouch struct {
	enclave, sealed, by *chaintest.Account // the enclave named, whose key signs, who authorises
}

func (w *parity) hex(by *chaintest.Account, digest ident.Hash) string {
	if by == nil {
		return ""
	}
	return "0x" + hex.EncodeToString(w.signature(by, digest))
}

func (w *parity) id(task types.Task) ident.Hash {
	id, err := ident.ParseHash(task.Id)
	require.NoError(w.t, err)
	return id
}

func (w *parity) contribution(worker *chaintest.Account, task types.Task, result string, v vouch,
) *types.MsgContribute {
	id, challenge := w.id(task), ident.Address{}
	hash, seal := poco.ResultHash(id, parityResult(result)), poco.ResultSeal(worker.ID, id, parityResult(result))
	c := types.Contribution{TaskId: task.Id, ResultHash: hash.String(), ResultSeal: seal.String()}
	if v.enclave != nil {
		challenge, c.EnclaveChallenge = v.enclave.ID, v.enclave.ID.String()
	}
	c.EnclaveSign = w.hex(v.sealed, poco.EnclaveHash(hash, seal))
	c.Authorization = w.hex(v.by, poco.AuthorizationHash(worker.ID, id, challenge))
	return &types.MsgContribute{Worker: worker.Address, Contributions: []types.Contribution{c}}
}

func parityReveal(task types.Task, result string, callback bool) types.Reveal {
	r := types.Reveal{
		TaskId: task.Id, Digest: parityResult(result).String(), Cause: types.Cause_CAUSE_OK, Location: "somewhere",
	}
	if callback {
		r.Callback = []byte(result)
	}
	return r
}

func (w *parity) oneStep(worker *chaintest.Account, task types.Task, result string, callback bool, v vouch,
) *types.MsgContributeAndFinalize {
	c := w.contribution(worker, task, result, v).Contributions[0]
	return &types.MsgContributeAndFinalize{
		Worker: worker.Address, Answer: parityReveal(task, result, callback), EnclaveChallenge: c.EnclaveChallenge,
		EnclaveSign: c.EnclaveSign, Authorization: c.Authorization,
	}
}

func (w *parity) task(task types.Task) types.Task {
	w.t.Helper()
	res, err := w.query().Task(w.Ctx(), &types.QueryTaskRequest{Id: task.Id})
	require.NoError(w.t, err)
	return res.Task
}

// gains runs a play and returns who has how much more after it; fees are not counted.
func (w *parity) gains(play func()) map[string]int64 {
	w.t.Helper()
	before := map[string]uint64{}
	for _, name := range parityNames {
		before[name] = w.Balance(w.Account(name).ID)
	}
	play()
	w.Check()
	out := map[string]int64{}
	for _, name := range parityNames {
		if d := int64(w.Balance(w.Account(name).ID)) - int64(before[name]); d != 0 {
			out[name] = d
		}
	}
	delete(out, "anybody") // sends and pays fees only
	return out
}

// refused sends a message that must fail with an error of the module.
func (w *parity) refused(from *chaintest.Account, m sdk.Msg, want interface{ ABCICode() uint32 }, tells string) {
	w.t.Helper()
	before := w.Balance(from.ID)
	res := w.Try(from, m)
	require.Equal(w.t, types.ModuleName, res.Codespace, res.Log)
	require.Equal(w.t, want.ABCICode(), res.Code, res.Log)
	require.Contains(w.t, res.Log, tells)
	require.LessOrEqual(w.t, w.Balance(from.ID), before)
	w.Check()
}

func (w *parity) score(name string) uint64 {
	w.t.Helper()
	res, err := w.query().Reputation(w.Ctx(), &types.QueryReputationRequest{Address: w.Account(name).Address})
	require.NoError(w.t, err)
	return res.Reputation.Score
}
