package vault

import (
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
)

const pauseTime = 7 * day

func guardianScenarios() []scenario {
	return []scenario{
		{"pause: each flag at each entry point", hostileWorld, pauseEach},
		{"pause: by anybody but the guardian", newWorld, pauseByOthers},
		{"pause: a third time, until validators decide", newWorld, pauseThird},
		{"pause: ends by itself after its last second", newWorld, pauseEnds},
		{"pause: a second one keeps the flags of the first, not of one that ended", newWorld, pauseAgain},
		{"pause: ended by validators", newWorld, pauseEnded},
		{"pause: flags that do not exist", newWorld, pauseFlags},
		{"guardian: lowers the cap, never raises it", newWorld, guardianCap},
		{"guardian: stolen key stops for two times seven days and moves nothing", newWorld, guardianStolen},
		{"guardian: of before has no power left", newWorld, guardianOld},
	}
}

func pauseEach(w *world) {
	w.owe(1, somebody(9), 5*rlc)
	type entry struct {
		name string
		flag uint8 // that stops it; 0 = none
		from *account
		data func() []byte
	}
	valsets, batches := uint64(2), uint64(10)
	entries := []entry{
		{"deposit", bridge.PauseDeposits, w.user, func() []byte { return w.api.PackDeposit(rlc, w.user.Address) }},
		{"submitBatch", bridge.PauseWithdrawals, w.relayer, func() []byte {
			batches++
			return w.signedBatch(w.batch(batches, pay(somebody(1), rlc)))
		}},
		{"claimOwed", bridge.PauseWithdrawals, w.relayer, func() []byte { return w.api.PackClaimOwed(somebody(9)) }},
		{"migrate", bridge.PauseWithdrawals, w.relayer, func() []byte {
			return w.packMigrate(bridge.Migrate{Nonce: 1, NewVault: ident.Address(w.token)})
		}},
		{"executeMigrate", bridge.PauseWithdrawals, w.relayer, w.api.PackExecuteMigrate},
		{"updateValset", 0, w.relayer, func() []byte {
			valsets++
			return w.packValset(w.vals, valsets)
		}},
		{"applyConfig", 0, w.relayer, func() []byte { return w.packConfig(w.present()) }},
		{"lowerCap", 0, w.guardian, func() []byte { return w.api.PackLowerCap(w.limits.OutCap - 1) }},
	}
	for flags := uint8(1); flags <= 3; flags++ {
		c := w.present()
		c.Unpause = true
		w.apply(c)
		w.exec(w.guardian, w.api.PackPause(flags))
		for _, e := range entries {
			_, err := w.call(e.from.Address, w.vault, e.data(), gasLimit)
			stopped := e.flag&flags != 0
			require.Equal(w.t, stopped, w.reason(w.t, err) == "Paused", "%s with flags %d: %v", e.name, flags, err)
			if !stopped && e.name != "migrate" && e.name != "executeMigrate" {
				require.NoError(w.t, err, "%s with flags %d: %s", e.name, flags, w.reason(w.t, err))
			}
		}
	}
}

func pauseByOthers(w *world) {
	for _, who := range []*account{w.attacker, w.relayer, w.deployer, w.vals.keys[0]} {
		w.refuse(who, w.api.PackPause(3), "NotGuardian")
		w.refuse(who, w.api.PackLowerCap(1), "NotGuardian")
		w.refuse(who, w.api.PackVetoMigrate(), "NotGuardian")
		w.refuse(who, w.api.PackRecover(3, w.vals.members.Pack()), "NotGuardian")
		w.refuse(who, w.api.PackExecuteRecover(), "NotGuardian")
	}
}

func pauseThird(w *world) {
	w.exec(w.guardian, w.api.PackPause(1))
	w.exec(w.guardian, w.api.PackPause(3))
	w.refuse(w.guardian, w.api.PackPause(3), "NoPausesLeft")
	w.apply(w.present()) // without an end of the pause
	w.refuseApproval(rlc, w.user.Bytes(), "Paused")
	w.exec(w.guardian, w.api.PackPause(1))
}

func pauseEnds(w *world) {
	w.exec(w.guardian, w.api.PackPause(3))
	until := w.now(w.t) + pauseTime
	last := w.events()[len(w.events())-1]
	require.Equal(w.t, bridge.PauseChanged{Flags: 3, UntilUnix: until}, last.Body)
	w.pass(w.t, pauseTime)
	require.Equal(w.t, until, w.now(w.t))
	w.refuseApproval(rlc, w.user.Bytes(), "Paused")
	w.deposit(w.user, rlc) // in the next second
}

func pauseAgain(w *world) {
	w.exec(w.guardian, w.api.PackPause(1))
	w.pass(w.t, day)
	w.exec(w.guardian, w.api.PackPause(2))
	until := w.now(w.t) + pauseTime
	require.Equal(w.t, bridge.PauseChanged{Flags: 3, UntilUnix: until}, w.events()[len(w.events())-1].Body)
	w.apply(w.present())
	w.pass(w.t, pauseTime+day)
	w.exec(w.guardian, w.api.PackPause(1))
	require.Equal(w.t, bridge.PauseChanged{Flags: 1, UntilUnix: w.now(w.t) + pauseTime},
		w.events()[len(w.events())-1].Body)
}

func pauseEnded(w *world) {
	w.exec(w.guardian, w.api.PackPause(3))
	b := w.batch(1, pay(somebody(1), rlc))
	w.refuse(w.relayer, w.signedBatch(b), "Paused")
	c := w.present()
	c.Unpause = true
	w.apply(c)
	require.Equal(w.t, bridge.PauseChanged{}, w.events()[len(w.events())-1].Body)
	w.submit(b)
	w.deposit(w.user, rlc)
	seen := len(w.events())
	c = w.present()
	c.Unpause = true
	w.apply(c)
	require.Len(w.t, w.events(), seen+1, "nothing was paused, nothing is said of it")
}

func pauseFlags(w *world) {
	for _, flags := range []uint8{0, 4, 5, 7, 255} {
		w.refuse(w.guardian, w.api.PackPause(flags), "BadFlags")
	}
}

func guardianCap(w *world) {
	for _, outCap := range []uint64{w.limits.OutCap, w.limits.OutCap + 1, 1<<64 - 1} {
		w.refuse(w.guardian, w.api.PackLowerCap(outCap), "NotLower")
	}
	w.exec(w.guardian, w.api.PackLowerCap(10*rlc))
	w.refuse(w.guardian, w.api.PackLowerCap(10*rlc), "NotLower")
	b := w.batch(1, pay(somebody(1), 10*rlc))
	w.refuse(w.relayer, w.signedBatch(b), "OverOutCap")
	w.apply(w.present())
	w.submit(b)
}

func guardianStolen(w *world) {
	held := w.balance(w.vault)
	from := w.now(w.t)
	w.exec(w.guardian, w.api.PackPause(3))
	w.exec(w.guardian, w.api.PackLowerCap(0))
	// All else that it may call does nothing for it.
	w.refuse(w.guardian, w.api.PackVetoMigrate(), "NothingPending")
	w.refuse(w.guardian, w.api.PackRecover(3, w.vals.members.Pack()), "NotStale")
	w.refuse(w.guardian, w.api.PackExecuteRecover(), "NotStale")
	p := newValidators(w.t, 900, 4).quorum(w.t, ident.Hash{})
	w.refuse(w.guardian, w.api.PackApplyConfig(configOfCall(w.present()), p.members, p.bitmap, p.sigs), "WrongMembers")
	w.updateValset(w.vals, 3) // validators go on
	w.pass(w.t, pauseTime-10)
	w.exec(w.guardian, w.api.PackPause(3))
	w.refuse(w.guardian, w.api.PackPause(3), "NoPausesLeft")
	w.updateValset(w.vals, 4)
	w.pass(w.t, pauseTime+1)
	require.LessOrEqual(w.t, w.now(w.t), from+2*pauseTime+20)
	w.deposit(w.user, rlc)
	w.apply(w.present())
	require.Equal(w.t, held+rlc, w.balance(w.vault))
	w.submit(w.batch(1, pay(somebody(1), rlc)))
}

func guardianOld(w *world) {
	c := w.present()
	c.Guardian = ident.Address(w.relayer.Address)
	w.apply(c)
	w.refuse(w.guardian, w.api.PackPause(3), "NotGuardian")
	w.exec(w.relayer, w.api.PackPause(3))
}
