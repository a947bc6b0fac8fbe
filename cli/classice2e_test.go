package cli

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	ethsigned "github.com/iexecd/iexecd/core/signed"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
)

// output is what a command writes while a test reads it.
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

// background is a command that runs beside others until it is stopped.
type background struct {
	stdout, stderr output
	cancel         context.CancelFunc
	done           chan int
}

// stop interrupts the command, once, and returns its exit code.
func (b *background) stop() int {
	b.cancel()
	exit := <-b.done
	b.done <- exit
	return exit
}

func (d *devNet) start(t *testing.T, args ...string) *background {
	t.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	b := &background{cancel: cancel, done: make(chan int, 1)}
	root := &cobra.Command{Use: "iexecd"}
	AddCommands(root)
	root.SetOut(&b.stdout)
	root.SetErr(&b.stderr)
	root.SetIn(strings.NewReader(""))
	root.SetArgs(append(args, "--home", d.home))
	go func() { b.done <- Execute(ctx, root, &b.stderr) }()
	t.Cleanup(func() { b.stop() })
	return b
}

var hashText = regexp.MustCompile(`0x[0-9a-f]{64}`)

// A bounded and a classic task run side by side, each is told in its own terms,
// and a liar loses its stake in both.
func (d *devNet) testSideBySide(t *testing.T) {
	lied := map[string]bool{}
	for range 60 {
		bounded := d.ok(t, "run", "vanitygen", "--yes", "--detach", "--", "aa")
		classic := d.ok(t, "run", "vanitygen", "--yes", "--detach", "--trust", "5", "--", "aa")
		for _, c := range []struct{ name, task, terms, lost string }{
			{"bounded", strings.TrimSpace(bounded), "sure ", "lost 1.9 RLC"},
			{"classic", strings.TrimSpace(classic), "trust   5 (classic): confidence 1 - 1/5 = 80 %", "lost 0.03 RLC"},
		} {
			exit, _, stderr := d.run(t, "task", "watch", c.task)
			require.Equal(t, ExitOK, exit, stderr)
			shown := d.ok(t, "task", "show", c.task)
			require.Regexp(t, "state +(completed|auditing)", shown, c.name)
			require.Contains(t, shown, c.terms, c.name)
			if c.name == "classic" {
				require.Regexp(t, `weight ([0-9 ×]+ = )?\d+ of \d+: consensus, as \d+ × 5 = \d+ > \d+ × 4 = \d+`, shown)
				require.Contains(t, d.ok(t, "task", "why", c.task), "consensus, as")
				require.Contains(t, stderr, "with trust 5")
			}
			if strings.Contains(shown, "rejected (different result)") {
				require.Contains(t, shown, c.lost, c.name)
				lied[c.name] = true
			}
		}
		if lied["bounded"] && lied["classic"] {
			return
		}
	}
	t.Fatalf("in 60 runs the liar was not drawn for both: %v", lied)
}

// Somebody registers a pool that it schedules itself, workers join it, the
// scheduler authorises them, and a buyer gets a result of it.
func (d *devNet) testOwnerPool(t *testing.T) {
	pool := strings.TrimSpace(d.ok(t, "pool", "new", "bob's own", "--scheduling", "owner", "--from", "bob", "--yes"))
	require.Contains(t, d.ok(t, "pool", "show", pool), "chosen by the owner")
	offer := "order new pool " + pool + " --price 0.1rlc --volume 9 --trust 10 --from bob --yes"
	d.ok(t, strings.Fields(offer)...)
	for _, name := range []string{"carol", "dave"} {
		w := d.start(t, "worker", "start", "--from", name, "--pool", pool, "--listen", "127.0.0.1:0",
			"--dir", t.TempDir())
		require.Eventually(t, func() bool { return strings.Contains(w.stderr.String(), "online") }, time.Minute,
			50*time.Millisecond, w.stderr.String)
	}
	line := strings.Fields("run vanitygen --yes --trust 3 --pool " + pool)
	task := strings.TrimSpace(d.ok(t, append(slices.Clone(line), "--detach", "--", "aa")...))
	require.Contains(t, d.ok(t, "task", "why", task), "trust   3 (classic)", "nobody was chosen yet")

	// A scheduler that starts late finds what is open; another goes on after it.
	first := d.start(t, "pool", "serve", "--pool", pool, "--from", "bob")
	require.Eventually(t, func() bool { return strings.Count(first.stdout.String(), "authorized") == 2 }, time.Minute,
		50*time.Millisecond, first.stdout.String)
	require.Equal(t, ExitOK, first.stop(), first.stderr.String())
	exit, _, stderr := d.run(t, "task", "watch", task)
	require.Equal(t, ExitOK, exit, stderr)

	second := d.start(t, "pool", "serve", "--pool", pool, "--from", "bob", "-o", "jsonl")
	d.ok(t, append(slices.Clone(line), "--out", t.TempDir(), "--", "bb")...)
	ended := func() bool { return strings.Contains(second.stdout.String(), eventPoolEnded) }
	require.Eventually(t, ended, time.Minute, 50*time.Millisecond, second.stdout.String)
	require.Equal(t, ExitOK, second.stop(), second.stderr.String())
	for text := range strings.Lines(second.stdout.String()) {
		var e event
		require.NoError(t, json.Unmarshal([]byte(text), &e))
		require.NotEqual(t, eventPoolProblem, e.Type, text)
	}
	d.testAuthorize(t, pool, line)
}

// The owner authorises by hand: with a signature that the chain takes, or a seat.
func (d *devNet) testAuthorize(t *testing.T, pool string, line []string) {
	t.Helper()
	task := strings.TrimSpace(d.ok(t, append(slices.Clone(line), "--detach", "--", "cc")...))
	require.Regexp(t, hashText, task)
	worker := d.address(t, "carol")
	var a authorizationJSON
	signed := d.ok(t, "pool", "authorize", task, "--worker", worker, "--from", "bob", "-o", "json")
	require.NoError(t, json.Unmarshal([]byte(signed), &a))
	who, err := account.Parse(a.Worker)
	require.NoError(t, err)
	id, err := ident.ParseHash(a.Task)
	require.NoError(t, err)
	hash := poco.AuthorizationHash(who, id, ident.Address{})
	sign, err := ethsigned.Signer(hash, unhex(t, a.Sign), ethsecp256k1.Recover)
	require.NoError(t, err)
	require.Equal(t, a.Signer, account.Checksummed(sign))

	exit, _, stderr := d.run(t, "pool", "authorize", task, "--worker", worker, "--seat", "--yes")
	require.Equal(t, ExitRejected, exit, "alice does not own the pool: %s", stderr)
	for _, name := range []string{"carol", "dave"} {
		d.ok(t, "pool", "authorize", task, "--worker", d.address(t, name), "--seat", "--yes", "--from", "bob")
	}
	exit, _, stderr = d.run(t, "task", "watch", task)
	require.Equal(t, ExitOK, exit, stderr)
	require.Contains(t, d.ok(t, "pool", "show", pool), "3 completed")
}

// address returns the account of a person of the dev network.
func (d *devNet) address(t *testing.T, name string) string {
	t.Helper()
	for _, p := range d.net.People() {
		if p.Name == name {
			return p.Bech32()
		}
	}
	t.Fatalf("nobody is called %s", name)
	return ""
}

func unhex(t *testing.T, text string) []byte {
	t.Helper()
	bz, err := hex.DecodeString(strings.TrimPrefix(text, "0x"))
	require.NoError(t, err)
	return bz
}

// testSwarmPools: a worker whose containers run on a swarm starts only for a pool with
// an allow list; there it asks the daemon, which is no manager of a swarm here.
func (d *devNet) testSwarmPools(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "worker.toml")
	text := "abilities = [\"containers\"]\n[swarm]\nshared_dir = \"" + dir + "\"\n"
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	open := strings.TrimSpace(d.ok(t, "pool", "new", "for all", "--from", "bob", "--yes"))
	listed := strings.TrimSpace(d.ok(t, "pool", "new", "for some", "--allow-list", "--from", "bob", "--yes"))
	start := func(pool string) string {
		exit, _, stderr := d.run(t, "worker", "start", "--from", "erin", "--listen", "127.0.0.1:0", "--dir", dir,
			"--log", "none", "--pool", pool)
		require.Equal(t, ExitUsage, exit, stderr)
		return stderr
	}
	require.Contains(t, start(""), "no pool is named")
	require.Contains(t, start(open), "this pool is MEMBERSHIP_OPEN")
	require.Contains(t, start("0x"+strings.Repeat("9", 40)), "cannot be looked up")
	require.Contains(t, start(listed), "no manager of a swarm")

	worker := d.address(t, "carol")
	require.Contains(t, d.ok(t, "pool", "allow", worker, "--pool", listed, "--from", "bob", "--yes"), "may join pool")
	require.Contains(t, d.ok(t, "pool", "allow", worker, "--pool", listed, "--revoke", "--from", "bob", "--yes"),
		"may not join")
	exit, _, stderr := d.run(t, "pool", "allow", worker, "--pool", listed, "--from", "carol", "--yes")
	require.Equal(t, ExitRejected, exit, stderr)
	exit, _, stderr = d.run(t, "pool", "allow", worker, "--pool", open, "--from", "bob", "--yes")
	require.Equal(t, ExitUsage, exit, stderr)
	exit, _, stderr = d.run(t, "pool", "allow", "carol", "--pool", listed, "--from", "bob", "--yes")
	require.Equal(t, ExitUsage, exit, stderr)
}
