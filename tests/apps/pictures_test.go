package apps

import (
	"bufio"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
)

// colour is red, green and blue, 0 to 255.
type colour [3]int

func decode(path string) (image.Image, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	return png.Decode(bufio.NewReader(file))
}

func colourAt(img image.Image, x, y int) colour {
	r, g, b, _ := img.At(img.Bounds().Min.X+x, img.Bounds().Min.Y+y).RGBA()
	return colour{int(r >> 8), int(g >> 8), int(b >> 8)}
}

// near reports whether no part of a colour is further than 40 from what is expected.
func (c colour) near(want colour) bool {
	for i := range c {
		if c[i]-want[i] > 40 || want[i]-c[i] > 40 {
			return false
		}
	}
	return true
}

// picture checks the size of a picture, and that it has so many colours at least.
func picture(path string, width, height, colours int) (string, error) {
	img, err := decode(path)
	if err != nil {
		return "", err
	}
	if img.Bounds().Size() != image.Pt(width, height) {
		return "", fmt.Errorf("a picture of %v, expected %d × %d", img.Bounds().Size(), width, height)
	}
	seen := map[colour]bool{}
	for y := range height {
		for x := range width {
			seen[colourAt(img, x, y)] = true
		}
	}
	if len(seen) < colours {
		return "", fmt.Errorf("a picture of %d colours, expected at least %d: is it empty?", len(seen), colours)
	}
	return fmt.Sprintf("%d × %d, %d colours", width, height, len(seen)), nil
}

// places checks a picture, and the colours of some of its places.
func places(name string, width, height, colours int, want map[[2]int]colour) check {
	return func(dir string) (string, error) {
		path := filepath.Join(dir, name)
		right, err := picture(path, width, height, colours)
		if err != nil {
			return "", err
		}
		img, err := decode(path)
		if err != nil {
			return "", err
		}
		for at, c := range want {
			if got := colourAt(img, at[0], at[1]); !got.near(c) {
				return "", fmt.Errorf("the colour at %v is %v, expected about %v", at, got, c)
			}
		}
		return fmt.Sprintf("%s, and what is drawn at %d places", right, len(want)), nil
	}
}

// frame checks that each of the scene's three bodies is seen.
func frame(name string, width int) check {
	return func(dir string) (string, error) {
		path := filepath.Join(dir, name)
		right, err := picture(path, width, width*3/4, 100)
		if err != nil {
			return "", err
		}
		img, err := decode(path)
		if err != nil {
			return "", err
		}
		seen := colour{} // places where red, green or blue stands out
		for y := range width * 3 / 4 {
			for x := range width {
				c := colourAt(img, x, y)
				for i := range c {
					if c[i] > 60 && 2*c[i] > 3*max(c[(i+1)%3], c[(i+2)%3]) {
						seen[i]++
					}
				}
			}
		}
		if least := width * width / 300; min(seen[0], seen[1], seen[2]) < least {
			return "", fmt.Errorf("red, green and blue stand out at %v places, expected at least %d each", seen, least)
		}
		return right + ", all three bodies", nil
	}
}

// curve checks that the curve of sin(x)/x has its peak in the middle of the plot.
func curve(dir string) (string, error) {
	path := filepath.Join(dir, "out.png")
	if _, err := picture(path, 640, 480, 10); err != nil {
		return "", err
	}
	img, err := decode(path)
	if err != nil {
		return "", err
	}
	violet := colour{0x94, 0, 0xd3} // gnuplot's first colour
	points, peak := 0, image.Pt(0, 480)
	for x := range 640 * 3 / 4 { // the key is at the right
		for y := range 480 {
			if !colourAt(img, x, y).near(violet) {
				continue
			}
			points++
			if y < peak.Y {
				peak = image.Pt(x, y)
			}
			break
		}
	}
	if points < 200 || peak.X < 300 || peak.X > 380 || peak.Y > 120 {
		return "", fmt.Errorf("a curve of %d columns, its peak at %v: expected over 200, in the middle of the top",
			points, peak)
	}
	return fmt.Sprintf("640 × 480, the curve of %d columns peaks in the middle", points), nil
}
