package chain

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"time"

	rpcclient "github.com/cometbft/cometbft/rpc/jsonrpc/client"
)

// The patience of the stream of blocks.
const (
	socketSilence = 30 * time.Second // after which a socket is given up
	socketPing    = 10 * time.Second
	redialFirst   = time.Second
	redialMost    = 15 * time.Second
)

const newBlocks = "tm.event='NewBlockHeader'"

// Follow sends the head of the chain on the returned channel whenever it grew, in
// order, until ctx ends; then it closes the channel. Blocks come over the
// WebSocket of an endpoint; when that is silent for poll, the node is asked. A
// slow reader gets only the newest head: what is between is in the state anyway.
func (c *Client) Follow(ctx context.Context, poll time.Duration) <-chan Head {
	heads := make(chan Head)
	seen := make(chan Head)
	for _, e := range c.config.Endpoints {
		if e.RPC != "" {
			go follow(ctx, e.RPC, seen)
		}
	}
	go func() {
		defer close(heads)
		mergeFrom(ctx, seen, heads, c.Head, poll)
	}()
	return heads
}

// mergeFrom sends the highest head seen on any stream, or by asking when they are
// silent for poll.
func mergeFrom(ctx context.Context, seen <-chan Head, heads chan<- Head,
	ask func(context.Context) (Head, error), poll time.Duration,
) {
	silence := time.NewTimer(0)
	defer silence.Stop()
	var newest Head
	var out chan<- Head // nil when newest was sent
	for {
		var head Head
		select {
		case <-ctx.Done():
			return
		case out <- newest:
			out = nil
			continue
		case head = <-seen:
		case <-silence.C:
			silence.Reset(poll)
			var err error
			if head, err = ask(ctx); err != nil {
				continue
			}
		}
		if head.Height > newest.Height {
			newest, out = head, heads
			silence.Reset(poll)
		}
	}
}

// follow keeps one endpoint's stream open, with growing pauses between tries.
func follow(ctx context.Context, rpc string, seen chan<- Head) {
	pause := redialFirst
	for ctx.Err() == nil {
		if stream(ctx, rpc, seen) {
			pause = redialFirst
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
		pause = min(2*pause, redialMost)
	}
}

// stream reads new blocks from a WebSocket until it breaks; it reports whether
// anything came.
func stream(ctx context.Context, rpc string, seen chan<- Head) bool {
	ws, err := rpcclient.NewWS(rpc, "/websocket", rpcclient.MaxReconnectAttempts(0),
		rpcclient.ReadWait(socketSilence), rpcclient.PingPeriod(socketPing), rpcclient.WriteWait(socketPing))
	if err != nil {
		return false
	}
	ws.Dialer = once(ws.Dialer)
	if ws.Start() != nil {
		return false
	}
	defer func() { _ = ws.Stop() }()
	if ws.Subscribe(ctx, newBlocks) != nil {
		return false
	}
	// The client ends its reader without a word on some network errors, so silence
	// is an end as well.
	silence := time.NewTimer(socketSilence)
	defer silence.Stop()
	came := false
	for {
		select {
		case <-ctx.Done():
			return came
		case <-ws.Quit():
			return came
		case <-silence.C:
			return came
		case r, open := <-ws.ResponsesCh:
			if !open || r.Error != nil {
				return came
			}
			head, err := readHeader(r.Result)
			if err != nil {
				continue // the answer to the subscription itself
			}
			came = true
			silence.Reset(socketSilence)
			select {
			case seen <- head:
			case <-ctx.Done():
				return came
			}
		}
	}
}

// once dials one time only. The client would dial again by itself, and then has no
// subscription; so it ends instead and follow begins anew.
func once(dial func(network, address string) (net.Conn, error)) func(network, address string) (net.Conn, error) {
	used := false
	return func(network, address string) (net.Conn, error) {
		if used {
			return nil, net.ErrClosed
		}
		used = true
		return dial(network, address)
	}
}

// headerEvent is what we read of CometBFT's NewBlockHeader event.
type headerEvent struct {
	Data struct {
		Value struct {
			Header struct {
				Height int64     `json:"height,string"`
				Time   time.Time `json:"time"`
			} `json:"header"`
		} `json:"value"`
	} `json:"data"`
}

func readHeader(bz []byte) (Head, error) {
	var e headerEvent
	if err := json.Unmarshal(bz, &e); err != nil {
		return Head{}, err
	}
	h := e.Data.Value.Header
	if h.Height <= 0 {
		return Head{}, errors.New("no block header in the event")
	}
	return Head{Height: h.Height, Time: h.Time}, nil
}
