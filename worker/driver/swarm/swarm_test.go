package swarm

import (
	"archive/tar"
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/moby/moby/client"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/driver/drivertest"
	"github.com/iexecd/iexecd/worker/driver/images"
	"github.com/iexecd/iexecd/x/market/types"
)

func tarOf(t *testing.T, path string, text []byte) string {
	t.Helper()
	var out strings.Builder
	to := tar.NewWriter(&out)
	require.NoError(t, to.WriteHeader(&tar.Header{Name: path, Mode: 0o755, Size: int64(len(text))}))
	_, err := to.Write(text)
	require.NoError(t, err)
	require.NoError(t, to.Close())
	return out.String()
}

// TestSwarm runs all that needs a swarm against one.
func TestSwarm(t *testing.T) {
	l := newLab(t)
	t.Run("no swarm", func(t *testing.T) {
		err := l.driver(Options{}).Probe(t.Context())
		require.ErrorContains(t, err, `no manager of a swarm: its state there is "inactive"; next: docker swarm init`)
	})
	l.init()
	app := l.guest("/app")
	t.Run("conformance", func(t *testing.T) {
		d := l.driver(Options{})
		drivertest.Run(t, d, app, drivertest.Traits{})
		l.requireEmpty(d)
	})
	t.Run("walls", func(t *testing.T) { walls(t, l, app) })
	t.Run("taken up", func(t *testing.T) { takenUp(t, l, app) })
	t.Run("killed", func(t *testing.T) { killed(t, l, app) })
	t.Run("not started", func(t *testing.T) { notStarted(t, l, app) })
}

// walls: what an app tries against the machine does not work, on a swarm either; but
// for what Lacks names.
func walls(t *testing.T, l *lab, app drivertest.App) {
	t.Helper()
	d := l.driver(Options{})
	for name, try := range map[string]struct {
		args   []string
		causes []poco.Cause
	}{
		"root file system": {[]string{"root"}, []poco.Cause{poco.CauseOK}},
		"fork bomb":        {[]string{"forkbomb"}, []poco.Cause{poco.CauseExit, poco.CauseOutOfMemory}},
		"inputs":           {[]string{"inputs"}, []poco.Cause{poco.CauseOK}},
		"links":            {[]string{"links"}, []poco.Cause{poco.CauseBadOutput}},
		"memory by files":  {[]string{"tmp"}, []poco.Cause{poco.CauseOutOfMemory}},
		"network": {
			[]string{"net", l.registry, "172.17.0.1:22", "172.18.0.1:22", "169.254.169.254:80", "1.1.1.1:443"},
			[]poco.Cause{poco.CauseOK},
		},
	} {
		s := drivertest.NewSpec(t, app, try.args...)
		out, err := d.Run(t.Context(), s)
		require.NoError(t, err, name)
		require.Contains(t, try.causes, out.Cause, "%s: %s", name, out.Tail)
		for line := range strings.Lines(string(out.Stdout)) {
			// It has an interface, of a network on which nobody is: Lacks says so.
			alone := strings.HasPrefix(line, "BREACH interface")
			require.False(t, strings.HasPrefix(line, "BREACH") && !alone, "%s: %s", name, line)
		}
	}
	l.requireEmpty(d)
}

// takenUp: a job outlives its worker, whose next process takes it up; what belongs to
// no task that is still wanted goes.
func takenUp(t *testing.T, l *lab, app drivertest.App) {
	t.Helper()
	o := Options{Name: "survivor", SharedDir: t.TempDir()}
	first := l.driver(o)
	s := drivertest.NewSpec(t, app, "spin")
	s.Limits.Wall = 15 * time.Second
	_, err := first.job(s).open(t.Context())
	require.NoError(t, err)
	running := func() bool {
		list, err := first.tasks(t.Context(), first.nameOf(s.TaskID))
		return err == nil && len(list) == 1 && list[0].Status.State == "running"
	}
	require.Eventually(t, running, time.Minute, 100*time.Millisecond)
	require.NoError(t, first.Close())

	second := l.driver(o)
	tasks, err := second.Recover(t.Context())
	require.NoError(t, err)
	require.Equal(t, []any{s.TaskID}, []any{tasks[0]})
	require.Len(t, tasks, 1)
	before, err := second.tasks(t.Context(), second.nameOf(s.TaskID))
	require.NoError(t, err)
	out, err := second.Run(t.Context(), s)
	require.NoError(t, err)
	require.Equal(t, poco.CauseTimeout, out.Cause)
	require.Less(t, time.Since(before[0].Status.Timestamp), 30*time.Second, "the clock goes on")
	l.requireEmpty(second)

	// A worker that does not want it any more discards it; a network alone goes by itself.
	_, err = second.job(s).open(t.Context())
	require.NoError(t, err)
	require.NoError(t, second.Discard(t.Context(), s.TaskID))
	require.NoError(t, second.Discard(t.Context(), s.TaskID), "nothing is fine")
	require.NoError(t, second.job(s).makeNetwork(t.Context()))
	tasks, err = second.Recover(t.Context())
	require.NoError(t, err)
	require.Empty(t, tasks)
	l.requireEmpty(second)

	// A job whose folder is gone is begun again.
	s = drivertest.NewSpec(t, app, "copy")
	_, err = second.job(s).open(t.Context())
	require.NoError(t, err)
	require.NoError(t, second.parts.FolderOf(s.TaskID).Remove())
	out, err = second.Run(t.Context(), s)
	require.NoError(t, err)
	require.Equal(t, poco.CauseOK, out.Cause, out.Tail)
	l.requireEmpty(second)
}

// notStarted: what cannot be started is the image's fault if it is, and else no result.
func notStarted(t *testing.T, l *lab, app drivertest.App) {
	t.Helper()
	d := l.driver(Options{})
	for _, entry := range [][]string{{"/none"}, {}} {
		bad := l.guest(entry...)
		s := drivertest.NewSpec(t, bad)
		out, err := d.Run(t.Context(), s)
		require.NoError(t, err)
		require.Equal(t, poco.CauseBadApp, out.Cause, "%v: %s", entry, out.Tail)
	}
	base, _, _ := strings.Cut(app(t), "@")
	err := d.Prepare(t.Context(), base+"@sha256:"+strings.Repeat("0", 64))
	require.ErrorIs(t, err, driver.ErrBadApp)
	require.NoError(t, d.Prepare(t.Context(), app(t)))

	nobody := l.driver(Options{Pending: 2 * time.Second, Constraints: []string{"node.labels.none==true"}})
	_, err = nobody.Run(t.Context(), drivertest.NewSpec(t, app, "copy"))
	require.ErrorContains(t, err, "the swarm did not start the job within 2s: no suitable node")
	require.ErrorContains(t, err, "next:")
	l.requireEmpty(nobody)

	// A machine without the shared folder fails; nobody knows what the app would do.
	s := drivertest.NewSpec(t, app, "copy")
	j := d.job(s)
	walls, err := j.parts.Walls(t.Context(), s.Limits)
	require.NoError(t, err)
	require.NoError(t, j.makeNetwork(t.Context()))
	_, err = l.daemon.ServiceCreate(t.Context(), client.ServiceCreateOptions{Spec: j.service(walls, nil)})
	require.NoError(t, err)
	_, _, _, err = j.await(t.Context())
	require.ErrorContains(t, err, "did not start the app")
	require.ErrorContains(t, err, "has the folder "+d.options.SharedDir)
	require.NoError(t, d.Discard(t.Context(), s.TaskID))
	l.requireEmpty(d)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = d.Run(ctx, s)
	require.ErrorIs(t, err, context.Canceled)
}

// killed: a container that is killed from outside is run again, and one that is killed
// twice has ended so.
func killed(t *testing.T, l *lab, app drivertest.App) {
	t.Helper()
	d := l.driver(Options{})
	for times, want := range map[int]poco.Cause{1: poco.CauseTimeout, 2: poco.CauseExit} {
		s := drivertest.NewSpec(t, app, "spin")
		s.Limits.Wall = 20 * time.Second
		ended := make(chan driver.Outcome, 1)
		go func() {
			out, err := d.Run(t.Context(), s)
			assert.NoError(t, err)
			ended <- out
		}()
		dead := map[string]bool{}
		require.Eventually(t, func() bool {
			list, err := d.tasks(t.Context(), d.nameOf(s.TaskID))
			if err != nil || len(list) == 0 || list[0].Status.State != "running" {
				return false
			}
			id := list[0].Status.ContainerStatus.ContainerID
			if _, err := l.daemon.ContainerKill(t.Context(), id, client.ContainerKillOptions{}); err == nil {
				dead[id] = true
			}
			return len(dead) == times
		}, time.Minute, 50*time.Millisecond)
		out := <-ended
		require.Equal(t, want, out.Cause, "%d times", times)
		if want == poco.CauseExit {
			require.Equal(t, uint32(exitKilled), out.ExitCode)
		}
	}
	l.requireEmpty(d)
}

// TestAllowed: only a pool that chooses its workers may have a swarm, and the others
// hear why.
func TestAllowed(t *testing.T) {
	t.Parallel()
	require.NoError(t, Allowed(types.Membership_MEMBERSHIP_ALLOW_LIST))
	for _, m := range []types.Membership{
		types.Membership_MEMBERSHIP_OPEN, types.Membership_MEMBERSHIP_UNSPECIFIED, types.Membership(9),
	} {
		err := Allowed(m)
		require.ErrorIs(t, err, ErrOpenPool)
		for _, lack := range Lacks() {
			require.ErrorContains(t, err, lack)
		}
		require.ErrorContains(t, err, "Next:")
	}
}

// TestImpossible: what a swarm has not is refused before anything is done.
func TestImpossible(t *testing.T) {
	t.Parallel()
	d, err := New(Options{Name: "a", SharedDir: t.TempDir(), Host: "unix://" + filepath.Join(t.TempDir(), "none")})
	require.NoError(t, err)
	for name, change := range map[string]func(*driver.Spec){
		"gpu":     func(s *driver.Spec) { s.GPU = true },
		"gvisor":  func(s *driver.Spec) { s.GVisor = true },
		"network": func(s *driver.Spec) { s.Network = true },
		"memory":  func(s *driver.Spec) { s.Limits.MemoryBytes = 0 },
		"outputs": func(s *driver.Spec) { s.Limits.OutputBytes = 0 },
	} {
		s := drivertest.NewSpec(t, func(testing.TB) string { return "a/b@c" }, "copy")
		change(&s)
		_, err := d.Run(t.Context(), s)
		require.Error(t, err, name)
		require.NotContains(t, err.Error(), "daemon", name)
	}
	require.ErrorContains(t, d.Probe(t.Context()), "no Docker daemon answers")
	for _, bad := range []Options{{Name: "a/b", SharedDir: t.TempDir()}, {Name: "a"}} {
		_, err := New(bad)
		require.Error(t, err)
	}
}

// TestSecrets: a credential reaches the machines that pull, and shows nowhere else.
func TestSecrets(t *testing.T) {
	t.Parallel()
	d, err := New(Options{Name: "a", SharedDir: t.TempDir(), Credentials: map[string]images.Credential{
		"r.example:5000": {Username: "me", Password: "correct-horse"},
	}})
	require.NoError(t, err)
	text, err := d.encoded("r.example:5000/a/b@sha256:0")
	require.NoError(t, err)
	require.NotEmpty(t, text)
	text, err = d.encoded("r.example/a/b@sha256:0")
	require.NoError(t, err)
	require.Empty(t, text)
	require.NotContains(t, fmt.Sprintf("%v %+v %#v", d, d, d.options), "correct-horse")
}
