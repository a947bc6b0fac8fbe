package vault

import (
	"math"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	corerlc "github.com/iexecd/iexecd/core/rlc"
)

// somebody returns an address that nothing else uses.
func somebody(n int64) common.Address { return common.BigToAddress(big.NewInt(1<<40 + n)) }

func batchScenarios() []scenario {
	return []scenario{
		{"batch: pays each item and the fee", newWorld, batchPays},
		{"batch: replay", newWorld, batchReplay},
		{"batch: replay after a new valset", newWorld, batchReplayValset},
		{"batch: replay on a second vault", newWorld, batchOtherVault},
		{"batch: signed for another chain id or home chain", newWorld, batchOtherDomain},
		{"batch: k+1 before k", newWorld, batchOrder},
		{"batch: before, at and after the timeout", newWorld, batchTimeout},
		{"batch: signatures that are malleable, zero, short or somebody else's", newWorld, batchSignatures},
		{"batch: two thirds of the power are not enough", newWorld, batchTwoThirds},
		{"batch: members and bitmap that are not the set in force", newWorld, batchMembers},
		{"batch: any field changed after signing", newWorld, batchChanged},
		{"batch: items of a wrong length, too many, to nobody or of nothing", newWorld, batchItems},
		{"batch: to the token, the vault, a precompile, the relayer", newWorld, batchRecipients},
		{"batch: one recipient a hundred times", newWorld, batchSame},
		{"batch: fee to zero, the vault or the token", newWorld, batchFeeTo},
		{"batch: more than is locked", newWorld, batchOverLocked},
		{"batch: over the cap waits until there is room", newWorld, batchBucket},
		{"batch: a relayer that starves items of gas", newWorld, batchStarve},
		{"batch: before the first updateValset", freshWorld, batchTooEarly},
	}
}

func batchPays(w *world) {
	before := w.locked()
	b := w.batch(7, pay(w.attacker.Address, 5*rlc), pay(somebody(1), 1))
	had := w.balance(w.attacker.Address)
	w.submit(b)
	require.Equal(w.t, had+5*rlc, w.balance(w.attacker.Address))
	require.EqualValues(w.t, 1, w.balance(somebody(1)))
	require.EqualValues(w.t, rlc, w.balance(w.relayer.Address))
	require.Equal(w.t, before-6*rlc-1, w.locked())
	require.True(w.t, w.executed(7))
	require.False(w.t, w.executed(6))
	require.Zero(w.t, w.owedTotal())
}

func batchReplay(w *world) {
	b := w.batch(7, pay(somebody(1), rlc))
	w.submit(b)
	w.refuse(w.relayer, w.signedBatch(b), "AlreadyExecuted")
	b.items[0].Amount++
	b.ItemsHash = b.items.Hash()
	w.refuse(w.relayer, w.signedBatch(b), "AlreadyExecuted")
}

func batchReplayValset(w *world) {
	b := w.batch(7, pay(somebody(1), rlc))
	old := w.vals.quorum(w.t, w.domain.Digest(b.Batch))
	w.submit(b)
	w.updateValset(newValidators(w.t, 2, 4), 3)
	w.pass(w.t, activationDelay)
	w.refuse(w.relayer, w.signedBatch(b), "AlreadyExecuted")
	b.Nonce = 8
	w.refuse(w.relayer, w.packBatch(b, old), "WrongMembers")
}

func batchOtherVault(w *world) {
	b := w.batch(7, pay(somebody(1), rlc))
	call := w.signedBatch(b)
	first := *w
	w.open()
	w.deposit(w.user, 100*rlc)
	w.updateValset(w.vals, 2)
	w.refuse(w.relayer, call, "BadSignature")
	first.exec(w.relayer, call)
	first.check()
}

func batchOtherDomain(w *world) {
	b := w.batch(7, pay(somebody(1), rlc))
	for _, d := range []bridge.Domain{
		{ChainID: 1, Vault: w.domain.Vault, HomeChain: homeChain},
		{ChainID: chainID, Vault: w.domain.Vault, HomeChain: "iexec-2"},
		{ChainID: chainID, Vault: ident.Address(w.token), HomeChain: homeChain},
	} {
		w.refuse(w.relayer, w.packBatch(b, w.vals.quorum(w.t, d.Digest(b.Batch))), "BadSignature")
	}
	require.Equal(w.t, [32]byte(w.domain.Separator()), view(w, w.api.PackDomain(), w.api.UnpackDomain))
}

func batchOrder(w *world) {
	for _, nonce := range []uint64{256, 255, 0, math.MaxUint64, 1} {
		w.submit(w.batch(nonce, pay(somebody(1), rlc)))
		require.True(w.t, w.executed(nonce))
	}
	require.EqualValues(w.t, 5*rlc, w.balance(somebody(1)))
}

func batchTimeout(w *world) {
	item := pay(somebody(1), rlc)
	at, after, wild := w.batch(1, item), w.batch(2, item), w.batch(3, item)
	wild.TimeoutUnix = math.MaxUint64
	w.exec(w.relayer, w.signedBatch(wild))
	call := w.signedBatch(after)
	w.nextAt(w.t, at.TimeoutUnix)
	w.submit(at) // in the last second
	w.Mine(1)
	require.Greater(w.t, w.now(w.t), after.TimeoutUnix)
	w.refuse(w.relayer, call, "Expired")
}

func batchSignatures(w *world) {
	b := w.batch(7, pay(somebody(1), rlc))
	digest := w.domain.Digest(b.Batch)
	good := func() proof { return w.vals.sign(w.t, digest, 0, 1, 2) }
	order, _ := new(big.Int).SetString("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16)
	for _, c := range []struct {
		name   string
		change func(p *proof)
		reason string
	}{
		{"the twin with a large s", func(p *proof) {
			s := new(big.Int).SetBytes(p.sigs[32:64])
			odd := s.Bit(255)
			s.SetBit(s, 255, 0)
			s.Sub(order, s)
			// A large s has its highest bit set, where EIP-2098 has v: try it with either.
			s.SetBit(s, 255, 1-odd)
			s.FillBytes(p.sigs[32:64])
		}, "BadSignature"},
		{"the other v", func(p *proof) { p.sigs[32] ^= 0x80 }, "BadSignature"},
		{"r = 0", func(p *proof) { clear(p.sigs[:32]) }, "BadSignature"},
		{"s = 0", func(p *proof) { clear(p.sigs[32:64]) }, "BadSignature"},
		{"s = half the order + 1", func(p *proof) {
			half := new(big.Int).Rsh(order, 1)
			half.Add(half, big.NewInt(1)).FillBytes(p.sigs[32:64])
		}, "BadSignature"},
		{"all zero", func(p *proof) { clear(p.sigs) }, "BadSignature"},
		{"65 bytes", func(p *proof) { p.sigs = append(p.sigs, 27) }, "BadSignaturesLength"},
		{"one short", func(p *proof) { p.sigs = p.sigs[:len(p.sigs)-1] }, "BadSignaturesLength"},
		{"one too many", func(p *proof) { p.sigs = append(p.sigs, p.sigs[:64]...) }, "BadSignaturesLength"},
		{"none", func(p *proof) { p.sigs = nil }, "BadSignaturesLength"},
		{"in another order", func(p *proof) {
			p.sigs = append(append(append([]byte{}, p.sigs[64:128]...), p.sigs[:64]...), p.sigs[128:]...)
		}, "BadSignature"},
		{"one signature for all", func(p *proof) { copy(p.sigs[64:128], p.sigs[:64]) }, "BadSignature"},
		{"a stranger's", func(p *proof) { copy(p.sigs, signature(w.t, w.attacker, digest)) }, "BadSignature"},
		{"over another digest", func(p *proof) {
			copy(p.sigs, signature(w.t, w.vals.keys[0], ident.Hash{1}))
		}, "BadSignature"},
	} {
		p := good()
		c.change(&p)
		_, err := w.call(w.relayer.Address, w.vault, w.packBatch(b, p), gasLimit)
		require.Equal(w.t, c.reason, w.reason(w.t, err), c.name)
	}
	w.exec(w.relayer, w.packBatch(b, good()))
}

func batchTwoThirds(w *world) {
	// Powers 1, 1, 1 and then one that makes others exactly two thirds, or a hair more.
	w.updateValset(newValidators(w.t, 1, 4, 100, 100, 100, 150), 3)
	w.pass(w.t, activationDelay)
	b := w.batch(7, pay(somebody(1), rlc))
	digest := w.domain.Digest(b.Batch)
	w.refuse(w.relayer, w.packBatch(b, w.vals.sign(w.t, digest)), "NotEnoughPower")
	w.refuse(w.relayer, w.packBatch(b, w.vals.sign(w.t, digest, 0, 1, 2)), "NotEnoughPower") // exactly two thirds
	w.refuse(w.relayer, w.packBatch(b, w.vals.sign(w.t, digest, 2, 3)), "NotEnoughPower")
	w.exec(w.relayer, w.packBatch(b, w.vals.sign(w.t, digest, 0, 1, 3)))
}

func batchMembers(w *world) {
	b := w.batch(7, pay(somebody(1), rlc))
	digest := w.domain.Digest(b.Batch)
	own := newValidators(w.t, 900, 4)
	w.refuse(w.attacker, w.packBatch(b, own.quorum(w.t, digest)), "WrongMembers")
	for _, change := range []func(m []byte) []byte{
		func(m []byte) []byte { m[27]++; return m },
		func(m []byte) []byte { return m[:28*3] },
		func(m []byte) []byte { return append(m, m[:28]...) },
		func(m []byte) []byte { return append(m, 0) },
		func([]byte) []byte { return nil },
	} {
		p := w.vals.quorum(w.t, digest)
		p.members = change(p.members)
		w.refuse(w.relayer, w.packBatch(b, p), "WrongMembers")
	}
	for _, bit := range []int{4, 5, 127, 128, 255} {
		p := w.vals.sign(w.t, digest, 0, 1, 2)
		p.bitmap.SetBit(p.bitmap, bit, 1)
		p.sigs = append(p.sigs, p.sigs[:64]...)
		w.refuse(w.relayer, w.packBatch(b, p), "BadBitmap")
	}
}

func batchChanged(w *world) {
	b := w.batch(7, pay(somebody(1), rlc), pay(somebody(2), rlc))
	p := w.vals.quorum(w.t, w.domain.Digest(b.Batch))
	for name, change := range map[string]func(b *payment){
		"nonce":   func(b *payment) { b.Nonce++ },
		"firstId": func(b *payment) { b.FirstID++ },
		"timeout": func(b *payment) { b.TimeoutUnix++ },
		"fee":     func(b *payment) { b.Fee++ },
		"itemGas": func(b *payment) { b.ItemGas-- },
		"amount":  func(b *payment) { b.items[1].Amount++ },
		"to":      func(b *payment) { b.items[1].To[19]++ },
		"order":   func(b *payment) { b.items[0], b.items[1] = b.items[1], b.items[0] },
		"fewer":   func(b *payment) { b.items = b.items[:1] },
	} {
		changed := payment{Batch: b.Batch, items: append(bridge.Items{}, b.items...)}
		change(&changed)
		_, err := w.call(w.relayer.Address, w.vault, w.packBatch(changed, p), gasLimit)
		require.Equal(w.t, "BadSignature", w.reason(w.t, err), name)
	}
}

func batchItems(w *world) {
	many := make(bridge.Items, bridge.MaxItems+1)
	for i := range many {
		many[i] = pay(somebody(1), 1)
	}
	for _, c := range []struct {
		items  []byte
		reason string
	}{
		{nil, "BadItemsLength"},
		{make([]byte, 27), "BadItemsLength"},
		{make([]byte, 57), "BadItemsLength"},
		{many.Pack(), "BadItemsLength"},
		{bridge.Items{pay(common.Address{}, 1)}.Pack(), "BadItem"},
		{bridge.Items{pay(somebody(1), 1), pay(somebody(1), 0)}.Pack(), "BadItem"},
	} {
		b := w.batch(7)
		b.ItemsHash = ident.Keccak256(c.items)
		p := w.vals.quorum(w.t, w.domain.Digest(b.Batch))
		call := w.api.PackSubmitBatch(header(b.Batch), c.items, p.members, p.bitmap, p.sigs, w.relayer.Address)
		w.refuse(w.relayer, call, c.reason)
	}
}

func batchRecipients(w *world) {
	all := []common.Address{w.token, w.vault, common.BytesToAddress([]byte{1}), w.relayer.Address, w.guardian.Address}
	var items bridge.Items
	had := map[common.Address]uint64{}
	for _, to := range all {
		items = append(items, pay(to, 3*rlc))
		had[to] = w.balance(to)
	}
	b := w.batch(7, items...)
	b.Fee = 0
	w.exec(w.relayer, w.signedBatch(b))
	for _, to := range all {
		want := had[to] + 3*rlc
		if to == w.vault { // its own payment comes back, and is surplus
			want = had[to] - 3*rlc*uint64(len(all)-1)
		}
		require.Equal(w.t, want, w.balance(to), to)
	}
	require.Zero(w.t, w.owedTotal())
}

func batchSame(w *world) {
	items := make(bridge.Items, bridge.MaxItems)
	for i := range items {
		items[i] = pay(somebody(1), uint64(i+1))
	}
	w.submit(w.batch(7, items...))
	require.EqualValues(w.t, 5050, w.balance(somebody(1)))
}

func batchFeeTo(w *world) {
	b := w.batch(7, pay(somebody(1), rlc))
	p := w.vals.quorum(w.t, w.domain.Digest(b.Batch))
	for _, to := range []common.Address{{}, w.vault, w.token} {
		w.refuse(w.relayer, w.packBatchTo(b, p, to), "BadAddress")
	}
	w.exec(w.attacker, w.packBatchTo(b, p, somebody(2))) // anybody may relay
	require.EqualValues(w.t, rlc, w.balance(somebody(2)))
}

func batchOverLocked(w *world) {
	for _, c := range []struct {
		amount, fee uint64
		reason      string
	}{
		{w.locked() + 1, 0, "NotEnoughLocked"},
		{rlc, w.locked(), "NotEnoughLocked"},
		{math.MaxUint64, math.MaxUint64, "NotEnoughLocked"},
		{w.limits.OutCap, rlc, "OverOutCap"},
	} {
		b := w.batch(7, pay(somebody(1), c.amount))
		b.Fee = corerlc.Amount(c.fee)
		w.refuse(w.relayer, w.signedBatch(b), c.reason)
	}
}

func batchBucket(w *world) {
	half := w.limits.OutCap / 2
	w.submit(w.batch(1, pay(somebody(1), half)))
	next := w.batch(2, pay(somebody(1), half+100*rlc))
	w.refuse(w.relayer, w.signedBatch(next), "OverOutCap")
	// Split into small ones the sum counts just the same.
	for nonce := uint64(3); nonce < 7; nonce++ {
		w.submit(w.batch(nonce, pay(somebody(1), half/4-3*rlc)))
	}
	w.refuse(w.relayer, w.signedBatch(w.batch(8, pay(somebody(1), half/4))), "OverOutCap")
	w.pass(w.t, w.limits.OutCap/w.limits.OutRate-day/2)
	next = w.batch(2, pay(somebody(1), half+100*rlc))
	w.submit(next)
	w.pass(w.t, day)
	whole := w.batch(9, pay(somebody(2), w.limits.OutCap-rlc))
	w.pass(w.t, day/4)
	w.submit(whole)
	require.Equal(w.t, w.limits.OutCap-rlc, w.balance(somebody(2)))
}

func batchStarve(w *world) {
	items := make(bridge.Items, 20)
	for i := range items {
		items[i] = pay(w.attacker.Address, rlc) // transfers to a holder need far less than itemGas
	}
	b := w.batch(7, items...)
	b.ItemGas = 1_000_000
	call := w.signedBatch(b)
	for gas := uint64(250_000); gas < 3_000_000; gas += 50_000 {
		_, err := w.call(w.relayer.Address, w.vault, call, gas)
		if err == nil {
			break // enough for every item
		}
		reason := w.reason(w.t, err)
		require.Contains(w.t, []string{"NotEnoughGas", ""}, reason, "with %d gas", gas)
	}
	w.exec(w.relayer, call)
	require.Zero(w.t, w.owedTotal())
	// An itemGas above what any transaction has is refused, not owed.
	b.Nonce, b.ItemGas = 8, math.MaxUint64
	w.refuse(w.relayer, w.signedBatch(b), "NotEnoughGas")
}

func batchTooEarly(w *world) {
	w.deposit(w.user, 100*rlc)
	b := w.batch(7, pay(somebody(1), rlc))
	w.refuse(w.relayer, w.signedBatch(b), "NotActive")
	w.refuse(w.relayer, w.packConfig(w.present()), "NotActive")
	w.updateValset(w.vals, 2)
	w.exec(w.relayer, w.signedBatch(b))
}
