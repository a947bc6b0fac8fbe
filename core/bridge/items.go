package bridge

import (
	"errors"
	"fmt"

	"github.com/iexecd/iexecd/core/ident"
	"github.com/iexecd/iexecd/core/rlc"
)

// The bounds of a batch, the same in the vault.
const (
	MaxItems  = 100
	ItemBytes = 20 + 8 // recipient, amount
)

// ErrItems means that items are no batch.
var ErrItems = errors.New("no batch")

// Item is one payment of a batch.
type Item struct {
	To     ident.Address // on Ethereum
	Amount rlc.Amount    // nRLC, from 1
}

// Items is what a batch pays, 1 to MaxItems payments in the order of their ids.
type Items []Item

// Check returns nil if a batch may have these items, else ErrItems and why not.
func (s Items) Check() error {
	_, err := s.Total()
	return err
}

// Total returns the sum of all amounts in nRLC; ErrItems if no batch may have
// these items.
func (s Items) Total() (rlc.Amount, error) {
	if len(s) == 0 || len(s) > MaxItems {
		return 0, fmt.Errorf("%w: %d items, expected 1 to %d", ErrItems, len(s), MaxItems)
	}
	var total rlc.Amount
	for i, item := range s {
		if item.To.IsZero() || item.Amount == 0 {
			return 0, fmt.Errorf("%w: item %d pays %d nRLC to %s, expected 1 at least, and somebody", ErrItems, i,
				item.Amount, item.To)
		}
		sum, err := rlc.Add(total, item.Amount)
		if err != nil {
			return 0, fmt.Errorf("%w: item %d: %w", ErrItems, i, err)
		}
		total = sum
	}
	return total, nil
}

// Pack returns the items as the vault reads them, ItemBytes each.
func (s Items) Pack() []byte {
	out := make([]byte, 0, len(s)*ItemBytes)
	for _, item := range s {
		out = append(append(out, item.To[:]...), u64(uint64(item.Amount))...)
	}
	return out
}

// Hash returns the Keccak-256 of the packed items.
func (s Items) Hash() ident.Hash { return ident.Keccak256(s.Pack()) }

// UnpackItems returns the items in packed; ErrItems if no batch may have them.
func UnpackItems(packed []byte) (Items, error) {
	n := len(packed) / ItemBytes
	if n*ItemBytes != len(packed) || n > MaxItems {
		return nil, fmt.Errorf("%w: %d bytes, expected %d for each of 1 to %d items", ErrItems, len(packed), ItemBytes,
			MaxItems)
	}
	s := make(Items, n)
	r := reader{packed}
	for i := range s {
		s[i] = Item{To: r.address(), Amount: r.amount()}
	}
	if err := s.Check(); err != nil {
		return nil, err
	}
	return s, nil
}
