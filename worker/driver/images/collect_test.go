package images

import (
	"errors"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/client"
	"github.com/stretchr/testify/require"
)

// pulled returns so many images that a worker has pulled, one after the other.
func (l *lab) pulled(c *Cache, count int) []string {
	l.t.Helper()
	var refs []string
	for range count {
		ref := l.push(l.image(1_000, 1))
		require.NoError(l.t, c.Ensure(l.t.Context(), ref))
		refs = append(refs, ref)
	}
	return refs
}

// which tells which images are there, as a text of + and -.
func (l *lab) which(refs ...string) string {
	l.t.Helper()
	text := ""
	for _, ref := range refs {
		if l.there(ref) {
			text += "+"
		} else {
			text += "-"
		}
	}
	return text
}

// disk is a disk that begins with a percentage and has one for each image.
type disk struct {
	lab  *lab
	base int
	refs *[]string
	each int
}

func (d disk) usage(string) (int, error) {
	percent := d.base
	for _, ref := range *d.refs {
		if d.lab.there(ref) {
			percent += d.each
		}
	}
	return percent, nil
}

// TestCollect: from the high watermark on, what was used last longest ago goes first,
// until the disk is below the low watermark; what is in use, what a container has and
// what another pulled stays, also after a restart.
func TestCollect(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	var refs []string
	full := disk{lab: l, base: 60, refs: &refs, each: 5}
	o := Options{
		DiskUsage: full.usage, HighWatermark: 85, LowWatermark: 76, File: filepath.Join(t.TempDir(), "images.json"),
	}
	foreign := l.push(l.image(1_000, 1))
	stream, err := l.daemon.ImagePull(t.Context(), foreign, client.ImagePullOptions{})
	require.NoError(t, err)
	require.NoError(t, stream.Wait(t.Context()))
	c := l.cache(o)
	require.NoError(t, c.Ensure(t.Context(), foreign))
	refs = l.pulled(c, 4)
	require.NoError(t, c.Collect(t.Context()), "80 % is below the high watermark")
	require.Equal(t, "++++", l.which(refs...))

	c.Use(refs[0])()           // now it is the last one
	release := c.Use(refs[1])  // it stays in use
	release2 := c.Use(refs[1]) // twice
	release2()
	release2() // which counts once
	refs = append(refs, l.pulled(c, 1)...)
	require.NoError(t, c.Collect(t.Context())) // from 85 % to 75 %
	require.Equal(t, "++--+", l.which(refs...))
	require.True(t, l.there(foreign))

	// Another process of the same worker knows what was pulled, and when it was used.
	release()
	full.base = 75
	o.DiskUsage = full.usage
	c = l.cache(o)
	require.NoError(t, c.Collect(t.Context())) // from 90 % to 75 %: all must go
	require.Equal(t, "-----", l.which(refs...))
	require.True(t, l.there(foreign))
	require.Empty(t, c.owned)

	require.NoError(t, c.Ensure(t.Context(), refs[0]), "and is pulled again when it is wanted")
}

// TestCollectNotEnough: a disk that stays full is told.
func TestCollectNotEnough(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	percent := 50
	c := l.cache(Options{DiskPath: "/data", DiskUsage: func(path string) (int, error) {
		require.Equal(t, "/data", path)
		return percent, nil
	}})
	refs := l.pulled(c, 2)
	release := c.Use(refs[0])
	defer release()
	percent = 85
	err := c.Collect(t.Context())
	require.ErrorIs(t, err, ErrFull)
	require.ErrorContains(t, err, "/data is 85 % full, the high watermark is 80 %")
	require.ErrorContains(t, err, "next:")
	require.Equal(t, "+-", l.which(refs...))
}

// TestCollectWaits: an image stays a while after it was used.
func TestCollectWaits(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	percent := 50
	c := l.cache(Options{Delay: time.Hour, DiskUsage: func(string) (int, error) { return percent, nil }})
	refs := l.pulled(c, 1)
	percent = 99
	require.ErrorIs(t, c.Collect(t.Context()), ErrFull)
	require.True(t, l.there(refs[0]))
}

// TestCollectContainers: an image that a container has stays, whoever made it.
func TestCollectContainers(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	var percent atomic.Int64
	percent.Store(50)
	c := l.cache(Options{DiskUsage: func(string) (int, error) { return int(percent.Load()), nil }})
	refs := l.pulled(c, 2)
	made, err := l.daemon.ContainerCreate(t.Context(), client.ContainerCreateOptions{
		Config: &container.Config{Image: refs[0], Labels: map[string]string{"iexecd-images-test": "1"}},
	})
	require.NoError(t, err)
	percent.Store(95)
	err = c.Collect(t.Context())
	_, removed := l.daemon.ContainerRemove(t.Context(), made.ID, client.ContainerRemoveOptions{Force: true})
	require.NoError(t, removed)
	require.ErrorIs(t, err, ErrFull)
	require.Equal(t, "+-", l.which(refs...))
	require.ErrorIs(t, c.Collect(t.Context()), ErrFull)
	require.Equal(t, "--", l.which(refs...))
}

// TestFullDisk: nothing is pulled to a disk that is full, and a pull that fills it ends.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	percent := func(of ...int) func(string) (int, error) {
		var asked atomic.Int64
		return func(string) (int, error) { return of[min(int(asked.Add(1)), len(of))-1], nil }
	}
	ref := l.push(l.image(1_000, 1))
	err := l.cache(Options{DiskPath: "/data", DiskUsage: percent(91)}).Ensure(t.Context(), ref)
	require.ErrorContains(t, err, "is not pulled: the disk of /data is 91 % full, and pulls end at 90 %; next:")
	require.Zero(t, l.gets("/blobs/"))

	stop := l.stall()
	err = l.cache(Options{DiskPath: "/data", DiskUsage: percent(85, 85, 95)}).Ensure(t.Context(), ref)
	stop()
	require.ErrorContains(t, err, "95 % full, and pulls end at 90 %")
	require.False(t, l.there(ref))

	broken := errors.New("no such disk")
	c := l.cache(Options{DiskUsage: func(string) (int, error) { return 0, broken }})
	require.ErrorIs(t, c.Ensure(t.Context(), ref), broken)
	require.ErrorIs(t, c.Collect(t.Context()), broken)
}

// TestRemoved: what somebody else removed is forgotten, and is not counted as removed.
func TestRemoved(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	percent := 50
	c := l.cache(Options{DiskUsage: func(string) (int, error) { return percent, nil }})
	refs := l.pulled(c, 1)
	_, err := l.daemon.ImageRemove(t.Context(), refs[0], client.ImageRemoveOptions{PruneChildren: true})
	require.NoError(t, err)
	percent = 82
	require.ErrorIs(t, c.Collect(t.Context()), ErrFull)
	require.Empty(t, c.owned)
	text, err := os.ReadFile(c.options.File)
	require.NoError(t, err)
	require.NotContains(t, string(text), refs[0])
}

// TestUseWaits: who uses an image that is being removed waits until it is gone.
func TestUseWaits(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	c := l.cache(Options{})
	ref := l.pulled(c, 1)[0]
	gone := make(chan struct{})
	require.True(t, c.claim(ref, gone))
	used := make(chan func(), 1)
	go func() { used <- c.Use(ref) }()
	ensured := make(chan error, 1)
	go func() { ensured <- c.Ensure(t.Context(), ref) }()
	require.Eventually(t, func() bool { return c.waiting(ref) == 1 }, 10*time.Second, time.Millisecond)
	require.Empty(t, used)
	require.Empty(t, ensured)
	c.mu.Lock()
	delete(c.removing, ref)
	close(gone)
	c.mu.Unlock()
	(<-used)()
	require.NoError(t, <-ensured)
	require.False(t, func() bool { defer c.Use(ref)(); return c.claim(ref, nil) }())
}

// TestDisk: this machine's disk can be told.
func TestDisk(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	c, err := New(l.daemon, Options{File: filepath.Join(t.TempDir(), "images.json")})
	require.NoError(t, err)
	percent, path, err := c.used(t.Context())
	require.NoError(t, err)
	require.NotEmpty(t, path)
	require.Positive(t, percent)
	require.LessOrEqual(t, percent, 100)
	_, err = DiskUsage(filepath.Join(t.TempDir(), "none"))
	require.ErrorIs(t, err, os.ErrNotExist)
	c.options.DiskPath = "/none"
	_, _, err = c.used(t.Context())
	require.ErrorContains(t, err, "next: set the folder")

	far, err := client.New(client.WithHost("tcp://192.0.2.1:2376"))
	require.NoError(t, err)
	c, err = New(far, Options{File: filepath.Join(t.TempDir(), "images.json")})
	require.NoError(t, err)
	require.NoError(t, c.Collect(t.Context()), "another machine's disk is not looked at")
}
