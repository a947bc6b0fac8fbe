package ethlab

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/eth/catalyst"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/ethereum/go-ethereum/node"
	"github.com/ethereum/go-ethereum/params"
)

// The rules that a chain can have: those of today, and of the next fork.
const (
	ForkOsaka     = "osaka"
	ForkAmsterdam = "amsterdam"
)

// GasLimit is what transactions get, the most that one may use since Osaka.
const GasLimit = 1 << 24

// epochBlocks is how often a block becomes final on a simulated chain.
const epochBlocks = 32

// ErrReverted means that a transaction is in a block, and failed.
var ErrReverted = errors.New("the transaction failed")

// ChainConfig is what a chain is made of.
type ChainConfig struct {
	ChainID uint64 // 1337 if 0
	Fork    string // ForkOsaka if empty
	RPCGas  uint64 // that a call may use; that of go-ethereum if 0

	StartUnix  uint64           // before the first block; if it is still to come, each block is a second after the last
	Port       int              // of the endpoint on loopback; a free one if 0
	Folder     string           // where blocks and state are kept; in memory if empty
	Rich       []common.Address // have ether from the beginning, as the chain's own accounts do
	FinalAfter uint64           // a block is final when so many follow; each 32nd one, with all before, is at once
}

// rules returns a fork's rules, and the chain id.
func (c ChainConfig) rules() (*params.ChainConfig, error) {
	out := *params.AllDevChainProtocolChanges
	out.BogotaTime = nil
	if c.ChainID != 0 {
		out.ChainID = new(big.Int).SetUint64(c.ChainID)
	}
	switch c.Fork {
	case "", ForkOsaka:
	case ForkAmsterdam:
		out.AmsterdamTime = new(uint64)
	default:
		return nil, fmt.Errorf("fork %q, expected %s or %s", c.Fork, ForkOsaka, ForkAmsterdam)
	}
	return &out, nil
}

// Chain is a simulated Ethereum with five accounts that have ether.
type Chain struct {
	Deployer, Guardian, User, Relayer, Attacker *Account

	Fork    string
	ChainID uint64

	mu     sync.Mutex // over blocks and the accounts' nonces
	stack  *node.Node
	beacon *catalyst.SimulatedBeacon
	client *ethclient.Client
	signer types.Signer

	blocks     *core.BlockChain
	finalAfter uint64
}

// NewChain starts a chain. Close ends it.
func NewChain(c ChainConfig) (*Chain, error) {
	rules, err := c.rules()
	if err != nil {
		return nil, err
	}
	out := &Chain{
		Fork: c.Fork, ChainID: rules.ChainID.Uint64(), signer: types.LatestSignerForChainID(rules.ChainID),
		finalAfter: c.FinalAfter,
	}
	ether := types.Account{Balance: new(big.Int).Lsh(big.NewInt(1), 100)}
	alloc := types.GenesisAlloc{}
	for _, who := range c.Rich {
		alloc[who] = ether
	}
	all := []**Account{&out.Deployer, &out.Guardian, &out.User, &out.Relayer, &out.Attacker}
	for i, who := range all {
		if *who, err = NewAccount(firstAccount + uint64(i)); err != nil {
			return nil, err
		}
		alloc[(*who).Address] = ether
	}
	if out.stack, out.beacon, out.blocks, err = newNode(c, alloc, rules); err != nil {
		return nil, err
	}
	out.client = ethclient.NewClient(out.stack.Attach())
	state, err := out.blocks.State()
	if err != nil {
		return nil, errors.Join(err, out.Close())
	}
	for _, who := range all {
		(*who).nonce = state.GetNonce((*who).Address) // not 0 if the folder has a chain
	}
	out.mine(1)
	return out, nil
}

// Close ends the chain.
func (c *Chain) Close() error {
	c.client.Close()
	return errors.Join(c.beacon.Stop(), c.stack.Close())
}

// URL returns the chain's endpoint.
func (c *Chain) URL() string { return c.stack.HTTPEndpoint() }

// Client returns a client of the chain that needs no network.
func (c *Chain) Client() *ethclient.Client { return c.client }

// Head returns the header of the last block.
func (c *Chain) Head(ctx context.Context) (*types.Header, error) {
	return c.client.HeaderByNumber(ctx, nil)
}

// Mine makes blocks; the first has all transactions that wait and fit.
func (c *Chain) Mine(blocks int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.mine(blocks)
}

func (c *Chain) mine(blocks int) {
	for range blocks {
		c.beacon.Commit()
		c.finalize()
	}
}

// finalize makes final what has enough blocks after it. Each 32nd block is final at
// once, by the rule of simulated chains, which applies itself with every block.
func (c *Chain) finalize() {
	head := c.blocks.CurrentBlock().Number.Uint64()
	if c.finalAfter == 0 || head <= c.finalAfter {
		return
	}
	at := head - c.finalAfter
	if last := c.blocks.CurrentFinalBlock(); last == nil || last.Number.Uint64() < at {
		c.blocks.SetFinalized(c.blocks.GetHeaderByNumber(at))
	}
}

// Finalize makes blocks until all that the accounts sent is in one, and final.
func (c *Chain) Finalize(ctx context.Context) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.drain(ctx); err != nil {
		return err
	}
	head, err := c.Head(ctx)
	if err != nil {
		return err
	}
	if c.finalAfter > 0 {
		c.mine(int(c.finalAfter)) //nolint:gosec // a few
		return nil
	}
	last := head.Number.Uint64()
	c.mine(int((last+epochBlocks-1)/epochBlocks*epochBlocks + 1 - last)) //nolint:gosec // at most 33
	return nil
}

// drain makes blocks until all that the accounts sent is in one.
func (c *Chain) drain(ctx context.Context) error {
	const most = 1_000
	for range most {
		waits := false
		for _, who := range c.accounts() {
			nonce, err := c.client.NonceAt(ctx, who.Address, nil)
			if err != nil {
				return err
			}
			waits = waits || nonce < who.nonce
		}
		if !waits {
			return nil
		}
		c.mine(1)
		if err := c.resend(ctx); err != nil {
			return err
		}
	}
	return fmt.Errorf("transactions wait after %d blocks: send them again", most)
}

func (c *Chain) accounts() []*Account {
	return []*Account{c.Deployer, c.Guardian, c.User, c.Relayer, c.Attacker}
}

// Every makes a block each period until the context ends.
func (c *Chain) Every(ctx context.Context, period time.Duration) {
	tick := time.NewTicker(period)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			c.Mine(1)
		}
	}
}

// Pass makes a block that is so many seconds after the last. What waits is in blocks
// before it.
func (c *Chain) Pass(ctx context.Context, seconds uint64) error {
	const patience = 10 * time.Second // for the pool to notice what the last block took
	c.mu.Lock()
	defer c.mu.Unlock()
	return retry(ctx, patience, func() error {
		err := c.beacon.AdjustTime(time.Duration(seconds) * time.Second) //nolint:gosec // years at most
		if err != nil {
			c.mine(1)
		}
		return err
	})
}

// Drop makes the chain forget all transactions that wait for a block.
func (c *Chain) Drop(ctx context.Context) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.beacon.Rollback()
	return c.recount(ctx)
}

// resend sends again what accounts sent and no block has. The pool drops what it has
// by mistake: it learns of blocks a moment later, and of one that is gone it may learn
// after a transaction that comes after the end of that block.
func (c *Chain) resend(ctx context.Context) error {
	for _, who := range c.accounts() {
		done, err := c.client.NonceAt(ctx, who.Address, nil)
		if err != nil {
			return err
		}
		who.sent = slices.DeleteFunc(who.sent, func(tx *types.Transaction) bool { return tx.Nonce() < done })
		for _, tx := range who.sent {
			_ = c.client.SendTransaction(ctx, tx) // mostly the pool has it
		}
	}
	return nil
}

// recount reads the accounts' nonces from the last block.
func (c *Chain) recount(ctx context.Context) (err error) {
	for _, who := range c.accounts() {
		who.sent = nil
		if who.nonce, err = c.client.NonceAt(ctx, who.Address, nil); err != nil {
			return err
		}
	}
	return nil
}

// Rewind makes a block the last one again, final or not: those after it are gone,
// and what is mined from now on is another chain.
func (c *Chain) Rewind(ctx context.Context, number uint64) error {
	const patience = 10 * time.Second
	c.mu.Lock()
	defer c.mu.Unlock()
	h, err := c.client.HeaderByNumber(ctx, new(big.Int).SetUint64(number))
	if err != nil {
		return fmt.Errorf("block %d: %w", number, err)
	}
	// The second time waits for the pool, which takes back what was in the blocks that are gone.
	for range 2 {
		err = retry(ctx, patience, func() error {
			c.beacon.Rollback()
			return c.beacon.Fork(h.Hash())
		})
		if err != nil {
			return err
		}
	}
	return c.recount(ctx)
}

// retry tries until it works, or patience ends.
func retry(ctx context.Context, patience time.Duration, try func() error) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for {
		err := try()
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("gave up after %s: %w", patience, err)
		case <-tick.C:
		}
	}
}

// Queue sends a transaction that the next block has; to nobody deploys a contract.
func (c *Chain) Queue(ctx context.Context, from *Account, to *common.Address, data []byte, gas uint64) (common.Hash,
	error,
) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.queue(ctx, from, to, data, gas)
}

func (c *Chain) queue(ctx context.Context, from *Account, to *common.Address, data []byte, gas uint64) (common.Hash,
	error,
) {
	tx, err := types.SignNewTx(from.Key, c.signer, &types.DynamicFeeTx{
		ChainID: new(big.Int).SetUint64(c.ChainID), Nonce: from.nonce, GasTipCap: big.NewInt(1e9),
		GasFeeCap: big.NewInt(1e12), Gas: gas, To: to, Data: data,
	})
	if err != nil {
		return common.Hash{}, err
	}
	if err := c.client.SendTransaction(ctx, tx); err != nil {
		return common.Hash{}, err
	}
	from.nonce++
	from.sent = append(from.sent, tx)
	return tx.Hash(), nil
}

// Receipt makes a block and returns the receipt of a transaction in it. While the
// pool, which learns of blocks a moment later, holds it back there are more blocks.
func (c *Chain) Receipt(ctx context.Context, tx common.Hash) (r *types.Receipt, err error) {
	const patience = 10 * time.Second
	err = retry(ctx, patience, func() (err error) {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.mine(1)
		if r, err = c.client.TransactionReceipt(ctx, tx); err != nil {
			return errors.Join(err, c.resend(ctx))
		}
		return nil
	})
	return r, err
}

// Send sends a transaction in a block of its own; ErrReverted, and the receipt, if it fails.
func (c *Chain) Send(ctx context.Context, from *Account, to common.Address, data []byte) (*types.Receipt, error) {
	return c.send(ctx, from, &to, data, GasLimit)
}

func (c *Chain) send(ctx context.Context, from *Account, to *common.Address, data []byte, gas uint64) (*types.Receipt,
	error,
) {
	tx, err := c.Queue(ctx, from, to, data, gas)
	if err != nil {
		return nil, err
	}
	r, err := c.Receipt(ctx, tx)
	if err == nil && r.Status != types.ReceiptStatusSuccessful {
		err = fmt.Errorf("%w: it used %d gas: call it to learn why", ErrReverted, r.GasUsed)
	}
	return r, err
}

// DeployGas returns the gas limit of deployments: Amsterdam makes code dear and lets a
// transaction have more gas for it.
func (c *Chain) DeployGas() uint64 {
	if c.Fork == ForkAmsterdam {
		return 50_000_000
	}
	return GasLimit
}

// Deploy deploys a contract: its code in hexadecimal digits, then its packed arguments.
func (c *Chain) Deploy(ctx context.Context, bin string, arguments []byte) (common.Address, error) {
	r, err := c.send(ctx, c.Deployer, nil, append(common.FromHex(bin), arguments...), c.DeployGas())
	if err != nil {
		return common.Address{}, fmt.Errorf("deployment: %w", err)
	}
	return r.ContractAddress, nil
}

// Call runs a transaction on the last block and forgets it.
func (c *Chain) Call(ctx context.Context, from, to common.Address, data []byte, gas uint64) ([]byte, error) {
	return c.client.CallContract(ctx, ethereum.CallMsg{From: from, To: &to, Data: data, Gas: gas}, nil)
}
