package storage

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/iexecd/iexecd/core/ident"
)

// HandlerOptions say who may upload.
type HandlerOptions struct {
	MaxPutBytes uint64 // largest upload; 0 = none
	Token       string // bearer token of uploads; empty = anyone may
}

// Handler serves GET and HEAD /sha256/{hex} (with ranges), PUT /sha256/{hex} and
// GET /tasks/{task id}. Errors are JSON objects with the field error.
func (s *Store) Handler(o HandlerOptions) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /sha256/{digest}", s.serveBlob)
	mux.HandleFunc("PUT /sha256/{digest}", func(w http.ResponseWriter, r *http.Request) { s.receive(w, r, o) })
	mux.HandleFunc("GET /tasks/{task}", s.serveTask)
	return mux
}

func (s *Store) serveBlob(w http.ResponseWriter, r *http.Request) {
	digest := r.PathValue("digest")
	f, err := s.Get(digest)
	if err != nil {
		answerError(w, err)
		return
	}
	defer func() { _ = f.Close() }()
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream") // never a page: the bytes are anyone's
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("ETag", `"`+digest+`"`)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	http.ServeContent(w, r, "", time.Time{}, f)
}

func (s *Store) receive(w http.ResponseWriter, r *http.Request, o HandlerOptions) {
	given := []byte(r.Header.Get("Authorization"))
	switch {
	case o.MaxPutBytes == 0:
		answer(w, http.StatusForbidden, "this worker takes no uploads")
		return
	case o.Token != "" && subtle.ConstantTimeCompare(given, []byte("Bearer "+o.Token)) != 1:
		w.Header().Set("WWW-Authenticate", "Bearer")
		answer(w, http.StatusUnauthorized, "uploads need the worker's token: send Authorization: Bearer …")
		return
	case r.ContentLength > 0 && uint64(r.ContentLength) > o.MaxPutBytes:
		answerError(w, ErrTooLarge)
		return
	}
	digest := r.PathValue("digest")
	if s.Has(digest) {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	if err := s.PutAs(digest, r.Body, o.MaxPutBytes); err != nil {
		answerError(w, err)
		return
	}
	w.WriteHeader(http.StatusCreated)
}

func (s *Store) serveTask(w http.ResponseWriter, r *http.Request) {
	task, err := ident.ParseHash(r.PathValue("task"))
	if err != nil {
		answer(w, http.StatusBadRequest, err.Error())
		return
	}
	bz, err := s.Task(task)
	if err != nil {
		answerError(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(bz)
}

// answerError says what went wrong, but nothing of this machine.
func answerError(w http.ResponseWriter, err error) {
	switch {
	case errors.Is(err, ErrNotFound):
		answer(w, http.StatusNotFound, err.Error())
	case errors.Is(err, ErrMismatch):
		answer(w, http.StatusUnprocessableEntity, err.Error())
	case errors.Is(err, ErrBadName):
		answer(w, http.StatusBadRequest, err.Error())
	case errors.Is(err, ErrTooLarge):
		answer(w, http.StatusRequestEntityTooLarge, err.Error())
	case errors.Is(err, ErrFull):
		answer(w, http.StatusInsufficientStorage, "this worker's store is full")
	default:
		answer(w, http.StatusInternalServerError, "this worker's store failed; its log says why")
	}
}

func answer(w http.ResponseWriter, code int, text string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(map[string]string{"error": text})
}
