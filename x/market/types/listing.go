package types

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/iexecd/iexecd/core/ident"
)

// The bounds of a listing, in bytes but for the versions.
const (
	MaxListingNameBytes     = 40
	MaxTitleBytes           = 80
	MaxSummaryBytes         = 200
	MaxCardDescriptionBytes = 8_192
	MaxCategoryOfUseBytes   = 40
	MaxURIBytes             = 512
	MaxLicenceBytes         = 64
	MaxVersions             = 64
)

// Slug checks that a text is lo to top of a-z, 0-9 and -, and neither begins nor
// ends with -.
func Slug(field, s string, lo, top int) error {
	switch {
	case len(s) < lo || len(s) > top:
		return ErrBadField.Wrapf("%s has %d bytes, expected %d to %d", field, len(s), lo, top)
	case strings.ContainsFunc(s, notSlug) || strings.HasPrefix(s, "-") || strings.HasSuffix(s, "-"):
		return ErrBadField.Wrapf("%s is %q, expected a-z, 0-9 and - between them", field, s)
	}
	return nil
}

func notSlug(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' }

// Validate checks the texts of a card.
func (c Card) Validate() error {
	switch c.Status {
	case ListingStatus_LISTING_STATUS_AVAILABLE, ListingStatus_LISTING_STATUS_PARTNER,
		ListingStatus_LISTING_STATUS_COMING_SOON:
	case ListingStatus_LISTING_STATUS_UNSPECIFIED:
		fallthrough
	default:
		return ErrBadField.Wrapf("status is %s, expected LISTING_STATUS_AVAILABLE, LISTING_STATUS_PARTNER or "+
			"LISTING_STATUS_COMING_SOON", c.Status)
	}
	if err := line("title", c.Title, 1, MaxTitleBytes); err != nil {
		return err
	}
	if err := line("summary", c.Summary, 1, MaxSummaryBytes); err != nil {
		return err
	}
	paragraphs := strings.ReplaceAll(c.Description, "\n", " ")
	if err := line("description", paragraphs, 0, MaxCardDescriptionBytes); err != nil {
		return err
	}
	if err := Slug("category_of_use", c.CategoryOfUse, 1, MaxCategoryOfUseBytes); err != nil {
		return err
	}
	if err := uri("icon_uri", c.IconUri); err != nil {
		return err
	}
	if err := uri("home_uri", c.HomeUri); err != nil {
		return err
	}
	return line("licence", c.Licence, 0, MaxLicenceBytes)
}

// line checks that a text is one line that shows what it says: no controls, nothing
// invisible, and nothing that turns the direction of reading; if it has to be there,
// it is not only spaces. The characters are listed here, because those of Go's tables
// change with its version.
func line(field, s string, lo, top int) error {
	if len(s) < lo || len(s) > top {
		return ErrBadField.Wrapf("%s has %d bytes, expected %d to %d", field, len(s), lo, top)
	}
	if !utf8.ValidString(s) || strings.ContainsFunc(s, hidden) {
		return ErrBadField.Wrapf("%s has characters that cannot be printed", field)
	}
	if lo > 0 && !strings.ContainsFunc(s, notSpace) {
		return ErrBadField.Wrapf("%s is only spaces, expected a text", field)
	}
	return nil
}

// hiddenRunes are the first and last of what shows nothing: controls, the default
// ignorable code points of Unicode (UAX 44), its separators of lines, annotation
// marks, and two letters that are blank.
var hiddenRunes = [][2]rune{
	{0, 0x1f},
	{0x7f, 0x9f},
	{0xad, 0xad},
	{0x34f, 0x34f},
	{0x61c, 0x61c},
	{0x115f, 0x1160},
	{0x17b4, 0x17b5},
	{0x180b, 0x180f},
	{0x200b, 0x200f},
	{0x2028, 0x202e},
	{0x2060, 0x206f},
	{0x2800, 0x2800},
	{0x3164, 0x3164},
	{0xfe00, 0xfe0f},
	{0xfeff, 0xfeff},
	{0xffa0, 0xffa0},
	{0xfff0, 0xfffb},
	{0x1bca0, 0x1bca3},
	{0x1d159, 0x1d159},
	{0x1d173, 0x1d17a},
	{0xe0000, 0xe0fff},
}

func hidden(r rune) bool {
	return slices.ContainsFunc(hiddenRunes, func(span [2]rune) bool { return span[0] <= r && r <= span[1] })
}

// notSpace says whether a character is none of Unicode's spaces.
func notSpace(r rune) bool {
	switch {
	case r == ' ', r == 0xa0, r == 0x1680, r >= 0x2000 && r <= 0x200a, r == 0x202f, r == 0x205f, r == 0x3000:
		return false
	}
	return true
}

// uri checks that a text is empty, or a location that a browser or IPFS opens.
func uri(field, s string) error {
	if s == "" {
		return nil
	}
	if len(s) > MaxURIBytes {
		return ErrBadField.Wrapf("%s has %d bytes, at most %d", field, len(s), MaxURIBytes)
	}
	for _, scheme := range []string{"https://", "http://", "ipfs://"} {
		rest, ok := strings.CutPrefix(s, scheme)
		if ok && rest != "" && !strings.HasPrefix(rest, "/") && !strings.ContainsFunc(rest, notURI) {
			return nil
		}
	}
	return ErrBadField.Wrapf("%s is %q, expected https://…, http://… or ipfs://…, without spaces and quotes", field, s)
}

func notURI(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune("\"'<>\\^`{|}", r) }

// CheckVersions checks how many versions a listing has, and returns their ids.
func CheckVersions(status ListingStatus, versions []string) ([]ident.Address, error) {
	switch {
	case len(versions) > MaxVersions:
		return nil, ErrBadField.Wrapf("versions are %d, at most %d: leave the oldest out", len(versions), MaxVersions)
	case len(versions) == 0 && status == ListingStatus_LISTING_STATUS_AVAILABLE:
		return nil, ErrBadField.Wrap("versions are 0, but what is available has at least 1: name an app or dataset, " +
			"or set the status to partner or coming soon")
	}
	ids := make([]ident.Address, 0, len(versions))
	seen := map[ident.Address]bool{}
	for _, text := range versions {
		id, err := ParseResource(text)
		switch {
		case err != nil:
			return nil, ErrBadField.Wrapf("versions: %s", err)
		case id.IsZero():
			return nil, ErrBadField.Wrap("versions: an id is missing")
		case seen[id]:
			return nil, ErrBadField.Wrapf("versions: %s is there twice", id)
		}
		seen[id] = true
		ids = append(ids, id)
	}
	return ids, nil
}

// Validate checks what can be checked of a listing without a store.
func (l Listing) Validate() error {
	if err := Slug("name", l.Name, 1, MaxListingNameBytes); err != nil {
		return err
	}
	if err := l.Card.Validate(); err != nil {
		return err
	}
	_, err := CheckVersions(l.Card.Status, l.Versions)
	return err
}

// validateListings checks the store and the result keys.
func (g GenesisState) validateListings() error {
	kinds, owners := map[string]OrderKind{}, map[string]string{}
	for _, a := range g.Apps {
		kinds[a.Id], owners[a.Id] = OrderKind_ORDER_KIND_APP, a.Owner
	}
	for _, d := range g.Datasets {
		kinds[d.Id], owners[d.Id] = OrderKind_ORDER_KIND_DATASET, d.Owner
	}
	names, listed := map[string]bool{}, map[string]bool{}
	for _, l := range g.Listings {
		if err := l.Validate(); err != nil {
			return fmt.Errorf("listing %q: %w", l.Name, err)
		}
		if names[l.Name] {
			return fmt.Errorf("listing %q is there twice", l.Name)
		}
		names[l.Name] = true
		for _, v := range l.Versions {
			if owners[v] != l.Owner || kinds[v] != kinds[l.Versions[0]] || listed[v] {
				return fmt.Errorf("listing %q: version %s is not one more %s of %s, or in two listings", l.Name, v,
					kinds[l.Versions[0]].Plain(), l.Owner)
			}
			listed[v] = true
		}
	}
	var r reader
	for _, l := range g.Listings {
		r.bech32("owner of listing "+l.Name, l.Owner)
	}
	keys := map[ident.Address]bool{}
	for _, k := range g.ResultKeys {
		a := r.bech32("address of a result key", k.Address)
		r.keep("result key of "+k.Address, Recipient("recipient", k.Recipient))
		if r.err == nil && keys[a] {
			return fmt.Errorf("result key of %s is there twice", k.Address)
		}
		keys[a] = true
	}
	return r.err
}
