package meter_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tetratelabs/wazero"

	"github.com/iexecd/iexecd/worker/driver/meter"
)

// TestCostTable pins what things cost: whoever changes a number here must change
// CostTableVersion, since workers that count differently do not agree.
func TestCostTable(t *testing.T) {
	require.Equal(t, 1, meter.CostTableVersion)
	for name, c := range map[string]struct {
		run  []byte
		fuel int64
	}{
		"a constant": {[]byte{0x41, 1}, 1},
		"add":        {[]byte{0x41, 1, 0x41, 2, 0x6a}, 3},
		"divide":     {[]byte{0x41, 6, 0x41, 2, 0x6d}, 2 + 8},
		"call":       {[]byte{0x41, 6, 0x10, 0}, 1 + 5 + 1},
		// It traps at the empty entry, but its piece is paid.
		"call_indirect":     {[]byte{0x41, 6, 0x41, 0, 0x11, 0, 0, 0x1a, 0x41, 0}, 1 + 1 + 10 + 2},
		"block":             {[]byte{0x02, 0x40, 0x01, 0x0b, 0x41, 1}, 2},
		"if taken":          {[]byte{0x41, 1, 0x04, 0x40, 0x01, 0x05, 0x01, 0x01, 0x0b, 0x41, 1}, 1 + 1 + 1},
		"if not taken":      {[]byte{0x41, 0, 0x04, 0x40, 0x01, 0x05, 0x01, 0x01, 0x0b, 0x41, 1}, 1 + 2 + 1},
		"grow by a page":    {[]byte{0x41, 1, 0x40, 0}, 2 + 1024},
		"grow in vain":      {[]byte{0x41, 9, 0x40, 0}, 2 + 9*1024},
		"fill 64 bytes":     {[]byte{0x41, 0, 0x41, 0, 0x41, 0xc0, 0, 0xfc, 11, 0, 0x41, 0}, 5 + 1},
		"copy 63 bytes":     {[]byte{0x41, 0, 0x41, 0, 0x41, 0x3f, 0xfc, 10, 0, 0, 0x41, 0}, 5},
		"loop, three times": {loop(3), 2 + 3*7 + 1},
	} {
		t.Run(name, func(t *testing.T) {
			wasm := program([]byte{0x20, 0}, c.run)
			if name == "call_indirect" {
				wasm = withTable(wasm)
			}
			metered, err := meter.Instrument(wasm)
			require.NoError(t, err)
			_, interpreted := play(t, metered, wazero.NewRuntimeConfigInterpreter(), hostileFuel)
			_, compiled := play(t, metered, wazero.NewRuntimeConfig(), hostileFuel)
			require.Equal(t, c.fuel, hostileFuel-interpreted)
			require.Equal(t, c.fuel, hostileFuel-compiled)
		})
	}
}

// loop counts local 0 up to n.
func loop(n byte) []byte {
	return []byte{
		0x41, 0, 0x21, 0, // 2
		0x03, 0x40,
		0x20, 0, 0x41, 1, 0x6a, 0x22, 0, 0x41, n, 0x48, 0x0d, 0, // 7
		0x0b, 0x41, 1, // 1
	}
}

// withTable puts a table of one empty entry before the memory.
func withTable(wasm []byte) []byte {
	const at = 8 + 12 + 5 // after the header, the types and the functions
	return join(wasm[:at], sect(4, 1, 0x70, 0, 1), wasm[at:])
}

// TestSameFuelAlways checks a hundred runs.
func TestSameFuelAlways(t *testing.T) {
	metered, err := meter.Instrument(program([]byte{0x20, 0}, loop(60)))
	require.NoError(t, err)
	for range 100 {
		_, left := play(t, metered, wazero.NewRuntimeConfig(), hostileFuel)
		require.Equal(t, int64(2+60*7+1), hostileFuel-left)
	}
}

// TestTablesAreBounded checks what is not part of the memory limit.
func TestTablesAreBounded(t *testing.T) {
	base := program([]byte{0x20, 0}, []byte{0x41, 1})
	const at = 8 + 12 + 5
	with := func(body ...byte) error {
		_, err := meter.Instrument(join(base[:at], sect(4, body...), base[at:]))
		return err
	}
	require.NoError(t, with(1, 0x70, 0, 0x80, 0x80, 0x80, 2))                          // all of it
	require.ErrorContains(t, with(1, 0x70, 0, 0x81, 0x80, 0x80, 2), "at most 4194304") // one more
	require.ErrorIs(t, with(2, 0x70, 0, 0x80, 0x80, 0x80, 2, 0x70, 0, 1), meter.ErrModule)
	require.ErrorIs(t, with(1, 0x7f, 0, 1), meter.ErrModule)
	require.ErrorIs(t, with(1, 0x70, 4, 1), meter.ErrModule)
	grow := program([]byte{0x20, 0}, []byte{0xd0, 0x70, 0x41, 1, 0xfc, 15, 0})
	_, err := meter.Instrument(join(grow[:at], sect(4, 1, 0x70, 0, 1), grow[at:]))
	require.ErrorContains(t, err, "table.grow")
}

// BenchmarkInstrument prints how long the pass takes over a module of Go.
func BenchmarkInstrument(b *testing.B) {
	wasm, err := os.ReadFile("../../../apps/dist/montecarlo.wasm")
	require.NoError(b, err)
	b.SetBytes(int64(len(wasm)))
	for b.Loop() {
		_, err := meter.Instrument(wasm)
		require.NoError(b, err)
	}
}
