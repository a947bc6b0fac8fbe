// Package apps buys the store's apps on a chain of real processes: each image is
// published, run by three workers who must agree, and what it left is checked to be
// right. The images are built before, by scripts/build-images.sh.
package apps

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/apps"
	"github.com/iexecd/iexecd/worker/contract"
)

var (
	which  = flag.String("apps", "quick", "which apps to buy: quick, all, or names with commas between")
	update = flag.Bool("apps.update", false, "write the table of docs/apps.md")
)

// quick are the apps of every test run: they build within two minutes.
var quick = []string{"factorial", "ffmpeg", "imagemagick", "lame", "stockfish", "sudoku", "vanitygen"}

// strict asks for a bound that two of a dev network's workers do not reach: three must agree.
const strict = "0.000001"

// agreed is a worker in what task show prints.
var agreed = regexp.MustCompile(`(?m)^ *[A-Z] +iexec1\w+ .* 0x[0-9a-f]{4}…[0-9a-f]{4} +accepted `)

// network is a dev network in a process of its own.
type network struct {
	*testing.T
	bin, home string
}

func start(t *testing.T) *network {
	t.Helper()
	bin, err := filepath.Abs("../../build/iexecd")
	require.NoError(t, err)
	require.FileExists(t, bin, "make build")
	n := &network{T: t, bin: bin, home: t.TempDir()}
	cmd := exec.CommandContext(t.Context(), bin, "dev", "--ports", "0", "--workers", "3",
		"--block-time", "300ms", "--clock-scale", "5", "-o", "json")
	cmd.Env = append(os.Environ(), "IEXECD_HOME="+n.home)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = time.Minute
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	cmd.Stderr = os.Stderr
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err, "the network does not start")
	require.Contains(t, line, `"chain_id"`)
	return n
}

// ok runs a command that must end well and returns what it prints.
func (n *network) ok(t *testing.T, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, n.bin, args...)
	cmd.Env = append(os.Environ(), "IEXECD_HOME="+n.home)
	var told strings.Builder
	cmd.Stderr = &told
	out, err := cmd.Output()
	require.NoError(t, err, "%s\n%s%s", strings.Join(args, " "), out, told.String())
	return string(out)
}

// buy publishes an app, unless the network has it, runs its example and checks it.
func (n *network) buy(t *testing.T, a apps.App) row {
	t.Helper()
	var b row
	app := a.Name
	if a.Runtime == apps.OCI { // the listing of a new network is of what is to come
		price := fmt.Sprintf("%dnrlc", a.PriceNRLC)
		app = n.ok(t, "app", "publish", "iexec/"+a.Name+":1", "--name", a.Name, "--price", price, "--yes")
		app = strings.TrimSpace(app)
		b.size = imageSize(t, "iexec/"+a.Name+":1")
	}
	dir := filepath.Join(t.TempDir(), "out")
	args := []string{
		"run", app, "--yes", "--out", dir, "--max-error", strict, "--category", fmt.Sprint(a.Category), "-o", "json",
	}
	for _, input := range a.ExampleInputs {
		args = append(args, "--input", filepath.Join("../../apps", a.Name, input))
	}
	example, err := contract.Split(a.ExampleArgs)
	require.NoError(t, err)
	began := time.Now()
	var told struct {
		Tasks []struct {
			Task string `json:"task"`
		} `json:"tasks"`
	}
	require.NoError(t, json.Unmarshal([]byte(n.ok(t, append(append(args, "--"), example...)...)), &told))
	b.bought = time.Since(began)
	require.Len(t, told.Tasks, 1)
	check := checks[a.Name]
	require.NotNil(t, check, "no check of %s", a.Name)
	b.right, err = check(dir)
	require.NoError(t, err)
	shown := n.ok(t, "task", "show", told.Tasks[0].Task)
	require.Len(t, agreed.FindAllString(shown, -1), 3, shown)
	return b
}

func imageSize(t *testing.T, name string) int64 {
	t.Helper()
	args := []string{"image", "inspect", "-f", "{{.Size}}", name}
	cmd := exec.CommandContext(t.Context(), "docker", args...)
	out, err := cmd.Output()
	require.NoError(t, err, "scripts/build-images.sh builds %s", name)
	var size int64
	_, err = fmt.Sscan(string(out), &size)
	require.NoError(t, err)
	return size
}

// chosen returns the apps that -apps names.
func chosen(t *testing.T) []apps.App {
	t.Helper()
	names := strings.Split(*which, ",")
	if *which == "quick" {
		names = quick
	}
	var list []apps.App
	for _, a := range apps.List() {
		_, checked := checks[a.Name]
		if slices.Contains(names, a.Name) || *which == "all" && checked {
			list = append(list, a)
		}
	}
	require.NotEmpty(t, list, "-apps %s names no app", *which)
	return list
}

// TestApps buys apps of the store, each from three workers who agree.
func TestApps(t *testing.T) {
	n := start(t)
	for _, a := range chosen(t) {
		t.Run(a.Name, func(t *testing.T) {
			b := n.buy(t, a)
			note(a.Name, func(r *row) { r.bought, r.right, r.size = b.bought, b.right, b.size })
			t.Logf("%-20s %5d MB  %6.1f s  %s", a.Name, b.size/1_000_000, b.bought.Seconds(), b.right)
		})
	}
}
