package wasm_test

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker"
	"github.com/iexecd/iexecd/worker/contract"
	"github.com/iexecd/iexecd/worker/driver/drivertest"
	"github.com/iexecd/iexecd/worker/driver/wasm"
	"github.com/iexecd/iexecd/worker/storage"
)

// TestCancelling ends an app that computes for ever, again and again: its process
// is dead within 100 ms.
func TestCancelling(t *testing.T) {
	const runs, most = 11, 100 * time.Millisecond
	app, d := drivertest.BuildGo(t), newDriver(t)
	var took []time.Duration
	for range runs {
		s := drivertest.NewSpec(t, app, "talk", "1", "1000000")
		s.Limits.Fuel = 1 << 62
		ctx, cancel := context.WithCancel(t.Context())
		var asked time.Time
		s.Live = func(bool, []byte) { // it runs
			asked = time.Now()
			cancel()
		}
		_, err := d.Run(ctx, s)
		took = append(took, time.Since(asked))
		require.ErrorIs(t, err, context.Canceled)
		requireNoChild(t, s.OutDir)
	}
	slices.Sort(took)
	t.Logf("median %s, longest of %d: %s", took[runs/2], runs, took[runs-1])
	// The median: on a busy machine this process may get no core for as long.
	require.LessOrEqual(t, took[runs/2], most)
	require.Less(t, took[runs-1], 20*most)
}

// TestOutOfFuelIsAgreedOn lets three workers, one of which interprets, run what
// their fuel does not suffice for: they give the same answer after the same fuel.
func TestOutOfFuelIsAgreedOn(t *testing.T) {
	path := drivertest.BuildGo(t)(t)
	code, err := os.ReadFile(path)
	require.NoError(t, err)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.ServeFile(w, r, path)
	}))
	t.Cleanup(server.Close)
	task := ident.Keccak256([]byte("too much"))
	var answers []poco.Answer
	var used []uint64
	caches := []string{t.TempDir(), t.TempDir()}
	for i := range 3 {
		d, err := wasm.New(wasm.Options{Args: []string{childEnv}, CacheDir: caches[i/2], Interpreter: i == 2})
		require.NoError(t, err)
		s, err := worker.NewSandbox(t.Context(), t.TempDir(), worker.Drivers{Wasm: d}, 1<<30)
		require.NoError(t, err)
		t.Cleanup(func() { _ = s.Close() })
		s.SetData(worker.Data{Private: storage.Anywhere})
		spec := worker.Spec{
			Task: contract.Task{ID: task}, App: worker.Source{URL: server.URL, SHA256: sha256.Sum256(code)},
			Args:   []string{"talk", "1000000", "1"},
			Limits: worker.Limits{Fuel: 100_000_000, MemoryBytes: 256 << 20, OutputBytes: 1 << 20},
		}
		bad, err := s.Fetch(t.Context(), spec)
		require.NoError(t, err)
		require.Nil(t, bad)
		answer, err := s.Compute(t.Context(), spec)
		require.NoError(t, err)
		require.Equal(t, poco.CauseOutOfFuel, answer.Cause)
		answers = append(answers, answer)
		told := httptest.NewRecorder()
		s.ServeHTTP(told, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/tasks/"+task.String(), nil))
		var record struct {
			Fuel uint64 `json:"fuel_used"`
		}
		require.NoError(t, json.Unmarshal(told.Body.Bytes(), &record))
		used = append(used, record.Fuel)
	}
	require.Equal(t, []poco.Answer{answers[0], answers[0], answers[0]}, answers)
	require.Equal(t, []uint64{100_000_000, 100_000_000, 100_000_000}, used)
}
