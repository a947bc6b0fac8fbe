package ethsecp256k1_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/signed"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
)

// TestRecover checks that the signer of any digest is found again, and that
// another digest, r, s or v is never his.
func TestRecover(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		secret := rapid.SliceOfN(rapid.Byte(), 31, 31).Draw(t, "key")
		key := &ethsecp256k1.PrivKey{Key: append([]byte{1}, secret...)}
		who := ident.Address(key.PubKey().Address())
		digest := ident.Hash(rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "digest"))
		sig, err := ethsecp256k1.SignDigest(key.Key, digest)
		require.NoError(t, err)
		r, s, v, err := signed.ParseSignature(sig[:])
		require.NoError(t, err, "low s, known v")
		got, ok := ethsecp256k1.Recover(digest, r, s, v)
		require.True(t, ok)
		require.Equal(t, who, got)

		bit := rapid.IntRange(0, 65*8-1).Draw(t, "bit")
		flipped := sig
		flipped[bit/8] ^= 1 << (bit % 8)
		require.Error(t, signed.Verify(who, digest, flipped[:], ethsecp256k1.Recover))
		digest[bit%32] ^= 1
		require.ErrorIs(t, signed.Verify(who, digest, sig[:], ethsecp256k1.Recover), signed.ErrSignature)
	})
}

// TestRecoverRefuses checks numbers that no signature has.
func TestRecoverRefuses(t *testing.T) {
	full := [32]byte{}
	for i := range full {
		full[i] = 0xff
	}
	one := [32]byte{31: 1}
	for name, c := range map[string]struct {
		r, s [32]byte
		v    byte
	}{
		"no r": {s: one}, "no s": {r: one}, "r beyond the order": {r: full, s: one},
		"s beyond the order": {r: one, s: full}, "v": {r: one, s: one, v: 2},
	} {
		_, ok := ethsecp256k1.Recover(ident.Hash{1}, c.r, c.s, c.v)
		require.False(t, ok, name)
	}
	_, err := ethsecp256k1.SignDigest(make([]byte, 31), ident.Hash{1})
	require.Error(t, err)
}
