package chain

import (
	"errors"
	"net"
	"net/http"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cometbft/cometbft/libs/log"
	coretypes "github.com/cometbft/cometbft/rpc/core/types"
	rpcserver "github.com/cometbft/cometbft/rpc/jsonrpc/server"
	rpctypes "github.com/cometbft/cometbft/rpc/jsonrpc/types"
	"github.com/stretchr/testify/require"
)

// TestBlockEvents: what executed transactions and the block itself told, in
// order; a node that does not know the block, or none at all, is an error.
func TestBlockEvents(t *testing.T) {
	t.Parallel()
	results := func(_ *rpctypes.Context, height *int64) (*coretypes.ResultBlockResults, error) {
		if *height != 7 {
			return nil, errors.New("height is not available")
		}
		return &coretypes.ResultBlockResults{
			Height: 7,
			TxsResults: []*abci.ExecTxResult{
				{Events: []abci.Event{{Type: "first"}}},
				{Code: 5, Events: []abci.Event{{Type: "failed"}}},
			},
			FinalizeBlockEvents: []abci.Event{{Type: "second"}},
		}, nil
	}
	mux := http.NewServeMux()
	rpcserver.RegisterRPCFuncs(mux, map[string]*rpcserver.RPCFunc{
		"block_results": rpcserver.NewRPCFunc(results, "height"),
	}, log.NewNopLogger())
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	server := &http.Server{Handler: mux, ReadHeaderTimeout: time.Second}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	for _, scheme := range []string{"", "http://"} {
		c, err := Dial(Config{Endpoints: []Endpoint{{GRPC: "127.0.0.1:1", RPC: scheme + listener.Addr().String()}}})
		require.NoError(t, err)
		events, err := c.BlockEvents(t.Context(), 7)
		require.NoError(t, err)
		require.Len(t, events, 2)
		require.Equal(t, "first second", events[0].Type+" "+events[1].Type)
		_, err = c.BlockEvents(t.Context(), 6)
		require.ErrorContains(t, err, "events of block 6")
		require.NoError(t, c.Close())
	}
	c := connect(t, "127.0.0.1:1")
	_, err = c.BlockEvents(t.Context(), 7)
	require.ErrorIs(t, err, ErrNoEvents)
}
