package vectors

import (
	"math/big"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/core/rlc"
)

// step folds an input into a task and moves what its effects say.
func (w *world) step(s *step, in poco.Input) error {
	task, effects, err := poco.Step(w.tasks[s.Task], in, w.deal.SchedulerRewardRatio, w.params)
	if err != nil {
		return err
	}
	for _, e := range effects {
		ended, ok := e.(poco.Ended)
		require.True(w.t, ok, "an effect %T of %s", e, s.Op)
		require.Len(w.t, ended.Members, len(task.Members), "every contributor gets a verdict")
		w.before[s.Task] = w.tasks[s.Task]
		w.settle(s.Op, task, ended)
	}
	require.Equal(w.t, task.Final(), len(effects) == 1, "a task ends once")
	w.tasks[s.Task] = task
	return nil
}

// mover moves money until something fails.
type mover struct{ err error }

func (m *mover) move(by func(string, rlc.Amount) error, who string, v rlc.Amount) {
	if m.err == nil {
		m.err = by(who, v)
	}
}

// settle moves the money of an ended task as core decided, in the original's order.
func (w *world) settle(op string, t poco.Task, e poco.Ended) {
	var m mover
	d := w.deal
	price, err := d.TaskPrice()
	require.NoError(w.t, err)
	sponsor, scheduler := w.alias(d.Sponsor), w.alias(d.Workerpool.Owner)
	if t.State == poco.StateFailed {
		m.move(w.unlock, sponsor, price)
		m.move(w.seize, scheduler, d.PoolStake)
		m.move(w.reward, kitty, d.PoolStake)
		m.move(w.lock, kitty, d.PoolStake)
		for _, member := range e.Members {
			require.Zero(w.t, member.Slashed, "the original punishes nobody for a failed task")
			m.move(w.unlock, w.alias(member.Worker), member.Stake)
		}
		require.NoError(w.t, m.err)
		require.Zero(w.t, e.PoolReward+e.Forfeited)
		return
	}
	m.move(w.seize, sponsor, price)
	if d.App.Price > 0 {
		m.move(w.reward, w.alias(d.App.Owner), d.App.Price)
	}
	if d.Dataset.Price > 0 && !d.Dataset.Pointer.IsZero() {
		m.move(w.reward, w.alias(d.Dataset.Owner), d.Dataset.Price)
	}
	m.move(w.unlock, scheduler, d.PoolStake)
	pay, err := poco.KittyPay(w.locked[kitty], d.Workerpool.Price, w.params)
	require.NoError(w.t, err)
	if w.locked[kitty] > 0 {
		m.move(w.seize, kitty, pay)
		m.move(w.reward, scheduler, pay)
	}
	for _, member := range e.Members {
		w.verdict(&m, op, member, e.Answers)
	}
	m.move(w.reward, scheduler, e.PoolReward)
	require.NoError(w.t, m.err)
}

// verdict pays or punishes a contributor and sets its score.
func (w *world) verdict(m *mover, op string, member poco.Member, answers int) {
	who := w.alias(member.Worker)
	switch member.State {
	case poco.MemberAccepted:
		require.Zero(w.t, member.Slashed)
		if op == "contributeAndFinalize" {
			require.Zero(w.t, member.Stake, "in one step nothing is locked")
		} else {
			m.move(w.unlock, who, member.Stake)
		}
		m.move(w.reward, who, member.Reward)
	case poco.MemberRejected, poco.MemberWithheld:
		require.Zero(w.t, member.Reward)
		require.Equal(w.t, member.Stake, member.Slashed)
		m.move(w.seize, who, member.Slashed)
	case poco.MemberUnspecified, poco.MemberDrawn, poco.MemberCommitted, poco.MemberRevealed, poco.MemberMissed,
		poco.MemberReleased, poco.MemberOverturned, poco.MemberVindicated:
		require.Fail(w.t, "no verdict", "%s is in state %d", who, member.State)
	}
	score := w.scores[who]
	if score == nil {
		score = new(big.Int)
	}
	require.True(w.t, score.IsUint64(), "a score that is to change has 64 bits here, got %s", score)
	after := poco.ScoreAfter(score.Uint64(), member.State, answers)
	switch {
	case member.State != poco.MemberAccepted:
		w.note("FaultyContribution", who)
	case after > score.Uint64():
		w.note("AccurateContribution", who)
	}
	w.scores[who] = new(big.Int).SetUint64(after)
}
