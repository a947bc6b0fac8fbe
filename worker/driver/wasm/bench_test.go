package wasm_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
	"github.com/tetratelabs/wazero/sys"

	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/driver/drivertest"
	"github.com/iexecd/iexecd/worker/driver/meter"
	"github.com/iexecd/iexecd/worker/driver/wasm"
)

// bare runs a module as wazero does by itself at its best: the same cache of compiled
// modules, memory limit and fuel, no process of its own, no files, and no garbage
// collection, which one that grows its memory begins and then is held up by.
type bare struct {
	module []byte
	cache  string
	out    string
	args   []string
	fuel   uint64
	config wazero.RuntimeConfig
}

func (m bare) run(ctx context.Context, b *testing.B) {
	b.Helper()
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	cache, err := wazero.NewCompilationCacheWithDir(m.cache)
	require.NoError(b, err)
	defer func() { _ = cache.Close(ctx) }()
	pages := uint32(drivertest.Limits.MemoryBytes >> 16)
	r := wazero.NewRuntimeWithConfig(ctx, m.config.WithMemoryLimitPages(pages).WithCompilationCache(cache))
	defer func() { _ = r.Close(ctx) }()
	wasi_snapshot_preview1.MustInstantiate(ctx, r)
	code, err := r.CompileModule(ctx, m.module)
	require.NoError(b, err)
	var out bytes.Buffer
	mod, err := r.InstantiateModule(ctx, code, wazero.NewModuleConfig().WithArgs(m.args...).WithStartFunctions().
		WithStdout(&out).WithStderr(&out).WithEnv("IEXEC_OUT", driver.GuestOut).
		WithFSConfig(wazero.NewFSConfig().WithDirMount(m.out, driver.GuestOut)))
	require.NoError(b, err)
	if fuel, ok := mod.ExportedGlobal(meter.Fuel).(api.MutableGlobal); ok {
		fuel.Set(m.fuel)
	}
	_, err = mod.ExportedFunction("_start").Call(ctx)
	if exit, ok := errors.AsType[*sys.ExitError](err); ok {
		require.Zero(b, exit.ExitCode(), out.String())
	} else {
		require.NoError(b, err)
	}
}

// buildC compiles the C program, if this machine can; else it says why not.
func buildC(b *testing.B) string {
	b.Helper()
	out := filepath.Join(b.TempDir(), "c.wasm")
	cmd := exec.CommandContext(b.Context(), "clang", "-O2", "--target=wasm32-wasi", "--sysroot=/usr",
		"-o", out, "testdata/bench.c")
	if text, err := cmd.CombinedOutput(); err != nil {
		fmt.Printf("C    left out, needs Debian's clang lld wasi-libc libclang-rt-14-dev-wasm32: %v %.100s\n",
			err, text)
		return ""
	}
	return out
}

// BenchmarkOverhead prints, for a module of Go and one of C that compute for about
// a second, the median time of a task through the driver against wazero with the
// same limits in this process; and what metering costs, against no limit and
// against wazero's own way to end an app, which is no limit that workers could agree on.
func BenchmarkOverhead(b *testing.B) {
	for b.Loop() {
		overhead(b, "Go", "../../../apps/dist/montecarlo.wasm", "100", "100", "0.05", "0.2", "1", "4000000")
		if c := buildC(b); c != "" {
			overhead(b, "C", c, "4000")
		}
	}
}

func overhead(b *testing.B, name, path string, args ...string) {
	b.Helper()
	const rounds = 20
	ctx := b.Context()
	plain, err := os.ReadFile(path)
	require.NoError(b, err)
	began := time.Now()
	metered, err := meter.Instrument(plain)
	require.NoError(b, err)
	instrument := time.Since(began)
	cache := b.TempDir()
	d, err := wasm.New(wasm.Options{Args: []string{childEnv}, CacheDir: cache})
	require.NoError(b, err)
	own := bare{cache: cache, out: b.TempDir(), args: append([]string{"app"}, args...), fuel: 1 << 40}
	s := driver.Spec{
		App: path, Args: args, Env: map[string]string{"IEXEC_OUT": driver.GuestOut},
		InDir: b.TempDir(), OutDir: b.TempDir(),
		Limits: driver.Limits{Fuel: own.fuel, MemoryBytes: drivertest.Limits.MemoryBytes, OutputBytes: 1 << 20},
	}
	by := func(module []byte, config wazero.RuntimeConfig) func() {
		m := own
		m.module, m.config = module, config
		return func() { m.run(ctx, b) }
	}
	ways := []struct {
		name string
		run  func()
	}{
		{"driver", func() {
			out, err := d.Run(ctx, s)
			require.NoError(b, err)
			require.Equal(b, poco.CauseOK, out.Cause, out.Tail)
		}},
		{"bare, same limits", by(metered, wazero.NewRuntimeConfig())},
		{"bare, no fuel", by(plain, wazero.NewRuntimeConfig())},
	}
	took := make([][]time.Duration, len(ways))
	for round := range rounds + 1 { // the first fills the cache
		for i, way := range ways {
			runtime.GC()
			start := time.Now()
			way.run()
			if round > 0 {
				took[i] = append(took[i], time.Since(start))
			}
		}
	}
	median := func(i int) time.Duration {
		slices.Sort(took[i])
		return took[i][rounds/2]
	}
	fmt.Printf("%-4s %d bytes, %d with metering (pass %s)\n", name, len(plain), len(metered),
		instrument.Round(time.Millisecond))
	for i, way := range ways {
		fmt.Printf("     %-18s median of %d: %s\n", way.name, rounds, median(i).Round(time.Millisecond))
	}
	fmt.Printf("     driver : bare with the same limits = %.3f (wanted at most 1.2); metering costs %+.0f %%\n",
		ratio(median(0), median(1)), 100*(ratio(median(1), median(2))-1))
	cancellable := by(plain, wazero.NewRuntimeConfig().WithCloseOnContextDone(true))
	cancellable()
	start := time.Now()
	cancellable()
	fmt.Printf("     wazero that ends with its context: %.1f times the driver\n", ratio(time.Since(start), median(0)))
	b.ReportMetric(ratio(median(0), median(1)), name+"-ratio")
}

func ratio(a, b time.Duration) float64 { return float64(a) / float64(b) }
