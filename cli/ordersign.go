package cli

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/signed"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
	"github.com/iexecd/iexecd/worker/chain"
)

const (
	flagCompact = "compact"
	flagForce   = "force"
)

func orderSign() *cobra.Command {
	cmd := command("sign [FILE]", "Sign orders as the iExec SDK does, and print them with their signatures", `
iexecd order sign app.json --from alice > signed.json
iexecd order sign orders.json --kind request --offline --domain-chain-id 134 --domain-contract 0x3eca…4e7f`,
		cobra.MaximumNArgs(1), signOrders)
	cmd.Long = "Sign orders with a key of the keyring (EIP-712) and print them.\n\n" +
		"FILE holds one order, orders by kind ({\"apporder\": {…}, …}), or the SDK's orders.json; without it, or\n" +
		"with -, stdin is read. A missing salt is drawn. An order that is signed already is signed again.\n" +
		"Nothing is sent."
	keyFlags(cmd.Flags())
	domainFlags(cmd.Flags())
	fileFlags(cmd)
	cmd.Flags().Bool(flagCompact, false, "signatures of 64 bytes (EIP-2098) instead of 65")
	cmd.Flags().Bool(flagForce, false, "sign even if the key does not own what is sold now")
	return cmd
}

func fileFlags(cmd *cobra.Command) {
	cmd.Flags().String(flagKind, "", "only this order of the file: app, dataset, workerpool or request")
}

// fileOf returns the file in args, stdin if there is none.
func fileOf(args []string) string {
	if len(args) == 0 {
		return "-"
	}
	return args[0]
}

// wantedKind returns what --kind says, KindUnspecified if nothing.
func (s *session) wantedKind() (market.Kind, error) {
	text, _ := s.cmd.Flags().GetString(flagKind)
	if text == "" {
		return market.KindUnspecified, nil
	}
	for _, n := range orderNames {
		if n.short == text {
			return n.kind, nil
		}
	}
	return 0, badKind(text)
}

func badKind(text string) *Error {
	return badInput(fmt.Sprintf("--kind %q is not a kind of order", text),
		"expected app, dataset, workerpool or request")
}

func signOrders(ctx context.Context, s *session, args []string) error {
	kind, err := s.wantedKind()
	if err != nil {
		return err
	}
	f, err := s.readOrderFile(fileOf(args))
	if err != nil {
		return err
	}
	key, err := s.orderKey()
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
	orders, err := f.orders(kind, forSigning)
	if err != nil {
		return err
	}
	compact, _ := s.cmd.Flags().GetBool(flagCompact)
	for _, o := range orders {
		if err := s.mayOwn(ctx, d, key, o); err != nil {
			return err
		}
		if err := f.addSalt(o); err != nil {
			return err
		}
		if err := key.sign(o, d.domain, compact); err != nil {
			return err
		}
		s.steps.ok("signed", nameOf(o.Kind()).short+" order "+short(o.Hash(d.domain).String()), "by "+key.name)
	}
	return s.printFile(f, orders)
}

// printFile prints a file with these orders in their places.
func (s *session) printFile(f *orderFile, orders []signed.Order) error {
	raw, err := f.with(orders)
	if err != nil {
		return err
	}
	return s.result(raw, func(w io.Writer) error { return printJSON(w, raw) })
}

// printJSON prints JSON as the SDK's files have it, indented.
func printJSON(w io.Writer, raw []byte) error {
	var b bytes.Buffer
	if err := json.Indent(&b, raw, "", "  "); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w, b.String())
	return err
}

// addSalt draws a salt if the file has none for the order.
func (f *orderFile) addSalt(o signed.Order) error {
	raw, err := f.raw(o.Kind())
	if err != nil || salted(raw) {
		return err
	}
	var salt ident.Hash
	_, _ = rand.Read(salt[:]) // never fails
	switch o := o.(type) {
	case *signed.AppOrder:
		o.Salt = salt
	case *signed.DatasetOrder:
		o.Salt = salt
	case *signed.WorkerpoolOrder:
		o.Salt = salt
	case *signed.RequestOrder:
		o.Salt = salt
	}
	return nil
}

// orderKey is a key of the keyring that signs orders.
type orderKey struct {
	name string
	key  chain.Key
}

// orderKey returns the key in use; it must be of Ethereum's kind.
func (s *session) orderKey() (*orderKey, error) {
	ring, record, err := s.key()
	if err != nil {
		return nil, err
	}
	key, err := chain.RingKey(ring, record.Name)
	if err != nil {
		return nil, s.profile.noKey(ring, err)
	}
	if got := key.PubKey().Type(); got != ethsecp256k1.KeyType {
		return nil, &Error{
			Code: codeWrongKey, Exit: ExitKey, What: fmt.Sprintf("The key %q cannot sign orders", record.Name),
			Why:  fmt.Sprintf("it is of the kind %s, orders are signed with %s", got, ethsecp256k1.KeyType),
			Next: []string{"iexecd keys add NAME", "--from NAME"},
		}
	}
	return &orderKey{name: record.Name, key: key}, nil
}

// sign puts the key's signature into an order: 65 bytes with v 27 or 28, or 64.
func (k *orderKey) sign(o signed.Order, d signed.Domain, compact bool) error {
	sign, err := k.signature(signed.Document(o, d), o.Hash(d))
	if err != nil {
		return err
	}
	if compact {
		v := sign[64] - 27
		sign = sign[:64]
		sign[32] |= v << 7
	}
	signed.SetSignature(o, sign)
	return nil
}

// signature returns 65 bytes with v 27 or 28 over a document whose keccak is hash.
func (k *orderKey) signature(document []byte, hash ident.Hash) ([]byte, error) {
	rs, err := k.key.Sign(document)
	if err != nil {
		return nil, &Error{
			Code: codeNoKey, Exit: ExitKey, What: fmt.Sprintf("The key %q did not sign", k.name),
			Why: clean(err.Error()), Err: err,
		}
	}
	for v := range byte(2) {
		sign := append(bytes.Clone(rs), 27+v)
		if signed.Verify(k.key.Address(), hash, sign, ethsecp256k1.Recover) == nil {
			return sign, nil
		}
	}
	return nil, &Error{
		Code: codeUnexpected, Exit: ExitUnexpected,
		What: fmt.Sprintf("The key %q made no signature of its own", k.name),
		Why:  fmt.Sprintf("%d bytes, no signature by %s", len(rs), k.key.Address()),
	}
}

// mayOwn refuses a key whose signature the chain would refuse: a request is its
// requester's, an offer that of who owns the asset now.
func (s *session) mayOwn(ctx context.Context, d *desk, key *orderKey, o signed.Order) error {
	n := nameOf(o.Kind())
	subject, me := o.Subject(), key.key.Address()
	if o.Kind() == market.KindRequest {
		if subject == me {
			return nil
		}
		return key.wrong(fmt.Sprintf("the requester is %s, the key is of %s", subject.Checksummed(), me.Checksummed()))
	}
	if d.node == nil {
		s.say("   not checked: whether %s owns the %s %s", key.name, n.short, subject.Checksummed())
		return nil
	}
	owner, registered, err := d.node.ownerOf(ctx, o)
	if err != nil || owner == me {
		return err
	}
	force, _ := s.cmd.Flags().GetBool(flagForce)
	why := fmt.Sprintf("the %s %s is of %s, the key is of %s", n.short, subject, account.Bech32(owner),
		account.Bech32(me))
	if !registered {
		why = fmt.Sprintf("the %s %s is not registered on this chain", n.short, subject)
	}
	if force {
		s.say("   the chain would refuse it now: %s", why)
		return nil
	}
	if !registered {
		return notFound("Not signed", why, "--"+flagForce)
	}
	return key.wrong(why, "--"+flagForce)
}

func (k *orderKey) wrong(why string, next ...string) *Error {
	return &Error{
		Code: codeWrongKey, Exit: ExitKey, What: fmt.Sprintf("Not signed by %s", k.name), Why: why,
		Next: append([]string{"--from another key"}, next...),
	}
}
