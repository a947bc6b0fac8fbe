package cli

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/moby/moby/client"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/apps"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/dev"
	"github.com/iexecd/iexecd/worker"
	"github.com/iexecd/iexecd/worker/conf"
	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/driver/fake"
)

// chainless returns somebody who has no chain.
func chainless(t *testing.T) *devNet {
	t.Helper()
	return &devNet{T: t, home: t.TempDir()}
}

// A new app has the files of its language, filled in, and never overwrites any.
func TestAppInit(t *testing.T) {
	d := chainless(t)
	for _, c := range []struct{ args, files string }{
		{"", "README.md app.json go.mod main.go"},
		{"--runtime oci", "Dockerfile README.md app.json go.mod main.go"},
		{"--runtime oci --lang python --base some/base", "Dockerfile README.md app.json main.py"},
		{"--runtime oci --lang shell", "Dockerfile README.md app.json main.sh"},
	} {
		dir := filepath.Join(t.TempDir(), "My 1st App")
		line := append([]string{"app", "init", dir}, strings.Fields(c.args)...)
		require.Equal(t, c.files, strings.Join(strings.Fields(d.ok(t, line...)), " "))
		from, err := folderSource(dir)
		require.NoError(t, err)
		require.Equal(t, "my-1st-app", from.about.Name)
		require.NotContains(t, read(t, filepath.Join(dir, "README.md")), "{{")
		exit, _, stderr := d.run(t, line...)
		require.Equal(t, ExitUsage, exit)
		require.Contains(t, stderr, "is not empty")
		if strings.Contains(c.args, "--base") {
			require.Contains(t, read(t, filepath.Join(dir, dockerFile)), "FROM some/base\n")
		}
	}
	for args, says := range map[string]string{
		"--runtime docker": "expected wasm or oci",
		"--lang python":    "--runtime oci --lang python",
	} {
		exit, _, stderr := d.run(t, append([]string{"app", "init", t.TempDir()}, strings.Fields(args)...)...)
		require.Equal(t, ExitUsage, exit)
		require.Contains(t, stderr, says)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(text)
}

// A module is built and tried: its example, other arguments and inputs, and a failure.
func TestAppTestModule(t *testing.T) {
	d := chainless(t)
	dir := filepath.Join(t.TempDir(), "hello")
	d.ok(t, "app", "init", dir)
	digest := d.ok(t, "app", "build", dir)
	require.Regexp(t, `^sha256:[0-9a-f]{64}\n$`, digest)
	require.Equal(t, digest, d.ok(t, "app", "build", dir))
	out := filepath.Join(t.TempDir(), "kept")
	require.Contains(t, d.ok(t, "app", "test", dir, "--out", out), "reproducible  yes")
	require.Equal(t, "Hello, world!\n", read(t, filepath.Join(out, "2", "out", "result.txt")))
	module, input := filepath.Join(dir, "hello.wasm"), filepath.Join(dir, "app.json")
	var v testVerdict
	text := d.ok(t, "app", "test", module, "--input", input, "-o", "json", "--", "you")
	require.NoError(t, json.Unmarshal([]byte(text), &v))
	require.True(t, v.Reproducible)
	require.Equal(t, "XS", v.Category)
	require.Equal(t, v.Runs[0].FuelUsed, v.Runs[1].FuelUsed)
	require.Positive(t, v.Runs[0].FuelUsed)
	exit, stdout, stderr := d.run(t, "app", "test", module)
	require.Equal(t, ExitTaskFailed, exit)
	require.Contains(t, stdout, "yes, it fails alike")
	require.Contains(t, stderr, "   | no arguments, expected whom to greet")
	require.Contains(t, stderr, "ended with exit code 1")
	require.NoError(t, os.WriteFile(filepath.Join(dir, goFile), []byte("package main\nfunc main() { x }\n"), 0o600))
	exit, _, stderr = d.run(t, "app", "test", dir)
	require.Equal(t, ExitUsage, exit)
	require.Contains(t, stderr, "undefined: x")
}

// What is no app is refused and said to be none.
func TestAppSources(t *testing.T) {
	d := chainless(t)
	dir := t.TempDir()
	file := filepath.Join(dir, "text.wasm")
	require.NoError(t, os.WriteFile(file, []byte("text"), 0o600))
	strange := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(strange, listingFile), []byte(`{"runtime":"jvm"}`), 0o600))
	broken := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(broken, listingFile), []byte(`{"naem":"x"}`), 0o600))
	needy := t.TempDir()
	lucky := []byte(`{"runtime":"oci","needs":["luck"]}`)
	require.NoError(t, os.WriteFile(filepath.Join(needy, listingFile), lucky, 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(needy, dockerFile), []byte("FROM scratch\n"), 0o600))
	for _, c := range []struct {
		args []string
		exit int
		says string
	}{
		{[]string{"test", file}, ExitUsage, "is not a WebAssembly module"},
		{[]string{"test", filepath.Join(dir, "none.wasm")}, ExitUsage, "There is no file"},
		{[]string{"test", dir}, ExitUsage, "an app of runtime wasm has a main.go"},
		{[]string{"test", strange}, ExitUsage, `The runtime "jvm"`},
		{[]string{"build", broken}, ExitUsage, `unknown field "naem"`},
		{[]string{"publish", needy, "--price", "1nrlc"}, ExitUsage, `"luck" is no ability`},
		{[]string{"test", "iexec-test/none:v1"}, ExitNotFound, "the Docker daemon at"},
		{[]string{"test", "a", "b"}, ExitUsage, "arguments of the app come after --"},
	} {
		exit, _, stderr := d.run(t, append([]string{"app"}, c.args...)...)
		require.Equal(t, c.exit, exit, "%v: %s", c.args, stderr)
		require.Contains(t, stderr, c.says, c.args)
	}
	t.Setenv("DOCKER_HOST", "unix://"+filepath.Join(dir, "none.sock"))
	exit, _, stderr := d.run(t, "app", "test", "iexec-test/none:v1")
	require.Equal(t, ExitNode, exit)
	require.Contains(t, stderr, "No Docker daemon answers at")
	require.Contains(t, stderr, "apt-get install docker.io")
}

// tried runs scripted runs, one after the other, and returns what app test says.
func tried(t *testing.T, runs ...fake.Run) (string, error) {
	t.Helper()
	s, stdout, _ := testSession(formatText)
	s.cmd.Flags().String(flagOut, "", "")
	at := 0
	script := func(driver.Spec) fake.Run { at++; return runs[(at-1)%len(runs)] }
	trial := &trial{
		spec: worker.Spec{Limits: worker.Limits{CallbackBytes: 8}},
		dir:  t.TempDir(), drivers: worker.Drivers{Wasm: fake.New(script)},
	}
	err := s.judge(t.Context(), trial, appSource{about: apps.App{NotReproducible: "it prints dates"}})
	return stdout.String(), err
}

// What differs between two runs is found, and what it makes of them.
func TestJudge(t *testing.T) {
	t.Parallel()
	const named = `{"deterministic-output-path":"/iexec_out"}`
	with := func(files ...string) fake.Run {
		r := fake.Run{Files: map[string]string{"computed.json": named}}
		for i := 0; i < len(files); i += 2 {
			r.Files[files[i]] = files[i+1]
		}
		return r
	}
	callback := func(data string) fake.Run {
		return fake.Run{Files: map[string]string{"computed.json": `{"callback-data":"` + data + `"}`}}
	}
	loud := with("a", "x")
	loud.Stdout = "took 3 s"
	for name, c := range map[string]struct {
		runs []fake.Run
		exit int
		says []string
	}{
		"equal": {[]fake.Run{with("a", "x")}, ExitOK, []string{"reproducible  yes", "a, 1 B"}},
		"stdout": {
			[]fake.Run{with("a", "x"), loud}, ExitOK, []string{"stdout differs, which is no part of the result"},
		},
		"byte": {
			[]fake.Run{with("a", "one\ntwo"), with("a", "one\ntvo")},
			ExitDiffers,
			[]string{"7 bytes each, the first that differs is 5", "line 2", "1: two"},
		},
		"length": {
			[]fake.Run{with("a", "one"), with("a", "one two")},
			ExitDiffers,
			[]string{"3 and 7 bytes, the first that differs is 3"},
		},
		"names": {
			[]fake.Run{with("a", "x"), with("b", "x")},
			ExitDiffers,
			[]string{"a: only the first run", "b: only the second run"},
		},
		"callback": {
			[]fake.Run{callback("0x00"), callback("0x01")}, ExitDiffers, []string{"callback-data: 1 bytes each"},
		},
		"sometimes": {
			[]fake.Run{with("a", "x"), {Cause: poco.CauseExit, Exit: 2}},
			ExitDiffers,
			[]string{"run 1: ok; run 2: it ended with exit code 2"},
		},
		"fails": {
			[]fake.Run{{Cause: poco.CauseExit, Exit: 2, Stderr: "sorry"}}, ExitTaskFailed, []string{"it fails alike"},
		},
		"fails else": {
			[]fake.Run{
				{Cause: poco.CauseExit, Exit: 2, Stderr: "at 1"}, {Cause: poco.CauseExit, Exit: 2, Stderr: "at 2"},
			},
			ExitTaskFailed,
			[]string{"the last lines of a failed app, which are a part of its result"},
		},
		"no result": {[]fake.Run{{Files: map[string]string{"a": "x"}}}, ExitTaskFailed, nil},
	} {
		text, err := tried(t, c.runs...)
		if c.exit == ExitOK {
			require.NoError(t, err, name)
		} else {
			e, ok := errors.AsType[*Error](err)
			require.True(t, ok, name)
			require.Equal(t, c.exit, e.Exit, name)
			require.Equal(t, c.exit == ExitDiffers, strings.Contains(e.Why, "app.json says: it prints dates"), name)
		}
		for _, says := range c.says {
			require.Contains(t, text, says, name)
		}
	}
	_, err := tried(t, fake.Run{Files: map[string]string{"a": "x"}})
	require.ErrorContains(t, err, "the app wrote no computed.json")
	_, err = tried(t, fake.Run{Err: errors.New("the machine burns")})
	require.EqualError(t, err, "the machine burns")
}

// png returns a picture of chunks: kind, data, kind, data.
func png(parts ...string) []byte {
	b := bytes.NewBufferString(pngHead)
	for i := 0; i < len(parts); i += 2 {
		chunk := parts[i] + parts[i+1]
		_ = binary.Write(b, binary.BigEndian, uint32(len(parts[i+1])))
		b.WriteString(chunk)
		_ = binary.Write(b, binary.BigEndian, crc32.ChecksumIEEE([]byte(chunk)))
	}
	return b.Bytes()
}

func zipped(t *testing.T, at time.Time, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.ModTime = at
	_, err := io.WriteString(w, text)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.Bytes()
}

func zippedAt(t *testing.T, at time.Time) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	_, err := w.CreateHeader(&zip.FileHeader{Name: "a", Modified: at})
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.Bytes()
}

// Dates in well-known formats are recognised, and nothing else is taken for one.
func TestHints(t *testing.T) {
	t.Parallel()
	later := noon.Add(4 * time.Second)
	for name, c := range map[string]struct {
		a, b []byte
		says string
	}{
		"png date":    {png("IHDR", "x", "tIME", "1"), png("IHDR", "x", "tIME", "2"), "only the chunks tIME differ"},
		"png text":    {png("tEXt", "date\x001"), png("tEXt", "date\x002"), `only the chunks tEXt "date" differ`},
		"png picture": {png("IDAT", "1", "tIME", "1"), png("IDAT", "2", "tIME", "2"), "the pictures themselves differ"},
		"png torn":    {png("IDAT", "1")[:20], png("IDAT", "2"), ""},
		"gzip head":   {zipped(t, noon, "x"), zipped(t, later, "x"), "gzip -n"},
		"gzip text":   {zipped(t, noon, "it is 12:00:00"), zipped(t, noon, "it is 12:00:04"), "a time, maybe"},
		"zip":         {zippedAt(t, noon), zippedAt(t, later), "zip -X"},
		"pdf date": {
			[]byte("%PDF /CreationDate (D:1) \x80"), []byte("%PDF /CreationDate (D:2) \x80"),
			"only the document's dates",
		},
		"pdf page": {[]byte("%PDF 1 \x80"), []byte("%PDF 2 \x80"), ""},
		"clock":    {[]byte("a\nmade 2026-03-01\n"), []byte("a\nmade 2026-03-02\n"), "a time, maybe"},
		"text":     {[]byte("a\nred\n"), []byte("a\nblue\n"), "line 2\n1: red\n2: blue"},
		"end":      {[]byte("a"), []byte("a\nmore"), "line 1"},
		"bytes":    {[]byte{1, 0, 2}, []byte{1, 0, 3}, ""},
		"empty":    {nil, []byte{0}, ""},
	} {
		got := compareBytes(c.a, c.b).Hint
		if c.says == "" {
			require.Empty(t, got, name)
		}
		require.Contains(t, got, c.says, name)
	}
}

func FuzzHints(f *testing.F) {
	f.Add(png("IHDR", "x", "tIME", "1"), png("IHDR", "x"))
	f.Add([]byte("%PDF /ID ["), []byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		require.GreaterOrEqual(t, compareBytes(a, b).Offset, int64(0))
	})
}

// The context of a build does not tell when, or by whom, its files were written.
func TestPackContext(t *testing.T) {
	t.Parallel()
	pack := func(at time.Time) []byte {
		dir := t.TempDir()
		require.NoError(t, os.MkdirAll(filepath.Join(dir, "sub", ".git"), 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(dir, "run"), []byte("x"), 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(dir, "sub", "b"), []byte("y"), 0o600))
		require.NoError(t, os.Symlink("run", filepath.Join(dir, "link")))
		require.NoError(t, os.Chtimes(filepath.Join(dir, "run"), at, at))
		var b bytes.Buffer
		require.NoError(t, packContext(&b, dir))
		return b.Bytes()
	}
	first := pack(noon)
	require.Equal(t, first, pack(noon.Add(time.Hour)))
	var names []string
	for r := tar.NewReader(bytes.NewReader(first)); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		names = append(names, fmt.Sprintf("%s %o %s", h.Name, h.Mode, h.Linkname))
	}
	require.Equal(t, []string{"link 755 run", "run 755 ", "sub/ 755 ", "sub/b 644 "}, names)
}

// forget removes an image that a test made.
func forget(t *testing.T, image string) {
	t.Helper()
	d, err := dialDocker(t.Context())
	require.NoError(t, err)
	defer func() { _ = d.Close() }()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), time.Minute)
	defer cancel()
	_, err = d.ImageRemove(ctx, image, client.ImageRemoveOptions{PruneChildren: true})
	require.NoError(t, err)
}

// An image is built, the same twice, tried in the real sandbox, found out if it
// tells the time, and published: then workers run it.
func TestAppImage(t *testing.T) {
	d := newDevNet(t, dev.Options{Workers: 3, Docker: dockerAt(t)})
	dir := filepath.Join(t.TempDir(), "cli-test-hello")
	d.ok(t, "app", "init", dir, "--runtime", "oci")
	defer forget(t, "iexec/cli-test-hello")
	digest := strings.TrimSpace(d.ok(t, "app", "build", dir))
	require.Regexp(t, `^sha256:[0-9a-f]{64}$`, digest)
	forget(t, "iexec/cli-test-hello")
	require.NoError(t, os.Chtimes(filepath.Join(dir, "app"), noon, noon))
	require.Equal(t, digest, strings.TrimSpace(d.ok(t, "app", "build", dir)), "built again, without the cache")
	require.Contains(t, d.ok(t, "app", "test", "iexec/cli-test-hello", "--", "world"), "reproducible  yes")

	stdout := d.ok(t, "app", "publish", dir, "--price", "0.02rlc", "--from", "bob", "--yes", "-o", "json")
	var got struct{ App, Location, Checksum string }
	require.NoError(t, json.Unmarshal([]byte(stdout), &got))
	require.Equal(t, d.net.Registry()+"/cli-test-hello", got.Location)
	require.Equal(t, strings.Replace(digest, "sha256:", "0x", 1), got.Checksum)
	out := t.TempDir()
	d.ok(t, "run", "cli-test-hello", "--yes", "--out", out, "--", "workers")
	require.Equal(t, "Hello, workers!\n", read(t, filepath.Join(out, "result.txt")))
	forget(t, got.Location+"@"+digest)

	text := strings.Replace(read(t, filepath.Join(dir, goFile)), `"Hello, "`, `time.Now().String()`, 1)
	text = strings.Replace(text, "import (", "import (\n\t\"time\"", 1)
	require.NoError(t, os.WriteFile(filepath.Join(dir, goFile), []byte(text), 0o600))
	exit, stdout, stderr := d.run(t, "app", "test", dir)
	require.Equal(t, ExitDiffers, exit, stderr)
	require.Contains(t, stdout, "a time, maybe: containers have a real clock")
	require.Contains(t, stderr, "not reproducible")
}

// dockerAt returns where the daemon of the tests is.
func dockerAt(t *testing.T) string {
	t.Helper()
	d, err := dialDocker(t.Context())
	require.NoError(t, err)
	require.NoError(t, d.Close())
	return d.host
}

// A worker that somebody starts runs images too; what its driver pulls it remembers.
func TestContainersOnRealChain(t *testing.T) {
	d := newDevNet(t, dev.Options{Workers: 2, Docker: dockerAt(t)})
	dir := filepath.Join(t.TempDir(), "cli-test-greeter")
	d.ok(t, "app", "init", dir, "--runtime", "oci")
	defer forget(t, "iexec/cli-test-greeter")
	stdout := d.ok(t, "app", "publish", dir, "--price", "0.02rlc", "--from", "bob", "--yes", "-o", "json")
	var app struct{ Location, Checksum string }
	require.NoError(t, json.Unmarshal([]byte(stdout), &app))
	image := app.Location + "@" + strings.Replace(app.Checksum, "0x", "sha256:", 1)
	defer forget(t, image)

	home := t.TempDir()
	settings := filepath.Join(home, conf.FileName)
	full := []byte("[docker]\ndisk_high_percent = 99\n") // this disk may be as full as it likes
	require.NoError(t, os.WriteFile(settings, full, 0o600))
	c, problems := conf.Resolve(conf.Sources{Home: home, File: settings})
	require.Empty(t, problems)
	containers, closeContainers, err := newContainers(c, "cli-test")
	require.NoError(t, err)
	require.NoError(t, containers.Prepare(t.Context(), image)) // before a task makes another worker pull it
	closeContainers()
	require.Contains(t, read(t, filepath.Join(home, "images.json")), image)
	started := d.start(t, "worker", "start", "--from", "carol", "--tag", "containers", "--listen", "127.0.0.1:0",
		"--dir", home, "--log", "none")
	eventually(t, func() bool { return strings.Contains(started.stderr.String(), "online") }, &started.stderr)
	for range 8 {
		d.ok(t, "run", "cli-test-greeter", "--yes", "--detach", "--", "workers")
	}
	eventually(t, func() bool {
		return !strings.Contains(d.ok(t, "worker", "status", d.address(t, "carol")), " 0 accepted")
	}, &started.stderr)
	require.Equal(t, ExitOK, started.stop(), started.stderr.String())
}
