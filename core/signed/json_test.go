package signed_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/signed"
)

// sdkRequest is an object as the iExec SDK prints it, numbers of three kinds.
const sdkRequest = `{
	"app": "0x840aD8173a3b65253897f7f4F6aE3FcB038120CD", "appmaxprice": "23484370334",
	"dataset": "0x0000000000000000000000000000000000000000", "datasetmaxprice": 984320,
	"workerpool": "0x0000000000000000000000000000000000000000", "workerpoolmaxprice": "0x26297",
	"requester": "0x6a7973792de59c12586ba498f06cdb18e600b3c0", "volume": 4,
	"tag": "0x0000000000000000000000000000000000000000000000000000000000000000",
	"category": "4", "trust": 2, "beneficiary": "0x4bc68d067467d9D71d992313438c0DC52E8f972e",
	"callback": "0x0000000000000000000000000000000000000000", "params": "{\"iexec_args\":\"hello\"}",
	"salt": "0xb6815dc8cbab20a693d5cd690c58c1ec3fa7c290d5452b17f4a077429e99d64f", "sign": "0x"}`

// TestSDKObject reads an object of the SDK whose hash the original contract
// told, and writes it in the SDK's form.
func TestSDKObject(t *testing.T) {
	var o signed.RequestOrder
	require.NoError(t, json.Unmarshal([]byte(sdkRequest), &o))
	contract, err := ident.ParseAddress("0xE49AfcC19Bd0402c568944358e2b562775E2B341")
	require.NoError(t, err)
	d := signed.NewDomain(65535, contract)
	require.Equal(t, "0xc9cb98cbf741b16f753abc639abfcd22a9b7d321c3d5d7062bd4a13ec0fdc1e5", o.Hash(d).String())
	require.Len(t, signed.Document(&o, d), 66)
	require.Equal(t, o.Hash(d), ident.Keccak256(signed.Document(&o, d)))
	require.NotEqual(t, o.Hash(d), o.OperationHash(d, signed.OperationSign))
	require.NotEqual(t, o.OperationHash(d, signed.OperationClose), o.OperationHash(d, signed.OperationSign))
	require.Equal(t, int64(4), signed.Volume(&o).Int64())
	text, err := json.Marshal(&o)
	require.NoError(t, err)
	var fields map[string]string
	require.NoError(t, json.Unmarshal(text, &fields), "every value is a text")
	require.Equal(t, "0x6A7973792de59c12586ba498f06CDB18e600b3C0", fields["requester"], "EIP-55")
	require.Equal(t, "156311", fields["workerpoolmaxprice"])
	require.Len(t, fields["params"], len(`{"iexec_args":"hello"}`), "to the byte: it is hashed")
	require.JSONEq(t, `{"iexec_args":"hello"}`, fields["params"])
	require.Len(t, fields, 16)
}

// TestJSONRefusals checks that what is not exactly an order is refused, with
// the field's name.
func TestJSONRefusals(t *testing.T) {
	for name, c := range map[string]struct{ old, new, says string }{
		"unknown":       {`"app":`, `"apps": "", "app":`, "field apps: there is no such field"},
		"case":          {`"app":`, `"App":`, "field App: there is no such field"},
		"twice":         {`"volume": 4`, `"volume": 4, "volume": 4`, "field volume: it is there twice"},
		"missing":       {`"category": "4",`, ``, "field category: it is missing"},
		"sign":          {`, "sign": "0x"`, ``, "field sign: it is missing"},
		"odd sign":      {`"sign": "0x"`, `"sign": "0x1"`, "field sign: expected 0x"},
		"bare sign":     {`"sign": "0x"`, `"sign": "11"`, "field sign: expected 0x"},
		"negative":      {`"volume": 4`, `"volume": -4`, "field volume: expected a whole number"},
		"negative text": {`"volume": 4`, `"volume": "-4"`, "field volume: expected a whole number"},
		"fraction":      {`"volume": 4`, `"volume": 4.5`, "field volume: expected a whole number"},
		"exponent":      {`"volume": 4`, `"volume": 4e3`, "field volume: expected a whole number"},
		"null":          {`"volume": 4`, `"volume": null`, "field volume: expected a whole number"},
		"empty":         {`"volume": 4`, `"volume": ""`, "field volume: it is empty"},
		"no address":    {`"0x6a7973792de59c12586ba498f06cdb18e600b3c0"`, `""`, "field requester: it is empty"},
		"just 0x":       {`"0x26297"`, `"0x"`, "field workerpoolmaxprice: expected a whole number"},
		"hex digits":    {`"0x26297"`, `"26a97"`, "field workerpoolmaxprice: expected a whole number"},
		"2^256":         {`"0x26297"`, `"0x1` + strings.Repeat("0", 64) + `"`, "got one of 257 bits"},
		"long":          {`"0x26297"`, `"` + strings.Repeat("0", 1000) + `"`, "expected a whole number"},
		"address":       {`840aD8`, `840a`, "field app: address"},
		"number for it": {`"0x840aD8173a3b65253897f7f4F6aE3FcB038120CD"`, `7`, "field app: expected a JSON string"},
		"object": {
			`"{\"iexec_args\":\"hello\"}"`, `{"iexec_args":"hello"}`, "field params: expected a JSON string",
		},
		"array":   {sdkRequest, `[]`, "expected a JSON object of an requestorder"},
		"nothing": {sdkRequest, `null`, "expected a JSON object"},
	} {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, sdkRequest, c.old)
			err := json.Unmarshal([]byte(strings.Replace(sdkRequest, c.old, c.new, 1)), new(signed.RequestOrder))
			require.ErrorIs(t, err, signed.ErrMalformed)
			require.ErrorContains(t, err, c.says)
		})
	}
	require.ErrorIs(t, new(signed.AppOrder).UnmarshalJSON([]byte("{\"app\":\"\xff\"}")), signed.ErrMalformed)
}

// TestTemplate checks that an order to be signed needs no salt, no signature,
// and no quotes around its params; a signed one does.
func TestTemplate(t *testing.T) {
	text := strings.Replace(sdkRequest, `"{\"iexec_args\":\"hello\"}"`, `{ "iexec_args" : "<é>" }`, 1)
	text = text[:strings.Index(text, ",\n\t\"salt\"")] + "}"
	require.Error(t, json.Unmarshal([]byte(text), new(signed.RequestOrder)))
	o, err := signed.ParseTemplate(market.KindRequest, []byte(text))
	require.NoError(t, err)
	params := o.(*signed.RequestOrder).Params
	require.Len(t, params, len(`{"iexec_args":"<é>"}`), "compact")
	require.JSONEq(t, `{"iexec_args":"<é>"}`, params)
	signed.SetSignature(o, []byte{1})
	require.Equal(t, []byte{1}, signed.Signature(o))

	for _, c := range []struct {
		kind market.Kind
		raw  string
	}{
		{market.KindUnspecified, text},
		{market.KindApp, text},
		{market.KindRequest, text + "x"},
		{market.KindRequest, "{}"},
	} {
		_, err = signed.ParseTemplate(c.kind, []byte(c.raw))
		require.ErrorIs(t, err, signed.ErrMalformed)
	}
}

// draw returns a random order of a kind.
func draw(t *rapid.T, kind market.Kind) signed.Order {
	o := signed.New(kind)
	bytes := func(n int, name string) []byte { return rapid.SliceOfN(rapid.Byte(), n, n).Draw(t, name) }
	types := map[string]string{}
	for part := range strings.SplitSeq(strings.TrimSuffix(signed.TypeString(o), ")"), ",") {
		words := strings.Fields(part[strings.Index(part, "(")+1:])
		types[words[1]] = words[0]
	}
	require.NoError(t, signed.SetFields(o, func(name string) string {
		switch types[name] {
		case "address":
			return ident.Address(bytes(20, name)).String()
		case "uint256":
			n := new(big.Int).SetBytes(bytes(rapid.IntRange(0, 32).Draw(t, "bytes"), name))
			if rapid.Bool().Draw(t, "hex") {
				return "0x" + n.Text(16)
			}
			return n.String()
		case "string":
			return rapid.String().Draw(t, name)
		case "bytes32":
			return ident.Hash(bytes(32, name)).String()
		default:
			return "0x" + strings.Repeat("ab", rapid.IntRange(0, 70).Draw(t, name))
		}
	}))
	return o
}

// same checks that two orders have the same fields; a zero has two forms in big.Int.
func same(t *rapid.T, want, got signed.Order) {
	require.Equal(t, fmt.Sprint(want), fmt.Sprint(got))
	require.Equal(t, want.Hash(signed.Domain{}), got.Hash(signed.Domain{}))
	require.Equal(t, signed.Signature(want), signed.Signature(got))
}

// TestJSONRoundTrip checks that what is written is read as the same order, and
// that fields in another order or from texts make no difference.
func TestJSONRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom(kinds).Draw(t, "kind")
		o := draw(t, kind)
		text, err := json.Marshal(o)
		require.NoError(t, err)
		again := signed.New(kind)
		require.NoError(t, json.Unmarshal(text, again))
		same(t, o, again)

		var fields map[string]string
		require.NoError(t, json.Unmarshal(text, &fields))
		sorted, err := json.Marshal(fields)
		require.NoError(t, err)
		again = signed.New(kind)
		require.NoError(t, json.Unmarshal(sorted, again))
		same(t, o, again)
		require.NoError(t, signed.SetFields(again, func(name string) string { return fields[name] }))
		same(t, o, again)
		require.Equal(t, kind, o.Kind())
	})
}

// TestEveryFieldIsHashed checks that each field, and the domain's, change the hash.
func TestEveryFieldIsHashed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom(kinds).Draw(t, "kind")
		o := draw(t, kind)
		d := signed.NewDomain(1, ident.Address{1})
		hashes := map[ident.Hash]string{o.Hash(d): "itself"}
		note := func(what string, h ident.Hash) {
			require.NotContains(t, hashes, h, what)
			hashes[h] = what
		}
		var names []string
		fields := map[string]string{}
		signed.Fields(o, func(name, text string) {
			names = append(names, name)
			fields[name] = text
		})
		for _, changed := range names[:len(names)-1] {
			other := signed.New(kind)
			require.NoError(t, signed.SetFields(other, func(name string) string {
				text := fields[name]
				switch {
				case name != changed:
					return text
				case name == "params":
					return "1" + text
				case strings.HasPrefix(text, "0x"):
					return text[:len(text)-1] + string("10"[strings.Count(text[len(text)-1:], "1")])
				default:
					return "1" + text[:min(len(text), 70)]
				}
			}))
			note(changed, other.Hash(d))
		}
		note("chain id", o.Hash(signed.NewDomain(2, ident.Address{1})))
		note("contract", o.Hash(signed.NewDomain(1, ident.Address{2})))
		d.Version = "5.0.1"
		note("version", o.Hash(d))
		d.Name = "iExec"
		note("name", o.Hash(d))
		before := o.Hash(d)
		signed.SetSignature(o, []byte("another"))
		require.Equal(t, before, o.Hash(d), "the signature is not hashed")
	})
}

// TestHashNeverPanics checks orders that no reader returns.
func TestHashNeverPanics(t *testing.T) {
	var zero, negative, wide signed.AppOrder
	negative.AppPrice = big.NewInt(-1)
	wide.AppPrice = new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 300), big.NewInt(1))
	d := signed.Domain{}
	require.NotEqual(t, zero.Hash(d), negative.Hash(d))
	require.Equal(t, wide.Hash(d), negative.Hash(d), "both are 2^256 - 1 modulo 2^256")
	require.Zero(t, signed.Volume(&zero).Sign())
	_, err := json.Marshal(&zero)
	require.NoError(t, err)
}

// FuzzOrderJSON checks that no text panics the reader, and that an order that
// is read is written and read again as itself.
func FuzzOrderJSON(f *testing.F) {
	f.Add(uint8(3), []byte(sdkRequest))
	f.Add(uint8(0), []byte(`{"app":"0x840aD8173a3b65253897f7f4F6aE3FcB038120CD","appprice":1,"volume":"0x01","tag":"`+
		ident.Hash{}.String()+`","datasetrestrict":"`+ident.Address{}.String()+`","workerpoolrestrict":"`+
		ident.Address{}.String()+`","requesterrestrict":"`+ident.Address{}.String()+`","salt":"`+
		ident.Hash{1}.String()+`","sign":"0xabcd"}`))
	f.Add(uint8(1), []byte(`{"dataset":{}}`))
	f.Add(uint8(2), []byte(`{"workerpool":null,"workerpool":[]}`))
	f.Fuzz(func(t *testing.T, kind uint8, raw []byte) {
		k := kinds[int(kind)%len(kinds)]
		o := signed.New(k)
		template, templateErr := signed.ParseTemplate(k, raw)
		if json.Unmarshal(raw, o) != nil {
			return
		}
		require.NoError(t, templateErr, "a signed order is a template too")
		require.Equal(t, o, template)
		text, err := json.Marshal(o)
		require.NoError(t, err)
		again := signed.New(k)
		require.NoError(t, json.Unmarshal(text, again))
		require.Equal(t, o, again)
		require.Equal(t, o.Hash(signed.Domain{}), again.Hash(signed.Domain{}))
		require.Len(t, signed.Signature(again), len(signed.Signature(o)))
	})
}
