package apps_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"

	"github.com/iexecd/iexecd/apps"
)

func TestList(t *testing.T) {
	list := apps.List()
	require.Len(t, list, 4)
	for _, a := range list {
		require.NotEmpty(t, a.Title)
		require.NotEmpty(t, a.Summary)
		require.Positive(t, a.PriceNRLC)
	}
}

// TestAppsRunTheSameTwice compiles every app and runs it with its example.
func TestAppsRunTheSameTwice(t *testing.T) {
	input := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(input, "text.txt"), []byte("to be or not to be"), 0o600))
	for _, a := range apps.List() {
		t.Run(a.Name, func(t *testing.T) {
			wasm := filepath.Join(t.TempDir(), a.Name+".wasm")
			build := exec.CommandContext(t.Context(), "go", "build", "-buildvcs=false", "-trimpath", "-o", wasm, "./"+a.Name)
			build.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm", "CGO_ENABLED=0")
			out, err := build.CombinedOutput()
			require.NoError(t, err, "%s", out)
			code, err := os.ReadFile(wasm)
			require.NoError(t, err)
			first := runWasm(t, code, strings.Fields(a.ExampleArgs), input)
			require.NotEmpty(t, first)
			require.Contains(t, first, "deterministic-output-path")
			require.Equal(t, first, runWasm(t, code, strings.Fields(a.ExampleArgs), input))
		})
	}
}

// runWasm runs a module with the app contract and returns all that it wrote.
func runWasm(t *testing.T, code []byte, args []string, input string) string {
	t.Helper()
	ctx := t.Context()
	r := wazero.NewRuntime(ctx)
	defer func() { require.NoError(t, r.Close(ctx)) }()
	wasi_snapshot_preview1.MustInstantiate(ctx, r)
	output := t.TempDir()
	var stdout bytes.Buffer
	_, err := r.InstantiateWithConfig(ctx, code, wazero.NewModuleConfig().
		WithArgs(append([]string{"app"}, args...)...).WithStdout(&stdout).WithStderr(os.Stderr).
		WithEnv("IEXEC_IN", "/in").WithEnv("IEXEC_OUT", "/out").WithEnv("IEXEC_TASK_ID", "0x01").
		WithEnv("IEXEC_INPUT_FILE_NAME_1", "text.txt").
		WithFSConfig(wazero.NewFSConfig().WithReadOnlyDirMount(input, "/in").WithDirMount(output, "/out")))
	if err != nil {
		require.ErrorContains(t, err, "exit_code(0)")
	}
	all := stdout.String()
	entries, err := os.ReadDir(output)
	require.NoError(t, err)
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(output, e.Name()))
		require.NoError(t, err)
		all += e.Name() + ": " + string(text)
	}
	return all
}
