package keeper

import (
	"context"
	"fmt"
	"strings"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"cosmossdk.io/collections"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/x/poco/types"
)

type queryServer struct{ Keeper }

var _ types.QueryServer = queryServer{}

// NewQueryServer returns the query service over a keeper.
func NewQueryServer(k Keeper) types.QueryServer { return queryServer{k} }

// maxPage bounds a page of any list.
const maxPage = 200

func bad(field string, err error) error {
	return status.Errorf(codes.InvalidArgument, "%s: %s", field, err)
}

func found(err error, what, id string) error {
	switch {
	case err == nil:
		return nil
	case isNotFound(err):
		return status.Errorf(codes.NotFound, "no %s %s", what, id)
	}
	return status.Error(codes.Internal, err.Error())
}

// page bounds a page request.
func page(p *query.PageRequest) (*query.PageRequest, error) {
	if p == nil {
		p = &query.PageRequest{}
	}
	if p.Offset > 0 {
		return nil, status.Error(codes.InvalidArgument, "pagination.offset: lists are paged by key: use pagination.key")
	}
	if p.Limit == 0 {
		p.Limit = 20
	}
	p.Limit, p.CountTotal = min(p.Limit, maxPage), false
	return p, nil
}

// Params implements types.QueryServer.
func (q queryServer) Params(ctx context.Context, _ *types.QueryParamsRequest) (*types.QueryParamsResponse, error) {
	p, err := q.Keeper.Params.Get(ctx)
	return &types.QueryParamsResponse{Params: p}, err
}

func (q queryServer) task(ctx context.Context, text string) (types.Task, error) {
	id, err := ident.ParseHash(text)
	if err != nil {
		return types.Task{}, bad("id", err)
	}
	if id.IsZero() {
		return types.Task{}, status.Error(codes.InvalidArgument, "id is missing: expected 0x and 64 digits")
	}
	t, err := q.Keeper.Tasks.Get(ctx, id[:])
	return t, found(err, "task has the id", text)
}

// Task implements types.QueryServer.
func (q queryServer) Task(ctx context.Context, r *types.QueryTaskRequest) (*types.QueryTaskResponse, error) {
	t, err := q.task(ctx, r.Id)
	return &types.QueryTaskResponse{Task: t}, err
}

// Tasks implements types.QueryServer.
func (q queryServer) Tasks(ctx context.Context, r *types.QueryTasksRequest) (*types.QueryTasksResponse, error) {
	p, err := page(r.Pagination)
	if err != nil {
		return nil, err
	}
	if r.DealId == "" {
		tasks, next, err := query.CollectionPaginate(ctx, q.Keeper.Tasks, p,
			func(_ []byte, t types.Task) (types.Task, error) { return t, nil })
		return &types.QueryTasksResponse{Tasks: tasks, Pagination: next}, pageError(err)
	}
	deal, err := ident.ParseHash(r.DealId)
	if err != nil {
		return nil, bad("deal_id", err)
	}
	keys, next, err := keysUnder(ctx, q.ByDeal, deal[:], p)
	if err != nil {
		return nil, err
	}
	res := &types.QueryTasksResponse{Pagination: next}
	for _, key := range keys {
		t, err := q.Keeper.Tasks.Get(ctx, key[len(key)-32:])
		if err != nil {
			return nil, status.Error(codes.Internal, err.Error())
		}
		res.Tasks = append(res.Tasks, t)
	}
	return res, nil
}

// keysUnder returns a page of an index's keys with a prefix.
func keysUnder(ctx context.Context, set collections.KeySet[[]byte], prefix []byte, p *query.PageRequest) ([][]byte,
	*query.PageResponse, error,
) {
	r := under(prefix)
	if len(p.Key) > 0 {
		if !strings.HasPrefix(string(p.Key), string(prefix)) {
			return nil, nil, status.Error(codes.InvalidArgument, "pagination.key: it belongs to another list")
		}
		r = new(collections.Range[[]byte]).StartExclusive(p.Key).EndExclusive(prefixEnd(prefix))
	}
	var keys [][]byte
	err := set.Walk(ctx, r, func(key []byte) (bool, error) {
		keys = append(keys, key)
		return uint64(len(keys)) >= p.Limit, nil
	})
	next := &query.PageResponse{}
	if uint64(len(keys)) == p.Limit {
		next.NextKey = keys[len(keys)-1]
	}
	if err != nil {
		return nil, nil, status.Error(codes.Internal, err.Error())
	}
	return keys, next, nil
}

func pageError(err error) error {
	if err == nil {
		return nil
	}
	return status.Error(codes.InvalidArgument, err.Error())
}

// percent writes ppb as a percentage without floats.
func percent(ppb uint32) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%d.%07d", ppb/10_000_000, ppb%10_000_000), "0"),
		".") + " %"
}

func (q queryServer) worker(ctx context.Context, text string) (ident.Address, types.Worker, error) {
	id, err := account.Parse(text)
	if err != nil {
		return id, types.Worker{}, bad("address", err)
	}
	w, err := q.Keeper.Workers.Get(ctx, id[:])
	return id, w, found(err, "worker is registered as", text)
}

func (q queryServer) credibility(ctx context.Context, w types.Worker) (uint32, error) {
	p, err := q.Keeper.Params.Get(ctx)
	return poco.Credibility(w.Reputation.AuditsPassed, p.FaultFractionPpb), err
}

// Worker implements types.QueryServer.
func (q queryServer) Worker(ctx context.Context, r *types.QueryWorkerRequest) (*types.QueryWorkerResponse, error) {
	id, w, err := q.worker(ctx, r.Address)
	if err != nil {
		return nil, err
	}
	c, err := q.credibility(ctx, w)
	if err != nil {
		return nil, err
	}
	next, err := q.nextMatures(ctx, id)
	return &types.QueryWorkerResponse{
		Worker: w, CredibilityPpb: c, IdleBecause: idle(w, clock(ctx).Unix), NextMaturesHeight: next,
	}, err
}

// idle says why a worker has free slots.
func idle(w types.Worker, now int64) string {
	switch {
	case w.Status == types.WorkerStatus_WORKER_STATUS_LEFT:
		return "it is in no pool; next: iexecd worker start --pool …"
	case w.Status == types.WorkerStatus_WORKER_STATUS_JAILED:
		return fmt.Sprintf("it is jailed for missed deadlines or a wrong answer for %d s more; then send "+
			"MsgUnjailWorker",
			max(w.JailedUntilUnix-now, 0))
	case w.Status == types.WorkerStatus_WORKER_STATUS_DRAINING:
		return "it drains; resume with iexecd tx poco drain-worker --resume"
	case w.Busy >= w.Slots:
		return ""
	case w.BondNrlc == w.LockedNrlc:
		return fmt.Sprintf("all of its bond of %s is at stake in open tasks; add to the bond to take more",
			rlc.Amount(w.BondNrlc))
	}
	return fmt.Sprintf("no task needs it: %d of %d slots are free, and %s of its bond", w.Slots-w.Busy, w.Slots,
		rlc.Amount(w.BondNrlc-w.LockedNrlc))
}

// Workers implements types.QueryServer.
func (q queryServer) Workers(ctx context.Context, r *types.QueryWorkersRequest) (*types.QueryWorkersResponse, error) {
	p, err := page(r.Pagination)
	if err != nil {
		return nil, err
	}
	if r.Workerpool == "" {
		workers, next, err := query.CollectionPaginate(ctx, q.Keeper.Workers, p,
			func(_ []byte, w types.Worker) (types.Worker, error) { return w, nil })
		return &types.QueryWorkersResponse{Workers: workers, Pagination: next}, pageError(err)
	}
	pool, err := ident.ParseAddress(r.Workerpool)
	if err != nil {
		return nil, bad("workerpool", err)
	}
	keys, next, err := keysUnder(ctx, q.ByPool, pool[:], p)
	if err != nil {
		return nil, err
	}
	res := &types.QueryWorkersResponse{Pagination: next}
	for _, key := range keys {
		w, err := q.Keeper.Workers.Get(ctx, key[20:])
		if err != nil {
			return nil, status.Error(codes.Internal, err.Error())
		}
		res.Workers = append(res.Workers, w)
	}
	return res, nil
}

// Assignments implements types.QueryServer.
func (q queryServer) Assignments(
	ctx context.Context, r *types.QueryAssignmentsRequest,
) (*types.QueryAssignmentsResponse, error) {
	id, w, err := q.worker(ctx, r.Address)
	if err != nil {
		return nil, err
	}
	now := clock(ctx)
	res := &types.QueryAssignmentsResponse{BlockTimeUnix: now.Unix, Height: now.Height}
	err = q.Assigned.Walk(ctx, under(id[:]), func(key []byte) (bool, error) {
		t, err := q.Keeper.Tasks.Get(ctx, key[20:])
		if err != nil {
			return true, err
		}
		seats := t.Members
		if t.State == types.TaskState_TASK_STATE_AUDITING {
			seats = t.Audit.Auditors[t.Audit.Current:]
		}
		for _, m := range seats {
			if m.Worker == w.Address {
				res.Assignments = append(res.Assignments, assignment(t, m))
			}
		}
		return false, nil
	})
	if err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	return res, nil
}

// assignment is a task as one of its members sees it.
func assignment(t types.Task, m types.Member) types.Assignment {
	a := types.Assignment{
		TaskId: t.Id, DealId: t.DealId, Index: t.Index, TaskState: t.State, MemberState: m.State,
		PhaseDeadlineUnix: t.PhaseDeadlineUnix, Commitment: m.Commitment, Trust: t.Trust, ResultHash: m.ResultHash,
	}
	if t.State == types.TaskState_TASK_STATE_AUDITING {
		a.Audit, a.TaskState = true, auditStage(t.Audit.Phase)
	}
	if t.Classic != nil {
		a.Consensus = t.Classic.Consensus
		a.PhaseDeadlineUnix = classicDeadline(t)
	}
	return a
}

// auditStage is a phase of an audit as one of a task.
func auditStage(p types.AuditPhase) types.TaskState {
	audit := poco.Audit{Phase: poco.AuditPhase(p)} //nolint:gosec // ditto
	return types.TaskState(poco.Task{State: poco.StateAuditing, Audit: audit}.Stage())
}

// Reputation implements types.QueryServer.
func (q queryServer) Reputation(ctx context.Context, r *types.QueryReputationRequest) (*types.QueryReputationResponse,
	error,
) {
	id, w, err := q.worker(ctx, r.Address)
	if err != nil {
		return nil, err
	}
	c, err := q.credibility(ctx, w)
	return &types.QueryReputationResponse{
		Worker: w.Address, EthAddress: account.Checksummed(id), CredibilityPpb: c,
		Reputation: w.Reputation, Status: w.Status,
	}, err
}

// ReputationHistory implements types.QueryServer.
func (q queryServer) ReputationHistory(
	ctx context.Context, r *types.QueryReputationHistoryRequest,
) (*types.QueryReputationHistoryResponse, error) {
	id, _, err := q.worker(ctx, r.Address)
	if err != nil {
		return nil, err
	}
	p, err := page(r.Pagination)
	if err != nil {
		return nil, err
	}
	rng := under(id[:])
	if len(p.Key) > 0 {
		if !strings.HasPrefix(string(p.Key), string(id[:])) {
			return nil, status.Error(codes.InvalidArgument, "pagination.key: it belongs to another list")
		}
		rng = new(collections.Range[[]byte]).StartInclusive(id[:]).EndExclusive(p.Key)
	}
	res := &types.QueryReputationHistoryResponse{Pagination: &query.PageResponse{}}
	err = q.History.Walk(ctx, rng.Descending(), func(key []byte, e types.HistoryEntry) (bool, error) {
		res.Entries = append(res.Entries, e)
		full := uint64(len(res.Entries)) >= p.Limit
		if full {
			res.Pagination.NextKey = key
		}
		return full, nil
	})
	return res, pageError(err)
}

// Pool implements types.QueryServer.
func (q queryServer) Pool(ctx context.Context, r *types.QueryPoolRequest) (*types.QueryPoolResponse, error) {
	id, err := ident.ParseAddress(r.Id)
	if err != nil {
		return nil, bad("id", err)
	}
	s, err := q.Pools.Get(ctx, id[:])
	if err != nil {
		return nil, found(err, "pool with workers has the id", r.Id)
	}
	free, err := orZero(q.SeatCount.Get(ctx, roster{pool: id}.key()))
	return &types.QueryPoolResponse{Pool: s, Drawable: free}, err
}

// Kitty implements types.QueryServer.
func (q queryServer) Kitty(ctx context.Context, _ *types.QueryKittyRequest) (*types.QueryKittyResponse, error) {
	return &types.QueryKittyResponse{AmountNrlc: uint64(q.Keeper.Kitty(ctx))}, nil
}
