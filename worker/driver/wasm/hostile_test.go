package wasm_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/driver/wasm"
)

// buildHostile compiles the misbehaving app.
func buildHostile(t *testing.T) string {
	t.Helper()
	app := filepath.Join(t.TempDir(), "hostile.wasm")
	cmd := exec.CommandContext(t.Context(), "go", "build", "-buildvcs=false", "-o", app, "./testdata/hostile")
	cmd.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm", "CGO_ENABLED=0")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	return app
}

// hostileSpec is a run with a canary beside the folders and links that lead to it.
func hostileSpec(t *testing.T, app string, args ...string) (spec driver.Spec, host string) {
	t.Helper()
	host = t.TempDir()
	spec = driver.Spec{
		TaskID: ident.Keccak256([]byte("hostile")), App: app, Args: args,
		InDir: filepath.Join(host, "in"), OutDir: filepath.Join(host, "out"),
		Limits: driver.Limits{Fuel: 20_000_000_000, MemoryBytes: 256 << 20, OutputBytes: 1 << 20, Wall: time.Minute},
	}
	require.NoError(t, os.Mkdir(spec.InDir, 0o700))
	require.NoError(t, os.Mkdir(spec.OutDir, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(host, "canary"), []byte("canary"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(spec.InDir, "data"), []byte("data"), 0o600))
	require.NoError(t, os.Symlink("../canary", filepath.Join(spec.InDir, "link")))
	require.NoError(t, os.Symlink("..", filepath.Join(spec.InDir, "linkdir")))
	return spec, host
}

// requireUntouched checks that the host is as before, and that nothing but plain
// files and folders came out.
func requireUntouched(t *testing.T, s driver.Spec, host string) {
	t.Helper()
	entries, err := os.ReadDir(host)
	require.NoError(t, err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	require.Equal(t, []string{"canary", "in", "out"}, names)
	for name, want := range map[string]string{"canary": "canary", "in/data": "data"} {
		bz, err := os.ReadFile(filepath.Join(host, name))
		require.NoError(t, err)
		require.Equal(t, want, string(bz))
	}
	require.NoError(t, filepath.WalkDir(s.OutDir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !d.Type().IsRegular() {
			return fmt.Errorf("%s is a %s", path, d.Type())
		}
		return err
	}))
}

// Every way of misbehaving ends with its cause, alike in two runs, and leaves the
// host as it was.
func TestHostileApps(t *testing.T) {
	app, d := buildHostile(t), newDriver(t)
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { _ = listener.Close() }()
	for _, c := range []struct {
		mode  string
		arg   string
		limit func(*driver.Limits)
		cause poco.Cause
		exit  uint32
	}{
		{mode: "ok", cause: poco.CauseOK},
		{mode: "silent", cause: poco.CauseOK}, // without computed.json: a matter of the result
		{mode: "varies", cause: poco.CauseOK},
		{mode: "host", cause: poco.CauseOK},
		{mode: "escape", arg: filepath.Join(t.TempDir(), "absolute"), cause: poco.CauseOK},
		{mode: "readonly", cause: poco.CauseOK},
		{mode: "network", arg: listener.Addr().String(), cause: poco.CauseOK},
		{mode: "log", cause: poco.CauseOK},
		{mode: "processes", cause: poco.CauseOK},
		{mode: "deep", cause: poco.CauseOK},
		{mode: "loop", cause: poco.CauseOutOfFuel, limit: func(l *driver.Limits) { l.Fuel = 300_000_000 }},
		{mode: "sleep", cause: poco.CauseOutOfFuel, limit: func(l *driver.Limits) { l.Fuel = 300_000_000 }},
		{mode: "ok", cause: poco.CauseOutOfFuel, limit: func(l *driver.Limits) { l.Fuel = 0 }},
		{mode: "memory", cause: poco.CauseOutOfMemory, limit: func(l *driver.Limits) { l.MemoryBytes = 64 << 20 }},
		{mode: "disk", cause: poco.CauseOutputTooLarge},
		{mode: "files", cause: poco.CauseOutputTooLarge},
		{mode: "sparse", cause: poco.CauseOutputTooLarge},
		{mode: "ok", cause: poco.CauseOutputTooLarge, limit: func(l *driver.Limits) { l.OutputBytes = 3 }},
		{mode: "exit", cause: poco.CauseExit, exit: 3},
		{mode: "panic", cause: poco.CauseExit, exit: 2},
		{mode: "binary", cause: poco.CauseExit, exit: 7},
	} {
		t.Run(c.mode+" ends with "+strconv.Itoa(int(c.cause)), func(t *testing.T) {
			var first driver.Outcome
			for run := range 2 {
				s, host := hostileSpec(t, app, c.mode, c.arg)
				if c.limit != nil {
					c.limit(&s.Limits)
				}
				stamp := time.Unix(int64(1_000_000*(run+1)), 0)
				require.NoError(t, os.Chtimes(filepath.Join(s.InDir, "data"), stamp, stamp))
				out, err := d.Run(t.Context(), s)
				require.NoError(t, err)
				require.Equal(t, c.cause, out.Cause, "%s", out.Stderr)
				require.Equal(t, c.exit, out.ExitCode)
				require.NotContains(t, string(out.Stdout), "BREACH")
				require.NotContains(t, string(out.Stdout), "env ")
				require.LessOrEqual(t, max(len(out.Stdout), len(out.Stderr)), driver.MaxStdioBytes)
				require.LessOrEqual(t, len(out.Tail), poco.MaxTailBytes)
				require.True(t, utf8.ValidString(out.Tail))
				requireUntouched(t, s, host)
				result, err := os.ReadFile(filepath.Join(s.OutDir, "result.txt"))
				if err == nil {
					out.Stdout = append(out.Stdout, result...)
				}
				if c.cause != poco.CauseOK {
					require.ErrorIs(t, err, os.ErrNotExist, "a failed app leaves no output")
				}
				if run == 0 {
					first = out
				}
				require.Equal(t, first, out)
			}
		})
	}
}

// The random numbers are the task's: another task gets others.
func TestHostileSeedIsTheTask(t *testing.T) {
	app, d := buildHostile(t), newDriver(t)
	var results []string
	for _, task := range []string{"a", "b"} {
		s, _ := hostileSpec(t, app, "varies")
		s.TaskID = ident.Keccak256([]byte(task))
		_, err := d.Run(t.Context(), s)
		require.NoError(t, err)
		bz, err := os.ReadFile(filepath.Join(s.OutDir, "result.txt"))
		require.NoError(t, err)
		results = append(results, string(bz))
	}
	require.NotEqual(t, results[0], results[1])
}

// module puts sections after the magic number.
func module(sections ...string) []byte {
	return []byte("\x00asm\x01\x00\x00\x00" + strings.Join(sections, ""))
}

// raw is a section, shorter than 128 bytes.
func raw(id byte, body string) string { return string([]byte{id, byte(len(body))}) + body }

// The parts of a module whose function 0 is _start.
var (
	types   = raw(1, "\x01\x60\x00\x00")
	funcs   = raw(3, "\x01\x00")
	exports = raw(7, "\x01\x06_start\x00\x00")
)

// code is the code section with one function.
func code(body string) string {
	return raw(10, "\x01"+string([]byte{byte(len(body) + 2)})+"\x00"+body+"\x0b")
}

// A module that is none, or hurts by its form, ends with its cause and is never a
// failure of the machine, which would keep every worker from an answer.
func TestHostileModules(t *testing.T) {
	d := newDriver(t)
	ours := "\x0aiexec_fuel\x03\x00\x09iexec_oom" // what metering adds to the exports, to its last index
	for _, c := range []struct {
		name   string
		module []byte
		cause  poco.Cause
	}{
		{"empty", nil, poco.CauseBadApp},
		{"a script", []byte("#!/bin/sh\ntouch /tmp/pwned\n"), poco.CauseBadApp},
		{"an ELF", []byte("\x7fELF\x02\x01\x01"), poco.CauseBadApp},
		{"nothing in it", module(), poco.CauseBadApp},
		{"no _start", module(types, funcs, raw(7, "\x01\x05start\x00\x00"), code("")), poco.CauseBadApp},
		{"_start is a global", module(types, funcs, raw(6, "\x01\x7f\x00\x41\x00\x0b"),
			raw(7, "\x01\x06_start\x03\x00"), code("")), poco.CauseBadApp},
		{"_start wants arguments", module(raw(1, "\x01\x60\x01\x7f\x00"), funcs, exports, code("")), poco.CauseBadApp},
		{"unknown import", module(types, raw(2, "\x01\x03env\x04evil\x00\x00"), funcs,
			raw(7, "\x01\x06_start\x00\x01"), code("\x10\x00")), poco.CauseBadApp},
		{"start function", module(types, funcs, exports, raw(8, "\x00"), code("")), poco.CauseBadApp},
		{"4 GiB at once", module(types, funcs, raw(5, "\x01\x00\x80\x80\x04"), exports, code("")), poco.CauseBadApp},
		{"data outside", module(types, funcs, raw(5, "\x01\x00\x01"), exports, code(""),
			raw(11, "\x01\x00\x41\xff\xff\xff\xff\x00\x0b\x01x")), poco.CauseBadApp},
		{
			"a huge table", module(types, funcs, raw(4, "\x01\x70\x00\xff\xff\xff\xff\x0f"), exports, code("")),
			poco.CauseBadApp,
		},
		{
			"2^32 element segments", module(types, funcs, exports, raw(9, "\xff\xff\xff\xff\x0f\x00"), code("")),
			poco.CauseBadApp,
		},
		{"2^32 elements", module(types, funcs, raw(4, "\x01\x70\x00\x01"), exports,
			raw(9, "\x01\x00\x41\x00\x0b\xff\xff\xff\xff\x0f\x00"), code("")), poco.CauseBadApp},
		{
			"2^32 data segments", module(types, funcs, exports, code(""), raw(11, "\xff\xff\xff\xff\x0f\x00")),
			poco.CauseBadApp,
		},
		{"4 GiB of data", module(types, funcs, raw(5, "\x01\x00\x01"), exports, code(""),
			raw(11, "\x01\x00\x41\x00\x0b\xff\xff\xff\xff\x0fx")), poco.CauseBadApp},
		{"2^32 function names", module(types, funcs, exports, code(""),
			raw(0, "\x04name\x01\x05\xff\xff\xff\xff\x0f")), poco.CauseOK}, // custom sections mean nothing
		{"2^32 names of locals", module(types, funcs, exports, code(""),
			raw(0, "\x04name\x02\x05\xff\xff\xff\xff\x0f")), poco.CauseOK},
		{"type error", module(types, funcs, exports, code("\x41\x00")), poco.CauseBadApp},
		{"hides our counters", module(types, funcs, raw(6, "\x01\x7e\x01\x42\x07\x0b"),
			raw(7, "\x00"+ours[:13]+string([]byte{byte(len(ours))})), code("")), poco.CauseBadApp},
		{"unreachable", module(types, funcs, exports, code("\x00")), poco.CauseTrap},
		{"divides by zero", module(types, funcs, exports, code("\x41\x01\x41\x00\x6d\x1a")), poco.CauseTrap},
		{"endless loop", module(types, funcs, exports, code("\x03\x40\x0c\x00\x0b")), poco.CauseOutOfFuel},
		{"grows for ever", module(types, funcs, raw(5, "\x01\x00\x00"), exports,
			code("\x03\x40\x41\x01\x40\x00\x1a\x0c\x00\x0b")), poco.CauseOutOfFuel},
		{"fills for ever", module(types, funcs, raw(5, "\x01\x00\x10"), exports,
			code("\x03\x40\x41\x00\x41\x07\x41\x80\x80\x3c\xfc\x0b\x00\x0c\x00\x0b")), poco.CauseOutOfFuel},
	} {
		t.Run(c.name, func(t *testing.T) {
			app := filepath.Join(t.TempDir(), "app.wasm")
			require.NoError(t, os.WriteFile(app, c.module, 0o600))
			var first driver.Outcome
			for run := range 2 {
				s, host := hostileSpec(t, app)
				s.Limits.Fuel = 50_000_000
				out, err := d.Run(t.Context(), s)
				require.NoError(t, err)
				require.Equal(t, c.cause, out.Cause, out.Tail)
				require.NotContains(t, out.Tail, host, "nothing of this machine in a result")
				requireUntouched(t, s, host)
				if run == 0 {
					first = out
				}
				require.Equal(t, first, out)
			}
		})
	}
}

// Recursion without end hurts neither the child nor the parent.
func TestHostileRecursion(t *testing.T) {
	app := filepath.Join(t.TempDir(), "app.wasm")
	require.NoError(t, os.WriteFile(app, module(types, funcs, exports, code("\x10\x00")), 0o600))
	s, _ := hostileSpec(t, app)
	out, err := newDriver(t).Run(t.Context(), s)
	require.NoError(t, err)
	require.Contains(t, []poco.Cause{poco.CauseTrap, poco.CauseOutOfFuel}, out.Cause, out.Tail)
}

// requireNoChild polls until no process works in the folder.
func requireNoChild(t *testing.T, dir string) {
	t.Helper()
	require.Eventually(t, func() bool {
		links, err := filepath.Glob("/proc/[0-9]*/cwd")
		if err != nil {
			return false
		}
		for _, link := range links {
			if target, err := os.Readlink(link); err == nil && target == dir {
				return false
			}
		}
		return true
	}, 10*time.Second, 20*time.Millisecond)
}

// An app that will not stop is killed by the wall clock and by its context: an
// error, not a result, and no process stays.
func TestHostileAppsAreKilled(t *testing.T) {
	app, d := buildHostile(t), newDriver(t)
	for _, mode := range []string{"loop", "memory"} {
		t.Run(mode, func(t *testing.T) {
			s, _ := hostileSpec(t, app, mode)
			s.Limits.Fuel, s.Limits.MemoryBytes, s.Limits.Wall = 1<<62, 64<<20, 400*time.Millisecond
			if mode == "memory" {
				s.Limits.Wall = time.Millisecond // before it begins
			}
			began := time.Now()
			_, err := d.Run(t.Context(), s)
			require.ErrorIs(t, err, wasm.ErrWall)
			require.Less(t, time.Since(began), 15*time.Second)
			requireNoChild(t, s.OutDir)

			s.Limits.Wall = time.Minute
			ctx, cancel := context.WithCancelCause(t.Context())
			why := errors.New("asked to stop")
			time.AfterFunc(300*time.Millisecond, func() { cancel(why) })
			if _, err = d.Run(ctx, s); mode == "loop" {
				require.ErrorIs(t, err, why)
			}
			requireNoChild(t, s.OutDir)
		})
	}
}

// A child that dies or talks nonsense is a failure of the machine.
func TestHostileChild(t *testing.T) {
	app := filepath.Join(t.TempDir(), "app.wasm")
	require.NoError(t, os.WriteFile(app, module(types, funcs, exports, code("")), 0o600))
	for name, command := range map[string][]string{
		"dies":     {"/bin/sh", "-c", "kill -9 $$"},
		"fails":    {"/bin/sh", "-c", "echo why >&2; exit 1"},
		"silent":   {"/bin/sh", "-c", "exit 0"},
		"nonsense": {"/bin/sh", "-c", "echo hello"},
		"nothing":  {"/bin/sh", "-c", "echo {}"},
		"missing":  {"/nowhere/iexecd"},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := wasm.New(wasm.Options{Executable: command[0], Args: command[1:], CacheDir: t.TempDir()})
			require.NoError(t, err)
			s, _ := hostileSpec(t, app)
			_, err = d.Run(t.Context(), s)
			require.Error(t, err)
			require.Error(t, d.Probe(t.Context()))
		})
	}
}

// Requests that are none end the child with an error.
func FuzzHostileChild(f *testing.F) {
	f.Add([]byte(`{"spec":{"App":"/nowhere","Limits":{"Fuel":1}},"cache_dir":""}`))
	f.Add([]byte(`{`))
	f.Fuzz(func(t *testing.T, request []byte) {
		if bytes.Contains(request, []byte("/")) {
			return // paths of the host are the parent's to choose
		}
		var out bytes.Buffer
		cmd := exec.CommandContext(t.Context(), os.Args[0], childEnv)
		cmd.Dir, cmd.Stdin, cmd.Stdout = t.TempDir(), bytes.NewReader(request), &out
		if err := cmd.Run(); err == nil {
			require.Contains(t, out.String(), `"error"`)
		}
	})
}
