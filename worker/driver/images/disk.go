package images

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/moby/moby/client"
	"golang.org/x/sys/unix"
)

// DiskUsage returns how full the disk of a path is, as df says it, or how many of its
// inodes are taken if that is more; in percent, rounded up.
func DiskUsage(path string) (int, error) {
	var st unix.Statfs_t
	if err := unix.Statfs(path, &st); err != nil {
		return 0, err
	}
	used := percent(st.Blocks-st.Bfree, st.Blocks-st.Bfree+st.Bavail)
	return max(used, percent(st.Files-st.Ffree, st.Files)), nil
}

// percent returns part of whole, rounded up; some file systems count no inodes.
func percent(part, whole uint64) int {
	if whole == 0 {
		return 0
	}
	return int((part*100 + whole - 1) / whole) //nolint:gosec // at most 100
}

// used returns how full the daemon's disk is. A daemon of another machine has one
// that cannot be seen from here: 0.
func (c *Cache) used(ctx context.Context) (percent int, path string, err error) {
	path = c.options.DiskPath
	if path == "" {
		if !strings.HasPrefix(c.daemon.DaemonHost(), "unix://") {
			return 0, "", nil
		}
		r, err := c.daemon.Info(ctx, client.InfoOptions{})
		if err != nil {
			return 0, "", fmt.Errorf("docker: %w", err)
		}
		path = r.Info.DockerRootDir
	}
	percent, err = c.options.DiskUsage(path)
	if err != nil {
		return 0, path, fmt.Errorf("how full the disk of %s is cannot be told: %w; next: set the folder whose disk "+
			"holds the daemon's images", path, err)
	}
	return percent, path, nil
}

// full is how full the disk may be while an image is pulled: half way between the
// high watermark and all of it.
func (c *Cache) full() int { return (c.options.HighWatermark + 100) / 2 }

// makeRoom removes images if there is need to.
func (c *Cache) makeRoom(ctx context.Context, ref name.Digest) error {
	if err := c.Collect(ctx); err != nil && !errors.Is(err, ErrFull) {
		return fmt.Errorf("making room for the image %s: %w", ref, err)
	}
	percent, path, err := c.used(ctx)
	if err != nil {
		return err
	}
	if percent >= c.full() {
		return fmt.Errorf("the image %s is not pulled: %w", ref, c.noRoom(percent, path))
	}
	return nil
}

func (c *Cache) noRoom(percent int, path string) error {
	return fmt.Errorf("the disk of %s is %d %% full, and pulls end at %d %%; next: free some of it", path, percent,
		c.full())
}

// lookEvery is how often the disk is looked at while an image is pulled.
const lookEvery = time.Second

// guardDisk ends a pull that fills the disk: how big an image is unpacked, and what a
// registry sends for a layer, no manifest can be trusted to tell.
func (c *Cache) guardDisk(ctx context.Context, cancel context.CancelCauseFunc) (stop func()) {
	ctx, end := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(lookEvery)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			if percent, path, err := c.used(ctx); err == nil && percent >= c.full() {
				cancel(c.noRoom(percent, path))
				return
			}
		}
	}()
	return func() { end(); <-ended }
}
