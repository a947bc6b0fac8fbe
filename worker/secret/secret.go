// Package secret gets the keys of encrypted datasets, and decrypts these. For now an
// owner gives a key in clear to the workers that he trusts; who has it can keep it.
// A part that gives keys to enclaves only is one more Source.
package secret

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"filippo.io/age"

	"github.com/iexecd/iexecd/core/ident"
)

// The reasons for having nothing.
var (
	// ErrNoKey means that a source does not have, or does not give, a key.
	ErrNoKey = errors.New("no key")
	// ErrKey means that a key is not that of the bytes: a failure here, as its owner
	// may give others another one.
	ErrKey = errors.New("the key does not open the dataset")
	// ErrCiphertext means that bytes cannot be decrypted by anyone: it depends on the
	// bytes alone.
	ErrCiphertext = errors.New("not a whole file of age-encryption.org/v1")
)

// The bounds of what strangers give.
const (
	maxKeyBytes    = 64 << 10
	maxHeaderBytes = 1 << 20
)

// Request is what a worker asks for.
type Request struct {
	Task    ident.Hash    // for which it needs the key
	Dataset ident.Address // whose key it is
	Server  string        // URL where the dataset's location says the owner gives it; empty = nowhere
}

// Source gives keys: the text of an age identity (AGE-SECRET-KEY-…).
type Source interface {
	// Secret returns a dataset's key. Errors say nothing about the dataset: asking
	// again later may help.
	Secret(ctx context.Context, r Request) ([]byte, error)
}

// Sources asks one source after the other.
type Sources []Source

// Secret implements Source.
func (all Sources) Secret(ctx context.Context, r Request) ([]byte, error) {
	errs := []error{fmt.Errorf("%w for dataset %s", ErrNoKey, r.Dataset)}
	for _, s := range all {
		key, err := s.Secret(ctx, r)
		if err == nil {
			return key, nil
		}
		errs = append(errs, err)
	}
	return nil, errors.Join(errs...)
}

// Folder is a folder with a file <dataset id>.key for each dataset.
type Folder string

// Secret implements Source.
func (dir Folder) Secret(_ context.Context, r Request) ([]byte, error) {
	key, err := os.ReadFile(keyFile(string(dir), r.Dataset))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%w: no file %s.key in %s", ErrNoKey, r.Dataset, string(dir))
	case err != nil:
		return nil, err
	case len(key) > maxKeyBytes:
		return nil, fmt.Errorf("%w: the file has %d bytes, at most %d", ErrKey, len(key), maxKeyBytes)
	}
	return key, nil
}

func keyFile(dir string, dataset ident.Address) string {
	return filepath.Join(dir, dataset.String()+".key")
}

// NewKey returns a new key and what files are encrypted to so that it opens them: of
// a kind that quantum computers do not break either, as datasets are public for long.
func NewKey() (key string, recipient age.Recipient, err error) {
	identity, err := age.GenerateHybridIdentity()
	if err != nil {
		return "", nil, err
	}
	return identity.String(), identity.Recipient(), nil
}

// Decrypt writes what a key makes of an encrypted file. Errors are ErrCiphertext,
// which everybody gets who has a key at all, and ErrKey and those of reading and
// writing, which are of here and now.
//
// That is so because the header alone decides about its form, it has one
// authentication code that only one file key fits, and all that follows hangs on that
// file key: whoever comes so far, with whatever key, sees the same.
func Decrypt(to io.Writer, from io.ReadSeeker, key []byte) error {
	identities, err := age.ParseIdentities(strings.NewReader(string(key)))
	if err != nil {
		return fmt.Errorf("%w: it is no age identity", ErrKey) // whose text may hold the key
	}
	in := &noted{r: from}
	header, err := age.ExtractHeader(io.LimitReader(in, maxHeaderBytes))
	if err != nil {
		return in.or(ErrCiphertext)
	}
	fileKey, err := age.DecryptHeader(header, identities...)
	if err != nil {
		return ErrKey
	}
	if _, err = from.Seek(0, io.SeekStart); err != nil {
		return err
	}
	plain, err := age.Decrypt(in, age.NewInjectedFileKeyIdentity(fileKey))
	if err != nil {
		return in.or(ErrCiphertext)
	}
	out := &noted{w: to}
	if _, err = io.Copy(out, plain); err != nil {
		return in.or(out.or(ErrCiphertext))
	}
	return nil
}

// noted passes bytes on and notes errors.
type noted struct {
	r   io.Reader
	w   io.Writer
	err error
}

// Read implements io.Reader.
func (n *noted) Read(p []byte) (int, error) {
	k, err := n.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		n.err = err
	}
	return k, err
}

// Write implements io.Writer.
func (n *noted) Write(p []byte) (int, error) {
	k, err := n.w.Write(p)
	if err != nil {
		n.err = err
	}
	return k, err
}

// or returns the error that was noted, else another.
func (n *noted) or(other error) error {
	if n.err != nil {
		return n.err
	}
	return other
}
