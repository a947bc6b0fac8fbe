package digest

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The digests of "abc": of FIPS 180-4, and of BLAKE3's reference program.
const (
	abc256    = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	abc512    = "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f" //nolint:lll // one number
	abcBlake3 = "6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85"
)

func TestParse(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"sha2-256": "1220" + abc256, "upper case": "1220" + strings.ToUpper(abc256), "sha2-512": "1340" + abc512,
		"blake3": "1e20" + abcBlake3, "base58": "QmatYkNGZnELf8cAGdyJpUca2PyY4szai3RHyyWofNY1pY",
	} {
		d, err := Parse(text)
		require.NoError(t, err, name)
		h := d.New()
		_, _ = h.Write([]byte("abc"))
		require.True(t, d.Is(h), name)
		_, _ = h.Write([]byte("d"))
		require.False(t, d.Is(h), name)
		if name != "base58" {
			require.Equal(t, strings.ToLower(text), d.String())
		}
	}
	d, err := Parse("1220" + abc256)
	require.NoError(t, err)
	require.Equal(t, SHA256(sha256.Sum256([]byte("abc"))), d)
	sum, ok := d.SHA256()
	require.True(t, ok)
	require.Equal(t, abc256, hex.EncodeToString(sum[:]))
	require.True(t, Digest{}.IsZero())
	require.Nil(t, Digest{}.New())
	_, ok = Digest{}.SHA256()
	require.False(t, ok)
}

// What is no hash, is broken, or is shortened so that a second text can be found.
func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"empty": "", "nothing": "zz-", "cut": "1220" + abc256[2:], "longer": "1220" + abc256 + "00",
		"identity": "0003616263", "sha1": "1114a9993e364706816aba3e25717850c26c9cd0d89d",
		"md5": "d50110900150983cd24fb0d6963f7d28e17f72", "short sha2-256": "1204ba7816bf",
		"sha2-512 of 32": "1320" + abc256,
		"long blake3":    "1e40" + abcBlake3 + abcBlake3, "no digest": "1200", "varint": "ffffffffffffffffffff01",
	} {
		_, err := Parse(text)
		require.ErrorIs(t, err, ErrDigest, name)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("1220" + abc256)
	f.Fuzz(func(t *testing.T, text string) {
		d, err := Parse(text)
		if err != nil {
			require.ErrorIs(t, err, ErrDigest)
			return
		}
		again, err := Parse(d.String())
		require.NoError(t, err)
		require.Equal(t, d, again)
		require.NotNil(t, d.New())
	})
}
