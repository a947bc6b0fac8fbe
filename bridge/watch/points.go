package watch

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/worker/journal"
)

// The finalized blocks that are remembered: the last ones, and twice as many on
// disk before the rest is dropped. At one in 6.4 minutes they are those of 18 days.
const keepPoints = 4_096

const pointBytes = 8 + 32

var errStore = errors.New("the store of finalized blocks cannot be used")

// point is a finalized block.
type point struct {
	number uint64
	hash   ident.Hash
}

// points is the finalized blocks that were seen, in ascending order, and on disk.
// Its first record is the vault's domain.
type points struct {
	journal *journal.Journal
	domain  ident.Hash
	all     []point
	onDisk  int
}

// openPoints opens or makes the file at path.
func openPoints(path string, domain ident.Hash) (*points, error) {
	j, records, err := journal.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errStore, err)
	}
	p := &points{journal: j, domain: domain}
	if err := p.load(records); err != nil {
		return nil, errors.Join(fmt.Errorf("%w: %s: %w", errStore, path, err), j.Close())
	}
	return p, nil
}

func (p *points) load(records [][]byte) error {
	if len(records) == 0 {
		return p.journal.Append(p.domain[:])
	}
	if len(records[0]) != len(p.domain) || ident.Hash(records[0]) != p.domain {
		return fmt.Errorf("it is of domain %x, expected %s: give another file for another vault", records[0], p.domain)
	}
	for i, raw := range records[1:] {
		if len(raw) != pointBytes {
			return fmt.Errorf("record %d has %d bytes, expected %d: move the file away", i+1, len(raw), pointBytes)
		}
		n := point{number: binary.BigEndian.Uint64(raw), hash: ident.Hash(raw[8:])}
		if last, ok := p.last(); ok && n.number <= last.number {
			return fmt.Errorf("record %d is of block %d after %d: move the file away", i+1, n.number, last.number)
		}
		p.all = append(p.all, n)
	}
	p.onDisk = len(p.all)
	return nil
}

func (p *points) last() (point, bool) {
	if len(p.all) == 0 {
		return point{}, false
	}
	return p.all[len(p.all)-1], true
}

// at returns the hash of a block if it is remembered.
func (p *points) at(number uint64) (ident.Hash, bool) {
	for i := len(p.all) - 1; i >= 0 && p.all[i].number >= number; i-- {
		if p.all[i].number == number {
			return p.all[i].hash, true
		}
	}
	return ident.Hash{}, false
}

// add remembers a block above all others, on disk first.
func (p *points) add(n point) error {
	if err := p.journal.Append(encodePoint(n)); err != nil {
		return fmt.Errorf("%w: %w", errStore, err)
	}
	p.all, p.onDisk = append(p.all, n), p.onDisk+1
	if p.onDisk < 2*keepPoints {
		return nil
	}
	p.all = append([]point(nil), p.all[len(p.all)-keepPoints:]...)
	records := [][]byte{p.domain[:]}
	for _, n := range p.all {
		records = append(records, encodePoint(n))
	}
	if err := p.journal.Compact(records); err != nil {
		return fmt.Errorf("%w: %w", errStore, err)
	}
	p.onDisk = len(p.all)
	return nil
}

func encodePoint(n point) []byte {
	return append(binary.BigEndian.AppendUint64(make([]byte, 0, pointBytes), n.number), n.hash[:]...)
}

func (p *points) close() error { return p.journal.Close() }
