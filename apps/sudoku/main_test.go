package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const example = "530070000600195000098000060800060003400803001700020006060000280000419005000080079"

func TestSolve(t *testing.T) {
	g, err := parse(example)
	require.NoError(t, err)
	s := solver{most: 2}
	s.solve(g)
	require.Len(t, s.found, 1)
	for i, v := range s.found[0] {
		require.NotZero(t, v)
		if g[i] != 0 {
			require.Equal(t, g[i], v, "what was given stays")
		}
		without := s.found[0]
		without[i] = 0
		require.Equal(t, uint16(1<<v), without.free(i), "each digit is the only one that fits")
	}
	empty, err := parse(strings.Repeat(".", 81))
	require.NoError(t, err)
	many := solver{most: 2}
	many.solve(empty)
	require.Len(t, many.found, 2)
}

func TestParseRefuses(t *testing.T) {
	for text, says := range map[string]string{
		"":                              "0 cells, expected 81",
		strings.Repeat("0", 82):         "more than 81",
		strings.Repeat("x", 81):         "expected a digit",
		"11" + strings.Repeat(".", 79):  "row 1, column 1",
		"1" + strings.Repeat(".", 8+72): "",
	} {
		_, err := parse(text)
		if says == "" {
			require.NoError(t, err)
		} else {
			require.ErrorContains(t, err, says)
		}
	}
}
