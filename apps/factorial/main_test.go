package main

import (
	"math/big"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFactorial(t *testing.T) {
	slow := big.NewInt(1)
	for n := range int64(201) {
		if n > 0 {
			slow.Mul(slow, big.NewInt(n))
		}
		require.Equal(t, slow, factorial(n), n)
	}
	require.Len(t, factorial(maxN).String(), 77_338)
}

// TestSumOfDigits: 27 and 648 are OEIS A004152(10) and A004152(100).
func TestSumOfDigits(t *testing.T) {
	for n, want := range map[int64]int{0: 1, 4: 6, 10: 27, 100: 648} {
		require.Equal(t, want, sumOfDigits(factorial(n).String()), n)
	}
	require.Zero(t, sumOfDigits(factorial(maxN).String())%9, "n! is a multiple of 9 from 6! on")
}

func TestParse(t *testing.T) {
	for _, args := range [][]string{nil, {"-1"}, {"20001"}, {"99999999999999999999"}, {"x"}, {""}, {"1", "2"}} {
		_, err := parse(args)
		require.ErrorContains(t, err, "from 0 to 20000", args)
	}
}

func TestRun(t *testing.T) {
	out := t.TempDir()
	t.Setenv("IEXEC_OUT", out)
	require.NoError(t, run([]string{"5"}))
	text, err := os.ReadFile(filepath.Join(out, "factorial.txt"))
	require.NoError(t, err)
	require.Equal(t, "n             5\ndigits        3\nsum of digits 3\nn!            120\n", string(text))
	require.Error(t, run([]string{"20001"}))
}
