// Command join makes an animated GIF of the frames that a bag of film tasks
// rendered: join DIR FILM.gif. DIR is that of iexecd run film --out DIR.
package main

import (
	"errors"
	"fmt"
	"image"
	"image/color/palette"
	"image/draw"
	"image/gif"
	"image/png"
	"os"
	"path/filepath"
	"slices"
)

// delay between two frames, in hundredths of a second.
const delay = 4

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: join DIR FILM.gif")
		os.Exit(2)
	}
	frames, err := join(os.Args[1], os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Printf("%s: %d frames\n", os.Args[2], frames)
}

// join writes the film and returns its number of frames. A film with a hole is an error.
func join(dir, to string) (int, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*", "frame*.png"))
	if err != nil {
		return 0, err
	}
	slices.SortFunc(paths, func(a, b string) int {
		return slices.Compare([]byte(filepath.Base(a)), []byte(filepath.Base(b)))
	})
	film := &gif.GIF{}
	for i, path := range paths {
		if want := fmt.Sprintf("frame%04d.png", i); filepath.Base(path) != want {
			return 0, fmt.Errorf("frame %d is missing: found %s, expected %s", i, path, want)
		}
		picture, err := read(path)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", path, err)
		}
		frame := image.NewPaletted(picture.Bounds(), palette.Plan9)
		draw.FloydSteinberg.Draw(frame, frame.Bounds(), picture, picture.Bounds().Min)
		film.Image, film.Delay = append(film.Image, frame), append(film.Delay, delay)
	}
	if len(paths) == 0 {
		return 0, fmt.Errorf("no frames in %s: expected DIR/INDEX/frameNNNN.png", dir)
	}
	f, err := os.Create(to)
	if err != nil {
		return 0, err
	}
	return len(paths), errors.Join(gif.EncodeAll(f, film), f.Close())
}

func read(path string) (image.Image, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return png.Decode(f)
}
