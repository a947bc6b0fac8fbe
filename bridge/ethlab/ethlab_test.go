package ethlab

import (
	"context"
	"math/big"
	"net/http"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/ethereum/go-ethereum/rpc"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/contracts"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

func start(t *testing.T, c Config) *Lab {
	t.Helper()
	lab, err := Start(t.Context(), c)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, lab.Close()) })
	return lab
}

func dial(t *testing.T, url string) *ethclient.Client {
	t.Helper()
	client, err := ethclient.DialContext(t.Context(), url)
	require.NoError(t, err)
	t.Cleanup(client.Close)
	return client
}

var finalized = big.NewInt(int64(rpc.FinalizedBlockNumber))

// TestLab checks over HTTP that a lab of either fork has its own chain id, a vault
// that takes deposits, and finality that moves when it should.
func TestLab(t *testing.T) {
	t.Parallel()
	for _, fork := range []string{ForkOsaka, ForkAmsterdam} {
		t.Run(fork, func(t *testing.T) {
			t.Parallel()
			ctx := t.Context()
			lab := start(t, Config{ChainConfig: ChainConfig{ChainID: 4242, Fork: fork}})
			client := dial(t, lab.URL())
			id, err := client.ChainID(ctx)
			require.NoError(t, err)
			require.EqualValues(t, 4242, id.Uint64())
			require.NoError(t, lab.Deposit(ctx, lab.User, ident.Address{1}, 5*rlc.RLC))
			head, err := client.BlockNumber(ctx)
			require.NoError(t, err)
			before, err := client.HeaderByNumber(ctx, finalized)
			require.NoError(t, err)
			require.Less(t, before.Number.Uint64(), head)
			require.NoError(t, lab.Finalize(ctx))
			after, err := client.HeaderByNumber(ctx, finalized)
			require.NoError(t, err)
			require.GreaterOrEqual(t, after.Number.Uint64(), head)
			word, err := client.StorageAt(ctx, lab.Vault, common.Hash{31: 1}, nil)
			require.NoError(t, err)
			require.EqualValues(t, 1, new(big.Int).SetBytes(word[24:]).Uint64())
		})
	}
}

// TestRewind checks that a finalized block can be lost with what was in it.
func TestRewind(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	lab := start(t, Config{})
	base, err := lab.Head(ctx)
	require.NoError(t, err)
	require.NoError(t, lab.Deposit(ctx, lab.User, ident.Address{1}, 5*rlc.RLC))
	require.NoError(t, lab.Finalize(ctx))
	before, err := lab.Client().HeaderByNumber(ctx, finalized)
	require.NoError(t, err)
	require.NoError(t, lab.Rewind(ctx, base.Number.Uint64()))
	require.NoError(t, lab.Finalize(ctx))
	lab.Mine(epochBlocks)
	after, err := lab.Client().HeaderByNumber(ctx, before.Number)
	require.NoError(t, err)
	require.NotEqual(t, before.Hash(), after.Hash())
	word, err := lab.Client().StorageAt(ctx, lab.Vault, common.Hash{31: 1}, nil)
	require.NoError(t, err)
	require.Zero(t, new(big.Int).SetBytes(word[24:]).Uint64())
	require.NoError(t, lab.Deposit(ctx, lab.User, ident.Address{1}, 5*rlc.RLC), "its user can go on")
}

// TestEvery checks that blocks come by themselves, and stop when told.
func TestEvery(t *testing.T) {
	t.Parallel()
	lab := start(t, Config{})
	before, err := lab.Head(t.Context())
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { lab.Every(ctx, time.Millisecond); close(done) }()
	require.Eventually(t, func() bool {
		head, err := lab.Head(ctx)
		return err == nil && head.Number.Uint64() >= before.Number.Uint64()+3
	}, 10*time.Second, time.Millisecond)
	cancel()
	<-done
}

// TestErrorData checks that a revert's data pass through the endpoint: relays read them.
func TestErrorData(t *testing.T) {
	t.Parallel()
	lab := start(t, Config{})
	call := ethereum.CallMsg{To: &lab.Vault, Data: contracts.NewRLCVault().PackClaimOwed(lab.User.Address)}
	_, err := dial(t, lab.URL()).CallContract(t.Context(), call, nil)
	var data rpc.DataError
	require.ErrorAs(t, err, &data)
	want := contracts.RLCVaultNothingOwedErrorID()
	require.Contains(t, data.ErrorData(), common.Bytes2Hex(want[:4]))
	var out any
	client, err := rpc.DialContext(t.Context(), lab.URL())
	require.NoError(t, err)
	defer client.Close()
	require.ErrorContains(t, client.CallContext(t.Context(), &out, "debug_setHead", "0x0"), "does not exist")
	require.ErrorContains(t, client.CallContext(t.Context(), &out, "admin_peers"), "does not exist")
}

// TestProxy tells each lie once, and then the truth.
func TestProxy(t *testing.T) {
	t.Parallel()
	lab := start(t, Config{})
	proxy, err := NewProxy(t.Context(), lab.URL())
	require.NoError(t, err)
	closed := false
	t.Cleanup(func() {
		if !closed {
			require.NoError(t, proxy.Close())
		}
	})
	client := dial(t, proxy.URL())
	for _, c := range []struct {
		name string
		lie  Lie
		want string // in the error; none if it is the result that is wrong
	}{
		{"status", Say(http.StatusTooManyRequests, "slow down"), "429"},
		{"html", Say(http.StatusOK, "<html>"), "invalid character"},
		{"error", Fail(-32005, "limit exceeded"), "limit exceeded"},
		{"half", Truncate(), "unexpected EOF"},
		{"large", Oversize(1 << 20), "cannot unmarshal"},
		{"rewritten", Rewrite(func(_ Request, result any) any {
			require.Equal(t, "0x539", result)
			return "0x1"
		}), ""},
		{"late", Delay(20 * time.Millisecond), ""},
	} {
		proxy.Tell("eth_chainId", c.lie)
		began := time.Now()
		id, err := client.ChainID(t.Context())
		if c.want != "" {
			require.ErrorContains(t, err, c.want, c.name)
			continue
		}
		require.NoError(t, err, c.name)
		if c.name == "late" {
			require.GreaterOrEqual(t, time.Since(began), 20*time.Millisecond)
			continue
		}
		require.EqualValues(t, 1, id.Uint64())
	}
	proxy.Tell(AnyMethod, Fail(-1, "all"))
	proxy.Tell("eth_chainId", nil)
	_, err = client.ChainID(t.Context())
	require.ErrorContains(t, err, "all")
	proxy.Honest()
	id, err := client.ChainID(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, 1337, id.Uint64())
	require.Equal(t, 9, proxy.Calls("eth_chainId"))

	proxy.Tell("eth_chainId", Hang())
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err = client.ChainID(ctx)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	hung := make(chan error, 1)
	go func() {
		_, err := client.ChainID(t.Context())
		hung <- err
	}()
	require.Eventually(t, func() bool { return proxy.Calls("eth_chainId") == 11 }, 10*time.Second, time.Millisecond)
	closed = true
	require.NoError(t, proxy.Close(), "closing ends what hangs")
	require.Error(t, <-hung)
}

// TestConfigRefused checks what cannot be made.
func TestConfigRefused(t *testing.T) {
	t.Parallel()
	_, err := Start(t.Context(), Config{ChainConfig: ChainConfig{Fork: "frontier"}})
	require.ErrorContains(t, err, "frontier")
	_, err = NewAccount(0)
	require.Error(t, err)
	one, err := NewValidators(1, 1)
	require.NoError(t, err)
	_, err = Start(t.Context(), Config{Validators: one})
	require.ErrorIs(t, err, ErrReverted, "the vault refuses a single member")
}
