package market

import (
	"errors"

	"github.com/iexecd/iexecd/core/ident"
)

// The checks of a match, one sentinel each. The texts keep the codes of the
// original contract (PoCo 6.2, matchOrders, prefix iExecV5-matchOrders-) and
// the order of this list is the order of checking; the codes after 0x1b that
// need state (registration, signature, volume) are the keeper's.
var (
	ErrCategory              = errors.New("0x00: the request and the pool order are of different categories")
	ErrUnknownCategory       = errors.New("0x01: unknown category")
	ErrPolicy                = errors.New("0x02: the pool order does not offer the asked verification")
	ErrAppPrice              = errors.New("0x03: the app costs more than the request's ceiling")
	ErrDatasetPrice          = errors.New("0x04: the dataset costs more than the request's ceiling")
	ErrWorkerpoolPrice       = errors.New("0x05: the pool costs more than the request's ceiling")
	ErrTag                   = errors.New("0x06: the pool lacks an ability that is demanded")
	ErrAppTEE                = errors.New("0x07: an enclave is demanded, but the app order offers none")
	ErrApp                   = errors.New("0x10: the request is for another app")
	ErrDataset               = errors.New("0x11: the request is for another dataset")
	ErrWorkerpoolByRequest   = errors.New("0x12: the request wants another pool")
	ErrDatasetByApp          = errors.New("0x13: the app order does not allow this dataset")
	ErrWorkerpoolByApp       = errors.New("0x14: the app order does not allow this pool")
	ErrRequesterByApp        = errors.New("0x15: the app order does not allow this requester")
	ErrAppByDataset          = errors.New("0x16: the dataset order does not allow this app")
	ErrWorkerpoolByDataset   = errors.New("0x17: the dataset order does not allow this pool")
	ErrRequesterByDataset    = errors.New("0x18: the dataset order does not allow this requester")
	ErrAppByWorkerpool       = errors.New("0x19: the pool order does not allow this app")
	ErrDatasetByWorkerpool   = errors.New("0x1a: the pool order does not allow this dataset")
	ErrRequesterByWorkerpool = errors.New("0x1b: the pool order does not allow this requester")
	ErrConsumed              = errors.New("0x60: an order has no volume left")
	ErrExpired               = errors.New("expired: an order's time has run out")
	ErrNoAppOrder            = errors.New("no-app-order: nobody offers the app")
	ErrNoDatasetOrder        = errors.New("no-dataset-order: nobody offers the dataset")
	ErrNoWorkerpoolOrder     = errors.New("no-workerpool-order: no pool offers this category")
)

// MemberOf tells whether an account or resource belongs to a group; nil means
// that there are no groups.
type MemberOf func(group, member ident.Address) bool

// Context is what a check needs beside the four orders.
type Context struct {
	NowUnix    int64
	Categories uint64   // how many there are
	Member     MemberOf // groups
}

// Match is four orders held against each other. Dataset is the zero order if
// the request names none.
type Match struct {
	App        *AppOrder
	Dataset    *DatasetOrder
	Workerpool *WorkerpoolOrder
	Request    *RequestOrder
}

// Has reports whether bit b of the tag is set.
func (t Tag) Has(b int) bool { return t[31-b/8]&(1<<(b%8)) != 0 }

// demanded returns app ∪ request ∪ dataset, the dataset's framework bits 1..3
// left out as in PoCo 6.2.
func (m *Match) demanded() Tag {
	t := m.Dataset.Tag
	t[31] &^= 1<<TagBitScone | 1<<TagBitGramine | 1<<TagBitTDX
	for i := range t {
		t[i] |= m.App.Tag[i] | m.Request.Tag[i]
	}
	return t
}

func within(need, have Tag) bool {
	for i := range need {
		if need[i]&^have[i] != 0 {
			return false
		}
	}
	return true
}

// allowed is the original's restriction rule: none, equal, or member of a group.
func (c *Context) allowed(restriction, account ident.Address) bool {
	return restriction.IsZero() || restriction == account || c.Member != nil && c.Member(restriction, account)
}

// Serves reports whether a pool order offers the verification a request asks for:
// classic at least its trust, bounded at least as strict a bound.
func (o *WorkerpoolOrder) Serves(p Policy) bool {
	if p.MaxErrorPPB != 0 {
		return o.MinErrorPPB != 0 && o.MinErrorPPB <= p.MaxErrorPPB
	}
	return p.Trust <= o.Trust && (o.Trust > 0 || o.MinErrorPPB == 0)
}

func (t *Terms) live(nowUnix int64) bool { return t.ExpiryUnix == 0 || nowUnix < t.ExpiryUnix }

type check struct {
	err error
	ok  func(m *Match, c *Context) bool
}

// checks are in the reference's order; ours come after.
var checks = []check{
	{ErrCategory, func(m *Match, _ *Context) bool { return m.Request.Category == m.Workerpool.Category }},
	{ErrUnknownCategory, func(m *Match, c *Context) bool { return m.Request.Category < c.Categories }},
	{ErrPolicy, func(m *Match, _ *Context) bool { return m.Workerpool.Serves(m.Request.Policy) }},
	{ErrAppPrice, func(m *Match, _ *Context) bool { return m.App.Price <= m.Request.AppMaxPrice }},
	{ErrDatasetPrice, func(m *Match, _ *Context) bool { return m.Dataset.Price <= m.Request.DatasetMaxPrice }},
	{ErrWorkerpoolPrice, func(m *Match, _ *Context) bool { return m.Workerpool.Price <= m.Request.WorkerpoolMaxPrice }},
	{ErrTag, func(m *Match, _ *Context) bool { return within(m.demanded(), m.Workerpool.Tag) }},
	{ErrAppTEE, func(m *Match, _ *Context) bool { return m.demanded().Has(TagBitTEE) == m.App.Tag.Has(TagBitTEE) }},
	{ErrApp, func(m *Match, _ *Context) bool { return m.Request.App == m.App.App }},
	{ErrDataset, func(m *Match, _ *Context) bool { return m.Request.Dataset == m.Dataset.Dataset }},
	{ErrWorkerpoolByRequest, func(m *Match, c *Context) bool {
		return c.allowed(m.Request.Workerpool, m.Workerpool.Workerpool)
	}},
	{ErrDatasetByApp, func(m *Match, c *Context) bool { return c.allowed(m.App.DatasetRestrict, m.Dataset.Dataset) }},
	{ErrWorkerpoolByApp, func(m *Match, c *Context) bool {
		return c.allowed(m.App.WorkerpoolRestrict, m.Workerpool.Workerpool)
	}},
	{ErrRequesterByApp, func(m *Match, c *Context) bool { return c.allowed(m.App.RequesterRestrict, m.Request.Owner) }},
	{ErrAppByDataset, func(m *Match, c *Context) bool { return c.allowed(m.Dataset.AppRestrict, m.App.App) }},
	{ErrWorkerpoolByDataset, func(m *Match, c *Context) bool {
		return c.allowed(m.Dataset.WorkerpoolRestrict, m.Workerpool.Workerpool)
	}},
	{ErrRequesterByDataset, func(m *Match, c *Context) bool {
		return c.allowed(m.Dataset.RequesterRestrict, m.Request.Owner)
	}},
	{ErrAppByWorkerpool, func(m *Match, c *Context) bool { return c.allowed(m.Workerpool.AppRestrict, m.App.App) }},
	{ErrDatasetByWorkerpool, func(m *Match, c *Context) bool {
		return c.allowed(m.Workerpool.DatasetRestrict, m.Dataset.Dataset)
	}},
	{ErrRequesterByWorkerpool, func(m *Match, c *Context) bool {
		return c.allowed(m.Workerpool.RequesterRestrict, m.Request.Owner)
	}},
	{ErrConsumed, func(m *Match, _ *Context) bool { return m.Volume() > 0 }},
	{ErrExpired, func(m *Match, c *Context) bool {
		return m.App.live(c.NowUnix) && m.Workerpool.live(c.NowUnix) && m.Request.live(c.NowUnix) &&
			(m.Request.Dataset.IsZero() || m.Dataset.live(c.NowUnix))
	}},
}

// Volume returns how many tasks the four orders can serve together.
func (m *Match) Volume() uint64 {
	v := min(m.App.Remaining, m.Workerpool.Remaining, m.Request.Remaining)
	if !m.Request.Dataset.IsZero() {
		v = min(v, m.Dataset.Remaining)
	}
	return v
}

// Compatible returns nil if the four orders may be matched, else the sentinel
// of the first check that fails, in the reference's order.
func Compatible(m *Match, c *Context) error {
	for i := range checks {
		if !checks[i].ok(m, c) {
			return checks[i].err
		}
	}
	return nil
}

// failing returns the index of the first failing check other than except, or
// len(checks).
func failing(m *Match, c *Context, except error) int {
	for i := range checks {
		if !errors.Is(checks[i].err, except) && !checks[i].ok(m, c) {
			return i
		}
	}
	return len(checks)
}
