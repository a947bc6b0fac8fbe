package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
	bridgetypes "github.com/iexecd/iexecd/x/rlcbridge/types"
)

func bridgeClaim() *cobra.Command {
	cmd := command("claim", "Claim what the bridge could not deliver to you, here and on Ethereum", `
iexecd bridge claim
iexecd bridge claim --to iexec12w5…`, cobra.NoArgs, withNode(claim))
	keyFlags(cmd.Flags())
	ethFlag(cmd.Flags())
	gasFlag(cmd.Flags())
	cmd.Flags().String(flagTo, "", "who gets what is stranded here (default: the same account)")
	return cmd
}

// claimed is what was claimed, as programs read it.
type claimed struct {
	Stranded []claimedItem `json:"stranded"`
	OwedNRLC uint64        `json:"owed_nrlc"`
	EthTx    string        `json:"eth_tx,omitempty"`
}

// claimedItem is one amount that was stranded here.
type claimedItem struct {
	ID         uint64 `json:"id"`
	AmountNRLC uint64 `json:"amount_nrlc"`
	Reason     string `json:"reason"`
	To         string `json:"to"`
	Tx         string `json:"tx"`
	Height     int64  `json:"height"`
}

func claim(ctx context.Context, s *session, n *node, _ []string) error {
	v, err := n.bridgeView(ctx, s.now())
	if err != nil {
		return err
	}
	me, err := s.person(n)
	if err != nil {
		return err
	}
	to := me.id
	if text, _ := s.cmd.Flags().GetString(flagTo); text != "" {
		if to, err = s.parseWho(text); err != nil {
			return err
		}
	}
	mine, err := n.strandedOf(ctx, me.id)
	if err != nil {
		return err
	}
	e, err := s.ethSideIfAny(ctx, v)
	if err != nil {
		return err
	}
	var owed rlc.Amount
	if e != nil {
		defer e.close()
		if owed, err = e.owed(ctx, me); err != nil {
			return err
		}
	}
	if len(mine) == 0 && owed == 0 {
		return s.nothingToClaim(me, e)
	}
	out := claimed{Stranded: []claimedItem{}}
	if err := s.claimStranded(ctx, v, me, to, mine, &out); err != nil {
		return err
	}
	if owed > 0 {
		if err := s.claimOwed(ctx, e, me, owed, &out); err != nil {
			return err
		}
	}
	return s.result(out, func(io.Writer) error { return nil })
}

func (s *session) nothingToClaim(me *person, e *ethSide) error {
	return s.result(claimed{Stranded: []claimedItem{}}, func(w io.Writer) error {
		text := "nothing is stranded here for " + me.id.Checksummed()
		if e == nil {
			text += "; the vault was not asked, no endpoint of Ethereum is known (--" + flagEthRPC + ")"
		} else {
			text += ", and the vault owes it nothing"
		}
		_, err := fmt.Fprintln(w, text)
		return err
	})
}

// strandedOf returns what is stranded here for an account of Ethereum.
func (n *node) strandedOf(ctx context.Context, owner ident.Address) ([]bridgetypes.Stranded, error) {
	all, err := n.stranded(ctx)
	var mine []bridgetypes.Stranded
	for _, x := range all {
		if id, err := ident.ParseAddress(x.Owner); err == nil && id == owner {
			mine = append(mine, x)
		}
	}
	return mine, err
}

func (s *session) claimStranded(ctx context.Context, v *bridgeView, me *person, to ident.Address,
	mine []bridgetypes.Stranded, out *claimed,
) error {
	if len(mine) == 0 {
		return nil
	}
	if err := v.unlessPaused(bridge.PauseDeposits); err != nil {
		return err
	}
	var sum uint64
	for _, x := range mine {
		sum += x.AmountNrlc
		s.say("Stranded %d  %s: %s", x.Id, amount(x.AmountNrlc), clean(x.Reason))
	}
	if err := s.confirm(fmt.Sprintf("Claim %s for %s?", amount(sum), both(to))); err != nil {
		return err
	}
	for _, x := range mine {
		signature, err := me.signMessage(v.Domain, bridge.Claim{ID: x.Id, To: to})
		if err != nil {
			return err
		}
		s.steps.wait("waiting for the block")
		tx, err := me.send(ctx, &bridgetypes.MsgClaimStranded{
			Sender: me.address, Id: x.Id, To: account.Bech32(to), Signature: signature,
		}, &bridgetypes.MsgClaimStrandedResponse{})
		if err != nil {
			return err
		}
		s.steps.ok("claimed", amount(x.AmountNrlc), fmt.Sprintf("block %d", tx.height))
		out.Stranded = append(out.Stranded, claimedItem{
			x.Id, x.AmountNrlc, clean(x.Reason), account.Bech32(to), tx.hash, tx.height,
		})
	}
	return nil
}

// owed returns what the vault could not pay an account.
func (e *ethSide) owed(ctx context.Context, me *person) (rlc.Amount, error) {
	n, err := ask(ctx, e, e.vaultAt(), e.vault.PackOwed(me.wallet.Address), e.vault.UnpackOwed)
	if err != nil {
		return 0, err
	}
	if !n.IsUint64() {
		return 0, wrongEth("it owes " + n.String() + " nRLC, more than there are")
	}
	return rlc.Amount(n.Uint64()), nil
}

func (s *session) claimOwed(ctx context.Context, e *ethSide, me *person, owed rlc.Amount, out *claimed) error {
	text, _ := s.cmd.Flags().GetString(flagGasPrice)
	most, err := parseGasPrice(flagGasPrice, text)
	if err != nil {
		return err
	}
	d, err := e.draft(ctx, me.wallet.Address, e.vaultAt(), e.vault.PackClaimOwed(me.wallet.Address), most)
	if err != nil {
		return err
	}
	s.say("The vault owes you %s; gas %d × at most %s = %s", owed, d.tx.Gas, gwei(d.price.Cap), etherCeil(d.cost()))
	if err := s.confirm(fmt.Sprintf("Claim %s on Ethereum as %s?", owed, me.name)); err != nil {
		return err
	}
	tx, err := me.wallet.SignTx(d.tx)
	if err != nil {
		return me.unsigned(err)
	}
	if err := e.send(ctx, tx, "iexecd bridge claim"); err != nil {
		return err
	}
	s.steps.ok("sent", short(tx.Hash().Hex()))
	s.steps.wait("waiting for a block of Ethereum")
	receipt, err := e.mined(ctx, tx.Hash(), transferPause)
	if err != nil {
		return claimDetached(ctx, err)
	}
	s.steps.ok("claimed", owed.String(), fmt.Sprintf("Ethereum's block %s", receipt.BlockNumber))
	out.OwedNRLC, out.EthTx = uint64(owed), tx.Hash().Hex()
	return nil
}

func claimDetached(ctx context.Context, err error) error {
	if ctx.Err() == nil {
		return err
	}
	return &Error{
		Code: codeInterrupted, Exit: ExitInterrupted, What: "Detached", Why: "the claim goes on by itself",
		Next: []string{"iexecd bridge claim"}, Err: errors.Join(err, ctx.Err()),
	}
}
