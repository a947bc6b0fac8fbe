// Package film tests a bag of tasks on workers that are processes: a film whose
// frames are rendered while one of the workers dies.
package film

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image/png"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// patience is how long anything may take; everything is polled.
const patience = 10 * time.Minute

// frames is the length of the film; FILM_FRAMES renders another, as 200.
func frames(t *testing.T) int {
	t.Helper()
	text := os.Getenv("FILM_FRAMES")
	if text == "" {
		return 12
	}
	n, err := strconv.Atoi(text)
	require.NoError(t, err)
	return n
}

// studio is a validator and four workers, each a process.
type studio struct {
	*testing.T
	bin, dir string
	workers  []*exec.Cmd

	Validators []struct {
		Home  string `json:"home"`
		Ports struct {
			GRPC int `json:"grpc"`
			REST int `json:"rest"`
		} `json:"ports"`
	} `json:"validators"`
	WorkerPorts []int `json:"worker_ports"`
}

// binary returns the iexecd that IEXECD names or make test built, or builds one.
func binary(t *testing.T) string {
	t.Helper()
	if named := os.Getenv("IEXECD"); named != "" {
		return named
	}
	bin, err := filepath.Abs("../../../build/iexecd")
	require.NoError(t, err)
	if _, err := os.Stat(bin); err != nil {
		bin = filepath.Join(t.TempDir(), "iexecd")
		out, err := exec.CommandContext(t.Context(), "go", "build", "-o", bin, "../../../cmd/iexecd").CombinedOutput()
		require.NoError(t, err, string(out))
	}
	return bin
}

// newStudio starts the network; its work clocks are those of a real one, divided.
func newStudio(t *testing.T, workers, clockScale int) *studio {
	t.Helper()
	s := &studio{T: t, bin: binary(t), dir: filepath.Join(t.TempDir(), "net")}
	out := s.run("testnet", "--v", "1", "--workers", strconv.Itoa(workers), "--free-ports",
		"--block-time", "200ms", "--clock-scale", strconv.Itoa(clockScale), "-o", s.dir)
	require.NoError(t, json.Unmarshal([]byte(out), s))
	s.start("validator", "start", "--home", s.Validators[0].Home)
	s.await("a block", func() bool { return s.ask("/cosmos/base/tendermint/v1beta1/blocks/2", nil) })
	for i := range workers {
		name := fmt.Sprintf("worker%d", i)
		args := append([]string{"worker", "start"}, s.keys(name)...)
		s.workers = append(s.workers, s.start(name, append(args, "--slots", "2", "--dir", filepath.Join(s.dir, name),
			"--listen", fmt.Sprintf("127.0.0.1:%d", s.WorkerPorts[i]))...))
	}
	for _, port := range s.WorkerPorts {
		s.await("a worker", func() bool { return get(fmt.Sprintf("http://127.0.0.1:%d/readyz", port), nil) })
	}
	return s
}

// keys are the flags with which commands find the network and a key.
func (s *studio) keys(from string) []string {
	return []string{
		"--from", from, "--keyring-backend", "test", "--keyring-dir", s.dir,
		"--node", fmt.Sprintf("127.0.0.1:%d", s.Validators[0].Ports.GRPC),
	}
}

// run returns what a command prints; it must succeed.
func (s *studio) run(args ...string) string {
	s.Helper()
	ctx, cancel := context.WithTimeout(s.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, s.bin, args...)
	cmd.Env = append(os.Environ(), "HOME="+filepath.Dir(s.dir))
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	require.NoError(s, cmd.Run(), "%v: %s %s", args, &out, &errs)
	return out.String()
}

// start starts a process that logs to name.log and ends with the test.
func (s *studio) start(name string, args ...string) *exec.Cmd {
	s.Helper()
	log, err := os.Create(filepath.Join(s.dir, name+".log"))
	require.NoError(s, err)
	defer func() { _ = log.Close() }()
	cmd := exec.Command(s.bin, args...) //nolint:noctx // ended by kill
	cmd.Env = append(os.Environ(), "HOME="+filepath.Dir(s.dir))
	cmd.Stdout, cmd.Stderr = log, log
	require.NoError(s, cmd.Start())
	s.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	return cmd
}

func (s *studio) await(what string, done func() bool) {
	s.Helper()
	require.Eventually(s, done, patience, 20*time.Millisecond, what)
}

// get decodes the answer to a GET and reports whether there was one.
func get(url string, into any) bool {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
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

func (s *studio) ask(path string, into any) bool {
	return get(fmt.Sprintf("http://127.0.0.1:%d%s", s.Validators[0].Ports.REST, path), into)
}

// available is what alice can spend.
func (s *studio) available() uint64 {
	s.Helper()
	var account struct {
		Available uint64 `json:"available_nrlc,string"`
	}
	out := s.run(append([]string{"account", "-o", "json"}, s.keys("alice")...)...)
	require.NoError(s, json.Unmarshal([]byte(out), &account))
	return account.Available
}

// deals are those of the film.
func (s *studio) deals() []deal {
	var all struct {
		Deals []deal `json:"deals"`
	}
	s.ask("/iexec/market/v1/deals", &all)
	return all.Deals
}

type part struct {
	Price uint64 `json:"price_nrlc,string"`
}

type deal struct {
	ID        string `json:"id"`
	Size      uint64 `json:"size,string"`
	Completed uint64 `json:"completed,string"`
	Failed    uint64 `json:"failed,string"`
	App       part   `json:"app"`
	Pool      part   `json:"workerpool"`
}

func (s *studio) completed() (n uint64) {
	for _, d := range s.deals() {
		n += d.Completed
	}
	return n
}

// A bag renders a film on four workers. One of them is killed with -9 half way and
// never comes back: every frame is there, in order, and each was paid once.
func TestFilmWithAWorkerKilledHalfWay(t *testing.T) {
	length := frames(t)
	scale := 10
	if length > 100 { // all tasks of a deal have its deadline
		scale = 4
	}
	s := newStudio(t, 4, scale)
	before := s.available()
	began := time.Now()
	dir := filepath.Join(t.TempDir(), "frames")
	args := append([]string{"run", "film", "--count", strconv.Itoa(length), "--yes", "--out", dir}, s.keys("alice")...)
	buying := s.start("run", append(args, "--", strconv.Itoa(length), "48")...)
	ended := make(chan error, 1)
	go func() { ended <- buying.Wait() }()
	s.await("half of the frames, or an early end", func() bool {
		return len(ended) > 0 || s.completed() >= uint64(length)/2
	})
	require.NoError(t, s.workers[3].Process.Kill())
	half := time.Since(began)
	err := <-ended
	text, _ := os.ReadFile(filepath.Join(s.dir, "run.log"))
	require.NoError(t, err, "%s", text)
	t.Logf("%d frames in %s, the worker died after %s", length, time.Since(began).Round(time.Second),
		half.Round(time.Second))

	for i := range length {
		f, err := os.Open(filepath.Join(dir, strconv.Itoa(i), fmt.Sprintf("frame%04d.png", i)))
		require.NoError(t, err)
		picture, err := png.Decode(f)
		require.NoError(t, err)
		require.Equal(t, 48, picture.Bounds().Dx())
		require.NoError(t, f.Close())
	}
	film := filepath.Join(t.TempDir(), "film.gif")
	out, err := exec.CommandContext(t.Context(), "go", "run", "../../../apps/film/join", dir, film).CombinedOutput()
	require.NoError(t, err, "%s", out)
	require.Contains(t, string(out), fmt.Sprintf("%d frames", length))

	var tasks, cost uint64
	for _, d := range s.deals() {
		require.Zero(t, d.Failed)
		require.Equal(t, d.Size, d.Completed)
		tasks += d.Size
		cost += d.Size * (d.App.Price + d.Pool.Price)
	}
	require.EqualValues(t, length, tasks)
	require.Positive(t, cost)
	paid := before - s.available()
	require.GreaterOrEqual(t, paid, cost)
	require.Less(t, paid-cost, uint64(100_000), "each frame is paid once, and the fee of one transaction")
}
