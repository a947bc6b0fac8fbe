package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/dev"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

// output is what a command that still runs has written.
type output struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}

// begin starts a command that runs until it is told to stop.
func (d *devNet) begin(args ...string) (out *output, stop func() int) {
	ctx, cancel := context.WithCancel(context.Background())
	root := &cobra.Command{Use: "iexecd"}
	AddCommands(root) //nolint:contextcheck // the commands get theirs from Execute
	out = &output{}
	root.SetOut(out)
	root.SetErr(out)
	root.SetIn(strings.NewReader(""))
	root.SetArgs(args)
	done := make(chan int, 1)
	go func() { done <- Execute(ctx, root, out) }()
	return out, func() int { cancel(); return <-done }
}

// TestHotKeyOnRealChain: the worker's own key registers and grants; another key, which
// has no right to anything else, answers tasks for it, of which it is paid. Settings
// change while it runs. Rule POCO-R46.
func TestHotKeyOnRealChain(t *testing.T) {
	d := newDevNet(t, dev.Options{Workers: 1})
	t.Setenv("IEXECD_HOME", d.home)
	people := map[string]string{}
	for _, p := range d.net.People() {
		people[p.Name] = p.Bech32()
	}
	bob, carol := people["bob"], people["carol"]
	dir := t.TempDir()
	file := filepath.Join(dir, "worker.toml")
	write := func(text string) { require.NoError(t, os.WriteFile(file, []byte(text), 0o600)) }
	url := "http://127.0.0.1:9"
	write("slots = 2\nlisten = \"127.0.0.1:0\"\nurl = \"" + url + "\"\nbond = \"50rlc\"\n")
	ok := func(args ...string) string {
		exit, stdout, stderr := d.run(t, args...)
		require.Zero(t, exit, "%v: %s %s", args, stdout, stderr)
		return stdout
	}
	start := []string{"worker", "start", "--for", bob, "--from", "carol", "--dir", dir, "--log", "none"}

	require.Contains(t, ok("worker", "register", "--from", "bob", "--config", file), bob+" is registered")
	exit, _, stderr := d.run(t, start...)
	require.Equal(t, ExitKey, exit, "without a grant")
	require.Contains(t, stderr, "has not granted")
	require.Contains(t, ok("worker", "grant", "--to", carol, "--from", "bob", "--drain"), "may answer tasks for "+bob)
	require.Contains(t, ok("worker", "drain", "--for", bob, "--from", "carol"), "is draining")
	require.Contains(t, ok("worker", "drain", "--resume", "--for", bob, "--from", "carol"), "is taking tasks")
	exit, stdout, _ := d.run(t, "worker", "doctor", "--for", bob, "--from", "carol", "--config", file, "--url", "")
	require.Zero(t, exit, stdout)
	require.Contains(t, stdout, "✔  grants")

	out, stop := d.begin(start...)
	defer stop()
	eventually(t, func() bool { return strings.Contains(out.String(), "online") }, out)
	accepted := func() bool {
		n := d.chain(t)
		defer n.close()
		r, err := n.poco.Worker(t.Context(), &pocotypes.QueryWorkerRequest{Address: bob})
		require.NoError(t, err)
		return r.Worker.Reputation.Accepted > 0
	}
	for range 8 {
		ok("run", "wordcount", "--yes", "--detach", "--trust", "1", "--", "to", "be")
	}
	eventually(t, accepted, out)
	require.Contains(t, out.String(), "accepted ")

	write("slots = 2\nlisten = \"127.0.0.1:0\"\nurl = \"" + url + "\"\nbond = \"60rlc\"\n[policy]\nmin_price = { 0 = \"900rlc\" }\n")
	eventually(t, func() bool { return strings.Contains(out.String(), "reloaded") }, out)
	require.Contains(t, out.String(), "bond: changes with a restart only")
	write("slots = 9\nlisten = \"127.0.0.1:0\"\nurl = \"" + url + "\"\nbond = \"50rlc\"\n")
	eventually(t, func() bool { return strings.Contains(out.String(), "asked for slots 9") }, out)
	write("slot = 9\n")
	eventually(t, func() bool { return strings.Contains(out.String(), "did you mean slots?") }, out)
	require.Contains(t, ok("worker", "grant", "--to", carol, "--from", "bob", "--revoke"), "may do nothing more")
	exit, _, stderr = d.run(t, "worker", "drain", "--for", bob, "--from", "carol", "--config", filepath.Join(dir, "none"))
	require.Equal(t, ExitRejected, exit, stderr)
}

// eventually polls for two minutes at most.
func eventually(t *testing.T, cond func() bool, out *output) {
	t.Helper()
	require.Eventually(t, cond, 2*time.Minute, 100*time.Millisecond, "%s", out)
}
