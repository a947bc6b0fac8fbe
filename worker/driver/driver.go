// Package driver runs apps. A driver gets an app that was fetched and checked,
// a folder of inputs, an empty folder for outputs and limits, and tells how the
// app ended. It knows no chain.
package driver

import (
	"context"
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

// MaxStdioBytes bounds what is kept of each of an app's stdout and stderr.
const MaxStdioBytes = 1 << 20

// Limits are part of the task, so that running into one is the same result
// everywhere; but for Wall, which is this machine's own.
type Limits struct {
	Fuel        uint64 // metered work
	MemoryBytes uint64
	OutputBytes uint64        // all output files together
	Wall        time.Duration // 0 = none; reached is a failure here, not a result
}

// Spec is one run.
type Spec struct {
	TaskID ident.Hash        // also the seed of the app's randomness
	App    string            // path of the app
	Args   []string          // without the program's name
	Env    map[string]string // all of the app's environment
	InDir  string            // its files are the app's inputs
	OutDir string            // empty; gets the app's outputs if it ended well
	Limits Limits
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
}

// Driver runs apps of one runtime. It may be used by several goroutines.
type Driver interface {
	// Probe returns nil if the driver works on this machine, else what is missing.
	Probe(ctx context.Context) error
	// Run runs an app to its end. An error means that this machine failed, or ctx
	// ended: nothing is known about the app, and it may be run again. The app is
	// dead when Run returns.
	Run(ctx context.Context, s Spec) (Outcome, error)
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
