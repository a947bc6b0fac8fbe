// Package sealed is a result that only who may read it can read: one file of
// age-encryption.org/v1 around a tar of the manifest, the app's output and the
// result's files by their sha256. What workers agree on stays the digest of the
// manifest; the encrypted bytes differ from worker to worker.
package sealed

import (
	"archive/tar"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"filippo.io/age"

	"github.com/iexecd/iexecd/worker/result"
)

// The names of what is no file of the result.
const (
	Manifest = "manifest"
	Stdout   = "stdout"
	Stderr   = "stderr"
)

// The reasons for not opening.
var (
	// ErrIdentity means that the file is encrypted to somebody else.
	ErrIdentity = errors.New("none of the identities opens the result")
	// ErrBroken means that the file is not what this package writes.
	ErrBroken = errors.New("not a sealed result")
)

// Recipient reads an age recipient: age1… (X25519) or age1pq1… (with ML-KEM-768). It
// encrypts nothing to it once, because age reads points that it cannot encrypt to.
func Recipient(text string) (age.Recipient, error) {
	all, err := age.ParseRecipients(strings.NewReader(text))
	if err != nil || len(all) != 1 {
		return nil, errors.New("not an age recipient: expected age1… or age1pq1…")
	}
	trial, err := age.Encrypt(io.Discard, all[0])
	if err != nil {
		return nil, fmt.Errorf("nobody can encrypt to the age recipient: %w", err)
	}
	return all[0], trial.Close()
}

// Parts is what a sealed result holds.
type Parts struct {
	Manifest       []byte // nil = the app left no files
	Stdout, Stderr []byte
	Files          []result.File
}

// Write writes a sealed result.
func Write(to io.Writer, recipient age.Recipient, p Parts) error {
	encrypted, err := age.Encrypt(to, recipient)
	if err != nil {
		return err
	}
	w := tar.NewWriter(encrypted)
	for _, part := range []struct {
		name string
		bz   []byte
	}{{Manifest, p.Manifest}, {Stdout, p.Stdout}, {Stderr, p.Stderr}} {
		if part.bz == nil {
			continue
		}
		if err := add(w, part.name, int64(len(part.bz)), strings.NewReader(string(part.bz))); err != nil {
			return err
		}
	}
	for _, f := range p.Files {
		if err := addFile(w, f); err != nil {
			return err
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	return encrypted.Close()
}

func add(w *tar.Writer, name string, size int64, content io.Reader) error {
	if err := w.WriteHeader(&tar.Header{Name: name, Size: size, Mode: 0o600, Typeflag: tar.TypeReg}); err != nil {
		return err
	}
	_, err := io.Copy(w, content)
	return err
}

func addFile(w *tar.Writer, f result.File) error {
	content, err := os.Open(f.Source())
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }()
	return add(w, hex.EncodeToString(f.SHA256[:]), f.Size, content)
}

// Read opens a sealed result and gives its parts to each, in the order in which they
// were written. Errors are ErrIdentity, ErrBroken and those of each. Nothing is
// checked against a digest here.
func Read(from io.Reader, identities []age.Identity,
	each func(name string, size int64, content io.Reader) error,
) error {
	plain, err := age.Decrypt(from, identities...)
	if _, other := errors.AsType[*age.NoIdentityMatchError](err); other {
		return ErrIdentity
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrBroken, err)
	}
	r := tar.NewReader(plain)
	for {
		h, err := r.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("%w: %w", ErrBroken, err)
		case h.Typeflag != tar.TypeReg:
			return fmt.Errorf("%w: %+q is not a file", ErrBroken, h.Name)
		}
		if err := each(h.Name, h.Size, r); err != nil {
			return err
		}
	}
}
