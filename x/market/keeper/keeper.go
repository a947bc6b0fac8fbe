// Package keeper remembers the market: registries, orders with their escrow,
// the indexes that clearing reads, and deals. core/market decides.
package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	collcodec "cosmossdk.io/collections/codec"
	"cosmossdk.io/core/store"
	"cosmossdk.io/math"
	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/x/market/types"
)

// Bank is what the market needs of the bank.
type Bank interface {
	GetBalance(ctx context.Context, addr sdk.AccAddress, denom string) sdk.Coin
	SpendableCoins(ctx context.Context, addr sdk.AccAddress) sdk.Coins
	SendCoinsFromAccountToModule(ctx context.Context, from sdk.AccAddress, module string, amt sdk.Coins) error
	SendCoinsFromModuleToAccount(ctx context.Context, module string, to sdk.AccAddress, amt sdk.Coins) error
	SendCoinsFromModuleToModule(ctx context.Context, from, to string, amt sdk.Coins) error
}

// BeaconFn returns the block's beacon: 32 bytes that nobody knew when the
// block's orders were placed.
type BeaconFn func(ctx context.Context) ident.Hash

// Keeper is the market's state.
type Keeper struct {
	cdc       codec.BinaryCodec
	bank      Bank
	beacon    BeaconFn
	authority string

	Schema      collections.Schema
	Params      collections.Item[types.Params]
	Categories  collections.Map[uint64, types.Category]    // id → category
	Apps        collections.Map[[]byte, types.App]         // app → record
	AppNames    collections.KeySet[[]byte]                 // name ‖ 0 ‖ app
	Datasets    collections.Map[[]byte, types.Dataset]     // dataset → record
	Workerpools collections.Map[[]byte, types.Workerpool]  // pool → record
	Allowed     collections.KeySet[[]byte]                 // pool ‖ worker
	Orders      collections.Map[[]byte, types.Order]       // order → record
	ByOwner     collections.KeySet[[]byte]                 // owner ‖ order
	Resting     collections.Map[[]byte, uint64]            // owner → how many of its orders rest
	Placed      collections.KeySet[[]byte]                 // order, placed since the last clearing
	Lanes       collections.KeySet[[]byte]                 // lane ‖ rank: resting pool offers
	LaneHeads   collections.KeySet[[]byte]                 // category ‖ rank of the lane's first offer
	AppOffers   collections.KeySet[[]byte]                 // app ‖ rank: resting app offers
	DataOffers  collections.KeySet[[]byte]                 // dataset ‖ rank: resting dataset offers
	Active      collections.KeySet[[]byte]                 // rank: requests to be tried
	Parked      collections.KeySet[[]byte]                 // kind ‖ key ‖ rank: requests that wait for an offer
	Expiries    collections.KeySet[[]byte]                 // time ‖ order
	Wakes       collections.Map[[]byte, []byte]            // rank of an offer → where waking goes on
	Deals       collections.Map[[]byte, types.Deal]        // deal → record
	ByRequester collections.KeySet[[]byte]                 // requester ‖ deal
	ByRequest   collections.KeySet[[]byte]                 // request ‖ first ‖ deal
	NewDeals    collections.Map[uint64, []byte]            // number → deal, not taken over by poco yet
	NewDealNext collections.Item[uint64]                   // the next number; written in EndBlock only
	Signed      collections.Map[[]byte, types.SignedState] // EIP-712 hash → record
	Groups      collections.Map[[]byte, types.Group]       // group → record
	Members     collections.KeySet[[]byte]                 // group ‖ member
	Regroup     collections.Item[[]byte]                   // the last parked request looked at since a group grew
	RegroupMore collections.Item[bool]                     // a group grew meanwhile: once more from the start
	Matched     collections.KeySet[[]byte]                 // deals made by messages of this block
	BySponsor   collections.KeySet[[]byte]                 // sponsor ‖ deal, of deals of others' requests
	Listings    collections.Map[[]byte, types.Listing]     // name → record
	ListedIn    collections.Map[[]byte, []byte]            // app or dataset → name of its listing
	Uses        collections.Map[[]byte, uint64]            // app or dataset → how many deals it is in
	ListingUses collections.Map[[]byte, uint64]            // name → the sum over its versions
	ByUse       collections.KeySet[[]byte]                 // complement of the sum ‖ name
	ResultKeys  collections.Map[[]byte, string]            // account → age recipient
}

// New returns the keeper. authority is the account of governance.
func New(cdc codec.BinaryCodec, service store.KVStoreService, bank Bank, beacon BeaconFn, authority string) Keeper {
	b := collections.NewSchemaBuilder(service)
	set := func(p collections.Prefix, name string) collections.KeySet[[]byte] {
		return collections.NewKeySet(b, p, name, collections.BytesKey)
	}
	k := Keeper{
		cdc: cdc, bank: bank, beacon: beacon, authority: authority,
		Params:      collections.NewItem(b, types.ParamsPrefix, "params", codec.CollValue[types.Params](cdc)),
		Categories:  newMap[types.Category](b, cdc, types.CategoriesPrefix, "categories", collections.Uint64Key),
		Apps:        newMap[types.App](b, cdc, types.AppsPrefix, "apps", collections.BytesKey),
		AppNames:    set(types.AppNamesPrefix, "app_names"),
		Datasets:    newMap[types.Dataset](b, cdc, types.DatasetsPrefix, "datasets", collections.BytesKey),
		Workerpools: newMap[types.Workerpool](b, cdc, types.WorkerpoolsPrefix, "workerpools", collections.BytesKey),
		Allowed:     set(types.AllowedPrefix, "allowed"),
		Orders:      newMap[types.Order](b, cdc, types.OrdersPrefix, "orders", collections.BytesKey),
		ByOwner:     set(types.OrdersByOwnerPrefix, "orders_by_owner"),
		Resting: collections.NewMap(b, types.RestingCountPrefix, "resting", collections.BytesKey,
			collections.Uint64Value),
		Placed:      set(types.PlacedPrefix, "placed"),
		Lanes:       set(types.LanesPrefix, "lanes"),
		LaneHeads:   set(types.LaneHeadsPrefix, "lane_heads"),
		AppOffers:   set(types.AppOffersPrefix, "app_offers"),
		DataOffers:  set(types.DatasetOffersPrefix, "dataset_offers"),
		Active:      set(types.ActivePrefix, "active"),
		Parked:      set(types.ParkedPrefix, "parked"),
		Expiries:    set(types.ExpiriesPrefix, "expiries"),
		Wakes:       collections.NewMap(b, types.WakesPrefix, "wakes", collections.BytesKey, collections.BytesValue),
		Deals:       newMap[types.Deal](b, cdc, types.DealsPrefix, "deals", collections.BytesKey),
		ByRequester: set(types.DealsByRequesterPrefix, "deals_by_requester"),
		ByRequest:   set(types.DealsByRequestPrefix, "deals_by_request"),
		NewDeals: collections.NewMap(b, types.NewDealsPrefix, "new_deals", collections.Uint64Key,
			collections.BytesValue),
		NewDealNext: collections.NewItem(b, types.NewDealsNextPrefix, "new_deal_next", collections.Uint64Value),
		Signed:      newMap[types.SignedState](b, cdc, types.SignedPrefix, "signed", collections.BytesKey),
		Groups:      newMap[types.Group](b, cdc, types.GroupsPrefix, "groups", collections.BytesKey),
		Members:     set(types.GroupMembersPrefix, "group_members"),
		Regroup:     collections.NewItem(b, types.RegroupPrefix, "regroup", collections.BytesValue),
		RegroupMore: collections.NewItem(b, types.RegroupAgainPrefix, "regroup_more", collections.BoolValue),
		Matched:     set(types.MatchedPrefix, "matched"),
		BySponsor:   set(types.DealsBySponsorPrefix, "deals_by_sponsor"),
		Listings:    newMap[types.Listing](b, cdc, types.ListingsPrefix, "listings", collections.BytesKey),
		ListedIn: collections.NewMap(b, types.ListedInPrefix, "listed_in", collections.BytesKey,
			collections.BytesValue),
		Uses: collections.NewMap(b, types.UsesPrefix, "uses", collections.BytesKey, collections.Uint64Value),
		ListingUses: collections.NewMap(b, types.ListingUsesPrefix, "listing_uses", collections.BytesKey,
			collections.Uint64Value),
		ByUse: set(types.ListingsByUsePrefix, "listings_by_use"),
		ResultKeys: collections.NewMap(b, types.ResultKeysPrefix, "result_keys", collections.BytesKey,
			collections.StringValue),
	}
	schema, err := b.Build()
	if err != nil {
		panic(err) // two prefixes are equal: found by the first test
	}
	k.Schema = schema
	return k
}

// newMap returns a map of proto records.
func newMap[T any, PT interface {
	*T
	codec.ProtoMarshaler //nolint:staticcheck // what codec.CollValue asks for
}, K any](b *collections.SchemaBuilder, cdc codec.BinaryCodec, p collections.Prefix, name string,
	key collcodec.KeyCodec[K],
) collections.Map[K, T] {
	return collections.NewMap(b, p, name, key, codec.CollValue[T, PT](cdc))
}

// take moves coins from an account into the market's escrow.
func (k Keeper) take(ctx context.Context, from ident.Address, amount rlc.Amount, what string) error {
	if amount == 0 {
		return nil
	}
	have := k.spendable(ctx, from)
	if have < amount {
		return types.ErrFunds.Wrapf("%s has %s available, %s needs %s (%s more)",
			account.Bech32(from), have, what, amount, amount-have)
	}
	return k.bank.SendCoinsFromAccountToModule(ctx, from[:], types.ModuleName, coins(amount))
}

// give moves coins out of the market's escrow to an account.
func (k Keeper) give(ctx context.Context, to ident.Address, amount rlc.Amount) error {
	if amount == 0 {
		return nil
	}
	return k.bank.SendCoinsFromModuleToAccount(ctx, types.ModuleName, to[:], coins(amount))
}

func (k Keeper) spendable(ctx context.Context, a ident.Address) rlc.Amount {
	return rlc.Amount(k.bank.SpendableCoins(ctx, a[:]).AmountOf(account.Denom).Uint64())
}

func (k Keeper) escrow(ctx context.Context) rlc.Amount {
	addr := authtypes.NewModuleAddress(types.ModuleName)
	return rlc.Amount(k.bank.GetBalance(ctx, addr, account.Denom).Amount.Uint64())
}

func coins(a rlc.Amount) sdk.Coins {
	return sdk.NewCoins(sdk.NewCoin(account.Denom, math.NewIntFromUint64(uint64(a))))
}

func nowUnix(ctx context.Context) int64 { return sdk.UnwrapSDKContext(ctx).BlockTime().Unix() }

func height(ctx context.Context) int64 { return sdk.UnwrapSDKContext(ctx).BlockHeight() }

func isNotFound(err error) bool { return errors.Is(err, collections.ErrNotFound) }
