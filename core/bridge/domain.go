package bridge

import (
	"encoding/binary"

	"github.com/iexecd/iexecd/core/ident"
)

// The name and version in the EIP-712 domain of the vault.
const (
	DomainName    = "RLCVault"
	DomainVersion = "1"
)

// The tag that the vault's hash chain begins with, and the EIP-712 type of its domain.
const (
	eventsTag  = "RLCVault/events/v1"
	domainType = "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract,bytes32 salt)"
)

// Domain is one vault bridged to one chain: what keeps its events and signatures
// apart from those of any other vault, Ethereum or home chain.
type Domain struct {
	ChainID   uint64        // of Ethereum's chain, as in EIP-155
	Vault     ident.Address // the contract
	HomeChain string        // the chain id here, as in "iexec-1"
}

// HomeChainHash returns the Keccak-256 of the home chain's id, the salt of the domain.
func (d Domain) HomeChainHash() ident.Hash { return text(d.HomeChain) }

// FirstHash returns h_0, the hash of the vault's chain before its first event:
//
//	keccak256(abi.encode("RLCVault/events/v1", chainid, vault, homeChainHash))
func (d Domain) FirstHash() ident.Hash {
	const headWords = 4 // the text comes after so many words
	home := d.HomeChainHash()
	tag := make([]byte, wordBytes)
	copy(tag, eventsTag)
	return ident.Keccak256(ident.Uint256(headWords*wordBytes), ident.Uint256(d.ChainID), word(d.Vault[:]), home[:],
		ident.Uint256(uint64(len(eventsTag))), tag)
}

// Separator returns the EIP-712 hash of the domain.
func (d Domain) Separator() ident.Hash {
	kind, name, version, salt := text(domainType), text(DomainName), text(DomainVersion), d.HomeChainHash()
	return ident.Keccak256(kind[:], name[:], version[:], ident.Uint256(d.ChainID), word(d.Vault[:]), salt[:])
}

// Digest returns what is signed to authorize m at this vault, by EIP-712.
func (d Domain) Digest(m Message) ident.Hash {
	separator, body := d.Separator(), StructHash(m)
	return ident.Keccak256([]byte("\x19\x01"), separator[:], body[:])
}

// wordBytes is the width of everything in Solidity's ABI.
const wordBytes = 32

// word returns up to 32 bytes as a word: right-aligned, zeros before them. So
// the ABI writes addresses and numbers; a hash fills the word.
func word(packed []byte) []byte {
	w := make([]byte, wordBytes)
	copy(w[max(0, wordBytes-len(packed)):], packed)
	return w
}

func text(s string) ident.Hash { return ident.Keccak256([]byte(s)) }

func u64(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }
