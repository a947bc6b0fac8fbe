package poco

import (
	"errors"
	"math/big"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/rlc"
)

// classic makes the world's deal one of classic PoCo.
func (w *world) classic(d *market.Deal) {
	d.Policy = market.Policy{Trust: []uint64{1, 2, 3, 5, 9, 1 << 63}[w.choose(6)]}
	d.OwnerScheduled = w.choose(2) == 1
	d.WorkerStake = rlc.Amount([]uint64{0, 1, 300_007}[w.choose(3)])
	w.stake, w.data = d.WorkerStake, map[ident.Hash][]byte{}
	if w.choose(3) == 0 {
		d.Callback = ident.Address{1}
	}
	w.params.MaxContributors = w.params.MaxMembers
	w.params.ClassicAutomatic = w.choose(2) == 1
	w.params.ClassicPunishFailed = w.choose(2) == 1
}

// commitment is what a member whose answer was accepted must have committed to.
func (w *world) commitment(m Member) ident.Hash {
	if w.task.Classic != nil {
		return ResultSeal(m.Worker, w.task.ID, m.Digest)
	}
	return Commitment(m.Worker, w.task.ID, m.Digest, salt(m.Worker))
}

// actor is a worker with what it answers: a member, or where the owner
// schedules sometimes somebody new.
func (w *world) actor() (ident.Address, ident.Hash) {
	a := ident.Address{2, byte(w.choose(9))}
	if n := len(w.task.Members); n > 0 && (!w.task.Classic.OwnerScheduled || w.choose(3) > 0) {
		a = w.task.Members[w.choose(n)].Worker
	}
	answer := []byte{byte(max(w.choose(6)-3, 0))} // most say 0
	for _, m := range w.task.Members {
		if m.Worker == a && contributed(m) {
			return a, w.plan[a]
		}
	}
	w.plan[a] = CallbackDigest(answer)
	w.data[w.plan[a]] = answer
	return a, w.plan[a]
}

// actClassic lets somebody do something that may be due.
func (w *world) actClassic() {
	worker, digest := w.actor()
	answer := Answer{Cause: CauseOK, Digest: digest}
	if w.choose(2) == 0 {
		answer.Callback = w.data[digest]
	}
	score := new(big.Int).SetUint64([]uint64{0, 11, 12, 99, 1 << 60}[w.choose(5)])
	switch w.choose(8) {
	case 0:
		w.step(Reopen{At: w.now})
	case 1:
		w.step(Finalize{At: w.now, Callback: answer.Callback})
	case 2:
		w.step(Claim{At: w.now})
	case 3:
		w.one = w.step(ContributeAndFinalize{At: w.now, Worker: worker, Score: score, Answer: answer})
		if w.one {
			w.checkOneStep()
		}
	case 4, 5:
		due := CheckReveal(w.task, worker, w.now) == nil
		require.Equal(w.t, due, w.step(Reveal{At: w.now, Worker: worker, Answer: answer}))
	default:
		in := Contribute{
			At: w.now, Worker: worker, Score: score, ResultHash: ResultHash(w.task.ID, digest),
			ResultSeal: ResultSeal(worker, w.task.ID, digest),
		}
		due := CheckContribute(w.task, worker, w.now, w.params) == nil
		_, _, err := Step(w.task, in, w.ratio, w.params)
		require.Equal(w.t, due, err == nil || errors.Is(err, ErrOverflow))
		w.step(in)
	}
}

// obeyClassic lets who has a seat, and where the owner schedules a few more,
// contribute or reveal, and finalises.
func (w *world) obeyClassic() {
	var workers []ident.Address
	for _, m := range w.task.Members {
		workers = append(workers, m.Worker)
	}
	for i := range 4 {
		if w.task.Classic.OwnerScheduled {
			workers = append(workers, ident.Address{3, byte(i)})
		}
	}
	for _, a := range workers {
		if _, planned := w.plan[a]; !planned || w.data[w.plan[a]] == nil {
			answer := []byte{byte(max(w.choose(6)-3, 0))}
			w.plan[a] = CallbackDigest(answer)
			w.data[w.plan[a]] = answer
		}
		digest := w.plan[a]
		w.step(Contribute{
			At: w.now, Worker: a, Score: big.NewInt(20), ResultHash: ResultHash(w.task.ID, digest),
			ResultSeal: ResultSeal(a, w.task.ID, digest),
		})
	}
	for _, a := range workers {
		digest := w.plan[a]
		answer := Answer{Cause: CauseOK, Digest: digest, Callback: w.data[digest]}
		w.step(Reveal{At: w.now, Worker: a, Answer: answer})
	}
	w.step(Finalize{At: w.now})
}

func (w *world) checkOneStep() {
	require.Equal(w.t, StateCompleted, w.task.State)
	require.Equal(w.t, "1", w.task.Classic.Trust.String())
	require.Equal(w.t, 1, w.ended.Answers)
}

// checkClassic compares the groups with the products of the weights of those
// who are in them.
func (w *world) checkClassic() {
	c := w.task.Classic
	if c == nil || w.task.Final() {
		return
	}
	products, total := map[ident.Hash]*big.Int{}, big.NewInt(1)
	winners, revealed := uint32(0), uint32(0)
	for _, m := range w.task.Members {
		if m.State != MemberCommitted && m.State != MemberRevealed {
			continue
		}
		require.Equal(w.t, w.stake, m.Stake)
		if products[m.ResultHash] == nil {
			products[m.ResultHash] = big.NewInt(1)
		}
		products[m.ResultHash].Mul(products[m.ResultHash], Weight(m.Score))
		if m.ResultHash == c.Consensus {
			winners++
		}
		if m.State == MemberRevealed {
			revealed++
		}
	}
	for _, g := range c.Groups {
		want := products[g.ResultHash]
		if want == nil {
			want = new(big.Int)
		}
		require.Equal(w.t, want.String(), g.Weight.String())
		total.Add(total, want)
	}
	require.Equal(w.t, total.String(), c.TotalWeight.String())
	require.Equal(w.t, w.task.State == StateRevealing, !c.Consensus.IsZero())
	require.Equal(w.t, []uint32{winners, revealed}, []uint32{c.Winners, c.Revealed})
	if w.task.State == StateRevealing {
		reached, err := Consensus(products[c.Consensus], total, c.Trust)
		require.NoError(w.t, err)
		require.True(w.t, reached)
		require.Zero(w.t, c.Missing(products[c.Consensus]).Sign())
	}
}
