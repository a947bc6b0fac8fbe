// Package dev is a whole network in one process: a validator with its servers,
// a pool with workers, a content store and the example apps. It is for trying
// things out and for tests; nothing in it is a secret.
package dev

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"cosmossdk.io/log/v2"
	cryptocodec "github.com/cosmos/cosmos-sdk/crypto/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/account"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
	bridgetypes "github.com/iexecd/iexecd/x/rlcbridge/types"
)

// Options are how a dev network is to be.
type Options struct {
	Home       string                  // folder to keep the state in; empty = in memory, thrown away
	Workers    int                     // workers in process, 1..50; 0 = 5
	Faulty     int                     // so many of the workers give wrong answers, each its own
	Byzantine  int                     // so many of the others are one coalition that lies when it dares
	Load       float64                 // tasks per second that judy buys all the time; 0 = none
	BlockTime  time.Duration           // between blocks; 0 = one second
	ClockScale uint64                  // divides the categories' work clocks; 0 = DefaultClockScale
	FreePorts  bool                    // take free ports instead of the usual ones
	PortOffset int                     // added to the usual ports
	Logger     log.Logger              // of the node; nil = quiet
	WorkerLog  io.Writer               // for the log of the workers; nil = quiet
	Params     func(*pocotypes.Params) // changes the params of a dev chain's poco before its first block; nil = nothing
	EthRPC     string                  // endpoint of another Ethereum than the one in process; empty = that
	Vault      ident.Address           // a vault there that is to be used; zero = a new one
	Docker     string                  // daemon with which the workers run containers, "" = they run none
	Executable string                  // the iexecd binary that runs apps in child processes; empty = this one
}

// The defaults of Options.
const (
	DefaultWorkers    = 5
	DefaultBlockTime  = time.Second
	DefaultClockScale = 10
	maxWorkers        = 50
)

// complete fills in the defaults and refuses what is impossible.
func (o *Options) complete() error {
	if o.Workers == 0 {
		o.Workers = DefaultWorkers
	}
	if o.BlockTime == 0 {
		o.BlockTime = DefaultBlockTime
	}
	if o.ClockScale == 0 {
		o.ClockScale = DefaultClockScale
	}
	if o.Logger == nil {
		o.Logger = log.NewNopLogger()
	}
	if o.Executable == "" {
		self, err := os.Executable()
		if err != nil {
			return err
		}
		o.Executable = self
	}
	switch {
	case slices.Contains(os.Args, "wasm-exec"):
		return errors.New("a child process that should run an app started a network: its program is not iexecd")
	case o.Workers < 1 || o.Workers > maxWorkers:
		return fmt.Errorf("%d workers, expected 1 to %d", o.Workers, maxWorkers)
	case o.Faulty < 0 || o.Faulty > o.Workers:
		return fmt.Errorf("%d faulty workers of %d, expected 0 to %d", o.Faulty, o.Workers, o.Workers)
	case o.Byzantine < 0 || o.Faulty+o.Byzantine > o.Workers:
		return fmt.Errorf("%d byzantine and %d faulty workers of %d, expected 0 to %d together", o.Byzantine, o.Faulty,
			o.Workers, o.Workers)
	case o.Load < 0 || o.Load > maxLoad:
		return fmt.Errorf("a load of %g tasks/s, expected 0 to %d", o.Load, maxLoad)
	case o.BlockTime < 50*time.Millisecond || o.BlockTime > time.Minute:
		return fmt.Errorf("a block time of %s, expected 50ms to 1m", o.BlockTime)
	}
	return nil
}

// Net is a running dev network.
type Net struct {
	Options Options
	Ports   Ports
	Took    time.Duration // from start to ready
	Resumed bool          // the state is from an earlier run

	cast    cast
	root    string // folder of everything
	chain   *validator
	store   *store
	images  *images
	workers *workers
	eth     *ethereum
	load    *load // nil = none
	apps    []listing
}

// Start starts a network and returns when its first blocks are made and its
// workers run. Close it. Canceling ctx only ends the start.
func Start(ctx context.Context, o Options) (*Net, error) {
	began := time.Now()
	if err := o.complete(); err != nil {
		return nil, err
	}
	if sdk.GetConfig().GetBech32AccountAddrPrefix() != account.Prefix {
		account.Configure()
	}
	n := &Net{Options: o}
	if err := n.start(ctx); err != nil {
		return nil, errors.Join(err, n.Close())
	}
	n.Took = time.Since(began)
	return n, nil
}

func (n *Net) start(ctx context.Context) error {
	o := &n.Options
	if err := n.openRoot(); err != nil {
		return err
	}
	before, err := readSaved(o.Home)
	if err != nil {
		return err
	}
	if before != nil { // what the genesis says cannot change
		o.Workers, o.ClockScale = before.Workers, before.ClockScale
		o.Faulty = min(o.Faulty, o.Workers)
		o.Byzantine = min(o.Byzantine, o.Workers-o.Faulty)
		o.EthRPC = cmp.Or(o.EthRPC, before.EthRPC)
	}
	if n.Ports, err = choosePorts(ctx, o, before); err != nil {
		return err
	}
	if n.cast, err = newCast(o.Workers); err != nil {
		return err
	}
	if err := n.cast.writeKeyring(n.root); err != nil {
		return err
	}
	if n.store, err = startStore(ctx, filepath.Join(n.root, "store"), n.Ports.Store); err != nil {
		return err
	}
	logger := n.workerLogger("registry")
	if n.images, err = startRegistry(ctx, filepath.Join(n.root, "registry"), n.Ports.Registry, logger); err != nil {
		return err
	}
	if n.eth, err = startEthereum(ctx, o, n.cast, n.root, n.Ports); err != nil {
		return err
	}
	if err := n.startChain(ctx); err != nil {
		return err
	}
	keep := saved{Ports: n.Ports, Workers: o.Workers, ClockScale: o.ClockScale, EthRPC: o.EthRPC}
	if err := keep.write(n.root); err != nil {
		return err
	}
	if err := n.chain.waitForBlock(ctx, n.chain.height()+1, o.BlockTime); err != nil {
		return err
	}
	if err := n.eth.carry(ctx, o, n.chain); err != nil {
		return err
	}
	if n.workers, err = startWorkers(ctx, n); err != nil || o.Load == 0 {
		return err
	}
	n.load, err = startLoad(ctx, n)
	return err
}

func (n *Net) startChain(ctx context.Context) error {
	o := &n.Options
	config, err := cometConfig(o, n.root, n.Ports)
	if err != nil {
		return err
	}
	k, err := openKeys(config)
	if err != nil {
		return err
	}
	if n.apps, err = n.store.addApps(o.Load > 0); err != nil {
		return err
	}
	n.Resumed = true
	doc, err := loadGenesis(config, func() (*genutiltypes.AppGenesis, error) {
		n.Resumed = false
		cometKey, err := k.validator.GetPubKey()
		if err != nil {
			return nil, err
		}
		key, err := cryptocodec.FromCmtPubKeyInterface(cometKey)
		if err != nil {
			return nil, err
		}
		found, err := n.eth.found(ctx, o, n.cast, n.cast.endowments())
		if err != nil {
			return nil, fmt.Errorf("vault: %w", err)
		}
		return newGenesis(ctx, o, n.cast, key, k.beacon, n.Ports, n.apps, found)
	})
	if err != nil {
		return err
	}
	if err := n.eth.watch(ctx, n.cast, doc); err != nil {
		return err
	}
	n.chain, err = startChain(ctx, o, config, k, doc, n.Ports, n.eth.local)
	return err
}

// openRoot makes the folder of the network: the given home, else a temporary one.
func (n *Net) openRoot() error {
	if n.Options.Home != "" {
		n.root = n.Options.Home
		return os.MkdirAll(n.root, 0o700)
	}
	root, err := os.MkdirTemp("", "iexecd-dev-")
	n.root = root
	return err
}

// Close stops the workers, the servers and the validator, in this order, and
// removes what is not to be kept. It returns when all of them have ended.
func (n *Net) Close() error {
	var err error
	if n.load != nil {
		n.load.close()
	}
	if n.workers != nil {
		err = n.workers.close()
	}
	if n.eth != nil { // before the chain: its relay asks it
		err = errors.Join(err, n.eth.close())
	}
	if n.chain != nil {
		err = errors.Join(err, n.chain.close())
	}
	if n.store != nil {
		err = errors.Join(err, n.store.close())
	}
	if n.images != nil {
		err = errors.Join(err, n.images.close())
	}
	if n.Options.Home == "" && n.root != "" {
		err = errors.Join(err, os.RemoveAll(n.root))
	}
	return err
}

// People returns the funded accounts, alice first.
func (n *Net) People() []Account { return n.cast.people }

// Apps returns the names of the apps that are offered.
func (n *Net) Apps() []string {
	names := []string{}
	for _, a := range n.apps {
		names = append(names, a.name)
	}
	return names
}

// Workers returns the accounts of the workers.
func (n *Net) Workers() []Account { return n.cast.workers }

// KeyringDir returns the folder of the test keyring with all accounts' keys.
func (n *Net) KeyringDir() string { return n.root }

// GRPC returns host:port of the node's gRPC.
func (n *Net) GRPC() string { return address(n.Ports.GRPC) }

// REST returns host:port of the node's REST.
func (n *Net) REST() string { return address(n.Ports.REST) }

// RPC returns host:port of the node's CometBFT RPC.
func (n *Net) RPC() string { return address(n.Ports.RPC) }

// EthURL returns the endpoint of the Ethereum that the chain is bridged to.
func (n *Net) EthURL() string { return n.eth.url }

// Vault returns what the chain is bridged to.
func (n *Net) Vault() bridgetypes.Vault { return *n.eth.vault }

// StoreURL returns the address of the content store.
func (n *Net) StoreURL() string { return "http://" + address(n.Ports.Store) }

// Registry returns host:port of the registry of container images.
func (n *Net) Registry() string { return address(n.Ports.Registry) }

// Failed returns a channel that is closed when a part of the network stopped by
// itself; Close tells why.
func (n *Net) Failed() <-chan struct{} { return n.workers.failed }
