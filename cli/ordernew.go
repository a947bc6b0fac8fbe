package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	markettypes "github.com/iexecd/iexecd/x/market/types"
)

func orderNewApp() *cobra.Command {
	cmd := command("app APP", "Offer runs of your app",
		"iexecd order new app vanitygen --price 0.02rlc --volume 1000", cobra.ExactArgs(1), sending(appOffer))
	offerFlags(cmd)
	return cmd
}

func appOffer(ctx context.Context, s *session, n *node, key *signer, args []string) (*offer, error) {
	t, err := s.offerTerms(ctx, n)
	if err != nil {
		return nil, err
	}
	app, err := n.findApp(ctx, args[0])
	if err != nil {
		return nil, err
	}
	var answer markettypes.MsgPlaceAppOrderResponse
	return &offer{
		question: fmt.Sprintf("Offer %s of %s at %s each as %s?", count(t.volume, "run"), clean(app.Name),
			t.price, key.name),
		msg: &markettypes.MsgPlaceAppOrder{Owner: key.address, Order: markettypes.AppOrder{
			App: app.Id, PriceNrlc: uint64(t.price), Volume: t.volume, ExpiryUnix: t.expiry, Salt: newSalt(),
		}},
		answer: &answer, done: s.placed(func() string { return answer.Id }),
	}, nil
}

func orderNewDataset() *cobra.Command {
	cmd := command("dataset DATASET", "Offer uses of your dataset",
		"iexecd order new dataset 0x4a5b… --price 0.1rlc --volume 100", cobra.ExactArgs(1), sending(datasetOffer))
	offerFlags(cmd)
	return cmd
}

func datasetOffer(ctx context.Context, s *session, n *node, key *signer, args []string) (*offer, error) {
	t, err := s.offerTerms(ctx, n)
	if err != nil {
		return nil, err
	}
	var answer markettypes.MsgPlaceDatasetOrderResponse
	return &offer{
		question: fmt.Sprintf("Offer %s of dataset %s at %s each as %s?", count(t.volume, "use"), short(args[0]),
			t.price, key.name),
		msg: &markettypes.MsgPlaceDatasetOrder{Owner: key.address, Order: markettypes.DatasetOrder{
			Dataset: args[0], PriceNrlc: uint64(t.price), Volume: t.volume, ExpiryUnix: t.expiry, Salt: newSalt(),
		}},
		answer: &answer, done: s.placed(func() string { return answer.Id }),
	}, nil
}

func orderNewPool() *cobra.Command {
	cmd := command("pool POOL", "Offer the workers of your pool in one category",
		"iexecd order new pool 0x77aa… --price 0.1rlc --volume 1000 --category XS",
		cobra.ExactArgs(1), sending(poolOffer))
	offerFlags(cmd)
	cmd.Flags().String(flagCategory, "", "size of task, by name or number (default: the smallest)")
	cmd.Flags().String(flagMinError, "1ppb", "strictest bound that is offered: 0.0001%; 0 = classic only")
	cmd.Flags().Uint64(flagTrust, 0, "greatest trust that is offered under classic PoCo, 0 = bounded only")
	return cmd
}

func poolOffer(ctx context.Context, s *session, n *node, key *signer, args []string) (*offer, error) {
	t, err := s.offerTerms(ctx, n)
	if err != nil {
		return nil, err
	}
	wanted, _ := s.cmd.Flags().GetString(flagCategory)
	category, err := n.findCategory(ctx, wanted)
	if err != nil {
		return nil, err
	}
	bound, trust, err := s.offeredPolicies(ctx, n, args[0])
	if err != nil {
		return nil, err
	}
	var answer markettypes.MsgPlaceWorkerpoolOrderResponse
	return &offer{
		question: fmt.Sprintf("Offer %s of category %s at %s each as %s?", count(t.volume, "task"),
			clean(category.Name), t.price, key.name),
		msg: &markettypes.MsgPlaceWorkerpoolOrder{Owner: key.address, Order: markettypes.WorkerpoolOrder{
			Workerpool: args[0], PriceNrlc: uint64(t.price), Volume: t.volume, Category: category.Id,
			MinErrorPpb: bound, Trust: trust, ExpiryUnix: t.expiry, Salt: newSalt(),
		}},
		answer: &answer, done: s.placed(func() string { return answer.Id }),
	}, nil
}

func orderNewRequest() *cobra.Command {
	cmd := command("request APP [flags] [-- ARGS...]", "Ask for a computation without waiting for it",
		"iexecd order new request montecarlo --count 1000 --max-price 0.05rlc --deadline 24h",
		cobra.MinimumNArgs(1), sending(requestOffer))
	requestFlags(cmd.Flags())
	keyFlags(cmd.Flags())
	inputFlags(cmd.Flags())
	return cmd
}

func requestOffer(ctx context.Context, s *session, n *node, key *signer, args []string) (*offer, error) {
	w, err := s.makeWish(ctx, n, args[0], args[1:])
	if err != nil {
		return nil, err
	}
	if w.maxPrice == 0 {
		return nil, badInput("--max-price is missing", "an order that rests has a limit", "--max-price 0.2rlc")
	}
	if err := s.priceRestingRequest(ctx, n, w); err != nil {
		return nil, err
	}
	ceiling, err := w.ceiling()
	if err != nil {
		return nil, badInput("The order is too large", err.Error())
	}
	if err := n.affordable(ctx, key, ceiling); err != nil {
		return nil, err
	}
	if err := s.addInputs(ctx, w); err != nil {
		return nil, err
	}
	var answer markettypes.MsgPlaceRequestOrderResponse
	return &offer{
		question: fmt.Sprintf("Lock up to %s as %s?", ceiling, key.name),
		msg:      &markettypes.MsgPlaceRequestOrder{Requester: key.address, Order: w.order},
		answer:   &answer, done: s.placed(func() string { return answer.Id }),
	}, nil
}

// priceRestingRequest sets the ceilings of a request that may wait: app and
// dataset at their prices now, the rest of --max-price for the computation.
func (s *session) priceRestingRequest(ctx context.Context, n *node, w *wish) error {
	q, err := n.market.Quote(ctx, &markettypes.QueryQuoteRequest{Order: w.order, AnyPrice: true})
	if err != nil {
		return err
	}
	app, err := n.market.App(ctx, &markettypes.QueryAppRequest{Id: w.app.Id})
	if err != nil {
		return err
	}
	parts := app.PriceNrlc
	w.order.AppMaxPriceNrlc = app.PriceNrlc
	for _, f := range q.Fills {
		w.order.DatasetMaxPriceNrlc = max(w.order.DatasetMaxPriceNrlc, f.DatasetPriceNrlc)
	}
	parts += w.order.DatasetMaxPriceNrlc
	if parts > uint64(w.maxPrice) {
		return &Error{
			Code: codeNoMatch, Exit: ExitNoMatch, What: "No offer fits", Have: w.maxPrice.String(), Need: amount(parts),
			Why: fmt.Sprintf("app and dataset alone cost %s, --max-price is %s", amount(parts), w.maxPrice),
		}
	}
	_, blockTime, err := n.fresh(ctx, s.now())
	if err != nil {
		return err
	}
	deadline, _ := s.cmd.Flags().GetDuration(flagDeadline)
	w.order.WorkerpoolMaxPriceNrlc = uint64(w.maxPrice) - parts
	w.order.Salt, w.order.ExpiryUnix = newSalt(), blockTime.Add(deadline.Round(time.Second)).Unix()
	return nil
}
