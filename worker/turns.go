package worker

import (
	"sync"

	"github.com/iexecd/iexecd/core/ident"
)

// turns lets one piece of work after the other have a task's folder, in the order in
// which they came: what forgets a task waits for what it stopped, and what begins it
// anew for what forgets it.
type turns struct {
	mu   sync.Mutex
	last map[ident.Hash]chan struct{} // ends with the last piece of work of a task
}

func newTurns() *turns { return &turns{last: map[ident.Hash]chan struct{}{}} }

// next returns what waits for a task's turn, and what ends it.
func (t *turns) next(task ident.Hash) (wait, done func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	before, mine := t.last[task], make(chan struct{})
	t.last[task] = mine
	wait = func() {
		if before != nil {
			<-before
		}
	}
	return wait, func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		close(mine)
		if t.last[task] == mine {
			delete(t.last, task)
		}
	}
}
