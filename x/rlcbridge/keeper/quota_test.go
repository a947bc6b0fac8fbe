package keeper_test

import (
	"encoding/hex"
	"strings"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	secp "github.com/decred/dcrd/dcrec/secp256k1/v4"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/ethsecp256k1"
	"github.com/iexecd/iexecd/tests/chaintest"
	"github.com/iexecd/iexecd/x/rlcbridge/types"
)

// another returns a signature over a digest that the key's owner makes with a secret
// number of their own choice: each number gives another one, as valid.
func another(t *testing.T, key *chaintest.Account, digest ident.Hash, secret uint32) bridge.Signature {
	t.Helper()
	var k, z, r, s secp.ModNScalar
	k.SetInt(secret)
	z.SetBytes((*[32]byte)(&digest))
	var point secp.JacobianPoint
	secp.ScalarBaseMultNonConst(&k, &point)
	point.ToAffine()
	r.SetBytes(point.X.Bytes())
	v := byte(0)
	if point.Y.IsOdd() {
		v = 1
	}
	private := secp.PrivKeyFromBytes(key.Key.Key)
	s.Mul2(&r, &private.Key).Add(&z).Mul(k.InverseNonConst())
	if s.IsOverHalfOrder() {
		s.Negate()
		v ^= 1
	}
	rBytes, sBytes := r.Bytes(), s.Bytes()
	sig, err := bridge.CompactSignature(append(append(rBytes[:], sBytes[:]...), v))
	require.NoError(t, err)
	signer, err := sig.Signer(digest, ethsecp256k1.Recover)
	require.NoError(t, err)
	require.Equal(t, key.ID, signer)
	return sig
}

// spellings returns a signature in a few of the ways in which it can be written.
func spellings(sig bridge.Signature) []string {
	compact := hex.EncodeToString(sig[:])
	long := sig // r, s, v
	v := long[32] >> 7
	long[32] &= 0x7f
	wallet := hex.EncodeToString(long[:])
	return []string{
		"0x" + compact,
		"0x" + strings.ToUpper(compact),
		"0x" + strings.ToUpper(compact[:64]) + compact[64:],
		"0x" + wallet + hex.EncodeToString([]byte{v}),
		"0x" + wallet + hex.EncodeToString([]byte{27 + v}),
		"0x" + strings.ToUpper(wallet) + hex.EncodeToString([]byte{27 + v}),
	}
}

// TestFreeQuota: what one key signed over one message has one share of a node's mempool,
// however many signatures it makes and however they are spelled. Rule BRG-R24.
func TestFreeQuota(t *testing.T) {
	t.Parallel()
	const share = 16
	w := newWorld(t)
	alice := w.Account("alice")
	w.batched(5 * one)
	w.withdraw("alice", 3*one)
	w.blocks(5)
	digest := func(nonce uint64) ident.Hash {
		core, err := w.batch(nonce).Core()
		require.NoError(t, err)
		return domain.Digest(core)
	}
	soon := w.Time.Add(time.Minute)
	free := func(nonce uint64, text string) *abci.ResponseCheckTx {
		soon = soon.Add(time.Nanosecond) // another transaction
		return w.CheckTx(w.Unordered(alice, soon, &types.MsgSubmitSignatures{
			Sender: alice.Address, Signatures: []types.SubmittedSignature{{
				Kind: types.SignedKind_SIGNED_KIND_BATCH, Nonce: nonce, Signature: text,
			}},
		}))
	}
	var texts []string
	for secret := range uint32(3) {
		texts = append(texts, spellings(another(t, w.keys[0], digest(1), secret+2))...)
	}
	distinct := map[string]bool{}
	for i, text := range texts {
		distinct[text] = true
		res := free(1, text)
		if i < share {
			require.Zero(t, res.Code, "%d: %s", i, res.Log)
			continue
		}
		require.NotZero(t, res.Code, "%d: %s", i, text)
		require.Contains(t, res.Log, "free transactions of "+w.keys[0].ID.String()+"'s signature over message 1 ")
	}
	require.Len(t, distinct, len(texts))
	require.Greater(t, len(texts), share)
	require.Zero(t, free(2, types.Hex(sign(t, w.keys[0], digest(2)))).Code, "another message has a share of its own")
	w.Block()
	res := free(1, texts[0])
	require.Zero(t, res.Code, "a new block, a new share: %s", res.Log)
}
