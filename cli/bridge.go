package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/iexecd/iexecd/bridge/wallet"
	"github.com/iexecd/iexecd/cli/relaysource"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
	"github.com/iexecd/iexecd/worker/chain"
	bridgetypes "github.com/iexecd/iexecd/x/rlcbridge/types"
)

// The stable codes of what goes wrong at the bridge only, as in docs/errors.md.
const (
	codeBridgeOff     = "bridge_off"
	codeBridgePaused  = "bridge_paused"
	codeBridgeLimit   = "bridge_limit"
	codeBridgeWaiting = "bridge_waiting"
	codeBridgeReturn  = "bridge_returned"
	codeEthereum      = "ethereum_unreachable"
	codeWrongEthereum = "wrong_ethereum"
	codeGasTooDear    = "gas_too_dear"
)

const (
	flagTo       = "to"
	flagFee      = "fee"
	flagGasPrice = "max-gas-price"
	flagBehind   = "behind"
	flagNoWait   = "no-wait"
)

func bridgeCommand() *cobra.Command {
	return parent("bridge", "Bring RLC from Ethereum and back, follow it, and run the bridge",
		bridgeIn(), bridgeOut(), bridgeCancel(), bridgeStatus(), bridgeClaim(), bridgeRelay(), bridgeServe(),
		bridgeKeygen(), bridgeRegister(), bridgePause())
}

// bridgeView is the bridge as the chain has it at one moment.
type bridgeView struct {
	relaysource.Bridge

	status  *bridgetypes.QueryStatusResponse
	params  bridgetypes.Params
	vault   bridgetypes.VaultID
	nowUnix uint64 // the last block's time
}

func (n *node) bridge() bridgetypes.QueryClient { return bridgetypes.NewQueryClient(n.client) }

// bridgeView returns the bridge of a chain that is up to date.
func (n *node) bridgeView(ctx context.Context, now time.Time) (*bridgeView, error) {
	_, blockTime, err := n.fresh(ctx, now)
	if err != nil {
		return nil, err
	}
	status, err := n.bridge().Status(ctx, &bridgetypes.QueryStatusRequest{})
	if err != nil {
		return nil, err
	}
	b, err := relaysource.Of(status)
	if errors.Is(err, relaysource.ErrNoBridge) {
		return nil, &Error{
			Code: codeBridgeOff, Exit: ExitNotFound, What: "This chain has no bridge",
			Why:  "its genesis names no vault",
			Next: []string{"iexecd context use NAME"}, Err: err,
		}
	}
	if err != nil {
		return nil, err
	}
	params, err := n.bridge().Params(ctx, &bridgetypes.QueryParamsRequest{})
	if err != nil {
		return nil, err
	}
	return &bridgeView{
		Bridge: b, status: status, params: params.Params, nowUnix: uint64(max(0, blockTime.Unix())),
		vault: bridgetypes.VaultID{Domain: b.Domain, Token: b.Token},
	}, nil
}

// pause returns what stops a direction now, if anything does.
func (v *bridgeView) pause(flag uint8) (bridgetypes.Pause, bool) {
	for _, p := range v.status.Pauses {
		if p.Flag == uint32(flag) && (p.UntilUnix == 0 || v.nowUnix <= p.UntilUnix) {
			return p, true
		}
	}
	return bridgetypes.Pause{}, false
}

// unlessPaused refuses a direction that is stopped here.
func (v *bridgeView) unlessPaused(flag uint8) error {
	p, on := v.pause(flag)
	if !on {
		return nil
	}
	return pausedError("on this chain", flag, p.UntilUnix, v.nowUnix, clean(p.Reason))
}

// pausedError refuses a direction that is stopped; until 0 is for good.
func pausedError(where string, flag uint8, untilUnix, nowUnix uint64, reason string) *Error {
	why := fmt.Sprintf("%s %s until %s", directionNames[flag], where, untilText(untilUnix))
	if untilUnix > nowUnix {
		why += ", in " + secondsText(untilUnix-nowUnix)
	}
	if reason != "" {
		why += ": " + reason
	}
	return &Error{
		Code: codeBridgePaused, Exit: ExitNoMatch, What: "The bridge is paused", Why: why,
		Next: []string{"iexecd bridge status"},
	}
}

var directionNames = map[uint8]string{
	bridge.PauseDeposits: "no deposits", bridge.PauseWithdrawals: "no withdrawals",
}

// untilText returns the end of a pause; 0 has none.
func untilText(unix uint64) string {
	if unix == 0 {
		return "governance ends it"
	}
	return unixText(unix)
}

// unixText returns a unix time as local date and time.
func unixText(unix uint64) string { return clock(int64(unix)) } //nolint:gosec // a time

// secondsText returns seconds as people say them.
func secondsText(n uint64) string {
	const most = 1 << 33 // as many as a duration has, and more
	return seconds(time.Duration(min(n, most)) * time.Second)
}

// person is the key in use, on both sides of the bridge.
type person struct {
	*signer

	id     ident.Address
	wallet wallet.Account
}

// person returns the key in use; it must be of Ethereum's kind.
func (s *session) person(n *node) (*person, error) {
	key, err := s.signer(n)
	if err != nil {
		return nil, err
	}
	if got := key.key.PubKey().Type(); got != ethsecp256k1.KeyType {
		return nil, &Error{
			Code: codeWrongKey, Exit: ExitKey, What: fmt.Sprintf("The key %q has no account on Ethereum", key.name),
			Why:  fmt.Sprintf("it is of the kind %s, expected %s", got, ethsecp256k1.KeyType),
			Next: []string{"iexecd keys add NAME", "--from NAME"},
		}
	}
	id := key.key.Address()
	return &person{signer: key, id: id, wallet: wallet.Account{Address: ethAddress(id), Sign: key.key.Sign}}, nil
}

// signMessage returns a signature over an EIP-712 message in the vault's domain.
func (p *person) signMessage(d bridge.Domain, m bridge.Message) (string, error) {
	separator, hash := d.Separator(), bridge.StructHash(m)
	document := append(append([]byte{0x19, 0x01}, separator[:]...), hash[:]...)
	raw, err := p.wallet.Signature(document)
	if err != nil {
		return "", p.unsigned(err)
	}
	signature, err := bridge.CompactSignature(raw[:])
	return bridgetypes.Hex(signature), err
}

func (p *person) unsigned(err error) *Error {
	return &Error{
		Code: codeNoKey, Exit: ExitKey, What: fmt.Sprintf("The key %q did not sign", p.name), Why: clean(err.Error()),
		Err: err,
	}
}

// parseWho returns the account that a text names: an address in either spelling,
// or a key.
func (s *session) parseWho(text string) (ident.Address, error) {
	if isAddress(text) {
		return parseAccount(text)
	}
	named := *s
	named.profile.Key = text
	address, err := named.address()
	if err != nil {
		return ident.Address{}, err
	}
	return parseAccount(address)
}

// isModule tells whether an account is one of the chain's own, which receives nothing.
func (n *node) isModule(ctx context.Context, id ident.Address) (bool, error) {
	r, err := authtypes.NewQueryClient(n.client).ModuleAccounts(ctx, &authtypes.QueryModuleAccountsRequest{})
	if err != nil {
		return false, err
	}
	for _, raw := range r.Accounts {
		var a authtypes.ModuleAccount
		if err := a.Unmarshal(raw.Value); err != nil || a.BaseAccount == nil {
			continue
		}
		if bz, err := sdk.AccAddressFromBech32(a.Address); err == nil && ident.Address(bz) == id {
			return true, nil
		}
	}
	return false, nil
}

// balance returns what an account has on this chain; none if it never had any.
func (n *node) balance(ctx context.Context, id ident.Address) (rlc.Amount, error) {
	have, err := n.client.Balance(ctx, id)
	if errors.Is(err, chain.ErrNotFound) {
		return 0, nil
	}
	return rlc.Amount(have), err
}

// both returns an account in both spellings.
func both(id ident.Address) string { return account.Bech32(id) + " = " + id.Checksummed() }

// parseMoney returns the amount of an argument.
func parseMoney(what, text string) (rlc.Amount, error) {
	a, err := rlc.Parse(text)
	if err != nil {
		return 0, badInput(what+" is not an amount", clean(err.Error()))
	}
	if a == 0 {
		return 0, badInput(what+" is nothing", "it is 0 RLC, expected more")
	}
	return a, nil
}
