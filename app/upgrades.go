package app

import (
	"context"

	"github.com/cosmos/cosmos-sdk/types/module"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"
)

// upgradeNames are the upgrades that this binary can carry out, oldest first.
// Each runs the modules' own migrations. The first version has none.
var upgradeNames []string

func (a *App) setUpgradeHandlers() {
	for _, name := range upgradeNames {
		a.Upgrade.SetUpgradeHandler(name,
			func(ctx context.Context, _ upgradetypes.Plan, from module.VersionMap) (module.VersionMap, error) {
				return a.manager.RunMigrations(ctx, a.configurator, from)
			})
	}
}
