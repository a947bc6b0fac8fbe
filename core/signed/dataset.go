package signed

import (
	"errors"
	"fmt"

	"github.com/iexecd/iexecd/core/market"
)

// The refusals of DatasetCompatibility in the order of checking, with the
// original's texts.
var (
	ErrDatasetConsumed     = incompatible("Dataset order is revoked or fully consumed")
	ErrDatasetSignature    = incompatible("Invalid dataset order signature")
	ErrDealNotFound        = incompatible("Deal not found")
	ErrDealHasDataset      = incompatible("Deal already has a dataset")
	ErrAppRestricted       = incompatible("App restriction not satisfied")
	ErrPoolRestricted      = incompatible("Workerpool restriction not satisfied")
	ErrRequesterRestricted = incompatible("Requester restriction not satisfied")
	ErrDatasetTagDemanded  = incompatible("Tag compatibility not satisfied")
)

// IsIncompatible reports whether an error is a refusal of DatasetCompatibility,
// not a failure of the state.
func IsIncompatible(err error) bool {
	for _, refusal := range []error{
		ErrDatasetConsumed, ErrDatasetSignature, ErrDealNotFound, ErrDealHasDataset, ErrAppRestricted,
		ErrPoolRestricted, ErrRequesterRestricted, ErrDatasetTagDemanded,
	} {
		if errors.Is(err, refusal) {
			return true
		}
	}
	return false
}

func incompatible(reason string) error {
	return errors.New("IncompatibleDatasetOrder: " + reason)
}

// DatasetCompatibility returns nil if a deal without a dataset, nil if there is
// no such deal, may process the dataset of an order, else the first refusal. It
// looks at neither price nor registration, and nothing is consumed: it is meant
// for free orders. Of the context it uses Member, Recover, Domain and State.
// Source: assertDatasetDealCompatibility.
func DatasetCompatibility(o *DatasetOrder, deal *market.Deal, c Context) error {
	consumed, err := c.State.Consumed(o.Hash(c.Domain))
	if err != nil {
		return err
	}
	if or0(consumed).Cmp(Volume(o)) >= 0 {
		return ErrDatasetConsumed
	}
	owner, _, err := c.State.Asset(market.KindDataset, o.Dataset)
	if err != nil {
		return err
	}
	err = c.Signed(o, owner)
	if errors.Is(err, ErrSignature) || errors.Is(err, ErrSignatureFormat) {
		return fmt.Errorf("%w: %w", ErrDatasetSignature, err)
	}
	if err != nil {
		return err
	}
	groups := market.Context{Member: c.Member}
	switch {
	case deal == nil:
		return ErrDealNotFound
	case !deal.Dataset.Pointer.IsZero():
		return ErrDealHasDataset
	case !groups.Allowed(o.AppRestrict, deal.App.Pointer):
		return ErrAppRestricted
	case !groups.Allowed(o.WorkerpoolRestrict, deal.Workerpool.Pointer):
		return ErrPoolRestricted
	case !groups.Allowed(o.RequesterRestrict, deal.Requester):
		return ErrRequesterRestricted
	case !o.Tag.WithoutFrameworks().Within(deal.Tag):
		return ErrDatasetTagDemanded
	}
	return nil
}
