package ethsecp256k1_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"

	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
)

// BenchmarkVerify compares our key with the SDK's: a third of a transaction's
// cost is one verification.
func BenchmarkVerify(b *testing.B) {
	ours, err := ethsecp256k1.GenPrivKey()
	require.NoError(b, err)
	msg := make([]byte, 200)
	for name, key := range map[string]cryptotypes.PrivKey{"ours": ours, "sdk": secp256k1.GenPrivKey()} {
		b.Run(name, func(b *testing.B) {
			sig, err := key.Sign(msg)
			require.NoError(b, err)
			pub := key.PubKey()
			for b.Loop() {
				if !pub.VerifySignature(msg, sig) {
					b.Fatal("not verified")
				}
			}
		})
	}
}
