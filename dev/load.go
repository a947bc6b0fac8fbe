package dev

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/worker/chain"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	"github.com/iexecd/iexecd/x/poco/types"
)

// The bounds and terms of a load.
const (
	maxLoad      = 100 // tasks per second
	loadPrice    = rlc.RLC / 1000
	loadMaxError = 1_000_000 // ppb: the default bound, 0.1 %
	loadOrderFor = time.Hour
)

// ParseLoad returns the tasks per second in a text as "2 tasks/s", "0.5/s" or
// "2", more than 0 and at most 100; empty is 0, no load.
func ParseLoad(s string) (float64, error) {
	number := strings.TrimSpace(s)
	if number == "" {
		return 0, nil
	}
	for _, unit := range []string{"tasks/s", "task/s", "/s"} {
		if rest, ok := strings.CutSuffix(number, unit); ok {
			number = strings.TrimSpace(rest)
			break
		}
	}
	rate, err := strconv.ParseFloat(number, 64)
	if err != nil || math.IsNaN(rate) {
		return 0, fmt.Errorf("load %q is not a number of tasks per second: expected for example \"2 tasks/s\"", s)
	}
	if rate <= 0 || rate > maxLoad {
		return 0, fmt.Errorf("a load of %g tasks/s, expected more than 0 and at most %d", rate, maxLoad)
	}
	return rate, nil
}

// load is a steady stream of requests that one account buys.
type load struct {
	client *chain.Client
	key    chain.Key
	buyer  Account
	app    string // id
	rate   float64

	stop    context.CancelFunc
	running sync.WaitGroup

	mu     sync.Mutex
	orders []*loadOrder
	asked  uint64
	err    error // the last order that was not taken

	judging sync.Mutex // of what orders know of their tasks
}

// loadOrder is a request of the load and what is known of it.
type loadOrder struct {
	id    string
	size  uint64 // tasks
	final bool   // nothing happens to its tasks any more
	ended LoadResult
}

// startLoad begins to buy.
func startLoad(ctx context.Context, n *Net) (*load, error) {
	buyer := n.cast.people[len(n.cast.people)-1]
	key, err := chain.RawKey(buyer.Key)
	if err != nil {
		return nil, err
	}
	l := &load{client: n.workers.client, key: key, buyer: buyer, rate: n.Options.Load}
	for _, a := range n.apps {
		if a.name == loadName {
			l.app = appID(n.cast.apps, a)
		}
	}
	if l.app == "" {
		return nil, errors.New("this network was made without --load, its chain has no app for it: name another --home")
	}
	working, stop := context.WithCancel(context.WithoutCancel(ctx))
	l.stop = stop
	l.running.Go(func() { l.run(working, n.Options.BlockTime) })
	return l, nil
}

// run buys about every second, or every block if they take longer, as many tasks
// as have come due: a stream that is late catches up.
func (l *load) run(ctx context.Context, blockTime time.Duration) {
	began := time.Now()
	tick := time.NewTicker(max(time.Second, blockTime))
	defer tick.Stop()
	for {
		due := uint64(time.Since(began).Seconds()*l.rate) - l.asked
		if due > 0 {
			if err := l.buy(ctx, due); err != nil && ctx.Err() == nil {
				l.mu.Lock()
				l.err = err
				l.mu.Unlock()
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// buy places one request for n tasks.
func (l *load) buy(ctx context.Context, n uint64) error {
	head, err := l.client.Head(ctx)
	if err != nil {
		return err
	}
	nano := uint64(time.Now().UnixNano())
	salt := ident.Keccak256([]byte("iexec/dev/load"), ident.Uint256(nano))
	msg := &markettypes.MsgPlaceRequestOrder{Requester: l.buyer.Bech32(), Order: markettypes.RequestOrder{
		App: l.app, AppMaxPriceNrlc: uint64(loadPrice), WorkerpoolMaxPriceNrlc: uint64(poolPrices[0]), Volume: n,
		Policy: markettypes.Policy{MaxErrorPpb: loadMaxError}, Params: "{}",
		Salt: salt.String(), ExpiryUnix: head.Time.Add(loadOrderFor).Unix(),
	}}
	r, err := l.client.SendAndWait(ctx, l.key, msg)
	if err != nil {
		return err
	}
	var answer markettypes.MsgPlaceRequestOrderResponse
	if err := r.Answer(0, &answer); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.orders = append(l.orders, &loadOrder{id: answer.Id, size: n})
	l.asked += n
	return nil
}

// close stops to buy.
func (l *load) close() {
	l.stop()
	l.running.Wait()
}

// LoadResult is what became of a load, with the right answers known.
type LoadResult struct {
	Asked         uint64 `json:"asked"`          // tasks
	Accepted      uint64 `json:"accepted"`       // with a result
	Failed        uint64 `json:"failed"`         // refunded without one
	Matured       uint64 `json:"matured"`        // paid
	WrongAccepted uint64 `json:"wrong_accepted"` // of Accepted, by the right answer
	WrongFound    uint64 `json:"wrong_found"`    // of these, corrected or retracted so far
	WrongMatured  uint64 `json:"wrong_matured"`  // of Matured
	Trouble       string `json:"trouble,omitempty"`

	settled uint64 // corrected or retracted, right or wrong
}

// Load returns what has become of the load so far. Errors are those of the
// chain's client.
func (n *Net) Load(ctx context.Context) (LoadResult, error) {
	l := n.load
	if l == nil {
		return LoadResult{}, nil
	}
	l.mu.Lock()
	r, orders := LoadResult{Asked: l.asked}, slices.Clone(l.orders)
	if l.err != nil {
		r.Trouble = l.err.Error()
	}
	l.mu.Unlock()
	l.judging.Lock()
	defer l.judging.Unlock()
	for _, o := range orders {
		if err := l.judge(ctx, o); err != nil {
			return r, err
		}
		r.sum(o.ended)
	}
	return r, nil
}

// StopLoad ends the stream of requests, if there is one; what was bought goes on.
func (n *Net) StopLoad() {
	if n.load != nil {
		n.load.close()
	}
}

// judge looks at the tasks of an order, unless nothing happens to them any more.
func (l *load) judge(ctx context.Context, o *loadOrder) error {
	if o.final {
		return nil
	}
	deals, err := l.client.Market().Deals(ctx, &markettypes.QueryDealsRequest{RequestId: o.id})
	if err != nil {
		return err
	}
	o.ended = LoadResult{}
	for i := range deals.Deals {
		if err := l.judgeDeal(ctx, deals.Deals[i].Id, &o.ended); err != nil {
			return err
		}
	}
	o.final = o.ended.Failed+o.ended.Matured+o.ended.settled == o.size
	return nil
}

// sum adds what became of an order.
func (r *LoadResult) sum(o LoadResult) {
	r.Accepted, r.Failed, r.Matured = r.Accepted+o.Accepted, r.Failed+o.Failed, r.Matured+o.Matured
	r.WrongAccepted, r.WrongFound = r.WrongAccepted+o.WrongAccepted, r.WrongFound+o.WrongFound
	r.WrongMatured += o.WrongMatured
}

// judgeDeal adds the tasks of a deal to the result.
func (l *load) judgeDeal(ctx context.Context, deal string, r *LoadResult) error {
	page := &query.PageRequest{Limit: 200}
	for {
		tasks, err := l.client.Poco().Tasks(ctx, &types.QueryTasksRequest{DealId: deal, Pagination: page})
		if err != nil {
			return err
		}
		for i := range tasks.Tasks {
			id, err := ident.ParseHash(tasks.Tasks[i].Id)
			if err != nil {
				return err
			}
			right, err := loadDigest(id)
			if err != nil {
				return err
			}
			r.add(&tasks.Tasks[i], right.String())
		}
		if tasks.Pagination == nil || len(tasks.Pagination.NextKey) == 0 {
			return nil
		}
		page = &query.PageRequest{Key: tasks.Pagination.NextKey, Limit: 200}
	}
}

// add counts a task whose right answer is known. A result that is no good app's
// is wrong as well: the app cannot fail.
func (r *LoadResult) add(t *types.Task, right string) {
	if t.Result == nil {
		if t.State == types.TaskState_TASK_STATE_FAILED {
			r.Failed++
		}
		return
	}
	wrong := t.Result.Digest != right
	r.Accepted++
	if wrong {
		r.WrongAccepted++
	}
	switch t.Audit.Phase {
	case types.AuditPhase_AUDIT_PHASE_MATURED:
		r.Matured++
		if wrong {
			r.WrongMatured++
		}
	case types.AuditPhase_AUDIT_PHASE_CORRECTED, types.AuditPhase_AUDIT_PHASE_RETRACTED:
		r.settled++
		if wrong {
			r.WrongFound++
		}
	case types.AuditPhase_AUDIT_PHASE_UNSPECIFIED, types.AuditPhase_AUDIT_PHASE_LOTTERY,
		types.AuditPhase_AUDIT_PHASE_HELD, types.AuditPhase_AUDIT_PHASE_WAITING,
		types.AuditPhase_AUDIT_PHASE_COMMITTING, types.AuditPhase_AUDIT_PHASE_REVEALING:
	}
}
