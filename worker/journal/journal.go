// Package journal is an append-only file of records that survive a crash: what
// Append returned for is on disk. It does not know what the records mean.
//
// The file begins with an eight-byte magic; then each record is its length and
// its CRC-32C, both four bytes big-endian, and its bytes. A record that was being
// written when the power went is incomplete at the end of the file: Open cuts it
// off. Damage anywhere else is ErrCorrupt, for the worker must not guess which
// salts it lost.
package journal

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
)

// MaxRecord is the largest record in bytes.
const MaxRecord = 1 << 20

const (
	magic      = "iexecjl1"
	headerSize = 8
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

var (
	// ErrCorrupt means that the file is damaged before its end.
	ErrCorrupt = errors.New("the journal is damaged")
	// ErrTooLarge means that a record has more than MaxRecord bytes.
	ErrTooLarge = errors.New("the record is too large")
	// ErrBroken means that an earlier write failed: what is on disk is unknown
	// until the journal is opened again.
	ErrBroken = errors.New("the journal can not be written any more")
	// ErrLocked means that another process has the journal open.
	ErrLocked = errors.New("the journal is in use by another worker")
)

// Journal is an open journal. It is not safe for concurrent use.
type Journal struct {
	path   string
	file   *os.File
	lock   io.Closer
	size   int64
	broken error
}

// Open opens or makes the journal at path and returns it with its records,
// oldest first. ErrLocked if another process has it, ErrCorrupt if it is damaged.
func Open(path string) (*Journal, [][]byte, error) {
	lock, err := Lock(path + ".lock")
	if err != nil {
		return nil, nil, err
	}
	j := &Journal{path: path, lock: lock}
	records, err := j.open()
	if err != nil {
		_ = lock.Close()
		return nil, nil, err
	}
	return j, records, nil
}

func (j *Journal) open() ([][]byte, error) {
	file, err := os.OpenFile(j.path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("journal: %w", err)
	}
	bz, err := io.ReadAll(file)
	if err != nil {
		_ = file.Close()
		return nil, fmt.Errorf("journal: %w", err)
	}
	records, good, err := parse(bz)
	if err == nil {
		err = cut(file, bz, good)
	}
	if err != nil {
		_ = file.Close()
		return nil, fmt.Errorf("journal %s: %w", j.path, err)
	}
	j.file, j.size = file, max(good, headerSize)
	return records, syncDir(filepath.Dir(j.path))
}

// cut makes the file end after its last whole record, and gives a new file its magic.
func cut(file *os.File, bz []byte, good int64) error {
	if int64(len(bz)) == good && good > 0 {
		return nil
	}
	if err := file.Truncate(good); err != nil {
		return err
	}
	if good == 0 {
		if _, err := file.WriteAt([]byte(magic), 0); err != nil {
			return err
		}
	}
	return file.Sync()
}

// parse returns the records in bz and how many bytes of it are whole. An
// incomplete last record is not an error, nor is a last record with a wrong sum:
// the file grew but its bytes did not reach the disk.
func parse(bz []byte) ([][]byte, int64, error) {
	if len(bz) < headerSize {
		if string(bz) != magic[:len(bz)] && !zero(bz) {
			return nil, 0, fmt.Errorf("%w: it does not begin like a journal", ErrCorrupt)
		}
		return nil, 0, nil
	}
	if string(bz[:headerSize]) != magic {
		if zero(bz) {
			return nil, 0, nil
		}
		return nil, 0, fmt.Errorf("%w: it does not begin like a journal", ErrCorrupt)
	}
	var records [][]byte
	at := headerSize
	for at < len(bz) {
		record, next, ok := parseOne(bz, at)
		if !ok {
			if !tail(bz, at) {
				return nil, 0, fmt.Errorf("%w: record %d at byte %d", ErrCorrupt, len(records), at)
			}
			break
		}
		records, at = append(records, record), next
	}
	return records, int64(at), nil
}

func parseOne(bz []byte, at int) (record []byte, next int, ok bool) {
	if len(bz)-at < headerSize {
		return nil, 0, false
	}
	n := int64(binary.BigEndian.Uint32(bz[at:]))
	if n == 0 || n > MaxRecord || n > int64(len(bz)-at-headerSize) {
		return nil, 0, false
	}
	body := bz[at+headerSize : at+headerSize+int(n)]
	if crc32.Checksum(body, castagnoli) != binary.BigEndian.Uint32(bz[at+4:]) {
		return nil, 0, false
	}
	return body, at + headerSize + int(n), true
}

// tail tells whether what begins at at can be the torn last write: nothing whole
// follows it. A whole record behind it means that something in the middle is damaged.
func tail(bz []byte, at int) bool {
	for next := at + 1; next < len(bz); next++ {
		if _, _, ok := parseOne(bz, next); ok {
			return false
		}
	}
	return true
}

func zero(bz []byte) bool {
	for _, b := range bz {
		if b != 0 {
			return false
		}
	}
	return true
}

func frame(record []byte) ([]byte, error) {
	if len(record) == 0 || len(record) > MaxRecord {
		return nil, fmt.Errorf("%w: %d bytes, expected 1..%d", ErrTooLarge, len(record), MaxRecord)
	}
	out := make([]byte, headerSize, headerSize+len(record))
	binary.BigEndian.PutUint32(out, uint32(len(record))) //nolint:gosec // bounded above
	binary.BigEndian.PutUint32(out[4:], crc32.Checksum(record, castagnoli))
	return append(out, record...), nil
}

// Append writes a record and returns when it is on disk. After a failed write
// every further one is ErrBroken: nobody knows what is on disk.
func (j *Journal) Append(record []byte) error {
	if j.broken != nil {
		return fmt.Errorf("%w: %w", ErrBroken, j.broken)
	}
	bz, err := frame(record)
	if err != nil {
		return err
	}
	if _, err = j.file.WriteAt(bz, j.size); err == nil {
		err = j.file.Sync()
	}
	if err != nil {
		j.broken = err
		return fmt.Errorf("%w: %w", ErrBroken, err)
	}
	j.size += int64(len(bz))
	return nil
}

// Size returns the bytes of the file.
func (j *Journal) Size() int64 { return j.size }

// Compact replaces all records by these, in one step: after a crash the journal
// has the old ones or the new ones.
func (j *Journal) Compact(records [][]byte) error {
	if j.broken != nil {
		return fmt.Errorf("%w: %w", ErrBroken, j.broken)
	}
	bz := []byte(magic)
	for _, r := range records {
		f, err := frame(r)
		if err != nil {
			return err
		}
		bz = append(bz, f...)
	}
	file, err := j.replace(bz)
	if err != nil {
		j.broken = err
		return fmt.Errorf("%w: %w", ErrBroken, err)
	}
	_ = j.file.Close()
	j.file, j.size = file, int64(len(bz))
	return nil
}

func (j *Journal) replace(bz []byte) (*os.File, error) {
	file, err := os.OpenFile(j.path+".new", os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	if _, err = file.Write(bz); err == nil {
		err = file.Sync()
	}
	if err == nil {
		err = os.Rename(j.path+".new", j.path)
	}
	if err == nil {
		err = syncDir(filepath.Dir(j.path))
	}
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	return file, nil
}

// Close ends the use of the file; everything appended is on disk already.
func (j *Journal) Close() error {
	err := j.file.Close()
	return errors.Join(err, j.lock.Close())
}

func syncDir(dir string) error {
	d, err := os.Open(dir) //nolint:gosec // the worker's own folder
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
