package cli

import (
	"context"
	"fmt"
	"io"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	bridgetypes "github.com/iexecd/iexecd/x/rlcbridge/types"
)

func bridgeOut() *cobra.Command {
	cmd := command("out AMOUNT", "Bring RLC from this chain to Ethereum", `
iexecd bridge out 5rlc
iexecd bridge out 5rlc --to 0x52a9…1c0b --fee 1rlc`, cobra.ExactArgs(1), withNode(bringOut))
	keyFlags(cmd.Flags())
	ethFlag(cmd.Flags())
	f := cmd.Flags()
	f.String(flagTo, "", "who gets it on Ethereum: an address in either spelling, or a key (default: the same account)")
	f.String(flagFee, "", "for who brings it to Ethereum, on top (default: the least that the chain asks for)")
	f.Bool(flagNoWait, false, "do not follow it: print its id and end")
	return cmd
}

// withdrawalPlan is a withdrawal that is to be made.
type withdrawalPlan struct {
	bridge.Withdrawal

	from  *person
	total rlc.Amount
	have  rlc.Amount
}

// bringOut quotes, asks, sends one message and follows what becomes of it.
func bringOut(ctx context.Context, s *session, n *node, args []string) error {
	amount, err := parseMoney("AMOUNT", args[0])
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
	p, err := s.planWithdrawal(ctx, n, v, me, amount)
	if err != nil {
		return err
	}
	e, err := s.ethSideIfAny(ctx, v)
	if err != nil {
		return err
	}
	if e != nil {
		defer e.close()
		if err := e.pays(ctx); err != nil {
			return err
		}
	}
	for _, line := range p.quote(v) {
		s.steps.note(line)
	}
	if err := s.confirm(fmt.Sprintf("Send %s to Ethereum as %s?", amount, me.name)); err != nil {
		return err
	}
	s.steps.wait("waiting for the block")
	var answer bridgetypes.MsgWithdrawResponse
	if _, err := me.send(ctx, &bridgetypes.MsgWithdraw{
		Sender: me.address, To: p.To.Checksummed(), AmountNrlc: uint64(p.Amount), FeeNrlc: uint64(p.Fee),
	}, &answer); err != nil {
		return err
	}
	w := &withdrawalWatch{node: n, eth: e, id: answer.Id}
	if s.format == formatText {
		_, _ = fmt.Fprintln(s.out, answer.Id)
	}
	if noWait, _ := s.cmd.Flags().GetBool(flagNoWait); !noWait {
		s.say("   Ctrl-C is safe; go on with: iexecd bridge status %d", answer.Id)
		return s.follow(ctx, w, nil)
	}
	t, err := w.look(ctx)
	if err != nil {
		return err
	}
	if err := s.reached(w, &t, nil); err != nil {
		return err
	}
	return s.printTransfer(t)
}

// planWithdrawal refuses early what the chain would refuse, both numbers in hand.
func (s *session) planWithdrawal(ctx context.Context, n *node, v *bridgeView, me *person, amount rlc.Amount) (
	*withdrawalPlan, error,
) {
	p := &withdrawalPlan{from: me, Withdrawal: bridge.Withdrawal{
		To: me.id, Amount: amount, Fee: rlc.Amount(v.params.MinFeeNrlc),
	}}
	var err error
	if text, _ := s.cmd.Flags().GetString(flagTo); text != "" {
		if p.To, err = s.parseWho(text); err != nil {
			return nil, err
		}
	}
	if text, _ := s.cmd.Flags().GetString(flagFee); text != "" {
		if p.Fee, err = rlc.Parse(text); err != nil {
			return nil, badInput("--fee is not an amount", clean(err.Error()))
		}
	}
	if err := v.unlessPaused(bridge.PauseWithdrawals); err != nil {
		return nil, err
	}
	if err := v.allows(p.Withdrawal); err != nil {
		return nil, err
	}
	if p.total, err = p.Total(); err != nil {
		return nil, err
	}
	if p.have, err = n.balance(ctx, me.id); err != nil {
		return nil, err
	}
	if p.have < p.total {
		return nil, &Error{
			Code: codeFunds, Exit: ExitFunds, What: "Not sent", Have: p.have.String(), Need: p.total.String(),
			Why: fmt.Sprintf("%s has %s, sending %s with a fee of %s takes %s", me.name, p.have, p.Amount, p.Fee,
				p.total),
			Next: []string{"iexecd account"},
		}
	}
	return p, nil
}

// allows refuses what the chain's rules refuse.
func (v *bridgeView) allows(w bridge.Withdrawal) error {
	limit := func(why string, have, need rlc.Amount) error {
		return &Error{
			Code: codeBridgeLimit, Exit: ExitNoMatch, What: "The chain would refuse it", Why: why,
			Have: have.String(), Need: need.String(), Next: []string{"iexecd bridge status"},
		}
	}
	rules := v.params.Rules(v.vault)
	total, err := w.Total()
	switch {
	case v.status.Books.EthValset == 0:
		return limit("the vault has no validator set of this chain yet, so it pays nobody", 0, 0)
	case w.Amount < rules.MinAmount:
		return limit(fmt.Sprintf("%s is less than the least of %s", w.Amount, rules.MinAmount), w.Amount,
			rules.MinAmount)
	case w.Fee < rules.MinFee:
		return limit(fmt.Sprintf("a fee of %s is less than the least of %s", w.Fee, rules.MinFee), w.Fee, rules.MinFee)
	case err == nil && total > rules.MaxTotal:
		return limit(fmt.Sprintf("%s with its fee is more than the %s that can leave at once: split it", total,
			rules.MaxTotal), rules.MaxTotal, total)
	}
	if err := rules.Check(w); err != nil {
		return badInput("Not sent", clean(err.Error()))
	}
	return nil
}

// pays refuses a withdrawal that the vault would not pay now.
func (e *ethSide) pays(ctx context.Context) error {
	state, err := e.state(ctx)
	if err != nil {
		return err
	}
	if state.status.Closed {
		return &Error{
			Code: codeBridgeLimit, Exit: ExitNoMatch, What: "The vault would not pay it",
			Why: "it moved to another vault", Next: []string{"iexecd bridge status"},
		}
	}
	if until, on := state.paused(bridge.PauseWithdrawals); on {
		return pausedError("at the vault on Ethereum", bridge.PauseWithdrawals, until, state.headUnix, "")
	}
	return nil
}

// quote returns what people read before they say yes.
func (p *withdrawalPlan) quote(v *bridgeView) []string {
	policy := v.params.Batches()
	wait := fmt.Sprintf("in a batch every %s, signed %s later", count(policy.EveryBlocks, "block"),
		count(policy.SignDelayBlocks, "block"))
	delay := uint64(0)
	if p.Amount > policy.LargeAmount {
		delay = policy.LargeDelaySeconds
		wait = fmt.Sprintf("alone in a batch that is signed after %s: it is above %s", secondsText(delay),
			policy.LargeAmount)
	}
	lines := []string{
		fmt.Sprintf("Quote  %s + %s for who brings it to Ethereum = %s (%s has %s)", p.Amount, p.Fee, p.total,
			p.from.name, p.have),
		fmt.Sprintf("       arrives as %s for %s on Ethereum", p.Amount, p.To.Checksummed()),
		"       it leaves " + wait,
	}
	if room := v.room(policy.Bucket, false); p.total > room {
		lines = append(lines, fmt.Sprintf("       it waits for room: %s is more than the %s that may leave now",
			p.total, room))
	}
	return append(lines, fmt.Sprintf(
		"       if nobody brings it within %s of that it comes back by itself, by about %s",
		secondsText(policy.TimeoutSeconds), unixText(v.nowUnix+delay+policy.TimeoutSeconds)))
}

func bridgeCancel() *cobra.Command {
	cmd := command("cancel ID", "Take a withdrawal back while it waits for a batch, less the least fee",
		"iexecd bridge cancel 7", cobra.ExactArgs(1), sending(cancelWithdrawal))
	keyFlags(cmd.Flags())
	return cmd
}

func cancelWithdrawal(ctx context.Context, s *session, n *node, key *signer, args []string) (*offer, error) {
	id, err := parseWithdrawal(args[0])
	if err != nil {
		return nil, err
	}
	r, err := n.bridge().Withdrawal(ctx, &bridgetypes.QueryWithdrawalRequest{Id: id})
	if err != nil {
		return nil, err
	}
	w := r.Withdrawal
	if w.Status != bridgetypes.WithdrawalStatus_WITHDRAWAL_STATUS_QUEUED {
		return nil, &Error{
			Code: codeBridgeLimit, Exit: ExitNoMatch, What: "Not taken back",
			Why: fmt.Sprintf("withdrawal %d is %s, only one that is queued comes back", id,
				enum(w.Status.String(), "WITHDRAWAL_STATUS_")),
			Next: []string{fmt.Sprintf("iexecd bridge status %d", id)},
		}
	}
	params, err := n.bridge().Params(ctx, &bridgetypes.QueryParamsRequest{})
	if err != nil {
		return nil, err
	}
	core, err := w.Core()
	if err != nil {
		return nil, err
	}
	kept := params.Params.Rules(bridgetypes.VaultID{}).Kept(core)
	back := core.Amount + core.Fee - kept
	return &offer{
		question: cancelQuestion(core, kept),
		msg:      &bridgetypes.MsgCancelWithdraw{Sender: key.address, Id: id},
		answer:   &bridgetypes.MsgCancelWithdrawResponse{},
		done: func(tx *included) {
			s.steps.ok("cancel", fmt.Sprintf("withdrawal %d", id), fmt.Sprintf("block %d", tx.height),
				fmt.Sprintf("%s returned, %s kept", back, kept))
		},
	}, nil
}

// cancelQuestion says what comes back before anybody says yes.
func cancelQuestion(w bridge.Withdrawal, kept rlc.Amount) string {
	return fmt.Sprintf("Take back withdrawal %d: %s + %s come back, %s of its fee stay in the community pool?", w.ID,
		w.Amount, w.Fee-kept, kept)
}

func parseWithdrawal(text string) (uint64, error) {
	id, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return 0, badInput(fmt.Sprintf("%q is no withdrawal", clean(text)),
			"expected its number, as bridge out prints it")
	}
	return id, nil
}

// printTransfer prints a transfer as the result of a command; people have its id already.
func (s *session) printTransfer(t transfer) error {
	if s.format != formatJSON {
		return nil
	}
	return s.result(t, func(io.Writer) error { return nil })
}

// ethText returns an account as Ethereum spells it.
func ethText(text string) string {
	if id, err := ident.ParseAddress(text); err == nil {
		return id.Checksummed()
	}
	return clean(text)
}
