// Package types holds the wire types of Proof of Contribution, their checks,
// and the one bridge between them and core.
package types

import "cosmossdk.io/collections"

// ModuleName names the module, its store and the account that holds the
// workers' bonds; KittyName the account of forfeited stakes.
const (
	ModuleName = "poco"
	StoreKey   = ModuleName
	KittyName  = "kitty"
	AuditName  = "audit" // the fund that pays for audits
)

// The prefixes of the store, one byte each, never reused.
var (
	ParamsPrefix      = collections.NewPrefix(0x01)
	WorkersPrefix     = collections.NewPrefix(0x02)
	ByPoolPrefix      = collections.NewPrefix(0x03)
	SeatsPrefix       = collections.NewPrefix(0x04)
	SeatOfPrefix      = collections.NewPrefix(0x05)
	SeatCountPrefix   = collections.NewPrefix(0x06)
	TasksPrefix       = collections.NewPrefix(0x07)
	ByDealPrefix      = collections.NewPrefix(0x08)
	AssignedPrefix    = collections.NewPrefix(0x09)
	DuePrefix         = collections.NewPrefix(0x0a)
	DueAtPrefix       = collections.NewPrefix(0x0b)
	OpeningsPrefix    = collections.NewPrefix(0x0c)
	OpeningNextPrefix = collections.NewPrefix(0x0d)
	PoolsPrefix       = collections.NewPrefix(0x0e)
	HistoryPrefix     = collections.NewPrefix(0x0f)
	HistoryNextPrefix = collections.NewPrefix(0x10)
	PausedPrefix      = collections.NewPrefix(0x11)
	WaitingPrefix     = collections.NewPrefix(0x12)
	WaitCountPrefix   = collections.NewPrefix(0x13)
	DrawsPrefix       = collections.NewPrefix(0x14)
	DrawOfPrefix      = collections.NewPrefix(0x15)
	DrawNextPrefix    = collections.NewPrefix(0x16)
	FreeSlotsPrefix   = collections.NewPrefix(0x17)
	OpeningOfPrefix   = collections.NewPrefix(0x18)
	MaturingPrefix    = collections.NewPrefix(0x19)
	HeldByPrefix      = collections.NewPrefix(0x1a)
	HeldTotalPrefix   = collections.NewPrefix(0x1b)
	RecallsPrefix     = collections.NewPrefix(0x1c)
	AuditStatsPrefix  = collections.NewPrefix(0x1d)
	SlotCountPrefix   = collections.NewPrefix(0x1e)
	RecallTurnPrefix  = collections.NewPrefix(0x1f)
)
