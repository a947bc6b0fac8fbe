// Package registry is an OCI registry of container images in this process whose
// images are kept on disk: what a dev network and a small pool push to and pull
// from. It is made around go-containerregistry's registry, which serves what is
// there; what is pushed comes in here, so that it is checked, bounded, written
// atomically and there again after a restart.
package registry

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"github.com/google/go-containerregistry/pkg/registry"
	v1 "github.com/google/go-containerregistry/pkg/v1"

	"github.com/iexecd/iexecd/worker/journal"
)

// Options are what an operator decides.
type Options struct {
	MaxBytes    uint64       // of all images together, open uploads included; 0 = DefaultMaxBytes
	ReadOnly    bool         // nobody pushes
	PushFromAny bool         // machines other than this one may push: nothing else tells who they are
	Logger      *slog.Logger // nil = quiet
}

// DefaultMaxBytes is Options.MaxBytes if that is 0: the images of some dozen apps,
// of which the largest has 1 GB.
const DefaultMaxBytes = 16 << 30

// The parts of a registry's folder.
const (
	blobsDir     = "blobs/sha256"
	uploadsDir   = "uploads"
	manifestsDir = "manifests"
	lockFile     = "lock"
)

// Registry is an OCI registry. It is an http.Handler for /v2/. Close it.
type Registry struct {
	dir     string
	options Options
	log     *slog.Logger
	serves  http.Handler // go-containerregistry's: all that only reads
	lock    io.Closer
	damaged int // files of the folder that could not be used

	mu      sync.Mutex
	used    uint64 // bytes of blobs, manifests and open uploads
	uploads map[string]*upload
	needers map[string][]image // the images that need a blob, by its digest

	putting sync.Mutex // one manifest at a time
}

var _ http.Handler = (*Registry)(nil)

// Open returns the registry in dir, a new one if there is nothing. A folder is one
// registry's at a time: journal.ErrLocked otherwise. A file that is not what it
// should be is logged and left out; it does not keep the others from being served.
// What a push that never ended left behind is removed.
func Open(dir string, o Options) (*Registry, error) {
	if o.MaxBytes == 0 {
		o.MaxBytes = DefaultMaxBytes
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil { //nolint:gosec // the operator's own folder
		return nil, err
	}
	lock, err := journal.Lock(filepath.Join(dir, lockFile))
	if err != nil {
		return nil, err
	}
	r := &Registry{
		dir: dir, options: o, log: o.Logger, lock: lock,
		uploads: map[string]*upload{}, needers: map[string][]image{},
	}
	disk := registry.NewDiskBlobHandler(filepath.Join(dir, "blobs"))
	r.serves = registry.New(registry.WithBlobHandler(blobs{disk, r}), registry.Logger(log.New(io.Discard, "", 0)))
	if err := r.load(); err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	return r, nil
}

// load serves what is in the folder and counts it.
func (r *Registry) load() error {
	if err := os.RemoveAll(filepath.Join(r.dir, uploadsDir)); err != nil {
		return err
	}
	for _, part := range []string{blobsDir, uploadsDir, manifestsDir} {
		if err := os.MkdirAll(filepath.Join(r.dir, part), 0o700); err != nil {
			return err
		}
	}
	named, err := r.loadManifests()
	if err != nil {
		return err
	}
	blobs, err := os.ReadDir(filepath.Join(r.dir, blobsDir))
	if err != nil {
		return err
	}
	for _, b := range blobs {
		path := filepath.Join(r.dir, blobsDir, b.Name())
		if !named["sha256:"+b.Name()] && r.damaged == 0 { // of a push that never ended, or of an image that was deleted
			if err := os.Remove(path); err != nil {
				return err
			}
			continue
		}
		size, err := sizeOf(path)
		if err != nil {
			return err
		}
		r.used += size
	}
	return nil
}

// Close ends the use of the folder. Open uploads are gone.
func (r *Registry) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	var errs []error
	for id, u := range r.uploads {
		errs = append(errs, u.file.Close())
		delete(r.uploads, id)
	}
	return errors.Join(append(errs, r.lock.Close())...)
}

// Used returns the bytes that images and open uploads take, and how many there may be.
func (r *Registry) Used() (used, most uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.used, r.options.MaxBytes
}

// Damaged returns how many files of the folder could not be used when it was opened.
func (r *Registry) Damaged() int { return r.damaged }

// The names that the OCI distribution specification allows.
var (
	repositoryName = regexp.MustCompile(`^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$`)
	tagName        = regexp.MustCompile(`^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$`)
	digestName     = regexp.MustCompile(`^sha256:[0-9a-f]{64}$`)
)

const maxRepositoryBytes = 255

// target is what a request is about.
type target struct {
	repository string
	kind       string // manifests, blobs, uploads, tags; empty = the registry
	reference  string // tag, digest or an upload's id
}

// parse reads a path.
func parse(path string) (target, error) {
	if path != "/v2" && !strings.HasPrefix(path, "/v2/") {
		return target{}, refuse(http.StatusNotFound, "UNSUPPORTED", "all there is begins with /v2/")
	}
	parts := strings.Split(strings.TrimSuffix(strings.TrimPrefix(path, "/v2/"), "/"), "/")
	n := len(parts)
	var t target
	switch {
	case n >= 4 && parts[n-3] == "blobs" && parts[n-2] == "uploads":
		t = target{strings.Join(parts[:n-3], "/"), "uploads", parts[n-1]}
	case n >= 3 && parts[n-2] == "blobs" && parts[n-1] == "uploads":
		t = target{strings.Join(parts[:n-2], "/"), "uploads", ""}
	case n >= 3 && (parts[n-2] == "blobs" || parts[n-2] == "manifests" || parts[n-2] == "tags"):
		t = target{strings.Join(parts[:n-2], "/"), parts[n-2], parts[n-1]}
	default:
		return t, nil
	}
	if len(t.repository) > maxRepositoryBytes || !repositoryName.MatchString(t.repository) {
		return t, refuse(http.StatusBadRequest, "NAME_INVALID", "the repository's name is not lower-case letters, "+
			"digits, and single . _ - / between them, at most %d bytes", maxRepositoryBytes)
	}
	return t, nil
}

// ServeHTTP implements http.Handler.
func (r *Registry) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	w.Header().Set("Docker-Distribution-API-Version", "registry/2.0")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	t, err := parse(q.URL.Path)
	if err == nil {
		err = r.serve(w, q, t)
	}
	if err == nil {
		return
	}
	answer, known := errors.AsType[*refusal](err)
	if !known {
		answer = refuse(http.StatusInternalServerError, "UNKNOWN", "the registry failed; its log says why")
	}
	r.log.Warn("request refused", "method", q.Method, "path", q.URL.Path, "from", q.RemoteAddr, "why", err)
	answer.write(w)
}

func (r *Registry) serve(w http.ResponseWriter, q *http.Request, t target) error {
	if q.Method == http.MethodGet && t.kind == "uploads" {
		return r.uploadStatus(w, t)
	}
	if q.Method == http.MethodGet || q.Method == http.MethodHead {
		r.serves.ServeHTTP(w, q)
		return nil
	}
	if err := r.mayPush(q); err != nil {
		return err
	}
	switch q.Method + " " + t.kind {
	case "POST uploads":
		return r.beginUpload(w, q, t)
	case "PATCH uploads":
		return r.goOnUpload(w, q, t)
	case "PUT uploads":
		return r.endUpload(w, q, t)
	case "DELETE uploads":
		return r.cancelUpload(w, t)
	case "PUT manifests":
		return r.putManifest(w, q, t)
	case "DELETE manifests":
		return r.deleteManifest(w, q, t)
	}
	return refuse(http.StatusMethodNotAllowed, "UNSUPPORTED", "%s is not possible here: what no image needs any more "+
		"is removed when the registry is started again", q.Method)
}

// mayPush refuses pushes from elsewhere, and those of a page in a browser.
func (r *Registry) mayPush(q *http.Request) error {
	if r.options.ReadOnly {
		return refuse(http.StatusMethodNotAllowed, "UNSUPPORTED", "this registry is read-only")
	}
	if q.Header.Get("Origin") != "" {
		return refuse(http.StatusForbidden, "DENIED", "pages in a browser do not push")
	}
	host, _, err := net.SplitHostPort(q.RemoteAddr)
	if ip := net.ParseIP(host); !r.options.PushFromAny && (err != nil || ip == nil || !ip.IsLoopback()) {
		return refuse(http.StatusForbidden, "DENIED", "only this machine itself pushes to its registry, not %s", host)
	}
	return nil
}

// reserve counts bytes that are about to be written, or says that there is no room.
func (r *Registry) reserve(n uint64) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if n > r.options.MaxBytes || r.used > r.options.MaxBytes-n {
		// 413 and DENIED: clients print the text, and do not try again.
		return refuse(http.StatusRequestEntityTooLarge, "DENIED", "the registry is full: it has %d bytes and "+
			"may have %d, %d more were sent; delete images and start it again, or give it more",
			r.used, r.options.MaxBytes, n)
	}
	r.used += n
	return nil
}

func (r *Registry) release(n uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.used -= min(n, r.used)
}

// refusal is an error that the client is told.
type refusal struct {
	status int
	code   string // of the OCI distribution specification
	text   string
}

func refuse(status int, code, format string, args ...any) *refusal {
	return &refusal{status, code, fmt.Sprintf(format, args...)}
}

// Error implements error.
func (e *refusal) Error() string { return e.text }

func (e *refusal) write(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(e.status)
	_ = json.NewEncoder(w).Encode(map[string]any{
		"errors": []map[string]string{{"code": e.code, "message": e.text}},
	})
}

// blobs are the blobs on disk; one that is not what its name says is no blob, and
// is reported.
type blobs struct {
	registry.BlobHandler
	r *Registry
}

// Stat implements registry.BlobStatHandler.
func (b blobs) Stat(ctx context.Context, repository string, h v1.Hash) (int64, error) {
	disk, ok := b.BlobHandler.(registry.BlobStatHandler)
	if !ok {
		return 0, registry.ErrNotFound
	}
	size, err := disk.Stat(ctx, repository, h)
	if _, there := os.Stat(b.r.blob(h.String())); err != nil && there == nil {
		b.r.hide(h.String(), err)
	}
	return size, err
}

// hide takes away the images of a damaged blob, so that they can be pushed again.
func (r *Registry) hide(digest string, why error) {
	r.mu.Lock()
	images := r.needers[digest]
	delete(r.needers, digest)
	r.mu.Unlock()
	r.log.Error("a blob is damaged: push its images again", "digest", digest, "images", images, "err", why)
	for _, i := range images {
		answer, err := r.ask(http.MethodHead, i.path, "", nil)
		if err == nil && answer.header.Get("Docker-Content-Digest") == i.digest { // a tag may have moved
			_, err = r.ask(http.MethodDelete, i.path, "", nil)
		}
		if err != nil {
			r.log.Error("image not hidden", "image", i.path, "err", err)
		}
	}
}

// image is a manifest under one of its names.
type image struct{ path, digest string }

// quiet is an http.ResponseWriter for requests that are made here.
type quiet struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (q *quiet) Header() http.Header         { return q.header }
func (q *quiet) WriteHeader(status int)      { q.status = status }
func (q *quiet) Write(p []byte) (int, error) { return q.body.Write(p) }

// ask makes a request to the registry within, as a client would.
func (r *Registry) ask(method, path, contentType string, body []byte) (*quiet, error) {
	q, err := http.NewRequest(method, path, bytes.NewReader(body)) //nolint:noctx,gosec // to the handler within
	if err != nil {
		return nil, err
	}
	q.Header.Set("Content-Type", contentType)
	answer := &quiet{header: http.Header{}, status: http.StatusOK}
	r.serves.ServeHTTP(answer, q)
	return answer, nil
}

// writeFile writes a file so that after a crash it is whole or not there.
func writeFile(path string, content []byte) error {
	temporary := path + ".new"
	f, err := os.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600) //nolint:gosec // a folder of our own
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(temporary, path) //nolint:gosec // named by a hash
	}
	if err != nil {
		return errors.Join(err, os.Remove(temporary)) //nolint:gosec // named by a hash
	}
	return syncDir(filepath.Dir(path))
}

func syncDir(path string) error {
	d, err := os.Open(path) //nolint:gosec // a folder of our own
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// sizeOf returns the size of a file, 0 if there is none.
func sizeOf(path string) (uint64, error) {
	info, err := os.Stat(path) //nolint:gosec // named by a hash
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return 0, nil
	case err != nil:
		return 0, err
	case !info.Mode().IsRegular():
		return 0, fmt.Errorf("%s is not a file", path)
	}
	return uint64(info.Size()), nil //nolint:gosec // not negative
}
