package bridge

import (
	"flag"
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

var tallyCases = flag.Uint64("tally-cases", 200_000, "how many random worlds TestTallyIsSafeAndLive tries")

// slowTally is Tally word by word as the specification has it, with numbers
// without bounds.
func slowTally(last Point, events []Event, views []View, total uint64) Tallied {
	hashes := []ident.Hash{last.Hash}
	for i, e := range events {
		hashes = append(hashes, Link(hashes[i], e))
	}
	quorum := func(counts func(View) bool) bool {
		sum := new(big.Int)
		for _, v := range views {
			if counts(v) {
				sum.Add(sum, new(big.Int).SetUint64(v.Power))
			}
		}
		return sum.Mul(sum, big.NewInt(3)).Cmp(new(big.Int).Lsh(new(big.Int).SetUint64(total), 1)) > 0
	}
	on := func(v View, i int) bool { return v.Point == Point{last.Nonce + uint64(i), hashes[i]} }
	out := Tallied{Point: last}
	for i := range hashes {
		if slices.ContainsFunc(views, func(v View) bool { return on(v, i) }) {
			out.Reach = i
		}
		reaches := quorum(func(v View) bool {
			for j := i; j < len(hashes); j++ {
				if on(v, j) {
					return true
				}
			}
			return false
		})
		if reaches {
			out.Events, out.Point = i, Point{last.Nonce + uint64(i), hashes[i]}
		}
	}
	for _, v := range views {
		t := v.EthTimeUnix
		if t > out.EthTimeUnix && quorum(func(w View) bool { return on(w, out.Events) && w.EthTimeUnix >= t }) {
			out.EthTimeUnix = t
		}
		b := v.EthBlock
		if b > out.EthBlock && quorum(func(w View) bool { return on(w, out.Events) && w.EthBlock >= b }) {
			out.EthBlock = b
		}
	}
	return out
}

// tallyWorld is an Ethereum on which events happen, validators that saw some of
// them, and liars with less than a third of the power.
type tallyWorld struct {
	rand   *rand.Rand
	events []Event  // what happened, after points[0]
	points []Point  // the chain after so many events
	times  []uint64 // when each event happened, ascending
	powers []uint64
	total  uint64
	liar   []bool
	sees   []int // how many events each saw; -1 = no view
	when   []uint64
}

func newTallyWorld(r *rand.Rand) *tallyWorld {
	w := &tallyWorld{rand: r}
	w.points = []Point{{r.Uint64() >> (1 + r.UintN(62)), ident.Hash{0: byte(r.Uint32()), 31: byte(r.Uint32())}}}
	n := r.IntN(9)
	if r.IntN(50) == 0 {
		n = MaxEvents - 2 + r.IntN(30)
	}
	now := uint64(1000)
	for i := range n {
		now += r.Uint64N(3)
		w.times = append(w.times, now)
		w.events = append(w.events, Event{
			Nonce: w.points[0].Nonce + uint64(i) + 1,
			Body:  BatchExecuted{BatchNonce: uint64(i), Total: 1, LockedAfter: rlc.Amount(r.Uint32())},
		})
		w.points = append(w.points, Point{w.events[i].Nonce, Link(w.points[i].Hash, w.events[i])})
	}
	w.drawValidators(now)
	return w
}

func (w *tallyWorld) drawValidators(now uint64) {
	r := w.rand
	n := 1 + r.IntN(10)
	most := []uint64{1, 3, 100, 1<<62 - 1}[r.IntN(4)] / uint64(n)
	var lies uint64
	w.liar, w.sees, w.when = make([]bool, n), make([]int, n), make([]uint64, n)
	for i := range n {
		w.powers = append(w.powers, 1+r.Uint64N(max(1, most)))
		w.total += w.powers[i]
		// Honest validators read at a time not long before the last event, or after it.
		w.when[i] = now - min(now, r.Uint64N(9)) + 3
		for w.sees[i] < len(w.times) && w.times[w.sees[i]] <= w.when[i] {
			w.sees[i]++
		}
		if r.IntN(20) == 0 {
			w.sees[i] = -1
		}
	}
	for _, i := range r.Perm(n) {
		if lies += w.powers[i]; Quorum(w.total-lies, w.total) && r.IntN(5) > 0 {
			w.liar[i] = true
			continue
		}
		lies -= w.powers[i]
	}
}

// forge returns events that did not all happen so, or not all that happened.
func (w *tallyWorld) forge() []Event {
	r := w.rand
	out := append([]Event(nil), w.events[:min(len(w.events), MaxEvents-1)]...)
	extra := Event{Body: Deposit{From: ident.Address{1}, Recipient: ident.Address{2}, Amount: 5}}
	at := r.IntN(len(out) + 1)
	switch kind := r.IntN(5); {
	case kind == 0 || len(out) == 0: // one too many
		out = append(out[:at:at], append([]Event{extra}, out[at:]...)...)
	case kind == 1: // one left out
		at = r.IntN(len(out))
		out = append(out[:at:at], out[at+1:]...)
	case kind == 2 && len(out) > 1: // two changed places
		at = r.IntN(len(out) - 1)
		out[at], out[at+1] = out[at+1], out[at]
	case kind == 3: // the end left out
		out = out[:r.IntN(len(out))]
	default: // one altered
		out[r.IntN(len(out))].Body = BatchExecuted{Total: 1 << 60}
	}
	for i := range out {
		out[i].Nonce = w.points[0].Nonce + uint64(i) + 1
	}
	return out
}

// views returns what all validators say when liars back the events proposed.
func (w *tallyWorld) views(proposed []Point) []View {
	var out []View
	for i, power := range w.powers {
		v := View{Power: power}
		switch {
		case w.liar[i]:
			switch w.rand.IntN(4) {
			case 0:
				continue
			case 1:
				v.Point = w.points[w.rand.IntN(len(w.points))]
			default:
				v.Point = proposed[w.rand.IntN(len(proposed))]
			}
			v.EthTimeUnix = []uint64{0, w.when[i], 1 << 40, 1<<64 - 1}[w.rand.IntN(4)]
			v.EthBlock = []uint64{0, w.when[i], 1 << 40, 1<<64 - 1}[w.rand.IntN(4)]
		case w.sees[i] < 0:
			continue
		case w.sees[i] > MaxEvents: // as See clamps
			v.Point = w.points[MaxEvents]
		default:
			v.Point, v.EthTimeUnix, v.EthBlock = w.points[w.sees[i]], w.when[i], w.when[i] // a block a second
		}
		out = append(out, v)
	}
	return out
}

// checkSafe: what was agreed happened, an honest validator saw it, and nothing
// else happened until the time proven.
func (w *tallyWorld) checkSafe(got Tallied) error {
	if got.Events >= len(w.points) || got.Point != w.points[got.Events] {
		return fmt.Errorf("%d events that did not happen", got.Events)
	}
	seen := got.Events == 0
	for i := range w.powers {
		seen = seen || !w.liar[i] && w.sees[i] >= got.Events
	}
	if !seen {
		return fmt.Errorf("no honest validator saw %d events", got.Events)
	}
	if got.Events < len(w.times) && got.EthTimeUnix >= w.times[got.Events] {
		return fmt.Errorf("time %d proven, but event %d was at %d", got.EthTimeUnix, got.Events, w.times[got.Events])
	}
	if got.Events < len(w.times) && got.EthBlock >= w.times[got.Events] {
		return fmt.Errorf("block %d proven, but event %d was in %d", got.EthBlock, got.Events, w.times[got.Events])
	}
	return nil
}

// checkLive: what honest validators with a quorum saw, and was proposed, is agreed.
func (w *tallyWorld) checkLive(got Tallied, proposed int) error {
	for n := range proposed + 1 {
		var power uint64
		for i := range w.powers {
			if !w.liar[i] && w.sees[i] >= n {
				power += w.powers[i]
			}
		}
		if Quorum(power, w.total) && got.Events < n {
			return fmt.Errorf("%d events agreed, expected %d at least", got.Events, n)
		}
	}
	return nil
}

// tryTally runs one world and returns what happened in it.
func tryTally(w *tallyWorld) (agreed, timed, forged bool, err error) {
	events := w.events[:min(len(w.events), MaxEvents)]
	if forged = w.rand.IntN(2) == 0; forged {
		events = w.forge()
	}
	proposed, err := walk(w.points[0], events)
	if err != nil {
		return false, false, forged, err
	}
	views := w.views(proposed)
	got, err := Tally(w.points[0], events, views, w.total)
	if err != nil {
		return false, false, forged, err
	}
	if slow := slowTally(w.points[0], events, views, w.total); slow != got {
		return false, false, forged, fmt.Errorf("got %v, expected %v", got, slow)
	}
	if err := w.checkSafe(got); err != nil {
		return false, false, forged, err
	}
	if !forged {
		err = w.checkLive(got, len(events))
	}
	return got.Events > 0, got.EthTimeUnix > 0, forged, err
}

// TestTallyIsSafeAndLive: in random worlds with less than a third of liars, who
// also propose, nothing is agreed that no honest validator saw, no time is proven
// too early, and an honest proposer gets through what a quorum saw.
func TestTallyIsSafeAndLive(t *testing.T) {
	t.Parallel()
	const shards = 8
	for shard := range uint64(shards) {
		t.Run(fmt.Sprint(shard), func(t *testing.T) {
			t.Parallel()
			cases := max(1, *tallyCases/shards)
			var agreed, timed, forged int
			for i := range cases {
				a, ti, f, err := tryTally(newTallyWorld(rand.New(rand.NewPCG(shard, i))))
				require.NoError(t, err, "seed %d, %d", shard, i)
				agreed, timed, forged = agreed+one(a), timed+one(ti), forged+one(f)
			}
			if cases >= 1000 { // the worlds are not all trivial
				require.Greater(t, agreed, int(cases)/8)
				require.Greater(t, timed, int(cases)/20)
				require.Greater(t, forged, int(cases)/3)
			}
		})
	}
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// TestTally shows the rule in small.
func TestTally(t *testing.T) {
	t.Parallel()
	last := Point{Nonce: 5, Hash: ident.Hash{5}}
	events := []Event{{6, Deposit{Amount: 1}}, {7, Migrated{Amount: 1}}}
	points, err := walk(last, events)
	require.NoError(t, err)
	forged := Point{7, ident.Hash{9}}
	for _, c := range []struct {
		name  string
		views []View
		total uint64
		want  Tallied
	}{
		{"nobody", nil, 100, Tallied{Point: last}},
		{"two thirds are not enough", []View{{points[2], 9, 66, 90}}, 99, Tallied{0, 2, last, 0, 0}},
		{"a bit more is", []View{{points[2], 9, 67, 90}}, 99, Tallied{2, 2, points[2], 9, 90}},
		{"who is absent counts", []View{{points[2], 9, 66, 90}}, 100, Tallied{0, 2, last, 0, 0}},
		{
			"who saw more saw less",
			[]View{{points[2], 9, 40, 90}, {points[1], 7, 40, 70}},
			100,
			Tallied{1, 2, points[1], 0, 0},
		},
		{"another hash", []View{{points[2], 9, 60, 90}, {forged, 9, 40, 90}}, 100, Tallied{0, 2, last, 0, 0}},
		{
			"at rest time passes",
			[]View{{last, 9, 40, 90}, {last, 7, 30, 70}, {last, 8, 30, 80}},
			100,
			Tallied{0, 0, last, 8, 80},
		},
		{"behind", []View{{Point{4, ident.Hash{4}}, 9, 100, 90}}, 100, Tallied{Point: last}},
		{"all power", []View{{points[1], 3, 1 << 62, 30}}, 1 << 62, Tallied{1, 1, points[1], 3, 30}},
		{
			"more than ever",
			[]View{{points[1], 3, 1<<64 - 2, 30}, {points[1], 2, 1, 20}},
			1<<64 - 1,
			Tallied{1, 1, points[1], 3, 30},
		},
		{"no time", []View{{points[1], 0, 50, 0}, {points[1], 3, 50, 30}}, 100, Tallied{1, 1, points[1], 0, 0}},
	} {
		got, err := Tally(last, events, c.views, c.total)
		require.NoError(t, err, c.name)
		require.Equal(t, c.want, got, c.name)
		require.Equal(t, c.want, slowTally(last, events, c.views, c.total), c.name)
	}
}

// TestTallyRefused: what cannot have come about is an error, never a panic.
func TestTallyRefused(t *testing.T) {
	t.Parallel()
	body := Migrated{}
	top := uint64(1<<64 - 1)
	for _, c := range []struct {
		name   string
		last   uint64
		events []Event
		views  []View
		total  uint64
		want   string
	}{
		{"too many", 0, make([]Event, 65), nil, 1, "65 events, expected at most 64"},
		{"a gap", 5, []Event{{7, body}}, nil, 1, "event 0 has nonce 7 after 5"},
		{"a repeat", 5, []Event{{6, body}, {6, body}}, nil, 1, "event 1 has nonce 6 after 6"},
		{"before", 5, []Event{{4, body}}, nil, 1, "event 0 has nonce 4 after 5"},
		{"no body", 5, []Event{{6, nil}}, nil, 1, "event 0 has nonce 6 after 5, expected the next, and a body"},
		{"nonces that wrap", top, []Event{{0, body}}, nil, 1, "event 0 has nonce 0"},
		{"too much power", 5, nil, []View{{Power: 2}, {Power: 2}}, 3, "power 2 of view 1, only 1 of 3 are left"},
		{"power that wraps", 5, nil, []View{{Power: top}, {Power: 2}}, top, "power 2 of view 1, only 0 of"},
	} {
		_, err := Tally(Point{Nonce: c.last}, c.events, c.views, c.total)
		require.ErrorIs(t, err, ErrTally, c.name)
		require.ErrorContains(t, err, c.want, c.name)
	}
}

// TestSee: a view reaches MaxEvents at most, and then has no time.
func TestSee(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		last := Point{rapid.Uint64Range(0, 1<<63).Draw(t, "nonce"), drawHash(t, "hash")}
		events := make([]Event, rapid.IntRange(0, 70).Draw(t, "events"))
		want := last
		for i := range events {
			events[i] = Event{last.Nonce + uint64(i) + 1, Migrated{Amount: rlc.Amount(i)}}
			if i < MaxEvents {
				want = Point{events[i].Nonce, Link(want.Hash, events[i])}
			}
		}
		got, err := See(last, events, 7, 1000)
		require.NoError(t, err)
		wantTime := uint64(1000)
		if len(events) > MaxEvents {
			wantTime = 0
		}
		require.Equal(t, Vote{Flags: FlagView, EthBlock: 7, EthTimeUnix: wantTime, Point: want}, got)
		view, ok := got.View(3)
		require.True(t, ok)
		wantBlock := uint64(7)
		if wantTime == 0 {
			wantBlock = 0
		}
		require.Equal(t, View{want, wantTime, 3, wantBlock}, view)
	})
	_, err := See(Point{}, []Event{{2, Migrated{}}}, 7, 1000)
	require.ErrorIs(t, err, ErrTally)
	_, ok := Vote{Flags: FlagAlarm}.View(3)
	require.False(t, ok)
}
