package worker

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/worker/agent"
	"github.com/iexecd/iexecd/worker/chain"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

var (
	// ErrNoPool means that the worker is in no pool and can not choose one itself.
	ErrNoPool = errors.New("no workerpool to register in")
	// ErrOtherPool means that the worker is in another pool than asked for.
	ErrOtherPool = errors.New("registered in another workerpool")
	// ErrFunds means that the account can not pay what it must.
	ErrFunds = errors.New("not enough funds")
)

// tendEvery is how often the worker looks at its own record, but that it looks again
// when a jail term ends.
const tendEvery = 10 * time.Second

// join makes sure that the worker is registered as configured.
func (w *Worker) join(ctx context.Context) (chainID string, params pocotypes.Params, err error) {
	err = waitFor(ctx, w.deps.Logger, func() error {
		if err := w.deps.Computer.Probe(ctx); err != nil {
			return fmt.Errorf("the sandbox does not work: %w", err)
		}
		if chainID, err = w.deps.Chain.ChainID(ctx); err != nil {
			return err
		}
		r, err := w.deps.Chain.Poco().Params(ctx, &pocotypes.QueryParamsRequest{})
		if err != nil {
			return err
		}
		params = r.Params
		return w.register(ctx)
	})
	if err == nil {
		w.tellStake(ctx)
	}
	return chainID, params, err
}

// Register brings a worker into its pool, or changes its registration, as New and
// Run would, and takes tasks again if it drains. Nothing is computed here: it is
// for the machine that has the worker's own key. Errors are those of Run.
func Register(ctx context.Context, c Config, d Deps) error {
	c, err := c.checked()
	if err != nil {
		return err
	}
	if c.URL == "" {
		c.URL = "http://" + c.Listen
	}
	return assemble(c, d).register(ctx)
}

func (w *Worker) register(ctx context.Context) error {
	r, err := w.deps.Chain.Poco().Worker(ctx, &pocotypes.QueryWorkerRequest{Address: w.address})
	switch {
	case errors.Is(err, chain.ErrNotFound):
		return w.enter(ctx)
	case err != nil:
		return err
	case r.Worker.Workerpool == "" || r.Worker.Status == pocotypes.WorkerStatus_WORKER_STATUS_LEFT:
		return w.enter(ctx)
	}
	mine := r.Worker
	if want := w.config.Workerpool; !want.IsZero() && want.String() != mine.Workerpool {
		return fmt.Errorf("%w: it is in %s, asked for %s: leave that one first", ErrOtherPool, mine.Workerpool, want)
	}
	if err := w.update(ctx, mine, w.settings()); err != nil {
		return err
	}
	if mine.Status == pocotypes.WorkerStatus_WORKER_STATUS_DRAINING {
		_, err := w.deps.Chain.SendAndWait(ctx, w.deps.Key, &pocotypes.MsgDrainWorker{Worker: w.address, Resume: true})
		if err != nil && w.hot() {
			return fmt.Errorf("%w: it drains. Where its key is: iexecd worker drain --resume (%w)", ErrCold, err)
		}
		if err != nil {
			return fmt.Errorf("cannot take tasks again: %w", err)
		}
	}
	w.news.step("online", "worker %s in pool %s, bond %s", w.address, mine.Workerpool, rlc.Amount(mine.BondNrlc))
	return nil
}

// update changes the registration if it differs from the settings.
func (w *Worker) update(ctx context.Context, mine pocotypes.Worker, s Settings) error {
	url := w.config.URL
	if mine.Slots == s.Slots && mine.MaxCategory == s.Category && mine.Tag == s.Tag && mine.Url == url {
		return nil
	}
	if w.hot() {
		return mustUpdate(mine, s, url)
	}
	_, err := w.deps.Chain.SendAndWait(ctx, w.deps.Key, &pocotypes.MsgUpdateWorker{
		Worker: w.address, Slots: s.Slots, Tag: s.Tag, MaxCategory: s.Category, Url: url,
	})
	if err != nil {
		return fmt.Errorf("cannot update the registration: %w", err)
	}
	return nil
}

// enter registers the worker in a pool with its bond.
func (w *Worker) enter(ctx context.Context) error {
	if w.hot() {
		return w.mustEnter()
	}
	pool, err := w.choosePool(ctx)
	if err != nil {
		return err
	}
	c := w.config
	have, err := w.deps.Chain.Balance(ctx, w.id)
	if err != nil {
		return err
	}
	if have < uint64(c.Bond) {
		return fmt.Errorf("%w: %s has %s, the bond is %s and the fee comes on top",
			ErrFunds, w.address, rlc.Amount(have), c.Bond)
	}
	w.news.step("funds", "%s, bonding %s", rlc.Amount(have), c.Bond)
	r, err := w.deps.Chain.SendAndWait(ctx, w.deps.Key, &pocotypes.MsgRegisterWorker{
		Worker: w.address, Workerpool: pool.String(), Slots: c.Slots, Tag: c.Tag, MaxCategory: c.Category,
		BondNrlc: uint64(c.Bond), Url: c.URL, Operator: c.Operator,
	})
	if err != nil {
		return fmt.Errorf("cannot register in pool %s: %w", pool, err)
	}
	w.news.step("online", "worker %s in pool %s, bond %s, block %d", w.address, pool, c.Bond, r.Height)
	return nil
}

// choosePool returns the asked pool, or the only one that every worker may join.
func (w *Worker) choosePool(ctx context.Context) (ident.Address, error) {
	if !w.config.Workerpool.IsZero() {
		return w.config.Workerpool, nil
	}
	r, err := w.deps.Chain.Market().Workerpools(ctx, &markettypes.QueryWorkerpoolsRequest{
		Pagination: &query.PageRequest{Limit: 50},
	})
	if err != nil {
		return ident.Address{}, err
	}
	var open []string
	for _, p := range r.Workerpools {
		if p.Membership == markettypes.Membership_MEMBERSHIP_OPEN &&
			p.Scheduling == markettypes.Scheduling_SCHEDULING_CHAIN {
			open = append(open, p.Id)
		}
	}
	if len(open) != 1 {
		return ident.Address{}, fmt.Errorf("%w: %d are open to everybody, name one: %v", ErrNoPool, len(open), open)
	}
	return ident.ParseAddress(open[0])
}

// tend looks at the worker's own record from time to time: for metrics, and to
// come back from jail.
func (w *Worker) tend(ctx context.Context) {
	for {
		wait, err := w.look(ctx)
		if err != nil && ctx.Err() == nil {
			w.deps.Logger.Warn("cannot look at the own record", "err", err)
		}
		if err := w.held.tend(ctx, w.deps.Chain); err != nil && ctx.Err() == nil {
			w.deps.Logger.Warn("cannot look after the results that are held back", "err", err)
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
		}
	}
}

// look looks at the worker's own record, leaves the jail if the term is over, and
// returns when to look again.
func (w *Worker) look(ctx context.Context) (time.Duration, error) {
	r, err := w.deps.Chain.Poco().Worker(ctx, &pocotypes.QueryWorkerRequest{Address: w.address})
	if err != nil {
		return tendEvery, err
	}
	w.metrics.record(r)
	w.status.record(r)
	if r.Worker.Status != pocotypes.WorkerStatus_WORKER_STATUS_JAILED {
		return tendEvery, nil
	}
	head, err := w.deps.Chain.Head(ctx)
	if err != nil {
		return tendEvery, err
	}
	if left := r.Worker.JailedUntilUnix - head.Time.Unix(); left > 0 {
		return time.Duration(min(left, int64(tendEvery/time.Second))) * time.Second, nil
	}
	if w.hot() {
		return tendEvery, fmt.Errorf("%w: the jail term is over. Where its key is: iexecd worker unjail", ErrCold)
	}
	if _, err := w.deps.Chain.SendAndWait(ctx, w.deps.Key, &pocotypes.MsgUnjailWorker{Worker: w.address}); err != nil {
		return tendEvery, fmt.Errorf("cannot leave the jail: %w", err)
	}
	w.news.step("unjailed", "the jail term is over, taking tasks again")
	return tendEvery, nil
}

// awaitDrain tells chain and agent when draining is asked for, and bounds its time.
func (w *Worker) awaitDrain(ctx context.Context) {
	select {
	case <-ctx.Done():
		return
	case <-w.drain:
	}
	timeout := time.NewTimer(w.config.DrainTimeout)
	defer timeout.Stop()
	w.status.drain()
	w.news.step("draining", "no new tasks; ending when the open ones are done, in %s at most", w.config.DrainTimeout)
	if _, err := w.deps.Chain.SendAndWait(ctx, w.deps.Key, &pocotypes.MsgDrainWorker{Worker: w.address}); err != nil {
		w.deps.Logger.Warn("the chain does not know that this worker drains, it may still assign tasks", "err", err)
	}
	w.tell(ctx, agent.Drain{})
	select {
	case <-ctx.Done():
	case <-timeout.C:
		close(w.expired)
	}
}
