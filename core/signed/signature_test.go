package signed_test

import (
	"bytes"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/signed"
)

// n is the order of secp256k1's group.
var n, _ = new(big.Int).SetString("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16)

func half(plus int64) []byte {
	s := new(big.Int).Add(new(big.Int).Rsh(n, 1), big.NewInt(plus))
	return s.FillBytes(make([]byte, 32))
}

// TestParseSignature checks the two lengths, each v, and the highest s.
func TestParseSignature(t *testing.T) {
	r := bytes.Repeat([]byte{0xee}, 32)
	long := func(s []byte, v byte) []byte { return append(append(bytes.Clone(r), s...), v) }
	short := func(s []byte, v byte) []byte {
		sig := long(s, 0)[:64]
		sig[32] |= v << 7
		return sig
	}
	for name, c := range map[string]struct {
		sig  []byte
		v    byte
		want error
	}{
		"27":            {long(half(0), 27), 0, nil},
		"28":            {long(half(0), 28), 1, nil},
		"0":             {long(half(0), 0), 0, nil},
		"1":             {long(half(0), 1), 1, nil},
		"compact 0":     {short(half(0), 0), 0, nil},
		"compact 1":     {short(half(0), 1), 1, nil},
		"2":             {long(half(0), 2), 0, signed.ErrSignature},
		"26":            {long(half(0), 26), 0, signed.ErrSignature},
		"29":            {long(half(0), 29), 0, signed.ErrSignature},
		"255":           {long(half(0), 255), 0, signed.ErrSignature},
		"high s":        {long(half(1), 27), 0, signed.ErrSignature},
		"highest s":     {long(bytes.Repeat([]byte{0xff}, 32), 28), 0, signed.ErrSignature},
		"compact high":  {short(half(1), 1), 0, signed.ErrSignature},
		"empty":         {nil, 0, signed.ErrSignatureFormat},
		"10 bytes":      {long(half(0), 27)[:10], 0, signed.ErrSignatureFormat},
		"a byte short":  {short(half(0), 0)[:63], 0, signed.ErrSignatureFormat},
		"a byte longer": {append(long(half(0), 27), 0), 0, signed.ErrSignatureFormat},
	} {
		t.Run(name, func(t *testing.T) {
			gotR, gotS, v, err := signed.ParseSignature(c.sig)
			require.ErrorIs(t, err, c.want)
			if c.want == nil {
				require.Equal(t, r, gotR[:])
				require.Equal(t, half(0), gotS[:])
				require.Equal(t, c.v, v)
			}
		})
	}
}

// TestVerifyNobody checks a signature that no key made.
func TestVerifyNobody(t *testing.T) {
	nobody := func(ident.Hash, [32]byte, [32]byte, byte) (ident.Address, bool) { return ident.Address{}, false }
	require.ErrorIs(t, signed.Verify(ident.Address{}, ident.Hash{}, make([]byte, 65), nobody), signed.ErrSignature)
}

// FuzzParseSignature checks that a signature which is read has one form of each
// length, and that its twin with the other s is refused.
func FuzzParseSignature(f *testing.F) {
	f.Add([]byte{})
	f.Add(make([]byte, 64))
	f.Add(append(append(make([]byte, 32), half(0)...), 27))
	f.Add(append(append(make([]byte, 32), half(1)...), 28))
	f.Fuzz(func(t *testing.T, sig []byte) {
		before := bytes.Clone(sig)
		r, s, v, err := signed.ParseSignature(sig)
		require.Equal(t, before, sig, "it reads only")
		if len(sig) != 64 && len(sig) != 65 {
			require.ErrorIs(t, err, signed.ErrSignatureFormat)
			return
		}
		if err != nil {
			require.ErrorIs(t, err, signed.ErrSignature)
			return
		}
		require.LessOrEqual(t, v, byte(1))
		require.Equal(t, sig[:32], r[:])
		long := append(append(bytes.Clone(r[:]), s[:]...), 27+v)
		short := bytes.Clone(long[:64])
		short[32] |= v << 7
		for _, form := range [][]byte{long, short} {
			r2, s2, v2, err := signed.ParseSignature(form)
			require.NoError(t, err)
			require.Equal(t, []any{r, s, v}, []any{r2, s2, v2})
		}
		other := new(big.Int).Sub(n, new(big.Int).SetBytes(s[:]))
		twin := append(append(bytes.Clone(r[:]), other.FillBytes(make([]byte, 32))...), 28-v)
		_, _, _, err = signed.ParseSignature(twin)
		require.ErrorIs(t, err, signed.ErrSignature)
	})
}
