package docker

import (
	"archive/tar"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/moby/moby/client"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/worker/driver/drivertest"
)

// guestImage is the suite's app as an image.
const guestImage = "iexecd/guest:test"

var guest sync.Once

// importGuest compiles the suite's app for Linux and makes an image of it, once.
func importGuest(t testing.TB, daemon *client.Client) drivertest.App {
	t.Helper()
	guest.Do(func() {
		path := filepath.Join(t.TempDir(), "app")
		cmd := exec.CommandContext(t.Context(), "go", "build", "-buildvcs=false", "-o", path, //nolint:gosec // a test's own
			"github.com/iexecd/iexecd/worker/driver/drivertest/guest")
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "%s", out)
		program, err := os.ReadFile(path)
		require.NoError(t, err)
		importImage(t, daemon, guestImage, program)
	})
	return func(testing.TB) string { return guestImage }
}

// importImage makes an image with one program, /app, which is its entrypoint.
func importImage(t testing.TB, daemon *client.Client, name string, program []byte) {
	t.Helper()
	var image bytes.Buffer
	to := tar.NewWriter(&image)
	require.NoError(t, to.WriteHeader(&tar.Header{
		Typeflag: tar.TypeReg, Name: "app", Mode: 0o755, Size: int64(len(program)),
	}))
	_, err := to.Write(program)
	require.NoError(t, err)
	require.NoError(t, to.Close())
	r, err := daemon.ImageImport(t.Context(), client.ImageImportSource{Source: &image, SourceName: "-"}, name,
		client.ImageImportOptions{Changes: []string{`ENTRYPOINT ["/app"]`}})
	require.NoError(t, err)
	text, err := io.ReadAll(r)
	require.NoError(t, err)
	require.NoError(t, r.Close())
	require.NotContains(t, string(text), "error")
}

func newDriver(t testing.TB) *Driver {
	t.Helper()
	d, err := New(Options{Name: "test", Dir: t.TempDir()})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, d.Close()) })
	return d
}

// TestConformance: the driver passes the suite of all drivers.
func TestConformance(t *testing.T) {
	d := newDriver(t)
	drivertest.Run(t, d, importGuest(t, d.daemon), drivertest.Traits{})
	left, err := d.Recover(t.Context())
	require.NoError(t, err)
	require.Empty(t, left, "every container is gone")
	entries, err := os.ReadDir(d.volumes())
	require.NoError(t, err)
	require.Empty(t, entries, "and every volume")
}
