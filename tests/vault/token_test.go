package vault

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/contracts"
	"github.com/iexecd/iexecd/tests/vault/doubles"
)

func tokenScenarios() []scenario {
	return []scenario{
		{"token: RLC fails for lack of signed gas, all of it is owed", newWorld, tokenTooLittleGas},
		{"token: returns false, nothing or two", hostileWorld, tokenAnswers},
		{"token: takes a fee of a transfer", hostileWorld, tokenFee},
		{"token: re-enters deposit, claimOwed and submitBatch from a deposit", hostileWorld, tokenReentersIn},
		{"token: re-enters claimOwed and submitBatch from a batch", hostileWorld, tokenReentersOut},
		{"token: reverts, burns all gas or floods for one recipient", hostileWorld, tokenOneBad},
		{"token: owed can be claimed once, by anyone, for whom it is", hostileWorld, tokenClaim},
		{"token: a wrong one at deployment", hostileWorld, tokenWrong},
	}
}

func tokenTooLittleGas(w *world) {
	// Nothing makes RLC fail for a solvent vault but too little gas, signed here.
	b := w.batch(7, pay(somebody(1), rlc), pay(w.attacker.Address, rlc))
	b.ItemGas = 1_000
	w.submit(b)
	require.EqualValues(w.t, rlc, w.owed(somebody(1)))
	require.EqualValues(w.t, 3*rlc, w.owedTotal(), "the fee is owed as well")
	w.exec(w.attacker, w.api.PackClaimOwed(somebody(1)))
	require.EqualValues(w.t, rlc, w.balance(somebody(1)))
}

func tokenAnswers(w *world) {
	for _, mode := range []uint8{returnsFalse, returnsNothing, returnsTwo} {
		w.misbehave(honest, common.Address{}, nil)
		b := w.batch(uint64(100+mode), pay(somebody(int64(mode)), rlc))
		call := w.signedBatch(b)
		w.misbehave(mode, common.Address{}, nil)
		reason := ""
		if mode == returnsFalse {
			reason = "TokenRefused"
		}
		_, err := w.call(w.user.Address, w.vault, w.api.PackDeposit(rlc, w.user.Address), gasLimit)
		require.Error(w.t, err)
		if mode == returnsFalse {
			require.Equal(w.t, reason, w.reason(w.t, err))
		}
		w.exec(w.relayer, call)
		require.EqualValues(w.t, rlc, w.owed(somebody(int64(mode))), "only true is true")
		w.misbehave(honest, common.Address{}, nil)
	}
	// A token that says nothing or two but pays has paid twice once the debt is claimed: RLC does neither, and what
	// the vault has locked bounds it. Here the vault is made whole again.
	w.send(w.t, w.user, w.token, contracts.NewRLC().PackTransfer(w.vault, big.NewInt(10*rlc)))
}

func tokenFee(w *world) {
	w.misbehave(takesFee, common.Address{}, nil)
	w.refuse(w.user, w.api.PackDeposit(100*rlc, w.user.Address), "WrongAmountReceived")
}

// owe makes the vault owe somebody, and returns what.
func (w *world) owe(nonce uint64, to common.Address, amount uint64) {
	w.t.Helper()
	w.misbehave(revertsForOne, to, nil)
	w.submit(w.batch(nonce, pay(to, amount)))
	w.misbehave(honest, common.Address{}, nil)
	require.Equal(w.t, amount, w.owed(to))
}

func tokenReentersIn(w *world) {
	w.owe(1, somebody(1), 5*rlc)
	batch := w.signedBatch(w.batch(2, pay(somebody(2), 3*rlc)))
	for mode, payload := range map[uint8][]byte{
		reentersDeposit: w.api.PackDeposit(7*rlc, w.attacker.Address),
		reentersClaim:   w.api.PackClaimOwed(somebody(1)),
		reentersBatch:   batch,
	} {
		w.misbehave(mode, w.vault, payload)
		before, held := w.locked(), w.balance(w.vault)
		w.exec(w.user, w.api.PackDeposit(9*rlc, w.user.Address))
		require.Equal(w.t, before+9*rlc, w.locked())
		require.Equal(w.t, held+9*rlc, w.balance(w.vault))
		require.False(w.t, w.calledBack(), "the lock holds")
	}
}

func (w *world) calledBack() bool {
	w.t.Helper()
	api := doubles.NewHostileRLC()
	raw, err := w.call(w.user.Address, w.token, api.PackCalledBack(), gasLimit)
	require.NoError(w.t, err)
	back, err := api.UnpackCalledBack(raw)
	require.NoError(w.t, err)
	return back
}

func tokenReentersOut(w *world) {
	w.owe(1, somebody(1), 5*rlc)
	for i, payload := range [][]byte{
		w.api.PackClaimOwed(somebody(1)),
		w.api.PackDeposit(7*rlc, w.attacker.Address),
		w.signedBatch(w.batch(3, pay(somebody(2), 3*rlc))),
	} {
		w.misbehave(reentersBatch, w.vault, payload)
		b := w.batch(uint64(10+i), pay(somebody(3), 2*rlc))
		b.ItemGas = 1_500_000
		held := w.balance(w.vault)
		w.submit(b)
		require.Equal(w.t, held-3*rlc, w.balance(w.vault))
		require.False(w.t, w.calledBack(), "the lock holds")
	}
	w.misbehave(reentersClaim, w.vault, w.api.PackClaimOwed(somebody(1)))
	w.exec(w.attacker, w.api.PackClaimOwed(somebody(1)))
	require.EqualValues(w.t, 5*rlc, w.balance(somebody(1)), "paid once")
	require.Zero(w.t, w.owedTotal())
}

func tokenOneBad(w *world) {
	for i, mode := range []uint8{revertsForOne, burnsGasForOne, floodsForOne} {
		bad, n := somebody(int64(50+i)), int64(60+10*i)
		w.misbehave(mode, bad, nil)
		b := w.batch(uint64(20+i), pay(somebody(n), rlc), pay(bad, 2*rlc), pay(somebody(n+1), 3*rlc), pay(bad, 4*rlc))
		before := w.locked()
		w.submit(b)
		require.EqualValues(w.t, rlc, w.balance(somebody(n)))
		require.EqualValues(w.t, 3*rlc, w.balance(somebody(n+1)))
		require.Zero(w.t, w.balance(bad))
		require.EqualValues(w.t, 6*rlc, w.owed(bad))
		require.Equal(w.t, before-11*rlc, w.locked(), "what is owed is not locked")
	}
	require.EqualValues(w.t, 18*rlc, w.owedTotal())
}

func tokenClaim(w *world) {
	w.owe(1, somebody(1), 5*rlc)
	w.owe(2, somebody(2), 7*rlc)
	w.refuse(w.attacker, w.api.PackClaimOwed(w.attacker.Address), "NothingOwed")
	w.misbehave(revertsForOne, somebody(1), nil)
	_, err := w.call(w.attacker.Address, w.vault, w.api.PackClaimOwed(somebody(1)), gasLimit)
	require.Error(w.t, err, "it still fails, and stays owed")
	w.misbehave(returnsFalse, common.Address{}, nil)
	w.refuse(w.attacker, w.api.PackClaimOwed(somebody(1)), "TokenRefused")
	w.misbehave(honest, common.Address{}, nil)
	before := w.locked()
	w.exec(w.attacker, w.api.PackClaimOwed(somebody(1)))
	require.EqualValues(w.t, 5*rlc, w.balance(somebody(1)))
	require.EqualValues(w.t, 7*rlc, w.owedTotal())
	require.Equal(w.t, before, w.locked())
	w.refuse(w.attacker, w.api.PackClaimOwed(somebody(1)), "NothingOwed")
}

func tokenWrong(w *world) {
	refuse := func(token common.Address, reason string) {
		w.t.Helper()
		data := append(common.FromHex(contracts.RLCVaultMetaData.Bin), w.api.PackConstructor(token, hash(homeChain),
			w.vals.members.Pack(), 1, w.limits, w.guardian.Address, trust, activationDelay)...)
		require.Equal(w.t, reason, w.refusal(data))
	}
	refuse(common.Address{}, "NoContract")
	refuse(w.user.Address, "NoContract")
	huge := new(big.Int).Lsh(big.NewInt(1), 200)
	for _, supply := range []*big.Int{new(big.Int), big.NewInt(87_000_000*rlc + 1), huge} {
		w.send(w.t, w.deployer, w.token, doubles.NewHostileRLC().PackSetSupply(supply))
		refuse(w.token, "WrongSupply")
	}
}
