package keeper

import (
	"context"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/iexecd/iexecd/x/beacon/types"
)

type queryServer struct{ Keeper }

var _ types.QueryServer = queryServer{}

// NewQueryServer returns the query service over a keeper.
func NewQueryServer(k Keeper) types.QueryServer { return queryServer{k} }

// maxPage bounds a page of keys.
const maxPage = 200

// Beacon implements types.QueryServer.
func (s queryServer) Beacon(ctx context.Context, _ *types.QueryBeaconRequest) (*types.QueryBeaconResponse, error) {
	b, err := s.Keeper.Beacon.Get(ctx)
	if err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	return &types.QueryBeaconResponse{Beacon: b}, nil
}

// Keys implements types.QueryServer.
func (s queryServer) Keys(ctx context.Context, q *types.QueryKeysRequest) (*types.QueryKeysResponse, error) {
	page := query.PageRequest{Limit: 20}
	if q != nil && q.Pagination != nil {
		if q.Pagination.Offset > 0 {
			return nil, status.Error(codes.InvalidArgument,
				"pagination.offset: lists are paged by key: use pagination.key")
		}
		page = *q.Pagination
		page.CountTotal = false
		if page.Limit == 0 {
			page.Limit = 20
		}
		page.Limit = min(page.Limit, maxPage)
	}
	keys, next, err := query.CollectionPaginate(ctx, s.Keeper.Keys, &page,
		func(_ []byte, v types.ValidatorKeys) (types.ValidatorKeys, error) { return v, nil })
	if err != nil {
		return nil, status.Error(codes.InvalidArgument, err.Error())
	}
	return &types.QueryKeysResponse{Keys: keys, Pagination: next}, nil
}

// Key implements types.QueryServer.
func (s queryServer) Key(ctx context.Context, q *types.QueryKeyRequest) (*types.QueryKeyResponse, error) {
	if q == nil {
		return nil, status.Error(codes.InvalidArgument, "no request")
	}
	operator, err := types.ParseOperator(q.Operator)
	if err != nil {
		return nil, status.Error(codes.InvalidArgument, err.Error())
	}
	v, err := s.Keeper.Keys.Get(ctx, operator[:])
	if isNotFound(err) {
		return nil, status.Errorf(codes.NotFound, "%s has no key: iexecd beacon register", q.Operator)
	}
	if err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	return &types.QueryKeyResponse{Keys: v}, nil
}
