package meter_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"pgregory.net/rapid"

	"github.com/iexecd/iexecd/worker/driver/meter"
)

// hostileFuel is more than any generated program uses.
const hostileFuel = 1 << 40

// leb is an unsigned LEB128 number.
func leb(n int) []byte { return binary.AppendUvarint(nil, uint64(n)) }

// sect is a section with its length.
func sect(id byte, body ...byte) []byte {
	return append(append([]byte{id}, leb(len(body))...), body...)
}

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

// program is a module with a memory of 1 to 4 pages, the global "own" (i64, 7) and
// the functions helper (i32 → i32) and run (→ i32), which has 4 locals.
func program(helper, run []byte) []byte {
	body := func(locals, code []byte) []byte {
		b := join(locals, code, []byte{0x0b})
		return append(leb(len(b)), b...)
	}
	return join([]byte("\x00asm\x01\x00\x00\x00"),
		sect(1, 2, 0x60, 1, 0x7f, 1, 0x7f, 0x60, 0, 1, 0x7f),
		sect(3, 2, 0, 1),
		sect(5, 1, 1, 1, 4),
		sect(6, 1, 0x7e, 1, 0x42, 7, 0x0b),
		sect(7, join([]byte{2, 3}, []byte("run"), []byte{0, 1, 3}, []byte("own"), []byte{3, 0})...),
		sect(10, join([]byte{2}, body([]byte{0}, helper), body([]byte{1, 4, 0x7f}, run))...),
	)
}

// ending is what can be seen of a run.
type ending struct {
	Trapped bool
	Result  uint32
	Memory  string
}

// play runs a program and returns its ending and the fuel that is left, which is 0
// without metering.
func play(t require.TestingT, wasm []byte, config wazero.RuntimeConfig, fuel int64) (ending, int64) {
	ctx := context.Background()
	r := wazero.NewRuntimeWithConfig(ctx, config)
	defer func() { _ = r.Close(ctx) }()
	m, err := r.Instantiate(ctx, wasm)
	require.NoError(t, err)
	counter, metered := m.ExportedGlobal(meter.Fuel).(api.MutableGlobal)
	if metered {
		counter.Set(api.EncodeI64(fuel))
	}
	results, err := m.ExportedFunction("run").Call(ctx)
	end := ending{Trapped: err != nil}
	if err == nil {
		end.Result = api.DecodeU32(results[0])
	}
	if memory := m.Memory(); memory != nil {
		bz, _ := memory.Read(0, memory.Size())
		end.Memory = string(bz)
	}
	if !metered {
		return end, 0
	}
	return end, int64(counter.Get())
}

// writer draws code that ends: only bounded loops, no recursion.
type writer struct {
	t      *rapid.T
	locals int  // that may be set
	calls  bool // helper may be called
	code   []byte
}

func (w *writer) emit(b ...byte)      { w.code = append(w.code, b...) }
func (w *writer) pick(n int) int      { return rapid.IntRange(0, n-1).Draw(w.t, "pick") }
func (w *writer) local() byte         { return byte(w.pick(w.locals)) }
func (w *writer) constant(v int)      { w.emit(0x41); w.code = append(w.code, leb(v)...) }
func (w *writer) masked(d, mask int)  { w.expr(d); w.constant(mask); w.emit(0x71) }
func (w *writer) operator(ops []byte) { w.emit(ops[w.pick(len(ops))]) }

// expr leaves an i32 on the stack.
func (w *writer) expr(depth int) {
	kind := w.pick(2)
	if depth > 0 {
		kind = w.pick(9)
	}
	switch kind {
	case 0:
		w.emit(0x20, w.local())
	case 1:
		w.constant(w.pick(64))
	case 2:
		w.expr(depth - 1)
		w.expr(depth - 1)
		w.operator([]byte{0x6a, 0x6b, 0x6c, 0x71, 0x73, 0x74, 0x46, 0x48}) // no trap
	case 3:
		w.expr(depth - 1)
		w.expr(depth - 1)
		w.operator([]byte{0x6d, 0x6e, 0x6f, 0x70}) // may divide by zero
	case 4:
		w.masked(depth-1, 0x3fff)
		w.emit(0x28, 2, 0) // load
	case 5:
		w.masked(depth-1, 3)
		w.emit(0x40, 0) // grow, fails past 4 pages
	case 6:
		w.expr(depth - 1)
		w.emit(0x04, 0x7f)
		w.expr(depth - 1)
		w.emit(0x05)
		w.expr(depth - 1)
		w.emit(0x0b)
	case 7:
		w.emit(0x02, 0x7f)
		w.expr(depth - 1)
		w.expr(depth - 1)
		w.emit(0x0d, 0, 0x0b) // br_if out with a value
	default:
		w.expr(depth - 1)
		if w.calls {
			w.emit(0x10, 0)
		}
	}
}

// stmt leaves the stack as it is; loop is the number of loops around it.
func (w *writer) stmt(depth, loop int) {
	kind := w.pick(2)
	if depth > 0 {
		kind = w.pick(6)
	}
	switch kind {
	case 0:
		w.expr(2)
		w.emit(0x21, w.local())
	case 1: // fill or copy, sometimes past the end
		w.masked(1, 0xff)
		w.masked(1, 0x3f)
		w.masked(1, 0x1ffff>>(4*w.pick(3)))
		w.operator([]byte{0x0a, 0x0b})
		bulk := w.code[len(w.code)-1]
		w.code = append(w.code[:len(w.code)-1], 0xfc, bulk, 0)
		if bulk == 0x0a {
			w.emit(0)
		}
	case 2:
		w.expr(2)
		w.emit(0x04, 0x40)
		w.stmt(depth-1, loop)
		w.emit(0x0b)
	case 3: // a table of branches
		w.emit(0x02, 0x40, 0x02, 0x40)
		w.expr(2)
		w.emit(0x0e, 1, 0, 1, 0x0b)
		w.stmt(depth-1, loop)
		w.emit(0x0b)
	case 4:
		if loop < 2 {
			w.counted(depth, loop)
		}
	default:
		w.stmt(depth-1, loop)
		w.stmt(depth-1, loop)
	}
}

// counted is a loop that counts a local of its own down to 0.
func (w *writer) counted(depth, loop int) {
	counter := byte(2 + loop)
	w.constant(1 + w.pick(20))
	w.emit(0x21, counter, 0x03, 0x40)
	w.stmt(depth-1, loop+1)
	w.emit(0x20, counter, 0x41, 1, 0x6b, 0x22, counter, 0x0d, 0, 0x0b)
}

func drawProgram(t *rapid.T) []byte {
	helper := &writer{t: t, locals: 1}
	helper.expr(3)
	run := &writer{t: t, locals: 2, calls: true}
	for range rapid.IntRange(0, 6).Draw(t, "statements") {
		run.stmt(3, 0)
	}
	run.expr(3)
	return program(helper.code, run.code)
}

// Whatever a program does, metering changes neither its result nor its memory, and
// the compiler and the interpreter use the same fuel.
func TestHostileMeteringChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plain := drawProgram(t)
		metered, err := meter.Instrument(plain)
		require.NoError(t, err)
		want, _ := play(t, plain, wazero.NewRuntimeConfigInterpreter(), 0)
		interpreted, leftInterpreted := play(t, metered, wazero.NewRuntimeConfigInterpreter(), hostileFuel)
		compiled, leftCompiled := play(t, metered, wazero.NewRuntimeConfig(), hostileFuel)
		require.Equal(t, want, interpreted)
		require.Equal(t, want, compiled)
		require.Equal(t, leftInterpreted, leftCompiled)
		require.Less(t, leftCompiled, int64(hostileFuel))
	})
}

// With the fuel that a program uses it ends as without bounds; with less it ends
// so or traps with less than no fuel, alike in both engines.
func TestHostileFuelIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		metered, err := meter.Instrument(drawProgram(t))
		require.NoError(t, err)
		want, left := play(t, metered, wazero.NewRuntimeConfigInterpreter(), hostileFuel)
		used := hostileFuel - left
		exact, none := play(t, metered, wazero.NewRuntimeConfigInterpreter(), used)
		require.Equal(t, want, exact)
		require.Zero(t, none)
		fuel := rapid.Int64Range(0, used).Draw(t, "fuel")
		interpreted, leftInterpreted := play(t, metered, wazero.NewRuntimeConfigInterpreter(), fuel)
		compiled, leftCompiled := play(t, metered, wazero.NewRuntimeConfig(), fuel)
		require.Equal(t, interpreted, compiled)
		require.Equal(t, leftInterpreted, leftCompiled)
		if interpreted != want {
			require.True(t, interpreted.Trapped)
			require.Negative(t, leftInterpreted)
		}
	})
}

// A module cannot reach the counters, nor hide work from them.
func TestHostileModules(t *testing.T) {
	valid := program([]byte{0x20, 0}, []byte{0x41, 1})
	replace := func(id byte, body ...byte) []byte {
		rest, out := valid[8:], append([]byte{}, valid[:8]...)
		for len(rest) > 0 {
			n := int(rest[1]) + 2 // all sections are short
			if rest[0] == id {
				out = append(out, sect(id, body...)...)
			} else {
				out = append(out, rest[:n]...)
			}
			rest = rest[n:]
		}
		return out
	}
	code := func(run ...byte) []byte { return program([]byte{0x20, 0}, run) }
	fuel := append([]byte{byte(len(meter.Fuel))}, meter.Fuel...)
	cases := map[string][]byte{
		"empty":                    {},
		"text":                     []byte("#!/bin/sh\nexit 0\n"),
		"version 2":                []byte("\x00asm\x02\x00\x00\x00"),
		"component":                []byte("\x00asm\x0d\x00\x01\x00"),
		"cut":                      valid[:len(valid)-1],
		"a byte too many":          join(valid, []byte{0}),
		"reads our counter":        code(0x23, 1, 0xa7),
		"reads our local":          code(0x20, 4),
		"sets our local":           code(0x41, 0, 0x21, 4, 0x41, 0),
		"our local by a parameter": program([]byte{0x20, 1}, []byte{0x41, 1}),
		"custom without a name":    join(valid, sect(0, 9, 'x')),
		"custom with a bad name":   join(valid, sect(0, 1, 0xff)),
		"sets our counter":         code(0x42, 0, 0x24, 1, 0x41, 0),
		"sets our flag":            code(0x41, 0, 0x24, 2, 0x41, 0),
		"exports our counter":      replace(7, 1, 1, 'x', 3, 1),
		"exports under our name":   replace(7, join([]byte{1}, fuel, []byte{3, 0})...),
		"exports past the count":   replace(7, join([]byte{0}, fuel, []byte{3, 0})...),
		"globals past the count":   replace(6, 0, 0x7e, 1, 0x42, 7, 0x0b),
		"more globals than 32 bit": replace(6, 0xff, 0xff, 0xff, 0xff, 0x0f),
		"start function":           join(valid, sect(8, 1)),
		"two memories":             replace(5, 2, 0, 1, 0, 1),
		"SIMD":                     code(0x41, 0, 0xfd, 0x0f, 0x1a, 0x41, 0),
		"atomics":                  code(0x41, 0, 0xfe, 0x10, 2, 0),
		"tail call":                code(0x41, 0, 0x12, 0),
		"exception":                code(0x08, 0),
		"no such instruction":      code(0xff),
		"unbalanced":               code(0x02, 0x40, 0x41, 0),
		"sections twice":           join(valid, sect(10, 0)),
		"functions without bodies": replace(10, 0),
	}
	for name, wasm := range cases {
		t.Run(name, func(t *testing.T) {
			metered, err := meter.Instrument(wasm)
			require.ErrorIs(t, err, meter.ErrModule)
			require.Nil(t, metered)
		})
	}
	_, err := meter.Instrument(valid)
	require.NoError(t, err)
}

// Whatever the bytes, Instrument does not panic, is the same twice, refuses with
// ErrModule, and what it makes of a valid module is valid.
func FuzzHostileInstrument(f *testing.F) {
	f.Add(program([]byte{0x20, 0}, []byte{0x41, 1}))
	f.Add(program([]byte{0x20, 0}, []byte{0x03, 0x40, 0x0c, 0, 0x0b, 0x41, 1}))
	f.Add(program([]byte{0x20, 0, 0x10, 0}, []byte{0x41, 1, 0x40, 0, 0x41, 9, 0x41, 8, 0xfc, 0x0b, 0, 0x41, 0}))
	ctx := f.Context()
	r := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfigInterpreter())
	f.Cleanup(func() { _ = r.Close(context.Background()) })
	f.Fuzz(func(t *testing.T, wasm []byte) {
		metered, err := meter.Instrument(wasm)
		again, errAgain := meter.Instrument(wasm)
		require.Equal(t, err, errAgain)
		require.Equal(t, metered, again)
		if err != nil {
			require.ErrorIs(t, err, meter.ErrModule)
			return
		}
		if bytes.Contains(wasm, []byte("name")) {
			return // wazero reserves what a name section claims; Instrument drops it
		}
		plain, err := r.CompileModule(ctx, wasm)
		if err != nil {
			return // what is not valid stays so, or traps: the engine decides
		}
		defer func() { _ = plain.Close(ctx) }()
		m, err := r.CompileModule(ctx, metered)
		require.NoError(t, err)
		require.NoError(t, m.Close(ctx))
	})
}

// The apps that are shipped can be metered, and a cut or bent one never panics.
func TestHostileBentApps(t *testing.T) {
	files, err := filepath.Glob("../../../apps/dist/*.wasm")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	wasm, err := os.ReadFile(files[0])
	require.NoError(t, err)
	_, err = meter.Instrument(wasm)
	require.NoError(t, err)
	rapid.Check(t, func(t *rapid.T) {
		bent := bytes.Clone(wasm[:rapid.IntRange(0, len(wasm)).Draw(t, "length")])
		for range rapid.IntRange(0, 3).Draw(t, "bends") {
			if len(bent) > 0 {
				bent[rapid.IntRange(0, len(bent)-1).Draw(t, "at")] ^= rapid.Byte().Draw(t, "by")
			}
		}
		if _, err := meter.Instrument(bent); err != nil {
			require.ErrorIs(t, err, meter.ErrModule)
		}
	})
}
