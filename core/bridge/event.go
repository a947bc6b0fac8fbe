package bridge

import (
	"fmt"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

// Kind is a kind of event of the vault.
type Kind uint8

// The kinds of events.
const (
	KindDeposit       Kind = 1
	KindBatchExecuted Kind = 2
	KindValsetUpdated Kind = 3
	KindConfigApplied Kind = 4
	KindPauseChanged  Kind = 5
	KindMigrated      Kind = 6
)

// What is paused: a set of flags.
const (
	PauseDeposits    uint8 = 1
	PauseWithdrawals uint8 = 2
)

// Event is the Nonce-th thing that happened at the vault, from 1.
type Event struct {
	Nonce uint64
	Body  Body
}

// Body is what happened: a Deposit, BatchExecuted, ValsetUpdated, ConfigApplied,
// PauseChanged or Migrated.
type Body interface {
	Kind() Kind
	// fields returns the fields in the order of the vault's encoding, packed.
	fields() [][]byte
}

// Deposit locks RLC for an account here.
type Deposit struct {
	From        ident.Address // who paid, on Ethereum
	Recipient   ident.Address // who is credited, here
	Amount      rlc.Amount    // nRLC
	LockedAfter rlc.Amount    // nRLC in the vault with it
}

// BatchExecuted pays a batch.
type BatchExecuted struct {
	BatchNonce  uint64
	Total       rlc.Amount // nRLC that are no longer locked: all items and the fee
	LockedAfter rlc.Amount // nRLC in the vault without them
}

// ValsetUpdated replaces the vault's validator set.
type ValsetUpdated struct {
	ValsetNonce uint64
	MembersHash ident.Hash
}

// ConfigApplied applies a Config, whose StructHash is ConfigHash.
type ConfigApplied struct {
	ConfigNonce uint64
	ConfigHash  ident.Hash
}

// PauseChanged says what is paused from now on.
type PauseChanged struct {
	Flags     uint8  // PauseDeposits and PauseWithdrawals
	UntilUnix uint64 // the last second of it; 0 if nothing is paused
}

// Migrated moves all that was locked to another vault.
type Migrated struct {
	NewVault ident.Address
	Amount   rlc.Amount // nRLC
}

// Kind implements Body.
func (Deposit) Kind() Kind { return KindDeposit }

// Kind implements Body.
func (BatchExecuted) Kind() Kind { return KindBatchExecuted }

// Kind implements Body.
func (ValsetUpdated) Kind() Kind { return KindValsetUpdated }

// Kind implements Body.
func (ConfigApplied) Kind() Kind { return KindConfigApplied }

// Kind implements Body.
func (PauseChanged) Kind() Kind { return KindPauseChanged }

// Kind implements Body.
func (Migrated) Kind() Kind { return KindMigrated }

func (d Deposit) fields() [][]byte {
	return [][]byte{d.From[:], d.Recipient[:], u64(uint64(d.Amount)), u64(uint64(d.LockedAfter))}
}

func (b BatchExecuted) fields() [][]byte {
	return [][]byte{u64(b.BatchNonce), u64(uint64(b.Total)), u64(uint64(b.LockedAfter))}
}

func (v ValsetUpdated) fields() [][]byte { return [][]byte{u64(v.ValsetNonce), v.MembersHash[:]} }

func (c ConfigApplied) fields() [][]byte { return [][]byte{u64(c.ConfigNonce), c.ConfigHash[:]} }

func (p PauseChanged) fields() [][]byte { return [][]byte{{p.Flags}, u64(p.UntilUnix)} }

func (m Migrated) fields() [][]byte { return [][]byte{m.NewVault[:], u64(uint64(m.Amount))} }

// parts returns kind and fields of an event; 0 and none if it has no body.
func (e Event) parts() (Kind, [][]byte) {
	if e.Body == nil {
		return 0, nil
	}
	return e.Body.Kind(), e.Body.fields()
}

// Preimage returns what the vault hashes when e happens after prev:
//
//	abi.encode(prev, uint256 kind, uint64 nonce, fields…)
//
// Two events never share one: the kind says how many words follow, and a word
// holds one field.
func Preimage(prev ident.Hash, e Event) []byte {
	kind, fields := e.parts()
	out := make([]byte, 0, (3+len(fields))*wordBytes)
	out = append(append(append(out, prev[:]...), word([]byte{byte(kind)})...), word(u64(e.Nonce))...)
	for _, f := range fields {
		out = append(out, word(f)...)
	}
	return out
}

// Link returns the hash of the vault's chain after e, given that before it.
func Link(prev ident.Hash, e Event) ident.Hash { return ident.Keccak256(Preimage(prev, e)) }

// EventBytes is the length of every encoded event: kind 1, nonce 8, and the
// fields packed, with zeros up to the width of the widest body, Deposit's.
const (
	EventBytes   = 1 + 8 + payloadBytes
	payloadBytes = 20 + 20 + 8 + 8
)

// AppendEvent appends the EventBytes of e to dst; an error if it has no body.
func AppendEvent(dst []byte, e Event) ([]byte, error) {
	kind, fields := e.parts()
	if kind == 0 {
		return dst, fmt.Errorf("event %d has no body: give it one of the six kinds", e.Nonce)
	}
	end := len(dst) + EventBytes
	dst = append(append(dst, byte(kind)), u64(e.Nonce)...)
	for _, f := range fields {
		dst = append(dst, f...)
	}
	return append(dst, make([]byte, end-len(dst))...), nil
}

// DecodeEvent returns the event in raw; an error says what is wrong with bytes
// that AppendEvent never makes.
func DecodeEvent(raw []byte) (Event, error) {
	if len(raw) != EventBytes {
		return Event{}, fmt.Errorf("an event of %d bytes, expected %d", len(raw), EventBytes)
	}
	r := reader{raw[1:]}
	e := Event{Nonce: r.u64()}
	switch kind := Kind(raw[0]); kind {
	case KindDeposit:
		e.Body = Deposit{From: r.address(), Recipient: r.address(), Amount: r.amount(), LockedAfter: r.amount()}
	case KindBatchExecuted:
		e.Body = BatchExecuted{BatchNonce: r.u64(), Total: r.amount(), LockedAfter: r.amount()}
	case KindValsetUpdated:
		e.Body = ValsetUpdated{ValsetNonce: r.u64(), MembersHash: r.hash()}
	case KindConfigApplied:
		e.Body = ConfigApplied{ConfigNonce: r.u64(), ConfigHash: r.hash()}
	case KindPauseChanged:
		e.Body = PauseChanged{Flags: r.u8(), UntilUnix: r.u64()}
	case KindMigrated:
		e.Body = Migrated{NewVault: r.address(), Amount: r.amount()}
	default:
		return Event{}, fmt.Errorf("event %d of kind %d, expected %d to %d", e.Nonce, kind, KindDeposit, KindMigrated)
	}
	for i, b := range r.rest {
		if b != 0 {
			return Event{}, fmt.Errorf("event %d of kind %d: byte %d is %d, expected 0 after the last field",
				e.Nonce, raw[0], len(raw)-len(r.rest)+i, b)
		}
	}
	return e, nil
}
