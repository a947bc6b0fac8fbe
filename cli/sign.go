package cli

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/gogoproto/proto"

	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/worker/chain"
)

// signer signs as one account.
type signer struct {
	name    string
	address string // bech32
	key     chain.Key
	client  *chain.Client
}

// signer returns the key in use with the means to send as it.
func (s *session) signer(n *node) (*signer, error) {
	ring, record, err := s.key()
	if err != nil {
		return nil, err
	}
	key, err := chain.RingKey(ring, record.Name)
	if err != nil {
		return nil, s.profile.noKey(ring, err)
	}
	return &signer{name: record.Name, address: account.Bech32(key.Address()), key: key, client: n.client}, nil
}

// included is a transaction that was executed in a block.
type included struct {
	hash   string
	height int64
}

// send signs one message, waits until it was executed in a block and reads the
// chain's answer to it. An error is the chain's own words.
func (k *signer) send(ctx context.Context, msg sdk.Msg, answer proto.Message) (*included, error) {
	r, err := k.client.SendAndWait(ctx, k.key, msg)
	if err != nil {
		return nil, k.sendError(ctx, err)
	}
	if err := r.Answer(0, answer); err != nil {
		return nil, err
	}
	return &included{hash: r.Hash, height: r.Height}, nil
}

// sendError turns why a transaction was not executed into ours.
func (k *signer) sendError(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return detached(ctx, ctx.Err(), "iexecd order ls")
	}
	refused, isRefused := errors.AsType[*chain.TxError](err)
	switch {
	case errors.Is(err, chain.ErrUnreachable):
		return err
	case errors.Is(err, chain.ErrNoAccount):
		return &Error{
			Code: codeFunds, Exit: ExitFunds, What: "Not sent", Have: "0 RLC", Err: err,
			Why: fmt.Sprintf("%s (%s) has never received any RLC on this chain", k.name, k.address),
		}
	case errors.Is(err, chain.ErrNotIncluded):
		return &Error{Code: codeTxRejected, Exit: ExitRejected, What: "Not included", Why: err.Error(), Err: err}
	case isRefused && refused.Height > 0:
		return &Error{
			Code: codeTxFailed, Exit: fundsOr(refused.Log, ExitRejected), Err: err,
			What: fmt.Sprintf("Failed in block %d", refused.Height),
			Why:  fmt.Sprintf("%s (tx %s)", chainText(refused.Log), refused.Hash),
		}
	case isRefused:
		return &Error{
			Code: codeTxRejected, Exit: fundsOr(refused.Log, ExitRejected), What: "Not sent",
			Why: chainText(refused.Log), Err: err,
		}
	}
	if text, ok := grpcText(err); ok { // the simulation says why it would fail
		return &Error{
			Code: codeTxRejected, Exit: fundsOr(text, ExitRejected), What: "Not sent", Why: chainText(text), Err: err,
		}
	}
	return err
}

// fundsOr returns ExitFunds if the chain's words are about funds or gas, else exit.
func fundsOr(text string, exit int) int {
	for _, e := range []error{sdkerrors.ErrInsufficientFunds, sdkerrors.ErrInsufficientFee, sdkerrors.ErrOutOfGas} {
		if strings.Contains(text, e.Error()) {
			return ExitFunds
		}
	}
	return exit
}

// noise is what the SDK puts around the words of a module: source lines, gas,
// the index of the message.
var noise = regexp.MustCompile(`\s*\[[^\]]*\.go:\d+\]|:? ?with gas used: '\d+'` +
	`|failed to execute message; message index: \d+: |: unknown request$|^rpc error: code = \w+ desc = `)

// chainText returns the words of the chain without the noise around them.
func chainText(text string) string {
	return strings.TrimSpace(clean(noise.ReplaceAllString(text, "")))
}
