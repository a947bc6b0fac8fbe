package bridgechain

import (
	"flag"
	"os"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	gethtypes "github.com/ethereum/go-ethereum/core/types"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/x/rlcbridge/types"
)

// TestMain lets each check take some 150 steps, unless -rapid.steps says otherwise.
func TestMain(m *testing.M) {
	for name, value := range map[string]string{"rapid.checks": "4", "rapid.steps": "150"} {
		if err := flag.Set(name, value); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

// machine is a world in which anything may happen in any order.
type machine struct {
	*world

	steps map[string]int // by action
	ends  map[string]int // what came out of them
}

// TestMachine: deposits, withdrawals, timeouts, late batches, pauses, validator sets and
// configs in any order, with the real vault. What was escrowed is paid or comes back,
// each id once, less the least fee if it was cancelled; everybody has what the ledger says,
// and the supply is what is locked.
func TestMachine(t *testing.T) {
	t.Parallel()
	const enough = 5_000
	steps, ends := map[string]int{}, map[string]int{}
	for sum(steps) < enough {
		rapid.Check(t, func(r *rapid.T) {
			m := &machine{world: newWorld(shim{TB: t, t: r}), steps: steps, ends: ends}
			defer m.close()
			r.Repeat(m.actions())
			m.settle()
		})
	}
	t.Logf("%d steps: %v", sum(steps), steps)
	t.Logf("came to: %v", ends)
	for what, least := range map[string]int{ // about a third of what comes mostly
		"deposits credited": 120, "deposits vetoed": 5, "deposits sent back": 4, "batches paid": 60,
		"batches expired": 50, "withdrawals paid": 70, "withdrawals refunded": 30, "withdrawals cancelled": 15,
		"withdrawals brought by the attacker": 10, "sets in force": 60, "claims": 6, "configs in force": 20,
		"sweeps":           10,
		"deposits delayed": 40, "attacks refused": 150, "attacks too late": 3, "attacks with what was paid": 40,
	} {
		require.GreaterOrEqual(t, ends[what], least, what)
	}
}

func sum(counts map[string]int) (n int) {
	for _, c := range counts {
		n += c
	}
	return n
}

// actions are what may happen.
func (m *machine) actions() map[string]func(*rapid.T) {
	all := map[string]func(*rapid.T){
		"deposit": m.deposit, "mine": m.mine, "finalize": m.finalize, "time of ethereum": m.ethereumTime,
		"donate": m.donate, "pause of the vault": m.vaultPause,
		"relay": m.relayed, "attack": m.attacked, "deadline": m.deadline, "everybody works": m.works,
		"blocks": m.blocks, "time here": m.homeTime, "same time": m.sameTime, "withdraw": m.withdraw,
		"withdraw more": m.withdraw, "cancel": m.cancel, "pause": m.pause, "unpause": m.unpause, "veto": m.veto,
		"release": m.release, "claim": m.claim, "other limits": m.limits, "configure": m.configure,
		"export": m.exported, "sign": m.signs, "late signatures": m.lateSignatures, "observe": m.observes,
		"delegate": m.delegate, "undelegate": m.undelegate, "rotate": m.rotate,
	}
	out := map[string]func(*rapid.T){"": func(*rapid.T) { m.twin.check() }}
	for name, do := range all {
		out[name] = func(t *rapid.T) {
			do(t)
			m.steps[name]++
		}
	}
	return out
}

// settle lets everything end: then nothing is open, and both chains say the same.
func (m *machine) settle() {
	m.twin.check()
	m.round() // a deposit that was not seen yet may have to be sent back
	m.Block()
	m.twin.check()
	const enough = 80
	for range enough {
		if m.books().EscrowNrlc == 0 {
			break
		}
		if m.twin.pause.UntilUnix > m.now() {
			m.Skip(24 * time.Hour)
		}
		m.Skip(20 * time.Minute)
		m.catchUp()
		m.round()
		m.Block()
		m.Block()
		m.twin.check()
	}
	require.Zero(m.T, m.books().EscrowNrlc, "something is open for ever")
	m.round()
	m.twin.check()
	g := m.export()
	require.EqualValues(m.T, len(m.twin.events), g.Observed.Nonce)
	require.Equal(m.T, m.twin.lockedAt[len(m.twin.events)], m.Supply())
	s := m.twin.checkTickets(g)
	require.Zero(m.T, s.open)
	require.Equal(m.T, s.escrowed, s.paid+s.back+s.kept)
	m.count(g)
}

// count counts what came out.
func (m *machine) count(g *types.GenesisState) {
	ends := m.ends
	for _, d := range m.twin.deposits {
		if d.credited {
			ends["deposits credited"]++
		}
		if d.delayed {
			ends["deposits delayed"]++
		}
	}
	for _, k := range m.twin.tickets {
		switch {
		case k.deposit != 0:
			ends["deposits sent back"]++
		case k.cancelled:
			ends["withdrawals cancelled"]++
		case k.back && k.batch == 0:
			ends["withdrawals that never fit"]++
		}
		switch {
		case k.paid == 1:
			ends["withdrawals paid"]++
			if m.twin.batches[k.batch].paidTo == attackerFees {
				ends["withdrawals brought by the attacker"]++
			}
		case k.back && !k.cancelled:
			ends["withdrawals refunded"]++
		}
	}
	for _, b := range g.Batches {
		ends[map[types.BatchStatus]string{
			types.BatchStatus_BATCH_STATUS_EXECUTED: "batches paid",
			types.BatchStatus_BATCH_STATUS_EXPIRED:  "batches expired",
		}[b.Status]]++
	}
	m.countAttacks()
	ends["deposits that wait"] += len(g.Delayed)
	ends["stranded"] += len(g.Stranded)
	for _, e := range m.twin.events {
		switch e.Body.(type) {
		case bridge.ValsetUpdated:
			ends["sets in force"]++
		case bridge.ConfigApplied:
			ends["configs in force"]++
		}
	}
	ends["sweeps"] += m.twin.sweeps
}

// countAttacks counts what became of the transactions of who wants to harm the bridge.
func (m *machine) countAttacks() {
	for tx, at := range m.attacks {
		r, err := m.lab.Client().TransactionReceipt(m.T.Context(), tx)
		require.NoError(m.T, err)
		if r.Status == gethtypes.ReceiptStatusSuccessful {
			m.ends["attacks that brought what was due"]++
			continue
		}
		m.ends["attacks refused"]++
		if at.kind != bridge.MessageBatch {
			continue
		}
		head, err := m.lab.Client().HeaderByHash(m.T.Context(), r.BlockHash)
		require.NoError(m.T, err)
		switch b := m.twin.batches[at.nonce]; {
		case b.paidTo != (common.Address{}):
			m.ends["attacks with what was paid"]++
		case head.Time > b.timeoutUnix:
			m.ends["attacks too late"]++
		}
	}
}
