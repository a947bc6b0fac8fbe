package market

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
)

// named returns the address that a test gives to a name; "" is the zero address.
func named(name string) ident.Address {
	if name == "" {
		return ident.Address{}
	}
	h := ident.Keccak256([]byte(name))
	return ident.Address(h[12:])
}

func named32(name string) ident.Hash { return ident.Keccak256([]byte(name)) }

func tagOf(bits ...int) Tag {
	var t Tag
	for _, b := range bits {
		t[31-b/8] |= 1 << (b % 8)
	}
	return t
}

// fitting returns four orders that match in every respect, with a dataset.
func fitting() *Match {
	terms := func(name, owner string) Terms {
		return Terms{ID: named32(name), Owner: named(owner), Volume: 10, Remaining: 10, ExpiryUnix: 2_000}
	}
	m := &Match{
		App:     &AppOrder{Terms: terms("a", "app owner"), App: named("app"), Price: 5},
		Dataset: &DatasetOrder{Terms: terms("d", "dataset owner"), Dataset: named("dataset"), Price: 6},
		Workerpool: &WorkerpoolOrder{
			Terms: terms("w", "pool owner"), Workerpool: named("pool"), Price: 7, Category: 2, MinErrorPPB: 1_000,
		},
		Request: &RequestOrder{
			Terms: terms("r", "requester"), App: named("app"), AppMaxPrice: 5, Dataset: named("dataset"),
			DatasetMaxPrice:    6,
			WorkerpoolMaxPrice: 7, Category: 2, Policy: Policy{MaxErrorPPB: 1_000},
		},
	}
	m.Workerpool.Tag = tagOf(TagBitTEE, TagBitScone, TagBitGPU)
	return m
}

func fittingContext() *Context { return &Context{NowUnix: 1_999, Categories: 5} }

// breakers break one check each, in the order of checking. MKT-R13.
var breakers = []struct {
	err     error
	breaks  func(m *Match)
	offline needs // the only offer that it takes to see it; 0 = more than one, or none
}{
	{ErrCategory, func(m *Match) { m.Workerpool.Category = 3 }, needsWorkerpool},
	{ErrUnknownCategory, func(m *Match) { m.Request.Category, m.Workerpool.Category = 5, 5 }, needsAll},
	{ErrPolicy, func(m *Match) { m.Workerpool.MinErrorPPB = 1_001 }, needsWorkerpool},
	{ErrAppPrice, func(m *Match) { m.App.Price = 6 }, needsApp},
	{ErrDatasetPrice, func(m *Match) { m.Dataset.Price = 7 }, needsDataset},
	{ErrWorkerpoolPrice, func(m *Match) { m.Workerpool.Price = 8 }, needsWorkerpool},
	{ErrTag, func(m *Match) { m.Request.Tag = tagOf(255) }, needsWorkerpool},
	{ErrAppTEE, func(m *Match) { m.Dataset.Tag = tagOf(TagBitTEE) }, 0},
	{ErrApp, func(m *Match) { m.App.App = named("other app") }, needsApp},
	{ErrDataset, func(m *Match) { m.Dataset.Dataset = named("other dataset") }, needsDataset},
	{ErrWorkerpoolByRequest, func(m *Match) { m.Request.Workerpool = named("x") }, needsWorkerpool},
	{ErrDatasetByApp, func(m *Match) { m.App.DatasetRestrict = named("x") }, needsApp},
	{ErrWorkerpoolByApp, func(m *Match) { m.App.WorkerpoolRestrict = named("x") }, 0},
	{ErrRequesterByApp, func(m *Match) { m.App.RequesterRestrict = named("x") }, needsApp},
	{ErrAppByDataset, func(m *Match) { m.Dataset.AppRestrict = named("x") }, needsDataset},
	{ErrWorkerpoolByDataset, func(m *Match) { m.Dataset.WorkerpoolRestrict = named("x") }, 0},
	{ErrRequesterByDataset, func(m *Match) { m.Dataset.RequesterRestrict = named("x") }, needsDataset},
	{ErrAppByWorkerpool, func(m *Match) { m.Workerpool.AppRestrict = named("x") }, needsWorkerpool},
	{ErrDatasetByWorkerpool, func(m *Match) { m.Workerpool.DatasetRestrict = named("x") }, needsWorkerpool},
	{ErrRequesterByWorkerpool, func(m *Match) { m.Workerpool.RequesterRestrict = named("x") }, needsWorkerpool},
	{ErrConsumed, func(m *Match) { m.Dataset.Remaining = 0 }, 0},
	{ErrExpired, func(m *Match) { m.Dataset.ExpiryUnix = 1_999 }, 0},
}

// TestEachCheck breaks one check at a time: its sentinel comes back. The list
// is complete and in the order of its codes.
func TestEachCheck(t *testing.T) {
	require.NoError(t, Compatible(fitting(), fittingContext()))
	require.Len(t, breakers, len(checks))
	code, last := regexp.MustCompile(`^0x[0-9a-f]{2}: `), ""
	for i, b := range breakers {
		require.Equal(t, checks[i].err, b.err)
		m := fitting()
		b.breaks(m)
		require.ErrorIs(t, Compatible(m, fittingContext()), b.err)
		if c := code.FindString(b.err.Error()); c != "" {
			require.Greater(t, c, last)
			last = c
		}
	}
	require.Equal(t, "0x60: ", last)
}

// TestOrderOfChecks breaks two checks at a time: the first in the list is told.
func TestOrderOfChecks(t *testing.T) {
	for i, first := range breakers {
		for _, second := range breakers[i+1:] {
			t.Run(fmt.Sprintf("%.4s and %.4s", first.err, second.err), func(t *testing.T) {
				m := fitting()
				second.breaks(m)
				first.breaks(m)
				require.ErrorIs(t, Compatible(m, fittingContext()), first.err)
			})
		}
	}
}

// TestCouldServe checks that an offer alone is refused exactly if the check that
// is broken depends on it and the request alone.
func TestCouldServe(t *testing.T) {
	for _, b := range breakers {
		m := fitting()
		b.breaks(m)
		for _, one := range []struct {
			of needs
			m  Match
		}{
			{needsApp, Match{App: m.App, Request: m.Request}},
			{needsDataset, Match{Dataset: m.Dataset, Request: m.Request}},
			{needsWorkerpool, Match{Workerpool: m.Workerpool, Request: m.Request}},
		} {
			require.Equal(t, b.offline&one.of == 0, CouldServe(one.m, fittingContext()), "%v, offer %b", b.err, one.of)
		}
	}
}

func TestPolicies(t *testing.T) {
	bounded := func(ppb uint32) Policy { return Policy{MaxErrorPPB: ppb} }
	classic := func(trust uint64) Policy { return Policy{Trust: trust} }
	for _, c := range []struct {
		trust  uint64
		ppb    uint32
		policy Policy
		want   bool
	}{
		{0, 1_000, bounded(1_000), true},
		{0, 1_000, bounded(999), false},
		{0, 1_000, bounded(1_000_000), true},
		{5, 0, bounded(999_999_999), false}, // a classic offer serves no bound
		{5, 0, classic(5), true},
		{5, 0, classic(6), false},
		{0, 0, classic(0), true},
		{0, 1_000, classic(0), false}, // an offer by bound only serves no trust
		{5, 1_000, classic(1), true},
		{5, 1_000, bounded(1_000), true},
	} {
		o := WorkerpoolOrder{Trust: c.trust, MinErrorPPB: c.ppb}
		require.Equal(t, c.want, o.Serves(c.policy), "%+v", c)
	}
}

// TestDatasetFrameworksAreIgnored holds PoCo 6.2's change: bits 1..3 of a
// dataset's tag demand nothing.
func TestDatasetFrameworksAreIgnored(t *testing.T) {
	for bit := range 256 {
		m := fitting()
		m.Workerpool.Tag, m.Dataset.Tag = Tag{}, tagOf(bit)
		if bit >= TagBitScone && bit <= TagBitTDX {
			require.NoError(t, Compatible(m, fittingContext()), "bit %d", bit)
			require.Zero(t, m.Demanded())
		} else {
			require.ErrorIs(t, Compatible(m, fittingContext()), ErrTag, "bit %d", bit)
		}
	}
}

// TestNoDataset checks that "no dataset" satisfies a restriction only if there is none.
func TestNoDataset(t *testing.T) {
	m := fitting()
	m.Dataset, m.Request.Dataset = &DatasetOrder{}, ident.Address{}
	require.NoError(t, Compatible(m, fittingContext()))
	require.Equal(t, uint64(10), m.Volume())
	m.App.DatasetRestrict = named("dataset")
	require.ErrorIs(t, Compatible(m, fittingContext()), ErrDatasetByApp)
	m.App.DatasetRestrict, m.Workerpool.DatasetRestrict = ident.Address{}, named("dataset")
	require.ErrorIs(t, Compatible(m, fittingContext()), ErrDatasetByWorkerpool)
}

// TestGroups checks that a restriction may name a group, and that only members pass.
func TestGroups(t *testing.T) {
	c := fittingContext()
	c.Member = func(group, member ident.Address) bool { return group == named("g") && member == named("pool") }
	m := fitting()
	m.App.WorkerpoolRestrict, m.Request.Workerpool = named("g"), named("g")
	require.NoError(t, Compatible(m, c))
	m.App.RequesterRestrict = named("g")
	require.ErrorIs(t, Compatible(m, c), ErrRequesterByApp)
}

// TestExpiryIsExclusive checks that an order is filled before its second, not in it. MKT-R12.
func TestExpiryIsExclusive(t *testing.T) {
	c := fittingContext()
	require.NoError(t, Compatible(fitting(), c))
	c.NowUnix = 2_000
	require.ErrorIs(t, Compatible(fitting(), c), ErrExpired)
}
