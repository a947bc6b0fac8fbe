package bridgenet

import (
	"context"

	abci "github.com/cometbft/cometbft/abci/types"

	"github.com/iexecd/iexecd/app/voteext"
)

// forgery makes a proposal of an honest one: the votes that it may use, and its
// transactions.
type forgery func(votes abci.ExtendedCommitInfo, honest [][]byte) [][]byte

// forger is an application whose proposals a test forges.
type forger struct {
	abci.Application

	world *world
}

// PrepareProposal implements abci.Application.
func (f *forger) PrepareProposal(ctx context.Context, req *abci.RequestPrepareProposal) (*abci.ResponsePrepareProposal,
	error,
) {
	res, err := f.Application.PrepareProposal(ctx, req)
	if forge := f.world.propose.Load(); forge != nil && err == nil {
		res = &abci.ResponsePrepareProposal{Txs: (*forge)(voteext.Clean(req.LocalLastCommit), res.Txs)}
	}
	return res, err
}
