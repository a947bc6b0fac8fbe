package cli

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/worker/livelog"
	"github.com/iexecd/iexecd/x/poco/types"
)

// accessFor is how long a signature for the output of a task is good.
const accessFor = 2 * time.Minute

// logReader reads what an app says, from one of the workers that run it: each
// tells it of itself, and the workers do not agree on it. If one goes away it goes
// on at another, where it was.
type logReader struct {
	chainID string
	key     livelog.Signer
	now     func() time.Time
	look    func(context.Context) (*types.Task, error)               // at the task
	url     func(ctx context.Context, worker string) (string, error) // of a worker
	only    string                                                   // worker; empty = any

	each func(worker string, l livelog.Line) error
	say  func(format string, args ...any)

	at   livelog.Offsets
	from string            // worker of the last piece
	why  map[string]string // what is wrong with a worker, as it was said
}

// newLogReader returns a reader of a task's output as the key in use.
func (s *session) newLogReader(ctx context.Context, n *node, key livelog.Signer, task string) (*logReader, error) {
	chainID, err := n.client.ChainID(ctx)
	if err != nil {
		return nil, err
	}
	return &logReader{
		chainID: chainID, key: key, now: s.now, say: s.say, why: map[string]string{},
		look: func(ctx context.Context) (*types.Task, error) { return n.Task(ctx, task) },
		url: func(ctx context.Context, worker string) (string, error) {
			r, err := n.poco.Worker(ctx, &types.QueryWorkerRequest{Address: worker})
			if err != nil {
				return "", err
			}
			return r.Worker.Url, nil
		},
	}, nil
}

// hasOutput tells whether a member may have the output of an app.
func hasOutput(m types.Member) bool {
	return m.State != types.MemberState_MEMBER_STATE_MISSED && m.State != types.MemberState_MEMBER_STATE_UNSPECIFIED
}

// workers returns whom to ask, the one that told last first.
func (r *logReader) workers(t *types.Task) ([]string, error) {
	var all []string
	for _, m := range slices.Concat(t.Members, t.Audit.Auditors) {
		if hasOutput(m) && (r.only == "" || m.Worker == r.only) {
			all = append(all, m.Worker)
		}
	}
	if r.only != "" && len(all) == 0 && ended(t) {
		return nil, notFound("Worker "+r.only+" did not run task "+short(t.Id), "", "iexecd task show "+t.Id)
	}
	if i := slices.Index(all, r.from); i > 0 {
		all[0], all[i] = all[i], all[0]
	}
	return all, nil
}

// read tells what there is; with follow all that comes, until the app ended.
func (r *logReader) read(ctx context.Context, follow bool) error {
	for {
		t, err := r.look(ctx)
		if err != nil {
			return err
		}
		workers, err := r.workers(t)
		if err != nil {
			return err
		}
		for _, worker := range workers {
			end, err := r.readFrom(ctx, t, worker, follow)
			switch {
			case ctx.Err() != nil:
				return ctx.Err()
			case err != nil:
				if err := r.note(t, worker, err); err != nil {
					return err
				}
				continue
			case end == livelog.EndOfApp || !follow:
				return nil
			}
			break // sent away after a silence: it is asked again
		}
		if !follow || ended(t) {
			return r.nobody(t, len(workers))
		}
		if err := pause(ctx, shortestPause); err != nil {
			return err
		}
	}
}

// readFrom reads from one worker.
func (r *logReader) readFrom(ctx context.Context, t *types.Task, worker string, follow bool) (string, error) {
	url, err := r.url(ctx, worker)
	if err != nil {
		return "", err
	}
	return r.readAt(ctx, t, worker, url, follow)
}

func (r *logReader) readAt(ctx context.Context, t *types.Task, worker, url string, follow bool) (string, error) {
	task, err := ident.ParseHash(t.Id)
	if err != nil {
		return "", err
	}
	who, err := parseAccount(worker)
	if err != nil {
		return "", err
	}
	header, err := livelog.Authorize(r.key, livelog.Access{
		ChainID: r.chainID, Task: task, Worker: who, ExpiresUnix: r.now().Add(accessFor).Unix(),
	})
	if err != nil {
		return "", err
	}
	from := livelog.Reader{URL: url, Task: task, Authorization: header, Follow: follow}
	return from.Read(ctx, &r.at, func(l livelog.Line) error {
		if r.from != worker {
			r.tellWorker(worker)
		}
		return r.each(worker, l)
	})
}

func (r *logReader) tellWorker(worker string) {
	if r.from == "" {
		r.say("   as worker %s tells it; no other worker vouches for it:", worker)
	} else {
		r.say("   going on with worker %s:", worker)
	}
	r.from = worker
}

// note says once what is wrong with a worker, and returns what no other worker
// would answer better. That a worker has nothing yet is not said.
func (r *logReader) note(t *types.Task, worker string, err error) error {
	refused, isRefused := errors.AsType[*livelog.RefusedError](err)
	if isRefused && refused.Status == http.StatusForbidden {
		return notRequester(t, refused.Text)
	}
	text := clean(err.Error())
	if r.why[worker] != text && (!isRefused || refused.Status != http.StatusNotFound) {
		r.say("   worker %s: %s", worker, text)
	}
	r.why[worker] = text
	return nil
}

// nobody is why there is no output.
func (r *logReader) nobody(t *types.Task, asked int) error {
	if asked == 0 {
		return notFound("No worker has the output of task "+short(t.Id), "none was drawn, or none answered in time",
			"iexecd task why "+t.Id)
	}
	why := fmt.Sprintf("asked %s", count(uint64(asked), "worker")) //nolint:gosec // a count
	if len(r.why) > 0 {
		worker := slices.Min(slices.Collect(maps.Keys(r.why)))
		why = fmt.Sprintf("%s; %s: %s", why, shortAddress(worker), r.why[worker])
	}
	return &Error{
		Code: codeNoResult, Exit: ExitNotFound, Why: why,
		What: "The output of task " + short(t.Id) + " cannot be fetched",
		Next: []string{"iexecd task show " + t.Id},
	}
}

func notRequester(t *types.Task, why string) *Error {
	return &Error{
		Code: codeWrongKey, Exit: ExitKey, What: "The output of task " + short(t.Id) + " is its requester's", Why: why,
		Next: []string{"--from the key of " + t.Requester},
	}
}
