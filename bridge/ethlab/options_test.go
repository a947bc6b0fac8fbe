package ethlab

import (
	"math/big"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/contracts"
)

// final returns the number of the block that a chain says is final, over HTTP.
func final(t *testing.T, url string) uint64 {
	t.Helper()
	h, err := dial(t, url).HeaderByNumber(t.Context(), finalized)
	require.NoError(t, err)
	return h.Number.Uint64()
}

// TestFinalAfter checks that finality follows the head by so many blocks, at each
// block, but for each 32nd block, which is final at once.
func TestFinalAfter(t *testing.T) {
	t.Parallel()
	const after = 3
	c, err := NewChain(ChainConfig{FinalAfter: after})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, c.Close()) })
	c.Mine(after)
	for range 2*epochBlocks + 5 {
		c.Mine(1)
		head, err := c.Head(t.Context())
		require.NoError(t, err)
		number := head.Number.Uint64()
		require.Equal(t, max(number-after, number/epochBlocks*epochBlocks), final(t, c.URL()), "block %d", number)
	}
	before, err := c.Head(t.Context())
	require.NoError(t, err)
	require.NoError(t, c.Finalize(t.Context()))
	require.Equal(t, before.Number.Uint64(), final(t, c.URL()))
}

// TestRich checks that others than the chain's accounts can have ether from the beginning.
func TestRich(t *testing.T) {
	t.Parallel()
	who := common.Address{19: 9, 0: 1}
	c, err := NewChain(ChainConfig{Rich: []common.Address{who}})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, c.Close()) })
	for _, a := range []common.Address{who, c.User.Address} {
		has, err := c.Client().BalanceAt(t.Context(), a, nil)
		require.NoError(t, err)
		require.Positive(t, has.Sign())
	}
	has, err := c.Client().BalanceAt(t.Context(), common.Address{1}, nil)
	require.NoError(t, err)
	require.Zero(t, has.Sign())
}

// TestPort checks that an endpoint is where it is told to be, and that a port that
// is taken is an error.
func TestPort(t *testing.T) {
	t.Parallel()
	probe, err := serve(t.Context(), nil)
	require.NoError(t, err)
	port, err := strconv.Atoi(probe.url[len("http://127.0.0.1:"):])
	require.NoError(t, err)
	_, err = NewChain(ChainConfig{Port: port})
	require.ErrorContains(t, err, "address already in use")
	require.NoError(t, probe.close())
	c, err := NewChain(ChainConfig{Port: port})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, c.Close()) })
	require.Equal(t, probe.url, c.URL())
}

// TestFolder checks that a chain that was closed and is opened again goes on: its
// head, contracts, balances, the accounts' nonces, and finality.
func TestFolder(t *testing.T) {
	t.Parallel()
	const after = 2
	ctx := t.Context()
	config := ChainConfig{Folder: filepath.Join(t.TempDir(), "chain"), FinalAfter: after}
	c, err := NewChain(config)
	require.NoError(t, err)
	api := contracts.NewRLC()
	token, err := c.Deploy(ctx, contracts.RLCMetaData.Bin, nil)
	require.NoError(t, err)
	give := func(c *Chain) {
		_, err := c.Send(ctx, c.Deployer, token, api.PackTransfer(c.User.Address, big.NewInt(7)))
		require.NoError(t, err)
	}
	holds := func(c *Chain) uint64 {
		raw, err := c.Call(ctx, c.User.Address, token, api.PackBalanceOf(c.User.Address), GasLimit)
		require.NoError(t, err)
		return new(big.Int).SetBytes(raw).Uint64()
	}
	give(c)
	c.Mine(5)
	genesis, err := c.Client().HeaderByNumber(ctx, new(big.Int))
	require.NoError(t, err)
	for round := range uint64(3) {
		before, err := c.Head(ctx)
		require.NoError(t, err)
		require.Equal(t, 7*(round+1), holds(c))
		require.NoError(t, c.Close())

		c, err = NewChain(config)
		require.NoError(t, err)
		same, err := c.Client().HeaderByHash(ctx, before.Hash())
		require.NoError(t, err, "the block that was the last is there")
		require.Equal(t, before.Number, same.Number)
		canonical, err := c.Client().HeaderByNumber(ctx, before.Number)
		require.NoError(t, err)
		require.Equal(t, before.Hash(), canonical.Hash(), "and on the chain")
		again, err := c.Client().HeaderByNumber(ctx, new(big.Int))
		require.NoError(t, err)
		require.Equal(t, genesis.Hash(), again.Hash())
		head, err := c.Head(ctx)
		require.NoError(t, err)
		require.GreaterOrEqual(t, head.Number.Uint64(), before.Number.Uint64())
		require.Equal(t, head.Number.Uint64()-after, final(t, c.URL()), "finality is known at once")
		require.Equal(t, 7*(round+1), holds(c))
		give(c)
		require.Equal(t, 7*(round+2), holds(c), "accounts go on with their nonces")
		require.NoError(t, c.Finalize(ctx))
		require.GreaterOrEqual(t, final(t, c.URL()), head.Number.Uint64())
	}
	var proof map[string]any
	require.NoError(t, c.Client().Client().CallContext(ctx, &proof, "eth_getProof", token, []common.Hash{{}},
		hexutil.EncodeUint64(2)), "state of old blocks is kept")
	require.NoError(t, c.Close())
}
