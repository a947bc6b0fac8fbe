package docker

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/moby/moby/api/pkg/stdcopy"
	"github.com/moby/moby/client"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/driver/drivertest"
)

// workerArg makes the test binary a worker that runs one app, to be killed.
const workerArg = "run-one-app"

// order is what such a worker is told.
type order struct {
	Host, Name, Dir string
	Spec            driver.Spec
	Recover         bool   // instead of running an app
	Files           uint64 // how many it may open; 0 = as many as usual
}

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == workerArg {
		if err := runOne(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func runOne() error {
	var o order
	if err := json.NewDecoder(os.Stdin).Decode(&o); err != nil {
		return err
	}
	d, err := New(Options{Host: o.Host, Name: o.Name, Dir: o.Dir})
	if err != nil {
		return err
	}
	if o.Files > 0 {
		if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: o.Files, Max: o.Files}); err != nil {
			return err
		}
	}
	if o.Recover {
		_, err = d.Recover(context.Background())
		return err
	}
	out, err := d.Run(context.Background(), o.Spec)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(out)
}

// startWorker starts a worker that runs an app in a driver's place.
func startWorker(t *testing.T, d *Driver, s driver.Spec) *exec.Cmd {
	t.Helper()
	text, err := json.Marshal(order{Host: d.options.Host, Name: d.options.Name, Dir: d.options.Dir, Spec: s})
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), os.Args[0], workerArg)
	cmd.Stdin, cmd.Stderr = bytes.NewReader(text), os.Stderr
	require.NoError(t, cmd.Start())
	return cmd
}

// patience is how long what must come may take on a busy machine.
const patience = 30 * time.Second

// token polls for the first line of an app, which no other run of it has.
func token(t *testing.T, d *Driver, task ident.Hash) string {
	t.Helper()
	var said bytes.Buffer
	require.Eventually(t, func() bool {
		logs, err := d.daemon.ContainerLogs(t.Context(), d.nameOf(task), client.ContainerLogsOptions{ShowStdout: true})
		if err != nil {
			return false
		}
		defer func() { _ = logs.Close() }()
		said.Reset()
		_, err = stdcopy.StdCopy(&said, &said, logs)
		return err == nil && strings.Contains(said.String(), "\n")
	}, patience, 20*time.Millisecond)
	line, _, _ := strings.Cut(said.String(), "\n")
	return line
}

func ended(t *testing.T, d *Driver, task ident.Hash) {
	t.Helper()
	require.Eventually(t, func() bool {
		c, err := d.daemon.ContainerInspect(t.Context(), d.nameOf(task), client.ContainerInspectOptions{})
		return err == nil && !c.Container.State.Running && c.Container.State.FinishedAt > c.Container.State.StartedAt
	}, patience, 20*time.Millisecond)
}

// TestWorkerKilled: an app goes on when its worker is killed. The next worker of the
// same name and folder takes it up, running or ended, and has the same outcome.
func TestWorkerKilled(t *testing.T) {
	for _, c := range []struct {
		name  string
		args  []string
		ended bool // before the next worker comes
		again bool // an end that can be the machine's fault does not count
		want  poco.Cause
	}{
		{name: "the app runs", args: []string{"lasts", "3s"}, want: poco.CauseOK},
		{name: "the app ended", args: []string{"lasts", "3s"}, ended: true, want: poco.CauseOK},
		{name: "the app failed", args: []string{"lasts", "3s", "3"}, ended: true, again: true, want: poco.CauseExit},
		{name: "the app ran out of time", args: []string{"lasts", "1h"}, want: poco.CauseTimeout},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDriver(t)
			s := drivertest.NewSpec(t, importGuest(t, d.daemon), c.args...)
			s.Limits.Wall = 8 * time.Second
			worker := startWorker(t, d, s)
			first := token(t, d, s.TaskID)
			require.NoError(t, worker.Process.Kill())
			require.Error(t, worker.Wait())
			if c.ended {
				ended(t, d, s.TaskID)
			}
			tasks, err := d.Recover(t.Context())
			require.NoError(t, err)
			require.Equal(t, []ident.Hash{s.TaskID}, tasks)
			began := time.Now()
			out, err := d.Run(t.Context(), s)
			require.NoError(t, err)
			require.Equal(t, c.want, out.Cause, out.Tail)
			require.Less(t, time.Since(began), patience)
			require.Equal(t, c.again, !strings.Contains(string(out.Stdout), first), "it was run again")
			if c.want == poco.CauseOK {
				text, err := os.ReadFile(filepath.Join(s.OutDir, "copy.txt"))
				require.NoError(t, err)
				require.Equal(t, "hello", string(text))
				require.Equal(t, first+"\nended\n", string(out.Stdout))
			}
			requireNothingLeft(t, d)
		})
	}
}

// TestRecover: what is of no use after a crash is removed: a container that never
// started, a volume without a container.
func TestRecover(t *testing.T) {
	d := newDriver(t)
	s := drivertest.NewSpec(t, importGuest(t, d.daemon), "copy")
	r := &run{driver: d, spec: s, name: d.nameOf(s.TaskID), volume: d.volumeOf(s.TaskID)}
	r.stdout, r.stderr = newCapture(func([]byte) {}), newCapture(func([]byte) {})
	half := func() {
		require.NoError(t, r.volume.clear())
		require.NoError(t, d.fill(t.Context(), r.volume, s.Limits.OutputBytes))
		bad, err := r.create(t.Context(), image{})
		require.NoError(t, err)
		require.Nil(t, bad)
		r.close()
	}
	half()
	tasks, err := d.Recover(t.Context())
	require.NoError(t, err)
	require.Empty(t, tasks)
	requireNothingLeft(t, d)

	require.NoError(t, r.volume.clear())
	require.NoError(t, d.fill(t.Context(), r.volume, s.Limits.OutputBytes))
	tasks, err = d.Recover(t.Context())
	require.NoError(t, err)
	require.Empty(t, tasks)
	requireNothingLeft(t, d)

	half() // nobody asked Recover
	out, err := d.Run(t.Context(), s)
	require.NoError(t, err)
	require.Equal(t, poco.CauseOK, out.Cause)
	require.NoError(t, d.Discard(t.Context(), s.TaskID), "nothing is fine")
	requireNothingLeft(t, d)
}

// ownDaemon is a Docker daemon of a test's own, to be killed.
type ownDaemon struct {
	run, data string
	cmd       *exec.Cmd
}

func newDaemon(t *testing.T) *ownDaemon {
	t.Helper()
	run, err := os.MkdirTemp("", "iexd") //nolint:usetesting // a socket's path is short
	require.NoError(t, err)
	o := &ownDaemon{run: run, data: run + "/data"}
	t.Cleanup(func() {
		o.killAll(t)
		// A process that is ending has no command line any more, but its files a little longer.
		for _, at := range mountsBelow(t, o.run) {
			let := func() bool { return syscall.Unmount(at, 0) == nil }
			require.True(t, eventually(let, patience), "busy: %s", at)
		}
		require.NoError(t, os.RemoveAll(o.run))
	})
	o.start(t)
	return o
}

func (o *ownDaemon) host() string { return "unix://" + o.run + "/docker.sock" }

func (o *ownDaemon) start(t *testing.T) {
	t.Helper()
	log, err := os.OpenFile(filepath.Join(o.run, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	require.NoError(t, err)
	defer func() { _ = log.Close() }()
	// A killed one leaves them, and takes a process that nobody reaped for a living one.
	_ = os.Remove(filepath.Join(o.run, "pid"))
	_ = os.Remove(filepath.Join(o.run, "exec/containerd/containerd.pid"))
	o.cmd = exec.CommandContext(context.WithoutCancel(t.Context()), "dockerd", "-H", o.host(), "--data-root", o.data,
		"--exec-root", o.run+"/exec", "--pidfile", o.run+"/pid", "--bridge", "none", "--iptables=false")
	// In a network of its own: a daemon without a bridge removes docker0, which is another's.
	o.cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}
	o.cmd.Stdout, o.cmd.Stderr = log, log
	require.NoError(t, o.cmd.Start(), "make test installs docker.io")
	daemon, err := Dial(o.host())
	require.NoError(t, err)
	defer func() { _ = daemon.Close() }()
	up := func() bool {
		_, err := daemon.Ping(t.Context(), client.PingOptions{})
		return err == nil
	}
	if !eventually(up, time.Minute) {
		text, _ := os.ReadFile(filepath.Join(o.run, "log"))
		require.Fail(t, "dockerd does not answer", "%s", text[max(0, len(text)-4000):])
	}
}

func eventually(ok func() bool, within time.Duration) bool {
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(within); time.Now().Before(end); <-tick.C {
		if ok() {
			return true
		}
	}
	return false
}

// kill kills the daemon; what it started may live.
func (o *ownDaemon) kill(t *testing.T) {
	t.Helper()
	require.NoError(t, o.cmd.Process.Kill())
	require.Error(t, o.cmd.Wait())
}

// killAll kills the daemon and all that it started, as a power cut does.
func (o *ownDaemon) killAll(t *testing.T) {
	t.Helper()
	_ = o.cmd.Process.Kill()
	_ = o.cmd.Wait()
	require.True(t, eventually(func() bool {
		left := o.processes()
		for _, pid := range left {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
		return len(left) == 0
	}, patience))
}

// processes returns the processes that name the daemon's folder, and theirs.
func (o *ownDaemon) processes() []int {
	parents, ours := map[int]int{}, map[int]bool{}
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range stats {
		dir := filepath.Dir(path)
		pid, _ := strconv.Atoi(filepath.Base(dir))
		stat, err := os.ReadFile(path)
		line, err2 := os.ReadFile(filepath.Join(dir, "cmdline"))
		if err != nil || err2 != nil {
			continue
		}
		words := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
		if words[0] == "Z" {
			continue
		}
		parents[pid], _ = strconv.Atoi(words[1])
		ours[pid] = strings.Contains(string(line), o.run+"/")
	}
	var list []int
	for pid := range parents {
		for at := pid; at > 1; at = parents[at] {
			if ours[at] {
				list = append(list, pid)
				break
			}
		}
	}
	return list
}

// TestDaemonKilled: when the daemon is killed during a run, alone or with everything,
// Run fails; when it is back, Run runs the app again, and nothing is left behind. An
// app that was cut off is never taken for one that ended.
func TestDaemonKilled(t *testing.T) {
	for name, kill := range map[string]func(*ownDaemon, *testing.T){
		"alone": (*ownDaemon).kill, "with everything": (*ownDaemon).killAll,
	} {
		for _, restarted := range []bool{false, true} { // the worker, too
			t.Run(fmt.Sprint(name, ", worker restarted ", restarted), func(t *testing.T) {
				o := newDaemon(t)
				d := newDriverOf(t, Options{Host: o.host(), Name: nameOf(t), Dir: t.TempDir()})
				s := drivertest.NewSpec(t, importGuest(t, d.daemon), "lasts", "4s")
				var run errgroup.Group
				run.Go(func() error {
					_, err := d.Run(t.Context(), s)
					return err
				})
				first := token(t, d, s.TaskID)
				kill(o, t)
				began := time.Now()
				require.Error(t, run.Wait())
				require.Less(t, time.Since(began), patience)
				_, err := d.Run(t.Context(), s)
				require.Error(t, err, "no daemon")
				entries, err := os.ReadDir(s.OutDir)
				require.NoError(t, err)
				require.Empty(t, entries)

				o.start(t)
				if restarted {
					d = newDriverOf(t, d.options)
					_, err = d.Recover(t.Context())
					require.NoError(t, err)
				}
				out, err := d.Run(t.Context(), s)
				require.NoError(t, err)
				require.Equal(t, poco.CauseOK, out.Cause, out.Tail)
				require.NotContains(t, string(out.Stdout), first, "it was cut off, and is run again")
				text, err := os.ReadFile(filepath.Join(s.OutDir, "copy.txt"))
				require.NoError(t, err)
				require.Equal(t, "hello", string(text))
				requireNothingLeft(t, d)
				require.Empty(t, mountsBelow(t, o.run+"/exec/containers", filepath.Join(o.data, "overlay2")))
			})
		}
	}
}
