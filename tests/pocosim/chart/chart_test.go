package chart

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestSave: the same numbers are the same bytes, and both kinds of figures work.
func TestSave(t *testing.T) {
	t.Parallel()
	lines := Figure{
		Title: "t", X: "x", Y: "y", LogX: true, LogY: true, Limit: 5, LimitName: "most",
		Lines: []Line{
			{Name: "a", X: []float64{1, 10}, Y: []float64{1, 2}}, {Name: "b", X: []float64{1, 10}, Y: []float64{3, 2}},
		},
	}
	bars := Figure{
		LogY: true, Bars: []string{"one", "two"},
		Lines: []Line{{Name: "a", Y: []float64{1, 10}}, {Name: "b", Y: []float64{3, 2}}},
	}
	for name, f := range map[string]Figure{"lines": lines, "bars": bars} {
		one, two := t.TempDir(), t.TempDir()
		require.NoError(t, Save(one, name, f))
		require.NoError(t, Save(two, name, f))
		for _, end := range []string{".png", ".svg"} {
			a, err := os.ReadFile(filepath.Join(one, name+end))
			require.NoError(t, err)
			b, err := os.ReadFile(filepath.Join(two, name+end))
			require.NoError(t, err)
			require.Equal(t, a, b)
			require.Less(t, len(a), 60_000)
		}
	}
	zero := Figure{LogY: true, Lines: []Line{{X: []float64{1}, Y: []float64{0}}}}
	require.ErrorContains(t, Save(t.TempDir(), "zero", zero), "begins above 0")
}
