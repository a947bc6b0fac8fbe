package storage

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"slices"

	multihash "github.com/iexecd/iexecd/worker/digest"
)

// maxPartials bounds the downloads that broke off and wait to go on.
const maxPartials = 4

// maxNames bounds what is known of other hashes than sha256.
const maxNames = 10_000

// partial is the beginning of some bytes.
type partial struct {
	key  string // where they come from and what they should be
	temp string // file
	etag string // version of the source
	size uint64 // bytes that are here
}

// download is bytes on their way into the store.
type download struct {
	partial
	store   *Store
	want    multihash.Digest
	file    *os.File
	resumed bool // some bytes are from before
	spoiled bool // of no use for later
}

// begin begins a download, or goes on with one of the same key.
func (s *Store) begin(key string, want multihash.Digest) (*download, error) {
	d := &download{store: s, want: want}
	s.mu.Lock()
	if i := slices.IndexFunc(s.partials, func(p partial) bool { return p.key == key }); i >= 0 {
		d.partial, d.resumed = s.partials[i], true
		s.partials = slices.Delete(s.partials, i, i+1)
	}
	s.mu.Unlock()
	var err error
	if d.resumed {
		if d.file, err = s.root.OpenFile(d.temp, os.O_RDWR, 0); err != nil {
			return nil, errors.Join(err, s.root.Remove(d.temp))
		}
		return d, nil
	}
	d.key = key
	d.temp, d.file, err = s.create()
	return d, err
}

// end keeps what is here for later, if it is of use.
func (d *download) end() {
	_ = d.file.Close() // its content is checked when it is used
	gone := d.temp
	if !d.spoiled && d.size > 0 && d.etag != "" {
		d.store.mu.Lock()
		d.store.partials = append(d.store.partials, d.partial)
		gone = ""
		if len(d.store.partials) > maxPartials {
			gone = d.store.partials[0].temp
			d.store.partials = slices.Delete(d.store.partials, 0, 1)
		}
		d.store.mu.Unlock()
	}
	if gone != "" {
		_ = d.store.root.Remove(gone) // gone already if all went well
	}
}

// receive takes what a source gives, checks all bytes and puts them into the store.
func (d *download) receive(b *body, most uint64) (string, error) {
	sums, err := d.hashes(b.from)
	if err != nil {
		d.spoiled = true
		return "", err
	}
	d.etag = b.etag
	if b.size > 0 && (d.size > most || uint64(b.size) > most-d.size) {
		d.spoiled = true
		return "", fmt.Errorf("%w: %d bytes, at most %d", ErrTooLarge, d.size+uint64(b.size), most)
	}
	budget := d.store.limit()
	room := min(most, budget)
	read := &capped{r: b, left: room - min(d.size, room)}
	to := &written{w: io.MultiWriter(d.file, sums)}
	_, err = io.Copy(to, read)
	d.size = room - read.left
	if err != nil {
		d.spoiled = to.failed
		return "", err
	}
	d.spoiled = true // from here it is whole, or wrong
	if err := d.file.Sync(); err != nil {
		return "", err
	}
	switch name := hex.EncodeToString(sums.sha256.Sum(nil)); {
	case read.over && most <= budget:
		return "", fmt.Errorf("%w: more than the %d bytes allowed", ErrTooLarge, most)
	case read.over:
		return "", fmt.Errorf("%w: more than its budget of %d bytes: raise it", ErrFull, budget)
	case d.want.Is(sums.want):
		d.store.rename(d.want, name)
		return name, d.store.adopt(d.temp, name, d.size)
	case b.from > 0: // it may be the two halves that do not fit
		return "", errors.New("what came after a break does not fit to what came before: all is fetched anew")
	default:
		// Not what they have: who knows that could order them.
		return "", fmt.Errorf("%w: multihash %s expected", ErrMismatch, d.want)
	}
}

// hashes are the sha256 of bytes, and their hash as it was named.
type hashes struct{ sha256, want hash.Hash }

// Write implements io.Writer.
func (h hashes) Write(p []byte) (int, error) {
	if h.want != h.sha256 {
		_, _ = h.want.Write(p) // never fails
	}
	return h.sha256.Write(p)
}

// hashes returns the hashes of the first bytes of the file, and cuts it there.
func (d *download) hashes(from uint64) (hashes, error) {
	h := hashes{sha256: sha256.New(), want: d.want.New()}
	if _, same := d.want.SHA256(); same {
		h.want = h.sha256
	}
	if h.want == nil {
		return h, fmt.Errorf("%w: no hash names the bytes", ErrBadName)
	}
	if from == 0 {
		d.size = 0
		if d.resumed {
			return h, d.file.Truncate(0)
		}
		return h, nil
	}
	n, err := io.Copy(h, io.LimitReader(d.file, int64(from))) //nolint:gosec // a file's size
	if err == nil && uint64(n) != from {                      //nolint:gosec // not negative
		err = io.ErrUnexpectedEOF
	}
	return h, err
}

// written notes whether it was writing that failed.
type written struct {
	w      io.Writer
	failed bool
}

// Write implements io.Writer.
func (w *written) Write(p []byte) (int, error) {
	n, err := w.w.Write(p)
	w.failed = w.failed || err != nil
	return n, err
}

// rename notes which sha256 the bytes of another hash have.
func (s *Store) rename(d multihash.Digest, name string) {
	if _, ok := d.SHA256(); ok {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.names) >= maxNames {
		clear(s.names)
	}
	s.names[d] = name
}

// named returns the sha256 of bytes, if it is known.
func (s *Store) named(d multihash.Digest) (string, bool) {
	if sum, ok := d.SHA256(); ok {
		return hex.EncodeToString(sum[:]), true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	name, ok := s.names[d]
	return name, ok
}

// Knows reports whether the bytes of a digest are here.
func (s *Store) Knows(d multihash.Digest) bool {
	name, ok := s.named(d)
	return ok && s.Has(name)
}
