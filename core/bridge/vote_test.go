package bridge

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/voteext"
)

func fullVote(n int) Vote {
	v := Vote{
		Flags: FlagView | FlagProof, EthBlock: 0x0102, EthTimeUnix: 0x0304,
		Point: Point{0x0506, ident.Hash{0: 7, 31: 8}},
	}
	for i := range n {
		raw := [SignatureBytes]byte{0: 1, 63: byte(i)}
		v.Signatures = append(v.Signatures, VoteSignature{MessageKind(i%4 + 1), uint64(i) + 9, raw})
	}
	return v
}

// TestVoteLayout: every field is where the specification has it.
func TestVoteLayout(t *testing.T) {
	t.Parallel()
	raw, err := EncodeVote(fullVote(2))
	require.NoError(t, err)
	var want bytes.Buffer
	want.Write([]byte{1, 1 | 8})
	want.Write([]byte{0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 3, 4, 0, 0, 0, 0, 0, 0, 5, 6})
	want.Write(append(append([]byte{7}, make([]byte, 30)...), 8))
	want.WriteByte(2)
	want.Write([]byte{1, 0, 0, 0, 0, 0, 0, 0, 9, 1})
	want.Write(make([]byte, 63))
	want.Write([]byte{2, 0, 0, 0, 0, 0, 0, 0, 10, 1})
	want.Write(append(make([]byte, 62), 1))
	require.Equal(t, want.Bytes(), raw)
	require.Len(t, raw, 59+2*73)
	for n := range 5 {
		raw, err := EncodeVote(fullVote(n))
		require.NoError(t, err)
		require.Len(t, raw, 59+73*n)
		require.LessOrEqual(t, len(raw), MaxVoteBytes)
		require.LessOrEqual(t, len(raw), voteext.MaxBridge)
		back, err := DecodeVote(raw)
		require.NoError(t, err)
		require.Equal(t, fullVote(n), back)
	}
}

// TestVoteSaysNothing: that is written as no bytes.
func TestVoteSaysNothing(t *testing.T) {
	t.Parallel()
	raw, err := EncodeVote(Vote{})
	require.NoError(t, err)
	require.Nil(t, raw)
	v, err := DecodeVote(nil)
	require.NoError(t, err)
	require.Equal(t, Vote{}, v)
}

// TestVotesRefused: another length, version, kind or flag is not read.
func TestVotesRefused(t *testing.T) {
	t.Parallel()
	head, err := EncodeVote(fullVote(0))
	require.NoError(t, err)
	full, err := EncodeVote(fullVote(4))
	require.NoError(t, err)
	change := func(raw []byte, at int, to byte) []byte {
		out := bytes.Clone(raw)
		out[at] = to
		return out
	}
	empty := append([]byte{1}, make([]byte, 58)...)
	for _, c := range []struct {
		name string
		raw  []byte
		want string
	}{
		{"short", head[:58], "58 bytes, expected none, or 59 to 384"},
		{"one byte", []byte{1}, "1 bytes, expected none"},
		{"long", make([]byte, 385), "385 bytes, expected none, or 59 to 384"},
		{"1 MiB", make([]byte, 1<<20), "1048576 bytes, expected none"},
		{"version 0", change(head, 0, 0), "version 0, expected 1"},
		{"version 2", change(head, 0, 2), "version 2, expected 1"},
		{"trailing", append(bytes.Clone(head), 0), "60 bytes with 0 signatures, expected 59"},
		{"missing", change(head, 58, 1), "59 bytes with 1 signatures, expected 132"},
		{"cut", full[:350], "350 bytes with 4 signatures, expected 351"},
		{"five", change(append(bytes.Clone(full), make([]byte, 33)...), 58, 5), "with 5 signatures"},
		{"255", change(head, 58, 255), "with 255 signatures"},
		{"kind 0", change(full, 59, 0), "signature 0 of kind 0, expected 1 to 4"},
		{"kind 5", change(full, 59+73, 5), "signature 1 of kind 5, expected 1 to 4"},
		{"unknown flag", change(head, 1, 33), "flags 33, expected a set of 31"},
		{"view without flag", change(head, 1, 2), "fields of a view with flags 2"},
		{"hash without flag", change(change(empty, 1, 2), 57, 1), "fields of a view with flags 2"},
		{"says nothing", empty, "59 bytes that say nothing"},
	} {
		_, err := DecodeVote(c.raw)
		require.ErrorIs(t, err, ErrVote, c.name)
		require.ErrorContains(t, err, c.want, c.name)
	}
	for _, v := range []Vote{
		fullVote(5),
		{Flags: 32},
		{EthBlock: 1},
		{Flags: FlagAlarm, Point: Point{Hash: ident.Hash{1}}},
		{Signatures: []VoteSignature{{}}},
	} {
		_, err := EncodeVote(v)
		require.ErrorIs(t, err, ErrVote)
	}
}

// TestAlarmAlone: a validator without a view may still give alarm and sign.
func TestAlarmAlone(t *testing.T) {
	t.Parallel()
	v := Vote{Flags: FlagAlarm, Signatures: fullVote(1).Signatures}
	raw, err := EncodeVote(v)
	require.NoError(t, err)
	back, err := DecodeVote(raw)
	require.NoError(t, err)
	require.Equal(t, v, back)
}

// TestInjection: what is injected is read back; the commit is all after the events.
func TestInjection(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := Injection{Commit: rapid.SliceOf(rapid.Byte()).Draw(t, "commit")}
		for range rapid.IntRange(0, 5).Draw(t, "events") {
			in.Events = append(in.Events, drawEvent(t))
		}
		raw, err := EncodeInjection(in)
		require.NoError(t, err)
		require.True(t, IsInjection(raw))
		require.Len(t, raw, 5+65*len(in.Events)+len(in.Commit))
		back, err := DecodeInjection(raw)
		require.NoError(t, err)
		require.Equal(t, in, back)
	})
}

// TestInjectionsRefused: bytes that EncodeInjection never makes are not read.
func TestInjectionsRefused(t *testing.T) {
	t.Parallel()
	good, err := EncodeInjection(Injection{Events: chainOfAll()[:2]})
	require.NoError(t, err)
	bad := bytes.Clone(good)
	bad[5] = 9
	for _, c := range []struct {
		raw  []byte
		want string
	}{
		{nil, "0 bytes, expected \"RLC1\""},
		{[]byte("RLC1"), "4 bytes, expected \"RLC1\""},
		{[]byte("RLC2\x00"), "5 bytes, expected \"RLC1\""},
		{good[:len(good)-1], "2 events in 129 bytes, expected at most 64, of 65 bytes each"},
		{append([]byte("RLC1\x41"), make([]byte, 65*65)...), "65 events in 4225 bytes"},
		{bad, "event 1 of kind 9"},
	} {
		_, err := DecodeInjection(c.raw)
		require.ErrorIs(t, err, ErrInjection)
		require.ErrorContains(t, err, c.want)
	}
	_, err = EncodeInjection(Injection{Events: make([]Event, 65)})
	require.ErrorContains(t, err, "65 events, expected at most 64")
	_, err = EncodeInjection(Injection{Events: make([]Event, 1)})
	require.ErrorContains(t, err, "event 0 has no body")
}

// FuzzDecodeVote: nothing panics, and what is read has one encoding.
func FuzzDecodeVote(f *testing.F) {
	f.Add([]byte(nil))
	for n := range 5 {
		raw, err := EncodeVote(fullVote(n))
		require.NoError(f, err)
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		v, err := DecodeVote(raw)
		if err != nil {
			require.ErrorIs(t, err, ErrVote)
			return
		}
		again, err := EncodeVote(v)
		require.NoError(t, err)
		require.True(t, bytes.Equal(raw, again))
	})
}

// FuzzDecodeInjection: nothing panics, and what is read has one encoding.
func FuzzDecodeInjection(f *testing.F) {
	raw, err := EncodeInjection(Injection{Events: chainOfAll(), Commit: []byte{1, 2}})
	require.NoError(f, err)
	f.Add(raw)
	f.Fuzz(func(t *testing.T, raw []byte) {
		in, err := DecodeInjection(raw)
		if err != nil {
			return
		}
		again, err := EncodeInjection(in)
		require.NoError(t, err)
		require.Equal(t, raw, again)
	})
}
