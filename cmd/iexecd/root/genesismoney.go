package root

import (
	"encoding/json"
	"errors"
	"fmt"

	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"
	"github.com/cosmos/gogoproto/proto"

	"github.com/iexecd/iexecd/app"
	"github.com/iexecd/iexecd/bridge/eth"
	"github.com/iexecd/iexecd/crypto/account"
	bridgetypes "github.com/iexecd/iexecd/x/rlcbridge/types"
)

var errOther = errors.New("the genesis has other money already")

// write puts the vault and what it holds into a genesis.
func (o fromVault) write(temp *app.App, doc *genutiltypes.AppGenesis, f founders, v vaultState) error {
	var state map[string]json.RawMessage
	if err := json.Unmarshal(doc.AppState, &state); err != nil {
		return err
	}
	var auth authtypes.GenesisState
	var bank banktypes.GenesisState
	var former bridgetypes.GenesisState
	for _, part := range []struct {
		name string
		into proto.Message
	}{{authtypes.ModuleName, &auth}, {banktypes.ModuleName, &bank}, {bridgetypes.ModuleName, &former}} {
		if err := temp.Codec.UnmarshalJSON(state[part.name], part.into); err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
	}
	if err := o.mayReplace(bank, former, v); err != nil {
		return err
	}
	setBalances(&bank, v.ledger)
	if err := addAccounts(temp, &auth, v.ledger); err != nil {
		return err
	}
	book, block := v.ledger.Book, v.ledger.Block
	next, err := bridgetypes.Bootstrap{
		Params: former.Params, Vault: v.id, Founders: f.list, Members: f.members, MadeUnix: v.madeUnix,
		Observed: bridgetypes.Observed{
			Nonce: book.Point.Nonce, Hash: book.Point.Hash.String(), EthBlock: block.Number, EthTimeUnix: block.Unix,
			LockedNrlc: uint64(book.Locked),
		},
	}.Genesis()
	if err != nil {
		return err
	}
	state[authtypes.ModuleName] = temp.Codec.MustMarshalJSON(&auth)
	state[banktypes.ModuleName] = temp.Codec.MustMarshalJSON(&bank)
	state[bridgetypes.ModuleName] = temp.Codec.MustMarshalJSON(next)
	doc.AppState, err = json.MarshalIndent(state, "", " ")
	return err
}

// mayReplace returns an error if a genesis has nrlc that is not the vault's, or
// another vault, and is not to lose it.
func (o fromVault) mayReplace(bank banktypes.GenesisState, former bridgetypes.GenesisState, v vaultState) error {
	if o.replace {
		return nil
	}
	want := map[string]math.Int{}
	for _, b := range v.ledger.Balances {
		want[account.Bech32(b.Who)] = math.NewIntFromUint64(uint64(b.Amount))
	}
	for _, b := range bank.Balances {
		has := b.Coins.AmountOf(account.Denom)
		if locked, ok := want[b.Address]; has.IsPositive() && (!ok || !locked.Equal(has)) {
			if !ok {
				locked = math.ZeroInt()
			}
			return fmt.Errorf("%w: %s has %s nrlc there, in the vault %s: --%s replaces it", errOther, b.Address, has,
				locked, flagReplace)
		}
	}
	if former.Vault == nil {
		return nil
	}
	if id, err := former.Vault.Core(); err != nil || id.Domain.Vault != o.vault {
		return fmt.Errorf("%w: it names the vault %s, you gave %s: --%s replaces it", errOther, former.Vault.Address,
			o.vault, flagReplace)
	}
	return nil
}

// setBalances replaces all nrlc in a genesis by what a vault holds.
func setBalances(bank *banktypes.GenesisState, l eth.Ledger) {
	locked := map[string]sdk.Coin{}
	for _, b := range l.Balances {
		locked[account.Bech32(b.Who)] = nrlc(uint64(b.Amount))
	}
	var all []banktypes.Balance
	for _, b := range bank.Balances {
		b.Coins = without(b.Coins)
		if coin, ok := locked[b.Address]; ok {
			b.Coins = b.Coins.Add(coin)
			delete(locked, b.Address)
		}
		if !b.Coins.IsZero() {
			all = append(all, b)
		}
	}
	for _, b := range l.Balances {
		if coin, ok := locked[account.Bech32(b.Who)]; ok {
			all = append(all, banktypes.Balance{Address: account.Bech32(b.Who), Coins: sdk.NewCoins(coin)})
		}
	}
	bank.Balances = banktypes.SanitizeGenesisBalances(all)
	bank.Supply = nil
	for _, b := range bank.Balances {
		bank.Supply = bank.Supply.Add(b.Coins...)
	}
}

func nrlc(amount uint64) sdk.Coin { return sdk.NewCoin(account.Denom, math.NewIntFromUint64(amount)) }

// without returns coins without nrlc.
func without(coins sdk.Coins) sdk.Coins {
	return coins.Sub(sdk.NewCoin(account.Denom, coins.AmountOf(account.Denom)))
}

// addAccounts adds those of a ledger that a genesis does not have, but for modules'.
func addAccounts(temp *app.App, auth *authtypes.GenesisState, l eth.Ledger) error {
	accounts, err := authtypes.UnpackAccounts(auth.Accounts)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, a := range accounts {
		known[string(a.GetAddress())] = true
	}
	for name := range temp.Account.GetModulePermissions() { //det:ok a set
		known[string(authtypes.NewModuleAddress(name))] = true
	}
	for _, b := range l.Balances {
		if !known[string(b.Who[:])] {
			accounts = append(accounts, authtypes.NewBaseAccount(b.Who[:], nil, 0, 0))
		}
	}
	auth.Accounts, err = authtypes.PackAccounts(authtypes.SanitizeGenesisAccounts(accounts))
	return err
}
