// Package sdk holds signed orders against the tools that people have: the iExec
// SDK and ethers, which Node runs.
package sdk

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// patience is how long anything may take; everything is polled.
const patience = 5 * time.Minute

// haveNode fails the test if there is no node, or it lacks a package.
func haveNode(t *testing.T) {
	t.Helper()
	const install = "Next: make test, or scripts/setup.sh test, which installs it"
	_, err := exec.LookPath("node")
	require.NoError(t, err, "there is no node. "+install)
	for _, name := range []string{"iexec", "ethers"} {
		_, err = os.Stat("node_modules/" + name)
		require.NoError(t, err, "the npm package "+name+" is not there. "+install)
	}
}

// node runs a script with input as its stdin, and returns the lines of its
// stdout. Every line must be a T.
func node[T any](t *testing.T, script string, input any) []T {
	t.Helper()
	haveNode(t)
	stdin, err := json.Marshal(input)
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, "node", script)
	var out, errs bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(stdin), &out, &errs
	require.NoError(t, cmd.Run(), "node %s: %s", script, errs.String())
	var lines []T
	for line := range bytes.Lines(out.Bytes()) {
		var v T
		require.NoError(t, json.Unmarshal(line, &v), "node %s: %s", script, line)
		lines = append(lines, v)
	}
	return lines
}
