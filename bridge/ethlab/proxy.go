package ethlab

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"
)

// Answer is what an endpoint sends back: an HTTP status and a body.
type Answer struct {
	Status int
	Body   []byte
	Rest   []byte // comes after Body; many answers may share it
}

// Lie makes the answer to a request; honest asks the endpoint behind the proxy.
type Lie func(ctx context.Context, req Request, honest func() (Answer, error)) (Answer, error)

// AnyMethod is the method of a lie about all methods that have none of their own.
const AnyMethod = "*"

// Proxy is an endpoint that passes requests on to another, and lies as it is told.
type Proxy struct {
	server   *server
	upstream string
	client   *http.Client
	closed   chan struct{}

	mu    sync.Mutex
	lies  map[string]Lie
	calls map[string]int
}

// NewProxy starts a proxy before an endpoint. Close ends it.
func NewProxy(ctx context.Context, upstream string) (*Proxy, error) {
	p := &Proxy{
		upstream: upstream, client: &http.Client{Timeout: time.Minute}, closed: make(chan struct{}),
		lies: map[string]Lie{}, calls: map[string]int{},
	}
	var err error
	p.server, err = serve(ctx, p)
	return p, err
}

// URL returns the proxy's endpoint.
func (p *Proxy) URL() string { return p.server.url }

// Close ends the proxy, and all that hangs in it.
func (p *Proxy) Close() error {
	close(p.closed)
	p.client.CloseIdleConnections()
	return p.server.close()
}

// Tell makes the proxy lie about a method from now on; no lie makes it honest.
func (p *Proxy) Tell(method string, lie Lie) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if lie == nil {
		delete(p.lies, method)
		return
	}
	p.lies[method] = lie
}

// Honest ends all lies.
func (p *Proxy) Honest() {
	p.mu.Lock()
	defer p.mu.Unlock()
	clear(p.lies)
}

// Calls returns how often a method was asked for.
func (p *Proxy) Calls(method string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.calls[method]
}

// note counts a call and returns the lie about it, if any.
func (p *Proxy) note(method string) Lie {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.calls[method]++
	if lie, ok := p.lies[method]; ok {
		return lie
	}
	return p.lies[AnyMethod]
}

// ServeHTTP implements http.Handler.
func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	req, raw, err := readRequest(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	go func() {
		select {
		case <-p.closed:
			cancel()
		case <-ctx.Done():
		}
	}()
	honest := func() (Answer, error) { return p.pass(ctx, raw) }
	lie := p.note(req.Method)
	if lie == nil {
		lie = tell
	}
	answer, err := lie(ctx, req, honest)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(answer.Status)
	_, _ = w.Write(answer.Body) // a client that is gone needs no answer
	_, _ = w.Write(answer.Rest)
}

// pass asks the endpoint behind.
func (p *Proxy) pass(ctx context.Context, raw []byte) (Answer, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, p.upstream, bytes.NewReader(raw))
	if err != nil {
		return Answer{}, err
	}
	r.Header.Set("Content-Type", "application/json")
	resp, err := p.client.Do(r)
	if err != nil {
		return Answer{}, err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	return Answer{Status: resp.StatusCode, Body: body}, err
}

// tell answers honestly.
func tell(_ context.Context, _ Request, honest func() (Answer, error)) (Answer, error) {
	return honest()
}

// Hang never answers, as long as proxy and client are there.
func Hang() Lie {
	return func(ctx context.Context, _ Request, _ func() (Answer, error)) (Answer, error) {
		<-ctx.Done()
		return Answer{}, ctx.Err()
	}
}

// Delay answers honestly, later.
func Delay(d time.Duration) Lie {
	return func(ctx context.Context, _ Request, honest func() (Answer, error)) (Answer, error) {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-ctx.Done():
			return Answer{}, ctx.Err()
		case <-timer.C:
			return honest()
		}
	}
}

// Say answers with a status and a body.
func Say(status int, body string) Lie {
	return func(context.Context, Request, func() (Answer, error)) (Answer, error) {
		return Answer{Status: status, Body: []byte(body)}, nil
	}
}

// Fail answers with an error of JSON-RPC.
func Fail(code int, message string) Lie {
	return func(_ context.Context, req Request, _ func() (Answer, error)) (Answer, error) {
		return encode(Reply{Version: "2.0", ID: req.ID, Error: &Failure{Code: code, Message: message}})
	}
}

// Truncate sends only the first half of the honest answer.
func Truncate() Lie {
	return func(_ context.Context, _ Request, honest func() (Answer, error)) (Answer, error) {
		a, err := honest()
		a.Body = a.Body[:len(a.Body)/2]
		return a, err
	}
}

// Oversize answers with a result that is a text of so many bytes.
func Oversize(size int) Lie {
	rest := append(bytes.Repeat([]byte{'a'}, size), `"}`...) // once: it takes long
	return func(_ context.Context, req Request, _ func() (Answer, error)) (Answer, error) {
		begin := fmt.Appendf(nil, `{"jsonrpc":"2.0","id":%s,"result":"`, req.ID)
		return Answer{Status: http.StatusOK, Body: begin, Rest: rest}, nil
	}
}

// Rewrite changes the honest result, which it gets as json.Unmarshal gives it.
func Rewrite(change func(req Request, result any) any) Lie {
	return func(_ context.Context, req Request, honest func() (Answer, error)) (Answer, error) {
		a, err := honest()
		if err != nil {
			return Answer{}, err
		}
		var reply Reply
		if err = json.Unmarshal(a.Body, &reply); err != nil {
			return Answer{}, err
		}
		if reply.Error != nil {
			return a, nil
		}
		var result any
		if err = json.Unmarshal(reply.Result, &result); err != nil {
			return Answer{}, fmt.Errorf("result of %s: %w", req.Method, err)
		}
		if reply.Result, err = json.Marshal(change(req, result)); err != nil {
			return Answer{}, err
		}
		return encode(reply)
	}
}

func encode(r Reply) (Answer, error) {
	body, err := json.Marshal(r)
	return Answer{Status: http.StatusOK, Body: body}, err
}
