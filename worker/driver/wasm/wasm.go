// Package wasm runs WebAssembly apps (WASI preview 1): each in a child process of
// the same binary, metered, with limits that are part of the task, a confined
// view of its inputs and outputs, a fixed clock, randomness from the task's id,
// and no network.
package wasm

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker/driver"
)

// Options are where the driver finds what it needs.
type Options struct {
	Executable string   // program whose child is ChildMain; empty = this one
	Args       []string // its arguments; nil = worker wasm-exec
	CacheDir   string   // compiled apps, shared by all runs; must exist

	// Interpreter runs apps without compiling them, some tens of times slower, with
	// the same results: a second opinion on the compiler.
	Interpreter bool
}

// Driver runs WebAssembly apps.
type Driver struct{ options Options }

var _ driver.Driver = (*Driver)(nil)

// New returns the driver.
func New(o Options) (*Driver, error) {
	if o.Executable == "" {
		self, err := os.Executable()
		if err != nil {
			return nil, err
		}
		o.Executable = self
	}
	if o.Args == nil {
		o.Args = []string{"worker", "wasm-exec"}
	}
	return &Driver{options: o}, nil
}

// probe is the smallest app: a module whose _start does nothing.
var probe = []byte("\x00asm\x01\x00\x00\x00\x01\x04\x01\x60\x00\x00\x03\x02\x01\x00" +
	"\x07\x0a\x01\x06_start\x00\x00\x0a\x04\x01\x02\x00\x0b")

// Probe implements driver.Driver: it runs the smallest app.
func (d *Driver) Probe(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "iexecd-probe-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	s := driver.Spec{
		App: filepath.Join(dir, "probe.wasm"), InDir: dir, OutDir: filepath.Join(dir, "out"),
		Limits: driver.Limits{Fuel: 1_000, MemoryBytes: pageBytes, OutputBytes: 1, Wall: 30 * time.Second},
	}
	if err := os.Mkdir(s.OutDir, 0o700); err != nil {
		return err
	}
	if err := os.WriteFile(s.App, probe, 0o600); err != nil {
		return err
	}
	out, err := d.Run(ctx, s)
	if err != nil {
		return err
	}
	if out.Cause != poco.CauseOK {
		return fmt.Errorf("the smallest app ended with cause %d: %s", out.Cause, out.Tail)
	}
	return nil
}

// ErrWall means that an app ran longer than this machine allows.
var ErrWall = errors.New("the app ran out of wall time on this machine")

// Run implements driver.Driver.
func (d *Driver) Run(ctx context.Context, s driver.Spec) (driver.Outcome, error) {
	if s.Limits.Wall > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, s.Limits.Wall, ErrWall)
		defer cancel()
	}
	q := request{Spec: s, CacheDir: d.options.CacheDir, Live: s.Live != nil, Interpreter: d.options.Interpreter}
	// The child's working folder is not ours.
	for _, path := range []*string{&q.Spec.App, &q.Spec.InDir, &q.Spec.OutDir, &q.CacheDir} {
		absolute, err := filepath.Abs(*path)
		if err != nil {
			return driver.Outcome{}, err
		}
		*path = absolute
	}
	in, err := json.Marshal(q)
	if err != nil {
		return driver.Outcome{}, err
	}
	// The child dies with the thread that started it, so that thread must live as long.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var stderr bytes.Buffer
	replies, stdout := io.Pipe()
	last := make(chan lastReply, 1)
	go func() { last <- readReplies(replies, s.Live) }()
	cmd := exec.CommandContext(ctx, d.options.Executable, d.options.Args...) //nolint:gosec // our own binary
	cmd.Env = []string{"GOMEMLIMIT=off"}
	cmd.Dir = q.Spec.OutDir
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(in), stdout, &stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
	cmd.WaitDelay = 5 * time.Second
	err = cmd.Run()
	_ = stdout.Close()
	r := <-last
	if ctx.Err() != nil {
		return driver.Outcome{}, context.Cause(ctx)
	}
	if err != nil {
		return driver.Outcome{}, fmt.Errorf("the app's process failed: %w: %s", err, end(stderr.String()))
	}
	if r.err != nil {
		return driver.Outcome{}, fmt.Errorf("the app's process said nothing that can be read: %w", r.err)
	}
	if r.Outcome == nil {
		return driver.Outcome{}, errors.New(r.Error)
	}
	return *r.Outcome, nil
}

// lastReply is the last reply of a child, or why there is none.
type lastReply struct {
	reply
	err error
}

// readReplies reads all replies of a child. It reads to the end whatever comes, so
// that the child never waits.
func readReplies(from io.Reader, live func(stderr bool, p []byte)) lastReply {
	defer func() { _, _ = io.Copy(io.Discard, from) }()
	replies := json.NewDecoder(from)
	for {
		var r reply
		if err := replies.Decode(&r); err != nil {
			return lastReply{err: err}
		}
		if len(r.Said) == 0 {
			return lastReply{reply: r}
		}
		if live != nil {
			live(r.Stderr, r.Said)
		}
	}
}

// end returns the last part of a text.
func end(s string) string {
	s = strings.TrimSpace(s)
	return s[max(0, len(s)-500):]
}
