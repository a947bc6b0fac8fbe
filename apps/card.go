package apps

import (
	"fmt"

	markettypes "github.com/iexecd/iexecd/x/market/types"
)

// Fill sets those fields of a card on the chain that c has.
func (c Card) Fill(to *markettypes.Card) error {
	switch c.Status {
	case "":
	case Available:
		to.Status = markettypes.ListingStatus_LISTING_STATUS_AVAILABLE
	case Partner:
		to.Status = markettypes.ListingStatus_LISTING_STATUS_PARTNER
	case ComingSoon:
		to.Status = markettypes.ListingStatus_LISTING_STATUS_COMING_SOON
	default:
		return fmt.Errorf("status is %q, expected %s, %s or %s", c.Status, Available, Partner, ComingSoon)
	}
	for _, f := range []struct {
		to   *string
		text string
	}{
		{&to.Title, c.Title},
		{&to.Summary, c.Summary},
		{&to.Description, c.Description},
		{&to.CategoryOfUse, c.CategoryOfUse},
		{&to.Licence, c.Licence},
		{&to.HomeUri, c.HomeURI},
		{&to.IconUri, c.IconURI},
	} {
		if f.text != "" {
			*f.to = f.text
		}
	}
	return nil
}
