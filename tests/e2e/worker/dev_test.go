package worker

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// devChain is iexecd dev as a process, with a folder for its state.
type devChain struct {
	t       *testing.T
	bin     string
	home    string // of the user
	state   string // of the network
	process *exec.Cmd
	rest    string
}

// start starts the network and waits until it says that it is ready.
func (d *devChain) start(log string) string {
	d.t.Helper()
	file, err := os.Create(filepath.Join(d.home, log))
	require.NoError(d.t, err)
	defer func() { _ = file.Close() }()
	d.process = exec.Command(d.bin, "dev", "--home", d.state, "--ports", "0", //nolint:noctx // ended by kill
		"--workers", "2", "--block-time", "200ms")
	d.process.Env = append(environment(d.home), "IEXECD_HOME="+d.home)
	d.process.Stdout, d.process.Stderr = file, file
	require.NoError(d.t, d.process.Start())
	var banner []byte
	deadline := time.Now().Add(patience)
	for !bytes.Contains(banner, []byte("Ctrl-C")) {
		require.True(d.t, time.Now().Before(deadline), "not ready within %s: %s", patience, banner)
		time.Sleep(20 * time.Millisecond)
		banner, err = os.ReadFile(file.Name())
		require.NoError(d.t, err)
	}
	found := regexp.MustCompile(`rest (http://\S+)`).FindSubmatch(banner)
	require.NotNil(d.t, found, string(banner))
	d.rest = string(found[1])
	return string(banner)
}

// kill ends the network as a power cut would.
func (d *devChain) kill() {
	if d.process != nil {
		_ = d.process.Process.Kill()
		_ = d.process.Wait()
		d.process = nil
	}
}

// run runs a command as a user of the network; it must succeed.
func (d *devChain) run(args ...string) string {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(d.t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, d.bin, args...)
	cmd.Env = append(environment(d.home), "IEXECD_HOME="+d.home)
	cmd.Dir = d.home
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	require.NoError(d.t, cmd.Run(), "%v: %s %s", args, &out, &errs)
	return out.String()
}

// A dev network that is killed with -9 while its workers compute goes on where
// it was: the tasks that were bought before end, and nobody loses anything.
func TestKilledDevChainGoesOn(t *testing.T) {
	d := &devChain{t: t, bin: built, home: t.TempDir(), state: filepath.Join(t.TempDir(), "state")}
	t.Cleanup(d.kill)
	require.NotContains(t, d.start("first.log"), "resumed")
	const count = 2
	bought := strings.Fields(d.run("run", "montecarlo", "--yes", "--detach", "--count", fmt.Sprint(count)))
	require.Len(t, bought, count)
	d.kill()
	require.Contains(t, d.start("second.log"), "resumed at block")
	for _, id := range bought {
		d.run("task", "watch", id)
		shown := d.run("task", "show", id)
		require.Contains(t, shown, "completed")
		require.NotContains(t, shown, "lost")
	}
	var all struct {
		Workers []struct {
			Reputation map[string]any `json:"reputation"`
		} `json:"workers"`
	}
	require.True(t, get(d.rest+"/iexec/poco/v1/workers", &all))
	require.Len(t, all.Workers, 2)
	for _, w := range all.Workers {
		require.Equal(t, "0", w.Reputation["slashed_nrlc"])
		require.Equal(t, "0", w.Reputation["missed"])
	}
}
