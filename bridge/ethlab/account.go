package ethlab

import (
	"bytes"
	"crypto/ecdsa"
	"fmt"
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
)

// The private keys of a chain's accounts are these numbers, and of a vault's
// validators 1 and so on.
const firstAccount = 1_000_000

// Account is somebody on Ethereum, with a key that everybody knows.
type Account struct {
	common.Address

	Key *ecdsa.PrivateKey

	nonce uint64               // of its next transaction; the chain's lock guards it
	sent  []*types.Transaction // that may wait for a block; the chain's lock guards them
}

// NewAccount returns the account whose private key is the number n, from 1.
func NewAccount(n uint64) (*Account, error) {
	key, err := crypto.ToECDSA(new(big.Int).SetUint64(n).FillBytes(make([]byte, 32)))
	if err != nil {
		return nil, fmt.Errorf("account %d: %w: give a number from 1", n, err)
	}
	return &Account{Address: crypto.PubkeyToAddress(key.PublicKey), Key: key}, nil
}

// PrivateKey returns the 32 bytes of the account's key.
func (a *Account) PrivateKey() []byte { return crypto.FromECDSA(a.Key) }

// Ident returns the account's address as the chain here writes it.
func (a *Account) Ident() ident.Address { return ident.Address(a.Address) }

// Sign returns the account's signature over a digest.
func (a *Account) Sign(digest ident.Hash) (bridge.Signature, error) {
	raw, err := crypto.Sign(digest[:], a.Key)
	if err != nil {
		return bridge.Signature{}, fmt.Errorf("signing: %w", err)
	}
	return bridge.CompactSignature(raw)
}

// Validators is a validator set with its keys, both in the order of addresses.
type Validators struct {
	Keys    []*Account
	Members bridge.Members
}

// NewValidators returns n validators, whose keys are the numbers from first on:
// of the powers given in the order of addresses, and of 100 where none is. Whether
// they can be a set is not checked: the vault must refuse those that cannot.
func NewValidators(first uint64, n int, powers ...uint64) (Validators, error) {
	const power = 100
	var v Validators
	for i := range n {
		key, err := NewAccount(first + uint64(i))
		if err != nil {
			return Validators{}, err
		}
		v.Keys = append(v.Keys, key)
	}
	slices.SortFunc(v.Keys, func(a, b *Account) int { return bytes.Compare(a.Bytes(), b.Bytes()) })
	for i, k := range v.Keys {
		m := bridge.Member{Address: k.Ident(), Power: power}
		if i < len(powers) {
			m.Power = powers[i]
		}
		v.Members = append(v.Members, m)
	}
	return v, nil
}
