package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/spf13/cobra"

	"github.com/iexecd/iexecd/bridge/eth"
	"github.com/iexecd/iexecd/bridge/relay"
	"github.com/iexecd/iexecd/cli/relaysource"
	"github.com/iexecd/iexecd/core/bridge"
)

const (
	flagFeeTo = "fee-to"
	flagEvery = "every"
)

func bridgeRelay() *cobra.Command {
	cmd := command("relay", "Bring to the vault what validators signed, for the fee, until Ctrl-C", `
iexecd bridge relay --from relayer
iexecd bridge relay --eth-rpc https://… --max-gas-price 50gwei --fee-to 0x52a9…1c0b`, cobra.NoArgs, withNode(runRelay))
	keyFlags(cmd.Flags())
	ethFlag(cmd.Flags())
	f := cmd.Flags()
	f.String(flagGasPrice, "50gwei", "the most that a unit of gas may cost, tip included")
	f.String(flagFeeTo, "", "who gets the fees on Ethereum: an address in either spelling (default: the key's account)")
	f.Duration(flagEvery, 12*time.Second, "look so often, as Ethereum makes blocks")
	return cmd
}

// relayEvent is a line of the relay with -o json and jsonl.
type relayEvent struct {
	Time     string `json:"time"` // RFC 3339
	Type     string `json:"type"` // relay.ready, sent, replaced, landed, failed, error or well
	Kind     string `json:"kind,omitempty"`
	Nonce    uint64 `json:"nonce,omitempty"`
	Tx       string `json:"tx,omitempty"`
	Replaces string `json:"replaces,omitempty"`
	Why      string `json:"why,omitempty"`
}

var kindNames = map[bridge.MessageKind]string{
	bridge.MessageValset: "validator set", bridge.MessageBatch: "batch", bridge.MessageConfig: "config",
	bridge.MessageMigrate: "migration",
}

// stepper is a relay, as far as running it needs one.
type stepper interface {
	Step(ctx context.Context) ([]relay.Sent, error)
	Outcomes() []relay.Outcome
}

func runRelay(ctx context.Context, s *session, n *node, _ []string) error {
	every, _ := s.cmd.Flags().GetDuration(flagEvery)
	if every <= 0 {
		return badInput(fmt.Sprintf("--%s %s is not a time", flagEvery, every), "expected more than 0, for example 12s")
	}
	text, _ := s.cmd.Flags().GetString(flagGasPrice)
	most, err := parseGasPrice(flagGasPrice, text)
	if err != nil {
		return err
	}
	v, err := n.bridgeView(ctx, s.now())
	if err != nil {
		return err
	}
	me, err := s.person(n)
	if err != nil {
		return err
	}
	feeTo := me.wallet.Address
	if text, _ := s.cmd.Flags().GetString(flagFeeTo); text != "" {
		id, err := s.parseWho(text)
		if err != nil {
			return err
		}
		feeTo = common.Address(id)
	}
	e, err := s.ethSide(ctx, v)
	if err != nil {
		return err
	}
	have, err := e.client.BalanceAt(ctx, me.wallet.Address, nil)
	e.close()
	if err != nil {
		return unreachableEth(err)
	}
	r, err := s.relay(ctx, n, v, me, feeTo, most)
	if err != nil {
		return err
	}
	defer r.Close()
	log := &relayLog{s: s}
	ready := fmt.Sprintf("vault %s on chain %d as %s (%s has %s), fees to %s, gas up to %s",
		v.Domain.Vault.Checksummed(), v.Domain.ChainID, me.name, me.wallet.Address, etherFloor(have), feeTo, gwei(most))
	if err := log.print(relayEvent{Type: "relay.ready", Why: ready}); err != nil {
		return err
	}
	return log.run(ctx, r, every)
}

func (s *session) relay(ctx context.Context, n *node, v *bridgeView, me *person, feeTo common.Address, most *big.Int) (
	*relay.Relay, error,
) {
	r, err := relay.New(ctx, relay.Config{
		Domain: v.Domain, Endpoint: s.profile.EthRPC, Limits: eth.DefaultLimits(), Account: me.wallet, FeeTo: feeTo,
		MaxPrice: most, Source: relaysource.New(n.client),
	})
	if err != nil {
		return nil, badInput("The relay cannot start", clean(err.Error()))
	}
	return r, nil
}

// relayLog prints one line for each thing that a relay did, and does not say the
// same failure twice in a row.
type relayLog struct {
	s    *session
	last string // failure
}

// run steps until the context ends, which is how it is meant to end.
func (l *relayLog) run(ctx context.Context, r stepper, every time.Duration) error {
	for {
		sent, err := r.Step(ctx)
		if ctx.Err() != nil {
			return nil //nolint:nilerr // Ctrl-C ends a relay
		}
		if err := l.report(sent, r.Outcomes(), err); err != nil {
			return err
		}
		if err := sleep(ctx, every); err != nil {
			return nil //nolint:nilerr // as above
		}
	}
}

// report prints what a step did.
func (l *relayLog) report(sent []relay.Sent, over []relay.Outcome, failed error) error {
	var lines []relayEvent
	for _, o := range over {
		e := relayEvent{Type: "relay.landed", Kind: kindNames[o.Kind], Nonce: o.Nonce, Tx: o.Tx.Hex()}
		if !o.Landed {
			e.Type, e.Why = "relay.failed", "the vault refused it, or it got lost"
		}
		lines = append(lines, e)
	}
	for _, x := range sent {
		e := relayEvent{Type: "relay.sent", Kind: kindNames[x.Kind], Nonce: x.Nonce, Tx: x.Tx.Hex()}
		if x.Replaces != (common.Hash{}) {
			e.Type, e.Replaces = "relay.replaced", x.Replaces.Hex()
		}
		lines = append(lines, e)
	}
	why := ""
	if failed != nil {
		why = strings.ReplaceAll(clean(failed.Error()), "\n", "; ")
	}
	if why != l.last {
		l.last = why
		e := relayEvent{Type: "relay.error", Why: why}
		if why == "" {
			e = relayEvent{Type: "relay.well", Why: "all is well again"}
		}
		lines = append(lines, e)
	}
	for _, e := range lines {
		if err := l.print(e); err != nil {
			return err
		}
	}
	return nil
}

func (l *relayLog) print(e relayEvent) error {
	now := l.s.now()
	if l.s.format != formatText {
		e.Time = now.UTC().Format(time.RFC3339)
		line, err := json.Marshal(e)
		if err == nil {
			_, err = fmt.Fprintln(l.s.out, string(line))
		}
		return err
	}
	text := now.Local().Format("15:04:05") + "  " + strings.TrimPrefix(e.Type, "relay.")
	if e.Kind != "" {
		text += fmt.Sprintf("  %s %d", e.Kind, e.Nonce)
	}
	if e.Tx != "" {
		text += "  " + e.Tx
	}
	if e.Replaces != "" {
		text += "  in place of " + short(e.Replaces)
	}
	if e.Why != "" {
		text += "  " + e.Why
	}
	_, err := fmt.Fprintln(l.s.out, text)
	return err
}
