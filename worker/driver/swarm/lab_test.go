package swarm

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/registry"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/moby/moby/client"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/driver/docker"
	"github.com/iexecd/iexecd/worker/driver/drivertest"
)

// lab is a swarm of one machine: a daemon in a network namespace of its own, so that
// it leaves nothing behind and cannot disturb another daemon, with a registry.
type lab struct {
	t        *testing.T
	dir      string
	host     string
	daemon   *client.Client
	serves   http.Handler
	registry string // host:port, as the daemon sees it
	names    atomic.Int64
}

func newLab(t *testing.T) *lab {
	t.Helper()
	dir, err := os.MkdirTemp("", "iexecd-swarm-") //nolint:usetesting // the path of a socket must be short
	require.NoError(t, err)
	l := &lab{t: t, dir: dir, host: "unix://" + filepath.Join(dir, "sock")}
	t.Cleanup(l.requireNothingLeft)
	pid := l.start()
	l.daemon, err = docker.Dial(l.host)
	require.NoError(t, err)
	t.Cleanup(func() { _ = l.daemon.Close() })
	require.Eventually(t, func() bool {
		_, err := l.daemon.Ping(t.Context(), client.PingOptions{})
		return err == nil
	}, time.Minute, 50*time.Millisecond, "%s", l.log())
	l.serve(pid)
	return l
}

// start starts the daemon and returns its process.
func (l *lab) start() int {
	l.t.Helper()
	at := func(file string) string { return filepath.Join(l.dir, file) }
	out, err := os.Create(at("log"))
	require.NoError(l.t, err)
	//nolint:noctx // ended by a signal
	cmd := exec.Command("sh", "-c", `ip link set lo up && exec dockerd "$@"`, "sh", "-H", l.host,
		"--data-root", at("data"), "--exec-root", at("exec"), "--pidfile", at("pid"), "--bridge", "none")
	cmd.Stdout, cmd.Stderr = out, out
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET, Pdeathsig: syscall.SIGTERM}
	started, ended := make(chan error, 1), make(chan struct{})
	go func() {
		defer close(ended)
		runtime.LockOSThread() // the daemon ends with the thread that started it
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait()
		}
	}()
	require.NoError(l.t, <-started, "a test of swarms needs root, dockerd and ip")
	l.t.Cleanup(func() {
		_, _ = l.daemon.SwarmLeave(context.Background(), client.SwarmLeaveOptions{Force: true})
		_ = cmd.Process.Signal(syscall.SIGTERM)
		select {
		case <-ended:
		case <-time.After(time.Minute):
			_ = cmd.Process.Kill()
			<-ended
		}
	})
	return cmd.Process.Pid
}

func (l *lab) log() string {
	text, _ := os.ReadFile(filepath.Join(l.dir, "log"))
	return string(text[max(0, len(text)-2000):])
}

// serve opens a registry where the daemon reaches it.
func (l *lab) serve(pid int) {
	l.t.Helper()
	type opened struct {
		net.Listener
		error
	}
	result := make(chan opened)
	go func() {
		runtime.LockOSThread() // and never unlocked: the thread ends with its goroutine
		ns, err := os.Open(fmt.Sprintf("/proc/%d/ns/net", pid))
		if err == nil {
			err = unix.Setns(int(ns.Fd()), unix.CLONE_NEWNET)
		}
		var listener net.Listener
		if err == nil {
			listener, err = net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // at once
		}
		result <- opened{listener, err}
	}()
	r := <-result
	require.NoError(l.t, r.error)
	l.serves, l.registry = registry.New(registry.Logger(log.New(io.Discard, "", 0))), r.Addr().String()
	server := &http.Server{Handler: l.serves, ReadHeaderTimeout: time.Minute}
	go func() { _ = server.Serve(r.Listener) }()
	l.t.Cleanup(func() { _ = server.Close() })
}

// RoundTrip asks the registry from where it cannot be reached.
func (l *lab) RoundTrip(q *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	if q.Body == nil {
		q.Body = http.NoBody
	}
	l.serves.ServeHTTP(w, q)
	r := w.Result()
	r.Request = q
	return r, nil
}

// init makes the daemon a swarm.
func (l *lab) init() {
	l.t.Helper()
	_, err := l.daemon.SwarmInit(l.t.Context(), client.SwarmInitOptions{
		ListenAddr: "127.0.0.1:2377", AdvertiseAddr: "127.0.0.1",
	})
	require.NoError(l.t, err, "%s", l.log())
}

// driver returns a driver with a folder of its own.
func (l *lab) driver(o Options) *Driver {
	l.t.Helper()
	o.Host = l.host
	if o.Name == "" {
		o.Name = fmt.Sprintf("test-%d", l.names.Add(1))
	}
	if o.SharedDir == "" {
		o.SharedDir = l.t.TempDir()
	}
	d, err := New(o)
	require.NoError(l.t, err)
	l.t.Cleanup(func() { _ = d.Close() })
	return d
}

// guest puts the suite's app into the registry, with an entry point.
func (l *lab) guest(entry ...string) drivertest.App {
	l.t.Helper()
	path := filepath.Join(l.t.TempDir(), "app")
	cmd := exec.CommandContext(l.t.Context(), "go", "build", "-buildvcs=false", "-ldflags=-s -w", "-o", path,
		"github.com/iexecd/iexecd/worker/driver/drivertest/guest")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	out, err := cmd.CombinedOutput()
	require.NoError(l.t, err, "%s", out)
	program, err := os.ReadFile(path)
	require.NoError(l.t, err)
	layer, err := tarball.LayerFromOpener(func() (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(tarOf(l.t, "app", program))), nil
	})
	require.NoError(l.t, err)
	image, err := mutate.AppendLayers(empty.Image, layer)
	require.NoError(l.t, err)
	config, err := image.ConfigFile()
	require.NoError(l.t, err)
	config = config.DeepCopy()
	config.OS, config.Architecture, config.Config.Entrypoint = driver.ImageOS, driver.ImageArch, entry
	image, err = mutate.ConfigFile(image, config)
	require.NoError(l.t, err)
	digest, err := image.Digest()
	require.NoError(l.t, err)
	ref := fmt.Sprintf("%s/test/guest@%s", l.registry, digest)
	to, err := name.NewDigest(ref)
	require.NoError(l.t, err)
	require.NoError(l.t, remote.Write(to, image, remote.WithTransport(l)))
	return func(testing.TB) string { return ref }
}

// requireEmpty checks that nothing of a driver is left in the swarm.
func (l *lab) requireEmpty(d *Driver) {
	l.t.Helper()
	ours := client.Filters{}.Add("label", labelName+"="+d.options.Name)
	services, err := l.daemon.ServiceList(l.t.Context(), client.ServiceListOptions{Filters: ours})
	require.NoError(l.t, err)
	require.Empty(l.t, services.Items)
	require.Eventually(l.t, func() bool { // a machine removes its part after the manager has removed all
		networks, err := l.daemon.NetworkList(l.t.Context(), client.NetworkListOptions{Filters: ours})
		if err != nil || len(networks.Items) > 0 {
			return false
		}
		list, err := l.daemon.ContainerList(l.t.Context(), client.ContainerListOptions{All: true, Filters: ours})
		return err == nil && len(list.Items) == 0
	}, time.Minute, 50*time.Millisecond)
	entries, err := filepath.Glob(filepath.Join(d.options.SharedDir, "volumes", "*"))
	require.NoError(l.t, err)
	require.Empty(l.t, entries)
}

// requireNothingLeft removes the daemon's folder: nothing may be mounted in it.
func (l *lab) requireNothingLeft() {
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	require.NoError(l.t, err)
	for line := range strings.Lines(string(mounts)) {
		if at := strings.Fields(line)[4]; strings.HasPrefix(at, l.dir) {
			_ = unix.Unmount(at, unix.MNT_DETACH)
			l.t.Errorf("the daemon left a mount at %s", at)
		}
	}
	require.NoError(l.t, os.RemoveAll(l.dir))
}
