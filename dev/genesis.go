package dev

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	cmttypes "github.com/cometbft/cometbft/types"

	"cosmossdk.io/math"
	clienttx "github.com/cosmos/cosmos-sdk/client/tx"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	signing "github.com/cosmos/cosmos-sdk/types/tx/signing"
	authsigning "github.com/cosmos/cosmos-sdk/x/auth/signing"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"
	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"

	"github.com/iexecd/iexecd/app"
	"github.com/iexecd/iexecd/bridge/eth"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/crypto/vrf"
	beacontypes "github.com/iexecd/iexecd/x/beacon/types"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
	bridgetypes "github.com/iexecd/iexecd/x/rlcbridge/types"
)

// ChainID is the chain id of every dev chain.
const ChainID = "iexec-dev-1"

// What the accounts of a dev chain begin with.
const (
	personRLC    = 1_000 * rlc.RLC
	poolRLC      = 10_000_000 * rlc.RLC
	validatorRLC = 1_000 * rlc.RLC
	appsRLC      = 1_000 * rlc.RLC
	workerRLC    = 100 * rlc.RLC
	bondRLC      = 2_000 * rlc.RLC

	founderPower = uint64(validatorRLC/2) / 1_000_000 // of the validator: its stake, as x/staking counts power
)

// What a dev chain offers.
const (
	appVolume     = 1_000_000
	poolVolume    = 1_000_000
	auditsPassed  = 20 // k with which workers begin
	workerSlots   = 4
	schedulerPart = 1   // percent of the reward that the pool's owner keeps
	stakePart     = 30  // percent of the price, classic PoCo's stake of a worker
	poolTrust     = 100 // the greatest trust that the pool offers, classic PoCo
)

// maxCategory is the highest category: XL.
const maxCategory = 4

// poolPrices are the prices of one task by category, XS to XL.
var poolPrices = [maxCategory + 1]rlc.Amount{rlc.RLC / 10, rlc.RLC / 5, rlc.RLC / 2, rlc.RLC, 2 * rlc.RLC}

// listing is an app that is registered from the beginning.
type listing struct {
	name     string
	location string
	checksum string // 0x and 64 digits
	price    uint64 // nRLC per run
	try      string // arguments with which it does something
}

// genesis builds the first state of a dev chain.
type genesis struct {
	app    *app.App
	cast   cast
	state  map[string]json.RawMessage
	time   time.Time
	pool   string
	listed []listing

	tag    string                  // what the workers can do beside WebAssembly
	params func(*pocotypes.Params) // those of a dev chain
	found  *founding               // nil = there is no vault
}

// newGenesis returns the genesis of a chain with one validator that signs with
// consensusKey, and everything that the options ask for.
func newGenesis(ctx context.Context, o *Options, c cast, consensusKey cryptotypes.PubKey, beacon vrf.PrivateKey,
	ports Ports, listed []listing, found founding,
) (*genutiltypes.AppGenesis, error) {
	a := o.newApp() //nolint:contextcheck // the app gets its contexts from blocks
	g := &genesis{
		app: a, cast: c, time: time.Now().UTC(), listed: listed, tag: o.tag(), params: o.setParams, found: &found,
	}
	g.state = g.app.DefaultGenesis()
	if err := g.setMoney(); err != nil {
		return nil, err
	}
	if err := g.setGovernance(); err != nil {
		return nil, err
	}
	if err := g.setBridge(); err != nil {
		return nil, err
	}
	if err := g.setMarket(o.ClockScale); err != nil {
		return nil, err
	}
	txs, err := g.transactions(ctx, consensusKey)
	if err != nil {
		return nil, err
	}
	if err := g.setBeacon([]Account{c.validator}, beacon); err != nil {
		return nil, err
	}
	g.put(genutiltypes.ModuleName, &genutiltypes.GenesisState{GenTxs: txs})
	if err := g.setWorkers(ports); err != nil {
		return nil, err
	}
	state, err := json.Marshal(g.state)
	if err != nil {
		return nil, err
	}
	return &genutiltypes.AppGenesis{
		AppName: app.Name, ChainID: ChainID, GenesisTime: g.time, InitialHeight: 1, AppState: state,
		Consensus: &genutiltypes.ConsensusGenesis{Params: consensusParams()},
	}, nil
}

// consensusParams are CometBFT's, with extensions of votes from the first block
// that can have them.
func consensusParams() *cmttypes.ConsensusParams {
	p := cmttypes.DefaultConsensusParams()
	p.ABCI.VoteExtensionsEnableHeight = 1
	return p
}

// setBeacon registers a key for each validator, in the same order.
func (g *genesis) setBeacon(operators []Account, keys ...vrf.PrivateKey) error {
	state := beacontypes.DefaultGenesis()
	for i, operator := range operators {
		name, err := beacontypes.Operator(operator.Address)
		if err != nil {
			return err
		}
		state.Keys = append(state.Keys, beacontypes.ValidatorKeys{
			Operator: name, Keys: []beacontypes.Key{{PublicKey: vrf.Hex(keys[i].Public())}},
		})
	}
	g.put(beacontypes.ModuleName, state)
	return nil
}

// put replaces the state of a module.
func (g *genesis) put(module string, state interface {
	Reset()
	String() string
	ProtoMessage()
},
) {
	g.state[module] = g.app.Codec.MustMarshalJSON(state)
}

// endowments are what a dev chain's accounts have at least.
func (c cast) endowments() []endowment {
	var out []endowment
	give := func(a Account, amount rlc.Amount) { out = append(out, endowment{to: a.Address, amount: amount}) }
	for _, a := range c.people {
		give(a, personRLC)
	}
	for _, a := range c.workers {
		give(a, workerRLC)
	}
	give(c.validator, validatorRLC)
	give(c.pool, poolRLC)
	give(c.apps, appsRLC)
	if len(c.workers) == 0 {
		return out
	}
	bonds := authtypes.NewModuleAddress(pocotypes.ModuleName)
	return append(out, endowment{
		to: ident.Address(bonds), amount: bondRLC * rlc.Amount(len(c.workers)), module: true,
	})
}

// balances returns what accounts have: what the vault holds for them, if there is one.
func (g *genesis) balances() ([]eth.Balance, error) {
	var out []eth.Balance
	for _, e := range g.cast.endowments() {
		out = append(out, eth.Balance{Who: e.to, Amount: e.amount})
		if g.found == nil {
			continue
		}
		switch has := g.found.ledger.Of(e.to); {
		case has < e.amount, e.module && has != e.amount:
			return nil, fmt.Errorf("vault %s holds %s for %s, expected %s: deposit it there, or leave --vault out",
				g.found.at.vault, has, account.Bech32(e.to), e.amount)
		}
	}
	if g.found != nil {
		return g.found.ledger.Balances, nil
	}
	return out, nil
}

// setMoney makes the accounts and what they have.
func (g *genesis) setMoney() error {
	var auth authtypes.GenesisState
	var bank banktypes.GenesisState
	g.app.Codec.MustUnmarshalJSON(g.state[authtypes.ModuleName], &auth)
	g.app.Codec.MustUnmarshalJSON(g.state[banktypes.ModuleName], &bank)
	balances, err := g.balances()
	if err != nil {
		return err
	}
	for _, b := range balances {
		bank.Balances = append(bank.Balances, banktypes.Balance{
			Address: account.Bech32(b.Who), Coins: coins(b.Amount),
		})
	}
	var accounts []authtypes.GenesisAccount
	for _, e := range g.cast.endowments() {
		if !e.module {
			accounts = append(accounts, authtypes.NewBaseAccount(e.to[:], nil, 0, 0))
		}
	}
	if auth.Accounts, err = authtypes.PackAccounts(accounts); err != nil {
		return err
	}
	g.put(authtypes.ModuleName, &auth)
	g.put(banktypes.ModuleName, &bank)
	return nil
}

// votingTime is how long a proposal is voted on: long enough to type it.
const votingTime = time.Minute

// setGovernance has proposals decided in a minute.
func (g *genesis) setGovernance() error {
	var state govv1.GenesisState
	if err := g.app.Codec.UnmarshalJSON(g.state[govtypes.ModuleName], &state); err != nil {
		return err
	}
	voting, expedited := votingTime, votingTime/2
	state.Params.VotingPeriod, state.Params.ExpeditedVotingPeriod = &voting, &expedited
	g.put(govtypes.ModuleName, &state)
	return nil
}

// setBridge connects the chain to the vault that holds its money.
func (g *genesis) setBridge() error {
	state, err := g.found.bridgeGenesis(g.cast, bridgeParams(g.cast), g.time)
	if err == nil {
		g.put(bridgetypes.ModuleName, state)
	}
	return err
}

func coins(amount rlc.Amount) sdk.Coins {
	return sdk.NewCoins(sdk.NewCoin(account.Denom, math.NewIntFromUint64(uint64(amount))))
}

// setMarket registers the pool and the apps, and divides the work clocks and what may
// be computed in them, so that deadlines come sooner, but none before the fuel is burnt.
func (g *genesis) setMarket(scale uint64) error {
	var market markettypes.GenesisState
	if err := g.app.Codec.UnmarshalJSON(g.state[markettypes.ModuleName], &market); err != nil {
		return err
	}
	for i := range market.Categories {
		c := &market.Categories[i]
		c.WorkClockSeconds, c.MaxFuel = max(1, c.WorkClockSeconds/scale), max(1, c.MaxFuel/scale)
	}
	g.pool = resourceID(markettypes.OrderKind_ORDER_KIND_WORKERPOOL, g.cast.pool, "dev")
	market.Workerpools = append(market.Workerpools, markettypes.Workerpool{
		Id: g.pool, Owner: g.cast.pool.Bech32(), Description: "the pool of the dev chain",
		WorkerStakeRatioPercent: stakePart, SchedulerRewardRatioPercent: schedulerPart,
		Membership: markettypes.Membership_MEMBERSHIP_OPEN, Scheduling: markettypes.Scheduling_SCHEDULING_CHAIN,
	})
	for _, l := range g.listed {
		market.Apps = append(market.Apps, markettypes.App{
			Id: appID(g.cast.apps, l), Owner: g.cast.apps.Bech32(), Name: l.name,
			Runtime: markettypes.Runtime_RUNTIME_WASM, Location: l.location, Checksum: l.checksum,
		})
	}
	var err error
	if market.Listings, err = storeOf(g.cast.apps, g.listed); err != nil {
		return err
	}
	g.put(markettypes.ModuleName, &market)
	return nil
}

// setWorkers registers the workers with their records.
func (g *genesis) setWorkers(ports Ports) error {
	var poco pocotypes.GenesisState
	if err := g.app.Codec.UnmarshalJSON(g.state[pocotypes.ModuleName], &poco); err != nil {
		return err
	}
	g.params(&poco.Params)
	for i, w := range g.cast.workers {
		poco.Workers = append(poco.Workers, pocotypes.Worker{
			Address: w.Bech32(), Operator: w.Bech32(), Workerpool: g.pool,
			Status: pocotypes.WorkerStatus_WORKER_STATUS_ACTIVE, Slots: workerSlots, Tag: g.tag,
			MaxCategory: maxCategory, BondNrlc: uint64(bondRLC), Url: workerURL(ports, i),
			Reputation: pocotypes.Reputation{AuditsPassed: auditsPassed},
		})
		poco.Seats = append(poco.Seats, pocotypes.PoolSeat{
			Workerpool: g.pool, Position: uint64(i), Worker: w.Bech32(),
		})
	}
	poco.Pools = append(poco.Pools, pocotypes.PoolStats{Workerpool: g.pool, Workers: uint64(len(g.cast.workers))})
	g.put(pocotypes.ModuleName, &poco)
	return nil
}

// transactions returns what the first block begins with: the validator, the
// pool with its offers, and the apps with theirs.
func (g *genesis) transactions(ctx context.Context, consensusKey cryptotypes.PubKey) ([]json.RawMessage, error) {
	validator, err := g.createValidator(consensusKey)
	if err != nil {
		return nil, err
	}
	var txs []json.RawMessage
	for _, t := range []struct {
		signer Account
		msgs   []sdk.Msg
	}{
		{g.cast.validator, []sdk.Msg{validator}},
		{g.cast.pool, g.poolOffers()},
		{g.cast.apps, g.appOffers()},
	} {
		if len(t.msgs) == 0 {
			continue
		}
		tx, err := g.sign(ctx, t.signer, t.msgs)
		if err != nil {
			return nil, fmt.Errorf("genesis transaction of %s: %w", t.signer.Name, err)
		}
		txs = append(txs, tx)
	}
	return txs, nil
}

// resourceID returns the id of a resource that is there from the beginning.
func resourceID(kind markettypes.OrderKind, owner Account, content string) string {
	return markettypes.ResourceID(kind, owner.Address, []byte(content)).String()
}

// appID returns the id of an app that its owner registered from the beginning.
func appID(owner Account, l listing) string {
	return resourceID(markettypes.OrderKind_ORDER_KIND_APP, owner, l.name+l.checksum)
}

// poolOffers are the pool's orders, one in each category.
func (g *genesis) poolOffers() []sdk.Msg {
	var msgs []sdk.Msg
	for category, price := range poolPrices {
		msgs = append(msgs, &markettypes.MsgPlaceWorkerpoolOrder{
			Owner: g.cast.pool.Bech32(), Order: markettypes.WorkerpoolOrder{
				Workerpool: g.pool, PriceNrlc: uint64(price), Volume: poolVolume,
				Category: uint64(category), MinErrorPpb: 1, Trust: poolTrust, Tag: g.tag,
			},
		})
	}
	return msgs
}

// appOffers are the apps' orders.
func (g *genesis) appOffers() []sdk.Msg {
	var msgs []sdk.Msg
	for _, l := range g.listed {
		msgs = append(msgs, &markettypes.MsgPlaceAppOrder{
			Owner: g.cast.apps.Bech32(), Order: markettypes.AppOrder{
				App: appID(g.cast.apps, l), PriceNrlc: l.price, Volume: appVolume,
			},
		})
	}
	return msgs
}

func (g *genesis) createValidator(consensusKey cryptotypes.PubKey) (sdk.Msg, error) {
	valCodec := g.app.Staking.ValidatorAddressCodec()
	operator, err := valCodec.BytesToString(g.cast.validator.Address[:])
	if err != nil {
		return nil, err
	}
	stake := sdk.NewCoin(account.Denom, math.NewIntFromUint64(uint64(validatorRLC/2)))
	return stakingtypes.NewMsgCreateValidator(operator, consensusKey, stake,
		stakingtypes.NewDescription("dev", "", "", "", ""),
		stakingtypes.NewCommissionRates(math.LegacyNewDecWithPrec(1, 1), math.LegacyOneDec(),
			math.LegacyNewDecWithPrec(1, 2)),
		math.OneInt())
}

// sign returns a transaction for the genesis: account number and sequence are 0.
func (g *genesis) sign(ctx context.Context, signer Account, msgs []sdk.Msg) (json.RawMessage, error) {
	config := g.app.TxConfig
	builder := config.NewTxBuilder()
	if err := builder.SetMsgs(msgs...); err != nil {
		return nil, err
	}
	builder.SetGasLimit(10_000_000)
	empty := signing.SignatureV2{
		PubKey: signer.Key.PubKey(), Data: &signing.SingleSignatureData{SignMode: signing.SignMode_SIGN_MODE_DIRECT},
	}
	if err := builder.SetSignatures(empty); err != nil {
		return nil, err
	}
	data := authsigning.SignerData{ChainID: ChainID, Address: signer.Bech32(), PubKey: signer.Key.PubKey()}
	signed, err := clienttx.SignWithPrivKey(ctx, signing.SignMode_SIGN_MODE_DIRECT, data, builder, signer.Key,
		config, 0)
	if err != nil {
		return nil, err
	}
	if err := builder.SetSignatures(signed); err != nil {
		return nil, err
	}
	return config.TxJSONEncoder()(builder.GetTx())
}
