package cli

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/worker/contract"
	markettypes "github.com/iexecd/iexecd/x/market/types"
)

// The flags that say what is wanted.
const (
	flagMaxError = "max-error"
	flagTrust    = "trust"
	flagCategory = "category"
	flagMaxPrice = "max-price"
	flagCount    = "count"
	flagInput    = "input"
	flagDataset  = "dataset"
	flagDeadline = "deadline"
	flagPool     = "pool"
)

func requestFlags(f *pflag.FlagSet) {
	f.String(flagMaxError, "0.1%", "greatest accepted chance of a wrong result: 0.1% or 0.001")
	f.Uint64(flagTrust, 0, "classic PoCo instead of --max-error: confidence 1 - 1/trust, 1 = one worker")
	f.String(flagCategory, "", "size of task, by name or number (default: the smallest)")
	f.String(flagMaxPrice, "", "most to pay for one task, app and dataset included: 0.2rlc (default: the quote)")
	f.Uint64(flagCount, 1, "number of tasks; each knows its index")
	f.String(flagDataset, "", "id of a dataset to use")
	f.String(flagPool, "", "id of the only pool to use (default: any)")
	f.Bool(flagEncrypt, false, "workers encrypt the result to your account's result key")
	f.Duration(flagDeadline, time.Hour, "take the order back if it is not matched in this time")
}

// wish is a request before it is an order: what the command line asks for.
type wish struct {
	app      markettypes.App
	category markettypes.Category
	maxPrice rlc.Amount // per task; 0 = what the quote says
	order    markettypes.RequestOrder
}

// params is iExec's JSON of a request.
type params struct {
	Args       string   `json:"iexec_args,omitempty"`
	InputFiles []string `json:"iexec_input_files,omitempty"`
	Encrypt    bool     `json:"iexec_result_encryption,omitempty"`
}

// makeWish reads what the flags ask for; args go to the app.
func (s *session) makeWish(ctx context.Context, n *node, app string, args []string) (*wish, error) {
	f := s.cmd.Flags()
	policy, err := wishedPolicy(f)
	if err != nil {
		return nil, err
	}
	w := &wish{}
	if text, _ := f.GetString(flagMaxPrice); text != "" {
		if w.maxPrice, err = rlc.Parse(text); err != nil {
			return nil, badInput("--max-price is not an amount", err.Error())
		}
	}
	if w.app, err = n.findApp(ctx, app); err != nil {
		return nil, err
	}
	wanted, _ := f.GetString(flagCategory)
	if w.category, err = n.findCategory(ctx, wanted); err != nil {
		return nil, err
	}
	volume, _ := f.GetUint64(flagCount)
	if volume == 0 {
		return nil, badInput("--count is 0", "at least one task can be bought")
	}
	dataset, _ := f.GetString(flagDataset)
	pool, _ := f.GetString(flagPool)
	encrypt, err := s.wantsSealed(ctx, n)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(params{Args: contract.Quote(args), Encrypt: encrypt})
	if err != nil {
		return nil, err
	}
	w.order = markettypes.RequestOrder{
		App: w.app.Id, Dataset: dataset, Workerpool: pool, Volume: volume, Category: w.category.Id,
		Policy: policy, Params: string(text),
	}
	return w, nil
}

// wishedPolicy returns how sure the result must be: a bound on the chance of a
// wrong one, or classic PoCo's trust.
func wishedPolicy(f *pflag.FlagSet) (markettypes.Policy, error) {
	text, _ := f.GetString(flagMaxError)
	bound, err := parseProbability(flagMaxError, text)
	if err != nil || !f.Changed(flagTrust) {
		return markettypes.Policy{MaxErrorPpb: bound}, err
	}
	trust, _ := f.GetUint64(flagTrust)
	switch {
	case f.Changed(flagMaxError):
		return markettypes.Policy{}, badInput("--trust and --max-error are both set",
			"they are two ways to say how sure the result must be: give one of them",
			fmt.Sprintf("--trust %d", trust), "--max-error "+text)
	case trust == 0:
		return markettypes.Policy{}, badInput("--trust is 0", "it is at least 1, where one worker is believed",
			"--trust 5", "--max-error 0.1%")
	}
	return markettypes.Policy{Trust: trust}, nil
}

// setPrices sets the ceilings from the quote: the parts as asked, and for the
// computation what --max-price leaves.
func (w *wish) setPrices(q *markettypes.QueryQuoteResponse) error {
	var app, dataset, pool rlc.Amount
	for _, fill := range q.Fills {
		app = max(app, rlc.Amount(fill.AppPriceNrlc))
		dataset = max(dataset, rlc.Amount(fill.DatasetPriceNrlc))
		pool = max(pool, rlc.Amount(fill.WorkerpoolPriceNrlc))
	}
	parts, err := rlc.Add(app, dataset)
	if err != nil {
		return err
	}
	total, err := rlc.Add(parts, pool)
	if err != nil {
		return err
	}
	if w.maxPrice > 0 {
		if total > w.maxPrice {
			return &Error{
				Code: codeNoMatch, Exit: ExitNoMatch, What: "No offer fits",
				Have: w.maxPrice.String(), Need: total.String(),
				Why:  fmt.Sprintf("a task costs %s now, --max-price is %s", total, w.maxPrice),
				Next: []string{"--max-price " + strings.ToLower(strings.ReplaceAll(total.String(), " ", ""))},
			}
		}
		pool = w.maxPrice - parts
	}
	w.order.AppMaxPriceNrlc, w.order.DatasetMaxPriceNrlc = uint64(app), uint64(dataset)
	w.order.WorkerpoolMaxPriceNrlc = uint64(pool)
	return nil
}

// ceiling returns what the order locks: its ceilings times its volume.
func (w *wish) ceiling() (rlc.Amount, error) {
	perTask, err := rlc.Sum(rlc.Amount(w.order.AppMaxPriceNrlc), rlc.Amount(w.order.DatasetMaxPriceNrlc),
		rlc.Amount(w.order.WorkerpoolMaxPriceNrlc))
	if err != nil {
		return 0, err
	}
	return rlc.Mul(perTask, w.order.Volume)
}

// newSalt returns 32 random bytes, so that equal orders are distinct.
func newSalt() string {
	var salt ident.Hash
	_, _ = rand.Read(salt[:]) // never fails
	return salt.String()
}

// findApp returns the app with this id, the newest version of the listing with
// this name or, if only one has it, the app with this name.
func (n *node) findApp(ctx context.Context, name string) (markettypes.App, error) {
	l, err := n.listing(ctx, name)
	if err != nil {
		return markettypes.App{}, err
	}
	if l != nil {
		return newestApp(l)
	}
	r, err := n.market.App(ctx, &markettypes.QueryAppRequest{Id: name})
	if err == nil {
		return r.App, nil
	}
	failed := asError(err)
	if failed.Exit != ExitNotFound {
		return markettypes.App{}, failed
	}
	what := notFound(fmt.Sprintf("No app named %q", clean(name)), "", "iexecd app ls")
	names, err := n.appNames(ctx)
	if err != nil {
		return markettypes.App{}, err
	}
	if near := nearest(name, names); near != "" {
		what.Why = "did you mean " + near + "?"
	} else if len(names) > 0 {
		what.Why = "there are: " + strings.Join(names[:min(len(names), 8)], ", ")
	} else {
		what.Why = "no app is registered on this chain"
	}
	return markettypes.App{}, what
}

// appNames returns the names of the first listings and of the first page of apps.
func (n *node) appNames(ctx context.Context) ([]string, error) {
	items, err := n.listings(ctx, markettypes.QueryListingsRequest{}, 100)
	if err != nil {
		return nil, err
	}
	r, err := n.market.Apps(ctx, &markettypes.QueryAppsRequest{})
	if err != nil {
		return nil, err
	}
	var names []string
	for _, i := range items {
		if i.Kind == markettypes.OrderKind_ORDER_KIND_APP {
			names = append(names, i.Listing.Name)
		}
	}
	for _, a := range r.Apps {
		if name := clean(a.Name); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names, nil
}

// findCategory returns the category with this name or number; the smallest if
// none is asked for.
func (n *node) findCategory(ctx context.Context, wanted string) (markettypes.Category, error) {
	r, err := n.market.Categories(ctx, &markettypes.QueryCategoriesRequest{})
	if err != nil {
		return markettypes.Category{}, err
	}
	if wanted == "" && len(r.Categories) > 0 {
		return r.Categories[0], nil
	}
	var names []string
	for _, c := range r.Categories {
		if strings.EqualFold(c.Name, wanted) || strconv.FormatUint(c.Id, 10) == wanted {
			return c, nil
		}
		names = append(names, fmt.Sprintf("%s (%s)", clean(c.Name), workClock(c)))
	}
	return markettypes.Category{}, notFound(fmt.Sprintf("No category %q", wanted),
		"there are: "+strings.Join(names, ", "))
}

func workClock(c markettypes.Category) string {
	return seconds(time.Duration(c.WorkClockSeconds) * time.Second) //nolint:gosec // at most a year
}
