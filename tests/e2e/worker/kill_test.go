// Package worker tests processes that die: a worker, or a whole dev network,
// killed at any moment and started again ends its tasks, and loses nothing.
package worker

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// patience is how long anything may take; everything is polled.
const patience = 90 * time.Second

// network is a validator and two workers, each a process. A committee is both.
type network struct {
	t       *testing.T
	bin     string
	dir     string
	workers []*exec.Cmd
	chain   *exec.Cmd

	Validators []struct {
		Home  string `json:"home"`
		Ports struct {
			GRPC int `json:"grpc"`
			REST int `json:"rest"`
		} `json:"ports"`
	} `json:"validators"`
	WorkerPorts []int `json:"worker_ports"`
}

// built is the iexecd that TestMain built.
var built string

// TestMain builds iexecd once, unless IEXECD names one.
func TestMain(m *testing.M) { os.Exit(buildAndRun(m)) }

func buildAndRun(m *testing.M) int {
	if built = os.Getenv("IEXECD"); built == "" {
		dir, err := os.MkdirTemp("", "iexecd-e2e-")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer func() { _ = os.RemoveAll(dir) }()
		built = filepath.Join(dir, "iexecd")
		build := exec.CommandContext(context.Background(), "go", "build", "-o", built, "../../../cmd/iexecd")
		out, err := build.CombinedOutput()
		if err != nil {
			fmt.Fprintf(os.Stderr, "cannot build iexecd: %s\n%s", err, out)
			return 1
		}
	}
	return m.Run()
}

func newNetwork(t *testing.T) *network {
	t.Helper()
	n := &network{t: t, bin: built, dir: filepath.Join(t.TempDir(), "net"), workers: make([]*exec.Cmd, 2)}
	out := n.run("testnet", "--v", "1", "--workers", "2", "--free-ports", "--block-time", "200ms", "-o", n.dir)
	require.NoError(t, json.Unmarshal(out, n))
	n.chain = n.start("validator", "start", "--home", n.Validators[0].Home)
	t.Cleanup(func() {
		for i := range n.workers {
			n.kill(i)
		}
		_ = n.chain.Process.Kill()
		_ = n.chain.Wait()
	})
	n.await("a block", func() bool {
		var v map[string]any
		return n.ask("/cosmos/base/tendermint/v1beta1/blocks/2", &v)
	})
	// The apps are in the first worker's store; the second has them too, so that neither needs the other.
	const blobs = "store/blobs"
	require.NoError(t, os.CopyFS(filepath.Join(n.home(1), blobs), os.DirFS(filepath.Join(n.home(0), blobs))))
	for i := range n.workers {
		n.startWorker(i)
	}
	return n
}

// home is the folder of a worker, as testnet laid it out.
func (n *network) home(i int) string { return filepath.Join(n.dir, fmt.Sprintf("worker%d", i)) }

// environment is that of a user with a home folder.
func environment(home string) []string { return append(os.Environ(), "HOME="+home) }

// run returns what a command prints; it must succeed.
func (n *network) run(args ...string) []byte {
	n.t.Helper()
	ctx, cancel := context.WithTimeout(n.t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, n.bin, args...)
	cmd.Env = environment(filepath.Join(n.dir, "user"))
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	require.NoError(n.t, cmd.Run(), "%v: %s %s", args, &out, &errs)
	return out.Bytes()
}

// start starts a process that logs to name.log.
func (n *network) start(name string, args ...string) *exec.Cmd {
	n.t.Helper()
	log, err := os.OpenFile(filepath.Join(n.dir, name+".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	require.NoError(n.t, err)
	defer func() { _ = log.Close() }()
	cmd := exec.Command(n.bin, args...) //nolint:noctx // ended by kill
	cmd.Env = environment(filepath.Join(n.dir, "user"))
	cmd.Stdout, cmd.Stderr = log, log
	require.NoError(n.t, cmd.Start())
	return cmd
}

// keys are the flags with which commands find the network and a key.
func (n *network) keys(from string) []string {
	return []string{
		"--from", from, "--keyring-backend", "test", "--keyring-dir", n.dir,
		"--node", fmt.Sprintf("127.0.0.1:%d", n.Validators[0].Ports.GRPC),
	}
}

func (n *network) startWorker(i int) {
	n.t.Helper()
	name := fmt.Sprintf("worker%d", i)
	args := append([]string{"worker", "start"}, n.keys(name)...)
	args = append(args, "--slots", "4", "--dir", n.home(i),
		"--listen", fmt.Sprintf("127.0.0.1:%d", n.WorkerPorts[i]))
	n.workers[i] = n.start(name, args...)
	n.await(name+" is ready", func() bool {
		return get(fmt.Sprintf("http://127.0.0.1:%d/readyz", n.WorkerPorts[i]), nil)
	})
}

// kill ends a worker as a power cut would; its app ends with it.
func (n *network) kill(i int) {
	cmd := n.workers[i]
	if cmd == nil {
		return
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	n.workers[i] = nil
	n.await("the app's process ended as well", func() bool {
		folders, _ := filepath.Glob("/proc/[0-9]*/cwd")
		for _, folder := range folders {
			if target, err := os.Readlink(folder); err == nil && strings.HasPrefix(target, n.home(i)) {
				return false
			}
		}
		return true
	})
}

func (n *network) pause(i int) { require.NoError(n.t, n.workers[i].Process.Signal(syscall.SIGSTOP)) }

func (n *network) proceed(i int) { require.NoError(n.t, n.workers[i].Process.Signal(syscall.SIGCONT)) }

func (n *network) await(what string, done func() bool) {
	n.t.Helper()
	deadline := time.Now().Add(patience)
	for !done() {
		if time.Now().After(deadline) {
			for _, name := range []string{"worker0", "worker1", "validator"} {
				log, _ := os.ReadFile(filepath.Join(n.dir, name+".log"))
				n.t.Logf("%s: %s", name, log[max(0, len(log)-2000):])
			}
			n.t.Fatalf("not within %s: %s", patience, what)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// get decodes the answer to a GET and reports whether there was one.
func get(url string, into any) bool {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return false
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return false
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	return err == nil && response.StatusCode == http.StatusOK && (into == nil || json.Unmarshal(body, into) == nil)
}

func (n *network) ask(path string, into any) bool {
	return get(fmt.Sprintf("http://127.0.0.1:%d%s", n.Validators[0].Ports.REST, path), into)
}

// task is what the chain knows of a task.
type task struct {
	ID      string `json:"id"`
	State   string `json:"state"`
	Reason  string `json:"reason"`
	Members []struct {
		Worker   string `json:"worker"`
		State    string `json:"state"`
		Slashed  string `json:"slashed_nrlc"`
		Location string `json:"location"`
		Reward   string `json:"reward_nrlc"`
	} `json:"members"`
}

func (n *network) task(id string) task {
	var v struct {
		Task task `json:"task"`
	}
	n.ask("/iexec/poco/v1/tasks/"+id, &v)
	return v.Task
}

// member returns the state of a worker's seat, "" if it has none.
func (n *network) member(id, worker string) string {
	for _, m := range n.task(id).Members {
		if m.Worker == worker {
			return strings.TrimPrefix(m.State, "MEMBER_STATE_")
		}
	}
	return ""
}

// status is what a worker tells of itself.
type status struct {
	Worker  string            `json:"worker"`
	Running int               `json:"running"`
	Tasks   map[string]string `json:"tasks"`
}

func (n *network) status(i int) status {
	var s status
	get(fmt.Sprintf("http://127.0.0.1:%d/status", n.WorkerPorts[i]), &s)
	return s
}

// buy orders a computation and returns its task once both workers are drawn.
func (n *network) buy(known map[string]bool) string {
	n.t.Helper()
	args := append([]string{"run", "vanitygen", "--yes", "--detach"}, n.keys("alice")...)
	n.run(append(args, "--", "aa")...)
	var id string
	n.await("a task with two members", func() bool {
		var v struct {
			Tasks []task `json:"tasks"`
		}
		n.ask("/iexec/poco/v1/tasks", &v)
		for _, t := range v.Tasks {
			if !known[t.ID] && len(t.Members) == 2 {
				id = t.ID
			}
		}
		return id != ""
	})
	known[id] = true
	return id
}

// A worker that is killed with -9 before its commit, after it, or when it should
// reveal, and is started again, ends the task: everybody is accepted and paid,
// nobody loses anything.
func TestKilledWorkerEndsItsTasks(t *testing.T) {
	n := newNetwork(t)
	const victim, other = 0, 1
	name := n.status(victim).Worker
	require.NotEmpty(t, name)
	known := map[string]bool{}
	committed := func(id string) func() bool { return func() bool { return n.member(id, name) == "COMMITTED" } }
	for _, phase := range []struct {
		name string
		kill func(id string)
	}{
		{"before the commit", func(id string) {
			n.await("it computes", func() bool { return n.status(victim).Running > 0 })
			require.Equal(t, "DRAWN", n.member(id, name))
			n.kill(victim)
		}},
		{"after the commit", func(id string) {
			n.pause(other) // so that nobody can reveal yet
			n.await("it has committed", committed(id))
			n.kill(victim)
			require.Equal(t, "TASK_STATE_COMMITTING", n.task(id).State)
			n.proceed(other)
		}},
		{"when it should reveal", func(id string) {
			n.pause(other)
			n.await("it has committed", committed(id))
			n.pause(victim)
			n.proceed(other)
			n.await("reveals are due", func() bool { return n.task(id).State == "TASK_STATE_REVEALING" })
			require.Equal(t, "COMMITTED", n.member(id, name))
			n.kill(victim)
		}},
	} {
		t.Run(phase.name, func(t *testing.T) {
			id := n.buy(known)
			phase.kill(id)
			n.startWorker(victim)
			n.await("the task ended", func() bool {
				s := n.task(id).State
				return s == "TASK_STATE_COMPLETED" || s == "TASK_STATE_FAILED"
			})
			ended := n.task(id)
			require.Equal(t, "TASK_STATE_COMPLETED", ended.State, ended.Reason)
			require.Len(t, ended.Members, 2)
			for _, m := range ended.Members {
				require.Equal(t, "MEMBER_STATE_ACCEPTED", m.State)
				require.Equal(t, "0", m.Slashed)
				require.NotEqual(t, "0", m.Reward)
				require.True(t, get(m.Location+"/tasks/"+id, nil), "it serves its result: %s", m.Location)
			}
			for _, i := range []int{victim, other} {
				n.await("the worker has closed the task", func() bool {
					s := n.status(i)
					return s.Worker != "" && len(s.Tasks) == 0
				})
			}
		})
	}
}

// A worker that is killed again and again still ends its task.
func TestWorkerKilledAgainAndAgain(t *testing.T) {
	n := newNetwork(t)
	id := n.buy(map[string]bool{})
	for range 4 {
		n.kill(0)
		n.startWorker(0)
	}
	n.await("the task ended", func() bool { return n.task(id).State == "TASK_STATE_COMPLETED" })
	for _, m := range n.task(id).Members {
		require.Equal(t, "0", m.Slashed)
	}
}
