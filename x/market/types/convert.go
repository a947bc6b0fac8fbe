package types

import (
	"fmt"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
)

// reader turns texts into core values and keeps the first error.
type reader struct{ err error }

func (r *reader) keep(field string, err error) {
	if err != nil && r.err == nil {
		r.err = ErrBadField.Wrapf("%s: %s", field, err)
	}
}

// resource reads an id or restriction; empty is none.
func (r *reader) resource(field, text string) ident.Address {
	a, err := ParseResource(text)
	r.keep(field, err)
	return a
}

func (r *reader) hash(field, text string) ident.Hash {
	h, err := ident.ParseHash(text)
	r.keep(field, err)
	return h
}

func (r *reader) account(field, text string) ident.Address {
	a, err := account.Parse(text)
	r.keep(field, err)
	return a
}

// bech32 reads an account that is spelled as the chain spells it.
func (r *reader) bech32(field, text string) ident.Address {
	a, err := account.Parse(text)
	if err == nil && text != account.Bech32(a) {
		err = fmt.Errorf("%s is spelled otherwise on the chain: write %s", text, account.Bech32(a))
	}
	r.keep(field, err)
	return a
}

// ParseResource returns the id of an app, dataset or pool, or an account in
// either spelling; empty is the zero address.
func ParseResource(text string) (ident.Address, error) {
	if text == "" {
		return ident.Address{}, nil
	}
	return account.Parse(text)
}

// terms reads what all orders have.
func (o *Order) terms(r *reader, volume uint64, tag string, expiry int64) market.Terms {
	return market.Terms{
		ID: r.hash("id", o.Id), Owner: r.account("owner", o.Owner), Volume: volume, Remaining: o.Remaining,
		Tag: market.Tag(r.hash("tag", tag)), ExpiryUnix: expiry, Height: o.Height, Tie: r.hash("tie", o.Tie),
	}
}

// CoreApp returns the order for core; it must be an app order.
func (o *Order) CoreApp() (*market.AppOrder, error) {
	var r reader
	t := o.App
	c := &market.AppOrder{
		Terms: o.terms(&r, t.Volume, t.Tag, t.ExpiryUnix),
		App:   r.resource("app", t.App), Price: rlc.Amount(t.PriceNrlc),
		DatasetRestrict:    r.resource("dataset_restrict", t.DatasetRestrict),
		WorkerpoolRestrict: r.resource("workerpool_restrict", t.WorkerpoolRestrict),
		RequesterRestrict:  r.resource("requester_restrict", t.RequesterRestrict),
	}
	return c, r.err
}

// CoreDataset returns the order for core; it must be a dataset order.
func (o *Order) CoreDataset() (*market.DatasetOrder, error) {
	var r reader
	t := o.Dataset
	c := &market.DatasetOrder{
		Terms:   o.terms(&r, t.Volume, t.Tag, t.ExpiryUnix),
		Dataset: r.resource("dataset", t.Dataset), Price: rlc.Amount(t.PriceNrlc),
		AppRestrict:        r.resource("app_restrict", t.AppRestrict),
		WorkerpoolRestrict: r.resource("workerpool_restrict", t.WorkerpoolRestrict),
		RequesterRestrict:  r.resource("requester_restrict", t.RequesterRestrict),
	}
	return c, r.err
}

// CoreWorkerpool returns the order for core; it must be a pool order.
func (o *Order) CoreWorkerpool() (*market.WorkerpoolOrder, error) {
	var r reader
	t := o.Workerpool
	c := &market.WorkerpoolOrder{
		Terms:      o.terms(&r, t.Volume, t.Tag, t.ExpiryUnix),
		Workerpool: r.resource("workerpool", t.Workerpool), Price: rlc.Amount(t.PriceNrlc),
		Category: t.Category, Trust: t.Trust, MinErrorPPB: t.MinErrorPpb,
		AppRestrict:       r.resource("app_restrict", t.AppRestrict),
		DatasetRestrict:   r.resource("dataset_restrict", t.DatasetRestrict),
		RequesterRestrict: r.resource("requester_restrict", t.RequesterRestrict),
	}
	return c, r.err
}

// CoreRequest returns the order for core; it must be a request.
func (o *Order) CoreRequest() (*market.RequestOrder, error) {
	var r reader
	t := o.Request
	c := &market.RequestOrder{
		Terms: o.terms(&r, t.Volume, t.Tag, t.ExpiryUnix),
		App:   r.resource("app", t.App), AppMaxPrice: rlc.Amount(t.AppMaxPriceNrlc),
		Dataset: r.resource("dataset", t.Dataset), DatasetMaxPrice: rlc.Amount(t.DatasetMaxPriceNrlc),
		Workerpool: r.resource("workerpool", t.Workerpool), WorkerpoolMaxPrice: rlc.Amount(t.WorkerpoolMaxPriceNrlc),
		Category: t.Category, Policy: market.Policy{MaxErrorPPB: t.Policy.MaxErrorPpb, Trust: t.Policy.Trust},
		Beneficiary: r.resource("beneficiary", t.Beneficiary), Callback: r.resource("callback", t.Callback),
		AllowedSponsor: r.resource("allowed_sponsor", t.AllowedSponsor), Params: t.Params,
	}
	return c, r.err
}

// Core returns the deal for core.
func (d *Deal) Core() (market.Deal, error) {
	var r reader
	c := market.Deal{
		ID: r.hash("id", d.Id), RequestID: r.hash("request_id", d.RequestId),
		App: d.App.core(&r, "app"), Dataset: d.Dataset.core(&r, "dataset"), Workerpool: d.Workerpool.core(&r,
			"workerpool"),
		Category: d.Category, WorkClockSeconds: d.WorkClockSeconds,
		Policy: market.Policy{
			MaxErrorPPB: d.Policy.MaxErrorPpb,
			Trust:       d.Policy.Trust,
		}, Tag: market.Tag(r.hash("tag", d.Tag)),
		Requester: r.account("requester", d.Requester), Sponsor: r.account("sponsor", d.Sponsor),
		Beneficiary: r.resource("beneficiary", d.Beneficiary), Callback: r.resource("callback",
			d.Callback), Params: d.Params,
		StartUnix: d.StartUnix, First: d.First, Size: d.Size_,
		WorkerStake: rlc.Amount(d.WorkerStakeNrlc), PoolStake: rlc.Amount(d.PoolStakeNrlc),
		SchedulerRewardRatio: d.SchedulerRewardRatioPercent, OwnerScheduled: d.OwnerScheduled,
	}
	return c, r.err
}

func (p *DealPart) core(r *reader, field string) market.Part {
	if p.Id == "" {
		return market.Part{}
	}
	return market.Part{
		Pointer: r.resource(field, p.Id), Owner: r.account(field+" owner", p.Owner), Price: rlc.Amount(p.PriceNrlc),
	}
}

func part(p market.Part, order ident.Hash) DealPart {
	if p.Pointer.IsZero() {
		return DealPart{}
	}
	return DealPart{
		Id: p.Pointer.String(), Owner: account.Bech32(p.Owner), PriceNrlc: uint64(p.Price), OrderId: order.String(),
	}
}

// NewDeal returns the wire form of a core deal with the orders it came from.
func NewDeal(c market.Deal, f *market.Fill, escrow rlc.Amount) Deal {
	return Deal{
		Id: c.ID.String(), RequestId: c.RequestID.String(),
		App: part(c.App, f.App.ID), Dataset: part(c.Dataset, f.Dataset.ID), Workerpool: part(c.Workerpool,
			f.Workerpool.ID),
		Category: c.Category, WorkClockSeconds: c.WorkClockSeconds,
		Policy: Policy{MaxErrorPpb: c.Policy.MaxErrorPPB, Trust: c.Policy.Trust}, Tag: TagText(c.Tag),
		Requester: account.Bech32(c.Requester), Sponsor: account.Bech32(c.Sponsor),
		Beneficiary: optional(c.Beneficiary), Callback: optional(c.Callback), Params: c.Params,
		StartUnix: c.StartUnix, First: c.First, Size_: c.Size,
		WorkerStakeNrlc: uint64(c.WorkerStake), PoolStakeNrlc: uint64(c.PoolStake),
		SchedulerRewardRatioPercent: c.SchedulerRewardRatio, EscrowNrlc: uint64(escrow),
		Status: DealStatus_DEAL_STATUS_OPEN, OwnerScheduled: c.OwnerScheduled,
	}
}

// TagText returns a tag as 0x and 64 digits, or "" for none.
func TagText(t market.Tag) string {
	if t == (market.Tag{}) {
		return ""
	}
	return ident.Hash(t).String()
}

func optional(a ident.Address) string {
	if a.IsZero() {
		return ""
	}
	return a.String()
}

// Plain returns the kind's name in one word.
func (k OrderKind) Plain() string {
	switch k {
	case OrderKind_ORDER_KIND_APP:
		return "app"
	case OrderKind_ORDER_KIND_DATASET:
		return "dataset"
	case OrderKind_ORDER_KIND_WORKERPOOL:
		return "workerpool"
	case OrderKind_ORDER_KIND_REQUEST:
		return "request"
	case OrderKind_ORDER_KIND_UNSPECIFIED:
	}
	return fmt.Sprintf("kind %d", int32(k))
}
