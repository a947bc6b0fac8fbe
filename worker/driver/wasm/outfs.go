package wasm

import (
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tetratelabs/wazero/experimental/sys"
	wsys "github.com/tetratelabs/wazero/sys"

	"github.com/iexecd/iexecd/worker/driver/meter"
)

// maxFiles, maxPath and maxName bound how many files and folders an app may make,
// and how many bytes a path and each of its names may have.
const (
	maxFiles = 10_000
	maxPath  = 1_024
	maxName  = 255
)

// outFS is the app's output folder, in memory: it cannot lead anywhere else, it
// has no links and no times, and it is never larger than its limit.
type outFS struct {
	sys.UnimplementedFS
	nodes map[string]*node // by clean path; "." is the root
	tap   *tap
	limit uint64
	used  uint64
	full  bool // a write went over the limit
}

type node struct {
	dir  bool
	data []byte
}

func newOutFS(limit uint64, t *tap) *outFS {
	return &outFS{nodes: map[string]*node{".": {dir: true}}, limit: limit, tap: t}
}

// clean returns the path inside the folder; it can not leave it.
func clean(name string) string {
	p := path.Clean("/" + name)[1:]
	if p == "" {
		return "."
	}
	return p
}

// storable returns why a clean path can not be written to every disk, or 0.
func storable(p string) sys.Errno {
	if len(p) > maxPath {
		return sys.ENAMETOOLONG
	}
	if !utf8.ValidString(p) || strings.ContainsRune(p, 0) {
		return sys.EINVAL
	}
	for name := range strings.SplitSeq(p, "/") {
		if len(name) > maxName {
			return sys.ENAMETOOLONG
		}
	}
	return 0
}

// OpenFile implements sys.FS.
func (f *outFS) OpenFile(name string, flag sys.Oflag, _ fs.FileMode) (sys.File, sys.Errno) {
	f.tap.take(meter.CostPath)
	p := clean(name)
	n := f.nodes[p]
	if n == nil {
		if flag&sys.O_CREAT == 0 {
			return nil, sys.ENOENT
		}
		if errno := f.add(p, &node{}); errno != 0 {
			return nil, errno
		}
		n = f.nodes[p]
	} else if flag&sys.O_CREAT != 0 && flag&sys.O_EXCL != 0 {
		return nil, sys.EEXIST
	}
	writes := flag&(sys.O_RDWR|sys.O_WRONLY) != 0
	switch {
	case n.dir && writes:
		return nil, sys.EISDIR
	case !n.dir && flag&sys.O_DIRECTORY != 0:
		return nil, sys.ENOTDIR
	case flag&sys.O_TRUNC != 0 && writes:
		f.resize(n, 0)
	}
	return &outFile{fs: f, node: n, path: p, writes: writes, appends: flag&sys.O_APPEND != 0}, 0
}

// add makes a new file or folder if its folder exists and there is room.
func (f *outFS) add(p string, n *node) sys.Errno {
	parent := f.nodes[path.Dir(p)]
	switch {
	case parent == nil:
		return sys.ENOENT
	case !parent.dir:
		return sys.ENOTDIR
	case len(f.nodes) >= maxFiles:
		f.full = true
		return sys.EIO
	}
	if errno := storable(p); errno != 0 {
		return errno
	}
	f.nodes[p] = n
	return 0
}

// resize changes a file's size and reports whether there is room for it. A file
// that shrinks gives its memory back, or many could keep more than the limit.
func (f *outFS) resize(n *node, size uint64) bool {
	old := uint64(len(n.data))
	if size > old && size-old > f.limit-f.used {
		f.full = true
		return false
	}
	f.used = f.used - old + size
	switch {
	case size < old:
		f.tap.bytes(size)
		n.data = slices.Clone(n.data[:size])
	case size > old:
		f.tap.bytes(size - old)
		n.data = append(n.data, make([]byte, size-old)...)
	}
	return true
}

func stat(n *node) wsys.Stat_t {
	s := wsys.Stat_t{Nlink: 1, Size: int64(len(n.data)), Mode: 0o644}
	if n.dir {
		s.Mode = fs.ModeDir | 0o755
	}
	return s
}

// Stat implements sys.FS.
func (f *outFS) Stat(name string) (wsys.Stat_t, sys.Errno) {
	f.tap.take(meter.CostPath)
	if n := f.nodes[clean(name)]; n != nil {
		return stat(n), 0
	}
	return wsys.Stat_t{}, sys.ENOENT
}

// Lstat implements sys.FS.
func (f *outFS) Lstat(name string) (wsys.Stat_t, sys.Errno) { return f.Stat(name) }

// Mkdir implements sys.FS.
func (f *outFS) Mkdir(name string, _ fs.FileMode) sys.Errno {
	f.tap.take(meter.CostPath)
	p := clean(name)
	if f.nodes[p] != nil {
		return sys.EEXIST
	}
	return f.add(p, &node{dir: true})
}

// Chmod implements sys.FS; there are no modes here.
func (f *outFS) Chmod(string, fs.FileMode) sys.Errno { return 0 }

// Utimens implements sys.FS; there are no times here.
func (f *outFS) Utimens(string, int64, int64) sys.Errno { return 0 }

// children returns the paths right below p, sorted.
func (f *outFS) children(p string) []string {
	f.tap.entries(len(f.nodes))
	var list []string
	for q := range f.nodes {
		if q != "." && path.Dir(q) == p {
			list = append(list, q)
		}
	}
	slices.Sort(list)
	return list
}

// Unlink implements sys.FS.
func (f *outFS) Unlink(name string) sys.Errno {
	f.tap.take(meter.CostPath)
	p := clean(name)
	n := f.nodes[p]
	switch {
	case n == nil:
		return sys.ENOENT
	case n.dir:
		return sys.EISDIR
	}
	f.resize(n, 0)
	delete(f.nodes, p)
	return 0
}

// Rmdir implements sys.FS.
func (f *outFS) Rmdir(name string) sys.Errno {
	f.tap.take(meter.CostPath)
	p := clean(name)
	n := f.nodes[p]
	switch {
	case n == nil:
		return sys.ENOENT
	case !n.dir:
		return sys.ENOTDIR
	case p == ".":
		return sys.EPERM
	case len(f.children(p)) > 0:
		return sys.ENOTEMPTY
	}
	delete(f.nodes, p)
	return 0
}

// Rename implements sys.FS.
func (f *outFS) Rename(from, to string) sys.Errno {
	p, q := clean(from), clean(to)
	n, target := f.nodes[p], f.nodes[q]
	switch {
	case n == nil || f.nodes[path.Dir(q)] == nil:
		return sys.ENOENT
	case !f.nodes[path.Dir(q)].dir:
		return sys.ENOTDIR
	case p == q:
		return 0
	case p == "." || q == "." || strings.HasPrefix(q, p+"/"):
		return sys.EINVAL
	case target != nil && target.dir != n.dir, n.dir && target != nil && len(f.children(q)) > 0:
		return sys.EEXIST
	}
	f.tap.entries(len(f.nodes))
	moved := map[string]string{p: q}
	for old := range f.nodes {
		if strings.HasPrefix(old, p+"/") {
			moved[old] = q + old[len(p):]
		}
	}
	return f.move(moved, target)
}

// move renames all paths or none; target is what the move replaces, or nil.
func (f *outFS) move(paths map[string]string, target *node) sys.Errno {
	worst := sys.Errno(0)
	for _, to := range paths {
		worst = max(worst, storable(to))
	}
	if worst != 0 {
		return worst
	}
	if target != nil {
		f.resize(target, 0)
	}
	nodes := make(map[string]*node, len(paths))
	for from, to := range paths {
		nodes[to] = f.nodes[from]
		delete(f.nodes, from)
	}
	maps.Copy(f.nodes, nodes)
	return 0
}

// flush writes all files below dir, which must be empty.
func (f *outFS) flush(dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }()
	paths := make([]string, 0, len(f.nodes))
	for p := range f.nodes {
		paths = append(paths, p)
	}
	slices.Sort(paths) // a folder comes before what is in it
	for _, p := range paths {
		n := f.nodes[p]
		if p == "." {
			continue
		}
		if n.dir {
			err = root.Mkdir(filepath.FromSlash(p), 0o755)
		} else {
			err = root.WriteFile(filepath.FromSlash(p), n.data, 0o644)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// outFile is an open file or folder.
type outFile struct {
	sys.UnimplementedFile
	fs      *outFS
	node    *node
	path    string
	offset  int64
	writes  bool
	appends bool
	listed  int
}

// IsDir implements sys.File.
func (f *outFile) IsDir() (bool, sys.Errno) { return f.node.dir, 0 }

// IsAppend implements sys.File.
func (f *outFile) IsAppend() bool { return f.appends }

// SetAppend implements sys.File.
func (f *outFile) SetAppend(enable bool) sys.Errno {
	f.appends = enable
	return 0
}

// Stat implements sys.File.
func (f *outFile) Stat() (wsys.Stat_t, sys.Errno) { return stat(f.node), 0 }

// Read implements sys.File.
func (f *outFile) Read(buf []byte) (int, sys.Errno) {
	n, errno := f.Pread(buf, f.offset)
	f.offset += int64(n)
	return n, errno
}

// Pread implements sys.File.
func (f *outFile) Pread(buf []byte, at int64) (int, sys.Errno) {
	switch {
	case f.node.dir:
		return 0, sys.EISDIR
	case at < 0:
		return 0, sys.EINVAL
	case at >= int64(len(f.node.data)):
		return 0, 0
	}
	n := copy(buf, f.node.data[at:])
	f.fs.tap.bytes(uint64(n)) //nolint:gosec // a length
	return n, 0
}

// Seek implements sys.File.
func (f *outFile) Seek(offset int64, whence int) (int64, sys.Errno) { //nolint:govet // wazero's interface
	if f.node.dir {
		if offset != 0 || whence != 0 {
			return 0, sys.EISDIR
		}
		f.listed = 0
		return 0, 0
	}
	base := int64(0)
	switch whence {
	case 0:
	case 1:
		base = f.offset
	case 2:
		base = int64(len(f.node.data))
	default:
		return 0, sys.EINVAL
	}
	if base+offset < 0 {
		return 0, sys.EINVAL
	}
	f.offset = base + offset
	return f.offset, 0
}

// Readdir implements sys.File.
func (f *outFile) Readdir(n int) ([]sys.Dirent, sys.Errno) {
	if !f.node.dir {
		return nil, sys.ENOTDIR
	}
	names := f.fs.children(f.path)
	names = names[min(f.listed, len(names)):]
	if n > 0 {
		names = names[:min(n, len(names))]
	}
	f.listed += len(names)
	entries := make([]sys.Dirent, len(names))
	for i, p := range names {
		entries[i] = sys.Dirent{Name: path.Base(p), Type: stat(f.fs.nodes[p]).Mode.Type()}
	}
	return entries, 0
}

// Write implements sys.File.
func (f *outFile) Write(buf []byte) (int, sys.Errno) {
	if f.appends {
		f.offset = int64(len(f.node.data))
	}
	n, errno := f.Pwrite(buf, f.offset)
	f.offset += int64(n)
	return n, errno
}

// Pwrite implements sys.File.
func (f *outFile) Pwrite(buf []byte, at int64) (int, sys.Errno) {
	switch {
	case !f.writes:
		return 0, sys.EBADF
	case at < 0:
		return 0, sys.EINVAL
	}
	end := uint64(at) + uint64(len(buf))
	if end > uint64(len(f.node.data)) && !f.fs.resize(f.node, end) {
		return 0, sys.EIO
	}
	f.fs.tap.bytes(uint64(len(buf)))
	return copy(f.node.data[at:], buf), 0
}

// Truncate implements sys.File.
func (f *outFile) Truncate(size int64) sys.Errno {
	switch {
	case !f.writes:
		return sys.EBADF
	case size < 0:
		return sys.EINVAL
	case !f.fs.resize(f.node, uint64(size)):
		return sys.EIO
	}
	return 0
}

// Sync implements sys.File.
func (f *outFile) Sync() sys.Errno { return 0 }

// Datasync implements sys.File.
func (f *outFile) Datasync() sys.Errno { return 0 }

// Utimens implements sys.File.
func (f *outFile) Utimens(int64, int64) sys.Errno { return 0 }

// Dev implements sys.File.
func (f *outFile) Dev() (uint64, sys.Errno) { return 0, 0 }

// Ino implements sys.File.
func (f *outFile) Ino() (wsys.Inode, sys.Errno) { return 0, 0 }
