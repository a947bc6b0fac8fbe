// Package keeper remembers Proof of Contribution: workers with their bonds and
// records, tasks, and what is due when. core/poco decides.
package keeper

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"

	"cosmossdk.io/collections"
	collcodec "cosmossdk.io/collections/codec"
	"cosmossdk.io/core/store"
	"cosmossdk.io/math"
	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	"github.com/cosmos/gogoproto/proto"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/x/poco/types"
)

// Bank is what the module needs of the bank.
type Bank interface {
	GetBalance(ctx context.Context, addr sdk.AccAddress, denom string) sdk.Coin
	SpendableCoins(ctx context.Context, addr sdk.AccAddress) sdk.Coins
	SendCoinsFromAccountToModule(ctx context.Context, from sdk.AccAddress, module string, amt sdk.Coins) error
	SendCoinsFromModuleToAccount(ctx context.Context, module string, to sdk.AccAddress, amt sdk.Coins) error
	SendCoinsFromModuleToModule(ctx context.Context, from, to string, amt sdk.Coins) error
}

// Market is what the module needs of the market, in core's words.
type Market interface {
	// TakeNewDeals returns up to n deals whose tasks nobody has opened, once.
	TakeNewDeals(ctx context.Context, n int) ([]market.Deal, error)
	// Deal returns a deal.
	Deal(ctx context.Context, id ident.Hash) (market.Deal, error)
	// SettleTask pays everybody but workers and scheduler, and moves the pool's price here.
	SettleTask(ctx context.Context, deal ident.Hash, index uint64) error
	// RefundTask gives the sponsor everything back; the pool's stake goes to the kitty if it is at fault.
	RefundTask(ctx context.Context, deal ident.Hash, index uint64, poolAtFault bool) (rlc.Amount, error)
	// MayJoin reports whether a worker may join a pool; an error if there is no such pool.
	MayJoin(ctx context.Context, pool, worker ident.Address) (bool, error)
}

// BeaconFn returns the beacon in force: 32 bytes that nobody knew when what a
// block begins with was put in line.
type BeaconFn func(ctx context.Context) (ident.Hash, error)

// Keeper is the module's state.
type Keeper struct {
	bank      Bank
	market    Market
	beacon    BeaconFn
	authority string

	Schema      collections.Schema
	Params      collections.Item[types.Params]
	Workers     collections.Map[[]byte, types.Worker]  // worker → record
	ByPool      collections.KeySet[[]byte]             // pool ‖ worker
	Seats       collections.Map[[]byte, []byte]        // roster ‖ position → worker
	SeatOf      collections.Map[[]byte, uint64]        // worker ‖ for audits → its position, if on that roster
	SeatCount   collections.Map[[]byte, uint64]        // roster → how many workers
	Tasks       collections.Map[[]byte, types.Task]    // task → record
	ByDeal      collections.KeySet[[]byte]             // deal ‖ index ‖ task
	Assigned    collections.KeySet[[]byte]             // worker ‖ task, while its seat is open
	Due         collections.KeySet[[]byte]             // time ‖ task
	DueAt       collections.Map[[]byte, uint64]        // task → its time in Due
	Openings    collections.Map[uint64, types.Opening] // number → deal with tasks to open
	OpeningNext collections.Item[uint64]               // the next number; written in EndBlock only
	Paused      collections.Map[[]byte,
		types.Opening] // deal → opening whose last task found no first members
	Waiting     collections.KeySet[[]byte]                  // roster ‖ time of the next try ‖ task that waits for it
	WaitCount   collections.Map[[]byte, uint64]             // roster → how many tasks wait for it
	Pools       collections.Map[[]byte, types.PoolStats]    // pool → sums
	History     collections.Map[[]byte, types.HistoryEntry] // worker ‖ number → verdict
	HistoryNext collections.Map[[]byte, uint64]             // worker → next number
	Maturing    collections.KeySet[[]byte]                  // height ‖ task whose earnings are paid then
	HeldBy      collections.KeySet[[]byte]                  // worker ‖ height ‖ task that it has earnings held back in
	HeldTotal   collections.Item[uint64]                    // what is held back of workers and pools
	Recalls     collections.Map[[]byte, []byte]             // caught worker → last key of HeldBy that was recalled
	RecallTurn  collections.Item[[]byte]                    // the caught worker that was last served
	AuditStats  collections.Item[types.AuditStats]          // sums over all audits
	OpeningOf   collections.Map[[]byte, uint64]             // deal → its number in Openings
	Draws       collections.Map[uint64, []byte]             // number → task to draw for at the next block's beginning
	DrawOf      collections.Map[[]byte, uint64]             // task → its number in Draws
	DrawNext    collections.Item[uint64]                    // the next number
	FreeSlots   collections.Map[[]byte, uint64]             // roster → free slots of its workers
	SlotCount   collections.Map[[]byte, uint64]             // pool → slots of its active workers
}

// New returns the keeper. authority is the account of governance.
func New(
	cdc codec.BinaryCodec, service store.KVStoreService, bank Bank, mkt Market, random BeaconFn, authority string,
) Keeper {
	b := collections.NewSchemaBuilder(service)
	set := func(p collections.Prefix, name string) collections.KeySet[[]byte] {
		return collections.NewKeySet(b, p, name, collections.BytesKey)
	}
	numbers := func(p collections.Prefix, name string) collections.Map[[]byte, uint64] {
		return collections.NewMap(b, p, name, collections.BytesKey, collections.Uint64Value)
	}
	k := Keeper{
		bank: bank, market: mkt, beacon: random, authority: authority,
		Params:      collections.NewItem(b, types.ParamsPrefix, "params", codec.CollValue[types.Params](cdc)),
		Workers:     newMap[types.Worker](b, cdc, types.WorkersPrefix, "workers", collections.BytesKey),
		ByPool:      set(types.ByPoolPrefix, "workers_by_pool"),
		Seats:       collections.NewMap(b, types.SeatsPrefix, "seats", collections.BytesKey, collections.BytesValue),
		SeatOf:      numbers(types.SeatOfPrefix, "seat_of"),
		SeatCount:   numbers(types.SeatCountPrefix, "seat_count"),
		Tasks:       newMap[types.Task](b, cdc, types.TasksPrefix, "tasks", collections.BytesKey),
		ByDeal:      set(types.ByDealPrefix, "tasks_by_deal"),
		Assigned:    set(types.AssignedPrefix, "assigned"),
		Due:         set(types.DuePrefix, "due"),
		DueAt:       numbers(types.DueAtPrefix, "due_at"),
		Openings:    newMap[types.Opening](b, cdc, types.OpeningsPrefix, "openings", collections.Uint64Key),
		OpeningNext: collections.NewItem(b, types.OpeningNextPrefix, "opening_next", collections.Uint64Value),
		Paused:      newMap[types.Opening](b, cdc, types.PausedPrefix, "paused", collections.BytesKey),
		Waiting:     set(types.WaitingPrefix, "waiting"),
		WaitCount:   numbers(types.WaitCountPrefix, "wait_count"),
		Pools:       newMap[types.PoolStats](b, cdc, types.PoolsPrefix, "pools", collections.BytesKey),
		History:     newMap[types.HistoryEntry](b, cdc, types.HistoryPrefix, "history", collections.BytesKey),
		HistoryNext: numbers(types.HistoryNextPrefix, "history_next"),
		Maturing:    set(types.MaturingPrefix, "maturing"),
		HeldBy:      set(types.HeldByPrefix, "held_by"),
		HeldTotal:   collections.NewItem(b, types.HeldTotalPrefix, "held_total", collections.Uint64Value),
		Recalls: collections.NewMap(b, types.RecallsPrefix, "recalls", collections.BytesKey,
			collections.BytesValue),
		RecallTurn: collections.NewItem(b, types.RecallTurnPrefix, "recall_turn", collections.BytesValue),
		AuditStats: collections.NewItem(b, types.AuditStatsPrefix, "audit_stats",
			codec.CollValue[types.AuditStats](cdc)),
		OpeningOf: numbers(types.OpeningOfPrefix, "opening_of"),
		Draws:     collections.NewMap(b, types.DrawsPrefix, "draws", collections.Uint64Key, collections.BytesValue),
		DrawOf:    numbers(types.DrawOfPrefix, "draw_of"),
		DrawNext:  collections.NewItem(b, types.DrawNextPrefix, "draw_next", collections.Uint64Value),
		FreeSlots: numbers(types.FreeSlotsPrefix, "free_slots"),
		SlotCount: numbers(types.SlotCountPrefix, "slot_count"),
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

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

func u64(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

// under is the range of all keys that start with prefix.
func under(prefix []byte) *collections.Range[[]byte] {
	return new(collections.Range[[]byte]).StartInclusive(prefix).EndExclusive(prefixEnd(prefix))
}

// prefixEnd returns the first key after all keys with the prefix. No prefix of
// ours is all 0xff: each is a hash or an address.
func prefixEnd(prefix []byte) []byte {
	end := bytes.Clone(prefix)
	for i := len(end) - 1; i >= 0; i-- {
		end[i]++
		if end[i] != 0 {
			return end[:i+1]
		}
	}
	return nil
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

func clock(ctx context.Context) poco.Clock {
	c := sdk.UnwrapSDKContext(ctx)
	return poco.Clock{Unix: c.BlockTime().Unix(), Height: c.BlockHeight()}
}

// typed emits a typed event.
func typed(ctx context.Context, event proto.Message) error {
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(event)
}

func coins(a rlc.Amount) sdk.Coins {
	return sdk.NewCoins(sdk.NewCoin(account.Denom, math.NewIntFromUint64(uint64(a))))
}

// pay moves coins from the module to an account.
func (k Keeper) pay(ctx context.Context, module string, to ident.Address, a rlc.Amount) error {
	if a == 0 {
		return nil
	}
	return k.bank.SendCoinsFromModuleToAccount(ctx, module, to[:], coins(a))
}

// Kitty returns what the kitty holds.
func (k Keeper) Kitty(ctx context.Context) rlc.Amount { return k.moduleBalance(ctx, types.KittyName) }

// AuditFund returns what the audit fund holds.
func (k Keeper) AuditFund(ctx context.Context) rlc.Amount {
	return k.moduleBalance(ctx, types.AuditName)
}

func (k Keeper) moduleBalance(ctx context.Context, module string) rlc.Amount {
	addr := authtypes.NewModuleAddress(module)
	return rlc.Amount(k.bank.GetBalance(ctx, addr, account.Denom).Amount.Uint64())
}
