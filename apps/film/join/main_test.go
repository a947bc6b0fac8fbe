package main

import (
	"bytes"
	"fmt"
	"image"
	"image/gif"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestJoin(t *testing.T) {
	dir, film := t.TempDir(), filepath.Join(t.TempDir(), "film.gif")
	_, err := join(dir, film)
	require.ErrorContains(t, err, "no frames")
	add := func(i int) {
		var b bytes.Buffer
		require.NoError(t, png.Encode(&b, image.NewNRGBA(image.Rect(0, 0, 16, 12))))
		folder := filepath.Join(dir, fmt.Sprint(i))
		require.NoError(t, os.Mkdir(folder, 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(folder, fmt.Sprintf("frame%04d.png", i)), b.Bytes(), 0o600))
	}
	for _, i := range []int{0, 1, 10, 2} {
		add(i)
	}
	_, err = join(dir, film)
	require.ErrorContains(t, err, "frame 3 is missing")
	for i := 3; i < 10; i++ {
		add(i)
	}
	n, err := join(dir, film)
	require.NoError(t, err)
	require.Equal(t, 11, n)
	f, err := os.Open(film)
	require.NoError(t, err)
	defer func() { _ = f.Close() }()
	all, err := gif.DecodeAll(f)
	require.NoError(t, err)
	require.Len(t, all.Image, 11)
}
