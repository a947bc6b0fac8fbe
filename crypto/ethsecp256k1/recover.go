package ethsecp256k1

import (
	"fmt"

	secp "github.com/decred/dcrd/dcrec/secp256k1/v4"
	"github.com/decred/dcrd/dcrec/secp256k1/v4/ecdsa"

	"github.com/iexecd/iexecd/core/ident"
)

// compactBase is what the library adds to v, Ethereum too.
const compactBase = 27

// Recover returns the account whose key made the signature r, s over a digest;
// v, 0 or 1, says which of the two keys that could have. False if there is
// none. A high s is not refused here, but by who parses the signature.
func Recover(digest ident.Hash, r, s [32]byte, v byte) (ident.Address, bool) {
	if v > 1 {
		return ident.Address{}, false
	}
	compact := append(append([]byte{compactBase + v}, r[:]...), s[:]...)
	pub, _, err := ecdsa.RecoverCompact(compact, digest[:])
	if err != nil {
		return ident.Address{}, false
	}
	hash := ident.Keccak256(pub.SerializeUncompressed()[1:])
	return ident.Address(hash[12:]), true
}

// SignDigest returns the signature r ‖ s ‖ v of a key of 32 bytes over a
// digest as wallets write it: s in the lower half, v 27 or 28. The same key and
// digest always give the same signature (RFC 6979).
func SignDigest(key []byte, digest ident.Hash) ([65]byte, error) {
	if len(key) != PrivKeySize {
		return [65]byte{}, fmt.Errorf("%w: expected %d bytes, got %d", errSize, PrivKeySize, len(key))
	}
	compact := ecdsa.SignCompact(secp.PrivKeyFromBytes(key), digest[:], false)
	return [65]byte(append(compact[1:], compact[0])), nil
}
