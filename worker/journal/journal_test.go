package journal

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func open(tb testing.TB, path string) (*Journal, [][]byte) {
	tb.Helper()
	j, records, err := Open(path)
	require.NoError(tb, err)
	return j, records
}

// write makes a journal with these records and returns the bytes of its file.
func write(t *testing.T, path string, records ...string) []byte {
	t.Helper()
	j, _ := open(t, path)
	for _, r := range records {
		require.NoError(t, j.Append([]byte(r)))
	}
	require.NoError(t, j.Close())
	bz, err := os.ReadFile(path)
	require.NoError(t, err)
	return bz
}

func texts(records [][]byte) []string {
	var out []string
	for _, r := range records {
		out = append(out, string(r))
	}
	return out
}

func TestAppendSurvivesReopening(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "journal")
	bz := write(t, path, "one", "two")
	j, records := open(t, path)
	require.Equal(t, []string{"one", "two"}, texts(records))
	require.Equal(t, int64(len(bz)), j.Size())
	require.NoError(t, j.Append([]byte("three")))
	require.NoError(t, j.Close())
	j, records = open(t, path)
	require.Equal(t, []string{"one", "two", "three"}, texts(records))
	require.NoError(t, j.Close())
}

// TestTornTail cuts the file at every length: what was whole is kept, nothing else
// appears, and the journal can be written again.
func TestTornTail(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	whole := write(t, filepath.Join(dir, "journal"), "first", "second", "third")
	ends := []int{8, 8 + 8 + 5, 8 + 8 + 5 + 8 + 6, len(whole)}
	for n := range len(whole) + 1 {
		path := filepath.Join(dir, "cut"+strconv.Itoa(n))
		require.NoError(t, os.WriteFile(path, whole[:n], 0o600))
		j, records := open(t, path)
		kept := 0
		for kept+1 < len(ends) && ends[kept+1] <= n {
			kept++
		}
		require.Equal(t, []string{"first", "second", "third"}[:kept],
			append([]string{}, texts(records)...), "cut at %d", n)
		require.NoError(t, j.Append([]byte("more")))
		require.NoError(t, j.Close())
		j, records = open(t, path)
		require.Equal(t, "more", string(records[kept]))
		require.Len(t, records, kept+1)
		require.NoError(t, j.Close())
	}
}

// TestZeroTail: file systems may lengthen a file before its bytes arrive.
func TestZeroTail(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	whole := write(t, filepath.Join(dir, "journal"), "first")
	for _, zeros := range []int{1, 8, 100} {
		path := filepath.Join(dir, "zeros"+strconv.Itoa(zeros))
		require.NoError(t, os.WriteFile(path, append(bytes.Clone(whole), make([]byte, zeros)...), 0o600))
		j, records := open(t, path)
		require.Equal(t, []string{"first"}, texts(records))
		require.NoError(t, j.Close())
	}
	path := filepath.Join(dir, "onlyzeros")
	require.NoError(t, os.WriteFile(path, make([]byte, 20), 0o600))
	j, records := open(t, path)
	require.Empty(t, records)
	require.NoError(t, j.Close())
}

// TestDamageInTheMiddle flips every byte but those of the last record: the worker
// must not go on as if it had never had that salt.
func TestDamageInTheMiddle(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	whole := write(t, filepath.Join(dir, "journal"), "first", "second", "third")
	last := len(whole) - 8 - len("third")
	for i := range last {
		path := filepath.Join(dir, "flip"+strconv.Itoa(i))
		bz := bytes.Clone(whole)
		bz[i] ^= 0x55
		require.NoError(t, os.WriteFile(path, bz, 0o600))
		_, _, err := Open(path)
		require.ErrorIs(t, err, ErrCorrupt, "byte %d", i)
		after, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, bz, after, "a damaged journal is not touched")
	}
}

func TestNotAJournal(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"hello", "this is some other file"} {
		path := filepath.Join(t.TempDir(), "journal")
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		_, _, err := Open(path)
		require.ErrorIs(t, err, ErrCorrupt)
	}
}

func TestRecordSizes(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "journal")
	j, _ := open(t, path)
	require.ErrorIs(t, j.Append(nil), ErrTooLarge)
	require.ErrorIs(t, j.Append(make([]byte, MaxRecord+1)), ErrTooLarge)
	require.NoError(t, j.Append(make([]byte, MaxRecord)))
	require.NoError(t, j.Close())
	j, records := open(t, path)
	require.Len(t, records, 1)
	require.NoError(t, j.Close())
}

func TestCompact(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "journal")
	write(t, path, "one", "two", "three")
	j, _ := open(t, path)
	before := j.Size()
	require.NoError(t, j.Compact([][]byte{[]byte("two")}))
	require.Less(t, j.Size(), before)
	require.NoError(t, j.Append([]byte("four")))
	require.NoError(t, j.Close())
	// A new file that was left by a crash during a later compaction is ignored.
	require.NoError(t, os.WriteFile(path+".new", []byte("half"), 0o600))
	j, records := open(t, path)
	require.Equal(t, []string{"two", "four"}, texts(records))
	require.NoError(t, j.Compact(nil))
	require.NoError(t, j.Close())
	j, records = open(t, path)
	require.Empty(t, records)
	require.NoError(t, j.Close())
}

// TestBroken: after a failed write nothing more is promised.
func TestBroken(t *testing.T) {
	t.Parallel()
	j, _ := open(t, filepath.Join(t.TempDir(), "journal"))
	require.NoError(t, j.Append([]byte("good")))
	require.NoError(t, j.file.Close())
	require.ErrorIs(t, j.Append([]byte("lost")), ErrBroken)
	require.ErrorIs(t, j.Append([]byte("lost too")), ErrBroken)
	require.ErrorIs(t, j.Compact(nil), ErrBroken)
}

func TestLocked(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "journal")
	j, _ := open(t, path)
	_, _, err := Open(path)
	require.ErrorIs(t, err, ErrLocked)
	require.NoError(t, j.Close())
	j, _ = open(t, path)
	require.NoError(t, j.Close())
}

// TestAnyRecords: any records come back, through any mixture of appends, reopenings
// and compactions.
func TestAnyRecords(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := 0
	rapid.Check(t, func(rt *rapid.T) {
		file++
		path := filepath.Join(dir, strconv.Itoa(file))
		j, _ := open(t, path)
		var want [][]byte
		for range rapid.IntRange(0, 12).Draw(rt, "steps") {
			switch rapid.IntRange(0, 3).Draw(rt, "step") {
			case 0, 1:
				r := rapid.SliceOfN(rapid.Byte(), 1, 40).Draw(rt, "record")
				require.NoError(rt, j.Append(r))
				want = append(want, r)
			case 2:
				require.NoError(rt, j.Close())
				var got [][]byte
				j, got = open(t, path)
				require.Len(rt, got, len(want))
				for i := range want {
					require.Equal(rt, want[i], got[i])
				}
			case 3:
				want = want[len(want)/2:]
				require.NoError(rt, j.Compact(want))
			}
		}
		require.NoError(rt, j.Close())
	})
}

// FuzzOpen: no file makes Open panic, and what it returns it returns again.
func FuzzOpen(f *testing.F) {
	f.Add([]byte(magic))
	f.Add([]byte(magic + "\x00\x00\x00\x01\x00\x00\x00\x00a"))
	f.Fuzz(func(t *testing.T, bz []byte) {
		path := filepath.Join(t.TempDir(), "journal")
		require.NoError(t, os.WriteFile(path, bz, 0o600))
		j, first, err := Open(path)
		if err != nil {
			require.ErrorIs(t, err, ErrCorrupt)
			return
		}
		require.NoError(t, j.Append([]byte("x")))
		require.NoError(t, j.Close())
		j, second, err := Open(path)
		require.NoError(t, err)
		require.Equal(t, append(first, []byte("x")), second)
		require.NoError(t, j.Close())
	})
}

// TestKilledProcess kills a process that appends as fast as it can: every record
// that it reported before its death is there.
func TestKilledProcess(t *testing.T) {
	t.Parallel()
	if path := os.Getenv("JOURNAL_TEST_CHILD"); path != "" {
		appendForever(t, path)
		return
	}
	path := filepath.Join(t.TempDir(), "journal")
	self, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), self, "-test.run=^TestKilledProcess$")
	cmd.Env = append(os.Environ(), "JOURNAL_TEST_CHILD="+path)
	require.NoError(t, cmd.Start())
	reported := 0
	for deadline := time.Now().Add(20 * time.Second); reported < 20 && time.Now().Before(deadline); {
		bz, err := os.ReadFile(path + ".reported")
		if err == nil {
			reported = bytes.Count(bz, []byte("\n"))
		}
		time.Sleep(5 * time.Millisecond)
	}
	require.NoError(t, cmd.Process.Kill())
	_ = cmd.Wait()
	bz, err := os.ReadFile(path + ".reported")
	require.NoError(t, err)
	reported = bytes.Count(bz, []byte("\n"))
	require.GreaterOrEqual(t, reported, 20)
	j, records := open(t, path)
	require.GreaterOrEqual(t, len(records), reported)
	for i, r := range records {
		require.Equal(t, strconv.Itoa(i), string(r))
	}
	require.NoError(t, j.Close())
}

func appendForever(t *testing.T, path string) {
	t.Helper()
	j, _ := open(t, path)
	out, err := os.Create(path + ".reported")
	require.NoError(t, err)
	for i := 0; ; i++ {
		require.NoError(t, j.Append([]byte(strconv.Itoa(i))))
		_, err = out.WriteString("\n")
		require.NoError(t, err)
	}
}
