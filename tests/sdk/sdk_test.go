package sdk

import (
	"encoding/json"
	"flag"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/signed"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
)

// orders is how many are made on each side.
const orders = 200

var seed = flag.Uint64("sdk.seed", 0, "seed of the random orders, 0 = any")

// kinds are the four, by their names in the SDK.
var kinds = []struct {
	name string
	kind market.Kind
}{
	{"app", market.KindApp},
	{"dataset", market.KindDataset},
	{"workerpool", market.KindWorkerpool},
	{"request", market.KindRequest},
}

// domain is EIP-712's, as ethers has it.
type domain struct {
	Name              string `json:"name"`
	Version           string `json:"version"`
	ChainID           string `json:"chainId"`
	VerifyingContract string `json:"verifyingContract"`
}

func (d domain) ours(t *testing.T) signed.Domain {
	t.Helper()
	chain, err := signed.ParseNumber(d.ChainID)
	require.NoError(t, err)
	contract, err := ident.ParseAddress(d.VerifyingContract)
	require.NoError(t, err)
	return signed.Domain{Name: d.Name, Version: d.Version, ChainID: chain, VerifyingContract: contract}
}

// line is an order on its way to or from the SDK.
type line struct {
	Kind   string          `json:"kind"`
	Domain domain          `json:"domain"`
	Order  json.RawMessage `json:"order"`
	Hash   string          `json:"hash,omitempty"`
	Signer string          `json:"signer,omitempty"`
}

// read returns the order of a line.
func (l line) read(t *testing.T) signed.Order {
	t.Helper()
	for _, k := range kinds {
		if k.name == l.Kind {
			o := signed.New(k.kind)
			require.NoError(t, json.Unmarshal(l.Order, o), "%s", l.Order)
			return o
		}
	}
	require.Fail(t, "no such kind", l.Kind)
	return nil
}

// TestOrdersOfTheSDK reads 200 orders that the iExec SDK made, signed and
// hashed, and lets it hash 200 of ours: hashes, fields, values and signatures
// are the same on both sides. Nobody asks the network.
func TestOrdersOfTheSDK(t *testing.T) {
	from := *seed
	if from == 0 {
		from = rand.Uint64()
	}
	t.Logf("again with: go test ./tests/sdk -args -sdk.seed=%d", from)
	r := rand.New(rand.NewPCG(from, 0))
	ours := make([]line, orders)
	for i := range ours {
		ours[i] = random(t, r, i)
	}
	lines := node[line](t, "sdk.mjs", map[string]any{"seed": from, "count": orders, "orders": ours})
	require.Len(t, lines, 2*orders)
	for i, l := range lines {
		o := l.read(t)
		hash := o.Hash(l.Domain.ours(t))
		require.Equal(t, l.Hash, hash.String(), "%s", l.Order)
		again, err := json.Marshal(o)
		require.NoError(t, err)
		require.JSONEq(t, string(l.Order), string(again), "fields and values")
		if i < orders {
			owner, err := ident.ParseAddress(l.Signer)
			require.NoError(t, err)
			require.NoError(t, signed.Verify(owner, hash, signed.Signature(o), ethsecp256k1.Recover))
			continue
		}
		require.JSONEq(t, string(ours[i-orders].Order), string(l.Order), "it is the one that was sent")
	}
}

// random returns an order of our own. The SDK refuses to hash what is no JSON in
// params, and tags with bits of frameworks that it knows no more.
func random(t *testing.T, r *rand.Rand, i int) line {
	t.Helper()
	k := kinds[i%len(kinds)]
	o := signed.New(k.kind)
	list := strings.TrimSuffix(signed.TypeString(o), ")")
	_, list, _ = strings.Cut(list, "(")
	types := map[string]string{"sign": "bytes"}
	for f := range strings.SplitSeq(list, ",") {
		kind, name, _ := strings.Cut(f, " ")
		types[name] = kind
	}
	require.NoError(t, signed.SetFields(o, func(name string) string {
		switch w := word(r); {
		case name == "tag":
			w[31] = w[31]&^0xf | [2]byte{0, 9}[r.IntN(2)]
			return w.String()
		case name == "params":
			text, err := json.Marshal(map[string]string{"iexec_args": "é\u2028<&>\n\"" + w.String()[:r.IntN(66)]})
			require.NoError(t, err)
			return string(text) + strings.Repeat(" ", r.IntN(3))
		case types[name] == "uint256":
			return new(big.Int).Rsh(new(big.Int).SetBytes(w[:]), uint(r.IntN(257))).String()
		case types[name] == "address":
			return ident.Address(w[:20]).String()
		default:
			return w.String()
		}
	}))
	text, err := json.Marshal(o)
	require.NoError(t, err)
	contract := word(r)
	return line{Kind: k.name, Order: text, Domain: domain{
		Name: signed.DomainName, Version: signed.DomainVersion,
		ChainID:           new(big.Int).SetUint64(r.Uint64()).String(),
		VerifyingContract: ident.Address(contract[:20]).Checksummed(),
	}}
}

func word(r *rand.Rand) (w ident.Hash) {
	for i := range w {
		w[i] = byte(r.Uint32())
	}
	return w
}
