package bridge

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// MaxEvents is how many events one block takes in.
const MaxEvents = 64

// ErrTally means that what was to be tallied cannot have come about.
var ErrTally = errors.New("no tally")

// View is one validator's view of the vault, and its power.
type View struct {
	Point       Point
	EthTimeUnix uint64 // when the vault was at this very point; 0 = unknown
	Power       uint64
	EthBlock    uint64 // the block of that time; 0 = unknown
}

// View returns the view in a vote, with its validator's power; false if it has
// none. Without a time it has no block: at that block more had happened than it says.
func (v Vote) View(power uint64) (View, bool) {
	view := View{Point: v.Point, EthTimeUnix: v.EthTimeUnix, Power: power, EthBlock: v.EthBlock}
	if v.EthTimeUnix == 0 {
		view.EthBlock = 0
	}
	return view, v.Flags&FlagView != 0
}

// Tallied is what validators agree on.
type Tallied struct {
	Events      int    // so many of the proposed events happened
	Reach       int    // so many are attested by any view: it takes these to see that the first of them happened
	Point       Point  // where the vault's chain is after them
	EthTimeUnix uint64 // by this time nothing else had happened; 0 = not known
	EthBlock    uint64 // up to this block nothing else had happened; 0 = not known
}

// Tally returns the longest prefix of proposed events after last that views with
// more than two thirds of total attest: total is the power of all validators,
// with a view or not. Who attests a later point attests those before it, which
// only shows if the events up to that later point are among the proposed.
//
// The time is the latest t for which views with more than two thirds of total
// are at exactly the point reached, at a time not before t. So at least one
// honest validator saw that by t there were no more events: what was to happen
// until t, but is not in the prefix, never will. The block is found likewise.
//
// Less than two thirds of liars cannot make it wrong, a third can make it wait.
//
// ErrTally means more than MaxEvents, events that do not follow each other, or
// views with more power than total.
func Tally(last Point, events []Event, views []View, total uint64) (Tallied, error) {
	if len(events) > MaxEvents {
		return Tallied{}, fmt.Errorf("%w: %d events, expected at most %d", ErrTally, len(events), MaxEvents)
	}
	points, err := walk(last, events)
	if err != nil {
		return Tallied{}, err
	}
	support := make([]uint64, len(points))
	left, reach := total, 0
	for i, v := range views {
		if v.Power > left {
			return Tallied{}, fmt.Errorf("%w: power %d of view %d, only %d of %d are left", ErrTally, v.Power, i, left,
				total)
		}
		left -= v.Power
		if at := v.Point.Nonce - last.Nonce; at < uint64(len(points)) && points[at] == v.Point {
			support[at] += v.Power      // no more than total, as checked above
			reach = max(reach, int(at)) //nolint:gosec // at most MaxEvents
		}
	}
	var sum uint64
	for i, power := range slices.Backward(support) {
		if sum += power; Quorum(sum, total) {
			at := slices.DeleteFunc(slices.Clone(views), func(v View) bool { return v.Point != points[i] })
			return Tallied{
				Events: i, Reach: reach, Point: points[i],
				EthTimeUnix: atLeast(at, total, func(v View) uint64 { return v.EthTimeUnix }),
				EthBlock:    atLeast(at, total, func(v View) uint64 { return v.EthBlock }),
			}, nil
		}
	}
	return Tallied{Reach: reach, Point: last}, nil
}

// atLeast returns the greatest number for which views with a quorum say no less, or
// 0. It sorts them.
func atLeast(views []View, total uint64, says func(View) uint64) uint64 {
	slices.SortFunc(views, func(a, b View) int { return cmp.Compare(says(b), says(a)) })
	var power uint64
	for _, v := range views {
		if power += v.Power; Quorum(power, total) {
			return says(v)
		}
	}
	return 0
}

// walk returns last and the points that the events after it reach.
func walk(last Point, events []Event) ([]Point, error) {
	points := append(make([]Point, 0, len(events)+1), last)
	for i, e := range events {
		if e.Nonce <= last.Nonce || e.Nonce-last.Nonce != uint64(i)+1 || e.Body == nil {
			return nil, fmt.Errorf("%w: event %d has nonce %d after %d, expected the next, and a body", ErrTally, i,
				e.Nonce, points[i].Nonce)
		}
		points = append(points, Point{Nonce: e.Nonce, Hash: Link(points[i].Hash, e)})
	}
	return points, nil
}
