package ethlab

import (
	"errors"
	"fmt"
	"maps"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core"
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

// newNode starts a node in memory that nobody can connect to, but over JSON-RPC on
// a free port of loopback. It is what ethclient/simulated makes, which tells nobody
// its port.
func newNode(alloc types.GenesisAlloc, rules *params.ChainConfig, config ChainConfig) (*node.Node,
	*catalyst.SimulatedBeacon, error,
) {
	stack, err := node.New(&node.Config{
		P2P: p2p.Config{NoDiscovery: true}, HTTPHost: "127.0.0.1", HTTPModules: []string{"eth", "net", "web3"},
		HTTPTimeouts: rpc.DefaultHTTPTimeouts,
	})
	if err != nil {
		return nil, nil, fmt.Errorf("node: %w", err)
	}
	beacon, err := startNode(stack, alloc, rules, config)
	if err != nil {
		return nil, nil, errors.Join(fmt.Errorf("node: %w", err), stack.Close())
	}
	return stack, beacon, nil
}

func startNode(stack *node.Node, alloc types.GenesisAlloc, rules *params.ChainConfig, config ChainConfig) (
	*catalyst.SimulatedBeacon, error,
) {
	c := ethconfig.Defaults
	all := core.SystemContractAllocs()
	maps.Copy(all, alloc)
	c.Genesis = &core.Genesis{Config: rules, Timestamp: config.StartUnix, GasLimit: c.Miner.GasCeil, Alloc: all}
	c.NetworkId = rules.ChainID.Uint64()
	c.SyncMode = ethconfig.FullSync
	c.TxPool.NoLocals = true
	c.LogNoHistory = true
	c.RPCTxFeeCap = 0
	if config.RPCGas != 0 {
		c.RPCGasCap = config.RPCGas
	}
	backend, err := eth.New(stack, &c)
	if err != nil {
		return nil, err
	}
	stack.RegisterAPIs([]rpc.API{{
		Namespace: "eth", Service: filters.NewFilterAPI(filters.NewFilterSystem(backend.APIBackend, filters.Config{})),
	}})
	if err := stack.Start(); err != nil {
		return nil, err
	}
	beacon, err := catalyst.NewSimulatedBeacon(0, common.Address{}, backend)
	if err != nil {
		return nil, err
	}
	return beacon, beacon.Fork(backend.BlockChain().GetCanonicalHash(0))
}
