// Package chaintest is the real application in memory, for tests: no mocks, no
// consensus, one call per block. Time passes only when a test says so.
package chaintest

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"
	"cosmossdk.io/math"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/cosmos-sdk/baseapp"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	cryptocodec "github.com/cosmos/cosmos-sdk/crypto/codec"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	simtestutil "github.com/cosmos/cosmos-sdk/testutil/sims"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	slashingtypes "github.com/cosmos/cosmos-sdk/x/slashing/types"
	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"

	"github.com/iexecd/iexecd/app"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
	rlcbridgetypes "github.com/iexecd/iexecd/x/rlcbridge/types"
)

// ChainID is the test chain's.
const ChainID = "iexec-test-1"

// Start is the block time of the genesis.
var Start = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// Genesis is what a test may change before the chain starts.
type Genesis struct {
	Market *markettypes.GenesisState
	Poco   *pocotypes.GenesisState
	// Bridge has no vault unless a test names one; then all money here is locked there.
	Bridge *rlcbridgetypes.GenesisState
	// Balances in nrlc beside the accounts' own.
	Balances map[string]uint64
	// Options of the application, as in app.toml.
	Options map[string]any
}

// Chain is a running application.
type Chain struct {
	T      testing.TB
	App    *app.App
	Time   time.Time
	Height int64

	validator *cmttypes.Validator
	accounts  map[string]*Account
	nonce     int64
}

// Account is a funded account with its key.
type Account struct {
	Name     string
	Key      *ethsecp256k1.PrivKey
	ID       ident.Address
	Address  string // bech32
	number   uint64
	sequence uint64
}

// Balance every account starts with: one million RLC in nrlc.
const Balance = 1_000_000_000_000_000

// NewAccount returns the account that a name always has.
func NewAccount(name string) *Account {
	seed := ident.Keccak256([]byte("chaintest/" + name))
	key := &ethsecp256k1.PrivKey{Key: seed[:]}
	id := ident.Address(key.PubKey().Address())
	return &Account{Name: name, Key: key, ID: id, Address: account.Bech32(id)}
}

// New returns a chain at height 1 with the named accounts funded.
func New(tb testing.TB, names []string, change ...func(*Genesis)) *Chain {
	tb.Helper()
	return NewFrom(tb, dbm.NewMemDB(), names, change...)
}

// NewFrom is New over a database of the caller's.
func NewFrom(tb testing.TB, db dbm.DB, names []string, change ...func(*Genesis)) *Chain {
	tb.Helper()
	account.Configure()
	c := &Chain{T: tb, Time: Start, accounts: map[string]*Account{}}
	key := ed25519.GenPrivKeyFromSecret([]byte("chaintest validator"))
	pub, err := cryptocodec.ToCmtPubKeyInterface(key.PubKey())
	require.NoError(tb, err)
	c.validator = cmttypes.NewValidator(pub, 1)

	g := &Genesis{
		Market: markettypes.DefaultGenesis(), Poco: pocotypes.DefaultGenesis(),
		Bridge: rlcbridgetypes.DefaultGenesis(), Balances: map[string]uint64{}, Options: map[string]any{},
	}
	g.Poco.Params.HoldBackBlocks = 0      // results are paid at once; a test of audits sets it
	g.Poco.Params.CountProvenOnly = false // two known workers are enough for most bounds
	g.Poco.Params.SafetyDivisor = 1
	g.Poco.Params.AuditRatePpb = 50_000_000 // a seat locks 19 times the price
	var genesis []authtypes.GenesisAccount
	for i, name := range names {
		a := NewAccount(name)
		a.number = uint64(i)
		c.accounts[name] = a
		genesis = append(genesis, authtypes.NewBaseAccount(sdk.AccAddress(a.ID[:]), nil, a.number, 0))
		g.Balances[a.Address] = Balance
	}
	for _, f := range change {
		f(g)
	}
	c.App = newApp(db, g.Options)
	c.initChain(c.genesisState(g, genesis))
	return c
}

func newApp(db dbm.DB, options map[string]any) *app.App {
	return app.New(log.NewNopLogger(), db, simtestutil.AppOptionsMap(options), baseapp.SetChainID(ChainID),
		baseapp.SetMinGasPrices("0.01"+account.Denom))
}

func (c *Chain) genesisState(g *Genesis, accounts []authtypes.GenesisAccount) []byte {
	state := c.App.DefaultGenesis()
	cdc := c.App.Codec
	set := func(module string, bz []byte) { state[module] = bz }
	set(authtypes.ModuleName, cdc.MustMarshalJSON(authtypes.NewGenesisState(authtypes.DefaultParams(), accounts)))
	set(markettypes.ModuleName, cdc.MustMarshalJSON(g.Market))
	set(pocotypes.ModuleName, cdc.MustMarshalJSON(g.Poco))

	bonded := sdk.DefaultPowerReduction
	balances := []banktypes.Balance{{
		Address: authtypes.NewModuleAddress(stakingtypes.BondedPoolName).String(),
		Coins:   sdk.NewCoins(sdk.NewCoin(account.Denom, bonded)),
	}}
	for _, a := range accounts {
		if n := g.Balances[a.GetAddress().String()]; n > 0 {
			balances = append(balances, balance(a.GetAddress().String(), n))
			delete(g.Balances, a.GetAddress().String())
		}
	}
	for _, name := range []string{
		markettypes.ModuleName, pocotypes.ModuleName, pocotypes.KittyName, pocotypes.AuditName,
	} {
		addr := authtypes.NewModuleAddress(name).String()
		if n := g.Balances[addr]; n > 0 {
			balances = append(balances, balance(addr, n))
		}
	}
	var bank banktypes.GenesisState
	cdc.MustUnmarshalJSON(state[banktypes.ModuleName], &bank)
	bank.Balances = balances
	if g.Bridge.Vault != nil {
		for _, b := range balances {
			g.Bridge.Observed.LockedNrlc += b.Coins.AmountOf(account.Denom).Uint64()
		}
	}
	set(rlcbridgetypes.ModuleName, cdc.MustMarshalJSON(g.Bridge))
	set(banktypes.ModuleName, cdc.MustMarshalJSON(&bank))

	operator := sdk.ValAddress(c.validator.Address)
	pk, err := cryptocodec.FromCmtPubKeyInterface(c.validator.PubKey)
	require.NoError(c.T, err)
	pkAny, err := codectypes.NewAnyWithValue(pk)
	require.NoError(c.T, err)
	params := stakingtypes.DefaultParams()
	params.BondDenom = account.Denom
	params.KeyRotationFee.Denom = account.Denom
	set(stakingtypes.ModuleName, cdc.MustMarshalJSON(stakingtypes.NewGenesisState(params, []stakingtypes.Validator{{
		OperatorAddress: operator.String(), ConsensusPubkey: pkAny, Status: stakingtypes.Bonded, Tokens: bonded,
		DelegatorShares: math.LegacyOneDec(), UnbondingTime: time.Unix(0, 0).UTC(),
		Commission:        stakingtypes.NewCommission(math.LegacyZeroDec(), math.LegacyZeroDec(), math.LegacyZeroDec()),
		MinSelfDelegation: math.ZeroInt(),
	}}, []stakingtypes.Delegation{
		stakingtypes.NewDelegation(accounts[0].GetAddress().String(), operator.String(), math.LegacyOneDec()),
	})))
	cons := sdk.ConsAddress(c.validator.Address)
	slashing := slashingtypes.DefaultGenesisState()
	slashing.SigningInfos = []slashingtypes.SigningInfo{{
		Address:              cons.String(),
		ValidatorSigningInfo: slashingtypes.NewValidatorSigningInfo(cons, 0, 0, time.Unix(0, 0).UTC(), false, 0),
	}}
	set(slashingtypes.ModuleName, cdc.MustMarshalJSON(slashing))
	bz, err := json.Marshal(state)
	require.NoError(c.T, err)
	return bz
}

func balance(address string, n uint64) banktypes.Balance {
	coin := sdk.NewCoin(account.Denom, math.NewIntFromUint64(n))
	return banktypes.Balance{Address: address, Coins: sdk.NewCoins(coin)}
}

func (c *Chain) initChain(state []byte) {
	params := *simtestutil.DefaultConsensusParams
	params.Block = &cmtproto.BlockParams{MaxBytes: 4 << 20, MaxGas: -1}
	_, err := c.App.InitChain(&abci.RequestInitChain{
		ChainId: ChainID, Time: c.Time, InitialHeight: c.Height + 1, ConsensusParams: &params, AppStateBytes: state,
		Validators: []abci.ValidatorUpdate{cmttypes.TM2PB.ValidatorUpdate(c.validator)},
	})
	require.NoError(c.T, err)
	c.Block()
}

// Operator returns the operator of the genesis validator, which has its consensus
// address; nobody has its key.
func Operator() ident.Address {
	key := ed25519.GenPrivKeyFromSecret([]byte("chaintest validator"))
	return ident.Address(key.PubKey().Address())
}

// Account returns a funded account by name.
func (c *Chain) Account(name string) *Account {
	a := c.accounts[name]
	require.NotNil(c.T, a, "no account %q", name)
	return a
}

// Block makes a block one second later with the transactions, and returns their results.
func (c *Chain) Block(txs ...[]byte) []*abci.ExecTxResult {
	c.T.Helper()
	c.Time = c.Time.Add(time.Second)
	return c.Finalize(txs...).TxResults
}

// Finalize makes a block at the present time with the transactions and commits it.
func (c *Chain) Finalize(txs ...[]byte) *abci.ResponseFinalizeBlock {
	c.T.Helper()
	c.Height++
	req := &abci.RequestFinalizeBlock{
		Height: c.Height, Time: c.Time, Txs: txs, Hash: []byte(fmt.Sprintf("%032d", c.Height)),
		ProposerAddress: c.validator.Address, NextValidatorsHash: c.validator.Address,
		DecidedLastCommit: abci.CommitInfo{Votes: []abci.VoteInfo{{
			Validator:   abci.Validator{Address: c.validator.Address, Power: 1},
			BlockIdFlag: cmtproto.BlockIDFlagCommit,
		}}},
	}
	res, err := c.App.FinalizeBlock(req)
	require.NoError(c.T, err)
	_, err = c.App.Commit()
	require.NoError(c.T, err)
	return res
}

// Skip makes one block after the given time.
func (c *Chain) Skip(d time.Duration) {
	c.T.Helper()
	c.Time = c.Time.Add(d - time.Second)
	c.Block()
}

// Ctx returns a context on the committed state.
func (c *Chain) Ctx() sdk.Context {
	header := cmtproto.Header{ChainID: ChainID, Height: c.Height, Time: c.Time}
	return c.App.NewUncachedContext(false, header) //nolint:staticcheck // the committed state, not the next
}

// Check fails the test if an invariant is broken.
func (c *Chain) Check() {
	c.T.Helper()
	require.NoError(c.T, c.App.CheckInvariants(c.Ctx()))
}

// Run sends messages from one account in a block of its own and returns the
// result; it fails the test if the transaction failed.
func (c *Chain) Run(from *Account, msgs ...sdk.Msg) *abci.ExecTxResult {
	c.T.Helper()
	res := c.Try(from, msgs...)
	require.Zero(c.T, res.Code, "%s", res.Log)
	return res
}

// Try is Run for transactions that may fail.
func (c *Chain) Try(from *Account, msgs ...sdk.Msg) *abci.ExecTxResult {
	c.T.Helper()
	return c.Block(c.Tx(from, msgs...))[0]
}

// Balance returns what an account can spend, in nrlc.
func (c *Chain) Balance(id ident.Address) uint64 {
	return c.App.Bank.GetBalance(c.Ctx(), id[:], account.Denom).Amount.Uint64()
}

// Supply returns the supply of nrlc.
func (c *Chain) Supply() uint64 { return c.App.Bank.GetSupply(c.Ctx(), account.Denom).Amount.Uint64() }

// AppHash returns the hash of the committed state.
func (c *Chain) AppHash() []byte { return c.App.LastCommitID().Hash }

// Beacon returns what decided the draws of the last block.
func (c *Chain) Beacon() ident.Hash {
	c.T.Helper()
	value, err := c.App.Beacon.Value(c.Ctx())
	require.NoError(c.T, err)
	return value
}
