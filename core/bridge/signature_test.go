package bridge

import (
	"bytes"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
)

// key returns the private key n.
func key(n byte) []byte { return append(make([]byte, 31), n) }

// sign returns the signature of key n over a digest.
func sign(t require.TestingT, n byte, digest ident.Hash) Signature {
	wallet, err := ethsecp256k1.SignDigest(key(n), digest)
	require.NoError(t, err)
	sig, err := CompactSignature(wallet[:])
	require.NoError(t, err)
	return sig
}

// accountOf returns the account of key n.
func accountOf(t require.TestingT, n byte) ident.Address {
	who, err := sign(t, n, ident.Hash{1}).Signer(ident.Hash{1}, ethsecp256k1.Recover)
	require.NoError(t, err)
	return who
}

// TestSignatures: a wallet's signature has one form of 64 bytes, whose signer is
// the wallet; both values of v occur.
func TestSignatures(t *testing.T) {
	t.Parallel()
	require.Equal(t, keyOne, accountOf(t, 1))
	var seen [2]bool
	for n := range byte(20) {
		digest := goldenDomain.Digest(Bind{Operator: "iexecvaloper1", Seq: uint64(n)})
		sig := sign(t, 1, digest)
		seen[sig[32]>>7] = true
		back, err := ParseSignature(sig[:])
		require.NoError(t, err)
		require.Equal(t, sig, back)
		who, err := sig.Signer(digest, ethsecp256k1.Recover)
		require.NoError(t, err)
		require.Equal(t, keyOne, who)
	}
	require.Equal(t, [2]bool{true, true}, seen)
}

// TestSignaturesRefused: whatever the vault refuses is refused here.
func TestSignaturesRefused(t *testing.T) {
	t.Parallel()
	good := sign(t, 1, ident.Hash{9})
	order, _ := new(big.Int).SetString("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16)
	half := new(big.Int).Rsh(order, 1)
	withS := func(s *big.Int) []byte { return append(bytes.Clone(good[:32]), s.FillBytes(make([]byte, 32))...) }
	for _, c := range []struct {
		name string
		raw  []byte
		want string // empty: it is a signature
	}{
		{"highest s", withS(half), ""},
		{"s just too high", withS(new(big.Int).Add(half, big.NewInt(1))), "upper half"},
		{"s 0", withS(new(big.Int)), "r or s is 0"},
		{"s 0 and v 1", append(bytes.Clone(good[:32]), append([]byte{0x80}, make([]byte, 31)...)...), "r or s is 0"},
		{"r 0", append(make([]byte, 32), good[32:]...), "r or s is 0"},
		{"63 bytes", good[:63], "63 bytes, expected 64"},
		{"65 bytes", append(bytes.Clone(good[:]), 0), "65 bytes, expected 64"},
		{"none", nil, "0 bytes, expected 64"},
	} {
		_, err := ParseSignature(c.raw)
		if c.want == "" {
			require.NoError(t, err, c.name)
			continue
		}
		require.ErrorIs(t, err, ErrSignature, c.name)
		require.ErrorContains(t, err, c.want, c.name)
	}
	wallet := append(bytes.Clone(good[:]), 29)
	wallet[32] &= 0x7f
	_, err := CompactSignature(wallet)
	require.ErrorIs(t, err, ErrSignature)
	zero := func(ident.Hash, [32]byte, [32]byte, byte) (ident.Address, bool) { return ident.Address{}, true }
	_, err = good.Signer(ident.Hash{9}, zero)
	require.ErrorIs(t, err, ErrSignature)
	none := func(ident.Hash, [32]byte, [32]byte, byte) (ident.Address, bool) { return keyOne, false }
	_, err = good.Signer(ident.Hash{9}, none)
	require.ErrorIs(t, err, ErrSignature)
}
