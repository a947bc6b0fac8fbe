package bridge

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

// goldenDomain is that of the golden vectors which a prototype of the bridge
// left, checked there by hand and by go-ethereum.
var goldenDomain = Domain{
	ChainID: 1337, Vault: ident.Address{0: 0x10, 19: 1}, HomeChain: "iexec-1",
}

// keyOne is the account of the private key 1.
var keyOne = address("0x7e5f4552091a69125d5dfcb7b8c2659029395bdf")

func address(s string) ident.Address {
	a, err := ident.ParseAddress(s)
	if err != nil {
		panic(err)
	}
	return a
}

// prototypeValset is the prototype's Valset, which had no homeHeight yet: the
// golden digest is of this type.
type prototypeValset struct{ Valset }

func (prototypeValset) Type() string {
	return "Valset(uint64 nonce,uint64 totalPower,bytes32 membersHash)"
}

func (v prototypeValset) fields() [][]byte {
	return [][]byte{u64(v.Nonce), u64(v.TotalPower), v.MembersHash[:]}
}

// TestGolden: separator, items and digests are those of the prototype.
func TestGolden(t *testing.T) {
	t.Parallel()
	items := Items{{ident.Address{0: 0x20, 19: 1}, rlc.RLC}, {ident.Address{0: 0x20, 19: 2}, 2 * rlc.RLC}}
	batch := Batch{
		Nonce: 7, FirstID: 41, TimeoutUnix: 1_800_000_000, Fee: 500_000_000, ItemGas: 100_000, ItemsHash: items.Hash(),
	}
	valset, err := Members{{keyOne, 100}}.Valset(3, 0)
	require.NoError(t, err)
	for _, c := range []struct {
		name string
		got  ident.Hash
		want string
	}{
		{"domain", goldenDomain.Separator(), "0x433c38f9a69b1dadb41dc1e440a105de3a073f3c6488cc079ba0d9fa807f4921"},
		{"items", items.Hash(), "0x4361d1aaeced9cefe6e2d3ef452d533a6b470af9adc3c0e1442fae8a2e42a5ff"},
		{"batch", goldenDomain.Digest(batch), "0x618ba38b4d67b223b417f8f412914ef1cfb8c75b835f2c5fbb9ddecc30bbcdfc"},
		{
			"valset without homeHeight", goldenDomain.Digest(prototypeValset{valset}),
			"0x886e662c2eda4ec93daef33e926145ae51d0f2df344b5b52c7683e933caa1e06",
		},
	} {
		require.Equal(t, c.want, c.got.String(), c.name)
	}
}

// TestFirstHashIsABIEncoded packs h_0's preimage by hand, byte by byte.
func TestFirstHashIsABIEncoded(t *testing.T) {
	t.Parallel()
	home := ident.Keccak256([]byte("iexec-1"))
	var b bytes.Buffer
	b.Write(append(make([]byte, 31), 0x80)) // where the text is: after four words
	b.Write(append(make([]byte, 30), 0x05, 0x39))
	b.Write(append(make([]byte, 12), goldenDomain.Vault[:]...))
	b.Write(home[:])
	b.Write(append(make([]byte, 31), 18)) // its length
	b.WriteString("RLCVault/events/v1")
	b.Write(make([]byte, 14))
	require.Equal(t, ident.Keccak256(b.Bytes()), goldenDomain.FirstHash())
}

// TestDomainsDiffer: a change of any field changes every hash.
func TestDomainsDiffer(t *testing.T) {
	t.Parallel()
	others := []Domain{goldenDomain, goldenDomain, goldenDomain}
	others[0].ChainID++
	others[1].Vault[19]++
	others[2].HomeChain += "x"
	for _, d := range others {
		require.NotEqual(t, goldenDomain.FirstHash(), d.FirstHash())
		require.NotEqual(t, goldenDomain.Separator(), d.Separator())
		require.NotEqual(t, goldenDomain.Digest(Bind{}), d.Digest(Bind{}))
	}
}

// drawAddress and the like draw small values often, so that fields collide.
func drawAddress(t *rapid.T, name string) (a ident.Address) {
	copy(a[:], rapid.SliceOfN(rapid.Byte(), 0, 20).Draw(t, name))
	return a
}

func drawHash(t *rapid.T, name string) (h ident.Hash) {
	copy(h[:], rapid.SliceOfN(rapid.Byte(), 0, 32).Draw(t, name))
	return h
}

func drawAmount(t *rapid.T, name string) rlc.Amount { return rlc.Amount(rapid.Uint64().Draw(t, name)) }

func drawEvent(t *rapid.T) Event {
	e := Event{Nonce: rapid.Uint64().Draw(t, "nonce")}
	switch Kind(rapid.ByteRange(1, 6).Draw(t, "kind")) {
	case KindDeposit:
		e.Body = Deposit{
			drawAddress(t, "from"), drawAddress(t, "recipient"), drawAmount(t, "amount"), drawAmount(t, "locked"),
		}
	case KindBatchExecuted:
		e.Body = BatchExecuted{rapid.Uint64().Draw(t, "batch"), drawAmount(t, "total"), drawAmount(t, "locked")}
	case KindValsetUpdated:
		e.Body = ValsetUpdated{rapid.Uint64().Draw(t, "valset"), drawHash(t, "members")}
	case KindConfigApplied:
		e.Body = ConfigApplied{rapid.Uint64().Draw(t, "config"), drawHash(t, "hash")}
	case KindPauseChanged:
		e.Body = PauseChanged{rapid.Byte().Draw(t, "flags"), rapid.Uint64().Draw(t, "until")}
	case KindMigrated:
		e.Body = Migrated{drawAddress(t, "vault"), drawAmount(t, "amount")}
	}
	return e
}

// TestEventsAreUnambiguous: two events hash the same bytes only if they are the
// same, and so do their encodings; each is decoded to what it was.
func TestEventsAreUnambiguous(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawEvent(t), drawEvent(t)
		if rapid.Bool().Draw(t, "same nonce") {
			b.Nonce = a.Nonce
		}
		prev := drawHash(t, "prev")
		same := a == b
		require.Equal(t, same, bytes.Equal(Preimage(prev, a), Preimage(prev, b)))
		require.Equal(t, same, Link(prev, a) == Link(prev, b))
		rawA, err := AppendEvent(nil, a)
		require.NoError(t, err)
		rawB, err := AppendEvent(nil, b)
		require.NoError(t, err)
		require.Equal(t, same, bytes.Equal(rawA, rawB))
		require.Len(t, rawA, EventBytes)
		back, err := DecodeEvent(rawA)
		require.NoError(t, err)
		require.Equal(t, a, back)
	})
}

// TestOneByteOfPreimage: each byte of a preimage that is not a zero of the
// padding belongs to one field, so a change of any field is seen.
func TestOneByteOfPreimage(t *testing.T) {
	t.Parallel()
	e := Event{Nonce: 1, Body: Deposit{Amount: 3, LockedAfter: 4}}
	seen := map[ident.Hash]bool{Link(ident.Hash{}, e): true}
	for _, change := range []Event{
		{2, Deposit{Amount: 3, LockedAfter: 4}},
		{1, Deposit{Amount: 4, LockedAfter: 3}},
		{1, Deposit{From: ident.Address{1}, Amount: 3, LockedAfter: 4}},
		{1, Deposit{Recipient: ident.Address{1}, Amount: 3, LockedAfter: 4}},
		{1, BatchExecuted{0, 3, 4}},
		{3, BatchExecuted{0, 1, 4}},
		{1, Migrated{ident.Address{}, 3}},
		{1, ValsetUpdated{3, ident.Hash{31: 4}}},
		{1, ConfigApplied{3, ident.Hash{31: 4}}},
		{1, PauseChanged{3, 4}},
	} {
		h := Link(ident.Hash{}, change)
		require.False(t, seen[h], "%v", change)
		seen[h] = true
	}
}

// TestEventsRefused: bytes that AppendEvent never makes are not read.
func TestEventsRefused(t *testing.T) {
	t.Parallel()
	good, err := AppendEvent(nil, Event{Nonce: 9, Body: Migrated{NewVault: ident.Address{1}, Amount: 5}})
	require.NoError(t, err)
	change := func(at int, to byte) []byte {
		out := bytes.Clone(good)
		out[at] = to
		return out
	}
	for _, c := range []struct {
		raw  []byte
		want string
	}{
		{nil, "an event of 0 bytes, expected 65"},
		{good[:64], "an event of 64 bytes, expected 65"},
		{append(bytes.Clone(good), 0), "an event of 66 bytes, expected 65"},
		{change(0, 0), "event 9 of kind 0, expected 1 to 6"},
		{change(0, 7), "event 9 of kind 7, expected 1 to 6"},
		{change(64, 1), "event 9 of kind 6: byte 64 is 1, expected 0 after the last field"},
		{change(37, 2), "event 9 of kind 6: byte 37 is 2, expected 0 after the last field"},
	} {
		_, err := DecodeEvent(c.raw)
		require.ErrorContains(t, err, c.want)
	}
	_, err = AppendEvent(nil, Event{Nonce: 3})
	require.ErrorContains(t, err, "event 3 has no body")
	require.Len(t, Preimage(ident.Hash{}, Event{}), 3*wordBytes)
}

// FuzzDecodeEvent: nothing panics, and what is read has one encoding.
func FuzzDecodeEvent(f *testing.F) {
	for _, e := range chainOfAll() {
		raw, err := AppendEvent(nil, e)
		require.NoError(f, err)
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		e, err := DecodeEvent(raw)
		if err != nil {
			return
		}
		again, err := AppendEvent(nil, e)
		require.NoError(t, err)
		require.Equal(t, raw, again)
	})
}
