package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/cosmos/gogoproto/proto"

	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/signed"
	markettypes "github.com/iexecd/iexecd/x/market/types"
)

const flagSponsor = "sponsor"

func orderMatch() *cobra.Command {
	cmd := command("match FILE...", "Make a deal of signed orders at once", `
iexecd order match app.json pool.json request.json
iexecd order match orders.json --sponsor --from carol`,
		cobra.RangeArgs(1, len(orderNames)), sending(matchOrders))
	cmd.Long = "Make a deal of a signed app order, pool order, request and, if the request names a dataset,\n" +
		"dataset order. The files are given in any order, or one with all; the key pays the fee and the requester\n" +
		"the deal. With --sponsor the key pays the deal too. The first reason that keeps the orders apart is told\n" +
		"with its code (0x…)."
	keyFlags(cmd.Flags())
	cmd.Flags().Bool(flagSponsor, false, "pay the deal in the requester's stead")
	return cmd
}

// dealAnswer is the chain's answer to a match.
type dealAnswer interface {
	proto.Message
	GetDealId() string
	GetTasks() uint64
	GetPriceNrlc() uint64
}

func matchOrders(ctx context.Context, s *session, n *node, key *signer, args []string) (*offer, error) {
	m, err := s.filesToMatch(ctx, n, args)
	if err != nil {
		return nil, err
	}
	sponsored, _ := s.cmd.Flags().GetBool(flagSponsor)
	payer := "the requester " + m.Requestorder.Requester
	if sponsored {
		m.Sponsor, payer = key.address, key.name
	}
	r, err := n.market.CheckMatch(ctx, m)
	if err != nil {
		return nil, err
	}
	if !r.Matches {
		return nil, &Error{
			Code: codeNoMatch, Exit: ExitNoMatch, What: "No deal", Why: clean(r.Error),
			Next: []string{"iexecd order verify " + args[0]},
		}
	}
	o := &offer{question: fmt.Sprintf("Make a deal of %s for %s, paid by %s, as %s?", count(r.Tasks, "task"),
		amount(r.SponsorPaysNrlc), payer, key.name)}
	var answer dealAnswer
	if sponsored {
		answer = new(markettypes.MsgSponsorMatchOrdersResponse)
		o.msg = &markettypes.MsgSponsorMatchOrders{
			Sponsor: key.address, Apporder: m.Apporder, Datasetorder: m.Datasetorder,
			Workerpoolorder: m.Workerpoolorder, Requestorder: m.Requestorder,
		}
	} else {
		answer = new(markettypes.MsgMatchOrdersResponse)
		o.msg = &markettypes.MsgMatchOrders{
			Sender: key.address, Apporder: m.Apporder, Datasetorder: m.Datasetorder,
			Workerpoolorder: m.Workerpoolorder, Requestorder: m.Requestorder,
		}
	}
	o.answer = answer
	o.done = func(tx *included) {
		s.steps.ok("deal", short(answer.GetDealId()), fmt.Sprintf("block %d", tx.height),
			amount(answer.GetPriceNrlc())+perTask(answer.GetTasks()))
		s.printID(answer.GetDealId())
	}
	return o, nil
}

// printID prints the id of what was made, for people's scripts.
func (s *session) printID(id string) {
	if s.format == formatText {
		_, _ = fmt.Fprintln(s.out, id)
	}
}

// filesToMatch reads the orders of all files, each kind once.
func (s *session) filesToMatch(ctx context.Context, n *node, paths []string,
) (*markettypes.QueryCheckMatchRequest, error) {
	from := map[market.Kind]string{}
	var m markettypes.QueryCheckMatchRequest
	for _, path := range paths {
		orders, _, err := s.signedFile(ctx, n, path)
		if err != nil {
			return nil, err
		}
		for _, o := range orders {
			name := nameOf(o.Kind())
			if other := from[o.Kind()]; other != "" {
				return nil, badInput("Two "+name.short+" orders", "one is in "+other+", one in "+path)
			}
			from[o.Kind()] = path
			addToMatch(&m, markettypes.NewSignedOrder(o))
		}
	}
	for _, kind := range []market.Kind{market.KindApp, market.KindWorkerpool, market.KindRequest} {
		if from[kind] == "" {
			return nil, badInput("No "+nameOf(kind).short+" order",
				"a deal needs an app order, a workerpool order and a request",
				"iexecd order match APP POOL REQUEST")
		}
	}
	return &m, nil
}

func addToMatch(m *markettypes.QueryCheckMatchRequest, w markettypes.SignedOrder) {
	switch {
	case w.App != nil:
		m.Apporder = *w.App
	case w.Dataset != nil:
		m.Datasetorder = w.Dataset
	case w.Workerpool != nil:
		m.Workerpoolorder = *w.Workerpool
	case w.Request != nil:
		m.Requestorder = *w.Request
	}
}

func orderPresign() *cobra.Command {
	return manageCommand("presign [FILE]", "Have the chain accept an order of yours without a signature",
		"iexecd order presign app.json", markettypes.OrderOperation_ORDER_OPERATION_SIGN,
		"Presign the %s as %s?", "presigned")
}

func orderClose() *cobra.Command {
	return manageCommand("close [FILE]", "Use up an order of yours for ever, wherever its signature went",
		"iexecd order close app.json", markettypes.OrderOperation_ORDER_OPERATION_CLOSE,
		"Close the %s as %s? It can never be used again.", "closed")
}

// manageCommand makes a command that does op with an order of a file.
func manageCommand(use, brief, example string, op markettypes.OrderOperation, question, label string) *cobra.Command {
	cmd := command(use, brief, example, cobra.MaximumNArgs(1),
		sending(func(ctx context.Context, s *session, n *node, key *signer, args []string) (*offer, error) {
			o, d, err := s.orderToManage(ctx, n, fileOf(args))
			if err != nil {
				return nil, err
			}
			var answer markettypes.MsgManageOrderResponse
			return &offer{
				question: fmt.Sprintf(question, orderTitle(o, d), key.name),
				msg: &markettypes.MsgManageOrder{
					Sender: key.address, Operation: op, Order: markettypes.NewSignedOrder(o),
				},
				answer: &answer,
				done: func(tx *included) {
					s.steps.ok(label, short(answer.Hash), fmt.Sprintf("block %d", tx.height))
					s.printID(answer.Hash)
				},
			}, nil
		}))
	keyFlags(cmd.Flags())
	fileFlags(cmd)
	return cmd
}

// orderToManage returns the only order of a file; its signature may be missing.
func (s *session) orderToManage(ctx context.Context, n *node, path string) (signed.Order, *desk, error) {
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
	o, err := f.one(kind, forHashing)
	return o, d, err
}
