package secret

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
	"github.com/iexecd/iexecd/worker/chain"
)

var dataset = ident.Address{0xda, 0x7a}

// encrypted returns a file and its key.
func encrypted(tb testing.TB, text string) (key string, file []byte) {
	tb.Helper()
	key, recipient, err := NewKey()
	require.NoError(tb, err)
	var b bytes.Buffer
	w, err := age.Encrypt(&b, recipient)
	require.NoError(tb, err)
	_, err = io.WriteString(w, text)
	require.NoError(tb, err)
	require.NoError(tb, w.Close())
	return key, b.Bytes()
}

// TestDecrypt: only what follows from the bytes alone is ErrCiphertext.
func TestDecrypt(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("rain, ", 30_000) // more than two of age's chunks
	key, file := encrypted(t, text)
	other, _ := encrypted(t, "")
	x25519, err := age.GenerateX25519Identity()
	require.NoError(t, err)
	flip := func(at int) []byte {
		bz := bytes.Clone(file)
		bz[(at+len(bz))%len(bz)] ^= 1
		return bz
	}
	mac := bytes.Index(file, []byte("\n--- ")) + 10
	code := bytes.Clone(file) // another one, that is still base64
	if code[mac] = 'A'; file[mac] == 'A' {
		code[mac] = 'B'
	}
	for name, c := range map[string]struct {
		file []byte
		key  string
		err  error
	}{
		"right":               {file, key, nil},
		"with comments":       {file, "# mine\n" + key + "\n", nil},
		"one of two keys":     {file, other + "\n" + key, nil},
		"another key":         {file, other, ErrKey},
		"another kind of key": {file, x25519.String(), ErrKey},
		"no key":              {file, "", ErrKey},
		"nonsense as key":     {file, "secret", ErrKey},
		"not encrypted":       {[]byte(text), key, ErrCiphertext},
		"not encrypted, no":   {[]byte(text), other, ErrCiphertext},
		"empty":               {nil, key, ErrCiphertext},
		"only a header":       {file[:mac+40], key, ErrCiphertext},
		"half a header":       {file[:mac-40], key, ErrCiphertext},
		"half":                {file[:len(file)/2], key, ErrCiphertext},
		"whole chunks only":   {file[:len(file)-len(file)%(64<<10)], key, ErrCiphertext},
		"one bit":             {flip(-1), key, ErrCiphertext},
		"one bit, other key":  {flip(-1), other, ErrKey},
		"header's code":       {code, key, ErrKey},
		"endless header": {
			[]byte("age-encryption.org/v1\n-> X " + strings.Repeat("a ", maxHeaderBytes)), key, ErrCiphertext,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got bytes.Buffer
			err := Decrypt(&got, bytes.NewReader(c.file), []byte(c.key))
			if c.err == nil {
				require.NoError(t, err)
				require.Equal(t, text, got.String())
				return
			}
			require.ErrorIs(t, err, c.err)
			for _, e := range []error{ErrKey, ErrCiphertext} {
				require.Equal(t, errors.Is(c.err, e), errors.Is(err, e))
			}
			if len(c.key) > 10 {
				require.NotContains(t, err.Error(), c.key[len(c.key)-10:])
			}
		})
	}
}

// broken is a disk that fails.
type broken struct{ io.ReadSeeker }

var errDisk = errors.New("input/output error")

func (b broken) Read(p []byte) (int, error) {
	if n, err := b.ReadSeeker.Read(p[:min(len(p), 100)]); err == nil {
		return n, nil
	}
	return 0, errDisk
}
func (broken) Write([]byte) (int, error) { return 0, errDisk }

func TestDecryptOnABrokenDisk(t *testing.T) {
	t.Parallel()
	key, file := encrypted(t, "hello")
	for name, c := range map[string]struct {
		from io.ReadSeeker
		to   io.Writer
	}{
		"header":  {broken{bytes.NewReader(file[:50])}, io.Discard},
		"payload": {broken{bytes.NewReader(file[:len(file)-9])}, io.Discard},
		"written": {bytes.NewReader(file), broken{}},
	} {
		err := Decrypt(c.to, c.from, []byte(key))
		require.ErrorIs(t, err, errDisk, name)
		require.NotErrorIs(t, err, ErrCiphertext, name)
	}
}

func FuzzDecrypt(f *testing.F) {
	key, file := encrypted(f, "hello")
	f.Add(file)
	f.Fuzz(func(t *testing.T, bz []byte) {
		if err := Decrypt(io.Discard, bytes.NewReader(bz), []byte(key)); err != nil {
			require.NotEqual(t, errors.Is(err, ErrKey), errors.Is(err, ErrCiphertext), "%v", err)
		}
	})
}

func TestFolderAndSources(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	key, _ := encrypted(t, "")
	require.NoError(t, os.WriteFile(filepath.Join(dir, dataset.String()+".key"), []byte(key), 0o600))
	huge := ident.Address{1}
	require.NoError(t, os.WriteFile(filepath.Join(dir, huge.String()+".key"), make([]byte, maxKeyBytes+1), 0o600))
	all := Sources{Folder(t.TempDir()), Folder(dir)}
	got, err := all.Secret(t.Context(), Request{Dataset: dataset})
	require.NoError(t, err)
	require.Equal(t, key, string(got))
	_, err = all.Secret(t.Context(), Request{Dataset: ident.Address{2}})
	require.ErrorIs(t, err, ErrNoKey)
	_, err = Folder(dir).Secret(t.Context(), Request{Dataset: huge})
	require.ErrorIs(t, err, ErrKey)
	_, err = Sources(nil).Secret(t.Context(), Request{Dataset: dataset})
	require.ErrorIs(t, err, ErrNoKey)
}

func signer(tb testing.TB) chain.Key {
	tb.Helper()
	priv, err := ethsecp256k1.GenPrivKey()
	require.NoError(tb, err)
	key, err := chain.RawKey(priv)
	require.NoError(tb, err)
	return key
}

// TestOwners: who is granted gets the key, sealed to him; others do not.
func TestOwners(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	key, _ := encrypted(t, "")
	require.NoError(t, os.WriteFile(filepath.Join(dir, dataset.String()+".key"), []byte(key), 0o600))
	me, stranger := signer(t), signer(t)
	var refused error
	server := &Server{Dir: dir, Check: func(context.Context, Request, ident.Address) error { return refused }}
	var answers []string
	h := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rec := httptest.NewRecorder()
		server.ServeHTTP(rec, r)
		answers = append(answers, rec.Body.String())
		w.WriteHeader(rec.Code)
		_, _ = w.Write(rec.Body.Bytes())
	}))
	defer h.Close()
	want := Request{Task: ident.Hash{7}, Dataset: dataset, Server: h.URL + "/"}
	get := func(as Signer, r Request) (string, error) {
		got, err := Owners{Key: as}.Secret(t.Context(), r)
		return string(got), err
	}
	refuses := func(err error, text string) {
		t.Helper()
		require.ErrorIs(t, err, ErrNoKey)
		require.ErrorContains(t, err, text)
	}
	_, err := get(me, want)
	refuses(err, "is not allowed")
	require.NoError(t, Grant(dir, dataset, me.Address()))
	require.NoError(t, Grant(dir, dataset, me.Address()))
	got, err := get(me, want)
	require.NoError(t, err)
	require.Equal(t, key, got)
	require.NotContains(t, strings.Join(answers, ""), key, "never in clear")
	_, err = get(stranger, want)
	refuses(err, "is not allowed")
	refused = errors.New("no such task")
	_, err = get(me, want)
	refuses(err, "no such task")
	refused = nil
	require.NoError(t, Grant(dir, ident.Address{9}, me.Address()))
	_, err = get(me, Request{Dataset: ident.Address{9}, Server: h.URL})
	refuses(err, "404")
	server.Now = func() time.Time { return time.Now().Add(6 * time.Minute) }
	_, err = get(me, want)
	refuses(err, "check the clock")
	server.Now = nil
	require.NoError(t, Grant(dir, dataset, stranger.Address()))
	require.NoError(t, Revoke(dir, dataset, me.Address()))
	_, err = get(me, want)
	refuses(err, "is not allowed")
	allowed, err := Allowed(dir, dataset)
	require.NoError(t, err)
	require.Equal(t, []ident.Address{stranger.Address()}, allowed)
	_, err = get(me, Request{Dataset: dataset, Server: "file:///x"})
	refuses(err, "expected the URL of a server of keys")
	_, err = get(me, Request{Dataset: dataset, Server: h.URL + "/?x="})
	refuses(err, "has no ? and no #")
	h.Close()
	_, err = get(me, want)
	refuses(err, "refused")
}

// TestHotKey: a worker's hot key gets what the worker is granted, if the chain says
// that it acts for it; the worker's grants are no use to others.
func TestHotKey(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	key, _ := encrypted(t, "")
	require.NoError(t, os.WriteFile(filepath.Join(dir, dataset.String()+".key"), []byte(key), 0o600))
	hot, cold := signer(t), ident.Address{0xc0}
	require.NoError(t, Grant(dir, dataset, cold))
	var seats []ident.Address
	server := &Server{Dir: dir, Check: func(_ context.Context, _ Request, worker ident.Address) error {
		seats = append(seats, worker)
		return nil
	}}
	h := httptest.NewServer(server)
	t.Cleanup(h.Close)
	get := func() (string, error) {
		got, err := Owners{Key: hot, Worker: cold}.Secret(t.Context(), Request{Dataset: dataset, Server: h.URL})
		return string(got), err
	}
	_, err := get()
	require.ErrorContains(t, err, "does not act for worker", "nobody is there to tell")
	granted := errors.New("it has not granted that")
	server.Acts = func(_ context.Context, worker, by ident.Address) error {
		require.Equal(t, []ident.Address{cold, hot.Address()}, []ident.Address{worker, by})
		return granted
	}
	_, err = get()
	require.ErrorContains(t, err, granted.Error())
	require.Empty(t, seats)
	granted = nil
	got, err := get()
	require.NoError(t, err)
	require.Equal(t, key, got)
	require.Equal(t, []ident.Address{cold}, seats, "the seat is the worker's")
	require.NoError(t, Revoke(dir, dataset, cold))
	require.NoError(t, Grant(dir, dataset, hot.Address()))
	_, err = get()
	require.ErrorContains(t, err, "is not allowed", "the hot key as such has nothing to do with it")
}

// TestKeysURL: the path is the server's, and nothing of the location takes its place.
func TestKeysURL(t *testing.T) {
	t.Parallel()
	for server, want := range map[string]string{
		"https://o.example":       "https://o.example/keys",
		"https://o.example/":      "https://o.example/keys",
		"http://o.example:8/a/b/": "http://o.example:8/a/b/keys",
		"http://o.example/%3fx=":  "http://o.example/%3fx=/keys",
		"http://o.example/a?x=":   "", "http://o.example/a?": "", "http://o.example/#x": "", "http://": "",
		"ftp://o.example": "", "": "", "o.example": "", "http://o.example/%zz": "",
	} {
		got, err := KeysURL(server)
		require.Equal(t, want, got, server)
		require.Equal(t, want == "", err != nil, server)
	}
}

// TestForgedRequests: a signature is for exactly one request, of one worker.
func TestForgedRequests(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	key, _ := encrypted(t, "")
	me, other := signer(t), signer(t)
	for _, d := range []ident.Address{dataset, {9}} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, d.String()+".key"), []byte(key), 0o600))
		require.NoError(t, Grant(dir, d, me.Address()))
	}
	mine, err := age.GenerateX25519Identity()
	require.NoError(t, err)
	theirs, err := age.GenerateX25519Identity()
	require.NoError(t, err)
	for name, c := range map[string]struct {
		change func(a *ask)
		code   int
	}{
		"as signed":         {func(*ask) {}, http.StatusOK},
		"another dataset":   {func(a *ask) { a.Dataset = ident.Address{9}.String() }, http.StatusBadRequest},
		"another task":      {func(a *ask) { a.Task = ident.Hash{9}.String() }, http.StatusBadRequest},
		"another worker":    {func(a *ask) { a.Worker = other.Address().String() }, http.StatusBadRequest},
		"another time":      {func(a *ask) { a.TimeUnix++ }, http.StatusBadRequest},
		"another recipient": {func(a *ask) { a.Recipient = theirs.Recipient().String() }, http.StatusBadRequest},
		"no signature":      {func(a *ask) { a.Signature = "" }, http.StatusBadRequest},
		"zero signature":    {func(a *ask) { a.Signature = strings.Repeat("00", 64) }, http.StatusBadRequest},
		"no dataset":        {func(a *ask) { a.Dataset = "../x" }, http.StatusBadRequest},
		"no task":           {func(a *ask) { a.Task = "" }, http.StatusBadRequest},
		"another signer":    {func(a *ask) { a.Signer = other.Address().String() }, http.StatusBadRequest},
		"no signer":         {func(a *ask) { a.Signer = "" }, http.StatusBadRequest},
		"no worker":         {func(a *ask) { a.Worker = "" }, http.StatusBadRequest},
		"a long line":       {func(a *ask) { a.Signature = strings.Repeat("0", maxAskBytes) }, http.StatusBadRequest},
	} {
		a := ask{
			Dataset: dataset.String(), Task: ident.Hash{7}.String(), Worker: me.Address().String(),
			Signer: me.Address().String(), TimeUnix: time.Now().Unix(), Recipient: mine.Recipient().String(),
		}
		signature, err := me.Sign(a.text())
		require.NoError(t, err)
		a.Signature = ident.Hash(signature[:32]).String()[2:] + ident.Hash(signature[32:]).String()[2:]
		c.change(&a)
		text, err := json.Marshal(a)
		require.NoError(t, err)
		rec := httptest.NewRecorder()
		(&Server{Dir: dir}).ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/keys",
			bytes.NewReader(text)))
		require.Equal(t, c.code, rec.Code, "%s: %s", name, rec.Body)
	}
	rec := httptest.NewRecorder()
	(&Server{Dir: dir}).ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/keys", nil))
	require.Equal(t, http.StatusNotFound, rec.Code)
}

func TestAllowFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, dataset.String()+".allow"), []byte("me\n"), 0o600))
	_, err := Allowed(dir, dataset)
	require.ErrorContains(t, err, "line 1: expected 0x and 40 digits")
	require.Error(t, Grant(dir, dataset, ident.Address{1}), "nothing is lost by writing over it")
	require.ErrorIs(t, Grant(filepath.Join(dir, "no"), dataset, ident.Address{1}), fs.ErrNotExist)
}
