package chaintest

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"

	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/cosmos-sdk/client"
	clienttx "github.com/cosmos/cosmos-sdk/client/tx"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	authsigning "github.com/cosmos/cosmos-sdk/x/auth/signing"

	"github.com/iexecd/iexecd/crypto/account"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

// gasLimit is enough for everything that tests send.
const gasLimit = 20_000_000

// Tx returns a signed transaction: free and unordered if it holds worker
// messages only, else with a fee and the account's next sequence.
func (c *Chain) Tx(from *Account, msgs ...sdk.Msg) []byte {
	c.T.Helper()
	if pocotypes.IsWorkerMessage(msgs[0]) {
		c.nonce++
		return c.Unordered(from, c.Time.Add(time.Minute+time.Duration(c.nonce)), msgs...)
	}
	b := c.builder(msgs)
	b.SetFeeAmount(sdk.NewCoins(sdk.NewInt64Coin(account.Denom, gasLimit/100)))
	raw := c.sign(b, from, from.sequence)
	from.sequence++
	return raw
}

// Unordered returns a signed unordered transaction without a fee.
func (c *Chain) Unordered(from *Account, timeout time.Time, msgs ...sdk.Msg) []byte {
	c.T.Helper()
	b := c.builder(msgs)
	b.SetUnordered(true)
	b.SetTimeoutTimestamp(timeout)
	return c.sign(b, from, 0)
}

// Free returns a signed ordered transaction without a fee.
func (c *Chain) Free(from *Account, msgs ...sdk.Msg) []byte {
	c.T.Helper()
	return c.sign(c.builder(msgs), from, from.sequence)
}

// Feeless is Free for a block: only the mempool asks for a fee, so it is taken
// and the account's next sequence is used up.
func (c *Chain) Feeless(from *Account, msgs ...sdk.Msg) []byte {
	c.T.Helper()
	raw := c.Free(from, msgs...)
	from.sequence++
	return raw
}

func (c *Chain) builder(msgs []sdk.Msg) client.TxBuilder {
	b := c.App.TxConfig.NewTxBuilder()
	require.NoError(c.T, b.SetMsgs(msgs...))
	b.SetGasLimit(gasLimit)
	return b
}

func (c *Chain) sign(b client.TxBuilder, from *Account, sequence uint64) []byte {
	c.T.Helper()
	mode := signing.SignMode_SIGN_MODE_DIRECT
	require.NoError(c.T, b.SetSignatures(signing.SignatureV2{
		PubKey: from.Key.PubKey(), Data: &signing.SingleSignatureData{SignMode: mode}, Sequence: sequence,
	}))
	sig, err := clienttx.SignWithPrivKey(context.Background(), mode, authsigning.SignerData{
		Address: from.Address, ChainID: ChainID, AccountNumber: from.number, Sequence: sequence,
		PubKey: from.Key.PubKey(),
	}, b, from.Key, c.App.TxConfig, sequence)
	require.NoError(c.T, err)
	require.NoError(c.T, b.SetSignatures(sig))
	raw, err := c.App.TxConfig.TxEncoder()(b.GetTx())
	require.NoError(c.T, err)
	return raw
}

// Adopt makes an account that came into being on the chain one of the named ones.
func (c *Chain) Adopt(a *Account) {
	c.T.Helper()
	if known := c.App.Account.GetAccount(c.Ctx(), a.ID[:]); known != nil {
		a.number, a.sequence = known.GetAccountNumber(), known.GetSequence()
	}
	c.accounts[a.Name] = a
}

// CheckTx offers a transaction to the mempool.
func (c *Chain) CheckTx(raw []byte) *abci.ResponseCheckTx {
	c.T.Helper()
	res, err := c.App.CheckTx(&abci.RequestCheckTx{Tx: raw, Type: abci.CheckTxType_New})
	require.NoError(c.T, err)
	return res
}

// ExportImport starts a new chain from this one's exported state and fails the
// test if exporting that gives another state.
func (c *Chain) ExportImport() *Chain {
	c.T.Helper()
	exported, err := c.App.Export(nil)
	require.NoError(c.T, err)
	next := &Chain{
		T: c.T, App: newApp(memDB(), nil), Time: c.Time, Height: c.Height, validator: c.validator, accounts: c.accounts,
		nonce: c.nonce,
	}
	params := exported.ConsensusParams
	var validators []abci.ValidatorUpdate
	for _, v := range exported.Validators {
		validators = append(validators, validatorUpdate(cmttypes.NewValidator(v.PubKey, v.Power)))
	}
	_, err = next.App.InitChain(&abci.RequestInitChain{
		ChainId: ChainID, Time: c.Time, InitialHeight: c.Height + 1, ConsensusParams: &params,
		AppStateBytes: exported.AppState, Validators: validators,
	})
	require.NoError(c.T, err)
	var want map[string]json.RawMessage
	require.NoError(c.T, json.Unmarshal(exported.AppState, &want))
	imported := next.App.NewContextLegacy(false, cmtproto.Header{ChainID: ChainID, Height: c.Height, Time: c.Time})
	got, err := next.App.ExportState(imported, nil)
	require.NoError(c.T, err)
	for _, module := range slices.Sorted(maps.Keys(want)) {
		require.JSONEq(c.T, string(want[module]), string(got[module]), "state of %s after export and import", module)
	}
	require.NoError(c.T, next.App.CheckInvariants(imported), "invariants after export and import")
	return next
}

func memDB() dbm.DB { return dbm.NewMemDB() }

func validatorUpdate(v *cmttypes.Validator) abci.ValidatorUpdate {
	return cmttypes.TM2PB.ValidatorUpdate(v)
}
