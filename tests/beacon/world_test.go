// Package beacon tests the random beacon on the real application in memory, with
// as many validators as a test asks for: it signs their votes, crafts what a
// proposer could inject, and measures what verifying costs.
package beacon

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"
	"cosmossdk.io/math"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/cosmos-sdk/baseapp"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	cryptocodec "github.com/cosmos/cosmos-sdk/crypto/codec"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	simtestutil "github.com/cosmos/cosmos-sdk/testutil/sims"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	slashingtypes "github.com/cosmos/cosmos-sdk/x/slashing/types"
	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"
	protoio "github.com/cosmos/gogoproto/io"

	"github.com/iexecd/iexecd/app"
	"github.com/iexecd/iexecd/app/voteext"
	"github.com/iexecd/iexecd/core/beacon"
	"github.com/iexecd/iexecd/core/ident"
	envelope "github.com/iexecd/iexecd/core/voteext"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/crypto/vrf"
	"github.com/iexecd/iexecd/tests/chaintest"
	beacontypes "github.com/iexecd/iexecd/x/beacon/types"
	bridgetypes "github.com/iexecd/iexecd/x/rlcbridge/types"
)

const (
	chainID = "iexec-beacon-test-1"
	power   = 10 // of every validator
	logTo   = "test-log"
	// withVault is an option of a world: the vault that its chain is bridged to.
	withVault = "test-vault"
)

// validator is one with its keys; its operator is an account with funds.
type validator struct {
	*chaintest.Account
	consensus *ed25519.PrivKey
	vrf       vrf.PrivateKey
	sequence  uint64
}

func (v *validator) operator(tb testing.TB) string {
	tb.Helper()
	s, err := beacontypes.Operator(v.ID)
	require.NoError(tb, err)
	return s
}

func (v *validator) address() []byte { return v.consensus.PubKey().Address() }

// world is a chain with validators.
type world struct {
	testing.TB
	app        *app.App
	validators []*validator // as a commit lists them
	height     int64
	time       time.Time
	due        map[int64]bool // heights at which draws are due; nil = all
	maxTxBytes int64
	older      map[int64]string   // the beacons at the ends of blocks
	enabled    int64              // from when on a genesis enables extensions
	vault      *bridgetypes.Vault // nil = a chain without a bridge
}

// newWorld returns a chain with n validators that all have keys, at height 1,
// with extensions from height 1 on.
func newWorld(tb testing.TB, n int, options ...map[string]any) *world {
	tb.Helper()
	account.Configure()
	w := &world{TB: tb, time: chaintest.Start, maxTxBytes: 1 << 20, older: map[int64]string{}, enabled: 1}
	for i := range n {
		a := chaintest.NewAccount(fmt.Sprintf("validator%d", i))
		w.validators = append(w.validators, &validator{
			Account: a, consensus: ed25519.GenPrivKeyFromSecret([]byte(a.Name)), vrf: newKey(tb, a.Name),
		})
	}
	slices.SortFunc(w.validators, func(a, b *validator) int { return bytes.Compare(a.address(), b.address()) })
	for _, o := range options {
		if vault, is := o[withVault].(*bridgetypes.Vault); is {
			w.vault = vault
		}
	}
	w.start(w.genesis(), 1, options...)
	return w
}

func newKey(tb testing.TB, name string) vrf.PrivateKey {
	tb.Helper()
	seed := [32]byte{}
	copy(seed[:], name)
	key, err := vrf.FromSeed(seed[:])
	require.NoError(tb, err)
	return key
}

// start makes an application with a state and its first block.
func (w *world) start(state []byte, height int64, options ...map[string]any) {
	w.Helper()
	all := simtestutil.AppOptionsMap{
		"optimistic-execution": false,
		app.OptionDrawDue:      app.DrawDueFn(func(h int64) bool { return w.due == nil || w.due[h] }),
	}
	for _, o := range options {
		maps.Copy(all, o)
	}
	logger := log.NewNopLogger()
	if out, ok := all[logTo].(io.Writer); ok {
		logger = log.NewLogger(out)
	}
	w.app = app.New(logger, dbm.NewMemDB(), all, baseapp.SetChainID(chainID),
		baseapp.SetMinGasPrices("0"+account.Denom))
	if state == nil {
		state = w.genesis()
	}
	params := *simtestutil.DefaultConsensusParams
	params.Block = &cmtproto.BlockParams{MaxBytes: 4 << 20, MaxGas: -1}
	params.Abci = &cmtproto.ABCIParams{VoteExtensionsEnableHeight: w.enabled}
	var updates []abci.ValidatorUpdate
	for _, v := range w.validators {
		pub, err := cryptocodec.ToCmtPubKeyInterface(v.consensus.PubKey())
		require.NoError(w, err)
		updates = append(updates, cmttypes.TM2PB.ValidatorUpdate(cmttypes.NewValidator(pub, power)))
	}
	res, err := w.app.InitChain(&abci.RequestInitChain{
		ChainId: chainID, Time: w.time, InitialHeight: height, ConsensusParams: &params, AppStateBytes: state,
		Validators: updates,
	})
	require.NoError(w, err)
	if w.enabled < height {
		require.Equal(w, height, res.ConsensusParams.Abci.VoteExtensionsEnableHeight)
	}
	w.height = height - 1
	require.True(w, w.accepts(w.prepare(abci.ExtendedCommitInfo{})...))
	w.finalize()
}

// genesis returns the first state: funded operators, bonded, with registered keys.
func (w *world) genesis() []byte {
	w.Helper()
	temp := app.New(log.NewNopLogger(), dbm.NewMemDB(), simtestutil.AppOptionsMap{}, baseapp.SetChainID(chainID))
	state, cdc := temp.DefaultGenesis(), temp.Codec
	tokens := sdk.DefaultPowerReduction.MulRaw(power)
	var accounts []authtypes.GenesisAccount
	var bank banktypes.GenesisState
	cdc.MustUnmarshalJSON(state[banktypes.ModuleName], &bank)
	params := stakingtypes.DefaultParams()
	params.BondDenom, params.KeyRotationFee.Denom = account.Denom, account.Denom
	staking := stakingtypes.NewGenesisState(params, nil, nil)
	slashing, keys := slashingtypes.DefaultGenesisState(), beacontypes.DefaultGenesis()
	for i, v := range w.validators {
		accounts = append(accounts, authtypes.NewBaseAccount(v.ID[:], nil, uint64(i), 0))
		bank.Balances = append(bank.Balances, banktypes.Balance{
			Address: v.Address, Coins: sdk.NewCoins(sdk.NewInt64Coin(account.Denom, 1_000_000_000_000)),
		})
		pub, err := codectypes.NewAnyWithValue(v.consensus.PubKey())
		require.NoError(w, err)
		zero := math.LegacyZeroDec()
		staking.Validators = append(staking.Validators, stakingtypes.Validator{
			OperatorAddress: v.operator(w), ConsensusPubkey: pub, Status: stakingtypes.Bonded, Tokens: tokens,
			DelegatorShares: math.LegacyNewDecFromInt(tokens), UnbondingTime: time.Unix(0, 0).UTC(),
			Commission: stakingtypes.NewCommission(zero, zero, zero), MinSelfDelegation: math.ZeroInt(),
		})
		staking.Delegations = append(staking.Delegations,
			stakingtypes.NewDelegation(v.Address, v.operator(w), math.LegacyNewDecFromInt(tokens)))
		cons := sdk.ConsAddress(v.address())
		slashing.SigningInfos = append(slashing.SigningInfos, slashingtypes.SigningInfo{
			Address:              cons.String(),
			ValidatorSigningInfo: slashingtypes.NewValidatorSigningInfo(cons, 0, 0, time.Unix(0, 0).UTC(), false, 0),
		})
		keys.Keys = append(keys.Keys, beacontypes.ValidatorKeys{
			Operator: v.operator(w), Keys: []beacontypes.Key{{PublicKey: vrf.Hex(v.vrf.Public())}},
		})
	}
	bank.Balances = append(bank.Balances, banktypes.Balance{
		Address: authtypes.NewModuleAddress(stakingtypes.BondedPoolName).String(),
		Coins:   sdk.NewCoins(sdk.NewCoin(account.Denom, tokens.MulRaw(int64(len(w.validators))))),
	})
	state[authtypes.ModuleName] = cdc.MustMarshalJSON(authtypes.NewGenesisState(authtypes.DefaultParams(), accounts))
	state[banktypes.ModuleName] = cdc.MustMarshalJSON(&bank)
	state[stakingtypes.ModuleName] = cdc.MustMarshalJSON(staking)
	state[slashingtypes.ModuleName] = cdc.MustMarshalJSON(slashing)
	state[beacontypes.ModuleName] = cdc.MustMarshalJSON(keys)
	if w.vault != nil {
		g := bridgetypes.DefaultGenesis()
		g.Vault = w.vault
		for _, b := range bank.Balances {
			g.Observed.LockedNrlc += b.Coins.AmountOf(account.Denom).Uint64()
		}
		state[bridgetypes.ModuleName] = cdc.MustMarshalJSON(g)
	}
	bz, err := json.Marshal(state)
	require.NoError(w, err)
	return bz
}

// ctx returns a context on the committed state.
func (w *world) ctx() sdk.Context {
	header := cmtproto.Header{ChainID: chainID, Height: w.height, Time: w.time}
	return w.app.NewUncachedContext(false, header) //nolint:staticcheck // the committed state, not the next
}

// beacon returns the beacon in force.
func (w *world) beacon() beacontypes.Beacon {
	w.Helper()
	b, err := w.app.Beacon.Beacon.Get(w.ctx())
	require.NoError(w, err)
	return b
}

// alpha returns what votes for the latest block proved over, made here a second
// time from the record.
func (w *world) alpha() []byte {
	w.Helper()
	b := w.beacon()
	value := b.Value
	if b.Height == w.height {
		value = b.Previous
	}
	return alphaOf(w, chainID, w.height, value)
}

func alphaOf(tb testing.TB, chain string, height int64, value string) []byte {
	tb.Helper()
	h, err := ident.ParseHash(value)
	require.NoError(tb, err)
	return beacon.Alpha(chain, uint64(height), h)
}

// proof returns the extension with a proof of a validator over alpha.
func (w *world) proof(key vrf.PrivateKey, alpha []byte) []byte {
	w.Helper()
	raw, err := envelope.Encode(envelope.Envelope{Beacon: key.Prove(alpha)})
	require.NoError(w, err)
	return raw
}

// sign signs the extension of a vote for a height.
func (v *validator) sign(tb testing.TB, extension []byte, height int64) []byte {
	tb.Helper()
	var buf bytes.Buffer
	require.NoError(tb, protoio.NewDelimitedWriter(&buf).WriteMsg(&cmtproto.CanonicalVoteExtension{
		Extension: extension, Height: height, ChainId: chainID,
	}))
	signature, err := v.consensus.Sign(buf.Bytes())
	require.NoError(tb, err)
	return signature
}

// votes returns what a proposer sees of the votes for the latest block: all
// honest, unless change says otherwise; their extensions are signed afterwards.
func (w *world) votes(change ...func(i int, v *abci.ExtendedVoteInfo)) abci.ExtendedCommitInfo {
	w.Helper()
	alpha := w.alpha()
	var commit abci.ExtendedCommitInfo
	for i, v := range w.validators {
		vote := abci.ExtendedVoteInfo{
			Validator:     abci.Validator{Address: v.address(), Power: power},
			VoteExtension: w.proof(v.vrf, alpha), BlockIdFlag: cmtproto.BlockIDFlagCommit,
		}
		for _, f := range change {
			f(i, &vote)
		}
		if vote.BlockIdFlag == cmtproto.BlockIDFlagCommit && vote.ExtensionSignature == nil {
			vote.ExtensionSignature = v.sign(w, vote.VoteExtension, w.height)
		}
		commit.Votes = append(commit.Votes, vote)
	}
	return commit
}

// injected returns votes as a proposer injects them.
func (w *world) injected(change ...func(i int, v *abci.ExtendedVoteInfo)) []byte {
	w.Helper()
	raw, err := voteext.Encode(voteext.Injection{Commit: w.votes(change...)})
	require.NoError(w, err)
	return raw
}

func (w *world) lastCommit() abci.CommitInfo {
	var c abci.CommitInfo
	if w.app.LastBlockHeight() == 0 {
		return c
	}
	for _, v := range w.validators {
		c.Votes = append(c.Votes, abci.VoteInfo{
			Validator:   abci.Validator{Address: v.address(), Power: power},
			BlockIdFlag: cmtproto.BlockIDFlagCommit,
		})
	}
	return c
}

// prepare returns what an honest proposer proposes over votes.
func (w *world) prepare(commit abci.ExtendedCommitInfo, txs ...[]byte) [][]byte {
	w.Helper()
	res, err := w.app.PrepareProposal(&abci.RequestPrepareProposal{
		MaxTxBytes: w.maxTxBytes, Txs: txs, LocalLastCommit: commit, Height: w.height + 1,
		Time: w.time.Add(time.Second), ProposerAddress: w.validators[0].address(),
	})
	require.NoError(w, err)
	return res.Txs
}

// accepts reports whether a validator accepts a proposal.
func (w *world) accepts(txs ...[]byte) bool {
	w.Helper()
	res, err := w.app.ProcessProposal(&abci.RequestProcessProposal{
		Txs: txs, ProposedLastCommit: w.lastCommit(), Height: w.height + 1, Time: w.time.Add(time.Second),
		Hash: w.hash(w.height + 1), ProposerAddress: w.validators[0].address(),
	})
	require.NoError(w, err)
	return res.Status == abci.ResponseProcessProposal_ACCEPT
}

func (w *world) hash(height int64) []byte {
	return binary.BigEndian.AppendUint64(make([]byte, 24), uint64(height))
}

// finalize decides a block, as it is, and commits it.
func (w *world) finalize(txs ...[]byte) *abci.ResponseFinalizeBlock {
	w.Helper()
	w.height++
	w.time = w.time.Add(time.Second)
	request := &abci.RequestFinalizeBlock{
		Height: w.height, Time: w.time, Txs: txs, Hash: w.hash(w.height),
		ProposerAddress: w.validators[0].address(), NextValidatorsHash: w.validators[0].address(),
		DecidedLastCommit: w.lastCommit(),
	}
	res, err := w.app.FinalizeBlock(request)
	require.NoError(w, err)
	_, err = w.app.Commit()
	require.NoError(w, err)
	require.NoError(w, w.app.CheckInvariants(w.ctx()))
	w.older[w.height] = w.beacon().Value
	return res
}

// block makes a block as honest validators do, and returns its results.
func (w *world) block(commit abci.ExtendedCommitInfo, txs ...[]byte) *abci.ResponseFinalizeBlock {
	w.Helper()
	proposal := w.prepare(commit, txs...)
	require.True(w, w.accepts(proposal...))
	return w.finalize(proposal...)
}

// changed returns the event of a new beacon in a block, and whether it came with a fallback.
func (w *world) changed(res *abci.ResponseFinalizeBlock) (*beacontypes.EventBeaconChanged, string) {
	w.Helper()
	var changed *beacontypes.EventBeaconChanged
	why := ""
	for _, e := range res.Events {
		if e.Type != "iexec.beacon.v1.EventBeaconChanged" && e.Type != "iexec.beacon.v1.EventBeaconFallback" {
			continue
		}
		m, err := sdk.ParseTypedEvent(e)
		require.NoError(w, err)
		switch m := m.(type) {
		case *beacontypes.EventBeaconChanged:
			require.Nil(w, changed, "one new beacon")
			changed = m
		case *beacontypes.EventBeaconFallback:
			why = m.Reason
		}
	}
	require.Equal(w, why != "", changed != nil && w.beacon().Fallback && w.beacon().Height == w.height)
	return changed, why
}
