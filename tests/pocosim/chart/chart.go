// Package chart draws the simulator's figures, as PNG and SVG, the same bytes for
// the same numbers.
package chart

import (
	"fmt"
	"image/color"
	"math"
	"path/filepath"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Line is one line of a figure.
type Line struct {
	Name string
	X, Y []float64
}

// Figure is what is drawn: lines or, with Bars, groups of bars.
type Figure struct {
	Title, X, Y string
	LogX, LogY  bool
	Lines       []Line
	Bars        []string // names of the groups; each line then has one Y for each
	Limit       float64  // a dashed line that nothing should be above, 0 = none
	LimitName   string
}

// size is that of all figures.
const (
	width  = 18 * vg.Centimeter
	height = 10 * vg.Centimeter
)

// palette is readable for those who cannot tell red from green.
var palette = []color.RGBA{
	{0, 114, 178, 255},
	{213, 94, 0, 255},
	{0, 158, 115, 255},
	{204, 121, 167, 255},
	{86, 180, 233, 255},
	{230, 159, 0, 255},
	{0, 0, 0, 255},
}

// Save draws a figure into dir/name.png and dir/name.svg.
func Save(dir, name string, f Figure) error {
	if err := f.check(); err != nil {
		return fmt.Errorf("figure %s: %w", name, err)
	}
	p := plot.New()
	p.Title.Text, p.X.Label.Text, p.Y.Label.Text = f.Title, f.X, f.Y
	p.Legend.Top = true
	p.Add(plotter.NewGrid())
	if f.LogX {
		p.X.Scale, p.X.Tick.Marker = plot.LogScale{}, plot.LogTicks{Prec: -1}
	}
	if f.LogY {
		p.Y.Scale, p.Y.Tick.Marker = plot.LogScale{}, plot.LogTicks{Prec: -1}
	}
	add := addLines
	if f.Bars != nil {
		add = addBars
	}
	if err := add(p, f); err != nil {
		return fmt.Errorf("figure %s: %w", name, err)
	}
	if f.Limit > 0 {
		limit := plotter.NewFunction(func(float64) float64 { return f.Limit })
		limit.Dashes = []vg.Length{vg.Points(4), vg.Points(3)}
		p.Add(limit)
		p.Legend.Add(f.LimitName, limit)
		p.Y.Min, p.Y.Max = min(p.Y.Min, f.Limit), max(p.Y.Max, f.Limit*1.5)
	}
	room(p, f)
	for _, end := range []string{".png", ".svg"} {
		if err := p.Save(width, height, filepath.Join(dir, name+end)); err != nil {
			return fmt.Errorf("figure %s: %w", name, err)
		}
	}
	return nil
}

// room keeps the legend above the lines, and all text on the paper.
func room(p *plot.Plot, f Figure) {
	p.Title.Padding = vg.Points(4)
	p.Legend.XOffs, p.Legend.YOffs = -vg.Points(8), -vg.Points(4)
	p.X.Max += 0.03 * (p.X.Max - p.X.Min)
	if f.LogY {
		p.Y.Max *= math.Pow(p.Y.Max/p.Y.Min, 0.35)
		return
	}
	p.Y.Max += 0.35 * (p.Y.Max - p.Y.Min)
}

// check refuses what a logarithmic axis has no place for.
func (f Figure) check() error {
	for _, l := range f.Lines {
		for i, y := range l.Y {
			if f.LogY && y <= 0 {
				return fmt.Errorf("%s has %g at %d, a logarithmic axis begins above 0", l.Name, y, i)
			}
		}
		for i, x := range l.X {
			if f.LogX && x <= 0 {
				return fmt.Errorf("%s has x = %g at %d, a logarithmic axis begins above 0", l.Name, x, i)
			}
		}
	}
	return nil
}

func addLines(p *plot.Plot, f Figure) error {
	for i, l := range f.Lines {
		points := make(plotter.XYs, len(l.X))
		for j := range l.X {
			points[j].X, points[j].Y = l.X[j], l.Y[j]
		}
		line, err := plotter.NewLine(points)
		if err != nil {
			return err
		}
		line.Color = palette[i%len(palette)]
		line.Width = vg.Points(1)
		p.Add(line)
		p.Legend.Add(l.Name, line)
	}
	return nil
}

// addBars draws groups of marks, not bars: the axis is logarithmic and has no zero.
func addBars(p *plot.Plot, f Figure) error {
	p.NominalX(f.Bars...)
	p.X.Tick.Label.Rotation = 0.5
	p.X.Tick.Label.XAlign, p.X.Tick.Label.YAlign = draw.XRight, draw.YCenter
	for i, l := range f.Lines {
		points := make(plotter.XYs, len(l.Y))
		for j, y := range l.Y {
			points[j].X, points[j].Y = float64(j)+0.15*(float64(i)-float64(len(f.Lines)-1)/2), y
		}
		marks, err := plotter.NewScatter(points)
		if err != nil {
			return err
		}
		marks.Color, marks.Shape, marks.Radius = palette[i%len(palette)], draw.CircleGlyph{}, vg.Points(3)
		p.Add(marks)
		p.Legend.Add(l.Name, marks)
	}
	return nil
}
