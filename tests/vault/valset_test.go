package vault

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
)

func valsetScenarios() []scenario {
	return []scenario{
		{"valset: old, same, far and largest nonce do not brick the bridge", newWorld, valsetNonces},
		{"valset: unsorted, duplicate, zero address, no power, none, too many, overflow", newWorld, valsetShapes},
		{"valset: the most members and the most power there may be", newWorld, valsetLargest},
		{"valset: signed by the new set, by too few, or changed after signing", newWorld, valsetSigners},
		{"valset: replay, and replay on a second vault", newWorld, valsetReplay},
		{"valset: a third of the power changes hands at once, a hair more waits", newWorld, valsetThird},
		{"valset: shrunk to an attacker-heavy set, and paused within the delay", newWorld, valsetShrunk},
		{"valset: a small change does not end the delay of a large one", newWorld, valsetDelayStays},
		{"valset: stale sets sign nothing and take no deposits", newWorld, valsetStale},
		{"valset: one of a single member after genesis", newWorld, valsetSingle},
	}
}

func valsetNonces(w *world) {
	w.updateValset(w.vals, 10)
	for _, nonce := range []uint64{0, 1, 9, 10, 10 + 100_001, math.MaxUint64} {
		w.refuse(w.relayer, w.packValset(w.vals, nonce), "BadNonce")
	}
	w.updateValset(w.vals, 10+100_000)
	w.updateValset(w.vals, 10+100_001)
	w.submit(w.batch(1, pay(somebody(1), rlc)))
}

// packBytes returns the call for packed members of which the total is told.
func (w *world) packBytes(packed []byte, total uint64) []byte {
	w.t.Helper()
	v := bridge.Valset{Nonce: 3, HomeHeight: 30, TotalPower: total, MembersHash: ident.Keccak256(packed)}
	p := w.vals.quorum(w.t, w.domain.Digest(v))
	return w.api.PackUpdateValset(3, 30, packed, p.members, p.bitmap, p.sigs)
}

func valsetShapes(w *world) {
	good := newValidators(w.t, 50, 3).members
	change := func(f func(m bridge.Members)) []byte {
		m := append(bridge.Members{}, good...)
		f(m)
		return m.Pack()
	}
	for _, c := range []struct {
		name   string
		packed []byte
		reason string
	}{
		{"none", nil, "BadMembersLength"},
		{"27 bytes", good.Pack()[:27], "BadMembersLength"},
		{"85 bytes", append(good.Pack(), 0), "BadMembersLength"},
		{"129 members", newValidators(w.t, 1, 129).members.Pack(), "BadMembersLength"},
		{"unsorted", change(func(m bridge.Members) { m[0], m[1] = m[1], m[0] }), "NotAscending"},
		{"duplicate", change(func(m bridge.Members) { m[1] = m[0] }), "NotAscending"},
		{"zero address", change(func(m bridge.Members) { m[0].Address = ident.Address{} }), "NotAscending"},
		{"no power", change(func(m bridge.Members) { m[2].Power = 0 }), "NoPower"},
		{"2^62 + 1", change(func(m bridge.Members) { m[2].Power = 1<<62 - 199 }), "TooMuchPower"},
		{"sum beyond 2^64", change(func(m bridge.Members) {
			m[0].Power, m[1].Power = math.MaxUint64, math.MaxUint64
		}), "TooMuchPower"},
	} {
		_, err := w.call(w.relayer.Address, w.vault, w.packBytes(c.packed, 300), gasLimit)
		require.Equal(w.t, c.reason, w.reason(w.t, err), c.name)
	}
	// A total that is not the members' is a digest that nobody signed.
	w.refuse(w.relayer, w.packBytes(good.Pack(), 299), "BadSignature")
	w.exec(w.relayer, w.packBytes(good.Pack(), 300))
}

func valsetLargest(w *world) {
	next := newValidators(w.t, 1, bridge.MaxMembers)
	for i := range next.members {
		next.members[i].Power = 1 << 55
	}
	w.updateValset(next, 3)
	require.Equal(w.t, uint64(bridge.MaxTotalPower), view(w, w.api.PackTotalPower(), w.api.UnpackTotalPower))
	w.pass(w.t, activationDelay)
	b := w.batch(1, pay(somebody(1), rlc))
	all := make([]int, bridge.MaxMembers)
	for i := range all {
		all[i] = i
	}
	w.exec(w.relayer, w.packBatch(b, w.vals.sign(w.t, w.domain.Digest(b.Batch), all...)))
	w.updateValset(newValidators(w.t, 1, 4), 4)
}

func valsetSigners(w *world) {
	next := newValidators(w.t, 50, 4)
	v, err := next.members.Valset(3, 30)
	require.NoError(w.t, err)
	digest := w.domain.Digest(v)
	pack := func(nonce, height uint64, m bridge.Members, p proof) []byte {
		return w.api.PackUpdateValset(nonce, height, m.Pack(), p.members, p.bitmap, p.sigs)
	}
	w.refuse(w.relayer, pack(3, 30, next.members, next.quorum(w.t, digest)), "WrongMembers")
	w.refuse(w.relayer, pack(3, 30, next.members, w.vals.sign(w.t, digest, 0, 1)), "NotEnoughPower")
	good := w.vals.quorum(w.t, digest)
	w.refuse(w.relayer, pack(4, 30, next.members, good), "BadSignature")
	w.refuse(w.relayer, pack(3, 31, next.members, good), "BadSignature")
	w.refuse(w.relayer, pack(3, 30, next.members[:3], good), "BadSignature")
	w.exec(w.attacker, pack(3, 30, next.members, good))
}

func valsetReplay(w *world) {
	call := w.packValset(w.vals, 3)
	w.exec(w.relayer, call)
	w.refuse(w.relayer, call, "BadNonce")
	first := *w
	w.open()
	w.refuse(w.relayer, call, "BadSignature")
	first.check()
}

func valsetThird(w *world) {
	next := func(powers ...uint64) validators { return newValidators(w.t, 1, 4, powers...) }
	require.Equal(w.t, w.vals.members[0].Address, next().members[0].Address)
	w.updateValset(next(100, 100, 100, 300), 3) // half of the difference of shares is a quarter
	w.submit(w.batch(1, pay(somebody(1), rlc)))
	w.updateValset(next(100, 100, 100, 100), 4)
	w.submit(w.batch(2, pay(somebody(1), rlc)))
	// From shares 1/4 each to 1/3 of change exactly: 1/12 left with the first, the rest with the second.
	w.updateValset(next(200, 500, 300, 300), 5)
	w.updateValset(next(300, 300, 300, 300), 6)
	w.updateValset(next(100, 100, 300, 700), 7) // the fourth gains 1/3 exactly
	w.submit(w.batch(3, pay(somebody(1), rlc)))
	w.updateValset(next(300, 300, 300, 300), 8)
	w.updateValset(next(100, 100, 299, 701), 9)
	w.refuse(w.relayer, w.signedBatch(w.batch(4, pay(somebody(1), rlc))), "NotActive")
	w.pass(w.t, activationDelay)
	w.submit(w.batch(4, pay(somebody(1), rlc)))
}

func valsetShrunk(w *world) {
	w.updateValset(newValidators(w.t, 1, 12), 3)
	w.pass(w.t, activationDelay)
	// Signed by more than two thirds, as the attack on Ronin's and other bridges had it.
	w.updateValset(newValidators(w.t, 1, 3), 4)
	theft := w.batch(1, pay(w.attacker.Address, w.limits.OutCap-rlc))
	w.refuse(w.attacker, w.signedBatch(theft), "NotActive")
	w.refuse(w.attacker, w.packConfig(w.present()), "NotActive")
	w.refuse(w.attacker, w.packMigrate(bridge.Migrate{Nonce: 1, NewVault: ident.Address(w.token)}), "BadAddress")
	w.exec(w.guardian, w.api.PackPause(2))
	w.pass(w.t, activationDelay)
	w.refuse(w.attacker, w.signedBatch(theft), "Paused")
}

func valsetDelayStays(w *world) {
	w.updateValset(newValidators(w.t, 50, 4), 3)
	w.pass(w.t, activationDelay/2)
	w.updateValset(w.vals, 4)
	b := w.batch(1, pay(somebody(1), rlc))
	w.refuse(w.relayer, w.signedBatch(b), "NotActive")
	w.pass(w.t, activationDelay/2)
	w.submit(b)
}

func valsetStale(w *world) {
	from := w.now(w.t) // of the last valset
	b := w.batch(1, pay(somebody(1), rlc))
	b.TimeoutUnix = math.MaxUint64
	call, valset, config := w.signedBatch(b), w.packValset(w.vals, 3), w.packConfig(w.present())
	w.nextAt(w.t, from+trust)
	w.deposit(w.user, rlc) // in the last second
	w.Mine(1)
	require.Greater(w.t, w.now(w.t), from+trust)
	w.refuse(w.relayer, call, "Stale")
	w.refuse(w.relayer, valset, "Stale")
	w.refuse(w.relayer, config, "Stale")
	w.refuse(w.relayer, w.packMigrate(bridge.Migrate{Nonce: 1, NewVault: ident.Address(w.secondVault())}), "Stale")
	w.refuseApproval(rlc, w.user.Bytes(), "Stale")
	w.refuse(w.user, w.api.PackDeposit(rlc, w.user.Address), "Stale")
}

func valsetSingle(w *world) {
	w.updateValset(newValidators(w.t, 1, 1), 3)
	w.pass(w.t, activationDelay)
	w.submit(w.batch(1, pay(somebody(1), rlc)))
}

// TestChangedByThird holds the vault's measure of change against core/bridge's
// drift, which is the same in millionths, rounded up.
func TestChangedByThird(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	seed := uint64(1)
	next := func(n uint64) uint64 {
		seed = seed*6364136223846793005 + 1442695040888963407
		return (seed >> 33) % n
	}
	for range 200 {
		a, b := newValidators(t, 1, int(1+next(8))), newValidators(t, 1+next(4), int(1+next(8)))
		for _, m := range []bridge.Members{a.members, b.members} {
			for i := range m {
				m[i].Power = 1 + next(1000)
			}
		}
		ppm, err := bridge.DriftPPMCeil(a.members, b.members)
		require.NoError(t, err)
		require.Equal(t, ppm > 333_334 || exactlyOver(a.members, b.members), h.changed(a.members, b.members),
			"%d ppm", ppm)
	}
}

// exactlyOver tells by fractions whether more than a third of the power changed hands.
func exactlyOver(a, b bridge.Members) bool {
	var aTotal, bTotal uint64
	for _, m := range a {
		aTotal += m.Power
	}
	for _, m := range b {
		bTotal += m.Power
	}
	var twice uint64
	seen := map[ident.Address]bool{}
	for _, m := range append(append(bridge.Members{}, a...), b...) {
		if seen[m.Address] {
			continue
		}
		seen[m.Address] = true
		var was, is uint64
		if i, ok := a.Find(m.Address); ok {
			was = a[i].Power * bTotal
		}
		if i, ok := b.Find(m.Address); ok {
			is = b[i].Power * aTotal
		}
		twice += max(was, is) - min(was, is)
	}
	return 3*twice > 2*aTotal*bTotal
}
