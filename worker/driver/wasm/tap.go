package wasm

import (
	"errors"
	"syscall"

	"github.com/tetratelabs/wazero/api"

	"github.com/iexecd/iexecd/worker/driver/meter"
)

// tap takes fuel for what host functions do, and remembers whether this machine
// failed the app, which then has no result.
type tap struct {
	fuel api.MutableGlobal // nil until the app starts
	err  error             // the first local failure
}

// take takes fuel; the app traps at its next check if there is not enough.
func (t *tap) take(cost uint64) {
	if t.fuel != nil {
		t.fuel.Set(t.fuel.Get() - cost)
	}
}

// bytes takes the fuel of reading or writing n bytes in one piece.
func (t *tap) bytes(n uint64) { t.take(meter.CostEntry + n>>meter.HostShift) }

// entries takes the fuel of looking at n entries of folders.
func (t *tap) entries(n int) { t.take(meter.CostEntry * uint64(n)) } //nolint:gosec // a count

// local are the errors of files that say something about this machine, and
// nothing about the app.
var local = []error{syscall.EIO, syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM, syscall.ESTALE}

// note remembers an error if it is this machine's own, and returns it.
func (t *tap) note(err error) error {
	for _, own := range local {
		if t.err == nil && errors.Is(err, own) {
			t.err = err
		}
	}
	return err
}
