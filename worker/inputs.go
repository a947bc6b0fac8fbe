package worker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker/archive"
	"github.com/iexecd/iexecd/worker/contract"
	"github.com/iexecd/iexecd/worker/digest"
	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/secret"
	"github.com/iexecd/iexecd/worker/storage"
)

// The bounds of what all archives of a task unpack to. They are the same for every
// worker.
const (
	MaxUnpackedBytes = 4 << 30
	MaxUnpackedFiles = 200_000
)

// Data is what an operator decides about data. The zero value reads no files of this
// machine, connects to public addresses only, asks S3 without an account and knows no
// keys.
type Data struct {
	Private storage.Private     // whether addresses of tasks may lead into private networks; nil = never
	Folders []string            // below which file:// may name files
	S3      []storage.S3Account // for the buckets that they name
	Secrets secret.Source       // keys of encrypted datasets; nil = none
}

// SetData says how data is fetched. Call it before the first task.
func (s *Sandbox) SetData(d Data) {
	s.fetcher.Client = storage.NewClient(d.Private)
	s.fetcher.Folders, s.fetcher.S3, s.secrets = d.Folders, d.S3, d.Secrets
}

// hash returns the digest that names a source's bytes.
func (s Source) hash() digest.Digest {
	if s.Hash.IsZero() {
		return digest.SHA256(s.SHA256)
	}
	return s.Hash
}

// needed is a file of a task.
type needed struct {
	what   string
	source Source
	path   string
	most   uint64
	cause  poco.Cause // if it can never be right
}

// needs returns what a task needs, in the order in which it is fetched: the first
// that can never be right is the result.
func (s *Sandbox) needs(spec Spec) []needed {
	dir := s.folder(spec.Task.ID)
	var need []needed
	if !spec.OCI {
		need = append(need, needed{
			what: "the app", source: spec.App, path: filepath.Join(dir, "app"), most: MaxAppBytes,
			cause: poco.CauseBadApp,
		})
	}
	input := func(what, name string, source Source) {
		need = append(need, needed{
			what: what, source: source, path: filepath.Join(dir, "in", name), most: MaxInputBytes,
			cause: poco.CauseBadInput,
		})
	}
	if spec.Dataset != nil {
		input("the dataset", contract.DatasetName(spec.Task.Dataset), *spec.Dataset)
	}
	for i, in := range spec.Task.Inputs {
		input(fmt.Sprintf("input file %d (%s)", i+1, in.Name), in.Name,
			Source{URL: in.URL, SHA256: in.SHA256, Hash: in.Hash, Unpack: in.Unpack})
	}
	return need
}

// get puts what is needed where the task finds it.
func (s *Sandbox) get(ctx context.Context, spec Spec, n needed, budget *archive.Budget) error {
	if s.store.Knows(n.source.hash()) {
		s.cache.hits.Add(1)
	} else {
		s.cache.misses.Add(1)
	}
	var name string
	err := s.roomFor(func() (err error) {
		name, err = s.fetcher.FetchDigest(ctx, n.source.URL, n.source.hash(), n.most)
		return err
	})
	if err != nil {
		return err
	}
	file, err := s.store.Get(name)
	if err != nil {
		return err
	}
	from := ending{ctx: ctx, File: file}
	defer func() { _ = from.Close() }()
	if n.source.Encryption == "" {
		return place(n, from, budget)
	}
	plain, err := s.decrypt(ctx, spec, n, from)
	if err != nil {
		return err
	}
	defer func() { _ = plain.Close() }()
	return errors.Join(place(n, ending{ctx: ctx, File: plain}, budget), os.Remove(plain.Name()))
}

// ending is a file whose reading ends with a context.
type ending struct {
	ctx context.Context //nolint:containedctx // of the readers that take none
	*os.File
}

// Read implements io.Reader.
func (e ending) Read(p []byte) (int, error) {
	if err := e.ctx.Err(); err != nil {
		return 0, err
	}
	return e.File.Read(p)
}

// ReadAt implements io.ReaderAt.
func (e ending) ReadAt(p []byte, at int64) (int, error) {
	if err := e.ctx.Err(); err != nil {
		return 0, err
	}
	return e.File.ReadAt(p, at)
}

// WriteTo implements io.WriterTo, which the file's own would do past Read.
func (e ending) WriteTo(w io.Writer) (int64, error) { return io.Copy(w, struct{ io.Reader }{e}) }

// place copies or unpacks a file to where the task finds it.
func place(n needed, from ending, budget *archive.Budget) error {
	if n.source.Unpack != "" {
		info, err := from.Stat()
		if err != nil {
			return err
		}
		if err := os.Mkdir(n.path, 0o700); err != nil {
			return err
		}
		return archive.Extract(n.source.Unpack, from, info.Size(), n.path, budget)
	}
	to, err := os.OpenFile(n.path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, from)
	return errors.Join(err, to.Close())
}

// decrypt returns an encrypted file in clear. It lies in the task's folder, which
// Forget removes, and NewSandbox if the worker has died: nowhere else is it in clear.
func (s *Sandbox) decrypt(ctx context.Context, spec Spec, n needed, from ending) (*os.File, error) {
	if s.secrets == nil {
		return nil, fmt.Errorf("%w: this worker knows none: its operator names a folder of them", secret.ErrNoKey)
	}
	key, err := s.secrets.Secret(ctx, secret.Request{
		Task: spec.Task.ID, Dataset: spec.Task.Dataset, Server: n.source.Keys,
	})
	if err != nil {
		return nil, err
	}
	to, err := os.CreateTemp(s.folder(spec.Task.ID), "clear-")
	if err != nil {
		return nil, err
	}
	if err = secret.Decrypt(to, from, key); err == nil {
		_, err = to.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(err, to.Close(), os.Remove(to.Name()))
	}
	return to, nil
}

// judge tells whether a failed fetch is a result. The text names nothing that a
// server may tell one worker and not another.
func (s *Sandbox) judge(task ident.Hash, n needed, err error) (*poco.Answer, error) {
	why, proven := reason(n, err)
	if why == "" {
		return nil, fmt.Errorf("%s: %w", n.what, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.wrong[task]++; !proven && s.wrong[task] < wrongBytesTries {
		return nil, fmt.Errorf("%s: %w", n.what, err)
	}
	bad := failed(n.cause, n.what+why)
	return &bad, nil
}

// reason returns why what is needed can never be right, empty if that is not so. It
// is proven if it follows from the chain and from bytes with the right hash.
func reason(n needed, err error) (why string, proven bool) {
	switch {
	case errors.Is(err, storage.ErrBadName):
		return " has no http, https, s3 or file URL", true
	case errors.Is(err, archive.ErrBad):
		return ": " + err.Error(), true
	case errors.Is(err, secret.ErrCiphertext):
		return ": " + secret.ErrCiphertext.Error(), true
	case errors.Is(err, storage.ErrMismatch) && n.source.Hash.IsZero():
		return ": the bytes at its URL do not have its sha256", false
	case errors.Is(err, storage.ErrMismatch):
		return ": the bytes at its URL do not have its multihash", false
	case errors.Is(err, storage.ErrTooLarge):
		return fmt.Sprintf(": it has more than %d bytes", n.most), false
	case errors.Is(err, driver.ErrBadApp):
		return ": its registry has no image of its digest", false
	}
	return "", false
}
