package bridgenet

import (
	"bytes"
	"context"
	"fmt"
	"math/big"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cometbft/cometbft/mempool"
	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	"github.com/cosmos/cosmos-sdk/baseapp"
	clienttx "github.com/cosmos/cosmos-sdk/client/tx"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	authsigning "github.com/cosmos/cosmos-sdk/x/auth/signing"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"

	"github.com/iexecd/iexecd/bridge/eth"
	"github.com/iexecd/iexecd/bridge/relay"
	"github.com/iexecd/iexecd/bridge/wallet"
	"github.com/iexecd/iexecd/cli/relaysource"
	"github.com/iexecd/iexecd/contracts"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
	"github.com/iexecd/iexecd/dev"
	bridgekeeper "github.com/iexecd/iexecd/x/rlcbridge/keeper"
	bridgetypes "github.com/iexecd/iexecd/x/rlcbridge/types"
)

// questions asks the first node's last state, as gRPC would.
type questions struct{ world *world }

// Invoke implements grpc.ClientConnInterface.
func (q questions) Invoke(ctx context.Context, method string, in, out any, options ...grpc.CallOption) error {
	a, state := q.world.node(q.world.tb)
	helper := baseapp.NewQueryServerTestHelper(state, a.Registry)
	bridgetypes.RegisterQueryServer(helper, bridgekeeper.NewQueryServer(a.Bridge))
	return helper.Invoke(ctx, method, in, out, options...)
}

// NewStream implements grpc.ClientConnInterface.
func (questions) NewStream(context.Context, *grpc.StreamDesc, string, ...grpc.CallOption) (grpc.ClientStream, error) {
	panic("the bridge has no streams")
}

// person is somebody who sends transactions.
type person struct {
	key cryptotypes.PrivKey
	id  ident.Address
}

// personOf returns the dev network's account with a derivation index.
func personOf(t *testing.T, index int) person {
	t.Helper()
	secret, err := ethsecp256k1.Algo.Derive()(dev.Mnemonic, "", fmt.Sprintf("m/44'/60'/0'/0/%d", index))
	require.NoError(t, err)
	key := ethsecp256k1.Algo.Generate()(secret)
	id, err := account.From(key.PubKey().Address())
	require.NoError(t, err)
	return person{key, id}
}

// outbound is a world with a relay, and somebody who withdraws.
type outbound struct {
	*world

	relay     *relay.Relay
	alice     person
	operators []person // of two validators
}

// batchTimeout is so long, in seconds, because Ethereum's time runs ahead with every
// look at the chain: no batch may die while a slow machine signs it.
const batchTimeout = 10 * 24 * 3600

func newOutbound(t *testing.T) *outbound {
	t.Helper()
	o := &outbound{world: newWorld(t, options{params: func(p *bridgetypes.Params) {
		p.BatchEveryBlocks, p.SignDelayBlocks, p.ValsetCheckBlocks = 3, 2, 2
		p.BatchTimeoutSeconds = batchTimeout
	}})}
	payer, err := wallet.NewAccount(o.lab.Relayer.PrivateKey())
	require.NoError(t, err)
	o.relay, err = relay.New(t.Context(), relay.Config{
		Domain: o.lab.Domain, Endpoint: o.lab.URL(), Limits: eth.DefaultLimits(), Account: payer,
		FeeTo: o.lab.Relayer.Address, MaxPrice: big.NewInt(1e13), Source: relaysource.New(questions{o.world}),
	})
	require.NoError(t, err)
	t.Cleanup(o.relay.Close)
	o.alice, o.operators = personOf(t, 0), []person{personOf(t, 10), personOf(t, 13)}
	return o
}

// send sends somebody's message and returns what the chain made of it.
func (o *outbound) send(t *testing.T, from person, msg sdk.Msg) *abci.ExecTxResult {
	t.Helper()
	a, ctx := o.node(t)
	acc := a.Account.GetAccount(ctx, from.id[:])
	mode := signing.SignMode_SIGN_MODE_DIRECT
	b := a.TxConfig.NewTxBuilder()
	require.NoError(t, b.SetMsgs(msg))
	b.SetGasLimit(1_000_000)
	require.NoError(t, b.SetSignatures(signing.SignatureV2{
		PubKey: from.key.PubKey(), Data: &signing.SingleSignatureData{SignMode: mode}, Sequence: acc.GetSequence(),
	}))
	sig, err := clienttx.SignWithPrivKey(t.Context(), mode, authsigning.SignerData{
		Address: account.Bech32(from.id), ChainID: dev.ChainID, AccountNumber: acc.GetAccountNumber(),
		Sequence: acc.GetSequence(), PubKey: from.key.PubKey(),
	}, b, from.key, a.TxConfig, acc.GetSequence())
	require.NoError(t, err)
	require.NoError(t, b.SetSignatures(sig))
	raw, err := a.TxConfig.TxEncoder()(b.GetTx())
	require.NoError(t, err)
	begin := o.Nodes[0].Height()
	require.NoError(t, o.Nodes[0].Comet.Mempool().CheckTx(raw, nil, mempool.TxInfo{}))
	var result *abci.ExecTxResult
	o.Wait(t, "the transaction is in a block", func() bool {
		for _, block := range o.Nodes[0].Blocks(begin, o.Nodes[0].Height()) {
			for i, tx := range block.Txs {
				if bytes.Equal(tx, raw) {
					result = block.Results[i]
					return true
				}
			}
		}
		return false
	})
	return result
}

func (o *outbound) withdrawal(t *testing.T, id uint64) bridgetypes.Withdrawal {
	t.Helper()
	a, ctx := o.node(t)
	w, err := a.Bridge.Withdrawals.Get(ctx, id)
	require.NoError(t, err)
	return w
}

func (o *outbound) becomes(t *testing.T, id uint64, status bridgetypes.WithdrawalStatus) {
	t.Helper()
	o.Wait(t, status.String(), func() bool { return o.withdrawal(t, id).Status == status })
}

// brings lets the relay work, and Ethereum go on, until something holds.
func (o *outbound) brings(t *testing.T, what string, holds func() bool) {
	t.Helper()
	o.Wait(t, what, func() bool {
		_, err := o.relay.Step(t.Context())
		require.NoError(t, err)
		require.NoError(t, o.lab.Finalize(t.Context()))
		return holds()
	})
}

func (o *outbound) tokens(t *testing.T, of common.Address) rlc.Amount {
	t.Helper()
	api := contracts.NewRLC()
	raw, err := o.lab.Call(t.Context(), of, o.lab.Token, api.PackBalanceOf(of), 100_000)
	require.NoError(t, err)
	n, err := api.UnpackBalanceOf(raw)
	require.NoError(t, err)
	return rlc.Amount(n.Uint64())
}

func (o *outbound) supply(t *testing.T) rlc.Amount {
	t.Helper()
	a, ctx := o.node(t)
	return rlc.Amount(a.Bank.GetSupply(ctx, account.Denom).Amount.Uint64())
}

// configures has governance raise what may leave the vault, and end its pause.
func (o *outbound) configures(t *testing.T) {
	o.seats[0].sit(hung{})
	defer o.seats[0].back()
	api := contracts.NewRLCVault()
	_, err := o.lab.Send(t.Context(), o.lab.Guardian, o.lab.Vault, api.PackPause(bridge.PauseWithdrawals))
	require.NoError(t, err)
	require.NoError(t, o.lab.Finalize(t.Context()))
	o.Wait(t, "the vault's pause is seen", func() bool { return o.vaultPause(t) == uint32(bridge.PauseWithdrawals) })

	const outCap = 2_000_000 * rlc.RLC
	config := &bridgetypes.MsgConfigureVault{
		Authority: account.Bech32(ident.Address(authtypes.NewModuleAddress(govtypes.ModuleName))),
		InCapNrlc: uint64(60_000_000 * rlc.RLC), OutCapNrlc: uint64(outCap), OutRateNrlc: uint64(30 * rlc.RLC),
		MinDepositNrlc: uint64(rlc.RLC), Guardian: o.lab.Guardian.Ident().String(), Unpause: true,
	}
	sender := account.Bech32(o.alice.id)
	proposal, err := govv1.NewMsgSubmitProposal([]sdk.Msg{config},
		sdk.NewCoins(sdk.NewInt64Coin(account.Denom, int64(100*rlc.RLC))), sender, "", "raise the vault's limits",
		"two million RLC may leave at once", false)
	require.NoError(t, err)
	res := o.send(t, o.alice, proposal)
	require.Zero(t, res.Code, res.Log)
	for _, v := range o.operators {
		res := o.send(t, v, govv1.NewMsgVote(v.id[:], 1, govv1.OptionYes, ""))
		require.Zero(t, res.Code, res.Log)
	}
	books := func() bridgetypes.Books {
		a, ctx := o.node(t)
		b, err := a.Bridge.Books.Get(ctx)
		require.NoError(t, err)
		return b
	}
	o.Wait(t, "the proposal has passed", func() bool { return books().LastConfig == 1 })
	o.brings(t, "the config is in force", func() bool { return books().EthConfig == 1 && o.vaultPause(t) == 0 })
	raw, err := o.lab.Call(t.Context(), o.lab.User.Address, o.lab.Vault, api.PackBucket(), 100_000)
	require.NoError(t, err)
	bucket, err := api.UnpackBucket(raw)
	require.NoError(t, err)
	require.EqualValues(t, outCap, bucket.OutCap)
}

// vaultPause returns what the chain knows to be paused at the vault.
func (o *outbound) vaultPause(t *testing.T) uint32 {
	t.Helper()
	a, ctx := o.node(t)
	seen, err := a.Bridge.Observed.Get(ctx)
	require.NoError(t, err)
	return seen.VaultPauseFlags
}

// TestOutbound: what leaves is signed by validators, brought by a relay, and burnt;
// what nobody brings comes back. Governance configures the vault. Rules BRG-R6 to
// BRG-R12, BRG-R15, BRG-R25, BRG-R26.
func TestOutbound(t *testing.T) {
	o := newOutbound(t)
	const amount, fee = 7*rlc.RLC + 1, rlc.RLC / 2
	to := common.Address{0x77}
	withdraw := &bridgetypes.MsgWithdraw{
		Sender: account.Bech32(o.alice.id), To: to.Hex(), AmountNrlc: uint64(amount), FeeNrlc: uint64(fee),
	}
	t.Run("nothing leaves before the vault has a set", func(t *testing.T) {
		require.NotZero(t, o.send(t, o.alice, withdraw).Code)
	})
	t.Run("the first set reaches the vault", func(t *testing.T) {
		o.brings(t, "the set is in force", func() bool {
			a, ctx := o.node(t)
			b, err := a.Bridge.Books.Get(ctx)
			require.NoError(t, err)
			return b.EthValset == 1
		})
	})
	t.Run("one signs nothing, and the vault is configured by a proposal", o.configures)
	t.Run("one signs nothing, and a withdrawal is paid to the nRLC", func(t *testing.T) {
		o.seats[0].sit(hung{})
		defer o.seats[0].back()
		before, fees := o.supply(t), o.tokens(t, o.lab.Relayer.Address)
		res := o.send(t, o.alice, withdraw)
		require.Zero(t, res.Code, res.Log)
		o.Wait(t, "it is in a batch", func() bool { return o.withdrawal(t, 1).BatchNonce != 0 })
		cancel := &bridgetypes.MsgCancelWithdraw{Sender: account.Bech32(o.alice.id), Id: 1}
		require.NotZero(t, o.send(t, o.alice, cancel).Code, "nobody takes it back now")
		o.brings(t, "it is paid", func() bool {
			return o.withdrawal(t, 1).Status == bridgetypes.WithdrawalStatus_WITHDRAWAL_STATUS_EXECUTED
		})
		require.Equal(t, amount, o.tokens(t, to))
		require.Equal(t, fees+fee, o.tokens(t, o.lab.Relayer.Address))
		require.Equal(t, before-amount-fee, o.supply(t))
	})
	t.Run("what nobody brings comes back", func(t *testing.T) {
		before, supply := o.balance(t, o.alice.id), o.supply(t)
		res := o.send(t, o.alice, withdraw)
		require.Zero(t, res.Code, res.Log)
		o.becomes(t, 2, bridgetypes.WithdrawalStatus_WITHDRAWAL_STATUS_BATCHED)
		o.Pass(t, few)
		o.becomes(t, 2, bridgetypes.WithdrawalStatus_WITHDRAWAL_STATUS_BATCHED)
		require.NoError(t, o.lab.Pass(t.Context(), 2*batchTimeout))
		require.NoError(t, o.lab.Finalize(t.Context()))
		o.becomes(t, 2, bridgetypes.WithdrawalStatus_WITHDRAWAL_STATUS_REFUNDED)
		require.Equal(t, before, o.balance(t, o.alice.id), "no fee is asked here")
		sent, err := o.relay.Step(t.Context())
		require.NoError(t, err)
		require.Empty(t, sent, "too late")
		require.Equal(t, amount, o.tokens(t, to), "paid once")
		require.Equal(t, supply, o.supply(t))
	})
	n, why := o.paused(t)
	require.Zero(t, n, why)
}
