package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client/grpc/cmtservice"

	"github.com/iexecd/iexecd/worker"
	"github.com/iexecd/iexecd/worker/chain"
	"github.com/iexecd/iexecd/worker/conf"
	"github.com/iexecd/iexecd/x/poco/types"
)

// workerView is a worker as the chain and, if it runs here, the worker itself
// sees it.
type workerView struct {
	Chain *types.QueryWorkerResponse `json:"chain"`
	Local *worker.Status             `json:"local,omitempty"`

	JailedFor    string `json:"jailed_for,omitempty"`    // the verdict that brought it into jail
	MaturesAbout int64  `json:"matures_about,omitempty"` // unix time at which the next earnings are about paid
}

func workerStatus() *cobra.Command {
	cmd := command("status [ADDRESS|KEY]", "Show what a worker does, earns and risks, and why it is idle", `
iexecd worker status
iexecd worker status iexec1w0rk…9f2c`, cobra.MaximumNArgs(1),
		withWorker(func(ctx context.Context, s *session, n *node, c conf.Config, args []string) error {
			who, err := s.workerID(c)
			if len(args) > 0 {
				who, err = s.whose(args)
			}
			if err != nil {
				return err
			}
			r, err := n.poco.Worker(ctx, &types.QueryWorkerRequest{Address: who})
			if errors.Is(err, chain.ErrNotFound) {
				return notFound("No worker "+who, "it never registered", "iexecd worker start")
			}
			if err != nil {
				return err
			}
			v := workerView{Chain: r, Local: localStatus(ctx, r.Worker.Url, who)}
			if why := worker.LastProblem(c.Worker.Home, who); why != "" && v.Local != nil {
				v.Local.LastProblem = why // which the worker tells nobody but its operator
			}
			v.JailedFor, v.MaturesAbout = n.jailedFor(ctx, r), n.about(ctx, r.NextMaturesHeight)
			return s.result(v, func(w io.Writer) error { return printWorker(w, v, s.now()) })
		}))
	workerKeyFlags(cmd)
	return cmd
}

// jailedFor returns the last verdict that counts against a worker in jail, empty
// if it is not there or its history does not tell.
func (n *node) jailedFor(ctx context.Context, r *types.QueryWorkerResponse) string {
	if r.Worker.Status != types.WorkerStatus_WORKER_STATUS_JAILED {
		return ""
	}
	h, err := n.poco.ReputationHistory(ctx, &types.QueryReputationHistoryRequest{Address: r.Worker.Address})
	if err != nil {
		return ""
	}
	for _, e := range h.Entries {
		switch e.Verdict {
		case types.MemberState_MEMBER_STATE_MISSED, types.MemberState_MEMBER_STATE_WITHHELD,
			types.MemberState_MEMBER_STATE_REJECTED, types.MemberState_MEMBER_STATE_OVERTURNED:
			return fmt.Sprintf("%s in block %d, task %s", verdict(types.Member{State: e.Verdict}), e.Height,
				short(e.TaskId))
		case types.MemberState_MEMBER_STATE_UNSPECIFIED, types.MemberState_MEMBER_STATE_DRAWN,
			types.MemberState_MEMBER_STATE_COMMITTED, types.MemberState_MEMBER_STATE_REVEALED,
			types.MemberState_MEMBER_STATE_ACCEPTED, types.MemberState_MEMBER_STATE_RELEASED,
			types.MemberState_MEMBER_STATE_VINDICATED:
		}
	}
	return ""
}

// paceBlocks is over how many of the last blocks their pace is measured.
const paceBlocks = 100

// about returns the unix time at which a height is about reached if blocks go on as
// the last ones did; 0 if it is 0 or the node does not tell.
func (n *node) about(ctx context.Context, height int64) int64 {
	if height == 0 {
		return 0
	}
	head, err := n.client.Head(ctx)
	if err != nil || head.Height < 2 {
		return 0
	}
	since := max(head.Height-paceBlocks, 1)
	r, err := cmtservice.NewServiceClient(n.client).GetBlockByHeight(ctx,
		&cmtservice.GetBlockByHeightRequest{Height: since})
	if err != nil || r.SdkBlock == nil {
		return 0
	}
	pace := head.Time.Sub(r.SdkBlock.Header.Time) / time.Duration(head.Height-since)
	return head.Time.Add(time.Duration(max(height-head.Height, 0)) * pace).Unix()
}

// localStatus asks the worker itself; nil if it does not answer.
func localStatus(ctx context.Context, url, who string) *worker.Status {
	if url == "" {
		return nil
	}
	limited, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(limited, http.MethodGet, url+"/status", nil)
	if err != nil {
		return nil
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil
	}
	defer func() { _ = response.Body.Close() }()
	var st worker.Status
	if json.NewDecoder(io.LimitReader(response.Body, 1<<20)).Decode(&st) != nil || st.Worker != who {
		return nil
	}
	return &st
}

func printWorker(w io.Writer, v workerView, now time.Time) error {
	r, rep := v.Chain.Worker, v.Chain.Worker.Reputation
	state := enum(r.Status.String(), "WORKER_STATUS_")
	if l := v.Local; l != nil {
		state += " · up " + seconds(now.Sub(time.Unix(l.StartedUnix, 0)))
	} else {
		state += " · its server does not answer"
	}
	_, err := fmt.Fprintf(w, "%s · score %d · credibility %s · %d accepted, %d rejected, %d missed"+
		" · %s\n", state, rep.Score, percent(v.Chain.CredibilityPpb), rep.Accepted, rep.Rejected, rep.Missed,
		auditRecord(rep))
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "earned %s · maturing %s%s · %s of the bond of %s locked, %s and %s open\n",
		amount(rep.EarnedNrlc), amount(r.MaturingNrlc), v.nextAt(), amount(r.LockedNrlc), amount(r.BondNrlc),
		count(uint64(r.Busy), "task"), count(uint64(r.Auditing), "audit"))
	if err != nil {
		return err
	}
	if v.JailedFor != "" {
		if _, err = fmt.Fprintf(w, "in jail until %s: %s\n", clock(r.JailedUntilUnix), v.JailedFor); err != nil {
			return err
		}
	}
	if v.Chain.IdleBecause != "" {
		if _, err = fmt.Fprintf(w, "idle because: %s\n", v.Chain.IdleBecause); err != nil {
			return err
		}
	}
	if l := v.Local; l != nil && l.Declined > 0 {
		_, err = fmt.Fprintf(w, "declined by the policy: %s since the start, each a missed seat; the last: %s\n",
			count(l.Declined, "task"), l.LastDecline)
		if err != nil {
			return err
		}
	}
	if v.Local != nil && v.Local.LastProblem != "" {
		_, err = fmt.Fprintf(w, "last problem: %s\n", v.Local.LastProblem)
	}
	return err
}

// auditRecord says how many audits a worker has passed.
func auditRecord(r types.Reputation) string {
	text := count(r.AuditsPassed, "audit") + " passed since its last fault"
	if r.AuditsFailed > 0 {
		text += fmt.Sprintf(", %d failed ever", r.AuditsFailed)
	}
	return text
}

// nextAt says when the next held back earnings are paid.
func (v workerView) nextAt() string {
	if v.Chain.NextMaturesHeight == 0 {
		return ""
	}
	if v.MaturesAbout == 0 {
		return fmt.Sprintf(", next at block %d", v.Chain.NextMaturesHeight)
	}
	return fmt.Sprintf(", next at block %d, about %s", v.Chain.NextMaturesHeight, clock(v.MaturesAbout))
}
