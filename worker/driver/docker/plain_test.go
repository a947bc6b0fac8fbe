package docker

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/driver/drivertest"
)

// asNobody carries out an order as a user who is not root, but may use the daemon.
func asNobody(t *testing.T, o order) ([]byte, error) {
	t.Helper()
	group, err := user.LookupGroup("docker")
	require.NoError(t, err)
	id, err := strconv.ParseUint(group.Gid, 10, 32)
	require.NoError(t, err)
	text, err := json.Marshal(o)
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), "/proc/self/exe", workerArg) // which he may not reach by its path
	cmd.Dir, cmd.Stdin, cmd.Stderr = "/", bytes.NewReader(text), os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{
		Uid: nobody, Gid: nobody, Groups: []uint32{uint32(id)},
	}}
	return cmd.Output()
}

// nobodysDir returns a folder that belongs to nobody, and which he can reach.
func nobodysDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "iexecd-nobody-") //nolint:usetesting // those are below root's own
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
	require.NoError(t, os.Chown(dir, nobody, nobody))
	return dir
}

// nobodysSpec returns a run of nobody's.
func nobodysSpec(t *testing.T, dir string, app drivertest.App, args ...string) driver.Spec {
	t.Helper()
	s := drivertest.NewSpec(t, app, args...)
	s.InDir, s.OutDir = filepath.Join(dir, "in"), filepath.Join(dir, "out")
	for _, d := range []string{s.InDir, s.OutDir} {
		require.NoError(t, os.Mkdir(d, 0o700))
		require.NoError(t, os.Chown(d, nobody, nobody))
	}
	return s
}

// treeOf returns the files of a folder: their texts, and whether they are programs.
func treeOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	require.NoError(t, filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		require.NoError(t, err)
		text, err := os.ReadFile(path)
		files[strings.TrimPrefix(path, dir)+" "+info.Mode().String()] = string(text)
		return err
	}))
	return files
}

// TestModes: what an app forbids the owner of its outputs is no matter: a worker that
// is not root has the same result as one that is, and nothing is left.
func TestModes(t *testing.T) {
	d := newDriver(t)
	app := importGuest(t, d.daemon)
	s := drivertest.NewSpec(t, app, "modes")
	out, err := d.Run(t.Context(), s)
	require.NoError(t, err)
	require.Equal(t, poco.CauseOK, out.Cause, out.Tail)
	want := treeOf(t, s.OutDir)
	require.Len(t, want, 8)

	dir := nobodysDir(t)
	o := order{Name: nameOf(t), Dir: filepath.Join(dir, "driver"), Spec: nobodysSpec(t, dir, app, "modes")}
	text, err := asNobody(t, o)
	require.NoError(t, err)
	var his driver.Outcome
	require.NoError(t, json.Unmarshal(text, &his))
	require.Equal(t, poco.CauseOK, his.Cause, his.Tail)
	require.Equal(t, out.OutputLen, his.OutputLen)
	require.Equal(t, want, treeOf(t, o.Spec.OutDir))
	requireNothingLeft(t, newDriverOf(t, Options{Name: o.Name, Dir: o.Dir}))
}

// TestDarkFolder: a folder that may be written and not read hides nothing.
func TestDarkFolder(t *testing.T) {
	dir := nobodysDir(t)
	d := newDriver(t)
	o := order{Name: nameOf(t), Dir: filepath.Join(dir, "driver")}
	o.Spec = nobodysSpec(t, dir, importGuest(t, d.daemon), "dark")
	o.Spec.Limits.Wall = patience
	text, err := asNobody(t, o)
	require.NoError(t, err)
	var out driver.Outcome
	require.NoError(t, json.Unmarshal(text, &out))
	require.Equal(t, poco.CauseOutputTooLarge, out.Cause, out.Tail)
	requireNothingLeft(t, newDriverOf(t, Options{Name: o.Name, Dir: o.Dir}))
}

// nest makes folders in folders below a folder, which belong to nobody.
func nest(t *testing.T, dir string, levels int) {
	t.Helper()
	at, err := os.OpenRoot(dir)
	require.NoError(t, err)
	for range levels {
		require.NoError(t, at.Mkdir("d", 0o700))
		next, err := at.OpenRoot("d")
		require.NoError(t, err)
		require.NoError(t, at.Close())
		require.NoError(t, next.Chown(".", nobody, nobody))
		at = next
	}
	require.NoError(t, at.Close())
}

// TestRecoverBadModes: a worker that is not root removes what it finds, whatever its
// modes and however deep; and it starts with what it cannot remove.
func TestRecoverBadModes(t *testing.T) {
	dir := nobodysDir(t)
	volumes := filepath.Join(dir, "volumes")
	bad := filepath.Join(volumes, ident.Hash{1}.String(), "out")
	for _, d := range []string{"", "shut", "none"} {
		require.NoError(t, os.MkdirAll(filepath.Join(bad, d), 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(bad, d, "file"), nil, 0))
	}
	const levels = 3_000
	nest(t, bad, levels)
	good := filepath.Join(volumes, ident.Hash{3}.String(), "out") // but for its depth
	require.NoError(t, os.MkdirAll(good, 0o700))
	nest(t, good, levels)
	for _, d := range []string{
		volumes, filepath.Dir(bad), bad, bad + "/shut", bad + "/none", filepath.Dir(good), good,
	} {
		require.NoError(t, os.Chown(d, nobody, nobody))
	}
	require.NoError(t, os.Chmod(bad+"/shut", 0o555))
	require.NoError(t, os.Chmod(bad+"/none", 0))
	require.NoError(t, os.Chmod(bad, 0o300))
	roots := filepath.Join(volumes, ident.Hash{2}.String())
	require.NoError(t, os.MkdirAll(filepath.Join(roots, "out"), 0o700))

	_, err := asNobody(t, order{Name: nameOf(t), Dir: dir, Recover: true, Files: levels / 3})
	require.NoError(t, err)
	entries, err := os.ReadDir(volumes)
	require.NoError(t, err)
	require.Len(t, entries, 1)
	require.DirExists(t, roots)
}

// TestPlainFolder: what a file system of their own holds, a plain folder holds for a
// moment; more, and what cannot be measured, ends the app.
func TestPlainFolder(t *testing.T) {
	d := newDriver(t)
	plain := newDriver(t)
	plain.once.Do(func() { plain.plain = os.ErrPermission })
	app := importGuest(t, d.daemon)
	for _, c := range []struct {
		act  string
		want poco.Cause
	}{
		{act: "swells", want: poco.CauseOK},
		{act: "buried", want: poco.CauseOutputTooLarge},
		{act: "deep", want: poco.CauseBadOutput},
	} {
		t.Run(c.act, func(t *testing.T) {
			for _, d := range []*Driver{d, plain} {
				s := drivertest.NewSpec(t, app, c.act)
				s.Limits.Wall = patience
				if c.act == "deep" {
					s.Limits.OutputBytes = 64 << 20
				}
				out, err := d.Run(t.Context(), s)
				require.NoError(t, err)
				require.Equal(t, c.want, out.Cause, "%s %s", out.Tail, out.Stderr)
				requireNothingLeft(t, d)
			}
		})
	}
}

// TestDiscardBusy: outputs that cannot be removed while their app lives, as it writes or
// holds them, are removed when it is gone.
func TestDiscardBusy(t *testing.T) {
	dir, task := t.TempDir(), ident.Hash{1}
	var v volume
	daemon := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if q.Method == http.MethodDelete {
			tried := func() bool { _, err := os.Stat(v.out() + "/file"); return os.IsNotExist(err) }
			assert.True(t, eventually(tried, patience), "it is not waited for the container")
			let := func() bool { return syscall.Unmount(v.out()+"/held", 0) == nil } // not while it is looked into
			assert.True(t, eventually(let, patience), "it stays mounted")
		}
		_, _ = w.Write([]byte("{}"))
	}))
	defer daemon.Close()
	d := newDriverOf(t, Options{Name: nameOf(t), Dir: dir, Host: "tcp://" + daemon.Listener.Addr().String()})
	v = d.volumeOf(task)
	require.NoError(t, os.MkdirAll(v.out()+"/held", 0o700))
	require.NoError(t, os.WriteFile(v.out()+"/file", nil, 0o600))
	require.NoError(t, syscall.Mount("tmpfs", v.out()+"/held", "tmpfs", 0, ""))
	require.NoError(t, d.Discard(t.Context(), task))
	require.NoDirExists(t, v.dir)
}

// TestWatch: when a plain folder ends its app, and how that is judged.
func TestWatch(t *testing.T) {
	t.Parallel()
	const limit = 4 << 20
	deep := func(levels int) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			t.Helper()
			require.NoError(t, os.MkdirAll(dir+strings.Repeat("/d", levels), 0o700))
		}
	}
	sized := func(size int64) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			t.Helper()
			require.NoError(t, os.WriteFile(dir+"/file", nil, 0o600))
			require.NoError(t, os.Truncate(dir+"/file", size))
		}
	}
	for name, c := range map[string]struct {
		make func(*testing.T, string)
		end  error
		bad  string
		over bool
	}{
		"good":                    {make: sized(limit)},
		"above the limit":         {make: sized(limit + 1), over: true},
		"as much as fits":         {make: sized(int64(volumeBytes(limit))), over: true},
		"more than fits":          {make: sized(int64(volumeBytes(limit)) + 1), end: errTooLarge, over: true},
		"too deep for a result":   {make: deep(maxOutputDepth + 1), bad: "64 folders"},
		"too deep to be measured": {make: deep(maxSeenDepth + 1), end: errUnseen, bad: "64 folders"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := volume{dir: t.TempDir()}
			require.NoError(t, os.Mkdir(v.out(), 0o700))
			c.make(t, v.out())
			end, stop := v.watch(limit)
			var told error
			select {
			case told = <-end:
			case <-time.After(4 * watchEvery):
			}
			stop()
			require.ErrorIs(t, told, c.end)
			o, over, err := v.check(limit, told)
			require.NoError(t, err)
			require.Equal(t, c.over, over)
			require.Contains(t, o.bad, c.bad)
			require.Equal(t, c.bad == "", o.bad == "")
		})
	}
	v := volume{dir: t.TempDir()}
	require.NoError(t, os.Mkdir(v.out(), 0o700))
	_, _, err := v.check(limit, errUnseen)
	require.ErrorIs(t, err, errUnseen, "an app that was ended for nothing is no result")
	_, over, err := v.check(limit, errTooLarge)
	require.NoError(t, err)
	require.True(t, over, "it was too large")
}
