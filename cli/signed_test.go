package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/signed"
	"github.com/iexecd/iexecd/crypto/account"
	markettypes "github.com/iexecd/iexecd/x/market/types"
)

// zeroes for templates.
var (
	zero20 = `"` + ident.Address{}.String() + `"`
	zero32 = `"` + ident.Hash{}.String() + `"`
)

// appTemplate is an app order to be signed, without salt and signature.
func appTemplate(app string) string {
	return fmt.Sprintf(`{"app": %q, "appprice": 20000000, "volume": "100", "tag": %s,
		"datasetrestrict": %s, "workerpoolrestrict": %s, "requesterrestrict": %s}`, app, zero32, zero20, zero20, zero20)
}

// requestTemplate is a request to be signed, params as an object.
func requestTemplate(requester string) string {
	return fmt.Sprintf(`{"app": %q, "appmaxprice": "20000000", "dataset": %s, "datasetmaxprice": "0",
		"workerpool": %s, "workerpoolmaxprice": "100000000", "requester": %q, "volume": 1, "tag": %s, "category": 0,
		"trust": 1, "beneficiary": %s, "callback": %s, "params": {"iexec_args": "<é> & \"aa\""}}`,
		sdkApp, zero20, zero20, requester, zero32, zero20, zero20)
}

func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "order.json")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

// orderOf reads a signed order as strictly as the chain does.
func orderOf[T any, P interface {
	*T
	signed.Order
}](t *testing.T, text string) P {
	t.Helper()
	var o T
	require.NoError(t, json.Unmarshal([]byte(text), &o), text)
	return &o
}

func try(t *testing.T, line string, more ...string) (exit int, stdout, stderr string) {
	t.Helper()
	return execute(t, append(strings.Fields(line), more...)...)
}

// Orders that the original's tools signed are read, hashed and recovered as
// they were: by chain, without a node.
func TestVerifyOffline(t *testing.T) {
	exit, stdout, stderr := try(t, "order verify "+sdkOrders+" "+offlineDomain)
	require.Equal(t, ExitOK, exit, stderr)
	golden(t, "signed/verify-offline.txt", stdout)

	exit, stdout, stderr = try(t, "order verify "+sdkOrders+" -o json --kind app "+offlineDomain)
	require.Equal(t, ExitOK, exit, stderr)
	var got struct{ Orders []orderCheck }
	require.NoError(t, json.Unmarshal([]byte(stdout), &got))
	owner, err := account.Parse(sdkAppOwner)
	require.NoError(t, err)
	require.Equal(t, []orderCheck{{
		Hash: sdkAppHash, Kind: "app", Subject: sdkApp, Signer: account.Bech32(owner), Volume: "11",
		Offline: true, OK: true,
	}}, got.Orders)

	exit, stdout, _ = try(t, "order verify "+sdkOrders+" -o jsonl "+offlineDomain)
	require.Equal(t, ExitOK, exit)
	require.Equal(t, 4, strings.Count(stdout, "\n"))
}

// With a node it is told who owns what is sold, how much is left, and what the
// chain would refuse, in the chain's words; the exit code says so too.
func TestVerify(t *testing.T) {
	f, node := startMarket(t)
	f.states[sdkPoolHash] = markettypes.SignedState{Hash: sdkPoolHash, Consumed: "3"}
	exit, stdout, stderr := try(t, "order verify "+sdkOrders+" --node "+node)
	require.Equal(t, ExitOK, exit, stderr)
	golden(t, "signed/verify.txt", stdout)

	scheduler, err := account.Parse(sdkScheduler)
	require.NoError(t, err)
	text, err := os.ReadFile(sdkOrders)
	require.NoError(t, err)
	for name, c := range map[string]struct {
		change   func()
		old, new string
		says     []string
	}{
		"sold": {func() { f.owners[sdkPool] = sdkAppOwner }, "", "", []string{
			"The workerpool order would be refused: 0x41:", "it is " + strings.ToLower(sdkScheduler),
			strings.ToLower(sdkAppOwner),
		}},
		"unregistered": {func() { delete(f.owners, sdkPool) }, "", "", []string{"0x40:", strings.ToLower(sdkPool)}},
		"used up": {func() { f.states[sdkPoolHash] = markettypes.SignedState{Consumed: "4"} }, "", "", []string{
			"0x60:", "4 of 4 tasks are served",
		}},
		"changed": {func() {}, `"workerpoolprice": "87389890086"`, `"workerpoolprice": "87389890087"`, []string{
			"0x41:", "over these fields and this domain",
		}},
		"no signature": {func() {}, `ab2ebe03768ba41693efe3b4a1b"`, `ab2ebe03768ba41693efe3b"`, []string{
			"invalid-signature-format", "got 63",
		}},
		"two": {func() { f.owners[sdkPool], f.owners[sdkApp] = sdkAppOwner, sdkScheduler }, "", "", []string{
			"2 of 4 orders would be refused; the app order: 0x21:",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			owners, states := f.owners, f.states
			defer func() { f.owners, f.states = owners, states }()
			f.owners = map[string]string{sdkApp: sdkAppOwner, sdkDataset: sdkDataOwner, sdkPool: sdkScheduler}
			f.states = map[string]markettypes.SignedState{}
			c.change()
			require.Contains(t, string(text), c.old)
			file := write(t, strings.Replace(string(text), c.old, c.new, 1))
			exit, stdout, stderr := try(t, "order verify "+file+" --node "+node)
			require.Equal(t, ExitNoMatch, exit, stderr)
			require.Contains(t, stdout, "accepted    no: ")
			for _, says := range c.says {
				require.Contains(t, stderr, says)
			}
		})
	}

	t.Run("presigned", func(t *testing.T) {
		f.states[sdkPoolHash] = markettypes.SignedState{Consumed: "0", Presigner: account.Bech32(scheduler)}
		start := strings.Index(string(text), `"0x1f785bd7`)
		file := write(t, strings.Replace(string(text), string(text)[start:start+134], `"0x"`, 1))
		exit, stdout, stderr := try(t, "order verify "+file+" --kind workerpool --node "+node+" -o json")
		require.Equal(t, ExitOK, exit, stderr)
		require.Contains(t, stdout, `"presigner":"`+account.Bech32(scheduler)+`"`)
		delete(f.states, sdkPoolHash)
		exit, _, stderr = try(t, "order verify "+file+" --kind workerpool --node "+node+" -o json")
		require.Equal(t, ExitNoMatch, exit)
		require.Contains(t, stderr, `"code":"order_refused","exit":6`)
		require.Contains(t, stderr, "nor presigned by its owner")
	})
}

// A template is signed with a key of the keyring, with a salt drawn for it, and
// verifies; 65 bytes or 64; the second signature of an order is the same.
func TestSignThenVerify(t *testing.T) {
	ring := ringFlags(t)
	file := write(t, appTemplate(sdkApp))
	exit, first, stderr := try(t, "order sign "+file+" --from ann "+offlineDomain, ring...)
	require.Equal(t, ExitOK, exit, stderr)
	require.Contains(t, stderr, "✔ signed   app order 0x")
	require.Contains(t, stderr, "not checked: whether ann owns the app "+sdkApp)
	o := orderOf[signed.AppOrder](t, first)
	require.False(t, o.Salt.IsZero())
	require.Len(t, o.Sign, 65)
	require.Equal(t, "20000000", o.AppPrice.String())

	again, second, _ := try(t, "order sign "+write(t, first)+" --from ann "+offlineDomain, ring...)
	require.Equal(t, ExitOK, again)
	require.Equal(t, first, second, "a salt that is there is kept, and signatures are deterministic")

	_, other, _ := try(t, "order sign "+file+" --from ann "+offlineDomain, ring...)
	require.NotEqual(t, first, other, "another salt")

	exit, short, _ := try(t, "order sign --compact -q -o json "+write(t, first)+" --from ann "+offlineDomain, ring...)
	require.Equal(t, ExitOK, exit)
	require.Equal(t, 1, strings.Count(short, "\n"))
	require.Len(t, orderOf[signed.AppOrder](t, short).Sign, 64)

	for _, text := range []string{first, short} {
		exit, stdout, stderr := try(t, "order verify "+write(t, text)+" -o json "+offlineDomain)
		require.Equal(t, ExitOK, exit, stderr)
		ann, err := account.Parse(annAddress)
		require.NoError(t, err)
		require.Contains(t, stdout, `"signer":"`+account.Bech32(ann)+`"`)
		exit, stdout, _ = try(t, "order verify "+write(t, text)+" -o json --domain-chain-id 1 --domain-contract "+
			testContract)
		require.Equal(t, ExitOK, exit, "somebody signed for another chain, but not ann")
		require.NotContains(t, stdout, account.Bech32(ann))
	}
}

// What is signed is printed in the form of the file: by kind and by chain, the
// rest as it was.
func TestSignKeepsTheForm(t *testing.T) {
	ring := ringFlags(t)
	request := strings.Replace(requestTemplate(annAddress), `"volume"`, `"salt": `+zero32+`, "volume"`, 1)
	app := strings.Replace(appTemplate(sdkApp), `"volume"`, `"salt": `+zero32+`, "volume"`, 1)
	file := write(t, `{"1": {"note": 7}, "65535": {"requestorder": `+request+`, "apporder": `+app+`}}`)
	exit, stdout, stderr := try(t, "order sign "+file+" --kind request --from ann -q "+offlineDomain, ring...)
	require.Equal(t, ExitOK, exit, stderr)
	golden(t, "signed/sign.json", stdout)
	exit, stdout, stderr = try(t, "order sign "+write(t, stdout)+" --from ann -q "+offlineDomain, ring...)
	require.Equal(t, ExitOK, exit, stderr)
	exit, stdout, stderr = try(t, "order verify "+write(t, stdout)+" "+offlineDomain)
	require.Equal(t, ExitOK, exit, stderr)
	require.Equal(t, 2, strings.Count(stdout, "= "+annAddress))
}

// A key that may not sign is refused, with what it is and what is wanted.
func TestSignRefusals(t *testing.T) {
	f, node := startMarket(t)
	ring := ringFlags(t)
	app := write(t, appTemplate(sdkApp))
	theirs := write(t, requestTemplate(sdkAppOwner))
	unknown := write(t, appTemplate(sdkPool[:40]+"00"))
	for _, c := range []struct {
		line string
		exit int
		says []string
	}{
		{
			"order sign " + theirs + " --from ann " + offlineDomain, ExitKey,
			[]string{"Not signed by ann: the requester is " + sdkAppOwner, annAddress},
		},
		{
			"order sign " + theirs + " --from ann --force --node " + node, ExitKey,
			[]string{"the requester is " + sdkAppOwner},
		},
		{"order sign " + app + " --from bob --node " + node, ExitKey, []string{"secp256k1", "eth_secp256k1"}},
		{"order sign " + app + " --from carol --node " + node, ExitKey, []string{`No key named "carol"`}},
		{
			"order sign " + app + " --from ann --node " + node, ExitKey,
			[]string{"Not signed by ann", strings.ToLower(sdkApp), "--force"},
		},
		{
			"order sign " + unknown + " --from ann --node " + node, ExitNotFound,
			[]string{"is not registered", "--force"},
		},
		{"order sign " + app + " --from ann --node 127.0.0.1:1", ExitNode, []string{"No node at"}},
	} {
		exit, stdout, stderr := try(t, c.line, ring...)
		require.Equal(t, c.exit, exit, "%s\n%s", c.line, stderr)
		require.Empty(t, stdout)
		for _, says := range c.says {
			require.Contains(t, stderr, says, c.line)
		}
	}
	exit, _, stderr := try(t, "order sign "+app+" --force --from ann --node "+node, ring...)
	require.Equal(t, ExitOK, exit, stderr)
	require.Contains(t, stderr, "the chain would refuse it now")
	f.owners[sdkApp] = annAddress
	exit, _, stderr = try(t, "order sign "+app+" --from ann --node "+node, ring...)
	require.Equal(t, ExitOK, exit, stderr)
	require.NotContains(t, stderr, "refuse")
	f.domain.Separator = zero32
	exit, _, stderr = try(t, "order sign "+app+" --from ann --node "+node, ring...)
	require.Equal(t, ExitUnexpected, exit)
	require.Contains(t, stderr, "its separator is")
}

// Files that are no orders are refused with what is wrong in them.
func TestOrderFiles(t *testing.T) {
	app := appTemplate(sdkApp)
	signedApp := strings.Replace(app, `"tag"`, `"salt": `+zero32+`, "sign": "0x", "tag"`, 1)
	for name, c := range map[string]struct{ text, says, next string }{
		"nothing":      {"", "is not JSON", ""},
		"not JSON":     {"hello\x1b[31m", "is not JSON: expected an order", ""},
		"two objects":  {"{} {}", "is not JSON", ""},
		"array":        {"[1]", "holds no order: expected a JSON object", ""},
		"empty":        {"{}", "has none of the fields appprice", ""},
		"twice":        {`{"apporder": {}, "apporder": {}}`, `"apporder" is there twice`, ""},
		"two kinds":    {`{"appprice": 1, "requester": ""}`, "of the apporder and of the requestorder", "--kind app"},
		"beside":       {`{"apporder": ` + signedApp + `, "dapp": {}}`, `has "dapp" beside orders`, ""},
		"other chain":  {`{"134": {"apporder": {}}, "1": {}}`, "for chain 65535, the file has those of 134, 1", ""},
		"chain of 1":   {`{"65535": 1}`, "orders of chain 65535", ""},
		"chain of one": {`{"65535": ` + signedApp + `}`, `has "app" beside orders`, ""},
		"empty chain":  {`{"65535": {}}`, "No such order in", ""},
		"no object":    {`{"apporder": 5}`, "expected a JSON object of an apporder", ""},
		"unsigned":     {app, "field salt: it is missing", "iexecd order sign"},
		"a field":      {strings.Replace(signedApp, `"100"`, `"-1"`, 1), "field volume: expected a whole number", ""},
		"a name": {
			strings.Replace(signedApp, `"volume"`, `"Volume"`, 1), "apporder, field Volume: there is no such field", "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			exit, stdout, stderr := try(t, "order verify "+write(t, c.text)+" "+offlineDomain)
			require.Equal(t, ExitUsage, exit, stderr)
			require.Empty(t, stdout)
			require.Contains(t, stderr, c.says)
			require.Contains(t, stderr, c.next)
			require.NotContains(t, stderr, "\x1b")
		})
	}
	for line, says := range map[string]string{
		"/nowhere " + offlineDomain:                                            "no such file or directory",
		t.TempDir() + " " + offlineDomain:                                      "is a directory",
		sdkOrders + " --kind thing " + offlineDomain:                           "expected app, dataset, workerpool",
		sdkOrders + " --offline":                                               "is missing, and no node is asked",
		sdkOrders + " --domain-chain-id 5":                                     "--domain-contract is missing",
		sdkOrders + " " + offlineDomain + "b":                                  "--domain-contract is not an address",
		sdkOrders + " --domain-chain-id 1e3 --domain-contract " + testContract: "--domain-chain-id is not",
		offlineDomain: "stdin is not JSON",
	} {
		exit, _, stderr := try(t, "order verify "+line)
		require.Equal(t, ExitUsage, exit, "%s: %s", line, stderr)
		require.Contains(t, stderr, says, line)
	}
}

// A signed order of the book is printed as it was signed; one without a
// signature only as what could be signed.
func TestExport(t *testing.T) {
	f, node := startMarket(t)
	text, err := os.ReadFile(sdkOrders)
	require.NoError(t, err)
	file, err := parseOrderFile(sdkOrders, text)
	require.NoError(t, err)
	require.NoError(t, file.look(testChainID))
	orders, err := file.orders(market.KindUnspecified, asSigned)
	require.NoError(t, err)
	for i, o := range orders {
		w := markettypes.NewSignedOrder(o)
		id := hash(fmt.Sprint(i)).String()
		f.orders[id] = markettypes.Order{Id: id, Signed: &w}
		exit, stdout, stderr := try(t, "order export "+id+" --node "+node)
		require.Equal(t, ExitOK, exit, stderr)
		require.JSONEq(t, string(file.byKind.get(nameOf(o.Kind()).member)), stdout)
		exit, stdout, _ = try(t, "order verify "+write(t, stdout)+" --node "+node)
		require.Equal(t, ExitOK, exit, stdout)
	}

	ann, err := account.Parse(annAddress)
	require.NoError(t, err)
	id := hash("request").String()
	f.orders[id] = markettypes.Order{Id: id, Owner: account.Bech32(ann), Request: &markettypes.RequestOrder{
		App: strings.ToLower(sdkApp), AppMaxPriceNrlc: 20, WorkerpoolMaxPriceNrlc: 100, Volume: 3, Category: 1,
		Policy: markettypes.Policy{MaxErrorPpb: 1_000_000}, Params: `{"iexec_args":"aa"}`, Salt: hash("salt").String(),
	}}
	exit, stdout, stderr := try(t, "order export "+id+" --node "+node)
	require.Equal(t, ExitNotFound, exit)
	require.Empty(t, stdout)
	require.Contains(t, stderr, "has no signature: its owner placed it by a transaction")
	require.Contains(t, stderr, "order export "+id+" --unsigned")
	exit, stdout, stderr = try(t, "order export "+id+" --unsigned --node "+node)
	require.Equal(t, ExitOK, exit, stderr)
	require.Contains(t, stderr, "left out: the bound 0.1 %")
	golden(t, "signed/unsigned.json", stdout)
	exit, _, stderr = try(t, "order sign "+write(t, stdout)+" --from ann "+offlineDomain, ringFlags(t)...)
	require.Equal(t, ExitOK, exit, stderr)
	for kind, o := range map[string]markettypes.Order{
		"app":        {App: &markettypes.AppOrder{App: sdkApp, Volume: 1, ExpiryUnix: 7}},
		"dataset":    {Dataset: &markettypes.DatasetOrder{Dataset: sdkDataset, Volume: 1}},
		"workerpool": {Workerpool: &markettypes.WorkerpoolOrder{Workerpool: sdkPool, Volume: 1, MinErrorPpb: 5}},
	} {
		f.orders[kind] = o
		exit, stdout, stderr := try(t, "order export "+kind+" --unsigned -o json --node "+node)
		require.Equal(t, ExitOK, exit, stderr)
		exit, stdout, stderr = try(t, "order verify "+write(t, stdout)+" -o json "+offlineDomain)
		require.Equal(t, ExitNoMatch, exit, stderr)
		require.Contains(t, stdout, `"kind":"`+kind+`"`)
		require.Contains(t, stderr, "it is not signed")
	}
	exit, _, _ = try(t, "order export 0x12 --node "+node)
	require.Equal(t, ExitNotFound, exit)
}

// The first refusal of a match is the error, before anything is signed or asked.
func TestMatchRefusals(t *testing.T) {
	f, node := startMarket(t)
	ring := append(ringFlags(t), "--from", "ann", "--node", node)
	f.match.Error = "0x05: the pool costs more than the request's ceiling: 9 nRLC, at most 8"
	exit, stdout, stderr := try(t, "order match "+sdkOrders+" --sponsor", ring...)
	require.Equal(t, ExitNoMatch, exit, stderr)
	require.Empty(t, stdout)
	require.Contains(t, stderr, "✘ No deal: 0x05: the pool costs more")
	require.Equal(t, "11", f.asked.Apporder.Volume)
	require.Equal(t, "4", f.asked.Datasetorder.Volume)
	require.JSONEq(t, sdkParams, f.asked.Requestorder.Params)
	require.Len(t, f.asked.Requestorder.Params, len(sdkParams), "as a text, unchanged")
	ann, err := account.Parse(annAddress)
	require.NoError(t, err)
	require.Equal(t, account.Bech32(ann), f.asked.Sponsor)

	f.match = markettypes.QueryCheckMatchResponse{Matches: true, Tasks: 3, SponsorPaysNrlc: 5_000_000_000}
	exit, _, stderr = try(t, "order match "+sdkOrders, ring...)
	require.Equal(t, ExitUsage, exit)
	require.Contains(t, stderr, "Make a deal of 3 tasks for 5 RLC, paid by the requester 0x")
	require.Contains(t, stderr, "--yes")
	require.Empty(t, f.asked.Sponsor)

	for line, says := range map[string]string{
		"order match " + sdkOrders + " " + sdkOrders:           "Two app orders: one is in testdata",
		"order match testdata/signed/sign.json":                "field sign: it is missing",
		"order import " + sdkOrders:                            "Place 4 signed orders as ann?",
		"order import " + sdkOrders + " --kind dataset":        "Place the dataset order 0xe077…62c6 as ann?",
		"order presign " + sdkOrders:                           "has 4 orders, expected one",
		"order presign " + sdkOrders + " --kind app":           "Presign the app order 0xeef4…3eba as ann?",
		"order close " + sdkOrders + " --kind app":             "It can never be used again",
		"order close " + write(t, appTemplate(sdkApp)):         "field salt: it is missing",
		"order match " + write(t, `{"apporder":`+appOf(t)+`}`): "No workerpool order",
		"order match a b c d e":                                "accepts between 1 and 4",
	} {
		exit, stdout, stderr := try(t, line, ring...)
		require.Equal(t, ExitUsage, exit, "%s: %s", line, stderr)
		require.Empty(t, stdout, line)
		require.Contains(t, stderr, says, line)
	}
}

// appOf returns the app order of testdata.
func appOf(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(sdkOrders)
	require.NoError(t, err)
	var file map[string]map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(text, &file))
	return string(file[testChainID]["apporder"])
}

// FuzzOrderFile checks that no file panics the reader, and that orders which
// are read and written in their places are read again as themselves.
func FuzzOrderFile(f *testing.F) {
	text, err := os.ReadFile(sdkOrders)
	require.NoError(f, err)
	f.Add(text)
	for _, seed := range []string{
		appTemplate(sdkApp), requestTemplate(annAddress), `{"apporder": ` + appTemplate(sdkApp) + `}`,
		`{"65535": {}}`, "{}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		read := func(raw []byte) (*orderFile, []signed.Order) {
			file, err := parseOrderFile("file", raw)
			if err != nil || file.look(testChainID) != nil {
				return nil, nil
			}
			orders, err := file.orders(market.KindUnspecified, forSigning)
			if err != nil {
				return nil, nil
			}
			return file, orders
		}
		file, orders := read(raw)
		if file == nil {
			return
		}
		text, err := file.with(orders)
		require.NoError(t, err)
		require.True(t, json.Valid(text))
		_, again := read(text)
		want, err := json.Marshal(orders)
		require.NoError(t, err)
		got, err := json.Marshal(again)
		require.NoError(t, err)
		require.Equal(t, string(want), string(got))
	})
}
