package app_test

import (
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/tests/chaintest"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

// TestFeesAreAsked: what is not a due worker message pays this node's price.
func TestFeesAreAsked(t *testing.T) {
	c := chaintest.New(t, []string{"alice", "bob"})
	alice, bob := c.Account("alice"), c.Account("bob")
	send := banktypes.NewMsgSend(alice.ID[:], bob.ID[:], nrlc(1))
	res := c.CheckTx(c.Free(alice, send))
	require.Equal(t, uint32(13), res.Code, res.Log)
	require.Contains(t, res.Log, "the fee is nothing, but 20000000 gas cost at least 200000nrlc here")
	res = c.CheckTx(c.Tx(alice, send))
	require.Zero(t, res.Code, res.Log)
}

// TestSpellingsInMessages sends to an account in Ethereum's spelling.
func TestSpellingsInMessages(t *testing.T) {
	c := chaintest.New(t, []string{"alice", "bob"})
	alice, bob := c.Account("alice"), c.Account("bob")
	had := c.Balance(bob.ID)
	c.Run(alice, &banktypes.MsgSend{FromAddress: alice.ID.String(), ToAddress: bob.ID.String(), Amount: nrlc(7)})
	require.Equal(t, had+7, c.Balance(bob.ID))
	res := c.Try(alice, &banktypes.MsgSend{FromAddress: alice.Address, ToAddress: "0x12", Amount: nrlc(7)})
	require.NotZero(t, res.Code)
	require.Contains(t, res.Log, "not an account")
}

// member is a worker with a commit that is due, in a world with one task.
func member(t *testing.T) (*chaintest.World, *chaintest.Account, *pocotypes.MsgCommit) {
	t.Helper()
	names := []string{"owner", "requester", "stranger", "w0", "w1", "w2", "w3", "w4"}
	c := chaintest.New(t, names, chaintest.Records(20, names[3:]...))
	var workers []*chaintest.Account
	for _, n := range names[3:] {
		workers = append(workers, c.Account(n))
	}
	w := chaintest.NewWorld(c, workers, 2)
	w.Buy(w.Request(1, 1_000_000, "a"))
	task := w.Tasks()[0]
	for _, a := range workers {
		if a.Address == task.Members[0].Worker {
			return w, a, chaintest.CommitMsg(a, task.Id, chaintest.Answer{Digest: ident.Hash{1}, Salt: ident.Hash{2}})
		}
	}
	t.Fatal("the first member is no worker of the world")
	return nil, nil, nil
}

// TestFreeTransactions: the bounds of what is free. Rule POCO-R20.
func TestFreeTransactions(t *testing.T) {
	w, a, due := member(t)
	stranger := w.Account("stranger")
	send := banktypes.NewMsgSend(a.ID[:], a.ID[:], nrlc(1))
	other := *due
	other.Commits = append([]pocotypes.Commit{}, due.Commits...)
	other.Commits[0].TaskId = ident.Hash{9}.String()
	foreign := *due
	foreign.Worker = stranger.Address
	in := func(d time.Duration) time.Time { return w.Time.Add(d) }
	for _, tc := range []struct {
		name, log string
		raw       []byte
	}{
		{"ordered", "unordered", w.Free(a, due)},
		{"with other messages", "1 of 2 messages are worker messages", w.Unordered(a, in(time.Minute), due, send)},
		{"of no task", "is not assigned", w.Unordered(a, in(time.Minute), &other)},
		{"of a stranger", "is not assigned", w.Unordered(stranger, in(time.Minute), &foreign)},
		{
			"too many", "9 worker messages, at most 8",
			w.Unordered(a, in(time.Minute), due, due, due, due, due, due, due, due, due),
		},
		{"twice in two messages", "is in the transaction twice", w.Unordered(a, in(time.Minute), due, due)},
		{"for too long", "unordered tx ttl", w.Unordered(a, in(time.Hour), due)},
	} {
		res := w.CheckTx(tc.raw)
		require.NotZero(t, res.Code, tc.name)
		require.Contains(t, res.Log, tc.log, tc.name)
		delivered := w.Block(tc.raw)[0]
		require.NotZero(t, delivered.Code, "%s, in a block", tc.name)
	}
	had := w.Balance(a.ID)
	raw := w.Unordered(a, in(time.Minute), due)
	require.Zero(t, w.CheckTx(raw).Code)
	require.Zero(t, w.Block(raw)[0].Code)
	require.Equal(t, had, w.Balance(a.ID), "free")
	res, err := w.Chain.App.CheckTx(&abci.RequestCheckTx{Tx: raw, Type: abci.CheckTxType_Recheck})
	require.NoError(t, err)
	require.NotZero(t, res.Code, "done: it leaves the mempool")
	require.NotZero(t, w.Block(raw)[0].Code, "no replay")
}

// TestForgedMessagesCostNobody: others' signatures do not use up a worker's
// share of the mempool, its own do.
func TestForgedMessagesCostNobody(t *testing.T) {
	w, a, due := member(t)
	forger := w.Account("stranger")
	forged := *forger
	for i := range 40 {
		res := w.CheckTx(w.Unordered(&forged, w.Time.Add(time.Minute+time.Duration(i)), due))
		require.NotZero(t, res.Code)
	}
	for i := range 16 {
		res := w.CheckTx(w.Unordered(a, w.Time.Add(time.Minute+time.Duration(i)), due))
		require.Zero(t, res.Code, res.Log)
	}
	res := w.CheckTx(w.Unordered(a, w.Time.Add(2*time.Minute), due))
	require.Equal(t, uint32(20), res.Code, res.Log)
	require.Contains(t, res.Log, "17 free transactions")
	w.Block()
	res = w.CheckTx(w.Unordered(a, w.Time.Add(3*time.Minute), due))
	require.Zero(t, res.Code, "a new block, a new share: %s", res.Log)
}
