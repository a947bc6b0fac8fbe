package storage

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"

	"github.com/iexecd/iexecd/core/ident"
)

// dirPrivate holds what Handler does not serve.
const dirPrivate = "private"

// PutPrivate keeps a value of a task that Handler does not serve, in place of an
// older one.
func (s *Store) PutPrivate(task ident.Hash, v any) error {
	bz, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("private record of task %s: %w", task, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.root.MkdirAll(dirPrivate, 0o700); err != nil {
		return err
	}
	return s.write(path.Join(dirPrivate, task.String()), bz)
}

// Private reads what PutPrivate kept, or ErrNotFound.
func (s *Store) Private(task ident.Hash, into any) error {
	bz, err := s.root.ReadFile(path.Join(dirPrivate, task.String()))
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: private record of task %s", ErrNotFound, task)
	}
	if err != nil {
		return err
	}
	return json.Unmarshal(bz, into)
}
