// Package ops tests what operators install: the worker's systemd unit, and that the
// commands of the guide are those of the program.
package ops

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/cli"
	"github.com/iexecd/iexecd/worker/conf"
)

const unitFile = "../../docs/systemd/iexecd-worker.service"

// settings returns the lines of a unit, the last of each name.
func settings(t *testing.T) map[string]string {
	t.Helper()
	bz, err := os.ReadFile(unitFile)
	require.NoError(t, err)
	all := map[string]string{}
	for line := range strings.Lines(string(bz)) {
		name, value, ok := strings.Cut(strings.TrimSpace(line), "=")
		if ok && !strings.HasPrefix(name, "#") {
			all[name] = value
		}
	}
	return all
}

// TestUnitVerifies: systemd itself finds no fault, with a program of our name in
// the place of ours.
func TestUnitVerifies(t *testing.T) {
	bz, err := os.ReadFile(unitFile)
	require.NoError(t, err)
	dir := t.TempDir()
	program := filepath.Join(dir, "iexecd")
	require.NoError(t, os.WriteFile(program, []byte("#!/bin/sh\n"), 0o755))
	text := strings.ReplaceAll(string(bz), "/usr/local/bin/iexecd", program)
	text = regexp.MustCompile(`(?m)^(User|Group)=.*$`).ReplaceAllString(text, "$1=root") // ours is made when installing
	text = strings.ReplaceAll(text, "docker.service", "")
	text = strings.ReplaceAll(text, "Documentation=file:///usr/local/share/doc/iexecd/worker.md\n", "")
	file := filepath.Join(dir, "iexecd-worker.service")
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	out, err := exec.CommandContext(t.Context(), "systemd-analyze", "verify", "--man=no", file).CombinedOutput()
	require.NoError(t, err, string(out))
	require.NotContains(t, string(out), file, "no warning about it")
}

// TestUnitDrains: systemd waits longer than the worker drains, and asks it as the
// worker wants to be asked.
func TestUnitDrains(t *testing.T) {
	s := settings(t)
	c, problems := conf.Resolve(conf.Sources{Home: "/h"})
	require.Empty(t, problems)
	stop, err := time.ParseDuration(strings.Replace(s["TimeoutStopSec"], "min", "m", 1))
	require.NoError(t, err)
	require.Greater(t, stop, c.Worker.DrainTimeout)
	require.Equal(t, "SIGTERM", s["KillSignal"])
	require.Equal(t, "mixed", s["KillMode"], "children of the sandbox end with the worker, not before")
	require.Contains(t, s["ExecReload"], "-HUP")
	require.Equal(t, "yes", s["NoNewPrivileges"])
	require.Equal(t, "strict", s["ProtectSystem"])
	require.NotContains(t, s, "MemoryDenyWriteExecute", "wazero compiles")
}

// TestGuide: each command of the guide and of the unit exists, with its flags.
func TestGuide(t *testing.T) {
	root := &cobra.Command{Use: "iexecd"}
	cli.AddCommands(root)
	seen := 0
	for _, file := range []string{"../../docs/worker.md", unitFile} {
		bz, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, line := range regexp.MustCompile(`iexecd (worker|order|pool|dev|run|doctor)( [^\n`+"`"+`|)(#:;,]*)?`).
			FindAllString(string(bz), -1) {
			words := strings.Fields(line)[1:]
			cmd, _, err := root.Find(words)
			require.NoError(t, err, line)
			require.False(t, cmd.HasSubCommands() && len(words) > 1 && !strings.HasPrefix(words[1], "-"),
				"%s: no such command: %s", file, line)
			for _, flag := range regexp.MustCompile(`--([a-z-]+)`).FindAllStringSubmatch(line, -1) {
				require.NotNil(t, cmd.Flags().Lookup(flag[1]), "%s: %s", file, line)
			}
			seen++
		}
	}
	require.Greater(t, seen, 15)
}

// TestGuideNamesKeys: the guide explains every key of worker.toml, with its default.
func TestGuideNamesKeys(t *testing.T) {
	bz, err := os.ReadFile("../../docs/worker.md")
	require.NoError(t, err)
	for _, k := range conf.Keys() {
		row := regexp.MustCompile("(?m)^\\| `" + regexp.QuoteMeta(k.Name) + "` .*$").FindString(string(bz))
		require.NotEmpty(t, row, k.Name)
		require.Contains(t, row, k.Help, k.Name)
		require.Contains(t, row, k.Env(), k.Name)
		require.Equal(t, k.Live, strings.Contains(row, "| yes |"), k.Name)
		if k.Default != "" {
			require.Contains(t, row, "`"+k.Default+"`", k.Name)
		}
	}
}
