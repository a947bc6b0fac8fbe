package dev

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The accounts are those of Ethereum's dev chains.
func TestAccounts(t *testing.T) {
	alice, err := derive("alice", 0)
	require.NoError(t, err)
	require.Equal(t, "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", alice.Eth())
}

func TestStart(t *testing.T) {
	n, err := Start(t.Context(), Options{FreePorts: true, BlockTime: 200 * time.Millisecond})
	require.NoError(t, err)
	t.Log(n.Took)
	require.NoError(t, n.Banner(testWriter{t}))
	require.NoError(t, n.Close())
}

type testWriter struct{ t *testing.T }

func (w testWriter) Write(b []byte) (int, error) { w.t.Log(string(b)); return len(b), nil }
