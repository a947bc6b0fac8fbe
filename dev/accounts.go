package dev

import (
	"fmt"

	"github.com/cosmos/cosmos-sdk/crypto/hd"
	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"

	"github.com/iexecd/iexecd/cli/keys"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
)

// Mnemonic is the public secret of all accounts of a dev chain, the one that
// Ethereum's dev chains use as well: alice is their first account.
const Mnemonic = "test test test test test test test test test test test junk"

// people are the funded accounts, in the order of their derivation paths.
var people = []string{"alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi", "ivan", "judy"}

// The derivation indices of the accounts that run things.
const (
	indexValidator = 10
	indexPool      = 11
	indexApps      = 12
	indexWorker    = 20 // the first worker
)

// Account is an account of the dev chain with its key.
type Account struct {
	Name    string
	Address ident.Address
	Key     cryptotypes.PrivKey
	index   int
}

// Bech32 returns the account as iexec1….
func (a Account) Bech32() string { return account.Bech32(a.Address) }

// Eth returns the account as 0x… with the mixed case of EIP-55.
func (a Account) Eth() string { return account.Checksummed(a.Address) }

// derive returns the account with this derivation index.
func derive(name string, index int) (Account, error) {
	secret, err := ethsecp256k1.Algo.Derive()(Mnemonic, "", hdPath(index))
	if err != nil {
		return Account{}, err
	}
	key := ethsecp256k1.Algo.Generate()(secret)
	address, err := account.From(key.PubKey().Address())
	return Account{Name: name, Address: address, Key: key, index: index}, err
}

func hdPath(index int) string {
	return hd.CreateHDPath(60, 0, uint32(index)).String() //nolint:gosec // a small constant
}

// cast are all accounts of a dev chain.
type cast struct {
	people    []Account
	validator Account
	pool      Account
	apps      Account
	workers   []Account
}

func newCast(workers int) (cast, error) {
	var c cast
	for i, name := range people {
		a, err := derive(name, i)
		if err != nil {
			return c, err
		}
		c.people = append(c.people, a)
	}
	for i := range workers {
		a, err := derive(fmt.Sprintf("worker%d", i), indexWorker+i)
		if err != nil {
			return c, err
		}
		c.workers = append(c.workers, a)
	}
	var err error
	if c.validator, err = derive("validator", indexValidator); err != nil {
		return c, err
	}
	if c.pool, err = derive("pool", indexPool); err != nil {
		return c, err
	}
	c.apps, err = derive("apps", indexApps)
	return c, err
}

// all returns every account, people first.
func (c cast) all() []Account {
	return append(append(append([]Account{}, c.people...), c.validator, c.pool, c.apps), c.workers...)
}

// writeKeyring puts every account's key into a test keyring in dir, so that
// commands can sign; what is there already stays.
func (c cast) writeKeyring(dir string) error {
	ring, err := keys.Open(keyring.BackendTest, dir, nil)
	if err != nil {
		return err
	}
	for _, a := range c.all() {
		if _, err := ring.Key(a.Name); err == nil {
			continue
		}
		if _, err := ring.NewAccount(a.Name, Mnemonic, "", hdPath(a.index), ethsecp256k1.Algo); err != nil {
			return fmt.Errorf("key %s: %w", a.Name, err)
		}
	}
	return nil
}
