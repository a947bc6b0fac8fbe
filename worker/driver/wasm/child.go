package wasm

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
	"github.com/tetratelabs/wazero/experimental/sysfs"
	wsys "github.com/tetratelabs/wazero/sys"
	"golang.org/x/sys/unix"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/driver/meter"
)

// request is what the parent asks of its child.
type request struct {
	Spec     driver.Spec `json:"spec"`
	CacheDir string      `json:"cache_dir"`
	Live     bool        `json:"live"` // tell what the app says while it says it

	Interpreter bool `json:"interpreter"`
}

// reply is what the child answers: what the app says, again and again; then its
// outcome, or why there is none.
type reply struct {
	Said    []byte          `json:"said,omitempty"`
	Stderr  bool            `json:"stderr,omitempty"` // it said it there
	Outcome *driver.Outcome `json:"outcome,omitempty"`
	Error   string          `json:"error,omitempty"`
}

// ChildMain is the child process: it reads a request, runs the app, and writes
// the reply. The child opens only the folders that the request names.
func ChildMain(ctx context.Context, in io.Reader, out io.Writer) error {
	if err := restrict(); err != nil {
		return fmt.Errorf("cannot restrict the child process: %w", err)
	}
	var q request
	if err := json.NewDecoder(in).Decode(&q); err != nil {
		return fmt.Errorf("request: %w", err)
	}
	var r reply
	to := json.NewEncoder(out)
	tell := func(bool, []byte) {}
	if q.Live {
		tell = func(stderr bool, p []byte) { _ = to.Encode(reply{Said: p, Stderr: stderr}) }
	}
	q.Spec.Live = tell
	outcome, err := run(ctx, q)
	if err != nil {
		r.Error = err.Error()
	} else {
		r.Outcome = &outcome
	}
	return to.Encode(r)
}

// restrict gives up what running an app does not need.
func restrict() error {
	for resource, most := range map[int]uint64{unix.RLIMIT_CORE: 0, unix.RLIMIT_NOFILE: 512} {
		if err := unix.Setrlimit(resource, &unix.Rlimit{Cur: most, Max: most}); err != nil {
			return err
		}
	}
	// If memory runs short, the kernel ends the app first. Not every system has this file.
	_ = os.WriteFile("/proc/self/oom_score_adj", []byte("1000"), 0o600)
	return unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
}

// run meters, compiles and runs an app.
func run(ctx context.Context, q request) (driver.Outcome, error) {
	s := q.Spec
	wasm, err := os.ReadFile(s.App)
	if err != nil {
		return driver.Outcome{}, err
	}
	metered, err := instrument(wasm, q.CacheDir)
	if err != nil {
		return badApp(err), nil
	}
	app, err := compile(ctx, metered, q)
	switch {
	case err == nil:
	case isApp(err):
		return badApp(err), nil
	default:
		return driver.Outcome{}, err
	}
	defer app.close(ctx)
	return start(ctx, app.runtime, app.code, s)
}

func badApp(err error) driver.Outcome {
	return driver.Outcome{Cause: poco.CauseBadApp, Tail: driver.Tail(nil, []byte(firstLine(err)))}
}

func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}

// start runs a compiled app's _start and tells how it ended.
func start(ctx context.Context, r wazero.Runtime, code wazero.CompiledModule, s driver.Spec) (driver.Outcome, error) {
	root, err := os.OpenRoot(s.InDir)
	if err != nil {
		return driver.Outcome{}, err
	}
	defer func() { _ = root.Close() }()
	host := &tap{}
	output := newOutFS(s.Limits.OutputBytes, host)
	stdout := &capped{tap: host, live: func(p []byte) { s.Live(false, p) }}
	stderr := &capped{tap: host, live: func(p []byte) { s.Live(true, p) }}
	mounts, ok := wazero.NewFSConfig().WithFSMount(&inFS{files: root.FS(), tap: host}, driver.GuestIn).(sysfs.FSConfig)
	if !ok {
		return driver.Outcome{}, errors.New("wazero does not mount our file systems")
	}
	config := withEnv(s.Env).WithName("app").WithArgs(append([]string{"app"}, s.Args...)...).
		WithStdout(stdout).WithStderr(stderr).WithRandSource(newStream(s.TaskID, host)).WithStartFunctions().
		WithFSConfig(mounts.WithSysFSMount(output, driver.GuestOut))
	memory, err := reserve(s.Limits)
	if err != nil {
		return driver.Outcome{}, err
	}
	mod, err := r.InstantiateModule(experimental.WithMemoryAllocator(ctx, memory), code, config)
	if err != nil {
		return badApp(err), nil
	}
	fuel, ok := mod.ExportedGlobal(meter.Fuel).(api.MutableGlobal)
	entry := mod.ExportedFunction("_start")
	if !ok || entry == nil || len(entry.Definition().ParamTypes())+len(entry.Definition().ResultTypes()) > 0 {
		return badApp(errors.New("the module does not export a function _start without arguments and results")), nil
	}
	limit := min(s.Limits.Fuel, 1<<62)
	fuel.Set(limit)
	host.fuel = fuel
	runtime.GC() // what compiling left; not while the app runs, see linear
	_, err = entry.Call(ctx)
	stdout.flush()
	stderr.flush()
	if host.err != nil {
		return driver.Outcome{}, fmt.Errorf("this machine failed the app: %w", host.err)
	}
	left := int64(fuel.Get()) //nolint:gosec // two's complement: below zero when it ran out
	out := driver.Outcome{
		Stdout: stdout.data, Stderr: stderr.data, OutputLen: output.used,
		FuelUsed: min(limit, uint64(int64(limit)-left)), //nolint:gosec // 0..limit
	}
	out.Cause, out.ExitCode = cause(err, left, mod, output)
	if out.Cause == poco.CauseOK {
		return out, output.flush(s.OutDir)
	}
	out.Tail = driver.Tail(stdout.end, stderr.end)
	if out.Cause == poco.CauseTrap && out.Tail == "" {
		out.Tail = firstLine(err)
	}
	return out, nil
}

// withEnv returns a configuration with an environment, whose order an app can see.
func withEnv(env map[string]string) wazero.ModuleConfig {
	config := wazero.NewModuleConfig()
	for _, name := range slices.Sorted(maps.Keys(env)) {
		config = config.WithEnv(name, env[name])
	}
	return config
}

// cause tells how an app ended.
func cause(err error, fuel int64, mod api.Module, output *outFS) (poco.Cause, uint32) {
	var exit *wsys.ExitError
	exited := errors.As(err, &exit)
	switch {
	case fuel < 0:
		return poco.CauseOutOfFuel, 0
	case output.full:
		return poco.CauseOutputTooLarge, 0
	case err == nil || exited && exit.ExitCode() == 0:
		return poco.CauseOK, 0
	case mod.ExportedGlobal(meter.OutOfMemory).Get() != 0:
		return poco.CauseOutOfMemory, 0
	case exited:
		return poco.CauseExit, exit.ExitCode()
	}
	return poco.CauseTrap, 0
}

// tailBytes is how much of the end of a stream is kept, more than a tail needs.
const tailBytes = 4 * poco.MaxTailBytes

// capped keeps the first bytes of a stream and the last ones.
type capped struct {
	data []byte
	end  []byte
	tap  *tap
	live func([]byte) // gets whole lines, and what is long, of the first bytes
	told int          // how many of data
}

// liveBytes is how much of a line is told before its end.
const liveBytes = 4 << 10

// flush tells what was not told yet.
func (c *capped) flush() {
	if c.told < len(c.data) {
		c.live(c.data[c.told:])
		c.told = len(c.data)
	}
}

// Write implements io.Writer.
func (c *capped) Write(p []byte) (int, error) {
	c.tap.bytes(uint64(len(p)))
	room := driver.MaxStdioBytes - len(c.data)
	c.data = append(c.data, p[:min(len(p), room)]...)
	if bytes.IndexByte(p, '\n') >= 0 || len(c.data)-c.told >= liveBytes {
		c.flush()
	}
	c.end = append(c.end, p[max(0, len(p)-tailBytes):]...)
	if len(c.end) > tailBytes {
		c.end = slices.Clone(c.end[len(c.end)-tailBytes:])
	}
	return len(p), nil
}

// stream is the app's source of randomness: sha256 in counter mode over the
// task's id, the same for every worker.
type stream struct {
	seed  ident.Hash
	tap   *tap
	block uint64
	rest  []byte
}

func newStream(seed ident.Hash, t *tap) *stream { return &stream{seed: seed, tap: t} }

// Read implements io.Reader.
func (s *stream) Read(p []byte) (int, error) {
	s.tap.take(meter.CostRandomByte * uint64(len(p)))
	for n := 0; n < len(p); {
		if len(s.rest) == 0 {
			sum := sha256.Sum256(binary.BigEndian.AppendUint64(s.seed[:], s.block))
			s.block++
			s.rest = sum[:]
		}
		k := copy(p[n:], s.rest)
		s.rest = s.rest[k:]
		n += k
	}
	return len(p), nil
}
