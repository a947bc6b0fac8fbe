package storage_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/worker/storage"
)

func open(t *testing.T, dir string, budget uint64) *storage.Store {
	t.Helper()
	s, err := storage.Open(dir, budget)
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func digestOf(bz []byte) string {
	sum := sha256.Sum256(bz)
	return hex.EncodeToString(sum[:])
}

func put(t *testing.T, s *storage.Store, text string) string {
	t.Helper()
	digest, err := s.PutBytes([]byte(text))
	require.NoError(t, err)
	require.Equal(t, digestOf([]byte(text)), digest)
	return digest
}

func read(t *testing.T, s *storage.Store, digest string) string {
	t.Helper()
	f, err := s.Get(digest)
	require.NoError(t, err)
	defer func() { _ = f.Close() }()
	bz, err := io.ReadAll(f)
	require.NoError(t, err)
	return string(bz)
}

func TestPutAndGet(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, 100)
	digest := put(t, s, "hello")
	require.Equal(t, digest, put(t, s, "hello"))
	require.EqualValues(t, 5, s.Bytes())
	require.Equal(t, "hello", read(t, s, digest))
	require.Empty(t, read(t, s, put(t, s, "")))
	name := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(name, []byte("file"), 0o600))
	digest, err := s.PutFile(name)
	require.NoError(t, err)
	require.Equal(t, "file", read(t, s, digest))
	_, err = s.PutFile(name + "x")
	require.ErrorIs(t, err, os.ErrNotExist)

	require.NoError(t, s.Close())
	again := open(t, dir, 100)
	require.Equal(t, "file", read(t, again, digest))
	require.EqualValues(t, 9, again.Bytes())
}

func TestGetOfBadNames(t *testing.T) {
	s := open(t, t.TempDir(), 100)
	for _, name := range []string{"", "..", "../pins", strings.Repeat("0", 64), strings.Repeat("A", 64)} {
		_, err := s.Get(name)
		require.ErrorIs(t, err, storage.ErrNotFound)
		require.False(t, s.Has(name))
		require.ErrorIs(t, s.Pin("task", name), storage.ErrNotFound)
	}
	for _, name := range []string{"", "..", "a/b", "A", strings.Repeat("a", 129)} {
		require.ErrorIs(t, s.Pin(name), storage.ErrBadName)
		require.ErrorIs(t, s.Unpin(name), storage.ErrBadName)
	}
}

func TestRefusedBytesLeaveNothing(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, 10)
	hello := digestOf([]byte("hello"))
	_, err := s.PutBytes(make([]byte, 11))
	require.ErrorIs(t, err, storage.ErrFull)
	require.ErrorIs(t, s.PutAs(hello, strings.NewReader("hello"), 4), storage.ErrTooLarge)
	require.ErrorIs(t, s.PutAs(hello, strings.NewReader("hellO"), 5), storage.ErrMismatch)
	require.ErrorIs(t, s.PutAs(hello, strings.NewReader("hello"), 0), storage.ErrTooLarge)
	require.ErrorIs(t, s.PutAs("hello", strings.NewReader("hello"), 5), storage.ErrBadName)
	require.ErrorIs(t, s.PutAs(hello, iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader("hello"))), 5),
		iotest.ErrTimeout)
	require.Zero(t, s.Bytes())
	for _, folder := range []string{"blobs", "temp"} {
		files, err := os.ReadDir(filepath.Join(dir, folder))
		require.NoError(t, err)
		require.Empty(t, files)
	}
	require.NoError(t, s.PutAs(hello, iotest.OneByteReader(strings.NewReader("hello")), 5))
	require.Equal(t, "hello", read(t, s, hello))
}

func TestEvictionTakesTheLongestUnused(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, 12)
	a, b, c := put(t, s, "aaaa"), put(t, s, "bbbb"), put(t, s, "cccc")
	read(t, s, a)
	d := put(t, s, "dddd")
	require.False(t, s.Has(b))
	require.NoError(t, s.Pin("task-1", c, a, a))
	require.NoError(t, s.Pin("task-2", c))
	_, err := s.PutBytes([]byte("eeeee"))
	require.ErrorIs(t, err, storage.ErrFull)
	require.True(t, s.Has(d), "what cannot fit drops nothing")
	e := put(t, s, "eeee")
	require.False(t, s.Has(d))

	require.NoError(t, s.Close())
	s = open(t, dir, 12) // the pins are still there
	read(t, s, e)
	f := put(t, s, "ffff")
	require.False(t, s.Has(e))
	require.True(t, s.Has(a) && s.Has(c) && s.Has(f))
	require.NoError(t, s.Unpin("task-1"))
	require.NoError(t, s.Unpin("task-1"))
	read(t, s, f)
	put(t, s, "gggg")
	require.False(t, s.Has(a))
	require.True(t, s.Has(c), "the other task pins it")

	require.NoError(t, s.Close())
	s = open(t, dir, 2) // a smaller budget keeps what is pinned
	require.EqualValues(t, 4, s.Bytes())
	require.True(t, s.Has(c))
}

func TestOpenFileSurvivesEviction(t *testing.T) {
	s := open(t, t.TempDir(), 4)
	f, err := s.Get(put(t, s, "aaaa"))
	require.NoError(t, err)
	defer func() { _ = f.Close() }()
	put(t, s, "bbbb")
	bz, err := io.ReadAll(f)
	require.NoError(t, err)
	require.Equal(t, "aaaa", string(bz))
}

func TestOpenDropsWhatACrashLeft(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, 100)
	digest := put(t, s, "hello")
	require.NoError(t, s.Pin("task", digest))
	require.NoError(t, s.Close())
	for _, name := range []string{"temp/1", "blobs/notes", "pins/other"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(strings.Repeat("0", 64)), 0o600))
	}
	s = open(t, dir, 100)
	require.EqualValues(t, 5, s.Bytes())
	put(t, s, "more")
	require.NoFileExists(t, filepath.Join(dir, "temp/1"))
}

// The store against a slow obvious twin: a list in order of use.
func TestStoreIsLRU(t *testing.T) {
	parent, run := t.TempDir(), 0
	rapid.Check(t, func(t *rapid.T) {
		run++
		dir := filepath.Join(parent, fmt.Sprint(run))
		const budget = 20
		s, err := storage.Open(dir, budget)
		require.NoError(t, err)
		var twin []string // longest unused first
		use := func(text string) {
			for i, other := range twin {
				if other == text {
					twin = append(twin[:i:i], twin[i+1:]...)
				}
			}
			twin = append(twin, text)
		}
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			size := rapid.IntRange(1, 8).Draw(t, "size")
			text := strings.Repeat(string(rune('a'+size)), size)
			if rapid.Bool().Draw(t, "get") {
				f, err := s.Get(digestOf([]byte(text)))
				require.Equal(t, strings.Contains(strings.Join(twin, " ")+" ", text+" "), err == nil)
				if err == nil {
					require.NoError(t, f.Close())
					use(text)
				}
				continue
			}
			_, err := s.PutBytes([]byte(text))
			require.NoError(t, err)
			use(text)
			for len(strings.Join(twin, "")) > budget {
				twin = twin[1:]
			}
			if rapid.IntRange(0, 9).Draw(t, "restart") == 0 {
				require.NoError(t, s.Close())
				s, err = storage.Open(dir, budget)
				require.NoError(t, err)
			}
			require.EqualValues(t, len(strings.Join(twin, "")), s.Bytes())
		}
		require.NoError(t, s.Close())
	})
}

func TestConcurrentUse(t *testing.T) {
	s := open(t, t.TempDir(), 200)
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for j := range 20 {
				text := fmt.Sprint("text ", (i+j)%10)
				digest, err := s.PutBytes([]byte(text))
				if err != nil || digest != digestOf([]byte(text)) {
					t.Errorf("%s: %v", text, err)
				}
				if err := s.Pin(fmt.Sprint(i), digest); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	require.LessOrEqual(t, s.Bytes(), uint64(200))
}

func serve(t *testing.T, s *storage.Store, o storage.HandlerOptions) string {
	t.Helper()
	server := httptest.NewServer(s.Handler(o))
	t.Cleanup(server.Close)
	return server.URL
}

func ask(t *testing.T, method, url, token string, body io.Reader) (int, string, http.Header) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, body)
	require.NoError(t, err)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	bz, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response.StatusCode, string(bz), response.Header
}

func TestHandler(t *testing.T) {
	s := open(t, t.TempDir(), 20)
	hello, world := put(t, s, "hello"), digestOf([]byte("world"))
	task := ident.Keccak256([]byte("task"))
	require.NoError(t, s.PutTask(task, map[string]string{"stdout": hello}))
	base := serve(t, s, storage.HandlerOptions{MaxPutBytes: 10, Token: "secret"})
	closed := serve(t, s, storage.HandlerOptions{})
	full := digestOf(bytes.Repeat([]byte("f"), 10))
	for _, c := range []struct {
		name, method, url, token, body string
		code                           int
		answer                         string
	}{
		{"get", "GET", base + "/sha256/" + hello, "", "", 200, "hello"},
		{"head", "HEAD", base + "/sha256/" + hello, "", "", 200, ""},
		{"unknown", "GET", base + "/sha256/" + world, "", "", 404, "not in the store"},
		{"dots", "GET", base + "/sha256/..%2f..%2fetc%2fpasswd", "", "", 404, "not in the store"},
		{"delete", "DELETE", base + "/sha256/" + hello, "secret", "", 405, ""},
		{"task", "GET", base + "/tasks/" + task.String(), "", "", 200, `{"stdout":"` + hello + `"}`},
		{"no task", "GET", base + "/tasks/" + ident.Hash{}.String(), "", "", 404, "not in the store"},
		{"bad task", "GET", base + "/tasks/..%2fpins", "", "", 400, "error"},
		{"put", "PUT", base + "/sha256/" + world, "secret", "world", 201, ""},
		{"put again", "PUT", base + "/sha256/" + world, "secret", "world", 204, ""},
		{"no token", "PUT", base + "/sha256/" + full, "", "x", 401, "token"},
		{"wrong token", "PUT", base + "/sha256/" + full, "secre", "x", 401, "token"},
		{"other bytes", "PUT", base + "/sha256/" + full, "secret", "x", 422, "not those"},
		{"large", "PUT", base + "/sha256/" + full, "secret", "01234567890", 413, "too large"},
		{"bad digest", "PUT", base + "/sha256/abc", "secret", "x", 400, "64 lower-case"},
		{"no uploads", "PUT", closed + "/sha256/" + full, "secret", "x", 403, "no uploads"},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, answer, header := ask(t, c.method, c.url, c.token, strings.NewReader(c.body))
			require.Equal(t, c.code, code, answer)
			require.Contains(t, answer, c.answer)
			if c.code == 200 {
				require.Equal(t, "nosniff", header.Get("X-Content-Type-Options"))
			}
		})
	}
	require.Equal(t, "world", read(t, s, world))
	require.NoError(t, s.Pin("all", hello, world))
	code, _, _ := ask(t, http.MethodPut, base+"/sha256/"+full, "secret", strings.NewReader("ffffffffff"))
	require.Equal(t, 201, code)
	require.NoError(t, s.Pin("all", hello, world, full))
	code, answer, _ := ask(t, http.MethodPut, base+"/sha256/"+digestOf([]byte("x")), "secret", strings.NewReader("x"))
	require.Equal(t, 507, code)
	require.NotContains(t, answer, "budget")
	code, answer, _ = ask(t, http.MethodPut, base+"/sha256/"+digestOf([]byte("y")), "secret",
		io.MultiReader(strings.NewReader("01234567890"))) // no length told
	require.Equal(t, 413, code, answer)
}

func TestFetch(t *testing.T) {
	theirs, ours := open(t, t.TempDir(), 100), open(t, t.TempDir(), 100)
	hello, big := put(t, theirs, "hello"), put(t, theirs, strings.Repeat("b", 50))
	base := serve(t, theirs, storage.HandlerOptions{})
	f := storage.Fetcher{Store: ours, Backoff: time.Millisecond}
	ctx := t.Context()
	for _, c := range []struct {
		url, digest, name string
		most              uint64
		err               error
	}{
		{base + "/sha256/" + hello, hello, hello, 5, nil},
		{base + "/sha256/" + hello, "", "", 4, storage.ErrTooLarge}, // also if it is here already
		{base + "/sha256/" + hello + "#name=x.txt", hello, "x.txt", 5, nil},
		{base + "/sha256/" + big, "", "", 49, storage.ErrTooLarge},
		{base + "/sha256/" + big + "#sha256=" + digestOf(nil), "", "", 50, storage.ErrMismatch},
		{base + "/sha256/" + big + "?x=1#sha256=0x" + strings.ToUpper(big) + "&name=b", big, "b", 50, nil},
		{base + "/other", "", "", 5, storage.ErrBadName},
		{base + "/other#sha256=12", "", "", 5, storage.ErrBadName},
		{base + "/sha256/" + hello + "#name=../x", "", "", 5, storage.ErrBadName},
		{"file:///etc/passwd#sha256=" + digestOf([]byte("no")), "", "", 5, storage.ErrNotAllowed},
		{"ftp://x/" + hello + "#sha256=" + hello, "", "", 5, storage.ErrBadName}, // also if it is here already
		{"nowhere#sha256=" + digestOf([]byte("no")), "", "", 5, storage.ErrBadName},
	} {
		digest, name, err := f.Fetch(ctx, c.url, c.most)
		if c.err != nil {
			require.ErrorIs(t, err, c.err, c.url)
			require.NotContains(t, err.Error(), "got", "what is there instead is nobody's business")
			continue
		}
		require.NoError(t, err, c.url)
		require.Equal(t, c.digest, digest)
		require.Equal(t, c.name, name)
		require.True(t, ours.Has(digest))
	}
	require.ErrorIs(t, f.FetchAs(ctx, base, "abc", 5), storage.ErrBadName)
}

func TestFetchTriesAgain(t *testing.T) {
	hello := digestOf([]byte("hello"))
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		switch asked.Add(1) {
		case 1:
			w.WriteHeader(http.StatusServiceUnavailable)
		case 2: // breaks off
			w.Header().Set("Content-Length", "5")
			_, _ = w.Write([]byte("hel"))
		default:
			_, _ = w.Write([]byte("hello"))
		}
	}))
	defer server.Close()
	s := open(t, t.TempDir(), 100)
	f := storage.Fetcher{Store: s, Attempts: 3, Backoff: time.Millisecond}
	digest, _, err := f.Fetch(t.Context(), server.URL+"/sha256/"+hello, 5)
	require.NoError(t, err)
	require.Equal(t, "hello", read(t, s, digest))
	require.EqualValues(t, 3, asked.Load())
}

// What says nothing about the bytes is none of the errors that all workers get.
func TestFetchOfTheUnreachable(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	address := server.URL + "/sha256/" + digestOf([]byte("hello"))
	f := storage.Fetcher{Store: open(t, t.TempDir(), 100), Attempts: 2, Backoff: time.Millisecond}
	check := func(err error, text string) {
		t.Helper()
		require.ErrorContains(t, err, text)
		for _, final := range []error{storage.ErrMismatch, storage.ErrTooLarge, storage.ErrBadName} {
			require.NotErrorIs(t, err, final)
		}
	}
	_, _, err := f.Fetch(t.Context(), address, 5)
	check(err, "tried 2 times: the server answered 404")
	server.Close()
	_, _, err = f.Fetch(t.Context(), strings.Replace(address, "http://", "http://user:password@", 1), 5)
	check(err, "refused")
	require.NotContains(t, err.Error(), "password@")

	f.Attempts, f.Backoff = 1000, time.Hour
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	_, _, err = f.Fetch(ctx, address, 5)
	check(err, "cannot fetch")
}

// A body without a length is cut at the cap, not stored whole.
func TestFetchOfTheEndless(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := w.Write(make([]byte, 4096)); err != nil {
				return
			}
		}
	}))
	defer server.Close()
	s := open(t, t.TempDir(), 1<<20)
	f := storage.Fetcher{Store: s}
	_, _, err := f.Fetch(t.Context(), server.URL+"/x#sha256="+digestOf([]byte("hello")), 10_000)
	require.ErrorIs(t, err, storage.ErrTooLarge)
	require.Zero(t, s.Bytes())
}
