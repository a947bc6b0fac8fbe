package sdk

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/iexecd/iexecd/cli/keys"
	"github.com/iexecd/iexecd/core/signed"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/dev"
	"github.com/iexecd/iexecd/worker/chain"
	"github.com/iexecd/iexecd/x/market/types"
)

// The accounts of a dev chain and what they do here: the index is that of
// their derivation paths.
var (
	people = []string{"alice", "bob", "carol", "dave", "erin", "frank", "grace"}
	owners = map[string]int{"app": 0, "dataset": 1, "workerpool": 2, "request": 3, "stranger": 4}
	// heirs own the assets after they were given away.
	heirs  = map[string]int{"app": 5, "dataset": 5, "workerpool": 5, "request": 3, "stranger": 4}
	sender = "grace"
)

// network is a dev chain in a process of its own.
type network struct {
	t       *testing.T
	bin     string
	home    string
	client  *chain.Client
	REST    string `json:"rest"`
	RPC     string `json:"rpc"`
	GRPC    string `json:"grpc"`
	Keyring string `json:"keyring_dir"`
}

// binary returns the iexecd that the tests are told of, or builds one.
func binary(t *testing.T) string {
	t.Helper()
	if bin := os.Getenv("IEXECD"); bin != "" {
		return bin
	}
	bin := filepath.Join(t.TempDir(), "iexecd")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-o", bin, "../../cmd/iexecd").CombinedOutput()
	require.NoError(t, err, string(out))
	return bin
}

func (n *network) environment() []string { return append(os.Environ(), "HOME="+n.home) }

func newNetwork(t *testing.T) *network {
	t.Helper()
	n := &network{t: t, bin: binary(t), home: t.TempDir()}
	ctx, cancel := context.WithTimeout(context.Background(), 2*patience)
	cmd := exec.CommandContext(ctx, n.bin, "dev", "--ports", "0", "--workers", "1", "--block-time", "100ms",
		"--output", "json")
	var errs strings.Builder
	cmd.Env, cmd.Stderr = n.environment(), &errs
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		defer cancel()
		require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
		require.NoError(t, cmd.Wait(), "%s", &errs)
	})
	line, err := bufio.NewReader(out).ReadBytes('\n')
	require.NoError(t, err, "%s", &errs)
	require.NoError(t, json.Unmarshal(line, n))
	n.client, err = chain.Dial(chain.Config{Endpoints: []chain.Endpoint{{GRPC: n.GRPC}}})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, n.client.Close()) })
	return n
}

// send sends a person's messages; they must succeed.
func (n *network) send(who int, msgs ...sdk.Msg) chain.TxResult {
	n.t.Helper()
	ring, err := keys.Open(keyring.BackendTest, n.Keyring, nil)
	require.NoError(n.t, err)
	key, err := chain.RingKey(ring, people[who])
	require.NoError(n.t, err)
	ctx, cancel := context.WithTimeout(n.t.Context(), patience)
	defer cancel()
	r, err := n.client.SendAndWait(ctx, key, msgs...)
	require.NoError(n.t, err)
	return r
}

// address returns a person's address as the SDK has it.
func (n *network) address(who int) string {
	n.t.Helper()
	ring, err := keys.Open(keyring.BackendTest, n.Keyring, nil)
	require.NoError(n.t, err)
	key, err := chain.RingKey(ring, people[who])
	require.NoError(n.t, err)
	return account.Bech32(key.Address())
}

// register puts an app, a dataset and a pool into the registry and returns their ids.
func (n *network) register() map[string]string {
	n.t.Helper()
	const checksum = "0x00000000000000000000000000000000000000000000000000000000000000aa"
	var app types.MsgRegisterAppResponse
	require.NoError(n.t, n.send(owners["app"], &types.MsgRegisterApp{
		Owner: n.address(owners["app"]), Name: "signed", Runtime: types.Runtime_RUNTIME_WASM,
		Location: "https://example.com/app", Checksum: checksum,
	}).Answer(0, &app))
	var dataset types.MsgRegisterDatasetResponse
	require.NoError(n.t, n.send(owners["dataset"], &types.MsgRegisterDataset{
		Owner: n.address(owners["dataset"]), Name: "signed", Location: "https://example.com/data", Checksum: checksum,
	}).Answer(0, &dataset))
	var pool types.MsgRegisterWorkerpoolResponse
	require.NoError(n.t, n.send(owners["workerpool"], &types.MsgRegisterWorkerpool{
		Owner: n.address(owners["workerpool"]), Description: "signed", WorkerStakeRatioPercent: 30,
		SchedulerRewardRatioPercent: 1, Membership: types.Membership_MEMBERSHIP_OPEN,
		Scheduling: types.Scheduling_SCHEDULING_CHAIN,
	}).Answer(0, &pool))
	return map[string]string{"app": app.Id, "dataset": dataset.Id, "workerpool": pool.Id}
}

// answer is what the chain says of four orders that ethers signed.
type answer struct {
	Name   string `json:"name"`
	Want   string `json:"want"` // code of the refusal, empty = a deal
	Answer struct {
		Matches   bool     `json:"matches"`
		Error     string   `json:"error"`
		Tasks     string   `json:"tasks"`
		PriceNRLC string   `json:"price_nrlc"`
		Hashes    []string `json:"hashes"`
	} `json:"answer"`
	Orders map[string]json.RawMessage `json:"orders"`
	Hashes []string                   `json:"hashes"`
}

// check checks the chain's answer.
func (a answer) check(t *testing.T) {
	t.Helper()
	if a.Want != "" {
		require.False(t, a.Answer.Matches, a.Name)
		require.Equal(t, a.Want, code(a.Answer.Error), "%s: %s", a.Name, a.Answer.Error)
		return
	}
	require.True(t, a.Answer.Matches, "%s: %s", a.Name, a.Answer.Error)
	require.Empty(t, a.Answer.Error, a.Name)
	require.Equal(t, "10", a.Answer.Tasks, a.Name)
	require.Equal(t, "106", a.Answer.PriceNRLC, "%s: 4 for the app, 2 for the dataset, 100 for the pool", a.Name)
	require.Equal(t, a.Hashes, a.Answer.Hashes, a.Name)
}

// code returns the original's code that an error begins with.
func code(text string) string {
	head, _, _ := strings.Cut(text, ":")
	return head
}

// executed is a transaction in a block.
type executed struct {
	Code      uint32 `json:"code"`
	Codespace string `json:"codespace"`
	RawLog    string `json:"raw_log"`
	Hash      string `json:"txhash"`
}

// match sends orders as a user does, and returns the chain's answer.
func (n *network) match(orders map[string]json.RawMessage) executed {
	n.t.Helper()
	ctx, cancel := context.WithTimeout(n.t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, n.bin, "tx", "market", "match-orders",
		string(orders["apporder"]), string(orders["workerpoolorder"]), string(orders["requestorder"]),
		"--datasetorder", string(orders["datasetorder"]), "--from", sender, "--keyring-backend", "test",
		"--keyring-dir", n.Keyring, "--chain-id", dev.ChainID,
		"--node", "tcp://"+n.RPC, "--gas", "1000000", "--gas-prices", "0.01nrlc", "--yes", "--output", "json")
	var errs strings.Builder
	cmd.Env, cmd.Stderr = n.environment(), &errs
	out, err := cmd.Output()
	require.NoError(n.t, err, "%s", &errs)
	var sent executed
	require.NoError(n.t, json.Unmarshal(out, &sent), "%s", out)
	require.Zero(n.t, sent.Code, "the mempool: %s", sent.RawLog)
	var found struct {
		Tx executed `json:"tx_response"`
	}
	require.Eventually(n.t, func() bool {
		return n.ask(ctx, "/cosmos/tx/v1beta1/txs/"+sent.Hash, &found)
	}, patience, 50*time.Millisecond)
	return found.Tx
}

// ask decodes the answer to a GET; it reports whether there was one.
func (n *network) ask(ctx context.Context, path string, into any) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+n.REST+path, nil)
	if err != nil {
		return false
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	defer func() { _ = res.Body.Close() }()
	return res.StatusCode == http.StatusOK && json.NewDecoder(res.Body).Decode(into) == nil
}

// TestOrdersOfEthers signs orders with ethers for the domain of a running chain
// of the real program. The chain takes them, in 65 and in 64 bytes, and refuses
// them with the original's codes if one bit of any field or signature changed,
// for a twin, for another domain, and from anybody but the present owner.
func TestOrdersOfEthers(t *testing.T) {
	haveNode(t)
	n := newNetwork(t)
	assets := n.register()
	input := map[string]any{
		"rest": "http://" + n.REST, "mnemonic": dev.Mnemonic, "owners": owners, "assets": assets,
	}
	asked := n.questions(input)
	for _, k := range kinds {
		signed.Fields(signed.New(k.kind), func(field, _ string) {
			if field == "sign" { // every byte of it
				require.Contains(t, asked, k.name+": bit 0 of byte 64 of the long signature changed")
				require.Contains(t, asked, k.name+": bit 7 of byte 63 of the short signature changed")
				return
			}
			require.Contains(t, asked, k.name+"."+field+": a bit changed")
			require.Contains(t, asked, k.name+"."+field+": a bit changed to what matches")
		})
	}
	for _, name := range []string{
		"all in 65 bytes", "all in 64 bytes",
		"request.app: a bit changed", "app.volume: a bit changed", "dataset.salt: a bit changed",
		"workerpool.trust: a bit changed", "request.params: a bit changed",
		"app: the twin with high s", "dataset: another chain id", "workerpool: another verifying contract",
		"request: a stranger's key", "app: no signature",
	} {
		n.sendAsked(asked, name)
	}
	n.give(assets)
	formerly := map[string]int{"app": owners["app"], "dataset": owners["dataset"], "workerpool": owners["workerpool"]}
	input["owners"], input["formerly"] = heirs, formerly
	asked = n.questions(input)
	for kind := range formerly {
		n.sendAsked(asked, kind+": the previous owner's key")
	}
	n.sendAsked(asked, "the new owners' keys")
}

// questions lets ethers sign orders and ask the chain about them, and checks
// every answer.
func (n *network) questions(input any) map[string]answer {
	n.t.Helper()
	asked, refused := map[string]answer{}, map[string]int{}
	for _, a := range node[answer](n.t, "ethers.mjs", input) {
		a.check(n.t)
		require.NotContains(n.t, asked, a.Name)
		asked[a.Name] = a
		refused[a.Want]++
	}
	n.t.Logf("%d questions, so many by code: %v", len(asked), refused)
	return asked
}

// sendAsked sends orders in a transaction: the chain does what it said.
func (n *network) sendAsked(asked map[string]answer, name string) {
	n.t.Helper()
	a, ok := asked[name]
	require.True(n.t, ok, name)
	tx := n.match(a.Orders)
	n.t.Logf("%s: code %d %s", name, tx.Code, tx.RawLog)
	if a.Want == "" {
		require.Zero(n.t, tx.Code, "%s: %s", name, tx.RawLog)
		for _, hash := range a.Hashes {
			require.Equal(n.t, "10", n.consumed(hash), "tasks that order %s has served", hash)
		}
		return
	}
	want := types.ErrNoMatch
	if strings.Contains(a.Answer.Error, "signature") {
		want = types.ErrSignature
	}
	require.Equal(n.t, fmt.Sprint(want.Codespace(), want.ABCICode()), fmt.Sprint(tx.Codespace, tx.Code), tx.RawLog)
	require.Contains(n.t, tx.RawLog, a.Answer.Error, name)
}

// consumed returns how many tasks an order has served.
func (n *network) consumed(hash string) string {
	n.t.Helper()
	var got struct {
		State struct {
			Consumed string `json:"consumed"`
		} `json:"state"`
	}
	require.True(n.t, n.ask(n.t.Context(), "/iexec/market/v1/signed_orders/"+hash, &got))
	return got.State.Consumed
}

// give gives the assets to their heirs.
func (n *network) give(assets map[string]string) {
	n.t.Helper()
	for kind, id := range assets {
		n.send(owners[kind], &types.MsgTransferResource{
			Owner: n.address(owners[kind]), Id: id, NewOwner: n.address(heirs[kind]),
		})
	}
}
