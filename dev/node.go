package dev

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"

	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/cometbft/cometbft/node"
	"github.com/cometbft/cometbft/p2p"
	pvm "github.com/cometbft/cometbft/privval"
	"github.com/cometbft/cometbft/proxy"
	"github.com/cometbft/cometbft/rpc/client/local"
	cmttypes "github.com/cometbft/cometbft/types"
	"golang.org/x/sync/errgroup"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"cosmossdk.io/log/v2"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/server"
	"github.com/cosmos/cosmos-sdk/server/api"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
	servergrpc "github.com/cosmos/cosmos-sdk/server/grpc"
	servercmtlog "github.com/cosmos/cosmos-sdk/server/log"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/iexecd/iexecd/app"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/crypto/vrf"
)

// appOptions are the node's settings as the application reads them.
type appOptions map[string]any

// Get implements servertypes.AppOptions.
func (o appOptions) Get(key string) any { return o[key] }

// newApp returns an application without state, for its codecs and genesis.
func (o *Options) newApp() *app.App {
	return app.New(log.NewNopLogger(), dbm.NewMemDB(), appOptions{}, baseapp.SetChainID(ChainID),
		baseapp.SetIAVLSyncPruning(true))
}

// validator is a running validator with its servers.
type validator struct {
	app    *app.App
	node   *node.Node
	client *grpc.ClientConn
	grpc   *grpc.Server
	group  *errgroup.Group
	stop   context.CancelFunc

	databases databases
}

// identity is what a validator signs and identifies itself with.
type identity struct {
	validator cmttypes.PrivValidator
	node      *p2p.NodeKey
	beacon    vrf.PrivateKey
}

// openKeys returns the validator's keys, which are made if there are none.
func openKeys(config *cmtcfg.Config) (identity, error) {
	nodeKey, err := p2p.LoadOrGenNodeKey(config.NodeKeyFile())
	if err != nil {
		return identity{}, err
	}
	beacon, err := vrf.LoadOrAdd(filepath.Join(config.RootDir, "config", vrf.FileName))
	if err != nil {
		return identity{}, err
	}
	return identity{
		validator: pvm.LoadOrGenFilePV(config.PrivValidatorKeyFile(), config.PrivValidatorStateFile()), node: nodeKey,
		beacon: beacon,
	}, nil
}

// cometConfig returns the settings of CometBFT for one validator in root.
func cometConfig(o *Options, root string, ports Ports) (*cmtcfg.Config, error) {
	c := cmtcfg.DefaultConfig()
	c.SetRoot(root)
	c.Moniker = "dev"
	c.DBBackend = string(dbm.PebbleDBBackend) // the released goleveldb loses track of a tree's newest version
	if o.Home == "" {
		c.DBBackend = string(dbm.MemDBBackend)
	}
	c.RPC.ListenAddress = "tcp://" + address(ports.RPC)
	c.P2P.ListenAddress = "tcp://" + address(ports.P2P)
	c.P2P.PexReactor, c.P2P.AddrBookStrict, c.P2P.AllowDuplicateIP = false, false, true
	c.Consensus.TimeoutCommit = o.BlockTime
	c.Consensus.SkipTimeoutCommit = false
	c.Instrumentation.Prometheus = false
	for _, dir := range []string{"config", "data"} {
		if err := os.MkdirAll(filepath.Join(root, dir), 0o700); err != nil {
			return nil, err
		}
	}
	return c, c.ValidateBasic()
}

// loadGenesis returns the genesis of the network in root; if there is none it is
// made and written.
func loadGenesis(config *cmtcfg.Config, build func() (*genutiltypes.AppGenesis, error)) (*cmttypes.GenesisDoc, error) {
	g, err := genutiltypes.AppGenesisFromFile(config.GenesisFile())
	if errors.Is(err, os.ErrNotExist) {
		if g, err = build(); err == nil {
			err = g.SaveAs(config.GenesisFile())
		}
	}
	if err != nil {
		return nil, fmt.Errorf("genesis: %w", err)
	}
	return g.ToGenesisDoc()
}

// startChain starts the validator, then gRPC and REST.
func startChain(ctx context.Context, o *Options, config *cmtcfg.Config, k identity, doc *cmttypes.GenesisDoc,
	ports Ports, eyes app.BridgeEyes,
) (*validator, error) {
	db, err := dbm.NewDB("application", dbm.BackendType(config.DBBackend), config.DBDir())
	if err != nil {
		return nil, err
	}
	options := appOptions{flags.FlagHome: config.RootDir, app.OptionBridgeEyes: eyes}
	a := app.New(o.Logger, db, options, //nolint:contextcheck // the app gets its contexts from blocks
		baseapp.SetChainID(doc.ChainID), baseapp.SetMinGasPrices("0"+account.Denom),
		baseapp.SetIAVLSyncPruning(true)) // no goroutine that outlives the state
	c := &validator{app: a}
	c.node, err = node.NewNode(config, k.validator, k.node, proxy.NewLocalClientCreator(server.NewCometABCIWrapper(a)),
		func() (*cmttypes.GenesisDoc, error) { return doc, nil }, c.databases.provide,
		node.DefaultMetricsProvider(config.Instrumentation), servercmtlog.CometLoggerWrapper{Logger: o.Logger})
	if err == nil {
		err = c.node.Start()
	}
	if err != nil {
		return nil, errors.Join(err, c.databases.close(), a.Close())
	}
	if err := c.serve(ctx, o, ports); err != nil {
		return nil, errors.Join(err, c.close())
	}
	return c, nil
}

// serve starts gRPC and REST.
func (c *validator) serve(ctx context.Context, o *Options, ports Ports) error {
	config := serverconfig.DefaultConfig()
	config.MinGasPrices = "0" + account.Denom
	config.GRPC.Address = address(ports.GRPC)
	config.API.Enable, config.API.Swagger = true, true
	config.API.Address = "tcp://" + address(ports.REST)
	var err error
	c.client, err = grpc.NewClient(config.GRPC.Address, grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.ForceCodec(codec.NewProtoCodec(c.app.Registry).GRPCCodec()),
			grpc.MaxCallRecvMsgSize(config.GRPC.MaxRecvMsgSize)))
	if err != nil {
		return err
	}
	clientCtx := client.Context{}.WithChainID(ChainID).WithCodec(c.app.Codec).WithInterfaceRegistry(c.app.Registry).
		WithTxConfig(c.app.TxConfig).WithLegacyAmino(c.app.Amino).WithClient(local.New(c.node)).WithGRPCClient(c.client)
	c.app.RegisterTxService(clientCtx)
	c.app.RegisterTendermintService(clientCtx)
	c.app.RegisterNodeService(clientCtx, *config)
	c.grpc, clientCtx, err = servergrpc.NewGRPCServerAndContext(clientCtx, c.app, config.GRPC, o.Logger)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	c.stop = stop
	c.group, ctx = errgroup.WithContext(ctx)
	listener, err := listen(ctx, ports.GRPC)
	if err != nil {
		return &PortError{Port: ports.GRPC, Err: err}
	}
	c.group.Go(func() error { return c.grpc.Serve(listener) })
	rest := api.New(clientCtx, o.Logger, c.grpc)
	c.app.RegisterAPIRoutes(rest, config.API)
	c.group.Go(func() error { return ignoreClosed(rest.Start(ctx, *config)) })
	return nil
}

func ignoreClosed(err error) error {
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// close stops the servers, then the validator, and closes the state.
func (c *validator) close() error {
	var err error
	if c.stop != nil {
		c.stop()
	}
	if c.grpc != nil {
		stopped := time.AfterFunc(2*time.Second, c.grpc.Stop) // streams may never end by themselves
		c.grpc.GracefulStop()
		stopped.Stop()
	}
	if c.group != nil {
		err = c.group.Wait()
	}
	if c.client != nil {
		err = errors.Join(err, c.client.Close())
	}
	if c.node.IsRunning() {
		err = errors.Join(err, c.node.Stop())
		c.node.Wait()
	}
	return errors.Join(err, c.databases.close(), c.app.Close())
}

// height returns the height of the state.
func (c *validator) height() int64 { return c.app.LastBlockHeight() }

// waitForBlock waits until the state is at height, at most ten seconds and ten blocks' time.
func (c *validator) waitForBlock(ctx context.Context, height int64, blockTime time.Duration) error {
	limit := 10*time.Second + 10*blockTime
	deadline := time.Now().Add(limit)
	for c.height() < height {
		if time.Now().After(deadline) {
			return fmt.Errorf("no block %d after %s: the chain is at %d", height, limit, c.height())
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
	return nil
}
