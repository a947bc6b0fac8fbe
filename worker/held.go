package worker

import (
	"context"
	"errors"
	"sync"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/worker/chain"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

// looksPerTend bounds the tasks that are asked for at once.
const looksPerTend = 100

// heldResults keeps the results of accepted tasks until their hold-back ends, so
// that any member can serve them when they are run again.
type heldResults struct {
	keeper Keeper // nil = nothing is kept
	mu     sync.Mutex
	look   map[ident.Hash]int64 // block at which to look at a task again
}

// newHeldResults begins with everything that was kept before: a task may have
// matured while nobody was looking.
func newHeldResults(c Computer) *heldResults {
	h := &heldResults{look: map[ident.Hash]int64{}}
	if h.keeper, _ = c.(Keeper); h.keeper != nil {
		for _, task := range h.keeper.Kept() {
			h.look[task] = 0
		}
	}
	return h
}

// final reports whether nothing happens to a result any more.
func final(p pocotypes.AuditPhase) bool {
	switch p {
	case pocotypes.AuditPhase_AUDIT_PHASE_UNSPECIFIED, pocotypes.AuditPhase_AUDIT_PHASE_MATURED,
		pocotypes.AuditPhase_AUDIT_PHASE_CORRECTED, pocotypes.AuditPhase_AUDIT_PHASE_RETRACTED:
		return true
	case pocotypes.AuditPhase_AUDIT_PHASE_LOTTERY, pocotypes.AuditPhase_AUDIT_PHASE_HELD,
		pocotypes.AuditPhase_AUDIT_PHASE_WAITING, pocotypes.AuditPhase_AUDIT_PHASE_COMMITTING,
		pocotypes.AuditPhase_AUDIT_PHASE_REVEALING:
	}
	return false
}

// ended takes a task that is done here as the chain has it now.
func (h *heldResults) ended(task ident.Hash, t *pocotypes.Task) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.keeper != nil {
		h.look[task] = t.Audit.MaturesHeight
	}
}

// due returns the tasks to look at at a height, looksPerTend at most.
func (h *heldResults) due(height int64) []ident.Hash {
	h.mu.Lock()
	defer h.mu.Unlock()
	var tasks []ident.Hash
	for task, at := range h.look {
		if at < height && len(tasks) < looksPerTend {
			tasks = append(tasks, task)
		}
	}
	return tasks
}

// tend lets the results go whose tasks are final.
func (h *heldResults) tend(ctx context.Context, c *chain.Client) error {
	if h.keeper == nil {
		return nil
	}
	head, err := c.Head(ctx)
	if err != nil {
		return err
	}
	for _, task := range h.due(head.Height) {
		r, err := c.Poco().Task(ctx, &pocotypes.QueryTaskRequest{Id: task.String()})
		switch {
		case errors.Is(err, chain.ErrNotFound):
		case err != nil:
			return err
		case !done(&r.Task):
			h.put(task, max(r.Task.Audit.MaturesHeight, head.Height+1))
			continue
		}
		if err := h.keeper.Release(task); err != nil {
			return err
		}
		h.put(task, -1)
	}
	return nil
}

// done reports whether a task has ended and its hold-back, if there was one.
func done(t *pocotypes.Task) bool {
	ended := t.State == pocotypes.TaskState_TASK_STATE_COMPLETED || t.State == pocotypes.TaskState_TASK_STATE_FAILED
	return ended && final(t.Audit.Phase)
}

// put notes when to look at a task again, negative = never.
func (h *heldResults) put(task ident.Hash, height int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if height < 0 {
		delete(h.look, task)
		return
	}
	h.look[task] = height
}
