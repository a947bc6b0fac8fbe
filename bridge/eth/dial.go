package eth

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/ethereum/go-ethereum/rpc"
)

// Limits bounds every call of an endpoint.
type Limits struct {
	CallTime    time.Duration // from the request to the last byte of the answer
	AnswerBytes int64         // of a body, uncompressed
}

// DefaultLimits are 10 seconds and 8 MiB: the logs of a block full of deposits have
// about 2 MB.
func DefaultLimits() Limits { return Limits{CallTime: 10 * time.Second, AnswerBytes: 8 << 20} }

var (
	// ErrTooLarge means that an answer has more bytes than it may.
	ErrTooLarge = errors.New("the endpoint's answer is too large")
	// ErrURL means that no endpoint can be at a URL.
	ErrURL = errors.New("no endpoint")

	errRedirect = errors.New("the endpoint sends to another: use that one's URL")
)

// Dial returns a client of an HTTP endpoint whose calls are bounded. It does not
// connect. ErrURL if it cannot be one.
func Dial(ctx context.Context, rawURL string, l Limits) (*rpc.Client, error) {
	u, err := url.Parse(rawURL)
	switch {
	case err != nil: // its text may have the operator's API key in it
		return nil, fmt.Errorf("%w: it is no URL, expected http://host or https://host", ErrURL)
	case u.Scheme != "http" && u.Scheme != "https" || u.Host == "":
		return nil, fmt.Errorf("%w: scheme %q and host %q, expected http://host or https://host", ErrURL, u.Scheme,
			u.Host)
	case l.CallTime <= 0 || l.AnswerBytes <= 0:
		return nil, fmt.Errorf("%w: limits of %s and %d bytes, expected some", ErrURL, l.CallTime, l.AnswerBytes)
	}
	const headerBytes = 64 << 10
	client := &http.Client{
		Timeout: l.CallTime,
		Transport: bounded{limit: l.AnswerBytes, next: &http.Transport{
			Proxy: http.ProxyFromEnvironment, MaxResponseHeaderBytes: headerBytes, IdleConnTimeout: time.Minute,
			TLSHandshakeTimeout: l.CallTime, ForceAttemptHTTP2: true,
		}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return errRedirect },
	}
	return rpc.DialOptions(ctx, rawURL, rpc.WithHTTPClient(client))
}

// bounded lets bodies have so many bytes.
type bounded struct {
	next  http.RoundTripper
	limit int64
}

// RoundTrip implements http.RoundTripper.
func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := b.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	resp.Body = &boundedBody{body: resp.Body, left: b.limit, limit: b.limit}
	return resp, nil
}

type boundedBody struct {
	body        io.ReadCloser
	left, limit int64
}

// Read implements io.Reader; ErrTooLarge after the limit.
func (b *boundedBody) Read(p []byte) (int, error) {
	if b.left < 0 {
		return 0, fmt.Errorf("%w: more than %d bytes", ErrTooLarge, b.limit)
	}
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.body.Read(p)
	b.left -= int64(n)
	if b.left < 0 {
		return n, fmt.Errorf("%w: more than %d bytes", ErrTooLarge, b.limit)
	}
	return n, err
}

// Close implements io.Closer.
func (b *boundedBody) Close() error { return b.body.Close() }

// Clean returns an error without the endpoint's URL, in which operators have API
// keys, and with no more than the beginning of a body.
func Clean(err error) error {
	const most = 200
	if failed, ok := errors.AsType[rpc.HTTPError](err); ok {
		failed.Body = failed.Body[:min(len(failed.Body), most)]
		return failed
	}
	if withURL, ok := errors.AsType[*url.Error](err); ok {
		if withURL.Timeout() {
			return fmt.Errorf("%w: no answer in time", context.DeadlineExceeded)
		}
		return withURL.Err
	}
	if answered, ok := errors.AsType[rpc.Error](err); ok && len(answered.Error()) > most {
		return fmt.Errorf("code %d: %s…", answered.ErrorCode(), answered.Error()[:most])
	}
	return err
}
