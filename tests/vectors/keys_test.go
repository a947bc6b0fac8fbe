package vectors

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
	"github.com/iexecd/iexecd/tests/chaintest"
)

// signer is the key made for an alias.
type signer struct {
	key []byte
	id  ident.Address
}

var signers sync.Map // alias -> signer

// signerOf returns an alias's key, always the same.
func signerOf(alias string) signer {
	if s, ok := signers.Load(alias); ok {
		return s.(signer) //nolint:forcetypeassert // nothing else is stored
	}
	a := chaintest.NewAccount(alias)
	s := signer{a.Key.Key, a.ID}
	signers.Store(alias, s)
	return s
}

func (s signer) sign(t *testing.T, digest ident.Hash) []byte {
	t.Helper()
	sig, err := ethsecp256k1.SignDigest(s.key, digest)
	require.NoError(t, err)
	return sig[:]
}

// nobody are the aliases under which nobody acts.
var nobody = []string{"", "zero", "escrow", "kitty"}

// person returns the address of who acts under an alias.
func person(t *testing.T, alias string) ident.Address {
	t.Helper()
	require.NotContains(t, nobody, alias, "nobody acts under this alias")
	return signerOf(alias).id
}

// thing returns the address of an asset.
func thing(alias string) ident.Address {
	h := ident.Keccak256([]byte("asset " + alias))
	return ident.Address(h[12:])
}

// data are the bytes that a result's label stands for, digest is their hash.
func data(label string) []byte { return []byte("data of " + label) }

func digest(label string) ident.Hash { return ident.Keccak256(data(label)) }
