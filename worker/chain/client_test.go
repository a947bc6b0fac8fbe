package chain

import (
	"context"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/cosmos/cosmos-sdk/client/grpc/cmtservice"
	nodeservice "github.com/cosmos/cosmos-sdk/client/grpc/node"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	txtypes "github.com/cosmos/cosmos-sdk/types/tx"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	"github.com/cosmos/gogoproto/proto"

	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

const testChain = "iexec-test-1"

// fakeNode is a node with one account, one app and a mempool; tests script it.
type fakeNode struct {
	nodeservice.UnimplementedServiceServer
	markettypes.UnimplementedQueryServer

	mu        sync.Mutex
	head      Head
	step      time.Duration // the chain's time moves so much at every question for the head
	sequence  uint64        // that accounts are said to have
	expected  uint64        // that CheckTx wants of ordered transactions
	refuse    *sdk.TxResponse
	fail      *sdk.TxResponse
	never     bool // includes nothing
	sent      []*txtypes.TxRaw
	seen      []*txtypes.Tx
	looks     int
	noAccount bool
}

type fakeTx struct {
	txtypes.UnimplementedServiceServer
	*fakeNode
}

type fakeAuth struct {
	authtypes.UnimplementedQueryServer
	*fakeNode
}

type fakeComet struct {
	cmtservice.UnimplementedServiceServer
	*fakeNode
}

func startNode(t *testing.T) (*fakeNode, string) {
	t.Helper()
	n := &fakeNode{head: Head{Height: 10, Time: time.Unix(1_800_000_000, 0).UTC()}, sequence: 7, expected: 7}
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	s := grpc.NewServer(grpc.ForceServerCodec(rawCodec{}))
	nodeservice.RegisterServiceServer(s, n)
	markettypes.RegisterQueryServer(s, n)
	txtypes.RegisterServiceServer(s, &fakeTx{fakeNode: n})
	authtypes.RegisterQueryServer(s, &fakeAuth{fakeNode: n})
	cmtservice.RegisterServiceServer(s, &fakeComet{fakeNode: n})
	go func() { _ = s.Serve(listener) }()
	t.Cleanup(s.Stop)
	return n, listener.Addr().String()
}

func (n *fakeNode) Status(context.Context, *nodeservice.StatusRequest) (*nodeservice.StatusResponse, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.head.Time = n.head.Time.Add(n.step)
	now := n.head.Time
	return &nodeservice.StatusResponse{Height: uint64(n.head.Height), Timestamp: &now}, nil
}

func (n *fakeNode) App(_ context.Context, r *markettypes.QueryAppRequest) (*markettypes.QueryAppResponse, error) {
	if r.Id != "vanitygen" {
		return nil, status.Errorf(codes.NotFound, "no app %q", r.Id)
	}
	return &markettypes.QueryAppResponse{App: markettypes.App{Name: r.Id}, Offered: true}, nil
}

func (n *fakeComet) GetNodeInfo(context.Context, *cmtservice.GetNodeInfoRequest,
) (*cmtservice.GetNodeInfoResponse, error) {
	return &cmtservice.GetNodeInfoResponse{DefaultNodeInfo: newNodeInfo(testChain)}, nil
}

func (n *fakeAuth) AccountInfo(context.Context, *authtypes.QueryAccountInfoRequest,
) (*authtypes.QueryAccountInfoResponse, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.noAccount {
		return nil, status.Error(codes.NotFound, "account not found")
	}
	info := &authtypes.BaseAccount{AccountNumber: 3, Sequence: n.sequence}
	return &authtypes.QueryAccountInfoResponse{Info: info}, nil
}

func (n *fakeTx) Simulate(context.Context, *txtypes.SimulateRequest) (*txtypes.SimulateResponse, error) {
	return &txtypes.SimulateResponse{GasInfo: &sdk.GasInfo{GasUsed: 100_001}}, nil
}

func (n *fakeTx) BroadcastTx(_ context.Context, r *txtypes.BroadcastTxRequest) (*txtypes.BroadcastTxResponse, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	raw, tx := &txtypes.TxRaw{}, &txtypes.Tx{Body: &txtypes.TxBody{}, AuthInfo: &txtypes.AuthInfo{}}
	for _, err := range []error{
		proto.Unmarshal(r.TxBytes, raw), proto.Unmarshal(raw.BodyBytes, tx.Body),
		proto.Unmarshal(raw.AuthInfoBytes, tx.AuthInfo),
	} {
		if err != nil {
			return nil, err
		}
	}
	n.sent, n.seen = append(n.sent, raw), append(n.seen, tx)
	answer := &sdk.TxResponse{TxHash: "ABCD"}
	if got := tx.AuthInfo.SignerInfos[0].Sequence; !tx.Body.Unordered && got != n.expected {
		e := sdkerrors.ErrWrongSequence.Wrapf("account sequence mismatch, expected %d, got %d", n.expected, got)
		answer.Codespace, answer.Code = sdkerrors.ErrWrongSequence.Codespace(), sdkerrors.ErrWrongSequence.ABCICode()
		answer.RawLog = e.Error()
	}
	if n.refuse != nil {
		answer = n.refuse
	}
	return &txtypes.BroadcastTxResponse{TxResponse: answer}, nil
}

func (n *fakeTx) GetTx(_ context.Context, r *txtypes.GetTxRequest) (*txtypes.GetTxResponse, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.looks++
	if n.never || n.looks == 1 {
		return nil, status.Errorf(codes.NotFound, "tx not found: %s", r.Hash)
	}
	if n.fail != nil {
		return &txtypes.GetTxResponse{TxResponse: n.fail}, nil
	}
	answer, err := codectypes.NewAnyWithValue(&pocotypes.MsgLeavePoolResponse{ReturnedNrlc: 42})
	if err != nil {
		return nil, err
	}
	bz, err := proto.Marshal(&sdk.TxMsgData{MsgResponses: []*codectypes.Any{answer}})
	return &txtypes.GetTxResponse{TxResponse: &sdk.TxResponse{
		TxHash: r.Hash, Height: 11, GasUsed: 90_000, Data: hexUpper(bz),
	}}, err
}

func testKey(t *testing.T) Key {
	t.Helper()
	priv, err := ethsecp256k1.GenPrivKey()
	require.NoError(t, err)
	k, err := RawKey(priv)
	require.NoError(t, err)
	return k
}

func connect(t *testing.T, addresses ...string) *Client {
	t.Helper()
	var c Config
	for _, a := range addresses {
		c.Endpoints = append(c.Endpoints, Endpoint{GRPC: a})
	}
	c.Timeout = 5 * time.Second
	client, err := Dial(c)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, client.Close()) })
	return client
}

func TestFailOver(t *testing.T) {
	t.Parallel()
	_, alive := startNode(t)
	c := connect(t, "127.0.0.1:1", alive)
	head, err := c.Head(t.Context())
	require.NoError(t, err)
	require.Equal(t, int64(10), head.Height)
	require.Equal(t, alive, c.Endpoint().GRPC, "the one that answers is asked first from now on")

	dead := connect(t, "127.0.0.1:1", "127.0.0.1:2")
	_, err = dead.Head(t.Context())
	require.ErrorIs(t, err, ErrUnreachable)
	require.ErrorContains(t, err, "127.0.0.1:2")

	_, err = Dial(Config{})
	require.Error(t, err)
	_, err = Dial(Config{Endpoints: []Endpoint{{}}})
	require.Error(t, err)
}

func TestOneErrNotFound(t *testing.T) {
	t.Parallel()
	n, address := startNode(t)
	c := connect(t, address)
	app, err := c.Market().App(t.Context(), &markettypes.QueryAppRequest{Id: "vanitygen"})
	require.NoError(t, err)
	require.True(t, app.Offered)
	_, err = c.Market().App(t.Context(), &markettypes.QueryAppRequest{Id: "nobody"})
	require.ErrorIs(t, err, ErrNotFound)
	require.Equal(t, codes.NotFound, status.Code(err), "the node's own answer is kept")
	n.noAccount = true
	_, err = c.SendAndWait(t.Context(), testKey(t), &pocotypes.MsgLeavePool{})
	require.ErrorIs(t, err, ErrNoAccount)
	_, err = c.SendFree(t.Context(), testKey(t), &pocotypes.MsgLeavePool{})
	require.ErrorIs(t, err, ErrNoAccount)
}

func TestCancelledQuestion(t *testing.T) {
	t.Parallel()
	_, address := startNode(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := connect(t, address).Head(ctx)
	require.ErrorIs(t, err, context.Canceled)
}
