package swarm

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"time"

	cerrdefs "github.com/containerd/errdefs"
	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/api/types/mount"
	"github.com/moby/moby/api/types/swarm"
	"github.com/moby/moby/client"

	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/driver/docker"
)

// job is one run of a task as a service of the swarm.
type job struct {
	*Driver
	spec        driver.Spec
	name        string
	folder      docker.Folder
	constraints []string
	began       time.Time // since when it waits for a machine
	live        *live
}

func (d *Driver) job(s driver.Spec) *job {
	return &job{
		Driver: d, spec: s, name: d.nameOf(s.TaskID), folder: d.parts.FolderOf(s.TaskID),
		constraints: d.options.Constraints, began: time.Now(),
	}
}

// run runs the job to its end and returns its outcome. With errSignal the outcome is
// what it would be if the app had ended itself.
func (j *job) run(ctx context.Context) (driver.Outcome, error) {
	ctx, cancel := context.WithCancel(ctx)
	j.live = &live{tell: j.spec.Live}
	defer j.live.wait()
	defer cancel()
	bad, err := j.open(ctx)
	if err != nil {
		return driver.Outcome{}, err
	}
	if bad != nil {
		return *bad, nil
	}
	task, timedOut, watched, err := j.await(ctx)
	if err != nil {
		return driver.Outcome{}, err
	}
	said, err := j.listen(ctx, task.ID)
	if err != nil {
		return driver.Outcome{}, err
	}
	if timedOut || watched != nil { // the container runs
		if err := j.stop(ctx, j.name); err != nil {
			return driver.Outcome{}, err
		}
	}
	return j.outcome(ctx, task, said, timedOut, watched)
}

// open takes up the job of the task if there is one, or makes one. An outcome means
// that no container of this image can be started.
func (j *job) open(ctx context.Context) (*driver.Outcome, error) {
	_, err := j.daemon.ServiceInspect(ctx, j.name, client.ServiceInspectOptions{})
	switch {
	case err == nil && !j.folder.Exists():
		return nil, errAgain
	case err == nil || !cerrdefs.IsNotFound(err):
		return nil, err
	}
	walls, err := j.parts.Walls(ctx, j.spec.Limits)
	if err != nil {
		return nil, err
	}
	memory, bad, err := j.parts.Image(ctx, j.spec.App, j.spec.Args, walls.Memory)
	if err != nil || bad != nil {
		return bad, err
	}
	if err := j.folder.Fill(ctx, j.spec.InDir); err != nil {
		return nil, err
	}
	if err := j.makeNetwork(ctx); err != nil {
		return nil, err
	}
	auth, err := j.encoded(j.spec.App)
	if err != nil {
		return nil, err
	}
	_, err = j.daemon.ServiceCreate(ctx, client.ServiceCreateOptions{
		Spec: j.service(walls, memory), EncodedRegistryAuth: auth,
	})
	j.began = time.Now()
	return nil, err
}

func (j *job) labels() map[string]string {
	return map[string]string{labelName: j.options.Name, labelTask: j.spec.TaskID.String()}
}

// makeNetwork makes a network on which only this job is, and from which nothing leads
// anywhere.
func (j *job) makeNetwork(ctx context.Context) error {
	_, err := j.daemon.NetworkCreate(ctx, j.name, client.NetworkCreateOptions{
		Driver: "overlay", Scope: "swarm", Internal: true, Labels: j.labels(),
	})
	if cerrdefs.IsConflict(err) { // of a run that ended between network and service
		return nil
	}
	return err
}

// nowhere answers no question about names. Without it daemons before 25.0.5 ask their
// own machine's name server, and so let questions out of an internal network. It is
// of the addresses that are for documents only (RFC 5737).
var nowhere = netip.MustParseAddr("192.0.2.1")

// service returns the job: the same walls as around a container of package docker, as
// far as a swarm has them.
func (j *job) service(walls *container.HostConfig, memory []mount.Mount) swarm.ServiceSpec {
	one, at := uint64(1), time.Duration(0)
	mounts := append(memory,
		mount.Mount{Type: mount.TypeBind, Source: j.folder.In(), Target: driver.GuestIn, ReadOnly: true},
		mount.Mount{Type: mount.TypeBind, Source: j.folder.Out(), Target: driver.GuestOut},
		mount.Mount{Type: mount.TypeTmpfs, Target: "/tmp", TmpfsOptions: &mount.TmpfsOptions{
			SizeBytes: walls.Memory, Mode: 0o1777,
		}})
	return swarm.ServiceSpec{
		Annotations: swarm.Annotations{Name: j.name, Labels: j.labels()},
		Mode:        swarm.ServiceMode{Replicated: &swarm.ReplicatedService{Replicas: &one}},
		TaskTemplate: swarm.TaskSpec{
			ContainerSpec: &swarm.ContainerSpec{
				Image: j.spec.App, Args: j.spec.Args, Env: docker.Env(j.spec), User: docker.User(), Hostname: "iexec",
				Labels: j.labels(), ReadOnly: true, CapabilityDrop: []string{"ALL"}, StopSignal: "SIGKILL",
				StopGracePeriod: &at, Healthcheck: &container.HealthConfig{Test: []string{"NONE"}},
				Mounts: mounts, Ulimits: walls.Ulimits, DNSConfig: &swarm.DNSConfig{Nameservers: []netip.Addr{nowhere}},
				Privileges: &swarm.Privileges{
					NoNewPrivileges: true,
					Seccomp:         &swarm.SeccompOpts{Mode: swarm.SeccompModeCustom, Profile: docker.Seccomp()},
				},
			},
			Resources: &swarm.ResourceRequirements{
				Limits:       &swarm.Limit{NanoCPUs: walls.NanoCPUs, MemoryBytes: walls.Memory, Pids: *walls.PidsLimit},
				Reservations: &swarm.Resources{NanoCPUs: walls.NanoCPUs, MemoryBytes: walls.Memory},
			},
			RestartPolicy: &swarm.RestartPolicy{Condition: swarm.RestartPolicyConditionNone},
			Placement: &swarm.Placement{
				Constraints: j.constraints,
				Platforms:   []swarm.Platform{{OS: driver.ImageOS, Architecture: driver.ImageArch}},
			},
			Networks:  []swarm.NetworkAttachmentConfig{{Target: j.name}},
			LogDriver: &swarm.Driver{Name: "json-file", Options: map[string]string{"max-size": "8m", "max-file": "2"}},
		},
		EndpointSpec: &swarm.EndpointSpec{Mode: swarm.ResolutionModeDNSRR},
	}
}

// await returns the job's task when its container has ended, or when it must not go
// on: at its wall time, or for what watching its outputs told.
func (j *job) await(ctx context.Context) (task swarm.Task, timedOut bool, watched, err error) {
	look, stop := j.folder.Watch(j.spec.Limits.OutputBytes)
	defer stop()
	err = poll(ctx, func() (bool, error) {
		list, err := j.tasks(ctx, j.name)
		if err != nil || len(list) == 0 {
			return false, errors.Join(err, j.late(swarm.TaskStatus{}))
		}
		task = list[0]
		switch task.Status.State { //nolint:exhaustive // the others wait for a machine
		case swarm.TaskStateComplete, swarm.TaskStateFailed:
			return true, nil
		case swarm.TaskStateRejected:
			return docker.StartFault(task.Status.Err) != nil, j.rejected(task.Status)
		case swarm.TaskStateShutdown, swarm.TaskStateRemove, swarm.TaskStateOrphaned:
			return false, fmt.Errorf("the job's task is in the state %s: %s", task.Status.State, said(task.Status))
		case swarm.TaskStateRunning:
		default:
			return false, j.late(task.Status)
		}
		if j.down(ctx, task.NodeID) {
			return false, fmt.Errorf("the machine %s of the swarm, which runs the app, is down", task.NodeID)
		}
		j.follow(ctx, task.ID)
		select {
		case watched = <-look:
		default:
			timedOut = j.spec.Limits.Wall > 0 && time.Since(task.Status.Timestamp) > j.spec.Limits.Wall
		}
		return timedOut || watched != nil, nil
	})
	return task, timedOut, watched, err
}

// late returns an error if the job waits for a machine and its image for too long.
func (j *job) late(status swarm.TaskStatus) error {
	if time.Since(j.began) < j.options.Pending {
		return nil
	}
	return fmt.Errorf("the swarm did not start the job within %s: %s; next: see docker node ls, and whether a machine "+
		"has the memory and the cores that the category asks for", j.options.Pending, said(status))
}

// rejected returns an error unless the image is to blame.
func (j *job) rejected(status swarm.TaskStatus) error {
	if docker.StartFault(status.Err) != nil {
		return nil
	}
	return fmt.Errorf("a machine of the swarm did not start the app: %s; next: see whether it reaches the image's "+
		"registry and has the folder %s", said(status), j.options.SharedDir)
}

// said returns what a swarm says of a task.
func said(status swarm.TaskStatus) string {
	if status.Err != "" {
		return status.Err
	}
	return string(status.State) + " " + status.Message
}

// exitKilled and exitTerminated are the exit codes of a process that a signal ended.
const (
	exitKilled     = 128 + 9
	exitTerminated = 128 + 15
)

// outcome tells how the app ended, as package docker does.
func (j *job) outcome(
	ctx context.Context, task swarm.Task, said *docker.Said, timedOut bool, watched error,
) (driver.Outcome, error) {
	if bad := docker.StartFault(task.Status.Err); bad != nil {
		return *bad, nil
	}
	out := driver.Outcome{Cause: poco.CauseOK}
	out.Stdout, out.Stderr = said.Heads()
	bad, over, err := j.folder.Check(j.spec.Limits.OutputBytes, watched)
	if err != nil {
		return out, err
	}
	switch status := task.Status.ContainerStatus; {
	case over:
		out.Cause = poco.CauseOutputTooLarge
	case watched != nil:
		out.Cause, out.Tail = poco.CauseBadOutput, bad
	case timedOut:
		out.Cause = poco.CauseTimeout
	case status == nil || task.Status.State == swarm.TaskStateFailed && status.ExitCode == 0:
		return out, fmt.Errorf("the app's container failed: %s", task.Status.Err)
	case status.ExitCode != 0:
		return j.failed(ctx, out, task, said)
	case bad != "":
		out.Cause, out.Tail = poco.CauseBadOutput, bad
	default:
		out.OutputLen, err = j.folder.Keep(ctx, j.spec.OutDir)
	}
	return out, err
}

// failed tells how an app ended that has an exit code. Only the daemon of the machine
// that ran it knows whether it was out of memory: if that is not the one that is asked,
// an app that is killed twice was.
func (j *job) failed(
	ctx context.Context, out driver.Outcome, task swarm.Task, said *docker.Said,
) (driver.Outcome, error) {
	status := task.Status.ContainerStatus
	if bad := said.NoProgram(status.ExitCode); bad != nil {
		return *bad, nil
	}
	here, err := j.daemon.ContainerInspect(ctx, status.ContainerID, client.ContainerInspectOptions{})
	known := err == nil && here.Container.State != nil
	killed := status.ExitCode == exitKilled
	if known && here.Container.State.OOMKilled || !known && killed {
		out.Cause = poco.CauseOutOfMemory
		if !known {
			return out, errSignal
		}
		return out, nil
	}
	out.Cause, out.ExitCode, out.Tail = poco.CauseExit, uint32(status.ExitCode), said.Tail() //nolint:gosec // a byte
	if killed || status.ExitCode == exitTerminated {
		return out, errSignal
	}
	return out, nil
}
