// Package beacon decides what the random beacon is: over what validators prove,
// how their outputs make the next value, and what it is when too few prove.
// Verifying the proofs themselves is the caller's. ADR 0010 says what it is worth.
package beacon

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"slices"

	"github.com/iexecd/iexecd/core/ident"
)

// OutputBytes is the length of a verifiable random output.
const OutputBytes = 64

// The domains keep every hash and proof of the beacon apart from all others.
const (
	domainAlpha      = "iexec/beacon/v1"
	domainPossession = "iexec/beacon/possession/v1"
	domainNext       = "iexec/beacon/next/v1"
	domainFallback   = "iexec/beacon/fallback/v1"
	domainGenesis    = "iexec/beacon/genesis/v1"
	domainTie        = "iexec/beacon/tie/v1"
)

// Contribution is what one validator's verified proof gives.
type Contribution struct {
	Validator ident.Address // its operator
	Power     uint64        // its voting power
	Output    [OutputBytes]byte
}

// Alpha returns what validators prove over in their votes at a height: chain,
// height, and the beacon as of the end of the block before.
func Alpha(chainID string, height uint64, beacon ident.Hash) []byte {
	return slices.Concat([]byte(domainAlpha), []byte(chainID), u64(height), beacon[:])
}

// Possession returns what the owner of a key proves over to register it for a
// validator of a chain.
func Possession(chainID string, operator ident.Address) []byte {
	return slices.Concat([]byte(domainPossession), []byte(chainID), operator[:])
}

// Genesis returns the first beacon of a chain.
func Genesis(chainID string, unixNano int64) ident.Hash {
	return ident.Keccak256([]byte(domainGenesis), []byte(chainID), u64(uint64(unixNano))) //nolint:gosec // a time
}

// Enough reports whether power is more than a third of total. With less than a
// third nobody can go below it: who withholds a proof, and as proposer leaves
// out other votes of less than a third, leaves more than a third.
func Enough(power, total uint64) bool {
	hi, lo := bits.Mul64(power, 3)
	return hi > 0 || lo > total
}

// Next returns the beacon that verified contributions make at a height, and
// true; or false if those that contribute have no more than a third of total, the
// power of all validators. It is
//
//	keccak(domain ‖ height ‖ previous ‖ lowest output ‖ second lowest output)
//
// where of equal outputs that of the lower validator address comes first, and a
// lone contribution stands alone. The other outputs have no say, so that whoever
// may leave some out has few choices: see Choices.
func Next(height uint64, previous ident.Hash, all []Contribution, total uint64) (ident.Hash, bool) {
	var power uint64
	for _, c := range all {
		sum, carry := bits.Add64(power, c.Power, 0)
		if carry != 0 {
			return ident.Hash{}, false
		}
		power = sum
	}
	if len(all) == 0 || !Enough(power, total) {
		return ident.Hash{}, false
	}
	low := lowest(all)
	return ident.Keccak256([]byte(domainNext), u64(height), previous[:], low), true
}

// lowest returns the two lowest outputs, the lowest first, or the only one.
func lowest(all []Contribution) []byte {
	first, second := -1, -1
	for i := range all {
		switch {
		case first < 0 || below(all[i], all[first]):
			first, second = i, first
		case second < 0 || below(all[i], all[second]):
			second = i
		}
	}
	if second < 0 {
		return all[first].Output[:]
	}
	return slices.Concat(all[first].Output[:], all[second].Output[:])
}

func below(a, b Contribution) bool {
	if n := bytes.Compare(a.Output[:], b.Output[:]); n != 0 {
		return n < 0
	}
	return bytes.Compare(a.Validator[:], b.Validator[:]) < 0
}

// Fallback returns the beacon of a block in which too few validators proved: a
// hash of the one before and of the block's time. It is not unpredictable.
func Fallback(previous ident.Hash, unixNano int64) ident.Hash {
	return ident.Keccak256([]byte(domainFallback), previous[:], u64(uint64(unixNano))) //nolint:gosec // a time
}

// Tie returns the bytes that break ties of a block: the beacon in force, which
// may be older than the block, with what nobody knew long before it: the hash
// of the state before the block, and the block's time.
func Tie(beacon ident.Hash, height uint64, stateHash []byte, unixNano int64) ident.Hash {
	return ident.Keccak256([]byte(domainTie), beacon[:], u64(height), u64(uint64(len(stateHash))), stateHash,
		u64(uint64(unixNano))) //nolint:gosec // a time
}

// Choices returns the bound on how many different values a proposer can choose
// from that may leave out any d contributions and must keep two at least: the
// pairs among the d+2 lowest.
func Choices(d uint64) uint64 { return (d + 2) * (d + 1) / 2 }

func u64(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }
