// Package sidecar tests a validator as operators run it: a chain that begins with
// what a vault holds, a node, and its sidecar in a process of its own, which dies
// and comes back.
package sidecar

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/iexecd/iexecd/app"
	"github.com/iexecd/iexecd/bridge/ethlab"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/dev"
	bridgetypes "github.com/iexecd/iexecd/x/rlcbridge/types"
)

const (
	patience = time.Minute
	power    = uint64(500*rlc.RLC) / 1_000_000 // as the validator of a test network bonds
)

// world is an Ethereum, a node, and its sidecar.
type world struct {
	*testing.T

	bin, dir, home string
	lab            *ethlab.Lab
	rest           string
	grpc           string
}

// binary returns the iexecd that make test built, or builds one.
func binary(t *testing.T) string {
	t.Helper()
	if bin := os.Getenv("IEXECD"); bin != "" {
		return bin
	}
	bin, err := filepath.Abs("../../../build/iexecd")
	require.NoError(t, err)
	if _, err := os.Stat(bin); err == nil {
		return bin
	}
	bin = filepath.Join(t.TempDir(), "iexecd")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-o", bin, "../../../cmd/iexecd").CombinedOutput()
	require.NoError(t, err, string(out))
	return bin
}

// newWorld lays out a chain whose money is in a vault, as `genesis from-vault` writes it.
func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{T: t, bin: binary(t), dir: t.TempDir()}
	keys, err := ethlab.NewValidators(1, 2, power, 1) // the vault wants two
	require.NoError(t, err)
	w.lab, err = ethlab.Start(t.Context(), ethlab.Config{
		ChainConfig: ethlab.ChainConfig{FinalAfter: 2}, HomeChain: dev.ChainID, Validators: keys, Founding: true,
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, w.lab.Close()) })
	var layout struct {
		Validators []struct {
			Home  string `json:"home"`
			Ports struct {
				GRPC int `json:"grpc"`
				REST int `json:"rest"`
			} `json:"ports"`
		} `json:"validators"`
	}
	net := filepath.Join(w.dir, "net")
	out := w.run("testnet", "--v", "1", "--workers", "0", "--free-ports", "--block-time", "200ms", "-o", net)
	require.NoError(t, json.Unmarshal(out, &layout))
	one := layout.Validators[0]
	w.home, w.rest = one.Home, fmt.Sprintf("http://127.0.0.1:%d", one.Ports.REST)
	w.grpc = fmt.Sprintf("127.0.0.1:%d", one.Ports.GRPC)
	operator := w.deposits()
	require.NoError(t, w.lab.Finalize(t.Context()))

	secret := hex.EncodeToString(keys.Keys[0].PrivateKey())
	require.NoError(t, os.WriteFile(filepath.Join(w.home, "config", "bridge_key.hex"), []byte(secret), 0o600))
	founders := filepath.Join(w.dir, "founders.json")
	nobody, err := bridgetypes.Operator(ident.Address{1})
	require.NoError(t, err)
	text := fmt.Sprintf(`[{"operator":%q,"key":%q,"power":%d},{"operator":%q,"key":%q,"power":1}]`, operator,
		keys.Keys[0].Address, power, nobody, keys.Keys[1].Address)
	require.NoError(t, os.WriteFile(founders, []byte(text), 0o600))
	w.run("genesis", "from-vault", "--home", w.home, "--eth-rpc", w.lab.URL(), "--vault", w.lab.Vault.Hex(),
		"--founders", founders, "--replace")
	return w
}

// deposits locks what the accounts of the genesis have, and returns its validator.
func (w *world) deposits() (operator string) {
	w.Helper()
	text, err := os.ReadFile(filepath.Join(w.home, "config", "genesis.json"))
	require.NoError(w, err)
	var doc struct {
		State map[string]json.RawMessage `json:"app_state"`
	}
	require.NoError(w, json.Unmarshal(text, &doc))
	var bank banktypes.GenesisState
	app.NewEncoding().Codec.MustUnmarshalJSON(doc.State[banktypes.ModuleName], &bank)
	for _, b := range bank.Balances {
		who, err := account.Parse(b.Address)
		require.NoError(w, err)
		amount := rlc.Amount(b.Coins.AmountOf(account.Denom).Uint64())
		require.NoError(w, w.lab.Deposit(w.Context(), w.lab.User, who, amount))
	}
	var beacon struct {
		Keys []struct {
			Operator string `json:"operator"`
		} `json:"keys"`
	}
	require.NoError(w, json.Unmarshal(doc.State["beacon"], &beacon))
	return beacon.Keys[0].Operator
}

func (w *world) run(args ...string) []byte {
	w.Helper()
	out, err := exec.CommandContext(w.Context(), w.bin, args...).Output()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		require.NoError(w, err, "%v: %s%s", args, out, exit.Stderr)
	}
	require.NoError(w, err)
	return out
}

// start starts a process that ends with the test.
func (w *world) start(name string, args ...string) *exec.Cmd {
	w.Helper()
	path := filepath.Join(w.dir, name+".log")
	log, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	require.NoError(w, err)
	cmd := exec.Command(w.bin, args...) //nolint:noctx // ended by its own id
	cmd.Stdout, cmd.Stderr = log, log
	require.NoError(w, cmd.Start())
	w.Cleanup(func() {
		w.end(cmd, syscall.SIGTERM)
		_ = log.Close()
		if w.Failed() {
			text, _ := os.ReadFile(path)
			w.Logf("%s: %s", name, text[max(0, len(text)-3000):])
		}
	})
	return cmd
}

// end ends a process and waits for it.
func (*world) end(cmd *exec.Cmd, signal syscall.Signal) {
	if cmd.ProcessState != nil {
		return
	}
	_ = cmd.Process.Signal(signal)
	stuck := time.AfterFunc(20*time.Second, func() { _ = cmd.Process.Kill() })
	defer stuck.Stop()
	_ = cmd.Wait()
}

func (w *world) serve() *exec.Cmd {
	w.Helper()
	return w.start("serve", "bridge", "serve", "--home", w.home, "--node", w.grpc, "--eth-rpc", w.lab.URL(), "--every",
		"200ms")
}

// get reads an answer of the node's REST; false if there is none now.
func (w *world) get(path string, into any) bool {
	req, err := http.NewRequestWithContext(w.Context(), http.MethodGet, w.rest+path, nil)
	require.NoError(w, err)
	r, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	defer func() { _ = r.Body.Close() }()
	raw, err := io.ReadAll(r.Body)
	return err == nil && r.StatusCode == http.StatusOK && json.Unmarshal(raw, into) == nil
}

// status is the bridge as the chain has it.
type status struct {
	Observed struct {
		Nonce  uint64 `json:"nonce,string"`
		Locked uint64 `json:"locked_nrlc,string"`
	} `json:"observed"`
	Books struct {
		LastValset uint64 `json:"last_valset,string"`
	} `json:"books"`
	Supply uint64 `json:"supply_nrlc,string"`
}

// until waits until the chain says so. Whatever it says, the supply is what is locked.
func (w *world) until(what string, holds func(s status) bool) (s status) {
	w.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	end := time.After(patience)
	for {
		if w.get("/iexec/rlcbridge/v1/status", &s) {
			require.Equal(w, s.Observed.Locked, s.Supply)
			if holds(s) {
				return s
			}
		}
		select {
		case <-tick.C:
		case <-end:
			w.Fatalf("not after %s: %s: %+v", patience, what, s)
		}
	}
}

func (w *world) height() (height int64) {
	var r struct {
		Block struct {
			Header struct {
				Height int64 `json:"height,string"`
			} `json:"header"`
		} `json:"block"`
	}
	if w.get("/cosmos/base/tendermint/v1beta1/blocks/latest", &r) {
		return r.Block.Header.Height
	}
	return 0
}

// TestSidecar: a node that never starts again mints what its sidecar sees, makes
// blocks while it is dead, and goes on when it is back.
func TestSidecar(t *testing.T) {
	w := newWorld(t)
	w.start("node", "start", "--home", w.home, "--bridge-sidecar", "bridge/sidecar.sock")
	begun := w.until("the node answers", func(status) bool { return true })
	require.NotZero(t, begun.Observed.Locked)
	to, amount := ident.Address{0xab}, 3*rlc.RLC+1

	sidecar := w.serve()
	w.until("its key signs the first validator set", func(s status) bool {
		var r struct {
			Signatures []json.RawMessage `json:"signatures"`
		}
		return s.Books.LastValset == 1 && w.get("/iexec/rlcbridge/v1/valsets/1", &r) && len(r.Signatures) == 1
	})
	deposit := func() {
		require.NoError(t, w.lab.Deposit(t.Context(), w.lab.User, to, amount))
		require.NoError(t, w.lab.Finalize(t.Context()))
	}
	deposit()
	w.until("the deposit is minted", func(s status) bool { return s.Observed.Nonce == begun.Observed.Nonce+1 })

	w.end(sidecar, syscall.SIGKILL)
	deposit()
	const some = 10
	from := w.height()
	s := w.until("blocks without a sidecar", func(status) bool { return w.height() >= from+some })
	require.Equal(t, begun.Observed.Nonce+1, s.Observed.Nonce)

	w.serve()
	s = w.until("the second deposit is minted", func(s status) bool {
		return s.Observed.Nonce == begun.Observed.Nonce+2
	})
	require.Equal(t, begun.Observed.Locked+2*uint64(amount), s.Supply)
	var r struct {
		Balance sdk.Coin `json:"balance"`
	}
	require.True(t, w.get("/cosmos/bank/v1beta1/balances/"+account.Bech32(to)+"/by_denom?denom="+account.Denom, &r))
	require.Equal(t, 2*uint64(amount), r.Balance.Amount.Uint64())
}
