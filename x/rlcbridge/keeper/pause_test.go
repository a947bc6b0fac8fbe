package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/tests/chaintest"
	"github.com/iexecd/iexecd/x/rlcbridge/keeper"
	"github.com/iexecd/iexecd/x/rlcbridge/types"
)

// entry is something that a pause may stop: it prepares a world, and then reports
// whether it is done under the pause.
type entry struct {
	name    string
	stopped uint8 // by this flag; 0 = by none
	before  func(w *world)
	works   func(w *world) bool
}

func entries() []entry {
	to := chaintest.NewAccount("never seen").ID
	nothing := func(*world) {}
	return []entry{
		{"withdraw", bridge.PauseWithdrawals, nothing, func(w *world) bool {
			alice := w.Account("alice")
			return w.Try(alice, &types.MsgWithdraw{
				Sender: alice.Address, To: ethAlice.ID.String(), AmountNrlc: one, FeeNrlc: fee,
			}).Code == 0
		}},
		{"cancel", bridge.PauseWithdrawals, func(w *world) { w.withdraw("alice", one) }, func(w *world) bool {
			alice := w.Account("alice")
			return w.Try(alice, &types.MsgCancelWithdraw{Sender: alice.Address, Id: 1}).Code == 0
		}},
		{"batch", bridge.PauseWithdrawals, func(w *world) { w.withdraw("alice", one) }, func(w *world) bool {
			w.blocks(8)
			return w.books().LastBatch == 1
		}},
		{"sign a batch", bridge.PauseWithdrawals, func(w *world) { w.batched(one); w.blocks(2) }, func(w *world) bool {
			had := len(w.votes())
			w.signAll()
			return had == 1 && w.execute(1)
		}},
		{"refund", bridge.PauseWithdrawals, func(w *world) { w.batched(one) }, func(w *world) bool {
			w.vault.now += 10 * 86_400
			w.observe()
			w.Block()
			return w.batch(1).Status == types.BatchStatus_BATCH_STATUS_EXPIRED
		}},
		{"burn", 0, func(w *world) { w.batched(one); w.blocks(2); w.signAll() }, func(w *world) bool {
			w.execute(1)
			w.observe()
			return w.batch(1).Status == types.BatchStatus_BATCH_STATUS_EXECUTED
		}},
		{"credit", bridge.PauseDeposits, nothing, func(w *world) bool {
			w.vault.deposit(ethAlice.ID, to, one)
			w.observe()
			return w.Balance(to) == one
		}},
		{"send back", bridge.PauseDeposits, nothing, func(w *world) bool {
			w.vault.deposit(ethAlice.ID, vaultless, 5*one)
			w.observe()
			return w.books().Queued == 1
		}},
		{"release", bridge.PauseDeposits, func(w *world) {
			w.vault.deposit(ethAlice.ID, to, 400_000*one)
			w.observe()
		}, func(w *world) bool {
			w.Skip(24 * time.Hour)
			w.Block()
			return w.Balance(to) == 400_000*one
		}},
		{"claim", bridge.PauseDeposits, func(w *world) {
			w.vault.deposit(ethAlice.ID, ident.Address(authtypes.NewModuleAddress("market")), one)
			w.observe()
		}, func(w *world) bool {
			bob := w.Account("bob")
			s := types.Hex(sign(w.t, ethAlice, domain.Digest(bridge.Claim{ID: 1, To: to})))
			return w.Try(bob, &types.MsgClaimStranded{
				Sender: bob.Address, Id: 1, To: account.Bech32(to), Signature: s,
			}).Code == 0
		}},
		{"veto", 0, func(w *world) {
			w.vault.deposit(ethAlice.ID, to, 400_000*one)
			w.observe()
		}, func(w *world) bool {
			g := w.Account("guardian")
			return w.Try(g, &types.MsgVetoDelayed{Sender: g.Address, Nonce: 2}).Code == 0
		}},
		{"release what is vetoed", bridge.PauseDeposits, func(w *world) {
			w.vault.deposit(ethAlice.ID, to, 400_000*one)
			w.observe()
			g := w.Account("guardian")
			w.Run(g, &types.MsgVetoDelayed{Sender: g.Address, Nonce: 2})
		}, func(w *world) bool {
			cached, _ := w.Ctx().CacheContext()
			_, err := w.server().ReleaseDelayed(cached, &types.MsgReleaseDelayed{
				Authority: authority, Nonce: 2, To: account.Bech32(to),
			})
			return err == nil
		}},
		{"validator set", 0, nothing, func(w *world) bool {
			w.bond("alice", 1, true)
			w.blocks(2)
			w.signAll()
			done := w.update()
			w.observe()
			return done && w.books().EthValset == 2
		}},
		{"params", 0, nothing, func(w *world) bool {
			_, err := w.server().UpdateParams(w.Ctx(), &types.MsgUpdateParams{
				Authority: authority, Params: types.DefaultParams(),
			})
			return err == nil
		}},
	}
}

// TestPauseTable: each pause stops what it must, and nothing else. Rule BRG-R17.
func TestPauseTable(t *testing.T) {
	t.Parallel()
	for _, e := range entries() {
		for flags := range uint8(4) {
			t.Run(e.name+" "+string('0'+rune(flags)), func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, func(p *types.Params) {
					if e.name == "cancel" {
						p.BatchEveryBlocks = 1_000
					}
					if e.name == "batch" {
						p.BatchEveryBlocks = 7
					}
				})
				e.before(w)
				if flags > 0 {
					g := w.Account("guardian")
					m := &types.MsgPause{Sender: g.Address, Flags: uint32(flags), Seconds: 7 * 86_400, Reason: "a test"}
					_, err := w.server().Pause(w.Ctx(), m)
					require.NoError(t, err)
				}
				require.Equal(t, flags&e.stopped == 0, e.works(w))
				w.Block()
				w.Check()
				w.ExportImport()
			})
		}
	}
}

// TestPause: who may, for how long, that it ends, and that none is shortened. Rule BRG-R17.
func TestPause(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice, bob, guardian := w.Account("alice"), w.Account("bob"), w.Account("guardian")
	pause := func(a *chaintest.Account, flags uint32, seconds uint64) *types.MsgPause {
		return &types.MsgPause{Sender: a.Address, Flags: flags, Seconds: seconds, Reason: "a test"}
	}
	for name, m := range map[string]*types.MsgPause{
		"a stranger": pause(alice, 3, 10),
		"too long":   pause(guardian, 3, 7*86_400+1),
		"no time":    pause(guardian, 3, 0),
		"no flag":    pause(guardian, 0, 10),
		"a flag":     pause(guardian, 4, 10),
		"a story":    {Sender: guardian.Address, Flags: 1, Seconds: 1, Reason: string(make([]byte, 201))},
	} {
		cached, _ := w.Ctx().CacheContext()
		_, err := w.server().Pause(cached, m)
		require.Error(t, err, name)
	}
	w.Run(bob, pause(bob, 2, 5))
	w.Run(guardian, pause(guardian, 2, 1))
	require.True(t, w.paused(2))
	require.False(t, w.paused(1))
	w.blocks(4)
	require.True(t, w.paused(2), "its last second")
	w.Block()
	require.False(t, w.paused(2))
	w.Run(guardian, pause(guardian, 3, 500))
	_, err := w.server().Unpause(w.Ctx(), &types.MsgUnpause{Authority: guardian.Address, Flags: 3})
	require.ErrorIs(t, err, types.ErrUnauthorized, "the guardian cannot")
	_, err = w.server().Unpause(w.Ctx(), &types.MsgUnpause{Authority: authority, Flags: 8})
	require.ErrorIs(t, err, types.ErrBadField)
	_, err = w.server().Unpause(w.Ctx(), &types.MsgUnpause{Authority: authority, Flags: 1})
	require.NoError(t, err)
	require.False(t, w.paused(1))
	require.True(t, w.paused(2))
}

// TestVaultPause: while the vault pays nothing no batch is made. Rule BRG-R8.
func TestVaultPause(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.vault.happens(bridge.PauseChanged{
		Flags: bridge.PauseWithdrawals, UntilUnix: uint64(w.Time.Unix()) + 10,
	})
	w.observe()
	w.withdraw("alice", one)
	w.blocks(8)
	require.Zero(t, w.books().LastBatch)
	w.ExportImport()
	w.blocks(4)
	require.Equal(t, uint64(1), w.books().LastBatch)
}

// TestAlarm: more than a third of the power stops the bridge; a third does not. Rule BRG-R16.
func TestAlarm(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.bond("alice", 2, true)
	w.Block()
	operator := chaintest.Operator()
	alarm := func(who ...[]byte) {
		_, at, err := w.keeper().Head(w.Ctx())
		require.NoError(t, err)
		require.NoError(t, w.keeper().Observe(w.Ctx(), keeper.Observation{Point: at, Alarms: who}))
	}
	alarm(operator[:], operator[:], []byte("nobody"))
	require.False(t, w.paused(1), "a third, and it counts once")
	has, err := w.keeper().Alarms.Has(w.Ctx(), operator[:])
	require.NoError(t, err)
	require.True(t, has)
	w.Block()
	w.ExportImport()
	alarm()
	has, err = w.keeper().Alarms.Has(w.Ctx(), operator[:])
	require.NoError(t, err)
	require.False(t, has)
	all, err := w.App.Staking.GetAllValidators(w.Ctx())
	require.NoError(t, err)
	for _, v := range all {
		if v.Description.Moniker == "alice" {
			consensus, err := v.GetConsAddr()
			require.NoError(t, err)
			alarm(consensus)
		}
	}
	require.True(t, w.paused(1))
	require.True(t, w.paused(2))
	w.blocks(2)
	w.Check()
}
