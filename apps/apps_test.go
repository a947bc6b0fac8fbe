package apps_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
	"github.com/tetratelabs/wazero/sys"

	"github.com/iexecd/iexecd/apps"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/worker/contract"
	"github.com/iexecd/iexecd/x/market/types"
)

func TestList(t *testing.T) {
	for _, a := range apps.List() {
		t.Run(a.Name, func(t *testing.T) {
			require.FileExists(t, filepath.Join(a.Name, "README.md"))
			require.Positive(t, a.PriceNRLC)
			require.NotEmpty(t, a.Licence)
			require.Less(t, a.Category, uint64(len(types.DefaultCategories())))
			require.NotEqual(t, apps.Partner, a.Status)
			checkCard(t, a.Card)
			require.Contains(t, []string{apps.Wasm, apps.OCI}, a.Runtime)
			require.Equal(t, a.Reproducible, a.NotReproducible == "")
			for _, input := range a.ExampleInputs {
				require.FileExists(t, filepath.Join(a.Name, input))
			}
			_, err := contract.Split(a.ExampleArgs)
			require.NoError(t, err)
		})
	}
}

// TestCards: what the store shows beside the apps has other names, and is not
// available.
func TestCards(t *testing.T) {
	seen := map[string]bool{}
	for _, a := range apps.List() {
		seen[a.Name] = true
	}
	require.NotEmpty(t, apps.Cards())
	for _, c := range apps.Cards() {
		require.False(t, seen[c.Name], c.Name)
		require.NotEqual(t, apps.Available, c.Status, c.Name)
		seen[c.Name] = true
		checkCard(t, c)
	}
}

// checkCard checks a card as the chain does.
func checkCard(t *testing.T, c apps.Card) {
	t.Helper()
	l := types.Listing{Name: c.Name, Versions: []string{"0x00000000000000000000000000000000000000aa"}}
	require.NoError(t, c.Fill(&l.Card))
	require.NoError(t, l.Validate(), c.Name)
}

// TestFieldsAreKnown: a misspelt field of a listing would be lost.
func TestFieldsAreKnown(t *testing.T) {
	paths, err := filepath.Glob("*/app.json")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	var cards []apps.Card
	d := json.NewDecoder(bytes.NewReader(read(t, "cards.json")))
	d.DisallowUnknownFields()
	require.NoError(t, d.Decode(&cards))
	for _, path := range paths {
		d := json.NewDecoder(bytes.NewReader(read(t, path)))
		d.DisallowUnknownFields()
		var a apps.App
		require.NoError(t, d.Decode(&a), path)
		require.Equal(t, filepath.Dir(path), a.Name)
	}
}

// modules are the apps that are WebAssembly.
func modules() []apps.App {
	return slices.DeleteFunc(apps.List(), func(a apps.App) bool { return a.Runtime != apps.Wasm })
}

// TestApps builds all apps twice, which gives the same bytes, and runs them as a
// worker does, which gives the same files.
func TestApps(t *testing.T) {
	dir := build(t)
	again := build(t)
	book := fetchBook(t)
	for _, a := range modules() {
		t.Run(a.Name, func(t *testing.T) {
			code := read(t, filepath.Join(dir, a.Name+".wasm"))
			require.Equal(t, sha256.Sum256(code), sha256.Sum256(read(t, filepath.Join(again, a.Name+".wasm"))))
			r := newRunner(t, code)
			args, err := contract.Split(a.ExampleArgs)
			require.NoError(t, err)
			first := r.run(t, args, 0, book)
			require.Zero(t, first.exit, first.stderr)
			require.Len(t, first.files, 2)
			require.Regexp(t, `^{"deterministic-output-path":"/iexec_out/[a-z0-9]+\.(txt|json|png)"}$`,
				first.files["computed.json"])
			require.Equal(t, first, r.run(t, args, 0, book))
		})
	}
}

// TestAppsRefuse: a refusal is exit code 1, a sentence on stderr and no file.
func TestAppsRefuse(t *testing.T) {
	dir := build(t)
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"vanitygen":  {[]string{"iEx"}, `"iEx": expected 1 to 5 hexadecimal digits`},
		"factorial":  {[]string{"20001"}, `"20001": expected a number from 0 to 20000`},
		"montecarlo": {[]string{"NaN"}, `spot is "NaN": expected a number`},
		"wordcount":  {nil, "no input: name a file with --input, or a dataset"},
	} {
		t.Run(name, func(t *testing.T) {
			o := newRunner(t, read(t, filepath.Join(dir, name+".wasm"))).run(t, c.args, 0, "")
			require.Equal(t, uint32(1), o.exit)
			require.Contains(t, o.stderr, c.want)
			require.NotContains(t, o.stderr, "goroutine")
			require.Empty(t, o.files)
		})
	}
}

// TestWordcountEqualsUnix runs the module on the book; the pipeline is the one
// that the app's page promises.
func TestWordcountEqualsUnix(t *testing.T) {
	dir, book := build(t), fetchBook(t)
	page := string(read(t, "wordcount/README.md"))
	_, pipeline, _ := strings.Cut(page, "```sh\n")
	pipeline, _, _ = strings.Cut(pipeline, "```")
	require.Contains(t, pipeline, "uniq -c")
	cmd := exec.CommandContext(t.Context(), "sh", "-c", strings.TrimSpace(pipeline))
	cmd.Stdin = bytes.NewReader(read(t, book))
	want, err := cmd.Output()
	require.NoError(t, err)
	o := newRunner(t, read(t, filepath.Join(dir, "wordcount.wasm"))).run(t, nil, 0, book)
	require.Zero(t, o.exit, o.stderr)
	require.Equal(t, string(want), o.files["words.txt"])
}

// TestBagOfTasks: tasks of a bag differ where the app says so.
func TestBagOfTasks(t *testing.T) {
	dir := build(t)
	for name, args := range map[string][]string{
		"vanitygen": {"a"}, "montecarlo": {"100", "100", "0.05", "0.2", "1", "1000"},
	} {
		r := newRunner(t, read(t, filepath.Join(dir, name+".wasm")))
		require.NotEqual(t, r.run(t, args, 0, "").files, r.run(t, args, 1, "").files, name)
	}
}

func build(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	out, err := exec.CommandContext(t.Context(), "../scripts/build-apps.sh", dir).CombinedOutput()
	require.NoError(t, err, "%s", out)
	return dir
}

func fetchBook(t *testing.T) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "../scripts/fetch-book.sh").Output()
	require.NoError(t, err)
	return strings.TrimSpace(string(out))
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	return text
}

// outcome is all that a run leaves.
type outcome struct {
	exit           uint32
	stdout, stderr string
	files          map[string]string
}

// runner runs one module, compiled once. It is not the worker's driver, so that
// the apps are seen to run under plain WASI.
type runner struct {
	runtime wazero.Runtime
	module  wazero.CompiledModule
}

// compiled keeps modules for all tests: compiling takes longer than running.
var compiled = wazero.NewCompilationCache()

func newRunner(t *testing.T, code []byte) runner {
	t.Helper()
	config := wazero.NewRuntimeConfig().WithCompilationCache(compiled)
	r := runner{runtime: wazero.NewRuntimeWithConfig(t.Context(), config)}
	t.Cleanup(func() { require.NoError(t, r.runtime.Close(t.Context())) })
	wasi_snapshot_preview1.MustInstantiate(t.Context(), r.runtime)
	start := time.Now()
	var err error
	r.module, err = r.runtime.CompileModule(t.Context(), code)
	require.NoError(t, err)
	t.Logf("%d bytes compiled in %v on %s", len(code), time.Since(start).Round(time.Millisecond), runtime.GOARCH)
	return r
}

// run runs a task of a bag of 50, with an input file if there is one.
func (r runner) run(t *testing.T, args []string, index uint64, input string) outcome {
	t.Helper()
	in, out := t.TempDir(), t.TempDir()
	task := contract.Task{ID: ident.Keccak256([]byte("task")), Index: index, Size: 50}
	if input != "" {
		task.Inputs = []contract.Input{{Name: "book.txt"}}
		require.NoError(t, os.WriteFile(filepath.Join(in, "book.txt"), read(t, input), 0o600))
	}
	var stdout, stderr bytes.Buffer
	config := wazero.NewModuleConfig().WithName("").WithArgs(append([]string{"app"}, args...)...).
		WithStdout(&stdout).WithStderr(&stderr).WithFSConfig(
		wazero.NewFSConfig().WithFSMount(os.DirFS(in), contract.In).WithDirMount(out, contract.Out))
	for _, pair := range contract.Env(task) {
		key, value, _ := strings.Cut(pair, "=")
		config = config.WithEnv(key, value)
	}
	start := time.Now()
	_, err := r.runtime.InstantiateModule(t.Context(), r.module, config)
	t.Logf("ran in %v", time.Since(start).Round(time.Millisecond))
	o := outcome{files: map[string]string{}}
	if exit, ok := errors.AsType[*sys.ExitError](err); ok {
		o.exit = exit.ExitCode()
	} else {
		require.NoError(t, err)
	}
	o.stdout, o.stderr = stdout.String(), stderr.String()
	entries, err := os.ReadDir(out)
	require.NoError(t, err)
	for _, e := range entries {
		o.files[e.Name()] = string(read(t, filepath.Join(out, e.Name())))
	}
	return o
}
