package keeper

import (
	"context"
	"fmt"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/iexecd/iexecd/core/beacon"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/x/beacon/types"
)

// InitGenesis stores a whole state; a beacon without a value is made of chain
// id and time. Rule BCN-R12.
func (k Keeper) InitGenesis(ctx context.Context, g types.GenesisState) error {
	if err := g.Validate(); err != nil {
		return err
	}
	c := sdk.UnwrapSDKContext(ctx)
	b := g.Beacon
	if b.Value == "" {
		value := beacon.Genesis(c.ChainID(), c.BlockTime().UnixNano()).String()
		b = types.Beacon{Value: value, Number: 1, Previous: ident.Hash{}.String()}
	}
	if b.Height >= c.BlockHeight() {
		b.Height = 0 // of another chain: no vote of this one is in flight
	}
	if err := k.Beacon.Set(ctx, b); err != nil {
		return err
	}
	for _, v := range g.Keys {
		operator, err := types.ParseOperator(v.Operator)
		if err != nil {
			return err
		}
		if err := k.Keys.Set(ctx, operator[:], v); err != nil {
			return err
		}
		for _, key := range v.Keys {
			public, err := types.ParseKey(key.PublicKey)
			if err != nil {
				return err
			}
			if err := k.Owners.Set(ctx, public, operator[:]); err != nil {
				return err
			}
		}
	}
	return nil
}

// ExportGenesis returns the whole state.
func (k Keeper) ExportGenesis(ctx context.Context) (*types.GenesisState, error) {
	b, err := k.Beacon.Get(ctx)
	if err != nil {
		return nil, err
	}
	it, err := k.Keys.Iterate(ctx, nil)
	if err != nil {
		return nil, err
	}
	keys, err := it.Values()
	return &types.GenesisState{Beacon: b, Keys: keys}, err
}

// CheckInvariants returns the first broken invariant, or nil. BCN-I1: every key
// is owned by the validator that lists it, and by nobody else.
func (k Keeper) CheckInvariants(ctx context.Context) error {
	listed := 0
	err := k.Keys.Walk(ctx, nil, func(operator []byte, v types.ValidatorKeys) (bool, error) {
		if len(v.Keys) == 0 || len(v.Keys) > types.MaxKeys {
			return true, fmt.Errorf("BCN-I1: %s lists %d keys, expected 1 to %d", v.Operator, len(v.Keys),
				types.MaxKeys)
		}
		for _, key := range v.Keys {
			public, err := types.ParseKey(key.PublicKey)
			if err != nil {
				return true, err
			}
			owner, err := k.Owners.Get(ctx, public)
			if err != nil || string(owner) != string(operator) {
				return true, fmt.Errorf("BCN-I1: key %s of %s is owned by %x: %w", key.PublicKey, v.Operator,
					owner, err)
			}
			listed++
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	owned := 0
	if err := k.Owners.Walk(ctx, nil, func(_, _ []byte) (bool, error) { owned++; return false, nil }); err != nil {
		return err
	}
	if owned != listed {
		return fmt.Errorf("BCN-I1: %d keys are owned, %d are listed", owned, listed)
	}
	return nil
}
