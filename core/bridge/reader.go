package bridge

import (
	"encoding/binary"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

// reader takes fields of fixed width from bytes. What is not there reads as
// zeros: its users check lengths before.
type reader struct{ rest []byte }

func (r *reader) fill(dst []byte) { r.rest = r.rest[copy(dst, r.rest):] }

func (r *reader) u8() uint8 {
	var b [1]byte
	r.fill(b[:])
	return b[0]
}

func (r *reader) u64() uint64 {
	var b [8]byte
	r.fill(b[:])
	return binary.BigEndian.Uint64(b[:])
}

func (r *reader) amount() rlc.Amount { return rlc.Amount(r.u64()) }

func (r *reader) address() (a ident.Address) {
	r.fill(a[:])
	return a
}

func (r *reader) hash() (h ident.Hash) {
	r.fill(h[:])
	return h
}
