// Package fake is a driver whose outcomes are scripted, for tests of everything
// around a driver.
package fake

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker/driver"
)

// Run is what one run does, in this order.
type Run struct {
	For    time.Duration     // computes so long
	Err    error             // this machine fails
	Cause  poco.Cause        // 0 = poco.CauseOK
	Exit   uint32            // exit code, with poco.CauseExit
	Stdout string            // what it says
	Stderr string            // what it complains of
	Files  map[string]string // what it leaves behind if it ends well
}

// Script says what a run does.
type Script func(s driver.Spec) Run

// Always is the script of the same run each time.
func Always(r Run) Script { return func(driver.Spec) Run { return r } }

// Driver plays its script.
type Driver struct {
	Broken error // what Probe returns

	mu     sync.Mutex
	script Script
	specs  []driver.Spec
}

var _ driver.Driver = (*Driver)(nil)

// New returns a driver with a script.
func New(script Script) *Driver { return &Driver{script: script} }

// Specs returns what was asked for so far.
func (d *Driver) Specs() []driver.Spec {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]driver.Spec(nil), d.specs...)
}

// Probe implements driver.Driver.
func (d *Driver) Probe(context.Context) error { return d.Broken }

// Run implements driver.Driver.
func (d *Driver) Run(ctx context.Context, s driver.Spec) (driver.Outcome, error) {
	r := d.next(s)
	select {
	case <-ctx.Done():
		return driver.Outcome{}, context.Cause(ctx)
	case <-time.After(r.For):
	}
	if r.Err != nil {
		return driver.Outcome{}, r.Err
	}
	if s.Live != nil && r.Stdout != "" {
		s.Live(false, []byte(r.Stdout))
	}
	out := driver.Outcome{
		Cause: max(r.Cause, poco.CauseOK), ExitCode: r.Exit, Stdout: []byte(r.Stdout), Stderr: []byte(r.Stderr),
	}
	if out.Cause != poco.CauseOK {
		out.Tail = driver.Tail(out.Stdout, out.Stderr)
		return out, nil
	}
	for name, text := range r.Files {
		if err := os.WriteFile(filepath.Join(s.OutDir, name), []byte(text), 0o600); err != nil {
			return driver.Outcome{}, fmt.Errorf("fake: %w", err)
		}
		out.OutputLen += uint64(len(text))
	}
	return out, nil
}

func (d *Driver) next(s driver.Spec) Run {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.specs = append(d.specs, s)
	return d.script(s)
}
