package bridge

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common/math"
	"github.com/ethereum/go-ethereum/signer/core/apitypes"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/iexecd/iexecd/core/ident"
)

// typesOf returns name and fields of an EIP-712 type as typed data wants them.
func typesOf(typeString string) (string, []apitypes.Type) {
	name, list, _ := strings.Cut(strings.TrimSuffix(typeString, ")"), "(")
	var out []apitypes.Type
	for part := range strings.SplitSeq(list, ",") {
		kind, field, _ := strings.Cut(part, " ")
		out = append(out, apitypes.Type{Name: field, Type: kind})
	}
	return name, out
}

// values are a message's fields in the type's order, as texts.
func values(t require.TestingT, m Message) []string {
	switch m := m.(type) {
	case Valset:
		return []string{dec(m.Nonce), dec(m.HomeHeight), dec(m.TotalPower), m.MembersHash.String()}
	case Batch:
		return []string{
			dec(m.Nonce), dec(m.FirstID), dec(m.TimeoutUnix), dec(uint64(m.Fee)), dec(m.ItemGas), m.ItemsHash.String(),
		}
	case Config:
		return []string{
			dec(m.Nonce), dec(uint64(m.InCap)), dec(uint64(m.OutCap)), dec(uint64(m.OutRate)),
			dec(uint64(m.MinDeposit)), m.Guardian.String(), strconv.FormatBool(m.Unpause), m.SweepTo.String(),
		}
	case Migrate:
		return []string{dec(m.Nonce), m.NewVault.String(), dec(m.NotBeforeUnix)}
	case Bind:
		return []string{m.Operator, dec(m.Seq)}
	case Claim:
		return []string{dec(m.ID), m.To.String()}
	}
	require.Fail(t, "unknown message")
	return nil
}

// gethDigest is the digest as go-ethereum's typed data makes it.
func gethDigest(t require.TestingT, d Domain, m Message) ident.Hash {
	name, fields := typesOf(m.Type())
	_, domain := typesOf(domainType)
	message := apitypes.TypedDataMessage{}
	for i, v := range values(t, m) {
		message[fields[i].Name] = v
		if fields[i].Type == "bool" {
			message[fields[i].Name] = v == "true"
		}
	}
	chain := math.HexOrDecimal256{}
	require.NoError(t, json.Unmarshal([]byte(`"`+dec(d.ChainID)+`"`), &chain))
	digest, _, err := apitypes.TypedDataAndHash(apitypes.TypedData{
		Types: apitypes.Types{name: fields, "EIP712Domain": domain}, PrimaryType: name, Message: message,
		Domain: apitypes.TypedDataDomain{
			Name: DomainName, Version: DomainVersion, ChainId: &chain, VerifyingContract: d.Vault.String(),
			Salt: d.HomeChainHash().String(),
		},
	})
	require.NoError(t, err)
	return ident.Hash(digest)
}

// TestDigestsAreGeths holds every digest against go-ethereum's.
func TestDigestsAreGeths(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := Domain{
			ChainID: rapid.Uint64().Draw(t, "chain"), Vault: drawAddress(t, "vault"),
			HomeChain: rapid.String().Draw(t, "home"),
		}
		n := func(name string) uint64 { return rapid.Uint64().Draw(t, name) }
		for _, m := range []Message{
			Valset{n("nonce"), n("height"), n("power"), drawHash(t, "members")},
			Batch{n("nonce"), n("first"), n("timeout"), drawAmount(t, "fee"), n("gas"), drawHash(t, "items")},
			Config{
				n("nonce"), drawAmount(t, "in"), drawAmount(t, "out"), drawAmount(t, "rate"), drawAmount(t, "least"),
				drawAddress(t, "guardian"), rapid.Bool().Draw(t, "unpause"), drawAddress(t, "sweep"),
			},
			Migrate{n("nonce"), drawAddress(t, "new"), n("from")},
			Bind{rapid.String().Draw(t, "operator"), n("seq")},
			Claim{n("id"), drawAddress(t, "to")},
		} {
			require.Equal(t, gethDigest(t, d, m), d.Digest(m), "%v", m)
		}
	})
}
