package bridge

import (
	"errors"
	"fmt"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/signed"
)

// SignatureBytes is the length of a signature: r, then s with v in its highest
// bit, as of EIP-2098.
const SignatureBytes = 64

// Signature is a signature of SignatureBytes whose r and s are not zero and
// whose s is in the lower half, so that it has no twin.
type Signature [SignatureBytes]byte

// ErrSignature means that bytes cannot be anybody's signature.
var ErrSignature = errors.New("no signature")

// ParseSignature returns the signature in 64 bytes, r and vs. Another length, a
// zero r or s, or an s in the upper half is ErrSignature.
func ParseSignature(raw []byte) (Signature, error) {
	if len(raw) != SignatureBytes {
		return Signature{}, fmt.Errorf("%w: %d bytes, expected %d, r and vs as of EIP-2098", ErrSignature, len(raw),
			SignatureBytes)
	}
	return CompactSignature(raw)
}

// CompactSignature is ParseSignature which also takes the 65 bytes r, s, v that
// wallets make, v one of 0, 1, 27 and 28.
func CompactSignature(raw []byte) (Signature, error) {
	r, s, v, err := signed.ParseSignature(raw)
	if err != nil {
		return Signature{}, fmt.Errorf("%w: %w", ErrSignature, err)
	}
	if r == [32]byte{} || s == [32]byte{} {
		return Signature{}, fmt.Errorf("%w: r or s is 0, sign again", ErrSignature)
	}
	var out Signature
	copy(out[:32], r[:])
	copy(out[32:], s[:])
	out[32] |= v << 7
	return out, nil
}

// Signer returns the account that made a signature over a digest, or
// ErrSignature. Recovery itself is the caller's.
func (s Signature) Signer(digest ident.Hash, by signed.Recover) (ident.Address, error) {
	who, err := signed.Signer(digest, s[:], by)
	if err != nil {
		return ident.Address{}, fmt.Errorf("%w over digest %s: %w", ErrSignature, digest, err)
	}
	if who.IsZero() {
		return ident.Address{}, fmt.Errorf("%w over digest %s: it is the zero address's", ErrSignature, digest)
	}
	return who, nil
}
