// Package pocochain runs the chain beside a model of it: the real application in
// memory, and the same protocol over maps and slices around the same core/poco.
// One script of answers drives both; they must agree in everything. It also
// compares two chains that differ in nothing but the answers.
package pocochain

import (
	"cmp"
	"encoding/binary"
	"slices"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

// script says what everybody does: a pure function of its seed and of what they see.
type script struct {
	seed     uint64
	tasks    uint64 // bought in all
	perBlock uint64 // at most, in a block
	workers  int
}

// kind is how a worker behaves.
type kind int

const (
	honest   kind = iota
	liar          // lies alone, in half of its tasks
	colluder      // lies with its coalition, in a third of the tasks
	lazy          // confirms what it audits
	accuser       // calls what it audits wrong
	misser        // often does not commit
	withheld      // often does not reveal
)

// kinds repeat over the workers.
var kinds = []kind{
	honest, honest, colluder, honest, liar, honest, lazy, honest, colluder, misser, honest, accuser, honest, colluder,
	withheld, honest, honest, honest, colluder, honest,
}

func (s script) kind(worker int) kind { return kinds[worker%len(kinds)] }

// dice throws a number below n.
func (s script) dice(n uint64, what string, parts ...[]byte) uint64 {
	h := ident.Keccak256(append([][]byte{u64(s.seed), []byte(what)}, parts...)...)
	return binary.BigEndian.Uint64(h[:8]) % n
}

func u64(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

// at is the bytes of a height or an index.
func at(n int64) []byte { return u64(uint64(n)) }

// seconds is how long after its predecessor a block comes.
func (s script) seconds(height int64) int64 {
	return int64(1 + s.dice(40, "seconds", at(height)))
}

// request returns how many tasks are bought in a block, and their max_error.
func (s script) request(height int64, bought uint64) (n uint64, maxErrorPPB uint32) {
	bounds := []uint32{300_000_000, 100_000_000, 10_000_000, 1_000_000, 1_000_000}
	n = min(1+s.dice(s.perBlock, "request", at(height)), s.tasks-bought)
	return n, bounds[s.dice(uint64(len(bounds)), "bound", at(height))]
}

// turn is what a worker does once: a commit or a reveal.
type turn struct {
	worker int
	task   ident.Hash
	reveal bool
	answer poco.Answer
	salt   ident.Hash
}

// agenda is who does what in which block.
type agenda struct {
	script script
	turns  map[int64][]turn
}

func newAgenda(s script) *agenda { return &agenda{script: s, turns: map[int64][]turn{}} }

// seated plans the commit of a member that was drawn in the block of a height.
func (a *agenda) seated(height int64, t poco.Task, m poco.Member, worker int) {
	key := [][]byte{at(int64(worker)), t.ID[:], u64(uint64(m.Round))}
	if a.script.dice(100, "miss", key...) < chance(a.script.kind(worker) == misser, 40) {
		return
	}
	a.plan(height, t, m, worker, false)
}

// opened plans the reveals of those who committed; the reveal opened in the block
// of a height.
func (a *agenda) opened(height int64, t poco.Task, workers map[ident.Address]int) {
	for _, m := range poco.Seats(t) {
		i := workers[m.Worker]
		key := [][]byte{at(int64(i)), t.ID[:], u64(uint64(m.Round))}
		if m.State != poco.MemberCommitted ||
			a.script.dice(100, "withhold", key...) < chance(a.script.kind(i) == withheld, 25) {
			continue
		}
		a.plan(height, t, m, i, true)
	}
}

// chance is a percentage: of those who are prone to it, or of the others.
func chance(prone bool, percent uint64) uint64 {
	if prone {
		return percent
	}
	return percent / 20
}

func (a *agenda) plan(height int64, t poco.Task, m poco.Member, worker int, reveal bool) {
	key := [][]byte{at(int64(worker)), t.ID[:], u64(uint64(m.Round))}
	when := height + 1
	if a.script.dice(10, "late", append(key, at(height))...) == 0 {
		when++
	}
	a.turns[when] = append(a.turns[when], turn{
		worker: worker, task: t.ID, reveal: reveal, answer: a.script.answer(t, m, worker),
		salt: ident.Keccak256(append([][]byte{u64(a.script.seed), []byte("salt")}, key...)...),
	})
}

// take returns the turns of a block, by worker, commits first, by task.
func (a *agenda) take(height int64) []turn {
	turns := a.turns[height]
	delete(a.turns, height)
	slices.SortFunc(turns, func(x, y turn) int {
		return cmp.Or(cmp.Compare(x.worker, y.worker), cmp.Compare(number(x.reveal), number(y.reveal)),
			slices.Compare(x.task[:], y.task[:]))
	})
	return turns
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

// answer is what a worker answers to a task in the round of its seat.
func (s script) answer(t poco.Task, m poco.Member, worker int) poco.Answer {
	audits := t.State == poco.StateAuditing
	switch s.kind(worker) {
	case liar:
		if s.dice(2, "lies", at(int64(worker)), t.ID[:]) == 0 {
			return lie(t.ID, at(int64(worker)))
		}
	case colluder:
		if s.dice(3, "they lie", t.ID[:]) == 0 {
			return lie(t.ID, nil)
		}
	case accuser:
		if audits && s.dice(2, "accuses", at(int64(worker)), t.ID[:], u64(uint64(m.Round))) == 0 {
			return lie(t.ID, at(int64(worker)))
		}
	case lazy:
		if audits {
			copied := *t.Result
			copied.Locations = nil
			return copied
		}
	case honest, misser, withheld:
	}
	return right(t.ID)
}

func lie(task ident.Hash, by []byte) poco.Answer {
	return poco.Answer{Cause: poco.CauseOK, Digest: ident.Keccak256([]byte("lie"), by, task[:])}
}

// right is the right answer: a result, callback data, or a failure, as the id says.
func right(task ident.Hash) poco.Answer {
	switch task[31] % 3 {
	case 0:
		data := []byte("callback of " + task.String())
		return poco.Answer{Cause: poco.CauseOK, Callback: data, Digest: poco.CallbackDigest(data)}
	case 1:
		a := poco.Answer{Cause: poco.CauseExit, ExitCode: 3, Tail: "out of ink"}
		a.Digest = poco.FailureDigest(a.Cause, a.ExitCode, a.Tail)
		return a
	}
	return poco.Answer{Cause: poco.CauseOK, Digest: ident.Keccak256([]byte("right"), task[:])}
}

// move is what an operator does about a worker's registration.
type move int

const (
	stay move = iota
	drain
	resume
	leave
	register
	unjail
)

// standing is what an operator sees of its worker.
type standing struct {
	status      pocotypes.WorkerStatus
	idle        bool // no seat, nothing at stake
	jailedUntil int64
	recalled    bool // its results are being recalled
}

// move returns what the operator of a worker does in a block. Some workers leave at
// once and come back as one operator's.
func (s script) move(worker int, height, first, unix int64, w standing) move {
	p := s.dice(1_000, "move", at(int64(worker)), at(height))
	back := unix >= w.jailedUntil && !w.recalled
	switch w.status {
	case pocotypes.WorkerStatus_WORKER_STATUS_ACTIVE:
		switch {
		case height == first && s.partner(worker):
			return leave
		case p < 3:
			return drain
		}
	case pocotypes.WorkerStatus_WORKER_STATUS_DRAINING:
		switch {
		case w.idle && p < 500:
			return leave
		case p >= 900:
			return resume
		}
	case pocotypes.WorkerStatus_WORKER_STATUS_JAILED:
		switch {
		case w.idle && p < 20:
			return leave
		case back && p < 500:
			return unjail
		}
	case pocotypes.WorkerStatus_WORKER_STATUS_LEFT:
		if back && (p < 300 || s.partner(worker)) {
			return register
		}
	case pocotypes.WorkerStatus_WORKER_STATUS_UNSPECIFIED:
	}
	return stay
}

// partner reports whether a worker is run by the operator of worker 0.
func (s script) partner(worker int) bool { return worker > 0 && worker%15 == 0 }

func (s script) operator(worker int) int {
	if s.partner(worker) {
		return 0
	}
	return worker
}
