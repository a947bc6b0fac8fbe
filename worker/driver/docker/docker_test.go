package docker

import (
	"archive/tar"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/moby/moby/client"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/worker/driver/drivertest"
)

// guestImage is the suite's app as an image.
const guestImage = "iexecd/guest:test"

// buildGuest compiles the suite's app for Linux, once.
var buildGuest = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "iexecd-guest-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path := filepath.Join(dir, "app")
	cmd := exec.CommandContext(context.Background(), "go", "build", "-buildvcs=false", "-ldflags=-s -w", "-o", path,
		"github.com/iexecd/iexecd/worker/driver/drivertest/guest")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return out, err
	}
	return os.ReadFile(path)
})

// importGuest makes an image of the suite's app.
func importGuest(tb testing.TB, daemon *client.Client) drivertest.App {
	tb.Helper()
	program, err := buildGuest()
	require.NoError(tb, err, "%s", program)
	importImage(tb, daemon, guestImage, tarOf(tb, file{"app", 0o755, program}), `ENTRYPOINT ["/app"]`)
	return func(testing.TB) string { return guestImage }
}

// file is a file of an image.
type file struct {
	name string
	mode int64
	text []byte
}

func tarOf(tb testing.TB, files ...file) io.Reader {
	tb.Helper()
	var image bytes.Buffer
	to := tar.NewWriter(&image)
	for _, f := range files {
		require.NoError(tb, to.WriteHeader(&tar.Header{
			Typeflag: tar.TypeReg, Name: f.name, Mode: f.mode, Size: int64(len(f.text)),
		}))
		_, err := to.Write(f.text)
		require.NoError(tb, err)
	}
	require.NoError(tb, to.Close())
	return &image
}

// importImage makes an image of a tar.
func importImage(tb testing.TB, daemon *client.Client, name string, files io.Reader, changes ...string) {
	tb.Helper()
	r, err := daemon.ImageImport(tb.Context(), client.ImageImportSource{Source: files, SourceName: "-"}, name,
		client.ImageImportOptions{Changes: changes})
	require.NoError(tb, err, "a test of containers needs a Docker daemon: make test starts one, "+
		"and scripts/with-docker.sh go test ... does")
	text, err := io.ReadAll(r)
	require.NoError(tb, err)
	require.NoError(tb, r.Close())
	require.NotContains(tb, string(text), "error")
}

// newDriver returns a driver of the daemon of DOCKER_HOST, else of the usual socket,
// which leaves nothing behind.
func newDriver(tb testing.TB) *Driver {
	tb.Helper()
	return newDriverOf(tb, Options{Name: nameOf(tb), Dir: tb.TempDir()})
}

// nameOf returns a name for a driver that no other test has.
func nameOf(tb testing.TB) string {
	tb.Helper()
	return fmt.Sprintf("test-%d-%d", os.Getpid(), names.Add(1))
}

var names atomic.Int64

func newDriverOf(tb testing.TB, o Options) *Driver {
	tb.Helper()
	d, err := New(o)
	require.NoError(tb, err)
	tb.Cleanup(func() {
		require.NoError(tb, d.Close())
		for _, at := range mountsBelow(tb, o.Dir) { // of a test that failed
			_ = syscall.Unmount(at, 0)
		}
	})
	return d
}

func mountsBelow(tb testing.TB, dirs ...string) []string {
	tb.Helper()
	text, err := os.ReadFile("/proc/self/mountinfo")
	require.NoError(tb, err)
	var list []string
	for line := range strings.Lines(string(text)) {
		at := strings.Fields(line)[4]
		for _, dir := range dirs {
			if strings.HasPrefix(at, dir+"/") {
				list = append([]string{at}, list...)
			}
		}
	}
	return list
}

// requireNothingLeft checks that a driver has no container, volume or mount.
func requireNothingLeft(tb testing.TB, d *Driver) {
	tb.Helper()
	list, err := d.daemon.ContainerList(tb.Context(), client.ContainerListOptions{
		All: true, Filters: client.Filters{}.Add("label", labelName+"="+d.options.Name),
	})
	require.NoError(tb, err)
	require.Empty(tb, list.Items, "containers")
	entries, err := os.ReadDir(d.volumes())
	if !os.IsNotExist(err) {
		require.NoError(tb, err)
	}
	require.Empty(tb, entries, "volumes")
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	require.NoError(tb, err)
	require.NotContains(tb, string(mounts), d.options.Dir, "mounts")
	var loops []string // a device goes with the last process that looked at it
	require.True(tb, eventually(func() bool { loops = loopsOf(tb, d); return len(loops) == 0 }, patience), loops)
}

// loopsOf returns the files behind loop devices of a driver.
func loopsOf(tb testing.TB, d *Driver) (list []string) {
	tb.Helper()
	loops, err := filepath.Glob("/sys/block/loop*/loop/backing_file")
	require.NoError(tb, err)
	for _, loop := range loops {
		if backing, err := os.ReadFile(loop); err == nil && strings.Contains(string(backing), d.options.Dir) {
			list = append(list, string(backing))
		}
	}
	return list
}

// TestConformance: the driver passes the suite of all drivers.
func TestConformance(t *testing.T) {
	d := newDriver(t)
	drivertest.Run(t, d, importGuest(t, d.daemon), drivertest.Traits{})
	requireNothingLeft(t, d)
}

// TestConformanceOfPlainFolders: so does one that may not mount.
func TestConformanceOfPlainFolders(t *testing.T) {
	d := newDriver(t)
	d.once.Do(func() { d.plain = os.ErrPermission })
	drivertest.Run(t, d, importGuest(t, d.daemon), drivertest.Traits{})
	requireNothingLeft(t, d)
}

// TestOptions: what cannot be part of a container's name is refused.
func TestOptions(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", "a/b", "-a", "a b", strings.Repeat("a", 101)} {
		_, err := New(Options{Name: name, Dir: t.TempDir()})
		require.ErrorContains(t, err, "name", name)
	}
	_, err := New(Options{Name: "a"})
	require.ErrorContains(t, err, "folder")
}

// TestNoDaemon: without a daemon nothing is a result, and Probe tells what to do.
func TestNoDaemon(t *testing.T) {
	t.Parallel()
	d := newDriverOf(t, Options{Name: "nobody", Dir: t.TempDir(), Host: "unix://" + filepath.Join(t.TempDir(), "none")})
	err := d.Probe(t.Context())
	require.ErrorContains(t, err, "no Docker daemon answers at unix://")
	require.ErrorContains(t, err, "next:")
	_, err = d.Run(t.Context(), drivertest.NewSpec(t, func(testing.TB) string { return guestImage }, "copy"))
	require.Error(t, err)
	_, err = d.Recover(t.Context())
	require.Error(t, err)
}

// TestOtherMachine: a daemon of a machine that images are not for is refused.
func TestOtherMachine(t *testing.T) {
	t.Parallel()
	daemon := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		w.Header().Set("Api-Version", "1.41")
		w.Header().Set("Content-Type", "application/json")
		if strings.HasSuffix(q.URL.Path, "/version") {
			_, _ = io.WriteString(w, `{"Os":"linux","Arch":"arm64","ApiVersion":"1.41"}`)
			return
		}
		_, _ = io.WriteString(w, "{}")
	}))
	defer daemon.Close()
	d := newDriverOf(t, Options{Name: "a", Dir: t.TempDir(), Host: "tcp://" + daemon.Listener.Addr().String()})
	require.ErrorContains(t, d.Probe(t.Context()), "is on a machine of linux/arm64")
	p := Parts{d}
	require.ErrorContains(t, p.Reach(t.Context()), "linux/arm64")
}

// TestProbeFolder: a probe's container sees no folder outside of the driver's own, and
// what a killed probe left is removed.
func TestProbeFolder(t *testing.T) {
	d := newDriver(t)
	left := filepath.Join(d.options.Dir, probePrefix+"1")
	require.NoError(t, os.Mkdir(left, 0o700))
	_, err := d.Recover(t.Context())
	require.NoError(t, err)
	require.NoDirExists(t, left)
	t.Setenv("TMPDIR", "/none") // as a private one is to the daemon
	require.NoError(t, d.Probe(t.Context()))
	probes, err := filepath.Glob(filepath.Join(d.options.Dir, probePrefix+"*"))
	require.NoError(t, err)
	require.Empty(t, probes)
}
