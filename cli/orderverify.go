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
iexecd order verify orders.json --offline --domain-chain-id 134 --domain-contract 0x3eca…4e7f`,
		cobra.MaximumNArgs(1), verifyOrders)
	cmd.Long = "Tell for each order of a file its hash, who signed it, whether that is who owns what is sold (or\n" +
		"asks), and how many tasks are left. The exit code is 6 if the chain would refuse one of them. With\n" +
		"--offline only the signature is looked at. Whether orders fit each other is told by iexecd order match."
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
		Code: codeOrderRefused, Exit: ExitNoMatch, What: "The " + first.Kind + " order would be refused",
		Why: first.Why, Next: []string{"iexecd order sign"},
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
	signer, err := signed.Signer(o.Hash(d.domain), signed.Signature(o), ethsecp256k1.Recover)
	if err == nil {
		c.Signer = account.Bech32(signer)
	}
	if d.node == nil {
		if o.Kind() == market.KindRequest {
			_, err = d.authorised(o, &known{})
		}
		return c.because(o, err), nil
	}
	k, err := d.known(ctx, o)
	if err != nil {
		return c, err
	}
	if !k.owner.IsZero() {
		c.Owner = account.Bech32(k.owner)
	}
	if !k.presigner.IsZero() {
		c.Presigner = account.Bech32(k.presigner)
	}
	left, why := signed.Remaining(o, d.domain, k)
	if why == nil {
		c.Consumed, c.Remaining = k.consumed.String(), left.String()
		if left.Sign() == 0 {
			why = fmt.Errorf("%w: %s of %s tasks are served, or it was closed", market.ErrConsumed, k.consumed,
				c.Volume)
		}
	}
	if _, err := d.authorised(o, k); err != nil {
		why = err
	}
	return c.because(o, why), nil
}

// authorised returns who may sign an order, and what the chain would refuse.
func (d *desk) authorised(o signed.Order, k *known) (ident.Address, error) {
	c := signed.Context{Recover: ethsecp256k1.Recover, Domain: d.domain, State: k}
	_, owner, err := c.Authorised(o)
	return owner, err
}

// known is what a node says of one order; it implements signed.State.
type known struct {
	owner      ident.Address
	registered bool
	consumed   *big.Int
	presigner  ident.Address
}

// known asks the node for what it knows of an order.
func (d *desk) known(ctx context.Context, o signed.Order) (*known, error) {
	var k known
	var err error
	if k.owner, k.registered, err = d.node.ownerOf(ctx, o); err != nil {
		return nil, err
	}
	hash := o.Hash(d.domain).String()
	r, err := d.node.market.SignedState(ctx, &markettypes.QuerySignedStateRequest{Hash: hash})
	if err != nil {
		return nil, err
	}
	if k.consumed, err = signed.ParseNumber(r.State.Consumed); err != nil {
		return nil, err
	}
	k.presigner, err = markettypes.ParseResource(r.State.Presigner)
	return &k, err
}

// Asset implements signed.State.
func (k *known) Asset(market.Kind, ident.Address) (ident.Address, bool, error) {
	return k.owner, k.registered, nil
}

// Consumed implements signed.State.
func (k *known) Consumed(ident.Hash) (*big.Int, error) { return k.consumed, nil }

// Presigner implements signed.State.
func (k *known) Presigner(ident.Hash) (ident.Address, error) { return k.presigner, nil }

// errNotAsked means that money and policies are no matter of one order.
var errNotAsked = errors.New("not asked of the node")

// Balance implements signed.State.
func (k *known) Balance(ident.Address) (*big.Int, error) { return nil, errNotAsked }

// Pool implements signed.State.
func (k *known) Pool(ident.Address) (market.PoolInfo, error) { return market.PoolInfo{}, errNotAsked }

func (c orderCheck) because(o signed.Order, why error) orderCheck {
	c.OK = why == nil
	if errors.Is(why, signed.ErrSignatureFormat) && len(signed.Signature(o)) == 0 {
		why = fmt.Errorf("%w: it is not signed, nor presigned by its owner", signed.ErrSignatureFormat)
	}
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
