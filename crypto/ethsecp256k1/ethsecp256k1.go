// Package ethsecp256k1 is the account key: secp256k1 with Ethereum's address
// and Ethereum's hash, so that one key is the same account on both sides. It
// differs from the SDK's secp256k1 key in these two things only.
package ethsecp256k1

import (
	"bytes"
	"crypto/subtle"
	"errors"
	"fmt"
	"sync"

	"github.com/cometbft/cometbft/crypto"
	secp "github.com/decred/dcrd/dcrec/secp256k1/v4"
	"github.com/decred/dcrd/dcrec/secp256k1/v4/ecdsa"

	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/codec/legacy"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/crypto/hd"
	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"

	"github.com/iexecd/iexecd/core/ident"
)

// Sizes in bytes and the names of the key.
const (
	PrivKeySize = 32
	PubKeySize  = 33
	KeyType     = "eth_secp256k1"
	// CoinType is Ethereum's in BIP-44.
	CoinType = 60

	pubKeyName  = "iexec/PubKeyEthSecp256k1"
	privKeyName = "iexec/PrivKeyEthSecp256k1"
)

var (
	_ cryptotypes.PrivKey  = &PrivKey{}
	_ cryptotypes.PubKey   = &PubKey{}
	_ codec.AminoMarshaler = &PrivKey{}
	_ codec.AminoMarshaler = &PubKey{}
)

// errSize means that a key has the wrong number of bytes.
var errSize = errors.New("eth_secp256k1: wrong key size")

// GenPrivKey returns a new random key.
func GenPrivKey() (*PrivKey, error) {
	k, err := secp.GeneratePrivateKey()
	if err != nil {
		return nil, err
	}
	return &PrivKey{Key: k.Serialize()}, nil
}

// Bytes returns the 32 bytes of the scalar.
func (k *PrivKey) Bytes() []byte { return k.Key }

// PubKey returns the public key.
func (k *PrivKey) PubKey() cryptotypes.PubKey {
	return &PubKey{Key: secp.PrivKeyFromBytes(k.Key).PubKey().SerializeCompressed()}
}

// Equals compares in constant time.
func (k *PrivKey) Equals(other cryptotypes.LedgerPrivKey) bool {
	return k.Type() == other.Type() && subtle.ConstantTimeCompare(k.Bytes(), other.Bytes()) == 1
}

// Type returns eth_secp256k1.
func (k *PrivKey) Type() string { return KeyType }

// Sign returns the 64 bytes R‖S over keccak256(msg), S in the lower half.
func (k *PrivKey) Sign(msg []byte) ([]byte, error) {
	if len(k.Key) != PrivKeySize {
		return nil, fmt.Errorf("%w: expected %d bytes, got %d", errSize, PrivKeySize, len(k.Key))
	}
	hash := ident.Keccak256(msg)
	compact := ecdsa.SignCompact(secp.PrivKeyFromBytes(k.Key), hash[:], false)
	return compact[1:], nil // without the recovery byte
}

// MarshalAmino returns the bare bytes.
func (k PrivKey) MarshalAmino() ([]byte, error) { return k.Key, nil }

// UnmarshalAmino sets the bare bytes.
func (k *PrivKey) UnmarshalAmino(bz []byte) error {
	if len(bz) != PrivKeySize {
		return fmt.Errorf("%w: expected %d bytes, got %d", errSize, PrivKeySize, len(bz))
	}
	k.Key = bz
	return nil
}

// MarshalAminoJSON returns the bare bytes.
func (k PrivKey) MarshalAminoJSON() ([]byte, error) { return k.MarshalAmino() }

// UnmarshalAminoJSON sets the bare bytes.
func (k *PrivKey) UnmarshalAminoJSON(bz []byte) error { return k.UnmarshalAmino(bz) }

// Address returns the last 20 bytes of keccak256 of the uncompressed point, as
// on Ethereum; nil if the key is not a point.
func (k *PubKey) Address() crypto.Address {
	p, err := secp.ParsePubKey(k.Key)
	if err != nil {
		return nil
	}
	hash := ident.Keccak256(p.SerializeUncompressed()[1:])
	return hash[12:]
}

// Bytes returns the 33 bytes of the compressed point.
func (k *PubKey) Bytes() []byte { return k.Key }

// String returns the type and the bytes in hexadecimal.
func (k *PubKey) String() string { return fmt.Sprintf("EthPubKeySecp256k1{%X}", k.Key) }

// Type returns eth_secp256k1.
func (k *PubKey) Type() string { return KeyType }

// Equals reports whether both keys are the same point.
func (k *PubKey) Equals(other cryptotypes.PubKey) bool {
	return k.Type() == other.Type() && bytes.Equal(k.Bytes(), other.Bytes())
}

// VerifySignature checks R‖S (64 bytes), or R‖S‖V (65 bytes, V ignored), over
// keccak256(msg). S in the upper half is refused, so a signature has one form.
func (k *PubKey) VerifySignature(msg, sig []byte) bool {
	if len(sig) == 65 {
		sig = sig[:64]
	}
	if len(sig) != 64 {
		return false
	}
	pub, err := secp.ParsePubKey(k.Key)
	if err != nil {
		return false
	}
	var r, s secp.ModNScalar
	if r.SetByteSlice(sig[:32]) || s.SetByteSlice(sig[32:]) || s.IsOverHalfOrder() {
		return false
	}
	hash := ident.Keccak256(msg)
	return ecdsa.NewSignature(&r, &s).Verify(hash[:], pub)
}

// MarshalAmino returns the bare bytes.
func (k PubKey) MarshalAmino() ([]byte, error) { return k.Key, nil }

// UnmarshalAmino sets the bare bytes.
func (k *PubKey) UnmarshalAmino(bz []byte) error {
	if len(bz) != PubKeySize {
		return fmt.Errorf("%w: expected %d bytes, got %d", errSize, PubKeySize, len(bz))
	}
	k.Key = bz
	return nil
}

// MarshalAminoJSON returns the bare bytes.
func (k PubKey) MarshalAminoJSON() ([]byte, error) { return k.MarshalAmino() }

// UnmarshalAminoJSON sets the bare bytes.
func (k *PubKey) UnmarshalAminoJSON(bz []byte) error { return k.UnmarshalAmino(bz) }

// RegisterInterfaces makes the key known to a proto registry.
func RegisterInterfaces(r codectypes.InterfaceRegistry) {
	r.RegisterImplementations((*cryptotypes.PubKey)(nil), &PubKey{})
	r.RegisterImplementations((*cryptotypes.PrivKey)(nil), &PrivKey{})
}

// RegisterLegacyAminoCodec makes the key known to an amino codec.
func RegisterLegacyAminoCodec(c *codec.LegacyAmino) {
	c.RegisterConcrete(&PubKey{}, pubKeyName, nil)
	c.RegisterConcrete(&PrivKey{}, privKeyName, nil)
}

// registerGlobal guards the SDK's one global codec.
var registerGlobal sync.Once

// RegisterGlobally makes the key known to the SDK's global amino codec, with
// which it measures signatures. It may be called often.
func RegisterGlobally() {
	registerGlobal.Do(func() { RegisterLegacyAminoCodec(legacy.Cdc) })
}

// algo derives keys as Ethereum wallets do.
type algo struct{}

// Algo is the signing algorithm for keyrings: same mnemonic and path, same
// account as in MetaMask.
var Algo keyring.SignatureAlgo = algo{}

func (algo) Name() hd.PubKeyType { return KeyType }

// Derive is BIP-39 and BIP-32, as for the SDK's secp256k1 key.
func (algo) Derive() hd.DeriveFn { return hd.Secp256k1.Derive() }

func (algo) Generate() hd.GenerateFn {
	return func(bz []byte) cryptotypes.PrivKey {
		key := make([]byte, PrivKeySize)
		copy(key, bz)
		return &PrivKey{Key: key}
	}
}

// KeyringOption lets a keyring hold our keys beside the SDK's; ours comes first.
func KeyringOption() keyring.Option {
	return func(o *keyring.Options) {
		o.SupportedAlgos = keyring.SigningAlgoList{Algo, hd.Secp256k1}
		o.SupportedAlgosLedger = keyring.SigningAlgoList{hd.Secp256k1}
	}
}
