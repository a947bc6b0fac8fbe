package livelog

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
	"github.com/iexecd/iexecd/worker/driver"
)

// person is an account that signs.
type person struct{ *ethsecp256k1.PrivKey }

func newPerson(t *testing.T) person {
	t.Helper()
	key, err := ethsecp256k1.GenPrivKey()
	require.NoError(t, err)
	return person{key}
}

func (p person) Address() ident.Address { return ident.Address(p.PubKey().Address()) }

// shelf has one log.
type shelf struct {
	task  ident.Hash
	log   *Log
	owner ident.Address
}

func (s shelf) Log(task ident.Hash) (*Log, ident.Address, error) {
	if task != s.task {
		return nil, ident.Address{}, ErrNone
	}
	return s.log, s.owner, nil
}

var (
	task   = ident.Keccak256([]byte("task"))
	worker = ident.Address{7}
)

// desk is a server with one log.
type desk struct {
	*testing.T
	log     *Log
	owner   person
	handler *Handler
	url     string
}

func newDesk(t *testing.T, o Options) *desk {
	t.Helper()
	d := &desk{T: t, log: New(), owner: newPerson(t)}
	o.Keeper, o.Worker = shelf{task, d.log, d.owner.Address()}, worker
	if o.ChainID == nil {
		o.ChainID = func() string { return "chain-1" }
	}
	d.handler = NewHandler(o)
	mux := http.NewServeMux()
	mux.Handle("GET /tasks/{task}/logs", d.handler)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	t.Cleanup(d.handler.Close)
	d.url = server.URL
	return d
}

// access is what the owner signs, good for a minute.
func access() Access {
	return Access{ChainID: "chain-1", Task: task, Worker: worker, ExpiresUnix: time.Now().Add(time.Minute).Unix()}
}

func (d *desk) reader(follow bool) Reader {
	header, err := Authorize(d.owner, access())
	require.NoError(d, err)
	return Reader{URL: d.url, Task: task, Authorization: header, Follow: follow}
}

// read returns what of each stream a reader gets, and how it ended.
func (d *desk) read(r Reader, at Offsets) (got map[string]string, end string, err error) {
	got = map[string]string{}
	end, err = r.Read(d.Context(), &at, func(l Line) error {
		got[l.Stream] += string(l.Content())
		return nil
	})
	return got, end, err
}

func TestReadsWhatWasSaid(t *testing.T) {
	t.Parallel()
	d := newDesk(t, Options{})
	d.log.Write(false, []byte("one\n"))
	d.log.Write(true, []byte("bad \xff\n"))
	got, end, err := d.read(d.reader(false), Offsets{})
	require.NoError(t, err)
	require.Equal(t, EndOfNow, end)
	require.Equal(t, map[string]string{"stdout": "one\n", "stderr": "bad \xff\n"}, got)

	got, _, err = d.read(d.reader(false), Offsets{2, 6})
	require.NoError(t, err)
	require.Equal(t, map[string]string{"stdout": "e\n"}, got)
	got, _, err = d.read(d.reader(false), Offsets{1 << 40, 0})
	require.NoError(t, err)
	require.Equal(t, map[string]string{"stderr": "bad \xff\n"}, got, "beyond the end there is nothing")

	long := strings.Repeat("é", driver.MaxStdioBytes)
	d.log.Write(false, []byte(long))
	got, _, err = d.read(d.reader(false), Offsets{})
	require.NoError(t, err)
	require.Equal(t, ("one\n" + long)[:driver.MaxStdioBytes], got["stdout"], "capped")
}

func TestFollows(t *testing.T) {
	t.Parallel()
	d := newDesk(t, Options{})
	pieces := make(chan string)
	done := make(chan error, 1)
	go func() {
		var at Offsets
		end, err := d.reader(true).Read(t.Context(), &at, func(l Line) error {
			pieces <- l.Stream + ":" + l.Text
			return nil
		})
		if err == nil && (end != EndOfApp || at != Offsets{6, 3}) {
			err = fmt.Errorf("ended with %q at %s", end, &at)
		}
		done <- err
	}()
	d.log.Write(false, []byte("one"))
	require.Equal(t, "stdout:one", <-pieces, "while it is said")
	d.log.Write(true, []byte("two"))
	require.Equal(t, "stderr:two", <-pieces)
	d.log.End([]byte("onemor"), []byte("two"))
	require.Equal(t, "stdout:mor", <-pieces)
	require.NoError(t, <-done)
}

// Whoever is not the requester, or did not sign for just this, is refused.
func TestRefusals(t *testing.T) {
	t.Parallel()
	d := newDesk(t, Options{})
	d.log.Write(false, []byte("secret"))
	signed := func(p person, change func(*Access)) string {
		a := access()
		change(&a)
		header, err := Authorize(p, a)
		require.NoError(t, err)
		return header
	}
	good := signed(d.owner, func(*Access) {})
	parts, bech32 := strings.Split(good, ":"), account.Bech32(d.owner.Address())
	later := fmt.Sprint(access().ExpiresUnix + 9)
	flipped := good[:len(good)-1] + map[bool]string{true: "1", false: "0"}[good[len(good)-1] == '0']
	in := func(left time.Duration) func(*Access) {
		return func(a *Access) { a.ExpiresUnix = time.Now().Add(left).Unix() }
	}
	for name, c := range map[string]struct {
		path   string
		header string
		code   int
		says   string
	}{
		"good":              {"", good, 200, "secret"},
		"with V":            {"", good + "1b", 200, "secret"},
		"0x address":        {"", strings.Replace(good, bech32, d.owner.Address().String(), 1), 200, "secret"},
		"nothing":           {"", "", 401, "for its requester"},
		"other scheme":      {"", "Bearer x", 401, "for its requester"},
		"no address":        {"", scheme + " x:1:0x00", 401, "not an account"},
		"no number":         {"", strings.Replace(good, parts[1], "soon", 1), 401, "no number"},
		"no signature":      {"", parts[0] + ":" + parts[1] + ":0x", 401, "64 or 65 bytes"},
		"zero signature":    {"", parts[0] + ":" + parts[1] + ":0x" + strings.Repeat("0", 128), 401, "is not of"},
		"a bit flipped":     {"", flipped, 401, "is not of"},
		"long":              {"", scheme + " " + strings.Repeat(":", 1000), 401, "for its requester"},
		"expired":           {"", signed(d.owner, in(-time.Second)), 401, "expired"},
		"for too long":      {"", signed(d.owner, in(MaxAccessFor+time.Minute)), 401, "at most 300 s"},
		"expiry changed":    {"", strings.Replace(good, parts[1], later, 1), 401, "is not of"},
		"for another chain": {"", signed(d.owner, func(a *Access) { a.ChainID = "chain-2" }), 401, "is not of"},
		"for another task":  {"", signed(d.owner, func(a *Access) { a.Task[0]++ }), 401, "is not of"},
		"at another worker": {"", signed(d.owner, func(a *Access) { a.Worker[0]++ }), 401, "is not of"},
		"somebody else":     {"", signed(newPerson(t), func(*Access) {}), 403, "not for"},
		"no such task": {
			"/tasks/" + ident.Hash{}.String() + "/logs", signed(d.owner, func(a *Access) { a.Task = ident.Hash{} }),
			404, "no output",
		},
		"no task":     {"/tasks/x/logs", good, 400, "hexadecimal"},
		"bad offsets": {"/tasks/" + task.String() + "/logs?from=1", good, 400, "two numbers"},
		"negative":    {"/tasks/" + task.String() + "/logs?from=1,-1", good, 400, "two numbers"},
	} {
		t.Run(name, func(t *testing.T) {
			if c.path == "" {
				c.path = "/tasks/" + task.String() + "/logs"
			}
			request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, d.url+c.path, nil)
			require.NoError(t, err)
			request.Header.Set("Authorization", c.header)
			response, err := http.DefaultClient.Do(request)
			require.NoError(t, err)
			defer func() { _ = response.Body.Close() }()
			bz, err := io.ReadAll(response.Body)
			require.NoError(t, err)
			require.Equal(t, c.code, response.StatusCode, "%s", bz)
			require.Contains(t, string(bz), c.says)
			if c.code != 200 {
				require.NotContains(t, string(bz), "secret")
				require.Contains(t, string(bz), `{"error":`)
			}
		})
	}
}

func TestNobodyReadsWhatNobodyAskedFor(t *testing.T) {
	t.Parallel()
	d := newDesk(t, Options{})
	d.handler.o.Keeper = shelf{task: task, log: d.log} // of no requester
	_, _, err := d.read(d.reader(false), Offsets{})
	requireStatus(t, http.StatusForbidden, err)
	d.handler.o.ChainID = func() string { return "" }
	_, _, err = d.read(d.reader(false), Offsets{})
	requireStatus(t, http.StatusServiceUnavailable, err)
}

func requireStatus(t *testing.T, want int, err error) {
	t.Helper()
	var refused *RefusedError
	require.ErrorAs(t, err, &refused)
	require.Equal(t, want, refused.Status, refused.Text)
}

// follow starts a reader that follows, and returns once it is counted.
func (d *desk) follow(ctx context.Context) chan error {
	d.Helper()
	before := d.readers()
	done := make(chan error, 1)
	go func() {
		var at Offsets
		_, err := d.reader(true).Read(ctx, &at, func(Line) error { return nil })
		done <- err
	}()
	require.Eventually(d, func() bool { return d.readers() == before+1 }, 10*time.Second, time.Millisecond)
	return done
}

func (d *desk) readers() int {
	d.handler.mu.Lock()
	defer d.handler.mu.Unlock()
	return d.handler.total
}

func TestReadersAreBounded(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]Options{"of a task": {PerTask: 2, Total: 9}, "of all": {PerTask: 9, Total: 2}} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, o)
			ctx, cancel := context.WithCancel(t.Context())
			first := d.follow(ctx)
			d.follow(t.Context())
			_, _, err := d.read(d.reader(false), Offsets{})
			requireStatus(t, http.StatusTooManyRequests, err)
			cancel()
			require.ErrorIs(t, <-first, context.Canceled)
			require.Eventually(t, func() bool { return d.readers() == 1 }, 10*time.Second, time.Millisecond)
			_, _, err = d.read(d.reader(false), Offsets{})
			require.NoError(t, err, "there is room again")
		})
	}
}

func TestSilentReadersAreSentAway(t *testing.T) {
	t.Parallel()
	d := newDesk(t, Options{Idle: 50 * time.Millisecond})
	_, end, err := d.read(d.reader(true), Offsets{})
	require.NoError(t, err)
	require.Equal(t, EndOfNow, end)
	require.Zero(t, d.readers())

	d = newDesk(t, Options{})
	done := d.follow(t.Context())
	d.handler.Close()
	require.NoError(t, <-done, "when the worker ends its readers do")
}

// A reader that takes nothing does not hold its place, nor the app.
func TestSlowReadersAreDropped(t *testing.T) {
	t.Parallel()
	d := newDesk(t, Options{Slow: 100 * time.Millisecond})
	for i := range 2 { // 2 MiB at once are more than the buffers on the way take
		d.log.Write(i == 1, []byte(strings.Repeat("\x00", driver.MaxStdioBytes)))
	}
	r := d.reader(true)
	url := d.url + "/tasks/" + task.String() + "/logs?follow=1"
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	require.NoError(t, err)
	request.Header.Set("Authorization", r.Authorization)
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	require.Eventually(t, func() bool { return d.readers() == 0 }, 10*time.Second, 10*time.Millisecond)
}

// What a worker answers is checked: it must be pieces in order, and a last line.
func TestAnswersAreChecked(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ answer, says string }{
		"cut":          {`{"stream":"stdout","offset":0,"text":"x"}` + "\n", ErrCut.Error()},
		"nothing":      {"", ErrCut.Error()},
		"no JSON":      {"hello\n", "no log"},
		"a gap":        {`{"stream":"stdout","offset":1,"text":"x"}` + "\n", "no log"},
		"other stream": {`{"stream":"stdin","offset":0,"text":"x"}` + "\n", "no log"},
		"empty piece":  {`{"stream":"stdout","offset":0}` + "\n", "no log"},
		"endless line": {strings.Repeat("x", maxLineBytes+1), "too long"},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				_, _ = io.WriteString(w, c.answer)
			}))
			defer server.Close()
			var at Offsets
			_, err := Reader{URL: server.URL, Task: task}.Read(t.Context(), &at, func(Line) error { return nil })
			require.ErrorContains(t, err, c.says)
		})
	}
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	var at Offsets
	_, err := Reader{URL: server.URL, Task: task}.Read(t.Context(), &at, nil)
	requireStatus(t, http.StatusNotFound, err)
	d := newDesk(t, Options{})
	d.log.End([]byte("x"), nil)
	stop := errors.New("stop")
	_, err = d.reader(true).Read(t.Context(), &at, func(Line) error { return stop })
	require.ErrorIs(t, err, stop)
}

// Whatever the header is, it is refused and nothing panics.
func FuzzAuthorization(f *testing.F) {
	f.Add(scheme+" 0x0700000000000000000000000000000000000000:1900000000:0x00", int64(1899999999))
	f.Add(scheme+" ::", int64(0))
	f.Fuzz(func(t *testing.T, header string, now int64) {
		_, err := access().signedBy(header, time.Unix(now, 0))
		require.Error(t, err)
	})
}
