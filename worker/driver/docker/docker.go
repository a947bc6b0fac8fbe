// Package docker runs apps that are container images, with the Docker daemon of
// this machine: hardened, without a network, with limits that are part of the
// task. docs/sandbox.md tells what is isolated, and what is not.
//
// The client is moby/moby/client, the one that is kept; docker/docker, which is the
// same API under its old path, has no go.mod.
package docker

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"

	cerrdefs "github.com/containerd/errdefs"
	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/client"
	"golang.org/x/sync/errgroup"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker/driver"
)

// Images gets images, so that a container of one can be made.
type Images interface {
	// Ensure has an image host/name@sha256:<64 digits> at the daemon, or tells why not:
	// driver.ErrBadApp if nobody can.
	Ensure(ctx context.Context, ref string) error
	// Use keeps an image until release is called.
	Use(ref string) (release func())
}

// Options are what the driver is made of.
type Options struct {
	Host   string // of the daemon; empty = DOCKER_HOST, else the usual socket
	Name   string // who runs it, unique among all that use the daemon: a worker's address
	Dir    string // folder of its own, for what apps write while they run
	Images Images // nil = pulled by this driver, and never removed
}

// Driver runs container images.
type Driver struct {
	options Options
	daemon  *client.Client
	images  Images
	once    sync.Once
	plain   error // why outputs have no file system of their own, or nil

	mu   sync.Mutex // of the next, and of templates
	cpus int        // of the daemon's machine, once known
}

var _ driver.Container = (*Driver)(nil)

// goodName is what may be part of a container's name.
var goodName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$`)

// New returns the driver. It asks the daemon nothing: see Probe.
func New(o Options) (*Driver, error) {
	if !goodName.MatchString(o.Name) {
		return nil, fmt.Errorf("docker: the driver's name %q is not made of letters, digits, dots and dashes, "+
			"at most 100", o.Name)
	}
	if o.Dir == "" {
		return nil, errors.New("docker: the driver needs a folder of its own")
	}
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, err
	}
	o.Dir = dir
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return nil, err
	}
	daemon, err := Dial(o.Host)
	if err != nil {
		return nil, err
	}
	d := &Driver{options: o, daemon: daemon, images: o.Images}
	if d.images == nil {
		d.images = NewPuller(daemon)
	}
	return d, nil
}

// Dial returns a client of a daemon; empty is DOCKER_HOST, else the usual socket.
func Dial(host string) (*client.Client, error) {
	options := []client.Opt{client.FromEnv}
	if host != "" {
		options = append(options, client.WithHost(host))
	}
	c, err := client.New(options...)
	if err != nil {
		return nil, fmt.Errorf("docker: %w", err)
	}
	return c, nil
}

// Close ends the use of the daemon.
func (d *Driver) Close() error { return d.daemon.Close() }

// Prepare implements driver.Preparer.
func (d *Driver) Prepare(ctx context.Context, app string) error { return d.images.Ensure(ctx, app) }

// ErrSignal means that something else than the app or this driver ended a container.
var ErrSignal = errors.New("the container was ended by a signal from outside")

// errAgain means that a container from before says nothing that can be used.
var errAgain = errors.New("the container of before is of no use")

// Run implements driver.Driver. A container of the same task, from before a crash
// of the worker, is taken up: if it runs, or ended well. An end by a signal can be
// somebody's who stops this machine: it counts when it comes twice.
func (d *Driver) Run(ctx context.Context, s driver.Spec) (driver.Outcome, error) {
	defer d.images.Use(s.App)()
	out, err := d.run(ctx, s)
	for tries := 0; err != nil && ctx.Err() == nil && tries < 2; tries++ {
		if !errors.Is(err, errAgain) && !errors.Is(err, ErrSignal) {
			break
		}
		signal := errors.Is(err, ErrSignal)
		if again, bad := d.run(ctx, s); bad == nil || !signal || !errors.Is(bad, ErrSignal) {
			out, err = again, bad
			continue
		}
		return out, nil
	}
	return out, err
}

// run runs an app once, or takes up its container. With ErrSignal the outcome is
// what it would be if the app had ended itself.
func (d *Driver) run(ctx context.Context, s driver.Spec) (driver.Outcome, error) {
	if s.Limits.OutputBytes == 0 || s.Limits.MemoryBytes == 0 {
		return driver.Outcome{}, fmt.Errorf("a container with %d bytes of memory and %d of outputs cannot be run",
			s.Limits.MemoryBytes, s.Limits.OutputBytes)
	}
	r := &run{driver: d, spec: s, name: d.nameOf(s.TaskID), volume: d.volumeOf(s.TaskID), began: time.Now()}
	defer r.close()
	out, err := r.do(ctx)
	switch {
	case ctx.Err() != nil:
		return driver.Outcome{}, errors.Join(context.Cause(ctx), d.end(ctx, s.TaskID))
	case err != nil && !errors.Is(err, errAgain) && !errors.Is(err, ErrSignal):
		return driver.Outcome{}, fmt.Errorf("docker: %w", err) // what there is may be taken up
	}
	return out, errors.Join(err, d.end(ctx, s.TaskID))
}

// endWithin is how long removing a container may take.
const endWithin = 30 * time.Second

// end removes what there is of a task, also when the caller's context is over.
func (d *Driver) end(ctx context.Context, task ident.Hash) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), endWithin)
	defer cancel()
	return d.Discard(ctx, task)
}

func (d *Driver) nameOf(task ident.Hash) string {
	return "iexecd-" + d.options.Name + "-" + strings.TrimPrefix(task.String(), "0x")
}

// The labels of our containers: whose they are and of which task.
const (
	labelName = "iexecd.worker"
	labelTask = "iexecd.task"
)

// Recover implements driver.Recoverer. It removes what belongs to no container.
func (d *Driver) Recover(ctx context.Context) ([]ident.Hash, error) {
	list, err := d.daemon.ContainerList(ctx, client.ContainerListOptions{
		All: true, Filters: client.Filters{}.Add("label", labelName+"="+d.options.Name),
	})
	if err != nil {
		return nil, fmt.Errorf("docker: %w", err)
	}
	var tasks []ident.Hash
	known := map[string]bool{}
	for _, c := range list.Items {
		task, err := ident.ParseHash(c.Labels[labelTask])
		if err != nil {
			continue // made by somebody else
		}
		if c.State != container.StateRunning && c.State != container.StateExited {
			if err := d.Discard(ctx, task); err != nil {
				return nil, err
			}
			continue
		}
		tasks, known[task.String()] = append(tasks, task), true
	}
	return tasks, d.sweep(ctx, known)
}

// sweep removes outputs of no known task, and what probes left.
func (d *Driver) sweep(ctx context.Context, known map[string]bool) error {
	probes, err := filepath.Glob(filepath.Join(d.options.Dir, probePrefix+"*"))
	if err != nil {
		return err
	}
	for _, dir := range probes {
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
	}
	entries, err := os.ReadDir(d.volumes())
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	for _, e := range entries {
		if known[e.Name()] {
			continue
		}
		// It takes room, and nothing else: what is left is tried again at the next start.
		if err := (volume{dir: filepath.Join(d.volumes(), e.Name())}).remove(); err != nil {
			slog.WarnContext(ctx, "outputs of before cannot be removed", "error", err)
		}
	}
	return nil
}

// Discard implements driver.Recoverer.
func (d *Driver) Discard(ctx context.Context, task ident.Hash) error {
	var beside errgroup.Group
	beside.Go(func() error {
		err := d.removeContainer(ctx, d.nameOf(task))
		if err != nil && !cerrdefs.IsNotFound(err) {
			return fmt.Errorf("docker: %w", err)
		}
		return nil
	})
	v := d.volumeOf(task)
	busy := v.remove()
	err := beside.Wait()
	if busy != nil { // the app wrote meanwhile
		busy = v.remove()
	}
	return errors.Join(err, busy)
}

// removeEvery is how often it is tried to remove what is being removed already, by a
// worker that was killed over it.
const removeEvery = 50 * time.Millisecond

func (d *Driver) removeContainer(ctx context.Context, name string) error {
	tick := time.NewTicker(removeEvery)
	defer tick.Stop()
	for {
		_, err := d.daemon.ContainerRemove(ctx, name, client.ContainerRemoveOptions{Force: true, RemoveVolumes: true})
		if !cerrdefs.IsConflict(err) {
			return err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		}
	}
}

// failure returns a result that is the same for all, with a fixed text.
func failure(cause poco.Cause, why string) driver.Outcome {
	return driver.Outcome{Cause: cause, Tail: why}
}
