package archive

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"compress/gzip"
	"errors"
	"io"
)

// errListing ends the reading of a zip's list of files.
var errListing = errors.New("too long")

// listing reads a zip; while its list of files is read, that is bounded: the
// library keeps the whole list in memory.
type listing struct {
	in   *input
	left int64 // negative = no bound
}

// ReadAt implements io.ReaderAt.
func (l *listing) ReadAt(p []byte, at int64) (int, error) {
	if l.left >= 0 {
		if l.left -= int64(len(p)); l.left < 0 {
			l.left = 0
			return 0, errListing
		}
	}
	return l.in.ReadAt(p, at)
}

func (x *extractor) zip(size int64) error {
	l := &listing{in: x.in, left: maxZipListing}
	r, err := zip.NewReader(l, size)
	switch {
	case errors.Is(err, errListing):
		return bad("it has more than %d files", MaxFiles)
	case err != nil:
		return errBroken
	}
	l.left = -1
	if len(r.File) > MaxFiles {
		return bad("it has more than %d files", MaxFiles)
	}
	for _, f := range r.File {
		if err := x.zipped(f); err != nil {
			return err
		}
	}
	return nil
}

func (x *extractor) zipped(f *zip.File) error {
	if err := x.count(); err != nil {
		return err
	}
	name, err := clean(f.Name)
	if err != nil {
		return err
	}
	const encrypted = 1
	mode := f.Mode()
	switch {
	case f.Flags&encrypted != 0:
		return bad("the file %+q is encrypted", name)
	case mode.IsDir():
		return x.folder(name)
	case !mode.IsRegular() || name == "":
		return bad("%+q is neither a file nor a folder", name)
	case f.Method != zip.Store && f.Method != zip.Deflate:
		return bad("the file %+q is compressed in a way that is unknown here", name)
	}
	if err := x.room(f.UncompressedSize64); err != nil {
		return err
	}
	content, err := f.Open()
	if err != nil {
		return errBroken
	}
	defer func() { _ = content.Close() }()
	return x.file(name, f.UncompressedSize64, content)
}

func (x *extractor) gzip(from io.Reader) error {
	r, err := gzip.NewReader(bufio.NewReader(from))
	if err != nil {
		return errBroken
	}
	// What is no file counts as well, or headers could unpack without end.
	capped := &stream{r: r, left: min(x.left, x.budget.Bytes) + tarOverhead}
	err = x.tar(capped)
	if capped.over && errors.Is(err, errBroken) {
		return bad("it unpacks to more than its files")
	}
	return err
}

// stream is an unpacked stream up to a bound.
type stream struct {
	r    io.Reader
	left uint64
	over bool
}

// Read implements io.Reader.
func (s *stream) Read(p []byte) (int, error) {
	if s.left == 0 {
		s.over = true
		return 0, io.ErrUnexpectedEOF
	}
	n, err := s.r.Read(p[:min(uint64(len(p)), s.left)])
	s.left -= uint64(n) //nolint:gosec // readers give no negative count
	return n, err
}

func (x *extractor) tar(from io.Reader) error {
	r := tar.NewReader(from)
	for {
		h, err := r.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return errBroken
		}
		if h.Typeflag == tar.TypeXGlobalHeader { // git writes one; it is no file
			continue
		}
		if err := x.tarred(h, r); err != nil {
			return err
		}
	}
}

func (x *extractor) tarred(h *tar.Header, content io.Reader) error {
	if err := x.count(); err != nil {
		return err
	}
	name, err := clean(h.Name)
	if err != nil {
		return err
	}
	switch {
	case h.Typeflag == tar.TypeDir:
		return x.folder(name)
	case h.Typeflag != tar.TypeReg && h.Typeflag != tar.TypeGNUSparse || name == "":
		return bad("%+q is neither a file nor a folder", name)
	}
	return x.file(name, uint64(h.Size), content) //nolint:gosec // the library refuses negative sizes
}
