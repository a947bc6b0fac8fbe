package bridge

import (
	"bytes"
	"errors"
	"fmt"
	"math/bits"
	"slices"

	"github.com/iexecd/iexecd/core/ident"
)

// The bounds of a validator set, the same in the vault.
const (
	MaxMembers    = 128
	MaxTotalPower = 1 << 62
	MemberBytes   = 20 + 8 // address, power
)

// ErrMembers means that members are no validator set.
var ErrMembers = errors.New("no validator set")

// Member is a validator as the vault knows it.
type Member struct {
	Address ident.Address // of its bridge key
	Power   uint64
}

// Members is a validator set: 1 to MaxMembers members, strictly ascending by
// address, powers from 1, together at most MaxTotalPower.
type Members []Member

// SortMembers returns a set in its order; ErrMembers if it is none.
func SortMembers(all []Member) (Members, error) {
	sorted := slices.SortedFunc(slices.Values(all), func(a, b Member) int {
		return bytes.Compare(a.Address[:], b.Address[:])
	})
	return sorted, Members(sorted).Check()
}

// Check returns nil if m is a validator set, else ErrMembers and why not.
func (m Members) Check() error {
	_, err := m.TotalPower()
	return err
}

// TotalPower returns the sum of all powers, 1 to MaxTotalPower; ErrMembers if
// m is no validator set.
func (m Members) TotalPower() (uint64, error) {
	if len(m) == 0 || len(m) > MaxMembers {
		return 0, fmt.Errorf("%w: %d members, expected 1 to %d", ErrMembers, len(m), MaxMembers)
	}
	var total uint64
	for i, member := range m {
		switch {
		case member.Address.IsZero():
			return 0, fmt.Errorf("%w: member %d has the zero address, register its key first", ErrMembers, i)
		case i > 0 && bytes.Compare(m[i-1].Address[:], member.Address[:]) >= 0:
			return 0, fmt.Errorf("%w: member %d is %s after %s, expected strictly ascending addresses", ErrMembers, i,
				member.Address, m[i-1].Address)
		case member.Power == 0:
			return 0, fmt.Errorf("%w: member %d has power 0, leave it out", ErrMembers, i)
		case member.Power > MaxTotalPower-total:
			return 0, fmt.Errorf("%w: power %d of member %d on top of %d is more than %d", ErrMembers, member.Power, i,
				total, uint64(MaxTotalPower))
		}
		total += member.Power
	}
	return total, nil
}

// Pack returns the members as the vault reads them, MemberBytes each, whether
// or not they are a validator set.
func (m Members) Pack() []byte {
	out := make([]byte, 0, len(m)*MemberBytes)
	for _, member := range m {
		out = append(append(out, member.Address[:]...), u64(member.Power)...)
	}
	return out
}

// Hash returns the Keccak-256 of the packed members, which is all that the vault keeps.
func (m Members) Hash() ident.Hash { return ident.Keccak256(m.Pack()) }

// UnpackMembers returns the validator set in packed; ErrMembers if it is none.
func UnpackMembers(packed []byte) (Members, error) {
	n := len(packed) / MemberBytes
	if n*MemberBytes != len(packed) || n > MaxMembers {
		return nil, fmt.Errorf("%w: %d bytes, expected %d for each of 1 to %d members", ErrMembers, len(packed),
			MemberBytes, MaxMembers)
	}
	m := make(Members, n)
	r := reader{packed}
	for i := range m {
		m[i] = Member{Address: r.address(), Power: r.u64()}
	}
	if err := m.Check(); err != nil {
		return nil, err
	}
	return m, nil
}

// Valset returns what the vault is told of m, made at the end of a height here;
// ErrMembers if m is no validator set.
func (m Members) Valset(nonce, homeHeight uint64) (Valset, error) {
	total, err := m.TotalPower()
	if err != nil {
		return Valset{}, err
	}
	return Valset{Nonce: nonce, HomeHeight: homeHeight, TotalPower: total, MembersHash: m.Hash()}, nil
}

// Find returns the position of an address in m, false if it is not there.
func (m Members) Find(a ident.Address) (int, bool) {
	return slices.BinarySearchFunc(m, a, func(member Member, want ident.Address) int {
		return bytes.Compare(member.Address[:], want[:])
	})
}

// Quorum reports whether signed is strictly more than two thirds of total:
// 3·signed > 2·total, for any two numbers.
func Quorum(signed, total uint64) bool {
	signedHi, signedLo := bits.Mul64(signed, 3)
	totalHi, totalLo := bits.Mul64(total, 2)
	return signedHi > totalHi || signedHi == totalHi && signedLo > totalLo
}
