package market

import (
	"encoding/json"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

// vectorFile is vectors/poco/matching.json, what the original contracts answered.
type vectorFile struct {
	Addresses                  map[string]string
	AssetOwners                map[string]string
	ERC734Groups               map[string][]string `json:"erc734Groups"`
	CategoriesWorkClockTimeRef []string
	StartTime                  int64
	Vectors                    []vector
}

type vector struct {
	ID                                      string
	WorkerpoolPolicy                        *map[string]json.RawMessage
	AppOrder, DatasetOrder, WorkerpoolOrder map[string]string
	RequestOrder                            map[string]string
	ConsumedBefore                          map[string]string
	Expected                                outcome
	ExpectedV620                            *outcome
}

type outcome struct {
	Accepted    bool
	Error       string
	DealID      string `json:"dealId"`
	Volume      string
	OrderHashes map[string]string
	Deal        struct {
		App, Dataset, Workerpool struct{ Pointer, Owner, Price string }
		Trust, Category, Tag     string
		Requester, Sponsor       string
		BotFirst, BotSize        string
		WorkerStake              string
		SchedulerRewardRatio     string
	}
}

// laterChecks are the refusals that come after this package's checks: who is
// registered, who signed, and who has the money. Registration and money are
// tested in x/market; signatures belong to the orders that are signed off chain.
var laterChecks = []string{
	"0x20", "0x21", "0x30", "0x31", "0x40", "0x41", "0x50", "invalid-signature-format", "IexecEscrow:",
}

// TestVectors plays what the original contracts were asked: the same checks
// fail first, and the same deals come out, to the last nRLC. Left out are
// vectors with numbers that are no amounts here (above 2^64), and refusals of
// later checks, whose orders must pass ours. MKT-R13.
func TestVectors(t *testing.T) {
	raw, err := os.ReadFile("../../vectors/poco/matching.json")
	require.NoError(t, err)
	var f vectorFile
	require.NoError(t, json.Unmarshal(raw, &f))
	require.Len(t, f.Vectors, 140)
	played := map[string]int{}
	for _, v := range f.Vectors {
		t.Run(v.ID, func(t *testing.T) { played[f.play(t, &v)]++ })
	}
	t.Log(played)
	require.Equal(t, map[string]int{"deal": 44, "refused": 65, "later": 28, "beyond 64 bits": 3}, played)
}

func (f *vectorFile) address(t *testing.T, alias string) ident.Address {
	t.Helper()
	if alias == "zero" {
		return ident.Address{}
	}
	a, err := ident.ParseAddress(f.Addresses[alias])
	require.NoError(t, err)
	require.False(t, a.IsZero(), "unknown alias %q", alias)
	return a
}

func (f *vectorFile) context(t *testing.T) *Context {
	t.Helper()
	members := map[[2]ident.Address]bool{}
	for group, list := range f.ERC734Groups {
		for _, member := range list {
			members[[2]ident.Address{f.address(t, group), f.address(t, member)}] = true
		}
	}
	return &Context{
		NowUnix: f.StartTime, Categories: uint64(len(f.CategoriesWorkClockTimeRef)),
		Member: func(group, member ident.Address) bool { return members[[2]ident.Address{group, member}] },
	}
}

// numbers reads decimal fields and remembers if one has no place in 64 bits.
type numbers struct {
	t    *testing.T
	wide bool
}

func (n *numbers) read(text string) uint64 {
	v, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		require.ErrorIs(n.t, err, strconv.ErrRange)
		n.wide = true
	}
	return v
}

func (f *vectorFile) match(t *testing.T, v *vector) (*Match, bool) {
	t.Helper()
	n := &numbers{t: t}
	terms := func(o map[string]string, which string) Terms {
		tag, err := ident.ParseHash(o["tag"])
		require.NoError(t, err)
		id, err := ident.ParseHash(v.Expected.OrderHashes[which])
		require.NoError(t, err)
		volume, consumed := n.read(o["volume"]), n.read(v.ConsumedBefore[which])
		return Terms{ID: id, Volume: volume, Remaining: volume - min(volume, consumed), Tag: Tag(tag)}
	}
	at := func(o map[string]string, field string) ident.Address { return f.address(t, o[field]) }
	price := func(o map[string]string, field string) rlc.Amount { return rlc.Amount(n.read(o[field])) }
	a, d, w, r := v.AppOrder, v.DatasetOrder, v.WorkerpoolOrder, v.RequestOrder
	m := &Match{
		App: &AppOrder{
			Terms: terms(a, "app"), App: at(a, "app"), Price: price(a, "appprice"), DatasetRestrict: at(a,
				"datasetrestrict"),
			WorkerpoolRestrict: at(a, "workerpoolrestrict"), RequesterRestrict: at(a, "requesterrestrict"),
		},
		Dataset: &DatasetOrder{
			Terms: terms(d, "dataset"), Dataset: at(d, "dataset"), Price: price(d,
				"datasetprice"), AppRestrict: at(d, "apprestrict"),
			WorkerpoolRestrict: at(d, "workerpoolrestrict"), RequesterRestrict: at(d, "requesterrestrict"),
		},
		Workerpool: &WorkerpoolOrder{
			Terms: terms(w, "workerpool"), Workerpool: at(w, "workerpool"), Price: price(w, "workerpoolprice"),
			Category: n.read(w["category"]), Trust: n.read(w["trust"]), AppRestrict: at(w, "apprestrict"),
			DatasetRestrict: at(w, "datasetrestrict"), RequesterRestrict: at(w, "requesterrestrict"),
		},
		Request: &RequestOrder{
			Terms: terms(r, "request"), App: at(r, "app"), AppMaxPrice: price(r, "appmaxprice"), Dataset: at(r,
				"dataset"),
			DatasetMaxPrice: price(r, "datasetmaxprice"), Workerpool: at(r, "workerpool"),
			WorkerpoolMaxPrice: price(r, "workerpoolmaxprice"), Category: n.read(r["category"]),
			Policy: Policy{Trust: n.read(r["trust"])}, Params: r["params"],
		},
	}
	m.Request.Owner = at(r, "requester")
	return m, n.wide
}

// play returns what became of a vector.
func (f *vectorFile) play(t *testing.T, v *vector) string {
	t.Helper()
	m, wide := f.match(t, v)
	if wide {
		return "beyond 64 bits"
	}
	want := &v.Expected
	if v.ExpectedV620 != nil {
		want = v.ExpectedV620
	}
	err := Compatible(m, f.context(t))
	code, ours := strings.CutPrefix(want.Error, "iExecV5-matchOrders-")
	for _, later := range laterChecks {
		ours = ours && code != later
	}
	if !want.Accepted && !ours {
		// Refused later: the contract had no objection among our checks, but for the volume, which it looks at last.
		if err != nil {
			require.ErrorIs(t, err, ErrConsumed)
		}
		return "later"
	}
	if !want.Accepted {
		require.Error(t, err)
		require.True(t, strings.HasPrefix(err.Error(), code+":"), "got %v, want %s", err, code)
		return "refused"
	}
	require.NoError(t, err)
	f.deal(t, v, m, want)
	return "deal"
}

// deal checks that the match opens the same deal.
func (f *vectorFile) deal(t *testing.T, v *vector, m *Match, want *outcome) {
	t.Helper()
	num := func(text string) uint64 {
		n, err := strconv.ParseUint(text, 10, 64)
		require.NoError(t, err)
		return n
	}
	text := func(n uint64) string { return strconv.FormatUint(n, 10) }
	owner := func(alias string) ident.Address {
		if alias == "zero" {
			return ident.Address{}
		}
		return f.address(t, f.AssetOwners[alias])
	}
	require.Equal(t, want.Volume, text(m.Volume()))
	w := want.Deal
	pool := PoolInfo{SchedulerRewardRatio: num(w.SchedulerRewardRatio)}
	pool.WorkerStakeRatio = policy(t, v)
	stake, err := rlc.MulDivFloor(m.Workerpool.Price, 30, 100)
	require.NoError(t, err)
	fill := &Fill{Match: *m, Tasks: m.Volume(), First: num(v.ConsumedBefore["request"])}
	sellers := Sellers{
		App: owner(v.AppOrder["app"]), Dataset: owner(v.DatasetOrder["dataset"]),
		Workerpool: owner(v.WorkerpoolOrder["workerpool"]),
	}
	d, err := NewDeal(fill, sellers, pool, num(f.CategoriesWorkClockTimeRef[m.Request.Category]), stake, f.StartTime)
	require.NoError(t, err)
	require.Equal(t, want.DealID, d.ID.String())
	require.Equal(t, w.Tag, ident.Hash(d.Tag).String())
	require.Equal(t, w.Trust, text(d.Policy.Trust))
	require.Equal(t, w.Category, text(d.Category))
	require.Equal(t, w.BotFirst, text(d.First))
	require.Equal(t, w.BotSize, text(d.Size))
	require.Equal(t, w.WorkerStake, text(uint64(d.WorkerStake)))
	require.Equal(t, f.address(t, w.Requester), d.Requester)
	for _, p := range []struct {
		got                   Part
		pointer, owner, price string
	}{
		{d.App, w.App.Pointer, w.App.Owner, w.App.Price},
		{d.Dataset, w.Dataset.Pointer, w.Dataset.Owner, w.Dataset.Price},
		{d.Workerpool, w.Workerpool.Pointer, w.Workerpool.Owner, w.Workerpool.Price},
	} {
		require.Equal(t, Part{f.address(t, p.pointer), f.address(t, p.owner), rlc.Amount(num(p.price))}, p.got)
	}
}

// policy returns the pool's worker stake ratio of a vector, in percent.
func policy(t *testing.T, v *vector) uint64 {
	t.Helper()
	require.NotNil(t, v.WorkerpoolPolicy)
	var text string
	require.NoError(t, json.Unmarshal((*v.WorkerpoolPolicy)["workerStakeRatio"], &text))
	n, err := strconv.ParseUint(text, 10, 64)
	require.NoError(t, err)
	return n
}
