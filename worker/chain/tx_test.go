package chain

import (
	"context"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"github.com/cometbft/cometbft/proto/tendermint/p2p"
	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	txtypes "github.com/cosmos/cosmos-sdk/types/tx"

	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

func newNodeInfo(chain string) *p2p.DefaultNodeInfo { return &p2p.DefaultNodeInfo{Network: chain} }

func hexUpper(bz []byte) string { return strings.ToUpper(hex.EncodeToString(bz)) }

// requireSigned checks the signature as a node does.
func requireSigned(t *testing.T, k Key, raw *txtypes.TxRaw) {
	t.Helper()
	doc := txtypes.SignDoc{
		BodyBytes: raw.BodyBytes, AuthInfoBytes: raw.AuthInfoBytes, ChainId: testChain, AccountNumber: 3,
	}
	bz, err := doc.Marshal()
	require.NoError(t, err)
	require.True(t, k.PubKey().VerifySignature(bz, raw.Signatures[0]))
}

func TestSendAndWait(t *testing.T) {
	t.Parallel()
	n, address := startNode(t)
	c, k := connect(t, address), testKey(t)
	r, err := c.SendAndWait(t.Context(), k, &pocotypes.MsgLeavePool{Worker: "me"})
	require.NoError(t, err)
	require.Equal(t, int64(11), r.Height)
	require.Equal(t, uint64(1501), r.Fee, "150001 gas at 0.01, rounded up")
	var answer pocotypes.MsgLeavePoolResponse
	require.NoError(t, r.Answer(0, &answer))
	require.Equal(t, uint64(42), answer.ReturnedNrlc)
	require.Error(t, r.Answer(1, &answer))
	require.Len(t, n.seen, 1)
	requireSigned(t, k, n.sent[0])
	tx := n.seen[0]
	require.False(t, tx.Body.Unordered)
	require.Equal(t, uint64(7), tx.AuthInfo.SignerInfos[0].Sequence)
	require.Equal(t, uint64(150_001), tx.AuthInfo.Fee.GasLimit)
	require.Equal(t, "1501nrlc", tx.AuthInfo.Fee.Amount.String())
}

// TestSequenceIsRetriedOnce: another program may have signed with the same key.
func TestSequenceIsRetriedOnce(t *testing.T) {
	t.Parallel()
	n, address := startNode(t)
	n.expected = 9
	c, k := connect(t, address), testKey(t)
	_, err := c.SendAndWait(t.Context(), k, &pocotypes.MsgLeavePool{})
	require.NoError(t, err)
	require.Len(t, n.seen, 2)
	require.Equal(t, uint64(9), n.seen[1].AuthInfo.SignerInfos[0].Sequence)
}

func TestExpectedSequence(t *testing.T) {
	t.Parallel()
	wrong := sdkerrors.ErrWrongSequence
	refused := func(height int64, log string) error {
		return &TxError{Height: height, Codespace: wrong.Codespace(), Code: wrong.ABCICode(), Log: log}
	}
	for name, c := range map[string]struct {
		err  error
		want uint64
		ok   bool
	}{
		"none":       {},
		"checktx":    {refused(0, "account sequence mismatch, expected 9, got 7: x"), 9, true},
		"simulation": {context.DeadlineExceeded, 0, false},
		"in a block": {refused(4, "expected 9, got 7"), 0, false},
		"other code": {&TxError{Codespace: "poco", Code: 2, Log: "expected 9, got 7"}, 0, false},
		"no numbers": {refused(0, "mismatch"), 0, false},
		"too large":  {refused(0, "expected 99999999999999999999, got 7"), 0, false},
	} {
		got, ok := expectedSequence(c.err)
		require.Equal(t, c.ok, ok, name)
		if ok {
			require.Equal(t, c.want, got, name)
		}
	}
}

func TestTheChainsOwnAnswer(t *testing.T) {
	t.Parallel()
	n, address := startNode(t)
	c, k := connect(t, address), testKey(t)
	n.refuse = &sdk.TxResponse{TxHash: "AB", Codespace: "poco", Code: 5, RawLog: "not due"}
	_, err := c.SendFree(t.Context(), k, &pocotypes.MsgCommit{})
	var refused *TxError
	require.ErrorAs(t, err, &refused)
	require.Equal(t, TxError{Hash: "AB", Codespace: "poco", Code: 5, Log: "not due"}, *refused)

	n.refuse, n.fail = nil, &sdk.TxResponse{TxHash: "AB", Height: 12, Codespace: "poco", Code: 6, RawLog: "no money"}
	_, err = c.SendAndWait(t.Context(), k, &pocotypes.MsgLeavePool{})
	require.ErrorAs(t, err, &refused)
	require.Equal(t, int64(12), refused.Height)
	require.ErrorContains(t, err, "failed in block 12: no money")
}

// TestSendFree: worker messages carry no fee and no sequence number, and no two
// of them the same time.
func TestSendFree(t *testing.T) {
	t.Parallel()
	n, address := startNode(t)
	c, k := connect(t, address), testKey(t)
	times := map[time.Time]bool{}
	for range 3 {
		_, err := c.SendFree(t.Context(), k, &pocotypes.MsgCommit{Worker: "me"})
		require.NoError(t, err)
	}
	for i, tx := range n.seen {
		require.True(t, tx.Body.Unordered)
		require.Zero(t, tx.AuthInfo.SignerInfos[0].Sequence)
		require.True(t, tx.AuthInfo.Fee.Amount.IsZero())
		require.NotNil(t, tx.Body.TimeoutTimestamp)
		ahead := tx.Body.TimeoutTimestamp.Sub(n.head.Time)
		require.True(t, ahead > 0 && ahead <= 2*includeWithin, ahead)
		times[*tx.Body.TimeoutTimestamp] = true
		requireSigned(t, k, n.sent[i])
	}
	require.Len(t, times, 3)
}

func TestNotIncluded(t *testing.T) {
	t.Parallel()
	n, address := startNode(t)
	n.never, n.step = true, 40*time.Second
	_, err := connect(t, address).SendFree(t.Context(), testKey(t), &pocotypes.MsgCommit{})
	require.ErrorIs(t, err, ErrNotIncluded)
}

func TestGasPrice(t *testing.T) {
	t.Parallel()
	for price, want := range map[string]string{"0.01": "1nrlc", "0": "", "2.5": "3nrlc"} {
		c := &Client{config: Config{GasPrice: price}}
		fee, err := c.fee(1)
		require.NoError(t, err)
		require.Equal(t, want, fee.String())
	}
	for _, price := range []string{"-1", "free", "0.01nrlc"} {
		c := &Client{config: Config{GasPrice: price}}
		_, err := c.fee(1)
		require.Error(t, err)
	}
}
