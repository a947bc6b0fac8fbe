package registry

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// The bounds of uploads that are open at once.
const (
	maxUploads    = 256
	uploadPatient = time.Hour // an upload to which nothing is added for so long is dropped
)

// errBroken means that the connection broke: what came before it stays.
var errBroken = errors.New("broken off")

// upload is a blob that is being pushed. Its bytes go to a file of its own and
// into the hash; only a whole blob with the right digest gets its name.
type upload struct {
	repository string

	mu     sync.Mutex // held by the request that writes
	file   *os.File
	hash   hash.Hash
	size   uint64
	ended  bool
	latest time.Time // guarded by Registry.mu
}

// beginUpload answers POST …/blobs/uploads/: a blob that is there already, a whole
// one in the body, or the beginning of one.
func (r *Registry) beginUpload(w http.ResponseWriter, q *http.Request, t target) error {
	if have := q.URL.Query().Get("mount"); digestName.MatchString(have) && r.has(have) {
		return created(w, t, have)
	}
	id, u, err := r.newUpload(t.repository)
	if err != nil {
		return err
	}
	if digest := q.URL.Query().Get("digest"); digest != "" {
		return r.end(w, q, target{t.repository, t.kind, id}, u, digest)
	}
	where(w, t.repository, id, 0)
	w.WriteHeader(http.StatusAccepted)
	return nil
}

func (r *Registry) newUpload(repository string) (string, *upload, error) {
	r.sweep()
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.uploads) >= maxUploads {
		return "", nil, refuse(http.StatusTooManyRequests, "TOOMANYREQUESTS", "%d uploads are open, at most %d: "+
			"end or cancel some", len(r.uploads), maxUploads)
	}
	id := strings.ToLower(rand.Text())
	path := filepath.Join(r.dir, uploadsDir, id)
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) //nolint:gosec // a random name
	if err != nil {
		return "", nil, err
	}
	u := &upload{repository: repository, file: f, hash: sha256.New(), latest: time.Now()}
	r.uploads[id] = u
	return id, u, nil
}

// sweep drops uploads whose client is gone.
func (r *Registry) sweep() {
	r.mu.Lock()
	gone := map[string]*upload{}
	for id, u := range r.uploads {
		if time.Since(u.latest) > uploadPatient {
			gone[id] = u
		}
	}
	r.mu.Unlock()
	for id, u := range gone {
		if u.mu.TryLock() {
			r.drop(id, u)
			u.mu.Unlock()
		}
	}
}

// open returns an upload that goes on, locked.
func (r *Registry) open(t target) (*upload, error) {
	r.mu.Lock()
	u := r.uploads[t.reference]
	if u != nil {
		u.latest = time.Now()
	}
	r.mu.Unlock()
	if u != nil && u.repository == t.repository {
		u.mu.Lock()
		if !u.ended {
			return u, nil
		}
		u.mu.Unlock()
	}
	return nil, refuse(http.StatusNotFound, "BLOB_UPLOAD_UNKNOWN", "no upload %q is open in %s: begin again",
		t.reference, t.repository)
}

// uploadStatus answers GET of an open upload: how much of it is here.
func (r *Registry) uploadStatus(w http.ResponseWriter, t target) error {
	u, err := r.open(t)
	if err != nil {
		return err
	}
	defer u.mu.Unlock()
	where(w, t.repository, t.reference, u.size)
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// goOnUpload answers PATCH: more bytes.
func (r *Registry) goOnUpload(w http.ResponseWriter, q *http.Request, t target) error {
	u, err := r.open(t)
	if err != nil {
		return err
	}
	defer u.mu.Unlock()
	if part := q.Header.Get("Content-Range"); part != "" {
		var from, to uint64
		if _, err := fmt.Sscanf(part, "%d-%d", &from, &to); err != nil || from != u.size {
			where(w, t.repository, t.reference, u.size)
			return refuse(http.StatusRequestedRangeNotSatisfiable, "BLOB_UPLOAD_INVALID",
				"Content-Range %q does not go on at byte %d", part, u.size)
		}
	}
	if err := r.take(u, q.Body); err != nil {
		if !errors.Is(err, errBroken) {
			r.drop(t.reference, u)
		}
		return err
	}
	where(w, t.repository, t.reference, u.size)
	w.WriteHeader(http.StatusAccepted)
	return nil
}

// endUpload answers PUT: the last bytes and the digest of them all.
func (r *Registry) endUpload(w http.ResponseWriter, q *http.Request, t target) error {
	u, err := r.open(t)
	if err != nil {
		return err
	}
	u.mu.Unlock()
	return r.end(w, q, t, u, q.URL.Query().Get("digest"))
}

func (r *Registry) end(w http.ResponseWriter, q *http.Request, t target, u *upload, digest string) error {
	u.mu.Lock()
	defer u.mu.Unlock()
	defer r.drop(t.reference, u) // whatever comes: a client begins again
	if u.ended {
		return refuse(http.StatusNotFound, "BLOB_UPLOAD_UNKNOWN", "the upload has ended already")
	}
	if !digestName.MatchString(digest) {
		return refuse(http.StatusBadRequest, "DIGEST_INVALID", "digest %q is not sha256: and 64 hexadecimal digits",
			digest)
	}
	if err := r.take(u, q.Body); err != nil {
		return err
	}
	if got := "sha256:" + hex.EncodeToString(u.hash.Sum(nil)); got != digest {
		return refuse(http.StatusBadRequest, "DIGEST_INVALID", "the %d bytes have the digest %s, not %s",
			u.size, got, digest)
	}
	if err := r.keep(u, digest); err != nil {
		return err
	}
	return created(w, t, digest)
}

// take appends what a client sends. After errBroken a client may go on there.
func (r *Registry) take(u *upload, body io.Reader) error {
	buffer := make([]byte, 256<<10)
	for {
		n, err := body.Read(buffer)
		if n > 0 {
			if full := r.reserve(uint64(n)); full != nil {
				return full
			}
			u.size += uint64(n)
			u.hash.Write(buffer[:n])
			if _, err := u.file.Write(buffer[:n]); err != nil {
				return err
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return errors.Join(errBroken, refuse(http.StatusBadRequest, "BLOB_UPLOAD_INVALID",
				"the body broke off after %d bytes: %s", u.size, err))
		}
	}
}

// keep gives a whole blob its name.
func (r *Registry) keep(u *upload, digest string) error {
	if err := u.file.Sync(); err != nil {
		return err
	}
	if err := r.rename(u, r.blob(digest)); err != nil {
		return err
	}
	return syncDir(filepath.Join(r.dir, blobsDir))
}

func (r *Registry) rename(u *upload, path string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	before, err := sizeOf(path) // somebody may have pushed the same
	if err != nil {
		return err
	}
	if err := os.Rename(u.file.Name(), path); err != nil { //nolint:gosec // named by a hash
		return err
	}
	r.used -= min(before, r.used)
	u.size = 0 // counted as the blob's from here on
	return nil
}

// drop ends an upload and removes its file, if that is still its. The caller holds
// the upload's lock.
func (r *Registry) drop(id string, u *upload) {
	if u.ended {
		return
	}
	u.ended = true
	r.mu.Lock()
	delete(r.uploads, id)
	r.mu.Unlock()
	err := errors.Join(u.file.Close(), os.RemoveAll(u.file.Name())) //nolint:gosec // its name is random, and made here
	if err != nil {
		r.log.Warn("upload not removed", "err", err)
	}
	r.release(u.size)
}

// cancelUpload answers DELETE of an open upload.
func (r *Registry) cancelUpload(w http.ResponseWriter, t target) error {
	u, err := r.open(t)
	if err != nil {
		return err
	}
	defer u.mu.Unlock()
	r.drop(t.reference, u)
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// blob returns the path of a blob.
func (r *Registry) blob(digest string) string {
	return filepath.Join(r.dir, blobsDir, strings.TrimPrefix(digest, "sha256:"))
}

// has reports whether a blob is here and whole.
func (r *Registry) has(digest string) bool {
	answer, err := r.ask(http.MethodHead, "/v2/any/blobs/"+digest, "", nil)
	return err == nil && answer.status == http.StatusOK
}

// where tells a client how an upload goes on.
func where(w http.ResponseWriter, repository, id string, size uint64) {
	w.Header().Set("Location", "/v2/"+repository+"/blobs/uploads/"+id)
	w.Header().Set("Docker-Upload-UUID", id)
	w.Header().Set("Range", fmt.Sprintf("0-%d", max(size, 1)-1))
}

func created(w http.ResponseWriter, t target, digest string) error {
	w.Header().Set("Location", "/v2/"+t.repository+"/blobs/"+digest)
	w.Header().Set("Docker-Content-Digest", digest)
	w.WriteHeader(http.StatusCreated)
	return nil
}
