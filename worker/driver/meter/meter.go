// Package meter rewrites a WebAssembly module so that it counts its own work:
// every basic block takes its cost from a fuel counter, and function entries,
// loop heads and bulk operations trap when the counter is below zero. The count
// is the same on every machine and in every engine.
package meter

import (
	"errors"
	"fmt"
	"unicode/utf8"
)

// CostTableVersion names the table of costs; workers that count differently
// must not be in one committee.
const CostTableVersion = 1

// The names of the exported counters. Fuel is a mutable i64 that the host sets
// before it calls the module; OutOfMemory becomes 1 when memory.grow fails.
const (
	Fuel        = "iexec_fuel"
	OutOfMemory = "iexec_oom"
)

// The costs, in fuel units. An instruction that is not listed costs one.
const (
	costCall         = 5
	costCallIndirect = 10
	costDivide       = 8
	costPage         = 1024 // per page of memory.grow, which zeroes 64 KiB
	bulkShift        = 6    // bulk operations cost one per 64 bytes or table entries
	costHostCall     = 1000 // every call of an imported function, whatever it does
)

// The costs of what a host function does, in fuel units. The host takes them from
// the counter Fuel while the function runs.
const (
	CostPath       = 4000 // per operation on a path
	CostEntry      = 16   // per entry of a folder that is looked at
	CostRandomByte = 1    // per byte of randomness
	HostShift      = 3    // one per 8 bytes read or written, and CostEntry per piece
)

// MaxModuleBytes, MaxFunctions and MaxTableEntries bound what is rewritten at all:
// the last one is of all tables together, which are not part of the memory limit.
const (
	MaxModuleBytes  = 32 << 20
	MaxFunctions    = 200_000
	MaxTableEntries = 4 << 20
	maxTables       = 16
	maxSegments     = 100_000 // of elements, of data
	maxElements     = 1 << 20 // of all segments together
	maxMetered      = 4 * MaxModuleBytes
)

// ErrModule means that a module is not valid or uses what is not allowed.
var ErrModule = errors.New("not a module that can be metered")

func refuse(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrModule, fmt.Sprintf(format, args...))
}

// The ids of the sections.
const (
	sectionCustom = 0
	sectionType   = 1
	sectionImport = 2
	sectionFunc   = 3
	sectionTable  = 4
	sectionMemory = 5
	sectionGlobal = 6
	sectionExport = 7
	sectionStart  = 8
	sectionElem   = 9
	sectionCode   = 10
	sectionData   = 11
	sectionLast   = 12
	sectionDataN  = 12
)

// order is the place of a section in a module; data count stands before code.
func order(id byte) int {
	if id == sectionDataN {
		return 2*sectionCode - 1
	}
	return 2 * int(id)
}

type section struct {
	id   byte
	body []byte
}

// module is what of a module matters for metering.
type module struct {
	sections []section
	params   []int  // per type: number of parameters
	imported uint32 // functions
	funcs    []uint32
	globals  uint32 // imported and own, before ours
}

// Instrument returns the module with metering and without its custom sections, or
// ErrModule.
func Instrument(wasm []byte) ([]byte, error) {
	if len(wasm) > MaxModuleBytes {
		return nil, refuse("%d bytes, at most %d", len(wasm), MaxModuleBytes)
	}
	m, err := parse(wasm)
	if err != nil {
		return nil, err
	}
	out := append([]byte{}, wasm[:8]...)
	last := 0
	for _, s := range m.sections {
		out = m.appendMissing(out, last, order(s.id))
		last = order(s.id)
		body, err := m.rewrite(s)
		if err != nil {
			return nil, err
		}
		out = appendSection(out, s.id, body)
	}
	switch {
	case last <= order(sectionExport):
		return nil, refuse("it has no code")
	case len(out) > maxMetered:
		return nil, refuse("with metering it has %d bytes, at most %d", len(out), maxMetered)
	}
	return out, nil
}

// appendMissing appends our globals and exports as sections of their own, if the
// module has none between two sections, given by their order.
func (m *module) appendMissing(out []byte, last, next int) []byte {
	if global := order(sectionGlobal); last < global && next > global {
		out = appendSection(out, sectionGlobal, appendOwnGlobals(appendU32(nil, 2)))
	}
	if export := order(sectionExport); last < export && next > export {
		out = appendSection(out, sectionExport, m.appendOwnExports(appendU32(nil, 2)))
	}
	return out
}

// rewrite returns a section's body with what is ours in it.
func (m *module) rewrite(s section) ([]byte, error) {
	switch s.id {
	case sectionGlobal:
		return extend(s.body, 2, appendOwnGlobals(nil))
	case sectionExport:
		return extend(s.body, 2, m.appendOwnExports(nil))
	case sectionCode:
		return m.code(s.body)
	}
	return s.body, nil
}

// extend adds n entries to the vector that a section is.
func extend(body []byte, n uint32, entries []byte) ([]byte, error) {
	r := reader{b: body}
	count := r.u32()
	if r.err != nil {
		return nil, r.err
	}
	return append(append(appendU32(nil, count+n), r.b...), entries...), nil
}

// appendOwnGlobals appends the fuel counter and the out-of-memory flag, both 0.
func appendOwnGlobals(b []byte) []byte {
	b = append(b, typeI64, 1, opI64Const, 0, opEnd)
	return append(b, typeI32, 1, opI32Const, 0, opEnd)
}

func (m *module) appendOwnExports(b []byte) []byte {
	for i, name := range []string{Fuel, OutOfMemory} {
		b = appendU32(b, uint32(len(name))) //nolint:gosec // a short name
		b = append(b, name...)
		b = append(b, exportGlobal)
		b = appendU32(b, m.globals+uint32(i))
	}
	return b
}

func appendSection(out []byte, id byte, body []byte) []byte {
	out = append(out, id)
	out = appendU32(out, uint32(len(body))) //nolint:gosec // at most a few times MaxModuleBytes
	return append(out, body...)
}

// parse splits a module into sections and reads what metering needs.
func parse(wasm []byte) (*module, error) {
	if len(wasm) < 8 || string(wasm[:8]) != "\x00asm\x01\x00\x00\x00" {
		return nil, refuse("it does not begin like a WebAssembly 1 module")
	}
	m := &module{}
	r := reader{b: wasm[8:]}
	last := 0
	for len(r.b) > 0 {
		id := r.byte()
		body := r.bytes(r.u32())
		if r.err != nil {
			return nil, r.err
		}
		if id > sectionLast {
			return nil, refuse("unknown section %d", id)
		}
		if id == sectionCustom { // names and the like: no engine needs them, and none need parse them
			in := reader{b: body}
			if name := in.bytes(in.u32()); in.err != nil || !utf8.Valid(name) {
				return nil, refuse("a custom section without a name")
			}
			continue
		}
		if order(id) <= last {
			return nil, refuse("section %d is out of order", id)
		}
		last = order(id)
		m.sections = append(m.sections, section{id, body})
		if err := m.read(id, body); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// read reads one section to its last byte: bytes that are left over would become
// entries once ours are added to the count.
func (m *module) read(id byte, body []byte) error {
	r := reader{b: body}
	switch id {
	case sectionType:
		m.readTypes(&r)
	case sectionImport:
		m.readImports(&r)
	case sectionFunc:
		for range r.count(MaxFunctions) {
			m.funcs = append(m.funcs, r.u32())
		}
	case sectionTable:
		readTables(&r)
	case sectionMemory:
		if n := r.u32(); r.err == nil && n > 1 {
			return refuse("%d memories, at most one", n)
		}
		return r.err
	case sectionGlobal:
		m.readGlobals(&r)
	case sectionExport:
		m.readExports(&r)
	case sectionElem:
		readElements(&r)
	case sectionData:
		readData(&r)
	case sectionStart:
		return refuse("it has a start function: export _start instead")
	default:
		return nil
	}
	if r.err == nil && len(r.b) > 0 {
		return refuse("section %d has %d bytes too many", id, len(r.b))
	}
	return r.err
}

func (m *module) readTypes(r *reader) {
	for range r.count(MaxFunctions) {
		if form := r.byte(); r.err == nil && form != typeFunc {
			r.err = refuse("type %#x is not a function", form)
		}
		params := r.u32()
		r.bytes(params)
		r.bytes(r.u32()) // results
		m.params = append(m.params, int(params))
	}
}

func (m *module) readImports(r *reader) {
	for range r.count(MaxFunctions) {
		r.bytes(r.u32()) // module
		r.bytes(r.u32()) // name
		switch kind := r.byte(); kind {
		case exportFunc:
			r.u32()
			m.imported++
		case exportGlobal:
			r.bytes(2)
			m.globals++
		default:
			if r.err == nil {
				r.err = refuse("it imports a table or memory (kind %d): only functions can be imported", kind)
			}
		}
		if r.err != nil {
			return
		}
	}
}
