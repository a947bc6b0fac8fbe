package storage_test

import (
	"bytes"
	"crypto/sha512"
	"encoding/hex"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/worker/digest"
	"github.com/iexecd/iexecd/worker/storage"
)

// flaky serves some bytes, the first times not to the end, and notes what was asked.
type flaky struct {
	mu      sync.Mutex
	content []byte
	etag    string
	breaks  int  // answers to break off half way through what is left
	noRange bool // knows no Range
	noIf    bool // knows Range but not If-Range
	asked   []string
}

func (f *flaky) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, r.Header.Get("Range"))
	if f.etag != "" {
		w.Header().Set("ETag", f.etag)
	}
	if f.noRange {
		r.Header.Del("Range")
	}
	if f.noIf {
		r.Header.Del("If-Range")
	}
	if f.breaks == 0 {
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(f.content))
		return
	}
	f.breaks--
	rest := httptest.NewRecorder()
	rest.Header()["Etag"] = w.Header()["Etag"]
	http.ServeContent(rest, r, "", time.Time{}, bytes.NewReader(f.content))
	maps.Copy(w.Header(), rest.Header())
	w.WriteHeader(rest.Code)
	_, _ = w.Write(rest.Body.Bytes()[:rest.Body.Len()/2])
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

// TestResume: what broke off goes on where it was, only if it is the same version,
// and all of it is checked.
func TestResume(t *testing.T) {
	t.Parallel()
	content := bytes.Repeat([]byte("0123456789"), 1000)
	for name, c := range map[string]struct {
		server *flaky
		change func(f *flaky) // before the second try
		ranges []string
		err    string
	}{
		"goes on": {
			server: &flaky{etag: `"a"`, breaks: 2}, ranges: []string{"", "bytes=5000-", "bytes=7500-"},
		},
		"no Range": {
			server: &flaky{etag: `"a"`, breaks: 1, noRange: true}, ranges: []string{"", "bytes=5000-"},
		},
		"no ETag": {server: &flaky{breaks: 1}, ranges: []string{"", ""}},
		"weak":    {server: &flaky{etag: `W/"a"`, breaks: 1}, ranges: []string{"", ""}},
		"another version": {
			server: &flaky{etag: `"a"`, breaks: 1}, ranges: []string{"", "bytes=5000-"},
			change: func(f *flaky) { f.etag = `"b"` },
		},
		"another version, no If-Range": {
			server: &flaky{etag: `"a"`, breaks: 1, noIf: true}, ranges: []string{"", "bytes=5000-", ""},
			change: func(f *flaky) { f.etag = `"b"` },
		},
		"shorter": {
			server: &flaky{etag: `"a"`, breaks: 1, noIf: true}, ranges: []string{"", "bytes=5000-", ""},
			change: func(f *flaky) { f.content = f.content[:10] }, err: "not those that were named",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := c.server
			server.content = content
			h := httptest.NewServer(server)
			defer h.Close()
			s := open(t, t.TempDir(), 1<<20)
			f := storage.Fetcher{Store: s, Attempts: 1}
			sum := digestOf(content)
			var err error
			for i := range c.ranges {
				err = f.FetchAs(t.Context(), h.URL+"/x", sum, 10_000)
				if i == 0 && c.change != nil {
					server.mu.Lock()
					c.change(server)
					server.mu.Unlock()
				}
				if i < len(c.ranges)-1 {
					require.Error(t, err)
					require.NotErrorIs(t, err, storage.ErrMismatch)
				}
			}
			require.Equal(t, c.ranges, server.asked)
			if c.err != "" {
				require.ErrorContains(t, err, c.err)
				return
			}
			require.NoError(t, err)
			require.Equal(t, string(content), read(t, s, sum))
		})
	}
}

// Two halves that do not fit are no proof that the source lies: all is fetched anew.
func TestResumeOfWrongBytes(t *testing.T) {
	t.Parallel()
	content := bytes.Repeat([]byte("0123456789"), 1000)
	server := flaky{content: content, etag: `"a"`, breaks: 1}
	h := httptest.NewServer(&server)
	defer h.Close()
	f := storage.Fetcher{Store: open(t, t.TempDir(), 1<<20), Attempts: 1}
	sum := digestOf(content)
	require.Error(t, f.FetchAs(t.Context(), h.URL, sum, 10_000))
	server.mu.Lock()
	server.content = bytes.Repeat([]byte("9876543210"), 1000)
	server.mu.Unlock()
	err := f.FetchAs(t.Context(), h.URL, sum, 10_000)
	require.ErrorContains(t, err, "fetched anew")
	require.NotErrorIs(t, err, storage.ErrMismatch)
	require.ErrorIs(t, f.FetchAs(t.Context(), h.URL, sum, 10_000), storage.ErrMismatch)
	require.Equal(t, []string{"", "bytes=5000-", ""}, server.asked)
}

// What broke off takes no room without bound.
func TestPartialsAreFew(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	server := flaky{content: make([]byte, 1000), etag: `"a"`, breaks: 100}
	h := httptest.NewServer(&server)
	defer h.Close()
	f := storage.Fetcher{Store: open(t, dir, 1<<20), Attempts: 1}
	for i := range 20 {
		require.Error(t, f.FetchAs(t.Context(), fmt.Sprintf("%s/%d", h.URL, i), digestOf(server.content), 10_000))
	}
	left, err := os.ReadDir(filepath.Join(dir, "temp"))
	require.NoError(t, err)
	require.Len(t, left, 4)
}

func TestFetchByMultihash(t *testing.T) {
	t.Parallel()
	sum := sha512.Sum512([]byte("hello"))
	want, err := digest.Parse("1340" + hex.EncodeToString(sum[:]))
	require.NoError(t, err)
	server := flaky{content: []byte("hello")}
	h := httptest.NewServer(&server)
	defer h.Close()
	f := storage.Fetcher{Store: open(t, t.TempDir(), 1<<20), Attempts: 1}
	for range 2 {
		name, err := f.FetchDigest(t.Context(), h.URL, want, 5)
		require.NoError(t, err)
		require.Equal(t, digestOf([]byte("hello")), name)
	}
	require.Len(t, server.asked, 1, "the second time it is here")
	_, err = f.FetchDigest(t.Context(), h.URL, want, 4)
	require.ErrorIs(t, err, storage.ErrTooLarge)
	server.content = []byte("other")
	other, err := digest.Parse("1340" + strings.Repeat("00", 64))
	require.NoError(t, err)
	_, err = f.FetchDigest(t.Context(), h.URL, other, 5)
	require.ErrorIs(t, err, storage.ErrMismatch)
	_, err = f.FetchDigest(t.Context(), h.URL, digest.Digest{}, 5)
	require.ErrorIs(t, err, storage.ErrBadName)
}

// TestFetchFile: only what is below a folder that the operator names, and nothing
// that a link or a pipe leads to.
func TestFetchFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	shared, secret := filepath.Join(dir, "shared"), filepath.Join(dir, "secret")
	require.NoError(t, os.MkdirAll(filepath.Join(shared, "a b"), 0o700))
	for _, name := range []string{filepath.Join(shared, "a b", "x"), secret} {
		require.NoError(t, os.WriteFile(name, []byte("hello"), 0o600))
	}
	require.NoError(t, os.Symlink(secret, filepath.Join(shared, "link")))
	require.NoError(t, syscall.Mkfifo(filepath.Join(shared, "pipe"), 0o600))
	sum := digestOf([]byte("hello"))
	at := func(name string) string { return (&url.URL{Scheme: "file", Path: name}).String() }
	for _, c := range []struct {
		name, url string
		folders   []string
		err       error
		text      string
	}{
		{"none by default", at(shared + "/a b/x"), nil, storage.ErrNotAllowed, "reads no files of its machine"},
		{"elsewhere", at(secret), []string{shared}, storage.ErrNotAllowed, "below none of the folders"},
		{"the folder", at(shared), []string{shared}, storage.ErrNotAllowed, "below none of the folders"},
		{"a prefix only", at(shared + "x/y"), []string{shared}, storage.ErrNotAllowed, "below none of the folders"},
		{"dot dot", "file://" + shared + "/../secret", []string{shared}, storage.ErrBadName, "file://"},
		{"escaped dot dot", "file://" + shared + "/%2e%2e/secret", []string{shared}, storage.ErrBadName, "file://"},
		{"a host", "file://other" + secret, []string{shared}, storage.ErrBadName, "file://"},
		{"relative", "file:x", []string{shared}, storage.ErrBadName, "file://"},
		{"a link out", at(shared + "/link"), []string{shared}, nil, "escapes"},
		{"a pipe", at(shared + "/pipe"), []string{shared}, storage.ErrNotAllowed, "not a file"},
		{"missing", at(shared + "/no"), []string{shared}, os.ErrNotExist, "tried 1 times"},
		{"fine", at(shared + "/a b/x"), []string{dir + "/other", shared}, nil, ""},
		{"localhost", "file://localhost" + shared + "/a%20b/x", []string{shared}, nil, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			f := storage.Fetcher{Store: open(t, t.TempDir(), 100), Attempts: 1, Folders: c.folders}
			err := f.FetchAs(t.Context(), c.url, sum, 5)
			if c.text == "" {
				require.NoError(t, err)
				require.Equal(t, "hello", read(t, f.Store, sum))
				return
			}
			require.ErrorContains(t, err, c.text)
			if c.err != nil {
				require.ErrorIs(t, err, c.err)
			}
		})
	}
}

// TestFetchS3 fetches from a service that speaks S3, also what broke off.
func TestFetchS3(t *testing.T) {
	t.Parallel()
	backend := s3mem.New()
	require.NoError(t, backend.CreateBucket("data"))
	content := bytes.Repeat([]byte("0123456789"), 1000)
	_, err := backend.PutObject("data", "a b/ü+x", nil, bytes.NewReader(content), int64(len(content)), nil)
	require.NoError(t, err)
	service := gofakes3.New(backend).Server()
	var mu sync.Mutex
	var asked []http.Header
	cut := true
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		asked = append(asked, r.Header.Clone())
		if !cut {
			service.ServeHTTP(w, r)
			return
		}
		cut = false
		whole := httptest.NewRecorder()
		service.ServeHTTP(whole, r)
		maps.Copy(w.Header(), whole.Header())
		w.WriteHeader(whole.Code)
		_, _ = w.Write(whole.Body.Bytes()[:4000])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}))
	defer server.Close()
	f := storage.Fetcher{Store: open(t, t.TempDir(), 1<<20), Backoff: time.Millisecond, S3: []storage.S3Account{
		{Endpoint: "https://s3.us-east-1.amazonaws.com", Buckets: []string{"data"}, AccessKey: "wrong"},
		{Endpoint: server.URL, Buckets: []string{"other"}, AccessKey: "wrong"},
		{Endpoint: server.URL, Buckets: []string{"data"}, AccessKey: "me", SecretKey: "secret"},
	}}
	sum := digestOf(content)
	address := "s3://data/a%20b/%C3%BC+x?endpoint=" + url.QueryEscape(server.URL) + "&region=eu-west-3"
	require.NoError(t, f.FetchAs(t.Context(), address, sum, 10_000))
	require.Equal(t, string(content), read(t, f.Store, sum))
	require.Len(t, asked, 2)
	require.Equal(t, "bytes=4000-", asked[1].Get("Range"))
	require.Regexp(t, `^AWS4-HMAC-SHA256 Credential=me/\d{8}/eu-west-3/s3/aws4_request,SignedHeaders=host;range;`,
		asked[1].Get("Authorization"))

	err = f.FetchAs(t.Context(), "s3://strangers/x?endpoint="+url.QueryEscape(server.URL), digestOf(nil), 5)
	require.ErrorContains(t, err, "404")
	require.Empty(t, asked[len(asked)-1].Get("Authorization"), "no account is for this bucket")
	for _, address := range []string{
		"s3://data", "s3:///x", "s3://DATA/x", "s3://data/../x", "s3://data/x?endpoint=file%3A%2F%2Fx",
		"s3://data/x?region=%0a",
	} {
		require.ErrorIs(t, f.FetchAs(t.Context(), address, sum, 10_000), storage.ErrBadName, address)
	}
}
