package vectors

import (
	"fmt"
	"maps"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iexecd/iexecd/core/rlc"
	"github.com/iexecd/iexecd/core/signed"
)

// account is what an account has free and locked.
type account struct{ Stake, Locked string }

// The accounts that belong to nobody.
const (
	escrow = "escrow" // the contract's own: holds what all accounts have locked
	kitty  = "kitty"
)

// ledger is the original's escrow: it moves what it is told to, and notes it.
type ledger struct {
	free, locked map[string]rlc.Amount
	events       [][]string
}

func newLedger() *ledger {
	return &ledger{free: map[string]rlc.Amount{}, locked: map[string]rlc.Amount{}}
}

func (l *ledger) clone() *ledger {
	return &ledger{free: maps.Clone(l.free), locked: maps.Clone(l.locked)}
}

// install opens an account.
func (l *ledger) install(t *testing.T, name string, a account) {
	t.Helper()
	l.free[name], l.locked[name] = amount(t, a.Stake), amount(t, a.Locked)
}

func amount(t *testing.T, text string) rlc.Amount {
	t.Helper()
	n := number(t, text)
	require.True(t, n.IsUint64(), "an amount of nRLC has 64 bits here, got %s", text)
	return rlc.Amount(n.Uint64())
}

// note writes an event.
func (l *ledger) note(event ...string) { l.events = append(l.events, event) }

func (l *ledger) money(event, who string, v rlc.Amount) {
	l.note(event, who, strconv.FormatUint(uint64(v), 10))
}

// move takes v of one balance and gives it to another; nothing moves nowhere.
func move(from map[string]rlc.Amount, giver string, to map[string]rlc.Amount, taker string, v rlc.Amount) error {
	if v == 0 {
		return nil
	}
	if from[giver] < v {
		return fmt.Errorf("%w: %s has %d nRLC, expected at least %d", signed.ErrBalance, giver, from[giver], v)
	}
	from[giver] -= v
	to[taker] += v
	return nil
}

// lock moves v from who's free balance to what it has locked.
func (l *ledger) lock(who string, v rlc.Amount) error {
	if err := move(l.free, who, l.locked, who, v); err != nil {
		return err
	}
	l.free[escrow] += v
	l.money("Lock", who, v)
	return nil
}

// unlock is the way back.
func (l *ledger) unlock(who string, v rlc.Amount) error {
	if err := move(l.locked, who, l.free, who, v); err != nil {
		return err
	}
	l.free[escrow] -= v
	l.money("Unlock", who, v)
	return nil
}

// seize takes v of what who has locked; it stays with the escrow.
func (l *ledger) seize(who string, v rlc.Amount) error {
	if l.locked[who] < v {
		return fmt.Errorf("%s has %d nRLC locked, to be seized are %d", who, l.locked[who], v)
	}
	if v > 0 {
		l.locked[who] -= v
	}
	l.money("Seize", who, v)
	return nil
}

// reward pays v out of the escrow.
func (l *ledger) reward(who string, v rlc.Amount) error {
	if err := move(l.free, escrow, l.free, who, v); err != nil {
		return err
	}
	l.money("Reward", who, v)
	return nil
}

// accounts returns all accounts but the kitty's.
func (l *ledger) accounts() map[string]account {
	out := map[string]account{}
	for name := range l.free {
		if name != kitty {
			out[name] = l.account(name)
		}
	}
	for name := range l.locked {
		if name != kitty {
			out[name] = l.account(name)
		}
	}
	return out
}

func (l *ledger) account(name string) account {
	text := func(n rlc.Amount) string { return strconv.FormatUint(uint64(n), 10) }
	return account{text(l.free[name]), text(l.locked[name])}
}
