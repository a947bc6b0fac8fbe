package keeper_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/tests/chaintest"
	"github.com/iexecd/iexecd/x/market/types"
)

const (
	available  = types.ListingStatus_LISTING_STATUS_AVAILABLE
	partner    = types.ListingStatus_LISTING_STATUS_PARTNER
	comingSoon = types.ListingStatus_LISTING_STATUS_COMING_SOON
	byName     = types.ListingSort_LISTING_SORT_NAME
)

// listing is a listing of an account that can be set.
func listing(by *chaintest.Account, name string, s types.ListingStatus, versions ...string) *types.MsgSetListing {
	return &types.MsgSetListing{Owner: by.Address, Name: name, Versions: versions, Card: types.Card{
		Status: s, Title: "The " + name, Summary: "Does what " + name + " does", Description: "One.\n\nTwo.",
		CategoryOfUse: "text", IconUri: "ipfs://bafy/icon.svg", HomeUri: "https://example.org/" + name,
		Licence: "Apache-2.0",
	}}
}

// register puts an app of an account into the registry and returns its id.
func (w *world) register(by *chaintest.Account, name string) string {
	w.t.Helper()
	m := w.registerApp(name)
	m.Owner = by.Address
	return chaintest.Events(w.Run(by, m), &types.EventResourceRegistered{})[0]["id"]
}

func (w *world) listed(name string) types.QueryListingResponse {
	w.t.Helper()
	res, err := w.query().Listing(w.Ctx(), &types.QueryListingRequest{Name: name})
	require.NoError(w.t, err)
	return *res
}

// search returns the names of the listings that are asked for.
func (w *world) search(r *types.QueryListingsRequest) []string {
	w.t.Helper()
	res, err := w.query().Listings(w.Ctx(), r)
	require.NoError(w.t, err)
	names := []string{}
	for _, i := range res.Items {
		names = append(names, i.Listing.Name)
		require.Empty(w.t, i.Listing.Card.Description)
	}
	return names
}

// TestListing checks MKT-R32: a name belongs to whoever sets it first, and only
// its owner changes what is under it, all at once.
func TestListing(t *testing.T) {
	w := newWorld(t)
	m := listing(w.seller, "wordcount", available, strings.ToUpper(w.app[2:]))
	m.Versions[0] = "0x" + m.Versions[0]
	set := chaintest.Events(w.Run(w.seller, m), &types.EventListingSet{})
	require.Equal(t, []string{"wordcount", w.seller.Address, "1", w.app},
		[]string{set[0]["name"], set[0]["owner"], set[0]["versions"], set[0]["newest"]})
	first := w.listed("wordcount")
	require.Equal(t, []string{w.app}, first.Item.Listing.Versions)
	require.Equal(t, m.Card, first.Item.Listing.Card)
	require.Equal(t, first.Item.Listing.CreatedHeight, first.Item.Listing.UpdatedHeight)
	require.Len(t, first.Apps, 1)

	w.refused(w.carol, listing(w.carol, "wordcount", partner), types.ErrNotOwner, w.seller.Address, "choose another")
	m.Card.Title, m.Card.Status, m.Versions = "Count", comingSoon, nil
	w.Run(w.seller, m)
	now := w.listed("wordcount").Item
	require.Equal(t, first.Item.Listing.CreatedHeight, now.Listing.CreatedHeight)
	require.Greater(t, now.Listing.UpdatedHeight, first.Item.Listing.UpdatedHeight)
	require.Equal(t, "Count", now.Listing.Card.Title)
	require.Equal(t, types.OrderKind_ORDER_KIND_UNSPECIFIED, now.Kind)
	w.Check()
	w.ExportImport()
}

// TestListingTexts checks MKT-R33: bounds, texts that show what they say, and
// URIs that can be opened.
func TestListingTexts(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		tells  string
		change func(m *types.MsgSetListing)
	}{
		{"name has 0 bytes", func(m *types.MsgSetListing) { m.Name = "" }},
		{"41 bytes, expected 1 to 40", func(m *types.MsgSetListing) { m.Name = strings.Repeat("x", 41) }},
		{"expected a-z", func(m *types.MsgSetListing) { m.Name = "Word" }},
		{"expected a-z", func(m *types.MsgSetListing) { m.Name = "word count" }},
		{"expected a-z", func(m *types.MsgSetListing) { m.Name = "-word" }},
		{"expected a-z", func(m *types.MsgSetListing) { m.Name = "wörd" }},
		{"status", func(m *types.MsgSetListing) { m.Card.Status = 0 }},
		{"status", func(m *types.MsgSetListing) { m.Card.Status = 4 }},
		{"title has 0 bytes", func(m *types.MsgSetListing) { m.Card.Title = "" }},
		{"title has 81 bytes", func(m *types.MsgSetListing) { m.Card.Title = strings.Repeat("x", 81) }},
		{"title has characters", func(m *types.MsgSetListing) { m.Card.Title = "a\nb" }},
		{"title has characters", func(m *types.MsgSetListing) { m.Card.Title = "a\u202eb" }},
		{"title has characters", func(m *types.MsgSetListing) { m.Card.Title = "a\u009bb" }},
		{"summary has 201 bytes", func(m *types.MsgSetListing) { m.Card.Summary = strings.Repeat("x", 201) }},
		{"title is only spaces", func(m *types.MsgSetListing) { m.Card.Title = " \u00a0\u2003\u3000" }},
		{"summary is only spaces", func(m *types.MsgSetListing) { m.Card.Summary = " " }},
		{"licence has characters", func(m *types.MsgSetListing) { m.Card.Licence = "\u3164" }},
		{"summary has 0 bytes", func(m *types.MsgSetListing) { m.Card.Summary = "" }},
		{"description has 8193", func(m *types.MsgSetListing) { m.Card.Description = strings.Repeat("x", 8193) }},
		{"description has char", func(m *types.MsgSetListing) { m.Card.Description = "a\rb" }},
		{"category_of_use", func(m *types.MsgSetListing) { m.Card.CategoryOfUse = "" }},
		{"category_of_use", func(m *types.MsgSetListing) { m.Card.CategoryOfUse = "Games" }},
		{"icon_uri", func(m *types.MsgSetListing) { m.Card.IconUri = "javascript:alert(1)" }},
		{"home_uri", func(m *types.MsgSetListing) { m.Card.HomeUri = "https://" }},
		{"home_uri", func(m *types.MsgSetListing) { m.Card.HomeUri = "https:///etc" }},
		{"home_uri", func(m *types.MsgSetListing) { m.Card.HomeUri = "https://a b" }},
		{"home_uri", func(m *types.MsgSetListing) { m.Card.HomeUri = "HTTPS://example.org" }},
		{"home_uri has 513", func(m *types.MsgSetListing) { m.Card.HomeUri = "http://" + strings.Repeat("x", 506) }},
		{"licence has 65", func(m *types.MsgSetListing) { m.Card.Licence = strings.Repeat("x", 65) }},
	} {
		m := listing(w.seller, "wordcount", available, w.app)
		c.change(m)
		w.refused(w.seller, m, types.ErrBadField, c.tells)
	}
	m := listing(w.seller, strings.Repeat("x", 40), available, w.app)
	m.Card.Title, m.Card.Licence = strings.Repeat("é", 40), ""
	m.Card.IconUri, m.Card.HomeUri, m.Card.Description = "", "", strings.Repeat("\n", 8192)
	w.Run(w.seller, m)
	m.Card.Title, m.Card.Summary, m.Card.Licence = "\u00a0a ", "日本語 \u3000", " "
	w.Run(w.seller, m)
	m.Owner = "nobody"
	_, err := w.msgs().SetListing(w.Ctx(), m)
	require.ErrorIs(t, err, types.ErrBadField)
	_, err = w.msgs().RemoveListing(w.Ctx(), &types.MsgRemoveListing{Sender: "nobody", Name: m.Name})
	require.ErrorIs(t, err, types.ErrBadField)
	_, err = w.msgs().SetResultKey(w.Ctx(), &types.MsgSetResultKey{Owner: "nobody", Recipient: testRecipient})
	require.ErrorIs(t, err, types.ErrBadField)
}

// TestVersions checks MKT-R34: versions are the owner's, all apps or all
// datasets, each in one listing; what is available has one.
func TestVersions(t *testing.T) {
	w := newWorld(t)
	second, others := w.register(w.seller, "two"), w.register(w.carol, "carols")
	many := make([]string, 65)
	for i := range many {
		many[i] = checksum(fmt.Sprint(i))[:42]
	}
	for _, c := range []struct {
		m     *types.MsgSetListing
		want  interface{ ABCICode() uint32 }
		tells string
	}{
		{listing(w.seller, "a", available), types.ErrBadField, "at least 1"},
		{listing(w.seller, "a", available, many...), types.ErrBadField, "versions are 65, at most 64"},
		{listing(w.seller, "a", partner, w.app, w.app), types.ErrBadField, "twice"},
		{listing(w.seller, "a", partner, ""), types.ErrBadField, "missing"},
		{listing(w.seller, "a", partner, "x"), types.ErrBadField, "versions"},
		{listing(w.seller, "a", partner, many[0]), types.ErrNotFound, many[0]},
		{listing(w.seller, "a", partner, w.app, w.dataset), types.ErrBadField, "is a dataset"},
		{listing(w.alpha, "a", partner, w.poolA), types.ErrBadField, "is a workerpool"},
		{listing(w.seller, "a", partner, others), types.ErrNotOwner, w.carol.Address},
	} {
		from := w.seller
		if c.m.Owner == w.alpha.Address {
			from = w.alpha
		}
		w.refused(from, c.m, c.want, c.tells)
	}
	w.Run(w.seller, listing(w.seller, "a", available, second, w.app))
	w.refused(w.seller, listing(w.seller, "b", available, w.app), types.ErrExists, `listing "a"`)
	w.Run(w.seller, listing(w.seller, "data", available, w.dataset))
	require.Equal(t, []string{second, w.app}, w.listed("a").Item.Listing.Versions)
	require.Equal(t, []string{"two", "wordcount"}, []string{w.listed("a").Apps[0].Name, w.listed("a").Apps[1].Name})
	require.Equal(t, "prices", w.listed("data").Datasets[0].Name)
	w.Run(w.seller, listing(w.seller, "a", available, second))
	w.Run(w.seller, listing(w.seller, "b", available, w.app))
	w.Check()
	w.ExportImport()
}

// TestListingTransfer checks MKT-R35: what is sold leaves its listing, and takes
// it along if it was all of it.
func TestListingTransfer(t *testing.T) {
	w := newWorld(t)
	second := w.register(w.seller, "two")
	w.Run(w.seller, listing(w.seller, "a", available, second, w.app))
	give := func(id string, to *chaintest.Account) *types.MsgTransferResource {
		return &types.MsgTransferResource{Owner: w.seller.Address, Id: id, NewOwner: to.Address}
	}
	w.Run(w.seller, give(w.app, w.seller))
	require.Len(t, w.listed("a").Apps, 2)
	left := chaintest.Events(w.Run(w.seller, give(w.app, w.carol)), &types.EventListingSet{})
	require.Equal(t, []string{"a", second}, []string{left[0]["name"], left[0]["newest"]})
	require.Equal(t, []string{second}, w.listed("a").Item.Listing.Versions)
	w.Check()
	w.refused(w.carol, listing(w.carol, "a", available, w.app), types.ErrNotOwner)
	w.Run(w.carol, listing(w.carol, "b", available, w.app))

	w.Run(w.seller, give(second, w.carol))
	require.Equal(t, w.carol.Address, w.listed("a").Item.Listing.Owner)
	w.refused(w.seller, listing(w.seller, "a", partner), types.ErrNotOwner)
	w.Run(w.carol, &types.MsgRemoveListing{Sender: w.carol.Address, Name: "b"})
	w.Run(w.carol, listing(w.carol, "a", available, second, w.app))
	w.Check()
	w.ExportImport()
}

// TestListingUses checks MKT-R36: a listing counts the deals of its versions,
// also those made before it was there, and is sorted by them. Its price is that
// of the cheapest order that everybody can have, of the present owner.
func TestListingUses(t *testing.T) {
	w := newWorld(t)
	w.Run(w.seller, listing(w.seller, "data", available, w.dataset))
	idle := w.register(w.seller, "idle")
	w.Run(w.seller, listing(w.seller, "idle", available, idle))
	w.place(w.alpha, w.poolOrder(w.alpha, 1, 100))
	w.place(w.seller, w.appOrder(3, 100))
	for range 2 {
		w.place(w.carol, w.request(w.carol, 5, 10, 4))
	}
	w.Run(w.seller, listing(w.seller, "words", available, w.app))
	require.Equal(t, uint64(2), w.listed("words").Item.Uses)
	require.Equal(t, []string{"words", "data", "idle"}, w.search(&types.QueryListingsRequest{}))
	require.Equal(t, []string{"data", "idle", "words"}, w.search(&types.QueryListingsRequest{Sort: byName}))
	w.place(w.carol, w.request(w.carol, 5, 10, 1))
	require.Equal(t, uint64(3), w.listed("words").Item.Uses)
	w.Check()
	w.ExportImport()

	dear := w.appOrder(3, 100)
	dear.Order.App, dear.Order.PriceNrlc, dear.Order.Tag = idle, 9, ident.Hash{30: 1}.String() // a GPU
	w.place(w.seller, dear)
	for _, restrict := range []func(o *types.AppOrder){
		func(o *types.AppOrder) { o.RequesterRestrict = w.carol.Address },
		func(o *types.AppOrder) { o.WorkerpoolRestrict = w.poolA },
		func(o *types.AppOrder) { o.DatasetRestrict = w.dataset },
	} {
		m := w.appOrder(1, 1)
		m.Order.App = idle
		restrict(&m.Order)
		w.place(w.seller, m)
	}
	item := w.listed("idle").Item
	require.True(t, item.Offered)
	require.Equal(t, uint64(9), item.PriceNrlc)
	require.Equal(t, dear.Order.Tag, item.Tag)
	w.Run(w.seller, &types.MsgTransferResource{Owner: w.seller.Address, Id: idle, NewOwner: w.carol.Address})
	require.False(t, w.listed("idle").Item.Offered)
	app, err := w.query().App(w.Ctx(), &types.QueryAppRequest{Id: idle})
	require.NoError(t, err)
	require.False(t, app.Offered)
}

// TestSearch checks the filters of the store, and MKT-R36: its pages.
func TestSearch(t *testing.T) {
	w := newWorld(t)
	image := w.registerApp("image")
	image.Runtime = types.Runtime_RUNTIME_OCI
	imageID := chaintest.Events(w.Run(w.seller, image), &types.EventResourceRegistered{})[0]["id"]
	order := w.appOrder(7, 10)
	order.Order.App, order.Order.Tag = imageID, ident.Hash{29: 1}.String()
	w.place(w.seller, order)
	w.place(w.seller, w.appOrder(3, 10))
	w.Run(w.seller, listing(w.seller, "words", available, w.app))
	chess := listing(w.seller, "chess", available, imageID)
	chess.Card.CategoryOfUse, chess.Card.Title = "games", "SCHACH"
	w.Run(w.seller, chess)
	w.Run(w.seller, listing(w.seller, "data", available, w.dataset))
	w.Run(w.dave, listing(w.dave, "friend", partner))
	w.Run(w.dave, listing(w.dave, "later", comingSoon))
	for _, c := range []struct {
		ask  types.QueryListingsRequest
		want []string
	}{
		{types.QueryListingsRequest{}, []string{"chess", "data", "friend", "later", "words"}},
		{types.QueryListingsRequest{Search: "Schach"}, []string{"chess"}},
		{types.QueryListingsRequest{Search: "what DATA"}, []string{"data"}},
		{types.QueryListingsRequest{Search: "ords"}, []string{"words"}},
		{types.QueryListingsRequest{Search: "nothing"}, []string{}},
		{types.QueryListingsRequest{Status: partner}, []string{"friend"}},
		{types.QueryListingsRequest{Status: comingSoon}, []string{"later"}},
		{types.QueryListingsRequest{Kind: types.OrderKind_ORDER_KIND_DATASET}, []string{"data"}},
		{types.QueryListingsRequest{Kind: types.OrderKind_ORDER_KIND_APP}, []string{"chess", "words"}},
		{types.QueryListingsRequest{Runtime: types.Runtime_RUNTIME_OCI}, []string{"chess"}},
		{types.QueryListingsRequest{Runtime: types.Runtime_RUNTIME_WASM}, []string{"words"}},
		{types.QueryListingsRequest{CategoryOfUse: "games"}, []string{"chess"}},
		{types.QueryListingsRequest{Tag: order.Order.Tag}, []string{"chess"}},
		{types.QueryListingsRequest{MaxPriceNrlc: 3}, []string{"words"}},
		{types.QueryListingsRequest{MaxPriceNrlc: 7}, []string{"chess", "words"}},
		{types.QueryListingsRequest{MaxPriceNrlc: 2}, []string{}},
		{types.QueryListingsRequest{Owner: w.dave.ID.String()}, []string{"friend", "later"}},
		{types.QueryListingsRequest{Owner: w.dave.Address, Status: partner}, []string{"friend"}},
	} {
		require.Equal(t, c.want, w.search(&c.ask), "%v", c.ask)
		for _, sort := range []types.ListingSort{byName, types.ListingSort_LISTING_SORT_USES} {
			require.Equal(t, c.want, w.pages(c.ask, sort), "%v", c.ask)
		}
	}
	for name, r := range map[string]*types.QueryListingsRequest{
		"search": {Search: strings.Repeat("x", 81)}, "tag": {Tag: "x"}, "owner": {Owner: "x"}, "sort": {Sort: 3},
		"pagination": {Pagination: &query.PageRequest{Offset: 1}},
	} {
		_, err := w.query().Listings(w.Ctx(), r)
		require.Equal(t, codes.InvalidArgument, status.Code(err), name)
		require.ErrorContains(t, err, name)
	}
	for name, want := range map[string]codes.Code{"nobody": codes.NotFound, "": codes.InvalidArgument} {
		_, err := w.query().Listing(w.Ctx(), &types.QueryListingRequest{Name: name})
		require.Equal(t, want, status.Code(err))
	}
}

// pages reads a list one by one.
func (w *world) pages(r types.QueryListingsRequest, sort types.ListingSort) []string {
	w.t.Helper()
	r.Sort = sort
	names := []string{}
	var key []byte
	for range 10 {
		r.Pagination = &query.PageRequest{Limit: 1, Key: key}
		res, err := w.query().Listings(w.Ctx(), &r)
		require.NoError(w.t, err)
		for _, i := range res.Items {
			names = append(names, i.Listing.Name)
		}
		if key = res.Pagination.NextKey; len(key) == 0 {
			return names
		}
	}
	require.Fail(w.t, "the list never ends")
	return nil
}

// TestSearchIsBounded checks MKT-R36: a page looks at 1,000 listings, and says
// where it goes on.
func TestSearchIsBounded(t *testing.T) {
	w := newWorld(t)
	ctx, _ := w.Ctx().CacheContext()
	for i := range 2_001 {
		_, err := w.msgs().SetListing(ctx, listing(w.carol, fmt.Sprintf("x%04d", i), comingSoon))
		require.NoError(t, err)
	}
	for _, sort := range []types.ListingSort{byName, types.ListingSort_LISTING_SORT_USES} {
		r := &types.QueryListingsRequest{Search: "x2000", Sort: sort, Pagination: &query.PageRequest{}}
		for page := range 3 {
			res, err := w.query().Listings(ctx, r)
			require.NoError(t, err)
			require.Equal(t, page == 2, len(res.Items) == 1)
			require.Equal(t, page < 2, len(res.Pagination.NextKey) > 0)
			r.Pagination.Key = res.Pagination.NextKey
		}
	}
}

// TestRemoveListing checks MKT-R37: the owner or governance takes a listing out
// of the store, and its name is free.
func TestRemoveListing(t *testing.T) {
	w := newWorld(t)
	w.Run(w.seller, listing(w.seller, "words", available, w.app))
	w.refused(w.carol, &types.MsgRemoveListing{Sender: w.carol.Address, Name: "words"}, types.ErrNotOwner,
		w.seller.Address)
	w.refused(w.carol, &types.MsgRemoveListing{Sender: w.carol.Address, Name: "x"}, types.ErrNotFound, `"x"`)
	w.refused(w.carol, &types.MsgRemoveListing{Sender: w.carol.Address, Name: "X"}, types.ErrBadField, "name")
	removed := chaintest.Events(w.Run(w.seller, &types.MsgRemoveListing{Sender: w.seller.Address, Name: "words"}),
		&types.EventListingRemoved{})
	require.Equal(t, []string{"words", w.seller.Address}, []string{removed[0]["name"], removed[0]["by"]})
	require.Empty(t, w.search(&types.QueryListingsRequest{}))
	w.Check()
	w.Run(w.carol, listing(w.carol, "words", partner))
	gov := authtypes.NewModuleAddress(govtypes.ModuleName).String()
	ctx, _ := w.Ctx().CacheContext()
	_, err := w.msgs().RemoveListing(ctx, &types.MsgRemoveListing{Sender: gov, Name: "words"})
	require.NoError(t, err)
	require.NoError(t, w.keeper().CheckInvariants(ctx))
}

// TestResultKey checks MKT-R38.
func TestResultKey(t *testing.T) {
	w := newWorld(t)
	key := func(a string) string {
		res, err := w.query().ResultKey(w.Ctx(), &types.QueryResultKeyRequest{Address: a})
		require.NoError(t, err)
		return res.Recipient
	}
	require.Empty(t, key(w.carol.Address))
	set := func(recipient string) sdk.Msg {
		return &types.MsgSetResultKey{Owner: w.carol.Address, Recipient: recipient}
	}
	events := chaintest.Events(w.Run(w.carol, set(testRecipient)), &types.EventResultKeySet{})
	require.Equal(t, []string{w.carol.Address, testRecipient}, []string{events[0]["owner"], events[0]["recipient"]})
	require.Equal(t, testRecipient, key(w.carol.ID.String()))
	require.Empty(t, key(w.dave.Address))
	next := w.ExportImport()
	require.NoError(t, next.App.Market.CheckInvariants(next.Ctx()))
	w.refused(w.carol, set("age1"), types.ErrBadField, "mistyped")
	w.refused(w.carol, set(strings.Repeat("a", 4097)), types.ErrBadField, "at most 4096")
	require.Equal(t, testRecipient, key(w.carol.Address))
	w.Run(w.carol, set(""))
	require.Empty(t, key(w.carol.Address))
	require.Empty(t, w.export().ResultKeys)
	_, err := w.query().ResultKey(w.Ctx(), &types.QueryResultKeyRequest{Address: "x"})
	require.Equal(t, codes.InvalidArgument, status.Code(err))
}

// testRecipient is the first recipient of age's own manual.
const testRecipient = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"

// TestListingInvariants breaks MKT-I9 and MKT-I10 in a copy of the state, and it
// is found.
func TestListingInvariants(t *testing.T) {
	w, _ := dealWorld(t)
	w.Run(w.seller, listing(w.seller, "words", available, w.app))
	k, app, stray := w.keeper(), w.address(w.app), w.address(w.dataset)
	name, nobody := []byte("words"), ident.Address{9}
	change := func(ctx sdk.Context, f func(l *types.Listing)) error {
		l, err := k.Listings.Get(ctx, name)
		require.NoError(t, err)
		f(&l)
		return k.Listings.Set(ctx, name, l)
	}
	for _, c := range []struct {
		invariant string
		breaks    func(ctx sdk.Context) error
	}{
		{"MKT-I9", func(ctx sdk.Context) error { return k.ListedIn.Remove(ctx, app[:]) }},
		{"MKT-I9", func(ctx sdk.Context) error { return k.ListedIn.Set(ctx, stray[:], name) }},
		{"MKT-I9", func(ctx sdk.Context) error { return k.ListedIn.Set(ctx, app[:], []byte("other")) }},
		{"MKT-I9", func(ctx sdk.Context) error { return k.ByUse.Set(ctx, []byte("12345678other")) }},
		{"MKT-I9", func(ctx sdk.Context) error { return k.ListingUses.Remove(ctx, name) }},
		{"MKT-I9", func(ctx sdk.Context) error { return k.ListingUses.Set(ctx, []byte("other"), 0) }},
		{"MKT-I9", func(ctx sdk.Context) error {
			return change(ctx, func(l *types.Listing) { l.Owner = w.carol.Address })
		}},
		{"MKT-I9", func(ctx sdk.Context) error { return change(ctx, func(l *types.Listing) { l.Versions = nil }) }},
		{"MKT-I9", func(ctx sdk.Context) error { return change(ctx, func(l *types.Listing) { l.Name = "x" }) }},
		{"MKT-I10", func(ctx sdk.Context) error { return k.ByUse.Clear(ctx, nil) }},
		{"MKT-I10", func(ctx sdk.Context) error { return k.ListingUses.Set(ctx, name, 7) }},
		{"MKT-I10", func(ctx sdk.Context) error { return k.Uses.Set(ctx, stray[:], 7) }},
		{"MKT-I10", func(ctx sdk.Context) error { return k.Uses.Set(ctx, nobody[:], 0) }},
		{"MKT-I10", func(ctx sdk.Context) error { return k.Uses.Set(ctx, nobody[:], 1) }},
		{"MKT-I10", func(ctx sdk.Context) error { return k.Uses.Remove(ctx, app[:]) }},
	} {
		ctx, _ := w.Ctx().CacheContext()
		require.NoError(t, k.CheckInvariants(ctx))
		require.NoError(t, c.breaks(ctx))
		require.ErrorContains(t, k.CheckInvariants(ctx), c.invariant)
	}
}

// TestListingGenesis checks that a store that cannot be is refused before a chain
// starts: MKT-R33, MKT-R34, MKT-R38.
func TestListingGenesis(t *testing.T) {
	w := newWorld(t)
	w.Run(w.seller, listing(w.seller, "words", available, w.app))
	w.Run(w.seller, listing(w.seller, "data", available, w.dataset))
	w.Run(w.carol, &types.MsgSetResultKey{Owner: w.carol.Address, Recipient: testRecipient})
	for name, breaks := range map[string]func(g *types.GenesisState){
		"a name":     func(g *types.GenesisState) { g.Listings[0].Name = "X" },
		"a card":     func(g *types.GenesisState) { g.Listings[0].Card.Title = "" },
		"no version": func(g *types.GenesisState) { g.Listings[0].Versions = nil },
		"an owner":   func(g *types.GenesisState) { g.Listings[0].Owner = w.carol.Address },
		"no owner": func(g *types.GenesisState) {
			g.Listings[0].Owner, g.Listings[0].Versions, g.Listings[0].Card.Status = "", nil, partner
		},
		"unknown version": func(g *types.GenesisState) { g.Apps = nil },
		"two kinds": func(g *types.GenesisState) {
			g.Listings[0].Versions = append(g.Listings[0].Versions, g.Listings[1].Versions...)
			g.Listings = g.Listings[:1]
		},
		"version in two": func(g *types.GenesisState) { g.Listings[1].Versions = g.Listings[0].Versions },
		"name twice":     func(g *types.GenesisState) { g.Listings[1].Name = g.Listings[0].Name },
		"key":            func(g *types.GenesisState) { g.ResultKeys[0].Recipient = "" },
		"key's account":  func(g *types.GenesisState) { g.ResultKeys[0].Address = "x" },
		"key twice":      func(g *types.GenesisState) { g.ResultKeys = append(g.ResultKeys, g.ResultKeys[0]) },
	} {
		t.Run(name, func(t *testing.T) {
			g := w.export()
			require.NoError(t, g.Validate())
			breaks(g)
			require.Error(t, g.Validate())
		})
	}
}
