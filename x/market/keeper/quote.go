package keeper

import (
	"context"
	"math"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/x/market/types"
)

// Quote implements types.QueryServer: it runs the real clearing for one
// request that is not placed.
func (q queryServer) Quote(ctx context.Context, r *types.QueryQuoteRequest) (*types.QueryQuoteResponse, error) {
	req, p, err := q.hypothetical(ctx, r)
	if err != nil {
		return nil, err
	}
	mctx, err := q.matchContext(ctx)
	if err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	fills, why, err := market.Quote(source{q.Keeper, ctx}, req, mctx, bounds(p))
	if err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	res := &types.QueryQuoteResponse{}
	var total rlc.Amount
	for _, f := range fills {
		res.Fills = append(res.Fills, quoteFill(&f))
		res.Fillable += f.Tasks
		if total, err = addFill(total, &f); err != nil {
			return nil, bad("order", err)
		}
	}
	res.TotalNrlc = uint64(total)
	category, err := q.Keeper.Categories.Get(ctx, req.Category)
	if err != nil {
		return nil, found(err, "category", "asked for")
	}
	res.RefundBySeconds = finalRatio * category.WorkClockSeconds
	if res.Fillable < req.Volume {
		w := wireWhy(why)
		res.Why = &w
	}
	return res, nil
}

// hypothetical returns the request of a quote as core sees it.
func (q queryServer) hypothetical(ctx context.Context, r *types.QueryQuoteRequest) (*market.RequestOrder,
	types.Params, error,
) {
	p, err := q.Keeper.Params.Get(ctx)
	if err != nil {
		return nil, p, status.Error(codes.Internal, err.Error())
	}
	app, err := q.appID(ctx, r.Order.App)
	if err != nil {
		return nil, p, err
	}
	terms := r.Order
	terms.App = app.String()
	owner := r.Requester
	if owner == "" {
		owner = account.Bech32(ident.Address{})
	}
	o := types.Order{
		Id: (ident.Hash{}).String(), Kind: types.OrderKind_ORDER_KIND_REQUEST, Owner: owner, Remaining: terms.Volume,
		Height: math.MaxInt64, Request: &terms,
	}
	c, err := o.Check(p, nowUnix(ctx))
	if err != nil {
		return nil, p, bad("order", err)
	}
	if has, err := q.Keeper.Apps.Has(ctx, app[:]); err != nil || !has {
		return nil, p, status.Errorf(codes.NotFound, "no app has the id %s", app)
	}
	if err := q.checkCategory(ctx, terms.Category); err != nil {
		return nil, p, bad("order", err)
	}
	if r.AnyPrice {
		c.Request.AppMaxPrice, c.Request.DatasetMaxPrice = math.MaxUint64, math.MaxUint64
		c.Request.WorkerpoolMaxPrice = math.MaxUint64
	}
	return c.Request, p, nil
}

func addFill(total rlc.Amount, f *market.Fill) (rlc.Amount, error) {
	each, err := rlc.Sum(f.App.Price, f.Dataset.Price, f.Workerpool.Price)
	if err != nil {
		return 0, err
	}
	all, err := rlc.Mul(each, f.Tasks)
	if err != nil {
		return 0, err
	}
	return rlc.Add(total, all)
}

func quoteFill(f *market.Fill) types.QuoteFill {
	out := types.QuoteFill{
		AppOrderId: f.App.ID.String(), WorkerpoolOrderId: f.Workerpool.ID.String(), Tasks: f.Tasks,
		AppPriceNrlc: uint64(f.App.Price), DatasetPriceNrlc: uint64(f.Dataset.Price),
		WorkerpoolPriceNrlc: uint64(f.Workerpool.Price),
	}
	if !f.Request.Dataset.IsZero() {
		out.DatasetOrderId = f.Dataset.ID.String()
	}
	return out
}

// WhyNoMatch implements types.QueryServer.
func (q queryServer) WhyNoMatch(
	ctx context.Context, r *types.QueryWhyNoMatchRequest,
) (*types.QueryWhyNoMatchResponse, error) {
	o, err := q.order(ctx, r.Id)
	if err != nil {
		return nil, err
	}
	if o.Kind != types.OrderKind_ORDER_KIND_REQUEST {
		return nil, status.Errorf(codes.InvalidArgument,
			"order %s is a %s order: ask for a request, whose match needs all the others", o.Id, o.Kind.Plain())
	}
	if o.Status != types.OrderStatus_ORDER_STATUS_RESTING {
		return nil, status.Errorf(codes.FailedPrecondition, "order %s is closed: %s", o.Id, o.Status)
	}
	p, err := q.Keeper.Params.Get(ctx)
	if err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	req, err := o.CoreRequest()
	if err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	mctx, err := q.matchContext(ctx)
	if err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	why, err := market.WhyNot(source{q.Keeper, ctx}, req, mctx, bounds(p))
	if err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	return &types.QueryWhyNoMatchResponse{Why: wireWhy(why), Matched: why.Matched}, nil
}

func wireWhy(w market.Why) types.WhyNot {
	out := types.WhyNot{MatchesAtPriceNrlc: uint64(w.MatchesAt), Offers: w.Offers, Truncated: w.Truncated}
	if w.Binding != nil {
		out.Binding = w.Binding.Error()
	}
	for _, f := range w.Failures {
		out.Failures = append(out.Failures, types.CheckFailure{Check: f.Check.Error(), Offers: f.Offers})
	}
	return out
}
