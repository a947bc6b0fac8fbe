package bridge

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/iexecd/iexecd/core/ident"
)

// slowDrift is the drift in millionths as a fraction, by a look-up of each address.
func slowDrift(a, b Members) *big.Rat {
	share := func(m Members, who ident.Address) *big.Rat {
		total, own := new(big.Int), new(big.Int)
		for _, member := range m {
			total.Add(total, new(big.Int).SetUint64(member.Power))
			if member.Address == who {
				own.SetUint64(member.Power)
			}
		}
		return new(big.Rat).SetFrac(own, total)
	}
	all := map[ident.Address]bool{}
	for _, m := range append(append(Members(nil), a...), b...) {
		all[m.Address] = true
	}
	sum := new(big.Rat)
	for who := range all {
		d := new(big.Rat).Sub(share(a, who), share(b, who))
		sum.Add(sum, d.Abs(d))
	}
	return sum.Mul(sum, big.NewRat(million, 2))
}

func drawMembers(t *rapid.T, name string) Members {
	most := rapid.SampledFrom([]uint64{3, 1000, 1 << 58}).Draw(t, name+" most")
	var m Members
	for i := range byte(8) {
		if power := rapid.Uint64Range(0, most).Draw(t, name); power > 0 {
			m = append(m, Member{at(i + 1), power})
		}
	}
	if len(m) == 0 {
		m = Members{{at(1), 1}}
	}
	return m
}

// TestDrift holds the drift against fractions: it is the least whole number of
// millionths that is not below it.
func TestDrift(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawMembers(t, "a"), drawMembers(t, "b")
		got, err := DriftPPMCeil(a, b)
		require.NoError(t, err)
		back, err := DriftPPMCeil(b, a)
		require.NoError(t, err)
		require.Equal(t, got, back)
		exact := slowDrift(a, b)
		require.GreaterOrEqual(t, new(big.Rat).SetUint64(got).Cmp(exact), 0)
		below := new(big.Rat).SetInt64(int64(got) - 1)
		require.Negative(t, below.Cmp(exact))
	})
	for _, c := range []struct {
		name string
		a, b Members
		want uint64
	}{
		{"none", Members{{at(1), 1}, {at(2), 2}}, Members{{at(1), 10}, {at(2), 20}}, 0},
		{"all", Members{{at(1), 1}}, Members{{at(2), 1}}, 1_000_000},
		{"half", Members{{at(1), 1}, {at(2), 1}}, Members{{at(2), 7}}, 500_000},
		{"5 %", Members{{at(1), 50}, {at(2), 50}}, Members{{at(1), 55}, {at(2), 45}}, 50_000},
		{"a bit", Members{{at(1), 1 << 61}, {at(2), 1 << 61}}, Members{{at(1), 1<<61 + 1}, {at(2), 1<<61 - 1}}, 1},
	} {
		got, err := DriftPPMCeil(c.a, c.b)
		require.NoError(t, err)
		require.Equal(t, c.want, got, c.name)
	}
	_, err := DriftPPMCeil(nil, many(1, 1))
	require.ErrorIs(t, err, ErrMembers)
	_, err = DriftPPMCeil(many(1, 1), nil)
	require.ErrorIs(t, err, ErrMembers)
}

// TestValsetDue: each reason, and each second and block around its bound.
func TestValsetDue(t *testing.T) {
	t.Parallel()
	set := func(powers ...uint64) Members {
		var m Members
		for i, p := range powers {
			if p > 0 {
				m = append(m, Member{at(byte(i + 1)), p})
			}
		}
		return m
	}
	const day = 86_400
	last := ValsetMade{set(5000, 5000), Moment{1000, 50_000}}
	soon, later := Moment{1099, 50_099}, Moment{1100, 50_100}
	for _, c := range []struct {
		name string
		next Members
		now  Moment
		want ValsetReason
	}{
		{"same", set(5000, 5000), later, ValsetNotDue},
		{"same shares", set(5, 5), later, ValsetNotDue},
		{"5 %", set(5500, 4500), later, ValsetNotDue},
		{"above 5 %", set(5501, 4499), later, ValsetDrift},
		{"above 5 %, soon", set(5501, 4499), soon, ValsetNotDue},
		{"20 %, soon", set(7000, 3000), soon, ValsetNotDue},
		{"above 20 %, soon", set(7001, 2999), soon, ValsetUrgent},
		{"above 20 %, at once", set(7001, 2999), last.At, ValsetUrgent},
		{"a small one came", set(5000, 5000, 1), later, ValsetNotDue},
		{"a key changed", set(10_000), later, ValsetUrgent},
		{"one day less a second", set(5000, 5000), Moment{9000, 50_000 + 3*day - 1}, ValsetNotDue},
		{"heartbeat", set(5000, 5000), Moment{9000, 50_000 + 3*day}, ValsetHeartbeat},
		{"heartbeat, soon", set(5000, 5000), Moment{1099, 50_000 + 3*day}, ValsetNotDue},
		{"before", set(5501, 4499), Moment{999, 49_000}, ValsetNotDue},
	} {
		got, err := DefaultValsetPolicy().Due(last, c.next, c.now)
		require.NoError(t, err, c.name)
		require.Equal(t, c.want, got, "%s: %s", c.name, got)
	}
	small := ValsetMade{set(5000, 5000, 1), last.At}
	got, err := DefaultValsetPolicy().Due(small, set(5000, 5000), later)
	require.NoError(t, err)
	require.Equal(t, ValsetMemberGone, got)
	got, err = DefaultValsetPolicy().Due(small, set(5000, 5000), soon)
	require.NoError(t, err)
	require.Equal(t, ValsetNotDue, got)
	_, err = DefaultValsetPolicy().Due(small, nil, later)
	require.ErrorIs(t, err, ErrMembers)
	require.Equal(t, "heartbeat", ValsetHeartbeat.String())
	require.Equal(t, "reason 9", ValsetReason(9).String())
}
