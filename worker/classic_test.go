package worker

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	markettypes "github.com/iexecd/iexecd/x/market/types"
	pocotypes "github.com/iexecd/iexecd/x/poco/types"
)

// TestClassic: contribute, reveal, be paid; trust 1 in one message, or in two if
// the chain refuses that.
func TestClassic(t *testing.T) {
	t.Parallel()
	t.Run("contribute and reveal", func(t *testing.T) {
		t.Parallel()
		b := newBench(t)
		b.start()
		b.until("registered", func() bool { return b.messages("MsgRegisterWorker") == 1 })
		id := b.chain.openClassic(5)
		b.untilState(id, pocotypes.MemberState_MEMBER_STATE_ACCEPTED)
		require.Equal(t, 1, b.messages("MsgContribute"))
		require.Equal(t, 1, b.messages("MsgReveal"))
		require.Zero(t, b.messages("MsgCommit"))
		b.until("told", func() bool { return strings.Contains(b.out.String(), "contributed   waiting for others") })
	})
	t.Run("killed between contribution and reveal", func(t *testing.T) {
		t.Parallel()
		b := newBench(t)
		b.chain.hold = true
		_, kill := b.start()
		b.until("registered", func() bool { return b.messages("MsgRegisterWorker") == 1 })
		id := b.chain.openClassic(5)
		b.untilState(id, pocotypes.MemberState_MEMBER_STATE_COMMITTED)
		require.NoError(t, kill())
		b.chain.set(func() { b.chain.hold = false })
		b.start()
		b.untilState(id, pocotypes.MemberState_MEMBER_STATE_ACCEPTED)
		require.Equal(t, 1, b.computer.runs, "the answer comes from the journal")
		require.Len(t, b.chain.commitments[id], 1)
	})
	t.Run("outvoted", func(t *testing.T) {
		t.Parallel()
		b := newBench(t)
		b.chain.hold = true
		b.start()
		b.until("registered", func() bool { return b.messages("MsgRegisterWorker") == 1 })
		id := b.chain.openClassic(5)
		b.untilState(id, pocotypes.MemberState_MEMBER_STATE_COMMITTED)
		b.chain.set(func() {
			s := b.chain.seats[id]
			s.TaskState, s.Consensus = pocotypes.TaskState_TASK_STATE_REVEALING, ident.Hash{9}.String()
		})
		b.until("told", func() bool { return strings.Contains(b.out.String(), "outvoted: others agreed") })
		b.chain.set(func() { b.chain.end(id, pocotypes.MemberState_MEMBER_STATE_REJECTED) })
		b.until("verdict", func() bool { return strings.Contains(b.out.String(), "rejected") })
		require.Zero(t, b.messages("MsgReveal"))
	})
	t.Run("one message", func(t *testing.T) {
		t.Parallel()
		b := newBench(t)
		b.start()
		b.until("registered", func() bool { return b.messages("MsgRegisterWorker") == 1 })
		id := b.chain.openClassic(1)
		b.untilState(id, pocotypes.MemberState_MEMBER_STATE_ACCEPTED)
		require.Equal(t, 1, b.messages("MsgContributeAndFinalize"))
		require.Zero(t, b.messages("MsgContribute"))
	})
	t.Run("one message refused", func(t *testing.T) {
		t.Parallel()
		b := newBench(t)
		b.chain.refuseWhole = true
		b.start()
		b.until("registered", func() bool { return b.messages("MsgRegisterWorker") == 1 })
		id := b.chain.openClassic(1)
		b.untilState(id, pocotypes.MemberState_MEMBER_STATE_ACCEPTED)
		require.Equal(t, 1, b.messages("MsgContribute"))
		require.Len(t, b.chain.commitments[id], 1)
	})
}

// TestStakeOfTheAccount: where the pool's owner schedules, stakes come from the
// account, and it is told whether it has them.
func TestStakeOfTheAccount(t *testing.T) {
	t.Parallel()
	for have, says := range map[uint64]string{
		100e9: "! stake    stakes come from the account here: it has 100 RLC and needs up to 120 RLC (slots: 2)",
		120e9: "✔ stake    from the account, which has 120 RLC and needs up to 120 RLC (slots: 2)",
	} {
		b := newBench(t)
		b.chain.set(func() {
			b.chain.balance = have
			b.chain.pools[0].Scheduling = markettypes.Scheduling_SCHEDULING_OWNER
			b.chain.pools[0].WorkerStakeRatioPercent = 30
		})
		b.change = func(c *Config) { c.Workerpool = ident.Address{19: 0xaa} }
		_, stop := b.start()
		b.until("told", func() bool { return strings.Contains(b.out.String(), says) })
		require.NoError(t, stop())
	}
}
