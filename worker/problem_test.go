package worker

import (
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

// TestProblemsAreTheOperators: why something failed may tell of this machine's network
// and disk: it is in the operator's folder, and nowhere in what everybody can read.
func TestProblemsAreTheOperators(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.computer.failing = 1
	w, stop := b.start()
	b.until("ready", func() bool { code, _ := get(t, w, "/readyz"); return code == http.StatusOK })
	id := b.chain.open(5000)
	why := "task " + id + ": retry: " + io.ErrUnexpectedEOF.Error()
	b.until("noted", func() bool { return LastProblem(b.home, w.Address()) == why })
	b.untilState(id, pocotypes.MemberState_MEMBER_STATE_ACCEPTED)
	_, body := get(t, w, "/status")
	require.Contains(t, body, `"last_problem": "task `+id+`: retry"`)
	for _, path := range []string{"/status", "/metrics", "/readyz", "/tasks/" + id} {
		_, body := get(t, w, path)
		require.NotContains(t, body, io.ErrUnexpectedEOF.Error(), path)
	}
	require.Empty(t, LastProblem(b.home, "another"))
	require.NoError(t, stop())
	w, _ = b.start()
	b.until("ready", func() bool { code, _ := get(t, w, "/readyz"); return code == http.StatusOK })
	require.Empty(t, LastProblem(b.home, w.Address()), "it was before this run")
}
