package dev

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	cmtcfg "github.com/cometbft/cometbft/config"

	"cosmossdk.io/log/v2"
	cryptocodec "github.com/cosmos/cosmos-sdk/crypto/codec"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
	sdk "github.com/cosmos/cosmos-sdk/types"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/iexecd/iexecd/app"
	"github.com/iexecd/iexecd/apps"
	"github.com/iexecd/iexecd/crypto/vrf"
	"github.com/iexecd/iexecd/worker/storage"
)

// MaxValidators is how many validators a network of processes can have.
const MaxValidators = indexWorker - indexApps

// Network is a network of separate processes on this machine, laid out in
// folders: validator0, validator1 … under Dir, and a keyring for everybody.
type Network struct {
	Dir        string
	Validators int    // 1 to MaxValidators
	Workers    int    // in the pool from the beginning, 0 to 50
	ClockScale uint64 // divides the categories' work clocks; 0 = DefaultClockScale
	FreePorts  bool   // take free ports; else the usual ones, each validator's ten above the one before
	Comet      *cmtcfg.Config
	App        serverconfig.Config

	Nodes       []Ports // of the validators
	WorkerPorts []int   // of the workers' stores
}

// Layout writes the folders of a new network and fills in its ports. It refuses
// a folder that has something in it.
func (n *Network) Layout(ctx context.Context) error {
	o := &Options{ClockScale: n.ClockScale, Logger: log.NewNopLogger()}
	if o.ClockScale == 0 {
		o.ClockScale = DefaultClockScale
	}
	if err := n.check(); err != nil {
		return err
	}
	if err := n.choosePorts(ctx); err != nil {
		return err
	}
	c, operators, err := n.castOf()
	if err != nil {
		return err
	}
	if err := c.writeKeyring(n.Dir); err != nil {
		return err
	}
	listed, err := n.writeApps()
	if err != nil {
		return err
	}
	configs, keys, err := n.openAll()
	if err != nil {
		return err
	}
	doc, err := networkGenesis(ctx, o, c, operators, keys, n, listed)
	if err != nil {
		return err
	}
	for i := range configs {
		if err := n.writeNode(i, configs, keys, doc); err != nil {
			return err
		}
	}
	return nil
}

func (n *Network) check() error {
	switch {
	case n.Validators < 1 || n.Validators > MaxValidators:
		return fmt.Errorf("%d validators, expected 1 to %d", n.Validators, MaxValidators)
	case n.Workers < 0 || n.Workers > maxWorkers:
		return fmt.Errorf("%d workers, expected 0 to %d", n.Workers, maxWorkers)
	}
	entries, err := os.ReadDir(n.Dir)
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	if len(entries) > 0 {
		return fmt.Errorf("%s has %d entries: name an empty folder", n.Dir, len(entries))
	}
	return os.MkdirAll(n.Dir, 0o700)
}

func (n *Network) choosePorts(ctx context.Context) error {
	n.Nodes, n.WorkerPorts = nil, nil
	taken := map[int]bool{}
	for i := range n.Validators {
		p := offset(10 * i)
		for n.FreePorts {
			var err error
			if p, err = freePorts(ctx, max(1, n.Workers)); err != nil {
				return err
			}
			if !anyTaken(taken, p) {
				break
			}
		}
		n.Nodes = append(n.Nodes, p)
	}
	for i := range n.Workers {
		n.WorkerPorts = append(n.WorkerPorts, n.Nodes[0].Worker+i)
	}
	return nil
}

// anyTaken reports whether a port of p was handed out before, and marks all.
func anyTaken(taken map[int]bool, p Ports) bool {
	found := false
	for _, port := range p.all() {
		found = found || taken[*port]
		taken[*port] = true
	}
	return found
}

// castOf returns the accounts: the validators after the first are people, who
// begin with money of their own.
func (n *Network) castOf() (cast, []Account, error) {
	c, err := newCast(n.Workers)
	if err != nil {
		return c, nil, err
	}
	operators := []Account{c.validator}
	for i := 1; i < n.Validators; i++ {
		a, err := derive(fmt.Sprintf("validator%d", i), indexApps+i)
		if err != nil {
			return c, nil, err
		}
		operators = append(operators, a)
		c.people = append(c.people, a)
	}
	return c, operators, nil
}

// WorkerHome returns the folder of a worker.
func (n *Network) WorkerHome(i int) string { return filepath.Join(n.Dir, fmt.Sprintf("worker%d", i)) }

// storeBytes bounds the stores that the workers begin with.
const storeBytes = 1 << 30

// writeApps puts the apps' modules into the first worker's store, which serves
// them to the others.
func (n *Network) writeApps() (listed []listing, err error) {
	if n.Workers == 0 {
		return nil, nil
	}
	store, err := storage.Open(filepath.Join(n.WorkerHome(0), "store"), storeBytes)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	var digests []string
	for _, a := range apps.List() {
		if a.Module == nil {
			continue
		}
		digest, err := store.PutBytes(a.Module)
		if err != nil {
			return nil, err
		}
		digests = append(digests, digest)
		listed = append(listed, listing{
			name: a.Name, checksum: "0x" + digest, price: a.PriceNRLC, try: a.ExampleArgs,
			location: "http://" + address(n.WorkerPorts[0]) + "/sha256/" + digest,
		})
	}
	return listed, store.Pin("apps", digests...)
}

// Home returns the folder of a validator.
func (n *Network) Home(i int) string { return filepath.Join(n.Dir, fmt.Sprintf("validator%d", i)) }

// openAll makes the validators' folders and keys.
func (n *Network) openAll() ([]*cmtcfg.Config, []identity, error) {
	var configs []*cmtcfg.Config
	var keys []identity
	for i, p := range n.Nodes {
		c := *n.Comet
		rpc, peers, metrics := *c.RPC, *c.P2P, *c.Instrumentation
		c.RPC, c.P2P, c.Instrumentation = &rpc, &peers, &metrics
		c.SetRoot(n.Home(i))
		c.Moniker = fmt.Sprintf("validator%d", i)
		c.RPC.ListenAddress, c.RPC.PprofListenAddress = "tcp://"+address(p.RPC), ""
		c.P2P.ListenAddress = "tcp://" + address(p.P2P)
		c.P2P.AddrBookStrict, c.P2P.AllowDuplicateIP = false, true
		c.Instrumentation.Prometheus = false
		for _, dir := range []string{"config", "data"} {
			if err := os.MkdirAll(filepath.Join(c.RootDir, dir), 0o700); err != nil {
				return nil, nil, err
			}
		}
		k, err := openKeys(&c)
		if err != nil {
			return nil, nil, err
		}
		configs, keys = append(configs, &c), append(keys, k)
	}
	return configs, keys, nil
}

// networkGenesis returns the genesis of a network with several validators.
func networkGenesis(ctx context.Context, o *Options, c cast, operators []Account, keys []identity, n *Network,
	listed []listing,
) (*genutiltypes.AppGenesis, error) {
	o.BlockTime = n.Comet.Consensus.TimeoutCommit
	a := o.newApp() //nolint:contextcheck // the app gets its contexts from blocks
	g := &genesis{app: a, cast: c, time: time.Now().UTC(), listed: listed, params: o.setParams}
	g.state = g.app.DefaultGenesis()
	if err := g.setMoney(); err != nil {
		return nil, err
	}
	if err := g.setGovernance(); err != nil {
		return nil, err
	}
	if err := g.setMarket(o.ClockScale); err != nil {
		return nil, err
	}
	var txs []json.RawMessage
	for i, operator := range operators {
		cometKey, err := keys[i].validator.GetPubKey()
		if err != nil {
			return nil, err
		}
		key, err := cryptocodec.FromCmtPubKeyInterface(cometKey)
		if err != nil {
			return nil, err
		}
		more, err := g.validatorTxs(ctx, operator, key, i == 0)
		if err != nil {
			return nil, err
		}
		txs = append(txs, more...)
	}
	g.put(genutiltypes.ModuleName, &genutiltypes.GenesisState{GenTxs: txs})
	var beacons []vrf.PrivateKey
	for _, k := range keys {
		beacons = append(beacons, k.beacon)
	}
	if err := g.setBeacon(operators, beacons...); err != nil {
		return nil, err
	}
	if err := g.setWorkers(Ports{Worker: n.Nodes[0].Worker}); err != nil {
		return nil, err
	}
	state, err := json.Marshal(g.state)
	if err != nil {
		return nil, err
	}
	return &genutiltypes.AppGenesis{
		AppName: app.Name, ChainID: ChainID, GenesisTime: g.time, InitialHeight: 1, AppState: state,
		Consensus: &genutiltypes.ConsensusGenesis{Params: consensusParams()},
	}, nil
}

// validatorTxs returns a validator's genesis transaction; with the first come
// those of the pool and the apps.
func (g *genesis) validatorTxs(ctx context.Context, operator Account, key cryptotypes.PubKey, first bool,
) ([]json.RawMessage, error) {
	g.cast.validator = operator
	if first {
		return g.transactions(ctx, key)
	}
	msg, err := g.createValidator(key)
	if err != nil {
		return nil, err
	}
	tx, err := g.sign(ctx, operator, []sdk.Msg{msg})
	return []json.RawMessage{tx}, err
}

// writeNode writes what one validator needs to start.
func (n *Network) writeNode(i int, configs []*cmtcfg.Config, keys []identity, doc *genutiltypes.AppGenesis) error {
	c, p := configs[i], n.Nodes[i]
	var peers []string
	for j := range configs {
		if j != i {
			peers = append(peers, fmt.Sprintf("%s@%s", keys[j].node.ID(), address(n.Nodes[j].P2P)))
		}
	}
	c.P2P.PersistentPeers = strings.Join(peers, ",")
	cmtcfg.WriteConfigFile(filepath.Join(c.RootDir, "config", "config.toml"), c)
	a := n.App
	a.GRPC.Address, a.API.Address = address(p.GRPC), "tcp://"+address(p.REST)
	serverconfig.WriteConfigFile(filepath.Join(c.RootDir, "config", "app.toml"), a)
	text := fmt.Sprintf("chain-id = %q\nkeyring-backend = \"test\"\noutput = \"text\"\nnode = %q\n"+
		"broadcast-mode = \"sync\"\n", ChainID, c.RPC.ListenAddress)
	if err := os.WriteFile(filepath.Join(c.RootDir, "config", "client.toml"), []byte(text), 0o600); err != nil {
		return err
	}
	return doc.SaveAs(c.GenesisFile())
}
