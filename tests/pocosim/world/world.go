package world

import (
	"encoding/binary"
	"math/rand/v2"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
)

// World is a run under way.
type World struct {
	config    Config
	adversary adversary
	rng       *rand.Rand
	now       poco.Clock
	beacon    ident.Hash
	beaconOf  func(height int64) ident.Hash
	deal      ident.Hash

	workers  []*worker // all identities that ever were
	drawable [rosters][]*worker
	active   int // workers that are here and not in jail

	auditsWaiting int // for auditors

	opened   int                 // tasks opened so far
	open     int                 // of them, those without a result yet
	pending  int                 // results that are not final
	queue    []*task             // wait for the next beacon
	acting   []*task             // whose members act in this block
	touched  []*task             // whose phase may be complete at the end of this block
	dues     map[int64][]*task   // by height
	released map[int64][]*worker // from jail, by height
	recalls  []*worker
	again    []recall

	mistakes uint64
	money    money
	count    Count
}

// Run runs all tasks of a config until nothing is open or held back, and reports.
func Run(c Config) (Report, error) {
	w, err := newWorld(c)
	if err != nil {
		return Report{}, err
	}
	for w.opened < w.config.Tasks || w.open+w.pending > 0 {
		if err := w.block(); err != nil {
			return Report{}, err
		}
	}
	if err := w.checkMoney(); err != nil {
		return Report{}, err
	}
	return w.report(), nil
}

func newWorld(c Config) (*World, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	c.Core.HoldBackBlocks = c.holdBackBlocks()
	if c.LieRate == 0 {
		c.LieRate = c.WorstLieRate()
	}
	rng := rand.New(rand.NewPCG(c.Seed, 4)) //nolint:gosec // a simulation is repeatable
	w := &World{
		config: c, adversary: adversaries[c.Adversary], rng: rng,
		now:  poco.Clock{Unix: 1_000_000, Height: 1},
		deal: ident.Keccak256([]byte("deal")),
		dues: map[int64][]*task{}, released: map[int64][]*worker{},
	}
	if w.beaconOf = c.Beacon; w.beaconOf == nil {
		w.beaconOf = seeded(c.Seed)
	}
	for i := range c.Workers {
		w.join(i < c.faultyWorkers(), c.Warm)
	}
	return w, nil
}

// seeded returns beacons that a seed decides.
func seeded(seed uint64) func(int64) ident.Hash {
	return func(height int64) ident.Hash {
		var b [16]byte
		binary.BigEndian.PutUint64(b[:8], seed)
		binary.BigEndian.PutUint64(b[8:], uint64(height)) //nolint:gosec // counts up
		return ident.Keccak256([]byte("beacon"), b[:])
	}
}

// block runs one block, in the order of the chain: draws with the new beacon, the
// workers' messages, then what is complete or due, then new tasks.
func (w *World) block() error {
	w.now.Height++
	w.now.Unix += blockSeconds
	w.beacon = w.beaconOf(w.now.Height)
	for _, stage := range []func() error{w.draws, w.messages, w.ends, w.recallSome, w.openSome} {
		if err := stage(); err != nil {
			return err
		}
	}
	w.unjail()
	w.churn()
	return nil
}

// draws works off what waits for this block's beacon.
func (w *World) draws() error {
	queue := w.queue
	w.queue = nil
	for _, t := range queue {
		if t.Audit.Phase == poco.AuditLottery {
			if err := w.decide(t); err != nil {
				return err
			}
		}
		if err := w.draw(t); err != nil {
			return err
		}
		if t.Stage() == poco.StateWaiting {
			w.schedule(t)
		}
	}
	return nil
}

// decide lets the beacon choose whether a result is run again. The draw of the
// auditors needs the next beacon.
func (w *World) decide(t *task) error {
	if err := w.step(t, poco.Decide{At: w.now, Beacon: w.beacon}); err != nil {
		return err
	}
	if t.State == poco.StateCompleted {
		w.schedule(t)
		w.escaped(t)
	}
	if t.Audit.Drawn {
		w.count.AuditsDrawn++
	}
	return nil
}

// escaped tells the adversary that a lie of its was not found.
func (w *World) escaped(t *task) {
	if w.adversary.whenHeld != nil && t.lie && t.wrong {
		w.adversary.whenHeld(w, t)
	}
}

// ends closes the phases that are complete or overdue.
func (w *World) ends() error {
	touched := w.touched
	w.touched = nil
	for _, t := range touched {
		if !poco.PhaseComplete(t.Task) {
			w.schedule(t)
			continue
		}
		if err := w.close(t); err != nil {
			return err
		}
	}
	due := w.dues[w.now.Height]
	delete(w.dues, w.now.Height)
	for _, t := range due {
		if t.due != w.now.Height || t.Final() {
			continue
		}
		t.due = 0
		if err := w.close(t); err != nil {
			return err
		}
	}
	return nil
}

// close ticks a task. If its members have to reveal now, they do so in the next block.
func (w *World) close(t *task) error {
	if t.Audit.Phase == poco.AuditHeld && w.inRecall(t) {
		t.due = w.now.Height + 1 // it is to be run again first
		w.dues[t.due] = append(w.dues[t.due], t)
		return nil
	}
	before := t.Stage()
	if err := w.tick(t); err != nil {
		return err
	}
	if before != poco.StateRevealing && t.Stage() == poco.StateRevealing {
		w.acting = append(w.acting, t)
	}
	return nil
}

// inRecall reports whether something in a task is held back by a worker who was
// caught and whose results are not all run again yet.
func (w *World) inRecall(t *task) bool {
	for _, list := range [][]poco.Member{t.Members, t.Audit.Auditors} {
		for _, m := range list {
			if m.State == poco.MemberAccepted && w.worker(m.Worker).recall {
				return true
			}
		}
	}
	return false
}
