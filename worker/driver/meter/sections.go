package meter

// readTables bounds what the tables hold together.
func readTables(r *reader) {
	total := uint64(0)
	for range r.count(maxTables) {
		if kind := r.byte(); r.err == nil && kind != typeFuncref && kind != typeExternref {
			r.fail("a table of type %#x", kind)
		}
		limited := r.byte()
		total += uint64(r.u32())
		switch {
		case limited == 1:
			r.u32()
		case limited != 0:
			r.fail("a table with limits of kind %#x", limited)
		}
	}
	if r.err == nil && total > MaxTableEntries {
		r.fail("tables of %d entries, at most %d", total, MaxTableEntries)
	}
}

// readGlobals walks the module's own globals, so that ours are the next two.
func (m *module) readGlobals(r *reader) {
	n := r.count(MaxFunctions)
	for range n {
		kind, mutable := r.byte(), r.byte()
		if r.err == nil && (!scalar(kind) || mutable > 1) {
			r.fail("a global of type %#x %#x", kind, mutable)
		}
		r.skipConstant()
		if r.err != nil {
			return
		}
	}
	m.globals += n
}

// scalar reports whether a type is a number or a reference, no vector.
func scalar(kind byte) bool {
	switch kind {
	case typeI32, typeI64, typeF32, typeF64, typeFuncref, typeExternref:
		return true
	}
	return false
}

// readExports keeps a module from exporting, or shadowing, our counters.
func (m *module) readExports(r *reader) {
	for range r.count(MaxFunctions) {
		name := string(r.bytes(r.u32()))
		kind, index := r.byte(), r.u32()
		switch {
		case r.err != nil:
			return
		case name == Fuel || name == OutOfMemory:
			r.fail("it exports %q, which is ours", name)
		case kind == exportGlobal && index >= m.globals:
			r.fail("it exports global %d of %d", index, m.globals)
		}
	}
}

// readElements bounds what the segments of elements make an engine reserve.
func readElements(r *reader) {
	total := uint32(0)
	for range r.count(maxSegments) {
		kind := r.u32()
		if kind > 7 {
			r.fail("a segment of elements of kind %d", kind)
		}
		active, numbered, expressions := kind&1 == 0, kind&2 != 0, kind&4 != 0
		if active && numbered {
			r.u32() // table
		}
		if active {
			r.skipConstant()
		}
		if !active || numbered {
			r.byte() // kind or type of the elements
		}
		n := r.count(maxElements - total)
		total += n
		for range n {
			if expressions {
				r.skipConstant()
			} else {
				r.u32()
			}
		}
		if r.err != nil {
			return
		}
	}
}

// readData bounds what the segments of data make an engine reserve.
func readData(r *reader) {
	for range r.count(maxSegments) {
		kind := r.u32()
		if kind > 2 {
			r.fail("a segment of data of kind %d", kind)
		}
		if kind == 2 {
			r.u32() // memory
		}
		if kind != 1 {
			r.skipConstant()
		}
		r.bytes(r.u32())
		if r.err != nil {
			return
		}
	}
}
