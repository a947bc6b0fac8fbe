package cli

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/cli/keys"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/worker/chain"
	markettypes "github.com/iexecd/iexecd/x/market/types"
)

// shop is what is sold on the dev network, and files of orders about it.
type shop struct {
	*devNet
	app, dataset, pool string
}

// address returns the account of a key as iExec's tools write it.
func (s *shop) address(t *testing.T, name string) string {
	t.Helper()
	ring, err := keys.Open("test", s.net.KeyringDir(), strings.NewReader(""))
	require.NoError(t, err)
	key, err := chain.RingKey(ring, name)
	require.NoError(t, err)
	return account.Checksummed(key.Address())
}

// openShop finds app and pool of the dev network, and registers a dataset of bob's.
func openShop(t *testing.T, d *devNet) *shop {
	t.Helper()
	s := &shop{devNet: d}
	var app struct{ App struct{ ID string } }
	require.NoError(t, json.Unmarshal([]byte(d.ok(t, "app", "show", "factorial", "-o", "json")), &app))
	var offers struct {
		Orders []struct{ Workerpool struct{ Workerpool string } }
	}
	text := d.ok(t, "order", "ls", "--all", "--kind", "workerpool", "-o", "json")
	require.NoError(t, json.Unmarshal([]byte(text), &offers))
	s.app, s.pool = app.App.ID, offers.Orders[0].Workerpool.Workerpool

	ring, err := keys.Open("test", d.net.KeyringDir(), strings.NewReader(""))
	require.NoError(t, err)
	key, err := chain.RingKey(ring, "bob")
	require.NoError(t, err)
	client, err := chain.Dial(chain.Config{Endpoints: []chain.Endpoint{{GRPC: d.net.GRPC()}}})
	require.NoError(t, err)
	defer func() { require.NoError(t, client.Close()) }()
	bob := &signer{name: "bob", address: account.Bech32(key.Address()), key: key, client: client}
	var answer markettypes.MsgRegisterDatasetResponse
	_, err = bob.send(t.Context(), &markettypes.MsgRegisterDataset{
		Owner: bob.address, Name: "numbers", Location: "https://example.org/numbers",
		Checksum: hash("numbers").String(),
	}, &answer)
	require.NoError(t, err)
	s.dataset = answer.Id
	return s
}

// template returns an order to be signed: the fields, the others zero.
func template(t *testing.T, names string, fields map[string]any) string {
	t.Helper()
	o := map[string]any{}
	for name := range strings.FieldsSeq(names) {
		switch {
		case name == "tag":
			o[name] = ident.Hash{}.String()
		case strings.HasSuffix(name, "price"), name == "category", name == "trust":
			o[name] = "0"
		default:
			o[name] = ident.Address{}.String()
		}
	}
	maps.Copy(o, fields)
	raw, err := json.Marshal(o)
	require.NoError(t, err)
	return string(raw)
}

// sign signs a template and returns the file and the hash.
func (s *shop) sign(t *testing.T, key, text string) (file, id string) {
	t.Helper()
	file = write(t, s.ok(t, "order", "sign", write(t, text), "--from", key, "-q"))
	return file, s.hash(t, file)
}

func (s *shop) hash(t *testing.T, file string) string {
	t.Helper()
	_, stdout, _ := s.run(t, "order", "verify", file, "-o", "json")
	var got struct{ Orders []orderCheck }
	require.NoError(t, json.Unmarshal([]byte(stdout), &got), stdout)
	return got.Orders[0].Hash
}

func (s *shop) request(t *testing.T, requester string, volume int) string {
	t.Helper()
	return template(t, "workerpool tag beneficiary callback", map[string]any{
		"app": s.app, "appmaxprice": "20000000", "dataset": s.dataset, "datasetmaxprice": 7,
		"workerpoolmaxprice": "5000",
		"requester":          s.address(t, requester), "volume": volume, "category": 0, "trust": 1,
		"params": map[string]any{"iexec_args": "20"},
	})
}

// refused runs a command that must end with exit, and say why.
func (s *shop) refused(t *testing.T, exit int, says string, args ...string) {
	t.Helper()
	got, _, stderr := s.run(t, append(args, "--yes")...)
	require.Equal(t, exit, got, "%s\n%s", strings.Join(args, " "), stderr)
	require.Contains(t, stderr, says)
}

// Four orders in the iExec SDK's form are signed, placed or matched by others,
// presigned and closed; what is wrong with them is told with the chain's code.
func (d *devNet) testSignedOrders(t *testing.T) {
	s := openShop(t, d)
	app, appID := s.sign(t, "apps", template(t, "tag datasetrestrict workerpoolrestrict requesterrestrict",
		map[string]any{"app": s.app, "appprice": 1000, "volume": "10"}))
	data, _ := s.sign(t, "bob", template(t, "tag apprestrict workerpoolrestrict requesterrestrict",
		map[string]any{"dataset": s.dataset, "datasetprice": "7", "volume": "10"}))
	pool, _ := s.sign(t, "pool", template(t, "tag category apprestrict datasetrestrict requesterrestrict",
		map[string]any{"workerpool": s.pool, "workerpoolprice": 5000, "volume": "10", "trust": "5"}))
	request, _ := s.sign(t, "alice", s.request(t, "alice", 3))

	t.Run("import", func(t *testing.T) {
		stdout := s.ok(t, "order", "import", app, "--from", "carol", "--yes", "--expires", "1h")
		require.Equal(t, appID+"\n", stdout)
		require.Contains(t, s.ok(t, "order", "ls", "--all", "--kind", "app"), appID)
		file := readFile(t, app)
		require.JSONEq(t, file, s.ok(t, "order", "export", appID))
		var got struct{ Orders []importedOrder }
		stdout = s.ok(t, "order", "import", pool, "--from", "carol", "--yes", "-o", "json")
		require.NoError(t, json.Unmarshal([]byte(stdout), &got))
		require.Equal(t, uint64(10), got.Orders[0].Remaining)
		require.Positive(t, got.Orders[0].EscrowNRLC, "the pool's stake is locked of its owner")
		s.refused(t, ExitRejected, "Not sent", "order", "import", app, "--from", "carol")
	})
	t.Run("match", func(t *testing.T) {
		deal := strings.TrimSpace(s.ok(t, "order", "match", request, pool, data, app, "--from", "carol", "--yes"))
		shown := s.ok(t, "deal", "show", deal)
		require.Contains(t, shown, "trust 1 (classic)")
		require.Contains(t, shown, " × 3 tasks")
		require.Contains(t, s.ok(t, "order", "show", appID), "7 tasks left")
		s.refused(t, ExitNoMatch, "0x60", "order", "verify", request)
		s.refused(t, ExitNoMatch, "0x60", "order", "match", request, pool, data, app)
	})
	t.Run("sponsor", func(t *testing.T) {
		other, _ := s.sign(t, "bob", s.request(t, "bob", 2))
		stdout := s.ok(t, "order", "match", other, pool, data, app, "--sponsor", "--from", "carol", "--yes",
			"-o", "json")
		var got struct {
			Answer struct {
				Deal  string `json:"deal_id"`
				Tasks string
			}
		}
		require.NoError(t, json.Unmarshal([]byte(stdout), &got))
		require.Equal(t, "2", got.Answer.Tasks)
		carol, err := account.Parse(s.address(t, "carol"))
		require.NoError(t, err)
		require.Contains(t, s.ok(t, "deal", "show", got.Answer.Deal), "sponsor    "+account.Bech32(carol))
	})
	t.Run("presign", func(t *testing.T) {
		text := strings.Replace(s.request(t, "alice", 1), `{`, fmt.Sprintf(`{"sign":"0x","salt":%q,`, hash("salt")), 1)
		text = strings.Replace(text, `{"iexec_args":"20"}`, `"{}"`, 1)
		file := write(t, text)
		s.refused(t, ExitNoMatch, "nor presigned", "order", "verify", file)
		id := strings.TrimSpace(s.ok(t, "order", "presign", file, "--from", "alice", "--yes"))
		require.Equal(t, s.hash(t, file), id)
		require.Contains(t, s.ok(t, "order", "verify", file), "presigned  iexec1")
		s.ok(t, "order", "match", file, pool, data, app, "--from", "carol", "--yes")
	})
	t.Run("refusals", func(t *testing.T) {
		fresh, _ := s.sign(t, "alice", s.request(t, "alice", 1))
		changed := write(t, strings.Replace(readFile(t, app), `"1000"`, `"1001"`, 1))
		s.refused(t, ExitNoMatch, "0x21", "order", "match", fresh, pool, data, changed)
		s.refused(t, ExitNoMatch, "0x21", "order", "verify", changed)
		s.refused(t, ExitKey, "Not signed by carol", "order", "sign", app, "--from", "carol")
		s.refused(t, ExitRejected, "invalid-sender-or-signature", "order", "close", app, "--from", "carol")
		s.ok(t, "order", "close", app, "--from", "apps", "--yes")
		s.refused(t, ExitNoMatch, "0x60", "order", "match", fresh, pool, data, app)
		s.refused(t, ExitNotFound, "has no signature", "order", "export", s.restingOffer(t))
	})
}

// restingOffer returns an order that was placed without a signature.
func (s *shop) restingOffer(t *testing.T) string {
	t.Helper()
	var offers struct {
		Orders []struct {
			ID     string
			Signed any
		}
	}
	text := s.ok(t, "order", "ls", "--all", "--kind", "workerpool", "-o", "json")
	require.NoError(t, json.Unmarshal([]byte(text), &offers))
	for _, o := range offers.Orders {
		if o.Signed == nil {
			return o.ID
		}
	}
	t.Fatal("all offers are signed")
	return ""
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(text)
}
