package bench

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/cosmos-sdk/baseapp"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	simtestutil "github.com/cosmos/cosmos-sdk/testutil/sims"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/iexecd/iexecd/app"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/tests/chaintest"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

// crowd is a chain over a database with so many workers in one pool, all alike,
// each of its own operator, and so many tasks that are to be drawn for.
func crowd(tb testing.TB, db dbm.DB, workers, tasks int) *chaintest.World {
	tb.Helper()
	c := chaintest.NewFrom(tb, db, []string{"owner", "requester"})
	w := chaintest.NewWorld(c, nil, 0)
	p := pocotypes.DefaultParams()
	p.CountProvenOnly, p.SafetyDivisor = false, 1 // three seats a draw
	g := pocotypes.GenesisState{Params: p}
	for i := range workers {
		seed := ident.Keccak256([]byte("crowd"), fmt.Append(nil, i))
		a := account.Bech32(ident.Address(seed[:20]))
		g.Workers = append(g.Workers, pocotypes.Worker{
			Address: a, Operator: a, Workerpool: w.Pool, Status: pocotypes.WorkerStatus_WORKER_STATUS_ACTIVE,
			Slots: 4, MaxCategory: 4, BondNrlc: 4 * 19 * chaintest.PoolPrice,
			Reputation: pocotypes.Reputation{AuditsPassed: audits},
		})
	}
	require.NoError(tb, w.Chain.App.Poco.InitGenesis(w.Ctx(), g))
	w.Block()
	w.Run(w.Requester, w.Request(uint64(tasks), bound, "draw"))
	queued := 0
	require.NoError(tb, w.Chain.App.Poco.Draws.Walk(w.Ctx(), nil, func(uint64, []byte) (bool, error) {
		queued++
		return false, nil
	}))
	require.Equal(tb, tasks, queued)
	return w
}

// drawn draws for all queued tasks on a context of the committed state, and
// returns how many seats that gave.
func drawn(tb testing.TB, a *app.App, ctx sdk.Context) int {
	tb.Helper()
	require.NoError(tb, a.Poco.BeginBlock(ctx))
	due, err := a.Poco.DrawDue(ctx)
	require.NoError(tb, err)
	require.False(tb, due)
	seats := 0
	require.NoError(tb, a.Poco.Assigned.Walk(ctx, nil, func([]byte) (bool, error) { seats++; return false, nil }))
	return seats
}

// reads draws for the tasks of a crowd and returns how often the stores were read
// for it, and how many seats it gave.
func reads(tb testing.TB, workers, tasks int) (uint64, int) {
	tb.Helper()
	w := crowd(tb, dbm.NewMemDB(), workers, tasks)
	meter := storetypes.NewInfiniteGasMeter()
	ctx, _ := w.Ctx().WithGasMeter(meter).WithKVGasConfig(storetypes.GasConfig{
		HasCost: 1, ReadCostFlat: 1, IterNextCostFlat: 1,
	}).CacheContext()
	require.NoError(tb, w.Chain.App.Poco.BeginBlock(ctx))
	n := meter.GasConsumed()
	return n, drawn(tb, w.Chain.App, ctx)
}

// TestReadsOfADraw: how often a draw reads the stores does not depend on how
// many workers are registered. Rule POCO-R4.
func TestReadsOfADraw(t *testing.T) {
	const tasks = 10
	few, seats := reads(t, 1_000, tasks)
	require.Equal(t, 3*tasks, seats)
	many, seats := reads(t, 100_000, tasks)
	require.Equal(t, 3*tasks, seats)
	require.Equal(t, few, many)
	require.Less(t, many, uint64(60*tasks))
	t.Logf("%d reads a draw of three seats", many/tasks)
}

// BenchmarkDraw prints what a draw costs among 100,000 workers: with all store
// reads, over a database on disk that was just opened, so that nothing is in
// memory yet. Goal: at most 1 ms a draw.
func BenchmarkDraw(b *testing.B) {
	const workers, tasks = 100_000, 500
	for range b.N {
		dir := b.TempDir()
		open := func() dbm.DB {
			db, err := dbm.NewDB("draw", dbm.PebbleDBBackend, dir)
			require.NoError(b, err)
			return db
		}
		header := crowdOf(b, open(), workers, tasks)
		db := open()
		a := app.New(log.NewNopLogger(), db, simtestutil.AppOptionsMap{}, baseapp.SetChainID(chaintest.ChainID))
		ctx, _ := a.NewUncachedContext(false, header).CacheContext() //nolint:staticcheck // the committed state
		runtime.GC()
		began := time.Now()
		require.NoError(b, a.Poco.BeginBlock(ctx))
		each := time.Since(began) / tasks
		report("\n%d workers, %d draws, %.1f seats each: %s a draw (goal: 1 ms)\n", workers, tasks,
			float64(drawn(b, a, ctx))/tasks, each)
		require.NoError(b, db.Close())
		require.LessOrEqual(b, each, time.Millisecond)
	}
}

// crowdOf writes a crowd to a database, closes it, and returns the next header.
func crowdOf(tb testing.TB, db dbm.DB, workers, tasks int) cmtproto.Header {
	tb.Helper()
	w := crowd(tb, db, workers, tasks)
	require.NoError(tb, db.Close())
	return cmtproto.Header{ChainID: chaintest.ChainID, Height: w.Height + 1, Time: w.Time.Add(time.Second)}
}
