package app

import (
	"context"

	abci "github.com/cometbft/cometbft/abci/types"

	"cosmossdk.io/core/store"
	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/baseapp/blockexec"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

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

// decodingRunner answers undecodable transactions itself.
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
	return r.TxRunner.Run(ctx, ms, txs, func(
		raw []byte, tx sdk.Tx, txMultiStore storetypes.MultiStore, i int, cache map[string]any,
	) *abci.ExecTxResult {
		if tx == nil {
			if _, err := r.decode(raw); err != nil {
				return sdkerrors.ResponseExecTxResultWithEvents(sdkerrors.ErrTxDecode, 0, 0, nil, false)
			}
		}
		return deliver(raw, tx, txMultiStore, i, cache)
	})
}

// setProposalHandlers accepts a proposal only if all of its transactions can be
// decoded and fit the block's gas.
func (a *App) setProposalHandlers() {
	handler := baseapp.NewDefaultProposalHandler(a.Mempool(), a.BaseApp)
	process := handler.ProcessProposalHandler()
	decode := a.TxConfig.TxDecoder()
	decodes := func(raw []byte) bool {
		_, err := decode(raw)
		return err == nil
	}
	a.SetPrepareProposal(handler.PrepareProposalHandler())
	a.SetProcessProposal(func(
		ctx sdk.Context, req *abci.RequestProcessProposal,
	) (*abci.ResponseProcessProposal, error) {
		for _, raw := range req.Txs {
			if !decodes(raw) {
				return &abci.ResponseProcessProposal{Status: abci.ResponseProcessProposal_REJECT}, nil
			}
		}
		return process(ctx, req)
	})
}
