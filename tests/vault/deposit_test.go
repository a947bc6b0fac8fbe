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
	"github.com/iexecd/iexecd/tests/vault/doubles"
)

func (w *world) approve(from *account, amount *big.Int) {
	w.t.Helper()
	w.send(w.t, from, w.token, contracts.NewRLC().PackApprove(w.vault, amount))
}

// packApproval returns the call of approveAndCall, with any data.
func (w *world) packApproval(amount uint64, data []byte) []byte {
	return contracts.NewRLC().PackApproveAndCall(w.vault, new(big.Int).SetUint64(amount), data)
}

// refuseApproval checks that approveAndCall fails, and why.
func (w *world) refuseApproval(amount uint64, data []byte, reason string) {
	w.t.Helper()
	_, err := w.call(w.user.Address, w.token, w.packApproval(amount, data), gasLimit)
	require.Error(w.t, err)
	require.Equal(w.t, reason, w.reason(w.t, err))
}

func depositScenarios() []scenario {
	return []scenario{
		{"deposit: approve, then deposit", newWorld, depositTwice},
		{"deposit: approveAndCall in one transaction", newWorld, depositAtOnce},
		{"deposit: amounts at every border", newWorld, depositBorders},
		{"deposit: more than all RLC in an event is impossible", newWorld, depositOverAll},
		{"deposit: data of approveAndCall that is no recipient", newWorld, depositData},
		{"deposit: receiveApproval called directly for a victim with an allowance", newWorld, depositForVictim},
		{"deposit: another token calls receiveApproval and says it is RLC", newWorld, depositOtherToken},
		{"deposit: look-alike event of a contract that calls the vault", newWorld, depositLookalike},
		{"deposit: 200 in one transaction", newWorld, depositMany},
		{"deposit: deposit, batch and valset in one block", newWorld, depositInOneBlock},
		{"deposit: direct transfer credits nobody", newWorld, depositDirect},
		{"deposit: ether is refused", newWorld, depositEther},
		{"deposit: what proofs read is in slots 0 and 1", newWorld, depositSlots},
	}
}

func depositTwice(w *world) {
	before := w.locked()
	w.approve(w.user, big.NewInt(5*rlc))
	w.exec(w.user, w.api.PackDeposit(3*rlc, w.relayer.Address))
	w.exec(w.user, w.api.PackDeposit(2*rlc, w.relayer.Address))
	require.Equal(w.t, before+5*rlc, w.locked())
	events := w.events()
	last, ok := events[len(events)-1].Body.(bridge.Deposit)
	require.True(w.t, ok)
	require.Equal(w.t, w.user.Address, common.Address(last.From))
	require.Equal(w.t, w.relayer.Address, common.Address(last.Recipient))
	w.refuse(w.user, w.api.PackDeposit(rlc, w.relayer.Address), "") // the allowance is used up
}

func depositAtOnce(w *world) {
	before := w.balance(w.vault)
	w.send(w.t, w.user, w.token, w.packApproval(7*rlc, w.relayer.Bytes()))
	require.Equal(w.t, before+7*rlc, w.balance(w.vault))
}

func depositBorders(w *world) {
	w.approve(w.user, new(big.Int).Lsh(big.NewInt(1), 255))
	room := w.limits.InCap - w.locked()
	for _, c := range []struct {
		amount uint64
		reason string
	}{
		{0, "AmountTooSmall"},
		{rlc - 1, "AmountTooSmall"},
		{room + 1, "OverInCap"},
		{87_000_000 * rlc, "OverInCap"},
		{1 << 63, "OverInCap"},
		{math.MaxUint64, "OverInCap"},
	} {
		w.refuse(w.user, w.api.PackDeposit(c.amount, w.user.Address), c.reason)
		w.refuseApproval(c.amount, w.user.Bytes(), c.reason)
	}
	w.refuse(w.user, w.api.PackDeposit(rlc, common.Address{}), "BadAddress")
	w.refuseApproval(rlc, make([]byte, 20), "BadAddress")
	w.refuse(w.attacker, w.api.PackDeposit(rlc, w.user.Address), "") // no allowance
	w.approve(w.attacker, new(big.Int).Lsh(big.NewInt(1), 255))
	w.refuse(w.attacker, w.api.PackDeposit(1_000_001*rlc, w.user.Address), "") // no balance
	w.exec(w.user, w.api.PackDeposit(rlc, w.user.Address))
	w.exec(w.user, w.api.PackDeposit(room-rlc, w.user.Address))
	w.refuse(w.user, w.api.PackDeposit(rlc, w.user.Address), "OverInCap")
}

func depositOverAll(w *world) {
	// approveAndCall passes 256 bits; they are not cut to 64.
	over := new(big.Int).Lsh(big.NewInt(1), 64)
	over.Add(over, big.NewInt(5*rlc))
	data := contracts.NewRLC().PackApproveAndCall(w.vault, over, w.user.Bytes())
	_, err := w.call(w.user.Address, w.token, data, gasLimit)
	require.Equal(w.t, "OverInCap", w.reason(w.t, err))
}

func depositData(w *world) {
	for _, n := range []int{0, 1, 19, 21, 32, 64} {
		data := make([]byte, n)
		for i := range data {
			data[i] = 0xaa
		}
		w.refuseApproval(rlc, data, "BadDataLength")
	}
}

func depositForVictim(w *world) {
	w.approve(w.user, big.NewInt(1_000*rlc))
	forged := w.api.PackReceiveApproval(w.user.Address, big.NewInt(rlc), w.token, w.attacker.Bytes())
	w.refuse(w.attacker, forged, "WrongToken")
	w.refuse(w.user, forged, "WrongToken")
}

func depositOtherToken(w *world) {
	w.approve(w.user, big.NewInt(1_000*rlc))
	other := w.deploy(w.t, doubles.HostileRLCMetaData.Bin, nil)
	for _, token := range []common.Address{w.token, other} {
		data := doubles.NewHostileRLC().PackForge(w.vault, w.user.Address, big.NewInt(rlc), token, w.attacker.Bytes())
		_, err := w.call(w.attacker.Address, other, data, gasLimit)
		require.Equal(w.t, "WrongToken", w.reason(w.t, err))
	}
}

func depositLookalike(w *world) {
	other := w.deploy(w.t, doubles.LookalikeMetaData.Bin, nil)
	w.send(w.t, w.user, w.token, contracts.NewRLC().PackTransfer(other, big.NewInt(5*rlc)))
	before, seen := w.locked(), len(w.events())
	data := doubles.NewLookalike().PackDeposit(w.vault, 5*rlc, w.attacker.Address, big.NewInt(1))
	w.send(w.t, w.attacker, other, data)
	require.Equal(w.t, before+5*rlc, w.locked(), "only the real deposit counts")
	events := w.events()
	require.Len(w.t, events, seen+1)
	body, ok := events[seen].Body.(bridge.Deposit)
	require.True(w.t, ok)
	require.Equal(w.t, other, common.Address(body.From), "the caller's own tokens")
}

func depositMany(w *world) {
	other := w.deploy(w.t, doubles.LookalikeMetaData.Bin, nil)
	w.send(w.t, w.user, w.token, contracts.NewRLC().PackTransfer(other, big.NewInt(200*rlc)))
	seen := len(w.events())
	data := doubles.NewLookalike().PackDeposit(w.vault, rlc, w.user.Address, big.NewInt(200))
	w.send(w.t, w.attacker, other, data)
	require.Len(w.t, w.events(), seen+200) // check holds nonces and hashes against core/bridge
}

func depositInOneBlock(w *world) {
	b := w.batch(1, pay(w.attacker.Address, 3*rlc))
	batch, valset := w.signedBatch(b), w.packValset(w.vals, 3)
	seen := len(w.events())
	first := w.queue(w.t, w.user, &w.token, w.packApproval(9*rlc, w.user.Bytes()), 1_000_000)
	w.queue(w.t, w.relayer, &w.vault, batch, 2_000_000)
	w.queue(w.t, w.guardian, &w.vault, valset, 2_000_000)
	block := w.mine(w.t, first).BlockNumber
	require.Len(w.t, w.events(), seen+3)
	logs, err := w.client.FilterLogs(context.Background(), ethereum.FilterQuery{
		FromBlock: block, ToBlock: block, Addresses: []common.Address{w.vault},
	})
	require.NoError(w.t, err)
	require.Len(w.t, logs, 3)
}

func depositDirect(w *world) {
	before, seen := w.locked(), len(w.events())
	w.send(w.t, w.user, w.token, contracts.NewRLC().PackTransfer(w.vault, big.NewInt(50*rlc)))
	require.Equal(w.t, before, w.locked())
	require.Len(w.t, w.events(), seen)
	require.Equal(w.t, before+50*rlc, w.balance(w.vault))
}

func depositEther(w *world) {
	for _, data := range [][]byte{nil, w.api.PackDeposit(rlc, w.user.Address)} {
		_, err := w.client.CallContract(context.Background(), ethereum.CallMsg{
			From: w.user.Address, To: &w.vault, Data: data, Value: big.NewInt(1), Gas: gasLimit,
		}, nil)
		require.Error(w.t, err)
	}
}

func depositSlots(w *world) {
	slot := func(n int64) []byte {
		raw, err := w.client.StorageAt(context.Background(), w.vault, common.BigToHash(big.NewInt(n)), nil)
		require.NoError(w.t, err)
		return raw
	}
	h := view(w, w.api.PackEventHash(), w.api.UnpackEventHash)
	require.Equal(w.t, h[:], slot(0))
	book := slot(1)
	number := func(i int) uint64 { return new(big.Int).SetBytes(book[i : i+8]).Uint64() }
	require.EqualValues(w.t, len(w.events()), number(24))
	require.Equal(w.t, w.locked(), number(16))
	require.Equal(w.t, w.limits.InCap, number(8))
	require.Equal(w.t, w.limits.MinDeposit, number(0))
}
