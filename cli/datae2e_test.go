package cli

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/dev"
)

// TestDataOnRealChain: an encrypted dataset is sold; only workers that its owner named
// get its key, the others wait; the result is encrypted to the buyer, who alone opens it.
func TestDataOnRealChain(t *testing.T) {
	d := newDevNet(t, dev.Options{Workers: 3})
	plain := filepath.Join(t.TempDir(), "poem.txt")
	require.NoError(t, os.WriteFile(plain, []byte("a rose is a rose is a rose"), 0o600))
	d.ok(t, "dataset", "encrypt", plain)

	keys := t.TempDir()
	server := d.start(t, "dataset", "serve-keys", "--listen", "127.0.0.1:0", "--key-dir", keys)
	served := regexp.MustCompile(`http://127\.0\.0\.1:\d+`)
	eventually(t, func() bool { return served.MatchString(server.stderr.String()) }, &server.stderr)
	dataset := strings.TrimSpace(d.ok(t, "dataset", "publish", plain+".age", "--key-file", plain+".key", "--keys-url",
		served.FindString(server.stderr.String()), "--key-dir", keys, "--price", "0.1rlc", "--from", "bob", "--yes"))

	identity, err := age.GenerateX25519Identity()
	require.NoError(t, err)
	identityFile := filepath.Join(t.TempDir(), "key.txt")
	require.NoError(t, os.WriteFile(identityFile, []byte(identity.String()+"\n"), 0o600))
	request := []string{
		"run", "wordcount", "--dataset", dataset, "--encrypt-result", "--trust", "3", "--yes", "--detach",
	}
	exit, _, stderr := d.run(t, request...)
	require.Equal(t, ExitUsage, exit, stderr)
	require.Contains(t, stderr, "has no result key")
	d.ok(t, "account", "result-key", "set", identity.Recipient().String(), "--yes")
	task := strings.TrimSpace(d.ok(t, request...))

	eventually(t, func() bool { return strings.Contains(d.ok(t, "task", "show", task), "drawn") }, &server.stderr)
	for _, worker := range workersOf(t, d) {
		d.ok(t, "dataset", "grant", dataset, worker, "--key-dir", keys)
	}
	exit, _, stderr = d.run(t, "task", "watch", task)
	require.Equal(t, ExitOK, exit, stderr)
	exit, _, stderr = d.run(t, "task", "result", task, "--out", filepath.Join(t.TempDir(), "no"))
	require.Equal(t, ExitKey, exit, stderr)
	require.Contains(t, stderr, "The result is encrypted")
	out := filepath.Join(t.TempDir(), "yes")
	d.ok(t, "task", "result", task, "--identity", identityFile, "--out", out)
	words, err := os.ReadFile(filepath.Join(out, "words.txt"))
	require.NoError(t, err)
	require.Equal(t, "      3 a\n      3 rose\n      2 is\n", string(words))
}

// workersOf returns the accounts of a chain's workers.
func workersOf(t *testing.T, d *devNet) []string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet,
		"http://"+d.net.REST()+"/iexec/poco/v1/workers", nil)
	require.NoError(t, err)
	r, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer func() { require.NoError(t, r.Body.Close()) }()
	body, err := io.ReadAll(r.Body)
	require.NoError(t, err)
	var list struct {
		Workers []struct{ Address string }
	}
	require.NoError(t, json.Unmarshal(body, &list), "%s", body)
	var all []string
	for _, w := range list.Workers {
		all = append(all, w.Address)
	}
	require.NotEmpty(t, all)
	return all
}
