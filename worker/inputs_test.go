package worker

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker/archive"
	"github.com/iexecd/iexecd/worker/contract"
	"github.com/iexecd/iexecd/worker/digest"
	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/driver/fake"
	"github.com/iexecd/iexecd/worker/livelog"
	"github.com/iexecd/iexecd/worker/result"
	"github.com/iexecd/iexecd/worker/sealed"
	"github.com/iexecd/iexecd/worker/secret"
	"github.com/iexecd/iexecd/worker/storage"
)

// tarOf returns a tar of files by name, in pairs.
func tarOf(t *testing.T, names ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for i := 0; i < len(names); i += 2 {
		require.NoError(t, w.WriteHeader(&tar.Header{Name: names[i], Size: int64(len(names[i+1])), Mode: 0o600}))
		_, err := io.WriteString(w, names[i+1])
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return b.String()
}

func encrypt(t *testing.T, to age.Recipient, text string) string {
	t.Helper()
	var b bytes.Buffer
	w, err := age.Encrypt(&b, to)
	require.NoError(t, err)
	_, err = io.WriteString(w, text)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.String()
}

// computes is what an app leaves that only wants to end well.
var computes = fake.Run{Files: map[string]string{
	"out.txt": "done", "computed.json": `{"deterministic-output-path":"/iexec_out/out.txt"}`,
}}

// TestInputsUnpacked: an archive is a folder of inputs, whatever it is fetched from
// and by whatever hash it is named.
func TestInputsUnpacked(t *testing.T) {
	t.Parallel()
	packed := tarOf(t, "a/b.txt", "hello", "c", "you")
	texts := map[string]string{"/app": "wasm", "/in": packed}
	at := files(t, texts)
	local := filepath.Join(t.TempDir(), "x.tar")
	require.NoError(t, os.WriteFile(local, []byte("local"), 0o600))
	long := sha512.Sum512([]byte(packed))
	hash, err := digest.Parse("1340" + hex.EncodeToString(long[:]))
	require.NoError(t, err)
	sum := sha256.Sum256([]byte(packed))
	spec := Spec{Task: contract.Task{ID: ident.Hash{1}, Inputs: []contract.Input{
		{URL: at + "/in", SHA256: sum, Name: "one", Unpack: archive.Tar},
		{URL: at + "/in", Hash: hash, Name: "two", Unpack: archive.Tar},
		{URL: (&url.URL{Scheme: "file", Path: local}).String(), SHA256: sha256.Sum256([]byte("local")), Name: "three"},
	}}, App: source(at+"/app", "wasm")}
	d := fake.New(func(s driver.Spec) fake.Run {
		for _, dir := range []string{"one", "two"} {
			text, err := os.ReadFile(filepath.Join(s.InDir, dir, "a", "b.txt"))
			require.NoError(t, err)
			require.Equal(t, "hello", string(text))
		}
		text, err := os.ReadFile(filepath.Join(s.InDir, "three"))
		require.NoError(t, err)
		require.Equal(t, "local", string(text))
		return computes
	})
	s := newTestSandbox(t, d)
	s.SetData(Data{Private: storage.Anywhere, Folders: []string{filepath.Dir(local)}})
	bad, err := s.Fetch(t.Context(), spec)
	require.NoError(t, err)
	require.Nil(t, bad)
	answer, err := s.Compute(t.Context(), spec)
	require.NoError(t, err)
	require.Equal(t, poco.CauseOK, answer.Cause)

	spec.Task.ID = ident.Hash{2}
	other := newTestSandbox(t, d)
	for range 2 * wrongBytesTries {
		bad, err = other.Fetch(t.Context(), spec)
		require.ErrorContains(t, err, "input file 3 (three): ")
		require.ErrorContains(t, err, "this worker reads no files of its machine")
		require.Nil(t, bad, "another worker may have the file")
	}
}

// TestEvilInputs: what follows from the chain and from bytes with the right hash is
// the same result for every worker, at once.
func TestEvilInputs(t *testing.T) {
	t.Parallel()
	key, recipient, err := secret.NewKey()
	require.NoError(t, err)
	cut := encrypt(t, recipient, "hello")
	cut = cut[:len(cut)-1]
	texts := map[string]string{
		"/app": "wasm", "/up": tarOf(t, "../x", "evil"), "/clear": "hello", "/cut": cut,
		"/up.age": encrypt(t, recipient, tarOf(t, "/x", "evil")), "/many": tarOf(t, "a", "1", "a", "2"),
	}
	at := files(t, texts)
	of := func(path string, change func(*Source)) Source {
		s := source(at+path, texts[path])
		change(&s)
		return s
	}
	unpack := func(s *Source) { s.Unpack = archive.Tar }
	encrypted := func(s *Source) { s.Encryption = contract.EncryptionAge }
	for name, c := range map[string]struct {
		data Source
		want string
	}{
		"a path out": {
			of("/up", unpack),
			`the archive cannot be used: the path "../x" does not stay where it belongs`,
		},
		"twice":         {of("/many", unpack), `the archive cannot be used: the path "a" is there twice`},
		"no archive":    {of("/clear", unpack), "the archive cannot be used: it is broken"},
		"not encrypted": {of("/clear", encrypted), "not a whole file of age-encryption.org/v1"},
		"cut":           {of("/cut", encrypted), "not a whole file of age-encryption.org/v1"},
		"encrypted": {
			of("/up.age", func(s *Source) { unpack(s); encrypted(s) }),
			`the archive cannot be used: the path "/x" does not stay where it belongs`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			spec := Spec{
				Task: contract.Task{ID: ident.Hash{1}, Dataset: ident.Address{5}}, App: source(at+"/app", "wasm"),
			}
			spec.Dataset = &c.data
			require.NoError(t, os.WriteFile(filepath.Join(dir, spec.Task.Dataset.String()+".key"), []byte(key), 0o600))
			want := failed(poco.CauseBadInput, "the dataset: "+c.want)
			for range 2 {
				s := newTestSandbox(t, fake.New(fake.Always(computes)))
				s.SetData(Data{Private: storage.Anywhere, Secrets: secret.Folder(dir)})
				bad, err := s.Fetch(t.Context(), spec)
				require.NoError(t, err)
				require.Equal(t, &want, bad)
				require.NoError(t, s.Forget(spec.Task.ID))
			}
		})
	}
}

// TestArchivesShareABudget: no number of archives unpacks to more than one task may.
func TestArchivesShareABudget(t *testing.T) {
	t.Parallel()
	var names []string
	for range archive.MaxFiles { // one folder again and again counts each time
		names = append(names, "./", "")
	}
	packed := tarOf(t, names...)
	at := files(t, map[string]string{"/app": "wasm", "/in": packed})
	spec := Spec{Task: contract.Task{ID: ident.Hash{1}}, App: source(at+"/app", "wasm")}
	for _, name := range []string{"a", "b", "c", "d"} {
		spec.Task.Inputs = append(spec.Task.Inputs, contract.Input{
			URL: at + "/in", SHA256: sha256.Sum256([]byte(packed)), Name: name, Unpack: archive.Tar,
		})
	}
	s, err := NewSandbox(t.Context(), t.TempDir(), Drivers{Wasm: fake.New(fake.Always(computes))}, 1<<30)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	s.SetData(Data{Private: storage.Anywhere})
	bad, err := s.Fetch(t.Context(), spec)
	require.NoError(t, err)
	want := failed(poco.CauseBadInput,
		"input file 4 (d): the archive cannot be used: with the archives before it, it has too many files")
	require.Equal(t, &want, bad)
}

// keys is a source of keys that is changed between fetches.
type keys struct{ key, asked string }

func (k *keys) Secret(_ context.Context, r secret.Request) ([]byte, error) {
	k.asked = r.Server
	if k.key == "" {
		return nil, secret.ErrNoKey
	}
	return []byte(k.key), nil
}

// TestEncryptedDataset: a key that is missing or wrong is a failure here; with the
// right one the app sees the data in clear, which is gone when the task is, also
// after a crash.
func TestEncryptedDataset(t *testing.T) {
	t.Parallel()
	key, recipient, err := secret.NewKey()
	require.NoError(t, err)
	other, _, err := secret.NewKey()
	require.NoError(t, err)
	const text = "the secret numbers"
	texts := map[string]string{"/app": "wasm", "/data": encrypt(t, recipient, text)}
	at := files(t, texts)
	data := source(at+"/data", texts["/data"])
	data.Encryption, data.Keys = contract.EncryptionAge, "https://owner.example"
	spec := Spec{
		Task: contract.Task{ID: ident.Hash{1}, Dataset: ident.Address{5}}, App: source(at+"/app", "wasm"),
		Dataset: &data,
	}
	home := t.TempDir()
	drivers := Drivers{Wasm: fake.New(func(s driver.Spec) fake.Run {
		got, err := os.ReadFile(filepath.Join(s.InDir, s.Env["IEXEC_DATASET_FILENAME"]))
		require.NoError(t, err)
		require.Equal(t, text, string(got))
		return computes
	})}
	s, err := NewSandbox(t.Context(), home, drivers, 1<<20)
	require.NoError(t, err)
	fetch := func(d Data) error {
		d.Private = storage.Anywhere
		s.SetData(d)
		bad, err := s.Fetch(t.Context(), spec)
		require.Nil(t, bad)
		return err
	}
	k := &keys{}
	for range 2 * wrongBytesTries {
		require.ErrorIs(t, fetch(Data{}), secret.ErrNoKey)
		require.ErrorIs(t, fetch(Data{Secrets: k}), secret.ErrNoKey)
		require.ErrorIs(t, fetch(Data{Secrets: &keys{key: other}}), secret.ErrKey)
	}
	require.Equal(t, "https://owner.example", k.asked)
	k.key = key
	require.NoError(t, fetch(Data{Secrets: k}))
	answer, err := s.Compute(t.Context(), spec)
	require.NoError(t, err)
	require.Equal(t, poco.CauseOK, answer.Cause)
	require.Equal(t, 1, holding(t, home, text), "the input itself, and no copy")
	require.NoError(t, s.Forget(spec.Task.ID))
	require.Zero(t, holding(t, home, text))

	require.NoError(t, fetch(Data{Secrets: k}))
	require.Equal(t, 1, holding(t, home, text))
	require.NoError(t, s.Close()) // all that a crash does as well: it lets go of the lock
	s, err = NewSandbox(t.Context(), home, drivers, 1<<20)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	require.Zero(t, holding(t, home, text))
}

// holding counts the files below a folder that hold a text.
func holding(t *testing.T, dir, text string) int {
	t.Helper()
	n := 0
	require.NoError(t, filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		require.NoError(t, err)
		if d.IsDir() {
			return nil
		}
		bz, err := os.ReadFile(p)
		require.NoError(t, err)
		if strings.Contains(string(bz), text) {
			n++
		}
		return nil
	}))
	return n
}

// TestSealedResult: workers agree on the digest of what is in clear, and serve
// nothing but what only the key's owner can read.
func TestSealedResult(t *testing.T) {
	t.Parallel()
	at := files(t, map[string]string{"/app": "wasm"})
	identity, err := age.GenerateX25519Identity()
	require.NoError(t, err)
	run := computes
	run.Stdout = "progress of done"
	spec := Spec{
		Task: contract.Task{ID: ident.Hash{1}}, App: source(at+"/app", "wasm"),
		ResultKey: identity.Recipient().String(),
	}
	home := t.TempDir()
	s, err := NewSandbox(t.Context(), home, Drivers{Wasm: fake.New(fake.Always(run))}, 1<<20)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	s.SetData(Data{Private: storage.Anywhere})
	_, err = s.Fetch(t.Context(), spec)
	require.NoError(t, err)
	answer, err := s.Compute(t.Context(), spec)
	require.NoError(t, err)
	require.NoError(t, s.Forget(spec.Task.ID))
	require.Zero(t, holding(t, home, "done"))
	require.Zero(t, holding(t, home, "out.txt"))

	open := newTestSandbox(t, fake.New(fake.Always(run)))
	inClear := spec
	inClear.ResultKey = ""
	same, err := open.Compute(t.Context(), inClear)
	require.NoError(t, err)
	require.Equal(t, same, answer)

	get := func(path string) (int, []byte) {
		r := httptest.NewRecorder()
		s.ServeHTTP(r, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
		return r.Code, r.Body.Bytes()
	}
	code, _ := get("/sha256/" + hex.EncodeToString(answer.Digest[:]))
	require.Equal(t, http.StatusNotFound, code)
	_, text := get("/tasks/" + spec.Task.ID.String())
	var note record
	require.NoError(t, json.Unmarshal(text, &note))
	require.Equal(t, answer.Digest.String(), note.Digest)
	require.Empty(t, note.Manifest)
	_, _, err = s.Log(spec.Task.ID)
	require.ErrorIs(t, err, livelog.ErrNone, "what the app said is in the sealed result")
	_, bz := get("/sha256/" + note.Sealed)
	parts := map[string]string{}
	require.NoError(t, sealed.Read(bytes.NewReader(bz), []age.Identity{identity},
		func(name string, _ int64, content io.Reader) error {
			text, err := io.ReadAll(content)
			parts[name] = string(text)
			return err
		}))
	require.Equal(t, answer.Digest, ident.Hash(sha256.Sum256([]byte(parts[sealed.Manifest]))))
	listed, err := result.ParseManifest([]byte(parts[sealed.Manifest]))
	require.NoError(t, err)
	require.Equal(t, "done", parts[hex.EncodeToString(listed[0].SHA256[:])])
	require.Equal(t, "progress of done", parts[sealed.Stdout])
	require.Equal(t, []ident.Hash{spec.Task.ID}, s.Kept())
}

// TestUnpackingEnds: a task that is stopped stops unpacking and copying, which is no
// fault of its inputs.
func TestUnpackingEnds(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	packed := tarOf(t, "a", strings.Repeat("x", 10_000), "b", "y")
	name := filepath.Join(t.TempDir(), "packed")
	require.NoError(t, os.WriteFile(name, []byte(packed), 0o600))
	get := func(unpack archive.Kind) error {
		file, err := os.Open(name)
		require.NoError(t, err)
		defer func() { require.NoError(t, file.Close()) }()
		n := needed{source: Source{Unpack: unpack}, path: filepath.Join(t.TempDir(), "in")}
		return place(n, ending{ctx: ctx, File: file}, &archive.Budget{Bytes: 1 << 20, Files: 9})
	}
	for _, kind := range []archive.Kind{"", archive.Tar} {
		require.NoError(t, get(kind))
	}
	cancel()
	for _, kind := range []archive.Kind{"", archive.Tar, archive.TarGz, archive.Zip} {
		err := get(kind)
		require.ErrorIs(t, err, context.Canceled, kind)
		require.NotErrorIs(t, err, archive.ErrBad)
	}
}
