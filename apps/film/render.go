package main

import (
	"image"
	"image/color"
	"math"
)

type vec struct{ x, y, z float64 }

func (a vec) plus(b vec) vec          { return vec{a.x + b.x, a.y + b.y, a.z + b.z} }
func (a vec) minus(b vec) vec         { return vec{a.x - b.x, a.y - b.y, a.z - b.z} }
func (a vec) times(f float64) vec     { return vec{a.x * f, a.y * f, a.z * f} }
func (a vec) dot(b vec) float64       { return a.x*b.x + a.y*b.y + a.z*b.z }
func (a vec) unit() vec               { return a.times(1 / math.Sqrt(a.dot(a))) }
func (a vec) mirrored(normal vec) vec { return a.minus(normal.times(2 * a.dot(normal))) }

// ball is a sphere that mirrors a part of what it sees.
type ball struct {
	at     vec
	radius float64
	color  vec
	mirror float64
}

// The world: a floor of squares at y = 0 below a sky, and a light far away.
var (
	light = vec{-0.5, 0.8, -0.4}.unit()
	eye   = vec{0, 1.3, -4.5}
)

const (
	near      = 1e-4 // what is nearer is where the ray starts
	maxMirror = 4    // reflections of reflections
	samples   = 2    // squared per pixel, against jagged edges
)

// stage returns the balls at a time, 0 to 1, of the film: at 1 it is as at 0.
func stage(time float64) []ball {
	turn := 2 * math.Pi * time
	balls := []ball{{vec{0, 0.8, 0}, 0.8, vec{0.95, 0.95, 0.95}, 0.7}}
	for i, c := range []vec{{0.9, 0.2, 0.15}, {0.95, 0.75, 0.1}, {0.15, 0.45, 0.9}} {
		at := turn + 2*math.Pi*float64(i)/3
		hop := math.Abs(math.Sin(2*turn + float64(i)))
		balls = append(balls, ball{vec{1.7 * math.Cos(at), 0.35 + 0.5*hop, 1.7 * math.Sin(at)}, 0.35, c, 0.2})
	}
	return balls
}

// render returns the picture at a time, three quarters as high as wide.
func render(time float64, width int) image.Image {
	balls := stage(time)
	height := width * 3 / 4
	picture := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			var sum vec
			for s := range samples * samples {
				px := float64(x) + (float64(s%samples)+0.5)/samples
				py := float64(y) + (float64(s/samples)+0.5)/samples
				to := vec{(px - float64(width)/2) / float64(width), (float64(height)/2 - py) / float64(width), 1}
				sum = sum.plus(trace(balls, eye, to.unit(), maxMirror))
			}
			c := sum.times(1.0 / (samples * samples))
			picture.SetNRGBA(x, y, color.NRGBA{level(c.x), level(c.y), level(c.z), 255})
		}
	}
	return picture
}

func level(f float64) uint8 { return uint8(255*math.Sqrt(min(max(f, 0), 1)) + 0.5) }

// trace returns the colour that is seen from a point in a direction.
func trace(balls []ball, from, to vec, mirrors int) vec {
	hit, distance := nearest(balls, from, to)
	floor := -from.y / to.y
	if floor > near && floor < distance {
		at := from.plus(to.times(floor))
		shade := 0.25
		if (int(math.Floor(at.x))+int(math.Floor(at.z)))&1 == 0 {
			shade = 0.8
		}
		fog := math.Exp(-0.03 * floor)
		return lit(balls, at, vec{0, 1, 0}, vec{shade, shade, shade}).times(fog).plus(sky(to).times(1 - fog))
	}
	if hit == nil {
		return sky(to)
	}
	at := from.plus(to.times(distance))
	normal := at.minus(hit.at).unit()
	own := lit(balls, at, normal, hit.color)
	if mirrors == 0 {
		return own
	}
	seen := trace(balls, at.plus(normal.times(near)), to.mirrored(normal), mirrors-1)
	return own.times(1 - hit.mirror).plus(seen.times(hit.mirror))
}

// nearest returns the first ball on a ray, nil if there is none.
func nearest(balls []ball, from, to vec) (*ball, float64) {
	var hit *ball
	best := math.Inf(1)
	for i := range balls {
		b := &balls[i]
		between := b.at.minus(from)
		along := between.dot(to)
		room := b.radius*b.radius - between.dot(between) + along*along
		if room <= 0 {
			continue
		}
		if d := along - math.Sqrt(room); d > near && d < best {
			hit, best = b, d
		}
	}
	return hit, best
}

// lit returns a surface's colour under the light, or in the shade.
func lit(balls []ball, at, normal, c vec) vec {
	bright := 0.25
	if shade, _ := nearest(balls, at.plus(normal.times(near)), light); shade == nil {
		bright += 0.75 * max(normal.dot(light), 0)
	}
	return c.times(bright)
}

func sky(to vec) vec {
	up := max(to.y, 0)
	return vec{0.75 - 0.5*up, 0.85 - 0.4*up, 1}
}
