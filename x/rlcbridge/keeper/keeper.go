// Package keeper remembers the bridge: what the vault on Ethereum was seen to do,
// what waits in both directions, and what validators signed. core/bridge decides.
package keeper

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"cosmossdk.io/collections"
	collcodec "cosmossdk.io/collections/codec"
	"cosmossdk.io/core/store"
	"cosmossdk.io/math"
	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"
	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"
	"github.com/cosmos/gogoproto/proto"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/x/rlcbridge/types"
)

// Balances is what the module asks the bank.
type Balances interface {
	GetSupply(ctx context.Context, denom string) sdk.Coin
	GetBalance(ctx context.Context, addr sdk.AccAddress, denom string) sdk.Coin
	BlockedAddr(addr sdk.AccAddress) bool
}

// Mover is what the module has the bank do. It alone may mint.
type Mover interface {
	SendCoinsFromAccountToModule(ctx context.Context, from sdk.AccAddress, module string, amt sdk.Coins) error
	SendCoinsFromModuleToAccount(ctx context.Context, module string, to sdk.AccAddress, amt sdk.Coins) error
	SendCoinsFromModuleToModule(ctx context.Context, from, to string, amt sdk.Coins) error
	MintCoins(ctx context.Context, module string, amt sdk.Coins) error
	BurnCoins(ctx context.Context, module string, amt sdk.Coins) error
}

// Bank is what the module needs of the bank.
type Bank interface {
	Balances
	Mover
}

// Staking is what the module needs of the validators.
type Staking interface {
	Validator(ctx context.Context, operator sdk.ValAddress) (stakingtypes.ValidatorI, error)
	ValidatorByConsAddr(ctx context.Context, consensus sdk.ConsAddress) (stakingtypes.ValidatorI, error)
	IterateLastValidatorPowers(ctx context.Context, each func(operator sdk.ValAddress, power int64) bool) error
	GetLastValidatorPower(ctx context.Context, operator sdk.ValAddress) (int64, error)
	GetLastTotalPower(ctx context.Context) (math.Int, error)
}

// Slashing is what the module has done to who signs forgeries.
type Slashing interface {
	IsTombstoned(ctx context.Context, consensus sdk.ConsAddress) bool
	Jail(ctx context.Context, consensus sdk.ConsAddress) error
	JailUntil(ctx context.Context, consensus sdk.ConsAddress, until time.Time) error
	Tombstone(ctx context.Context, consensus sdk.ConsAddress) error
}

// Slasher takes from a validator and its delegators; what it takes goes to the
// community pool.
type Slasher interface {
	Slash(
		ctx context.Context, consensus sdk.ConsAddress, sinceHeight, power int64, fraction math.LegacyDec,
	) (math.Int, error)
}

// Pool is the community pool: it pays who shows a forgery, and gets what of a fee is kept.
type Pool interface {
	FundCommunityPool(ctx context.Context, amount sdk.Coins, from sdk.AccAddress) error
	DistributeFromFeePool(ctx context.Context, amount sdk.Coins, to sdk.AccAddress) error
}

// Court is what the module needs to punish forgeries, and to make a cancel cost something.
type Court struct {
	Slashing Slashing
	Slasher  Slasher
	Pool     Pool
}

// Keeper is the module's state.
type Keeper struct {
	bank      Bank
	staking   Staking
	court     Court
	authority string

	Schema      collections.Schema
	Params      collections.Item[types.Params]
	Vault       collections.Item[types.Vault] // absent: the module is off
	Observed    collections.Item[types.Observed]
	Books       collections.Item[types.Books]
	Keys        collections.Map[[]byte, types.BridgeKey]  // operator → its key
	KeyUses     collections.Map[[]byte, types.KeyUse]     // address → whose key it is or was
	Valsets     collections.Map[uint64, types.Valset]     // nonce → set
	Withdrawals collections.Map[uint64, types.Withdrawal] // id → withdrawal
	BySender    collections.KeySet[[]byte]                // sender ‖ id
	Queue       collections.KeySet[uint64]                // ids that wait for a batch
	Batches     collections.Map[uint64, types.Batch]      // nonce → batch
	Open        collections.KeySet[uint64]                // nonces of open batches
	Signatures  collections.Map[[]byte, []byte]           // kind ‖ nonce ‖ signer → r and vs
	Digests     collections.Map[[]byte, []byte]           // kind ‖ nonce → digest
	BucketIn    collections.Item[types.Bucket]
	BucketOut   collections.Item[types.Bucket]
	Delayed     collections.Map[uint64, types.Delayed]     // nonce of the event → deposit
	Releases    collections.KeySet[[]byte]                 // second ‖ nonce of what is released then
	Stranded    collections.Map[uint64, types.Stranded]    // id → what can be claimed
	Pauses      collections.Map[uint64, types.Pause]       // flag → its pause
	Alarms      collections.Map[[]byte, types.Alarm]       // operator → its alarm
	Configs     collections.Map[uint64, types.VaultConfig] // nonce → config of the vault
}

// New returns the keeper. The bank must let it mint; authority is the account of
// governance.
func New(
	cdc codec.BinaryCodec, service store.KVStoreService, bank Bank, staking Staking, court Court, authority string,
) Keeper {
	b := collections.NewSchemaBuilder(service)
	number, text := collections.Uint64Key, collections.BytesKey
	k := Keeper{
		bank: bank, staking: staking, court: court, authority: authority,
		Params:   collections.NewItem(b, types.ParamsPrefix, "params", codec.CollValue[types.Params](cdc)),
		Vault:    collections.NewItem(b, types.VaultPrefix, "vault", codec.CollValue[types.Vault](cdc)),
		Observed: collections.NewItem(b, types.ObservedPrefix, "observed", codec.CollValue[types.Observed](cdc)),
		Books:    collections.NewItem(b, types.BooksPrefix, "books", codec.CollValue[types.Books](cdc)),
		Keys:     newMap[types.BridgeKey](b, cdc, types.KeysPrefix, "keys", text),
		KeyUses:  newMap[types.KeyUse](b, cdc, types.KeyUsesPrefix, "key_uses", text),
		Valsets:  newMap[types.Valset](b, cdc, types.ValsetsPrefix, "valsets", number),

		Withdrawals: newMap[types.Withdrawal](b, cdc, types.WithdrawalsPrefix, "withdrawals", number),
		BySender:    collections.NewKeySet(b, types.BySenderPrefix, "withdrawals_by_sender", text),
		Queue:       collections.NewKeySet(b, types.QueuePrefix, "queue", number),
		Batches:     newMap[types.Batch](b, cdc, types.BatchesPrefix, "batches", number),
		Open:        collections.NewKeySet(b, types.OpenPrefix, "open_batches", number),
		Signatures:  collections.NewMap(b, types.SignaturesPrefix, "signatures", text, collections.BytesValue),
		Digests:     collections.NewMap(b, types.DigestsPrefix, "digests", text, collections.BytesValue),
		BucketIn:    collections.NewItem(b, types.BucketInPrefix, "bucket_in", codec.CollValue[types.Bucket](cdc)),
		BucketOut:   collections.NewItem(b, types.BucketOutPrefix, "bucket_out", codec.CollValue[types.Bucket](cdc)),
		Delayed:     newMap[types.Delayed](b, cdc, types.DelayedPrefix, "delayed", number),
		Releases:    collections.NewKeySet(b, types.ReleasesPrefix, "releases", text),
		Stranded:    newMap[types.Stranded](b, cdc, types.StrandedPrefix, "stranded", number),
		Pauses:      newMap[types.Pause](b, cdc, types.PausesPrefix, "pauses", number),
		Alarms:      newMap[types.Alarm](b, cdc, types.AlarmsPrefix, "alarms", text),
		Configs:     newMap[types.VaultConfig](b, cdc, types.ConfigsPrefix, "configs", number),
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
	codec.ProtoMarshaler //nolint:staticcheck // what CollValue asks for
}, K any](b *collections.SchemaBuilder, cdc codec.BinaryCodec, p collections.Prefix, name string,
	key collcodec.KeyCodec[K],
) collections.Map[K, T] {
	return collections.NewMap(b, p, name, key, codec.CollValue[T, PT](cdc))
}

// On reports whether the chain has a bridge.
func (k Keeper) On(ctx context.Context) (bool, error) { return k.Vault.Has(ctx) }

// vault returns what this chain is bridged to; ErrOff if it is to nothing.
func (k Keeper) vault(ctx context.Context) (types.VaultID, error) {
	v, err := k.Vault.Get(ctx)
	if isNotFound(err) {
		return types.VaultID{}, types.ErrOff.Wrap("this chain has no vault on Ethereum: its genesis names none")
	}
	if err != nil {
		return types.VaultID{}, err
	}
	return v.Core()
}

// Head returns the vault's domain, and the point of its chain of events up to
// which they have been taken in; ErrOff if there is no vault.
func (k Keeper) Head(ctx context.Context) (bridge.Domain, bridge.Point, error) {
	v, err := k.vault(ctx)
	if err != nil {
		return bridge.Domain{}, bridge.Point{}, err
	}
	o, err := k.Observed.Get(ctx)
	if err != nil {
		return bridge.Domain{}, bridge.Point{}, err
	}
	at, err := o.Point()
	return v.Domain, at, err
}

// changeBooks changes sums and counters.
func (k Keeper) changeBooks(ctx context.Context, change func(*types.Books) error) error {
	b, err := orZero(k.Books.Get(ctx))
	if err != nil {
		return err
	}
	if err := change(&b); err != nil {
		return err
	}
	return k.Books.Set(ctx, b)
}

// move changes a sum of the books.
func move(sum *uint64, plus, minus rlc.Amount) error {
	after, err := rlc.Add(rlc.Amount(*sum), plus)
	if err == nil {
		after, err = rlc.Sub(after, minus)
	}
	if err != nil {
		return types.ErrBooks.Wrap(err.Error())
	}
	*sum = uint64(after)
	return nil
}

// alone does something in a cache context of its own, so that it is done whole or
// not at all; a panic is an error.
func alone(ctx context.Context, do func(context.Context) error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	cached, write := sdk.UnwrapSDKContext(ctx).CacheContext()
	if err := do(cached); err != nil { //nolint:contextcheck // the same context, with a store of its own
		return err
	}
	write()
	return nil
}

func moment(ctx context.Context) bridge.Moment {
	c := sdk.UnwrapSDKContext(ctx)
	return bridge.Moment{
		Height: uint64(c.BlockHeight()),      //nolint:gosec // not negative
		Unix:   uint64(c.BlockTime().Unix()), //nolint:gosec // block times are positive
	}
}

// typed emits a typed event.
func typed(ctx context.Context, event proto.Message) error {
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(event)
}

func coins(a rlc.Amount) sdk.Coins {
	return sdk.NewCoins(sdk.NewCoin(account.Denom, math.NewIntFromUint64(uint64(a))))
}

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

func u64(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

// under is the range of all keys that start with prefix, which is not all 0xff.
func under(prefix []byte) *collections.Range[[]byte] {
	end := bytes.Clone(prefix)
	for i := len(end) - 1; i >= 0; i-- {
		end[i]++
		if end[i] != 0 {
			end = end[:i+1]
			break
		}
	}
	return new(collections.Range[[]byte]).StartInclusive(prefix).EndExclusive(end)
}

func isNotFound(err error) bool { return errors.Is(err, collections.ErrNotFound) }

// orZero turns "not there" into zero.
func orZero[V any](v V, err error) (V, error) {
	if isNotFound(err) {
		var zero V
		return zero, nil
	}
	return v, err
}
