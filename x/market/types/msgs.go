package types

import (
	"strings"
	"unicode/utf8"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
)

// The bounds of texts, in bytes.
const (
	MaxNameBytes        = 64
	MaxDescriptionBytes = 256
	MaxLocationBytes    = 512
	MaxMeasurementBytes = 2048
)

// Text checks that a text is valid, printable UTF-8 of lo to top bytes.
func Text(field, s string, lo, top int) error {
	switch {
	case len(s) < lo || len(s) > top:
		return ErrBadField.Wrapf("%s has %d bytes, expected %d to %d", field, len(s), lo, top)
	case !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return ErrBadField.Wrapf("%s has characters that cannot be printed", field)
	}
	return nil
}

// Checksum checks that a text is 0x and 64 digits and not zero.
func Checksum(field, s string) error {
	h, err := ident.ParseHash(s)
	if err != nil {
		return ErrBadField.Wrapf("%s: %s", field, err)
	}
	if h.IsZero() {
		return ErrBadField.Wrapf("%s is missing: expected 0x and the 64 digits of a sha256", field)
	}
	return nil
}

// common checks what all orders have.
func common(volume, maxVolume uint64, expiry, nowUnix int64, salt string) error {
	_, err := ident.ParseHash(salt)
	switch {
	case err != nil:
		return ErrBadField.Wrapf("salt: %s", err)
	case volume == 0 || volume > maxVolume:
		return ErrBadField.Wrapf("volume is %d, expected 1 to %d", volume, maxVolume)
	case expiry != 0 && expiry <= nowUnix:
		return ErrBadField.Wrapf("expiry_unix is %d, but the block's time is %d: it must be later, or 0 for never",
			expiry, nowUnix)
	}
	return nil
}

// Check checks an order to be placed against the params and returns its terms
// as core sees them: exactly one of the four is not nil.
func (o *Order) Check(p Params, nowUnix int64) (Checked, error) {
	var c Checked
	if err := o.complete(); err != nil {
		return c, err
	}
	var err error
	switch o.Kind {
	case OrderKind_ORDER_KIND_APP:
		if err = common(o.App.Volume, p.MaxVolume, o.App.ExpiryUnix, nowUnix, o.App.Salt); err == nil {
			c.App, err = o.CoreApp()
		}
	case OrderKind_ORDER_KIND_DATASET:
		if err = common(o.Dataset.Volume, p.MaxVolume, o.Dataset.ExpiryUnix, nowUnix, o.Dataset.Salt); err == nil {
			c.Dataset, err = o.CoreDataset()
		}
	case OrderKind_ORDER_KIND_WORKERPOOL:
		if err = common(o.Workerpool.Volume, p.MaxVolume, o.Workerpool.ExpiryUnix, nowUnix,
			o.Workerpool.Salt); err == nil {
			c.Workerpool, err = o.CoreWorkerpool()
		}
		if err == nil {
			err = checkOffer(c.Workerpool, o.Signed != nil)
		}
	case OrderKind_ORDER_KIND_REQUEST:
		if err = common(o.Request.Volume, p.MaxVolume, o.Request.ExpiryUnix, nowUnix, o.Request.Salt); err == nil {
			c.Request, err = o.CoreRequest()
		}
		if err == nil {
			err = checkRequest(c.Request, o.Signed != nil, p)
		}
	case OrderKind_ORDER_KIND_UNSPECIFIED:
		err = ErrBadField.Wrap("kind of order is missing")
	default:
		err = ErrBadField.Wrapf("kind of order %d is unknown", o.Kind)
	}
	return c, err
}

// complete checks that an order has the terms of its kind and no others.
func (o *Order) complete() error {
	has := map[OrderKind]bool{
		OrderKind_ORDER_KIND_APP: o.App != nil, OrderKind_ORDER_KIND_DATASET: o.Dataset != nil,
		OrderKind_ORDER_KIND_WORKERPOOL: o.Workerpool != nil, OrderKind_ORDER_KIND_REQUEST: o.Request != nil,
	}
	for k := OrderKind_ORDER_KIND_APP; k <= OrderKind_ORDER_KIND_REQUEST; k++ {
		if has[k] != (k == o.Kind) {
			return ErrBadField.Wrapf("order %s of kind %s has the wrong terms", o.Id, o.Kind)
		}
	}
	return nil
}

// Checked is an order as core sees it; exactly one field is set.
type Checked struct {
	App        *market.AppOrder
	Dataset    *market.DatasetOrder
	Workerpool *market.WorkerpoolOrder
	Request    *market.RequestOrder
}

// Core returns a stored order as core sees it.
func (o *Order) Core() (Checked, error) {
	var c Checked
	if err := o.complete(); err != nil {
		return c, err
	}
	var err error
	switch o.Kind {
	case OrderKind_ORDER_KIND_APP:
		c.App, err = o.CoreApp()
	case OrderKind_ORDER_KIND_DATASET:
		c.Dataset, err = o.CoreDataset()
	case OrderKind_ORDER_KIND_WORKERPOOL:
		c.Workerpool, err = o.CoreWorkerpool()
	case OrderKind_ORDER_KIND_REQUEST:
		c.Request, err = o.CoreRequest()
	case OrderKind_ORDER_KIND_UNSPECIFIED:
		err = ErrBadField.Wrapf("order %s has no kind", o.Id)
	default:
		err = ErrBadField.Wrapf("order %s has the unknown kind %d", o.Id, o.Kind)
	}
	return c, err
}

// Terms returns what all orders have.
func (c *Checked) Terms() *market.Terms {
	switch {
	case c.App != nil:
		return &c.App.Terms
	case c.Dataset != nil:
		return &c.Dataset.Terms
	case c.Workerpool != nil:
		return &c.Workerpool.Terms
	}
	return &c.Request.Terms
}

// ID returns the order's id.
func (c *Checked) ID() ident.Hash { return c.Terms().ID }

// Owner returns who placed the order.
func (c *Checked) Owner() ident.Address { return c.Terms().Owner }

// checkOffer checks which verification a pool order offers; a signed one offers
// its trust, which may be 0 as in the original.
func checkOffer(o *market.WorkerpoolOrder, isSigned bool) error {
	switch {
	case isSigned:
		return nil
	case o.MinErrorPPB >= maxErrorPPB:
		return ErrBadField.Wrapf("min_error_ppb is %d, expected 1 to 999999999 (1000000 = 0.1 %%)", o.MinErrorPPB)
	case o.MinErrorPPB == 0 && o.Trust == 0:
		return ErrBadField.Wrap("min_error_ppb is 0 and trust is 0: offer at least one of them")
	}
	return nil
}

// maxErrorPPB is certainty of an error.
const maxErrorPPB = 1_000_000_000

func checkRequest(o *market.RequestOrder, isSigned bool, p Params) error {
	bounded, classic := o.Policy.MaxErrorPPB != 0, o.Policy.Trust != 0 || isSigned
	switch {
	case o.App.IsZero():
		return ErrBadField.Wrap("app is missing: name the app to run")
	case bounded && classic:
		return ErrBadField.Wrapf("policy.max_error_ppb is %d and policy.trust is %d: set one of them",
			o.Policy.MaxErrorPPB, o.Policy.Trust)
	case !classic && (!bounded || o.Policy.MaxErrorPPB >= maxErrorPPB):
		return ErrBadField.Wrapf("policy.max_error_ppb is %d, expected 1 to 999999999 (1000000 = 0.1 %%), or trust",
			o.Policy.MaxErrorPPB)
	case len(o.Params) > int(p.MaxParamsBytes):
		return ErrBadField.Wrapf("params has %d bytes, at most %d", len(o.Params), p.MaxParamsBytes)
	case !utf8.ValidString(o.Params):
		return ErrBadField.Wrap("params is not valid UTF-8")
	}
	return nil
}

// OrderID returns keccak(kind ‖ owner ‖ terms), the id of an order.
func OrderID(kind OrderKind, owner ident.Address, terms []byte) ident.Hash {
	return ident.Keccak256([]byte("iexec/order/v1"), []byte{byte(kind)}, owner[:], terms) //nolint:gosec // 1 to 4
}

// ResourceID returns the last 20 bytes of keccak(kind ‖ owner ‖ content), the
// id of an app, dataset or pool.
func ResourceID(kind OrderKind, owner ident.Address, content []byte) ident.Address {
	h := ident.Keccak256([]byte("iexec/resource/v1"), []byte{byte(kind)}, owner[:], content) //nolint:gosec // 1 to 4
	return ident.Address(h[12:])
}

// GroupID returns the last 20 bytes of keccak(owner ‖ description), the id of a group.
func GroupID(owner ident.Address, description string) ident.Address {
	h := ident.Keccak256([]byte("iexec/group/v1"), owner[:], []byte(description))
	return ident.Address(h[12:])
}
