package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"

	abci "github.com/cometbft/cometbft/abci/types"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/spf13/cast"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/client/flags"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/iexecd/iexecd/app/voteext"
	envelope "github.com/iexecd/iexecd/core/voteext"
	"github.com/iexecd/iexecd/crypto/vrf"
	beaconkeeper "github.com/iexecd/iexecd/x/beacon/keeper"
)

// FlagBeaconKeyFile is, in app.toml, the file of the node's beacon keys; if it
// is not absolute it is below the node's home. The default is
// config/beacon_key.json.
const FlagBeaconKeyFile = "beacon-key-file"

// OptionExtendVote and OptionDrawDue are for tests: they replace what a node
// attaches to its votes, and in which blocks it holds draws to be due. They are
// functions, which no configuration file can hold.
const (
	OptionExtendVote = "test-extend-vote"
	OptionDrawDue    = "test-draw-due"
)

// ExtendVoteFn is the type of OptionExtendVote: what a validator attaches
// instead of what an honest one would.
type ExtendVoteFn func(height int64, honest []byte) []byte

// DrawDueFn is the type of OptionDrawDue.
type DrawDueFn func(height int64) bool

// votes is what the node does with the extensions of votes.
type votes struct {
	drawDue func(ctx context.Context) (bool, error)
	replace ExtendVoteFn // nil but in tests
	path    string       // of the node's keys
	eyes    BridgeEyes   // nil if the node has no view of Ethereum

	mu     sync.Mutex // of what follows: votes may be extended while queries run
	keys   []vrf.PrivateKey
	silent bool // it was told already that no proof is made
}

// newVotes returns what the options ask for. drawDue tells whether the block
// after a state begins with draws.
func newVotes(opts servertypes.AppOptions, drawDue func(context.Context) (bool, error)) *votes {
	v := &votes{drawDue: drawDue, path: cast.ToString(opts.Get(FlagBeaconKeyFile))}
	if v.path == "" {
		v.path = filepath.Join("config", vrf.FileName)
	}
	if !filepath.IsAbs(v.path) {
		v.path = filepath.Join(cast.ToString(opts.Get(flags.FlagHome)), v.path)
	}
	v.replace, _ = opts.Get(OptionExtendVote).(ExtendVoteFn)
	v.eyes, _ = opts.Get(OptionBridgeEyes).(BridgeEyes)
	if due, ok := opts.Get(OptionDrawDue).(DrawDueFn); ok {
		v.drawDue = func(ctx context.Context) (bool, error) { return due(sdk.UnwrapSDKContext(ctx).BlockHeight()), nil }
	}
	return v
}

// due reports whether the block of a context begins with draws, and whether it can
// carry votes: extensions must be enabled since the height before, and the block
// before must have some, as that before the first block has not. With draws it must.
func (a *App) due(ctx sdk.Context, height int64, votes int) (draws, able bool) {
	p := ctx.ConsensusParams().Abci
	able = p != nil && p.VoteExtensionsEnableHeight != 0 && height > p.VoteExtensionsEnableHeight && votes > 0
	draws, err := a.votes.drawDue(ctx)
	if err != nil {
		a.Logger().Error("cannot tell whether draws are due", "height", height, "why", err)
		return false, able
	}
	return draws, able
}

// injection returns the votes to propose before the transactions, with what they
// prove of the bridge, or nil if neither draws nor the bridge need them, or if
// those that there are would be rejected.
func (a *App) injection(ctx sdk.Context, req *abci.RequestPrepareProposal) []byte {
	draws, able := a.due(ctx, req.Height, len(req.LocalLastCommit.Votes))
	if !able {
		return nil
	}
	in := voteext.Injection{Commit: voteext.Clean(req.LocalLastCommit)}
	if useful := a.addEvents(ctx, &in); !useful && !draws {
		return nil
	}
	err := baseapp.ValidateVoteExtensions(ctx, a.Staking, req.Height, ctx.ChainID(), in.Commit)
	if err != nil {
		a.Logger().Error("the votes cannot be proposed", "height", req.Height, "why", err)
		return nil
	}
	raw, err := voteext.Encode(in)
	if err != nil {
		a.Logger().Error("the votes cannot be proposed", "height", req.Height, "why", err)
		return nil
	}
	if size := cmttypes.ComputeProtoSizeForTxs([]cmttypes.Tx{raw}); size > req.MaxTxBytes {
		a.Logger().Error("the votes do not fit into the block", "height", req.Height, "bytes", size,
			"room", req.MaxTxBytes)
		return nil
	}
	return raw
}

// checkInjection returns the transactions of a proposal without the votes before
// them; an error if the votes are not as they must be. Rules BCN-R5, BRG-R30.
func (a *App) checkInjection(ctx sdk.Context, req *abci.RequestProcessProposal) ([][]byte, error) {
	draws, able := a.due(ctx, req.Height, len(req.ProposedLastCommit.Votes))
	has := len(req.Txs) > 0 && voteext.Is(req.Txs[0])
	switch {
	case has && !able:
		return nil, errors.New("it carries votes, which are not due")
	case !has && draws && able:
		return nil, errors.New("it carries no votes, which are due")
	case !has:
		return req.Txs, nil
	}
	in, err := voteext.Decode(req.Txs[0])
	if err != nil {
		return nil, err
	}
	err = baseapp.ValidateVoteExtensions(ctx, a.Staking, req.Height, ctx.ChainID(), in.Commit)
	if err != nil {
		return nil, err
	}
	useful, err := a.proves(ctx, in)
	if err == nil && !useful && !draws {
		err = errors.New("it carries votes, which are not due")
	}
	return req.Txs[1:], err
}

// setVoteHandlers attaches a proof to the node's votes, and accepts what others
// attach if it can be read. Rules BCN-R3, BCN-R4.
func (a *App) setVoteHandlers() {
	a.SetExtendVoteHandler(func(ctx sdk.Context, req *abci.RequestExtendVote) (*abci.ResponseExtendVote, error) {
		extension := a.extension(ctx, req.Height)
		if a.votes.replace != nil {
			extension = a.votes.replace(req.Height, extension)
		}
		return &abci.ResponseExtendVote{VoteExtension: extension}, nil
	})
	a.SetVerifyVoteExtensionHandler(func(
		_ sdk.Context, req *abci.RequestVerifyVoteExtension,
	) (*abci.ResponseVerifyVoteExtension, error) {
		// Whoever replaces its own would stop itself if it did not accept it.
		if a.votes.replace == nil && voteext.Check(req.VoteExtension) != nil {
			return &abci.ResponseVerifyVoteExtension{ //nolint:nilerr // the error is the verdict
				Status: abci.ResponseVerifyVoteExtension_REJECT,
			}, nil
		}
		return &abci.ResponseVerifyVoteExtension{Status: abci.ResponseVerifyVoteExtension_ACCEPT}, nil
	})
}

// extension returns what the node attaches to its vote at a height: a proof with
// the key in force, if it has it, and what it says of the bridge. Rule BCN-R11.
func (a *App) extension(ctx sdk.Context, height int64) []byte {
	raw, err := envelope.Encode(envelope.Envelope{Beacon: a.proof(ctx, height), Bridge: a.bridgePart(ctx)})
	if err != nil {
		a.Logger().Error("a vote goes without extension", "height", height, "why", err)
	}
	return raw
}

// proof returns the proof of randomness for a vote, nil if there is none.
func (a *App) proof(ctx sdk.Context, height int64) []byte {
	v := a.votes
	v.mu.Lock()
	defer v.mu.Unlock()
	raw, err := a.prove(ctx, height, v.keys)
	if raw == nil { // the file may have changed since it was read
		var loadErr error
		if v.keys, loadErr = vrf.Load(v.path); loadErr != nil {
			err = loadErr
		} else {
			raw, err = a.prove(ctx, height, v.keys)
		}
	}
	switch {
	case raw != nil:
		v.silent = false
	case !v.silent:
		v.silent = true
		a.Logger().Error("this node proves no randomness in its votes (iexecd beacon keygen, iexecd beacon register)",
			"height", height, "file", v.path, "why", err)
	}
	return raw
}

// prove returns a proof by that of the keys which is in force; an error if none is.
func (a *App) prove(ctx sdk.Context, height int64, keys []vrf.PrivateKey) ([]byte, error) {
	for _, key := range keys {
		alpha, ok, err := a.Beacon.Assignment(ctx, height, key.Public())
		if err != nil {
			return nil, err
		}
		if ok {
			return key.Prove(alpha), nil
		}
	}
	return nil, fmt.Errorf("none of %d keys is in force at height %d", len(keys), height)
}

// advanceBeacon sets the beacon of a block that begins with draws. Whatever is
// wrong with the votes, the block goes on, with the fallback. Rules BCN-R5, BCN-R8.
func (a *App) advanceBeacon(ctx sdk.Context, height int64, in *voteext.Injection, why string) {
	if draws, _ := a.due(ctx, height, 0); !draws {
		return
	}
	var proofs []beaconkeeper.Vote
	if in != nil {
		proofs = proofsIn(in.Commit)
	}
	err := a.tryAdvance(ctx, proofs, why)
	if err != nil {
		err = a.tryAdvance(ctx, nil, "the votes cannot be used: "+err.Error())
	}
	if err != nil {
		a.Logger().Error("the beacon stays", "height", height, "why", err)
	}
}

// tryAdvance changes the state whole or not at all; a panic is an error.
func (a *App) tryAdvance(ctx sdk.Context, proofs []beaconkeeper.Vote, why string) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	cached, write := ctx.CacheContext()
	if err := a.Beacon.Advance(cached, proofs, why); err != nil {
		return err
	}
	write()
	return nil
}

// decided returns what a decided block carries before its transactions, or why
// there is nothing that can be used. Signatures are verified before a block is
// decided. The proofs of a beacon need none: only their maker has the key.
func (a *App) decided(ctx sdk.Context, req *abci.RequestFinalizeBlock) (*voteext.Injection, string) {
	if _, able := a.due(ctx, req.Height, len(req.DecidedLastCommit.Votes)); !able {
		return nil, "no vote of the block before can have one"
	}
	if len(req.Txs) == 0 || !voteext.Is(req.Txs[0]) {
		return nil, "the block carries no votes"
	}
	in, err := voteext.Decode(req.Txs[0])
	if err != nil {
		return nil, err.Error()
	}
	last := req.DecidedLastCommit.Votes
	if len(last) != len(in.Commit.Votes) {
		return nil, fmt.Sprintf("the block carries %d votes of %d validators", len(in.Commit.Votes), len(last))
	}
	for i, v := range in.Commit.Votes {
		if !bytes.Equal(v.Validator.Address, last[i].Validator.Address) ||
			v.Validator.Power != last[i].Validator.Power {
			return nil, fmt.Sprintf("vote %d is not that of validator %X", i, last[i].Validator.Address)
		}
	}
	return &in, ""
}

// proofsIn returns the proofs of randomness in votes, nil for those without one.
func proofsIn(commit abci.ExtendedCommitInfo) []beaconkeeper.Vote {
	var proofs []beaconkeeper.Vote
	for _, v := range commit.Votes {
		e, err := envelope.Decode(v.VoteExtension)
		if err != nil {
			e = envelope.Envelope{} // the codec of injections lets none through
		}
		proofs = append(proofs, beaconkeeper.Vote{
			Consensus: v.Validator.Address, Power: v.Validator.Power, Proof: e.Beacon,
		})
	}
	return proofs
}
