package keeper

import (
	"context"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"cosmossdk.io/collections"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/x/rlcbridge/types"
)

type queryServer struct{ Keeper }

var _ types.QueryServer = queryServer{}

// NewQueryServer returns the query service over a keeper.
func NewQueryServer(k Keeper) types.QueryServer { return queryServer{k} }

// maxPage bounds a page of any list.
const maxPage = 200

func found(err error, what string, id any) error {
	switch {
	case err == nil:
		return nil
	case isNotFound(err):
		return status.Errorf(codes.NotFound, "no %s %v", what, id)
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
	limit := p.Limit
	if limit == 0 {
		limit = 20
	}
	return &query.PageRequest{Key: p.Key, Limit: min(limit, maxPage), Reverse: p.Reverse}, nil
}

// list returns a page of a map's values.
func list[K, V any](
	ctx context.Context, m collections.Map[K, V], p *query.PageRequest,
) ([]V, *query.PageResponse, error) {
	p, err := page(p)
	if err != nil {
		return nil, nil, err
	}
	all, next, err := query.CollectionPaginate(ctx, m, p, func(_ K, v V) (V, error) { return v, nil })
	if err != nil {
		return nil, nil, status.Error(codes.InvalidArgument, err.Error())
	}
	return all, next, nil
}

// Params implements types.QueryServer.
func (s queryServer) Params(ctx context.Context, _ *types.QueryParamsRequest) (*types.QueryParamsResponse, error) {
	p, err := s.Keeper.Params.Get(ctx)
	return &types.QueryParamsResponse{Params: p}, found(err, "params", "")
}

// Status implements types.QueryServer.
func (s queryServer) Status(ctx context.Context, _ *types.QueryStatusRequest) (*types.QueryStatusResponse, error) {
	g := types.QueryStatusResponse{SupplyNrlc: s.bank.GetSupply(ctx, account.Denom).Amount.Uint64()}
	v, err := s.Vault.Get(ctx)
	if isNotFound(err) {
		return &g, nil
	}
	g.Vault = &v
	for _, read := range []func() error{
		func() error { return err },
		func() error { g.Observed, err = s.Observed.Get(ctx); return err },
		func() error { g.Books, err = orZero(s.Books.Get(ctx)); return err },
		func() error { g.BucketIn, err = orZero(s.BucketIn.Get(ctx)); return err },
		func() error { g.BucketOut, err = orZero(s.BucketOut.Get(ctx)); return err },
		func() error { return values(ctx, s.Pauses, &g.Pauses) },
		func() error { return values(ctx, s.Alarms, &g.Alarms) },
	} {
		if err := read(); err != nil {
			return nil, status.Error(codes.Internal, err.Error())
		}
	}
	return &g, nil
}

// Withdrawal implements types.QueryServer.
func (s queryServer) Withdrawal(
	ctx context.Context, q *types.QueryWithdrawalRequest,
) (*types.QueryWithdrawalResponse, error) {
	w, err := s.Keeper.Withdrawals.Get(ctx, q.GetId())
	if err != nil {
		return nil, found(err, "withdrawal", q.GetId())
	}
	return &types.QueryWithdrawalResponse{Withdrawal: w}, nil
}

// Withdrawals implements types.QueryServer.
func (s queryServer) Withdrawals(
	ctx context.Context, q *types.QueryWithdrawalsRequest,
) (*types.QueryWithdrawalsResponse, error) {
	if q.GetSender() == "" {
		all, next, err := list(ctx, s.Keeper.Withdrawals, q.GetPagination())
		return &types.QueryWithdrawalsResponse{Withdrawals: all, Pagination: next}, err
	}
	sender, err := account.Parse(q.Sender)
	if err != nil {
		return nil, status.Errorf(codes.InvalidArgument, "sender: %s", err)
	}
	p, err := page(q.Pagination)
	if err != nil {
		return nil, err
	}
	all, next, err := query.CollectionPaginate(ctx, s.BySender, p,
		func(key []byte, _ collections.NoValue) (types.Withdrawal, error) {
			return s.Keeper.Withdrawals.Get(ctx, nonceOf(key))
		}, func(o *query.CollectionsPaginateOptions[[]byte]) {
			prefix := sender[:]
			o.Prefix = &prefix
		})
	if err != nil {
		return nil, status.Error(codes.InvalidArgument, err.Error())
	}
	return &types.QueryWithdrawalsResponse{Withdrawals: all, Pagination: next}, nil
}

// Batch implements types.QueryServer.
func (s queryServer) Batch(ctx context.Context, q *types.QueryBatchRequest) (*types.QueryBatchResponse, error) {
	b, err := s.Keeper.Batches.Get(ctx, q.GetNonce())
	if err != nil {
		return nil, found(err, "batch", q.GetNonce())
	}
	items, err := s.items(ctx, b)
	if err != nil {
		return nil, found(err, "withdrawal of batch", b.Nonce)
	}
	signed, err := s.signatures(ctx, bridge.MessageBatch, b.Nonce)
	if err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	return &types.QueryBatchResponse{Batch: b, Withdrawals: items, Signatures: signed}, nil
}

// Batches implements types.QueryServer.
func (s queryServer) Batches(ctx context.Context, q *types.QueryBatchesRequest) (*types.QueryBatchesResponse, error) {
	all, next, err := list(ctx, s.Keeper.Batches, q.GetPagination())
	return &types.QueryBatchesResponse{Batches: all, Pagination: next}, err
}

// Valset implements types.QueryServer.
func (s queryServer) Valset(ctx context.Context, q *types.QueryValsetRequest) (*types.QueryValsetResponse, error) {
	v, err := s.Keeper.Valsets.Get(ctx, q.GetNonce())
	if err != nil {
		return nil, found(err, "validator set", q.GetNonce())
	}
	signed, err := s.signatures(ctx, bridge.MessageValset, v.Nonce)
	if err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	return &types.QueryValsetResponse{Valset: v, Signatures: signed}, nil
}

// Valsets implements types.QueryServer.
func (s queryServer) Valsets(ctx context.Context, q *types.QueryValsetsRequest) (*types.QueryValsetsResponse, error) {
	all, next, err := list(ctx, s.Keeper.Valsets, q.GetPagination())
	return &types.QueryValsetsResponse{Valsets: all, Pagination: next}, err
}

// Config implements types.QueryServer.
func (s queryServer) Config(ctx context.Context, q *types.QueryConfigRequest) (*types.QueryConfigResponse, error) {
	c, err := s.Keeper.Configs.Get(ctx, q.GetNonce())
	if err != nil {
		return nil, found(err, "config", q.GetNonce())
	}
	signed, err := s.signatures(ctx, bridge.MessageConfig, c.Config.Nonce)
	if err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	return &types.QueryConfigResponse{Config: c, Signatures: signed}, nil
}

// Configs implements types.QueryServer.
func (s queryServer) Configs(ctx context.Context, q *types.QueryConfigsRequest) (*types.QueryConfigsResponse, error) {
	all, next, err := list(ctx, s.Keeper.Configs, q.GetPagination())
	return &types.QueryConfigsResponse{Configs: all, Pagination: next}, err
}

// Key implements types.QueryServer.
func (s queryServer) Key(ctx context.Context, q *types.QueryKeyRequest) (*types.QueryKeyResponse, error) {
	operator, err := types.ParseOperator(q.GetOperator())
	if err != nil {
		return nil, status.Error(codes.InvalidArgument, err.Error())
	}
	key, err := s.Keeper.Keys.Get(ctx, operator[:])
	if err != nil {
		return nil, found(err, "bridge key of", q.Operator)
	}
	return &types.QueryKeyResponse{Key: key}, nil
}

// Keys implements types.QueryServer.
func (s queryServer) Keys(ctx context.Context, q *types.QueryKeysRequest) (*types.QueryKeysResponse, error) {
	all, next, err := list(ctx, s.Keeper.Keys, q.GetPagination())
	return &types.QueryKeysResponse{Keys: all, Pagination: next}, err
}

// Delayed implements types.QueryServer.
func (s queryServer) Delayed(ctx context.Context, q *types.QueryDelayedRequest) (*types.QueryDelayedResponse, error) {
	all, next, err := list(ctx, s.Keeper.Delayed, q.GetPagination())
	return &types.QueryDelayedResponse{Delayed: all, Pagination: next}, err
}

// Stranded implements types.QueryServer.
func (s queryServer) Stranded(
	ctx context.Context, q *types.QueryStrandedRequest,
) (*types.QueryStrandedResponse, error) {
	all, next, err := list(ctx, s.Keeper.Stranded, q.GetPagination())
	return &types.QueryStrandedResponse{Stranded: all, Pagination: next}, err
}
