package main

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFactorial(t *testing.T) {
	slow := big.NewInt(1)
	for n := int64(0); n <= 200; n++ {
		if n > 0 {
			slow.Mul(slow, big.NewInt(n))
		}
		require.Equal(t, slow, factorial(n), n)
	}
	require.Len(t, factorial(maxN).String(), 77_338)
}

func TestParse(t *testing.T) {
	for _, args := range [][]string{nil, {"-1"}, {"20001"}, {"x"}, {"1", "2"}} {
		_, err := parse(args)
		require.Error(t, err, args)
	}
}
