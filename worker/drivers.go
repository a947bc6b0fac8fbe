package worker

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/worker/driver"
)

// Drivers run the apps of each runtime; nil = this worker has none of it.
type Drivers struct {
	Wasm       driver.Driver
	Containers driver.Container
}

// containerPatience is how many times a category's work clock a container may run,
// having no fuel. It is the same for every worker: CAUSE_TIMEOUT is a result.
const containerPatience = 4

// errNoDriver means that the chain drew this worker for what it cannot run: its tag
// says that it can.
var errNoDriver = errors.New("this worker has no driver for the app's runtime: start it with --docker, " +
	"or without containers in --tag")

// of returns the driver of a task's app.
func (d Drivers) of(s Spec) (driver.Driver, error) {
	switch {
	case s.OCI && d.Containers != nil:
		return d.Containers, nil
	case !s.OCI && d.Wasm != nil:
		return d.Wasm, nil
	}
	return nil, errNoDriver
}

// Probe returns nil if each driver works.
func (d Drivers) Probe(ctx context.Context) error {
	var errs []error
	if d.Wasm != nil {
		errs = append(errs, d.Wasm.Probe(ctx))
	}
	if d.Containers != nil {
		errs = append(errs, d.Containers.Probe(ctx))
	}
	return errors.Join(errs...)
}

// imageOf returns the name of a task's image, pinned by its manifest's digest.
func imageOf(s Spec) string { return s.App.URL + "@sha256:" + hex.EncodeToString(s.App.SHA256[:]) }

// run returns what a driver needs to run a task in dir.
func (d Drivers) run(dir string, s Spec, env map[string]string) driver.Spec {
	limits := driver.Limits{
		Fuel: s.Limits.Fuel, MemoryBytes: s.Limits.MemoryBytes, OutputBytes: s.Limits.OutputBytes,
	}
	run := driver.Spec{
		TaskID: s.Task.ID, App: filepath.Join(dir, "app"), Args: s.Args, Env: env,
		InDir: filepath.Join(dir, "in"), OutDir: filepath.Join(dir, "out"), Limits: limits,
	}
	if s.OCI {
		run.App, run.Limits.CPUMillis = imageOf(s), s.Limits.CPUMillis
		seconds := containerPatience * s.Limits.WorkClockSeconds
		run.Limits.Wall = time.Duration(seconds) * time.Second //nolint:gosec // a category's clock
		run.GPU, run.GVisor = s.Tag.Has(market.TagBitGPU), s.Tag.Has(market.TagBitGVisor)
		run.Network = s.Tag.Has(market.TagBitNetwork)
	}
	return run
}

// prepare gets the image of a task.
func (d Drivers) prepare(ctx context.Context, s Spec) error {
	if d.Containers == nil {
		return errNoDriver
	}
	return d.Containers.Prepare(ctx, imageOf(s))
}

// recover empties the folder of open tasks, but for those whose containers outlived
// the worker, and ends containers without a folder. It returns what is taken up.
func (d Drivers) recover(ctx context.Context, work string) (map[ident.Hash]bool, error) {
	found := map[ident.Hash]bool{}
	if d.Containers != nil {
		tasks, err := d.Containers.Recover(ctx)
		if err != nil {
			return nil, fmt.Errorf("containers of before: %w", err)
		}
		for _, task := range tasks {
			if info, err := os.Stat(filepath.Join(work, task.String())); err == nil && info.IsDir() {
				found[task] = true
			} else if err := d.Containers.Discard(ctx, task); err != nil {
				return nil, err
			}
		}
	}
	entries, err := os.ReadDir(work)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	for _, e := range entries {
		task, err := ident.ParseHash(e.Name())
		if err == nil && found[task] {
			continue
		}
		if err := os.RemoveAll(filepath.Join(work, e.Name())); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// discard ends what a container driver still has of a task.
func (d Drivers) discard(ctx context.Context, task ident.Hash) error {
	if d.Containers == nil {
		return nil
	}
	return d.Containers.Discard(ctx, task)
}

// tagBits are the names of the abilities that a worker can have, by bit.
var tagBits = map[string]int{
	"tee": market.TagBitTEE, "gpu": market.TagBitGPU, "containers": market.TagBitContainers,
	"gvisor": market.TagBitGVisor, "network": market.TagBitNetwork,
}

// ParseTag reads what a worker can do: names with commas between, or 0x and 64
// digits; empty is nothing special.
func ParseTag(text string) (market.Tag, error) {
	var tag market.Tag
	if text == "" {
		return tag, nil
	}
	if strings.HasPrefix(text, "0x") {
		h, err := ident.ParseHash(text)
		return market.Tag(h), err
	}
	for name := range strings.SplitSeq(text, ",") {
		bit, ok := tagBits[strings.TrimSpace(name)]
		if !ok {
			return tag, fmt.Errorf("%q is no ability: expected %s, with commas between, or 0x and 64 digits", name,
				strings.Join(TagNames(), ", "))
		}
		tag[len(tag)-1-bit/8] |= 1 << (bit % 8)
	}
	return tag, nil
}

// TagNames returns the names that ParseTag knows, sorted.
func TagNames() []string {
	var names []string
	for name := range tagBits {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
