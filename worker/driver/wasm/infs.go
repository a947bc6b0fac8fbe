package wasm

import (
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/iexecd/iexecd/worker/driver/meter"
)

// maxOpenInputs is how many input files an app may have open at once: fewer than
// any machine allows, so that the limit is the same everywhere.
const maxOpenInputs = 128

// inFS is the app's input folder: the files of a confined folder, read only,
// without the times, owners, inodes and order that differ between machines.
type inFS struct {
	files fs.FS
	tap   *tap
	open  int
}

// Open implements fs.FS.
func (f *inFS) Open(name string) (fs.File, error) {
	f.tap.take(meter.CostPath)
	if f.open >= maxOpenInputs {
		return nil, &fs.PathError{Op: "open", Path: name, Err: syscall.ENOSPC}
	}
	file, err := f.files.Open(name)
	if err != nil {
		return nil, f.tap.note(err)
	}
	f.open++
	return &inFile{file: file, fs: f}, nil
}

type inFile struct {
	file   fs.File
	fs     *inFS
	closed bool
	listed bool
	rest   []fs.DirEntry
}

// Close implements fs.File.
func (f *inFile) Close() error {
	if !f.closed {
		f.closed = true
		f.fs.open--
	}
	return f.file.Close()
}

// Stat implements fs.File.
func (f *inFile) Stat() (fs.FileInfo, error) {
	info, err := f.file.Stat()
	if err != nil {
		return nil, f.fs.tap.note(err)
	}
	return plainInfo{info}, nil
}

// Read implements fs.File.
func (f *inFile) Read(p []byte) (int, error) {
	n, err := f.file.Read(p)
	f.fs.tap.bytes(uint64(n)) //nolint:gosec // a length
	return n, f.fs.tap.note(err)
}

// Seek implements io.Seeker.
func (f *inFile) Seek(offset int64, whence int) (int64, error) {
	s, ok := f.file.(io.Seeker)
	if !ok {
		return 0, errors.ErrUnsupported
	}
	return s.Seek(offset, whence)
}

// ReadAt implements io.ReaderAt.
func (f *inFile) ReadAt(p []byte, off int64) (int, error) {
	r, ok := f.file.(io.ReaderAt)
	if !ok {
		return 0, errors.ErrUnsupported
	}
	n, err := r.ReadAt(p, off)
	f.fs.tap.bytes(uint64(n)) //nolint:gosec // a length
	return n, f.fs.tap.note(err)
}

// ReadDir implements fs.ReadDirFile: sorted over the whole folder, however few
// entries are asked for at a time.
func (f *inFile) ReadDir(n int) ([]fs.DirEntry, error) {
	d, ok := f.file.(fs.ReadDirFile)
	if !ok {
		return nil, errors.ErrUnsupported
	}
	if !f.listed {
		entries, err := d.ReadDir(-1)
		if err != nil {
			return nil, f.fs.tap.note(err)
		}
		f.fs.tap.entries(len(entries))
		slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
		f.rest, f.listed = entries, true
	}
	if n > 0 && len(f.rest) == 0 {
		return nil, io.EOF
	}
	page := f.rest
	if n > 0 {
		page = page[:min(n, len(page))]
	}
	f.rest = f.rest[len(page):]
	out := make([]fs.DirEntry, len(page))
	for i, e := range page {
		out[i] = plainEntry{e}
	}
	return out, nil
}

type plainEntry struct{ fs.DirEntry }

// Info implements fs.DirEntry.
func (e plainEntry) Info() (fs.FileInfo, error) {
	info, err := e.DirEntry.Info()
	if err != nil {
		return nil, err
	}
	return plainInfo{info}, nil
}

// plainInfo is what is the same on every machine.
type plainInfo struct{ fs.FileInfo }

// Size implements fs.FileInfo: the size of a folder is its file system's affair.
func (i plainInfo) Size() int64 {
	if i.IsDir() {
		return 0
	}
	return i.FileInfo.Size()
}

// Mode implements fs.FileInfo.
func (i plainInfo) Mode() fs.FileMode {
	if i.IsDir() {
		return fs.ModeDir | 0o555
	}
	return i.FileInfo.Mode().Type() | 0o444
}

// ModTime implements fs.FileInfo.
func (plainInfo) ModTime() time.Time { return time.Unix(0, 0).UTC() }

// Sys implements fs.FileInfo.
func (plainInfo) Sys() any { return nil }
