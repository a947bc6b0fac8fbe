package signed

import (
	"errors"
	"fmt"
	"math/big"

	"github.com/iexecd/iexecd/core/ident"
)

var (
	// ErrSignatureFormat means that a signature has a length that no signature has.
	ErrSignatureFormat = errors.New("invalid-signature-format")
	// ErrSignature means that a signature cannot be anybody's, or is not the owner's.
	ErrSignature = errors.New("invalid signature")
)

// halfOrder is half of the order of secp256k1's group, rounded down: the
// highest s. Nobody writes to it.
var halfOrder, _ = new(big.Int).SetString("7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0", 16)

// Recover returns the account whose key made a signature over a digest, false
// if none. It is asked with low s and v 0 or 1 only.
type Recover func(digest ident.Hash, r, s [32]byte, v byte) (ident.Address, bool)

// ParseSignature splits a signature r ‖ s ‖ v of 65 bytes, v one of 0, 1, 27
// and 28, or of 64 bytes with v in the highest bit of s (EIP-2098). The v it
// returns is 0 or 1. Another length is ErrSignatureFormat; another v, or an s
// in the upper half, is ErrSignature, so that no signature has a twin.
func ParseSignature(sig []byte) (r, s [32]byte, v byte, err error) {
	switch len(sig) {
	case 65:
		v = sig[64]
		if v >= 27 {
			v -= 27
		}
	case 64:
		v = sig[32] >> 7
	default:
		return r, s, 0, fmt.Errorf("%w: expected 65 bytes, or 64 as of EIP-2098, got %d", ErrSignatureFormat, len(sig))
	}
	copy(r[:], sig)
	copy(s[:], sig[32:])
	if len(sig) == 64 {
		s[0] &= 0x7f
	}
	if v > 1 {
		return r, s, v, fmt.Errorf("%w: expected v 27 or 28, got %d", ErrSignature, sig[64])
	}
	if new(big.Int).SetBytes(s[:]).Cmp(halfOrder) > 0 {
		return r, s, v, fmt.Errorf("%w: s is in the upper half; sign again, or take n - s and flip v", ErrSignature)
	}
	return r, s, v, nil
}

// Signer returns the account that signed a digest.
func Signer(digest ident.Hash, sig []byte, by Recover) (ident.Address, error) {
	r, s, v, err := ParseSignature(sig)
	if err != nil {
		return ident.Address{}, err
	}
	who, ok := by(digest, r, s, v)
	if !ok {
		return ident.Address{}, fmt.Errorf("%w: no key made it", ErrSignature)
	}
	return who, nil
}

// Verify returns nil if owner signed the digest, else what is wrong.
func Verify(owner ident.Address, digest ident.Hash, sig []byte, by Recover) error {
	who, err := Signer(digest, sig, by)
	if err != nil {
		return err
	}
	if who != owner {
		return fmt.Errorf("%w: it is %s's over these fields and this domain, the owner is %s", ErrSignature, who, owner)
	}
	return nil
}
