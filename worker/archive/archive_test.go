package archive

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// entry is one of an archive to make.
type entry struct {
	name, text string
	kind       byte // of tar; 0 = a file
	link       string
	mode       fs.FileMode // of zip
}

func makeTar(tb testing.TB, entries ...entry) []byte {
	tb.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, e := range entries {
		h := &tar.Header{Name: e.name, Typeflag: e.kind, Linkname: e.link, Mode: 0o755, Size: int64(len(e.text))}
		if e.kind == 0 {
			h.Typeflag = tar.TypeReg
		}
		if e.kind == tar.TypeXGlobalHeader {
			h = &tar.Header{Typeflag: e.kind, PAXRecords: map[string]string{"comment": e.name}}
		}
		require.NoError(tb, w.WriteHeader(h))
		_, err := w.Write([]byte(e.text))
		require.NoError(tb, err)
	}
	require.NoError(tb, w.Close())
	return b.Bytes()
}

func makeZip(tb testing.TB, entries ...entry) []byte {
	tb.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range entries {
		h := &zip.FileHeader{Name: e.name, Method: zip.Deflate}
		h.SetMode(0o644 | e.mode)
		f, err := w.CreateHeader(h)
		require.NoError(tb, err)
		_, err = f.Write([]byte(e.text))
		require.NoError(tb, err)
	}
	require.NoError(tb, w.Close())
	return b.Bytes()
}

func zipped(tb testing.TB, bz []byte) []byte {
	tb.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write(bz)
	require.NoError(tb, err)
	require.NoError(tb, w.Close())
	return b.Bytes()
}

var plenty = Budget{Bytes: 1 << 30, Files: 1 << 20}

func extract(tb testing.TB, kind Kind, bz []byte, budget Budget) (string, error) {
	tb.Helper()
	dir := filepath.Join(tb.TempDir(), "in")
	require.NoError(tb, os.Mkdir(dir, 0o700))
	return dir, Extract(kind, bytes.NewReader(bz), int64(len(bz)), dir, &budget)
}

// content returns all files below dir, folders as "".
func content(tb testing.TB, dir string) map[string]string {
	tb.Helper()
	all := map[string]string{}
	require.NoError(tb, filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		require.NoError(tb, err)
		rel, err := filepath.Rel(dir, p)
		require.NoError(tb, err)
		if d.IsDir() {
			all[rel+"/"] = ""
			return nil
		}
		require.True(tb, d.Type().IsRegular(), rel)
		text, err := os.ReadFile(p)
		require.NoError(tb, err)
		all[rel] = string(text)
		return nil
	}))
	return all
}

func TestExtract(t *testing.T) {
	t.Parallel()
	entries := []entry{
		{name: "./", kind: tar.TypeDir, mode: fs.ModeDir},
		{name: "./a/", kind: tar.TypeDir, mode: fs.ModeDir},
		{name: "a/b.txt", text: "hello"},
		{name: "./c/d/e", text: strings.Repeat("x", 100_000)},
		{name: "a/", kind: tar.TypeDir, mode: fs.ModeDir},
		{name: "ünï", text: ""},
	}
	want := map[string]string{
		"./": "", "a/": "", "a/b.txt": "hello", "c/": "", "c/d/": "", "c/d/e": entries[3].text, "ünï": "",
	}
	for kind, bz := range map[Kind][]byte{
		Zip: makeZip(t, entries...), Tar: makeTar(t, entries...), TarGz: zipped(t, makeTar(t, entries...)),
	} {
		dir, err := extract(t, kind, bz, plenty)
		require.NoError(t, err, kind)
		require.Equal(t, want, content(t, dir), kind)
		info, err := os.Stat(filepath.Join(dir, "a/b.txt"))
		require.NoError(t, err)
		require.Equal(t, fs.FileMode(0o600), info.Mode(), kind)
		require.EqualValues(t, 1, info.ModTime().Unix(), kind)
	}
	dir, err := extract(t, Tar, makeTar(t, entry{name: "x", kind: tar.TypeXGlobalHeader}, entry{name: "y"}), plenty)
	require.NoError(t, err)
	require.Equal(t, map[string]string{"./": "", "y": ""}, content(t, dir))
	_, err = extract(t, "rar", nil, plenty)
	require.ErrorIs(t, err, ErrBad)
	require.True(t, Zip.Valid() && Tar.Valid() && TarGz.Valid() && !Kind("").Valid())
}

// TestEvil: the texts are results that workers agree on.
func TestEvil(t *testing.T) {
	t.Parallel()
	deep, long := strings.Repeat("d/", MaxDepth+1), strings.Repeat("n", MaxPathBytes+1)
	for _, c := range []struct {
		name    string
		entries []entry
		want    string
	}{
		{"absolute", []entry{{name: "/etc/passwd"}}, `the path "/etc/passwd" does not stay where it belongs`},
		{"up", []entry{{name: "../x"}}, `the path "../x" does not stay where it belongs`},
		{"hidden up", []entry{{name: "./../x"}}, `the path "./../x" does not stay where it belongs`},
		{"up in the middle", []entry{{name: "a/../../x"}}, `the path "a/../../x" does not stay where it belongs`},
		{"up to the top", []entry{{name: "a/.."}}, `the path "a/.." does not stay where it belongs`},
		{"dot", []entry{{name: "a/./b"}}, `the path "a/./b" does not stay where it belongs`},
		{"empty part", []entry{{name: "a//b"}}, `the path "a//b" does not stay where it belongs`},
		{"backslash", []entry{{name: `..\x`}}, `the path "..\\x" has a character that paths cannot have`},
		{"no UTF-8", []entry{{name: "a\xff"}}, `the path "a\xff" has a character that paths cannot have`},
		{"deep", []entry{{name: deep + "x"}}, `the path "` + deep + `x" has more than 32 folders in each other`},
		{"long", []entry{{name: long}}, "a path has 241 bytes, at most 240"},
		{"twice", []entry{{name: "a"}, {name: "./a"}}, `the path "a" is there twice`},
		{"file, then folder", []entry{{name: "a"}, {name: "a/b"}}, `the path "a" is both a file and a folder`},
		{"folder, then file", []entry{{name: "a/b"}, {name: "a"}}, `the path "a" is there twice`},
		{
			"symlink",
			[]entry{{name: "l", kind: tar.TypeSymlink, link: "/etc", mode: fs.ModeSymlink}},
			`"l" is neither a file nor a folder`,
		},
		{"symlink and through it", []entry{
			{name: "l", kind: tar.TypeSymlink, link: "..", mode: fs.ModeSymlink}, {name: "l/x", text: "evil"},
		}, `"l" is neither a file nor a folder`},
		{
			"device",
			[]entry{{name: "d", kind: tar.TypeChar, mode: fs.ModeDevice | fs.ModeCharDevice}},
			`"d" is neither a file nor a folder`,
		},
		{
			"pipe",
			[]entry{{name: "p", kind: tar.TypeFifo, mode: fs.ModeNamedPipe}},
			`"p" is neither a file nor a folder`,
		},
	} {
		for kind, bz := range map[Kind][]byte{
			Zip: makeZip(t, c.entries...), Tar: makeTar(t, c.entries...), TarGz: zipped(t, makeTar(t, c.entries...)),
		} {
			t.Run(c.name+" "+string(kind), func(t *testing.T) {
				t.Parallel()
				dir, err := extract(t, kind, bz, plenty)
				require.ErrorIs(t, err, ErrBad)
				require.EqualError(t, err, "the archive cannot be used: "+c.want)
				entries, err := os.ReadDir(filepath.Dir(dir))
				require.NoError(t, err)
				require.Len(t, entries, 1, "nothing beside the folder")
			})
		}
	}
	_, err := extract(t, Tar, makeTar(t, entry{name: "a"}, entry{name: "h", kind: tar.TypeLink, link: "a"}), plenty)
	require.EqualError(t, err, `the archive cannot be used: "h" is neither a file nor a folder`)
}

// TestBroken: what is no archive, and what lies about itself.
func TestBroken(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("hello ", 1000)
	tarred, zip1 := makeTar(t, entry{name: "a", text: text}), makeZip(t, entry{name: "a", text: text})
	flip := func(bz []byte, at int) []byte {
		bz = bytes.Clone(bz)
		bz[at] ^= 0x55
		return bz
	}
	// The size in the local header, which is streamed, says nothing; that in the list does.
	listed := bytes.Index(zip1, []byte("PK\x01\x02"))
	for name, c := range map[string]struct {
		kind Kind
		bz   []byte
		want string
	}{
		"empty zip":       {Zip, nil, "it is broken"},
		"empty gzip":      {TarGz, nil, "it is broken"},
		"text":            {Zip, []byte(text), "it is broken"},
		"text as tar":     {Tar, []byte(text), "it is broken"},
		"cut zip":         {Zip, zip1[:len(zip1)-9], "it is broken"},
		"cut tar":         {Tar, tarred[:2000], "it is broken"},
		"cut tar.gz":      {TarGz, zipped(t, tarred)[:60], "it is broken"},
		"tar.gz of tar":   {TarGz, tarred, "it is broken"},
		"checksum of tar": {Tar, flip(tarred, 3), "it is broken"},
		"content of zip":  {Zip, flip(zip1, 40), "it is broken"},
		"crc of zip":      {Zip, flip(zip1, listed+16), "it is broken"},
		"size of zip":     {Zip, flip(zip1, listed+24), "it is broken"},
		"encrypted zip":   {Zip, flip(zip1, listed+8), `the file "a" is encrypted`},
		"method of zip":   {Zip, flip(zip1, listed+10), `the file "a" is compressed in a way that is unknown here`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := extract(t, c.kind, c.bz, plenty)
			require.EqualError(t, err, "the archive cannot be used: "+c.want)
		})
	}
}

// sparse returns a tar whose file of size bytes is all hole, in the old format of GNU.
func sparse(tb testing.TB, size int64) []byte {
	tb.Helper()
	bz := makeTar(tb, entry{name: "hole", kind: tar.TypeReg})
	h := bz[:512]
	h[156] = tar.TypeGNUSparse
	copy(h[257:], "ustar  \x00")
	copy(h[386:], fmt.Sprintf("%011o\x00%011o\x00", size, 0)) // one piece, at the end, empty
	copy(h[483:], fmt.Sprintf("%011o\x00", size))
	copy(h[148:], "        ")
	sum := 0
	for _, c := range h {
		sum += int(c)
	}
	copy(h[148:], fmt.Sprintf("%06o\x00 ", sum))
	return bz
}

// listings returns a zip of one file with a long list: its file so many times under
// other names, the way of Fifield's bomb, which expands without nesting.
func listings(bz []byte, times int) []byte {
	listed, end := bytes.Index(bz, []byte("PK\x01\x02")), bytes.LastIndex(bz, []byte("PK\x05\x06"))
	list := bytes.Repeat(bz[listed:end], times)
	for i := range times {
		copy(list[i*(end-listed)+46:], fmt.Sprintf("%05d", i%100_000))
	}
	tail := bytes.Clone(bz[end:])
	binary.LittleEndian.PutUint16(tail[8:], uint16(times))
	binary.LittleEndian.PutUint16(tail[10:], uint16(times))
	binary.LittleEndian.PutUint32(tail[12:], uint32(len(list)))
	return slices.Concat(bz[:listed], list, tail)
}

// TestBombs: they end at a cap, before much of them is on the disk.
func TestBombs(t *testing.T) {
	t.Parallel()
	zeros := strings.Repeat("\x00", 20<<20)
	many := make([]entry, MaxFiles+1)
	for i := range many {
		many[i] = entry{name: "f/", kind: tar.TypeDir, mode: fs.ModeDir} // one folder, again and again
	}
	nested := make([]entry, 3) // a few files in many folders that nobody lists
	for i := range nested {
		nested[i] = entry{name: fmt.Sprintf("%05d%sf", i, strings.Repeat("/a", MaxDepth-1)+"/")}
	}
	crowded := Budget{Bytes: 9, Files: 3*(MaxDepth+1) - 1}
	flat := makeZip(t, entry{name: "zeros", text: zeros})
	overlapping := listings(flat, 1000)
	ratio := func(bz []byte) string { return fmt.Sprintf("it unpacks to more than 200 times its %d bytes", len(bz)) }
	gzipped := zipped(t, makeTar(t, entry{name: "zeros", text: zeros}))
	headers := zipped(t, bytes.Repeat(makeTar(t, entry{name: "x", kind: tar.TypeXGlobalHeader})[:1024], 70_000))
	for name, c := range map[string]struct {
		kind   Kind
		bz     []byte
		budget Budget
		want   string
	}{
		"ratio of zip":    {Zip, flat, plenty, ratio(flat)},
		"overlapping zip": {Zip, overlapping, plenty, ratio(overlapping)},
		"ratio of tar.gz": {TarGz, gzipped, plenty, ratio(gzipped)},
		"bytes":           {Zip, flat, Budget{Bytes: 1 << 20, Files: 9}, "it unpacks to more than 1048576 bytes"},
		"files of zip":    {Zip, makeZip(t, many...), plenty, "it has more than 65536 files"},
		"files of tar":    {Tar, makeTar(t, many...), plenty, "it has more than 65536 files"},
		"folders of zip":  {Zip, makeZip(t, nested...), crowded, "with the archives before it, it has too many files"},
		"folders of tar":  {Tar, makeTar(t, nested...), crowded, "with the archives before it, it has too many files"},
		"files of several": {
			Tar, makeTar(t, many[:3]...),
			Budget{Files: 2},
			"with the archives before it, it has too many files",
		},
		"sparse":  {Tar, sparse(t, 8<<30-1), plenty, "it unpacks to more than 1073741824 bytes"},
		"headers": {TarGz, headers, Budget{Bytes: 1 << 20, Files: 1}, "it unpacks to more than its files"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, err := extract(t, c.kind, c.bz, c.budget)
			require.EqualError(t, err, "the archive cannot be used: "+c.want)
			var size int
			for _, text := range content(t, dir) {
				size += len(text)
			}
			require.LessOrEqual(t, size, ratioFree+MaxRatio*len(c.bz))
		})
	}
	// A bomb of the old kind holds archives in each other: they are not looked into.
	dir, err := extract(t, Zip, makeZip(t, entry{name: "inner.zip", text: string(flat)}), plenty)
	require.NoError(t, err)
	require.Equal(t, map[string]string{"./": "", "inner.zip": string(flat)}, content(t, dir))
}

// TestMillionFiles: the list of a zip is not read to its end.
func TestMillionFiles(t *testing.T) {
	t.Parallel()
	bz := listings(makeZip(t, entry{name: "00000"}), 1_000_000)
	l := &counting{r: bytes.NewReader(bz)}
	err := Extract(Zip, l, int64(len(bz)), t.TempDir(), &Budget{Bytes: 1 << 30, Files: 1 << 30})
	require.EqualError(t, err, "the archive cannot be used: it has more than 65536 files")
	require.Less(t, l.n, maxZipListing+1<<20)
}

type counting struct {
	r io.ReaderAt
	n int
}

func (c *counting) ReadAt(p []byte, at int64) (int, error) {
	n, err := c.r.ReadAt(p, at)
	c.n += n
	return n, err
}

// TestBudgetIsShared: archives of one task take from one budget.
func TestBudgetIsShared(t *testing.T) {
	t.Parallel()
	budget := Budget{Bytes: 10, Files: 5}
	bz := makeTar(t, entry{name: "a", text: "12345"}, entry{name: "b", text: "1"})
	require.NoError(t, Extract(Tar, bytes.NewReader(bz), int64(len(bz)), t.TempDir(), &budget))
	require.Equal(t, Budget{Bytes: 4, Files: 3}, budget)
	err := Extract(Tar, bytes.NewReader(bz), int64(len(bz)), t.TempDir(), &budget)
	require.EqualError(t, err, "the archive cannot be used: it unpacks to more than 4 bytes")
}

// TestFoldersCount: a folder counts once if only files name it, and once more each
// time that it is listed.
func TestFoldersCount(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		entries []entry
		count   uint64
	}{
		{[]entry{{name: "f"}}, 1},
		{[]entry{{name: "a/b/f"}, {name: "a/b/g"}, {name: "a/h"}}, 5},
		{[]entry{{name: "a/", kind: tar.TypeDir}, {name: "a/f"}}, 2},
		{[]entry{{name: "a/f"}, {name: "a/", kind: tar.TypeDir}}, 3},
		{[]entry{{name: "a/b/", kind: tar.TypeDir}, {name: "./", kind: tar.TypeDir}}, 3},
	} {
		budget := Budget{Bytes: 1, Files: 10}
		bz := makeTar(t, c.entries...)
		require.NoError(t, Extract(Tar, bytes.NewReader(bz), int64(len(bz)), t.TempDir(), &budget))
		require.Equal(t, c.count, 10-budget.Files, "%v", c.entries)
	}
}

// failing is a disk that breaks.
type failing struct{ r io.ReaderAt }

var errDisk = errors.New("input/output error")

func (f failing) ReadAt(p []byte, at int64) (int, error) {
	if at > 600 {
		return 0, errDisk
	}
	return f.r.ReadAt(p[:min(len(p), 512)], at)
}

// TestDiskFails: what this machine does wrong says nothing about the archive.
func TestDiskFails(t *testing.T) {
	t.Parallel()
	bz := makeTar(t, entry{name: "a", text: strings.Repeat("x", 5000)})
	err := Extract(Tar, failing{bytes.NewReader(bz)}, int64(len(bz)), t.TempDir(), &Budget{Bytes: 1 << 20, Files: 1})
	require.ErrorIs(t, err, errDisk)
	require.NotErrorIs(t, err, ErrBad)
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "a"), 0o700)) // must have been empty
	err = Extract(Tar, bytes.NewReader(bz), int64(len(bz)), dir, &Budget{Bytes: 1 << 20, Files: 1})
	require.ErrorIs(t, err, fs.ErrExist)
	require.NotErrorIs(t, err, ErrBad)
	err = Extract(Tar, bytes.NewReader(bz), int64(len(bz)), filepath.Join(dir, "no"), &Budget{})
	require.ErrorIs(t, err, fs.ErrNotExist)
}

// FuzzExtract: whatever comes, it ends, says the same twice, and nothing but plain
// files and folders within the caps is below the folder, and nothing beside it.
func FuzzExtract(f *testing.F) {
	entries := []entry{{name: "a/", kind: tar.TypeDir, mode: fs.ModeDir}, {name: "a/b", text: "hello"}, {name: "c"}}
	evil := []entry{{name: "l", kind: tar.TypeSymlink, link: "..", mode: fs.ModeSymlink}, {name: "../x"}}
	for _, e := range [][]entry{entries, evil} {
		f.Add(byte(0), makeZip(f, e...))
		f.Add(byte(1), makeTar(f, e...))
		f.Add(byte(2), zipped(f, makeTar(f, e...)))
	}
	f.Add(byte(1), sparse(f, 1000))
	kinds := []Kind{Zip, Tar, TarGz}
	f.Fuzz(func(t *testing.T, kind byte, bz []byte) {
		budget := Budget{Bytes: 1 << 20, Files: 100}
		dir, err := extract(t, kinds[int(kind)%len(kinds)], bz, budget)
		if err != nil {
			require.ErrorIs(t, err, ErrBad)
		}
		size := 0
		all := content(t, dir)
		for _, text := range all {
			size += len(text)
		}
		require.LessOrEqual(t, size, 1<<20+1<<10)
		beside, failed := os.ReadDir(filepath.Dir(dir))
		require.NoError(t, failed)
		require.Len(t, beside, 1)
		again, other := extract(t, kinds[int(kind)%len(kinds)], bz, budget)
		require.Equal(t, err == nil, other == nil)
		if err != nil {
			require.EqualError(t, other, err.Error())
		}
		require.Equal(t, all, content(t, again))
	})
}
