package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	"github.com/iexecd/iexecd/x/poco/types"
)

// reader is what following an order needs of the chain.
type reader interface {
	// Order returns a request order.
	Order(ctx context.Context, id string) (*markettypes.Order, error)
	// DealsOf returns the deals of a request order, first index first.
	DealsOf(ctx context.Context, order string) ([]markettypes.Deal, error)
	// Tasks returns the opened tasks of a deal, first index first.
	Tasks(ctx context.Context, deal string) ([]types.Task, error)
	// WhyNoMatch returns what keeps an order from being matched.
	WhyNoMatch(ctx context.Context, order string) (*markettypes.QueryWhyNoMatchResponse, error)
	// Task returns one task.
	Task(ctx context.Context, id string) (*types.Task, error)
}

// follower turns what it reads from the chain, again and again, into events and
// prints them: as steps for people, as lines of JSON for programs.
type follower struct {
	session *session
	chain   reader
	draw    *drawer
	pause   time.Duration // between two looks

	deals  []markettypes.Deal
	tasks  map[string]*types.Task // the last look at each task
	waited int                    // looks without a match
	final  bool                   // follow tasks until their results are final
	live   *liveOutput            // nil = not wanted
	logs   logsOf                 // nil = not this key's to read
}

// The pauses between two looks at the chain: the first is a fraction of a block.
const (
	shortestPause = 200 * time.Millisecond
	looksPerWhy   = 20 // looks without a match between two questions why
)

func newFollower(s *session, chain reader) *follower {
	return &follower{
		session: s, chain: chain, draw: newDrawer(s.steps), pause: shortestPause, tasks: map[string]*types.Task{},
	}
}

// untilMatched follows a request order until its whole volume is matched, and
// returns its deals. An order that closes unmatched is an error.
func (f *follower) untilMatched(ctx context.Context, order string) ([]markettypes.Deal, error) {
	for {
		closed, err := f.lookAtOrder(ctx, order)
		if err != nil {
			return f.deals, err
		}
		if closed != nil {
			if closed.Status == markettypes.OrderStatus_ORDER_STATUS_FILLED || len(f.deals) > 0 {
				return f.deals, nil
			}
			return nil, unmatched(closed)
		}
		if err := f.waitForMatch(ctx, order); err != nil {
			return f.deals, err
		}
	}
}

// untilDone follows an order through all of its deals until every task ended.
func (f *follower) untilDone(ctx context.Context, order string) error {
	for {
		closed, err := f.lookAtOrder(ctx, order)
		if err != nil {
			return err
		}
		done, err := f.lookAtTasks(ctx)
		if err != nil {
			return err
		}
		switch {
		case closed != nil && len(f.deals) == 0:
			return unmatched(closed)
		case closed != nil && done:
			return nil
		case len(f.deals) == 0:
			err = f.waitForMatch(ctx, order)
		default:
			f.draw.waiting(f.deals, f.tasks)
			err = f.sleep(ctx)
		}
		if err != nil {
			return err
		}
	}
}

// untilEnded follows one task until it ended, or further until it is final, and
// returns it.
func (f *follower) untilEnded(ctx context.Context, id string, further bool) (*types.Task, error) {
	for {
		t, err := f.chain.Task(ctx, id)
		if err != nil {
			return nil, err
		}
		if err := f.seen(t); err != nil || ended(t) && (!further || final(t)) {
			return t, err
		}
		f.session.steps.wait(waitText(t))
		if err := f.sleep(ctx); err != nil {
			return nil, err
		}
	}
}

// lookAtOrder reads the deals of an order, prints the new ones, and returns the
// order if it left the book.
func (f *follower) lookAtOrder(ctx context.Context, order string) (*markettypes.Order, error) {
	o, err := f.chain.Order(ctx, order) // before the deals: a filled order has them all
	if err != nil {
		return nil, err
	}
	deals, err := f.chain.DealsOf(ctx, order)
	if err != nil {
		return nil, err
	}
	for i := range deals {
		d := &deals[i]
		if slices.ContainsFunc(f.deals, func(known markettypes.Deal) bool { return known.Id == d.Id }) {
			continue
		}
		events := dealEvents(d)
		if err := f.emit(events); err != nil {
			return nil, err
		}
		f.live.begin(ctx, events[len(events)-1].Task)
	}
	f.deals = deals
	if o.Status == markettypes.OrderStatus_ORDER_STATUS_RESTING {
		return nil, nil
	}
	return o, nil
}

// lookAtTasks reads the tasks of all deals, prints what is new, and tells
// whether all of them ended.
func (f *follower) lookAtTasks(ctx context.Context) (bool, error) {
	done := true
	for i := range f.deals {
		d := &f.deals[i]
		if f.endedIn(d) == d.Size_ {
			continue
		}
		tasks, err := f.chain.Tasks(ctx, d.Id)
		if err != nil {
			return false, err
		}
		for j := range tasks {
			if err := f.seen(&tasks[j]); err != nil {
				return false, err
			}
		}
		done = done && f.endedIn(d) == d.Size_
	}
	return done, nil
}

func (f *follower) endedIn(d *markettypes.Deal) uint64 {
	deal, err := ident.ParseHash(d.Id)
	if err != nil {
		return 0
	}
	n := uint64(0)
	for i := range d.Size_ {
		if t := f.tasks[market.TaskID(deal, d.First+i).String()]; t != nil && ended(t) && (!f.final || final(t)) {
			n++
		}
	}
	return n
}

// seen prints what is new in t and remembers it.
func (f *follower) seen(t *types.Task) error {
	events := taskEvents(f.tasks[t.Id], t)
	f.tasks[t.Id] = t
	return f.emit(events)
}

// results returns all tasks in the order of their indices.
func (f *follower) results() []*types.Task {
	all := make([]*types.Task, 0, len(f.tasks))
	for _, t := range f.tasks {
		all = append(all, t)
	}
	slices.SortFunc(all, func(a, b *types.Task) int { return cmp.Compare(a.Index, b.Index) })
	return all
}

func (f *follower) waitForMatch(ctx context.Context, order string) error {
	if f.waited++; f.waited%looksPerWhy == 0 {
		why, err := f.chain.WhyNoMatch(ctx, order)
		if err != nil {
			return err
		}
		if !why.Matched && why.Why.Binding != "" {
			e := event{Type: eventOrderUnmatched, Order: order, Why: clean(why.Why.Binding)}
			if err := f.emit([]event{e}); err != nil {
				return err
			}
		}
	}
	f.session.steps.wait("waiting for offers")
	return f.sleep(ctx)
}

// sleep waits until the next look.
func (f *follower) sleep(ctx context.Context) error {
	timer := time.NewTimer(f.pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// emit prints events in the session's format.
func (f *follower) emit(events []event) error {
	if f.session.format == formatJSONL {
		return f.session.jsonEvents(events)
	}
	f.draw.events(events)
	return nil
}

// jsonEvents prints one line of JSON for each event.
func (s *session) jsonEvents(events []event) error {
	s.steps.mu.Lock() // output of an app comes between
	defer s.steps.mu.Unlock()
	for _, e := range events {
		e.Time = s.now().UTC().Format(time.RFC3339Nano)
		line, err := json.Marshal(e)
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintln(s.out, string(line)); err != nil {
			return err
		}
	}
	return nil
}

// unmatched returns the error for an order that left the book without a deal.
func unmatched(o *markettypes.Order) error {
	status := enum(o.Status.String(), "ORDER_STATUS_")
	return &Error{
		Code: codeOrderExpired, Exit: ExitNoMatch, What: "Nothing was bought",
		Why:  fmt.Sprintf("order %s was %s before any offer fitted; its whole escrow is back", short(o.Id), status),
		Next: []string{"iexecd quote " + o.Request.App},
	}
}

// detached returns the error for a watch that ended before its task did:
// interrupted, or after --timeout.
func detached(ctx context.Context, err error, again string) error {
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return &Error{
			Code: codeTimeout, Exit: ExitTimeout, What: "Not done within --timeout",
			Why: "what was bought goes on, and is refunded if it fails", Next: []string{again},
		}
	case errors.Is(ctx.Err(), context.Canceled):
		return &Error{
			Code: codeInterrupted, Exit: ExitInterrupted, What: "Detached",
			Why: "what was bought goes on, and is refunded if it fails", Next: []string{again},
		}
	}
	return err
}
