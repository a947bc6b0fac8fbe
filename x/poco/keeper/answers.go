package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/x/poco/types"
)

// Commit implements types.MsgServer. Rules POCO-R6, POCO-R18.
func (s msgServer) Commit(ctx context.Context, m *types.MsgCommit) (*types.MsgCommitResponse, error) {
	b, err := s.newBatch(ctx, m.Worker, len(m.Commits))
	if err != nil {
		return nil, err
	}
	for i := range m.Commits {
		c := &m.Commits[i]
		b.do(c.TaskId, func() error {
			task, in, err := c.Core(b.worker, b.at)
			if err != nil {
				return err
			}
			if err := s.answer(ctx, task, in, b); err != nil {
				return err
			}
			return typed(ctx, &types.EventContributionCommitted{TaskId: c.TaskId, Worker: b.bech32})
		})
	}
	return &types.MsgCommitResponse{Outcomes: b.outcomes}, b.end(ctx, s.Keeper)
}

// Reveal implements types.MsgServer. Rules POCO-R7, POCO-R18, POCO-R27.
func (s msgServer) Reveal(ctx context.Context, m *types.MsgReveal) (*types.MsgRevealResponse, error) {
	b, err := s.newBatch(ctx, m.Worker, len(m.Reveals))
	if err != nil {
		return nil, err
	}
	w, err := orZero(s.Workers.Get(ctx, b.worker[:])) // who has no record has no task: each reveal says so
	if err != nil {
		return nil, err
	}
	for i := range m.Reveals {
		v := &m.Reveals[i]
		b.do(v.TaskId, func() error {
			task, in, err := v.Core(b.worker, b.at)
			if err != nil {
				return err
			}
			if in.Location == "" {
				in.Location = w.Url
			}
			if err := s.answer(ctx, task, in, b); err != nil {
				return err
			}
			return typed(ctx, &types.EventContributionRevealed{
				TaskId: v.TaskId, Worker: b.bech32, Digest: v.Digest, Cause: v.Cause,
			})
		})
	}
	return &types.MsgRevealResponse{Outcomes: b.outcomes}, b.end(ctx, s.Keeper)
}

// batch is a worker message with its items' outcomes.
type batch struct {
	worker   ident.Address
	bech32   string
	at       poco.Clock
	params   types.Params
	block    *block // what settling needs
	outcomes []types.ItemOutcome
	first    error
	taken    int
}

func (k Keeper) newBatch(ctx context.Context, sender string, n int) (*batch, error) {
	p, err := k.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	if n == 0 || n > int(p.MaxBatch) {
		return nil, types.ErrBadField.Wrapf("the message has %d tasks, expected 1 to %d", n, p.MaxBatch)
	}
	id, err := account.Parse(sender)
	if err != nil {
		return nil, types.ErrBadField.Wrapf("sender: %s", err)
	}
	return &batch{
		worker: id, bech32: account.Bech32(id), at: clock(ctx), params: p,
		block: &block{params: p, core: p.Core()},
	}, nil
}

// do runs one item; its failure does not touch the others.
func (b *batch) do(task string, item func() error) {
	out := types.ItemOutcome{TaskId: task}
	if err := item(); err != nil {
		out.Error = err.Error()
		if b.first == nil {
			b.first = err
		}
	} else {
		b.taken++
	}
	b.outcomes = append(b.outcomes, out)
}

// alone is do for an item that moves money: it is done whole or not at all.
func (b *batch) alone(ctx context.Context, task string, item func(context.Context) error) {
	b.do(task, func() error {
		cached, write := sdk.UnwrapSDKContext(ctx).CacheContext()
		if err := item(cached); err != nil { //nolint:contextcheck // the same context, with a store of its own
			return err
		}
		write()
		return nil
	})
}

// failed returns an error if no item was taken.
func (b *batch) failed() error {
	if b.taken == 0 {
		return b.first
	}
	return nil
}

// end returns an error if no item was taken, and else notes that the worker lives.
func (b *batch) end(ctx context.Context, k Keeper) error {
	if err := b.failed(); err != nil {
		return err
	}
	w, err := k.Workers.Get(ctx, b.worker[:])
	if err != nil || w.Reputation.LastSeenHeight == b.at.Height {
		return err
	}
	w.Reputation.LastSeenHeight = b.at.Height
	return k.Workers.Set(ctx, b.worker[:], w)
}

// answer folds a member's commit or reveal into a task; the block's end does
// what follows from it.
func (k Keeper) answer(ctx context.Context, id ident.Hash, in poco.Input, b *batch) error {
	t, err := k.task(ctx, id)
	if err != nil {
		return err
	}
	_, err = k.step(ctx, t, in, market.Deal{}, b) // nothing ends by it
	return err
}

// task returns a task by id.
func (k Keeper) task(ctx context.Context, id ident.Hash) (poco.Task, error) {
	wire, err := k.Tasks.Get(ctx, id[:])
	if isNotFound(err) {
		return poco.Task{}, types.ErrNotFound.Wrapf("no task has the id %s", id)
	}
	if err != nil {
		return poco.Task{}, err
	}
	return wire.Core()
}

// taskOfDeal returns a task with its deal.
func (k Keeper) taskOfDeal(ctx context.Context, id ident.Hash) (poco.Task, market.Deal, error) {
	t, err := k.task(ctx, id)
	if err != nil {
		return t, market.Deal{}, err
	}
	d, err := k.market.Deal(ctx, t.DealID)
	return t, d, err
}

// step folds a message's input into a task. The last one that is waited for
// makes the task due now, so that the same block closes the phase.
func (k Keeper) step(ctx context.Context, t poco.Task, in poco.Input, d market.Deal, b *batch) (poco.Task, error) {
	t, err := k.fold(ctx, t, in, d, b.block)
	if err != nil {
		return t, types.Coded(err)
	}
	if err := k.wakeFreed(ctx, b.block); err != nil {
		return t, err
	}
	if !t.Final() && poco.PhaseComplete(t) {
		return t, k.setDue(ctx, t.ID, clock(ctx).Unix)
	}
	return t, nil
}
