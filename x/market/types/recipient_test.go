package types_test

import (
	"bytes"
	"io"
	"math/big"
	"slices"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/types/bech32"

	"github.com/iexecd/iexecd/x/market/types"
)

// TestRecipient checks MKT-R38: an age recipient of either kind, in small
// letters, with the right checksum; another implementation of bech32 writes it.
func TestRecipient(t *testing.T) {
	t.Parallel()
	write := func(prefix string, n int, b byte) string {
		text, err := bech32.ConvertAndEncode(prefix, bytes.Repeat([]byte{b}, n))
		require.NoError(t, err)
		return text
	}
	for _, b := range []byte{0, 0xff} { // no point, and numbers that are too high
		require.ErrorContains(t, types.Recipient("x", write("age1pq", 1_216, b)), "nobody can encrypt")
	}
	for _, b := range []byte{1, 0x5a, 0x77} {
		require.NoError(t, types.Recipient("x", write("age", 32, b)))
		hybrid := write("age1pq", 1_216, b)
		require.Len(t, hybrid, 1_959)
		require.NoError(t, types.Recipient("x", hybrid))
	}
	const good = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
	require.NoError(t, types.Recipient("x", good))
	for i := range good {
		for _, c := range "q1bA" {
			if wrong := good[:i] + string(c) + good[i+1:]; wrong != good {
				require.Error(t, types.Recipient("x", wrong), wrong)
			}
		}
		require.Error(t, types.Recipient("x", good[:i]))
	}
	for _, s := range []string{
		"", "1", "age", "age1", strings.ToUpper(good), " " + good, good + "\n", write("age", 31, 1),
		write("age", 33, 1),
		write("age1pq", 32, 1), write("age1yubikey", 33, 1), write("iexec", 32, 1), "ssh-ed25519 AAAA",
		strings.Repeat("1", 4_096), strings.Repeat("é", 5_000), "age1\x00",
		"age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9apxwfd6n", // bits after the last byte
	} {
		require.ErrorIs(t, types.Recipient("x", s), types.ErrBadField, s)
	}
}

// p is the prime of Curve25519, 2^255 - 19.
var p = new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 255), big.NewInt(19))

func number(t *testing.T, text string) *big.Int {
	t.Helper()
	n, ok := new(big.Int).SetString(text, 10)
	require.True(t, ok)
	return n
}

// agrees checks that the chain and age say the same of a key: whether one can encrypt
// to it.
func agrees(t *testing.T, text string, good bool) {
	t.Helper()
	all, err := age.ParseRecipients(strings.NewReader(text))
	if err == nil {
		_, err = age.Encrypt(io.Discard, all...)
	}
	if good {
		require.NoError(t, err)
		require.NoError(t, types.Recipient("x", text))
		return
	}
	require.Error(t, err)
	err = types.Recipient("x", text)
	require.ErrorIs(t, err, types.ErrBadField)
	require.ErrorContains(t, err, "nobody can encrypt")
}

// TestRecipientPoints checks MKT-R38: a point is refused if age encrypts nothing to
// it, in keys of both kinds, whatever its last bit is; its neighbours are not.
func TestRecipientPoints(t *testing.T) {
	t.Parallel()
	check := func(point *big.Int, good bool) {
		bz := point.FillBytes(make([]byte, 32))
		slices.Reverse(bz)
		for _, bit := range []byte{0, 0x80} {
			bz[31] = bz[31]&0x7f | bit
			text, err := bech32.ConvertAndEncode("age", bz)
			require.NoError(t, err)
			agrees(t, text, good)
			text, err = bech32.ConvertAndEncode("age1pq", append(bytes.Repeat([]byte{0x5a}, 1_184), bz...))
			require.NoError(t, err)
			agrees(t, text, good)
		}
	}
	one := big.NewInt(1)
	low := []*big.Int{
		new(big.Int), one, new(big.Int).Sub(p, one), p, new(big.Int).Add(p, one), // in decimal at cr.yp.to/ecdh.html:
		number(t, "325606250916557431795983626356110631294008115727848805560023387167927233504"),
		number(t, "39382357235489614581723060781553021112529911719440698176882885853963445705823"),
	}
	isLow := func(point *big.Int) bool {
		return slices.ContainsFunc(low, func(l *big.Int) bool { return l.Cmp(point) == 0 })
	}
	for _, l := range low {
		check(l, false)
		for n := int64(-18); n <= 18; n++ {
			point := new(big.Int).Add(l, big.NewInt(n))
			if point.Sign() >= 0 && point.BitLen() <= 255 {
				check(point, !isLow(point))
			}
		}
	}
	for range 20 {
		x, err := age.GenerateX25519Identity()
		require.NoError(t, err)
		agrees(t, x.Recipient().String(), true)
		hybrid, err := age.GenerateHybridIdentity()
		require.NoError(t, err)
		agrees(t, hybrid.Recipient().String(), true)
	}
}

// TestRecipientNumbers checks MKT-R38: each number of the other half of a hybrid key
// is below 3329, and its seed is any.
func TestRecipientNumbers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		at   int
		pair []byte // 12 bits each
		good bool
	}{
		{0, []byte{0x00, 0x0d, 0x00}, true},
		{0, []byte{0x01, 0x0d, 0x00}, false}, // 3328 and 3329, 0
		{0, []byte{0x00, 0x00, 0xd0}, true},
		{0, []byte{0x00, 0x10, 0xd0}, false}, // 0, 3328 and 3329
		{1_149, []byte{0x00, 0x0d, 0xd0}, true},
		{1_149, []byte{0x00, 0x1d, 0xd0}, false},
		{1_149, []byte{0x01, 0x0d, 0xd0}, false},
		{1_152, []byte{0xff, 0xff, 0xff}, true},
	} {
		key := bytes.Repeat([]byte{0x5a}, 1_216)
		copy(key[c.at:], c.pair)
		text, err := bech32.ConvertAndEncode("age1pq", key)
		require.NoError(t, err)
		agrees(t, text, c.good)
	}
}

// FuzzRecipient: nothing that is read panics, and what is accepted is printable.
func FuzzRecipient(f *testing.F) {
	f.Add("age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p")
	f.Add("age1pq1")
	f.Fuzz(func(t *testing.T, s string) {
		if types.Recipient("x", s) == nil {
			require.Equal(t, strings.ToLower(s), s)
			require.NoError(t, types.Text("x", s, 62, types.MaxRecipientBytes))
		}
	})
}
