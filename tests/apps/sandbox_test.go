package apps

import (
	"context"
	"crypto/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/apps"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker"
	"github.com/iexecd/iexecd/worker/contract"
	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/driver/docker"
	"github.com/iexecd/iexecd/worker/result"
	markettypes "github.com/iexecd/iexecd/x/market/types"
)

// named runs the image that the daemon has under the app's name.
type named struct {
	driver.Container
	name string
}

// Run implements driver.Driver.
func (n named) Run(ctx context.Context, s driver.Spec) (driver.Outcome, error) {
	s.App = n.name
	out, err := n.Container.Run(ctx, s)
	if gone := n.Discard(context.WithoutCancel(ctx), s.TaskID); err == nil {
		err = gone
	}
	return out, err
}

// ran is what a run in the sandbox leaves.
type ran struct {
	dir     string // what computed.json names, or the folder it is in
	outcome driver.Outcome
	result  result.Result
	took    time.Duration
}

// inSandbox runs an app once, with files as inputs.
func inSandbox(t *testing.T, d *docker.Driver, a apps.App, args string, inputs map[string][]byte) ran {
	t.Helper()
	words, err := contract.Split(args)
	require.NoError(t, err)
	c := markettypes.DefaultCategories()[a.Category]
	spec := worker.Spec{
		Task: contract.Task{ID: ident.Keccak256([]byte(rand.Text())), Size: 24}, OCI: true,
		AppName: a.Name, Args: words,
		Limits: worker.Limits{
			MemoryBytes: c.MaxMemoryBytes, OutputBytes: c.MaxOutputBytes, CPUMillis: c.MaxCpuMillis,
			WorkClockSeconds: c.WorkClockSeconds, CallbackBytes: 1 << 10,
		},
	}
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "in"), 0o750))
	for name, content := range inputs {
		spec.Task.Inputs = append(spec.Task.Inputs, contract.Input{Name: name})
		require.NoError(t, os.WriteFile(filepath.Join(dir, "in", name), content, 0o600))
	}
	began := time.Now()
	var r ran
	drivers := worker.Drivers{Containers: named{d, "iexec/" + a.Name + ":1"}}
	r.outcome, r.result, err = drivers.Trial(t.Context(), dir, spec, nil)
	require.NoError(t, err)
	r.took, r.dir = time.Since(began), filepath.Join(dir, "out")
	if info, err := os.Stat(filepath.Join(r.dir, "result")); err == nil && info.IsDir() {
		r.dir = filepath.Join(r.dir, "result")
	}
	return r
}

func newDriver(t *testing.T) *docker.Driver {
	t.Helper()
	d, err := docker.New(docker.Options{Name: "test-apps-" + strings.ToLower(rand.Text()), Dir: t.TempDir()})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, d.Close()) })
	return d
}

// images are the chosen apps that are images.
func images(t *testing.T) []apps.App {
	t.Helper()
	var list []apps.App
	for _, a := range chosen(t) {
		if a.Runtime == apps.OCI {
			list = append(list, a)
		}
	}
	return list
}

// TestSandbox runs each image's example twice: right, and the same bytes.
func TestSandbox(t *testing.T) {
	d := newDriver(t)
	for _, a := range images(t) {
		t.Run(a.Name, func(t *testing.T) {
			inputs := map[string][]byte{}
			for _, name := range a.ExampleInputs {
				content, err := os.ReadFile(filepath.Join("../../apps", a.Name, name))
				require.NoError(t, err)
				inputs[name] = content
			}
			first := inSandbox(t, d, a, a.ExampleArgs, inputs)
			require.Equal(t, poco.CauseOK, first.outcome.Cause, first.outcome.Tail)
			require.Equal(t, poco.CauseOK, first.result.Answer.Cause, "computed.json")
			right, err := checks[a.Name](first.dir)
			require.NoError(t, err)
			again := inSandbox(t, d, a, a.ExampleArgs, inputs)
			if a.Reproducible {
				require.Equal(t, first.result.Answer, again.result.Answer)
			}
			note(a.Name, func(r *row) {
				r.alone, r.right, r.size = again.took, right, imageSize(t, "iexec/"+a.Name+":1")
			})
			t.Logf("%-20s %5.1f s, %4d MB of memory: %s", a.Name, first.took.Seconds(),
				first.outcome.Usage.PeakMemoryBytes/1_000_000, right)
		})
	}
}

// TestTries runs each image on what its example does not show, and on what it must
// refuse: exit code 1 and a sentence.
func TestTries(t *testing.T) {
	d := newDriver(t)
	for _, a := range images(t) {
		require.NotEmpty(t, tries[a.Name], "no tries of %s", a.Name)
		for what, try := range tries[a.Name] {
			t.Run(a.Name+"/"+what, func(t *testing.T) {
				r := inSandbox(t, d, a, try.args, try.inputs)
				if try.refused != "" {
					require.Equal(t, poco.CauseExit, r.outcome.Cause, r.outcome.Tail)
					require.Equal(t, uint32(1), r.outcome.ExitCode, r.outcome.Tail)
					require.Contains(t, r.outcome.Tail, try.refused)
					return
				}
				require.Equal(t, poco.CauseOK, r.outcome.Cause, r.outcome.Tail)
				require.Equal(t, poco.CauseOK, r.result.Answer.Cause, "computed.json")
				_, err := try.check(r.dir)
				require.NoError(t, err)
			})
		}
	}
}
