package keeper

import (
	"context"
	"fmt"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/iexecd/iexecd/core/beacon"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/vrf"
	"github.com/iexecd/iexecd/x/beacon/types"
)

// Vote is a validator's vote for the block before, with the proof in it, if any.
type Vote struct {
	Consensus []byte // consensus address
	Power     int64  // voting power, positive
	Proof     []byte // vrf.ProofBytes, or none
}

// hexed is how public keys are written in the state.
func hexed(public []byte) string { return vrf.Hex(public) }

// Advance sets the next beacon from the votes for the block before, or the
// fallback if those with valid proofs have no more than a third of the power, or
// because of why, if it is not empty. votes are all validators of the block
// before. Proofs that are not valid do not count. Rules BCN-R5, BCN-R7, BCN-R8.
func (k Keeper) Advance(ctx context.Context, votes []Vote, why string) error {
	c := sdk.UnwrapSDKContext(ctx)
	b, err := k.Beacon.Get(ctx)
	if err != nil {
		return err
	}
	previous, err := ident.ParseHash(b.Value)
	if err != nil {
		return err
	}
	valid, power, total, err := k.verify(ctx, b, votes)
	if err != nil {
		return err
	}
	height := uint64(c.BlockHeight())                               //nolint:gosec // not negative
	next, ok := beacon.Next(height, previous, valid, uint64(total)) //nolint:gosec // not negative
	if why != "" || !ok {
		next, ok = beacon.Fallback(previous, c.BlockTime().UnixNano()), false
	}
	b = types.Beacon{
		Value: next.String(), Number: b.Number + 1, Height: c.BlockHeight(), Previous: b.Value, Fallback: !ok,
	}
	if err := k.Beacon.Set(ctx, b); err != nil {
		return err
	}
	if b.Fallback {
		if why == "" {
			why = fmt.Sprintf("%d of %d voting power proved, expected more than a third", power, total)
		}
		event := &types.EventBeaconFallback{Number: b.Number, Reason: why}
		if err := c.EventManager().EmitTypedEvent(event); err != nil {
			return err
		}
	}
	return c.EventManager().EmitTypedEvent(&types.EventBeaconChanged{
		Value: b.Value, Number: b.Number, Proofs: uint32(len(valid)), //nolint:gosec // few
		Power: power, TotalPower: total,
	})
}

// verify returns what the valid proofs contribute, with their power and that of all.
func (k Keeper) verify(ctx context.Context, b types.Beacon, votes []Vote) (
	valid []beacon.Contribution, power, total int64, err error,
) {
	c := sdk.UnwrapSDKContext(ctx)
	height := c.BlockHeight() - 1
	value, number, err := at(b, height)
	if err != nil {
		return nil, 0, 0, err
	}
	alpha := beacon.Alpha(c.ChainID(), uint64(height), value) //nolint:gosec // not negative
	seen := map[ident.Address]bool{}
	for _, v := range votes {
		if v.Power <= 0 {
			continue
		}
		total += v.Power
		if len(v.Proof) == 0 {
			continue
		}
		operator, public, ok := k.keyOf(ctx, v.Consensus, number)
		if !ok || seen[operator] {
			continue
		}
		output, ok := vrf.Verify(public, alpha, v.Proof)
		if !ok {
			continue
		}
		seen[operator] = true
		power += v.Power
		valid = append(valid, beacon.Contribution{
			Validator: operator, Power: uint64(v.Power), Output: output,
		})
	}
	return valid, power, total, nil
}

// keyOf returns the operator behind a consensus address, as it is now, and the
// key in force over a beacon; false if there is none. Rule BCN-R6.
func (k Keeper) keyOf(ctx context.Context, consensus []byte, number uint64) (ident.Address, []byte, bool) {
	v, err := k.staking.ValidatorByConsAddr(ctx, consensus)
	if err != nil {
		return ident.Address{}, nil, false
	}
	operator, err := types.ParseOperator(v.GetOperator())
	if err != nil {
		return ident.Address{}, nil, false
	}
	keys, err := k.Keys.Get(ctx, operator[:])
	if err != nil {
		return operator, nil, false
	}
	text, ok := inForce(keys.Keys, number)
	if !ok {
		return operator, nil, false
	}
	public, err := types.ParseKey(text)
	return operator, public, err == nil
}
