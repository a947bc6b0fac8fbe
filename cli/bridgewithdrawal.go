package cli

import (
	"context"
	"fmt"
	"math/big"
	"strconv"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"

	"github.com/iexecd/iexecd/bridge/eth"
	"github.com/iexecd/iexecd/contracts"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	bridgetypes "github.com/iexecd/iexecd/x/rlcbridge/types"
)

// withdrawalWatch looks at one withdrawal, from Ethereum too if an endpoint is known.
type withdrawalWatch struct {
	node *node
	eth  *ethSide // nil if none is known
	id   uint64

	ethTx string // that executed its batch, once it was found
}

func (*withdrawalWatch) steps() []string {
	return []string{stateQueued, stateBatched, stateSigned, stateSent, statePaid}
}

// look implements watcher.
func (w *withdrawalWatch) look(ctx context.Context) (transfer, error) {
	t := transfer{ID: strconv.FormatUint(w.id, 10), Direction: directionOut, State: stateQueued}
	r, err := w.node.bridge().Withdrawal(ctx, &bridgetypes.QueryWithdrawalRequest{Id: w.id})
	if err != nil {
		return t, err
	}
	x := r.Withdrawal
	t.From, t.To, t.AmountNRLC, t.FeeNRLC = x.Sender, ethText(x.To), x.AmountNrlc, x.FeeNrlc
	if x.Sender == "" {
		t.From = fmt.Sprintf("deposit %d, which nobody here could receive", x.DepositNonce)
	}
	if x.BatchNonce != 0 {
		if err := w.batch(ctx, x.BatchNonce, &t); err != nil {
			return t, err
		}
	}
	switch x.Status { //nolint:exhaustive // the others are on their way
	case bridgetypes.WithdrawalStatus_WITHDRAWAL_STATUS_EXECUTED:
		t.State = statePaid
		return t, w.balance(ctx, x.To, &t)
	case bridgetypes.WithdrawalStatus_WITHDRAWAL_STATUS_REFUNDED:
		t.State, t.Why = stateReturned, fmt.Sprintf("nobody brought it to Ethereum in time; %s came back to %s",
			amount(x.AmountNrlc+x.FeeNrlc), shortAddress(x.Sender))
	case bridgetypes.WithdrawalStatus_WITHDRAWAL_STATUS_CANCELLED:
		t.State, t.Why = stateCancelled, fmt.Sprintf("%s came back to %s, its fee of %s less the least one",
			amount(x.AmountNrlc), shortAddress(x.Sender), amount(x.FeeNrlc))
	}
	return t, nil
}

// batch looks how far a withdrawal's batch is.
func (w *withdrawalWatch) batch(ctx context.Context, nonce uint64, t *transfer) error {
	r, err := w.node.bridge().Batch(ctx, &bridgetypes.QueryBatchRequest{Nonce: nonce})
	if err != nil {
		return err
	}
	t.State, t.Batch, t.TimeoutUnix, t.SignFrom = stateBatched, nonce, r.Batch.TimeoutUnix, r.Batch.SignFromUnix
	if r.Batch.Status != bridgetypes.BatchStatus_BATCH_STATUS_OPEN {
		return nil
	}
	status, err := w.node.bridge().Status(ctx, &bridgetypes.QueryStatusRequest{})
	if err != nil {
		return err
	}
	set, err := w.node.bridge().Valset(ctx, &bridgetypes.QueryValsetRequest{Nonce: status.Books.EthValset})
	if err != nil {
		return err
	}
	t.SignedPower, t.TotalPower = signedPower(set.Valset.Members, r.Signatures,
		func(s bridgetypes.Signature) string { return s.Signer })
	if bridge.Quorum(t.SignedPower, t.TotalPower) {
		t.State = stateSigned
	}
	if w.eth == nil || t.State != stateSigned {
		return nil
	}
	done, err := w.executed(ctx, nonce, status.Observed.EthBlock)
	if done {
		t.State, t.EthTx = stateSent, w.ethTx
	}
	return err
}

// signedPower returns the power of the members who signed, and of all.
func signedPower[S any](members []bridgetypes.Member, all []S, signer func(S) string) (signed, total uint64) {
	by := map[string]bool{}
	for _, s := range all {
		by[signer(s)] = true
	}
	for _, m := range members {
		total += m.Power
		if by[m.Address] {
			signed += m.Power
		}
	}
	return signed, total
}

// executed tells whether the vault paid a batch, and looks for the transaction.
// from is a block of Ethereum up to which it had not.
func (w *withdrawalWatch) executed(ctx context.Context, nonce, from uint64) (bool, error) {
	done, err := ask(ctx, w.eth, w.eth.vaultAt(), w.eth.vault.PackIsExecuted(nonce), w.eth.vault.UnpackIsExecuted)
	if err != nil || !done || w.ethTx != "" {
		return done, err
	}
	head, err := w.eth.client.BlockNumber(ctx)
	if err != nil {
		return done, unreachableEth(err)
	}
	from = max(from, head-min(head, eth.MaxWindow-1))
	topic, abi := common.BigToHash(new(big.Int).SetUint64(nonce)), w.eth.vault.GetABI()
	logs, err := w.eth.client.FilterLogs(ctx, ethereum.FilterQuery{
		Addresses: []common.Address{w.eth.vaultAt()}, FromBlock: new(big.Int).SetUint64(from),
		Topics: [][]common.Hash{{abi.Events[contracts.RLCVaultBatchExecutedEventName].ID}, nil, {topic}},
	})
	if err != nil {
		return done, unreachableEth(err)
	}
	if len(logs) > 0 {
		w.ethTx = logs[0].TxHash.Hex()
	}
	return done, nil
}

// balance looks what the recipient has on Ethereum.
func (w *withdrawalWatch) balance(ctx context.Context, to string, t *transfer) error {
	t.EthTx = w.ethTx
	id, err := ident.ParseAddress(to)
	if w.eth == nil || err != nil {
		return err
	}
	have, err := w.eth.rlcOf(ctx, common.Address(id))
	t.BalanceNRLC = uint64(have)
	return err
}

// tell implements watcher.
func (w *withdrawalWatch) tell(state string, t *transfer) (string, []string) {
	switch state {
	case stateQueued:
		return "withdrawal " + t.ID, []string{amount(t.AmountNRLC)}
	case stateBatched:
		return fmt.Sprintf("batch %d", t.Batch), []string{"signed from " + unixText(t.SignFrom)}
	case stateSigned:
		if t.TotalPower == 0 {
			return "by more than two thirds of the power", nil
		}
		return powerText(t), nil
	case stateSent:
		if t.EthTx == "" {
			return "the vault on Ethereum executed it", nil
		}
		return "the vault on Ethereum executed it", []string{short(t.EthTx)}
	case statePaid:
		text := amount(t.AmountNRLC) + " to " + short(t.To)
		if w.eth == nil {
			return text, nil
		}
		return text, []string{"it has " + amount(t.BalanceNRLC)}
	}
	return t.Why, nil
}

// powerText returns how much of the power signed, rounded down.
func powerText(t *transfer) string {
	return fmt.Sprintf("%d of %d power (%d %%, needed more than 66.6 %%)", t.SignedPower, t.TotalPower,
		percentFloor(t.SignedPower, t.TotalPower))
}

func percentFloor(part, whole uint64) uint64 {
	const all = 100
	if whole == 0 {
		return 0
	}
	p := new(big.Int).SetUint64(part)
	return p.Div(p.Mul(p, big.NewInt(all)), new(big.Int).SetUint64(whole)).Uint64()
}

// waits implements watcher.
func (w *withdrawalWatch) waits(t *transfer) string {
	switch t.State {
	case stateQueued:
		return "a batch; until then iexecd bridge cancel " + t.ID + " takes it back, less the least fee"
	case stateBatched:
		return "signatures: " + powerText(t)
	case stateSigned:
		return "a relay; it comes back by itself after " + unixText(t.TimeoutUnix)
	}
	return "Ethereum's finality, mostly 13 to 19 min, and the validators' votes"
}
