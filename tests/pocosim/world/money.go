package world

import (
	"fmt"

	"github.com/iexecd/iexecd/core/rlc"
)

// money is what everybody has won or lost since the run began, in nRLC. A pot
// takes what a settlement has to share out: what is left in it is held back.
type money struct {
	Buyers, Pool, Fund, Kitty int64
	Escrow                    int64 // prices of tasks that are open
	Pot                       int64
}

// account is what a worker has won or lost, and how.
type account struct {
	net     int64
	slashed rlc.Amount
	ran     int // how often it computed
	seats   int // how often it committed
}

// settle pays an account out of the pot.
func (m *money) settle(to *int64, amount rlc.Amount) {
	*to += int64(amount)   //nolint:gosec // amounts of a simulation are small
	m.Pot -= int64(amount) //nolint:gosec // amounts of a simulation are small
}

// take brings an account's money into the pot.
func (m *money) take(from *int64, amount rlc.Amount) {
	*from -= int64(amount) //nolint:gosec // amounts of a simulation are small
	m.Pot += int64(amount) //nolint:gosec // amounts of a simulation are small
}

// checkMoney checks that all accounts, what is in escrow and what is held back are
// zero together, and that nothing is held back once all tasks are final.
func (w *World) checkMoney() error {
	sum := w.money.Buyers + w.money.Pool + w.money.Fund + w.money.Kitty + w.money.Escrow + w.money.Pot
	for _, n := range w.workers {
		sum += n.account.net
	}
	if sum != 0 {
		return fmt.Errorf("height %d: accounts, escrow and pot are %d nrlc together, expected 0", w.now.Height, sum)
	}
	if w.money.Fund < 0 {
		return fmt.Errorf("height %d: the audit fund has %d nrlc", w.now.Height, w.money.Fund)
	}
	if w.pending+w.open == 0 && (w.money.Pot != 0 || w.money.Escrow != 0) {
		return fmt.Errorf("height %d: no task is open, but %d nrlc are held back and %d in escrow",
			w.now.Height, w.money.Pot, w.money.Escrow)
	}
	return nil
}
