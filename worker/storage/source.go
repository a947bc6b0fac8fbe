package storage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// ErrNotAllowed means that an operator does not let an address lead to this file or
// into this network: a failure of this machine, as another worker may have it.
var ErrNotAllowed = errors.New("not allowed by this worker's operator")

// errNoRange means that a server does not go on where a download broke off.
var errNoRange = errors.New("the server does not go on where it broke off")

// body is what a source gives.
type body struct {
	io.ReadCloser
	from uint64 // where it begins: 0, or what was asked for
	size int64  // of what it gives; -1 = unknown
	etag string // names the version; empty = none, so that going on later is impossible
}

// parseAddress reads where bytes are. It looks at nothing but the text: what it
// refuses, every worker refuses. Errors are ErrBadName.
func parseAddress(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("%w: %q is not a URL", ErrBadName, shown(address))
	}
	ok := false
	switch u.Scheme {
	case "http", "https":
		ok = u.Host != ""
	case "file":
		ok = (u.Host == "" || u.Host == "localhost") && path.IsAbs(u.Path) &&
			path.Clean(u.Path) == u.Path && u.Path != "/"
	case "s3":
		_, err := parseS3(u)
		ok = err == nil
	}
	if !ok {
		return nil, fmt.Errorf("%w: %q is not an address of http://, https://, s3:// or file://", ErrBadName,
			shown(address))
	}
	u.Fragment, u.RawFragment = "", ""
	return u, nil
}

// open asks a source for its bytes from an offset on, if they are still the version
// of etag; sources are free to begin with the first byte.
func (f *Fetcher) open(ctx context.Context, u *url.URL, from uint64, etag string) (*body, error) {
	switch u.Scheme {
	case "file":
		return f.openFile(u)
	case "s3":
		request, signed, err := f.s3Request(ctx, u, from)
		if err != nil {
			return nil, err
		}
		if signed { // the operator named its endpoint
			return ask(signedClient, request, from, etag)
		}
		return ask(f.client(), request, from, etag)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, fmt.Errorf("%w: %q is not a URL", ErrBadName, shown(u.String()))
	}
	if from > 0 {
		request.Header.Set("Range", fmt.Sprintf("bytes=%d-", from))
	}
	return ask(f.client(), request, from, etag)
}

func (f *Fetcher) client() *http.Client {
	if f.Client == nil {
		return defaultClient
	}
	return f.Client
}

// ask sends a request of bytes.
func ask(client *http.Client, request *http.Request, from uint64, etag string) (*body, error) {
	if from > 0 {
		request.Header.Set("If-Range", etag)
	}
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	b := &body{
		ReadCloser: &stalling{r: response.Body, close: response.Body.Close}, size: response.ContentLength,
		etag: strong(response.Header.Get("ETag")),
	}
	switch response.StatusCode {
	case http.StatusOK:
		return b, nil
	case http.StatusPartialContent:
		// Some servers know Range but not If-Range.
		other := response.Header.Get("ETag")
		if from > 0 && begins(response.Header.Get("Content-Range"), from) && (other == "" || other == etag) {
			b.from, b.etag = from, etag
			return b, nil
		}
		err = errNoRange
	case http.StatusRequestedRangeNotSatisfiable, http.StatusPreconditionFailed:
		err = errNoRange
	default:
		err = fmt.Errorf("the server answered %s", response.Status)
	}
	return nil, errors.Join(err, b.Close())
}

// strong returns an ETag that names bytes exactly, else nothing.
func strong(etag string) string {
	if strings.HasPrefix(etag, `"`) {
		return etag
	}
	return ""
}

// begins reports whether a Content-Range, "bytes 7-9/10", begins at an offset.
func begins(text string, from uint64) bool {
	text, ok := strings.CutPrefix(text, "bytes ")
	first, _, _ := strings.Cut(text, "-")
	n, err := strconv.ParseUint(first, 10, 64)
	return ok && err == nil && n == from
}

// openFile opens a file below one of the operator's folders, links out of it excluded.
func (f *Fetcher) openFile(u *url.URL) (*body, error) {
	name := filepath.FromSlash(u.Path)
	for _, dir := range f.Folders {
		rel, err := filepath.Rel(dir, name)
		if err != nil || !filepath.IsLocal(rel) || rel == "." {
			continue
		}
		file, size, err := openBelow(dir, rel)
		if err != nil {
			return nil, err
		}
		return &body{ReadCloser: file, size: size}, nil
	}
	if len(f.Folders) == 0 {
		return nil, fmt.Errorf("%w: %s: this worker reads no files of its machine; its operator can name folders",
			ErrNotAllowed, shown(u.String()))
	}
	return nil, fmt.Errorf("%w: %s is below none of the folders %s", ErrNotAllowed, shown(u.String()),
		strings.Join(f.Folders, ", "))
}

// openBelow opens a file below dir without waiting for anything, as a pipe would.
func openBelow(dir, rel string) (*os.File, int64, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = root.Close() }()
	file, err := root.OpenFile(rel, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, 0, err
	}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%w: %s is not a file", ErrNotAllowed, rel)
	}
	if err != nil {
		return nil, 0, errors.Join(err, file.Close())
	}
	return file, info.Size(), nil
}
