package wallet

import (
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

var secret = crypto.Keccak256([]byte("a key that everybody knows"))

// TestSameAsEthereum is a property: the transaction is bit for bit that of
// go-ethereum's own signer.
func TestSameAsEthereum(t *testing.T) {
	t.Parallel()
	key, err := crypto.ToECDSA(secret)
	require.NoError(t, err)
	account, err := NewAccount(secret)
	require.NoError(t, err)
	require.Equal(t, crypto.PubkeyToAddress(key.PublicKey), account.Address)
	wei := rapid.Custom(func(t *rapid.T) *big.Int {
		return new(big.Int).SetBytes(rapid.SliceOfN(rapid.Byte(), 0, 16).Draw(t, "wei"))
	})
	rapid.Check(t, func(t *rapid.T) {
		tx := &types.DynamicFeeTx{
			ChainID:   new(big.Int).SetUint64(rapid.Uint64Min(1).Draw(t, "chain id")),
			Nonce:     rapid.Uint64().Draw(t, "nonce"),
			GasTipCap: wei.Draw(t, "tip"), GasFeeCap: wei.Draw(t, "cap"), Gas: rapid.Uint64().Draw(t, "gas"),
			Data: rapid.SliceOf(rapid.Byte()).Draw(t, "data"),
		}
		if rapid.Bool().Draw(t, "to somebody") {
			tx.To = &common.Address{1, 19: 2}
		}
		if rapid.Bool().Draw(t, "with ether") {
			tx.Value = wei.Draw(t, "value")
		}
		got, err := account.SignTx(tx)
		require.NoError(t, err)
		want, err := types.SignNewTx(key, types.LatestSignerForChainID(tx.ChainID), tx)
		require.NoError(t, err)
		require.Equal(t, want.Hash(), got.Hash())
	})
}

func TestRefuses(t *testing.T) {
	t.Parallel()
	good, err := NewAccount(secret)
	require.NoError(t, err)
	for name, bad := range map[string]Account{
		"another's": {Address: common.Address{1}, Sign: good.Sign},
		"short":     {Address: good.Address, Sign: func([]byte) ([]byte, error) { return make([]byte, 63), nil }},
		"zeros":     {Address: good.Address, Sign: func([]byte) ([]byte, error) { return make([]byte, 65), nil }},
		"locked":    {Address: good.Address, Sign: func([]byte) ([]byte, error) { return nil, types.ErrInvalidSig }},
	} {
		_, err := bad.SignTx(&types.DynamicFeeTx{ChainID: big.NewInt(1)})
		require.ErrorIs(t, err, ErrSign, name)
	}
	for name, key := range map[string][]byte{"short": secret[1:], "zero": make([]byte, 32), "none": nil} {
		_, err := NewAccount(key)
		require.ErrorIs(t, err, ErrSign, name)
	}
}

// TestAbove is a property: endpoints ask for a tenth more, nobody pays more than he
// wants, and the tip is within the cap.
func TestAbove(t *testing.T) {
	t.Parallel()
	wei := rapid.Int64Range(0, 1<<40)
	rapid.Check(t, func(t *rapid.T) {
		tip := wei.Draw(t, "tip")
		feeCap := tip + wei.Draw(t, "above the tip")
		most := wei.Draw(t, "most")
		now := Price{
			Base: big.NewInt(1), Tip: big.NewInt(wei.Draw(t, "tip now")), Cap: big.NewInt(wei.Draw(t, "cap now")),
		}
		p, err := now.Above(big.NewInt(tip), big.NewInt(feeCap), big.NewInt(most))
		if eighth := (feeCap*9 + 7) / 8; eighth > most {
			require.ErrorIs(t, err, ErrTooDear)
			return
		}
		require.NoError(t, err)
		require.GreaterOrEqual(t, 8*p.Tip.Int64(), 9*tip)
		require.GreaterOrEqual(t, 8*p.Cap.Int64(), 9*feeCap)
		require.LessOrEqual(t, p.Cap.Int64(), most)
		require.LessOrEqual(t, p.Tip.Int64(), p.Cap.Int64())
		require.GreaterOrEqual(t, p.Cap.Int64(), min(now.Cap.Int64(), most))
	})
}
