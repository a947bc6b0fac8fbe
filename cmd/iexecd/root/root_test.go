package root_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/cmd/iexecd/root"
)

// run executes a command line and returns what it prints.
func run(t *testing.T, stdin string, args ...string) (out, errs string, err error) {
	t.Helper()
	c := root.New(args)
	var stdout, stderr bytes.Buffer
	c.SetArgs(args)
	c.SetIn(strings.NewReader(stdin))
	c.SetOut(&stdout)
	c.SetErr(&stderr)
	err = c.ExecuteContext(context.Background())
	return stdout.String(), stderr.String(), err
}

// walk visits a command and all below it.
func walk(c *cobra.Command, visit func(*cobra.Command)) {
	visit(c)
	for _, child := range c.Commands() {
		walk(child, visit)
	}
}

// TestEveryMethodIsDescribed: no command of our modules is left as the SDK
// makes it, and each has an example.
func TestEveryMethodIsDescribed(t *testing.T) {
	c := root.New([]string{"query"})
	found := 0
	walk(c, func(c *cobra.Command) {
		path := c.CommandPath()
		for _, module := range []string{" market", " poco", " beacon"} {
			if !strings.HasPrefix(path, "iexecd query"+module+" ") && !strings.HasPrefix(path, "iexecd tx"+module+" ") {
				continue
			}
			found++
			require.NotContains(t, c.Short, "Execute the", path)
			require.NotContains(t, c.Long, "Execute the", path)
			require.NotEmpty(t, c.Short, path)
			require.NotEmpty(t, c.Example, path)
			require.Contains(t, c.Example, "iexecd ", path)
		}
	})
	require.Greater(t, found, 30, "commands of our modules")
}

// TestCommandsOfANode: what a Cosmos user's fingers know is there.
func TestCommandsOfANode(t *testing.T) {
	c := root.New([]string{"query"})
	for _, path := range []string{
		"init", "start", "export", "rollback", "prune", "status", "keys add", "keys list",
		"genesis add-genesis-account",
		"genesis gentx", "genesis collect-gentxs", "genesis validate", "genesis from-vault",
		"comet show-node-id", "comet show-validator",
		"comet unsafe-reset-all", "snapshots list", "snapshots restore", "debug addr", "tx sign", "tx broadcast",
		"tx bank send", "tx gov vote", "tx staking delegate", "query tx", "query block", "query bank balances",
		"query auth account", "query wait-tx", "tx market place-request-order", "query poco worker", "testnet",
	} {
		found, rest, err := c.Find(strings.Fields(path))
		require.NoError(t, err, path)
		require.Empty(t, rest, path)
		require.Equal(t, "iexecd "+path, found.CommandPath())
	}
}

const mnemonic = "test test test test test test test test test test test junk"

// TestKeysAreEthereums: a mnemonic gives the account that it gives in MetaMask.
func TestKeysAreEthereums(t *testing.T) {
	home := t.TempDir()
	_, _, err := run(t, mnemonic+"\n", "keys", "add", "alice", "--recover", "--keyring-backend", "test", "--home", home)
	require.NoError(t, err)
	out, _, err := run(t, "", "keys", "show", "alice", "--address", "--keyring-backend", "test", "--home", home)
	require.NoError(t, err)
	require.Equal(t, "iexec17w0adeg64ky0daxwd2ugyuneellmjgnx3yely4", strings.TrimSpace(out))
	out, _, err = run(t, "", "keys", "list", "--output", "json", "--keyring-backend", "test", "--home", home)
	require.NoError(t, err)
	require.Contains(t, out, "iexec.crypto.v1.PubKey")
}

// TestNewChain makes a chain of one's own, as the SDK's manual tells.
func TestNewChain(t *testing.T) {
	home := t.TempDir()
	at := func(args ...string) []string { return append(args, "--home", home) }
	for _, step := range []struct {
		stdin string
		args  []string
	}{
		{"", at("init", "me", "--chain-id", "my-chain-1")},
		{mnemonic + "\n", at("keys", "add", "me", "--recover", "--keyring-backend", "test")},
		{"", at("genesis", "add-genesis-account", "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", "1000000000000nrlc")},
		{"", at("genesis", "gentx", "me", "500000000000nrlc", "--chain-id", "my-chain-1", "--keyring-backend", "test")},
		{"", at("genesis", "collect-gentxs")},
		{"", at("genesis", "validate")},
	} {
		_, errs, err := run(t, step.stdin, step.args...)
		require.NoError(t, err, "%v: %s", step.args, errs)
	}
	info, err := os.Stat(filepath.Join(home, "config", "beacon_key.json"))
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	text, err := os.ReadFile(filepath.Join(home, "config", "app.toml"))
	require.NoError(t, err)
	for _, want := range []string{`minimum-gas-prices = "0.01nrlc"`, `app-db-backend = "pebbledb"`, "swagger = true"} {
		require.Contains(t, string(text), want)
	}
	text, err = os.ReadFile(filepath.Join(home, "config", "genesis.json"))
	require.NoError(t, err)
	require.NotContains(t, string(text), `"stake"`)
	require.NotContains(t, string(text), "appd>")
	require.Contains(t, string(text), "iexec17w0adeg64ky0daxwd2ugyuneellmjgnx3yely4")
}

// TestTestnet lays out a network, and refuses a folder that holds something.
func TestTestnet(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "net")
	args := []string{"testnet", "--v", "2", "--workers", "3", "--free-ports", "-o", dir}
	out, errs, err := run(t, "", args...)
	require.NoError(t, err, errs)
	require.Contains(t, out, `"chain_id": "iexec-dev-1"`)
	for _, file := range []string{"genesis.json", "config.toml", "app.toml", "client.toml"} {
		require.FileExists(t, filepath.Join(dir, "validator1", "config", file))
	}
	one, err := os.ReadFile(filepath.Join(dir, "validator0", "config", "genesis.json"))
	require.NoError(t, err)
	two, err := os.ReadFile(filepath.Join(dir, "validator1", "config", "genesis.json"))
	require.NoError(t, err)
	require.Equal(t, string(one), string(two))
	_, errs, err = run(t, "", "genesis", "validate", "--home", filepath.Join(dir, "validator0"))
	require.NoError(t, err, errs)
	_, _, err = run(t, "", args...)
	require.ErrorContains(t, err, "name an empty folder")
	_, _, err = run(t, "", "testnet", "--v", "9", "-o", dir)
	require.ErrorContains(t, err, "9 validators, expected 1 to 8")
}
