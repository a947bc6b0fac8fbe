package app

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/bridge"
	bridgekeeper "github.com/iexecd/iexecd/x/rlcbridge/keeper"
)

// strict is a key that signs nothing below a number.
type strict struct {
	BridgeEyes

	from  uint64
	asked int
}

var errStrict = errors.New("over the operator's limit")

func (s *strict) Sign(_ context.Context, r bridgekeeper.SignRequest) (bridge.VoteSignature, error) {
	s.asked++
	nonce := r.Message.(bridge.Batch).Nonce
	if nonce < s.from {
		return bridge.VoteSignature{}, errStrict
	}
	return bridge.VoteSignature{Kind: bridge.MessageBatch, Nonce: nonce}, nil
}

// TestRefusedTakesNoPlace: messages that the key refuses do not keep later ones from
// the vote, which takes four.
func TestRefusedTakesNoPlace(t *testing.T) {
	t.Parallel()
	var requests []bridgekeeper.SignRequest
	for nonce := range uint64(10) {
		requests = append(requests, bridgekeeper.SignRequest{Message: bridge.Batch{Nonce: nonce}})
	}
	for from, want := range map[uint64][]uint64{0: {0, 1, 2, 3}, 5: {5, 6, 7, 8}, 8: {8, 9}, 10: nil} {
		key := &strict{from: from}
		out, err := signSome(t.Context(), key, requests)
		var got []uint64
		for _, s := range out {
			got = append(got, s.Nonce)
		}
		require.Equal(t, want, got)
		require.Equal(t, from > 0, errors.Is(err, errStrict))
		require.LessOrEqual(t, key.asked, int(from)+bridge.MaxVoteSignatures)
	}
}
