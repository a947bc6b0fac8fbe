package vault

import (
	"encoding/binary"
	"encoding/json"
	"math/big"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/math"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/signer/core/apitypes"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	corerlc "github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/tests/vault/doubles"
)

// harness is the vault's libraries on a chain.
type harness struct {
	*chain
	t   *testing.T
	api *doubles.VaultHarness
	at  common.Address
}

func newHarness(t *testing.T) *harness {
	t.Helper()
	c := newChain(t, "osaka")
	at := c.deploy(t, doubles.VaultHarnessMetaData.Bin, nil)
	return &harness{chain: c, t: t, api: doubles.NewVaultHarness(), at: at}
}

// ask calls a pure function of the harness.
func ask[T any](h *harness, data []byte, unpack func([]byte) (T, error)) T {
	h.t.Helper()
	raw, err := h.call(h.user.Address, h.at, data, 1<<36)
	require.NoError(h.t, err)
	out, err := unpack(raw)
	require.NoError(h.t, err)
	return out
}

func (h *harness) changed(a, b bridge.Members) bool {
	h.t.Helper()
	return ask(h, h.api.PackChanged(a.Pack(), b.Pack()), h.api.UnpackChanged)
}

// messageOf returns a message as the harness takes it.
func messageOf(m bridge.Message) (out doubles.VaultHarnessMessage) {
	switch m := m.(type) {
	case bridge.Valset:
		out.Kind, out.Hash, out.HomeHeight, out.TotalPower = 1, m.MembersHash, m.HomeHeight, m.TotalPower
		out.Hdr.Nonce = m.Nonce
	case bridge.Batch:
		out.Kind, out.Hash, out.Hdr = 2, m.ItemsHash, doubles.Hdr(header(m))
	case bridge.Config:
		out.Kind, out.Config = 3, doubles.Config(configOfCall(m))
	case bridge.Migrate:
		out.Kind = 4
		out.Migrate = doubles.Migrate{Nonce: m.Nonce, NewVault: common.Address(m.NewVault), NotBefore: m.NotBeforeUnix}
	}
	return out
}

// eventOf returns an event as the harness takes it.
func eventOf(e bridge.Event) doubles.VaultHarnessEvent {
	out := doubles.VaultHarnessEvent{Kind: uint8(e.Body.Kind()), N: e.Nonce}
	switch b := e.Body.(type) {
	case bridge.Deposit:
		out.X, out.Y = common.Address(b.From), common.Address(b.Recipient)
		out.A, out.B = uint64(b.Amount), uint64(b.LockedAfter)
	case bridge.BatchExecuted:
		out.A, out.B = b.BatchNonce, uint64(b.Total)
		binary.BigEndian.PutUint64(out.Hash[24:], uint64(b.LockedAfter))
	case bridge.ValsetUpdated:
		out.A, out.Hash = b.ValsetNonce, b.MembersHash
	case bridge.ConfigApplied:
		out.A, out.Hash = b.ConfigNonce, b.ConfigHash
	case bridge.PauseChanged:
		out.A, out.B = uint64(b.Flags), b.UntilUnix
	case bridge.Migrated:
		out.X, out.A = common.Address(b.NewVault), uint64(b.Amount)
	}
	return out
}

// draw is a stream of pseudo-random values from a seed.
type draw struct {
	seed ident.Hash
}

func (d *draw) hash() ident.Hash {
	d.seed = ident.Keccak256(d.seed[:])
	return d.seed
}

func (d *draw) address() ident.Address { h := d.hash(); return ident.Address(h[:20]) }

// number draws any number of bits, and all or none set now and then.
func (d *draw) number() uint64 {
	h := d.hash()
	switch n := binary.BigEndian.Uint64(h[:]); h[31] % 16 {
	case 0:
		return 0
	case 1:
		return 1<<64 - 1
	default:
		return n >> (h[30] % 64)
	}
}

func (d *draw) amount() corerlc.Amount { return corerlc.Amount(d.number()) }

func (d *draw) message(i int) bridge.Message {
	switch i % 4 {
	case 0:
		return bridge.Valset{Nonce: d.number(), HomeHeight: d.number(), TotalPower: d.number(), MembersHash: d.hash()}
	case 1:
		return bridge.Batch{
			Nonce: d.number(), FirstID: d.number(), TimeoutUnix: d.number(), Fee: d.amount(), ItemGas: d.number(),
			ItemsHash: d.hash(),
		}
	case 2:
		return bridge.Config{
			Nonce: d.number(), InCap: d.amount(), OutCap: d.amount(), OutRate: d.amount(), MinDeposit: d.amount(),
			Guardian: d.address(), Unpause: d.number()%2 == 1, SweepTo: d.address(),
		}
	default:
		return bridge.Migrate{Nonce: d.number(), NewVault: d.address(), NotBeforeUnix: d.number()}
	}
}

func (d *draw) event(i int) bridge.Event {
	e := bridge.Event{Nonce: d.number()}
	switch i % 6 {
	case 0:
		e.Body = bridge.Deposit{From: d.address(), Recipient: d.address(), Amount: d.amount(), LockedAfter: d.amount()}
	case 1:
		e.Body = bridge.BatchExecuted{BatchNonce: d.number(), Total: d.amount(), LockedAfter: d.amount()}
	case 2:
		e.Body = bridge.ValsetUpdated{ValsetNonce: d.number(), MembersHash: d.hash()}
	case 3:
		e.Body = bridge.ConfigApplied{ConfigNonce: d.number(), ConfigHash: d.hash()}
	case 4:
		e.Body = bridge.PauseChanged{Flags: uint8(d.number()), UntilUnix: d.number()}
	default:
		e.Body = bridge.Migrated{NewVault: d.address(), Amount: d.amount()}
	}
	return e
}

// TestTenThousandHashes: Go and Solidity have the same digests of 5,000 messages
// and the same chain of 5,000 events, and go-ethereum's typed data agrees on some.
func TestTenThousandHashes(t *testing.T) {
	t.Parallel()
	const rounds, each = 10, 500
	h := newHarness(t)
	d := &draw{seed: ident.Keccak256([]byte("ten thousand"))}
	domain := bridge.Domain{ChainID: chainID, Vault: d.address(), HomeChain: homeChain}
	at := domain.FirstHash()
	for range rounds {
		var messages []doubles.VaultHarnessMessage
		var events []doubles.VaultHarnessEvent
		var digests, links [][32]byte
		start := at
		for i := range each {
			m := d.message(i)
			messages, digests = append(messages, messageOf(m)), append(digests, domain.Digest(m))
			if i < 40 {
				require.Equal(t, digests[i], [32]byte(typedDigest(t, domain, messages[i], m.Type())))
			}
			e := d.event(i)
			at = bridge.Link(at, e)
			events, links = append(events, eventOf(e)), append(links, at)
		}
		require.Equal(t, digests, ask(h, h.api.PackDigests(domain.Separator(), messages), h.api.UnpackDigests))
		require.Equal(t, links, ask(h, h.api.PackLinks(start, events), h.api.UnpackLinks))
	}
}

// typedDigest is go-ethereum's digest of a message, by the field names of its type.
func typedDigest(t *testing.T, d bridge.Domain, m doubles.VaultHarnessMessage, typeString string) []byte {
	t.Helper()
	u := func(n uint64) string { return strconv.FormatUint(n, 10) }
	fields := map[uint8]apitypes.TypedDataMessage{
		1: {
			"nonce": u(m.Hdr.Nonce), "homeHeight": u(m.HomeHeight), "totalPower": u(m.TotalPower),
			"membersHash": common.Hash(m.Hash).Hex(),
		},
		2: {
			"nonce": u(m.Hdr.Nonce), "firstId": u(m.Hdr.FirstId), "timeout": u(m.Hdr.Timeout), "fee": u(m.Hdr.Fee),
			"itemGas": u(m.Hdr.ItemGas), "itemsHash": common.Hash(m.Hash).Hex(),
		},
		3: {
			"nonce": u(m.Config.Nonce), "inCap": u(m.Config.InCap), "outCap": u(m.Config.OutCap),
			"outRate": u(m.Config.OutRate), "minDeposit": u(m.Config.MinDeposit),
			"guardian": m.Config.Guardian.Hex(), "unpause": m.Config.Unpause, "sweepTo": m.Config.SweepTo.Hex(),
		},
		4: {"nonce": u(m.Migrate.Nonce), "newVault": m.Migrate.NewVault.Hex(), "notBefore": u(m.Migrate.NotBefore)},
	}
	name, list, ok := strings.Cut(strings.TrimSuffix(typeString, ")"), "(")
	require.True(t, ok)
	var kinds []apitypes.Type
	for part := range strings.SplitSeq(list, ",") {
		kind, field, _ := strings.Cut(part, " ")
		kinds = append(kinds, apitypes.Type{Name: field, Type: kind})
	}
	home := d.HomeChainHash()
	hash, _, err := apitypes.TypedDataAndHash(apitypes.TypedData{
		Types: apitypes.Types{name: kinds, "EIP712Domain": {
			{Name: "name", Type: "string"},
			{Name: "version", Type: "string"},
			{Name: "chainId", Type: "uint256"},
			{Name: "verifyingContract", Type: "address"},
			{Name: "salt", Type: "bytes32"},
		}},
		PrimaryType: name,
		Domain: apitypes.TypedDataDomain{
			Name: bridge.DomainName, Version: bridge.DomainVersion,
			ChainId:           (*math.HexOrDecimal256)(new(big.Int).SetUint64(d.ChainID)),
			VerifyingContract: common.Address(d.Vault).Hex(), Salt: home.String(),
		},
		Message: fields[m.Kind],
	})
	require.NoError(t, err)
	return hash
}

// vectors is what of core/bridge/testdata/vectors.json concerns the vault.
type vectors struct {
	Domains []struct {
		ChainID   string `json:"chain_id"`
		Vault     string `json:"vault"`
		HomeChain string `json:"home_chain"`
		Separator string `json:"separator"`
		FirstHash string `json:"first_hash"`
	} `json:"domains"`
	Events []struct {
		Prev string `json:"prev"`
		Hash string `json:"hash"`
		Wire string `json:"wire"`
	} `json:"events"`
	Members []struct {
		Name       string `json:"name"`
		Packed     string `json:"packed"`
		Hash       string `json:"hash"`
		TotalPower string `json:"total_power"`
		Refused    string `json:"refused"`
	} `json:"members"`
	Messages []struct {
		Type       string `json:"type"`
		StructHash string `json:"struct_hash"`
		Digest     string `json:"digest"`
		Fields     []struct {
			Name  string `json:"name"`
			Value string `json:"value"`
		} `json:"fields"`
	} `json:"messages"`
	Signatures []struct {
		Signer    string `json:"signer"`
		Digest    string `json:"digest"`
		Signature string `json:"signature"`
	} `json:"signatures"`
}

// goldenMessage reads a message of the vectors.
func goldenMessage(t *testing.T, typeString string, value map[string]string) (bridge.Message, bool) {
	t.Helper()
	u := func(field string) uint64 {
		n, err := strconv.ParseUint(value[field], 10, 64)
		require.NoError(t, err, field)
		return n
	}
	a := func(field string) ident.Address { return ident.Address(common.HexToAddress(value[field])) }
	h := func(field string) ident.Hash { return ident.Hash(common.HexToHash(value[field])) }
	switch name, _, _ := strings.Cut(typeString, "("); name {
	case "Valset":
		return bridge.Valset{
			Nonce: u("nonce"), HomeHeight: u("homeHeight"), TotalPower: u("totalPower"), MembersHash: h("membersHash"),
		}, true
	case "Batch":
		return bridge.Batch{
			Nonce: u("nonce"), FirstID: u("firstId"), TimeoutUnix: u("timeout"), Fee: corerlc.Amount(u("fee")),
			ItemGas: u("itemGas"), ItemsHash: h("itemsHash"),
		}, true
	case "Config":
		return bridge.Config{
			Nonce: u("nonce"), InCap: corerlc.Amount(u("inCap")), OutCap: corerlc.Amount(u("outCap")),
			OutRate: corerlc.Amount(u("outRate")), MinDeposit: corerlc.Amount(u("minDeposit")),
			Guardian: a("guardian"), Unpause: value["unpause"] == "true", SweepTo: a("sweepTo"),
		}, true
	case "Migrate":
		return bridge.Migrate{Nonce: u("nonce"), NewVault: a("newVault"), NotBeforeUnix: u("notBefore")}, true
	default: // a Bind is not for the vault
		require.Equal(t, "Bind", name)
		return nil, false
	}
}

// TestGoldenVectors: the vault's libraries compute what core/bridge/testdata/vectors.json says.
func TestGoldenVectors(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../../core/bridge/testdata/vectors.json")
	require.NoError(t, err)
	var v vectors
	require.NoError(t, json.Unmarshal(raw, &v))
	h := newHarness(t)
	for _, d := range v.Domains {
		id, ok := new(big.Int).SetString(d.ChainID, 10)
		require.True(t, ok)
		got := ask(h, h.api.PackDomainOf(id, common.HexToAddress(d.Vault), hash(d.HomeChain)), h.api.UnpackDomainOf)
		require.Equal(t, d.Separator, common.Hash(got.Separator).Hex())
		require.Equal(t, d.FirstHash, common.Hash(got.First).Hex())
	}
	require.NotEmpty(t, v.Events)
	for _, e := range v.Events {
		event, err := bridge.DecodeEvent(common.FromHex(e.Wire))
		require.NoError(t, err)
		got := ask(h, h.api.PackLink(common.HexToHash(e.Prev), eventOf(event)), h.api.UnpackLink)
		require.Equal(t, e.Hash, common.Hash(got).Hex())
	}
	require.NotEmpty(t, v.Members)
	for _, m := range v.Members {
		raw, err := h.call(h.user.Address, h.at, h.api.PackCheckMembers(common.FromHex(m.Packed)), gasLimit)
		require.Equal(t, m.Refused != "", err != nil, "%s: %v", m.Name, err)
		if err != nil {
			continue
		}
		got, err := h.api.UnpackCheckMembers(raw)
		require.NoError(t, err)
		require.Equal(t, m.TotalPower, strconv.FormatUint(got.Total, 10))
		require.Equal(t, m.Hash, common.Hash(got.Hash).Hex())
	}
	checked := 0
	for _, m := range v.Messages {
		value := map[string]string{}
		for _, f := range m.Fields {
			value[f.Name] = f.Value
		}
		message, ok := goldenMessage(t, m.Type, value)
		if !ok {
			continue
		}
		checked++
		structHash := ask(h, h.api.PackStructHash(messageOf(message)), h.api.UnpackStructHash)
		require.Equal(t, m.StructHash, common.Hash(structHash).Hex())
		got := ask(h, h.api.PackDigests(common.HexToHash(v.Domains[0].Separator),
			[]doubles.VaultHarnessMessage{messageOf(message)}), h.api.UnpackDigests)
		require.Equal(t, m.Digest, common.Hash(got[0]).Hex())
	}
	require.GreaterOrEqual(t, checked, 4)
	for _, s := range v.Signatures {
		// The members are the signer alone: the library's own quorum check recovers it.
		packed := append(common.HexToAddress(s.Signer).Bytes(), 0, 0, 0, 0, 0, 0, 0, 1)
		ask(h, h.api.PackQuorum(packed, crypto.Keccak256Hash(packed), big.NewInt(1), common.HexToHash(s.Digest),
			big.NewInt(1), common.FromHex(s.Signature)), h.api.UnpackQuorum)
	}
}
