package cli

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"filippo.io/age"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker/livelog"
	"github.com/iexecd/iexecd/worker/result"
	"github.com/iexecd/iexecd/worker/storage"
	"github.com/iexecd/iexecd/x/poco/types"
)

// previewBytes is up to how long a text result is shown.
const previewBytes = 1 << 10

// fetchAll fetches and checks the results of all tasks that have one. What went
// wrong with a task is in its outcome; an error means that it cannot be told.
func (s *session) fetchAll(ctx context.Context, app string, f *follower) ([]*outcome, error) {
	identities, err := s.identities()
	if err != nil {
		return nil, err
	}
	tasks := f.results()
	outcomes := make([]*outcome, 0, len(tasks))
	fetched, size := 0, int64(0)
	for _, t := range tasks {
		o := newOutcome(t)
		outcomes = append(outcomes, o)
		if o.err != nil {
			s.printTail(t)
			continue
		}
		s.steps.wait(fmt.Sprintf("fetching result %d of %d", fetched+1, len(tasks)))
		dir, err := s.resultDir(app, t, f)
		if err != nil {
			return nil, err
		}
		if o.err = fetchResult(ctx, t, dir, o, f.logs, identities...); o.err != nil {
			if ctx.Err() != nil {
				return nil, detached(ctx, ctx.Err(), "iexecd task result "+t.Id)
			}
			continue
		}
		fetched, size = fetched+1, size+o.Bytes
		if err := s.tellResult(o, len(tasks)); err != nil {
			return nil, err
		}
	}
	if fetched > 0 && len(tasks) > detailedTasks {
		s.steps.ok("results", fmt.Sprintf("%d of %d, %s, digests match consensus", fetched, len(tasks),
			bytesText(size)))
	}
	return outcomes, nil
}

// resultDir returns the folder for a task's result.
func (s *session) resultDir(app string, t *types.Task, f *follower) (string, error) {
	dir, _ := s.cmd.Flags().GetString(flagOut)
	if dir == "" {
		name := t.Id
		if len(f.tasks) > 1 {
			name = f.deals[0].RequestId
		}
		id, err := ident.ParseHash(name)
		if err != nil {
			return "", err
		}
		dir = "./" + taskFolder(app, id)
	}
	if len(f.tasks) > 1 {
		dir = filepath.Join(dir, strconv.FormatUint(t.Index, 10))
	}
	return dir, nil
}

// tellResult prints that a result is there, with a look into a small text.
func (s *session) tellResult(o *outcome, tasks int) error {
	if s.format == formatJSONL {
		index := o.Index
		return s.jsonEvents([]event{{
			Type: eventResultVerified, Task: o.Task, Index: &index, Digest: o.Digest, Location: o.Location,
			Dir: o.Dir, Files: len(o.Files), Bytes: o.Bytes,
		}})
	}
	if tasks > detailedTasks {
		return nil
	}
	s.steps.ok("result", fmt.Sprintf("%s in %s, digest matches consensus", bytesText(o.Bytes),
		count(uint64(len(o.Files)), "file")))
	if len(o.Files) != 1 || o.Bytes > previewBytes {
		return nil
	}
	text, err := os.ReadFile(filepath.Join(o.Dir, filepath.FromSlash(o.Files[0])))
	if err != nil {
		return err
	}
	if utf8.Valid(text) {
		s.say("%s", indent(clean(string(text))))
	}
	return nil
}

// fetchResult fetches a task's result into dir, from the first worker that serves
// exactly what was agreed on, and completes o. The identities open what is encrypted.
func fetchResult(ctx context.Context, t *types.Task, dir string, o *outcome, logs logsOf, as ...age.Identity) *Error {
	r := resultOf(t)
	if len(r.Callback) > 0 {
		return writeCallback(r, dir, o)
	}
	again := []string{"iexecd task result " + t.Id}
	failed := &Error{
		Code: codeNoResult, Exit: ExitNotFound, What: "The result of task " + short(t.Id) + " cannot be fetched",
		Why: "no worker says where it serves it", Next: again,
	}
	for _, location := range r.Locations {
		files, err := fetchTree(ctx, location, t.Id, r.Digest, dir, as)
		if err == nil && logs != nil {
			if said := logs(ctx, t, location); said != nil {
				err = writeLogs(said, dir, files)
			}
		}
		if err == nil {
			o.Dir, o.Location = dir, location
			for _, f := range files {
				o.Files, o.Bytes = append(o.Files, f.Path), o.Bytes+f.Size
			}
			return nil
		}
		failed.Why, failed.Err = fmt.Sprintf("%s: %s", clean(location), clean(err.Error())), err
		if sealedError(failed, t.Id) {
			return failed
		}
		if errors.Is(err, storage.ErrMismatch) {
			failed.Code, failed.Exit = codeDigest, ExitDigest
			failed.What = "The result does not match consensus"
		}
	}
	return failed
}

// writeCallback writes the callback data, which is on chain.
func writeCallback(r *types.Result, dir string, o *outcome) *Error {
	if got := poco.CallbackDigest(r.Callback); got.String() != r.Digest {
		return &Error{
			Code: codeDigest, Exit: ExitDigest, What: "The callback data does not match consensus",
			Why: fmt.Sprintf("its digest is %s, agreed was %s", short(got.String()), short(r.Digest)),
		}
	}
	const name = "callback.bin"
	err := os.MkdirAll(dir, 0o750)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name), r.Callback, 0o600)
	}
	if err != nil {
		return badInput("The result cannot be written", err.Error(), "--out DIR")
	}
	o.Dir, o.Files, o.Bytes = dir, []string{name}, int64(len(r.Callback))
	return nil
}

// The bounds of what is fetched.
const (
	maxManifestBytes = 4 << 20
	maxResultBytes   = 1 << 40
)

// fetchTree fetches the manifest that was agreed on and all files that it lists,
// every one checked, then writes them into dir.
func fetchTree(ctx context.Context, location, task, digest, dir string, as []age.Identity) ([]result.File, error) {
	temporary, err := os.MkdirTemp("", "iexecd-result-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(temporary) }()
	store, err := storage.Open(temporary, maxResultBytes)
	if err != nil {
		return nil, err
	}
	defer func() { _ = store.Close() }()
	from := source{fetcher: &storage.Fetcher{Store: store}, base: strings.TrimSuffix(location, "/")}
	read := from.readTree
	if name := from.sealed(ctx, task); name != "" {
		read = from.openTree(name, as)
	}
	files, logs, err := read(ctx, strings.TrimPrefix(digest, "0x"))
	if err != nil {
		return nil, err
	}
	logs = slices.DeleteFunc(logs, func(log result.File) bool {
		return slices.ContainsFunc(files, func(f result.File) bool {
			return f.Path == log.Path || strings.HasPrefix(f.Path, log.Path+"/")
		})
	})
	return files, writeTree(store, dir, append(logs, files...))
}

// readTree brings a manifest and its files into the store.
func (s source) readTree(ctx context.Context, digest string) (files, logs []result.File, err error) {
	manifest, err := s.read(ctx, digest, maxManifestBytes)
	if err != nil {
		return nil, nil, err
	}
	if files, err = result.ParseManifest(manifest); err != nil {
		return nil, nil, err
	}
	for _, f := range files {
		most := uint64(f.Size) //nolint:gosec // manifests have no negative sizes
		if err := s.fetch(ctx, hex.EncodeToString(f.SHA256[:]), most); err != nil {
			return nil, nil, fmt.Errorf("%s: %w", f.Path, err)
		}
	}
	return files, nil, nil
}

// source is a worker that serves results.
type source struct {
	fetcher *storage.Fetcher
	base    string
}

func (s source) fetch(ctx context.Context, digest string, most uint64) error {
	return s.fetcher.FetchAs(ctx, s.base+"/sha256/"+digest, digest, most)
}

func (s source) read(ctx context.Context, digest string, most uint64) ([]byte, error) {
	if err := s.fetch(ctx, digest, most); err != nil {
		return nil, err
	}
	f, err := s.fetcher.Store.Get(digest)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return io.ReadAll(f)
}

// writeTree writes files from the store into dir, never outside of it.
func writeTree(store *storage.Store, dir string, files []result.File) error {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }()
	for _, f := range files {
		if err := writeFile(store, root, f); err != nil {
			return err
		}
	}
	return nil
}

func writeFile(store *storage.Store, root *os.Root, f result.File) error {
	if folder := path.Dir(f.Path); folder != "." {
		if err := root.MkdirAll(folder, 0o750); err != nil {
			return err
		}
	}
	mode := os.FileMode(0o640)
	if f.Executable {
		mode = 0o750
	}
	in, err := store.Get(hex.EncodeToString(f.SHA256[:]))
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	out, err := root.OpenFile(f.Path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// logsOf returns what an app said, as the worker at a location of its result tells
// it; nil if that cannot be had.
type logsOf func(ctx context.Context, t *types.Task, location string) *taskOutput

// logsFor returns how to read the output of a task, nil if the key in use is not
// its requester's.
func (s *session) logsFor(n *node, t *types.Task) logsOf {
	if s.addressIfAny() != t.Requester {
		return nil
	}
	key, err := s.signer(n)
	if err != nil {
		return nil
	}
	return s.logsAs(n, key)
}

func (s *session) logsAs(n *node, key *signer) logsOf {
	return func(ctx context.Context, t *types.Task, location string) *taskOutput {
		members := slices.Concat(t.Members, t.Audit.Auditors)
		i := slices.IndexFunc(members, func(m types.Member) bool { return m.Location == location })
		if i < 0 || key.address != t.Requester {
			return nil
		}
		r, err := s.newLogReader(ctx, n, key.key, t.Id)
		if err != nil {
			return nil
		}
		o := &taskOutput{}
		r.say = func(string, ...any) {}
		r.each = func(_ string, l livelog.Line) error {
			if l.Stream == "stdout" {
				o.Stdout += string(l.Content())
			} else {
				o.Stderr += string(l.Content())
			}
			return nil
		}
		if _, err := r.readAt(ctx, t, members[i].Worker, location, false); err != nil {
			return nil
		}
		return o
	}
}

// writeLogs writes what an app said beside its result: it is not part of what was
// agreed on, so what cannot be had, or what the result names itself, is left out.
func writeLogs(o *taskOutput, dir string, files []result.File) error {
	for name, text := range map[string]string{"stdout.txt": o.Stdout, "stderr.txt": o.Stderr} {
		taken := slices.ContainsFunc(files, func(f result.File) bool {
			return f.Path == name || strings.HasPrefix(f.Path, name+"/")
		})
		if taken || text == "" {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o640); err != nil { //nolint:gosec // as results
			return err
		}
	}
	return nil
}
