package docker

import (
	"context"
	"crypto/rand"
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
			return v.removeFolder()
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

// removeFolder removes a plain folder, whatever modes an app gave to what is in it and
// however deep that is.
func (v volume) removeFolder() error {
	err := os.RemoveAll(v.dir)
	if !errors.Is(err, fs.ErrPermission) && !errors.Is(err, syscall.EMFILE) {
		return err
	}
	root, bad := os.OpenRoot(v.dir)
	if bad != nil {
		return err
	}
	defer func() { _ = root.Close() }()
	for {
		entries, err := fs.ReadDir(root.FS(), ".")
		if err != nil || len(entries) == 0 {
			return errors.Join(err, os.Remove(v.dir))
		}
		err = visit(root, ".", 0, mayChange, func(_ *os.Root, path string, info fs.FileInfo, depth int) error {
			if !info.IsDir() || depth < maxSeenDepth {
				return nil
			}
			// Too deep to be removed from here: next time it is up here.
			if err := root.Rename(path, rand.Text()); err != nil {
				return err
			}
			return fs.SkipDir
		})
		for _, e := range entries {
			err = errors.Join(err, root.RemoveAll(e.Name()))
		}
		if err != nil {
			return err
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

// What a running container is ended for.
var (
	errTooLarge = errors.New("the outputs take more than their file system would hold")
	errUnseen   = errors.New("the outputs cannot be measured")
)

// volumeBytes is the size of the file system for limit bytes: with room for what it
// needs itself.
func volumeBytes(limit uint64) uint64 {
	const whole = 1 << 20 // a file's size is a whole number of these
	return (limit + limit/16 + 8*whole) / whole * whole
}

// maxVolumeFiles is how many files and folders such a file system holds.
const maxVolumeFiles = maxOutputFiles + block/128

// watch returns a channel that tells for what the container must be ended: it wrote
// more than a file system for limit bytes would hold, or what cannot be measured. A
// file system of its own needs no watching: its channel is silent.
func (v volume) watch(limit uint64) (end <-chan error, stop func()) {
	if mounted, err := v.mounted(); err == nil && mounted {
		return nil, func() {}
	}
	tell, done := make(chan error, 1), make(chan struct{})
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(watchEvery)
		defer tick.Stop()
		room, failed := volumeBytes(limit), false
		for {
			select {
			case <-done:
				return
			case <-tick.C:
			}
			o, err := look(v.out())
			switch {
			case o.size > room || o.took > 2*room || o.files > maxVolumeFiles:
				tell <- errTooLarge
				return
			case o.dark:
				tell <- errUnseen
				return
			case err == nil || gone(err):
				failed = false
			case failed: // twice: an app that changes things meanwhile is no reason
				tell <- fmt.Errorf("%w: %w", errUnseen, err)
				return
			default:
				failed = true
			}
		}
	}()
	return tell, func() { close(done); <-ended }
}

// check looks at the outputs of a container that ended, or that was ended for what
// watch told, and reports whether it wrote more than limit, or tried to. That it
// ended for nothing that can be found is an error.
func (v volume) check(limit uint64, watched error) (o outputs, over bool, err error) {
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
	over = o.over(limit) || errors.Is(watched, errTooLarge)
	if err == nil && !over && o.bad == "" {
		err = watched
	}
	return o, over, err
}
