package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"

	"github.com/cosmos/cosmos-sdk/client/grpc/cmtservice"
	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/types/query"

	markettypes "github.com/iexecd/iexecd/x/market/types"
	"github.com/iexecd/iexecd/x/poco/types"
)

// node is a connection to a node, for questions.
type node struct {
	conn    *grpc.ClientConn
	profile Profile
	market  markettypes.QueryClient
	poco    types.QueryClient
}

// The limits of questions to a node.
const (
	callTimeout = 15 * time.Second
	pageSize    = 200
	staleAfter  = time.Minute // age of the last block at which a node is behind
)

// connect opens the connection of the session's context; it fails only at the
// first question.
func (s *session) connect() (*node, error) {
	marshal := codec.NewProtoCodec(codectypes.NewInterfaceRegistry()).GRPCCodec()
	conn, err := grpc.NewClient("passthrough:///"+s.profile.GRPC,
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.ForceCodec(marshal), grpc.MaxCallRecvMsgSize(64<<20)),
		grpc.WithUnaryInterceptor(s.profile.ask),
	)
	if err != nil {
		return nil, badInput(fmt.Sprintf("--node %q is not an address", s.profile.GRPC), err.Error(),
			"--node 127.0.0.1:9090")
	}
	return &node{
		conn: conn, profile: s.profile, market: markettypes.NewQueryClient(conn), poco: types.NewQueryClient(conn),
	}, nil
}

func (n *node) close() { _ = n.conn.Close() }

// ask bounds every question in time and turns an unreachable node into an error
// that names it.
func (p Profile) ask(ctx context.Context, method string, req, reply any, cc *grpc.ClientConn,
	invoke grpc.UnaryInvoker, opts ...grpc.CallOption,
) error {
	limited, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	err := invoke(limited, method, req, reply, cc, opts...)
	if err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	if code := status.Code(err); code == codes.Unavailable {
		return p.unreachable("it does not answer", err)
	} else if code == codes.DeadlineExceeded {
		return p.unreachable(fmt.Sprintf("no answer in %s", seconds(callTimeout)), err)
	}
	return err
}

func (p Profile) unreachable(why string, err error) *Error {
	return &Error{
		Code: codeNode, Exit: ExitNode, What: fmt.Sprintf("No node at %s (context %s)", p.GRPC, p.Name), Why: why,
		Next: []string{"iexecd dev", "iexecd context use NAME"}, Err: err,
	}
}

// fromChain turns an answer of the node that is an error into ours.
func fromChain(err error) *Error {
	st, ok := status.FromError(err)
	if !ok {
		return &Error{Code: codeUnexpected, Exit: ExitUnexpected, What: err.Error(), Err: err}
	}
	e := Error{Code: codeUnexpected, Exit: ExitUnexpected, What: "The node answered with an error"}
	if known, ok := chainErrors[st.Code()]; ok {
		e = known
	}
	e.Why, e.Err = clean(strings.TrimSuffix(st.Message(), ".")), err
	return &e
}

// chainErrors are the errors that the node's answers become.
var chainErrors = map[codes.Code]Error{
	codes.NotFound:         {Code: codeNotFound, Exit: ExitNotFound, What: "Not found"},
	codes.InvalidArgument:  {Code: codeBadInput, Exit: ExitUsage, What: "The node does not understand"},
	codes.Unavailable:      {Code: codeNode, Exit: ExitNode, What: "The node does not answer"},
	codes.DeadlineExceeded: {Code: codeNode, Exit: ExitNode, What: "The node does not answer"},
}

// fresh checks that the node follows its chain, and returns the height and the
// time of its last block.
func (n *node) fresh(ctx context.Context, now time.Time) (int64, time.Time, error) {
	latest, err := cmtservice.NewServiceClient(n.conn).GetLatestBlock(ctx, &cmtservice.GetLatestBlockRequest{})
	if err != nil {
		return 0, time.Time{}, err
	}
	header := latest.SdkBlock.GetHeader()
	if age := now.Sub(header.Time); age > staleAfter {
		return header.Height, header.Time, &Error{
			Code: codeStale, Exit: ExitNode, What: fmt.Sprintf("The node at %s is behind", n.profile.GRPC),
			Why: fmt.Sprintf("its last block %d is %s old, want less than %s", header.Height, seconds(age),
				seconds(staleAfter)),
			Next: []string{"wait until it has caught up"},
		}
	}
	return header.Height, header.Time, nil
}

// Order implements reader.
func (n *node) Order(ctx context.Context, id string) (*markettypes.Order, error) {
	r, err := n.market.Order(ctx, &markettypes.QueryOrderRequest{Id: id})
	if err != nil {
		return nil, err
	}
	return &r.Order, nil
}

// DealsOf implements reader.
func (n *node) DealsOf(ctx context.Context, order string) ([]markettypes.Deal, error) {
	deals, err := pages(func(page *query.PageRequest) ([]markettypes.Deal, *query.PageResponse, error) {
		r, err := n.market.Deals(ctx, &markettypes.QueryDealsRequest{RequestId: order, Pagination: page})
		if err != nil {
			return nil, nil, err
		}
		return r.Deals, r.Pagination, nil
	})
	slices.SortFunc(deals, func(a, b markettypes.Deal) int { return cmp.Compare(a.First, b.First) })
	return deals, err
}

// Tasks implements reader.
func (n *node) Tasks(ctx context.Context, deal string) ([]types.Task, error) {
	return pages(func(page *query.PageRequest) ([]types.Task, *query.PageResponse, error) {
		r, err := n.poco.Tasks(ctx, &types.QueryTasksRequest{DealId: deal, Pagination: page})
		if err != nil {
			return nil, nil, err
		}
		return r.Tasks, r.Pagination, nil
	})
}

// Task implements reader.
func (n *node) Task(ctx context.Context, id string) (*types.Task, error) {
	r, err := n.poco.Task(ctx, &types.QueryTaskRequest{Id: id})
	if err != nil {
		return nil, err
	}
	return &r.Task, nil
}

// WhyNoMatch implements reader.
func (n *node) WhyNoMatch(ctx context.Context, order string) (*markettypes.QueryWhyNoMatchResponse, error) {
	return n.market.WhyNoMatch(ctx, &markettypes.QueryWhyNoMatchRequest{Id: order})
}

// pages reads all pages of a list.
func pages[T any](read func(*query.PageRequest) ([]T, *query.PageResponse, error)) ([]T, error) {
	var all []T
	page := &query.PageRequest{Limit: pageSize}
	for {
		items, next, err := read(page)
		if err != nil {
			return nil, err
		}
		all = append(all, items...)
		if next == nil || len(next.NextKey) == 0 {
			return all, nil
		}
		page = &query.PageRequest{Key: next.NextKey, Limit: pageSize}
	}
}
