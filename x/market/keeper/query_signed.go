package keeper

import (
	"context"
	"errors"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/signed"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/x/market/types"
)

// CheckMatch implements types.QueryServer: it makes the deal and forgets it.
func (q queryServer) CheckMatch(
	ctx context.Context, r *types.QueryCheckMatchRequest,
) (*types.QueryCheckMatchResponse, error) {
	orders, err := types.SignedOrders(&r.Apporder, r.Datasetorder, &r.Workerpoolorder, &r.Requestorder)
	if err != nil {
		return nil, status.Error(codes.InvalidArgument, err.Error())
	}
	var sponsor ident.Address
	if r.Sponsor != "" {
		if sponsor, err = account.Parse(r.Sponsor); err != nil {
			return nil, bad("sponsor", err)
		}
	}
	c, err := q.signedContext(ctx)
	if err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	res := &types.QueryCheckMatchResponse{Hashes: hashes(orders, c.Domain)}
	probe, _ := sdk.UnwrapSDKContext(ctx).CacheContext()
	made, price, err := q.matchSigned(probe, orders, sponsor) //nolint:contextcheck // a copy of ctx's state
	switch {
	case isRefusal(err):
		res.Error = err.Error()
		return res, nil
	case err != nil:
		return nil, status.Error(codes.Internal, err.Error())
	}
	res.Matches, res.DealId, res.Tasks = true, made.Deal.ID.String(), made.Deal.Size
	res.PriceNrlc, res.SponsorPaysNrlc = uint64(price), made.SponsorPays.Uint64()
	res.PoolStakeNrlc = made.PoolStakes.Uint64()
	return res, nil
}

func hashes(o signed.Orders, d signed.Domain) []string {
	orders := []signed.Order{o.App, o.Workerpool, o.Request}
	if !o.Request.Dataset.IsZero() {
		orders = []signed.Order{o.App, o.Dataset, o.Workerpool, o.Request}
	}
	out := make([]string, len(orders))
	for i, order := range orders {
		out[i] = order.Hash(d).String()
	}
	return out
}

// isRefusal reports whether an error is what a message is told, not a failure.
func isRefusal(err error) bool {
	for _, known := range []error{
		types.ErrNoMatch, types.ErrSignature, types.ErrTooWide, types.ErrFunds, types.ErrNotFound, types.ErrBadField,
	} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}

// SignedState implements types.QueryServer.
func (q queryServer) SignedState(
	ctx context.Context, r *types.QuerySignedStateRequest,
) (*types.QuerySignedStateResponse, error) {
	hash, err := ident.ParseHash(r.Hash)
	if err != nil || r.Hash == "" {
		return nil, badID(r.Hash, err)
	}
	s, err := q.signedState(ctx, hash)
	if err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	return &types.QuerySignedStateResponse{State: s}, nil
}

// DatasetCompatibility implements types.QueryServer.
func (q queryServer) DatasetCompatibility(
	ctx context.Context, r *types.QueryDatasetCompatibilityRequest,
) (*types.QueryDatasetCompatibilityResponse, error) {
	order, err := r.Datasetorder.Core()
	if err != nil {
		return nil, status.Error(codes.InvalidArgument, err.Error())
	}
	id, err := ident.ParseHash(r.DealId)
	if err != nil || r.DealId == "" {
		return nil, badID(r.DealId, err)
	}
	c, err := q.signedContext(ctx)
	if err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	var deal *market.Deal
	if d, err := q.Keeper.Deal(ctx, id); err == nil {
		deal = &d
	} else if !types.ErrNotFound.Is(err) {
		return nil, status.Error(codes.Internal, err.Error())
	}
	err = signed.DatasetCompatibility(order, deal, c)
	switch {
	case err == nil:
		return &types.QueryDatasetCompatibilityResponse{Compatible: true}, nil
	case signed.IsIncompatible(err):
		return &types.QueryDatasetCompatibilityResponse{Error: err.Error()}, nil
	}
	return nil, status.Error(codes.Internal, err.Error())
}

// Group implements types.QueryServer.
func (q queryServer) Group(ctx context.Context, r *types.QueryGroupRequest) (*types.QueryGroupResponse, error) {
	id, err := ident.ParseAddress(r.Id)
	if err != nil || r.Id == "" {
		return nil, badID(r.Id, err)
	}
	g, err := q.Keeper.Groups.Get(ctx, id[:])
	return &types.QueryGroupResponse{Group: g}, found(err, "group", r.Id)
}

// Groups implements types.QueryServer.
func (q queryServer) Groups(ctx context.Context, r *types.QueryGroupsRequest) (*types.QueryGroupsResponse, error) {
	g, next, err := list(ctx, q.Keeper.Groups, r.Pagination)
	return &types.QueryGroupsResponse{Groups: g, Pagination: next}, err
}

// GroupMembers implements types.QueryServer.
func (q queryServer) GroupMembers(
	ctx context.Context, r *types.QueryGroupMembersRequest,
) (*types.QueryGroupMembersResponse, error) {
	id, err := ident.ParseAddress(r.Id)
	if err != nil || r.Id == "" {
		return nil, badID(r.Id, err)
	}
	if _, err := q.Keeper.Groups.Get(ctx, id[:]); err != nil {
		return nil, found(err, "group", r.Id)
	}
	members, next, err := listBy(ctx, q.Members, id[:], r.Pagination, func(key []byte) (string, error) {
		return ident.Address(key[len(id):]).String(), nil
	})
	return &types.QueryGroupMembersResponse{Members: members, Pagination: next}, err
}
