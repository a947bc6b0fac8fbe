package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/big"

	"github.com/spf13/cobra"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/signed"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
	markettypes "github.com/iexecd/iexecd/x/market/types"
)

func orderVerify() *cobra.Command {
	cmd := command("verify [FILE]", "Tell who signed orders, and whether the chain would accept them", `
iexecd order verify signed.json
iexecd order verify orders.json --offline --domain-chain-id 134 --domain-contract 0x3eca…55f`,
		cobra.MaximumNArgs(1), verifyOrders)
	cmd.Long = "Tell for each order of a file its hash, who signed it, whether that is who owns what is sold (or asks),\n" +
		"and how many tasks are left. The exit code is 6 if the chain would refuse one of them. With --offline only the\n" +
		"signature is looked at. Whether orders fit each other is told by iexecd order match."
	domainFlags(cmd.Flags())
	fileFlags(cmd)
	return cmd
}

// orderCheck is what is known of a signed order.
type orderCheck struct {
	Hash      string `json:"hash"`
	Kind      string `json:"kind"`
	Subject   string `json:"subject"` // the asset that is sold, or the requester
	Signer    string `json:"signer,omitempty"`
	Owner     string `json:"owner,omitempty"`
	Presigner string `json:"presigner,omitempty"`
	Volume    string `json:"volume"`
	Consumed  string `json:"consumed,omitempty"`
	Remaining string `json:"remaining,omitempty"`
	Offline   bool   `json:"offline"` // only the signature was looked at
	OK        bool   `json:"ok"`
	Why       string `json:"why,omitempty"`
}

func verifyOrders(ctx context.Context, s *session, args []string) error {
	kind, err := s.wantedKind()
	if err != nil {
		return err
	}
	f, err := s.readOrderFile(fileOf(args))
	if err != nil {
		return err
	}
	d, err := s.desk(ctx)
	if err != nil {
		return err
	}
	defer d.close()
	if err := f.look(d.domain.ChainID.String()); err != nil {
		return err
	}
	orders, err := f.orders(kind, asSigned)
	if err != nil {
		return err
	}
	checks := make([]orderCheck, len(orders))
	for i, o := range orders {
		if checks[i], err = d.check(ctx, o); err != nil {
			return err
		}
	}
	if err := s.printChecks(checks); err != nil {
		return err
	}
	return refusedOrders(checks)
}

func (s *session) printChecks(checks []orderCheck) error {
	if s.format == formatJSONL {
		for _, c := range checks {
			if err := s.result(c, nil); err != nil {
				return err
			}
		}
		return nil
	}
	return s.result(map[string][]orderCheck{"orders": checks}, func(w io.Writer) error {
		for i, c := range checks {
			if i > 0 {
				_, _ = fmt.Fprintln(w)
			}
			if err := c.print(w); err != nil {
				return err
			}
		}
		return nil
	})
}

// refusedOrders returns the error for the first order that would be refused.
func refusedOrders(checks []orderCheck) error {
	bad := 0
	var first *orderCheck
	for i := range checks {
		if !checks[i].OK {
			if bad++; first == nil {
				first = &checks[i]
			}
		}
	}
	if first == nil {
		return nil
	}
	e := &Error{
		Code: codeOrderRefused, Exit: ExitNoMatch, What: "The " + first.Kind + " order would be refused", Why: first.Why,
		Next: []string{"iexecd order sign"},
	}
	if bad > 1 {
		e.What = fmt.Sprintf("%d of %d orders would be refused; the %s order", bad, len(checks), first.Kind)
	}
	return e
}

// check tells what is known of an order, and whether it would be refused for
// itself; the reasons are the chain's.
func (d *desk) check(ctx context.Context, o signed.Order) (orderCheck, error) {
	c := orderCheck{
		Hash: o.Hash(d.domain).String(), Kind: nameOf(o.Kind()).short, Subject: o.Subject().Checksummed(),
		Volume: signed.Volume(o).String(), Offline: d.node == nil,
	}
	signer, err := d.signerOf(o)
	if err == nil {
		c.Signer = account.Bech32(signer)
	}
	if d.node == nil {
		if err == nil && o.Kind() == market.KindRequest {
			err = d.signedBy(o, o.Subject(), ident.Address{})
		}
		return c.because(err), nil
	}
	why, err := d.ask(ctx, o, &c)
	return c.because(why), err
}

// ask adds what the chain knows of an order, and returns what it would refuse.
func (d *desk) ask(ctx context.Context, o signed.Order, c *orderCheck) (why, err error) {
	owner, registered, err := d.node.ownerOf(ctx, o)
	if err != nil {
		return nil, err
	}
	r, err := d.node.market.SignedState(ctx, &markettypes.QuerySignedStateRequest{Hash: c.Hash})
	if err != nil {
		return nil, err
	}
	consumed, err := signed.ParseNumber(r.State.Consumed)
	if err != nil {
		return nil, err
	}
	presigner, err := markettypes.ParseResource(r.State.Presigner)
	if err != nil {
		return nil, err
	}
	left := new(big.Int).Sub(signed.Volume(o), consumed)
	if left.Sign() < 0 {
		left.SetUint64(0)
	}
	c.Consumed, c.Remaining, c.Presigner = consumed.String(), left.String(), r.State.Presigner
	if !registered {
		return fmt.Errorf("%w: %s", nameOf(o.Kind()).unregistered, o.Subject()), nil
	}
	c.Owner = account.Bech32(owner)
	if why := d.signedBy(o, owner, presigner); why != nil {
		return why, nil
	}
	if left.Sign() == 0 {
		return fmt.Errorf("%w: %s of %s tasks are served, or it was closed", market.ErrConsumed, consumed, c.Volume), nil
	}
	return nil, nil //nolint:nilnil // nothing is wrong
}

// signedBy returns nil if owner presigned or signed an order.
func (d *desk) signedBy(o signed.Order, owner, presigner ident.Address) error {
	if presigner == owner && !owner.IsZero() {
		return nil
	}
	unsigned := nameOf(o.Kind()).unsigned
	if len(signed.Signature(o)) == 0 {
		return fmt.Errorf("%w: it has no signature, and its owner did not presign it", unsigned)
	}
	err := signed.Verify(owner, o.Hash(d.domain), signed.Signature(o), ethsecp256k1.Recover)
	if errors.Is(err, signed.ErrSignature) {
		return fmt.Errorf("%w: %w", unsigned, err)
	}
	return err
}

func (c orderCheck) because(why error) orderCheck {
	c.OK = why == nil
	if why != nil {
		c.Why = clean(why.Error())
	}
	return c
}

// print prints what is known of an order for people.
func (c orderCheck) print(w io.Writer) error {
	var t table
	t.add("order", c.Hash)
	t.add("kind", c.Kind)
	subject := c.Kind
	if c.Kind == nameOf(market.KindRequest).short {
		subject = "requester"
	}
	t.add(subject, c.Subject)
	t.add("signer", bothSpellings(c.Signer, "nobody"))
	if !c.Offline {
		if c.Kind != nameOf(market.KindRequest).short {
			t.add("owner", bothSpellings(c.Owner, "not registered"))
		}
		t.add("presigned", bothSpellings(c.Presigner, "no"))
		t.add("left", fmt.Sprintf("%s of %s tasks", c.Remaining, c.Volume))
	}
	switch {
	case !c.OK:
		t.add("accepted", "no: "+c.Why)
	case c.Offline && c.Kind != nameOf(market.KindRequest).short:
		t.add("accepted", "if the signer owns the "+c.Kind)
	case c.Offline:
		t.add("accepted", "if tasks are left")
	default:
		t.add("accepted", "yes")
	}
	return t.print(w, "")
}

// bothSpellings returns an account as iexec1… = 0x…, or none if it is empty.
func bothSpellings(text, none string) string {
	a, err := account.Parse(text)
	if text == "" || err != nil {
		return none
	}
	return account.Bech32(a) + " = " + account.Checksummed(a)
}
