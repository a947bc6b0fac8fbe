package docker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	cerrdefs "github.com/containerd/errdefs"
	"github.com/moby/moby/api/pkg/stdcopy"
	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/api/types/mount"
	"github.com/moby/moby/client"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker/driver"
)

// Parts is what a driver whose containers run on other machines shares with this one:
// so that what an app may do, and how its outputs are judged, is the same.
type Parts struct{ d *Driver }

// NewParts returns the parts, at the daemon that starts containers elsewhere. Dir is a
// folder that all machines have.
func NewParts(o Options) (*Parts, error) {
	d, err := New(o)
	return &Parts{d: d}, err
}

// Daemon returns the daemon.
func (p *Parts) Daemon() *client.Client { return p.d.daemon }

// Images returns what gets images to the daemon.
func (p *Parts) Images() Images { return p.d.images }

// Reach returns nil if the daemon answers, and its machine is one that images are for.
func (p *Parts) Reach(ctx context.Context) error { return p.d.reach(ctx) }

// ProbeImage has the smallest image at the daemon, and returns its name and its program.
func (p *Parts) ProbeImage(ctx context.Context) (name, program string, err error) {
	return probeImage, "/probe", p.d.importProbe(ctx)
}

// Image returns the memory to mount where an image declares volumes, or the outcome of
// an image of which no container can be started.
func (p *Parts) Image(
	ctx context.Context, ref string, args []string, memory int64,
) (mounts []mount.Mount, refused *driver.Outcome, err error) {
	i, err := p.d.image(ctx, ref)
	if err != nil {
		return nil, nil, err
	}
	return i.memoryFor(memory), i.refused(args), nil
}

// Walls returns the limits around a container.
func (p *Parts) Walls(ctx context.Context, l driver.Limits) (*container.HostConfig, error) {
	return p.d.hostConfig(ctx, l)
}

// Seccomp returns the profile of all containers.
func Seccomp() []byte { return []byte(seccomp) }

// User returns who an app is.
func User() string { return fmt.Sprintf("%d:%d", uid(), gid()) }

// Env returns the environment of a run, sorted.
func Env(s driver.Spec) []string { return envOf(s) }

// StartFault returns the outcome of an image whose container was not started for this
// reason, or nil if the image is not to blame.
func StartFault(why string) *driver.Outcome {
	bad, _ := startError(cerrdefs.ErrInvalidArgument.WithMessage(why))
	return bad
}

// Folder is where a container that runs elsewhere finds its inputs and writes its
// outputs: a plain folder, which is looked at all the time.
type Folder struct{ v volume }

// FolderOf returns the folder of a task.
func (p *Parts) FolderOf(task ident.Hash) Folder { return Folder{p.d.volumeOf(task)} }

// In returns the folder of the inputs.
func (f Folder) In() string { return filepath.Join(f.v.dir, "in") }

// Out returns the folder of the outputs.
func (f Folder) Out() string { return f.v.out() }

// Exists reports whether the folder is there.
func (f Folder) Exists() bool { return f.v.exists() }

// Fill makes the folder anew with a copy of inputs, and without outputs.
func (f Folder) Fill(ctx context.Context, inputs string) error {
	if err := f.v.clear(); err != nil {
		return err
	}
	if err := os.Mkdir(f.In(), 0o755); err != nil { //nolint:gosec // every app's user may read its inputs
		return err
	}
	if _, err := copyOutputs(ctx, inputs, f.In()); err != nil {
		return err
	}
	return errors.Join(readable(f.In()), os.Chown(f.Out(), uid(), gid()))
}

// Watch returns a channel that tells for what an app must be ended: far more outputs
// than limit, or such as cannot be measured.
func (f Folder) Watch(limit uint64) (end <-chan error, stop func()) { return f.v.watch(limit) }

// Check returns why the outputs are no result, empty if they are one, and whether
// there are more than limit. What Watch told, if it did, is watched.
func (f Folder) Check(limit uint64, watched error) (bad string, over bool, err error) {
	found, over, err := f.v.check(limit, watched)
	return found.bad, over, err
}

// Keep copies outputs that were checked into an empty folder, and returns how many
// bytes they have.
func (f Folder) Keep(ctx context.Context, to string) (uint64, error) {
	return copyOutputs(ctx, f.Out(), to)
}

// Remove removes the folder; nothing is fine.
func (f Folder) Remove() error { return f.v.remove() }

// Said is what an app said, as much as is kept of it.
type Said struct{ stdout, stderr *capture }

// NewSaid returns what an app said that said nothing yet. Live may be nil.
func NewSaid(live func(stderr bool, p []byte)) *Said {
	to := func(stderr bool) *capture {
		return newCapture(func(p []byte) {
			if live != nil {
				live(stderr, p)
			}
		})
	}
	return &Said{stdout: to(false), stderr: to(true)}
}

// Read reads a daemon's stream of both to its end.
func (s *Said) Read(from io.Reader) error {
	_, err := stdcopy.StdCopy(s.stdout, s.stderr, from)
	return err
}

// Heads returns the beginnings of both.
func (s *Said) Heads() (stdout, stderr []byte) { return s.stdout.head, s.stderr.head }

// NoProgram returns the outcome of an image whose program could not be executed, if that
// is how an app with this exit code ended, else nil.
func (s *Said) NoProgram(exitCode int) *driver.Outcome {
	if !notExecuted(exitCode, s.stdout.head, s.stderr.head) {
		return nil
	}
	bad := failure(poco.CauseBadApp, noProgram)
	return &bad
}

// Tail returns what to keep of a failed app's output.
func (s *Said) Tail() string { return driver.Tail(s.stdout.end(), s.stderr.end()) }
