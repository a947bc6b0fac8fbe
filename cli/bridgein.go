package cli

import (
	"context"
	"fmt"
	"math/big"

	"github.com/spf13/cobra"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

func bridgeIn() *cobra.Command {
	cmd := command("in AMOUNT", "Bring RLC from Ethereum to this chain", `
iexecd bridge in 25rlc
iexecd bridge in 25rlc --to iexec12w5… --eth-rpc https://…
iexecd bridge in 25rlc --no-wait --yes`, cobra.ExactArgs(1), withNode(bringIn))
	keyFlags(cmd.Flags())
	ethFlag(cmd.Flags())
	gasFlag(cmd.Flags())
	f := cmd.Flags()
	f.String(flagTo, "", "who gets it here: an address in either spelling, or a key (default: the same account)")
	f.Bool(flagBehind, false, "send it although transactions of the account wait on Ethereum")
	f.Bool(flagNoWait, false, "do not follow it: print its id and end")
	return cmd
}

// depositPlan is a deposit that is to be made.
type depositPlan struct {
	amount  rlc.Amount
	from    *person
	to      ident.Address
	state   *vaultState
	routed  bridge.Routed // what this chain would do with it now
	balance rlc.Amount    // of RLC on Ethereum
	draft   *ethDraft
}

// bringIn quotes, asks, sends one transaction to Ethereum and follows it.
func bringIn(ctx context.Context, s *session, n *node, args []string) error {
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
	to, err := s.depositFor(ctx, n, v, me)
	if err != nil {
		return err
	}
	if err := v.unlessPaused(bridge.PauseDeposits); err != nil {
		return err
	}
	e, err := s.ethSide(ctx, v)
	if err != nil {
		return err
	}
	defer e.close()
	p, err := s.planDeposit(ctx, e, me, to, amount)
	if err != nil {
		return err
	}
	for _, line := range p.quote(v) {
		s.steps.note(line)
	}
	if err := s.confirm(fmt.Sprintf("Lock %s on Ethereum as %s?", amount, me.name)); err != nil {
		return err
	}
	w, err := s.deposit(ctx, n, e, p)
	if err != nil {
		return err
	}
	if noWait, _ := s.cmd.Flags().GetBool(flagNoWait); noWait {
		return s.printTransfer(w.t)
	}
	sent := w.t
	return s.follow(ctx, w, &sent)
}

// depositFor returns who gets a deposit; it refuses those who cannot receive.
func (s *session) depositFor(ctx context.Context, n *node, v *bridgeView, me *person) (ident.Address, error) {
	text, _ := s.cmd.Flags().GetString(flagTo)
	if text == "" {
		return me.id, nil
	}
	to, err := s.parseWho(text)
	if err != nil {
		return to, err
	}
	module, err := n.isModule(ctx, to)
	if err != nil {
		return to, err
	}
	switch {
	case to.IsZero():
		return to, badInput("--to is nobody", "the zero address cannot receive")
	case module:
		return to, badInput("--to cannot receive", both(to)+" is an account of the chain itself")
	case to == v.Domain.Vault || to == v.Token:
		return to, badInput("--to is a contract on Ethereum",
			to.Checksummed()+" has no key here: nobody could spend it")
	}
	return to, nil
}

// planDeposit refuses early what could not succeed, both numbers in hand.
func (s *session) planDeposit(ctx context.Context, e *ethSide, me *person, to ident.Address, amount rlc.Amount) (
	*depositPlan, error,
) {
	text, _ := s.cmd.Flags().GetString(flagGasPrice)
	most, err := parseGasPrice(flagGasPrice, text)
	if err != nil {
		return nil, err
	}
	p := &depositPlan{amount: amount, from: me, to: to}
	if p.state, err = e.state(ctx); err != nil {
		return nil, err
	}
	if err := p.state.accepts(amount); err != nil {
		return nil, err
	}
	if p.balance, err = e.rlcOf(ctx, me.wallet.Address); err != nil {
		return nil, err
	}
	if p.balance < amount {
		return nil, &Error{
			Code: codeFunds, Exit: ExitFunds, What: "Not sent", Have: p.balance.String(), Need: amount.String(),
			Why: fmt.Sprintf("%s has %s on Ethereum, you want to bring %s", me.wallet.Address, p.balance, amount),
		}
	}
	call := e.token.PackApproveAndCall(e.vaultAt(), new(big.Int).SetUint64(uint64(amount)), to[:])
	if p.draft, err = e.draft(ctx, me.wallet.Address, e.tokenAt(), call, most); err != nil {
		return nil, err
	}
	behind, _ := s.cmd.Flags().GetBool(flagBehind)
	if p.draft.waiting > 0 && !behind {
		return nil, &Error{
			Code: codeBridgeWaiting, Exit: ExitNoMatch, What: "Not sent",
			Why: fmt.Sprintf("%s of %s on Ethereum, the first with number %d: one may be this very deposit",
				waiting(p.draft.waiting), me.wallet.Address, p.draft.tx.Nonce-p.draft.waiting),
			Next: []string{"iexecd bridge status ID", "--" + flagBehind},
		}
	}
	d := bridge.Deposit{From: me.id, Recipient: to, Amount: amount}
	v := e.view
	p.routed, _ = v.params.Deposits(v.vault).Route(d, false, v.status.BucketIn.Core(), v.nowUnix)
	return p, nil
}

func waiting(n uint64) string {
	if n == 1 {
		return "1 transaction waits"
	}
	return fmt.Sprintf("%d transactions wait", n)
}

// accepts refuses what the vault would refuse.
func (v *vaultState) accepts(amount rlc.Amount) error {
	limit := func(why, have, need string) error {
		return &Error{
			Code: codeBridgeLimit, Exit: ExitNoMatch, What: "The vault would refuse it", Why: why,
			Have: have, Need: need, Next: []string{"iexecd bridge status"},
		}
	}
	if v.status.Closed {
		return limit("it moved to another vault and takes no deposits", "", "")
	}
	if until, on := v.paused(bridge.PauseDeposits); on {
		return pausedError("at the vault on Ethereum", bridge.PauseDeposits, until, v.headUnix, "")
	}
	if v.headUnix > v.trustUntil {
		return limit(fmt.Sprintf("its validator set was to be trusted until %s, it is %s: a relay must bring a new one",
			unixText(v.trustUntil), unixText(v.headUnix)), "", "")
	}
	if least := rlc.Amount(v.book.MinDeposit); amount < least {
		return limit(fmt.Sprintf("%s is less than the least deposit of %s", amount, least), amount.String(),
			least.String())
	}
	room := rlc.Amount(v.book.InCap - min(v.book.InCap, v.book.Locked))
	if amount > room {
		return limit(fmt.Sprintf("%s is more than the room of %s: %s are locked, at most %s may be", amount, room,
			rlc.Amount(v.book.Locked), rlc.Amount(v.book.InCap)), room.String(), amount.String())
	}
	return nil
}

// quote returns what people read before they say yes.
func (p *depositPlan) quote(v *bridgeView) []string {
	d := p.draft
	lines := []string{
		fmt.Sprintf("Quote  %s from %s on Ethereum (it has %s)", p.amount, p.from.wallet.Address, p.balance),
		fmt.Sprintf("       to %s here", both(p.to)),
		fmt.Sprintf("       gas %d × at most %s = %s (it has %s), now about %s", d.tx.Gas, gwei(d.price.Cap),
			etherCeil(d.cost()), etherFloor(d.have), etherCeil(d.now())),
		fmt.Sprintf("       takes as long as Ethereum's finality, mostly 13 to 19 min; the last final block here is "+
			"%s old (%s)", secondsText(p.state.lagUnix), count(p.state.lagBlocks, "block")),
	}
	if p.routed.Route == bridge.RouteDelay {
		large, room := rlc.Amount(v.params.LargeDepositNrlc), v.room(v.params.Deposits(v.vault).Bucket, true)
		why := fmt.Sprintf("above %s", large)
		if p.amount <= large {
			why = fmt.Sprintf("more than the %s that may be credited at once now", room)
		}
		lines = append(lines, fmt.Sprintf("       it waits %s before it is credited: %s is %s",
			secondsText(v.params.DepositDelaySeconds), p.amount, why))
	}
	if d.waiting > 0 {
		lines = append(lines, fmt.Sprintf("       %s on Ethereum; this one goes behind", waiting(d.waiting)))
	}
	return lines
}

// now returns what a draft costs if the price stays as it is.
func (d *ethDraft) now() *big.Int {
	price := new(big.Int).Add(d.price.Base, d.price.Tip)
	return price.Mul(price, new(big.Int).SetUint64(d.tx.Gas))
}

// room returns what may pass at once now, inwards or outwards.
func (v *bridgeView) room(l bridge.BucketLimits, in bool) rlc.Amount {
	bucket := v.status.BucketOut
	if in {
		bucket = v.status.BucketIn
	}
	return bucket.Core().Room(v.nowUnix, l)
}

// deposit signs and sends, and returns who follows it. The id is printed before
// anything can get lost.
func (s *session) deposit(ctx context.Context, n *node, e *ethSide, p *depositPlan) (*depositWatch, error) {
	tx, err := p.from.wallet.SignTx(p.draft.tx)
	if err != nil {
		return nil, p.from.unsigned(err)
	}
	id := tx.Hash().Hex()
	w := &depositWatch{node: n, eth: e, hash: tx.Hash(), t: transfer{
		ID: id, Direction: directionIn, State: stateSent, From: ident.Address(p.from.wallet.Address).Checksummed(),
		AmountNRLC: uint64(p.amount),
	}.to(p.to)}
	if s.format == formatText {
		_, _ = fmt.Fprintln(s.out, id)
	}
	if err := e.send(ctx, tx, "iexecd bridge status "+id); err != nil {
		return nil, err
	}
	if err := s.reached(w, &w.t, nil); err != nil {
		return nil, err
	}
	s.say("   Ctrl-C is safe; go on with: iexecd bridge status %s", id)
	return w, nil
}
