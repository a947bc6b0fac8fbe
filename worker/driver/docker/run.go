package docker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	cerrdefs "github.com/containerd/errdefs"
	"github.com/moby/moby/api/pkg/stdcopy"
	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/client"
	"golang.org/x/sync/errgroup"

	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker/driver"
)

// run is one container from its making to its end.
type run struct {
	driver *Driver
	spec   driver.Spec
	name   string
	volume volume
	began  time.Time // of the container

	stdout, stderr *capture
	said           chan error // ends when all that the app said is read
	usage          usage
	closers        []func()
	streams        sync.WaitGroup
}

func (r *run) close() {
	for _, c := range r.closers {
		c()
	}
	r.streams.Wait()
}

// do runs the container to its end and returns its outcome.
func (r *run) do(ctx context.Context) (driver.Outcome, error) {
	r.stdout = newCapture(func(p []byte) { r.live(false, p) })
	r.stderr = newCapture(func(p []byte) { r.live(true, p) })
	bad, err := r.open(ctx)
	if bad != nil || err != nil {
		return orNothing(bad), err
	}
	r.watchUsage(ctx)
	timedOut, watched, err := r.await(ctx)
	if err != nil {
		return driver.Outcome{}, err
	}
	if err := r.listened(ctx); err != nil {
		return driver.Outcome{}, err
	}
	state, err := r.state(ctx)
	if err != nil {
		return driver.Outcome{}, err
	}
	return r.outcome(ctx, state, timedOut, watched)
}

func orNothing(o *driver.Outcome) driver.Outcome {
	if o == nil {
		return driver.Outcome{}
	}
	return *o
}

func (r *run) live(stderr bool, p []byte) {
	if r.spec.Live != nil {
		r.spec.Live(stderr, p)
	}
}

// open takes up the container of the task if it runs or ended well, or makes and
// starts one. An outcome means that no container of this image can be started.
func (r *run) open(ctx context.Context) (*driver.Outcome, error) {
	found, err := r.driver.daemon.ContainerInspect(ctx, r.name, client.ContainerInspectOptions{})
	if cerrdefs.IsNotFound(err) {
		return r.start(ctx)
	}
	if err != nil {
		return nil, err
	}
	state := found.Container.State
	endedWell := state.Status == container.StateExited && state.ExitCode == 0 && !state.OOMKilled
	// What a restart of the daemon ended looks like an app that failed: such an end is run again.
	if !state.Running && !endedWell || !r.volume.exists() {
		return nil, errAgain
	}
	if began, err := time.Parse(time.RFC3339Nano, state.StartedAt); err == nil {
		r.began = began
	}
	logs, err := r.driver.daemon.ContainerLogs(ctx, r.name, client.ContainerLogsOptions{
		ShowStdout: true, ShowStderr: true, Follow: true,
	})
	if err != nil {
		return nil, err
	}
	r.listen(logs, func() { _ = logs.Close() })
	return nil, nil
}

// start makes a container and starts it.
func (r *run) start(ctx context.Context) (*driver.Outcome, error) {
	i, err := r.driver.image(ctx, r.spec.App)
	if err != nil {
		return nil, err
	}
	if bad := i.refused(r.spec.Args); bad != nil {
		return bad, nil
	}
	if err := r.volume.clear(); err != nil {
		return nil, err
	}
	var mounted errgroup.Group // while the container is made
	mounted.Go(func() error { return r.driver.fill(ctx, r.volume, r.spec.Limits.OutputBytes) })
	bad, err := r.create(ctx, i)
	if err := errors.Join(err, mounted.Wait()); err != nil || bad != nil {
		return bad, err
	}
	if _, err := r.driver.daemon.ContainerStart(ctx, r.name, client.ContainerStartOptions{}); err != nil {
		return startError(err)
	}
	r.began = time.Now()
	return nil, nil
}

// create makes the container and listens to it: nothing that it says is lost.
func (r *run) create(ctx context.Context, i image) (*driver.Outcome, error) {
	options, err := r.driver.containerOf(ctx, r, i)
	if err != nil {
		return nil, err
	}
	if _, err := r.driver.daemon.ContainerCreate(ctx, options); err != nil {
		return startError(err)
	}
	stream, err := r.driver.daemon.ContainerAttach(ctx, r.name, client.ContainerAttachOptions{
		Stream: true, Stdout: true, Stderr: true,
	})
	if err != nil {
		return nil, err
	}
	r.listen(stream.Reader, stream.Close)
	return nil, nil
}

// listen reads what the app says until it ends.
func (r *run) listen(from io.Reader, stop func()) {
	r.closers = append(r.closers, stop)
	r.said = make(chan error, 1)
	r.streams.Go(func() {
		_, err := stdcopy.StdCopy(r.stdout, r.stderr, from)
		r.said <- err
	})
}

// listenWithin is how long the end of what an app said may follow its own.
const listenWithin = 10 * time.Second

func (r *run) listened(ctx context.Context) error {
	timer := time.NewTimer(listenWithin)
	defer timer.Stop()
	select {
	case err := <-r.said:
		return err
	case <-timer.C:
		return fmt.Errorf("what the app said does not end %s after the app", listenWithin)
	case <-ctx.Done():
		return ctx.Err()
	}
}

// await returns when the container has ended: by itself, at its wall time, or for what
// watching its outputs told.
func (r *run) await(ctx context.Context) (timedOut bool, watched, err error) {
	ended := r.driver.daemon.ContainerWait(ctx, r.name, client.ContainerWaitOptions{
		Condition: container.WaitConditionNotRunning,
	})
	var wall <-chan time.Time
	if r.spec.Limits.Wall > 0 {
		timer := time.NewTimer(time.Until(r.began.Add(r.spec.Limits.Wall)))
		defer timer.Stop()
		wall = timer.C
	}
	look, stop := r.volume.watch(r.spec.Limits.OutputBytes)
	defer stop()
	for {
		select {
		case <-ended.Result:
			return timedOut, watched, nil
		case err := <-ended.Error:
			return timedOut, watched, err
		case <-wall:
			timedOut, wall = true, nil
		case watched = <-look:
			look = nil
		}
		_, err := r.driver.daemon.ContainerKill(ctx, r.name, client.ContainerKillOptions{})
		if err != nil && !cerrdefs.IsNotFound(err) && !cerrdefs.IsConflict(err) { // it ended by itself meanwhile
			return timedOut, watched, err
		}
	}
}

func (r *run) state(ctx context.Context) (*container.State, error) {
	found, err := r.driver.daemon.ContainerInspect(ctx, r.name, client.ContainerInspectOptions{})
	if err != nil {
		return nil, err
	}
	if found.Container.State == nil || found.Container.State.Running {
		return nil, errors.New("the container ended and runs")
	}
	return found.Container.State, nil
}

// The exit codes of a process that a signal ended: SIGKILL and SIGTERM.
const (
	exitKilled     = 128 + 9
	exitTerminated = 128 + 15
)

// outcome tells how the app ended. What is no exit code of its own has a fixed text:
// how far it came before differs between machines.
func (r *run) outcome(
	ctx context.Context, state *container.State, timedOut bool, watched error,
) (driver.Outcome, error) {
	out := driver.Outcome{
		Cause: poco.CauseOK, Stdout: r.stdout.head, Stderr: r.stderr.head, Usage: r.usage.of(r.began, state),
	}
	found, over, err := r.volume.check(r.spec.Limits.OutputBytes, watched)
	if err != nil {
		return out, err
	}
	switch {
	case over:
		out.Cause = poco.CauseOutputTooLarge
	case watched != nil:
		out.Cause, out.Tail = poco.CauseBadOutput, found.bad
	case timedOut:
		out.Cause = poco.CauseTimeout
	case state.ExitCode == exitKilled:
		// Nobody but the kernel kills an app, for want of memory. The daemon says so most
		// times, but loses it one time in twenty: the cause must not depend on it.
		out.Cause = poco.CauseOutOfMemory
		if !state.OOMKilled {
			return out, ErrSignal
		}
	case notExecuted(state.ExitCode, r.stdout.head, r.stderr.head):
		out.Cause, out.Tail = poco.CauseBadApp, noProgram
	case state.ExitCode != 0:
		out.Cause, out.ExitCode = poco.CauseExit, uint32(state.ExitCode) //nolint:gosec // a byte
		out.Tail = driver.Tail(r.stdout.end(), r.stderr.end())
		if state.ExitCode == exitTerminated {
			return out, ErrSignal
		}
	case found.bad != "":
		out.Cause, out.Tail = poco.CauseBadOutput, found.bad
	default:
		out.OutputLen, err = copyOutputs(ctx, r.volume.out(), r.spec.OutDir)
	}
	return out, err
}
