package chain

import (
	"context"
	"errors"
	"fmt"
	"strings"

	abci "github.com/cometbft/cometbft/abci/types"
	coretypes "github.com/cometbft/cometbft/rpc/core/types"
	rpcclient "github.com/cometbft/cometbft/rpc/jsonrpc/client"
)

// ErrNoEvents means that the node in use does not tell the events of blocks: its
// RPC is not known.
var ErrNoEvents = errors.New("the node's RPC is not known, it tells the events of blocks")

// BlockEvents returns the events of a block in their order: those of its
// transactions that were executed, then those of the block itself. Nodes forget
// old blocks; then, and if the RPC does not answer, it is an error.
func (c *Client) BlockEvents(ctx context.Context, height int64) ([]abci.Event, error) {
	rpc := c.Endpoint().RPC
	if rpc == "" {
		return nil, ErrNoEvents
	}
	if !strings.Contains(rpc, "://") {
		rpc = "http://" + rpc
	}
	asked, err := rpcclient.New(rpc)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, c.config.Timeout)
	defer cancel()
	var r coretypes.ResultBlockResults
	if _, err := asked.Call(ctx, "block_results", map[string]any{"height": height}, &r); err != nil {
		return nil, fmt.Errorf("events of block %d: %w", height, err)
	}
	var events []abci.Event
	for _, tx := range r.TxsResults {
		if tx.Code == 0 {
			events = append(events, tx.Events...)
		}
	}
	return append(events, r.FinalizeBlockEvents...), nil
}
