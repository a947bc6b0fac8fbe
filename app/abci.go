package app

import (
	"context"
	"errors"
	"slices"

	abci "github.com/cometbft/cometbft/abci/types"
	cmttypes "github.com/cometbft/cometbft/types"

	"cosmossdk.io/core/store"
	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/baseapp/blockexec"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/iexecd/iexecd/app/voteext"
	"github.com/iexecd/iexecd/crypto/account"
)

type storeService = store.KVStoreService

// installRunner installs the sequential or the parallel transaction runner, as
// configured, wrapped so that both give the same answer to bytes that cannot
// be decoded: without that they differ in gas and split the chain (SDK v0.55).
func (a *App) installRunner(opts servertypes.AppOptions) {
	var keys []storetypes.StoreKey
	for _, k := range a.keys { //det:ok Apply sorts them by name
		keys = append(keys, k)
	}
	for _, k := range a.objKeys { //det:ok Apply sorts them by name
		keys = append(keys, k)
	}
	decode := a.TxConfig.TxDecoder()
	denom := func(storetypes.MultiStore) string { return account.Denom }
	blockexec.Apply(a.BaseApp, opts, keys, decode, denom, blockexec.WithRunnerWrap(func(r sdk.TxRunner) sdk.TxRunner {
		return decodingRunner{TxRunner: r, decode: decode}
	}))
}

// decodingRunner answers undecodable transactions itself, and the votes that a
// block carries before its transactions.
type decodingRunner struct {
	sdk.TxRunner
	decode sdk.TxDecoder
}

// Unwrap returns the runner inside.
func (r decodingRunner) Unwrap() sdk.TxRunner { return r.TxRunner }

// Run implements sdk.TxRunner.
func (r decodingRunner) Run(
	ctx context.Context, ms storetypes.MultiStore, txs [][]byte, deliver sdk.DeliverTxFunc,
) ([]*abci.ExecTxResult, error) {
	results, err := r.TxRunner.Run(ctx, ms, txs, func(
		raw []byte, tx sdk.Tx, txMultiStore storetypes.MultiStore, i int, cache map[string]any,
	) *abci.ExecTxResult {
		if tx == nil {
			if _, err := r.decode(raw); err != nil {
				return sdkerrors.ResponseExecTxResultWithEvents(sdkerrors.ErrTxDecode, 0, 0, nil, false)
			}
		}
		return deliver(raw, tx, txMultiStore, i, cache)
	})
	if len(results) > 0 && voteext.Is(txs[0]) {
		results[0] = &abci.ExecTxResult{} // votes before the transactions: nothing to execute, and no failure
	}
	return results, err
}

// setProposalHandlers proposes the votes for the block before, exactly where
// draws are due, and transactions after them; it accepts a proposal only if it
// is so, and if all of its transactions can be decoded and fit the block's gas.
func (a *App) setProposalHandlers() {
	handler := baseapp.NewDefaultProposalHandler(a.Mempool(), a.BaseApp)
	prepare, process := handler.PrepareProposalHandler(), handler.ProcessProposalHandler()
	a.SetPrepareProposal(func(
		ctx sdk.Context, req *abci.RequestPrepareProposal,
	) (*abci.ResponsePrepareProposal, error) {
		return a.prepare(ctx, *req, prepare), nil
	})
	a.SetProcessProposal(func(
		ctx sdk.Context, req *abci.RequestProcessProposal,
	) (*abci.ResponseProcessProposal, error) {
		txs, err := a.checkInjection(ctx, req)
		if err == nil && slices.ContainsFunc(txs, func(raw []byte) bool { return !a.decodes(raw) }) {
			err = errors.New("a transaction cannot be decoded")
		}
		if err != nil {
			a.Logger().Info("a proposal is rejected", "height", req.Height, "why", err)
			return &abci.ResponseProcessProposal{Status: abci.ResponseProcessProposal_REJECT}, nil
		}
		rest := *req
		rest.Txs = txs
		return process(ctx, &rest)
	})
}

// decodes reports whether bytes are a transaction.
func (a *App) decodes(raw []byte) bool {
	_, err := a.TxConfig.TxDecoder()(raw)
	return err == nil
}

// prepare returns a proposal: the votes if they are due, and transactions in
// the room that they leave. It has no error, because then baseapp would propose
// the transactions without the votes, which everybody rejects.
func (a *App) prepare(
	ctx sdk.Context, req abci.RequestPrepareProposal, inner sdk.PrepareProposalHandler,
) *abci.ResponsePrepareProposal {
	var first [][]byte
	if votes := a.injection(ctx, &req); votes != nil {
		first = [][]byte{votes}
		req.MaxTxBytes -= cmttypes.ComputeProtoSizeForTxs([]cmttypes.Tx{votes})
	}
	req.Txs = slices.DeleteFunc(slices.Clone(req.Txs), func(raw []byte) bool { return !a.decodes(raw) })
	res, err := inner(ctx, &req)
	if err != nil || res == nil {
		a.Logger().Error("a proposal is made without transactions", "height", req.Height, "why", err)
		res = &abci.ResponsePrepareProposal{}
	}
	return &abci.ResponsePrepareProposal{Txs: append(first, res.Txs...)}
}
