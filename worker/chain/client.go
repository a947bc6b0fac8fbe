// Package chain is a thin typed client of the chain: it asks, follows blocks,
// signs, sends and waits for the chain's own answer. It decides nothing and
// remembers nothing but account numbers. With several endpoints it goes on with
// the next one when one does not answer.
package chain

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"

	"github.com/cosmos/cosmos-sdk/client/grpc/cmtservice"
	nodeservice "github.com/cosmos/cosmos-sdk/client/grpc/node"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/account"
	beacontypes "github.com/iexecd/iexecd/x/beacon/types"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

var (
	// ErrNotFound means that the chain does not have what was asked for. It is
	// the one error for that, of every question.
	ErrNotFound = errors.New("not found")
	// ErrUnreachable means that no endpoint answered.
	ErrUnreachable = errors.New("no node answers")
)

// Endpoint is one node.
type Endpoint struct {
	GRPC string // host:port, or https://host:port for TLS
	RPC  string // CometBFT's, http://host:port, for the stream of new blocks; empty = poll only
}

// Config is how to reach the chain.
type Config struct {
	Endpoints []Endpoint    // tried in order, at least one
	Timeout   time.Duration // of one question to one node; 0 = 10 s
	GasPrice  string        // decimal nrlc per gas for messages that pay; empty = 0.01
}

const (
	defaultTimeout  = 10 * time.Second
	defaultGasPrice = "0.01"
	maxAnswerBytes  = 64 << 20
)

// Client talks to the chain. It is safe for concurrent use.
type Client struct {
	config Config
	conns  []*grpc.ClientConn

	mu       sync.Mutex
	current  int // index of the endpoint that answered last
	chainID  string
	numbers  map[ident.Address]uint64      // account numbers
	senders  map[ident.Address]*sync.Mutex // one ordered transaction of an account at a time
	lastNano int64                         // of the last unordered transaction's timeout
}

// Dial returns a client; it connects at the first question. Close it when done.
func Dial(c Config) (*Client, error) {
	if len(c.Endpoints) == 0 {
		return nil, errors.New("no endpoint: name at least one node's gRPC address")
	}
	if c.Timeout <= 0 {
		c.Timeout = defaultTimeout
	}
	if c.GasPrice == "" {
		c.GasPrice = defaultGasPrice
	}
	client := &Client{config: c, numbers: map[ident.Address]uint64{}, senders: map[ident.Address]*sync.Mutex{}}
	for _, e := range c.Endpoints {
		conn, err := dial(e.GRPC)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("endpoint %q: %w", e.GRPC, err), client.Close())
		}
		client.conns = append(client.conns, conn)
	}
	return client, nil
}

func dial(address string) (*grpc.ClientConn, error) {
	creds := insecure.NewCredentials()
	target := strings.TrimPrefix(address, "http://")
	if host, ok := strings.CutPrefix(address, "https://"); ok {
		target, creds = host, credentials.NewTLS(&tls.Config{MinVersion: tls.VersionTLS12})
	}
	if target == "" {
		return nil, errors.New("the address is empty")
	}
	return grpc.NewClient("passthrough:///"+target,
		grpc.WithTransportCredentials(creds),
		grpc.WithDefaultCallOptions(grpc.ForceCodec(rawCodec{}), grpc.MaxCallRecvMsgSize(maxAnswerBytes)),
	)
}

// Close ends all connections.
func (c *Client) Close() error {
	var errs []error
	for _, conn := range c.conns {
		errs = append(errs, conn.Close())
	}
	return errors.Join(errs...)
}

// Endpoint returns the node that answered last.
func (c *Client) Endpoint() Endpoint {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.config.Endpoints[c.current]
}

// Invoke implements grpc.ClientConnInterface, so that every generated client works
// over c: it asks the endpoint that answered last, then the others.
func (c *Client) Invoke(ctx context.Context, method string, req, reply any, opts ...grpc.CallOption) error {
	c.mu.Lock()
	first := c.current
	c.mu.Unlock()
	var last error
	for i := range c.conns {
		index := (first + i) % len(c.conns)
		err := c.invokeOne(ctx, c.conns[index], method, req, reply, opts...)
		code := status.Code(err)
		if d, ok := ctx.Deadline(); ok && code == codes.DeadlineExceeded && !time.Now().Before(d) {
			<-ctx.Done() // gRPC's timer may be ahead of the context's
		}
		if ctx.Err() != nil && err != nil {
			return ctx.Err()
		}
		if code == codes.Unavailable || code == codes.DeadlineExceeded {
			last = fmt.Errorf("%s: %w", c.config.Endpoints[index].GRPC, err)
			continue
		}
		c.mu.Lock()
		c.current = index
		c.mu.Unlock()
		if code == codes.NotFound {
			return fmt.Errorf("%w: %w", ErrNotFound, err)
		}
		return err
	}
	return fmt.Errorf("%w: %w", ErrUnreachable, last)
}

func (c *Client) invokeOne(ctx context.Context, conn *grpc.ClientConn, method string, req, reply any,
	opts ...grpc.CallOption,
) error {
	ctx, cancel := context.WithTimeout(ctx, c.config.Timeout)
	defer cancel()
	return conn.Invoke(ctx, method, req, reply, opts...)
}

// NewStream implements grpc.ClientConnInterface; nothing of the chain streams.
func (c *Client) NewStream(ctx context.Context, desc *grpc.StreamDesc, method string, opts ...grpc.CallOption,
) (grpc.ClientStream, error) {
	c.mu.Lock()
	conn := c.conns[c.current]
	c.mu.Unlock()
	return conn.NewStream(ctx, desc, method, opts...)
}

// Market asks the market. Errors are ErrNotFound, ErrUnreachable, or the node's.
func (c *Client) Market() markettypes.QueryClient { return markettypes.NewQueryClient(c) }

// Beacon asks the random beacon. Errors as of Market.
func (c *Client) Beacon() beacontypes.QueryClient { return beacontypes.NewQueryClient(c) }

// Poco asks Proof of Contribution. Errors as of Market.
func (c *Client) Poco() pocotypes.QueryClient { return pocotypes.NewQueryClient(c) }

// Head is the latest block of a node.
type Head struct {
	Height int64
	Time   time.Time
}

// Head returns the latest block of the node in use.
func (c *Client) Head(ctx context.Context) (Head, error) {
	r, err := nodeservice.NewServiceClient(c).Status(ctx, &nodeservice.StatusRequest{})
	if err != nil {
		return Head{}, err
	}
	if r.Timestamp == nil {
		return Head{}, errors.New("the node has no block yet")
	}
	return Head{Height: int64(r.Height), Time: *r.Timestamp}, nil //nolint:gosec // heights fit
}

// Syncing reports whether the node in use is still catching up.
func (c *Client) Syncing(ctx context.Context) (bool, error) {
	r, err := cmtservice.NewServiceClient(c).GetSyncing(ctx, &cmtservice.GetSyncingRequest{})
	if err != nil {
		return false, err
	}
	return r.Syncing, nil
}

// ChainID returns the chain's name; it is asked once.
func (c *Client) ChainID(ctx context.Context) (string, error) {
	c.mu.Lock()
	known := c.chainID
	c.mu.Unlock()
	if known != "" {
		return known, nil
	}
	r, err := cmtservice.NewServiceClient(c).GetNodeInfo(ctx, &cmtservice.GetNodeInfoRequest{})
	if err != nil {
		return "", err
	}
	if r.DefaultNodeInfo == nil || r.DefaultNodeInfo.Network == "" {
		return "", errors.New("the node does not say which chain it follows")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.chainID = r.DefaultNodeInfo.Network
	return c.chainID, nil
}

// Balance returns the spendable nRLC of an account.
func (c *Client) Balance(ctx context.Context, a ident.Address) (uint64, error) {
	r, err := banktypes.NewQueryClient(c).SpendableBalanceByDenom(ctx, &banktypes.QuerySpendableBalanceByDenomRequest{
		Address: account.Bech32(a), Denom: account.Denom,
	})
	if err != nil {
		return 0, err
	}
	if r.Balance == nil || !r.Balance.Amount.IsUint64() {
		return 0, fmt.Errorf("the balance of %s is not an amount of nRLC", a)
	}
	return r.Balance.Amount.Uint64(), nil
}

// accountInfo returns account number and sequence. An account that never got
// coins is ErrNotFound.
func (c *Client) accountInfo(ctx context.Context, a ident.Address) (number, sequence uint64, err error) {
	question := &authtypes.QueryAccountInfoRequest{Address: account.Bech32(a)}
	r, err := authtypes.NewQueryClient(c).AccountInfo(ctx, question)
	if err != nil {
		return 0, 0, err
	}
	if r.Info == nil {
		return 0, 0, fmt.Errorf("%w: account %s", ErrNotFound, a)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.numbers[a] = r.Info.AccountNumber
	return r.Info.AccountNumber, r.Info.Sequence, nil
}
