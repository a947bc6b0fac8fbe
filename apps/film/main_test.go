package main

import (
	"bytes"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestFrames: each task of a bag renders its frame, the same whenever, and after
// the last comes the first.
func TestFrames(t *testing.T) {
	frame := func(index string) []byte {
		out := t.TempDir()
		t.Setenv("IEXEC_OUT", out)
		t.Setenv("IEXEC_BOT_TASK_INDEX", index)
		require.NoError(t, run([]string{"10", "32"}))
		names, err := filepath.Glob(filepath.Join(out, "*.png"))
		require.NoError(t, err)
		require.Equal(t, []string{filepath.Join(out, "frame000"+index[len(index)-1:]+".png")}, names)
		bz, err := os.ReadFile(names[0])
		require.NoError(t, err)
		return bz
	}
	first := frame("0")
	require.Equal(t, first, frame("0"))
	require.Equal(t, first, frame("10"))
	require.NotEqual(t, first, frame("1"))
	picture, err := png.Decode(bytes.NewReader(first))
	require.NoError(t, err)
	require.Equal(t, 32, picture.Bounds().Dx())
	require.Equal(t, 24, picture.Bounds().Dy())
}

// TestPicture: there are sky, floor and balls to see.
func TestPicture(t *testing.T) {
	picture := render(0, 64)
	colors := map[[3]uint32]int{}
	for y := range 48 {
		for x := range 64 {
			r, g, b, _ := picture.At(x, y).RGBA()
			colors[[3]uint32{r >> 13, g >> 13, b >> 13}]++
		}
	}
	require.Greater(t, len(colors), 20)
	_, _, blue, _ := picture.At(32, 0).RGBA()
	require.EqualValues(t, 0xffff, blue, "the sky")
}

func TestRefuses(t *testing.T) {
	for _, args := range [][]string{nil, {"1"}, {"0", "64"}, {"10001", "64"}, {"1", "15"}, {"1", "641"}, {"x", "64"}} {
		require.ErrorIs(t, run(args), errArgs, "%v", args)
	}
}
