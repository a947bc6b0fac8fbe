package app_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/x/authz"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/tests/chaintest"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

// exec returns the message with which one account carries messages of others.
func exec(by *chaintest.Account, msgs ...sdk.Msg) *authz.MsgExec {
	m := authz.NewMsgExec(by.ID[:], msgs)
	return &m
}

// grant lets one account send a type of message for another, for a time.
func grant(t *testing.T, c *chaintest.World, from, to *chaintest.Account, m sdk.Msg, d time.Duration) {
	t.Helper()
	until := c.Time.Add(d)
	g, err := authz.NewMsgGrant(from.ID[:], to.ID[:], authz.NewGenericAuthorization(sdk.MsgTypeURL(m)), &until)
	require.NoError(t, err)
	c.Run(from, g)
}

// TestHotKey: whom a worker has granted it sends its due messages free of charge,
// and nothing else. Rule POCO-R46.
func TestHotKey(t *testing.T) {
	w, a, due := member(t)
	hot, thief := chaintest.NewAccount("hot"), w.Account("stranger")
	in := func() time.Time { return w.Time.Add(time.Minute) }
	raw := w.Unordered(thief, in(), exec(thief, due))
	require.Contains(t, w.CheckTx(raw).Log, "iexecd worker grant", "without a grant")
	require.NotZero(t, w.Block(raw)[0].Code, "without a grant, in a block")

	w.Adopt(hot)
	grant(t, w, a, hot, due, time.Hour)
	w.Adopt(hot) // the grant made the account
	other := *due
	other.Commits = []pocotypes.Commit{{TaskId: ident.Hash{9}.String(), Commitment: due.Commits[0].Commitment}}
	answer := chaintest.Answer{Digest: ident.Hash{1}, Salt: ident.Hash{2}}
	reveal := chaintest.RevealMsg(a, due.Commits[0].TaskId, answer)
	send := banktypes.NewMsgSend(a.ID[:], hot.ID[:], nrlc(1))
	nine := []sdk.Msg{due, due, due, due, due, due, due, due, due}
	for _, tc := range []struct {
		name, log string
		raw       []byte
	}{
		{"not due", "is not assigned", w.Unordered(hot, in(), exec(hot, &other))},
		{"another type", "has granted", w.Unordered(hot, in(), exec(hot, reveal))},
		{"due beside spam", "is not assigned", w.Unordered(hot, in(), exec(hot, due, &other))},
		{"with money", "1 of 2 messages are worker messages", w.Unordered(hot, in(), exec(hot, due, send))},
		{
			"beside money", "1 of 2 messages are worker messages",
			w.Unordered(hot, in(), exec(hot, due), banktypes.NewMsgSend(hot.ID[:], a.ID[:], nrlc(1))),
		},
		{"two of them", "put it into a transaction of its own", w.Unordered(hot, in(), exec(hot, due), exec(hot, due))},
		{"nested", "a MsgExec in a MsgExec", w.Unordered(hot, in(), exec(hot, exec(hot, due)))},
		{"nested money", "a MsgExec in a MsgExec", w.Tx(thief, exec(thief, exec(thief, send)))},
		{"too many", "9 worker messages, at most 8", w.Unordered(hot, in(), exec(hot, nine...))},
		{"twice", "is in the transaction twice", w.Unordered(hot, in(), exec(hot, due, due))},
		{"ordered", "unordered", w.Free(hot, exec(hot, due))},
		{"paid", "but the fee is", w.Tx(thief, exec(thief, due))},
		{"money only", "the fee is nothing", w.Unordered(hot, in(), exec(hot, send))},
	} {
		res := w.CheckTx(tc.raw)
		require.NotZero(t, res.Code, tc.name)
		require.Contains(t, res.Log, tc.log, tc.name)
		if tc.name != "money only" { // a block takes it without a fee, and x/authz refuses it
			require.NotZero(t, w.Block(tc.raw)[0].Code, "%s, in a block", tc.name)
		}
	}
	had, broke := w.Balance(a.ID), w.Balance(hot.ID)
	raw = w.Unordered(hot, in(), exec(hot, due))
	require.Zero(t, w.CheckTx(raw).Code, w.CheckTx(raw).Log)
	res := w.Block(raw)[0]
	require.Zero(t, res.Code, res.Log)
	require.Equal(t, had, w.Balance(a.ID), "free for the worker")
	require.Zero(t, broke+w.Balance(hot.ID), "who sends needs no money")
	require.Equal(t, due.Commits[0].Commitment, w.Task(due.Commits[0].TaskId).Members[0].Commitment)
}

// TestHotKeyExpires: a grant that has run out is none. Rule POCO-R46.
func TestHotKeyExpires(t *testing.T) {
	w, a, due := member(t)
	hot := chaintest.NewAccount("hot")
	grant(t, w, a, hot, due, 5*time.Second)
	w.Adopt(hot)
	require.Zero(t, w.CheckTx(w.Unordered(hot, w.Time.Add(time.Minute), exec(hot, due))).Code)
	w.Skip(6 * time.Second)
	res := w.CheckTx(w.Unordered(hot, w.Time.Add(time.Minute), exec(hot, due)))
	require.Contains(t, res.Log, "it has expired")
}

// TestHotKeyQuota: what is carried counts for the worker, not for each of its hot
// keys. Rule POCO-R46.
func TestHotKeyQuota(t *testing.T) {
	w, a, due := member(t)
	taken := 0
	for _, name := range []string{"hot1", "hot2"} {
		hot := chaintest.NewAccount(name)
		grant(t, w, a, hot, due, time.Hour)
		w.Adopt(hot)
	}
	for i := range 20 {
		hot := w.Account([]string{"hot1", "hot2"}[i%2])
		at := w.Time.Add(time.Minute + time.Duration(i))
		if w.CheckTx(w.Unordered(hot, at, exec(hot, due))).Code == 0 {
			taken++
		}
	}
	require.Equal(t, 16, taken)
}
