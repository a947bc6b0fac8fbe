package bridge

import (
	"bytes"
	"errors"
	"fmt"
)

// injectionMagic is what the first transaction of a block begins with if it
// carries the bridge's data. No other transaction does: read as protobuf it is
// field 10, which transactions do not have.
const injectionMagic = "RLC1"

// ErrInjection means that bytes are no injection.
var ErrInjection = errors.New("no injection")

// Injection is what a proposer puts first into a block: the events that it says
// happened, and the extended commit whose votes prove it, encoded by the caller.
//
//	4   "RLC1"
//	1   k, the number of events, at most 64
//	65k the events, as of AppendEvent
//	    the commit, all that is left
type Injection struct {
	Events []Event
	Commit []byte
}

// IsInjection reports whether a transaction begins as injections do, and so may
// stand nowhere but first in a block.
func IsInjection(tx []byte) bool { return bytes.HasPrefix(tx, []byte(injectionMagic)) }

// EncodeInjection returns the bytes of an injection; ErrInjection if it has more
// than MaxEvents, or one without body.
func EncodeInjection(in Injection) ([]byte, error) {
	if len(in.Events) > MaxEvents {
		return nil, fmt.Errorf("%w: %d events, expected at most %d", ErrInjection, len(in.Events), MaxEvents)
	}
	out := make([]byte, 0, len(injectionMagic)+1+len(in.Events)*EventBytes+len(in.Commit))
	out = append(append(out, injectionMagic...), byte(len(in.Events))) //nolint:gosec // at most 64
	var err error
	for _, e := range in.Events {
		if out, err = AppendEvent(out, e); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrInjection, err)
		}
	}
	return append(out, in.Commit...), nil
}

// DecodeInjection returns the injection in tx, whose commit points into tx;
// ErrInjection if EncodeInjection never makes these bytes.
func DecodeInjection(tx []byte) (Injection, error) {
	const head = len(injectionMagic) + 1
	if !IsInjection(tx) || len(tx) < head {
		return Injection{}, fmt.Errorf("%w: %d bytes, expected %q and a number of events first", ErrInjection, len(tx),
			injectionMagic)
	}
	n, rest := int(tx[head-1]), tx[head:]
	if n > MaxEvents || len(rest) < n*EventBytes {
		return Injection{}, fmt.Errorf("%w: %d events in %d bytes, expected at most %d, of %d bytes each", ErrInjection,
			n, len(rest), MaxEvents, EventBytes)
	}
	var in Injection
	for range n {
		e, err := DecodeEvent(rest[:EventBytes])
		if err != nil {
			return Injection{}, fmt.Errorf("%w: %w", ErrInjection, err)
		}
		in.Events, rest = append(in.Events, e), rest[EventBytes:]
	}
	in.Commit = rest
	return in, nil
}
