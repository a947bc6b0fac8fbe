package meter

// The bytes of the binary format that are used by name.
const (
	typeFunc      = 0x60
	typeExternref = 0x6f
	typeFuncref   = 0x70
	typeF64       = 0x7c
	typeF32       = 0x7d
	typeI64       = 0x7e
	typeI32       = 0x7f

	exportFunc   = 0
	exportGlobal = 3

	opUnreachable  = 0x00
	opNop          = 0x01
	opBlock        = 0x02
	opLoop         = 0x03
	opIf           = 0x04
	opElse         = 0x05
	opEnd          = 0x0b
	opBr           = 0x0c
	opBrIf         = 0x0d
	opBrTable      = 0x0e
	opReturn       = 0x0f
	opCall         = 0x10
	opCallIndirect = 0x11
	opDrop         = 0x1a
	opSelect       = 0x1b
	opSelectTyped  = 0x1c
	opLocalGet     = 0x20
	opLocalTee     = 0x22
	opGlobalGet    = 0x23
	opGlobalSet    = 0x24
	opTableGet     = 0x25
	opTableSet     = 0x26
	opFirstMem     = 0x28
	opLastMem      = 0x3e
	opMemorySize   = 0x3f
	opMemoryGrow   = 0x40
	opI32Const     = 0x41
	opI64Const     = 0x42
	opF32Const     = 0x43
	opF64Const     = 0x44
	opFirstPlain   = 0x45
	opI32Eq        = 0x46
	opI64LtS       = 0x53
	opI64Sub       = 0x7d
	opI64Mul       = 0x7e
	opI64ShrU      = 0x88
	opI64ExtendU   = 0xad
	opLastPlain    = 0xc4
	opRefNull      = 0xd0
	opRefIsNull    = 0xd1
	opRefFunc      = 0xd2
	opPrefix       = 0xfc

	blockEmpty = 0x40
)

// reader reads the binary format and keeps the first error, after which it
// returns zeros.
type reader struct {
	b   []byte
	err error
}

func (r *reader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = refuse(format, args...)
	}
	r.b = nil
}

func (r *reader) byte() byte {
	if len(r.b) == 0 {
		r.fail("it ends too early")
		return 0
	}
	c := r.b[0]
	r.b = r.b[1:]
	return c
}

func (r *reader) bytes(n uint32) []byte {
	if uint64(n) > uint64(len(r.b)) {
		r.fail("it ends too early: %d bytes wanted, %d are left", n, len(r.b))
		return nil
	}
	out := r.b[:n]
	r.b = r.b[n:]
	return out
}

// count reads the length of a vector. Every entry takes a byte at least, so no
// count makes anyone reserve more than the module is long.
func (r *reader) count(most uint32) uint32 {
	n := r.u32()
	if most = uint32(min(uint64(most), uint64(len(r.b)))); n > most { //nolint:gosec // at most most
		r.fail("a vector of %d entries, at most %d", n, most)
		return 0
	}
	return n
}

// u32 reads an unsigned LEB128 number of 32 bits.
func (r *reader) u32() uint32 {
	var v uint64
	for shift := 0; shift < 35; shift += 7 {
		c := r.byte()
		v |= uint64(c&0x7f) << shift
		if c&0x80 == 0 {
			if v > 1<<32-1 {
				r.fail("a number of more than 32 bits")
				return 0
			}
			return uint32(v)
		}
	}
	r.fail("a number of more than 32 bits")
	return 0
}

// skipLEB skips a number of up to most bytes.
func (r *reader) skipLEB(most int) {
	for range most {
		if r.byte()&0x80 == 0 {
			return
		}
	}
	r.fail("a number of more than %d bytes", most)
}

// skipConstant skips a constant expression and its end.
func (r *reader) skipConstant() {
	for r.err == nil {
		switch op := r.byte(); op {
		case opI32Const:
			r.skipLEB(5)
		case opI64Const:
			r.skipLEB(10)
		case opF32Const:
			r.bytes(4)
		case opF64Const:
			r.bytes(8)
		case opGlobalGet, opRefFunc:
			r.u32()
		case opRefNull:
			r.byte()
		case opEnd:
			return
		default:
			r.fail("instruction %#x in a constant", op)
		}
	}
}

func appendU32(b []byte, v uint32) []byte {
	for v >= 0x80 {
		b = append(b, byte(v)|0x80)
		v >>= 7
	}
	return append(b, byte(v))
}

func appendS64(b []byte, v int64) []byte {
	for {
		c := byte(v & 0x7f)
		v >>= 7
		if v == 0 && c&0x40 == 0 || v == -1 && c&0x40 != 0 {
			return append(b, c)
		}
		b = append(b, c|0x80)
	}
}
