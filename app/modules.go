package app

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cast"

	"cosmossdk.io/core/appmodule"
	"cosmossdk.io/log/v2"
	"cosmossdk.io/math"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/runtime"
	"github.com/cosmos/cosmos-sdk/server"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/types/module"
	"github.com/cosmos/cosmos-sdk/x/auth"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	"github.com/cosmos/cosmos-sdk/x/auth/vesting"
	vestingtypes "github.com/cosmos/cosmos-sdk/x/auth/vesting/types"
	"github.com/cosmos/cosmos-sdk/x/authz"
	authzkeeper "github.com/cosmos/cosmos-sdk/x/authz/keeper"
	authzmodule "github.com/cosmos/cosmos-sdk/x/authz/module"
	"github.com/cosmos/cosmos-sdk/x/bank"
	bankkeeper "github.com/cosmos/cosmos-sdk/x/bank/keeper"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"github.com/cosmos/cosmos-sdk/x/consensus"
	consensuskeeper "github.com/cosmos/cosmos-sdk/x/consensus/keeper"
	consensustypes "github.com/cosmos/cosmos-sdk/x/consensus/types"
	"github.com/cosmos/cosmos-sdk/x/distribution"
	distrkeeper "github.com/cosmos/cosmos-sdk/x/distribution/keeper"
	distrtypes "github.com/cosmos/cosmos-sdk/x/distribution/types"
	"github.com/cosmos/cosmos-sdk/x/evidence"
	evidencekeeper "github.com/cosmos/cosmos-sdk/x/evidence/keeper"
	evidencetypes "github.com/cosmos/cosmos-sdk/x/evidence/types"
	"github.com/cosmos/cosmos-sdk/x/feegrant"
	feegrantkeeper "github.com/cosmos/cosmos-sdk/x/feegrant/keeper"
	feegrantmodule "github.com/cosmos/cosmos-sdk/x/feegrant/module"
	"github.com/cosmos/cosmos-sdk/x/genutil"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"
	"github.com/cosmos/cosmos-sdk/x/gov"
	govkeeper "github.com/cosmos/cosmos-sdk/x/gov/keeper"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"
	govv1beta1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1beta1"
	"github.com/cosmos/cosmos-sdk/x/slashing"
	slashingkeeper "github.com/cosmos/cosmos-sdk/x/slashing/keeper"
	slashingtypes "github.com/cosmos/cosmos-sdk/x/slashing/types"
	"github.com/cosmos/cosmos-sdk/x/staking"
	stakingkeeper "github.com/cosmos/cosmos-sdk/x/staking/keeper"
	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"
	"github.com/cosmos/cosmos-sdk/x/upgrade"
	upgradekeeper "github.com/cosmos/cosmos-sdk/x/upgrade/keeper"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/x/beacon"
	beaconkeeper "github.com/iexecd/iexecd/x/beacon/keeper"
	beacontypes "github.com/iexecd/iexecd/x/beacon/types"
	"github.com/iexecd/iexecd/x/market"
	marketkeeper "github.com/iexecd/iexecd/x/market/keeper"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	"github.com/iexecd/iexecd/x/poco"
	pocokeeper "github.com/iexecd/iexecd/x/poco/keeper"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
	"github.com/iexecd/iexecd/x/rlcbridge"
	rlcbridgekeeper "github.com/iexecd/iexecd/x/rlcbridge/keeper"
	rlcbridgetypes "github.com/iexecd/iexecd/x/rlcbridge/types"
)

// Keepers are the modules' keepers.
type Keepers struct {
	Account      authkeeper.AccountKeeper
	Bank         bankkeeper.BaseKeeper
	Staking      *stakingkeeper.Keeper
	Slashing     slashingkeeper.Keeper
	Distribution distrkeeper.Keeper
	Gov          *govkeeper.Keeper
	Evidence     *evidencekeeper.Keeper
	Upgrade      *upgradekeeper.Keeper
	Consensus    consensuskeeper.Keeper
	FeeGrant     feegrantkeeper.Keeper
	Authz        authzkeeper.Keeper
	Beacon       beaconkeeper.Keeper
	Market       marketkeeper.Keeper
	Poco         pocokeeper.Keeper
	Bridge       rlcbridgekeeper.Keeper
}

// moduleAccounts are all module accounts with what they may do. Only the bridge
// may mint, and burn: Burner of others is asked for by the SDK, whose burns
// keepingBank redirects.
var moduleAccounts = map[string][]string{
	authtypes.FeeCollectorName:          nil,
	distrtypes.ModuleName:               nil,
	stakingtypes.BondedPoolName:         {authtypes.Burner, authtypes.Staking},
	stakingtypes.NotBondedPoolName:      {authtypes.Burner, authtypes.Staking},
	stakingtypes.KeyRotationFeePoolName: {authtypes.Burner},
	govtypes.ModuleName:                 {authtypes.Burner},
	markettypes.ModuleName:              nil,
	pocotypes.ModuleName:                nil,
	pocotypes.KittyName:                 nil,
	pocotypes.AuditName:                 nil,
	rlcbridgetypes.ModuleName:           {authtypes.Minter, authtypes.Burner},
	rlcbridgetypes.DelayedName:          nil,
	rlcbridgetypes.StrandedName:         nil,
}

func newStoreKeys() map[string]*storetypes.KVStoreKey {
	return storetypes.NewKVStoreKeys(
		authtypes.StoreKey, banktypes.StoreKey, stakingtypes.StoreKey, slashingtypes.StoreKey, distrtypes.StoreKey,
		govtypes.StoreKey, evidencetypes.StoreKey, upgradetypes.StoreKey, consensustypes.StoreKey, feegrant.StoreKey,
		authzkeeper.StoreKey, beacontypes.StoreKey, markettypes.StoreKey, pocotypes.StoreKey, rlcbridgetypes.StoreKey,
	)
}

func newObjectKeys() map[string]*storetypes.ObjectStoreKey {
	return storetypes.NewObjectStoreKeys(banktypes.ObjectStoreKey)
}

// blockedAddresses may not be paid by a plain send; governance's account may.
func blockedAddresses() map[string]bool {
	blocked := map[string]bool{}
	for name := range moduleAccounts { //det:ok fills a set
		blocked[authtypes.NewModuleAddress(name).String()] = name != govtypes.ModuleName
	}
	return blocked
}

func newKeepers(a *App, logger log.Logger, opts servertypes.AppOptions) Keepers {
	var k Keepers
	authority := authtypes.NewModuleAddress(govtypes.ModuleName).String()
	accounts := account.NewCodec()
	store := func(name string) storeService { return runtime.NewKVStoreService(a.keys[name]) }

	k.Consensus = consensuskeeper.NewKeeper(a.Codec, store(consensustypes.StoreKey), authority, runtime.EventService{})
	a.SetParamStore(k.Consensus.ParamsStore)
	k.Account = authkeeper.NewAccountKeeper(a.Codec, store(authtypes.StoreKey), authtypes.ProtoBaseAccount,
		moduleAccounts, accounts, account.Prefix, authority, authkeeper.WithUnorderedTransactions(true))
	minting := bankkeeper.NewBaseKeeper(a.Codec, store(banktypes.StoreKey), k.Account, blockedAddresses(), authority,
		logger).WithObjStoreKey(a.objKeys[banktypes.ObjectStoreKey])
	k.Bank = minting.WithMintCoinsRestriction(nobodyMints)

	keeping := keepingBank{BaseKeeper: k.Bank, distribution: &distrkeeper.Keeper{}}
	k.Staking = stakingkeeper.NewKeeper(a.Codec, store(stakingtypes.StoreKey), k.Account, keeping, authority,
		account.NewOperatorCodec(), account.NewConsensusCodec())
	k.Distribution = distrkeeper.NewKeeper(a.Codec, store(distrtypes.StoreKey), k.Account, k.Bank, k.Staking,
		authtypes.FeeCollectorName, authority)
	*keeping.distribution = k.Distribution // staking needs the bank first, the bank's redirect distribution
	k.Slashing = slashingkeeper.NewKeeper(a.Codec, a.Amino, store(slashingtypes.StoreKey), k.Staking, authority)
	k.Beacon = beaconkeeper.New(a.Codec, store(beacontypes.StoreKey), k.Staking)
	k.Staking.SetHooks(stakingtypes.NewMultiStakingHooks(k.Distribution.Hooks(), k.Slashing.Hooks(), k.Beacon.Hooks()))
	k.FeeGrant = feegrantkeeper.NewKeeper(a.Codec, store(feegrant.StoreKey), k.Account)
	k.Authz = authzkeeper.NewKeeper(store(authzkeeper.StoreKey), a.Codec, a.MsgServiceRouter(), k.Account)
	k.Upgrade = upgradekeeper.NewKeeper(skipHeights(opts), store(upgradetypes.StoreKey), a.Codec,
		cast.ToString(opts.Get(flags.FlagHome)), a.BaseApp, authority)
	k.Evidence = evidencekeeper.NewKeeper(a.Codec, store(evidencetypes.StoreKey), k.Staking, k.Slashing, accounts,
		runtime.ProvideCometInfoService())
	k.Gov = govkeeper.NewKeeper(a.Codec, store(govtypes.StoreKey), k.Account, keeping, k.Distribution,
		a.MsgServiceRouter(), govtypes.DefaultConfig(), authority,
		govkeeper.NewDefaultCalculateVoteResultsAndVotingPower(k.Staking))
	k.Gov.SetLegacyRouter(govv1beta1.NewRouter()) // empty: without one a legacy proposal panics

	k.Market = marketkeeper.New(a.Codec, store(markettypes.StoreKey), k.Bank, k.Beacon.Tie, authority)
	k.Poco = pocokeeper.New(a.Codec, store(pocotypes.StoreKey), k.Bank, k.Market, k.Beacon.Value, authority)
	k.Bridge = rlcbridgekeeper.New(a.Codec, store(rlcbridgetypes.StoreKey), minting, k.Staking,
		rlcbridgekeeper.Court{Slashing: k.Slashing, Slasher: k.Staking, Pool: k.Distribution}, authority)
	return k
}

func skipHeights(opts servertypes.AppOptions) map[int64]bool {
	skip := map[int64]bool{}
	for _, h := range cast.ToIntSlice(opts.Get(server.FlagUnsafeSkipUpgrades)) {
		skip[int64(h)] = true
	}
	return skip
}

func newManager(a *App) *module.Manager {
	return module.NewManager(
		genutil.NewAppModule(a.Account, a.Staking, a, a.TxConfig),
		auth.NewAppModule(a.Codec, a.Account, nil),
		vesting.NewAppModule(a.Account, a.Bank),
		bank.NewAppModule(a.Codec, a.Bank, a.Account),
		feegrantmodule.NewAppModule(a.Codec, a.Account, a.Bank, a.FeeGrant, a.Registry),
		gov.NewAppModule(a.Codec, a.Gov, a.Account, a.Bank),
		slashing.NewAppModule(a.Codec, a.Slashing, a.Account, a.Bank, a.Staking, a.Registry),
		distribution.NewAppModule(a.Codec, a.Distribution, a.Account, a.Bank, a.Staking),
		staking.NewAppModule(a.Codec, a.Staking, a.Account, a.Bank),
		upgrade.NewAppModule(a.Upgrade, a.Account.AddressCodec()),
		evidence.NewAppModule(*a.Evidence),
		authzmodule.NewAppModule(a.Codec, a.Authz, a.Account, a.Bank, a.Registry),
		consensus.NewAppModule(a.Codec, a.Consensus),
		beacon.NewAppModule(a.Codec, a.Beacon),
		market.NewAppModule(a.Codec, a.Market),
		poco.NewAppModule(a.Codec, a.Poco),
		rlcbridge.NewAppModule(a.Codec, a.Bridge),
	)
}

// basics are the modules' stateless halves, for the codecs.
func basics() []module.AppModuleBasic {
	return []module.AppModuleBasic{
		auth.AppModuleBasic{},
		vesting.AppModuleBasic{},
		bank.AppModuleBasic{},
		staking.AppModuleBasic{},
		slashing.AppModuleBasic{},
		distribution.AppModuleBasic{},
		gov.AppModuleBasic{},
		evidence.AppModuleBasic{},
		upgrade.AppModuleBasic{},
		consensus.AppModuleBasic{},
		genutil.AppModuleBasic{},
		feegrantmodule.AppModuleBasic{},
		authzmodule.AppModuleBasic{},
		beacon.AppModuleBasic{},
		market.AppModuleBasic{},
		poco.AppModuleBasic{},
		rlcbridge.AppModuleBasic{},
	}
}

// setOrders says who goes first. Poco runs after the market, whose deals it
// opens; the bridge after staking, whose validators it tells Ethereum; the bank
// last, because it credits the block's fees.
func (a *App) setOrders() {
	a.manager.SetOrderPreBlockers(upgradetypes.ModuleName, authtypes.ModuleName)
	a.manager.SetOrderBeginBlockers(distrtypes.ModuleName, slashingtypes.ModuleName, evidencetypes.ModuleName,
		stakingtypes.ModuleName, genutiltypes.ModuleName, authz.ModuleName, pocotypes.ModuleName)
	a.manager.SetOrderEndBlockers(markettypes.ModuleName, pocotypes.ModuleName, govtypes.ModuleName,
		stakingtypes.ModuleName, rlcbridgetypes.ModuleName, genutiltypes.ModuleName, feegrant.ModuleName,
		banktypes.ModuleName)
	order := []string{
		authtypes.ModuleName, banktypes.ModuleName, distrtypes.ModuleName, stakingtypes.ModuleName,
		slashingtypes.ModuleName, govtypes.ModuleName, evidencetypes.ModuleName, authz.ModuleName, feegrant.ModuleName,
		beacontypes.ModuleName, markettypes.ModuleName, pocotypes.ModuleName, rlcbridgetypes.ModuleName,
		genutiltypes.ModuleName, vestingtypes.ModuleName, upgradetypes.ModuleName, consensustypes.ModuleName,
	}
	a.manager.SetOrderInitGenesis(order...)
	a.manager.SetOrderExportGenesis(slices.Clone(order)...)
}

// genesisOverrides replace the SDK's default genesis where a default names a
// coin or a time that is not ours.
func genesisOverrides() map[string]module.AppModuleBasic {
	return map[string]module.AppModuleBasic{
		genutiltypes.ModuleName: genutil.NewAppModuleBasic(checkGenesisTx),
		stakingtypes.ModuleName: stakingBasic{},
		govtypes.ModuleName:     govBasic{gov.NewAppModuleBasic(nil)},
		banktypes.ModuleName:    bankBasic{},
	}
}

// checkGenesisTx lets a genesis begin with validators, each in a transaction of
// its own, and with what our modules need: registrations and orders.
func checkGenesisTx(msgs []sdk.Msg) error {
	for _, m := range msgs {
		switch name := sdk.MsgTypeURL(m); {
		case name == sdk.MsgTypeURL(&stakingtypes.MsgCreateValidator{}):
			return genutiltypes.DefaultMessageValidator(msgs)
		case !strings.HasPrefix(name, "/iexec."):
			return sdkerrors.ErrInvalidRequest.Wrapf(
				"%s in a genesis transaction: expected a new validator, or messages of /iexec.", name)
		}
	}
	return nil
}

type (
	stakingBasic struct{ staking.AppModuleBasic }
	govBasic     struct{ gov.AppModuleBasic }
	bankBasic    struct{ bank.AppModuleBasic }
)

// DefaultGenesis bonds nrlc.
func (stakingBasic) DefaultGenesis(cdc codec.JSONCodec) json.RawMessage {
	params := stakingtypes.DefaultParams()
	params.BondDenom = account.Denom
	params.KeyRotationFee = sdk.NewInt64Coin(account.Denom, 1_000_000_000)
	return cdc.MustMarshalJSON(stakingtypes.NewGenesisState(params, nil, nil))
}

// DefaultGenesis takes deposits of 100 RLC (500 for expedited proposals).
func (govBasic) DefaultGenesis(cdc codec.JSONCodec) json.RawMessage {
	const rlc = 1_000_000_000
	state := govv1.DefaultGenesisState()
	state.Params.MinDeposit = sdk.NewCoins(sdk.NewCoin(account.Denom, math.NewInt(100*rlc)))
	state.Params.ExpeditedMinDeposit = sdk.NewCoins(sdk.NewCoin(account.Denom, math.NewInt(500*rlc)))
	voting := 72 * time.Hour
	state.Params.VotingPeriod = &voting
	return cdc.MustMarshalJSON(state)
}

// DefaultGenesis describes the coin for wallets.
func (bankBasic) DefaultGenesis(cdc codec.JSONCodec) json.RawMessage {
	state := banktypes.DefaultGenesisState()
	state.DenomMetadata = []banktypes.Metadata{{
		Description: "RLC, iExec's token, bridged 1:1 from Ethereum",
		DenomUnits: []*banktypes.DenomUnit{
			{Denom: account.Denom, Exponent: 0},
			{Denom: "urlc", Exponent: 3},
			{Denom: "mrlc", Exponent: 6},
			{Denom: "rlc", Exponent: 9},
		},
		Base: account.Denom, Display: "rlc", Name: "RLC", Symbol: "RLC",
	}}
	return cdc.MustMarshalJSON(state)
}

var _ appmodule.AppModule = market.AppModule{}
