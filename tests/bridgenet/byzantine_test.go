package bridgenet

import (
	"bytes"
	"crypto/rand"
	"slices"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/app"
	"github.com/iexecd/iexecd/app/voteext"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/rlc"
	envelope "github.com/iexecd/iexecd/core/voteext"
)

// TestByzantine: one of four attaches to its votes, and proposes, what it likes.
// Deposits are minted once and to the nRLC, and blocks go on. Rules BRG-R1, BRG-R30.
func TestByzantine(t *testing.T) {
	w := newWorld(t, options{})
	t.Run("no fault", w.blockTimes)
	for _, c := range corruptions() {
		t.Run("votes: "+c.name, func(t *testing.T) {
			from := w.Nodes[0].Height()
			w.extend.Store(&c.extend)
			defer w.extend.Store(nil)
			w.deposit(t, 2)
			w.finalize(t)
			w.minted(t)
			w.idle(t, few)
			w.credited(t)
			w.extend.Store(nil)
			w.steady(t, from)
		})
	}
	for _, c := range forgeries() {
		t.Run("proposals: "+c.name, func(t *testing.T) { w.forges(t, c.forge) })
	}
}

type corruption struct {
	name   string
	extend app.ExtendVoteFn
}

func corruptions() []corruption {
	view := func(change func(height int64, v *bridge.Vote)) app.ExtendVoteFn {
		return func(height int64, honest []byte) []byte {
			e, err := envelope.Decode(honest)
			if err != nil {
				return honest
			}
			v, err := bridge.DecodeVote(e.Bridge)
			if err != nil {
				return honest
			}
			change(height, &v)
			if e.Bridge, err = bridge.EncodeVote(v); err != nil {
				return honest
			}
			raw, err := envelope.Encode(e)
			if err != nil {
				return honest
			}
			return raw
		}
	}
	noise := func(n int) []byte {
		raw := make([]byte, n)
		_, _ = rand.Read(raw)
		return raw
	}
	equivocates := view(func(height int64, v *bridge.Vote) {
		v.Point.Nonce, v.Point.Hash[0] = v.Point.Nonce+uint64(height%3), v.Point.Hash[0]+byte(height)
	})
	return []corruption{
		{"nothing", func(int64, []byte) []byte { return nil }},
		{"garbage", func(int64, []byte) []byte { return []byte("garbage") }},
		{"random bytes", func(int64, []byte) []byte { return noise(300) }},
		{"100 kB", func(int64, []byte) []byte { return noise(100_000) }},
		{"one byte more", func(_ int64, honest []byte) []byte { return append(slices.Clone(honest), 0) }},
		{"another hash for the same number", view(func(_ int64, v *bridge.Vote) { v.Point.Hash[0]++ })},
		{"events to come", view(func(_ int64, v *bridge.Vote) { v.Point.Nonce += 50 })},
		{"a time to come", view(func(_ int64, v *bridge.Vote) { v.EthTimeUnix = 1 << 62 })},
		{"the alarm", view(func(_ int64, v *bridge.Vote) { *v = bridge.Vote{Flags: bridge.FlagAlarm} })},
		{"another view in every block", equivocates},
		{"something else each time", func(height int64, honest []byte) []byte {
			return [][]byte{honest, nil, equivocates(height, honest), noise(60), noise(2_000)}[height%5]
		}},
	}
}

type forgeryCase struct {
	name  string
	forge forgery
}

func forgeries() []forgeryCase {
	// changed alters the events and votes of an honest injection.
	changed := func(change func(in *voteext.Injection)) forgery {
		return func(_ abci.ExtendedCommitInfo, honest [][]byte) [][]byte {
			if len(honest) == 0 || !voteext.Is(honest[0]) {
				return honest
			}
			in, err := voteext.Decode(honest[0])
			if err != nil || len(in.Events) < 2 {
				return honest
			}
			change(&in)
			raw, err := voteext.Encode(in)
			if err != nil {
				return honest
			}
			return append([][]byte{raw}, honest[1:]...)
		}
	}
	deposit := func(in *voteext.Injection, i int, more rlc.Amount) {
		d, ok := in.Events[i].Body.(bridge.Deposit)
		if ok {
			d.Amount += more
			in.Events[i].Body = d
		}
	}
	last := func(in *voteext.Injection) int { return len(in.Events) - 1 }
	return []forgeryCase{
		{"an amount that is one nRLC more", changed(func(in *voteext.Injection) { deposit(in, 0, 1) })},
		{"the last amount is more", changed(func(in *voteext.Injection) { deposit(in, last(in), rlc.RLC) })},
		{"one event less", changed(func(in *voteext.Injection) { in.Events = in.Events[:last(in)] })},
		{"no events", changed(func(in *voteext.Injection) { in.Events = nil })},
		{"one event more", changed(func(in *voteext.Injection) {
			e := in.Events[last(in)]
			e.Nonce++
			in.Events = append(in.Events, e)
		})},
		{"two events in each other's place", changed(func(in *voteext.Injection) {
			in.Events[0], in.Events[1] = in.Events[1], in.Events[0]
		})},
		{"votes without a quorum", changed(func(in *voteext.Injection) {
			for i := range in.Commit.Votes[:2] {
				v := &in.Commit.Votes[i]
				v.BlockIdFlag, v.VoteExtension, v.ExtensionSignature = cmtproto.BlockIDFlagAbsent, nil, nil
			}
		})},
		{"a vote that was changed", changed(func(in *voteext.Injection) {
			for i := range in.Commit.Votes {
				if v := &in.Commit.Votes[i]; len(v.VoteExtension) > 40 {
					v.VoteExtension = bytes.Clone(v.VoteExtension)
					v.VoteExtension[30]++
					return
				}
			}
		})},
		{"votes in the second place", func(_ abci.ExtendedCommitInfo, honest [][]byte) [][]byte {
			if len(honest) == 0 || !voteext.Is(honest[0]) {
				return honest
			}
			return [][]byte{[]byte("a transaction"), honest[0]}
		}},
		{"votes twice", func(_ abci.ExtendedCommitInfo, honest [][]byte) [][]byte {
			if len(honest) == 0 || !voteext.Is(honest[0]) {
				return honest
			}
			return append([][]byte{honest[0]}, honest...)
		}},
	}
}

// forges: while no honest validator proposes events, the byzantine one's proposals
// are rejected, and nothing is taken in; then all is.
func (w *world) forges(t *testing.T, f forgery) {
	t.Helper()
	var before [byzantine]int
	for i := range before {
		before[i] = w.Nodes[i].Rejected()
	}
	rejected := func() bool {
		for i, n := range before {
			if w.Nodes[i].Rejected() == n {
				return false
			}
		}
		return true
	}
	for _, s := range w.seats[:byzantine] {
		s.hush(true)
		defer s.hush(false)
	}
	w.propose.Store(&f)
	defer w.propose.Store(nil)
	seen := w.observed(t)
	w.deposit(t, 3)
	w.finalize(t)
	w.Wait(t, "a proposal is rejected by all others", rejected)
	require.Equal(t, seen, w.observed(t))
	w.propose.Store(nil)
	for _, s := range w.seats[:byzantine] {
		s.hush(false)
	}
	w.minted(t)
}
