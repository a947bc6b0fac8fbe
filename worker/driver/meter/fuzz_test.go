package meter_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
	"github.com/tetratelabs/wazero/sys"
	"pgregory.net/rapid"

	"github.com/iexecd/iexecd/worker/driver/meter"
)

// fuzzFuel bounds what a mutated module may do.
const fuzzFuel = 2_000_000

// run is what can be seen of a module's entry that ran: all but its fuel.
type run struct {
	end    string
	output string
	memory string
}

// enter runs the first of run and _start that a module exports, with WASI and no
// files. ok is false if the engine does not take the module.
func enter(wasm []byte, config wazero.RuntimeConfig, fuel int64) (end run, left int64, ok bool) {
	ctx := context.Background()
	r := wazero.NewRuntimeWithConfig(ctx, config.WithMemoryLimitPages(64))
	defer func() { _ = r.Close(ctx) }()
	wasi_snapshot_preview1.MustInstantiate(ctx, r)
	var out bytes.Buffer
	m, err := r.InstantiateWithConfig(ctx, wasm, wazero.NewModuleConfig().WithStdout(&out).WithStderr(&out).
		WithStartFunctions().WithName(""))
	if err != nil {
		return end, 0, false
	}
	entry := m.ExportedFunction("run")
	if entry == nil {
		entry = m.ExportedFunction("_start")
	}
	if entry == nil || len(entry.Definition().ParamTypes()) > 0 {
		return end, 0, false
	}
	counter, metered := m.ExportedGlobal(meter.Fuel).(api.MutableGlobal)
	if metered {
		counter.Set(api.EncodeI64(fuel))
	}
	results, err := entry.Call(ctx)
	if err != nil && strings.Contains(err.Error(), "stack overflow") {
		return end, 0, false // how deep the stack is, is the engine's own
	}
	var exit *sys.ExitError
	switch {
	case errors.As(err, &exit):
		end.end = exit.Error()
	case err != nil:
		end.end, _, _ = strings.Cut(err.Error(), "\n")
	case len(results) > 0:
		end.end = fmt.Sprint(results)
	}
	end.output = out.String()
	if memory := m.Memory(); !reflect.ValueOf(memory).IsNil() { // a nil of its own type if there is none
		bz, _ := memory.Read(0, memory.Size())
		end.memory = string(bz)
	}
	if metered {
		left = int64(counter.Get())
	}
	return end, left, true
}

// requireSame checks that metering changes nothing of what a module does, and that
// both engines count alike. It reports whether the module ran to its end.
func requireSame(t require.TestingT, wasm []byte, fuel int64) bool {
	metered, err := meter.Instrument(wasm)
	if err != nil {
		return false
	}
	compiled, leftCompiled, ok := enter(metered, wazero.NewRuntimeConfig(), fuel)
	if !ok {
		return false
	}
	interpreted, leftInterpreted, ok := enter(metered, wazero.NewRuntimeConfigInterpreter(), fuel)
	if !ok {
		return false
	}
	require.Equal(t, compiled, interpreted, "the compiler and the interpreter")
	require.Equal(t, leftCompiled, leftInterpreted)
	if leftCompiled < 0 {
		return false // without metering it may not end at all
	}
	plain, _, ok := enter(wasm, wazero.NewRuntimeConfig(), 0)
	require.True(t, ok)
	require.Equal(t, plain, compiled, "with metering and without")
	return true
}

// hello prints a word through WASI, from a table of calls in a loop.
var hello = join([]byte("\x00asm\x01\x00\x00\x00"),
	sect(1, 2, 0x60, 4, 0x7f, 0x7f, 0x7f, 0x7f, 1, 0x7f, 0x60, 0, 0),
	sect(2, join([]byte{1, 22}, []byte("wasi_snapshot_preview1"), []byte{8}, []byte("fd_write"), []byte{0, 0})...),
	sect(3, 1, 1),
	sect(5, 1, 0, 1),
	sect(7, join([]byte{2, 6}, []byte("_start"), []byte{0, 1, 6}, []byte("memory"), []byte{2, 0})...),
	sect(10, join([]byte{1, 30, 1, 1, 0x7f, 0x03, 0x40}, []byte{
		0x41, 1, 0x41, 8, 0x41, 1, 0x41, 4, 0x10, 0, 0x1a,
		0x20, 0, 0x41, 1, 0x6a, 0x22, 0, 0x41, 3, 0x48, 0x0d, 0, 0x0b, 0x0b,
	})...),
	sect(11, join([]byte{1, 0, 0x41, 8, 0x0b, 14}, []byte{16, 0, 0, 0, 6, 0, 0, 0}, []byte("hello\n"))...),
)

// FuzzMeteredBytes mutates modules: whatever comes out, if it is a module that can
// be metered, it does with metering what it does without.
func FuzzMeteredBytes(f *testing.F) {
	f.Add(hello)
	f.Add(program([]byte{0x20, 0}, loop(60)))
	f.Add(program([]byte{0x20, 0, 0x41, 3, 0x6c}, []byte{0x41, 7, 0x10, 0}))
	f.Add(program([]byte{0x20, 0}, []byte{0x41, 1, 0x40, 0, 0x41, 9, 0x41, 8, 0xfc, 0x0b, 0, 0x41, 0}))
	f.Add(program([]byte{0x20, 0, 0x10, 0}, []byte{0x41, 1}))
	f.Fuzz(func(t *testing.T, wasm []byte) {
		if len(wasm) > 1<<16 || bytes.Contains(wasm, []byte("name")) {
			return // wazero reserves what a name section claims; Instrument drops it
		}
		requireSame(t, wasm, fuzzFuel)
	})
}

// FuzzMeteredPrograms draws programs that end and do the same.
func FuzzMeteredPrograms(f *testing.F) {
	f.Fuzz(rapid.MakeFuzz(func(t *rapid.T) { require.True(t, requireSame(t, drawProgram(t), hostileFuel)) }))
}

// TestMeteredMutants runs the first with a few thousand mutants, of which enough
// are modules that run.
func TestMeteredMutants(t *testing.T) {
	require.True(t, requireSame(t, hello, fuzzFuel))
	ran := 0
	rapid.Check(t, func(t *rapid.T) {
		for range 20 {
			wasm := bytes.Clone(hello)
			if rapid.Bool().Draw(t, "drawn") {
				wasm = drawProgram(t)
			}
			for range rapid.IntRange(1, 2).Draw(t, "bends") {
				wasm[rapid.IntRange(8, len(wasm)-1).Draw(t, "at")] = rapid.Byte().Draw(t, "by")
			}
			if requireSame(t, wasm, fuzzFuel) {
				ran++
			}
		}
	})
	t.Logf("%d of 2000 mutants ran to their end", ran)
	require.Greater(t, ran, 30)
}
