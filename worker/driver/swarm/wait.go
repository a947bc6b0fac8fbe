package swarm

import (
	"context"
	"fmt"
	"os"
	"slices"
	"time"

	cerrdefs "github.com/containerd/errdefs"
	"github.com/moby/moby/api/types/swarm"
	"github.com/moby/moby/client"
)

// lookEvery is how often a job is looked at: daemons tell no news of jobs' tasks.
const lookEvery = 200 * time.Millisecond

// poll calls ready every now and then until it is, fails, or ctx is over.
func poll(ctx context.Context, ready func() (bool, error)) error {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		if ok, err := ready(); ok || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-tick.C:
		}
	}
}

// tasks returns the tasks of a service, the newest first; none if there is no service.
func (d *Driver) tasks(ctx context.Context, name string) ([]swarm.Task, error) {
	list, err := d.daemon.TaskList(ctx, client.TaskListOptions{Filters: client.Filters{}.Add("service", name)})
	if cerrdefs.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("swarm: %w", err)
	}
	slices.SortFunc(list.Items, func(a, b swarm.Task) int { return b.CreatedAt.Compare(a.CreatedAt) })
	return list.Items, nil
}

// over are the states of a task whose container does not run any more, or never did.
var over = []swarm.TaskState{
	swarm.TaskStateComplete, swarm.TaskStateShutdown, swarm.TaskStateFailed, swarm.TaskStateRejected,
	swarm.TaskStateOrphaned,
}

// stop removes a service, and waits until its containers are dead.
func (d *Driver) stop(ctx context.Context, name string) error {
	late := fmt.Errorf("swarm: the containers of %s do not end within %s", name, endWithin)
	ctx, cancel := context.WithTimeoutCause(ctx, endWithin, late)
	defer cancel()
	list, err := d.tasks(ctx, name)
	if err != nil {
		return err
	}
	_, err = d.daemon.ServiceRemove(ctx, name, client.ServiceRemoveOptions{})
	if err != nil && !cerrdefs.IsNotFound(err) {
		return fmt.Errorf("swarm: %w", err)
	}
	for _, one := range list {
		if err := d.awaitEnd(ctx, one.ID); err != nil {
			return err
		}
	}
	return nil
}

// awaitEnd waits until a task is gone or over, or its machine is down.
func (d *Driver) awaitEnd(ctx context.Context, task string) error {
	return poll(ctx, func() (bool, error) {
		r, err := d.daemon.TaskInspect(ctx, task, client.TaskInspectOptions{})
		switch {
		case cerrdefs.IsNotFound(err):
			return true, nil
		case err != nil:
			return false, fmt.Errorf("swarm: %w", err)
		case slices.Contains(over, r.Task.Status.State):
			return true, nil
		}
		return d.down(ctx, r.Task.NodeID), nil
	})
}

// down reports whether the machine of a task is not there.
func (d *Driver) down(ctx context.Context, node string) bool {
	if node == "" {
		return false
	}
	r, err := d.daemon.NodeInspect(ctx, node, client.NodeInspectOptions{})
	return cerrdefs.IsNotFound(err) || err == nil && r.Node.Status.State != swarm.NodeStateReady
}

// removeNetwork removes the network of a job, once nobody is on it any more.
func (d *Driver) removeNetwork(ctx context.Context, name string) error {
	return poll(ctx, func() (bool, error) {
		_, err := d.daemon.NetworkRemove(ctx, name, client.NetworkRemoveOptions{})
		switch {
		case err == nil, cerrdefs.IsNotFound(err):
			return true, nil
		case ctx.Err() != nil:
			return false, fmt.Errorf("the network %s cannot be removed within %s: %w", name, endWithin, err)
		}
		return false, nil // it has active endpoints, or is being removed
	})
}

// tempDir is an empty folder.
type tempDir struct{ path string }

func emptyDir() (tempDir, error) {
	path, err := os.MkdirTemp("", "iexecd-probe-")
	return tempDir{path}, err
}

func (t tempDir) remove() { _ = os.RemoveAll(t.path) }
