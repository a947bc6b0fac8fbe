// Package vault runs the RLC vault on simulated Ethereum chains, under the rules
// of today and of the next fork: what it must do, every attack on it that is
// known, what it costs, and that its hashes are those of core/bridge.
package vault

import (
	"context"
	"crypto/ecdsa"
	"errors"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/eth/ethconfig"
	"github.com/ethereum/go-ethereum/ethclient/simulated"
	"github.com/ethereum/go-ethereum/node"
	"github.com/ethereum/go-ethereum/params"
	"github.com/ethereum/go-ethereum/rpc"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/contracts"
)

const (
	chainID = 1337
	// gasLimit is what transactions get, the most that a transaction may use since Osaka.
	gasLimit = 1 << 24
	rlc      = 1_000_000_000 // nRLC
	day      = 24 * 3600
)

// forks are the rules that everything is run under.
var forks = []string{"osaka", "amsterdam"}

// account is somebody on Ethereum.
type account struct {
	common.Address
	key   *ecdsa.PrivateKey
	nonce uint64
}

// newAccount returns the account of a small private key.
func newAccount(t *testing.T, n int64) *account {
	t.Helper()
	raw := big.NewInt(n).FillBytes(make([]byte, 32))
	key, err := crypto.ToECDSA(raw)
	require.NoError(t, err)
	return &account{Address: crypto.PubkeyToAddress(key.PublicKey), key: key}
}

// chain is a simulated Ethereum.
type chain struct {
	fork    string
	backend *simulated.Backend
	client  simulated.Client
	signer  types.Signer
	abi     abi.ABI // of the vault, whose errors are known

	deployer, guardian, user, relayer, attacker *account
}

// configOf returns the rules of a fork.
func configOf(fork string) *params.ChainConfig {
	config := *params.AllDevChainProtocolChanges
	config.ChainID = big.NewInt(chainID)
	config.BogotaTime = nil
	if fork == "amsterdam" {
		config.AmsterdamTime = new(uint64)
	}
	return &config
}

func newChain(t *testing.T, fork string) *chain {
	t.Helper()
	c := &chain{fork: fork, signer: types.LatestSignerForChainID(big.NewInt(chainID))}
	alloc := types.GenesisAlloc{}
	for i, who := range []**account{&c.deployer, &c.guardian, &c.user, &c.relayer, &c.attacker} {
		*who = newAccount(t, int64(1_000_000+i))
		alloc[(*who).Address] = types.Account{Balance: new(big.Int).Lsh(big.NewInt(1), 100)}
	}
	c.backend = simulated.NewBackend(alloc, func(_ *node.Config, e *ethconfig.Config) {
		e.Genesis.Config = configOf(fork)
		e.RPCGasCap = 1 << 40 // for calls that compare ten thousand hashes
		e.RPCTxFeeCap = 0
	})
	t.Cleanup(func() { require.NoError(t, c.backend.Close()) })
	c.client = c.backend.Client()
	parsed, err := abi.JSON(strings.NewReader(contracts.RLCVaultMetaData.ABI))
	require.NoError(t, err)
	c.abi = parsed
	// Far ahead of the clock of the machine, blocks are as late as a test wants.
	c.backend.Commit()
	c.pass(t, 20*365*day)
	return c
}

// now returns the time of the last block.
func (c *chain) now(t *testing.T) uint64 {
	t.Helper()
	head, err := c.client.HeaderByNumber(context.Background(), nil)
	require.NoError(t, err)
	return head.Time
}

// nextAt makes the next block, and calls on the last one, be of a time.
func (c *chain) nextAt(t *testing.T, unix uint64) {
	t.Helper()
	require.Greater(t, unix, c.now(t)+1)
	c.pass(t, unix-1-c.now(t))
}

// pass lets seconds pass, once the pool knows that the last block has its transactions.
func (c *chain) pass(t *testing.T, seconds uint64) {
	t.Helper()
	require.Eventually(t, func() bool {
		return c.backend.AdjustTime(time.Duration(seconds)*time.Second) == nil
	}, time.Minute, time.Millisecond)
}

// queue sends a transaction that the next block has.
func (c *chain) queue(t *testing.T, from *account, to *common.Address, data []byte, gas uint64) common.Hash {
	t.Helper()
	tx, err := types.SignNewTx(from.key, c.signer, &types.DynamicFeeTx{
		ChainID: big.NewInt(chainID), Nonce: from.nonce, GasTipCap: big.NewInt(1e9), GasFeeCap: big.NewInt(1e12),
		Gas: gas, To: to, Data: data,
	})
	require.NoError(t, err)
	require.NoError(t, c.client.SendTransaction(context.Background(), tx))
	from.nonce++
	return tx.Hash()
}

// mine makes a block and returns the receipt of one of its transactions.
func (c *chain) mine(t *testing.T, tx common.Hash) *types.Receipt {
	t.Helper()
	c.backend.Commit()
	r, err := c.client.TransactionReceipt(context.Background(), tx)
	require.NoError(t, err)
	return r
}

// deployGas returns the gas limit of deployments: Amsterdam makes code dear and
// lets a transaction have more gas for it.
func (c *chain) deployGas() uint64 {
	if c.fork == "amsterdam" {
		return 50_000_000
	}
	return gasLimit
}

func (c *chain) deploy(t *testing.T, bin string, constructor []byte) common.Address {
	t.Helper()
	r := c.mine(t, c.queue(t, c.deployer, nil, append(common.FromHex(bin), constructor...), c.deployGas()))
	require.Equal(t, types.ReceiptStatusSuccessful, r.Status, "deployment used %d gas", r.GasUsed)
	return r.ContractAddress
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
	return c.client.CallContract(context.Background(), ethereum.CallMsg{From: from, To: &to, Data: data, Gas: gas}, nil)
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
