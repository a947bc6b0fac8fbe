package bridge

import (
	"bytes"
	"math/big"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

func at(n byte) ident.Address { return ident.Address{19: n} }

// many returns n members of one power.
func many(n int, power uint64) Members {
	m := make(Members, n)
	for i := range m {
		m[i] = Member{ident.Address{18: byte((i + 1) >> 8), 19: byte(i + 1)}, power}
	}
	return m
}

// TestMembersRefused: what is no validator set is not packed for the vault, nor read.
func TestMembersRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		m    Members
		want string // empty: it is a set
	}{
		{"one", many(1, 1), ""},
		{"most", many(128, 1), ""},
		{"all power", Members{{at(1), 1<<62 - 1}, {at(2), 1}}, ""},
		{"empty", nil, "0 members, expected 1 to 128"},
		{"too many", many(129, 1), "expected"},
		{"power 0", Members{{at(1), 1}, {at(2), 0}}, "member 1 has power 0"},
		{"too much power", Members{{at(1), 1 << 62}, {at(2), 1}}, "power 1 of member 1 on top of 4611686018427387904"},
		{"power that wraps", Members{{at(1), 2}, {at(2), 1<<64 - 1}}, "power 18446744073709551615 of member 1 on top"},
		{"unsorted", Members{{at(2), 1}, {at(1), 1}}, "expected strictly ascending"},
		{"twice", Members{{at(1), 1}, {at(1), 1}}, "expected strictly ascending"},
		{"zero address", Members{{at(0), 1}, {at(1), 1}}, "member 0 has the zero address"},
	} {
		total, err := c.m.TotalPower()
		back, unpackErr := UnpackMembers(c.m.Pack())
		if c.want == "" {
			require.NoError(t, err, c.name)
			require.NoError(t, unpackErr, c.name)
			require.Equal(t, c.m, back)
			v, err := c.m.Valset(2, 3)
			require.NoError(t, err)
			require.Equal(t, Valset{2, 3, total, ident.Keccak256(c.m.Pack())}, v)
			continue
		}
		require.ErrorIs(t, err, ErrMembers, c.name)
		require.ErrorContains(t, err, c.want, c.name)
		require.ErrorIs(t, unpackErr, ErrMembers, c.name)
		require.ErrorContains(t, unpackErr, c.want, c.name)
		_, err = c.m.Valset(2, 3)
		require.ErrorIs(t, err, ErrMembers)
	}
	_, err := UnpackMembers(make([]byte, 29))
	require.ErrorContains(t, err, "29 bytes, expected 28 for each")
}

// TestMembersPacked: an address of 20 bytes, then power in 8, big endian.
func TestMembersPacked(t *testing.T) {
	t.Parallel()
	m, err := SortMembers([]Member{{at(2), 0x0102}, {at(1), 7}})
	require.NoError(t, err)
	want := append(make([]byte, 19), 1, 0, 0, 0, 0, 0, 0, 0, 7)
	want = append(append(want, make([]byte, 19)...), 2, 0, 0, 0, 0, 0, 0, 1, 2)
	require.Equal(t, want, m.Pack())
	i, found := m.Find(at(2))
	require.True(t, found)
	require.Equal(t, 1, i)
	_, found = m.Find(at(3))
	require.False(t, found)
	_, err = SortMembers([]Member{{at(2), 1}, {at(1), 7}, {at(2), 1}})
	require.ErrorIs(t, err, ErrMembers)
}

// FuzzUnpackMembers: nothing panics, and what is read has one encoding.
func FuzzUnpackMembers(f *testing.F) {
	f.Add(many(3, 5).Pack())
	f.Fuzz(func(t *testing.T, raw []byte) {
		if m, err := UnpackMembers(raw); err == nil {
			require.Equal(t, raw, m.Pack())
		}
	})
}

// TestQuorum holds the rule against numbers without bounds.
func TestQuorum(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		signed, total uint64
		want          bool
	}{
		{0, 0, false},
		{1, 0, true},
		{2, 3, false},
		{3, 3, true},
		{3, 4, true},
		{66, 100, false},
		{67, 100, true},
		{1 << 62, 3 << 61, false},
		{1<<62 + 1, 3 << 61, true},
		{1<<64 - 1, 1<<64 - 1, true},
		{12297829382473034410, 1<<64 - 1, false},
		{12297829382473034411, 1<<64 - 1, true},
	} {
		require.Equal(t, c.want, Quorum(c.signed, c.total), "%d of %d", c.signed, c.total)
	}
	rapid.Check(t, func(t *rapid.T) {
		signed, total := rapid.Uint64().Draw(t, "signed"), rapid.Uint64().Draw(t, "total")
		a := new(big.Int).Mul(big.NewInt(3), new(big.Int).SetUint64(signed))
		b := new(big.Int).Mul(big.NewInt(2), new(big.Int).SetUint64(total))
		require.Equal(t, a.Cmp(b) > 0, Quorum(signed, total))
	})
}

// TestItems: a batch has 1 to 100 items that pay somebody something.
func TestItems(t *testing.T) {
	t.Parallel()
	full := make(Items, MaxItems)
	for i := range full {
		full[i] = Item{at(byte(i + 1)), 2}
	}
	for _, c := range []struct {
		name  string
		items Items
		total rlc.Amount
		want  string
	}{
		{"one", full[:1], 2, ""},
		{"same recipient", Items{{at(1), 1}, {at(1), 3}}, 4, ""},
		{"most", full, 200, ""},
		{"empty", nil, 0, "0 items, expected 1 to 100"},
		{"too many", append(slices.Clone(full), Item{at(1), 1}), 0, "expected"},
		{"nothing", Items{{at(1), 1}, {at(2), 0}}, 0, "item 1 pays 0 nRLC"},
		{"nobody", Items{{at(0), 1}}, 0, "item 0 pays 1 nRLC to 0x0000000000000000000000000000000000000000"},
		{"overflow", Items{{at(1), 1<<64 - 1}, {at(2), 1}}, 0, "item 1: rlc: amount overflows 64 bits"},
	} {
		total, err := c.items.Total()
		back, unpackErr := UnpackItems(c.items.Pack())
		if c.want == "" {
			require.NoError(t, err, c.name)
			require.NoError(t, unpackErr, c.name)
			require.NoError(t, c.items.Check())
			require.Equal(t, c.items, back)
			require.Equal(t, c.total, total)
			continue
		}
		require.ErrorIs(t, err, ErrItems, c.name)
		require.ErrorContains(t, err, c.want, c.name)
		require.ErrorIs(t, unpackErr, ErrItems, c.name)
	}
	_, err := UnpackItems(make([]byte, 27))
	require.ErrorContains(t, err, "27 bytes, expected 28 for each")
}

// FuzzUnpackItems: nothing panics, and what is read has one encoding.
func FuzzUnpackItems(f *testing.F) {
	f.Add(Items{{at(1), 5}, {at(1), 6}}.Pack())
	f.Add(bytes.Repeat([]byte{0xff}, 56))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if s, err := UnpackItems(raw); err == nil {
			require.Equal(t, raw, s.Pack())
		}
	})
}
