package app

import (
	"encoding/json"
	"fmt"

	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/x/staking"
)

// Export returns the state as a genesis that a new chain can go on from.
func (a *App) Export(modules []string) (servertypes.ExportedApp, error) {
	// The context of a query: also in a program just started it knows the time of the last block.
	ctx, err := a.CreateQueryContextWithCheckHeader(a.LastBlockHeight(), false, false)
	if err != nil {
		return servertypes.ExportedApp{}, fmt.Errorf("export: %w", err)
	}
	ctx = ctx.WithGasMeter(storetypes.NewInfiniteGasMeter())
	genesis, err := a.ExportState(ctx, modules)
	if err != nil {
		return servertypes.ExportedApp{}, err
	}
	state, err := json.MarshalIndent(genesis, "", "  ")
	if err != nil {
		return servertypes.ExportedApp{}, err
	}
	validators, err := staking.WriteValidators(ctx, a.Staking)
	return servertypes.ExportedApp{
		AppState: state, Validators: validators, Height: a.LastBlockHeight() + 1,
		ConsensusParams: a.GetConsensusParams(ctx),
	}, err
}

// ExportState returns the state of the modules that a context shows; of all
// modules if none is named.
func (a *App) ExportState(ctx sdk.Context, modules []string) (map[string]json.RawMessage, error) {
	genesis, err := a.manager.ExportGenesisForModules(ctx, a.Codec, modules)
	if err != nil {
		return nil, fmt.Errorf("export: %w", err)
	}
	return genesis, nil
}
