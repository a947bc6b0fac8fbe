// Package voteext is the codec of what a proposer puts before the transactions
// of a block in which draws are due, or something of the bridge: the votes for the
// block before, with their extensions, and the vault's events that these votes
// prove, if there are any. Every such content has one encoding that is accepted:
// the votes alone, or around them an injection of core/bridge with one event at least.
package voteext

import (
	"bytes"
	"fmt"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/voteext"
)

// Injection is what a block carries before its transactions.
type Injection struct {
	Events []bridge.Event // of the vault, those that the votes prove
	Commit abci.ExtendedCommitInfo
}

// Check returns nil if an extension can be read, all parts of it.
func Check(extension []byte) error {
	e, err := voteext.Decode(extension)
	if err != nil || e.Bridge == nil {
		return err
	}
	_, err = bridge.DecodeVote(e.Bridge)
	return err
}

// magic begins the bytes. Field number 0, with which they begin, is none of
// protobuf's, so no transaction does.
const magic = "\x00iexec/votes/v1\x00"

// Is reports whether bytes begin as an injection does.
func Is(raw []byte) bool { return bytes.HasPrefix(raw, []byte(magic)) || bridge.IsInjection(raw) }

// Clean returns the votes as they may be injected: those that are no commit, or
// have an extension that cannot be read, become absent without anything in
// them. CometBFT does not show us the extensions of votes that come late, so a
// proposer may hold some that cannot be read. The argument is not changed.
func Clean(commit abci.ExtendedCommitInfo) abci.ExtendedCommitInfo {
	votes := make([]abci.ExtendedVoteInfo, 0, len(commit.Votes))
	for _, v := range commit.Votes {
		if v.BlockIdFlag != cmtproto.BlockIDFlagCommit || Check(v.VoteExtension) != nil {
			v = abci.ExtendedVoteInfo{Validator: v.Validator, BlockIdFlag: cmtproto.BlockIDFlagAbsent}
		}
		votes = append(votes, v)
	}
	return abci.ExtendedCommitInfo{Round: commit.Round, Votes: votes}
}

// Encode returns the bytes to inject for votes that Clean has cleaned, and events.
func Encode(in Injection) ([]byte, error) {
	body, err := in.Commit.Marshal()
	if err != nil {
		return nil, fmt.Errorf("the votes cannot be encoded: %w", err)
	}
	votes := append([]byte(magic), body...)
	if len(in.Events) == 0 {
		return votes, nil
	}
	return bridge.EncodeInjection(bridge.Injection{Events: in.Events, Commit: votes})
}

// Decode returns what is in injected bytes; an error says what is wrong with
// bytes that Encode does not make of clean votes. It verifies no signature.
func Decode(raw []byte) (Injection, error) {
	votes := raw
	var in Injection
	if bridge.IsInjection(raw) {
		outer, err := bridge.DecodeInjection(raw)
		if err != nil {
			return in, err
		}
		if len(outer.Events) == 0 {
			return in, fmt.Errorf("injected votes of %d bytes say that there are no events, expected the votes alone",
				len(raw))
		}
		in.Events, votes = outer.Events, outer.Commit
	}
	var err error
	in.Commit, err = decodeVotes(votes)
	return in, err
}

func decodeVotes(raw []byte) (abci.ExtendedCommitInfo, error) {
	var commit abci.ExtendedCommitInfo
	if !bytes.HasPrefix(raw, []byte(magic)) {
		return commit, fmt.Errorf("%d bytes that are no injected votes", len(raw))
	}
	if err := commit.Unmarshal(raw[len(magic):]); err != nil {
		return commit, fmt.Errorf("injected votes cannot be decoded: %w", err)
	}
	again, err := Encode(Injection{Commit: commit})
	if err != nil {
		return commit, err
	}
	if !bytes.Equal(again, raw) {
		return commit, fmt.Errorf("injected votes of %d bytes have another encoding, of %d", len(raw), len(again))
	}
	for i, v := range commit.Votes {
		switch v.BlockIdFlag {
		case cmtproto.BlockIDFlagCommit:
			if err := Check(v.VoteExtension); err != nil {
				return commit, fmt.Errorf("injected vote %d: %w", i, err)
			}
		case cmtproto.BlockIDFlagAbsent:
			if len(v.VoteExtension) > 0 || len(v.ExtensionSignature) > 0 {
				return commit, fmt.Errorf("injected vote %d is absent, and has an extension of %d bytes", i,
					len(v.VoteExtension))
			}
		case cmtproto.BlockIDFlagUnknown, cmtproto.BlockIDFlagNil:
			fallthrough
		default:
			return commit, fmt.Errorf("injected vote %d is neither a commit nor absent: %s", i, v.BlockIdFlag)
		}
	}
	return commit, nil
}
