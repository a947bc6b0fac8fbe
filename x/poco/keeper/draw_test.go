package keeper

import (
	"testing"
	"time"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/x/poco/types"
)

// TestWhoIsAble: who may be drawn. Rules POCO-R4, POCO-R16.
func TestWhoIsAble(t *testing.T) {
	t.Parallel()
	tee := ident.Hash{31: 0b101}
	able := types.Worker{
		Address: account.Bech32(ident.Address{1}), Operator: account.Bech32(ident.Address{2}),
		Status: types.WorkerStatus_WORKER_STATUS_ACTIVE, Slots: 2, Busy: 1, MaxCategory: 3,
		BondNrlc: 100, LockedNrlc: 60,
		Tag: tee.String(), Reputation: types.Reputation{AuditsPassed: 20},
	}
	deal := market.Deal{Category: 3, Tag: market.Tag{31: 0b001}}
	for name, c := range map[string]struct {
		change func(*types.Worker)
		want   bool
	}{
		"able":             {func(*types.Worker) {}, true},
		"draining":         {func(w *types.Worker) { w.Status = types.WorkerStatus_WORKER_STATUS_DRAINING }, false},
		"jailed":           {func(w *types.Worker) { w.Status = types.WorkerStatus_WORKER_STATUS_JAILED }, false},
		"no free slot":     {func(w *types.Worker) { w.Busy = 2 }, false},
		"smaller category": {func(w *types.Worker) { w.MaxCategory = 2 }, false},
		"bond at stake":    {func(w *types.Worker) { w.LockedNrlc = 61 }, false},
		"another tag":      {func(w *types.Worker) { w.Tag = ident.Hash{31: 0b100}.String() }, false},
		"no tag":           {func(w *types.Worker) { w.Tag = "" }, false},
	} {
		w := able
		c.change(&w)
		m, ok, err := candidate(w, deal, 40, types.DefaultParams().Core())
		require.NoError(t, err, name)
		require.Equal(t, c.want, ok, name)
		require.Equal(t, uint32(995_401_506), m.CredibilityPPB)
		require.Equal(t, ident.Address{2}, m.Operator)
	}
	seated := []poco.Member{{Worker: ident.Address{1}, Operator: ident.Address{2}}}
	require.True(t, taken(seated, poco.Member{Worker: ident.Address{1}, Operator: ident.Address{9}}))
	require.True(t, taken(seated, poco.Member{Worker: ident.Address{9}, Operator: ident.Address{2}}))
	require.False(t, taken(seated, poco.Member{Worker: ident.Address{2}, Operator: ident.Address{1}}))
}

// TestBeaconIgnoresTransactions: the beacon changes with the block and what was
// decided before it, not with what the block contains.
func TestBeaconIgnoresTransactions(t *testing.T) {
	t.Parallel()
	at := func(change func(*cmtproto.Header)) ident.Hash {
		h := cmtproto.Header{
			ChainID: "test", Height: 5, Time: time.Unix(1_700_000_000, 42), AppHash: []byte{1},
			ProposerAddress: []byte{2},
		}
		change(&h)
		return Beacon(sdk.NewContext(nil, h, false, nil))
	}
	base := at(func(*cmtproto.Header) {})
	require.Equal(t, base, at(func(h *cmtproto.Header) { h.DataHash = []byte{7} }), "the transactions do not matter")
	require.Equal(t, base, at(func(h *cmtproto.Header) { h.LastBlockId.Hash = []byte{7} }))
	for name, change := range map[string]func(*cmtproto.Header){
		"chain":    func(h *cmtproto.Header) { h.ChainID = "other" },
		"height":   func(h *cmtproto.Header) { h.Height++ },
		"time":     func(h *cmtproto.Header) { h.Time = h.Time.Add(time.Nanosecond) },
		"state":    func(h *cmtproto.Header) { h.AppHash = []byte{3} },
		"proposer": func(h *cmtproto.Header) { h.ProposerAddress = []byte{3} },
	} {
		require.NotEqual(t, base, at(change), name)
	}
}

// TestPrefixEnd: the range under a prefix holds its keys and no other.
func TestPrefixEnd(t *testing.T) {
	t.Parallel()
	require.Equal(t, []byte{1, 3}, prefixEnd([]byte{1, 2}))
	require.Equal(t, []byte{2}, prefixEnd([]byte{1, 255}))
	require.Nil(t, prefixEnd([]byte{255}))
}
