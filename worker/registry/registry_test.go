package registry

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/random"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/validate"
	"github.com/moby/moby/client"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/worker/journal"
)

// childEnv names the folder that this program serves until it is killed.
const childEnv = "REGISTRY_TEST_CHILD"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childEnv); dir != "" {
		fmt.Fprintln(os.Stderr, serveForever(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func serveForever(dir string) error {
	r, err := Open(dir, Options{})
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // until it is killed
	if err != nil {
		return err
	}
	fmt.Println(l.Addr())
	return http.Serve(l, r)
}

// served is a registry that is served on this machine.
type served struct {
	*Registry
	*httptest.Server
	log *bytes.Buffer
}

func serve(t *testing.T, dir string, o Options) *served {
	t.Helper()
	var log bytes.Buffer
	o.Logger = slog.New(slog.NewTextHandler(&log, nil))
	r, err := Open(dir, o)
	require.NoError(t, err)
	s := &served{r, httptest.NewServer(r), &log}
	t.Cleanup(s.stop)
	return s
}

func (s *served) stop() {
	s.Server.Close()
	_ = s.Registry.Close()
}

func (s *served) ref(t *testing.T, text string) name.Reference {
	t.Helper()
	return refAt(t, s.Listener.Addr().String(), text)
}

func refAt(t *testing.T, host, text string) name.Reference {
	t.Helper()
	ref, err := name.ParseReference(host + "/" + text)
	require.NoError(t, err)
	return ref
}

func (s *served) push(t *testing.T, text string, image v1.Image) v1.Hash {
	t.Helper()
	require.NoError(t, remote.Write(s.ref(t, text), image))
	digest, err := image.Digest()
	require.NoError(t, err)
	return digest
}

// whole checks that an image is there, byte by byte.
func (s *served) whole(t *testing.T, text string, digest v1.Hash) {
	t.Helper()
	got, err := remote.Image(s.ref(t, text))
	require.NoError(t, err)
	require.NoError(t, validate.Image(got))
	have, err := got.Digest()
	require.NoError(t, err)
	require.Equal(t, digest, have)
}

func randomImage(t *testing.T, size, layers int64) v1.Image {
	t.Helper()
	image, err := random.Image(size, layers)
	require.NoError(t, err)
	return image
}

// What was pushed is there after a restart, by tag and by digest, and a tag that
// moved names the newer image.
func TestRestart(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := serve(t, dir, Options{})
	first, second := randomImage(t, 100_000, 3), randomImage(t, 1000, 1)
	was := s.push(t, "apps/one:v1", first)
	is := s.push(t, "apps/one:v1", second)
	index := mutate.AppendManifests(empty.Index, mutate.IndexAddendum{Add: first}, mutate.IndexAddendum{Add: second})
	require.NoError(t, remote.WriteIndex(s.ref(t, "apps/many:all"), index))
	before, most := s.Used()
	require.Greater(t, before, uint64(300_000))
	require.EqualValues(t, DefaultMaxBytes, most)
	s.stop()

	s = serve(t, dir, Options{})
	after, _ := s.Used()
	require.Equal(t, before, after)
	require.Zero(t, s.Damaged(), s.log)
	s.whole(t, "apps/one:v1", is)
	s.whole(t, "apps/one@"+was.String(), was)
	got, err := remote.Index(s.ref(t, "apps/many:all"))
	require.NoError(t, err)
	require.NoError(t, validate.Index(got))
	tags, err := remote.List(s.ref(t, "apps/one:v1").Context())
	require.NoError(t, err)
	require.Equal(t, []string{"v1"}, tags)
	_, err = Open(dir, Options{})
	require.ErrorIs(t, err, journal.ErrLocked)
}

// dockerd pulls an image by its manifest's digest, and nothing by a wrong one.
func TestDockerPulls(t *testing.T) {
	t.Parallel()
	s := serve(t, t.TempDir(), Options{})
	image := randomImage(t, 10_000, 2)
	digest := s.push(t, "registry-test/pulled:latest", image)
	docker, err := client.New(client.FromEnv)
	require.NoError(t, err)
	defer func() { _ = docker.Close() }()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	pull := func(digest string) error {
		answer, err := docker.ImagePull(ctx, s.ref(t, "registry-test/pulled@"+digest).Name(), client.ImagePullOptions{})
		if err != nil {
			return err
		}
		return answer.Wait(ctx)
	}
	require.ErrorContains(t, pull("sha256:"+strings.Repeat("ab", 32)), "manifest unknown")
	require.NoError(t, pull(digest.String()))
	ref := s.ref(t, "registry-test/pulled@"+digest.String()).Name()
	defer func() {
		_, err := docker.ImageRemove(context.WithoutCancel(ctx), ref, client.ImageRemoveOptions{})
		require.NoError(t, err)
	}()
	got, err := docker.ImageInspect(ctx, ref)
	require.NoError(t, err)
	require.Contains(t, got.RepoDigests, ref)
	config, err := image.ConfigName()
	require.NoError(t, err)
	require.Equal(t, config.String(), got.ID)
}

// Many push at once, the same layers among them.
func TestConcurrentPushes(t *testing.T) {
	t.Parallel()
	s := serve(t, t.TempDir(), Options{})
	shared := randomImage(t, 200_000, 2)
	digests := make([]v1.Hash, 8)
	errs := make([]error, len(digests))
	var pushes sync.WaitGroup
	for i := range digests {
		layer, err := random.Layer(50_000, "application/vnd.docker.image.rootfs.diff.tar.gzip")
		require.NoError(t, err)
		image, err := mutate.AppendLayers(shared, layer)
		require.NoError(t, err)
		digests[i], err = image.Digest()
		require.NoError(t, err)
		ref := s.ref(t, fmt.Sprintf("apps/number-%d:latest", i))
		pushes.Go(func() { errs[i] = remote.Write(ref, image) })
	}
	pushes.Wait()
	for i, err := range errs {
		require.NoError(t, err)
		s.whole(t, fmt.Sprintf("apps/number-%d:latest", i), digests[i])
	}
	leftOver, err := os.ReadDir(filepath.Join(s.dir, uploadsDir))
	require.NoError(t, err)
	require.Empty(t, leftOver)
	used, _ := s.Used()
	require.Equal(t, diskUse(t, s.dir), used, "shared layers are counted once")
}

func diskUse(t *testing.T, dir string) (sum uint64) {
	t.Helper()
	require.NoError(t, filepath.Walk(dir, func(_ string, info os.FileInfo, err error) error {
		if err == nil && info.Mode().IsRegular() {
			sum += uint64(info.Size())
		}
		return err
	}))
	return sum
}

// A registry that is killed while it is pushed to shows whole images only after
// it, those whose push had ended among them.
func TestKilled(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	done := map[string]v1.Hash{}
	for round := range 6 {
		host, kill := startChild(t, dir)
		after := time.AfterFunc(time.Duration(30+40*round)*time.Millisecond, kill)
		for i := 0; ; i++ {
			text := fmt.Sprintf("round-%d/image:%d", round, i)
			image := randomImage(t, 300_000, 2)
			digest, err := image.Digest()
			require.NoError(t, err)
			if remote.Write(refAt(t, host, text), image, remote.WithRetryBackoff(remote.Backoff{Steps: 1})) != nil {
				break
			}
			done[text] = digest
		}
		after.Stop()
		kill()
		s := serve(t, dir, Options{})
		require.Zero(t, s.Damaged(), s.log)
		seen := allWhole(t, s)
		for text, digest := range done {
			require.Contains(t, seen, text)
			s.whole(t, text, digest)
		}
		leftOver, err := os.ReadDir(filepath.Join(dir, uploadsDir))
		require.NoError(t, err)
		require.Empty(t, leftOver)
		used, _ := s.Used()
		require.Equal(t, diskUse(t, dir), used)
		s.stop()
	}
	require.NotEmpty(t, done)
}

// allWhole checks every image that a registry shows and returns their names.
func allWhole(t *testing.T, s *served) (seen []string) {
	t.Helper()
	host, err := name.NewRegistry(s.Listener.Addr().String())
	require.NoError(t, err)
	repositories, err := remote.Catalog(t.Context(), host)
	require.NoError(t, err)
	for _, repository := range repositories {
		tags, err := remote.List(host.Repo(repository))
		require.NoError(t, err)
		for _, tag := range tags {
			image, err := remote.Image(host.Repo(repository).Tag(tag))
			require.NoError(t, err)
			require.NoError(t, validate.Image(image))
			seen = append(seen, repository+":"+tag)
		}
	}
	return seen
}

func startChild(t *testing.T, dir string) (host string, kill func()) {
	t.Helper()
	cmd := exec.Command(os.Args[0]) //nolint:noctx // it is killed
	cmd.Env = append(os.Environ(), childEnv+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	line := make([]byte, 100)
	n, err := out.Read(line)
	require.NoError(t, err)
	kill = sync.OnceFunc(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	t.Cleanup(kill)
	return strings.TrimSpace(string(line[:n])), kill
}

// More than the registry may have is refused with the numbers, and takes no room.
func TestFull(t *testing.T) {
	t.Parallel()
	s := serve(t, t.TempDir(), Options{MaxBytes: 150_000})
	small := s.push(t, "small:latest", randomImage(t, 10_000, 1))
	before, _ := s.Used()
	err := remote.Write(s.ref(t, "large:latest"), randomImage(t, 200_000, 1))
	require.ErrorContains(t, err, "the registry is full: it has")
	require.ErrorContains(t, err, "may have 150000")
	after, _ := s.Used()
	require.Less(t, after, before+1000, "its config may have come first")
	require.Equal(t, after, diskUse(t, s.dir))
	s.whole(t, "small:latest", small)
}

// Damage on disk is reported and heals with the next push; what is not damaged is served.
func TestDamage(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := serve(t, dir, Options{})
	good := s.push(t, "good:latest", randomImage(t, 1000, 1))
	bad := randomImage(t, 5000, 1)
	s.push(t, "bad:latest", bad)
	rotten := randomImage(t, 5000, 1)
	s.push(t, "rotten:latest", rotten)
	s.push(t, "moved:latest", rotten)
	moved := s.push(t, "moved:latest", randomImage(t, 1000, 1))
	s.stop()
	layer := func(image v1.Image) string {
		layers, err := image.Layers()
		require.NoError(t, err)
		digest, err := layers[0].Digest()
		require.NoError(t, err)
		return filepath.Join(dir, blobsDir, digest.Hex)
	}
	require.NoError(t, os.Truncate(layer(bad), 100))
	text, err := os.ReadFile(layer(rotten))
	require.NoError(t, err)
	text[50] ^= 1
	require.NoError(t, os.WriteFile(layer(rotten), text, 0o600))
	for file, text := range map[string]string{"half.json": "{", "empty.json": "", "x.json.new": "{"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, manifestsDir, file), []byte(text), 0o600))
	}

	s = serve(t, dir, Options{})
	s.whole(t, "good:latest", good)
	require.Equal(t, 4, s.Damaged(), s.log) // two files, and bad by tag and by digest
	require.Contains(t, s.log.String(), "half.json")
	require.Contains(t, s.log.String(), "has 100 bytes")
	_, err = remote.Image(s.ref(t, "bad:latest"))
	require.ErrorContains(t, err, "NAME_UNKNOWN")
	image, err := remote.Image(s.ref(t, "rotten:latest"))
	require.NoError(t, err)
	require.Error(t, validate.Image(image))
	require.Contains(t, s.log.String(), "a blob is damaged")
	_, err = remote.Image(s.ref(t, "rotten:latest"))
	require.ErrorContains(t, err, "MANIFEST_UNKNOWN")
	s.whole(t, "moved:latest", moved)
	s.whole(t, "bad:latest", s.push(t, "bad:latest", bad))
	s.whole(t, "rotten:latest", s.push(t, "rotten:latest", rotten))
	require.FileExists(t, layer(bad), "nothing is thrown away while something is damaged")
}

// What was deleted takes no room after the next start, but for what others share.
func TestDelete(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := serve(t, dir, Options{})
	keep := s.push(t, "kept:latest", randomImage(t, 1000, 1))
	alone, _ := s.Used()
	gone := s.push(t, "gone:latest", randomImage(t, 50_000, 1))
	require.NoError(t, remote.Delete(s.ref(t, "gone:latest")))
	require.NoError(t, remote.Delete(s.ref(t, "gone@"+gone.String())))
	_, err := remote.Image(s.ref(t, "gone@"+gone.String()))
	require.ErrorContains(t, err, "MANIFEST_UNKNOWN")
	s.stop()
	s = serve(t, dir, Options{})
	used, _ := s.Used()
	require.Equal(t, alone, used)
	s.whole(t, "kept:latest", keep)
}
