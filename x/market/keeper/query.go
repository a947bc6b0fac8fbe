package keeper

import (
	"bytes"
	"context"
	"strings"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"cosmossdk.io/collections"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/x/market/types"
)

type queryServer struct{ Keeper }

var _ types.QueryServer = queryServer{}

// NewQueryServer returns the query service over a keeper.
func NewQueryServer(k Keeper) types.QueryServer { return queryServer{Keeper: k} }

// maxPage bounds a page of any list.
const maxPage = 200

func bad(field string, err error) error {
	return status.Errorf(codes.InvalidArgument, "%s: %s", field, err)
}

// found turns "not there" into a gRPC NotFound that says what was looked for.
func found(err error, what, id string) error {
	if err == nil {
		return nil
	}
	if isNotFound(err) {
		return status.Errorf(codes.NotFound, "no %s has the id %s", what, id)
	}
	return status.Error(codes.Internal, err.Error())
}

// page bounds a page request.
func page(p *query.PageRequest) (*query.PageRequest, error) {
	if p == nil {
		p = &query.PageRequest{}
	}
	if p.Offset > 0 {
		return nil, status.Error(codes.InvalidArgument, "pagination.offset: lists are paged by key: use pagination.key")
	}
	if p.Limit == 0 {
		p.Limit = 20
	}
	p.Limit = min(p.Limit, maxPage)
	p.CountTotal = false
	return p, nil
}

// Params implements types.QueryServer.
func (q queryServer) Params(ctx context.Context, _ *types.QueryParamsRequest) (*types.QueryParamsResponse, error) {
	p, err := q.Keeper.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	domain, err := p.Domain()
	return &types.QueryParamsResponse{Params: p, Domain: types.NewDomain(domain)}, err
}

// Categories implements types.QueryServer.
func (q queryServer) Categories(
	ctx context.Context, _ *types.QueryCategoriesRequest,
) (*types.QueryCategoriesResponse, error) {
	c, err := values(ctx, q.Keeper.Categories)
	return &types.QueryCategoriesResponse{Categories: c}, err
}

// App implements types.QueryServer.
func (q queryServer) App(ctx context.Context, r *types.QueryAppRequest) (*types.QueryAppResponse, error) {
	id, err := q.appID(ctx, r.Id)
	if err != nil {
		return nil, err
	}
	app, err := q.Keeper.Apps.Get(ctx, id[:])
	if err != nil {
		return nil, found(err, "app", id.String())
	}
	res := &types.QueryAppResponse{App: app}
	offer, err := q.cheapestApp(ctx, id, app.Owner)
	if err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	res.PriceNrlc, res.Offered = offer.price, offer.there
	return res, nil
}

// appID returns the id that a text names: an id itself, or the only app of that name.
func (q queryServer) appID(ctx context.Context, text string) (ident.Address, error) {
	if strings.HasPrefix(text, "0x") {
		id, err := ident.ParseAddress(text)
		if err != nil {
			return id, bad("id", err)
		}
		return id, nil
	}
	if err := types.Text("id", text, 1, types.MaxNameBytes); err != nil {
		return ident.Address{}, bad("id", err)
	}
	keys, err := firstKeys(ctx, q.AppNames, under(join([]byte(text), []byte{0})), 2)
	switch {
	case err != nil:
		return ident.Address{}, status.Error(codes.Internal, err.Error())
	case len(keys) == 0:
		return ident.Address{}, status.Errorf(codes.NotFound, "no app is named %q", text)
	case len(keys) > 1:
		return ident.Address{}, status.Errorf(codes.InvalidArgument,
			"several apps are named %q: use the id; GET /iexec/market/v1/apps?name=%s lists them", text, text)
	}
	return ident.Address(keys[0][len(text)+1:]), nil
}

// Apps implements types.QueryServer.
func (q queryServer) Apps(ctx context.Context, r *types.QueryAppsRequest) (*types.QueryAppsResponse, error) {
	if r.Name == "" {
		apps, next, err := list(ctx, q.Keeper.Apps, r.Pagination)
		return &types.QueryAppsResponse{Apps: apps, Pagination: next}, err
	}
	if err := types.Text("name", r.Name, 1, types.MaxNameBytes); err != nil {
		return nil, bad("name", err)
	}
	prefix := join([]byte(r.Name), []byte{0})
	apps, next, err := listBy(ctx, q.AppNames, prefix, r.Pagination, func(key []byte) (types.App, error) {
		return q.Keeper.Apps.Get(ctx, key[len(prefix):])
	})
	return &types.QueryAppsResponse{Apps: apps, Pagination: next}, err
}

// Dataset implements types.QueryServer.
func (q queryServer) Dataset(ctx context.Context, r *types.QueryDatasetRequest) (*types.QueryDatasetResponse, error) {
	id, err := ident.ParseAddress(r.Id)
	if err != nil || r.Id == "" {
		return nil, badID(r.Id, err)
	}
	d, err := q.Keeper.Datasets.Get(ctx, id[:])
	return &types.QueryDatasetResponse{Dataset: d}, found(err, "dataset", r.Id)
}

func badID(text string, err error) error {
	if err == nil {
		return status.Errorf(codes.InvalidArgument, "id %q is missing", text)
	}
	return bad("id", err)
}

// Datasets implements types.QueryServer.
func (q queryServer) Datasets(ctx context.Context, r *types.QueryDatasetsRequest) (*types.QueryDatasetsResponse,
	error,
) {
	d, next, err := list(ctx, q.Keeper.Datasets, r.Pagination)
	return &types.QueryDatasetsResponse{Datasets: d, Pagination: next}, err
}

// Workerpool implements types.QueryServer.
func (q queryServer) Workerpool(
	ctx context.Context, r *types.QueryWorkerpoolRequest,
) (*types.QueryWorkerpoolResponse, error) {
	id, err := ident.ParseAddress(r.Id)
	if err != nil || r.Id == "" {
		return nil, badID(r.Id, err)
	}
	p, err := q.Keeper.Workerpools.Get(ctx, id[:])
	return &types.QueryWorkerpoolResponse{Workerpool: p}, found(err, "workerpool", r.Id)
}

// Workerpools implements types.QueryServer.
func (q queryServer) Workerpools(
	ctx context.Context, r *types.QueryWorkerpoolsRequest,
) (*types.QueryWorkerpoolsResponse, error) {
	p, next, err := list(ctx, q.Keeper.Workerpools, r.Pagination)
	return &types.QueryWorkerpoolsResponse{Workerpools: p, Pagination: next}, err
}

// Order implements types.QueryServer.
func (q queryServer) Order(ctx context.Context, r *types.QueryOrderRequest) (*types.QueryOrderResponse, error) {
	o, err := q.order(ctx, r.Id)
	return &types.QueryOrderResponse{Order: o}, err
}

func (q queryServer) order(ctx context.Context, text string) (types.Order, error) {
	id, err := ident.ParseHash(text)
	if err != nil || text == "" {
		return types.Order{}, badID(text, err)
	}
	o, err := q.Keeper.Orders.Get(ctx, id[:])
	return o, found(err, "order", text)
}

// Orders implements types.QueryServer.
func (q queryServer) Orders(ctx context.Context, r *types.QueryOrdersRequest) (*types.QueryOrdersResponse, error) {
	keep := func(o types.Order) bool {
		return (r.Kind == types.OrderKind_ORDER_KIND_UNSPECIFIED || o.Kind == r.Kind) &&
			(!r.RestingOnly || o.Status == types.OrderStatus_ORDER_STATUS_RESTING)
	}
	p, err := page(r.Pagination)
	if err != nil {
		return nil, err
	}
	if r.Owner == "" {
		return q.allOrders(ctx, p, keep)
	}
	owner, err := account.Parse(r.Owner)
	if err != nil {
		return nil, bad("owner", err)
	}
	orders, next, err := listBy(ctx, q.ByOwner, owner[:], p, func(key []byte) (types.Order, error) {
		return q.Keeper.Orders.Get(ctx, key[len(owner):])
	})
	kept := orders[:0]
	for _, o := range orders {
		if keep(o) {
			kept = append(kept, o)
		}
	}
	return &types.QueryOrdersResponse{Orders: kept, Pagination: next}, err
}

// maxScan bounds how many orders one page looks at; a page that finds few among
// them is short and has a next key.
const maxScan = 5_000

func (q queryServer) allOrders(
	ctx context.Context, p *query.PageRequest, keep func(types.Order) bool,
) (*types.QueryOrdersResponse, error) {
	r := new(collections.Range[[]byte])
	if len(p.Key) > 0 {
		r = r.StartExclusive(p.Key)
	}
	res := &types.QueryOrdersResponse{Pagination: &query.PageResponse{}}
	scanned := 0
	err := q.Keeper.Orders.Walk(ctx, r, func(id []byte, o types.Order) (bool, error) {
		if keep(o) {
			res.Orders = append(res.Orders, o)
		}
		scanned++
		if uint64(len(res.Orders)) < p.Limit && scanned < maxScan {
			return false, nil
		}
		res.Pagination.NextKey = bytes.Clone(id)
		return true, nil
	})
	if err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	return res, nil
}

// Deal implements types.QueryServer.
func (q queryServer) Deal(ctx context.Context, r *types.QueryDealRequest) (*types.QueryDealResponse, error) {
	id, err := ident.ParseHash(r.Id)
	if err != nil || r.Id == "" {
		return nil, badID(r.Id, err)
	}
	d, err := q.Keeper.Deals.Get(ctx, id[:])
	return &types.QueryDealResponse{Deal: d}, found(err, "deal", r.Id)
}

// Deals implements types.QueryServer.
func (q queryServer) Deals(ctx context.Context, r *types.QueryDealsRequest) (*types.QueryDealsResponse, error) {
	get := func(key []byte) (types.Deal, error) { return q.Keeper.Deals.Get(ctx, idOf(key)) }
	switch {
	case r.Requester != "" && r.RequestId != "":
		return nil, status.Error(codes.InvalidArgument, "requester and request_id: set one of them")
	case r.Requester != "":
		a, err := account.Parse(r.Requester)
		if err != nil {
			return nil, bad("requester", err)
		}
		deals, next, err := listBy(ctx, q.ByRequester, a[:], r.Pagination, get)
		return &types.QueryDealsResponse{Deals: deals, Pagination: next}, err
	case r.RequestId != "":
		id, err := ident.ParseHash(r.RequestId)
		if err != nil {
			return nil, bad("request_id", err)
		}
		deals, next, err := listBy(ctx, q.ByRequest, id[:], r.Pagination, get)
		return &types.QueryDealsResponse{Deals: deals, Pagination: next}, err
	}
	deals, next, err := list(ctx, q.Keeper.Deals, r.Pagination)
	return &types.QueryDealsResponse{Deals: deals, Pagination: next}, err
}

// list returns a page of all records of a map.
func list[V any](ctx context.Context, m collections.Map[[]byte, V], r *query.PageRequest) ([]V, *query.PageResponse,
	error,
) {
	p, err := page(r)
	if err != nil {
		return nil, nil, err
	}
	out, next, err := query.CollectionPaginate(ctx, m, p, func(_ []byte, v V) (V, error) { return v, nil })
	return out, next, pageError(err)
}

// listBy returns a page of the records that an index names under a prefix. The
// page key is the last index key of the page before.
func listBy[V any](ctx context.Context, set collections.KeySet[[]byte], prefix []byte, r *query.PageRequest,
	get func(key []byte) (V, error),
) ([]V, *query.PageResponse, error) {
	p, err := page(r)
	if err != nil {
		return nil, nil, err
	}
	if len(p.Key) > 0 && !strings.HasPrefix(string(p.Key), string(prefix)) {
		return nil, nil, status.Error(codes.InvalidArgument, "pagination.key: it belongs to another list")
	}
	var from []byte
	if len(p.Key) > 0 {
		from = p.Key
	}
	keys, err := firstKeys(ctx, set, after(prefix, from), int(p.Limit)) //nolint:gosec // at most maxPage
	if err != nil {
		return nil, nil, status.Error(codes.Internal, err.Error())
	}
	out := make([]V, 0, len(keys))
	for _, key := range keys {
		v, err := get(key)
		if err != nil {
			return nil, nil, status.Error(codes.Internal, err.Error())
		}
		out = append(out, v)
	}
	next := &query.PageResponse{}
	if len(keys) == int(p.Limit) { //nolint:gosec // at most maxPage
		next.NextKey = keys[len(keys)-1]
	}
	return out, next, nil
}

func pageError(err error) error {
	if err == nil {
		return nil
	}
	return status.Error(codes.InvalidArgument, err.Error())
}
