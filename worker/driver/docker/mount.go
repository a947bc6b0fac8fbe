package docker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	"golang.org/x/sys/unix"
)

// OwnFileSystem returns nil if each container gets a file system of its own for its
// outputs: this process is root, has mkfs.ext4 and loop devices, and the daemon, being
// in the same mount namespace, sees what it mounts. Else it returns why outputs go to
// a plain folder, which is looked at all the time.
func (d *Driver) OwnFileSystem(ctx context.Context) error {
	d.once.Do(func() { d.plain = d.tryMount(context.WithoutCancel(ctx)) })
	return d.plain
}

func (d *Driver) tryMount(ctx context.Context) error {
	if os.Geteuid() != 0 {
		return errors.New("only root may mount")
	}
	if _, err := exec.LookPath("mkfs.ext4"); err != nil {
		return err
	}
	if err := sameMounts(d.daemon.DaemonHost()); err != nil {
		return err
	}
	if err := os.RemoveAll(d.templates()); err != nil { // of another version, perhaps
		return err
	}
	v := volume{dir: filepath.Join(d.options.Dir, "try")}
	if err := v.clear(); err != nil {
		return err
	}
	return errors.Join(d.mountNew(ctx, v, 1<<20), v.remove())
}

// sameMounts returns nil if the process behind a socket has our mount namespace.
func sameMounts(host string) error {
	at, err := url.Parse(host)
	if err != nil || at.Scheme != "unix" {
		return fmt.Errorf("the daemon is not behind a socket of this machine: %s", host)
	}
	s, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer func() { _ = unix.Close(s) }()
	if err := unix.Connect(s, &unix.SockaddrUnix{Name: at.Path}); err != nil {
		return err
	}
	peer, err := unix.GetsockoptUcred(s, unix.SOL_SOCKET, unix.SO_PEERCRED)
	if err != nil {
		return err
	}
	theirs, err := os.Readlink(fmt.Sprintf("/proc/%d/ns/mnt", peer.Pid))
	if err != nil {
		return err
	}
	ours, err := os.Readlink("/proc/self/ns/mnt")
	if err == nil && ours != theirs {
		err = errors.New("the daemon has other mounts than this process (systemd: PrivateTmp and the like)")
	}
	return err
}

// mountNew mounts a file system of a volume's own on its folder.
func (d *Driver) mountNew(ctx context.Context, v volume, limit uint64) error {
	template, err := d.template(ctx, volumeBytes(limit))
	if err != nil {
		return err
	}
	if err := copySparse(template, v.image()); err != nil {
		return err
	}
	if err := mountLoop(v.image(), v.out()); err != nil {
		return err
	}
	return errors.Join(os.Remove(filepath.Join(v.out(), "lost+found")), os.Chown(v.out(), uid(), gid()))
}

func (d *Driver) templates() string { return filepath.Join(d.options.Dir, "templates") }

// template returns a file with an empty file system of so many bytes; there is one of
// each size.
func (d *Driver) template(ctx context.Context, size uint64) (string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	path := filepath.Join(d.templates(), strconv.FormatUint(size, 10))
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	if err := os.MkdirAll(d.templates(), 0o700); err != nil {
		return "", err
	}
	draft := path + ".new"
	if err := os.WriteFile(draft, nil, 0o600); err != nil {
		return "", err
	}
	if err := os.Truncate(draft, int64(size)); err != nil { //nolint:gosec // a category's limit
		return "", err
	}
	if err := command(ctx, "mkfs.ext4", "-q", "-F", "-m", "0", "-b", strconv.Itoa(block), "-I", "128",
		"-N", strconv.Itoa(maxVolumeFiles), "-O", "^has_journal", "-E", "lazy_itable_init=1,nodiscard",
		draft); err != nil {
		return "", err
	}
	return path, os.Rename(draft, path)
}

// copySparse copies a file with its holes.
func copySparse(from, to string) error {
	source, err := os.Open(from) //nolint:gosec // our own
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }()
	info, err := source.Stat()
	if err != nil {
		return err
	}
	target, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) //nolint:gosec // our own
	if err != nil {
		return err
	}
	return errors.Join(target.Truncate(info.Size()), copyData(source, target), target.Close())
}

func copyData(source, target *os.File) error {
	for at := int64(0); ; {
		begin, err := source.Seek(at, unix.SEEK_DATA)
		if errors.Is(err, unix.ENXIO) {
			return nil // only a hole is left
		}
		if err != nil {
			return err
		}
		if at, err = source.Seek(begin, unix.SEEK_HOLE); err != nil {
			return err
		}
		if _, err := target.Seek(begin, io.SeekStart); err != nil {
			return err
		}
		if _, err := io.Copy(target, io.NewSectionReader(source, begin, at-begin)); err != nil {
			return err
		}
	}
}

// loopTries is how often a loop device may be taken by somebody else first.
const loopTries = 64

// mountLoop mounts a file through a loop device, which goes away with the mount. No
// program of the file system can be run, and nothing of it is worth a flush.
func mountLoop(file, at string) error {
	image, err := os.OpenFile(file, os.O_RDWR, 0) //nolint:gosec // our own
	if err != nil {
		return err
	}
	defer func() { _ = image.Close() }()
	device, err := attachLoop(image)
	if err != nil {
		return fmt.Errorf("loop device: %w", err)
	}
	defer func() { _ = device.Close() }()
	const flags = unix.MS_NOSUID | unix.MS_NODEV | unix.MS_NOEXEC | unix.MS_NOATIME
	if err := unix.Mount(device.Name(), at, "ext4", flags, "nobarrier,noinit_itable"); err != nil {
		return fmt.Errorf("mount: %w", err)
	}
	return nil
}

func attachLoop(image *os.File) (*os.File, error) {
	control, err := os.OpenFile("/dev/loop-control", os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	defer func() { _ = control.Close() }()
	config := unix.LoopConfig{
		Fd: uint32(image.Fd()), Info: unix.LoopInfo64{Flags: unix.LO_FLAGS_AUTOCLEAR}, //nolint:gosec // a descriptor
	}
	for range loopTries {
		n, err := unix.IoctlRetInt(int(control.Fd()), unix.LOOP_CTL_GET_FREE)
		if err != nil {
			return nil, err
		}
		device, err := os.OpenFile("/dev/loop"+strconv.Itoa(n), os.O_RDWR, 0)
		if err != nil {
			return nil, err
		}
		err = unix.IoctlLoopConfigure(int(device.Fd()), &config)
		if err == nil {
			return device, nil
		}
		if err := errors.Join(err, device.Close()); !errors.Is(err, unix.EBUSY) {
			return nil, err
		}
	}
	return nil, unix.EBUSY
}
