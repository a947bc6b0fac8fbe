package worker

import (
	"context"
	"fmt"

	"github.com/iexecd/iexecd/worker/agent"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

// Settings are what may change while a worker runs.
type Settings struct {
	Slots    uint32 // tasks at once, 1..
	Category uint64 // the highest category taken
	Tag      string // what it can do, 0x and 64 digits; empty = nothing special
	Policy   Policy // what it computes
}

// settings returns those in force.
func (w *Worker) settings() Settings { return *w.inForce.Load() }

// Reload changes the settings of a running worker, on the chain first. After an
// error those of before go on: ErrCold with a hot key, or the chain's words, as
// that there are more open tasks than the new slots.
func (w *Worker) Reload(ctx context.Context, s Settings) error {
	w.reloading.Lock()
	defer w.reloading.Unlock()
	s.Slots = max(s.Slots, 1)
	r, err := w.deps.Chain.Poco().Worker(ctx, &pocotypes.QueryWorkerRequest{Address: w.address})
	if err != nil {
		return fmt.Errorf("cannot read the registration: %w", err)
	}
	if err := w.update(ctx, r.Worker, s); err != nil {
		return err
	}
	w.inForce.Store(&s)
	w.status.settings(s)
	w.tell(ctx, agent.Resize{Slots: int(s.Slots)})
	w.news.step("reloaded", "slots %d, category %d, %s", s.Slots, s.Category, policyText(s.Policy))
	return nil
}

// policyText says whether a policy declines anything.
func policyText(p Policy) string {
	if p.Everything() {
		return "no policy"
	}
	return "with a policy"
}

// Resize changes the most that the store may hold; what nobody needs goes, the
// longest unused first.
func (s *Sandbox) Resize(storeBytes uint64) error { return s.store.Resize(storeBytes) }
