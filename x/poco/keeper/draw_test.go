package keeper

import (
	"testing"

	"github.com/stretchr/testify/require"

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
		Status: types.WorkerStatus_WORKER_STATUS_ACTIVE, Slots: 2, MaxCategory: 3,
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
		"smaller category": {func(w *types.Worker) { w.MaxCategory = 2 }, false},
		"bond at stake":    {func(w *types.Worker) { w.LockedNrlc = 61 }, false},
		"another tag":      {func(w *types.Worker) { w.Tag = ident.Hash{31: 0b100}.String() }, false},
		"no tag":           {func(w *types.Worker) { w.Tag = "" }, false},
	} {
		w := able
		c.change(&w)
		m, ok, err := candidate(w, deal, 40, 995_000_000, types.DefaultParams().Core())
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

// TestFree: how many seats more a worker gets on committees, and in audits beside
// them. Rules POCO-R4, POCO-R16, POCO-R39.
func TestFree(t *testing.T) {
	t.Parallel()
	pool := ident.Address{7}.String()
	for name, c := range map[string]struct {
		worker           types.Worker
		committees, more uint64
	}{
		"both":        {types.Worker{Slots: 3, Busy: 1, Auditing: 2, Workerpool: pool}, 2, 1},
		"busy":        {types.Worker{Slots: 3, Busy: 3, Workerpool: pool}, 0, 3},
		"in audits":   {types.Worker{Slots: 3, Auditing: 3, Workerpool: pool}, 3, 0},
		"in no pool":  {types.Worker{Slots: 3}, 0, 0},
		"fewer slots": {types.Worker{Slots: 1, Busy: 2, Auditing: 2, Workerpool: pool}, 0, 0},
	} {
		c.worker.Status = types.WorkerStatus_WORKER_STATUS_ACTIVE
		require.Equal(t, c.committees, free(c.worker, false), name)
		require.Equal(t, c.more, free(c.worker, true), name)
		c.worker.Status = types.WorkerStatus_WORKER_STATUS_DRAINING
		require.Zero(t, free(c.worker, false)+free(c.worker, true)+slots(c.worker), name)
	}
}

// TestPrefixEnd: the range under a prefix holds its keys and no other.
func TestPrefixEnd(t *testing.T) {
	t.Parallel()
	require.Equal(t, []byte{1, 3}, prefixEnd([]byte{1, 2}))
	require.Equal(t, []byte{2}, prefixEnd([]byte{1, 255}))
	require.Nil(t, prefixEnd([]byte{255}))
}
