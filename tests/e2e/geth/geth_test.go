// Package geth tests a dev network over a geth of its own process: the same node
// of Ethereum that validators use.
package geth

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/bridge/eth"
	"github.com/iexecd/iexecd/contracts"
	"github.com/iexecd/iexecd/core/rlc"
)

// patience is for one step: geth --dev makes all that is in 32 blocks final at
// once, so a step takes up to 64 blocks of a second.
const patience = 4 * time.Minute

// aliceKey is the key of the first account of dev chains, which everybody knows.
const aliceKey = "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"

// iexecd and geth are the programs that TestMain built.
var iexecd, gethd string

// TestMain builds iexecd and geth, unless IEXECD and GETH name them.
func TestMain(m *testing.M) { os.Exit(buildAndRun(m)) }

func buildAndRun(m *testing.M) int {
	dir, err := os.MkdirTemp("", "iexecd-geth-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(dir) }()
	for _, b := range []struct {
		to   *string
		name string
		args []string
	}{
		{&iexecd, "IEXECD", []string{"../../../cmd/iexecd"}},
		{&gethd, "GETH", []string{"-modfile=../../../tools/go.mod", "github.com/ethereum/go-ethereum/cmd/geth"}},
	} {
		if *b.to = os.Getenv(b.name); *b.to != "" {
			continue
		}
		*b.to = filepath.Join(dir, b.name)
		args := append([]string{"build", "-o", *b.to}, b.args...)
		if out, err := exec.CommandContext(context.Background(), "go", args...).CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "cannot build %s: %s\n%s", b.name, err, out)
			return 1
		}
	}
	return m.Run()
}

// process starts a program that ends with the test, and returns the file that has
// what it prints. If the test fails, its end is shown.
func process(t *testing.T, home, name string, args ...string) string {
	t.Helper()
	log, err := os.Create(filepath.Join(home, filepath.Base(name)+".log"))
	require.NoError(t, err)
	defer func() { _ = log.Close() }()
	cmd := exec.Command(name, args...) //nolint:noctx // ended by its own id
	cmd.Env, cmd.Dir = environment(home), home
	cmd.Stdout, cmd.Stderr = log, log
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if t.Failed() {
			text, _ := os.ReadFile(log.Name())
			t.Logf("%s: … %s", name, text[max(0, len(text)-4_000):])
		}
	})
	return log.Name()
}

func environment(home string) []string {
	return append(os.Environ(), "HOME="+home, "IEXECD_HOME="+home)
}

// await waits until something is so.
func await(t *testing.T, what string, ok func() bool) {
	t.Helper()
	began := time.Now()
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		<-tick.C
		require.Less(t, time.Since(began), patience, what)
	}
	t.Logf("%s after %s", what, time.Since(began).Round(time.Second))
}

// found waits until a program printed something, and returns what the pattern's group is.
func found(t *testing.T, log, pattern string) string {
	t.Helper()
	var match [][]byte
	await(t, pattern, func() bool {
		text, err := os.ReadFile(log)
		require.NoError(t, err)
		match = regexp.MustCompile(pattern).FindSubmatch(text)
		return match != nil
	})
	return string(match[1])
}

// startGeth starts geth --dev with a block every second and returns its endpoint.
func startGeth(t *testing.T) string {
	t.Helper()
	home := t.TempDir()
	log := process(t, home, gethd, "--dev", "--dev.period", "1", "--http", "--http.addr", "127.0.0.1",
		"--http.port", "0", "--datadir", filepath.Join(home, "data"), "--ipcdisable")
	return "http://" + found(t, log, `HTTP server started\s+endpoint=(\S+)`)
}

// network is a running dev network, as it says itself.
type network struct {
	home string

	REST     string `json:"rest"`
	Vault    string `json:"vault"`
	Token    string `json:"token"`
	Accounts []struct {
		Name    string `json:"name"`
		Address string `json:"address"`
		Eth     string `json:"eth_address"`
	} `json:"accounts"`
}

func devArgs(ethRPC string) []string {
	return []string{"dev", "--ports", "0", "--workers", "1", "--block-time", "200ms", "--eth-rpc", ethRPC, "-o", "json"}
}

// startDev starts a dev network over an Ethereum.
func startDev(t *testing.T, ethRPC string, more ...string) *network {
	t.Helper()
	n := &network{home: t.TempDir()}
	log := process(t, n.home, iexecd, append(devArgs(ethRPC), more...)...)
	line := found(t, log, `(?m)^(\{.*"vault".*\})$`)
	require.NoError(t, json.Unmarshal([]byte(line), n), line)
	return n
}

// run runs a command as a user of the network.
func (n *network) run(t *testing.T, args ...string) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, iexecd, args...)
	cmd.Env, cmd.Dir = environment(n.home), n.home
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// get asks the network's REST.
func (n *network) get(t *testing.T, path string, into any) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+n.REST+path, nil)
	require.NoError(t, err)
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, response.StatusCode, "%s: %s", path, body)
	require.NoError(t, json.Unmarshal(body, into), "%s: %s", path, body)
}

type status struct {
	Observed struct {
		Locked string `json:"locked_nrlc"`
	} `json:"observed"`
	Books struct {
		Valset string `json:"eth_valset"`
	} `json:"books"`
	Supply string `json:"supply_nrlc"`
}

func (n *network) status(t *testing.T) (s status) {
	t.Helper()
	n.get(t, "/iexec/rlcbridge/v1/status", &s)
	return s
}

// backed returns the money here, after checking that all of it is locked there.
func (n *network) backed(t *testing.T) uint64 {
	t.Helper()
	s := n.status(t)
	require.Equal(t, s.Observed.Locked, s.Supply)
	supply, err := strconv.ParseUint(s.Supply, 10, 64)
	require.NoError(t, err)
	require.NotZero(t, supply)
	return supply
}

func (n *network) balance(t *testing.T, who string) uint64 {
	t.Helper()
	var b struct {
		Balance struct {
			Amount string `json:"amount"`
		} `json:"balance"`
	}
	n.get(t, "/cosmos/bank/v1beta1/balances/"+who+"/by_denom?denom=nrlc", &b)
	amount, err := strconv.ParseUint(b.Balance.Amount, 10, 64)
	require.NoError(t, err)
	return amount
}

// deposit deposits alice's RLC on geth for somebody here.
func (n *network) deposit(t *testing.T, client *ethclient.Client, recipient string, amount rlc.Amount) {
	t.Helper()
	ctx := t.Context()
	key, err := crypto.HexToECDSA(aliceKey)
	require.NoError(t, err)
	from, token := crypto.PubkeyToAddress(key.PublicKey), common.HexToAddress(n.Token)
	require.Equal(t, n.Accounts[0].Eth, from.Hex())
	id, err := client.ChainID(ctx)
	require.NoError(t, err)
	nonce, err := client.PendingNonceAt(ctx, from)
	require.NoError(t, err)
	data := contracts.NewRLC().PackApproveAndCall(common.HexToAddress(n.Vault), new(big.Int).SetUint64(uint64(amount)),
		common.HexToAddress(recipient).Bytes())
	gas, err := client.EstimateGas(ctx, ethereum.CallMsg{From: from, To: &token, Data: data})
	require.NoError(t, err)
	t.Logf("a deposit takes %d gas", gas)
	const headroom, gwei = 100_000, 1_000_000_000
	tx, err := types.SignNewTx(key, types.LatestSignerForChainID(id), &types.DynamicFeeTx{
		ChainID: id, Nonce: nonce, GasTipCap: big.NewInt(gwei), GasFeeCap: big.NewInt(10 * gwei), Gas: gas + headroom,
		To: &token, Data: data,
	})
	require.NoError(t, err)
	require.NoError(t, client.SendTransaction(ctx, tx))
	await(t, "the deposit is in a block", func() bool {
		r, err := client.TransactionReceipt(ctx, tx.Hash())
		require.True(t, err != nil || r.Status == types.ReceiptStatusSuccessful, "it failed")
		return err == nil
	})
}

func (n *network) holds(t *testing.T, client *ethclient.Client, who common.Address) rlc.Amount {
	t.Helper()
	token := common.HexToAddress(n.Token)
	raw, err := client.CallContract(t.Context(),
		ethereum.CallMsg{To: &token, Data: contracts.NewRLC().PackBalanceOf(who)}, nil)
	require.NoError(t, err)
	return rlc.Amount(new(big.Int).SetBytes(raw).Uint64())
}

// TestGeth: over geth --dev a dev network's money is backed from its first block, a
// deposit there is credited here when it is final, and a withdrawal is paid there.
// A vault that a chain used is no beginning for another.
func TestGeth(t *testing.T) {
	url := startGeth(t)
	rpc, err := eth.Dial(t.Context(), url, eth.DefaultLimits())
	require.NoError(t, err)
	client := ethclient.NewClient(rpc)
	t.Cleanup(client.Close)
	n := startDev(t, url)
	supply := n.backed(t)

	bob := n.Accounts[1]
	before := n.balance(t, bob.Address)
	n.deposit(t, client, bob.Eth, 25*rlc.RLC)
	await(t, "the deposit is credited", func() bool { return n.balance(t, bob.Address) > before })
	require.Equal(t, before+uint64(25*rlc.RLC), n.balance(t, bob.Address))
	require.Equal(t, supply+uint64(25*rlc.RLC), n.backed(t))
	await(t, "the vault has the chain's validators", func() bool { return n.status(t).Books.Valset == "1" })

	alice := common.HexToAddress(n.Accounts[0].Eth)
	held := n.holds(t, client, alice)
	out, err := n.run(t, "bridge", "out", "5rlc", "--yes", "--no-wait")
	require.NoError(t, err, out)
	await(t, "the withdrawal is paid", func() bool { return n.holds(t, client, alice) > held })
	require.Equal(t, held+5*rlc.RLC, n.holds(t, client, alice))
	const fee = rlc.RLC / 2
	await(t, "what was paid is burned", func() bool {
		return n.backed(t) == supply+uint64(20*rlc.RLC-fee)
	})

	other := network{home: t.TempDir()}
	out, err = other.run(t, append(devArgs(url), "--vault", n.Vault)...)
	require.Error(t, err)
	require.Contains(t, out, "the vault has a history")
	require.NotContains(t, out, "panic")
}
