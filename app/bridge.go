package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/iexecd/iexecd/app/voteext"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	envelope "github.com/iexecd/iexecd/core/voteext"
	bridgekeeper "github.com/iexecd/iexecd/x/rlcbridge/keeper"
	bridgetypes "github.com/iexecd/iexecd/x/rlcbridge/types"
)

// OptionBridgeEyes is the node's view of Ethereum, a BridgeEyes, for programs that
// run both in one process. No configuration file can hold it.
const OptionBridgeEyes = "bridge-eyes"

// BridgePatience is how long a vote or a proposal waits for BridgeEyes.
const BridgePatience = 50 * time.Millisecond

// BridgeEyes is a node's own view of the vault on Ethereum, and its bridge key. No
// method waits for Ethereum: what is known is said, and nothing else. They return
// when the context ends, at the latest.
type BridgeEyes interface {
	// EventsAfter returns the vault's events after a point; an error if they are not known.
	EventsAfter(ctx context.Context, last bridge.Point) ([]bridge.Event, error)
	// Vote returns what to say of the vault, given what the chain knows and its time;
	// an error if there is nobody to ask.
	Vote(ctx context.Context, last bridge.Point, nowUnix uint64) (bridge.Vote, error)
	// Address returns the bridge key's address.
	Address(ctx context.Context) (ident.Address, error)
	// Sign returns the key's signature over a message, or why there is none.
	Sign(ctx context.Context, r bridgekeeper.SignRequest) (bridge.VoteSignature, error)
}

// bridgePart returns what the node says of the bridge in its vote, nil if nothing.
// Whatever goes wrong, the vote goes on. Rule BRG-R30.
func (a *App) bridgePart(ctx sdk.Context) (part []byte) {
	eyes := a.votes.eyes
	if eyes == nil {
		return nil
	}
	defer func() {
		if r := recover(); r != nil {
			a.Logger().Error("a vote goes without the bridge", "why", r)
			part = nil
		}
	}()
	_, head, err := a.Bridge.Head(ctx)
	if err != nil {
		return nil // this chain has no vault
	}
	patience, cancel := context.WithTimeout(ctx, BridgePatience)
	defer cancel()
	vote, err := eyes.Vote(patience, head, uint64(max(ctx.BlockTime().Unix(), 0)))
	if err == nil {
		vote.Signatures, err = a.bridgeSignatures(patience, ctx)
	}
	if err != nil {
		a.Logger().Error("a vote says less of the bridge than it could", "why", err)
	}
	if part, err = bridge.EncodeVote(vote); err != nil {
		a.Logger().Error("a vote goes without the bridge", "why", err)
	}
	return part
}

// maxSignRequests is how many messages a key is asked to sign in a block, at most: a
// set, a config, and as many batches as may ever be open. It may refuse any of them.
const maxSignRequests = 22

// bridgeSignatures returns signatures that the node's key owes to the bridge, as many
// as a vote takes and as long as patience lasts.
func (a *App) bridgeSignatures(patience context.Context, ctx sdk.Context) ([]bridge.VoteSignature, error) {
	address, err := a.votes.eyes.Address(patience)
	if err != nil {
		return nil, err
	}
	requests, err := a.Bridge.SignRequests(ctx, address, maxSignRequests) //nolint:contextcheck // the state's
	if err != nil {
		return nil, err
	}
	return signSome(patience, a.votes.eyes, requests)
}

// signSome returns signatures over the first messages that eyes do sign: what they
// refuse takes no place in a vote.
func signSome(
	patience context.Context, eyes BridgeEyes, requests []bridgekeeper.SignRequest,
) (out []bridge.VoteSignature, err error) {
	var failures []error
	for _, r := range requests {
		if len(out) == bridge.MaxVoteSignatures {
			break
		}
		s, err := eyes.Sign(patience, r)
		if err != nil {
			failures = append(failures, fmt.Errorf("the bridge's key does not sign a %T: %w", r.Message, err))
			continue
		}
		out = append(out, s)
	}
	return out, errors.Join(failures...)
}

// addEvents adds to an injection the events that its votes attest, if they prove
// any and as far as this node knows them, and reports whether it is useful to the bridge.
func (a *App) addEvents(ctx sdk.Context, in *voteext.Injection) bool {
	_, head, err := a.Bridge.Head(ctx)
	if err != nil {
		return false
	}
	if a.votes.eyes != nil {
		patience, cancel := context.WithTimeout(ctx, BridgePatience)
		events, err := a.votes.eyes.EventsAfter(patience, head)
		cancel()
		if err != nil {
			a.Logger().Info("this node knows no events of the vault to propose", "why", err)
		}
		in.Events = events[:min(len(events), bridge.MaxEvents)]
	}
	o, reach, err := a.observation(ctx, *in)
	if err != nil {
		a.Logger().Error("no events of the vault are proposed", "why", err)
		in.Events = nil
		return false
	}
	if in.Events = in.Events[:reach]; len(o.Events) == 0 {
		in.Events = nil
	}
	useful, err := a.Bridge.Useful(ctx, o)
	if err != nil {
		a.Logger().Error("cannot tell what votes say of the bridge", "why", err)
	}
	return useful && err == nil
}

// proves reports whether an injection is useful to the bridge; an error if it
// brings events without proof, or more than it takes for that. Rule BRG-R30.
func (a *App) proves(ctx sdk.Context, in voteext.Injection) (bool, error) {
	o, err := a.proven(ctx, in)
	if errors.Is(err, bridgetypes.ErrOff) && len(in.Events) == 0 {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return a.Bridge.Useful(ctx, o)
}

// proven returns the observation of an injection that brings exactly the events
// that its votes attest, and not without proving one.
func (a *App) proven(ctx sdk.Context, in voteext.Injection) (bridgekeeper.Observation, error) {
	o, reach, err := a.observation(ctx, in)
	if err == nil && len(in.Events) > 0 && (len(in.Events) != reach || len(o.Events) == 0) {
		err = fmt.Errorf("it carries %d events of the vault, its votes attest %d and prove %d", len(in.Events), reach,
			len(o.Events))
	}
	return o, err
}

// observeBridge takes in what a decided block's votes say of the bridge. Whatever
// is wrong with it, the block goes on without. Rules BRG-R1, BRG-R30.
func (a *App) observeBridge(ctx sdk.Context, height int64, in *voteext.Injection) {
	if in == nil {
		return
	}
	o, err := a.proven(ctx, *in)
	if errors.Is(err, bridgetypes.ErrOff) {
		return
	}
	if err == nil {
		err = a.Bridge.Observe(ctx, o)
	}
	if err != nil {
		a.Logger().Error("what the votes say of the bridge cannot be used", "height", height, "why", err)
	}
}

// observation returns what votes say of the bridge, with those of the events that
// they prove, and how many they attest; ErrOff of the module if this chain has no vault.
func (a *App) observation(ctx sdk.Context, in voteext.Injection) (bridgekeeper.Observation, int, error) {
	var o bridgekeeper.Observation
	_, head, err := a.Bridge.Head(ctx)
	if err != nil {
		return o, 0, err
	}
	var views []bridge.View
	var total uint64
	for _, v := range in.Commit.Votes {
		power := uint64(max(v.Validator.Power, 0))
		total += power
		vote := bridgeVote(v)
		if view, sees := vote.View(power); sees {
			views = append(views, view)
		}
		if vote.Flags&bridge.FlagAlarm != 0 {
			o.Alarms = append(o.Alarms, v.Validator.Address)
		}
		o.Signatures = append(o.Signatures, vote.Signatures...)
	}
	tallied, err := bridge.Tally(head, in.Events, views, total)
	if err != nil {
		return o, 0, err
	}
	o.Events, o.Point = in.Events[:tallied.Events], tallied.Point
	o.EthTimeUnix, o.EthBlock = tallied.EthTimeUnix, tallied.EthBlock
	return o, tallied.Reach, nil
}

// bridgeVote returns what a vote says of the bridge; nothing if it does not count.
func bridgeVote(v abci.ExtendedVoteInfo) bridge.Vote {
	if v.BlockIdFlag != cmtproto.BlockIDFlagCommit {
		return bridge.Vote{}
	}
	e, err := envelope.Decode(v.VoteExtension)
	if err != nil {
		return bridge.Vote{}
	}
	vote, err := bridge.DecodeVote(e.Bridge)
	if err != nil {
		return bridge.Vote{}
	}
	return vote
}
