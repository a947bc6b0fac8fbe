package chain

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cometbft/cometbft/libs/log"
	coretypes "github.com/cometbft/cometbft/rpc/core/types"
	rpcserver "github.com/cometbft/cometbft/rpc/jsonrpc/server"
	rpctypes "github.com/cometbft/cometbft/rpc/jsonrpc/types"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"
)

// socket is the WebSocket side of a node.
type socket struct {
	mu    sync.Mutex
	conns []rpctypes.WSRPCConnection
	lines []net.Conn
}

func startSocket(t *testing.T) (*socket, string) {
	t.Helper()
	s := &socket{}
	subscribe := func(ctx *rpctypes.Context, query string) (map[string]string, error) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if query != newBlocks {
			return nil, fmt.Errorf("unexpected query %q", query)
		}
		s.conns = append(s.conns, ctx.WSConn)
		return map[string]string{}, nil
	}
	manager := rpcserver.NewWebsocketManager(map[string]*rpcserver.RPCFunc{
		"subscribe": rpcserver.NewWSRPCFunc(subscribe, "query"),
	})
	manager.SetLogger(log.NewNopLogger())
	mux := http.NewServeMux()
	mux.HandleFunc("/websocket", manager.WebsocketHandler)
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	server := &http.Server{Handler: mux, ReadHeaderTimeout: time.Second}
	server.ConnState = func(c net.Conn, state http.ConnState) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if state == http.StateHijacked {
			s.lines = append(s.lines, c)
		}
	}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return s, "http://" + listener.Addr().String()
}

// emit sends a block to all who subscribed, when somebody did.
func (s *socket) emit(t *testing.T, height int64) {
	t.Helper()
	require.Eventually(t, func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return len(s.conns) >= 1
	}, 10*time.Second, 10*time.Millisecond)
	s.mu.Lock()
	defer s.mu.Unlock()
	event := &coretypes.ResultEvent{Query: newBlocks, Data: cmttypes.EventDataNewBlockHeader{
		Header: cmttypes.Header{Height: height, Time: time.Date(2027, 1, 15, 8, 0, 0, 5e8, time.UTC)},
	}}
	for _, c := range s.conns {
		_ = c.WriteRPCResponse(c.Context(), rpctypes.NewRPCSuccessResponse(rpctypes.JSONRPCIntID(0), event))
	}
}

func TestFollowSocket(t *testing.T) {
	t.Parallel()
	_, address := startNode(t)
	s, rpc := startSocket(t)
	c, err := Dial(Config{Endpoints: []Endpoint{{GRPC: address, RPC: rpc}}})
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	heads := c.Follow(ctx, time.Hour)
	require.Equal(t, int64(10), (<-heads).Height, "the first head is asked for")
	s.emit(t, 11)
	head := <-heads
	require.Equal(t, int64(11), head.Height)
	require.Equal(t, 2027, head.Time.Year())
	s.emit(t, 9) // an old block is not news
	s.emit(t, 12)
	require.Equal(t, int64(12), (<-heads).Height)
	cancel()
	_, open := <-heads
	require.False(t, open)
	require.NoError(t, c.Close())
}

// TestFollowReconnects: the stream breaks, the next connection goes on.
func TestFollowReconnects(t *testing.T) {
	t.Parallel()
	s, rpc := startSocket(t)
	seen := make(chan Head, 10)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go follow(ctx, rpc, seen)
	s.emit(t, 1)
	require.Equal(t, int64(1), (<-seen).Height)
	s.mu.Lock()
	s.conns = nil
	require.NoError(t, s.lines[0].Close())
	s.mu.Unlock()
	s.emit(t, 2)
	require.Equal(t, int64(2), (<-seen).Height)
}

// TestFollowPolls: without a socket the node is asked, and a slow reader gets the
// newest head only.
func TestFollowPolls(t *testing.T) {
	t.Parallel()
	n, address := startNode(t)
	c := connect(t, address)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	heads := c.Follow(ctx, 5*time.Millisecond)
	last := int64(0)
	for want := int64(10); want < 14; want++ {
		head := <-heads
		require.Greater(t, head.Height, last)
		last = head.Height
		n.mu.Lock()
		n.head.Height++
		n.mu.Unlock()
	}
}

// TestMergeKeepsTheNewest runs in virtual time: only growing heights come out.
func TestMergeKeepsTheNewest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		seen, heads := make(chan Head), make(chan Head)
		go func() {
			defer close(heads)
			ask := func(context.Context) (Head, error) { return Head{}, ErrUnreachable }
			mergeFrom(ctx, seen, heads, ask, time.Second)
		}()
		for _, h := range []int64{3, 5, 4, 5, 9} {
			seen <- Head{Height: h}
			synctest.Wait()
		}
		require.Equal(t, int64(9), (<-heads).Height)
		seen <- Head{Height: 10}
		require.Equal(t, int64(10), (<-heads).Height)
		cancel()
		_, open := <-heads
		require.False(t, open)
	})
}

func TestReadHeader(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		``, `{}`, `{"data":{"value":{"header":{"height":"-1"}}}}`, `{"data":{"value":{"header":{"height":4}}}}`,
	} {
		_, err := readHeader([]byte(text))
		require.Error(t, err, text)
	}
}
