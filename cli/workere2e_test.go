package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/x/authz"

	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/dev"
	"github.com/iexecd/iexecd/worker/chain"
)

// TestHotKeyOnRealChain: the worker's own key registers and grants; another key, which
// has no right to anything else, answers tasks for it, of which it is paid. Settings
// change while it runs. Rule POCO-R46.
func TestHotKeyOnRealChain(t *testing.T) {
	d := newDevNet(t, dev.Options{Workers: 2})
	bob, carol := d.address(t, "bob"), d.address(t, "carol")
	dir := t.TempDir()
	file := filepath.Join(dir, "worker.toml")
	write := func(text string) { require.NoError(t, os.WriteFile(file, []byte(text), 0o600)) }
	url := "http://127.0.0.1:9"
	write("slots = 2\nlisten = \"127.0.0.1:0\"\nurl = \"" + url + "\"\nbond = \"50rlc\"\n")
	ok := func(args ...string) string { t.Helper(); return d.ok(t, args...) }
	start := []string{"worker", "start", "--for", bob, "--from", "carol", "--dir", dir, "--log", "none"}

	require.Contains(t, ok("worker", "register", "--from", "bob", "--config", file), bob+" is registered")
	exit, _, stderr := d.run(t, start...)
	require.Equal(t, ExitKey, exit, "without a grant")
	require.Contains(t, stderr, "has not granted")
	acts := d.hotKeyActs(t, bob, carol)
	require.ErrorContains(t, acts(), "has not granted")
	require.Contains(t, ok("worker", "grant", "--to", carol, "--from", "bob", "--drain"), "may answer tasks for "+bob)
	require.NoError(t, acts(), "owners of datasets give it keys")
	require.Contains(t, ok("worker", "drain", "--for", bob, "--from", "carol"), "is draining")
	require.Contains(t, ok("worker", "drain", "--resume", "--for", bob, "--from", "carol"), "is taking tasks")
	exit, stdout, _ := d.run(t, "worker", "doctor", "--for", bob, "--from", "carol", "--config", file, "--url", "")
	require.Zero(t, exit, stdout)
	require.Contains(t, stdout, "✔  grants")

	out := &d.start(t, start...).stderr
	eventually(t, func() bool { return strings.Contains(out.String(), "online") }, out)
	accepted := func() bool {
		return !strings.Contains(ok("worker", "status", bob), " 0 accepted")
	}
	for range 8 {
		ok("run", "wordcount", "--yes", "--detach", "--", "to", "be")
	}
	eventually(t, accepted, out)
	eventually(t, func() bool { return strings.Contains(out.String(), "accepted ") }, out) // it hears of it later

	write("slots = 2\nlisten = \"127.0.0.1:0\"\nurl = \"" + url + "\"\nbond = \"60rlc\"\n" +
		"[policy]\nmin_price = { 0 = \"900rlc\" }\n")
	eventually(t, func() bool { return strings.Contains(out.String(), "reloaded") }, out)
	eventually(t, func() bool { return strings.Contains(out.String(), "bond: changes with a restart only") }, out)
	write("slots = 9\nlisten = \"127.0.0.1:0\"\nurl = \"" + url + "\"\nbond = \"50rlc\"\n")
	eventually(t, func() bool { return strings.Contains(out.String(), "asked for slots 9") }, out)
	write("slot = 9\n")
	eventually(t, func() bool { return strings.Contains(out.String(), "did you mean slots?") }, out)
	require.Contains(t, ok("worker", "grant", "--to", carol, "--from", "bob", "--revoke"), "may do nothing more")
	require.ErrorContains(t, acts(), "has not granted")
	exit, _, stderr = d.run(t, "worker", "drain", "--for", bob, "--from", "carol", "--config",
		filepath.Join(dir, "none"))
	require.Equal(t, ExitRejected, exit, stderr)
}

// hotKeyActs returns what tells an owner of datasets whether a hot key acts for a worker.
func (d *devNet) hotKeyActs(t *testing.T, worker, hot string) func() error {
	t.Helper()
	client, err := chain.Dial(chain.Config{Endpoints: []chain.Endpoint{{GRPC: d.net.GRPC()}}})
	require.NoError(t, err)
	t.Cleanup(func() { _ = client.Close() })
	w, err := account.Parse(worker)
	require.NoError(t, err)
	h, err := account.Parse(hot)
	require.NoError(t, err)
	return func() error { return hotKeys{authz.NewQueryClient(client)}.act(t.Context(), w, h) }
}

// eventually polls for two minutes at most.
func eventually(t *testing.T, cond func() bool, out *output) {
	t.Helper()
	require.Eventually(t, cond, 2*time.Minute, 100*time.Millisecond, "%s", out)
}

// TestOutOfFuelOnRealChain: an app that would compute far too long ends when its fuel
// is burnt: the workers agree on that, the buyer hears it, and it costs what a result
// costs.
func TestOutOfFuelOnRealChain(t *testing.T) {
	d := newDevNet(t, dev.Options{Workers: 3, ClockScale: 20})
	exit, stdout, stderr := d.run(t, "run", "montecarlo", "--yes", "--trust", "3", "--",
		"100", "100", "0.05", "0.2", "1", "50000000")
	require.Equal(t, ExitTaskFailed, exit, stderr)
	require.Empty(t, stdout)
	require.Contains(t, stderr, "✘ The app failed: it used up the computation of its category, 2 workers agree")
}
