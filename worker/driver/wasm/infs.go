package wasm

import (
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"
)

// inFS is the app's input folder: the files of a confined folder, read only,
// without the times, owners and inodes that differ between machines.
type inFS struct{ fs.FS }

// Open implements fs.FS.
func (f inFS) Open(name string) (fs.File, error) {
	file, err := f.FS.Open(name)
	if err != nil {
		return nil, err
	}
	return &inFile{file}, nil
}

type inFile struct{ fs.File }

// Stat implements fs.File.
func (f *inFile) Stat() (fs.FileInfo, error) {
	info, err := f.File.Stat()
	if err != nil {
		return nil, err
	}
	return plainInfo{info}, nil
}

// Seek implements io.Seeker.
func (f *inFile) Seek(offset int64, whence int) (int64, error) {
	s, ok := f.File.(io.Seeker)
	if !ok {
		return 0, errors.ErrUnsupported
	}
	return s.Seek(offset, whence)
}

// ReadAt implements io.ReaderAt.
func (f *inFile) ReadAt(p []byte, off int64) (int, error) {
	r, ok := f.File.(io.ReaderAt)
	if !ok {
		return 0, errors.ErrUnsupported
	}
	return r.ReadAt(p, off)
}

// ReadDir implements fs.ReadDirFile, sorted.
func (f *inFile) ReadDir(n int) ([]fs.DirEntry, error) {
	d, ok := f.File.(fs.ReadDirFile)
	if !ok {
		return nil, errors.ErrUnsupported
	}
	entries, err := d.ReadDir(n)
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	for i, e := range entries {
		entries[i] = plainEntry{e}
	}
	return entries, err
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
