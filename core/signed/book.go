package signed

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/rlc"
)

// book returns the orders as the book's, so that its checks decide. Numbers
// that are held against each other are narrowed in pairs; volumes and ceilings
// beyond 64 bits are the highest number.
func (m *match) book() *market.Match {
	category, poolCategory := narrow(m.Request.Category, m.Workerpool.Category)
	trust, poolTrust := narrow(m.Request.Trust, m.Workerpool.Trust)
	appMax, app := narrow(m.Request.AppMaxPrice, m.App.AppPrice)
	datasetMax, dataset := narrow(m.Request.DatasetMaxPrice, m.Dataset.DatasetPrice)
	poolMax, pool := narrow(m.Request.WorkerpoolMaxPrice, m.Workerpool.WorkerpoolPrice)
	a, d, w, r := m.App, m.Dataset, m.Workerpool, m.Request
	out, s := m.out, m.out.Sellers
	sponsor, _ := r.AllowedSponsor()
	return &market.Match{
		App: &market.AppOrder{
			Terms: terms(out.AppOrder, s.App, a.Volume, a.Tag), App: a.App, Price: rlc.Amount(app),
			DatasetRestrict: a.DatasetRestrict, WorkerpoolRestrict: a.WorkerpoolRestrict,
			RequesterRestrict: a.RequesterRestrict,
		},
		Dataset: &market.DatasetOrder{
			Terms: terms(out.DatasetOrder, s.Dataset, d.Volume, d.Tag), Dataset: d.Dataset, Price: rlc.Amount(dataset),
			AppRestrict: d.AppRestrict, WorkerpoolRestrict: d.WorkerpoolRestrict,
			RequesterRestrict: d.RequesterRestrict,
		},
		Workerpool: &market.WorkerpoolOrder{
			Terms:      terms(out.WorkerpoolOrder, s.Workerpool, w.Volume, w.Tag),
			Workerpool: w.Workerpool, Price: rlc.Amount(pool), Category: poolCategory, Trust: poolTrust,
			AppRestrict: w.AppRestrict, DatasetRestrict: w.DatasetRestrict, RequesterRestrict: w.RequesterRestrict,
		},
		Request: &market.RequestOrder{
			Terms: terms(out.RequestOrder, r.Requester, r.Volume, r.Tag),
			App:   r.App, AppMaxPrice: rlc.Amount(appMax), Dataset: r.Dataset, DatasetMaxPrice: rlc.Amount(datasetMax),
			Workerpool: r.Workerpool, WorkerpoolMaxPrice: rlc.Amount(poolMax),
			Category: category, Policy: market.Policy{Trust: trust},
			Beneficiary: r.Beneficiary, Callback: r.Callback, AllowedSponsor: sponsor, Params: r.Params,
		},
	}
}

func terms(id ident.Hash, owner ident.Address, volume *big.Int, tag market.Tag) market.Terms {
	v := clamp(volume, math.MaxUint64)
	return market.Terms{ID: id, Owner: owner, Volume: v, Remaining: v, Tag: tag}
}

func clamp(n *big.Int, most uint64) uint64 {
	if n.IsUint64() {
		return min(n.Uint64(), most)
	}
	return most
}

// narrow returns two numbers of 64 bits in the same order as a and b, equal if
// they are equal. Numbers that fit stay as they are if both do; one that does
// not fit becomes one of the two highest, beyond any number of categories.
func narrow(a, b *big.Int) (na, nb uint64) {
	if a.IsUint64() && b.IsUint64() {
		return a.Uint64(), b.Uint64()
	}
	switch a.Cmp(b) {
	case -1:
		return clamp(a, math.MaxUint64-1), math.MaxUint64
	case 0:
		return math.MaxUint64, math.MaxUint64
	default:
		return math.MaxUint64, clamp(b, math.MaxUint64-1)
	}
}

// sponsorField names in a request's params who alone may pay for it.
const sponsorField = "iexec_allowed_sponsor"

// AllowedSponsor returns who alone may pay for the request instead of its
// requester, as its params name it; zero if they name nobody, so that
// everybody may. ErrSponsor if the name is no address.
func (o *RequestOrder) AllowedSponsor() (ident.Address, error) {
	field := paramsField(o.Params, sponsorField)
	if field == nil {
		return ident.Address{}, nil
	}
	var name string
	if err := json.Unmarshal(field, &name); err != nil || name == "" {
		return ident.Address{}, fmt.Errorf("%w: params field %s: expected a text 0x… of an address, got %s",
			ErrSponsor, sponsorField, clip(string(field)))
	}
	who, err := ident.ParseAddress(name)
	if err != nil {
		return who, fmt.Errorf("%w: params field %s: %w", ErrSponsor, sponsorField, err)
	}
	return who, nil
}

// paramsField returns a field of a request's params; nil if it is not there, or
// the params are not a JSON object, which they need not be.
func paramsField(params, name string) json.RawMessage {
	var fields map[string]json.RawMessage
	if json.Unmarshal([]byte(params), &fields) != nil {
		return nil
	}
	return fields[name]
}

// sponsor checks that the request allows who pays in its requester's stead.
func (m *match) sponsor() error {
	if m.out.Sponsor == m.Request.Requester {
		return nil
	}
	allowed, err := m.Request.AllowedSponsor()
	if err != nil {
		return err
	}
	if !allowed.IsZero() && allowed != m.out.Sponsor {
		return fmt.Errorf("%w: it allows %s, %s would pay", ErrSponsor, allowed, m.out.Sponsor)
	}
	return nil
}
