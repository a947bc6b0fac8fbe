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

// assign locks a drawn member's stake and slot.
func (k Keeper) assign(ctx context.Context, t poco.Task, m poco.Member) error {
	w, err := k.Workers.Get(ctx, m.Worker[:])
	if err != nil {
		return err
	}
	taken := seats(&w, rosterOf(t).audits)
	*taken++
	w.LockedNrlc += uint64(m.Stake)
	if *taken > w.Slots || w.LockedNrlc > w.BondNrlc {
		return types.ErrInvariant.Wrapf("worker %s: %d of %d slots, %d of %d nrlc", w.Address, *taken, w.Slots,
			w.LockedNrlc, w.BondNrlc)
	}
	if err := k.Assigned.Set(ctx, join(m.Worker[:], t.ID[:])); err != nil {
		return err
	}
	if err := k.setWorker(ctx, m.Worker, w); err != nil {
		return err
	}
	return typed(ctx, &types.EventMemberDrawn{
		TaskId: t.ID.String(), Worker: w.Address, Round: t.Round, CredibilityPpb: m.CredibilityPPB,
		StakeNrlc: uint64(m.Stake), CommitDeadlineUnix: t.PhaseDeadlineUnix,
	})
}

// release gives a member's slot and stake back. What is slashed is taken from
// the bond, or is not paid back to the account that it came from. Rule POCO-R30.
// While keepStake, only the slot is given back: the stake of an accepted member
// waits for the audit. Rule POCO-R38.
func (k Keeper) release(ctx context.Context, t poco.Task, m poco.Member, w *types.Worker, keepStake bool) error {
	locked := m.Stake
	if fromAccount(t) {
		locked = 0
	}
	taken := seats(w, isAuditor(t, m))
	if seated(m) && *taken == 0 || w.LockedNrlc < uint64(locked) || m.Slashed > m.Stake {
		return types.ErrInvariant.Wrapf("worker %s: %d seats, %d nrlc locked, stake %d, slashed %d", w.Address, *taken,
			w.LockedNrlc, m.Stake, m.Slashed)
	}
	if seated(m) {
		*taken--
	}
	if err := k.Assigned.Remove(ctx, join(m.Worker[:], t.ID[:])); err != nil {
		return err
	}
	if keepStake {
		return nil
	}
	if fromAccount(t) {
		return k.pay(ctx, types.ModuleName, m.Worker, m.Stake-m.Slashed)
	}
	w.LockedNrlc -= uint64(m.Stake)
	w.BondNrlc -= uint64(m.Slashed)
	return nil
}

// fromAccount reports whether a task's stakes come from the workers' accounts.
func fromAccount(t poco.Task) bool { return t.Classic != nil && t.Classic.OwnerScheduled }

// seated reports whether a member has a slot: the chain drew it, or the pool's
// owner seated it.
func seated(m poco.Member) bool { return m.Round > 0 }

// missed handles a member that did not commit in time. Rule POCO-R9.
func (k Keeper) missed(ctx context.Context, t poco.Task, m poco.Member, b *block) error {
	w, err := k.Workers.Get(ctx, m.Worker[:])
	if err != nil {
		return err
	}
	if err := k.release(ctx, t, m, &w, false); err != nil {
		return err
	}
	w.Reputation.Missed++
	if err := k.strike(ctx, &w, b.params); err != nil {
		return err
	}
	return k.verdict(ctx, t, m, w, b)
}

// strike counts a miss and jails the worker for the third one in a row (or
// whatever the param says), each time twice as long. A worker that is jailed
// already is not struck for the tasks that it had then. Rule POCO-R13.
func (k Keeper) strike(ctx context.Context, w *types.Worker, p types.Params) error {
	if w.Status == types.WorkerStatus_WORKER_STATUS_JAILED {
		return nil
	}
	w.Strikes++
	if w.Strikes < p.StrikesToJail {
		return nil
	}
	return k.jail(ctx, w, p)
}

// jail jails a worker, each time twice as long, unless it is in jail already. One
// that has left cannot come back for as long.
func (Keeper) jail(ctx context.Context, w *types.Worker, p types.Params) error {
	if w.Status == types.WorkerStatus_WORKER_STATUS_JAILED {
		return nil
	}
	term := p.MaxJailSeconds
	if w.Jailings < 32 {
		term = min(p.JailSeconds<<w.Jailings, p.MaxJailSeconds)
	}
	if w.Status != types.WorkerStatus_WORKER_STATUS_LEFT {
		w.Status = types.WorkerStatus_WORKER_STATUS_JAILED
	}
	w.Strikes = 0
	w.Jailings++
	w.JailedUntilUnix = clock(ctx).Unix + int64(term) //nolint:gosec // at most max_jail_seconds
	return typed(ctx, &types.EventWorkerStatusChanged{
		Worker: w.Address, Status: w.Status, UntilUnix: w.JailedUntilUnix,
	})
}

// verdict writes a member's verdict into its worker's record and history.
func (k Keeper) verdict(ctx context.Context, t poco.Task, m poco.Member, w types.Worker, b *block) error {
	p := b.params
	if seated(m) {
		b.freed = append(b.freed, roster{pool: t.Workerpool, audits: isAuditor(t, m)})
	}
	next, err := orZero(k.HistoryNext.Get(ctx, m.Worker[:]))
	if err != nil {
		return err
	}
	entry := types.HistoryEntry{
		Height: clock(ctx).Height, TaskId: t.ID.String(), Verdict: types.MemberState(m.State),
		Score:          w.Reputation.Score,
		CredibilityPpb: poco.Credibility(w.Reputation.AuditsPassed, p.FaultFractionPpb),
	}
	if err := k.History.Set(ctx, join(m.Worker[:], u64(next)), entry); err != nil {
		return err
	}
	if next >= uint64(p.HistoryLength) {
		if err := k.History.Remove(ctx, join(m.Worker[:], u64(next-uint64(p.HistoryLength)))); err != nil {
			return err
		}
	}
	if err := k.HistoryNext.Set(ctx, m.Worker[:], next+1); err != nil {
		return err
	}
	if err := k.setWorker(ctx, m.Worker, w); err != nil {
		return err
	}
	return typed(ctx, &types.EventMemberSettled{
		TaskId: t.ID.String(), Worker: w.Address, Verdict: types.MemberState(m.State), RewardNrlc: uint64(m.Reward),
		SlashedNrlc: uint64(m.Slashed), Score: w.Reputation.Score, AuditsPassed: w.Reputation.AuditsPassed,
	})
}

// settle moves the money of an ended task. Rules POCO-R10 to POCO-R12, POCO-R31.
func (k Keeper) settle(ctx context.Context, t poco.Task, d market.Deal, e poco.Ended, b *block) (poco.Task, error) {
	if t.State == poco.StateCompleted {
		if err := k.market.SettleTask(ctx, t.DealID, t.Index); err != nil {
			return t, err
		}
	}
	for _, m := range e.Members {
		if err := k.settleMember(ctx, t, m, e.Answers, b); err != nil {
			return t, err
		}
	}
	if t.Trust == 0 {
		if err := k.count(ctx, func(s *types.AuditStats) { s.Executions += revealed(e.Members) }); err != nil {
			return t, err
		}
	}
	if t.State == poco.StateCompleted {
		return t, k.settleCompleted(ctx, t, d, e, b)
	}
	return k.settleFailed(ctx, t, d, e)
}

func (k Keeper) settleMember(ctx context.Context, t poco.Task, m poco.Member, answers int, b *block) error {
	w, err := k.Workers.Get(ctx, m.Worker[:])
	if err != nil {
		return err
	}
	held := !t.Final() && m.State == poco.MemberAccepted
	if err := k.release(ctx, t, m, &w, held); err != nil {
		return err
	}
	r := &w.Reputation
	r.Score = poco.ScoreAfter(r.Score, m.State, answers)
	r.SlashedNrlc += uint64(m.Slashed)
	switch m.State {
	case poco.MemberAccepted:
		r.Accepted++
		if !fromAccount(t) {
			w.Strikes = 0
		}
		if !held {
			r.EarnedNrlc += uint64(m.Reward)
			err = k.pay(ctx, types.ModuleName, m.Worker, m.Reward)
		}
	case poco.MemberRejected:
		r.Rejected++
		r.AuditsPassed = 0
		if t.Classic == nil {
			err = k.fault(ctx, t, m.Worker, &w, b.params)
		}
	case poco.MemberWithheld:
		r.Withheld++
		r.AuditsPassed = 0
		if !fromAccount(t) {
			err = k.strike(ctx, &w, b.params)
		}
	case poco.MemberUnspecified, poco.MemberDrawn, poco.MemberCommitted, poco.MemberRevealed, poco.MemberMissed,
		poco.MemberReleased, poco.MemberOverturned, poco.MemberVindicated:
	}
	if err != nil {
		return err
	}
	return k.verdict(ctx, t, m, w, b)
}

func (k Keeper) settleCompleted(ctx context.Context, t poco.Task, d market.Deal, e poco.Ended, b *block) error {
	pay := func() error { return k.payPool(ctx, t, d, e.PoolReward, b) }
	if !t.Final() {
		pay = func() error { return k.held(ctx, t, d, e) }
	}
	if err := pay(); err != nil {
		return err
	}
	err := k.poolStats(ctx, t.Workerpool, func(s *types.PoolStats) { s.Completed++ })
	if err != nil {
		return err
	}
	return typed(ctx, &types.EventTaskCompleted{
		TaskId: t.ID.String(), DealId: t.DealID.String(), Digest: t.Result.Digest.String(), ReachedPpb: t.ReachedPPB,
		Cause: types.Cause(t.Result.Cause), ExitCode: t.Result.ExitCode, Callback: t.Result.Callback,
	})
}

// payPool pays the owner of a task's pool its share, and from the kitty.
func (k Keeper) payPool(ctx context.Context, t poco.Task, d market.Deal, reward rlc.Amount, b *block) error {
	if err := k.pay(ctx, types.ModuleName, d.Workerpool.Owner, reward); err != nil {
		return err
	}
	kitty, err := poco.KittyPay(k.Kitty(ctx), t.Price, b.core)
	if err != nil {
		return err
	}
	if err := k.pay(ctx, types.KittyName, d.Workerpool.Owner, kitty); err != nil {
		return err
	}
	err = k.poolStats(ctx, t.Workerpool, func(s *types.PoolStats) {
		s.EarnedNrlc += uint64(reward + kitty)
	})
	if err != nil {
		return err
	}
	return typed(ctx, &types.EventPoolSettled{
		TaskId: t.ID.String(), Workerpool: t.Workerpool.String(), RewardNrlc: uint64(reward), KittyNrlc: uint64(kitty),
	})
}

func (k Keeper) settleFailed(ctx context.Context, t poco.Task, d market.Deal, e poco.Ended) (poco.Task, error) {
	if e.Forfeited > 0 {
		err := k.bank.SendCoinsFromModuleToModule(ctx, types.ModuleName, types.KittyName, coins(e.Forfeited))
		if err != nil {
			return t, err
		}
	}
	lost := d.PoolStake
	refunded, err := k.market.RefundTask(ctx, t.DealID, t.Index, lost > 0)
	if err != nil {
		return t, err
	}
	t.Refunded = refunded
	err = k.poolStats(ctx, t.Workerpool, func(s *types.PoolStats) {
		s.Failed++
		s.ForfeitedNrlc += uint64(lost)
	})
	if err != nil {
		return t, err
	}
	if err := typed(ctx, &types.EventPoolSettled{
		TaskId: t.ID.String(), Workerpool: t.Workerpool.String(), ForfeitedNrlc: uint64(lost),
	}); err != nil {
		return t, err
	}
	return t, typed(ctx, &types.EventTaskFailed{
		TaskId: t.ID.String(), DealId: t.DealID.String(), Reason: types.EndReason(t.Reason),
		RefundedNrlc: uint64(refunded),
	})
}

func (k Keeper) poolStats(ctx context.Context, pool ident.Address, change func(*types.PoolStats)) error {
	s, err := orZero(k.Pools.Get(ctx, pool[:]))
	if err != nil {
		return err
	}
	s.Workerpool = pool.String()
	change(&s)
	return k.Pools.Set(ctx, pool[:], s)
}

// bondedBy moves coins from a worker's account into the bonds.
func (k Keeper) bondedBy(ctx context.Context, worker ident.Address, a rlc.Amount) error {
	return k.take(ctx, worker, a, "the bond")
}

// take moves coins from a worker's account into the module.
func (k Keeper) take(ctx context.Context, worker ident.Address, a rlc.Amount, what string) error {
	if err := k.affords(ctx, worker, a, what); err != nil || a == 0 {
		return err
	}
	return k.bank.SendCoinsFromAccountToModule(ctx, worker[:], types.ModuleName, coins(a))
}

// affords returns an error if an account has less than a.
func (k Keeper) affords(ctx context.Context, worker ident.Address, a rlc.Amount, what string) error {
	if a == 0 {
		return nil
	}
	have := rlc.Amount(k.bank.SpendableCoins(ctx, worker[:]).AmountOf(account.Denom).Uint64())
	if have < a {
		return types.ErrFunds.Wrapf("%s has %s available, %s needs %s (%s more)", account.Bech32(worker), have, what,
			a, a-have)
	}
	return nil
}
