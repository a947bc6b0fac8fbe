package eth

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/iexecd/iexecd/core/bridge"
	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

// ErrHistory means that a vault did more than take deposits, so that a chain cannot
// begin with what it holds.
var ErrHistory = errors.New("the vault has a history")

// Balance is what was deposited for somebody.
type Balance struct {
	Who    ident.Address
	Amount rlc.Amount
}

// Ledger is what a vault holds for whom, before the chain that it is for begins.
type Ledger struct {
	Block    Block
	Book     Book
	Balances []Balance // ascending by address
}

// Of returns what was deposited for somebody.
func (l Ledger) Of(who ident.Address) rlc.Amount {
	i, ok := slices.BinarySearchFunc(l.Balances, who, func(b Balance, who ident.Address) int {
		return bytes.Compare(b.Who[:], who[:])
	})
	if !ok {
		return 0
	}
	return l.Balances[i].Amount
}

// Ledger reads all events of a vault, from the block that deployed it or one before
// on up to another, and proves them by the vault's storage there. ErrHistory if there
// is something else than deposits and pauses that are over, ErrLie if the events are
// not the vault's.
func (r *Reader) Ledger(ctx context.Context, fromBlock uint64, at Block) (Ledger, error) {
	out := Ledger{Block: at}
	if err := r.CheckChain(ctx); err != nil {
		return out, err
	}
	var err error
	if out.Book, err = r.Book(ctx, at); err != nil {
		return out, err
	}
	sums := map[ident.Address]rlc.Amount{}
	scan := NewScan(fromBlock, bridge.Point{Hash: r.domain.FirstHash()})
	var total rlc.Amount
	for scan.NextBlock <= at.Number {
		if err := r.Extend(ctx, &scan, min(at.Number, scan.NextBlock+MaxWindow-1)); err != nil {
			return out, err
		}
		for _, e := range scan.Events {
			if total, err = enter(sums, total, e, at.Unix); err != nil {
				return out, err
			}
		}
		scan = NewScan(scan.NextBlock, scan.Point)
	}
	if scan.Point != out.Book.Point || total != out.Book.Locked {
		return out, fmt.Errorf("%w: logs from block %d to %d lead to event %d with hash %s and %d nRLC, the vault has"+
			" event %d with hash %s and %d nRLC: begin at the block that deployed it", ErrLie, fromBlock, at.Number,
			scan.Point.Nonce, scan.Point.Hash, total, out.Book.Point.Nonce, out.Book.Point.Hash, out.Book.Locked)
	}
	for who, amount := range sums {
		out.Balances = append(out.Balances, Balance{Who: who, Amount: amount})
	}
	slices.SortFunc(out.Balances, func(a, b Balance) int { return bytes.Compare(a.Who[:], b.Who[:]) })
	return out, nil
}

// enter adds an event to the sums and returns the new total.
func enter(sums map[ident.Address]rlc.Amount, total rlc.Amount, e bridge.Event, nowUnix uint64) (rlc.Amount, error) {
	switch b := e.Body.(type) {
	case bridge.Deposit:
		sum, err := rlc.Add(sums[b.Recipient], b.Amount)
		if err != nil {
			return 0, err
		}
		sums[b.Recipient] = sum
		return rlc.Add(total, b.Amount)
	case bridge.PauseChanged:
		if b.Flags == 0 || b.UntilUnix < nowUnix {
			return total, nil
		}
		return 0, fmt.Errorf("%w: event %d: it is paused until second %d, the block is of %d: take a later one",
			ErrHistory, e.Nonce, b.UntilUnix, nowUnix)
	default:
		return 0, fmt.Errorf("%w: event %d is a %T, expected deposits only: use a new vault", ErrHistory, e.Nonce, b)
	}
}
