package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"
	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"
)

// Hooks forget the keys of validators that are removed.
type Hooks struct {
	stakingtypes.MultiStakingHooks // empty: does nothing

	keeper Keeper
}

// Hooks returns what staking calls.
func (k Keeper) Hooks() Hooks { return Hooks{keeper: k} }

// AfterValidatorRemoved implements stakingtypes.StakingHooks.
func (h Hooks) AfterValidatorRemoved(ctx context.Context, _ sdk.ConsAddress, operator sdk.ValAddress) error {
	return h.keeper.Forget(ctx, operator)
}
