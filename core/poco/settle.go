package poco

import (
	"fmt"

	"github.com/iexecd/iexecd/core/rlc"
)

// ScoreAfter returns a worker's classic score after a verdict: +1 if accepted
// on a task with more than one answer, two thirds rounded down if rejected,
// withheld or overturned, else unchanged. Source: PoCo 6.2, successWork.
func ScoreAfter(score uint64, verdict MemberState, answers int) uint64 {
	switch verdict {
	case MemberAccepted:
		if answers > 1 {
			return score + 1
		}
	case MemberRejected, MemberWithheld, MemberOverturned:
		return score/3*2 + score%3*2/3
	case MemberUnspecified, MemberDrawn, MemberCommitted, MemberRevealed, MemberMissed, MemberReleased,
		MemberVindicated:
	}
	return score
}

// StakeFor returns what a member has at stake for a task of the given price:
// ⌈price·(1-q)/q⌉ with q the audit rate, so that cheating loses money in
// expectation. Source: design of bounded PoCo, section 3.1 (economics).
func StakeFor(price rlc.Amount, auditRatePPB uint32) (rlc.Amount, error) {
	return rlc.MulDivCeil(price, uint64(PPB-min(auditRatePPB, PPB)), uint64(auditRatePPB))
}

// KittyPay returns what the kitty pays to the pool of a completed task: nothing
// for a free task (unless the params say so), else min(max(⌊kitty·ratio/100⌋, least), kitty).
// Source: PoCo 6.2, finalize.
func KittyPay(kitty, price rlc.Amount, p Params) (rlc.Amount, error) {
	if kitty == 0 || price == 0 && !p.KittyPaysFreeTasks {
		return 0, nil
	}
	share, err := rlc.MulDivFloor(kitty, uint64(p.KittyRatioPercent), 100)
	if err != nil {
		return 0, err
	}
	return min(max(share, p.KittyMin), kitty), nil
}

// settle sets the rewards of the accepted and the slashes of the rejected and
// withheld members, and returns the pool's share. The losers' stakes join the
// price; the workers' part, ⌊total·(100-ratio)/100⌋, is split by share(member),
// at least 1 each, every part rounded down; the pool gets the rest with the
// dust. Credits equal debits. Source: PoCo 6.2, successWork.
func settle(members []Member, price rlc.Amount, poolRatioPercent uint64, share func(Member) uint64) (rlc.Amount,
	error,
) {
	total, shares := price, uint64(0)
	var err error
	for i, m := range members {
		switch m.State {
		case MemberAccepted:
			shares += share(m)
		case MemberRejected, MemberWithheld:
			members[i].Slashed = m.Stake
			if total, err = rlc.Add(total, m.Stake); err != nil {
				return 0, err
			}
		case MemberUnspecified, MemberDrawn, MemberCommitted, MemberRevealed, MemberMissed, MemberReleased,
			MemberOverturned, MemberVindicated:
		}
	}
	if shares == 0 {
		return 0, fmt.Errorf("%w: a completed task without a winner", ErrMoney)
	}
	forWorkers, err := rlc.MulDivFloor(total, 100-min(poolRatioPercent, 100), 100)
	if err != nil {
		return 0, err
	}
	pool, paid := total, rlc.Amount(0)
	for i, m := range members {
		if m.State != MemberAccepted {
			continue
		}
		part, err := rlc.MulDivFloor(forWorkers, share(m), shares)
		if err != nil {
			return 0, err
		}
		members[i].Reward = part
		paid += part // at most total: the parts are floors of shares of it
		if pool, err = rlc.Sub(pool, part); err != nil {
			return 0, err
		}
	}
	if sum, err := rlc.Add(paid, pool); err != nil || sum != total {
		return 0, fmt.Errorf("%w: paid %d and %d of %d", ErrMoney, paid, pool, total)
	}
	return pool, nil
}

func equally(Member) uint64 { return 1 }

func byWeight(m Member) uint64 { return max(m.Weight, 1) }
