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

// TestHidden checks MKT-R33: each character that shows nothing is refused, and its
// neighbours are not.
func TestHidden(t *testing.T) {
	t.Parallel()
	for _, span := range [][2]rune{
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
	} {
		for r := span[0]; r <= span[1]; r++ {
			require.ErrorContains(t, card("a"+string(r)).Validate(), "title has characters", "%U", r)
		}
		for _, r := range []rune{span[0] - 1, span[1] + 1} {
			if r >= 0 {
				require.NoError(t, card("a"+string(r)).Validate(), "%U", r)
			}
		}
	}
	for _, title := range []string{
		"Üben & Spaß", "日本語", "русский", "עברית", "العربية", "한국어", "ខ្មែរ", "ᠮᠣᠩᠭᠣᠯ", "♞ 🎬",
	} {
		require.NoError(t, card(title).Validate(), title)
	}
	require.Error(t, card("a\xff").Validate())
}

// TestHiddenKnowsUnicode checks MKT-R33 against Unicode's own tables: what they call
// ignorable is refused, and of what they call spaces a title is not made.
func TestHiddenKnowsUnicode(t *testing.T) {
	t.Parallel()
	for r := rune(0); r <= unicode.MaxRune; r++ {
		title := card(strings.Repeat(string(r), 2)).Validate()
		switch {
		case unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp, unicode.Other_Default_Ignorable_Code_Point,
			unicode.Variation_Selector):
			require.ErrorContains(t, title, "title has characters", "%U", r)
		case unicode.Is(unicode.White_Space, r):
			require.ErrorContains(t, title, "title is only spaces", "%U", r)
		}
	}
}
