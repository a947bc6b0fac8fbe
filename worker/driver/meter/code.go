package meter

// maxBodyInstructions bounds one function.
const maxBodyInstructions = 2 << 20

// instruction is one instruction of a function body.
type instruction struct {
	raw  []byte // opcode and immediates
	op   byte
	sub  uint32 // second opcode if op is the prefix
	cost int64
}

// code returns the code section with metering in every body.
func (m *module) code(body []byte) ([]byte, error) {
	r := reader{b: body}
	n := r.count(MaxFunctions)
	if r.err == nil && int(n) != len(m.funcs) {
		return nil, refuse("%d bodies for %d functions", n, len(m.funcs))
	}
	out := appendU32(nil, n)
	for i := range n {
		raw := r.bytes(r.u32())
		if r.err != nil {
			return nil, r.err
		}
		metered, err := m.function(m.funcs[i], raw)
		if err != nil {
			return nil, err
		}
		out = appendU32(out, uint32(len(metered))) //nolint:gosec // a few times its size, at most MaxModuleBytes
		out = append(out, metered...)
	}
	if len(r.b) > 0 {
		return nil, refuse("the code section has %d bytes too many", len(r.b))
	}
	return out, nil
}

// function returns one body with metering. It gets one more local, an i32, for
// the lengths of bulk operations.
func (m *module) function(kind uint32, raw []byte) ([]byte, error) {
	if int(kind) >= len(m.params) {
		return nil, refuse("a function of type %d of %d", kind, len(m.params))
	}
	r := reader{b: raw}
	groups := r.count(50_000)
	locals := uint64(m.params[kind]) //nolint:gosec // a count
	start := r.b
	for range groups {
		locals += uint64(r.u32())
		r.byte()
	}
	if r.err == nil && locals > 50_000 {
		r.fail("%d locals, at most 50000", locals)
	}
	if r.err != nil {
		return nil, r.err
	}
	declared := start[:len(start)-len(r.b)]
	instructions, err := m.decode(&r, uint32(locals)) //nolint:gosec // bounded above
	if err != nil {
		return nil, err
	}
	out := appendU32(make([]byte, 0, len(raw)*2), groups+1)
	out = append(out, declared...)
	out = append(out, 1, typeI32)
	e := emitter{out: out, fuel: m.globals, scratch: uint32(locals)} //nolint:gosec // bounded above
	e.body(instructions)
	return e.out, nil
}

// decode reads the instructions of a body with so many locals to its last end.
func (m *module) decode(r *reader, locals uint32) ([]instruction, error) {
	var list []instruction
	for depth := 1; depth > 0; {
		before := r.b
		i := instruction{op: r.byte(), cost: 1}
		m.immediates(r, &i, locals)
		if r.err != nil {
			return nil, r.err
		}
		i.raw = before[:len(before)-len(r.b)]
		switch i.op {
		case opBlock, opLoop, opIf:
			depth++
		case opEnd:
			depth--
		}
		list = append(list, i)
		if len(list) > maxBodyInstructions {
			return nil, refuse("a function of more than %d instructions", maxBodyInstructions)
		}
	}
	if len(r.b) > 0 {
		return nil, refuse("a body has %d bytes after its end", len(r.b))
	}
	return list, nil
}

// immediates skips what follows an opcode and sets what it costs.
// Indices of what metering adds to are checked here: a module that is wrong without it
// must not be right with it.
func (m *module) immediates(r *reader, i *instruction, locals uint32) {
	switch op := i.op; {
	case op == opBlock || op == opLoop || op == opIf:
		r.skipLEB(5)
		i.cost = 0
	case op == opEnd || op == opElse:
		i.cost = 0
	case op >= opFirstPlain && op <= opLastPlain:
		if divides(op) {
			i.cost = costDivide
		}
	case op == opBr || op == opBrIf || op == opTableGet || op == opTableSet || op == opRefFunc:
		r.u32()
	case op >= opLocalGet && op <= opLocalTee:
		if n := r.u32(); r.err == nil && n >= locals {
			r.fail("it uses local %d of %d", n, locals)
		}
	case op == opCall:
		i.cost = costCall
		if r.u32() < m.imported {
			i.cost = costHostCall
		}
	case op == opCallIndirect:
		r.u32()
		r.u32()
		i.cost = costCallIndirect
	case op == opGlobalGet || op == opGlobalSet:
		if n := r.u32(); r.err == nil && n >= m.globals {
			r.fail("it uses global %d of %d", n, m.globals)
		}
	case op >= opFirstMem && op <= opLastMem:
		r.u32()
		r.u32()
	case op == opPrefix:
		i.sub = r.u32()
		prefixed(r, i.sub)
	default:
		simple(r, op)
	}
}

// simple skips what follows the opcodes that cost one and touch nothing of ours.
func simple(r *reader, op byte) {
	switch op {
	case opUnreachable, opNop, opReturn, opDrop, opSelect, opRefIsNull:
	case opMemorySize, opMemoryGrow, opRefNull:
		r.byte()
	case opBrTable:
		for range r.count(1 << 20) {
			r.u32()
		}
		r.u32()
	case opSelectTyped:
		r.bytes(r.count(16))
	case opI32Const:
		r.skipLEB(5)
	case opI64Const:
		r.skipLEB(10)
	case opF32Const:
		r.bytes(4)
	case opF64Const:
		r.bytes(8)
	default:
		r.fail("instruction %#x is not allowed (no SIMD, threads, exceptions or tail calls)", op)
	}
}

// divides reports whether an opcode divides or takes a root.
func divides(op byte) bool {
	switch op {
	case 0x6d, 0x6e, 0x6f, 0x70, 0x7f, 0x80, 0x81, 0x82, 0x91, 0x95, 0x9f, 0xa3:
		return true
	}
	return false
}

// prefixed skips the immediates of the instructions with two opcodes.
func prefixed(r *reader, sub uint32) {
	switch {
	case sub <= 7: // saturating conversions
	case sub == 8 || sub == 12 || sub == 14: // memory.init, table.init, table.copy
		r.u32()
		r.u32()
	case sub == 10: // memory.copy
		r.bytes(2)
	case sub == 9 || sub == 11 || sub == 13 || sub == 16 || sub == 17:
		r.u32()
	case sub == 15:
		r.fail("table.grow is not allowed: tables are not part of the memory limit")
	default:
		r.fail("instruction %#x %d is not allowed", opPrefix, sub)
	}
}

// bulk reports whether an instruction's top operand is a length of work.
func (i *instruction) bulk() bool {
	if i.op != opPrefix {
		return false
	}
	switch i.sub {
	case 8, 10, 11, 12, 14, 17:
		return true
	}
	return false
}

// ends reports whether a straight piece of code ends after the instruction.
func (i *instruction) ends() bool {
	switch i.op {
	case opLoop, opIf, opElse, opEnd, opBr, opBrIf, opBrTable, opReturn, opUnreachable:
		return true
	}
	return false
}

// emitter writes a body.
type emitter struct {
	out     []byte
	fuel    uint32 // index of the fuel counter; the flag's is one more
	scratch uint32 // index of our local
}

// body writes the instructions with a charge before each straight piece.
func (e *emitter) body(list []instruction) {
	e.charge(piece(list))
	e.check()
	for n := range list {
		i := &list[n]
		switch {
		case i.op == opMemoryGrow:
			e.chargeLength(func() {
				e.out = append(e.out, opI64Const)
				e.out = appendS64(e.out, costPage)
				e.out = append(e.out, opI64Mul)
			})
			e.out = append(e.out, i.raw...)
			e.noteFailedGrow()
		case i.bulk():
			e.chargeLength(func() { e.out = append(e.out, opI64Const, bulkShift, opI64ShrU) })
			e.out = append(e.out, i.raw...)
		default:
			e.out = append(e.out, i.raw...)
		}
		if i.ends() && n+1 < len(list) {
			e.charge(piece(list[n+1:]))
			if i.op == opLoop {
				e.check()
			}
		}
	}
}

// piece returns the cost of the straight piece that the list begins with.
func piece(list []instruction) int64 {
	var cost int64
	for n := range list {
		cost += list[n].cost
		if list[n].ends() {
			break
		}
	}
	return cost
}

// charge takes a fixed cost off the fuel.
func (e *emitter) charge(cost int64) {
	if cost == 0 {
		return
	}
	e.global(opGlobalGet, e.fuel)
	e.out = append(e.out, opI64Const)
	e.out = appendS64(e.out, cost)
	e.out = append(e.out, opI64Sub)
	e.global(opGlobalSet, e.fuel)
}

// check traps if the fuel is below zero.
func (e *emitter) check() {
	e.global(opGlobalGet, e.fuel)
	e.out = append(e.out, opI64Const, 0, opI64LtS, opIf, blockEmpty, opUnreachable, opEnd)
}

// chargeLength takes a cost that depends on the i32 on top of the stack, which
// stays there; scale turns it, as an i64, into fuel.
func (e *emitter) chargeLength(scale func()) {
	e.local(opLocalTee)
	e.global(opGlobalGet, e.fuel)
	e.local(opLocalGet)
	e.out = append(e.out, opI64ExtendU)
	scale()
	e.out = append(e.out, opI64Sub)
	e.global(opGlobalSet, e.fuel)
	e.check()
}

// noteFailedGrow sets the flag if memory.grow returned -1, which stays on the stack.
func (e *emitter) noteFailedGrow() {
	e.local(opLocalTee)
	e.out = append(e.out, opI32Const, 0x7f, opI32Eq, opIf, blockEmpty, opI32Const, 1)
	e.global(opGlobalSet, e.fuel+1)
	e.out = append(e.out, opEnd)
	e.local(opLocalGet)
}

func (e *emitter) global(op byte, index uint32) { e.out = appendU32(append(e.out, op), index) }

func (e *emitter) local(op byte) { e.out = appendU32(append(e.out, op), e.scratch) }
