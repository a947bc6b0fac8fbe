package sidecar

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/iexecd/iexecd/app"
	"github.com/iexecd/iexecd/bridge/ethlab"
	"github.com/iexecd/iexecd/bridge/sign"
	"github.com/iexecd/iexecd/bridge/watch"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/sidecar/types"
	bridgekeeper "github.com/iexecd/iexecd/x/rlcbridge/keeper"
)

// newLocal returns a lab with a final deposit, and the Ethereum side that sees it.
func newLocal(t *testing.T) (*ethlab.Lab, Local) {
	t.Helper()
	lab, err := ethlab.Start(t.Context(), ethlab.Config{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, lab.Close()) })
	for range 3 {
		require.NoError(t, lab.Deposit(t.Context(), lab.User, ident.Address{8}, 5*rlc.RLC))
	}
	require.NoError(t, lab.Finalize(t.Context()))
	key, err := sign.NewKey(append(make([]byte, 31), 7))
	require.NoError(t, err)
	all := bridge.AllRLC
	l, err := Open(t.Context(), Config{
		Domain: lab.Domain, Endpoints: []string{lab.URL()}, Start: bridge.Point{Hash: lab.Domain.FirstHash()},
		StartBlock: lab.DeployBlock, Folder: filepath.Join(t.TempDir(), "bridge"), Key: key,
		Limits: sign.Limits{
			BatchTotal: 100 * rlc.RLC, Bucket: bridge.BucketLimits{Cap: all, RatePerSecond: all}, OutCap: 8,
		},
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, l.Close()) })
	require.NoError(t, l.Watcher.Poll(t.Context()))
	return lab, l
}

// serveAt serves eyes at a socket until the function that it returns is called.
func serveAt(t *testing.T, eyes app.BridgeEyes, socket string) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- Serve(ctx, eyes, socket) }()
	require.Eventually(t, func() bool {
		c, err := new(net.Dialer).DialContext(ctx, "unix", socket)
		if err != nil {
			return false
		}
		return c.Close() == nil
	}, 10*time.Second, 5*time.Millisecond)
	return func() {
		cancel()
		require.NoError(t, <-ended)
	}
}

func newRemote(t *testing.T, eyes app.BridgeEyes) *Remote {
	t.Helper()
	socket := filepath.Join(t.TempDir(), "s")
	t.Cleanup(serveAt(t, eyes, socket))
	r, err := Dial(socket)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, r.Close()) })
	return r
}

func batch(nonce uint64, amounts ...rlc.Amount) bridgekeeper.SignRequest {
	var items bridge.Items
	for i, a := range amounts {
		items = append(items, bridge.Item{To: ident.Address{1, byte(i)}, Amount: a})
	}
	return bridgekeeper.SignRequest{Items: items, Message: bridge.Batch{
		Nonce: nonce, FirstID: 3, TimeoutUnix: 5, Fee: rlc.RLC, ItemGas: 100_000, ItemsHash: items.Hash(),
	}}
}

// TestRemoteIsLocal: a node learns the same in one process and over a socket.
func TestRemoteIsLocal(t *testing.T) {
	lab, local := newLocal(t)
	remote := newRemote(t, local)
	ctx := t.Context()
	start := bridge.Point{Hash: lab.Domain.FirstHash()}

	vote, err := remote.Vote(ctx, start, 1)
	require.NoError(t, err)
	want, err := local.Vote(ctx, start, 1)
	require.NoError(t, err)
	require.Equal(t, want, vote)
	require.Equal(t, uint64(3), vote.Point.Nonce)
	contradicted, err := remote.Vote(ctx, bridge.Point{Hash: ident.Hash{1}}, 1)
	require.NoError(t, err)
	require.Equal(t, bridge.FlagAlarm, contradicted.Flags)

	address, err := remote.Address(ctx)
	require.NoError(t, err)
	require.Equal(t, local.Signer.Address(), address)

	events, err := remote.EventsAfter(ctx, start)
	require.NoError(t, err)
	require.Len(t, events, 3)
	_, err = remote.EventsAfter(ctx, bridge.Point{Nonce: 1, Hash: ident.Hash{1}})
	require.Equal(t, codes.FailedPrecondition, status.Code(errors.Unwrap(err)), err)

	members, err := bridge.SortMembers([]bridge.Member{
		{Address: ident.Address{5}, Power: 3}, {Address: address, Power: 9},
	})
	require.NoError(t, err)
	set, err := members.Valset(4, 77)
	require.NoError(t, err)
	config := bridge.Config{
		Nonce: 2, InCap: 9, OutCap: 8, OutRate: 7, MinDeposit: 6, Guardian: ident.Address{5}, Unpause: true,
		SweepTo: ident.Address{4},
	}
	for _, r := range []bridgekeeper.SignRequest{
		batch(1, 2*rlc.RLC, rlc.RLC), {Message: set, Members: members}, {Message: config},
	} {
		signature, err := remote.Sign(ctx, r)
		require.NoError(t, err)
		again, err := local.Sign(ctx, r) // of the same digest, and signatures are deterministic
		require.NoError(t, err)
		require.Equal(t, again, signature)
	}
	_, err = remote.Sign(ctx, batch(1, 3*rlc.RLC))
	require.ErrorContains(t, err, sign.ErrEquivocation.Error())
	require.Equal(t, codes.PermissionDenied, status.Code(errors.Unwrap(err)))
	_, err = remote.Sign(ctx, batch(2, 100*rlc.RLC))
	require.ErrorContains(t, err, "the most is 100000000000")
	_, err = remote.Sign(ctx, bridgekeeper.SignRequest{Message: bridge.Config{Nonce: 3, OutCap: 9}})
	require.ErrorContains(t, err, "lets 9 nRLC leave at once, the most is 8")
	_, err = remote.Sign(ctx, bridgekeeper.SignRequest{Message: bridge.Migrate{Nonce: 1}})
	require.ErrorContains(t, err, "expected a batch, a validator set or a config")
}

// TestForgetting: events that the chain has are forgotten at the next look, and
// those after it are still there.
func TestForgetting(t *testing.T) {
	lab, local := newLocal(t)
	events, err := local.EventsAfter(t.Context(), bridge.Point{Hash: lab.Domain.FirstHash()})
	require.NoError(t, err)
	second := bridge.Point{Nonce: 1, Hash: bridge.Link(lab.Domain.FirstHash(), events[0])}
	rest, err := local.EventsAfter(t.Context(), second)
	require.NoError(t, err)
	require.Equal(t, events[1:], rest)
	require.NoError(t, local.Watcher.Poll(t.Context()))
	_, err = local.EventsAfter(t.Context(), bridge.Point{Hash: lab.Domain.FirstHash()})
	require.ErrorIs(t, err, watch.ErrNoView)
	rest, err = local.EventsAfter(t.Context(), second)
	require.NoError(t, err)
	require.Equal(t, events[1:], rest)
}

// hung never answers before it must.
type hung struct{}

func (hung) EventsAfter(ctx context.Context, _ bridge.Point) ([]bridge.Event, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

func (hung) Vote(ctx context.Context, _ bridge.Point, _ uint64) (bridge.Vote, error) {
	<-ctx.Done()
	return bridge.Vote{}, ctx.Err()
}

func (hung) Address(ctx context.Context) (ident.Address, error) {
	<-ctx.Done()
	return ident.Address{}, ctx.Err()
}

func (hung) Sign(ctx context.Context, _ bridgekeeper.SignRequest) (bridge.VoteSignature, error) {
	<-ctx.Done()
	return bridge.VoteSignature{}, ctx.Err()
}

// TestHung: all calls of a node together take no longer than its patience.
func TestHung(t *testing.T) {
	remote := newRemote(t, hung{})
	ctx, cancel := context.WithTimeout(t.Context(), app.BridgePatience)
	defer cancel()
	began := time.Now()
	_, err := remote.Vote(ctx, bridge.Point{}, 1)
	require.Equal(t, codes.DeadlineExceeded, status.Code(errors.Unwrap(err)), err)
	_, err = remote.EventsAfter(ctx, bridge.Point{})
	require.Error(t, err)
	_, err = remote.Address(ctx)
	require.Error(t, err)
	_, err = remote.Sign(ctx, batch(1, rlc.RLC))
	require.Error(t, err)
	require.Less(t, time.Since(began), 20*app.BridgePatience, "this machine is shared")
}

// TestComesBack: a node that is not started again finds a sidecar that is.
func TestComesBack(t *testing.T) {
	_, local := newLocal(t)
	socket := filepath.Join(t.TempDir(), "s")
	remote, err := Dial(socket)
	require.NoError(t, err)
	defer func() { require.NoError(t, remote.Close()) }()
	for range 3 {
		_, err = remote.Address(t.Context())
		require.Equal(t, codes.Unavailable, status.Code(errors.Unwrap(err)), err)
		stop := serveAt(t, local, socket)
		require.Eventually(t, func() bool {
			_, err := remote.Address(t.Context())
			return err == nil
		}, 10*time.Second, 10*time.Millisecond)
		stop()
	}
}

// TestSocket: what is not ours is not taken, and nobody else may connect.
func TestSocket(t *testing.T) {
	folder := t.TempDir()
	socket := filepath.Join(folder, "s")
	stop := serveAt(t, hung{}, socket)
	info, err := os.Stat(socket)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	require.ErrorContains(t, Serve(t.Context(), hung{}, socket), "somebody serves")
	stop()

	stale, err := net.ListenUnix("unix", &net.UnixAddr{Name: socket, Net: "unix"})
	require.NoError(t, err)
	stale.SetUnlinkOnClose(false) // as of a process that was killed
	require.NoError(t, stale.Close())
	serveAt(t, hung{}, socket)()

	file := filepath.Join(folder, "file")
	require.NoError(t, os.WriteFile(file, []byte("mine"), 0o600))
	require.ErrorIs(t, Serve(t.Context(), hung{}, file), ErrSocket)
	require.FileExists(t, file)
	require.ErrorIs(t, Serve(t.Context(), hung{}, filepath.Join(folder, "none", "s")), ErrSocket)
	_, err = Dial(filepath.Join(folder, string(make([]byte, 100))))
	require.ErrorContains(t, err, "name a shorter one")
}

// TestWireRefused: bytes that nobody encodes are errors on both sides.
func TestWireRefused(t *testing.T) {
	require.NotPanics(t, func() { _, _ = pointOf(nil) })
	for _, raw := range [][]byte{{1}, make([]byte, bridge.EventBytes), make([]byte, 65*bridge.EventBytes)} {
		_, err := eventsOf(raw)
		require.Error(t, err)
	}
	s := server{eyes: hung{}}
	for _, r := range []*types.SignRequest{
		{},
		{Message: &types.SignRequest_Batch{}},
		{Message: &types.SignRequest_Batch{Batch: &types.BatchToSign{Items: []byte{1}}}},
		{Message: &types.SignRequest_Valset{}},
		{Message: &types.SignRequest_Config{}},
		{Message: &types.SignRequest_Config{Config: &types.ConfigToSign{Guardian: make([]byte, 20)}}},
		{Message: &types.SignRequest_Config{Config: &types.ConfigToSign{SweepTo: make([]byte, 20)}}},
		{Message: &types.SignRequest_Valset{Valset: &types.ValsetToSign{Members: make([]byte, 28)}}},
	} {
		_, err := s.Sign(t.Context(), r)
		require.Equal(t, codes.InvalidArgument, status.Code(err), "%v", r)
	}
	_, err := s.View(t.Context(), &types.ViewRequest{})
	require.Equal(t, codes.InvalidArgument, status.Code(err))
	_, err = s.Events(t.Context(), &types.EventsRequest{Last: &types.Point{Hash: []byte{1}}})
	require.Equal(t, codes.InvalidArgument, status.Code(err))
}
