package main

import (
	"errors"
	"fmt"

	"github.com/iexecd/iexecd/tests/pocosim/baseline"
	"github.com/iexecd/iexecd/tests/pocosim/chart"
)

// contributions and reliabilities are those of the trust paper's figures.
const contributions = 50_000

var reliabilities = []float64{0.9, 0.99, 0.999, 0.9999}

// drawFigures draws figures 1 and 2 of iExec's trust paper, and voting and
// spot-checking beside Sarmenta's formulas.
func drawFigures(seed uint64, dir string) error {
	if dir == "" {
		return errors.New("the figures need a directory: pass -out")
	}
	for i, rule := range []baseline.Rule{baseline.ResetOnError(), baseline.LosesThird()} {
		score := chart.Figure{Title: "Score, " + rule.Name, X: "contributions", Y: "score", LogY: true}
		doubt := chart.Figure{
			Title: "Estimated error, " + rule.Name, X: "contributions", Y: "estimated error", LogY: true,
		}
		for _, r := range reliabilities {
			h := rule.Follow(seed, r, contributions)
			name := fmt.Sprintf("%g %%", 100*r)
			s, d := chart.Line{Name: name}, chart.Line{Name: name}
			for n := contributions / 250; n <= contributions; n += contributions / 250 {
				s.X, s.Y = append(s.X, float64(n)), append(s.Y, max(float64(h.Score[n-1]), 1))
				d.X, d.Y = append(d.X, float64(n)), append(d.Y, h.Error[n-1])
			}
			score.Lines, doubt.Lines = append(score.Lines, s), append(doubt.Lines, d)
		}
		if err := chart.Save(dir, fmt.Sprintf("trust-%d-score", i+1), score); err != nil {
			return err
		}
		if err := chart.Save(dir, fmt.Sprintf("trust-%d-error", i+1), doubt); err != nil {
			return err
		}
	}
	if err := drawVoting(seed, dir); err != nil {
		return err
	}
	return drawSpotChecks(seed, dir)
}

func drawVoting(seed uint64, dir string) error {
	f := chart.Figure{
		Title: "m-first voting: simulated, and Sarmenta's formula",
		X:     "share of faulty workers", Y: "wrong results", LogY: true,
	}
	for m := 1; m <= 4; m++ {
		formula := chart.Line{Name: fmt.Sprintf("m = %d, formula", m)}
		seen := chart.Line{Name: fmt.Sprintf("m = %d, simulated", m)}
		for phi := 0.05; phi < 0.46; phi += 0.05 {
			o, err := baseline.Run(baseline.MFirst{M: m}, baseline.Config{
				Seed: seed, Tasks: 100_000, Workers: 10_000, Fault: phi, Adversary: "always",
			})
			if err != nil {
				return err
			}
			formula.X, formula.Y = append(formula.X, phi), append(formula.Y, baseline.MFirstError(m, phi))
			seen.X, seen.Y = append(seen.X, phi), append(seen.Y, max(o.ErrorRate(), 1e-6))
		}
		f.Lines = append(f.Lines, formula, seen)
	}
	return chart.Save(dir, "voting", f)
}

func drawSpotChecks(seed uint64, dir string) error {
	f := chart.Figure{
		Title: "Spot-checking with blacklisting, f = 0.2, q = 0.1: simulated, and Sarmenta's formula",
		X:     "turns of each worker", Y: "wrong results", LogY: true,
	}
	for _, s := range []float64{1, 0.1, 0.01} {
		formula := chart.Line{Name: fmt.Sprintf("s = %g, formula", s)}
		seen := chart.Line{Name: fmt.Sprintf("s = %g, simulated", s)}
		for n := 5; n <= 60; n += 5 {
			results, wrong := baseline.SpotCheck(seed, 50_000, 0.2, s, 0.1, n)
			x := float64(n)
			formula.X, formula.Y = append(formula.X, x), append(formula.Y, baseline.SpotCheckError(0.2, s, 0.1, n))
			seen.X, seen.Y = append(seen.X, x), append(seen.Y, max(float64(wrong)/float64(results), 1e-7))
		}
		f.Lines = append(f.Lines, formula, seen)
	}
	return chart.Save(dir, "spot-checks", f)
}
