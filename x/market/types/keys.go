// Package types holds the wire types of the market, their checks, and the one
// bridge between them and core.
package types

import "cosmossdk.io/collections"

// ModuleName names the module, its store and its module account.
const (
	ModuleName = "market"
	StoreKey   = ModuleName
)

// The prefixes of the store, one byte each, never reused.
var (
	ParamsPrefix           = collections.NewPrefix(0x01)
	CategoriesPrefix       = collections.NewPrefix(0x02)
	AppsPrefix             = collections.NewPrefix(0x03)
	AppNamesPrefix         = collections.NewPrefix(0x04)
	DatasetsPrefix         = collections.NewPrefix(0x05)
	WorkerpoolsPrefix      = collections.NewPrefix(0x06)
	AllowedPrefix          = collections.NewPrefix(0x07)
	OrdersPrefix           = collections.NewPrefix(0x08)
	OrdersByOwnerPrefix    = collections.NewPrefix(0x09)
	RestingCountPrefix     = collections.NewPrefix(0x0a)
	PlacedPrefix           = collections.NewPrefix(0x0b)
	LanesPrefix            = collections.NewPrefix(0x0c)
	LaneHeadsPrefix        = collections.NewPrefix(0x0d)
	AppOffersPrefix        = collections.NewPrefix(0x0e)
	DatasetOffersPrefix    = collections.NewPrefix(0x0f)
	ActivePrefix           = collections.NewPrefix(0x10)
	ParkedPrefix           = collections.NewPrefix(0x11)
	ExpiriesPrefix         = collections.NewPrefix(0x12)
	WakesPrefix            = collections.NewPrefix(0x13)
	DealsPrefix            = collections.NewPrefix(0x14)
	DealsByRequesterPrefix = collections.NewPrefix(0x15)
	DealsByRequestPrefix   = collections.NewPrefix(0x16)
	NewDealsPrefix         = collections.NewPrefix(0x17)
	NewDealsNextPrefix     = collections.NewPrefix(0x18)
	SignedPrefix           = collections.NewPrefix(0x19)
	GroupsPrefix           = collections.NewPrefix(0x1a)
	GroupMembersPrefix     = collections.NewPrefix(0x1b)
	RegroupPrefix          = collections.NewPrefix(0x1c)
	RegroupAgainPrefix     = collections.NewPrefix(0x1d)
	MatchedPrefix          = collections.NewPrefix(0x1e)
	DealsBySponsorPrefix   = collections.NewPrefix(0x1f)
	ListingsPrefix         = collections.NewPrefix(0x20)
	ListedInPrefix         = collections.NewPrefix(0x21)
	UsesPrefix             = collections.NewPrefix(0x22)
	ListingUsesPrefix      = collections.NewPrefix(0x23)
	ListingsByUsePrefix    = collections.NewPrefix(0x24)
	ResultKeysPrefix       = collections.NewPrefix(0x25)
)
