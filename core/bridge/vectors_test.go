package bridge

import (
	"encoding/hex"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

var update = flag.Bool("update", false, "write testdata/vectors.json instead of comparing with it")

// The types of testdata/vectors.json; its README says what they hold.
type (
	vectorFile struct {
		About      string            `json:"about"`
		Domains    []domainVector    `json:"domains"`
		Events     []eventVector     `json:"events"`
		Members    []membersVector   `json:"members"`
		Items      []itemsVector     `json:"items"`
		Messages   []messageVector   `json:"messages"`
		Signatures []signatureVector `json:"signatures"`
	}
	domainVector struct {
		ChainID       string `json:"chain_id"`
		Vault         string `json:"vault"`
		HomeChain     string `json:"home_chain"`
		HomeChainHash string `json:"home_chain_hash"`
		Separator     string `json:"separator"`
		FirstHash     string `json:"first_hash"`
	}
	field struct {
		Name  string `json:"name"`
		Type  string `json:"type"`
		Value string `json:"value"`
	}
	eventVector struct {
		Name     string  `json:"name"`
		Kind     string  `json:"kind"`
		Nonce    string  `json:"nonce"`
		Fields   []field `json:"fields"`
		Prev     string  `json:"prev"`
		Preimage string  `json:"preimage"`
		Hash     string  `json:"hash"`
		Wire     string  `json:"wire"`
	}
	pair struct {
		Address string `json:"address"`
		Value   string `json:"value"`
	}
	membersVector struct {
		Name       string `json:"name"`
		Members    []pair `json:"members"`
		Packed     string `json:"packed"`
		Hash       string `json:"hash"`
		TotalPower string `json:"total_power"`
		Refused    string `json:"refused"`
	}
	itemsVector struct {
		Name    string `json:"name"`
		Items   []pair `json:"items"`
		Packed  string `json:"packed"`
		Hash    string `json:"hash"`
		Total   string `json:"total"`
		Refused string `json:"refused"`
	}
	messageVector struct {
		Type       string  `json:"type"`
		Fields     []field `json:"fields"`
		StructHash string  `json:"struct_hash"`
		Digest     string  `json:"digest"`
	}
	signatureVector struct {
		Key       string `json:"key"`
		Signer    string `json:"signer"`
		Digest    string `json:"digest"`
		Signature string `json:"signature"`
	}
)

// TestVectors: testdata/vectors.json is what this package computes, byte by byte.
func TestVectors(t *testing.T) {
	t.Parallel()
	got, err := json.MarshalIndent(vectorsOfAll(t), "", "  ")
	require.NoError(t, err)
	got = append(got, '\n')
	path := filepath.Join("testdata", "vectors.json")
	if *update {
		require.NoError(t, os.WriteFile(path, got, 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), string(got), "to accept: go test ./core/bridge -run TestVectors -update")
}

func vectorsOfAll(t *testing.T) vectorFile {
	t.Helper()
	out := vectorFile{About: "What core/bridge computes, for the vault's tests. README.md says what it holds."}
	for _, d := range []Domain{
		goldenDomain,
		{ChainID: 1, Vault: address("0xffeeddccbbaa99887766554433221100ffeeddcc"), HomeChain: "iexec-1"},
		{ChainID: 1<<64 - 1, HomeChain: "a chain with a name of more than thirty-two bytes"},
	} {
		out.Domains = append(out.Domains, domainVector{
			dec(d.ChainID), d.Vault.String(), d.HomeChain, d.HomeChainHash().String(), d.Separator().String(),
			d.FirstHash().String(),
		})
	}
	prev := goldenDomain.FirstHash()
	for _, e := range chainOfAll() {
		out.Events = append(out.Events, vectorOfEvent(t, prev, e))
		prev = Link(prev, e)
	}
	for _, name := range []string{
		"one", "five", "most", "all power", "no members", "too many", "power 0", "too much power",
		"unsorted", "twice", "zero address",
	} {
		out.Members = append(out.Members, vectorOfMembers(t, name, setOf(t, name)))
	}
	for _, name := range []string{"two", "one", "most", "nothing", "nobody", "no items", "too many"} {
		out.Items = append(out.Items, vectorOfItems(name, itemsOf(name)))
	}
	for _, m := range messagesOfAll(t) {
		out.Messages = append(out.Messages, vectorOfMessage(t, m))
		digest := goldenDomain.Digest(m)
		for n := range byte(5) {
			sig := sign(t, n+1, digest)
			out.Signatures = append(out.Signatures, signatureVector{
				hexOf(key(n + 1)), accountOf(t, n+1).String(), digest.String(), hexOf(sig[:]),
			})
		}
	}
	return out
}

// chainOfAll is a chain of events of every kind, from the first, small fields
// before the largest.
func chainOfAll() []Event {
	const most = 1<<64 - 1
	full := address("0x00112233445566778899aabbccddeeff01234567")
	digest := ident.Keccak256([]byte("hash"))
	var allOnes ident.Address
	for i := range allOnes {
		allOnes[i] = 0xff
	}
	bodies := []Body{
		Deposit{From: full, Recipient: keyOne, Amount: 5 * rlc.RLC, LockedAfter: 5 * rlc.RLC},
		Deposit{From: keyOne, Recipient: full, Amount: 1, LockedAfter: 5*rlc.RLC + 1},
		BatchExecuted{BatchNonce: 7, Total: 2 * rlc.RLC, LockedAfter: 3*rlc.RLC + 1},
		ValsetUpdated{ValsetNonce: 2, MembersHash: digest},
		ConfigApplied{ConfigNonce: 1, ConfigHash: digest},
		PauseChanged{Flags: PauseDeposits | PauseWithdrawals, UntilUnix: 1_800_000_000},
		PauseChanged{},
		Migrated{NewVault: full, Amount: 3*rlc.RLC + 1},
		Deposit{From: allOnes, Recipient: allOnes, Amount: most, LockedAfter: most},
		BatchExecuted{BatchNonce: most, Total: most, LockedAfter: most},
		ValsetUpdated{ValsetNonce: most, MembersHash: ident.Hash{31: 1}},
		ConfigApplied{ConfigNonce: most, ConfigHash: ident.Hash{0: 0x80}},
		PauseChanged{Flags: 255, UntilUnix: most},
		Migrated{NewVault: allOnes, Amount: most},
	}
	out := make([]Event, len(bodies))
	for i, b := range bodies {
		out[i] = Event{Nonce: uint64(i) + 1, Body: b}
	}
	return out
}

func vectorOfEvent(t *testing.T, prev ident.Hash, e Event) eventVector {
	t.Helper()
	v := eventVector{
		Kind: dec(uint64(e.Body.Kind())), Nonce: dec(e.Nonce), Prev: prev.String(), Preimage: hexOf(Preimage(prev, e)),
		Hash: Link(prev, e).String(),
	}
	add := func(name, kind, value string) { v.Fields = append(v.Fields, field{name, kind, value}) }
	switch b := e.Body.(type) {
	case Deposit:
		v.Name = "Deposit"
		add("from", "address", b.From.String())
		add("recipient", "address", b.Recipient.String())
		add("amount", "uint64", dec(uint64(b.Amount)))
		add("lockedAfter", "uint64", dec(uint64(b.LockedAfter)))
	case BatchExecuted:
		v.Name = "BatchExecuted"
		add("batchNonce", "uint64", dec(b.BatchNonce))
		add("total", "uint64", dec(uint64(b.Total)))
		add("lockedAfter", "uint64", dec(uint64(b.LockedAfter)))
	case ValsetUpdated:
		v.Name = "ValsetUpdated"
		add("valsetNonce", "uint64", dec(b.ValsetNonce))
		add("membersHash", "bytes32", b.MembersHash.String())
	case ConfigApplied:
		v.Name = "ConfigApplied"
		add("nonce", "uint64", dec(b.ConfigNonce))
		add("configHash", "bytes32", b.ConfigHash.String())
	case PauseChanged:
		v.Name = "PauseChanged"
		add("flags", "uint8", dec(uint64(b.Flags)))
		add("until", "uint64", dec(b.UntilUnix))
	case Migrated:
		v.Name = "Migrated"
		add("newVault", "address", b.NewVault.String())
		add("amount", "uint64", dec(uint64(b.Amount)))
	}
	wire, err := AppendEvent(nil, e)
	require.NoError(t, err)
	v.Wire = hexOf(wire)
	return v
}

// setOf returns a named list of members, some of them no validator set. Those
// of "one" and "five" have the keys 1 to 5.
func setOf(t *testing.T, name string) Members {
	t.Helper()
	switch name {
	case "one":
		return Members{{keyOne, 100}}
	case "five":
		var all []Member
		for n := range byte(5) {
			all = append(all, Member{accountOf(t, n+1), 100 + uint64(n)})
		}
		set, err := SortMembers(all)
		require.NoError(t, err)
		return set
	case "most":
		return many(128, 1<<55)
	case "all power":
		return Members{{at(1), 1<<62 - 1}, {at(2), 1}}
	case "too many":
		return many(129, 1)
	case "power 0":
		return Members{{at(1), 1}, {at(2), 0}}
	case "too much power":
		return Members{{at(1), 1 << 62}, {at(2), 1}}
	case "unsorted":
		return Members{{at(2), 1}, {at(1), 1}}
	case "twice":
		return Members{{at(1), 1}, {at(1), 1}}
	case "zero address":
		return Members{{at(0), 1}, {at(1), 1}}
	}
	return nil
}

func vectorOfMembers(t *testing.T, name string, m Members) membersVector {
	t.Helper()
	v := membersVector{Name: name, Members: []pair{}, Packed: hexOf(m.Pack()), Hash: m.Hash().String()}
	for _, member := range m {
		v.Members = append(v.Members, pair{member.Address.String(), dec(member.Power)})
	}
	total, err := m.TotalPower()
	v.TotalPower, v.Refused = dec(total), errorText(err)
	return v
}

func itemsOf(name string) Items {
	full := make(Items, MaxItems+1)
	for i := range full {
		full[i] = Item{ident.Address{0: 0x20, 19: byte(i + 1)}, rlc.Amount(i+1) * rlc.RLC}
	}
	switch name {
	case "two":
		return full[:2]
	case "one":
		return full[:1]
	case "most":
		return full[:MaxItems]
	case "nothing":
		return Items{{at(1), 0}}
	case "nobody":
		return Items{{at(0), 1}}
	case "too many":
		return full
	}
	return nil
}

func vectorOfItems(name string, s Items) itemsVector {
	v := itemsVector{Name: name, Items: []pair{}, Packed: hexOf(s.Pack()), Hash: s.Hash().String()}
	for _, item := range s {
		v.Items = append(v.Items, pair{item.To.String(), dec(uint64(item.Amount))})
	}
	total, err := s.Total()
	v.Total, v.Refused = dec(uint64(total)), errorText(err)
	return v
}

// messagesOfAll returns messages of every type, the first batch that of TestGolden.
func messagesOfAll(t *testing.T) []Message {
	t.Helper()
	one, err := setOf(t, "one").Valset(3, 1000)
	require.NoError(t, err)
	five, err := setOf(t, "five").Valset(4, 1<<40)
	require.NoError(t, err)
	return []Message{
		one,
		five,
		Batch{7, 41, 1_800_000_000, 500_000_000, 100_000, itemsOf("two").Hash()},
		Batch{8, 43, 1<<64 - 1, 0, 1<<64 - 1, itemsOf("most").Hash()},
		Config{1, 87_000_000 * rlc.RLC, 870_000 * rlc.RLC, 10 * rlc.RLC, rlc.RLC, keyOne, false, ident.Address{}},
		Config{2, 1, 2, 3, 4, at(5), true, at(6)},
		Migrate{1, ident.Address{0: 0x30, 19: 9}, 1_800_604_800},
		Bind{"iexecvaloper1qqqsyqcyq5rqwzqfpg9scrgwpugpzysn5fkfjh", 0},
		Bind{"", 1<<64 - 1},
	}
}

func vectorOfMessage(t *testing.T, m Message) messageVector {
	t.Helper()
	v := messageVector{
		Type: m.Type(), StructHash: StructHash(m).String(), Digest: goldenDomain.Digest(m).String(),
	}
	_, list, _ := strings.Cut(strings.TrimSuffix(m.Type(), ")"), "(")
	texts := values(t, m)
	for i, part := range strings.Split(list, ",") {
		kind, name, _ := strings.Cut(part, " ")
		v.Fields = append(v.Fields, field{name, kind, texts[i]})
	}
	return v
}

func dec(n uint64) string { return strconv.FormatUint(n, 10) }

func hexOf(b []byte) string { return "0x" + hex.EncodeToString(b) }

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
