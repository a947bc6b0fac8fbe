package keeper

import (
	"context"
	"math/big"
	"slices"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/x/poco/types"
)

// Contribute implements types.MsgServer. Rules POCO-R18, POCO-R25, POCO-R26, POCO-R28.
func (s msgServer) Contribute(ctx context.Context, m *types.MsgContribute) (*types.MsgContributeResponse, error) {
	b, err := s.newBatch(ctx, m.Worker, len(m.Contributions))
	if err != nil {
		return nil, err
	}
	for i := range m.Contributions {
		c := &m.Contributions[i]
		b.alone(ctx, c.TaskId, func(ctx context.Context) error { return s.contribute(ctx, b, c) })
	}
	return &types.MsgContributeResponse{Outcomes: b.outcomes}, b.end(ctx, s.Keeper)
}

// contribute takes one contribution. The checks are the original's, in its
// order: task and worker, enclave, authorisation, enclave's signature, stake.
func (k Keeper) contribute(ctx context.Context, b *batch, c *types.Contribution) error {
	id, in, err := c.Core(b.worker, b.at)
	if err != nil {
		return err
	}
	t, d, err := k.taskOfDeal(ctx, id)
	if err != nil {
		return err
	}
	if err := poco.CheckContribute(t, b.worker, b.at, b.block.core); err != nil {
		return types.Coded(err)
	}
	if err := vouched(t, d, c, in, b.params); err != nil {
		return err
	}
	stake := rlc.Amount(0)
	if fromAccount(t) {
		stake = t.Classic.WorkerStake
	}
	if in.Score, err = k.admit(ctx, t, b, stake); err != nil {
		return err
	}
	if t, err = k.step(ctx, t, in, d, b); err != nil {
		return err
	}
	return contributed(ctx, t, b)
}

// voucher is a message that shows a voucher.
type voucher interface{ Voucher() (types.Voucher, error) }

// vouched checks what a contribution shows beside its answer. Who was seated
// needs no authorisation of the pool's owner. Rule POCO-R28.
func vouched(t poco.Task, d market.Deal, m voucher, in poco.Contribute, p types.Params) error {
	v, err := m.Voucher()
	if err != nil {
		return err
	}
	broker, err := p.Broker()
	if err != nil {
		return err
	}
	open := fromAccount(t) && !slices.ContainsFunc(t.Members, func(m poco.Member) bool {
		return m.Worker == in.Worker && seated(m)
	})
	demand := types.NewDemand(d, open, v.Challenge, broker)
	return v.Check(in.Worker, t.ID, in.ResultHash, in.ResultSeal, demand)
}

// admit takes a contribution's stake from the worker's account, notes who has no
// seat, and returns the worker's score. Who has no record gets a bare one, so
// that its score is kept. Rule POCO-R30.
func (k Keeper) admit(ctx context.Context, t poco.Task, b *batch, stake rlc.Amount) (*big.Int, error) {
	w, err := k.Workers.Get(ctx, b.worker[:])
	if isNotFound(err) {
		w = types.Worker{
			Address: b.bech32, Operator: b.bech32, Status: types.WorkerStatus_WORKER_STATUS_LEFT,
			Reputation: types.Reputation{FirstSeenHeight: b.at.Height},
		}
		err = k.Workers.Set(ctx, b.worker[:], w)
	}
	if err != nil {
		return nil, err
	}
	if err := k.take(ctx, b.worker, stake, "the stake of task "+t.ID.String()); err != nil {
		return nil, err
	}
	return score(w), k.Assigned.Set(ctx, join(b.worker[:], t.ID[:]))
}

// contributed tells of a worker's contribution to a task.
func contributed(ctx context.Context, t poco.Task, b *batch) error {
	m := t.Members[slices.IndexFunc(t.Members, func(m poco.Member) bool { return m.Worker == b.worker })]
	group := slices.IndexFunc(t.Classic.Groups, func(g poco.ClassicGroup) bool { return g.ResultHash == m.ResultHash })
	return typed(ctx, &types.EventContributed{
		TaskId: t.ID.String(), Worker: b.bech32, ResultHash: m.ResultHash.String(), Weight: m.Weight,
		GroupWeight: t.Classic.Groups[group].Weight.String(), TotalWeight: t.Classic.TotalWeight.String(),
		StakeNrlc: uint64(m.Stake),
	})
}

// ContributeAndFinalize implements types.MsgServer. Rule POCO-R32.
func (s msgServer) ContributeAndFinalize(
	ctx context.Context, m *types.MsgContributeAndFinalize,
) (*types.MsgContributeAndFinalizeResponse, error) {
	b, err := s.newBatch(ctx, m.Worker, 1)
	if err != nil {
		return nil, err
	}
	b.do(m.Answer.TaskId, func() error { return s.contributeAndFinalize(ctx, b, m) })
	return &types.MsgContributeAndFinalizeResponse{}, b.end(ctx, s.Keeper)
}

func (k Keeper) contributeAndFinalize(ctx context.Context, b *batch, m *types.MsgContributeAndFinalize) error {
	id, in, err := m.Core(b.worker, b.at)
	if err != nil {
		return err
	}
	t, d, err := k.taskOfDeal(ctx, id)
	if err != nil {
		return err
	}
	if err := poco.CheckContributeAndFinalize(t, b.worker, b.at, b.block.core); err != nil {
		return types.Coded(err)
	}
	if err := vouched(t, d, m, atOnce(id, in), b.params); err != nil {
		return err
	}
	if in.Score, err = k.admit(ctx, t, b, 0); err != nil {
		return err
	}
	if in.Location == "" {
		if in.Location, err = k.urlOf(ctx, b.worker); err != nil {
			return err
		}
	}
	if t, err = k.step(ctx, t, in, d, b); err != nil {
		return err
	}
	if err := contributed(ctx, t, b); err != nil {
		return err
	}
	return typed(ctx, &types.EventContributionRevealed{
		TaskId: m.Answer.TaskId, Worker: b.bech32, Digest: m.Answer.Digest, Cause: m.Answer.Cause,
	})
}

// atOnce is the contribution that an answer in one step contains.
func atOnce(task ident.Hash, in poco.ContributeAndFinalize) poco.Contribute {
	digest := in.Answer.Digest
	return poco.Contribute{
		At: in.At, Worker: in.Worker, Challenge: in.Challenge,
		ResultHash: poco.ResultHash(task, digest), ResultSeal: poco.ResultSeal(in.Worker, task, digest),
	}
}

func (k Keeper) urlOf(ctx context.Context, worker ident.Address) (string, error) {
	w, err := k.Workers.Get(ctx, worker[:])
	return w.Url, err
}

// AuthorizeWorkers implements types.MsgServer. Rule POCO-R29.
func (s msgServer) AuthorizeWorkers(
	ctx context.Context, m *types.MsgAuthorizeWorkers,
) (*types.MsgAuthorizeWorkersResponse, error) {
	b, err := s.newBatch(ctx, m.Owner, len(m.Authorizations))
	if err != nil {
		return nil, err
	}
	for i := range m.Authorizations {
		a := &m.Authorizations[i]
		b.alone(ctx, a.TaskId, func(ctx context.Context) error { return s.authorize(ctx, b, a) })
	}
	return &types.MsgAuthorizeWorkersResponse{Outcomes: b.outcomes}, b.failed()
}

// authorize seats one worker on one task.
func (k Keeper) authorize(ctx context.Context, b *batch, a *types.Authorization) error {
	id, err := ident.ParseHash(a.TaskId)
	if err != nil {
		return types.ErrBadField.Wrapf("task_id: %s", err)
	}
	worker, err := account.Parse(a.Worker)
	if err != nil {
		return types.ErrBadField.Wrapf("worker: %s", err)
	}
	t, d, err := k.taskOfDeal(ctx, id)
	if err != nil {
		return err
	}
	if !fromAccount(t) {
		return types.ErrNotDue.Wrapf("the chain chooses the workers of task %s: nothing to authorise", id)
	}
	if err := owns(d, b.worker); err != nil {
		return err
	}
	m, err := k.authorizable(ctx, t, d, worker, b.block.core)
	if err != nil {
		return err
	}
	after, err := k.seatMembers(ctx, t, []poco.Member{m}, b.block)
	if err != nil {
		return types.Coded(err)
	}
	return k.store(ctx, t, after)
}

// owns returns an error unless somebody owned the pool when the deal was made.
func owns(d market.Deal, who ident.Address) error {
	if who != d.Workerpool.Owner {
		return types.ErrNotVouched.Wrapf("pool %s belonged to %s when the deal was made, the sender is %s",
			d.Workerpool.Pointer, account.Bech32(d.Workerpool.Owner), account.Bech32(who))
	}
	return nil
}

// authorizable returns the member that a worker would be, if it may be seated.
func (k Keeper) authorizable(ctx context.Context, t poco.Task, d market.Deal, worker ident.Address,
	p poco.Params,
) (poco.Member, error) {
	_, w, err := k.member(ctx, account.Bech32(worker))
	if err != nil {
		return poco.Member{}, err
	}
	m, able, err := candidate(w, d, 0, 0, p)
	if err != nil {
		return m, err
	}
	m.Score = score(w)
	switch {
	case w.Workerpool != t.Workerpool.String():
		return m, types.ErrStatus.Wrapf("%s is in pool %s, the task runs in %s", w.Address, w.Workerpool, t.Workerpool)
	case w.Busy >= w.Slots:
		return m, types.ErrBusy.Wrapf("%s has %d tasks open, and %d slots", w.Address, w.Busy, w.Slots)
	case !able:
		return m, types.ErrStatus.Wrapf("%s is %s, takes categories up to %d, and can do %s; the task is of "+
			"category %d and asks for %s", w.Address, w.Status, w.MaxCategory, orNothing(w.Tag),
			d.Category, ident.Hash(d.Tag))
	}
	return m, nil
}

func orNothing(tag string) string {
	if tag == "" {
		return "nothing special"
	}
	return tag
}

// AdvanceTask implements types.MsgServer. Rule POCO-R34.
func (s msgServer) AdvanceTask(ctx context.Context, m *types.MsgAdvanceTask) (*types.MsgAdvanceTaskResponse, error) {
	b, err := s.newBatch(ctx, m.Sender, 1)
	if err != nil {
		return nil, err
	}
	id, in, err := m.Core(b.at)
	if err != nil {
		return nil, err
	}
	t, d, err := s.taskOfDeal(ctx, id)
	if err != nil {
		return nil, err
	}
	if t.Classic == nil {
		return nil, types.ErrNotDue.Wrapf("task %s is bounded: the chain ends it by itself", id)
	}
	if m.Advance != types.Advance_ADVANCE_CLAIM {
		if err := owns(d, b.worker); err != nil {
			return nil, err
		}
	}
	_, err = s.step(ctx, t, in, d, b)
	return &types.MsgAdvanceTaskResponse{}, err
}
