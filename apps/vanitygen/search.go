package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"

	secp "github.com/decred/dcrd/dcrec/secp256k1/v4"
	"golang.org/x/crypto/sha3"
)

type result struct {
	address  string // EIP-55
	key      [32]byte
	attempts int // 1 for the first key
}

// search tries the keys after sha256("vanitygen/" + seed) in order and returns
// the first whose address begins with the prefix.
func search(prefix, seed string) (result, error) {
	start := sha256.Sum256([]byte("vanitygen/" + seed))
	var first secp.ModNScalar
	first.SetBytes(&start)
	w := newWalk(&first)
	hasher := sha3.NewLegacyKeccak256()
	for tried := 0; tried < maxAttempts; tried += batch {
		w.advance()
		for i := range w.points {
			if address := ethereum(hasher, &w.points[i]); begins(address, prefix) {
				return found(first, tried+i+1, address)
			}
		}
	}
	return result{}, fmt.Errorf("no address begins with %s after %d attempts: start another task", prefix, maxAttempts)
}

// found returns the result for the key first + attempts. Its address is derived
// once more, without the walk, which fails only where two of its points meet:
// once in 2^240 seeds.
func found(first secp.ModNScalar, attempts int, address [20]byte) (result, error) {
	var key secp.ModNScalar
	key.SetInt(uint32(attempts))
	key.Add(&first)
	p := multiply(&key)
	if again := ethereum(sha3.NewLegacyKeccak256(), &p); again != address {
		return result{}, fmt.Errorf("the walk found %x but its key belongs to %x", address, again)
	}
	return result{address: checksummed(address), key: key.Bytes(), attempts: attempts}, nil
}

// ethereum returns the 20 bytes of a public key's address.
func ethereum(hasher hash.Hash, p *point) [20]byte {
	var raw [64]byte
	p.x.PutBytesUnchecked(raw[:32])
	p.y.PutBytesUnchecked(raw[32:])
	hasher.Reset()
	_, _ = hasher.Write(raw[:]) // a hash never fails
	var sum [32]byte
	hasher.Sum(sum[:0])
	return [20]byte(sum[12:])
}

// begins tells whether the hexadecimal digits of an address begin with prefix.
func begins(address [20]byte, prefix string) bool {
	const digits = "0123456789abcdef"
	for i := range len(prefix) {
		if digits[address[i/2]>>(4*(1-i%2))&15] != prefix[i] {
			return false
		}
	}
	return true
}

// checksummed returns an address with the mixed case of EIP-55.
func checksummed(address [20]byte) string {
	h := sha3.NewLegacyKeccak256()
	text := []byte(hex.EncodeToString(address[:]))
	_, _ = h.Write(text)
	digest := hex.EncodeToString(h.Sum(nil))
	for i, c := range text {
		if c >= 'a' && digest[i] >= '8' {
			text[i] -= 'a' - 'A'
		}
	}
	return "0x" + string(text)
}
