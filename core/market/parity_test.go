package market

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
)

// These are the cases of the original's test files that its recorded answers
// (vectors/poco) do not have; docs/poco-parity.md names them.

// restrictions are the nine of the offers and the request's on its pool.
var restrictions = []struct {
	name   string
	field  func(m *Match) *ident.Address
	allows string
	err    error
}{
	{"request pool", func(m *Match) *ident.Address { return &m.Request.Workerpool }, "pool", ErrWorkerpoolByRequest},
	{"app dataset", func(m *Match) *ident.Address { return &m.App.DatasetRestrict }, "dataset", ErrDatasetByApp},
	{"app pool", func(m *Match) *ident.Address { return &m.App.WorkerpoolRestrict }, "pool", ErrWorkerpoolByApp},
	{
		"app requester", func(m *Match) *ident.Address { return &m.App.RequesterRestrict }, "requester",
		ErrRequesterByApp,
	},
	{"dataset app", func(m *Match) *ident.Address { return &m.Dataset.AppRestrict }, "app", ErrAppByDataset},
	{
		"dataset pool", func(m *Match) *ident.Address { return &m.Dataset.WorkerpoolRestrict }, "pool",
		ErrWorkerpoolByDataset,
	},
	{
		"dataset requester", func(m *Match) *ident.Address { return &m.Dataset.RequesterRestrict }, "requester",
		ErrRequesterByDataset,
	},
	{"pool app", func(m *Match) *ident.Address { return &m.Workerpool.AppRestrict }, "app", ErrAppByWorkerpool},
	{
		"pool dataset", func(m *Match) *ident.Address { return &m.Workerpool.DatasetRestrict }, "dataset",
		ErrDatasetByWorkerpool,
	},
	{
		"pool requester", func(m *Match) *ident.Address { return &m.Workerpool.RequesterRestrict }, "requester",
		ErrRequesterByWorkerpool,
	},
}

// TestRestrictions tries each restriction by itself: nobody in particular, the
// one it names, a group with it, another, and a group without it. MKT-R13.
func TestRestrictions(t *testing.T) {
	c := fittingContext()
	full, empty := named("full group"), named("empty group")
	for _, r := range restrictions {
		t.Run(r.name, func(t *testing.T) {
			c.Member = func(group, member ident.Address) bool { return group == full && member == named(r.allows) }
			for restriction, want := range map[ident.Address]error{
				{}: nil, named(r.allows): nil, full: nil, named("another"): r.err, empty: r.err,
			} {
				m := fitting()
				*r.field(m) = restriction
				require.ErrorIs(t, Compatible(m, c), want)
			}
		})
	}
}

// TestFullRestrictions restricts all orders in every respect at once. MKT-R13.
func TestFullRestrictions(t *testing.T) {
	for _, r := range restrictions {
		m := fitting()
		for _, each := range restrictions {
			*each.field(m) = named(each.allows)
		}
		require.NoError(t, Compatible(m, fittingContext()))
		*r.field(m) = named("another")
		require.ErrorIs(t, Compatible(m, fittingContext()), r.err)
	}
}

// TestFrameworkMatrix checks all pairs of a dataset's and a pool's TEE tag: what
// framework a dataset names demands nothing; bit 4 does. MKT-R13.
func TestFrameworkMatrix(t *testing.T) {
	for _, dataset := range []byte{0x1, 0x3, 0x5, 0x9, 0xf} {
		for _, pool := range []byte{0x1, 0x3, 0x5, 0x9, 0xf} {
			m := fitting()
			m.App.Tag, m.Request.Tag = Tag{31: 1}, Tag{31: 1}
			m.Dataset.Tag, m.Workerpool.Tag = Tag{31: dataset}, Tag{31: pool}
			require.NoError(t, Compatible(m, fittingContext()), "dataset %#x, pool %#x", dataset, pool)
			m.Dataset.Tag[31] |= 0x10
			require.ErrorIs(t, Compatible(m, fittingContext()), ErrTag, "dataset %#x, pool %#x", dataset, pool)
		}
	}
}
