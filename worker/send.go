package worker

import (
	"context"
	"errors"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/worker/agent"
	"github.com/iexecd/iexecd/worker/chain"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

func (w *Worker) sendCommits(ctx context.Context, a agent.SendCommits) agent.Event {
	msg := &pocotypes.MsgCommit{Worker: w.address}
	for _, c := range a.Commits {
		msg.Commits = append(msg.Commits, pocotypes.Commit{TaskId: c.Task.String(), Commitment: c.Commitment.String()})
	}
	var answer pocotypes.MsgCommitResponse
	return w.send(ctx, "commit", a.ID, msg, func(r chain.TxResult) ([]pocotypes.ItemOutcome, error) {
		err := r.Answer(0, &answer)
		return answer.Outcomes, err
	})
}

func (w *Worker) sendReveals(ctx context.Context, a agent.SendReveals) agent.Event {
	msg := &pocotypes.MsgReveal{Worker: w.address}
	for _, r := range a.Reveals {
		msg.Reveals = append(msg.Reveals, revealOf(r))
	}
	var answer pocotypes.MsgRevealResponse
	return w.send(ctx, "reveal", a.ID, msg, func(r chain.TxResult) ([]pocotypes.ItemOutcome, error) {
		err := r.Answer(0, &answer)
		return answer.Outcomes, err
	})
}

func revealOf(r agent.Reveal) pocotypes.Reveal {
	out := pocotypes.Reveal{
		TaskId: r.Task.String(), Digest: r.Answer.Digest.String(), Cause: pocotypes.Cause(r.Answer.Cause),
		ExitCode: r.Answer.ExitCode, Tail: r.Answer.Tail, Callback: r.Answer.Callback,
	}
	if !r.Salt.IsZero() {
		out.Salt = r.Salt.String()
	}
	return out
}

func (w *Worker) sendContributions(ctx context.Context, a agent.SendContributions) agent.Event {
	msg := &pocotypes.MsgContribute{Worker: w.address}
	for _, c := range a.Contributions {
		msg.Contributions = append(msg.Contributions, pocotypes.Contribution{
			TaskId: c.Task.String(), ResultHash: c.ResultHash.String(), ResultSeal: c.ResultSeal.String(),
		})
	}
	var answer pocotypes.MsgContributeResponse
	return w.send(ctx, "contribute", a.ID, msg, func(r chain.TxResult) ([]pocotypes.ItemOutcome, error) {
		err := r.Answer(0, &answer)
		return answer.Outcomes, err
	})
}

// sendWhole answers a task in one message, which is taken as a whole or not at all.
func (w *Worker) sendWhole(ctx context.Context, a agent.SendWhole) agent.Event {
	msg := &pocotypes.MsgContributeAndFinalize{Worker: w.address, Answer: revealOf(a.Answer)}
	return w.send(ctx, "contribute_and_finalize", a.ID, msg, func(chain.TxResult) ([]pocotypes.ItemOutcome, error) {
		return []pocotypes.ItemOutcome{{TaskId: msg.Answer.TaskId}}, nil
	})
}

// send sends a free message and returns what became of it.
func (w *Worker) send(ctx context.Context, kind string, id uint64, msg sdk.Msg,
	outcomes func(chain.TxResult) ([]pocotypes.ItemOutcome, error),
) agent.Event {
	e := agent.Sent{ID: id, Refused: map[ident.Hash]string{}}
	start := time.Now()
	result, err := w.deps.Chain.SendFree(ctx, w.deps.Key, msg)
	var items []pocotypes.ItemOutcome
	if err == nil {
		items, err = outcomes(result)
	}
	if err != nil {
		e.Err = err.Error()
		var refused *chain.TxError
		w.metrics.sent(kind, errors.As(err, &refused), err)
		return e
	}
	e.Height = result.Height
	for _, item := range items {
		if item.Error == "" {
			continue
		}
		if task, err := ident.ParseHash(item.TaskId); err == nil {
			e.Refused[task] = item.Error
		}
	}
	w.metrics.sent(kind, false, nil)
	w.metrics.machine.messageSeconds.WithLabelValues(kind).Observe(time.Since(start).Seconds())
	w.deps.Logger.Info("sent", "kind", kind, "items", len(items), "refused", len(e.Refused),
		"height", result.Height, "tx", result.Hash)
	return e
}
