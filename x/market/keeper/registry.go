package keeper

import (
	"context"

	"cosmossdk.io/collections"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/gogoproto/proto"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/x/market/types"
)

type msgServer struct{ Keeper }

var _ types.MsgServer = msgServer{}

// NewMsgServer returns the message service over a keeper.
func NewMsgServer(k Keeper) types.MsgServer { return msgServer{Keeper: k} }

// typed emits a typed event.
func typed(ctx context.Context, event proto.Message) error {
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(event)
}

// RegisterApp implements types.MsgServer. Rules MKT-R1, MKT-R2.
func (s msgServer) RegisterApp(ctx context.Context, m *types.MsgRegisterApp) (*types.MsgRegisterAppResponse, error) {
	owner, err := account.Parse(m.Owner)
	if err != nil {
		return nil, types.ErrBadField.Wrapf("owner: %s", err)
	}
	if err := checkApp(m); err != nil {
		return nil, err
	}
	id := types.ResourceID(types.OrderKind_ORDER_KIND_APP, owner, content(m.Name, m.Runtime.String(), m.Location,
		m.Checksum, m.TeeMeasurement))
	if err := mustBeNew(ctx, s.Apps.Has, id, "app"); err != nil {
		return nil, err
	}
	app := types.App{
		Id: id.String(), Owner: account.Bech32(owner), Name: m.Name, Runtime: m.Runtime, Location: m.Location,
		Checksum: m.Checksum, TeeMeasurement: m.TeeMeasurement, CreatedHeight: height(ctx),
	}
	if err := s.setApp(ctx, app); err != nil {
		return nil, err
	}
	return &types.MsgRegisterAppResponse{Id: app.Id}, s.registered(ctx, app.Id, types.OrderKind_ORDER_KIND_APP,
		app.Owner, app.Name)
}

func checkApp(m *types.MsgRegisterApp) error {
	if err := types.Text("name", m.Name, 1, types.MaxNameBytes); err != nil {
		return err
	}
	if m.Runtime != types.Runtime_RUNTIME_WASM && m.Runtime != types.Runtime_RUNTIME_OCI {
		return types.ErrBadField.Wrapf("runtime is %s, expected RUNTIME_WASM or RUNTIME_OCI", m.Runtime)
	}
	if err := types.Text("location", m.Location, 1, types.MaxLocationBytes); err != nil {
		return err
	}
	if err := types.Checksum("checksum", m.Checksum); err != nil {
		return err
	}
	return types.Text("tee_measurement", m.TeeMeasurement, 0, types.MaxMeasurementBytes)
}

func (k Keeper) setApp(ctx context.Context, app types.App) error {
	id, err := ident.ParseAddress(app.Id)
	if err != nil {
		return types.ErrBadField.Wrapf("app: %s", err)
	}
	if err := k.AppNames.Set(ctx, appNameKey(app.Name, id)); err != nil {
		return err
	}
	return k.Apps.Set(ctx, id[:], app)
}

// appNameKey is name ‖ 0 ‖ app; names have no zero byte.
func appNameKey(name string, id ident.Address) []byte { return join([]byte(name), []byte{0}, id[:]) }

// content is the unambiguous concatenation of what an id is derived from.
func content(fields ...string) []byte {
	var b []byte
	for _, f := range fields {
		b = append(append(b, u64(uint64(len(f)))...), f...)
	}
	return b
}

func mustBeNew(ctx context.Context, has func(context.Context, []byte) (bool, error), id ident.Address,
	what string,
) error {
	exists, err := has(ctx, id[:])
	if err != nil {
		return err
	}
	if exists {
		return types.ErrExists.Wrapf("%s %s: the same owner registered the same content before; use it", what, id)
	}
	return nil
}

func (k Keeper) registered(ctx context.Context, id string, kind types.OrderKind, owner, name string) error {
	return typed(ctx, &types.EventResourceRegistered{Id: id, Kind: kind, Owner: owner, Name: name})
}

// RegisterDataset implements types.MsgServer. Rules MKT-R1, MKT-R2.
func (s msgServer) RegisterDataset(
	ctx context.Context, m *types.MsgRegisterDataset,
) (*types.MsgRegisterDatasetResponse, error) {
	owner, err := account.Parse(m.Owner)
	if err != nil {
		return nil, types.ErrBadField.Wrapf("owner: %s", err)
	}
	if err := types.Text("name", m.Name, 1, types.MaxNameBytes); err != nil {
		return nil, err
	}
	if err := types.Text("location", m.Location, 1, types.MaxLocationBytes); err != nil {
		return nil, err
	}
	if err := types.Checksum("checksum", m.Checksum); err != nil {
		return nil, err
	}
	id := types.ResourceID(types.OrderKind_ORDER_KIND_DATASET, owner, content(m.Name, m.Location, m.Checksum))
	if err := mustBeNew(ctx, s.Datasets.Has, id, "dataset"); err != nil {
		return nil, err
	}
	d := types.Dataset{
		Id: id.String(), Owner: account.Bech32(owner), Name: m.Name, Location: m.Location, Checksum: m.Checksum,
		CreatedHeight: height(ctx),
	}
	if err := s.Datasets.Set(ctx, id[:], d); err != nil {
		return nil, err
	}
	return &types.MsgRegisterDatasetResponse{Id: d.Id},
		s.registered(ctx, d.Id, types.OrderKind_ORDER_KIND_DATASET, d.Owner, d.Name)
}

// RegisterWorkerpool implements types.MsgServer. Rules MKT-R1, MKT-R2.
func (s msgServer) RegisterWorkerpool(
	ctx context.Context, m *types.MsgRegisterWorkerpool,
) (*types.MsgRegisterWorkerpoolResponse, error) {
	owner, err := account.Parse(m.Owner)
	if err != nil {
		return nil, types.ErrBadField.Wrapf("owner: %s", err)
	}
	if err := checkPool(m); err != nil {
		return nil, err
	}
	id := types.ResourceID(types.OrderKind_ORDER_KIND_WORKERPOOL, owner,
		content(m.Description, m.Membership.String(), m.Scheduling.String()))
	if err := mustBeNew(ctx, s.Workerpools.Has, id, "workerpool"); err != nil {
		return nil, err
	}
	p := types.Workerpool{
		Id: id.String(), Owner: account.Bech32(owner), Description: m.Description,
		WorkerStakeRatioPercent: m.WorkerStakeRatioPercent, SchedulerRewardRatioPercent: m.SchedulerRewardRatioPercent,
		Membership: m.Membership, Scheduling: m.Scheduling, CreatedHeight: height(ctx),
	}
	if err := s.Workerpools.Set(ctx, id[:], p); err != nil {
		return nil, err
	}
	return &types.MsgRegisterWorkerpoolResponse{Id: p.Id},
		s.registered(ctx, p.Id, types.OrderKind_ORDER_KIND_WORKERPOOL, p.Owner, p.Description)
}

func checkPool(m *types.MsgRegisterWorkerpool) error {
	if err := types.Text("description", m.Description, 1, types.MaxDescriptionBytes); err != nil {
		return err
	}
	if m.Membership != types.Membership_MEMBERSHIP_OPEN && m.Membership != types.Membership_MEMBERSHIP_ALLOW_LIST {
		return types.ErrBadField.Wrapf("membership is %s, expected MEMBERSHIP_OPEN or MEMBERSHIP_ALLOW_LIST",
			m.Membership)
	}
	switch m.Scheduling {
	case types.Scheduling_SCHEDULING_CHAIN, types.Scheduling_SCHEDULING_OWNER:
	case types.Scheduling_SCHEDULING_UNSPECIFIED:
		return types.ErrBadField.Wrap("scheduling is missing: use SCHEDULING_CHAIN or SCHEDULING_OWNER")
	default:
		return types.ErrBadField.Wrapf("scheduling %d is unknown: use SCHEDULING_CHAIN or SCHEDULING_OWNER",
			m.Scheduling)
	}
	return checkRatios(m.WorkerStakeRatioPercent, m.SchedulerRewardRatioPercent)
}

func checkRatios(stake, reward uint64) error {
	const maxStakeRatio = 10_000
	switch {
	case stake > maxStakeRatio:
		return types.ErrBadField.Wrapf("worker_stake_ratio_percent is %d, at most %d", stake, maxStakeRatio)
	case reward > 100:
		return types.ErrBadField.Wrapf("scheduler_reward_ratio_percent is %d, at most 100", reward)
	}
	return nil
}

// TransferResource implements types.MsgServer. Rule MKT-R3.
func (s msgServer) TransferResource(
	ctx context.Context, m *types.MsgTransferResource,
) (*types.MsgTransferResourceResponse, error) {
	id, err := types.ParseResource(m.Id)
	if err != nil {
		return nil, types.ErrBadField.Wrapf("id: %s", err)
	}
	to, err := account.Parse(m.NewOwner)
	if err != nil {
		return nil, types.ErrBadField.Wrapf("new_owner: %s", err)
	}
	r, err := s.resource(ctx, id)
	if err != nil {
		return nil, err
	}
	from, err := s.owned(r, m.Owner)
	if err != nil {
		return nil, err
	}
	if err := r.setOwner(ctx, account.Bech32(to)); err != nil {
		return nil, err
	}
	if err := s.relist(ctx, id, account.Bech32(from), account.Bech32(to)); err != nil {
		return nil, err
	}
	return &types.MsgTransferResourceResponse{}, typed(ctx, &types.EventResourceTransferred{
		Id: id.String(), From: account.Bech32(from), To: account.Bech32(to),
	})
}

// resource is an app, dataset, pool or group, whichever has the id.
type resource struct {
	kind     types.OrderKind
	id       ident.Address
	owner    string
	setOwner func(ctx context.Context, owner string) error
}

// word returns what it is in one word; a group has no kind.
func (r resource) word() string {
	if r.kind == types.OrderKind_ORDER_KIND_UNSPECIFIED {
		return "group"
	}
	return r.kind.Plain()
}

// resource returns the app, dataset, pool or group with the id.
func (k Keeper) resource(ctx context.Context, id ident.Address) (resource, error) {
	if app, err := k.Apps.Get(ctx, id[:]); err == nil {
		return resource{types.OrderKind_ORDER_KIND_APP, id, app.Owner, func(ctx context.Context, to string) error {
			app.Owner = to
			return k.Apps.Set(ctx, id[:], app)
		}}, nil
	} else if !isNotFound(err) {
		return resource{}, err
	}
	if d, err := k.Datasets.Get(ctx, id[:]); err == nil {
		return resource{types.OrderKind_ORDER_KIND_DATASET, id, d.Owner, func(ctx context.Context, to string) error {
			d.Owner = to
			return k.Datasets.Set(ctx, id[:], d)
		}}, nil
	} else if !isNotFound(err) {
		return resource{}, err
	}
	if p, err := k.Workerpools.Get(ctx, id[:]); err == nil {
		return resource{types.OrderKind_ORDER_KIND_WORKERPOOL, id, p.Owner, func(ctx context.Context, to string) error {
			p.Owner = to
			return k.Workerpools.Set(ctx, id[:], p)
		}}, nil
	} else if !isNotFound(err) {
		return resource{}, err
	}
	g, err := k.Groups.Get(ctx, id[:])
	if isNotFound(err) {
		return resource{}, types.ErrNotFound.Wrapf("no app, dataset, workerpool or group has the id %s", id)
	}
	return resource{types.OrderKind_ORDER_KIND_UNSPECIFIED, id, g.Owner, func(ctx context.Context, to string) error {
		g.Owner = to
		return k.Groups.Set(ctx, id[:], g)
	}}, err
}

// owned returns the account of who, which must own the resource.
func (k Keeper) owned(r resource, who string) (ident.Address, error) {
	a, err := account.Parse(who)
	if err != nil {
		return a, types.ErrBadField.Wrapf("owner: %s", err)
	}
	if account.Bech32(a) != r.owner {
		return a, types.ErrNotOwner.Wrapf("%s %s belongs to %s, not to %s", r.word(), r.id, r.owner,
			account.Bech32(a))
	}
	return a, nil
}

// ownedPool returns the pool, which who must own.
func (k Keeper) ownedPool(ctx context.Context, id, who string) (ident.Address, types.Workerpool, error) {
	a, err := types.ParseResource(id)
	if err != nil {
		return a, types.Workerpool{}, types.ErrBadField.Wrapf("workerpool: %s", err)
	}
	p, err := k.Workerpools.Get(ctx, a[:])
	if isNotFound(err) {
		return a, p, types.ErrNotFound.Wrapf("no workerpool has the id %s", a)
	}
	if err != nil {
		return a, p, err
	}
	_, err = k.owned(resource{kind: types.OrderKind_ORDER_KIND_WORKERPOOL, id: a, owner: p.Owner}, who)
	return a, p, err
}

// UpdateWorkerpoolPolicy implements types.MsgServer. Rule MKT-R4.
func (s msgServer) UpdateWorkerpoolPolicy(
	ctx context.Context, m *types.MsgUpdateWorkerpoolPolicy,
) (*types.MsgUpdateWorkerpoolPolicyResponse, error) {
	if err := checkRatios(m.WorkerStakeRatioPercent, m.SchedulerRewardRatioPercent); err != nil {
		return nil, err
	}
	id, p, err := s.ownedPool(ctx, m.Id, m.Owner)
	if err != nil {
		return nil, err
	}
	p.WorkerStakeRatioPercent, p.SchedulerRewardRatioPercent = m.WorkerStakeRatioPercent, m.SchedulerRewardRatioPercent
	if err := s.Workerpools.Set(ctx, id[:], p); err != nil {
		return nil, err
	}
	return &types.MsgUpdateWorkerpoolPolicyResponse{}, typed(ctx, &types.EventWorkerpoolPolicyUpdated{
		Id: p.Id, WorkerStakeRatioPercent: p.WorkerStakeRatioPercent,
		SchedulerRewardRatioPercent: p.SchedulerRewardRatioPercent,
	})
}

// SetPoolMember implements types.MsgServer. Rule MKT-R5.
func (s msgServer) SetPoolMember(ctx context.Context, m *types.MsgSetPoolMember) (*types.MsgSetPoolMemberResponse,
	error,
) {
	worker, err := account.Parse(m.Worker)
	if err != nil {
		return nil, types.ErrBadField.Wrapf("worker: %s", err)
	}
	id, p, err := s.ownedPool(ctx, m.Workerpool, m.Owner)
	if err != nil {
		return nil, err
	}
	change := s.Allowed.Remove
	if m.Allowed {
		change = s.Allowed.Set
	}
	if err := change(ctx, join(id[:], worker[:])); err != nil {
		return nil, err
	}
	return &types.MsgSetPoolMemberResponse{}, typed(ctx, &types.EventPoolMemberSet{
		Workerpool: p.Id, Worker: account.Bech32(worker), Allowed: m.Allowed,
	})
}

// CreateCategory implements types.MsgServer. Rule MKT-R6.
func (s msgServer) CreateCategory(
	ctx context.Context, m *types.MsgCreateCategory,
) (*types.MsgCreateCategoryResponse, error) {
	if err := s.checkAuthority(ctx, m.Authority); err != nil {
		return nil, err
	}
	if err := m.Category.Validate(); err != nil {
		return nil, err
	}
	n, err := s.categories(ctx)
	if err != nil {
		return nil, err
	}
	c := m.Category
	c.Id = n
	if err := s.Categories.Set(ctx, n, c); err != nil {
		return nil, err
	}
	return &types.MsgCreateCategoryResponse{Id: n}, typed(ctx, &types.EventCategoryCreated{Category: c})
}

// UpdateParams implements types.MsgServer. Rule MKT-R6.
func (s msgServer) UpdateParams(ctx context.Context, m *types.MsgUpdateParams) (*types.MsgUpdateParamsResponse, error) {
	if err := s.checkAuthority(ctx, m.Authority); err != nil {
		return nil, err
	}
	if err := m.Params.Validate(); err != nil {
		return nil, types.ErrBadField.Wrap(err.Error())
	}
	return &types.MsgUpdateParamsResponse{}, s.Params.Set(ctx, m.Params)
}

func (k Keeper) checkAuthority(ctx context.Context, who string) error {
	return sdk.ValidateAuthority(sdk.UnwrapSDKContext(ctx), k.authority, who)
}

// categories returns how many there are; their ids count from 0.
func (k Keeper) categories(ctx context.Context) (uint64, error) {
	it, err := k.Categories.Iterate(ctx, new(collections.Range[uint64]).Descending())
	if err != nil {
		return 0, err
	}
	defer func() { _ = it.Close() }()
	if !it.Valid() {
		return 0, nil
	}
	last, err := it.Key()
	return last + 1, err
}

// Workerpool returns what Proof of Contribution needs to know of a pool.
func (k Keeper) Workerpool(ctx context.Context, id ident.Address) (market.PoolInfo, error) {
	p, err := k.Workerpools.Get(ctx, id[:])
	if isNotFound(err) {
		return market.PoolInfo{}, types.ErrNotFound.Wrapf("no workerpool has the id %s", id)
	}
	if err != nil {
		return market.PoolInfo{}, err
	}
	owner, err := account.Parse(p.Owner)
	return market.PoolInfo{
		ID: id, Owner: owner,
		Open:             p.Membership == types.Membership_MEMBERSHIP_OPEN,
		ChainScheduled:   p.Scheduling == types.Scheduling_SCHEDULING_CHAIN,
		WorkerStakeRatio: p.WorkerStakeRatioPercent, SchedulerRewardRatio: p.SchedulerRewardRatioPercent,
	}, err
}

// MayJoin reports whether a worker may join a pool.
func (k Keeper) MayJoin(ctx context.Context, pool, worker ident.Address) (bool, error) {
	p, err := k.Workerpool(ctx, pool)
	if err != nil || p.Open {
		return p.Open, err
	}
	return k.Allowed.Has(ctx, join(pool[:], worker[:]))
}
