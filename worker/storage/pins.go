package storage

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/iexecd/iexecd/core/ident"
)

// maxPinName is the longest name of a pin, in bytes.
const maxPinName = 128

// checkPinName tells whether a text can name pins, and so a file.
func checkPinName(name string) error {
	const allowed = "0123456789abcdefghijklmnopqrstuvwxyz-_"
	if name == "" || len(name) > maxPinName || strings.Trim(name, allowed) != "" {
		return fmt.Errorf("%w: %q: a pin has 1 to %d of the characters a-z 0-9 - _", ErrBadName, name, maxPinName)
	}
	return nil
}

// Pin keeps blobs from being dropped, also over a restart, until Unpin of the same
// name, as a task's id. It replaces what the name pinned before. If one is not
// here it is ErrNotFound and nothing changes.
func (s *Store) Pin(name string, digests ...string) error {
	if err := checkPinName(name); err != nil {
		return err
	}
	digests = slices.Compact(slices.Sorted(slices.Values(digests)))
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, digest := range digests {
		if s.blobs[digest] == nil {
			return fmt.Errorf("%w: sha256 %q: store it again", ErrNotFound, digest)
		}
	}
	if err := s.write(path.Join(dirPins, name), []byte(strings.Join(digests, "\n"))); err != nil {
		return err
	}
	s.setPins(name, digests)
	return nil
}

// Unpin lets go what a name pinned, if anything.
func (s *Store) Unpin(name string) error {
	if err := checkPinName(name); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.root.Remove(path.Join(dirPins, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	s.setPins(name, nil)
	return nil
}

// Pinned reports whether a name pins anything.
func (s *Store) Pinned(name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.pins[name]) > 0
}

// Pins returns the names that pin something, in order.
func (s *Store) Pins() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Sorted(maps.Keys(s.pins))
}

// setPins counts the pins anew for a name.
func (s *Store) setPins(name string, digests []string) {
	for _, digest := range s.pins[name] {
		s.blobs[digest].pins--
	}
	for _, digest := range digests {
		s.blobs[digest].pins++
	}
	s.pins[name] = digests
	if len(digests) == 0 {
		delete(s.pins, name)
	}
}

// loadPins reads the pins; of blobs that are gone there is nothing to keep.
func (s *Store) loadPins() error {
	files, err := fs.ReadDir(s.root.FS(), dirPins)
	if err != nil {
		return err
	}
	for _, file := range files {
		text, err := s.root.ReadFile(path.Join(dirPins, file.Name()))
		if err != nil {
			return err
		}
		digests := slices.Compact(slices.Sorted(slices.Values(strings.Fields(string(text)))))
		s.setPins(file.Name(), slices.DeleteFunc(digests, func(d string) bool { return s.blobs[d] == nil }))
	}
	return nil
}

// write makes a file whole or not at all, safe from a crash.
func (s *Store) write(name string, bz []byte) error {
	s.temp++
	temp := path.Join(dirTemp, fmt.Sprint(s.temp))
	f, err := s.root.Create(temp)
	if err != nil {
		return err
	}
	_, err = f.Write(bz)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return s.replace(temp, name)
}

// PutTask keeps a task's record, any value that JSON can hold, in place of an
// older one.
func (s *Store) PutTask(task ident.Hash, record any) error {
	bz, err := json.Marshal(record)
	if err != nil {
		return fmt.Errorf("record of task %s: %w", task, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.write(path.Join(dirTasks, task.String()), bz)
}

// Task returns a task's record as JSON, or ErrNotFound.
func (s *Store) Task(task ident.Hash) ([]byte, error) {
	bz, err := s.root.ReadFile(path.Join(dirTasks, task.String()))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: task %s", ErrNotFound, task)
	}
	return bz, err
}
