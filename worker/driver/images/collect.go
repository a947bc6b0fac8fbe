package images

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	cerrdefs "github.com/containerd/errdefs"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/moby/moby/client"
)

// ErrFull means that the disk is fuller than the high watermark, and that no image is
// left that may be removed.
var ErrFull = errors.New("the disk is too full")

// removeWithin is how long removing an image may take.
const removeWithin = 2 * time.Minute

// Use keeps an image from being removed until release is called, which may be called
// more than once. Whether the image is there only the daemon and Ensure tell.
func (c *Cache) Use(ref string) (release func()) {
	for {
		c.mu.Lock()
		gone := c.removing[ref]
		if gone == nil {
			break
		}
		c.mu.Unlock()
		<-gone // within removeWithin
	}
	defer c.mu.Unlock()
	c.users[ref]++
	c.now(ref)
	released := false
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		if released {
			return
		}
		released = true
		if c.users[ref]--; c.users[ref] == 0 {
			delete(c.users, ref)
		}
		if c.now(ref) {
			_ = c.save() // every save writes all of it
		}
	}
}

// Collect removes images if the disk is as full as the high watermark: of those that
// this worker pulled, that nobody uses and that no container has, the ones whose last
// use is longest ago, until the disk is less full than the low watermark. ErrFull
// means that that was not enough.
func (c *Cache) Collect(ctx context.Context) error {
	select {
	case c.collecting <- struct{}{}:
		defer func() { <-c.collecting }()
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	percent, path, err := c.used(ctx)
	if err != nil || percent < c.options.HighWatermark {
		return err
	}
	var errs []error
	for _, ref := range c.oldest() {
		removed, err := c.remove(ctx, ref)
		errs = append(errs, err)
		if !removed {
			continue
		}
		if percent, _, err = c.used(ctx); err != nil || percent < c.options.LowWatermark {
			return errors.Join(append(errs, err)...)
		}
	}
	if percent >= c.options.HighWatermark {
		errs = append(errs, fmt.Errorf("%w: %s is %d %% full, the high watermark is %d %%, and no image is left that "+
			"this worker pulled and does not use; next: free some of it",
			ErrFull, path, percent, c.options.HighWatermark))
	}
	return errors.Join(errs...)
}

// oldest returns what this worker pulled, the longest unused first.
func (c *Cache) oldest() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	refs := slices.Sorted(maps.Keys(c.owned))
	slices.SortStableFunc(refs, func(a, b string) int { return c.owned[a].Compare(c.owned[b]) })
	return refs
}

// remove removes an image unless it is needed. What a container has, the daemon keeps.
func (c *Cache) remove(ctx context.Context, ref string) (removed bool, err error) {
	gone := make(chan struct{})
	if !c.claim(ref, gone) {
		return false, nil
	}
	ctx, cancel := context.WithTimeout(ctx, removeWithin)
	defer cancel()
	_, err = c.daemon.ImageRemove(ctx, ref, client.ImageRemoveOptions{PruneChildren: true})
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.removing, ref)
	close(gone)
	switch {
	case cerrdefs.IsConflict(err):
		return false, nil
	case err != nil && !cerrdefs.IsNotFound(err):
		return false, fmt.Errorf("the image %s cannot be removed: %w", ref, err)
	}
	delete(c.owned, ref)
	return err == nil, c.save()
}

// claim reports whether an image may be removed, and keeps others from it until gone
// is closed.
func (c *Cache) claim(ref string, gone chan struct{}) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	last, ours := c.owned[ref]
	if !ours || c.users[ref] > 0 || c.flights[ref] != nil || time.Since(last) < c.options.Delay {
		return false
	}
	c.removing[ref] = gone
	return true
}

// awaitRemoval waits until an image is not being removed.
func (c *Cache) awaitRemoval(ctx context.Context, ref string) error {
	c.mu.Lock()
	gone := c.removing[ref]
	c.mu.Unlock()
	if gone == nil {
		return nil
	}
	select {
	case <-gone:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// now notes that an image is used now, if this worker pulled it. The caller holds mu.
func (c *Cache) now(ref string) bool {
	_, ours := c.owned[ref]
	if ours {
		c.owned[ref] = time.Now()
	}
	return ours
}

// touch notes that an image is used now, if this worker pulled it.
func (c *Cache) touch(ref string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.now(ref) {
		return nil
	}
	return c.save()
}

// own notes that this worker pulls an image.
func (c *Cache) own(ref string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.owned[ref] = time.Now()
	return c.save()
}

// disown notes that a pull came to nothing, unless another one of the same is under
// way. A pull that ended too late to be stopped is ours.
func (c *Cache) disown(ctx context.Context, ref name.Digest, f *flight) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), removeWithin)
	defer cancel()
	if found, _, err := c.has(ctx, ref); found || err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if other := c.flights[ref.String()]; other != nil && other != f {
		return nil
	}
	delete(c.owned, ref.String())
	return c.save()
}

// state is the file of what this worker pulled.
type state struct {
	Version int                  `json:"version"`
	LastUse map[string]time.Time `json:"last_use"`
}

const stateVersion = 1

// save writes the file anew. The caller holds mu.
func (c *Cache) save() error {
	text, err := json.MarshalIndent(state{Version: stateVersion, LastUse: c.owned}, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(c.options.File), 0o700); err != nil {
		return err
	}
	draft := c.options.File + ".new"
	f, err := os.OpenFile(draft, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600) //nolint:gosec // our own
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("what images were pulled cannot be remembered: %w", err)
	}
	return os.Rename(draft, c.options.File)
}

// readState reads the file; none is a worker that pulled nothing.
func readState(path string) (map[string]time.Time, error) {
	text, err := os.ReadFile(path) //nolint:gosec // our own
	if errors.Is(err, fs.ErrNotExist) {
		return map[string]time.Time{}, nil
	}
	if err != nil {
		return nil, err
	}
	var s state
	err = json.Unmarshal(text, &s)
	if err == nil && s.Version != stateVersion {
		err = fmt.Errorf("it has version %d, this program reads %d", s.Version, stateVersion)
	}
	if err != nil {
		return nil, fmt.Errorf("%s, which tells what images were pulled, cannot be read: %w; next: remove it, "+
			"and remove images that nobody needs by hand", path, err)
	}
	if s.LastUse == nil {
		s.LastUse = map[string]time.Time{}
	}
	return s.LastUse, nil
}
