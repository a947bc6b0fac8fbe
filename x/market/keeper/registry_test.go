package keeper_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/market"
	"github.com/iexecd/iexecd/tests/chaintest"
	"github.com/iexecd/iexecd/x/market/keeper"
	"github.com/iexecd/iexecd/x/market/types"
)

// TestRegister checks MKT-R1 and MKT-R2: an id says what it stands for, and the
// same content of the same owner is there once.
func TestRegister(t *testing.T) {
	w := newWorld(t)
	w.refused(w.seller, w.registerApp("wordcount"), types.ErrExists, w.app)
	w.refused(w.alpha, w.registerPool(w.alpha, "alpha"), types.ErrExists, w.poolA)
	w.refused(w.seller, &types.MsgRegisterDataset{
		Owner: w.seller.Address, Name: "prices", Location: "https://example.org/prices", Checksum: checksum("prices"),
	}, types.ErrExists, w.dataset)

	other := w.registerApp("wordcount")
	other.Owner = w.carol.Address
	w.Run(w.carol, other)
	newer := w.registerApp("wordcount")
	newer.Checksum = checksum("version 2")
	w.Run(w.seller, newer)
	apps := w.export().Apps
	require.Len(t, apps, 3)
	ids := map[string]bool{}
	for _, a := range apps {
		ids[a.Id] = true
	}
	require.Len(t, ids, 3)
	w.Check()
}

// TestRegisterRefusals checks the fields of MKT-R1.
func TestRegisterRefusals(t *testing.T) {
	w := newWorld(t)
	app := func(change func(*types.MsgRegisterApp)) sdk.Msg {
		m := w.registerApp("new")
		change(m)
		return m
	}
	pool := func(change func(*types.MsgRegisterWorkerpool)) sdk.Msg {
		m := w.registerPool(w.seller, "new")
		change(m)
		return m
	}
	dataset := func(change func(*types.MsgRegisterDataset)) sdk.Msg {
		m := &types.MsgRegisterDataset{Owner: w.seller.Address, Name: "new", Location: "x", Checksum: checksum("x")}
		change(m)
		return m
	}
	for _, c := range []struct {
		name  string
		m     sdk.Msg
		want  interface{ ABCICode() uint32 }
		tells string
	}{
		{"no name", app(func(m *types.MsgRegisterApp) { m.Name = "" }), types.ErrBadField, "name has 0 bytes"},
		{
			"long name", app(func(m *types.MsgRegisterApp) { m.Name = strings.Repeat("x", 65) }), types.ErrBadField,
			"65 bytes, expected 1 to 64",
		},
		{"line feed", app(func(m *types.MsgRegisterApp) { m.Name = "a\nb" }), types.ErrBadField, "name"},
		{"no runtime", app(func(m *types.MsgRegisterApp) { m.Runtime = 0 }), types.ErrBadField, "runtime"},
		{"no location", app(func(m *types.MsgRegisterApp) { m.Location = "" }), types.ErrBadField, "location"},
		{"no checksum", app(func(m *types.MsgRegisterApp) { m.Checksum = "" }), types.ErrBadField, "checksum"},
		{"short checksum", app(func(m *types.MsgRegisterApp) { m.Checksum = "0x12" }), types.ErrBadField, "checksum"},
		{"dataset name", dataset(func(m *types.MsgRegisterDataset) { m.Name = "" }), types.ErrBadField, "name"},
		{
			"dataset location", dataset(func(m *types.MsgRegisterDataset) { m.Location = "" }), types.ErrBadField,
			"location",
		},
		{
			"dataset checksum", dataset(func(m *types.MsgRegisterDataset) { m.Checksum = "x" }), types.ErrBadField,
			"checksum",
		},
		{
			"no description", pool(func(m *types.MsgRegisterWorkerpool) { m.Description = "" }), types.ErrBadField,
			"description",
		},
		{
			"no membership", pool(func(m *types.MsgRegisterWorkerpool) { m.Membership = 0 }), types.ErrBadField,
			"membership",
		},
		{
			"no scheduling", pool(func(m *types.MsgRegisterWorkerpool) { m.Scheduling = 0 }), types.ErrBadField,
			"scheduling",
		},
		{"unknown scheduling", pool(func(m *types.MsgRegisterWorkerpool) { m.Scheduling = 7 }), types.ErrBadField, "7"},
		{
			"reward", pool(func(m *types.MsgRegisterWorkerpool) { m.SchedulerRewardRatioPercent = 101 }),
			types.ErrBadField, "101",
		},
		{
			"stake", pool(func(m *types.MsgRegisterWorkerpool) { m.WorkerStakeRatioPercent = 10_001 }),
			types.ErrBadField, "10001",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			w.t = t
			w.refused(w.seller, c.m, c.want, c.tells)
		})
	}
}

// TestTransfer checks MKT-R3: only the owner gives away, the new owner sells,
// and what the old one still offers is closed instead of matched.
func TestTransfer(t *testing.T) {
	w := newWorld(t)
	give := func(by, to *chaintest.Account, id string) *types.MsgTransferResource {
		return &types.MsgTransferResource{Owner: by.Address, Id: id, NewOwner: to.Address}
	}
	w.refused(w.carol, give(w.carol, w.carol, w.app), types.ErrNotOwner, w.seller.Address, w.carol.Address)
	w.refused(w.seller, give(w.seller, w.carol, w.carol.ID.String()), types.ErrNotFound)
	bad := give(w.seller, w.carol, w.app)
	bad.NewOwner = "nobody"
	w.refused(w.seller, bad, types.ErrBadField, "new_owner")

	w.place(w.alpha, w.poolOrder(w.alpha, 50, 10))
	old := w.place(w.seller, w.appOrder(1, 10))
	w.Run(w.seller, give(w.seller, w.dave, w.app))
	request := w.place(w.carol, w.request(w.carol, 9, 50, 1))
	require.Empty(t, w.deals(request), "a former owner's order was matched")
	require.Equal(t, types.OrderStatus_ORDER_STATUS_CANCELLED, w.order(old).Status)
	w.Check()

	w.Block() // the request is tried once more, and waits
	fresh := w.appOrder(5, 10)
	w.refused(w.seller, fresh, types.ErrNotOwner)
	fresh.Owner = w.dave.Address
	w.place(w.dave, fresh)
	deals := w.deals(request)
	require.Len(t, deals, 1)
	require.Equal(t, w.dave.Address, deals[0].App.Owner)
	for _, id := range []string{w.dataset, w.poolA} {
		owner := w.seller
		if id == w.poolA {
			owner = w.alpha
		}
		w.Run(owner, give(owner, w.dave, id))
	}
	w.Check()
}

// TestPoolPolicy checks MKT-R4: the owner changes a pool's policies, for deals to come.
func TestPoolPolicy(t *testing.T) {
	w := newWorld(t)
	change := func(by *chaintest.Account, stake, reward uint64) *types.MsgUpdateWorkerpoolPolicy {
		return &types.MsgUpdateWorkerpoolPolicy{
			Owner: by.Address, Id: w.poolA, WorkerStakeRatioPercent: stake, SchedulerRewardRatioPercent: reward,
		}
	}
	w.refused(w.beta, change(w.beta, 1, 1), types.ErrNotOwner)
	w.refused(w.alpha, change(w.alpha, 1, 101), types.ErrBadField)
	missing := change(w.alpha, 1, 1)
	missing.Id = w.app
	w.refused(w.alpha, missing, types.ErrNotFound)
	w.place(w.seller, w.appOrder(0, 10))
	w.place(w.alpha, w.poolOrder(w.alpha, 100, 10))
	before := w.place(w.carol, w.request(w.carol, 0, 100, 1))
	w.Run(w.alpha, change(w.alpha, 55, 7))
	after := w.place(w.carol, w.request(w.carol, 0, 100, 1))
	require.Equal(t, uint64(30), w.deals(before)[0].WorkerStakeNrlc)
	require.Equal(t, uint64(1), w.deals(before)[0].SchedulerRewardRatioPercent)
	require.Equal(t, uint64(55), w.deals(after)[0].WorkerStakeNrlc)
	require.Equal(t, uint64(7), w.deals(after)[0].SchedulerRewardRatioPercent)
}

// TestPoolMembers checks MKT-R5: everybody may join an open pool, and only who
// is on the list another.
func TestPoolMembers(t *testing.T) {
	w := newWorld(t)
	m := w.registerPool(w.alpha, "closed")
	m.Membership = types.Membership_MEMBERSHIP_ALLOW_LIST
	res := w.Run(w.alpha, m)
	closed := chaintest.Events(res, &types.EventResourceRegistered{})[0]["id"]
	joins := func(pool string, a *chaintest.Account) bool {
		id, err := ident.ParseAddress(pool)
		require.NoError(t, err)
		ok, err := w.keeper().MayJoin(w.Ctx(), id, a.ID)
		require.NoError(t, err)
		return ok
	}
	require.True(t, joins(w.poolA, w.carol))
	require.False(t, joins(closed, w.carol))
	set := func(by *chaintest.Account, allowed bool) *types.MsgSetPoolMember {
		return &types.MsgSetPoolMember{Owner: by.Address, Workerpool: closed, Worker: w.carol.Address, Allowed: allowed}
	}
	w.refused(w.beta, set(w.beta, true), types.ErrNotOwner)
	w.Run(w.alpha, set(w.alpha, true))
	require.True(t, joins(closed, w.carol))
	require.False(t, joins(closed, w.dave))
	w.ExportImport()
	w.Run(w.alpha, set(w.alpha, false))
	require.False(t, joins(closed, w.carol))
	_, err := w.keeper().Workerpool(w.Ctx(), market.PoolInfo{}.ID)
	require.ErrorIs(t, err, types.ErrNotFound)
}

// TestGovernance checks MKT-R6: categories and params are governance's alone.
func TestGovernance(t *testing.T) {
	w := newWorld(t)
	category := types.Category{
		Name: "XXL", WorkClockSeconds: 72_000, MaxFuel: 1, MaxMemoryBytes: 1 << 20,
		MaxOutputBytes: 1,
	}
	for _, m := range []sdk.Msg{
		&types.MsgCreateCategory{Authority: w.carol.Address, Category: category},
		&types.MsgUpdateParams{Authority: w.carol.Address, Params: types.DefaultParams()},
	} {
		res := w.Try(w.carol, m)
		require.NotZero(t, res.Code)
		require.Contains(t, res.Log, "authority")
	}
	gov := authtypes.NewModuleAddress(govtypes.ModuleName).String()
	server := keeper.NewMsgServer(w.keeper())
	ctx, _ := w.Ctx().CacheContext()
	res, err := server.CreateCategory(ctx, &types.MsgCreateCategory{Authority: gov, Category: category})
	require.NoError(t, err)
	require.Equal(t, uint64(5), res.Id)
	category.WorkClockSeconds = 0
	_, err = server.CreateCategory(ctx, &types.MsgCreateCategory{Authority: gov, Category: category})
	require.ErrorIs(t, err, types.ErrBadField)
	p := types.DefaultParams()
	p.MaxVolume = 0
	_, err = server.UpdateParams(ctx, &types.MsgUpdateParams{Authority: gov, Params: p})
	require.ErrorIs(t, err, types.ErrBadField)
	p.MaxVolume = 7
	_, err = server.UpdateParams(ctx, &types.MsgUpdateParams{Authority: gov, Params: p})
	require.NoError(t, err)
	got, err := w.keeper().Params.Get(ctx)
	require.NoError(t, err)
	require.Equal(t, p, got)
}

// TestContainers checks MKT-R31: orders of a container image ask for workers that
// run those.
func TestContainers(t *testing.T) {
	w := newWorld(t)
	image := w.registerApp("image")
	image.Runtime = types.Runtime_RUNTIME_OCI
	w.Run(w.seller, image)
	order := w.appOrder(1, 1)
	apps := w.export().Apps
	i := slices.IndexFunc(apps, func(a types.App) bool { return a.Name == "image" })
	order.Order.App, order.Order.Tag = apps[i].Id, ident.Hash{31: 1 << market.TagBitTEE}.String()
	w.refused(w.seller, order, types.ErrNoMatch, "set bit 16")
	order.Order.Tag = ident.Hash{29: 1}.String()
	w.Run(w.seller, order)
	w.Check()
}

// TestSignedContainers checks MKT-R31 for signed orders: one of a deal's asks for
// workers that run containers, and the app's own does if it rests in the book.
func TestSignedContainers(t *testing.T) {
	w := newWorld(t)
	image := w.registerApp("image")
	image.Runtime = types.Runtime_RUNTIME_OCI
	id := w.address(chaintest.Events(w.Run(w.seller, image), &types.EventResourceRegistered{})[0]["id"])
	f := w.four(2)
	f.app.App, f.request.App = id, id
	tee, containers := market.Tag{31: 1 << market.TagBitTEE}, market.Tag{29: 1}
	f.app.Tag, f.workerpool.Tag = tee, market.Tag{29: 1, 31: 1 << market.TagBitTEE}
	f.sign()
	w.refused(w.dave, f.match(w.dave), types.ErrNoMatch, "set bit 16")
	w.refused(w.dave, f.sponsored(w.dave), types.ErrNoMatch, "set bit 16")
	require.Contains(t, f.check("").Error, "set bit 16")
	w.refused(w.dave, placeSigned(w.dave, f.app, 0), types.ErrNoMatch, "set bit 16")

	f.request.Tag, f.request.Volume = containers, num(1)
	f.sign()
	w.refused(w.dave, placeSigned(w.dave, f.app, 0), types.ErrNoMatch, "set bit 16")
	d := w.matched(w.dave, f.match(w.dave))
	require.Equal(t, types.TagText(market.Tag{29: 1, 31: 1 << market.TagBitTEE}), d.Tag)
	f.app.Tag, f.request.Tag, f.request.Salt = containers, market.Tag{}, w.saltHash()
	f.sign()
	w.place(w.dave, placeSigned(w.dave, f.app, 0))
	w.matched(w.dave, f.match(w.dave))
}
