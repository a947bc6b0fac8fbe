package rlc

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestString(t *testing.T) {
	for a, want := range map[Amount]string{
		0:                  "0 RLC",
		1:                  "0.000000001 RLC",
		120_000_000:        "0.12 RLC",
		RLC:                "1 RLC",
		RLC + 10:           "1.00000001 RLC",
		87_000_000 * RLC:   "87000000 RLC",
		math.MaxUint64:     "18446744073.709551615 RLC",
		12*RLC + 5_000_000: "12.005 RLC",
	} {
		require.Equal(t, want, a.String())
	}
}

func TestParse(t *testing.T) {
	for _, c := range []struct {
		text string
		want Amount
	}{
		{"0.12rlc", 120_000_000},
		{"0.12 RLC", 120_000_000},
		{"120000000nrlc", 120_000_000},
		{"120000000 nRLC", 120_000_000},
		{"0.12", 120_000_000},
		{" 1 ", RLC},
		{"999999", 999_999 * RLC},
		{"1000000rlc", 1_000_000 * RLC},
		{"0.000000001", 1},
		{"0", 0},
		{"0nrlc", 0},
		{"18446744073.709551615rlc", math.MaxUint64},
		{"18446744073709551615nrlc", math.MaxUint64},
	} {
		got, err := Parse(c.text)
		require.NoError(t, err, c.text)
		require.Equal(t, c.want, got, c.text)
	}
	for _, text := range []string{
		"", " ", "rlc", "nrlc", "-1", "-1rlc", "+1nrlc", "1.", ".5", "1..2", "1.0000000001", "1e3", "0x10", "1,5",
		"1_000",
		"NaN",
		"1.2.3", "1 000rlc", "1.5nrlc", "18446744073709551616nrlc", "18446744073.709551616rlc", "99999999999999999999",
		"1000000", "120000000", // nRLC whose unit was forgotten
		"1.-5", "1.+5", "１",
	} {
		_, err := Parse(text)
		require.ErrorIs(t, err, ErrSyntax, "%q", text)
	}
}

// TestParseReadsString checks that what is written is read back.
func TestParseReadsString(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := Amount(rapid.Uint64().Draw(t, "amount"))
		got, err := Parse(a.String())
		require.NoError(t, err)
		require.Equal(t, a, got)
	})
}

// edge draws amounts near the powers of two as often as small ones.
func edge(t *rapid.T, name string) uint64 {
	shift := rapid.IntRange(0, 64).Draw(t, name+" bits")
	n := rapid.Uint64().Draw(t, name)
	if shift == 64 {
		return math.MaxUint64 - n%4
	}
	return n >> shift
}

func wide(n uint64) *big.Int { return new(big.Int).SetUint64(n) }

// same checks a checked operation against the exact one: equal if the exact
// result is an amount, else the given error.
func same(t *rapid.T, exact *big.Int, got Amount, err, want error) {
	if exact.Sign() >= 0 && exact.IsUint64() {
		require.NoError(t, err)
		require.Equal(t, exact.Uint64(), uint64(got))
		return
	}
	require.ErrorIs(t, err, want)
	require.Zero(t, got)
}

// TestExact holds every operation against its twin in big integers.
func TestExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y, d := edge(t, "x"), edge(t, "y"), edge(t, "d")
		a, b := Amount(x), Amount(y)
		sum, err := Add(a, b)
		same(t, new(big.Int).Add(wide(x), wide(y)), sum, err, ErrOverflow)
		diff, err := Sub(a, b)
		same(t, new(big.Int).Sub(wide(x), wide(y)), diff, err, ErrUnderflow)
		product, err := Mul(a, y)
		same(t, new(big.Int).Mul(wide(x), wide(y)), product, err, ErrOverflow)
		three, err := Sum(a, b, Amount(d))
		same(t, new(big.Int).Add(new(big.Int).Add(wide(x), wide(y)), wide(d)), three, err, ErrOverflow)
		floor, errFloor := MulDivFloor(a, y, d)
		ceil, errCeil := MulDivCeil(a, y, d)
		if d == 0 {
			require.ErrorIs(t, errFloor, ErrDivideByZero)
			require.ErrorIs(t, errCeil, ErrDivideByZero)
			return
		}
		q, rem := new(big.Int).QuoRem(new(big.Int).Mul(wide(x), wide(y)), wide(d), new(big.Int))
		same(t, q, floor, errFloor, ErrOverflow)
		if rem.Sign() > 0 {
			q = new(big.Int).Add(q, big.NewInt(1))
		}
		same(t, q, ceil, errCeil, ErrOverflow)
	})
}

func TestRounding(t *testing.T) {
	for _, c := range []struct {
		a           Amount
		n, d        uint64
		floor, ceil Amount
	}{
		{10, 30, 100, 3, 3},
		{11, 30, 100, 3, 4},
		{0, 30, 100, 0, 0},
		{math.MaxUint64, 100, 100, math.MaxUint64, math.MaxUint64},
		{math.MaxUint64, math.MaxUint64, math.MaxUint64, math.MaxUint64, math.MaxUint64},
	} {
		floor, err := MulDivFloor(c.a, c.n, c.d)
		require.NoError(t, err)
		require.Equal(t, c.floor, floor)
		ceil, err := MulDivCeil(c.a, c.n, c.d)
		require.NoError(t, err)
		require.Equal(t, c.ceil, ceil)
	}
	_, err := MulDivCeil(math.MaxUint64, math.MaxUint64, math.MaxUint64-1)
	require.ErrorIs(t, err, ErrOverflow)
	none, err := Sum()
	require.NoError(t, err)
	require.Zero(t, none)
}

// FuzzParse checks that what is read is an amount that is written and read again.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"0.12rlc", "120000000nrlc", "1000000", "1.", "-0", "1e9rlc"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := Parse(text)
		if err != nil {
			require.ErrorIs(t, err, ErrSyntax)
			return
		}
		b, err := Parse(a.String())
		require.NoError(t, err)
		require.Equal(t, a, b)
	})
}
