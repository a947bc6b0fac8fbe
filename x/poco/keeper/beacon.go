package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/iexecd/iexecd/core/ident"
)

// Beacon returns 32 bytes that decide draws and ties of this block. It is a
// stand-in: keccak of chain, height, time, proposer, the state before the block
// and who voted for the block before. It does not depend on the block's own
// transactions, nor on their order. ADR 0002 says who can bias it, and how far.
func Beacon(ctx context.Context) ident.Hash {
	c := sdk.UnwrapSDKContext(ctx)
	h := c.BlockHeader()
	parts := [][]byte{
		[]byte("iexec/beacon/v0"), []byte(c.ChainID()), u64(uint64(h.Height)), //nolint:gosec // not negative
		u64(uint64(h.Time.UnixNano())), h.ProposerAddress, h.AppHash,
	}
	if info := c.CometInfo(); info != nil && info.GetLastCommit() != nil {
		votes := info.GetLastCommit().Votes()
		for i := range votes.Len() {
			v := votes.Get(i)
			flag := uint64(v.GetBlockIDFlag()) //nolint:gosec // a small enum
			parts = append(parts, v.Validator().Address(), u64(flag))
		}
	}
	return ident.Keccak256(parts...)
}
