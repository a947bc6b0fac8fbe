package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdkerrors "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/tests/chaintest"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	"github.com/iexecd/iexecd/x/poco/types"
)

// refused sends messages and checks the code of the refusal.
func (w *world) refused(from string, want *sdkerrors.Error, text string, msgs ...sdk.Msg) {
	w.t.Helper()
	res := w.Try(w.Account(from), msgs...)
	require.Equal(w.t, want.ABCICode(), res.Code, res.Log)
	require.Equal(w.t, want.Codespace(), res.Codespace)
	require.Contains(w.t, res.Log, text)
	w.Check()
}

func (w *world) registration(name string) *types.MsgRegisterWorker {
	return &types.MsgRegisterWorker{
		Worker: w.Account(name).Address, Workerpool: w.Pool, Slots: 1, MaxCategory: 4, BondNrlc: 1_000_000_000,
	}
}

// TestRecordStays: audits passed in a pool count there when the worker comes back,
// and nowhere else: the workers of the other pool may all be its own. Rule POCO-R14.
func TestRecordStays(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1)
	a := w.Account("w0")
	had := w.worker("w0").Reputation.AuditsPassed
	require.NotZero(t, had)
	w.Run(a, &types.MsgLeavePool{Worker: a.Address})
	w.Run(a, w.registration("w0"))
	require.Equal(t, had, w.worker("w0").Reputation.AuditsPassed)
	w.Run(a, &types.MsgLeavePool{Worker: a.Address})
	w.Run(w.Owner, &markettypes.MsgRegisterWorkerpool{
		Owner: w.Owner.Address, Description: "another", WorkerStakeRatioPercent: 30, SchedulerRewardRatioPercent: 1,
		Membership: markettypes.Membership_MEMBERSHIP_OPEN, Scheduling: markettypes.Scheduling_SCHEDULING_CHAIN,
	})
	g, err := w.Chain.App.Market.ExportGenesis(w.Ctx())
	require.NoError(t, err)
	m := w.registration("w0")
	for _, p := range g.Workerpools {
		if p.Id != w.Pool {
			m.Workerpool = p.Id
		}
	}
	w.Run(a, m)
	require.Zero(t, w.worker("w0").Reputation.AuditsPassed)
	w.ExportImport()
}

// TestRegister: who may join a pool, with what. Rule POCO-R14.
func TestRegister(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1)
	for name, c := range map[string]struct {
		spoil func(*types.MsgRegisterWorker)
		want  *sdkerrors.Error
		text  string
	}{
		"no pool":  {func(m *types.MsgRegisterWorker) { m.Workerpool = "" }, types.ErrBadField, "workerpool"},
		"bad pool": {func(m *types.MsgRegisterWorker) { m.Workerpool = "0x12" }, types.ErrBadField, "workerpool"},
		"unknown pool": {
			func(m *types.MsgRegisterWorker) { m.Workerpool = ident.Address{9}.String() },
			markettypes.ErrNotFound, "0x09",
		},
		"no slots": {
			func(m *types.MsgRegisterWorker) { m.Slots = 0 }, types.ErrBadField,
			"slots is 0, expected 1 to 1024",
		},
		"too many slots": {func(m *types.MsgRegisterWorker) { m.Slots = 1025 }, types.ErrBadField, "1025"},
		"bad tag":        {func(m *types.MsgRegisterWorker) { m.Tag = "0xzz" }, types.ErrBadField, "tag"},
		"long url": {
			func(m *types.MsgRegisterWorker) { m.Url = string(make([]byte, 257)) }, types.ErrBadField,
			"257",
		},
		"bad operator": {func(m *types.MsgRegisterWorker) { m.Operator = "me" }, types.ErrBadField, "operator"},
		"small bond": {
			func(m *types.MsgRegisterWorker) { m.BondNrlc = 999_999_999 }, types.ErrFunds,
			"0.999999999 RLC",
		},
		"no money": {
			func(m *types.MsgRegisterWorker) { m.BondNrlc = 2 * chaintest.Balance }, types.ErrFunds,
			"more",
		},
		"bond overflows": {func(m *types.MsgRegisterWorker) { m.BondNrlc = 1<<64 - 1 }, types.ErrFunds, "more"},
	} {
		m := w.registration("stranger")
		c.spoil(m)
		w.refused("stranger", c.want, c.text, m)
		t.Log(name)
	}
	w.refused("w0", types.ErrStatus, "is in pool", w.registration("w0"))
	m := w.registration("stranger")
	m.Operator = w.Account("w0").ID.String()
	w.Run(w.Account("stranger"), m)
	id := w.Account("stranger").ID
	got, err := w.keeper().Workers.Get(w.Ctx(), id[:])
	require.NoError(t, err)
	require.Equal(t, w.Account("w0").Address, got.Operator)
	require.Equal(t, w.Height, got.Reputation.FirstSeenHeight)
	w.Check()
}

// TestAllowList: a closed pool takes only whom its owner listed. Rule POCO-R14.
func TestAllowList(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1)
	w.Run(w.Owner, &markettypes.MsgRegisterWorkerpool{
		Owner: w.Owner.Address, Description: "closed", SchedulerRewardRatioPercent: 1,
		Membership: markettypes.Membership_MEMBERSHIP_ALLOW_LIST, Scheduling: markettypes.Scheduling_SCHEDULING_CHAIN,
	})
	g, err := w.Chain.App.Market.ExportGenesis(w.Ctx())
	require.NoError(t, err)
	closed := ""
	for _, p := range g.Workerpools {
		if p.Id != w.Pool {
			closed = p.Id
		}
	}
	m := w.registration("stranger")
	m.Workerpool = closed
	w.refused("stranger", types.ErrNotOpen, "ask its owner", m)
	w.Run(w.Owner, &markettypes.MsgSetPoolMember{
		Owner: w.Owner.Address, Workerpool: closed, Worker: w.Account("stranger").Address, Allowed: true,
	})
	w.Run(w.Account("stranger"), m)
	w.Check()
}

// TestUpdateDrainLeave: a worker's own messages, in order. Rules POCO-R15, POCO-R16, POCO-R17.
func TestUpdateDrainLeave(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	a := w.Account("w0")
	update := &types.MsgUpdateWorker{
		Worker: a.Address, Slots: 3, MaxCategory: 2, AddBondNrlc: 5, Url: "http://new", Tag: ident.Hash{31: 1}.String(),
	}
	bond := w.worker("w0").BondNrlc
	w.Run(a, update)
	got := w.worker("w0")
	require.Equal(t, bond+5, got.BondNrlc)
	require.Equal(t, uint32(3), got.Slots)
	require.Equal(t, "http://new", got.Url)
	w.refused("w0", types.ErrBadField, "slots", &types.MsgUpdateWorker{Worker: a.Address})
	w.refused("w0", types.ErrFunds, "more", &types.MsgUpdateWorker{Worker: a.Address, Slots: 1, AddBondNrlc: 1 << 62})
	w.refused("w0", types.ErrBadField, "overflow", &types.MsgUpdateWorker{
		Worker: a.Address, Slots: 1,
		AddBondNrlc: 1<<64 - 1,
	})
	stranger := w.Account("stranger").Address
	w.refused("stranger", types.ErrNotFound, "in no pool", &types.MsgUpdateWorker{Worker: stranger, Slots: 1})
	w.refused("stranger", types.ErrNotFound, "in no pool", &types.MsgDrainWorker{Worker: stranger})
	w.refused("stranger", types.ErrNotFound, "in no pool", &types.MsgLeavePool{Worker: stranger})
	w.refused("w0", types.ErrStatus, "not jailed", &types.MsgUnjailWorker{Worker: a.Address})
	w.refused("w0", types.ErrStatus, "expected", &types.MsgDrainWorker{Worker: a.Address, Resume: true})

	w.Run(a, &types.MsgDrainWorker{Worker: a.Address})
	w.refused("w0", types.ErrStatus, "expected", &types.MsgDrainWorker{Worker: a.Address})
	w.buy(3) // six seats for eight slots: without the drained one
	w.Check()
	require.Zero(t, w.worker("w0").Busy, "a draining worker is not drawn")
	busy := w.name(w.Tasks()[0].Members[0].Worker)
	w.refused(busy, types.ErrBusy, "tasks are open", &types.MsgLeavePool{Worker: w.Account(busy).Address})
	if w.worker(busy).Busy == 2 {
		w.refused(busy, types.ErrBusy, "slots would be 1", &types.MsgUpdateWorker{
			Worker: w.Account(busy).Address,
			Slots:  1,
		})
	}

	before := w.Balance(a.ID)
	w.Run(a, &types.MsgLeavePool{Worker: a.Address})
	require.Equal(t, bond+5-200_000, w.Balance(a.ID)-before, "the bond, less the fee")
	got = w.worker("w0")
	require.Equal(t, types.WorkerStatus_WORKER_STATUS_LEFT, got.Status)
	require.Empty(t, got.Workerpool)
	require.Equal(t, uint64(20), got.Reputation.AuditsPassed, "the record stays")
	w.refused("w0", types.ErrNotFound, "in no pool", &types.MsgLeavePool{Worker: a.Address})
	w.Check()
	w.Run(a, w.registration("w0"))
	w.Check()
	w.play()
}

// TestJail: three misses jail for ten minutes, the next three for twenty; the
// way back is a message after the term. Rules POCO-R9, POCO-R13.
func TestJail(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 4, params(func(p *types.Params) {
		p.StrikesToJail, p.JailSeconds, p.MaxJailSeconds = 2, 600,
			700
	}))
	for _, n := range workers {
		w.bots[n] = bot{sleeps: true}
	}
	jailed := func() (out []string) {
		for _, n := range workers {
			if w.worker(n).Status == types.WorkerStatus_WORKER_STATUS_JAILED {
				out = append(out, n)
			}
		}
		return out
	}
	for term := range 2 {
		w.buy(8)
		w.Skip(601 * time.Second)
		w.Check()
		now := w.Time.Unix()
		require.NotEmpty(t, jailed())
		for _, n := range jailed() {
			a, until := w.Account(n), w.worker(n).JailedUntilUnix
			require.Equal(t, now+[]int64{600, 700}[term], until)
			w.refused(n, types.ErrStatus, "seconds more", &types.MsgUnjailWorker{Worker: a.Address})
			res, err := w.query().Worker(w.Ctx(), &types.QueryWorkerRequest{Address: a.Address})
			require.NoError(t, err)
			require.Contains(t, res.IdleBecause, "jailed")
			require.Zero(t, res.Worker.Strikes)
		}
		if term == 1 {
			break
		}
		all := jailed()
		w.Skip(701 * time.Second)
		for _, n := range all {
			w.Run(w.Account(n), &types.MsgUnjailWorker{Worker: w.Account(n).Address})
			require.Equal(t, types.WorkerStatus_WORKER_STATUS_ACTIVE, w.worker(n).Status)
			require.Equal(t, uint32(1), w.worker(n).Jailings)
		}
		for w.open() > 0 {
			w.Skip(301 * time.Second)
			w.Check()
		}
		for _, n := range workers { // back to one status for the second term
			if got := w.worker(n); got.Status == types.WorkerStatus_WORKER_STATUS_JAILED {
				w.Skip(time.Duration(max(got.JailedUntilUnix-w.Time.Unix(), 1)) * time.Second)
				w.Run(w.Account(n), &types.MsgUnjailWorker{Worker: w.Account(n).Address})
			}
		}
	}
}

// TestParamsAreGovernances: nobody else changes them, and not out of range.
func TestParamsAreGovernances(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1)
	stranger := w.Account("stranger")
	res := w.Try(stranger, &types.MsgUpdateParams{Authority: stranger.Address, Params: types.DefaultParams()})
	require.NotZero(t, res.Code)
	gov := authtypes.NewModuleAddress(govtypes.ModuleName).String()
	handler := w.Chain.App.MsgServiceRouter().Handler(&types.MsgUpdateParams{})
	_, err := handler(w.Ctx(), &types.MsgUpdateParams{Authority: gov})
	require.ErrorIs(t, err, types.ErrBadField)
	p := types.DefaultParams()
	p.MaxMembers = 7
	_, err = handler(w.Ctx(), &types.MsgUpdateParams{Authority: gov, Params: p})
	require.NoError(t, err)
	got, err := w.query().Params(w.Ctx(), &types.QueryParamsRequest{})
	require.NoError(t, err)
	require.Equal(t, uint32(7), got.Params.MaxMembers)
}

// TestBatchItemsAreIndependent: each item has its own outcome, and the message
// fails only if all do. Rules POCO-R6, POCO-R7, POCO-R18.
func TestBatchItemsAreIndependent(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 4)
	task := w.buy(1)[0]
	a := w.Account(w.name(task.Members[0].Worker))
	handler := w.Chain.App.MsgServiceRouter().Handler(&types.MsgCommit{})
	commit := chaintest.CommitMsg(a, task.Id, w.answer(a.Name)).Commits[0]
	ctx := w.Ctx()
	res, err := handler(ctx, &types.MsgCommit{Worker: a.Address, Commits: []types.Commit{
		{TaskId: "0x1", Commitment: commit.Commitment},
		{TaskId: ident.Hash{7}.String(), Commitment: commit.Commitment},
		{TaskId: task.Id, Commitment: ""},
		commit,
		commit,
	}})
	require.NoError(t, err)
	var out types.MsgCommitResponse
	require.NoError(t, out.Unmarshal(res.MsgResponses[0].Value))
	require.Len(t, out.Outcomes, 5)
	for i, want := range []string{
		"hexadecimal digits", "no task has the id", "commitment is empty", "",
		"done already",
	} {
		if want == "" {
			require.Empty(t, out.Outcomes[i].Error)
		} else {
			require.Contains(t, out.Outcomes[i].Error, want)
		}
	}
	require.Len(t, res.GetEvents(), 1)
	_, err = handler(ctx, &types.MsgCommit{Worker: a.Address, Commits: []types.Commit{commit}})
	require.ErrorIs(t, err, types.ErrAlready)
	for _, n := range []int{0, 101} {
		_, err = handler(ctx, &types.MsgCommit{Worker: a.Address, Commits: make([]types.Commit, n)})
		require.ErrorIs(t, err, types.ErrBadField)
	}
	_, err = handler(ctx, &types.MsgCommit{Worker: w.Account("stranger").Address, Commits: []types.Commit{commit}})
	require.ErrorIs(t, err, types.ErrNotMember)
	reveal := w.Chain.App.MsgServiceRouter().Handler(&types.MsgReveal{})
	_, err = reveal(ctx, chaintest.RevealMsg(a, task.Id, w.answer(a.Name)))
	require.ErrorIs(t, err, types.ErrNotDue)
	_, err = reveal(ctx, chaintest.RevealMsg(w.Account("stranger"), task.Id, w.answer("stranger")))
	require.ErrorIs(t, err, types.ErrNotMember, "who has no record has no seat")
}

// TestSpamDoesNotDelay: two thousand worker messages that are not due are all
// refused in CheckTx, and the honest ones are in the next block. Rule POCO-R20.
func TestSpamDoesNotDelay(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 4)
	task := w.buy(1)[0]
	stranger := w.Account("stranger")
	var mempool [][]byte
	for i := range 2_000 {
		from, answer := stranger, chaintest.Answer{Digest: ident.Hash{byte(i), byte(i >> 8)}}
		var msg sdk.Msg = chaintest.CommitMsg(from, task.Id, answer)
		if i%2 == 1 { // a member that reveals before it may
			from = w.Account(w.name(task.Members[0].Worker))
			msg = chaintest.RevealMsg(from, task.Id, answer)
		}
		raw := w.Tx(from, msg)
		if w.CheckTx(raw).Code == 0 {
			mempool = append(mempool, raw)
		}
	}
	require.Empty(t, mempool)
	w.turn()
	require.Equal(t, types.TaskState_TASK_STATE_REVEALING, w.Task(task.Id).State)
	w.turn()
	require.Equal(t, types.TaskState_TASK_STATE_COMPLETED, w.Task(task.Id).State)
}

// TestOnlyDueMessagesAreFree: what is not due is refused in CheckTx. Rule POCO-R20.
func TestOnlyDueMessagesAreFree(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 4)
	task := w.buy(1)[0]
	a := w.Account(w.name(task.Members[0].Worker))
	good := chaintest.CommitMsg(a, task.Id, w.answer(a.Name))
	reveal := chaintest.RevealMsg(a, task.Id, w.answer(a.Name))
	stranger := w.Account("stranger")
	check := func(from *chaintest.Account, want *sdkerrors.Error, msg sdk.Msg) {
		t.Helper()
		res := w.CheckTx(w.Tx(from, msg))
		if want == nil {
			require.Zero(t, res.Code, res.Log)
			return
		}
		require.Equal(t, want.ABCICode(), res.Code, res.Log)
		require.Equal(t, want.Codespace(), res.Codespace)
	}
	check(a, nil, good)
	check(stranger, types.ErrNotMember, chaintest.CommitMsg(stranger, task.Id, w.answer("w0")))
	check(a, types.ErrNotDue, reveal)
	check(a, types.ErrNotMember, chaintest.CommitMsg(a, ident.Hash{8}.String(), w.answer("w0")))
	check(a, types.ErrBadField, chaintest.CommitMsg(a, "0x8", w.answer("w0")))
	check(a, types.ErrBadField, &types.MsgCommit{Worker: a.Address})
	check(a, types.ErrBadField, &types.MsgCommit{Worker: a.Address, Commits: []types.Commit{
		good.Commits[0],
		good.Commits[0],
	}})
	check(a, types.ErrBadField, &types.MsgCommit{Worker: a.Address, Commits: make([]types.Commit, 101)})
	require.NotZero(t, w.CheckTx(w.Free(a, good)).Code, "worker messages go unordered")
	w.Run(a, good)
	check(a, types.ErrAlready, good)
	check(a, types.ErrNotDue, reveal) // the other has not committed
	w.turn()
	check(a, nil, reveal)
	w.Time = time.Unix(w.Task(task.Id).PhaseDeadlineUnix-2, 0).UTC()
	w.Block()
	require.Equal(t, types.TaskState_TASK_STATE_REVEALING, w.Task(task.Id).State)
	require.Error(t, w.keeper().CheckDue(w.Ctx().WithBlockTime(w.Time.Add(time.Second)), reveal),
		"at the deadline it is late")
	require.ErrorIs(t, w.keeper().CheckDue(w.Ctx(), &types.MsgLeavePool{}), types.ErrNotDue)
}
