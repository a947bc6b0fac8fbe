package worker

import (
	"fmt"
	"slices"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
	markettypes "github.com/iexecd/iexecd/x/market/types"
)

// Policy is what a worker computes of what it is given. The zero Policy computes
// everything. Where the chain draws, it knows no policy: what is declined is a
// missed seat, which costs a strike (POCO-R9, POCO-R13).
type Policy struct {
	Apps       Admission
	Datasets   Admission             // tasks without a dataset pass
	Requesters Admission             // accounts
	MinPrice   map[uint64]rlc.Amount // the pool's price of one task, by category; none = any
	NoNetwork  bool                  // decline what may use the network
}

// Admission is an allow list and a deny list. Who is denied is not admitted; else,
// if the allow list is not empty, who is not on it is not.
type Admission struct{ Allow, Deny []ident.Address }

// Offer is what a policy looks at, all from the task's deal.
type Offer struct {
	App, Dataset, Requester ident.Address // Dataset zero = none
	Category                uint64
	Price                   rlc.Amount // the pool's, of one task
	Tag                     market.Tag
}

// Declines returns why an offer is not computed, "" if it is.
func (p Policy) Declines(o Offer) string {
	for _, list := range []struct {
		what string
		who  ident.Address
		a    Admission
	}{{"app", o.App, p.Apps}, {"dataset", o.Dataset, p.Datasets}, {"requester", o.Requester, p.Requesters}} {
		if list.what == "dataset" && list.who.IsZero() {
			continue
		}
		if why := list.a.excludes(list.who); why != "" {
			return fmt.Sprintf("policy.%ss: %s %s", list.what, list.who, why)
		}
	}
	if least := p.MinPrice[o.Category]; o.Price < least {
		return fmt.Sprintf("policy.min_price: category %d pays %s, the least is %s", o.Category, o.Price, least)
	}
	if p.NoNetwork && o.Tag.Has(market.TagBitNetwork) {
		return "policy.network: the task may use the network"
	}
	return ""
}

func (a Admission) excludes(who ident.Address) string {
	switch {
	case slices.Contains(a.Deny, who):
		return "is denied"
	case len(a.Allow) > 0 && !slices.Contains(a.Allow, who):
		return fmt.Sprintf("is not among the %d allowed", len(a.Allow))
	}
	return ""
}

// Everything reports whether a policy declines nothing.
func (p Policy) Everything() bool {
	none := func(a Admission) bool { return len(a.Allow)+len(a.Deny) == 0 }
	return none(p.Apps) && none(p.Datasets) && none(p.Requesters) && len(p.MinPrice) == 0 && !p.NoNetwork
}

// offerOf returns what a policy looks at of a deal.
func offerOf(d *markettypes.Deal, tag market.Tag) (Offer, error) {
	o := Offer{Category: d.Category, Price: rlc.Amount(d.Workerpool.PriceNrlc), Tag: tag}
	for _, part := range []struct {
		text string
		to   *ident.Address
	}{{d.App.Id, &o.App}, {d.Dataset.Id, &o.Dataset}} {
		id, err := ident.ParseAddress(part.text)
		if err != nil {
			return o, fmt.Errorf("deal %s: %w", d.Id, err)
		}
		*part.to = id
	}
	if d.Requester == "" {
		return o, nil
	}
	who, err := account.Parse(d.Requester)
	if err != nil {
		return o, fmt.Errorf("deal %s: requester: %w", d.Id, err)
	}
	o.Requester = who
	return o, nil
}
