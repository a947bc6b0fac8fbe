package types_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/x/market/types"
)

func card(title string) types.Card {
	return types.Card{
		Status: types.ListingStatus_LISTING_STATUS_PARTNER, Title: title, Summary: "x", CategoryOfUse: "x",
	}
}

// TestHidden checks MKT-R33: characters of each kind that shows nothing are refused,
// and what can be seen is not.
func TestHidden(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]rune{
		"control": 0x1f, "delete": 0x7f, "soft hyphen": 0xad, "grapheme joiner": 0x34f, "Arabic letter mark": 0x61c,
		"Hangul filler": 0x3164, "narrow Hangul filler": 0xffa0, "Hangul choseong filler": 0x115f,
		"Braille blank":    0x2800,
		"zero width space": 0x200b, "right-to-left override": 0x202e, "isolate": 0x2067, "variation selector": 0xfe0f,
		"byte order mark": 0xfeff, "annotation anchor": 0xfff9, "tag letter": 0xe0041, "shorthand overlap": 0x1bca0,
		"null notehead": 0x1d159, "beginning of a beam": 0x1d173,
	} {
		require.ErrorContains(t, card("a"+string(r)).Validate(), "title has characters", name)
	}
	for _, r := range " ~¡®‐⠁ㄱ\ufffd" {
		require.NoError(t, card("a"+string(r)).Validate(), "%U", r)
	}
	for _, title := range []string{
		"Üben & Spaß", "日本語", "русский", "עברית", "العربية", "한국어", "ខ្មែរ", "ᠮᠣᠩᠭᠣᠯ", "♞ 🎬",
	} {
		require.NoError(t, card(title).Validate(), title)
	}
	require.Error(t, card("a\xff").Validate())
}

// TestHiddenKnowsUnicode checks MKT-R33 against Unicode's own tables: what they call
// ignorable is refused, and of what they call spaces a title is not made. The number of
// all that is refused tells whether a range has grown or shrunk.
func TestHiddenKnowsUnicode(t *testing.T) {
	t.Parallel()
	refused := 0
	for r := rune(0); r <= unicode.MaxRune; r++ {
		title := card(strings.Repeat(string(r), 2)).Validate()
		if title != nil && strings.Contains(title.Error(), "title has characters") {
			refused++
		}
		switch {
		case unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp, unicode.Other_Default_Ignorable_Code_Point,
			unicode.Variation_Selector):
			require.ErrorContains(t, title, "title has characters", "%U", r)
		case unicode.Is(unicode.White_Space, r):
			require.ErrorContains(t, title, "title is only spaces", "%U", r)
		}
	}
	require.Equal(t, 4246, refused)
}
