// Package chainnet runs validators in one process: CometBFT over loopback and the
// application, in memory, as many as a test wants. It records what each of them
// decides, holds their app hashes against each other at every height, and lets a
// test stand between CometBFT and the application.
package chainnet

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	cmtdb "github.com/cometbft/cometbft-db"
	abci "github.com/cometbft/cometbft/abci/types"
	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/cometbft/cometbft/node"
	"github.com/cometbft/cometbft/p2p"
	pvm "github.com/cometbft/cometbft/privval"
	"github.com/cometbft/cometbft/proxy"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/server"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
	servercmtlog "github.com/cosmos/cosmos-sdk/server/log"
	simtestutil "github.com/cosmos/cosmos-sdk/testutil/sims"
	sdk "github.com/cosmos/cosmos-sdk/types"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/iexecd/iexecd/app"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/dev"
)

// Options are how a network is made. All but the number of validators may be left out.
type Options struct {
	Validators int
	BlockTime  time.Duration
	// Genesis changes what the chain begins with.
	Genesis func(*cmttypes.GenesisDoc)
	// Comet changes the settings of CometBFT of all nodes.
	Comet func(*cmtcfg.Config)
	// Settings returns what the application of a node is told.
	Settings func(i int) map[string]any
	// Wrap stands between CometBFT and the application of a node.
	Wrap func(i int, inner abci.Application) abci.Application
	// Check is called with the state after every block of every node.
	Check func(a *app.App, ctx sdk.Context) error
}

// Network is a number of validators, and nodes that are none.
type Network struct {
	Nodes []*Node
	Doc   *cmttypes.GenesisDoc

	tb      testing.TB
	options Options
	layout  *dev.Network
	comet   *cmtcfg.Config

	mu     sync.Mutex
	hashes map[int64][]byte // the app hash after each height, as the first node had it
}

// Node is one node. Stop and Start restart it with what it had.
type Node struct {
	*Recorder

	App   *app.App
	Comet *node.Node
	Home  string

	network *Network
	index   int
	p2pPort int
	state   dbm.DB
	stores  map[string]cmtdb.DB
}

var configure = sync.OnceFunc(func() {
	if sdk.GetConfig().GetBech32AccountAddrPrefix() != account.Prefix {
		account.Configure()
	}
})

// New lays out a network and starts nothing. What is started ends with the test.
func New(tb testing.TB, o Options) *Network {
	tb.Helper()
	configure()
	comet := cmtcfg.DefaultConfig()
	comet.DBBackend = string(dbm.MemDBBackend)
	comet.P2P.PexReactor = false
	comet.Consensus.TimeoutCommit = o.BlockTime
	if o.Comet != nil {
		o.Comet(comet)
	}
	n := &Network{tb: tb, options: o, comet: comet, hashes: map[int64][]byte{}, layout: &dev.Network{
		Dir: filepath.Join(tb.TempDir(), "net"), Validators: o.Validators, FreePorts: true, Comet: comet,
		App: *serverconfig.DefaultConfig(),
	}}
	require.NoError(tb, n.layout.Layout(tb.Context()))
	genesis, err := genutiltypes.AppGenesisFromFile(filepath.Join(n.layout.Home(0), "config", "genesis.json"))
	require.NoError(tb, err)
	n.Doc, err = genesis.ToGenesisDoc()
	require.NoError(tb, err)
	if o.Genesis != nil {
		o.Genesis(n.Doc)
	}
	tb.Cleanup(n.Close)
	for i := range o.Validators {
		n.Nodes = append(n.Nodes, n.newNode(i, n.layout.Home(i), n.layout.Nodes[i].P2P))
	}
	return n
}

// Start starts a network's validators.
func Start(tb testing.TB, o Options) *Network {
	tb.Helper()
	n := New(tb, o)
	for _, one := range n.Nodes {
		one.Start()
	}
	return n
}

func (n *Network) newNode(i int, home string, port int) *Node {
	return &Node{
		Recorder: newRecorder(n, i), Home: home, network: n, index: i, p2pPort: port, state: dbm.NewMemDB(),
		stores: map[string]cmtdb.DB{},
	}
}

// Join adds a node that is no validator, has nothing but the genesis, and nothing
// listens on; with settings of its own. It is started.
func (n *Network) Join(settings map[string]any) *Node {
	n.tb.Helper()
	i := len(n.Nodes)
	home := filepath.Join(n.tb.TempDir(), "joined")
	for _, dir := range []string{"config", "data"} {
		require.NoError(n.tb, os.MkdirAll(filepath.Join(home, dir), 0o700))
	}
	config := n.root(home)
	pvm.LoadOrGenFilePV(config.PrivValidatorKeyFile(), config.PrivValidatorStateFile())
	one := n.newNode(i, home, 0)
	n.Nodes = append(n.Nodes, one)
	one.start(settings)
	return one
}

// Start starts a node, or starts it again with what it had when it was stopped.
func (o *Node) Start() {
	o.network.tb.Helper()
	var settings map[string]any
	if o.network.options.Settings != nil {
		settings = o.network.options.Settings(o.index)
	}
	o.start(settings)
}

func (o *Node) start(settings map[string]any) {
	n := o.network
	n.tb.Helper()
	all := simtestutil.AppOptionsMap{flags.FlagHome: o.Home}
	maps.Copy(all, settings)
	config := n.config(o)
	key, err := p2p.LoadOrGenNodeKey(config.NodeKeyFile())
	require.NoError(n.tb, err)
	o.App = app.New(log.NewNopLogger(), o.state, all, baseapp.SetChainID(n.Doc.ChainID),
		baseapp.SetMinGasPrices("0"+account.Denom), baseapp.SetIAVLSyncPruning(true))
	o.Application = server.NewCometABCIWrapper(o.App)
	if n.options.Wrap != nil {
		o.Application = n.options.Wrap(o.index, o.Application)
	}
	validator := pvm.LoadFilePV(config.PrivValidatorKeyFile(), config.PrivValidatorStateFile())
	o.Comet, err = node.NewNode(config, validator, key, proxy.NewLocalClientCreator(o.Recorder),
		func() (*cmttypes.GenesisDoc, error) { return n.Doc, nil }, o.provide,
		node.DefaultMetricsProvider(config.Instrumentation),
		servercmtlog.CometLoggerWrapper{Logger: log.NewNopLogger()})
	require.NoError(n.tb, err)
	require.NoError(n.tb, o.Comet.Start())
}

// config returns a node's settings of CometBFT. It calls all that run and were started
// before, so that two never call each other: one of the two calls would be hung up
// while blocks come through it. Only the first, when it starts again, calls all.
func (n *Network) config(o *Node) *cmtcfg.Config {
	config := n.root(o.Home)
	config.RPC.ListenAddress, config.RPC.PprofListenAddress = "", "" // nobody asks it over the network
	config.P2P.ListenAddress = fmt.Sprintf("tcp://127.0.0.1:%d", o.p2pPort)
	config.P2P.AddrBookStrict, config.P2P.AllowDuplicateIP = false, true
	var call []string
	for _, other := range n.Nodes {
		before := other.index < o.index || o.index == 0
		if other != o && before && other.Comet != nil && other.Comet.IsRunning() {
			call = append(call, fmt.Sprintf("%s@127.0.0.1:%d", other.Comet.NodeInfo().ID(), other.p2pPort))
		}
	}
	config.P2P.PersistentPeers = strings.Join(call, ",")
	return config
}

// root returns the settings of CometBFT of a node that has its files in a folder.
// The parts that remember the folder are the node's own: all nodes whose consensus
// settings are one value write one log, that of the node made last.
func (n *Network) root(home string) *cmtcfg.Config {
	config := *n.comet
	rpc, peers, mempool, consensus := *config.RPC, *config.P2P, *config.Mempool, *config.Consensus
	config.RPC, config.P2P, config.Mempool, config.Consensus = &rpc, &peers, &mempool, &consensus
	return config.SetRoot(home)
}

// provide implements config.DBProvider: what a node had is there when it starts again.
func (o *Node) provide(c *cmtcfg.DBContext) (cmtdb.DB, error) {
	if o.stores[c.ID] == nil {
		o.stores[c.ID] = cmtdb.NewMemDB()
	}
	return o.stores[c.ID], nil
}

// caughtUp waits until no node fetches blocks from others, or for some seconds. When a
// peer goes, CometBFT v0.40.0 drops the blocks that came from it, and dereferences
// nothing if it is just using one (blocksync/pool.go, PopRequest).
func (n *Network) caughtUp() {
	const most = 20 * time.Second
	fetches := func(o *Node) bool {
		return o.Comet != nil && o.Comet.IsRunning() && o.Comet.ConsensusReactor().WaitSync()
	}
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(most); slices.ContainsFunc(n.Nodes, fetches) && time.Now().Before(end); {
		<-tick.C
	}
}

// Stop stops a node, when none fetches blocks from it.
func (o *Node) Stop() {
	o.network.tb.Helper()
	o.network.caughtUp()
	require.NoError(o.network.tb, o.stop())
}

func (o *Node) stop() (err error) {
	if o.Comet != nil && o.Comet.IsRunning() {
		err = o.Comet.Stop()
		o.Comet.Wait()
	}
	if o.App != nil {
		err = errors.Join(err, o.App.Close())
	}
	return err
}

// Close stops all nodes. What they recorded stays.
func (n *Network) Close() {
	n.caughtUp()
	var err error
	for _, o := range n.Nodes {
		err = errors.Join(err, o.stop())
	}
	require.NoError(n.tb, err)
}

// same holds the app hash of a node after a height against that of the others.
func (n *Network) same(who int, height int64, hash []byte) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.hashes[height] == nil {
		n.hashes[height] = hash
	}
	if want := n.hashes[height]; string(want) != string(hash) {
		n.tb.Errorf("after block %d node %d has app hash %x, another had %x", height, who, hash, want)
	}
}

// Height returns the lowest height of the nodes that run.
func (n *Network) Height() int64 {
	lowest := int64(-1)
	for _, o := range n.Nodes {
		if h := o.Height(); o.Comet != nil && o.Comet.IsRunning() && (lowest < 0 || h < lowest) {
			lowest = h
		}
	}
	return lowest
}
