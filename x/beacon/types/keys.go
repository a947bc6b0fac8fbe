// Package types holds the wire types of the random beacon and their checks.
package types

import (
	"cosmossdk.io/collections"
	"cosmossdk.io/errors"
)

// ModuleName names the module and its store.
const (
	ModuleName = "beacon"
	StoreKey   = ModuleName
)

// The prefixes of the store, one byte each, never reused.
var (
	BeaconPrefix = collections.NewPrefix(0x01)
	KeysPrefix   = collections.NewPrefix(0x02)
	OwnersPrefix = collections.NewPrefix(0x03)
)

// MaxKeys is how many keys of one validator can be needed: the one that votes
// in flight were proved with, the one in force, and the next.
const MaxKeys = 3

// The module's error codes, from 2, never reused.
var (
	ErrBadField    = errors.Register(ModuleName, 2, "bad field")
	ErrNoValidator = errors.Register(ModuleName, 3, "not a validator")
	ErrProof       = errors.Register(ModuleName, 4, "bad proof of possession")
	ErrAlready     = errors.Register(ModuleName, 5, "done already")
)
