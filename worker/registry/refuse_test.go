package registry

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Who may not push is told why.
func TestWhoPushes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		options      Options
		from, origin string
		says         string
	}{
		{Options{}, "127.0.0.1:9", "", ""},
		{Options{}, "[::1]:9", "", ""},
		{Options{}, "192.0.2.1:9", "", "only this machine itself pushes"},
		{Options{}, "", "", "only this machine itself pushes"},
		{Options{PushFromAny: true}, "192.0.2.1:9", "", ""},
		{Options{PushFromAny: true, ReadOnly: true}, "127.0.0.1:9", "", "read-only"},
		{Options{}, "127.0.0.1:9", "http://page", "pages in a browser do not push"},
	} {
		r, err := Open(t.TempDir(), c.options)
		require.NoError(t, err)
		q := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/v2/app/blobs/uploads/", nil)
		q.RemoteAddr = c.from
		if c.origin != "" {
			q.Header.Set("Origin", c.origin)
		}
		answer := httptest.NewRecorder()
		r.ServeHTTP(answer, q)
		if c.says == "" {
			require.Equal(t, http.StatusAccepted, answer.Code, c)
		} else {
			require.GreaterOrEqual(t, answer.Code, http.StatusForbidden, c)
			require.Contains(t, answer.Body.String(), c.says)
		}
		require.NoError(t, r.Close())
	}
}

// request sends one request as a client on this machine.
func (s *served) request(t *testing.T, method, path, contentType string, body io.Reader) *http.Response {
	t.Helper()
	q, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, body)
	require.NoError(t, err)
	q.Header.Set("Content-Type", contentType)
	if part, ok := strings.CutPrefix(contentType, "range "); ok {
		q.Header.Set("Content-Range", part)
	}
	answer, err := http.DefaultClient.Do(q)
	require.NoError(t, err)
	t.Cleanup(func() { _ = answer.Body.Close() })
	return answer
}

// What makes no sense is refused, and says why.
func TestRefusals(t *testing.T) {
	t.Parallel()
	s := serve(t, t.TempDir(), Options{})
	const kind = "application/vnd.oci.image.manifest.v1+json"
	digest := func(text string) string { return fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(text))) }
	lacking := `{"schemaVersion":2,"layers":[],"config":{"size":2,"digest":"` + digest("{}") +
		`","mediaType":"application/vnd.oci.image.config.v1+json"}}`
	index := `{"schemaVersion":2,"manifests":[{"mediaType":"` + kind + `","size":2,"digest":"` + digest("{}") + `"}]}`
	upload := s.request(t, http.MethodPost, "/v2/app/blobs/uploads/", "", nil).Header.Get("Location")
	for _, c := range []struct {
		method, path, kind, body string
		status                   int
		says                     string
	}{
		{"PUT", "/v2/App/manifests/v1", kind, lacking, 400, "lower-case"},
		{"PUT", "/v2/../manifests/v1", kind, lacking, 400, "lower-case"},
		{"PUT", "/v2/app/manifests/-v1", kind, lacking, 400, "neither a tag nor"},
		{"PUT", "/v2/app/manifests/v1", kind, lacking, 400, "push it first"},
		{"PUT", "/v2/app/manifests/" + digest("other"), kind, lacking, 400, "not " + digest("other")},
		{"PUT", "/v2/app/manifests/v1", kind, "{", 400, "not an image's manifest"},
		{"PUT", "/v2/app/manifests/v1", "application/vnd.oci.image.index.v1+json", index, 400, "push it first"},
		{"PUT", "/v2/app/manifests/v1", "text/plain", lacking, 415, "text/plain"},
		{"PUT", "/v2/app/manifests/v1", kind, strings.Repeat(" ", maxManifestBytes+1), 413, "more than 4194304 bytes"},
		{"POST", "/v2/app/blobs/uploads/?digest=" + digest("a"), "", "b", 400, "not " + digest("a")},
		{"POST", "/v2/app/blobs/uploads/?digest=md5:00", "", "b", 400, "64 hexadecimal digits"},
		{"PATCH", "/v2/app/blobs/uploads/nothing", "", "b", 404, "begin again"},
		{"PATCH", strings.Replace(upload, "app", "other", 1), "", "b", 404, "begin again"},
		{"PATCH", upload, "range 5-9", "bbbbb", 416, "byte 0"},
		{"DELETE", "/v2/app/blobs/" + digest("a"), "", "", 405, "not possible"},
		{"POST", "/v2/", "", "", 405, "not possible"},
		{"GET", "/elsewhere", "", "", 404, "/v2/"},
		{"GET", "/v2/app/manifests/v1", "", "", 404, "NAME_UNKNOWN"},
	} {
		answer := s.request(t, c.method, c.path, c.kind, strings.NewReader(c.body))
		text, err := io.ReadAll(answer.Body)
		require.NoError(t, err)
		require.Equal(t, c.status, answer.StatusCode, "%s %s: %s", c.method, c.path, text)
		require.Contains(t, string(text), c.says, "%s %s", c.method, c.path)
	}
	require.Equal(t, http.StatusOK, s.request(t, http.MethodGet, "/v2/", "", nil).StatusCode)
	require.Equal(t, http.StatusNoContent, s.request(t, http.MethodDelete, upload, "", nil).StatusCode)
	used, _ := s.Used()
	require.Zero(t, used)
}

// An upload in parts, one of which breaks off, goes on where it was, and only the
// whole of it is a blob.
func TestParts(t *testing.T) {
	t.Parallel()
	s := serve(t, t.TempDir(), Options{})
	upload := s.request(t, http.MethodPost, "/v2/app/blobs/uploads/", "", nil).Header.Get("Location")
	r, w := io.Pipe()
	go func() {
		_, _ = w.Write([]byte("hello "))
		_ = w.CloseWithError(errors.New("the cable is cut"))
	}()
	q, err := http.NewRequestWithContext(t.Context(), http.MethodPatch, s.URL+upload, r)
	require.NoError(t, err)
	answer, err := http.DefaultClient.Do(q)
	if err == nil {
		require.NoError(t, answer.Body.Close())
		require.Equal(t, http.StatusBadRequest, answer.StatusCode)
	}
	digest := fmt.Sprintf("sha256:%x", sha256.Sum256([]byte("hello world")))
	require.Eventually(t, func() bool {
		return s.request(t, http.MethodGet, upload, "", nil).Header.Get("Range") == "0-5"
	}, 10*time.Second, 10*time.Millisecond)
	require.Equal(t, http.StatusNotFound, s.request(t, http.MethodHead, "/v2/app/blobs/"+digest, "", nil).StatusCode)
	require.Equal(t, http.StatusAccepted,
		s.request(t, http.MethodPatch, upload, "range 6-9", strings.NewReader("worl")).StatusCode)
	done := upload + "?digest=" + url.QueryEscape(digest)
	require.Equal(t, http.StatusCreated, s.request(t, http.MethodPut, done, "", strings.NewReader("d")).StatusCode)
	require.Equal(t, http.StatusNotFound, s.request(t, http.MethodPut, done, "", nil).StatusCode)
	text, err := io.ReadAll(s.request(t, http.MethodGet, "/v2/app/blobs/"+digest, "", nil).Body)
	require.NoError(t, err)
	require.Equal(t, "hello world", string(text))
	require.Equal(t, http.StatusCreated,
		s.request(t, http.MethodPost, "/v2/other/blobs/uploads/?mount="+digest+"&from=app", "", nil).StatusCode)
}

// Uploads whose client is gone do not hold the registry's places for ever.
func TestUploadsAreBounded(t *testing.T) {
	t.Parallel()
	s := serve(t, t.TempDir(), Options{})
	begin := func() int { return s.request(t, http.MethodPost, "/v2/app/blobs/uploads/", "", nil).StatusCode }
	for range maxUploads {
		require.Equal(t, http.StatusAccepted, begin())
	}
	require.Equal(t, http.StatusTooManyRequests, begin())
	s.mu.Lock()
	for _, u := range s.uploads {
		u.latest = u.latest.Add(-2 * uploadPatient)
		break
	}
	s.mu.Unlock()
	require.Equal(t, http.StatusAccepted, begin())
	require.Equal(t, http.StatusTooManyRequests, begin())
}
