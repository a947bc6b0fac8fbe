package watch

import (
	"errors"
	"fmt"

	"github.com/iexecd/iexecd/bridge/eth"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
)

// OldSeconds is the age from which a vote says that its view is old.
const OldSeconds = 30 * 60

var (
	// ErrNoView means that there is no view of the vault now.
	ErrNoView = errors.New("no view of the vault")
	// ErrContradiction means that the chain here believes what the vault's history does not have.
	ErrContradiction = errors.New("the vault's history is another than the chain here believes")
)

// Snapshot is what the watcher saw last. It never changes.
type Snapshot struct {
	// Err says why there is no view; nil if there is one.
	Err error
	// Alarm says that finality was broken: all endpoints are on a chain without a block that was final.
	Alarm bool
	// Block is the finalized block of the view.
	Block eth.Block
	// Book is the vault's at that block.
	Book eth.Book

	history
}

// history is a proven stretch of the vault's events.
type history struct {
	start  bridge.Point
	events []bridge.Event
	hashes []ident.Hash // after each of them
}

// trim drops all events up to one.
func (h history) trim(nonce uint64) history {
	if nonce <= h.start.Nonce {
		return h
	}
	n := min(nonce-h.start.Nonce, uint64(len(h.events)))
	if n == 0 {
		return h
	}
	return history{
		start:  bridge.Point{Nonce: h.start.Nonce + n, Hash: h.hashes[n-1]},
		events: append([]bridge.Event(nil), h.events[n:]...), hashes: append([]ident.Hash(nil), h.hashes[n:]...),
	}
}

// EventsAfter returns all events after a point that the chain here believes in, up
// to the view's. ErrNoView if there is none, if it does not reach that far yet, or
// no longer begins that early; ErrContradiction if the vault never was at that point.
// The caller must not change them.
func (s *Snapshot) EventsAfter(last bridge.Point) ([]bridge.Event, error) {
	if s.Err != nil {
		return nil, s.Err
	}
	end := s.start.Nonce + uint64(len(s.events))
	if last.Nonce < s.start.Nonce || last.Nonce > end {
		return nil, fmt.Errorf("%w: asked for events after %d, there are those from %d to %d", ErrNoView, last.Nonce,
			s.start.Nonce+1, end)
	}
	at, hash := last.Nonce-s.start.Nonce, s.start.Hash
	if at > 0 {
		hash = s.hashes[at-1]
	}
	if hash != last.Hash {
		return nil, fmt.Errorf("%w: after event %d hash %s here, %s at the vault: stop the bridge and find out why",
			ErrContradiction, last.Nonce, last.Hash, hash)
	}
	return s.events[at:len(s.events):len(s.events)], nil
}

// Vote returns what a validator says of the vault in its vote, without signatures,
// given where the chain here is and the time. It says nothing without a view, and
// only that it is alarmed if finality was broken or the chain here contradicts the vault.
func (s *Snapshot) Vote(last bridge.Point, nowUnix uint64) bridge.Vote {
	if s.Alarm {
		return bridge.Vote{Flags: bridge.FlagAlarm}
	}
	events, err := s.EventsAfter(last)
	if errors.Is(err, ErrContradiction) {
		return bridge.Vote{Flags: bridge.FlagAlarm}
	}
	if err != nil {
		return bridge.Vote{}
	}
	v, err := bridge.See(last, events, s.Block.Number, s.Block.Unix)
	if err != nil {
		return bridge.Vote{}
	}
	v.Flags |= bridge.FlagProof
	if nowUnix > s.Block.Unix && nowUnix-s.Block.Unix > OldSeconds {
		v.Flags |= bridge.FlagOld
	}
	return v
}
