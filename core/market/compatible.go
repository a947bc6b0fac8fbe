package market

import (
	"errors"
	"slices"

	"github.com/iexecd/iexecd/core/ident"
)

// The checks of a match, one sentinel each. The texts keep the codes of the
// original contract (PoCo 6.2, matchOrders, prefix iExecV5-matchOrders-) and
// the order of this list is the order of checking; the codes from 0x20 to 0x50
// (registration, signature) are core/signed's.
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

// IsZero reports whether the tag has no bit.
func (t Tag) IsZero() bool { return t == Tag{} }

// WithoutFrameworks returns t with bits 1..3 cleared, as PoCo 6.2 reads a
// dataset's tag.
func (t Tag) WithoutFrameworks() Tag {
	t[31] &^= 1<<TagBitScone | 1<<TagBitGramine | 1<<TagBitTDX
	return t
}

// Within reports whether have has all bits of t.
func (t Tag) Within(have Tag) bool {
	for i := range t {
		if t[i]&^have[i] != 0 {
			return false
		}
	}
	return true
}

// Demanded returns what a match's deal demands: app ∪ request ∪ dataset, the
// dataset's framework bits left out.
func (m *Match) Demanded() Tag {
	t := m.Dataset.Tag.WithoutFrameworks()
	for i := range t {
		t[i] |= m.App.Tag[i] | m.Request.Tag[i]
	}
	return t
}

// Allowed is the original's restriction rule: none, equal, or member of a group.
func (c *Context) Allowed(restriction, account ident.Address) bool {
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

// needs tells which offers a check looks at, beside the request.
type needs uint8

const (
	needsApp needs = 1 << iota
	needsDataset
	needsWorkerpool
	needsAll = needsApp | needsDataset | needsWorkerpool
)

type check struct {
	err error
	of  needs
	ok  func(m *Match, c *Context) bool
}

// rules are 0x00 to 0x1b in the reference's order: whether the orders want each
// other, whatever is left of them. The tag of a match only
// grows with an order, so 0x06 and 0x07 are necessary with some offers empty.
var rules = []check{
	{ErrCategory, needsWorkerpool, func(m *Match, _ *Context) bool {
		return m.Request.Category == m.Workerpool.Category
	}},
	{ErrUnknownCategory, 0, func(m *Match, c *Context) bool { return m.Request.Category < c.Categories }},
	{ErrPolicy, needsWorkerpool, func(m *Match, _ *Context) bool { return m.Workerpool.Serves(m.Request.Policy) }},
	{ErrAppPrice, needsApp, func(m *Match, _ *Context) bool { return m.App.Price <= m.Request.AppMaxPrice }},
	{ErrDatasetPrice, needsDataset, func(m *Match, _ *Context) bool {
		return m.Dataset.Price <= m.Request.DatasetMaxPrice
	}},
	{ErrWorkerpoolPrice, needsWorkerpool, func(m *Match, _ *Context) bool {
		return m.Workerpool.Price <= m.Request.WorkerpoolMaxPrice
	}},
	{ErrTag, needsWorkerpool, func(m *Match, _ *Context) bool { return m.Demanded().Within(m.Workerpool.Tag) }},
	{ErrAppTEE, needsApp, func(m *Match, _ *Context) bool {
		return m.Demanded().Has(TagBitTEE) == m.App.Tag.Has(TagBitTEE)
	}},
	{ErrApp, needsApp, func(m *Match, _ *Context) bool { return m.Request.App == m.App.App }},
	{ErrDataset, needsDataset, func(m *Match, _ *Context) bool { return m.Request.Dataset == m.Dataset.Dataset }},
	{ErrWorkerpoolByRequest, needsWorkerpool, func(m *Match, c *Context) bool {
		return c.Allowed(m.Request.Workerpool, m.Workerpool.Workerpool)
	}},
	{ErrDatasetByApp, needsApp, func(m *Match, c *Context) bool {
		return c.Allowed(m.App.DatasetRestrict, m.Dataset.Dataset)
	}},
	{ErrWorkerpoolByApp, needsApp | needsWorkerpool, func(m *Match, c *Context) bool {
		return c.Allowed(m.App.WorkerpoolRestrict, m.Workerpool.Workerpool)
	}},
	{ErrRequesterByApp, needsApp, func(m *Match, c *Context) bool {
		return c.Allowed(m.App.RequesterRestrict, m.Request.Owner)
	}},
	{ErrAppByDataset, needsDataset, func(m *Match, c *Context) bool {
		return c.Allowed(m.Dataset.AppRestrict, m.App.App)
	}},
	{ErrWorkerpoolByDataset, needsDataset | needsWorkerpool, func(m *Match, c *Context) bool {
		return c.Allowed(m.Dataset.WorkerpoolRestrict, m.Workerpool.Workerpool)
	}},
	{ErrRequesterByDataset, needsDataset, func(m *Match, c *Context) bool {
		return c.Allowed(m.Dataset.RequesterRestrict, m.Request.Owner)
	}},
	{ErrAppByWorkerpool, needsWorkerpool, func(m *Match, c *Context) bool {
		return c.Allowed(m.Workerpool.AppRestrict, m.App.App)
	}},
	{ErrDatasetByWorkerpool, needsWorkerpool, func(m *Match, c *Context) bool {
		return c.Allowed(m.Workerpool.DatasetRestrict, m.Dataset.Dataset)
	}},
	{ErrRequesterByWorkerpool, needsWorkerpool, func(m *Match, c *Context) bool {
		return c.Allowed(m.Workerpool.RequesterRestrict, m.Request.Owner)
	}},
}

// limits are whether there is anything left of the orders.
var limits = []check{
	{ErrConsumed, needsAll, func(m *Match, _ *Context) bool { return m.Volume() > 0 }},
	{ErrExpired, needsAll, func(m *Match, c *Context) bool {
		return m.App.live(c.NowUnix) && m.Workerpool.live(c.NowUnix) && m.Request.live(c.NowUnix) &&
			(m.Request.Dataset.IsZero() || m.Dataset.live(c.NowUnix))
	}},
}

// checks are all of them, in the order of checking.
var checks = slices.Concat(rules, limits)

// Volume returns how many tasks the four orders can serve together.
func (m *Match) Volume() uint64 {
	v := min(m.App.Remaining, m.Workerpool.Remaining, m.Request.Remaining)
	if !m.Request.Dataset.IsZero() {
		v = min(v, m.Dataset.Remaining)
	}
	return v
}

// Permitted returns nil if the four orders want each other, volume and expiry
// left aside, else the sentinel of the first of 0x00 to 0x1b that fails.
func Permitted(m *Match, c *Context) error { return first(rules, m, c) }

// Compatible returns nil if the four orders may be matched, else the sentinel
// of the first check that fails, in the reference's order.
func Compatible(m *Match, c *Context) error { return first(checks, m, c) }

// IsRefusal reports whether an error is the refusal of a check, not a failure.
func IsRefusal(err error) bool {
	return slices.ContainsFunc(checks, func(c check) bool { return errors.Is(err, c.err) })
}

func first(list []check, m *Match, c *Context) error {
	for i := range list {
		if !list[i].ok(m, c) {
			return list[i].err
		}
	}
	return nil
}

// passes reports whether the checks hold that look at no other offers than those in known.
func passes(m *Match, c *Context, known needs) bool {
	for i := range checks {
		if checks[i].of&^known == 0 && !checks[i].ok(m, c) {
			return false
		}
	}
	return true
}

// CouldServe reports whether the one offer that is set (the others are nil) may
// serve the request as far as it depends on the two alone. It never says no to
// an offer of which some match exists; volume and expiry are not looked at.
func CouldServe(m Match, c *Context) bool {
	var known needs
	if m.App != nil {
		known |= needsApp
	} else {
		m.App = &AppOrder{App: m.Request.App}
	}
	if m.Dataset != nil {
		known |= needsDataset
	} else {
		m.Dataset = &DatasetOrder{Dataset: m.Request.Dataset}
	}
	if m.Workerpool != nil {
		known |= needsWorkerpool
	} else {
		m.Workerpool = &WorkerpoolOrder{}
	}
	return passes(&m, c, known)
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
