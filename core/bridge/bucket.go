package bridge

import (
	"errors"
	"fmt"
	"math/bits"

	"github.com/iexecd/iexecd/core/rlc"
)

// ErrBucket means that a bucket has no room for an amount.
var ErrBucket = errors.New("over the limit")

// BucketLimits is the size of a leaky bucket.
type BucketLimits struct {
	Cap           rlc.Amount // nRLC that it holds
	RatePerSecond rlc.Amount // nRLC that leak out of it each second
}

// RatePerSecondFloor returns the rate that empties a full bucket of cap in so
// many seconds, rounded down, so that it never passes more than cap in that time.
func RatePerSecondFloor(capacity rlc.Amount, seconds uint64) (rlc.Amount, error) {
	return rlc.MulDivFloor(capacity, 1, seconds)
}

// Bucket bounds what passes: what passes fills it, time empties it. In any span
// of time no more passes than its capacity and what leaks in that span. The zero
// Bucket is empty.
type Bucket struct {
	Level    rlc.Amount // nRLC in it
	LastUnix uint64     // as of this second
}

// At returns the bucket as it is at a time; one before its own changes nothing.
func (b Bucket) At(nowUnix uint64, l BucketLimits) Bucket {
	if nowUnix <= b.LastUnix {
		return b
	}
	leaked, err := rlc.Mul(l.RatePerSecond, nowUnix-b.LastUnix)
	if err != nil || leaked > b.Level { // more than there ever can be, or than there is
		leaked = b.Level
	}
	return Bucket{Level: b.Level - leaked, LastUnix: nowUnix}
}

// Room returns how many nRLC may pass at a time.
func (b Bucket) Room(nowUnix uint64, l BucketLimits) rlc.Amount {
	level := b.At(nowUnix, l).Level
	if level >= l.Cap {
		return 0
	}
	return l.Cap - level
}

// Take returns the bucket after an amount passed; ErrBucket if there is no room.
func (b Bucket) Take(amount rlc.Amount, nowUnix uint64, l BucketLimits) (Bucket, error) {
	if room := b.Room(nowUnix, l); amount > room {
		return b, fmt.Errorf("%w: %d nRLC, there is room for %d of %d: wait, or take less", ErrBucket, amount, room,
			l.Cap)
	}
	b = b.At(nowUnix, l)
	b.Level += amount // at most Cap
	return b, nil
}

// WaitSecondsCeil returns after how many seconds there will be room for an
// amount, rounded up; ErrBucket if there never will.
func (b Bucket) WaitSecondsCeil(amount rlc.Amount, nowUnix uint64, l BucketLimits) (uint64, error) {
	room := b.Room(nowUnix, l)
	switch {
	case amount <= room:
		return 0, nil
	case amount > l.Cap || l.RatePerSecond == 0:
		return 0, fmt.Errorf("%w: %d nRLC, a bucket of %d that leaks %d a second never has room: take less", ErrBucket,
			amount, l.Cap, l.RatePerSecond)
	}
	over := b.At(nowUnix, l).Level - (l.Cap - amount)
	seconds, rem := bits.Div64(0, uint64(over), uint64(l.RatePerSecond))
	if rem > 0 {
		seconds++
	}
	return seconds + (max(nowUnix, b.LastUnix) - nowUnix), nil
}
