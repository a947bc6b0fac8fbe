package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	secp "github.com/decred/dcrd/dcrec/secp256k1/v4"
	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/sha3"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/account"
)

// addressOf derives the checksummed address of a key another way than the app.
func addressOf(key [32]byte) string {
	pub := secp.PrivKeyFromBytes(key[:]).PubKey().SerializeUncompressed()
	hash := ident.Keccak256(pub[1:])
	return account.Checksummed(ident.Address(hash[12:]))
}

// TestSearch checks the found address against its key by another way.
func TestSearch(t *testing.T) {
	for _, prefix := range []string{"a", "aa", "0f", "123", "beef"} {
		found, err := search(prefix, "seed")
		require.NoError(t, err)
		require.Equal(t, addressOf(found.key), found.address)
		require.True(t, strings.HasPrefix(strings.ToLower(found.address), "0x"+prefix), found.address)
		again, err := search(prefix, "seed")
		require.NoError(t, err)
		require.Equal(t, found, again)
		other, err := search(prefix, "another seed")
		require.NoError(t, err)
		require.NotEqual(t, found.key, other.key)
	}
}

// TestSearchIsExhaustive compares with a slow twin that derives every key by
// itself: the walk skips no key, also not between two batches.
func TestSearchIsExhaustive(t *testing.T) {
	for _, seed := range []string{"a", "b", "c"} {
		found, err := search("00", seed)
		require.NoError(t, err)
		var key, one secp.ModNScalar
		key.SetBytes(&found.key)
		one.SetInt(1).Negate()
		for range found.attempts - 1 {
			key.Add(&one)
			require.False(t, strings.HasPrefix(addressOf(key.Bytes()), "0x00"))
		}
		require.Positive(t, found.attempts)
	}
}

// TestWalk compares 3 batches with multiplications.
func TestWalk(t *testing.T) {
	var key, one secp.ModNScalar
	key.SetInt(1_000_000)
	one.SetInt(1)
	w := newWalk(&key)
	for range 3 {
		w.advance()
		for i := range w.points {
			key.Add(&one)
			require.Equal(t, multiply(&key), w.points[i])
		}
	}
}

// TestFoundCatchesABrokenWalk: a base among its own steps breaks the inversion.
func TestFoundCatchesABrokenWalk(t *testing.T) {
	var first secp.ModNScalar
	first.SetInt(5)
	w := newWalk(&first)
	w.advance()
	_, err := found(first, 1, ethereum(sha3.NewLegacyKeccak256(), &w.points[0]))
	require.ErrorContains(t, err, "belongs to")
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

func TestRun(t *testing.T) {
	out := t.TempDir()
	t.Setenv("IEXEC_OUT", out)
	require.NoError(t, run([]string{"7"}))
	text, err := os.ReadFile(filepath.Join(out, "result.txt"))
	require.NoError(t, err)
	const form = `^address     0x7[0-9a-fA-F]{39}\nprivate key 0x[0-9a-f]{64}\nattempts    [0-9]+\n$`
	require.Regexp(t, form, string(text))

	t.Setenv("IEXEC_BOT_TASK_INDEX", "1")
	require.NoError(t, run([]string{"7"}))
	other, err := os.ReadFile(filepath.Join(out, "result.txt"))
	require.NoError(t, err)
	require.NotEqual(t, string(text), string(other), "every task of a bag finds its own")

	require.ErrorIs(t, run(nil), errPrefix)
	require.ErrorIs(t, run([]string{"iEx"}), errPrefix)
}
