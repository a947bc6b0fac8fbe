package cli

import (
	"encoding/json"
	"fmt"
	"math/big"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	ethtypes "github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/stretchr/testify/require"

	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/iexecd/iexecd/bridge/wallet"
	"github.com/iexecd/iexecd/contracts"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/dev"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

// bridgeNet is a dev network with an Ethereum.
type bridgeNet struct {
	*devNet

	eth *ethclient.Client
}

func newBridgeNet(t *testing.T) *bridgeNet {
	t.Helper()
	return newBridgeNetOf(t, dev.Options{})
}

func newBridgeNetOf(t *testing.T, o dev.Options) *bridgeNet {
	t.Helper()
	d := newDevNet(t, o)
	_, err := WriteProfile(d.home, Profile{
		Name: "dev", GRPC: d.net.GRPC(), RPC: d.net.RPC(), REST: d.net.REST(), Store: d.net.StoreURL(),
		KeyringBackend: "test", KeyringDir: d.net.KeyringDir(), Key: "alice", EthRPC: d.net.EthURL(),
	})
	require.NoError(t, err)
	client, err := ethclient.DialContext(t.Context(), d.net.EthURL())
	require.NoError(t, err)
	t.Cleanup(client.Close)
	return &bridgeNet{d, client}
}

// here returns what alice has on this chain, free to spend.
func (b *bridgeNet) here(t *testing.T) uint64 {
	t.Helper()
	var a struct {
		AvailableNrlc uint64 `json:"available_nrlc,string"`
	}
	require.NoError(t, json.Unmarshal([]byte(b.ok(t, "account", "-o", "json")), &a))
	return a.AvailableNrlc
}

// there returns what a person has on Ethereum.
func (b *bridgeNet) there(t *testing.T, index int) uint64 {
	t.Helper()
	return b.tokens(t, b.net.People()[index].Address)
}

// tokens returns what an account has on Ethereum.
func (b *bridgeNet) tokens(t *testing.T, who ident.Address) uint64 {
	t.Helper()
	token := common.HexToAddress(b.net.Vault().Token)
	api := contracts.NewRLC()
	raw, err := b.eth.CallContract(t.Context(), ethereum.CallMsg{
		To: &token, Data: api.PackBalanceOf(common.Address(who)),
	}, nil)
	require.NoError(t, err)
	return new(big.Int).SetBytes(raw).Uint64()
}

func (b *bridgeNet) transfer(t *testing.T, args ...string) transfer {
	t.Helper()
	var got transfer
	require.NoError(t, json.Unmarshal([]byte(b.ok(t, append(args, "-o", "json")...)), &got))
	return got
}

func (b *bridgeNet) report(t *testing.T) bridgeReport {
	t.Helper()
	var r bridgeReport
	require.NoError(t, json.Unmarshal([]byte(b.ok(t, "bridge", "status", "-o", "json")), &r))
	return r
}

// RLC comes from Ethereum, buys a computation, and what is left goes back, to the nRLC.
func TestBridgeOnDevNetwork(t *testing.T) {
	b := newBridgeNet(t)
	t.Run("there and back", b.testThereAndBack)
	t.Run("text", b.testText)
	t.Run("refusals", b.testRefused)
	t.Run("claim", b.testClaim)
	t.Run("stranded", b.testStranded)
	t.Run("relay", b.testRelay)
	t.Run("keys", b.testKeys)
	t.Run("pause", b.testPaused) // the last: it stops the bridge
}

func (b *bridgeNet) testThereAndBack(t *testing.T) {
	before := b.report(t)
	require.True(t, before.Equal, "what is locked is what there is")
	here, there := b.here(t), b.there(t, 0)

	in := b.transfer(t, "bridge", "in", "25rlc", "--yes")
	require.Equal(t, stateCredited, in.State)
	require.Equal(t, here+25*uint64(rlc.RLC), b.here(t), "to the nRLC: Ethereum's gas is paid in ether")
	require.Equal(t, there-25*uint64(rlc.RLC), b.there(t, 0))
	require.GreaterOrEqual(t, in.FinalBlock, in.EthBlock)
	require.Equal(t, b.net.People()[0].Bech32(), in.To)
	again := b.transfer(t, "bridge", "status", in.ID)
	require.Equal(t, in.EventNonce, again.EventNonce)
	require.Equal(t, stateCredited, again.State)

	b.ok(t, "run", "vanitygen", "--yes", "--out", t.TempDir(), "--", "a")

	here, bob := b.here(t), b.there(t, 1)
	out := b.transfer(t, "bridge", "out", "5rlc", "--to", "bob", "--fee", "0.75rlc", "--yes")
	require.Equal(t, statePaid, out.State)
	require.Equal(t, bob+5*uint64(rlc.RLC), b.there(t, 1))
	require.Equal(t, b.there(t, 1), out.BalanceNRLC)
	paid := here - b.here(t)
	const leaves, most = 5_750_000_000, 10_000_000 // and the fee of the transaction
	require.Greater(t, paid, uint64(leaves))
	require.Less(t, paid, uint64(leaves+most))
	require.Equal(t, stateCredited, b.transfer(t, "bridge", "status", in.ID, "--no-wait").State)
	require.Equal(t, statePaid, b.transfer(t, "bridge", "status", out.ID, "--no-wait").State)

	after := b.report(t)
	require.True(t, after.Equal)
	require.Equal(t, before.LockedNRLC+25*uint64(rlc.RLC)-leaves, after.LockedNRLC)
	require.Zero(t, after.Queued)
	require.Empty(t, after.Open)
}

// What people see: a quote, then a line for each step; the id alone is the result.
func (b *bridgeNet) testText(t *testing.T) {
	exit, stdout, stderr := b.run(t, "bridge", "in", "2rlc", "--to", b.net.People()[1].Bech32(), "--yes")
	require.Equal(t, ExitOK, exit, stderr)
	t.Log(stdout, stderr)
	require.Regexp(t, `^0x[0-9a-f]{64}\n$`, stdout)
	id := strings.TrimSpace(stdout)
	inOrder(t, stderr, "Quote  2 RLC from", "gas ", "13 to 19 min", "✔ sent",
		"Ctrl-C is safe; go on with: iexecd bridge status "+id,
		"✔ mined", "✔ final", "✔ proven", "✔ credited 2 RLC")
	exit, stdout, stderr = b.run(t, "bridge", "status", id)
	require.Equal(t, ExitOK, exit, stderr)
	require.Empty(t, stdout)
	inOrder(t, stderr, "✔ sent", "✔ mined", "✔ final", "✔ proven", "✔ credited")

	exit, stdout, stderr = b.run(t, "bridge", "out", "2rlc", "--yes")
	require.Equal(t, ExitOK, exit, stderr)
	t.Log(stdout, stderr)
	require.Regexp(t, `^[0-9]+\n$`, stdout)
	inOrder(t, stderr, "Quote  2 RLC + 0.5 RLC", "comes back by itself", "Ctrl-C is safe", "✔ queued", "✔ batched",
		"✔ signed", "✔ sent", "✔ paid", "2 RLC to 0x")
	id = strings.TrimSpace(stdout)
	t.Log(b.ok(t, "bridge", "status", id, "--no-wait"), b.ok(t, "bridge", "status"))
	exit, _, stderr = b.run(t, "bridge", "cancel", id, "--yes")
	require.Equal(t, ExitNoMatch, exit)
	require.Contains(t, stderr, "is executed, only one that is queued comes back")

	lines := strings.Split(strings.TrimSpace(b.ok(t, "bridge", "status", id, "-o", "jsonl")), "\n")
	require.Len(t, lines, 5)
	for i, state := range (&withdrawalWatch{}).steps() {
		var e transferEvent
		require.NoError(t, json.Unmarshal([]byte(lines[i]), &e))
		require.Equal(t, "transfer."+state, e.Type)
		require.Equal(t, state, e.State)
	}
}

// inOrder checks that texts follow one another.
func inOrder(t *testing.T, text string, want ...string) {
	t.Helper()
	rest := text
	for _, w := range want {
		_, after, ok := strings.Cut(rest, w)
		require.True(t, ok, "%q is missing or too early in\n%s", w, text)
		rest = after
	}
}

// Each refusal says why with both numbers, and nothing is sent.
func (b *bridgeNet) testRefused(t *testing.T) {
	there := b.there(t, 0)
	vault := b.net.Vault()
	for _, c := range []struct {
		args string
		exit int
		says string
	}{
		{"in 0rlc", ExitUsage, "it is 0 RLC"},
		{"in lots", ExitUsage, "not an amount"},
		{"in 900000rlc --eth-rpc http://127.0.0.1:1", ExitNode, "The endpoint of Ethereum does not answer"},
		{"in 25rlc --eth-rpc ftp://x", ExitUsage, `scheme "ftp"`},
		{"in 25rlc --eth-rpc http://" + b.net.RPC(), ExitNode, "does not answer"},
		{"in 0.5rlc", ExitNoMatch, "0.5 RLC is less than the least deposit of 1 RLC"},
		{"in 86000000rlc", ExitNoMatch, "more than the room of"},
		{fmt.Sprintf("in %dnrlc", there+1), ExitFunds, "on Ethereum, you want to bring"},
		{"in 2rlc --max-gas-price 1wei", ExitFunds, "the most is 1"},
		{"in 2rlc --max-gas-price 50", ExitUsage, "it has no unit"},
		{"in 2rlc --to iexec1fl48vsnmsdzcv85q5d2q4z5ajdha8yu3c6dhxp", ExitUsage, "is not an account"},
		{"in 2rlc --to " + vault.Address, ExitUsage, "contract on Ethereum"},
		{"in 2rlc --to 0x0000000000000000000000000000000000000000", ExitUsage, "nobody"},
		{"in 2rlc --from nobody", ExitKey, `No key named "nobody"`},
		{"out 0.5rlc", ExitNoMatch, "0.5 RLC is less than the least of 1 RLC"},
		{"out 2rlc --fee 0.1rlc", ExitNoMatch, "a fee of 0.1 RLC is less than the least of 0.5 RLC"},
		{"out 200000rlc", ExitNoMatch, "can leave at once: split it"},
		{"out 2rlc --to " + vault.Address, ExitUsage, "the vault or the token"},
		{"out 2rlc --to 0x00000000000000000000000000000000000000ff", ExitUsage, "nobody's"},
		{"status 0x12", ExitUsage, "64 hexadecimal digits"},
		{"status seven", ExitUsage, "no withdrawal"},
		{"status 0x" + strings.Repeat("12", 32), ExitNotFound, "does not know it"},
		{"status 999", ExitNotFound, "no withdrawal 999"},
		{"cancel 999", ExitNotFound, "no withdrawal 999"},
		{"relay --every 0s", ExitUsage, "not a time"},
		{"pause --for 1h --reason x", ExitUsage, "Nothing to pause"},
		{"pause --deposits --for 8000h --reason x", ExitUsage, "more than the most of"},
	} {
		exit, stdout, stderr := b.run(t, append(append([]string{"bridge"}, strings.Fields(c.args)...), "--yes")...)
		require.Equal(t, c.exit, exit, "%s: %s", c.args, stderr)
		require.Empty(t, stdout, c.args)
		require.Contains(t, stderr, c.says, c.args)
	}
	require.Equal(t, there, b.there(t, 0), "nothing left")
	exit, _, stderr := b.run(t, "bridge", "in", "2rlc")
	require.Equal(t, ExitUsage, exit, "nobody is asked without a terminal")
	require.Contains(t, stderr, "--yes")
	require.Equal(t, there, b.there(t, 0))
}

func (b *bridgeNet) testClaim(t *testing.T) {
	require.Contains(t, b.ok(t, "bridge", "claim"), "nothing is stranded here for 0x")
	require.JSONEq(t, `{"stranded":[],"owed_nrlc":0}`, b.ok(t, "bridge", "claim", "-o", "json"))
}

// A deposit for an account of the chain itself, too small to be sent back, waits here:
// who paid it on Ethereum claims it, for whom it wants.
func (b *bridgeNet) testStranded(t *testing.T) {
	alice, bob := b.net.People()[0], b.net.People()[1]
	b.deposit(t, alice.Key.Bytes(), rlc.RLC, ident.Address(authtypes.NewModuleAddress(pocotypes.ModuleName)))
	waits := func() bool { return b.report(t).StrandedNRLC == uint64(rlc.RLC) }
	require.Eventually(t, waits, time.Minute, 100*time.Millisecond)
	require.Contains(t, b.ok(t, "bridge", "claim", "--from", "bob", "--yes"), "nothing is stranded here for 0x")

	before := b.ok(t, "account", "bob", "-o", "json")
	var got claimed
	stdout := b.ok(t, "bridge", "claim", "--to", bob.Bech32(), "--yes", "-o", "json")
	require.NoError(t, json.Unmarshal([]byte(stdout), &got))
	require.Len(t, got.Stranded, 1)
	require.Equal(t, uint64(rlc.RLC), got.Stranded[0].AmountNRLC)
	available := func(text string) uint64 {
		var a struct {
			AvailableNrlc uint64 `json:"available_nrlc,string"`
		}
		require.NoError(t, json.Unmarshal([]byte(text), &a))
		return a.AvailableNrlc
	}
	require.Equal(t, available(before)+uint64(rlc.RLC), available(b.ok(t, "account", "bob", "-o", "json")))
	require.Zero(t, b.report(t).StrandedNRLC)
	require.True(t, b.report(t).Equal)
	require.Contains(t, b.ok(t, "bridge", "claim"), "nothing is stranded here for 0x", "once only")
}

// deposit brings RLC to the vault as any program can that is not ours.
func (b *bridgeNet) deposit(t *testing.T, secret []byte, amount rlc.Amount, to ident.Address) {
	t.Helper()
	account, err := wallet.NewAccount(secret)
	require.NoError(t, err)
	token := common.HexToAddress(b.net.Vault().Token)
	data := contracts.NewRLC().PackApproveAndCall(common.HexToAddress(b.net.Vault().Address),
		new(big.Int).SetUint64(uint64(amount)), to[:])
	nonce, err := b.eth.PendingNonceAt(t.Context(), account.Address)
	require.NoError(t, err)
	chain, err := b.eth.ChainID(t.Context())
	require.NoError(t, err)
	tip := big.NewInt(1_000_000_000)
	price, err := wallet.Suggest(t.Context(), b.eth, new(big.Int).Mul(tip, big.NewInt(1000)))
	require.NoError(t, err)
	tx, err := account.SignTx(&ethtypes.DynamicFeeTx{
		ChainID: chain, Nonce: nonce, GasTipCap: price.Tip, GasFeeCap: price.Cap, Gas: 300_000, To: &token, Data: data,
	})
	require.NoError(t, err)
	require.NoError(t, b.eth.SendTransaction(t.Context(), tx))
}

// A relay says what it works for and ends well when it is told to.
func (b *bridgeNet) testRelay(t *testing.T) {
	out := b.ok(t, "bridge", "relay", "--from", "bob", "--timeout", "3s", "--every", "200ms")
	t.Log(out)
	require.Regexp(t, `^[0-9:]{8}  ready  vault 0x\w{40} on chain 1337 as bob \(0x\w{40} has [0-9.]+ ETH\), fees to `,
		out)
}

func (b *bridgeNet) testKeys(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config", BridgeKeyFile)
	var made struct{ Address string }
	require.NoError(t, json.Unmarshal([]byte(b.ok(t, "bridge", "keygen", "--key-file", file, "-o", "json")), &made))
	require.Regexp(t, `^0x[0-9a-fA-F]{40}$`, made.Address)
	exit, _, stderr := b.run(t, "bridge", "keygen", "--key-file", file)
	require.Equal(t, ExitUsage, exit)
	require.Contains(t, stderr, "is there already")
	exit, _, stderr = b.run(t, "bridge", "register", "--key-file", file, "--yes")
	require.Equal(t, ExitRejected, exit, stderr)
	require.Contains(t, stderr, "has no validator")
	exit, _, stderr = b.run(t, "bridge", "register", "--key-file", file+".none", "--yes")
	require.Equal(t, ExitKey, exit, stderr)
}

// The guardian stops the bridge, and both directions say so.
func (b *bridgeNet) testPaused(t *testing.T) {
	pause := []string{"bridge", "pause", "--for", "1h", "--yes", "--deposits"}
	exit, _, stderr := b.run(t, append(pause, "--reason", "x", "--from", "bob")...)
	require.Equal(t, ExitRejected, exit, stderr)
	require.Contains(t, stderr, "neither the guardian")
	_, _, stderr = b.run(t, append(pause, "--withdrawals", "--reason", "a test")...)
	require.Contains(t, stderr, "✔ paused   deposits and withdrawals")
	for _, direction := range []string{"in", "out"} {
		exit, _, stderr := b.run(t, "bridge", direction, "2rlc", "--yes")
		require.Equal(t, ExitNoMatch, exit, stderr)
		require.Contains(t, stderr, "The bridge is paused: no ")
		require.Contains(t, stderr, "a test")
	}
	r := b.report(t)
	require.Len(t, r.Pauses, 2)
	require.InDelta(t, time.Hour.Seconds(), float64(r.Pauses[0].UntilUnix-r.NowUnix), 60)
}
