package cli

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	"github.com/cosmos/cosmos-sdk/x/authz"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/dev"
	"github.com/iexecd/iexecd/worker/chain"
	"github.com/iexecd/iexecd/worker/conf"
	"github.com/iexecd/iexecd/worker/contract"
	"github.com/iexecd/iexecd/worker/secret"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	"github.com/iexecd/iexecd/x/poco/types"
)

// runs runs a command of the dataset's and returns what it prints.
func runs(t *testing.T, args ...string) (string, error) {
	t.Helper()
	root := &cobra.Command{Use: "iexecd"}
	AddCommands(root)
	var out, stderr strings.Builder
	root.SetOut(&out)
	root.SetErr(&stderr)
	root.SetArgs(append([]string{"dataset"}, args...))
	err := root.ExecuteContext(t.Context())
	return out.String(), err
}

// TestDatasetEncrypt: what comes out is the checksum of the file, which the key opens;
// nothing is written over.
func TestDatasetEncrypt(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "prices.csv")
	require.NoError(t, os.WriteFile(file, []byte("1,2,3"), 0o600))
	out, err := runs(t, "encrypt", file, "-o", "json")
	require.NoError(t, err)
	var told struct{ File, KeyFile, Checksum string }
	require.NoError(t, json.Unmarshal([]byte(strings.ReplaceAll(out, "key_file", "keyfile")), &told))
	encrypted, err := os.ReadFile(told.File)
	require.NoError(t, err)
	require.Equal(t, "0x"+hexSum(encrypted), told.Checksum)
	key, err := os.ReadFile(told.KeyFile)
	require.NoError(t, err)
	var plain strings.Builder
	require.NoError(t, secret.Decrypt(&plain, strings.NewReader(string(encrypted)), key))
	require.Equal(t, "1,2,3", plain.String())
	info, err := os.Stat(told.KeyFile)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode())

	_, err = runs(t, "encrypt", file)
	require.ErrorContains(t, err, "The key cannot be written")
	_, err = runs(t, "encrypt", file, "--key-file", file+".key2")
	require.ErrorContains(t, err, "The encrypted file cannot be written")
	again, err := os.ReadFile(told.KeyFile)
	require.NoError(t, err)
	require.Equal(t, key, again)
	_, err = runs(t, "encrypt", file+"x")
	require.ErrorContains(t, err, "cannot be read")
}

func TestDatasetGrantAndRevoke(t *testing.T) {
	t.Parallel()
	dir, id := t.TempDir(), ident.Address{5}.String()
	a, b := account.Bech32(ident.Address{1}), account.Bech32(ident.Address{2})
	out, err := runs(t, "grant", id, a, "--key-dir", dir)
	require.NoError(t, err)
	require.Equal(t, a+"\n", out)
	out, err = runs(t, "grant", id, ident.Address{2}.String(), "--key-dir", dir)
	require.NoError(t, err)
	require.Equal(t, a+"\n"+b+"\n", out)
	out, err = runs(t, "revoke", id, a, "--key-dir", dir, "-o", "json")
	require.NoError(t, err)
	require.JSONEq(t, `{"dataset":"`+id+`","workers":["`+b+`"]}`, out)
	_, err = runs(t, "grant", "prices", a, "--key-dir", dir)
	require.ErrorContains(t, err, "not the id of a dataset")
	_, err = runs(t, "grant", id, "bob", "--key-dir", dir)
	require.Error(t, err)
}

// TestDatasetFragment: what publish says of a file is what workers read.
func TestDatasetFragment(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "x.zip")
	require.NoError(t, os.WriteFile(file, []byte("PK"), 0o600))
	_, err := runs(t, "encrypt", file)
	require.NoError(t, err)
	encrypted, err := os.ReadFile(file + ".age")
	require.NoError(t, err)
	fragment := func(content []byte, flags ...string) (string, []byte, error) {
		s, _, _ := testSession(formatText)
		s.cmd = datasetPublish()
		require.NoError(t, s.cmd.ParseFlags(flags))
		return s.datasetFragment(content)
	}
	text, key, err := fragment([]byte("PK"), "--unpack", "zip")
	require.NoError(t, err)
	require.Equal(t, "#unpack=zip", text)
	require.Nil(t, key)
	text, _, err = fragment([]byte("1,2"))
	require.NoError(t, err)
	require.Empty(t, text)
	text, key, err = fragment(encrypted, "--unpack", "zip", "--key-file", file+".key",
		"--keys-url", "https://o.example/a&b")
	require.NoError(t, err)
	require.NotEmpty(t, key)
	_, f, err := contract.ParseFragment("http://x" + text)
	require.NoError(t, err)
	require.Equal(t, contract.Fragment{Unpack: "zip", Encryption: "age", Keys: "https://o.example/a&b"}, f)
	_, _, err = fragment(encrypted, "--keys-url", "https://o.example/a?b")
	require.ErrorContains(t, err, "has no ? and no #")
	_, _, err = fragment([]byte("PK"), "--key-file", file+".key")
	require.ErrorContains(t, err, "not encrypted")
	_, _, err = fragment(encrypted, "--key-file", file)
	require.ErrorContains(t, err, "is not the key")
	_, _, err = fragment(encrypted, "--unpack", "rar")
	require.ErrorContains(t, err, "no format")
}

// seats is a chain with one task.
type seats struct {
	types.QueryClient
	task types.Task
}

func (f seats) Task(context.Context, *types.QueryTaskRequest, ...grpc.CallOption) (*types.QueryTaskResponse, error) {
	return &types.QueryTaskResponse{Task: f.task}, nil
}

type uses struct {
	markettypes.QueryClient
	dataset string
}

func (f uses) Deal(context.Context, *markettypes.QueryDealRequest, ...grpc.CallOption,
) (*markettypes.QueryDealResponse, error) {
	return &markettypes.QueryDealResponse{Deal: markettypes.Deal{Dataset: markettypes.DealPart{Id: f.dataset}}}, nil
}

// TestHasTask: a key is only for who has a seat in an open task that uses the
// dataset, or audits one.
func TestHasTask(t *testing.T) {
	t.Parallel()
	me, data := ident.Address{1}, ident.Address{5}
	seat := []types.Member{{Worker: account.Bech32(ident.Address{2})}, {Worker: account.Bech32(me)}}
	for name, c := range map[string]struct {
		task    types.Task
		dataset ident.Address
		err     string
	}{
		"a seat":          {testTask(0, committing, 1), data, ""},
		"another dataset": {testTask(0, committing, 1), ident.Address{6}, "does not use dataset"},
		"no dataset":      {testTask(0, committing, 1), ident.Address{}, "does not use dataset"},
		"ended":           {testTask(0, completed, 1), data, "no seat"},
	} {
		c.task.Members = seat
		n := &node{poco: seats{task: c.task}, market: uses{dataset: c.dataset.String()}}
		r := secret.Request{Task: ident.Hash{7}, Dataset: data}
		err := n.hasTask(t.Context(), r, me)
		if c.err != "" {
			require.ErrorContains(t, err, c.err, name)
			continue
		}
		require.NoError(t, err, name)
		require.ErrorContains(t, n.hasTask(t.Context(), r, ident.Address{9}), "no seat")
	}
	audited := testTask(0, completed, 1)
	audited.Audit.Auditors = seat
	n := &node{poco: seats{task: audited}, market: uses{dataset: data.String()}}
	require.NoError(t, n.hasTask(t.Context(), secret.Request{Dataset: data}, me))
}

// grants is a chain with some grants.
type grants struct {
	authz.QueryClient
	until map[string]*time.Time // by granter, grantee and message
}

func (f grants) Grants(_ context.Context, r *authz.QueryGrantsRequest, _ ...grpc.CallOption,
) (*authz.QueryGrantsResponse, error) {
	until, ok := f.until[r.Granter+r.Grantee+r.MsgTypeUrl]
	if !ok {
		return nil, chain.ErrNotFound
	}
	return &authz.QueryGrantsResponse{Grants: []*authz.Grant{{Expiration: until}}}, nil
}

// TestHotKeyActs: a key of a dataset is for hot keys that may commit now.
func TestHotKeyActs(t *testing.T) {
	t.Parallel()
	hot, before, later := ident.Address{9}, time.Now().Add(-time.Minute), time.Now().Add(time.Minute)
	all := map[string]*time.Time{}
	for i, c := range []struct {
		msg   string
		until *time.Time
	}{{"Commit", &later}, {"Commit", nil}, {"Commit", &before}, {"Reveal", nil}} {
		all[account.Bech32(ident.Address{byte(i + 1)})+account.Bech32(hot)+"/iexec.poco.v1.Msg"+c.msg] = c.until
	}
	h := hotKeys{grants{until: all}}
	require.NoError(t, h.act(t.Context(), ident.Address{1}, hot))
	require.NoError(t, h.act(t.Context(), ident.Address{2}, hot))
	for _, worker := range []ident.Address{{3}, {4}, {5}} {
		require.ErrorContains(t, h.act(t.Context(), worker, hot), "has not granted")
	}
	require.ErrorContains(t, h.act(t.Context(), ident.Address{1}, ident.Address{8}), "has not granted")
}

// TestWorkerData: an operator's accounts are read whole or not at all, and errors do
// not show them.
func TestWorkerData(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "s3.json")
	write := func(text string) { require.NoError(t, os.WriteFile(file, []byte(text), 0o600)) }
	c := conf.Config{Data: conf.Data{Folders: []string{"/data"}, Keys: "/keys", S3Accounts: file}}
	write(`[{"endpoint":"https://s3.example","buckets":["b"],"access_key":"a","secret_key":"hidden"}]`)
	d, err := workerData(c, nil, nil)
	require.NoError(t, err)
	require.Equal(t, []string{"/data"}, d.Folders)
	require.Equal(t, "hidden", d.S3[0].SecretKey)
	require.Len(t, d.Secrets, 2)
	for _, text := range []string{`{"secret_key":"hidden"}`, `[{"secret":"hidden"}]`, `hidden`} {
		write(text)
		_, err = workerData(c, nil, nil)
		require.ErrorContains(t, err, "cannot be used")
		require.NotContains(t, err.Error(), "hidden")
	}
	require.NoError(t, os.Remove(file))
	_, err = workerData(c, nil, nil)
	require.ErrorContains(t, err, "cannot be read")
}

// TestMayGoInside: only development chains, and who is asked to, let strangers'
// addresses lead into private networks.
func TestMayGoInside(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		setting, chain string
		err            error
		want           bool
	}{
		{"auto", dev.ChainID, nil, true},
		{"auto", "iexec-1", nil, false},
		{"auto", dev.ChainID, chain.ErrUnreachable, false},
		{"auto", "", nil, false},
		{"no", dev.ChainID, nil, false},
		{"yes", "iexec-1", nil, true},
		{"", dev.ChainID, nil, false},
	} {
		asked := func(context.Context) (string, error) { return c.chain, c.err }
		require.Equal(t, c.want, mayGoInside(c.setting, asked)(t.Context()), "%+v", c)
	}
}

// TestIdentities: an identity that cannot be read is not shown.
func TestIdentities(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "key.txt")
	s, _, _ := testSession(formatText)
	identityFlag(s.cmd.Flags())
	all, err := s.identities()
	require.NoError(t, err)
	require.Empty(t, all)
	require.NoError(t, s.cmd.Flags().Set(flagIdentity, file))
	_, err = s.identities()
	require.ErrorContains(t, err, "cannot be read")
	require.NoError(t, os.WriteFile(file, []byte("AGE-SECRET-KEY-1HIDDEN"), 0o600))
	_, err = s.identities()
	require.ErrorContains(t, err, "cannot be used")
	require.NotContains(t, err.Error(), "HIDDEN")
	x, err := age.GenerateX25519Identity()
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(file, []byte("# mine\n"+x.String()+"\n"), 0o600))
	all, err = s.identities()
	require.NoError(t, err)
	require.Len(t, all, 1)
}
