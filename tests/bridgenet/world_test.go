// Package bridgenet tests the bridge with four validators that run CometBFT in this
// process, each with its own view of an Ethereum in this process, through an endpoint
// of its own that lies as it is told. After every block of every node the supply is
// what the vault holds, the invariants hold, and all nodes have one app hash.
package bridgenet

import (
	"encoding/json"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtcfg "github.com/cometbft/cometbft/config"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"

	"github.com/iexecd/iexecd/app"
	"github.com/iexecd/iexecd/bridge/eth"
	"github.com/iexecd/iexecd/bridge/ethlab"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/dev"
	"github.com/iexecd/iexecd/tests/chainnet"
	beacontypes "github.com/iexecd/iexecd/x/beacon/types"
	bridgetypes "github.com/iexecd/iexecd/x/rlcbridge/types"
)

const (
	validators = 4
	byzantine  = validators - 1 // the one that a test may corrupt
	finalAfter = 8              // blocks of Ethereum
	blockTime  = 50 * time.Millisecond
	votingTime = 10 * time.Second // a slow machine casts two votes in it

	powerEach = uint64(500*rlc.RLC) / 1_000_000 // as a dev network's validators bond, by the SDK's power reduction
)

// world is a chain, its Ethereum, and what ought to have been minted.
type world struct {
	*chainnet.Network

	tb    testing.TB
	lab   *ethlab.Lab
	start bridge.Point // where the chain began
	money rlc.Amount   // that it began with: the vault's first event
	block uint64       // of Ethereum, where that was final
	seats []*seat

	extend  atomic.Pointer[app.ExtendVoteFn] // what the byzantine one attaches to its votes
	propose atomic.Pointer[forgery]          // and what it makes of its proposals

	honest time.Duration // between blocks without faults, in the median
	events uint64        // of the vault, that are honest
	due    map[ident.Address]rlc.Amount
	next   byte // recipient
}

// options are how a world differs from others.
type options struct {
	params   func(*bridgetypes.Params)
	madeUnix func(now uint64) uint64 // when the vault's set was made
	beacon   bool                    // with a draw in every block
}

// newWorld starts an Ethereum, a chain, and the sidecars.
func newWorld(t *testing.T, o options) *world {
	t.Helper()
	w := &world{tb: t, due: map[ident.Address]rlc.Amount{}}
	keys, err := ethlab.NewValidators(1, validators, powerEach, powerEach, powerEach, powerEach)
	require.NoError(t, err)
	w.lab = newLab(t, keys)
	for i := range validators {
		w.seats = append(w.seats, newSeat(t, w, i, keys.Keys[i]))
	}
	w.Network = chainnet.New(t, chainnet.Options{
		Validators: validators, BlockTime: blockTime,
		Comet: func(c *cmtcfg.Config) {
			c.Consensus.TimeoutPropose, c.Consensus.TimeoutPrevote = time.Second, 200*time.Millisecond
			c.Consensus.TimeoutPrecommit = 200 * time.Millisecond
			c.Consensus.PeerGossipSleepDuration = 10 * time.Millisecond
		},
		Genesis: func(doc *cmttypes.GenesisDoc) { w.found(t, doc, o) },
		Settings: func(i int) map[string]any {
			settings := map[string]any{app.OptionBridgeEyes: app.BridgeEyes(w.seats[i])}
			if o.beacon {
				settings[app.OptionDrawDue] = app.DrawDueFn(func(int64) bool { return true })
			} else {
				settings[app.FlagBeaconKeyFile] = "none" // so that a vote may be empty
			}
			if i == byzantine {
				settings[app.OptionExtendVote] = app.ExtendVoteFn(w.corruptVote)
			}
			return settings
		},
		Wrap: func(i int, inner abci.Application) abci.Application {
			if i == byzantine {
				return &forger{Application: inner, world: w}
			}
			return inner
		},
		Check: check,
	})
	for i, s := range w.seats {
		s.open(t, s.proxy.URL())
		w.Nodes[i].Start()
	}
	w.Nodes[0].At(t, 1)
	return w
}

func newLab(t *testing.T, keys ethlab.Validators) *ethlab.Lab {
	t.Helper()
	lab, err := ethlab.Start(t.Context(), ethlab.Config{
		ChainConfig: ethlab.ChainConfig{FinalAfter: finalAfter}, HomeChain: dev.ChainID, Validators: keys,
		Founding: true,
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, lab.Close()) })
	return lab
}

// check holds a state against what must be so after every block.
func check(a *app.App, ctx sdk.Context) error {
	o, err := a.Bridge.Observed.Get(ctx)
	if err != nil {
		return err
	}
	if supply := a.Bank.GetSupply(ctx, account.Denom).Amount.Uint64(); supply != o.LockedNrlc {
		return fmt.Errorf("the supply is %d nrlc, the vault holds %d", supply, o.LockedNrlc)
	}
	return a.Bridge.CheckInvariants(ctx)
}

// found puts all money of a genesis into the vault, and the bridge into the genesis.
func (w *world) found(t *testing.T, doc *cmttypes.GenesisDoc, o options) {
	t.Helper()
	var state map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(doc.AppState, &state))
	enc := app.NewEncoding()
	var bank banktypes.GenesisState
	enc.Codec.MustUnmarshalJSON(state[banktypes.ModuleName], &bank)
	hurryGovernance(enc.Codec, state)
	money := sdk.NewCoins()
	for _, b := range bank.Balances {
		money = money.Add(b.Coins...)
	}
	sum := rlc.Amount(money.AmountOf(account.Denom).Uint64())
	require.NoError(t, w.lab.Deposit(t.Context(), w.lab.User, ident.Address{1}, sum))
	require.NoError(t, w.lab.Finalize(t.Context()))
	reader, err := eth.NewReader(t.Context(), w.lab.URL(), w.lab.Domain, eth.DefaultLimits())
	require.NoError(t, err)
	defer reader.Close()
	at, err := reader.Finalized(t.Context())
	require.NoError(t, err)
	book, err := reader.Book(t.Context(), at)
	require.NoError(t, err)
	require.Equal(t, sum, book.Locked)
	w.start, w.block, w.events, w.money = book.Point, at.Number, book.Point.Nonce, sum

	var beacon beacontypes.GenesisState
	enc.Codec.MustUnmarshalJSON(state[beacontypes.ModuleName], &beacon)
	b := bridgetypes.Bootstrap{
		Params: bridgetypes.DefaultParams(), Members: w.lab.Validators.Members,
		MadeUnix: uint64(doc.GenesisTime.Unix()),
		Vault:    bridgetypes.VaultID{Domain: w.lab.Domain, Token: ident.Address(w.lab.Token)},
		Observed: bridgetypes.Observed{
			Nonce: book.Point.Nonce, Hash: book.Point.Hash.String(), EthBlock: at.Number, EthTimeUnix: at.Unix,
			LockedNrlc: uint64(sum),
		},
	}
	if o.params != nil {
		o.params(&b.Params)
	}
	if o.madeUnix != nil {
		b.MadeUnix = o.madeUnix(b.MadeUnix)
	}
	for i, s := range w.seats {
		b.Founders = append(b.Founders, bridgetypes.Founder{
			Operator: beacon.Keys[i].Operator, Key: s.key.Ident(),
		})
	}
	g, err := b.Genesis()
	require.NoError(t, err)
	state[bridgetypes.ModuleName] = enc.Codec.MustMarshalJSON(g)
	doc.AppState, err = json.Marshal(state)
	require.NoError(t, err)
}

// hurryGovernance has proposals decided within seconds.
func hurryGovernance(cdc codec.JSONCodec, state map[string]json.RawMessage) {
	var g govv1.GenesisState
	cdc.MustUnmarshalJSON(state[govtypes.ModuleName], &g)
	voting, expedited := votingTime, votingTime/2
	g.Params.VotingPeriod, g.Params.ExpeditedVotingPeriod = &voting, &expedited
	state[govtypes.ModuleName] = cdc.MustMarshalJSON(&g)
}

// node returns the first node's application with its last state.
func (w *world) node(tb testing.TB) (*app.App, sdk.Context) {
	tb.Helper()
	a := w.Nodes[0].App
	ctx, err := a.CreateQueryContext(w.Nodes[0].Height(), false)
	require.NoError(tb, err)
	return a, ctx
}

// observed returns how many of the vault's events the chain has taken in.
func (w *world) observed(tb testing.TB) uint64 {
	tb.Helper()
	a, ctx := w.node(tb)
	o, err := a.Bridge.Observed.Get(ctx)
	require.NoError(tb, err)
	return o.Nonce
}

func (w *world) balance(tb testing.TB, of ident.Address) rlc.Amount {
	tb.Helper()
	a, ctx := w.node(tb)
	return rlc.Amount(a.Bank.GetBalance(ctx, of[:], account.Denom).Amount.Uint64())
}

// paused returns how many directions are paused, and the reason of one.
func (w *world) paused(tb testing.TB) (n int, why string) {
	tb.Helper()
	a, ctx := w.node(tb)
	g, err := a.Bridge.ExportGenesis(ctx)
	require.NoError(tb, err)
	for _, p := range g.Pauses {
		n, why = n+1, p.Reason
	}
	return n, why
}

// deposit makes deposits in one block of Ethereum, none of which
// is final yet, and remembers what they are due.
func (w *world) deposit(tb testing.TB, n int) {
	tb.Helper()
	for range n {
		to, amount := ident.Address{0xb0, w.next}, rlc.RLC+rlc.Amount(w.events)
		w.next++
		require.NoError(tb, w.lab.QueueDeposit(tb.Context(), w.lab.User, to, amount))
		w.due[to] += amount
		w.events++
	}
	w.lab.Mine(1)
}

// finalize makes everything on Ethereum final.
func (w *world) finalize(tb testing.TB) {
	tb.Helper()
	require.NoError(tb, w.lab.Finalize(tb.Context()))
}

// minted waits until the chain has taken in all honest events, and checks that every
// recipient has what was deposited for it, no more and no less.
func (w *world) minted(tb testing.TB) {
	tb.Helper()
	w.Wait(tb, fmt.Sprintf("%d events are taken in", w.events), func() bool { return w.observed(tb) >= w.events })
	require.Equal(tb, w.events, w.observed(tb))
	w.credited(tb)
}

// credited checks the balances of all that was ever deposited for.
func (w *world) credited(tb testing.TB) {
	tb.Helper()
	for to, amount := range w.due {
		require.Equal(tb, amount, w.balance(tb, to), "%s", to)
	}
	n, why := w.paused(tb)
	require.Zero(tb, n, why)
}

// idle lets blocks pass in which nothing of the vault is taken in.
func (w *world) idle(tb testing.TB, blocks int64) {
	tb.Helper()
	before := w.observed(tb)
	w.Pass(tb, blocks)
	require.Equal(tb, before, w.observed(tb))
}

func (w *world) corruptVote(height int64, honest []byte) []byte {
	if f := w.extend.Load(); f != nil {
		return (*f)(height, honest)
	}
	return honest
}
