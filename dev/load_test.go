package dev

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/driver/wasm"
	"github.com/iexecd/iexecd/worker/result"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

func TestParseLoad(t *testing.T) {
	for text, want := range map[string]float64{
		"": 0, "2 tasks/s": 2, "1 task/s": 1, "0.5/s": 0.5, " 3 ": 3, "2tasks/s": 2,
	} {
		got, err := ParseLoad(text)
		require.NoError(t, err, text)
		require.InDelta(t, want, got, 1e-12, text)
	}
	for text, why := range map[string]string{
		"two tasks/s": "not a number", "2 tasks/min": "not a number", "NaN": "not a number", "0": "more than 0",
		"-1/s": "more than 0", "101": "at most 100", "+Inf": "at most 100",
	} {
		_, err := ParseLoad(text)
		require.ErrorContains(t, err, why, text)
	}
}

// The load's app, run as workers run it, gives the answer that dev knows to be
// right: another one for each task.
func TestLoadApp(t *testing.T) {
	app := filepath.Join(t.TempDir(), "load.wasm")
	require.NoError(t, os.WriteFile(app, loadModule(), 0o600))
	self, err := os.Executable()
	require.NoError(t, err)
	runs, err := wasm.New(wasm.Options{Executable: self, CacheDir: t.TempDir()})
	require.NoError(t, err)
	seen := map[ident.Hash]bool{}
	for i := range byte(2) {
		task, out := ident.Keccak256([]byte{i}), t.TempDir()
		spec := driver.Spec{
			TaskID: task, App: app, InDir: t.TempDir(), OutDir: out,
			Limits: driver.Limits{Fuel: 100_000, MemoryBytes: 1 << 20, OutputBytes: 1 << 10},
		}
		o, err := runs.Run(t.Context(), spec)
		require.NoError(t, err)
		require.Equal(t, poco.CauseOK, o.Cause, o.Tail)
		r, err := result.Build(out, o, 0)
		require.NoError(t, err)
		right, err := loadDigest(task)
		require.NoError(t, err)
		require.Equal(t, right, r.Answer.Digest)
		seen[right] = true
	}
	require.Len(t, seen, 2)
}

// Wrong is by the right answer, not by what the chain thinks.
func TestLoadResult(t *testing.T) {
	task := func(digest string, phase pocotypes.AuditPhase) *pocotypes.Task {
		return &pocotypes.Task{
			State: pocotypes.TaskState_TASK_STATE_COMPLETED, Result: &pocotypes.Result{Digest: digest},
			Audit: pocotypes.Audit{Phase: phase},
		}
	}
	var r LoadResult
	r.add(task("good", pocotypes.AuditPhase_AUDIT_PHASE_MATURED), "good")
	r.add(task("bad", pocotypes.AuditPhase_AUDIT_PHASE_MATURED), "good")
	r.add(task("bad", pocotypes.AuditPhase_AUDIT_PHASE_CORRECTED), "good")
	r.add(task("bad", pocotypes.AuditPhase_AUDIT_PHASE_HELD), "good")
	r.add(task("good", pocotypes.AuditPhase_AUDIT_PHASE_CORRECTED), "good")
	r.add(&pocotypes.Task{State: pocotypes.TaskState_TASK_STATE_FAILED}, "good")
	r.add(&pocotypes.Task{State: pocotypes.TaskState_TASK_STATE_COMMITTING}, "good")
	require.Equal(t, LoadResult{
		Accepted: 5, Failed: 1, Matured: 2, WrongAccepted: 3, WrongFound: 1, WrongMatured: 1, settled: 2,
	}, r)
}

// The coalition lies when all seats are its own, or when chance makes it bold, and
// never begins to in an audit.
func TestDares(t *testing.T) {
	ours, timid, bold := []string{"a", "b"}, ident.Hash{255}, ident.Hash{0}
	seats := func(state pocotypes.TaskState, workers ...string) *pocotypes.Task {
		task := &pocotypes.Task{State: state}
		for _, w := range workers {
			task.Members = append(task.Members, pocotypes.Member{Worker: w})
		}
		return task
	}
	committing, auditing := pocotypes.TaskState_TASK_STATE_COMMITTING, pocotypes.TaskState_TASK_STATE_AUDITING
	require.True(t, dares(seats(committing, "a", "b"), ours, timid))
	require.False(t, dares(seats(committing, "a", "c"), ours, timid))
	require.True(t, dares(seats(committing, "a", "c"), ours, bold))
	require.False(t, dares(seats(auditing, "c", "d"), ours, bold))
	require.False(t, dares(seats(auditing, "a", "b"), ours, timid))
}

// The hold-back takes about as long whatever the block time is.
func TestHoldBack(t *testing.T) {
	for block, want := range map[string]uint64{"1s": 120, "200ms": 600} {
		p := pocotypes.DefaultParams()
		setAudits(&p, duration(t, block))
		require.Equal(t, want, p.HoldBackBlocks)
		require.NoError(t, p.Validate())
	}
}

func duration(t *testing.T, s string) time.Duration {
	t.Helper()
	d, err := time.ParseDuration(s)
	require.NoError(t, err)
	return d
}
