package watch

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/bridge/eth"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/worker/journal"
)

func hashOf(n uint64) ident.Hash { return ident.Keccak256(ident.Uint256(n)) }

// TestPoints checks that blocks are there after a restart, and that old ones are
// dropped so that neither file nor memory grow without end.
func TestPoints(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "points")
	domain := ident.Hash{1}
	p, err := openPoints(path, domain)
	require.NoError(t, err)
	_, ok := p.last()
	require.False(t, ok)
	// Most of the blocks are put there as an earlier run would have, without a sync for each.
	records := [][]byte{domain[:]}
	const most = 2*keepPoints - 2
	for n := range uint64(most) {
		records = append(records, encodePoint(point{32 * n, hashOf(n)}))
	}
	require.NoError(t, p.journal.Compact(records))
	require.NoError(t, p.close())
	p, err = openPoints(path, domain)
	require.NoError(t, err)
	for n := uint64(most); n < most+3; n++ {
		require.NoError(t, p.add(point{32 * n, hashOf(n)}))
	}
	require.Len(t, p.all, keepPoints+1)
	require.NoError(t, p.close())

	p, err = openPoints(path, domain)
	require.NoError(t, err)
	require.Len(t, p.all, keepPoints+1)
	last, ok := p.last()
	require.True(t, ok)
	require.Equal(t, point{32 * (most + 2), hashOf(most + 2)}, last)
	for _, n := range []uint64{most + 2, most, most + 2 - keepPoints} {
		h, ok := p.at(32 * n)
		require.True(t, ok)
		require.Equal(t, hashOf(n), h)
	}
	for _, number := range []uint64{0, 32*most + 1, 1 << 60} {
		_, ok = p.at(number)
		require.False(t, ok)
	}
	_, err = openPoints(path, domain)
	require.ErrorIs(t, err, journal.ErrLocked)
	require.NoError(t, p.close())
}

func TestPointsRefused(t *testing.T) {
	t.Parallel()
	domain := ident.Hash{1}
	for name, records := range map[string][][]byte{
		"another vault": {make([]byte, 32)},
		"no domain":     {encodePoint(point{1, hashOf(1)})},
		"short":         {domain[:], {1, 2, 3}},
		"descending":    {domain[:], encodePoint(point{2, hashOf(2)}), encodePoint(point{1, hashOf(1)})},
		"twice":         {domain[:], encodePoint(point{2, hashOf(2)}), encodePoint(point{2, hashOf(2)})},
	} {
		path := filepath.Join(t.TempDir(), "points")
		j, _, err := journal.Open(path)
		require.NoError(t, err)
		for _, r := range records {
			require.NoError(t, j.Append(r))
		}
		require.NoError(t, j.Close())
		_, err = openPoints(path, domain)
		require.ErrorIs(t, err, errStore, name)
	}
	path := filepath.Join(t.TempDir(), "points")
	require.NoError(t, os.WriteFile(path, []byte("no journal at all"), 0o600))
	_, err := openPoints(path, domain)
	require.ErrorIs(t, err, errStore)
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	good := Config{
		Endpoints: []string{"http://127.0.0.1:1"}, Limits: eth.DefaultLimits(), PollTime: 1,
		Domain: bridge.Domain{ChainID: 1}, Store: filepath.Join(t.TempDir(), "points"),
	}
	for name, change := range map[string]func(*Config){
		"no endpoints": func(c *Config) { c.Endpoints = nil },
		"no time":      func(c *Config) { c.PollTime = 0 },
		"a bad URL":    func(c *Config) { c.Endpoints = []string{"http://127.0.0.1:1", "ipc"} },
		"no limits":    func(c *Config) { c.Limits = eth.Limits{} },
		"no folder":    func(c *Config) { c.Store = filepath.Join(c.Store, "points") },
	} {
		c := good
		c.Registry = prometheus.NewRegistry()
		change(&c)
		_, err := New(t.Context(), c)
		require.Error(t, err, name)
	}
	good.Registry = prometheus.NewRegistry()
	w, err := New(t.Context(), good)
	require.NoError(t, err)
	_, err = New(t.Context(), good)
	require.Error(t, err, "metrics and store are in use")
	require.NoError(t, w.Close())
}
