// Package eip712 holds our hashes of signed orders against go-ethereum's typed
// data, which knows nothing of iExec.
package eip712

import (
	"encoding/binary"
	"math/big"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common/math"
	"github.com/ethereum/go-ethereum/signer/core/apitypes"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/signed"
)

// typesOf returns the fields of a type string as typed data wants them.
func typesOf(t *testing.T, typeString string) (string, []apitypes.Type) {
	t.Helper()
	name, list, ok := strings.Cut(strings.TrimSuffix(typeString, ")"), "(")
	require.True(t, ok)
	var out []apitypes.Type
	for part := range strings.SplitSeq(list, ",") {
		kind, field, ok := strings.Cut(part, " ")
		require.True(t, ok)
		out = append(out, apitypes.Type{Name: field, Type: kind})
	}
	return name, out
}

// typed returns go-ethereum's view of an order.
func typed(t *testing.T, o signed.Order, d signed.Domain) (string, apitypes.TypedData) {
	t.Helper()
	name, fields := typesOf(t, signed.TypeString(o))
	_, domain := typesOf(t, "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)")
	message := apitypes.TypedDataMessage{}
	signed.Fields(o, func(field, text string) {
		if field != "sign" {
			message[field] = text
		}
	})
	return name, apitypes.TypedData{
		Types:       apitypes.Types{name: fields, "EIP712Domain": domain},
		PrimaryType: name,
		Domain: apitypes.TypedDataDomain{
			Name: d.Name, Version: d.Version, ChainId: (*math.HexOrDecimal256)(d.ChainID),
			VerifyingContract: d.VerifyingContract.String(),
		},
		Message: message,
	}
}

// reader draws an order's fields from a fuzzer's bytes.
type reader struct{ raw []byte }

func (r *reader) word() (w [32]byte) {
	n := copy(w[:], r.raw)
	r.raw = r.raw[n:]
	return w
}

// number reads a number of any length: a word without as many of its bits as its last byte says.
func (r *reader) number() *big.Int {
	w := r.word()
	return new(big.Int).Rsh(new(big.Int).SetBytes(w[:]), uint(w[31]))
}

func order(kind byte, raw []byte, params string) (signed.Order, signed.Domain) {
	r := &reader{raw: raw}
	contract := r.word()
	d := signed.NewDomain(binary.BigEndian.Uint64(contract[:8]), ident.Address(contract[12:]))
	kinds := []market.Kind{market.KindApp, market.KindDataset, market.KindWorkerpool, market.KindRequest}
	o := signed.New(kinds[int(kind)%len(kinds)])
	kindOf := map[string]string{}
	for part := range strings.SplitSeq(strings.TrimSuffix(signed.TypeString(o), ")"), ",") {
		fields := strings.Fields(part[strings.Index(part, "(")+1:])
		kindOf[fields[1]] = fields[0]
	}
	err := signed.SetFields(o, func(name string) string {
		switch kindOf[name] {
		case "address":
			w := r.word()
			return ident.Address(w[:20]).String()
		case "uint256":
			return r.number().String()
		case "bytes32":
			return ident.Hash(r.word()).String()
		case "string":
			return strings.ToValidUTF8(params, "")
		default:
			return "0x"
		}
	})
	if err != nil {
		panic(err) // the fields above are all well-formed
	}
	return o, d
}

// FuzzHash checks that the hash of an order, of an operation on it and of its
// domain are what go-ethereum makes of the same typed data.
func FuzzHash(f *testing.F) {
	for kind := range byte(4) {
		f.Add(kind, []byte{}, "")
		f.Add(kind, []byte(strings.Repeat("\x1f\xff\x00\x80iexec", 60)), `{"iexec_args":"é"}`)
	}
	f.Fuzz(func(t *testing.T, kind byte, raw []byte, params string) {
		o, d := order(kind, raw, params)
		name, data := typed(t, o, d)
		want, _, err := apitypes.TypedDataAndHash(data)
		require.NoError(t, err)
		got := o.Hash(d)
		require.Equal(t, want, got[:])

		separator, err := data.HashStruct("EIP712Domain", data.Domain.Map())
		require.NoError(t, err)
		require.Equal(t, ident.Hash(separator), d.Separator())

		operation := []apitypes.Type{{Name: "order", Type: name}, {Name: "operation", Type: "uint256"}}
		data.Types[name+"Operation"] = operation
		data.PrimaryType = name + "Operation"
		message := data.Message
		for text, op := range map[string]signed.Operation{"0": signed.OperationSign, "1": signed.OperationClose} {
			data.Message = apitypes.TypedDataMessage{"order": message, "operation": text}
			want, _, err = apitypes.TypedDataAndHash(data)
			require.NoError(t, err)
			got = o.OperationHash(d, op)
			require.Equal(t, want, got[:])
		}
	})
}
