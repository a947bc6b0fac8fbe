// Package localnet tests networks of separate processes: validators that die
// and come back, and what a user types against them.
package localnet

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// network is what iexecd testnet prints.
type network struct {
	t          *testing.T
	bin        string
	dir        string
	processes  []*exec.Cmd
	Validators []struct {
		Home  string `json:"home"`
		Ports struct {
			REST int `json:"rest"`
			RPC  int `json:"rpc"`
		} `json:"ports"`
	} `json:"validators"`
}

// binary returns the iexecd that make test built, or builds one.
func binary(t *testing.T) string {
	t.Helper()
	bin, err := filepath.Abs("../../../build/iexecd")
	require.NoError(t, err)
	if os.Getenv("IEXECD") != "" {
		return os.Getenv("IEXECD")
	}
	if _, err := os.Stat(bin); err != nil {
		bin = filepath.Join(t.TempDir(), "iexecd")
		out, err := exec.CommandContext(t.Context(), "go", "build", "-o", bin, "../../../cmd/iexecd").CombinedOutput()
		require.NoError(t, err, string(out))
	}
	return bin
}

func newNetwork(t *testing.T, validators int) *network {
	t.Helper()
	n := &network{t: t, bin: binary(t), dir: filepath.Join(t.TempDir(), "net")}
	n.processes = make([]*exec.Cmd, validators)
	out := n.run("testnet", "--v", strconv.Itoa(validators), "--workers", "0", "--free-ports", "--block-time", "200ms",
		"-o", n.dir)
	require.NoError(t, json.Unmarshal(out, n))
	require.Len(t, n.Validators, validators)
	t.Cleanup(func() {
		for i := range n.processes {
			n.kill(i)
		}
	})
	return n
}

// run returns what a command prints; it must succeed.
func (n *network) run(args ...string) []byte {
	n.t.Helper()
	ctx, cancel := context.WithTimeout(n.t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, n.bin, args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	require.NoError(n.t, cmd.Run(), "%v: %s %s", args, &out, &errs)
	return out.Bytes()
}

func (n *network) start(i int, flags ...string) {
	n.t.Helper()
	log, err := os.OpenFile(filepath.Join(n.dir, fmt.Sprintf("%d.log", i)), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	require.NoError(n.t, err)
	defer func() { _ = log.Close() }()
	args := append([]string{"start", "--home", n.Validators[i].Home}, flags...)
	cmd := exec.CommandContext(context.Background(), n.bin, args...) // ended by kill
	cmd.Stdout, cmd.Stderr = log, log
	require.NoError(n.t, cmd.Start())
	n.processes[i] = cmd
}

// kill ends a validator as a power cut would.
func (n *network) kill(i int) {
	if cmd := n.processes[i]; cmd != nil {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		n.processes[i] = nil
	}
}

// ask decodes the answer to a GET; it reports whether there was one.
func ask(url string, into any) bool {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return false
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	return err == nil && res.StatusCode == http.StatusOK && json.Unmarshal(body, into) == nil
}

// height returns a validator's height, 0 if it does not answer.
func (n *network) height(i int) int {
	var s struct {
		Result struct {
			SyncInfo struct {
				Height string `json:"latest_block_height"`
			} `json:"sync_info"`
		} `json:"result"`
	}
	if !ask(fmt.Sprintf("http://127.0.0.1:%d/status", n.Validators[i].Ports.RPC), &s) {
		return 0
	}
	h, err := strconv.Atoi(s.Result.SyncInfo.Height)
	if err != nil {
		return 0
	}
	return h
}

func (n *network) waitFor(i, height int) {
	n.t.Helper()
	deadline := time.Now().Add(90 * time.Second)
	for n.height(i) < height {
		if time.Now().After(deadline) {
			log, _ := os.ReadFile(filepath.Join(n.dir, fmt.Sprintf("%d.log", i)))
			tail := log[max(0, len(log)-3000):]
			n.t.Fatalf("validator %d is at %d, not at %d, after 90 s:\n%s", i, n.height(i), height, tail)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// appHash returns the state's hash that a validator has in a block's header.
func (n *network) appHash(i, height int) string {
	n.t.Helper()
	var b struct {
		Result struct {
			Block struct {
				Header struct {
					AppHash string `json:"app_hash"`
				} `json:"header"`
			} `json:"block"`
		} `json:"result"`
	}
	url := fmt.Sprintf("http://127.0.0.1:%d/block?height=%d", n.Validators[i].Ports.RPC, height)
	require.True(n.t, ask(url, &b), url)
	return b.Result.Block.Header.AppHash
}

// balance returns an account's nrlc as a validator's REST tells.
func (n *network) balance(i int, account string) string {
	var b struct {
		Balance struct {
			Amount string `json:"amount"`
		} `json:"balance"`
	}
	ask(fmt.Sprintf("http://127.0.0.1:%d/cosmos/bank/v1beta1/balances/%s/by_denom?denom=nrlc",
		n.Validators[i].Ports.REST, account), &b)
	return b.Balance.Amount
}

// TestOneOfFourValidatorsDies: blocks go on without it, and it catches up. One
// of the four runs transactions in parallel, the others one after the other.
func TestOneOfFourValidatorsDies(t *testing.T) {
	n := newNetwork(t, 4)
	flags := [][]string{nil, {"--block-executor", "block-stm"}, nil, nil}
	for i := range 4 {
		n.start(i, flags[i]...)
	}
	for i := range 4 {
		n.waitFor(i, 2)
	}
	const bob, nobody = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8", "0x00000000000000000000000000000000DeaDBeef"
	require.NotEqual(t, "0", n.balance(0, bob))

	n.kill(3)
	died := n.height(0)
	n.run("tx", "bank", "send", "alice", nobody, "7nrlc", "--home", n.Validators[0].Home, "--keyring-dir", n.dir,
		"--keyring-backend", "test", "--yes",
		"--gas", "200000", "--gas-prices", "0.01nrlc")
	n.waitFor(0, died+5)
	require.Equal(t, "7", n.balance(1, nobody))

	n.start(3)
	n.waitFor(3, n.height(0))
	require.Eventually(t, func() bool { return n.balance(3, nobody) == "7" }, 30*time.Second, 100*time.Millisecond)
	common := n.height(0)
	for i := range 4 {
		n.waitFor(i, common)
		require.Equal(t, n.appHash(0, common), n.appHash(i, common), "validator %d", i)
	}

	for i := range 4 { // a clean stop: each ends by itself
		require.NoError(t, n.processes[i].Process.Signal(syscall.SIGTERM))
	}
	for i := range 4 {
		require.NoError(t, n.processes[i].Wait(), "validator %d", i)
		n.processes[i] = nil
	}
}
