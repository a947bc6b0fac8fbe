package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/apps"
	"github.com/iexecd/iexecd/dev"
	"github.com/iexecd/iexecd/worker/driver/wasm"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

// TestMain runs apps if the driver started this program as its child.
func TestMain(m *testing.M) {
	if slices.Contains(os.Args, "wasm-exec") {
		if err := wasm.ChildMain(context.Background(), os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// devNet is a dev network with the commands of a person who uses it.
type devNet struct {
	*testing.T
	home string
	net  *dev.Net
}

func newDevNet(t *testing.T, o dev.Options) *devNet {
	t.Helper()
	o.FreePorts, o.BlockTime = true, 200*time.Millisecond
	net, err := dev.Start(t.Context(), o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, net.Close()) })
	require.NotEmpty(t, net.Apps(), "the example apps are not built: run make apps")
	home := t.TempDir()
	_, err = WriteProfile(home, Profile{
		Name: "dev", GRPC: net.GRPC(), RPC: net.RPC(), REST: net.REST(), Store: net.StoreURL(),
		Registry: net.Registry(), KeyringBackend: "test", KeyringDir: net.KeyringDir(), Key: "alice",
	})
	require.NoError(t, err)
	return &devNet{T: t, home: home, net: net}
}

// run runs a command line; it is killed after two minutes.
func (d *devNet) run(t *testing.T, args ...string) (exit int, stdout, stderr string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	return d.runIn(ctx, t, args...)
}

func (d *devNet) runIn(ctx context.Context, t *testing.T, args ...string) (exit int, stdout, stderr string) {
	t.Helper()
	t.Setenv("IEXECD_HOME", d.home)
	root := &cobra.Command{Use: "iexecd"}
	AddCommands(root) //nolint:contextcheck // the commands get theirs from Execute
	var out, errs bytes.Buffer
	root.SetOut(&out)
	root.SetErr(&errs)
	root.SetIn(strings.NewReader(""))
	root.SetArgs(args)
	return Execute(ctx, root, &errs), out.String(), errs.String()
}

// ok runs a command line that must end well and returns its result.
func (d *devNet) ok(t *testing.T, args ...string) string {
	t.Helper()
	exit, stdout, stderr := d.run(t, args...)
	require.Equal(t, ExitOK, exit, "%s\n%s", strings.Join(args, " "), stderr)
	return stdout
}

// A person buys computations on a dev network with a liar in it, publishes an
// app, and looks at everything.
func TestOnDevNetwork(t *testing.T) {
	d := newDevNet(t, dev.Options{
		// The liar lies on: it is out of jail at once, and no audit in which it lies keeps it
		// there: in so small a network such a dispute lasts until the audit's deadline.
		Faulty: 1, Params: func(p *pocotypes.Params) { p.JailSeconds, p.MaxJailSeconds, p.HoldBackBlocks = 1, 1, 0 },
	})
	t.Run("liar", d.testLiar)
	t.Run("side by side", d.testSideBySide) // before others offer computation at other prices
	t.Run("wordcount", d.testWordcount)
	t.Run("bag", d.testBag)
	t.Run("failed app", d.testFailedApp)
	t.Run("publish", d.testPublish)
	t.Run("store", d.testStore)
	t.Run("result key", d.testResultKey)
	t.Run("orders", d.testOrders)
	t.Run("signed orders", d.testSignedOrders)
	t.Run("refusals", d.testRefusals)
	t.Run("detach", d.testDetach)
	t.Run("owner pool", d.testOwnerPool)
	t.Run("swarm", d.testSwarmPools)
}

// The wrong answer is rejected, its giver loses its stake, and the commands say so.
func (d *devNet) testLiar(t *testing.T) {
	for range 60 {
		dir := t.TempDir()
		exit, stdout, stderr := d.run(t, "run", "vanitygen", "--yes", "--out", dir, "--", "aa")
		require.Equal(t, ExitOK, exit, stderr)
		require.Equal(t, dir+"\n", stdout)
		text, err := os.ReadFile(filepath.Join(dir, "result.txt"))
		require.NoError(t, err)
		require.Regexp(t, `(?i)0xaa[0-9a-f]{38}`, string(text))
		require.Contains(t, stderr, "digest matches consensus")
		if !strings.Contains(stderr, "lost 1.9 RLC stake (different result)") {
			continue
		}
		for id := range strings.FieldsSeq(d.ok(t, "task", "ls", "--limit", "1")) {
			if regexp.MustCompile(`^0x[0-9a-f]{64}$`).MatchString(id) {
				shown := d.ok(t, "task", "show", id)
				require.Contains(t, shown, "rejected (different result)")
				require.Contains(t, shown, "lost 1.9 RLC")
				require.Contains(t, d.ok(t, "task", "why", id), "rejected: 1")
				require.DirExists(t, strings.TrimSpace(d.ok(t, "task", "result", id, "--out", t.TempDir())))
				return
			}
		}
	}
	t.Fatal("in 60 runs the liar was never drawn")
}

// A local file is uploaded, counted by the workers, and the counts are right.
func (d *devNet) testWordcount(t *testing.T) {
	file, dir := filepath.Join(t.TempDir(), "the book.txt"), t.TempDir()
	require.NoError(t, os.WriteFile(file, []byte("The cat, the dog; the END.\nA cat\n"), 0o600))
	d.ok(t, "run", "wordcount", "--yes", "--input", file, "--out", dir)
	text, err := os.ReadFile(filepath.Join(dir, "words.txt"))
	require.NoError(t, err)
	fields := strings.Fields(string(text))
	require.Equal(t, []string{"3", "the", "2", "cat"}, fields[:4])
}

// Each task of a bag has its folder; programs read it all from one line.
func (d *devNet) testBag(t *testing.T) {
	dir := t.TempDir()
	stdout := d.ok(t, "run", "factorial", "--yes", "--count", "6", "--out", dir, "-o", "json", "--", "20")
	var got struct {
		Tasks []outcome `json:"tasks"`
	}
	require.NoError(t, json.Unmarshal([]byte(stdout), &got))
	require.Len(t, got.Tasks, 6)
	for i, o := range got.Tasks {
		require.Contains(t, []string{"completed", "auditing"}, o.State)
		text, err := os.ReadFile(filepath.Join(dir, fmt.Sprint(i), o.Files[0]))
		require.NoError(t, err)
		require.Contains(t, string(text), "2432902008176640000")
	}
	require.Contains(t, d.ok(t, "deal", "ls"), "closed")
}

// A failed app is a result: its exit code and last lines are told, exit code 7.
func (d *devNet) testFailedApp(t *testing.T) {
	exit, stdout, stderr := d.run(t, "run", "wordcount", "--yes")
	require.Equal(t, ExitTaskFailed, exit, stderr)
	require.Empty(t, stdout)
	require.Contains(t, stderr, "✘ The app failed: it ended with exit code 1")
	require.Contains(t, stderr, "   | no input")
}

// One command uploads, registers and offers an app; then anybody can run it.
func (d *devNet) testPublish(t *testing.T) {
	list := apps.List()
	i := slices.IndexFunc(list, func(a apps.App) bool { return a.Name == "factorial" })
	file := filepath.Join(t.TempDir(), "mine.wasm")
	require.NoError(t, os.WriteFile(file, list[i].Module, 0o600))
	id := strings.TrimSpace(d.ok(t, "app", "publish", file, "--price", "0.05rlc", "--from", "bob", "--yes"))
	require.Contains(t, d.ok(t, "app", "show", "mine"), "0.05 RLC per run")
	require.Contains(t, d.ok(t, "app", "ls", "--all"), id)
	require.Contains(t, d.ok(t, "quote", "mine"), "app 0.05 RLC + compute 0.1 RLC = 0.15 RLC")
	d.ok(t, "run", id, "--yes", "--out", t.TempDir(), "--", "5")
	exit, _, stderr := d.run(t, "run", "mien", "--yes")
	require.Equal(t, ExitNotFound, exit)
	require.Contains(t, stderr, "did you mean mine?")
}

// A standing order rests, says what keeps it, locks its ceiling and gives it back.
func (d *devNet) testOrders(t *testing.T) {
	line := "order new request vanitygen --max-price 0.05rlc --yes -- aa"
	id := strings.TrimSpace(d.ok(t, strings.Fields(line)...))
	require.Contains(t, d.ok(t, "order", "ls"), id)
	require.Contains(t, d.ok(t, "account"), "0.05 RLC in orders")
	require.Contains(t, d.ok(t, "order", "show", id), "it would match at 0.1 RLC")
	d.ok(t, "order", "cancel", id, "--yes")
	require.NotContains(t, d.ok(t, "order", "ls"), id)
	require.Contains(t, d.ok(t, "account", "alice"), "0 RLC in orders")
	require.Contains(t, d.ok(t, "order", "ls", "--all", "--kind", "workerpool"), "workerpool")
}

// What cannot be had is refused before anything is paid, each with its exit code.
func (d *devNet) testRefusals(t *testing.T) {
	before := d.ok(t, "account")
	for _, c := range []struct {
		args string
		exit int
		says string
	}{
		{"run vanitygen", ExitUsage, "--yes"},
		{
			"run vanitygen --yes --max-price 0.01rlc", ExitNoMatch,
			"a task costs 0.100000001 RLC now, --max-price is 0.01 RLC",
		},
		{"run vanitygen --yes --count 10000", ExitFunds, "the order locks 1000.00001 RLC"},
		{"run vanitygen --yes --category XXL", ExitNotFound, "there are: XS"},
		{"run vanitygen --yes --from nobody", ExitKey, `No key named "nobody"`},
		{"run vanitygen --yes --dataset 0x00000000000000000000000000000000000000dd", ExitNoMatch, "No offer fits"},
		{"run vanitygen --yes --input /nowhere", ExitUsage, "cannot be read"},
		{"order cancel " + hash("x").String() + " --yes", ExitRejected, "Not sent"},
		{"task show " + hash("x").String(), ExitNotFound, "no task has the id"},
		{"task show nonsense", ExitUsage, "64 hexadecimal digits"},
		{"deal show " + hash("x").String(), ExitNotFound, "Not found"},
		{"order show nonsense", ExitUsage, "64 hexadecimal digits"},
	} {
		exit, stdout, stderr := d.run(t, strings.Fields(c.args)...)
		require.Equal(t, c.exit, exit, "%s\n%s", c.args, stderr)
		require.Empty(t, stdout, c.args)
		require.Contains(t, stderr, c.says, c.args)
	}
	require.Equal(t, before, d.ok(t, "account"))
	require.Contains(t, d.ok(t, "doctor"), "available")
}

// --detach, --timeout and an interrupt leave the task running; watching goes on.
func (d *devNet) testDetach(t *testing.T) {
	task := strings.TrimSpace(d.ok(t, "run", "factorial", "--yes", "--detach", "--", "10"))
	exit, _, stderr := d.run(t, "task", "watch", task, "--timeout", "1ms")
	require.Equal(t, ExitTimeout, exit, stderr)
	interrupted, cancel := context.WithCancel(t.Context())
	cancel()
	exit, _, stderr = d.runIn(interrupted, t, "task", "watch", task)
	require.Equal(t, ExitInterrupted, exit, stderr)
	lines := d.ok(t, "task", "watch", task, "-o", "jsonl")
	require.Contains(t, lines, `"type":"task.completed"`)
	for line := range strings.Lines(lines) {
		var e event
		require.NoError(t, json.Unmarshal([]byte(line), &e))
		require.Equal(t, task, e.Task)
	}
}
