package chain

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"

	"cosmossdk.io/math"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	txtypes "github.com/cosmos/cosmos-sdk/types/tx"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	"github.com/cosmos/gogoproto/proto"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/account"
)

// The times and margins of a transaction.
const (
	includeWithin = 60 * time.Second // chain time after which a transaction that is in no block is dead
	lookEvery     = 250 * time.Millisecond
	gasMargin     = 1.5 // times what the simulation used
)

var (
	// ErrNotIncluded means that the transaction is in no block and never will be.
	ErrNotIncluded = errors.New("the transaction was not included in time")
	// ErrNoAccount means that the account has never received anything, so it can
	// not send.
	ErrNoAccount = errors.New("the account does not exist on chain yet: send it some RLC first")
)

// TxError is the chain's own answer to a transaction that it did not execute.
type TxError struct {
	Hash      string // upper-case hexadecimal
	Height    int64  // block it failed in, 0 = refused before it came into a block
	Codespace string
	Code      uint32
	Log       string
}

// Error implements error.
func (e *TxError) Error() string {
	if e.Height == 0 {
		return fmt.Sprintf("the chain refused the transaction: %s (%s %d)", e.Log, e.Codespace, e.Code)
	}
	return fmt.Sprintf("failed in block %d: %s (%s %d, tx %s)", e.Height, e.Log, e.Codespace, e.Code, e.Hash)
}

// TxResult is an executed transaction.
type TxResult struct { //nolint:recvcheck // a value, but for what a MsgExec carried
	Hash    string // upper-case hexadecimal
	Height  int64
	GasUsed int64
	Fee     uint64 // nRLC
	Events  []abci.Event
	answers []*codectypes.Any
}

// Answer reads the response to the index-th message into m.
func (r TxResult) Answer(index int, m proto.Message) error {
	if index < 0 || index >= len(r.answers) {
		return fmt.Errorf("transaction %s has %d answers, asked for number %d", r.Hash, len(r.answers), index)
	}
	return proto.Unmarshal(r.answers[index].Value, m)
}

// SendAndWait signs messages with key, pays the fee, and returns when they were
// executed in a block; otherwise a *TxError with the chain's answer,
// ErrNotIncluded, ErrNoAccount, ErrUnreachable, or the context's error.
// Transactions of one account wait for each other. If another program used the
// same sequence number it is tried once more.
func (c *Client) SendAndWait(ctx context.Context, key Key, msgs ...sdk.Msg) (TxResult, error) {
	lock := c.sender(key.Address())
	lock.Lock()
	defer lock.Unlock()
	_, sequence, err := c.accountInfo(ctx, key.Address())
	if errors.Is(err, ErrNotFound) {
		return TxResult{}, fmt.Errorf("%w (%s)", ErrNoAccount, account.Bech32(key.Address()))
	}
	if err != nil {
		return TxResult{}, err
	}
	r, err := c.sendOrdered(ctx, key, sequence, msgs)
	if expected, wrong := expectedSequence(err); wrong {
		return c.sendOrdered(ctx, key, expected, msgs)
	}
	return r, err
}

func (c *Client) sender(a ident.Address) *sync.Mutex {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.senders[a] == nil {
		c.senders[a] = &sync.Mutex{}
	}
	return c.senders[a]
}

var sequenceText = regexp.MustCompile(`expected (\d+), got \d+`)

// expectedSequence returns the number that the chain expected if err says that
// another one was used.
func expectedSequence(err error) (uint64, bool) {
	var log string
	var refused *TxError
	switch {
	case err == nil:
		return 0, false
	case errors.As(err, &refused):
		if refused.Height != 0 || refused.Codespace != sdkerrors.ErrWrongSequence.Codespace() ||
			refused.Code != sdkerrors.ErrWrongSequence.ABCICode() {
			return 0, false
		}
		log = refused.Log
	default: // the simulation says it without a code
		log = err.Error()
		if !strings.Contains(log, "account sequence mismatch") {
			return 0, false
		}
	}
	found := sequenceText.FindStringSubmatch(log)
	if found == nil {
		return 0, false
	}
	n, err := strconv.ParseUint(found[1], 10, 64)
	return n, err == nil
}

func (c *Client) sendOrdered(ctx context.Context, key Key, sequence uint64, msgs []sdk.Msg) (TxResult, error) {
	d, err := c.newDraft(ctx, key, msgs)
	if err != nil {
		return TxResult{}, err
	}
	d.sequence = sequence
	if d.gas, err = c.simulate(ctx, d); err != nil {
		return TxResult{}, err
	}
	if d.fee, err = c.fee(d.gas); err != nil {
		return TxResult{}, err
	}
	return c.sendDraft(ctx, d)
}

// SendFree sends due worker messages in a transaction without fee and sequence
// number, and returns when they were executed in a block. Errors as of SendAndWait.
func (c *Client) SendFree(ctx context.Context, key Key, msgs ...sdk.Msg) (TxResult, error) {
	d, err := c.newDraft(ctx, key, msgs)
	if err != nil {
		return TxResult{}, err
	}
	d.unordered = true
	if d.gas, err = c.simulate(ctx, d); err != nil {
		return TxResult{}, err
	}
	return c.sendDraft(ctx, d)
}

// draft is a transaction before it is signed.
type draft struct {
	key       Key
	body      txtypes.TxBody
	chainID   string
	number    uint64 // of the account
	sequence  uint64
	unordered bool
	gas       uint64
	fee       sdk.Coins
	timeout   time.Time // chain time
}

func (c *Client) newDraft(ctx context.Context, key Key, msgs []sdk.Msg) (*draft, error) {
	d := &draft{key: key}
	for _, m := range msgs {
		packed, err := codectypes.NewAnyWithValue(m)
		if err != nil {
			return nil, err
		}
		d.body.Messages = append(d.body.Messages, packed)
	}
	err := d.carry()
	if err != nil {
		return nil, err
	}
	if d.chainID, err = c.ChainID(ctx); err != nil {
		return nil, err
	}
	if d.number, err = c.number(ctx, key.Address()); err != nil {
		return nil, err
	}
	head, err := c.Head(ctx)
	if err != nil {
		return nil, err
	}
	d.timeout = c.uniqueTime(head.Time.Add(includeWithin))
	return d, nil
}

func (c *Client) number(ctx context.Context, a ident.Address) (uint64, error) {
	c.mu.Lock()
	n, known := c.numbers[a]
	c.mu.Unlock()
	if known {
		return n, nil
	}
	n, _, err := c.accountInfo(ctx, a)
	if errors.Is(err, ErrNotFound) {
		return 0, fmt.Errorf("%w (%s)", ErrNoAccount, account.Bech32(a))
	}
	return n, err
}

// uniqueTime returns about t, but never the same twice: it is what tells two
// unordered transactions of an account apart. The nanoseconds are the machine's,
// so that a program that starts again does not repeat itself.
func (c *Client) uniqueTime(t time.Time) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	nano := t.Truncate(time.Second).UnixNano() + int64(time.Now().Nanosecond())
	if nano <= c.lastNano {
		nano = c.lastNano + 1
	}
	c.lastNano = nano
	return time.Unix(0, nano).UTC()
}

// fee returns gas times the gas price, rounded up.
func (c *Client) fee(gas uint64) (sdk.Coins, error) {
	price, err := math.LegacyNewDecFromStr(c.config.GasPrice)
	if err != nil || price.IsNegative() {
		return nil, fmt.Errorf("gas price %q is not a number of nrlc: expected for example 0.01", c.config.GasPrice)
	}
	amount := price.MulInt(math.NewIntFromUint64(gas)).Ceil().TruncateInt()
	return sdk.NewCoins(sdk.NewCoin(account.Denom, amount)), nil
}

// bytes returns the signed transaction; without signature if only simulated.
func (d *draft) bytes(simulated bool) ([]byte, error) {
	pub, err := codectypes.NewAnyWithValue(d.key.PubKey())
	if err != nil {
		return nil, err
	}
	body := d.body
	body.Unordered, body.TimeoutTimestamp = d.unordered, &d.timeout
	auth := txtypes.AuthInfo{
		Fee: &txtypes.Fee{Amount: d.fee, GasLimit: d.gas, Granter: d.granter()},
		SignerInfos: []*txtypes.SignerInfo{{
			PublicKey: pub, Sequence: d.sequence,
			ModeInfo: &txtypes.ModeInfo{Sum: &txtypes.ModeInfo_Single_{
				Single: &txtypes.ModeInfo_Single{Mode: signing.SignMode_SIGN_MODE_DIRECT},
			}},
		}},
	}
	raw := txtypes.TxRaw{Signatures: [][]byte{nil}}
	if raw.BodyBytes, err = body.Marshal(); err != nil {
		return nil, err
	}
	if raw.AuthInfoBytes, err = auth.Marshal(); err != nil {
		return nil, err
	}
	if !simulated {
		doc := txtypes.SignDoc{
			BodyBytes: raw.BodyBytes, AuthInfoBytes: raw.AuthInfoBytes, ChainId: d.chainID, AccountNumber: d.number,
		}
		bz, err := doc.Marshal()
		if err != nil {
			return nil, err
		}
		if raw.Signatures[0], err = d.key.Sign(bz); err != nil {
			return nil, fmt.Errorf("cannot sign: %w", err)
		}
	}
	return raw.Marshal()
}

// simulate returns the gas to ask for. A simulation that fails says why the
// transaction would.
func (c *Client) simulate(ctx context.Context, d *draft) (uint64, error) {
	bz, err := d.bytes(true)
	if err != nil {
		return 0, err
	}
	r, err := txtypes.NewServiceClient(c).Simulate(ctx, &txtypes.SimulateRequest{TxBytes: bz})
	if err != nil {
		return 0, err
	}
	if r.GasInfo == nil {
		return 0, errors.New("the node's simulation says nothing about gas")
	}
	return uint64(float64(r.GasInfo.GasUsed) * gasMargin), nil
}

func (c *Client) sendDraft(ctx context.Context, d *draft) (TxResult, error) {
	bz, err := d.bytes(false)
	if err != nil {
		return TxResult{}, err
	}
	r, err := txtypes.NewServiceClient(c).BroadcastTx(ctx, &txtypes.BroadcastTxRequest{
		TxBytes: bz, Mode: txtypes.BroadcastMode_BROADCAST_MODE_SYNC,
	})
	if err != nil {
		return TxResult{}, err
	}
	known := sdkerrors.ErrTxInMempoolCache
	if t := r.TxResponse; t.Code != 0 && (t.Code != known.ABCICode() || t.Codespace != known.Codespace()) {
		return TxResult{}, &TxError{Hash: t.TxHash, Codespace: t.Codespace, Code: t.Code, Log: t.RawLog}
	}
	result, err := c.wait(ctx, r.TxResponse.TxHash, d.timeout)
	result.Fee = d.fee.AmountOf(account.Denom).Uint64()
	if err != nil {
		return result, err
	}
	return result, result.uncarry(d.key)
}

// wait looks for a transaction until it is in a block, or can not be any more
// because the chain's time passed its timeout.
func (c *Client) wait(ctx context.Context, hash string, timeout time.Time) (TxResult, error) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		head, err := c.Head(ctx) // before looking: a block after it may still have the transaction
		if err != nil && !errors.Is(err, ErrUnreachable) {
			return TxResult{Hash: hash}, err
		}
		late := err == nil && head.Time.After(timeout)
		r, err := txtypes.NewServiceClient(c).GetTx(ctx, &txtypes.GetTxRequest{Hash: hash})
		switch {
		case err == nil:
			return executed(r.TxResponse)
		case errors.Is(err, ErrNotFound) && late:
			return TxResult{Hash: hash}, fmt.Errorf("%w: the chain is at %s, the transaction ended at %s (tx %s)",
				ErrNotIncluded, head.Time.Format(time.TimeOnly), timeout.Format(time.TimeOnly), hash)
		case errors.Is(err, ErrNotFound), errors.Is(err, ErrUnreachable):
		default:
			return TxResult{Hash: hash}, err
		}
		select {
		case <-ctx.Done():
			return TxResult{Hash: hash}, ctx.Err()
		case <-tick.C:
		}
	}
}

// executed turns the node's answer into ours.
func executed(t *sdk.TxResponse) (TxResult, error) {
	r := TxResult{Hash: t.TxHash, Height: t.Height, GasUsed: t.GasUsed, Events: t.Events}
	if t.Code != 0 {
		return r, &TxError{Hash: t.TxHash, Height: t.Height, Codespace: t.Codespace, Code: t.Code, Log: t.RawLog}
	}
	bz, err := hex.DecodeString(t.Data)
	if err != nil {
		return r, fmt.Errorf("transaction %s: its answer is not hexadecimal: %w", t.TxHash, err)
	}
	var data sdk.TxMsgData
	if err := proto.Unmarshal(bz, &data); err != nil {
		return r, fmt.Errorf("transaction %s: %w", t.TxHash, err)
	}
	r.answers = data.MsgResponses
	return r, nil
}
