package worker

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker/contract"
	"github.com/iexecd/iexecd/worker/driver"
	"github.com/iexecd/iexecd/worker/driver/fake"
)

// containers is a fake driver of containers with a memory.
type containers struct {
	*fake.Driver
	images    []string
	bad       error
	left      []ident.Hash // what Recover returns
	discarded []ident.Hash
	discard   func() error // nil = it works
}

func (c *containers) Prepare(_ context.Context, app string) error {
	c.images = append(c.images, app)
	return c.bad
}

func (c *containers) Recover(context.Context) ([]ident.Hash, error) { return c.left, nil }

func (c *containers) Discard(_ context.Context, task ident.Hash) error {
	c.discarded = append(c.discarded, task)
	if c.discard != nil {
		return c.discard()
	}
	return nil
}

func imageSpec() Spec {
	return Spec{
		Task: contract.Task{ID: ident.Hash{7}}, OCI: true, App: source("host:5000/app", "manifest"),
		Tag: market.Tag{29: 1 | 2, 30: 1}, Limits: Limits{MemoryBytes: 1, CPUMillis: 500, WorkClockSeconds: 10},
	}
}

// An image is prepared by its digest and run with what the deal's tag demands.
func TestSandboxRunsImages(t *testing.T) {
	t.Parallel()
	d := &containers{Driver: fake.New(fake.Always(fake.Run{Cause: poco.CauseExit, Exit: 1}))}
	s, err := NewSandbox(t.Context(), t.TempDir(), Drivers{Containers: d}, 1<<20)
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	spec := imageSpec()
	bad, err := s.Fetch(t.Context(), spec)
	require.NoError(t, err)
	require.Nil(t, bad)
	_, err = s.Compute(t.Context(), spec)
	require.NoError(t, err)
	got := d.Specs()[0]
	require.Equal(t, d.images[0], got.App)
	require.Regexp(t, `^host:5000/app@sha256:[0-9a-f]{64}$`, got.App)
	require.Equal(t, []bool{true, true, false}, []bool{got.GPU, got.GVisor, got.Network})
	require.Equal(t, uint64(500), got.Limits.CPUMillis)
	require.Equal(t, 40*time.Second, got.Limits.Wall)
	d.discarded = nil
	require.NoError(t, s.Forget(spec.Task.ID))
	require.Equal(t, []ident.Hash{spec.Task.ID}, d.discarded)

	spec.OCI = false
	_, err = s.Compute(t.Context(), spec)
	require.ErrorIs(t, err, errNoDriver)
}

// An image that its registry does not have is a result after some tries.
func TestSandboxBadImage(t *testing.T) {
	t.Parallel()
	d := &containers{Driver: fake.New(nil), bad: driver.ErrBadApp}
	s, err := NewSandbox(t.Context(), t.TempDir(), Drivers{Containers: d}, 1<<20)
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	for range wrongBytesTries - 1 {
		_, err = s.Fetch(t.Context(), imageSpec())
		require.ErrorIs(t, err, driver.ErrBadApp)
	}
	bad, err := s.Fetch(t.Context(), imageSpec())
	require.NoError(t, err)
	require.Equal(t, poco.CauseBadApp, bad.Cause)
}

// What a container outlived is taken up with its files; what has none is ended.
func TestSandboxTakesUp(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	known, lost, other := ident.Hash{7}, ident.Hash{8}, ident.Hash{9}
	for _, task := range []ident.Hash{known, other} {
		out := filepath.Join(home, "work", task.String(), "out")
		require.NoError(t, os.MkdirAll(out, 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(out, "half"), []byte("x"), 0o600))
	}
	d := &containers{Driver: fake.New(fake.Always(fake.Run{})), left: []ident.Hash{known, lost}}
	s, err := NewSandbox(t.Context(), home, Drivers{Containers: d}, 1<<20)
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	require.Equal(t, []ident.Hash{lost}, d.discarded)
	require.NoDirExists(t, filepath.Join(home, "work", other.String()))
	_, err = s.Fetch(t.Context(), imageSpec())
	require.NoError(t, err)
	require.Empty(t, d.images, "it has its image")
	_, err = s.Compute(t.Context(), imageSpec())
	require.NoError(t, err)
	require.FileExists(t, filepath.Join(home, "work", known.String(), "out", "half"))
}

// The container of a try that failed is ended before its inputs are removed; what
// cannot be ended keeps them.
func TestSandboxEndsBeforeRefetch(t *testing.T) {
	t.Parallel()
	d := &containers{Driver: fake.New(fake.Always(fake.Run{Err: errors.New("the socket was reset")}))}
	home := t.TempDir()
	s, err := NewSandbox(t.Context(), home, Drivers{Containers: d}, 1<<20)
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	spec := imageSpec()
	_, err = s.Fetch(t.Context(), spec)
	require.NoError(t, err)
	input := filepath.Join(home, "work", spec.Task.ID.String(), "in", "input")
	require.NoError(t, os.WriteFile(input, []byte("x"), 0o600))
	_, err = s.Compute(t.Context(), spec)
	require.Error(t, err, "the container may run on")

	d.discarded, d.discard = nil, func() error { return os.ErrDeadlineExceeded }
	_, err = s.Fetch(t.Context(), spec)
	require.ErrorIs(t, err, os.ErrDeadlineExceeded)
	require.FileExists(t, input)

	d.discard = func() error {
		_, err := os.Stat(input)
		return err
	}
	_, err = s.Fetch(t.Context(), spec)
	require.NoError(t, err, "its inputs are there until it is gone")
	require.Equal(t, []ident.Hash{spec.Task.ID, spec.Task.ID}, d.discarded)
	require.NoFileExists(t, input)
}

func TestParseTag(t *testing.T) {
	t.Parallel()
	tag, err := ParseTag("containers,gpu")
	require.NoError(t, err)
	require.True(t, tag.Has(market.TagBitContainers) && tag.Has(market.TagBitGPU))
	require.False(t, tag.Has(market.TagBitTEE))
	same, err := ParseTag(ident.Hash(tag).String())
	require.NoError(t, err)
	require.Equal(t, tag, same)
	_, err = ParseTag("warp")
	require.ErrorContains(t, err, "containers, gpu, gvisor, network, tee")
}
