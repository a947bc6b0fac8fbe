package market

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

var update = flag.Bool("update", false, "write what the stories say now into testdata")

// TestStories plays testdata/*.txt. A story is a list of commands; the indented
// lines after one are what it must answer. Words:
//
//	now UNIX
//	app, dataset, pool, request NAME field=value…   place an order (height = how many were placed before)
//	cancel NAME
//	clear [matches=N]    serve all requests; says each fill, who waits, who goes on in the next block
//	why NAME             says what keeps a request from being matched
func TestStories(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, path := range files {
		t.Run(filepath.Base(path), func(t *testing.T) {
			raw, err := os.ReadFile(path)
			require.NoError(t, err)
			s := &story{t: t, names: map[ident.Hash]string{}, now: 100}
			var got strings.Builder
			for l := range strings.Lines(string(raw)) {
				if strings.HasPrefix(l, "  ") {
					continue
				}
				got.WriteString(l)
				for _, answer := range s.play(strings.TrimSpace(l)) {
					got.WriteString("  " + answer + "\n")
				}
			}
			if *update {
				require.NoError(t, os.WriteFile(path, []byte(got.String()), 0o600))
				return
			}
			require.Equal(t, string(raw), got.String())
		})
	}
}

type story struct {
	t      *testing.T
	orders orders
	names  map[ident.Hash]string
	now    int64
	placed int64
}

// play returns the answers of one command.
func (s *story) play(text string) []string {
	s.t.Helper()
	text, _, _ = strings.Cut(text, "#")
	words := strings.Fields(text)
	if len(words) == 0 {
		return nil
	}
	f := fields{t: s.t, values: map[string]string{}}
	name := ""
	for _, w := range words[1:] {
		if k, v, ok := strings.Cut(w, "="); ok {
			f.values[k] = v
		} else {
			name = w
		}
	}
	defer f.done(text)
	switch words[0] {
	case "now":
		now, err := strconv.ParseInt(name, 10, 64)
		require.NoError(s.t, err)
		s.now = now
	case "cancel":
		s.orders.requests = slices.DeleteFunc(s.orders.requests,
			func(r *RequestOrder) bool { return r.ID == named32(name) })
	case "clear":
		return s.clear(&f)
	case "why":
		return s.why(name)
	default:
		s.place(words[0], name, &f)
	}
	return nil
}

// fields are the field=value words of a command.
type fields struct {
	t      *testing.T
	values map[string]string
}

func (f *fields) text(key string) string {
	v := f.values[key]
	delete(f.values, key)
	return v
}

func (f *fields) number(key string, otherwise uint64) uint64 {
	v := f.text(key)
	if v == "" {
		return otherwise
	}
	n, err := strconv.ParseUint(v, 10, 64)
	require.NoError(f.t, err, key)
	return n
}

func (f *fields) address(key string) ident.Address { return named(f.text(key)) }

func (f *fields) price(key string) rlc.Amount { return rlc.Amount(f.number(key, 0)) }

func (f *fields) tag() Tag {
	var bits []int
	for name := range strings.SplitSeq(f.text("tag"), ",") {
		if name != "" {
			bit, ok := map[string]int{"tee": TagBitTEE, "scone": TagBitScone, "gpu": TagBitGPU}[name]
			require.True(f.t, ok, name)
			bits = append(bits, bit)
		}
	}
	return tagOf(bits...)
}

// done fails the story if a field was not understood.
func (f *fields) done(text string) { require.Empty(f.t, f.values, text) }

func (s *story) place(kind, name string, f *fields) {
	s.t.Helper()
	id := named32(name)
	require.NotContains(s.t, s.names, id, "an order is placed twice")
	s.names[id] = name
	n := f.number("volume", 1)
	terms := Terms{
		ID: id, Owner: f.address("by"), Volume: n, Remaining: n, Tag: f.tag(), ExpiryUnix: int64(f.number("expiry", 0)),
		Height: s.placed, Tie: ident.Keccak256(id[:]),
	}
	s.placed++
	switch kind {
	case "app":
		s.orders.apps = append(s.orders.apps, &AppOrder{
			Terms: terms, App: f.address("app"), Price: f.price("price"), DatasetRestrict: f.address("dataset"),
			WorkerpoolRestrict: f.address("pool"), RequesterRestrict: f.address("requester"),
		})
	case "dataset":
		s.orders.datasets = append(s.orders.datasets, &DatasetOrder{
			Terms: terms, Dataset: f.address("dataset"), Price: f.price("price"), AppRestrict: f.address("app"),
			WorkerpoolRestrict: f.address("pool"), RequesterRestrict: f.address("requester"),
		})
	case "pool":
		s.orders.pools = append(s.orders.pools, &WorkerpoolOrder{
			Terms: terms, Workerpool: f.address("pool"), Price: f.price("price"), Category: f.number("category", 0),
			Trust: f.number("trust", 0), MinErrorPPB: uint32(f.number("error", 0)), AppRestrict: f.address("app"),
			DatasetRestrict: f.address("dataset"), RequesterRestrict: f.address("requester"),
		})
	case "request":
		s.orders.requests = append(s.orders.requests, &RequestOrder{
			Terms: terms, App: f.address("app"), AppMaxPrice: f.price("app_max"), Dataset: f.address("dataset"),
			DatasetMaxPrice: f.price("dataset_max"), Workerpool: f.address("pool"),
			WorkerpoolMaxPrice: f.price("pool_max"),
			Category:           f.number("category", 0),
			Policy:             Policy{MaxErrorPPB: uint32(f.number("error", 0)), Trust: f.number("trust", 0)},
		})
	default:
		require.Fail(s.t, "unknown command", kind)
	}
}

func (s *story) context() Context { return Context{NowUnix: s.now, Categories: 5} }

func (s *story) clear(f *fields) []string {
	s.t.Helper()
	bounds := unbounded
	bounds.Matches = int(f.number("matches", 1<<40))
	out, err := Clear(s.orders.book(), s.orders.requests, s.context(), bounds)
	require.NoError(s.t, err)
	var say []string
	for _, x := range out.Fills {
		each, err := rlc.Sum(x.App.Price, x.Dataset.Price, x.Workerpool.Price)
		require.NoError(s.t, err)
		ceiling, err := x.Request.Ceiling()
		require.NoError(s.t, err)
		offers := "app " + s.names[x.App.ID]
		if !x.Request.Dataset.IsZero() {
			offers += ", dataset " + s.names[x.Dataset.ID]
		}
		say = append(say, fmt.Sprintf("%s: tasks %d to %d with %s, pool %s at %d each, %d back",
			s.names[x.Request.ID], x.First,
			x.First+x.Tasks-1, offers, s.names[x.Workerpool.ID], each, uint64(ceiling-each)*x.Tasks))
	}
	for _, r := range out.Parked {
		say = append(say, s.names[r.ID]+" waits for an offer")
	}
	for _, r := range out.Left {
		say = append(say, s.names[r.ID]+" goes on in the next block")
	}
	s.orders.take(out.Fills)
	return say
}

func (s *story) why(name string) []string {
	s.t.Helper()
	i := slices.IndexFunc(s.orders.requests, func(r *RequestOrder) bool { return r.ID == named32(name) })
	require.GreaterOrEqual(s.t, i, 0, "no request %s rests", name)
	w, err := WhyNot(s.orders.book(), s.orders.requests[i], s.context(), unbounded)
	require.NoError(s.t, err)
	if w.Matched {
		return []string{"nothing: some offers fit"}
	}
	say := []string{w.Binding.Error()}
	if w.MatchesAt > 0 {
		say = append(say, fmt.Sprintf("matches at a pool price of %d", w.MatchesAt))
	}
	for _, f := range w.Failures {
		code, _, _ := strings.Cut(f.Check.Error(), ":")
		say = append(say, fmt.Sprintf("%d of %d: %s", f.Offers, w.Offers, code))
	}
	return say
}
