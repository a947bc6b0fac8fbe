package keeper

import (
	"context"
	"strings"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"cosmossdk.io/collections"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/x/market/types"
)

// maxListings bounds how many listings one page looks at; a page that finds few
// among them is short and has a next key.
const maxListings = 1_000

// maxSearchBytes bounds the text that is searched.
const maxSearchBytes = 80

// Listing implements types.QueryServer.
func (q queryServer) Listing(ctx context.Context, r *types.QueryListingRequest) (*types.QueryListingResponse, error) {
	if err := types.Slug("name", r.Name, 1, types.MaxListingNameBytes); err != nil {
		return nil, status.Error(codes.InvalidArgument, err.Error())
	}
	l, err := q.Keeper.Listings.Get(ctx, []byte(r.Name))
	if isNotFound(err) {
		return nil, status.Errorf(codes.NotFound, "no listing is named %q", r.Name)
	}
	if err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	res := &types.QueryListingResponse{}
	if res.Item, err = q.item(ctx, l); err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	for _, v := range l.Versions {
		id, err := ident.ParseAddress(v)
		if err != nil {
			return nil, status.Error(codes.Internal, err.Error())
		}
		if res.Item.Kind == types.OrderKind_ORDER_KIND_APP {
			app, err := q.Keeper.Apps.Get(ctx, id[:])
			if err != nil {
				return nil, status.Error(codes.Internal, err.Error())
			}
			res.Apps = append(res.Apps, app)
			continue
		}
		d, err := q.Keeper.Datasets.Get(ctx, id[:])
		if err != nil {
			return nil, status.Error(codes.Internal, err.Error())
		}
		res.Datasets = append(res.Datasets, d)
	}
	return res, nil
}

// item returns a listing with what the registries, the book and the deals say.
func (q queryServer) item(ctx context.Context, l types.Listing) (types.ListedItem, error) {
	item := types.ListedItem{Listing: l}
	var err error
	if item.Uses, err = q.ListingUses.Get(ctx, []byte(l.Name)); err != nil || len(l.Versions) == 0 {
		return item, err
	}
	id, err := ident.ParseAddress(l.Versions[0])
	if err != nil {
		return item, err
	}
	var o offer
	app, err := q.Keeper.Apps.Get(ctx, id[:])
	switch {
	case err == nil:
		item.Kind, item.Runtime = types.OrderKind_ORDER_KIND_APP, app.Runtime
		o, err = q.cheapestApp(ctx, id, app.Owner)
	case isNotFound(err):
		item.Kind = types.OrderKind_ORDER_KIND_DATASET
		o, err = q.cheapestDataset(ctx, id, l.Owner)
	}
	item.Offered, item.PriceNrlc = o.there, o.price
	if !o.tag.IsZero() {
		item.Tag = ident.Hash(o.tag).String()
	}
	return item, err
}

// offer is what an app or dataset can be had for.
type offer struct {
	there bool
	price uint64
	tag   market.Tag
}

// cheapestApp returns the first of the cheapest 16 orders of an app that serves
// every requester, dataset and pool now, of the present owner.
func (q queryServer) cheapestApp(ctx context.Context, id ident.Address, owner string) (offer, error) {
	orders, err := source{q.Keeper, ctx}.AppOrders(id, nil, maxAssets)
	for _, o := range orders {
		open := o.RequesterRestrict.IsZero() && o.WorkerpoolRestrict.IsZero() && o.DatasetRestrict.IsZero()
		if open && standing(ctx, &o.Terms, owner) {
			return offer{there: true, price: uint64(o.Price), tag: o.Tag}, nil
		}
	}
	return offer{}, err
}

// cheapestDataset returns the same of a dataset, for every app.
func (q queryServer) cheapestDataset(ctx context.Context, id ident.Address, owner string) (offer, error) {
	orders, err := source{q.Keeper, ctx}.DatasetOrders(id, nil, maxAssets)
	for _, o := range orders {
		open := o.RequesterRestrict.IsZero() && o.WorkerpoolRestrict.IsZero() && o.AppRestrict.IsZero()
		if open && standing(ctx, &o.Terms, owner) {
			return offer{there: true, price: uint64(o.Price), tag: o.Tag}, nil
		}
	}
	return offer{}, err
}

// standing tells whether an offer can be matched: it is not overdue, and who
// placed it still owns what it sells.
func standing(ctx context.Context, t *market.Terms, owner string) bool {
	return (t.ExpiryUnix == 0 || nowUnix(ctx) < t.ExpiryUnix) && account.Bech32(t.Owner) == owner
}

// Listings implements types.QueryServer.
func (q queryServer) Listings(
	ctx context.Context, r *types.QueryListingsRequest,
) (*types.QueryListingsResponse, error) {
	f, err := newFilter(r)
	if err != nil {
		return nil, err
	}
	p, err := page(r.Pagination)
	if err != nil {
		return nil, err
	}
	keys, err := q.listingKeys(ctx, r.Sort, p.Key)
	if err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	res := &types.QueryListingsResponse{Pagination: &query.PageResponse{}}
	for i, key := range keys {
		item, ok, err := q.matching(ctx, f, nameOf(r.Sort, key))
		if err != nil {
			return nil, status.Error(codes.Internal, err.Error())
		}
		if ok {
			res.Items = append(res.Items, item)
		}
		full := uint64(len(res.Items)) == p.Limit && i < len(keys)-1
		if full || i == maxListings-1 {
			res.Pagination.NextKey = key
			break
		}
	}
	return res, nil
}

// listingKeys returns the keys of the next maxListings listings after one, and
// of one more, in the asked order.
func (q queryServer) listingKeys(ctx context.Context, sort types.ListingSort, from []byte) ([][]byte, error) {
	all := new(collections.Range[[]byte])
	if len(from) > 0 {
		all = all.StartExclusive(from)
	}
	if sort != types.ListingSort_LISTING_SORT_NAME {
		return firstKeys(ctx, q.ByUse, all, maxListings+1)
	}
	it, err := q.Keeper.Listings.Iterate(ctx, all)
	if err != nil {
		return nil, err
	}
	defer func() { _ = it.Close() }()
	var keys [][]byte
	for ; it.Valid() && len(keys) <= maxListings; it.Next() {
		key, err := it.Key()
		if err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	return keys, nil
}

// nameOf returns the name in a key of listingKeys.
func nameOf(sort types.ListingSort, key []byte) []byte {
	if sort == types.ListingSort_LISTING_SORT_NAME {
		return key
	}
	return key[8:]
}

// filter is what a search asks for.
type filter struct {
	*types.QueryListingsRequest
	search string // in small letters
	owner  string // bech32
	tag    market.Tag
}

func newFilter(r *types.QueryListingsRequest) (filter, error) {
	f := filter{QueryListingsRequest: r, search: strings.ToLower(r.Search)}
	if len(r.Search) > maxSearchBytes {
		return f, status.Errorf(codes.InvalidArgument, "search has %d bytes, at most %d", len(r.Search), maxSearchBytes)
	}
	if r.Sort < 0 || r.Sort > types.ListingSort_LISTING_SORT_NAME {
		return f, status.Errorf(codes.InvalidArgument, "sort is %d, expected 0 to %d", r.Sort,
			types.ListingSort_LISTING_SORT_NAME)
	}
	tag, err := ident.ParseHash(r.Tag)
	if err != nil {
		return f, bad("tag", err)
	}
	f.tag = market.Tag(tag)
	if r.Owner == "" {
		return f, nil
	}
	owner, err := account.Parse(r.Owner)
	if err != nil {
		return f, bad("owner", err)
	}
	f.owner = account.Bech32(owner)
	return f, nil
}

// matching returns a listing without its description, and whether it is asked
// for. The book is looked at last.
func (q queryServer) matching(ctx context.Context, f filter, name []byte) (types.ListedItem, bool, error) {
	l, err := q.Keeper.Listings.Get(ctx, name)
	if err != nil || !f.wantsCard(&l) {
		return types.ListedItem{}, false, err
	}
	item, err := q.item(ctx, l)
	item.Listing.Card.Description = ""
	return item, err == nil && f.wants(&item), err
}

func (f filter) wantsCard(l *types.Listing) bool {
	c := &l.Card
	text := strings.ToLower(l.Name + "\n" + c.Title + "\n" + c.Summary)
	return (f.Status == types.ListingStatus_LISTING_STATUS_UNSPECIFIED || c.Status == f.Status) &&
		(f.CategoryOfUse == "" || c.CategoryOfUse == f.CategoryOfUse) &&
		(f.owner == "" || l.Owner == f.owner) && strings.Contains(text, f.search)
}

func (f filter) wants(i *types.ListedItem) bool {
	have, err := ident.ParseHash(i.Tag)
	return err == nil && (f.Kind == types.OrderKind_ORDER_KIND_UNSPECIFIED || i.Kind == f.Kind) &&
		(f.Runtime == types.Runtime_RUNTIME_UNSPECIFIED || i.Runtime == f.Runtime) &&
		(f.MaxPriceNrlc == 0 || i.Offered && i.PriceNrlc <= f.MaxPriceNrlc) && f.tag.Within(market.Tag(have))
}

// ResultKey implements types.QueryServer.
func (q queryServer) ResultKey(
	ctx context.Context, r *types.QueryResultKeyRequest,
) (*types.QueryResultKeyResponse, error) {
	a, err := account.Parse(r.Address)
	if err != nil {
		return nil, bad("address", err)
	}
	recipient, err := q.ResultKeys.Get(ctx, a[:])
	if err != nil && !isNotFound(err) {
		return nil, status.Error(codes.Internal, err.Error())
	}
	return &types.QueryResultKeyResponse{Recipient: recipient}, nil
}
