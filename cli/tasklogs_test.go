package cli

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
	"github.com/iexecd/iexecd/dev"
	"github.com/iexecd/iexecd/worker/chain"
	"github.com/iexecd/iexecd/worker/driver/drivertest"
	"github.com/iexecd/iexecd/worker/livelog"
	"github.com/iexecd/iexecd/x/poco/types"
)

// replies is a worker that gives one answer after the other, the last for ever.
func replies(t *testing.T, all ...string) string {
	t.Helper()
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		answer := all[min(asked, len(all)-1)]
		asked++
		var code int
		if _, err := fmt.Sscanf(answer, "%d", &code); err == nil {
			w.WriteHeader(code)
			answer = `{"error":"because"}`
		}
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func piece(stream string, offset int, text string) string {
	return fmt.Sprintf(`{"stream":%q,"offset":%d,"text":%q}`+"\n", stream, offset, text)
}

const (
	appEnds = `{"offset":0,"end":"app"}` + "\n"
	runsOn  = `{"offset":0,"end":"running"}` + "\n"
)

// A reader goes from worker to worker, where it was, until the app ended.
func TestLogReader(t *testing.T) {
	priv, err := ethsecp256k1.GenPrivKey()
	require.NoError(t, err)
	key, err := chain.RawKey(priv)
	require.NoError(t, err)
	names := []string{account.Bech32(ident.Address{1}), account.Bech32(ident.Address{2})}
	for name, c := range map[string]struct {
		workers [2][]string
		state   types.TaskState
		only    string
		once    bool
		got     string
		says    string // part of what is told beside it
		fails   string
	}{
		"one worker": {
			workers: [2][]string{{piece("stdout", 0, "a") + piece("stderr", 0, "b") + appEnds}, {"500"}},
			got:     "0:a 0:b ", says: "as worker " + names[0] + " tells it",
		},
		"the first is cut off": {
			workers: [2][]string{{piece("stdout", 0, "abc")}, {piece("stdout", 3, "def") + appEnds}},
			got:     "0:abc 1:def ", says: "going on with worker " + names[1],
		},
		"not started yet": {
			workers: [2][]string{{"404", "404", piece("stdout", 0, "a") + appEnds}, {"404"}}, got: "0:a ",
		},
		"sent away and back": {
			workers: [2][]string{{piece("stdout", 0, "a") + runsOn, piece("stdout", 1, "b") + appEnds}, {"500"}},
			got:     "0:a 0:b ",
		},
		"too many readers": {
			workers: [2][]string{{"429"}, {piece("stdout", 0, "a") + appEnds}}, got: "1:a ", says: "HTTP 429: because",
		},
		"what there is": {
			workers: [2][]string{{piece("stdout", 0, "a") + runsOn}, {"500"}}, once: true, got: "0:a ",
		},
		"only the second": {
			workers: [2][]string{{"500"}, {piece("stdout", 0, "a") + appEnds}}, only: names[1], got: "1:a ",
		},
		"a worker that lies about offsets": {
			workers: [2][]string{{piece("stdout", 5, "zz")}, {piece("stdout", 0, "a") + appEnds}},
			got:     "1:a ", says: "is no log",
		},
		"nobody has it":  {workers: [2][]string{{"404"}, {"404"}}, state: completed, fails: "asked 2 workers"},
		"not for us":     {workers: [2][]string{{"403"}, {"404"}}, fails: "is its requester's"},
		"none yet, once": {workers: [2][]string{{"404"}, {"404"}}, once: true, fails: "asked 2 workers"},
		"no such worker": {
			workers: [2][]string{{"500"}, {"500"}}, state: completed,
			only: account.Bech32(ident.Address{9}), fails: "did not run task",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			urls := map[string]string{}
			task := testTask(0, max(c.state, committing), 1)
			for i, w := range names {
				m := member("x", 1, drawn, "")
				m.Worker, urls[w] = w, replies(t, c.workers[i]...)
				task.Members = append(task.Members, m)
			}
			var got, told strings.Builder
			r := &logReader{
				chainID: "chain-1", key: key, now: time.Now, only: c.only, why: map[string]string{},
				look: func(context.Context) (*types.Task, error) { return &task, nil },
				url:  func(_ context.Context, worker string) (string, error) { return urls[worker], nil },
				say:  func(format string, args ...any) { fmt.Fprintf(&told, format+"\n", args...) },
				each: func(worker string, l livelog.Line) error {
					seat := map[string]int{names[1]: 1}[worker]
					fmt.Fprintf(&got, "%d:%s ", seat, l.Text)
					return nil
				},
			}
			err := r.read(t.Context(), !c.once)
			if c.fails != "" {
				require.ErrorContains(t, err, c.fails)
			} else {
				require.NoError(t, err)
			}
			require.Equal(t, c.got, got.String())
			require.Contains(t, told.String(), c.says)
		})
	}
}

// Lines of the output come whole, and harmless.
func TestLiveOutput(t *testing.T) {
	s, _, stderr := testSession(formatText)
	o := &liveOutput{session: s, partial: map[string][]byte{}}
	for _, l := range []livelog.Line{
		{Stream: "stdout", Text: "one\ntw"},
		{Stream: "stderr", Text: "bad\n"},
		{Stream: "stdout", Bytes: []byte("o\x1b[31m\xff\nthree")},
	} {
		require.NoError(t, o.show("0x", "w", l))
	}
	o.flush()
	require.Equal(t, "   | one\n   ! bad\n   | two [31m\uFFFD\n   | three\n", stderr.String())

	s, stdout, _ := testSession(formatJSONL)
	o = &liveOutput{session: s}
	require.NoError(t, o.show("0x01", "w", livelog.Line{Stream: "stderr", Offset: 0, Text: "x"}))
	require.JSONEq(t, `{"time":"2026-03-01T12:00:00Z","type":"task.output","task":"0x01","worker":"w","stream":"stderr",
		"offset":0,"text":"x"}`, stdout.String())
	var none *liveOutput
	none.begin(t.Context(), "0x01")
	none.end()
}

// An app's output is seen while it runs, by who bought it and by nobody else.
func TestOutputOnDevNetwork(t *testing.T) {
	app := drivertest.BuildGo(t)(t)
	d := newDevNet(t, dev.Options{})
	d.ok(t, "app", "publish", app, "--name", "talker", "--price", "0.01rlc", "--yes", "--from", "bob")
	dir := filepath.Join(t.TempDir(), "out")
	exit, _, stderr := d.run(t, "run", "talker", "--yes", "--follow", "--out", dir, "--", "talk", "3", "120")
	require.Equal(t, ExitOK, exit, stderr)
	require.Regexp(t, `as worker iexec1\w+ tells it`, stderr)
	require.Less(t, strings.Index(stderr, "| line 1"), strings.Index(stderr, "commit"), stderr)
	require.Contains(t, stderr, "| line 3\n")
	require.Regexp(t, `! done \d+`, stderr)
	for name, want := range map[string]string{"stdout.txt": "line 1\nline 2\nline 3\n", "stderr.txt": "done "} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		require.Contains(t, string(text), want)
	}

	exit, _, stderr = d.run(t, "run", "talker", "--yes", "--follow", "--", "talk", "2", "1", "fail")
	require.Equal(t, ExitTaskFailed, exit, stderr)
	require.Contains(t, stderr, "| line 2")
	require.Contains(t, stderr, "it ended with exit code 3")

	var id string
	for word := range strings.FieldsSeq(d.ok(t, "task", "ls", "--limit", "1")) {
		if hashText.MatchString(word) {
			id = word
		}
	}
	require.Equal(t, "line 1\nline 2\n", d.ok(t, "task", "logs", id, "--stdout"))
	require.Regexp(t, `^done \d+\n$`, d.ok(t, "task", "logs", id, "--stderr", "--follow"))
	require.Regexp(t, `"worker":"iexec1\w+","stdout":"line 1\\nline 2\\n","stderr":"done`,
		d.ok(t, "task", "logs", id, "-o", "json"))
	exit, _, stderr = d.run(t, "task", "logs", id, "--from", "bob")
	require.Equal(t, ExitKey, exit, stderr)
	require.Contains(t, stderr, "is its requester's")
	exit, _, _ = d.run(t, "task", "logs", id, "--worker", account.Bech32(ident.Address{1}))
	require.Equal(t, ExitNotFound, exit)
}
