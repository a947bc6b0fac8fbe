package docker

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"syscall"

	cerrdefs "github.com/containerd/errdefs"
	"github.com/moby/moby/api/types/mount"

	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/worker/driver"
)

// image is what an image says of itself, as far as it matters here.
type image struct {
	arch    string // of its programs, in Go's words
	program bool   // it names one
	volumes []string
}

// image asks the daemon for an image, and gets it again if it is gone: between
// Prepare and Run somebody can have made room.
func (d *Driver) image(ctx context.Context, ref string) (image, error) {
	found, err := d.daemon.ImageInspect(ctx, ref)
	if cerrdefs.IsNotFound(err) {
		if err := d.images.Ensure(ctx, ref); err != nil {
			return image{}, err
		}
		found, err = d.daemon.ImageInspect(ctx, ref)
	}
	if err != nil {
		return image{}, err
	}
	i := image{arch: found.Architecture}
	if c := found.Config; c != nil {
		i.program = len(c.Entrypoint)+len(c.Cmd) > 0
		for path := range c.Volumes {
			i.volumes = append(i.volumes, path)
		}
		slices.Sort(i.volumes)
	}
	return i, nil
}

// refused returns the outcome of an image of which no container can be started, or nil.
func (i image) refused(args []string) *driver.Outcome {
	var why string
	switch {
	case i.arch != "" && i.arch != driver.ImageArch:
		why = fmt.Sprintf("the image is made for %+q, and containers run on %s", i.arch, driver.ImageArch)
	case !i.program && len(args) == 0:
		why = noProgram
	default:
		return nil
	}
	bad := failure(poco.CauseBadApp, why)
	return &bad
}

// memoryFor returns what is mounted where an image declares a volume. The daemon
// would take a folder of its own disk, without a limit.
func (i image) memoryFor(bytes int64) []mount.Mount {
	var mounts []mount.Mount
	for _, path := range i.volumes {
		if slices.Contains([]string{driver.GuestIn, driver.GuestOut, guestTmp}, strings.TrimRight(path, "/")) {
			continue
		}
		mounts = append(mounts, mount.Mount{
			Type: mount.TypeTmpfs, Target: path, TmpfsOptions: &mount.TmpfsOptions{SizeBytes: bytes, Mode: 0o1777},
		})
	}
	return mounts
}

// noProgram is why nothing can be started.
const noProgram = "the image names no program that can be started"

// startError tells whether a container that was not made or not started is the
// fault of its image: it names no program, or one that cannot be executed, or has a
// file where a folder is mounted. Daemons say so in words only. Everything else is
// this machine's fault, and no result.
func startError(err error) (*driver.Outcome, error) {
	if !cerrdefs.IsInvalidArgument(err) {
		return nil, err
	}
	text := strings.ToLower(err.Error())
	for _, says := range []string{
		"no command specified",          // by the daemon, of an image without a program
		`exec: "`,                       // by runc: not found, or not executable
		"mount a directory onto a file", // by runc: /iexec_in, say, is a file of the image
	} {
		if strings.Contains(text, says) {
			bad := failure(poco.CauseBadApp, noProgram)
			return &bad, nil
		}
	}
	return nil, err
}

// The exit codes of runc's that cannot execute a program: before version 1.2, and since.
const (
	exitOldRunc = 1
	exitRunc    = 255
)

// runcSays is what runc 1.1 and later, 1.0, and what was before say then, all of it.
var runcSays = regexp.MustCompile(
	`^(?:exec [^\n]+: |standard_init_linux\.go:[0-9]+: exec user process caused:? )"?([a-z][^"\n]*)"?\n?$`)

// notExecuted reports whether a container ended because its program could not be
// executed: a text without a first line that names a shell, or one for another
// machine. Versions of runc say so with other exit codes and other words, so that what
// they say must not become a result. A program that says the same ends the same
// everywhere; one that ends with such a code and says nothing, or more, is not meant.
func notExecuted(exitCode int, stdout, stderr []byte) bool {
	if len(stdout) > 0 || exitCode != exitOldRunc && exitCode != exitRunc {
		return false
	}
	said := runcSays.FindSubmatch(stderr)
	return said != nil && isErrno(string(said[1]))
}

// isErrno reports whether this is the text of one of Linux's errors, as Go has it: runc
// is a Go program.
func isErrno(text string) bool {
	const last = 133
	for n := syscall.Errno(1); n <= last; n++ {
		if n.Error() == text {
			return true
		}
	}
	return false
}
