package sign

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/worker/journal"
)

// ErrStore means that what was signed before is not known, so nothing is signed.
var ErrStore = errors.New("the store of signed messages cannot be used")

// slot is what at most one message may ever be signed for.
type slot struct {
	kind  bridge.MessageKind
	nonce uint64
}

// entry is one signed message.
type entry struct {
	slot
	digest ident.Hash
	total  rlc.Amount // nRLC that it pays, 0 if it is no batch
	unix   uint64     // when it was signed
}

const (
	headBytes  = 32 + 20          // the domain's separator, the key's address
	entryBytes = 1 + 8 + 32 + 2*8 // as in encode
)

// store is all that was ever signed, on disk and in memory. An entry is small, and
// there are some hundred a day at most: none is ever dropped.
type store struct {
	journal *journal.Journal
	signed  map[slot]ident.Hash
}

// openStore opens or makes the store of a key for a vault, and returns it with its
// entries, oldest first. ErrStore if it is of another key or vault, or damaged.
func openStore(path string, separator ident.Hash, key ident.Address) (*store, []entry, error) {
	j, records, err := journal.Open(path)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %w", ErrStore, err)
	}
	s := &store{journal: j, signed: map[slot]ident.Hash{}}
	entries, err := s.load(records, append(append([]byte(nil), separator[:]...), key[:]...))
	if err != nil {
		return nil, nil, errors.Join(fmt.Errorf("%w: %s: %w", ErrStore, path, err), j.Close())
	}
	return s, entries, nil
}

func (s *store) load(records [][]byte, head []byte) ([]entry, error) {
	if len(records) == 0 {
		return nil, s.journal.Append(head)
	}
	if len(records[0]) != headBytes || string(records[0]) != string(head) {
		return nil, fmt.Errorf("it is of vault and key %x, expected %x: each has a store of its own", records[0], head)
	}
	entries := make([]entry, len(records)-1)
	for i, raw := range records[1:] {
		if len(raw) != entryBytes {
			return nil, fmt.Errorf("record %d has %d bytes, expected %d", i+1, len(raw), entryBytes)
		}
		e := decode(raw)
		if had, ok := s.signed[e.slot]; ok {
			return nil, fmt.Errorf("record %d signs message %d of kind %d again: %s, then %s", i+1, e.nonce,
				e.kind, had, e.digest)
		}
		s.signed[e.slot], entries[i] = e.digest, e
	}
	return entries, nil
}

// add remembers an entry whose slot is free. It is on disk when add returns.
func (s *store) add(e entry) error {
	if err := s.journal.Append(encode(e)); err != nil {
		return fmt.Errorf("%w: %w", ErrStore, err)
	}
	s.signed[e.slot] = e.digest
	return nil
}

func encode(e entry) []byte {
	out := append(make([]byte, 0, entryBytes), byte(e.kind))
	out = append(binary.BigEndian.AppendUint64(out, e.nonce), e.digest[:]...)
	return binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(out, uint64(e.total)), e.unix)
}

func decode(raw []byte) entry {
	u64 := func(at int) uint64 { return binary.BigEndian.Uint64(raw[at:]) }
	const digestAt = 1 + 8
	return entry{
		slot:   slot{kind: bridge.MessageKind(raw[0]), nonce: u64(1)},
		digest: ident.Hash(raw[digestAt : digestAt+32]), total: rlc.Amount(u64(digestAt + 32)),
		unix: u64(digestAt + 40),
	}
}
