package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/worker"
	"github.com/iexecd/iexecd/worker/conf"
	"github.com/iexecd/iexecd/worker/driver/images"
)

func checkSandbox(ctx context.Context, home string) check {
	d, err := newWasm(home)
	if err == nil {
		err = d.Probe(ctx)
	}
	if err != nil {
		return check{Name: "sandbox", Found: err.Error(), Fix: "iexecd worker doctor on another machine, and report it"}
	}
	return check{Name: "sandbox", OK: true, Found: "wasm (built in) runs, metered and confined"}
}

// leastDisk is the free space below which a worker should not start.
const leastDisk = 1 << 30

func checkDisk(home string, storeBytes uint64) check {
	var st syscall.Statfs_t
	if err := os.MkdirAll(home, 0o700); err != nil {
		return check{Name: "disk", Found: err.Error(), Fix: "--dir DIR"}
	}
	if err := syscall.Statfs(home, &st); err != nil {
		return check{Name: "disk", Found: err.Error(), Fix: "--dir DIR"}
	}
	free := int64(st.Bavail) * st.Bsize //nolint:gosec // disks are smaller than 8 EiB
	if free < leastDisk {
		return check{
			Name: "disk", Found: fmt.Sprintf("%s free in %s, want %s", bytesText(free), home, bytesText(leastDisk)),
			Fix: "free some space, or --dir DIR",
		}
	}
	c := check{Name: "disk", OK: true, Found: bytesText(free) + " free in " + home}
	if uint64(free) < storeBytes {
		c.Warn, c.Fix = true, fmt.Sprintf("store_bytes = %d or less, it is %d", free/2, storeBytes)
	}
	return c
}

func checkPort(ctx context.Context, listen, me string) check {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", listen)
	if err == nil {
		_ = l.Close()
		return check{Name: "port", OK: true, Found: listen + " is free"}
	}
	if localStatus(ctx, "http://"+listen, me) != nil {
		return check{Name: "port", OK: true, Found: listen + " is used by this worker, which runs"}
	}
	return check{Name: "port", Found: err.Error(), Fix: "--listen 127.0.0.1:0"}
}

// checkURL asks the worker's URL whether it leads here: to the worker, or if it does
// not run, to a server of this check in its place.
func checkURL(ctx context.Context, c worker.Config, me string) check {
	at := c.URL
	if at == "" {
		at = "http://" + c.Listen
	}
	out := check{Name: "url", OK: true, Found: at + " leads here, as seen from this machine"}
	u, err := url.Parse(at)
	if err != nil {
		return check{Name: "url", Found: err.Error(), Fix: "--url https://worker.example.org"}
	}
	const word = "iexecd worker doctor"
	if l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.Listen); err == nil {
		server := &http.Server{ReadHeaderTimeout: time.Second, Handler: http.HandlerFunc(
			func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, word) })}
		go func() { _ = server.Serve(l) }()
		defer func() { _ = server.Close() }()
		if u.Port() == "0" {
			at = "http://" + l.Addr().String()
		}
		if err := leadsTo(ctx, at, word); err != nil {
			return check{
				Name: "url", Found: fmt.Sprintf("%s does not lead to %s: %v", at, c.Listen, err),
				Fix: "open the port or set up the proxy, or --url",
			}
		}
	} else if localStatus(ctx, at, me) == nil {
		return check{Name: "url", Found: at + " does not lead to this worker", Fix: "--url, or its proxy"}
	}
	ip := net.ParseIP(u.Hostname())
	if u.Hostname() == "localhost" || ip != nil && (ip.IsLoopback() || ip.IsPrivate()) {
		out.Warn = true
		out.Found = at + " is reached from here only: others cannot fetch results"
		out.Fix = "--listen 0.0.0.0:8081 --url http://a name or address that the internet knows"
	}
	return out
}

// leadsTo asks a URL for a word.
func leadsTo(ctx context.Context, at, word string) error {
	limited, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(limited, http.MethodGet, at+"/healthz", nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	bz, err := io.ReadAll(io.LimitReader(response.Body, 1<<10))
	if err == nil && string(bz) != word {
		err = errors.New("another server answers there: " + response.Status)
	}
	return err
}

// dockerInfo is what the doctor wants to know of a Docker daemon.
type dockerInfo struct {
	ServerVersion string
	Driver        string // of storage
	CgroupVersion string
	DockerRootDir string
	MemoryLimit   bool
	PidsLimit     bool
	CPUCfsQuota   bool `json:"CpuCfsQuota"`
	Runtimes      map[string]json.RawMessage
	Security      []string `json:"SecurityOptions"`
	Swarm         struct {
		ControlAvailable bool
		Nodes            int
	}
}

// dockerHost returns where the daemon is: the configuration's, else DOCKER_HOST,
// else the usual socket.
func dockerHost(c conf.Config) string {
	for _, host := range []string{c.Docker.Host, os.Getenv("DOCKER_HOST")} {
		if host != "" {
			return host
		}
	}
	return "unix:///var/run/docker.sock"
}

// askDocker returns what a daemon says of itself.
func askDocker(ctx context.Context, host string) (dockerInfo, error) {
	var info dockerInfo
	network, address, ok := strings.Cut(host, "://")
	if !ok || network != "unix" && network != "tcp" {
		return info, fmt.Errorf("docker host %q: expected unix:///path or tcp://host:port", host)
	}
	client := &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, address)
		},
	}}
	defer client.CloseIdleConnections()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://docker/info", nil)
	if err != nil {
		return info, err
	}
	response, err := client.Do(request)
	if err != nil {
		return info, err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return info, errors.New(response.Status)
	}
	return info, json.NewDecoder(io.LimitReader(response.Body, 1<<20)).Decode(&info)
}

// checkDocker looks at the daemon, if the worker says that it runs containers.
func checkDocker(ctx context.Context, c conf.Config) []check {
	var tag market.Tag
	for _, v := range c.Values {
		if v.Key.Name == "abilities" {
			tag, _ = worker.ParseTag(v.Text)
		}
	}
	host := dockerHost(c)
	info, err := askDocker(ctx, host)
	if !tag.Has(market.TagBitContainers) {
		found := "not used: containers is not among the abilities"
		if err == nil {
			found += fmt.Sprintf(" (Docker %s is at %s)", info.ServerVersion, host)
		}
		return []check{{Name: "docker", OK: true, Found: found}}
	}
	if err != nil {
		return []check{{
			Name: "docker", Found: fmt.Sprintf("%s does not answer: %v", host, err),
			Fix: "apt-get install docker.io, and put this user into the group docker",
		}}
	}
	checks := append([]check{judgeDocker(host, info)}, judgeRuntime(tag, info), checkDockerDisk(c, info))
	if c.Swarm.SharedDir != "" {
		checks = append(checks, judgeSwarm(c.Swarm.SharedDir, info))
	}
	return checks
}

func judgeDocker(host string, i dockerInfo) check {
	out := check{Name: "docker", OK: true, Found: fmt.Sprintf("%s at %s, cgroup v%s, storage %s", i.ServerVersion, host,
		i.CgroupVersion, i.Driver)}
	var lacks []string
	for what, has := range map[string]bool{"memory": i.MemoryLimit, "pids": i.PidsLimit, "cpu": i.CPUCfsQuota} {
		if !has {
			lacks = append(lacks, what)
		}
	}
	if len(lacks) > 0 {
		slices.Sort(lacks)
		out.OK, out.Fix = false, "a kernel with these cgroup controllers"
		out.Found += "; it cannot limit " + strings.Join(lacks, ", ")
	}
	if !slices.ContainsFunc(i.Security, func(s string) bool { return strings.Contains(s, "name=seccomp") }) {
		out.OK, out.Fix = false, "a Docker with seccomp"
		out.Found += "; it has no seccomp"
	}
	return out
}

func judgeRuntime(tag market.Tag, i dockerInfo) check {
	_, runsc := i.Runtimes["runsc"]
	switch {
	case runsc:
		return check{Name: "runtime", OK: true, Found: "runc and runsc (gVisor)"}
	case tag.Has(market.TagBitGVisor):
		return check{
			Name: "runtime", Found: "gvisor is among the abilities, but Docker has no runtime runsc",
			Fix: "install gVisor, or take gvisor out of abilities",
		}
	}
	return check{Name: "runtime", OK: true, Found: "runc; no runsc, so no tasks that demand gVisor"}
}

// checkDockerDisk looks at the disk of the images, if it is of this machine.
func checkDockerDisk(c conf.Config, i dockerInfo) check {
	used, err := images.DiskUsage(i.DockerRootDir)
	if err != nil {
		return check{
			Name: "images", OK: true, Warn: true,
			Found: fmt.Sprintf("the disk of %s cannot be seen from here: %v", i.DockerRootDir, err),
		}
	}
	out := check{
		Name: "images", OK: true,
		Found: fmt.Sprintf("%d %% of the disk of %s is used, images go at %d %%", used, i.DockerRootDir,
			c.Docker.DiskHighPercent),
	}
	if used >= int(c.Docker.DiskHighPercent) { //nolint:gosec // at most 99
		out.Warn, out.Fix = true, "free some space, or raise docker.disk_high_percent"
	}
	return out
}
