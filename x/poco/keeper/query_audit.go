package keeper

import (
	"context"
	"encoding/binary"
	"fmt"
	"strings"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/x/poco/types"
)

// Audits implements types.QueryServer.
func (q queryServer) Audits(ctx context.Context, _ *types.QueryAuditsRequest) (*types.QueryAuditsResponse, error) {
	stats, err := orZero(q.AuditStats.Get(ctx))
	if err != nil {
		return nil, err
	}
	held, err := orZero(q.HeldTotal.Get(ctx))
	return &types.QueryAuditsResponse{Stats: stats, FundNrlc: uint64(q.AuditFund(ctx)), HeldNrlc: held}, err
}

// Maturing implements types.QueryServer.
func (q queryServer) Maturing(ctx context.Context, r *types.QueryMaturingRequest) (*types.QueryMaturingResponse,
	error,
) {
	id, w, err := q.worker(ctx, r.Worker)
	if err != nil {
		return nil, err
	}
	p, err := page(r.Pagination)
	if err != nil {
		return nil, err
	}
	res := &types.QueryMaturingResponse{TotalNrlc: w.MaturingNrlc, Pagination: &query.PageResponse{}}
	rng := under(id[:])
	if len(p.Key) > 0 {
		if !strings.HasPrefix(string(p.Key), string(id[:])) {
			return nil, status.Error(codes.InvalidArgument, "pagination.key: it belongs to another list")
		}
		rng = rng.StartInclusive(p.Key)
	}
	err = q.HeldBy.Walk(ctx, rng, func(key []byte) (bool, error) {
		if uint64(len(res.Maturing)) >= p.Limit {
			res.Pagination.NextKey = key
			return true, nil
		}
		task := ident.Hash(key[len(id)+8:])
		t, err := q.Keeper.task(ctx, task)
		if err != nil {
			return true, err
		}
		m := types.Maturing{
			TaskId:        task.String(),
			MaturesHeight: int64(binary.BigEndian.Uint64(key[len(id):])), //nolint:gosec // a height
		}
		if held := find(poco.Held(t), id); held != nil {
			m.AmountNrlc = uint64(held.Reward)
		}
		res.Maturing = append(res.Maturing, m)
		return false, nil
	})
	return res, pageError(err)
}

// whyAudit says where an accepted result stands.
func whyAudit(t types.Task, height int64) (why, next string) {
	a := t.Audit
	switch a.Phase {
	case types.AuditPhase_AUDIT_PHASE_LOTTERY:
		return "; the next beacon decides whether it is audited", "stakes and earnings wait for it"
	case types.AuditPhase_AUDIT_PHASE_HELD:
		if a.Passed {
			why = "; an audit confirmed it"
		}
		return why, fmt.Sprintf("earnings are held back for %d blocks more, until %d", max(a.MaturesHeight-height, 0),
			a.MaturesHeight)
	case types.AuditPhase_AUDIT_PHASE_WAITING, types.AuditPhase_AUDIT_PHASE_COMMITTING,
		types.AuditPhase_AUDIT_PHASE_REVEALING:
		why = fmt.Sprintf("; it is run again because the beacon chose it (%d auditors so far)", len(a.Auditors))
		if a.Recalled {
			why = fmt.Sprintf("; it is run again because a member was caught elsewhere (%d auditors so far)",
				len(a.Auditors))
		}
		if a.Disputed {
			why += ", they disagree, a backup committee decides"
		}
		return why, "if another result is found right, the buyer gets it and the pool's price back"
	case types.AuditPhase_AUDIT_PHASE_MATURED:
		return "; paid", ""
	case types.AuditPhase_AUDIT_PHASE_CORRECTED:
		return fmt.Sprintf("; an audit found %s to be right, and %s were refunded", a.Corrected.Digest,
			rlc.Amount(t.RefundedNrlc)), ""
	case types.AuditPhase_AUDIT_PHASE_UNSPECIFIED, types.AuditPhase_AUDIT_PHASE_RETRACTED:
	}
	return "", ""
}
