package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// pipeline is what the package comment promises to equal.
const pipeline = `tr -cs 'A-Za-z' '\n' | tr 'A-Z' 'a-z' | grep . | sort | uniq -c | sort -k1,1nr -k2`

func unix(t require.TestingT, text string) string {
	cmd := exec.Command("sh", "-c", pipeline) //nolint:noctx // ends by itself
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	cmd.Stdin = strings.NewReader(text)
	out, err := cmd.Output()
	require.NoError(t, err)
	return string(out)
}

func ours(t require.TestingT, text string) string {
	counts, err := count(strings.NewReader(text))
	require.NoError(t, err)
	return string(render(counts))
}

// TestEqualsUnix compares with the real tools on a real text.
func TestEqualsUnix(t *testing.T) {
	goroot, err := exec.CommandContext(t.Context(), "go", "env", "GOROOT").Output()
	require.NoError(t, err)
	text, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(goroot)), "LICENSE"))
	require.NoError(t, err)
	require.Equal(t, unix(t, string(text)), ours(t, string(text)))
}

// TestEqualsUnixOnAnything compares on made-up texts that have a word.
func TestEqualsUnixOnAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := "word " + rapid.StringMatching(`([A-Ca-c]{1,2}|[ ,.\n0-9é]){0,60}`).Draw(t, "text")
		require.Equal(t, unix(t, text), ours(t, text))
	})
}

func TestEmpty(t *testing.T) { require.Empty(t, ours(t, "123 \n")) }
