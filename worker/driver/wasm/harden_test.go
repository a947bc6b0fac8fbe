package wasm

import (
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/tetratelabs/wazero/experimental/sys"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/driver/meter"
)

// runHere runs a module in this process.
func runHere(t *testing.T, module []byte, cacheDir string) driver.Outcome {
	t.Helper()
	dir := t.TempDir()
	s := driver.Spec{
		TaskID: ident.Keccak256([]byte("here")), App: filepath.Join(dir, "app.wasm"),
		InDir: t.TempDir(), OutDir: t.TempDir(),
		Limits: driver.Limits{Fuel: 1_000_000, MemoryBytes: 4 * pageBytes, OutputBytes: 1 << 20},
	}
	require.NoError(t, os.WriteFile(s.App, module, 0o600))
	out, err := run(t.Context(), request{Spec: s, CacheDir: cacheDir})
	require.NoError(t, err)
	return out
}

// TestCacheIsNoResult checks that nothing that can be wrong with the cache of
// compiled apps changes how an app ends.
func TestCacheIsNoResult(t *testing.T) {
	t.Run("not a folder", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "file")
		require.NoError(t, os.WriteFile(file, nil, 0o600))
		require.Equal(t, poco.CauseOK, runHere(t, probe, file).Cause)
	})
	for name, bytes := range map[string]string{"empty": "", "garbage": strings.Repeat("garbage", 100)} {
		t.Run(name, func(t *testing.T) {
			cache := t.TempDir()
			require.Equal(t, poco.CauseOK, runHere(t, probe, cache).Cause)
			require.Equal(t, 2, rewrite(t, cache, bytes), "a metered and a compiled app in the cache")
			require.Equal(t, poco.CauseOK, runHere(t, probe, cache).Cause)
			require.Zero(t, rewrite(t, cache, ""), "the broken ones are gone")
		})
	}
	bad := runHere(t, []byte("no app"), t.TempDir())
	require.Equal(t, poco.CauseBadApp, bad.Cause)
}

// TestMeteredIsKept checks that a module that was metered is read back as it was, and
// one that cannot be metered is never kept.
func TestMeteredIsKept(t *testing.T) {
	cache := t.TempDir()
	want, err := meter.Instrument(random)
	require.NoError(t, err)
	for range 2 {
		got, err := instrument(random, cache)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	files, err := filepath.Glob(filepath.Join(cache, "*"))
	require.NoError(t, err)
	require.Len(t, files, 1)
	kept, err := os.ReadFile(files[0])
	require.NoError(t, err)
	require.Equal(t, want, kept[sha256.Size:])
	kept[len(kept)-1]++
	require.NoError(t, os.WriteFile(files[0], kept, 0o600))
	got, err := instrument(random, cache)
	require.NoError(t, err)
	require.Equal(t, want, got, "a bit was flipped on the disk")
	for _, dir := range []string{cache, filepath.Join(cache, "nowhere"), ""} {
		_, err = instrument([]byte("no app"), dir)
		require.ErrorIs(t, err, meter.ErrModule)
		_, err = instrument(probe, dir)
		require.NoError(t, err)
	}
	files, err = filepath.Glob(filepath.Join(cache, "*"))
	require.NoError(t, err)
	require.Len(t, files, 2)
}

// rewrite gives all files below dir a content and returns their number.
func rewrite(t *testing.T, dir, content string) int {
	t.Helper()
	n := 0
	require.NoError(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		n++
		return os.WriteFile(path, []byte(content), 0o600)
	}))
	return n
}

func TestTrim(t *testing.T) {
	dir := t.TempDir()
	for i, name := range []string{"old", "middle", "new"} {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, make([]byte, 100), 0o600))
		at := time.Unix(int64(i), 0)
		require.NoError(t, os.Chtimes(path, at, at))
	}
	left := func() []string {
		entries, err := os.ReadDir(dir)
		require.NoError(t, err)
		var names []string
		for _, e := range entries {
			names = append(names, e.Name())
		}
		return names
	}
	trim(dir, 300, 150)
	require.Len(t, left(), 3)
	trim(dir, 299, 150)
	require.Equal(t, []string{"new"}, left())
	trim(dir, -1, -1)
	require.Empty(t, left())
}

// random is a module whose _start asks for 64 KiB of randomness once.
var random = []byte("\x00asm\x01\x00\x00\x00\x01\x0a\x02\x60\x00\x00\x60\x02\x7f\x7f\x01\x7f" +
	"\x02\x25\x01\x16wasi_snapshot_preview1\x0arandom_get\x00\x01\x03\x02\x01\x00\x05\x03\x01\x00\x02" +
	"\x07\x13\x02\x06_start\x00\x01\x06memory\x02\x00\x0a\x0d\x01\x0b\x00\x41\x00\x41\x80\x80\x04\x10\x00\x1a\x0b")

// TestHostWorkCostsFuel checks to the unit what a host function costs.
func TestHostWorkCostsFuel(t *testing.T) {
	out := runHere(t, random, t.TempDir())
	require.Equal(t, poco.CauseOK, out.Cause, out.Tail)
	require.Equal(t, uint64(3+1000+meter.CostRandomByte*pageBytes), out.FuelUsed) // 2 constants and a drop
}

// TestTailIsTheEnd checks that the end of a log longer than what is kept is its end.
func TestTailIsTheEnd(t *testing.T) {
	for _, piece := range []int{7, 4096, 1 << 20} {
		text := strings.Repeat("x", driver.MaxStdioBytes+5000) + "the end"
		c := &capped{tap: &tap{}, live: func([]byte) {}}
		for rest := text; rest != ""; {
			n := min(piece, len(rest))
			wrote, err := c.Write([]byte(rest[:n]))
			require.NoError(t, err)
			require.Equal(t, n, wrote)
			rest = rest[n:]
		}
		require.Equal(t, text[:driver.MaxStdioBytes], string(c.data))
		require.Equal(t, text[len(text)-tailBytes:], string(c.end))
	}
}

// unsorted is a file system whose folders list in the wrong order.
type unsorted struct{ fstest.MapFS }

func (u unsorted) Open(name string) (fs.File, error) {
	f, err := u.MapFS.Open(name)
	return unsortedDir{f}, err
}

type unsortedDir struct{ fs.File }

func (d unsortedDir) ReadDir(n int) ([]fs.DirEntry, error) {
	entries, err := d.File.(fs.ReadDirFile).ReadDir(n)
	for i := range len(entries) / 2 {
		entries[i], entries[len(entries)-1-i] = entries[len(entries)-1-i], entries[i]
	}
	return entries, err
}

// TestInputsAreListedSorted checks the order of a folder that is read piece by piece.
func TestInputsAreListedSorted(t *testing.T) {
	files := fstest.MapFS{}
	for _, name := range []string{"e", "a", "d", "c", "b"} {
		files[name] = &fstest.MapFile{Data: []byte(name), ModTime: time.Unix(7, 0)}
	}
	dir, err := (&inFS{files: unsorted{files}, tap: &tap{}}).Open(".")
	require.NoError(t, err)
	var names []string
	for {
		entries, err := dir.(fs.ReadDirFile).ReadDir(2)
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		for _, e := range entries {
			info, err := e.Info()
			require.NoError(t, err)
			require.Zero(t, info.ModTime().Unix())
			names = append(names, e.Name())
		}
	}
	require.Equal(t, []string{"a", "b", "c", "d", "e"}, names)
}

// failing is a disk that fails in one way.
type failing struct{ err error }

func (f failing) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: f.err}
}

// TestBrokenDiskIsLocal checks which errors are this machine's own.
func TestBrokenDiskIsLocal(t *testing.T) {
	for err, own := range map[error]bool{
		syscall.EIO: true, syscall.ENFILE: true, syscall.EMFILE: true, syscall.ENOMEM: true,
		syscall.ENOENT: false, syscall.ENOTDIR: false, syscall.ELOOP: false,
	} {
		host := &tap{}
		_, got := (&inFS{files: failing{err}, tap: host}).Open("a")
		require.ErrorIs(t, got, err)
		require.Equal(t, own, host.err != nil, "%v", err)
	}
}

// TestOpenInputsAreBounded checks that the limit is ours and not the machine's.
func TestOpenInputsAreBounded(t *testing.T) {
	in := &inFS{files: fstest.MapFS{"a": {}}, tap: &tap{}}
	var last fs.File
	for range maxOpenInputs {
		f, err := in.Open("a")
		require.NoError(t, err)
		last = f
	}
	_, err := in.Open("a")
	require.ErrorIs(t, err, syscall.ENOSPC)
	require.NoError(t, last.Close())
	_, err = in.Open("a")
	require.NoError(t, err)
}

// TestFilesGiveMemoryBack checks that what was cut off a file is not kept.
func TestFilesGiveMemoryBack(t *testing.T) {
	out := newOutFS(1<<20+2, &tap{})
	for _, name := range []string{"a", "b", "c"} {
		f, errno := out.OpenFile(name, sys.O_CREAT|sys.O_RDWR, 0)
		require.Zero(t, errno)
		n, errno := f.Write(make([]byte, 1<<20))
		require.Zero(t, errno)
		require.Equal(t, 1<<20, n)
		require.Zero(t, f.Truncate(1))
	}
	for name, n := range out.nodes {
		require.LessOrEqual(t, cap(n.data), 1024, name)
	}
	require.Equal(t, uint64(3), out.used)
	require.False(t, out.full)
}

// TestNamesCanBeStored checks that no name gets in that a disk refuses later.
func TestNamesCanBeStored(t *testing.T) {
	out := newOutFS(1<<20, &tap{})
	require.Zero(t, out.Mkdir("d", 0))
	require.Zero(t, out.Mkdir("d/e", 0))
	long, deep := strings.Repeat("n", maxName), strings.Repeat("n/", maxPath)
	for _, name := range []string{long + "n", "nul\x00", "\xff", "d/" + long + "n"} {
		require.NotZero(t, out.Mkdir(name, 0), "%q", name)
		require.NotZero(t, out.Rename("d/e", name), "%q", name)
	}
	require.NotZero(t, out.Rename("d", deep))
	require.Zero(t, out.Rename("d", long))
	// No path grows too long by moving its folder.
	p := long
	for range 3 {
		require.Zero(t, out.Mkdir(p+"/"+long[:250], 0))
		p += "/" + long[:250]
	}
	require.Zero(t, out.Mkdir("below this folder", 0))
	require.Equal(t, sys.ENAMETOOLONG, out.Rename(long, "below this folder/"+long))
	require.NoError(t, out.flush(t.TempDir()))
}
