package main

import (
	"strings"
	"testing"

	secp "github.com/decred/dcrd/dcrec/secp256k1/v4"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/account"
)

// TestSearch checks the found address against its key by another way.
func TestSearch(t *testing.T) {
	for _, prefix := range []string{"a", "aa", "0f", "123"} {
		found, err := search(prefix, "seed")
		require.NoError(t, err)
		pub := secp.PrivKeyFromBytes(found.key[:]).PubKey().SerializeUncompressed()
		hash := ident.Keccak256(pub[1:])
		require.Equal(t, account.Checksummed(ident.Address(hash[12:])), found.address)
		require.True(t, strings.HasPrefix(strings.ToLower(found.address), "0x"+prefix), found.address)
		again, err := search(prefix, "seed")
		require.NoError(t, err)
		require.Equal(t, found, again)
		other, err := search(prefix, "another seed")
		require.NoError(t, err)
		require.NotEqual(t, found.key, other.key)
	}
}

func TestParse(t *testing.T) {
	for text, want := range map[string]string{"aa": "aa", "0xAA": "aa", "12345": "12345"} {
		got, err := parse(text)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	for _, text := range []string{"", "0x", "123456", "iEx", "-1"} {
		_, err := parse(text)
		require.ErrorIs(t, err, errPrefix, text)
	}
}
