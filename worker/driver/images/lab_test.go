package images

import (
	"context"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/registry"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/random"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/moby/moby/client"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/worker/driver"
)

// lab is a registry of this process, which counts what it is asked for, and the
// machine's daemon.
type lab struct {
	t      *testing.T
	daemon *client.Client
	server *httptest.Server
	host   string

	mu     sync.Mutex
	before http.HandlerFunc // sees a request first; nil = nobody does
	asked  map[string]int   // GETs by path
}

func newLab(t *testing.T) *lab {
	t.Helper()
	daemon, err := client.New(client.FromEnv)
	require.NoError(t, err)
	t.Cleanup(func() { _ = daemon.Close() })
	_, err = daemon.Ping(t.Context(), client.PingOptions{})
	require.NoError(t, err, "a test of images needs a Docker daemon: make test starts one, "+
		"and scripts/with-docker.sh go test ... does")
	l := &lab{t: t, daemon: daemon, asked: map[string]int{}}
	serves := registry.New(registry.Logger(log.New(io.Discard, "", 0)))
	l.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		l.mu.Lock()
		if q.Method == http.MethodGet {
			l.asked[q.URL.Path]++
		}
		before := l.before
		l.mu.Unlock()
		if before != nil {
			seen := &answered{ResponseWriter: w}
			if before(seen, q); seen.done {
				return
			}
		}
		serves.ServeHTTP(w, q)
	}))
	t.Cleanup(func() { // the daemon keeps a connection on which nothing comes
		l.server.CloseClientConnections()
		l.server.Close()
	})
	l.host = strings.TrimPrefix(l.server.URL, "http://")
	return l
}

// answered tells whether a request was answered.
type answered struct {
	http.ResponseWriter
	done bool
}

func (a *answered) WriteHeader(code int) { a.done = true; a.ResponseWriter.WriteHeader(code) }

// between has a handler see each request first; nil ends it.
func (l *lab) between(h http.HandlerFunc) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.before = h
}

// gets returns how often paths with a part were asked for.
func (l *lab) gets(part string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := 0
	for path, times := range l.asked {
		if strings.Contains(path, part) {
			n += times
		}
	}
	return n
}

// image returns a random image of so many layers of so many bytes.
func (l *lab) image(bytes, count int64) v1.Image {
	l.t.Helper()
	image, err := random.Image(bytes, count)
	require.NoError(l.t, err)
	return l.forLinux(image)
}

func (l *lab) forLinux(image v1.Image) v1.Image {
	l.t.Helper()
	config, err := image.ConfigFile()
	require.NoError(l.t, err)
	config = config.DeepCopy()
	config.OS, config.Architecture = driver.ImageOS, driver.ImageArch
	config.Config.Cmd = []string{"/none"}
	image, err = mutate.ConfigFile(image, config)
	require.NoError(l.t, err)
	return image
}

// push puts an image or an index into the registry and returns its name.
func (l *lab) push(what remote.Taggable) string {
	l.t.Helper()
	digest, err := what.(interface{ Digest() (v1.Hash, error) }).Digest()
	require.NoError(l.t, err)
	ref := fmt.Sprintf("%s/iexecd-images-test/a%d@%s", l.host, rand.Uint32(), digest)
	to, err := name.NewDigest(ref)
	require.NoError(l.t, err)
	switch what := what.(type) {
	case v1.Image:
		err = remote.Write(to, what)
	case v1.ImageIndex:
		err = remote.WriteIndex(to, what)
	}
	require.NoError(l.t, err)
	l.t.Cleanup(func() {
		_, _ = l.daemon.ImageRemove(context.Background(), ref, client.ImageRemoveOptions{PruneChildren: true})
	})
	l.mu.Lock()
	defer l.mu.Unlock()
	l.asked = map[string]int{}
	return ref
}

// there reports whether the daemon has an image.
func (l *lab) there(ref string) bool {
	l.t.Helper()
	named, err := name.NewDigest(ref)
	require.NoError(l.t, err)
	found, _, err := (&Cache{daemon: l.daemon}).has(l.t.Context(), named)
	require.NoError(l.t, err)
	return found
}

// cache returns the images of a worker with a disk that is half full, unless o says else.
func (l *lab) cache(o Options) *Cache {
	l.t.Helper()
	if o.File == "" {
		o.File = filepath.Join(l.t.TempDir(), "home", "images.json")
	}
	if o.DiskUsage == nil {
		o.DiskUsage = func(string) (int, error) { return 50, nil }
	}
	if o.Delay == 0 {
		o.Delay = time.Nanosecond
	}
	c, err := New(l.daemon, o)
	require.NoError(l.t, err)
	return c
}

// stall has the registry send no layer until stop is called.
func (l *lab) stall() (stop func()) {
	over := make(chan struct{})
	l.between(func(w http.ResponseWriter, q *http.Request) {
		if q.Method == http.MethodGet && strings.Contains(q.URL.Path, "/blobs/") {
			w.WriteHeader(http.StatusOK)
			select {
			case <-over:
			case <-q.Context().Done():
			}
		}
	})
	return func() { close(over); l.between(nil) }
}
