package wasm

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/driver/meter"
)

// prepare returns a run of an example app and the app, compiled or not.
func prepare(ctx context.Context, t *testing.T, cache string, interpreter bool, name string, args ...string) (
	*compiled, driver.Spec,
) {
	t.Helper()
	path, err := filepath.Abs("../../../apps/dist/" + name + ".wasm")
	require.NoError(t, err)
	s := driver.Spec{
		TaskID: ident.Keccak256([]byte("always the same")), App: path, Args: args,
		InDir: t.TempDir(), OutDir: t.TempDir(),
		Env:    map[string]string{"IEXEC_OUT": driver.GuestOut, "IEXEC_TASK_ID": "0x01"},
		Limits: driver.Limits{Fuel: 1 << 40, MemoryBytes: 256 << 20, OutputBytes: 1 << 20},
	}
	code, err := os.ReadFile(path)
	require.NoError(t, err)
	metered, err := meter.Instrument(code)
	require.NoError(t, err)
	app, err := compile(ctx, metered, request{Spec: s, CacheDir: cache, Interpreter: interpreter})
	require.NoError(t, err)
	t.Cleanup(func() { app.close(context.WithoutCancel(ctx)) })
	s.Live = func(bool, []byte) {}
	return app, s
}

// again runs an app that was prepared.
func again(ctx context.Context, t require.TestingT, app *compiled, s driver.Spec) driver.Outcome {
	out, err := start(ctx, app.runtime, app.code, s)
	require.NoError(t, err)
	require.Equal(t, poco.CauseOK, out.Cause, out.Tail)
	if left := app.runtime.Module("app"); left != nil { // it did not call exit
		require.NoError(t, left.Close(ctx))
	}
	return out
}

// TestSameFuelAlways runs a Go app, with its goroutines, maps and garbage, 1,000
// times and once without compiling it: everything is the same, fuel included.
func TestSameFuelAlways(t *testing.T) {
	const runs, lanes = 1000, 2
	ctx, cache := t.Context(), t.TempDir()
	app, s := prepare(ctx, t, cache, true, "factorial", "30")
	want := again(ctx, t, app, s)
	t.Logf("%d fuel", want.FuelUsed)
	var all sync.WaitGroup
	for range lanes {
		app, s := prepare(ctx, t, cache, false, "factorial", "30")
		all.Go(func() {
			for range runs / lanes {
				got := again(ctx, t, app, s)
				if got.FuelUsed != want.FuelUsed || string(got.Stdout) != string(want.Stdout) {
					t.Errorf("%d fuel, in the interpreter %d", got.FuelUsed, want.FuelUsed)
					return
				}
			}
		})
	}
	all.Wait()
}

// TestInterpreterAgrees runs each kind of example app in both engines.
func TestInterpreterAgrees(t *testing.T) {
	for name, args := range map[string][]string{
		"factorial": {"200"}, "montecarlo": {"100", "100", "0.05", "0.2", "1", "500"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var outcomes []driver.Outcome
			var files []string
			for _, interpreter := range []bool{false, true} {
				app, s := prepare(t.Context(), t, t.TempDir(), interpreter, name, args...)
				outcomes = append(outcomes, again(t.Context(), t, app, s))
				text := ""
				for _, file := range []string{"factorial.txt", "price.json"} {
					bz, _ := os.ReadFile(filepath.Join(s.OutDir, file))
					text += string(bz)
				}
				require.NotEmpty(t, text)
				files = append(files, text)
			}
			require.Equal(t, outcomes[0], outcomes[1])
			require.Equal(t, files[0], files[1])
		})
	}
}
