package cli

import (
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/worker"
	"github.com/iexecd/iexecd/worker/conf"
)

// TestWorkerConfigCommands: what init writes, print shows and validate checks.
func TestWorkerConfigCommands(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "worker.toml")
	exit, stdout, stderr := execute(t, "worker", "config", "init", "--dir", dir, "--slots", "3")
	require.Zero(t, exit, stderr)
	require.Equal(t, file+"\n", stdout)
	exit, _, stderr = execute(t, "worker", "config", "init", "--dir", dir)
	require.Equal(t, ExitUsage, exit)
	require.Contains(t, stderr, "it would be lost")

	t.Setenv("IEXECD_WORKER_CATEGORY", "2")
	t.Setenv("IEXECD_BOND", "7rlc")
	exit, stdout, _ = execute(t, "worker", "config", "print", "--dir", dir, "--log", "json", "-o", "json")
	require.Zero(t, exit)
	var answer struct{ Values []valueView }
	require.NoError(t, json.Unmarshal([]byte(stdout), &answer))
	sources := map[string]string{}
	for _, v := range answer.Values {
		sources[v.Key] = v.Value + " " + v.Source
	}
	require.True(t, strings.HasPrefix(sources["slots"], "3 "+file+":"), sources["slots"])
	require.Equal(t, "2 $IEXECD_WORKER_CATEGORY", sources["category"])
	require.Equal(t, "7rlc $IEXECD_BOND", sources["bond"])
	require.Equal(t, "json --log", sources["log"])
	require.Equal(t, "10m default", sources["drain_timeout"])

	exit, stdout, _ = execute(t, "worker", "config", "validate", "--config", file)
	require.Zero(t, exit)
	require.Contains(t, stdout, "✔ "+file)
	require.NoError(t, os.WriteFile(file, []byte("slots = 3\nslot = 4\nbond = 1\n"), 0o600))
	exit, stdout, stderr = execute(t, "worker", "config", "validate", "--config", file)
	require.Equal(t, ExitUsage, exit)
	require.Contains(t, stdout, "✘ "+file+":2: slot: there is no such key, did you mean slots?\n")
	require.Contains(t, stdout, file+":3: bond: 1 is a number, expected a text in quotes")
	require.Contains(t, stderr, "2 mistakes")
	exit, _, stderr = execute(t, "worker", "start", "--dir", dir)
	require.Equal(t, ExitUsage, exit, "start does not begin with a wrong file")
	require.Contains(t, stderr, "worker config validate")
}

// TestCheckURL: whether a URL leads to the worker is found out by asking it.
func TestCheckURL(t *testing.T) {
	t.Parallel()
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("somebody else"))
	}))
	defer other.Close()
	c := checkURL(t.Context(), worker.Config{Listen: "127.0.0.1:0", URL: other.URL}, "me")
	require.False(t, c.OK)
	require.Contains(t, c.Found, "another server answers there")
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	free := l.Addr().String()
	require.NoError(t, l.Close())
	c = checkURL(t.Context(), worker.Config{Listen: free}, "me")
	require.True(t, c.OK && c.Warn, c.Found)
	require.Contains(t, c.Found, "from here only")
	c = checkURL(t.Context(), worker.Config{Listen: free, URL: "http://127.0.0.1:1"}, "me")
	require.False(t, c.OK)
	mine := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(worker.Status{Worker: "me"})
	}))
	defer mine.Close()
	running := worker.Config{Listen: strings.TrimPrefix(mine.URL, "http://"), URL: mine.URL}
	require.True(t, checkURL(t.Context(), running, "me").OK)
	require.False(t, checkURL(t.Context(), running, "another").OK)
}

// TestCheckDocker: what a daemon says of itself, and what the worker promises.
func TestCheckDocker(t *testing.T) {
	t.Parallel()
	good := `{"ServerVersion":"20.10","Driver":"overlay2","CgroupVersion":"2","DockerRootDir":"/","MemoryLimit":true,` +
		`"PidsLimit":true,"CpuCfsQuota":true,"Runtimes":{"runc":{}},"SecurityOptions":["name=seccomp,profile=default"]}`
	answer := good
	daemon := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(answer))
	}))
	defer daemon.Close()
	host := "tcp://" + strings.TrimPrefix(daemon.URL, "http://")
	look := func(abilities string) map[string]check {
		c, problems := conf.Resolve(conf.Sources{Home: "/h", Environ: []string{
			"IEXECD_WORKER_ABILITIES=" + abilities, "IEXECD_WORKER_DOCKER_HOST=" + host,
		}})
		require.Empty(t, problems)
		found := map[string]check{}
		for _, one := range checkDocker(t.Context(), c) {
			found[one.Name] = one
		}
		return found
	}
	require.Contains(t, look("")["docker"].Found, "not used")
	all := look("containers")
	require.True(t, all["docker"].OK && all["runtime"].OK && all["images"].OK, all)
	require.Contains(t, all["docker"].Found, "20.10 at "+host+", cgroup v2, storage overlay2")
	require.False(t, look("containers,gvisor")["runtime"].OK, "promised and not there")
	answer = strings.Replace(good, `"runc":{}`, `"runsc":{}`, 1)
	require.True(t, look("containers,gvisor")["runtime"].OK)
	answer = strings.NewReplacer(`"PidsLimit":true`, `"PidsLimit":false`, "name=seccomp", "name=x").Replace(good)
	all = look("containers")
	require.False(t, all["docker"].OK)
	require.Contains(t, all["docker"].Found, "cannot limit pids; it has no seccomp")
	daemon.Close()
	all = look("containers")
	require.False(t, all["docker"].OK)
	require.Contains(t, all["docker"].Fix, "docker.io")
}

// TestJudgeSwarm: a manager of a swarm, and a shared folder that can be written.
func TestJudgeSwarm(t *testing.T) {
	t.Parallel()
	var i dockerInfo
	require.Contains(t, judgeSwarm(t.TempDir(), i).Found, "no manager of a swarm")
	i.Swarm.ControlAvailable, i.Swarm.Nodes = true, 3
	dir := t.TempDir()
	c := judgeSwarm(dir, i)
	require.True(t, c.OK)
	require.Contains(t, c.Found, "3 machines, which must share "+dir)
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, left)
	require.False(t, judgeSwarm(filepath.Join(dir, "none"), i).OK)
}

// TestCheckData: folders, keys and accounts that are named are there.
func TestCheckData(t *testing.T) {
	t.Parallel()
	require.Empty(t, checkData(conf.Config{}))
	dir := t.TempDir()
	keys, accounts := filepath.Join(dir, "keys"), filepath.Join(dir, "s3.json")
	require.NoError(t, os.Mkdir(keys, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(keys, "0x1.key"), nil, 0o600))
	require.NoError(t, os.WriteFile(accounts, []byte(`[{"endpoint":"https://s.example","buckets":["a"]}]`), 0o600))
	all := conf.Config{Data: conf.Data{Folders: []string{dir}, Keys: keys, S3Accounts: accounts}}
	c := checkData(all)[0]
	require.True(t, c.OK && !c.Warn, c)
	require.Equal(t, "files of "+dir+", 1 key in "+keys+", 1 account of S3", c.Found)
	require.NoError(t, os.Chmod(keys, 0o755))
	all.Data.Private = "yes"
	require.Contains(t, checkData(all)[0].Fix, "chmod")
	c = checkData(conf.Config{Data: conf.Data{Private: "yes"}})[0]
	require.True(t, c.OK && c.Warn, c)
	require.Contains(t, c.Fix, "data.private_networks")
	require.NoError(t, os.WriteFile(accounts, []byte(`{"secret_key":"s3cret"`), 0o600))
	c = checkData(all)[0]
	require.False(t, c.OK)
	require.NotContains(t, c.Found, "s3cret")
	all.Data.Keys = filepath.Join(dir, "none")
	require.False(t, checkData(all)[0].OK)
	all.Data.Folders = []string{all.Data.Keys}
	require.Contains(t, checkData(all)[0].Fix, "data.folders")
}

func TestStampChanges(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "f")
	require.Zero(t, stamp(file))
	require.NoError(t, os.WriteFile(file, []byte("a"), 0o600))
	first := stamp(file)
	require.NotZero(t, first)
	require.NoError(t, os.Chtimes(file, time.Time{}, time.Unix(1, 0)))
	require.NotEqual(t, first, stamp(file))
}
