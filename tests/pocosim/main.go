// Command pocosim measures Proof of Contribution: it runs the chain's own
// core/poco with many workers and an adversary, and other ways to verify results
// beside it. Its README tells how to run it and how to read what it prints.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/tests/pocosim/world"
)

func main() {
	debug.SetGCPercent(200) // results that are held back fill the heap, and stay
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "pocosim:", err)
		os.Exit(1)
	}
}

// run is main with its surroundings.
func run(args []string, out io.Writer) error {
	c := world.Default()
	flags := flag.NewFlagSet("pocosim", flag.ContinueOnError)
	flags.SetOutput(out)
	table := flags.Bool("table", false, "run every adversary with 10, 20 and 30 % of the workers, and the baselines")
	figures := flags.Bool("figures", false, "draw the figures of the trust paper and of Sarmenta's formulas, and stop")
	dir := flags.String("out", "", "directory for JSON and figures; none if empty")
	errorBound := flags.Float64("epsilon", float64(c.MaxErrorPPB)/poco.PPB,
		"chance of a wrong result that buyers accept")
	define(flags, &c)
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *errorBound <= 0 || *errorBound >= 1 {
		return fmt.Errorf("epsilon is %g, expected more than 0 and less than 1", *errorBound)
	}
	c.MaxErrorPPB = uint32(*errorBound * poco.PPB)
	if *dir != "" {
		if err := os.MkdirAll(*dir, 0o750); err != nil {
			return err
		}
	}
	switch {
	case *figures:
		return drawFigures(c.Seed, *dir)
	case *table:
		return runTable(c, *dir, out)
	}
	r, err := world.Run(c)
	if err != nil {
		return err
	}
	return write(out, *dir, "run.json", r)
}

// define defines the flags that are parts of a config.
func define(flags *flag.FlagSet, c *world.Config) {
	flags.IntVar(&c.Tasks, "tasks", c.Tasks, "tasks to run")
	flags.IntVar(&c.Workers, "workers", c.Workers, "workers, each its own operator")
	flags.Float64Var(&c.Fault, "fault", c.Fault, "share of them that the adversary runs")
	flags.StringVar(&c.Adversary, "adversary", c.Adversary, strings.Join(world.Adversaries(), ", "))
	flags.Float64Var(&c.LieRate, "lie-rate", c.LieRate, "how often sparse adversaries lie; 0 = as does most harm")
	flags.Uint64Var(&c.Seed, "seed", c.Seed, "seed: the same one gives the same run")
	flags.Uint64Var(&c.Warm, "warm", c.Warm, "audits that each worker has passed when the run begins")
	flags.Float64Var(&c.Window, "window", c.Window, "tasks of a worker in a hold-back window")
	flags.Float64Var(&c.HonestError, "honest-error", c.HonestError, "probability that an honest worker errs")
	flags.Float64Var(&c.HonestMiss, "honest-miss", c.HonestMiss, "probability that it does not commit")
	flags.Float64Var(&c.Churn, "churn", c.Churn, "share of workers that new ones replace in a hold-back window")
	flags.Float64Var(&c.Cost, "cost", c.Cost, "of computing a task, as a share of what a sole member earns")
	flags.IntVar(&c.PerBlock, "per-block", c.PerBlock, "tasks opened in a block")
	flags.BoolVar(&c.Jail.Rejected, "jail-rejected", c.Jail.Rejected,
		"who is outvoted goes to jail, as who is overturned")
	flags.IntVar(&c.RecallLimit, "recall-limit", c.RecallLimit, "results recalled in a block")
	flags.Func("slots", "tasks of a worker at once", number(&c.Slots))
	flags.Func("f", "assumed share of faulty workers, ppb", number(&c.Core.FaultFractionPPB))
	flags.Func("audit", "audit rate of proven workers, ppb", number(&c.Core.AuditRatePPB))
	flags.Func("audit-rising", "audit rate of rising workers, ppb", number(&c.Core.AuditRateRisingPPB))
	flags.Func("audit-fresh", "audit rate of fresh workers, ppb", number(&c.Core.AuditRateFreshPPB))
	flags.Func("auditors", "drawn first for an audit", number(&c.Core.Auditors))
	flags.Func("audit-fee", "of the price, ppb", number(&c.Core.AuditFeePPB))
	flags.Func("backup", "backup committees decide with the bound divided by this", number(&c.Core.BackupDivisor))
	flags.Func("safety", "results are accepted with the bound divided by this", number(&c.Core.SafetyDivisor))
}

func number(to *uint32) func(string) error {
	return func(text string) error {
		_, err := fmt.Sscanf(strings.ReplaceAll(text, "_", ""), "%d", to)
		return err
	}
}

// write prints a result as JSON, and into dir/name if there is a dir.
func write(out io.Writer, dir, name string, v any) error {
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	text = append(text, '\n')
	if dir != "" {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			return err
		}
	}
	_, err = out.Write(text)
	return err
}
