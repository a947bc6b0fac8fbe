package cli

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/cosmos/cosmos-sdk/types/query"

	markettypes "github.com/iexecd/iexecd/x/market/types"
)

// fakeStore is a fake store with an app of two versions, a dataset, and two cards;
// it remembers what it was asked.
type fakeStore struct {
	markettypes.UnimplementedQueryServer
	asked markettypes.QueryListingsRequest
	items []markettypes.ListedItem
}

const (
	available  = markettypes.ListingStatus_LISTING_STATUS_AVAILABLE
	partner    = markettypes.ListingStatus_LISTING_STATUS_PARTNER
	comingSoon = markettypes.ListingStatus_LISTING_STATUS_COMING_SOON

	chessV2 = "0x00000000000000000000000000000000000000a2"
	chessV1 = "0x00000000000000000000000000000000000000a1"
	pricesV = "0x00000000000000000000000000000000000000d1"
	hasher  = "0x9999000000000000000000000000000000000000000000000000000000000000"
)

func newFakeStore() *fakeStore {
	item := func(name string, s markettypes.ListingStatus, versions ...string) markettypes.ListedItem {
		return markettypes.ListedItem{Listing: markettypes.Listing{
			Name: name, Owner: "iexec1owner", Versions: versions, Card: markettypes.Card{
				Status: s, Title: "The " + name, Summary: "Does what " + name + " does", CategoryOfUse: "games",
				Description: "One.\n\nTwo.", HomeUri: "https://example.org", Licence: "MIT",
			},
		}}
	}
	chess := item("chess", available, chessV2, chessV1)
	chess.Kind, chess.Runtime = markettypes.OrderKind_ORDER_KIND_APP, markettypes.Runtime_RUNTIME_OCI
	chess.Offered, chess.PriceNrlc, chess.Uses = true, 20_000_000, 7
	prices := item("prices", available, pricesV)
	prices.Listing.Card.Summary = "Has \x1b[31mprices"
	prices.Kind = markettypes.OrderKind_ORDER_KIND_DATASET
	return &fakeStore{items: []markettypes.ListedItem{
		chess, prices, item("friend", partner), item("later", comingSoon),
	}}
}

func (f *fakeStore) Listings(_ context.Context, r *markettypes.QueryListingsRequest,
) (*markettypes.QueryListingsResponse, error) {
	f.asked = *r
	at := len(r.Pagination.Key) // as many as were shown; one a page, whatever is asked
	next := []byte(nil)
	if at+1 < len(f.items) {
		next = make([]byte, at+1)
	}
	return &markettypes.QueryListingsResponse{
		Items: f.items[at : at+1], Pagination: &query.PageResponse{NextKey: next},
	}, nil
}

func (f *fakeStore) Listing(_ context.Context, r *markettypes.QueryListingRequest,
) (*markettypes.QueryListingResponse, error) {
	for _, i := range f.items {
		if i.Listing.Name != r.Name {
			continue
		}
		res := &markettypes.QueryListingResponse{Item: i}
		for n, v := range i.Listing.Versions {
			if i.Kind == markettypes.OrderKind_ORDER_KIND_DATASET {
				res.Datasets = append(res.Datasets, markettypes.Dataset{Id: v, Name: i.Listing.Name, CreatedHeight: 4})
				continue
			}
			res.Apps = append(res.Apps, markettypes.App{
				Id: v, Name: i.Listing.Name, Runtime: i.Runtime, Location: "registry/" + i.Listing.Name,
				Checksum: hasher, CreatedHeight: int64(9 - n),
			})
		}
		return res, nil
	}
	return nil, status.Errorf(codes.NotFound, "no listing is named %q", r.Name)
}

func (f *fakeStore) Apps(context.Context, *markettypes.QueryAppsRequest) (*markettypes.QueryAppsResponse, error) {
	return &markettypes.QueryAppsResponse{
		Apps: []markettypes.App{{Id: chessV1, Name: "chess"}, {Name: "unlisted"}},
	}, nil
}

func (f *fakeStore) App(_ context.Context, r *markettypes.QueryAppRequest) (*markettypes.QueryAppResponse, error) {
	return nil, status.Error(codes.NotFound, "no app is named "+r.Id)
}

func (f *fakeStore) ResultKey(context.Context, *markettypes.QueryResultKeyRequest,
) (*markettypes.QueryResultKeyResponse, error) {
	return &markettypes.QueryResultKeyResponse{}, nil
}

// What the store shows people, and what it asks the chain for.
func TestStore(t *testing.T) {
	f := newFakeStore()
	address := serveMarket(t, f)
	run := func(args ...string) string {
		exit, stdout, stderr := execute(t, append(args, "--node", address)...)
		require.Equal(t, ExitOK, exit, stderr)
		return stdout
	}
	text := run("app", "ls") + "\n" + run("app", "show", "chess") + "\n" + run("app", "show", "prices") + "\n" +
		run("app", "show", "friend")
	golden(t, "store.txt", text)
	require.NotContains(t, text, "\x1b")
	require.Len(t, strings.Split(run("app", "ls", "--limit", "2"), "\n"), 4)

	run("app", "ls", "--search", "mate", "--runtime", "oci", "--status", "coming-soon", "--category", "games", "--tag",
		"gpu", "--max-price", "0.5rlc", "--sort", "name")
	require.Equal(t, markettypes.QueryListingsRequest{
		Search: "mate", Runtime: markettypes.Runtime_RUNTIME_OCI, Status: comingSoon, CategoryOfUse: "games",
		Tag:          "0x" + strings.Repeat("0", 61) + "100",
		MaxPriceNrlc: 500_000_000, Sort: markettypes.ListingSort_LISTING_SORT_NAME,
	}, markettypes.QueryListingsRequest{
		Search: f.asked.Search, Runtime: f.asked.Runtime, Status: f.asked.Status, CategoryOfUse: f.asked.CategoryOfUse,
		Tag: f.asked.Tag, MaxPriceNrlc: f.asked.MaxPriceNrlc, Sort: f.asked.Sort,
	})

	var shown struct {
		App   struct{ ID string }
		Price string `json:"price_nrlc"`
		Item  struct{ Uses string }
		Apps  []struct{ ID string }
	}
	require.NoError(t, json.Unmarshal([]byte(run("app", "show", "chess", "-o", "json")), &shown))
	require.Equal(t, []string{chessV2, "20000000", "7"}, []string{shown.App.ID, shown.Price, shown.Item.Uses})
	require.Len(t, shown.Apps, 2)
	require.Len(t, strings.Split(strings.TrimSpace(run("app", "ls", "-o", "jsonl")), "\n"), 4)
}

// What cannot be searched, run or set is refused before anything is sent.
func TestStoreRefusals(t *testing.T) {
	address, ring := serveMarket(t, newFakeStore()), ringFlags(t)
	file := filepath.Join(t.TempDir(), "listing.json")
	require.NoError(t, os.WriteFile(file, []byte(`{"titel": "x"}`), 0o600))
	for _, c := range []struct {
		args string
		exit int
		says string
	}{
		{"app ls --runtime docker", ExitUsage, `--runtime "docker" is unknown: expected wasm or oci`},
		{"app ls --status soon", ExitUsage, "expected available or partner or coming-soon"},
		{"app ls --sort price", ExitUsage, "expected uses or name"},
		{"app ls --max-price cheap", ExitUsage, "--max-price is not an amount"},
		{"app ls --tag strong", ExitUsage, "--tag is not a tag"},
		{"app show chest", ExitNotFound, "did you mean chess?"},
		{"app show nothing", ExitNotFound, "there are: chess, unlisted"},
		{"quote later", ExitNotFound, "later cannot be run yet: the store says that it is coming soon"},
		{"quote friend", ExitNotFound, "friend is no app"},
		{"quote prices", ExitNotFound, "prices is no app"},
		{"app list --from ann --title x", ExitUsage, "The listing has no name"},
		{"app list chess --from ann --status later", ExitUsage, `status is "later"`},
		{"app list chess --from ann --home-page ftp://x", ExitUsage, "home_uri"},
		{"app list --name new --from ann --title x --summary y --category games", ExitUsage, "at least 1"},
		{"app list chess --from ann --file " + file, ExitUsage, `unknown field "titel"`},
		{"app list chess --from ann --file /nowhere", ExitUsage, "cannot be read"},
		{"app list chess --from ann", ExitUsage, `"Put chess (available, 2 versions) into the store as ann?"`},
		{"app list 0x00 --from ann", ExitNotFound, "No app named"},
		{"app unlist chess --from ann", ExitUsage, `"Take chess out of the store as ann?"`},
		{"account result-key set age1x --from ann", ExitUsage, "mistyped"},
		{"account result-key set AGE-SECRET-KEY-1QQ --from ann", ExitUsage, "This is a secret key"},
		{"account result-key set " + testRecipient + " --from ann", ExitUsage, testRecipient},
		{"account result-key remove --from ann", ExitUsage, "Remove the result key of ann?"},
		{"account result-key show --from ann", ExitNotFound, "No result key"},
	} {
		args := append(strings.Fields(c.args), "--node", address)
		if strings.Contains(c.args, "--from") {
			args = append(args, ring...)
		}
		exit, stdout, stderr := execute(t, args...)
		require.Equal(t, c.exit, exit, "%s: %s", c.args, stderr)
		require.Empty(t, stdout, c.args)
		require.Contains(t, stderr, c.says, c.args)
	}
}

// testRecipient is the first recipient of age's own manual.
const testRecipient = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"

// A person lists an app, brings a new version, changes a text, and takes it out
// of the store; the name runs the newest version all the time.
func (d *devNet) testStore(t *testing.T) {
	all := d.ok(t, "app", "ls")
	require.Contains(t, all, "vanitygen")
	require.Contains(t, all, "coming soon")
	require.Contains(t, d.ok(t, "app", "ls", "--status", "partner", "--search", "VIDEO"), "flixxo")
	require.NotContains(t, d.ok(t, "app", "ls", "--status", "available", "--runtime", "wasm"), "flixxo")
	uses := d.ok(t, "app", "show", "vanitygen")
	require.Regexp(t, `uses +[1-9][0-9]* deal`, uses, "it was bought before")

	line := []string{
		"app", "list", "mine", "--title", "Mine", "--summary", "Multiplies", "--category", "mathematics", "--from",
		"bob", "--yes",
	}
	require.Equal(t, "mine\n", d.ok(t, line...))
	shown := d.ok(t, "app", "show", "mine")
	require.Contains(t, shown, "Mine: Multiplies")
	require.Contains(t, shown, "0.05 RLC per run")
	exit, _, stderr := d.run(t, "app", "list", "mine", "--title", "Taken", "--yes")
	require.Equal(t, ExitRejected, exit)
	require.Contains(t, stderr, "who comes first has the name")

	next := filepath.Join(t.TempDir(), "mine.wasm")
	require.NoError(t, os.WriteFile(next, []byte("\x00asm\x01\x00\x00\x00"), 0o600))
	id := strings.TrimSpace(d.ok(t, "app", "publish", next, "--price", "0.03rlc", "--from", "bob", "--yes"))
	d.ok(t, "app", "list", id, "--name", "mine", "--from", "bob", "--yes")
	shown = d.ok(t, "app", "show", "mine")
	require.Contains(t, shown, "Mine: Multiplies")
	require.Contains(t, shown, "0.03 RLC per run")
	require.Contains(t, shown, "VERSION, NEWEST FIRST")
	require.Contains(t, d.ok(t, "quote", "mine"), "app 0.03 RLC")
	require.Contains(t, d.ok(t, "app", "ls", "--search", "multiplies"), "mine")
	require.Equal(t, "mine\n", d.ok(t, "app", "unlist", "mine", "--from", "bob", "--yes"))
	require.NotContains(t, d.ok(t, "app", "ls"), "mine")
	d.ok(t, "app", "show", id)
}

// A person's result key is on the chain until it is removed.
func (d *devNet) testResultKey(t *testing.T) {
	show := []string{"account", "result-key", "show"}
	exit, _, _ := d.run(t, show...)
	require.Equal(t, ExitNotFound, exit)
	d.ok(t, "account", "result-key", "set", testRecipient, "--yes")
	require.Equal(t, testRecipient+"\n", d.ok(t, show...))
	require.Equal(t, testRecipient+"\n", d.ok(t, append(show, "alice")...))
	d.ok(t, "account", "result-key", "remove", "--yes")
	exit, _, _ = d.run(t, show...)
	require.Equal(t, ExitNotFound, exit)
}
