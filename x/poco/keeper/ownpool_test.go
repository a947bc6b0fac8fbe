package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdkerrors "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/tests/chaintest"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	"github.com/iexecd/iexecd/x/poco/types"
)

// newOwn returns a world that sells from a pool whose owner schedules.
func newOwn(tb testing.TB, change ...func(*chaintest.Genesis)) *world {
	tb.Helper()
	w := newWorld(tb, 2, change...)
	w.ownPool()
	return w
}

// send sends a message of an account and returns the balance that it cost.
func (w *world) send(name string, msgs ...sdk.Msg) uint64 {
	w.t.Helper()
	before := w.Balance(w.Account(name).ID)
	w.Run(w.Account(name), msgs...)
	w.Check()
	return before - w.Balance(w.Account(name).ID)
}

// TestOwnPool: workers that nobody has registered contribute with the owner's
// signature; stakes come from their accounts and go back there, scores are kept.
// Rules POCO-R26, POCO-R28, POCO-R30, POCO-R31, invariant POCO-I1.
func TestOwnPool(t *testing.T) {
	t.Parallel()
	w := newOwn(t)
	task := w.ask(1, 4)[0]
	require.Equal(t, types.TaskState_TASK_STATE_COMMITTING, task.State)
	require.Empty(t, task.Members)
	require.Equal(t, task.Classic.ContributionDeadlineUnix, task.PhaseDeadlineUnix)
	before := w.balances("owner", "stranger", "w0", "w1", "w2", "w3")
	w.refused("w1", types.ErrNotVouched, "got 0", gives(w.Account("w1"), task.Id, "right"))
	require.Equal(t, workerStake, w.send("stranger", w.gives("stranger", task.Id, "wrong")))
	for _, n := range []string{"w0", "w1", "w2", "w3"} {
		require.Equal(t, workerStake, w.send(n, w.gives(n, task.Id, "right")), "all but free")
		w.ExportImport()
	}
	require.Equal(t, 2*19*price, w.worker("w0").BondNrlc, "the bond has nothing to do with it")
	require.Zero(t, uint64(w.worker("w0").Busy)+w.worker("w0").LockedNrlc)
	got, err := w.query().Assignments(w.Ctx(), &types.QueryAssignmentsRequest{Address: w.Account("stranger").Address})
	require.NoError(t, err)
	require.Len(t, got.Assignments, 1)
	a := got.Assignments[0]
	require.Equal(t, uint64(4), a.Trust)
	require.NotEmpty(t, a.Consensus)
	require.NotEqual(t, a.Consensus, a.ResultHash)
	w.refused("stranger", types.ErrOutvoted, "consensus is on", shows(w.Account("stranger"), task.Id, said("wrong")))
	for _, n := range []string{"w0", "w1", "w2", "w3"} {
		require.Equal(t, types.TaskState_TASK_STATE_REVEALING, w.Task(task.Id).State)
		w.Run(w.Account(n), shows(w.Account(n), task.Id, said("right")))
		w.Check()
		require.Equal(t, uint64(1), w.record(n).Reputation.Score+uint64(len(w.Task(task.Id).Answers)))
	}
	require.Equal(t, types.TaskState_TASK_STATE_COMPLETED, w.Task(task.Id).State)
	each := (price + workerStake) * 99 / 100 / 4
	for _, n := range []string{"w0", "w1", "w2", "w3"} {
		require.Equal(t, each, w.Balance(w.Account(n).ID)-before[n])
	}
	require.Equal(t, workerStake, before["stranger"]-w.Balance(w.Account("stranger").ID))
	require.Equal(t, chaintest.AppPrice+price+workerStake-4*each+poolStake, w.Balance(w.Owner.ID)-before["owner"])
	r := w.record("stranger")
	require.Equal(t, types.WorkerStatus_WORKER_STATUS_LEFT, r.Status)
	require.Equal(t, uint64(1), r.Reputation.Rejected)
	require.Equal(t, workerStake, r.Reputation.SlashedNrlc)
	require.Zero(t, r.Strikes)
	w.Run(w.Account("stranger"), w.registration("stranger"))
	require.Equal(t, uint64(1), w.record("stranger").Reputation.Rejected, "the record stays")
	w.Check()
}

// TestSeatsByMessage: the owner seats registered workers, who then need no
// signature; a seat that is not used is released without a strike. Rules
// POCO-R29, POCO-R30, invariants POCO-I2, POCO-I3.
func TestSeatsByMessage(t *testing.T) {
	t.Parallel()
	w := newOwn(t, params(func(p *types.Params) { p.MaxContributors = 4 }))
	for _, n := range []string{"w0", "w1", "w2", "w3"} {
		w.Run(w.Account(n), &types.MsgLeavePool{Worker: w.Account(n).Address})
		m := w.registration(n)
		m.Workerpool, m.Operator = w.own, w.Account("w0").Address
		w.Run(w.Account(n), m)
	}
	task := w.ask(1, 4)[0]
	seat := func(names ...string) *types.MsgAuthorizeWorkers {
		m := &types.MsgAuthorizeWorkers{Owner: w.Owner.Address}
		for _, n := range names {
			a := types.Authorization{TaskId: task.Id, Worker: w.Account(n).Address}
			m.Authorizations = append(m.Authorizations, a)
		}
		return m
	}
	foreign := seat("w0")
	foreign.Owner = w.Account("w0").Address
	w.refused("w0", types.ErrNotVouched, "belonged to", foreign)
	w.refused("owner", types.ErrStatus, "the task runs in", seat("w4"))
	w.refused("owner", types.ErrNotFound, "in no pool", seat("stranger"))
	w.refused("owner", types.ErrBadField, "expected 1 to 100", seat())
	w.Run(w.Owner, seat("w0", "w4", "w1", "w2"))
	w.Check()
	task = w.Task(task.Id)
	require.Len(t, task.Members, 3, "each item has its own outcome; operators are the owner's affair")
	require.Equal(t, uint32(1), w.worker("w0").Busy)
	require.Zero(t, w.worker("w0").LockedNrlc)
	w.refused("owner", types.ErrBusy, "and 1 slots", seat("w0"))
	w.ExportImport()
	w.refused("w3", types.ErrNotVouched, "got 0", gives(w.Account("w3"), task.Id, "right"))
	require.Contains(t, w.why(task.Id).Next, "whoever the pool's owner authorises may contribute")
	require.Equal(t, workerStake, w.send("w0", gives(w.Account("w0"), task.Id, "right")))
	require.Equal(t, workerStake, w.send("w1", gives(w.Account("w1"), task.Id, "right")))
	require.Equal(t, types.TaskState_TASK_STATE_REVEALING, w.Task(task.Id).State)
	w.refused("owner", types.ErrNotDue, "state", seat("w3"))
	w.turn()
	require.Equal(t, types.TaskState_TASK_STATE_COMPLETED, w.Task(task.Id).State)
	require.Equal(t, types.MemberState_MEMBER_STATE_RELEASED, w.Task(task.Id).Members[2].State)
	got := w.worker("w2")
	require.Zero(t, got.Busy+got.Strikes)
	require.Zero(t, got.Reputation.Missed)

	full := w.ask(1, 1<<20)[0]
	for _, n := range []string{"w0", "w1", "w2", "w3"} {
		w.Run(w.Account(n), w.gives(n, full.Id, "right"))
	}
	w.refused("stranger", types.ErrTooMany, "at most 4",
		w.gives("stranger", full.Id, "right"))
	task = full
	w.refused("owner", types.ErrTooMany, "at most 4", seat("w1"))
	chosen := w.Tasks()[0]
	w.Time = time.Unix(full.Classic.ContributionDeadlineUnix-1, 0).UTC()
	w.Block()
	w.Check()
	require.True(t, chosen.State == types.TaskState_TASK_STATE_COMPLETED || chosen.Id == full.Id)
	require.Equal(t, types.EndReason_END_REASON_NO_WORKERS, w.Task(full.Id).Reason, "refunded when contributions end")
}

// TestSeatsNeedOwnPools: the owner of a pool where the chain draws seats nobody,
// and bounded tasks are not for contributions. Rules POCO-R26, POCO-R29.
func TestSeatsNeedOwnPools(t *testing.T) {
	t.Parallel()
	w := newClassic(t)
	classic, bounded := w.ask(1, 4)[0], types.Task{}
	for _, task := range w.buy(1) {
		if task.Trust == 0 {
			bounded = task
		}
	}
	for _, id := range []string{classic.Id, bounded.Id} {
		w.refused("owner", types.ErrNotDue, "the chain chooses", &types.MsgAuthorizeWorkers{
			Owner:          w.Owner.Address,
			Authorizations: []types.Authorization{{TaskId: id, Worker: w.Account("w0").Address}},
		})
	}
	member := w.Account(w.name(bounded.Members[0].Worker))
	w.refused(member.Name, types.ErrNotDue, "commit to it", gives(member, bounded.Id, "x"))
	drawn := w.Account(w.name(classic.Members[0].Worker))
	w.refused(drawn.Name, types.ErrNotDue, "state", chaintest.CommitMsg(drawn, classic.Id, said("x")))
	for _, n := range workers {
		if a := w.Account(n); a.Address != classic.Members[0].Worker && a.Address != classic.Members[1].Worker {
			w.refused(n, types.ErrNotMember, "not assigned", gives(a, classic.Id, "x"))
		}
	}
}

// TestEnclaves: a tag that asks for an enclave gets one; the broker, if there is
// one, authorises in place of the owner, and also who has a seat. Rule POCO-R28.
func TestEnclaves(t *testing.T) {
	t.Parallel()
	w := newOwn(t, params(func(p *types.Params) { p.TeeBroker = chaintest.NewAccount("w4").Address }))
	w.tee = true
	w.offer(w.own)
	tee := tag(true)
	w.Run(w.Owner, &markettypes.MsgPlaceAppOrder{
		Owner: w.Owner.Address,
		Order: markettypes.AppOrder{App: w.App, PriceNrlc: chaintest.AppPrice, Volume: 10, Tag: tee},
	})
	a, enclave, broker := w.Account("w0"), w.Account("w3"), w.Account("w4")
	w.Run(a, &types.MsgLeavePool{Worker: a.Address})
	m := w.registration("w0")
	m.Workerpool, m.Tag, m.Slots = w.own, tee, 4
	w.Run(a, m)
	task := w.ask(1, 1)[0]
	id := hash(w, task.Id)
	enclaved := func(by *chaintest.Account) types.Contribution {
		c := contribution(a, task.Id, said("right"))
		c.EnclaveChallenge = enclave.ID.String()
		c.EnclaveSign = w.sign(enclave, poco.EnclaveHash(hash(w, c.ResultHash), hash(w, c.ResultSeal)))
		if by != nil {
			c.Authorization = w.sign(by, poco.AuthorizationHash(a.ID, id, enclave.ID))
		}
		return c
	}
	w.refused("w0", types.ErrNotVouched, "is missing", contribute(a, w.allowed("w0", task.Id, "right")))
	w.refused("w0", types.ErrNotVouched, "it is signed by", contribute(a, enclaved(w.Owner)))
	forged := enclaved(broker)
	forged.EnclaveSign = forged.Authorization
	w.refused("w0", types.ErrNotVouched, "enclave_sign", contribute(a, forged))
	w.Run(w.Owner, &types.MsgAuthorizeWorkers{
		Owner: w.Owner.Address, Authorizations: []types.Authorization{{TaskId: task.Id, Worker: a.Address}},
	})
	w.refused("w0", types.ErrNotVouched, "authorization", contribute(a, enclaved(nil)))
	w.Run(a, contribute(a, enclaved(broker)))
	w.Check()
	require.Equal(t, enclave.ID.String(), w.Task(task.Id).Members[0].Challenge)
	w.turn()
	require.Equal(t, types.TaskState_TASK_STATE_COMPLETED, w.Task(task.Id).State)
}

// TestContributeAndFinalize: one message completes a task of trust 1, with no
// stake and no score. Rule POCO-R32.
func TestContributeAndFinalize(t *testing.T) {
	t.Parallel()
	w := newOwn(t)
	task, two := w.ask(1, 1)[0], w.ask(1, 2)[0]
	a := w.Account("stranger")
	atOnce := func(task types.Task) *types.MsgContributeAndFinalize {
		return &types.MsgContributeAndFinalize{
			Worker: a.Address, Answer: shows(a, task.Id, said("right")).Reveals[0],
			Authorization: w.allowed("stranger", task.Id, "right").Authorization,
		}
	}
	w.refused("stranger", types.ErrNotDue, "in one step at most 1", atOnce(two))
	unsigned := atOnce(task)
	unsigned.Authorization = ""
	w.refused("stranger", types.ErrNotVouched, "authorization", unsigned)
	bad := atOnce(task)
	bad.Answer.Cause = 99
	w.refused("stranger", types.ErrAnswer, "unknown cause", bad)
	before := w.balances("stranger", "owner")
	res := w.Run(a, atOnce(task))
	w.Check()
	task = w.Task(task.Id)
	require.Equal(t, types.TaskState_TASK_STATE_COMPLETED, task.State, "within the message")
	require.Equal(t, price*99/100, w.Balance(a.ID)-before["stranger"], "free")
	require.Equal(t, chaintest.AppPrice+price/100+poolStake, w.Balance(w.Owner.ID)-before["owner"])
	require.Zero(t, task.Members[0].StakeNrlc)
	require.Zero(t, w.record("stranger").Reputation.Score)
	require.Equal(t, uint64(1), w.record("stranger").Reputation.Accepted)
	for _, m := range []sdk.Msg{
		&types.MsgAdvanceTask{Sender: a.Address, TaskId: task.Id, Advance: types.Advance_ADVANCE_CLAIM},
	} {
		w.refused("stranger", types.ErrNotDue, "has ended", m)
	}
	require.Len(t, chaintest.Events(res, &types.EventContributed{}), 1)
	require.Len(t, chaintest.Events(res, &types.EventConsensusReached{}), 1)
	require.Len(t, chaintest.Events(res, &types.EventContributionRevealed{}), 1)
	require.Len(t, chaintest.Events(res, &types.EventTaskCompleted{}), 1)
	w.ExportImport()

	taken := w.ask(1, 1)[0]
	w.Run(w.Account("w0"), w.gives("w0", taken.Id, "right"))
	w.refused("stranger", types.ErrNotDue, "state", atOnce(taken))
}

// TestOwnPoolByHand: where the chain does not advance tasks, the pool's owner finalises
// and reopens, and anybody ends what is over, as in the original. Rules POCO-R33,
// POCO-R34, invariant POCO-I6.
func TestOwnPoolByHand(t *testing.T) {
	t.Parallel()
	w := newOwn(t, params(func(p *types.Params) { p.ClassicAutomatic, p.ClassicPunishFailed = false, false }))
	task := w.ask(1, 1)[0]
	advance := func(from string, a types.Advance, callback ...byte) *types.MsgAdvanceTask {
		return &types.MsgAdvanceTask{Sender: w.Account(from).Address, TaskId: task.Id, Advance: a, Callback: callback}
	}
	finalize, reopen, claim := types.Advance_ADVANCE_FINALIZE, types.Advance_ADVANCE_REOPEN, types.Advance_ADVANCE_CLAIM
	before := w.balances("w0", "w1", "owner")
	w.Run(w.Account("w0"), w.gives("w0", task.Id, "right"))
	w.refused("w0", types.ErrNotVouched, "belonged to", advance("w0", finalize))
	w.refused("owner", types.ErrNotDue, "0 of 1 have revealed", advance("owner", finalize))
	w.refused("owner", types.ErrNotDue, "reveals end at", advance("owner", reopen))
	w.refused("w1", types.ErrNotDue, "the final deadline is", advance("w1", claim))
	w.refused("owner", types.ErrBadField, "advance is 0", advance("owner", 0))
	w.Time = time.Unix(w.Task(task.Id).Classic.RevealDeadlineUnix-1, 0).UTC()
	w.Block()
	require.Equal(t, types.TaskState_TASK_STATE_REVEALING, w.Task(task.Id).State, "the chain does nothing")
	require.Contains(t, w.why(task.Id).Next, "by the pool's owner")
	w.Run(w.Owner, advance("owner", reopen))
	w.Check()
	require.Equal(t, types.TaskState_TASK_STATE_COMMITTING, w.Task(task.Id).State)
	w.ExportImport()
	w.refused("w0", types.ErrAlready, "member is withheld", w.gives("w0", task.Id, "right"))
	w.Run(w.Account("w1"), w.gives("w1", task.Id, "right"))
	w.Run(w.Account("w1"), shows(w.Account("w1"), task.Id, said("right")))
	w.refused("owner", types.ErrAnswer, "digest", advance("owner", finalize, 1))
	w.Run(w.Owner, advance("owner", finalize))
	w.Check()
	require.Equal(t, types.TaskState_TASK_STATE_COMPLETED, w.Task(task.Id).State)
	require.Equal(t, workerStake+fee, before["w0"]-w.Balance(w.Account("w0").ID))
	require.Equal(t, (price+workerStake)*99/100-fee, w.Balance(w.Account("w1").ID)-before["w1"])

	task = w.ask(1, 4)[0]
	before = w.balances("w0", "w1")
	w.Run(w.Account("w0"), w.gives("w0", task.Id, "right"))
	w.Run(w.Account("w1"), w.gives("w1", task.Id, "right"))
	w.Time = time.Unix(task.FinalDeadlineUnix, 0).UTC()
	w.Finalize()
	require.Contains(t, w.why(task.Id).Next, "anybody may end it")
	w.Skip(100 * time.Hour)
	w.Check()
	require.Equal(t, types.TaskState_TASK_STATE_REVEALING, w.Task(task.Id).State)
	w.ExportImport()
	w.refused("owner", types.ErrTooLate, "the task ended at", advance("owner", finalize))
	w.Run(w.Account("stranger"), advance("stranger", claim))
	w.Check()
	require.Equal(t, types.EndReason_END_REASON_NOT_REVEALED, w.Task(task.Id).Reason)
	require.Equal(t, before, w.balances("w0", "w1"), "the original gives everybody the stake back")
}

// TestAdvanceIsForClassicTasks: bounded tasks, and those that the chain advances,
// need nobody. Rule POCO-R34.
func TestAdvanceIsForClassicTasks(t *testing.T) {
	t.Parallel()
	w := newClassic(t)
	bounded := w.buy(1)[0]
	claim := func(id string) *types.MsgAdvanceTask {
		return &types.MsgAdvanceTask{Sender: w.Owner.Address, TaskId: id, Advance: types.Advance_ADVANCE_CLAIM}
	}
	w.refused("owner", types.ErrNotDue, "is bounded", claim(bounded.Id))
	w.refused("owner", types.ErrNotFound, "no task", claim(ident.Hash{9}.String()))
	task := w.ask(1, 4)[0]
	w.play()
	w.refused("owner", types.ErrNotDue, "has ended", claim(task.Id))
}

// TestContributionsAreFreeWhenDue: what CheckTx lets in of contributions: seats,
// or the owner's signature and the stake. Spam is refused. Rule POCO-R20.
func TestContributionsAreFreeWhenDue(t *testing.T) {
	t.Parallel()
	w := newOwn(t)
	tasks := w.ask(2, 4)
	task, other := tasks[0], tasks[1]
	a, stranger := w.Account("w0"), w.Account("stranger")
	check := func(from *chaintest.Account, want *sdkerrors.Error, text string, msg sdk.Msg) {
		t.Helper()
		res := w.CheckTx(w.Tx(from, msg))
		if want == nil {
			require.Zero(t, res.Code, res.Log)
			return
		}
		require.Equal(t, want.ABCICode(), res.Code, res.Log)
		require.Contains(t, res.Log, text)
	}
	good := w.allowed("w0", task.Id, "right")
	check(a, nil, "", contribute(a, good))
	check(stranger, types.ErrNotVouched, "it is signed by", contribute(stranger, good))
	check(stranger, types.ErrNotVouched, "got 0", gives(stranger, task.Id, "x"))
	check(a, types.ErrNotMember, "not assigned", contribute(a, w.allowed("w0", ident.Hash{8}.String(), "right")))
	check(a, types.ErrBadField, "twice", contribute(a, good, good))
	check(a, types.ErrBadField, "expected 1 to 100", contribute(a))
	check(a, types.ErrNotMember, "not assigned", shows(a, task.Id, said("right")))
	poor := contribute(a, good, w.allowed("w0", other.Id, "right"))
	left := w.Balance(a.ID) - 2*workerStake
	require.NoError(t, w.keeper().CheckDue(w.Ctx(), poor))
	w.drain(a, left+1)
	err := w.keeper().CheckDue(w.Ctx(), poor)
	require.ErrorIs(t, err, types.ErrFunds, "enough for one, not for both")
	check(a, types.ErrFunds, "more", poor)
	second := contribute(a, w.allowed("w0", other.Id, "right"))
	require.NoError(t, w.keeper().CheckDue(w.Ctx(), contribute(a, good)))
	require.NoError(t, w.keeper().CheckDue(w.Ctx(), second))
	require.ErrorIs(t, w.keeper().CheckDue(w.Ctx(), contribute(a, good), second), types.ErrFunds, "in two messages")
	check(a, nil, "", contribute(a, good))
	w.Run(a, contribute(a, good))
	check(a, types.ErrAlready, "", contribute(a, good))
	check(a, types.ErrNotDue, "state", shows(a, task.Id, said("right")))
	late := w.Ctx().WithBlockTime(time.Unix(task.Classic.ContributionDeadlineUnix, 0))
	require.ErrorIs(t, w.keeper().CheckDue(late, contribute(stranger, w.allowed("stranger", task.Id, "x"))),
		types.ErrTooLate, "at the deadline it is late")
	for i := range 200 { // a spammer's own signatures are not the owner's
		c := contribution(stranger, task.Id, said(string(rune('a'+i))))
		c.Authorization = w.sign(stranger, poco.AuthorizationHash(stranger.ID, hash(w, task.Id), ident.Address{}))
		require.NotZero(t, w.CheckTx(w.Tx(stranger, contribute(stranger, c))).Code)
	}
	require.NoError(t, w.keeper().CheckVouched(w.Ctx(), shows(a, task.Id, said("right"))), "reveals show none")
}

// drain leaves an account with less.
func (w *world) drain(a *chaintest.Account, nrlc uint64) {
	w.t.Helper()
	to := w.Account("requester").ID
	err := w.Chain.App.Bank.SendCoins(w.Ctx(), a.ID[:], to[:], sdk.NewCoins(sdk.NewInt64Coin("nrlc", int64(nrlc))))
	require.NoError(w.t, err)
	w.Block()
}

// TestContributionBatch: items do not depend on each other, and one that fails
// moves no money. Rules POCO-R18, POCO-R30.
func TestContributionBatch(t *testing.T) {
	t.Parallel()
	w := newOwn(t)
	tasks := w.ask(2, 4)
	a := w.Account("stranger")
	handler := w.Chain.App.MsgServiceRouter().Handler(&types.MsgContribute{})
	ctx, _ := w.Ctx().CacheContext()
	empty := w.allowed("stranger", tasks[0].Id, "right")
	empty.ResultSeal = ""
	good, second := w.allowed("stranger", tasks[0].Id, "right"), w.allowed("stranger", tasks[1].Id, "right")
	bad := good
	bad.ResultHash = "0x12"
	before := w.Balance(a.ID)
	had := before - workerStake - 1 // what the account must lose to have one stake and a half
	lost := sdk.NewCoins(sdk.NewInt64Coin("nrlc", int64(had)))
	require.NoError(t, w.Chain.App.Bank.SendCoins(ctx, a.ID[:], w.Owner.ID[:], lost))
	res, err := handler(ctx, contribute(a, bad, empty, good, good, second))
	require.NoError(t, err)
	var out types.MsgContributeResponse
	require.NoError(t, out.Unmarshal(res.MsgResponses[0].Value))
	for i, want := range []string{"hexadecimal digits", "seal is empty", "", "done already", "0.3 RLC"} {
		if want == "" {
			require.Empty(t, out.Outcomes[i].Error)
		} else {
			require.Contains(t, out.Outcomes[i].Error, want)
		}
	}
	require.Equal(t, uint64(1), w.Chain.App.Bank.GetBalance(ctx, a.ID[:], "nrlc").Amount.Uint64())
	require.NoError(t, w.keeper().CheckInvariants(ctx))
	_, err = handler(ctx, contribute(a, second))
	require.ErrorIs(t, err, types.ErrFunds)
}

// TestFreeTasks: of a task without a price the kitty pays the pool only if the
// params say so. Rules POCO-R21, POCO-R31.
func TestFreeTasks(t *testing.T) {
	t.Parallel()
	for _, pays := range []bool{false, true} {
		kitty := uint64(5_000_000_000)
		w := newOwn(t, params(func(p *types.Params) { p.KittyPaysFreeTasks = pays }), func(g *chaintest.Genesis) {
			g.Balances[kittyAddress()] = kitty
		})
		w.Run(w.Owner, &markettypes.MsgPlaceWorkerpoolOrder{
			Owner: w.Owner.Address, Order: markettypes.WorkerpoolOrder{Workerpool: w.own, Volume: 10, Trust: 5},
		})
		task := w.ask(1, 1, func(o *markettypes.RequestOrder) { o.WorkerpoolMaxPriceNrlc = 0 })[0]
		before := w.Balance(w.Owner.ID)
		require.Zero(t, w.send("w0", w.gives("w0", task.Id, "right")), "no price, no stake")
		w.Run(w.Account("w0"), shows(w.Account("w0"), task.Id, said("right")))
		w.Check()
		require.Equal(t, types.TaskState_TASK_STATE_COMPLETED, w.Task(task.Id).State)
		got := w.Balance(w.Owner.ID) - before - chaintest.AppPrice
		if !pays {
			require.Zero(t, got)
			continue
		}
		require.Equal(t, uint64(1_000_000_000), got, "at least 1 RLC")
		require.Equal(t, kitty-got, uint64(w.keeper().Kitty(w.Ctx())))
	}
}
