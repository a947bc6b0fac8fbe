package agent

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
)

func anyHash(t *rapid.T, what string) ident.Hash {
	return ident.Hash(rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, what))
}

func anyRecord(t *rapid.T) Record {
	kind := rapid.SampledFrom([]Kind{KindStarted, KindComputed, KindClosed}).Draw(t, "kind")
	r := Record{Kind: kind, Task: anyHash(t, "task")}
	r.Task[0] |= 1
	if kind == KindComputed {
		r.Salt = anyHash(t, "salt")
		r.Answer = poco.Answer{
			Digest: anyHash(t, "digest"), Cause: poco.Cause(rapid.IntRange(1, 9).Draw(t, "cause")),
			ExitCode: rapid.Uint32().Draw(t, "exit"), Tail: string(rapid.SliceOf(rapid.Byte()).Draw(t, "tail")),
		}
		if callback := rapid.SliceOf(rapid.Byte()).Draw(t, "callback"); len(callback) > 0 {
			r.Answer.Callback = callback
		}
	}
	return r
}

// TestRecordRoundTrip: what is decoded is what was encoded, whatever bytes an app wrote.
func TestRecordRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := anyRecord(t)
		bz, err := want.Encode()
		require.NoError(t, err)
		got, err := DecodeRecord(bz)
		require.NoError(t, err)
		require.Equal(t, want, got)
	})
}

func TestDecodeRecordRefuses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		``, `{}`, `{"v":2,"kind":"closed","task":"0x00"}`, `{"v":1,"kind":"closed"}`,
		`{"v":1,"kind":"what","task":"0x01"}`,
		`{"v":1,"kind":"closed","task":"0x01"}`,
		`{"v":1,"kind":"computed","task":"` + name("t").String() + `","digest":"0x1"}`,
	} {
		_, err := DecodeRecord([]byte(text))
		require.Error(t, err, text)
	}
}

// FuzzDecodeRecord: no bytes make the decoder panic, and what it takes it can write.
func FuzzDecodeRecord(f *testing.F) {
	f.Add([]byte(`{"v":1,"kind":"closed","task":"` + name("t").String() + `"}`))
	f.Fuzz(func(t *testing.T, bz []byte) {
		r, err := DecodeRecord(bz)
		if err != nil {
			return
		}
		_, err = r.Encode()
		require.NoError(t, err)
	})
}

// TestOpen: only what is not closed is kept, the first answer wins, and keeping
// only that changes nothing.
func TestOpen(t *testing.T) {
	t.Parallel()
	started := func(id string) Record { return Record{Kind: KindStarted, Task: name(id)} }
	closed := func(id string) Record { return Record{Kind: KindClosed, Task: name(id)} }
	computed := func(id, digest string) Record {
		return Record{Kind: KindComputed, Task: name(id), Answer: poco.Answer{Digest: name(digest)}}
	}
	got := Open([]Record{
		started("a"), started("b"), computed("b", "1"), started("c"), closed("a"),
		computed("b", "2"), started("b"), closed("c"), started("c"), closed("never"),
	})
	require.Equal(t, []Record{computed("b", "1"), started("c")}, got)
	require.Equal(t, got, Open(got))
}

// TestAuditIsTold: a seat in an audit is told as such, and worked on as any other.
func TestAuditIsTold(t *testing.T) {
	a := New(Config{Slots: 1, MaxBatch: 1}, nil)
	var news []News
	fetches := 0
	for _, action := range a.Step(Block{Height: 1, Unix: 1, Assignments: []Assignment{{
		Task: ident.Hash{1}, State: poco.StateCommitting, Member: poco.MemberDrawn, DeadlineUnix: 9, Audit: true,
	}}}) {
		switch action := action.(type) {
		case Tell:
			news = append(news, action.News)
		case Fetch:
			fetches++
		}
	}
	if len(news) != 1 || news[0] != NewsAudit || fetches != 1 {
		t.Fatalf("told %v and fetched %d times, expected one audit, fetched once", news, fetches)
	}
}
