package sidecar

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/credentials/insecure"

	"github.com/iexecd/iexecd/app"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/sidecar/types"
	bridgekeeper "github.com/iexecd/iexecd/x/rlcbridge/keeper"
)

// FlagSocket is, in app.toml and on the command line, the socket of the node's
// sidecar; empty = the node has none.
const FlagSocket = "bridge-sidecar"

var _ app.BridgeEyes = (*Remote)(nil)

// Remote is the Ethereum side in another process, at a socket of this machine. A
// sidecar that comes back is found again within a second.
type Remote struct {
	conn   *grpc.ClientConn
	client types.SidecarClient
}

// Dial returns the sidecar at a socket, which need not be there yet. Close ends it.
func Dial(socket string) (*Remote, error) {
	path, err := filepath.Abs(socket)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSocket, err)
	}
	const longest = 100 // bytes that a socket's path can have on all systems
	if len(path) > longest {
		return nil, fmt.Errorf("%w: %s has %d bytes, the most is %d: name a shorter one", ErrSocket, path, len(path),
			longest)
	}
	retry := backoff.Config{BaseDelay: 100 * time.Millisecond, Multiplier: 2, Jitter: 0.2, MaxDelay: time.Second}
	conn, err := grpc.NewClient("unix://"+path, grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithConnectParams(grpc.ConnectParams{Backoff: retry, MinConnectTimeout: time.Second}),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxMessage)))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSocket, err)
	}
	return &Remote{conn: conn, client: types.NewSidecarClient(conn)}, nil
}

// Close ends the connection.
func (r *Remote) Close() error { return r.conn.Close() }

// EventsAfter implements app.BridgeEyes.
func (r *Remote) EventsAfter(ctx context.Context, last bridge.Point) ([]bridge.Event, error) {
	answer, err := r.client.Events(ctx, &types.EventsRequest{Last: wirePoint(last)})
	if err != nil {
		return nil, fmt.Errorf("sidecar: %w", err)
	}
	return eventsOf(answer.Events)
}

// Vote implements app.BridgeEyes.
func (r *Remote) Vote(ctx context.Context, last bridge.Point, nowUnix uint64) (bridge.Vote, error) {
	answer, err := r.client.View(ctx, &types.ViewRequest{Last: wirePoint(last), NowUnix: nowUnix})
	if err != nil {
		return bridge.Vote{}, fmt.Errorf("sidecar: %w", err)
	}
	v, err := bridge.DecodeVote(answer.Vote)
	if err == nil && len(v.Signatures) > 0 {
		err = fmt.Errorf("sidecar: a view with %d signatures, expected none", len(v.Signatures))
	}
	return v, err
}

// Address implements app.BridgeEyes.
func (r *Remote) Address(ctx context.Context) (ident.Address, error) {
	answer, err := r.client.Key(ctx, &types.KeyRequest{})
	if err != nil {
		return ident.Address{}, fmt.Errorf("sidecar: %w", err)
	}
	if len(answer.Address) != len(ident.Address{}) {
		return ident.Address{}, fmt.Errorf("sidecar: an address of %d bytes, expected %d", len(answer.Address),
			len(ident.Address{}))
	}
	return ident.Address(answer.Address), nil
}

// Sign implements app.BridgeEyes.
func (r *Remote) Sign(ctx context.Context, request bridgekeeper.SignRequest) (bridge.VoteSignature, error) {
	wire, err := wireRequest(request)
	if err != nil {
		return bridge.VoteSignature{}, err
	}
	answer, err := r.client.Sign(ctx, wire)
	if err != nil {
		return bridge.VoteSignature{}, fmt.Errorf("sidecar: %w", err)
	}
	if len(answer.Signature) != bridge.SignatureBytes {
		return bridge.VoteSignature{}, fmt.Errorf("sidecar: a signature of %d bytes, expected %d",
			len(answer.Signature), bridge.SignatureBytes)
	}
	kind, nonce := slotOf(request.Message)
	return bridge.VoteSignature{Kind: kind, Nonce: nonce, Raw: [bridge.SignatureBytes]byte(answer.Signature)}, nil
}
