package worker

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/worker/chain"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

// keeper is a computer that only keeps.
type keeper struct {
	Computer
	kept, released []ident.Hash
}

func (k *keeper) Kept() []ident.Hash { return k.kept }

func (k *keeper) Release(task ident.Hash) error {
	k.released = append(k.released, task)
	return nil
}

// TestHeldResults: a result is released when its task is final, not before, also if
// that was while the worker did not run; and a task that an audit still runs is
// looked at again.
func TestHeldResults(t *testing.T) {
	t.Parallel()
	f, address := startChain(t)
	client, err := chain.Dial(chain.Config{Endpoints: []chain.Endpoint{{GRPC: address}}})
	require.NoError(t, err)
	t.Cleanup(func() { _ = client.Close() })
	task := func(n byte, state pocotypes.TaskState, phase pocotypes.AuditPhase, matures int64) ident.Hash {
		id := ident.Hash{n}
		f.set(func() {
			f.ended[id.String()] = &pocotypes.Task{
				Id: id.String(), State: state, Audit: pocotypes.Audit{Phase: phase, MaturesHeight: matures},
			}
		})
		return id
	}
	completed := pocotypes.TaskState_TASK_STATE_COMPLETED
	paid := task(1, completed, pocotypes.AuditPhase_AUDIT_PHASE_MATURED, 5)
	held := task(2, completed, pocotypes.AuditPhase_AUDIT_PHASE_HELD, 1<<40)
	auditing := task(3, pocotypes.TaskState_TASK_STATE_AUDITING, pocotypes.AuditPhase_AUDIT_PHASE_REVEALING, 1)
	refunded := task(4, pocotypes.TaskState_TASK_STATE_FAILED, pocotypes.AuditPhase_AUDIT_PHASE_UNSPECIFIED, 0)
	k := &keeper{kept: []ident.Hash{paid, held, auditing, refunded, {5}}}
	h := newHeldResults(k)
	require.NoError(t, h.tend(t.Context(), client))
	require.ElementsMatch(t, []ident.Hash{paid, refunded, {5}}, k.released, "the chain does not know the last")
	task(3, completed, pocotypes.AuditPhase_AUDIT_PHASE_CORRECTED, 1)
	require.Eventually(t, func() bool {
		return h.tend(t.Context(), client) == nil && len(k.released) == 4
	}, 10*time.Second, 10*time.Millisecond)
	require.Equal(t, auditing, k.released[3])
	require.Empty(t, h.due(1<<30), "the held one is not asked for before it matures")
}
