package app

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
)

type who string

func (w who) String() string { return string(w) }

// TestQuota: so many free transactions of somebody, and so many bytes, in a block;
// what was refused does not count. Rule POCO-R20.
func TestQuota(t *testing.T) {
	t.Parallel()
	q := &quota{used: map[string]freeUse{}}
	for range maxFreeTxsPerBlock {
		require.NoError(t, q.take(1, who("a"), 10))
	}
	require.ErrorIs(t, q.take(1, who("a"), 10), sdkerrors.ErrMempoolIsFull)
	require.NoError(t, q.take(1, who("b"), maxFreeBytesPerBlock-10), "another's")
	require.ErrorIs(t, q.take(1, who("b"), 11), sdkerrors.ErrMempoolIsFull)
	require.NoError(t, q.take(1, who("b"), 10), "to the byte")
	require.ErrorContains(t, q.take(1, who("b"), 1), "send the rest in the next")
	require.NoError(t, q.take(2, who("a"), maxFreeBytesPerBlock), "the next block")
}
