package worker

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/iexecd/iexecd/worker/agent"
	"github.com/iexecd/iexecd/worker/livelog"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

// Status is what GET /status answers.
type Status struct {
	Worker      string            `json:"worker"`
	ChainID     string            `json:"chain_id"`
	URL         string            `json:"url"`
	Online      bool              `json:"online"`
	Draining    bool              `json:"draining"`
	StartedUnix int64             `json:"started_unix"`
	Height      int64             `json:"height"`
	SeenUnix    int64             `json:"seen_unix"` // local time of the last block seen
	Slots       uint32            `json:"slots"`
	Running     int               `json:"running"` // being fetched or run
	Open        int               `json:"open"`    // not closed yet
	IdleBecause string            `json:"idle_because"`
	EarnedNRLC  uint64            `json:"earned_nrlc"`   // paid so far, as the next four at the last look
	Maturing    uint64            `json:"maturing_nrlc"` // earned, held back
	NextMatures int64             `json:"next_matures_height"`
	LockedNRLC  uint64            `json:"locked_nrlc"`       // of the bond, at stake
	JailedUntil int64             `json:"jailed_until_unix"` // 0 = not in jail
	LastProblem string            `json:"last_problem"`      // which task; why is in LastProblem and the log
	Declined    uint64            `json:"declined"`          // tasks that the policy did not take, since the start
	LastDecline string            `json:"last_declined"`     // the last of them, and why
	NotReady    string            `json:"not_ready"`         // why the machine can not work; empty = it can
	Policy      bool              `json:"policy"`            // there is one
	Tasks       map[string]string `json:"tasks"`             // last news of each open task
}

// staleAfter is the silence after which a worker is not ready.
const staleAfter = time.Minute

// statusBoard is the status, written by the worker and read over HTTP.
type statusBoard struct {
	mu sync.Mutex
	s  Status
}

func newStatusBoard(address string, c Config) *statusBoard {
	return &statusBoard{s: Status{
		Worker: address, URL: c.URL, Slots: c.Slots, StartedUnix: time.Now().Unix(), Tasks: map[string]string{},
		Policy: !c.Policy.Everything(),
	}}
}

// sick notes why the machine can not work, "" if it can.
func (b *statusBoard) sick(why string) { b.change(func(s *Status) { s.NotReady = why }) }

func (b *statusBoard) settings(now Settings) {
	b.change(func(s *Status) { s.Slots, s.Policy = now.Slots, !now.Policy.Everything() })
}

func (b *statusBoard) change(do func(*Status)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	do(&b.s)
}

func (b *statusBoard) online(chainID string) {
	b.change(func(s *Status) { s.Online, s.ChainID = true, chainID })
}

// chainID returns the id of the chain that the worker joined, "" before.
func (b *statusBoard) chainID() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.s.ChainID
}

func (b *statusBoard) drain() { b.change(func(s *Status) { s.Draining = true }) }

func (b *statusBoard) step(height int64, running, open int) {
	b.change(func(s *Status) {
		if height > s.Height {
			s.SeenUnix = time.Now().Unix()
		}
		s.Height, s.Running, s.Open = height, running, open
	})
}

func (b *statusBoard) record(r *pocotypes.QueryWorkerResponse) {
	b.change(func(s *Status) {
		s.IdleBecause = r.IdleBecause
		s.EarnedNRLC, s.Maturing = r.Worker.Reputation.EarnedNrlc, r.Worker.MaturingNrlc
		s.NextMatures, s.LockedNRLC, s.JailedUntil = r.NextMaturesHeight, r.Worker.LockedNrlc, jailedUntil(r)
	})
}

// jailedUntil returns when the present jail term ends, 0 if there is none.
func jailedUntil(r *pocotypes.QueryWorkerResponse) int64 {
	if r.Worker.Status != pocotypes.WorkerStatus_WORKER_STATUS_JAILED {
		return 0
	}
	return r.Worker.JailedUntilUnix
}

func (b *statusBoard) news(t agent.Tell) {
	b.change(func(s *Status) {
		if t.News == agent.NewsClosed {
			delete(s.Tasks, t.Task.String())
			return
		}
		s.Tasks[t.Task.String()] = string(t.News)
		if t.News == agent.NewsDeclined {
			s.Declined++
			s.LastDecline = fmt.Sprintf("task %s: %s", t.Task, t.Why)
			return
		}
		if t.Why != "" {
			s.LastProblem = fmt.Sprintf("task %s: %s", t.Task, t.News)
		}
	})
}

// json returns the status as JSON.
func (b *statusBoard) json() ([]byte, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return json.MarshalIndent(b.s, "", "  ")
}

// notReady tells why the worker can not take tasks, "" if it can.
func (b *statusBoard) notReady(now time.Time) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	seen := time.Unix(b.s.SeenUnix, 0)
	switch {
	case !b.s.Online:
		return "not registered yet"
	case b.s.Draining:
		return "draining"
	case now.Sub(seen) > staleAfter:
		return fmt.Sprintf("no block seen for %s, expected one in %s", now.Sub(seen).Round(time.Second), staleAfter)
	case b.s.NotReady != "":
		return b.s.NotReady
	}
	return ""
}

// serve answers HTTP until the returned function is called; ctx must outlive that.
func (w *Worker) serve(ctx context.Context) func() {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", w.metrics.handler())
	mux.HandleFunc("GET /healthz", func(out http.ResponseWriter, _ *http.Request) { _, _ = out.Write([]byte("ok\n")) })
	mux.HandleFunc("GET /readyz", func(out http.ResponseWriter, _ *http.Request) {
		if why := w.status.notReady(time.Now()); why != "" {
			http.Error(out, why, http.StatusServiceUnavailable)
			return
		}
		_, _ = out.Write([]byte("ready\n"))
	})
	mux.HandleFunc("GET /status", func(out http.ResponseWriter, _ *http.Request) {
		bz, err := w.status.json()
		if err != nil {
			http.Error(out, err.Error(), http.StatusInternalServerError)
			return
		}
		out.Header().Set("Content-Type", "application/json")
		_, _ = out.Write(append(bz, '\n'))
	})
	if h, ok := w.deps.Computer.(http.Handler); ok {
		mux.Handle("/", h)
	}
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: time.Minute}
	if k, ok := w.deps.Computer.(livelog.Keeper); ok {
		logs := livelog.NewHandler(livelog.Options{Keeper: k, Worker: w.id, ChainID: w.status.chainID})
		mux.Handle("GET /tasks/{task}/logs", logs)
		server.RegisterOnShutdown(logs.Close)
	}
	w.work.Go(func() { _ = server.Serve(w.listener) })
	return func() {
		ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
		defer cancel()
		if server.Shutdown(ctx) != nil {
			_ = server.Close()
		}
	}
}
