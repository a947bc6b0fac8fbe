package app

import (
	"encoding/json"
	"fmt"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"

	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	"github.com/cosmos/cosmos-sdk/x/staking"
)

// Export returns the state as a genesis that a new chain can go on from.
func (a *App) Export(modules []string) (servertypes.ExportedApp, error) {
	ctx := a.NewContextLegacy(true, cmtproto.Header{Height: a.LastBlockHeight()})
	genesis, err := a.manager.ExportGenesisForModules(ctx, a.Codec, modules)
	if err != nil {
		return servertypes.ExportedApp{}, fmt.Errorf("export: %w", err)
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
