// Package driver runs apps. A driver gets an app that was fetched and checked,
// a folder of inputs, an empty folder for outputs and limits, and tells how the
// app ended. It knows no chain.
package driver

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
)

// The folders as the app sees them.
const (
	GuestIn  = "/iexec_in"
	GuestOut = "/iexec_out"
)

// The machine that container images are for. It is part of the protocol: what an image
// is, and whether it is one, must be the same for every worker.
const (
	ImageOS   = "linux"
	ImageArch = "amd64"
)

// MaxStdioBytes bounds what is kept of each of an app's stdout and stderr.
const MaxStdioBytes = 1 << 20

// Limits are part of the task, so that running into one is the same result
// everywhere; but for Wall of an app that is metered, which is this machine's own.
type Limits struct {
	Fuel        uint64 // metered work; containers have none
	MemoryBytes uint64
	OutputBytes uint64        // all output files together
	CPUMillis   uint64        // of a container, in thousandths of a core; 0 = one core
	Wall        time.Duration // 0 = none; reached is poco.CauseTimeout of a container, else a failure here
}

// Spec is one run.
type Spec struct {
	TaskID ident.Hash        // also the seed of the app's randomness
	App    string            // path of the app; of a container host/name@sha256:<64 digits>
	Args   []string          // without the program's name
	Env    map[string]string // all of the app's environment
	InDir  string            // its files are the app's inputs
	OutDir string            // empty; gets the app's outputs if it ended well
	Limits Limits

	GPU, GVisor, Network bool // what a container demands, of the deal's tag

	// Live gets what the app says while it says it, as far as MaxStdioBytes of each
	// stream; nil = nobody listens. It must not wait.
	Live func(stderr bool, p []byte) `json:"-"`
}

// Outcome is how an app ended: a result, which every worker gets alike.
type Outcome struct {
	Cause     poco.Cause
	ExitCode  uint32
	Tail      string // last lines of a failed app, at most poco.MaxTailBytes, valid UTF-8
	Stdout    []byte // at most MaxStdioBytes
	Stderr    []byte // at most MaxStdioBytes
	FuelUsed  uint64
	OutputLen uint64 // bytes of output files
	Usage     Usage  // this machine's own: no part of the result
}

// Usage is what a run took, as far as the driver can tell; 0 = unknown.
type Usage struct {
	Wall, CPU       time.Duration
	PeakMemoryBytes uint64
}

// ErrBadApp means that an app can never be run as it is named, by nobody: the
// registry has no such image, or it is no image.
var ErrBadApp = errors.New("the app is not what it is registered as")

// Driver runs apps of one runtime. It may be used by several goroutines.
type Driver interface {
	// Probe returns nil if the driver works on this machine, else what is missing.
	Probe(ctx context.Context) error
	// Run runs an app to its end. An error means that this machine failed, or ctx
	// ended: nothing is known about the app, and it may be run again. The app is
	// dead when Run returns.
	Run(ctx context.Context, s Spec) (Outcome, error)
}

// Preparer is a driver that gets its apps itself.
type Preparer interface {
	// Prepare makes an app ready, so that Run needs nothing else. Errors are
	// ErrBadApp, which every worker gets alike, and others, which may help to try again.
	Prepare(ctx context.Context, app string) error
}

// Recoverer is a driver whose apps outlive the worker's process. Run of a task that
// Recover returns takes up what there is.
type Recoverer interface {
	// Recover returns the tasks whose apps run or ended unseen.
	Recover(ctx context.Context) ([]ident.Hash, error)
	// Discard ends and removes all there is of a task; nothing is fine.
	Discard(ctx context.Context, task ident.Hash) error
}

// Container is a driver of container images.
type Container interface {
	Driver
	Preparer
	Recoverer
}

// Tail returns what to keep of a failed app's output: the end of stderr, or of
// stdout if there is nothing on stderr.
func Tail(stdout, stderr []byte) string {
	text := stderr
	if len(strings.TrimSpace(string(text))) == 0 {
		text = stdout
	}
	clean := strings.TrimSpace(strings.ToValidUTF8(string(text), "\uFFFD"))
	if len(clean) <= poco.MaxTailBytes {
		return clean
	}
	clean = clean[len(clean)-poco.MaxTailBytes:]
	for !utf8.RuneStart(clean[0]) {
		clean = clean[1:]
	}
	return clean
}
