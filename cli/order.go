package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"
	"github.com/cosmos/gogoproto/proto"

	"github.com/iexecd/iexecd/core/rlc"
	markettypes "github.com/iexecd/iexecd/x/market/types"
)

const (
	flagPrice    = "price"
	flagVolume   = "volume"
	flagMinError = "min-error"
	flagExpires  = "expires"
	flagKind     = "kind"
)

func orderCommand() *cobra.Command {
	offer := parent("new", "Place an order that rests in the book until it is matched",
		orderNewApp(), orderNewDataset(), orderNewPool(), orderNewRequest())
	return parent("order", "List, show, place, sign, match and cancel orders",
		orderList(), orderShow(), offer, orderCancel(), orderSign(), orderVerify(), orderImport(), orderExport(),
		orderMatch(), orderPresign(), orderClose())
}

func orderList() *cobra.Command {
	cmd := command("ls", "List resting orders: yours, or everybody's", `
iexecd order ls
iexecd order ls --all --kind workerpool`, cobra.NoArgs,
		withNode(func(ctx context.Context, s *session, n *node, _ []string) error {
			orders, err := s.listOrders(ctx, n)
			if err != nil {
				return err
			}
			text := func(w io.Writer) error { return printOrders(w, orders) }
			return s.protoResults("orders", protoList(orders), text)
		}))
	keyFlags(cmd.Flags())
	cmd.Flags().Bool(flagAll, false, "the resting orders of everybody")
	cmd.Flags().String(flagKind, "", "only this kind: app, dataset, workerpool or request")
	cmd.Flags().Uint64(flagLimit, 50, "at most so many")
	return cmd
}

func printOrders(w io.Writer, orders []markettypes.Order) error {
	var t table
	t.add("ORDER", "KIND", "STATE", "LEFT", "PRICE PER TASK", "LOCKED", "EXPIRES")
	for i := range orders {
		o := &orders[i]
		price, expiry := orderTerms(o)
		t.add(o.Id, orderKind(o.Kind), enum(o.Status.String(), "ORDER_STATUS_"), fmt.Sprint(o.Remaining),
			price, amount(o.EscrowNrlc), clock(expiry))
	}
	if len(orders) == 0 {
		t = table{rows: [][]string{{"no orders"}}}
	}
	return t.print(w, "")
}

func orderKind(k markettypes.OrderKind) string { return enum(k.String(), "ORDER_KIND_") }

func (s *session) listOrders(ctx context.Context, n *node) ([]markettypes.Order, error) {
	f := s.cmd.Flags()
	limit, _ := f.GetUint64(flagLimit)
	request := &markettypes.QueryOrdersRequest{RestingOnly: true, Pagination: &query.PageRequest{Limit: limit}}
	if kind, _ := f.GetString(flagKind); kind != "" {
		for _, k := range []markettypes.OrderKind{
			markettypes.OrderKind_ORDER_KIND_APP, markettypes.OrderKind_ORDER_KIND_DATASET,
			markettypes.OrderKind_ORDER_KIND_WORKERPOOL, markettypes.OrderKind_ORDER_KIND_REQUEST,
		} {
			if orderKind(k) == kind {
				request.Kind = k
			}
		}
		if request.Kind == markettypes.OrderKind_ORDER_KIND_UNSPECIFIED {
			return nil, badKind(kind)
		}
	}
	if all, _ := f.GetBool(flagAll); !all {
		me, err := s.address()
		if err != nil {
			return nil, err
		}
		request.Owner = me
	}
	r, err := n.market.Orders(ctx, request)
	if err != nil {
		return nil, err
	}
	return r.Orders, nil
}

// orderTerms returns the price per task, as text, and the expiry of an order.
func orderTerms(o *markettypes.Order) (string, int64) {
	switch {
	case o.App != nil:
		return amount(o.App.PriceNrlc), o.App.ExpiryUnix
	case o.Dataset != nil:
		return amount(o.Dataset.PriceNrlc), o.Dataset.ExpiryUnix
	case o.Workerpool != nil:
		return amount(o.Workerpool.PriceNrlc), o.Workerpool.ExpiryUnix
	case o.Request != nil:
		r := o.Request
		return "up to " + amount(r.AppMaxPriceNrlc+r.DatasetMaxPriceNrlc+r.WorkerpoolMaxPriceNrlc), r.ExpiryUnix
	}
	return "", 0
}

func orderShow() *cobra.Command {
	return command("show ORDER", "Show an order, its deals, and what keeps it from being matched",
		"iexecd order show 0x1c2d…", cobra.ExactArgs(1),
		withNode(func(ctx context.Context, s *session, n *node, args []string) error {
			o, err := n.Order(ctx, args[0])
			if err != nil {
				return err
			}
			var deals []markettypes.Deal
			var why *markettypes.QueryWhyNoMatchResponse
			if o.Kind == markettypes.OrderKind_ORDER_KIND_REQUEST {
				if deals, err = n.DealsOf(ctx, o.Id); err != nil {
					return err
				}
				if o.Status == markettypes.OrderStatus_ORDER_STATUS_RESTING {
					if why, err = n.WhyNoMatch(ctx, o.Id); err != nil {
						return err
					}
				}
			}
			return s.protoResult(o, func(w io.Writer) error { return printOrder(w, o, deals, why) })
		}))
}

func printOrder(w io.Writer, o *markettypes.Order, deals []markettypes.Deal,
	why *markettypes.QueryWhyNoMatchResponse,
) error {
	price, expiry := orderTerms(o)
	var t table
	t.add("order", o.Id)
	t.add("kind", orderKind(o.Kind))
	t.add("owner", o.Owner)
	t.add("state", fmt.Sprintf("%s, %s left", enum(o.Status.String(), "ORDER_STATUS_"), count(o.Remaining, "task")))
	t.add("price", price+" per task")
	t.add("locked", amount(o.EscrowNrlc))
	t.add("placed", fmt.Sprintf("block %d", o.Height))
	t.add("expires", clock(expiry))
	if o.Signed != nil {
		t.add("signed", "yes; iexecd order export prints it with its signature")
	}
	for _, d := range deals {
		t.add("deal", fmt.Sprintf("%s  %s", d.Id, count(d.Size_, "task")))
	}
	switch {
	case why == nil:
	case why.Matched:
		t.add("why", "nothing keeps it: it is matched in the next block")
	default:
		t.add("why", clean(why.Why.Binding))
		for _, f := range why.Why.Failures {
			t.add("", fmt.Sprintf("%s: %s", count(f.Offers, "offer"), clean(f.Check)))
		}
		if why.Why.MatchesAtPriceNrlc > 0 {
			t.add("", "it would match at "+amount(why.Why.MatchesAtPriceNrlc)+" for the computation")
		}
	}
	return t.print(w, "")
}

func orderCancel() *cobra.Command {
	cmd := command("cancel ORDER", "Take an order back; what it locked returns at once", "iexecd order cancel 0x1c2d…",
		cobra.ExactArgs(1), sending(cancelOffer))
	keyFlags(cmd.Flags())
	return cmd
}

func cancelOffer(_ context.Context, s *session, _ *node, key *signer, args []string) (*offer, error) {
	var answer markettypes.MsgCancelOrderResponse
	return &offer{
		question: "Cancel order " + short(args[0]) + "?",
		msg:      &markettypes.MsgCancelOrder{Owner: key.address, Id: args[0]}, answer: &answer,
		done: func(tx *included) {
			s.steps.ok("cancel", short(args[0]), fmt.Sprintf("block %d", tx.height),
				amount(answer.ReturnedNrlc)+" returned")
		},
	}, nil
}

// offer is a message to be signed with what people are asked before and told after.
type offer struct {
	question string
	msg      sdk.Msg
	answer   proto.Message
	done     func(tx *included)
}

// sending makes the body of a command that signs one message: it asks, sends,
// waits for the block and prints the chain's answer.
func sending(prepare func(ctx context.Context, s *session, n *node, key *signer, args []string) (*offer, error),
) func(context.Context, *session, []string) error {
	return withNode(func(ctx context.Context, s *session, n *node, args []string) error {
		key, err := s.signer(n)
		if err != nil {
			return err
		}
		o, err := prepare(ctx, s, n, key, args)
		if err != nil {
			return err
		}
		if err := s.confirm(o.question); err != nil {
			return err
		}
		s.steps.wait("waiting for the block")
		tx, err := key.send(ctx, o.msg, o.answer)
		if err != nil {
			return err
		}
		o.done(tx)
		answer, err := protoJSON(o.answer)
		if err != nil {
			return err
		}
		if s.format == formatText {
			return nil
		}
		return s.result(map[string]any{"tx": tx.hash, "height": tx.height, "answer": answer}, nil)
	})
}

func offerFlags(cmd *cobra.Command) {
	keyFlags(cmd.Flags())
	cmd.Flags().String(flagPrice, "", "price per task, with its unit: 0.02rlc")
	cmd.Flags().Uint64(flagVolume, 1, "number of tasks that it may serve")
	cmd.Flags().Duration(flagExpires, 0, "take it back after this time, 0 = never")
	_ = cmd.MarkFlagRequired(flagPrice)
}

// terms are what the flags of an offer say.
type terms struct {
	price  rlc.Amount
	volume uint64
	expiry int64 // unix seconds, 0 = never
}

func (s *session) offerTerms(ctx context.Context, n *node) (terms, error) {
	text, _ := s.cmd.Flags().GetString(flagPrice)
	price, err := rlc.Parse(text)
	if err != nil {
		return terms{}, badInput("--price is not an amount", err.Error())
	}
	t := terms{price: price}
	t.volume, _ = s.cmd.Flags().GetUint64(flagVolume)
	t.expiry, err = s.expiry(ctx, n)
	return t, err
}

// expiry returns when --expires ends, by the chain's clock; 0 = never.
func (s *session) expiry(ctx context.Context, n *node) (int64, error) {
	after, _ := s.cmd.Flags().GetDuration(flagExpires)
	if after <= 0 {
		return 0, nil
	}
	_, blockTime, err := n.fresh(ctx, s.now())
	if err != nil {
		return 0, err
	}
	return blockTime.Add(after).Unix(), nil
}

// placed tells that an order rests in the book.
func (s *session) placed(id func() string) func(tx *included) {
	return func(tx *included) {
		s.steps.ok("order", short(id()), fmt.Sprintf("block %d", tx.height))
		if s.format == formatText {
			_, _ = fmt.Fprintln(s.out, id())
		}
	}
}
