package app

import (
	"fmt"
	"sync"

	"cosmossdk.io/math"
	"github.com/cosmos/cosmos-sdk/crypto/types/multisig"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	"github.com/cosmos/cosmos-sdk/x/auth/ante"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	authzkeeper "github.com/cosmos/cosmos-sdk/x/authz/keeper"

	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
	pocokeeper "github.com/iexecd/iexecd/x/poco/keeper"
	bridgekeeper "github.com/iexecd/iexecd/x/rlcbridge/keeper"
	bridgetypes "github.com/iexecd/iexecd/x/rlcbridge/types"
)

// The bounds of a free transaction; what is larger pays like any other.
const (
	maxFreeTxBytes       = 256 * 1024
	maxFreeTxMessages    = 8
	maxFreeTxGas         = 100_000_000
	maxFreeTxsPerBlock   = 16             // of one worker, into this node's mempool
	maxFreeBytesPerBlock = maxFreeTxBytes // of all of these
)

func (a *App) setAnte() {
	a.SetAnteHandler(sdk.ChainAnteDecorators(
		ante.NewSetUpContextDecorator(),                   // gas meter and panic handling: always first
		ante.NewExtensionOptionsDecorator(nil),            // refuses extensions that nobody knows
		ante.NewValidateBasicDecorator(),                  // stateless checks
		ante.NewTxTimeoutHeightDecorator(),                // refuses what its sender wants no longer
		ante.NewValidateMemoDecorator(a.Account),          // bounds the memo
		freeDecorator{a.Poco, a.Bridge, a.Authz},          // due worker messages are free, others of their kind refused
		ante.NewConsumeGasForTxSizeDecorator(a.Account),   // bytes cost gas
		a.feeDecorator(),                                  // takes the fee, virtually
		ante.NewSetPubKeyDecorator(a.Account),             // must come before signatures
		ante.NewValidateSigCountDecorator(a.Account),      // bounds signatures
		ante.NewSigGasConsumeDecorator(a.Account, sigGas), // signatures cost gas
		ante.NewSigVerificationDecorator(a.Account, a.TxConfig.SignModeHandler()),
		ante.NewIncrementSequenceDecorator(a.Account),    // no replay of ordered transactions
		vouchedDecorator{poco: a.Poco, bridge: a.Bridge}, // signatures that free messages show, after their sender's
		newQuotaDecorator(),                              // bounds a worker's share of this node's mempool
	))
}

func (a *App) feeDecorator() sdk.AnteDecorator {
	return ante.NewDeductFeeDecorator(a.Account, feeBank{a.Bank}, a.FeeGrant, checkFee)
}

// sigGas charges our key like the SDK's secp256k1, alone and inside a multisig.
func sigGas(meter storetypes.GasMeter, sig signing.SignatureV2, params authtypes.Params) error {
	switch key := sig.PubKey.(type) {
	case *ethsecp256k1.PubKey:
		meter.ConsumeGas(params.SigVerifyCostSecp256k1, "ante verify: eth_secp256k1")
		return nil
	case multisig.PubKey:
		multi, ok := sig.Data.(*signing.MultiSignatureData)
		if !ok {
			return fmt.Errorf("expected the signatures of a multisig, got %T", sig.Data)
		}
		return multisigGas(meter, multi, key, params, sig.Sequence)
	}
	return ante.DefaultSigVerificationGasConsumer(meter, sig, params)
}

func multisigGas(meter storetypes.GasMeter, multi *signing.MultiSignatureData, key multisig.PubKey,
	params authtypes.Params, sequence uint64,
) error {
	keys, next := key.GetPubKeys(), 0
	if multi.BitArray == nil || multi.BitArray.Count() != len(keys) {
		return sdkerrors.ErrInvalidPubKey.Wrapf("multisig of %d keys with a wrong bit array", len(keys))
	}
	for i := range keys {
		if !multi.BitArray.GetIndex(i) {
			continue
		}
		if next >= len(multi.Signatures) {
			return sdkerrors.ErrUnauthorized.Wrapf("multisig with %d signatures, more are marked", next)
		}
		one := signing.SignatureV2{PubKey: keys[i], Data: multi.Signatures[next], Sequence: sequence}
		if err := sigGas(meter, one, params); err != nil {
			return err
		}
		next++
	}
	return nil
}

// freeKey marks the context of a free transaction.
type freeKey struct{}

// checkFee returns the fee of a transaction, and refuses in CheckTx what pays
// less than this node asks for.
func checkFee(ctx sdk.Context, tx sdk.Tx) (sdk.Coins, int64, error) {
	feeTx, ok := tx.(sdk.FeeTx)
	if !ok {
		return nil, 0, sdkerrors.ErrTxDecode.Wrap("the transaction has no fee field")
	}
	if ctx.Value(freeKey{}) != nil {
		return sdk.Coins{}, 0, nil
	}
	fee, gas := feeTx.GetFee(), feeTx.GetGas()
	prices := ctx.MinGasPrices()
	if ctx.IsCheckTx() && !prices.IsZero() {
		required := make(sdk.Coins, len(prices))
		for i, p := range prices {
			required[i] = sdk.NewCoin(p.Denom, p.Amount.MulInt(math.NewIntFromUint64(gas)).Ceil().RoundInt())
		}
		if !fee.IsAnyGTE(required) {
			return nil, 0, sdkerrors.ErrInsufficientFee.Wrapf(
				"the fee is %s, but %d gas cost at least %s here: raise --fees, or use --gas-prices %s",
				orNothing(fee), gas, required, prices)
		}
	}
	return fee, 0, nil
}

func orNothing(c sdk.Coins) string {
	if c.IsZero() {
		return "nothing"
	}
	return c.String()
}

// freeDecorator lets a transaction of due worker messages pass without a fee,
// and refuses worker messages that are not due, paid or not (POCO-R20), also those
// that a MsgExec carries for workers who have granted it (POCO-R46). Signatures for
// the bridge pass without a fee if it needs them (BRG-R24).
type freeDecorator struct {
	poco   pocokeeper.Keeper
	bridge bridgekeeper.Keeper
	authz  authzkeeper.Keeper
}

// AnteHandle implements sdk.AnteDecorator.
func (d freeDecorator) AnteHandle(
	ctx sdk.Context, tx sdk.Tx, simulate bool, next sdk.AnteHandler,
) (sdk.Context, error) {
	c, err := carriedBy(tx)
	if err != nil {
		return ctx, err
	}
	signatures := bridgeSignatures(tx)
	if c.workers == 0 && signatures == nil {
		return next(ctx, tx, simulate)
	}
	if c.workers != len(c.msgs) && signatures == nil {
		return ctx, sdkerrors.ErrInvalidRequest.Wrapf(
			"%d of %d messages are worker messages: send them in a transaction of their own, which is free",
			c.workers, len(c.msgs))
	}
	if c.exec != nil && len(tx.GetMsgs()) > 1 {
		return ctx, sdkerrors.ErrInvalidRequest.Wrapf(
			"a MsgExec of worker messages beside %d other messages: put it into a transaction of its own",
			len(tx.GetMsgs())-1)
	}
	if len(c.msgs) > maxFreeTxMessages {
		return ctx, sdkerrors.ErrInvalidRequest.Wrapf("%d worker messages, at most %d: batch them",
			len(c.msgs), maxFreeTxMessages)
	}
	if n := len(ctx.TxBytes()); n > maxFreeTxBytes {
		return ctx, sdkerrors.ErrTxTooLarge.Wrapf("a free transaction of %d bytes, at most %d", n, maxFreeTxBytes)
	}
	if err := checkFreeFee(tx); err != nil {
		return ctx, err
	}
	if unordered, ok := tx.(sdk.TxWithUnordered); !simulate && (!ok || !unordered.GetUnordered()) {
		return ctx, sdkerrors.ErrInvalidRequest.Wrap(
			"worker messages go in unordered transactions: set unordered and a timeout")
	}
	if err := d.checkDue(ctx, c, signatures); err != nil {
		return ctx, err
	}
	return next(ctx.WithValue(freeKey{}, true), tx, simulate)
}

// checkDue returns why messages are not due: signatures for the bridge, if there
// are any, or those of workers.
func (d freeDecorator) checkDue(ctx sdk.Context, c carried, signatures *bridgetypes.MsgSubmitSignatures) error {
	if signatures != nil {
		return d.bridge.CheckSignable(ctx, signatures)
	}
	if err := checkGranted(ctx, d.authz, c); err != nil {
		return err
	}
	return d.poco.CheckDue(ctx, c.msgs...)
}

// bridgeSignatures returns the message of a transaction that brings signatures for
// the bridge, unordered and without a fee, and nothing else; nil if it is another.
func bridgeSignatures(tx sdk.Tx) *bridgetypes.MsgSubmitSignatures {
	msgs := tx.GetMsgs()
	fee, hasFee := tx.(sdk.FeeTx)
	unordered, ok := tx.(sdk.TxWithUnordered)
	if len(msgs) != 1 || !hasFee || !fee.GetFee().IsZero() || !ok || !unordered.GetUnordered() {
		return nil
	}
	m, _ := msgs[0].(*bridgetypes.MsgSubmitSignatures)
	return m
}

// checkFreeFee refuses fee fields that a free transaction has no use for.
func checkFreeFee(tx sdk.Tx) error {
	fee, ok := tx.(sdk.FeeTx)
	switch {
	case !ok:
		return sdkerrors.ErrTxDecode.Wrap("the transaction has no fee field")
	case !fee.GetFee().IsZero():
		return sdkerrors.ErrInvalidRequest.Wrapf(
			"worker messages are free, but the fee is %s: leave it out", fee.GetFee())
	case len(fee.FeeGranter()) > 0:
		return sdkerrors.ErrInvalidRequest.Wrap("worker messages are free: leave the fee granter out")
	case fee.GetGas() > maxFreeTxGas:
		return sdkerrors.ErrInvalidRequest.Wrapf("a free transaction with %d gas, at most %d: send smaller batches",
			fee.GetGas(), uint64(maxFreeTxGas))
	}
	return nil
}

// signedKey marks the context of a free transaction with the signatures for the bridge that it brings.
type signedKey struct{}

// vouchedDecorator refuses free transactions whose vouchers are wrong. It runs
// after the transaction's own signature, so that nobody but the worker can make
// this node check so many (POCO-R20).
type vouchedDecorator struct {
	poco   pocokeeper.Keeper
	bridge bridgekeeper.Keeper
}

// AnteHandle implements sdk.AnteDecorator.
func (d vouchedDecorator) AnteHandle(
	ctx sdk.Context, tx sdk.Tx, simulate bool, next sdk.AnteHandler,
) (sdk.Context, error) {
	if ctx.Value(freeKey{}) == nil {
		return next(ctx, tx, simulate)
	}
	if m := bridgeSignatures(tx); m != nil {
		signed, err := d.bridge.CheckNew(ctx, m)
		if err != nil {
			return ctx, err
		}
		return next(ctx.WithValue(signedKey{}, signed), tx, simulate)
	}
	c, err := carriedBy(tx)
	if err != nil {
		return ctx, err
	}
	for _, m := range c.msgs {
		if err := d.poco.CheckVouched(ctx, m); err != nil {
			return ctx, err
		}
	}
	return next(ctx, tx, simulate)
}

// quotaDecorator bounds the free transactions of one worker, or with what one key
// signed for the bridge, that this node's mempool takes between two blocks. It counts after the signatures, so that
// nobody can use up another's share; what a MsgExec carries counts for its workers,
// not for who sends it. It is this node's own affair, not consensus.
type quotaDecorator struct{ quota *quota }

func newQuotaDecorator() quotaDecorator {
	return quotaDecorator{quota: &quota{used: map[string]freeUse{}}}
}

// AnteHandle implements sdk.AnteDecorator.
func (d quotaDecorator) AnteHandle(
	ctx sdk.Context, tx sdk.Tx, simulate bool, next sdk.AnteHandler,
) (sdk.Context, error) {
	if ctx.Value(freeKey{}) != nil && ctx.IsCheckTx() && !ctx.IsReCheckTx() && !simulate {
		if signed, ok := ctx.Value(signedKey{}).([]bridgekeeper.Signed); ok {
			for _, x := range signed {
				if err := d.quota.take(ctx.BlockHeight(), x, len(ctx.TxBytes())); err != nil {
					return ctx, err
				}
			}
			return next(ctx, tx, simulate)
		}
		c, err := carriedBy(tx)
		if err != nil {
			return ctx, err
		}
		workers, err := c.who()
		if err != nil {
			return ctx, err
		}
		for _, worker := range workers {
			if err := d.quota.take(ctx.BlockHeight(), sdk.AccAddress(worker[:]), len(ctx.TxBytes())); err != nil {
				return ctx, err
			}
		}
	}
	return next(ctx, tx, simulate)
}

type quota struct {
	mu     sync.Mutex
	height int64
	used   map[string]freeUse
}

// freeUse is what somebody sent for nothing since the last block.
type freeUse struct{ txs, bytes int }

// take counts a free transaction of so many bytes of somebody: an account, or a key
// that signed a message of the bridge. Bytes count because what fails stays due: it could be sent
// again in each block.
func (q *quota) take(height int64, who fmt.Stringer, bytes int) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if height != q.height {
		q.height, q.used = height, map[string]freeUse{}
	}
	u := q.used[who.String()]
	u.txs, u.bytes = u.txs+1, u.bytes+bytes
	switch {
	case u.txs > maxFreeTxsPerBlock:
		return sdkerrors.ErrMempoolIsFull.Wrapf("%d free transactions of %s in one block, at most %d: batch them",
			u.txs, who, maxFreeTxsPerBlock)
	case u.bytes > maxFreeBytesPerBlock:
		return sdkerrors.ErrMempoolIsFull.Wrapf("free transactions of %s have %d bytes in one block, at most %d: "+
			"send the rest in the next", who, u.bytes, maxFreeBytesPerBlock)
	}
	q.used[who.String()] = u
	return nil
}
