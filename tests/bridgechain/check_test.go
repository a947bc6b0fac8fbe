package bridgechain

import (
	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/crypto/account"
	"github.com/iexecd/iexecd/x/rlcbridge/types"
)

// sums is what became of all that was ever escrowed here, in nRLC.
type sums struct{ escrowed, open, paid, back, kept uint64 }

// check holds both chains and the ledger against each other.
func (t *twin) check() {
	w := t.w
	require.NoError(w.T, w.App.CheckInvariants(w.Ctx()))
	g := w.export()
	for _, p := range g.Pauses {
		require.NotZero(w.T, p.UntilUnix, "nothing here is reason to pause for ever: %s", p.Reason)
	}
	logs := t.read()
	t.learn(g)
	for i, log := range logs {
		if log.Address == w.lab.Vault {
			t.happened(logs, i)
		}
	}
	if len(logs) > 0 {
		t.checkEthereum()
	}
	require.Equal(w.T, g.Observed.LockedNrlc, w.Supply())
	require.Equal(w.T, t.lockedAt[g.Observed.Nonce], w.Supply(), "what was locked after event %d", g.Observed.Nonce)
	s := t.checkTickets(g)
	require.Equal(w.T, s.escrowed, s.open+s.paid+s.back+s.kept, "paid, returned, kept and open is what was escrowed")
	require.GreaterOrEqual(w.T, w.pool(), s.kept, "what is kept is in the community pool")
	t.checkDeposits(g)
	t.checkHome()
}

// learn notes withdrawals that send deposits back, and batches.
func (t *twin) learn(g *types.GenesisState) {
	w := t.w
	require.GreaterOrEqual(w.T, len(g.Withdrawals), len(t.tickets), "every withdrawal is remembered")
	for _, x := range g.Withdrawals[len(t.tickets):] {
		d := t.deposits[x.DepositNonce]
		require.NotNil(w.T, d, "withdrawal %d sends no deposit back, and nobody asked for it", x.Id)
		require.Empty(w.T, x.Sender)
		t.tickets = append(t.tickets, &ticket{to: d.from, amount: d.amount - fee, fee: fee, deposit: x.DepositNonce})
	}
	for _, b := range g.Batches[len(t.batches):] {
		require.EqualValues(w.T, len(t.batches)+1, b.Nonce)
		t.batches[b.Nonce] = &batch{first: b.FirstId, count: b.Count, timeoutUnix: b.TimeoutUnix}
		for id := b.FirstId; id < b.FirstId+b.Count; id++ {
			k := t.tickets[id-1]
			require.Zero(w.T, k.batch, "withdrawal %d is in one batch", id)
			require.False(w.T, k.cancelled || k.back, "withdrawal %d left the line before", id)
			k.batch = b.Nonce
		}
	}
}

// checkTickets holds the ledger against all withdrawals here.
func (t *twin) checkTickets(g *types.GenesisState) (s sums) {
	w := t.w
	require.Len(w.T, g.Withdrawals, len(t.tickets))
	var escrow uint64
	for i, x := range g.Withdrawals {
		k := t.tickets[i]
		require.Equal(w.T, types.Withdrawal{
			Id: uint64(i) + 1, Sender: senderText(k.sender), To: ident.Address(k.to).String(), AmountNrlc: k.amount,
			FeeNrlc: k.fee, Status: x.Status, BatchNonce: k.batch, DepositNonce: k.deposit,
		}, x)
		t.checkStatus(g, k, x)
		switch {
		case k.paid > 0:
			s.paid += k.total()
		case k.back:
			s.back += k.total() - k.kept()
			s.kept += k.kept()
		default:
			s.open += k.total()
		}
		s.escrowed += k.total()
		if !k.back && x.Status != types.WithdrawalStatus_WITHDRAWAL_STATUS_EXECUTED {
			escrow += k.total()
		}
	}
	require.Equal(w.T, escrow, w.Balance(modules[0]), "the escrow")
	return s
}

// checkStatus holds one withdrawal's status against what happened to it.
func (t *twin) checkStatus(g *types.GenesisState, k *ticket, x types.Withdrawal) {
	w := t.w
	require.LessOrEqual(w.T, k.paid, 1, "withdrawal %d is paid once", x.Id)
	back := false
	switch x.Status {
	case types.WithdrawalStatus_WITHDRAWAL_STATUS_QUEUED:
		require.True(w.T, k.batch == 0 && k.paid == 0 && !k.cancelled, "withdrawal %d waits", x.Id)
	case types.WithdrawalStatus_WITHDRAWAL_STATUS_BATCHED:
		require.True(w.T, k.batch != 0 && !k.cancelled, "withdrawal %d is batched", x.Id)
	case types.WithdrawalStatus_WITHDRAWAL_STATUS_EXECUTED:
		require.Equal(w.T, 1, k.paid, "withdrawal %d was paid", x.Id)
	case types.WithdrawalStatus_WITHDRAWAL_STATUS_CANCELLED:
		require.True(w.T, k.cancelled, "nobody cancelled withdrawal %d", x.Id)
		back = true
	case types.WithdrawalStatus_WITHDRAWAL_STATUS_REFUNDED:
		if k.batch != 0 {
			require.Greater(w.T, g.Observed.EthTimeUnix, t.batches[k.batch].timeoutUnix, "batch %d is over", k.batch)
		}
		back = true
	case types.WithdrawalStatus_WITHDRAWAL_STATUS_UNSPECIFIED:
		require.Fail(w.T, "a withdrawal without status")
	}
	require.False(w.T, back && k.paid > 0, "withdrawal %d came back, and was paid", x.Id)
	require.True(w.T, back || !k.back, "withdrawal %d came back, and left again", x.Id)
	k.back = back
}

// checkDeposits finds each deposit in one place.
func (t *twin) checkDeposits(g *types.GenesisState) {
	w, places, returned := t.w, map[uint64]int{}, map[uint64]bool{}
	for _, x := range g.Delayed {
		places[x.Nonce]++
		t.deposits[x.Nonce].delayed = true
		require.Equal(w.T, t.deposits[x.Nonce].amount, x.AmountNrlc)
	}
	for _, x := range g.Stranded {
		if x.WithdrawalId != 0 {
			k := t.tickets[x.WithdrawalId-1]
			require.Equal(w.T, k.total(), x.AmountNrlc)
			require.True(w.T, k.back && k.sender.IsZero() && t.claims[x.WithdrawalId].IsZero())
			returned[x.WithdrawalId] = true
			continue
		}
		places[x.DepositNonce]++
		require.Equal(w.T, t.deposits[x.DepositNonce].amount, x.AmountNrlc)
	}
	for i, k := range t.tickets {
		if k.deposit != 0 {
			places[k.deposit]++
			id := uint64(i) + 1
			require.Equal(w.T, k.back, returned[id] || !t.claims[id].IsZero(), "withdrawal %d came from nobody here",
				id)
		}
	}
	for nonce, d := range t.deposits {
		if nonce > g.Observed.Nonce || nonce == 1 { // the first is the genesis
			continue
		}
		if !d.paidTo.IsZero() {
			places[nonce]++
		}
		require.LessOrEqual(w.T, places[nonce], 1, "deposit %d is in one place", nonce)
		credited := places[nonce] == 0
		require.False(w.T, credited && t.strange[d.to], "deposit %d is of one who cannot have it", nonce)
		require.True(w.T, credited || !d.credited, "deposit %d was credited, and is somewhere else", nonce)
		d.credited = credited
	}
}

// checkHome holds the ledger against balances here.
func (t *twin) checkHome() {
	want := map[ident.Address]uint64{}
	for a, n := range t.home {
		want[a] = n - t.spent[a]
	}
	for _, d := range t.deposits {
		if d.credited {
			want[d.to] += d.amount
		}
		want[d.paidTo] += d.amount
	}
	for i, k := range t.tickets {
		if k.sender.IsZero() {
			want[t.claims[uint64(i)+1]] += k.total()
			continue
		}
		want[k.sender] -= k.total()
		if k.back {
			want[k.sender] += k.total() - k.kept()
		}
	}
	for a := range t.home {
		require.Equal(t.w.T, want[a], t.w.Balance(a), "balance of %s", a)
	}
}

func senderText(a ident.Address) string {
	if a.IsZero() {
		return ""
	}
	return account.Bech32(a)
}
