// Package app is the state machine: the SDK's modules and ours, wired by hand.
// It decides nothing itself; x/market and x/poco do.
package app

import (
	"encoding/json"
	"fmt"
	"sync"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	"github.com/spf13/cast"

	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"
	reflectionv1 "cosmossdk.io/api/cosmos/reflection/v1"
	"cosmossdk.io/log/v2"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/grpc/cmtservice"
	nodeservice "github.com/cosmos/cosmos-sdk/client/grpc/node"
	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	runtimeservices "github.com/cosmos/cosmos-sdk/runtime/services"
	"github.com/cosmos/cosmos-sdk/server/api"
	"github.com/cosmos/cosmos-sdk/server/config"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/module"
	"github.com/cosmos/cosmos-sdk/types/msgservice"
	"github.com/cosmos/cosmos-sdk/version"
	authtx "github.com/cosmos/cosmos-sdk/x/auth/tx"
	"github.com/cosmos/gogoproto/proto"
)

// Name is the application's and the binary's.
const Name = "iexecd"

var _ servertypes.Application = (*App)(nil)

// App is the chain's state machine.
type App struct {
	*baseapp.BaseApp
	Encoding

	keys    map[string]*storetypes.KVStoreKey
	objKeys map[string]*storetypes.ObjectStoreKey
	Keepers

	votes        *votes
	manager      *module.Manager
	configurator module.Configurator
	closeOnce    func() error
}

// New returns the state machine over a database, with its latest state loaded.
func New(logger log.Logger, db dbm.DB, opts servertypes.AppOptions, baseOptions ...func(*baseapp.BaseApp)) *App {
	enc := NewEncoding()
	base := baseapp.NewBaseApp(Name, logger, db, enc.TxConfig.TxDecoder(), baseOptions...)
	base.SetVersion(version.Version)
	base.SetInterfaceRegistry(enc.Registry)
	base.SetTxEncoder(enc.TxConfig.TxEncoder())

	a := &App{
		BaseApp: base, Encoding: enc, keys: newStoreKeys(), objKeys: newObjectKeys(),
		closeOnce: sync.OnceValue(base.Close),
	}
	a.installRunner(opts)
	a.Keepers = newKeepers(a, logger, opts)
	a.manager = newManager(a)
	a.setOrders()
	a.registerServices()

	a.MountKVStores(a.keys)
	a.MountObjectStores(a.objKeys)
	a.SetInitChainer(a.initChain)
	a.SetPreBlocker(func(ctx sdk.Context, req *abci.RequestFinalizeBlock) (*sdk.ResponsePreBlock, error) {
		in, why := a.decided(ctx, req)
		a.advanceBeacon(ctx, req.Height, in, why) // before an upgrade touches the state that says whether draws are due
		a.observeBridge(ctx, req.Height, in)
		return a.manager.PreBlock(ctx)
	})
	a.SetBeginBlocker(a.manager.BeginBlock)
	a.SetEndBlocker(a.manager.EndBlock)
	a.setAnte()
	a.votes = newVotes(opts, a.Poco.DrawDue)
	a.setProposalHandlers()
	a.setVoteHandlers()
	a.setUpgradeHandlers()
	checkAnnotations()
	if on := opts.Get(flagOptimisticExecution); on == nil || cast.ToBool(on) {
		baseapp.SetOptimisticExecution()(base)
	}
	if err := a.LoadLatestVersion(); err != nil {
		panic(fmt.Errorf("cannot load the latest state: %w", err))
	}
	return a
}

// flagOptimisticExecution, in app.toml, runs a block while it is voted on; on unless it says false.
const flagOptimisticExecution = "optimistic-execution"

// checkAnnotations panics if a message of the binary lacks its signer; once,
// because what is linked in does not change.
var checkAnnotations = sync.OnceFunc(func() {
	files, err := proto.MergedRegistry()
	if err != nil {
		panic(fmt.Errorf("proto files disagree: %w", err))
	}
	if err := msgservice.ValidateProtoAnnotations(files); err != nil {
		panic(fmt.Errorf("a message lacks its signer annotation: %w", err))
	}
})

func (a *App) registerServices() {
	a.configurator = module.NewConfigurator(a.Codec, a.MsgServiceRouter(), a.GRPCQueryRouter())
	if err := a.manager.RegisterServices(a.configurator); err != nil {
		panic(fmt.Errorf("cannot register services: %w", err))
	}
	autocliv1.RegisterQueryServer(a.GRPCQueryRouter(), runtimeservices.NewAutoCLIQueryService(a.manager.Modules))
	reflection, err := runtimeservices.NewReflectionService()
	if err != nil {
		panic(fmt.Errorf("cannot describe the services: %w", err))
	}
	reflectionv1.RegisterReflectionServiceServer(a.GRPCQueryRouter(), reflection)
}

func (a *App) initChain(ctx sdk.Context, req *abci.RequestInitChain) (*abci.ResponseInitChain, error) {
	var genesis map[string]json.RawMessage
	if err := json.Unmarshal(req.AppStateBytes, &genesis); err != nil {
		return nil, fmt.Errorf("genesis: %w", err)
	}
	if err := a.Upgrade.SetModuleVersionMap(ctx, a.manager.GetVersionMap()); err != nil {
		return nil, err
	}
	res, err := a.manager.InitGenesis(ctx, a.Codec, genesis)
	if err != nil {
		return nil, err
	}
	return res, a.enableExtensions(ctx, req.InitialHeight, res)
}

// enableExtensions lets votes have extensions from the first block on, whatever
// the genesis says: without them the beacon is only its fallback. Files made by
// iexecd init or export do not say it. Rule BCN-R13.
func (a *App) enableExtensions(ctx sdk.Context, first int64, res *abci.ResponseInitChain) error {
	first = max(first, 1)
	p := a.GetConsensusParams(ctx)
	if p.Abci != nil && p.Abci.VoteExtensionsEnableHeight >= first {
		return nil
	}
	p.Abci = &cmtproto.ABCIParams{VoteExtensionsEnableHeight: first}
	res.ConsensusParams = &cmtproto.ConsensusParams{Abci: p.Abci}
	return a.StoreConsensusParams(ctx, p)
}

// DefaultGenesis returns the genesis state of all modules.
func (a *App) DefaultGenesis() map[string]json.RawMessage {
	return BasicManager(a).DefaultGenesis(a.Codec)
}

// BasicManager returns what genesis commands and REST need of the modules.
func BasicManager(a *App) module.BasicManager {
	return module.NewBasicManagerFromManager(a.manager, genesisOverrides())
}

// Modules returns all modules by name, for the commands.
func (a *App) Modules() map[string]any { return a.manager.Modules }

// StoreKey returns the key of a module's store, for tests and tools.
func (a *App) StoreKey(name string) *storetypes.KVStoreKey { return a.keys[name] }

// RegisterAPIRoutes mounts all REST routes.
func (a *App) RegisterAPIRoutes(srv *api.Server, cfg config.APIConfig) {
	ctx := srv.ClientCtx
	authtx.RegisterGRPCGatewayRoutes(ctx, srv.GRPCGatewayRouter)
	cmtservice.RegisterGRPCGatewayRoutes(ctx, srv.GRPCGatewayRouter)
	nodeservice.RegisterGRPCGatewayRoutes(ctx, srv.GRPCGatewayRouter)
	BasicManager(a).RegisterGRPCGatewayRoutes(ctx, srv.GRPCGatewayRouter)
	if cfg.Swagger {
		registerOpenAPI(srv.Router)
	}
}

// RegisterTxService implements servertypes.Application.
func (a *App) RegisterTxService(ctx client.Context) {
	authtx.RegisterTxService(a.GRPCQueryRouter(), ctx, a.Simulate, a.Registry)
}

// RegisterTendermintService implements servertypes.Application.
func (a *App) RegisterTendermintService(ctx client.Context) {
	cmtservice.RegisterTendermintService(ctx, a.GRPCQueryRouter(), a.Registry, a.Query)
}

// RegisterNodeService implements servertypes.Application.
func (a *App) RegisterNodeService(ctx client.Context, cfg config.Config) {
	nodeservice.RegisterNodeService(ctx, a.GRPCQueryRouter(), cfg, func() int64 {
		return a.CommitMultiStore().EarliestVersion()
	})
}

// Encoding is everything that turns messages into bytes and back.
type Encoding struct {
	Registry codectypes.InterfaceRegistry
	Codec    codec.Codec
	Amino    *codec.LegacyAmino
	TxConfig client.TxConfig
}

// CheckInvariants returns the first broken rule of protocol.md section 4, or nil.
func (a *App) CheckInvariants(ctx sdk.Context) error {
	if err := a.Beacon.CheckInvariants(ctx); err != nil {
		return fmt.Errorf("beacon: %w", err)
	}
	if err := a.Market.CheckInvariants(ctx); err != nil {
		return fmt.Errorf("market: %w", err)
	}
	if err := a.Poco.CheckInvariants(ctx); err != nil {
		return fmt.Errorf("poco: %w", err)
	}
	if err := a.Bridge.CheckInvariants(ctx); err != nil {
		return fmt.Errorf("rlcbridge: %w", err)
	}
	return nil
}

// Close closes the state. The SDK's server calls it twice, which Pebble does not
// bear: the second time it does nothing.
func (a *App) Close() error { return a.closeOnce() }
