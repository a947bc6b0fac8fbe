package docker

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/driver/drivertest"
	"github.com/iexecd/iexecd/worker/result"
)

// The images of the suite's app that misbehave by what they say of themselves.
const (
	suImage     = "iexecd/guest:su"
	volumeImage = "iexecd/guest:volume"
)

// hostile is a way in which an image misbehaves, and how it ends: by one of causes,
// with the exit code if it is not 0, and a text in the tail.
type hostile struct {
	name   string
	image  string // empty = guestImage
	args   []string
	limit  func(*driver.Limits)
	causes []poco.Cause
	exit   uint32
	tail   string
}

func hostiles(port string) []hostile {
	ok := []poco.Cause{poco.CauseOK}
	tooLarge, badOutput := []poco.Cause{poco.CauseOutputTooLarge}, []poco.Cause{poco.CauseBadOutput}
	short := func(l *driver.Limits) { l.Wall = 2 * time.Second }
	return []hostile{
		{name: "network", args: []string{
			"net", "127.0.0.1:" + port, "172.17.0.1:" + port, "169.254.169.254:80", "1.1.1.1:443", "[::1]:" + port,
		}, causes: ok},
		{name: "fork bomb", args: []string{"forkbomb"}, causes: []poco.Cause{poco.CauseExit, poco.CauseOutOfMemory}},
		{name: "memory", args: []string{"memory"}, causes: []poco.Cause{poco.CauseOutOfMemory}},
		{name: "memory by files", args: []string{"tmp"}, causes: []poco.Cause{poco.CauseOutOfMemory}},
		{name: "disk", args: []string{"disk"}, causes: tooLarge},
		{
			name: "disk by an image's volumes", image: volumeImage, args: []string{"volume", "/data", "/iexec_in"},
			causes: []poco.Cause{poco.CauseOutOfMemory},
		},
		{name: "root file system", args: []string{"root"}, causes: ok},
		{name: "links out of the outputs", args: []string{"links"}, causes: badOutput, tail: `"result/link0"`},
		{name: "a pipe in the outputs", args: []string{"pipe"}, causes: badOutput, tail: `"pipe"`},
		{name: "host's files, devices, daemon's socket", args: []string{"mounts"}, causes: ok},
		{name: "io_uring, keyctl, bpf, mount, unshare and more", args: []string{"calls"}, causes: ok},
		{name: "ptrace", args: []string{"ptrace"}, causes: ok},
		{name: "huge log", args: []string{"flood"}, causes: ok},
		{name: "never ends", args: []string{"spin"}, limit: short, causes: []poco.Cause{poco.CauseTimeout}},
		{name: "never ends, is deaf", args: []string{"deaf"}, limit: short, causes: []poco.Cause{poco.CauseTimeout}},
		{name: "says nothing of a result", args: []string{"silent"}, causes: ok},
		{name: "a million files", args: []string{"million"}, causes: tooLarge},
		{
			name: "a million files, much room", args: []string{"million"}, causes: tooLarge,
			limit: func(l *driver.Limits) { l.OutputBytes = 1 << 30 },
		},
		{
			name: "folders in folders", args: []string{"deep"}, causes: badOutput, tail: "1024 bytes or 64 folders",
			limit: func(l *driver.Limits) { l.OutputBytes = 64 << 20 },
		},
		{name: "a file of holes", args: []string{"sparse"}, causes: tooLarge},
		{name: "setuid", image: suImage, args: []string{"setuid"}, causes: ok},
		{name: "writes to inputs", args: []string{"inputs"}, causes: ok},
		{name: "ends as if it were killed", args: []string{"exit", "137"}, causes: []poco.Cause{poco.CauseOutOfMemory}},
		{name: "ends as if asked to", args: []string{"exit", "143"}, causes: []poco.Cause{poco.CauseExit}, exit: 143},
	}
}

// importHostile makes the images of hostiles.
func importHostile(t *testing.T, d *Driver) drivertest.App {
	t.Helper()
	app := importGuest(t, d.daemon)
	program, err := buildGuest()
	require.NoError(t, err)
	entry := `ENTRYPOINT ["/app"]`
	importImage(t, d.daemon, suImage, tarOf(t, file{"app", 0o755, program}, file{"su", 0o4755, program}), entry)
	importImage(t, d.daemon, volumeImage, tarOf(t, file{"app", 0o755, program}), entry,
		`VOLUME ["/data", "/iexec_in", "/iexec_out"]`, `HEALTHCHECK CMD ["/app", "forkbomb"]`)
	return app
}

// TestHostile: each way of misbehaving ends with its cause and does nothing to the
// machine, to the driver, or to a container beside it.
func TestHostile(t *testing.T) {
	d := newDriver(t)
	app := importHostile(t, d)
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", ":0")
	require.NoError(t, err)
	defer func() { _ = listener.Close() }()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	require.NoError(t, err)
	for _, h := range hostiles(port) {
		t.Run(h.name, func(t *testing.T) {
			beside := make(chan error, 1)
			go func() { beside <- neighbour(t, d, app) }()
			s := drivertest.NewSpec(t, app, h.args...)
			if h.image != "" {
				s.App = h.image
			}
			if h.limit != nil {
				h.limit(&s.Limits)
			}
			began := time.Now()
			out, err := d.Run(t.Context(), s)
			require.NoError(t, err)
			require.Less(t, time.Since(began), time.Minute)
			require.Contains(t, h.causes, out.Cause, "%s\n%s\n%s", out.Tail, out.Stdout, out.Stderr)
			if h.exit != 0 {
				require.Equal(t, h.exit, out.ExitCode)
			}
			require.Contains(t, out.Tail, h.tail)
			require.NotContains(t, string(out.Stdout), "BREACH")
			require.LessOrEqual(t, max(len(out.Stdout), len(out.Stderr)), driver.MaxStdioBytes)
			requirePlain(t, s, out)
			require.NoError(t, <-beside)
			require.NoError(t, d.Probe(t.Context()), "the driver is well afterwards")
			requireNothingLeft(t, d)
		})
	}
}

// neighbour runs a container that is none of the hostile one's business.
func neighbour(t *testing.T, d *Driver, app drivertest.App) error {
	t.Helper()
	s := drivertest.NewSpec(t, app, "lasts", "700ms")
	s.TaskID = ident.Keccak256([]byte("beside"), []byte(t.Name()))
	out, err := d.Run(t.Context(), s)
	if err != nil {
		return err
	}
	copied, err := os.ReadFile(filepath.Join(s.OutDir, "copy.txt"))
	if out.Cause != poco.CauseOK || err != nil || string(copied) != "hello" {
		return fmt.Errorf("the container beside ended with cause %d: %s: %q: %w", out.Cause, out.Tail, copied, err)
	}
	return nil
}

// requirePlain checks that nothing but files and folders came out, only if the app
// ended well, and that its inputs are as they were; then makes the result of it.
func requirePlain(t *testing.T, s driver.Spec, out driver.Outcome) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(s.OutDir, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil || path == s.OutDir:
			return err
		case out.Cause != poco.CauseOK:
			return fmt.Errorf("%s came out of a failed app", path)
		case !e.IsDir() && !e.Type().IsRegular():
			return fmt.Errorf("%s is a %s", path, e.Type())
		}
		return nil
	}))
	entries, err := os.ReadDir(s.InDir)
	require.NoError(t, err)
	require.Len(t, entries, 1)
	text, err := os.ReadFile(filepath.Join(s.InDir, "input.txt"))
	require.NoError(t, err)
	require.Equal(t, "hello", string(text))
	r, err := result.Build(s.OutDir, out, 1<<10)
	require.NoError(t, err, "every end is a result")
	require.NotEqual(t, poco.CauseOK, r.Answer.Cause, "none of these has a computed.json")
	if out.Cause == poco.CauseOK {
		require.Equal(t, poco.CauseBadOutput, r.Answer.Cause)
	}
}

// TestBadImages: an image of which no container can be started is a result, the same
// for everybody; it names no program, or one that is not there, or of another machine.
func TestBadImages(t *testing.T) {
	d := newDriver(t)
	program, err := buildGuest()
	require.NoError(t, err)
	app, entry := file{"app", 0o755, program}, []string{`ENTRYPOINT ["/app"]`}
	foreign := slices.Clone(program)
	foreign[18] = 183 // the ELF header's machine: arm64
	for _, c := range []struct {
		name    string
		files   []file
		changes []string
		args    []string
		tail    string
	}{
		{name: "no program", files: []file{app}, tail: noProgram},
		{name: "missing", files: []file{app}, changes: []string{`ENTRYPOINT ["/none"]`}, tail: noProgram},
		{name: "not found", files: []file{app}, changes: []string{`ENTRYPOINT ["none"]`}, tail: noProgram},
		{
			name: "not executable", files: []file{{"app", 0o644, program}}, changes: []string{`ENTRYPOINT ["/app"]`},
			tail: noProgram,
		},
		{name: "a folder", files: []file{app}, changes: []string{`ENTRYPOINT ["/proc"]`}, tail: noProgram},
		{
			name: "inputs are a file", files: []file{app, {"iexec_in", 0o644, nil}}, changes: entry,
			tail: noProgram,
		},
		{name: "a text", files: []file{{"app", 0o755, []byte("hello")}}, changes: entry, tail: noProgram},
		{name: "nothing", files: []file{{"app", 0o755, nil}}, changes: entry, tail: noProgram},
		{
			name: "a script of no shell", files: []file{{"app", 0o755, []byte("#!/none\n")}}, changes: entry,
			tail: noProgram,
		},
		{name: "of another machine", files: []file{{"app", 0o755, foreign}}, changes: entry, tail: noProgram},
	} {
		t.Run(c.name, func(t *testing.T) {
			name := "iexecd/guest:bad-" + strings.ReplaceAll(c.name, " ", "-")
			importImage(t, d.daemon, name, tarOf(t, c.files...), c.changes...)
			s := drivertest.NewSpec(t, func(testing.TB) string { return name }, c.args...)
			out, err := d.Run(t.Context(), s)
			require.NoError(t, err)
			require.Equal(t, poco.CauseBadApp, out.Cause, out.Tail)
			require.Zero(t, out.ExitCode)
			require.Equal(t, c.tail, out.Tail)
			requireNothingLeft(t, d)
		})
	}
	for _, i := range []image{{arch: "arm64", program: true}, {arch: "", program: false}} {
		require.Equal(t, poco.CauseBadApp, i.refused(nil).Cause)
	}
	require.Nil(t, image{arch: driver.ImageArch, program: true}.refused(nil))
}

// TestNotExecuted: what versions of runc say of a program that cannot be executed is
// one result, and what apps say themselves is theirs.
func TestNotExecuted(t *testing.T) {
	t.Parallel()
	const before = `standard_init_linux.go:211: exec user process caused "exec format error"` + "\n"
	for _, c := range []struct {
		code           int
		stdout, stderr string
		want           bool
	}{
		{code: 1, stderr: "exec /app: exec format error\n", want: true},
		{code: 255, stderr: "exec /app: exec format error\n", want: true},
		{code: 1, stderr: "exec /a b: no such file or directory", want: true},
		{code: 1, stderr: "standard_init_linux.go:228: exec user process caused: exec format error\n", want: true},
		{code: 1, stderr: before, want: true},
		{code: 1},
		{code: 255},
		{code: 2, stderr: "exec /app: exec format error\n"},
		{code: 1, stdout: "hello", stderr: "exec /app: exec format error\n"},
		{code: 1, stderr: "exec /app: exec format error\nand more\n"},
		{code: 1, stderr: "first\n" + before},
		{code: 1, stderr: "exec /app: it did not work\n"},
		{code: 1, stderr: "open /app: no such file or directory\n"},
	} {
		require.Equal(t, c.want, notExecuted(c.code, []byte(c.stdout), []byte(c.stderr)), "%+v", c)
	}
}

// TestMachinesFault: what this machine cannot do is no result.
func TestMachinesFault(t *testing.T) {
	d := newDriver(t)
	app := importGuest(t, d.daemon)
	for name, spoil := range map[string]func(*driver.Spec){
		"no inputs":     func(s *driver.Spec) { s.InDir += "-none" },
		"no room":       func(s *driver.Spec) { s.Limits.OutputBytes = 0 },
		"no memory":     func(s *driver.Spec) { s.Limits.MemoryBytes = 0 },
		"no gpu":        func(s *driver.Spec) { s.GPU = true },
		"no gvisor":     func(s *driver.Spec) { s.GVisor = true },
		"no image":      func(s *driver.Spec) { s.App = "iexecd/none@sha256:" + strings.Repeat("0", 64) },
		"a bad name":    func(s *driver.Spec) { s.App = "Not An Image" },
		"a link inside": func(s *driver.Spec) { _ = os.Symlink("/etc/passwd", filepath.Join(s.InDir, "link")) },
	} {
		t.Run(name, func(t *testing.T) {
			s := drivertest.NewSpec(t, app, "copy")
			spoil(&s)
			_, err := d.Run(t.Context(), s)
			require.Error(t, err)
			require.NoError(t, d.Discard(t.Context(), s.TaskID))
			requireNothingLeft(t, d)
		})
	}
	require.ErrorContains(t, d.ProbeGPU(t.Context()), "gpu")
	require.ErrorContains(t, d.ProbeGVisor(t.Context()), "runsc")
	require.NoError(t, d.Probe(t.Context()))
}

// TestSeccompProfile: the profile allows nothing twice, and nothing of what it is there to stop.
func TestSeccompProfile(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"io_uring_setup", "keyctl", "bpf", "mount", "unshare", "ptrace", "userfaultfd"} {
		require.NotContains(t, seccomp, `"`+name+`"`)
	}
	var profile struct {
		DefaultAction string `json:"defaultAction"`
		Syscalls      []struct {
			Names []string `json:"names"`
		} `json:"syscalls"`
	}
	require.NoError(t, json.Unmarshal([]byte(seccomp), &profile))
	require.Equal(t, "SCMP_ACT_ERRNO", profile.DefaultAction)
	names := profile.Syscalls[0].Names
	require.True(t, slices.IsSorted(names))
	require.Len(t, slices.Compact(slices.Clone(names)), len(names))
}
