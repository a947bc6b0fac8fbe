package livelog

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/iexecd/iexecd/core/ident"
)

// RefusedError is a worker's answer that is no log.
type RefusedError struct {
	Status int
	Text   string
}

// Error implements error.
func (r *RefusedError) Error() string { return fmt.Sprintf("HTTP %d: %s", r.Status, r.Text) }

// Reader reads the logs of one worker.
type Reader struct {
	URL           string // the worker's
	Task          ident.Hash
	Authorization string
	Follow        bool
}

// maxLineBytes is more than the longest line: six bytes for each of the text.
const maxLineBytes = 6*maxTextBytes + 1024

// ErrCut means that an answer ended without its last line.
var ErrCut = errors.New("the worker cut the output off")

// Read calls each with every piece after at, which moves with them, and returns how
// the answer ended. Errors are RefusedError, ErrCut, those of the way to the worker, and each's.
func (r Reader) Read(ctx context.Context, at *Offsets, each func(Line) error) (string, error) {
	url := fmt.Sprintf("%s/tasks/%s/logs?from=%s", strings.TrimSuffix(r.URL, "/"), r.Task, at)
	if r.Follow {
		url += "&follow=1"
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return "", err
	}
	request.Header.Set("Authorization", r.Authorization)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return "", refusal(response)
	}
	lines := bufio.NewScanner(response.Body)
	lines.Buffer(nil, maxLineBytes)
	for lines.Scan() {
		var l Line
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			return "", fmt.Errorf("the worker's answer is no log: %w", err)
		}
		if l.End != "" {
			return l.End, nil
		}
		if err := at.take(l); err != nil {
			return "", err
		}
		if err := each(l); err != nil {
			return "", err
		}
	}
	if err := lines.Err(); err != nil {
		return "", fmt.Errorf("%w: %w", ErrCut, err)
	}
	return "", ErrCut
}

// take moves the offsets behind a piece, which must be the next of its stream.
func (o *Offsets) take(l Line) error {
	for i, name := range names {
		if l.Stream == name && l.Offset == o[i] && len(l.Content()) > 0 {
			o[i] += len(l.Content())
			return nil
		}
	}
	return fmt.Errorf("the worker's answer is no log: %.20q at %d, expected stdout or stderr at %s", l.Stream,
		l.Offset, o)
}

func refusal(r *http.Response) error {
	var answer struct {
		Error string `json:"error"`
	}
	bz, err := io.ReadAll(io.LimitReader(r.Body, 4<<10))
	if err != nil || json.Unmarshal(bz, &answer) != nil || answer.Error == "" {
		answer.Error = "no reason given"
	}
	return &RefusedError{Status: r.StatusCode, Text: answer.Error}
}
