// Package swarm runs apps that are container images as jobs of a Docker Swarm, so that
// one worker can use many machines. It is for pools whose workers and requesters trust
// each other: it isolates less than package docker.
//
// A job is a service of one replica that is never started again. Swarm's own mode for
// jobs, replicated-job, is not used: with Docker 20.10 (Debian 12) a job that is
// removed runs on, so that nothing could end it at its wall time, and its record stays
// for ever (moby/moby issues 44312 and 42789).
//
// What it lacks (Lacks tells the same to users):
//   - there is no network mode "none": a task gets an internal overlay network of its
//     own, on which nobody else is;
//   - no choice of seccomp profile and no no-new-privileges before API 1.44: what is
//     asked for is ignored, and the daemon's default profile does not block io_uring;
//   - swap is not bounded, and memory shared between processes is not switched off;
//   - outputs go to a folder that is looked at five times a second, not to a file
//     system of their own: a task can fill the shared disk for a moment;
//   - no gVisor, no GPU, no network for apps;
//   - on another machine than the one whose daemon is asked, an app that is killed for
//     its memory looks like one that is killed from outside: it is run twice to tell;
//   - of output longer than 16 MiB only the end is kept.
//
// Inputs and outputs are bind mounts, and a bind mount is of the machine that runs
// the container. So Options.SharedDir must be the same folder on all machines, at the
// same path: NFS or the like, which a cluster has. Apps run on machines of linux/amd64
// only, and the manager that is asked must be one; images reach them from their registry
// by digest.
package swarm

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/moby/moby/api/pkg/authconfig"
	"github.com/moby/moby/api/types/registry"
	"github.com/moby/moby/client"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/driver/docker"
	"github.com/iexecd/iexecd/worker/driver/images"
	"github.com/iexecd/iexecd/x/market/types"
)

// Lacks returns what isolation a swarm does not give, one sentence each.
func Lacks() []string {
	return []string{
		"Each task has a network, of its own and without a way out, where a container of one machine has none.",
		"Daemons before API 1.44 take no seccomp profile and no no-new-privileges: io_uring is open to apps.",
		"Swap is not bounded, and shared memory between an app's processes is on.",
		"Outputs have no file system of their own: a task can fill the shared disk for a moment.",
		"There is no gVisor, no GPU and no network for apps.",
		"On other machines a container that is out of memory looks like one that was killed: it is run twice to tell.",
	}
}

// ErrOpenPool means that a swarm is not for a pool that everybody may join or buy from.
var ErrOpenPool = errors.New("a swarm is for pools with an allow list")

// Allowed returns nil if a pool's workers may run apps on a swarm: if not everybody
// can join it. Else it returns ErrOpenPool with the reasons.
func Allowed(membership types.Membership) error {
	if membership == types.Membership_MEMBERSHIP_ALLOW_LIST {
		return nil
	}
	return fmt.Errorf("%w, and this pool is %s, because apps are isolated less. %s Next: run containers with "+
		"--docker, or join a pool with an allow list", ErrOpenPool, membership, strings.Join(Lacks(), " "))
}

// pendingWithin is how long a job may wait for a machine and its image by default.
const pendingWithin = 10 * time.Minute

// Options are what the driver is made of.
type Options struct {
	Host        string        // of a manager's daemon; empty = DOCKER_HOST, else the usual socket
	Name        string        // who runs it, unique among all that use the swarm: a worker's address
	SharedDir   string        // the same folder on all machines
	Images      docker.Images // looks at images before they run; nil = pulled by this driver, and never removed
	Constraints []string      // which machines may be used, as node.labels.iexec==true; nil = all
	Pending     time.Duration // how long a job may wait for a machine and its image; 0 = 10 minutes

	Credentials map[string]images.Credential // of the registries that machines pull from, by host or host:port
}

// Driver runs container images on a swarm.
type Driver struct {
	options Options
	secret  func(registry string) (images.Credential, bool) // a function shows nothing when it is printed
	parts   *docker.Parts
	daemon  *client.Client
}

var _ driver.Container = (*Driver)(nil)

// New returns the driver. It asks the daemon nothing: see Probe.
func New(o Options) (*Driver, error) {
	parts, err := docker.NewParts(docker.Options{Host: o.Host, Name: o.Name, Dir: o.SharedDir, Images: o.Images})
	if err != nil {
		return nil, fmt.Errorf("swarm: %w", err)
	}
	if o.Pending == 0 {
		o.Pending = pendingWithin
	}
	secrets := o.Credentials
	o.Credentials = nil
	return &Driver{
		options: o, parts: parts, daemon: parts.Daemon(),
		secret: func(host string) (images.Credential, bool) {
			c, ok := secrets[host]
			return c, ok
		},
	}, nil
}

// Close ends the use of the daemon.
func (d *Driver) Close() error { return d.daemon.Close() }

// Probe implements driver.Driver: it runs the smallest job on the machine of the daemon.
func (d *Driver) Probe(ctx context.Context) error {
	if err := d.parts.Reach(ctx); err != nil {
		return err
	}
	r, err := d.daemon.Info(ctx, client.InfoOptions{})
	if err != nil {
		return fmt.Errorf("swarm: %w", err)
	}
	if !r.Info.Swarm.ControlAvailable {
		return fmt.Errorf("the Docker daemon at %s is no manager of a swarm: its state there is %q; next: docker "+
			"swarm init, or name a manager's daemon", d.daemon.DaemonHost(), r.Info.Swarm.LocalNodeState)
	}
	image, program, err := d.parts.ProbeImage(ctx)
	if err != nil {
		return fmt.Errorf("swarm: %w", err)
	}
	inputs, err := emptyDir()
	if err != nil {
		return err
	}
	defer inputs.remove()
	s := driver.Spec{
		TaskID: ident.Keccak256([]byte("iexec/probe"), []byte(inputs.path)), App: image, Args: []string{program},
		InDir: inputs.path, OutDir: inputs.path,
		Limits: driver.Limits{MemoryBytes: 16 << 20, OutputBytes: 1 << 20, Wall: time.Minute},
	}
	j := d.job(s)
	j.constraints = []string{"node.id==" + r.Info.Swarm.NodeID}
	out, err := j.run(ctx)
	switch err := errors.Join(err, d.end(ctx, s.TaskID)); {
	case err != nil:
		return fmt.Errorf("the smallest job does not run: %w", err)
	case out.Cause != poco.CauseOK:
		return fmt.Errorf("the smallest job ended with cause %d, exit code %d: %s", out.Cause, out.ExitCode, out.Tail)
	}
	return nil
}

// Prepare implements driver.Preparer: the image is looked at here, and pulled by the
// machine that will run it.
func (d *Driver) Prepare(ctx context.Context, app string) error {
	return d.parts.Images().Ensure(ctx, app)
}

// The errors after which a task is run once more.
var (
	errSignal = errors.New("the container was ended by a signal from outside")
	errAgain  = errors.New("the job of before is of no use")
)

// mostRuns is how often a task is run: an end by a signal counts when it comes twice,
// and a job of before may be of no use.
const mostRuns = 3

// Run implements driver.Driver. A job of the same task, from before a crash of the
// worker, is taken up.
func (d *Driver) Run(ctx context.Context, s driver.Spec) (driver.Outcome, error) {
	if err := possible(s); err != nil {
		return driver.Outcome{}, err
	}
	defer d.parts.Images().Use(s.App)()
	signals := 0
	for runs := 1; ; runs++ {
		out, err := d.job(s).run(ctx)
		if ctx.Err() != nil {
			return driver.Outcome{}, errors.Join(context.Cause(ctx), d.end(ctx, s.TaskID))
		}
		if errors.Is(err, errSignal) {
			signals++
		}
		if signals == 2 { // twice the same
			err = nil
		}
		again := errors.Is(err, errSignal) || errors.Is(err, errAgain)
		if err != nil && !again {
			return driver.Outcome{}, errors.Join(fmt.Errorf("swarm: %w", err), d.end(ctx, s.TaskID))
		}
		if err := d.end(ctx, s.TaskID); err != nil {
			return driver.Outcome{}, err
		}
		if err == nil || runs == mostRuns {
			return out, err
		}
	}
}

// possible returns nil if a swarm can run this, else why not.
func possible(s driver.Spec) error {
	switch {
	case s.GPU, s.GVisor, s.Network:
		return errors.New("a swarm has no GPU, no gVisor and no network for apps; next: leave gpu, gvisor and " +
			"network out of the worker's abilities, or run containers with --docker")
	case s.Limits.OutputBytes == 0 || s.Limits.MemoryBytes == 0:
		return fmt.Errorf("a container with %d bytes of memory and %d of outputs cannot be run",
			s.Limits.MemoryBytes, s.Limits.OutputBytes)
	}
	return nil
}

// The labels of our services and networks: whose they are and of which task.
const (
	labelName = "iexecd.worker"
	labelTask = "iexecd.task"
)

// nameOf returns the name of a task's service: at most 63 characters, as it is also a
// name in the domain name system.
func (d *Driver) nameOf(task ident.Hash) string {
	digits := ident.Keccak256([]byte(d.options.Name), task[:]).String()
	return "iexecd-" + strings.TrimPrefix(digits, "0x")[:40]
}

// Recover implements driver.Recoverer. It removes networks of no job.
func (d *Driver) Recover(ctx context.Context) ([]ident.Hash, error) {
	ours := client.Filters{}.Add("label", labelName+"="+d.options.Name)
	list, err := d.daemon.ServiceList(ctx, client.ServiceListOptions{Filters: ours})
	if err != nil {
		return nil, fmt.Errorf("swarm: %w", err)
	}
	var tasks []ident.Hash
	known := map[string]bool{}
	for _, service := range list.Items {
		if task, err := ident.ParseHash(service.Spec.Labels[labelTask]); err == nil {
			tasks, known[service.Spec.Name] = append(tasks, task), true
		}
	}
	networks, err := d.daemon.NetworkList(ctx, client.NetworkListOptions{Filters: ours})
	if err != nil {
		return nil, fmt.Errorf("swarm: %w", err)
	}
	for _, network := range networks.Items {
		task, err := ident.ParseHash(network.Labels[labelTask])
		if err != nil || known[network.Name] {
			continue
		}
		if err := d.Discard(ctx, task); err != nil {
			return nil, err
		}
	}
	return tasks, nil
}

// endWithin is how long removing a job may take: its container must die first.
const endWithin = time.Minute

// end removes what there is of a task, also when the caller's context is over.
func (d *Driver) end(ctx context.Context, task ident.Hash) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), endWithin)
	defer cancel()
	return d.Discard(ctx, task)
}

// Discard implements driver.Recoverer. It returns when the app is dead, as far as the
// swarm knows.
func (d *Driver) Discard(ctx context.Context, task ident.Hash) error {
	name := d.nameOf(task)
	if err := d.stop(ctx, name); err != nil {
		return err
	}
	if err := d.removeNetwork(ctx, name); err != nil {
		return err
	}
	return d.parts.FolderOf(task).Remove()
}

// encoded returns the credential of an image's registry as daemons hand it on.
func (d *Driver) encoded(ref string) (string, error) {
	host, _, _ := strings.Cut(ref, "/")
	secret, ok := d.secret(host)
	if !ok {
		return "", nil
	}
	text, err := authconfig.Encode(registry.AuthConfig{
		Username: secret.Username, Password: secret.Password, ServerAddress: host,
	})
	if err != nil {
		return "", errors.New("the credential of " + host + " cannot be encoded")
	}
	return text, nil
}
