package worker

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
	"github.com/iexecd/iexecd/worker/chain"
	"github.com/iexecd/iexecd/worker/contract"
	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/driver/fake"
	"github.com/iexecd/iexecd/worker/livelog"
)

// logsOf serves a sandbox's logs as its worker does and returns how the requester reads them.
func logsOf(t *testing.T, s *Sandbox, key chain.Key, task ident.Hash) func() (string, string, error) {
	t.Helper()
	mux := http.NewServeMux()
	mux.Handle("GET /tasks/{task}/logs", livelog.NewHandler(livelog.Options{
		Keeper: s, ChainID: func() string { return "chain-1" },
	}))
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	header, err := livelog.Authorize(key, livelog.Access{
		ChainID: "chain-1", Task: task, ExpiresUnix: time.Now().Add(time.Minute).Unix(),
	})
	require.NoError(t, err)
	return func() (string, string, error) {
		said := ""
		var at livelog.Offsets
		end, err := livelog.Reader{URL: server.URL, Task: task, Authorization: header}.Read(t.Context(), &at,
			func(l livelog.Line) error {
				said += l.Stream + ":" + string(l.Content()) + ";"
				return nil
			})
		return said, end, err
	}
}

// TestLogs: what an app says is there while it runs, after it ended, and after the
// worker came back; of a run that this machine failed nothing stays.
func TestLogs(t *testing.T) {
	t.Parallel()
	priv, err := ethsecp256k1.GenPrivKey()
	require.NoError(t, err)
	key, err := chain.RawKey(priv)
	require.NoError(t, err)
	task := ident.Hash{1}
	var read func() (string, string, error)
	during := ""
	run := fake.Run{Cause: poco.CauseExit, Exit: 3, Stdout: "one\n", Stderr: "two\n"}
	d := fake.New(func(s driver.Spec) fake.Run {
		s.Live(false, []byte("one\n"))
		var end string
		during, end, err = read()
		require.NoError(t, err)
		require.Equal(t, livelog.EndOfNow, end)
		return run
	})
	home := t.TempDir()
	s, err := NewSandbox(t.Context(), home, Drivers{Wasm: d}, 1<<20)
	require.NoError(t, err)
	read = logsOf(t, s, key, task)
	_, _, err = read()
	require.ErrorContains(t, err, "404")

	spec := Spec{Task: contract.Task{ID: task}, Offer: Offer{Requester: key.Address()}}
	run.Err = errors.New("a broken disk")
	_, err = s.Compute(t.Context(), spec)
	require.ErrorIs(t, err, run.Err)
	_, _, err = read()
	require.ErrorContains(t, err, "404")

	run.Err = nil
	_, err = s.Compute(t.Context(), spec)
	require.NoError(t, err)
	require.Equal(t, "stdout:one\n;", during)
	after := func() {
		said, end, err := read()
		require.NoError(t, err)
		require.Equal(t, livelog.EndOfApp, end)
		require.Equal(t, "stdout:one\n;stderr:two\n;", said)
	}
	after()
	require.NoError(t, s.Forget(task))
	require.NoError(t, s.Close())
	s, err = NewSandbox(t.Context(), home, Drivers{Wasm: d}, 1<<20)
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	read = logsOf(t, s, key, task)
	after()
}
