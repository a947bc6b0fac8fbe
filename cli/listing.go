package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/cosmos/cosmos-sdk/types/query"
	"github.com/cosmos/gogoproto/proto"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/worker"
	markettypes "github.com/iexecd/iexecd/x/market/types"
)

// The flags of the store.
const (
	flagSearch  = "search"
	flagRuntime = "runtime"
	flagStatus  = "status"
	flagSort    = "sort"
)

// The beginnings of the names of the store's enums.
const (
	runtimePrefix = "RUNTIME_"
	statusPrefix  = "LISTING_STATUS_"
	sortPrefix    = "LISTING_SORT_"
)

func appLs() *cobra.Command {
	cmd := command("ls", "Search the store, the most used first", `
iexecd app ls
iexecd app ls --search chess --runtime oci
iexecd app ls --status coming-soon --sort name`, cobra.NoArgs, withNode(
		func(ctx context.Context, s *session, n *node, _ []string) error {
			if all, _ := s.cmd.Flags().GetBool(flagAll); all {
				return s.listRegistry(ctx, n)
			}
			return s.listStore(ctx, n)
		}))
	f := cmd.Flags()
	f.String(flagSearch, "", "text of the name, title or summary")
	f.String(flagRuntime, "", "only apps that run so: wasm or oci")
	f.String(flagStatus, "", "only what is available, partner or coming-soon")
	f.String(flagCategory, "", "only this category of use: games, video, …")
	f.String(flagTag, "", "only what demands this of workers: gpu, tee, …")
	f.String(flagMaxPrice, "", "only what costs at most this per run, workers not included: 0.2rlc")
	f.String(flagSort, "uses", "order: uses or name")
	f.Bool(flagAll, false, "every app of the registry instead, also those in no listing")
	f.Uint64(flagLimit, 50, "at most so many")
	return cmd
}

// listStore prints the listings that the flags ask for.
func (s *session) listStore(ctx context.Context, n *node) error {
	r, err := s.searched()
	if err != nil {
		return err
	}
	limit, _ := s.cmd.Flags().GetUint64(flagLimit)
	items, err := n.listings(ctx, r, limit)
	if err != nil {
		return err
	}
	return s.protoResults("listings", protoList(items), func(w io.Writer) error {
		var t table
		t.add("NAME", "RUNTIME", "PRICE PER RUN", "USES", "WHAT IT DOES")
		for _, i := range items {
			t.add(i.Listing.Name, runtimeText(&i), listedPrice(&i), fmt.Sprint(i.Uses), clean(i.Listing.Card.Summary))
		}
		if len(items) == 0 {
			t = table{rows: [][]string{{"nothing in the store is like that; iexecd app ls --all lists every app"}}}
		}
		return t.print(w, "")
	})
}

// runtimeText says how a listing's newest version runs.
func runtimeText(i *markettypes.ListedItem) string {
	switch i.Kind {
	case markettypes.OrderKind_ORDER_KIND_APP:
		return enum(i.Runtime.String(), runtimePrefix)
	case markettypes.OrderKind_ORDER_KIND_DATASET:
		return "data"
	case markettypes.OrderKind_ORDER_KIND_UNSPECIFIED, markettypes.OrderKind_ORDER_KIND_WORKERPOOL,
		markettypes.OrderKind_ORDER_KIND_REQUEST:
	}
	return "–"
}

// listedPrice says what a listing costs, or why it cannot be bought.
func listedPrice(i *markettypes.ListedItem) string {
	switch {
	case i.Listing.Card.Status != markettypes.ListingStatus_LISTING_STATUS_AVAILABLE:
		return enum(i.Listing.Card.Status.String(), statusPrefix)
	case !i.Offered:
		return "not offered"
	}
	return amount(i.PriceNrlc)
}

// searched reads the search of the flags.
func (s *session) searched() (markettypes.QueryListingsRequest, error) {
	f := s.cmd.Flags()
	var r markettypes.QueryListingsRequest
	r.Search, _ = f.GetString(flagSearch)
	r.CategoryOfUse, _ = f.GetString(flagCategory)
	for _, x := range []struct {
		flag, prefix string
		values       map[string]int32
		set          func(v int32)
	}{
		{
			flagRuntime, runtimePrefix, markettypes.Runtime_value,
			func(v int32) { r.Runtime = markettypes.Runtime(v) },
		},
		{
			flagStatus, statusPrefix, markettypes.ListingStatus_value,
			func(v int32) { r.Status = markettypes.ListingStatus(v) },
		},
		{
			flagSort, sortPrefix, markettypes.ListingSort_value,
			func(v int32) { r.Sort = markettypes.ListingSort(v) },
		},
	} {
		text, _ := f.GetString(x.flag)
		v, err := parseEnum(x.flag, text, x.prefix, x.values)
		if err != nil {
			return r, err
		}
		x.set(v)
	}
	if text, _ := f.GetString(flagMaxPrice); text != "" {
		price, err := rlc.Parse(text)
		if err != nil {
			return r, badInput("--max-price is not an amount", err.Error())
		}
		r.MaxPriceNrlc = uint64(price)
	}
	text, _ := f.GetString(flagTag)
	if text == "" {
		return r, nil
	}
	tag, err := worker.ParseTag(text)
	if err != nil {
		return r, badInput("--tag is not a tag", err.Error())
	}
	r.Tag = ident.Hash(tag).String()
	return r, nil
}

// parseEnum returns the value that a text names, in small letters and with
// dashes; 0 for no text.
func parseEnum(flag, text, prefix string, values map[string]int32) (int32, error) {
	if text == "" {
		return 0, nil
	}
	name := prefix + strings.ToUpper(strings.ReplaceAll(text, "-", "_"))
	if v := values[name]; v != 0 {
		return v, nil
	}
	var known []string
	for v := int32(1); int(v) < len(values); v++ {
		for name, is := range values {
			if is == v {
				known = append(known, strings.ReplaceAll(enum(name, prefix), " ", "-"))
			}
		}
	}
	return 0, badInput(fmt.Sprintf("--%s %q is unknown", flag, clean(text)), "expected "+strings.Join(known, " or "))
}

// listRegistry prints the apps of the registry.
func (s *session) listRegistry(ctx context.Context, n *node) error {
	limit, _ := s.cmd.Flags().GetUint64(flagLimit)
	r, err := n.market.Apps(ctx, &markettypes.QueryAppsRequest{Pagination: &query.PageRequest{Limit: limit}})
	if err != nil {
		return err
	}
	return s.protoResults("apps", protoList(r.Apps), func(w io.Writer) error {
		var t table
		t.add("NAME", "APP", "RUNTIME", "PRICE PER RUN", "OWNER")
		for _, a := range r.Apps {
			price, err := n.priceOf(ctx, a.Id)
			if err != nil {
				return err
			}
			t.add(clean(a.Name), a.Id, enum(a.Runtime.String(), runtimePrefix), price, a.Owner)
		}
		if len(r.Apps) == 0 {
			t = table{rows: [][]string{{"no apps; iexecd app publish FILE.wasm registers one"}}}
		}
		return t.print(w, "")
	})
}

// priceOf returns the cheapest price of an app as text.
func (n *node) priceOf(ctx context.Context, app string) (string, error) {
	r, err := n.market.App(ctx, &markettypes.QueryAppRequest{Id: app})
	if err != nil {
		return "", err
	}
	if !r.Offered {
		return "not offered", nil
	}
	return amount(r.PriceNrlc), nil
}

// listings returns up to limit listings of a search.
func (n *node) listings(ctx context.Context, r markettypes.QueryListingsRequest, limit uint64,
) ([]markettypes.ListedItem, error) {
	items := []markettypes.ListedItem{}
	r.Pagination = &query.PageRequest{}
	for uint64(len(items)) < limit {
		r.Pagination.Limit = min(limit-uint64(len(items)), pageSize)
		page, err := n.market.Listings(ctx, &r)
		if err != nil {
			return nil, err
		}
		items = append(items, page.Items...)
		if r.Pagination.Key = page.Pagination.GetNextKey(); len(r.Pagination.Key) == 0 {
			break
		}
	}
	return items, nil
}

// listing returns the listing with this name, nil if there is none.
func (n *node) listing(ctx context.Context, name string) (*markettypes.QueryListingResponse, error) {
	if !isListingName(name) {
		return nil, nil //nolint:nilnil // it is the name of no listing
	}
	l, err := n.market.Listing(ctx, &markettypes.QueryListingRequest{Name: name})
	if status.Code(err) == codes.NotFound {
		err = nil
	}
	return l, err
}

// isListingName tells whether a listing can have this name, and no app this id.
func isListingName(s string) bool {
	return !isAddress(s) && markettypes.Slug("name", s, 1, markettypes.MaxListingNameBytes) == nil
}

// newestApp returns what can be run of a listing.
func newestApp(l *markettypes.QueryListingResponse) (markettypes.App, error) {
	name := l.Item.Listing.Name
	switch {
	case l.Item.Listing.Card.Status == markettypes.ListingStatus_LISTING_STATUS_COMING_SOON:
		return markettypes.App{}, notFound(name+" cannot be run yet", "the store says that it is coming soon",
			"iexecd app ls --status available")
	case len(l.Apps) == 0:
		return markettypes.App{}, notFound(name+" is no app", "its listing has no version that can be run",
			"iexecd app show "+name)
	}
	return l.Apps[0], nil
}

func appShow() *cobra.Command {
	return command("show APP", "Show a listing of the store with its versions, or an app: where it is, its checksum",
		"iexecd app show vanitygen", cobra.ExactArgs(1),
		withNode(func(ctx context.Context, s *session, n *node, args []string) error {
			l, err := n.listing(ctx, args[0])
			if err != nil {
				return err
			}
			if l != nil {
				return s.showListing(l)
			}
			app, err := n.findApp(ctx, args[0])
			if err != nil {
				return err
			}
			r, err := n.market.App(ctx, &markettypes.QueryAppRequest{Id: app.Id})
			if err != nil {
				return err
			}
			return s.protoResult(r, func(w io.Writer) error {
				var t table
				t.add("app", app.Id)
				t.add("name", clean(app.Name))
				t.add("owner", app.Owner)
				addApp(&t, &app)
				if r.Offered {
					t.add("price", amount(r.PriceNrlc)+" per run")
				} else {
					t.add("price", "not offered now")
				}
				return t.print(w, "")
			})
		}))
}

// showListing prints a listing; for programs what is printed of an app, and
// beside it the listing and its versions.
func (s *session) showListing(l *markettypes.QueryListingResponse) error {
	r := markettypes.QueryAppResponse{PriceNrlc: l.Item.PriceNrlc, Offered: l.Item.Offered}
	if len(l.Apps) > 0 {
		r.App = l.Apps[0]
	}
	v := map[string]json.RawMessage{}
	for _, m := range []proto.Message{&r, l} {
		raw, err := protoJSON(m)
		if err != nil {
			return err
		}
		if err := json.Unmarshal(raw, &v); err != nil {
			return err
		}
	}
	return s.result(v, func(w io.Writer) error { return printListing(w, l) })
}

// addApp adds the lines of what an app is.
func addApp(t *table, a *markettypes.App) {
	t.add("runtime", enum(a.Runtime.String(), runtimePrefix))
	t.add("location", clean(a.Location))
	t.add("checksum", a.Checksum)
	t.add("since", fmt.Sprintf("block %d", a.CreatedHeight))
}

func printListing(w io.Writer, l *markettypes.QueryListingResponse) error {
	i := &l.Item
	card := &i.Listing.Card
	if _, err := fmt.Fprintf(w, "%s: %s\n", clean(card.Title), clean(card.Summary)); err != nil {
		return err
	}
	if card.Description != "" {
		if _, err := fmt.Fprintf(w, "\n%s\n", clean(card.Description)); err != nil {
			return err
		}
	}
	var t table
	t.add("name", i.Listing.Name)
	t.add("status", enum(card.Status.String(), statusPrefix))
	t.add("use", card.CategoryOfUse)
	for _, x := range [][2]string{{"licence", card.Licence}, {"home", card.HomeUri}, {"icon", card.IconUri}} {
		if x[1] != "" {
			t.add(x[0], clean(x[1]))
		}
	}
	t.add("owner", i.Listing.Owner)
	switch {
	case i.Offered:
		t.add("price", amount(i.PriceNrlc)+" per run")
	case len(i.Listing.Versions) > 0:
		t.add("price", "not offered now")
	}
	t.add("uses", count(i.Uses, "deal"))
	if len(l.Apps) > 0 {
		t.add("app", l.Apps[0].Id)
		addApp(&t, &l.Apps[0])
	}
	_, _ = fmt.Fprintln(w)
	if err := t.print(w, ""); err != nil {
		return err
	}
	return printVersions(w, l)
}

// printVersions prints what came before the newest version, if there is more
// than one, or all datasets.
func printVersions(w io.Writer, l *markettypes.QueryListingResponse) error {
	var t table
	for _, a := range l.Apps {
		t.add(a.Id, clean(a.Name), fmt.Sprintf("block %d", a.CreatedHeight), clean(a.Location))
	}
	for _, d := range l.Datasets {
		t.add(d.Id, clean(d.Name), fmt.Sprintf("block %d", d.CreatedHeight), clean(d.Location))
	}
	if len(l.Apps) == 1 || len(t.rows) == 0 {
		return nil
	}
	t.rows = append([][]string{{"VERSION, NEWEST FIRST", "NAME", "SINCE", "LOCATION"}}, t.rows...)
	_, _ = fmt.Fprintln(w)
	return t.print(w, "")
}
