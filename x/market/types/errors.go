package types

import "cosmossdk.io/errors"

// The module's error codes, from 2, never reused.
var (
	ErrBadField    = errors.Register(ModuleName, 2, "bad field")
	ErrNotFound    = errors.Register(ModuleName, 3, "not found")
	ErrExists      = errors.Register(ModuleName, 4, "exists already")
	ErrNotOwner    = errors.Register(ModuleName, 5, "not the owner")
	ErrFunds       = errors.Register(ModuleName, 6, "not enough funds")
	ErrTooMany     = errors.Register(ModuleName, 7, "too many resting orders")
	ErrClosed      = errors.Register(ModuleName, 8, "the order is closed")
	ErrAuthority   = errors.Register(ModuleName, 9, "only governance may do this")
	ErrUnsupported = errors.Register(ModuleName, 10, "not served by this chain")
	ErrInvariant   = errors.Register(ModuleName, 11, "broken invariant")
	ErrNoMatch     = errors.Register(ModuleName, 12, "the orders do not match")
	ErrSignature   = errors.Register(ModuleName, 13, "not signed by the owner")
	ErrTooWide     = errors.Register(ModuleName, 14, "a number has no place here")
)
