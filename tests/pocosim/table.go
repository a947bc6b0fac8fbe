package main

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"sync"

	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/tests/pocosim/baseline"
	"github.com/iexecd/iexecd/tests/pocosim/chart"
	"github.com/iexecd/iexecd/tests/pocosim/world"
)

// faults are the shares of faulty workers of the table.
var faults = []float64{0.1, 0.2, 0.3}

// Table is all that a table run shows.
type Table struct {
	Honest    world.Report       `json:"honest"`
	Bounded   []world.Report     `json:"bounded"`
	Baselines []baseline.Outcome `json:"baselines"`
}

// runTable runs every adversary with each share of faulty workers, as many at
// once as there are processors, then the baselines.
func runTable(c world.Config, dir string, out io.Writer) error {
	configs := tableConfigs(c)
	reports, err := runAll(configs)
	if err != nil {
		return err
	}
	t := Table{Honest: reports[0], Bounded: reports[1:]}
	if t.Baselines, err = runBaselines(c); err != nil {
		return err
	}
	if err := printTable(out, t); err != nil {
		return err
	}
	if dir == "" {
		return nil
	}
	if err := write(io.Discard, dir, "table.json", t); err != nil {
		return err
	}
	return drawTable(dir, t)
}

// tableConfigs returns the runs of the table, the honest one first.
func tableConfigs(c world.Config) []world.Config {
	honest := c
	honest.Adversary, honest.Fault = "none", 0
	configs := []world.Config{honest}
	for _, name := range world.Adversaries() {
		if name == "none" {
			continue
		}
		for _, f := range faults {
			row := c
			row.Adversary, row.Fault = name, f
			configs = append(configs, row)
		}
	}
	return configs
}

// runAll runs configs side by side; each is the same as if it ran alone.
func runAll(configs []world.Config) ([]world.Report, error) {
	reports, errs := make([]world.Report, len(configs)), make([]error, len(configs))
	next := make(chan int)
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for i := range next {
				reports[i], errs[i] = world.Run(configs[i])
			}
		})
	}
	for i := range configs {
		next <- i
	}
	close(next)
	group.Wait()
	for i, err := range errs {
		if err != nil {
			return nil, fmt.Errorf("%s, f = %g: %w", configs[i].Adversary, configs[i].Fault, err)
		}
	}
	return reports, nil
}

// runBaselines runs the other schemes with those adversaries that fit them.
func runBaselines(c world.Config) ([]baseline.Outcome, error) {
	var out []baseline.Outcome
	for _, adversary := range []string{"always", "sleeper", "capture"} {
		for _, f := range faults {
			for _, s := range []baseline.Scheme{
				baseline.MFirst{M: 1},
				baseline.MFirst{M: 2},
				baseline.MFirst{M: 3},
				baseline.NewBoinc(c.Workers), baseline.NewClassic(5, c.Workers), baseline.NewClassic(1000, c.Workers),
			} {
				o, err := baseline.Run(s, baseline.Config{
					Seed: c.Seed, Tasks: min(c.Tasks, 1_000_000), Workers: c.Workers, Fault: f,
					HonestError: c.HonestError, Adversary: adversary,
				})
				if err != nil {
					return nil, err
				}
				out = append(out, o)
			}
		}
	}
	return out, nil
}

func printTable(out io.Writer, t Table) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%-12s %4s %9s %9s %9s %6s %6s %8s %8s %9s %9s %9s\n", "adversary", "f", "wrong", "matured",
		"corrected", "runs", "late", "audited", "caught", "windows", "lie gain", "lie loss")
	for _, r := range append([]world.Report{t.Honest}, t.Bounded...) {
		n := r.Count
		fmt.Fprintf(&b, "%-12s %4.1f %9.2e %9.2e %9d %6.3f %6.3f %8d %8d %9.3f %9.3f %9.3f\n",
			r.Config.Adversary, r.Config.Fault, r.WrongAcceptedShare, r.WrongMaturedShare, n.Corrected,
			r.RunsPerTask, r.LateRunsPerTask, n.Audits, n.Caught, r.CatchWindows, r.LieGain, r.LieLoss)
	}
	fmt.Fprintf(&b, "\n%-20s %-10s %4s %9s %6s\n", "baseline", "adversary", "f", "wrong", "runs")
	for _, o := range t.Baselines {
		fmt.Fprintf(&b, "%-20s %-10s %4.1f %9.2e %6.3f\n",
			o.Scheme, o.Adversary, o.Fault, o.ErrorRate(), o.ExecutionsPerTask())
	}
	_, err := b.WriteTo(out)
	return err
}

// drawTable draws the wrong results and the executions of all runs.
func drawTable(dir string, t Table) error {
	bound := float64(t.Honest.Config.MaxErrorPPB) / poco.PPB
	wrong := chart.Figure{
		Title: "Wrong results that matured", Y: "share of results (none seen: one in two runs)", LogY: true,
		Limit: bound, LimitName: "asked",
	}
	runs := chart.Figure{Title: "Executions for a task, after the warm-up", Y: "executions"}
	for i, f := range faults {
		w, r := chart.Line{Name: fmt.Sprintf("f = %g", f)}, chart.Line{Name: fmt.Sprintf("f = %g", f)}
		for j := i; j < len(t.Bounded); j += len(faults) {
			b := t.Bounded[j]
			if i == 0 {
				wrong.Bars, runs.Bars = append(wrong.Bars, b.Config.Adversary), append(runs.Bars, b.Config.Adversary)
			}
			none := 0.5 / float64(b.Count.Tasks)
			w.Y, r.Y = append(w.Y, max(b.WrongMaturedShare, none)), append(r.Y, b.LateRunsPerTask)
		}
		wrong.Lines, runs.Lines = append(wrong.Lines, w), append(runs.Lines, r)
	}
	if err := chart.Save(dir, "wrong-results", wrong); err != nil {
		return err
	}
	return chart.Save(dir, "executions", runs)
}
