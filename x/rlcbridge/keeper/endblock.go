package keeper

import (
	"context"
	"fmt"

	"github.com/iexecd/iexecd/x/rlcbridge/types"
)

// EndBlock does what is due: pauses that are over, refunds, releases, a batch, a
// validator set. Then it holds the books against the bank. What fails pauses the
// bridge and never stops the chain. Without a vault it does nothing.
func (k Keeper) EndBlock(ctx context.Context) error {
	on, err := k.On(ctx)
	if err != nil || !on {
		return err
	}
	p, v, err := k.load(ctx)
	if err != nil {
		return err
	}
	for _, step := range []struct {
		name string
		do   func(context.Context) error
	}{
		{"pauses", k.endPauses},
		{"refunds", k.expire},
		{"releases", func(ctx context.Context) error { return k.releaseDue(ctx, p) }},
		{"batches", func(ctx context.Context) error { return k.makeBatch(ctx, p, v) }},
		{"validator sets", func(ctx context.Context) error { return k.makeValset(ctx, p, v) }},
		{"old validator sets", func(ctx context.Context) error { return k.prune(ctx, p) }},
		{"old configs", func(ctx context.Context) error { return k.pruneConfigs(ctx, p) }},
	} {
		if err := alone(ctx, step.do); err != nil {
			if err := k.pauseAll(ctx, fmt.Sprintf("%s: %s", step.name, err)); err != nil {
				return err
			}
		}
	}
	return k.auditBooks(ctx)
}

// auditBooks pauses the bridge if the books do not add up. Rule BRG-R18.
func (k Keeper) auditBooks(ctx context.Context) error {
	broken := k.checkBooks(ctx)
	if broken == nil {
		return nil
	}
	reason := types.Clip(broken.Error())
	for _, flag := range directions(bothDirections) {
		p, on, err := k.pauseOf(ctx, flag)
		if err != nil {
			return err
		}
		if on && p.UntilUnix == 0 {
			continue
		}
		if err := typed(ctx, &types.EventInvariantBroken{Reason: reason}); err != nil {
			return err
		}
		return k.pauseAll(ctx, reason)
	}
	return nil
}
