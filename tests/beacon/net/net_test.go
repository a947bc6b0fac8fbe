// Package net tests the beacon with four validators that run CometBFT in this
// process: one that withholds or sends garbage stops neither blocks nor draws,
// and proofs in votes do not make blocks slower.
package net

import (
	"sync/atomic"
	"testing"
	"time"

	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/iexecd/iexecd/app"
	"github.com/iexecd/iexecd/tests/chainnet"
	beacontypes "github.com/iexecd/iexecd/x/beacon/types"
)

// network is four validators.
type network struct {
	*chainnet.Network

	tb   testing.TB
	last int64 // height that next returned
}

// options are how a network differs from four honest validators.
type options struct {
	extend    app.ExtendVoteFn // of the last validator
	due       app.DrawDueFn    // nil = in every block
	noVotes   bool             // without extensions of votes
	blockTime time.Duration
}

// start starts four validators in memory.
func start(tb testing.TB, o options) *network {
	tb.Helper()
	if o.due == nil {
		o.due = func(int64) bool { return true }
	}
	return &network{tb: tb, Network: chainnet.Start(tb, chainnet.Options{
		Validators: 4, BlockTime: o.blockTime,
		Genesis: func(doc *cmttypes.GenesisDoc) {
			if o.noVotes {
				doc.ConsensusParams.ABCI.VoteExtensionsEnableHeight = 1 << 40 // never
			}
		},
		Settings: func(i int) map[string]any {
			settings := map[string]any{app.OptionDrawDue: o.due}
			if i == 3 && o.extend != nil {
				settings[app.OptionExtendVote] = o.extend
			}
			return settings
		},
	})}
}

// next returns the beacon events of the next block.
func (n *network) next() (height int64, changed *beacontypes.EventBeaconChanged, fallback bool) {
	n.tb.Helper()
	n.last++
	block := n.Nodes[0].At(n.tb, n.last)
	for _, event := range block.Events {
		m, err := sdk.ParseTypedEvent(event)
		if err != nil {
			continue // an event of another kind
		}
		switch m := m.(type) {
		case *beacontypes.EventBeaconChanged:
			changed = m
		case *beacontypes.EventBeaconFallback:
			fallback = true
		}
	}
	return block.Height, changed, fallback
}

// TestOneOfFour: blocks go on, and every draw has a beacon that others
// made, whatever the fourth attaches to its votes. Rules BCN-R3, BCN-R6, BCN-R8.
func TestOneOfFour(t *testing.T) {
	var calls atomic.Int64
	for name, extend := range map[string]app.ExtendVoteFn{
		"honest":    func(_ int64, honest []byte) []byte { return honest },
		"withholds": func(int64, []byte) []byte { return nil },
		"garbage":   func(int64, []byte) []byte { return []byte("garbage") },
		"oversized": func(int64, []byte) []byte { return make([]byte, 100_000) },
		"bad proof": func(_ int64, honest []byte) []byte { return flip(honest) },
		"now and then": func(_ int64, honest []byte) []byte {
			return [][]byte{honest, nil, flip(honest), []byte("x"), make([]byte, 2000)}[calls.Add(1)%5]
		},
	} {
		t.Run(name, func(t *testing.T) {
			n := start(t, options{extend: extend, blockTime: 20 * time.Millisecond})
			const blocks = 15
			values, proofs := map[string]bool{}, uint32(0)
			for range blocks + 1 {
				height, changed, fallback := n.next()
				require.NotNil(t, changed, "a draw of block %d has a beacon", height)
				require.False(t, values[changed.Value])
				values[changed.Value] = true
				if height > 1 { // the first block has no votes before it
					require.False(t, fallback, "block %d", height)
					proofs += changed.Proofs
				}
			}
			t.Logf("%d blocks, %.2f proofs a block", blocks, float64(proofs)/blocks)
			if name == "honest" {
				require.GreaterOrEqual(t, proofs, uint32(3*blocks), "three at least: the fourth may come late")
			} else if name != "now and then" {
				require.LessOrEqual(t, proofs, uint32(3*blocks))
			}
		})
	}
}

func flip(extension []byte) []byte {
	if len(extension) < 50 {
		return nil
	}
	out := append([]byte(nil), extension...)
	out[40] ^= 1
	return out
}

// BenchmarkBlockTime prints how long 40 blocks take with proofs in every vote
// and votes in every block, without draws, and without extensions at all.
func BenchmarkBlockTime(b *testing.B) {
	const blocks = 40
	measure := func(o options) time.Duration {
		o.blockTime = 200 * time.Millisecond
		n := start(b, o)
		defer n.Close()
		for range 5 {
			n.next()
		}
		began := time.Now()
		for range blocks {
			n.next()
		}
		return time.Since(began)
	}
	for b.Loop() {
		never := app.DrawDueFn(func(int64) bool { return false })
		without := measure(options{due: never, noVotes: true})
		idle := measure(options{due: never})
		with := measure(options{})
		b.ReportMetric(float64(without.Milliseconds())/blocks, "ms/block-without")
		b.ReportMetric(float64(idle.Milliseconds())/blocks, "ms/block-idle")
		b.ReportMetric(float64(with.Milliseconds())/blocks, "ms/block-with")
		b.ReportMetric(float64(with)/float64(without), "ratio")
	}
}
