package main

import (
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"
)

// Assembled by hand. call7 pushes the seven words of a CALL and calls.
const (
	call7 = "6000600060006000600060006000" + "f1"
	store = "60016000" + "55"
)

func names(t *testing.T, text string) []string {
	t.Helper()
	code, err := hex.DecodeString(text)
	require.NoError(t, err)
	out := []string{}
	for _, f := range analyse(code).findings {
		out = append(out, f.name)
	}
	return out
}

func TestFindings(t *testing.T) {
	for what, c := range map[string]struct {
		code string
		want []string
	}{
		"store, then call": {store + call7 + "1550" + "00", []string{}},
		"call, then store": {call7 + "15" + store + "00", []string{"reentrancy"}},
		"call, then jump to a store": {
			call7 + "15" + "6015" + "56" + "fefe" + "5b" + store + "00", []string{"reentrancy"},
		},
		"result thrown away": {call7 + "50" + "00", []string{"unchecked call"}},
		"origin":             {"3233" + "14" + "600a57" + "00", []string{"tx.origin"}},
		"timestamp":          {"42" + "6005" + "10" + "600a57" + "00", []string{"timestamp"}},
		"selfdestruct":       {"33ff", []string{"selfdestruct"}},
		"data of a push":     {"61f155" + "00", []string{}},
		"cut push":           {"7f01", []string{}},
	} {
		require.Equal(t, c.want, names(t, c.code), what)
	}
}

func FuzzAnalyse(f *testing.F) {
	f.Add([]byte{0x60})
	f.Add([]byte{0x5b, 0x60, 0x00, 0x57, 0xf1, 0x50, 0x55})
	f.Fuzz(func(t *testing.T, code []byte) {
		require.NotEmpty(t, analyse(code).report())
	})
}
