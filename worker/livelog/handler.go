package livelog

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/iexecd/iexecd/core/ident"
)

// ErrNone means that there is no log of a task here.
var ErrNone = errors.New("this worker has no output of the task")

// Keeper has the logs of tasks.
type Keeper interface {
	// Log returns the log of a task and who may read it, or ErrNone.
	Log(task ident.Hash) (*Log, ident.Address, error)
}

// Options are the bounds of a Handler; 0 is the default.
type Options struct {
	Keeper  Keeper
	Worker  ident.Address
	ChainID func() string // empty while it is not known

	PerTask int           // readers at once of one task: 4
	Total   int           // of all: 32
	Idle    time.Duration // a reader is sent away after so much silence: 2 min
	Slow    time.Duration // a reader that takes nothing for so long is dropped: 10 s
}

// Handler serves GET /tasks/{task}/logs?follow=1&from=STDOUT,STDERR: the bytes of
// each stream after the first ones, as JSON lines; with follow until the app ends.
// Refusals are JSON objects with the field error: 401 without a good signature, 403
// for others than the requester, 404 where there is no log, 429 for too many readers.
type Handler struct {
	o    Options
	quit chan struct{}
	once sync.Once

	mu      sync.Mutex
	readers map[ident.Hash]int
	total   int
}

// NewHandler returns the handler. Close it.
func NewHandler(o Options) *Handler {
	orElse(&o.PerTask, 4)
	orElse(&o.Total, 32)
	orElse(&o.Idle, 2*time.Minute)
	orElse(&o.Slow, 10*time.Second)
	return &Handler{o: o, quit: make(chan struct{}), readers: map[ident.Hash]int{}}
}

func orElse[T comparable](v *T, other T) {
	var zero T
	if *v == zero {
		*v = other
	}
}

// Close sends all readers away.
func (h *Handler) Close() { h.once.Do(func() { close(h.quit) }) }

// Line is a piece of a log, or the last line, which has End only.
type Line struct {
	Stream string `json:"stream,omitempty"` // stdout or stderr
	Offset int    `json:"offset"`           // of the first byte, in its stream
	Text   string `json:"text,omitempty"`
	Bytes  []byte `json:"bytes,omitempty"` // instead of text that is not UTF-8
	End    string `json:"end,omitempty"`
}

// Content returns the bytes of a piece.
func (l *Line) Content() []byte {
	if l.Bytes != nil {
		return l.Bytes
	}
	return []byte(l.Text)
}

// The ends of an answer.
const (
	EndOfApp = "app"     // the app ended: there will be no more
	EndOfNow = "running" // the app runs on: ask again from the last offset
)

// ServeHTTP implements http.Handler.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	task, err := ident.ParseHash(r.PathValue("task"))
	if err != nil {
		refuse(w, http.StatusBadRequest, err.Error())
		return
	}
	at, err := parseOffsets(r.URL.Query().Get("from"))
	if err != nil {
		refuse(w, http.StatusBadRequest, err.Error())
		return
	}
	follow, _ := strconv.ParseBool(r.URL.Query().Get("follow"))
	chainID := h.o.ChainID()
	if chainID == "" {
		refuse(w, http.StatusServiceUnavailable, "this worker has not joined its chain yet: try again")
		return
	}
	access := Access{ChainID: chainID, Task: task, Worker: h.o.Worker}
	who, err := access.signedBy(r.Header.Get("Authorization"), time.Now())
	if err != nil {
		w.Header().Set("WWW-Authenticate", scheme)
		refuse(w, http.StatusUnauthorized, err.Error())
		return
	}
	log, requester, err := h.o.Keeper.Log(task)
	switch {
	case errors.Is(err, ErrNone):
		refuse(w, http.StatusNotFound, err.Error()+" "+task.String())
		return
	case err != nil:
		refuse(w, http.StatusInternalServerError, "this worker's store failed; its log says why")
		return
	case requester != who || who.IsZero():
		refuse(w, http.StatusForbidden, fmt.Sprintf("the output of task %s is for its requester %s, not for %s", task,
			requester, who))
		return
	case !h.enter(task):
		w.Header().Set("Retry-After", "10")
		refuse(w, http.StatusTooManyRequests, fmt.Sprintf(
			"at most %d readers of a task and %d of all at once: try later", h.o.PerTask, h.o.Total))
		return
	}
	defer h.leave(task)
	h.stream(w, r, log, at, follow)
}

// enter counts a reader; false if there are too many.
func (h *Handler) enter(task ident.Hash) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.total >= h.o.Total || h.readers[task] >= h.o.PerTask {
		return false
	}
	h.total++
	h.readers[task]++
	return true
}

func (h *Handler) leave(task ident.Hash) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.total--
	if h.readers[task]--; h.readers[task] == 0 {
		delete(h.readers, task)
	}
}

// parseOffsets reads "120,35": so many bytes of stdout and of stderr; empty is none.
func parseOffsets(text string) (Offsets, error) {
	var at Offsets
	if text == "" {
		return at, nil
	}
	parts := strings.Split(text, ",")
	for i := range at {
		var err error
		if len(parts) != len(at) {
			err = strconv.ErrSyntax
		} else {
			at[i], err = strconv.Atoi(parts[i])
		}
		if err != nil || at[i] < 0 {
			return at, fmt.Errorf("from=%.40q: expected two numbers, bytes of stdout and of stderr, as 120,35", text)
		}
	}
	return at, nil
}

// String returns offsets as parseOffsets reads them.
func (o *Offsets) String() string { return fmt.Sprintf("%d,%d", o[stdout], o[stderr]) }

// stream sends a log until its end, or without follow what there is.
func (h *Handler) stream(w http.ResponseWriter, r *http.Request, log *Log, at Offsets, follow bool) {
	header := w.Header()
	header.Set("Content-Type", "application/x-ndjson")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Cache-Control", "no-store")
	to := &sender{control: http.NewResponseController(w), lines: json.NewEncoder(w), slow: h.o.Slow}
	idle := time.NewTimer(h.o.Idle)
	defer idle.Stop()
	for {
		more, ended, wake := log.since(at)
		if to.send(more, &at) != nil {
			return // gone, or too slow
		}
		switch {
		case ended:
			_ = to.line(Line{End: EndOfApp})
			return
		case !follow:
			_ = to.line(Line{End: EndOfNow})
			return
		}
		if len(more[stdout])+len(more[stderr]) > 0 {
			idle.Reset(h.o.Idle)
		}
		select {
		case <-wake:
		case <-r.Context().Done():
			return
		case <-idle.C:
			_ = to.line(Line{End: EndOfNow})
			return
		case <-h.quit:
			_ = to.line(Line{End: EndOfNow})
			return
		}
	}
}

// sender sends lines to one reader.
type sender struct {
	control *http.ResponseController
	lines   *json.Encoder
	slow    time.Duration
}

// send sends pieces and moves the offsets behind them.
func (s *sender) send(more [2][]byte, at *Offsets) error {
	for i, rest := range more {
		for len(rest) > 0 {
			piece := rest[:min(len(rest), maxTextBytes)]
			line := Line{Stream: names[i], Offset: at[i], Text: string(piece)}
			if !utf8.Valid(piece) {
				line.Text, line.Bytes = "", piece
			}
			if err := s.line(line); err != nil {
				return err
			}
			rest = rest[len(piece):]
			at[i] += len(piece)
		}
	}
	return s.control.Flush()
}

func (s *sender) line(l Line) error {
	if err := s.control.SetWriteDeadline(time.Now().Add(s.slow)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	return s.lines.Encode(l)
}

func refuse(w http.ResponseWriter, code int, text string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(map[string]string{"error": text})
}
