package keeper_test

import (
	"testing"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"
	dbm "github.com/cosmos/cosmos-db"
	simtestutil "github.com/cosmos/cosmos-sdk/testutil/sims"

	"github.com/iexecd/iexecd/app"
	"github.com/iexecd/iexecd/tests/chaintest"
	"github.com/iexecd/iexecd/x/poco/types"
)

// TestGenesisRefused: a genesis that would stop the chain, or a task, later is
// refused at once, and says why. POCO-I7, POCO-I12.
func TestGenesisRefused(t *testing.T) {
	t.Parallel()
	w := auditWorld(t, 20, 1)
	task := w.order(1)[0]
	w.until(task.Id, types.AuditPhase_AUDIT_PHASE_LOTTERY)
	initialise := func(change func(*types.GenesisState)) error {
		g, err := w.keeper().ExportGenesis(w.Ctx())
		require.NoError(t, err)
		change(g)
		a := app.New(log.NewNopLogger(), dbm.NewMemDB(), simtestutil.AppOptionsMap{})
		header := cmtproto.Header{Height: w.Height, Time: w.Time}
		return a.Poco.InitGenesis(a.NewUncachedContext(false, header), *g) //nolint:staticcheck // nothing is committed
	}
	require.NoError(t, initialise(func(*types.GenesisState) {}))
	for name, c := range map[string]struct {
		change func(*types.GenesisState)
		want   string
	}{
		"an unknown worker recalled": {
			func(g *types.GenesisState) { g.Recalls = []string{chaintest.NewAccount("nobody").Address} },
			"recalled worker",
		},
		"a seat of who cannot be drawn": {
			func(g *types.GenesisState) { g.Workers[0].Status = types.WorkerStatus_WORKER_STATUS_DRAINING },
			"has a seat",
		},
		"a lottery in no queue": {func(g *types.GenesisState) { g.Draws = nil }, "not among the draws"},
	} {
		require.ErrorContains(t, initialise(c.change), c.want, name)
	}
}
