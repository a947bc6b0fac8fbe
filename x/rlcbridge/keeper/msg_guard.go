package keeper

import (
	"context"
	"slices"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/x/rlcbridge/types"
)

// Pause implements types.MsgServer. Rule BRG-R17.
func (s msgServer) Pause(ctx context.Context, m *types.MsgPause) (*types.MsgPauseResponse, error) {
	p, _, err := s.load(ctx)
	if err != nil {
		return nil, err
	}
	flags, err := parseFlags(m.Flags)
	if err != nil {
		return nil, err
	}
	pauser := slices.ContainsFunc(p.Pausers, func(x string) bool { return same(m.Sender, x) })
	switch {
	case !pauser && !same(m.Sender, p.Guardian):
		return nil, types.ErrUnauthorized.Wrapf("%s is neither the guardian %q nor one of %d pausers", m.Sender,
			p.Guardian, len(p.Pausers))
	case m.Seconds == 0 || m.Seconds > p.MaxPauseSeconds:
		return nil, types.ErrBadField.Wrapf("a pause of %d seconds, expected 1 to %d", m.Seconds, p.MaxPauseSeconds)
	case len(m.Reason) > types.MaxReasonBytes:
		return nil, types.ErrBadField.Wrapf("a reason of %d bytes, expected at most %d", len(m.Reason),
			types.MaxReasonBytes)
	}
	return &types.MsgPauseResponse{}, s.pause(ctx, flags, moment(ctx).Unix+m.Seconds, m.Reason)
}

// same reports whether two spellings are one account's; nobody is the same as nobody.
func same(a, b string) bool {
	x, err := account.Parse(a)
	if err != nil {
		return false
	}
	y, err := account.Parse(b)
	return err == nil && x == y
}

func parseFlags(n uint32) (uint8, error) {
	if n == 0 || n > uint32(bothDirections) {
		return 0, types.ErrBadField.Wrapf("flags %d, expected %d for deposits, %d for withdrawals, %d for both", n,
			bridge.PauseDeposits, bridge.PauseWithdrawals, bothDirections)
	}
	return uint8(n), nil
}

func (k Keeper) authorize(who string) error {
	if !same(who, k.authority) {
		return types.ErrUnauthorized.Wrapf("%s is not governance (%s): make a proposal", who, k.authority)
	}
	return nil
}

// Unpause implements types.MsgServer. Rules BRG-R17, BRG-R18.
func (s msgServer) Unpause(ctx context.Context, m *types.MsgUnpause) (*types.MsgUnpauseResponse, error) {
	if err := s.authorize(m.Authority); err != nil {
		return nil, err
	}
	flags, err := parseFlags(m.Flags)
	if err != nil {
		return nil, err
	}
	if _, err := s.vault(ctx); err != nil {
		return nil, err
	}
	if err := s.checkBooks(ctx); err != nil {
		return nil, err
	}
	return &types.MsgUnpauseResponse{}, s.unpause(ctx, flags)
}

// UpdateParams implements types.MsgServer. Rules BRG-R21, BRG-R25.
func (s msgServer) UpdateParams(
	ctx context.Context, m *types.MsgUpdateParams,
) (*types.MsgUpdateParamsResponse, error) {
	if err := s.authorize(m.Authority); err != nil {
		return nil, err
	}
	if err := m.Params.Validate(); err != nil {
		return nil, types.ErrBadField.Wrap(err.Error())
	}
	if err := s.covered(ctx, m.Params); err != nil {
		return nil, err
	}
	return &types.MsgUpdateParamsResponse{}, s.Params.Set(ctx, m.Params)
}

// delayed returns a delayed deposit.
func (k Keeper) delayed(ctx context.Context, nonce uint64) (types.Delayed, error) {
	d, err := k.Delayed.Get(ctx, nonce)
	if isNotFound(err) {
		return d, types.ErrNotFound.Wrapf("deposit %d does not wait here", nonce)
	}
	return d, err
}

// VetoDelayed implements types.MsgServer. Rule BRG-R5.
func (s msgServer) VetoDelayed(ctx context.Context, m *types.MsgVetoDelayed) (*types.MsgVetoDelayedResponse, error) {
	p, _, err := s.load(ctx)
	if err != nil {
		return nil, err
	}
	if !same(m.Sender, p.Guardian) {
		return nil, types.ErrUnauthorized.Wrapf("%s is not the guardian %q", m.Sender, p.Guardian)
	}
	d, err := s.delayed(ctx, m.Nonce)
	if err != nil {
		return nil, err
	}
	if d.Vetoed {
		return nil, types.ErrAlready.Wrapf("deposit %d is governance's already", m.Nonce)
	}
	d.Vetoed = true
	if err := s.Releases.Remove(ctx, release(d)); err != nil {
		return nil, err
	}
	if err := s.Delayed.Set(ctx, d.Nonce, d); err != nil {
		return nil, err
	}
	return &types.MsgVetoDelayedResponse{}, typed(ctx, &types.EventDelayedVetoed{Nonce: d.Nonce})
}

// ReleaseDelayed implements types.MsgServer. Rule BRG-R5.
func (s msgServer) ReleaseDelayed(
	ctx context.Context, m *types.MsgReleaseDelayed,
) (*types.MsgReleaseDelayedResponse, error) {
	if err := s.authorize(m.Authority); err != nil {
		return nil, err
	}
	to, err := account.Parse(m.To)
	if err != nil {
		return nil, types.ErrBadField.Wrapf("to: %s", err)
	}
	if err := s.unlessPaused(ctx, bridge.PauseDeposits); err != nil {
		return nil, err
	}
	d, err := s.delayed(ctx, m.Nonce)
	if err != nil {
		return nil, err
	}
	if !d.Vetoed {
		return nil, types.ErrStatus.Wrapf("deposit %d of %d nrlc is not vetoed: it goes to %s in second %d", d.Nonce,
			rlc.Amount(d.AmountNrlc), d.Recipient, d.ReleaseUnix)
	}
	if err := s.creditDelayed(ctx, d, to); err != nil {
		return nil, types.ErrRefused.Wrap(err.Error())
	}
	return &types.MsgReleaseDelayedResponse{}, nil
}
