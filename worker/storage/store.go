// Package storage keeps bytes by their sha256: what a worker fetched and what it
// computed. It serves them over HTTP and fetches those of others. Blobs that
// nobody pinned make room for new ones, the longest unused first.
package storage

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"sync"
	"time"

	multihash "github.com/iexecd/iexecd/worker/digest"
)

// The reasons for refusing bytes.
var (
	// ErrNotFound means that there are no such bytes here.
	ErrNotFound = errors.New("not in the store")
	// ErrMismatch means that bytes have another sha256 than was said.
	ErrMismatch = errors.New("the bytes are not those that were named")
	// ErrTooLarge means that bytes are more than the caller allows.
	ErrTooLarge = errors.New("too large")
	// ErrFull means that the store has no room: a failure of this machine.
	ErrFull = errors.New("the store is full")
	// ErrBadName means that a digest or the name of a pin cannot be one.
	ErrBadName = errors.New("not a name in the store")
)

// The folders of a store. A blob is blobs/<sha256>, as 64 hexadecimal digits.
const (
	dirBlobs = "blobs"
	dirPins  = "pins"
	dirTasks = "tasks"
	dirTemp  = "temp"
)

// blob is what is known of a file in dirBlobs.
type blob struct {
	size uint64
	used int64 // unix nanoseconds of the last use
	pins int   // names that pin it
}

// Store is a folder of blobs. It may be used by several goroutines, but a folder
// by one process only.
type Store struct {
	root   *os.Root
	budget uint64

	mu    sync.Mutex
	blobs map[string]*blob
	total uint64
	pins  map[string][]string // by name
	names map[multihash.Digest]string
	temp  uint64 // number of the last temporary file
	last  int64  // newest use

	partials []partial // downloads that broke off, oldest first
}

// Open opens the store in a folder, which it makes if needed. The blobs are
// together at most budgetBytes; if they are more already, the longest unused go.
func Open(dir string, budgetBytes uint64) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	s := &Store{
		root: root, budget: budgetBytes, blobs: map[string]*blob{}, pins: map[string][]string{},
		names: map[multihash.Digest]string{},
	}
	if err := s.load(); err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return s, nil
}

// Close closes the store; files got from it stay readable.
func (s *Store) Close() error { return s.root.Close() }

// load reads what the folder holds and drops what a crash left.
func (s *Store) load() error {
	if err := s.root.RemoveAll(dirTemp); err != nil {
		return err
	}
	for _, dir := range []string{dirBlobs, dirPins, dirTasks, dirTemp} {
		if err := s.root.MkdirAll(dir, 0o700); err != nil {
			return err
		}
	}
	files, err := fs.ReadDir(s.root.FS(), dirBlobs)
	if err != nil {
		return err
	}
	for _, file := range files {
		info, err := file.Info()
		if err != nil {
			return err
		}
		if !isDigest(file.Name()) || !info.Mode().IsRegular() {
			continue
		}
		b := &blob{size: uint64(info.Size()), used: info.ModTime().UnixNano()} //nolint:gosec // sizes are not negative
		s.blobs[file.Name()], s.total, s.last = b, s.total+b.size, max(s.last, b.used)
	}
	if err := s.loadPins(); err != nil {
		return err
	}
	return s.drop(0)
}

// isDigest reports whether a text is a sha256 as it names blobs.
func isDigest(text string) bool {
	if len(text) != 2*sha256.Size {
		return false
	}
	for _, c := range []byte(text) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// Put stores what r gives and returns its sha256 as 64 hexadecimal digits, once it
// is safe from a crash. Errors are ErrFull, those of r and those of the disk.
func (s *Store) Put(r io.Reader) (string, error) { return s.put(r, "", s.limit()) }

// PutBytes is Put for bytes.
func (s *Store) PutBytes(bz []byte) (string, error) { return s.Put(bytes.NewReader(bz)) }

// PutFile is Put for a file.
func (s *Store) PutFile(name string) (string, error) {
	f, err := os.Open(name) //nolint:gosec // the caller's file
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }()
	return s.Put(f)
}

// PutAs stores what r gives if it has the sha256 want and at most most bytes. Errors
// are ErrMismatch, ErrTooLarge, ErrFull, those of r and those of the disk.
func (s *Store) PutAs(want string, r io.Reader, most uint64) error {
	if !isDigest(want) {
		return fmt.Errorf("%w: %q is not a sha256: give 64 lower-case hexadecimal digits", ErrBadName, want)
	}
	_, err := s.put(r, want, most)
	return err
}

// put stores at most most bytes, with the sha256 want unless that is empty.
func (s *Store) put(r io.Reader, want string, most uint64) (string, error) {
	temp, f, err := s.create()
	if err != nil {
		return "", err
	}
	defer func() { _ = s.root.Remove(temp) }() // gone already if all went well
	sum := sha256.New()
	budget := s.limit()
	room := min(most, budget)
	read := &capped{r: r, left: room}
	_, err = io.Copy(io.MultiWriter(f, sum), read)
	if err == nil && !read.over {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return "", err
	}
	if read.over {
		if most <= budget && want != "" {
			return "", fmt.Errorf("%w: more than the %d bytes allowed", ErrTooLarge, most)
		}
		return "", fmt.Errorf("%w: more than its budget of %d bytes: raise it", ErrFull, budget)
	}
	digest := hex.EncodeToString(sum.Sum(nil))
	if want != "" && digest != want {
		return "", fmt.Errorf("%w: sha256 %s, wanted %s", ErrMismatch, digest, want)
	}
	return digest, s.adopt(temp, digest, room-read.left)
}

// capped reads at most left bytes and notes whether there were more.
type capped struct {
	r    io.Reader
	left uint64
	over bool
}

// Read implements io.Reader.
func (c *capped) Read(p []byte) (int, error) {
	if uint64(len(p)) > c.left && len(p) > 1 {
		p = p[:max(c.left, 1)]
	}
	n, err := c.r.Read(p)
	if uint64(n) > c.left { //nolint:gosec // readers give no negative count
		c.over = true
		return 0, io.EOF
	}
	c.left -= uint64(n) //nolint:gosec // as above
	return n, err
}

// create makes a temporary file.
func (s *Store) create() (string, *os.File, error) {
	s.mu.Lock()
	s.temp++
	name := path.Join(dirTemp, strconv.FormatUint(s.temp, 10))
	s.mu.Unlock()
	f, err := s.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	return name, f, err
}

// adopt makes a temporary file, which is on the disk, a blob.
func (s *Store) adopt(temp, digest string, size uint64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.blobs[digest] != nil {
		s.touch(digest)
		return nil
	}
	if err := s.makeRoom(size); err != nil {
		return err
	}
	if err := s.replace(temp, path.Join(dirBlobs, digest)); err != nil {
		return err
	}
	s.blobs[digest] = &blob{size: size}
	s.total += size
	s.touch(digest)
	return nil
}

// replace renames a file and waits until that is on the disk.
func (s *Store) replace(from, to string) error {
	if err := s.root.Rename(from, to); err != nil {
		return err
	}
	dir, err := s.root.Open(path.Dir(to))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// touch notes a use; the file's time keeps it over a restart.
func (s *Store) touch(digest string) {
	s.last = max(s.last+1, time.Now().UnixNano())
	s.blobs[digest].used = s.last
	at := time.Unix(0, s.last)
	_ = s.root.Chtimes(path.Join(dirBlobs, digest), at, at) // only the order of eviction depends on it
}

// makeRoom drops blobs so that size more bytes fit, or none if they never would.
func (s *Store) makeRoom(size uint64) error {
	var pinned uint64
	for _, b := range s.blobs {
		if b.pins > 0 {
			pinned += b.size
		}
	}
	if pinned > s.budget || size > s.budget-pinned {
		return fmt.Errorf("%w: %d bytes to store and %d in use, its budget is %d: raise it or forget tasks",
			ErrFull, size, pinned, s.budget)
	}
	return s.drop(size)
}

// drop removes the longest unused blobs that nobody pinned until size more bytes
// fit or none is left.
func (s *Store) drop(size uint64) error {
	if s.total <= s.budget && size <= s.budget-s.total {
		return nil
	}
	var free []string
	for digest, b := range s.blobs {
		if b.pins == 0 {
			free = append(free, digest)
		}
	}
	slices.SortFunc(free, func(a, b string) int { return cmp.Compare(s.blobs[a].used, s.blobs[b].used) })
	for _, digest := range free {
		if s.total <= s.budget && size <= s.budget-s.total {
			break
		}
		if err := s.root.Remove(path.Join(dirBlobs, digest)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		s.total -= s.blobs[digest].size
		delete(s.blobs, digest)
	}
	return nil
}

// Has reports whether the bytes with a sha256 are here.
func (s *Store) Has(digest string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.blobs[digest] != nil
}

// Get opens the bytes with a sha256, or ErrNotFound. They stay readable until they
// are closed, even if the store drops them.
func (s *Store) Get(digest string) (*os.File, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.blobs[digest] == nil {
		return nil, fmt.Errorf("%w: sha256 %q", ErrNotFound, digest)
	}
	f, err := s.root.Open(path.Join(dirBlobs, digest))
	if err != nil {
		return nil, err
	}
	s.touch(digest)
	return f, nil
}

// Bytes returns the bytes in all blobs, at most the budget but for pinned ones of
// a time with a larger budget.
func (s *Store) Bytes() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.total
}
