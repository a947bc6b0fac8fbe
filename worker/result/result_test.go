package result_test

import (
	"crypto/sha256"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/result"
)

// outputs writes files into a new folder and returns it.
func outputs(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		p := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(p), 0o700))
		require.NoError(t, os.WriteFile(p, []byte(text), 0o600))
	}
	return dir
}

var ok = driver.Outcome{Cause: poco.CauseOK}

// at is a computed.json that names a path, written after the folder of outputs.
func at(path string) string { return `{"deterministic-output-path":"/iexec_out` + path + `"}` }

func TestBuild(t *testing.T) {
	const bad = poco.CauseBadOutput
	for _, c := range []struct {
		name, computed string
		cause          poco.Cause
		tail           string
		files          []string
	}{
		{name: "a file", computed: at("/a.txt"), cause: poco.CauseOK, files: []string{"a.txt"}},
		{name: "a folder", computed: at("/d"), cause: poco.CauseOK, files: []string{"b.txt", "e/c.txt"}},
		{
			name: "everything", computed: at(""), cause: poco.CauseOK,
			files: []string{"a.txt", "computed.json", "d/b.txt", "d/e/c.txt"},
		},
		{name: "no such file", computed: at("/x"), cause: bad, tail: "does not exist"},
		{name: "elsewhere", computed: at("/../etc/passwd"), cause: bad, tail: "not below"},
		{name: "beside", computed: at("side"), cause: bad, tail: "not below"},
		{name: "below a file", computed: at("/a.txt/x"), cause: bad, tail: "does not exist"},
		{name: "with a zero", computed: at(`/a\u0000`), cause: bad, tail: "does not exist"},
		{name: "long path", computed: at("/" + strings.Repeat("a", 300)), cause: bad, tail: "has 311 bytes"},
		{name: "unprintable path", computed: at("/" + strings.Repeat(`\u0001`, 189)), cause: bad, tail: `\x01`},
		{name: "not JSON", computed: `hello`, cause: bad, tail: "not JSON"},
		{name: "nothing", computed: `{}`, cause: bad, tail: "neither"},
		{
			name: "both", computed: `{"deterministic-output-path":"/iexec_out","callback-data":"0x01"}`,
			cause: bad, tail: "one of them",
		},
		{name: "callback", computed: `{"callback-data":"0x0102"}`, cause: poco.CauseOK},
		{name: "bad callback", computed: `{"callback-data":"0xzz"}`, cause: bad, tail: "hexadecimal"},
		{
			name: "large callback", computed: `{"callback-data":"` + strings.Repeat("00", 100) + `"}`,
			cause: bad, tail: "100 bytes",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := outputs(t, map[string]string{
				"computed.json": c.computed, "a.txt": "A", "d/b.txt": "B", "d/e/c.txt": "C",
			})
			r, err := result.Build(dir, ok, 64)
			require.NoError(t, err)
			require.Equal(t, c.cause, r.Answer.Cause, r.Answer.Tail)
			require.Contains(t, r.Answer.Tail, c.tail)
			require.LessOrEqual(t, len(r.Answer.Tail), poco.MaxTailBytes)
			var files []string
			for _, f := range r.Files {
				files = append(files, f.Path)
			}
			require.Equal(t, c.files, files)
			if len(files) > 0 {
				require.Equal(t, ident.Hash(sha256.Sum256(r.Manifest)), r.Answer.Digest)
				parsed, err := result.ParseManifest(r.Manifest)
				require.NoError(t, err)
				require.Len(t, parsed, len(files))
			}
		})
	}
}

func TestNoComputedFile(t *testing.T) {
	r, err := result.Build(t.TempDir(), ok, 64)
	require.NoError(t, err)
	require.Equal(t, poco.CauseBadOutput, r.Answer.Cause)
	require.Equal(t, poco.FailureDigest(poco.CauseBadOutput, 0, r.Answer.Tail), r.Answer.Digest)
}

// TestComputedIsAFolder checks that it is the app's fault, not this machine's.
func TestComputedIsAFolder(t *testing.T) {
	r, err := result.Build(outputs(t, map[string]string{"computed.json/x": ""}), ok, 64)
	require.NoError(t, err)
	require.Equal(t, poco.CauseBadOutput, r.Answer.Cause)
}

// TestManifestIsASCII checks that a digest does not depend on a version of Unicode.
func TestManifestIsASCII(t *testing.T) {
	text := string(result.Manifest([]result.File{{Path: "é\U0001F600\n"}}))
	require.Contains(t, text, `"\u00e9\U0001f600\n"`)
}

func TestFailedApp(t *testing.T) {
	r, err := result.Build(t.TempDir(), driver.Outcome{Cause: poco.CauseExit, ExitCode: 3, Tail: "why"}, 64)
	require.NoError(t, err)
	require.Equal(t, poco.Answer{
		Digest: poco.FailureDigest(poco.CauseExit, 3, "why"), Cause: poco.CauseExit, ExitCode: 3, Tail: "why",
	}, r.Answer)
}

// TestDigestCoversEverything changes one thing at a time.
func TestDigestCoversEverything(t *testing.T) {
	build := func(files map[string]string) ident.Hash {
		files["computed.json"] = `{"deterministic-output-path":"/iexec_out/d"}`
		r, err := result.Build(outputs(t, files), ok, 64)
		require.NoError(t, err)
		return r.Answer.Digest
	}
	base := build(map[string]string{"d/a": "1", "d/b": "2"})
	require.Equal(t, base, build(map[string]string{"d/a": "1", "d/b": "2", "outside": "x"}))
	for _, other := range []map[string]string{
		{"d/a": "1", "d/b": "3"},
		{"d/a": "2", "d/b": "1"},
		{"d/a": "1", "d/c": "2"},
		{"d/a": "1"},
		{"d/a": "1", "d/b": "2", "d/c": ""},
		{"d/a": "1", "d/x/b": "2"},
	} {
		require.NotEqual(t, base, build(other), "%v", other)
	}
}

func TestManifestsThatAreRefused(t *testing.T) {
	sum := strings.Repeat("0", 64)
	for _, text := range []string{
		"", "iexec-tree-v1", "iexec-tree-v2\n", "iexec-tree-v1\n644 1 " + sum + " \"../a\"\n",
		"iexec-tree-v1\n644 1 " + sum + " \"/a\"\n", "iexec-tree-v1\n777 1 " + sum + " \"a\"\n",
		"iexec-tree-v1\n644 -1 " + sum + " \"a\"\n", "iexec-tree-v1\n644 1 00 \"a\"\n",
		"iexec-tree-v1\n644 1 " + sum + " \"b\"\n644 1 " + sum + " \"a\"\n",
		"iexec-tree-v1\n644 01 " + sum + " \"a\"\n",
		"iexec-tree-v1\n644 1 " + sum + " a\n",
		"iexec-tree-v1\n644 1 " + sum + " \"a\"\n644 2 " + sum + " \"a\"\n",
	} {
		_, err := result.ParseManifest([]byte(text))
		require.ErrorIs(t, err, result.ErrManifest, "%q", text)
	}
}

func FuzzParseManifest(f *testing.F) {
	f.Add([]byte("iexec-tree-v1\n644 1 " + strings.Repeat("0", 64) + " \"a\"\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		files, err := result.ParseManifest(text)
		if err == nil {
			require.Equal(t, text, result.Manifest(files))
		}
	})
}

func TestManifestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[a-z é"\n]{1,8}`)
		names := rapid.SliceOfNDistinct(name, 1, 5, rapid.ID[string]).Draw(t, "names")
		var files []result.File
		for _, n := range names {
			files = append(files, result.File{
				Path: n, Size: rapid.Int64Range(0, 1<<40).Draw(t, "size"), Executable: rapid.Bool().Draw(t, "x"),
			})
		}
		slices.SortFunc(files, func(a, b result.File) int { return strings.Compare(a.Path, b.Path) })
		parsed, err := result.ParseManifest(result.Manifest(files))
		require.NoError(t, err)
		require.Equal(t, files, parsed)
	})
}
