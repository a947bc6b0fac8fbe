package chainnet

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
)

// patience is how long a network may take for anything.
const patience = 60 * time.Second

// Block is what a node recorded of a block.
type Block struct {
	Height  int64
	AppHash []byte
	Events  []abci.Event
	Txs     [][]byte
	Results []*abci.ExecTxResult
	Done    time.Time // when it was committed
}

// Recorder is the application as CometBFT of one node sees it. It keeps every block.
type Recorder struct {
	abci.Application

	network *Network
	node    int

	mu       sync.Mutex
	blocks   []Block // from height 1 on
	pending  Block
	rejected int
	votes    []time.Duration
	more     chan struct{} // closed at the next block
}

func newRecorder(n *Network, node int) *Recorder {
	return &Recorder{network: n, node: node, more: make(chan struct{})}
}

// FinalizeBlock implements abci.Application.
func (r *Recorder) FinalizeBlock(ctx context.Context, req *abci.RequestFinalizeBlock) (*abci.ResponseFinalizeBlock,
	error,
) {
	res, err := r.Application.FinalizeBlock(ctx, req)
	if err != nil {
		return nil, err
	}
	r.network.same(r.node, req.Height, res.AppHash)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.pending = Block{
		Height: req.Height, AppHash: res.AppHash, Events: res.Events, Txs: req.Txs, Results: res.TxResults,
	}
	return res, nil
}

// Commit implements abci.Application.
func (r *Recorder) Commit(ctx context.Context, req *abci.RequestCommit) (*abci.ResponseCommit, error) {
	res, err := r.Application.Commit(ctx, req)
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	done := r.pending
	done.Done = time.Now()
	r.mu.Unlock()
	r.network.check(r.node, done.Height)
	r.mu.Lock()
	defer r.mu.Unlock()
	if done.Height == int64(len(r.blocks))+1 { // not again, after a restart
		r.blocks = append(r.blocks, done)
		close(r.more)
		r.more = make(chan struct{})
	}
	return res, nil
}

// ProcessProposal implements abci.Application.
func (r *Recorder) ProcessProposal(ctx context.Context, req *abci.RequestProcessProposal) (
	*abci.ResponseProcessProposal, error,
) {
	res, err := r.Application.ProcessProposal(ctx, req)
	if err == nil && !res.IsAccepted() {
		r.mu.Lock()
		r.rejected++
		r.mu.Unlock()
	}
	return res, err
}

// ExtendVote implements abci.Application.
func (r *Recorder) ExtendVote(ctx context.Context, req *abci.RequestExtendVote) (*abci.ResponseExtendVote, error) {
	began := time.Now()
	res, err := r.Application.ExtendVote(ctx, req)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.votes = append(r.votes, time.Since(began))
	return res, err
}

// Height returns the last height that was committed.
func (r *Recorder) Height() int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return int64(len(r.blocks))
}

// Rejected returns how many proposals were rejected here.
func (r *Recorder) Rejected() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.rejected
}

// VoteTimes returns how long it took to extend each vote since the last call.
func (r *Recorder) VoteTimes() []time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := r.votes
	r.votes = nil
	return all
}

// Blocks returns the blocks of heights, both included, that are there.
func (r *Recorder) Blocks(from, to int64) []Block {
	r.mu.Lock()
	defer r.mu.Unlock()
	to = min(to, int64(len(r.blocks)))
	if from < 1 || from > to {
		return nil
	}
	return slices.Clone(r.blocks[from-1 : to])
}

// At waits for the block of a height, and returns it.
func (r *Recorder) At(tb testing.TB, height int64) Block {
	tb.Helper()
	end := time.After(patience)
	for {
		r.mu.Lock()
		have, more := int64(len(r.blocks)), r.more
		r.mu.Unlock()
		if height <= have {
			return r.Blocks(height, height)[0]
		}
		select {
		case <-more:
		case <-end:
			tb.Fatalf("node %d has no block %d after %s, it is at %d", r.node, height, patience, have)
		}
	}
}

// MedianInterval returns the median time between blocks of heights, both included.
func (r *Recorder) MedianInterval(from, to int64) time.Duration {
	blocks := r.Blocks(from, to)
	var between []time.Duration
	for i := 1; i < len(blocks); i++ {
		between = append(between, blocks[i].Done.Sub(blocks[i-1].Done))
	}
	if len(between) == 0 {
		return 0
	}
	slices.Sort(between)
	return between[len(between)/2]
}

// check calls the test's check with the state after a height.
func (n *Network) check(node int, height int64) {
	if n.options.Check == nil {
		return
	}
	a := n.Nodes[node].App
	ctx, err := a.CreateQueryContext(height, false)
	if err == nil {
		err = n.options.Check(a, ctx)
	}
	if err != nil {
		n.tb.Errorf("node %d after block %d: %s", node, height, err)
	}
}

// Wait waits until a condition holds, which it asks for again and again.
func (n *Network) Wait(tb testing.TB, what string, holds func() bool) {
	tb.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	end := time.After(patience)
	for !holds() {
		select {
		case <-tick.C:
		case <-end:
			tb.Fatalf("not after %s: %s; the chain is at %d", patience, what, n.Height())
		}
	}
}

// Pass waits until all nodes that run have so many blocks more.
func (n *Network) Pass(tb testing.TB, blocks int64) {
	tb.Helper()
	want := n.Height() + blocks
	n.Wait(tb, "blocks", func() bool { return n.Height() >= want })
}
