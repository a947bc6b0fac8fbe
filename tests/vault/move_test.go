package vault

import (
	"context"
	"math"
	"math/big"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/contracts"
	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	corerlc "github.com/iexecd/iexecd/core/rlc"
)

const notice = 7 * day

func configScenarios() []scenario {
	return []scenario{
		{"config: old, same, far and largest nonce", newWorld, configNonces},
		{"config: limits of zero or more than all RLC, no guardian", newWorld, configLimits},
		{"config: any field changed after signing, and too few signers", newWorld, configChanged},
		{"config: sweeps what nobody has a claim to and not a nRLC more", hostileWorld, configSweep},
		{"config: caps go up and down", newWorld, configCaps},
	}
}

func moveScenarios() []scenario {
	return []scenario{
		{"migrate: after seven days of notice, all that is locked and nothing that is owed", hostileWorld, migrateAll},
		{"migrate: not before the signed time", newWorld, migrateNotBefore},
		{"migrate: vetoed, and its order is used up", newWorld, migrateVeto},
		{"migrate: to nothing, the vault, the token; replayed; changed after signing", newWorld, migrateRefused},
		{"recover: early, by others, before its notice is over", newWorld, recoverEarly},
		{"recover: of a stale vault", newWorld, recoverStale},
		{"deploy: values that are unset or out of range", freshWorld, deployRefused},
	}
}

func configNonces(w *world) {
	w.apply(w.present())
	call := w.packConfig(w.present())
	for _, nonce := range []uint64{0, 1, 1 + 100_001, math.MaxUint64} {
		c := w.present()
		c.Nonce = nonce
		w.refuse(w.relayer, w.packConfig(c), "BadNonce")
	}
	w.exec(w.relayer, call)
	w.refuse(w.relayer, call, "BadNonce")
}

func configLimits(w *world) {
	for name, change := range map[string]func(c *bridge.Config){
		"inCap 0":    func(c *bridge.Config) { c.InCap = 0 },
		"outCap 0":   func(c *bridge.Config) { c.OutCap = 0 },
		"outRate 0":  func(c *bridge.Config) { c.OutRate = 0 },
		"inCap all":  func(c *bridge.Config) { c.InCap = 87_000_000*rlc + 1 },
		"outCap all": func(c *bridge.Config) { c.OutCap = 87_000_000*rlc + 1 },
		"outRate":    func(c *bridge.Config) { c.OutRate = math.MaxUint64 },
		"no least":   func(c *bridge.Config) { c.MinDeposit = 0 },
		"least":      func(c *bridge.Config) { c.MinDeposit = c.InCap + 1 },
	} {
		c := w.present()
		require.NoError(w.t, c.Check(ident.Address(w.vault), ident.Address(w.token)))
		change(&c)
		require.ErrorIs(w.t, c.Check(ident.Address(w.vault), ident.Address(w.token)), bridge.ErrConfig, name)
		_, err := w.call(w.relayer.Address, w.vault, w.packConfig(c), gasLimit)
		require.Equal(w.t, "BadLimits", w.reason(w.t, err), name)
	}
	c := w.present()
	c.Guardian = ident.Address{}
	w.refuse(w.relayer, w.packConfig(c), "BadAddress")
}

func configChanged(w *world) {
	c := w.present()
	digest := w.domain.Digest(c)
	p := w.vals.quorum(w.t, digest)
	for name, change := range map[string]func(c *contracts.Config){
		"inCap":      func(c *contracts.Config) { c.InCap++ },
		"outCap":     func(c *contracts.Config) { c.OutCap++ },
		"outRate":    func(c *contracts.Config) { c.OutRate++ },
		"guardian":   func(c *contracts.Config) { c.Guardian[0]++ },
		"minDeposit": func(c *contracts.Config) { c.MinDeposit++ },
		"unpause":    func(c *contracts.Config) { c.Unpause = true },
		"sweepTo":    func(c *contracts.Config) { c.SweepTo[0]++ },
	} {
		changed := configOfCall(c)
		change(&changed)
		call := w.api.PackApplyConfig(changed, p.members, p.bitmap, p.sigs)
		_, err := w.call(w.relayer.Address, w.vault, call, gasLimit)
		require.Equal(w.t, "BadSignature", w.reason(w.t, err), name)
	}
	few := w.vals.sign(w.t, digest, 0, 1)
	w.refuse(w.relayer, w.api.PackApplyConfig(configOfCall(c), few.members, few.bitmap, few.sigs), "NotEnoughPower")
	w.apply(c)
	require.Equal(w.t, bridge.ConfigApplied{ConfigNonce: 1, ConfigHash: bridge.StructHash(c)},
		w.events()[len(w.events())-1].Body)
}

func configSweep(w *world) {
	w.owe(1, somebody(1), 5*rlc)
	w.send(w.t, w.user, w.token, contracts.NewRLC().PackTransfer(w.vault, big.NewInt(50*rlc)))
	c := w.present()
	c.SweepTo = ident.Address(w.vault)
	w.refuse(w.relayer, w.packConfig(c), "BadAddress")
	before := w.locked()
	c.SweepTo = ident.Address(somebody(2))
	w.apply(c)
	require.EqualValues(w.t, 50*rlc, w.balance(somebody(2)))
	require.Equal(w.t, before, w.locked())
	require.Equal(w.t, w.locked()+w.owedTotal(), w.balance(w.vault))
}

func configCaps(w *world) {
	c := w.present()
	c.InCap, c.OutCap, c.OutRate = 87_000_000*rlc, 5_000_000*rlc, 100*rlc
	w.apply(c)
	w.submit(w.batch(1, pay(somebody(1), 4_000_000*rlc)))
	w.deposit(w.user, 60_000_000*rlc)
	c.Nonce, c.InCap, c.MinDeposit = 2, 10*rlc, 1 // less than what is locked
	w.apply(c)
	w.refuseApproval(1, w.user.Bytes(), "OverInCap")
	w.submit(w.batch(2, pay(somebody(1), rlc)))
}

// secondVault deploys a vault of the same token, which is not the world's.
func (w *world) secondVault() common.Address {
	w.t.Helper()
	return w.deploy(w.t, contracts.RLCVaultMetaData.Bin, w.constructor())
}

func migrateAll(w *world) {
	w.owe(1, somebody(1), 5*rlc)
	next := w.secondVault()
	w.exec(w.relayer, w.packMigrate(bridge.Migrate{Nonce: 1, NewVault: ident.Address(next)}))
	at := w.now(w.t) + notice
	w.deposit1(3 * rlc)
	w.refuse(w.relayer, w.api.PackExecuteMigrate(), "TooEarly")
	w.nextAt(w.t, at-1)
	w.refuse(w.relayer, w.api.PackExecuteMigrate(), "TooEarly")
	w.Mine(1)
	amount := w.locked()
	w.exec(w.attacker, w.api.PackExecuteMigrate()) // anybody may
	require.Equal(w.t, amount, w.balance(next))
	require.Zero(w.t, w.locked())
	require.Equal(w.t, bridge.Migrated{NewVault: ident.Address(next), Amount: corerlc.Amount(amount)},
		w.events()[len(w.events())-1].Body)
	w.refuse(w.relayer, w.api.PackExecuteMigrate(), "Closed")
	w.refuse(w.user, w.api.PackDeposit(rlc, w.user.Address), "Closed")
	w.refuse(w.relayer, w.signedBatch(w.batch(2, pay(somebody(1), rlc))), "Closed")
	w.exec(w.attacker, w.api.PackClaimOwed(somebody(1)))
	require.EqualValues(w.t, 5*rlc, w.balance(somebody(1)))
}

// deposit1 deposits with a token that needs no approval.
func (w *world) deposit1(amount uint64) { w.exec(w.user, w.api.PackDeposit(amount, w.user.Address)) }

func migrateNotBefore(w *world) {
	at := w.now(w.t) + 10*day
	next := w.secondVault()
	w.exec(w.relayer, w.packMigrate(bridge.Migrate{Nonce: 1, NewVault: ident.Address(next), NotBeforeUnix: at}))
	w.nextAt(w.t, at-1)
	w.refuse(w.relayer, w.api.PackExecuteMigrate(), "TooEarly")
	w.exec(w.guardian, w.api.PackPause(2)) // at at-1
	w.refuse(w.relayer, w.api.PackExecuteMigrate(), "Paused")
	w.pass(w.t, pauseTime+1)
	w.exec(w.relayer, w.api.PackExecuteMigrate())
}

func migrateVeto(w *world) {
	next := w.secondVault()
	call := w.packMigrate(bridge.Migrate{Nonce: 1, NewVault: ident.Address(next)})
	w.exec(w.relayer, call)
	w.refuse(w.attacker, w.api.PackVetoMigrate(), "NotGuardian")
	w.exec(w.guardian, w.api.PackVetoMigrate())
	w.refuse(w.guardian, w.api.PackVetoMigrate(), "NothingPending")
	w.pass(w.t, notice+1)
	w.refuse(w.relayer, w.api.PackExecuteMigrate(), "NothingPending")
	w.refuse(w.relayer, call, "BadNonce")
}

func migrateRefused(w *world) {
	next := ident.Address(w.secondVault())
	for _, m := range []struct {
		bridge.Migrate
		reason string
	}{
		{bridge.Migrate{Nonce: 1}, "NoContract"},
		{bridge.Migrate{Nonce: 1, NewVault: ident.Address(somebody(1))}, "NoContract"},
		{bridge.Migrate{Nonce: 1, NewVault: ident.Address(w.vault)}, "BadAddress"},
		{bridge.Migrate{Nonce: 1, NewVault: ident.Address(w.token)}, "BadAddress"},
		{bridge.Migrate{Nonce: 0, NewVault: next}, "BadNonce"},
		{bridge.Migrate{Nonce: 100_001, NewVault: next}, "BadNonce"},
	} {
		w.refuse(w.relayer, w.packMigrate(m.Migrate), m.reason)
	}
	good := bridge.Migrate{Nonce: 1, NewVault: next, NotBeforeUnix: 5}
	p := w.vals.quorum(w.t, w.domain.Digest(good))
	for _, m := range []contracts.Migrate{
		{Nonce: 2, NewVault: common.Address(next), NotBefore: 5},
		{Nonce: 1, NewVault: common.Address(next), NotBefore: 6},
		{Nonce: 1, NewVault: w.secondVault(), NotBefore: 5},
	} {
		w.refuse(w.relayer, w.api.PackMigrate(m, p.members, p.bitmap, p.sigs), "BadSignature")
	}
	few := w.vals.sign(w.t, w.domain.Digest(good), 1, 2)
	m := contracts.Migrate{Nonce: 1, NewVault: common.Address(next), NotBefore: 5}
	w.refuse(w.relayer, w.api.PackMigrate(m, few.members, few.bitmap, few.sigs), "NotEnoughPower")
	w.refuse(w.relayer, w.api.PackExecuteMigrate(), "NothingPending")
}

func recoverEarly(w *world) {
	call := w.api.PackRecover(3, newValidators(w.t, 50, 4).members.Pack())
	w.refuse(w.guardian, call, "NotStale")
	w.refuse(w.attacker, call, "NotGuardian")
	w.pass(w.t, trust+1)
	w.refuse(w.attacker, call, "NotGuardian")
	w.refuse(w.guardian, w.api.PackExecuteRecover(), "NothingPending")
	w.refuse(w.guardian, w.api.PackRecover(2, w.vals.members.Pack()), "BadNonce")
	w.refuse(w.guardian, w.api.PackRecover(3, nil), "BadMembersLength")
	w.exec(w.guardian, call)
	w.pass(w.t, notice-2)
	w.refuse(w.guardian, w.api.PackExecuteRecover(), "TooEarly")
	w.exec(w.guardian, call) // once more: it waits anew
	w.pass(w.t, notice-1)
	w.refuse(w.guardian, w.api.PackExecuteRecover(), "TooEarly")
}

func recoverStale(w *world) {
	w.pass(w.t, trust+1)
	next := newValidators(w.t, 50, 4)
	w.exec(w.guardian, w.api.PackRecover(3, next.members.Pack()))
	w.pass(w.t, notice)
	w.refuse(w.attacker, w.api.PackExecuteRecover(), "NotGuardian")
	w.exec(w.guardian, w.api.PackExecuteRecover())
	w.vals = next
	w.refuse(w.guardian, w.api.PackExecuteRecover(), "NotStale")
	b := w.batch(1, pay(somebody(1), rlc))
	w.refuse(w.relayer, w.signedBatch(b), "NotActive")
	w.deposit(w.user, rlc)
	w.pass(w.t, activationDelay)
	w.submit(b)
}

// refusal returns why a deployment fails.
func (w *world) refusal(data []byte) string {
	w.t.Helper()
	_, err := w.client.CallContract(context.Background(), ethereum.CallMsg{
		From: w.deployer.Address, Data: data, Gas: w.DeployGas(),
	}, nil)
	require.Error(w.t, err)
	return w.reason(w.t, err)
}

func deployRefused(w *world) {
	type args struct {
		home            [32]byte
		members         []byte
		l               contracts.Limits
		guardian        common.Address
		trust, activate uint64
	}
	for name, c := range map[string]struct {
		change func(a *args)
		reason string
	}{
		"no home chain":    {func(a *args) { a.home = [32]byte{} }, "NoHomeChain"},
		"no members":       {func(a *args) { a.members = nil }, "TooFewMembers"},
		"one member":       {func(a *args) { a.members = a.members[:28] }, "TooFewMembers"},
		"half a member":    {func(a *args) { a.members = a.members[:70] }, "BadMembersLength"},
		"no power":         {func(a *args) { clear(a.members[20:28]) }, "NoPower"},
		"no inCap":         {func(a *args) { a.l.InCap = 0 }, "BadLimits"},
		"inCap of all":     {func(a *args) { a.l.InCap = 87_000_000*rlc + 1 }, "BadLimits"},
		"no outCap":        {func(a *args) { a.l.OutCap = 0 }, "BadLimits"},
		"no outRate":       {func(a *args) { a.l.OutRate = 0 }, "BadLimits"},
		"no minDeposit":    {func(a *args) { a.l.MinDeposit = 0 }, "BadLimits"},
		"no guardian":      {func(a *args) { a.guardian = common.Address{} }, "BadAddress"},
		"no trust":         {func(a *args) { a.trust = 0 }, "BadDelays"},
		"trust of unbonds": {func(a *args) { a.trust = 21 * day }, "BadDelays"},
		"no delay":         {func(a *args) { a.activate = 0 }, "BadDelays"},
		"delay of trust":   {func(a *args) { a.activate = a.trust }, "BadDelays"},
	} {
		a := args{hash(homeChain), w.vals.members.Pack(), w.limits, w.guardian.Address, trust, activationDelay}
		c.change(&a)
		data := append(common.FromHex(contracts.RLCVaultMetaData.Bin), w.api.PackConstructor(w.token, a.home, a.members,
			1, a.l, a.guardian, a.trust, a.activate)...)
		require.Equal(w.t, c.reason, w.refusal(data), name)
	}
}
