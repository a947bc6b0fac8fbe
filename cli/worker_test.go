package cli

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/worker"
	"github.com/iexecd/iexecd/worker/chain"
	"github.com/iexecd/iexecd/worker/journal"
	"github.com/iexecd/iexecd/x/poco/types"
)

// TestWorkerBadFlags: what cannot be understood is refused before anything is made.
func TestWorkerBadFlags(t *testing.T) {
	for _, c := range []struct {
		args string
		want string
	}{
		{"worker start --bond much", "--bond: \"much\": rlc: not an amount"},
		{"worker start --pool nowhere", "--pool: \"nowhere\": expected an id, 0x and 40 digits"},
		{"worker start --log loud", "--log: \"loud\": expected one of text, json, none"},
		{"worker status a b", "accepts at most 1 arg"},
	} {
		exit, stdout, stderr := execute(t, strings.Fields(c.args)...)
		require.Equal(t, ExitUsage, exit, c.args)
		require.Empty(t, stdout, c.args)
		require.Contains(t, stderr, c.want, c.args)
	}
}

// TestWorkerDoctorWithoutNode: the rest is checked all the same, and the exit code
// tells that something is wrong.
func TestWorkerDoctorWithoutNode(t *testing.T) {
	exit, stdout, _ := execute(t, "worker", "doctor", "-o", "json", "--node", "127.0.0.1:1",
		"--dir", t.TempDir(), "--keyring-dir", t.TempDir(), "--keyring-backend", "test", "--listen", "127.0.0.1:0")
	require.Equal(t, ExitNode, exit)
	var answer struct{ Checks []check }
	require.NoError(t, json.Unmarshal([]byte(stdout), &answer))
	found := map[string]bool{}
	for _, c := range answer.Checks {
		found[c.Name] = c.OK
	}
	require.False(t, found["node"])
	for _, name := range []string{"key", "sandbox", "disk", "port"} {
		require.True(t, found[name], name)
	}
}

func TestWorkerErrors(t *testing.T) {
	t.Parallel()
	s := &session{}
	require.NoError(t, s.workerError(nil))
	require.ErrorIs(t, s.workerError(chain.ErrUnreachable), chain.ErrUnreachable, "explained with the node's address")
	for exit, err := range map[int]error{
		ExitFunds: worker.ErrFunds, ExitUsage: journal.ErrLocked,
		ExitTimeout: worker.ErrNotDrained, ExitUnexpected: journal.ErrCorrupt,
	} {
		e := asError(s.workerError(err))
		require.Equal(t, exit, e.Exit, err)
		require.NotEmpty(t, e.Why, err)
	}
}

func TestPrintWorker(t *testing.T) {
	t.Parallel()
	now := time.Unix(100_000, 0)
	v := workerView{
		Chain: &types.QueryWorkerResponse{
			Worker: types.Worker{
				Status: types.WorkerStatus_WORKER_STATUS_ACTIVE, Busy: 2, LockedNrlc: 200_000_000,
				Reputation: types.Reputation{
					Score: 31, Accepted: 11, EarnedNrlc: 840_000_000, AuditsPassed: 4, AuditsFailed: 1,
				},
				BondNrlc: 2_000_000_000, MaturingNrlc: 300_000_000,
			},
			CredibilityPpb: 800_000_000, IdleBecause: "nobody asks", NextMaturesHeight: 77,
		},
		Local: &worker.Status{StartedUnix: now.Unix() - 3*3600 - 12*60, LastProblem: "task 0x1: retry"},
	}
	var out bytes.Buffer
	require.NoError(t, printWorker(&out, v, now))
	want := "active · up 3 h 12 min · score 31 · credibility 80 % · 11 accepted, 0 rejected, 0 missed" +
		" · 4 audits passed since its last fault, 1 failed ever\nearned 0.84 RLC · maturing 0.3 RLC, next at block 77" +
		" · 0.2 RLC of the bond of 2 RLC locked, 2 tasks and 0 audits open\nidle because: nobody asks\n" +
		"last problem: task 0x1: retry\n"
	require.Equal(t, want, out.String())
	v.Local, v.MaturesAbout, v.JailedFor = nil, now.Unix(), "rejected (different result) in block 9, task 0x1"
	out.Reset()
	require.NoError(t, printWorker(&out, v, now))
	require.Contains(t, out.String(), "next at block 77, about "+clock(now.Unix()))
	require.Contains(t, out.String(), "in jail until never: rejected (different result) in block 9")
	require.Contains(t, out.String(), "its server does not answer")
}

// TestLocalStatus: only the worker itself is believed about itself.
func TestLocalStatus(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(worker.Status{Worker: "me", Slots: 3})
	}))
	defer server.Close()
	require.Equal(t, uint32(3), localStatus(t.Context(), server.URL, "me").Slots)
	require.Nil(t, localStatus(t.Context(), server.URL, "another"))
	require.Nil(t, localStatus(t.Context(), "", "me"))
	require.Nil(t, localStatus(t.Context(), "http://127.0.0.1:1", "me"))
}
