package worker

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/worker/agent"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

// newsroom tells people what happens to tasks: a line each for what matters, a
// log entry for everything.
type newsroom struct {
	worker *Worker
	mu     sync.Mutex // of the output
	seen   map[ident.Hash]*story
}

// story is what is known of a task for its lines.
type story struct {
	app      string
	begun    time.Time
	computed time.Duration
}

// step prints what the worker itself did.
func (n *newsroom) step(what, format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	n.mu.Lock()
	defer n.mu.Unlock()
	_, _ = fmt.Fprintf(n.worker.deps.Out, " ✔ %-8s %s\n", what, text)
	n.worker.deps.Logger.Info(what, "what", text)
}

// warn prints what the worker's owner should do something about.
func (n *newsroom) warn(what, format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	n.mu.Lock()
	defer n.mu.Unlock()
	_, _ = fmt.Fprintf(n.worker.deps.Out, " ! %-8s %s\n", what, text)
	n.worker.deps.Logger.Warn(what, "what", text)
}

// line prints what happened to a task.
func (n *newsroom) line(task ident.Hash, format string, args ...any) {
	n.mu.Lock()
	defer n.mu.Unlock()
	_, _ = fmt.Fprintf(n.worker.deps.Out, "%s  task %s…  %s\n",
		time.Now().Format(time.TimeOnly), task.String()[:6], fmt.Sprintf(format, args...))
}

// tell is called by the loop only.
func (n *newsroom) tell(ctx context.Context, t agent.Tell) {
	w := n.worker
	s := n.seen[t.Task]
	if s == nil {
		s = &story{begun: time.Now()}
		n.seen[t.Task] = s
	}
	if spec, known := w.specs[t.Task]; known {
		s.app = spec.AppName
	}
	w.metrics.news(t.News)
	w.status.news(t)
	if t.Why != "" && t.News != agent.NewsDeclined {
		w.noteProblem(fmt.Sprintf("task %s: %s: %s", t.Task, t.News, t.Why))
	}
	log := w.deps.Logger.With("task", t.Task.String(), "app", s.app)
	switch t.News {
	case agent.NewsComputed:
		s.computed = time.Since(s.begun)
		log.Info("computed", "seconds", s.computed.Seconds())
	case agent.NewsCommitted:
		log.Info("committed")
		n.line(t.Task, "%-12s computed %.1f s   committed   waiting for others", s.app, s.computed.Seconds())
	case agent.NewsContributed:
		log.Info("contributed")
		n.line(t.Task, "%-12s computed %.1f s   contributed   waiting for others", s.app, s.computed.Seconds())
	case agent.NewsOutvoted:
		log.Warn("outvoted", "why", t.Why)
		n.line(t.Task, "%-12s outvoted: others agreed on another answer", s.app)
	case agent.NewsClosed:
		delete(n.seen, t.Task)
		w.work.Go(func() { n.verdict(ctx, t.Task) })
	case agent.NewsAlarm, agent.NewsAbandoned:
		log.Error(string(t.News), "why", t.Why)
		n.line(t.Task, "%-12s %s: %s", s.app, t.News, t.Why)
	case agent.NewsRetry, agent.NewsRefused:
		log.Warn(string(t.News), "why", t.Why)
	case agent.NewsDeclined:
		log.Warn("declined", "why", t.Why)
		n.line(t.Task, "%-12s declined, the seat is missed: %s", s.app, t.Why)
	case agent.NewsAudit:
		log.Info("drawn", "audit", true)
		n.line(t.Task, "an audit: its accepted result is run again")
	case agent.NewsDrawn, agent.NewsRevealed:
		log.Info(string(t.News))
	}
}

// verdict tells how the worker's seat of a task ended.
func (n *newsroom) verdict(ctx context.Context, task ident.Hash) {
	w := n.worker
	r, err := w.deps.Chain.Poco().Task(ctx, &pocotypes.QueryTaskRequest{Id: task.String()})
	if err != nil {
		w.deps.Logger.Warn("cannot read how a task ended", "task", task.String(), "err", err)
		return
	}
	w.held.ended(task, &r.Task)
	for _, m := range slices.Concat(r.Task.Members, r.Task.Audit.Auditors) {
		if m.Worker == w.address {
			w.metrics.verdict(m)
			w.deps.Logger.Info("closed", "task", task.String(), "verdict", m.State.String(),
				"reward_nrlc", m.RewardNrlc, "slashed_nrlc", m.SlashedNrlc,
				"matures_height", r.Task.Audit.MaturesHeight)
			n.line(task, "%s", verdictText(m)+maturesText(m, r.Task.Audit))
		}
	}
}

// maturesText says when what a member earned is paid, if it is held back.
func maturesText(m pocotypes.Member, a pocotypes.Audit) string {
	if m.State != pocotypes.MemberState_MEMBER_STATE_ACCEPTED || m.RewardNrlc == 0 || a.MaturesHeight == 0 ||
		final(a.Phase) {
		return ""
	}
	return fmt.Sprintf(", held back until block %d", a.MaturesHeight)
}

func verdictText(m pocotypes.Member) string {
	switch m.State {
	case pocotypes.MemberState_MEMBER_STATE_ACCEPTED:
		return fmt.Sprintf("accepted     +%s", rlc.Amount(m.RewardNrlc))
	case pocotypes.MemberState_MEMBER_STATE_REJECTED:
		return fmt.Sprintf("rejected     -%s: the others agreed on another answer", rlc.Amount(m.SlashedNrlc))
	case pocotypes.MemberState_MEMBER_STATE_WITHHELD:
		return fmt.Sprintf("not revealed in time   -%s", rlc.Amount(m.SlashedNrlc))
	case pocotypes.MemberState_MEMBER_STATE_MISSED:
		return "missed: not committed in time"
	case pocotypes.MemberState_MEMBER_STATE_RELEASED:
		return "ended without a verdict: the stake is back"
	case pocotypes.MemberState_MEMBER_STATE_OVERTURNED:
		return fmt.Sprintf("overturned   -%s: an audit found another answer right", rlc.Amount(m.SlashedNrlc))
	case pocotypes.MemberState_MEMBER_STATE_VINDICATED:
		return fmt.Sprintf("vindicated   +%s: an audit found this answer right", rlc.Amount(m.RewardNrlc))
	case pocotypes.MemberState_MEMBER_STATE_UNSPECIFIED, pocotypes.MemberState_MEMBER_STATE_DRAWN,
		pocotypes.MemberState_MEMBER_STATE_COMMITTED, pocotypes.MemberState_MEMBER_STATE_REVEALED:
	}
	return "left open"
}
