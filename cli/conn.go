package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/iexecd/iexecd/worker/chain"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	"github.com/iexecd/iexecd/x/poco/types"
)

// node is a connection to a node.
type node struct {
	client  *chain.Client
	profile Profile
	market  markettypes.QueryClient
	poco    types.QueryClient
}

// The limits of questions to a node.
const (
	callTimeout = 10 * time.Second
	pageSize    = 200
	staleAfter  = time.Minute // age of the last block at which a node is behind
)

// connect opens the connection of the session's context; it fails only at the
// first question.
func (s *session) connect() (*node, error) {
	client, err := chain.Dial(chain.Config{
		Endpoints: []chain.Endpoint{{GRPC: s.profile.GRPC, RPC: s.profile.RPC}}, Timeout: callTimeout,
	})
	if err != nil {
		return nil, badInput(fmt.Sprintf("--node %q is not an address", s.profile.GRPC), err.Error(),
			"--node 127.0.0.1:9090")
	}
	return &node{client: client, profile: s.profile, market: client.Market(), poco: client.Poco()}, nil
}

func (n *node) close() { _ = n.client.Close() }

func (p Profile) unreachable(err error) *Error {
	return &Error{
		Code: codeNode, Exit: ExitNode, What: fmt.Sprintf("No node at %s (context %s)", p.GRPC, p.Name),
		Why:  "nothing answers there",
		Next: []string{"iexecd dev", "iexecd context use NAME"}, Err: err,
	}
}

// explain turns an error of the chain's client into ours.
func (p Profile) explain(err error) error {
	if errors.Is(err, chain.ErrUnreachable) {
		return p.unreachable(err)
	}
	return err
}

// fromChain turns an answer of the node that is an error into ours.
func fromChain(err error) *Error {
	text, ok := grpcText(err)
	if !ok {
		return &Error{Code: codeUnexpected, Exit: ExitUnexpected, What: clean(err.Error()), Err: err}
	}
	e := Error{Code: codeUnexpected, Exit: ExitUnexpected, What: "The node answered with an error"}
	if known, ok := chainErrors[status.Code(err)]; ok {
		e = known
	}
	e.Why, e.Err = strings.TrimSuffix(chainText(text), "."), err
	return &e
}

// grpcText returns the node's own words in a gRPC error.
func grpcText(err error) (string, bool) {
	var answer interface{ GRPCStatus() *status.Status }
	if !errors.As(err, &answer) {
		return "", false
	}
	return answer.GRPCStatus().Message(), true
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
	header, err := n.client.Head(ctx)
	if err != nil {
		return 0, time.Time{}, err
	}
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

// maxListed bounds the items that are read of a list.
const maxListed = 10_000

// pages reads all pages of a list, up to maxListed items.
func pages[T any](read func(*query.PageRequest) ([]T, *query.PageResponse, error)) ([]T, error) {
	var all []T
	page := &query.PageRequest{Limit: pageSize}
	for {
		items, next, err := read(page)
		if err != nil {
			return nil, err
		}
		all = append(all, items...)
		if next == nil || len(next.NextKey) == 0 || len(all) >= maxListed {
			return all, nil
		}
		page = &query.PageRequest{Key: next.NextKey, Limit: pageSize}
	}
}
