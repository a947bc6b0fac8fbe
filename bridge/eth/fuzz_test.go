package eth

import (
	"encoding/json"
	"testing"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/contracts"
)

func filterOf(w world) ethereum.FilterQuery {
	return ethereum.FilterQuery{Addresses: []common.Address{w.Vault, w.Token}}
}

// FuzzProof checks that nothing but the honest proof's values can be proven, and
// that no proof panics.
func FuzzProof(f *testing.F) {
	lab, err := shared()
	require.NoError(f, err)
	w := world{Lab: lab}
	r, err := NewReader(f.Context(), lab.URL(), lab.Domain, testLimits)
	require.NoError(f, err)
	at, err := r.Finalized(f.Context())
	require.NoError(f, err)
	honest, err := r.Book(f.Context(), at)
	require.NoError(f, err)
	var raw json.RawMessage
	require.NoError(f, w.Client().Client().CallContext(f.Context(), &raw, "eth_getProof", w.Vault,
		[]common.Hash{{}, {31: 1}}, hexutil.EncodeUint64(at.Number)))
	f.Add([]byte(raw), 0, byte(0))
	f.Add([]byte(raw), 1000, byte(1))
	f.Add([]byte(`{"accountProof":["0x"],"storageProof":[{},{}]}`), 3, byte(7))
	f.Fuzz(func(t *testing.T, raw []byte, at2 int, flip byte) {
		if len(raw) > 0 && at2 >= 0 {
			raw = append([]byte(nil), raw...)
			raw[at2%len(raw)] ^= flip
		}
		var a proofAnswer
		if json.Unmarshal(raw, &a) != nil {
			return
		}
		if got, err := r.prove(at.StateRoot, a); err == nil {
			require.Equal(t, honest, got)
		}
	})
}

// FuzzVerify checks that no nodes panic, under the root that they have.
func FuzzVerify(f *testing.F) {
	f.Add([]byte{0xc0}, []byte{})
	f.Add([]byte{0xc2, 0x80, 0x80}, []byte{0xf8, 0xff})
	f.Add(append([]byte{0xd1}, make([]byte, 17)...), []byte{0x80})
	f.Fuzz(func(_ *testing.T, first, second []byte) {
		root := crypto.Keccak256Hash(first)
		_, _ = verify(root, []byte("key"), []hexutil.Bytes{first, second})
		_, _ = verify(root, []byte("key"), []hexutil.Bytes{first})
	})
}

// TestDecodersCoverLinks names the events that are links of the vault's chain.
func TestDecodersCoverLinks(t *testing.T) {
	t.Parallel()
	by, topics := decoders(contracts.NewRLCVault())
	require.Len(t, by, 6)
	require.Len(t, topics, 6)
	for id, e := range contracts.NewRLCVault().GetABI().Events {
		link := len(e.Inputs) > 0 && e.Inputs[0].Name == "n"
		require.Equal(t, link, by[e.ID] != nil, id)
	}
}
