package bridge

import (
	"errors"
	"fmt"

	"github.com/iexecd/iexecd/core/ident"
)

// The lengths of the bridge's part of a vote, in bytes, and how much it may hold.
const (
	VoteHeadBytes     = 59
	VoteSigBytes      = 1 + 8 + SignatureBytes // kind, nonce, r and vs
	MaxVoteSignatures = 4
	MaxVoteBytes      = 384 // a hard limit, above VoteHeadBytes + MaxVoteSignatures·VoteSigBytes
)

const voteVersion = 1

// ErrVote means that bytes or a Vote are no bridge part of a vote.
var ErrVote = errors.New("no bridge part")

// VoteFlags is what a vote says of itself, a set.
type VoteFlags uint8

// The flags of a vote.
const (
	FlagView   VoteFlags = 1  // it has a view of the vault; without, all four fields of the view are zero
	FlagAlarm  VoteFlags = 2  // what the validator sees of Ethereum contradicts the state here
	FlagOld    VoteFlags = 4  // the view is older than 30 minutes
	FlagProof  VoteFlags = 8  // the view was proven against a block header's state root
	FlagHeader VoteFlags = 16 // and the header against the sync committee

	knownFlags = FlagView | FlagAlarm | FlagOld | FlagProof | FlagHeader
)

// MessageKind is a kind of message that validators sign in their votes.
type MessageKind uint8

// The kinds of messages that are signed in votes.
const (
	MessageValset  MessageKind = 1
	MessageBatch   MessageKind = 2
	MessageConfig  MessageKind = 3
	MessageMigrate MessageKind = 4
)

// Point is a place in the vault's hash chain: so many events happened, and this
// is the hash after the last.
type Point struct {
	Nonce uint64
	Hash  ident.Hash
}

// Vote is the bridge's part of a validator's vote. The zero Vote says nothing
// and is written as no bytes at all.
//
//	0   1   version 1
//	1   1   flags
//	2   8   number of the finalized Ethereum block, big endian as all numbers
//	10  8   its time
//	18  8   nonce
//	26  32  hash
//	58  1   n, the number of signatures, at most 4
//	59  73n of each the kind 1, the nonce 8, r and vs 64
type Vote struct {
	Flags       VoteFlags
	EthBlock    uint64 // the finalized block that was read
	EthTimeUnix uint64 // its time; 0 if the vault had more events by then than Point has
	Point       Point
	Signatures  []VoteSignature
}

// VoteSignature is a validator's signature over the digest of a message.
type VoteSignature struct {
	Kind  MessageKind
	Nonce uint64               // of the message in its kind
	Raw   [SignatureBytes]byte // to be read by ParseSignature: a vote's decoder looks at lengths only
}

// check returns why v cannot be written.
func (v Vote) check() error {
	view := v.EthBlock != 0 || v.EthTimeUnix != 0 || v.Point != Point{}
	switch {
	case v.Flags&^knownFlags != 0:
		return fmt.Errorf("%w: flags %d, expected a set of %d", ErrVote, v.Flags, knownFlags)
	case v.Flags&FlagView == 0 && view:
		return fmt.Errorf("%w: fields of a view with flags %d, expected zeros without flag %d", ErrVote, v.Flags,
			FlagView)
	case len(v.Signatures) > MaxVoteSignatures:
		return fmt.Errorf("%w: %d signatures, expected at most %d", ErrVote, len(v.Signatures), MaxVoteSignatures)
	}
	for i, s := range v.Signatures {
		if s.Kind < MessageValset || s.Kind > MessageMigrate {
			return fmt.Errorf("%w: signature %d of kind %d, expected %d to %d", ErrVote, i, s.Kind, MessageValset,
				MessageMigrate)
		}
	}
	return nil
}

// EncodeVote returns the bytes of a vote's bridge part, none if it says nothing;
// ErrVote if no bytes say it.
func EncodeVote(v Vote) ([]byte, error) {
	if err := v.check(); err != nil {
		return nil, err
	}
	if v.Flags == 0 && len(v.Signatures) == 0 {
		return nil, nil
	}
	out := make([]byte, 0, VoteHeadBytes+len(v.Signatures)*VoteSigBytes)
	out = append(out, voteVersion, byte(v.Flags))
	out = append(append(append(out, u64(v.EthBlock)...), u64(v.EthTimeUnix)...), u64(v.Point.Nonce)...)
	out = append(append(out, v.Point.Hash[:]...), byte(len(v.Signatures))) //nolint:gosec // at most 4
	for _, s := range v.Signatures {
		out = append(append(append(out, byte(s.Kind)), u64(s.Nonce)...), s.Raw[:]...)
	}
	return out, nil
}

// DecodeVote returns the vote in raw; ErrVote if EncodeVote never makes these
// bytes. It knows no state and checks no signature, so that every node decides alike.
func DecodeVote(raw []byte) (Vote, error) {
	switch {
	case len(raw) == 0:
		return Vote{}, nil
	case len(raw) < VoteHeadBytes || len(raw) > MaxVoteBytes:
		return Vote{}, fmt.Errorf("%w: %d bytes, expected none, or %d to %d", ErrVote, len(raw), VoteHeadBytes,
			MaxVoteBytes)
	case raw[0] != voteVersion:
		return Vote{}, fmt.Errorf("%w: version %d, expected %d", ErrVote, raw[0], voteVersion)
	}
	n := int(raw[VoteHeadBytes-1])
	if want := VoteHeadBytes + n*VoteSigBytes; len(raw) != want {
		return Vote{}, fmt.Errorf("%w: %d bytes with %d signatures, expected %d and at most %d", ErrVote, len(raw), n,
			want, MaxVoteSignatures)
	}
	r := reader{raw[1:]}
	v := Vote{
		Flags: VoteFlags(r.u8()), EthBlock: r.u64(), EthTimeUnix: r.u64(), Point: Point{Nonce: r.u64(), Hash: r.hash()},
	}
	_ = r.u8() // n
	for range n {
		s := VoteSignature{Kind: MessageKind(r.u8()), Nonce: r.u64()}
		r.fill(s.Raw[:])
		v.Signatures = append(v.Signatures, s)
	}
	if v.Flags == 0 && n == 0 {
		return Vote{}, fmt.Errorf("%w: %d bytes that say nothing, send none", ErrVote, len(raw))
	}
	if err := v.check(); err != nil {
		return Vote{}, err
	}
	return v, nil
}

// See returns a vote's view: the point that the events after last reach which a
// validator read at a finalized Ethereum block, but at most MaxEvents of them. If
// there are more it has no time, because at that time more had happened than it says.
func See(last Point, events []Event, ethBlock, ethTimeUnix uint64) (Vote, error) {
	if len(events) > MaxEvents {
		events, ethTimeUnix = events[:MaxEvents], 0
	}
	points, err := walk(last, events)
	if err != nil {
		return Vote{}, err
	}
	return Vote{Flags: FlagView, EthBlock: ethBlock, EthTimeUnix: ethTimeUnix, Point: points[len(events)]}, nil
}
