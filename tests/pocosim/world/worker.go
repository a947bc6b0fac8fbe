package world

import (
	"encoding/binary"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/core/rlc"
)

// worker is one identity. Each is its own operator.
type worker struct {
	id          ident.Address
	index       int
	faulty      bool
	gone        bool
	counted     bool            // among the active
	busy        [rosters]uint32 // open seats, by roster
	strikes     uint32
	jailings    uint32
	jailedUntil int64 // 0 = not in jail
	audits      uint64
	credibility uint32
	place       [rosters]int // on each roster, -1 = none
	held        []*task      // where it may have something held back, oldest first
	usual       float64      // how many those are on average lately
	recall      bool         // caught: what it has held back is run again
	recalled    int          // how far through held that got
	caught      int64        // the last height at which it was
	locked      rlc.Amount
	lies        int   // of its accepted lies, how many are still held back
	firstLie    int64 // the height of the first of them since it was caught last
	account     account
}

// address returns a worker's address, which tells its index.
func address(index int) ident.Address {
	var a ident.Address
	a[0] = 1
	binary.BigEndian.PutUint64(a[12:], uint64(index)) //nolint:gosec // an index
	return a
}

// worker returns who has an address.
func (w *World) worker(a ident.Address) *worker {
	return w.workers[binary.BigEndian.Uint64(a[12:])]
}

// join adds a new identity with a number of audits passed.
func (w *World) join(faulty bool, audits uint64) {
	n := &worker{id: address(len(w.workers)), index: len(w.workers), faulty: faulty, place: [rosters]int{-1, -1}}
	w.workers = append(w.workers, n)
	w.record(n, audits)
	w.place(n)
}

// leave takes an identity out, and lets another one of its kind come for it.
func (w *World) leave(n *worker) {
	if n.gone {
		return
	}
	n.gone = true
	w.place(n)
	w.join(n.faulty, 0)
}

// record sets how many audits a worker has passed.
func (w *World) record(n *worker, audits uint64) {
	n.audits = audits
	n.credibility = poco.Counted(audits, poco.Needed(w.config.MaxErrorPPB, w.config.Core), w.config.Core)
}

// The rosters, as on the chain: who can be drawn for committees, and who for
// audits. A worker has as many slots on each.
const (
	committees = iota
	audits
	rosters
)

// rosterOf returns the roster that a task's present stage draws from.
func rosterOf(t *task) int {
	if t.State == poco.StateAuditing {
		return audits
	}
	return committees
}

func (n *worker) active() bool { return !n.gone && n.jailedUntil == 0 }

// place gives a worker its places on the rosters, or takes them away: the last one
// moves into a freed place, as on the chain.
func (w *World) place(n *worker) {
	if n.counted != n.active() {
		n.counted = n.active()
		w.active += map[bool]int{true: 1, false: -1}[n.counted]
	}
	for r := range w.drawable {
		list := w.drawable[r]
		drawable := n.active() && n.busy[r] < w.config.Slots
		switch {
		case drawable && n.place[r] < 0:
			n.place[r] = len(list)
			w.drawable[r] = append(list, n)
		case !drawable && n.place[r] >= 0:
			last := list[len(list)-1]
			list[n.place[r]] = last
			last.place[r] = n.place[r]
			w.drawable[r] = list[:len(list)-1]
			n.place[r] = -1
		}
	}
}

// hold adds a task in which a worker has something held back, and forgets those
// at the front that are final.
func (n *worker) hold(t *task) {
	if !n.recall {
		i := 0
		for i < len(n.held) && n.held[i].Final() {
			n.held[i] = nil
			i++
		}
		n.held = n.held[i:]
	}
	n.held = append(n.held, t)
	n.usual += (float64(len(n.held)) - n.usual) / 100
}

// strike counts a miss; the last one allowed jails.
func (w *World) strike(n *worker) {
	if n.jailedUntil > 0 || n.gone {
		return
	}
	if n.strikes++; n.strikes >= w.config.Jail.Strikes {
		w.jail(n)
	}
}

// jail puts a worker in jail, each time twice as long, and lets it out by a due
// entry.
func (w *World) jail(n *worker) {
	if n.jailedUntil > 0 || n.gone {
		return
	}
	term := w.config.Jail.MaxSeconds
	if n.jailings < 32 {
		term = min(w.config.Jail.Seconds<<n.jailings, w.config.Jail.MaxSeconds)
	}
	n.strikes = 0
	n.jailings++
	n.jailedUntil = w.now.Unix + int64(term) //nolint:gosec // at most a week
	at := w.heightAt(n.jailedUntil)
	w.released[at] = append(w.released[at], n)
	w.place(n)
}

func (w *World) unjail() {
	for _, n := range w.released[w.now.Height] {
		n.jailedUntil = 0
		w.place(n)
	}
	delete(w.released, w.now.Height)
}

// churn lets workers go and others come for them.
func (w *World) churn() {
	perBlock := w.config.Churn * float64(w.config.PerBlock) / max(w.config.Window, 1)
	for w.rng.Float64() < perBlock { // one at a time: more than one in a block are rare
		if list := w.drawable[committees]; len(list) > 0 {
			w.leave(list[w.rng.IntN(len(list))])
		}
		perBlock--
	}
}
