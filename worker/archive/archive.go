// Package archive unpacks zip and tar archives that nobody vouches for. What it
// refuses, and in which words, depends on the bytes alone: every worker that has
// them says the same.
package archive

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"
	"time"
	"unicode/utf8"
)

// Kind is a format of archives.
type Kind string

// The formats.
const (
	Zip   Kind = "zip"
	Tar   Kind = "tar"
	TarGz Kind = "tar.gz"
)

// Valid reports whether k is a format.
func (k Kind) Valid() bool { return k == Zip || k == Tar || k == TarGz }

// The bounds of an archive. A change of one is a change of what workers agree on.
const (
	MaxFiles      = 65_536 // files and folders that it lists, and folders around them
	MaxRatio      = 200    // times its own size that it may unpack to
	MaxPathBytes  = 240
	MaxDepth      = 32       // folders in each other
	ratioFree     = 16 << 20 // bytes that it may unpack to whatever its own size
	maxZipListing = 16 << 20 // bytes of a zip's list of files: 240 for each of MaxFiles
	tarOverhead   = 64 << 20 // bytes of a tar that are headers
)

// ErrBad means that an archive can not be unpacked, by nobody.
var ErrBad = errors.New("the archive cannot be used")

// Budget is what may still be unpacked, of one archive or of several together.
type Budget struct {
	Bytes uint64 // of all files
	Files uint64
}

// Extract unpacks an archive of size bytes into dir, which must be empty, and takes
// what it needs from the budget. Files are not executable and their times are all
// the same. Errors are ErrBad, and those of the disk, which say nothing about the
// archive, nor do those of from.
func Extract(kind Kind, from io.ReaderAt, size int64, dir string, budget *Budget) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	in := &input{r: from}
	x := &extractor{
		root: root, in: in, budget: budget, whole: budget.Bytes, size: size,
		left: ratioFree + uint64(size)*MaxRatio, //nolint:gosec // sizes are not negative
		seen: map[string]bool{},
	}
	switch kind {
	case Zip:
		err = x.zip(size)
	case Tar:
		err = x.tar(io.NewSectionReader(in, 0, size))
	case TarGz:
		err = x.gzip(io.NewSectionReader(in, 0, size))
	default:
		err = bad("%+q is no format: expected zip, tar or tar.gz", string(kind))
	}
	if in.err != nil { // whatever became of it
		err = in.err
	}
	return errors.Join(err, root.Close())
}

func bad(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrBad, fmt.Sprintf(format, args...))
}

// input is the archive; it notes errors of the disk, which are no fault of it.
type input struct {
	r   io.ReaderAt
	err error
}

// ReadAt implements io.ReaderAt.
func (in *input) ReadAt(p []byte, at int64) (int, error) {
	n, err := in.r.ReadAt(p, at)
	if err != nil && !errors.Is(err, io.EOF) {
		in.err = err
	}
	return n, err
}

// extractor is one extraction.
type extractor struct {
	root   *os.Root
	in     *input
	budget *Budget
	whole  uint64 // bytes of the budget at first
	size   int64
	left   uint64          // bytes by the ratio
	seen   map[string]bool // paths so far; true = a folder
	listed uint64
}

// clean returns the path of an entry as it is on the disk, "" for the top.
func clean(name string) (string, error) {
	trimmed := strings.TrimSuffix(name, "/")
	for strings.HasPrefix(trimmed, "./") {
		trimmed = trimmed[2:]
	}
	switch {
	case trimmed == "." && name != "":
		return "", nil
	case len(trimmed) > MaxPathBytes:
		return "", bad("a path has %d bytes, at most %d", len(trimmed), MaxPathBytes)
	case trimmed == "" || trimmed[0] == '/' || path.Clean(trimmed) != trimmed || trimmed == ".." ||
		strings.HasPrefix(trimmed, "../"):
		return "", bad("the path %+q does not stay where it belongs", name)
	case !utf8.ValidString(trimmed) || strings.ContainsAny(trimmed, "\\\x00"):
		return "", bad("the path %+q has a character that paths cannot have", name)
	case strings.Count(trimmed, "/") > MaxDepth:
		return "", bad("the path %+q has more than %d folders in each other", name, MaxDepth)
	}
	return trimmed, nil
}

// count counts an entry, or a folder that none lists.
func (x *extractor) count() error {
	if x.listed++; x.listed > MaxFiles {
		return bad("it has more than %d files", MaxFiles)
	}
	if x.budget.Files == 0 {
		return bad("with the archives before it, it has too many files")
	}
	x.budget.Files--
	return nil
}

// folder makes the folder of an entry and those around it.
func (x *extractor) folder(name string) error {
	if name == "." || name == "" {
		return nil
	}
	if isFolder, taken := x.seen[name]; taken {
		if !isFolder {
			return bad("the path %+q is both a file and a folder", name)
		}
		return nil
	}
	if err := x.around(name); err != nil {
		return err
	}
	x.seen[name] = true
	return x.root.Mkdir(name, 0o700)
}

// around makes the folders around a path; those that are new count.
func (x *extractor) around(name string) error {
	dir := path.Dir(name)
	if _, taken := x.seen[dir]; !taken && dir != "." {
		if err := x.count(); err != nil {
			return err
		}
	}
	return x.folder(dir)
}

// fixedTime is every file's: the archive's own would differ from machine to machine
// by their time zones.
var fixedTime = time.Unix(1, 0)

// file writes a file of size bytes, as its header says; what it says is checked
// before anything is read.
func (x *extractor) file(name string, size uint64, content io.Reader) error {
	if err := x.around(name); err != nil {
		return err
	}
	if _, taken := x.seen[name]; taken {
		return bad("the path %+q is there twice", name)
	}
	x.seen[name] = false
	if err := x.room(size); err != nil {
		return err
	}
	f, err := x.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	to := &output{w: f}
	n, err := io.Copy(to, io.LimitReader(content, int64(size)+1)) //nolint:gosec // room has checked it
	err = errors.Join(err, f.Close())
	switch {
	case to.err != nil:
		return to.err
	case err != nil || uint64(n) != size: //nolint:gosec // not negative
		return errBroken
	}
	x.left, x.budget.Bytes = x.left-size, x.budget.Bytes-size
	return x.root.Chtimes(name, fixedTime, fixedTime)
}

// room tells whether a file of size bytes may be unpacked.
func (x *extractor) room(size uint64) error {
	switch {
	case size > x.budget.Bytes:
		return bad("it unpacks to more than %d bytes", x.whole)
	case size > x.left:
		return bad("it unpacks to more than %d times its %d bytes", MaxRatio, x.size)
	}
	return nil
}

// output is a file; it notes errors of the disk.
type output struct {
	w   io.Writer
	err error
}

// Write implements io.Writer.
func (o *output) Write(p []byte) (int, error) {
	n, err := o.w.Write(p)
	if err != nil {
		o.err = err
	}
	return n, err
}

// errBroken is what an extractor says of bytes that are no archive; broken puts the
// format into the words.
var errBroken = bad("it is broken")
