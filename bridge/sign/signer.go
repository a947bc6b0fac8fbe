package sign

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

var (
	// ErrEquivocation means that another message of the same kind and nonce was signed before.
	ErrEquivocation = errors.New("another message was signed before")
	// ErrRequest means that a request contradicts itself.
	ErrRequest = errors.New("a request that cannot be signed")
	// ErrLimit means that a message goes beyond the operator's own limits.
	ErrLimit = errors.New("over the operator's limit")
)

// Limits is what an operator lets this key sign, whatever the node says.
type Limits struct {
	BatchTotal rlc.Amount          // nRLC of one batch, items and fee
	Bucket     bridge.BucketLimits // over all batches together
	OutCap     rlc.Amount          // nRLC: the highest OutCap of a Config
	Migrate    ident.Address       // the only vault that a Migrate may name; zero if none may
}

// Request is what is to be signed: the message, and what its hash stands for.
type Request struct {
	Message bridge.Message
	Items   bridge.Items   // of a Batch
	Members bridge.Members // of a Valset
}

// Config is what a signer needs.
type Config struct {
	Domain bridge.Domain
	Key    Key
	Limits Limits
	Store  string // the file that remembers what was signed
}

// Signer signs with one key for one vault. It may be used by several goroutines.
type Signer struct {
	config Config
	now    func() time.Time

	mu     sync.Mutex
	store  *store
	bucket bridge.Bucket
}

// Open returns a signer. ErrStore if its store cannot be used, or is in use. Close ends it.
func Open(c Config) (*Signer, error) {
	s := &Signer{config: c, now: time.Now}
	var entries []entry
	var err error
	if s.store, entries, err = openStore(c.Store, c.Domain.Separator(), c.Key.Address()); err != nil {
		return nil, err
	}
	for _, e := range entries { // without a limit: they were signed, whatever it is now
		s.bucket = s.bucket.At(e.unix, c.Limits.Bucket)
		s.bucket.Level = max(s.bucket.Level, s.bucket.Level+e.total)
	}
	return s, nil
}

// Close ends the signer.
func (s *Signer) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.store.journal.Close()
}

// Address returns the key's address.
func (s *Signer) Address() ident.Address { return s.config.Key.Address() }

// Sign returns the signature over a Valset, Batch, Config or Migrate as a vote has
// it. ErrRequest if the message does not stand for what comes with it, ErrLimit if
// it goes beyond the limits, ErrEquivocation if another of its kind and nonce was
// signed, ErrStore if that is not known. After any of them nothing left.
func (s *Signer) Sign(r Request) (bridge.VoteSignature, error) {
	e, err := s.check(r)
	if err != nil {
		return bridge.VoteSignature{}, err
	}
	e.digest = s.config.Domain.Digest(r.Message)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.remember(e); err != nil {
		return bridge.VoteSignature{}, err
	}
	signature, err := s.config.Key.sign(e.digest)
	if err != nil {
		return bridge.VoteSignature{}, err
	}
	return bridge.VoteSignature{Kind: e.kind, Nonce: e.nonce, Raw: signature}, nil
}

// Bind returns the signature that proves to the chain here that an operator holds
// the key. The vault knows no such message.
func (s *Signer) Bind(b bridge.Bind) (bridge.Signature, error) {
	return s.config.Key.Bind(s.config.Domain, b)
}

// remember has the entry on disk before it returns nil.
func (s *Signer) remember(e entry) error {
	if had, ok := s.store.signed[e.slot]; ok {
		if had != e.digest {
			return fmt.Errorf("%w: message %d of kind %d with digest %s, asked for %s: the node may have been taken"+
				" over", ErrEquivocation, e.nonce, e.kind, had, e.digest)
		}
		return nil
	}
	e.unix = uint64(max(0, s.now().Unix()))
	bucket, err := s.bucket.Take(e.total, e.unix, s.config.Limits.Bucket)
	if e.total > 0 && err != nil {
		return fmt.Errorf("%w: batch %d: %w", ErrLimit, e.nonce, err)
	}
	if err := s.store.add(e); err != nil {
		return err
	}
	if e.total > 0 {
		s.bucket = bucket
	}
	return nil
}

// check returns the slot of a request, and what it pays.
func (s *Signer) check(r Request) (entry, error) {
	switch m := r.Message.(type) {
	case bridge.Valset:
		return entry{slot: slot{bridge.MessageValset, m.Nonce}}, checkValset(m, r.Members)
	case bridge.Batch:
		total, err := s.checkBatch(m, r.Items)
		return entry{slot: slot{bridge.MessageBatch, m.Nonce}, total: total}, err
	case bridge.Config:
		e := entry{slot: slot{bridge.MessageConfig, m.Nonce}}
		if m.OutCap > s.config.Limits.OutCap {
			return e, fmt.Errorf("%w: config %d lets %d nRLC leave at once, the most is %d", ErrLimit, m.Nonce,
				m.OutCap, s.config.Limits.OutCap)
		}
		return e, nil
	case bridge.Migrate:
		e := entry{slot: slot{bridge.MessageMigrate, m.Nonce}}
		if m.NewVault.IsZero() || m.NewVault != s.config.Limits.Migrate {
			return e, fmt.Errorf("%w: migration %d to vault %s, allowed is %s: check it and allow it", ErrLimit,
				m.Nonce, m.NewVault, s.config.Limits.Migrate)
		}
		return e, nil
	default:
		return entry{}, fmt.Errorf("%w: a message %T, expected Valset, Batch, Config or Migrate", ErrRequest, m)
	}
}

func checkValset(v bridge.Valset, m bridge.Members) error {
	want, err := m.Valset(v.Nonce, v.HomeHeight)
	if err != nil {
		return fmt.Errorf("%w: valset %d: %w", ErrRequest, v.Nonce, err)
	}
	if v != want {
		return fmt.Errorf("%w: valset %d has power %d and hash %s, its members have %d and %s", ErrRequest, v.Nonce,
			v.TotalPower, v.MembersHash, want.TotalPower, want.MembersHash)
	}
	return nil
}

// checkBatch returns what a batch pays in nRLC, items and fee.
func (s *Signer) checkBatch(b bridge.Batch, items bridge.Items) (rlc.Amount, error) {
	total, err := items.Total()
	if err == nil {
		total, err = rlc.Add(total, b.Fee)
	}
	if err != nil {
		return 0, fmt.Errorf("%w: batch %d: %w", ErrRequest, b.Nonce, err)
	}
	if got := items.Hash(); got != b.ItemsHash {
		return 0, fmt.Errorf("%w: batch %d has items %s, asked with items %s", ErrRequest, b.Nonce, b.ItemsHash, got)
	}
	if total > s.config.Limits.BatchTotal {
		return 0, fmt.Errorf("%w: batch %d pays %d nRLC, the most is %d", ErrLimit, b.Nonce, total,
			s.config.Limits.BatchTotal)
	}
	return total, nil
}
