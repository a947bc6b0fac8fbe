package poco

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

// TestRecall: a result is run again because of a worker caught elsewhere, whose
// reward pays for it; an auditor who had confirmed a wrong one falls with it.
func TestRecall(t *testing.T) {
	t.Parallel()
	w := newAudited(t, 1_000, []uint32{999_500_000}, 0)
	w.decide(true)
	w.seatAudit()
	w.answer(func(int) byte { return 1 }) // a lazy auditor
	liar := w.task.Members[0].Worker
	w.step(Recall{At: w.now, Worker: liar})
	require.Equal(t, StateAuditing, w.task.State)
	w.step(Recall{At: w.now, Worker: liar}) // told twice
	right := *w
	right.task, _, _ = Step(w.task, Tick{At: w.now}, 1, w.params)
	right.seatAudit()
	right.answer(func(int) byte { return 1 })
	require.Empty(t, right.closed[len(right.closed)-1].Passed, "a re-run adds to no record")
	require.Zero(t, right.task.Members[0].Reward)
	require.Zero(t, right.closed[len(right.closed)-1].FromFund)

	w.seatAudit()
	w.answer(func(int) byte { return 5 })
	w.seatAudit()
	w.answer(func(int) byte { return 5 })
	require.Equal(t, AuditCorrected, w.task.Audit.Phase)
	require.Len(t, w.closed[1].Overturned, 2)
	require.Empty(t, w.closed[1].Unlocked, "the stake was free")
}

// TestRecallMakesUp: whoever runs a result again because of a worker who was caught
// must be believed in its stead: auditors of little record are several, and the
// others of the committee and those who answered count with them. With no more time
// one that agrees is enough. Rule POCO-R43.
func TestRecallMakesUp(t *testing.T) {
	t.Parallel()
	w := newAudited(t, 1_000, []uint32{999_500_000, 800_000_000}, 0)
	w.decide(false)
	w.step(Recall{At: w.now, Worker: w.task.Members[0].Worker})
	weak := func() Member {
		m := w.member(1_000)
		m.CredibilityPPB = 970_000_000
		return m
	}
	one := []Member{weak()}
	require.False(t, Enough(w.task, one), "0.8 and 0.97 are 0.9923, 0.999 is wanted")
	require.True(t, Enough(w.task, append(one, weak())))
	w.step(Seat{At: w.now, Members: one})
	w.answer(func(int) byte { return 1 })
	require.Equal(t, AuditWaiting, w.task.Audit.Phase, "it agrees, and asks for one more")
	require.True(t, Enough(w.task, []Member{weak()}))

	late := *w
	late.now.Unix = late.task.Audit.DeadlineUnix
	late.tick()
	require.Equal(t, AuditHeld, late.task.Audit.Phase)
	require.True(t, late.task.Audit.Passed)

	w.step(Seat{At: w.now, Members: []Member{weak()}})
	w.answer(func(int) byte { return 1 })
	require.Equal(t, AuditHeld, w.task.Audit.Phase)
	require.Len(t, w.closed[0].Auditors, 2)

	w.step(Recall{At: w.now, Worker: w.task.Members[1].Worker})
	require.Equal(t, StateAuditing, w.task.State, "auditors of before do not count")
	require.False(t, Enough(w.task, []Member{weak()}))
}

// TestRecallBelieved: a result is not run again for one who was caught if the
// others who gave it are believed without it. Rule POCO-R43.
func TestRecallBelieved(t *testing.T) {
	t.Parallel()
	w := newAudited(t, 1_000, []uint32{999_500_000, 800_000_000}, 0)
	w.decide(false)
	w.step(Recall{At: w.now, Worker: w.task.Members[1].Worker})
	require.Equal(t, StateCompleted, w.task.State)
	w.step(Recall{At: w.now, Worker: w.task.Members[0].Worker})
	require.Equal(t, StateAuditing, w.task.State, "nobody is left who is believed")
}

// TestFundIsNotEmptied: an audit takes from the fund no more than the fees of as
// many tasks as one is drawn of; a recall, and one that ends in doubt, no more than
// the task itself paid in. Who ran it again shares it alike. Rules POCO-R40, POCO-R44.
func TestFundIsNotEmptied(t *testing.T) {
	t.Parallel()
	many := func(w *audited, n int, digest func(int) byte) {
		var drawn []Member
		for range n {
			drawn = append(drawn, w.member(1_000))
		}
		w.step(Seat{At: w.now, Members: drawn})
		w.answer(digest)
	}
	agree := func(int) byte { return 1 }
	begin := func() *audited { return newAudited(t, 1_000, []uint32{999_500_000}, 0) }

	drawn := begin() // the fee is 100, the rate 5 %
	drawn.decide(true)
	many(drawn, 4, agree)
	require.Equal(t, rlc.Amount(2_000), drawn.closed[0].FromFund)
	for _, m := range drawn.closed[0].Auditors {
		require.Equal(t, rlc.Amount(500), m.Reward, "not the 891 of one alone")
	}

	recalled := begin()
	recalled.decide(false)
	recalled.step(Recall{At: recalled.now, Worker: recalled.task.Members[0].Worker})
	many(recalled, 3, agree)
	require.Equal(t, rlc.Amount(99), recalled.closed[0].FromFund, "the fee of 100, in three equal parts")
	require.Equal(t, rlc.Amount(891+99)/3, recalled.closed[0].Auditors[0].Reward)

	doubtful := begin()
	doubtful.decide(true)
	many(doubtful, 1, func(int) byte { return 9 })
	many(doubtful, 12, func(i int) byte { return byte(100 + i) })
	doubtful.now.Unix = doubtful.task.Audit.DeadlineUnix
	doubtful.tick()
	require.Equal(t, AuditRetracted, doubtful.task.Audit.Phase)
	require.Equal(t, rlc.Amount(100), doubtful.closed[0].FromFund, "for the refund")
	require.Equal(t, rlc.Amount(1_000), doubtful.closed[0].Refund)
	for _, m := range doubtful.closed[0].Auditors {
		require.Zero(t, m.Reward)
	}
	require.Equal(t, ident.Hash{1}, doubtful.task.Result.Digest)
}
