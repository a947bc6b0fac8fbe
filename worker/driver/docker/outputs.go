package docker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// The bounds of a container's outputs: files and folders, folders in folders, and
// bytes of a path. A result has at most 10,000 files.
const (
	maxOutputFiles = 16_384
	maxOutputDepth = 64
	maxOutputPath  = 1_024
)

// maxSeenDepth is how many folders in folders are looked at: what is too deep for a
// result takes room all the same.
const maxSeenDepth = 4 * maxOutputDepth

// outputs is what a look at a container's outputs found.
type outputs struct {
	size  uint64 // bytes of files and folders, each rounded up to whole blocks
	took  uint64 // bytes that they take on this disk
	files int    // and folders
	bad   string // why they are no result: the first of what has no place in one
	dark  bool   // some of them are deeper than is looked at
}

// errEnough ends a look at outputs.
var errEnough = errors.New("enough")

// look looks at all below a folder, but at no more than a file system of their own
// would hold. It follows no link: the container may be running and changing things.
func look(dir string) (outputs, error) {
	var o outputs
	root, err := openOutputs(dir)
	if err != nil {
		return o, err
	}
	defer func() { _ = root.Close() }()
	err = visit(root, ".", 0, mayLook, func(_ *os.Root, path string, info fs.FileInfo, depth int) error {
		o.charge(info)
		if len(path) > maxOutputPath || depth > maxOutputDepth {
			o.blame(fmt.Sprintf("the outputs have paths of more than %d bytes or %d folders",
				maxOutputPath, maxOutputDepth))
		}
		switch {
		case o.files > maxVolumeFiles:
			return errEnough
		case depth > maxSeenDepth:
			o.dark = true
			return fs.SkipDir
		case info.IsDir():
			return nil
		case !info.Mode().IsRegular():
			o.blame(fmt.Sprintf("%+q in the outputs is neither a file nor a folder", shortened(path)))
			return nil
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return o, err
}

// block is what the smallest file and every folder count, whatever the disk is: when
// it is too much is the same for all.
const block = 4096

func (o *outputs) charge(info fs.FileInfo) {
	o.files++
	size := uint64(block)
	if info.Mode().IsRegular() {
		size = (uint64(max(info.Size(), 0)) + block - 1) / block * block
	}
	o.size += size
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		o.took += uint64(max(st.Blocks, 0)) * 512
	}
}

func (o *outputs) blame(why string) {
	if o.bad == "" {
		o.bad = why
	}
}

// over reports whether there is more than may be.
func (o *outputs) over(limit uint64) bool { return o.size > limit || o.files > maxOutputFiles }

// shortened returns a path that fits into a tail.
func shortened(path string) string {
	const most = 200
	return path[:min(len(path), most)]
}

// visitor sees a file or folder in its folder. fs.SkipDir keeps visit from what is in it.
type visitor func(in *os.Root, path string, info fs.FileInfo, depth int) error

// The bits of a mode that this process needs of a folder, to look into it or to change
// it, and of a file, if it is the app's user, and not root.
const (
	mayLook   = 0o500
	mayChange = 0o700
	mayRead   = 0o400
)

// openOutputs opens a folder of outputs, whatever mode the app gave it.
func openOutputs(dir string) (*os.Root, error) {
	above, err := os.OpenRoot(filepath.Dir(dir))
	if err != nil {
		return nil, err
	}
	defer func() { _ = above.Close() }()
	info, err := above.Lstat(filepath.Base(dir))
	if err != nil {
		return nil, err
	}
	if err := allow(above, info, mayLook); err != nil {
		return nil, err
	}
	return above.OpenRoot(info.Name())
}

// allow gives the owner of a file or folder the bits of a mode that are missing.
func allow(in *os.Root, info fs.FileInfo, bits fs.FileMode) error {
	if info.Mode()&bits == bits {
		return nil
	}
	return in.Chmod(info.Name(), info.Mode().Perm()|bits)
}

// visit shows all below a folder, in the order of their names. What is gone
// meanwhile is left out. Each folder is given the bits first, so that it keeps nothing
// from this process.
func visit(dir *os.Root, path string, depth int, bits fs.FileMode, see visitor) error {
	entries, err := fs.ReadDir(dir.FS(), ".")
	if gone(err) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range entries {
		below := e.Name()
		if path != "." {
			below = path + "/" + below
		}
		info, err := dir.Lstat(e.Name())
		if err == nil && info.IsDir() {
			err = allow(dir, info, bits)
		}
		if gone(err) {
			continue
		}
		if err == nil {
			err = see(dir, below, info, depth+1)
		}
		switch {
		case errors.Is(err, fs.SkipDir):
			continue
		case err != nil:
			return err
		case !info.IsDir():
			continue
		}
		if err := descend(dir, e.Name(), below, depth+1, bits, see); err != nil {
			return err
		}
	}
	return nil
}

// gone reports whether an error means that something is not there any more.
func gone(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) || errors.Is(err, syscall.ESTALE)
}

func descend(dir *os.Root, name, path string, depth int, bits fs.FileMode, see visitor) error {
	sub, err := dir.OpenRoot(name)
	if gone(err) {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { _ = sub.Close() }()
	return visit(sub, path, depth, bits, see)
}

// copyOutputs copies what look found good into an empty folder, and returns how many
// bytes its files have.
func copyOutputs(ctx context.Context, from, to string) (size uint64, err error) {
	source, err := openOutputs(from)
	if err != nil {
		return 0, err
	}
	defer func() { _ = source.Close() }()
	target, err := os.OpenRoot(to)
	if err != nil {
		return 0, err
	}
	defer func() { _ = target.Close() }()
	err = visit(source, ".", 0, mayLook, func(in *os.Root, path string, info fs.FileInfo, _ int) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case info.IsDir():
			return target.Mkdir(path, 0o700)
		}
		if err := allow(in, info, mayRead); err != nil {
			return err
		}
		n, err := copyFile(in, info.Name(), target, path)
		size += n
		return err
	})
	return size, err
}

// copyFile copies a file with its executable bit, which is all of a mode that is
// part of a result.
func copyFile(from *os.Root, name string, to *os.Root, path string) (uint64, error) {
	source, err := from.OpenFile(name, os.O_RDONLY|syscall.O_NOFOLLOW, 0)
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
