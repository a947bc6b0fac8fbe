package keeper

import (
	"context"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/core/poco"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/x/poco/types"
)

// held handles an accepted result whose earnings are held back: the fee goes to
// the audit fund, and the next block's beacon decides. Rules POCO-R37, POCO-R38.
func (k Keeper) held(ctx context.Context, t poco.Task, d market.Deal, e poco.Ended) error {
	if err := k.toFund(ctx, e.AuditFee); err != nil {
		return err
	}
	if err := k.queueDraw(ctx, t.ID); err != nil {
		return err
	}
	err := k.count(ctx, func(s *types.AuditStats) {
		s.Accepted++
		s.PromisedErrorPpbSum += uint64(d.Policy.MaxErrorPPB)
		s.StatedErrorPpbSum += uint64(poco.PPB - t.ReachedPPB)
		s.FeesNrlc += uint64(e.AuditFee)
	})
	if err != nil {
		return err
	}
	return typed(ctx, &types.EventResultHeld{
		TaskId: t.ID.String(), Risk: types.Risk(t.Audit.Risk), AuditFeeNrlc: uint64(e.AuditFee),
		MaturesHeight: t.Audit.MaturesHeight,
	})
}

// decide lets this block's beacon decide whether a result is run again. Rule POCO-R38.
func (k Keeper) decide(ctx context.Context, t poco.Task, d market.Deal, b *block) error {
	if err := k.unqueueDraw(ctx, t.ID); err != nil {
		return err
	}
	_, err := k.fold(ctx, t, poco.Decide{At: clock(ctx), Beacon: b.beacon}, d, b)
	return err
}

// unlock frees what members have at stake, but for what they lose of it.
func (k Keeper) unlock(ctx context.Context, members []poco.Member) error {
	for _, m := range members {
		err := k.changeWorker(ctx, m.Worker, func(w *types.Worker) error {
			if w.LockedNrlc < uint64(m.Stake) || m.Slashed > m.Stake {
				return types.ErrInvariant.Wrapf("worker %s: %d nrlc locked, stake %d, slashed %d", w.Address,
					w.LockedNrlc, m.Stake, m.Slashed)
			}
			w.LockedNrlc -= uint64(m.Stake)
			w.BondNrlc -= uint64(m.Slashed)
			w.Reputation.SlashedNrlc += uint64(m.Slashed)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (k Keeper) changeWorker(ctx context.Context, id ident.Address, change func(*types.Worker) error) error {
	w, err := k.Workers.Get(ctx, id[:])
	if err != nil {
		return err
	}
	if err := change(&w); err != nil {
		return err
	}
	return k.setWorker(ctx, id, w)
}

// audited does what follows from the end of an audit. Rules POCO-R40 to POCO-R44.
func (k Keeper) audited(ctx context.Context, t poco.Task, d market.Deal, e poco.Audited, b *block) error {
	if e.FromFund > 0 {
		err := k.bank.SendCoinsFromModuleToModule(ctx, types.AuditName, types.ModuleName, coins(e.FromFund))
		if err != nil {
			return err
		}
	}
	if err := k.unlock(ctx, e.Unlocked); err != nil {
		return err
	}
	for _, m := range e.Auditors {
		if err := k.settleAuditor(ctx, t, m, b); err != nil {
			return err
		}
	}
	for _, m := range e.Passed {
		if err := k.passed(ctx, t, m); err != nil {
			return err
		}
	}
	for _, m := range e.Overturned {
		if err := k.overturn(ctx, t, m, b); err != nil {
			return err
		}
	}
	for _, m := range e.Vindicated {
		if err := k.vindicate(ctx, t, m, b); err != nil {
			return err
		}
	}
	if err := k.pay(ctx, types.ModuleName, d.Sponsor, e.Refund); err != nil {
		return err
	}
	if err := k.toFund(ctx, e.ToFund); err != nil {
		return err
	}
	if err := k.countAudit(ctx, t, e); err != nil {
		return err
	}
	return typed(ctx, &types.EventAuditClosed{
		TaskId: t.ID.String(), Passed: t.Audit.Passed, Phase: types.AuditPhase(t.Audit.Phase), Digest: rightDigest(t),
		RefundedNrlc: uint64(e.Refund), ToFundNrlc: uint64(e.ToFund), FromFundNrlc: uint64(e.FromFund),
	})
}

// rightDigest returns the digest that an audit found right, empty if none.
func rightDigest(t poco.Task) string {
	switch t.Audit.Phase {
	case poco.AuditCorrected:
		return t.Audit.Corrected.Digest.String()
	case poco.AuditRetracted:
		return ""
	case poco.AuditNone, poco.AuditLottery, poco.AuditHeld, poco.AuditWaiting, poco.AuditCommitting,
		poco.AuditRevealing, poco.AuditMatured:
	}
	return t.Result.Digest.String()
}

func (k Keeper) toFund(ctx context.Context, a rlc.Amount) error {
	if a == 0 {
		return nil
	}
	return k.bank.SendCoinsFromModuleToModule(ctx, types.ModuleName, types.AuditName, coins(a))
}

func (k Keeper) countAudit(ctx context.Context, t poco.Task, e poco.Audited) error {
	return k.count(ctx, func(s *types.AuditStats) {
		s.Executions += revealed(e.Auditors)
		s.SlashedNrlc += uint64(e.ToFund)
		s.PaidNrlc += uint64(e.FromFund)
		fell := t.Audit.Phase == poco.AuditCorrected || t.Audit.Phase == poco.AuditRetracted
		switch {
		case t.Audit.Recalled:
			s.Recalled++
		case fell:
			s.Audited++
			s.Caught++
		default:
			s.Audited++
		}
		switch {
		case t.Audit.Phase == poco.AuditCorrected:
			s.Corrected++
		case fell:
			s.Retracted++
		}
	})
}

// revealed counts the members who gave an answer.
func revealed(members []poco.Member) uint64 {
	n := uint64(0)
	for _, m := range members {
		if m.RevealedHeight > 0 {
			n++
		}
	}
	return n
}

func (k Keeper) count(ctx context.Context, change func(*types.AuditStats)) error {
	s, err := orZero(k.AuditStats.Get(ctx))
	if err != nil {
		return err
	}
	change(&s)
	return k.AuditStats.Set(ctx, s)
}

// settleAuditor gives an auditor or backup member its verdict. What it earned is
// paid when the task matures, or now if it never will. Rules POCO-R40, POCO-R42.
func (k Keeper) settleAuditor(ctx context.Context, t poco.Task, m poco.Member, b *block) error {
	w, err := k.Workers.Get(ctx, m.Worker[:])
	if err != nil {
		return err
	}
	if err := k.release(ctx, t, m, &w, false); err != nil {
		return err
	}
	r := &w.Reputation
	r.SlashedNrlc += uint64(m.Slashed)
	r.Score = poco.ScoreAfter(r.Score, m.State, 1)
	switch m.State {
	case poco.MemberAccepted:
		r.Accepted++
		w.Strikes = 0
	case poco.MemberRejected:
		r.Rejected++
		r.AuditsFailed++
		r.AuditsPassed = 0
		err = k.fault(ctx, t, m.Worker, &w, b.params)
	case poco.MemberWithheld:
		r.Withheld++
		r.AuditsPassed = 0
		err = k.strike(ctx, &w, b.params)
	case poco.MemberUnspecified, poco.MemberDrawn, poco.MemberCommitted, poco.MemberRevealed, poco.MemberMissed,
		poco.MemberReleased, poco.MemberOverturned, poco.MemberVindicated:
	}
	if err != nil {
		return err
	}
	if err := k.verdict(ctx, t, m, w, b); err != nil || m.State != poco.MemberAccepted || !t.Final() {
		return err
	}
	return k.earn(ctx, t, m.Worker, m.Reward)
}

// passed adds an audit to the record of a member who passed it. Rule POCO-R40.
func (k Keeper) passed(ctx context.Context, t poco.Task, m poco.Member) error {
	var now uint64
	err := k.changeWorker(ctx, m.Worker, func(w *types.Worker) error {
		w.Reputation.AuditsPassed++
		now = w.Reputation.AuditsPassed
		return nil
	})
	if err != nil {
		return err
	}
	return typed(ctx, &types.EventMemberPassed{
		TaskId: t.ID.String(), Worker: account.Bech32(m.Worker), AuditsPassed: now,
	})
}

// overturn punishes who had a part in a result that was found wrong. Rule POCO-R42.
func (k Keeper) overturn(ctx context.Context, t poco.Task, m poco.Member, b *block) error {
	w, err := k.Workers.Get(ctx, m.Worker[:])
	if err != nil {
		return err
	}
	r := &w.Reputation
	r.AuditsFailed++
	r.AuditsPassed = 0
	r.Score = poco.ScoreAfter(r.Score, m.State, 1)
	if err := k.fault(ctx, t, m.Worker, &w, b.params); err != nil {
		return err
	}
	return k.lateVerdict(ctx, t, m, w, b)
}

// lateVerdict is verdict for a seat that ended long ago: it frees no slot.
func (k Keeper) lateVerdict(ctx context.Context, t poco.Task, m poco.Member, w types.Worker, b *block) error {
	freed := len(b.freed)
	err := k.verdict(ctx, t, m, w, b)
	b.freed = b.freed[:freed]
	return err
}

// vindicate gives who was outvoted its stake back: by those who were wrong, and
// then its pay too, or in a result that was retracted. Rules POCO-R42, POCO-R44.
func (k Keeper) vindicate(ctx context.Context, t poco.Task, m poco.Member, b *block) error {
	w, err := k.Workers.Get(ctx, m.Worker[:])
	if err != nil {
		return err
	}
	stake := min(m.Reward, m.Stake)
	if w.Reputation.SlashedNrlc < uint64(stake) {
		return types.ErrInvariant.Wrapf("worker %s lost %d nrlc, and gets %d back", w.Address, w.Reputation.SlashedNrlc,
			stake)
	}
	w.Reputation.SlashedNrlc -= uint64(stake)
	if err := k.lateVerdict(ctx, t, m, w, b); err != nil {
		return err
	}
	if err := k.pay(ctx, types.ModuleName, m.Worker, stake); err != nil {
		return err
	}
	return k.earn(ctx, t, m.Worker, m.Reward-stake)
}

// earn pays a worker what it earned in a task.
func (k Keeper) earn(ctx context.Context, t poco.Task, id ident.Address, a rlc.Amount) error {
	if a == 0 {
		return nil
	}
	if err := k.pay(ctx, types.ModuleName, id, a); err != nil {
		return err
	}
	err := k.changeWorker(ctx, id, func(w *types.Worker) error {
		w.Reputation.EarnedNrlc += uint64(a)
		return nil
	})
	if err != nil {
		return err
	}
	return typed(ctx, &types.EventMemberPaid{
		TaskId: t.ID.String(), Worker: account.Bech32(id), AmountNrlc: uint64(a),
	})
}

// matured pays what was held back. Rule POCO-R45.
func (k Keeper) matured(ctx context.Context, t poco.Task, d market.Deal, e poco.Matured, b *block) error {
	var paid rlc.Amount
	for _, m := range e.Members {
		if err := k.earn(ctx, t, m.Worker, m.Reward); err != nil {
			return err
		}
		paid += m.Reward // of the pot, whose sum core has checked
	}
	if err := k.payPool(ctx, t, d, e.PoolReward, b); err != nil {
		return err
	}
	if err := k.count(ctx, func(s *types.AuditStats) { s.Matured++ }); err != nil {
		return err
	}
	return typed(ctx, &types.EventResultMatured{
		TaskId: t.ID.String(), PaidNrlc: uint64(paid), PoolNrlc: uint64(e.PoolReward),
	})
}

// tellAudit emits that an audit began, or is disputed.
func tellAudit(ctx context.Context, before, t poco.Task) error {
	switch {
	case t.State != poco.StateAuditing:
		return nil
	case before.State != poco.StateAuditing:
		return typed(ctx, &types.EventAuditStarted{
			TaskId: t.ID.String(), Recalled: t.Audit.Recalled, DeadlineUnix: t.Audit.DeadlineUnix,
		})
	case t.Audit.Disputed && !before.Audit.Disputed:
		return typed(ctx, &types.EventAuditDisputed{TaskId: t.ID.String()})
	case t.Stage() == poco.StateRevealing && before.Stage() == poco.StateCommitting:
		return typed(ctx, &types.EventRevealOpened{
			TaskId: t.ID.String(), Round: t.Round, RevealDeadlineUnix: t.PhaseDeadlineUnix,
		})
	}
	return nil
}
