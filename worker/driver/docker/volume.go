package docker

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/iexecd/iexecd/core/ident"
)

// volume is where a container writes its outputs: a file system of its own in a
// file, so that it is full when it is full; or a plain folder that is watched, if
// this process may not mount.
type volume struct{ dir string }

func (d *Driver) volumes() string { return filepath.Join(d.options.Dir, "volumes") }

func (d *Driver) volumeOf(task ident.Hash) volume {
	return volume{dir: filepath.Join(d.volumes(), task.String())}
}

func (v volume) image() string { return filepath.Join(v.dir, "image") }
func (v volume) out() string   { return filepath.Join(v.dir, "out") }

// exists reports whether the volume is there, and mounted if it must be.
func (v volume) exists() bool {
	if info, err := os.Stat(v.out()); err != nil || !info.IsDir() {
		return false
	}
	if _, err := os.Stat(v.image()); err != nil {
		return true
	}
	mounted, err := v.mounted()
	return err == nil && mounted
}

// mounted reports whether out is another file system than its folder.
func (v volume) mounted() (bool, error) {
	var inside, outside syscall.Stat_t
	if err := syscall.Stat(v.out(), &inside); err != nil {
		return false, err
	}
	err := syscall.Stat(v.dir, &outside)
	return inside.Dev != outside.Dev, err
}

// clear makes an empty folder where there may have been a volume.
func (v volume) clear() error {
	if err := v.remove(); err != nil {
		return err
	}
	return os.MkdirAll(v.out(), 0o700)
}

// fill makes a volume of a folder, so that it holds limit bytes.
func (d *Driver) fill(ctx context.Context, v volume, limit uint64) error {
	if d.OwnFileSystem(ctx) == nil {
		return d.mountNew(ctx, v, limit)
	}
	return os.Chown(v.out(), uid(), gid())
}

// remove unmounts and removes the volume; nothing is fine.
func (v volume) remove() error {
	for {
		mounted, err := v.mounted()
		if errors.Is(err, fs.ErrNotExist) || err == nil && !mounted {
			return os.RemoveAll(v.dir)
		}
		if err != nil {
			return err
		}
		// Detached: whoever still looks at it does not keep the next task from its place.
		if err := unix.Unmount(v.out(), unix.MNT_DETACH|unix.UMOUNT_NOFOLLOW); err != nil {
			return fmt.Errorf("unmount %s: %w", v.out(), err)
		}
	}
}

func command(ctx context.Context, name string, args ...string) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	if out, err := exec.CommandContext(ctx, name, args...).CombinedOutput(); err != nil { //nolint:gosec // our own
		return fmt.Errorf("%s: %w: %s", name, err, strings.TrimSpace(string(out)))
	}
	return nil
}

// watchEvery is how often a plain folder is measured.
const watchEvery = 200 * time.Millisecond

// watch returns a channel that tells when the volume has more than limit bytes. A
// file system of its own needs no watching: its channel is silent.
func (v volume) watch(limit uint64) (over <-chan struct{}, stop func()) {
	if mounted, err := v.mounted(); err == nil && mounted {
		return nil, func() {}
	}
	tell, done := make(chan struct{}, 1), make(chan struct{})
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(watchEvery)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
			}
			if o, err := look(v.out()); err == nil && (o.over(limit) || o.took > 2*limit) {
				tell <- struct{}{}
				return
			}
		}
	}()
	return tell, func() { close(done); <-ended }
}

// check looks at the outputs of a container that ended, and reports whether it wrote
// more than limit, or tried to.
func (v volume) check(limit uint64) (o outputs, over bool, err error) {
	if mounted, err := v.mounted(); err != nil || mounted {
		var st syscall.Statfs_t
		if err := errors.Join(err, syscall.Statfs(v.out(), &st)); err != nil {
			return o, false, err
		}
		if st.Bavail == 0 || st.Ffree == 0 {
			return o, true, nil
		}
	}
	o, err = look(v.out())
	return o, o.over(limit), err
}
