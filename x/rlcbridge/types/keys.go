// Package types holds the wire types of the bridge and their checks.
package types

import "cosmossdk.io/collections"

// ModuleName names the module, its store, and the account that mints, burns and
// holds what open withdrawals escrow. The other accounts hold what waits.
const (
	ModuleName   = "rlcbridge"
	StoreKey     = ModuleName
	DelayedName  = "rlcbridge_delayed"
	StrandedName = "rlcbridge_stranded"
)

// The prefixes of the store, one byte each, never reused.
var (
	ParamsPrefix      = collections.NewPrefix(0x01)
	VaultPrefix       = collections.NewPrefix(0x02)
	ObservedPrefix    = collections.NewPrefix(0x03)
	BooksPrefix       = collections.NewPrefix(0x04)
	KeysPrefix        = collections.NewPrefix(0x05)
	KeyUsesPrefix     = collections.NewPrefix(0x06)
	ValsetsPrefix     = collections.NewPrefix(0x07)
	WithdrawalsPrefix = collections.NewPrefix(0x08)
	BySenderPrefix    = collections.NewPrefix(0x09)
	QueuePrefix       = collections.NewPrefix(0x0a)
	BatchesPrefix     = collections.NewPrefix(0x0b)
	OpenPrefix        = collections.NewPrefix(0x0c)
	SignaturesPrefix  = collections.NewPrefix(0x0d)
	DigestsPrefix     = collections.NewPrefix(0x0e)
	BucketInPrefix    = collections.NewPrefix(0x0f)
	BucketOutPrefix   = collections.NewPrefix(0x10)
	DelayedPrefix     = collections.NewPrefix(0x11)
	ReleasesPrefix    = collections.NewPrefix(0x12)
	StrandedPrefix    = collections.NewPrefix(0x13)
	PausesPrefix      = collections.NewPrefix(0x14)
	AlarmsPrefix      = collections.NewPrefix(0x15)
	ConfigsPrefix     = collections.NewPrefix(0x16)
)

// The bounds of messages.
const (
	MaxSignatures  = 32  // of MsgSubmitSignatures
	MaxReasonBytes = 200 // of any reason that is stored
	MaxPausers     = 16
)
