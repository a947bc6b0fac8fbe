package types_test

import (
	"bytes"
	"strings"
	"testing"

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
	for _, b := range []byte{0, 1, 0x5a, 0xff} {
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
	} {
		require.ErrorIs(t, types.Recipient("x", s), types.ErrBadField, s)
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
