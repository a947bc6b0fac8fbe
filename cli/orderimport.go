package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/gogoproto/proto"

	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/signed"
	"github.com/iexecd/iexecd/crypto/account"
	markettypes "github.com/iexecd/iexecd/x/market/types"
)

const flagUnsigned = "unsigned"

func orderImport() *cobra.Command {
	cmd := command("import [FILE]", "Place signed orders of anybody into the book", `
iexecd order import signed.json --from carol
iexecd order import orders.json --kind app --expires 720h`,
		cobra.MaximumNArgs(1), withNode(importOrders))
	cmd.Long = "Place signed orders into the book, where they rest until they are matched. The key pays the fee\n" +
		"only: what an order locks comes from who signed it. FILE is as for iexecd order sign; each order\n" +
		"is a transaction."
	keyFlags(cmd.Flags())
	fileFlags(cmd)
	cmd.Flags().Duration(flagExpires, 0, "take it out of the book after this time, 0 = never")
	return cmd
}

// importedOrder is a signed order that rests in the book now.
type importedOrder struct {
	Tx         string `json:"tx"`
	Height     int64  `json:"height"`
	ID         string `json:"id"`
	Kind       string `json:"kind"`
	Owner      string `json:"owner"`
	Remaining  uint64 `json:"remaining"`
	EscrowNRLC uint64 `json:"escrow_nrlc"`
	ExpiryUnix int64  `json:"expiry_unix,omitempty"`
}

func importOrders(ctx context.Context, s *session, n *node, args []string) error {
	orders, d, err := s.signedFile(ctx, n, fileOf(args))
	if err != nil {
		return err
	}
	key, err := s.signer(n)
	if err != nil {
		return err
	}
	expiry, err := s.expiry(ctx, n)
	if err != nil {
		return err
	}
	question := fmt.Sprintf("Place %d signed orders as %s?", len(orders), key.name)
	if len(orders) == 1 {
		question = fmt.Sprintf("Place the %s as %s?", orderTitle(orders[0], d), key.name)
	}
	if err := s.confirm(question); err != nil {
		return err
	}
	placed := []importedOrder{}
	var failed error
	for _, o := range orders {
		s.steps.wait("waiting for the block")
		p, err := s.importOrder(ctx, n, key, o, expiry)
		if err != nil {
			failed = err
			break
		}
		placed = append(placed, *p)
	}
	if len(placed) == 0 {
		return failed
	}
	if err := s.printImported(placed); err != nil {
		return err
	}
	return failed
}

// orderTitle names an order in a question.
func orderTitle(o signed.Order, d *desk) string {
	return fmt.Sprintf("%s order %s", nameOf(o.Kind()).short, short(o.Hash(d.domain).String()))
}

// signedFile returns the signed orders of a file, as the node's chain wants them.
func (s *session) signedFile(ctx context.Context, n *node, path string) ([]signed.Order, *desk, error) {
	kind, err := s.wantedKind()
	if err != nil {
		return nil, nil, err
	}
	f, err := s.readOrderFile(path)
	if err != nil {
		return nil, nil, err
	}
	d := &desk{node: n}
	if d.domain, err = n.domain(ctx); err != nil {
		return nil, nil, err
	}
	if err := f.look(d.domain.ChainID.String()); err != nil {
		return nil, nil, err
	}
	orders, err := f.orders(kind, asSigned)
	return orders, d, err
}

func (s *session) importOrder(ctx context.Context, n *node, key *signer, o signed.Order, expiry int64,
) (*importedOrder, error) {
	msg, answer := placeSigned(key.address, o, expiry)
	tx, err := key.send(ctx, msg, answer)
	if err != nil {
		return nil, err
	}
	placed, err := n.Order(ctx, answer.GetId())
	if err != nil {
		return nil, err
	}
	s.steps.ok("order", short(placed.Id), fmt.Sprintf("block %d", tx.height), amount(placed.EscrowNrlc)+" locked")
	return &importedOrder{
		Tx: tx.hash, Height: tx.height, ID: placed.Id, Kind: nameOf(o.Kind()).short, Owner: placed.Owner,
		Remaining: placed.Remaining, EscrowNRLC: placed.EscrowNrlc, ExpiryUnix: expiry,
	}, nil
}

func (s *session) printImported(placed []importedOrder) error {
	if s.format == formatJSONL {
		for _, p := range placed {
			if err := s.result(p, nil); err != nil {
				return err
			}
		}
		return nil
	}
	return s.result(map[string][]importedOrder{"orders": placed}, func(w io.Writer) error {
		for _, p := range placed {
			if _, err := fmt.Fprintln(w, p.ID); err != nil {
				return err
			}
		}
		return nil
	})
}

// idAnswer is the chain's answer to a placed order.
type idAnswer interface {
	proto.Message
	GetId() string
}

// placeSigned returns the message that places a signed order, and its answer.
func placeSigned(sender string, o signed.Order, expiry int64) (sdk.Msg, idAnswer) {
	w := markettypes.NewSignedOrder(o)
	switch {
	case w.App != nil:
		return &markettypes.MsgPlaceSignedAppOrder{Sender: sender, Order: *w.App, ExpiryUnix: expiry},
			new(markettypes.MsgPlaceSignedAppOrderResponse)
	case w.Dataset != nil:
		return &markettypes.MsgPlaceSignedDatasetOrder{Sender: sender, Order: *w.Dataset, ExpiryUnix: expiry},
			new(markettypes.MsgPlaceSignedDatasetOrderResponse)
	case w.Workerpool != nil:
		return &markettypes.MsgPlaceSignedWorkerpoolOrder{Sender: sender, Order: *w.Workerpool, ExpiryUnix: expiry},
			new(markettypes.MsgPlaceSignedWorkerpoolOrderResponse)
	}
	return &markettypes.MsgPlaceSignedRequestOrder{Sender: sender, Order: *w.Request, ExpiryUnix: expiry},
		new(markettypes.MsgPlaceSignedRequestOrderResponse)
}

func orderExport() *cobra.Command {
	cmd := command("export ORDER", "Print a signed order of the book as the iExec SDK writes it", `
iexecd order export 0x1c2d… > signed.json
iexecd order export 0x1c2d… --unsigned | iexecd order sign --from alice`, cobra.ExactArgs(1), withNode(exportOrder))
	cmd.Flags().Bool(flagUnsigned, false, "of an order that was placed without a signature, print what could be signed")
	return cmd
}

func exportOrder(ctx context.Context, s *session, n *node, args []string) error {
	placed, err := n.Order(ctx, args[0])
	if err != nil {
		return err
	}
	var o signed.Order
	if unsigned, _ := s.cmd.Flags().GetBool(flagUnsigned); placed.Signed != nil {
		o, err = placed.Signed.Core()
	} else if unsigned {
		var lost []string
		o, lost, err = unsignedOrder(placed)
		if len(lost) > 0 {
			s.say("   has no place in a signed order and is left out: %s", strings.Join(lost, ", "))
		}
	} else {
		return notFound("Order "+short(placed.Id)+" has no signature",
			"its owner placed it by a transaction", "iexecd order export "+args[0]+" --"+flagUnsigned)
	}
	if err != nil {
		return err
	}
	raw, err := json.Marshal(o)
	if err != nil {
		return err
	}
	return s.result(json.RawMessage(raw), func(w io.Writer) error { return printJSON(w, raw) })
}

// unsignedOrder returns an order of the book as one to be signed, and what it
// says that signed orders cannot say.
func unsignedOrder(p *markettypes.Order) (signed.Order, []string, error) {
	var texts map[string]string
	var lost []string
	var expiry int64
	kind := market.KindRequest
	switch {
	case p.App != nil:
		kind, expiry, texts = market.KindApp, p.App.ExpiryUnix, appTexts(p.App)
	case p.Dataset != nil:
		kind, expiry, texts = market.KindDataset, p.Dataset.ExpiryUnix, datasetTexts(p.Dataset)
	case p.Workerpool != nil:
		w := p.Workerpool
		kind, expiry, texts = market.KindWorkerpool, w.ExpiryUnix, poolTexts(w)
		if w.MinErrorPpb > 0 {
			lost = append(lost, "the strictest bound "+percent(w.MinErrorPpb))
		}
	case p.Request != nil:
		owner, err := account.Parse(p.Owner)
		if err != nil {
			return nil, nil, err
		}
		r := p.Request
		expiry, texts = r.ExpiryUnix, requestTexts(r, owner.String())
		if r.Policy.MaxErrorPpb > 0 {
			lost = append(lost, "the bound "+percent(r.Policy.MaxErrorPpb)+" (trust is 0: one worker's word)")
		}
		if r.AllowedSponsor != "" {
			lost = append(lost, "the allowed sponsor "+r.AllowedSponsor)
		}
	}
	if expiry > 0 {
		lost = append(lost, "the expiry "+clock(expiry))
	}
	o := signed.New(kind)
	return o, lost, signed.SetFields(o, func(name string) string { return texts[name] })
}

func appTexts(o *markettypes.AppOrder) map[string]string {
	return map[string]string{
		"app": o.App, "appprice": fmt.Sprint(o.PriceNrlc), "volume": fmt.Sprint(o.Volume), "tag": o.Tag,
		"datasetrestrict": o.DatasetRestrict, "workerpoolrestrict": o.WorkerpoolRestrict,
		"requesterrestrict": o.RequesterRestrict, "salt": o.Salt,
	}
}

func datasetTexts(o *markettypes.DatasetOrder) map[string]string {
	return map[string]string{
		"dataset": o.Dataset, "datasetprice": fmt.Sprint(o.PriceNrlc), "volume": fmt.Sprint(o.Volume), "tag": o.Tag,
		"apprestrict": o.AppRestrict, "workerpoolrestrict": o.WorkerpoolRestrict,
		"requesterrestrict": o.RequesterRestrict, "salt": o.Salt,
	}
}

func poolTexts(o *markettypes.WorkerpoolOrder) map[string]string {
	return map[string]string{
		"workerpool": o.Workerpool, "workerpoolprice": fmt.Sprint(o.PriceNrlc), "volume": fmt.Sprint(o.Volume),
		"tag": o.Tag, "category": fmt.Sprint(o.Category), "trust": fmt.Sprint(o.Trust),
		"apprestrict": o.AppRestrict, "datasetrestrict": o.DatasetRestrict,
		"requesterrestrict": o.RequesterRestrict, "salt": o.Salt,
	}
}

func requestTexts(o *markettypes.RequestOrder, requester string) map[string]string {
	return map[string]string{
		"app": o.App, "appmaxprice": fmt.Sprint(o.AppMaxPriceNrlc), "dataset": o.Dataset,
		"datasetmaxprice": fmt.Sprint(o.DatasetMaxPriceNrlc), "workerpool": o.Workerpool,
		"workerpoolmaxprice": fmt.Sprint(o.WorkerpoolMaxPriceNrlc), "requester": requester,
		"volume": fmt.Sprint(o.Volume), "tag": o.Tag, "category": fmt.Sprint(o.Category),
		"trust": fmt.Sprint(o.Policy.Trust), "beneficiary": o.Beneficiary, "callback": o.Callback,
		"params": o.Params, "salt": o.Salt,
	}
}
