package beacon

import (
	"bytes"
	"fmt"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/app/voteext"
	"github.com/iexecd/iexecd/core/beacon"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/vrf"
)

// TestBeaconOfFour: blocks in which draws are due carry the votes and have the
// beacon that the two lowest outputs make; others carry nothing and leave it.
// Rules BCN-R4, BCN-R5, BCN-R7.
func TestBeaconOfFour(t *testing.T) {
	w := newWorld(t, 4)
	for round := range 3 {
		before, alpha := w.beacon(), w.alpha()
		var all []beacon.Contribution
		for _, v := range w.validators {
			out, ok := vrf.Verify(v.vrf.Public(), alpha, v.vrf.Prove(alpha))
			require.True(t, ok)
			all = append(all, beacon.Contribution{Validator: v.ID, Power: power, Output: out})
		}
		previous, err := ident.ParseHash(before.Value)
		require.NoError(t, err)
		want, ok := beacon.Next(uint64(w.height+1), previous, all, 4*power)
		require.True(t, ok)

		res := w.block(w.votes())
		event, why := w.changed(res)
		require.Empty(t, why)
		require.EqualValues(t, 4, event.Proofs)
		require.Equal(t, want.String(), w.beacon().Value, "round %d", round)
		require.Equal(t, before.Value, w.beacon().Previous)
		require.Equal(t, before.Number+1, w.beacon().Number)
		require.Len(t, res.TxResults, 1)
		require.Equal(t, abci.ExecTxResult{}, *res.TxResults[0], "not a failed transaction")
	}
	w.due = map[int64]bool{}
	before := w.beacon()
	require.Empty(t, w.prepare(w.votes()))
	for range 2 {
		event, _ := w.changed(w.block(w.votes()))
		require.Nil(t, event)
		require.Equal(t, before, w.beacon())
	}
	w.due[w.height+1] = true // after blocks without draws the votes prove over the old value and their own height
	event, why := w.changed(w.block(w.votes()))
	require.Empty(t, why)
	require.EqualValues(t, 4, event.Proofs)
}

// TestProposals: which proposals are rejected where draws are due. Rule BCN-R5.
func TestProposals(t *testing.T) {
	w := newWorld(t, 4)
	w.block(w.votes())
	good := w.injected()
	cases := map[string][][]byte{
		"no votes":                {},
		"a transaction":           {w.send(0)},
		"votes second":            {w.send(0), good},
		"votes twice":             {good, good},
		"votes cut off":           {good[:len(good)-1]},
		"bytes after the votes":   {append(bytes.Clone(good), 0x78, 1)},
		"a changed extension":     {w.tampered(func(v *abci.ExtendedVoteInfo) { v.VoteExtension[10] ^= 1 })},
		"a changed signature":     {w.tampered(func(v *abci.ExtendedVoteInfo) { v.ExtensionSignature[10] ^= 1 })},
		"no signature":            {w.tampered(func(v *abci.ExtendedVoteInfo) { v.ExtensionSignature = nil })},
		"another power":           {w.tampered(func(v *abci.ExtendedVoteInfo) { v.Validator.Power = 11 })},
		"a vote of another":       {w.duplicated()},
		"a vote less":             {w.cut()},
		"another round":           {w.round()},
		"two of four":             {w.injected(absent(0), absent(1))},
		"an unreadable extension": {w.injected(attach(0, []byte("garbage")))},
		"an oversized extension":  {w.injected(attach(0, bytes.Repeat([]byte{1}, 100_000)))},
		"the votes before":        {w.signedBefore()},
		"undecodable after":       {good, []byte("no transaction")},
		"an absent one's": {w.injected(absent(0), func(i int, v *abci.ExtendedVoteInfo) {
			if i == 0 {
				v.ExtensionSignature = []byte("x")
			}
		})},
	}
	for name, txs := range cases {
		require.False(t, w.accepts(txs...), name)
	}
	for name, txs := range map[string][][]byte{
		"all votes":          {good},
		"and a transaction":  {good, w.send(0)},
		"one absent":         {w.injected(absent(2))},
		"one empty":          {w.injected(attach(2, nil))},
		"a proof of another": {w.injected(attach(2, w.proof(w.validators[1].vrf, w.alpha())))},
	} {
		require.True(t, w.accepts(txs...), name)
	}
	w.due = map[int64]bool{}
	require.False(t, w.accepts(good), "votes where none are due")
	require.False(t, w.accepts(w.send(0), good))
	require.True(t, w.accepts())
	require.True(t, w.accepts(w.send(0)))
}

// absent makes a validator absent.
func absent(who int) func(int, *abci.ExtendedVoteInfo) {
	return func(i int, v *abci.ExtendedVoteInfo) {
		if i == who {
			v.BlockIdFlag, v.VoteExtension = cmtproto.BlockIDFlagAbsent, nil
		}
	}
}

// attach gives a validator's vote another extension, which it signs.
func attach(who int, extension []byte) func(int, *abci.ExtendedVoteInfo) {
	return func(i int, v *abci.ExtendedVoteInfo) {
		if i == who {
			v.VoteExtension = extension
		}
	}
}

// edited returns injected votes that were changed after they were signed.
func (w *world) edited(f func(*abci.ExtendedCommitInfo)) []byte {
	w.Helper()
	c := w.votes()
	f(&c)
	raw, err := voteext.Encode(voteext.Injection{Commit: c})
	require.NoError(w, err)
	return raw
}

func (w *world) tampered(f func(*abci.ExtendedVoteInfo)) []byte {
	w.Helper()
	return w.edited(func(c *abci.ExtendedCommitInfo) { f(&c.Votes[1]) })
}

func (w *world) duplicated() []byte {
	w.Helper()
	return w.edited(func(c *abci.ExtendedCommitInfo) { c.Votes[1] = c.Votes[0] })
}

func (w *world) cut() []byte {
	w.Helper()
	return w.edited(func(c *abci.ExtendedCommitInfo) { c.Votes = c.Votes[:3] })
}

func (w *world) round() []byte {
	w.Helper()
	return w.edited(func(c *abci.ExtendedCommitInfo) { c.Round = 1 })
}

// signedBefore returns votes that were signed for the block before the latest.
func (w *world) signedBefore() []byte {
	w.Helper()
	return w.edited(func(c *abci.ExtendedCommitInfo) {
		for i, v := range w.validators {
			c.Votes[i].ExtensionSignature = v.sign(w, c.Votes[i].VoteExtension, w.height-1)
		}
	})
}

// TestProofsThatDoNotCount: a proof by a wrong key, for a wrong height, over a
// previous beacon or of another chain does not count; the others do. One of
// four alone is no more than a third. Rules BCN-R4, BCN-R6, BCN-R8.
func TestProofsThatDoNotCount(t *testing.T) {
	bad := map[string]func(w *world) []byte{
		"wrong key":       func(w *world) []byte { return w.proof(newKey(w, "nobody"), w.alpha()) },
		"another's proof": func(w *world) []byte { return w.proof(w.validators[0].vrf, w.alpha()) },
		"wrong height": func(w *world) []byte {
			return w.proof(w.validators[1].vrf, alphaOf(w, chainID, w.height+1, w.beacon().Previous))
		},
		"previous beacon": func(w *world) []byte {
			return w.proof(w.validators[1].vrf, alphaOf(w, chainID, w.height, w.older[w.height-2]))
		},
		"next beacon": func(w *world) []byte {
			return w.proof(w.validators[1].vrf, alphaOf(w, chainID, w.height, w.beacon().Value))
		},
		"zero beacon": func(w *world) []byte {
			return w.proof(w.validators[1].vrf, beacon.Alpha(chainID, uint64(w.height), ident.Hash{}))
		},
		"wrong chain": func(w *world) []byte {
			return w.proof(w.validators[1].vrf, alphaOf(w, "other", w.height, w.beacon().Previous))
		},
		"nothing": func(*world) []byte { return nil },
		"noise": func(w *world) []byte {
			p := w.proof(w.validators[1].vrf, w.alpha())
			p[40] ^= 1
			return p
		},
	}
	for name, build := range bad {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, 4)
			w.block(w.votes())
			w.block(w.votes())
			event, why := w.changed(w.block(w.votes(attach(1, build(w)))))
			require.Empty(t, why)
			require.EqualValues(t, 3, event.Proofs)
			require.EqualValues(t, 3*power, event.Power)
			event, why = w.changed(w.block(w.votes(attach(0, nil), attach(1, build(w)), attach(3, nil))))
			require.EqualValues(t, 1, event.Proofs)
			require.Equal(t, "10 of 40 voting power proved, expected more than a third", why)
			previous, err := ident.ParseHash(w.beacon().Previous)
			require.NoError(t, err)
			require.Equal(t, beacon.Fallback(previous, w.time.UnixNano()).String(), w.beacon().Value)
			event, why = w.changed(w.block(w.votes())) // and the next is sound again
			require.Empty(t, why)
			require.EqualValues(t, 4, event.Proofs)
		})
	}
}

// TestPrepare: a proposal is never an error. What cannot be injected is left
// out, what the mempool should not hold as well, and transactions get the room
// that the votes leave. Rule BCN-R5.
func TestPrepare(t *testing.T) {
	w := newWorld(t, 4)
	w.block(w.votes())
	garbage := w.votes(attach(3, []byte("came late, so nobody looked at it")))
	proposal := w.prepare(garbage, []byte("no transaction"), w.send(0), w.injected())
	require.Len(t, proposal, 2)
	in, err := voteext.Decode(proposal[0])
	commit := in.Commit
	require.NoError(t, err)
	require.Equal(t, cmtproto.BlockIDFlagAbsent, commit.Votes[3].BlockIdFlag)
	require.True(t, w.accepts(proposal...))

	size := cmttypes.ComputeProtoSizeForTxs([]cmttypes.Tx{proposal[0]})
	one := cmttypes.ComputeProtoSizeForTxs([]cmttypes.Tx{w.send(0)})
	for room, want := range map[int64]int{size - 1: 0, size: 1, size + one - 1: 1, size + one: 2, size + 2*one: 3} {
		w.maxTxBytes = room
		got := w.prepare(garbage, w.send(0), w.send(0))
		has := len(got) > 0 && voteext.Is(got[0])
		require.Equal(t, want > 0, has, "room %d", room)
		if has {
			require.Len(t, got, want, "room %d", room)
		}
		require.LessOrEqual(t, cmttypes.ComputeProtoSizeForTxs(cmttypes.ToTxs(got)), room)
	}
	w.maxTxBytes = 1 << 20
	for name, c := range map[string]abci.ExtendedCommitInfo{
		"nothing":            {},
		"too few":            w.votes(attach(2, []byte("x")), attach(3, []byte("x"))),
		"a broken signature": w.votes(func(_ int, v *abci.ExtendedVoteInfo) { v.ExtensionSignature = []byte("x") }),
	} {
		require.Empty(t, w.prepare(c), name)
	}
}

// TestDecidedAnyway: should a block be decided that nobody should have accepted,
// it goes on with the fallback. Rules BCN-R5, BCN-R8.
func TestDecidedAnyway(t *testing.T) {
	w := newWorld(t, 4)
	for name, build := range map[string]func() [][]byte{
		"nothing":       func() [][]byte { return nil },
		"a transaction": func() [][]byte { return [][]byte{w.send(0)} },
		"garbage":       func() [][]byte { return [][]byte{[]byte("\x00iexec/votes/v1\x00garbage")} },
		"a vote less":   func() [][]byte { return [][]byte{w.cut()} },
		"another power": func() [][]byte {
			return [][]byte{w.edited(func(c *abci.ExtendedCommitInfo) { c.Votes[0].Validator.Power = 1 << 60 })}
		},
		"another address": func() [][]byte { return [][]byte{w.duplicated()} },
		"no proofs": func() [][]byte {
			return [][]byte{w.injected(func(_ int, v *abci.ExtendedVoteInfo) { v.VoteExtension = nil })}
		},
	} {
		before := w.beacon()
		event, why := w.changed(w.finalize(build()...))
		require.NotNil(t, event, name)
		require.NotEmpty(t, why, name)
		require.NotEqual(t, before.Value, w.beacon().Value, name)
	}
	_, why := w.changed(w.block(w.votes()))
	require.Empty(t, why)
}

// TestInjectedBytesElsewhere: they are no transaction for the mempool, and fail
// as undecodable where a block has them in another place. Rule BCN-R5.
func TestInjectedBytesElsewhere(t *testing.T) {
	w := newWorld(t, 4)
	w.block(w.votes())
	raw := w.injected()
	for _, kind := range []abci.CheckTxType{abci.CheckTxType_New, abci.CheckTxType_Recheck} {
		res, err := w.app.CheckTx(&abci.RequestCheckTx{Tx: raw, Type: kind})
		require.NoError(t, err)
		require.EqualValues(t, 2, res.Code, "undecodable")
	}
	res := w.finalize(raw, raw)
	require.Zero(t, res.TxResults[0].Code)
	require.EqualValues(t, 2, res.TxResults[1].Code)
}

// TestExecutors: one after the other or in parallel, blocks with votes have the
// same results and states.
func TestExecutors(t *testing.T) {
	history := func(options map[string]any) (hashes []string) {
		w := newWorld(t, 4, options)
		for range 4 {
			res := w.block(w.votes(), w.send(0), w.send(1), w.send(2))
			require.Len(t, res.TxResults, 4)
			for _, r := range res.TxResults {
				require.Zero(t, r.Code, r.Log)
			}
			hashes = append(hashes, fmt.Sprintf("%x %x", res.AppHash, cmttypes.NewResults(res.TxResults).Hash()))
			for _, v := range w.validators[:3] {
				v.sequence++
			}
		}
		return hashes
	}
	sequential := history(nil)
	require.Equal(t, sequential, history(map[string]any{"block-executor": "block-stm", "block-stm-workers": 4}))
}

// TestTies: what breaks ties of the market differs from block to block, also
// where the beacon stays, and depends on height, state and time. Rule BCN-R10.
func TestTies(t *testing.T) {
	w := newWorld(t, 4)
	w.due = map[int64]bool{}
	value, err := w.app.Beacon.Value(w.ctx())
	require.NoError(t, err)
	base := w.ctx().BlockHeader()
	base.AppHash = []byte{1}
	tie := func(change func(*cmtproto.Header)) ident.Hash {
		h := base
		change(&h)
		return w.app.Beacon.Tie(w.ctx().WithBlockHeader(h))
	}
	first := tie(func(*cmtproto.Header) {})
	require.Equal(t, beacon.Tie(value, uint64(base.Height), []byte{1}, base.Time.UnixNano()), first)
	for name, change := range map[string]func(*cmtproto.Header){
		"height": func(h *cmtproto.Header) { h.Height++ },
		"state":  func(h *cmtproto.Header) { h.AppHash = []byte{2} },
		"time":   func(h *cmtproto.Header) { h.Time = h.Time.Add(1) },
	} {
		require.NotEqual(t, first, tie(change), name)
	}
	w.due = nil
	w.block(w.votes())
	require.NotEqual(t, first, tie(func(*cmtproto.Header) {}), "the beacon")
}
