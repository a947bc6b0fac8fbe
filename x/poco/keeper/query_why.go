package keeper

import (
	"context"
	"fmt"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/x/poco/types"
)

// Consensus implements types.QueryServer.
func (q queryServer) Consensus(ctx context.Context, r *types.QueryConsensusRequest) (*types.QueryConsensusResponse,
	error,
) {
	wire, err := q.task(ctx, r.Id)
	if err != nil {
		return nil, err
	}
	t, err := wire.Core()
	if err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	if t.Classic != nil {
		return classicConsensus(wire, t.Classic), nil
	}
	res := &types.QueryConsensusResponse{NeededPpb: t.NeededPPB}
	for _, g := range poco.Groups(t) {
		out := types.AnswerGroup{Digest: g.Digest.String(), CredibilityPpb: g.CredibilityPPB}
		for _, m := range wire.Members {
			if m.Digest == out.Digest {
				out.Workers = append(out.Workers, m.Worker)
			}
		}
		res.Groups = append(res.Groups, out)
	}
	return res, nil
}

// classicConsensus are the groups of a classic task in the order of their first
// contribution.
func classicConsensus(t types.Task, c *poco.Classic) *types.QueryConsensusResponse {
	res := &types.QueryConsensusResponse{Trust: t.Trust, TotalWeight: c.TotalWeight.String()}
	for _, g := range c.Groups {
		out := types.AnswerGroup{
			ResultHash: g.ResultHash.String(), Weight: g.Weight.String(), MissingWeight: c.Missing(g.Weight).String(),
		}
		for _, m := range t.Members {
			if m.ResultHash != out.ResultHash {
				continue
			}
			out.Workers = append(out.Workers, m.Worker)
			if m.Digest != "" {
				out.Digest = m.Digest
			}
		}
		res.Groups = append(res.Groups, out)
	}
	return res
}

// WhyTask implements types.QueryServer.
func (q queryServer) WhyTask(ctx context.Context, r *types.QueryWhyTaskRequest) (*types.QueryWhyTaskResponse, error) {
	t, err := q.task(ctx, r.Id)
	if err != nil {
		return nil, err
	}
	if t.Classic != nil {
		return q.whyClassic(ctx, t)
	}
	res := &types.QueryWhyTaskResponse{State: t.State, RefundByUnix: t.FinalDeadlineUnix}
	left := t.PhaseDeadlineUnix - clock(ctx).Unix
	count := func(s types.MemberState) int { return count(t, s) }
	switch t.State {
	case types.TaskState_TASK_STATE_WAITING:
		queued, why, err := q.whyQueued(ctx, t)
		if err != nil {
			return nil, err
		}
		if res.Why = why; !queued {
			res.Why += fmt.Sprintf("cannot reach %s together (so far %s)", percent(t.NeededPpb), percent(t.ReachedPpb))
		}
		res.Next = fmt.Sprintf("the next draw is in %d s; if none succeeds it is refunded by itself", max(left, 0))
		if queued {
			res.Next = "if too few are able, it is drawn for again; if no draw succeeds it is refunded by itself"
		}
	case types.TaskState_TASK_STATE_COMMITTING:
		res.Why = fmt.Sprintf("round %d: %d members compute, %d have committed", t.Round,
			count(types.MemberState_MEMBER_STATE_DRAWN), count(types.MemberState_MEMBER_STATE_COMMITTED))
		res.Next = fmt.Sprintf("when all have committed, or in %d s, they reveal", max(left, 0))
	case types.TaskState_TASK_STATE_REVEALING:
		res.Why = fmt.Sprintf("round %d: %d of %d have revealed", t.Round,
			count(types.MemberState_MEMBER_STATE_REVEALED),
			count(types.MemberState_MEMBER_STATE_REVEALED)+count(types.MemberState_MEMBER_STATE_COMMITTED))
		res.Next = fmt.Sprintf("when all have revealed, or in %d s, the answers are compared", max(left, 0))
	case types.TaskState_TASK_STATE_COMPLETED, types.TaskState_TASK_STATE_AUDITING:
		res.Why = fmt.Sprintf("accepted: %d members agree, %s sure, needed %s; rejected: %d",
			count(types.MemberState_MEMBER_STATE_ACCEPTED), percent(t.ReachedPpb), percent(t.NeededPpb),
			count(types.MemberState_MEMBER_STATE_REJECTED))
		why, next := whyAudit(t, clock(ctx).Height)
		res.Why, res.Next, res.RefundByUnix = res.Why+why, next, 0
	case types.TaskState_TASK_STATE_FAILED:
		res.Why = failure(t) + fmt.Sprintf("; %s were refunded", rlc.Amount(t.RefundedNrlc))
		res.RefundByUnix = 0
	case types.TaskState_TASK_STATE_UNSPECIFIED:
	}
	return res, nil
}

// count counts the members of a task in a state.
func count(t types.Task, s types.MemberState) (n int) {
	for _, m := range t.Members {
		if m.State == s {
			n++
		}
	}
	return n
}

// whyQueued reports whether a waiting task is in the draw queue, and says so; or
// begins to say why the last draw failed.
func (q queryServer) whyQueued(ctx context.Context, t types.Task) (bool, string, error) {
	pool, err := ident.ParseAddress(t.Workerpool)
	if err != nil {
		return false, "", status.Error(codes.Internal, err.Error())
	}
	r := roster{pool: pool}
	free, err := orZero(q.SeatCount.Get(ctx, r.key()))
	if err != nil {
		return false, "", status.Error(codes.Internal, err.Error())
	}
	id, err := ident.ParseHash(t.Id)
	if err != nil {
		return false, "", status.Error(codes.Internal, err.Error())
	}
	queued, err := q.DrawOf.Has(ctx, id[:])
	if err != nil {
		return false, "", status.Error(codes.Internal, err.Error())
	}
	if queued {
		return true, fmt.Sprintf("it is in the draw queue: its members are drawn at the beginning of the next block, "+
			"or of a later one if many are before it; %d workers have a free slot", free), nil
	}
	return false, fmt.Sprintf("it waits for workers: %d have a free slot, and the able ones among them ", free), nil
}

func failure(t types.Task) string {
	switch t.Reason {
	case types.EndReason_END_REASON_NO_WORKERS:
		return fmt.Sprintf("failed: not enough free workers in time (%d were drawn)", len(t.Members))
	case types.EndReason_END_REASON_NO_ANSWER:
		return fmt.Sprintf("failed: none of %d members gave an answer in time", len(t.Members))
	case types.EndReason_END_REASON_DISAGREEMENT:
		return fmt.Sprintf("failed: the answers of %d members reached %s, needed %s", len(t.Members),
			percent(t.ReachedPpb),
			percent(t.NeededPpb))
	case types.EndReason_END_REASON_NOT_REVEALED:
		return "failed: nobody revealed the consensus in time"
	case types.EndReason_END_REASON_NO_CALLBACK:
		return "failed: nobody who revealed showed the callback data that a contract waits for"
	case types.EndReason_END_REASON_RETRACTED:
		return "failed: an audit left the accepted result in doubt, and it was retracted"
	case types.EndReason_END_REASON_UNSPECIFIED, types.EndReason_END_REASON_ACCEPTED,
		types.EndReason_END_REASON_CORRECTED:
	}
	return "failed: " + t.Reason.String()
}
