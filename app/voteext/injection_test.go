package voteext

import (
	"bytes"
	"strings"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/voteext"
)

func extension(tb testing.TB) []byte {
	tb.Helper()
	raw, err := voteext.Encode(voteext.Envelope{Beacon: bytes.Repeat([]byte{7}, voteext.ProofBytes)})
	require.NoError(tb, err)
	return raw
}

// bridgePart returns an extension with any bytes as the bridge's part.
func bridgePart(tb testing.TB, part []byte) []byte {
	tb.Helper()
	raw, err := voteext.Encode(voteext.Envelope{Bridge: part})
	require.NoError(tb, err)
	return raw
}

func event(nonce uint64) bridge.Event {
	return bridge.Event{Nonce: nonce, Body: bridge.Deposit{Amount: 1, LockedAfter: 1}}
}

func vote(address byte, flag cmtproto.BlockIDFlag, extension, signature []byte) abci.ExtendedVoteInfo {
	return abci.ExtendedVoteInfo{
		Validator: abci.Validator{Address: bytes.Repeat([]byte{address}, 20), Power: 10}, BlockIdFlag: flag,
		VoteExtension: extension, ExtensionSignature: signature,
	}
}

func commit(tb testing.TB) abci.ExtendedCommitInfo {
	tb.Helper()
	return abci.ExtendedCommitInfo{Round: 1, Votes: []abci.ExtendedVoteInfo{
		vote(1, cmtproto.BlockIDFlagCommit, extension(tb), []byte("signature")),
		vote(2, cmtproto.BlockIDFlagCommit, nil, []byte("signature")),
		vote(3, cmtproto.BlockIDFlagAbsent, nil, nil),
	}}
}

// TestRoundTrip: clean votes are decoded as they were. Rule BCN-R5.
func TestRoundTrip(t *testing.T) {
	c := commit(t)
	require.Equal(t, c, Clean(c))
	for _, events := range [][]bridge.Event{nil, {event(1)}, {event(1), event(2)}} {
		raw, err := Encode(Injection{Events: events, Commit: c})
		require.NoError(t, err)
		require.True(t, Is(raw))
		got, err := Decode(raw)
		require.NoError(t, err)
		require.Equal(t, events, got.Events)
		require.Equal(t, c.Votes[0], got.Commit.Votes[0])
		require.Len(t, got.Commit.Votes, 3)
	}
}

// TestClean: what a proposer may hold and not inject becomes absent. Rule BCN-R5.
func TestClean(t *testing.T) {
	c := commit(t)
	c.Votes[1].VoteExtension = []byte("garbage")
	c.Votes[2] = vote(3, cmtproto.BlockIDFlagNil, extension(t), []byte("signature"))
	clean := Clean(c)
	require.Equal(t, vote(2, cmtproto.BlockIDFlagAbsent, nil, nil), clean.Votes[1])
	require.Equal(t, vote(3, cmtproto.BlockIDFlagAbsent, nil, nil), clean.Votes[2])
	require.Equal(t, []byte("garbage"), c.Votes[1].VoteExtension, "the argument stays")
	raw, err := Encode(Injection{Commit: clean})
	require.NoError(t, err)
	_, err = Decode(raw)
	require.NoError(t, err)
}

// TestRefused: one encoding, and only votes that Clean leaves. Rule BCN-R5.
func TestRefused(t *testing.T) {
	good, err := Encode(Injection{Commit: commit(t)})
	require.NoError(t, err)
	around := func(votes []byte, events ...bridge.Event) []byte {
		raw, err := bridge.EncodeInjection(bridge.Injection{Events: events, Commit: votes})
		require.NoError(t, err)
		return raw
	}
	change := func(f func(*abci.ExtendedCommitInfo)) []byte {
		c := commit(t)
		f(&c)
		raw, err := Encode(Injection{Commit: c})
		require.NoError(t, err)
		return raw
	}
	for name, c := range map[string]struct {
		raw  []byte
		want string
	}{
		"nothing":         {nil, "no injected votes"},
		"a transaction":   {[]byte{0x0a, 1, 2}, "no injected votes"},
		"another version": {bytes.Replace(bytes.Clone(good), []byte("v1"), []byte("v2"), 1), "no injected votes"},
		"no events":       {around(good), "expected the votes alone"},
		"votes of events": {around(around(good, event(1)), event(1)), "no injected votes"},
		"only events":     {around(nil, event(1)), "no injected votes"},
		"half an event":   {around(good, event(1))[:40], "no injection"},
		"cut off":         {good[:len(good)-1], "cannot be decoded"},
		"something after": {append(bytes.Clone(good), 0x78, 1), "another encoding"},
		"round zero":      {append(bytes.Clone(good), 0x08, 1), "another encoding"},
		"an absent's": {
			change(func(c *abci.ExtendedCommitInfo) { c.Votes[2].VoteExtension = extension(t) }),
			"is absent",
		},
		"an absent's name": {
			change(func(c *abci.ExtendedCommitInfo) { c.Votes[2].ExtensionSignature = []byte{1} }),
			"is absent",
		},
		"a nil vote": {
			change(func(c *abci.ExtendedCommitInfo) { c.Votes[1].BlockIdFlag = cmtproto.BlockIDFlagNil }),
			"neither",
		},
		"garbage": {
			change(func(c *abci.ExtendedCommitInfo) { c.Votes[1].VoteExtension = []byte("x") }),
			"version 120",
		},
		"a vote of the bridge that cannot be read": {
			change(func(c *abci.ExtendedCommitInfo) { c.Votes[1].VoteExtension = bridgePart(t, []byte("x")) }),
			"no bridge part",
		},
		"an oversized one": {
			change(func(c *abci.ExtendedCommitInfo) { c.Votes[1].VoteExtension = bytes.Repeat([]byte{1}, 5000) }),
			"5000 bytes, expected at most",
		},
	} {
		_, err := Decode(c.raw)
		require.ErrorContains(t, err, c.want, name)
	}
}

// FuzzDecode: nothing panics, and what is accepted has one encoding.
func FuzzDecode(f *testing.F) {
	good, err := Encode(Injection{Commit: commit(f)})
	require.NoError(f, err)
	f.Add(good)
	more, err := Encode(Injection{Events: []bridge.Event{event(1)}, Commit: commit(f)})
	require.NoError(f, err)
	f.Add(more)
	f.Add([]byte(magic))
	f.Add([]byte(strings.Repeat("x", 40)))
	f.Fuzz(func(t *testing.T, raw []byte) {
		in, err := Decode(raw)
		if err != nil {
			return
		}
		in.Commit = Clean(in.Commit)
		again, err := Encode(in)
		require.NoError(t, err)
		require.Equal(t, raw, again)
	})
}
