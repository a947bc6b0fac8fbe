package keeper

import (
	"context"
	"fmt"
	"math/big"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/x/poco/types"
)

// classicDeadline is when the members of a classic task must have acted at the
// latest: a task that must be ended by hand is looked at later.
func classicDeadline(t types.Task) int64 {
	switch t.State {
	case types.TaskState_TASK_STATE_COMMITTING:
		return min(t.PhaseDeadlineUnix, t.Classic.ContributionDeadlineUnix)
	case types.TaskState_TASK_STATE_REVEALING:
		return min(t.PhaseDeadlineUnix, t.Classic.RevealDeadlineUnix)
	case types.TaskState_TASK_STATE_UNSPECIFIED, types.TaskState_TASK_STATE_WAITING,
		types.TaskState_TASK_STATE_AUDITING, types.TaskState_TASK_STATE_COMPLETED, types.TaskState_TASK_STATE_FAILED:
	}
	return t.PhaseDeadlineUnix
}

// whyClassic explains a classic task in weights, trust and deadlines.
func (q queryServer) whyClassic(ctx context.Context, wire types.Task) (*types.QueryWhyTaskResponse, error) {
	t, err := wire.Core()
	if err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	p, err := q.Keeper.Params.Get(ctx)
	if err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	now, c := clock(ctx).Unix, t.Classic
	res := &types.QueryWhyTaskResponse{State: wire.State, RefundByUnix: t.FinalDeadlineUnix}
	switch t.State {
	case poco.StateWaiting:
		queued, why, err := q.whyQueued(ctx, wire)
		if err != nil {
			return nil, err
		}
		next := fmt.Sprintf("the next draw is in %d s", max(t.PhaseDeadlineUnix-now, 0))
		if queued {
			next = "if too few are able, it is drawn for again"
		} else {
			why += fmt.Sprintf("cannot bring a result to trust %d (confidence %s) together; %s", c.Trust,
				confidence(c.Trust), groups(c))
		}
		res.Why, res.Next = why, fmt.Sprintf("%s; contributions end in %d s, and then it is refunded", next,
			max(c.ContributionDeadlineUnix-now, 0))
	case poco.StateCommitting:
		res.Why, res.Next = whyContributions(wire, c, now)
	case poco.StateRevealing:
		res.Why = fmt.Sprintf("consensus is on %s (confidence %s), and %d of the %d who contributed it have revealed",
			c.Consensus, confidence(c.Trust), c.Revealed, c.Winners)
		res.Next = fmt.Sprintf("when all have revealed, or in %d s if one has, the result is accepted; if none has by "+
			"then, contributions go on without them", max(c.RevealDeadlineUnix-now, 0))
	case poco.StateCompleted:
		res.Why = fmt.Sprintf("accepted: %d revealed the consensus at trust %d (confidence %s); %s; rejected: %d",
			count(wire, types.MemberState_MEMBER_STATE_ACCEPTED), c.Trust, confidence(c.Trust), groups(c),
			count(wire, types.MemberState_MEMBER_STATE_REJECTED)+count(wire, types.MemberState_MEMBER_STATE_WITHHELD))
	case poco.StateFailed:
		res.Why = fmt.Sprintf("%s; %s were refunded", classicFailure(wire, c), t.Refunded)
	case poco.StateUnspecified, poco.StateAuditing:
	}
	byHand(t, p, now, res)
	return res, nil
}

// byHand says what somebody must do where the chain does not do it.
func byHand(t poco.Task, p types.Params, now int64, res *types.QueryWhyTaskResponse) {
	switch over := now >= t.FinalDeadlineUnix; {
	case t.Final():
		res.RefundByUnix = 0
	case p.ClassicAutomatic:
	case over:
		res.Next = "its time is over: anybody may end it with iexecd tx poco advance-task " + t.ID.String() + " claim"
	case t.State == poco.StateRevealing:
		res.Next += ", by the pool's owner: iexecd tx poco advance-task " + t.ID.String() + " finalize, or reopen"
	}
}

func whyContributions(t types.Task, c *poco.Classic, now int64) (why, next string) {
	why = fmt.Sprintf("%d have contributed, %d are expected to; trust %d (confidence %s) is not reached: %s",
		count(t, types.MemberState_MEMBER_STATE_COMMITTED), count(t, types.MemberState_MEMBER_STATE_DRAWN), c.Trust,
		confidence(c.Trust), groups(c))
	left := max(classicDeadline(t)-now, 0)
	if c.OwnerScheduled {
		return why, fmt.Sprintf("whoever the pool's owner authorises may contribute for %d s more", left)
	}
	return why, fmt.Sprintf("when all have contributed, or in %d s, more workers are drawn; contributions end in %d s",
		left, max(c.ContributionDeadlineUnix-now, 0))
}

// groups tells the weights of a task's groups.
func groups(c *poco.Classic) string {
	best := new(big.Int)
	for _, g := range c.Groups {
		if g.Weight.Cmp(best) > 0 {
			best = g.Weight
		}
	}
	text := fmt.Sprintf("the heaviest of %d answers weighs %d of %d", len(c.Groups), best, c.TotalWeight)
	if missing := c.Missing(best); missing.Sign() > 0 {
		text += fmt.Sprintf(" and lacks a factor of %d", missing)
	}
	return text
}

// confidence writes 1 - 1/T as a percentage, rounded down.
func confidence(trust *big.Int) string {
	n := new(big.Int).Sub(trust, big.NewInt(1))
	n.Mul(n, big.NewInt(poco.PPB))
	return percent(uint32(n.Quo(n, trust).Uint64())) //nolint:gosec // below 10^9
}

func classicFailure(t types.Task, c *poco.Classic) string {
	switch t.Reason {
	case types.EndReason_END_REASON_NO_WORKERS:
		return fmt.Sprintf("failed: %d workers were too few for trust %d in time; %s", len(t.Members), c.Trust,
			groups(c))
	case types.EndReason_END_REASON_NO_ANSWER:
		return fmt.Sprintf("failed: nobody contributed in time (%d were expected to)", len(t.Members))
	case types.EndReason_END_REASON_DISAGREEMENT:
		return fmt.Sprintf("failed: trust %d was not reached; %s", c.Trust, groups(c))
	case types.EndReason_END_REASON_NOT_REVEALED, types.EndReason_END_REASON_NO_CALLBACK,
		types.EndReason_END_REASON_UNSPECIFIED, types.EndReason_END_REASON_ACCEPTED,
		types.EndReason_END_REASON_CORRECTED, types.EndReason_END_REASON_RETRACTED:
	}
	return failure(t)
}
