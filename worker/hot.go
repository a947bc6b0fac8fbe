package worker

import (
	"errors"
	"fmt"

	"github.com/iexecd/iexecd/worker/chain"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

// ErrCold means that something needs the worker's own key, which is not here: the
// worker runs with a hot key, to which only some messages are granted.
var ErrCold = errors.New("this needs the worker's own key, and a hot key is in use")

// hot reports whether the worker runs with a hot key.
func (w *Worker) hot() bool { return chain.IsHot(w.deps.Key) }

// mustEnter is what a hot key answers to a worker that is in no pool.
func (w *Worker) mustEnter() error {
	return fmt.Errorf("%w: %s is in no pool. Where its key is: iexecd worker register", ErrCold, w.address)
}

// mustUpdate is what a hot key answers if the registration is not the configuration.
func mustUpdate(is pocotypes.Worker, s Settings, url string) error {
	return fmt.Errorf("%w: registered are slots %d, category %d, tag %q, url %q; asked for slots %d, category %d, "+
		"tag %q, url %q. Ask for the former, or where its key is: iexecd worker register", ErrCold,
		is.Slots, is.MaxCategory, is.Tag, is.Url, s.Slots, s.Category, s.Tag, url)
}
