// Package keeper remembers the random beacon and the keys with which validators
// prove for it. core/beacon decides.
package keeper

import (
	"context"
	"errors"
	"slices"

	"cosmossdk.io/collections"
	"cosmossdk.io/core/store"
	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"
	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"

	"github.com/iexecd/iexecd/core/beacon"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/x/beacon/types"
)

// Staking is what the module needs of the validators.
type Staking interface {
	Validator(ctx context.Context, operator sdk.ValAddress) (stakingtypes.ValidatorI, error)
	ValidatorByConsAddr(ctx context.Context, consensus sdk.ConsAddress) (stakingtypes.ValidatorI, error)
}

// Keeper is the module's state.
type Keeper struct {
	staking Staking

	Schema collections.Schema
	Beacon collections.Item[types.Beacon]
	Keys   collections.Map[[]byte, types.ValidatorKeys] // operator → its keys
	Owners collections.Map[[]byte, []byte]              // public key → operator
}

// New returns the keeper.
func New(cdc codec.BinaryCodec, service store.KVStoreService, staking Staking) Keeper {
	b := collections.NewSchemaBuilder(service)
	k := Keeper{
		staking: staking,
		Beacon:  collections.NewItem(b, types.BeaconPrefix, "beacon", codec.CollValue[types.Beacon](cdc)),
		Keys: collections.NewMap(b, types.KeysPrefix, "keys", collections.BytesKey,
			codec.CollValue[types.ValidatorKeys](cdc)),
		Owners: collections.NewMap(b, types.OwnersPrefix, "owners", collections.BytesKey, collections.BytesValue),
	}
	schema, err := b.Build()
	if err != nil {
		panic(err) // two prefixes are equal: found by the first test
	}
	k.Schema = schema
	return k
}

// Value returns the beacon in force: 32 bytes that draws of this block hash with
// what they draw for. An error if the store cannot be read.
func (k Keeper) Value(ctx context.Context) (ident.Hash, error) {
	b, err := k.Beacon.Get(ctx)
	if err != nil {
		return ident.Hash{}, err
	}
	return ident.ParseHash(b.Value)
}

// Tie returns what breaks ties among the orders of this block. It differs from
// block to block also where the beacon does not. Rule BCN-R10.
func (k Keeper) Tie(ctx context.Context) ident.Hash {
	value, err := k.Value(ctx)
	if err != nil {
		value = ident.Hash{} // ties need to be equal everywhere, not to be a beacon
	}
	h := sdk.UnwrapSDKContext(ctx).BlockHeader()
	return beacon.Tie(value, uint64(h.Height), h.AppHash, h.Time.UnixNano()) //nolint:gosec // not negative
}

// at returns the beacon, and its number, over which votes at a height prove, as
// the state after block height-1 or height tells: it is that of the end of
// height-1. Rule BCN-R4.
func at(b types.Beacon, height int64) (value ident.Hash, number uint64, err error) {
	if b.Height == height {
		value, err = ident.ParseHash(b.Previous)
		return value, b.Number - 1, err
	}
	value, err = ident.ParseHash(b.Value)
	return value, b.Number, err
}

// inForce returns the key with which a validator proves over a beacon: the
// newest that was registered before that beacon was known. Rule BCN-R2.
func inForce(keys []types.Key, number uint64) (string, bool) {
	for _, k := range slices.Backward(keys) {
		if k.Number < number {
			return k.PublicKey, true
		}
	}
	return "", false
}

// Assignment returns what a node has to prove over in its vote at a height, the
// next after the committed state, and true if one of its validators' keys is in
// force. find tells whether the node has a key. Rule BCN-R4.
func (k Keeper) Assignment(ctx context.Context, height int64, public []byte) (alpha []byte, ok bool, err error) {
	operator, err := k.Owners.Get(ctx, public)
	if isNotFound(err) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	v, err := k.Keys.Get(ctx, operator)
	if err != nil {
		return nil, false, err
	}
	b, err := k.Beacon.Get(ctx)
	if err != nil {
		return nil, false, err
	}
	value, number, err := at(b, height)
	if err != nil {
		return nil, false, err
	}
	key, ok := inForce(v.Keys, number)
	if !ok || key != hexed(public) {
		return nil, false, nil
	}
	chain := sdk.UnwrapSDKContext(ctx).ChainID()
	return beacon.Alpha(chain, uint64(height), value), true, nil //nolint:gosec // not negative
}

func isNotFound(err error) bool { return errors.Is(err, collections.ErrNotFound) }
