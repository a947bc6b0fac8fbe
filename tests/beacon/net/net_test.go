// Package net tests the beacon with four validators that run CometBFT in this
// process: one that withholds or sends garbage stops neither blocks nor draws,
// and proofs in votes do not make blocks slower.
package net

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

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
	beacontypes "github.com/iexecd/iexecd/x/beacon/types"
)

// network is four validators.
type network struct {
	tb     testing.TB
	nodes  []*node.Node
	apps   []*app.App
	events <-chan cmttypes.EventDataNewBlockEvents
}

// options are how a network differs from four honest validators.
type options struct {
	extend    app.ExtendVoteFn // of the last validator
	due       app.DrawDueFn    // nil = in every block
	noVotes   bool             // without extensions of votes
	blockTime time.Duration
}

// start starts four validators in memory.
func start(tb testing.TB, o options) *network {
	tb.Helper()
	if sdk.GetConfig().GetBech32AccountAddrPrefix() != account.Prefix {
		account.Configure()
	}
	comet := cmtcfg.DefaultConfig()
	comet.DBBackend = string(dbm.MemDBBackend)
	comet.P2P.PexReactor = false
	comet.Consensus.TimeoutCommit = o.blockTime
	layout := &dev.Network{
		Dir: filepath.Join(tb.TempDir(), "net"), Validators: 4, FreePorts: true, Comet: comet,
		App: *serverconfig.DefaultConfig(),
	}
	require.NoError(tb, layout.Layout(tb.Context()))
	n := &network{tb: tb}
	tb.Cleanup(n.close)
	for i := range 4 {
		settings := simtestutil.AppOptionsMap{flags.FlagHome: layout.Home(i)}
		settings[app.OptionDrawDue] = o.due
		if o.due == nil {
			settings[app.OptionDrawDue] = app.DrawDueFn(func(int64) bool { return true })
		}
		if i == 3 && o.extend != nil {
			settings[app.OptionExtendVote] = o.extend
		}
		n.add(layout, i, settings, o)
	}
	return n
}

func (n *network) add(layout *dev.Network, i int, settings simtestutil.AppOptionsMap, o options) {
	n.tb.Helper()
	ports := layout.Nodes[i]
	config := *layout.Comet
	config.SetRoot(layout.Home(i))
	rpc := *layout.Comet.RPC
	rpc.ListenAddress, rpc.PprofListenAddress = "", "" // nobody asks it over the network
	config.RPC = &rpc
	peers := *layout.Comet.P2P
	peers.RootDir, peers.ListenAddress = layout.Home(i), fmt.Sprintf("tcp://127.0.0.1:%d", ports.P2P)
	peers.AddrBookStrict, peers.AllowDuplicateIP = false, true
	key, err := p2p.LoadOrGenNodeKey(config.NodeKeyFile())
	require.NoError(n.tb, err)
	for j := range i { // each calls those before it
		peers.PersistentPeers += fmt.Sprintf(",%s@127.0.0.1:%d", n.nodes[j].NodeInfo().ID(), layout.Nodes[j].P2P)
	}
	if i > 0 {
		peers.PersistentPeers = peers.PersistentPeers[1:]
	}
	config.P2P = &peers
	genesis, err := genutiltypes.AppGenesisFromFile(config.GenesisFile())
	require.NoError(n.tb, err)
	doc, err := genesis.ToGenesisDoc()
	require.NoError(n.tb, err)
	if o.noVotes {
		doc.ConsensusParams.ABCI.VoteExtensionsEnableHeight = 1 << 40 // never
	}
	a := app.New(log.NewNopLogger(), dbm.NewMemDB(), settings, baseapp.SetChainID(doc.ChainID),
		baseapp.SetMinGasPrices("0"+account.Denom), baseapp.SetIAVLSyncPruning(true))
	validator := pvm.LoadFilePV(config.PrivValidatorKeyFile(), config.PrivValidatorStateFile())
	built, err := node.NewNode(&config, validator, key, proxy.NewLocalClientCreator(server.NewCometABCIWrapper(a)),
		func() (*cmttypes.GenesisDoc, error) { return doc, nil }, cmtcfg.DefaultDBProvider,
		node.DefaultMetricsProvider(config.Instrumentation),
		servercmtlog.CometLoggerWrapper{Logger: log.NewNopLogger()})
	require.NoError(n.tb, err)
	n.nodes, n.apps = append(n.nodes, built), append(n.apps, a)
	if i == 0 {
		n.subscribe()
	}
	require.NoError(n.tb, built.Start())
}

// subscribe follows the blocks of the first validator.
func (n *network) subscribe() {
	n.tb.Helper()
	bus := n.nodes[0].EventBus()
	out := make(chan cmttypes.EventDataNewBlockEvents, 1000)
	n.events = out
	n.tb.Cleanup(func() { _ = bus.UnsubscribeAll(context.Background(), "test") })
	sub, err := bus.Subscribe(n.tb.Context(), "test", cmttypes.EventQueryNewBlockEvents, 1000)
	require.NoError(n.tb, err)
	go func() {
		for {
			select {
			case m := <-sub.Out():
				if e, ok := m.Data().(cmttypes.EventDataNewBlockEvents); ok {
					out <- e
				}
			case <-sub.Canceled():
				return
			}
		}
	}()
}

func (n *network) close() {
	var err error
	for _, c := range n.nodes {
		if c.IsRunning() {
			err = errors.Join(err, c.Stop())
			c.Wait()
		}
	}
	for _, a := range n.apps {
		err = errors.Join(err, a.Close())
	}
	require.NoError(n.tb, err)
}

// next returns the beacon events of the next block.
func (n *network) next() (height int64, changed *beacontypes.EventBeaconChanged, fallback bool) {
	n.tb.Helper()
	select {
	case e := <-n.events:
		for _, event := range e.Events {
			m, err := sdk.ParseTypedEvent(event)
			if err != nil {
				continue // an event of another kind
			}
			switch m := m.(type) {
			case *beacontypes.EventBeaconChanged:
				changed = m
			case *beacontypes.EventBeaconFallback:
				fallback = true
			}
		}
		return e.Height, changed, fallback
	case <-time.After(60 * time.Second):
		n.tb.Fatalf("no block for a minute after %d", n.apps[0].LastBlockHeight())
	}
	return 0, nil, false
}

// TestOneOfFour: blocks go on, and every draw has a beacon that others
// made, whatever the fourth attaches to its votes. Rules BCN-R3, BCN-R6, BCN-R8.
func TestOneOfFour(t *testing.T) {
	var calls atomic.Int64
	for name, extend := range map[string]app.ExtendVoteFn{
		"honest":    func(_ int64, honest []byte) []byte { return honest },
		"withholds": func(int64, []byte) []byte { return nil },
		"garbage":   func(int64, []byte) []byte { return []byte("garbage") },
		"oversized": func(int64, []byte) []byte { return make([]byte, 100_000) },
		"bad proof": func(_ int64, honest []byte) []byte { return flip(honest) },
		"now and then": func(_ int64, honest []byte) []byte {
			return [][]byte{honest, nil, flip(honest), []byte("x"), make([]byte, 2000)}[calls.Add(1)%5]
		},
	} {
		t.Run(name, func(t *testing.T) {
			n := start(t, options{extend: extend, blockTime: 20 * time.Millisecond})
			const blocks = 15
			values, proofs := map[string]bool{}, uint32(0)
			for range blocks + 1 {
				height, changed, fallback := n.next()
				require.NotNil(t, changed, "a draw of block %d has a beacon", height)
				require.False(t, values[changed.Value])
				values[changed.Value] = true
				if height > 1 { // the first block has no votes before it
					require.False(t, fallback, "block %d", height)
					proofs += changed.Proofs
				}
			}
			t.Logf("%d blocks, %.2f proofs a block", blocks, float64(proofs)/blocks)
			if name == "honest" {
				require.GreaterOrEqual(t, proofs, uint32(3*blocks), "three at least: the fourth may come late")
			} else if name != "now and then" {
				require.LessOrEqual(t, proofs, uint32(3*blocks))
			}
		})
	}
}

func flip(extension []byte) []byte {
	if len(extension) < 50 {
		return nil
	}
	out := append([]byte(nil), extension...)
	out[40] ^= 1
	return out
}

// BenchmarkBlockTime prints how long 40 blocks take with proofs in every vote
// and votes in every block, without draws, and without extensions at all.
func BenchmarkBlockTime(b *testing.B) {
	const blocks = 40
	measure := func(o options) time.Duration {
		o.blockTime = 200 * time.Millisecond
		n := start(b, o)
		defer func() { n.close(); n.nodes, n.apps = nil, nil }()
		for range 5 {
			n.next()
		}
		began := time.Now()
		for range blocks {
			n.next()
		}
		return time.Since(began)
	}
	for b.Loop() {
		never := app.DrawDueFn(func(int64) bool { return false })
		without := measure(options{due: never, noVotes: true})
		idle := measure(options{due: never})
		with := measure(options{})
		b.ReportMetric(float64(without.Milliseconds())/blocks, "ms/block-without")
		b.ReportMetric(float64(idle.Milliseconds())/blocks, "ms/block-idle")
		b.ReportMetric(float64(with.Milliseconds())/blocks, "ms/block-with")
		b.ReportMetric(float64(with)/float64(without), "ratio")
	}
}
