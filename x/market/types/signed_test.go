package types_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/signed"
	"github.com/iexecd/iexecd/x/market/types"
)

// draw returns a random order of a kind.
func draw(t *rapid.T, kind market.Kind) signed.Order {
	o := signed.New(kind)
	var texts []string
	signed.Fields(o, func(_, text string) { texts = append(texts, text) })
	i := -1
	require.NoError(t, signed.SetFields(o, func(name string) string {
		i++
		switch {
		case name == "params":
			return rapid.String().Draw(t, name)
		case name == "sign":
			return "0x" + strings.Repeat("ab", rapid.IntRange(0, 70).Draw(t, name))
		case !strings.HasPrefix(texts[i], "0x"):
			return rapid.StringMatching(`[1-9][0-9]{0,76}`).Draw(t, name)
		default:
			return "0x" + rapid.StringMatching(`[0-9a-f]{64}`).Draw(t, name)[:len(texts[i])-2]
		}
	}))
	return o
}

// TestSignedOrderRoundTrip checks that no field of an order is lost, or takes
// another's place, on its way to the wire and back, and its signature too.
func TestSignedOrderRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := market.Kind(rapid.IntRange(1, 4).Draw(t, "kind"))
		o := draw(t, kind)
		wire := types.NewSignedOrder(o)
		raw, err := wire.Marshal()
		require.NoError(t, err)
		var again types.SignedOrder
		require.NoError(t, again.Unmarshal(raw))
		got, err := again.Core()
		require.NoError(t, err)
		require.Equal(t, o, got)
		other, err := again.WithSign("0x0102")
		require.NoError(t, err)
		require.Equal(t, []byte{1, 2}, signed.Signature(other))
		d := signed.NewDomain(1, ident.Address{1})
		require.Equal(t, o.Hash(d), other.Hash(d))
	})
}

// TestDefaultDomain checks that the default domain is a whole one, and that it
// is told with its separator.
func TestDefaultDomain(t *testing.T) {
	p := types.DefaultParams()
	require.NoError(t, p.Validate())
	d, err := p.Domain()
	require.NoError(t, err)
	wire := types.NewDomain(d)
	require.Equal(t, types.Domain{
		Name: "iExecODB", Version: "5.0.0", ChainId: "134", VerifyingContract: types.DefaultVerifyingContract,
		Separator: d.Separator().String(),
	}, wire)
}
