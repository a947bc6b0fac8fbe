// Package signed holds the four orders as iExec's tools sign them: their
// EIP-712 hashes, signatures and JSON, and the original contract's match of
// four such orders. It keeps nothing; what was consumed, presigned or paid is
// read from the caller.
package signed

import (
	"math/big"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
)

// AppOrder offers runs of an app. Its numbers are 256 bits wide, prices in nRLC
// per task; the names are the original's.
type AppOrder struct {
	App                ident.Address
	AppPrice           *big.Int
	Volume             *big.Int
	Tag                market.Tag
	DatasetRestrict    ident.Address
	WorkerpoolRestrict ident.Address
	RequesterRestrict  ident.Address
	Salt               ident.Hash
	Sign               []byte
}

// DatasetOrder offers uses of a dataset. The order that NoDataset returns stands
// for "no dataset" in a match.
type DatasetOrder struct {
	Dataset            ident.Address
	DatasetPrice       *big.Int
	Volume             *big.Int
	Tag                market.Tag
	AppRestrict        ident.Address
	WorkerpoolRestrict ident.Address
	RequesterRestrict  ident.Address
	Salt               ident.Hash
	Sign               []byte
}

// WorkerpoolOrder offers a pool's workers in one category, up to a trust.
type WorkerpoolOrder struct {
	Workerpool        ident.Address
	WorkerpoolPrice   *big.Int
	Volume            *big.Int
	Tag               market.Tag
	Category          *big.Int
	Trust             *big.Int
	AppRestrict       ident.Address
	DatasetRestrict   ident.Address
	RequesterRestrict ident.Address
	Salt              ident.Hash
	Sign              []byte
}

// RequestOrder asks for runs of an app, with a ceiling per task for each price.
type RequestOrder struct {
	App                ident.Address
	AppMaxPrice        *big.Int
	Dataset            ident.Address // zero = none
	DatasetMaxPrice    *big.Int
	Workerpool         ident.Address // restriction: zero = any
	WorkerpoolMaxPrice *big.Int
	Requester          ident.Address
	Volume             *big.Int
	Tag                market.Tag
	Category           *big.Int
	Trust              *big.Int
	Beneficiary        ident.Address
	Callback           ident.Address
	Params             string
	Salt               ident.Hash
	Sign               []byte
}

// Order is any of the four.
type Order interface {
	// Kind returns which of the four it is.
	Kind() market.Kind
	// Subject returns the asset that is sold, or the requester.
	Subject() ident.Address
	// Hash returns the EIP-712 digest that the owner signs: the order's id.
	Hash(d Domain) ident.Hash
	// OperationHash returns the EIP-712 digest that allows others to presign or close the order.
	OperationHash(d Domain, op Operation) ident.Hash
	// layout returns the name of the type, the signed fields in the order of hashing, and the signature.
	layout() layout
}

type layout struct {
	name   string
	fields []field
	sign   *[]byte
}

// field is one signed field: value points into the order and is a
// *ident.Address, **big.Int, *market.Tag, *ident.Hash or *string.
type field struct {
	name  string
	value any
}

// New returns an order of a kind with all numbers zero, nil if there is no such kind.
func New(kind market.Kind) Order {
	var o Order
	switch kind {
	case market.KindApp:
		o = new(AppOrder)
	case market.KindDataset:
		o = new(DatasetOrder)
	case market.KindWorkerpool:
		o = new(WorkerpoolOrder)
	case market.KindRequest:
		o = new(RequestOrder)
	case market.KindUnspecified:
		return nil
	default:
		return nil
	}
	for _, f := range o.layout().fields {
		if n, ok := f.value.(**big.Int); ok {
			*n = new(big.Int)
		}
	}
	return o
}

// NoDataset returns the empty dataset order.
func NoDataset() *DatasetOrder {
	return &DatasetOrder{DatasetPrice: new(big.Int), Volume: new(big.Int)}
}

// Signature returns the bytes of an order's signature.
func Signature(o Order) []byte { return *o.layout().sign }

// SetSignature puts a signature into an order.
func SetSignature(o Order, sign []byte) { *o.layout().sign = sign }

// Volume returns how many tasks an order may serve in its life, never nil.
func Volume(o Order) *big.Int {
	for _, f := range o.layout().fields {
		if n, ok := f.value.(**big.Int); ok && f.name == "volume" && *n != nil {
			return *n
		}
	}
	return new(big.Int)
}

// Kind implements Order.
func (o *AppOrder) Kind() market.Kind { return market.KindApp }

// Kind implements Order.
func (o *DatasetOrder) Kind() market.Kind { return market.KindDataset }

// Kind implements Order.
func (o *WorkerpoolOrder) Kind() market.Kind { return market.KindWorkerpool }

// Kind implements Order.
func (o *RequestOrder) Kind() market.Kind { return market.KindRequest }

// Subject returns the app.
func (o *AppOrder) Subject() ident.Address { return o.App }

// Subject returns the dataset.
func (o *DatasetOrder) Subject() ident.Address { return o.Dataset }

// Subject returns the pool.
func (o *WorkerpoolOrder) Subject() ident.Address { return o.Workerpool }

// Subject returns the requester.
func (o *RequestOrder) Subject() ident.Address { return o.Requester }

func (o *AppOrder) layout() layout {
	return layout{"AppOrder", []field{
		{"app", &o.App},
		{"appprice", &o.AppPrice},
		{"volume", &o.Volume},
		{"tag", &o.Tag},
		{"datasetrestrict", &o.DatasetRestrict},
		{"workerpoolrestrict", &o.WorkerpoolRestrict},
		{"requesterrestrict", &o.RequesterRestrict},
		{"salt", &o.Salt},
	}, &o.Sign}
}

func (o *DatasetOrder) layout() layout {
	return layout{"DatasetOrder", []field{
		{"dataset", &o.Dataset},
		{"datasetprice", &o.DatasetPrice},
		{"volume", &o.Volume},
		{"tag", &o.Tag},
		{"apprestrict", &o.AppRestrict},
		{"workerpoolrestrict", &o.WorkerpoolRestrict},
		{"requesterrestrict", &o.RequesterRestrict},
		{"salt", &o.Salt},
	}, &o.Sign}
}

func (o *WorkerpoolOrder) layout() layout {
	return layout{"WorkerpoolOrder", []field{
		{"workerpool", &o.Workerpool},
		{"workerpoolprice", &o.WorkerpoolPrice},
		{"volume", &o.Volume},
		{"tag", &o.Tag},
		{"category", &o.Category},
		{"trust", &o.Trust},
		{"apprestrict", &o.AppRestrict},
		{"datasetrestrict", &o.DatasetRestrict},
		{"requesterrestrict", &o.RequesterRestrict},
		{"salt", &o.Salt},
	}, &o.Sign}
}

func (o *RequestOrder) layout() layout {
	return layout{"RequestOrder", []field{
		{"app", &o.App},
		{"appmaxprice", &o.AppMaxPrice},
		{"dataset", &o.Dataset},
		{"datasetmaxprice", &o.DatasetMaxPrice},
		{"workerpool", &o.Workerpool},
		{"workerpoolmaxprice", &o.WorkerpoolMaxPrice},
		{"requester", &o.Requester},
		{"volume", &o.Volume},
		{"tag", &o.Tag},
		{"category", &o.Category},
		{"trust", &o.Trust},
		{"beneficiary", &o.Beneficiary},
		{"callback", &o.Callback},
		{"params", &o.Params},
		{"salt", &o.Salt},
	}, &o.Sign}
}
