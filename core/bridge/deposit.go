package bridge

import (
	"errors"
	"fmt"
	"math"

	"github.com/iexecd/iexecd/core/rlc"
)

// ErrLedger means that an event's sum of what is locked is not what it must be.
var ErrLedger = errors.New("the vault's books do not add up")

// AllRLC is all RLC there is: 87 million.
const AllRLC = 87_000_000 * rlc.RLC

// NextLocked returns how many nRLC are locked after an event, given those before
// it. If the event says otherwise it returns what the event says, and ErrLedger:
// the event happened all the same, but the bridge must be paused.
func NextLocked(before rlc.Amount, e Event) (rlc.Amount, error) {
	var want, says rlc.Amount
	var err error
	switch b := e.Body.(type) {
	case Deposit:
		says = b.LockedAfter
		if want, err = rlc.Add(before, b.Amount); err == nil && (b.Amount == 0 || want > AllRLC) {
			err = fmt.Errorf("a deposit of %d nRLC, expected 1 at least, and %d locked at most", b.Amount, AllRLC)
		}
	case BatchExecuted:
		says = b.LockedAfter
		want, err = rlc.Sub(before, b.Total)
	case Migrated:
		want, err = rlc.Sub(before, b.Amount)
	default:
		return before, nil
	}
	if err != nil {
		return says, fmt.Errorf("%w: event %d: %w", ErrLedger, e.Nonce, err)
	}
	if want != says {
		return says, fmt.Errorf("%w: event %d says %d nRLC are locked after it, expected %d", ErrLedger, e.Nonce, says,
			want)
	}
	return want, nil
}

// DepositPolicy says where deposited RLC goes.
type DepositPolicy struct {
	LargeAmount  rlc.Amount   // nRLC; more than that waits
	DelaySeconds uint64       // so long, unless it is vetoed
	Bucket       BucketLimits // over what is credited without waiting
	Refund       WithdrawalRules
}

// Route is where deposited RLC goes. It is minted in any case.
type Route uint8

// The routes of a deposit.
const (
	RouteCredit Route = iota + 1 // to its recipient
	RouteDelay                   // to its recipient, later
	RouteRefund                  // back to who paid, as a withdrawal
	RouteStrand                  // to nobody, until who paid claims it
)

// String returns the route in a word.
func (r Route) String() string {
	names := [...]string{"none", "credit", "delay", "refund", "strand"}
	if int(r) >= len(names) {
		return fmt.Sprintf("route %d", uint8(r))
	}
	return names[r]
}

// Routed is the decision on a deposit.
type Routed struct {
	Route    Route
	FromUnix uint64     // RouteDelay: the first second in which it is credited
	Refund   Withdrawal // RouteRefund: its recipient, amount and fee; the caller gives the id
}

// Route decides where a deposit goes, and returns the bucket after it. Blocked
// says that its recipient cannot receive: it is sent back less the least fee, or
// stranded if that is not an allowed withdrawal.
func (p DepositPolicy) Route(d Deposit, blocked bool, b Bucket, nowUnix uint64) (Routed, Bucket) {
	if blocked || d.Recipient.IsZero() {
		fee := p.Refund.MinFee
		w := Withdrawal{To: d.From, Amount: d.Amount - min(fee, d.Amount), Fee: fee}
		if err := p.Refund.Check(w); err != nil {
			return Routed{Route: RouteStrand}, b
		}
		return Routed{Route: RouteRefund, Refund: w}, b
	}
	after, err := b.Take(d.Amount, nowUnix, p.Bucket)
	if d.Amount > p.LargeAmount || err != nil {
		return Routed{Route: RouteDelay, FromUnix: nowUnix + min(p.DelaySeconds, math.MaxUint64-nowUnix)}, b
	}
	return Routed{Route: RouteCredit}, after
}
