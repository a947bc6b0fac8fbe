// Package vault runs the RLC vault on simulated Ethereum chains, under the rules
// of today and of the next fork: what it must do, every attack on it that is
// known, what it costs, and that its hashes are those of core/bridge.
package vault

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/ethereum/go-ethereum/rpc"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/bridge/ethlab"
	"github.com/iexecd/iexecd/contracts"
)

const (
	chainID  = 1337
	gasLimit = ethlab.GasLimit
	rlc      = 1_000_000_000 // nRLC
	day      = 24 * 3600
)

// forks are the rules that everything is run under.
var forks = []string{ethlab.ForkOsaka, ethlab.ForkAmsterdam}

// account is somebody on Ethereum.
type account = ethlab.Account

// chain is a simulated Ethereum.
type chain struct {
	*ethlab.Chain

	client *ethclient.Client
	abi    abi.ABI // of the vault, whose errors are known

	deployer, guardian, user, relayer, attacker *account
}

func newChain(t *testing.T, fork string) *chain {
	t.Helper()
	inner, err := ethlab.NewChain(ethlab.ChainConfig{
		ChainID: chainID, Fork: fork, RPCGas: 1 << 40, // for calls that compare ten thousand hashes
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, inner.Close()) })
	c := &chain{
		Chain: inner, client: inner.Client(), abi: contracts.NewRLCVault().GetABI(), deployer: inner.Deployer,
		guardian: inner.Guardian, user: inner.User, relayer: inner.Relayer, attacker: inner.Attacker,
	}
	// Far ahead of the clock of the machine, blocks are as late as a test wants.
	c.pass(t, 20*365*day)
	return c
}

// now returns the time of the last block.
func (c *chain) now(t *testing.T) uint64 {
	t.Helper()
	head, err := c.Head(context.Background())
	require.NoError(t, err)
	return head.Time
}

// nextAt makes the next block, and calls on the last one, be of a time.
func (c *chain) nextAt(t *testing.T, unix uint64) {
	t.Helper()
	require.Greater(t, unix, c.now(t)+1)
	c.pass(t, unix-1-c.now(t))
}

func (c *chain) pass(t *testing.T, seconds uint64) {
	t.Helper()
	require.NoError(t, c.Pass(context.Background(), seconds))
}

// queue sends a transaction that the next block has.
func (c *chain) queue(t *testing.T, from *account, to *common.Address, data []byte, gas uint64) common.Hash {
	t.Helper()
	tx, err := c.Queue(context.Background(), from, to, data, gas)
	require.NoError(t, err)
	return tx
}

// mine makes a block and returns the receipt of one of its transactions.
func (c *chain) mine(t *testing.T, tx common.Hash) *types.Receipt {
	t.Helper()
	r, err := c.Receipt(context.Background(), tx)
	require.NoError(t, err)
	return r
}

func (c *chain) deploy(t *testing.T, bin string, constructor []byte) common.Address {
	t.Helper()
	at, err := c.Deploy(context.Background(), bin, constructor)
	require.NoError(t, err)
	return at
}

// send sends a transaction that must succeed.
func (c *chain) send(t *testing.T, from *account, to common.Address, data []byte) *types.Receipt {
	t.Helper()
	r := c.mine(t, c.queue(t, from, &to, data, gasLimit))
	if r.Status != types.ReceiptStatusSuccessful {
		_, err := c.call(from.Address, to, data, gasLimit)
		require.Fail(t, "a transaction failed", "with %s, gas %d", c.reason(t, err), r.GasUsed)
	}
	return r
}

// call runs a transaction on the last block and forgets it.
func (c *chain) call(from, to common.Address, data []byte, gas uint64) ([]byte, error) {
	return c.Call(context.Background(), from, to, data, gas)
}

// reason returns the name of the vault's error that a call failed with; empty
// if it came without one, as when a token burns all gas.
func (c *chain) reason(t *testing.T, err error) string {
	t.Helper()
	var data rpc.DataError
	if !errors.As(err, &data) {
		return ""
	}
	text, ok := data.ErrorData().(string)
	require.True(t, ok)
	raw, decodeErr := hexutil.Decode(text)
	require.NoError(t, decodeErr)
	for _, e := range c.abi.Errors {
		if len(raw) >= 4 && [4]byte(raw) == [4]byte(e.ID[:4]) {
			return e.Name
		}
	}
	return strings.TrimPrefix(text, "0x")
}
