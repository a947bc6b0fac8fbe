// Package root builds the command tree: the node's own commands as every Cosmos
// user knows them, and what people type from package cli.
package root

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/spf13/cast"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"cosmossdk.io/client/v2/autocli"
	"cosmossdk.io/core/appmodule"
	"cosmossdk.io/log/v2"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/config"
	"github.com/cosmos/cosmos-sdk/client/debug"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/client/keys"
	"github.com/cosmos/cosmos-sdk/client/pruning"
	"github.com/cosmos/cosmos-sdk/client/rpc"
	"github.com/cosmos/cosmos-sdk/client/snapshot"
	runtimeservices "github.com/cosmos/cosmos-sdk/runtime/services"
	"github.com/cosmos/cosmos-sdk/server"
	servercmd "github.com/cosmos/cosmos-sdk/server/cmd"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	simtestutil "github.com/cosmos/cosmos-sdk/testutil/sims"
	"github.com/cosmos/cosmos-sdk/types/module"
	"github.com/cosmos/cosmos-sdk/version"
	authcmd "github.com/cosmos/cosmos-sdk/x/auth/client/cli"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	genutilcli "github.com/cosmos/cosmos-sdk/x/genutil/client/cli"

	"github.com/iexecd/iexecd/app"
	"github.com/iexecd/iexecd/cli"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
	"github.com/iexecd/iexecd/crypto/vrf"
	"github.com/iexecd/iexecd/sidecar"
)

// EnvPrefix starts the names of environment variables for flags.
const EnvPrefix = "IEXECD"

const (
	groupOperate  = "operate"
	groupPlumbing = "plumbing"
)

// DefaultHome is where a node keeps its files.
func DefaultHome() string {
	home, err := os.UserHomeDir()
	if err != nil {
		home = "."
	}
	return filepath.Join(home, ".iexecd")
}

// New returns the whole tree. args are the program's; commands that need no
// description of all modules start without one, which saves a fifth of a second.
func New(args []string) *cobra.Command {
	account.Configure()
	version.Name, version.AppName = app.Name, app.Name // also in a binary built without make
	cmd := &cobra.Command{
		Use:   app.Name,
		Short: "Rent and sell verified compute",
		Long: "iexecd is one binary: a node of the chain, the buyer's and the worker's tool, and a whole network for " +
			"development.\n\nStart with: iexecd dev",
	}
	cli.AddCommands(cmd)
	cmd.AddGroup(&cobra.Group{ID: groupOperate, Title: "Operate"}, &cobra.Group{ID: groupPlumbing, Title: "Plumbing"})
	add(cmd, groupOperate, cli.BeaconCommand())
	porcelain := map[string]bool{}
	for _, c := range cmd.Commands() {
		porcelain[c.Name()] = true
	}
	if len(args) > 0 && porcelain[args[0]] {
		return cmd
	}
	addNode(cmd, porcelain)
	return cmd
}

// addNode adds the commands that run, inspect and script a node.
func addNode(cmd *cobra.Command, porcelain map[string]bool) {
	temp := app.New(log.NewNopLogger(), dbm.NewMemDB(), simtestutil.AppOptionsMap{flags.FlagHome: DefaultHome()})
	ctx := client.Context{}.
		WithCodec(temp.Codec).WithInterfaceRegistry(temp.Registry).WithTxConfig(temp.TxConfig).
		WithLegacyAmino(temp.Amino).
		WithAccountRetriever(authtypes.AccountRetriever{}).WithHomeDir(DefaultHome()).WithViper(EnvPrefix).
		WithKeyringOptions(ethsecp256k1.KeyringOption())
	cmd.PersistentPreRunE = func(c *cobra.Command, _ []string) error {
		if porcelain[top(c)] || top(c) == "testnet" {
			return nil
		}
		return prepare(c, ctx)
	}
	basics := app.BasicManager(temp)
	genesis := genutilcli.Commands(temp.TxConfig, basics, DefaultHome())
	genesis.AddCommand(fromVaultCommand(temp))
	add(cmd, groupOperate, initCommand(basics), genesis,
		pruning.Cmd(newApp, DefaultHome()), snapshot.Cmd(newApp), server.StatusCommand(), testnetCommand())
	cmd.PersistentFlags().String(flags.FlagHome, DefaultHome(), "folder of configuration and data")
	cmd.PersistentFlags().String(flags.FlagLogLevel, "info",
		"how much a node logs: trace, debug, info, warn, error, disabled, or module:level")
	cmd.PersistentFlags().String(flags.FlagLogFormat, "plain", "how a node logs: plain or json")
	cmd.PersistentFlags().Bool(flags.FlagLogNoColor, false, "log without colours")
	before := slices.Clone(cmd.Commands())
	server.AddCommands(cmd, DefaultHome(), newApp, exportApp, func(start *cobra.Command) {
		start.Flags().String(sidecar.FlagSocket, "", "socket of iexecd bridge serve, this validator's view of Ethereum")
	})
	for _, c := range cmd.Commands() {
		if !slices.Contains(before, c) {
			c.GroupID = groupOperate
		}
	}
	add(cmd, groupPlumbing, queryCommand(), txCommand(), keysCommand(), debug.Cmd())
	describe(cmd, temp, ctx)
}

func add(cmd *cobra.Command, group string, children ...*cobra.Command) {
	for _, c := range children {
		c.GroupID = group
	}
	cmd.AddCommand(children...)
}

// describe adds the commands that the modules describe.
func describe(cmd *cobra.Command, temp *app.App, ctx client.Context) {
	modules := map[string]appmodule.AppModule{}
	for name, m := range temp.Modules() {
		if am, ok := m.(appmodule.AppModule); ok {
			modules[name] = am
		}
	}
	opts := autocli.AppOptions{
		Modules: modules, ModuleOptions: runtimeservices.ExtractAutoCLIOptions(temp.Modules()),
		AddressCodec:          account.NewCodec(),
		ValidatorAddressCodec: account.NewOperatorCodec(),
		ConsensusAddressCodec: account.NewConsensusCodec(),
		ClientCtx:             ctx,
	}
	if err := opts.EnhanceRootCommand(cmd); err != nil {
		panic(fmt.Errorf("cannot describe the modules' commands: %w", err)) // found by the first test
	}
}

// top returns the name of the command right below the root.
func top(c *cobra.Command) string {
	for c.HasParent() && c.Parent().HasParent() {
		c = c.Parent()
	}
	return c.Name()
}

// bech32Flags rewrites accounts in Ethereum's spelling, which the SDK does not
// understand in these flags.
func bech32Flags(c *cobra.Command) error {
	for _, name := range []string{flags.FlagFrom, flags.FlagFeePayer, flags.FlagFeeGranter} {
		f := c.Flags().Lookup(name)
		if f == nil || !strings.HasPrefix(f.Value.String(), "0x") {
			continue
		}
		id, err := account.Parse(f.Value.String())
		if err != nil {
			return fmt.Errorf("--%s: %w", name, err)
		}
		if err := f.Value.Set(account.Bech32(id)); err != nil {
			return err
		}
	}
	return nil
}

// prepare reads configuration and gives plumbing commands their contexts.
func prepare(c *cobra.Command, base client.Context) error {
	if err := bech32Flags(c); err != nil {
		return err
	}
	c.SetOut(c.OutOrStdout())
	c.SetErr(c.ErrOrStderr())
	c.SetContext(servercmd.CreateExecuteContext(c.Context()))
	ctx, err := client.ReadPersistentCommandFlags(base.WithCmdContext(c.Context()).WithInput(c.InOrStdin()), c.Flags())
	if err != nil {
		return err
	}
	if ctx, err = config.ReadFromClientConfig(ctx); err != nil {
		return err
	}
	if err := client.SetCmdClientContextHandler(ctx, c); err != nil {
		return err
	}
	return server.InterceptConfigsPreRunHandler(c, serverconfig.DefaultConfigTemplate, AppConfig(), CometConfig())
}

// AppConfig is app.toml as we ship it: what users look for is on.
func AppConfig() serverconfig.Config {
	c := serverconfig.DefaultConfig()
	c.MinGasPrices = "0.01" + account.Denom
	c.API.Enable, c.API.Swagger = true, true
	c.API.Address = "tcp://127.0.0.1:1317"
	c.GRPC.Enable, c.GRPC.Address = true, "127.0.0.1:9090"
	c.IAVLCacheSize = 200_000
	// The released goleveldb loses track of a tree's newest version, which the SDK avoids by a replace directive.
	// We have none, so that go install works.
	c.AppDBBackend = string(dbm.PebbleDBBackend)
	return *c
}

// CometConfig is config.toml as we ship it: blocks about every second.
func CometConfig() *cmtcfg.Config {
	c := cmtcfg.DefaultConfig()
	c.Consensus.TimeoutCommit = 990 * time.Millisecond // the SDK rewrites CometBFT's own default to 5 s
	c.Mempool.Size = 20_000
	return c
}

// initCommand makes the key of the random beacon beside the other keys of a node.
func initCommand(basics module.BasicManager) *cobra.Command {
	c := genutilcli.InitCmd(basics, DefaultHome())
	c.PostRunE = func(c *cobra.Command, _ []string) error {
		home, err := c.Flags().GetString(flags.FlagHome)
		if err != nil {
			return err
		}
		_, err = vrf.LoadOrAdd(filepath.Join(home, "config", vrf.FileName))
		return err
	}
	return c
}

func newApp(logger log.Logger, db dbm.DB, opts servertypes.AppOptions) servertypes.Application {
	// Pruning at once: nothing of it outlives the state.
	options := append(server.DefaultBaseappOptions(opts), baseapp.SetIAVLSyncPruning(true))
	return app.New(logger, db, withSidecar(opts), options...)
}

// sighted are options with a view of Ethereum.
type sighted struct {
	servertypes.AppOptions

	eyes app.BridgeEyes
}

// Get implements servertypes.AppOptions.
func (o sighted) Get(key string) any {
	if key == app.OptionBridgeEyes {
		return o.eyes
	}
	return o.AppOptions.Get(key)
}

// withSidecar adds the sidecar that the options name, if they name one. It need not
// run yet, and may end at any time: then votes say nothing of the bridge.
func withSidecar(opts servertypes.AppOptions) servertypes.AppOptions {
	socket := cast.ToString(opts.Get(sidecar.FlagSocket))
	if socket == "" {
		return opts
	}
	if !filepath.IsAbs(socket) {
		socket = filepath.Join(cast.ToString(opts.Get(flags.FlagHome)), socket)
	}
	eyes, err := sidecar.Dial(socket)
	if err != nil {
		panic(fmt.Errorf("%s: %w", sidecar.FlagSocket, err)) // the SDK takes no error here
	}
	return sighted{opts, eyes}
}

func exportApp(logger log.Logger, db dbm.DB, height int64, _ bool, _ []string, opts servertypes.AppOptions,
	modules []string,
) (servertypes.ExportedApp, error) {
	a := app.New(logger, db, opts, server.DefaultBaseappOptions(opts)...)
	if height > 0 && height != a.LastBlockHeight() {
		if err := a.LoadVersion(height); err != nil {
			return servertypes.ExportedApp{}, fmt.Errorf("no state of height %d: %w", height, err)
		}
	}
	return a.Export(modules)
}

func queryCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "query", Aliases: []string{"q"}, Short: "Query modules", DisableFlagParsing: false,
		SuggestionsMinimumDistance: 2, RunE: client.ValidateCmd,
	}
	c.AddCommand(rpc.WaitTxCmd(), rpc.ValidatorCommand(), server.QueryBlockCmd(), server.QueryBlocksCmd(),
		server.QueryBlockResultsCmd(), authcmd.QueryTxsByEventsCmd(), authcmd.QueryTxCmd())
	c.PersistentFlags().String(flags.FlagChainID, "", "the network's chain id")
	return c
}

func txCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "tx", Short: "Sign and send transactions of modules", SuggestionsMinimumDistance: 2,
		RunE: client.ValidateCmd,
	}
	c.AddCommand(authcmd.GetSignCommand(), authcmd.GetSignBatchCommand(), authcmd.GetMultiSignCommand(),
		authcmd.GetMultiSignBatchCmd(), authcmd.GetValidateSignaturesCommand(), authcmd.GetBroadcastCommand(),
		authcmd.GetEncodeCommand(), authcmd.GetDecodeCommand(), authcmd.GetSimulateCmd())
	c.PersistentFlags().String(flags.FlagChainID, "", "the network's chain id")
	return c
}

// keysCommand makes Ethereum-style keys unless told otherwise.
func keysCommand() *cobra.Command {
	c := keys.Commands()
	walk(c, func(c *cobra.Command) {
		if f := c.Flags().Lookup(flags.FlagKeyType); f != nil {
			setDefault(f, ethsecp256k1.KeyType)
		}
	})
	return c
}

func walk(c *cobra.Command, visit func(*cobra.Command)) {
	visit(c)
	for _, child := range c.Commands() {
		walk(child, visit)
	}
}

func setDefault(f *pflag.Flag, value string) {
	f.DefValue = value
	if err := f.Value.Set(value); err != nil {
		panic(fmt.Errorf("flag %s: %w", f.Name, err)) // found by the first test
	}
}
