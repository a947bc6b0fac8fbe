package bridgechain

import (
	"math/big"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	sdk "github.com/cosmos/cosmos-sdk/types"
	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"

	"github.com/iexecd/iexecd/bridge/eth"
	"github.com/iexecd/iexecd/bridge/ethlab"
	"github.com/iexecd/iexecd/bridge/relay"
	"github.com/iexecd/iexecd/bridge/sign"
	"github.com/iexecd/iexecd/bridge/wallet"
	"github.com/iexecd/iexecd/contracts"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/tests/chaintest"
	"github.com/iexecd/iexecd/x/rlcbridge/keeper"
	"github.com/iexecd/iexecd/x/rlcbridge/types"
)

const (
	one        = uint64(rlc.RLC)
	fee        = one / 2
	txFee      = 200_000 // nRLC that chaintest pays for a transaction
	validators = 4
	power      = 1_000 // of each validator in the beginning: one RLC is bonded
)

// start is both chains' time in the beginning. It is far ahead, so that no block of
// Ethereum takes its time from this machine's clock.
var start = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)

var (
	relayFees    = common.Address{0xfe, 19: 1}
	attackerFees = common.Address{0xfe, 19: 2}
)

// shim is the test as all helpers know it, whose failures rapid hears of.
type shim struct {
	testing.TB

	t *rapid.T
}

// Errorf tells rapid.
func (s shim) Errorf(format string, args ...any) { s.t.Errorf(format, args...) }

// FailNow tells rapid.
func (s shim) FailNow() { s.t.FailNow() }

// world is both chains, and those between them.
type world struct {
	*chaintest.Chain

	lab    *ethlab.Lab
	reader *eth.Reader
	relay  *relay.Relay
	keys   []*key // all bridge keys that were ever in use
	said   map[slot]*said
	twin   *twin

	attacks map[common.Hash]slot // transactions of who wants to harm the bridge

	scan   eth.Scan        // of what is final
	finals []final         // the final blocks that were read
	eyes   [validators]int // which of them each validator has read
}

// final is a final block, and where the vault was.
type final struct {
	eth.Block

	point bridge.Point
}

// key is a validator's bridge key.
type key struct {
	*sign.Signer

	validator int
}

// validatorName returns the account that operates a validator.
func validatorName(i int) string { return "validator " + strconv.Itoa(i) }

// names are all accounts of the genesis; nobody checks the first one's balance.
func names() []string {
	out := []string{"guardian", "alice", "bob"}
	for i := range validators {
		out = append(out, validatorName(i))
	}
	return out
}

// params are such that all limits are reached often.
func params() types.Params {
	p := types.DefaultParams()
	p.Guardian = chaintest.NewAccount("guardian").Address
	p.BatchEveryBlocks, p.SignDelayBlocks, p.ValsetCheckBlocks, p.ValsetMinBlocks = 2, 2, 1, 3
	p.LargeDepositNrlc, p.InCapNrlc, p.DepositDelaySeconds, p.InRefillSeconds = 30*one, 100*one, 100, 1_000
	p.LargeWithdrawNrlc, p.OutCapNrlc, p.LargeDelaySeconds, p.OutRefillSeconds = 20*one, 80*one, 50, 1_000
	p.BatchTimeoutSeconds, p.ValsetHeartbeatSeconds = 4_000, 6*3600
	return p
}

// newWorld returns a chain and a vault that holds all its money and pays with the
// chain's second set, which has the members of the first.
func newWorld(tb testing.TB) *world {
	tb.Helper()
	set, err := ethlab.NewValidators(1, validators, power, power, power, power)
	require.NoError(tb, err)
	lab, err := ethlab.Start(tb.Context(), ethlab.Config{
		ChainConfig: ethlab.ChainConfig{StartUnix: uint64(start.Unix())}, HomeChain: chaintest.ChainID, Validators: set,
		Limits: contracts.Limits{
			InCap: 50_000_000 * one, OutCap: 100 * one, OutRate: one / 10, MinDeposit: one,
		},
	})
	require.NoError(tb, err)
	w := &world{lab: lab, said: map[slot]*said{}, attacks: map[common.Hash]slot{}}
	genesis := w.fund(tb)
	w.Chain = chaintest.New(tb, names(), func(g *chaintest.Genesis) {
		g.Bridge.Params = params()
		g.Bridge.Vault = &types.Vault{
			ChainId: lab.ChainID, Address: lab.Domain.Vault.String(), Token: ident.Address(lab.Token).String(),
		}
		g.Bridge.Observed = types.Observed{
			Nonce: genesis.Nonce, Hash: bridge.Link(lab.Domain.FirstHash(), genesis).String(),
		}
		g.Bridge.Books.LastValset = 1 // the vault's own first set
	})
	require.EqualValues(tb, genesis.Body.(bridge.Deposit).Amount, w.Supply())
	w.Time = start
	w.twin = newTwin(w)
	w.connect()
	w.bond(set)
	require.NoError(tb, lab.Finalize(tb.Context()))
	w.look()
	w.round()
	require.EqualValues(tb, 2, w.books().EthValset)
	return w
}

// fund gives RLC to those who deposit, puts the home chain's money in the vault,
// and returns the event of that.
func (w *world) fund(tb testing.TB) bridge.Event {
	tb.Helper()
	ctx, lab := tb.Context(), w.lab
	require.NoError(tb, lab.Faucet(ctx, lab.Attacker.Address, 1_000_000*rlc.RLC))
	amount := rlc.Amount(uint64(len(names()))*chaintest.Balance + sdk.DefaultPowerReduction.Uint64())
	to := chaintest.NewAccount("guardian").ID
	require.NoError(tb, lab.Deposit(ctx, lab.User, to, amount))
	return bridge.Event{Nonce: 1, Body: bridge.Deposit{
		From: lab.User.Ident(), Recipient: to, Amount: amount, LockedAfter: amount,
	}}
}

// connect starts reader and relay.
func (w *world) connect() {
	var err error
	ctx, domain := w.T.Context(), w.lab.Domain
	w.reader, err = eth.NewReader(ctx, w.lab.URL(), domain, eth.DefaultLimits())
	require.NoError(w.T, err)
	w.scan = eth.NewScan(w.lab.DeployBlock, bridge.Point{Hash: domain.FirstHash()})
	payer, err := wallet.NewAccount(w.lab.Relayer.PrivateKey())
	require.NoError(w.T, err)
	w.relay, err = relay.New(ctx, relay.Config{
		Domain: domain, Endpoint: w.lab.URL(), Limits: eth.DefaultLimits(), Account: payer,
		FeeTo: relayFees, MaxPrice: big.NewInt(1e13), Source: source{w},
	})
	require.NoError(w.T, err)
}

// close ends everything.
func (w *world) close() {
	w.reader.Close()
	w.relay.Close()
	for _, k := range w.keys {
		require.NoError(w.T, k.Close())
	}
	require.NoError(w.T, w.lab.Close())
}

// bond makes validators with the keys of a set.
func (w *world) bond(set ethlab.Validators) {
	for i := range validators {
		a := w.Account(validatorName(i))
		pub := ed25519.GenPrivKeyFromSecret([]byte(a.Name)).PubKey()
		zero := stakingtypes.NewCommissionRates(math.LegacyZeroDec(), math.LegacyZeroDec(), math.LegacyZeroDec())
		m, err := stakingtypes.NewMsgCreateValidator(w.operator(i), pub, bonded(power),
			stakingtypes.Description{Moniker: a.Name}, zero, math.OneInt())
		require.NoError(w.T, err)
		w.Run(a, m)
	}
	for i, k := range set.Keys {
		require.True(w.T, w.register(i, k))
	}
	for w.books().LastValset == 1 {
		w.Block()
	}
}

// bonded returns what gives a validator so much power.
func bonded(power int64) sdk.Coin {
	return sdk.NewCoin(account.Denom, sdk.DefaultPowerReduction.MulRaw(power))
}

func (w *world) operator(i int) string {
	text, err := types.Operator(w.Account(validatorName(i)).ID)
	require.NoError(w.T, err)
	return text
}

// register gives a validator its first or another bridge key, and reports whether
// the chain took it.
func (w *world) register(i int, a *ethlab.Account) bool {
	private, err := sign.NewKey(a.PrivateKey())
	require.NoError(w.T, err)
	const most = rlc.Amount(1 << 60)
	signer, err := sign.Open(sign.Config{
		Domain: w.lab.Domain, Key: private, Store: filepath.Join(w.T.TempDir(), "signed"),
		Limits: sign.Limits{BatchTotal: most, Bucket: bridge.BucketLimits{Cap: most}, OutCap: most},
	})
	require.NoError(w.T, err)
	var before uint64
	for _, k := range w.keys {
		if k.validator == i {
			before++
		}
	}
	w.keys = append(w.keys, &key{Signer: signer, validator: i})
	proof, err := signer.Bind(bridge.Bind{Operator: w.operator(i), Seq: before})
	require.NoError(w.T, err)
	res := w.Try(w.Account(validatorName(i)), &types.MsgRegisterBridgeKey{
		Operator: w.operator(i), Address: signer.Address().String(), Proof: types.Hex(proof),
	})
	return res.Code == 0
}

func (w *world) keeper() keeper.Keeper { return w.App.Bridge }

// export returns all the module remembers.
func (w *world) export() *types.GenesisState {
	g, err := w.keeper().ExportGenesis(w.Ctx())
	require.NoError(w.T, err)
	return g
}

func (w *world) books() types.Books {
	b, err := w.keeper().Books.Get(w.Ctx())
	require.NoError(w.T, err)
	return b
}

// pool returns what the community pool has, in nRLC.
func (w *world) pool() uint64 {
	fees, err := w.App.Distribution.FeePool.Get(w.Ctx())
	require.NoError(w.T, err)
	return fees.CommunityPool.AmountOf(account.Denom).TruncateInt().Uint64()
}

// govern has governance do something; an error means that nothing happened.
func (w *world) govern(do func(ctx sdk.Context, s types.MsgServer) error) error {
	cached, write := w.Ctx().CacheContext()
	err := do(cached, keeper.NewMsgServer(w.keeper()))
	if err == nil {
		write()
	}
	return err
}
