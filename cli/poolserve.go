package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/spf13/cobra"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/iexecd/iexecd/worker/chain"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	"github.com/iexecd/iexecd/x/poco/types"
)

// The types of events of pool serve.
const (
	eventPoolServing    = "pool.serving"
	eventPoolFound      = "pool.task_found"
	eventPoolAuthorized = "pool.authorized"
	eventPoolRefused    = "pool.refused"
	eventPoolShort      = "pool.short"
	eventPoolAdvanced   = "pool.advanced"
	eventPoolEnded      = "pool.task_ended"
	eventPoolProblem    = "pool.problem"
)

const (
	servePoll   = time.Second
	rescanEvery = 10 * time.Minute // all deals are looked at again, should an event have been missed
)

func poolServe() *cobra.Command {
	cmd := command("serve", "Choose workers for the tasks of an owner-scheduled pool, until Ctrl-C", `
iexecd pool serve --pool 0x77aa… --from owner
iexecd pool serve --pool 0x77aa… -o jsonl`, cobra.NoArgs, servePool)
	keyFlags(cmd.Flags())
	cmd.Flags().String(flagPool, "", "id of the pool")
	_ = cmd.MarkFlagRequired(flagPool)
	return cmd
}

// served is an open task that the scheduler looks after.
type served struct {
	deal  *markettypes.Deal
	since map[string]int64 // when each seat was first seen, chain time
	short int              // seats when it was last told that workers lack, -1 = not told
}

// scheduler chooses workers for the open tasks of one pool. All that matters is
// on the chain: one that starts anew goes on where another stopped.
type scheduler struct {
	s      *session
	n      *node
	key    *signer
	pool   string
	params types.Params
	deals  map[string]*markettypes.Deal
	open   map[string]*served
	height int64     // whose events were read
	looked time.Time // when all deals were

	funds   map[string]uint64 // of workers' accounts, in this block
	problem string            // last told
}

// servePool follows blocks until the context ends.
func servePool(ctx context.Context, s *session, _ []string) error {
	client, err := s.workerClient(nil)
	if err != nil {
		return err
	}
	defer func() { _ = client.Close() }()
	n := &node{client: client, profile: s.profile, market: client.Market(), poco: client.Poco()}
	v, err := s.newScheduler(ctx, n)
	if err != nil {
		return err
	}
	if err := v.tell(event{Type: eventPoolServing, Why: "pool " + v.pool + " as " + v.key.name}); err != nil {
		return err
	}
	for head := range client.Follow(ctx, servePoll) {
		failed := v.block(ctx, head)
		if ctx.Err() != nil {
			break
		}
		if err := v.complain(head, failed); err != nil {
			return err
		}
	}
	return nil // to be stopped is a good end
}

// complain tells what went wrong, once until it changes; it is tried again with
// the next block.
func (v *scheduler) complain(head chain.Head, err error) error {
	problem := ""
	if err != nil {
		problem = asError(v.s.profile.explain(err)).Error()
	}
	if problem == v.problem {
		return nil
	}
	v.problem = problem
	if problem == "" {
		return nil
	}
	return v.tell(event{Type: eventPoolProblem, Height: head.Height, Why: problem})
}

func (s *session) newScheduler(ctx context.Context, n *node) (*scheduler, error) {
	pool, _ := s.cmd.Flags().GetString(flagPool)
	p, err := n.market.Workerpool(ctx, &markettypes.QueryWorkerpoolRequest{Id: pool})
	if err != nil {
		return nil, err
	}
	if p.Workerpool.Scheduling != markettypes.Scheduling_SCHEDULING_OWNER {
		return nil, badInput("The pool needs no scheduler", "the chain chooses the workers of pool "+pool,
			"iexecd pool new NAME --scheduling owner")
	}
	key, err := s.signer(n)
	if err != nil {
		return nil, err
	}
	if p.Workerpool.Owner != key.address {
		s.say("   pool %s is of %s now: %s serves the deals of its own time only", short(pool), p.Workerpool.Owner,
			key.name)
	}
	params, err := n.poco.Params(ctx, &types.QueryParamsRequest{})
	if err != nil {
		return nil, err
	}
	return &scheduler{
		s: s, n: n, key: key, pool: p.Workerpool.Id, params: params.Params,
		deals: map[string]*markettypes.Deal{}, open: map[string]*served{},
	}, nil
}

// block finds new tasks, looks at the open ones and seats who lacks.
func (v *scheduler) block(ctx context.Context, head chain.Head) error {
	v.funds = map[string]uint64{}
	if err := v.find(ctx, head); err != nil {
		return err
	}
	tasks, err := v.look(ctx)
	if err != nil {
		return err
	}
	var workers []*types.Worker
	var batch []types.Authorization
	for _, t := range tasks {
		if err := v.advance(ctx, t, head.Time.Unix()); err != nil {
			return err
		}
		if t.State != types.TaskState_TASK_STATE_COMMITTING || head.Time.Unix() >= t.Classic.ContributionDeadlineUnix {
			continue
		}
		if workers == nil {
			if workers, err = v.workers(ctx); err != nil {
				return err
			}
		}
		seats, err := v.seats(ctx, t, workers, head.Time.Unix())
		if err != nil {
			return err
		}
		batch = append(batch, seats...)
	}
	for part := range slices.Chunk(batch, int(max(v.params.MaxBatch, 1))) {
		if err := v.send(ctx, part); err != nil {
			return err
		}
	}
	return nil
}

// find learns of new tasks from the events of the blocks since the last look; at
// first, and where a node does not tell them, from all deals.
func (v *scheduler) find(ctx context.Context, head chain.Head) error {
	last := v.height
	if last == 0 || head.Time.Sub(v.looked) >= rescanEvery {
		return v.scan(ctx, head)
	}
	for height := last + 1; height <= head.Height; height++ {
		events, err := v.n.client.BlockEvents(ctx, height)
		if err != nil {
			return v.scan(ctx, head)
		}
		for _, e := range events {
			opened, ok := taskOpened(e)
			if !ok || opened.Workerpool != v.pool {
				continue
			}
			if err := v.add(ctx, opened.TaskId, opened.DealId); err != nil {
				return err
			}
		}
		v.height = height
	}
	return nil
}

// taskOpened reads the event of a new task; false if it is another event. Blocks
// add attributes of their own to what a module tells.
func taskOpened(e abci.Event) (*types.EventTaskOpened, bool) {
	e.Attributes = slices.DeleteFunc(slices.Clone(e.Attributes), func(a abci.EventAttribute) bool {
		return a.Key == "mode" || a.Key == "msg_index"
	})
	m, err := sdk.ParseTypedEvent(e)
	opened, ok := m.(*types.EventTaskOpened)
	return opened, ok && err == nil
}

// scan looks at all open deals of the pool.
func (v *scheduler) scan(ctx context.Context, head chain.Head) error {
	deals, err := pages(func(page *query.PageRequest) ([]markettypes.Deal, *query.PageResponse, error) {
		r, err := v.n.market.Deals(ctx, &markettypes.QueryDealsRequest{Pagination: page})
		if err != nil {
			return nil, nil, err
		}
		mine := slices.DeleteFunc(r.Deals, func(d markettypes.Deal) bool {
			return d.Workerpool.Id != v.pool || d.Status != markettypes.DealStatus_DEAL_STATUS_OPEN
		})
		return mine, r.Pagination, nil
	})
	if err != nil {
		return err
	}
	for i := range deals {
		v.deals[deals[i].Id] = &deals[i]
		tasks, err := v.n.Tasks(ctx, deals[i].Id)
		if err != nil {
			return err
		}
		for _, t := range tasks {
			if !ended(&t) {
				if err := v.add(ctx, t.Id, t.DealId); err != nil {
					return err
				}
			}
		}
	}
	v.height, v.looked = head.Height, head.Time
	return nil
}

// add takes a task into care if its deal is the key's to schedule.
func (v *scheduler) add(ctx context.Context, task, deal string) error {
	d := v.deals[deal]
	if d == nil {
		r, err := v.n.market.Deal(ctx, &markettypes.QueryDealRequest{Id: deal})
		if err != nil {
			return err
		}
		d = &r.Deal
		v.deals[deal] = d
	}
	if v.open[task] != nil || !d.OwnerScheduled || d.Workerpool.Owner != v.key.address {
		return nil
	}
	v.open[task] = &served{deal: d, since: map[string]int64{}, short: -1}
	return v.tell(event{Type: eventPoolFound, Task: task, Deal: deal, Trust: d.Policy.Trust})
}

// look reads the open tasks, and lets go of those that ended.
func (v *scheduler) look(ctx context.Context) ([]*types.Task, error) {
	var tasks []*types.Task
	for _, id := range slices.Sorted(maps.Keys(v.open)) {
		t, err := v.n.Task(ctx, id)
		if errors.Is(err, chain.ErrNotFound) {
			continue // it is opened in one of the next blocks
		}
		if err != nil {
			return nil, err
		}
		if ended(t) {
			delete(v.open, id)
			e := event{
				Type: eventPoolEnded, Task: id, Deal: t.DealId, Height: t.EndedHeight,
				Why: enum(t.State.String(), "TASK_STATE_"), Reason: reasonName(t.Reason),
			}
			if err := v.tell(e); err != nil {
				return nil, err
			}
			continue
		}
		if isClassic(t) {
			tasks = append(tasks, t)
		}
	}
	// Those whose time runs out first are served first.
	slices.SortStableFunc(tasks, func(a, b *types.Task) int {
		return cmp.Compare(a.Classic.ContributionDeadlineUnix, b.Classic.ContributionDeadlineUnix)
	})
	return tasks, nil
}

func (v *scheduler) workers(ctx context.Context) ([]*types.Worker, error) {
	all, err := pages(func(page *query.PageRequest) ([]*types.Worker, *query.PageResponse, error) {
		r, err := v.n.poco.Workers(ctx, &types.QueryWorkersRequest{Workerpool: v.pool, Pagination: page})
		if err != nil {
			return nil, nil, err
		}
		workers := []*types.Worker{}
		for i := range r.Workers {
			workers = append(workers, &r.Workers[i])
		}
		return workers, r.Pagination, nil
	})
	if all == nil {
		all = []*types.Worker{}
	}
	return all, err
}

// seats returns who is to be seated on a task now.
func (v *scheduler) seats(ctx context.Context, t *types.Task, workers []*types.Worker, unix int64,
) ([]types.Authorization, error) {
	care := v.open[t.Id]
	for _, m := range t.Members {
		if _, known := care.since[m.Worker]; !known {
			care.since[m.Worker] = unix
		}
	}
	late := func(m types.Member) bool {
		return unix-care.since[m.Worker] >= int64(t.WorkClockSeconds) //nolint:gosec // at most a year
	}
	var failed error
	can := func(w *types.Worker) bool {
		ok, err := v.solvent(ctx, w.Address, t.Classic.WorkerStakeNrlc)
		failed = errors.Join(failed, err)
		return ok
	}
	c := choose(t, care.deal, workers, rules{most: int(v.params.MaxContributors), late: late, can: can})
	if failed != nil {
		return nil, failed
	}
	var batch []types.Authorization
	for _, w := range c.workers {
		batch = append(batch, types.Authorization{TaskId: t.Id, Worker: w.Address})
	}
	seats := len(t.Members) + len(batch)
	if !c.short || care.short == seats {
		return batch, nil
	}
	care.short = seats
	why := fmt.Sprintf("%s of the pool's %d workers may be seated now, more are needed", count(uint64(len(batch)),
		"more"), len(workers))
	if seats >= int(v.params.MaxContributors) {
		why = fmt.Sprintf("the task has all of its %d seats, and they do not agree", seats)
	}
	return batch, v.tell(event{Type: eventPoolShort, Task: t.Id, Deal: t.DealId, Why: why})
}

// solvent tells whether a worker's account has the stake of a contribution
// beside those of the seats that it was given in this block.
func (v *scheduler) solvent(ctx context.Context, worker string, stake uint64) (bool, error) {
	if _, known := v.funds[worker]; !known {
		r, err := v.n.market.Account(ctx, &markettypes.QueryAccountRequest{Address: worker})
		if err != nil {
			return false, err
		}
		v.funds[worker] = r.AvailableNrlc
	}
	if v.funds[worker] < stake {
		return false, nil
	}
	v.funds[worker] -= stake
	return true, nil
}

// send seats a batch and tells what became of each.
func (v *scheduler) send(ctx context.Context, batch []types.Authorization) error {
	answer, tx, err := v.key.seat(ctx, batch)
	if err != nil {
		return err
	}
	for i, o := range answer.Outcomes {
		e := event{Type: eventPoolAuthorized, Task: o.TaskId, Worker: batch[i].Worker, Tx: tx.hash, Height: tx.height}
		if o.Error != "" {
			e.Type, e.Why = eventPoolRefused, chainText(o.Error)
		}
		if err := v.tell(e); err != nil {
			return err
		}
	}
	return nil
}

// advance finalises, reopens or claims a task that is due for it, where the
// chain does not do so by itself.
func (v *scheduler) advance(ctx context.Context, t *types.Task, unix int64) error {
	step := advanceOf(t, unix)
	if v.params.ClassicAutomatic || step == types.Advance_ADVANCE_UNSPECIFIED {
		return nil
	}
	var answer types.MsgAdvanceTaskResponse
	tx, err := v.key.send(ctx, &types.MsgAdvanceTask{Sender: v.key.address, TaskId: t.Id, Advance: step}, &answer)
	if err != nil {
		return err
	}
	t.State = types.TaskState_TASK_STATE_UNSPECIFIED // it is another one now: look at it in the next block
	return v.tell(event{
		Type: eventPoolAdvanced, Task: t.Id, Deal: t.DealId, Tx: tx.hash, Height: tx.height,
		Why: enum(step.String(), "ADVANCE_"),
	})
}

// tell prints one line: for programs as JSON.
func (v *scheduler) tell(e event) error {
	if v.s.format != formatText {
		return v.s.jsonEvents([]event{e})
	}
	text := enum(e.Type, "pool.")
	if e.Task != "" {
		text += "  task " + short(e.Task)
	}
	if e.Worker != "" {
		text += "  worker " + shortAddress(e.Worker)
	}
	if e.Trust > 0 {
		text += fmt.Sprintf("  trust %d", e.Trust)
	}
	if e.Why != "" {
		text += "  " + e.Why
	}
	if e.Height > 0 {
		text += fmt.Sprintf("  (block %d)", e.Height)
	}
	_, err := fmt.Fprintf(v.s.out, "%s  %s\n", v.s.now().Format(time.TimeOnly), text)
	return err
}
