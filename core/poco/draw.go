package poco

import (
	"encoding/binary"

	"github.com/iexecd/iexecd/core/ident"
)

// Shuffle yields each number below a count once, in an order that a seed
// decides, without holding them all: a Fisher-Yates shuffle done lazily.
type Shuffle struct {
	seed  ident.Hash
	left  uint64
	n     uint64
	moved map[uint64]uint64
}

// NewShuffle returns the order in which a beacon draws from count workers for a
// task's present round: that of keccak(keccak(beacon ‖ task ‖ round) ‖ n), round
// and n as 8 big-endian bytes.
func NewShuffle(count uint64, beacon, task ident.Hash, round uint64) *Shuffle {
	seed := ident.Keccak256(beacon[:], task[:], bytes8(round))
	return &Shuffle{seed: seed, left: count}
}

// Next returns the next number. It must not be called more than count times.
func (s *Shuffle) Next() uint64 {
	h := ident.Keccak256(s.seed[:], bytes8(s.n))
	s.n++
	i := binary.BigEndian.Uint64(h[:8]) % s.left // the bias is below count / 2^64
	s.left--
	chosen, last := s.at(i), s.at(s.left)
	if s.moved == nil {
		s.moved = map[uint64]uint64{}
	}
	s.moved[i] = last
	return chosen
}

func (s *Shuffle) at(i uint64) uint64 {
	if v, ok := s.moved[i]; ok {
		return v
	}
	return i
}

func bytes8(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }
