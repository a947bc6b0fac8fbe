package keeper

import (
	"context"
	"errors"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/x/rlcbridge/types"
)

// Observation is what the votes of a block say of the vault, tallied.
type Observation struct {
	Events      []bridge.Event         // of more than two thirds of the power, the next after Head; none = nothing new
	Point       bridge.Point           // where the vault's chain is after them
	EthBlock    uint64                 // a finalized block that showed it; 0 = not known
	EthTimeUnix uint64                 // by this time nothing else had happened; 0 = not known
	Signatures  []bridge.VoteSignature // of all votes; those that cannot be used are passed over
	Alarms      [][]byte               // consensus addresses of all validators that raise the alarm
}

// Observe takes in what the votes of the block before say, before anything else
// in a block. An event that cannot be done as it should strands its deposit or
// pauses the bridge, and counts all the same. An error means that nothing was
// changed, for events that do not follow; the caller tells it and goes on, because
// no observation may stop a block. Rules BRG-R1, BRG-R2.
func (k Keeper) Observe(ctx context.Context, o Observation) error {
	return alone(ctx, func(ctx context.Context) error {
		if err := k.follows(ctx, o); err != nil {
			return err
		}
		for _, e := range o.Events {
			if err := k.happened(ctx, e); err != nil {
				return err
			}
		}
		if err := k.proven(ctx, o); err != nil {
			return err
		}
		for _, s := range o.Signatures {
			_ = alone(ctx, func(ctx context.Context) error { // it is of no use, and harms nobody
				sig, err := bridge.ParseSignature(s.Raw[:])
				if err != nil {
					return err
				}
				_, _, err = k.sign(ctx, s.Kind, s.Nonce, sig)
				return err
			})
		}
		return k.alarm(ctx, o.Alarms)
	})
}

// follows checks that events come after the head and lead to the point.
func (k Keeper) follows(ctx context.Context, o Observation) error {
	_, at, err := k.Head(ctx)
	if err != nil {
		return err
	}
	if len(o.Events) > bridge.MaxEvents {
		return types.ErrObservation.Wrapf("%d events, expected at most %d", len(o.Events), bridge.MaxEvents)
	}
	for _, e := range o.Events {
		if e.Body == nil || e.Nonce != at.Nonce+1 {
			return types.ErrObservation.Wrapf("event %d comes after %d, expected the next, and a body", e.Nonce,
				at.Nonce)
		}
		at = bridge.Point{Nonce: e.Nonce, Hash: bridge.Link(at.Hash, e)}
	}
	if at != o.Point {
		return types.ErrObservation.Wrapf("%d events lead to event %d, hash %s, expected %d, %s", len(o.Events),
			at.Nonce, at.Hash, o.Point.Nonce, o.Point.Hash)
	}
	return nil
}

// happened takes in one event.
func (k Keeper) happened(ctx context.Context, e bridge.Event) error {
	o, err := k.Observed.Get(ctx)
	if err != nil {
		return err
	}
	at, err := o.Point()
	if err != nil {
		return err
	}
	locked, ledger := bridge.NextLocked(rlc.Amount(o.LockedNrlc), e)
	o.Nonce, o.Hash, o.LockedNrlc = e.Nonce, bridge.Link(at.Hash, e).String(), uint64(locked)
	if err := k.Observed.Set(ctx, o); err != nil {
		return err
	}
	why := ledger
	if why == nil {
		why = alone(ctx, func(ctx context.Context) error { return k.apply(ctx, e) })
	}
	if why == nil {
		return nil
	}
	if d, is := e.Body.(bridge.Deposit); is {
		if err := k.strandDeposit(ctx, e.Nonce, d, why); err != nil || ledger == nil {
			return err
		}
	}
	return k.failed(ctx, e.Nonce, why)
}

// failed tells that an event could not be done as it should, and pauses the bridge.
func (k Keeper) failed(ctx context.Context, nonce uint64, why error) error {
	reason := types.Clip(why.Error())
	if err := typed(ctx, &types.EventObservationFailed{Nonce: nonce, Reason: reason}); err != nil {
		return err
	}
	return k.pauseAll(ctx, reason)
}

// apply does what an event means here.
func (k Keeper) apply(ctx context.Context, e bridge.Event) error {
	switch b := e.Body.(type) {
	case bridge.Deposit:
		return k.deposit(ctx, e.Nonce, b)
	case bridge.BatchExecuted:
		return k.executed(ctx, b)
	case bridge.ValsetUpdated:
		return k.confirm(ctx, b)
	case bridge.PauseChanged:
		o, err := k.Observed.Get(ctx)
		if err != nil {
			return err
		}
		o.VaultPauseFlags, o.VaultPauseUntilUnix = uint32(b.Flags), b.UntilUnix
		return k.Observed.Set(ctx, o)
	case bridge.ConfigApplied:
		return k.configured(ctx, b)
	case bridge.Migrated:
		return types.ErrObservation.Wrapf("the vault moved %d nrlc to %s, which this chain never signed", b.Amount,
			b.NewVault)
	}
	return types.ErrObservation.Wrapf("event %d is of no kind that this version knows", e.Nonce)
}

// proven remembers block and time of an observation; times never go back.
func (k Keeper) proven(ctx context.Context, o Observation) error {
	state, err := k.Observed.Get(ctx)
	if err != nil {
		return err
	}
	if len(o.Events) == 0 && o.EthTimeUnix <= state.EthTimeUnix {
		return nil
	}
	state.EthBlock = max(state.EthBlock, o.EthBlock)
	state.EthTimeUnix = max(state.EthTimeUnix, o.EthTimeUnix)
	if err := k.Observed.Set(ctx, state); err != nil {
		return err
	}
	return typed(ctx, &types.EventObserved{
		Nonce: state.Nonce, Hash: state.Hash, EthTimeUnix: state.EthTimeUnix, LockedNrlc: state.LockedNrlc,
	})
}

// alarm remembers who raises the alarm now, and pauses the bridge if it is more
// than a third of the power. Rule BRG-R16.
func (k Keeper) alarm(ctx context.Context, consensus [][]byte) error {
	if err := k.Alarms.Clear(ctx, nil); err != nil {
		return err
	}
	var power uint64
	seen := map[ident.Address]bool{}
	for _, address := range consensus {
		v, err := k.staking.ValidatorByConsAddr(ctx, address)
		if err != nil {
			continue // no validator any more
		}
		operator, err := types.ParseOperator(v.GetOperator())
		if err != nil || seen[operator] {
			continue
		}
		seen[operator] = true
		if n, err := k.staking.GetLastValidatorPower(ctx, operator[:]); err == nil && n > 0 {
			power += uint64(n)
		}
		a := types.Alarm{Operator: v.GetOperator(), Height: moment(ctx).Height}
		if err := k.Alarms.Set(ctx, operator[:], a); err != nil {
			return err
		}
	}
	if len(seen) == 0 {
		return nil
	}
	all, err := k.staking.GetLastTotalPower(ctx)
	if err != nil {
		return err
	}
	total := all.Uint64()
	event := &types.EventAlarm{Validators: uint64(len(seen)), Power: power, TotalPower: total}
	if err := typed(ctx, event); err != nil {
		return err
	}
	if bridge.Quorum(total-min(power, total), total) {
		return nil // more than two thirds see nothing wrong
	}
	if 3*power <= total {
		return nil
	}
	return k.pauseAll(ctx, "validators with more than a third of the power see an Ethereum that contradicts this chain")
}

// strandDeposit mints a deposit for nobody, because it could not be done as it
// should. If that fails as well, the books cannot add up any more: the bridge stops.
func (k Keeper) strandDeposit(ctx context.Context, nonce uint64, d bridge.Deposit, why error) error {
	err := alone(ctx, func(ctx context.Context) error {
		if err := k.bank.MintCoins(ctx, types.ModuleName, coins(d.Amount)); err != nil {
			return err
		}
		return k.strand(ctx, types.ModuleName, types.Stranded{
			Owner: d.From.String(), AmountNrlc: uint64(d.Amount), DepositNonce: nonce, Reason: types.Clip(why.Error()),
		})
	})
	if err != nil {
		return k.failed(ctx, nonce, errors.Join(why, err))
	}
	return typed(ctx, deposited(nonce, d, bridge.RouteStrand))
}
