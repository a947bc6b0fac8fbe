package ethlab

import (
	"errors"
	"fmt"
	"maps"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/rawdb"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/eth"
	"github.com/ethereum/go-ethereum/eth/catalyst"
	"github.com/ethereum/go-ethereum/eth/ethconfig"
	"github.com/ethereum/go-ethereum/eth/filters"
	"github.com/ethereum/go-ethereum/node"
	"github.com/ethereum/go-ethereum/p2p"
	"github.com/ethereum/go-ethereum/params"
	"github.com/ethereum/go-ethereum/rpc"
)

// newNode starts a node that nobody can connect to, but over JSON-RPC on loopback:
// in memory, or with what is in its folder. It is what ethclient/simulated makes,
// which tells nobody its port.
func newNode(c ChainConfig, alloc types.GenesisAlloc, rules *params.ChainConfig) (*node.Node,
	*catalyst.SimulatedBeacon, *core.BlockChain, error,
) {
	stack, err := node.New(&node.Config{
		P2P: p2p.Config{NoDiscovery: true}, HTTPHost: "127.0.0.1", HTTPPort: c.Port, DataDir: c.Folder,
		HTTPModules: []string{"eth", "net", "web3"}, HTTPTimeouts: rpc.DefaultHTTPTimeouts,
	})
	if err != nil {
		return nil, nil, nil, fmt.Errorf("node: %w", err)
	}
	beacon, blocks, err := startNode(stack, c, alloc, rules)
	if err != nil {
		return nil, nil, nil, errors.Join(fmt.Errorf("node: %w", err), stack.Close())
	}
	return stack, beacon, blocks, nil
}

func startNode(stack *node.Node, l ChainConfig, alloc types.GenesisAlloc, rules *params.ChainConfig) (
	*catalyst.SimulatedBeacon, *core.BlockChain, error,
) {
	c := ethconfig.Defaults
	all := core.SystemContractAllocs()
	maps.Copy(all, alloc)
	c.Genesis = &core.Genesis{Config: rules, GasLimit: c.Miner.GasCeil, Alloc: all, Timestamp: l.StartUnix}
	c.NetworkId = rules.ChainID.Uint64()
	c.SyncMode = ethconfig.FullSync
	c.TxPool.NoLocals = true
	c.LogNoHistory = true
	c.RPCTxFeeCap = 0
	if l.Folder != "" { // every block's state is on disk, so that no end of the process loses any
		c.NoPruning, c.StateScheme = true, rawdb.HashScheme
	}
	if l.RPCGas != 0 {
		c.RPCGasCap = l.RPCGas
	}
	backend, err := eth.New(stack, &c)
	if err != nil {
		return nil, nil, err
	}
	stack.RegisterAPIs([]rpc.API{{
		Namespace: "eth", Service: filters.NewFilterAPI(filters.NewFilterSystem(backend.APIBackend, filters.Config{})),
	}})
	if err := stack.Start(); err != nil {
		return nil, nil, err
	}
	beacon, err := catalyst.NewSimulatedBeacon(0, common.Address{}, backend)
	if err != nil {
		return nil, nil, err
	}
	blocks := backend.BlockChain()
	if blocks.CurrentBlock().Number.Sign() > 0 {
		return beacon, blocks, nil
	}
	return beacon, blocks, beacon.Fork(blocks.GetCanonicalHash(0))
}
