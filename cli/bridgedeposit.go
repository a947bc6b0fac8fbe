package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/iexecd/iexecd/contracts"
	"github.com/iexecd/iexecd/core/ident"
	bridgetypes "github.com/iexecd/iexecd/x/rlcbridge/types"
)

// depositWatch looks at one deposit from both sides.
type depositWatch struct {
	node *node
	eth  *ethSide
	hash common.Hash
	t    transfer
}

func (*depositWatch) steps() []string {
	return []string{stateSent, stateMined, stateFinal, stateProven, stateCredited}
}

// look implements watcher.
func (w *depositWatch) look(ctx context.Context) (transfer, error) {
	receipt, err := w.eth.client.TransactionReceipt(ctx, w.hash)
	if errors.Is(err, ethereum.NotFound) {
		return w.unmined(ctx)
	}
	if err != nil {
		return w.t, unreachableEth(err)
	}
	if receipt.Status != types.ReceiptStatusSuccessful {
		return w.t, failedThere(receipt)
	}
	if err := w.read(receipt); err != nil {
		return w.t, err
	}
	w.t.State = stateMined
	if err := w.finality(ctx); err != nil || w.t.State == stateMined {
		return w.t, err
	}
	status, err := w.node.bridge().Status(ctx, &bridgetypes.QueryStatusRequest{})
	if err != nil || status.Observed.Nonce < w.t.EventNonce {
		return w.t, err
	}
	w.t.State = stateProven
	return w.t, w.outcome(ctx)
}

// unmined tells whether a transaction waits, or nobody knows it.
func (w *depositWatch) unmined(ctx context.Context) (transfer, error) {
	_, _, err := w.eth.client.TransactionByHash(ctx, w.hash)
	if errors.Is(err, ethereum.NotFound) {
		return w.t, notFound("No transaction "+w.hash.Hex()+" on Ethereum",
			"the endpoint does not know it: it was dropped, never sent, or is of another Ethereum",
			"iexecd bridge status")
	}
	if err != nil {
		return w.t, unreachableEth(err)
	}
	w.t.State = stateSent
	return w.t, nil
}

// read finds the vault's event in a receipt.
func (w *depositWatch) read(r *types.Receipt) error {
	for _, log := range r.Logs {
		if log.Address != w.eth.vaultAt() {
			continue
		}
		e, err := w.eth.vault.UnpackDepositedEvent(log)
		if err != nil {
			continue
		}
		w.t = deposited(w.t, e)
		w.t.EthBlock = r.BlockNumber.Uint64()
		return nil
	}
	return badInput("Transaction "+short(w.hash.Hex())+" is no deposit", fmt.Sprintf(
		"it is in Ethereum's block %s and did not deposit into the vault %s", r.BlockNumber, w.eth.vaultAt()))
}

func deposited(t transfer, e *contracts.RLCVaultDeposited) transfer {
	t.EventNonce, t.AmountNRLC, t.From = e.N, e.Amount, e.From.Hex()
	return t.to(ident.Address(e.Recipient))
}

// finality looks whether the deposit's block is final, or when it will be.
func (w *depositWatch) finality(ctx context.Context) error {
	final, err := w.eth.final(ctx)
	if err != nil || final == nil {
		return err
	}
	w.t.FinalBlock = final.Number.Uint64()
	if w.t.FinalBlock >= w.t.EthBlock {
		w.t.State = stateFinal
	}
	return nil
}

// outcome looks where this chain sent what was proven.
func (w *depositWatch) outcome(ctx context.Context) error {
	delayed, err := w.node.delayed(ctx)
	if err != nil {
		return err
	}
	for _, d := range delayed {
		if d.Nonce != w.t.EventNonce {
			continue
		}
		w.t.State, w.t.ReleaseUnix = stateDelayed, d.ReleaseUnix
		if d.Vetoed {
			w.t.Why = "the guardian held it back, governance decides"
		}
		return nil
	}
	stranded, err := w.node.stranded(ctx)
	if err != nil {
		return err
	}
	for _, x := range stranded {
		if x.DepositNonce == w.t.EventNonce {
			w.t.State, w.t.StrandedID = stateStranded, x.Id
			w.t.Why = fmt.Sprintf("%s are stranded here: %s", amount(x.AmountNrlc), clean(x.Reason))
			return nil
		}
	}
	to, err := parseAccount(w.t.To)
	if err != nil {
		return err
	}
	if module, err := w.node.isModule(ctx, to); err != nil || module {
		return errors.Join(err, w.sentBack(ctx))
	}
	have, err := w.node.balance(ctx, to)
	w.t.State, w.t.BalanceNRLC = stateCredited, uint64(have)
	return err
}

// sentBack finds the withdrawal that returns what a module cannot receive.
func (w *depositWatch) sentBack(ctx context.Context) error {
	w.t.State, w.t.Why = stateReturned, "its recipient cannot receive; what was stranded for it was claimed"
	page := &query.PageRequest{Limit: pageSize, Reverse: true}
	for range maxListed / pageSize {
		r, err := w.node.bridge().Withdrawals(ctx, &bridgetypes.QueryWithdrawalsRequest{Pagination: page})
		if err != nil {
			return err
		}
		for _, x := range r.Withdrawals {
			if x.DepositNonce == w.t.EventNonce {
				w.t.ReturnedBy = x.Id
				w.t.Why = fmt.Sprintf("its recipient cannot receive; withdrawal %d sends %s back to %s", x.Id,
					amount(x.AmountNrlc), x.To)
				return nil
			}
		}
		if r.Pagination == nil || len(r.Pagination.NextKey) == 0 {
			return nil
		}
		page = &query.PageRequest{Key: r.Pagination.NextKey, Limit: pageSize, Reverse: true}
	}
	return nil
}

func (n *node) delayed(ctx context.Context) ([]bridgetypes.Delayed, error) {
	return pages(func(page *query.PageRequest) ([]bridgetypes.Delayed, *query.PageResponse, error) {
		r, err := n.bridge().Delayed(ctx, &bridgetypes.QueryDelayedRequest{Pagination: page})
		if err != nil {
			return nil, nil, err
		}
		return r.Delayed, r.Pagination, nil
	})
}

func (n *node) stranded(ctx context.Context) ([]bridgetypes.Stranded, error) {
	return pages(func(page *query.PageRequest) ([]bridgetypes.Stranded, *query.PageResponse, error) {
		r, err := n.bridge().Stranded(ctx, &bridgetypes.QueryStrandedRequest{Pagination: page})
		if err != nil {
			return nil, nil, err
		}
		return r.Stranded, r.Pagination, nil
	})
}

// tell implements watcher.
func (w *depositWatch) tell(state string, t *transfer) (string, []string) {
	switch state {
	case stateSent:
		return short(t.ID), []string{amount(t.AmountNRLC)}
	case stateMined:
		return fmt.Sprintf("Ethereum's block %d", t.EthBlock), []string{
			fmt.Sprintf("event %d of the vault", t.EventNonce),
		}
	case stateFinal:
		return fmt.Sprintf("Ethereum's block %d is final", t.FinalBlock), nil
	case stateProven:
		return fmt.Sprintf("more than two thirds of the validators saw event %d", t.EventNonce), nil
	case stateCredited:
		return amount(t.AmountNRLC) + " to " + shortAddress(t.To), []string{"it has " + amount(t.BalanceNRLC)}
	case stateDelayed:
		notes := []string{t.Why}
		return amount(t.AmountNRLC) + " credited at " + unixText(t.ReleaseUnix), notes
	}
	return t.Why, nil
}

// waits implements watcher.
func (*depositWatch) waits(t *transfer) string {
	switch t.State {
	case stateSent:
		return "a block of Ethereum"
	case stateMined:
		return fmt.Sprintf("Ethereum's finality, mostly 13 to 19 min: block %d is final, it is in %d", t.FinalBlock,
			t.EthBlock)
	case stateFinal:
		return "the validators' votes"
	}
	return "this chain"
}
