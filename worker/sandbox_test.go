package worker

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker/contract"
	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/driver/fake"
	"github.com/iexecd/iexecd/worker/journal"
	"github.com/iexecd/iexecd/worker/result"
	"github.com/iexecd/iexecd/worker/storage"
)

// files is a web server of some texts by path.
func files(t *testing.T, texts map[string]string) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, ok := texts[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write([]byte(text))
	}))
	t.Cleanup(s.Close)
	return s.URL
}

func source(url, text string) Source { return Source{URL: url, SHA256: sha256.Sum256([]byte(text))} }

func newTestSandbox(t *testing.T, d driver.Driver) *Sandbox {
	t.Helper()
	s, err := NewSandbox(t.Context(), t.TempDir(), Drivers{Wasm: d}, 1<<20)
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	s.SetData(Data{Private: storage.Anywhere})
	return s
}

// TestSandboxComputes: app, dataset and inputs are where the contract says, and the
// result is served by its digest.
func TestSandboxComputes(t *testing.T) {
	t.Parallel()
	url := files(t, map[string]string{"/app": "wasm", "/data": "numbers", "/in": "a book"})
	d := fake.New(func(s driver.Spec) fake.Run {
		app, err := os.ReadFile(s.App)
		require.NoError(t, err)
		require.Equal(t, "wasm", string(app))
		data, err := os.ReadFile(filepath.Join(s.InDir, s.Env["IEXEC_DATASET_FILENAME"]))
		require.NoError(t, err)
		require.Equal(t, "numbers", string(data))
		in, err := os.ReadFile(filepath.Join(s.InDir, s.Env["IEXEC_INPUT_FILE_NAME_1"]))
		require.NoError(t, err)
		return fake.Run{Stdout: "hello\n", Files: map[string]string{
			"out.txt":       "read " + string(in),
			"computed.json": `{"deterministic-output-path":"/iexec_out/out.txt"}`,
		}}
	})
	s := newTestSandbox(t, d)
	spec := Spec{
		Task: contract.Task{
			ID: ident.Hash{1}, Dataset: ident.Address{5},
			Inputs: []contract.Input{{URL: url + "/in", SHA256: sha256.Sum256([]byte("a book")), Name: "book.txt"}},
		},
		AppName: "reader", App: source(url+"/app", "wasm"), Args: []string{"-x"},
		Limits: Limits{Fuel: 7, MemoryBytes: 8, OutputBytes: 9},
	}
	data := source(url+"/data", "numbers")
	spec.Dataset = &data
	bad, err := s.Fetch(t.Context(), spec)
	require.NoError(t, err)
	require.Nil(t, bad)
	answer, err := s.Compute(t.Context(), spec)
	require.NoError(t, err)
	require.Equal(t, poco.CauseOK, answer.Cause)
	require.Equal(t, driver.Limits{Fuel: 7, MemoryBytes: 8, OutputBytes: 9}, d.Specs()[0].Limits)
	require.Equal(t, []string{"-x"}, d.Specs()[0].Args)

	get := func(path string) (int, []byte) {
		r := httptest.NewRecorder()
		s.ServeHTTP(r, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
		return r.Code, r.Body.Bytes()
	}
	code, manifest := get("/sha256/" + hex.EncodeToString(answer.Digest[:]))
	require.Equal(t, http.StatusOK, code)
	require.Contains(t, string(manifest), "out.txt")
	sum := sha256.Sum256([]byte("read a book"))
	_, text := get("/sha256/" + hex.EncodeToString(sum[:]))
	require.Equal(t, "read a book", string(text))
	_, note := get("/tasks/" + spec.Task.ID.String())
	var r record
	require.NoError(t, json.Unmarshal(note, &r))
	require.Equal(t, answer.Digest.String(), r.Digest)
	require.NotContains(t, string(note), "stdout", "what the app said is the requester's")
	var kept keptLog
	require.NoError(t, s.store.Private(spec.Task.ID, &kept))
	code, blob := get("/sha256/" + kept.Blob)
	require.Equal(t, http.StatusOK, code)
	require.Equal(t, "hello\n", string(blob[saltBytes:]), "but nobody else can name it")
	said := sha256.Sum256([]byte("hello\n"))
	code, _ = get("/sha256/" + hex.EncodeToString(said[:]))
	require.Equal(t, http.StatusNotFound, code)

	require.NoError(t, s.Forget(spec.Task.ID))
	require.NoDirExists(t, s.folder(spec.Task.ID))
	code, _ = get("/sha256/" + hex.EncodeToString(answer.Digest[:]))
	require.Equal(t, http.StatusOK, code, "the result stays when the task is forgotten")
	require.NoError(t, s.Forget(ident.Hash{9}), "forgetting what never was is no error")
}

// TestWrongBytes: what a server does is a failure here at first; only bytes that are
// wrong again and again are a result, and what is on chain decides at once.
func TestWrongBytes(t *testing.T) {
	t.Parallel()
	url := files(t, map[string]string{"/app": "not the app"})
	s := newTestSandbox(t, fake.New(fake.Always(fake.Run{})))
	spec := Spec{Task: contract.Task{ID: ident.Hash{1}}, App: source(url+"/app", "wasm")}
	for range wrongBytesTries - 1 {
		bad, err := s.Fetch(t.Context(), spec)
		require.Error(t, err)
		require.Nil(t, bad)
	}
	bad, err := s.Fetch(t.Context(), spec)
	require.NoError(t, err)
	want := failed(poco.CauseBadApp, "the app: the bytes at its URL do not have its sha256")
	require.Equal(t, &want, bad)

	spec.App.URL = url + "/missing"
	for range 2 * wrongBytesTries {
		bad, err = s.Fetch(t.Context(), spec)
		require.Error(t, err, "a server that does not answer is never a result")
		require.Nil(t, bad)
	}
	spec.App.URL = "ftp://x/y"
	bad, err = s.Fetch(t.Context(), spec)
	require.NoError(t, err)
	require.Equal(t, poco.CauseBadApp, bad.Cause)
}

func TestFailedAppIsAResult(t *testing.T) {
	t.Parallel()
	url := files(t, map[string]string{"/app": "wasm"})
	run := fake.Run{Cause: poco.CauseExit, Exit: 3, Stderr: "no such file\n"}
	s := newTestSandbox(t, fake.New(func(driver.Spec) fake.Run { return run }))
	spec := Spec{Task: contract.Task{ID: ident.Hash{1}}, App: source(url+"/app", "wasm")}
	_, err := s.Fetch(t.Context(), spec)
	require.NoError(t, err)
	answer, err := s.Compute(t.Context(), spec)
	require.NoError(t, err)
	require.Equal(t, result.Failure(poco.CauseExit, 3, "no such file").Answer, answer)

	run = fake.Run{}
	answer, err = s.Compute(t.Context(), spec)
	require.NoError(t, err)
	require.Equal(t, poco.CauseBadOutput, answer.Cause)

	run = fake.Run{Err: context.DeadlineExceeded}
	_, err = s.Compute(t.Context(), spec)
	require.ErrorIs(t, err, context.DeadlineExceeded)
}

func TestOneSandboxPerHome(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	d := fake.New(fake.Always(fake.Run{}))
	s, err := NewSandbox(t.Context(), home, Drivers{Wasm: d}, 1<<20)
	require.NoError(t, err)
	_, err = NewSandbox(t.Context(), home, Drivers{Wasm: d}, 1<<20)
	require.ErrorIs(t, err, journal.ErrLocked)
	left := filepath.Join(home, "work", "0x01")
	require.NoError(t, os.MkdirAll(left, 0o700))
	require.NoError(t, s.Close())
	s, err = NewSandbox(t.Context(), home, Drivers{Wasm: d}, 1<<20)
	require.NoError(t, err)
	require.NoDirExists(t, left, "what a crash left is removed")
	require.NoError(t, s.Close())
}

// TestKeptUntilReleased: a result is kept after its task is done here, also over a
// restart, until it is released; but open tasks come first when the store is full.
func TestKeptUntilReleased(t *testing.T) {
	t.Parallel()
	big := strings.Repeat("x", 600)
	d := fake.New(func(s driver.Spec) fake.Run {
		return fake.Run{Files: map[string]string{
			"out.txt": s.TaskID.String() + big, "computed.json": `{"deterministic-output-path":"/iexec_out/out.txt"}`,
		}}
	})
	home := t.TempDir()
	s, err := NewSandbox(t.Context(), home, Drivers{Wasm: d}, 2000)
	require.NoError(t, err)
	compute := func(n byte) ident.Hash {
		id := ident.Hash{n}
		_, err := s.Compute(t.Context(), Spec{Task: contract.Task{ID: id}})
		require.NoError(t, err)
		require.NoError(t, s.Forget(id))
		return id
	}
	first := compute(1)
	require.Equal(t, []ident.Hash{first}, s.Kept())
	require.NoError(t, s.Close())
	s, err = NewSandbox(t.Context(), home, Drivers{Wasm: d}, 2000)
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	require.Equal(t, []ident.Hash{first}, s.Kept())
	second := compute(2)
	third := compute(3)
	require.Equal(t, []ident.Hash{second, third}, s.Kept(), "the oldest made room")
	require.NoError(t, s.Release(second))
	require.NoError(t, s.Release(ident.Hash{9}), "releasing what never was is no error")
	require.Equal(t, []ident.Hash{third}, s.Kept())
}

// TestKeptOfSeveralFiles: the last file of a result must not drive out the first one;
// results that are held make room instead.
func TestKeptOfSeveralFiles(t *testing.T) {
	t.Parallel()
	big := strings.Repeat("x", 600)
	d := fake.New(func(s driver.Spec) fake.Run {
		require.NoError(t, os.MkdirAll(filepath.Join(s.OutDir, "out"), 0o700))
		return fake.Run{Files: map[string]string{
			"out/1": "1" + s.TaskID.String() + big, "out/2": "2" + s.TaskID.String() + big,
			"computed.json": `{"deterministic-output-path":"/iexec_out/out"}`,
		}}
	})
	s, err := NewSandbox(t.Context(), t.TempDir(), Drivers{Wasm: d}, 2600)
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	for n := range byte(3) {
		id := ident.Hash{n + 1}
		_, err := s.Compute(t.Context(), Spec{Task: contract.Task{ID: id}})
		require.NoError(t, err)
		require.Equal(t, []ident.Hash{id}, s.Kept(), "the one before made room")
		require.NoError(t, s.Forget(id))
	}
	open := ident.Hash{9}
	_, err = s.Compute(t.Context(), Spec{Task: contract.Task{ID: open}})
	require.NoError(t, err)
	_, err = s.Compute(t.Context(), Spec{Task: contract.Task{ID: ident.Hash{10}}})
	require.ErrorIs(t, err, storage.ErrFull, "an open task's result is not given up")
	require.Equal(t, []ident.Hash{open}, s.Kept())
}

// TestNoPrivateNetworks: by default a task's addresses lead into none, which is a
// failure here and never a result.
func TestNoPrivateNetworks(t *testing.T) {
	t.Parallel()
	url := files(t, map[string]string{"/app": "wasm"})
	s, err := NewSandbox(t.Context(), t.TempDir(), Drivers{Wasm: fake.New(fake.Always(fake.Run{}))}, 1<<20)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	spec := Spec{Task: contract.Task{ID: ident.Hash{1}}, App: source(url+"/app", "wasm")}
	for i := range 2 * wrongBytesTries {
		if i == wrongBytesTries {
			s.SetData(Data{})
		}
		bad, err := s.Fetch(t.Context(), spec)
		require.ErrorIs(t, err, storage.ErrNotAllowed)
		require.Nil(t, bad)
	}
}
