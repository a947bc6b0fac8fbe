package types

import (
	"math/big"
	"strings"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/signed"
	"github.com/iexecd/iexecd/crypto/account"
)

// fields are the places of a wire order's texts under iExec's names.
type fields map[string]*string

func (o *SignedAppOrder) fields() fields {
	return fields{
		"app": &o.App, "appprice": &o.Appprice, "volume": &o.Volume, "tag": &o.Tag,
		"datasetrestrict": &o.Datasetrestrict, "workerpoolrestrict": &o.Workerpoolrestrict,
		"requesterrestrict": &o.Requesterrestrict, "salt": &o.Salt, "sign": &o.Sign,
	}
}

func (o *SignedDatasetOrder) fields() fields {
	return fields{
		"dataset": &o.Dataset, "datasetprice": &o.Datasetprice, "volume": &o.Volume, "tag": &o.Tag,
		"apprestrict": &o.Apprestrict, "workerpoolrestrict": &o.Workerpoolrestrict,
		"requesterrestrict": &o.Requesterrestrict, "salt": &o.Salt, "sign": &o.Sign,
	}
}

func (o *SignedWorkerpoolOrder) fields() fields {
	return fields{
		"workerpool": &o.Workerpool, "workerpoolprice": &o.Workerpoolprice, "volume": &o.Volume, "tag": &o.Tag,
		"category": &o.Category, "trust": &o.Trust, "apprestrict": &o.Apprestrict,
		"datasetrestrict": &o.Datasetrestrict, "requesterrestrict": &o.Requesterrestrict,
		"salt": &o.Salt, "sign": &o.Sign,
	}
}

func (o *SignedRequestOrder) fields() fields {
	return fields{
		"app": &o.App, "appmaxprice": &o.Appmaxprice, "dataset": &o.Dataset, "datasetmaxprice": &o.Datasetmaxprice,
		"workerpool": &o.Workerpool, "workerpoolmaxprice": &o.Workerpoolmaxprice, "requester": &o.Requester,
		"volume": &o.Volume, "tag": &o.Tag, "category": &o.Category, "trust": &o.Trust,
		"beneficiary": &o.Beneficiary, "callback": &o.Callback, "params": &o.Params, "salt": &o.Salt, "sign": &o.Sign,
	}
}

// read fills an order of core with a wire order's texts. All must be there, but
// for params and sign; numbers are decimal, without leading zeros.
func read[T signed.Order](o T, f fields) (T, error) {
	err := signed.SetFields(o, func(name string) string { return *f[name] })
	if err != nil {
		return o, ErrBadField.Wrap(err.Error())
	}
	signed.Fields(o, func(name, text string) {
		given := *f[name]
		number := !strings.HasPrefix(text, "0x")
		switch {
		case err != nil || name == "params" || name == "sign":
		case given == "":
			err = ErrBadField.Wrapf("%s is missing: write zeros for none", name)
		case number && given != text:
			err = ErrBadField.Wrapf("%s is %.80q, expected a decimal number such as %s", name, given, text)
		}
	})
	return o, err
}

// Core returns the order as core/signed reads it, or ErrBadField.
func (o *SignedAppOrder) Core() (*signed.AppOrder, error) {
	return read(new(signed.AppOrder), o.fields())
}

// Core returns the order as core/signed reads it, or ErrBadField.
func (o *SignedDatasetOrder) Core() (*signed.DatasetOrder, error) {
	return read(new(signed.DatasetOrder), o.fields())
}

// Core returns the order as core/signed reads it, or ErrBadField.
func (o *SignedWorkerpoolOrder) Core() (*signed.WorkerpoolOrder, error) {
	return read(new(signed.WorkerpoolOrder), o.fields())
}

// Core returns the order as core/signed reads it, or ErrBadField.
func (o *SignedRequestOrder) Core() (*signed.RequestOrder, error) {
	return read(new(signed.RequestOrder), o.fields())
}

// kind returns which order is set; it must be one.
func (o *SignedOrder) kind() (market.Kind, error) {
	var set []market.Kind
	for i, has := range []bool{o.App != nil, o.Dataset != nil, o.Workerpool != nil, o.Request != nil} {
		if has {
			set = append(set, market.KindApp+market.Kind(i))
		}
	}
	if len(set) != 1 {
		return 0, ErrBadField.Wrapf("order has %d of app, dataset, workerpool and request, expected one", len(set))
	}
	return set[0], nil
}

// Core returns the one order that is set, or ErrBadField.
func (o *SignedOrder) Core() (signed.Order, error) {
	kind, err := o.kind()
	if err != nil {
		return nil, err
	}
	return read(signed.New(kind), o.fields())
}

// WithSign returns the one order that is set, with a signature in place of its own.
func (o *SignedOrder) WithSign(sign string) (signed.Order, error) {
	kind, err := o.kind()
	if err != nil {
		return nil, err
	}
	f := o.fields()
	f["sign"] = &sign
	return read(signed.New(kind), f)
}

// NewSignedOrder returns the wire form of an order, as Core reads it.
func NewSignedOrder(o signed.Order) SignedOrder {
	var out SignedOrder
	switch o.Kind() {
	case market.KindApp:
		out.App = new(SignedAppOrder)
	case market.KindDataset:
		out.Dataset = new(SignedDatasetOrder)
	case market.KindWorkerpool:
		out.Workerpool = new(SignedWorkerpoolOrder)
	case market.KindRequest, market.KindUnspecified:
		out.Request = new(SignedRequestOrder)
	}
	f := out.fields()
	signed.Fields(o, func(name, text string) { *f[name] = text })
	return out
}

// fields are those of the one order that is set.
func (o *SignedOrder) fields() fields {
	switch {
	case o.App != nil:
		return o.App.fields()
	case o.Dataset != nil:
		return o.Dataset.fields()
	case o.Workerpool != nil:
		return o.Workerpool.fields()
	}
	return o.Request.fields()
}

// SignedOrders reads the four orders of a match; a missing dataset order is none.
func SignedOrders(a *SignedAppOrder, d *SignedDatasetOrder, w *SignedWorkerpoolOrder, r *SignedRequestOrder) (
	signed.Orders, error,
) {
	out := signed.Orders{Dataset: signed.NoDataset()}
	var err error
	if out.App, err = a.Core(); err != nil {
		return out, err
	}
	if d != nil {
		if out.Dataset, err = d.Core(); err != nil {
			return out, err
		}
	}
	if out.Workerpool, err = w.Core(); err != nil {
		return out, err
	}
	out.Request, err = r.Core()
	return out, err
}

// Domain returns what signed orders are signed for.
func (p Params) Domain() (signed.Domain, error) {
	contract, err := ident.ParseAddress(p.Eip712VerifyingContract)
	return signed.NewDomain(p.Eip712ChainId, contract), err
}

// NewDomain returns the wire form of a domain.
func NewDomain(d signed.Domain) Domain {
	return Domain{
		Name: d.Name, Version: d.Version, ChainId: d.ChainID.String(),
		VerifyingContract: d.VerifyingContract.Checksummed(), Separator: d.Separator().String(),
	}
}

// narrow turns numbers into 64 bits and keeps the first that has more.
type narrow struct{ err error }

func (n *narrow) u64(field string, v *big.Int) uint64 {
	if !v.IsUint64() && n.err == nil {
		n.err = ErrTooWide.Wrapf("%s is %d, at most %d in the book: match the order directly, or sign a lower number",
			field, v, uint64(1<<64-1))
	}
	return v.Uint64()
}

// NewBookOrder returns a signed order as it rests in the book: under its hash,
// for owner, with the tasks that it has left. ErrTooWide if a number has no
// place in 64 bits.
func NewBookOrder(o signed.Order, hash ident.Hash, owner ident.Address, left *big.Int, expiry int64) (Order, error) {
	var n narrow
	wire := NewSignedOrder(o)
	out := Order{Id: hash.String(), Owner: account.Bech32(owner), Remaining: n.u64("volume", left), Signed: &wire}
	var err error
	switch o := o.(type) {
	case *signed.AppOrder:
		out.Kind = OrderKind_ORDER_KIND_APP
		out.App = &AppOrder{
			App: o.App.String(), PriceNrlc: n.u64("appprice", o.AppPrice), Volume: n.u64("volume", o.Volume),
			Tag: TagText(o.Tag), DatasetRestrict: optional(o.DatasetRestrict),
			WorkerpoolRestrict: optional(o.WorkerpoolRestrict), RequesterRestrict: optional(o.RequesterRestrict),
			ExpiryUnix: expiry, Salt: o.Salt.String(),
		}
	case *signed.DatasetOrder:
		out.Kind = OrderKind_ORDER_KIND_DATASET
		out.Dataset = &DatasetOrder{
			Dataset: o.Dataset.String(), PriceNrlc: n.u64("datasetprice", o.DatasetPrice),
			Volume: n.u64("volume", o.Volume), Tag: TagText(o.Tag), AppRestrict: optional(o.AppRestrict),
			WorkerpoolRestrict: optional(o.WorkerpoolRestrict), RequesterRestrict: optional(o.RequesterRestrict),
			ExpiryUnix: expiry, Salt: o.Salt.String(),
		}
	case *signed.WorkerpoolOrder:
		out.Kind = OrderKind_ORDER_KIND_WORKERPOOL
		out.Workerpool = bookPool(o, &n, expiry)
	case *signed.RequestOrder:
		out.Kind = OrderKind_ORDER_KIND_REQUEST
		out.Request, err = bookRequest(o, &n, expiry)
	}
	if n.err != nil {
		err = n.err
	}
	return out, err
}

func bookPool(o *signed.WorkerpoolOrder, n *narrow, expiry int64) *WorkerpoolOrder {
	return &WorkerpoolOrder{
		Workerpool: o.Workerpool.String(), PriceNrlc: n.u64("workerpoolprice", o.WorkerpoolPrice),
		Volume: n.u64("volume", o.Volume), Tag: TagText(o.Tag), Category: n.u64("category", o.Category),
		Trust: n.u64("trust", o.Trust), AppRestrict: optional(o.AppRestrict),
		DatasetRestrict: optional(o.DatasetRestrict), RequesterRestrict: optional(o.RequesterRestrict),
		ExpiryUnix: expiry, Salt: o.Salt.String(),
	}
}

func bookRequest(o *signed.RequestOrder, n *narrow, expiry int64) (*RequestOrder, error) {
	sponsor, err := o.AllowedSponsor()
	if err != nil {
		return nil, ErrBadField.Wrap(err.Error())
	}
	return &RequestOrder{
		App: o.App.String(), AppMaxPriceNrlc: n.u64("appmaxprice", o.AppMaxPrice),
		Dataset: optional(o.Dataset), DatasetMaxPriceNrlc: n.u64("datasetmaxprice", o.DatasetMaxPrice),
		Workerpool: optional(o.Workerpool), WorkerpoolMaxPriceNrlc: n.u64("workerpoolmaxprice", o.WorkerpoolMaxPrice),
		Volume: n.u64("volume", o.Volume), Tag: TagText(o.Tag), Category: n.u64("category", o.Category),
		Policy: Policy{Trust: n.u64("trust", o.Trust)}, Beneficiary: optional(o.Beneficiary),
		Callback: optional(o.Callback), AllowedSponsor: optional(sponsor), Params: o.Params,
		ExpiryUnix: expiry, Salt: o.Salt.String(),
	}, nil
}

// Tasks returns how many tasks an order has served, never nil, or ErrBadField.
func (s *SignedState) Tasks() (*big.Int, error) {
	if s.Consumed == "" {
		return new(big.Int), nil
	}
	n, err := signed.ParseNumber(s.Consumed)
	if err != nil {
		return nil, ErrBadField.Wrapf("consumed: %s", err)
	}
	return n, nil
}

// Core returns the operation as iExec numbers it.
func (op OrderOperation) Core() (signed.Operation, error) {
	switch op {
	case OrderOperation_ORDER_OPERATION_SIGN:
		return signed.OperationSign, nil
	case OrderOperation_ORDER_OPERATION_CLOSE:
		return signed.OperationClose, nil
	case OrderOperation_ORDER_OPERATION_UNSPECIFIED:
	}
	return 0, ErrBadField.Wrapf("operation is %s, expected ORDER_OPERATION_SIGN or ORDER_OPERATION_CLOSE", op)
}

// KindOf returns the wire form of a kind of order.
func KindOf(k market.Kind) OrderKind { return OrderKind(k) }
