// Package digest names bytes by a hash of them: sha256, or a multihash of the few
// hashes that are well defined and safe.
package digest

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"

	"github.com/multiformats/go-multihash"
)

// ErrDigest means that a text is no multihash of a hash that is known here. Its text
// is part of results that workers agree on.
var ErrDigest = errors.New("the multihash is not one of sha2-256, sha2-512 or blake3 of 32 bytes, " +
	"in hexadecimal or base58")

// sizes are the hashes by multicodec, with their full length in bytes. Shortened
// ones and those of which a second text can be found are left out.
var sizes = map[uint64]int{multihash.SHA2_256: 32, multihash.SHA2_512: 64, multihash.BLAKE3: 32}

// Digest is a hash of some bytes, with its kind. It can be compared; the zero value
// names nothing.
type Digest struct {
	code uint64
	sum  string
}

// SHA256 returns the digest that is a sha256.
func SHA256(sum [32]byte) Digest { return Digest{code: multihash.SHA2_256, sum: string(sum[:])} }

// Parse reads a multihash in hexadecimal or in base58 (Qm…). Errors are ErrDigest.
func Parse(text string) (Digest, error) {
	mh, err := multihash.FromHexString(text)
	if err != nil {
		mh, err = multihash.FromB58String(text)
	}
	if err != nil {
		return Digest{}, ErrDigest
	}
	decoded, err := multihash.Decode(mh)
	if err != nil {
		return Digest{}, ErrDigest
	}
	if size, ok := sizes[decoded.Code]; !ok || size != len(decoded.Digest) {
		return Digest{}, ErrDigest
	}
	return Digest{code: decoded.Code, sum: string(decoded.Digest)}, nil
}

// IsZero reports whether d names nothing.
func (d Digest) IsZero() bool { return d == Digest{} }

// SHA256 returns the sha256, if that is what d is.
func (d Digest) SHA256() (sum [sha256.Size]byte, ok bool) {
	if d.code != multihash.SHA2_256 || len(d.sum) != len(sum) {
		return sum, false
	}
	return [sha256.Size]byte([]byte(d.sum)), true
}

// New returns a hash of d's kind, nil if d names nothing.
func (d Digest) New() hash.Hash {
	if d.code == multihash.SHA2_256 {
		return sha256.New()
	}
	if _, ok := sizes[d.code]; !ok {
		return nil
	}
	h, err := multihash.GetHasher(d.code)
	if err != nil {
		return nil
	}
	return h
}

// Is reports whether a hash that has read the bytes is d.
func (d Digest) Is(h hash.Hash) bool { return string(h.Sum(nil)) == d.sum }

// String returns the multihash in hexadecimal.
func (d Digest) String() string {
	mh, err := multihash.Encode([]byte(d.sum), d.code)
	if err != nil {
		return ""
	}
	return hex.EncodeToString(mh)
}
