package cli

import (
	"bytes"
	"context"
	"crypto/sha256"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/spf13/pflag"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/result"
	"github.com/iexecd/iexecd/worker/sealed"
	"github.com/iexecd/iexecd/worker/storage"
	"github.com/iexecd/iexecd/x/poco/types"
)

// serve serves a store over HTTP and returns its address.
func serve(t *testing.T, s *storage.Store) string {
	t.Helper()
	server := httptest.NewServer(s.Handler(storage.HandlerOptions{MaxPutBytes: 1 << 20}))
	t.Cleanup(server.Close)
	return server.URL
}

func newStore(t *testing.T) *storage.Store {
	t.Helper()
	s, err := storage.Open(t.TempDir(), 1<<30)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

// resultTask puts a result of files into a store and returns the task that agreed on it.
func resultTask(t *testing.T, s *storage.Store, content map[string]string) *types.Task {
	t.Helper()
	var files []result.File
	for _, name := range []string{"a/tool", "out.txt"} {
		text, ok := content[name]
		if !ok {
			continue
		}
		_, err := s.PutBytes([]byte(text))
		require.NoError(t, err)
		files = append(files, result.File{
			Path: name, Size: int64(len(text)), SHA256: sha256.Sum256([]byte(text)), Executable: name == "a/tool",
		})
	}
	digest, err := s.PutBytes(result.Manifest(files))
	require.NoError(t, err)
	task := testTask(0, completed, 1)
	task.Result = &types.Result{Digest: "0x" + digest, Cause: types.Cause_CAUSE_OK}
	return &task
}

// A result is written only as it was agreed on; what a worker tells beside it is
// put beside it.
func TestFetchResult(t *testing.T) {
	store := newStore(t)
	task := resultTask(t, store, map[string]string{"a/tool": "#!/bin/sh", "out.txt": "42\n"})
	dir := filepath.Join(t.TempDir(), "out")

	task.Result.Locations = []string{"http://127.0.0.1:1", serve(t, store)}
	o := newOutcome(task)
	said := func(_ context.Context, _ *types.Task, location string) *taskOutput {
		require.Equal(t, task.Result.Locations[1], location)
		return &taskOutput{Stdout: "hello"}
	}
	require.Nil(t, fetchResult(t.Context(), task, dir, o, said))
	require.Equal(t, []string{"a/tool", "out.txt"}, o.Files)
	require.EqualValues(t, 12, o.Bytes)
	require.Equal(t, task.Result.Locations[1], o.Location)
	for name, want := range map[string]string{"a/tool": "#!/bin/sh", "out.txt": "42\n", "stdout.txt": "hello"} {
		got, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		require.NoError(t, err)
		require.Equal(t, want, string(got))
	}
	info, err := os.Stat(filepath.Join(dir, "a", "tool"))
	require.NoError(t, err)
	require.NotZero(t, info.Mode()&0o100, "executable")
}

// Bytes that are not those agreed on are exit code 11, and nothing is kept of them.
func TestFetchLie(t *testing.T) {
	store := newStore(t)
	task := resultTask(t, store, map[string]string{"out.txt": "42\n"})
	liar := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("iexec-tree-v1\n"))
	}))
	t.Cleanup(liar.Close)
	dir := filepath.Join(t.TempDir(), "out")
	task.Result.Locations = []string{liar.URL}
	o := newOutcome(task)
	e := fetchResult(t.Context(), task, dir, o, nil)
	require.NotNil(t, e)
	require.Equal(t, ExitDigest, e.Exit)
	require.NoDirExists(t, dir)

	task.Result.Locations = append(task.Result.Locations, serve(t, store))
	require.Nil(t, fetchResult(t.Context(), task, dir, o, nil), "an honest worker is enough")
}

// sealResult puts a result of one file into a store, encrypted, and returns its task.
func sealResult(t *testing.T, s *storage.Store, to age.Recipient, manifest []byte, files []result.File) *types.Task {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, sealed.Write(&b, to, sealed.Parts{Manifest: manifest, Stdout: []byte("said"), Files: files}))
	name, err := s.PutBytes(b.Bytes())
	require.NoError(t, err)
	task := testTask(0, completed, 1)
	task.Result = &types.Result{Digest: "0x" + hexSum(manifest), Cause: types.Cause_CAUSE_OK}
	id, err := ident.ParseHash(task.Id)
	require.NoError(t, err)
	require.NoError(t, s.PutTask(id, map[string]string{"sealed": name}))
	task.Result.Locations = []string{serve(t, s)}
	return &task
}

// An encrypted result is opened by its identity only, and checked like any other.
func TestFetchSealed(t *testing.T) {
	t.Parallel()
	identity, err := age.GenerateHybridIdentity()
	require.NoError(t, err)
	other, err := age.GenerateX25519Identity()
	require.NoError(t, err)
	out := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(out, "out.txt"), []byte("42"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(out, result.ComputedFile),
		[]byte(`{"deterministic-output-path":"/iexec_out/out.txt"}`), 0o600))
	r, err := result.Build(out, driver.Outcome{Cause: poco.CauseOK}, 0)
	require.NoError(t, err)
	task := sealResult(t, newStore(t), identity.Recipient(), r.Manifest, r.Files)
	dir := filepath.Join(t.TempDir(), "out")
	o := newOutcome(task)
	require.Nil(t, fetchResult(t.Context(), task, dir, o, nil, identity))
	require.Equal(t, []string{"out.txt"}, o.Files)
	for name, want := range map[string]string{"out.txt": "42", "stdout.txt": "said"} {
		got, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		require.Equal(t, want, string(got))
	}
	dir += "2"
	e := fetchResult(t.Context(), task, dir, o, nil)
	require.Equal(t, ExitKey, e.Exit)
	require.Contains(t, strings.Join(e.Next, ""), "--identity")
	e = fetchResult(t.Context(), task, dir, o, nil, other)
	require.Equal(t, ExitKey, e.Exit)
	require.Contains(t, e.What, "another key")

	lies := map[string]*types.Task{
		"another manifest": sealResult(t, newStore(t), identity.Recipient(), r.Manifest, r.Files),
		"no files":         sealResult(t, newStore(t), identity.Recipient(), r.Manifest, nil),
		"no manifest":      sealResult(t, newStore(t), identity.Recipient(), nil, nil),
		"files only":       sealResult(t, newStore(t), identity.Recipient(), nil, r.Files),
	}
	lies["another manifest"].Result.Digest = hash("other").String()
	for name, lie := range lies {
		e := fetchResult(t.Context(), lie, dir, o, nil, identity)
		require.NotNil(t, e, name)
		require.Equal(t, ExitDigest, e.Exit, name)
	}
	require.NoDirExists(t, dir)
}

// Callback data is on chain; its digest is checked like any other.
func TestFetchCallback(t *testing.T) {
	task := testTask(0, completed, 1)
	data := []byte{1, 2, 3}
	task.Result = &types.Result{Digest: poco.CallbackDigest(data).String(), Cause: types.Cause_CAUSE_OK, Callback: data}
	o := newOutcome(&task)
	require.Nil(t, fetchResult(t.Context(), &task, t.TempDir(), o, nil))
	require.Equal(t, []string{"callback.bin"}, o.Files)
	task.Result.Callback = []byte{1}
	require.Equal(t, ExitDigest, fetchResult(t.Context(), &task, t.TempDir(), o, nil).Exit)
}

// Local input files are uploaded and named with their sha256; URLs must name theirs.
func TestUploadInputs(t *testing.T) {
	store := newStore(t)
	s, _, stderr := testSession(formatText)
	s.profile.Store = serve(t, store)
	file := filepath.Join(t.TempDir(), "my book.txt")
	require.NoError(t, os.WriteFile(file, []byte("words"), 0o600))
	sum := hexSum([]byte("words"))
	remote := "https://example.org/b#sha256=" + sum + "&name=b"
	urls, err := s.uploadInputs(t.Context(), []string{file, remote})
	require.NoError(t, err)
	stored := s.profile.Store + "/sha256/" + sum + "#sha256=" + sum + "&name=my_book.txt"
	require.Equal(t, []string{stored, remote}, urls)
	require.True(t, store.Has(sum))
	require.Contains(t, stderr.String(), "my_book.txt, 5 B")

	var e *Error
	_, err = s.uploadInputs(t.Context(), []string{"https://example.org/b"})
	require.ErrorAs(t, err, &e)
	require.Equal(t, ExitUsage, e.Exit)
	require.Contains(t, e.Error(), "sha256")
	s.profile.Store = "http://127.0.0.1:1"
	_, err = s.uploadInputs(t.Context(), []string{file})
	require.ErrorAs(t, err, &e)
	require.Equal(t, ExitNode, e.Exit)
}

// finish writes one folder for each task of a bag, prints the folders on stdout,
// and ends with the gravest error.
func TestFinish(t *testing.T) {
	store := newStore(t)
	s, stdout, stderr := testSession(formatText)
	f := newFollower(s, nil)
	for i := range uint64(3) {
		content := strings.Repeat("x", 1+len(f.tasks))
		task := resultTask(t, store, map[string]string{"out.txt": content})
		task.Id, task.Index, task.Result.Locations = hash(string(rune('a'+i))).String(), i, []string{serve(t, store)}
		if i == 1 {
			task.Result = &types.Result{Cause: types.Cause_CAUSE_EXIT, ExitCode: 3, Tail: "no\x1b[31m such word"}
		}
		f.tasks[task.Id] = task
	}
	f.deals = append(f.deals, testDeal(3))
	dir := t.TempDir()
	s.cmd.Flags().AddFlagSet(func() *pflag.FlagSet {
		set := pflag.NewFlagSet("", pflag.ContinueOnError)
		set.String(flagOut, dir, "")
		return set
	}())
	err := s.finish(t.Context(), "wordcount", "0x", f)
	var e *Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, ExitTaskFailed, e.Exit)
	require.Equal(t, filepath.Join(dir, "0")+"\n"+filepath.Join(dir, "2")+"\n", stdout.String())
	require.FileExists(t, filepath.Join(dir, "2", "out.txt"))
	require.Contains(t, stderr.String(), "   | no [31m such word")
	require.NotContains(t, stderr.String(), "\x1b")
}
