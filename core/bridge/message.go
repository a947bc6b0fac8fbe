package bridge

import (
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

// Message is what validators sign for the vault: a Valset, Batch, Config or
// Migrate; or, for this chain, a Bind or a Claim.
type Message interface {
	// Type returns the EIP-712 type of the message.
	Type() string
	// fields returns the fields in the type's order, packed.
	fields() [][]byte
}

// StructHash returns the EIP-712 hash of a message without its domain. That of
// a Config is the configHash of the event ConfigApplied.
func StructHash(m Message) ident.Hash {
	kind := text(m.Type())
	words := append(make([]byte, 0, 16*wordBytes), kind[:]...)
	for _, f := range m.fields() {
		words = append(words, word(f)...)
	}
	return ident.Keccak256(words)
}

// Valset tells the vault its next validator set.
type Valset struct {
	Nonce       uint64
	HomeHeight  uint64 // the height here whose end made it: what slashing looks up
	TotalPower  uint64 // of all members
	MembersHash ident.Hash
}

// Type implements Message.
func (Valset) Type() string {
	return "Valset(uint64 nonce,uint64 homeHeight,uint64 totalPower,bytes32 membersHash)"
}

func (v Valset) fields() [][]byte {
	return [][]byte{u64(v.Nonce), u64(v.HomeHeight), u64(v.TotalPower), v.MembersHash[:]}
}

// Batch tells the vault to pay withdrawals FirstID, FirstID+1 and so on.
type Batch struct {
	Nonce       uint64
	FirstID     uint64
	TimeoutUnix uint64     // the last second of Ethereum's time in which it may be executed
	Fee         rlc.Amount // in nRLC, for the whole batch, on top of the items
	ItemGas     uint64     // forwarded to each transfer
	ItemsHash   ident.Hash
}

// Type implements Message.
func (Batch) Type() string {
	return "Batch(uint64 nonce,uint64 firstId,uint64 timeout,uint64 fee,uint64 itemGas,bytes32 itemsHash)"
}

func (b Batch) fields() [][]byte {
	return [][]byte{
		u64(b.Nonce), u64(b.FirstID), u64(b.TimeoutUnix), u64(uint64(b.Fee)), u64(b.ItemGas), b.ItemsHash[:],
	}
}

// Config sets all that can be set at the vault. Every field is the new value,
// none a change, so that what is in force is what was signed last. Applying one
// also gives the guardian its two pauses back.
type Config struct {
	Nonce      uint64        // above that of the last Config applied
	InCap      rlc.Amount    // nRLC: the most that may be locked after a deposit
	OutCap     rlc.Amount    // nRLC: capacity of the leaky bucket over what leaves
	OutRate    rlc.Amount    // nRLC per second that the bucket leaks
	MinDeposit rlc.Amount    // nRLC: the least that may be deposited
	Guardian   ident.Address // who may pause; not zero
	Unpause    bool          // whether a pause ends now
	SweepTo    ident.Address // who gets RLC that the vault holds beyond what is locked and owed; zero if nobody
}

// Type implements Message.
func (Config) Type() string {
	return "Config(uint64 nonce,uint64 inCap,uint64 outCap,uint64 outRate,uint64 minDeposit,address guardian," +
		"bool unpause,address sweepTo)"
}

func (c Config) fields() [][]byte {
	unpause := []byte{0}
	if c.Unpause {
		unpause[0] = 1
	}
	return [][]byte{
		u64(c.Nonce), u64(uint64(c.InCap)), u64(uint64(c.OutCap)), u64(uint64(c.OutRate)), u64(uint64(c.MinDeposit)),
		c.Guardian[:], unpause, c.SweepTo[:],
	}
}

// Migrate moves what is locked to another vault.
type Migrate struct {
	Nonce         uint64
	NewVault      ident.Address
	NotBeforeUnix uint64 // the first second of Ethereum's time in which it may be executed
}

// Type implements Message.
func (Migrate) Type() string { return "Migrate(uint64 nonce,address newVault,uint64 notBefore)" }

func (m Migrate) fields() [][]byte {
	return [][]byte{u64(m.Nonce), m.NewVault[:], u64(m.NotBeforeUnix)}
}

// Bind proves to this chain that an operator holds a bridge key.
type Bind struct {
	Operator string // the validator's operator address, as in "iexecvaloper1…"
	Seq      uint64 // how many keys the operator registered before
}

// Type implements Message.
func (Bind) Type() string { return "Bind(string valoper,uint64 seq)" }

func (b Bind) fields() [][]byte {
	operator := text(b.Operator)
	return [][]byte{operator[:], u64(b.Seq)}
}

// Claim proves to this chain who may have what is stranded here.
type Claim struct {
	ID uint64        // of what is stranded
	To ident.Address // who is paid, here
}

// Type implements Message.
func (Claim) Type() string { return "Claim(uint64 id,address to)" }

func (c Claim) fields() [][]byte { return [][]byte{u64(c.ID), c.To[:]} }
