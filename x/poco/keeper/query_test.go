package keeper_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/x/poco/types"
)

// TestQueryErrors: what is not there is NotFound, what does not parse InvalidArgument.
func TestQueryErrors(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1)
	q, ctx := w.query(), w.Ctx()
	stranger := w.Account("stranger").Address
	for name, ask := range map[string]func(bad bool) error{
		"Task": func(bad bool) error {
			_, err := q.Task(ctx, &types.QueryTaskRequest{Id: pick(bad, "0x1", ident.Hash{1}.String())})
			return err
		},
		"Consensus": func(bad bool) error {
			_, err := q.Consensus(ctx, &types.QueryConsensusRequest{Id: pick(bad, "", ident.Hash{1}.String())})
			return err
		},
		"WhyTask": func(bad bool) error {
			_, err := q.WhyTask(ctx, &types.QueryWhyTaskRequest{Id: pick(bad, "x", ident.Hash{1}.String())})
			return err
		},
		"Worker": func(bad bool) error {
			_, err := q.Worker(ctx, &types.QueryWorkerRequest{Address: pick(bad, "iexec1x", stranger)})
			return err
		},
		"Assignments": func(bad bool) error {
			_, err := q.Assignments(ctx, &types.QueryAssignmentsRequest{Address: pick(bad, "0x12", stranger)})
			return err
		},
		"Reputation": func(bad bool) error {
			_, err := q.Reputation(ctx, &types.QueryReputationRequest{Address: pick(bad, "", stranger)})
			return err
		},
		"ReputationHistory": func(bad bool) error {
			_, err := q.ReputationHistory(ctx, &types.QueryReputationHistoryRequest{Address: pick(bad, "cosmos1",
				stranger)})
			return err
		},
		"Pool": func(bad bool) error {
			_, err := q.Pool(ctx, &types.QueryPoolRequest{Id: pick(bad, "0xzz", ident.Address{1}.String())})
			return err
		},
	} {
		require.Equal(t, codes.InvalidArgument, status.Code(ask(true)), name)
		require.Equal(t, codes.NotFound, status.Code(ask(false)), name)
	}
	_, err := q.Tasks(ctx, &types.QueryTasksRequest{DealId: "x"})
	require.Equal(t, codes.InvalidArgument, status.Code(err))
	_, err = q.Tasks(ctx, &types.QueryTasksRequest{Pagination: &query.PageRequest{Offset: 5}})
	require.Equal(t, codes.InvalidArgument, status.Code(err))
	_, err = q.Workers(ctx, &types.QueryWorkersRequest{Workerpool: "x"})
	require.Equal(t, codes.InvalidArgument, status.Code(err))
	other := &query.PageRequest{Key: []byte("elsewhere")}
	_, err = q.Workers(ctx, &types.QueryWorkersRequest{Workerpool: w.Pool, Pagination: other})
	require.Equal(t, codes.InvalidArgument, status.Code(err))
	_, err = q.ReputationHistory(ctx, &types.QueryReputationHistoryRequest{
		Address:    w.worker("w0").Address,
		Pagination: other,
	})
	require.Equal(t, codes.InvalidArgument, status.Code(err))
}

func pick(bad bool, wrong, right string) string {
	if bad {
		return wrong
	}
	return right
}

// TestQueries asks everything along the life of a task, in both spellings of an address.
func TestQueries(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1)
	q := w.query()
	why := func(id string) *types.QueryWhyTaskResponse {
		t.Helper()
		res, err := q.WhyTask(w.Ctx(), &types.QueryWhyTaskRequest{Id: id})
		require.NoError(t, err)
		return res
	}
	w.bought++
	w.Run(w.Requester, w.Request(9, 1_000_000, strconv.Itoa(w.bought)))
	queued := why(w.Tasks()[0].Id)
	require.Contains(t, queued.Why, "it is in the draw queue")
	require.Contains(t, queued.Why, "5 workers have a free slot")
	w.Block()
	tasks := w.Tasks() // two run on five slots, three wait
	require.Len(t, tasks, 5)
	deal := tasks[0].DealId
	byDeal, err := q.Tasks(w.Ctx(), &types.QueryTasksRequest{DealId: deal})
	require.NoError(t, err)
	require.Len(t, byDeal.Tasks, 5)
	for i, task := range byDeal.Tasks {
		require.Equal(t, uint64(i), task.Index)
	}
	waiting := byDeal.Tasks[2]
	require.Equal(t, types.TaskState_TASK_STATE_WAITING, waiting.State)
	require.Contains(t, why(waiting.Id).Why, "1 have a free slot")
	require.Equal(t, waiting.FinalDeadlineUnix, why(waiting.Id).RefundByUnix)

	id := byDeal.Tasks[0].Id
	require.Contains(t, why(id).Why, "2 members compute, 0 have committed")
	a := w.Account(w.name(w.Task(id).Members[0].Worker))
	for _, spelling := range []string{a.Address, a.ID.String()} {
		got, err := q.Assignments(w.Ctx(), &types.QueryAssignmentsRequest{Address: spelling})
		require.NoError(t, err)
		require.Len(t, got.Assignments, 1)
		require.Equal(t, id, got.Assignments[0].TaskId)
		require.Equal(t, types.MemberState_MEMBER_STATE_DRAWN, got.Assignments[0].MemberState)
		require.Equal(t, w.Height, got.Height)
		r, err := q.Reputation(w.Ctx(), &types.QueryReputationRequest{Address: spelling})
		require.NoError(t, err)
		require.Equal(t, a.Address, r.Worker)
		require.Equal(t, uint32(995_401_506), r.CredibilityPpb)
	}
	w.turn()
	require.Contains(t, why(id).Why, "0 of 2 have revealed")
	w.turn()
	require.Contains(t, why(id).Why, "accepted: 2 members agree, 99.9978658 % sure, needed 99.9 %")
	consensus, err := q.Consensus(w.Ctx(), &types.QueryConsensusRequest{Id: id})
	require.NoError(t, err)
	require.Len(t, consensus.Groups, 1)
	require.Len(t, consensus.Groups[0].Workers, 2)
	history, err := q.ReputationHistory(w.Ctx(), &types.QueryReputationHistoryRequest{Address: a.Address})
	require.NoError(t, err)
	require.Len(t, history.Entries, 1)
	require.Equal(t, id, history.Entries[0].TaskId)
}

// TestPages: lists come whole, in pages of any size. Rule POCO-R23.
func TestPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 4)
	w.buy(7)
	w.play()
	q := w.query()
	for _, size := range []uint64{1, 2, 3, 100} {
		next, n := []byte(nil), 0
		for {
			res, err := q.Tasks(w.Ctx(), &types.QueryTasksRequest{
				DealId: w.Tasks()[0].DealId, Pagination: &query.PageRequest{Key: next, Limit: size},
			})
			require.NoError(t, err)
			n += len(res.Tasks)
			if next = res.Pagination.NextKey; next == nil {
				break
			}
		}
		require.Equal(t, 7, n)
		entries, next := 0, nil
		for {
			res, err := q.ReputationHistory(w.Ctx(), &types.QueryReputationHistoryRequest{
				Address: w.worker("w0").Address, Pagination: &query.PageRequest{Key: next, Limit: size},
			})
			require.NoError(t, err)
			entries += len(res.Entries)
			if next = res.Pagination.NextKey; next == nil {
				break
			}
		}
		require.Equal(t, w.worker("w0").Reputation.Accepted, uint64(entries))
		members, err := q.Workers(w.Ctx(), &types.QueryWorkersRequest{
			Workerpool: w.Pool, Pagination: &query.PageRequest{Limit: size},
		})
		require.NoError(t, err)
		require.Len(t, members.Workers, int(min(size, 5)))
	}
}

// TestIdle: a worker is told why it has nothing to do.
func TestIdle(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1)
	idle := func() string {
		res, err := w.query().Worker(w.Ctx(), &types.QueryWorkerRequest{Address: w.worker("w0").Address})
		require.NoError(t, err)
		return res.IdleBecause
	}
	require.Contains(t, idle(), "1 of 1 slots are free")
	a := w.Account("w0")
	w.Run(a, &types.MsgDrainWorker{Worker: a.Address})
	require.Contains(t, idle(), "drains")
	w.Run(a, &types.MsgLeavePool{Worker: a.Address})
	require.Contains(t, idle(), "in no pool")
	w.Skip(time.Second)
}
