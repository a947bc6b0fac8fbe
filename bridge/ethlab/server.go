package ethlab

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/rpc"
)

// maxRequest is the most bytes of a request.
const maxRequest = 1 << 20

// server serves a handler on a free port of loopback.
type server struct {
	url  string
	http *http.Server
	done chan error
}

func serve(ctx context.Context, h http.Handler) (*server, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("endpoint: %w", err)
	}
	s := &server{
		url:  "http://" + listener.Addr().String(),
		http: &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second},
		done: make(chan error, 1),
	}
	go func() { s.done <- s.http.Serve(listener) }()
	return s, nil
}

// close ends the server and all its connections, and waits for it.
func (s *server) close() error {
	err := s.http.Close()
	if served := <-s.done; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}

// Request is a JSON-RPC request.
type Request struct {
	Version string            `json:"jsonrpc"`
	ID      json.RawMessage   `json:"id"`
	Method  string            `json:"method"`
	Params  []json.RawMessage `json:"params"`
}

// Failure is the error of a JSON-RPC answer.
type Failure struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
	Data    any    `json:"data,omitempty"`
}

// Reply is a JSON-RPC answer.
type Reply struct {
	Version string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id"`
	Result  json.RawMessage `json:"result,omitempty"`
	Error   *Failure        `json:"error,omitempty"`
}

// readRequest reads one request; batches are not served.
func readRequest(r *http.Request) (Request, []byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r.Body, maxRequest))
	if err != nil {
		return Request{}, nil, err
	}
	var req Request
	if err := json.Unmarshal(raw, &req); err != nil {
		return Request{}, nil, fmt.Errorf("%w: send one request", err)
	}
	return req, raw, nil
}

// chainHandler answers what may be asked of a public endpoint.
type chainHandler struct{ client *rpc.Client }

// ServeHTTP implements http.Handler.
func (h chainHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	req, _, err := readRequest(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	reply := Reply{Version: "2.0", ID: req.ID}
	reply.Result, reply.Error = h.call(r.Context(), req)
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(reply) // a client that is gone needs no answer
}

func (h chainHandler) call(ctx context.Context, req Request) (json.RawMessage, *Failure) {
	const unknownMethod, otherError = -32601, -32000
	space, _, _ := strings.Cut(req.Method, "_")
	if space != "eth" && space != "net" && space != "web3" {
		return nil, &Failure{Code: unknownMethod, Message: "no method " + req.Method}
	}
	params := make([]any, len(req.Params))
	for i, p := range req.Params {
		params[i] = p
	}
	var result json.RawMessage
	err := h.client.CallContext(ctx, &result, req.Method, params...)
	if err == nil {
		return result, nil
	}
	failure := &Failure{Code: otherError, Message: err.Error()}
	var coded rpc.Error
	if errors.As(err, &coded) {
		failure.Code = coded.ErrorCode()
	}
	var data rpc.DataError
	if errors.As(err, &data) {
		failure.Data = data.ErrorData()
	}
	return nil, failure
}
