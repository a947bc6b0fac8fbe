package sidecar

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"syscall"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/iexecd/iexecd/app"
	"github.com/iexecd/iexecd/bridge/sign"
	"github.com/iexecd/iexecd/bridge/watch"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/sidecar/types"
)

// ErrSocket means that a socket cannot be served.
var ErrSocket = errors.New("no socket")

const socketMode = 0o600

// maxMessage bounds what either side takes.
const maxMessage = 64 << 10

// Serve answers a node at a socket of this machine until the context ends. Only the
// account that serves it may connect. ErrSocket if it cannot be made, or another
// sidecar serves it.
func Serve(ctx context.Context, eyes app.BridgeEyes, socket string) error {
	listener, err := listen(ctx, socket)
	if err != nil {
		return err
	}
	s := grpc.NewServer(grpc.MaxRecvMsgSize(maxMessage))
	types.RegisterSidecarServer(s, server{eyes: eyes})
	done := make(chan struct{})
	go func() {
		defer close(done)
		<-ctx.Done()
		s.Stop()
	}()
	err = s.Serve(listener)
	if ctx.Err() == nil {
		return fmt.Errorf("%w: %w", ErrSocket, err)
	}
	<-done
	return nil
}

// listen makes a socket, in the place of one that nobody serves any more.
func listen(ctx context.Context, socket string) (net.Listener, error) {
	const patience = time.Second
	dialer := net.Dialer{Timeout: patience}
	if c, err := dialer.DialContext(ctx, "unix", socket); err == nil {
		_ = c.Close()
		return nil, fmt.Errorf("%w: somebody serves %s: stop that sidecar, or name another socket", ErrSocket, socket)
	}
	if info, err := os.Lstat(socket); err == nil {
		if info.Mode()&os.ModeSocket == 0 {
			return nil, fmt.Errorf("%w: %s is %s, expected a socket: name another", ErrSocket, socket, info.Mode())
		}
		if err := os.Remove(socket); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrSocket, err)
		}
	}
	before := syscall.Umask(0o077) // nobody else ever sees it open
	listener, err := (&net.ListenConfig{}).Listen(ctx, "unix", socket)
	syscall.Umask(before)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSocket, err)
	}
	if err := os.Chmod(socket, socketMode); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSocket, errors.Join(err, listener.Close()))
	}
	return listener, nil
}

// server answers for eyes.
type server struct{ eyes app.BridgeEyes }

// View implements types.SidecarServer.
func (s server) View(ctx context.Context, r *types.ViewRequest) (*types.ViewResponse, error) {
	last, err := pointOf(r.Last)
	if err != nil {
		return nil, coded(err)
	}
	v, err := s.eyes.Vote(ctx, last, r.NowUnix)
	if err != nil {
		return nil, coded(err)
	}
	raw, err := bridge.EncodeVote(v)
	return &types.ViewResponse{Vote: raw}, coded(err)
}

// Events implements types.SidecarServer.
func (s server) Events(ctx context.Context, r *types.EventsRequest) (*types.EventsResponse, error) {
	last, err := pointOf(r.Last)
	if err != nil {
		return nil, coded(err)
	}
	events, err := s.eyes.EventsAfter(ctx, last)
	if err != nil {
		return nil, coded(err)
	}
	raw, err := wireEvents(events)
	return &types.EventsResponse{Events: raw}, coded(err)
}

// Key implements types.SidecarServer.
func (s server) Key(ctx context.Context, _ *types.KeyRequest) (*types.KeyResponse, error) {
	a, err := s.eyes.Address(ctx)
	return &types.KeyResponse{Address: a[:]}, coded(err)
}

// Sign implements types.SidecarServer.
func (s server) Sign(ctx context.Context, r *types.SignRequest) (*types.SignResponse, error) {
	request, err := requestOf(r)
	if err != nil {
		return nil, coded(err)
	}
	signature, err := s.eyes.Sign(ctx, request)
	return &types.SignResponse{Signature: signature.Raw[:]}, coded(err)
}

// coded returns an error as gRPC carries it.
func coded(err error) error {
	code := codes.InvalidArgument
	switch {
	case err == nil:
		return nil
	case errors.Is(err, watch.ErrNoView):
		code = codes.Unavailable
	case errors.Is(err, watch.ErrContradiction):
		code = codes.FailedPrecondition
	case errors.Is(err, sign.ErrEquivocation), errors.Is(err, sign.ErrLimit):
		code = codes.PermissionDenied
	case errors.Is(err, sign.ErrStore):
		code = codes.Internal
	}
	return status.Error(code, err.Error())
}
