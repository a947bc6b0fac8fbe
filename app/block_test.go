package app_test

import (
	"fmt"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/cosmos-sdk/baseapp"
	simtestutil "github.com/cosmos/cosmos-sdk/testutil/sims"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/iexecd/iexecd/app"
	"github.com/iexecd/iexecd/tests/chaintest"
)

var sequential = func(*chaintest.Genesis) {}

func parallel(g *chaintest.Genesis) {
	g.Options["block-executor"] = "block-stm"
	g.Options["block-stm-workers"] = 4
}

// history runs the same blocks on a new chain: sends among few accounts, fees,
// failures, a market with requests, and bytes that are no transaction. It
// returns the app hash and the hash of the results after every block.
func history(t *testing.T, executor func(*chaintest.Genesis)) (hashes []string) {
	t.Helper()
	names := []string{"owner", "requester", "w0", "w1", "w2", "w3", "w4"}
	c := chaintest.New(t, names, executor, chaintest.Records(20, names[2:]...))
	var workers []*chaintest.Account
	for _, n := range names[2:] {
		workers = append(workers, c.Account(n))
	}
	w := chaintest.NewWorld(c, workers, 4)
	for i := range 6 {
		txs := [][]byte{[]byte("no transaction"), {}}
		for j := range 20 {
			from, to := workers[j%5], workers[(j*3+i)%5]
			txs = append(txs, w.Tx(from, banktypes.NewMsgSend(from.ID[:], to.ID[:], nrlc(int64(j+1)))))
		}
		poor := banktypes.NewMsgSend(w.Owner.ID[:], workers[0].ID[:], nrlc(1<<60))
		txs = append(txs, w.Tx(w.Owner, poor), w.Tx(w.Requester, w.Request(3, 1_000_000, fmt.Sprint(i))), []byte{0xff})
		w.Time = w.Time.Add(1e9)
		res := w.Finalize(txs...)
		require.Equal(t, uint32(18), res.TxResults[1].Code, "no message")
		for _, k := range []int{0, len(txs) - 1} {
			require.Equal(t, uint32(2), res.TxResults[k].Code, "undecodable")
			require.Zero(t, res.TxResults[k].GasUsed)
		}
		require.Equal(t, uint32(5), res.TxResults[len(txs)-3].Code, "too poor")
		require.Zero(t, res.TxResults[len(txs)-2].Code, res.TxResults[len(txs)-2].Log)
		hashes = append(hashes, fmt.Sprintf("%x %x", res.AppHash, cmttypes.NewResults(res.TxResults).Hash()))
	}
	w.Check()
	return hashes
}

// TestDeterminism: the same blocks give the same state and the same results,
// run twice, one after the other or in parallel.
func TestDeterminism(t *testing.T) {
	want := history(t, sequential)
	require.Equal(t, want, history(t, sequential))
	require.Equal(t, want, history(t, parallel))
}

// TestProposals: a block with bytes that are no transaction is refused.
func TestProposals(t *testing.T) {
	c := chaintest.New(t, []string{"alice"})
	alice := c.Account("alice")
	good := c.Tx(alice, banktypes.NewMsgSend(alice.ID[:], alice.ID[:], nrlc(1)))
	for _, tc := range []struct {
		name string
		txs  [][]byte
		want abci.ResponseProcessProposal_ProposalStatus
	}{
		{"empty", nil, abci.ResponseProcessProposal_ACCEPT},
		{"good", [][]byte{good}, abci.ResponseProcessProposal_ACCEPT},
		{"undecodable", [][]byte{good, []byte("no transaction")}, abci.ResponseProcessProposal_REJECT},
	} {
		res, err := c.App.ProcessProposal(&abci.RequestProcessProposal{Height: c.Height + 1, Time: c.Time, Txs: tc.txs})
		require.NoError(t, err)
		require.Equal(t, tc.want, res.Status, tc.name)
	}
}

// TestRestart opens the state of a chain again.
func TestRestart(t *testing.T) {
	db := dbm.NewMemDB()
	c := chaintest.NewFrom(t, db, []string{"alice"})
	alice := c.Account("alice")
	c.Run(alice, banktypes.NewMsgSend(alice.ID[:], alice.ID[:], nrlc(1)))
	again := app.New(log.NewNopLogger(), db, simtestutil.AppOptionsMap{}, baseapp.SetChainID(chaintest.ChainID))
	require.Equal(t, c.AppHash(), again.LastCommitID().Hash)
	want, err := c.App.Export(nil)
	require.NoError(t, err)
	got, err := again.Export(nil)
	require.NoError(t, err)
	require.Equal(t, string(want.AppState), string(got.AppState))
	require.Equal(t, c.Height+1, got.Height)
}
