package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/x/poco/types"
)

type msgServer struct{ Keeper }

var _ types.MsgServer = msgServer{}

// NewMsgServer returns the message service over a keeper.
func NewMsgServer(k Keeper) types.MsgServer { return msgServer{k} }

// RegisterWorker implements types.MsgServer. Rule POCO-R14.
func (s msgServer) RegisterWorker(
	ctx context.Context, m *types.MsgRegisterWorker,
) (*types.MsgRegisterWorkerResponse, error) {
	id, err := account.Parse(m.Worker)
	if err != nil {
		return nil, types.ErrBadField.Wrapf("worker: %s", err)
	}
	pool, err := ident.ParseAddress(m.Workerpool)
	if err != nil || pool.IsZero() {
		return nil, types.ErrBadField.Wrapf("workerpool %q: expected 0x and 40 digits", m.Workerpool)
	}
	operator := id
	if m.Operator != "" {
		if operator, err = account.Parse(m.Operator); err != nil {
			return nil, types.ErrBadField.Wrapf("operator: %s", err)
		}
	}
	p, err := s.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	if err := checkAbilities(m.Slots, m.Tag, m.Url, p); err != nil {
		return nil, err
	}
	w, err := s.joinable(ctx, id, pool)
	if err != nil {
		return nil, err
	}
	bond, err := rlc.Add(rlc.Amount(w.BondNrlc), rlc.Amount(m.BondNrlc))
	if err != nil || uint64(bond) < p.MinBondNrlc {
		return nil, types.ErrFunds.Wrapf("the bond would be %s, at least %s is needed", bond, rlc.Amount(p.MinBondNrlc))
	}
	if err := s.bondedBy(ctx, id, rlc.Amount(m.BondNrlc)); err != nil {
		return nil, err
	}
	w.Operator, w.Workerpool = account.Bech32(operator), pool.String()
	w.RecordWorkerpool = w.Workerpool
	w.Status = types.WorkerStatus_WORKER_STATUS_ACTIVE
	w.Slots, w.Tag, w.MaxCategory, w.BondNrlc, w.Url = m.Slots, m.Tag, m.MaxCategory, uint64(bond), m.Url
	if err := s.enter(ctx, id, pool, w); err != nil {
		return nil, err
	}
	return &types.MsgRegisterWorkerResponse{}, typed(ctx, &types.EventWorkerRegistered{
		Worker: w.Address, Workerpool: w.Workerpool, BondNrlc: w.BondNrlc, Slots: w.Slots,
	})
}

// joinable returns the record of a worker that may join the pool now. Audits that
// it passed in another pool do not count. Rule POCO-R14.
func (k Keeper) joinable(ctx context.Context, id, pool ident.Address) (types.Worker, error) {
	may, err := k.market.MayJoin(ctx, pool, id)
	if err != nil {
		return types.Worker{}, err
	}
	if !may {
		return types.Worker{}, types.ErrNotOpen.Wrapf("%s is not on the list of pool %s: ask its owner",
			account.Bech32(id), pool)
	}
	w, err := k.Workers.Get(ctx, id[:])
	if isNotFound(err) {
		h := clock(ctx).Height
		return types.Worker{
			Address: account.Bech32(id), Reputation: types.Reputation{FirstSeenHeight: h, LastSeenHeight: h},
		}, nil
	}
	if err != nil {
		return w, err
	}
	if w.Status != types.WorkerStatus_WORKER_STATUS_LEFT {
		return w, types.ErrStatus.Wrapf("%s is in pool %s already: leave it first", w.Address, w.Workerpool)
	}
	if now := clock(ctx).Unix; now < w.JailedUntilUnix {
		return w, types.ErrStatus.Wrapf("%s is jailed until %d, now is %d", w.Address, w.JailedUntilUnix, now)
	}
	if w.RecordWorkerpool != "" && w.RecordWorkerpool != pool.String() {
		w.Reputation.AuditsPassed = 0 // the workers of another pool may be its own
	}
	return w, k.notRecalled(ctx, id, w)
}

// notRecalled returns an error while results of a worker that was caught are still
// to be put to be run again. Rule POCO-R43.
func (k Keeper) notRecalled(ctx context.Context, id ident.Address, w types.Worker) error {
	recalled, err := k.Recalls.Has(ctx, id[:])
	if err != nil || !recalled {
		return err
	}
	return types.ErrStatus.Wrapf("%s gave a wrong answer, and its results are being recalled: wait until its %d open "+
		"tasks have ended", w.Address, w.Busy+w.Auditing)
}

func (k Keeper) enter(ctx context.Context, id, pool ident.Address, w types.Worker) error {
	if err := k.ByPool.Set(ctx, join(pool[:], id[:])); err != nil {
		return err
	}
	if err := k.poolStats(ctx, pool, func(s *types.PoolStats) { s.Workers++ }); err != nil {
		return err
	}
	return k.offer(ctx, id, w)
}

// offer stores a worker that can take more tasks than before, and wakes as many
// waiting tasks of its pool.
func (k Keeper) offer(ctx context.Context, id ident.Address, w types.Worker) error {
	if err := k.setWorker(ctx, id, w); err != nil {
		return err
	}
	pool, err := ident.ParseAddress(w.Workerpool)
	if err != nil {
		return err
	}
	for _, audits := range []bool{false, true} {
		woken := min(free(w, audits), maxWokenByMessage)
		if err := k.wake(ctx, roster{pool, audits}, int(woken)); err != nil {
			return err
		}
	}
	return nil
}

// maxWokenByMessage bounds the tasks, and the audits, that one worker message wakes; the others
// follow when they are done, or by themselves.
const maxWokenByMessage = 16

func checkAbilities(slots uint32, tag, url string, p types.Params) error {
	if slots == 0 || slots > p.MaxSlots {
		return types.ErrBadField.Wrapf("slots is %d, expected 1 to %d", slots, p.MaxSlots)
	}
	if _, err := ident.ParseHash(tag); err != nil {
		return types.ErrBadField.Wrapf("tag: %s", err)
	}
	if len(url) > types.MaxLocationBytes {
		return types.ErrBadField.Wrapf("url has %d bytes, at most %d", len(url), types.MaxLocationBytes)
	}
	return nil
}

// member returns the signer's record; it must be in a pool.
func (k Keeper) member(ctx context.Context, who string) (ident.Address, types.Worker, error) {
	id, err := account.Parse(who)
	if err != nil {
		return id, types.Worker{}, types.ErrBadField.Wrapf("worker: %s", err)
	}
	w, err := k.Workers.Get(ctx, id[:])
	if isNotFound(err) || err == nil && w.Status == types.WorkerStatus_WORKER_STATUS_LEFT {
		return id, w, types.ErrNotFound.Wrapf("%s is in no pool: register it first (iexecd worker start does)",
			account.Bech32(id))
	}
	return id, w, err
}

// UpdateWorker implements types.MsgServer. Rule POCO-R15.
func (s msgServer) UpdateWorker(ctx context.Context, m *types.MsgUpdateWorker) (*types.MsgUpdateWorkerResponse, error) {
	id, w, err := s.member(ctx, m.Worker)
	if err != nil {
		return nil, err
	}
	p, err := s.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	if err := checkAbilities(m.Slots, m.Tag, m.Url, p); err != nil {
		return nil, err
	}
	if most := max(w.Busy, w.Auditing); m.Slots < most {
		return nil, types.ErrBusy.Wrapf("%d tasks or audits are open, slots would be %d: drain first", most, m.Slots)
	}
	bond, err := rlc.Add(rlc.Amount(w.BondNrlc), rlc.Amount(m.AddBondNrlc))
	if err != nil {
		return nil, types.ErrBadField.Wrapf("add_bond_nrlc: %s", err)
	}
	if err := s.bondedBy(ctx, id, rlc.Amount(m.AddBondNrlc)); err != nil {
		return nil, err
	}
	w.Slots, w.Tag, w.MaxCategory, w.Url, w.BondNrlc = m.Slots, m.Tag, m.MaxCategory, m.Url, uint64(bond)
	return &types.MsgUpdateWorkerResponse{}, s.offer(ctx, id, w)
}

// DrainWorker implements types.MsgServer. Rule POCO-R16.
func (s msgServer) DrainWorker(ctx context.Context, m *types.MsgDrainWorker) (*types.MsgDrainWorkerResponse, error) {
	from, to := types.WorkerStatus_WORKER_STATUS_ACTIVE, types.WorkerStatus_WORKER_STATUS_DRAINING
	if m.Resume {
		from, to = to, from
	}
	id, w, err := s.member(ctx, m.Worker)
	if err != nil {
		return nil, err
	}
	if w.Status != from {
		return nil, types.ErrStatus.Wrapf("%s is %s, expected %s", w.Address, w.Status, from)
	}
	return &types.MsgDrainWorkerResponse{}, s.changeStatus(ctx, id, w, to)
}

func (k Keeper) changeStatus(ctx context.Context, id ident.Address, w types.Worker, to types.WorkerStatus) error {
	w.Status = to
	if err := k.offer(ctx, id, w); err != nil {
		return err
	}
	return typed(ctx, &types.EventWorkerStatusChanged{Worker: w.Address, Status: to})
}

// LeavePool implements types.MsgServer. Rule POCO-R17.
func (s msgServer) LeavePool(ctx context.Context, m *types.MsgLeavePool) (*types.MsgLeavePoolResponse, error) {
	id, w, err := s.member(ctx, m.Worker)
	if err != nil {
		return nil, err
	}
	if open := w.Busy + w.Auditing; open > 0 {
		return nil, types.ErrBusy.Wrapf("%d tasks are open: drain, and leave when they are done", open)
	}
	if w.LockedNrlc > 0 {
		return nil, types.ErrBusy.Wrapf("%s of the bond of %s are at stake in results that an audit may look at: "+
			"drain, and leave when they are decided", rlc.Amount(w.LockedNrlc), rlc.Amount(w.BondNrlc))
	}
	pool, err := ident.ParseAddress(w.Workerpool)
	if err != nil {
		return nil, err
	}
	bond := rlc.Amount(w.BondNrlc)
	if err := s.pay(ctx, types.ModuleName, id, bond); err != nil {
		return nil, err
	}
	if err := s.ByPool.Remove(ctx, join(pool[:], id[:])); err != nil {
		return nil, err
	}
	if err := s.poolStats(ctx, pool, func(st *types.PoolStats) { st.Workers-- }); err != nil {
		return nil, err
	}
	w.BondNrlc = 0
	if err := s.changeStatus(ctx, id, w, types.WorkerStatus_WORKER_STATUS_LEFT); err != nil {
		return nil, err
	}
	w.Status, w.Workerpool = types.WorkerStatus_WORKER_STATUS_LEFT, ""
	return &types.MsgLeavePoolResponse{ReturnedNrlc: uint64(bond)}, s.Workers.Set(ctx, id[:], w)
}

// UnjailWorker implements types.MsgServer. Rule POCO-R13.
func (s msgServer) UnjailWorker(ctx context.Context, m *types.MsgUnjailWorker) (*types.MsgUnjailWorkerResponse, error) {
	id, w, err := s.member(ctx, m.Worker)
	if err != nil {
		return nil, err
	}
	if w.Status != types.WorkerStatus_WORKER_STATUS_JAILED {
		return nil, types.ErrStatus.Wrapf("%s is %s, not jailed", w.Address, w.Status)
	}
	if now := clock(ctx).Unix; now < w.JailedUntilUnix {
		return nil, types.ErrStatus.Wrapf("%s is jailed until %d, now is %d: %d seconds more", w.Address,
			w.JailedUntilUnix, now, w.JailedUntilUnix-now)
	}
	if err := s.notRecalled(ctx, id, w); err != nil {
		return nil, err
	}
	return &types.MsgUnjailWorkerResponse{}, s.changeStatus(ctx, id, w, types.WorkerStatus_WORKER_STATUS_ACTIVE)
}

// UpdateParams implements types.MsgServer.
func (s msgServer) UpdateParams(ctx context.Context, m *types.MsgUpdateParams) (*types.MsgUpdateParamsResponse, error) {
	if err := sdk.ValidateAuthority(sdk.UnwrapSDKContext(ctx), s.authority, m.Authority); err != nil {
		return nil, err
	}
	if err := m.Params.Validate(); err != nil {
		return nil, types.ErrBadField.Wrap(err.Error())
	}
	return &types.MsgUpdateParamsResponse{}, s.Params.Set(ctx, m.Params)
}
