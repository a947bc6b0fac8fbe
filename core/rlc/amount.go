// Package rlc is the arithmetic of money: amounts in nRLC, checked, rounding
// named. It knows no account and moves nothing.
package rlc

import (
	"errors"
	"fmt"
	"math/bits"
	"strconv"
	"strings"
)

// Amount is a quantity of nRLC; 1 RLC is 1,000,000,000 nRLC. All RLC there is
// (87 million) is 8.7e16 nRLC, far below 2^64.
type Amount uint64

// RLC is one RLC in nRLC.
const RLC Amount = 1_000_000_000

// ErrOverflow means a sum or product does not fit into 64 bits; ErrUnderflow
// that more was taken than is there; ErrDivideByZero what it says.
var (
	ErrOverflow     = errors.New("rlc: amount overflows 64 bits")
	ErrUnderflow    = errors.New("rlc: amount would be negative")
	ErrDivideByZero = errors.New("rlc: division by zero")
	ErrSyntax       = errors.New("rlc: not an amount")
)

// Add returns a + b, or ErrOverflow.
func Add(a, b Amount) (Amount, error) {
	sum, carry := bits.Add64(uint64(a), uint64(b), 0)
	if carry != 0 {
		return 0, fmt.Errorf("%w: %d + %d", ErrOverflow, a, b)
	}
	return Amount(sum), nil
}

// Sum returns the sum of all amounts, or ErrOverflow.
func Sum(amounts ...Amount) (Amount, error) {
	var total Amount
	for _, a := range amounts {
		var err error
		if total, err = Add(total, a); err != nil {
			return 0, err
		}
	}
	return total, nil
}

// Sub returns a - b, or ErrUnderflow.
func Sub(a, b Amount) (Amount, error) {
	if b > a {
		return 0, fmt.Errorf("%w: %d - %d", ErrUnderflow, a, b)
	}
	return a - b, nil
}

// Mul returns a times n, or ErrOverflow.
func Mul(a Amount, n uint64) (Amount, error) {
	hi, lo := bits.Mul64(uint64(a), n)
	if hi != 0 {
		return 0, fmt.Errorf("%w: %d * %d", ErrOverflow, a, n)
	}
	return Amount(lo), nil
}

// MulDivFloor returns a*n/d rounded down, with a product of 128 bits.
func MulDivFloor(a Amount, n, d uint64) (Amount, error) {
	q, _, err := mulDiv(a, n, d)
	return q, err
}

// MulDivCeil returns a*n/d rounded up, with a product of 128 bits.
func MulDivCeil(a Amount, n, d uint64) (Amount, error) {
	q, rem, err := mulDiv(a, n, d)
	if err != nil || rem == 0 {
		return q, err
	}
	return Add(q, 1)
}

func mulDiv(a Amount, n, d uint64) (Amount, uint64, error) {
	if d == 0 {
		return 0, 0, ErrDivideByZero
	}
	hi, lo := bits.Mul64(uint64(a), n)
	if hi >= d {
		return 0, 0, fmt.Errorf("%w: %d * %d / %d", ErrOverflow, a, n, d)
	}
	q, rem := bits.Div64(hi, lo, d)
	return Amount(q), rem, nil
}

// String returns a in RLC with its unit and without trailing zeros: "0.12 RLC".
func (a Amount) String() string {
	whole, frac := uint64(a/RLC), uint64(a%RLC)
	if frac == 0 {
		return strconv.FormatUint(whole, 10) + " RLC"
	}
	return fmt.Sprintf("%d.%s RLC", whole, strings.TrimRight(fmt.Sprintf("%09d", frac), "0"))
}

// Parse returns the amount written as "0.12rlc", "0.12 RLC", "120000000nrlc"
// or "0.12", where a bare number is RLC. A bare whole number of a million or
// more is refused, because it is most likely nRLC whose unit was forgotten.
func Parse(s string) (Amount, error) {
	text := strings.ToLower(strings.TrimSpace(s))
	if n, ok := strings.CutSuffix(text, "nrlc"); ok {
		v, err := strconv.ParseUint(strings.TrimSpace(n), 10, 64)
		if err != nil {
			return 0, fmt.Errorf("%w: %q: expected a whole number of nRLC", ErrSyntax, s)
		}
		return Amount(v), nil
	}
	n, hasUnit := strings.CutSuffix(text, "rlc")
	a, err := parseRLC(strings.TrimSpace(n))
	if err != nil {
		return 0, fmt.Errorf("%w: %q: expected for example 0.12rlc or 120000000nrlc", ErrSyntax, s)
	}
	if !hasUnit && a >= 1_000_000*RLC {
		return 0, fmt.Errorf("%w: %q has no unit: write %srlc or %snrlc", ErrSyntax, s, text, text)
	}
	return a, nil
}

func parseRLC(s string) (Amount, error) {
	whole, frac, _ := strings.Cut(s, ".")
	if whole == "" || len(frac) > 9 || strings.HasSuffix(s, ".") {
		return 0, ErrSyntax
	}
	w, err := strconv.ParseUint(whole, 10, 64)
	if err != nil {
		return 0, ErrSyntax
	}
	f, err := strconv.ParseUint(frac+strings.Repeat("0", 9-len(frac)), 10, 64)
	if err != nil {
		return 0, ErrSyntax
	}
	a, err := Mul(RLC, w)
	if err != nil {
		return 0, err
	}
	return Add(a, Amount(f))
}
