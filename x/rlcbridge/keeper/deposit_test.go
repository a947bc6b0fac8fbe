package keeper_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/tests/chaintest"
	"github.com/iexecd/iexecd/x/rlcbridge/keeper"
	"github.com/iexecd/iexecd/x/rlcbridge/types"
)

const one = uint64(rlc.RLC)

// TestRoutes sends deposits everywhere. Rules BRG-R3, BRG-R4; BRG-I1 holds after each.
func TestRoutes(t *testing.T) {
	t.Parallel()
	blocked := ident.Address(authtypes.NewModuleAddress("market"))
	fresh := chaintest.NewAccount("never seen").ID
	for name, c := range map[string]struct {
		to                                           ident.Address
		amount                                       uint64
		credited, escrowed, delayed, stranded, fresh uint64
	}{
		"credited":               {to: fresh, amount: 3 * one, fresh: 3 * one},
		"as large as may be":     {to: fresh, amount: 100 * one, fresh: 100 * one},
		"large":                  {to: fresh, amount: 100*one + 1, delayed: 100*one + 1},
		"no room in the bucket":  {to: fresh, amount: 60 * one, delayed: 60 * one},
		"blocked":                {to: blocked, amount: 3 * one, escrowed: 3 * one},
		"nobody":                 {amount: 3 * one, escrowed: 3 * one},
		"blocked and too little": {to: blocked, amount: one, stranded: one},
		"the least":              {to: fresh, amount: 1, fresh: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, func(p *types.Params) {
				p.LargeDepositNrlc, p.InCapNrlc = 100*one, 100*one
				if name == "no room in the bucket" {
					p.InCapNrlc = 50 * one
				}
			})
			supply := w.Supply()
			w.vault.deposit(ethAlice.ID, c.to, c.amount)
			w.observe()
			w.Check()
			require.Equal(t, supply+c.amount, w.Supply())
			require.Equal(t, c.fresh, w.Balance(fresh))
			require.Equal(t, c.escrowed, w.holds(types.ModuleName))
			require.Equal(t, c.delayed, w.holds(types.DelayedName))
			require.Equal(t, c.stranded, w.holds(types.StrandedName))
			if c.escrowed > 0 {
				x := w.withdrawal(1)
				require.Equal(t, types.Withdrawal{
					Id: 1, To: ethAlice.ID.String(), AmountNrlc: c.escrowed - fee, FeeNrlc: fee, Status: queued,
					DepositNonce: 2,
				}, x)
			}
			require.False(t, w.paused(bridge.PauseDeposits))
			w.Block()
			w.ExportImport()
		})
	}
}

// TestSplitDepositsShareTheBucket: what large deposits are split into waits as well. Rule BRG-R4.
func TestSplitDepositsShareTheBucket(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(p *types.Params) { p.LargeDepositNrlc, p.InCapNrlc = 100*one, 100*one })
	to := chaintest.NewAccount("never seen").ID
	for range 7 {
		w.vault.deposit(ethAlice.ID, to, 30*one)
	}
	w.observe()
	require.Equal(t, 90*one, w.Balance(to))
	require.Equal(t, 120*one, w.holds(types.DelayedName))
	w.Check()
}

// TestDelayed: a delayed deposit is credited after its delay and not before; the
// guardian leaves another to governance, which alone can pay it. Rule BRG-R5.
func TestDelayed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(p *types.Params) { p.LargeDepositNrlc, p.DepositDelaySeconds = one, 10 })
	to, other := chaintest.NewAccount("never seen").ID, chaintest.NewAccount("other").ID
	w.vault.deposit(ethAlice.ID, to, 2*one)
	w.vault.deposit(ethAlice.ID, to, 3*one)
	w.observe()
	guardian, bob := w.Account("guardian"), w.Account("bob")
	require.NotZero(t, w.Try(bob, &types.MsgVetoDelayed{Sender: bob.Address, Nonce: 3}).Code)
	w.Run(guardian, &types.MsgVetoDelayed{Sender: guardian.Address, Nonce: 3})
	require.NotZero(t, w.Try(guardian, &types.MsgVetoDelayed{Sender: guardian.Address, Nonce: 3}).Code)
	w.Check()
	w.ExportImport()
	w.blocks(6)
	require.Zero(t, w.Balance(to))
	w.Block()
	require.Equal(t, 2*one, w.Balance(to))
	w.blocks(5)
	require.Equal(t, 2*one, w.Balance(to))
	require.Equal(t, 3*one, w.holds(types.DelayedName))
	m := &types.MsgReleaseDelayed{Authority: guardian.Address, Nonce: 3, To: account.Bech32(other)}
	_, err := w.server().ReleaseDelayed(w.Ctx(), m)
	require.ErrorIs(t, err, types.ErrUnauthorized)
	m.Authority = authority
	_, err = w.server().ReleaseDelayed(w.Ctx(), m)
	require.NoError(t, err)
	require.Equal(t, 3*one, w.Balance(other))
	_, err = w.server().ReleaseDelayed(w.Ctx(), m)
	require.ErrorIs(t, err, types.ErrNotFound)
	w.Check()
}

// TestReleaseOfOthers: governance cannot pay out what is not vetoed. Rule BRG-R5.
func TestReleaseOfOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(p *types.Params) { p.LargeDepositNrlc = one })
	w.vault.deposit(ethAlice.ID, chaintest.NewAccount("never seen").ID, 2*one)
	w.observe()
	m := &types.MsgReleaseDelayed{Authority: authority, Nonce: 2, To: w.Account("bob").Address}
	_, err := w.server().ReleaseDelayed(w.Ctx(), m)
	require.ErrorIs(t, err, types.ErrStatus)
}

// TestReleasesAreBounded: a block releases no more than it may. Rule BRG-R5.
func TestReleasesAreBounded(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(p *types.Params) {
		p.LargeDepositNrlc, p.DepositDelaySeconds, p.MaxDuePerBlock = one, 2, 3
	})
	to := chaintest.NewAccount("never seen").ID
	for range 7 {
		w.vault.deposit(ethAlice.ID, to, 2*one)
	}
	w.observe()
	w.Block()
	for _, credited := range []uint64{6, 12, 14, 14} {
		w.Block()
		require.Equal(t, credited*one, w.Balance(to))
		w.Check()
	}
}

// TestClaim: stranded money goes where its owner on Ethereum says. Rule BRG-R20.
func TestClaim(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.vault.deposit(ethAlice.ID, ident.Address(authtypes.NewModuleAddress("market")), one)
	w.observe()
	bob, to := w.Account("bob"), chaintest.NewAccount("never seen").ID
	claim := func(id uint64, by *chaintest.Account, signedTo, to ident.Address) *types.MsgClaimStranded {
		s := sign(t, by, domain.Digest(bridge.Claim{ID: id, To: signedTo}))
		return &types.MsgClaimStranded{
			Sender: bob.Address, Id: id, To: account.Bech32(to), Signature: types.Hex(s),
		}
	}
	for name, m := range map[string]*types.MsgClaimStranded{
		"another's":    claim(1, bob, to, to),
		"for another":  claim(1, ethAlice, bob.ID, to),
		"unknown":      claim(2, ethAlice, to, to),
		"to a module":  claim(1, ethAlice, vaultless, vaultless),
		"no signature": {Sender: bob.Address, Id: 1, To: account.Bech32(to), Signature: "0x"},
		"no account":   {Sender: bob.Address, Id: 1, To: "x", Signature: claim(1, ethAlice, to, to).Signature},
	} {
		require.NotZero(t, w.Try(bob, m).Code, name)
		require.Equal(t, one, w.holds(types.StrandedName), name)
	}
	w.ExportImport()
	w.Run(bob, claim(1, ethAlice, to, to))
	require.Equal(t, one, w.Balance(to))
	require.NotZero(t, w.Try(bob, claim(1, ethAlice, to, to)).Code, "twice")
	w.Check()
}

var vaultless = ident.Address(authtypes.NewModuleAddress("poco"))

// TestFaultStrands: what the bank refuses is stranded and stops nothing. Rule BRG-R2.
func TestFaultStrands(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(p *types.Params) { p.LargeDepositNrlc, p.DepositDelaySeconds = 10*one, 2 })
	bad, good := chaintest.NewAccount("cursed").ID, chaintest.NewAccount("never seen").ID
	w.App.Bank.AppendSendRestriction(func(
		_ context.Context, _, to sdk.AccAddress, _ sdk.Coins,
	) (sdk.AccAddress, error) {
		if string(to) == string(bad[:]) {
			return to, errors.New("cursed")
		}
		return to, nil
	})
	w.vault.deposit(ethAlice.ID, bad, 3*one)
	w.vault.deposit(ethAlice.ID, bad, 11*one)
	w.vault.deposit(ethAlice.ID, good, 2*one)
	w.observe()
	w.Check()
	require.Equal(t, 2*one, w.Balance(good))
	require.Equal(t, 3*one, w.holds(types.StrandedName))
	require.Equal(t, uint64(4), w.observed().Nonce)
	w.blocks(3)
	require.Equal(t, 14*one, w.holds(types.StrandedName), "the delayed one as well")
	w.Check()
	require.False(t, w.paused(bridge.PauseDeposits))
}

// TestObserveRefuses: events that do not follow change nothing. Rule BRG-R1.
func TestObserveRefuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := bridge.Deposit{From: ethAlice.ID, Recipient: w.Account("bob").ID, Amount: 1, LockedAfter: w.vault.locked + 1}
	e := bridge.Event{Nonce: 2, Body: d}
	at := bridge.Point{Nonce: 2, Hash: bridge.Link(w.vault.at.Hash, e)}
	many := make([]bridge.Event, bridge.MaxEvents+1)
	before := w.AppHash()
	for name, o := range map[string]keeper.Observation{
		"another point":     {Events: []bridge.Event{e}, Point: bridge.Point{Nonce: 2}},
		"a point before":    {Events: []bridge.Event{e}, Point: w.vault.at},
		"no events":         {Point: at},
		"a gap":             {Events: []bridge.Event{{Nonce: 3, Body: d}}, Point: at},
		"again":             {Events: []bridge.Event{{Nonce: 1, Body: d}}, Point: at},
		"no body":           {Events: []bridge.Event{{Nonce: 2}}, Point: at},
		"too many":          {Events: many, Point: at},
		"twice in one":      {Events: []bridge.Event{e, e}, Point: at},
		"what is not there": {Point: bridge.Point{}},
	} {
		require.ErrorIs(t, w.keeper().Observe(w.Ctx(), o), types.ErrObservation, name)
		require.Equal(t, uint64(1), w.observed().Nonce, name)
	}
	require.Equal(t, before, w.AppHash())
	require.NoError(t, w.keeper().Observe(w.Ctx(), keeper.Observation{Events: []bridge.Event{e}, Point: at}))
	require.Error(t, w.keeper().Observe(w.Ctx(), keeper.Observation{Events: []bridge.Event{e}, Point: at}), "twice")
	w.Check()
}

// TestStrangeEvents: what this chain never signed pauses both directions, and
// counts all the same. Rule BRG-R2.
func TestStrangeEvents(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]func(w *world) bridge.Body{
		"a batch that is not": func(w *world) bridge.Body {
			return bridge.BatchExecuted{BatchNonce: 9, Total: 5, LockedAfter: w.vault.locked - 5}
		},
		"a set that is not": func(*world) bridge.Body { return bridge.ValsetUpdated{ValsetNonce: 9} },
		"other members":     func(*world) bridge.Body { return bridge.ValsetUpdated{ValsetNonce: 1} },
		"a config":          func(*world) bridge.Body { return bridge.ConfigApplied{ConfigNonce: 1} },
		"a migration":       func(w *world) bridge.Body { return bridge.Migrated{Amount: w.vault.locked} },
		"a wrong sum": func(w *world) bridge.Body {
			return bridge.Deposit{From: ethAlice.ID, Recipient: ethAlice.ID, Amount: 5, LockedAfter: w.vault.locked + 6}
		},
		"more than there is": func(w *world) bridge.Body {
			return bridge.Deposit{
				From: ethAlice.ID, Recipient: ethAlice.ID, Amount: bridge.AllRLC,
				LockedAfter: w.vault.locked + bridge.AllRLC,
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.vault.happens(body(w))
			w.observe()
			require.Equal(t, uint64(2), w.observed().Nonce)
			require.True(t, w.paused(bridge.PauseDeposits))
			require.True(t, w.paused(bridge.PauseWithdrawals))
			require.Zero(t, w.Balance(ethAlice.ID), "nobody is credited")
			w.blocks(2)
			bob := w.Account("bob")
			w.Run(bob, banktypes.NewMsgSend(bob.ID[:], bob.ID[:], sdk.NewCoins(sdk.NewInt64Coin(account.Denom, 1))))
		})
	}
}
