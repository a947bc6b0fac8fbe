package docker

import (
	"context"
	_ "embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/api/types/mount"
	"github.com/moby/moby/client"

	"github.com/iexecd/iexecd/worker/driver"
)

// seccomp is the profile of all containers: what programs need, without io_uring,
// ptrace and whatever changes the machine.
//
//go:embed seccomp.json
var seccomp string

// What every container gets. nobody is Debian's and most others' user of that name.
const (
	nobody       = 65534
	maxProcesses = 256
	maxOpenFiles = 4096
	leastMemory  = 6 << 20 // Docker takes no less
	sourceDate   = "1640995200"
	gvisor       = "runsc"
	guestTmp     = "/tmp" // memory that an app can write to
)

// containerOf returns the container of a run.
func (d *Driver) containerOf(ctx context.Context, r *run, i image) (client.ContainerCreateOptions, error) {
	s := r.spec
	if err := readable(s.InDir); err != nil {
		return client.ContainerCreateOptions{}, err
	}
	in, err := filepath.Abs(s.InDir)
	if err != nil {
		return client.ContainerCreateOptions{}, err
	}
	host, err := d.hostConfig(ctx, s.Limits)
	if err != nil {
		return client.ContainerCreateOptions{}, err
	}
	host.Mounts = append(i.memoryFor(host.Memory),
		mount.Mount{Type: mount.TypeBind, Source: in, Target: driver.GuestIn, ReadOnly: true},
		mount.Mount{Type: mount.TypeBind, Source: r.volume.out(), Target: driver.GuestOut})
	if s.GVisor {
		host.Runtime = gvisor
	}
	if s.Network {
		host.NetworkMode = "bridge"
	}
	if s.GPU {
		host.DeviceRequests = []container.DeviceRequest{gpu}
	}
	return client.ContainerCreateOptions{
		Name: r.name, HostConfig: host,
		Config: &container.Config{
			Image: s.App, Cmd: s.Args, Env: envOf(s), User: fmt.Sprintf("%d:%d", uid(), gid()),
			Hostname: "iexec", StopSignal: "SIGKILL",
			NetworkDisabled: !s.Network, Healthcheck: &container.HealthConfig{Test: []string{"NONE"}},
			Labels:       map[string]string{labelName: d.options.Name, labelTask: s.TaskID.String()},
			AttachStdout: true, AttachStderr: true,
		},
	}, nil
}

// envOf returns all of an app's environment, sorted.
func envOf(s driver.Spec) []string {
	env := []string{"HOME=/tmp", "SOURCE_DATE_EPOCH=" + sourceDate}
	for key, value := range s.Env {
		env = append(env, key+"="+value)
	}
	slices.Sort(env)
	return env
}

// gpu asks for all GPUs of the machine.
var gpu = container.DeviceRequest{Driver: "nvidia", Count: -1, Capabilities: [][]string{{"gpu"}}}

// hostConfig returns the walls around a container.
func (d *Driver) hostConfig(ctx context.Context, l driver.Limits) (*container.HostConfig, error) {
	cores, err := d.cores(ctx)
	if err != nil {
		return nil, err
	}
	millis := l.CPUMillis
	if millis == 0 {
		millis = 1000
	}
	memory := max(int64(l.MemoryBytes), leastMemory) //nolint:gosec // a category's limit
	// No file of /tmp or of good outputs is larger; one that is, is seen as too large.
	largest := max(memory, int64(l.OutputBytes)) + 1<<20 //nolint:gosec // a category's limit
	pids, never := int64(maxProcesses), false
	host := &container.HostConfig{
		NetworkMode: "none", ReadonlyRootfs: true, CapDrop: []string{"ALL"}, IpcMode: "none",
		SecurityOpt:   []string{"no-new-privileges:true", "seccomp=" + seccomp},
		RestartPolicy: container.RestartPolicy{Name: container.RestartPolicyDisabled},
		LogConfig: container.LogConfig{
			Type: "json-file", Config: map[string]string{"max-size": "2m", "max-file": "2"},
		},
		Tmpfs: map[string]string{
			guestTmp: fmt.Sprintf("rw,nosuid,nodev,size=%d,mode=0700,uid=%d,gid=%d", memory, uid(), gid()),
		},
		Resources: container.Resources{
			Memory: memory, MemorySwap: memory, PidsLimit: &pids, OomKillDisable: &never,
			NanoCPUs: min(int64(millis), int64(cores)*1000) * 1_000_000,
			Ulimits: []*container.Ulimit{
				{Name: "core", Soft: 0, Hard: 0},
				{Name: "nofile", Soft: maxOpenFiles, Hard: maxOpenFiles},
				{Name: "fsize", Soft: largest, Hard: largest},
			},
		},
	}
	return host, nil
}

// uid and gid are who an app is: nobody; or this process's own user, if it is not
// root and could not read what another wrote.
func uid() int {
	if os.Geteuid() == 0 {
		return nobody
	}
	return os.Geteuid()
}

func gid() int {
	if os.Geteuid() == 0 {
		return nobody
	}
	return os.Getegid()
}

// cores returns how many CPUs the daemon's machine has.
func (d *Driver) cores(ctx context.Context) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.cpus > 0 {
		return d.cpus, nil
	}
	r, err := d.daemon.Info(ctx, client.InfoOptions{})
	if err != nil {
		return 0, err
	}
	d.cpus = max(r.Info.NCPU, 1)
	return d.cpus, nil
}

// readable lets every user read a folder of inputs: who can reach it is decided by
// the folders above it.
func readable(dir string) error {
	return filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir():
			return os.Chmod(path, 0o755) //nolint:gosec // inputs of a container
		case e.Type().IsRegular():
			return os.Chmod(path, 0o444) //nolint:gosec // as above
		}
		return fmt.Errorf("%s in the inputs is neither a file nor a folder", path)
	})
}
