package chain

import (
	"fmt"

	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/account"
)

// Key is an account that can sign.
type Key interface {
	// Address is the account.
	Address() ident.Address
	// PubKey is its public key.
	PubKey() cryptotypes.PubKey
	// Sign returns the signature over the bytes of a sign document.
	Sign(doc []byte) ([]byte, error)
}

type rawKey struct {
	address ident.Address
	priv    cryptotypes.PrivKey
}

// RawKey returns the key that is in memory.
func RawKey(priv cryptotypes.PrivKey) (Key, error) {
	a, err := account.From(priv.PubKey().Address())
	if err != nil {
		return nil, err
	}
	return rawKey{address: a, priv: priv}, nil
}

func (k rawKey) Address() ident.Address          { return k.address }
func (k rawKey) PubKey() cryptotypes.PubKey      { return k.priv.PubKey() }
func (k rawKey) Sign(doc []byte) ([]byte, error) { return k.priv.Sign(doc) }

type ringKey struct {
	address ident.Address
	pub     cryptotypes.PubKey
	ring    keyring.Keyring
	name    string
}

// RingKey returns the key with this name in a keyring.
func RingKey(ring keyring.Keyring, name string) (Key, error) {
	record, err := ring.Key(name)
	if err != nil {
		return nil, fmt.Errorf("key %q: %w", name, err)
	}
	pub, err := record.GetPubKey()
	if err != nil {
		return nil, fmt.Errorf("key %q: %w", name, err)
	}
	a, err := account.From(pub.Address())
	if err != nil {
		return nil, fmt.Errorf("key %q: %w", name, err)
	}
	return ringKey{address: a, pub: pub, ring: ring, name: name}, nil
}

func (k ringKey) Address() ident.Address     { return k.address }
func (k ringKey) PubKey() cryptotypes.PubKey { return k.pub }
func (k ringKey) Sign(doc []byte) ([]byte, error) {
	sig, _, err := k.ring.Sign(k.name, doc, signing.SignMode_SIGN_MODE_DIRECT)
	return sig, err
}
