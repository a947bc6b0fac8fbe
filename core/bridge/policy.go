package bridge

import (
	"bytes"
	"fmt"
	"math/big"
)

const million = 1_000_000

// DriftPPMCeil returns how much of the power changed hands between two validator
// sets, in millionths, rounded up: half the sum of the differences of shares. So
// it is above a bound in whole millionths exactly if the drift is. ErrMembers if
// one is no validator set.
func DriftPPMCeil(a, b Members) (uint64, error) {
	totalA, err := a.TotalPower()
	if err != nil {
		return 0, err
	}
	totalB, err := b.TotalPower()
	if err != nil {
		return 0, err
	}
	sum, wa, wb := new(big.Int), new(big.Int).SetUint64(totalB), new(big.Int).SetUint64(totalA)
	add := func(powerA, powerB uint64) {
		shareA := new(big.Int).Mul(new(big.Int).SetUint64(powerA), wa)
		shareB := new(big.Int).Mul(new(big.Int).SetUint64(powerB), wb)
		sum.Add(sum, shareA.Sub(shareA, shareB).Abs(shareA))
	}
	for i, j := 0, 0; i < len(a) || j < len(b); {
		switch order := compareAt(a, i, b, j); {
		case order < 0:
			add(a[i].Power, 0)
			i++
		case order > 0:
			add(0, b[j].Power)
			j++
		default:
			add(a[i].Power, b[j].Power)
			i, j = i+1, j+1
		}
	}
	whole := new(big.Int).Mul(wa, wb)
	whole.Lsh(whole, 1)
	ppm, rem := sum.Mul(sum, big.NewInt(million)).QuoRem(sum, whole, new(big.Int))
	if rem.Sign() > 0 {
		ppm.Add(ppm, big.NewInt(1))
	}
	return ppm.Uint64(), nil
}

// compareAt tells which of two sets has the next address in order; a set that is
// through has none.
func compareAt(a Members, i int, b Members, j int) int {
	switch {
	case i == len(a):
		return 1
	case j == len(b):
		return -1
	}
	return bytes.Compare(a[i].Address[:], b[j].Address[:])
}

// ValsetPolicy says when the vault needs a new validator set.
type ValsetPolicy struct {
	DriftPPM         uint64 // above so many millionths of drift
	UrgentDriftPPM   uint64 // above so many at once, however recent the last set is
	MinBlocks        uint64 // otherwise at most one in so many blocks
	HeartbeatSeconds uint64 // one at least so often, because the vault stops trusting old sets
}

// DefaultValsetPolicy returns a drift of 5 %, urgent above 20 %, one in 100
// blocks, and one every three days: a fifth of the 14 days for which the vault
// trusts a set.
func DefaultValsetPolicy() ValsetPolicy {
	return ValsetPolicy{DriftPPM: 50_000, UrgentDriftPPM: 200_000, MinBlocks: 100, HeartbeatSeconds: 3 * 86_400}
}

// ValsetReason says why a new validator set is due.
type ValsetReason uint8

// The reasons for a new validator set.
const (
	ValsetNotDue ValsetReason = iota
	ValsetUrgent
	ValsetMemberGone // a key of the last set is not in the next: it was changed, or its owner left
	ValsetDrift
	ValsetHeartbeat
)

// String returns the reason in a word.
func (r ValsetReason) String() string {
	names := [...]string{"not due", "urgent drift", "member gone", "drift", "heartbeat"}
	if int(r) >= len(names) {
		return fmt.Sprintf("reason %d", uint8(r))
	}
	return names[r]
}

// ValsetMade is a validator set that was made for the vault.
type ValsetMade struct {
	Members Members
	At      Moment
}

// Moment is a block here: its height and time.
type Moment struct {
	Height uint64
	Unix   uint64
}

// Due returns whether and why the vault needs the set next after last; ErrMembers
// if one of them is no validator set.
func (p ValsetPolicy) Due(last ValsetMade, next Members, now Moment) (ValsetReason, error) {
	drift, err := DriftPPMCeil(last.Members, next)
	if err != nil {
		return ValsetNotDue, err
	}
	switch {
	case drift > p.UrgentDriftPPM:
		return ValsetUrgent, nil
	case now.Height < last.At.Height || now.Height-last.At.Height < p.MinBlocks:
		return ValsetNotDue, nil
	}
	for _, m := range last.Members {
		if _, there := next.Find(m.Address); !there {
			return ValsetMemberGone, nil
		}
	}
	switch {
	case drift > p.DriftPPM:
		return ValsetDrift, nil
	case now.Unix > last.At.Unix && now.Unix-last.At.Unix >= p.HeartbeatSeconds:
		return ValsetHeartbeat, nil
	}
	return ValsetNotDue, nil
}
