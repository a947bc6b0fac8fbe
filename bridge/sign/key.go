package sign

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
)

// ErrKey means that there is no usable key in a file.
var ErrKey = errors.New("no usable key")

// keyMode is the mode of key files: nobody else reads them.
const keyMode = 0o600

// Key is a bridge key.
type Key struct {
	secret  func() []byte // a function, because nothing prints what it returns
	address ident.Address
}

// NewKey returns the key of 32 secret bytes; ErrKey if they are none.
func NewKey(secret []byte) (Key, error) {
	if len(secret) != ethsecp256k1.PrivKeySize {
		return Key{}, fmt.Errorf("%w: %d bytes, expected %d", ErrKey, len(secret), ethsecp256k1.PrivKeySize)
	}
	own := bytes.Clone(secret)
	k := Key{secret: func() []byte { return own }}
	probe := ident.Keccak256([]byte("RLCVault/key"))
	signature, err := k.sign(probe)
	if err != nil {
		return Key{}, err
	}
	if k.address, err = signature.Signer(probe, ethsecp256k1.Recover); err != nil {
		return Key{}, fmt.Errorf("%w: %w", ErrKey, err)
	}
	return k, nil
}

// CreateKey makes a new key in a new file that only its owner may read. ErrKey if
// the file is there already.
func CreateKey(path string) (Key, error) {
	private, err := ethsecp256k1.GenPrivKey()
	if err != nil {
		return Key{}, fmt.Errorf("%w: %w", ErrKey, err)
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, keyMode) //nolint:gosec // the operator's path
	if err != nil {
		return Key{}, fmt.Errorf("%w: %w", ErrKey, err)
	}
	_, err = file.WriteString(hex.EncodeToString(private.Bytes()) + "\n")
	if err = errors.Join(err, file.Chmod(keyMode), file.Sync(), file.Close()); err != nil {
		return Key{}, fmt.Errorf("%w: %w", ErrKey, err)
	}
	return NewKey(private.Bytes())
}

// LoadKey reads the key in a file: 64 hexadecimal digits, with 0x before them or
// not. ErrKey if there is none, or if others than its owner may touch the file.
func LoadKey(path string) (Key, error) {
	info, err := os.Lstat(path)
	switch {
	case err != nil:
		return Key{}, fmt.Errorf("%w: %w", ErrKey, err)
	case !info.Mode().IsRegular():
		return Key{}, fmt.Errorf("%w: %s is %s, expected a file", ErrKey, path, info.Mode())
	case info.Mode().Perm()&^keyMode != 0:
		return Key{}, fmt.Errorf("%w: %s has mode %04o, expected %04o: take it away from others, and change the key if"+
			" they read it", ErrKey, path, info.Mode().Perm(), keyMode)
	}
	file, err := os.Open(path) //nolint:gosec // the operator's path
	if err != nil {
		return Key{}, fmt.Errorf("%w: %w", ErrKey, err)
	}
	const most = 256
	raw, err := io.ReadAll(io.LimitReader(file, most))
	if err = errors.Join(err, file.Close()); err != nil {
		return Key{}, fmt.Errorf("%w: %w", ErrKey, err)
	}
	secret, err := hex.DecodeString(strings.TrimPrefix(strings.TrimSpace(string(raw)), "0x"))
	if err != nil || len(secret) != ethsecp256k1.PrivKeySize {
		return Key{}, fmt.Errorf("%w: %s has %d bytes, expected %d hexadecimal digits", ErrKey, path, len(raw),
			2*ethsecp256k1.PrivKeySize)
	}
	return NewKey(secret)
}

// Address returns the key's address, the one that Members have.
func (k Key) Address() ident.Address { return k.address }

// String returns the address, so that the secret is in no log.
func (k Key) String() string { return k.address.String() }

// GoString is String.
func (k Key) GoString() string { return k.String() }

// Bind returns the signature that proves to the chain of a domain that an operator
// holds the key. The vault knows no such message.
func (k Key) Bind(d bridge.Domain, b bridge.Bind) (bridge.Signature, error) {
	return k.sign(d.Digest(b))
}

func (k Key) sign(digest ident.Hash) (bridge.Signature, error) {
	if k.secret == nil {
		return bridge.Signature{}, fmt.Errorf("%w: none was given, load or make one", ErrKey)
	}
	raw, err := ethsecp256k1.SignDigest(k.secret(), digest)
	if err != nil {
		return bridge.Signature{}, fmt.Errorf("%w: %w", ErrKey, err)
	}
	s, err := bridge.CompactSignature(raw[:])
	if err != nil {
		return bridge.Signature{}, fmt.Errorf("%w: %w", ErrKey, err)
	}
	return s, nil
}
