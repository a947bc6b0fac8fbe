// Package ident holds the two identifiers everything is named by, the 20-byte
// Address and the 32-byte Hash, and the one hash function the protocol uses.
// It decides nothing.
package ident

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"

	"golang.org/x/crypto/sha3"
)

// Address is an account, an app, a dataset or a workerpool: 20 bytes, the same
// on Ethereum and here. The zero Address means "none" or "any", as in iExec.
type Address [20]byte

// Hash is an order, deal or task id, a digest or a commitment: 32 bytes.
type Hash [32]byte

// IsZero reports whether a is the zero Address.
func (a Address) IsZero() bool { return a == Address{} }

// String returns a as 0x and 40 lower-case hexadecimal digits.
func (a Address) String() string { return "0x" + hex.EncodeToString(a[:]) }

// Checksummed returns a as 0x… with the mixed case of EIP-55.
func (a Address) Checksummed() string {
	digits := []byte(hex.EncodeToString(a[:]))
	hash := Keccak256(digits)
	for i, c := range digits {
		if nibble := hash[i/2] >> (4 * (1 - i%2)) & 15; c >= 'a' && nibble >= 8 {
			digits[i] = c - 'a' + 'A'
		}
	}
	return "0x" + string(digits)
}

// IsZero reports whether h is the zero Hash.
func (h Hash) IsZero() bool { return h == Hash{} }

// String returns h as 0x and 64 lower-case hexadecimal digits.
func (h Hash) String() string { return "0x" + hex.EncodeToString(h[:]) }

// ParseAddress returns the Address written as 0x and 40 hexadecimal digits, in
// any case; an empty text is the zero Address. It does not check EIP-55.
func ParseAddress(s string) (Address, error) {
	var a Address
	err := parse(a[:], s, "address")
	return a, err
}

// ParseHash returns the Hash written as 0x and 64 hexadecimal digits, in any
// case; an empty text is the zero Hash.
func ParseHash(s string) (Hash, error) {
	var h Hash
	err := parse(h[:], s, "hash")
	return h, err
}

func parse(dst []byte, s, what string) error {
	if s == "" {
		return nil
	}
	digits, ok := strings.CutPrefix(s, "0x")
	if !ok || len(digits) != 2*len(dst) {
		return fmt.Errorf("%s %q: expected 0x and %d hexadecimal digits, got %d characters",
			what, clip(s), 2*len(dst), len(s))
	}
	if _, err := hex.Decode(dst, []byte(digits)); err != nil {
		return fmt.Errorf("%s %q: %w", what, clip(s), err)
	}
	return nil
}

// clip keeps error texts bounded whatever a caller sends.
func clip(s string) string {
	if len(s) <= 80 {
		return s
	}
	return s[:80] + "…"
}

// Keccak256 returns the Keccak-256 of the concatenation of parts, the hash of
// Ethereum and of every id and commitment here.
func Keccak256(parts ...[]byte) Hash {
	d := sha3.NewLegacyKeccak256()
	for _, p := range parts {
		_, _ = d.Write(p)
	}
	var h Hash
	d.Sum(h[:0])
	return h
}

// Uint256 returns n as the 32 big-endian bytes of a Solidity uint256.
func Uint256(n uint64) []byte {
	var b [32]byte
	binary.BigEndian.PutUint64(b[24:], n)
	return b[:]
}
