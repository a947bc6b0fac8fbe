package images

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/static"
	"github.com/google/go-containerregistry/pkg/v1/types"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/driver/docker"
)

var _ docker.Images = (*Cache)(nil)

// TestOncePerImage: twenty who want an image at the same time are one pull, and who
// comes later none.
func TestOncePerImage(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	c := l.cache(Options{})
	alone := l.push(l.image(10_000, 2))
	require.NoError(t, c.Ensure(t.Context(), alone))
	manifests, blobs := l.gets("/manifests/"), l.gets("/blobs/")
	require.Positive(t, manifests)
	require.Equal(t, 3, blobs, "two layers and a configuration")

	ref := l.push(l.image(10_000, 2))
	var all sync.WaitGroup
	errs := make([]error, 20)
	for i := range errs {
		all.Go(func() { errs[i] = c.Ensure(t.Context(), ref) })
	}
	all.Wait()
	require.NoError(t, errors.Join(errs...))
	require.True(t, l.there(ref))
	require.Equal(t, manifests, l.gets("/manifests/"))
	require.Equal(t, blobs, l.gets("/blobs/"))

	require.NoError(t, c.Ensure(t.Context(), ref))
	require.NoError(t, l.cache(Options{}).Ensure(t.Context(), ref))
	require.Equal(t, manifests, l.gets("/manifests/"), "what is there is not asked for")
}

// TestPullsAtATime: no more pulls than allowed are under way, and all end well.
func TestPullsAtATime(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	c := l.cache(Options{Parallel: 2})
	var refs []string
	for range 5 {
		refs = append(refs, l.push(l.image(1_000, 1)))
	}
	var now, most atomic.Int64
	l.between(func(_ http.ResponseWriter, q *http.Request) {
		if q.Method == http.MethodGet && strings.Contains(q.URL.Path, "/manifests/") {
			most.Store(max(most.Load(), int64(len(c.slots))))
			now.Add(1)
		}
	})
	var all sync.WaitGroup
	errs := make([]error, len(refs))
	for i, ref := range refs {
		all.Go(func() { errs[i] = c.Ensure(t.Context(), ref) })
	}
	all.Wait()
	require.NoError(t, errors.Join(errs...))
	require.Equal(t, int64(2), most.Load())
	require.GreaterOrEqual(t, now.Load(), int64(len(refs)))
}

// TestProgress: what is told never goes back, and ends with all.
func TestProgress(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	image := l.image(3_000_000, 3)
	ref := l.push(image)
	manifest, err := image.Manifest()
	require.NoError(t, err)
	want := manifest.Config.Size
	for _, layer := range manifest.Layers {
		want += layer.Size
	}
	var told []int64
	c := l.cache(Options{Progress: func(of string, done, total int64) {
		require.Equal(t, ref, of)
		require.Equal(t, want, total)
		told = append(told, done)
	}})
	require.NoError(t, c.Ensure(t.Context(), ref))
	require.Greater(t, len(told), 3)
	require.IsNonDecreasing(t, told)
	require.Equal(t, want, told[len(told)-1])
}

// TestNamesThatAreRefused: what is not pinned by a digest nobody may run.
func TestNamesThatAreRefused(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	c := l.cache(Options{})
	ref := l.push(l.image(1_000, 1))
	base, digest, _ := strings.Cut(ref, "@")
	for _, bad := range []string{
		"", "@", "a", base, base + ":latest", base + ":1@" + digest, base + "@" + digest[:len(digest)-1],
		base + "@" + strings.ToUpper(digest), base + "@sha512:" + digest[7:], base + "@" + digest + "@" + digest,
		base + "@sha256:" + strings.Repeat("A", 64), "debian@" + digest, "iexec/base@" + digest, l.host + "@" + digest,
		"/a@" + digest, l.host + "/../a@" + digest, l.host + "/A@" + digest, base + "?x=1@" + digest,
		"\x00/a@" + digest,
		strings.Repeat("a", 10_000) + "/b@" + digest,
	} {
		err := c.Ensure(t.Context(), bad)
		require.ErrorIs(t, err, driver.ErrBadApp, "%q", bad)
		require.Less(t, len(err.Error()), 1_000)
	}
	require.Zero(t, l.gets("/"))
}

// TestNoSuchImage: what the registry does not have, or is no image for this kind of
// machine, is the same for everybody.
func TestNoSuchImage(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	c := l.cache(Options{})
	ref := l.push(l.image(1_000, 1))
	base, digest, _ := strings.Cut(ref, "@")
	other := mutate.AppendManifests(empty.Index, mutate.IndexAddendum{
		Add: l.image(1_000, 1), Descriptor: v1.Descriptor{Platform: &v1.Platform{OS: "plan9", Architecture: "pdp11"}},
	})
	artifact := mutate.ConfigMediaType(l.image(1_000, 1), "application/vnd.example.config")
	odd, err := mutate.AppendLayers(l.image(1_000, 1), static.NewLayer([]byte("x"), "text/plain"))
	require.NoError(t, err)
	foreign, err := mutate.AppendLayers(l.image(1_000, 1), static.NewLayer([]byte("x"), types.DockerForeignLayer))
	require.NoError(t, err)
	for name, bad := range map[string]struct{ ref, says string }{
		"digest":   {base + "@sha256:" + strings.Repeat("0", 64), "MANIFEST_UNKNOWN"},
		"name":     {l.host + "/iexecd-images-test/none@" + digest, "NAME_UNKNOWN"},
		"platform": {l.push(other), `has no image for linux/` + driver.ImageArch + `, only for ["plan9/pdp11"]`},
		"artifact": {l.push(artifact), "its configuration is"},
		"layer":    {l.push(odd), `a layer is "text/plain"`},
		"foreign":  {l.push(foreign), "a layer is"},
	} {
		err := c.Ensure(t.Context(), bad.ref)
		require.ErrorIs(t, err, driver.ErrBadApp, name)
		require.ErrorContains(t, err, bad.says, name)
		require.False(t, l.there(bad.ref), name)
	}
	require.Zero(t, l.gets("/blobs/"))

	l.between(func(w http.ResponseWriter, q *http.Request) {
		if strings.Contains(q.URL.Path, "/manifests/") {
			w.Header().Set("Content-Type", string(types.OCIManifestSchema1))
			w.WriteHeader(http.StatusOK)
			_, _ = w.Write([]byte(`{"schemaVersion":2}`))
		}
	})
	err = c.Ensure(t.Context(), ref)
	require.ErrorIs(t, err, driver.ErrBadApp)
	require.ErrorContains(t, err, "gives something else")
}

// TestIndex: of an image for several kinds of machines the one that workers run is
// looked at.
func TestIndex(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ref := l.push(mutate.AppendManifests(empty.Index,
		mutate.IndexAddendum{Add: l.image(900_000, 1), Descriptor: v1.Descriptor{
			Platform: &v1.Platform{OS: driver.ImageOS, Architecture: "arm64"},
		}},
		mutate.IndexAddendum{Add: l.image(900_000, 1), Descriptor: v1.Descriptor{
			Platform: &v1.Platform{OS: "plan9", Architecture: driver.ImageArch},
		}},
		mutate.IndexAddendum{Add: l.image(1_000, 1), Descriptor: v1.Descriptor{
			Platform: &v1.Platform{OS: driver.ImageOS, Architecture: driver.ImageArch},
		}}))
	require.NoError(t, l.cache(Options{MaxBytes: 100_000}).Ensure(t.Context(), ref))
	require.True(t, l.there(ref))
}

// TestRegistryFails: what may get better is no fault of the image.
func TestRegistryFails(t *testing.T) {
	t.Parallel()
	for name, fails := range map[string]struct {
		code int
		body string
		says string
	}{
		"not a registry": {http.StatusNotFound, "<html>", "404"},
		"locked":         {http.StatusUnauthorized, `{"errors":[{"code":"UNAUTHORIZED"}]}`, "UNAUTHORIZED"},
		"overloaded":     {http.StatusTooManyRequests, "", "429"},
		"endless":        {http.StatusOK, strings.Repeat(" ", maxAnswerBytes+1), "more than 4194304 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLab(t)
			ref := l.push(l.image(1_000, 1))
			l.between(func(w http.ResponseWriter, q *http.Request) {
				if strings.Contains(q.URL.Path, "/manifests/") {
					w.WriteHeader(fails.code)
					_, _ = w.Write([]byte(fails.body))
				}
			})
			c := l.cache(Options{})
			err := c.Ensure(t.Context(), ref)
			require.Error(t, err)
			require.NotErrorIs(t, err, driver.ErrBadApp)
			require.ErrorContains(t, err, fails.says)
			require.ErrorContains(t, err, "next:")
			l.between(nil)
			require.NoError(t, c.Ensure(t.Context(), ref), "and then it works")
		})
	}
	l := newLab(t)
	ref := l.push(l.image(1_000, 1))
	l.server.Close()
	err := l.cache(Options{}).Ensure(t.Context(), ref)
	require.ErrorContains(t, err, "connection refused")
	require.NotErrorIs(t, err, driver.ErrBadApp)
}

// TestTooBig: an image that says that it is too big is not pulled, and one that lies
// does not stay.
func TestTooBig(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ref := l.push(l.image(2_000_000, 1))
	err := l.cache(Options{MaxBytes: 1_000_000}).Ensure(t.Context(), ref)
	require.ErrorContains(t, err, "more than the 1000000 that this worker takes")
	require.Regexp(t, `has 200\d{4} bytes`, err.Error())
	require.NotErrorIs(t, err, driver.ErrBadApp)
	require.Zero(t, l.gets("/blobs/"))

	// Random bytes do not shrink, so a layer of 2 MB is 2 MB at the daemon as well.
	c := l.cache(Options{MaxUnpackedBytes: 1_000_000})
	err = c.Ensure(t.Context(), ref)
	require.ErrorContains(t, err, "bytes unpacked, more than the 1000000 that this worker takes")
	require.False(t, l.there(ref))
	require.Empty(t, c.owned)
	pulled := l.gets("/blobs/")
	require.Error(t, c.Ensure(t.Context(), ref))
	require.Equal(t, pulled, l.gets("/blobs/"), "it is not pulled to find out the same")
}

// TestStalled: a registry that stops sending, or never answers, ends the pull.
func TestStalled(t *testing.T) {
	t.Parallel()
	for _, part := range []string{"/manifests/", "/blobs/"} {
		l := newLab(t)
		ref := l.push(l.image(100_000, 1))
		over := make(chan struct{})
		l.between(func(w http.ResponseWriter, q *http.Request) {
			if q.Method == http.MethodGet && strings.Contains(q.URL.Path, part) {
				w.WriteHeader(http.StatusOK)
				_ = http.NewResponseController(w.(*answered).ResponseWriter).Flush()
				select {
				case <-over:
				case <-q.Context().Done():
				}
			}
		})
		began := time.Now()
		err := l.cache(Options{Inactivity: 2 * time.Second}).Ensure(t.Context(), ref)
		close(over)
		require.ErrorContains(t, err, "2s", part)
		require.ErrorContains(t, err, "next:", part)
		require.NotErrorIs(t, err, driver.ErrBadApp)
		require.Less(t, time.Since(began), 20*time.Second)
		require.False(t, l.there(ref))
	}
}

// TestDrip: a registry that sends a byte now and then makes progress, but not for ever.
func TestDrip(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ref := l.push(l.image(100_000, 1))
	l.between(func(w http.ResponseWriter, q *http.Request) {
		if q.Method != http.MethodGet || !strings.Contains(q.URL.Path, "/blobs/") {
			return
		}
		w.WriteHeader(http.StatusOK)
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-q.Context().Done():
				return
			case <-tick.C:
			}
			_, _ = w.Write([]byte("x"))
			_ = http.NewResponseController(w.(*answered).ResponseWriter).Flush()
		}
	})
	err := l.cache(Options{Timeout: 3 * time.Second}).Ensure(t.Context(), ref)
	require.ErrorContains(t, err, "longer than 3s")
}

// TestCancel: one who gives up does not take the image from the others; when the last
// one gives up the pull ends, and the next who asks begins anew.
func TestCancel(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ref := l.push(l.image(100_000, 1))
	asked, let := make(chan struct{}, 10), make(chan struct{})
	l.between(func(_ http.ResponseWriter, q *http.Request) {
		if q.Method == http.MethodGet && strings.Contains(q.URL.Path, "/blobs/") {
			asked <- struct{}{}
			select {
			case <-let:
			case <-q.Context().Done():
			}
		}
	})
	c := l.cache(Options{})
	ensure := func(ctx context.Context) chan error {
		err := make(chan error, 1)
		go func() { err <- c.Ensure(ctx, ref) }()
		return err
	}
	first, endFirst := context.WithCancel(t.Context())
	a := ensure(first)
	<-asked
	second, endSecond := context.WithCancel(t.Context())
	b := ensure(second)
	require.Eventually(t, func() bool { return c.waiting(ref) == 2 }, 10*time.Second, time.Millisecond)
	endFirst()
	require.ErrorIs(t, <-a, context.Canceled)
	require.Equal(t, 1, c.waiting(ref))
	require.Empty(t, b)
	endSecond()
	require.ErrorIs(t, <-b, context.Canceled)
	require.False(t, l.there(ref))
	require.Eventually(t, func() bool { return len(c.slots) == 0 }, 10*time.Second, time.Millisecond, "the pull ends")

	again := ensure(t.Context())
	close(let)
	require.NoError(t, <-again)
	require.True(t, l.there(ref))
	require.Contains(t, c.owned, ref)
}

func (c *Cache) waiting(ref string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	if f := c.flights[ref]; f != nil {
		return f.waiting
	}
	return 0
}

// TestPrivate: a registry that asks who is there is told only by who knows it, and
// what it is told shows nowhere.
func TestPrivate(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ref := l.push(l.image(1_000, 1))
	const secret = "correct-horse"
	l.between(func(w http.ResponseWriter, q *http.Request) {
		if user, word, _ := q.BasicAuth(); user != "me" || word != secret {
			w.Header().Set("WWW-Authenticate", `Basic realm="test"`)
			w.WriteHeader(http.StatusUnauthorized)
		}
	})
	for _, credentials := range []map[string]Credential{
		nil, {"127.0.0.1": {"me", secret}}, {l.host: {"me", secret + "!"}},
	} {
		err := l.cache(Options{Credentials: credentials}).Ensure(t.Context(), ref)
		require.ErrorContains(t, err, "next:")
		require.NotErrorIs(t, err, driver.ErrBadApp)
		require.NotContains(t, err.Error(), secret)
	}
	o := Options{Credentials: map[string]Credential{l.host: {"me", secret}}}
	c := l.cache(o)
	require.NoError(t, c.Ensure(t.Context(), ref))
	require.True(t, l.there(ref))

	var said strings.Builder
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		_, _ = fmt.Fprintf(&said, format+format+format, o, c, o.Credentials[l.host])
	}
	text, err := json.Marshal(o.Credentials)
	require.NoError(t, err)
	slog.New(slog.NewJSONHandler(&said, nil)).Info("", "options", o.Credentials, "one", o.Credentials[l.host])
	kept, err := os.ReadFile(c.options.File)
	require.NoError(t, err)
	require.NotContains(t, said.String()+string(text)+string(kept), secret)
	require.NotContains(t, said.String(), fmt.Sprintf("%x", secret))
}

// TestOptions: numbers that make no sense, and a file that cannot be read, are refused.
func TestOptions(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	file := filepath.Join(t.TempDir(), "images.json")
	for name, bad := range map[string]Options{
		"no file":      {},
		"watermarks":   {File: file, HighWatermark: 50, LowWatermark: 60},
		"over the top": {File: file, HighWatermark: 101},
		"below":        {File: file, LowWatermark: -1},
		"bytes":        {File: file, MaxBytes: -1},
		"parallel":     {File: file, Parallel: -1},
	} {
		_, err := New(l.daemon, bad)
		require.Error(t, err, name)
	}
	for _, text := range []string{"", "{", "[]", `{"version":2}`} {
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		_, err := New(l.daemon, Options{File: file})
		require.ErrorContains(t, err, "next: remove it", "%q", text)
	}
	c := l.cache(Options{HighWatermark: 30})
	require.Equal(t, 30, c.options.LowWatermark)
	_, err := os.Stat(c.options.File)
	require.ErrorIs(t, err, os.ErrNotExist, "nothing was pulled, nothing is written")
}
