package ident

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestKeccak256 holds the hash against published vectors of Keccak-256, which
// is not SHA3-256.
func TestKeccak256(t *testing.T) {
	for in, want := range map[string]string{
		"":        "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
		"abc":     "0x4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45",
		"testing": "0x5f16f4c7f149ac4f9510d9cf8cf384038ad348b3bcdc01915f95de12df9d1b02",
	} {
		require.Equal(t, want, Keccak256([]byte(in)).String())
	}
}

// TestKeccak256IsOfTheConcatenation checks that where the parts end does not matter.
func TestKeccak256IsOfTheConcatenation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")
		cut := rapid.IntRange(0, len(b)).Draw(t, "cut")
		require.Equal(t, Keccak256(b), Keccak256(b[:cut], b[cut:]))
	})
}

func TestUint256(t *testing.T) {
	require.Equal(t, strings.Repeat("\x00", 31)+"\x01", string(Uint256(1)))
	require.Equal(t, strings.Repeat("\x00", 24)+strings.Repeat("\xff", 8), string(Uint256(1<<64-1)))
}

func TestParse(t *testing.T) {
	a20, a32 := "0x"+strings.Repeat("aB", 20), "0x"+strings.Repeat("aB", 32)
	for _, c := range []struct {
		name, text string
		bytes      int // 20 or 32: who reads it; 0: nobody
	}{
		{"address", a20, 20},
		{"hash", a32, 32},
		{"no prefix", a20[2:], 0},
		{"upper-case prefix", "0X" + a20[2:], 0},
		{"one digit short", a20[:41], 0},
		{"one digit long", a20 + "0", 0},
		{"not a digit", a20[:41] + "g", 0},
		{"only the prefix", "0x", 0},
		{"space", " " + a20, 0},
		{"huge", "0x" + strings.Repeat("0", 1<<20), 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, err := ParseAddress(c.text)
			require.Equal(t, c.bytes == 20, err == nil, "address: %v", err)
			if err == nil {
				require.Equal(t, strings.ToLower(c.text), a.String())
			} else {
				require.Less(t, len(err.Error()), 300, "the error repeats the whole text")
			}
			h, err := ParseHash(c.text)
			require.Equal(t, c.bytes == 32, err == nil, "hash: %v", err)
			if err == nil {
				require.Equal(t, strings.ToLower(c.text), h.String())
			}
		})
	}
	a, err := ParseAddress("")
	require.NoError(t, err)
	require.True(t, a.IsZero())
	h, err := ParseHash("")
	require.NoError(t, err)
	require.True(t, h.IsZero())
}

// TestRoundTrip checks that what is written is read back.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var a Address
		var h Hash
		copy(a[:], rapid.SliceOfN(rapid.Byte(), 20, 20).Draw(t, "address"))
		copy(h[:], rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "hash"))
		a2, err := ParseAddress(a.String())
		require.NoError(t, err)
		require.Equal(t, a, a2)
		h2, err := ParseHash(h.String())
		require.NoError(t, err)
		require.Equal(t, h, h2)
		require.Equal(t, a == Address{}, a.IsZero())
		require.Equal(t, h == Hash{}, h.IsZero())
	})
}

// FuzzParse checks that no text is read in two ways.
func FuzzParse(f *testing.F) {
	f.Add("0x" + strings.Repeat("0", 40))
	f.Add("0x" + strings.Repeat("f", 64))
	f.Fuzz(func(t *testing.T, text string) {
		if a, err := ParseAddress(text); err == nil && text != "" {
			require.Equal(t, strings.ToLower(text), a.String())
		}
		if h, err := ParseHash(text); err == nil && text != "" {
			require.Equal(t, strings.ToLower(text), h.String())
		}
	})
}
