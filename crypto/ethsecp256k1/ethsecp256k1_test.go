package ethsecp256k1_test

import (
	"encoding/hex"
	"testing"

	secp "github.com/decred/dcrd/dcrec/secp256k1/v4"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"

	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
)

// TestSameAccountAsMetaMask derives the first accounts of the mnemonic that
// Ethereum's development tools share, whose addresses are well known.
func TestSameAccountAsMetaMask(t *testing.T) {
	const mnemonic = "test test test test test test test test test test test junk"
	for path, want := range map[string]string{
		"m/44'/60'/0'/0/0": "f39fd6e51aad88f6f4ce6ab8827279cfffb92266",
		"m/44'/60'/0'/0/1": "70997970c51812dc3a010c7d01b50e0d17dc79c8",
	} {
		seed, err := ethsecp256k1.Algo.Derive()(mnemonic, "", path)
		require.NoError(t, err)
		key := ethsecp256k1.Algo.Generate()(seed)
		require.Equal(t, want, hex.EncodeToString(key.PubKey().Address()))
	}
}

func TestSignatures(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key, err := ethsecp256k1.GenPrivKey()
		require.NoError(t, err)
		other, err := ethsecp256k1.GenPrivKey()
		require.NoError(t, err)
		msg := rapid.SliceOf(rapid.Byte()).Draw(t, "msg")
		sig, err := key.Sign(msg)
		require.NoError(t, err)
		require.Len(t, sig, 64)
		pub := key.PubKey()
		require.True(t, pub.VerifySignature(msg, sig))
		require.True(t, pub.VerifySignature(msg, append(append([]byte{}, sig...), 27)), "65 bytes")
		require.False(t, other.PubKey().VerifySignature(msg, sig), "another key")
		require.False(t, pub.VerifySignature(append(msg, 0), sig), "another message")
		require.False(t, pub.VerifySignature(msg, highS(sig)), "upper half")
		require.False(t, pub.VerifySignature(msg, sig[:63]), "short")
		flipped := append([]byte{}, sig...)
		flipped[rapid.IntRange(0, 63).Draw(t, "byte")] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		require.False(t, pub.VerifySignature(msg, flipped), "flipped bit")
	})
}

// highS returns the other valid form of a signature, with n - s.
func highS(sig []byte) []byte {
	var s secp.ModNScalar
	s.SetByteSlice(sig[32:])
	s.Negate()
	out := append([]byte{}, sig...)
	b := s.Bytes()
	copy(out[32:], b[:])
	return out
}

func TestCodecs(t *testing.T) {
	registry := codectypes.NewInterfaceRegistry()
	ethsecp256k1.RegisterInterfaces(registry)
	cdc := codec.NewProtoCodec(registry)
	amino := codec.NewLegacyAmino()
	amino.RegisterInterface((*cryptotypes.PubKey)(nil), nil)
	amino.RegisterInterface((*cryptotypes.PrivKey)(nil), nil)
	ethsecp256k1.RegisterLegacyAminoCodec(amino)

	key, err := ethsecp256k1.GenPrivKey()
	require.NoError(t, err)
	pub := key.PubKey()

	bz, err := cdc.MarshalInterface(pub)
	require.NoError(t, err)
	var back cryptotypes.PubKey
	require.NoError(t, cdc.UnmarshalInterface(bz, &back))
	require.True(t, pub.Equals(back))

	bz, err = amino.Marshal(key)
	require.NoError(t, err)
	var priv cryptotypes.PrivKey
	require.NoError(t, amino.Unmarshal(bz, &priv))
	require.True(t, key.Equals(priv))
	bz, err = amino.MarshalJSON(pub)
	require.NoError(t, err)
	require.NoError(t, amino.UnmarshalJSON(bz, &back))
	require.True(t, pub.Equals(back))
}

func TestBadKeys(t *testing.T) {
	require.Nil(t, (&ethsecp256k1.PubKey{Key: []byte{1, 2, 3}}).Address())
	require.False(t, (&ethsecp256k1.PubKey{Key: make([]byte, 33)}).VerifySignature(nil, make([]byte, 64)))
	require.Error(t, (&ethsecp256k1.PubKey{}).UnmarshalAmino(make([]byte, 32)))
	require.Error(t, (&ethsecp256k1.PrivKey{}).UnmarshalAmino(make([]byte, 33)))
	_, err := (&ethsecp256k1.PrivKey{Key: []byte{1}}).Sign(nil)
	require.Error(t, err)
}
