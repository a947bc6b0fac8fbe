// Package drivertest is the one suite that every driver passes: what an app can
// see and do, how it can end, and what it cannot do.
package drivertest

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker/driver"
)

// App makes the suite's app available to a driver and returns its path: a
// program whose first argument says what it does, as in guest.
type App func(t testing.TB) string

// BuildGo compiles the suite's app to WebAssembly.
func BuildGo(t *testing.T) App {
	t.Helper()
	path := filepath.Join(t.TempDir(), "app.wasm")
	cmd := exec.CommandContext(t.Context(), "go", "build", "-buildvcs=false", "-o", path, //nolint:gosec // a test's own
		"github.com/iexecd/iexecd/worker/driver/drivertest/guest")
	cmd.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm", "CGO_ENABLED=0")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	return func(testing.TB) string { return path }
}

// Limits are enough for everything in the suite that ends well.
var Limits = driver.Limits{Fuel: 20_000_000_000, MemoryBytes: 256 << 20, OutputBytes: 1 << 20, Wall: time.Minute}

// NewSpec returns a run of the suite's app with one input file.
func NewSpec(tb testing.TB, app App, args ...string) driver.Spec {
	tb.Helper()
	s := driver.Spec{
		TaskID: ident.Keccak256([]byte(tb.Name())), App: app(tb), Args: args, InDir: tb.TempDir(), OutDir: tb.TempDir(),
		Env: map[string]string{"IEXEC_IN": driver.GuestIn, "IEXEC_OUT": driver.GuestOut}, Limits: Limits,
	}
	require.NoError(tb, os.WriteFile(filepath.Join(s.InDir, "input.txt"), []byte("hello"), 0o600))
	return s
}

// Traits are what drivers may differ in.
type Traits struct {
	Metered bool // apps have fuel, a clock of their own and no randomness; else a wall time ends them
}

// Run runs the suite against a driver.
func Run(t *testing.T, d driver.Driver, app App, traits Traits) {
	t.Helper()
	t.Run("probe", func(t *testing.T) { require.NoError(t, d.Probe(t.Context())) })
	t.Run("copy", func(t *testing.T) {
		s := NewSpec(t, app, "copy")
		out, err := d.Run(t.Context(), s)
		require.NoError(t, err)
		require.Equal(t, poco.CauseOK, out.Cause, out.Tail)
		copied, err := os.ReadFile(filepath.Join(s.OutDir, "copy.txt"))
		require.NoError(t, err)
		require.Equal(t, "hello", string(copied))
		require.Equal(t, "copied\n", string(out.Stdout))
	})
	t.Run("same twice", func(t *testing.T) {
		what := "copy"
		if traits.Metered {
			what = "world"
		}
		first, second := NewSpec(t, app, what), NewSpec(t, app, what)
		a, err := d.Run(t.Context(), first)
		require.NoError(t, err)
		b, err := d.Run(t.Context(), second)
		require.NoError(t, err)
		a.Usage, b.Usage = driver.Usage{}, driver.Usage{}
		require.Equal(t, a, b)
	})
	t.Run("live", func(t *testing.T) {
		var live bytes.Buffer
		s := NewSpec(t, app, "copy")
		s.Live = func(stderr bool, p []byte) {
			require.False(t, stderr)
			live.Write(p)
		}
		_, err := d.Run(t.Context(), s)
		require.NoError(t, err)
		require.Equal(t, "copied\n", live.String())
	})
	for _, end := range append(Ends, traits.endless()) {
		t.Run(end.Name, func(t *testing.T) {
			s := NewSpec(t, app, end.Args...)
			if end.Limit != nil {
				end.Limit(&s.Limits)
			}
			out, err := d.Run(t.Context(), s)
			require.NoError(t, err)
			require.Equal(t, end.Cause, out.Cause, "%s %s", out.Tail, out.Stderr)
			require.Equal(t, end.ExitCode, out.ExitCode)
			require.Contains(t, out.Tail, end.Tail)
			require.LessOrEqual(t, len(out.Tail), poco.MaxTailBytes)
		})
	}
	t.Run("stop", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
		defer cancel()
		s := NewSpec(t, app, "spin")
		s.Limits.Fuel = 1 << 62
		began := time.Now()
		_, err := d.Run(ctx, s)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Less(t, time.Since(began), 20*time.Second)
	})
}

// End is one way in which an app ends badly.
type End struct {
	Name     string
	Args     []string
	Limit    func(*driver.Limits)
	Cause    poco.Cause
	ExitCode uint32
	Tail     string // part of the tail
}

// endless is how an app ends that never does by itself.
func (r Traits) endless() End {
	if r.Metered {
		return End{
			Name: "out of fuel", Args: []string{"spin"}, Cause: poco.CauseOutOfFuel,
			Limit: func(l *driver.Limits) { l.Fuel = 500_000_000 },
		}
	}
	return End{
		Name: "out of time", Args: []string{"spin"}, Cause: poco.CauseTimeout,
		Limit: func(l *driver.Limits) { l.Wall = 2 * time.Second },
	}
}

// Ends are the ways in which an app can end badly: results like any other.
var Ends = []End{
	{Name: "exit code", Args: []string{"exit", "3"}, Cause: poco.CauseExit, ExitCode: 3, Tail: "leaving with 3"},
	{Name: "out of memory", Args: []string{"memory"}, Cause: poco.CauseOutOfMemory},
	{Name: "output too large", Args: []string{"disk"}, Cause: poco.CauseOutputTooLarge},
	{Name: "too many files", Args: []string{"files"}, Cause: poco.CauseOutputTooLarge},
	{Name: "panic", Args: []string{"panic"}, Cause: poco.CauseExit, ExitCode: 2, Tail: "goroutine"},
	{Name: "endless recursion", Args: []string{"recurse"}, Cause: poco.CauseOutOfMemory},
	{Name: "huge log", Args: []string{"log"}, Cause: poco.CauseExit, ExitCode: 1, Tail: strings.Repeat("x", 100)},
	cannot("escape by dots", "escape", "/iexec_in/../../etc/passwd"),
	cannot("escape by root", "escape", "/etc/passwd"),
	cannot("escape by symlink", "symlink"),
	cannot("write to inputs", "scribble"),
	cannot("network", "network"),
}

// cannot is the end of an app that tries what is impossible and says so.
func cannot(name string, args ...string) End {
	return End{Name: name, Args: args, Cause: poco.CauseExit, ExitCode: 1, Tail: "cannot"}
}
