package eth

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rlp"
	"github.com/ethereum/go-ethereum/trie"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

// The vault's storage slots that are read, as of VaultBase.sol.
const (
	slotEventHash = 0
	slotBook      = 1 // from its lowest byte eventNonce, locked, inCap, minDeposit, 8 bytes each
)

const (
	slotBytes     = 32
	maxProofNodes = 2*slotBytes + 1 // one for each digit of a key, and a value
)

var errNotProven = errors.New("not proven")

// Book is what the vault says of itself at a block.
type Book struct {
	Point      bridge.Point // its chain of events
	Locked     rlc.Amount   // nRLC
	InCap      rlc.Amount   // nRLC that may be locked
	MinDeposit rlc.Amount   // nRLC
}

// proofAnswer is what is used of eth_getProof: the nodes. What the endpoint says
// the values are is not read.
type proofAnswer struct {
	AccountProof []hexutil.Bytes `json:"accountProof"`
	StorageProof []struct {
		Proof []hexutil.Bytes `json:"proof"`
	} `json:"storageProof"`
}

// Book returns the vault's book at a block, proven against its state root. ErrLie
// if the proof does not prove it, or has more nodes than it needs.
func (r *Reader) Book(ctx context.Context, at Block) (Book, error) {
	var answer proofAnswer
	slots := []common.Hash{slotKey(slotEventHash), slotKey(slotBook)}
	err := r.call(ctx, &answer, "eth_getProof", r.vault, slots, hexutil.EncodeUint64(at.Number))
	if err != nil {
		return Book{}, err
	}
	book, err := r.prove(at.StateRoot, answer)
	if err != nil {
		return Book{}, fmt.Errorf("%w: block %d: %w", ErrLie, at.Number, err)
	}
	return book, nil
}

func slotKey(slot byte) common.Hash { return common.Hash{slotBytes - 1: slot} }

// prove returns the book in the nodes of a proof.
func (r *Reader) prove(stateRoot ident.Hash, a proofAnswer) (Book, error) {
	if len(a.StorageProof) != slotBook+1 {
		return Book{}, fmt.Errorf("%w: proofs of %d slots, asked for %d", errNotProven, len(a.StorageProof), slotBook+1)
	}
	raw, err := verify(common.Hash(stateRoot), r.vault[:], a.AccountProof)
	if err != nil {
		return Book{}, fmt.Errorf("account %s: %w", r.vault, err)
	}
	var account types.StateAccount
	if err := rlp.DecodeBytes(raw, &account); err != nil {
		return Book{}, fmt.Errorf("account %s: %w: %w", r.vault, errNotProven, err)
	}
	var words [slotBook + 1][slotBytes]byte
	for slot := range words {
		key := slotKey(byte(slot))
		raw, err := verify(account.Root, key[:], a.StorageProof[slot].Proof)
		if err != nil {
			return Book{}, fmt.Errorf("slot %d: %w", slot, err)
		}
		kind, content, rest, err := rlp.Split(raw)
		if err != nil || kind == rlp.List || len(rest) != 0 || len(content) > slotBytes {
			return Book{}, fmt.Errorf("slot %d: %w: %d bytes are no word", slot, errNotProven, len(raw))
		}
		copy(words[slot][slotBytes-len(content):], content)
	}
	field := func(i int) uint64 { // from the lowest
		return binary.BigEndian.Uint64(words[slotBook][slotBytes-8*(i+1):])
	}
	return Book{
		Point:  bridge.Point{Nonce: field(0), Hash: words[slotEventHash]},
		Locked: rlc.Amount(field(1)), InCap: rlc.Amount(field(2)), MinDeposit: rlc.Amount(field(3)),
	}, nil
}

// verify returns the value of a key in the trie of a root. Every node must be
// needed for it, and there must be a value.
func verify(root common.Hash, key []byte, nodes []hexutil.Bytes) ([]byte, error) {
	if len(nodes) > maxProofNodes {
		return nil, fmt.Errorf("%w: %d nodes, expected at most %d", errNotProven, len(nodes), maxProofNodes)
	}
	db := proofNodes{nodes: make(map[common.Hash][]byte, len(nodes)), used: map[common.Hash]bool{}}
	for _, n := range nodes {
		db.nodes[crypto.Keccak256Hash(n)] = n
	}
	value, err := trie.VerifyProof(root, crypto.Keccak256(key), db)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: %w", errNotProven, err)
	case len(value) == 0:
		return nil, fmt.Errorf("%w: the proof is of no value", errNotProven)
	case len(db.used) != len(nodes):
		return nil, fmt.Errorf("%w: %d nodes, the proof needs %d", errNotProven, len(nodes), len(db.used))
	}
	return value, nil
}

// proofNodes is the nodes of a proof by their hash, and which of them were needed.
type proofNodes struct {
	nodes map[common.Hash][]byte
	used  map[common.Hash]bool
}

// Has implements ethdb.KeyValueReader.
func (p proofNodes) Has(key []byte) (bool, error) {
	_, ok := p.nodes[common.BytesToHash(key)]
	return ok, nil
}

// Get implements ethdb.KeyValueReader.
func (p proofNodes) Get(key []byte) ([]byte, error) {
	h := common.BytesToHash(key)
	n, ok := p.nodes[h]
	if !ok {
		return nil, fmt.Errorf("node %s is missing", h)
	}
	p.used[h] = true
	return n, nil
}
