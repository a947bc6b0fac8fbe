package docker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/iexecd/iexecd/core/ident"
)

// maxOutputFiles bounds the files and folders of a container's outputs; a result
// has at most 10,000 files.
const maxOutputFiles = 16_384

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

// canMount reports whether this process may mount, and has what makes file systems.
func canMount() bool {
	_, err := exec.LookPath("mkfs.ext4")
	return err == nil && os.Geteuid() == 0
}

// make makes an empty volume that holds limit bytes.
func (v volume) make(limit uint64, roomy bool) error {
	if err := v.remove(); err != nil {
		return err
	}
	if err := os.MkdirAll(v.out(), 0o700); err != nil {
		return err
	}
	if !roomy {
		return os.Chown(v.out(), uid(), gid())
	}
	const blocks = 1 << 20 // the file's size is a whole number of these
	size := (limit + limit/16 + 6*blocks) / blocks * blocks
	file, err := os.OpenFile(v.image(), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := errors.Join(file.Truncate(int64(size)), file.Close()); err != nil { //nolint:gosec // a category's limit
		return err
	}
	if err := command("mkfs.ext4", "-q", "-F", "-m", "0", "-I", "128", "-N", fmt.Sprint(maxOutputFiles),
		"-O", "^has_journal", "-E", "lazy_itable_init=1,nodiscard", v.image()); err != nil {
		return err
	}
	if err := command("mount", "-o", "loop,nosuid,nodev,noexec,noatime", v.image(), v.out()); err != nil {
		return err
	}
	return errors.Join(os.Remove(filepath.Join(v.out(), "lost+found")), os.Chown(v.out(), uid(), gid()))
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
		if err := command("umount", "-l", v.out()); err != nil {
			return err
		}
	}
}

func command(name string, args ...string) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
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
			if size, files, err := v.size(); err == nil && (size > limit || files > maxOutputFiles) {
				tell <- struct{}{}
				return
			}
		}
	}()
	return tell, func() { close(done); <-ended }
}

// size returns the bytes that the volume's files have or take, whichever is more,
// and how many files and folders there are.
func (v volume) size() (size uint64, files int, err error) {
	err = filepath.WalkDir(v.out(), func(_ string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // gone meanwhile
		}
		if err != nil {
			return err
		}
		files++
		info, err := e.Info()
		if err != nil || !info.Mode().IsRegular() {
			return nil //nolint:nilerr // gone meanwhile
		}
		took := int64(0)
		if st, ok := info.Sys().(*syscall.Stat_t); ok {
			took = st.Blocks * 512
		}
		size += uint64(max(info.Size(), took)) //nolint:gosec // sizes
		return nil
	})
	return size, files, err
}

// full reports whether the app wrote more than limit, or tried to.
func (v volume) full(limit uint64) (bool, error) {
	if mounted, err := v.mounted(); err != nil || mounted {
		var st syscall.Statfs_t
		if err := errors.Join(err, syscall.Statfs(v.out(), &st)); err != nil {
			return false, err
		}
		if st.Bavail == 0 || st.Ffree == 0 {
			return true, nil
		}
	}
	size, files, err := v.size()
	return size > limit || files > maxOutputFiles, err
}

// copyTo copies the outputs into a folder and returns how many bytes they have. why
// tells what has no place in a result: anything but files and folders.
func (v volume) copyTo(ctx context.Context, dir string) (size uint64, why string, err error) {
	from, err := os.OpenRoot(v.out())
	if err != nil {
		return 0, "", err
	}
	defer func() { _ = from.Close() }()
	to, err := os.OpenRoot(dir)
	if err != nil {
		return 0, "", err
	}
	defer func() { _ = to.Close() }()
	err = fs.WalkDir(from.FS(), ".", func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil || path == ".":
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		case e.IsDir():
			return to.Mkdir(path, 0o700)
		case !e.Type().IsRegular():
			why = fmt.Sprintf("%+q in the outputs is neither a file nor a folder", shortened(path))
			return fs.SkipAll
		}
		n, err := copyFile(from, to, path)
		size += n
		return err
	})
	return size, why, err
}

// shortened returns a path that fits into a tail.
func shortened(path string) string {
	const most = 200
	return path[:min(len(path), most)]
}

func copyFile(from, to *os.Root, path string) (uint64, error) {
	source, err := from.OpenFile(path, os.O_RDONLY|syscall.O_NOFOLLOW, 0)
	if err != nil {
		return 0, err
	}
	defer func() { _ = source.Close() }()
	info, err := source.Stat()
	if err != nil {
		return 0, err
	}
	mode := os.FileMode(0o600)
	if info.Mode()&0o100 != 0 {
		mode = 0o700
	}
	target, err := to.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return 0, err
	}
	n, err := io.Copy(target, source)
	return uint64(n), errors.Join(err, target.Close()) //nolint:gosec // a size
}
