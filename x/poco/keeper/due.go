package keeper

import (
	"context"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/x/poco/types"
)

// CheckDue returns nil if every item of the worker messages of a transaction is due
// for its sender now, none is there twice, and each sender affords the stakes of all
// of its own together: the condition under which they are free. Rule POCO-R20.
func (k Keeper) CheckDue(ctx context.Context, msgs ...sdk.Msg) error {
	a := asked{seen: map[seat]bool{}, stakes: map[ident.Address]rlc.Amount{}}
	for _, m := range msgs {
		if err := k.checkMessageDue(ctx, a, m); err != nil {
			return err
		}
	}
	return nil
}

// asked is what the messages of a transaction so far want.
type asked struct {
	seen   map[seat]bool
	stakes map[ident.Address]rlc.Amount // from the workers' accounts
}

// seat is a worker's place in a task.
type seat struct {
	worker ident.Address
	task   ident.Hash
}

func (k Keeper) checkMessageDue(ctx context.Context, a asked, msg sdk.Msg) error {
	items, err := itemsOf(msg)
	if err != nil {
		return err
	}
	b, err := k.newBatch(ctx, types.WorkerOf(msg), len(items))
	if err != nil {
		return err
	}
	stakes := a.stakes[b.worker]
	for _, item := range items {
		id, err := ident.ParseHash(item.task)
		if err != nil {
			return types.ErrBadField.Wrapf("task_id: %s", err)
		}
		s := seat{b.worker, id}
		if a.seen[s] {
			return types.ErrBadField.Wrapf("task %s is in the transaction twice", id)
		}
		a.seen[s] = true
		stake, err := k.checkTaskDue(ctx, b, id, item)
		if err != nil {
			return err
		}
		if stakes, err = rlc.Add(stakes, stake); err != nil {
			return types.ErrFunds.Wrapf("the stakes of the transaction: %s", err)
		}
	}
	a.stakes[b.worker] = stakes
	return k.affords(ctx, b.worker, stakes, "the transaction's stakes")
}

// item is one item of a worker message.
type item struct {
	task  string
	due   func(poco.Task, ident.Address, poco.Clock, poco.Params) error
	open  bool // a task of an owner's pool takes it of somebody without a seat
	stake bool // it takes the task's stake there
}

func itemsOf(msg sdk.Msg) ([]item, error) {
	var items []item
	switch m := msg.(type) {
	case *types.MsgCommit:
		for i := range m.Commits {
			items = append(items, item{task: m.Commits[i].TaskId, due: bounded(poco.CheckCommit)})
		}
	case *types.MsgReveal:
		for i := range m.Reveals {
			items = append(items, item{task: m.Reveals[i].TaskId, due: bounded(poco.CheckReveal)})
		}
	case *types.MsgContribute:
		for i := range m.Contributions {
			id := m.Contributions[i].TaskId
			items = append(items, item{task: id, due: poco.CheckContribute, open: true, stake: true})
		}
	case *types.MsgContributeAndFinalize:
		items = append(items, item{task: m.Answer.TaskId, due: poco.CheckContributeAndFinalize, open: true})
	default:
		return nil, types.ErrNotDue.Wrapf("%T is not a worker message", msg)
	}
	return items, nil
}

// bounded makes a check that needs no params look like one that does.
func bounded(check func(poco.Task, ident.Address, poco.Clock) error,
) func(poco.Task, ident.Address, poco.Clock, poco.Params) error {
	return func(t poco.Task, w ident.Address, at poco.Clock, _ poco.Params) error { return check(t, w, at) }
}

// checkTaskDue checks one item and returns the stake that it takes from the
// worker's account.
func (k Keeper) checkTaskDue(ctx context.Context, b *batch, id ident.Hash, item item) (rlc.Amount, error) {
	assigned, err := k.Assigned.Has(ctx, join(b.worker[:], id[:]))
	if err != nil {
		return 0, err
	}
	t, err := k.task(ctx, id)
	if !assigned && (err != nil || !item.open || !fromAccount(t)) {
		return 0, types.ErrNotMember.Wrapf("%s is not assigned to task %s", b.bech32, id)
	}
	if err != nil {
		return 0, err
	}
	if err := item.due(t, b.worker, b.at, b.block.core); err != nil {
		return 0, types.Coded(err)
	}
	if item.stake && fromAccount(t) {
		return t.Classic.WorkerStake, nil
	}
	return 0, nil
}

// gasPerSignature is what one signature of a voucher costs, as one of a transaction.
const gasPerSignature storetypes.Gas = 1_000

// CheckVouched returns nil if the vouchers of a due worker message are right. It
// is the dear part of rule POCO-R20: run it after CheckDue, and after the
// transaction's own signature, so that nobody but the worker can cause it.
func (k Keeper) CheckVouched(ctx context.Context, msg sdk.Msg) error {
	p, err := k.Params.Get(ctx)
	if err != nil {
		return err
	}
	b, err := k.newBatch(ctx, types.WorkerOf(msg), 1)
	if err != nil {
		return err
	}
	check := func(id ident.Hash, m voucher, in poco.Contribute) error {
		sdk.UnwrapSDKContext(ctx).GasMeter().ConsumeGas(2*gasPerSignature, "poco: voucher")
		t, d, err := k.taskOfDeal(ctx, id)
		if err != nil {
			return err
		}
		return vouched(t, d, m, in, p)
	}
	switch m := msg.(type) {
	case *types.MsgContribute:
		for i := range m.Contributions {
			id, in, err := m.Contributions[i].Core(b.worker, b.at)
			if err != nil {
				return err
			}
			if err := check(id, &m.Contributions[i], in); err != nil {
				return err
			}
		}
	case *types.MsgContributeAndFinalize:
		id, in, err := m.Core(b.worker, b.at)
		if err != nil {
			return err
		}
		return check(id, m, atOnce(id, in))
	}
	return nil
}
