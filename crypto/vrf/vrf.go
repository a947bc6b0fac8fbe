// Package vrf is verifiable randomness: whoever has the key makes one output
// for an input, nobody else can guess it, and everybody can check it. It is
// ECVRF-EDWARDS25519-SHA512-ELL2 of RFC 9381. Of the two suites over this curve
// it is the one that hashes to the curve in constant time.
package vrf

import (
	"crypto/rand"
	"fmt"
	"io"

	"github.com/oasisprotocol/curve25519-voi/primitives/ed25519"
	"github.com/oasisprotocol/curve25519-voi/primitives/ed25519/extra/ecvrf"
)

// Lengths in bytes.
const (
	PublicBytes = ed25519.PublicKeySize
	SeedBytes   = ed25519.SeedSize
	ProofBytes  = ecvrf.ProofSize
	OutputBytes = ecvrf.OutputSize
)

// PrivateKey makes proofs.
type PrivateKey struct{ key ed25519.PrivateKey }

// Generate returns a new key from a source of randomness; nil = the system's.
func Generate(source io.Reader) (PrivateKey, error) {
	if source == nil {
		source = rand.Reader
	}
	seed := make([]byte, SeedBytes)
	if _, err := io.ReadFull(source, seed); err != nil {
		return PrivateKey{}, fmt.Errorf("no randomness for a key: %w", err)
	}
	return FromSeed(seed)
}

// FromSeed returns the key of a seed of SeedBytes.
func FromSeed(seed []byte) (PrivateKey, error) {
	if len(seed) != SeedBytes {
		return PrivateKey{}, fmt.Errorf("a seed of %d bytes, expected %d", len(seed), SeedBytes)
	}
	return PrivateKey{key: ed25519.NewKeyFromSeed(seed)}, nil
}

// Seed returns what FromSeed makes the key of. Keep it secret.
func (k PrivateKey) Seed() []byte { return k.key.Seed() }

// Public returns the public key, PublicBytes long.
func (k PrivateKey) Public() []byte { return append([]byte(nil), k.key[SeedBytes:]...) }

// Prove returns the proof over an input, ProofBytes long, always the same.
func (k PrivateKey) Prove(alpha []byte) []byte { return ecvrf.Prove(k.key, alpha) }

// Verify returns the output of a proof over an input, and true; or false if the
// proof is not that of the key and the input. It takes variable time.
func Verify(public, alpha, proof []byte) ([OutputBytes]byte, bool) {
	var out [OutputBytes]byte
	if len(public) != PublicBytes || len(proof) != ProofBytes {
		return out, false
	}
	ok, beta := ecvrf.Verify(public, proof, alpha)
	if !ok {
		return out, false
	}
	copy(out[:], beta)
	return out, true
}
