package registry

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// maxManifestBytes is the size of a manifest that every registry must take.
const maxManifestBytes = 4 << 20

// record is a file of the folder manifests: a manifest under one of its names.
type record struct {
	Repository string `json:"repository"`
	Reference  string `json:"reference"` // tag or digest
	MediaType  string `json:"media_type"`
	Digest     string `json:"digest"`
	Content    []byte `json:"content"` // the manifest, byte by byte
}

func (m record) path() string { return "/v2/" + m.Repository + "/manifests/" + m.Reference }

// file returns the name of the record's file: the same for the same reference, so
// that a tag that moves replaces what it was.
func (m record) file() string {
	sum := sha256.Sum256([]byte(m.Repository + ":" + m.Reference))
	return hex.EncodeToString(sum[:]) + ".json"
}

// check returns what a manifest needs, or what is wrong with it.
func (m record) check() (needs []v1.Descriptor, err error) {
	if sum := sha256.Sum256(m.Content); m.Digest != "sha256:"+hex.EncodeToString(sum[:]) {
		return nil, refuse(http.StatusBadRequest, "DIGEST_INVALID", "the manifest has the digest sha256:%x, not %s",
			sum, m.Digest)
	}
	if !digestName.MatchString(m.Reference) && !tagName.MatchString(m.Reference) {
		return nil, refuse(http.StatusBadRequest, "MANIFEST_INVALID", "%q is neither a tag nor a sha256 digest",
			m.Reference)
	}
	if digestName.MatchString(m.Reference) && m.Reference != m.Digest {
		return nil, refuse(http.StatusBadRequest, "DIGEST_INVALID", "the manifest has the digest %s, not %s", m.Digest,
			m.Reference)
	}
	switch kind := types.MediaType(m.MediaType); {
	case kind.IsIndex():
		index, err := v1.ParseIndexManifest(bytes.NewReader(m.Content))
		if err != nil {
			return nil, refuse(http.StatusBadRequest, "MANIFEST_INVALID", "not an index: %s", err)
		}
		return index.Manifests, nil
	case kind.IsImage():
		manifest, err := v1.ParseManifest(bytes.NewReader(m.Content))
		if err != nil {
			return nil, refuse(http.StatusBadRequest, "MANIFEST_INVALID", "not an image's manifest: %s", err)
		}
		return append(manifest.Layers, manifest.Config), nil
	}
	return nil, refuse(http.StatusUnsupportedMediaType, "MANIFEST_INVALID", "Content-Type %q is neither an image's "+
		"manifest nor an index", m.MediaType)
}

// putManifest answers PUT of a manifest: from here on the image is there, under its
// digest and its tag, and also after a restart.
func (r *Registry) putManifest(w http.ResponseWriter, q *http.Request, t target) error {
	content, err := io.ReadAll(io.LimitReader(q.Body, maxManifestBytes+1))
	switch {
	case err != nil:
		return refuse(http.StatusBadRequest, "MANIFEST_INVALID", "the body broke off after %d bytes: %s",
			len(content), err)
	case len(content) > maxManifestBytes:
		return refuse(http.StatusRequestEntityTooLarge, "MANIFEST_INVALID", "the manifest has more than %d bytes",
			maxManifestBytes)
	}
	sum := sha256.Sum256(content)
	m := record{
		Repository: t.repository, Reference: t.reference, MediaType: q.Header.Get("Content-Type"),
		Digest: "sha256:" + hex.EncodeToString(sum[:]), Content: content,
	}
	needs, err := m.check()
	if err != nil {
		return err
	}
	r.putting.Lock()
	defer r.putting.Unlock()
	if err := r.complete(m, needs); err != nil {
		return err
	}
	if err := r.saveBoth(m); err != nil {
		return err
	}
	if err := r.show(m, needs); err != nil {
		return err
	}
	r.log.Info("image", "repository", m.Repository, "reference", m.Reference, "digest", m.Digest)
	w.Header().Set("Location", m.path())
	w.Header().Set("Docker-Content-Digest", m.Digest)
	w.WriteHeader(http.StatusCreated)
	return nil
}

// complete checks that all of an image is here.
func (r *Registry) complete(m record, needs []v1.Descriptor) error {
	for _, d := range needs {
		if !d.MediaType.IsDistributable() {
			continue
		}
		kind, code := "/blobs/", "MANIFEST_BLOB_UNKNOWN"
		if types.MediaType(m.MediaType).IsIndex() {
			kind, code = "/manifests/", "MANIFEST_UNKNOWN"
		}
		answer, err := r.ask(http.MethodHead, "/v2/"+m.Repository+kind+d.Digest.String(), "", nil)
		if err != nil {
			return err
		}
		if answer.status != http.StatusOK {
			return refuse(http.StatusBadRequest, code, "the image needs %s, which is not here: push it first", d.Digest)
		}
		if have := answer.header.Get("Content-Length"); have != fmt.Sprint(d.Size) {
			return refuse(http.StatusBadRequest, "SIZE_INVALID", "%s has %s bytes, the manifest says %d",
				d.Digest, have, d.Size)
		}
	}
	return nil
}

// saveBoth writes a manifest under its digest, then under its tag: a tag that is
// there names a digest that is.
func (r *Registry) saveBoth(m record) error {
	byDigest := m
	byDigest.Reference = m.Digest
	if err := r.save(byDigest); err != nil || m.Reference == m.Digest {
		return err
	}
	return r.save(m)
}

// save writes a record.
func (r *Registry) save(m record) error {
	text, err := json.Marshal(m)
	if err != nil {
		return err
	}
	path := filepath.Join(r.dir, manifestsDir, m.file())
	before, err := sizeOf(path)
	if err != nil {
		return err
	}
	if err := r.reserve(uint64(len(text))); err != nil {
		return err
	}
	if err := writeFile(path, text); err != nil {
		r.release(uint64(len(text)))
		return err
	}
	r.release(before)
	return nil
}

// show hands a manifest to the registry within, which knows it by its digest, too.
func (r *Registry) show(m record, needs []v1.Descriptor) error {
	answer, err := r.ask(http.MethodPut, m.path(), m.MediaType, m.Content)
	if err != nil {
		return err
	}
	if answer.status != http.StatusCreated {
		return fmt.Errorf("%s: %d %s", m.path(), answer.status, strings.TrimSpace(answer.body.String()))
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, d := range needs {
		for _, reference := range []string{m.Reference, m.Digest} {
			i := image{record{Repository: m.Repository, Reference: reference}.path(), m.Digest}
			if of := d.Digest.String(); !slices.Contains(r.needers[of], i) {
				r.needers[of] = append(r.needers[of], i)
			}
		}
	}
	return nil
}

// deleteManifest answers DELETE of a manifest by tag or digest. Its room is free
// after the next start.
func (r *Registry) deleteManifest(w http.ResponseWriter, q *http.Request, t target) error {
	r.putting.Lock()
	defer r.putting.Unlock()
	path := filepath.Join(r.dir, manifestsDir, record{Repository: t.repository, Reference: t.reference}.file())
	size, err := sizeOf(path)
	if err != nil {
		return err
	}
	if err := os.RemoveAll(path); err != nil { //nolint:gosec // named by a hash
		return err
	}
	r.release(size)
	r.serves.ServeHTTP(w, q)
	return nil
}

// loadManifests hands all records to the registry within, and returns the digests
// of the blobs that they need. A record that is damaged, or whose image is, is
// logged and left out.
func (r *Registry) loadManifests() (map[string]bool, error) {
	files, err := os.ReadDir(filepath.Join(r.dir, manifestsDir))
	if err != nil {
		return nil, err
	}
	blobs := map[string]bool{}
	var indexes []record
	for _, f := range files {
		path := filepath.Join(r.dir, manifestsDir, f.Name())
		if filepath.Ext(path) == ".new" { // a crash cut it off
			if err := os.Remove(path); err != nil {
				return nil, err
			}
			continue
		}
		m, needs, err := readRecord(path)
		if err != nil {
			r.report(path, err)
			continue
		}
		size, err := sizeOf(path)
		if err != nil {
			return nil, err
		}
		r.used += size
		if types.MediaType(m.MediaType).IsIndex() {
			indexes = append(indexes, m)
			continue
		}
		for _, d := range needs {
			blobs[d.Digest.String()] = true
		}
		if err = r.missing(needs); err == nil {
			err = r.show(m, needs)
		}
		r.report(path, err)
	}
	r.showIndexes(indexes)
	return blobs, nil
}

// showIndexes hands indexes over, those in others first.
func (r *Registry) showIndexes(indexes []record) {
	for {
		var left []record
		var why error
		for _, m := range indexes {
			if err := r.show(m, nil); err != nil {
				left, why = append(left, m), err
			}
		}
		if len(left) == 0 {
			return
		}
		if len(left) == len(indexes) {
			for _, m := range left {
				r.report(m.file(), why)
			}
			return
		}
		indexes = left
	}
}

// missing tells which blobs are not here. They are not read: who fetches them
// checks their digests.
func (r *Registry) missing(needs []v1.Descriptor) error {
	for _, d := range needs {
		if !d.MediaType.IsDistributable() {
			continue
		}
		size, err := sizeOf(r.blob(d.Digest.String()))
		if err != nil {
			return err
		}
		if size != uint64(d.Size) { //nolint:gosec // compared only
			return fmt.Errorf("%s has %d bytes, expected %d: push the image again", d.Digest, size, d.Size)
		}
	}
	return nil
}

// report logs that a file cannot be used; nil is fine.
func (r *Registry) report(path string, err error) {
	if err == nil {
		return
	}
	r.damaged++
	r.log.Error("an image is damaged", "file", path, "err", err)
}

func readRecord(path string) (record, []v1.Descriptor, error) {
	var m record
	text, err := os.ReadFile(path) //nolint:gosec // a folder of our own
	if err != nil {
		return m, nil, err
	}
	if err := json.Unmarshal(text, &m); err != nil {
		return m, nil, err
	}
	if m.file() != filepath.Base(path) {
		return m, nil, fmt.Errorf("it names %s:%s, which another file should hold", m.Repository, m.Reference)
	}
	needs, err := m.check()
	return m, needs, err
}
