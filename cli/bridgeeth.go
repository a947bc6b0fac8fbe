package cli

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/ethereum/go-ethereum/rpc"
	"github.com/spf13/pflag"

	"github.com/iexecd/iexecd/bridge/eth"
	"github.com/iexecd/iexecd/bridge/wallet"
	"github.com/iexecd/iexecd/contracts"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

const flagEthRPC = "eth-rpc"

func ethFlag(f *pflag.FlagSet) {
	f.String(flagEthRPC, "", "endpoint of Ethereum, http://… or https://… (default: the context's)")
}

// gasFlag is for commands that pay for gas.
func gasFlag(f *pflag.FlagSet) {
	f.String(flagGasPrice, "200gwei", "the most that a unit of gas may cost, tip included")
}

// ethSide is the other side of the bridge: one endpoint, the vault and the token.
type ethSide struct {
	client *ethclient.Client
	view   *bridgeView
	vault  *contracts.RLCVault
	token  *contracts.RLC
}

func ethAddress(id ident.Address) common.Address { return common.Address(id) }

// ethSide returns the endpoint that flag or context name, after it was seen to have
// this chain's vault.
func (s *session) ethSide(ctx context.Context, v *bridgeView) (*ethSide, error) {
	if s.profile.EthRPC == "" {
		return nil, badInput("No endpoint of Ethereum is known",
			fmt.Sprintf("neither --%s nor the context %s names one", flagEthRPC, s.profile.Name),
			"--"+flagEthRPC+" https://…")
	}
	client, err := eth.Dial(ctx, s.profile.EthRPC, eth.DefaultLimits())
	if err != nil {
		return nil, badInput("--"+flagEthRPC+" cannot be used", clean(err.Error()), "--"+flagEthRPC+" https://…")
	}
	e := &ethSide{
		client: ethclient.NewClient(client), view: v, vault: contracts.NewRLCVault(), token: contracts.NewRLC(),
	}
	if err := e.check(ctx); err != nil {
		e.close()
		return nil, err
	}
	return e, nil
}

// ethSideIfAny is ethSide, or nil if no endpoint is known.
func (s *session) ethSideIfAny(ctx context.Context, v *bridgeView) (*ethSide, error) {
	if s.profile.EthRPC == "" {
		return nil, nil //nolint:nilnil // none is asked for
	}
	return s.ethSide(ctx, v)
}

func (e *ethSide) close() { e.client.Close() }

// check refuses an endpoint of another Ethereum, and another vault than this chain's.
func (e *ethSide) check(ctx context.Context) error {
	id, err := e.client.ChainID(ctx)
	if err != nil {
		return unreachableEth(err)
	}
	want := e.view.Domain
	if !id.IsUint64() || id.Uint64() != want.ChainID {
		return wrongEth(fmt.Sprintf("it has chain id %s, the vault is on %d", id, want.ChainID))
	}
	code, err := e.client.CodeAt(ctx, common.Address(want.Vault), nil)
	if err != nil {
		return unreachableEth(err)
	}
	if len(code) == 0 {
		return wrongEth(fmt.Sprintf("it has no contract at %s, where the vault is", want.Vault.Checksummed()))
	}
	separator, err := ask(ctx, e, e.vaultAt(), e.vault.PackDomain(), e.vault.UnpackDomain)
	if err != nil {
		return err
	}
	if separator != want.Separator() {
		return wrongEth(fmt.Sprintf("the vault there has domain %s, this chain's has %s", ident.Hash(separator),
			want.Separator()))
	}
	token, err := ask(ctx, e, e.vaultAt(), e.vault.PackRlc(), e.vault.UnpackRlc)
	if err != nil {
		return err
	}
	if ident.Address(token) != e.view.Token {
		return wrongEth(fmt.Sprintf("the vault there holds the token %s, this chain's is %s", token,
			e.view.Token.Checksummed()))
	}
	return nil
}

func (e *ethSide) vaultAt() common.Address { return common.Address(e.view.Domain.Vault) }
func (e *ethSide) tokenAt() common.Address { return common.Address(e.view.Token) }

func wrongEth(why string) *Error {
	return &Error{
		Code: codeWrongEthereum, Exit: ExitNode, What: "The endpoint is not of this chain's Ethereum", Why: why,
		Next: []string{"--" + flagEthRPC + " another", "iexecd bridge status"},
	}
}

// unreachableEth is the error for an endpoint that gave no answer of use.
func unreachableEth(err error) *Error {
	return &Error{
		Code: codeEthereum, Exit: ExitNode, What: "The endpoint of Ethereum does not answer",
		Why: clean(eth.Clean(err).Error()), Next: []string{"--" + flagEthRPC + " another"}, Err: err,
	}
}

// ask calls a contract at the last block.
func ask[T any](ctx context.Context, e *ethSide, to common.Address, call []byte, unpack func([]byte) (T, error)) (
	T, error,
) {
	raw, err := e.client.CallContract(ctx, ethereum.CallMsg{To: &to, Data: call}, nil)
	var none T
	if err != nil {
		return none, unreachableEth(err)
	}
	out, err := unpack(raw)
	if err != nil {
		return none, wrongEth("a contract there answers as ours would not: " + clean(err.Error()))
	}
	return out, nil
}

// rlcOf returns what an account has of the token.
func (e *ethSide) rlcOf(ctx context.Context, who common.Address) (rlc.Amount, error) {
	n, err := ask(ctx, e, e.tokenAt(), e.token.PackBalanceOf(who), e.token.UnpackBalanceOf)
	if err != nil {
		return 0, err
	}
	if !n.IsUint64() {
		return 0, wrongEth("it says " + n.String() + " nRLC, more than there are")
	}
	return rlc.Amount(n.Uint64()), nil
}

// vaultState is what the vault says of itself.
type vaultState struct {
	book       contracts.BookOutput
	status     contracts.StatusOutput
	trustUntil uint64 // unix: deposits are refused after it
	headUnix   uint64
	lagUnix    uint64 // how old the final block is
	lagBlocks  uint64
}

func (e *ethSide) state(ctx context.Context) (*vaultState, error) {
	var v vaultState
	var err error
	if v.book, err = ask(ctx, e, e.vaultAt(), e.vault.PackBook(), e.vault.UnpackBook); err != nil {
		return nil, err
	}
	if v.status, err = ask(ctx, e, e.vaultAt(), e.vault.PackStatus(), e.vault.UnpackStatus); err != nil {
		return nil, err
	}
	set, err := ask(ctx, e, e.vaultAt(), e.vault.PackValset(), e.vault.UnpackValset)
	if err != nil {
		return nil, err
	}
	trust, err := ask(ctx, e, e.vaultAt(), e.vault.PackTrust(), e.vault.UnpackTrust)
	if err != nil {
		return nil, err
	}
	v.trustUntil = set.Time + trust
	head, err := e.client.HeaderByNumber(ctx, nil)
	if err != nil {
		return nil, unreachableEth(err)
	}
	v.headUnix = head.Time
	if final, err := e.final(ctx); err != nil {
		return nil, err
	} else if final != nil {
		v.lagUnix = head.Time - min(head.Time, final.Time)
		v.lagBlocks = new(big.Int).Sub(head.Number, final.Number).Uint64()
	}
	return &v, nil
}

// paused tells whether the vault stops a direction, and until when.
func (v *vaultState) paused(flag uint8) (uint64, bool) {
	return v.status.PausedUntil, v.status.PauseFlags&flag != 0 && v.headUnix <= v.status.PausedUntil
}

// final returns the last final block; nil if there is none yet.
func (e *ethSide) final(ctx context.Context) (*types.Header, error) {
	h, err := e.client.HeaderByNumber(ctx, big.NewInt(int64(rpc.FinalizedBlockNumber)))
	if err == nil {
		return h, nil
	}
	answered, ok := errors.AsType[rpc.Error](err)
	if errors.Is(err, ethereum.NotFound) || ok && strings.Contains(answered.Error(), "not found") {
		return nil, nil //nolint:nilnil // a chain that began just now
	}
	return nil, unreachableEth(err)
}

// ethDraft is a transaction of Ethereum that waits for a yes.
type ethDraft struct {
	tx      *types.DynamicFeeTx
	price   wallet.Price
	have    *big.Int // wei of who pays
	waiting uint64   // transactions of the account that wait for a block
}

// cost returns the most that a draft costs, in wei.
func (d *ethDraft) cost() *big.Int {
	return new(big.Int).Mul(d.price.Cap, new(big.Int).SetUint64(d.tx.Gas))
}

// draft makes a transaction that would succeed now, and refuses what the account
// cannot pay for.
func (e *ethSide) draft(ctx context.Context, from, to common.Address, data []byte, most *big.Int) (
	*ethDraft, error,
) {
	price, err := wallet.Suggest(ctx, e.client, most)
	if errors.Is(err, wallet.ErrTooDear) {
		return nil, &Error{
			Code: codeGasTooDear, Exit: ExitFunds, What: "Not sent", Why: clean(err.Error()), Err: err,
			Next: []string{"the same command with a higher --" + flagGasPrice, "wait"},
		}
	}
	if err != nil {
		return nil, unreachableEth(err)
	}
	d := &ethDraft{price: price}
	if d.have, err = e.client.BalanceAt(ctx, from, nil); err != nil {
		return nil, unreachableEth(err)
	}
	gas, err := wallet.Gas(ctx, e.client, ethereum.CallMsg{From: from, To: &to, Data: data})
	if err != nil {
		return nil, e.reverted(err)
	}
	done, err := e.client.NonceAt(ctx, from, nil)
	if err != nil {
		return nil, unreachableEth(err)
	}
	next, err := e.client.PendingNonceAt(ctx, from)
	if err != nil {
		return nil, unreachableEth(err)
	}
	d.waiting = next - min(next, done)
	d.tx = &types.DynamicFeeTx{
		ChainID: new(big.Int).SetUint64(e.view.Domain.ChainID), Nonce: next, GasTipCap: price.Tip,
		GasFeeCap: price.Cap, Gas: gas, To: &to, Data: data,
	}
	if cost := d.cost(); d.have.Cmp(cost) < 0 {
		return nil, &Error{
			Code: codeFunds, Exit: ExitFunds, What: "Not sent", Have: etherFloor(d.have), Need: etherCeil(cost),
			Why: fmt.Sprintf("%s has %s on Ethereum, gas may cost %s", from, etherFloor(d.have), etherCeil(cost)),
		}
	}
	return d, nil
}

// reverted is the error for a call that would fail.
func (e *ethSide) reverted(err error) *Error {
	if _, ok := errors.AsType[rpc.Error](err); !ok {
		return unreachableEth(err)
	}
	why := clean(eth.Clean(err).Error())
	if data, ok := errors.AsType[rpc.DataError](err); ok {
		const selector = 4
		raw := common.FromHex(fmt.Sprint(data.ErrorData()))
		if len(raw) >= selector {
			if known, err := e.vault.UnpackError(raw); err == nil {
				why += fmt.Sprintf(": %T%+v", known, known)
			}
		}
	}
	return &Error{Code: codeTxRejected, Exit: ExitRejected, What: "Ethereum would refuse it", Why: why, Err: err}
}

// send sends a signed transaction. An answer that got lost is no failure if the
// endpoint knows the transaction.
func (e *ethSide) send(ctx context.Context, tx *types.Transaction, again string) error {
	err := e.client.SendTransaction(ctx, tx)
	if err == nil {
		return nil
	}
	if _, _, unknown := e.client.TransactionByHash(ctx, tx.Hash()); unknown == nil {
		return nil
	}
	if answered, ok := errors.AsType[rpc.Error](err); ok {
		return &Error{
			Code: codeTxRejected, Exit: ExitRejected, What: "Ethereum refused the transaction",
			Why: clean(eth.Clean(answered).Error()), Err: err,
		}
	}
	return &Error{
		Code: codeEthereum, Exit: ExitNode, What: "The answer got lost",
		Why: fmt.Sprintf("transaction %s may be on its way all the same (%s)", tx.Hash(),
			clean(eth.Clean(err).Error())),
		Next: []string{again}, Err: err,
	}
}

// mined waits until a transaction is in a block; an error if it failed there.
func (e *ethSide) mined(ctx context.Context, hash common.Hash, pause time.Duration) (*types.Receipt, error) {
	for {
		receipt, err := e.client.TransactionReceipt(ctx, hash)
		switch {
		case err == nil && receipt.Status == types.ReceiptStatusSuccessful:
			return receipt, nil
		case err == nil:
			return receipt, failedThere(receipt)
		case !errors.Is(err, ethereum.NotFound):
			return nil, unreachableEth(err)
		}
		if err := sleep(ctx, pause); err != nil {
			return nil, err
		}
	}
}

func failedThere(r *types.Receipt) *Error {
	return &Error{
		Code: codeTxFailed, Exit: ExitRejected, What: fmt.Sprintf("Failed in Ethereum's block %s", r.BlockNumber),
		Why: fmt.Sprintf("it used %d gas and moved no RLC (tx %s)", r.GasUsed, r.TxHash),
	}
}

// sleep pauses, unless the context ends.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
