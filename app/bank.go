package app

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	bankkeeper "github.com/cosmos/cosmos-sdk/x/bank/keeper"
	distrkeeper "github.com/cosmos/cosmos-sdk/x/distribution/keeper"
)

// nobodyMints is the restriction of every bank but the bridge's: every nrlc here
// is an RLC locked on Ethereum.
func nobodyMints(_ context.Context, coins sdk.Coins) error {
	return sdkerrors.ErrUnauthorized.Wrapf("%s: only the bridge mints, as much as Ethereum's vault locks", coins)
}

// keepingBank is the bank for modules that would burn: every nrlc here is an
// RLC locked on Ethereum, so what they would burn goes to the community pool
// and the supply never shrinks. ADR 0007 says why.
type keepingBank struct {
	bankkeeper.BaseKeeper
	distribution *distrkeeper.Keeper
}

// BurnCoins moves the coins from the module to the community pool.
func (b keepingBank) BurnCoins(ctx context.Context, module string, coins sdk.Coins) error {
	return b.distribution.FundCommunityPool(ctx, coins, authtypes.NewModuleAddress(module))
}

// feeBank is the bank of the ante handler: fees are collected virtually and
// credited once in the bank's EndBlock, so that transactions do not all write
// the fee collector's balance.
type feeBank struct{ bankkeeper.BaseKeeper }

// SendCoinsFromAccountToModule collects virtually.
func (b feeBank) SendCoinsFromAccountToModule(
	ctx context.Context, from sdk.AccAddress, module string, coins sdk.Coins,
) error {
	return b.SendCoinsFromAccountToModuleVirtual(ctx, from, module, coins)
}
