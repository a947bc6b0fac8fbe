package root_test

import (
	"encoding/json"
	"math/big"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/cosmos-sdk/baseapp"
	simtestutil "github.com/cosmos/cosmos-sdk/testutil/sims"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/iexecd/iexecd/app"
	"github.com/iexecd/iexecd/bridge/ethlab"
	"github.com/iexecd/iexecd/contracts"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
	bridgetypes "github.com/iexecd/iexecd/x/rlcbridge/types"
)

const (
	newChain = "my-chain-1"
	bondRLC  = 500 * rlc.RLC
)

// me is the account of the mnemonic.
var me = ident.Address(common.HexToAddress("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"))

// vaultWorld is a new vault with deposits, and a folder with the founders' file.
type vaultWorld struct {
	*ethlab.Lab

	dir, founders string
}

// newVaultWorld returns a vault for the new chain with some number as first set.
func newVaultWorld(t *testing.T, nonce uint64) vaultWorld {
	t.Helper()
	ctx := t.Context()
	chain, err := ethlab.NewChain(ethlab.ChainConfig{FinalAfter: 2})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, chain.Close()) })
	w := vaultWorld{Lab: &ethlab.Lab{Chain: chain}, dir: t.TempDir()}
	w.Validators, err = ethlab.NewValidators(1, 2, 70, 30)
	require.NoError(t, err)
	w.Token, err = w.Deploy(ctx, contracts.RLCMetaData.Bin, nil)
	require.NoError(t, err)
	w.open(t, nonce)
	require.NoError(t, w.Faucet(ctx, w.User.Address, 10_000*rlc.RLC))
	w.founders = w.writeFounders(t, w.Validators.Members)
	return w
}

// open deploys a vault whose validators are a set of some number.
func (w vaultWorld) open(t *testing.T, nonce uint64) {
	t.Helper()
	arguments := contracts.NewRLCVault().PackConstructor(w.Token, bridge.Domain{HomeChain: newChain}.HomeChainHash(),
		w.Validators.Members.Pack(), nonce, ethlab.DefaultLimits(), w.Guardian.Address, ethlab.DefaultTrust,
		ethlab.DefaultActivationDelay)
	var err error
	w.Vault, err = w.Deploy(t.Context(), contracts.RLCVaultMetaData.Bin, arguments)
	require.NoError(t, err)
}

func (w vaultWorld) writeFounders(t *testing.T, members bridge.Members) string {
	t.Helper()
	var list []map[string]any
	for i, m := range members {
		operator, err := bridgetypes.Operator(ident.Address{byte(i)})
		if i == 0 {
			operator, err = bridgetypes.Operator(me)
		}
		require.NoError(t, err)
		list = append(list, map[string]any{"operator": operator, "key": m.Address.String(), "power": m.Power})
	}
	text, err := json.Marshal(list)
	require.NoError(t, err)
	return w.file(t, string(text))
}

func (w vaultWorld) file(t *testing.T, text string) string {
	t.Helper()
	f, err := os.CreateTemp(w.dir, "founders")
	require.NoError(t, err)
	_, err = f.WriteString(text)
	require.NoError(t, err)
	require.NoError(t, f.Close())
	return f.Name()
}

// deposit deposits for me and others, all final.
func (w vaultWorld) deposit(t *testing.T) {
	t.Helper()
	for _, d := range []struct {
		to     ident.Address
		amount rlc.Amount
	}{{me, 900 * rlc.RLC}, {ident.Address{7}, 5 * rlc.RLC}, {me, 100 * rlc.RLC}, {ident.Address{3}, 2 * rlc.RLC}} {
		require.NoError(t, w.Deposit(t.Context(), w.User, d.to, d.amount))
	}
	require.NoError(t, w.Finalize(t.Context()))
}

// args returns the command line for a home; a later flag wins.
func (w vaultWorld) args(home string, more ...string) []string {
	return append([]string{
		"genesis", "from-vault", "--home", home, "--eth-rpc", w.URL(), "--vault", w.Vault.Hex(),
		"--founders", w.founders,
	}, more...)
}

// newHome makes a home with a genesis.
func newHome(t *testing.T, chainID string) string {
	t.Helper()
	home := t.TempDir()
	_, errs, err := run(t, "", "init", "me", "--chain-id", chainID, "--home", home)
	require.NoError(t, err, errs)
	return home
}

func genesisFile(home string) string { return filepath.Join(home, "config", "genesis.json") }

func sha256Of(t *testing.T, out string) string {
	t.Helper()
	sum := regexp.MustCompile(`sha256  ([0-9a-f]{64})\n`).FindStringSubmatch(out)
	require.NotNil(t, sum, out)
	return sum[1]
}

// TestFromVault: a chain begins with what a vault holds, whoever writes its genesis,
// and its application takes it.
func TestFromVault(t *testing.T) {
	w := newVaultWorld(t, 0)
	w.deposit(t)
	home, other := newHome(t, newChain), t.TempDir()
	before, err := os.ReadFile(genesisFile(home))
	require.NoError(t, err)
	require.NoError(t, os.Mkdir(filepath.Join(other, "config"), 0o700))
	require.NoError(t, os.WriteFile(genesisFile(other), before, 0o600))

	out, errs, err := run(t, "", w.args(home)...)
	require.NoError(t, err, errs)
	require.Contains(t, out, "1007 RLC for 3 accounts, 4 deposits")
	block := regexp.MustCompile(`block   (\d+) `).FindStringSubmatch(out)
	require.NotNil(t, block, out)
	sum := sha256Of(t, out)
	w.Mine(3)
	require.NoError(t, w.Deposit(t.Context(), w.User, ident.Address{9}, rlc.RLC))
	require.NoError(t, w.Finalize(t.Context()))
	for _, again := range []string{home, other} {
		out, errs, err = run(t, "", w.args(again, "--block", block[1], "--from-block", "1")...)
		require.NoError(t, err, errs)
		require.Equal(t, sum, sha256Of(t, out))
	}
	one, err := os.ReadFile(genesisFile(home))
	require.NoError(t, err)
	two, err := os.ReadFile(genesisFile(other))
	require.NoError(t, err)
	require.Equal(t, string(one), string(two))
	_, errs, err = run(t, "", "genesis", "validate", "--home", home)
	require.NoError(t, err, errs)
	beginWith(t, home)
}

// beginWith adds a validator to a genesis and gives it to the application.
func beginWith(t *testing.T, home string) {
	t.Helper()
	for _, step := range []struct {
		stdin string
		args  []string
	}{
		{mnemonic + "\n", []string{"keys", "add", "me", "--recover", "--keyring-backend", "test"}},
		{"", []string{
			"genesis", "gentx", "me", "500000000000nrlc", "--chain-id", newChain, "--keyring-backend", "test",
		}},
		{"", []string{"genesis", "collect-gentxs"}},
		{"", []string{"genesis", "validate"}},
	} {
		_, errs, err := run(t, step.stdin, append(step.args, "--home", home)...)
		require.NoError(t, err, "%v: %s", step.args, errs)
	}
	doc, err := genutiltypes.AppGenesisFromFile(genesisFile(home))
	require.NoError(t, err)
	params := doc.Consensus.Params.ToProto()
	a := app.New(log.NewNopLogger(), dbm.NewMemDB(), simtestutil.AppOptionsMap{}, baseapp.SetChainID(newChain))
	_, err = a.InitChain(&abci.RequestInitChain{
		ChainId: newChain, Time: doc.GenesisTime, InitialHeight: 1, ConsensusParams: &params,
		AppStateBytes: doc.AppState,
	})
	require.NoError(t, err)
	_, err = a.FinalizeBlock(&abci.RequestFinalizeBlock{Height: 1, Time: doc.GenesisTime})
	require.NoError(t, err)
	_, err = a.Commit()
	require.NoError(t, err)
	header := cmtproto.Header{ChainID: newChain, Height: 1, Time: doc.GenesisTime}
	ctx := a.NewUncachedContext(false, header) //nolint:staticcheck // the committed state
	supply := a.Bank.GetSupply(ctx, account.Denom).Amount.Uint64()
	require.Equal(t, uint64(1007*rlc.RLC), supply)
	observed, err := a.Bridge.Observed.Get(ctx)
	require.NoError(t, err)
	require.Equal(t, supply, observed.LockedNrlc)
	require.EqualValues(t, 4, observed.Nonce)
	require.NoError(t, a.CheckInvariants(ctx))
	for who, want := range map[ident.Address]rlc.Amount{
		me: 1_000*rlc.RLC - bondRLC, {7}: 5 * rlc.RLC, {3}: 2 * rlc.RLC, {9}: 0,
	} {
		require.Equal(t, uint64(want), a.Bank.GetBalance(ctx, who[:], account.Denom).Amount.Uint64(), who)
	}
	set, err := a.Bridge.Valsets.Get(ctx, 0)
	require.NoError(t, err)
	require.Len(t, set.Members, 2)
}

// TestFromVaultRefuses: what would not be a chain that this vault backs is refused,
// and the genesis stays as it was.
func TestFromVaultRefuses(t *testing.T) {
	w := newVaultWorld(t, 0)
	w.deposit(t)
	swapped := bridge.Members{w.Validators.Members[0], w.Validators.Members[1]}
	swapped[0].Power, swapped[1].Power = 30, 70
	hash := func(m bridge.Members) string { return m.Hash().String() }
	home := newHome(t, newChain)
	before, err := os.ReadFile(genesisFile(home))
	require.NoError(t, err)
	for _, c := range []struct {
		name string
		args []string
		want []string
	}{
		{"not final", []string{"--block", "4000"}, []string{"not final", "--block 4000, the last final one is"}},
		{"before it was made", []string{"--block", "1"}, []string{"no contract is there at block 1"}},
		{"no contract", []string{"--vault", common.Address{1}.Hex()}, []string{"no contract is there"}},
		{"not a vault", []string{"--vault", w.Token.Hex()}, []string{"no vault of this chain"}},
		{"no address", []string{"--vault", "x"}, []string{"--vault"}},
		{"logs too late", []string{"--from-block", "6"}, []string{
			"deployed before block 6, give an earlier --from-block",
		}},
		{"other powers", []string{"--founders", w.writeFounders(t, swapped)}, []string{
			hash(swapped), hash(w.Validators.Members),
		}},
		{"one founder", []string{"--founders", w.writeFounders(t, swapped[:1])}, []string{hash(swapped[:1])}},
		{"no founder", []string{"--founders", w.file(t, "[]")}, []string{"0 members"}},
		{"no file", []string{"--founders", w.dir + "/none"}, []string{"no such file"}},
		{"no list", []string{"--founders", w.file(t, "{}")}, []string{"expected a list"}},
		{"unknown field", []string{"--founders", w.file(t, `[{"weight":1}]`)}, []string{"weight"}},
		{"no operator", []string{"--founders", w.file(t, `[{"operator":"x","power":1}]`)}, []string{"founder 0"}},
		{"no endpoint", []string{"--eth-rpc", "ws://x"}, []string{"no endpoint"}},
	} {
		_, _, err := run(t, "", w.args(home, c.args...)...)
		for _, want := range c.want {
			require.ErrorContains(t, err, want, c.name)
		}
	}
	_, _, err = run(t, "", w.args(newHome(t, "your-chain-1"))...)
	require.ErrorContains(t, err, "make one for this chain")
	after, err := os.ReadFile(genesisFile(home))
	require.NoError(t, err)
	require.Equal(t, string(before), string(after))
}

// TestFromVaultHistory: a vault that a chain uses is no beginning for another.
func TestFromVaultHistory(t *testing.T) {
	w := newVaultWorld(t, 1)
	w.deposit(t)
	home := newHome(t, newChain)
	_, _, err := run(t, "", w.args(home)...)
	require.ErrorContains(t, err, "its validator set has number 1, expected 0")
	_, err = w.Send(t.Context(), w.Guardian, w.Vault, contracts.NewRLCVault().PackPause(bridge.PauseDeposits))
	require.NoError(t, err)
	require.NoError(t, w.Finalize(t.Context()))
	_, _, err = run(t, "", w.args(home)...)
	require.ErrorContains(t, err, "the vault has a history")
}

// TestFromVaultReplaces: other money is replaced only when that is asked for, and
// what was deposited in another vault, too.
func TestFromVaultReplaces(t *testing.T) {
	w := newVaultWorld(t, 0)
	w.deposit(t)
	home := newHome(t, newChain)
	stranger := ident.Address{5}
	_, errs, err := run(t, "", "genesis", "add-genesis-account", stranger.String(), "77nrlc,9stone", "--home", home)
	require.NoError(t, err, errs)
	_, _, err = run(t, "", w.args(home)...)
	require.ErrorContains(t, err, "has 77 nrlc there, in the vault 0: --replace replaces it")
	out, errs, err := run(t, "", w.args(home, "--replace")...)
	require.NoError(t, err, errs)
	require.Contains(t, out, "1007 RLC")
	text, err := os.ReadFile(genesisFile(home))
	require.NoError(t, err)
	require.NotContains(t, string(text), `"77"`)
	require.Contains(t, string(text), `"stone"`, "other money stays")
	_, errs, err = run(t, "", "genesis", "validate", "--home", home)
	require.NoError(t, err, errs)

	w.open(t, 0)
	w.deposit(t)
	_, _, err = run(t, "", w.args(home)...)
	require.ErrorContains(t, err, "it names the vault")
	_, errs, err = run(t, "", w.args(home, "--replace")...)
	require.NoError(t, err, errs)
}

// TestFromVaultOldState: that the endpoint must have a block's state is said.
func TestFromVaultOldState(t *testing.T) {
	w := newVaultWorld(t, 0)
	w.deposit(t)
	head, err := w.Head(t.Context())
	require.NoError(t, err)
	w.Mine(200)
	block := new(big.Int).Sub(head.Number, big.NewInt(2)).String()
	_, _, err = run(t, "", w.args(newHome(t, newChain), "--block", block)...)
	require.ErrorContains(t, err, "give an endpoint that has the state of that block, or a later block")
}
