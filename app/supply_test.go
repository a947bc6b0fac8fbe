package app_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"
	stakingkeeper "github.com/cosmos/cosmos-sdk/x/staking/keeper"
	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"

	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/tests/chaintest"
)

func nrlc(n int64) sdk.Coins { return sdk.NewCoins(sdk.NewInt64Coin(account.Denom, n)) }

// pool returns the community pool, in whole nrlc.
func pool(t *testing.T, c *chaintest.Chain, ctx sdk.Context) int64 {
	t.Helper()
	fees, err := c.App.Distribution.FeePool.Get(ctx)
	require.NoError(t, err)
	return fees.CommunityPool.AmountOf(account.Denom).TruncateInt64()
}

func validator(t *testing.T, c *chaintest.Chain, ctx sdk.Context) stakingtypes.Validator {
	t.Helper()
	all, err := c.App.Staking.GetAllValidators(ctx)
	require.NoError(t, err)
	require.Len(t, all, 1)
	return all[0]
}

// TestSlashingKeepsTheSupply slashes a tenth of the only validator.
func TestSlashingKeepsTheSupply(t *testing.T) {
	c := chaintest.New(t, []string{"alice"})
	ctx, _ := c.Ctx().CacheContext()
	before, supply := validator(t, c, ctx), c.App.Bank.GetSupply(ctx, account.Denom)
	cons, err := before.GetConsAddr()
	require.NoError(t, err)
	had := pool(t, c, ctx)
	burned, err := c.App.Staking.Slash(ctx, cons, ctx.BlockHeight(), 1, math.LegacyNewDecWithPrec(1, 1))
	require.NoError(t, err)
	require.Equal(t, int64(100_000), burned.Int64(), "a tenth of one unit of power")
	require.Equal(t, before.Tokens.Sub(burned), validator(t, c, ctx).Tokens)
	require.Equal(t, supply, c.App.Bank.GetSupply(ctx, account.Denom))
	require.Equal(t, had+burned.Int64(), pool(t, c, ctx))
	bonded := c.App.Bank.GetBalance(ctx, authtypes.NewModuleAddress(stakingtypes.BondedPoolName), account.Denom)
	require.Equal(t, before.Tokens.Sub(burned), bonded.Amount)
}

// TestDepositsKeepTheSupply cancels a proposal, which burns half of the deposit elsewhere.
func TestDepositsKeepTheSupply(t *testing.T) {
	c := chaintest.New(t, []string{"alice"})
	alice := c.Account("alice")
	supply, had := c.Supply(), pool(t, c, c.Ctx())
	const deposit = 50_000_000_000
	propose, err := govv1.NewMsgSubmitProposal(nil, nrlc(deposit), alice.Address, "meta", "title", "summary", false)
	require.NoError(t, err)
	c.Run(alice, propose)
	c.Run(alice, &govv1.MsgCancelProposal{ProposalId: 1, Proposer: alice.Address})
	require.Equal(t, supply, c.Supply())
	// The fees of the blocks go to the community pool as well, a fiftieth of each.
	got := pool(t, c, c.Ctx()) - had
	require.GreaterOrEqual(t, got, int64(deposit/2))
	require.Less(t, got, int64(deposit/2+1_000_000))
	c.ExportImport()
}

// TestKeyRotationKeepsTheSupply pays the fee of a new consensus key.
func TestKeyRotationKeepsTheSupply(t *testing.T) {
	c := chaintest.New(t, []string{"alice"})
	ctx, _ := c.Ctx().CacheContext()
	v := validator(t, c, ctx)
	operator, err := sdk.ValAddressFromBech32(v.OperatorAddress)
	require.NoError(t, err)
	fee, err := c.App.Staking.KeyRotationFee(ctx)
	require.NoError(t, err)
	require.Equal(t, account.Denom, fee.Denom)
	alice := c.Account("alice")
	require.NoError(t, c.App.Bank.SendCoins(ctx, alice.ID[:], sdk.AccAddress(operator), sdk.NewCoins(fee)))
	next := ed25519.GenPrivKeyFromSecret([]byte("next")).PubKey()
	msg, err := stakingtypes.NewMsgRotateConsPubKey(v.OperatorAddress, next)
	require.NoError(t, err)
	supply, had := c.App.Bank.GetSupply(ctx, account.Denom), pool(t, c, ctx)
	_, err = stakingkeeper.NewMsgServerImpl(c.App.Staking).RotateConsPubKey(ctx, msg)
	require.NoError(t, err)
	require.Equal(t, supply, c.App.Bank.GetSupply(ctx, account.Denom))
	require.Equal(t, had+fee.Amount.Int64(), pool(t, c, ctx))
}

// TestFeesAreCreditedOnce pays by the virtual way: the payer loses exactly its
// fee, and nothing is lost on the way to the validators and the community pool.
func TestFeesAreCreditedOnce(t *testing.T) {
	c := chaintest.New(t, []string{"alice", "bob"})
	alice, bob := c.Account("alice"), c.Account("bob")
	supply, had := c.Supply(), c.Balance(alice.ID)
	send := banktypes.NewMsgSend(alice.ID[:], bob.ID[:], nrlc(5))
	res := c.Block(c.Tx(alice, send), c.Tx(alice, send), c.Tx(alice, send))
	for _, r := range res {
		require.Zero(t, r.Code, r.Log)
	}
	const fee = 200_000 // what chaintest pays
	require.Equal(t, had-3*(fee+5), c.Balance(alice.ID))
	collector := c.App.Bank.GetBalance(c.Ctx(), authtypes.NewModuleAddress(authtypes.FeeCollectorName), account.Denom)
	require.Equal(t, int64(3*fee), collector.Amount.Int64())
	require.Equal(t, supply, c.Supply())
	c.Block()
	collector = c.App.Bank.GetBalance(c.Ctx(), authtypes.NewModuleAddress(authtypes.FeeCollectorName), account.Denom)
	require.True(t, collector.IsZero(), "distributed in the next block")
	c.Check()
}
