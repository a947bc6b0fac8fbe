package docker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"
)

// The bounds of a container's outputs: files and folders, folders in folders, and
// bytes of a path. A result has at most 10,000 files.
const (
	maxOutputFiles = 16_384
	maxOutputDepth = 64
	maxOutputPath  = 1_024
)

// outputs is what a look at a container's outputs found.
type outputs struct {
	size  uint64 // bytes of files and folders, each rounded up to whole blocks
	took  uint64 // bytes that they take on this disk
	files int    // and folders
	bad   string // why they are no result: the first of what has no place in one
}

// errEnough ends a look at outputs.
var errEnough = errors.New("enough")

// look looks at all below a folder, but no further than a result may reach. It
// follows no link: the container may be running and changing things.
func look(dir string) (outputs, error) {
	var o outputs
	root, err := os.OpenRoot(dir)
	if err != nil {
		return o, err
	}
	defer func() { _ = root.Close() }()
	err = visit(root, ".", 0, func(_ *os.Root, path string, info fs.FileInfo, depth int) error {
		o.charge(info)
		switch {
		case o.files > maxOutputFiles:
			return errEnough
		case len(path) > maxOutputPath || depth > maxOutputDepth:
			o.blame(fmt.Sprintf("the outputs have paths of more than %d bytes or %d folders",
				maxOutputPath, maxOutputDepth))
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

// visit shows all below a folder, in the order of their names. What is gone
// meanwhile is left out.
func visit(dir *os.Root, path string, depth int, see visitor) error {
	entries, err := fs.ReadDir(dir.FS(), ".")
	if err != nil {
		return err
	}
	for _, e := range entries {
		below := e.Name()
		if path != "." {
			below = path + "/" + below
		}
		info, err := dir.Lstat(e.Name())
		if errors.Is(err, fs.ErrNotExist) {
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
		if err := descend(dir, e.Name(), below, depth+1, see); err != nil {
			return err
		}
	}
	return nil
}

func descend(dir *os.Root, name, path string, depth int, see visitor) error {
	sub, err := dir.OpenRoot(name)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return nil // gone meanwhile
	}
	if err != nil {
		return err
	}
	defer func() { _ = sub.Close() }()
	return visit(sub, path, depth, see)
}

// copyOutputs copies what look found good into an empty folder, and returns how many
// bytes its files have.
func copyOutputs(ctx context.Context, from, to string) (size uint64, err error) {
	source, err := os.OpenRoot(from)
	if err != nil {
		return 0, err
	}
	defer func() { _ = source.Close() }()
	target, err := os.OpenRoot(to)
	if err != nil {
		return 0, err
	}
	defer func() { _ = target.Close() }()
	err = visit(source, ".", 0, func(in *os.Root, path string, info fs.FileInfo, _ int) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case info.IsDir():
			return target.Mkdir(path, 0o700)
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
