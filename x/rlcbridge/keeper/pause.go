package keeper

import (
	"context"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/x/rlcbridge/types"
)

const bothDirections = bridge.PauseDeposits | bridge.PauseWithdrawals

// directions returns the single flags of a set.
func directions(flags uint8) []uint8 {
	var out []uint8
	for _, f := range []uint8{bridge.PauseDeposits, bridge.PauseWithdrawals} {
		if flags&f != 0 {
			out = append(out, f)
		}
	}
	return out
}

// paused reports whether a direction is stopped. Rule BRG-R17.
func (k Keeper) paused(ctx context.Context, flag uint8) (bool, error) {
	_, on, err := k.pauseOf(ctx, flag)
	return on, err
}

// pauseOf returns a direction's pause; false if there is none, or it is over.
func (k Keeper) pauseOf(ctx context.Context, flag uint8) (types.Pause, bool, error) {
	p, err := k.Pauses.Get(ctx, uint64(flag))
	if isNotFound(err) {
		return p, false, nil
	}
	return p, err == nil && (p.UntilUnix == 0 || moment(ctx).Unix <= p.UntilUnix), err
}

// unlessPaused is ErrPaused if a direction is stopped.
func (k Keeper) unlessPaused(ctx context.Context, flag uint8) error {
	p, on, err := k.pauseOf(ctx, flag)
	if err != nil || !on {
		return err
	}
	names := map[uint8]string{bridge.PauseDeposits: "deposits", bridge.PauseWithdrawals: "withdrawals"}
	until := "until governance ends it"
	if p.UntilUnix != 0 {
		return types.ErrPaused.Wrapf("%s are paused until second %d, it is %d: %s", names[flag], p.UntilUnix,
			moment(ctx).Unix, p.Reason)
	}
	return types.ErrPaused.Wrapf("%s are paused %s: %s", names[flag], until, p.Reason)
}

// pause stops directions until a second, 0 for until governance ends it. It never
// shortens a pause.
func (k Keeper) pause(ctx context.Context, flags uint8, untilUnix uint64, reason string) error {
	for _, flag := range directions(flags) {
		old, on, err := k.pauseOf(ctx, flag)
		if err != nil {
			return err
		}
		if on && (old.UntilUnix == 0 || untilUnix != 0 && untilUnix <= old.UntilUnix) {
			continue
		}
		p := types.Pause{Flag: uint32(flag), UntilUnix: untilUnix, Reason: types.Clip(reason)}
		if err := k.Pauses.Set(ctx, uint64(flag), p); err != nil {
			return err
		}
		event := &types.EventPaused{Flag: p.Flag, UntilUnix: p.UntilUnix, Reason: p.Reason}
		if err := typed(ctx, event); err != nil {
			return err
		}
	}
	return nil
}

// pauseAll stops both directions until governance says otherwise.
func (k Keeper) pauseAll(ctx context.Context, reason string) error {
	return k.pause(ctx, bothDirections, 0, reason)
}

// unpause ends pauses.
func (k Keeper) unpause(ctx context.Context, flags uint8) error {
	for _, flag := range directions(flags) {
		has, err := k.Pauses.Has(ctx, uint64(flag))
		if err != nil {
			return err
		}
		if !has {
			continue
		}
		if err := k.Pauses.Remove(ctx, uint64(flag)); err != nil {
			return err
		}
		if err := typed(ctx, &types.EventUnpaused{Flag: uint32(flag)}); err != nil {
			return err
		}
	}
	return nil
}

// endPauses removes pauses that are over.
func (k Keeper) endPauses(ctx context.Context) error {
	for _, flag := range directions(bothDirections) {
		has, err := k.Pauses.Has(ctx, uint64(flag))
		if err != nil {
			return err
		}
		on, err := k.paused(ctx, flag)
		if err != nil {
			return err
		}
		if !has || on {
			continue
		}
		if err := k.unpause(ctx, flag); err != nil {
			return err
		}
	}
	return nil
}
