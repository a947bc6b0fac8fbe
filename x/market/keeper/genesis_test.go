package keeper_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/tests/chaintest"
	"github.com/iexecd/iexecd/x/market/types"
)

// TestInvariantsAreChecked breaks each invariant in a copy of the state, and it
// is found: MKT-I1, MKT-I2, MKT-I3, MKT-I4, MKT-I5, MKT-I6, MKT-I7, MKT-I8.
func TestInvariantsAreChecked(t *testing.T) {
	w, d := dealWorld(t)
	k := w.keeper()
	rest := w.place(w.carol, w.request(w.carol, 5, 10, 2))
	pool := w.place(w.beta, w.poolOrder(w.beta, 1_000, 5))
	f := w.four(3).sign()
	w.place(w.dave, placeSigned(w.dave, f.app, 0))
	w.Run(w.dave, &types.MsgCreateGroup{Owner: w.dave.Address, Description: "x", Members: []string{w.app}})
	group := w.address(w.export().Groups[0].Id)
	hash := func(text string) []byte {
		h, err := ident.ParseHash(text)
		require.NoError(t, err)
		return h[:]
	}
	change := func(ctx context.Context, id string, f func(o *types.Order)) error {
		o, err := k.Orders.Get(ctx, hash(id))
		require.NoError(t, err)
		f(&o)
		return k.Orders.Set(ctx, hash(id), o)
	}
	for _, c := range []struct {
		invariant string
		breaks    func(ctx sdk.Context) error
	}{
		{"MKT-I1", func(ctx sdk.Context) error {
			coin := sdk.NewCoins(sdk.NewInt64Coin("nrlc", 1))
			return w.App.Bank.SendCoinsFromAccountToModule(ctx, w.dave.ID[:], types.ModuleName, coin)
		}},
		{"MKT-I2", func(ctx sdk.Context) error {
			return change(ctx, rest, func(o *types.Order) { o.Remaining = 3 })
		}},
		{"MKT-I3", func(ctx sdk.Context) error {
			return change(ctx, rest, func(o *types.Order) { o.EscrowNrlc++ })
		}},
		{"MKT-I3", func(ctx sdk.Context) error {
			return change(ctx, pool, func(o *types.Order) { o.EscrowNrlc++ })
		}},
		{"MKT-I3", func(ctx sdk.Context) error {
			return change(ctx, d.RequestId, func(o *types.Order) { o.EscrowNrlc++ })
		}},
		{"MKT-I4", func(ctx sdk.Context) error { return k.Resting.Set(ctx, w.carol.ID[:], 7) }},
		{"MKT-I4", func(ctx sdk.Context) error { return k.Resting.Remove(ctx, w.carol.ID[:]) }},
		{"MKT-I5", func(ctx sdk.Context) error { return k.Parked.Clear(ctx, nil) }},
		{"MKT-I5", func(ctx sdk.Context) error { return k.Lanes.Clear(ctx, nil) }},
		{"MKT-I5", func(ctx sdk.Context) error { return k.LaneHeads.Clear(ctx, nil) }},
		{"MKT-I5", func(ctx sdk.Context) error { return k.AppOffers.Clear(ctx, nil) }},
		{"MKT-I5", func(ctx sdk.Context) error { return k.DataOffers.Set(ctx, make([]byte, 100)) }},
		{"MKT-I5", func(ctx sdk.Context) error { return k.Active.Set(ctx, append(make([]byte, 48), hash(d.Id)...)) }},
		{"MKT-I5", func(ctx sdk.Context) error { return k.Expiries.Set(ctx, make([]byte, 40)) }},
		{"MKT-I7", func(ctx sdk.Context) error { return k.Members.Set(ctx, append(group[:], make([]byte, 20)...)) }},
		{"MKT-I7", func(ctx sdk.Context) error { return k.Members.Set(ctx, make([]byte, 40)) }},
		{"MKT-I8", func(ctx sdk.Context) error {
			return k.Signed.Set(ctx, hash(w.hash(f.app)), types.SignedState{Hash: w.hash(f.app), Consumed: "1"})
		}},
		{"MKT-I8", func(ctx sdk.Context) error {
			return change(ctx, w.hash(f.app), func(o *types.Order) { o.Remaining = 2 })
		}},
		{"MKT-I6", func(ctx sdk.Context) error {
			deal, err := k.Deals.Get(ctx, hash(d.Id))
			require.NoError(t, err)
			deal.Completed++
			return k.Deals.Set(ctx, hash(d.Id), deal)
		}},
	} {
		ctx, _ := w.Ctx().CacheContext()
		require.NoError(t, k.CheckInvariants(ctx))
		require.NoError(t, c.breaks(ctx))
		require.ErrorContains(t, k.CheckInvariants(ctx), c.invariant)
	}
}

// TestGenesisRefusals checks that a state that cannot be is refused before a chain starts.
func TestGenesisRefusals(t *testing.T) {
	w, _ := dealWorld(t)
	w.place(w.carol, w.request(w.carol, 5, 10, 2))
	w.Run(w.dave, &types.MsgCreateGroup{Owner: w.dave.Address, Description: "x", Members: []string{w.app}})
	w.matched(w.dave, w.four(1).sign().match(w.dave))
	for name, breaks := range map[string]func(g *types.GenesisState){
		"params":          func(g *types.GenesisState) { g.Params.MaxVolume = 0 },
		"category id":     func(g *types.GenesisState) { g.Categories[1].Id = 7 },
		"category memory": func(g *types.GenesisState) { g.Categories[1].MaxMemoryBytes = 0 },
		"order twice":     func(g *types.GenesisState) { g.Orders = append(g.Orders, g.Orders[0]) },
		"order's terms":   func(g *types.GenesisState) { g.Orders[0] = types.Order{Id: g.Orders[0].Id, Kind: 1} },
		"order's kind":    func(g *types.GenesisState) { g.Orders[0].Kind = 9 },
		"order's id":      func(g *types.GenesisState) { g.Orders[0].Id = "0x" },
		"deal twice":      func(g *types.GenesisState) { g.Deals = append(g.Deals, g.Deals[0]) },
		"deal's sponsor":  func(g *types.GenesisState) { g.Deals[0].Sponsor = "x" },
		"new deal":        func(g *types.GenesisState) { g.NewDeals = []string{checksum("x")} },
		"active request":  func(g *types.GenesisState) { g.ActiveRequests = []string{checksum("x")} },
		"group's members": func(g *types.GenesisState) { g.Groups[0].Members++ },
		"group's id":      func(g *types.GenesisState) { g.Groups[0].Id = "x" },
		"no group":        func(g *types.GenesisState) { g.Groups = nil },
		"group twice":     func(g *types.GenesisState) { g.Groups = append(g.Groups, g.Groups[0]) },
		"member":          func(g *types.GenesisState) { g.GroupMembers[0].Member = "x" },
		"member twice": func(g *types.GenesisState) {
			g.GroupMembers, g.Groups[0].Members = append(g.GroupMembers, g.GroupMembers[0]), 2
		},
		"consumed":     func(g *types.GenesisState) { g.Signed[0].Consumed = "-1" },
		"presigner":    func(g *types.GenesisState) { g.Signed[0].Presigner = "x" },
		"signed hash":  func(g *types.GenesisState) { g.Signed[0].Hash = "x" },
		"signed twice": func(g *types.GenesisState) { g.Signed = append(g.Signed, g.Signed[0]) },
		"contract":     func(g *types.GenesisState) { g.Params.Eip712VerifyingContract = "" },
		"zero contract": func(g *types.GenesisState) {
			g.Params.Eip712VerifyingContract = (ident.Address{}).String()
		},
		"chain id":      func(g *types.GenesisState) { g.Params.Eip712ChainId = 0 },
		"group changes": func(g *types.GenesisState) { g.Params.MaxGroupChanges = 0 },
		"pending wake": func(g *types.GenesisState) {
			g.PendingWakes = []types.PendingWake{{OrderId: checksum("x")}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			g := w.export()
			require.NoError(t, g.Validate())
			breaks(g)
			require.Error(t, g.Validate())
		})
	}
	require.NoError(t, types.DefaultGenesis().Validate())
}

// TestDefaultCategories holds iExec's five work clocks and their fuel: 500
// million units per second.
func TestDefaultCategories(t *testing.T) {
	var seconds []uint64
	for _, c := range types.DefaultCategories() {
		seconds = append(seconds, c.WorkClockSeconds)
		require.Equal(t, c.WorkClockSeconds*500_000_000, c.MaxFuel)
	}
	require.Equal(t, []uint64{300, 1_200, 3_600, 10_800, 36_000}, seconds)
}

// TestListingSpelling checks that a genesis has an account in one spelling: else it
// could have two result keys, or an owner who owns nothing. MKT-R32, MKT-R38.
func TestListingSpelling(t *testing.T) {
	w := newWorld(t)
	w.Run(w.dave, listing(w.dave, "friend", partner))
	w.Run(w.carol, &types.MsgSetResultKey{Owner: w.carol.Address, Recipient: testRecipient})
	for _, spell := range []func(a *chaintest.Account) string{
		func(a *chaintest.Account) string { return a.ID.String() },
		func(a *chaintest.Account) string { return strings.ToUpper(a.Address) },
	} {
		g := w.export()
		g.Listings[0].Owner = spell(w.dave)
		require.ErrorContains(t, g.Validate(), "owner of listing friend: "+spell(w.dave)+" is spelled otherwise")
		g = w.export()
		g.ResultKeys[0].Address = spell(w.carol)
		require.ErrorContains(t, g.Validate(), "write "+w.carol.Address)
		g = w.export()
		g.ResultKeys = append(g.ResultKeys, types.ResultKey{Address: spell(w.carol), Recipient: testRecipient})
		require.ErrorContains(t, g.Validate(), "write "+w.carol.Address)
	}
}
