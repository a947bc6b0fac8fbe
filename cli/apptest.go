package cli

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker"
	"github.com/iexecd/iexecd/worker/conf"
	"github.com/iexecd/iexecd/worker/contract"
	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/driver/docker"
	"github.com/iexecd/iexecd/worker/result"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	"github.com/iexecd/iexecd/x/poco/types"
)

func appTest() *cobra.Command {
	cmd := command("test [DIR|FILE.wasm|IMAGE] [flags] [-- ARGS...]",
		"Run an app twice in a worker's sandbox on this machine: is it reproducible?", `
iexecd app test
iexecd app test hello.wasm --input book.txt -- --lines 10
iexecd app test iexec/stockfish --category S -- startpos 10`, cobra.ArbitraryArgs, testApp)
	cmd.Long = "Run an app twice on this machine, with the environment and the limits that a worker gives it, and\n" +
		"compare the results. A folder is built first; without ARGS and --input its example in app.json is run.\n" +
		"No chain is asked: the categories are those of a new one. Exit status: 0 reproducible, 7 the app failed,\n" +
		"12 not reproducible."
	f := cmd.Flags()
	f.StringArray(flagInput, nil, "input file, may be given several times")
	f.String(flagCategory, "", "size of task, by name or number (default: app.json's, else the smallest)")
	f.String(flagOut, "", "keep what the runs left behind in this new folder, below 1 and 2")
	return cmd
}

// trial is an app that is tried.
type trial struct {
	spec     worker.Spec
	drivers  worker.Drivers
	module   string        // copied into each run; empty = an image
	inputs   []string      // files
	dir      string        // of the runs
	apart    time.Duration // between the beginnings of the runs
	category markettypes.Category
}

// trialRun is one run of it.
type trialRun struct {
	outcome driver.Outcome
	result  result.Result
	out     string // folder of its outputs
}

// failed reports whether the app failed, or named no result.
func (r trialRun) failed() bool { return r.result.Answer.Cause != poco.CauseOK }

// clockStep is the pause after which a clock shows another second: containers have
// a real one, which must not look the same in both runs.
const clockStep = 2100 * time.Millisecond

func testApp(ctx context.Context, s *session, args []string) error {
	from, args, err := s.testTarget(args)
	if err != nil {
		return err
	}
	if from, err = s.build(ctx, from); err != nil {
		return err
	}
	t, err := s.newTrial(from, args)
	if err != nil {
		return err
	}
	if t.dir, err = s.trialDir(); err != nil {
		return err
	}
	if out, _ := s.cmd.Flags().GetString(flagOut); out == "" {
		defer func() { _ = os.RemoveAll(t.dir) }()
	}
	done, err := t.prepare(ctx, from)
	if err != nil {
		return err
	}
	defer done()
	return s.judge(ctx, t, from)
}

// testTarget splits the command line into the app and its arguments.
func (s *session) testTarget(args []string) (appSource, []string, error) {
	target := "."
	dash := s.cmd.ArgsLenAtDash()
	switch {
	case dash > 1 || dash < 0 && len(args) > 1:
		return appSource{}, nil, badInput("More than one app is named", "arguments of the app come after --",
			"iexecd app test APP -- ARGS")
	case dash == 1 || dash < 0 && len(args) == 1:
		target, args = args[0], args[1:]
	}
	from, err := findSource(target)
	return from, args, err
}

// newTrial reads the flags, and the example of app.json.
func (s *session) newTrial(from appSource, args []string) (*trial, error) {
	f := s.cmd.Flags()
	t := &trial{module: from.module}
	t.inputs, _ = f.GetStringArray(flagInput)
	if len(args) == 0 && len(t.inputs) == 0 {
		var err error
		if args, err = contract.Split(from.about.ExampleArgs); err != nil {
			return nil, badInput("example_args of app.json cannot be read", err.Error())
		}
		for _, name := range from.about.ExampleInputs {
			t.inputs = append(t.inputs, filepath.Join(from.dir, name))
		}
	}
	wanted, _ := f.GetString(flagCategory)
	if wanted == "" {
		wanted = strconv.FormatUint(from.about.Category, 10)
	}
	var err error
	if t.category, err = defaultCategory(wanted); err != nil {
		return nil, err
	}
	tag, err := from.tag()
	if err != nil {
		return nil, err
	}
	t.spec = worker.Spec{
		Task: contract.Task{ID: ident.Keccak256([]byte("iexecd app test")), Size: 1}, AppName: from.name(),
		OCI: from.oci(), Tag: tag, Args: args,
		Limits: worker.Limits{
			Fuel: t.category.MaxFuel, MemoryBytes: t.category.MaxMemoryBytes, OutputBytes: t.category.MaxOutputBytes,
			CPUMillis: t.category.MaxCpuMillis, WorkClockSeconds: t.category.WorkClockSeconds,
			CallbackBytes: int(types.DefaultParams().MaxCallbackBytes),
		},
	}
	for _, path := range t.inputs {
		t.spec.Task.Inputs = append(t.spec.Task.Inputs, contract.Input{Name: safeName(filepath.Base(path))})
	}
	return t, nil
}

// defaultCategory returns a category of a new chain.
func defaultCategory(wanted string) (markettypes.Category, error) {
	var names []string
	for _, c := range markettypes.DefaultCategories() {
		if strings.EqualFold(c.Name, wanted) || strconv.FormatUint(c.Id, 10) == wanted {
			return c, nil
		}
		names = append(names, c.Name)
	}
	return markettypes.Category{}, notFound(fmt.Sprintf("No category %q", clean(wanted)), "there are: "+
		strings.Join(names, ", "))
}

// trialDir returns the folder of the runs: --out, else a temporary one.
func (s *session) trialDir() (string, error) {
	out, _ := s.cmd.Flags().GetString(flagOut)
	if out == "" {
		return os.MkdirTemp("", "iexecd-test-")
	}
	if err := os.MkdirAll(filepath.Dir(out), 0o700); err != nil {
		return "", err
	}
	if err := os.Mkdir(out, 0o700); err != nil {
		return "", badInput("--out "+clean(out)+" cannot be made", err.Error(), "--out a folder that is not there yet")
	}
	return filepath.Abs(out)
}

// prepare makes the driver of the app's runtime.
func (t *trial) prepare(ctx context.Context, from appSource) (done func(), err error) {
	if !from.oci() {
		home, err := DefaultHome()
		if err != nil {
			return nil, err
		}
		t.drivers.Wasm, err = newWasm(home)
		return func() {}, err
	}
	daemon, err := dialDocker(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = daemon.Close() }()
	id, err := daemon.find(ctx, from.image)
	if err != nil {
		return nil, err
	}
	home, err := os.MkdirTemp("", "iexecd-containers-")
	if err != nil {
		return nil, err
	}
	d, err := docker.New(docker.Options{
		Host: dockerHost(conf.Config{}), Name: "test-" + strings.ToLower(rand.Text()), Dir: home, Images: atDaemon{},
	})
	if err != nil {
		return nil, err
	}
	t.drivers.Containers, t.apart = imageDriver{d, id}, clockStep
	return func() {
		_ = d.Close()
		_ = os.RemoveAll(home)
	}, nil
}

// imageDriver runs an image that the daemon has already, by its id.
type imageDriver struct {
	driver.Container
	id string
}

// Run implements driver.Driver. Nothing is left of the container.
func (d imageDriver) Run(ctx context.Context, s driver.Spec) (driver.Outcome, error) {
	s.App = d.id
	out, err := d.Container.Run(ctx, s)
	limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer cancel()
	if gone := d.Discard(limited, s.TaskID); gone != nil && err == nil {
		err = gone
	}
	return out, err
}

// atDaemon are images that need not be fetched.
type atDaemon struct{}

// Ensure implements docker.Images.
func (atDaemon) Ensure(_ context.Context, ref string) error {
	return fmt.Errorf("%w: the daemon has no image %s any more", driver.ErrBadApp, ref)
}

// Use implements docker.Images.
func (atDaemon) Use(string) func() { return func() {} }

// run runs the app once.
func (t *trial) run(ctx context.Context, number int) (trialRun, error) {
	dir := filepath.Join(t.dir, strconv.Itoa(number))
	in := filepath.Join(dir, "in")
	if err := os.MkdirAll(in, 0o700); err != nil {
		return trialRun{}, err
	}
	for i, path := range t.inputs {
		if err := copyFile(filepath.Join(in, t.spec.Task.Inputs[i].Name), path); err != nil {
			return trialRun{}, badInput("The input file cannot be read", err.Error())
		}
	}
	if t.module != "" {
		if err := copyFile(filepath.Join(dir, "app"), t.module); err != nil {
			return trialRun{}, err
		}
	}
	outcome, r, err := t.drivers.Trial(ctx, dir, t.spec, nil)
	return trialRun{outcome: outcome, result: r, out: filepath.Join(dir, "out")}, err
}

func copyFile(to, from string) error {
	source, err := os.Open(from) //nolint:gosec // the person's own file
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }()
	target, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) //nolint:gosec // a folder of our own
	if err != nil {
		return err
	}
	if _, err = io.Copy(target, source); err != nil {
		_ = target.Close()
		return err
	}
	return target.Close()
}

// twice runs the app twice and tells of each run.
func (s *session) twice(ctx context.Context, t *trial) (runs [2]trialRun, err error) {
	for i := range runs {
		began := time.Now()
		s.steps.wait(fmt.Sprintf("run %d of %d", i+1, len(runs)))
		if runs[i], err = t.run(ctx, i+1); err != nil {
			if ctx.Err() != nil {
				return runs, ctx.Err()
			}
			return runs, err
		}
		s.showRun(t, i+1, runs[i])
		if i == 0 {
			if err := pause(ctx, t.apart-time.Since(began)); err != nil {
				return runs, err
			}
		}
	}
	return runs, nil
}

// pause waits, unless the context ends.
func pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

func (s *session) showRun(t *trial, number int, r trialRun) {
	label := fmt.Sprintf("run %d", number)
	if r.failed() {
		s.steps.bad(label, causeOf(r), t.used(r.outcome)...)
		return
	}
	s.steps.ok(label, "exit code 0", t.used(r.outcome)...)
}

// causeOf tells how an app ended badly.
func causeOf(r trialRun) string {
	return causeText(&types.Result{Cause: types.Cause(r.result.Answer.Cause), ExitCode: r.result.Answer.ExitCode})
}

// used tells what a run took of what its category has, as far as that is known.
func (t *trial) used(o driver.Outcome) []string {
	var notes []string
	if o.FuelUsed > 0 {
		notes = append(notes, fmt.Sprintf("fuel %s (%s)", millions(o.FuelUsed), partOf(o.FuelUsed, t.spec.Limits.Fuel)))
	}
	if o.Usage.CPU > 0 {
		notes = append(notes, "CPU "+seconds(o.Usage.CPU))
	}
	if o.Usage.PeakMemoryBytes > 0 {
		peak := int64(o.Usage.PeakMemoryBytes) //nolint:gosec // of this machine
		notes = append(notes, fmt.Sprintf("memory %s (%s)", bytesText(peak),
			partOf(o.Usage.PeakMemoryBytes, t.spec.Limits.MemoryBytes)))
	}
	if o.OutputLen > 0 {
		notes = append(notes, fmt.Sprintf("outputs %s (%s)", bytesText(int64(o.OutputLen)), //nolint:gosec // bounded
			partOf(o.OutputLen, t.spec.Limits.OutputBytes)))
	}
	return notes
}

func millions(n uint64) string { return fmt.Sprintf("%.1f M", float64(n)/1e6) }

// partOf returns how much of a limit something is.
func partOf(n, of uint64) string {
	if of == 0 {
		return "no limit"
	}
	percent := 100 * float64(n) / float64(of)
	if percent < 0.1 {
		return "< 0.1 %"
	}
	return fmt.Sprintf("%.1f %%", percent)
}
