package storage

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	multihash "github.com/iexecd/iexecd/worker/digest"
)

// The defaults of a Fetcher.
const (
	defaultAttempts = 4
	defaultBackoff  = 250 * time.Millisecond
	stallTimeout    = 30 * time.Second // for a connection and for an answer to begin
)

// Fetcher brings bytes into a store. Zero fields have defaults.
type Fetcher struct {
	Store    *Store
	Client   *http.Client  // nil = one that goes anywhere: see NewClient
	Attempts int           // how often to try; default 4
	Backoff  time.Duration // wait before the second try, doubled each time, ± a half; default 250 ms

	// Folders are those below which file:// may name files; none = no files at all.
	Folders []string
	// S3 are the accounts of s3://; a bucket of none is asked without any.
	S3 []S3Account
}

// Fetch brings the bytes of a URL that names them, .../sha256/<hex> or
// URL#sha256=<hex>&name=<file>, into the store and returns their sha256 as 64
// hexadecimal digits and their name, which is the digest if the URL has none. Errors
// are ErrMismatch, ErrTooLarge and ErrBadName, which every worker gets alike, and
// others, which say nothing about the bytes: asking again later may help.
func (f *Fetcher) Fetch(ctx context.Context, address string, maxBytes uint64) (digest, name string, err error) {
	address, digest, name, err = parse(address)
	if err != nil {
		return "", "", err
	}
	return digest, name, f.FetchAs(ctx, address, digest, maxBytes)
}

// FetchAs is Fetch for a URL whose bytes' sha256 is known otherwise.
func (f *Fetcher) FetchAs(ctx context.Context, address, sha256 string, maxBytes uint64) error {
	if !isDigest(sha256) {
		return fmt.Errorf("%w: %q is not a sha256: give 64 lower-case hexadecimal digits", ErrBadName, sha256)
	}
	sum, err := hex.DecodeString(sha256)
	if err != nil {
		return err
	}
	_, err = f.FetchDigest(ctx, address, multihash.SHA256([32]byte(sum)), maxBytes)
	return err
}

// FetchDigest is FetchAs for any hash; it returns the sha256, which names the bytes
// in the store. What broke off goes on where it was, also in a later call.
func (f *Fetcher) FetchDigest(ctx context.Context, address string, want multihash.Digest, maxBytes uint64,
) (string, error) {
	u, err := parseAddress(address) // first, so that it is judged alike where the bytes are and where they are not
	if err != nil {
		return "", err
	}
	if name, ok := f.Store.named(want); ok {
		if size, ok := f.Store.size(name); ok {
			if size > maxBytes {
				return "", fmt.Errorf("%w: %d bytes, at most %d", ErrTooLarge, size, maxBytes)
			}
			return name, nil
		}
	}
	attempts, wait := f.Attempts, f.Backoff
	if attempts <= 0 {
		attempts = defaultAttempts
	}
	if wait <= 0 {
		wait = defaultBackoff
	}
	for attempt := 1; ; attempt++ {
		name, err := f.try(ctx, u, want, maxBytes)
		if err == nil || final(err) {
			return name, err
		}
		if attempt == attempts || ctx.Err() != nil {
			return "", fmt.Errorf("cannot fetch %s: tried %d times: %w", shown(address), attempt, err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait/2 + rand.N(wait)): //nolint:gosec // so that workers do not all come at once
			wait *= 2
		}
	}
}

// final reports whether trying again cannot help.
func final(err error) bool {
	for _, e := range []error{ErrMismatch, ErrTooLarge, ErrBadName, ErrFull, ErrNotAllowed} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// try fetches once.
func (f *Fetcher) try(ctx context.Context, u *url.URL, want multihash.Digest, most uint64) (string, error) {
	d, err := f.Store.begin(u.String()+"#"+want.String(), want)
	if err != nil {
		return "", err
	}
	defer d.end()
	b, err := f.open(ctx, u, d.size, d.etag)
	if err != nil {
		if errors.Is(err, errNoRange) {
			d.spoiled = true
		}
		return "", err
	}
	defer func() { _ = b.Close() }()
	return d.receive(b, most)
}

// stalling ends a body that gives nothing for stallTimeout.
type stalling struct {
	r     io.Reader
	close func() error
}

// Read implements io.Reader.
func (s *stalling) Read(p []byte) (int, error) {
	timer := time.AfterFunc(stallTimeout, func() { _ = s.close() })
	defer timer.Stop()
	return s.r.Read(p)
}

// Close implements io.Closer.
func (s *stalling) Close() error { return s.close() }

// parse reads a URL that names its bytes.
func parse(address string) (plain, digest, name string, err error) {
	plain, fragment, _ := strings.Cut(address, "#")
	for pair := range strings.SplitSeq(fragment, "&") {
		switch key, value, _ := strings.Cut(pair, "="); key {
		case "sha256":
			digest = strings.ToLower(strings.TrimPrefix(value, "0x"))
		case "name":
			name = value
		}
	}
	u, err := url.Parse(plain)
	if err != nil {
		return "", "", "", fmt.Errorf("%w: %q is not a URL", ErrBadName, shown(plain))
	}
	if before, last := path.Split(u.Path); digest == "" && strings.HasSuffix(before, "/sha256/") {
		digest = strings.ToLower(last)
	}
	if !isDigest(digest) {
		return "", "", "", fmt.Errorf("%w: %q names no sha256: end it with #sha256=<64 hexadecimal digits>",
			ErrBadName, shown(plain))
	}
	if name == "" {
		name = digest
	}
	if name == "." || name == ".." || strings.ContainsAny(name, "/\\\x00") {
		return "", "", "", fmt.Errorf("%w: %q is not a file's name", ErrBadName, shown(name))
	}
	return plain, digest, name, nil
}

// shown is an address as errors show it: short and without a password.
func shown(address string) string {
	if u, err := url.Parse(address); err == nil {
		address = u.Redacted()
	}
	return address[:min(len(address), 200)]
}

// size returns the size of the bytes with a sha256, if they are here.
func (s *Store) size(digest string) (uint64, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.blobs[digest]
	if b == nil {
		return 0, false
	}
	s.touch(digest)
	return b.size, true
}
