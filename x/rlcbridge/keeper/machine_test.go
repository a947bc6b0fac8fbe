package keeper_test

import (
	"flag"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/tests/chaintest"
	"github.com/iexecd/iexecd/x/rlcbridge/types"
)

// TestMain lets TestAnyOrder take some 1,200 steps, unless -rapid.checks says
// otherwise: each check has a chain.
func TestMain(m *testing.M) {
	if err := flag.Set("rapid.checks", "40"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// machine is a world in which anything may happen in any order.
type machine struct {
	*world
	escrowed uint64 // by all withdrawals ever
}

// outcome sums up what became of withdrawals; what a cancel keeps counts as back.
func (m *machine) outcome(t require.TestingT) (open, paid, back uint64) {
	g, err := m.keeper().ExportGenesis(m.Ctx())
	require.NoError(t, err)
	var all uint64
	for i, x := range g.Withdrawals {
		require.Equal(t, uint64(i)+1, x.Id, "each id once")
		total := x.AmountNrlc + x.FeeNrlc
		all += total
		times := m.vault.paid[x.Id]
		require.LessOrEqual(t, times, 1, "withdrawal %d is paid once", x.Id)
		switch x.Status {
		case types.WithdrawalStatus_WITHDRAWAL_STATUS_EXECUTED:
			require.Equal(t, 1, times, "withdrawal %d was paid", x.Id)
			paid += total
		case types.WithdrawalStatus_WITHDRAWAL_STATUS_REFUNDED, types.WithdrawalStatus_WITHDRAWAL_STATUS_CANCELLED:
			require.Zero(t, times, "withdrawal %d came back, and was paid", x.Id)
			back += total
		case types.WithdrawalStatus_WITHDRAWAL_STATUS_QUEUED, types.WithdrawalStatus_WITHDRAWAL_STATUS_BATCHED:
			open += total
		case types.WithdrawalStatus_WITHDRAWAL_STATUS_UNSPECIFIED:
			require.Fail(t, "a withdrawal without status")
		}
	}
	m.escrowed = all
	return open, paid, back
}

// check holds the chain against its own records, the bank and the vault.
func (m *machine) check(t require.TestingT) {
	require.NoError(t, m.App.CheckInvariants(m.Ctx()))
	require.Equal(t, m.observed().LockedNrlc, m.Supply())
	if len(m.vault.pending) == 0 {
		require.Equal(t, uint64(m.vault.locked), m.Supply())
	}
	open, paid, back := m.outcome(t)
	require.Equal(t, m.escrowed, open+paid+back, "paid and refunded is what was escrowed")
	require.Equal(t, open, m.holds(types.ModuleName))
}

// actions are what may happen.
func (m *machine) actions() map[string]func(*rapid.T) {
	names := []string{"alice", "bob"}
	never := chaintest.NewAccount("never seen").ID
	return map[string]func(*rapid.T){
		"deposit": func(t *rapid.T) {
			to := rapid.SampledFrom([]ident.Address{never, m.Account("bob").ID, {}, vaultless}).Draw(t, "to")
			m.vault.deposit(ethAlice.ID, to, rapid.Uint64Range(1, 40*one).Draw(t, "amount"))
		},
		"withdraw": func(t *rapid.T) {
			a := m.Account(rapid.SampledFrom(names).Draw(t, "who"))
			m.Try(a, &types.MsgWithdraw{
				Sender: a.Address, To: ethAlice.ID.String(),
				AmountNrlc: rapid.Uint64Range(0, 30*one).Draw(t, "amount"), FeeNrlc: fee,
			})
		},
		"cancel": func(t *rapid.T) {
			a := m.Account(rapid.SampledFrom(names).Draw(t, "who"))
			id := rapid.Uint64Range(0, m.books().LastWithdrawal).Draw(t, "id")
			m.Try(a, &types.MsgCancelWithdraw{Sender: a.Address, Id: id})
		},
		"blocks":  func(t *rapid.T) { m.blocks(rapid.IntRange(1, 5).Draw(t, "n")) },
		"time":    func(t *rapid.T) { m.Skip(time.Duration(rapid.IntRange(1, 90_000).Draw(t, "s")) * time.Second) },
		"sign":    func(*rapid.T) { m.signAll() },
		"observe": func(*rapid.T) { m.observe() },
		"observe some": func(t *rapid.T) {
			m.observeSome(rapid.IntRange(0, len(m.vault.pending)).Draw(t, "n"))
		},
		"execute": func(t *rapid.T) {
			if last := m.books().LastBatch; last > 0 {
				m.execute(rapid.Uint64Range(1, last).Draw(t, "batch"))
			}
		},
		"ethereum's time": func(t *rapid.T) {
			m.vault.now = max(m.vault.now, uint64(m.Time.Unix())) + rapid.Uint64Range(0, 90_000).Draw(t, "s")
		},
		"pause": func(t *rapid.T) {
			g := m.Account("guardian")
			m.Run(g, &types.MsgPause{
				Sender: g.Address, Flags: rapid.Uint32Range(1, 3).Draw(t, "flags"),
				Seconds: rapid.Uint64Range(1, 100).Draw(t, "s"),
			})
		},
		"rotate": func(*rapid.T) {
			if alice := m.Account("alice"); len(m.keys) < 5 {
				m.register(alice, "key "+string(rune('a'+len(m.keys))), uint64(len(m.keys)-1))
			}
		},
		"update": func(*rapid.T) {
			if b := m.books(); b.LastValset > b.EthValset && len(m.vault.pending) == 0 {
				m.update()
			}
		},
		"veto": func(t *rapid.T) {
			g, err := m.keeper().ExportGenesis(m.Ctx())
			require.NoError(t, err)
			i := slices.IndexFunc(g.Delayed, func(d types.Delayed) bool { return !d.Vetoed })
			if i < 0 {
				return
			}
			guardian := m.Account("guardian")
			m.Run(guardian, &types.MsgVetoDelayed{Sender: guardian.Address, Nonce: g.Delayed[i].Nonce})
		},
		"export": func(t *rapid.T) {
			if rapid.IntRange(0, 3).Draw(t, "now") == 0 {
				m.Block() // what was observed since the last one is not committed yet
				m.Chain = m.ExportImport()
				m.Block()
			}
		},
		"": func(t *rapid.T) { m.check(t) },
	}
}

// TestAnyOrder: whatever happens in whatever order, what was escrowed is paid or
// comes back, each id once, and the supply is what the vault holds. BRG-I1, BRG-I2, BRG-I3.
func TestAnyOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		w := newWorld(t, func(p *types.Params) {
			p.LargeDepositNrlc, p.InCapNrlc, p.DepositDelaySeconds = 30*one, 100*one, 100
			p.LargeWithdrawNrlc, p.OutCapNrlc, p.LargeDelaySeconds = 20*one, 80*one, 50
			p.OutRefillSeconds, p.InRefillSeconds, p.BatchTimeoutSeconds = 1_000, 1_000, 50_000
		})
		w.bond("alice", 1, true)
		m := &machine{world: w}
		r.Repeat(m.actions())
		m.settle(r)
	})
}

// settle lets everything end: then nothing is open, and all is as it must be.
func (m *machine) settle(t *rapid.T) {
	m.observe()
	m.Skip(time.Hour)
	for range 60 {
		if m.books().EscrowNrlc == 0 {
			break
		}
		m.blocks(3)
		m.Skip(time.Hour)
		m.vault.now = uint64(m.Time.Unix()) + 10*86_400
		m.observe()
		m.Block()
		m.check(t)
	}
	require.Zero(t, m.books().EscrowNrlc)
}
