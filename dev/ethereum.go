package dev

import (
	"context"
	"crypto/ecdsa"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"path/filepath"
	"slices"
	"sync"
	"time"

	cmttypes "github.com/cometbft/cometbft/types"
	geth "github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/ethereum/go-ethereum/params"

	"github.com/iexecd/iexecd/app"
	"github.com/iexecd/iexecd/bridge/eth"
	"github.com/iexecd/iexecd/bridge/ethlab"
	"github.com/iexecd/iexecd/bridge/relay"
	"github.com/iexecd/iexecd/bridge/sign"
	"github.com/iexecd/iexecd/bridge/wallet"
	"github.com/iexecd/iexecd/cli/relaysource"
	"github.com/iexecd/iexecd/contracts"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/sidecar"
	bridgetypes "github.com/iexecd/iexecd/x/rlcbridge/types"
)

// How the Ethereum of a dev network runs: a block is final when so many follow.
const (
	ethBlockTime  = time.Second
	ethFinalAfter = 2
	ethLook       = 300 * time.Millisecond // how often validator and relay look at it
)

// GethDevKey is the key of the account that has the ether of geth --dev, which
// everybody knows.
const GethDevKey = "b71c71a67e1177ad4e901695e1b4b9ee17ae16c6668d313eac2f96dbcda3f291"

// ethereum is the Ethereum of a dev network, and what the validator and a relay do
// with it.
type ethereum struct {
	url     string
	chain   *ethlab.Chain // nil = somebody else's
	client  *ethclient.Client
	founder *ecdsa.PrivateKey // makes the contracts, and pays for the relay
	folder  string
	vault   *bridgetypes.Vault
	local   sidecar.Local
	relay   *relay.Relay

	stop  context.CancelFunc
	group sync.WaitGroup
}

// startEthereum starts an Ethereum in this process, or connects to the one of the
// options. Close it.
func startEthereum(ctx context.Context, o *Options, c cast, root string, ports Ports) (*ethereum, error) {
	e := &ethereum{url: o.EthRPC, folder: filepath.Join(root, "bridge")}
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	e.stop = stop
	if o.EthRPC == "" {
		if err := e.startChain(o, c, root, ports); err != nil {
			stop()
			return nil, fmt.Errorf("ethereum: %w", err)
		}
		e.group.Go(func() { e.chain.Every(running, ethBlockTime) })
		return e, nil
	}
	rpc, err := eth.Dial(running, o.EthRPC, eth.DefaultLimits())
	if err != nil {
		stop()
		return nil, fmt.Errorf("ethereum: %w", err)
	}
	e.client = ethclient.NewClient(rpc)
	e.founder, err = crypto.HexToECDSA(GethDevKey)
	return e, err
}

func (e *ethereum) startChain(o *Options, c cast, root string, ports Ports) error {
	config := ethlab.ChainConfig{Port: ports.Eth, FinalAfter: ethFinalAfter}
	if o.Home != "" {
		config.Folder = filepath.Join(root, "ethereum")
	}
	for _, a := range c.all() {
		config.Rich = append(config.Rich, common.Address(a.Address))
	}
	var err error
	if e.chain, err = ethlab.NewChain(config); err != nil {
		return err
	}
	e.url, e.client, e.founder = e.chain.URL(), e.chain.Client(), e.chain.Deployer.Key
	return nil
}

// founding is what a chain begins with: contracts, and what the vault holds for whom.
type founding struct {
	at     contractsAt
	vault  bridgetypes.VaultID
	ledger eth.Ledger
}

// found makes the contracts and locks the endowments, or finds a vault that is there,
// and returns what is final there.
func (e *ethereum) found(ctx context.Context, o *Options, c cast, endowments []endowment) (founding, error) {
	id, err := e.client.ChainID(ctx)
	if err != nil {
		return founding{}, fmt.Errorf("chain id: %w", eth.Clean(err))
	}
	at := contractsAt{vault: common.Address(o.Vault)}
	if o.Vault.IsZero() {
		at, err = e.deploy(ctx, c, endowments)
	} else {
		at.token, err = e.tokenOf(ctx, at.vault)
	}
	if err != nil {
		return founding{}, err
	}
	out := founding{at: at, vault: bridgetypes.VaultID{
		Token:  ident.Address(at.token),
		Domain: bridge.Domain{ChainID: id.Uint64(), Vault: ident.Address(at.vault), HomeChain: ChainID},
	}}
	out.ledger, err = e.ledger(ctx, out)
	return out, err
}

func (e *ethereum) deploy(ctx context.Context, c cast, endowments []endowment) (contractsAt, error) {
	var mine func()
	if e.chain != nil {
		mine = func() { e.chain.Mine(1) }
	}
	f, err := newFounder(ctx, e.client, crypto.FromECDSA(e.founder), mine)
	if err != nil {
		return contractsAt{}, err
	}
	members, err := vaultMembers(c)
	if err != nil {
		return contractsAt{}, err
	}
	at, err := f.found(ctx, ChainID, members, slices.Concat(c.people, c.workers), endowments)
	if err == nil && e.chain != nil {
		e.chain.Mine(ethFinalAfter)
	}
	return at, err
}

// tokenOf returns the token of a vault.
func (e *ethereum) tokenOf(ctx context.Context, vault common.Address) (common.Address, error) {
	api := contracts.NewRLCVault()
	raw, err := e.client.CallContract(ctx, geth.CallMsg{To: &vault, Data: api.PackRlc()}, nil)
	if err != nil {
		return common.Address{}, fmt.Errorf("vault %s: %w", vault, eth.Clean(err))
	}
	token, err := api.UnpackRlc(raw)
	if err != nil {
		return token, fmt.Errorf("no vault at %s: %w", vault, err)
	}
	return token, nil
}

// ledger waits until all that is in the vault is final.
func (e *ethereum) ledger(ctx context.Context, f founding) (eth.Ledger, error) {
	const patience = 2 * time.Minute
	r, err := eth.NewReader(ctx, e.url, f.vault.Domain, eth.DefaultLimits())
	if err != nil {
		return eth.Ledger{}, err
	}
	defer r.Close()
	head, err := e.client.BlockNumber(ctx)
	if err != nil {
		return eth.Ledger{}, eth.Clean(err)
	}
	deadline := time.Now().Add(patience)
	for {
		at, err := r.Finalized(ctx)
		if err == nil && (at.Number >= head || e.chain != nil && at.Number+ethFinalAfter >= head) {
			return r.Ledger(ctx, f.at.block, at)
		}
		if time.Now().After(deadline) {
			return eth.Ledger{}, fmt.Errorf("block %d is not final after %s, only %d: is it mining?", head, patience,
				at.Number)
		}
		if err := pause(ctx, ethLook); err != nil {
			return eth.Ledger{}, err
		}
	}
}

// watch begins to watch a vault for the chain's validator.
func (e *ethereum) watch(ctx context.Context, c cast, doc *cmttypes.GenesisDoc) error {
	g, err := bridgeOf(doc)
	if err != nil {
		return err
	}
	v, err := g.Vault.Core()
	if err != nil {
		return err
	}
	start, err := g.Observed.Point()
	if err != nil {
		return err
	}
	e.vault = g.Vault
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	former := e.stop
	e.stop = func() { stop(); former() }
	key, err := sign.NewKey(c.validator.Key.Bytes())
	if err != nil {
		return err
	}
	all := bridge.AllRLC
	e.local, err = sidecar.Open(ctx, sidecar.Config{
		Domain: v.Domain, Endpoints: []string{e.url}, Start: start, StartBlock: g.Observed.EthBlock, Folder: e.folder,
		Key: key, Limits: sign.Limits{
			BatchTotal: all, OutCap: all, Bucket: bridge.BucketLimits{Cap: all, RatePerSecond: all},
		},
	})
	if err != nil {
		return err
	}
	e.group.Go(func() { e.local.Watcher.Run(ctx, ethLook) })
	return nil
}

// bridgeOf returns the state of the bridge in a genesis.
func bridgeOf(doc *cmttypes.GenesisDoc) (*bridgetypes.GenesisState, error) {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(doc.AppState, &all); err != nil {
		return nil, err
	}
	var g bridgetypes.GenesisState
	if err := app.NewEncoding().Codec.UnmarshalJSON(all[bridgetypes.ModuleName], &g); err != nil {
		return nil, err
	}
	if g.Vault == nil {
		return nil, errors.New("the chain in this folder has no vault: it is of an earlier version, begin another")
	}
	return &g, nil
}

// carry begins to bring what the chain signs to the vault.
func (e *ethereum) carry(ctx context.Context, o *Options, chain *validator) error {
	v, err := e.vault.Core()
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	former := e.stop
	e.stop = func() { stop(); former() }
	const maxGwei = 1_000
	payer, err := wallet.NewAccount(crypto.FromECDSA(e.founder))
	if err != nil {
		return fmt.Errorf("relay: %w", err)
	}
	e.relay, err = relay.New(ctx, relay.Config{
		Domain: v.Domain, Endpoint: e.url, Limits: eth.DefaultLimits(), Account: payer, FeeTo: payer.Address,
		MaxPrice: big.NewInt(maxGwei * params.GWei), Source: relaysource.New(chain.client),
	})
	if err != nil {
		return fmt.Errorf("relay: %w", err)
	}
	e.group.Go(func() {
		for pause(ctx, ethLook) == nil {
			if _, err := e.relay.Step(ctx); err != nil && ctx.Err() == nil {
				o.Logger.Error("the relay failed", "why", err)
			}
		}
	})
	return nil
}

// close stops what runs, then the chain.
func (e *ethereum) close() error {
	e.stop()
	e.group.Wait()
	var err error
	if e.relay != nil {
		e.relay.Close()
	}
	if e.local.Watcher != nil {
		err = e.local.Close()
	}
	if e.chain != nil {
		return errors.Join(err, e.chain.Close())
	}
	e.client.Close()
	return err
}

// vaultMembers are those that the vault of a dev chain is made with: the validator,
// and the pool's owner with next to no power, because the vault wants two.
func vaultMembers(c cast) (bridge.Members, error) {
	return bridge.SortMembers([]bridge.Member{
		{Address: c.validator.Address, Power: founderPower}, {Address: c.pool.Address, Power: 1},
	})
}

// bridgeGenesis returns the state of the bridge of a chain that begins with what a
// vault holds.
func (f founding) bridgeGenesis(c cast, p bridgetypes.Params, at time.Time) (*bridgetypes.GenesisState, error) {
	operator, err := bridgetypes.Operator(c.validator.Address)
	if err != nil {
		return nil, err
	}
	members, err := vaultMembers(c)
	if err != nil {
		return nil, err
	}
	book := f.ledger.Book
	return bridgetypes.Bootstrap{
		Params: p, Vault: f.vault, Members: members, MadeUnix: uint64(at.Unix()), //nolint:gosec // after 1970
		Observed: bridgetypes.Observed{
			Nonce: book.Point.Nonce, Hash: book.Point.Hash.String(), EthBlock: f.ledger.Block.Number,
			EthTimeUnix: f.ledger.Block.Unix, LockedNrlc: uint64(book.Locked),
		},
		Founders: []bridgetypes.Founder{{Operator: operator, Key: c.validator.Address}},
	}.Genesis()
}

// bridgeParams are those of a dev chain: withdrawals leave within seconds, and the
// first of the people may stop the bridge.
func bridgeParams(c cast) bridgetypes.Params {
	p := bridgetypes.DefaultParams()
	p.Guardian = account.Bech32(c.people[0].Address)
	p.BatchEveryBlocks, p.SignDelayBlocks, p.ValsetCheckBlocks = 3, 2, 2
	return p
}
