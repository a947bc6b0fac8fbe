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
	if due, ok := opts.Get(OptionDrawDue).(DrawDueFn); ok {
		v.drawDue = func(ctx context.Context) (bool, error) { return due(sdk.UnwrapSDKContext(ctx).BlockHeight()), nil }
	}
	return v
}

// due reports whether the block of a context begins with draws, and whether it
// then carries votes: extensions must be enabled since the height before, and the
// block before must have some, as that before the first block has not.
func (a *App) due(ctx sdk.Context, height int64, votes int) (draws, carries bool) {
	draws, err := a.votes.drawDue(ctx)
	if err != nil {
		a.Logger().Error("cannot tell whether draws are due", "height", height, "why", err)
		return false, false
	}
	p := ctx.ConsensusParams().Abci
	enabled := p != nil && p.VoteExtensionsEnableHeight != 0 && height > p.VoteExtensionsEnableHeight
	return draws, draws && enabled && votes > 0
}

// injection returns the votes to propose before the transactions, or nil if
// none are due, or if those that there are would be rejected.
func (a *App) injection(ctx sdk.Context, req *abci.RequestPrepareProposal) []byte {
	if _, carries := a.due(ctx, req.Height, len(req.LocalLastCommit.Votes)); !carries {
		return nil
	}
	commit := voteext.Clean(req.LocalLastCommit)
	err := baseapp.ValidateVoteExtensions(ctx, a.Staking, req.Height, ctx.ChainID(), commit)
	if err != nil {
		a.Logger().Error("the votes cannot be proposed", "height", req.Height, "why", err)
		return nil
	}
	raw, err := voteext.Encode(commit)
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
// them; an error if the votes are not as they must be. Rule BCN-R5.
func (a *App) checkInjection(ctx sdk.Context, req *abci.RequestProcessProposal) ([][]byte, error) {
	_, carries := a.due(ctx, req.Height, len(req.ProposedLastCommit.Votes))
	has := len(req.Txs) > 0 && voteext.Is(req.Txs[0])
	switch {
	case has && !carries:
		return nil, errors.New("it carries votes, which are not due")
	case !has && carries:
		return nil, errors.New("it carries no votes, which are due")
	case !has:
		return req.Txs, nil
	}
	commit, err := voteext.Decode(req.Txs[0])
	if err != nil {
		return nil, err
	}
	return req.Txs[1:], baseapp.ValidateVoteExtensions(ctx, a.Staking, req.Height, ctx.ChainID(), commit)
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
		if a.votes.replace == nil && envelope.Check(req.VoteExtension) != nil {
			return &abci.ResponseVerifyVoteExtension{ //nolint:nilerr // the error is the verdict
				Status: abci.ResponseVerifyVoteExtension_REJECT,
			}, nil
		}
		return &abci.ResponseVerifyVoteExtension{Status: abci.ResponseVerifyVoteExtension_ACCEPT}, nil
	})
}

// extension returns what the node attaches to its vote at a height: a proof with
// the key in force, or nothing if it does not have it. Rule BCN-R11.
func (a *App) extension(ctx sdk.Context, height int64) []byte {
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

// prove returns the extension with a proof by that of the keys which is in
// force; an error if none is.
func (a *App) prove(ctx sdk.Context, height int64, keys []vrf.PrivateKey) ([]byte, error) {
	for _, key := range keys {
		alpha, ok, err := a.Beacon.Assignment(ctx, height, key.Public())
		if err != nil {
			return nil, err
		}
		if ok {
			return envelope.Encode(envelope.Envelope{Beacon: key.Prove(alpha)})
		}
	}
	return nil, fmt.Errorf("none of %d keys is in force at height %d", len(keys), height)
}

// advanceBeacon sets the beacon of a block that begins with draws. Whatever is
// wrong with the votes, the block goes on, with the fallback. Rules BCN-R5, BCN-R8.
func (a *App) advanceBeacon(ctx sdk.Context, req *abci.RequestFinalizeBlock) {
	draws, carries := a.due(ctx, req.Height, len(req.DecidedLastCommit.Votes))
	if !draws {
		return
	}
	proofs, why := []beaconkeeper.Vote(nil), "no vote of the block before can have one"
	if carries {
		proofs, why = decidedVotes(req)
	}
	err := a.tryAdvance(ctx, proofs, why)
	if err != nil {
		err = a.tryAdvance(ctx, nil, "the votes cannot be used: "+err.Error())
	}
	if err != nil {
		a.Logger().Error("the beacon stays", "height", req.Height, "why", err)
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

// decidedVotes returns the votes that a decided block carries, or why they
// cannot be used. Signatures are verified before a block is decided, and a proof
// needs none: only its maker has the key.
func decidedVotes(req *abci.RequestFinalizeBlock) ([]beaconkeeper.Vote, string) {
	if len(req.Txs) == 0 {
		return nil, "the block carries no votes"
	}
	commit, err := voteext.Decode(req.Txs[0])
	if err != nil {
		return nil, err.Error()
	}
	last := req.DecidedLastCommit.Votes
	if len(last) != len(commit.Votes) {
		return nil, fmt.Sprintf("the block carries %d votes of %d validators", len(commit.Votes), len(last))
	}
	var proofs []beaconkeeper.Vote
	for i, v := range commit.Votes {
		if !bytes.Equal(v.Validator.Address, last[i].Validator.Address) ||
			v.Validator.Power != last[i].Validator.Power {
			return nil, fmt.Sprintf("vote %d is not that of validator %X", i, last[i].Validator.Address)
		}
		e, err := envelope.Decode(v.VoteExtension)
		if err != nil {
			return nil, err.Error()
		}
		proofs = append(proofs, beaconkeeper.Vote{
			Consensus: v.Validator.Address, Power: v.Validator.Power, Proof: e.Beacon,
		})
	}
	return proofs, ""
}
