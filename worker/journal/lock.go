package journal

import (
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
)

// Lock takes the lock of a file until it is closed or the process dies, however
// it dies. ErrLocked if somebody has it.
func Lock(path string) (io.Closer, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600) //nolint:gosec // the worker's own folder
	if err != nil {
		return nil, fmt.Errorf("journal: %w", err)
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err != nil {
		_ = file.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, fmt.Errorf("%w: %s", ErrLocked, path)
		}
		return nil, fmt.Errorf("journal: %w", err)
	}
	return lock{file}, nil
}

type lock struct{ file *os.File }

// Close frees the lock. It says so: a process that is being started may still
// have the file open, and closing alone would free it only later.
func (l lock) Close() error {
	err := syscall.Flock(int(l.file.Fd()), syscall.LOCK_UN)
	return errors.Join(err, l.file.Close())
}
